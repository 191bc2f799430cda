/* The derivative of y'F and of seeds (model/adjoint.h) by every wedge at fixed u, at the point of the last residual.
 *
 * A flow from o to d is moved by k = T + E + dln d in its share and by T and E in who gets how much of it. With what the
 * pass backwards leaves of its market (core/vjp.c), u = bar P / Sum, v = bar B = theta q bar R_d, and bar Y of o:
 *
 *   by k   kt z u + (kt1 + ke) z v - theta q z (g kt1 bar Y + ke bar R_o)
 *   by T   that of k + q z [(kt1 + ke) bar R_d - g kt1 bar Y - ke bar R_o]
 *   by E   that of k + q z kt1 (bar R_o - g bar Y)                   as ke = kt1 e', and d(kt1 + ke) by E is k's alone
 *
 * Where nothing is taxed v is 0 and so is all that goes with it, but the first of a tariff is not: bar R_d stays in T.
 * ln A of o moves the k of all its flows by -1, and nothing else: what is by ln c is summed there in another order, so
 * that one checks the other. */
#include <string.h>

#include "model/adjoint.h"
#include "model/products.h"

enum { TOGETHER = 8 }; /* buyers whose rows are made together: a line of memory of kt */

typedef struct gradient_job {
  twi_core *c;
  const twi_gradient *given;
  size_t room;
  double *work; /* [S][room] */
} gradient_job;

/* What of the flow from o: bar Y with all factors, bar R_o. */
typedef struct seller_bars {
  double Y, R;
} seller_bars;

/* Derivatives of one flow: T, E, d. */
typedef struct by_wedge {
  double T, E, d;
} by_wedge;

static inline by_wedge of_flow(double theta, double kt, double kt1, double ke, double z, double q, double u, double v,
                               double R_d, seller_bars o)
{
  double net = kt1 + ke, paid = kt1 * o.Y + ke * o.R;
  double k = z * (kt * u + net * v - theta * q * paid);
  return (by_wedge){k + q * z * (net * R_d - paid), k + q * z * kt1 * (o.R - o.Y), k};
}

/* The place of the first direct term that is not before a cell. */
static size_t first_direct(const twi_gradient *g, size_t cell)
{
  size_t low = 0, high = g->directs;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (g->direct[middle].cell < cell)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Adds what the scalar has of a row's wedges themselves, and hands the row on. */
static void give_row(const twi_gradient *g, size_t s, int product, size_t d, size_t first, size_t count, size_t stride,
                     double *T, double *E, double *b)
{
  for (size_t i = first_direct(g, first); i < g->directs && g->direct[i].cell < first + count; i++) {
    const twi_direct *x = &g->direct[i];
    size_t at = (x->cell - first) * stride;
    T[at] += x->k + x->T;
    E[at] += x->k + x->E;
    b[at] += x->k;
  }
  g->take(g->data, s, product, d, first, count, stride, T, E, b);
}

static void gradient_of_sector(const gradient_job *job, size_t s)
{
  twi_core *c = job->c;
  const twi_gradient *g = job->given;
  size_t N = c->N, Np = c->Np, at = s * Np;
  const double *kt = c->kt + s * N * Np, *kt1 = c->taxed[s] ? c->kt1 + s * N * Np : kt, *R = g->y + c->at_R;
  const double *ke = c->ke && c->taxed[s] ? c->ke + s * N * Np : NULL, *z = c->z + at, *q = c->q + at;
  const double *u = c->dS + at, *v = c->dB + at;
  double *T = job->work + s * job->room, *E = T + TOGETHER * N, *b = E + TOGETHER * N, theta = c->theta[s];
  for (size_t first = 0; first < N; first += TOGETHER) {
    size_t count = N - first < TOGETHER ? N - first : TOGETHER;
    for (size_t o = 0; o < N; o++) {
      size_t row = o * Np + first;
      double per = c->g ? c->g[at + o] : 1;
      seller_bars seller = {per * twi_core_sales_bar(c, g->y, g->seeds, s, o), R[o]};
      for (size_t i = 0; i < count; i++) {
        size_t d = first + i, flow = row + i;
        by_wedge x = of_flow(theta, kt[flow], kt1[flow], ke ? ke[flow] : 0, z[o], q[d], u[d], v[d], R[d], seller);
        T[o * TOGETHER + i] = x.T;
        E[o * TOGETHER + i] = x.E;
        b[o * TOGETHER + i] = x.d;
      }
    }
    for (size_t i = 0; i < count; i++)
      give_row(g, s, -1, first + i, (s * N + first + i) * N, N, TOGETHER, T + i, E + i, b + i);
  }
}

static void gradient_of_products(const gradient_job *job, size_t s)
{
  twi_core *c = job->c;
  twi_core_products *p = c->products;
  const twi_gradient *g = job->given;
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np, all = twi_world_sector_flows(w);
  const double *R = g->y + c->at_R;
  double *T = job->work + s * job->room, *E = T + TOGETHER * N, *b = E + TOGETHER * N;
  for (size_t i = p->first[p->first_nest[s]]; i < p->first[p->first_nest[s + 1]]; i++)
    for (size_t d = 0; d < N; d++) {
      const size_t *row = w->product_row + i * N + d;
      size_t market = i * Np + d, count = row[1] - row[0];
      if (!count) continue;
      for (size_t k = 0; k < count; k++) {
        size_t flow = row[0] + k, o = w->product_seller[flow];
        double per = (c->g ? c->g[s * Np + o] : 1) * (p->g ? p->g[i * Np + o] : 1);
        seller_bars seller = {per * twi_products_sales_bar(c, g->y, g->seeds, s, i, o), R[o]};
        by_wedge x = of_flow(p->theta[i], p->kt[flow], p->kt1[flow], p->ke ? p->ke[flow] : 0, p->z[i * Np + o],
                             p->q[market], p->zd[market], p->dB[market], R[d], seller);
        T[k] = x.T;
        E[k] = x.E;
        b[k] = x.d;
      }
      give_row(g, s, (int)i, d, all + row[0], count, 1, T, E, b);
    }
}

static void gradient_task(void *data, size_t s)
{
  const gradient_job *job = data;
  twi_core *c = job->c;
  const twi_gradient *g = job->given;
  int products = c->products && twi_has_products(c->world, s);
  twi_core_adjoint_of_flows(c, s, g->y, g->seeds, NULL);
  for (size_t o = 0; g->productivity && o < c->N; o++) g->productivity[o * c->S + s] = -c->dlnc[s * c->Np + o];
  if (products && g->productivity) {
    const twi_core_products *p = c->products;
    for (size_t i = p->first[p->first_nest[s]]; i < p->first[p->first_nest[s + 1]]; i++)
      for (size_t o = 0; o < c->N; o++) g->productivity[twi_product_cell(c->world, i, o)] = -p->dY[i * c->Np + o];
  }
  if (!g->take) return;
  if (products)
    gradient_of_products(job, s);
  else
    gradient_of_sector(job, s);
}

tw_status twi_core_gradient(twi_core *c, const twi_gradient *gradient)
{
  gradient_job job = {c, gradient, 3 * TOGETHER * c->N, NULL};
  if (gradient->take) {
    job.work = twi_alloc(c->ctx, c->S * job.room, sizeof(double));
    if (!job.work) return twi_no_memory(c->ctx, c->S * job.room * sizeof(double));
  }
  twi_core_run(c, c->S, gradient_task, &job);
  twi_free(c->ctx, job.work);
  return TW_OK;
}

/* ------------------------------------------------------------------ seeds */

static size_t carve_seeds(const twi_core *c, twi_seeds *s)
{
  double **const of_sectors[] = {&s->c, &s->P, &s->q, &s->Y},
                 **const of_products[] = {&s->c_g, &s->P_g, &s->q_g, &s->Y_g};
  double **const of_regions[] = {&s->w, &s->L, &s->I, &s->R};
  for (size_t i = 0; i < 4; i++) {
    *of_sectors[i] = twi_arena_doubles(&s->arena, c->S * c->Np);
    *of_regions[i] = twi_arena_doubles(&s->arena, c->Np);
    if (c->products) *of_products[i] = twi_arena_doubles(&s->arena, c->products->G * c->Np);
  }
  return 4 * c->Np * (c->S + 1 + (c->products ? c->products->G : 0));
}

tw_status twi_seeds_new(const twi_core *c, twi_seeds *seeds)
{
  memset(seeds, 0, sizeof *seeds);
  (void)carve_seeds(c, seeds);
  tw_status status = twi_arena_allocate(c->ctx, &seeds->arena);
  if (status == TW_OK) (void)carve_seeds(c, seeds);
  return status;
}

void twi_seeds_clear(const twi_core *c, twi_seeds *s)
{
  (void)c;
  memset(s->arena.start, 0, s->arena.size);
}

void twi_seeds_free(const twi_core *c, twi_seeds *seeds)
{
  twi_arena_free(c->ctx, &seeds->arena);
  memset(seeds, 0, sizeof *seeds);
}
