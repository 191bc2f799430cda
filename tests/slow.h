/* A slow solver for tiny worlds, to test the fast one against: it takes from the library the names of a condition's
 * parts and copies the arrays of a world and a policy, and nothing else.
 *
 * All hats are against the data. Regions d, o; sectors s, u, k; conditions move what they name by their x first.
 *
 *   PM^(1-sM) = sum_k (a_k/(1-v)) P_k^(1-sM)      ct^(1-sg) = v w^(1-sg) + (1-v) PM^(1-sg)      (1: Cobb-Douglas)
 *   v' = v (w/ct)^(1-sg)      a'_k = a_k (PM/ct)^(1-sg) (P_k/PM)^(1-sM)
 *   ln c = (1 + psi) ln ct - psi ln(Y/Y_data) - ln A      p = c (1 - sigma)
 *   share pi' = pi b (p k)^-theta / Phi, Phi the sum of that, k = d (1+t')/(1+t) (1+e')/(1+e)      P = Phi^(-1/theta)
 *   X = sum_u a' Y + alpha' I      I = w L V + R + D + transfers      L = L0 (w / prod P^alpha')^eps
 *   R = sum t'/(1+t') pi' X + sum e'/((1+e')(1+t')) pi' X - sum sigma Y, rents moved to their owners
 *   (1 - sigma) Y = sum_d pi' X / ((1+t')(1+e'))      w L V = sum_u v' Y, but for region 0, where sum w L V = sum V
 *
 * Unknowns ln w, ln P, ln Y/Y_data, R and the x in force, in long double; Newton with differences, Gaussian
 * elimination, step halving, and where that fails the path F(z) = (1 - share) F(start). Limits: every set of those that
 * bind is tried, and the solutions whose signs are right are counted: the tests ask for exactly one.
 *
 * The world must hang together: where groups of regions do not trade at all, nothing here fixes wages between them. */
#ifndef TRADEWIND_TESTS_SLOW_H
#define TRADEWIND_TESTS_SLOW_H

#include <math.h>
#include <string.h>

#include "scenario/scenario.h"
#include "world/world.h"

typedef long double real;
enum { SLOW_N = 4, SLOW_S = 3, SLOW_CELLS = SLOW_N * SLOW_S, SLOW_FLOWS = SLOW_CELLS * SLOW_N, SLOW_CONDITIONS = 12 };
enum { SLOW_UNKNOWNS = 2 * SLOW_N + 2 * SLOW_CELLS + SLOW_CONDITIONS };

typedef struct slow_world {
  int N, S;
  real flow[SLOW_FLOWS], tariff[SLOW_FLOWS], export_tax[SLOW_FLOWS]; /* (s, d, o) */
  real v[SLOW_CELLS], a[SLOW_CELLS * SLOW_S], alpha[SLOW_CELLS];     /* a: (region, user, input), of gross output */
  real theta[SLOW_S], V[SLOW_N], D[SLOW_N];
  real X[SLOW_CELLS], Y[SLOW_CELLS], world; /* what follows from them: spending, output, world value added */
  real heads[SLOW_CELLS];                   /* employment, NaN: not known */
} slow_world;

typedef struct slow_condition {
  twi_condition_kind kind;
  twi_measure measure;
  twi_lever lever;
  int count, lever_count, owner, in_money;
  int cell[SLOW_FLOWS], lever_cell[SLOW_FLOWS];
  real weight[SLOW_FLOWS], goal;
} slow_condition;

typedef struct slow_policy {
  real t[SLOW_FLOWS], e[SLOW_FLOWS], d[SLOW_FLOWS], b[SLOW_FLOWS];
  real A[SLOW_CELLS], sigma[SLOW_CELLS], alpha[SLOW_CELLS], L0[SLOW_N], transfer[SLOW_N];
  real eps[SLOW_N], sg[SLOW_CELLS], sM[SLOW_CELLS], psi[SLOW_S];
  twi_deficits deficits;
  int conditions;
  slow_condition condition[SLOW_CONDITIONS];
} slow_policy;

typedef struct slow_solution {
  real lnw[SLOW_N], L[SLOW_N], I[SLOW_N], R[SLOW_N], D[SLOW_N];
  real lnP[SLOW_CELLS], lnc[SLOW_CELLS], lnp[SLOW_CELLS], X[SLOW_CELLS], Y[SLOW_CELLS];
  real lnct[SLOW_CELLS], v[SLOW_CELLS], a[SLOW_CELLS * SLOW_S]; /* bundle of value added and inputs, its shares */
  real share[SLOW_FLOWS], sales[SLOW_FLOWS], t[SLOW_FLOWS], e[SLOW_FLOWS], sigma[SLOW_CELLS]; /* sales: at p */
  real statutory[SLOW_FLOWS];                         /* t without the rents of limits */
  real x[SLOW_CONDITIONS], measured[SLOW_CONDITIONS]; /* measured: as the goal is given */
  real money[SLOW_CONDITIONS];                        /* of limits on flows and output: the rent */
  int binds[SLOW_CONDITIONS];
  real walras;       /* the factor market of region 0 over its value added: 0 */
  int tried, failed; /* sets of binding limits */
  int found;         /* different solutions among them with the right signs */
  real z[SLOW_UNKNOWNS];
} slow_solution;

static inline int slow_flow(const slow_world *w, int s, int d, int o)
{
  return (s * w->N + d) * w->N + o;
}

/* ---------------------------------------------------------------- copying */

/* X, Y, V, D from flows and shares. */
static inline void slow_complete(slow_world *w)
{
  w->world = 0;
  for (int d = 0; d < w->N; d++) {
    w->V[d] = w->D[d] = 0;
    for (int s = 0; s < w->S; s++) {
      int i = d * w->S + s;
      w->X[i] = w->Y[i] = 0;
      for (int o = 0; o < w->N; o++) {
        int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d);
        w->X[i] += (1 + w->tariff[in]) * w->flow[in];
        w->Y[i] += w->flow[out] / (1 + w->export_tax[out]);
        w->D[d] += w->flow[in] - w->flow[out];
      }
      w->V[d] += w->v[i] * w->Y[i];
    }
    w->world += w->V[d];
  }
}

static inline void slow_copy(real *to, const double *from, size_t count, double otherwise)
{
  for (size_t i = 0; i < count; i++) to[i] = from ? from[i] : otherwise;
}

static inline slow_world slow_from_world(const tw_world *world)
{
  slow_world w;
  memset(&w, 0, sizeof w);
  size_t N = (size_t)world->N, S = (size_t)world->S;
  w.N = world->N;
  w.S = world->S;
  slow_copy(w.flow, world->flow, S * N * N, 0);
  slow_copy(w.tariff, world->tariff, S * N * N, 0);
  slow_copy(w.export_tax, world->export_tax, S * N * N, 0);
  slow_copy(w.v, world->value_added_share, N * S, 1);
  slow_copy(w.a, world->input_share, N * S * S, 0);
  slow_copy(w.alpha, world->final_share, N * S, 0);
  slow_copy(w.theta, world->theta, S, 0);
  slow_copy(w.heads, world->employment, N * S, (real)NAN);
  slow_complete(&w);
  return w;
}

/* Nothing has changed, deficits fixed. */
static inline slow_policy slow_plain(const slow_world *w)
{
  slow_policy p;
  memset(&p, 0, sizeof p);
  memcpy(p.t, w->tariff, sizeof p.t);
  memcpy(p.e, w->export_tax, sizeof p.e);
  memcpy(p.alpha, w->alpha, sizeof p.alpha);
  for (int i = 0; i < SLOW_FLOWS; i++) p.d[i] = p.b[i] = 1;
  for (int i = 0; i < SLOW_CELLS; i++) p.A[i] = p.sg[i] = p.sM[i] = 1;
  for (int i = 0; i < SLOW_N; i++) p.L0[i] = 1;
  p.deficits = TWI_DEFICITS_FIXED;
  return p;
}

/* The policy of the library's structs; the limits' rents are what is solved for, so rent arrays are not read. */
static inline slow_policy slow_from_policy(const slow_world *w, const twi_policy *policy, const twi_closure *closure)
{
  slow_policy p = slow_plain(w);
  const twi_wedges *g = &policy->wedges;
  size_t N = (size_t)w->N, S = (size_t)w->S, flows = S * N * N;
  if (g->tariff) slow_copy(p.t, g->tariff, flows, 0);
  if (g->export_tax) slow_copy(p.e, g->export_tax, flows, 0);
  slow_copy(p.d, g->barrier, flows, 1);
  slow_copy(p.b, g->demand, flows, 1);
  slow_copy(p.A, g->productivity, N * S, 1);
  slow_copy(p.sigma, g->subsidy, N * S, 0);
  if (g->final_demand) slow_copy(p.alpha, g->final_demand, N * S, 0);
  slow_copy(p.L0, g->labour, N, 1);
  slow_copy(p.transfer, g->transfer, N, 0);
  slow_copy(p.eps, closure->supply_elasticity, N, 0);
  slow_copy(p.sg, closure->value_added_elasticity, N * S, 1);
  slow_copy(p.sM, closure->input_elasticity, N * S, 1);
  slow_copy(p.psi, closure->scale, S, 0);
  p.deficits = g->deficits;
  p.conditions = policy->conditions;
  for (int c = 0; c < policy->conditions && c < SLOW_CONDITIONS; c++) {
    const twi_condition *from = policy->condition + c;
    slow_condition *to = p.condition + c;
    to->kind = from->kind;
    to->measure = from->measure;
    to->lever = from->lever;
    to->count = (int)from->count;
    to->lever_count = (int)from->lever_count;
    to->owner = from->owner;
    to->in_money = from->in_money;
    to->goal = from->goal;
    for (size_t i = 0; i < from->count; i++) to->cell[i] = (int)from->cell[i];
    for (size_t i = 0; i < from->lever_count; i++) {
      to->lever_cell[i] = (int)from->lever_cell[i];
      if (from->lever_weight) to->weight[i] = from->lever_weight[i];
    }
  }
  return p;
}

/* A condition on one cell and one lever cell is added and returned, to be filled further. */
static inline slow_condition *slow_condition_add(slow_policy *p, twi_condition_kind kind, twi_measure measure, int cell,
                                                 double goal, twi_lever lever, int lever_cell, int owner)
{
  slow_condition *c = p->condition + p->conditions++;
  memset(c, 0, sizeof *c);
  c->kind = kind;
  c->measure = measure;
  c->goal = goal;
  c->lever = lever;
  c->owner = owner;
  c->count = c->lever_count = 1;
  c->cell[0] = cell;
  c->lever_cell[0] = lever_cell;
  return c;
}

static inline int slow_is_limit(const slow_condition *c)
{
  return c->kind == TWI_AT_MOST || c->kind == TWI_AT_LEAST;
}

/* ---------------------------------------------------------------- the equations */

/* One equilibrium problem: which conditions are in force, and what volumes are measured against. */
typedef struct slow_problem {
  const slow_world *w;
  const slow_policy *p;
  const slow_solution *reference; /* NULL: the data */
  unsigned active;                /* bits of conditions */
  int n;
} slow_problem;

static inline real slow_power_mean(real share, real a, real b, real sigma)
{
  if (fabsl(sigma - 1) < 1e-9L) return share * a + (1 - share) * b;
  real r = 1 - sigma;
  return logl(share * expl(r * a) + (1 - share) * expl(r * b)) / r;
}

/* ln of the price of final demand. */
static inline real slow_index(const slow_world *w, const slow_policy *p, const real *lnP, int d)
{
  real sum = 0;
  for (int s = 0; s < w->S; s++) sum += p->alpha[d * w->S + s] * lnP[d * w->S + s];
  return sum;
}

/* What a condition measures, as its goal is given. */
static inline real slow_measure(const slow_problem *q, const slow_condition *c, const slow_solution *y)
{
  const slow_world *w = q->w;
  const slow_solution *r = q->reference;
  real now = 0, before = 0;
  int cell = c->cell[0], d = cell;
  for (int k = 0; k < c->count; k++) {
    int i = c->cell[k];
    if (c->measure == TWI_MEASURE_FLOWS) {
      int s = i / (w->N * w->N), maker = i % w->N * w->S + s;
      now += y->sales[i] * expl((r ? r->lnp[maker] : 0) - y->lnp[maker]);
      before += r ? r->sales[i] : w->flow[i] / (1 + w->export_tax[i]);
    } else if (c->measure == TWI_MEASURE_OUTPUT) {
      real price = r ? r->lnp[i] : 0, base = r ? (1 - r->sigma[i]) * r->Y[i] : w->Y[i];
      now += (1 - y->sigma[i]) * y->Y[i] * expl(price - y->lnp[i]);
      before += base;
    } else if (c->measure == TWI_MEASURE_SALES_SHARE) { /* all at one price of one maker */
      int s = i / (w->N * w->N), maker = i % w->N * w->S + s;
      now += y->sales[i] / ((1 - y->sigma[maker]) * y->Y[maker]);
      before += r ? r->sales[i] / ((1 - r->sigma[maker]) * r->Y[maker])
                  : w->flow[i] / (1 + w->export_tax[i]) / w->Y[maker];
    } else if (c->measure == TWI_MEASURE_INCOME) {
      now += y->I[i];
    } else if (c->measure == TWI_MEASURE_TRADE_VALUE) {
      now += y->sales[i] * (1 + y->e[i]);
      before += r ? r->sales[i] * (1 + r->e[i]) : w->flow[i];
    } else if (c->measure == TWI_MEASURE_OUTPUT_VALUE) {
      now += y->Y[i];
      before += r ? r->Y[i] : w->Y[i];
    }
  }
  switch (c->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_OUTPUT:
  case TWI_MEASURE_TRADE_VALUE:
  case TWI_MEASURE_OUTPUT_VALUE:
  case TWI_MEASURE_SALES_SHARE:
    return c->in_money ? now : logl(now / before);
  case TWI_MEASURE_INCOME:
    return now;
  case TWI_MEASURE_PRICE:
    return y->lnP[cell] - (r ? r->lnP[cell] : 0);
  case TWI_MEASURE_COST:
    return y->lnc[cell] - (r ? r->lnc[cell] : 0);
  case TWI_MEASURE_WAGE:
    return y->lnw[d] - (r ? r->lnw[d] : 0);
  case TWI_MEASURE_EMPLOYMENT:
    return logl(y->L[d] / (r ? r->L[d] : 1));
  default:
    break;
  }
  /* Preferences of the new equilibrium value the prices of both. */
  real price = slow_index(w, q->p, y->lnP, d) - (r ? slow_index(w, q->p, r->lnP, d) : 0);
  if (c->measure == TWI_MEASURE_PRICE_INDEX) return price;
  if (c->measure == TWI_MEASURE_REAL_WAGE) return y->lnw[d] - (r ? r->lnw[d] : 0) - price;
  real income = w->V[d] + w->D[d];
  for (int s = 0; s < w->S && !r; s++)
    for (int o = 0; o < w->N; o++) {
      int in = slow_flow(w, s, d, o), out = slow_flow(w, s, o, d);
      income += w->tariff[in] * w->flow[in] + w->flow[out] * w->export_tax[out] / (1 + w->export_tax[out]);
    }
  return logl(y->I[d] / (r ? r->I[d] : income)) - price;
}

/* Rents that several limits lay on one wedge are shared in proportion to their x. */
static inline real slow_rent(real log_rent, real x)
{
  return log_rent == 0 ? x : expm1l(log_rent) * x / log_rent;
}

/* Wedges with the instruments of conditions in place; rents of limits apart, as logarithms. */
typedef struct slow_force {
  real t[SLOW_FLOWS], e[SLOW_FLOWS], d[SLOW_FLOWS], b[SLOW_FLOWS], t_rent[SLOW_FLOWS], e_rent[SLOW_FLOWS];
  real lnA[SLOW_CELLS], sigma[SLOW_CELLS], y_rent[SLOW_CELLS], lnL0[SLOW_N], transfer[SLOW_N];
} slow_force;

/* x: of each condition, money for transfers. */
static inline void slow_put_in_force(const slow_world *w, const slow_policy *p, const real *x, slow_force *g)
{
  memset(g, 0, sizeof *g);
  memcpy(g->d, p->d, sizeof g->d);
  memcpy(g->b, p->b, sizeof g->b);
  memcpy(g->t, p->t, sizeof g->t);
  memcpy(g->e, p->e, sizeof g->e);
  memcpy(g->sigma, p->sigma, sizeof g->sigma);
  memcpy(g->transfer, p->transfer, sizeof g->transfer);
  for (int i = 0; i < w->N * w->S; i++) g->lnA[i] = logl(p->A[i]);
  for (int i = 0; i < w->N; i++) g->lnL0[i] = logl(p->L0[i]);
  for (int c = 0; c < p->conditions; c++) {
    const slow_condition *m = p->condition + c;
    for (int j = 0; j < m->lever_count; j++) {
      int i = m->lever_cell[j], rent = m->kind == TWI_AT_MOST;
      switch (m->lever) {
      case TWI_LEVER_TARIFF:
        if (rent)
          g->t_rent[i] += x[c];
        else
          g->t[i] = (1 + g->t[i]) * expl(x[c]) - 1;
        break;
      case TWI_LEVER_EXPORT_TAX:
        if (rent)
          g->e_rent[i] += x[c];
        else
          g->e[i] = (1 + g->e[i]) * expl(x[c]) - 1;
        break;
      case TWI_LEVER_BARRIER:
        g->d[i] *= expl(x[c]);
        break;
      case TWI_LEVER_DEMAND:
        g->b[i] *= expl(x[c]);
        break;
      case TWI_LEVER_PRODUCTIVITY:
        g->lnA[i] += x[c];
        break;
      case TWI_LEVER_SUBSIDY:
        g->sigma[i] = 1 - (1 - g->sigma[i]) * expl(-x[c]);
        break;
      case TWI_LEVER_OUTPUT_RENT:
        g->y_rent[i] += x[c];
        break;
      case TWI_LEVER_LABOUR:
        g->lnL0[i] += x[c];
        break;
      case TWI_LEVER_TRANSFER:
        g->transfer[i] -= x[c] * m->weight[j];
        break;
      }
    }
  }
}

/* F(z); y gets what z means. */
static inline void slow_equations(const slow_problem *q, const real *z, slow_solution *y, real *f)
{
  const slow_world *w = q->w;
  const slow_policy *p = q->p;
  int N = w->N, S = w->S, at_P = N, at_Y = N + N * S, at_R = N + 2 * N * S, at_x = 2 * N + 2 * N * S;
  slow_force g;
  real used[SLOW_CELLS] = {0}, *v = y->v, *a = y->a;
  real R[SLOW_N] = {0}, sold[SLOW_CELLS] = {0}, factor[SLOW_N] = {0};

  for (int c = 0, k = at_x; c < p->conditions; c++) {
    y->x[c] = q->active >> c & 1u ? z[k++] : 0;
    if (p->condition[c].lever == TWI_LEVER_TRANSFER) y->x[c] *= w->world;
  }
  slow_put_in_force(w, p, y->x, &g);
  for (int i = 0; i < S * N * N; i++) {
    y->statutory[i] = g.t[i];
    y->t[i] = (1 + g.t[i]) * expl(g.t_rent[i]) - 1;
    y->e[i] = (1 + g.e[i]) * expl(g.e_rent[i]) - 1;
  }

  /* wages, employment, costs */
  real value[SLOW_N], total = 0, owed = 0;
  for (int i = 0; i < N; i++) {
    y->lnw[i] = z[i];
    y->L[i] = expl(g.lnL0[i] + p->eps[i] * (z[i] - slow_index(w, p, z + at_P, i)));
    value[i] = expl(z[i]) * y->L[i] * w->V[i];
    total += value[i];
    owed += w->D[i] / w->V[i] * value[i];
  }
  for (int i = 0; i < N * S; i++) {
    int o = i / S, s = i % S;
    y->lnP[i] = z[at_P + i];
    y->Y[i] = w->Y[i] * expl(z[at_Y + i]);
    y->sigma[i] = 1 - (1 - g.sigma[i]) * expl(g.y_rent[i]);
    const real *share = w->a + i * S, *lnP = z + at_P + o * S;
    real inputs = 1 - w->v[i], PM = 0;
    if (inputs > 1e-12L) {
      real r = 1 - p->sM[i];
      for (int k = 0; k < S; k++) PM += share[k] / inputs * (fabsl(r) < 1e-9L ? lnP[k] : expl(r * lnP[k]));
      if (fabsl(r) >= 1e-9L) PM = logl(PM) / r;
    }
    real ct = inputs > 1e-12L ? slow_power_mean(w->v[i], z[o], PM, p->sg[i]) : z[o];
    y->lnct[i] = ct;
    v[i] = w->v[i] * expl((1 - p->sg[i]) * (z[o] - ct));
    for (int k = 0; k < S; k++)
      a[i * S + k] = share[k] * expl((1 - p->sg[i]) * (PM - ct) + (1 - p->sM[i]) * (lnP[k] - PM));
    y->lnc[i] = (1 + p->psi[s]) * ct - p->psi[s] * z[at_Y + i] - g.lnA[i];
    y->lnp[i] = y->lnc[i] + logl(1 - y->sigma[i]);
    factor[o] += v[i] * y->Y[i];
    for (int k = 0; k < S; k++) used[o * S + k] += a[i * S + k] * y->Y[i];
  }

  /* incomes, spending, trade */
  for (int i = 0; i < N; i++) {
    y->D[i] = p->deficits == TWI_DEFICITS_ZERO ? 0 : w->D[i];
    if (p->deficits == TWI_DEFICITS_PROPORTIONAL) y->D[i] = w->D[i] / w->V[i] * value[i] - value[i] / total * owed;
    y->R[i] = z[at_R + i] * w->V[i];
    y->I[i] = value[i] + y->R[i] + y->D[i] + g.transfer[i];
    for (int s = 0; s < S; s++) y->X[i * S + s] = used[i * S + s] + p->alpha[i * S + s] * y->I[i];
  }
  for (int s = 0; s < S; s++)
    for (int i = 0; i < N; i++) {
      real sum = 0;
      int market = i * S + s;
      for (int o = 0; o < N; o++) {
        int k = slow_flow(w, s, i, o);
        y->share[k] = y->sales[k] = 0;
        if (w->flow[k] <= 0 || isinf(g.d[k])) continue;
        real cost = y->lnp[o * S + s] +
                    logl(g.d[k] * (1 + y->t[k]) / (1 + w->tariff[k]) * (1 + y->e[k]) / (1 + w->export_tax[k]));
        y->share[k] = (1 + w->tariff[k]) * w->flow[k] / w->X[market] * g.b[k] * expl(-w->theta[s] * cost);
        sum += y->share[k];
      }
      f[at_P + market] = w->X[market] > 0 ? y->lnP[market] + logl(sum) / w->theta[s] : y->lnP[market];
      for (int o = 0; o < N && w->X[market] > 0; o++) {
        int k = slow_flow(w, s, i, o);
        y->share[k] /= sum;
        real customs = y->share[k] * y->X[market] / (1 + y->t[k]);
        y->sales[k] = customs / (1 + y->e[k]);
        sold[o * S + s] += y->sales[k];
        R[i] += y->t[k] * customs;
        R[o] += y->e[k] * y->sales[k];
      }
    }
  for (int i = 0; i < N * S; i++) {
    R[i / S] -= y->sigma[i] * y->Y[i];
    f[at_Y + i] = w->Y[i] > 0 ? logl(sold[i] / ((1 - y->sigma[i]) * y->Y[i])) : z[at_Y + i];
  }

  /* rents go where they belong */
  for (int c = 0; c < p->conditions; c++) {
    const slow_condition *m = p->condition + c;
    y->money[c] = 0;
    if (m->kind != TWI_AT_MOST) continue;
    for (int j = 0; j < m->lever_count; j++) {
      int i = m->lever_cell[j], flow = m->lever != TWI_LEVER_OUTPUT_RENT;
      int importer = i / N % N, exporter = flow ? i % N : i / S;
      int by = m->lever == TWI_LEVER_TARIFF ? importer : exporter;
      int to = m->owner >= 0 ? m->owner : m->owner == -1 ? importer : exporter;
      real rent = !flow ? (1 - g.sigma[i]) * slow_rent(g.y_rent[i], y->x[c]) * y->Y[i]
                  : m->lever == TWI_LEVER_TARIFF
                      ? (1 + g.t[i]) * slow_rent(g.t_rent[i], y->x[c]) * (1 + y->e[i]) * y->sales[i]
                      : (1 + g.e[i]) * slow_rent(g.e_rent[i], y->x[c]) * y->sales[i];
      R[by] -= rent;
      R[to] += rent;
      y->money[c] += rent;
    }
  }
  for (int i = 0; i < N; i++) {
    f[at_R + i] = (R[i] - y->R[i]) / w->V[i];
    f[i] = logl(factor[i] / value[i]);
  }
  y->walras = f[0];
  f[0] = logl(total / w->world);
  for (int c = 0, k = at_x; c < p->conditions; c++) {
    const slow_condition *m = p->condition + c;
    y->measured[c] = slow_measure(q, m, y);
    if (!(q->active >> c & 1u)) continue;
    real size = m->in_money ? m->goal : 1;
    f[k++] = m->kind == TWI_SHARE ? (y->x[c] - m->goal * y->measured[c]) / w->world : (y->measured[c] - m->goal) / size;
  }
}

/* ---------------------------------------------------------------- the solution */

static inline real slow_norm(const real *f, int n)
{
  real most = 0;
  for (int i = 0; i < n; i++)
    if (!(fabsl(f[i]) <= most)) most = fabsl(f[i]);
  return most;
}

/* J x = x0 in place, with row pivots; 1 when J is singular. */
static inline int slow_eliminate(real (*J)[SLOW_UNKNOWNS], real *x, int n)
{
  for (int k = 0; k < n; k++) {
    int best = k;
    for (int i = k; i < n; i++)
      if (fabsl(J[i][k]) > fabsl(J[best][k])) best = i;
    if (!(fabsl(J[best][k]) > 1e-15L)) return 1;
    for (int j = 0; j < n; j++) {
      real keep = J[k][j];
      J[k][j] = J[best][j];
      J[best][j] = keep;
    }
    real keep = x[k];
    x[k] = x[best];
    x[best] = keep;
    for (int i = k + 1; i < n; i++) {
      real m = J[i][k] / J[k][k];
      if (m == 0) continue;
      for (int j = k; j < n; j++) J[i][j] -= m * J[k][j];
      x[i] -= m * x[k];
    }
  }
  for (int k = n - 1; k >= 0; k--) {
    for (int j = k + 1; j < n; j++) x[k] -= J[k][j] * x[j];
    x[k] /= J[k][k];
  }
  return 0;
}

/* F(z) = offset by damped Newton; z in and out; 1 when it is not found. */
static inline int slow_newton(const slow_problem *q, const real *offset, real *z, slow_solution *y)
{
  static const real wanted = 1e-16L, enough = 1e-14L;
  real f[SLOW_UNKNOWNS], g[SLOW_UNKNOWNS], try[SLOW_UNKNOWNS], step[SLOW_UNKNOWNS];
  real J[SLOW_UNKNOWNS][SLOW_UNKNOWNS];
  int n = q->n;
  slow_equations(q, z, y, f);
  for (int i = 0; i < n; i++) f[i] -= offset[i];
  real norm = slow_norm(f, n);
  for (int round = 0; round < 30 && norm > wanted; round++) {
    for (int j = 0; j < n; j++) {
      real keep = z[j];
      z[j] += 1e-9L;
      slow_equations(q, z, y, g);
      for (int i = 0; i < n; i++) J[i][j] = (g[i] - offset[i] - f[i]) / 1e-9L;
      z[j] = keep;
    }
    for (int i = 0; i < n; i++) step[i] = -f[i];
    if (slow_eliminate(J, step, n)) return 1;
    real share = slow_norm(step, n) > 1 ? 1 / slow_norm(step, n) : 1, least = share / 1000;
    int better = 0;
    for (; share > least && !better; share /= 2) {
      for (int i = 0; i < n; i++) try[i] = z[i] + share * step[i];
      slow_equations(q, try, y, g);
      for (int i = 0; i < n; i++) g[i] -= offset[i];
      better = slow_norm(g, n) < norm;
    }
    if (!better) break;
    memcpy(z, try, (size_t)n * sizeof *z);
    memcpy(f, g, (size_t)n * sizeof *f);
    norm = slow_norm(f, n);
  }
  slow_equations(q, z, y, g);
  memcpy(y->z, z, (size_t)n * sizeof *z);
  return !(norm <= enough);
}

/* From z to the root: at once, else along F(z) = (1 - share) F(start). */
static inline int slow_root(const slow_problem *q, real *z, slow_solution *y)
{
  real start[SLOW_UNKNOWNS], at[SLOW_UNKNOWNS], f[SLOW_UNKNOWNS], offset[SLOW_UNKNOWNS] = {0};
  memcpy(start, z, sizeof start);
  if (!slow_newton(q, offset, z, y)) return 0;
  memcpy(z, start, sizeof start);
  slow_equations(q, z, y, f);
  if (!isfinite(slow_norm(f, q->n))) return 1;
  real share = 0, step = 0.25L;
  while (share < 1) {
    real next = share + step >= 1 ? 1 : share + step;
    for (int i = 0; i < q->n; i++) offset[i] = (1 - next) * f[i];
    memcpy(at, z, sizeof at);
    if (slow_newton(q, offset, z, y)) {
      memcpy(z, at, sizeof at);
      if ((step /= 2) < 0.01L) return 1;
    } else {
      share = next;
      step *= 2;
    }
  }
  return 0;
}

/* Solves the policy; the result says how many solutions with the right signs there are: 1 where all is well. reference:
 * what conditions measure against (NULL: the data). */
static inline int slow_solve(const slow_world *w, const slow_policy *p, const slow_solution *reference,
                             slow_solution *out)
{
  unsigned always = 0;
  int limit[SLOW_CONDITIONS], limits = 0, n = 2 * w->N + 2 * w->N * w->S, tried = 0, failed = 0, found = 0;
  real z0[SLOW_UNKNOWNS] = {0};
  slow_solution y;
  memset(out, 0, sizeof *out);
  for (int c = 0; c < p->conditions; c++) {
    if (slow_is_limit(p->condition + c))
      limit[limits++] = c;
    else
      always |= 1u << c;
  }
  slow_problem q = {w, p, reference, 0, n};
  for (int d = 0; d < w->N; d++)
    for (int s = 0; s < w->S; s++)
      for (int o = 0; o < w->N; o++) {
        int in = slow_flow(w, s, d, o), out_ = slow_flow(w, s, o, d);
        z0[n - w->N + d] +=
            (w->tariff[in] * w->flow[in] + w->flow[out_] * w->export_tax[out_] / (1 + w->export_tax[out_])) / w->V[d];
      }
  memset(&y, 0, sizeof y);
  real plain[SLOW_UNKNOWNS];
  memcpy(plain, z0, sizeof plain);
  if (!slow_root(&q, plain, &y)) memcpy(z0, plain, sizeof z0); /* without conditions: where the sets start */
  for (unsigned set = 0; set < 1u << limits; set++) {
    real z[SLOW_UNKNOWNS];
    memcpy(z, z0, sizeof z);
    q.active = always;
    for (int k = 0; k < limits; k++)
      if (set >> k & 1u) q.active |= 1u << limit[k];
    q.n = n;
    for (int c = 0; c < p->conditions; c++) q.n += (int)(q.active >> c & 1u);
    memset(&y, 0, sizeof y);
    tried++;
    if (slow_root(&q, z, &y)) {
      failed++;
      continue;
    }
    int right = 1;
    for (int k = 0; k < limits; k++) {
      const slow_condition *m = p->condition + limit[k];
      real sign = m->kind == TWI_AT_MOST ? 1 : -1, size = m->in_money ? m->goal : 1;
      y.binds[limit[k]] = set >> k & 1u;
      if (y.binds[limit[k]])
        right &= sign * y.x[limit[k]] >= -1e-12L;
      else
        right &= sign * (y.measured[limit[k]] - m->goal) / size <= 1e-12L;
    }
    if (!right) continue;
    int same = found > 0; /* a limit met with a rent of exactly zero is found twice */
    for (int d = 0; d < w->N; d++) same = same && fabsl(y.lnw[d] - out->lnw[d]) < 1e-9L;
    if (found == 0) *out = y;
    if (!same) found++;
  }
  out->tried = tried;
  out->failed = failed;
  out->found = found;
  return found;
}

/* ---------------------------------------------------------------- outcomes */

/* ln of real income, the price index and the wage of region d, new over base; preferences as in slow_measure. */
static inline real slow_price_change(const slow_world *w, const slow_policy *p, const slow_solution *base,
                                     const slow_solution *new_, int d)
{
  return slow_index(w, p, new_->lnP, d) - slow_index(w, p, base->lnP, d);
}

static inline real slow_income_change(const slow_world *w, const slow_policy *p, const slow_solution *base,
                                      const slow_solution *new_, int d)
{
  return logl(new_->I[d] / base->I[d]) - slow_price_change(w, p, base, new_, d);
}

/* Volume of output, new over base. */
static inline real slow_output_change(const slow_world *w, const slow_solution *base, const slow_solution *new_,
                                      int cell)
{
  return w->Y[cell] > 0 ? logl(new_->Y[cell] / base->Y[cell]) - (new_->lnc[cell] - base->lnc[cell]) : 0;
}

#endif
