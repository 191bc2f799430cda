/* An exposure whose memory ends at each of its allocations. */
#include "exposure/exposure.h"
#include "random_products.h"

static tw_status expose_in(tw_context *ctx, void *data)
{
  tw_world *world = NULL;
  tw_exposure *x = NULL;
  tw_scenario *scenario = NULL;
  static const char text[] = "scenario: a\npolicy:\n"
                             "  - quota: {importer: R00, exporter: all, sector: S00, to: 60 %, owner: R01}\n";
  const tw_exposure_options options = {.largest = 1, .exact = 1};
  tw_status status = tw_world_new(ctx, &((random_world *)data)->data, &world);
  if (status == TW_OK) status = tw_scenario_parse(ctx, text, strlen(text), "test", &scenario);
  if (status == TW_OK) status = tw_exposure_of(ctx, world, scenario, NULL, "R00", &options, &x);
  tw_exposure_free(x);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return status;
}

static void memory_may_end_anywhere(void **state)
{
  (void)state;
  random_world_in_little_memory(expose_in);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(memory_may_end_anywhere)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
