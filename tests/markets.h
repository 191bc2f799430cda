/* Markets of tests: the two examples of docs/model.md, and random ones, written as folders and read. */
#ifndef TRADEWIND_TESTS_MARKETS_H
#define TRADEWIND_TESTS_MARKETS_H

#include "context.h"
#include "held.h"
#include "market/market.h"

HOLDS(market, tw_market, tw_market_free)
HOLDS(market_result, tw_market_result, tw_market_result_free)

typedef struct market_folder {
  const char *yaml, *suppliers, *buyers, *passages, *arcs;
} market_folder;

static inline void write_market(const char *folder, const market_folder *of)
{
  support_write(support_path(folder, "market.yaml"), of->yaml);
  support_write(support_path(folder, "suppliers.csv"), of->suppliers);
  support_write(support_path(folder, "buyers.csv"), of->buyers);
  if (of->passages) support_write(support_path(folder, "passages.csv"), of->passages);
  support_write(support_path(folder, "arcs.csv"), of->arcs);
}

/* Writes a folder of its own and reads it; the teardown frees the market. */
static inline tw_market *read_market(const market_folder *of)
{
  static int next;
  char name[32];
  tw_market *market = NULL;
  snprintf(name, sizeof name, "market-%d", next++);
  const char *folder = support_temp_folder(name);
  write_market(folder, of);
  tw_status status = tw_market_open(context, folder, &market);
  if (status != TW_OK) fail_msg("%s: %s", tw_status_word(status), tw_error(context));
  support_remove(folder);
  return hold_market(market);
}

/* Example 1: two suppliers, two buyers, and a strait on the way from A to 1, with a detour that costs 4.5 more. */
static const market_folder example_1 = {
    .yaml = "name: example-1\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\ndemand: linear\n",
    .suppliers = "supplier,block,capacity,cost,slope\nA,plant,20,2,0.1\nB,plant,20,4,0.1\n",
    .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\n1,20,10,-1,-1\n2,20,8,-1,-1\n",
    .passages = "passage,name\nstrait,The strait\n",
    .arcs = "supplier,buyer,route,quantity,freight,passages,wedge,stiffness,reference\nA,1,strait,,1,strait,0,0,0\n"
            "A,1,around,,5.5,,0,0,0\nA,2,,,3,,0,0,0\nB,1,,,2,,0,0,0\nB,2,,,1,,0,0,0\n"};

/* Example 2: two suppliers with a conjecture, one buyer, P = 20 - z / 2. Capacities are out of the way. */
static const market_folder example_2 = {
    .yaml = "name: example-2\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\ndemand: linear\n",
    .suppliers = "supplier,block,capacity,cost,conjecture\nA,plant,100,2,1\nB,plant,100,3,1\n",
    .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-1,-1\n",
    .arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,X,,1,0,0,0\nB,X,,2,0,0,0\n"};

typedef struct market_recipe {
  int suppliers, buyers, passages;
  int constant;     /* elasticities are constant */
  int calibrated;   /* flows of the base; else wedge and stiffness are as given, and blocks have slopes */
  double stiffness; /* where not calibrated; 0: none */
  int detours;      /* some pairs have a second, dearer way without passages */
  double theta;     /* the most of a conjecture */
  double ceiling;   /* price of the backstop over the highest price; 0: none */
  double forbidden; /* share of pairs without a way */
  double scale;     /* of all money; 0: 1 */
} market_recipe;

enum { RECIPE_ROOM = 1 << 16, RECIPE_MOST = 24 };

/* A random market of the recipe, the same for the same seed; its texts last until the next. */
static inline market_folder random_folder(uint64_t seed, const market_recipe *recipe)
{
  static char yaml[1024], suppliers[RECIPE_ROOM], buyers[RECIPE_ROOM], passages[1024], arcs[4 * RECIPE_ROOM];
  support_random r = {seed};
  double flow[RECIPE_MOST][RECIPE_MOST] = {{0}}, out[RECIPE_MOST] = {0}, in[RECIPE_MOST] = {0};
  double money = recipe->scale > 0 ? recipe->scale : 1;
  int S = recipe->suppliers, B = recipe->buyers, open[RECIPE_MOST][RECIPE_MOST];
  for (int o = 0; o < S; o++) {
    for (int d = 0; d < B; d++) {
      open[o][d] = o == d % S || support_uniform(&r, 0, 1) >= recipe->forbidden;
      double x = support_uniform(&r, 0, 1) < 0.5 || o == d % S ? support_uniform(&r, 0.05, 8) : 0;
      if (!recipe->calibrated || !open[o][d]) x = 0;
      flow[o][d] = x;
      out[o] += x;
      in[d] += x;
    }
  }
  int n = snprintf(yaml, sizeof yaml,
                   "name: random\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\ndemand: %s\n"
                   "wedge_without_trade: %.17g\n",
                   recipe->constant ? "constant_elasticity" : "linear", 0.25 * money);
  if (recipe->ceiling > 0)
    snprintf(yaml + n, sizeof yaml - (size_t)n, "ceiling: {price: %.17g, share: 0.3}\n", recipe->ceiling * 13 * money);
  n = snprintf(suppliers, sizeof suppliers, "supplier,block,capacity,cost,slope,conjecture\n");
  for (int o = 0; o < S; o++) {
    double theta = support_uniform(&r, 0, 1) * recipe->theta, cost = support_uniform(&r, 0.5, 4) * money;
    double capacity = support_uniform(&r, 4, 20), slope = support_uniform(&r, 0.01, 0.3) * money;
    if (recipe->calibrated) capacity = out[o] > 0 ? out[o] : capacity;
    n += snprintf(suppliers + n, sizeof suppliers - (size_t)n, "S%d,plants,%.17g,%.17g,%.17g,%.17g\n", o, capacity,
                  cost, recipe->calibrated ? 0 : slope, theta);
    if (!recipe->calibrated && o % 2)
      n += snprintf(suppliers + n, sizeof suppliers - (size_t)n, "S%d,more,%.17g,%.17g,%.17g,\n", o, capacity / 2,
                    cost + money, o % 3 ? slope : 0);
  }
  n = snprintf(buyers, sizeof buyers, "buyer,quantity,price,elasticity_short,elasticity_long\n");
  for (int d = 0; d < B; d++) {
    double quantity = support_uniform(&r, 3, 20);
    n += snprintf(buyers + n, sizeof buyers - (size_t)n, "B%d,%.17g,%.17g,%.17g,%.17g\n", d,
                  recipe->calibrated ? in[d] : quantity, support_uniform(&r, 9, 13) * money,
                  -support_uniform(&r, 0.05, 0.8), -support_uniform(&r, 0.3, 1.5));
  }
  n = snprintf(passages, sizeof passages, "passage\n");
  for (int k = 0; k < recipe->passages; k++) n += snprintf(passages + n, sizeof passages - (size_t)n, "P%d\n", k);
  n = snprintf(arcs, sizeof arcs, "supplier,buyer,route,quantity,freight,days,passages,wedge,stiffness,reference\n");
  for (int o = 0; o < S; o++) {
    for (int d = 0; d < B; d++) {
      double freight = support_uniform(&r, 0.2, 2.5) * money, more = support_uniform(&r, 0.1, 1) * money;
      int passage = support_below(&r, 2 * recipe->passages + 1), detour = support_uniform(&r, 0, 1) < 0.6;
      char fixed[64] = ",,", crossing[16] = "";
      double reference = support_uniform(&r, 0, 4);
      if (!open[o][d]) continue;
      if (!recipe->calibrated)
        snprintf(fixed, sizeof fixed, "0,%.17g,%.17g", recipe->stiffness * money,
                 recipe->stiffness > 0 ? reference : 0);
      if (passage < recipe->passages) snprintf(crossing, sizeof crossing, "P%d", passage);
      n += snprintf(arcs + n, sizeof arcs - (size_t)n, "S%d,B%d,near,%.17g,%.17g,10,%s,%s\n", o, d, flow[o][d], freight,
                    crossing, fixed);
      if (recipe->detours && (detour || o == d % S))
        n += snprintf(arcs + n, sizeof arcs - (size_t)n, "S%d,B%d,far,,%.17g,20,,,,\n", o, d, freight + more);
    }
  }
  return (market_folder){yaml, suppliers, buyers, passages, arcs};
}

static inline tw_market *random_market(uint64_t seed, const market_recipe *recipe)
{
  const market_folder folder = random_folder(seed, recipe);
  return read_market(&folder);
}

/* ---------------------------------------------------------------- states and solutions that the teardown frees */

static inline void held_state(void *thing)
{
  twi_market_state_free(context, thing);
}

static inline void held_solution(void *thing)
{
  twi_market_solution_free(context, thing);
  free(thing);
}

static inline twi_market_state *make_state(const tw_market *market, int short_run, const tw_market_rule *rule,
                                           int rules)
{
  twi_market_state *state = NULL;
  tw_status status = twi_market_state_make(context, market, 0, 0, short_run, rule, rules, &state);
  if (status != TW_OK) fail_msg("%s: %s", tw_status_word(status), tw_error(context));
  return hold(state, held_state);
}

/* Solves, whatever comes of it. */
static inline twi_market_solution *solve_any(const twi_market_state *state)
{
  twi_market_solver *solver = NULL;
  twi_market_solution *solution = calloc(1, sizeof *solution);
  if (!solution) abort();
  hold(solution, held_solution);
  assert_int_equal(twi_market_solver_new(context, &solver), TW_OK);
  assert_int_equal(twi_market_solve_state(solver, state, 0, solution), TW_OK);
  twi_market_solver_free(solver);
  return solution;
}

/* Solves, and fails where there is no certified solution. */
static inline twi_market_solution *solve_state(const twi_market_state *state)
{
  twi_market_solution *solution = solve_any(state);
  if (solution->outcome != TW_CERTIFIED) fail_msg("%s: %s", tw_outcome_word(solution->outcome), solution->message);
  return solution;
}

static inline double flow_between(const twi_market_state *state, const twi_market_solution *solution, int o, int d)
{
  int p = state->market->pair_of[o * state->buyers + d];
  double x = 0;
  for (int r = 0; p >= 0 && r < state->market->pair[p].routes; r++)
    x += solution->flow[state->market->pair[p].first_route + r];
  return x;
}

#endif
