/* Numbers of a result, a range and a verdict as arrays: the same bits as one by one, shapes as the header says, and an
 * unknown name is said with the nearest one. What this build can do. */
#include "fixture.h"

#define POLICY                                                                                                         \
  "scenario: t\npolicy:\n  - tariff: {importer: R00, exporter: all, sector: all, add: 25 pp}\n"                        \
  "  - ban: {importer: R02, exporter: [R00, R01], sector: S00}\n"                                                      \
  "  - quota: {importer: R01, exporter: [R00, R02], sector: all, to: 50 %, owner: importer, together: true}\n"

#define POLICY_OF_THREE "scenario: t\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n"

static void trade_is_the_flows_one_by_one(void **state)
{
  fixture *f = *state;
  enum { N = 4, S = 3, FLOWS = S * N * N };
  fixture_random(f, 11, N, S, WITH_ALL);
  fixture_solve(f, POLICY);
  double base[FLOWS], new_[FLOWS], tariff_base[FLOWS], tariff_new[FLOWS], change[FLOWS];
  assert_ok(f->ctx, tw_result_trade(f->result, "base_value", base));
  assert_ok(f->ctx, tw_result_trade(f->result, "new_value", new_));
  assert_ok(f->ctx, tw_result_trade(f->result, "tariff_base", tariff_base));
  assert_ok(f->ctx, tw_result_trade(f->result, "tariff_new", tariff_new));
  assert_ok(f->ctx, tw_result_trade(f->result, "change", change));
  int zeros = 0;
  for (int i = 0; i < FLOWS; i++) {
    tw_flow_change one;
    assert_ok(f->ctx, tw_result_flow(f->result, i / (N * N), i / N % N, i % N, &one));
    assert_memory_equal(&base[i], &one.base_value, sizeof(double));
    assert_memory_equal(&new_[i], &one.new_value, sizeof(double));
    assert_memory_equal(&tariff_base[i], &one.tariff_base, sizeof(double));
    assert_memory_equal(&tariff_new[i], &one.tariff_new, sizeof(double));
    if (one.base_value > 0)
      assert_true(change[i] == one.new_value / one.base_value - 1);
    else
      assert_true(isnan(change[i]));
    zeros += one.base_value == 0;
    /* the tariff alone: the rent of the quota is no tariff */
    int taxed = i / N % N == 0 && i % N != 0 && one.base_value > 0;
    if (one.base_value > 0) assert_close(tariff_new[i] - tariff_base[i], taxed ? 0.25 : 0, 1e-12);
  }
  assert_true(zeros > 0);
  const tw_condition_result *quota;
  assert_int_equal(tw_result_conditions(f->result, &quota), 1);
  assert_true(quota->binding && quota->size > 0.01);
  assert_int_equal(tw_result_trade(f->result, "new_values", new_), TW_USAGE);
  assert_non_null(strstr(tw_error(f->ctx), "did you mean new_value?"));
  assert_int_equal(tw_result_trade(f->result, "weight", new_), TW_USAGE);
  assert_non_null(strstr(tw_error(f->ctx), "expected base_value, new_value, tariff_base, tariff_new or change"));
}

/* Where the data are an equilibrium, the base is the world's own flows. */
static void trade_of_the_base_is_the_data(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  fixture_solve(f, "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                   "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n");
  double base[27], new_[27];
  assert_ok(f->ctx, tw_result_trade(f->result, "base_value", base));
  assert_ok(f->ctx, tw_result_trade(f->result, "new_value", new_));
  const double *flow = tw_world_numbers(f->world, "flow");
  for (int i = 0; i < 27; i++) assert_close(base[i], flow[i], 1e-9 * (1 + flow[i]));
  assert_true(new_[three_cell(C29, USA, CAN)] < 0.9 * flow[three_cell(C29, USA, CAN)]);
}

static void without_a_solution_values_are_empty(void **state)
{
  fixture *f = *state;
  enum { FLOWS = 2 * 3 * 3 };
  f->settings.max_steps = 0;
  fixture_random(f, 5, 3, 2, WITH_TARIFFS);
  assert_true(fixture_try(f, "scenario: t\npolicy:\n  - tariff: {importer: R00, exporter: all, sector: all, to: 90 %}\n"
                             "  - productivity: {region: R01, sector: all, change: -99.99 %}\n") <= 0);
  assert_int_equal(tw_result_info(f->result)->base_failed, 0);
  double values[FLOWS];
  static const char *const empty[] = {"base_value", "new_value", "change"};
  for (int k = 0; k < 3; k++) {
    assert_ok(f->ctx, tw_result_trade(f->result, empty[k], values));
    for (int i = 0; i < FLOWS; i++) assert_true(isnan(values[i]));
  }
  assert_ok(f->ctx, tw_result_trade(f->result, "tariff_new", values)); /* what was asked is known */
  assert_close(values[1], 0.9, 1e-12);
}

static void a_range_lists_its_columns(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  static const char text[] =
      "scenario: t\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n"
      "  - quota: {importer: JPN, exporter: CAN, sector: A01, to: 80 %, owner: importer}\n";
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test", &f->scenario));
  const tw_range_options options = {.draws = 12, .drivers = -1, .trade = 1};
  tw_range_result *range = NULL;
  assert_ok(f->ctx, tw_range(f->ctx, f->world, f->scenario, &f->settings, &options, &range));
  assert_int_equal(tw_range_rows(range, TW_REGIONS), 3);
  assert_int_equal(tw_range_rows(range, TW_LIMITS), 1);
  assert_int_equal(tw_range_rows(range, TW_SECTORS), 0); /* not asked for */
  assert_int_equal(tw_range_rows(range, (tw_table)77), 0);
  for (tw_table t = TW_REGIONS; t <= TW_PREFERENCES; t++) {
    const char *name;
    int count = 0;
    for (; (name = tw_range_column_name(range, t, count)); count++)
      for (int q = 0; q < 3; q++) assert_non_null(tw_range_quantile(range, t, name, q));
    assert_int_equal(count > 0, t == TW_REGIONS || t == TW_TRADE || t == TW_LIMITS);
    assert_null(tw_range_column_name(range, t, -1));
  }
  assert_string_equal(tw_range_column_name(range, TW_REGIONS, 0), tw_result_column_name(TW_REGIONS, 0));
  int changes = 0;
  for (int i = 0; tw_range_column_name(range, TW_TRADE, i); i++)
    changes += strcmp(tw_range_column_name(range, TW_TRADE, i), "change_pct") == 0;
  assert_int_equal(changes, 1);
  /* Rows of flows are those that are there, in the order of the table. */
  const size_t *flows = tw_range_flows(range);
  size_t rows = tw_range_rows(range, TW_TRADE), k = 0;
  const double *flow = tw_world_numbers(f->world, "flow");
  for (size_t i = 0; i < 27; i++)
    if (flow[i] > 0) {
      assert_true(k < rows);
      assert_int_equal(flows[k++], i);
    }
  assert_int_equal(k, rows);
  assert_null(tw_range_column_name(range, (tw_table)77, 0));
  tw_range_free(range);
}

/* The draws one by one: their quantiles are those of the range, failed draws are NaN and have their outcome, parameters
 * are what was drawn, and what was not kept is said. */
static void a_range_gives_its_draws(void **state)
{
  fixture *f = *state;
  enum { DRAWS = 40, REGIONS = 3 };
  fixture_three(f);
  f->settings.max_steps = 0;
  static const char text[] =
      "scenario: t\nvariables: {duty: 25 pp, fall: -50 %}\npolicy:\n"
      "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
      "  - productivity: {region: JPN, sector: all, change: $fall}\n"
      "range: {draws: 40, elasticities: {sector: C29, spread: 20 %}, variables: {duty: {uniform: [15 pp, 35 pp]}, "
      "fall: {uniform: [-99.999 %, -10 %]}}}\n";
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test", &f->scenario));
  const tw_range_options options = {.drivers = -1, .trade = 1, .sectors = 1};
  f->settings.max_iterations = 7;
  tw_range_result *range = NULL;
  assert_ok(f->ctx, tw_range(f->ctx, f->world, f->scenario, &f->settings, &options, &range));
  const tw_range_info *info = tw_range_info_of(range);
  assert_int_equal(info->draws, DRAWS);
  assert_true(info->certified > 10 && info->certified < DRAWS); /* some fail: that is what is looked at */
  double x[DRAWS], sorted[DRAWS];
  tw_outcome outcome[DRAWS];
  assert_ok(f->ctx, tw_range_outcomes(range, outcome));
  static const struct {
    tw_table table;
    const char *name;
  } columns[] = {{TW_REGIONS, "real_income_pct"}, {TW_REGIONS, "equivalent_variation"},
                 {TW_SECTORS, "output_pct"},      {TW_TRADE, "new_value"},
                 {TW_TRADE, "change_pct"},        {TW_TRADE, "tariff_new_pct"}};
  for (size_t k = 0; k < sizeof columns / sizeof *columns; k++)
    for (size_t row = 0; row < tw_range_rows(range, columns[k].table); row += 2) {
      int count = 0;
      assert_ok(f->ctx, tw_range_draws(range, columns[k].table, columns[k].name, row, x));
      for (int i = 0; i < DRAWS; i++) {
        if (outcome[i] <= 0) assert_true(isnan(x[i]));
        if (!isnan(x[i])) sorted[count++] = x[i];
      }
      assert_true(count == info->certified || count == 0); /* of a flow without a base there is no change */
      for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && sorted[j - 1] > sorted[j]; j--) {
          double spare = sorted[j];
          sorted[j] = sorted[j - 1];
          sorted[j - 1] = spare;
        }
      static const double levels[] = {0.05, 0.5, 0.95};
      for (int q = 0; q < 3 && count; q++) {
        double at = levels[q] * (count - 1);
        int low = (int)at, high = low + 1 < count ? low + 1 : low;
        double expected = sorted[low] + (at - low) * (sorted[high] - sorted[low]);
        assert_close(tw_range_quantile(range, columns[k].table, columns[k].name, q)[row], expected,
                     1e-12 * (1 + fabs(expected)));
      }
    }
  /* One draw solved by itself with the values that were drawn. */
  const tw_range_parameter *parameter;
  assert_int_equal(tw_range_parameters(range, &parameter), 3);
  double theta[DRAWS], duty[DRAWS], fall[DRAWS];
  assert_string_equal(parameter[1].name, "duty");
  assert_ok(f->ctx, tw_range_drawn(range, 0, theta));
  assert_ok(f->ctx, tw_range_drawn(range, 1, duty));
  assert_ok(f->ctx, tw_range_drawn(range, 2, fall));
  int one = 0;
  while (outcome[one] <= 0) one++;
  const tw_world_data other = {.trade_elasticity =
                                   (const double[]){tw_world_numbers(f->world, "trade_elasticity")[0], theta[one],
                                                    tw_world_numbers(f->world, "trade_elasticity")[2]}};
  char amount[64];
  tw_world *world = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  assert_ok(f->ctx, tw_world_with(f->ctx, f->world, &other, &world));
  snprintf(amount, sizeof amount, "%.17g pp", 100 * duty[one]);
  assert_ok(f->ctx, tw_scenario_set(f->ctx, f->scenario, "duty", amount));
  snprintf(amount, sizeof amount, "%.17g %%", 100 * fall[one]);
  assert_ok(f->ctx, tw_scenario_set(f->ctx, f->scenario, "fall", amount));
  assert_ok(f->ctx, tw_solver_new(f->ctx, world, &f->settings, &solver));
  assert_ok(f->ctx, tw_solve(solver, f->scenario, &result));
  for (size_t d = 0; d < REGIONS; d++) {
    assert_ok(f->ctx, tw_range_draws(range, TW_REGIONS, "real_income_pct", d, x));
    assert_close(x[one], tw_result_column(result, TW_REGIONS, "real_income_pct")[d], 1e-7);
  }
  tw_result_free(result);
  tw_solver_free(solver);
  tw_world_free(world);
  /* What is not there. */
  assert_int_equal(tw_range_draws(range, TW_REGIONS, "real_incom_pct", 0, x), TW_USAGE);
  assert_string_equal(tw_error(f->ctx), "draws of regions have no column \"real_incom_pct\"; did you mean "
                                        "real_income_pct?");
  assert_int_equal(tw_range_draws(range, TW_REGIONS, "real_income_pct", REGIONS, x), TW_USAGE);
  assert_non_null(strstr(tw_error(f->ctx), "row 3 of real_income_pct, which has 3"));
  assert_int_equal(tw_range_draws(range, (tw_table)77, "real_income_pct", 0, x), TW_USAGE);
  assert_int_equal(tw_range_draws(range, TW_PREFERENCES, "cost_pct", 0, x), TW_USAGE);
  assert_non_null(strstr(tw_error(f->ctx), "was not kept"));
  assert_int_equal(tw_range_drawn(range, 3, x), TW_USAGE);
  assert_null(tw_range_quantile(range, TW_SECTORS, "outputpct", 0));
  assert_non_null(strstr(tw_error(f->ctx), "did you mean output_pct?"));
  tw_range_free(range);
}

/* Draws of another shard are not here: no numbers, and no outcome. */
static void a_shard_has_its_own_draws(void **state)
{
  fixture *f = *state;
  enum { DRAWS = 8 };
  fixture_three(f);
  static const char text[] = POLICY_OF_THREE "range: {draws: 8, elasticities: {sector: all, spread: 20 %}}\n";
  double x[DRAWS];
  tw_outcome outcome[DRAWS];
  tw_range_result *range = NULL;
  const tw_range_options options = {.drivers = -1, .store = support_temp("shard.db"), .shard = 2, .shards = 2};
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test", &f->scenario));
  assert_ok(f->ctx, tw_range(f->ctx, f->world, f->scenario, &f->settings, &options, &range));
  assert_ok(f->ctx, tw_range_outcomes(range, outcome));
  assert_ok(f->ctx, tw_range_draws(range, TW_REGIONS, "real_income_pct", 0, x));
  int here = 0;
  for (int i = 0; i < DRAWS; i++) {
    assert_int_equal(isnan(x[i]) != 0, outcome[i] == TW_NOT_SOLVED);
    here += outcome[i] > 0;
  }
  assert_int_equal(here, DRAWS / 2);
  tw_range_free(range);
}

/* A name that is none leaves a text; one that has no value leaves none. */
static void a_wrong_name_leaves_a_text(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  fixture_solve(f, POLICY_OF_THREE);
  assert_null(tw_scenario_text(f->scenario, "against"));
  assert_null(tw_scenario_text(f->scenario, "tytle"));
  assert_non_null(strstr(tw_error(f->ctx), "a scenario has no text \"tytle\""));
  assert_null(tw_result_column(f->result, TW_REGIONS, "wages_pct"));
  assert_non_null(strstr(tw_error(f->ctx), "did you mean wage_pct?"));
  const double *numbers;
  assert_ok(f->ctx, tw_world_get(f->ctx, f->world, "flow", &numbers));
  assert_ptr_equal(numbers, tw_world_numbers(f->world, "flow"));
  assert_ok(f->ctx, tw_world_get(f->ctx, f->world, "employment", &numbers)); /* there is none */
  assert_null(numbers);
  assert_ok(f->ctx, tw_world_get(f->ctx, f->world, "tariff_pct", &numbers));
  assert_int_equal(tw_world_get(f->ctx, f->world, "flwo", &numbers), TW_USAGE);
  assert_null(numbers);
  assert_string_equal(tw_error(f->ctx), "a world has no numbers \"flwo\"; did you mean flow?");
  static const char *const names[] = {"run", NULL, "range", "replay"};
  assert_string_equal(tw_nearest("rnu", names, 4), "run");
  assert_string_equal(tw_nearest("replya", names, 4), "replay");
  assert_null(tw_nearest("solve", names, 4));
  assert_null(tw_nearest("", names, 4));
  assert_null(tw_nearest(NULL, names, 4));
  const char *text = tw_scenario_builtin_text("us-tariff-canada");
  assert_non_null(strstr(text, "scenario: us-tariff-canada"));
  assert_null(tw_scenario_builtin_text("focus-on-what-we-can-control"));
  assert_non_null(strstr(tw_decision_builtin_text("focus-on-what-we-can-control"), "levers:"));
  assert_null(tw_decision_builtin_text("../scenarios/us-tariff-canada"));
  assert_null(tw_scenario_builtin_text(NULL));
}

static void a_verdict_gives_its_columns(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  static const char text[] = "decide: d\nregions: [CAN, JPN]\nlevers:\n  - {name: nothing}\n  - name: open\n"
                             "    policy: [{tariff: {importer: CAN, exporter: JPN, sector: goods, to: 0 %}}]\n"
                             "contingencies:\n  - {name: calm}\n  - name: storm\n"
                             "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]\n"
                             "  - name: gale\n"
                             "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 20 pp}}]\n";
  tw_decision *decision = NULL;
  tw_verdict *v = NULL;
  assert_ok(f->ctx, tw_decision_parse(f->ctx, text, strlen(text), "test", &decision));
  const tw_decide_options options = {.draws = 5};
  assert_ok(f->ctx, tw_decide(f->ctx, decision, f->world, &f->settings, &options, &v));
  enum { R = 2, L = 2, C = 3 };
  double cells[6][R * L * C], levers[7][R * L];
  static const char *const cell[] = {"central", "mean", "p05", "p50", "p95", "regret"};
  static const char *const lever[] = {"expected", "p05", "p50", "p95", "largest_regret", "largest_regret_draws",
                                      "best"};
  for (int k = 0; k < 6; k++) assert_ok(f->ctx, tw_verdict_cells(v, cell[k], cells[k]));
  for (int k = 0; k < 7; k++) assert_ok(f->ctx, tw_verdict_levers(v, lever[k], levers[k]));
  for (int r = 0; r < R; r++)
    for (int l = 0; l < L; l++) {
      const tw_lever *x = tw_verdict_lever(v, r, l);
      const double expected[] = {x->expected, x->p05, x->p50, x->p95, x->largest_regret, x->largest_regret_draws,
                                 x->best};
      for (int k = 0; k < 7; k++) assert_memory_equal(&levers[k][r * L + l], &expected[k], sizeof(double));
      for (int c = 0; c < C; c++) {
        const tw_cell *y = tw_verdict_cell(v, r, l, c);
        const double wanted[] = {y->central, y->mean, y->p05, y->p50, y->p95, y->regret};
        for (int k = 0; k < 6; k++) assert_memory_equal(&cells[k][(r * L + l) * C + c], &wanted[k], sizeof(double));
      }
    }
  assert_int_equal(tw_verdict_cells(v, "regrets", cells[0]), TW_USAGE);
  assert_non_null(strstr(tw_error(f->ctx), "did you mean regret?"));
  assert_int_equal(tw_verdict_levers(v, "central", levers[0]), TW_USAGE);
  tw_verdict_free(v);
  tw_decision_free(decision);
}

static void capabilities_are_words(void **state)
{
  (void)state;
  static const char *const known[] = {"import", "stata", "zip", "stores", "page", "charts", "mpi", "frontier"};
  char text[128];
  assert_true(strlen(tw_capabilities()) < sizeof text);
  strcpy(text, tw_capabilities());
  int last = -1;
  for (char *word = strtok(text, " "); word; word = strtok(NULL, " ")) {
    int k = 0;
    while (k < 8 && strcmp(known[k], word) != 0) k++;
    assert_true(k < 8 && k > last); /* each at most once, in this order */
    last = k;
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {FIXTURE_TEST(trade_is_the_flows_one_by_one),
                                     FIXTURE_TEST(trade_of_the_base_is_the_data),
                                     FIXTURE_TEST(without_a_solution_values_are_empty),
                                     FIXTURE_TEST(a_range_lists_its_columns),
                                     FIXTURE_TEST(a_range_gives_its_draws),
                                     FIXTURE_TEST(a_shard_has_its_own_draws),
                                     FIXTURE_TEST(a_wrong_name_leaves_a_text),
                                     FIXTURE_TEST(a_verdict_gives_its_columns),
                                     cmocka_unit_test(capabilities_are_words)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
