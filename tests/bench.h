/* A core of a random world at a random point, with every wedge and closure that is asked for: what tests of the kernels
 * start from. */
#ifndef TRADEWIND_TESTS_BENCH_H
#define TRADEWIND_TESTS_BENCH_H

#include "equilibrium/equilibrium.h"
#include "random_products.h"
#include "world/products.h"
#include "worlds.h"

/* Beyond what worlds.h knows: every wedge; closures of labour, production and scale; profits of products; supplies of
 * their own. */
enum { WITH_WEDGES = 64, WITH_CLOSURE = 128, WITH_PRODUCTS = 256, WITH_PROFITS = 512, WITH_SUPPLY = 1024 };

typedef struct bench {
  tw_context *ctx;
  twi_closure closure;
  random_world *data;
  random_products *products;
  tw_world *world;
  twi_equilibrium *e;
  twi_wedges from, to;
  double *u, *x, *y, *f, *g, *g_long;
} bench;

static double *vector(size_t n)
{
  double *p = aligned_alloc(64, (n + 8) / 8 * 8 * sizeof(double));
  memset(p, 0, (n + 8) / 8 * 8 * sizeof(double));
  return p;
}

/* A direction in the unknowns, 0 in the padding and in dead cells. */
static void direction(bench *b, support_random *r, double *x)
{
  twi_core *c = &b->e->core;
  for (size_t d = 0; d < c->N; d++) {
    x[d] = support_normal(r);
    x[c->at_R + d] = 0.01 * support_normal(r);
    for (size_t s = 0; s < c->S; s++) {
      size_t i = d * c->Sp + s;
      x[c->at_P + i] = support_normal(r);
      x[c->at_Y + i] = support_normal(r) * b->u[c->at_Y + i];
    }
  }
  for (size_t i = 0; i < c->supply.K * c->Np; i++) x[c->at_T + i] = c->supply.made[i] ? support_normal(r) : 0;
}

static void more_wedges(bench *b, support_random *r)
{
  size_t N = (size_t)b->world->N, S = (size_t)b->world->S, flows = twi_world_flows(b->world);
  size_t producers = twi_world_producers(b->world);
  twi_wedges *const both[] = {&b->from, &b->to};
  for (int k = 0; k < 2; k++) {
    twi_wedges *w = both[k];
    w->demand = malloc(flows * sizeof(double));
    w->subsidy = malloc(producers * sizeof(double));
    w->final_demand = malloc(N * S * sizeof(double));
    w->labour = malloc(N * sizeof(double));
    w->transfer = calloc(N, sizeof(double));
    for (size_t i = 0; i < flows; i++) w->demand[i] = support_uniform(r, 0.7, 1.3);
    for (size_t i = 0; i < producers; i++) w->subsidy[i] = support_uniform(r, -0.3, 0.2);
    for (size_t d = 0; d < N; d++) {
      double sum = 0;
      for (size_t s = 0; s < S; s++)
        sum += w->final_demand[d * S + s] = b->world->final_share[d * S + s] * support_uniform(r, 0.5, 1.5);
      for (size_t s = 0; s < S; s++) w->final_demand[d * S + s] /= sum;
      w->labour[d] = support_uniform(r, 0.8, 1.2);
      if (d) w->transfer[d] = support_uniform(r, -5, 5), w->transfer[0] -= w->transfer[d];
    }
  }
  /* one flow of a sector without products is banned, and one of a product */
  int banned[2] = {0, 0};
  for (size_t i = 0; i < flows; i++) {
    twi_flow_at at = twi_flow_of(b->world, i);
    int which = at.g >= 0;
    if (at.o == at.d || !(b->world->flow[i] > 0) || banned[which]) continue;
    if (!which && twi_has_products(b->world, (size_t)at.s)) continue;
    b->to.barrier[i] = INFINITY;
    banned[which] = 1;
  }
}

static bench *bench_new(uint64_t seed, int with, twi_deficits closure)
{
  support_random r = {seed};
  bench *b = calloc(1, sizeof *b);
  b->ctx = tw_context_new(NULL);
  b->data = random_world_new(&r, 5, 6, with);
  if (with & WITH_PRODUCTS) b->products = random_products_new(&r, b->data, PRODUCTS_ALL);
  if (with & WITH_PROFITS) b->products->product[0].owner = b->data->region[1]; /* one at least is owned */
  b->world = make_world(b->ctx, b->data);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  assert_ok(b->ctx, twi_equilibrium_new(b->ctx, b->world, &settings, &b->e));
  twi_core *c = &b->e->core;
  size_t N = c->N, S = c->S, flows = twi_world_flows(b->world), producers = twi_world_producers(b->world);
  b->from.deficits = b->to.deficits = closure;
  b->to.tariff = malloc(flows * sizeof(double));
  b->to.barrier = malloc(flows * sizeof(double));
  b->to.productivity = malloc(producers * sizeof(double));
  if (with & WITH_EXPORT_TAXES) b->to.export_tax = malloc(flows * sizeof(double));
  for (size_t i = 0; i < flows; i++) {
    twi_flow_at at = twi_flow_of(b->world, i);
    int own = at.o == at.d;
    b->to.tariff[i] = (b->world->tariff ? b->world->tariff[i] : 0) + (own ? 0 : support_uniform(&r, 0, 0.3));
    b->to.barrier[i] = own ? 1 : support_uniform(&r, 0.8, 1.3);
    if (b->to.export_tax) b->to.export_tax[i] = own ? 0 : support_uniform(&r, -0.1, 0.2);
  }
  for (size_t i = 0; i < producers; i++) b->to.productivity[i] = support_uniform(&r, 0.8, 1.2);
  if (with & WITH_WEDGES) more_wedges(b, &r);
  if (with & WITH_CLOSURE) {
    twi_closure *q = &b->closure;
    q->supply_elasticity = malloc(N * sizeof(double));
    q->value_added_elasticity = malloc(N * S * sizeof(double));
    q->input_elasticity = malloc(N * S * sizeof(double));
    q->scale = malloc(S * sizeof(double));
    for (size_t i = 0; i < N; i++) q->supply_elasticity[i] = i == 1 ? 0 : support_uniform(&r, 0.1, 1.5);
    for (size_t i = 0; i < N * S; i++) {
      q->value_added_elasticity[i] = i % 4 == 0 ? 1 : support_uniform(&r, 0.2, 2);
      q->input_elasticity[i] = i % 3 == 0 ? 1 : i % 3 == 1 ? 0.4 : support_uniform(&r, 0.2, 2);
    }
    for (size_t i = 0; i < S; i++) q->scale[i] = i % 2 ? support_uniform(&r, 0.02, 0.1) : 0;
  }
  if (with & WITH_PROFITS) {
    b->closure.profit = calloc((size_t)b->world->products, sizeof(double));
    for (size_t g = 0; g < (size_t)b->world->products; g++)
      if (twi_product_owner(b->world, g) >= 0) b->closure.profit[g] = support_uniform(&r, 0.1, 0.6);
  }
  if (with & WITH_SUPPLY) { /* of all products, of some, of none; fixed mixes and nearly one cost too */
    static const double omegas[] = {0.5, 0, 30, -1, 2};
    b->closure.omega = malloc(S * sizeof(double));
    b->closure.own = calloc((size_t)b->world->products, 1);
    for (size_t s = 0; s < S; s++) b->closure.omega[s] = omegas[(s + seed) % 5 == 3 && s == 0 ? 0 : (s + seed) % 5];
    for (size_t g = 0; g < (size_t)b->world->products; g++)
      b->closure.own[g] = (unsigned char)(b->world->product[g].sector % 2 == 0 || support_below(&r, 2));
  }
  if (with & (WITH_CLOSURE | WITH_PROFITS | WITH_SUPPLY))
    assert_ok(b->ctx, twi_equilibrium_set_closure(b->e, &b->closure));
  double **const vectors[] = {&b->u, &b->x, &b->y, &b->f, &b->g};
  for (size_t i = 0; i < 5; i++) *vectors[i] = vector(c->n);
  assert_ok(b->ctx, twi_core_load(c, &b->from, &b->to, 0.4, NULL));
  twi_core_start(c, b->u);
  for (size_t d = 0; d < c->N; d++) {
    b->u[d] = 0.2 * support_normal(&r);
    for (size_t s = 0; s < c->S; s++) {
      size_t i = d * c->Sp + s;
      b->u[c->at_P + i] = 0.2 * support_normal(&r);
      b->u[c->at_Y + i] *= exp(0.2 * support_normal(&r));
    }
  }
  for (size_t i = 0; i < c->supply.K * c->Np; i++)
    if (c->supply.made[i]) b->u[c->at_T + i] = 0.2 * support_normal(&r);
  assert_int_equal(twi_core_residual(c, b->u, b->f), 0);
  return b;
}

static void bench_free(bench *b)
{
  double *const all[] = {b->u,
                         b->x,
                         b->y,
                         b->f,
                         b->g,
                         b->to.tariff,
                         b->to.barrier,
                         b->to.productivity,
                         b->to.export_tax,
                         b->to.demand,
                         b->to.subsidy,
                         b->to.final_demand,
                         b->to.labour,
                         b->to.transfer,
                         b->from.demand,
                         b->from.subsidy,
                         b->from.final_demand,
                         b->from.labour,
                         b->from.transfer,
                         b->closure.supply_elasticity,
                         b->closure.value_added_elasticity,
                         b->closure.input_elasticity,
                         b->closure.scale,
                         b->closure.profit,
                         b->closure.omega};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
  free(b->closure.own);
  twi_equilibrium_free(b->e);
  tw_world_free(b->world);
  if (b->products) random_products_free(b->products);
  random_world_free(b->data);
  tw_context_free(b->ctx);
  free(b);
}

#endif
