/* tw_range for tables beyond regions.csv and sectors.csv: every quantile of flows, limits, preferences and of the
 * decomposition against the draws solved one by one; files, stores, years, and how much memory it takes. */
#include "ensemble/range.h"
#include "ranges.h"

/* With 21 draws the quantiles at 5, 50 and 95 % are the 2nd, 11th and 20th of the sorted values. */
enum { DRAWS = 21 };
static const int place[3] = {1, 10, 19};

/* The quota binds where the duty is low; the target's instrument moves a tariff with it. */
#define RULES                                                                                                          \
  "policy:\n"                                                                                                          \
  "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"                                            \
  "  - quota: {importer: USA, exporter: CAN, sector: C29, change: -40 %, owner: exporter}\n"                           \
  "  - preference: {importer: CAN, exporter: USA, sector: goods, utilisation: 70 %, preferential: 0 %, mfn: 7 %,\n"    \
  "      mfn_add: $duty, elasticity: 8}\n"                                                                             \
  "  - target: {output: {region: JPN, sector: A01}, change: +1 %, by: {productivity: {region: JPN, sector: A01}}}\n"
static const char drawn[] = "scenario: t\ntitle: Tables\nvariables: {duty: 12 pp}\n" RULES
                            "range: {draws: 21, drivers: 0, variables: {duty: {uniform: [1 pp, 30 pp]}}}\n";
static const char spread[] = "scenario: e\ntitle: Elasticities alone\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp}\n"
                             "  - preference: {importer: CAN, exporter: USA, sector: C29, utilisation: 70 %, "
                             "preferential: 0 %, mfn: 7 %, mfn_add: 5 pp, elasticity: 8}\n"
                             "range: {draws: 12, drivers: 0, elasticities: {sector: all, spread: 20 %}}\n";

/* ---------------------------------------------------------------- against direct evaluation */

static tw_result *direct[DRAWS];

static void solve_directly(const tw_scenario *scenario)
{
  twi_parameters *p = parameters_of(scenario);
  assert_int_equal(p->count, 1);
  for (size_t i = 0; i < DRAWS; i++) {
    double u, theta[16], duty;
    char text[2048];
    tw_settings settings;
    tw_solver *solver;
    twi_parameters_draw(p, i, &u);
    (void)twi_parameters_point(p, &u, theta, &duty, NULL);
    snprintf(text, sizeof text, "scenario: d\nvariables: {duty: %.17g pp}\n%s", 100 * duty, RULES);
    tw_scenario *one = parse(text);
    tw_settings_default(&settings);
    settings.threads = 1;
    settings.tolerance = 1e-12;
    assert_ok(context, tw_solver_new(context, world, &settings, &solver));
    hold_solver(solver);
    assert_ok(context, tw_solve(solver, one, &direct[i]));
    hold_result(direct[i]);
    assert_true(tw_result_info(direct[i])->outcome > 0);
  }
}

/* A number of a direct solution, as the range names it. */
typedef double (*reading)(const tw_result *result, int row, int which);

static void expect_quantiles(const tw_range_result *range, tw_table table, const char *name, int row, reading read,
                             int which)
{
  double value[DRAWS];
  for (int i = 0; i < DRAWS; i++) value[i] = read(direct[i], row, which);
  if (isnan(value[0])) {
    for (int q = 0; q < 3; q++) assert_true(isnan(tw_range_quantile(range, table, name, q)[row]));
    return;
  }
  qsort(value, DRAWS, sizeof *value, rising);
  for (int q = 0; q < 3; q++) {
    const double *found = tw_range_quantile(range, table, name, q);
    if (!found) fail_msg("there is no range of %s", name);
    double wanted = value[place[q]];
    if (fabs(wanted) > 1e-9) /* else what rounding leaves of nothing */
      assert_relative(found[row], wanted, 1e-7);
    else
      assert_close(found[row], wanted, 1e-9);
  }
}

static double of_flow(const tw_result *result, int row, int which)
{
  tw_flow_change f;
  for (int i = 0; i < 27; i++) {
    assert_ok(context, tw_result_flow(result, i / 9, i / 3 % 3, i % 3, &f));
    if ((f.base_value != 0 || f.new_value != 0) && row-- == 0) break;
  }
  const double number[] = {f.base_value, f.new_value, 100 * (f.new_value / f.base_value - 1), f.tariff_base,
                           f.tariff_new};
  return number[which];
}

static double of_limit(const tw_result *result, int row, int which)
{
  const tw_condition_result *c;
  (void)tw_result_conditions(result, &c);
  const double number[] = {c[row].limit, c[row].reference, c[row].value, c[row].size, c[row].money};
  return number[which];
}

static double of_preference(const tw_result *result, int row, int which)
{
  const tw_preference_result *p;
  (void)tw_result_preferences(result, &p);
  p += row;
  const double number[] = {
      p->value,           p->preferential_base, p->preferential_new, p->mfn_base, p->mfn_new, p->utilisation_base,
      p->utilisation_new, p->tariff_base,       p->tariff_new,       p->cost};
  return number[which];
}

static const char *const part[] = {"terms_of_trade_pct", "volume_of_trade_pct", "technical_pct",  "transfers_pct",
                                   "remainder_pct",      "production_pct",      "factors_pct",    "real_income_pct",
                                   "exports_pct",        "rents_new_pct",       "employment_pct", NULL};

static double of_region(const tw_result *result, int row, int which)
{
  return tw_result_column(result, TW_REGIONS, part[which])[row];
}

static const char *const flow_column[] = {"base_value", "new_value", "change_pct", "tariff_base_pct", "tariff_new_pct"};
static const char *const limit_column[] = {"limit", "reference", "value", "instrument_pct", "money"};
static const char *const preference_column[] = {"value",
                                                "preferential_base_pct",
                                                "preferential_new_pct",
                                                "mfn_base_pct",
                                                "mfn_new_pct",
                                                "utilisation_base_pct",
                                                "utilisation_new_pct",
                                                "tariff_base_pct",
                                                "tariff_new_pct",
                                                "cost_pct"};
enum { FLOWS = 24, LIMITS = 2, PREFERENCES = 2 }; /* JPN makes no C29: three of 27 flows are nowhere */

static void every_table_is_that_of_the_draws(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(drawn);
  const tw_range_options options = {.trade = 1, .decomposition = 1, .sectors = 1};
  tw_range_result *range = range_of(scenario, &options, 2);
  assert_int_equal(tw_range_info_of(range)->certified, DRAWS);
  solve_directly(scenario);
  const tw_condition_result *c;
  const tw_preference_result *p;
  assert_int_equal(tw_result_conditions(tw_range_central(range), &c), LIMITS);
  assert_int_equal(tw_result_preferences(tw_range_central(range), &p), PREFERENCES);
  for (int row = 0; row < FLOWS; row++)
    for (int k = 0; k < 5; k++) expect_quantiles(range, TW_TRADE, flow_column[k], row, of_flow, k);
  for (int row = 0; row < LIMITS; row++)
    for (int k = 0; k < 5; k++) expect_quantiles(range, TW_LIMITS, limit_column[k], row, of_limit, k);
  for (int row = 0; row < PREFERENCES; row++)
    for (int k = 0; k < 10; k++) expect_quantiles(range, TW_PREFERENCES, preference_column[k], row, of_preference, k);
  for (int row = 0; row < 3; row++)
    for (int k = 0; part[k]; k++) expect_quantiles(range, TW_REGIONS, part[k], row, of_region, k);
  /* A limit binds in some draws and not in others, a target in all. */
  int binding = 0;
  for (int i = 0; i < DRAWS; i++) {
    (void)tw_result_conditions(direct[i], &c);
    binding += c[0].binding;
  }
  assert_true(binding > 0 && binding < DRAWS);
  for (int q = 0; q < 3; q++) {
    assert_close(tw_range_quantile(range, TW_LIMITS, "binding_share", q)[0], (double)binding / DRAWS, 1e-15);
    assert_true(tw_range_quantile(range, TW_LIMITS, "binding_share", q)[1] == 1);
  }
  assert_null(tw_range_quantile(range, TW_TRADE, "change", 0));
  assert_null(tw_range_quantile(range, TW_TRADE, "change_pct", 3));
  assert_null(tw_range_quantile(range, (tw_table)77, "value", 0));
  /* The columns of a table end where they end, and a name that is none is told the nearest. */
  double out[DRAWS];
  assert_string_equal(tw_range_column_name(range, TW_PREFERENCES, 9), "cost_pct");
  assert_null(tw_range_column_name(range, TW_PREFERENCES, 10));
  assert_int_equal(tw_range_draws(range, TW_PREFERENCES, "cost_ptc", 0, out), TW_USAGE);
  assert_string_equal(tw_error(context), "draws of preferences have no column \"cost_ptc\"; did you mean cost_pct?");
}

/* A draw is solved to the tolerance, and its decomposition all the same to the precision of the machine. */
/* Columns of what is kept of draws end, and have nothing before the first. */
static void columns_end(void **state)
{
  (void)state;
  static const struct {
    tw_table table;
    int count;
    const char *first, *last;
  } of[] = {{TW_LIMITS, 6, "limit", "binding_share"},
            {TW_PREFERENCES, 10, "value", "cost_pct"},
            {TW_TRADE, 5, "base_value", "change_pct"}};
  for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
    assert_string_equal(twi_range_column_at(of[i].table, 0), of[i].first);
    assert_string_equal(twi_range_column_at(of[i].table, of[i].count - 1), of[i].last);
    assert_null(twi_range_column_at(of[i].table, of[i].count));
    assert_null(twi_range_column_at(of[i].table, of[i].count + 1));
    assert_null(twi_range_column_at(of[i].table, -1));
  }
}

static void the_decomposition_is_exact(void **state)
{
  (void)state;
  char text[1024];
  tw_settings settings;
  const tw_range_options options = {.decomposition = 1};
  snprintf(text, sizeof text, "closure: {deficits: zero}\n%s", spread);
  tw_scenario *scenario = parse(text);
  tw_settings_default(&settings);
  settings.tolerance = 1e-3;
  tw_range_result *range = range_with(world, scenario, &settings, &options);
  assert_int_equal(tw_range_info_of(range)->certified, 12);
  for (int q = 0; q < 3; q++)
    for (int d = 0; d < 3; d++) {
      double rest = tw_range_quantile(range, TW_REGIONS, "remainder_pct", q)[d];
      double income = tw_range_quantile(range, TW_REGIONS, "real_income_pct", 1)[d];
      assert_true(fabs(rest) <= 2e-8 * fabs(income));
    }
}

/* One line a draw: how it ended, the parameters, the outcomes, each number the one that is asked for by its name. */
static void draws_are_written_as_they_are_asked_for(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(drawn);
  tw_range_result *range = range_of(scenario, NULL, 1);
  double duty[DRAWS], income[3][DRAWS];
  tw_outcome ended[DRAWS];
  assert_ok(context, tw_range_drawn(range, 0, duty));
  assert_ok(context, tw_range_outcomes(range, ended));
  for (int d = 0; d < 3; d++)
    assert_ok(context, tw_range_draws(range, TW_REGIONS, "real_income_pct", (size_t)d, income[d]));
  const char *file = support_temp("draws.csv");
  assert_ok(context, tw_range_draws_write(context, range, file));
  char *text = support_read(file, NULL), *at = text;
  const tw_range_parameter *parameter;
  assert_int_equal(tw_range_parameters(range, &parameter), 1);
  char head[256];
  int length =
      snprintf(head, sizeof head, "draw,ended,%s,real_income_pct CAN,real_income_pct USA,real_income_pct JPN\n",
               parameter[0].name);
  if (strncmp(at, head, (size_t)length) != 0) fail_msg("found %.120s, expected %s", at, head);
  at += length;
  for (int k = 0; k < DRAWS; k++) {
    assert_int_equal(strtol(at, &at, 10), k + 1);
    length = snprintf(head, sizeof head, ",%s,", tw_outcome_word(ended[k]));
    assert_memory_equal(at, head, (size_t)length);
    at += length;
    assert_true(strtod(at, &at) == duty[k]);
    for (int d = 0; d < 3; d++) {
      assert_int_equal(*at++, ',');
      assert_true(strtod(at, &at) == income[d][k]);
    }
    assert_int_equal(*at++, '\n');
  }
  assert_int_equal(*at, 0);
  assert_true(duty[0] != duty[1] && income[0][0] != income[1][0]);
  free(text);
}

/* ---------------------------------------------------------------- what has quantiles when */

static void only_what_is_asked_for_and_can_move(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(drawn);
  tw_range_result *range = range_of(scenario, NULL, 1);
  assert_null(tw_range_quantile(range, TW_TRADE, "new_value", 0));
  assert_null(tw_range_quantile(range, TW_TRADE, "change_pct", 0));
  assert_null(tw_range_quantile(range, TW_PREFERENCES, "value", 0));
  assert_null(tw_range_quantile(range, TW_REGIONS, "terms_of_trade_pct", 0));
  assert_non_null(tw_range_quantile(range, TW_LIMITS, "value", 0)); /* always */
  scenario = parse(spread);
  const tw_range_options trade = {.trade = 1};
  range = range_of(scenario, &trade, 1);
  assert_non_null(tw_range_quantile(range, TW_TRADE, "change_pct", 0));
  assert_null(tw_range_quantile(range, TW_TRADE, "tariff_new_pct", 0)); /* nothing moves a rate */
  assert_non_null(tw_range_quantile(range, TW_PREFERENCES, "value", 0));
  assert_null(tw_range_quantile(range, TW_PREFERENCES, "utilisation_new_pct", 0));
  assert_null(tw_range_quantile(range, TW_LIMITS, "value", 0));
}

static void stores_and_shards_have_it(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(drawn);
  tw_range_options options = {.trade = 1, .decomposition = 1};
  tw_range_result *one = range_of(scenario, &options, 1), *two;
  const char *file[2] = {support_temp("half1.db"), support_temp("half2.db")}, *all = support_temp("whole.db");
  for (int k = 0; k < 2; k++) {
    const tw_range_options half = {.trade = 1, .decomposition = 1, .store = file[k], .shard = k + 1, .shards = 2};
    two = range_of(scenario, &half, 1);
    assert_null(tw_range_quantile(two, TW_TRADE, "new_value", 0));
  }
  assert_ok(context, tw_store_merge(context, file, 2, all));
  options.store = all;
  two = range_of(scenario, &options, 2);
  for (int q = 0; q < 3; q++) {
    for (int k = 0; k < 5; k++)
      assert_memory_equal(tw_range_quantile(one, TW_TRADE, flow_column[k], q),
                          tw_range_quantile(two, TW_TRADE, flow_column[k], q), FLOWS * sizeof(double));
    for (int k = 0; k < 5; k++)
      assert_memory_equal(tw_range_quantile(one, TW_LIMITS, limit_column[k], q),
                          tw_range_quantile(two, TW_LIMITS, limit_column[k], q), LIMITS * sizeof(double));
    for (int k = 0; part[k]; k++)
      assert_memory_equal(tw_range_quantile(one, TW_REGIONS, part[k], q),
                          tw_range_quantile(two, TW_REGIONS, part[k], q), 3 * sizeof(double));
  }
  /* What is kept is part of what a store is of. */
  options.trade = 0;
  assert_fails(context, tw_range(context, world, scenario, NULL, &options, &two), TW_BAD_INPUT, "flows");
  options.trade = 1;
  options.decomposition = 0;
  assert_fails(context, tw_range(context, world, scenario, NULL, &options, &two), TW_BAD_INPUT, "decomposition");
}

static void the_files(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(drawn);
  const tw_range_options options = {.trade = 1, .sectors = 1};
  tw_range_result *range = range_of(scenario, &options, 1);
  const char *folder = support_temp("tables");
  assert_ok(context, tw_range_write(context, range, folder, "tradewind range --trade"));
  char *text = support_read(support_path(folder, "trade.csv"), NULL);
  static const char trade[] =
      "sector,importer,exporter,base_value,base_value_p05,base_value_p50,base_value_p95,new_value,new_value_p05,"
      "new_value_p50,new_value_p95,change_pct,change_pct_p05,change_pct_p50,change_pct_p95,tariff_base_pct,"
      "tariff_base_pct_p05,tariff_base_pct_p50,tariff_base_pct_p95,tariff_new_pct,tariff_new_pct_p05,"
      "tariff_new_pct_p50,tariff_new_pct_p95\n";
  assert_memory_equal(text, trade, sizeof trade - 1);
  assert_non_null(strstr(text, ",7,7,7,7\n")); /* rates move their decimal point only */
  free(text);
  text = support_read(support_path(folder, "limits.csv"), NULL);
  static const char limits[] =
      "line,rule,what,instrument,limit,limit_p05,limit_p50,limit_p95,reference,reference_p05,reference_p50,"
      "reference_p95,value,value_p05,value_p50,value_p95,binding,binding_share,instrument_pct,instrument_pct_p05,"
      "instrument_pct_p50,instrument_pct_p95,money,money_p05,money_p50,money_p95,owner\n";
  assert_memory_equal(text, limits, sizeof limits - 1);
  free(text);
  text = support_read(support_path(folder, "preferences.csv"), NULL);
  assert_non_null(strstr(text, ",mfn_new_pct,mfn_new_pct_p05,mfn_new_pct_p50,mfn_new_pct_p95,"));
  free(text);
  json_t *root = json_load_file(support_path(folder, "run.json"), 0, NULL), *r = json_object_get(root, "range");
  assert_true(json_is_true(json_object_get(r, "trade")) && json_is_false(json_object_get(r, "decomposition")));
  json_decref(root);
  /* The page is made of these files. */
  assert_ok(context, tw_report_write(context, &folder, 1, support_temp("page.html")));
}

/* ---------------------------------------------------------------- years, memory */

static void the_last_year(void **state)
{
  (void)state;
  static const char path[] = "from: 2026\nuntil: 2030\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: "
                             "goods, add: {2026: 0 pp, 2030: 20 pp}}\n"
                             "range: {draws: 5, drivers: 0, elasticities: {sector: all, spread: 20 %}}\n";
  char text[1024];
  snprintf(text, sizeof text, "scenario: y\n%s", path);
  tw_scenario *scenario = parse(text);
  tw_range_result *range = range_of(scenario, NULL, 1), *none;
  tw_scenario *last =
      parse("scenario: y\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 20 pp}\n"
            "range: {draws: 5, drivers: 0, elasticities: {sector: all, spread: 20 %}}\n");
  tw_range_result *same = range_of(last, NULL, 1);
  assert_string_equal(tw_range_note(range, 0),
                      "the scenario has years: the central result and the draws are of the last, 2030");
  assert_null(tw_range_note(range, 1));
  assert_null(tw_range_note(same, 0));
  for (int q = 0; q < 3; q++)
    assert_memory_equal(tw_range_quantile(range, TW_REGIONS, "real_income_pct", q),
                        tw_range_quantile(same, TW_REGIONS, "real_income_pct", q), 3 * sizeof(double));
  const char *folder = support_temp("years");
  assert_ok(context, tw_range_write(context, range, folder, NULL));
  json_t *root = json_load_file(support_path(folder, "run.json"), 0, NULL);
  assert_non_null(strstr(json_string_value(json_object_get(root, "headline")), " in 2030 "));
  json_decref(root);
  snprintf(text, sizeof text, "scenario: y\ncapital: {share: 40 %%, depreciation: 6 %%, saving_rate: 22 %%}\n%s", path);
  scenario = parse(text);
  assert_fails(context, tw_range(context, world, scenario, NULL, NULL, &none), TW_BAD_INPUT, "leave out `capital`");
}

static void more_than_the_machine_has(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(spread);
  tw_range_result *none;
  tw_world *large; /* of as many draws as may be asked for it takes hundreds of GB, with flows thousands */
  assert_ok(context, tw_world_open(context, "default", &large));
  hold_world(large);
  tw_range_options options = {.draws = 10000000, .sectors = 1, .trade = 1};
  assert_fails(context, tw_range(context, large, scenario, NULL, &options, &none), TW_NO_MEMORY, "draws would fit");
  assert_fails(context, tw_range(context, large, scenario, NULL, &options, &none), TW_NO_MEMORY, "(--trade)");
  options.trade = 0;
  assert_fails(context, tw_range(context, large, scenario, NULL, &options, &none), TW_NO_MEMORY, "world aggregate");
  tw_settings settings;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  options = (tw_range_options){.decomposition = 1};
  assert_fails(context, tw_range(context, world, scenario, &settings, &options, &none), TW_USAGE, "decomposition");
}

static void memory_may_end_anywhere(void **state)
{
  (void)state;
  small_range small = {"scenario: s\nvariables: {duty: 12 pp}\n" RULES
                       "range: {draws: 2, drivers: 0, variables: {duty: {uniform: [1 pp, 30 pp]}}}\n",
                       {.trade = 1, .decomposition = 1},
                       1};
  assert_true(support_fail_each(range_in_little_memory, &small) > 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(every_table_is_that_of_the_draws),
      HELD_TEST(columns_end),
      HELD_TEST(the_decomposition_is_exact),
      HELD_TEST(draws_are_written_as_they_are_asked_for),
      HELD_TEST(only_what_is_asked_for_and_can_move),
      HELD_TEST(stores_and_shards_have_it),
      HELD_TEST(the_files),
      HELD_TEST(the_last_year),
      HELD_TEST(more_than_the_machine_has),
      HELD_TEST(memory_may_end_anywhere),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
