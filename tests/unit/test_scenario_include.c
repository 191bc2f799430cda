/* Scenarios that name others: include and against; what is taken over, in which order, how files are found, digests. */
#include "group.h"

#include "base/digest.h"
#include "scenario/rules.h"

static tw_scenario *scenario;

static int teardown(void **state)
{
  (void)state;
  tw_scenario_free(scenario);
  scenario = NULL;
  *noted = 0;
  return 0;
}

static void put(const char *name, const char *text)
{
  support_write(support_temp(name), text);
}

static void open_file(const char *name)
{
  teardown(NULL);
  assert_ok(context, tw_scenario_open(context, support_temp(name), &scenario));
}

/* A rule that is known by its number. */
#define RULE(number) "  - productivity: {region: CAN, sector: all, change: " #number " %}\n"

/* The numbers and depths of the rules in their order: "1/0 2/1". */
static void assert_rules(const char *expected)
{
  char found[256] = "";
  for (int i = 0; i < scenario->rule_count; i++) {
    size_t used = strlen(found);
    snprintf(found + used, sizeof found - used, "%s%g/%d", i ? " " : "", 100 * scenario->rule[i].amount.value[0],
             scenario->rule[i].of_include);
  }
  assert_string_equal(found, expected);
}

/* ---------------------------------------------------------------- include */

static void order_and_depth(void **state)
{
  (void)state;
  support_temp_folder("deep");
  put("deep/c.yaml", "policy:\n" RULE(1));
  put("deep/b.yaml", "include: [c]\npolicy:\n" RULE(2) RULE(3));
  put("d.yaml", "policy:\n" RULE(4));
  put("a.yaml", "policy:\n" RULE(5) "include: [deep/b, ./d.yaml]\n");
  open_file("a.yaml");
  assert_rules("1/2 2/1 3/1 4/1 5/0");
  assert_string_equal(scenario->rule[0].node->origin, support_temp("deep/c.yaml"));
  assert_int_equal(scenario->trees, 4);
  put("one.yaml", "include: deep/../d\npolicy: []\n");
  open_file("one.yaml");
  assert_rules("4/1");
  assert_string_equal(scenario->rule[0].node->origin, support_temp("d.yaml"));
}

static void only_rules_groups_and_variables(void **state)
{
  (void)state;
  put("in.yaml", "scenario: inner\ntitle: Inner\nworld: small2014\nnotes: inner\nfrom: 2026\nuntil: 2030\n"
                 "against: nowhere-at-all\nclosure: {deficits: zero, scale: {sector: all, elasticity: 0.1}}\n"
                 "capital: {share: 40 %, depreciation: 6 %, saving_rate: 22 %}\n"
                 "groups: {regions: {NORTH: [CAN]}}\nvariables: {x: 7 %, unused: 1 %}\npolicy:\n" RULE(1));
  put("out.yaml", "include: in\npolicy:\n  - productivity: {region: NORTH, sector: all, change: $x}\n");
  open_file("out.yaml");
  assert_rules("1/1 7/0");
  assert_null(strstr(noted, "unused")); /* an unused variable of an included file is that file's affair */
  assert_non_null(strstr(noted, "what it says of deficits is left out"));
  assert_non_null(strstr(noted, "what it says of scale is left out"));
  assert_string_equal(tw_scenario_text(scenario, "scenario"), "out");
  assert_string_equal(tw_scenario_text(scenario, "title"), "out");
  assert_null(tw_scenario_text(scenario, "world"));
  assert_null(tw_scenario_text(scenario, "notes"));
  assert_null(tw_scenario_text(scenario, "against"));
  assert_int_equal(tw_scenario_from(scenario), 0);
  assert_int_equal(scenario->capital.on, 0);
  assert_int_equal(scenario->deficits, TWI_DEFICITS_FIXED);
  assert_int_equal(scenario->entry_count, 0);
  assert_int_equal(scenario->group_count, 1);
}

/* By year is allowed by the years of the file that is opened. */
static void years_of_the_opened_file(void **state)
{
  (void)state;
  put("path.yaml", "from: 2026\nuntil: 2030\npolicy:\n  - labour: {region: CAN, change: {2026: 0 %, 2030: 5 %}}\n");
  put("years.yaml", "include: path\nfrom: 2026\nuntil: 2028\n");
  put("none.yaml", "include: path\n");
  open_file("years.yaml");
  assert_int_equal(scenario->rule[0].amount.count, 2);
  assert_int_equal(tw_scenario_until(scenario), 2028);
  tw_scenario *none;
  assert_fails(context, tw_scenario_open(context, support_temp("none.yaml"), &none), TW_BAD_INPUT,
               "path.yaml:4:35: change: found an amount by year, but the scenario has no years");
}

static void once(void **state)
{
  (void)state;
  put("base.yaml", "variables: {x: 1 %}\npolicy:\n" RULE(1));
  put("left.yaml", "include: base\npolicy:\n  - productivity: {region: CAN, sector: all, change: 2 $x}\n");
  put("right.yaml", "include: base\npolicy:\n  - productivity: {region: CAN, sector: all, change: 3 $x}\n");
  put("both.yaml", "include: [left, right]\n");
  open_file("both.yaml");
  assert_rules("1/2 2/1 3/1");
  assert_non_null(strstr(noted, "right.yaml:1:10: "));
  assert_non_null(strstr(noted, "base.yaml is included already: its rules apply once"));
}

static void built_in_ones(void **state)
{
  (void)state;
  tw_scenario *alone;
  assert_ok(context, tw_scenario_open(context, "cusma-to-mfn", &alone));
  put("last.yaml", "policy:\n" RULE(4));
  put("b.yaml", "include: [cusma-to-mfn, last]\npolicy:\n" RULE(5));
  open_file("b.yaml");
  assert_int_equal(scenario->rule_count, alone->rule_count + 2);
  assert_string_equal(scenario->rule[0].node->origin, "cusma-to-mfn");
  tw_scenario_free(alone);
  put("far.yaml", "include: nowhere-at-all\n");
  assert_fails(context, tw_scenario_open(context, support_temp("far.yaml"), &alone), TW_BAD_INPUT,
               "far.yaml:1:10: include: there is no file and no built-in scenario \"nowhere-at-all\"; built in are ");
  assert_non_null(strstr(tw_error(context), "us-tariff-canada"));
}

static void eight_deep(void **state)
{
  (void)state;
  for (int i = 0; i < 10; i++) {
    char name[32], text[64];
    snprintf(name, sizeof name, "level%d.yaml", i);
    snprintf(text, sizeof text, i < 9 ? "include: level%d\n" : "scenario: last\n", i + 1);
    put(name, text);
  }
  open_file("level1.yaml"); /* eight files below it */
  assert_int_equal(scenario->trees, 9);
  tw_scenario *none;
  assert_fails(context, tw_scenario_open(context, support_temp("level0.yaml"), &none), TW_BAD_INPUT,
               "more than 8 files, each including the next");
}

/* ---------------------------------------------------------------- against */

static void against(void **state)
{
  (void)state;
  put("other.yaml", "scenario: the-other\nclosure: {deficits: zero}\nagainst: nowhere-at-all\npolicy:\n" RULE(1));
  put("plain.yaml", "policy:\n" RULE(2));
  static const struct {
    const char *text, *against;
    twi_deficits deficits, against_deficits;
  } cases[] = {
      {"against: other\n", "the-other", TWI_DEFICITS_FIXED, TWI_DEFICITS_ZERO},
      {"against: {scenario: other.yaml}\nclosure: {deficits: proportional}\n", "the-other", TWI_DEFICITS_PROPORTIONAL,
       TWI_DEFICITS_ZERO},
      {"against: {scenario: other, deficits: proportional}\n", "the-other", TWI_DEFICITS_FIXED,
       TWI_DEFICITS_PROPORTIONAL},
      {"against: plain\nclosure: {deficits: proportional}\n", "plain", TWI_DEFICITS_PROPORTIONAL,
       TWI_DEFICITS_PROPORTIONAL},
      {"against: {deficits: zero}\n", NULL, TWI_DEFICITS_FIXED, TWI_DEFICITS_ZERO},
      {"closure: {deficits: zero}\n", NULL, TWI_DEFICITS_ZERO, TWI_DEFICITS_ZERO},
      {"include: plain\nagainst: plain\n", "plain", TWI_DEFICITS_FIXED, TWI_DEFICITS_FIXED},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    put("mine.yaml", cases[i].text);
    open_file("mine.yaml");
    assert_int_equal(scenario->deficits, cases[i].deficits);
    assert_int_equal(scenario->against_deficits, cases[i].against_deficits);
    assert_string_equal(tw_scenario_text(scenario, "deficits"), twi_deficits_word(cases[i].deficits));
    assert_string_equal(tw_scenario_text(scenario, "against_deficits"), twi_deficits_word(cases[i].against_deficits));
    const char *name = tw_scenario_text(scenario, "against");
    assert_int_equal(name != NULL, cases[i].against != NULL);
    if (name) assert_string_equal(name, cases[i].against);
    if (name) assert_int_equal(scenario->against->rule_count, 1);
  }
}

/* ---------------------------------------------------------------- digests */

static void digest_of(const char *name, char digest[65])
{
  open_file(name);
  snprintf(digest, 65, "%s", tw_scenario_text(scenario, "sha256"));
}

static void digests(void **state)
{
  (void)state;
  static const char inner[] = "policy:\n" RULE(1), outer[] = "include: i\n", alone[] = "policy:\n" RULE(1) "#\n";
  char found[65], expected[65], first[65], changed[65];
  put("i.yaml", inner);
  digest_of("i.yaml", found);
  assert_ok(context, twi_digest_of(context, inner, strlen(inner), expected));
  assert_string_equal(found, expected); /* of the file alone, as ever */

  put("o.yaml", outer);
  digest_of("o.yaml", first);
  char both[129];
  assert_ok(context, twi_digest_of(context, outer, strlen(outer), both));
  assert_ok(context, twi_digest_of(context, inner, strlen(inner), both + 64));
  assert_ok(context, twi_digest_of(context, both, 128, expected));
  assert_string_equal(first, expected);
  put("i.yaml", alone);
  digest_of("o.yaml", changed);
  assert_string_not_equal(first, changed);

  put("v.yaml", "against: i\n");
  digest_of("v.yaml", first);
  put("i.yaml", inner);
  digest_of("v.yaml", changed);
  assert_string_not_equal(first, changed);
  static const char compared[] = "against: i\n";
  assert_ok(context, twi_digest_of(context, compared, strlen(compared), both));
  assert_ok(context, twi_digest_of(context, inner, strlen(inner), both + 64));
  assert_ok(context, twi_digest_of(context, both, 128, expected));
  assert_string_equal(changed, expected);
}

/* ---------------------------------------------------------------- memory */

static tw_status open_all(tw_context *ctx, void *user)
{
  tw_scenario *s;
  tw_status status = tw_scenario_open(ctx, user, &s);
  assert_true((status == TW_OK) == (s != NULL));
  tw_scenario_free(s);
  return status;
}

static tw_status open_circle(tw_context *ctx, void *user)
{
  tw_scenario *s;
  tw_status status = tw_scenario_open(ctx, user, &s);
  assert_null(s);
  return status == TW_BAD_INPUT ? TW_OK : status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  put("x.yaml", "variables: {x: 1 %}\npolicy:\n" RULE(1));
  put("y.yaml", "include: x\npolicy:\n" RULE(1));
  put("z.yaml", "include: [x, y]\nagainst: {scenario: y, deficits: zero}\n");
  put("p.yaml", "include: q\n");
  put("q.yaml", "include: p\n");
  char path[4096];
  snprintf(path, sizeof path, "%s", support_temp("z.yaml"));
  assert_true(support_fail_each(open_all, path) > 100);
  snprintf(path, sizeof path, "%s", support_temp("p.yaml"));
  assert_true(support_fail_each(open_circle, path) > 20);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {
      TEST(order_and_depth),
      TEST(only_rules_groups_and_variables),
      TEST(once),
      TEST(years_of_the_opened_file),
      TEST(built_in_ones),
      TEST(eight_deep),
      TEST(against),
      TEST(digests),
      TEST(memory_fails_cleanly),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup_noting, group_teardown));
}
