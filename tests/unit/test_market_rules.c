/* What each rule does to a state, what a year and a horizon are, and what recentring makes of a solution. */
#include "markets.h"

static const market_folder folder = {
    .yaml = "name: rules\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n"
            "ceiling: {price: 50, share: 0.4}\n",
    .suppliers =
        "supplier,owner,block,capacity,cost,full_cost,from_year,status\n"
        "QAT,GLF,plants,,1,2,,\nQAT,,later,10,1.5,3,2028,firm\n"
        "CAN,CAN,first,14,3,6,2025,operating\nCAN,,second,6,3.2,7,2028,firm\nCAN,,third,20,3.3,8,2031,proposed\n"
        "AUS,AUS,north,12,2,4,,\nAUS,,south,8,2.5,5,,\n",
    .buyers = "buyer,quantity,price,elasticity_short,elasticity_long,regasification\n"
              "JPN,28,12,-0.1,-0.6,60\nKOR,22,12.5,-0.2,-0.7,\n",
    .passages = "passage,capacity,toll\nhormuz,,\nmalacca,,0.1\n",
    .arcs =
        "supplier,buyer,route,quantity,freight,days,passages,reference\n"
        "QAT,JPN,near,18,1,16,hormuz;malacca,\nQAT,JPN,far,,1.2,19,hormuz,\nQAT,KOR,near,12,1.1,15,hormuz;malacca,\n"
        "CAN,JPN,open,,0.7,10,,9\nCAN,KOR,open,,0.8,11,,3\n"
        "AUS,JPN,a,10,0.5,8,,\nAUS,KOR,a,10,0.6,9,,\nAUS,KOR,b,,0.9,9,malacca,\n"};

enum { QAT, CAN, AUS };
enum { JPN, KOR };

static twi_market_state *state_at(const tw_market *m, int year, unsigned statuses, int short_run,
                                  const tw_market_rule *rule, int rules)
{
  twi_market_state *s = NULL;
  tw_status status = twi_market_state_make(context, m, year, statuses, short_run, rule, rules, &s);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  return hold(s, held_state);
}

static double capacity_of(const twi_market_state *s, int o, int surge)
{
  double sum = 0;
  for (int b = s->first_block[o]; b < s->first_block[o + 1]; b++)
    if (surge == (s->block[b].of < 0)) sum += s->block[b].capacity;
  return sum;
}

static const twi_state_pair *pair_between(const twi_market_state *s, int o, int d)
{
  return &s->pair[s->market->pair_of[o * s->buyers + d]];
}

static const twi_state_route *route_called(const twi_market_state *s, int o, int d, const char *code)
{
  const twi_market_pair *pair = &s->market->pair[s->market->pair_of[o * s->buyers + d]];
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++)
    if (strcmp(s->market->route[r].code, code) == 0) return &s->route[r];
  fail_msg("no route %s", code);
  return NULL;
}

/* The formulas of docs/model.md on the numbers of the file. */
static void test_calibration(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const twi_market_state *s = state_at(m, 0, 0, 0, NULL, 0);
  double qat = (18 * (12 - 1.1) + 12 * (12.5 - 1.2)) / 30, aus = (10 * (12 - 0.5) + 10 * (12.5 - 0.6)) / 20;
  double can = 0.75 * (12 - 0.7) + 0.25 * (12.5 - 0.8);
  assert_close(m->netback[QAT], qat, 1e-14);
  assert_close(m->netback[AUS], aus, 1e-14);
  assert_close(m->netback[CAN], can, 1e-14);
  assert_close(pair_between(s, QAT, JPN)->wedge, 12 - qat - 1.1, 1e-14);
  assert_close(pair_between(s, QAT, JPN)->stiffness, 12 / (5 * 18.0), 1e-14);
  assert_close(pair_between(s, QAT, JPN)->reference, 18, 1e-14);
  assert_close(pair_between(s, QAT, JPN)->floor, 0.6 * 18, 1e-14);
  assert_close(pair_between(s, CAN, KOR)->wedge, 12.5 - can - 0.8, 1e-14);
  /* Blocks: what flows fill at cash cost, a surge of 2 % that opens at the netback; Australia's share its output. */
  assert_close(s->block[0].capacity, 30, 1e-14);
  assert_close(s->block[0].cost, 1, 0);
  assert_close(capacity_of(s, QAT, 1), 0.6, 1e-14);
  const twi_state_block *surge = &s->block[s->first_block[QAT + 1] - 1];
  assert_close(surge->cost, qat, 1e-14);
  assert_close(surge->slope, qat / 0.6, 1e-14);
  assert_close(capacity_of(s, CAN, 0), 0, 0);
  assert_close(s->block[s->first_block[AUS]].capacity, 12, 1e-14);
  assert_close(s->buyer[KOR].elasticity, -0.7, 0);
  assert_close(s->buyer[JPN].limit, 60, 0);
  assert_true(isinf(s->buyer[KOR].limit));
  assert_close(s->buyer[JPN].backstop, 0.4 * 28, 1e-14);
  assert_close(s->through[0], 30, 1e-14);
  /* A market where a pair does not trade: the entry wedge, and the least reference. */
  market_folder thin = folder;
  thin.arcs =
      "supplier,buyer,quantity,freight\nQAT,JPN,28,1\nQAT,KOR,2,1.1\nAUS,JPN,,0.5\nAUS,KOR,20,0.6\nCAN,JPN,,3\n";
  m = read_market(&thin);
  s = state_at(m, 0, 0, 0, NULL, 0);
  assert_close(pair_between(s, AUS, JPN)->wedge, fmax(0, 12 - 11.9 - 0.5) + 0.25, 1e-14);
  assert_close(pair_between(s, AUS, JPN)->stiffness, 12 / (5 * 0.1), 1e-12);
  assert_close(pair_between(s, AUS, JPN)->reference, 0, 0);
  assert_true(isnan(m->netback[CAN]));
  twi_market_state *t = NULL;
  const twi_market_solution *v = solve_state(s);
  assert_int_equal(twi_market_recentre(context, s, v, &t), TW_OK);
  hold(t, held_state);
  assert_true(isfinite(pair_between(t, AUS, JPN)->stiffness));
  assert_close(pair_between(t, AUS, JPN)->stiffness, v->price[JPN] / (5 * 0.1), 1e-12);
  assert_close(pair_between(s, CAN, JPN)->wedge, fmax(0, 12 - 8 - 3) + 0.25, 1e-14); /* its dearest block costs 8 */
}

static void test_years(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const struct {
    int year;
    unsigned statuses;
    double canada, qatar;
  } at[] = {{2024, 0, 0, 30},  {2025, 0, 14, 30},
            {2028, 0, 20, 40}, {2028, TW_MARKET_OPERATING, 14, 30},
            {2031, 0, 20, 40}, {2031, TW_MARKET_OPERATING | TW_MARKET_FIRM | TW_MARKET_PROPOSED, 40, 40}};
  for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
    const twi_market_state *s = state_at(m, at[i].year, at[i].statuses, 0, NULL, 0);
    assert_close(capacity_of(s, CAN, 0), at[i].canada, 1e-14);
    assert_close(capacity_of(s, QAT, 0), at[i].qatar, 1e-14);
    /* References of a supplier without flows are shares of its capacity: 9 and 3 in the file. */
    assert_close(pair_between(s, CAN, JPN)->reference, 0.75 * at[i].canada, 1e-14);
    double reference = fmax(0.25 * at[i].canada, 0.1);
    assert_close(pair_between(s, CAN, KOR)->stiffness, 12.5 / (5 * reference), 1e-12);
  }
  /* New plants at full cost in the long run, at cash cost in the short run; what is there stays at cash cost. */
  const twi_market_state *s = state_at(m, 2028, 0, 0, NULL, 0), *t = state_at(m, 2028, 0, 1, NULL, 0);
  assert_close(s->block[s->first_block[CAN]].cost, 6, 0);
  assert_close(t->block[s->first_block[CAN]].cost, 3, 0);
  assert_close(s->block[1].cost, 3, 0);
  assert_close(s->block[0].cost, 1, 0);
  assert_close(t->buyer[JPN].elasticity, -0.1, 0);
}

static void test_each_rule(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  /* More capacity: plants that come later in their order, then the last grows; less: all in proportion, the surge too. */
  const struct {
    tw_market_rule rule;
    double blocks[3], surge;
    int supplier;
  } capacity[] = {
      {{.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_TO, .amount = 28}, {14, 6, 8}, 0, CAN},
      {{.rule = "capacity", .supplier = "can", .how = TW_MARKET_TO, .amount = 56}, {14, 6, 36}, 0, CAN},
      {{.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_ADD, .amount = 10}, {10, 0, 0}, 0, CAN},
      {{.rule = "capacity", .supplier = "QAT", .how = TW_MARKET_CHANGE, .amount = -0.5}, {15, 0, 0}, 0.3, QAT},
      {{.rule = "capacity", .supplier = "AUS", .how = TW_MARKET_CHANGE, .amount = 0.1}, {12, 10, 0}, 0.4, AUS},
      {{.rule = "outage", .supplier = "AUS", .how = TW_MARKET_TO, .amount = 0.25}, {9, 6, 0}, 0.3, AUS},
  };
  for (size_t i = 0; i < sizeof capacity / sizeof *capacity; i++) {
    const twi_market_state *s = state_at(m, 0, 0, 0, &capacity[i].rule, 1);
    int o = capacity[i].supplier;
    for (int b = s->first_block[o]; b + 1 < s->first_block[o + 1]; b++)
      assert_close(s->block[b].capacity, capacity[i].blocks[b - s->first_block[o]], 1e-13);
    assert_close(capacity_of(s, o, 1), capacity[i].surge, 1e-13);
  }
  const tw_market_rule rules[] = {
      {.rule = "freight", .supplier = "QAT", .passage = "malacca", .how = TW_MARKET_ADD, .amount = 0.3},
      {.rule = "freight", .buyer = "KOR", .how = TW_MARKET_CHANGE, .amount = 0.5},
      {.rule = "demand", .buyer = "JPN", .how = TW_MARKET_CHANGE, .amount = 0.1},
      {.rule = "elasticity", .buyer = "KOR", .how = TW_MARKET_CHANGE, .amount = -0.5},
      {.rule = "cost", .supplier = "AUS", .how = TW_MARKET_CHANGE, .amount = 0.2},
      {.rule = "toll", .passage = "malacca", .how = TW_MARKET_CHANGE, .amount = 1},
      {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_CHANGE, .amount = -0.4},
      {.rule = "floor", .supplier = "AUS", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 9},
      {.rule = "conjecture", .supplier = "AUS", .how = TW_MARKET_TO, .amount = 0.25},
      {.rule = "demand", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 1, .from = 2026},
      {.rule = "demand", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 2, .until = 2023},
      {.rule = "demand", .buyer = "KOR", .how = TW_MARKET_ADD, .amount = 3, .until = 2024}};
  const twi_market_state *s = state_at(m, 0, 0, 0, rules, sizeof rules / sizeof *rules);
  assert_close(route_called(s, QAT, JPN, "near")->freight, 1.3, 1e-14);
  assert_close(route_called(s, QAT, JPN, "far")->freight, 1.2, 1e-14);
  assert_close(route_called(s, QAT, KOR, "near")->freight, 1.4 * 1.5, 1e-14);
  assert_close(route_called(s, AUS, KOR, "b")->freight, 0.9 * 1.5, 1e-14);
  assert_close(s->buyer[JPN].quantity, 30.8, 1e-14);
  assert_close(s->buyer[KOR].quantity, 25, 1e-14);
  assert_close(s->buyer[KOR].elasticity, -0.35, 1e-14);
  assert_close(s->block[s->first_block[AUS]].cost, 2.4, 1e-14);
  assert_close(s->block[s->first_block[AUS + 1] - 1].cost, m->netback[AUS], 0); /* not of the surge */
  assert_close(s->toll[1], 0.2, 1e-14);
  assert_close(s->capacity[0], 18, 1e-13);
  assert_close(pair_between(s, AUS, JPN)->floor, 9, 0);
  assert_close(s->conjecture[AUS], 0.25, 0);
  /* With a capacity on a passage, so are dearer ways that spare it; not those that spare nothing. */
  assert_true(!route_called(s, QAT, JPN, "near")->used && route_called(s, QAT, JPN, "far")->used);
  const tw_market_rule narrow = {.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 5};
  s = state_at(m, 0, 0, 0, &narrow, 1);
  assert_true(route_called(s, QAT, JPN, "near")->used && route_called(s, QAT, JPN, "far")->used);
  assert_true(route_called(s, AUS, KOR, "a")->used && !route_called(s, AUS, KOR, "b")->used);
  s = state_at(m, 0, 0, 0, NULL, 0);
  assert_true(route_called(s, QAT, JPN, "near")->used && !route_called(s, QAT, JPN, "far")->used);
  const tw_market_rule dear = {.rule = "toll", .passage = "malacca", .how = TW_MARKET_TO, .amount = 0.3};
  s = state_at(m, 0, 0, 0, &dear, 1); /* tolls count: 1.3 by Malacca, 1.2 around */
  assert_true(!route_called(s, QAT, JPN, "near")->used && route_called(s, QAT, JPN, "far")->used);
}

static void test_closing(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule malacca = {.rule = "close", .passage = "Malacca"};
  const tw_market_rule both[] = {malacca, {.rule = "close", .passage = "hormuz"}};
  const twi_market_state *s = state_at(m, 0, 0, 1, &malacca, 1);
  assert_true(!route_called(s, QAT, JPN, "near")->used && route_called(s, QAT, JPN, "far")->used);
  assert_close(pair_between(s, QAT, JPN)->floor, 10.8, 1e-14); /* the contract goes the long way */
  assert_close(pair_between(s, QAT, KOR)->floor, 0, 0);        /* no way: void */
  const twi_market_solution *v = solve_state(s);
  assert_true(flow_between(s, v, QAT, KOR) == 0 && flow_between(s, v, QAT, JPN) >= 10.8 - 1e-9);
  s = state_at(m, 0, 0, 1, both, 2);
  v = solve_state(s);
  assert_true(v->output[QAT] == 0 && v->price[JPN] > 13);
  /* Contracts are scaled where capacity is less than all of them: 18 promised, 9.18 there. */
  const tw_market_rule out = {.rule = "outage", .supplier = "QAT", .amount = 0.7};
  s = state_at(m, 0, 0, 1, &out, 1);
  assert_close(pair_between(s, QAT, JPN)->floor, 10.8 * 9.18 / 18, 1e-13);
  assert_close(pair_between(s, QAT, KOR)->floor, 7.2 * 9.18 / 18, 1e-13);
  v = solve_state(s);
  assert_close(v->output[QAT], 9.18, 1e-12);
}

static void test_recentred(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule grow = {.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_TO, .amount = 28};
  const twi_market_state *s = state_at(m, 2030, 0, 0, &grow, 1);
  const twi_market_solution *v = solve_state(s);
  twi_market_state *t = NULL;
  assert_int_equal(twi_market_recentre(context, s, v, &t), TW_OK);
  hold(t, held_state);
  double x = flow_between(s, v, CAN, JPN);
  assert_true(x > 1);
  assert_close(pair_between(t, CAN, JPN)->reference, x, 0);
  assert_close(pair_between(t, CAN, JPN)->floor, 0.6 * x, 1e-14);
  assert_close(pair_between(t, CAN, JPN)->stiffness, v->price[JPN] / (5 * x), 1e-13);
  assert_close(pair_between(t, CAN, JPN)->wedge,
               pair_between(s, CAN, JPN)->wedge + pair_between(s, CAN, JPN)->stiffness * (x - 0.75 * 28), 1e-12);
  assert_close(t->block[t->first_block[CAN]].cost, 3, 0); /* cash cost again */
  assert_close(capacity_of(t, CAN, 0), v->output[CAN], 1e-12);
  assert_close(capacity_of(t, CAN, 1), 0.02 * v->output[CAN], 1e-12);
  assert_close(t->block[t->first_block[CAN + 1] - 1].cost, v->netback[CAN], 0);
  assert_close(t->buyer[JPN].elasticity, -0.1, 0);
  assert_close(t->buyer[JPN].price, v->price[JPN], 0);
  assert_close(t->through[0], v->output[QAT], 1e-12);
  for (int p = 0; p < m->pairs; p++)
    assert_close(t->pair[p].stiffness, v->price[t->pair[p].buyer] / (5 * fmax(t->pair[p].reference, 0.1)), 1e-12);
  /* The shock acts on that: half of Canada is half of what it made. */
  const tw_market_rule half = {.rule = "outage", .supplier = "CAN", .amount = 0.5};
  assert_int_equal(twi_market_state_apply(context, t, &half, 1), TW_OK);
  assert_close(capacity_of(t, CAN, 0), v->output[CAN] / 2, 1e-12);
  assert_close(pair_between(t, CAN, JPN)->reference, x, 0); /* a reference of what was, not of what is left */
  assert_true(solve_state(t)->price[JPN] > v->price[JPN]);
}

static const twi_market_solution *recentred_solution(const twi_market_state *s, const twi_market_solution *v,
                                                     twi_market_state **t)
{
  assert_int_equal(twi_market_recentre(context, s, v, t), TW_OK);
  hold(*t, held_state);
  return solve_state(*t);
}

/* A floor on two ways together that both carry something: what it holds up goes into the wedge, so that the solution is
 * one of itself. The two ways' flows alone do not show it. */
static void test_recentred_two_ways(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule rules[] = {{.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 20},
                                  {.rule = "tax", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 14},
                                  {.rule = "conjecture", .supplier = "QAT", .how = TW_MARKET_TO, .amount = 0.05}};
  for (int count = 2; count <= 3; count++) {
    const twi_market_state *s = state_at(m, 0, 0, 0, rules, count);
    const twi_market_solution *v = solve_state(s), *w;
    const twi_state_pair *was = pair_between(s, QAT, JPN), *is;
    const twi_market_pair *pair = &m->pair[m->pair_of[QAT * s->buyers + JPN]];
    twi_market_state *t = NULL;
    double x = flow_between(s, v, QAT, JPN), theta = s->conjecture[QAT];
    assert_close(x, was->floor, 1e-12);
    assert_true(v->flow[pair->first_route] > 0.1 && v->flow[pair->first_route + 1] > 0.1);
    w = recentred_solution(s, v, &t);
    is = pair_between(t, QAT, JPN);
    double slope = twi_market_demand_slope(s, JPN, v->quantity[JPN]);
    double kappa = v->netback[QAT] + 1.2 + was->wedge + was->stiffness * (x - was->reference) + theta * slope * x + 14 -
                   v->price[JPN];
    assert_true(kappa > 1);
    assert_close(is->wedge,
                 was->wedge + was->stiffness * (x - was->reference) - kappa +
                     theta * x * (slope - twi_market_demand_slope(t, JPN, v->quantity[JPN])),
                 1e-9);
    assert_close(is->contract, 0.6 * x, 1e-14);
    for (int d = 0; d < m->buyers; d++) assert_close(w->price[d], v->price[d], 1e-9);
    for (int o = 0; o < m->suppliers; o++)
      for (int d = 0; d < m->buyers; d++) assert_close(flow_between(t, w, o, d), flow_between(s, v, o, d), 1e-8);
  }
}

/* A floor that a rule gave is no contract: it is there in the shock as well, and what it holds up is its own. */
static void test_recentred_firm(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule rules[] = {
      {.rule = "floor", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 20},
      {.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 16}};
  const tw_market_rule less[] = {{.rule = "demand", .buyer = "JPN", .how = TW_MARKET_CHANGE, .amount = -0.3}},
                       shut[] = {{.rule = "close", .passage = "hormuz"}};
  for (int count = 1; count <= 2; count++) {
    const twi_market_state *s = state_at(m, 0, 0, 0, rules, count);
    const twi_market_solution *v = solve_state(s), *w;
    twi_market_state *t = NULL, *u = NULL;
    assert_close(flow_between(s, v, QAT, JPN), 20, 1e-12);
    w = recentred_solution(s, v, &t);
    assert_close(pair_between(t, QAT, JPN)->firm, 20, 0);
    for (int d = 0; d < m->buyers; d++) assert_close(w->price[d], v->price[d], 1e-9);
    assert_close(flow_between(t, w, QAT, JPN), 20, 1e-12);
    assert_int_equal(twi_market_state_apply(context, t, less, 1), TW_OK);
    assert_close(flow_between(t, solve_state(t), QAT, JPN), 20, 1e-12);
    (void)recentred_solution(s, v, &u); /* nor does it give way to a closed strait */
    assert_int_equal(twi_market_state_apply(context, u, shut, 1), TW_OK);
    assert_int_equal(solve_any(u)->outcome, TW_INFEASIBLE);
  }
}

/* Contracts through a strait that lets less through share what firm floors leave; those with a way around are no part
 * of it, and nothing gives way where all has room. */
static void test_narrowed(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule rules[] = {
      {.rule = "floor", .supplier = "QAT", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 8},
      {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = 15}};
  const twi_market_state *s = state_at(m, 0, 0, 0, rules, 2);
  assert_close(pair_between(s, QAT, KOR)->floor, 8, 0);
  assert_close(pair_between(s, QAT, JPN)->floor, 15 - 8.0, 1e-13);
  assert_close(pair_between(s, AUS, JPN)->floor, 6, 1e-14);
  s = state_at(m, 0, 0, 0, rules + 1, 1);
  assert_close(pair_between(s, QAT, JPN)->floor, 10.8 * 15 / 18, 1e-13);
  assert_close(pair_between(s, QAT, KOR)->floor, 7.2 * 15 / 18, 1e-13);
  const tw_market_rule wide[] = {rules[0],
                                 {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = 18.8}};
  s = state_at(m, 0, 0, 0, wide, 2);
  assert_close(pair_between(s, QAT, JPN)->floor, 10.8, 1e-14);
  /* With the firm one it is too much, without it it is not; and what is left is nothing at least. */
  const tw_market_rule tight[] = {rules[0],
                                  {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = 12}},
                       none[] = {rules[0], {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = 7}};
  s = state_at(m, 0, 0, 0, tight, 2);
  assert_close(pair_between(s, QAT, JPN)->floor, 4, 1e-13);
  s = state_at(m, 0, 0, 0, none, 2);
  assert_close(pair_between(s, QAT, JPN)->floor, 0, 0);
  assert_close(pair_between(s, QAT, KOR)->floor, 8, 0);
  /* Malacca is one of two ways to Japan: its contract goes round; that to Korea has it alone. */
  const tw_market_rule malacca = {.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 5};
  s = state_at(m, 0, 0, 0, &malacca, 1);
  assert_close(pair_between(s, QAT, JPN)->floor, 10.8, 1e-14);
  assert_close(pair_between(s, QAT, KOR)->floor, 5, 1e-13);
}

/* Whoever stands last in the files shares a narrowed strait like the first. */
static void test_narrowed_for_the_last(void **state)
{
  (void)state;
  market_folder turned = folder;
  turned.suppliers = "supplier,owner,block,capacity,cost,full_cost,from_year,status\n"
                     "AUS,AUS,north,12,2,4,,\nAUS,,south,8,2.5,5,,\nQAT,GLF,plants,,1,2,,\n";
  turned.buyers = "buyer,quantity,price,elasticity_short,elasticity_long,regasification\n"
                  "KOR,22,12.5,-0.2,-0.7,\nJPN,28,12,-0.1,-0.6,60\n";
  turned.arcs =
      "supplier,buyer,route,quantity,freight,days,passages,reference\n"
      "AUS,KOR,a,10,0.6,9,,\nAUS,JPN,a,10,0.5,8,,\n"
      "QAT,KOR,near,12,1.1,15,hormuz;malacca,\nQAT,JPN,near,18,1,16,hormuz;malacca,\nQAT,JPN,far,,1.2,19,hormuz,\n";
  const tw_market *m = read_market(&turned);
  const tw_market_rule narrow = {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = 15};
  const twi_market_state *s = state_at(m, 0, 0, 0, &narrow, 1);
  assert_int_equal(m->pair_of[1 * s->buyers + 1], s->pairs - 1);
  assert_close(pair_between(s, 1, 1)->floor, 10.8 * 15 / 18, 1e-13);
  assert_close(pair_between(s, 1, 0)->floor, 7.2 * 15 / 18, 1e-13);
  assert_close(pair_between(s, 0, 1)->floor, 6, 1e-14);
}

/* A strait that lets nothing through is worth what its way would save: the contract goes round for 1.2 where the strait
 * would take 1 and 0.1 of toll, whatever the contract itself is worth less than it costs. */
static void test_worth_of_a_closed_strait(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  for (int held = 0; held < 2; held++) {
    const tw_market_rule rules[] = {
        {.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 0},
        {.rule = "tax", .supplier = "QAT", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 40},
        {.rule = "tax", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 40}};
    const twi_market_state *s = state_at(m, 0, 0, 0, rules, 2 + held);
    const twi_market_solution *v = solve_state(s);
    if (held) assert_close(flow_between(s, v, QAT, JPN), 10.8, 1e-12);
    assert_close(v->toll[1], 0.1, 1e-9);
  }
}

/* ---------------------------------------------------------------- the public functions */

static void test_question(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule grow = {.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_TO, .amount = 28};
  const tw_market_rule close = {.rule = "close", .passage = "hormuz"};
  const tw_market_question q = {.rule = &grow, .rules = 1, .shock = &close, .shocks = 1, .year = 2030};
  tw_market_result *r = NULL;
  tw_market_info info;
  double x[64], y[64];
  assert_int_equal(tw_market_solve(context, m, &q, &r), TW_OK);
  hold_market_result(r);
  tw_market_result_about(r, &info);
  assert_int_equal(info.outcome, TW_CERTIFIED);
  assert_string_equal(info.message, "");
  assert_int_equal(info.stages, 3);
  assert_int_equal(info.before, 1);
  assert_int_equal(info.after, 2);
  assert_int_equal(info.lines, TWI_MARKET_CONDITION_COUNT);
  assert_true(info.largest < 1e-9 && info.tolerance == 1e-9);
  assert_string_equal(info.line[0].name, "supplier_balance");
  assert_true(info.line[0].of_quantity && !info.line[3].of_quantity);
  /* Every number that the header names, of every stage; and the sums that tie them. */
  static const char *const names[] = {"price",           "quantity",     "wanted",       "unserved",      "bill",
                                      "limit_rent",      "tax",          "surplus",      "hhi",           "output",
                                      "netback",         "marginal",     "revenue",      "cost",          "rent",
                                      "capacity_rent",   "other_rent",   "wedge_value",  "capacity",      "flow",
                                      "freight",         "share",        "pair_netback", "days",          "through",
                                      "bills",           "freight_paid", "tolls_paid",   "costs",         "rents",
                                      "taxes",           "identity",     "wedges",       "total_surplus", "objective",
                                      "surplus_change",  "shortfall",    "flow_change",  "toll",          "tolls",
                                      "passage_quantity"};
  for (int stage = 0; stage < 3; stage++)
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
      assert_int_equal(tw_market_result_numbers(context, r, stage, names[i], x), TW_OK);
  assert_int_equal(tw_market_result_numbers(context, r, 2, "prices", x), TW_USAGE);
  assert_string_equal(tw_error(context), "a market's result has no numbers \"prices\"; did you mean price?");
  assert_int_equal(tw_market_result_numbers(context, r, 3, "price", x), TW_USAGE);
  /* Shares and concentration, recomputed. */
  assert_int_equal(tw_market_result_numbers(context, r, 0, "flow", x), TW_OK);
  assert_int_equal(tw_market_result_numbers(context, r, 0, "hhi", y), TW_OK);
  assert_close(y[JPN], (18.0 * 18 + 10 * 10) / (28.0 * 28), 1e-12);
  assert_int_equal(tw_market_result_numbers(context, r, 0, "through", y), TW_OK);
  assert_close(y[JPN * 2], 18.0 / 28, 1e-12);
  assert_close(y[JPN * 2 + 1], 18.0 / 28, 1e-12);
  assert_int_equal(tw_market_result_numbers(context, r, 0, "freight", y), TW_OK);
  assert_close(y[QAT * 2 + JPN], 1, 1e-14);
  assert_true(isnan(y[CAN * 2 + JPN]));
  assert_int_equal(tw_market_result_numbers(context, r, 0, "bills", y), TW_OK);
  assert_close(y[0], 0.052 * (28 * 12 + 22 * 12.5), 1e-12);
  /* What the shock takes: the surplus lost is the integral of demand between the prices, by Simpson's rule. */
  double before[2], after[2];
  assert_int_equal(tw_market_result_numbers(context, r, 1, "price", before), TW_OK);
  assert_int_equal(tw_market_result_numbers(context, r, 2, "price", after), TW_OK);
  assert_int_equal(tw_market_result_numbers(context, r, 2, "surplus_change", y), TW_OK);
  assert_int_equal(tw_market_result_numbers(context, r, 1, "quantity", x), TW_OK);
  for (int d = 0; d < 2; d++) {
    double sum = 0, eps = d == JPN ? -0.1 : -0.2, h = (after[d] - before[d]) / 1000;
    for (int i = 0; i <= 1000; i++)
      sum += (i == 0 || i == 1000 ? 1 : i % 2 ? 4 : 2) * x[d] * pow((before[d] + i * h) / before[d], eps);
    assert_close(y[d], -0.052 * sum * h / 3, 1e-9);
  }
  /* The surplus itself ends at the ceiling: the integral of 28 (t / 12)^-0.6 from 12 to 50. */
  double surplus[2];
  assert_int_equal(tw_market_result_numbers(context, r, 0, "surplus", surplus), TW_OK);
  assert_close(surplus[JPN], 0.052 * 28 * 12 * (pow(50 / 12.0, 0.4) - 1) / 0.4, 1e-12);
}

/* Without the base, the same numbers, and nothing that compares with it. */
static void test_skip_base(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  const tw_market_rule close = {.rule = "close", .passage = "malacca"};
  tw_market_question q = {.rule = &close, .rules = 1, .shock = &close, .shocks = 1};
  tw_market_result *whole = NULL, *part = NULL;
  tw_market_info info;
  double a[2], b[2];
  assert_int_equal(tw_market_solve(context, m, &q, &whole), TW_OK);
  hold_market_result(whole);
  q.skip_base = 1;
  assert_int_equal(tw_market_solve(context, m, &q, &part), TW_OK);
  hold_market_result(part);
  tw_market_result_about(part, &info);
  assert_int_equal(info.outcome, TW_CERTIFIED);
  assert_int_equal(info.stages, 3);
  for (int stage = 1; stage < 3; stage++) {
    assert_int_equal(tw_market_result_numbers(context, whole, stage, "price", a), TW_OK);
    assert_int_equal(tw_market_result_numbers(context, part, stage, "price", b), TW_OK);
    assert_memory_equal(a, b, sizeof a);
  }
  assert_int_equal(tw_market_result_numbers(context, part, 2, "surplus_change", b), TW_OK);
  assert_int_equal(tw_market_result_numbers(context, part, 1, "surplus_change", b), TW_USAGE);
  assert_string_equal(tw_error(context), "the market's result has no certified stage 0");
  assert_int_equal(tw_market_result_numbers(context, part, 0, "price", b), TW_USAGE);
}

static void test_names(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder);
  assert_int_equal(tw_market_count(m, TW_MARKET_SUPPLIERS), 3);
  assert_int_equal(tw_market_count(m, TW_MARKET_BUYERS), 2);
  assert_int_equal(tw_market_count(m, TW_MARKET_PASSAGES), 2);
  assert_string_equal(tw_market_code(m, TW_MARKET_SUPPLIERS, 1), "CAN");
  assert_string_equal(tw_market_name(m, TW_MARKET_PASSAGES, 0), "hormuz");
  assert_null(tw_market_code(m, TW_MARKET_BUYERS, 2));
  assert_null(tw_market_region(m, TW_MARKET_BUYERS, 0));
  assert_int_equal(tw_market_find(m, TW_MARKET_BUYERS, "kor"), 1);
  assert_int_equal(tw_market_find(m, TW_MARKET_BUYERS, "QAT"), -1);
  assert_string_equal(tw_market_text(m, "unit"), "Mt");
  assert_string_equal(tw_market_text(m, "value_unit"), "billion USD");
  assert_string_equal(tw_market_text(m, "data_year"), "2024");
  assert_string_equal(tw_market_text(m, "demand"), "constant_elasticity");
  assert_null(tw_market_text(m, "notes"));
  assert_null(tw_market_text(m, "colour"));
  /* The digest is of codes and numbers: the same read twice, another with another number, whatever the order of texts. */
  market_folder other = folder;
  other.yaml =
      "name: rules\ntitle: Other words\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n"
      "ceiling: {price: 50, share: 0.4}\n";
  assert_string_equal(tw_market_text(m, "sha256"), tw_market_text(read_market(&other), "sha256"));
  other.passages = "passage,capacity,toll\nhormuz,,\nmalacca,,0.11\n";
  assert_string_not_equal(tw_market_text(m, "sha256"), tw_market_text(read_market(&other), "sha256"));
}

static void test_no_such_market(void **state)
{
  (void)state;
  tw_market *m = NULL;
  assert_int_equal(tw_market_open(context, "no/such/market", &m), TW_BAD_INPUT);
  assert_null(m);
  assert_non_null(strstr(tw_error(context), "no/such/market: there is no such folder"));
  const char *file = support_temp("file.csv");
  support_write(file, "x");
  assert_int_equal(tw_market_open(context, file, &m), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(context), "found a file, expected the folder of a market"));
  tw_market_result *r = NULL;
  m = read_market(&folder);
  assert_int_equal(tw_market_solve(context, m, &(const tw_market_question){.statuses = 8}, &r), TW_USAGE);
  assert_int_equal(tw_market_solve(context, m, &(const tw_market_question){.rules = 1}, &r), TW_USAGE);
  assert_int_equal(tw_market_solve(context, m, &(const tw_market_question){.year = -1}, &r), TW_USAGE);
  tw_market_free(NULL);
  tw_market_result_free(NULL);
}

/* Each request for memory fails in turn: nothing is lost and nothing is left. */
static tw_status all_of_it(tw_context *ctx, void *user)
{
  tw_market *m = NULL;
  tw_market_result *r = NULL;
  const tw_market_rule grow = {.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_TO, .amount = 28};
  const tw_market_rule close = {.rule = "close", .passage = "hormuz"};
  const tw_market_question q = {.rule = &grow, .rules = 1, .shock = &close, .shocks = 1, .year = 2030};
  tw_status status = tw_market_open(ctx, user, &m);
  if (status == TW_OK) status = tw_market_solve(ctx, m, &q, &r);
  tw_market_result_free(r);
  tw_market_free(m);
  return status;
}

static void test_memory(void **state)
{
  (void)state;
  const char *at = support_temp_folder("memory");
  write_market(at, &folder);
  assert_true(support_fail_each(all_of_it, (void *)(uintptr_t)at) > 100);
}

/* The same bits from a solver that solved something else before. */
static void test_reuse(void **state)
{
  (void)state;
  const tw_market *m = read_market(&folder), *other = random_market(5, &(market_recipe){.suppliers = 9, .buyers = 8});
  twi_market_state *s = state_at(m, 0, 0, 1, NULL, 0), *t = state_at(other, 0, 0, 0, NULL, 0);
  const twi_market_solution *fresh = solve_state(s);
  twi_market_solver *solver = NULL;
  twi_market_solution again = {0};
  assert_int_equal(twi_market_solver_new(context, &solver), TW_OK);
  assert_int_equal(twi_market_solve_state(solver, t, 0, &again), TW_OK);
  assert_int_equal(twi_market_solve_state(solver, s, 0, &again), TW_OK);
  assert_memory_equal(again.price, fresh->price, 2 * sizeof(double));
  assert_memory_equal(again.flow, fresh->flow, (size_t)m->routes * sizeof(double));
  twi_market_solver_free(solver);
  twi_market_solution_free(context, &again);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(test_calibration),
      HELD_TEST(test_years),
      HELD_TEST(test_each_rule),
      HELD_TEST(test_closing),
      HELD_TEST(test_recentred),
      HELD_TEST(test_recentred_two_ways),
      HELD_TEST(test_recentred_firm),
      HELD_TEST(test_narrowed),
      HELD_TEST(test_question),
      HELD_TEST(test_narrowed_for_the_last),
      HELD_TEST(test_worth_of_a_closed_strait),
      HELD_TEST(test_skip_base),
      HELD_TEST(test_names),
      HELD_TEST(test_no_such_market),
      HELD_TEST(test_memory),
      HELD_TEST(test_reuse),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
