/* Products with a supply of their own: against their equations written anew and a slow solver (products_slow.h), closed
 * forms, the limit of one cost, identical parts, accounts made anew, the parts of real income, what a certificate
 * refuses, ranges, and bad input. */
#include <math.h>

#include "equilibrium/attempt.h"
#include "indicator/result.h"
#include "products_slow.h"
#include "world/products.h"

typedef struct made {
  tw_context *ctx;
  random_world *data;
  random_products *products;
  tw_world *world;
  tw_solver *solver;
  tw_scenario *scenario;
  tw_result *result;
} made;

enum { N = 5, S = 4 };

/* A random world solved under closure (what stands between the braces) and rules, in both of which @ is the first
 * product. */
static made solve_made(uint64_t seed, const char *closure, const char *rules)
{
  made m = {.ctx = tw_context_new(NULL)};
  support_random r = {seed};
  char text[4096] = "", form[4096];
  m.data = random_world_new(&r, N, S, WITH_ALL);
  m.products = random_products_new(&r, m.data, PRODUCTS_ALL);
  m.world = make_world(m.ctx, m.data);
  snprintf(form, sizeof form, "scenario: t\nclosure: {%s}\npolicy:\n%s", closure, rules);
  for (const char *p = form; *p; p++) {
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, *p == '@' ? "%s" : "%.1s", *p == '@' ? m.products->product[0].code : p);
  }
  assert_ok(m.ctx, tw_scenario_parse(m.ctx, text, strlen(text), "rules", &m.scenario));
  assert_ok(m.ctx, tw_solver_new(m.ctx, m.world, NULL, &m.solver));
  assert_ok(m.ctx, tw_solve(m.solver, m.scenario, &m.result));
  if (tw_result_info(m.result)->outcome <= 0) fail_msg("seed %d: %s", (int)seed, tw_result_info(m.result)->message);
  return m;
}

static void made_free(made *m)
{
  tw_result_free(m->result);
  tw_scenario_free(m->scenario);
  tw_solver_free(m->solver);
  tw_world_free(m->world);
  random_products_free(m->products);
  random_world_free(m->data);
  tw_context_free(m->ctx);
}

static const char every_rule[] = "  - tariff: {importer: R00, exporter: all, product: @, add: 25 pp}\n"
                                 "  - tariff: {importer: R01, exporter: all, sector: all, add: 5 pp}\n"
                                 "  - productivity: {region: R02, product: @, change: -10 %}\n"
                                 "  - productivity: {region: R03, sector: S00, change: -5 %}\n"
                                 "  - subsidy: {region: R03, product: @, add: 10 pp}\n"
                                 "  - subsidy: {region: R02, sector: S00, add: 5 pp}\n"
                                 "  - export_tax: {importer: all, exporter: R04, product: @, add: 5 pp}\n"
                                 "  - ban: {importer: R03, exporter: all, product: @}\n"
                                 "  - barrier: {importer: all, exporter: R02, sector: all, change: 5 %}\n"
                                 "  - transfer: {from: R00, to: R03, amount: 0.2 million USD}\n"
                                 "  - quota: {importer: R02, exporter: all, product: @, to: 70 %, owner: importer}\n"
                                 "  - capacity: {region: R04, product: @, to: 90 %}\n";
static const char tariffs[] = "  - tariff: {importer: R00, exporter: all, product: @, add: 25 pp}\n"
                              "  - productivity: {region: R02, product: @, change: -10 %}\n";

/* Real income of regions, the largest difference in points. */
static double apart(const made *a, const made *b)
{
  const double *x = tw_result_column(a->result, TW_REGIONS, "real_income_pct"),
               *y = tw_result_column(b->result, TW_REGIONS, "real_income_pct");
  double most = 0;
  for (int d = 0; d < N; d++) most = fmax(most, fabs(x[d] - y[d]));
  return most;
}

/* ---------------------------------------------------------------- equations written anew */

static const char *const supplies[] = {"supply: {sector: all, kind: own_supply, omega: 0}",
                                       "supply: {sector: all, omega: 0.5}", "supply: {product: @, omega: 0.2}",
                                       "supply: [{sector: all, omega: 3}, {product: @, kind: one_cost}]",
                                       "supply: {sector: S00, omega: 1e3}"};
enum { SUPPLIES = sizeof supplies / sizeof *supplies };

static void solutions_hold_in_equations_written_anew(void **state)
{
  (void)state;
  int moving = 0; /* a sector of one product has nothing to turn it into */
  for (int k = 0; k < SUPPLIES; k++)
    for (uint64_t seed = 3; seed < 6; seed++) {
      made m = solve_made(seed, supplies[k], every_rule);
      for (int side = 0; side < 2; side++) {
        twi_state *x = side ? m.result->new_.state : m.result->base.state;
        const twi_wedges *p = side ? &m.result->new_.wedges : &m.result->base.wedges;
        real gap = slow_gap(m.world, p, x, x->D);
        if (!(gap < 1e-9L)) fail_msg("supply %d, seed %d: the equations are apart by %.1Le", k, (int)seed, gap);
      }
      /* and they would notice a price that is off */
      twi_state *x = m.result->new_.state;
      double moved = 0;
      for (size_t i = 0; i < (size_t)m.world->products * N; i++) moved = fmax(moved, fabs(x->tau[i]));
      moving += moved > 0;
      for (size_t o = 0; o < N; o++) x->tau[o] += 1e-7;
      assert_true(slow_gap(m.world, &m.result->new_.wedges, x, x->D) > 1e-8L);
      made_free(&m);
    }
  assert_true(moving > 10);
}

static void a_slow_solver_finds_the_same(void **state)
{
  (void)state;
  for (int k = 0; k < SUPPLIES - 1; k++)
    for (uint64_t seed = 3; seed < 5; seed++) {
      made m = solve_made(seed, supplies[k], every_rule);
      const twi_state *x = m.result->new_.state;
      twi_state *a, *b;
      assert_ok(m.ctx, twi_state_new(m.ctx, m.world, &a));
      assert_ok(m.ctx, twi_state_new(m.ctx, m.world, &b));
      a->closure = b->closure = x->closure;
      real gap = slow_find(m.world, &m.result->new_.wedges, x->D, a, b);
      if (!(gap < 1e-12L)) fail_msg("supply %d, seed %d: the slow solver stops at %.1Le", k, (int)seed, gap);
      for (int d = 0; d < N; d++) {
        assert_true(fabs(a->lnw[d] - x->lnw[d]) < 1e-8);
        assert_close(a->I[d] / x->I[d], 1, 1e-8);
      }
      for (size_t i = 0; i < (size_t)m.world->products * N; i++) assert_true(fabs(a->tau[i] - x->tau[i]) < 1e-8);
      twi_state_free(m.ctx, a);
      twi_state_free(m.ctx, b);
      made_free(&m);
    }
}

/* ---------------------------------------------------------------- accounts, and the parts of real income */

static void accounts_hold(void **state)
{
  (void)state;
  static const char *const closures[] = {
      "supply: {sector: all, omega: 0.5}", "supply: {product: @, omega: 0}, deficits: proportional",
      "supply: {sector: all, omega: 2}, profits: owner, scale: {sector: all, elasticity: 0.04}",
      ("supply: {sector: all, omega: 0}, deficits: zero, labour: {region: all, supply_elasticity: 0.5}, production: "
       "{region: all, sector: all, value_added: 0.6, inputs: 0.3}")};
  for (uint64_t seed = 2; seed < 5; seed++)
    for (size_t k = 0; k < sizeof closures / sizeof *closures; k++) {
      made m = solve_made(seed, closures[k], every_rule);
      const tw_info *info = tw_result_info(m.result);
      if (!(info->decomposition_remainder <= 1e-8))
        fail_msg("seed %d, closure %zu: a remainder of %.1e", (int)seed, k, info->decomposition_remainder);
      const twi_state *x = m.result->new_.state;
      const tw_world *w = m.world;
      for (size_t d = 0; d < N; d++) {
        double imports = 0, exports = 0;
        for (size_t s = 0; s < S; s++) {
          double sum = 0;
          imports += x->imports[d * S + s];
          exports += x->exports[d * S + s];
          for (int g = 0; g < w->products; g++)
            if (w->product[g].sector == (int)s) sum += x->sales_g[(size_t)g * N + d];
          if (sum > 0) assert_close(sum, x->Y[d * S + s], 1e-10); /* what is made of products is what is made */
        }
        assert_true(fabs(imports - exports - x->D[d] - x->profits[d]) < 1e-10 * x->I[d]);
      }
      made_free(&m);
    }
}

/* ---------------------------------------------------------------- one cost is the limit */

static void one_cost_is_the_limit(void **state)
{
  (void)state;
  made one = solve_made(4, "deficits: fixed", tariffs),
       inf = solve_made(4, "supply: {sector: all, omega: inf}", tariffs),
       named = solve_made(4, "supply: {sector: all, kind: one_cost}", tariffs),
       back = solve_made(4, "supply: [{sector: all, omega: 1}, {sector: all, kind: one_cost}]", tariffs),
       far = solve_made(4, "supply: {sector: all, omega: 1e3}", tariffs),
       farther = solve_made(4, "supply: {sector: all, omega: 1e4}", tariffs),
       fixed = solve_made(4, "supply: {sector: all, omega: 0}", tariffs);
  const double *x = tw_result_column(one.result, TW_REGIONS, "real_income_pct");
  made *same[] = {&inf, &named, &back};
  for (int i = 0; i < 3; i++)
    assert_memory_equal(x, tw_result_column(same[i]->result, TW_REGIONS, "real_income_pct"), N * sizeof *x);
  double near = apart(&far, &one), nearer = apart(&farther, &one), not = apart(&fixed, &one);
  if (!(near > 1e-6 && near < 1e-3 && fabs(near / nearer - 10) < 0.1 && not > 100 * near))
    fail_msg("apart by %.3g, %.3g, %.3g", near, nearer, not );
  made_free(&one);
  made_free(&inf);
  made_free(&named);
  made_free(&back);
  made_free(&far);
  made_free(&farther);
  made_free(&fixed);
}

/* ---------------------------------------------------------------- closed forms */

/* Regions A and B; parts: products that the wheat is, identical ones; own 0: A eats none of it. */
static void make_two(tw_context *ctx, double eta, int parts, int own, tw_world **world)
{
  static const char *const region[] = {"A", "B"}, *const sector[] = {"F", "M"};
  static const double theta[] = {4, 5}, wheat[] = {60, 20};
  /* F is made in A alone, of wheat and the rest, and bought in the same proportions by A and B; M in both */
  const double flow[] = {150, 0, 50, 0, 100, 60, 10, 300};
  tw_world_product product[2] = {{.code = "W1", .sector = "F", .trade_elasticity = 3},
                                 {.code = "W2", .sector = "F", .trade_elasticity = 3}};
  tw_world_product_flow flows[4];
  int count = 0;
  for (int g = 0; g < parts; g++)
    for (int d = own ? 0 : 1; d < 2; d++)
      flows[count++] = (tw_world_product_flow){g, d, 0, wheat[d] / parts, NAN, NAN, NAN};
  const double etas[] = {eta, 0};
  const tw_world_data data = {.name = "two",
                              .regions = 2,
                              .sectors = 2,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = theta,
                              .flow = flow,
                              .product = product,
                              .products = parts,
                              .product_elasticity = etas,
                              .product_flow = flows,
                              .product_flows = (size_t)count};
  assert_ok(ctx, tw_world_new(ctx, &data, world));
}

/* A harvest A of wheat, all of it made in one region and bought in the same proportion everywhere: receipts of wheat
 * over those of the rest are q^(-eta) by demand, q wheat's price over the rest's, and (q A)^(1+omega) by supply, so that
 *
 *   q = A^(-(1+omega) / (1+omega+eta))        omega 0: A^(-1/(1+eta)), the demand curve alone */
static void a_harvest_has_a_closed_form(void **state)
{
  (void)state;
  static const double omegas[] = {0, 0.5, 4, 1e3}, etas[] = {-0.5, 0, 1.5};
  for (int i = 0; i < 4; i++)
    for (int j = 0; j < 3; j++) {
      tw_context *ctx = tw_context_new(NULL);
      tw_world *world;
      char text[512];
      make_two(ctx, etas[j], 1, 1, &world);
      snprintf(text, sizeof text,
               "scenario: t\nclosure: {supply: {sector: F, kind: own_supply, omega: %.10g}}\npolicy:\n"
               "  - productivity: {region: A, product: W1, change: -20 %%}\n",
               omegas[i]);
      tw_result *r = solve_text(ctx, world, NULL, text);
      const twi_state *b = r->base.state, *n = r->new_.state;
      double q = 0, power = -(1 + omegas[i]) / (1 + omegas[i] + etas[j]);
      for (int d = 0; d < 2; d++) {
        q = n->lnP_g[d] - b->lnP_g[d] - (n->lnP_g[2 + d] - b->lnP_g[2 + d]);
        if (!(fabs(q - power * log(0.8)) < 1e-10))
          fail_msg("omega %g, eta %g: %.12g instead of %.12g", omegas[i], etas[j], q, power * log(0.8));
      }
      if (i == 0 && j == 0) assert_close(exp(q), 1 / 0.64, 1e-10); /* a fifth less, 56 % dearer */
      const double *price = tw_result_column(r, TW_PRODUCTS, "seller_price_pct");
      assert_close(price[0], 100 * expm1(n->lnP_g[0] - b->lnP_g[0]), 1e-9); /* A's, who alone sells it */
      assert_true(isnan(price[2]));                                         /* B makes none */
      tw_result_free(r);
      tw_world_free(world);
      tw_context_free(ctx);
    }
}

/* Two identical products are one, also where their supply cannot move. */
static void identical_parts_change_nothing(void **state)
{
  (void)state;
  static const char *const closures[] = {"omega: 0", "omega: 0.7", "omega: 20"};
  for (int k = 0; k < 3; k++) {
    double income[2][2], price[2];
    for (int parts = 1; parts <= 2; parts++) {
      tw_context *ctx = tw_context_new(NULL);
      tw_world *world;
      char text[768];
      make_two(ctx, -0.5, parts, 1, &world);
      snprintf(text, sizeof text,
               "scenario: t\nclosure: {supply: {sector: F, %s}}\npolicy:\n"
               "  - productivity: {region: A, product: %s, change: -20 %%}\n"
               "  - tariff: {importer: B, exporter: A, product: %s, to: 30 %%}\n",
               closures[k], parts == 1 ? "W1" : "[W1, W2]", parts == 1 ? "W1" : "[W1, W2]");
      tw_result *r = solve_text(ctx, world, NULL, text);
      const double *x = tw_result_column(r, TW_REGIONS, "real_income_pct");
      income[parts - 1][0] = x[0];
      income[parts - 1][1] = x[1];
      price[parts - 1] = tw_result_column(r, TW_PRODUCTS, "seller_price_pct")[0];
      tw_result_free(r);
      tw_world_free(world);
      tw_context_free(ctx);
    }
    for (int d = 0; d < 2; d++) assert_true(fabs(income[0][d] - income[1][d]) < 1e-9);
    assert_true(fabs(price[0] - price[1]) < 1e-8 && fabs(price[0]) > 1);
  }
}

/* ---------------------------------------------------------------- bans, certificates, bad input */

static tw_result *solve_two(tw_context *ctx, tw_world *world, const char *closure, const char *rules)
{
  char text[1024];
  snprintf(text, sizeof text, "scenario: t\nclosure: {%s}\npolicy:\n%s", closure, rules);
  return solve_text(ctx, world, NULL, text);
}

static void a_ban_makes_an_exporter_cheap(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  static const char ban[] = "  - ban: {importer: B, exporter: A, product: W1}\n";
  make_two(ctx, 1.5, 1, 1, &world);
  tw_result *own = solve_two(ctx, world, "supply: {product: W1, omega: 0.5}", ban),
            *one = solve_two(ctx, world, "deficits: fixed", ban);
  double cheap = tw_result_column(own, TW_PRODUCTS, "seller_price_pct")[0],
         hardly = tw_result_column(one, TW_PRODUCTS, "seller_price_pct")[0];
  assert_true(cheap < -5 && cheap < 2 * hardly);
  tw_result_free(own);
  tw_result_free(one);
  tw_world_free(world);
  tw_context_free(ctx);
}

static void nobody_to_sell_to_is_said(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  make_two(ctx, 1.5, 1, 0, &world);
  tw_result *r = NULL;
  tw_scenario *s;
  tw_solver *solver;
  static const char text[] = "scenario: t\nclosure: {supply: {sector: F, omega: 0.5}}\npolicy:\n"
                             "  - ban: {importer: B, exporter: A, product: W1}\n";
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "rules", &s));
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  assert_ok(ctx, tw_solve(solver, s, &r));
  assert_int_equal(tw_result_info(r)->outcome, TW_NO_BUYER);
  assert_non_null(strstr(tw_result_info(r)->message, "A may sell W1 to nobody"));
  tw_result_free(r);
  tw_scenario_free(s);
  tw_solver_free(solver);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* Each maker of each product in turn loses all its buyers, then has one again; each buyer of each product all its makers. */
static void whoever_has_nobody_is_named(void **state)
{
  (void)state;
  int makers = 0, buyers = 0;
  for (uint64_t seed = 3; seed < 7; seed++) {
    made m = solve_made(seed, "deficits: fixed", tariffs);
    const tw_world *w = m.world;
    size_t flows = twi_world_flows(w), G = (size_t)w->products;
    double *barrier = calloc(flows, sizeof *barrier), *omega = calloc(S, sizeof *omega);
    unsigned char *own = malloc(G);
    assert_true(barrier && omega && own);
    memset(own, 1, G);
    const twi_closure closure = {.omega = omega, .own = own};
    const twi_wedges wedges = {.barrier = barrier};
    twi_found found = {.outcome = TW_CERTIFIED};
    for (size_t g = 0; g < G; g++)
      for (size_t o = 0; o < N; o++) {
        const twi_market market = {w->product[g].sector, (int)g, 0};
        size_t last = SIZE_MAX;
        for (size_t i = 0; i < flows; i++) barrier[i] = 1;
        for (size_t d = 0; d < N; d++) {
          size_t flow = twi_market_cell(w, &market, d, o);
          if (flow == SIZE_MAX || !(w->flow[flow] > 0)) continue;
          barrier[last = flow] = INFINITY;
        }
        assert_int_equal(twi_say_no_buyer(w, &closure, &wedges, &found), last != SIZE_MAX);
        if (last == SIZE_MAX) continue;
        makers++;
        assert_int_equal(found.outcome, TW_NO_BUYER);
        assert_int_equal(found.region, o);
        assert_int_equal(found.sector, market.sector);
        if (!w->product[g].rest) assert_non_null(strstr(found.message, w->product[g].code));
        barrier[last] = 1;
        assert_int_equal(twi_say_no_buyer(w, &closure, &wedges, &found), 0);
      }
    for (size_t g = 0; g < G; g++)
      for (size_t d = 0; d < N; d++) {
        const twi_market market = {w->product[g].sector, (int)g, 0};
        double between = w->product_elasticity ? w->product_elasticity[market.sector] : 0;
        size_t last = SIZE_MAX;
        for (size_t i = 0; i < flows; i++) barrier[i] = 1;
        for (size_t o = 0; o < N; o++) {
          size_t flow = twi_market_cell(w, &market, d, o);
          if (flow == SIZE_MAX || !(w->flow[flow] > 0)) continue;
          barrier[last = flow] = INFINITY;
        }
        int said = twi_say_no_source(w, &wedges, &found);
        if (last == SIZE_MAX) assert_int_equal(said, 0);
        if (said) {
          buyers++;
          assert_int_equal(found.outcome, TW_NO_SOURCE);
          assert_int_equal(found.region, d);
          assert_int_equal(found.sector, market.sector);
          if (!w->product[g].rest) assert_non_null(strstr(found.message, w->product[g].code));
          barrier[last] = 1;
          assert_int_equal(twi_say_no_source(w, &wedges, &found), 0);
        } else if (last != SIZE_MAX) /* another product takes its place */
          assert_true(between > 0 || w->product[g].family >= 0);
      }
    free(barrier);
    free(omega);
    free(own);
    made_free(&m);
  }
  assert_true(makers > 50 && buyers > 10);
}

static void a_certificate_refuses_other_prices(void **state)
{
  (void)state;
  made m = solve_made(3, "supply: {sector: all, omega: 0.5}", tariffs);
  twi_state *x = m.result->new_.state;
  tw_certificate c;
  int found = 0;
  twi_certify(x, m.world, &m.result->new_.wedges, x->D, 1e-9, &c);
  assert_true(c.holds);
  for (int i = 0; i < c.count; i++)
    found += strcmp(c.residual[i].name, "product_market") == 0 || strcmp(c.residual[i].name, "zero_profit") == 0;
  assert_int_equal(found, 2);
  for (int k = 0; k < 2; k++) { /* one product's price; all of a maker's, which zero profit alone sees */
    double before[64];
    memcpy(before, x->tau, sizeof before);
    for (int g = 0; g < m.world->products; g++)
      if (k ? m.world->product[g].sector == 0 : g == 0) x->tau[(size_t)g * N + 1] += 1e-7;
    twi_certify(x, m.world, &m.result->new_.wedges, x->D, 1e-9, &c);
    assert_false(c.holds);
    for (int i = 0; i < c.count; i++)
      if (strcmp(c.residual[i].name, k ? "zero_profit" : "product_market") == 0)
        assert_true(c.residual[i].value > 5e-8);
    memcpy(x->tau, before, sizeof before);
  }
  made_free(&m);
}

static void assert_refused(const char *closure, const char *expected)
{
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  tw_scenario *s = NULL;
  tw_solver *solver;
  tw_result *r = NULL;
  char text[1024];
  make_two(ctx, -0.5, 2, 1, &world);
  snprintf(text, sizeof text,
           "scenario: t\nclosure: {supply: %s}\npolicy:\n"
           "  - tariff: {importer: B, exporter: A, sector: F, to: 5 %%}\n",
           closure);
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "rules", &s);
  if (status == TW_OK) status = tw_solve(solver, s, &r);
  assert_int_equal(status, TW_BAD_INPUT);
  if (!strstr(tw_error(ctx), expected)) fail_msg("said \"%s\", not \"%s\"", tw_error(ctx), expected);
  tw_result_free(r);
  tw_scenario_free(s);
  tw_solver_free(solver);
  tw_world_free(world);
  tw_context_free(ctx);
}

static void bad_entries_are_refused(void **state)
{
  (void)state;
  assert_refused("{omega: 1}", "needs the key sector or product");
  assert_refused("{sector: F, product: W1, omega: 1}", "takes one of sector and product");
  assert_refused("{sector: F}", "own_supply needs omega");
  assert_refused("{sector: F, kind: own_suply, omega: 1}", "did you mean own_supply?");
  assert_refused("{sector: F, kind: one_cost, omega: 1}", "takes no omega");
  assert_refused("{sector: F, omega: -1}", "at least 0");
  assert_refused("{sector: F, omega: 10 %}", "omega");
  assert_refused("{sector: F, omegas: 1}", "did you mean omega?");
  assert_refused("{sector: M, omega: 1}", "no product of M is in this run of world two");
  assert_refused("{product: W3, omega: 1}", "W3");
  assert_refused("[{product: W1, omega: 1}, {product: W2, omega: 2}]",
                 "found omega 2 for W2, and an earlier entry has 1 for other products of F");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(solutions_hold_in_equations_written_anew),
      cmocka_unit_test(a_slow_solver_finds_the_same),
      cmocka_unit_test(accounts_hold),
      cmocka_unit_test(one_cost_is_the_limit),
      cmocka_unit_test(a_harvest_has_a_closed_form),
      cmocka_unit_test(identical_parts_change_nothing),
      cmocka_unit_test(a_ban_makes_an_exporter_cheap),
      cmocka_unit_test(nobody_to_sell_to_is_said),
      cmocka_unit_test(whoever_has_nobody_is_named),
      cmocka_unit_test(a_certificate_refuses_other_prices),
      cmocka_unit_test(bad_entries_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
