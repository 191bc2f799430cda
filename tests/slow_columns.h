/* Every column of the tables of results, from two solutions of the slow solver: written from docs/model.md and
 * docs/formats.md, in long double. A column is looked for by its name, so a test can tell which ones nobody recomputes.
 *
 * The exact decomposition is an integral along the path on which ln(1+t), ln(1+e), ln d, ln b, ln A, ln L0 and
 * ln(1 - sigma) are linear, and final shares, what a region has besides its wages and taxes, and what a ban leaves of
 * demand too. Here every point of a grid is solved, and the integrals sum f dg are formed as sums of
 * (f_i + f_j)/2 (g_j - g_i) over grids of 1, 2, 4 … steps, extrapolated to none (Romberg): no slopes, no Gauss nodes.
 */
#ifndef TRADEWIND_TESTS_SLOW_COLUMNS_H
#define TRADEWIND_TESTS_SLOW_COLUMNS_H

#include "slow.h"

enum { SLOW_TERMS, SLOW_VOLUME, SLOW_TECHNICAL, SLOW_TRANSFERS, SLOW_PRODUCTION, SLOW_FACTORS, SLOW_PARTS };
enum { SLOW_LEVELS = 4, SLOW_GRID = 1 << SLOW_LEVELS };

/* The two sides of a comparison; parts are there after slow_decompose. */
typedef struct slow_pair {
  const slow_world *w;
  const slow_policy *before, *after;
  const slow_solution *b, *n;
  slow_force g0, g1;           /* wedges with instruments in place */
  real lnK[SLOW_N], s[SLOW_N]; /* capital, new over base in logs, and its share of value added; 0: none */
  real part[SLOW_PARTS][SLOW_N];
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
}

/* Fills part, part_error and apart; 1 when a point is not solved. */
static inline int slow_decompose(slow_pair *q)
{
  static slow_point point[SLOW_GRID + 1];
  real z[SLOW_UNKNOWNS], table[SLOW_LEVELS + 1][SLOW_PARTS][SLOW_N];
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
    for (int part = 0; part < SLOW_PARTS; part++) {
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

/* ---------------------------------------------------------------- regions.csv */

typedef real slow_column(const slow_pair *q, int i);

static inline real slow_percent(real new_, real base)
{
  return base > 0 ? 100 * (new_ / base - 1) : (real)NAN;
}

static inline real slow_log_welfare(const slow_pair *q, int d)
{
  return slow_income_change(q->w, q->after, q->b, q->n, d);
}

static inline real slow_real_income(const slow_pair *q, int d)
{
  return 100 * expm1l(slow_log_welfare(q, d));
}

static inline real slow_equivalent_variation(const slow_pair *q, int d)
{
  return q->b->I[d] * expl(slow_log_welfare(q, d)) - q->b->I[d];
}

static inline real slow_wage(const slow_pair *q, int d)
{
  return 100 * expm1l(q->n->lnw[d] - q->b->lnw[d]);
}

static inline real slow_price_index(const slow_pair *q, int d)
{
  return 100 * expm1l(slow_price_change(q->w, q->after, q->b, q->n, d));
}

static inline real slow_real_wage(const slow_pair *q, int d)
{
  return 100 * expm1l(q->n->lnw[d] - q->b->lnw[d] - slow_price_change(q->w, q->after, q->b, q->n, d));
}

/* Exports (out) or imports of the sectors from `first` to before `end`. */
static inline real slow_trade(const slow_world *w, const slow_solution *y, int d, int first, int end, int out)
{
  real sum = 0;
  for (int s = first; s < end; s++)
    for (int o = 0; o < w->N; o++)
      if (o != d) sum += slow_before_tariff(y, out ? slow_flow(w, s, o, d) : slow_flow(w, s, d, o));
  return sum;
}

static inline real slow_exports(const slow_pair *q, int d)
{
  return slow_percent(slow_trade(q->w, q->n, d, 0, q->w->S, 1), slow_trade(q->w, q->b, d, 0, q->w->S, 1));
}

static inline real slow_imports(const slow_pair *q, int d)
{
  return slow_percent(slow_trade(q->w, q->n, d, 0, q->w->S, 0), slow_trade(q->w, q->b, d, 0, q->w->S, 0));
}

/* What the rates in law bring, without rents. */
static inline real slow_revenue(const slow_world *w, const slow_solution *y, const slow_force *g, int d)
{
  real sum = 0;
  for (int s = 0; s < w->S; s++)
    for (int o = 0; o < w->N; o++) sum += g->t[slow_flow(w, s, d, o)] * slow_before_tariff(y, slow_flow(w, s, d, o));
  return 100 * sum / y->I[d];
}

static inline real slow_revenue_base(const slow_pair *q, int d)
{
  return slow_revenue(q->w, q->b, &q->g0, d);
}

static inline real slow_revenue_new(const slow_pair *q, int d)
{
  return slow_revenue(q->w, q->n, &q->g1, d);
}

/* Rents that the region collects, whoever owns them: what is paid less what would be paid at the same price and rate
 * without the rent. */
static inline real slow_rents_new(const slow_pair *q, int d)
{
  const slow_world *w = q->w;
  const slow_solution *y = q->n;
  real sum = 0;
  for (int s = 0; s < w->S; s++) {
    int c = d * w->S + s;
    sum += (1 - q->g1.sigma[c]) * expm1l(q->g1.y_rent[c]) * y->Y[c];
    for (int o = 0; o < w->N; o++) {
      int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d);
      sum += (1 + q->g1.t[in]) * expm1l(q->g1.t_rent[in]) * slow_before_tariff(y, in);
      sum += (1 + q->g1.e[out]) * expm1l(q->g1.e_rent[out]) * y->sales[out];
    }
  }
  return 100 * sum / y->I[d];
}

static inline real slow_terms(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_TERMS][d];
}

static inline real slow_volume(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_VOLUME][d];
}

static inline real slow_technical(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_TECHNICAL][d];
}

static inline real slow_transfers(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_TRANSFERS][d];
}

static inline real slow_production(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_PRODUCTION][d];
}

static inline real slow_factors(const slow_pair *q, int d)
{
  return 100 * q->part[SLOW_FACTORS][d];
}

/* Of the slow solver's own decomposition; the library's is held against it by its size. */
static inline real slow_remainder(const slow_pair *q, int d)
{
  real rest = slow_log_welfare(q, d);
  for (int k = 0; k < SLOW_PARTS; k++) rest -= q->part[k][d];
  return 100 * rest;
}

/* c_hat of a seller: of the producer's price, which is unit cost but for subsidies. */
static inline real slow_cost_hat(const slow_pair *q, int s, int o)
{
  return expl(q->n->lnp[o * q->w->S + s] - q->b->lnp[o * q->w->S + s]);
}

static inline real slow_first_terms(const slow_pair *q, int d)
{
  real sum = 0;
  for (int s = 0; s < q->w->S; s++)
    for (int o = 0; o < q->w->N; o++) {
      if (o == d) continue;
      sum += slow_before_tariff(q->b, slow_flow(q->w, s, o, d)) * (slow_cost_hat(q, s, d) - 1);
      sum -= slow_before_tariff(q->b, slow_flow(q->w, s, d, o)) * (slow_cost_hat(q, s, o) - 1);
    }
  return 100 * sum / q->b->I[d];
}

static inline real slow_first_volume(const slow_pair *q, int d)
{
  real sum = 0;
  for (int s = 0; s < q->w->S; s++)
    for (int o = 0; o < q->w->N; o++) {
      int k = slow_flow(q->w, s, d, o);
      if (o == d) continue;
      sum += q->b->t[k] * (slow_before_tariff(q->n, k) - slow_before_tariff(q->b, k) * slow_cost_hat(q, s, o));
    }
  return 100 * sum / q->b->I[d];
}

static inline real slow_first_welfare(const slow_pair *q, int d)
{
  return slow_first_terms(q, d) + slow_first_volume(q, d);
}

static inline real slow_employment(const slow_pair *q, int d)
{
  return 100 * (q->n->L[d] / q->b->L[d] * expl(-q->s[d] * q->lnK[d]) - 1);
}

static inline real slow_capital(const slow_pair *q, int d)
{
  return 100 * expm1l(q->lnK[d]);
}

/* ---------------------------------------------------------------- sectors.csv */

static inline int slow_made(const slow_pair *q, int i)
{
  return q->w->Y[i] > 0 && q->b->Y[i] > 0;
}

static inline real slow_output(const slow_pair *q, int i)
{
  return slow_made(q, i) ? 100 * expm1l(slow_output_change(q->w, q->b, q->n, i)) : (real)NAN;
}

static inline real slow_output_value(const slow_pair *q, int i)
{
  return slow_made(q, i) ? slow_percent(q->n->Y[i], q->b->Y[i]) : (real)NAN;
}

static inline real slow_unit_cost(const slow_pair *q, int i)
{
  return slow_made(q, i) ? 100 * expm1l(q->n->lnc[i] - q->b->lnc[i]) : (real)NAN;
}

static inline real slow_price(const slow_pair *q, int i)
{
  return q->w->X[i] > 0 ? 100 * expm1l(q->n->lnP[i] - q->b->lnP[i]) : (real)NAN;
}

static inline real slow_sector_exports(const slow_pair *q, int i)
{
  int d = i / q->w->S, s = i % q->w->S;
  return slow_percent(slow_trade(q->w, q->n, d, s, s + 1, 1), slow_trade(q->w, q->b, d, s, s + 1, 1));
}

static inline real slow_sector_imports(const slow_pair *q, int i)
{
  int d = i / q->w->S, s = i % q->w->S;
  return slow_percent(slow_trade(q->w, q->n, d, s, s + 1, 0), slow_trade(q->w, q->b, d, s, s + 1, 0));
}

static inline real slow_value_added_change(const slow_pair *q, int i)
{
  return slow_made(q, i) ? q->n->v[i] * q->n->Y[i] - q->b->v[i] * q->b->Y[i] : (real)NAN;
}

/* ---------------------------------------------------------------- by name */

typedef struct slow_named {
  const char *name;
  slow_column *of;
  double tolerance; /* relative to 1 or to the number itself */
} slow_named;

/* Integrals are as exact as the grid of this file and the nodes of the library's. */
static const slow_named slow_region_column[] = {
    {"real_income_pct", slow_real_income, 1e-9},
    {"equivalent_variation", slow_equivalent_variation, 1e-9},
    {"real_wage_pct", slow_real_wage, 1e-9},
    {"wage_pct", slow_wage, 1e-9},
    {"price_index_pct", slow_price_index, 1e-9},
    {"exports_pct", slow_exports, 1e-9},
    {"imports_pct", slow_imports, 1e-9},
    {"tariff_revenue_base_pct", slow_revenue_base, 1e-9},
    {"tariff_revenue_new_pct", slow_revenue_new, 1e-9},
    {"terms_of_trade_pct", slow_terms, 1e-6},
    {"volume_of_trade_pct", slow_volume, 1e-6},
    {"technical_pct", slow_technical, 1e-6},
    {"transfers_pct", slow_transfers, 1e-6},
    {"remainder_pct", slow_remainder, 1e-6},
    {"first_order_terms_of_trade_pct", slow_first_terms, 1e-9},
    {"first_order_volume_of_trade_pct", slow_first_volume, 1e-9},
    {"first_order_welfare_pct", slow_first_welfare, 1e-9},
    {"production_pct", slow_production, 1e-6},
    {"factors_pct", slow_factors, 1e-6},
    {"employment_pct", slow_employment, 1e-9},
    {"rents_new_pct", slow_rents_new, 1e-9},
    {"capital_pct", slow_capital, 1e-9},
    {NULL, NULL, 0},
};
static const slow_named slow_sector_column[] = {
    {"output_pct", slow_output, 1e-9},
    {"output_value_pct", slow_output_value, 1e-9},
    {"unit_cost_pct", slow_unit_cost, 1e-9},
    {"price_pct", slow_price, 1e-9},
    {"exports_pct", slow_sector_exports, 1e-9},
    {"imports_pct", slow_sector_imports, 1e-9},
    {"value_added_change", slow_value_added_change, 1e-9},
    {NULL, NULL, 0},
};

/* NULL where nobody recomputes it. */
static inline const slow_named *slow_column_of(const slow_named *column, const char *name)
{
  for (; column->name; column++)
    if (strcmp(column->name, name) == 0) return column;
  return NULL;
}

#endif
