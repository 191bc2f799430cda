/* Numbers of a result by name, for ranges and decisions, and the focus: each against the column or the flow that it is;
 * what is refused, with the nearest; that draws have them; that the focus changes no number. */
#include "indicator/outcome.h"

#include "choice/decide.h"
#include "ensemble/range.h"
#include "fixture.h"
#include "held.h"

#define RULES "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n"

/* The node of `o: TEXT`, which the caller frees. */
static twi_yaml *node_of(tw_context *ctx, const char *text)
{
  char line[256];
  twi_yaml *root = NULL;
  snprintf(line, sizeof line, "o: %s\n", text);
  assert_ok(ctx, twi_yaml_parse(ctx, line, strlen(line), "o.yaml", &root));
  return root;
}

static double number_of(fixture *f, const char *text)
{
  twi_outcome o;
  char words[TWI_OUTCOME_ROOM];
  twi_yaml *root = node_of(f->ctx, text);
  assert_ok(f->ctx, twi_outcome_check(f->ctx, root->child[0], "outcomes"));
  assert_ok(f->ctx, twi_outcome_find(f->ctx, root->child[0], "outcomes", f->world, &o));
  assert_string_equal(twi_outcome_words(f->world, &o, words), text);
  twi_yaml_free(f->ctx, root);
  return twi_outcome_of(f->result, &o);
}

static void names_are_numbers(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  fixture_solve(f, "scenario: t\n" RULES);
  const char *name;
  char text[128];
  int N = tw_world_regions(f->world), S = tw_world_sectors(f->world);
  for (int c = 0; (name = tw_result_column_name(TW_REGIONS, c)); c++)
    for (int d = 0; d < N; d++) {
      snprintf(text, sizeof text, "%s %s", name, tw_world_region(f->world, d));
      double got = number_of(f, text), wanted = tw_result_column(f->result, TW_REGIONS, name)[d];
      assert_memory_equal(&got, &wanted, sizeof got);
    }
  for (int c = 0; c < TWI_SECTOR_CHANGES; c++)
    for (int k = 0; k < N * S; k++) {
      name = tw_result_column_name(TW_SECTORS, c);
      snprintf(text, sizeof text, "%s %s %s", name, tw_world_region(f->world, k / S), tw_world_sector(f->world, k % S));
      double got = number_of(f, text), wanted = tw_result_column(f->result, TW_SECTORS, name)[k];
      assert_memory_equal(&got, &wanted, sizeof got);
    }
  int flows = 0;
  for (int s = 0; s < S; s++)
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        tw_flow_change change;
        assert_int_equal(tw_result_flow(f->result, s, d, o, &change), TW_OK);
        if (!(change.base_value > 0)) continue;
        double wanted = 100 * (change.new_value / change.base_value - 1);
        const char *buyer = tw_world_region(f->world, d), *seller = tw_world_region(f->world, o);
        snprintf(text, sizeof text, "exports_pct %s %s %s", seller, tw_world_sector(f->world, s), buyer);
        assert_close(number_of(f, text), wanted, 1e-14);
        snprintf(text, sizeof text, "imports_pct %s %s %s", buyer, tw_world_sector(f->world, s), seller);
        assert_close(number_of(f, text), wanted, 1e-14);
        flows++;
      }
  assert_true(flows > 10);
}

static void what_is_refused(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  static const struct {
    const char *text, *words;
  } cases[] = {
      {"real_income_pct", "expected a column and a region"},
      {"output_pct CAN C USA JPN", "expected a column and a region"},
      {"real_incme_pct CAN", "did you mean real_income_pct?"},
      {"output_pct CAN", "expected a column of regions.csv, as in"},
      {"outpt_pct CAN C", "expected a column of sectors.csv; did you mean output_pct?"},
      {"output_base CAN C", "expected a column of sectors.csv"},
      {"output_pct CAN C USA", "expected exports_pct or imports_pct for a flow"},
      {"real_income_pct CAM", "has no region \"CAM\"; did you mean CAN?"},
      {"output_pct CAN X99", "has no sector \"X99\""},
      {"exports_pct CAN A01 Japan", "has no region \"Japan\"; did you mean JPN"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    twi_outcome o;
    twi_yaml *root = node_of(f->ctx, cases[i].text);
    tw_status status = twi_outcome_find(f->ctx, root->child[0], "outcomes", f->world, &o);
    if (status != TW_BAD_INPUT || !strstr(tw_error(f->ctx), cases[i].words) ||
        strncmp(tw_error(f->ctx), "o.yaml:1:", 9) != 0)
      fail_msg("%s: %s, without \"%s\"", cases[i].text, tw_error(f->ctx), cases[i].words);
    twi_yaml_free(f->ctx, root);
  }
}

static tw_scenario *parsed(fixture *f, const char *text)
{
  tw_scenario *scenario = NULL;
  assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "t.yaml", &scenario));
  return hold_scenario(scenario);
}

/* Draws of the drivers' design hold them: with one parameter, its share of the variance is all of it. */
static void ranges_take_them(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  tw_scenario *scenario = parsed(f, "scenario: t\nvariables: {duty: 20 pp}\npolicy:\n"
                                    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
                                    "range: {draws: 4, drivers: 16, variables: {duty: {uniform: [5 pp, 40 pp]}}, "
                                    "outcomes: [output_pct CAN A01, exports_pct CAN A01 USA, real_gdp_pct USA]}\n");
  tw_range_result *range = NULL;
  const tw_range_options options = {0};
  assert_ok(f->ctx, tw_range(f->ctx, f->world, scenario, &f->settings, &options, &range));
  hold_range(range);
  const tw_range_driver *d;
  assert_int_equal(tw_range_drivers(range, &d), 3);
  assert_string_equal(d[0].outcome, "output_pct");
  assert_true(d[0].region == CAN && d[0].sector == A01 && d[0].partner == -1);
  assert_string_equal(d[1].outcome, "exports_pct");
  assert_true(d[1].region == CAN && d[1].sector == A01 && d[1].partner == USA);
  assert_string_equal(d[2].outcome, "real_gdp_pct");
  assert_true(d[2].region == USA && d[2].sector == -1);
  for (int i = 0; i < 3; i++) assert_true(d[i].total > 0.9 && d[i].first_order > 0.9);
}

static void the_focus(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  tw_scenario *plain = parsed(f, "scenario: t\n" RULES);
  tw_scenario *own = parsed(f, "scenario: t\nfocus: {region: JPN, sector: A01}\n" RULES);
  tw_solver *solver = NULL;
  tw_result *a = NULL, *b = NULL;
  assert_ok(f->ctx, tw_solver_new(f->ctx, f->world, &f->settings, &solver));
  hold_solver(solver);
  assert_ok(f->ctx, tw_solve(solver, plain, &a));
  hold_result(a);
  assert_ok(f->ctx, tw_solve(solver, own, &b));
  hold_result(b);
  int sector, N = tw_world_regions(f->world);
  assert_int_equal(tw_result_focus(a, &sector), -1);
  assert_int_equal(sector, -1);
  assert_string_equal(tw_world_region(f->world, tw_result_focus(b, &sector)), "JPN");
  assert_string_equal(tw_world_sector(f->world, sector), "A01");
  /* No number changes, and it is named first. */
  assert_memory_equal(tw_result_column(a, TW_REGIONS, "real_income_pct"),
                      tw_result_column(b, TW_REGIONS, "real_income_pct"), (size_t)N * sizeof(double));
  tw_headline headline;
  assert_ok(f->ctx, tw_result_headline(f->ctx, b, 0, &headline));
  assert_string_equal(tw_world_region(f->world, headline.region[0]), "JPN");
  assert_ok(f->ctx, tw_result_headline(f->ctx, a, 0, &headline));
  assert_string_not_equal(tw_world_region(f->world, headline.region[0]), "JPN");
  /* An option says otherwise than the file, and is part of what the scenario is. */
  assert_ok(f->ctx, tw_scenario_use_focus(f->ctx, own, "USA"));
  assert_ok(f->ctx, tw_solve(solver, own, &b));
  hold_result(b);
  assert_string_equal(tw_world_region(f->world, tw_result_focus(b, &sector)), "USA");
  assert_int_equal(sector, -1);
  assert_string_not_equal(tw_scenario_text(own, "sha256"), tw_scenario_text(plain, "sha256"));
  /* A range has its outcomes, real GDP among them. */
  tw_range_result *range = NULL;
  const tw_range_options options = {.draws = 3};
  assert_ok(f->ctx, tw_range(f->ctx, f->world, own, &f->settings, &options, &range));
  hold_range(range);
  assert_non_null(tw_range_quantile(range, TW_REGIONS, "real_gdp_pct", 1));
  assert_int_equal(range->asks, 3);
  /* What is wrong. */
  assert_fails(f->ctx, tw_scenario_use_focus(f->ctx, own, ""), TW_USAGE, "found no focus");
  assert_fails(f->ctx, tw_scenario_use_focus(f->ctx, own, "USA A01 CAN"), TW_USAGE, "expected a region or");
  assert_ok(f->ctx, tw_scenario_use_focus(f->ctx, own, "Japan"));
  assert_fails(f->ctx, tw_solve(solver, own, &b), TW_BAD_INPUT, "did you mean JPN");
  tw_scenario *bad = parsed(f, "scenario: t\nfocus: {region: CAN, sector: cars}\n" RULES);
  assert_fails(f->ctx, tw_solve(solver, bad, &b), TW_BAD_INPUT, "t.yaml:2:30: world three has no sector");
  static const char *const texts[] = {"scenario: t\nfocus: CAN\n" RULES, "scenario: t\nfocus: {sector: A01}\n" RULES,
                                      "scenario: t\nfocus: {region: [{CAN: 1}]}\n" RULES,
                                      "scenario: t\nfocus: {regon: CAN}\n" RULES};
  for (int i = 0; i < 4; i++)
    assert_int_equal(tw_scenario_parse(f->ctx, texts[i], strlen(texts[i]), "t.yaml", &bad), TW_BAD_INPUT);
}

/* A decision by one number of a sector: its payoffs are those of runs. */
static void decisions_take_them(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  static const char text[] =
      "decide: d\nregions: [CAN]\nindicator: output_pct CAN A01\nlevers:\n  - {name: nothing}\n"
      "  - name: open\n    policy: [{tariff: {importer: CAN, exporter: USA, sector: goods, to: 0 %}}]\n"
      "contingencies:\n  - {name: calm}\n  - name: storm\n"
      "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}}]\n";
  tw_decision *decision = NULL;
  tw_verdict *verdict = NULL;
  assert_ok(f->ctx, tw_decision_parse(f->ctx, text, strlen(text), "d.yaml", &decision));
  hold_decision(decision);
  assert_ok(f->ctx, tw_decide(f->ctx, decision, f->world, &f->settings, NULL, &verdict));
  hold_verdict(verdict);
  fixture_solve(f, "scenario: t\n" RULES);
  double wanted = number_of(f, "output_pct CAN A01");
  assert_close(tw_verdict_cell(verdict, 0, 0, 1)->central, wanted, 1e-9);
  assert_true(fabs(wanted) > 0.1);
  char other[sizeof text + 64];
  snprintf(other, sizeof other, "%s", text);
  memcpy(strstr(other, "[CAN]"), "[USA]", 5);
  assert_ok(f->ctx, tw_decision_parse(f->ctx, other, strlen(other), "d.yaml", &decision));
  hold_decision(decision);
  assert_fails(f->ctx, tw_decide(f->ctx, decision, f->world, &f->settings, NULL, &verdict), TW_BAD_INPUT,
               "is of CAN alone");
}

static int teardown(void **state)
{
  held_teardown(state);
  return fixture_teardown(state);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(names_are_numbers, fixture_setup, teardown),
                                     cmocka_unit_test_setup_teardown(what_is_refused, fixture_setup, teardown),
                                     cmocka_unit_test_setup_teardown(ranges_take_them, fixture_setup, teardown),
                                     cmocka_unit_test_setup_teardown(the_focus, fixture_setup, teardown),
                                     cmocka_unit_test_setup_teardown(decisions_take_them, fixture_setup, teardown)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
