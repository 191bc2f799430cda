/* Profits of products that go to their owners: a closed form, limits in which the closure does nothing, accounts made
 * anew from the flows of a solution, the parts of real income, what the certificate refuses, and bad input. */
#include <math.h>

#include "indicator/result.h"
#include "random_products.h"
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

/* A random world solved under closure (what stands between the braces) and rules, in which @ is the first product. What
 * `change` does to the products comes before the world is made. */
static made solve_made(uint64_t seed, void (*change)(random_products *p), const char *closure, const char *rules)
{
  made m = {.ctx = tw_context_new(NULL)};
  support_random r = {seed};
  char text[4096];
  m.data = random_world_new(&r, N, S, WITH_ALL);
  m.products = random_products_new(&r, m.data, PRODUCTS_ALL);
  if (change) change(m.products);
  m.world = make_world(m.ctx, m.data);
  snprintf(text, sizeof text, "scenario: t\nclosure: {%s}\npolicy:\n", closure);
  for (const char *p = rules; *p; p++) {
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

/* Every product has an owner, which is not its home, and a markup; the first has a home alone. */
static void own_all(random_products *p)
{
  for (int g = 0; g < p->of->data.products; g++) {
    p->product[g].home = p->of->region[g % N];
    p->product[g].owner = g ? p->of->region[(g + 1) % N] : NULL;
    p->product[g].markup_elasticity = 2 + g % 5;
  }
}

static void own_all_with_high_elasticities(random_products *p)
{
  own_all(p);
  for (int g = 0; g < p->of->data.products; g++) p->product[g].markup_elasticity *= 1e6;
}

static void own_none(random_products *p)
{
  for (int g = 0; g < p->of->data.products; g++) {
    p->product[g].home = p->product[g].owner = NULL;
    p->product[g].markup_elasticity = 0;
  }
}

static const char tariffs[] = "  - tariff: {importer: R00, exporter: all, product: @, add: 25 pp}\n"
                              "  - tariff: {importer: R01, exporter: all, sector: all, add: 5 pp}\n";
static const char every_rule[] = "  - tariff: {importer: R00, exporter: all, product: @, add: 25 pp}\n"
                                 "  - tariff: {importer: R01, exporter: all, sector: all, add: 5 pp}\n"
                                 "  - productivity: {region: R02, product: @, change: 10 %}\n"
                                 "  - productivity: {region: R03, sector: S00, change: -5 %}\n"
                                 "  - subsidy: {region: R03, product: @, add: 10 pp}\n"
                                 "  - subsidy: {region: R02, sector: S00, add: 5 pp}\n"
                                 "  - export_tax: {importer: all, exporter: R04, product: @, add: 5 pp}\n"
                                 "  - ban: {importer: R03, exporter: all, product: @}\n"
                                 "  - barrier: {importer: all, exporter: R02, sector: all, change: 5 %}\n"
                                 "  - barrier: {importer: R04, exporter: all, product: @, own: true, change: -5 %}\n"
                                 "  - transfer: {from: R00, to: R03, amount: 0.2 million USD}\n"
                                 "  - quota: {importer: R02, exporter: all, product: @, to: 70 %, owner: importer}\n"
                                 "  - capacity: {region: R04, product: @, to: 90 %}\n";
static const char *const closures[] = {"deficits: fixed, profits: owner",
                                       "deficits: zero, profits: owner, scale: {sector: all, elasticity: 0.04}",
                                       "deficits: proportional, profits: owner, labour: {region: all, "
                                       "supply_elasticity: 0.5}, production: {region: all, sector: all, value_added: "
                                       "0.6, inputs: 0.3}"};
enum { CLOSURES = sizeof closures / sizeof *closures };

/* ---------------------------------------------------------------- accounts, made anew */

/* What makers receive of a product that o makes, in a solution: paid less taxes, with subsidies. */
static double received(const made *m, const twi_state *x, const twi_wedges *p, size_t g, size_t o)
{
  const tw_world *w = m->world;
  size_t s = (size_t)w->product[g].sector;
  const twi_market market = {(int)s, (int)g, 0};
  double sum = 0;
  for (size_t d = 0; d < N; d++) {
    size_t flow = twi_market_cell(w, &market, d, o);
    if (flow == SIZE_MAX) continue;
    sum += twi_state_share(x, w, p, flow) * x->X[d * S + s] / (1 + twi_tariff_of(w, p, flow)) /
           (1 + twi_export_tax_of(w, p, flow));
  }
  return sum / (1 - twi_subsidy_of(p, o * S + s)) / (1 - twi_subsidy_of(p, twi_product_cell(w, g, o)));
}

static double received_in_data(const tw_world *w, size_t g, size_t o)
{
  const twi_market market = {w->product[g].sector, (int)g, 0};
  double sum = 0;
  for (size_t d = 0; d < N; d++) {
    size_t flow = twi_market_cell(w, &market, d, o);
    if (flow != SIZE_MAX) sum += w->flow[flow] / (1 + (w->export_tax ? w->export_tax[flow] : 0));
  }
  return sum;
}

/* Profits from other regions less those to them, and less the data's: d is an owner where the product says so, else at
 * home, and 1 over its markup_elasticity of what is received is profit. */
static void net_profits(const made *m, const twi_state *x, const twi_wedges *p, double net[N])
{
  const tw_world *w = m->world;
  memset(net, 0, N * sizeof *net);
  for (int g = 0; g < tw_world_products(w); g++) {
    tw_product product;
    assert_true(tw_world_product_at(w, g, &product));
    int h = product.owner >= 0 ? product.owner : product.home;
    if (h < 0 || !(product.markup_elasticity > 1)) continue;
    for (size_t o = 0; o < N; o++) {
      double more = (received(m, x, p, (size_t)g, o) - received_in_data(w, (size_t)g, o)) / product.markup_elasticity;
      net[h] += more;
      net[o] -= more;
    }
  }
}

static void accounts_hold_on_random_worlds(void **state)
{
  (void)state;
  for (uint64_t seed = 2; seed < 6; seed++)
    for (int k = 0; k < CLOSURES; k++) {
      made m = solve_made(seed, own_all, closures[k], every_rule);
      const tw_info *info = tw_result_info(m.result);
      if (!(info->decomposition_remainder <= 1e-8))
        fail_msg("seed %d, closure %d: a remainder of %.1e", (int)seed, k, info->decomposition_remainder);
      double largest = 0, change[N];
      for (int side = 0; side < 2; side++) {
        const twi_state *x = side ? m.result->new_.state : m.result->base.state;
        const twi_wedges *p = side ? &m.result->new_.wedges : &m.result->base.wedges;
        double net[N], imports, exports, sum = 0;
        net_profits(&m, x, p, net);
        for (size_t d = 0; d < N; d++) {
          double income = exp(x->lnw[d] + x->lnL[d]) * m.world->value_added[d] + x->tariffs[d] + x->taxes[d] -
                          x->subsidies[d] + x->D[d] + net[d];
          imports = exports = 0;
          for (size_t s = 0; s < S; s++) imports += x->imports[d * S + s], exports += x->exports[d * S + s];
          assert_close(x->I[d], income, 1e-11);
          assert_true(fabs(imports - exports - x->D[d] - net[d]) < 1e-11 * x->I[d]);
          sum += net[d];
          change[d] = side ? net[d] - change[d] : net[d];
        }
        assert_true(fabs(sum) < 1e-11 * x->I[0]);
      }
      for (int d = 0; d < N; d++) {
        /* GDP is what is produced, so profits that come or go are no part of it; income is with them */
        double gdp = of_region(m.result, "gdp_new", d), income = m.result->new_.state->I[d];
        double net[N];
        net_profits(&m, m.result->new_.state, &m.result->new_.wedges, net);
        assert_close(gdp, income - m.result->new_.state->D[d] - net[d], 1e-11);
        largest = fmax(largest, fabs(change[d]) / income);
      }
      assert_true(largest > 1e-4);
      made_free(&m);
    }
}

/* ---------------------------------------------------------------- where it does nothing */

static double apart(const made *a, const made *b)
{
  const double *x = tw_result_column(a->result, TW_REGIONS, "real_income_pct"),
               *y = tw_result_column(b->result, TW_REGIONS, "real_income_pct");
  double most = 0;
  for (int d = 0; d < N; d++) most = fmax(most, fabs(x[d] - y[d]));
  return most;
}

static void columns_alone_switch_nothing_on(void **state)
{
  (void)state;
  made off = solve_made(4, own_all, "deficits: fixed", every_rule),
       none = solve_made(4, own_all, "deficits: fixed, profits: none", every_rule),
       plain = solve_made(4, own_none, "deficits: fixed", every_rule),
       on = solve_made(4, own_all, closures[0], every_rule);
  static const char *const columns[] = {"real_income_pct", "wage_pct", "gdp_new", "transfers_pct", "exports_pct"};
  for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
    const double *x = tw_result_column(off.result, TW_REGIONS, columns[k]);
    assert_memory_equal(x, tw_result_column(none.result, TW_REGIONS, columns[k]), N * sizeof *x);
    assert_memory_equal(x, tw_result_column(plain.result, TW_REGIONS, columns[k]), N * sizeof *x);
  }
  assert_true(apart(&off, &on) > 1e-3);
  made_free(&off);
  made_free(&none);
  made_free(&plain);
  made_free(&on);
}

static void small_markups_are_hardly_any(void **state)
{
  (void)state;
  made off = solve_made(4, own_all, "deficits: zero", tariffs),
       on = solve_made(4, own_all, "deficits: zero, profits: owner", tariffs),
       high = solve_made(4, own_all_with_high_elasticities, "deficits: zero, profits: owner", tariffs);
  double some = apart(&off, &on), little = apart(&off, &high);
  assert_true(some > 1e-3);
  if (!(little > 1e-12 && little < 3e-6 * some)) fail_msg("%.3g, of %.3g", little, some);
  made_free(&off);
  made_free(&on);
  made_free(&high);
}

/* Flows of each product come from the one region that owns it, which has nobody to pay. */
static void own_at_home(random_products *p)
{
  tw_world_data *w = &p->of->data;
  size_t kept = 0;
  own_all(p);
  for (int g = 0; g < w->products; g++) p->product[g].owner = p->of->region[g % N];
  for (size_t i = 0; i < w->product_flows; i++)
    if (p->flow[i].exporter == p->flow[i].product % N) {
      p->flow[kept] = p->flow[i]; /* at the sector's rates: others have gone */
      p->flow[kept].tariff = p->flow[kept].export_tax = NAN;
      kept++;
    }
  w->product_flows = kept;
}

static void owners_who_make_all_get_nothing(void **state)
{
  (void)state;
  static const char elsewhere[] = "  - tariff: {importer: R02, exporter: all, product: @, add: 25 pp}\n"
                                  "  - tariff: {importer: R01, exporter: all, sector: all, add: 5 pp}\n";
  for (int k = 0; k < 3; k++) {
    char without[256];
    snprintf(without, sizeof without, "%s", closures[k]);
    memcpy(strstr(without, "owner"), " none", 5);
    made on = solve_made(4, own_at_home, closures[k], elsewhere), off = solve_made(4, own_at_home, without, elsewhere);
    assert_true(fabs(of_region(on.result, "real_income_pct", 0)) > 1e-3);
    if (!(apart(&on, &off) < 1e-12)) fail_msg("closure %d: %.1e", k, apart(&on, &off));
    made_free(&on);
    made_free(&off);
  }
}

/* ---------------------------------------------------------------- a closed form */

/* A makes MA, B makes MB, MA is B's. Shares of spending do not move (eta 0, one origin each), nothing is an input, so with
 * a tariff of B on MA, m = 1 / (1 + t), W world value added, Y0 sales of A in the data:
 *
 *   I_A = Y_A (1 - 1/sigma) + Y0/sigma + D_A          I_B (1 - (1-m) b_B) = W - Y_A (1 - 1/sigma) - Y0/sigma + D_B
 *   Y_A = b_A I_A + b_B m I_B
 *
 * Only MA bears a tariff, so B's real GDP grows by t M dln(M / p) over its GDP, M = b_B m I_B and p = Y_A / V_A. */
typedef struct two {
  double I_A, I_B, Y_A, M, gdp_B;
} two;

static two two_regions(double t)
{
  double sigma = 3, m = 1 / (1 + t), W = 200, Y0 = 85, b_A = 60 / 75.0, b_B = 25 / 125.0, D_A = 75 - 85, D_B = 10;
  double k = b_B * m / (1 - (1 - m) * b_B);
  two x = {.Y_A = (b_A * (Y0 / sigma + D_A) + k * (W - Y0 / sigma + D_B)) / (1 - (1 - 1 / sigma) * (b_A - k))};
  x.I_A = x.Y_A - (x.Y_A - Y0) / sigma + D_A;
  x.I_B = (W - x.Y_A + (x.Y_A - Y0) / sigma + D_B) / (1 - (1 - m) * b_B);
  x.M = b_B * m * x.I_B;
  x.gdp_B = W - x.Y_A + t * x.M;
  return x;
}

static void two_regions_have_a_closed_form(void **state)
{
  (void)state;
  static const char *const region[] = {"A", "B"}, *const sector[] = {"S"};
  static const double theta = 4, flow[] = {60, 15, 25, 100}; /* A of A, A of B; B of A, B of B */
  const tw_world_product product[] = {
      {.code = "MA", .sector = "S", .trade_elasticity = 5, .home = "A", .owner = "B", .markup_elasticity = 3},
      {.code = "MB", .sector = "S", .trade_elasticity = 6, .home = "B", .markup_elasticity = 4}};
  const tw_world_product_flow flows[] = {{0, 0, 0, flow[0], NAN, NAN, NAN},
                                         {1, 0, 1, flow[1], NAN, NAN, NAN},
                                         {0, 1, 0, flow[2], NAN, NAN, NAN},
                                         {1, 1, 1, flow[3], NAN, NAN, NAN}};
  const tw_world_data data = {.name = "two",
                              .regions = 2,
                              .sectors = 1,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = &theta,
                              .flow = flow,
                              .product = product,
                              .products = 2,
                              .product_flow = flows,
                              .product_flows = 4};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  assert_ok(ctx, tw_world_new(ctx, &data, &world));
  tw_result *r = solve_text(ctx, world, NULL,
                            "scenario: t\nclosure: {profits: owner}\npolicy:\n"
                            "  - tariff: {importer: B, exporter: A, product: MA, to: 40 %}\n");
  enum { STEPS = 20000 };
  two end = two_regions(0.4), last = two_regions(0);
  double Y_A = end.Y_A, Y0 = 85, real = 0;
  for (int i = 1; i <= STEPS; i++) { /* by trapezoids: good to about 1e-10 */
    double t = expm1(i * log(1.4) / STEPS), before = expm1((i - 1) * log(1.4) / STEPS);
    two now = two_regions(t);
    real +=
        0.5 * (t * now.M / now.gdp_B + before * last.M / last.gdp_B) * (log(now.M / last.M) - log(now.Y_A / last.Y_A));
    last = now;
  }
  assert_true(fabs(r->base.state->lnw[0]) < 1e-14 && fabs(r->base.state->profits[0]) < 1e-12); /* the data, unmoved */
  const twi_state *x = r->new_.state;
  assert_close(x->I[0], end.I_A, 1e-12);
  assert_close(x->I[1], end.I_B, 1e-12);
  assert_close(exp(x->lnw[0]) * 85, Y_A, 1e-12);
  assert_close(x->profits[1], (Y_A - Y0) / 3, 1e-12);
  assert_close(of_region(r, "gdp_new", 0), Y_A, 1e-12);
  assert_close(of_region(r, "gdp_new", 1), end.gdp_B, 1e-12);
  assert_close(of_region(r, "real_gdp_pct", 1), 100 * expm1(real), 1e-7);
  assert_true(fabs(Y_A - Y0) > 1);
  assert_close(of_region(r, "profits_change", 1), (Y_A - Y0) / 3, 1e-12);
  assert_close(of_region(r, "profits_change", 0), -(Y_A - Y0) / 3, 1e-12);
  /* profits that A does not pay any more are a gain of transfers to it, of B a loss */
  assert_true(of_region(r, "transfers_pct", 0) > 0.1 && of_region(r, "transfers_pct", 1) < -0.1);
  tw_result_free(r);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- first order */

static void small_changes_are_of_first_order(void **state)
{
  (void)state;
  static const char *const rules[] = {"  - tariff: {importer: R00, exporter: all, product: @, add: 0.001 pp}\n",
                                      "  - productivity: {region: R02, product: @, change: 0.001 %}\n",
                                      "  - subsidy: {region: R02, product: @, add: 0.001 pp}\n"};
  for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
    made m = solve_made(3, own_all, closures[0], rules[k]);
    double rest[N], most = 0, off = 0, paid = 0;
    const double *first = tw_result_column(m.result, TW_REGIONS, "first_order_welfare_pct");
    assert_ok(m.ctx, twi_first_order_rest(m.result, &m.solver->closure, rest));
    for (int d = 0; d < N; d++) {
      double exact = 100 * twi_log_real_income(m.result, d);
      most = fmax(most, fabs(exact));
      paid = fmax(paid, fabs(of_region(m.result, "transfers_pct", d)));
      off = fmax(off, fabs(exact - first[d] - rest[d]));
    }
    assert_true(paid > 0.05 * most);
    if (!(off < 1e-3 * most)) fail_msg("%s: %.3g of %.3g is not of first order", rules[k], off, most);
    made_free(&m);
  }
}

/* ---------------------------------------------------------------- what is refused */

static double worst_of(const tw_certificate *c, const char *name)
{
  for (int i = 0; i < c->count; i++)
    if (strcmp(c->residual[i].name, name) == 0) return c->residual[i].value;
  return NAN;
}

static void the_certificate_refuses_other_profits(void **state)
{
  (void)state;
  made m = solve_made(3, own_all, closures[0], every_rule);
  twi_state *x = m.result->new_.state;
  const twi_wedges *p = &m.result->new_.wedges;
  const tw_world *w = m.world;
  tw_certificate c;
  double D[N];
  twi_closure_deficits(w, p, x, D);
  twi_certify(x, w, p, D, 1e-10, &c);
  assert_true(c.holds);
  x->profits[1] += 1e-6 * x->I[1];
  twi_certify(x, w, p, D, 1e-10, &c);
  assert_false(c.holds);
  assert_relative(worst_of(&c, "budget"), 1e-6, 1e-3);
  assert_true(worst_of(&c, "external_balance") > 1e-7);
  /* a part of sales that is slightly another */
  twi_closure other = *x->closure;
  double part[64];
  assert_true(tw_world_products(w) <= 64);
  memcpy(part, other.profit, (size_t)tw_world_products(w) * sizeof(double));
  for (int g = 0; g < tw_world_products(w); g++) part[g] *= 1 + 1e-6;
  other.profit = part;
  const twi_closure *own = x->closure;
  x->closure = &other;
  twi_state_account(x, w, p, m.solver->equilibrium->pool);
  twi_certify(x, w, p, D, 1e-10, &c);
  assert_false(c.holds);
  x->closure = own;
  twi_state_account(x, w, p, m.solver->equilibrium->pool);
  twi_certify(x, w, p, D, 1e-10, &c);
  assert_true(c.holds);
  made_free(&m);
}

static void expect_error(const tw_world *w, tw_context *ctx, const char *text, const char *option, const char *message)
{
  tw_scenario *s = NULL;
  tw_solver *solver = NULL;
  tw_result *r = NULL;
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "f.yaml", &s);
  if (status == TW_OK && option) status = tw_scenario_use_profits(ctx, s, option);
  if (status == TW_OK) {
    assert_ok(ctx, tw_solver_new(ctx, w, NULL, &solver));
    status = tw_solve(solver, s, &r);
  }
  assert_int_equal(status, option && strcmp(option, "owner") ? TW_USAGE : TW_BAD_INPUT);
  assert_string_equal(tw_error(ctx), message);
  tw_result_free(r);
  tw_solver_free(solver);
  tw_scenario_free(s);
}

static void bad_input_is_told(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {4};
  random_world *data = random_world_new(&r, N, S, WITH_ALL);
  tw_world *plain = make_world(ctx, data);
  random_products *products = random_products_new(&r, data, PRODUCTS_ALL);
  own_none(products);
  products->product[0].owner = "R01";
  tw_world *owned = make_world(ctx, data);
  static const char file[] = "scenario: t\nclosure: {profits: owner}\n", off[] = "scenario: t\n";
  char message[512];
  expect_error(plain, ctx, file, NULL,
               "f.yaml:2:20: profits: owner: world random has no products here, and products alone have owners and "
               "markups");
  expect_error(plain, ctx, off, "owner",
               "--profits owner: world random has no products here, and products alone have owners and markups");
  snprintf(message, sizeof message,
           "f.yaml:2:20: profits: owner: no product of world random has both an owner (or a home) and a "
           "markup_elasticity: of %d, 1 has an owner and 0 have a markup; they are columns of products.csv",
           data->data.products);
  expect_error(owned, ctx, file, NULL, message);
  expect_error(owned, ctx, "scenario: t\nclosure: {profits: ownr}\n", NULL,
               "f.yaml:2:20: found \"ownr\", expected owner or none; did you mean owner?");
  expect_error(
      owned, ctx, "scenario: t\nclosure: {profits: [owner]}\n", NULL,
      "f.yaml:2:20: found a list of 1, expected owner (profits of products go to the region that owns them) or none");
  expect_error(owned, ctx, off, "owners", "profits: found \"owners\", expected owner or none; did you mean owner?");
  /* the option takes the place of the key: none of what it would need is asked for */
  tw_scenario *s = NULL;
  assert_ok(ctx, tw_scenario_parse(ctx, file, sizeof file - 1, "f.yaml", &s));
  assert_string_equal(tw_scenario_text(s, "closure_parts"), "profits");
  assert_string_equal(tw_scenario_text(s, "closure_line"), "closure: {deficits: fixed, profits: owner}");
  assert_ok(ctx, tw_scenario_use_profits(ctx, s, "none"));
  assert_string_equal(tw_scenario_text(s, "closure_parts"), "");
  assert_string_equal(tw_scenario_text(s, "profits"), "none");
  assert_string_equal(tw_scenario_text(s, "closure_line"), "closure: {deficits: fixed}");
  tw_scenario_free(s);
  tw_world_free(plain);
  tw_world_free(owned);
  random_products_free(products);
  random_world_free(data);
  tw_context_free(ctx);
}

/* Two pairs of regions, A and C, B and D, that do not trade; A makes what B owns. */
static void profits_need_a_way(void **state)
{
  (void)state;
  static const char *const region[] = {"A", "B", "C", "D"}, *const sector[] = {"S"};
  double theta = 4, flow[16] = {0};
  tw_world_product_flow flows[8];
  size_t count = 0;
  for (int d = 0; d < 4; d++)
    for (int o = d % 2; o < 4; o += 2) {
      flow[d * 4 + o] = 10 + 3 * (d == o) + d;
      if (o == 0) flows[count++] = (tw_world_product_flow){0, d, o, 5, NAN, NAN, NAN};
    }
  tw_world_product product = {
      .code = "P", .sector = "S", .trade_elasticity = 5, .home = "C", .owner = "B", .markup_elasticity = 3};
  const tw_world_data data = {.name = "apart",
                              .regions = 4,
                              .sectors = 1,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = &theta,
                              .flow = flow,
                              .product = &product,
                              .products = 1,
                              .product_flow = flows,
                              .product_flows = count};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  assert_ok(ctx, tw_world_new(ctx, &data, &world));
  expect_error(world, ctx, "scenario: t\nclosure: {profits: owner}\n", NULL,
               "f.yaml:2:20: profits: owner: P is made in A and owned in B, which do not trade with each other, nor "
               "through others: nothing could carry its profits");
  tw_world_free(world);
  product.owner = "C"; /* within a pair there is a way */
  assert_ok(ctx, tw_world_new(ctx, &data, &world));
  tw_result *r = solve_text(ctx, world, NULL,
                            "scenario: t\nclosure: {profits: owner}\npolicy:\n"
                            "  - tariff: {importer: C, exporter: A, sector: S, to: 30 %}\n");
  assert_true(fabs(r->new_.state->profits[2]) > 1e-2);
  tw_result_free(r);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* Nothing leaks, and nothing is half made, whichever request for memory fails. */
static tw_status solve_in_little_memory(tw_context *ctx, void *data)
{
  static const char text[] = "scenario: t\nclosure: {profits: owner}\npolicy:\n"
                             "  - tariff: {importer: R00, exporter: all, sector: all, add: 5 pp}\n";
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_status status = tw_world_new(ctx, data, &world);
  if (status == TW_OK) status = tw_scenario_parse(ctx, text, sizeof text - 1, "test", &scenario);
  if (status == TW_OK) status = tw_scenario_use_profits(ctx, scenario, "owner");
  if (status == TW_OK) status = tw_solver_new(ctx, world, &settings, &solver);
  if (status == TW_OK) status = tw_solve(solver, scenario, &result);
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return status;
}

static void memory_may_run_out(void **state)
{
  (void)state;
  support_random r = {4};
  random_world *data = random_world_new(&r, 3, 2, WITH_TARIFFS);
  random_products *products = random_products_new(&r, data, PRODUCTS_OWNERS);
  for (int g = 0; g < data->data.products; g++) {
    products->product[g].home = data->region[g % 3];
    products->product[g].owner = data->region[(g + 1) % 3];
    products->product[g].markup_elasticity = 3;
  }
  assert_true(support_fail_each(solve_in_little_memory, &data->data) > 50);
  random_products_free(products);
  random_world_free(data);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(accounts_hold_on_random_worlds),
      cmocka_unit_test(columns_alone_switch_nothing_on),
      cmocka_unit_test(small_markups_are_hardly_any),
      cmocka_unit_test(owners_who_make_all_get_nothing),
      cmocka_unit_test(two_regions_have_a_closed_form),
      cmocka_unit_test(small_changes_are_of_first_order),
      cmocka_unit_test(the_certificate_refuses_other_profits),
      cmocka_unit_test(bad_input_is_told),
      cmocka_unit_test(profits_need_a_way),
      cmocka_unit_test(memory_may_run_out),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
