/* Answers known from elsewhere, on the data sets outside the repository (skipped where they are absent).
 *
 *   cp2015-nafta   Caliendo and Parro (2015), Table 2, to its printed digits in the first-order columns, and the exact
 *                  real income of two independent tight solutions to 1e-4 percentage points
 *   wiod2014, large195   policies that must solve and certify, and one that must not */
#include "support.h"

typedef struct run {
  tw_context *ctx;
  tw_world *world;
  tw_result *result;
} run;

static run run_policy(const char *world, const char *policy, int decomposition)
{
  run x = {0};
  const char *folder = support_need_data(world);
  x.ctx = tw_context_new(NULL);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.decomposition = decomposition;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  assert_ok(x.ctx, tw_world_open(x.ctx, folder, &x.world));
  assert_ok(x.ctx, tw_scenario_parse(x.ctx, policy, strlen(policy), "test", &scenario));
  assert_ok(x.ctx, tw_solver_new(x.ctx, x.world, &settings, &solver));
  assert_ok(x.ctx, tw_solve(solver, scenario, &x.result));
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  return x;
}

static void run_free(run *x)
{
  tw_result_free(x->result);
  tw_world_free(x->world);
  tw_context_free(x->ctx);
}

static double at(const run *x, const char *column, const char *region)
{
  const double *values = tw_result_column(x->result, TW_REGIONS, column);
  int d = tw_world_find_region(x->world, region);
  assert_non_null(values);
  assert_true(d >= 0);
  return values[d];
}

static void certified(const run *x)
{
  const tw_info *info = tw_result_info(x->result);
  if (info->outcome <= 0) fail_msg("%s: %s", tw_outcome_word(info->outcome), info->message);
  assert_true(info->certificate.holds && info->certificate.max <= info->certificate.tolerance);
  assert_true(info->base_certificate.holds);
}

static void within(const run *x, const char *column, const char *region, double value, double tolerance)
{
  double found = at(x, column, region);
  if (!(fabs(found - value) <= tolerance))
    fail_msg("%s of %s is %.6f, expected %.6f within %g", column, region, found, value, tolerance);
}

#define NAFTA                                                                                                          \
  "policy:\n  - tariff: {importer: [CAN, MEX, USA], exporter: [CAN, MEX, USA], sector: goods, to: tariff_2005_pct}\n"

static void nafta_with_deficits_at_zero(void **state)
{
  (void)state;
  run x = run_policy("cp2015-nafta", "scenario: nafta\nclosure: {deficits: zero}\n" NAFTA, 1);
  certified(&x);
  static const char *const region[] = {"CAN", "MEX", "USA"};
  static const double welfare[] = {-0.06, 1.31, 0.08}, tot[] = {-0.11, -0.41, 0.04}, vot[] = {0.04, 1.72, 0.04},
                      wage[] = {0.32, 1.72, 0.11}, exact[] = {-0.1101, 0.0073, 0.0741};
  for (int i = 0; i < 3; i++) {
    within(&x, "first_order_welfare_pct", region[i], welfare[i], 0.005001);
    within(&x, "first_order_terms_of_trade_pct", region[i], tot[i], 0.005001);
    within(&x, "first_order_volume_of_trade_pct", region[i], vot[i], 0.005001);
    within(&x, "real_wage_pct", region[i], wage[i], 0.005001);
    within(&x, "real_income_pct", region[i], exact[i], 1e-4);
  }
  assert_true(tw_result_info(x.result)->decomposition_remainder <= 1e-8);
  run_free(&x);
}

static void nafta_with_deficits_fixed(void **state)
{
  (void)state;
  run x = run_policy("cp2015-nafta", "scenario: nafta\n" NAFTA, 1);
  certified(&x);
  static const char *const region[] = {"CAN", "MEX", "USA"};
  static const double welfare[] = {-0.04, 1.17, 0.08}, exact[] = {-0.0821, -0.0451, 0.0758};
  for (int i = 0; i < 3; i++) {
    within(&x, "first_order_welfare_pct", region[i], welfare[i], 0.005001);
    within(&x, "real_income_pct", region[i], exact[i], 1e-4);
  }
  assert_true(tw_result_info(x.result)->decomposition_remainder <= 1e-8);
  run_free(&x);
}

#define US_ON_CANADA "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n"

/* Against the plain numpy solution of the same model, at its printed four digits. */
static void us_tariffs_on_canada(void **state)
{
  (void)state;
  run x = run_policy("wiod2014", "scenario: t\n" US_ON_CANADA, 1);
  certified(&x);
  within(&x, "real_income_pct", "CAN", -1.4537, 6e-5);
  within(&x, "real_income_pct", "MEX", 0.0525, 6e-5);
  within(&x, "real_income_pct", "USA", -0.0059, 6e-5);
  within(&x, "real_wage_pct", "JPN", 0.0177, 6e-5);
  assert_true(tw_result_info(x.result)->decomposition_remainder <= 1e-8);
  run_free(&x);
}

static void us_tariffs_on_canada_in_195_regions(void **state)
{
  (void)state;
  run x = run_policy("large195", "scenario: t\n" US_ON_CANADA, 0);
  certified(&x);
  within(&x, "real_income_pct", "CAN", -1.7689, 6e-5);
  within(&x, "real_income_pct", "USA", 0.0003, 6e-5);
  within(&x, "real_wage_pct", "USA", -0.1355, 6e-5);
  assert_true(tw_result_info(x.result)->arena_bytes <=
              6u * 8u * 195u * 195u * 50u); /* six times 8 bytes x regions^2 x sectors */
  run_free(&x);
  x = run_policy("large195", "scenario: t\nclosure: {deficits: zero}\n" US_ON_CANADA, 0);
  certified(&x);
  run_free(&x);
}

static void north_america_at_mfn_rates(void **state)
{
  (void)state;
  static const char *const closure[] = {"fixed", "zero", "proportional"};
  for (int i = 0; i < 3; i++) {
    char policy[300];
    snprintf(policy, sizeof policy,
             "scenario: mfn\nclosure: {deficits: %s}\npolicy:\n"
             "  - tariff: {importer: CUSMA, exporter: CUSMA, sector: goods, to: tariff_mfn_pct}\n",
             closure[i]);
    run x = run_policy("wiod2014", policy, 1);
    certified(&x);
    assert_true(at(&x, "real_income_pct", "CAN") < 0 && at(&x, "real_income_pct", "MEX") < 0);
    assert_true(tw_result_info(x.result)->decomposition_remainder <= 1e-8);
    run_free(&x);
  }
}

#define BARRIERS "policy:\n  - barrier: {importer: all, exporter: all, sector: all, to: 10000 %}\n"

static void barriers_of_10000_percent(void **state)
{
  (void)state;
  run x = run_policy("wiod2014", "scenario: b\nclosure: {deficits: zero}\n" BARRIERS, 0);
  certified(&x);
  assert_true(at(&x, "real_income_pct", "LUX") < at(&x, "real_income_pct", "USA"));
  run_free(&x);
  /* with deficits fixed a region's income reaches zero on the way, and that is the answer */
  x = run_policy("wiod2014", "scenario: b\n" BARRIERS, 0);
  const tw_info *info = tw_result_info(x.result);
  assert_int_equal(info->outcome, TW_NO_POSITIVE_INCOME);
  assert_true(info->share_solved > 0.1 && info->share_solved < 0.9);
  assert_true(info->worst_region >= 0);
  const char *region = tw_world_region(x.world, info->worst_region);
  assert_non_null(strstr(info->message, region));
  assert_true(isnan(at(&x, "real_income_pct", "CAN")));
  printf("deficits fixed: %s\n", info->message);
  run_free(&x);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nafta_with_deficits_at_zero), cmocka_unit_test(nafta_with_deficits_fixed),
      cmocka_unit_test(us_tariffs_on_canada),        cmocka_unit_test(us_tariffs_on_canada_in_195_regions),
      cmocka_unit_test(north_america_at_mfn_rates),  cmocka_unit_test(barriers_of_10000_percent),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
