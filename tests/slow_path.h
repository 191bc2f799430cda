/* The path between two solutions of the slow solver, in long double: the exact decomposition and real GDP.
 *
 * The exact decomposition is an integral along the path on which ln(1+t), ln(1+e), ln d, ln b, ln A, ln L0 and
 * ln(1 - sigma) are linear, and final shares, what a region has besides its wages and taxes, and what a ban leaves of
 * demand too. Here every point of a grid is solved, and the integrals sum f dg are formed as sums of
 * (f_i + f_j)/2 (g_j - g_i) over grids of 1, 2, 4 … steps, extrapolated to none (Romberg): no slopes, no Gauss nodes.
 * Real GDP is formed from the other side than in the library: growth of GDP less that of the prices of final demand and
 * exports, plus that of the prices of imports, over GDP, with tastes put back; what rates, technology, subsidies and
 * factors do to quantities is nowhere asked for. */
#ifndef TRADEWIND_TESTS_SLOW_PATH_H
#define TRADEWIND_TESTS_SLOW_PATH_H

#include "slow.h"

enum { SLOW_TERMS, SLOW_VOLUME, SLOW_TECHNICAL, SLOW_TRANSFERS, SLOW_PRODUCTION, SLOW_FACTORS, SLOW_PARTS };
/* Integrals besides: ln of real GDP of a region; of the group, at [0]. */
enum { SLOW_GROWTH = SLOW_PARTS, SLOW_GROUP_GROWTH, SLOW_INTEGRALS };
enum { SLOW_LEVELS = 4, SLOW_GRID = 1 << SLOW_LEVELS };

/* The two sides of a comparison; parts are there after slow_decompose. */
typedef struct slow_pair {
  const slow_world *w;
  const slow_policy *before, *after;
  const slow_solution *b, *n;
  slow_force g0, g1;           /* wedges with instruments in place */
  real lnK[SLOW_N], s[SLOW_N]; /* capital, new over base in logs, and its share of value added; 0: none */
  real part[SLOW_INTEGRALS][SLOW_N];
  unsigned in_group;      /* bits of regions: groups.csv of one group */
  real part_error, apart; /* of the extrapolation; of the ends solved again with the instruments as given wedges */
} slow_pair;

static inline void slow_pair_of(const slow_world *w, const slow_policy *before, const slow_policy *after,
                                const slow_solution *b, const slow_solution *n, slow_pair *q)
{
  memset(q, 0, sizeof *q);
  q->w = w;
  q->before = before;
  q->after = after;
  q->b = b;
  q->n = n;
  slow_put_in_force(w, before, b->x, &q->g0);
  slow_put_in_force(w, after, n->x, &q->g1);
}

static inline real slow_value(const slow_world *w, const slow_solution *y, int d)
{
  return expl(y->lnw[d]) * y->L[d] * w->V[d];
}

/* Before the importer's tariff. */
static inline real slow_before_tariff(const slow_solution *y, int flow)
{
  return y->sales[flow] * (1 + y->e[flow]);
}

/* What a region has besides value added and what it collects itself: its deficit, transfers, rents that others collect
 * for it less those that it collects for others. */
static inline real slow_received(const slow_world *w, const slow_solution *y, int d)
{
  real sum = y->I[d] - slow_value(w, y, d);
  for (int s = 0; s < w->S; s++) {
    sum += y->sigma[d * w->S + s] * y->Y[d * w->S + s];
    for (int o = 0; o < w->N; o++) {
      int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d);
      sum -= y->t[in] * slow_before_tariff(y, in) + y->e[out] * y->sales[out];
    }
  }
  return sum;
}

/* ---------------------------------------------------------------- the path */

/* One point of the path, solved, and what the integrals are of. */
typedef struct slow_point {
  slow_solution y;
  slow_policy p;
  real fade[SLOW_FLOWS];  /* what a ban leaves of the weight of a flow: 1 where there is none */
  real gross[SLOW_FLOWS]; /* what the buyer pays, over fade */
  real paid[SLOW_CELLS];  /* in subsidies */
  real received[SLOW_N];
} slow_point;

static inline real slow_between(real from, real to, real at)
{
  return expl((1 - at) * logl(from) + at * logl(to));
}

static inline void slow_point_policy(const slow_pair *q, real at, slow_point *x)
{
  const slow_world *w = q->w;
  const slow_solution *b = q->b, *n = q->n;
  slow_policy *p = &x->p;
  *p = *q->after; /* the closure */
  p->conditions = 0;
  p->deficits = TWI_DEFICITS_ZERO;
  for (int i = 0; i < w->S * w->N * w->N; i++) {
    int ends = isinf(q->g0.d[i]) + 2 * isinf(q->g1.d[i]);
    p->t[i] = slow_between(1 + b->t[i], 1 + n->t[i], at) - 1;
    p->e[i] = slow_between(1 + b->e[i], 1 + n->e[i], at) - 1;
    p->b[i] = slow_between(q->g0.b[i], q->g1.b[i], at);
    x->fade[i] = ends == 1 ? at : ends == 2 ? 1 - at : 1;
    p->d[i] = ends == 0 ? slow_between(q->g0.d[i], q->g1.d[i], at) : ends == 1 ? q->g1.d[i] : q->g0.d[i];
    if (x->fade[i] < 1) p->d[i] *= powl(x->fade[i], -1 / w->theta[i / w->N / w->N]);
  }
  for (int i = 0; i < w->N * w->S; i++) {
    p->A[i] = expl((1 - at) * q->g0.lnA[i] + at * q->g1.lnA[i]);
    p->sigma[i] = 1 - slow_between(1 - b->sigma[i], 1 - n->sigma[i], at);
    p->alpha[i] = (1 - at) * q->before->alpha[i] + at * q->after->alpha[i];
  }
  for (int i = 0; i < w->N; i++) {
    p->L0[i] = expl((1 - at) * q->g0.lnL0[i] + at * q->g1.lnL0[i]);
    p->transfer[i] = x->received[i] = (1 - at) * slow_received(w, b, i) + at * slow_received(w, n, i);
  }
}

/* 1 when the point is not solved. z: the guess in, the solution out. */
static inline int slow_point_solve(const slow_pair *q, real at, real *z, slow_point *x)
{
  const slow_world *w = q->w;
  slow_point_policy(q, at, x);
  slow_problem problem = {w, &x->p, NULL, 0, 2 * w->N + 2 * w->N * w->S};
  if (slow_root(&problem, z, &x->y)) return 1;
  for (int i = 0; i < w->N * w->S; i++) x->paid[i] = x->y.sigma[i] * x->y.Y[i];
  for (int i = 0; i < w->S * w->N * w->N; i++) {
    int s = i / w->N / w->N, market = i / w->N % w->N * w->S + s, maker = i % w->N * w->S + s, whole = x->fade[i] == 1;
    x->gross[i] = x->y.share[i] * x->y.X[market];
    if (whole || isinf(q->g0.d[i]) + isinf(q->g1.d[i]) == 2) continue;
    real d = isinf(q->g0.d[i]) ? q->g1.d[i] : q->g0.d[i];
    real cost =
        x->y.lnp[maker] + logl(d * (1 + x->y.t[i]) / (1 + w->tariff[i]) * (1 + x->y.e[i]) / (1 + w->export_tax[i]));
    x->gross[i] = (1 + w->tariff[i]) * w->flow[i] / w->X[market] * x->p.b[i] *
                  expl(-w->theta[s] * (cost - x->y.lnP[market])) * x->y.X[market];
  }
  return 0;
}

/* f dg over one step; both ends' weights are over the income of region d. */
#define SLOW_STEP(d, f, g)     (0.5L * ((i->f) / i->y.I[d] + (j->f) / j->y.I[d]) * ((j->g) - (i->g)))
#define SLOW_LOG_STEP(d, f, g) (0.5L * ((i->f) / i->y.I[d] + (j->f) / j->y.I[d]) * logl((j->g) / (i->g)))

static inline void slow_add_flow(const slow_pair *q, const slow_point *i, const slow_point *j, int s, int d, int o,
                                 real (*part)[SLOW_N])
{
  int k = slow_flow(q->w, s, d, o), maker = o * q->w->S + s;
  if (!(q->w->flow[k] > 0) || isinf(i->p.d[k]) + isinf(j->p.d[k]) == 2) return;
  real theta = q->w->theta[s], dlnp = j->y.lnp[maker] - i->y.lnp[maker];
  real dlne = logl((1 + j->y.e[k]) / (1 + i->y.e[k]));
#define M(x)       ((x)->y.sales[k] * (1 + (x)->y.e[k]))
#define MEAN(d, f) (0.5L * ((f(i)) / i->y.I[d] + (f(j)) / j->y.I[d]))
#define TM(x)      ((x)->y.t[k] * M(x))
#define EQ(x)      ((x)->y.e[k] * (x)->y.sales[k])
#define T(x)       ((x)->y.t[k])
#define E(x)       ((x)->y.e[k])
  if (o != d) {
    part[SLOW_TERMS][o] += MEAN(o, M) * (dlnp + dlne);
    part[SLOW_TERMS][d] -= MEAN(d, M) * (dlnp + dlne);
  }
  part[SLOW_VOLUME][d] += MEAN(d, T) * (M(j) - M(i)) - MEAN(d, TM) * (dlnp + dlne);
  part[SLOW_VOLUME][o] += MEAN(o, E) * (j->y.sales[k] - i->y.sales[k]) - MEAN(o, EQ) * dlnp;
#undef M
#undef MEAN
#undef TM
#undef EQ
#undef T
#undef E
  /* share of spending, since at the end of a ban b and d have no logarithm */
  if (i->fade[k] == j->fade[k]) part[SLOW_TECHNICAL][d] -= SLOW_LOG_STEP(d, gross[k], p.d[k]);
  if (i->fade[k] != j->fade[k]) part[SLOW_TECHNICAL][d] += SLOW_STEP(d, gross[k], fade[k]) / theta;
  part[SLOW_TECHNICAL][d] += 0.5L * (i->gross[k] * i->fade[k] / i->y.I[d] + j->gross[k] * j->fade[k] / j->y.I[d]) *
                             logl(j->p.b[k] / i->p.b[k]) / theta;
}

static inline real slow_gdp_at(const slow_point *x, int d)
{
  return x->y.I[d] - x->received[d];
}

/* Growth of a region's real GDP over one step, as a share of gi at its start and gj at its end: GDP of the region, or of
 * a group that it is in. */
static inline real slow_growth(const slow_pair *q, const slow_point *i, const slow_point *j, int d, real gi, real gj)
{
  const slow_world *w = q->w;
  real sum = 0.5L * (1 / gi + 1 / gj) * (slow_gdp_at(j, d) - slow_gdp_at(i, d));
  for (int s = 0; s < w->S; s++) {
    int c = d * w->S + s;
    real bought = 0.5L * (i->p.alpha[c] * i->y.I[d] / gi + j->p.alpha[c] * j->y.I[d] / gj);
    sum -= bought * (j->y.lnP[c] - i->y.lnP[c]);
    for (int o = 0; o < w->N; o++) {
      int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d), from = o * w->S + s;
      sum -= 0.5L * (i->gross[in] * i->fade[in] / gi + j->gross[in] * j->fade[in] / gj) *
             logl(j->p.b[in] / i->p.b[in]) / w->theta[s];
      if (o == d) continue;
#define SHIPPED(x, k) ((x)->y.sales[k] * (1 + (x)->y.e[k]))
      if (SHIPPED(i, in) > 0 || SHIPPED(j, in) > 0)
        sum += 0.5L * (SHIPPED(i, in) / gi + SHIPPED(j, in) / gj) *
               (j->y.lnp[from] - i->y.lnp[from] + logl((1 + j->y.e[in]) / (1 + i->y.e[in])));
      if (SHIPPED(i, out) > 0 || SHIPPED(j, out) > 0)
        sum -= 0.5L * (SHIPPED(i, out) / gi + SHIPPED(j, out) / gj) *
               (j->y.lnp[c] - i->y.lnp[c] + logl((1 + j->y.e[out]) / (1 + i->y.e[out])));
#undef SHIPPED
    }
  }
  return sum;
}

static inline void slow_add_growth(const slow_pair *q, const slow_point *i, const slow_point *j, real (*part)[SLOW_N])
{
  real gi = 0, gj = 0;
  for (int d = 0; d < q->w->N; d++) {
    part[SLOW_GROWTH][d] += slow_growth(q, i, j, d, slow_gdp_at(i, d), slow_gdp_at(j, d));
    if (!(q->in_group >> d & 1)) continue;
    gi += slow_gdp_at(i, d);
    gj += slow_gdp_at(j, d);
  }
  for (int d = 0; d < q->w->N; d++)
    if (q->in_group >> d & 1) part[SLOW_GROUP_GROWTH][0] += slow_growth(q, i, j, d, gi, gj);
}

static inline void slow_add_step(const slow_pair *q, const slow_point *i, const slow_point *j, real (*part)[SLOW_N])
{
  const slow_world *w = q->w;
  for (int d = 0; d < w->N; d++) {
    for (int s = 0; s < w->S; s++) {
      int c = d * w->S + s;
      real alpha = q->after->alpha[c], tastes = 0.5L * (i->p.alpha[c] + j->p.alpha[c]) - alpha, psi = q->after->psi[s];
      part[SLOW_TECHNICAL][d] += tastes * (j->y.lnP[c] - i->y.lnP[c]);
      for (int o = 0; o < w->N; o++) slow_add_flow(q, i, j, s, d, o, part);
      if (!(w->Y[c] > 0)) continue;
      part[SLOW_TECHNICAL][d] += SLOW_LOG_STEP(d, y.Y[c], p.A[c]);
      part[SLOW_PRODUCTION][d] -= SLOW_STEP(d, y.sigma[c], y.Y[c]) - SLOW_STEP(d, paid[c], y.lnc[c]);
      part[SLOW_PRODUCTION][d] += psi * (SLOW_LOG_STEP(d, y.Y[c], y.Y[c]) - SLOW_STEP(d, y.Y[c], y.lnct[c]));
    }
    part[SLOW_FACTORS][d] += 0.5L * (slow_value(w, &i->y, d) / i->y.I[d] + slow_value(w, &j->y, d) / j->y.I[d]) *
                             logl(j->y.L[d] / i->y.L[d]);
    part[SLOW_TRANSFERS][d] += 0.5L * (1 / i->y.I[d] + 1 / j->y.I[d]) * (j->received[d] - i->received[d]);
  }
  slow_add_growth(q, i, j, part);
}

/* Fills part, part_error and apart; 1 when a point is not solved. */
static inline int slow_decompose(slow_pair *q)
{
  static slow_point point[SLOW_GRID + 1];
  real z[SLOW_UNKNOWNS], table[SLOW_LEVELS + 1][SLOW_INTEGRALS][SLOW_N];
  memcpy(z, q->b->z, sizeof z);
  q->apart = q->part_error = 0;
  for (int k = 0; k <= SLOW_GRID; k++)
    if (slow_point_solve(q, (real)k / SLOW_GRID, z, &point[k])) return 1;
  for (int d = 0; d < q->w->N; d++) {
    q->apart = fmaxl(q->apart, fabsl(point[0].y.lnw[d] - q->b->lnw[d]));
    q->apart = fmaxl(q->apart, fabsl(point[SLOW_GRID].y.lnw[d] - q->n->lnw[d]));
  }
  memset(table, 0, sizeof table);
  for (int level = 0; level <= SLOW_LEVELS; level++)
    for (int k = 0, step = SLOW_GRID >> level; k < SLOW_GRID; k += step)
      slow_add_step(q, &point[k], &point[k + step], table[level]);
  for (int d = 0; d < q->w->N; d++)
    for (int part = 0; part < SLOW_INTEGRALS; part++) {
      real at[SLOW_LEVELS + 1], last = 0;
      for (int level = 0; level <= SLOW_LEVELS; level++) at[level] = table[level][part][d];
      for (int order = 1; order <= SLOW_LEVELS; order++) {
        last = at[SLOW_LEVELS];
        for (int level = SLOW_LEVELS; level >= order; level--)
          at[level] += (at[level] - at[level - 1]) / (powl(4, order) - 1);
      }
      q->part[part][d] = at[SLOW_LEVELS];
      q->part_error = fmaxl(q->part_error, fabsl(at[SLOW_LEVELS] - last));
    }
  return 0;
}

#endif
