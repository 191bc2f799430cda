/* What holds of every market: the list at the end of Markets in docs/model.md, on random ones. */
#include "markets.h"

enum { SEEDS = 12 };

static const market_recipe calibrated = {
    .suppliers = 6, .buyers = 7, .passages = 3, .calibrated = 1, .constant = 1, .detours = 1, .forbidden = 0.1};
static const market_recipe straight = {
    .suppliers = 6, .buyers = 7, .passages = 3, .calibrated = 1, .detours = 1, .forbidden = 0.1};
static const market_recipe free_of_wedges = {.suppliers = 5, .buyers = 6, .passages = 2, .constant = 1};

static const tw_market_rule shock[] = {
    {.rule = "outage", .supplier = "S1", .amount = 0.4},
    {.rule = "close", .passage = "P1"},
    {.rule = "demand", .buyer = "B2", .how = TW_MARKET_CHANGE, .amount = 0.15},
    {.rule = "tax", .buyer = "B3", .how = TW_MARKET_TO, .amount = 0.1, .ad_valorem = 1}};
enum { SHOCKS = sizeof shock / sizeof *shock };

static twi_market_accounts *accounts_of(const twi_market_state *s, const twi_market_solution *v);

static void held_accounts(void *thing)
{
  twi_market_accounts_free(context, thing);
  free(thing);
}

static twi_market_accounts *accounts_of(const twi_market_state *s, const twi_market_solution *v)
{
  twi_market_accounts *a = calloc(1, sizeof *a);
  if (!a) abort();
  hold(a, held_accounts);
  assert_int_equal(twi_market_accounts_make(context, s, v, a), TW_OK);
  return a;
}

static void same_prices(const twi_market_solution *a, const twi_market_solution *b, double tolerance)
{
  for (int d = 0; d < a->buyers; d++) assert_close(a->price[d], b->price[d], tolerance);
}

static void same_flows(const twi_market_state *s, const twi_market_solution *a, const twi_market_state *t,
                       const twi_market_solution *b, double tolerance)
{
  for (int o = 0; o < s->suppliers && o < t->suppliers; o++)
    for (int d = 0; d < s->buyers; d++) assert_relative(flow_between(s, a, o, d), flow_between(t, b, o, d), tolerance);
}

/* The base comes out as it went in, in both horizons, with and without market power. */
static void test_base(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    for (int kind = 0; kind < 4; kind++) {
      market_recipe recipe = kind % 2 ? calibrated : straight;
      recipe.theta = kind / 2 ? 0.2 : 0;
      const tw_market *m = random_market(seed, &recipe);
      for (int short_run = 0; short_run < 2; short_run++) {
        if (recipe.theta > 0 && recipe.constant && short_run) continue; /* stiff demand and market power: none exists */
        const twi_market_state *s = make_state(m, short_run, NULL, 0);
        const twi_market_solution *v = solve_state(s);
        for (int d = 0; d < m->buyers; d++) {
          assert_close(v->price[d], m->buyer[d].price, 1e-10);
          assert_close(v->quantity[d], m->buyer[d].quantity, 1e-10);
        }
        for (int p = 0; p < m->pairs; p++)
          assert_close(flow_between(s, v, m->pair[p].supplier, m->pair[p].buyer), m->pair[p].quantity, 1e-10);
        for (int o = 0; o < m->suppliers; o++)
          if (m->output[o] > 0) assert_close(v->netback[o], m->netback[o], 1e-9);
      }
    }
  }
}

/* Bills are what is paid to somebody; each supplier's revenue is its cost and rents; conditions hold to 1e-10. */
static void test_money(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, seed % 2 ? &calibrated : &straight);
    tw_market_rule rules[SHOCKS + 1];
    memcpy(rules, shock, sizeof shock);
    rules[SHOCKS] = (tw_market_rule){.rule = "toll", .passage = "P0", .how = TW_MARKET_ADD, .amount = 0.3};
    const twi_market_state *s = make_state(m, 1, rules, SHOCKS + 1);
    const twi_market_solution *v = solve_state(s);
    const twi_market_accounts *a = accounts_of(s, v);
    assert_true(v->certificate.largest < 1e-10);
    assert_true(fabs(a->identity) < 1e-10);
    double bills = 0, freight = 0, tolls = 0, taxes = 0, costs = 0, rents = 0;
    for (int d = 0; d < m->buyers; d++) {
      double arrives = 0;
      for (int o = 0; o < m->suppliers; o++) arrives += flow_between(s, v, o, d);
      bills += v->price[d] * arrives;
      assert_close(a->buyer[d].bill, v->price[d] * arrives * m->value_per_unit, 1e-12);
    }
    for (int r = 0; r < m->routes; r++) {
      const twi_market_pair *pair = &m->pair[m->route[r].pair];
      freight += s->route[r].freight * v->flow[r];
      for (int i = 0; i < m->route[r].crossings; i++)
        tolls += (strcmp(m->passage[m->crossing[m->route[r].first_crossing + i]].code, "P0") ? 0 : 0.3) * v->flow[r];
      if (pair->buyer == 3) taxes += v->price[3] * (1 - 1 / 1.1) * v->flow[r];
    }
    for (int b = 0; b < s->blocks; b++)
      costs += s->block[b].cost * v->made[b] + s->block[b].slope * v->made[b] * v->made[b] / 2;
    for (int o = 0; o < m->suppliers; o++) {
      rents += a->supplier[o].rent;
      assert_close(a->supplier[o].rent, a->supplier[o].capacity_rent + a->supplier[o].other_rent, 1e-12);
      /* What a unit nets is the margin and what wedges, floors and tastes stand for. */
      if (v->output[o] > 0) {
        double gap = (a->supplier[o].netback - v->netback[o]) * v->output[o] * m->value_per_unit, kappa = 0;
        for (int r = 0; r < m->routes; r++)
          if (m->pair[m->route[r].pair].supplier == o) kappa += v->reduced[r] * v->flow[r] * m->value_per_unit;
        assert_close(gap, a->supplier[o].wedge_value - kappa, 1e-9);
      }
    }
    double unit = m->value_per_unit;
    assert_close(a->bills, bills * unit, 1e-12);
    assert_close(a->freight, freight * unit, 1e-12);
    assert_close(a->tolls, tolls * unit, 1e-12);
    assert_close(a->taxes, taxes * unit, 1e-12);
    assert_close(a->costs, costs * unit, 1e-12);
    assert_close(bills, freight + tolls + taxes + costs + rents / unit, 1e-10);
  }
}

/* Less capacity at one supplier lowers no price (no passages with capacities, no market power). */
static void test_less_capacity(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, seed % 2 ? &calibrated : &straight);
    const twi_market_solution *before = solve_state(make_state(m, 1, NULL, 0));
    for (int o = 0; o < m->suppliers; o++) {
      tw_market_rule rule = {.rule = "outage", .supplier = m->supplier[o].code, .amount = 0.25};
      const twi_market_solution *after = solve_state(make_state(m, 1, &rule, 1));
      for (int d = 0; d < m->buyers; d++) assert_true(after->price[d] >= before->price[d] - 1e-9);
    }
  }
}

/* Opening a passage never lowers what the program maximises. */
static void test_opening(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, &straight);
    const twi_market_state *s = make_state(m, 0, NULL, 0);
    double open = accounts_of(s, solve_state(s))->objective;
    for (int k = 0; k < m->passages; k++) {
      tw_market_rule rule = {.rule = "close", .passage = m->passage[k].code};
      tw_market_rule half = {
          .rule = "capacity", .passage = m->passage[k].code, .how = TW_MARKET_CHANGE, .amount = -0.3};
      const twi_market_state *t = make_state(m, 0, &rule, 1), *h = make_state(m, 0, &half, 1);
      /* Contracts over a closed passage are void, which is no loss of the program: without them in both. */
      for (int p = 0; p < m->pairs; p++) s->pair[p].floor = t->pair[p].floor = h->pair[p].floor = 0;
      double in_part = accounts_of(h, solve_state(h))->objective, closed = accounts_of(t, solve_state(t))->objective;
      open = accounts_of(s, solve_state(s))->objective;
      assert_true(in_part <= open + 1e-9 && closed <= in_part + 1e-9);
    }
  }
}

/* All money doubled doubles prices, to the bit, and changes no flow; times three to rounding. */
static void test_money_doubled(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    market_recipe recipe = calibrated, twice = calibrated, thrice = calibrated;
    twice.scale = 2;
    thrice.scale = 3;
    const tw_market_rule out = {.rule = "outage", .supplier = "S0", .amount = 0.5};
    const twi_market_state *s = make_state(random_market(seed, &recipe), 1, &out, 1);
    const twi_market_state *t = make_state(random_market(seed, &twice), 1, &out, 1);
    const twi_market_state *u = make_state(random_market(seed, &thrice), 1, &out, 1);
    const twi_market_solution *a = solve_state(s), *b = solve_state(t), *c = solve_state(u);
    for (int d = 0; d < s->buyers; d++) {
      assert_true(b->price[d] == 2 * a->price[d]);
      assert_close(c->price[d], 3 * a->price[d], 1e-10);
    }
    for (int r = 0; r < s->routes; r++) {
      assert_true(a->flow[r] == b->flow[r]);
      assert_relative(a->flow[r], c->flow[r], 1e-10);
    }
  }
}

/* A passage that nobody uses may close; a capacity just above what flows has no toll, one below has. */
static void test_passages(void **state)
{
  (void)state;
  int unused = 0, tolls = 0;
  for (uint64_t seed = 1; seed <= 3 * SEEDS; seed++) {
    market_recipe recipe = {
        .suppliers = 3, .buyers = 3, .passages = 3, .stiffness = 0.5, .constant = seed % 2, .detours = 1};
    const tw_market *m = random_market(seed, &recipe);
    const twi_market_state *s = make_state(m, 0, NULL, 0);
    const twi_market_solution *v = solve_state(s);
    const twi_market_accounts *a = accounts_of(s, v);
    for (int k = 0; k < m->passages; k++) {
      double through = a->passage[k].quantity;
      tw_market_rule close = {.rule = "close", .passage = m->passage[k].code};
      tw_market_rule wide = {
          .rule = "capacity", .passage = m->passage[k].code, .how = TW_MARKET_TO, .amount = through * 1.0001 + 1e-4};
      tw_market_rule narrow = wide;
      narrow.amount = 0.8 * through;
      if (through == 0) {
        const twi_market_state *t = make_state(m, 0, &close, 1);
        const twi_market_solution *w = solve_state(t);
        same_prices(v, w, 1e-10);
        same_flows(s, v, t, w, 1e-9);
        unused++;
        continue;
      }
      const twi_market_state *t = make_state(m, 0, &wide, 1);
      const twi_market_solution *w = solve_state(t);
      assert_true(w->toll[k] == 0);
      same_prices(v, w, 1e-9);
      w = solve_state(make_state(m, 0, &narrow, 1));
      assert_true(w->toll[k] > 0);
      tolls++;
    }
  }
  assert_true(unused > 0 && tolls > 10);
}

/* Freight to nothing, no wedges and no stiffness: one price. */
static void test_one_price(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, &free_of_wedges);
    const tw_market_rule rule = {.rule = "freight", .how = TW_MARKET_TO, .amount = 0};
    const twi_market_solution *v = solve_state(make_state(m, 0, &rule, 1));
    for (int d = 1; d < m->buyers; d++) assert_close(v->price[d], v->price[0], 1e-9);
    for (int o = 0; o < m->suppliers; o++)
      if (v->output[o] > 0) assert_close(v->netback[o], v->price[0], 1e-9);
  }
}

/* No capacity is as good as no supplier. */
static void test_zero_capacity(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, seed % 2 ? &calibrated : &straight);
    const tw_market_rule rule = {.rule = "capacity", .supplier = "S2", .how = TW_MARKET_TO, .amount = 0};
    twi_market_state *s = make_state(m, 1, &rule, 1), *t = make_state(m, 1, NULL, 0);
    const twi_market_solution *v = solve_state(s);
    for (int r = 0; r < m->routes; r++)
      if (m->pair[m->route[r].pair].supplier == 2) t->route[r].used = 0;
    for (int p = 0; p < m->pairs; p++)
      if (m->pair[p].supplier == 2) t->pair[p].floor = 0;
    const twi_market_solution *w = solve_state(t);
    same_prices(v, w, 1e-10);
    for (int d = 0; d < m->buyers; d++) assert_true(flow_between(s, v, 2, d) == 0);
  }
}

/* Two halves of a supplier are the supplier. */
static void test_split(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, seed % 2 ? &calibrated : &straight);
    const tw_market_rule rule = {.rule = "outage", .supplier = "S3", .amount = 0.3};
    const twi_market_state *s = make_state(m, 1, &rule, 1);
    const twi_market_solution *v = solve_state(s);
    /* The last supplier takes the place of the second half: both get half of supplier 0. */
    twi_market_state *t = make_state(m, 1, &rule, 1);
    int last = m->suppliers - 1;
    tw_market_rule none = {.rule = "capacity", .supplier = m->supplier[last].code, .how = TW_MARKET_TO, .amount = 0};
    assert_int_equal(twi_market_state_apply(context, t, &none, 1), TW_OK);
    const twi_market_solution *without = solve_state(t);
    for (int o = 0; o <= last; o += last) { /* supplier 0 and the last, block by block and pair by pair */
      for (int b = 0; b < s->first_block[1]; b++) {
        twi_state_block *block = &t->block[t->first_block[o] + b];
        const twi_state_block *from = &s->block[b];
        block->capacity = from->capacity / 2;
        block->cost = from->cost;
        block->slope = from->slope * 2;
      }
    }
    for (int d = 0; d < m->buyers; d++) {
      int p = m->pair_of[d], q = m->pair_of[last * m->buyers + d];
      for (int i = 0; p >= 0 && i < 2; i++) {
        int half = i ? q : p;
        if (half < 0) continue;
        t->pair[half].wedge = s->pair[p].wedge;
        t->pair[half].stiffness = 2 * s->pair[p].stiffness;
        t->pair[half].reference = s->pair[p].reference / 2;
        t->pair[half].floor = s->pair[p].floor / 2;
        for (int r = m->pair[half].first_route; r < m->pair[half].first_route + m->pair[half].routes; r++) {
          int from = m->pair[p].first_route;
          while (!s->route[from].used) from++;
          t->route[r].freight = twi_market_route_cost(s, from) - (twi_market_route_cost(t, r) - t->route[r].freight);
        }
      }
      if (p < 0)
        for (int r = q < 0 ? 0 : m->pair[q].first_route; q >= 0 && r < m->pair[q].first_route + m->pair[q].routes; r++)
          t->route[r].used = 0;
    }
    int comparable = 1; /* where the last has a way to all that supplier 0 has one to */
    for (int d = 0; d < m->buyers; d++) comparable &= m->pair_of[d] < 0 || m->pair_of[last * m->buyers + d] >= 0;
    if (!comparable) continue;
    const twi_market_solution *w = solve_state(t);
    /* The whole, where the last supplier has gone as well. */
    twi_market_state *whole = make_state(m, 1, &rule, 1);
    assert_int_equal(twi_market_state_apply(context, whole, &none, 1), TW_OK);
    same_prices(without, solve_state(whole), 1e-10);
    same_prices(solve_state(whole), w, 1e-9);
    for (int d = 0; d < m->buyers; d++)
      assert_relative(flow_between(t, w, 0, d) + flow_between(t, w, last, d), flow_between(whole, without, 0, d), 1e-8);
    (void)v;
  }
}

/* From price taking to Cournot without a jump, and the ends are what they should be. */
static void test_conjecture(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    const tw_market *m = random_market(seed, &(market_recipe){.suppliers = 3, .buyers = 2, .stiffness = 0.01});
    double before = 0, most = 0, low = INFINITY, high = 0;
    const twi_market_solution *plain = solve_state(make_state(m, 0, NULL, 0));
    for (int i = 0; i <= 50; i++) {
      const tw_market_rule rule = {.rule = "conjecture", .how = TW_MARKET_TO, .amount = i / 50.0};
      const twi_market_state *s = make_state(m, 0, &rule, 1);
      const twi_market_solution *v = solve_state(s);
      if (i == 0) same_prices(plain, v, 1e-10);
      if (i > 0) most = fmax(most, fabs(v->price[0] - before));
      low = fmin(low, v->price[0]);
      high = fmax(high, v->price[0]);
      before = v->price[0];
      if (i < 50) continue;
      for (int p = 0; p < m->pairs; p++) { /* Cournot: marginal revenue is cost, of each that ships */
        const twi_state_pair *pair = &s->pair[p];
        double x = flow_between(s, v, pair->supplier, pair->buyer);
        if (x < 1e-6) continue;
        double revenue = v->price[pair->buyer] - twi_market_demand_slope(s, pair->buyer, v->quantity[pair->buyer]) * x;
        int r = m->pair[p].first_route;
        while (!s->route[r].used) r++;
        assert_close(revenue,
                     v->netback[pair->supplier] + twi_market_route_cost(s, r) + pair->stiffness * (x - pair->reference),
                     1e-9);
      }
    }
    assert_true(most <= 0.15 * (high - low) + 1e-9);
  }
}

/* Recentring at the base changes nothing, and at any solution leaves it a solution. */
static void test_recentring(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    market_recipe recipe = seed % 2 ? calibrated : straight;
    const tw_market *m = random_market(seed, &recipe);
    /* Narrow passages and dear buyers as well, so that floors bind on several ways together. */
    tw_market_rule rule[SHOCKS + 2];
    memcpy(rule, shock, sizeof shock);
    rule[SHOCKS] = (tw_market_rule){.rule = "capacity", .passage = "P0", .how = TW_MARKET_CHANGE, .amount = -0.2};
    rule[SHOCKS + 1] = (tw_market_rule){.rule = "tax", .buyer = "B1", .how = TW_MARKET_TO, .amount = 6};
    const int counts[] = {0, SHOCKS, SHOCKS + 2};
    for (int k = 0; k < 3; k++) {
      const int rules = counts[k];
      const twi_market_state *s = make_state(m, 0, rule, rules);
      const twi_market_solution *v = solve_state(s);
      twi_market_state *t = NULL;
      assert_int_equal(twi_market_recentre(context, s, v, &t), TW_OK);
      hold(t, held_state);
      const twi_market_solution *w = solve_state(t);
      same_prices(v, w, 1e-9);
      same_flows(s, v, t, w, 1e-8);
      for (int o = 0; o < m->suppliers; o++)
        if (v->output[o] > 1e-6) assert_close(v->netback[o], w->netback[o], 1e-8);
      for (int d = 0; d < m->buyers; d++) {
        assert_true(t->buyer[d].elasticity == m->buyer[d].elasticity_short);
        assert_close(t->buyer[d].quantity, v->quantity[d], 1e-12);
      }
      for (int p = 0; p < m->pairs && rules == 0; p++) {
        assert_relative(t->pair[p].wedge, s->pair[p].wedge, 1e-9);
        assert_close(t->pair[p].contract, s->pair[p].contract, 1e-9);
      }
    }
  }
}

/* Solved from another state's solution, near or far, it is the same market; and near, in a few rounds. */
static void test_near(void **state)
{
  (void)state;
  twi_market_solver *solver = NULL;
  int quick = 0, all = 0;
  assert_int_equal(twi_market_solver_new(context, &solver), TW_OK);
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    market_recipe recipe = seed % 2 ? calibrated : straight;
    recipe.ceiling = seed % 3 ? 0 : 1.3;
    const tw_market *m = random_market(seed, &recipe);
    tw_market_rule rule[SHOCKS + 2];
    memcpy(rule, shock, sizeof shock);
    rule[SHOCKS] = (tw_market_rule){.rule = "capacity", .passage = "P0", .how = TW_MARKET_CHANGE, .amount = -0.3};
    rule[SHOCKS + 1] = (tw_market_rule){.rule = "freight", .how = TW_MARKET_CHANGE, .amount = 0.05};
    const int counts[] = {0, SHOCKS, SHOCKS + 1, SHOCKS + 2};
    for (int a = 0; a < 4; a++)
      for (int b = 0; b < 4; b++) {
        const twi_market_state *from = make_state(m, 1, rule, counts[a]), *to = make_state(m, 1, rule, counts[b]);
        const twi_market_solution *v = solve_state(from), *cold = solve_state(to);
        twi_market_solution near = {.outcome = TW_NOT_SOLVED};
        assert_int_equal(twi_market_solve_near(solver, to, 0, from, v, &near), TW_OK);
        assert_int_equal(near.outcome, TW_CERTIFIED);
        for (int d = 0; d < m->buyers; d++) {
          assert_close(near.price[d], cold->price[d], 1e-8);
          assert_close(near.quantity[d], cold->quantity[d], 1e-8);
        }
        same_flows(to, &near, to, cold, 1e-7);
        quick += near.iterations == 0;
        all++;
        twi_market_solution_free(context, &near);
      }
  }
  twi_market_solver_free(solver);
  assert_true(quick > 0.9 * all);
}

/* Many markets, bounded in every way at once: all are certified, or say that floors clash. */
static void test_many(void **state)
{
  (void)state;
  int clashes = 0;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    support_random r = {seed};
    market_recipe recipe = {.suppliers = 2 + support_below(&r, 8),
                            .buyers = 2 + support_below(&r, 8),
                            .passages = 3,
                            .constant = support_below(&r, 2),
                            .calibrated = support_below(&r, 2),
                            .stiffness = support_below(&r, 2) * 0.3,
                            .detours = support_below(&r, 2),
                            .ceiling = support_below(&r, 2) * support_uniform(&r, 1.05, 3),
                            .forbidden = 0.2};
    recipe.theta = recipe.constant ? 0 : support_below(&r, 2);
    const tw_market *m = random_market(seed, &recipe);
    const tw_market_rule rules[] = {
        {.rule = "outage", .supplier = "S0", .amount = support_below(&r, 3) / 2.0},
        {.rule = "capacity", .passage = "P0", .how = TW_MARKET_TO, .amount = support_uniform(&r, 0, 6)},
        {.rule = "capacity", .passage = "P1", .how = TW_MARKET_TO, .amount = support_below(&r, 2) * 3.0},
        {.rule = "tax", .buyer = "B0", .how = TW_MARKET_TO, .amount = support_uniform(&r, 0, 2), .ad_valorem = 1},
        {.rule = "freight", .passage = "P2", .how = TW_MARKET_ADD, .amount = support_uniform(&r, 0, 4)}};
    int covers = 0;
    for (int i = 0; i < m->routes; i++) covers |= twi_market_route_use(make_state(m, 0, NULL, 0), i, 2) > 0;
    twi_market_state *s = make_state(m, recipe.calibrated ? support_below(&r, 2) : 0, rules, covers ? 5 : 4);
    for (int d = 0; d < m->buyers; d++)
      if (support_below(&r, 3) == 0) s->buyer[d].limit = s->buyer[d].quantity * support_uniform(&r, 0.7, 1.1);
    const twi_market_solution *v = solve_any(s);
    if (v->outcome == TW_INFEASIBLE && strstr(v->message, "floors")) {
      clashes++;
      continue;
    }
    if (v->outcome == TW_NO_SOURCE) continue;
    if (v->outcome != TW_CERTIFIED) fail_msg("seed %d: %s", (int)seed, v->message);
    assert_true(fabs(accounts_of(s, v)->identity) < 1e-10);
  }
  assert_true(clashes < 40);
}

/* Newton is Newton: with taxes, limits, ceilings and market power on curved demand it takes few steps, too. */
static void test_steps(void **state)
{
  (void)state;
  int steps = 0, rounds = 0;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    market_recipe recipe = calibrated;
    recipe.theta = seed % 2 ? 0.25 : 0;
    recipe.ceiling = 1.3;
    const tw_market *m = random_market(seed, &recipe);
    const tw_market_rule rules[] = {{.rule = "tax", .how = TW_MARKET_TO, .amount = 0.6, .ad_valorem = 1},
                                    {.rule = "outage", .supplier = "S0", .amount = 0.5}};
    twi_market_state *s = make_state(m, 0, rules, 2);
    for (int d = 0; d < m->buyers; d += 2) s->buyer[d].limit = 0.6 * s->buyer[d].quantity;
    const twi_market_solution *v = solve_state(s);
    steps += v->iterations;
    rounds += v->finishing;
  }
  assert_true(steps <= 270 && rounds <= 230);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(test_base),       HELD_TEST(test_money),         HELD_TEST(test_less_capacity),
      HELD_TEST(test_opening),    HELD_TEST(test_money_doubled), HELD_TEST(test_passages),
      HELD_TEST(test_one_price),  HELD_TEST(test_zero_capacity), HELD_TEST(test_split),
      HELD_TEST(test_conjecture), HELD_TEST(test_near),          HELD_TEST(test_recentring),
      HELD_TEST(test_many),       HELD_TEST(test_steps),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
