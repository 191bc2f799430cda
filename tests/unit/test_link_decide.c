/* Decisions over a market and the core together: a cell is the run of its rules, its draws are those of the range, the
 * same bits on any number of threads; pairs without an answer are said; what cannot be is refused. */
#include "choice/decide.h"
#include "link/link.h"
#include "markets.h"
#include "worlds.h"

#define LEVER  "{barrier: {importer: JPN, exporter: CAN, sector: C29, change: -2 %}}"
#define STORM  "{tariff: {importer: USA, exporter: CAN, sector: C29, add: 10 pp}}"
#define BUILD  "{capacity: {supplier: CAN, to: $cap}}"
#define CLOSED "{close: {passage: hormuz}}"
#define RANGE                                                                                                          \
  "range:\n  elasticities: [{sector: C29, spread: 20 %}]\n  variables: {cap: {uniform: [20 Mt, 30 Mt]}}\n"             \
  "  market: [{freight: {supplier: CAN, spread: 20 %, together: true}}]\n"
#define DECISION                                                                                                       \
  "decide: t\nmarket: {name: lng2024}\nregions: [JPN, CAN]\nvariables: {cap: 28 Mt}\n"                                 \
  "levers:\n- {name: nothing}\n- {name: build, market: {policy: [" BUILD "]}, policy: [" LEVER "]}\n"                  \
  "contingencies:\n- {name: calm, probability: 90 %}\n"                                                                \
  "- {name: storm, probability: 10 %, market: {shock: [" CLOSED "]}, policy: [" STORM "]}\n"

static void free_decision(void *thing)
{
  tw_decision_free(thing);
}

static void free_verdict(void *thing)
{
  tw_verdict_free(thing);
}

static tw_world *default_world(void)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_open(context, "default", &world));
  return hold_world(world);
}

static tw_verdict *decided(const tw_world *world, const char *text, int draws, int threads)
{
  tw_decision *decision = NULL;
  tw_verdict *verdict = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  const tw_decide_options options = {.draws = draws};
  assert_ok(context, tw_decision_parse(context, text, strlen(text), "t.yaml", &decision));
  hold(decision, free_decision);
  assert_ok(context, tw_decide(context, decision, world, &settings, &options, &verdict));
  return hold(verdict, free_verdict);
}

/* The scenario of a cell, written out. */
static tw_scenario *scenario_of(int lever, int contingency, const char *range)
{
  char text[1024];
  tw_scenario *scenario = NULL;
  snprintf(
      text, sizeof text,
      "scenario: t\nvariables: {cap: 28 Mt}\nmarket: {name: lng2024, policy: [%s], shock: [%s]}\npolicy: [%s%s%s]\n%s",
      lever ? BUILD : "", contingency ? CLOSED : "", contingency ? STORM : "", lever && contingency ? ", " : "",
      lever ? LEVER : "", range);
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "s.yaml", &scenario));
  return scenario;
}

/* Regions of the verdict are in the order of the world. */
static void test_cells_are_runs(void **state)
{
  (void)state;
  const tw_world *world = default_world();
  const tw_verdict *v = decided(world, DECISION, 0, 2);
  const int order[] = {tw_world_find_region(world, tw_verdict_place(v, 0, "code")),
                       tw_world_find_region(world, tw_verdict_place(v, 1, "code"))};
  assert_string_equal(tw_verdict_place(v, 0, "code"), "CAN");
  assert_string_equal(tw_verdict_market(v), "lng2024");
  assert_int_equal(tw_verdict_about(v)->outcome, TW_CERTIFIED);
  for (int l = 0; l < 2; l++)
    for (int c = 0; c < 2; c++) {
      tw_settings settings;
      tw_settings_default(&settings);
      settings.decomposition = 0;
      tw_scenario *scenario = scenario_of(l, c, "");
      tw_link *link = NULL;
      assert_ok(context, tw_link_run(context, world, scenario, &settings, NULL, &link));
      const double *income = tw_result_column(tw_link_result(link), TW_REGIONS, "real_income_pct");
      for (int r = 0; r < 2; r++) {
        const double payoff = tw_verdict_cell(v, r, l, c)->central;
        assert_memory_equal(&payoff, &income[order[r]], sizeof payoff);
        if (l || c) assert_true(fabs(payoff) > 1e-3);
      }
      tw_link_free(link);
      tw_scenario_free(scenario);
    }
}

static void test_draws_are_ranges(void **state)
{
  (void)state;
  enum { DRAWS = 3 };
  const tw_world *world = default_world();
  const tw_verdict *v = decided(world, DECISION RANGE, DRAWS, 1), *other = decided(world, DECISION RANGE, DRAWS, 3);
  assert_int_equal(tw_verdict_about(v)->used, DRAWS);
  for (int l = 0; l < 2; l++)
    for (int c = 0; c < 2; c++) {
      tw_scenario *scenario = scenario_of(l, c, RANGE);
      tw_link *link = NULL;
      tw_range_result *range = NULL;
      const tw_range_options options = {.draws = DRAWS, .drivers = -1};
      assert_ok(context, tw_link_range(context, world, scenario, NULL, &options, &link, &range));
      for (int r = 0; r < 2; r++) {
        double draw[DRAWS], mean = 0;
        const int region = tw_world_find_region(world, tw_verdict_place(v, r, "code"));
        const tw_cell *cell = tw_verdict_cell(v, r, l, c);
        assert_ok(context, tw_range_draws(range, TW_REGIONS, "real_income_pct", (size_t)region, draw));
        for (int i = 0; i < DRAWS; i++) mean += draw[i] / DRAWS;
        assert_close(cell->mean, mean, 1e-12);
        if (l) assert_true(fabs(draw[0] - draw[1]) > 1e-6 && cell->p05 < cell->p95);
        assert_memory_equal(&cell->mean, &tw_verdict_cell(other, r, l, c)->mean, sizeof cell->mean);
        assert_memory_equal(&cell->p95, &tw_verdict_cell(other, r, l, c)->p95, sizeof cell->p95);
      }
      tw_range_free(range);
      tw_link_free(link);
      tw_scenario_free(scenario);
    }
}

/* Levers and contingencies may be scenarios of both: what their sections market do is done, beside their policies. */
static void test_scenarios_are_levers(void **state)
{
  (void)state;
  static const char text[] = "decide: t\nmarket: {name: lng2024, year: 2030}\nregions: [JPN]\n"
                             "levers:\n- {name: nothing}\n- {name: canada, include: [canada-lng-2030]}\n"
                             "contingencies: [{name: calm}]\n";
  const tw_world *world = default_world();
  const tw_verdict *v = decided(world, text, 0, 1);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  tw_scenario *scenario = NULL;
  tw_link *link = NULL;
  assert_ok(context, tw_scenario_open(context, "canada-lng-2030", &scenario));
  assert_ok(context, tw_link_run(context, world, scenario, &settings, NULL, &link));
  const double *income = tw_result_column(tw_link_result(link), TW_REGIONS, "real_income_pct");
  assert_close(tw_verdict_cell(v, 0, 1, 0)->central, income[tw_world_find_region(world, "JPN")], 1e-12);
  assert_true(tw_verdict_cell(v, 0, 1, 0)->central > 0.05);
  tw_link_free(link);
  tw_scenario_free(scenario);
}

/* A floor that a costly way keeps up leaves no netback: the pair is named, and nothing is chosen. */
static void test_uncertified(void **state)
{
  (void)state;
  const tw_verdict *v =
      decided(default_world(),
              "decide: t\nmarket: {}\nregions: [JPN]\nlevers:\n- {name: a, policy: []}\n- {name: dear, "
              "market: {policy: [{freight: {supplier: USA, buyer: JPN, add: 60 USD/MMBtu}}, {floor: "
              "{supplier: USA, buyer: JPN, to: 1 Mt}}]}}\ncontingencies: [{name: c}]\nrange: {market: [{freight: "
              "{supplier: CAN, spread: 20 %}}]}\n",
              2, 1);
  assert_int_equal(tw_verdict_about(v)->uncertified, 1);
  assert_int_equal(tw_verdict_about(v)->outcome, TW_INFEASIBLE);
  assert_non_null(strstr(tw_verdict_failure(v, 0), "lever dear, contingency c: "));
  /* The same where it is the first pair, of which the others would learn what is drawn. */
  const tw_verdict *first =
      decided(default_world(),
              "decide: t\nmarket: {}\nregions: [JPN]\nlevers:\n- {name: dear, market: {policy: "
              "[{freight: {supplier: USA, buyer: JPN, add: 60 USD/MMBtu}}, {floor: {supplier: USA, "
              "buyer: JPN, to: 1 Mt}}]}}\n- {name: a, policy: []}\ncontingencies: [{name: c}]\n"
              "range: {market: [{freight: {supplier: CAN, spread: 20 %}}]}\n",
              2, 1);
  assert_int_equal(tw_verdict_about(first)->uncertified, 1);
  assert_int_equal(tw_verdict_about(first)->draws, 0);
}

static void refused(const tw_world *world, const char *text, int draws, const char *words)
{
  tw_decision *decision = NULL;
  tw_verdict *verdict = NULL;
  const tw_decide_options options = {.draws = draws};
  tw_status status = tw_decision_parse(context, text, strlen(text), "t.yaml", &decision);
  if (status == TW_OK) status = tw_decide(context, decision, world, NULL, &options, &verdict);
  assert_int_equal(status, TW_BAD_INPUT);
  if (!strstr(tw_error(context), words)) fail_msg("found %s, expected %s", tw_error(context), words);
  tw_decision_free(decision);
}

static void test_refused(void **state)
{
  (void)state;
  const tw_world *world = default_world();
  refused(
      world,
      "decide: t\nmarket: {name: lng2024, year: 2030}\nregions: [JPN]\nlevers: [{name: a, policy: []}, {name: b, "
      "include: [canada-lng-2030]}]\ncontingencies: [{name: c}]\n"
      "range: {variables: {capacity: {uniform: [20 Mt, 30 Mt]}}, market: [{freight: {supplier: USA, spread: 20 %}}]}\n",
      2, "lever b, contingency c draws 2 numbers and the first pair 1, which differ from ");
  refused(world,
          "decide: t\nmarket: {compare: {cost: {change: 1 %}}}\nregions: [JPN]\nlevers: [{name: a, policy: []}, {name: "
          "b}]\ncontingencies: [{name: c}]\n",
          0, "t.yaml:2:10: found compare in a decision, which compares its levers");
  refused(
      world,
      "decide: t\nmarket: {name: lng2024}\nregions: [JPN]\nlevers: [{name: a, include: [canada-lng-2030]}, {name: b}]\n"
      "contingencies: [{name: c}]\n",
      0,
      "year: found \"2030\" in the market of a file that a decision includes, expected that of the decision: "
      "`market: {year: 2030}` at its top");
  refused(world,
          "decide: t\nmarket: {}\nindicator: output_pct CAN C29\nregions: [CAN]\nlevers: [{name: a, policy: []}, "
          "{name: b}]\n"
          "contingencies: [{name: c}]\n",
          0, "expected a column of regions.csv such as real_income_pct");
  refused(world,
          "decide: t\nmarket: {}\nregions: [JPN]\nlevers: [{name: a, policy: []}, {name: b, policy: [{barrier: "
          "{importer: JPN, "
          "exporter: AUS, sector: goods, change: -2 %}}]}]\ncontingencies: [{name: c}]\n",
          0, "which is linked to market lng2024");
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(test_cells_are_runs), HELD_TEST(test_draws_are_ranges),
                                     HELD_TEST(test_scenarios_are_levers), HELD_TEST(test_uncertified),
                                     HELD_TEST(test_refused)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
