/* The residuals of the certificate in long double, from docs/model.md: what a state (wages, prices, spending, output,
 * incomes) means under given wedges, and by how much each equation is missed, relative to the size of its market.
 * Nothing is solved, so regions may fall into blocks that do not trade with each other. */
#ifndef TRADEWIND_TESTS_SLOW_CERTIFICATE_H
#define TRADEWIND_TESTS_SLOW_CERTIFICATE_H

#include "equilibrium/state.h"
#include "slow.h"

typedef struct slow_residual {
  const char *name;
  real value;
  int region, sector; /* -1: none */
} slow_residual;

enum { SLOW_RESIDUALS = 9 };

/* What follows from a state. */
typedef struct slow_account {
  slow_solution y; /* costs and cost shares */
  real sum[SLOW_CELLS], sales[SLOW_CELLS], exports[SLOW_CELLS], imports[SLOW_CELLS];
  real tariffs[SLOW_N], taxes[SLOW_N], subsidies[SLOW_N], value[SLOW_N]; /* value: w V L */
  int block[SLOW_N];                                                     /* the first region of its block */
} slow_account;

static inline void slow_blocks(const slow_world *w, int *block)
{
  for (int d = 0; d < w->N; d++) block[d] = d;
  for (int again = 1; again;) {
    again = 0;
    for (int k = 0; k < w->S * w->N * w->N; k++) {
      int d = k / w->N % w->N, o = k % w->N;
      if (!(w->flow[k] > 0) || block[d] == block[o]) continue;
      block[d] = block[o] = block[d] < block[o] ? block[d] : block[o];
      again = 1;
    }
  }
}

/* p: wedges with instruments in place; no conditions. */
static inline void slow_account_of(const slow_world *w, const slow_policy *p, const twi_state *x, slow_account *a)
{
  int N = w->N, S = w->S;
  real z[SLOW_UNKNOWNS] = {0}, f[SLOW_UNKNOWNS];
  slow_problem q = {w, p, NULL, 0, 2 * N + 2 * N * S};
  memset(a, 0, sizeof *a);
  for (int d = 0; d < N; d++) z[d] = x->lnw[d];
  for (int i = 0; i < N * S; i++) {
    z[N + i] = x->lnP[i];
    z[N + N * S + i] = w->Y[i] > 0 ? logl(x->Y[i] / w->Y[i]) : 0;
  }
  slow_equations(&q, z, &a->y, f); /* for costs, cost shares and employment: they hang on these alone */
  slow_blocks(w, a->block);
  for (int d = 0; d < N; d++) a->value[d] = expl(x->lnw[d]) * a->y.L[d] * w->V[d];
  for (int s = 0; s < S; s++)
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        int k = slow_flow(w, s, d, o), market = d * S + s, maker = o * S + s;
        if (!(w->flow[k] > 0) || isinf(p->d[k])) continue;
        real cost = p->d[k] * (1 + p->t[k]) / (1 + w->tariff[k]) * (1 + p->e[k]) / (1 + w->export_tax[k]);
        real share = (1 + w->tariff[k]) * w->flow[k] / w->X[market] * p->b[k] *
                     powl(cost * expl(a->y.lnp[maker] - x->lnP[market]), -w->theta[s]);
        real customs = share * x->X[market] / (1 + p->t[k]), sales = customs / (1 + p->e[k]);
        a->sum[market] += share;
        a->sales[maker] += sales / (1 - p->sigma[maker]);
        a->tariffs[d] += p->t[k] * customs;
        a->taxes[o] += p->e[k] * sales;
        a->subsidies[o] += p->sigma[maker] / (1 - p->sigma[maker]) * sales;
        if (o == d) continue;
        a->imports[market] += customs;
        a->exports[maker] += customs;
      }
}

/* The deficits that the closure asks for at the state's wages, with the transfers of the policy. */
static inline void slow_deficits(const slow_world *w, const slow_policy *p, const slow_account *a, real *D)
{
  for (int d = 0; d < w->N; d++) {
    real value = 0, owed = 0;
    for (int j = 0; j < w->N; j++) {
      if (a->block[j] != a->block[d]) continue;
      value += a->value[j];
      owed += w->D[j] / w->V[j] * a->value[j];
    }
    D[d] = p->deficits == TWI_DEFICITS_ZERO    ? 0
           : p->deficits == TWI_DEFICITS_FIXED ? w->D[d]
                                               : w->D[d] / w->V[d] * a->value[d] - a->value[d] / value * owed;
    D[d] += p->transfer[d];
  }
}

static inline void slow_look(slow_residual *r, const char *name, real value, int region, int sector)
{
  while (strcmp(r->name, name) != 0) r++;
  if (!(value > r->value)) return;
  r->value = value;
  r->region = region;
  r->sector = sector;
}

/* The largest of each kind, and where. */
static inline void slow_certify(const slow_world *w, const slow_policy *p, const twi_state *x, const slow_account *a,
                                const real *D, slow_residual *r)
{
  static const char *const name[SLOW_RESIDUALS] = {"price_index",      "share_sum",     "goods_market",
                                                   "spending",         "factor_market", "budget",
                                                   "external_balance", "walras",        "numeraire"};
  int S = w->S;
  for (int k = 0; k < SLOW_RESIDUALS; k++) r[k] = (slow_residual){name[k], 0, -1, -1};
  for (int d = 0; d < w->N; d++) {
    real labour = 0, balance = -D[d], income = a->value[d] + a->tariffs[d] + a->taxes[d] - a->subsidies[d] + D[d];
    for (int s = 0; s < S; s++) {
      int i = d * S + s;
      real use = p->alpha[i] * x->I[d], size = fabsl(use);
      labour += a->y.v[i] * x->Y[i];
      balance += a->imports[i] - a->exports[i];
      for (int u = 0; u < S; u++) {
        use += a->y.a[(d * S + u) * S + s] * x->Y[d * S + u];
        size += fabsl(a->y.a[(d * S + u) * S + s] * x->Y[d * S + u]);
      }
      if (w->Y[i] > 0) slow_look(r, "goods_market", fabsl(a->sales[i] - x->Y[i]) / fmaxl(a->sales[i], x->Y[i]), d, s);
      if (!(w->X[i] > 0)) continue;
      slow_look(r, "share_sum", fabsl(a->sum[i] - 1), d, s);
      slow_look(r, "price_index", fabsl(logl(a->sum[i])) / w->theta[s], d, s);
      slow_look(r, "spending", fabsl(x->X[i] - use) / size, d, s);
    }
    slow_look(r, "factor_market", fabsl(labour - a->value[d]) / a->value[d], d, -1);
    slow_look(r, "budget", fabsl(x->I[d] - income) / fabsl((real)x->I[d]), d, -1);
    slow_look(r, "external_balance", fabsl(balance) / a->value[d], d, -1);
  }
  for (int b = 0; b < w->N; b++) {
    real data = 0, now = 0, gap = 0;
    if (a->block[b] != b) continue;
    for (int d = 0; d < w->N; d++) {
      if (a->block[d] != b) continue;
      data += w->V[d];
      now += a->value[d];
      gap -= a->value[d];
      for (int s = 0; s < S; s++) gap += a->y.v[d * S + s] * x->Y[d * S + s];
    }
    slow_look(r, "walras", fabsl(gap) / data, b, -1);
    slow_look(r, "numeraire", fabsl(now / data - 1), b, -1);
  }
}

#endif
