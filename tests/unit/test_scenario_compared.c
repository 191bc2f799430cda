/* What is compared with what: the sentence with both closures, the warning where they differ with the line to write
 * instead, and closures of included files that do not hold. */
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

static void open_text(const char *text)
{
  teardown(NULL);
  support_write(support_temp("mine.yaml"), text);
  assert_ok(context, tw_scenario_open(context, support_temp("mine.yaml"), &scenario));
}

static const char *text_of(const char *field)
{
  return tw_scenario_text(scenario, field);
}

#define RULE "policy:\n  - productivity: {region: CAN, sector: all, change: 1 %}\n"

/* The line that is told makes the closures agree. */
static void check_line(const char *rest)
{
  char text[1024], line[256];
  snprintf(line, sizeof line, "%s", text_of("against_line"));
  snprintf(text, sizeof text, "%s\n%s", line, rest);
  open_text(text);
  assert_null(text_of("warning"));
  assert_null(text_of("against_line"));
  assert_string_equal(text_of("against_deficits"), text_of("deficits"));
}

static void warnings(void **state)
{
  (void)state;
  support_write(support_temp("other.yaml"), "scenario: the-other\nclosure: {deficits: fixed}\n" RULE);
  support_write(support_temp("an other's.yaml"), "scenario: quoted\nclosure: {deficits: zero}\n" RULE);
  static const struct {
    const char *against, *rest, *line, *part; /* line NULL: no warning */
  } cases[] = {
      {"against: other\n", "closure: {deficits: zero}\n" RULE, "against: {scenario: other, deficits: zero}",
       "trade deficits are at zero with the policy, and fixed in what it is compared with, the scenario the-other."},
      {"against: {scenario: other.yaml}\n", "closure: {deficits: proportional}\n" RULE,
       "against: {scenario: other.yaml, deficits: proportional}",
       "in proportion to value added with the policy, and fixed in"},
      {"against: {scenario: other, deficits: zero}\n", RULE, "against: {scenario: other, deficits: fixed}",
       "trade deficits are fixed with the policy, and at zero in"},
      {"against: {deficits: fixed}\n", "closure: {deficits: zero}\n" RULE, "against: {deficits: zero}",
       "the equilibrium without policy. "},
      {"against: \"an other's\"\n", RULE, "against: {scenario: 'an other''s', deficits: fixed}",
       "or in the closure `deficits: zero`."},
      {"against: other\n", RULE, NULL, NULL},
      {"", "closure: {deficits: zero}\n" RULE, NULL, NULL},
      {"against: {scenario: other, deficits: zero}\n", "closure: {deficits: zero}\n" RULE, NULL, NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[1024];
    snprintf(text, sizeof text, "%s%s", cases[i].against, cases[i].rest);
    open_text(text);
    if (!cases[i].line) {
      assert_null(text_of("warning"));
      assert_null(text_of("against_line"));
      continue;
    }
    assert_string_equal(text_of("against_line"), cases[i].line);
    assert_non_null(strstr(text_of("warning"), cases[i].line));
    assert_non_null(strstr(text_of("warning"), cases[i].part));
    check_line(cases[i].rest);
  }
}

static void parts(void **state)
{
  (void)state;
  static const struct {
    const char *closure, *parts, *says;
  } cases[] = {
      {"closure: {deficits: zero}\n", "", "trade deficits are at zero on both sides."},
      {"closure: {labour: {region: CAN, rigid_wage: nominal}}\n", "rigid_nominal_wage",
       "fixed on both sides; both sides have a wage that does not fall."},
      {"closure: {labour: [{region: all, supply_elasticity: 0.5}, {region: CAN, rigid_wage: real}], scale: {sector: "
       "goods, elasticity: 0.1}}\n",
       "labour_supply rigid_real_wage scale",
       "labour supply that answers the real wage, a real wage that does not fall, economies of scale."},
      {"closure: {production: {region: all, sector: all, inputs: 0.5}}\n", "production", "substitution in production."},
      /* written down, and off */
      {"closure: {labour: {region: all, supply_elasticity: 0}, scale: {sector: all, elasticity: 0}, production: "
       "{region: all, sector: all, value_added: 1, inputs: 1}}\n",
       "", "fixed on both sides."},
      {"from: 2026\nuntil: 2027\ncapital: {share: 40 %, depreciation: 6 %, saving_rate: 22 %}\n", "capital",
       "both sides have capital that accumulates."},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[1024];
    snprintf(text, sizeof text, "%s%s", cases[i].closure, RULE);
    open_text(text);
    assert_string_equal(text_of("closure_parts"), cases[i].parts);
    assert_non_null(strstr(text_of("comparison"), "Compared with the equilibrium without policy; trade deficits are "));
    assert_non_null(strstr(text_of("comparison"), cases[i].says));
  }
  open_text("against: {deficits: proportional}\n" RULE);
  assert_non_null(strstr(text_of("comparison"), "fixed with the policy and in proportion to value added in what it is "
                                                "compared with."));
}

static void left_out(void **state)
{
  (void)state;
  support_write(support_temp("jobs.yaml"),
                "scenario: jobs\nclosure: {deficits: fixed, labour: {region: CAN, rigid_wage: real}}\n" RULE);
  support_write(support_temp("zero.yaml"), "closure: {deficits: zero}\n");
  open_text("include: jobs\n");
  assert_non_null(strstr(text_of("left_out"), "jobs.yaml:2: the closure of an included file does not hold here: what "
                                              "it says of labour is left out"));
  assert_null(strstr(text_of("left_out"), "of deficits"));
  open_text("include: [zero, jobs]\n");
  assert_non_null(strstr(text_of("left_out"), "zero.yaml:1"));
  assert_non_null(strstr(text_of("left_out"), "what it says of deficits is left out"));
  assert_non_null(strstr(text_of("left_out"), "what it says of labour"));
  /* What the file says itself is no accident. */
  open_text("include: [zero, jobs]\nclosure: {deficits: fixed, labour: {region: all, supply_elasticity: 0.5}}\n");
  assert_null(text_of("left_out"));
  open_text("include: zero\nclosure: {deficits: zero}\n");
  assert_null(text_of("left_out"));
  for (int i = 0; tw_scenario_builtin(i); i++) {
    teardown(NULL);
    assert_ok(context, tw_scenario_open(context, tw_scenario_builtin(i), &scenario));
    assert_null(text_of("left_out"));
    assert_null(text_of("warning"));
  }
}

/* A built-in scenario is listed where its world is built in; the others open by their names. */
static void listed(void **state)
{
  (void)state;
  int count = 0;
  for (; tw_scenario_builtin(count); count++) {
    const char *name = tw_scenario_builtin(count);
    assert_string_not_equal(name, "nafta1993");
    teardown(NULL);
    assert_ok(context, tw_scenario_open(context, name, &scenario));
    const char *world = text_of("world");
    int found = !world;
    for (int i = 0; world && tw_world_builtin(i); i++) found |= strcmp(world, tw_world_builtin(i)) == 0;
    assert_true(found);
  }
  assert_true(count >= 20);
  teardown(NULL);
  assert_ok(context, tw_scenario_open(context, "nafta1993", &scenario));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(warnings, teardown),
      cmocka_unit_test_teardown(parts, teardown),
      cmocka_unit_test_teardown(left_out, teardown),
      cmocka_unit_test_teardown(listed, teardown),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
