/* tw_range: quantiles against direct evaluation, the same bits however the work is divided, what is counted, files. */
#include "ensemble/store.h"
#include "ranges.h"

static const char one_tariff[] =
    "scenario: r\ntitle: One uncertain tariff\nvariables:\n  duty: 20 pp\npolicy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
    "range:\n  draws: 21\n  drivers: 8\n  variables:\n    duty: {uniform: [10 pp, 30 pp]}\n"
    "  outcomes: [real_income_pct CAN]\n";
static const char many[] = "scenario: m\ntitle: Elasticities and a tariff\nvariables:\n  duty: 20 pp\npolicy:\n"
                           "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
                           "range:\n  draws: 40\n  drivers: 8\n  seed: 5\n  elasticities: {sector: all, spread: 30 %}\n"
                           "  variables:\n    duty: {triangular: [10 pp, 20 pp, 40 pp]}\n"
                           "  outcomes: [real_income_pct CAN, exports_pct USA]\n";

static const char *const columns[] = {"real_income_pct", "equivalent_variation", "real_wage_pct",
                                      "exports_pct",     "imports_pct",          "tariff_revenue_new_pct"};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void expect_same(const tw_world *of, const tw_range_result *a, const tw_range_result *b)
{
  size_t N = (size_t)tw_world_regions(of), S = (size_t)tw_world_sectors(of);
  for (int q = 0; q < 3; q++) {
    for (int c = 0; c < COLUMNS; c++)
      assert_memory_equal(tw_range_quantile(a, TW_REGIONS, columns[c], q),
                          tw_range_quantile(b, TW_REGIONS, columns[c], q), N * sizeof(double));
    assert_memory_equal(tw_range_quantile(a, TW_SECTORS, "output_pct", q),
                        tw_range_quantile(b, TW_SECTORS, "output_pct", q), N * S * sizeof(double));
  }
  const tw_range_driver *d, *e;
  int count = tw_range_drivers(a, &d);
  assert_int_equal(count, tw_range_drivers(b, &e));
  assert_true(count > 0);
  for (int i = 0; i < count; i++) {
    assert_string_equal(d[i].parameter, e[i].parameter);
    assert_memory_equal(&d[i].first_order, &e[i].first_order, sizeof(double));
    assert_memory_equal(&d[i].total, &e[i].total, sizeof(double));
  }
}

/* Drivers that are asked for without outcomes are those of real income in the region where it changes most, whether the
 * scenario or the caller asks; the default alone asks for none. */
static void drivers_without_outcomes(void **state)
{
  (void)state;
  static const struct {
    const char *range;
    int asked, rows;
  } cases[] = {{"", 0, 0},
               {"", 6, 6},
               {"range: {draws: 3, drivers: 6}\n", 0, 6},
               {"range: {draws: 3, drivers: 6, outcomes: []}\n", 0, 6},
               {"range: {draws: 3, outcomes: []}\n", 0, 0},
               {"range: {draws: 3, outcomes: []}\n", 6, 6},
               {"range: {draws: 3, drivers: 6}\n", -1, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512];
    snprintf(text, sizeof text,
             "scenario: d\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 9 pp}\n%s",
             cases[i].range);
    tw_scenario *scenario = parse(text);
    const tw_range_options options = {.draws = 3, .drivers = cases[i].asked};
    tw_range_result *range = range_of(scenario, &options, 1);
    const tw_range_driver *d;
    const double *income = tw_result_column(tw_range_central(range), TW_REGIONS, "real_income_pct");
    assert_int_equal(tw_range_info_of(range)->drivers, cases[i].rows);
    assert_int_equal(tw_range_drivers(range, &d), cases[i].rows ? 3 : 0);
    for (int r = 0; r < 3 && cases[i].rows; r++) assert_true(fabs(income[d->region]) >= fabs(income[r]));
    if (cases[i].rows) assert_string_equal(d->outcome, "real_income_pct");
  }
}

/* With 21 draws the quantiles at 5, 50 and 95 % are the 2nd, 11th and 20th of the sorted draws; real income of Canada
 * falls with the tariff against it, so they are the answers at the 20th, 11th and 2nd of the sorted tariffs. */
static void a_monotone_answer(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(one_tariff);
  tw_range_result *range = range_of(scenario, NULL, 1);
  const tw_range_info *info = tw_range_info_of(range);
  assert_int_equal(info->draws, 21);
  assert_int_equal(info->certified, 21);
  assert_int_equal(info->parameters, 1);
  assert_int_equal(info->complete, 1);
  assert_int_equal(info->assumed, 0);
  assert_int_equal(info->driver_draws, 8 * 3);
  assert_null(tw_range_quantile(range, TW_REGIONS, "terms_of_trade_pct", 0));
  assert_null(tw_range_quantile(range, TW_SECTORS, "output_pct", 0)); /* not asked for */

  double duty[21];
  twi_parameters *p = parameters_of(scenario);
  for (size_t i = 0; i < 21; i++) {
    double u, theta[16];
    twi_parameters_draw(p, i, &u);
    (void)twi_parameters_point(p, &u, theta, &duty[i], NULL);
  }
  qsort(duty, 21, sizeof *duty, rising);
  static const int place[3] = {19, 10, 1};
  int canada = tw_world_find_region(world, "CAN");
  for (int q = 0; q < 3; q++) {
    char text[512];
    tw_settings settings;
    tw_solver *solver;
    tw_result *result;
    tw_settings_default(&settings);
    settings.decomposition = 0;
    settings.tolerance = 1e-12;
    snprintf(text, sizeof text,
             "scenario: d\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: %.17g pp}\n",
             100 * duty[place[q]]);
    tw_scenario *direct = parse(text);
    assert_ok(context, tw_solver_new(context, world, &settings, &solver));
    hold_solver(solver);
    assert_ok(context, tw_solve(solver, direct, &result));
    hold_result(result);
    assert_close(tw_range_quantile(range, TW_REGIONS, "real_income_pct", q)[canada],
                 tw_result_column(result, TW_REGIONS, "real_income_pct")[canada], 1e-8);
  }
  /* One parameter makes all of the variance, up to the error of eight rows. */
  const tw_range_driver *d;
  assert_int_equal(tw_range_drivers(range, &d), 1);
  assert_string_equal(d->parameter, "duty");
  assert_string_equal(d->outcome, "real_income_pct");
  assert_int_equal(d->region, canada);
  assert_true(d->total > 0.3);
}

static void threads_shards_and_stores_leave_no_trace(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(many);
  const tw_range_options plain = {.sectors = 1};
  tw_range_result *one = range_of(scenario, &plain, 1), *two = range_of(scenario, &plain, 2);
  expect_same(world, one, two);
  const char *files[3], *all = support_temp("all.db");
  for (int k = 0; k < 3; k++) {
    char name[16];
    snprintf(name, sizeof name, "shard%d.db", k);
    files[k] = support_temp(name);
    const tw_range_options shard = {.sectors = 1, .store = files[k], .shard = k + 1, .shards = 3};
    two = range_of(scenario, &shard, 2);
    assert_int_equal(tw_range_info_of(two)->complete, 0);
    assert_true(abs(tw_range_info_of(two)->done - 13) <= 1);
    assert_null(tw_range_quantile(two, TW_REGIONS, "real_income_pct", 0));
    assert_fails(context, tw_range_write(context, two, support_temp("shard"), NULL), TW_USAGE, "of 40 draws");
  }
  assert_ok(context, tw_store_merge(context, files, 3, all));
  const tw_range_options merged = {.sectors = 1, .store = all};
  two = range_of(scenario, &merged, 1);
  expect_same(world, one, two);
  assert_string_equal(tw_range_store(two), all);
  char name[32];
  size_t tasks, done;
  assert_ok(context, tw_store_part(context, all, 0, name, &tasks, &done));
  assert_string_equal(name, "draws");
  assert_true(tasks == 40 && done == 40);
  assert_ok(context, tw_store_part(context, all, 1, name, &tasks, &done));
  assert_string_equal(name, "drivers");
  assert_ok(context, tw_store_part(context, all, 2, name, &tasks, &done));
  assert_string_equal(name, "");
  assert_true(tasks == 0 && done == 0); /* there is no third */
  /* Another seed is another study. */
  tw_range_result *none;
  const tw_range_options other = {.sectors = 1, .store = all, .seed = 6};
  assert_fails(context, tw_range(context, world, scenario, NULL, &other, &none), TW_BAD_INPUT,
               "seed: found \"5\", expected \"6\"");
  /* What is kept says which program made it. */
  char *part, *key, line[512];
  int width;
  assert_ok(context, twi_store_describe(context, all, 0, &part, &key, &tasks, &width, &done));
  snprintf(line, sizeof line, "tradewind: %s\nbuild: %s\nworld: ", tw_version(), tw_build());
  assert_memory_equal(key, line, strlen(line));
  assert_non_null(strstr(key, "\ntolerance: 1e-10\n"));
  twi_free(context, part);
  twi_free(context, key);
}

/* Numbers of the closure that are drawn: no draw sees that of the draw before it on the same thread. */
static void drawn_closures_leave_no_trace(void **state)
{
  (void)state;
  static const char text[] =
      "scenario: c\nvariables: {eps: 0.5, psi: 0.05}\n"
      "closure: {labour: {region: all, supply_elasticity: $eps}, scale: {sector: goods, elasticity: $psi}}\n"
      "policy:\n  - tariff: {importer: USA, exporter: all, sector: goods, add: 25 pp}\n"
      "range: {draws: 30, drivers: 8, elasticities: {sector: all, spread: 25 %},\n"
      "  variables: {eps: {uniform: [0, 3]}, psi: {uniform: [0, 0.1]}}}\n";
  tw_world *small = NULL;
  tw_settings settings;
  assert_ok(context, tw_world_open(context, "small2014", &small));
  hold_world(small);
  tw_scenario *scenario = parse(text);
  const tw_range_options plain = {.sectors = 1};
  tw_settings_default(&settings);
  settings.threads = 1;
  const tw_range_result *one = range_with(small, scenario, &settings, &plain);
  assert_int_equal(tw_range_info_of(one)->certified, 30);
  settings.threads = 3;
  expect_same(small, one, range_with(small, scenario, &settings, &plain));
  /* Shards have their draws in another order on any machine. */
  settings.threads = 1;
  for (int k = 7; k >= 1; k--) {
    const tw_range_options shard = {.sectors = 1, .store = support_temp("closures.db"), .shard = k, .shards = 7};
    (void)range_with(small, scenario, &settings, &shard);
  }
  const tw_range_options all = {.sectors = 1, .store = support_temp("closures.db")};
  expect_same(small, one, range_with(small, scenario, &settings, &all));
}

static void wrong_use(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(many);
  tw_range_result *none;
  static const struct {
    tw_range_options options;
    const char *words;
  } bad[] = {{{.draws = -1}, "draws"},
             {{.draws = 1}, "expected 2 to 10000000"},
             {{.drivers = -2}, "drivers"},
             {{.draws = 10000001}, "expected 2 to 10000000"},
             {{.drivers = 10000001}, "2 to 10000000"},
             {{.store = ""}, "store: found an empty name"},
             {{.shard = 1, .shards = 2}, "store"},
             {{.shard = 3, .shards = 2, .store = "x.db"}, "shard"},
             {{.shard = 0, .shards = 2, .store = "x.db"}, "shard"}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_fails(context, tw_range(context, world, scenario, NULL, &bad[i].options, &none), TW_USAGE, bad[i].words);
  static const char *const outcome[] = {"real_incom_pct CAN", "terms_of_trade_pct CAN"};
  for (int i = 0; i < 2; i++) {
    char text[512];
    snprintf(text, sizeof text,
             "scenario: r\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}\n"
             "range:\n  draws: 4\n  drivers: 4\n  outcomes: [%s]\n",
             outcome[i]);
    scenario = parse(text);
    assert_fails(context, tw_range(context, world, scenario, NULL, NULL, &none), TW_BAD_INPUT, "r.yaml:7");
  }
}

/* Draws for which nothing can be found are counted by how they end, and the ranges are of the others. */
static void failing_draws_are_counted(void **state)
{
  (void)state;
  tw_scenario *scenario =
      parse("scenario: f\nvariables:\n  duty: 1 pp\npolicy:\n"
            "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
            "range:\n  draws: 40\n  drivers: 0\n  variables:\n    duty: {uniform: [0 pp, 40 pp]}\n");
  tw_settings settings;
  tw_settings_default(&settings);
  settings.max_iterations = 3; /* enough for the central tariff, not for the large ones */
  settings.max_steps = 0;
  tw_range_result *range = range_with(world, scenario, &settings, NULL);
  const tw_range_info *info = tw_range_info_of(range);
  int failed = 0;
  for (int i = 0; i < info->failures; i++) {
    assert_true(info->failed[i].outcome <= 0);
    failed += info->failed[i].count;
  }
  assert_int_equal(info->done, 40);
  assert_int_equal(info->certified + failed, 40);
  assert_true(info->certified > 0 && failed > 0);
  assert_true(isfinite(tw_range_quantile(range, TW_REGIONS, "real_income_pct", 1)[0]) != 0);
}

static void the_results_folder(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(many);
  const tw_range_options options = {.sectors = 1};
  tw_range_result *range = range_of(scenario, &options, 2);
  const char *folder = support_temp("results");
  assert_ok(context, tw_range_write(context, range, folder, "tradewind range"));
  char *text = support_read(support_path(folder, "regions.csv"), NULL);
  assert_non_null(strstr(text, "region,real_income_pct,real_income_pct_p05,real_income_pct_p50,real_income_pct_p95,"));
  assert_non_null(strstr(text, ",terms_of_trade_pct,volume_of_trade_pct,"));
  free(text);
  text = support_read(support_path(folder, "sectors.csv"), NULL);
  assert_non_null(strstr(text, "output_pct,output_pct_p05,output_pct_p50,output_pct_p95,"));
  free(text);
  text = support_read(support_path(folder, "drivers.csv"), NULL);
  const char head[] = "outcome,region,parameter,first_order,total,first_order_error,total_error,sector,partner\n";
  assert_memory_equal(text, head, sizeof head - 1);
  int lines = 0, parameters = tw_range_info_of(range)->parameters;
  for (const char *p = text; (p = strchr(p, '\n')); p++) lines++;
  assert_int_equal(lines, 1 + 2 * parameters);
  free(text);
  json_t *root = json_load_file(support_path(folder, "run.json"), 0, NULL), *r = json_object_get(root, "range");
  assert_int_equal(json_integer_value(json_object_get(r, "draws")), 40);
  assert_int_equal(json_integer_value(json_object_get(r, "certified")), 40);
  assert_int_equal(json_integer_value(json_object_get(r, "seed")), 5);
  assert_int_equal(json_integer_value(json_object_get(root, "seed")), 5);
  assert_string_equal(json_string_value(json_object_get(r, "points")), "latin_hypercube");
  assert_int_equal((int)json_array_size(json_object_get(r, "parameters")), parameters);
  assert_string_equal(json_string_value(json_object_get(
                          json_array_get(json_object_get(r, "parameters"), (size_t)(parameters - 1)), "distribution")),
                      "triangular between 10 pp and 40 pp, likeliest 20 pp");
  assert_true(json_is_null(json_object_get(r, "store")));
  json_decref(root);
}

/* A study that is cancelled keeps what it has in its store. */
static void cancel(void *user, const tw_progress *progress)
{
  if (strcmp(progress->what, "draws") == 0 && progress->done > 0) tw_cancel(user);
}

static void an_interruption_keeps_what_is_done(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(many);
  const tw_range_options options = {.draws = 20000, .drivers = -1, .store = support_temp("cancelled.db")};
  tw_range_result *range;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_set_progress(context, cancel, context);
  assert_fails(context, tw_range(context, world, scenario, &settings, &options, &range), TW_INTERRUPTED,
               "goes on from there");
  tw_set_progress(context, NULL, NULL);
  tw_resume(context);
  char name[32];
  size_t tasks, done;
  assert_ok(context, tw_store_part(context, options.store, 0, name, &tasks, &done));
  assert_true(tasks == 20000 && done > 0 && done < tasks);
}

static void memory_may_end_anywhere(void **state)
{
  (void)state;
  small_range small = {"scenario: s\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 5 pp}\n"
                       "range:\n  draws: 2\n  drivers: 2\n  elasticities: {sector: all, spread: 20 %}\n"
                       "  outcomes: [real_income_pct CAN]\n",
                       {.sectors = 1},
                       0};
  assert_true(support_fail_each(range_in_little_memory, &small) > 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(a_monotone_answer),
      HELD_TEST(drivers_without_outcomes),
      HELD_TEST(threads_shards_and_stores_leave_no_trace),
      HELD_TEST(drawn_closures_leave_no_trace),
      HELD_TEST(wrong_use),
      HELD_TEST(failing_draws_are_counted),
      HELD_TEST(the_results_folder),
      HELD_TEST(an_interruption_keeps_what_is_done),
      HELD_TEST(memory_may_end_anywhere),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
