/* What tests of tw_range share, on the world of three.h: scenarios and ranges that belong to the teardown, a range of two
 * draws in little memory. */
#ifndef TRADEWIND_TESTS_RANGES_H
#define TRADEWIND_TESTS_RANGES_H

#include <jansson.h>

#include "ensemble/parameters.h"
#include "group.h"

static inline tw_scenario *parse(const char *text)
{
  tw_scenario *scenario = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "r.yaml", &scenario));
  return hold_scenario(scenario);
}

static inline tw_range_result *range_with(const tw_world *of, const tw_scenario *scenario, const tw_settings *settings,
                                          const tw_range_options *options)
{
  tw_range_result *range = NULL;
  assert_ok(context, tw_range(context, of, scenario, settings, options, &range));
  return hold_range(range);
}

static inline tw_range_result *range_of(const tw_scenario *scenario, const tw_range_options *options, int threads)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  return range_with(world, scenario, &settings, options);
}

HOLDS(parameters, twi_parameters, twi_parameters_free)

static inline twi_parameters *parameters_of(const tw_scenario *scenario)
{
  twi_parameters *p = NULL;
  assert_ok(context, twi_parameters_new(context, scenario, world, &p));
  return hold_parameters(p);
}

/* For qsort: the smaller number first. */
static inline int rising(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

typedef struct small_range {
  const char *text;
  tw_range_options options;
  int decomposition; /* of the central result */
} small_range;

/* A small_range on a world of its own. */
static inline tw_status range_in_little_memory(tw_context *ctx, void *user)
{
  const small_range *small = user;
  tw_world *of = NULL;
  tw_scenario *scenario = NULL;
  tw_range_result *range = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.decomposition = small->decomposition;
  tw_status status = three_new(ctx, &of);
  if (status == TW_OK) status = tw_scenario_parse(ctx, small->text, strlen(small->text), "s.yaml", &scenario);
  if (status == TW_OK) status = tw_range(ctx, of, scenario, &settings, &small->options, &range);
  tw_range_free(range);
  tw_scenario_free(scenario);
  tw_world_free(of);
  return status;
}

#endif
