/* Decisions on a small world: cells are the scenarios they stand for, draws are common to all cells, the answer has the
 * same bits for any number of threads and with a store, and files that are refused say where and why
 * (tests/bad/decisions, by goldens.h). */
#include "base/context.h"
#include "goldens.h"
#include "group.h"

static const char text[] =
    "decide: small\n"
    "regions: [CAN, JPN]\n"
    "closure: {deficits: zero}\n"
    "against: {deficits: zero}\n"
    "variables: {cut: -6 %}\n"
    "levers:\n"
    "  - {name: nothing}\n"
    "  - name: japan\n"
    "    policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: $cut, both_ways: true}}]\n"
    "  - name: usa\n"
    "    policy: [{barrier: {importer: CAN, exporter: USA, sector: goods, change: -5 %, both_ways: true}}]\n"
    "  - {name: idle}\n"
    "contingencies:\n"
    "  - {name: calm, probability: 70 %}\n"
    "  - name: storm\n"
    "    probability: 30 %\n"
    "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]\n"
    "range:\n"
    "  draws: 12\n"
    "  elasticities: {sector: all, spread: 30 %}\n"
    "  variables: {cut: {uniform: [-12 %, -1 %]}}\n";

static tw_decision *parse(const char *words)
{
  tw_decision *d = NULL;
  tw_status status = tw_decision_parse(context, words, strlen(words), "small.yaml", &d);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  return d;
}

/* Probabilities sum to 100 % within the rounding of people, and are then scaled to it, which is told. */
static void probabilities_are_rounded(void **state)
{
  (void)state;
  static const struct {
    const char *each[3], *wrong; /* NULL: taken */
  } cases[] = {{{"33.3333 %", "33.3333 %", "33.3333 %"}, NULL},
               {{"33.3333 %", "33.3333 %", "33.3334 %"}, NULL},
               {{"33.3334 %", "33.3333 %", "33.3334 %"}, NULL},
               {{"33.33 %", "33.33 %", "33.33 %"},
                "t.yaml:5:1: the probabilities sum to 99.99 %, expected 100 % within 0.001 %; write more digits, as in "
                "33.3333 %"},
               {{"33 %", "33 %", "33 %"}, "t.yaml:5:1: the probabilities sum to 99 %, expected 100 % within 0.001 %"},
               {{"33.3333 %", "33.3333 %", "33.335 %"}, "t.yaml:5:1: the probabilities sum to 100.0016 %"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char words[512];
    tw_decision *d = NULL;
    snprintf(words, sizeof words,
             "decide: d\nregions: [CAN]\nlevers: [{name: a}, {name: b}]\n\ncontingencies:\n"
             "  - {name: x, probability: %s}\n  - {name: y, probability: %s}\n  - {name: z, probability: %s}\n",
             cases[i].each[0], cases[i].each[1], cases[i].each[2]);
    *noted = 0;
    tw_set_log(context, take_note, NULL);
    tw_status status = tw_decision_parse(context, words, strlen(words), "t.yaml", &d);
    tw_set_log(context, NULL, NULL);
    if (cases[i].wrong) {
      assert_fails(context, status, TW_BAD_INPUT, cases[i].wrong);
      continue;
    }
    assert_ok(context, status);
    double sum = 0;
    for (int c = 0; c < 3; c++) sum += tw_decision_probability(d, c);
    assert_true(fabs(sum - 1) < 1e-15);
    if (i == 1)
      assert_string_equal(noted, "");
    else
      assert_true(strstr(noted, "t.yaml:5: the probabilities sum to") && strstr(noted, "were scaled to 100 %"));
    tw_decision_free(d);
  }
}

static tw_verdict *decide(const tw_decision *d, int draws, int threads, const char *store)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  const tw_decide_options options = {.draws = draws, .store = store};
  tw_verdict *v = NULL;
  tw_status status = tw_decide(context, d, world, &settings, &options, &v);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  return v;
}

/* Every number of two verdicts, bit by bit. */
static void same_bits(const tw_verdict *a, const tw_verdict *b)
{
  const tw_verdict_info *info = tw_verdict_about(a);
  assert_int_equal(info->used, tw_verdict_about(b)->used);
  for (int r = 0; r < info->regions; r++) {
    assert_memory_equal(tw_verdict_region_at(a, r), tw_verdict_region_at(b, r), sizeof(tw_verdict_region));
    for (int l = 0; l < info->levers; l++) {
      const tw_lever *x = tw_verdict_lever(a, r, l), *y = tw_verdict_lever(b, r, l);
      assert_memory_equal(&x->expected, &y->expected, sizeof x->expected);
      assert_memory_equal(&x->best, &y->best, sizeof x->best);
      for (int c = 0; c < info->contingencies; c++) {
        const tw_cell *p = tw_verdict_cell(a, r, l, c), *q = tw_verdict_cell(b, r, l, c);
        assert_memory_equal(p, q, 6 * sizeof(double));
      }
    }
  }
}

static void cells_are_their_scenarios(void **state)
{
  (void)state;
  static const char *const alone =
      "scenario: alone\nclosure: {deficits: zero}\nagainst: {deficits: zero}\npolicy:\n"
      "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}\n"
      "  - barrier: {importer: CAN, exporter: JPN, sector: all, change: -6 %, both_ways: true}\n";
  tw_decision *d = parse(text);
  tw_verdict *v = decide(d, 0, 1, NULL);
  assert_int_equal(tw_verdict_about(v)->outcome, TW_CERTIFIED);
  assert_int_equal(tw_verdict_about(v)->regions, 2);
  tw_scenario *scenario;
  tw_solver *solver;
  tw_result *result;
  assert_int_equal(tw_scenario_parse(context, alone, strlen(alone), "alone", &scenario), TW_OK);
  assert_int_equal(tw_solver_new(context, world, NULL, &solver), TW_OK);
  assert_int_equal(tw_solve(solver, scenario, &result), TW_OK);
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  static const int regions[] = {CAN, JPN};
  for (int r = 0; r < 2; r++) {
    assert_int_equal(tw_verdict_region_at(v, r)->region, regions[r]);
    assert_close(tw_verdict_cell(v, r, 1, 1)->central, income[regions[r]], 1e-8);
    assert_true(tw_verdict_cell(v, r, 0, 0)->central == 0 || fabs(tw_verdict_cell(v, r, 0, 0)->central) < 1e-8);
    assert_true(isnan(tw_verdict_cell(v, r, 1, 1)->mean));
    /* the choice is made of what the table shows */
    double most = -INFINITY;
    int best = -1;
    for (int l = 0; l < 4; l++) {
      double e = 0.7 * tw_verdict_cell(v, r, l, 0)->central + 0.3 * tw_verdict_cell(v, r, l, 1)->central;
      assert_close(tw_verdict_lever(v, r, l)->expected, e, 1e-12);
      if (e > most) {
        most = e;
        best = l;
      }
    }
    assert_int_equal(tw_verdict_region_at(v, r)->expected, best);
    assert_int_equal(tw_verdict_lever(v, r, 3)->same, 0);
  }
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_verdict_free(v);
  tw_decision_free(d);
}

static void threads_and_store_leave_the_bits(void **state)
{
  (void)state;
  tw_decision *d = parse(text);
  const char *file = support_temp("draws.store");
  tw_verdict *one = decide(d, -1, 1, NULL), *two = decide(d, -1, 2, NULL), *kept = decide(d, -1, 2, file);
  assert_int_equal(tw_verdict_about(one)->draws, 12);
  assert_int_equal(tw_verdict_about(one)->used, 12);
  same_bits(one, two);
  same_bits(one, kept);
  tw_verdict *again = decide(d, -1, 1, file); /* nothing is left to solve */
  same_bits(one, again);
  /* a store of other draws is refused */
  tw_verdict *other = NULL;
  const tw_decide_options options = {.draws = 13, .store = file};
  assert_int_equal(tw_decide(context, d, world, NULL, &options, &other), TW_BAD_INPUT);
  assert_null(other);
  tw_verdict_free(again);
  tw_verdict_free(kept);
  tw_verdict_free(two);
  tw_verdict_free(one);
  tw_decision_free(d);
}

/* Cancels in the midst of the draws. */
static void cancel_late(void *user, const tw_progress *progress)
{
  (void)user;
  if (strcmp(progress->what, "draws") == 0 && progress->done > 0.2) tw_cancel(context);
}

static void stopped_and_started_again(void **state)
{
  (void)state;
  tw_decision *d = parse(text);
  const char *file = support_temp("stopped.store");
  tw_verdict *whole = decide(d, 300, 2, NULL);
  tw_set_progress(context, cancel_late, NULL);
  tw_verdict *part = decide(d, 300, 2, file);
  tw_set_progress(context, NULL, NULL);
  tw_resume(context);
  const tw_verdict_info *info = tw_verdict_about(part);
  assert_int_equal(info->interrupted, 1);
  assert_in_range(info->finished, 60, 300);
  assert_int_equal(info->used, info->finished);
  assert_non_null(tw_verdict_sentence(part, 0, 0));
  tw_verdict *rest = decide(d, 300, 1, file);
  assert_int_equal(tw_verdict_about(rest)->interrupted, 0);
  assert_int_equal(tw_verdict_about(rest)->used, 300);
  same_bits(whole, rest);
  tw_verdict_free(rest);
  tw_verdict_free(part);
  tw_verdict_free(whole);
  tw_decision_free(d);
}

static int level_told = -1;

static void take_level(void *user, int level, const char *line)
{
  (void)user;
  (void)line;
  level_told = level;
}

/* Two levers that do the same have the same bits in every draw, and what is drawn matters. */
static void draws_are_common(void **state)
{
  (void)state;
  tw_decision *d = parse(text);
  tw_verdict *v = decide(d, 20, 2, NULL);
  const tw_verdict_info *info = tw_verdict_about(v);
  assert_int_equal(info->used, 20);
  for (int r = 0; r < 2; r++) {
    double share = 0;
    for (int c = 0; c < 2; c++) {
      assert_memory_equal(tw_verdict_cell(v, r, 0, c), tw_verdict_cell(v, r, 3, c), 5 * sizeof(double));
      const tw_cell *japan = tw_verdict_cell(v, r, 1, c);
      assert_true(japan->p05 < japan->p50 && japan->p50 < japan->p95);
      assert_true(japan->p05 < japan->mean && japan->mean < japan->p95);
    }
    for (int l = 0; l < 4; l++) share += tw_verdict_lever(v, r, l)->best;
    assert_close(share, 1, 1e-12);
    assert_int_equal(tw_verdict_lever(v, r, 3)->same, 0);
    assert_true(tw_verdict_region_at(v, r)->worth_both + 1e-15 >= tw_verdict_region_at(v, r)->worth_parameters);
    assert_true(tw_verdict_region_at(v, r)->worth_both + 1e-15 >= tw_verdict_region_at(v, r)->worth_contingency);
    assert_non_null(tw_verdict_sentence(v, r, 0));
  }
  assert_non_null(tw_verdict_sentence(v, -1, 0));
  assert_null(tw_verdict_sentence(v, -1, 99));
  tw_verdict_free(v);
  tw_decision_free(d);
  /* Notes are told but once for all pairs, and what comes after is told again. */
  tw_set_log(context, take_level, NULL);
  twi_log(context, 0, "a note");
  tw_set_log(context, take_note, NULL);
  assert_int_equal(level_told, 0);
}

/* A variable of one contingency: drawn there, certain elsewhere, and elasticities stay as they are. */
static void a_variable_of_one_contingency(void **state)
{
  (void)state;
  static const char some[] = "decide: some\nregions: CAN\nlevers:\n  - {name: nothing}\n  - name: open\n"
                             "    policy: [{barrier: {importer: CAN, exporter: USA, sector: all, change: -5 %}}]\n"
                             "contingencies:\n  - {name: calm}\n  - {name: reviews, include: [reviews]}\n"
                             "range: {draws: 9, variables: {premium: {uniform: [0 %, 4 %]}}}\n";
  tw_decision *d = NULL;
  support_write(support_temp("reviews.yaml"),
                "scenario: reviews\nvariables: {premium: 1 %}\npolicy:\n"
                "  - barrier: {importer: USA, exporter: CAN, sector: all, change: $premium, both_ways: true}\n");
  const char *path = support_temp("some.yaml");
  support_write(path, some);
  assert_int_equal(tw_decision_open(context, path, &d), TW_OK);
  tw_verdict *v = decide(d, -1, 2, NULL);
  assert_int_equal(tw_verdict_about(v)->used, 9);
  for (int l = 0; l < 2; l++) {
    const tw_cell *calm = tw_verdict_cell(v, 0, l, 0), *reviews = tw_verdict_cell(v, 0, l, 1);
    assert_close(calm->p05, calm->p95, 1e-9);
    assert_close(calm->mean, calm->central, 1e-9);
    assert_true(reviews->p95 - reviews->p05 > 0.01);
  }
  tw_verdict_free(v);
  tw_decision_free(d);
}

static void without_an_equilibrium(void **state)
{
  (void)state;
  static const char hopeless[] =
      "decide: hopeless\nregions: CAN\nlevers:\n  - {name: nothing}\n  - name: too-much\n    policy:\n"
      "      - target: {real_income: {region: CAN}, change: +5000 %,\n"
      "                 by: {barrier: {importer: USA, exporter: JPN, sector: A01}}}\n"
      "contingencies:\n  - {name: calm}\n";
  tw_decision *d = parse(hopeless);
  tw_verdict *v = decide(d, 5, 1, NULL);
  const tw_verdict_info *info = tw_verdict_about(v);
  assert_true(info->outcome <= 0);
  assert_int_equal(info->uncertified, 1);
  assert_int_equal(info->failed_lever, 1);
  assert_int_equal(info->failed_contingency, 0);
  assert_int_equal(info->finished, 0);
  assert_non_null(strstr(info->message, "too-much"));
  assert_null(tw_verdict_sentence(v, 0, 0));
  const char *folder = support_temp("hopeless");
  assert_int_equal(tw_verdict_write(context, v, folder, "test"), TW_OK);
  assert_int_equal(access(support_path(folder, "run.json"), F_OK), 0);
  assert_int_not_equal(access(support_path(folder, "decision.csv"), F_OK), 0);
  tw_verdict_free(v);
  tw_decision_free(d);
}

/* Central values alone are no answer where draws were asked for and none has a solution. */
static void no_draw_has_an_equilibrium(void **state)
{
  (void)state;
  static const char poor[] = "decide: poor\nregions: CAN\nlevers:\n  - {name: nothing}\n  - name: open\n"
                             "    policy: [{barrier: {importer: CAN, exporter: USA, sector: all, change: -5 %}}]\n"
                             "contingencies:\n  - {name: calm}\n  - {name: bust, include: [bust]}\n"
                             "range: {draws: 6, variables: {p: {uniform: [LOW]}}}\n";
  static const char *const lows[] = {"-99.99999 %, -99.9 %", "-99.9 %, -93.7 %"};
  support_write(support_temp("bust.yaml"), "scenario: bust\nvariables: {p: -3 %}\npolicy:\n"
                                           "  - productivity: {region: CAN, sector: all, change: $p}\n");
  for (int some = 0; some < 2; some++) {
    char words[1024];
    const char *low = strstr(poor, "LOW"), *path = support_temp("poor.yaml");
    snprintf(words, sizeof words, "%.*s%s%s", (int)(low - poor), poor, lows[some], low + 3);
    support_write(path, words);
    tw_decision *d = NULL;
    assert_int_equal(tw_decision_open(context, path, &d), TW_OK);
    tw_verdict *v = decide(d, -1, 2, NULL);
    const tw_verdict_info *info = tw_verdict_about(v);
    assert_int_equal(info->finished, 6);
    assert_int_equal(info->uncertified, 0);
    assert_null(tw_verdict_failure(v, 0));
    if (some) {
      assert_in_range(info->used, 1, 2);
      assert_int_equal(info->outcome, TW_CERTIFIED);
      assert_non_null(strstr(tw_verdict_sentence(v, -2, 0), "have a certified equilibrium in every pair: what"));
    } else {
      assert_int_equal(info->used, 0);
      assert_int_equal(info->outcome, TW_NO_POSITIVE_INCOME);
      assert_int_equal(info->failed_contingency, 1);
      assert_non_null(strstr(info->message, "contingency bust has none in 6 of them"));
      assert_null(tw_verdict_sentence(v, 0, 0));
      const char *folder = support_temp("poor");
      assert_int_equal(tw_verdict_write(context, v, folder, "test"), TW_OK);
      assert_int_not_equal(access(support_path(folder, "decision.json"), F_OK), 0);
      char *manifest = support_read(support_path(folder, "run.json"), NULL);
      assert_non_null(strstr(manifest, "\"certified\": false"));
      free(manifest);
    }
    tw_verdict_free(v);
    tw_decision_free(d);
  }
}

/* ---------------------------------------------------------------- refused */

static tw_status read_and_decide(const char *name)
{
  tw_decision *d;
  tw_verdict *v;
  const tw_decide_options options = {.draws = 2};
  tw_status status = tw_decision_open(context, name, &d);
  if (status != TW_OK) {
    assert_null(d);
    return status;
  }
  status = tw_decide(context, d, world, NULL, &options, &v);
  if (status != TW_OK) assert_null(v);
  tw_verdict_free(v);
  tw_decision_free(d);
  return status;
}

static void every_message(void **state)
{
  (void)state;
  goldens(context, "tests/bad/decisions", read_and_decide, 25);
}

/* Every allocation of reading and deciding may fail. */
static tw_status read_with(tw_context *ctx, void *user)
{
  (void)user;
  static const char brief[] =
      "decide: brief\nregions: CAN\nvariables: {cut: -6 %}\nlevers:\n  - {name: nothing}\n  - name: japan\n"
      "    policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: $cut}}]\n"
      "contingencies:\n  - {name: calm}\n  - {name: storm}\n"
      "range: {draws: 3, elasticities: {sector: all, spread: 30 %}, variables: {cut: {uniform: [-9 %, -1 %]}}}\n";
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_world *small;
  tw_decision *d;
  tw_verdict *v;
  tw_status status = three_new(ctx, &small);
  if (status != TW_OK) return status;
  status = tw_decision_parse(ctx, brief, strlen(brief), "brief", &d);
  if (status == TW_OK) {
    status = tw_decide(ctx, d, small, &settings, NULL, &v);
    if (status == TW_OK) tw_verdict_free(v);
    tw_decision_free(d);
  }
  tw_world_free(small);
  return status;
}

static void memory_may_run_out(void **state)
{
  (void)state;
  assert_true(support_fail_each(read_with, NULL) > 100);
}

/* A mistake that only a pair has says which pair it is. */
static void includes_that_clash(void **state)
{
  (void)state;
  static const char clash[] = "decide: clash\nregions: CAN\nlevers:\n  - {name: nothing}\n  - {name: five, include: "
                              "[canada-japan-agreement-5]}\ncontingencies:\n  - {name: calm}\n  - {name: ten, include: "
                              "[canada-japan-agreement-10]}\n";
  tw_decision *d;
  assert_int_equal(tw_decision_parse(context, clash, strlen(clash), "clash.yaml", &d), TW_BAD_INPUT);
  assert_null(d);
  assert_string_equal(tw_error(context), "canada-japan-agreement-5:13:3: the variable cheaper is defined already, in "
                                         "canada-japan-agreement-10:13 (lever five, contingency ten)");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(probabilities_are_rounded),
      cmocka_unit_test(cells_are_their_scenarios),
      cmocka_unit_test(threads_and_store_leave_the_bits),
      cmocka_unit_test(stopped_and_started_again),
      cmocka_unit_test(draws_are_common),
      cmocka_unit_test(without_an_equilibrium),
      cmocka_unit_test(every_message),
      cmocka_unit_test(includes_that_clash),
      cmocka_unit_test(memory_may_run_out),
      cmocka_unit_test(a_variable_of_one_contingency),
      cmocka_unit_test(no_draw_has_an_equilibrium),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
