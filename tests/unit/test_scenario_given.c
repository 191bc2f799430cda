/* Amounts of variables and a rule of deficits that a caller gives instead of the file's: in included files and in what is
 * compared with, too, with the messages of a file, kept in run.json so that a replay solves the same, and leaving a
 * scenario as it was after an error. */
#include "fixture.h"
#include "held.h"

#include "ensemble/parameters.h"
#include "scenario/given.h"
#include "scenario/rules.h"

static const char with_variable[] = "scenario: t\nvariables:\n  duty: 25 pp # of the file\n  half: 0.5 $duty\npolicy:\n"
                                    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
                                    "  - tariff: {importer: CAN, exporter: USA, sector: goods, add: $half}\n";
static const char by_hand[] = "scenario: t\npolicy:\n"
                              "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp}\n"
                              "  - tariff: {importer: CAN, exporter: USA, sector: goods, add: 5 pp}\n";

static tw_scenario *parsed(fixture *f, const char *text)
{
  tw_scenario *scenario = NULL;
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test.yaml", &scenario));
  return hold_scenario(scenario);
}

static tw_result *solved(fixture *f, const tw_scenario *scenario)
{
  tw_result *result = NULL;
  if (!f->solver) assert_ok(f->ctx, tw_solver_new(f->ctx, f->world, &f->settings, &f->solver));
  assert_ok(f->ctx, tw_solve(f->solver, scenario, &result));
  assert_true(tw_result_info(result)->outcome > 0);
  return hold_result(result);
}

static void same_income(const tw_result *a, const tw_result *b)
{
  const double *x = tw_result_column(a, TW_REGIONS, "real_income_pct");
  const double *y = tw_result_column(b, TW_REGIONS, "real_income_pct");
  assert_memory_equal(x, y, 3 * sizeof(double));
}

static void an_amount_stands_for_the_files(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  tw_scenario *s = parsed(f, with_variable), *plain = parsed(f, with_variable);
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "duty", "40 pp"));
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "duty", "10 pp")); /* the last one holds */
  tw_result *result = solved(f, s);
  same_income(result, solved(f, parsed(f, by_hand)));
  assert_true(strcmp(tw_scenario_text(s, "sha256"), tw_scenario_text(plain, "sha256")) != 0);
  const tw_rule_effect *effects;
  assert_int_equal(tw_result_effects(result, &effects), 2);
  assert_string_equal(effects[0].source, "--set duty=10 pp");
  assert_string_equal(tw_scenario_variable(s, 0), "duty");
  assert_string_equal(tw_scenario_variable(s, 1), "half");
  assert_null(tw_scenario_variable(s, 2));
  assert_null(tw_scenario_variable(s, -1));
}

static void what_is_given_is_solved_again(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  f->settings.report = 0;
  tw_scenario *s = parsed(f, with_variable);
  assert_ok(f->ctx, tw_scenario_use_deficits(f->ctx, s, "zero"));
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "duty", "10 pp"));
  twi_scenario_file *files;
  int count;
  tw_scenario *again = NULL;
  assert_ok(f->ctx, twi_scenario_files(f->ctx, s, &files, &count));
  assert_int_equal(count, 3);
  assert_string_equal(files[1].name, "--deficits");
  assert_string_equal(files[1].text, "zero");
  assert_string_equal(files[2].name, "--set duty");
  assert_string_equal(files[2].text, "10 pp");
  assert_ok(f->ctx, twi_scenario_read_stored(f->ctx, files, count, &again));
  twi_scenario_files_free(f->ctx, files, count);
  hold_scenario(again);
  assert_string_equal(tw_scenario_text(again, "sha256"), tw_scenario_text(s, "sha256"));
  assert_string_equal(tw_scenario_text(again, "deficits"), "zero");
  assert_string_equal(tw_scenario_text(again, "against_deficits"), "zero");
  same_income(solved(f, again), solved(f, s));
  /* With a choice of elasticities after it, whose file must stay the last. */
  const char *path = support_temp("theta.csv");
  support_write(path, "sector,estimate\nall,7\n");
  assert_ok(f->ctx, tw_scenario_use_elasticities(f->ctx, s, path));
  tw_result *chosen = solved(f, s);
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "duty", "10 pp"));
  same_income(solved(f, s), chosen);
  assert_string_equal(tw_scenario_text(s, "elasticities"), path);
}

static void the_closure_is_that_of_both_sides(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  tw_scenario *s = parsed(f, "scenario: t\nclosure: {deficits: zero}\nagainst: {deficits: fixed}\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp}\n");
  assert_non_null(tw_scenario_text(s, "warning"));
  assert_ok(f->ctx, tw_scenario_use_deficits(f->ctx, s, "Proportional")); /* in any case, as in a file */
  assert_null(tw_scenario_text(s, "warning"));
  assert_non_null(strstr(tw_scenario_text(s, "comparison"), "on both sides (--deficits)"));
  tw_scenario *other = parsed(f, "scenario: t\nclosure: {deficits: proportional}\npolicy:\n"
                                 "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 10 pp}\n");
  same_income(solved(f, s), solved(f, other));
  assert_int_equal(tw_scenario_use_deficits(f->ctx, s, "proportionl"), TW_USAGE);
  assert_non_null(strstr(tw_error(f->ctx), "did you mean proportional?"));
  assert_string_equal(tw_scenario_text(s, "deficits"), "proportional");
}

/* Variables of a file that is included, and of the one in `against`. */
static void other_files_have_variables_too(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  support_write(support_temp("base.yaml"), "scenario: base\nvariables: {floor: 2 pp}\npolicy:\n"
                                           "  - tariff: {importer: USA, exporter: JPN, sector: all, add: $floor}\n");
  support_write(support_temp("more.yaml"), "scenario: more\nvariables: {duty: 25 pp}\npolicy:\n"
                                           "  - tariff: {importer: USA, exporter: CAN, sector: all, add: $duty}\n");
  const char *path = support_temp("top.yaml");
  support_write(path, "scenario: top\nagainst: base\ninclude: [more]\n");
  tw_scenario *s = NULL;
  assert_ok(f->ctx, tw_scenario_open(f->ctx, path, &s));
  hold_scenario(s);
  assert_string_equal(tw_scenario_variable(s, 0), "duty");
  assert_string_equal(tw_scenario_variable(s, 1), "floor");
  assert_null(tw_scenario_variable(s, 2));
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "floor", "7 pp"));
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "duty", "9 pp"));
  const tw_rule_effect *effects;
  tw_result *result = solved(f, s);
  int count = tw_result_effects(result, &effects), found = 0;
  for (int i = 0; i < count; i++) {
    const char *source = effects[i].against ? "--set floor=7 pp" : "--set duty=9 pp";
    assert_string_equal(effects[i].source, source);
    assert_close(effects[i].after - effects[i].before, effects[i].against ? 0.07 : 0.09, 1e-12);
    found++;
  }
  assert_int_equal(found, 2);
}

static void what_does_not_fit_is_said(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  static const struct {
    const char *name, *amount;
    tw_status status;
    const char *expected;
  } wrong[] = {
      {"dutty", "1 pp", TW_BAD_INPUT, "there is no variable \"dutty\" in test.yaml; did you mean duty?"},
      {"zzzzzz", "1 pp", TW_BAD_INPUT, "there is no variable \"zzzzzz\" in test.yaml; it has duty, half"},
      {"duty", "10", TW_BAD_INPUT, "--set duty=10: duty: \"10\" has no unit; write 10 pp"},
      {"duty", "10 %", TW_BAD_INPUT, "--set duty=10 %: duty: \"10 %\" is a percentage, expected an amount in percentage points such as 25 pp"},
      {"duty", "10 ppp", TW_BAD_INPUT, "--set duty=10 ppp"},
      {"duty", "$half", TW_BAD_INPUT, "unknown variable \"half\""},
      {"duty", "1 pp\npolicy: []", TW_BAD_INPUT, "expected one amount"},
      {"duty", "", TW_USAGE, "found no amount"},
      {"", "1 pp", TW_USAGE, "found no name"},
      {"duty", "-300 pp", TW_OK, NULL}, /* fits nowhere, which is known when there is a world */
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    tw_scenario *s = parsed(f, with_variable);
    char before[65];
    strcpy(before, tw_scenario_text(s, "sha256"));
    tw_status status = tw_scenario_set(f->ctx, s, wrong[i].name, wrong[i].amount);
    if (status != wrong[i].status) fail_msg("%s=%s: %s", wrong[i].name, wrong[i].amount, tw_error(f->ctx));
    if (!wrong[i].expected) continue;
    if (!strstr(tw_error(f->ctx), wrong[i].expected)) fail_msg("%s, expected %s", tw_error(f->ctx), wrong[i].expected);
    assert_string_equal(tw_scenario_text(s, "sha256"), before);
  }
  tw_scenario *none = parsed(f, by_hand);
  assert_int_equal(tw_scenario_set(f->ctx, none, "duty", "1 pp"), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(f->ctx), "which has none"));
}

static void what_is_given_is_not_drawn(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  char text[1024];
  snprintf(text, sizeof text,
           "%srange: {draws: 5, variables: {duty: {uniform: [5 pp, 40 pp]}, half: {uniform: [1 pp, 9 pp]}}}\n",
           with_variable);
  tw_scenario *s = parsed(f, text);
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "duty", "10 pp"));
  twi_parameters *p = NULL;
  assert_ok(f->ctx, twi_parameters_new(f->ctx, s, f->world, &p));
  assert_int_equal(p->count, 1);
  assert_string_equal(p->parameter[0].name, "half");
  twi_parameters_free(p);
  assert_ok(f->ctx, tw_scenario_set(f->ctx, s, "half", "5 pp"));
  assert_int_equal(twi_parameters_new(f->ctx, s, f->world, &p), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(f->ctx), "nothing is left to draw"));
}

static void a_decision_takes_both(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  static const char text[] =
      "decide: d\nregions: [CAN]\nvariables: {cut: -3 %%}\nlevers:\n  - {name: nothing}\n  - name: open\n"
      "    policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: %s, both_ways: true}}]\n"
      "contingencies: [{name: calm}]\n";
  char asks[1024], says[1024];
  snprintf(asks, sizeof asks, text, "$cut");
  snprintf(says, sizeof says, text, "-8 %");
  tw_decision *d[2];
  tw_verdict *v[2];
  const tw_decide_options options = {.draws = 0};
  for (int i = 0; i < 2; i++) {
    const char *own = i ? says : asks;
    assert_ok(f->ctx, tw_decision_parse(f->ctx, own, strlen(own), "d.yaml", &d[i]));
    hold_decision(d[i]);
    if (i == 0) assert_ok(f->ctx, tw_decision_set(f->ctx, d[i], "cut", "-8 %"));
    assert_ok(f->ctx, tw_decision_use_deficits(f->ctx, d[i], "zero"));
    assert_ok(f->ctx, tw_decide(f->ctx, d[i], f->world, &f->settings, &options, &v[i]));
    hold_verdict(v[i]);
    assert_string_equal(tw_decision_text(d[i], "deficits"), "zero");
  }
  for (int l = 0; l < 2; l++)
    assert_true(tw_verdict_cell(v[0], 0, l, 0)->central == tw_verdict_cell(v[1], 0, l, 0)->central);
  assert_int_equal(tw_decision_set(f->ctx, d[0], "cutt", "-8 %"), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(f->ctx), "did you mean cut?"));
  assert_int_equal(tw_decision_use_deficits(f->ctx, d[0], "none"), TW_USAGE);
}

/* Every allocation of both fails in turn, and the scenario is as it was. */
static tw_status give_both(tw_context *ctx, void *user)
{
  tw_scenario *s = NULL;
  (void)user;
  tw_status status = tw_scenario_parse(ctx, with_variable, strlen(with_variable), "test.yaml", &s);
  if (status == TW_OK) {
    char before[65];
    strcpy(before, tw_scenario_text(s, "sha256"));
    status = tw_scenario_set(ctx, s, "duty", "10 pp");
    if (status != TW_OK) assert_string_equal(tw_scenario_text(s, "sha256"), before);
  }
  if (status == TW_OK) status = tw_scenario_use_deficits(ctx, s, "zero");
  tw_scenario_free(s);
  return status;
}

static void memory_may_fail(void **state)
{
  (void)state;
  assert_true(support_fail_each(give_both, NULL) > 50);
}

static int teardown(void **state)
{
  held_teardown(state);
  return fixture_teardown(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {TEST(an_amount_stands_for_the_files),
                                     TEST(what_is_given_is_solved_again),
                                     TEST(the_closure_is_that_of_both_sides),
                                     TEST(other_files_have_variables_too),
                                     TEST(what_does_not_fit_is_said),
                                     TEST(what_is_given_is_not_drawn),
                                     TEST(a_decision_takes_both),
                                     TEST(memory_may_fail)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
