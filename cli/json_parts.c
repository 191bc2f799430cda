/* Parts of the JSON that several verbs have: worlds, scenarios, rules, rows of regions. docs/formats.md has the keys.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

void js_world(const tw_world *world)
{
  static const char *const texts[] = {"name", "label", "title"}, *const more[] = {"currency", "unit", "caveat",
                                                                                  "sha256"};
  const char *year = tw_world_text(world, "year");
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) js_text(texts[i], tw_world_text(world, texts[i]));
  js_number("year", year ? strtod(year, NULL) : NAN);
  for (size_t i = 0; i < sizeof more / sizeof *more; i++) js_text(more[i], tw_world_text(world, more[i]));
  js_whole("regions", tw_world_regions(world));
  js_whole("sectors", tw_world_sectors(world));
  if (!tw_world_text(world, "assumed")) return;
  tw_product product;
  js_text("assumed", tw_world_text(world, "assumed"));
  js_list("products_assumed");
  for (int g = 0; tw_world_product_at(world, g, &product); g++)
    if (product.assumed) js_text(NULL, product.code);
  js_close();
}

void js_closures(const char *(*text)(const void *of, const char *field), const void *of)
{
  static const char *const texts[] = {"against",    "deficits", "against_deficits",
                                      "comparison", "warning",  "elasticities"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const char *value = text(of, texts[i]);
    js_text(texts[i], value && *value ? value : NULL);
  }
  const char *products = text(of, "products");
  if (products && *products) js_text("products", products);
  js_texts("cautions", text(of, "cautions"));
}

static const char *text_of_scenario(const void *scenario, const char *field)
{
  return tw_scenario_text(scenario, field);
}

void js_scenario(const tw_scenario *scenario)
{
  js_object("scenario");
  js_text("name", tw_scenario_text(scenario, "scenario"));
  js_text("title", tw_scenario_text(scenario, "title"));
  js_text("sha256", tw_scenario_text(scenario, "sha256"));
  js_closures(text_of_scenario, scenario);
  js_close();
}

void js_rules(const tw_rule_effect *effects, int count)
{
  js_list("rules");
  for (int i = 0; i < count; i++) {
    const tw_rule_effect *e = &effects[i];
    js_object(NULL);
    js_text("rule", e->rule);
    js_text("file", e->origin);
    js_whole("line", e->line);
    js_flag("against", e->against);
    js_text("words", e->words);
    js_text("source", e->source);
    js_whole("covered", (long long)e->covered);
    js_whole("changed", (long long)e->changed);
    js_number("value", e->value);
    js_number("before", e->before);
    js_number("after", e->after);
    js_whole("overlaps", e->overlaps);
    js_close();
  }
  js_close();
}

void js_focus(const tw_world *world, const focus_members *f)
{
  js_object("focus");
  js_text("region", f->of_regions);
  js_text("sector", f->of_sectors);
  if (f->products) js_text("product", f->of_products);
  js_list("regions");
  for (int i = 0; i < f->regions; i++) js_text(NULL, tw_world_region(world, f->region[i]));
  js_close();
  js_list("sectors");
  for (int i = 0; i < f->sectors; i++) js_text(NULL, tw_world_sector(world, f->sector[i]));
  js_close();
  if (f->products) js_list("products");
  for (int i = 0; i < f->products; i++) {
    tw_product one;
    char rest[128];
    if (!tw_world_product_at(world, f->product[i], &one)) continue;
    snprintf(rest, sizeof rest, "%s.rest", tw_world_sector(world, one.sector));
    js_text(NULL, one.rest ? rest : one.code);
  }
  if (f->products) js_close();
  js_close();
}

void js_by_region(const char *key, const tw_world *world, const double *values)
{
  js_object(key);
  for (int d = 0; d < tw_world_regions(world); d++) js_number(tw_world_region(world, d), values ? values[d] : NAN);
  js_close();
}

void js_certificate(const tw_certificate *c, const tw_world *world)
{
  const tw_residual *worst = NULL;
  for (int i = 0; i < c->count; i++)
    if (!worst || c->residual[i].value > worst->value) worst = &c->residual[i];
  js_object("certificate");
  js_flag("holds", c->holds);
  js_number("tolerance", c->tolerance);
  js_number("max", worst ? c->max : NAN);
  js_text("residual", worst ? worst->name : NULL);
  js_text("region", worst && worst->region >= 0 ? tw_world_region(world, worst->region) : NULL);
  js_text("sector", worst && worst->sector >= 0 ? tw_world_sector(world, worst->sector) : NULL);
  js_close();
}
