/* What tests of plants share: a context, a run of plants, and numbers of one of them. */
#ifndef TRADEWIND_TESTS_PLANTS_H
#define TRADEWIND_TESTS_PLANTS_H

#include <math.h>

#include "context.h"
#include "held.h"
#include "plants/plants.h"

enum { CAN, USA, MEX };
static const char *const regions[] = {"CAN", "USA", "MEX"}, *const sectors[] = {"C29", "S"};
HOLDS(plants, tw_plants, tw_plants_free)

static inline tw_plants *run_plants(const tw_world *world, const char *text, const tw_plants_options *options)
{
  tw_scenario *scenario;
  tw_settings settings;
  tw_plants *plants;
  tw_settings_default(&settings);
  settings.threads = 1;
  if (tw_scenario_parse(context, text, strlen(text), "test", &scenario) != TW_OK) fail_msg("%s", tw_error(context));
  hold_scenario(scenario);
  if (tw_plants_run(context, world, scenario, &settings, options, &plants) != TW_OK) fail_msg("%s", tw_error(context));
  hold_plants(plants);
  if (tw_result_info(tw_plants_result(plants))->outcome <= 0)
    fail_msg("%s", tw_result_info(tw_plants_result(plants))->message);
  return plants;
}

static inline int find_plant(const tw_plants *p, const char *product, int region)
{
  const tw_world *world = tw_result_world(tw_plants_result(p));
  tw_plant plant;
  for (int i = 0; tw_plants_at(p, i, &plant); i++)
    if (plant.region == region && plant.product == tw_world_find_product(world, product)) return i;
  fail_msg("no plant %s %s", product, regions[region]);
  return -1;
}

static inline double value_of(const tw_plants *p, const char *product, int region, const char *column)
{
  const double *numbers = tw_plants_column(p, column);
  if (!numbers) fail_msg("%s", tw_error(context));
  return numbers[find_plant(p, product, region)];
}

static inline void assert_near(double found, double wanted, double within, const char *what)
{
  if (!(fabs(found - wanted) <= within)) fail_msg("%s: found %.12g, expected %.12g", what, found, wanted);
}

static const char policy[] = "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: all, add: 8 pp}\n";

#endif
