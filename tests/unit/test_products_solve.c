/* Equilibria of worlds with products: against their equations written anew (products_slow.h), against the world without
 * products where elasticities are equal, against other worlds that are the same to the model, and worked examples. */
#include "equilibrium/attempt.h"
#include "equilibrium/equilibrium.h"
#include "model/products.h"
#include "products_slow.h"
#include "world/products.h"

typedef struct solved {
  tw_context *ctx;
  tw_world *world;
  twi_equilibrium *e;
  twi_state *x;
  twi_wedges p;
  double D[16];
} solved;

static tw_context *context_of_tests(void)
{
  return tw_context_new(NULL);
}

/* The world solved under wedges that `fill` puts in, to all digits. */
static solved *solve_world(tw_world *world, tw_context *ctx, void (*fill)(solved *x, void *data), void *data)
{
  solved *x = calloc(1, sizeof *x);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  x->ctx = ctx;
  x->world = world;
  x->p.deficits = TWI_DEFICITS_FIXED;
  assert_ok(ctx, twi_equilibrium_new(ctx, world, &settings, &x->e));
  assert_ok(ctx, twi_state_new(ctx, world, &x->x));
  twi_wedges plain = {.deficits = TWI_DEFICITS_FIXED};
  twi_found found;
  assert_ok(ctx, twi_equilibrium_solve(x->e, &(twi_task){.from = &plain, .to = &plain}, x->e->u_base, x->x, &found));
  assert_int_equal(found.outcome, TW_CERTIFIED);
  if (fill) fill(x, data);
  assert_ok(ctx, twi_equilibrium_solve(x->e, &(twi_task){.from = &plain, .to = &x->p, .start = x->e->u_base}, x->e->u,
                                       x->x, &found));
  if (found.outcome != TW_CERTIFIED) fail_msg("not solved: %s", found.message);
  int failed;
  assert_ok(ctx, twi_equilibrium_point(x->e, &plain, &x->p, 1, NULL, TWI_TIGHTEST, x->e->u, &failed));
  twi_equilibrium_state(x->e, x->e->u, &x->p, x->x);
  twi_closure_deficits(world, &x->p, x->x, x->D);
  twi_certify(x->x, world, &x->p, x->D, 1e-12, &found.certificate);
  if (!found.certificate.holds) fail_msg("not to 1e-12: %s", found.message);
  return x;
}

static void solved_free(solved *x)
{
  twi_wedges_free(x->ctx, &x->p);
  twi_state_free(x->ctx, x->x);
  twi_equilibrium_free(x->e);
  tw_world_free(x->world);
  tw_context_free(x->ctx);
  free(x);
}

static double *fresh(solved *x, size_t count, double value)
{
  double *p = twi_alloc(x->ctx, count, sizeof *p);
  for (size_t i = 0; i < count; i++) p[i] = value;
  return p;
}

/* ---------------------------------------------------------------- every wedge, by product */

static void fill_all(solved *x, void *data)
{
  support_random *r = data;
  const tw_world *w = x->world;
  size_t N = (size_t)w->N, S = (size_t)w->S, flows = twi_world_flows(w), producers = twi_world_producers(w);
  x->p.tariff = fresh(x, flows, 0);
  x->p.export_tax = fresh(x, flows, 0);
  x->p.barrier = fresh(x, flows, 1);
  x->p.demand = fresh(x, flows, 1);
  x->p.productivity = fresh(x, producers, 1);
  x->p.subsidy = fresh(x, producers, 0);
  int banned = 0;
  for (size_t i = 0; i < flows; i++) {
    twi_flow_at at = twi_flow_of(w, i);
    if (w->tariff) x->p.tariff[i] = w->tariff[i];
    if (w->export_tax) x->p.export_tax[i] = w->export_tax[i];
    if (at.o == at.d) continue;
    x->p.tariff[i] += support_uniform(r, 0, 0.2);
    x->p.export_tax[i] += support_uniform(r, -0.03, 0.05);
    x->p.barrier[i] = support_uniform(r, 0.9, 1.2);
    x->p.demand[i] = support_uniform(r, 0.8, 1.2);
    if (at.g >= 0 && !banned && w->flow[i] > 0 && support_below(r, 20) == 0) banned = 1, x->p.barrier[i] = INFINITY;
  }
  for (size_t i = 0; i < producers; i++) {
    x->p.productivity[i] = support_uniform(r, 0.9, 1.1);
    x->p.subsidy[i] = support_uniform(r, -0.05, 0.1);
  }
  (void)N;
  (void)S;
}

static void solutions_hold_in_equations_written_anew(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 12; seed++) {
    support_random r = {seed};
    tw_context *ctx = context_of_tests();
    random_world *data = random_world_new(&r, 4, 3, seed % 3 ? WITH_ALL : WITH_INPUTS);
    random_products *products = random_products_new(&r, data, PRODUCTS_ALL);
    solved *x = solve_world(make_world(ctx, data), ctx, seed % 2 ? fill_all : NULL, &r);
    real gap = slow_gap(x->world, &x->p, x->x, x->D);
    if (!(gap < 1e-11L)) fail_msg("seed %d: the equations are apart by %.1Le", (int)seed, gap);
    /* and they would notice: a price that is off, sales that are */
    x->x->lnP[1] += 1e-9;
    assert_true(slow_gap(x->world, &x->p, x->x, x->D) > 1e-10L);
    x->x->lnP[1] -= 1e-9;
    x->x->lnw[2] += 1e-9;
    assert_true(slow_gap(x->world, &x->p, x->x, x->D) > 1e-10L);
    solved_free(x);
    random_products_free(products);
    random_world_free(data);
  }
}

/* A solver that knows nothing of the engine's finds the same prices, spending, sales, incomes and wages. */
static void a_slow_solver_finds_the_same(void **state)
{
  (void)state;
  for (uint64_t seed = 21; seed <= 30; seed++) {
    support_random r = {seed};
    tw_context *ctx = context_of_tests();
    random_world *data = random_world_new(&r, 4, 3, seed % 3 ? WITH_ALL : WITH_INPUTS);
    random_products *products = random_products_new(&r, data, PRODUCTS_ALL);
    solved *x = solve_world(make_world(ctx, data), ctx, seed % 2 ? fill_all : NULL, &r);
    twi_state *a, *b;
    assert_ok(ctx, twi_state_new(ctx, x->world, &a));
    assert_ok(ctx, twi_state_new(ctx, x->world, &b));
    real gap = slow_find(x->world, &x->p, x->D, a, b);
    if (!(gap < 1e-12L)) fail_msg("seed %d: the slow solver stops at %.1Le", (int)seed, gap);
    for (int d = 0; d < x->world->N; d++) {
      assert_close(a->lnw[d], x->x->lnw[d], 1e-10);
      assert_close(a->I[d] / x->x->I[d], 1, 1e-10);
    }
    for (int i = 0; i < x->world->N * x->world->S; i++) {
      if (!(x->world->spending[i] > 0)) continue;
      assert_close(a->lnP[i], x->x->lnP[i], 1e-10);
      assert_close(a->X[i] / x->x->X[i], 1, 1e-10);
    }
    for (int i = 0; i < x->world->N * x->world->S; i++)
      if (x->x->Y[i] > 0) assert_close(a->Y[i] / x->x->Y[i], 1, 1e-10);
    twi_state_free(ctx, a);
    twi_state_free(ctx, b);
    solved_free(x);
    random_products_free(products);
    random_world_free(data);
  }
}

/* ---------------------------------------------------------------- the world without products */

typedef struct by_sector {
  uint64_t seed;
  int all; /* also what changes the sectors of the world with products as a whole */
} by_sector;

/* The same wedges for every product of a flow, by the sector's cell. */
static void fill_by_sector(solved *x, void *data)
{
  support_random r = {*(uint64_t *)data};
  const tw_world *w = x->world;
  size_t N = (size_t)w->N, S = (size_t)w->S, flows = twi_world_flows(w), producers = twi_world_producers(w);
  double **const of_flows[] = {&x->p.tariff, &x->p.export_tax, &x->p.barrier, &x->p.demand};
  double *by_cell = malloc(4 * S * N * N * sizeof(double));
  for (size_t i = 0; i < S * N * N; i++) {
    int own = i % N == i / N % N;
    double t = w->tariff ? w->tariff[i] : 0, e = w->export_tax ? w->export_tax[i] : 0;
    by_cell[i] = t + (own ? 0 : support_uniform(&r, 0, 0.3));
    by_cell[S * N * N + i] = e + (own ? 0 : support_uniform(&r, -0.05, 0.1));
    by_cell[2 * S * N * N + i] = own ? 1 : support_below(&r, 15) ? support_uniform(&r, 0.9, 1.3) : INFINITY;
    by_cell[3 * S * N * N + i] = support_uniform(&r, 0.8, 1.2);
  }
  for (int k = 0; k < 4; k++) {
    *of_flows[k] = fresh(x, flows, 0);
    for (size_t i = 0; i < flows; i++) {
      twi_flow_at at = twi_flow_of(w, i);
      (*of_flows[k])[i] = by_cell[(size_t)k * S * N * N + ((size_t)at.s * N + (size_t)at.d) * N + (size_t)at.o];
    }
  }
  x->p.productivity = fresh(x, producers, 1);
  x->p.subsidy = fresh(x, producers, 0);
  for (size_t i = 0; i < N * S; i++) {
    x->p.productivity[i] = support_uniform(&r, 0.8, 1.2);
    x->p.subsidy[i] = support_uniform(&r, -0.1, 0.1);
  }
  free(by_cell);
}

static double distance(const solved *a, const solved *b)
{
  double worst = 0;
  size_t N = a->x->N, S = a->x->S;
  for (size_t d = 0; d < N; d++) {
    worst = fmax(worst, fabs(a->x->lnw[d] - b->x->lnw[d]));
    worst = fmax(worst, fabs(a->x->I[d] / b->x->I[d] - 1));
    for (size_t s = 0; s < S; s++) {
      size_t i = d * S + s;
      worst = fmax(worst, fabs(a->x->lnP[i] - b->x->lnP[i]));
      if (b->x->Y[i] > 0) worst = fmax(worst, fabs(a->x->Y[i] / b->x->Y[i] - 1));
      if (b->x->X[i] > 0) worst = fmax(worst, fabs(a->x->X[i] / b->x->X[i] - 1));
      if (b->x->imports[i] > 0) worst = fmax(worst, fabs(a->x->imports[i] / b->x->imports[i] - 1));
      if (b->x->exports[i] > 0) worst = fmax(worst, fabs(a->x->exports[i] / b->x->exports[i] - 1));
    }
  }
  return worst;
}

/* All elasticities of a sector's products, its families and between them are the sector's. */
static void make_equal(random_world *data, random_products *p)
{
  int h = 0, g = 0;
  for (int s = 0; s < data->S; s++) {
    p->eta[s] = data->theta[s];
    for (; h < data->data.families && strcmp(p->family[h].sector, data->sector[s]) == 0; h++)
      p->family[h].product_elasticity = data->theta[s];
    for (; g < data->data.products && strcmp(p->product[g].sector, data->sector[s]) == 0; g++)
      p->product[g].trade_elasticity = data->theta[s];
  }
}

static void equal_elasticities_are_the_world_without_products(void **state)
{
  (void)state;
  for (uint64_t seed = 30; seed < 40; seed++) {
    support_random r = {seed};
    tw_context *ctx = context_of_tests(), *other = context_of_tests();
    random_world *data = random_world_new(&r, 4, 4, WITH_ALL);
    tw_world *plain = make_world(ctx, data);
    random_products *products = random_products_new(&r, data, PRODUCTS_FAMILIES | PRODUCTS_QUANTITIES);
    make_equal(data, products);
    tw_world *with = make_world(other, data);
    solved *a = solve_world(plain, ctx, fill_by_sector, &seed), *b = solve_world(with, other, fill_by_sector, &seed);
    double off = distance(a, b);
    if (!(off < 1e-12)) fail_msg("seed %d: apart by %.1e", (int)seed, off);
    solved_free(b);
    /* and not so with another elasticity, of products that stand beside others */
    for (int g = 0; g < data->data.products; g++) products->product[g].trade_elasticity *= 0.5;
    other = context_of_tests();
    b = solve_world(make_world(other, data), other, fill_by_sector, &seed);
    assert_true(distance(a, b) > 1e-6);
    solved_free(b);
    solved_free(a);
    random_products_free(products);
    random_world_free(data);
  }
}

/* ---------------------------------------------------------------- the elasticity between products */

static void fill_again(solved *x, void *data)
{
  support_random r = {*(uint64_t *)data};
  fill_all(x, &r);
}

static solved *solve_with_eta(random_world *data, random_products *p, double eta, uint64_t seed)
{
  tw_context *ctx = context_of_tests();
  for (int s = 0; s < data->S; s++) p->eta[s] = eta;
  for (int h = 0; h < data->data.families; h++) p->family[h].product_elasticity = eta;
  return solve_world(make_world(ctx, data), ctx, fill_again, &seed);
}

static void constant_shares_are_the_limit(void **state)
{
  (void)state;
  support_random r = {50};
  random_world *data = random_world_new(&r, 4, 3, WITH_ALL);
  random_products *p = random_products_new(&r, data, PRODUCTS_ALL);
  solved *zero = solve_with_eta(data, p, 0, 51), *small = solve_with_eta(data, p, 1e-9, 51),
         *minus = solve_with_eta(data, p, -1e-9, 51), *more = solve_with_eta(data, p, 1e-2, 51);
  assert_true(distance(zero, small) < 1e-8);
  assert_true(distance(zero, minus) < 1e-8);
  assert_true(distance(zero, small) > 0);
  assert_true(distance(zero, more) > 1e-6);
  solved *const all[] = {zero, small, minus, more};
  for (int i = 0; i < 4; i++) solved_free(all[i]);
  random_products_free(p);
  random_world_free(data);
}

/* A product split into two that are alike: nothing else moves. Half of each flow goes to the new one. */
static void splitting_a_product_changes_nothing(void **state)
{
  (void)state;
  for (uint64_t seed = 60; seed < 66; seed++) {
    support_random r = {seed};
    random_world *data = random_world_new(&r, 4, 3, WITH_ALL);
    random_products *p = random_products_new(&r, data, PRODUCTS_ALL);
    tw_context *ctx = context_of_tests(), *other = context_of_tests();
    solved *a = solve_world(make_world(ctx, data), ctx, NULL, NULL);
    /* wedges by sector, so that the halves have the same */
    solved_free(a);
    ctx = context_of_tests();
    a = solve_world(make_world(ctx, data), ctx, fill_by_sector, &seed);
    int of = support_below(&r, data->data.products), products = data->data.products;
    size_t flows = data->data.product_flows, more = 0;
    tw_world_product *product = calloc((size_t)products + 1, sizeof *product);
    tw_world_product_flow *flow = calloc(2 * flows, sizeof *flow);
    memcpy(product, p->product, (size_t)products * sizeof *product);
    memcpy(flow, p->flow, flows * sizeof *flow);
    product[products] = product[of];
    product[products].code = "TWIN";
    for (size_t i = 0; i < flows; i++) {
      if (flow[i].product != of) continue;
      flow[i].value *= 0.5;
      flow[flows + more] = flow[i];
      flow[flows + more++].product = products;
    }
    const tw_world_product *kept = data->data.product;
    const tw_world_product_flow *kept_flow = data->data.product_flow;
    data->data.product = product;
    data->data.products = products + 1;
    data->data.product_flow = flow;
    data->data.product_flows = flows + more;
    solved *b = solve_world(make_world(other, data), other, fill_by_sector, &seed);
    /* two that are alike in a nest with eta: the same only where they share a nest, which they do */
    double off = distance(a, b);
    if (!(off < 1e-12)) fail_msg("seed %d: apart by %.1e", (int)seed, off);
    data->data.product = kept;
    data->data.products = products;
    data->data.product_flow = kept_flow;
    data->data.product_flows = flows;
    free(product);
    free(flow);
    solved_free(a);
    solved_free(b);
    random_products_free(p);
    random_world_free(data);
  }
}

/* ---------------------------------------------------------------- worked examples, costs and spending fixed */

/* Regions of one sector without inputs, flows of brands given as spending; what the core makes of tariffs at unit costs
 * and spending of the data. flows: {product, importer, exporter, value, …}. */
typedef struct example {
  tw_context *ctx;
  tw_world *world;
  twi_equilibrium *e;
  twi_state *x;
  twi_wedges p;
} example;

static example example_new(int regions, const tw_world_product *product, int products,
                           const tw_world_product_flow *flow, size_t flows, const tw_world_family *family)
{
  static const char *const code[] = {"CAN", "USA", "MEX"}, *const sector[] = {"C29"};
  double total[9] = {0}, theta[1] = {8.955};
  example e = {.ctx = tw_context_new(NULL)};
  for (size_t i = 0; i < flows; i++) total[flow[i].importer * regions + flow[i].exporter] += flow[i].value;
  tw_world_data data = {.name = "example",
                        .regions = regions,
                        .sectors = 1,
                        .region = code,
                        .sector = sector,
                        .trade_elasticity = theta,
                        .flow = total,
                        .family = family,
                        .families = 1,
                        .product = product,
                        .products = products,
                        .product_flow = flow,
                        .product_flows = flows};
  tw_settings settings;
  tw_settings_default(&settings);
  assert_ok(e.ctx, tw_world_new(e.ctx, &data, &e.world));
  assert_ok(e.ctx, twi_equilibrium_new(e.ctx, e.world, &settings, &e.e));
  assert_ok(e.ctx, twi_state_new(e.ctx, e.world, &e.x));
  e.p.deficits = TWI_DEFICITS_FIXED;
  e.p.tariff = twi_new(e.ctx, twi_world_flows(e.world), sizeof(double));
  return e;
}

static void set_tariff(example *e, int importer, int exporter, double rate)
{
  for (size_t i = 0; i < twi_world_flows(e->world); i++) {
    twi_flow_at at = twi_flow_of(e->world, i);
    if (at.d == importer && at.o == exporter) e->p.tariff[i] = rate;
  }
}

/* The core at the data's costs and spending, and the state with the core's price of the sector. */
static void evaluate(example *e)
{
  twi_core *c = &e->e->core;
  double *u = e->e->u, *f = e->e->newton.f_trial;
  twi_core_start(c, u);
  assert_ok(e->ctx, twi_core_load(c, &e->p, &e->p, 1, NULL));
  assert_int_equal(twi_core_residual(c, u, f), 0);
  twi_equilibrium_state(e->e, u, &e->p, e->x);
  for (size_t d = 0; d < c->N; d++) e->x->lnP[d] = c->lnPn[d * c->Sp];
  twi_state_account(e->x, e->world, &e->p, e->e->pool);
}

static double spending_of(const example *e, const char *brand, int d, int o)
{
  int g = twi_world_product_index(e->world, brand, strlen(brand));
  const twi_market m = {0, g, 0};
  size_t cell = twi_market_cell(e->world, &m, (size_t)d, (size_t)o);
  return twi_state_share(e->x, e->world, &e->p, cell) * e->x->X[d];
}

static void assert_digits(double value, double printed)
{
  if (!(fabs(value - printed) < 6e-9 * fmax(1, fabs(printed)))) fail_msg("found %.10f, expected %.8f", value, printed);
}

static void example_free(example *e)
{
  twi_wedges_free(e->ctx, &e->p);
  twi_state_free(e->ctx, e->x);
  twi_equilibrium_free(e->e);
  tw_world_free(e->world);
  tw_context_free(e->ctx);
}

enum { CAN, USA, MEX };

/* cars.md 7: one market, brand H from two countries, G from two. */
static void worked_example_of_one_market(void **state)
{
  (void)state;
  const tw_world_family family = {"CARS", NULL, "C29", 2.87};
  const tw_world_product product[] = {
      {.code = "H", .sector = "C29", .family = "CARS", .trade_elasticity = 7.7},
      {.code = "G", .sector = "C29", .family = "CARS", .trade_elasticity = 7.7},
  };
  const tw_world_product_flow flow[] = {
      {0, USA, CAN, 7.5, NAN, NAN, NAN}, {0, USA, USA, 22.5, NAN, NAN, NAN}, {1, USA, MEX, 14, NAN, NAN, NAN},
      {1, USA, USA, 56, NAN, NAN, NAN},  {0, CAN, CAN, 10, NAN, NAN, NAN},   {1, MEX, MEX, 10, NAN, NAN, NAN},
  };
  example e = example_new(3, product, 2, flow, 6, &family);
  set_tariff(&e, USA, CAN, 0.25);
  evaluate(&e);
  const twi_core_products *p = e.e->core.products;
  size_t Np = e.e->core.Np;
  assert_digits(exp(p->lnP[0 * Np + USA]), 1.03026796);
  assert_digits(exp(p->lnP[1 * Np + USA]), 1);
  assert_digits(exp(e.x->lnP[USA]), 1.00871861);
  assert_digits(exp(e.x->lnP_g[0 * 3 + USA]), 1.03026796);
  assert_digits(e.x->b[0 * 3 + USA], 0.28234116);
  assert_digits(p->b[1 * Np + USA], 0.71765884);
  assert_digits(spending_of(&e, "H", USA, CAN), 1.59302868);
  assert_digits(spending_of(&e, "H", USA, USA), 26.64108751);
  assert_digits(spending_of(&e, "G", USA, USA), 57.41270705);
  assert_digits(spending_of(&e, "G", USA, MEX), 14.35317676);
  assert_digits(spending_of(&e, "H", USA, CAN) / 1.25, 1.27442294);
  assert_digits(e.x->tariff_of[USA], 0.31860574);
  example_free(&e);
}

/* cars.md 8: two markets; with one elasticity the core's numbers without brands, with two those printed. */
static void worked_example_of_the_collapse(void **state)
{
  (void)state;
  for (int equal = 0; equal < 2; equal++) {
    const tw_world_family family = {"CARS", NULL, "C29", equal ? 8.955 : 2.87};
    double theta = equal ? 8.955 : 7.7;
    const tw_world_product product[] = {
        {.code = "A", .sector = "C29", .family = "CARS", .trade_elasticity = theta},
        {.code = "B", .sector = "C29", .family = "CARS", .trade_elasticity = theta},
    };
    const tw_world_product_flow flow[] = {
        {0, CAN, CAN, 10, NAN, NAN, NAN}, {0, CAN, USA, 5, NAN, NAN, NAN},   {1, CAN, CAN, 4, NAN, NAN, NAN},
        {1, CAN, USA, 21, NAN, NAN, NAN}, {0, USA, CAN, 30, NAN, NAN, NAN},  {0, USA, USA, 70, NAN, NAN, NAN},
        {1, USA, CAN, 15, NAN, NAN, NAN}, {1, USA, USA, 185, NAN, NAN, NAN},
    };
    static const double printed[2][8] = {
        /* A and B in CAN from CAN, USA; in USA from CAN, USA */
        {12.02659751, 3.81157373, 6.75596054, 87.87614354, 5.58299858, 18.57883018, 2.94424325, 202.42365268},
        {13.65186639, 4.01680520, 4.67310157, 80.42872288, 0, 0, 0, 0}};
    static const double index[2][2] = {{1.03649981, 1.01763160}, {1.03537296, 1.01562910}};
    static const double sums[2][4] = {{17.60959609, 22.39040391, 9.70020379, 290.29979621},
                                      {19.11261295, 20.88738705, 7.00965236, 292.99034764}};
    example e = example_new(2, product, 2, flow, 8, &family);
    set_tariff(&e, USA, CAN, 0.25);
    set_tariff(&e, CAN, USA, 0.061);
    evaluate(&e);
    for (int d = 0; d < 2; d++) {
      assert_digits(exp(e.x->lnP[d]), index[equal][d]);
      for (int o = 0; o < 2; o++) {
        double A = spending_of(&e, "A", d, o), B = spending_of(&e, "B", d, o);
        assert_digits(A + B, sums[equal][2 * d + o]);
        assert_digits(A, printed[equal][2 * d + o]);
        if (!equal) assert_digits(B, printed[equal][4 + 2 * d + o]);
      }
    }
    example_free(&e);
  }
}

/* products_and_dependence.md, example B: a ban of wheat with other foods beside it, constant shares between. */
static void worked_example_of_a_ban(void **state)
{
  (void)state;
  static const double theta[2] = {6, 1.6}, wheat[2] = {1.0889, 1.3761}, sector[2] = {1.0395, 1.1562};
  for (int k = 0; k < 2; k++) {
    const tw_world_family family = {"FOOD", NULL, "C29", 0};
    const tw_world_product product[] = {
        {.code = "WHEAT", .sector = "C29", .family = "FOOD", .trade_elasticity = theta[k]},
        {.code = "OTHER", .sector = "C29", .family = "FOOD", .trade_elasticity = theta[k]},
    };
    const tw_world_product_flow flow[] = {
        {0, CAN, CAN, 30, NAN, NAN, NAN}, {0, CAN, USA, 20, NAN, NAN, NAN}, {1, CAN, CAN, 50, NAN, NAN, NAN},
        {1, CAN, USA, 10, NAN, NAN, NAN}, {0, USA, USA, 10, NAN, NAN, NAN}, {1, USA, USA, 10, NAN, NAN, NAN},
    };
    example e = example_new(2, product, 2, flow, 6, &family);
    e.p.barrier = twi_alloc(e.ctx, twi_world_flows(e.world), sizeof(double));
    for (size_t i = 0; i < twi_world_flows(e.world); i++) {
      twi_flow_at at = twi_flow_of(e.world, i);
      e.p.barrier[i] = at.g == 0 && at.d == CAN && at.o == USA ? INFINITY : 1;
    }
    evaluate(&e);
    assert_true(fabs(exp(e.x->lnP_g[0]) - wheat[k]) < 5e-5);
    assert_true(fabs(exp(e.x->lnP[CAN]) - sector[k]) < 5e-5);
    /* with the own source gone too nobody sells wheat: there is no equilibrium where shares are constant */
    twi_wedges plain = {.deficits = TWI_DEFICITS_FIXED};
    twi_found found;
    for (size_t i = 0; i < twi_world_flows(e.world); i++) {
      twi_flow_at at = twi_flow_of(e.world, i);
      if (at.g == 0 && at.d == CAN) e.p.barrier[i] = INFINITY;
    }
    assert_ok(e.ctx, twi_equilibrium_solve(e.e, &(twi_task){.from = &plain, .to = &plain}, e.e->u_base, e.x, &found));
    assert_int_equal(found.outcome, TW_CERTIFIED);
    assert_ok(e.ctx, twi_equilibrium_solve(e.e, &(twi_task){.from = &plain, .to = &e.p, .start = e.e->u_base}, e.e->u,
                                           e.x, &found));
    assert_int_equal(found.outcome, TW_NO_SOURCE);
    assert_non_null(strstr(found.message, "no equilibrium: CAN has no source of WHEAT"));
    example_free(&e);
  }
}

/* Which bans leave CAN without a source that it cannot do without. A and B are in a family, C is in none, and D, of the
 * family too, CAN never bought: it takes nobody's place. */
static void bans_that_leave_no_source(void **state)
{
  (void)state;
  static const struct {
    double within, between;
    const char *banned, *missing;
  } cases[] = {{1, 0, "A", ""},  {0, 1, "A", "A"}, {-0.5, 1, "A", "A"},  {1, 0, "AB", "B"},
               {1, 1, "AB", ""}, {0, 1, "AB", ""}, {1, -0.5, "AB", "B"}, {1, 1, "ABC", "C"},
               {1, 0, "C", "C"}, {0, 1, "C", ""},  {1, 0, "AC", "C"},    {0, 1, "AC", "A"},
               {1, 0, "", ""},   {0, 0, "D", ""},  {1, 1, "ABD", ""},    {1, 1, "ABCD", "C"}};
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    const tw_world_family family = {"FOOD", NULL, "C29", cases[k].within};
    const tw_world_product product[] = {
        {.code = "A", .sector = "C29", .family = "FOOD", .trade_elasticity = 4},
        {.code = "B", .sector = "C29", .family = "FOOD", .trade_elasticity = 4},
        {.code = "D", .sector = "C29", .family = "FOOD", .trade_elasticity = 4},
        {.code = "C", .sector = "C29", .trade_elasticity = 4},
    };
    const tw_world_product_flow flow[] = {
        {0, CAN, CAN, 10, NAN, NAN, NAN}, {0, CAN, USA, 3, NAN, NAN, NAN}, {1, CAN, CAN, 5, NAN, NAN, NAN},
        {3, CAN, USA, 4, NAN, NAN, NAN},  {0, USA, USA, 9, NAN, NAN, NAN}, {1, USA, USA, 9, NAN, NAN, NAN},
        {2, USA, USA, 9, NAN, NAN, NAN},  {3, USA, USA, 9, NAN, NAN, NAN},
    };
    example e = example_new(2, product, 4, flow, 8, &family);
    e.world->product_elasticity = twi_new(e.ctx, 1, sizeof(double));
    e.world->product_elasticity[0] = cases[k].between;
    e.p.barrier = twi_alloc(e.ctx, twi_world_flows(e.world), sizeof(double));
    for (size_t i = 0; i < twi_world_flows(e.world); i++) {
      twi_flow_at at = twi_flow_of(e.world, i);
      e.p.barrier[i] = at.g >= 0 && at.d == CAN && strchr(cases[k].banned, *e.world->product[at.g].code) ? INFINITY : 1;
    }
    twi_found found = {.outcome = TW_CERTIFIED};
    char text[64] = "";
    if (twi_say_no_source(e.world, &e.p, &found))
      (void)sscanf(found.message, "no equilibrium: CAN has no source of %63[A-Z]", text);
    if (strcmp(text, cases[k].missing) != 0)
      fail_msg("%g within, %g between, without %s: %s, not %s", cases[k].within, cases[k].between, cases[k].banned,
               text, cases[k].missing);
    example_free(&e);
  }
}

/* All but a trillionth of a market is banned: the price that is left has all its digits. */
static void a_market_that_nearly_went_keeps_its_digits(void **state)
{
  (void)state;
  const tw_world_family family = {"FOOD", NULL, "C29", 2};
  const tw_world_product product[] = {
      {.code = "MUCH", .sector = "C29", .family = "FOOD", .trade_elasticity = 4},
      {.code = "LITTLE", .sector = "C29", .family = "FOOD", .trade_elasticity = 4},
  };
  const tw_world_product_flow flow[] = {
      {0, CAN, USA, 1, NAN, NAN, NAN},
      {1, CAN, CAN, 1e-12, NAN, NAN, NAN},
      {0, USA, USA, 10, NAN, NAN, NAN},
      {1, CAN, USA, 1e-12, NAN, NAN, NAN},
  };
  example e = example_new(2, product, 2, flow, 4, &family);
  e.p.barrier = twi_alloc(e.ctx, twi_world_flows(e.world), sizeof(double));
  for (size_t i = 0; i < twi_world_flows(e.world); i++) {
    twi_flow_at at = twi_flow_of(e.world, i);
    e.p.barrier[i] = at.g == 0 && at.d == CAN ? INFINITY : 1;
  }
  evaluate(&e);
  double exact = -log(2e-12 / (1 + 2e-12)) / 2; /* P^-2 = beta of what is left, at its old price */
  assert_true(fabs(e.x->lnP[CAN] - exact) < 1e-14 * exact);
  e.x->lnP[CAN] = 0; /* the state has it from its own sums */
  twi_state_account(e.x, e.world, &e.p, e.e->pool);
  assert_true(fabs(log(e.x->sum[CAN]) / e.world->theta[0] + exact) < 1e-14 * exact);
  example_free(&e);
}

/* Barriers whose powers are almost less than any number, the same on all sellers of a product: its price rises by them, its
 * sellers share it as before, and with constant shares among products the sector's price moves by its part. */
static void barriers_beyond_all_powers_move_the_price(void **state)
{
  (void)state;
  const tw_world_family family = {"FOOD", NULL, "C29", 0};
  const tw_world_product product[] = {
      {.code = "SHUT", .sector = "C29", .family = "FOOD", .trade_elasticity = 4},
      {.code = "OPEN", .sector = "C29", .family = "FOOD", .trade_elasticity = 5},
  };
  const tw_world_product_flow flow[] = {
      {0, CAN, USA, 3, NAN, NAN, NAN}, {0, CAN, CAN, 1, NAN, NAN, NAN}, {1, CAN, CAN, 12, NAN, NAN, NAN},
      {0, USA, USA, 8, NAN, NAN, NAN}, {1, CAN, USA, 4, NAN, NAN, NAN}, {1, USA, CAN, 5, NAN, NAN, NAN},
  };
  example e = example_new(2, product, 2, flow, 6, &family);
  e.p.barrier = twi_alloc(e.ctx, twi_world_flows(e.world), sizeof(double));
  for (size_t i = 0; i < twi_world_flows(e.world); i++) {
    twi_flow_at at = twi_flow_of(e.world, i);
    e.p.barrier[i] = at.g == 0 && at.d == CAN ? 1e60 : 1;
  }
  evaluate(&e);
  double exact = log(1e60);
  assert_true(fabs(e.x->lnP_g[CAN] - exact) < 1e-13 * exact);
  assert_true(fabs(e.x->lnP[CAN] - exact * 4 / 20) < 1e-13 * exact);
  assert_true(fabs(log(e.x->sum[CAN])) < 1e-11); /* the state's own price of the sector is the core's */
  assert_digits(spending_of(&e, "SHUT", CAN, USA), 3);
  assert_digits(spending_of(&e, "SHUT", CAN, CAN), 1);
  assert_digits(spending_of(&e, "OPEN", CAN, CAN), 12);
  example_free(&e);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(solutions_hold_in_equations_written_anew),
      cmocka_unit_test(a_slow_solver_finds_the_same),
      cmocka_unit_test(equal_elasticities_are_the_world_without_products),
      cmocka_unit_test(constant_shares_are_the_limit),
      cmocka_unit_test(splitting_a_product_changes_nothing),
      cmocka_unit_test(worked_example_of_one_market),
      cmocka_unit_test(worked_example_of_the_collapse),
      cmocka_unit_test(worked_example_of_a_ban),
      cmocka_unit_test(bans_that_leave_no_source),
      cmocka_unit_test(a_market_that_nearly_went_keeps_its_digits),
      cmocka_unit_test(barriers_beyond_all_powers_move_the_price),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
