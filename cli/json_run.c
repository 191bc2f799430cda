/* The JSON of `tradewind run` and `tradewind range`: what the terminal says of a result, with the names of the tables'
 * columns. Regions are all there, sectors those that the terminal shows, or with --all every one. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "summary.h"

enum { LEVELS = 3, FEW_SECTORS = 8 };
static const char *const ending[LEVELS] = {"_p05", "_p50", "_p95"};

/* The columns of one row of a table, with their quantiles where there are some. */
static void put_columns(const tw_result *result, const tw_range_result *range, tw_table table, int row)
{
  const char *name;
  char key[96];
  for (int i = 0; (name = tw_result_column_name(table, i)); i++) {
    const double *column = tw_result_column(result, table, name);
    js_number(name, column ? column[row] : NAN);
    for (int q = 0; q < LEVELS && range; q++) {
      const double *quantile = tw_range_quantile(range, table, name, q);
      if (!quantile) break;
      snprintf(key, sizeof key, "%s%s", name, ending[q]);
      js_number(key, quantile[row]);
    }
  }
}

static void put_regions(const tw_result *result, const tw_range_result *range)
{
  const tw_world *world = tw_result_world(result);
  js_list("regions");
  for (int r = 0; r < tw_world_regions(world); r++) {
    js_object(NULL);
    js_text("region", tw_world_region(world, r));
    js_text("name", tw_world_region_name(world, r));
    put_columns(result, range, TW_REGIONS, r);
    js_close();
  }
  js_close();
}

/* What is told first: of the focus, and of the outcomes of a range. */
static void put_answers(const tw_result *result, const tw_range_result *range)
{
  const tw_answer *a;
  int count = range ? tw_range_answers(range, &a) : tw_result_answers(result, &a);
  focus_members f = {.regions = 0};
  f.of_regions = tw_result_focus_regions(result, &f.region, &f.regions);
  f.of_sectors = tw_result_focus_sectors(result, &f.sector, &f.sectors);
  f.of_products = tw_result_focus_products(result, &f.product, &f.products);
  if (f.of_regions) js_focus(tw_result_world(result), &f);
  if (count == 0) return;
  js_list("answers");
  for (int i = 0; i < count; i++) {
    js_object(NULL);
    js_text("outcome", a[i].outcome);
    js_text("unit", a[i].unit);
    js_number("value", a[i].value);
    js_number("before", a[i].before);
    for (int q = 0; q < LEVELS && range; q++) js_number(ending[q] + 1, a[i].quantile[q]);
    js_close();
  }
  js_close();
}

static void put_groups(const tw_result *result, const tw_range_result *range)
{
  const tw_world *world = tw_result_world(result);
  js_list("groups");
  for (int g = 0; g < tw_result_groups(result); g++) {
    const int *members;
    int count;
    js_object(NULL);
    js_text("group", tw_result_group(result, g, &members, &count));
    js_list("members");
    for (int i = 0; i < count; i++) js_text(NULL, tw_world_region(world, members[i]));
    js_close();
    put_columns(result, range, TW_GROUPS, g);
    js_close();
  }
  js_close();
}

/* By the size of the change of value added, as in the terminal. */
static void put_sectors(const tw_result *result, const tw_range_result *range, int all)
{
  const tw_world *world = tw_result_world(result);
  int S = tw_world_sectors(world), cells = tw_world_regions(world) * S;
  const double *change = tw_result_column(result, TW_SECTORS, "value_added_change");
  int *order = change ? order_by_size(change, cells) : NULL;
  js_list("sectors");
  for (int i = 0; order && i < cells && (all || i < FEW_SECTORS); i++) {
    int cell = order[i];
    if (!all && !(fabs(change[cell]) > 0)) break;
    js_object(NULL);
    js_text("region", tw_world_region(world, cell / S));
    js_text("sector", tw_world_sector(world, cell % S));
    js_text("name", tw_world_sector_name(world, cell % S));
    put_columns(result, range, TW_SECTORS, cell);
    js_close();
  }
  js_close();
  free(order);
}

static void put_limits(const tw_result *result)
{
  const tw_condition_result *c;
  int count = tw_result_conditions(result, &c);
  js_list("limits");
  for (int i = 0; i < count; i++, c++) {
    js_object(NULL);
    js_whole("line", c->line);
    js_text("rule", c->rule);
    js_text("what", c->what);
    js_text("instrument", c->instrument);
    js_number("limit", c->limit);
    js_number("reference", c->reference);
    js_number("value", c->value);
    js_flag("binding", c->binding);
    js_number("instrument_pct", 100 * c->size);
    js_number("money", c->money);
    js_text("owner", *c->owner ? c->owner : NULL);
    js_close();
  }
  js_close();
}

/* The largest first, as many as the terminal shows. */
static void put_preferences(const tw_result *result, int all)
{
  enum { FEW = 5 };
  const tw_world *world = tw_result_world(result);
  const tw_preference_result *p;
  int count = tw_result_preferences(result, &p);
  double *value = obtained(malloc((size_t)count * sizeof *value + 1));
  for (int i = 0; value && i < count; i++) value[i] = p[i].value;
  int *order = value ? order_by_size(value, count) : NULL;
  js_list("preferences");
  for (int k = 0; order && k < count && (all || k < FEW); k++) {
    const tw_preference_result *x = &p[order[k]];
    const struct {
      const char *key;
      double rate;
    } rates[] = {{"preferential_base_pct", x->preferential_base},
                 {"preferential_new_pct", x->preferential_new},
                 {"mfn_base_pct", x->mfn_base},
                 {"mfn_new_pct", x->mfn_new},
                 {"utilisation_base_pct", x->utilisation_base},
                 {"utilisation_new_pct", x->utilisation_new},
                 {"tariff_base_pct", x->tariff_base},
                 {"tariff_new_pct", x->tariff_new},
                 {"cost_pct", x->cost}};
    js_object(NULL);
    js_text("sector", tw_world_sector(world, x->sector));
    js_text("importer", tw_world_region(world, x->importer));
    js_text("exporter", tw_world_region(world, x->exporter));
    if (x->product) js_text("product", x->product);
    js_number("value", x->value);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) js_number(rates[i].key, 100 * rates[i].rate);
    js_close();
  }
  js_close();
  free(order);
  free(value);
}

static const char *text_of_result(const void *result, const char *field)
{
  return tw_result_text(result, field);
}

/* What a result is of, how it ended, and the sentence about it. year: 0 without years. */
static void put_result(tw_context *context, const tw_result *result, int year)
{
  const tw_world *world = tw_result_world(result);
  const tw_info *info = tw_result_info(result);
  const tw_rule_effect *effects;
  tw_headline headline = {.count = 0};
  js_text("outcome", tw_outcome_word(info->outcome));
  js_flag("certified", info->outcome > 0);
  js_text("message", *info->message ? info->message : NULL);
  if (info->outcome > 0 && tw_result_headline(context, result, year, &headline) != TW_OK) *headline.text = 0;
  js_text("headline", *headline.text ? headline.text : NULL);
  js_list("headline_regions");
  for (int i = 0; i < headline.count; i++) js_text(NULL, tw_world_region(world, headline.region[i]));
  js_close();
  js_object("scenario");
  js_text("name", tw_result_text(result, "scenario"));
  js_text("title", tw_result_text(result, "title"));
  js_text("sha256", tw_result_text(result, "scenario_sha256"));
  js_closures(text_of_result, result);
  js_close();
  js_object("world");
  js_world(world);
  js_close();
  int rules = tw_result_effects(result, &effects);
  js_rules(effects, rules);
  if (year)
    js_whole("year", year);
  else
    js_number("year", NAN);
}

static void put_end(const tw_result *result, const char *folder, double seconds)
{
  const tw_info *info = tw_result_info(result);
  js_certificate(info->base_failed ? &info->base_certificate : &info->certificate, tw_result_world(result));
  js_number("share_solved", info->share_solved);
  js_whole("iterations", info->iterations);
  js_number("seconds", seconds);
  js_text("folder", folder);
}

static void put_years(const tw_path *path)
{
  js_list("years");
  for (int i = 0; i < tw_path_count(path) && tw_path_year(path, 0); i++) {
    const tw_result *one = tw_path_result(path, i);
    js_object(NULL);
    js_whole("year", tw_path_year(path, i));
    js_text("outcome", tw_outcome_word(tw_result_info(one)->outcome));
    js_by_region("real_income_pct", tw_result_world(one), tw_result_column(one, TW_REGIONS, "real_income_pct"));
    js_close();
  }
  js_close();
}

void js_run(tw_context *context, const tw_path *path, int all, const char *folder, double seconds)
{
  int last = tw_path_count(path) - 1;
  const tw_result *result = tw_path_result(path, last);
  put_result(context, result, tw_path_year(path, last));
  put_answers(result, NULL);
  put_regions(result, NULL);
  put_groups(result, NULL);
  put_sectors(result, NULL, all);
  put_limits(result);
  put_preferences(result, all);
  put_years(path);
  put_end(result, folder, seconds);
}

/* ---------------------------------------------------------------- range */

static void put_draws(const tw_range_result *range)
{
  const tw_range_info *info = tw_range_info_of(range);
  js_object("draws");
  js_whole("asked", info->draws);
  js_whole("done", info->done);
  js_whole("certified", info->certified);
  js_flag("complete", info->complete);
  js_flag("assumed", info->assumed);
  js_whole("seed", (long long)info->seed);
  js_object("failed");
  for (int i = 0; i < info->failures; i++) js_whole(tw_outcome_word(info->failed[i].outcome), info->failed[i].count);
  js_close();
  js_close();
}

static void put_drivers(const tw_range_result *range)
{
  const tw_world *world = tw_result_world(tw_range_central(range));
  const tw_range_driver *d;
  const tw_range_parameter *p;
  const char *note;
  int count = tw_range_parameters(range, &p);
  js_list("parameters");
  for (int i = 0; i < count; i++, p++) {
    js_object(NULL);
    js_text("name", p->name);
    js_text("distribution", p->distribution);
    js_number("central", p->central);
    js_text("source", p->source);
    js_close();
  }
  js_close();
  count = tw_range_drivers(range, &d);
  js_list("drivers");
  for (int i = 0; i < count; i++, d++) {
    js_object(NULL);
    js_text("outcome", d->outcome);
    js_text("region", tw_world_region(world, d->region));
    if (d->sector >= 0) js_text("sector", tw_world_sector(world, d->sector));
    if (d->partner >= 0) js_text("partner", tw_world_region(world, d->partner));
    if (d->product) js_text("product", d->product);
    js_text("parameter", d->parameter);
    js_number("first_order", d->first_order);
    js_number("total", d->total);
    js_number("first_order_error", d->first_order_error);
    js_number("total_error", d->total_error);
    js_close();
  }
  js_close();
  js_list("range_notes");
  for (int i = 0; (note = tw_range_note(range, i)); i++) js_text(NULL, note);
  js_close();
}

void js_range(tw_context *context, const tw_range_result *range, int year, int all, const char *folder, double seconds)
{
  const tw_result *central = tw_range_central(range);
  const tw_range_result *drawn = tw_range_info_of(range)->complete ? range : NULL;
  put_result(context, central, year);
  put_draws(range);
  put_answers(central, range);
  put_regions(central, drawn);
  put_groups(central, drawn);
  put_sectors(central, drawn, all);
  put_limits(central);
  put_preferences(central, all);
  if (tw_result_info(central)->outcome > 0) put_drivers(range);
  js_text("store", tw_range_store(range));
  put_end(central, folder, seconds);
}
