/* Scenarios that must be refused, each with the exact message: tests/bad/scenarios/NAME.yaml and NAME.txt.
 *
 * Every file is read and applied to the small world of three.h; goldens.h says what a message must have. */
#include "goldens.h"
#include "group.h"

#include "scenario/scenario.h"

static tw_status read_and_apply(const char *name)
{
  tw_scenario *scenario;
  tw_status status = tw_scenario_open(context, name, &scenario);
  if (status != TW_OK) {
    assert_null(scenario);
    return status;
  }
  twi_policy base, new_;
  twi_closure closure;
  twi_capital capital;
  status =
      twi_scenario_apply_year(context, scenario, world, tw_scenario_from(scenario), &base, &new_, &closure, &capital);
  twi_policy_free(context, &base);
  twi_policy_free(context, &new_);
  twi_closure_free(context, &closure);
  twi_capital_free(context, &capital);
  tw_scenario_free(scenario);
  return status;
}

static void every_message(void **state)
{
  (void)state;
  goldens(context, "tests/bad/scenarios", read_and_apply, 200);
}

/* Every proper beginning of a good scenario either is a scenario or says where it ends: no crash, no leak. */
static void every_beginning(void **state)
{
  (void)state;
  size_t bytes;
  char *text = support_read(support_source("examples/canada-japan-barriers.yaml"), &bytes);
  assert_non_null(text);
  for (size_t n = 0; n <= bytes; n++) {
    tw_scenario *scenario;
    tw_status status = tw_scenario_parse(context, text, n, "cut.yaml", &scenario);
    if (status == TW_OK)
      tw_scenario_free(scenario);
    else
      assert_int_equal(status, TW_BAD_INPUT);
  }
  free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_message), cmocka_unit_test(every_beginning)};
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
