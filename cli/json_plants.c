/* The JSON of plants. docs/formats.md has the keys. */
#include "command.h"
#include "json.h"

static void put_markets(const tw_world *world, const tw_plants *p, int k)
{
  static const char *const field[] = {"units_base", "units_new",   "sales_base",
                                      "sales_new",  "access_base", "access_new"};
  js_list("markets");
  for (int d = 0; d < tw_world_regions(world); d++) {
    if (!(tw_plants_market(p, k, "sales_base")[d] > 0) && !(tw_plants_market(p, k, "sales_new")[d] > 0)) continue;
    js_object(NULL);
    js_text("market", tw_world_region(world, d));
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) js_number(field[i], tw_plants_market(p, k, field[i])[d]);
    js_close();
  }
  js_close();
}

static void put_plant(const tw_world *world, const tw_plants *p, int k)
{
  static const char *const further[] = {"volume_pct",          "tariff_base_pct",    "tariff_new_pct",
                                        "subsidy_money",       "profit_with_access", "profit_without_access",
                                        "profit_at_other_site"};
  static const char *const level[] = {"units_pct_p05", "units_pct_p50", "units_pct_p95"};
  tw_plant plant;
  tw_product product;
  const char *name;
  tw_plants_at(p, k, &plant);
  tw_world_product_at(world, plant.product, &product);
  js_object(NULL);
  js_text("product", product.code);
  js_text("name", product.name);
  js_text("region", tw_world_region(world, plant.region));
  js_text("unit", plant.in_units ? plant.unit : NULL);
  js_text("counted_by", plant.in_units ? "units" : "sales");
  js_text("main_market", plant.main_market < 0 ? NULL : tw_world_region(world, plant.main_market));
  for (int i = 0; (name = tw_plants_column_name(i)); i++) js_number(name, tw_plants_column(p, name)[k]);
  for (int q = 0; q < 3; q++)
    if (tw_plants_column(p, level[q])) js_number(level[q], tw_plants_column(p, level[q])[k]);
  for (size_t i = 0; i < sizeof further / sizeof *further; i++)
    js_number(further[i], tw_plants_column(p, further[i])[k]);
  js_object("none");
  for (int i = 0; (name = tw_plants_column_name(i)); i++)
    if (tw_plants_reason(p, k, name)) js_text(name, tw_plants_reason(p, k, name));
  js_close();
  put_markets(world, p, k);
  js_close();
}

static const char *code_of(const tw_world *world, int product)
{
  tw_product of;
  return tw_world_product_at(world, product, &of) ? of.code : NULL;
}

void js_plants(const tw_plants *p, const tw_scenario *scenario, const char *folder)
{
  static const char *const number[] = {"threshold_pct", "cost_advantage", "discount_pct", "fixed_cost",
                                       "other_fixed_cost"};
  const tw_world *world = tw_result_world(tw_plants_result(p));
  const tw_parity *parity;
  const tw_closing *closing;
  const char *text;
  double value[5];
  int given, site, parities = tw_plants_parity(p, &parity), closings = tw_plants_closings(p, &closing);
  js_scenario(scenario);
  js_object("world");
  js_world(world);
  js_close();
  tw_plants_section(p, value, &given, &site);
  js_object("section");
  for (int i = 0; i < 5; i++) js_number(number[i], i == 0 || i == 2 ? 100 * value[i] : value[i]);
  js_flag("threshold_assumed", !given);
  js_text("other_site", site < 0 ? NULL : tw_world_region(world, site));
  js_close();
  js_list("sentences");
  for (int i = 0; (text = tw_plants_sentence(p, i)); i++) js_text(NULL, text);
  js_close();
  js_list("assumptions");
  for (int i = 0; (text = tw_plants_assumption(p, i)); i++) js_text(NULL, text);
  js_close();
  js_list("plants");
  for (int k = 0; k < tw_plants_count(p); k++) put_plant(world, p, k);
  js_close();
  js_list("parity");
  for (int i = 0; i < parities; i++, parity++) {
    js_object(NULL);
    js_text("product", code_of(world, parity->product));
    js_text("region", tw_world_region(world, parity->region));
    js_text("other_region", tw_world_region(world, parity->other_region));
    js_text("market", tw_world_region(world, parity->market));
    js_number("odds_base", parity->odds_base);
    js_number("odds_new", parity->odds_new);
    js_number("tariff_parity_pct", 100 * parity->tariff);
    js_close();
  }
  js_close();
  js_list("closing");
  for (int i = 0; i < closings; i++, closing++) {
    js_object(NULL);
    js_whole("round", closing->round);
    js_text("product", code_of(world, closing->product));
    js_text("region", tw_world_region(world, closing->region));
    js_number("units_pct", 100 * closing->units);
    js_close();
  }
  js_close();
  js_text("folder", folder);
}
