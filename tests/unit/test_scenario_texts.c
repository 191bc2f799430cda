/* Texts in several languages, of scenarios, variables, decisions and worlds; and what rules do as fields, from which
 * other languages make their sentences. */
#include "group.h"

#include "scenario/rules.h"
#include "table/texts.h"

static tw_scenario *scenario;
static tw_decision *decision;

static int teardown(void **state)
{
  (void)state;
  tw_scenario_free(scenario);
  tw_decision_free(decision);
  scenario = NULL;
  decision = NULL;
  return 0;
}

static tw_status parse(const char *text)
{
  tw_scenario_free(scenario);
  return tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario);
}

static void assert_text(const char *field, const char *expected)
{
  const char *text = tw_scenario_text(scenario, field);
  if (strcmp(text ? text : "NULL", expected ? expected : "NULL") != 0)
    fail_msg("%s is %s, expected %s", field, text ? text : "NULL", expected ? expected : "NULL");
}

static void of_a_scenario(void **state)
{
  (void)state;
  assert_ok(context, parse("title: {fr: 'Un  titre', ja: \"\xe9\xa1\x8c\", en: A title}\nnotes:\n  - plain\n"
                           "  - {en: one, fr: un}\n"));
  assert_text("title", "A title");
  assert_text("title.en", "A title");
  assert_text("title.fr", "Un titre");
  assert_text("title.ja", "\xe9\xa1\x8c");
  assert_text("title.de", NULL);
  assert_text("titles", NULL);
  assert_text("notes", "plain\none");
  assert_text("notes.fr", "plain\nun");
  assert_text("notes.ja", NULL);
  assert_ok(context, parse("title: {ja: b, fr: a}\nnotes: {fr: [un, deux]}\n")); /* without English the first */
  assert_text("title", "b");
  assert_text("title.en", NULL);
  assert_text("notes", "un\ndeux");
  assert_text("notes.fr", "un\ndeux");
  assert_ok(context, parse("notes: [{fr: un, en: one}, {ja: b, en: two}]\n")); /* what a language lacks is English */
  assert_text("notes.ja", "one\nb");
  assert_text("notes.fr", "un\ntwo");
  assert_ok(context, parse("scenario: x\ntitle: plain\nnotes: text\n"));
  assert_text("title", "plain");
  assert_text("title.en", NULL); /* nobody says which language it is */
  assert_text("notes.en", NULL);
  assert_ok(context, parse("scenario: x\n"));
  assert_text("title", "x");
  assert_text("title.fr", NULL);
  assert_text("notes", NULL);
}

/* What it is compared with goes by its title. */
static void of_a_reference(void **state)
{
  (void)state;
  assert_ok(context, parse("against: cusma-extended\n"));
  assert_text("against", "cusma-extended");
  assert_text("against_title", "CUSMA is extended to 2042 and US tariffs stay as they were on 1 May 2026");
  assert_non_null(strstr(tw_scenario_text(scenario, "against_title.fr"), "ACEUM"));
  assert_text("against_title.de", NULL);
  assert_ok(context, parse("scenario: x\n"));
  assert_text("against_title", NULL);
}

static void wrong_texts(void **state)
{
  (void)state;
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"title: {en: a, de: b}\n", "t.yaml:1:16: found the key \"de\", expected one of: en, fr, ja"},
      {"title: {EN: a}\n", "t.yaml:1:8: found a mapping of 1 key, expected a title, or one of each language"},
      {"title: {}\n", "t.yaml:1:8: found a mapping of 0 keys, expected a title, or one of each language"},
      {"title: {en: a, fr: }\n", "t.yaml:1:20: found nothing, expected a title"},
      {"title: {en: [a]}\n", "t.yaml:1:13: found a list of 1, expected a title"},
      {"title: {en: {fr: a}}\n", "t.yaml:1:13: found a mapping of 1 key, expected a title"},
      {"title: [a]\n", "t.yaml:1:8: found a list of 1, expected a title"},
      {"notes: [{a: b}]\n", "t.yaml:1:9: found a mapping of 1 key, expected a text"},
      {"notes: {fr: {en: b}}\n", "t.yaml:1:13: found a mapping of 1 key, expected a text"},
      {"variables: {x: {title: a}}\n", "the variable x has a title and no amount"},
      {"variables: {x: {amount: 1 %, titel: a}}\n", "found the key \"titel\"; did you mean title?"},
      {"variables: {x: {amount: 1, title: {en: b, de: a}}}\n", "found the key \"de\""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_status status = parse(cases[i].text);
    if (status != TW_BAD_INPUT || !strstr(tw_error(context), cases[i].message))
      fail_msg("%s: %s", cases[i].text, tw_error(context));
  }
}

static void of_a_variable(void **state)
{
  (void)state;
  assert_ok(context, parse("variables:\n  duty:\n    title: {en: Duty, fr: Droit}\n    amount: 25 pp # a source\n"
                           "  half: 0.5 $duty\npolicy:\n"
                           "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $half}\n"));
  assert_int_equal(scenario->variables, 2);
  assert_string_equal(scenario->variable[0].titles.text, "Duty");
  assert_string_equal(scenario->variable[0].titles.in[1], "Droit");
  assert_null(scenario->variable[0].titles.in[2]);
  assert_string_equal(scenario->variable[0].amount.source, "a source");
  assert_null(scenario->variable[1].titles.text);
  assert_true(scenario->rule[0].amount.value[0] == 0.125);
}

static void of_a_decision(void **state)
{
  (void)state;
  static const char text[] = "decide: d\ntitle: {fr: Titre, en: Title}\nregions: [CAN]\nlevers:\n"
                             "  - {name: a, title: {en: A, ja: B}}\n  - {name: b, title: plain}\n"
                             "contingencies:\n  - {name: c, title: {fr: C}}\n";
  assert_ok(context, tw_decision_parse(context, text, strlen(text), "t.yaml", &decision));
  assert_string_equal(tw_decision_text(decision, "title"), "Title");
  assert_string_equal(tw_decision_text(decision, "title.fr"), "Titre");
  assert_null(tw_decision_text(decision, "title.ja"));
  assert_string_equal(tw_decision_lever(decision, 0, "title"), "A");
  assert_string_equal(tw_decision_lever(decision, 0, "title.ja"), "B");
  assert_null(tw_decision_lever(decision, 0, "title.fr"));
  assert_string_equal(tw_decision_lever(decision, 1, "title"), "plain");
  assert_null(tw_decision_lever(decision, 1, "title.en"));
  assert_string_equal(tw_decision_contingency(decision, 0, "title"), "C");
  assert_string_equal(tw_decision_contingency(decision, 0, "name"), "c");
  assert_string_equal(tw_scenario_text(tw_decision_scenario(decision, 0, 0), "title"), "C; A");
}

static void of_a_world(void **state)
{
  (void)state;
  tw_world *small, *again = NULL;
  assert_ok(context, tw_world_open(context, "small2014", &small));
  assert_string_equal(tw_world_text(small, "title"), "World 2014, 12 regions and 15 sectors");
  assert_string_equal(tw_world_text(small, "title.fr"), "Monde 2014, 12 r\xc3\xa9gions et 15 secteurs");
  assert_null(tw_world_text(small, "title.de"));
  assert_null(tw_world_text(small, "caveat.fr"));
  /* A world made of it keeps the languages of a title that stays. */
  const tw_update how = {.year = 2015};
  tw_status status = tw_world_update(context, small, &how, &again);
  if (status == TW_OK) assert_string_equal(tw_world_text(again, "title.fr"), tw_world_text(small, "title.fr"));
  tw_world_free(again);
  const tw_update named = {.year = 2015, .title = "Another"};
  assert_ok(context, tw_world_update(context, small, &named, &again));
  assert_string_equal(tw_world_text(again, "title"), "Another");
  assert_null(tw_world_text(again, "title.fr"));
  tw_world_free(again);
  tw_world_free(small);
  assert_int_equal(status, TW_OK);
}

static void assert_fields(const char *policy, const char *expected)
{
  char text[1024];
  tw_explanation *explanation;
  const tw_rule_effect *effect;
  snprintf(text, sizeof text, "policy:\n  - %s\n", policy);
  assert_ok(context, parse(text));
  assert_ok(context, tw_scenario_explain(context, scenario, world, 0, &explanation));
  int count = tw_explanation_effects(explanation, &effect);
  assert_int_equal(count, 1);
  if (strcmp(effect->fields, expected) != 0)
    print_error("%s\nis\n%s\nexpected\n%s\n", policy, effect->fields, expected);
  assert_string_equal(effect->fields, expected);
  tw_explanation_free(explanation);
}

static void rules_as_fields(void **state)
{
  (void)state;
  assert_fields("tariff: {importer: USA, exporter: [CAN, JPN], sector: A01, add: 25 pp}",
                "operation\tadd\namount\t25\nunit\tpp\nimporter\t\tUSA\nexporter\t\tCAN\tJPN\nsector\t\tA01");
  assert_fields("tariff: {importer: JPN, exporter: CUSMA, except: {exporter: USA}, sector: goods, to: tariff_pct}",
                "operation\tto\ncolumn\ttariff_pct\nimporter\t\tJPN\nexporter\t\tCAN\nsector\tgoods\tA01\tC29");
  assert_fields("barrier: {importer: all, exporter: CUSMA, sector: [H49], change: -0.1 %, both_ways: true}",
                "operation\tchange\namount\t-0.1\nunit\t%\nimporter\tall\nexporter\tCUSMA\tCAN\tUSA\n"
                "sector\t\tH49\nboth_ways\ttrue");
  assert_fields("barrier: {importer: all, exporter: USA, except: {importer: [USA]}, sector: A01, change: 1 %}",
                "operation\tchange\namount\t1\nunit\t%\nimporter\t\tCAN\tJPN\nexporter\t\tUSA\nsector\t\tA01");
  assert_fields("ban: {importer: USA, exporter: CAN, sector: all}", "importer\t\tUSA\nexporter\t\tCAN\nsector\tall");
  assert_fields("quota: {importer: USA, exporter: [CAN, JPN], sector: A01, to: 80 %, owner: importer}",
                "operation\tto\namount\t80\nunit\t%\nlimit_pct\t80\nlimits\teach\nowner\timporter\nimporter\t\tUSA\n"
                "exporter\t\tCAN\tJPN\nsector\t\tA01");
  assert_fields("capacity: {region: CAN, sector: goods, change: 0 %, of: exports, together: true}",
                "operation\tchange\namount\t0\nunit\t%\nof\texports\nlimit_pct\t100\nlimits\ttogether\nowner\titself\n"
                "region\t\tCAN\nsector\tgoods\tA01\tC29");
  assert_fields("transfer: {from: [CAN, USA], to: JPN, amount: 0.5 %}",
                "operation\tamount\namount\t0.5\nunit\t%\neach\ttrue\nfrom\t\tCAN\tUSA\nto\t\tJPN");
  assert_fields("target: {output: {region: CAN, sector: C29}, change: 0 %, by: {subsidy: {region: CAN, sector: C29}}}",
                "operation\tchange\namount\t0\nunit\t%\noutcome\toutput\noutcome_region\t\tCAN\n"
                "outcome_sector\t\tC29\nby\tsubsidy\nby_region\t\tCAN\nby_sector\t\tC29");
  assert_fields(
      "preference: {importer: USA, exporter: CAN, sector: C29, utilisation: 50 %, preferential: 0 %, mfn: 14 %,"
      " elasticity: 8, compliance: 0 %}",
      "utilisation_before\t0.5\nutilisation_after\t0.5\nimporter\t\tUSA\nexporter\t\tCAN\nsector\t\tC29");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(of_a_scenario, teardown),   cmocka_unit_test_teardown(wrong_texts, teardown),
      cmocka_unit_test_teardown(of_a_reference, teardown),  cmocka_unit_test_teardown(of_a_variable, teardown),
      cmocka_unit_test_teardown(of_a_decision, teardown),   cmocka_unit_test_teardown(of_a_world, teardown),
      cmocka_unit_test_teardown(rules_as_fields, teardown),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
