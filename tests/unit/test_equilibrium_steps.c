/* How much work five equilibria take: Newton steps and products with vectors, each with a bound. Both are counts, the same
 * on every machine but for rounding, which may cost a step: bounds are what was counted on 2026-11-29, a step and a
 * fifth of the products more. A preconditioner or a start that is worse goes beyond them; a time would not tell. */
#include "support.h"

typedef struct counted {
  const char *scenario, *data; /* data: its world, NULL: default, which is built in */
  int base, steps;             /* Newton steps of the base and of the new equilibrium, as counted */
  long products;
} counted;

static void count(const counted *c)
{
  const char *folder = c->data ? support_need_data(c->data) : NULL;
  tw_context *ctx = tw_context_new(NULL);
  tw_settings settings;
  tw_scenario *scenario = NULL;
  tw_world *world = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  const char *file = folder ? support_source("examples/nafta1993.yaml") : c->scenario;
  assert_ok(ctx, tw_scenario_open(ctx, file, &scenario));
  assert_ok(ctx, tw_world_open(ctx, folder ? folder : "default", &world));
  assert_ok(ctx, tw_solver_new(ctx, world, &settings, &solver));
  assert_ok(ctx, tw_solve(solver, scenario, &result));
  const tw_info *info = tw_result_info(result);
  assert_int_equal(info->outcome, TW_CERTIFIED);
  assert_int_equal(info->steps, 0); /* the whole shock at once */
  printf("%s: %d and %d Newton steps, %ld residuals, %ld products\n", c->scenario, info->base_iterations,
         info->iterations, info->residual_evaluations, info->jvp_evaluations);
  if (info->base_iterations > c->base + 1 + c->base / 5)
    fail_msg("%s: %d Newton steps of the base, %d when it was counted", c->scenario, info->base_iterations, c->base);
  if (info->iterations > c->steps + 1)
    fail_msg("%s: %d Newton steps, %d then", c->scenario, info->iterations, c->steps);
  if (info->jvp_evaluations > c->products + c->products / 5)
    fail_msg("%s: %ld products, %ld then", c->scenario, info->jvp_evaluations, c->products);
  assert_true(info->residual_evaluations <= c->steps + 4);                        /* a step of full length has one */
  assert_true(info->iterations >= 2 && info->jvp_evaluations > info->iterations); /* that something was counted */
  tw_result_free(result);
  tw_solver_free(solver);
  tw_world_free(world);
  tw_scenario_free(scenario);
  tw_context_free(ctx);
}

static void a_tariff(void **state)
{
  (void)state;
  count(&(counted){"us-tariff-canada", NULL, 2, 5, 22});
}

static void preferences_that_lapse(void **state)
{
  (void)state;
  count(&(counted){"cusma-lapse-mfn", NULL, 4, 4, 22});
}

static void a_quota(void **state)
{
  (void)state;
  count(&(counted){"steel-quota", NULL, 4, 5, 21});
}

static void a_ban(void **state)
{
  (void)state;
  count(&(counted){"crop-export-ban", NULL, 2, 3, 19});
}

static void nafta(void **state)
{
  (void)state;
  count(&(counted){"nafta1993", "cp2015-nafta", 21, 5, 32});
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_tariff), cmocka_unit_test(preferences_that_lapse),
      cmocka_unit_test(a_quota),  cmocka_unit_test(a_ban),
      cmocka_unit_test(nafta),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
