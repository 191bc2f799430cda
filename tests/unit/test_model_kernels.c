/* The three kernels against each other and against differences: J x against F, J' y against J x, dF/dshare against F
 * at two shares, the preconditioned product against J x, and the residual's invariance to the numeraire. */
#include <float.h>

#include "equilibrium/equilibrium.h"
#include "model/adjoint.h"
#include "random_products.h"
#include "solve/dense.h"
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

static int by_number(const void *a, const void *b)
{
  return (*(const size_t *)a > *(const size_t *)b) - (*(const size_t *)a < *(const size_t *)b);
}

static double norm(size_t n, const double *x)
{
  return sqrt(twi_dot(n, x, x));
}

static const int kinds[] = {WITH_TARIFFS,
                            WITH_INPUTS,
                            WITH_TARIFFS | WITH_INPUTS,
                            WITH_ALL,
                            WITH_ALL | WITH_WEDGES,
                            WITH_INPUTS | WITH_PRODUCTS,
                            WITH_ALL | WITH_PRODUCTS,
                            WITH_ALL | WITH_WEDGES | WITH_PRODUCTS,
                            WITH_INPUTS | WITH_TARIFFS | WITH_CLOSURE,
                            WITH_ALL | WITH_WEDGES | WITH_CLOSURE,
                            WITH_ALL | WITH_WEDGES | WITH_CLOSURE | WITH_PRODUCTS,
                            WITH_INPUTS | WITH_PRODUCTS | WITH_PROFITS,
                            WITH_ALL | WITH_WEDGES | WITH_PRODUCTS | WITH_PROFITS,
                            WITH_ALL | WITH_WEDGES | WITH_CLOSURE | WITH_PRODUCTS | WITH_PROFITS,
                            WITH_INPUTS | WITH_PRODUCTS | WITH_SUPPLY,
                            WITH_ALL | WITH_WEDGES | WITH_PRODUCTS | WITH_PROFITS | WITH_SUPPLY,
                            WITH_ALL | WITH_WEDGES | WITH_CLOSURE | WITH_PRODUCTS | WITH_PROFITS | WITH_SUPPLY};
enum { KINDS = sizeof kinds / sizeof *kinds };
static const twi_deficits closures[] = {TWI_DEFICITS_FIXED, TWI_DEFICITS_ZERO, TWI_DEFICITS_PROPORTIONAL};

/* Central differences of F, extrapolated once: good to about 1e-9. */
static void jvp_is_the_slope_of_the_residual(void **state)
{
  (void)state;
  for (size_t k = 0; k < KINDS; k++)
    for (size_t q = 0; q < 3; q++) {
      bench *b = bench_new(10 + k, kinds[k], closures[q]);
      twi_core *c = &b->e->core;
      support_random r = {77};
      direction(b, &r, b->x);
      twi_core_jvp(c, b->x, b->y);
      double *slope = vector(c->n), *moved = vector(c->n);
      static const double step[2] = {2e-3, 1e-3}, weight[2] = {-1.0 / 3, 4.0 / 3};
      for (int j = 0; j < 2; j++)
        for (int sign = -1; sign <= 1; sign += 2) {
          for (size_t i = 0; i < c->n; i++) moved[i] = b->u[i] + sign * step[j] * b->x[i];
          assert_int_equal(twi_core_residual(c, moved, b->g), 0);
          for (size_t i = 0; i < c->n; i++) slope[i] += weight[j] * sign * b->g[i] / (2 * step[j]);
        }
      for (size_t i = 0; i < c->n; i++) slope[i] -= b->y[i];
      double error = norm(c->n, slope) / norm(c->n, b->y);
      if (!(error < 1e-7)) fail_msg("kind %zu, closure %zu: J x differs from the slope of F by %.1e", k, q, error);
      /* and the test can fail: another direction has another product */
      direction(b, &r, b->x);
      twi_core_residual(c, b->u, b->g);
      twi_core_jvp(c, b->x, b->g);
      for (size_t i = 0; i < c->n; i++) slope[i] += b->y[i] - b->g[i];
      assert_true(norm(c->n, slope) > 0.1 * norm(c->n, b->y));
      free(slope);
      free(moved);
      bench_free(b);
    }
}

static void vjp_is_the_adjoint_of_jvp(void **state)
{
  (void)state;
  for (size_t k = 0; k < KINDS; k++)
    for (size_t q = 0; q < 3; q++) {
      bench *b = bench_new(20 + k, kinds[k], closures[q]);
      twi_core *c = &b->e->core;
      support_random r = {5};
      for (int round = 0; round < 5; round++) {
        direction(b, &r, b->x);
        direction(b, &r, b->g);
        twi_core_jvp(c, b->x, b->y);
        double forward = twi_dot(c->n, b->g, b->y), size = norm(c->n, b->g) * norm(c->n, b->y);
        twi_core_vjp(c, b->g, b->f);
        double backward = twi_dot(c->n, b->f, b->x);
        if (!(fabs(forward - backward) < 1e-13 * size))
          fail_msg("kind %zu, closure %zu: y'Jx is %.17g, x'J'y is %.17g", k, q, forward, backward);
      }
      bench_free(b);
    }
}

/* The preconditioner backwards against forwards, and the product that GMRES has of the transposed system. */
static void preconditioner_is_transposed(void **state)
{
  (void)state;
  for (size_t k = 0; k < KINDS; k++)
    for (size_t q = 0; q < 3; q++) {
      bench *b = bench_new(25 + k, kinds[k], closures[q]);
      twi_core *c = &b->e->core;
      twi_core_make_preconditioner(c);
      twi_problem forward = twi_core_problem(c), back = twi_core_transposed_problem(c);
      support_random r = {7};
      for (int round = 0; round < 3; round++) {
        direction(b, &r, b->x);
        direction(b, &r, b->g);
        memcpy(b->f, b->x, c->n * sizeof(double));
        twi_core_scale_rows(c, b->f);
        forward.precondition(forward.data, b->f, b->y);
        double ahead = twi_dot(c->n, b->g, b->y), size = norm(c->n, b->g) * norm(c->n, b->y);
        twi_core_precondition_transposed(c, b->g, b->f);
        double behind = twi_dot(c->n, b->f, b->x);
        if (!(fabs(ahead - behind) < 1e-12 * size))
          fail_msg("kind %zu, closure %zu: g'M^-1 x is %.17g, x'M'^-1 g is %.17g", k, q, ahead, behind);
        direction(b, &r, b->x); /* rows of the transposed system are scaled: in and out */
        back.product(back.data, b->x, b->y);
        back.precondition(back.data, b->x, b->g);
        twi_core_scale_rows(c, b->g);
        twi_core_vjp(c, b->g, b->f);
        twi_core_scale_columns(c, b->f);
        size = norm(c->n, b->f);
        for (size_t i = 0; i < c->n; i++) b->f[i] -= b->y[i];
        assert_true(norm(c->n, b->f) <= 1e-13 * size);
      }
      bench_free(b);
    }
}

typedef struct all_wedges {
  double *tariff, *export_tax, *barrier;
} all_wedges;

static void keep_row(void *data, size_t s, int g, size_t d, size_t first, size_t count, size_t stride,
                     const double *tariff, const double *export_tax, const double *barrier)
{
  all_wedges *all = data;
  (void)s, (void)g, (void)d;
  for (size_t i = 0; i < count; i++) {
    all->tariff[first + i] = tariff[i * stride];
    all->export_tax[first + i] = export_tax[i * stride];
    all->barrier[first + i] = barrier[i * stride];
  }
}

/* The derivative of y'F by every wedge, summed along a policy, against y' times dF/dshare; and productivity against
 * barriers, own sales included: each of all flows. */
static void gradient_is_the_slope_by_every_wedge(void **state)
{
  (void)state;
  for (size_t k = 0; k < KINDS; k++) {
    if (kinds[k] & WITH_WEDGES) continue; /* demand and subsidies are no wedges of the gradient */
    bench *b = bench_new(45 + k, kinds[k], TWI_DEFICITS_FIXED);
    twi_core *c = &b->e->core;
    size_t N = c->N, S = c->S, flows = twi_world_flows(b->world), producers = twi_world_producers(b->world);
    all_wedges all = {vector(flows), vector(flows), vector(flows)};
    double *A = vector(producers), along = 0, size = 0;
    support_random r = {8};
    direction(b, &r, b->y);
    assert_int_equal(twi_core_residual(c, b->u, b->f), 0);
    twi_core_shock(c, &b->from, &b->to, 0.4, NULL, b->f);
    double expected = twi_dot(c->n, b->y, b->f);
    twi_gradient g = {.y = b->y, .take = keep_row, .data = &all, .productivity = A};
    assert_ok(b->ctx, twi_core_gradient(c, &g));
    for (size_t i = 0; i < flows; i++) {
      twi_flow_at at = twi_flow_of(b->world, i);
      if (at.g < 0 && twi_has_products(b->world, (size_t)at.s)) continue;
      if (!(b->world->flow[i] > 0)) assert_true(all.tariff[i] == 0 && all.export_tax[i] == 0 && all.barrier[i] == 0);
      twi_flow_slopes x = twi_core_flow_slopes(c, &b->from, &b->to, 0.4, 4, i);
      along += x.T * all.tariff[i] + x.E * all.export_tax[i] + x.d * all.barrier[i];
      size += fabs(x.T * all.tariff[i]) + fabs(x.E * all.export_tax[i]) + fabs(x.d * all.barrier[i]);
    }
    for (size_t i = 0; i < producers; i++) along += log(b->to.productivity[i]) * A[i];
    if (!(fabs(along - expected) < 1e-12 * size)) fail_msg("kind %zu: %.17g, expected %.17g", k, along, expected);
    for (size_t i = 0; i < producers; i++) {
      twi_producer_at at = twi_producer_of(b->world, i);
      double sum = 0, most = 0;
      for (size_t f = 0; f < flows; f++) {
        twi_flow_at flow = twi_flow_of(b->world, f);
        if (flow.o != at.d || flow.s != at.s || (at.g >= 0 && flow.g != at.g)) continue;
        sum -= all.barrier[f];
        most = fmax(most, fabs(all.barrier[f]));
      }
      if (!(fabs(sum - A[i]) <= 1e-12 * most))
        fail_msg("kind %zu, producer %zu: by ln A %.17g, by its barriers %.17g", k, i, A[i], sum);
    }
    (void)N, (void)S;
    double *const arrays[] = {all.tariff, all.export_tax, all.barrier, A};
    for (size_t i = 0; i < 4; i++) free(arrays[i]);
    bench_free(b);
  }
}

/* J M^-1 x as GMRES has it, from the composites, against J applied to M^-1 x. */
static void preconditioned_product_is_the_product(void **state)
{
  (void)state;
  for (size_t k = 0; k < KINDS; k++)
    for (size_t q = 0; q < 3; q++) {
      bench *b = bench_new(30 + k, kinds[k], closures[q]);
      twi_core *c = &b->e->core;
      twi_core_make_preconditioner(c);
      twi_problem p = twi_core_problem(c);
      support_random r = {6};
      /* at another point than the one where the preconditioner was made */
      for (size_t d = 0; d < c->N; d++)
        for (size_t s = 0; s < c->S; s++) {
          b->u[c->at_P + d * c->Sp + s] += 0.1 * support_normal(&r);
          b->u[c->at_Y + d * c->Sp + s] *= 1.05;
        }
      assert_int_equal(twi_core_residual(c, b->u, b->f), 0);
      direction(b, &r, b->x);
      p.product(p.data, b->x, b->y);
      p.precondition(p.data, b->x, b->g);
      twi_core_jvp(c, b->g, b->f);
      twi_core_scale_rows(c, b->f);
      double size = norm(c->n, b->y);
      for (size_t i = 0; i < c->n; i++) b->f[i] -= b->y[i];
      if (!(norm(c->n, b->f) < 1e-11 * size))
        fail_msg("kind %zu, closure %zu: apart by %.1e", k, q, norm(c->n, b->f) / size);
      bench_free(b);
    }
}

static void shock_is_the_slope_along_the_policy(void **state)
{
  (void)state;
  for (size_t k = 0; k < KINDS; k++) {
    bench *b = bench_new(40 + k, kinds[k], TWI_DEFICITS_FIXED);
    twi_core *c = &b->e->core;
    double at = 0.4, *slope = vector(c->n), deficits[8], rate[8];
    for (size_t d = 0; d < c->N; d++) rate[d] = ((double)d - 2) * 0.5;
    static const double step[2] = {2e-3, 1e-3}, weight[2] = {-1.0 / 3, 4.0 / 3};
    for (int j = 0; j < 2; j++)
      for (int sign = -1; sign <= 1; sign += 2) {
        for (size_t d = 0; d < c->N; d++) deficits[d] = sign * step[j] * rate[d];
        assert_ok(b->ctx, twi_core_load(c, &b->from, &b->to, at + sign * step[j], deficits));
        assert_int_equal(twi_core_residual(c, b->u, b->g), 0);
        for (size_t i = 0; i < c->n; i++) slope[i] += weight[j] * sign * b->g[i] / (2 * step[j]);
      }
    memset(deficits, 0, sizeof deficits);
    assert_ok(b->ctx, twi_core_load(c, &b->from, &b->to, at, deficits));
    assert_int_equal(twi_core_residual(c, b->u, b->g), 0);
    twi_core_shock(c, &b->from, &b->to, at, rate, b->f);
    double size = norm(c->n, b->f);
    for (size_t i = 0; i < c->n; i++) slope[i] -= b->f[i];
    if (!(norm(c->n, slope) < 1e-7 * size)) fail_msg("kind %zu: apart by %.1e", k, norm(c->n, slope) / size);
    free(slope);
    bench_free(b);
  }
}

/* w'(A v), of the product that has just been made (y = A v, v in g_long), against (A'w)'v. */
static void transposed_is_the_transpose(bench *b, twi_conditions *q, const twi_problem *p, support_random r, size_t k,
                                        const double *y)
{
  twi_core *c = &b->e->core;
  size_t n = c->n + q->border.mp;
  twi_conditions_transposed *t;
  assert_ok(b->ctx, twi_conditions_transposed_new(q, &t));
  twi_problem back = twi_conditions_transposed_problem(t);
  double *x = vector(n), *w = vector(n), *y_back = vector(n), *scale = vector(n);
  direction(b, &r, x);
  for (int j = 0; j < q->m; j++) x[c->n + (size_t)j] = j == 3 ? 0 : support_normal(&r);
  back.precondition(back.data, x, w);
  back.product(back.data, x, y_back);
  for (size_t i = 0; i < n; i++) scale[i] = 1;
  twi_core_scale_columns(c, scale);
  double ahead = twi_dot(n, w, y), behind = 0, size = norm(n, w) * norm(n, y);
  for (size_t i = 0; i < n; i++) behind += y_back[i] / scale[i] * b->g_long[i];
  if (!(fabs(ahead - behind) < 1e-12 * size))
    fail_msg("kind %zu: w'Av is %.17g, v'A'w is %.17g, of %.1e", k, ahead, behind, size);
  /* and the preconditioner: x'(P^-1 g) against (P'^-1 x)'g */
  double *g = vector(n), *v = vector(n);
  direction(b, &r, g);
  for (int j = 0; j < q->m; j++) g[c->n + (size_t)j] = j == 3 ? 0 : support_normal(&r);
  p->precondition(p->data, g, v);
  ahead = twi_dot(n, w, g);
  size = norm(n, w) * norm(n, g);
  behind = 0;
  for (size_t i = 0; i < n; i++) behind += x[i] / scale[i] * v[i];
  if (!(fabs(ahead - behind) < 1e-12 * size))
    fail_msg("kind %zu: w'g is %.17g, x'P^-1 g is %.17g, of %.1e", k, ahead, behind, size);
  double *const all[] = {x, w, y_back, scale, g, v};
  for (size_t i = 0; i < 6; i++) free(all[i]);
  twi_conditions_transposed_free(t);
}

/* Conditions: the product of the bordered system with its preconditioner undone, against differences of its residual in
 * u and in the sizes of the instruments. One of each lever, each with another measure; limits bind and do not.
 *
 * Differences are extrapolated twice, so that what they leave out is of the order of step^6, and steps are large: where
 * the preconditioned direction is one that hardly moves F, it is the rounding of F over the step that counts, and not a
 * share of the product: the error then grows as 1/step. */
static void bordered_products(uint64_t seed)
{
  for (size_t which = 0; which < 2 * KINDS; which++) {
    size_t k = which / 2, values = which % 2;
    bench *b = bench_new(seed + k + (kinds[k] & WITH_PROFITS ? 20 : 0), kinds[k], TWI_DEFICITS_PROPORTIONAL);
    twi_core *c = &b->e->core;
    size_t N = c->N, S = c->S;
    assert_ok(b->ctx, twi_core_load(c, &b->from, &b->to, 1, NULL));
    assert_int_equal(twi_core_residual(c, b->u, b->f), 0);
    size_t flow[6], n = 0;
    size_t plain = 0; /* flows of sectors without products: two of them, where there are */
    for (size_t i = 0; i < S * N * N; i++) plain += b->world->flow[i] > 0 && !twi_has_products(b->world, i / N / N);
    for (size_t i = b->products ? twi_world_flows(b->world) : S * N * N - 1; n < 6 && i-- > 0;) { /* falling */
      twi_flow_at at = twi_flow_of(b->world, i);
      if (at.o == at.d || !(b->world->flow[i] > 0) || (at.g < 0 && twi_has_products(b->world, (size_t)at.s))) continue;
      if (b->to.barrier && isinf(b->to.barrier[i])) continue;
      flow[n++] = i;
      if (at.g >= 0 && n == 4 && plain > 2 * N) i = S * N * N;
    }
    assert_int_equal(n, 6);
    size_t pair[2] = {flow[5], flow[4]}, row[3] = {flow[3], flow[2], flow[1]};
    qsort(row, 3, sizeof(size_t), by_number);
    size_t cell[2] = {2 * S + 1, 3 * S + 1}, one[1] = {2}, two[2] = {0, 3}, cells3[1] = {3 * S};
    if (b->products) { /* a cell of a sector with a product that is measured, and one of a product; a product */
      cell[0] = 3 * S + (size_t)b->world->product[0].sector;
      cell[1] = twi_product_cell(b->world, b->world->products > 1, b->world->products > 1 ? 3 : 2);
      cells3[0] = twi_product_cell(b->world, 0, 3);
    }
    double weight[2] = {1, -1};
    twi_condition list[] = {
        {TWI_AT_MOST, TWI_MEASURE_FLOWS, 2, pair, -4, 0, TWI_LEVER_TARIFF, 2, pair, NULL, 4, "quota", 1, "", ""},
        {TWI_AT_MOST, TWI_MEASURE_FLOWS, 3, row, -4, 0, TWI_LEVER_EXPORT_TAX, 3, row, NULL, -2, "quota", 2, "", ""},
        {TWI_AT_MOST, TWI_MEASURE_OUTPUT, 2, cell, -4, 0, TWI_LEVER_OUTPUT_RENT, 2, cell, NULL, 1, "capacity", 3, "",
         ""},
        {TWI_AT_MOST, TWI_MEASURE_FLOWS, 1, flow, 5, 0, TWI_LEVER_TARIFF, 1, flow, NULL, -1, "quota", 4, "", ""},
        {TWI_EXACTLY, TWI_MEASURE_OUTPUT, 1, cells3, 0.1, 0, TWI_LEVER_SUBSIDY, 2, cell, NULL, -1, "target", 5, "", ""},
        {TWI_EXACTLY, TWI_MEASURE_PRICE, 1, cells3, 0.1, 0, TWI_LEVER_PRODUCTIVITY, 1, cells3, NULL, -1, "target", 6,
         "", ""},
        {TWI_EXACTLY, TWI_MEASURE_REAL_INCOME, 1, one, 0.1, 0, TWI_LEVER_BARRIER, 3, row, NULL, -1, "target", 7, "",
         ""},
        {TWI_EXACTLY, TWI_MEASURE_REAL_WAGE, 1, one, 0.1, 0, TWI_LEVER_DEMAND, 2, pair, NULL, -1, "target", 8, "", ""},
        {TWI_AT_LEAST, TWI_MEASURE_WAGE, 1, one, 0.1, 0, TWI_LEVER_LABOUR, 1, one, NULL, -1, "labour", 9, "", ""},
        {TWI_SHARE, TWI_MEASURE_INCOME, 1, two, 0.01, 0, TWI_LEVER_TRANSFER, 2, two, weight, -1, "transfer", 10, "",
         ""},
        {TWI_EXACTLY, TWI_MEASURE_EMPLOYMENT, 1, one, 0.1, 0, TWI_LEVER_LABOUR, 1, two, NULL, -1, "target", 11, "", ""},
    };
    if (values) { /* the other measures, on cells that instruments move and on others */
      list[0].measure = list[1].measure = TWI_MEASURE_TRADE_VALUE;
      list[2].measure = list[4].measure = TWI_MEASURE_OUTPUT_VALUE;
      list[4].cell = list[5].cell = cell;
      list[4].count = 2;
      list[5].measure = TWI_MEASURE_COST;
      list[6].measure = TWI_MEASURE_PRICE_INDEX;
    }
    enum { COUNT = sizeof list / sizeof *list };
    twi_conditions *q;
    assert_ok(b->ctx, twi_conditions_new(c, &b->to, list, COUNT, &q));
    assert_true(q->m > COUNT); /* the rents of third owners */
    assert_ok(b->ctx, twi_core_load(c, &b->from, &b->to, 1, NULL));
    twi_conditions_take(q, 1);
    twi_problem p = twi_conditions_problem(q);
    double *v = vector(p.n), *x = vector(p.n), *y = vector(p.n), *f = vector(p.n), *moved = vector(p.n),
           *slope = vector(p.n);
    support_random r = {3 + k};
    memcpy(v, b->u, c->n * sizeof(double));
    for (int j = 0; j < q->m; j++)
      v[c->n + (size_t)j] = j < COUNT && list[j].kind == TWI_AT_LEAST ? -0.05 : j == 3 ? 0 : 0.05;
    assert_int_equal(p.residual(p.data, v, f), 0);
    twi_core_make_preconditioner(c);
    p.linearize(p.data);
    for (int round = 0; round < 4; round++) {
      q->border.smooth = round % 2;
      direction(b, &r, x);
      for (int j = 0; j < q->m; j++) x[c->n + (size_t)j] = j == 3 ? 0 : support_normal(&r); /* 3 does not bind */
      assert_int_equal(p.residual(p.data, v, f), 0);
      p.linearize(p.data);
      p.product(p.data, x, y);
      p.precondition(p.data, x, b->g_long = realloc(b->g_long, p.n * sizeof(double)));
      double most = 0; /* a step of one at most in every unknown */
      for (size_t i = 0; i < p.n; i++) most = fmax(most, fabs(b->g_long[i]));
      for (size_t i = 0; i < p.n; i++) b->g_long[i] /= most, y[i] /= most;
      transposed_is_the_transpose(b, q, &p, r, k, y);
      memset(slope, 0, p.n * sizeof(double));
      /* rows are relative to the point: the scales must stay, so the residual is taken unscaled by hand */
      double per_w[8], *per_Y = vector(c->n);
      memcpy(per_w, c->wV, N * sizeof(double));
      memcpy(per_Y, c->per_Y, N * c->Sp * sizeof(double));
      static const double step[3] = {1.6e-3, 8e-4, 4e-4}, weights[3] = {1.0 / 45, -20.0 / 45, 64.0 / 45};
      for (int j = 0; j < 3; j++)
        for (int sign = -1; sign <= 1; sign += 2) {
          for (size_t i = 0; i < p.n; i++) moved[i] = v[i] + sign * step[j] * b->g_long[i];
          assert_int_equal(p.residual(p.data, moved, f), 0);
          for (size_t d = 0; d < N; d++) {
            f[d] *= c->wV[d] / per_w[d];
            f[c->at_R + d] *= c->wV[d] / per_w[d];
          }
          for (size_t i = 0; i < N * c->Sp; i++) f[c->at_Y + i] *= per_Y[i] / c->per_Y[i];
          for (size_t i = 0; i < p.n; i++) slope[i] += weights[j] * sign * f[i] / (2 * step[j]);
        }
      free(per_Y);
      double worst = 0;
      for (size_t i = c->n; i < p.n; i++) worst = fmax(worst, fabs(slope[i] - y[i]) / (1 + fabs(y[i])));
      for (int j = 0; j < q->m; j++)
        if (fabs(slope[c->n + (size_t)j] - y[c->n + (size_t)j]) > 1e-6 * (1 + fabs(y[c->n + (size_t)j])))
          print_error("kind %zu: row %d: %.9g, slope %.9g\n", k, j, y[c->n + (size_t)j], slope[c->n + (size_t)j]);
      for (size_t i = 0; i < p.n; i++) slope[i] -= y[i];
      double rounding = 1e4 * DBL_EPSILON * norm(p.n, v) / step[2];
      if (!(worst < 1e-6 && norm(c->n, slope) < 1e-6 * norm(c->n, y) + rounding))
        fail_msg(
            "seed %d, kind %zu: bordered product apart by %.1e of %.1e, with a rounding of %.1e, in conditions %.1e",
            (int)seed, k, norm(c->n, slope), norm(c->n, y), rounding, worst);
    }
    double *const all[] = {v, x, y, f, moved, slope, b->g_long};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
    twi_conditions_free(q);
    bench_free(b);
  }
}

static void bordered_product_is_the_slope(void **state)
{
  (void)state;
  static const uint64_t seeds[] = {60, 100, 180, 260, 300, 340, 430, 530, 790};
  for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++) bordered_products(seeds[i]);
}

/* Substitution near 1 runs into Cobb-Douglas: the division by 1 - sigma costs no digits. */
static void substitution_near_one_is_solved(void **state)
{
  (void)state;
  static const char *const near_one[] = {"1", "1.02", "1.0001", "0.999999", "1.00000001", "1.000000002"};
  static const double apart[] = {0, 1e-2, 1e-4, 1e-6, 1e-8, 1e-8};
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {3};
  random_world *w = random_world_new(&r, 4, 3, WITH_ALL);
  tw_world *rough = make_world(ctx, w), *world;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  assert_ok(ctx, tw_world_balance(ctx, rough, NULL, NULL, NULL, NULL, &world));
  double first[4] = {0};
  for (int i = 0; i < 6; i++) {
    char text[512];
    snprintf(text, sizeof text,
             "scenario: t\nclosure: {production: {region: all, sector: all, value_added: %s, inputs: %s}}\npolicy:\n"
             "  - tariff: {importer: R01, exporter: all, sector: all, add: 20 pp}\n",
             near_one[i], near_one[i]);
    tw_result *result = solve_text(ctx, world, &settings, text);
    for (int d = 0; d < 4; d++) {
      double now = of_region(result, "real_income_pct", d);
      if (i == 0) first[d] = now;
      if (!(fabs(now - first[d]) <= apart[i])) fail_msg("%s: %.12g, with 1 %.12g", near_one[i], now, first[d]);
    }
    tw_result_free(result);
  }
  assert_true(fabs(first[1]) > 0.1);
  tw_world_free(world);
  tw_world_free(rough);
  random_world_free(w);
  tw_context_free(ctx);
}

/* Doubling the numeraire: every price, wage and value twice as high solves the same equations but the numeraire's. */
static void double_the_numeraire(int with)
{
  bench *b = bench_new(50, with, TWI_DEFICITS_PROPORTIONAL);
  twi_core *c = &b->e->core;
  memcpy(b->x, b->u, c->n * sizeof(double));
  for (size_t d = 0; d < c->N; d++) {
    b->x[d] += log(2);
    b->x[c->at_R + d] *= 2;
    for (size_t s = 0; s < c->S; s++) {
      size_t i = d * c->Sp + s;
      if (c->market[s * c->Np + d]) b->x[c->at_P + i] += log(2);
      b->x[c->at_Y + i] *= 2;
    }
  }
  double W = c->block_W[0], wV[8];
  memcpy(wV, c->wV, c->N * sizeof(double));
  for (size_t d = 0; d < c->N; d++) c->profits_data[d] *= 2; /* a sum of money, as deficits that are held */
  assert_int_equal(twi_core_residual(c, b->x, b->g), 0);
  for (size_t d = 0; d < c->N; d++) {
    assert_close(b->g[c->at_R + d], 2 * b->f[c->at_R + d], 1e-12);
    double before = b->f[d] + wV[d] * (W - 1) / W, after = b->g[d] + 2 * wV[d] * (2 * W - 1) / (2 * W);
    assert_close(after, 2 * before, 1e-13);
    for (size_t s = 0; s < c->S; s++) {
      size_t i = d * c->Sp + s;
      assert_close(b->g[c->at_P + i], b->f[c->at_P + i], 1e-12);
      assert_close(b->g[c->at_Y + i], 2 * b->f[c->at_Y + i], 1e-12);
    }
  }
  bench_free(b);
}

static void doubling_the_numeraire_changes_nothing_real(void **state)
{
  (void)state;
  double_the_numeraire(WITH_ALL);
  double_the_numeraire(WITH_ALL | WITH_PRODUCTS | WITH_PROFITS);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(jvp_is_the_slope_of_the_residual),
      cmocka_unit_test(vjp_is_the_adjoint_of_jvp),
      cmocka_unit_test(preconditioner_is_transposed),
      cmocka_unit_test(gradient_is_the_slope_by_every_wedge),
      cmocka_unit_test(preconditioned_product_is_the_product),
      cmocka_unit_test(shock_is_the_slope_along_the_policy),
      cmocka_unit_test(bordered_product_is_the_slope),
      cmocka_unit_test(substitution_near_one_is_solved),
      cmocka_unit_test(doubling_the_numeraire_changes_nothing_real),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
