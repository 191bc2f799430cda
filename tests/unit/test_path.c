/* Scenarios with years: what stands still is the static solution, amounts by year are those of the year, and capital
 * follows its law of motion. */
#include "indicator/result.h"
#include "worlds.h"

static tw_path *solve_path(tw_context *ctx, const tw_world *world, const char *text)
{
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  assert_ok(ctx, tw_solve_path(solver, scenario, &path));
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  return path;
}

static double of_year(const tw_path *path, int i, const char *column, int region)
{
  assert_true(tw_result_info(tw_path_result(path, i))->outcome > 0);
  return of_region(tw_path_result(path, i), column, region);
}

#define CAPITAL "capital: {share: {R00: 30 %, all: 40 %}, depreciation: 6 %, saving_rate: 22 %}\n"

static void standing_still_is_the_static_solution(void **state)
{
  (void)state;
  support_random r = {3};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(ctx, data);
  static const char head[] = "scenario: t\nclosure: {deficits: proportional}\n";
  static const char rules[] = "policy:\n  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n";
  char text[1024];
  /* no policy: nothing moves in any year */
  snprintf(text, sizeof text, "%sfrom: 2026\nuntil: 2029\n%s", head, CAPITAL);
  tw_path *path = solve_path(ctx, world, text);
  assert_int_equal(tw_path_count(path), 4);
  for (int i = 0; i < 4; i++) {
    assert_int_equal(tw_path_year(path, i), 2026 + i);
    for (int d = 0; d < 4; d++) {
      assert_true(fabs(of_year(path, i, "real_income_pct", d)) < 1e-10);
      assert_true(fabs(of_year(path, i, "capital_pct", d)) < 1e-10);
    }
  }
  tw_path_free(path);
  /* the first year of a path, and every year of one without capital, is the static answer */
  snprintf(text, sizeof text, "%s%s", head, rules);
  tw_result *once = solve_text(ctx, world, NULL, text);
  for (int capital = 0; capital < 2; capital++) {
    snprintf(text, sizeof text, "%sfrom: 2026\nuntil: 2028\n%s%s", head, capital ? CAPITAL : "", rules);
    path = solve_path(ctx, world, text);
    for (int i = 0; i < (capital ? 1 : 3); i++)
      for (int d = 0; d < 4; d++) {
        assert_close(of_year(path, i, "real_income_pct", d), of_region(once, "real_income_pct", d), 1e-12);
        assert_close(of_year(path, i, "terms_of_trade_pct", d), of_region(once, "terms_of_trade_pct", d), 1e-10);
      }
    if (capital) assert_true(fabs(of_year(path, 1, "capital_pct", 0)) > 1e-4);
    tw_path_free(path);
  }
  tw_result_free(once);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

static void amounts_are_those_of_the_year(void **state)
{
  (void)state;
  support_random r = {4};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 3, 2, WITH_TARIFFS);
  tw_world *world = make_world(ctx, data);
  tw_path *path = solve_path(ctx, world,
                             "scenario: t\nfrom: 2026\nuntil: 2030\npolicy:\n"
                             "  - barrier: {importer: R00, exporter: all, sector: all, "
                             "change: {2027: 0 %, 2029: -10 %}}\n");
  static const char *const change[] = {"0", "0", "-5", "-10", "-10"};
  for (int i = 0; i < 5; i++) {
    char text[256];
    snprintf(text, sizeof text,
             "scenario: t\npolicy:\n  - barrier: {importer: R00, exporter: all, sector: all, change: %s %%}\n",
             change[i]);
    tw_result *once = solve_text(ctx, world, NULL, text);
    for (int d = 0; d < 3; d++)
      assert_close(of_year(path, i, "real_income_pct", d), of_region(once, "real_income_pct", d), 1e-10);
    tw_result_free(once);
  }
  assert_true(fabs(of_year(path, 2, "real_income_pct", 0) - of_year(path, 3, "real_income_pct", 0)) > 0.01);
  tw_path_free(path);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* One good without inputs, everywhere more productive by the same: nothing changes but W = A K^s, so the path of
 * capital is K' = (1 - delta) K + (sigma / k) A K^s, and of the base the same with A = 1. */
static void capital_follows_its_law(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  static const char *const regions[] = {"A", "B"}, *const sectors[] = {"X"};
  static const double theta[] = {4}, flow[] = {80, 20, 20, 80};
  tw_world_data data = {.name = "two",
                        .regions = 2,
                        .sectors = 1,
                        .region = regions,
                        .sector = sectors,
                        .trade_elasticity = theta,
                        .flow = flow};
  tw_world *world = NULL;
  assert_ok(ctx, tw_world_new(ctx, &data, &world));
  tw_path *path = solve_path(ctx, world,
                             "scenario: t\nfrom: 2026\nuntil: 2056\n"
                             "capital: {share: 40 %, depreciation: 6 %, saving_rate: 24 %, capital_income_ratio: 3}\n"
                             "policy:\n  - productivity: {region: all, sector: all, change: +10 %}\n");
  double base = 1, new_ = 1;
  for (int i = 0; i < 31; i++) {
    for (int d = 0; d < 2; d++) {
      double W = 1.1 * pow(new_, 0.4) / pow(base, 0.4);
      assert_close(of_year(path, i, "real_income_pct", d), 100 * (W - 1), 1e-10);
      assert_close(of_year(path, i, "capital_pct", d), 100 * (new_ / base - 1), 1e-10);
      assert_close(of_year(path, i, "technical_pct", d), 100 * log(1.1), 1e-9);
      assert_close(of_year(path, i, "factors_pct", d), 100 * log(W / 1.1), 1e-9);
      assert_true(fabs(of_year(path, i, "employment_pct", d)) < 1e-10);
    }
    base = 0.94 * base + 0.08 * pow(base, 0.4);
    new_ = 0.94 * new_ + 0.08 * 1.1 * pow(new_, 0.4);
  }
  assert_true(new_ / base > 1.1);
  tw_path_free(path);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* Every part of the decomposition at once, on random worlds: what is left over is rounding. */
static void the_decomposition_is_exact_with_everything(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 6; seed++) {
    support_random r = {seed};
    tw_context *ctx = tw_context_new(NULL);
    random_world *data = random_world_new(&r, 4, 4, WITH_TARIFFS | WITH_EXPORT_TAXES | WITH_INPUTS);
    tw_world *world = make_world(ctx, data);
    char text[2048];
    snprintf(
        text, sizeof text,
        "scenario: t\nclosure:\n  deficits: zero\n  labour: [{region: R00, supply_elasticity: 0.7}%s]\n"
        "  production: {region: all, sector: S01, value_added: 0.6, inputs: 0.3}\n"
        "  scale: {sector: S00, elasticity: 0.05}\n"
        "policy:\n"
        "  - tariff: {importer: R01, exporter: R00, sector: all, add: 15 pp}\n"
        "  - subsidy: {region: R02, sector: S01, to: 8 %%}\n"
        "  - demand: {importer: R02, exporter: R01, sector: S02, change: -30 %%}\n"
        "  - final_demand: {region: R03, sector: S00, change: +20 %%}\n"
        "  - productivity: {region: R03, sector: S02, change: +10 %%}\n"
        "  - labour: {region: R01, change: +3 %%}\n"
        "  - transfer: {from: R03, to: R00, amount: 0.4 %%}\n"
        "  - ban: {importer: R00, exporter: R03, sector: S01}\n"
        "  - quota: {importer: R03, exporter: R02, sector: S00, change: -25 %%, owner: R01}\n"
        "  - capacity: {region: R00, sector: S03, change: -4 %%}\n"
        "  - target: {output: {region: R02, sector: S02}, change: +2 %%, by: {subsidy: {region: R02, sector: S02}}}\n",
        seed % 2 ? ", {region: R02, rigid_wage: real}" : "");
    tw_result *result = solve_text(ctx, world, NULL, text);
    assert_true(tw_result_info(result)->decomposition_remainder < 1e-8);
    static const char *const parts[] = {"terms_of_trade_pct", "volume_of_trade_pct", "technical_pct",
                                        "transfers_pct",      "production_pct",      "factors_pct"};
    for (int k = 0; k < 6; k++) { /* and each of them has something to say */
      double most = 0;
      for (int d = 0; d < 4; d++) most = fmax(most, fabs(of_region(result, parts[k], d)));
      assert_true(most > 1e-3);
    }
    for (int d = 0; d < 4; d++) {
      double sum = of_region(result, "remainder_pct", d);
      for (int k = 0; k < 6; k++) sum += of_region(result, parts[k], d);
      assert_close(sum, 100 * log1p(of_region(result, "real_income_pct", d) / 100), 1e-12);
    }
    tw_result_free(result);
    tw_world_free(world);
    random_world_free(data);
    tw_context_free(ctx);
  }
}

/* Results do not depend on what the solver did before: a scenario with everything, then a plain one, and back. */
static void results_do_not_depend_on_history(void **state)
{
  (void)state;
  support_random r = {9};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(ctx, data);
  static const char *const text[] = {
      "scenario: a\npolicy:\n  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n",
      "scenario: b\npolicy:\n  - subsidy: {region: R00, sector: S00, to: 5 %}\n"
      "  - quota: {importer: R01, exporter: R02, sector: S00, change: -40 %, owner: exporter}\n",
      "scenario: c\nclosure: {production: {region: all, sector: all, value_added: 0.5, inputs: 0.5}}\npolicy:\n"
      "  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n"};
  enum { COUNT = 3, COLUMNS = 22 };
  double first[COUNT][4];
  tw_solver *solver = NULL;
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  static const int order[] = {0, 1, 2, 0, 2, 1, 1, 0};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    int k = order[i];
    tw_scenario *scenario = NULL;
    tw_result *result = NULL;
    assert_ok(ctx, tw_scenario_parse(ctx, text[k], strlen(text[k]), "test", &scenario));
    assert_ok(ctx, tw_solve(solver, scenario, &result));
    for (int d = 0; d < 4; d++) {
      double income = of_region(result, "real_income_pct", d);
      if (i < 3) first[k][d] = income;
      if (income != first[k][d]) fail_msg("scenario %d, region %d: %.17g, first %.17g", k, d, income, first[k][d]);
    }
    tw_result_free(result);
    tw_scenario_free(scenario);
  }
  tw_solver_free(solver);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(standing_still_is_the_static_solution),
      cmocka_unit_test(amounts_are_those_of_the_year),
      cmocka_unit_test(capital_follows_its_law),
      cmocka_unit_test(the_decomposition_is_exact_with_everything),
      cmocka_unit_test(results_do_not_depend_on_history),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
