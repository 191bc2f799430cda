/* A host whose locale has a decimal comma: all that the library reads and writes is as under any other one. Runs,
 * ranges, decisions and reconciliations are made twice under the C locale and once under the other; a line that is the
 * same in the first two (the others hold times) must be the same in the third. */
#include "comma.h"
#include "three.h"

static tw_context *context;
static char *said; /* notes, errors and sentences, by line */

static void say(const char *line)
{
  size_t before = said ? strlen(said) : 0;
  said = realloc(said, before + strlen(line) + 2);
  assert_non_null(said);
  snprintf(said + before, strlen(line) + 2, "%s\n", line);
}

static void on_line(void *user, int level, const char *line)
{
  (void)user, (void)level;
  say(line);
}

static const char scenario_text[] =
    "scenario: t\n"
    "policy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 2.5 pp}\n"
    "  - quota: {importer: JPN, exporter: CAN, sector: A01, to: 80.5 %, owner: importer}\n"
    "  - transfer: {from: CAN, to: USA, amount: 0.25 %}\n"
    "closure:\n"
    "  scale: {sector: C29, elasticity: 0.25}\n"
    "range: {draws: 4, elasticities: {sector: all, spread: 12.5 %}, drivers: 4}\n";

static const char decision_text[] =
    "decide: d\n"
    "regions: [CAN]\n"
    "levers:\n"
    "  - {name: nothing, cost: 0.25 %}\n"
    "  - {name: b, policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: -5.5 %}}]}\n"
    "contingencies:\n"
    "  - {name: x, probability: 33.3333 %}\n"
    "  - {name: y, probability: 66.6666 %, policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 4.5 "
    "pp}}]}\n"
    "range: {draws: 4}\n";

static void fails(const char *rule)
{
  char text[512];
  tw_scenario *scenario;
  snprintf(text, sizeof text, "scenario: t\npolicy:\n  - %s\n", rule);
  assert_int_equal(tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario), TW_BAD_INPUT);
  say(tw_error(context));
}

/* Everything once, its tables into the folder. */
static void all_of_it(const char *folder)
{
  tw_settings settings;
  tw_world *made, *world;
  tw_scenario *scenario;
  tw_solver *solver;
  tw_result *result;
  tw_range_result *range;
  tw_decision *decision;
  tw_verdict *verdict;
  tw_explanation *explanation;
  tw_headline headline;
  const char *text;
  support_temp_folder(folder);
  const char *to = support_temp(folder);
  free(said);
  said = NULL;
  tw_settings_default(&settings);
  assert_ok(context, tw_settings_set(context, &settings, "tolerance", "0.5e-9"));
  assert_int_equal(tw_settings_set(context, &settings, "tolerance", "0,5e-9"), TW_USAGE);
  say(tw_error(context));
  settings.threads = 1;
  assert_ok(context, three_new(context, &made));
  assert_ok(context, tw_world_write_folder(context, made, support_path(to, "world")));
  assert_ok(context, tw_world_open(context, support_path(to, "world"), &world));
  say(tw_world_text(world, "sha256"));
  assert_ok(context, tw_scenario_parse(context, scenario_text, strlen(scenario_text), "t.yaml", &scenario));
  assert_ok(context, tw_scenario_explain(context, scenario, world, 0, &explanation));
  for (int i = 0; (text = tw_explanation_sentence(explanation, i)); i++) say(text);
  const tw_rule_effect *effect;
  for (int i = 0, n = tw_explanation_effects(explanation, &effect); i < n; i++) say(effect[i].words);
  tw_explanation_free(explanation);
  assert_ok(context, tw_solver_new(context, world, &settings, &solver));
  assert_ok(context, tw_solve(solver, scenario, &result));
  assert_true(tw_result_info(result)->outcome > 0);
  assert_ok(context, tw_result_headline(context, result, 0, &headline));
  say(headline.text);
  assert_ok(context, tw_result_write(context, result, support_path(to, "run"), "c"));
  assert_ok(context, tw_range(context, world, scenario, &settings, NULL, &range));
  for (int i = 0; (text = tw_range_note(range, i)); i++) say(text);
  assert_ok(context, tw_range_write(context, range, support_path(to, "range"), "c"));
  assert_ok(context, tw_decision_parse(context, decision_text, strlen(decision_text), "d.yaml", &decision));
  assert_ok(context, tw_decide(context, decision, world, &settings, NULL, &verdict));
  for (int i = 0; (text = tw_verdict_sentence(verdict, 0, i)); i++) say(text);
  assert_ok(context, tw_verdict_write(context, verdict, support_path(to, "decide"), "c"));
  tw_trace *trace;
  assert_ok(context, tw_results_diff(context, support_path(to, "run"), support_path(to, "range"), &trace));
  for (int i = 0; (text = tw_trace_input(trace, i)); i++) say(text);
  tw_trace_free(trace);
  fails("tariff: {importer: USA, exporter: CAN, sector: goods, to: 250 bp}");
  fails("tariff: {importer: USA, exporter: CAN, sector: goods, to: 0.25}");
  fails("transfer: {from: CAN, to: USA, amount: 2500 USD}");
  tw_verdict_free(verdict);
  tw_decision_free(decision);
  tw_range_free(range);
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_world_free(made);
}

/* A line of run.json that tells the time: two runs may agree in it by chance, a third need not. */
static int tells_time(const char *line, size_t length)
{
  static const char *const key[] = {"finished", "load",  "base",  "new",    "decomposition",
                                    "write",    "total", "draws", "central"};
  static const char *const quote[] = {"\"", "&#34;"}; /* as it stands in JSON, and in a plain page */
  size_t start = 0;
  if (length > 80 || memchr(line, '[', length)) return 0; /* columns of the page */
  while (start < length && line[start] == ' ') start++;
  static const char day[] = "<dd>2000-00-00T"; /* of a plain page: when it was finished, which its row before names */
  size_t same = 0;
  while (same < sizeof day - 1 && start + same < length &&
         (line[start + same] == day[same] ||
          (line[start + same] >= '0' && line[start + same] <= '9' && day[same] <= '9' && day[same] >= '0')))
    same++;
  if (same == sizeof day - 1) return 1;
  for (int q = 0; q < 2; q++)
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
      char wanted[64];
      int n = snprintf(wanted, sizeof wanted, "%s%s%s", quote[q], key[k], quote[q]);
      if (length - start > (size_t)n && memcmp(line + start, wanted, (size_t)n) == 0) return 1;
    }
  return 0;
}

static int has_decimal_comma(const char *line, size_t length)
{
  for (size_t i = 1; i + 1 < length; i++)
    if (line[i] == ',' && line[i - 1] >= '0' && line[i - 1] <= '9' && line[i + 1] >= '0' && line[i + 1] <= '9')
      return 1;
  return 0;
}

/* The lines of two texts that agree must be in the third; where they tell the time, it has no decimal comma. */
static int differences(const char *name, const char *a, const char *b, const char *c)
{
  int wrong = 0, compared = 0;
  while (*a && *b && *c) {
    size_t of_a = strcspn(a, "\n"), of_b = strcspn(b, "\n"), of_c = strcspn(c, "\n");
    if (tells_time(a, of_a)) {
      wrong += has_decimal_comma(c, of_c);
    } else if (of_a == of_b && memcmp(a, b, of_a) == 0) {
      compared++;
      if (of_a != of_c || memcmp(a, c, of_a) != 0) {
        if (wrong++ < 3) print_error("%s: %.*s\n  instead of %.*s\n", name, (int)of_c, c, (int)of_a, a);
      }
    }
    a += of_a + (a[of_a] != 0);
    b += of_b + (b[of_b] != 0);
    c += of_c + (c[of_c] != 0);
  }
  if (*a || *b || *c) print_error("%s: not as many lines\n", name);
  return wrong + (compared == 0) + (*a || *b || *c);
}

static void a_decimal_comma_changes_nothing(void **state)
{
  (void)state;
  static const char *const files[] = {"world/sectors.csv",   "world/regions.csv",   "run/regions.csv",
                                      "run/limits.csv",      "run/trade.csv",       "run/run.json",
                                      "run/report.html",     "range/regions.csv",   "range/drivers.csv",
                                      "decide/decision.csv", "decide/decision.json"};
  char *words[3];
  context = tw_context_new(NULL);
  tw_set_log(context, on_line, NULL);
  static const char *const folder[] = {"one", "two", "comma"};
  for (int i = 0; i < 3; i++) {
    if (i == 2) comma_begin();
    all_of_it(folder[i]);
    char text[16];
    snprintf(text, sizeof text, "%.1f", 1.5);
    assert_string_equal(text, i == 2 ? "1,5" : "1.5"); /* the host's own printing is left alone */
    if (i == 2) comma_end();
    words[i] = said;
    said = NULL;
  }
  int wrong = differences("what is said", words[0], words[1], words[2]);
  for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
    char *text[3];
    for (int i = 0; i < 3; i++) {
      text[i] = support_read(support_path(support_temp(folder[i]), files[f]), NULL);
      if (!text[i]) fail_msg("no %s", files[f]);
    }
    wrong += differences(files[f], text[0], text[1], text[2]);
    for (int i = 0; i < 3; i++) free(text[i]);
  }
  for (int i = 0; i < 3; i++) free(words[i]);
  tw_context_free(context);
  assert_int_equal(wrong, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_decimal_comma_changes_nothing)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
