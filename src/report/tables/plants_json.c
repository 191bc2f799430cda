/* plants.json: all that was found of plants, with the reasons of empty cells. docs/formats.md lists the keys. */
#include <string.h>

#include "report/tables/manifest.h"

static const char *const level[] = {"_p05", "_p50", "_p95"};
enum { LEVELS = 3, ALL_DIGITS = 17 };

static const char *code_of(const tw_world *world, int product)
{
  tw_product of;
  return tw_world_product_at(world, product, &of) ? of.code : "";
}

static const double *quantile_of(const tw_plants *plants, const char *name, int q)
{
  char full[64];
  if (strcmp(name, "units_pct") != 0) return NULL;
  twi_print(full, sizeof full, "%s%s", name, level[q]);
  return tw_plants_column(plants, full);
}

static json_t *texts_list(tw_context *ctx, const tw_plants *plants,
                          const char *(*at)(const tw_plants *plants, int index), int *failed)
{
  json_t *list = json_array();
  const char *text;
  if (!list) *failed = 1;
  for (int i = 0; (text = at(plants, i)); i++) twi_json_append(list, twi_json_text(ctx, text), failed);
  return list;
}

/* Markets in which anything is sold. */
static json_t *markets_list(tw_context *ctx, const tw_world *world, const tw_plants *plants, int k, int *failed)
{
  static const char *const field[] = {"units_base", "units_new",   "sales_base",
                                      "sales_new",  "access_base", "access_new"};
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int d = 0; d < tw_world_regions(world); d++) {
    if (!(tw_plants_market(plants, k, "sales_base")[d] > 0) && !(tw_plants_market(plants, k, "sales_new")[d] > 0))
      continue;
    json_t *line = json_object();
    twi_json_put(line, "market", twi_json_text(ctx, tw_world_region(world, d)), failed);
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
      twi_json_put(line, field[i], twi_json_number(tw_plants_market(plants, k, field[i])[d]), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *plant_object(tw_context *ctx, const tw_world *world, const tw_plants *plants, int k, int *failed)
{
  static const char *const further[] = {"volume_pct",          "tariff_base_pct",    "tariff_new_pct",
                                        "subsidy_money",       "profit_with_access", "profit_without_access",
                                        "profit_at_other_site"};
  tw_plant plant;
  tw_product product;
  const char *name, *why;
  json_t *object = json_object(), *none = json_object();
  tw_plants_at(plants, k, &plant);
  tw_world_product_at(world, plant.product, &product);
  twi_json_put(object, "product", twi_json_text(ctx, product.code), failed);
  twi_json_put(object, "name", twi_json_text(ctx, product.name), failed);
  twi_json_put(object, "sector", twi_json_text(ctx, tw_world_sector(world, product.sector)), failed);
  twi_json_put(object, "home", twi_json_text(ctx, tw_world_region(world, product.home)), failed);
  twi_json_put(object, "region", twi_json_text(ctx, tw_world_region(world, plant.region)), failed);
  twi_json_put(object, "unit", twi_json_text(ctx, plant.in_units ? plant.unit : NULL), failed);
  twi_json_put(object, "counted_by", json_string(plant.in_units ? "units" : "sales"), failed);
  twi_json_put(object, "main_market",
               twi_json_text(ctx, plant.main_market < 0 ? NULL : tw_world_region(world, plant.main_market)), failed);
  for (int i = 0; (name = tw_plants_column_name(i)); i++) {
    twi_json_put(object, name, twi_json_number(tw_plants_column(plants, name)[k]), failed);
    for (int q = 0; q < LEVELS && quantile_of(plants, name, q); q++) {
      char full[64];
      twi_print(full, sizeof full, "%s%s", name, level[q]);
      twi_json_put(object, full, twi_json_number(quantile_of(plants, name, q)[k]), failed);
    }
    if ((why = tw_plants_reason(plants, k, name))) twi_json_put(none, name, twi_json_text(ctx, why), failed);
  }
  for (size_t i = 0; i < sizeof further / sizeof *further; i++)
    twi_json_put(object, further[i], twi_json_number(tw_plants_column(plants, further[i])[k]), failed);
  twi_json_put(object, "none", none, failed);
  twi_json_put(object, "markets", markets_list(ctx, world, plants, k, failed), failed);
  return object;
}

static json_t *closings_list(tw_context *ctx, const tw_world *world, const tw_plants *plants, int *failed)
{
  const tw_closing *c;
  int count = tw_plants_closings(plants, &c);
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < count; i++) {
    json_t *line = json_object();
    twi_json_put(line, "round", json_integer(c[i].round), failed);
    twi_json_put(line, "product", twi_json_text(ctx, code_of(world, c[i].product)), failed);
    twi_json_put(line, "region", twi_json_text(ctx, tw_world_region(world, c[i].region)), failed);
    twi_json_put(line, "units_pct", twi_json_number(100 * c[i].units), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

/* The section as it holds: numbers in per cent and in the world's money, null where not given. */
static json_t *section_object(tw_context *ctx, const tw_world *world, const tw_plants *plants, int *failed)
{
  static const char *const name[] = {"threshold_pct", "cost_advantage", "discount_pct", "fixed_cost",
                                     "other_fixed_cost"};
  double value[5];
  int given, site;
  json_t *part = json_object();
  tw_plants_section(plants, value, &given, &site);
  for (int i = 0; i < 5; i++) {
    int per_cent = i == 0 || i == 2;
    twi_json_put(part, name[i], twi_json_number(per_cent ? 100 * value[i] : value[i]), failed);
  }
  twi_json_put(part, "threshold_assumed", json_boolean(!given), failed);
  twi_json_put(part, "other_site", twi_json_text(ctx, site < 0 ? NULL : tw_world_region(world, site)), failed);
  return part;
}

tw_status twi_report_plants_json(twi_sheet *sheet, const twi_run *run, const char *command)
{
  tw_context *ctx = sheet->ctx;
  const tw_plants *plants = run->plants;
  const tw_world *world = tw_result_world(run->result);
  int failed = 0;
  json_t *root = json_object(), *part = json_object(), *list = json_array();
  twi_json_put(root, "program", json_string("tradewind"), &failed);
  twi_json_put(root, "version", json_string(tw_version()), &failed);
  twi_json_put(root, "build", twi_json_text(ctx, tw_build()), &failed);
  twi_json_put(root, "command", twi_json_text(ctx, command), &failed);
  twi_json_put(part, "name", twi_json_text(ctx, tw_world_text(world, "name")), &failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, tw_world_text(world, "sha256")), &failed);
  twi_json_put(root, "world", part, &failed);
  part = json_object();
  twi_json_put(part, "name", twi_json_text(ctx, tw_result_text(run->result, "scenario")), &failed);
  twi_json_put(part, "title", twi_json_text(ctx, tw_result_text(run->result, "title")), &failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, tw_result_text(run->result, "scenario_sha256")), &failed);
  twi_json_put(root, "scenario", part, &failed);
  twi_json_put(root, "section", section_object(ctx, world, plants, &failed), &failed);
  twi_json_put(root, "assumptions", texts_list(ctx, plants, tw_plants_assumption, &failed), &failed);
  twi_json_put(root, "sentences", texts_list(ctx, plants, tw_plants_sentence, &failed), &failed);
  for (int k = 0; k < tw_plants_count(plants); k++)
    twi_json_append(list, plant_object(ctx, world, plants, k, &failed), &failed);
  twi_json_put(root, "plants", list, &failed);
  twi_json_put(root, "closing", closings_list(ctx, world, plants, &failed), &failed);
  return twi_manifest_write(sheet, root, ALL_DIGITS, failed);
}
