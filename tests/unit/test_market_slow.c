/* The solver against the slow one of slow_market.h, and its certificate against the conditions written anew. */
#include "slow_market.h"

static void compare(const twi_market_state *s, const slow_market *slow, const twi_market_solution *fast, int flows)
{
  int l0 = slow->routes + slow->blocks, p0 = l0 + s->suppliers, t0 = p0 + s->buyers;
  for (int d = 0; d < s->buyers; d++) assert_close(fast->price[d], slow->u[p0 + d], 1e-8);
  for (int r = 0; r < slow->routes && flows; r++) assert_close(fast->flow[slow->route[r]], slow->u[r], 1e-8);
  for (int o = 0; o < s->suppliers; o++) {
    double q = 0;
    for (int b = 0; b < slow->blocks; b++)
      if (s->block[slow->block[b]].supplier == o) q += slow->u[slow->routes + b];
    if (flows) assert_close(fast->output[o], q, 1e-8);
    if (q > 1e-7 && flows && q < 3) assert_true(fast->netback[o] > 0); /* rents may leave netbacks open elsewhere */
  }
  for (int k = 0; k < slow->rows; k++)
    if (slow->u[t0 + k] > 1e-7) assert_close(fast->toll[slow->row[k]], slow->u[t0 + k], 1e-7);
}

/* Solves a random market both ways, after a few rules. */
static void try_both(uint64_t seed, const market_recipe *recipe, const tw_market_rule *rule, int rules, int short_run)
{
  slow_market slow;
  const tw_market *m = random_market(seed, recipe);
  const twi_market_state *s = make_state(m, short_run, rule, rules);
  const twi_market_solution *fast = solve_state(s);
  solve_slowly(s, &slow);
  compare(s, &slow, fast, recipe->calibrated || recipe->stiffness > 0);
}

static void test_plain(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    try_both(seed, &(market_recipe){.suppliers = 2, .buyers = 2}, NULL, 0, 0);
    try_both(seed, &(market_recipe){.suppliers = 2, .buyers = 2, .stiffness = 0.4}, NULL, 0, 0);
    try_both(seed, &(market_recipe){.suppliers = 2, .buyers = 2, .stiffness = 0.4, .constant = 1}, NULL, 0, seed % 2);
    try_both(seed, &(market_recipe){.suppliers = 2, .buyers = 3, .stiffness = 0.2, .forbidden = 0.3}, NULL, 0, 0);
  }
}

static void test_calibrated_shocks(void **state)
{
  (void)state;
  const tw_market_rule rules[] = {{.rule = "outage", .supplier = "S0", .amount = 0.5},
                                  {.rule = "freight", .buyer = "B1", .how = TW_MARKET_ADD, .amount = 0.7},
                                  {.rule = "demand", .buyer = "B0", .how = TW_MARKET_CHANGE, .amount = 0.1}};
  for (uint64_t seed = 20; seed < 26; seed++)
    for (int constant = 0; constant < 2; constant++)
      try_both(seed, &(market_recipe){.suppliers = 2, .buyers = 2, .calibrated = 1, .constant = constant}, rules, 3,
               seed % 2);
}

/* With constant elasticity and a conjecture times share above the elasticity there is no equilibrium: more is always
 * worth less. */
static void test_conjectures_and_taxes(void **state)
{
  (void)state;
  const tw_market_rule rules[] = {{.rule = "tax", .buyer = "B0", .how = TW_MARKET_TO, .amount = 0.3, .ad_valorem = 1},
                                  {.rule = "tax", .supplier = "S1", .buyer = "B1", .how = TW_MARKET_TO, .amount = 0.4}};
  for (uint64_t seed = 40; seed < 46; seed++)
    for (int constant = 0; constant < 2; constant++)
      try_both(seed,
               &(market_recipe){
                   .suppliers = 2, .buyers = 2, .theta = constant ? 0.25 : 1, .stiffness = 0.1, .constant = constant},
               rules, 2, 0);
}

static void test_passages(void **state)
{
  (void)state;
  const tw_market_rule narrow[] = {{.rule = "capacity", .passage = "P0", .how = TW_MARKET_TO, .amount = 2}};
  for (uint64_t seed = 60; seed < 70; seed++)
    try_both(seed, &(market_recipe){.suppliers = 2, .buyers = 2, .passages = 1, .stiffness = 0.3, .detours = seed % 2},
             narrow, 1, 0);
}

/* ---------------------------------------------------------------- the certificate */

static twi_market_certificate certificate_of(const twi_market_state *s, const twi_market_solution *v)
{
  twi_market_certificate c;
  twi_market_certify(s, v, &c);
  return c;
}

/* Each number of a solution, moved by 1e-4, is found by a condition that speaks of it; and put back it is not. */
static void test_every_number_is_watched(void **state)
{
  (void)state;
  const tw_market_rule rules[] = {{.rule = "capacity", .passage = "P0", .how = TW_MARKET_CHANGE, .amount = -0.4},
                                  {.rule = "outage", .supplier = "S1", .amount = 0.3}};
  const tw_market *m = random_market(
      81, &(market_recipe){.suppliers = 4, .buyers = 5, .passages = 2, .calibrated = 1, .constant = 1, .detours = 1});
  twi_market_state *s = make_state(m, 1, rules, 2);
  twi_market_solution *v = solve_state(s);
  assert_true(v->certificate.largest < 1e-11);
  struct {
    double *at;
    int count;
  } part[] = {{v->output, s->suppliers}, {v->netback, s->suppliers}, {v->made, s->blocks},    {v->quantity, s->buyers},
              {v->price, s->buyers},     {v->limit_rent, s->buyers}, {v->unserved, s->buyers}};
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
    for (int k = 0; k < part[i].count; k++) {
      if (part[i].at == v->netback && v->output[k] == 0) continue;
      double kept = part[i].at[k];
      part[i].at[k] = kept + 1e-4;
      if (!(certificate_of(s, v).largest > 5e-5)) fail_msg("table %zu, number %d moves unseen", i, k);
      part[i].at[k] = kept;
    }
  }
  for (int r = 0; r < s->routes; r++) {
    double kept = v->flow[r];
    v->flow[r] = kept + 1e-4;
    assert_true(certificate_of(s, v).largest > 5e-5);
    v->flow[r] = kept;
  }
  for (int b = 0; b < s->blocks; b++) {
    double kept = v->capacity_rent[b];
    if (s->block[b].capacity == 0) continue;
    v->capacity_rent[b] = kept + 1e-4;
    assert_true(certificate_of(s, v).largest > 5e-5 || v->made[b] == 0);
    v->capacity_rent[b] = kept;
  }
  for (int k = 0; k <= s->passages; k++) {
    double kept = v->toll[k];
    v->toll[k] = kept + 1e-4;
    assert_true(certificate_of(s, v).largest > 5e-5);
    v->toll[k] = kept;
  }
  assert_true(certificate_of(s, v).largest < 1e-11);
}

/* Each number of the state belongs to a condition as well: a certificate of another state is none of this one. */
static void test_every_parameter_is_watched(void **state)
{
  (void)state;
  const tw_market *m = random_market(
      82, &(market_recipe){.suppliers = 3, .buyers = 4, .passages = 1, .calibrated = 1, .constant = 1, .theta = 0.2});
  const tw_market_rule out = {.rule = "outage", .supplier = "S1", .amount = 0.3};
  twi_market_state *s = make_state(m, 0, &out, 1);
  twi_market_solution *v = solve_state(s);
  int used = -1;
  for (int r = 0; r < s->routes; r++)
    if (v->flow[r] > 1) used = r;
  assert_true(used >= 0);
  int p = m->route[used].pair, o = s->pair[p].supplier, d = s->pair[p].buyer;
  double *watched[] = {&s->route[used].freight, &s->pair[p].wedge,
                       &s->pair[p].reference,   &s->pair[p].tax,
                       &s->pair[p].tax_rate,    &s->buyer[d].price,
                       &s->buyer[d].quantity,   &s->conjecture[o],
                       &s->pair[p].stiffness,   &s->block[s->first_block[o]].capacity};
  for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
    double kept = *watched[i];
    *watched[i] = kept + 1e-3;
    if (!(certificate_of(s, v).largest > 1e-7)) fail_msg("parameter %zu moves unseen", i);
    *watched[i] = kept;
  }
  s->pair[p].floor = v->flow[used] + 1e-3;
  assert_true(certificate_of(s, v).largest > 5e-4);
  s->pair[p].floor = 0;
  s->buyer[d].limit = v->quantity[d] - 1e-3;
  assert_true(certificate_of(s, v).largest > 5e-4);
  s->buyer[d].limit = INFINITY;
  s->capacity[0] = 0;
  for (int r = 0; r < s->routes; r++)
    if (v->flow[r] > 1 && twi_market_route_use(s, r, 0) > 0) assert_true(certificate_of(s, v).largest > 1e-3);
}

static void test_words(void **state)
{
  (void)state;
  char words[512];
  const tw_market *m = read_market(&example_1);
  twi_market_state *s = make_state(m, 0, NULL, 0);
  twi_market_solution *v = solve_state(s);
  v->price[1] += 0.5;
  v->flow[0] -= 2;
  twi_market_certificate c = certificate_of(s, v);
  twi_market_certificate_words(s, &c, words, sizeof words);
  assert_string_equal(words, "the largest violation is 2 Mt at A (what a supplier makes and what it ships)");
  v->flow[0] = NAN;
  c = certificate_of(s, v);
  assert_true(isinf(c.largest));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(test_plain),    HELD_TEST(test_calibrated_shocks),       HELD_TEST(test_conjectures_and_taxes),
      HELD_TEST(test_passages), HELD_TEST(test_every_number_is_watched), HELD_TEST(test_every_parameter_is_watched),
      HELD_TEST(test_words),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
