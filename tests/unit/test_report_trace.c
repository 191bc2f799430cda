/* replay and diff: what was run comes out again from run.json alone; a changed number, scenario, world, build or
 * setting is found and named. */
#include "report/report.h"
#include "traces.h"

static char folder[4096], scenario_file[4096], included_file[4096], against_file[4096], world_file[4096];

/* ---------------------------------------------------------------- folders */

static void keep(char path[4096], const char *name)
{
  snprintf(path, 4096, "%s", support_temp(name));
}

static void write_scenario(const char *rate)
{
  char text[1024];
  snprintf(text, sizeof text,
           "scenario: traced\ninclude: included-traced\nagainst: against-traced\npolicy:\n"
           "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: %s} # why\n"
           "  - quota: {importer: CAN, exporter: USA, sector: A01, change: -10 %%, owner: importer}\n",
           rate);
  support_write(scenario_file, text);
  support_write(included_file, "groups: {regions: {NORTH: [CAN, USA]}}\npolicy:\n"
                               "  - barrier: {importer: JPN, exporter: NORTH, sector: all, add: 2 pp}\n");
  support_write(against_file,
                "scenario: before\npolicy:\n  - productivity: {region: JPN, sector: A01, change: +1 %}\n");
}

static void run_into(const char *into, const char *rate, double tolerance)
{
  tw_world *of = NULL;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.report = 0;
  settings.tolerance = tolerance;
  write_scenario(rate);
  assert_ok(context, tw_world_open(context, world_file, &of));
  hold_world(of);
  assert_ok(context, tw_scenario_open(context, scenario_file, &scenario));
  hold_scenario(scenario);
  assert_ok(context, tw_solver_new(context, of, &settings, &solver));
  hold_solver(solver);
  assert_ok(context, tw_solve_path(solver, scenario, &path));
  hold_path(path);
  assert_true(tw_result_info(tw_path_result(path, 0))->outcome > 0);
  assert_ok(context, tw_path_write(context, path, into, "test"));
  unlink(scenario_file); /* nothing below may read them */
  unlink(included_file);
  unlink(against_file);
}

static void change(const char *name, const char *from, const char *to)
{
  support_replace(support_path(folder, name), NULL, from, to);
}

/* The first number of a row of regions.csv, times a factor. */
static void scale_number(const char *row, double factor)
{
  char *text = support_read(support_path(folder, "regions.csv"), NULL), start[32], from[128], to[128];
  snprintf(start, sizeof start, "\n%s,", row);
  char *at = strstr(text, start), *end;
  assert_non_null(at);
  double x = strtod(at + strlen(start), &end);
  snprintf(from, sizeof from, "%.*s", (int)(end - at), at);
  snprintf(to, sizeof to, "%s%.17g", start, x * factor);
  free(text);
  change("regions.csv", from, to);
}

static int fresh(void **state)
{
  (void)state;
  keep(folder, "results");
  keep(scenario_file, "traced.yaml");
  keep(included_file, "included-traced.yaml");
  keep(against_file, "against-traced.yaml");
  keep(world_file, "traced.tww");
  assert_ok(context, tw_world_save(context, world, world_file));
  run_into(folder, "25 pp", 1e-10);
  return 0;
}

/* ---------------------------------------------------------------- replay */

static void a_run_comes_out_again(void **state)
{
  (void)state;
  tw_trace *trace = replay_of(folder, NULL);
  const tw_trace_table *t;
  assert_true(tw_trace_agrees(trace));
  assert_true(tw_trace_bound(trace) == 0);
  assert_null(tw_trace_input(trace, 0));
  assert_int_equal(tw_trace_tables(trace, &t), 5);
  assert_int_equal(table_of(trace, "regions.csv")->numbers, 3 * 25);
  assert_string_equal(table_of(trace, "trade.csv")->keys, "sector importer exporter");
  assert_true(table_of(trace, "trade.csv")->numbers > 100);
  assert_true(table_of(trace, "limits.csv")->numbers == 6); /* reference, too */
  for (int i = 0; i < 5; i++) assert_int_equal(t[i].differ, 0);
}

/* Of each table that there may be progress is told once, from 0 up and never beyond 1. */
typedef struct told {
  int times;
  double last;
} told;

static void hear(void *user, const tw_progress *progress)
{
  told *t = user;
  if (strcmp(progress->what, "comparing") != 0) return;
  assert_true(t->times > 0 ? progress->done > t->last : progress->done == 0);
  t->last = progress->done;
  t->times++;
}

static void progress_ends_below_one(void **state)
{
  (void)state;
  const int count = twi_report_table_count();
  twi_results_kind kind;
  int place;
  assert_non_null(twi_report_table(count - 1, &kind, &place));
  assert_null(twi_report_table(count, &kind, &place));
  for (int diff = 0; diff < 2; diff++) {
    told t = {0, 0};
    tw_set_progress(context, hear, &t);
    if (diff)
      diff_of(folder, folder);
    else
      replay_of(folder, NULL);
    tw_set_progress(context, NULL, NULL);
    assert_int_equal(t.times, count);
    assert_close(t.last, 1 - 1.0 / count, 1e-12);
  }
}

static void a_changed_number_is_found(void **state)
{
  (void)state;
  scale_number("USA", 1.001);
  tw_trace *trace = replay_of(folder, NULL);
  const tw_trace_table *t = table_of(trace, "regions.csv");
  assert_false(tw_trace_agrees(trace));
  assert_int_equal(t->differ, 1);
  assert_int_equal(t->beyond, 1);
  assert_int_equal(t->count, 1);
  assert_string_equal(t->difference[0].row, "USA");
  assert_string_equal(t->difference[0].column, "real_income_pct");
  assert_close(t->difference[0].first, 1.001 * t->difference[0].second, 1e-12);
  assert_int_equal(table_of(trace, "sectors.csv")->differ, 0);
  assert_true(says(trace, "regions.csv is not as the run wrote it"));
}

/* A cell of regions.csv becomes another number. */
static void put_number(const char *row, const char *column, double x)
{
  char *text = support_read(support_path(folder, "regions.csv"), NULL), from[512], to[512];
  int at = 0;
  for (char *p = text; strncmp(p, column, strlen(column)) != 0 || !strchr(",\n", p[strlen(column)]); at++)
    p = strchr(p, ',') + 1;
  snprintf(from, sizeof from, "\n%s,", row);
  char *line = strstr(text, from) + 1, *cell = line;
  for (int i = 0; i < at; i++) cell = strchr(cell, ',') + 1;
  snprintf(to, sizeof to, "%.*s%.17g", (int)(cell - line), line, x);
  snprintf(from, sizeof from, "%.*s", (int)(cell - line + (long)strcspn(cell, ",\n")), line);
  free(text);
  change("regions.csv", from, to);
}

/* Two numbers that differ are both counted, the larger difference first, whichever row comes first; a remainder of 1e-15
 * per cent against one of 3e-15 is a difference of 2e-15 of a point, not of two thirds. */
static void two_differences_and_rounding(void **state)
{
  (void)state;
  for (int k = 0; k < 2; k++) {
    char other[4096];
    keep(other, k ? "two-b" : "two-a");
    run_into(other, "25 pp", 1e-10);
    for (int side = 0; side < 2; side++) {
      if (side) keep(folder, k ? "two-b" : "two-a");
      put_number("CAN", "real_income_pct", side ? k ? -2.2 : -2.002 : -2);
      put_number("USA", "real_income_pct", side ? k ? -4.004 : -4.4 : -4);
      put_number("CAN", "remainder_pct", side ? 3e-15 : 1e-15);
    }
    keep(folder, "results");
    tw_trace *trace = diff_of(folder, other);
    const tw_trace_table *t = table_of(trace, "regions.csv");
    assert_int_equal(t->differ, 3);
    assert_int_equal(t->count, 3);
    const tw_trace_difference *d = t->difference, *can = &d[k == 0], *usa = &d[k != 0], *rest = &d[2];
    assert_string_equal(can->row, "CAN");
    assert_string_equal(usa->row, "USA");
    assert_string_equal(rest->column, "remainder_pct");
    assert_relative(can->relative, k ? 0.2 / 2.2 : 0.002 / 2.002, 1e-12);
    assert_relative(usa->relative, k ? 0.004 / 4.004 : 0.4 / 4.4, 1e-12);
    assert_relative(rest->relative, 2e-15, 1e-9);
    assert_relative(t->largest, k ? 0.2 / 2.2 : 0.4 / 4.4, 1e-12);
    assert_relative(can->weight, (k ? 0.2 : 0.002) / (k ? 4.004 : 4.4), 1e-12);
    assert_true(usa->first == -4 && rest->first == 1e-15 && rest->second == 3e-15);
    assert_false(tw_trace_agrees(trace));
  }
}

/* A replay tells the largest relative difference first, wherever its row is. */
static void a_replay_begins_with_the_largest(void **state)
{
  (void)state;
  static const double factor[2][2] = {{1.001, 1.1}, {1.1, 1.001}};
  for (int k = 0; k < 2; k++) {
    scale_number("CAN", factor[k][0] / (k ? factor[0][0] : 1));
    scale_number("USA", factor[k][1] / (k ? factor[0][1] : 1));
    tw_trace *trace = replay_of(folder, NULL);
    const tw_trace_table *t = table_of(trace, "regions.csv");
    assert_int_equal(t->count, 2);
    for (int i = 0; i < 2; i++) {
      const tw_trace_difference *d = &t->difference[i];
      double wanted = strcmp(d->row, "CAN") == 0 ? factor[k][0] : factor[k][1];
      assert_relative(d->first / d->second, wanted, 1e-12);
      assert_relative(d->relative, fabs(d->first - d->second) / fmax(1, fmax(fabs(d->first), fabs(d->second))), 1e-9);
    }
    assert_true(t->difference[0].relative > t->difference[1].relative);
  }
}

static void missing_rows_are_found(void **state)
{
  (void)state;
  change("sectors.csv", "\nJPN,H49,", "\nJPN,H50,");
  tw_trace *trace = replay_of(folder, NULL);
  const tw_trace_table *t = table_of(trace, "sectors.csv");
  assert_false(tw_trace_agrees(trace));
  assert_int_equal(t->only_first, 1);
  assert_int_equal(t->only_second, 1);
  assert_string_equal(t->row_names[0], "JPN H50");
  assert_string_equal(t->row_names[1], "JPN H49");
  assert_int_equal(t->differ, 0);
}

/* A column that the replay does not make counts, and is named: quantiles of a range as one name for three. */
static void columns_of_one_side_are_named(void **state)
{
  (void)state;
  change("regions.csv", "employment_change\n", "employment_change,wage_pct_p05,wage_pct_p50,wage_pct_p95,more\n");
  char *text = support_read(support_path(folder, "regions.csv"), NULL), made[1 << 14] = "";
  char *line = strchr(text, '\n') + 1;
  snprintf(made, sizeof made, "%.*s", (int)(line - text), text);
  for (char *end; (end = strchr(line, '\n')); line = end + 1)
    snprintf(made + strlen(made), sizeof made - strlen(made), "%.*s,1,2,3,4\n", (int)(end - line), line);
  support_write(support_path(folder, "regions.csv"), made);
  free(text);
  tw_trace *trace = replay_of(folder, NULL);
  assert_false(tw_trace_agrees(trace));
  assert_int_equal(table_of(trace, "regions.csv")->columns_first, 4);
  assert_string_equal(table_of(trace, "regions.csv")->column_names[0], "more; _p05, _p50 and _p95 of wage_pct");
  assert_string_equal(table_of(trace, "regions.csv")->column_names[1], "");
}

static void a_missing_table_is_named(void **state)
{
  (void)state;
  tw_trace *trace = NULL;
  unlink(support_path(folder, "sectors.csv"));
  trace = replay_of(folder, NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "sectors.csv is not there, and run.json lists it"));
  assert_false(table_of(trace, "sectors.csv")->in_first);
}

static void a_changed_scenario_is_named(void **state)
{
  (void)state;
  change("run.json", "add: 25 pp}", "add: 26 pp}");
  tw_trace *trace = replay_of(folder, NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "traced.yaml in run.json is not the one that was solved"));
  assert_true(table_of(trace, "trade.csv")->beyond > 0);
}

static void included_texts_are_those_stored(void **state)
{
  (void)state;
  write_scenario("99 pp"); /* lies where the run found its files */
  tw_trace *trace = replay_of(folder, NULL);
  assert_true(tw_trace_agrees(trace));
  change("run.json", "add: 2 pp", "add: 3 pp");
  trace = replay_of(folder, NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "included-traced.yaml"));
}

static void another_build_has_a_bound(void **state)
{
  (void)state;
  change("run.json", "\"build\": \"", "\"build\": \"other ");
  scale_number("CAN", 1 + 1e-11);
  tw_trace *trace = replay_of(folder, NULL);
  assert_true(tw_trace_bound(trace) == 1e-9);
  assert_true(says(trace, "the build: other "));
  assert_int_equal(table_of(trace, "regions.csv")->differ, 1);
  assert_true(tw_trace_agrees(trace));
  tw_replay options;
  tw_replay_default(&options);
  options.bound = 1e-13;
  trace = replay_of(folder, &options);
  assert_false(tw_trace_agrees(trace));
  scale_number("CAN", 1 + 1e-5);
  trace = replay_of(folder, NULL);
  assert_false(tw_trace_agrees(trace));
}

static void another_world_is_refused(void **state)
{
  (void)state;
  static const char *const regions[] = {"CAN", "USA", "JPN"}, *const sectors[] = {"A01", "C29", "H49"};
  double flow[27], theta[] = {4, 5, 6.5};
  for (int i = 0; i < 27; i++) flow[i] = 10 + i;
  tw_world_data data = {.name = "three",
                        .regions = 3,
                        .sectors = 3,
                        .region = regions,
                        .sector = sectors,
                        .trade_elasticity = theta,
                        .flow = flow};
  tw_world *another = NULL;
  tw_trace *trace = NULL;
  tw_replay options;
  const char *other = support_temp("other.tww");
  assert_ok(context, tw_world_new(context, &data, &another));
  assert_ok(context, tw_world_save(context, another, other));
  tw_world_free(another);
  tw_replay_default(&options);
  options.world = other;
  assert_fails(context, tw_replay_folder(context, folder, &options, &trace), TW_BAD_INPUT, "--force");
  assert_null(trace);
  options.force = 1;
  trace = replay_of(folder, &options);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "by force"));
  unlink(world_file);
  assert_fails(context, tw_replay_folder(context, folder, NULL, &trace), TW_BAD_INPUT, "--world names it");
}

static void bad_folders_are_refused(void **state)
{
  (void)state;
  tw_trace *trace = NULL;
  assert_fails(context, tw_replay_folder(context, support_temp("nowhere"), NULL, &trace), TW_BAD_INPUT,
               "found nothing");
  assert_fails(context, tw_replay_folder(context, world_file, NULL, &trace), TW_BAD_INPUT, "found a file");
  assert_fails(context, tw_results_diff(context, folder, support_temp_folder("empty"), &trace), TW_BAD_INPUT,
               "without run.json");
  change("run.json", "\"files\": [", "\"texts\": [");
  assert_fails(context, tw_replay_folder(context, folder, NULL, &trace), TW_BAD_INPUT,
               "the scenario's text is not there");
  change("run.json", "\"certified\": true", "\"certified\": false");
  assert_fails(context, tw_replay_folder(context, folder, NULL, &trace), TW_BAD_INPUT, "no certified solution");
  change("run.json", "\"program\": \"tradewind\"", "\"program\": \"trade");
  assert_fails(context, tw_replay_folder(context, folder, NULL, &trace), TW_BAD_INPUT, "run.json:2:");
  assert_null(trace);
}

/* ---------------------------------------------------------------- diff */

static tw_trace *diff_with(const char *name, const char *rate, double tolerance)
{
  char other[4096];
  keep(other, name);
  run_into(other, rate, tolerance);
  return diff_of(folder, other);
}

static void the_same_is_the_same(void **state)
{
  (void)state;
  tw_trace *trace = diff_of(folder, folder);
  assert_true(tw_trace_agrees(trace));
  assert_true(says(trace, "nothing: world, scenario"));
}

static void a_rule_explains_a_difference(void **state)
{
  (void)state;
  tw_trace *trace = diff_with("other", "30 pp", 1e-10);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "the scenario: traced"));
  assert_true(says(trace, "-   - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp} # why"));
  assert_true(says(trace, "+   - tariff: {importer: USA, exporter: CAN, sector: goods, add: 30 pp} # why"));
  assert_false(says(trace, "quota"));
  assert_false(says(trace, "included"));
  assert_false(says(trace, "the world"));
  const tw_trace_table *t = table_of(trace, "regions.csv");
  assert_true(t->differ > 10 && t->count == t->differ);
  for (size_t i = 1; i < t->count; i++) assert_true(t->difference[i].weight <= t->difference[i - 1].weight);
}

static void a_setting_is_named(void **state)
{
  (void)state;
  tw_trace *trace = diff_with("coarse", "25 pp", 1e-6);
  assert_true(says(trace, "the setting tolerance: 1e-10 and 1e-06"));
  assert_false(says(trace, "the scenario"));
}

static void a_world_is_named(void **state)
{
  (void)state;
  char other[4096];
  keep(other, "of-another-world");
  run_into(other, "25 pp", 1e-10);
  char *text = support_read(support_path(other, "run.json"), NULL),
       *at = strstr(strstr(text, "\"world\""), "\"sha256\"");
  at[strlen("\"sha256\": \"")] = 'x';
  support_write(support_path(other, "run.json"), text);
  free(text);
  tw_trace *trace = diff_of(folder, other);
  assert_true(says(trace, "the world: three (SHA-256 "));
}

/* The world was changed where it lies: the command would compare it with itself. */
static void worlds_are_compared_by_their_tables(void **state)
{
  (void)state;
  static const char *const regions[] = {"CAN", "USA", "JPN"}, *const sectors[] = {"A01", "C29", "H49"};
  static const unsigned char goods[] = {1, 1, 0};
  double flow[27], tariff[27], theta[] = {4, 5.5, 6};
  for (int i = 0; i < 27; i++) {
    int s = i / 9, d = i / 3 % 3, o = i % 3;
    flow[i] = s == C29 && o == JPN ? 0 : d == o ? 100 : 10 * (s + 1) + 3 * d + o;
    tariff[i] = d == o || s == H49 ? 0 : 0.07;
  }
  const tw_world_data data = {.name = "three",
                              .regions = 3,
                              .sectors = 3,
                              .region = regions,
                              .sector = sectors,
                              .goods = goods,
                              .trade_elasticity = theta,
                              .flow = flow,
                              .tariff = tariff};
  char other[4096], first_world[4096], expected[9000];
  tw_world *another = NULL;
  keep(other, "of-another-elasticity");
  snprintf(first_world, sizeof first_world, "%s", world_file);
  assert_ok(context, tw_world_new(context, &data, &another));
  hold_world(another);
  keep(world_file, "other-elasticity.tww");
  assert_ok(context, tw_world_save(context, another, world_file));
  run_into(other, "25 pp", 1e-10);
  tw_trace *trace = diff_of(folder, other);
  snprintf(expected, sizeof expected, "`tradewind world diff %s %s`", first_world, world_file);
  assert_true(says(trace, expected));
  assert_true(says(trace, "numbers that differ in the worlds: trade_elasticity (1)"));
  assert_true(says(trace, "the trade elasticity of C29: 5 and 5.5"));
  assert_ok(context, tw_world_save(context, another, first_world)); /* now that one is another, too */
  trace = diff_of(folder, other);
  assert_true(says(trace, "is not there any more, or is another world by now"));
  assert_false(says(trace, "the trade elasticity"));
}

/* ---------------------------------------------------------------- memory */

/* Most requests are those of the run that is solved again, which tests of solving fail one by one. */
static void every_allocation_may_fail(void **state)
{
  (void)state;
  traced_folders of = {folder, folder};
  assert_true(support_fail_some(trace_in_little_memory, &of, 7) > 100);
}

static int away(void **state)
{
  support_remove(folder);
  return held_teardown(state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, away)
  const struct CMUnitTest tests[] = {
      TEST(a_run_comes_out_again),
      TEST(progress_ends_below_one),
      TEST(a_changed_number_is_found),
      TEST(two_differences_and_rounding),
      TEST(a_replay_begins_with_the_largest),
      TEST(missing_rows_are_found),
      TEST(a_changed_scenario_is_named),
      TEST(included_texts_are_those_stored),
      TEST(another_build_has_a_bound),
      TEST(another_world_is_refused),
      TEST(bad_folders_are_refused),
      TEST(the_same_is_the_same),
      TEST(a_rule_explains_a_difference),
      TEST(a_setting_is_named),
      TEST(a_world_is_named),
      TEST(worlds_are_compared_by_their_tables),
      TEST(every_allocation_may_fail),
      TEST(columns_of_one_side_are_named),
      TEST(a_missing_table_is_named),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
