/* The worked examples of docs/model.md, to the digits given there, and small markets whose answers are known. */
#include "markets.h"

static void check_numbers(const tw_market_result *result, int stage, const char *field, const double *expected,
                          int count)
{
  double out[16];
  assert_int_equal(tw_market_result_numbers(context, result, stage, field, out), TW_OK);
  for (int i = 0; i < count; i++) assert_close(out[i], expected[i], 5e-9);
}

static tw_market_result *ask(const tw_market *market, const tw_market_question *question)
{
  tw_market_result *result = NULL;
  tw_market_info info;
  tw_status status = tw_market_solve(context, market, question, &result);
  if (status != TW_OK) fail_msg("%s: %s", tw_status_word(status), tw_error(context));
  hold_market_result(result);
  tw_market_result_about(result, &info);
  if (info.outcome != TW_CERTIFIED) fail_msg("%s: %s", tw_outcome_word(info.outcome), info.message);
  assert_true(info.largest <= 1e-9);
  return result;
}

static void test_example_1(void **state)
{
  (void)state;
  const tw_market *m = read_market(&example_1);
  const tw_market_rule close = {.rule = "close", .passage = "strait"};
  const tw_market_question q = {.rule = &close, .rules = 1};
  tw_market_result *r = ask(m, &q);
  check_numbers(r, 0, "flow", (const double[]){20, 0, 1.11111111, 18.88888889}, 4);
  check_numbers(r, 0, "price", (const double[]){9.44444444, 8.44444444}, 2);
  check_numbers(r, 0, "netback", (const double[]){8.44444444, 7.44444444}, 2);
  check_numbers(r, 0, "surplus", (const double[]){111.41975309, 71.35802469}, 2);
  check_numbers(r, 0, "rent", (const double[]){108.88888889, 48.88888889}, 2);
  check_numbers(r, 0, "capacity_rent", (const double[]){20 * (8.44444444 - 4), 20 * (7.44444444 - 6)}, 2);
  check_numbers(r, 0, "other_rent", (const double[]){20, 20}, 2); /* slope g^2 / 2 */
  check_numbers(r, 1, "flow", (const double[]){0, 20, 20, 0}, 4);
  check_numbers(r, 1, "price", (const double[]){10, 8}, 2);
  check_numbers(r, 1, "netback", (const double[]){5, 8}, 2);
  check_numbers(r, 1, "surplus", (const double[]){100, 80}, 2);
  check_numbers(r, 1, "rent", (const double[]){40, 60}, 2);
  check_numbers(r, 1, "surplus_change", (const double[]){100 - 111.41975309, 80 - 71.35802469}, 2);
  check_numbers(r, 1, "passage_quantity", (const double[]){0}, 1);
  check_numbers(r, 0, "passage_quantity", (const double[]){20}, 1);
  check_numbers(r, 0, "through", (const double[]){20 / 21.11111111, 0}, 2);
  assert_string_equal(tw_market_result_route(r, 0, 0, 0), "strait");
  assert_null(tw_market_result_route(r, 1, 0, 0));
}

/* The strait's detour is used where the passage is closed and prices allow it: A's way around costs 4.5 more. */
static void test_example_1_detour(void **state)
{
  (void)state;
  const tw_market *m = read_market(&example_1);
  const tw_market_rule rules[] = {{.rule = "close", .passage = "strait"},
                                  {.rule = "capacity", .supplier = "B", .how = TW_MARKET_TO, .amount = 0}};
  const tw_market_question q = {.rule = rules, .rules = 2};
  tw_market_result *r = ask(m, &q);
  /* A alone: lam + 5.5 = 20 - z1 / 2 and lam + 3 = 16 - 0.4 z2 with z1 + z2 = 20: lam = 14.5 - z1 / 2 = 13 - 0.4 z2. */
  double z1 = (1.5 + 0.4 * 20) / 0.9;
  check_numbers(r, 1, "flow", (const double[]){z1, 20 - z1, 0, 0}, 4);
  check_numbers(r, 1, "netback", (const double[]){14.5 - z1 / 2}, 1);
  assert_string_equal(tw_market_result_route(r, 1, 0, 0), "around");
}

static void test_example_2(void **state)
{
  (void)state;
  const tw_market *m = read_market(&example_2);
  const tw_market_rule half = {.rule = "conjecture", .how = TW_MARKET_TO, .amount = 0.5};
  const tw_market_rule none = {.rule = "conjecture", .how = TW_MARKET_TO, .amount = 0};
  tw_market_result *r = ask(m, &(const tw_market_question){.rule = &half, .rules = 1});
  check_numbers(r, 0, "flow", (const double[]){12.66666667, 8.66666667}, 2);
  check_numbers(r, 0, "price", (const double[]){9.33333333}, 1);
  check_numbers(r, 0, "rent", (const double[]){80.22222222, 37.55555556}, 2);
  check_numbers(r, 0, "surplus", (const double[]){113.77777778}, 1);
  check_numbers(r, 1, "flow", (const double[]){16.8, 8.8}, 2);
  check_numbers(r, 1, "price", (const double[]){7.2}, 1);
  r = ask(m, &(const tw_market_question){.rule = &none, .rules = 1});
  check_numbers(r, 1, "flow", (const double[]){34, 0}, 2);
  check_numbers(r, 1, "price", (const double[]){3}, 1);
}

/* One supplier, one buyer: with a tax of t on the price before it, lam (1 + t) = p; per unit, lam + tax = p. */
static void test_taxes(void **state)
{
  (void)state;
  const market_folder one = {
      .yaml = "name: one\ndata_year: 2024\nunit: Mt\nprice_unit: USD/t\nvalue_per_unit: 2\ndemand: linear\n",
      .suppliers = "supplier,block,capacity,cost,slope\nA,plant,100,2,0\n",
      .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-1,-1\n",
      .arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,X,,1,0,0,0\n"};
  const tw_market *m = read_market(&one);
  const tw_market_rule rules[] = {{.rule = "tax", .buyer = "X", .how = TW_MARKET_TO, .amount = 0.25, .ad_valorem = 1},
                                  {.rule = "tax", .supplier = "A", .buyer = "x", .how = TW_MARKET_ADD, .amount = 0.5}};
  tw_market_result *r = ask(m, &(const tw_market_question){.rule = rules, .rules = 2});
  double p = 3 * 1.25 + 0.5, z = (20 - p) / 0.5;
  check_numbers(r, 1, "price", &p, 1);
  check_numbers(r, 1, "quantity", &z, 1);
  check_numbers(r, 1, "netback", (const double[]){2}, 1);
  check_numbers(r, 1, "tax", (const double[]){2 * z * (0.25 * 3 + 0.5)}, 1);
  check_numbers(r, 1, "bill", (const double[]){2 * z * p}, 1);
  check_numbers(r, 1, "taxes", (const double[]){2 * z * (0.25 * 3 + 0.5)}, 1);
}

/* A limit, a ceiling, a passage and a fleet that bind: prices follow from the side that is not bound. */
static void test_bounds(void **state)
{
  (void)state;
  const market_folder one = {
      .yaml = "name: one\ndata_year: 2024\nunit: Mt\nprice_unit: USD/t\nvalue_per_unit: 1\ndemand: linear\n"
              "ceiling: {price: 15, share: 0.5}\n",
      .suppliers = "supplier,block,capacity,cost,slope\nA,plant,100,2,0\n",
      .buyers = "buyer,quantity,price,elasticity_short,elasticity_long,regasification\nX,20,10,-1,-1,24\n",
      .passages = "passage,toll\nk,0.25\n",
      .arcs = "supplier,buyer,quantity,freight,days,passages,wedge,stiffness,reference\nA,X,,1,10,k,0,0,0\n"};
  const tw_market *m = read_market(&one);
  tw_market_result *r = ask(m, NULL);
  check_numbers(r, 0, "quantity", (const double[]){24}, 1); /* P = 20 - z / 2 = 8, of which 3.25 is paid */
  check_numbers(r, 0, "price", (const double[]){3.25}, 1);
  check_numbers(r, 0, "limit_rent", (const double[]){24 * (8 - 3.25)}, 1);
  check_numbers(r, 0, "tolls_paid", (const double[]){6}, 1);
  tw_market_rule narrow = {.rule = "capacity", .passage = "k", .how = TW_MARKET_TO, .amount = 12};
  r = ask(m, &(const tw_market_question){.rule = &narrow, .rules = 1});
  check_numbers(r, 1, "price", (const double[]){14}, 1);
  check_numbers(r, 1, "toll", (const double[]){14 - 3.25}, 1);
  check_numbers(r, 1, "tolls", (const double[]){12 * (14 - 3)}, 1);
  narrow.amount = 4; /* P(4) = 18 is above the ceiling: 6 of the 10 that P = 15 asks for go unserved */
  r = ask(m, &(const tw_market_question){.rule = &narrow, .rules = 1});
  check_numbers(r, 1, "price", (const double[]){15}, 1);
  check_numbers(r, 1, "unserved", (const double[]){6}, 1);
  check_numbers(r, 1, "wanted", (const double[]){10}, 1);
  check_numbers(r, 1, "quantity", (const double[]){4}, 1);
  check_numbers(r, 1, "bill", (const double[]){60}, 1);
  check_numbers(r, 1, "objective", (const double[]){175 - 15 * 6 - 8 - 4 - 1}, 1);
  narrow.amount = 0; /* nothing flows; the backstop is 10, and P(10) = 15 */
  r = ask(m, &(const tw_market_question){.rule = &narrow, .rules = 1});
  check_numbers(r, 1, "unserved", (const double[]){10}, 1);
  check_numbers(r, 1, "quantity", (const double[]){0}, 1);
  /* A limit that is all floor: the price falls to what the way costs, and the limit has the rest as its rent. */
  const tw_market_rule floor = {.rule = "floor", .buyer = "X", .how = TW_MARKET_TO, .amount = 24};
  r = ask(m, &(const tw_market_question){.rule = &floor, .rules = 1});
  check_numbers(r, 1, "quantity", (const double[]){24}, 1);
  double paid;
  assert_int_equal(tw_market_result_numbers(context, r, 1, "price", &paid), TW_OK);
  assert_true(paid <= 3.25 + 1e-9);
  /* What a shock takes off what arrives, where some was unserved before. */
  narrow.amount = 4;
  tw_market_rule narrower = narrow;
  narrower.amount = 3;
  r = ask(m, &(const tw_market_question){.rule = &narrow, .rules = 1, .shock = &narrower, .shocks = 1});
  check_numbers(r, 2, "shortfall", (const double[]){1}, 1);
}

static void test_fleet(void **state)
{
  (void)state;
  const market_folder one = {
      .yaml =
          "name: one\ndata_year: 2024\nunit: Mt\nprice_unit: USD/t\nvalue_per_unit: 1\ndemand: linear\nfleet: 300\n",
      .suppliers = "supplier,block,capacity,cost,slope\nA,plant,100,2,0\n",
      .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-1,-1\n",
      .arcs = "supplier,buyer,quantity,freight,days,wedge,stiffness,reference\nA,X,,1,10,0,0,0\n"};
  tw_market_result *r = ask(read_market(&one), NULL); /* 300 / (2 x 10) = 15, P(15) = 12.5, 9.5 for a place on board */
  check_numbers(r, 0, "flow", (const double[]){15}, 1);
  check_numbers(r, 0, "price", (const double[]){12.5}, 1);
  check_numbers(r, 0, "tolls_paid", (const double[]){15 * 9.5}, 1);
}

/* Panama in small: two ways, the short one with a capacity. It fills, the rest goes the long way, and its toll is what
 * the long way costs more. */
static void test_two_ways(void **state)
{
  (void)state;
  const market_folder one = {
      .yaml = "name: one\ndata_year: 2024\nunit: Mt\nprice_unit: USD/t\nvalue_per_unit: 1\ndemand: linear\n",
      .suppliers = "supplier,block,capacity,cost,slope\nA,plant,100,2,0\n",
      .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-1,-1\n",
      .passages = "passage,capacity\nk,9\n",
      .arcs =
          "supplier,buyer,route,quantity,freight,passages,wedge,stiffness,reference,floor\nA,X,short,,1,k,0,0.1,10,12\n"
          "A,X,long,,2.5,,,,,\n"};
  const tw_market *m = read_market(&one);
  tw_market_result *r = ask(m, NULL); /* 2 + 2.5 + (x - 10) / 10 = 20 - x / 2 */
  double x = 16.5 / 0.6, p = 20 - x / 2;
  check_numbers(r, 0, "flow", &x, 1);
  check_numbers(r, 0, "price", &p, 1);
  check_numbers(r, 0, "toll", (const double[]){1.5}, 1);
  check_numbers(r, 0, "passage_quantity", (const double[]){9}, 1);
  check_numbers(r, 0, "wedges", (const double[]){x * 0.1 * (x / 2 - 10)}, 1);
  /* A floor above what is wanted holds both ways up together. */
  const tw_market_rule firm = {.rule = "floor", .supplier = "A", .buyer = "X", .how = TW_MARKET_TO, .amount = 30};
  r = ask(m, &(const tw_market_question){.rule = &firm, .rules = 1});
  check_numbers(r, 1, "flow", (const double[]){30}, 1);
  check_numbers(r, 1, "price", (const double[]){5}, 1);
  check_numbers(r, 1, "passage_quantity", (const double[]){9}, 1);
  check_numbers(r, 1, "toll", (const double[]){1.5}, 1);
  /* The same with nothing through the short way: all of the floor goes the long way. */
  const tw_market_rule shut[] = {firm, {.rule = "capacity", .passage = "k", .how = TW_MARKET_TO, .amount = 0}};
  r = ask(m, &(const tw_market_question){.rule = shut, .rules = 2});
  check_numbers(r, 1, "flow", (const double[]){30}, 1);
  check_numbers(r, 1, "passage_quantity", (const double[]){0}, 1);
}

/* A limit that binds goes with the base point: the curve is where it was, and the limit's rent too. */
static void test_limit_recentred(void **state)
{
  (void)state;
  const market_folder one = {
      .yaml = "name: one\ndata_year: 2024\nunit: Mt\nprice_unit: USD/t\nvalue_per_unit: 1\n",
      .suppliers = "supplier,block,capacity,cost,slope\nA,plant,100,2,0.01\n",
      .buyers = "buyer,quantity,price,elasticity_short,elasticity_long,regasification\nX,20,10,-0.2,-1,24\n",
      .arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference\nA,X,,1,0,0,0\n"};
  const tw_market *m = read_market(&one);
  const twi_market_state *s = make_state(m, 0, NULL, 0);
  const twi_market_solution *v = solve_state(s);
  twi_market_state *t = NULL;
  assert_close(v->quantity[0], 24, 1e-12);
  assert_close(v->price[0] + v->limit_rent[0], 10 * 20 / 24.0, 1e-12);
  assert_int_equal(twi_market_recentre(context, s, v, &t), TW_OK);
  hold(t, held_state);
  assert_close(t->buyer[0].price, 10 * 20 / 24.0, 1e-12);
  const twi_market_solution *w = solve_state(t);
  assert_close(w->price[0] + w->limit_rent[0], 10 * 20 / 24.0, 1e-10);
}

/* A way that is not taken lacks what it costs more, also where its seller sees how its own sales move the price. */
static void test_ways_not_taken(void **state)
{
  (void)state;
  for (int power = 0; power < 2; power++) {
    const market_folder two = {
        .yaml = example_2.yaml,
        .suppliers = power ? example_2.suppliers : "supplier,block,capacity,cost\nA,plant,100,2\nB,plant,100,2.5\n",
        .buyers = example_2.buyers,
        .passages = "passage\nstrait\n",
        .arcs = "supplier,buyer,route,quantity,freight,passages,wedge,stiffness,reference\nA,X,near,,1,strait,0,0,0\n"
                "A,X,far,,1.75,,,0,0\nB,X,only,,2,,0,0,0\n"};
    const tw_market *m = read_market(&two);
    const tw_market_rule wide = {.rule = "capacity", .passage = "strait", .how = TW_MARKET_TO, .amount = 1000};
    const twi_market_solution *v = solve_state(make_state(m, 0, &wide, 1));
    assert_string_equal(m->route[0].code, "near");
    assert_true(v->flow[0] > 1);
    assert_true(v->flow[1] == 0);
    assert_close(v->reduced[0], 0, 1e-12);
    assert_close(v->reduced[1], 0.75, 1e-12);
  }
}

/* What was found of one state is not said of another that has no solution. */
static void test_no_certificate_left_over(void **state)
{
  (void)state;
  const tw_market *m = read_market(&example_1);
  const tw_market_rule rules[] = {{.rule = "close", .passage = "strait"}};
  twi_market_state *good = make_state(m, 0, NULL, 0), *bad = make_state(m, 0, rules, 1);
  twi_market_solver *solver = NULL;
  twi_market_solution *v = calloc(1, sizeof *v);
  hold(v, held_solution);
  assert_int_equal(twi_market_solver_new(context, &solver), TW_OK);
  assert_int_equal(twi_market_solve_state(solver, good, 0, v), TW_OK);
  assert_int_equal(v->outcome, TW_CERTIFIED);
  v->certificate.largest = v->certificate.value[0] = 0.5;        /* as if */
  for (int p = 0; p < bad->pairs; p++) bad->pair[p].floor = 100; /* more than can be made */
  assert_int_equal(twi_market_solve_state(solver, bad, 0, v), TW_OK);
  assert_int_equal(v->outcome, TW_INFEASIBLE);
  assert_true(v->certificate.largest == 0 && v->certificate.value[0] == 0);
  twi_market_solver_free(solver);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(test_example_1),       HELD_TEST(test_example_1_detour), HELD_TEST(test_example_2),
      HELD_TEST(test_taxes),           HELD_TEST(test_bounds),           HELD_TEST(test_fleet),
      HELD_TEST(test_two_ways),        HELD_TEST(test_ways_not_taken),   HELD_TEST(test_no_certificate_left_over),
      HELD_TEST(test_limit_recentred),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
