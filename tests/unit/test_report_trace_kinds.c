/* replay and diff of what range, decide and reconcile leave: everything comes out again from run.json alone; a changed
 * number or input is found and named. */
#include "traces.h"

static char place[4096], world_file[4096]; /* place: the folder of all files of a test */
static tw_world *saved;                    /* the group's, opened again from its file: results say where it was read */

enum { RANGE, DECIDE, RECONCILE, KINDS };
static const char *const names[KINDS] = {"range", "decide", "reconcile"};
static char folder[KINDS][4096];

/* ---------------------------------------------------------------- folders */

static const char *file(const char *name)
{
  return support_path(place, name);
}

static tw_settings settings_of(void)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.report = 0;
  return settings;
}

static void range_into(const char *into, const char *low, const tw_range_options *options)
{
  char text[1024];
  tw_scenario *scenario = NULL;
  tw_range_result *range = NULL;
  const tw_settings settings = settings_of();
  snprintf(text, sizeof text,
           "scenario: ranged\nvariables: {duty: 25 pp}\npolicy:\n"
           "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
           "range:\n  draws: 6\n  seed: 7\n  drivers: 4\n  outcomes: [real_income_pct CAN]\n"
           "  elasticities: {file: spreads.csv}\n  variables: {duty: {uniform: [%s, 35 pp]}}\n",
           low);
  support_write(file("ranged.yaml"), text);
  support_write(file("spreads.csv"), "sector,estimate,standard_error\nC29,5,1\nA01,4,0.5\n");
  assert_ok(context, tw_scenario_open(context, file("ranged.yaml"), &scenario));
  hold_scenario(scenario);
  assert_ok(context, tw_range(context, saved, scenario, &settings, options, &range));
  hold_range(range);
  assert_ok(context, tw_range_write(context, range, into, "test"));
  unlink(file("ranged.yaml")); /* nothing below may read them */
  unlink(file("spreads.csv"));
}

static void decide_into(const char *into, const char *lever, const char *storm, const tw_decide_options *options)
{
  char text[2048];
  tw_decision *decision = NULL;
  tw_verdict *verdict = NULL;
  const tw_settings settings = settings_of();
  snprintf(text, sizeof text,
           "decide: which\nregions: [CAN, USA]\nvariables: {cheaper: -5 %%}\nlevers:\n"
           "  - name: nothing\n"
           "  - name: %s\n    policy: [{barrier: {importer: JPN, exporter: CAN, sector: goods, change: $cheaper}}]\n"
           "contingencies:\n  - {name: calm, probability: %s}\n"
           "  - {name: storm, probability: %s, include: [storm]}\n"
           "range: {draws: 3, elasticities: {sector: all, spread: 20 %%}, variables: {cheaper: {uniform: [-8 %%, -2 "
           "%%]}}}\n",
           lever, strcmp(storm, "40 %") == 0 ? "60 %" : "50 %", storm);
  support_write(file("which.yaml"), text);
  support_write(file("storm.yaml"), "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n");
  assert_ok(context, tw_decision_open(context, file("which.yaml"), &decision));
  hold_decision(decision);
  assert_ok(context, tw_decide(context, decision, saved, &settings, options, &verdict));
  hold_verdict(verdict);
  assert_ok(context, tw_verdict_write(context, verdict, into, "test"));
  unlink(file("which.yaml"));
  unlink(file("storm.yaml"));
}

static void reconcile_into(const char *into, const char *theta, double labour)
{
  tw_scenario *scenario = NULL;
  tw_reconciliation *r = NULL;
  tw_reconcile options;
  char text[256];
  const tw_settings settings = settings_of();
  tw_reconcile_default(&options);
  options.elasticity = 4.5;
  options.labour_elasticity = labour;
  options.elasticities = file("theta.csv");
  snprintf(text, sizeof text, "sector,trade_elasticity\nC29,%s\n", theta);
  support_write(file("theta.csv"), text);
  support_write(file("shock.yaml"), "scenario: shock\npolicy:\n"
                                    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n");
  assert_ok(context, tw_scenario_open(context, file("shock.yaml"), &scenario));
  hold_scenario(scenario);
  assert_ok(context, tw_reconcile_run(context, saved, scenario, &settings, &options, &r));
  hold_reconciliation(r);
  assert_ok(context, tw_reconciliation_write(context, r, into, "test"));
  unlink(file("shock.yaml"));
  unlink(file("theta.csv"));
}

static int fresh(void **state)
{
  (void)state;
  const tw_range_options range = {.sectors = 1};
  snprintf(place, sizeof place, "%s", support_temp_folder("place"));
  snprintf(world_file, sizeof world_file, "%s", file("three.tww"));
  for (int i = 0; i < KINDS; i++) snprintf(folder[i], sizeof folder[i], "%s", file(names[i]));
  assert_ok(context, tw_world_save(context, world, world_file));
  assert_ok(context, tw_world_open(context, world_file, &saved));
  hold_world(saved);
  range_into(folder[RANGE], "15 pp", &range);
  decide_into(folder[DECIDE], "japan", "40 %", NULL);
  reconcile_into(folder[RECONCILE], "7", 0.5);
  return 0;
}

static int away(void **state)
{
  support_remove(place);
  return held_teardown(state);
}

static void change(const char *of, const char *name, const char *after, const char *from, const char *to)
{
  support_replace(support_path(of, name), after, from, to);
}

/* Puts another digit first in the last number of the table. */
static void change_last_number(const char *of, const char *name)
{
  const char *path = support_path(of, name);
  size_t i;
  char *text = support_read(path, &i);
  while (i && (text[i - 1] < '0' || text[i - 1] > '9')) i--;
  while (i && text[i - 1] != ',') i--;
  assert_true(i > 0);
  i += text[i] == '-';
  text[i] = text[i] == '9' ? '8' : (char)(text[i] + 1);
  support_write(path, text);
  free(text);
}

/* ---------------------------------------------------------------- replay */

static void all_kinds_come_out_again(void **state)
{
  (void)state;
  static const int tables[KINDS] = {5, 3, 1};
  for (int i = 0; i < KINDS; i++) {
    tw_trace *trace = replay_of(folder[i], NULL);
    const tw_trace_table *t;
    assert_true(tw_trace_agrees(trace));
    assert_null(tw_trace_input(trace, 0));
    assert_int_equal(tw_trace_tables(trace, &t), tables[i]);
    for (int k = 0; k < tables[i]; k++) {
      assert_true(t[k].numbers > 10);
      assert_int_equal(t[k].differ, 0);
    }
  }
}

/* Central values and the three quantiles of each column but those of the decomposition and of real GDP; nobody is counted
 * in this world. */
static void quantiles_are_drawn_again(void **state)
{
  (void)state;
  tw_trace *trace = replay_of(folder[RANGE], NULL);
  assert_int_equal(table_of(trace, "regions.csv")->numbers, 3 * (25 + 3 * 17));
  assert_int_equal(table_of(trace, "drivers.csv")->numbers, 3 * 4);
  change(folder[RANGE], "run.json", "\"range\": {", "\"seed\": 7", "\"seed\": 8");
  trace = replay_of(folder[RANGE], NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(table_of(trace, "regions.csv")->beyond > 10);
  assert_int_equal(table_of(trace, "trade.csv")->differ, 0);
}

static void options_of_a_range_are_those_asked_for(void **state)
{
  (void)state;
  static const tw_range_options options[] = {{.draws = 5},
                                             {.draws = 4, .seed = 3, .drivers = -1, .sectors = 1},
                                             {.drivers = 3, .seed = 123456789012345678},
                                             {.draws = 4, .trade = 1, .decomposition = 1}};
  for (int i = 0; i < 4; i++) {
    char name[16];
    snprintf(name, sizeof name, "option-%d", i);
    const char *into = file(name);
    range_into(into, "15 pp", &options[i]);
    tw_trace *trace = replay_of(into, NULL);
    assert_true(tw_trace_agrees(trace));
  }
}

static void a_changed_number_is_found(void **state)
{
  (void)state;
  static const struct {
    int kind;
    const char *table;
  } cases[] = {{RANGE, "regions.csv"},   {RANGE, "sectors.csv"},     {RANGE, "drivers.csv"},
               {DECIDE, "decision.csv"}, {DECIDE, "break_even.csv"}, {RECONCILE, "reconcile.csv"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *of = folder[cases[i].kind], *path = support_path(of, cases[i].table);
    char *kept = support_read(path, NULL), words[64];
    snprintf(words, sizeof words, "%s is not as the run wrote it", cases[i].table);
    change_last_number(of, cases[i].table);
    tw_trace *trace = replay_of(of, NULL);
    assert_false(tw_trace_agrees(trace));
    assert_int_equal(table_of(trace, cases[i].table)->beyond + table_of(trace, cases[i].table)->only_first, 1);
    assert_true(says(trace, words));
    trace = diff_of(of, of);
    assert_true(says(trace, words));
    support_write(path, kept);
    free(kept);
    trace = replay_of(of, NULL);
    assert_true(tw_trace_agrees(trace));
  }
}

/* The lever chosen is a word: another one makes a row that only one side has. */
static void a_changed_choice_is_found(void **state)
{
  (void)state;
  char *text = support_read(support_path(folder[DECIDE], "choices.csv"), NULL);
  int japan = strstr(text, "CAN,expected_value,japan") != NULL;
  free(text);
  change(folder[DECIDE], "choices.csv", "CAN,expected_value", japan ? "japan" : "nothing", japan ? "nothing" : "japan");
  tw_trace *trace = replay_of(folder[DECIDE], NULL);
  const tw_trace_table *t = table_of(trace, "choices.csv");
  assert_false(tw_trace_agrees(trace));
  assert_int_equal(t->only_first, 1);
  assert_string_equal(t->row_names[0], japan ? "CAN expected_value nothing" : "CAN expected_value japan");
  assert_string_equal(t->row_names[1], japan ? "CAN expected_value japan" : "CAN expected_value nothing");
}

static void a_changed_text_is_found(void **state)
{
  (void)state;
  change(folder[DECIDE], "decision.json", "\"draws\"", "\"used\": 3", "\"used\": 2");
  tw_trace *trace = replay_of(folder[DECIDE], NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "decision.json is not as the run wrote it"));
  change(folder[RECONCILE], "run.json", "theta.csv", "C29,7", "C29,8");
  trace = replay_of(folder[RECONCILE], NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "theta.csv in run.json is not the one that was solved"));
  assert_int_equal(table_of(trace, "reconcile.csv")->differ, 6); /* one variant, three regions */
  change(folder[RANGE], "run.json", "spreads.csv", "C29,5,1", "C29,5,2");
  trace = replay_of(folder[RANGE], NULL);
  assert_false(tw_trace_agrees(trace));
  assert_true(says(trace, "spreads.csv in run.json is not"));
}

static void options_of_a_reconciliation_are_taken(void **state)
{
  (void)state;
  change(folder[RECONCILE], "run.json", "\"options\"", "\"elasticity\": 4.5", "\"elasticity\": 5.5");
  tw_trace *trace = replay_of(folder[RECONCILE], NULL);
  assert_false(tw_trace_agrees(trace));
}

/* A reconciliation has tables also when one of its variants was not solved. */
static void certificates(void **state)
{
  (void)state;
  change(folder[RECONCILE], "run.json", "\"outcome\"", "\"certified\": true", "\"certified\": false");
  tw_trace *trace = replay_of(folder[RECONCILE], NULL);
  assert_true(tw_trace_agrees(trace));
  change(folder[DECIDE], "run.json", "\"outcome\"", "\"certified\": true", "\"certified\": false");
  assert_fails(context, tw_replay_folder(context, folder[DECIDE], NULL, &trace), TW_BAD_INPUT, "no certified solution");
}

static void shards_and_interruptions(void **state)
{
  (void)state;
  const tw_decide_options shard = {.draws = 5, .shard = 2, .shards = 2};
  tw_trace *trace = NULL;
  decide_into(file("shard"), "japan", "40 %", &shard);
  trace = replay_of(file("shard"), NULL);
  assert_true(tw_trace_agrees(trace));
  change(file("shard"), "run.json", "\"draws\": {", "\"finished\": 2", "\"finished\": 3");
  assert_fails(context, tw_replay_folder(context, file("shard"), NULL, &trace), TW_BAD_INPUT,
               "3 draws were finished, and its options give 2");
  change(folder[DECIDE], "run.json", "\"draws\": {", "\"interrupted\": false", "\"interrupted\": true");
  assert_fails(context, tw_replay_folder(context, folder[DECIDE], NULL, &trace), TW_BAD_INPUT, "was interrupted after");
  change(folder[RANGE], "run.json", "\"kind\"", "\"range\"", "\"game\"");
  assert_fails(context, tw_replay_folder(context, folder[RANGE], NULL, &trace), TW_BAD_INPUT,
               "expected run, range, decide, reconcile, plants, dependence, food, exposure, accounts, routes, market or stress");
}

/* ---------------------------------------------------------------- diff */

static void inputs_of_decisions_are_named(void **state)
{
  (void)state;
  const tw_decide_options options = {.draws = 4, .seed = 9};
  decide_into(file("other"), "nippon", "50 %", &options);
  tw_trace *trace = diff_of(folder[DECIDE], file("other"));
  assert_true(says(trace, "the lines that differ in the decision's file"));
  assert_true(says(trace, "the lever japan is in the first alone"));
  assert_true(says(trace, "the lever nippon is in the second alone"));
  assert_false(says(trace, "the lever nothing"));
  assert_true(says(trace, "the contingency storm, probability: 0.4 and 0.5"));
  assert_true(says(trace, "the seed: 1 and 9"));
  assert_true(says(trace, "the option draws: 3 and 4"));
  assert_false(says(trace, "the setting"));
  assert_true(table_of(trace, "choices.csv")->differ > 0);
  assert_int_equal(table_of(trace, "decision.csv")->only_first, 4);
  assert_true(table_of(trace, "break_even.csv")->only_first > 0);
}

static void inputs_of_ranges_are_named(void **state)
{
  (void)state;
  const tw_range_options options = {.draws = 8, .drivers = 5};
  range_into(file("other"), "10 pp", &options);
  tw_trace *trace = diff_of(folder[RANGE], file("other"));
  assert_true(says(trace, "+   variables: {duty: {uniform: [10 pp, 35 pp]}}"));
  assert_true(says(trace, "the option draws: 6 and 8"));
  assert_true(says(trace, "the option sectors: yes and no"));
  assert_true(says(trace, "the base points of the drivers: 4 and 5"));
  assert_true(
      says(trace, "the parameter duty, distribution: uniform between 15 pp and 35 pp and uniform between 10 pp"));
  assert_false(says(trace, "the parameter elasticity"));
  assert_int_equal(table_of(trace, "regions.csv")->columns_first, 0);
  assert_true(strncmp(table_of(trace, "sectors.csv")->column_names[0], "_p05, _p50 and _p95 of output_pct", 33) == 0);
  assert_true(table_of(trace, "regions.csv")->differ > 10);
}

static void inputs_of_reconciliations_are_named(void **state)
{
  (void)state;
  reconcile_into(file("other"), "8", 0.3);
  tw_trace *trace = diff_of(folder[RECONCILE], file("other"));
  assert_true(says(trace, "the option labour_elasticity: 0.5 and 0.3"));
  assert_true(says(trace, "- C29,7"));
  assert_true(says(trace, "+ C29,8"));
  assert_false(says(trace, "the option year"));
  assert_int_equal(table_of(trace, "reconcile.csv")->differ, 12);
}

static void kinds_are_named(void **state)
{
  (void)state;
  tw_trace *trace = diff_of(folder[RANGE], folder[DECIDE]);
  assert_true(says(trace, "the first is of a range, the second of a decision, so no table is on both sides"));
  assert_false(tw_trace_agrees(trace));
  assert_true(table_of(trace, "regions.csv")->in_first && !table_of(trace, "regions.csv")->in_second);
  assert_true(!table_of(trace, "decision.csv")->in_first && table_of(trace, "decision.csv")->in_second);
  for (int i = 0; i < KINDS; i++) {
    trace = diff_of(folder[i], folder[i]);
    assert_true(tw_trace_agrees(trace));
    assert_true(says(trace, i == DECIDE ? "nothing: world, decision" : "nothing: world, scenario"));
  }
}

/* ---------------------------------------------------------------- memory */

/* Nearly all requests are those of the range, the decision or the reconciliation that is solved again, and their own
 * tests fail each of them. */
static void every_allocation_may_fail(void **state)
{
  (void)state;
  const tw_range_options few = {.draws = 2, .drivers = -1};
  const tw_decide_options none = {.draws = 0};
  range_into(file("few"), "15 pp", &few);
  decide_into(file("none"), "japan", "40 %", &none);
  traced_folders of[] = {
      {file("few"), folder[RANGE]}, {file("none"), folder[RANGE]}, {folder[RECONCILE], folder[RANGE]}};
  for (int i = 0; i < 3; i++) assert_true(support_fail_some(trace_in_little_memory, &of[i], 7) > 1000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, away)
  const struct CMUnitTest tests[] = {
      TEST(all_kinds_come_out_again),
      TEST(quantiles_are_drawn_again),
      TEST(options_of_a_range_are_those_asked_for),
      TEST(a_changed_number_is_found),
      TEST(a_changed_choice_is_found),
      TEST(a_changed_text_is_found),
      TEST(options_of_a_reconciliation_are_taken),
      TEST(certificates),
      TEST(shards_and_interruptions),
      TEST(inputs_of_decisions_are_named),
      TEST(inputs_of_ranges_are_named),
      TEST(inputs_of_reconciliations_are_named),
      TEST(kinds_are_named),
      TEST(every_allocation_may_fail),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
