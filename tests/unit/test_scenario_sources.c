/* Comments of a scenario: which belong to which line, whatever quotes, blocks and `#` there are; and as the sources of
 * amounts and variables. */
#include "context.h"

#include "scenario/rules.h"

static tw_scenario *scenario;

static int teardown(void **state)
{
  (void)state;
  tw_scenario_free(scenario);
  scenario = NULL;
  return 0;
}

/* ---------------------------------------------------------------- comments */

/* expected: the comment of each line, NULL: none; '!' in front: it stands alone. */
static void assert_comments(const char *text, const char *const *expected, int count)
{
  twi_yaml_comment *comment;
  int lines;
  assert_ok(context, twi_yaml_comments(context, text, strlen(text), &comment, &lines));
  assert_true(lines >= count);
  for (int i = 0; i < lines; i++) {
    const char *wanted = i < count ? expected[i] : NULL;
    if (!wanted != !comment[i].text)
      fail_msg("line %d of %s: %.*s", i + 1, text, (int)comment[i].length, comment[i].text ? comment[i].text : "");
    if (!wanted) continue;
    int alone = *wanted == '!';
    assert_int_equal(comment[i].length, strlen(wanted + alone));
    assert_memory_equal(comment[i].text, wanted + alone, comment[i].length);
    assert_int_equal(comment[i].alone, alone);
  }
  twi_free(context, comment);
}
#define ASSERT_COMMENTS(text, ...)                                                                                     \
  do {                                                                                                                 \
    const char *const expected_comments[] = {__VA_ARGS__};                                                             \
    assert_comments(text, expected_comments, sizeof expected_comments / sizeof *expected_comments);                    \
  } while (0)

static void comments(void **state)
{
  (void)state;
  ASSERT_COMMENTS("a: 1 # one\nb: 2\n## alone ##  \n  #x\nc: 3 #\n", "one", NULL, "!alone ##", "!x", "");
  ASSERT_COMMENTS("a: 'x # y' # one\nb: \"x # y\\\" # z\" # two\nc: x#y # three\nd: it''s # four\n", "one", "two",
                  "three", "four");
  ASSERT_COMMENTS("a: 'x # y\n  # inside\n  z # w' # one\nb: 1 # two", NULL, NULL, "one", "two");
  ASSERT_COMMENTS("a: |\n  x # y\n  # inside\n# after\nb: >-\n  # inside\nc: 1 # one\n", NULL, NULL, NULL, "!after",
                  NULL, NULL, "one");
  ASSERT_COMMENTS("a: {b: 1, # one\n # alone\n c: [2, # two\n 3]} # three\n", "one", "!alone", "two", "three");
  ASSERT_COMMENTS("é: \"\xe2\x82\xac # x\" # caf\xc3\xa9\r\nb: 1 # two\r# three\n", "caf\xc3\xa9", "two", "!three");
  ASSERT_COMMENTS("\xef\xbb\xbf# one\na: 1 # two\n", "!one", "two");
  ASSERT_COMMENTS("- a # one\n-\n  - b # two\n  # alone\n- c: 1\t# tab\n", "one", NULL, "two", "!alone", "tab");
  ASSERT_COMMENTS("", NULL);
  ASSERT_COMMENTS("a: [ # one\n", "one"); /* broken later: the parser's to say */
}

/* Any bytes are gone through without harm. */
static void any_bytes(void **state)
{
  (void)state;
  support_random random = {7};
  static const char pieces[] = "a: #'\"|>-[]{},\n\r\t &*!%@`\xc2\x85\xe2\x80\xa8\xff";
  for (int round = 0; round < 2000; round++) {
    char text[64];
    size_t n = (size_t)support_below(&random, sizeof text);
    for (size_t i = 0; i < n; i++) text[i] = pieces[support_below(&random, sizeof pieces - 1)];
    char *copy = malloc(n ? n : 1); /* with nothing after it, so that the sanitizer sees a step beyond */
    assert_non_null(copy);
    memcpy(copy, text, n);
    twi_yaml_comment *comment;
    int lines;
    assert_ok(context, twi_yaml_comments(context, copy, n, &comment, &lines));
    for (int i = 0; i < lines; i++)
      if (comment[i].text) assert_true(comment[i].text >= copy && comment[i].text + comment[i].length <= copy + n);
    twi_free(context, comment);
    free(copy);
  }
}

/* ---------------------------------------------------------------- sources */

static void assert_source(const twi_amount *amount, const char *source)
{
  if (!source) {
    if (amount->source) fail_msg("found the source %s", amount->source);
    return;
  }
  assert_non_null(amount->source);
  assert_string_equal(amount->source, source);
}

static void sources(void **state)
{
  (void)state;
  static const char text[] = "from: 2026\n"
                             "until: 2030\n"
                             "# not of a variable\n"
                             "variables:\n"
                             "  duty: 25 pp   # Proclamation 10908\n"
                             "  # two lines\n"
                             "  # above\n"
                             "  cut: 5 %\n"
                             "\n"
                             "  bare: 3 %\n"
                             "  # a note\n"
                             "  late: # beside its name\n"
                             "    4 %\n"
                             "policy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, add: 5 pp} # own\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, add: $duty}\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, add: $duty} # own first\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, change: -$cut}\n"
                             "  # above the rule\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, change: $bare}\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, change: $bare}\n"
                             "  # above\n"
                             "  - tariff: # beside\n"
                             "      importer: USA # who\n"
                             "      exporter: CAN\n"
                             "      sector: all\n"
                             "      change:\n"
                             "        2026: 5 % # first\n"
                             "        2028: 6 %\n"
                             "        2030: 7 % # last\n"
                             "  - tariff: # beside\n"
                             "      {importer: USA, exporter: CAN, sector: 'all # 1', to: tariff_pct}\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all,\n"
                             "             to: tariff_pct} # a column\n"
                             "  - ban: {importer: USA, exporter: CAN, sector: all} # of a ban\n"
                             "  - preference:\n"
                             "      importer: USA\n"
                             "      exporter: CAN\n"
                             "      sector: all\n"
                             "      utilisation: 70 % # used\n"
                             "      preferential: 0 %\n"
                             "      mfn: tariff_pct # the column\n"
                             "      elasticity: 8 # xi\n"
                             "  # a note\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: all, change: $late}\n"
                             "notes: |\n"
                             "  # not a comment\n";
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  static const char *const expected[] = {"own", "Proclamation 10908", "own first", NULL,       NULL,
                                         NULL,  "first; last",        "beside",    "a column", "of a ban",
                                         NULL,  "beside its name"};
  assert_int_equal(scenario->rule_count, 12);
  for (int i = 0; i < 12; i++) assert_source(&scenario->rule[i].amount, expected[i]);
  const twi_amount *named = scenario->rule[10].named;
  assert_source(&named[TWI_UTILISATION], "used");
  assert_source(&named[TWI_PREFERENTIAL], NULL);
  assert_source(&named[TWI_MFN], "the column");
  assert_source(&named[TWI_ELASTICITY], "xi");
}

/* The comments of a file are its own: lines of an included one do not count in the one that includes it. */
static void sources_of_included_files(void **state)
{
  (void)state;
  support_write(support_temp("a.yaml"), "include: b\npolicy:\n"
                                        "  - productivity: {region: CAN, sector: all, change: $x}\n"
                                        "  - productivity: {region: CAN, sector: all, change: 1 %} # in a\n");
  support_write(support_temp("b.yaml"), "# in b, 1\nvariables:\n  x: 2 % # of x\npolicy: # in b, 2\n"
                                        "  - productivity: {region: CAN, sector: all, change: 3 %} # in b, 3\n");
  assert_ok(context, tw_scenario_open(context, support_temp("a.yaml"), &scenario));
  assert_int_equal(scenario->rule_count, 3);
  assert_source(&scenario->rule[0].amount, "in b, 3");
  assert_source(&scenario->rule[1].amount, "of x");
  assert_source(&scenario->rule[2].amount, "in a");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {TEST(comments), TEST(any_bytes), TEST(sources), TEST(sources_of_included_files)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
