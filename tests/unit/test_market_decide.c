/* Decisions over markets: payoffs by closed form and by the market alone, draws that cells share, what is refused. */
#include <math.h>

#include "choice/decide.h"
#include "markets.h"
#include "outlook/payoff.h"

#define assert_near(found, expected, within)                                                                           \
  do {                                                                                                                 \
    if (!(fabs((found) - (expected)) <= (within)))                                                                     \
      fail_msg("line %d: found %.9g, expected %.9g within %g", __LINE__, (double)(found), (double)(expected), within); \
  } while (0)

/* P = 20 - z / 2 in the long run, and plants that are full: 14 Mt at 13. */
static const market_folder full = {
    .yaml = "name: full\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\nvalue_unit: billion USD\n"
            "demand: linear\nsurge_share: 0\n",
    .suppliers = "supplier,block,capacity,cost\nA,plant,6,2\nB,plant,8,3\n",
    .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-1,-1\n",
    .arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,X,,1,0,0,0\nB,X,,2,0,0,0\n"};

static const char *folder;
static tw_decision *decision;
static tw_verdict *verdict;

static int end_test(void **state)
{
  (void)state;
  tw_verdict_free(verdict);
  tw_decision_free(decision);
  verdict = NULL;
  decision = NULL;
  return 0;
}

/* %s in the text is the market. */
static tw_status read_text(const char *format)
{
  char text[4096];
  (void)end_test(NULL);
  snprintf(text, sizeof text, format, folder);
  return tw_decision_parse(context, text, strlen(text), "d.yaml", &decision);
}

static void decide(const char *format, const tw_decide_options *options)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  if (read_text(format) != TW_OK) fail_msg("%s", tw_error(context));
  if (tw_decide(context, decision, NULL, &settings, options, &verdict) != TW_OK) fail_msg("%s", tw_error(context));
}

#define LEVERS                                                                                                         \
  "levers:\n- {name: none}\n- {name: more, market: {policy: [{capacity: {supplier: A, to: 8 Mt}}]}}\n"                 \
  "contingencies:\n- {name: calm, probability: 75 %%}\n"                                                               \
  "- {name: out, probability: 25 %%, market: {shock: [{outage: {supplier: B, share: $lost}}]}}\n"
#define TOP "decide: t\nmarket: {name: '%s'}\nvariables: {lost: 50 %%}\n"

static double central(int lever, int contingency)
{
  return tw_verdict_cell(verdict, 0, lever, contingency)->central;
}

/* ---------------------------------------------------------------- payoffs */

/* None: nothing, and 4 Mt lost from (14, 13) along a slope of 13 / 14. More: from 13 to 12 along P = 20 - z / 2, which is 15,
 * and then from (16, 12) along a slope of 3 / 4. */
static void surplus(void **state)
{
  (void)state;
  decide(TOP "regions: X\n" LEVERS, NULL);
  double slope = 13.0 / 14;
  assert_near(central(0, 0), 0, 1e-9);
  assert_near(central(0, 1), -(4 * slope) * (14 - 2), 1e-7);
  assert_near(central(1, 0), 15, 1e-7);
  assert_near(central(1, 1), 15 - (4 * 12.0 / 16) * (16 - 2), 1e-7);
  const tw_lever *more = tw_verdict_lever(verdict, 0, 1);
  assert_near(more->expected, 15 - 0.25 * 42, 1e-7);
  assert_int_equal(tw_verdict_region_at(verdict, 0)->expected, 1);
  assert_int_equal(tw_verdict_lever(verdict, 0, 0)->dominated, 2);
  assert_string_equal(tw_verdict_place(verdict, 0, "code"), "X");
  assert_string_equal(tw_verdict_market(verdict), "full");
  char unit[64];
  tw_verdict_unit(verdict, unit);
  assert_string_equal(unit, "billion USD");
  assert_int_equal(tw_verdict_about(verdict)->draws, 0);
  assert_non_null(strstr(tw_verdict_sentence(verdict, TWI_FIRST, 0), "what the lever changes in the long run"));
}

/* Where regasification binds a unit is worth more than it costs, to that buyer alone. Y has P = 30 - 5 z and takes 4.5 Mt at
 * 7.5, and 5 Mt, which are worth 5 and cost 2, once A can make more: 2.5 times 4.75 on the way. */
static void surplus_behind_a_limit(void **state)
{
  (void)state;
  const char *of_others = folder;
  market_folder limited = full;
  limited.suppliers = "supplier,block,capacity,cost\nA,plant,4.5,1\nB,plant,8,3\n";
  limited.buyers = "buyer,quantity,price,elasticity_short,elasticity_long,regasification\nX,20,10,-1,-1,\n"
                   "Y,4,10,-0.5,-0.5,5\n";
  limited.arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,Y,,1,0,0,0\nB,X,,2,0,0,0\n";
  folder = support_temp_folder("limited");
  write_market(folder, &limited);
  decide("decide: t\nmarket: {name: '%s'}\nregions: [X, Y]\nlevers:\n- {name: none}\n"
         "- {name: more, market: {policy: [{capacity: {supplier: A, to: 8 Mt}}]}}\ncontingencies:\n- {name: calm}\n",
         NULL);
  support_remove(folder);
  folder = of_others;
  assert_near(central(1, 0), 0, 1e-9);
  assert_near(tw_verdict_cell(verdict, 1, 0, 0)->central, 0, 1e-9);
  assert_near(tw_verdict_cell(verdict, 1, 1, 0)->central, 2.5 * 4.75, 1e-7);
}

static void other_numbers(void **state)
{
  (void)state;
  decide(TOP "indicator: price X\n" LEVERS, NULL);
  assert_near(central(0, 0), -13, 1e-9);
  assert_near(central(0, 1), -13 - 4 * 13.0 / 14, 1e-7);
  assert_near(central(1, 1), -12 - 4 * 12.0 / 16, 1e-7);
  assert_non_null(strstr(tw_verdict_sentence(verdict, TWI_FIRST, 0), "Less of price is better"));
  decide(TOP "indicator: shortfall\nregions: [X]\n" LEVERS, NULL);
  assert_near(central(0, 1), -4, 1e-9);
  assert_near(central(1, 1), -2, 1e-9);
  decide(TOP "indicator: bill\nregions: all\n" LEVERS, NULL);
  assert_near(central(1, 0), -16 * 12, 1e-7);
  decide(TOP "indicator: rent\nregions: [A, B]\n" LEVERS, NULL);
  assert_int_equal(tw_verdict_about(verdict)->regions, 2);
  assert_near(central(0, 0), 6 * (13 - 1 - 2), 1e-7);
  assert_near(central(1, 0), 8 * (12 - 1 - 2), 1e-7);
  assert_near(tw_verdict_cell(verdict, 1, 0, 0)->central, 8 * (13 - 2 - 3), 1e-7);
  assert_near(tw_verdict_cell(verdict, 1, 0, 1)->central, 4 * (13 + 4 * 13.0 / 14 - 2 - 3), 1e-7);
  decide(TOP "indicator: output A\n" LEVERS, NULL);
  assert_near(central(1, 1), 8, 1e-9);
}

/* The same as tw_outlook_run of the scenario that a pair is. */
static void as_the_market(void **state)
{
  (void)state;
  tw_settings settings;
  tw_settings_default(&settings);
  assert_ok(context, tw_decision_open(context, "lng-security", &decision));
  assert_int_equal(tw_decision_levers(decision), 4);
  assert_int_equal(tw_decision_contingencies(decision), 4);
  const tw_decide_options none = {.draws = 0};
  assert_ok(context, tw_decide(context, decision, NULL, &settings, &none, &verdict));
  static const char text[] = "scenario: t\nmarket: {policy: [{capacity: {supplier: CAN, to: 28 Mt}}], shock: [{close: "
                             "{passage: hormuz}}]}\n";
  tw_scenario *scenario;
  tw_outlook *outlook;
  double change[64], first[64];
  assert_ok(context, tw_scenario_parse(context, text, sizeof text - 1, "t.yaml", &scenario));
  assert_ok(context, tw_outlook_run(context, scenario, NULL, &outlook));
  assert_ok(context, tw_outlook_numbers(context, outlook, "surplus_change", change));
  assert_ok(context, tw_market_result_numbers(context, tw_outlook_result(outlook, 0, 0), 1, "surplus_change", first));
  int japan = tw_market_find(tw_outlook_market(outlook), TW_MARKET_BUYERS, "JPN");
  assert_true(central(2, 2) == first[japan] + change[japan]);
  assert_near(central(2, 1) - central(2, 0) - central(0, 1), 6.18, 0.005); /* what 28 Mt are worth with Qatar out */
  tw_outlook_free(outlook);
  tw_scenario_free(scenario);
}

/* ---------------------------------------------------------------- draws */

#define RANGE                                                                                                          \
  "range: {draws: 200, seed: 5, variables: {lost: {uniform: [0 %%, 100 %%]}, a: {uniform: [6 Mt, 10 Mt]}}}\n"
#define DRAWN                                                                                                          \
  "decide: t\nmarket: {name: '%s'}\nindicator: price X\nvariables: {lost: 50 %%, a: 8 Mt}\n"                           \
  "levers:\n- {name: none}\n- {name: more, market: {policy: [{capacity: {supplier: A, to: $a}}]}}\n"                   \
  "contingencies:\n- {name: calm}\n- {name: out, market: {shock: [{outage: {supplier: B, share: $lost}}]}}\n" RANGE

/* What is lost is the same in a draw of each lever: the price is 13 + 13 / 14 x 8 u, with capacity of A at 6 + 4 v. */
static void shared_draws(void **state)
{
  (void)state;
  decide(DRAWN, NULL);
  assert_int_equal(tw_verdict_about(verdict)->used, 200);
  assert_int_equal(tw_verdict_about(verdict)->draws, 200);
  assert_int_equal((int)tw_verdict_about(verdict)->seed, 5);
  const tw_cell *cell = tw_verdict_cell(verdict, 0, 0, 1);
  assert_near(cell->mean, -(13 + 13 / 14.0 * 4), 0.01);
  assert_near(cell->p05, -(13 + 13 / 14.0 * 8 * 0.95), 0.05);
  cell = tw_verdict_cell(verdict, 0, 1, 0);
  assert_near(cell->mean, -12, 0.01);
  assert_near(cell->p95, -(13 - 0.5 * 4 * 0.95), 0.02);
  /* more is never worse, draw by draw: only draws that are the same for both say so */
  assert_near(tw_verdict_lever(verdict, 0, 0)->best, 0, 1e-12);
  assert_int_equal(tw_verdict_lever(verdict, 0, 0)->dominated, 2);
  double kept[4];
  for (int k = 0; k < 4; k++) kept[k] = tw_verdict_cell(verdict, 0, k / 2, k % 2)->p95;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 3;
  tw_verdict *again;
  assert_ok(context, tw_decide(context, decision, NULL, &settings, NULL, &again));
  for (int k = 0; k < 4; k++) assert_true(tw_verdict_cell(again, 0, k / 2, k % 2)->p95 == kept[k]);
  tw_verdict_free(again);
  const tw_decide_options other = {.draws = 50, .seed = 9};
  decide(DRAWN, &other);
  assert_int_equal(tw_verdict_about(verdict)->used, 50);
}

/* A draw without an answer in one pair is left out of all; a pair without a central answer chooses nothing. */
static void failed(void **state)
{
  (void)state;
  decide("decide: t\nmarket: {name: '%s'}\nregions: X\nvariables: {a: 6 Mt}\nlevers:\n- {name: none}\n- {name: firm, "
         "market: "
         "{policy: [{floor: {supplier: A, buyer: X, to: 5 Mt}}, {capacity: {supplier: A, to: $a}}]}}\n"
         "contingencies:\n- {name: calm}\nrange: {draws: 100, variables: {a: {uniform: [4 Mt, 8 Mt]}}}\n",
         NULL);
  assert_int_equal(tw_verdict_about(verdict)->finished, 100);
  assert_int_equal(tw_verdict_about(verdict)->used, 75);
  assert_int_equal(tw_verdict_cell(verdict, 0, 1, 0)->failed, 25);
  decide(TOP
         "regions: X\nlevers:\n- {name: none}\n- {name: firm, market: {policy: [{floor: {supplier: A, buyer: X, to: 50 "
         "Mt}}]}}\ncontingencies:\n- {name: calm}\n",
         NULL);
  assert_int_equal(tw_verdict_about(verdict)->uncertified, 1);
  assert_int_equal(tw_verdict_about(verdict)->outcome, TW_INFEASIBLE);
  assert_non_null(strstr(tw_verdict_failure(verdict, 0), "lever firm, contingency calm: "));
}

/* ---------------------------------------------------------------- what is wrong */

static void refused(const char *format, const char *words)
{
  tw_settings settings;
  tw_settings_default(&settings);
  tw_status status = read_text(format);
  if (status == TW_OK) status = tw_decide(context, decision, NULL, &settings, NULL, &verdict);
  assert_int_equal(status, TW_BAD_INPUT);
  if (!strstr(tw_error(context), words)) fail_msg("found %s", tw_error(context));
}

/* All buyers, and one named twice, have room. */
static void regions(void **state)
{
  (void)state;
  decide(TOP "regions: all\nindicator: price\n" LEVERS, &(tw_decide_options){.draws = 0});
  assert_near(central(0, 0), -13, 1e-9);
  refused(TOP "regions: [X, X]\nrange: {variables: {lots: {uniform: [1 %%, 2 %%]}}}\n" LEVERS,
          "unknown variable \"lots\"; no lever and no contingency has it; did you mean lost?");
  refused("decide: t\nmarket: {name: '%s'}\nregions: [X]\nrange: {variables: {lots: {uniform: [1 %%, 2 %%]}}}\n"
          "levers: [{name: a}, {name: b}]\ncontingencies: [{name: c}]\n",
          "unknown variable \"lots\"; no lever and no contingency has it");
  assert_null(strstr(tw_error(context), "did you mean"));
}

static void wrong(void **state)
{
  (void)state;
  refused(TOP LEVERS, "needs the key regions: the buyers whose payoffs count, as in `regions: [JPN]`");
  refused(TOP "regions: [Z]\n" LEVERS, "d.yaml:4:11: found \"Z\", expected a buyer of the market full");
  refused(TOP "regions: [X]\nindicator: rent\n" LEVERS, "found \"X\", expected a supplier of the market full");
  refused(TOP "indicator: price Z\n" LEVERS, "found \"Z\", expected a buyer of the market full");
  refused(TOP "indicator: prise X\n" LEVERS, "indicator: found \"prise X\", expected one of a market: surplus_change");
  refused(TOP "indicator: price X\nregions: [X]\n" LEVERS, "regions: the indicator is of X alone");
  refused(TOP "regions: [X]\nworld: default\n" LEVERS,
          "found world in a decision over a market, which is solved without");
  refused(TOP "regions: [X]\nclosure: {deficits: fixed}\n" LEVERS,
          "or a policy beside the market in a lever or a contingency, which solves both together");
  refused(TOP "regions: [X]\nlevers:\n- {name: a}\n- {name: b, market: {policy: [{capacity: {supplier: C, to: 1 "
              "Mt}}]}}\ncontingencies: [{name: c}]\n",
          "found \"C\", expected a supplier of the market full");
  refused(TOP "regions: [X]\nlevers:\n- {name: a}\n- {name: b, market: {shok: []}}\ncontingencies: [{name: c}]\n",
          "found the key \"shok\"; did you mean shock?");
  refused(TOP "regions: [X]\nlevers:\n- {name: a, cost: 1 %%}\n- {name: b}\ncontingencies: [{name: c}]\n",
          "cost: it is taken off real_income_pct, and the indicator is surplus_change");
  refused("decide: t # %s\nworld: default\nregions: [CAN]\nlevers:\n- {name: a}\n- {name: b, market: {policy: []}}\n"
          "contingencies: [{name: c}]\n",
          "found market, and the decision does not say of which");
  refused("decide: t\nmarket: {name: '%s', compare: {cost: {change: 1 %%}}}\nregions: [X]\nlevers: [{name: a}, {name: "
          "b}]\ncontingencies: [{name: c}]\n",
          "found compare in a decision, which compares its levers");
  tw_settings settings;
  tw_settings_default(&settings);
  tw_decision *of_world;
  assert_ok(context, tw_decision_open(context, "focus-on-what-we-can-control", &of_world));
  assert_int_equal(tw_decide(context, of_world, NULL, &settings, NULL, &verdict), TW_USAGE);
  tw_decision_free(of_world);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(surplus, end_test),       cmocka_unit_test_teardown(surplus_behind_a_limit, end_test),
      cmocka_unit_test_teardown(other_numbers, end_test), cmocka_unit_test_teardown(as_the_market, end_test),
      cmocka_unit_test_teardown(shared_draws, end_test),  cmocka_unit_test_teardown(failed, end_test),
      cmocka_unit_test_teardown(regions, end_test),       cmocka_unit_test_teardown(wrong, end_test)};
  folder = support_temp_folder("full");
  write_market(folder, &full);
  int code = cmocka_run_group_tests(tests, context_setup, context_teardown);
  support_remove(folder);
  return support_finish(code);
}
