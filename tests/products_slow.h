/* The equations of a world with products, evaluated from the data as given to tw_world_new and the wedges, in long double
 * and flow by flow: how far is a state from an equilibrium? An independent way to what the engine certifies: nothing of
 * its sums, nests or shares is used, only where a cell stands in the arrays of wedges.
 *
 *   p_g = c (1 - subsidy_s) (1 - subsidy_g) / A_g      P_g = (sum pi b (p_g k)^-theta_g)^(-1/theta_g)
 *   P_h, P_s by their nests (eta 0: the product of powers), share of a flow = beta_h' beta_g' pi'
 *   (1 - subsidy_s)(1 - subsidy_g) Y_g = sum_d share X / ((1+t')(1+e')),   Y = sum_g Y_g
 *   with a supply of their own (the state's closure): p_g e^tau_g in place of p_g, sum_k r_k T_k^(1+omega) = 1 and
 *   Y_k = r_k T_k^(1+omega) Y, T = e^tau, k such a product or all others of the sector, r_k of F / (1+e) in the data
 *   X = sum_u a Y + alpha I,   I = w V + revenue + D,   w V = sum v Y,   sum w V = sum V
 *
 * slow_find is a solver of its own of these equations: each unknown is put to what its own equation says of the others,
 * thousands of times, wages by a fifth of the way. It shares no method with the engine (Newton, Krylov), nor a start. */
#ifndef TRADEWIND_TESTS_PRODUCTS_SLOW_H
#define TRADEWIND_TESTS_PRODUCTS_SLOW_H

#include <math.h>

#include "equilibrium/state.h"
#include "random_products.h"

typedef long double real;

typedef struct slow_market {
  real price, spent[8], cost[8]; /* of the data, and price of each product of the sector; the last is the rest */
} slow_market;

static inline real slow_rate(const double *values, const double *data, size_t cell)
{
  return values ? values[cell] : data ? data[cell] : 0;
}

/* ln P of n prices with weights that need not sum to one. */
static inline real slow_nest(int n, const real *weight, const real *lnP, real eta)
{
  real all = 0, sum = 0;
  for (int i = 0; i < n; i++) all += weight[i];
  for (int i = 0; i < n; i++)
    if (weight[i] > 0) sum += weight[i] / all * (eta == 0 ? lnP[i] : expl(-eta * lnP[i]));
  return eta == 0 ? sum : -logl(sum) / eta;
}

typedef struct slow_check {
  const tw_world *w;
  const twi_wedges *p;
  const twi_state *x;
  real sales[64], revenue[16], worst; /* sales: [N][S] at unit cost */
  real price[64];                     /* [N][S] ln P that the market's own prices make */
  real of_product[32][16];            /* Y_g */
} slow_check;

static inline void slow_keep(slow_check *k, real gap, real size)
{
  real off = fabsl(gap) / size;
  if (!(off <= k->worst)) k->worst = off;
}

static inline real slow_unit_cost(const slow_check *k, size_t o, size_t s)
{
  const tw_world *w = k->w;
  size_t S = (size_t)w->S, i = o * S + s;
  real lnc = w->value_added_share[i] * (real)k->x->lnw[o];
  for (size_t m = 0; w->input_share && m < S; m++) lnc += (real)w->input_share[i * S + m] * k->x->lnP[o * S + m];
  return lnc - (k->p->productivity ? logl(k->p->productivity[i]) : 0);
}

/* One market: adds its sales and revenue, compares its price. */
static inline void slow_one_market(slow_check *k, int s, size_t d)
{
  const tw_world *w = k->w;
  const twi_wedges *p = k->p;
  size_t N = (size_t)w->N, S = (size_t)w->S, cell = d * S + (size_t)s;
  if (!(w->spending[cell] > 0)) return;
  int first = w->sector_market[s], n = w->sector_market[s + 1] - first;
  real spent[8], lnP[8], nest_spent[8], nest_lnP[8], total = 0, flow_value[8][16];
  int nest[8], nests = 0;
  for (int m = 0; m < n; m++) {
    const twi_market *market = &w->market[first + m];
    twi_flow_row row = twi_market_row(w, market, d);
    real theta = twi_market_theta(w, market), sum = 0;
    spent[m] = 0;
    for (size_t i = 0; i < row.count; i++) {
      size_t flow = row.first + i, o = twi_row_seller(&row, i);
      real t0 = slow_rate(NULL, w->tariff, flow), e0 = slow_rate(NULL, w->export_tax, flow), F = w->flow[flow];
      real t = slow_rate(p->tariff, w->tariff, flow), e = slow_rate(p->export_tax, w->export_tax, flow);
      real lnp = slow_unit_cost(k, o, (size_t)s);
      if (p->subsidy) lnp += logl(1 - (real)p->subsidy[o * S + (size_t)s]);
      if (market->product >= 0) {
        size_t own = N * S + (size_t)market->product * N + o;
        if (p->subsidy) lnp += logl(1 - (real)p->subsidy[own]);
        if (p->productivity) lnp -= logl(p->productivity[own]);
        lnp += k->x->tau[(size_t)market->product * N + o];
      }
      spent[m] += (1 + t0) * F;
      flow_value[m][i] = 0;
      if (!(F > 0) || (p->barrier && isinf(p->barrier[flow]))) continue;
      real lnk = logl((1 + t) / (1 + t0)) + logl((1 + e) / (1 + e0)) + (p->barrier ? logl(p->barrier[flow]) : 0);
      flow_value[m][i] = (1 + t0) * F * (p->demand ? p->demand[flow] : 1) * expl(-theta * (lnp + lnk));
      sum += flow_value[m][i];
    }
    lnP[m] = spent[m] > 0 && sum > 0 ? -logl(sum / spent[m]) / theta : 0;
    for (size_t i = 0; i < row.count && sum > 0; i++) flow_value[m][i] /= sum;
    int family = market->product < 0 ? -1 : w->product[market->product].family;
    nest[m] = -1;
    for (int j = 0; j < m && family >= 0; j++)
      if (w->product[w->market[first + j].product].family == family) nest[m] = nest[j];
    if (nest[m] < 0) {
      nest[m] = nests;
      nest_spent[nests++] = 0;
    }
    nest_spent[nest[m]] += spent[m];
    total += spent[m];
  }
  real eta = w->product_elasticity ? w->product_elasticity[s] : 0, eta_h[8];
  for (int h = 0; h < nests; h++) {
    real weight[8], price[8];
    int members = 0;
    eta_h[h] = 0;
    for (int m = 0; m < n; m++) {
      if (nest[m] != h) continue;
      int family = w->market[first + m].product < 0 ? -1 : w->product[w->market[first + m].product].family;
      eta_h[h] = family >= 0 ? w->family_elasticity[family] : 0;
      weight[members] = spent[m];
      price[members++] = lnP[m];
    }
    nest_lnP[h] = nest_spent[h] > 0 ? slow_nest(members, weight, price, eta_h[h]) : 0;
  }
  real index = slow_nest(nests, nest_spent, nest_lnP, eta);
  slow_keep(k, index - k->x->lnP[cell], 1);
  k->price[cell] = index;
  for (int m = 0; m < n; m++) {
    const twi_market *market = &w->market[first + m];
    twi_flow_row row = twi_market_row(w, market, d);
    if (!(spent[m] > 0)) continue;
    int h = nest[m];
    real b = nest_spent[h] / total * expl(-eta * (nest_lnP[h] - index)) * (spent[m] / nest_spent[h]) *
             expl(-eta_h[h] * (lnP[m] - nest_lnP[h]));
    for (size_t i = 0; i < row.count; i++) {
      size_t flow = row.first + i, o = twi_row_seller(&row, i);
      real t = slow_rate(p->tariff, w->tariff, flow), e = slow_rate(p->export_tax, w->export_tax, flow);
      real paid = b * flow_value[m][i] * k->x->X[cell], left = 1;
      if (p->subsidy) left -= (real)p->subsidy[o * S + (size_t)s];
      if (p->subsidy && market->product >= 0) left *= 1 - (real)p->subsidy[N * S + (size_t)market->product * N + o];
      real net = paid / (1 + t) / (1 + e);
      k->revenue[d] += paid * t / (1 + t);
      k->revenue[o] += net * e;
      k->revenue[o] -= net / left * (1 - left);
      k->sales[o * S + (size_t)s] += net / left;
      if (market->product >= 0) k->of_product[market->product][o] += net / left;
    }
  }
}

/* What a maker receives of a product in the data. */
static inline real slow_receipts(const tw_world *w, int g, size_t o)
{
  real sum = 0;
  for (size_t d = 0; d < (size_t)w->N; d++) {
    const twi_market m = {w->product[g].sector, g, 0};
    size_t flow = twi_market_cell(w, &m, d, o);
    if (flow != SIZE_MAX) sum += w->flow[flow] / (1 + slow_rate(NULL, w->export_tax, flow));
  }
  return sum;
}

/* Supply of product g in o, and of those that share a cost with it: compares, and moves tau a part of the way. */
static inline void slow_supply(slow_check *k, int g, size_t o, twi_state *next)
{
  const tw_world *w = k->w;
  const twi_closure *c = k->x->closure;
  int s = w->product[g].sector;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  real all = 0, part = 0, sales = 0, total = 0, power;
  if (next) next->tau[(size_t)g * N + o] = 0;
  if (!c || !c->omega || c->omega[s] < 0 || !(slow_receipts(w, g, o) > 0)) return;
  power = 1 + c->omega[s];
  for (int j = 0; j < w->products; j++) {
    if (w->product[j].sector != s) continue;
    real r = slow_receipts(w, j, o);
    all += r;
    total += r * expl(power * k->x->tau[(size_t)j * N + o]);
    if (c->own[g] ? j != g : c->own[j]) continue;
    part += r;
    sales += k->of_product[j][o];
  }
  real tau = k->x->tau[(size_t)g * N + o], supply = part / all * expl(power * tau) * k->x->Y[o * S + (size_t)s];
  slow_keep(k, sales - supply, sales);
  slow_keep(k, total / all - 1, 1);
  if (next) next->tau[(size_t)g * N + o] = (double)(tau + logl(sales / supply) / (power + 12));
}

/* Returns the worst gap of all equations, relative to the size of each. D [N]: deficits. next: NULL, or a state of which
 * lnP, X, Y, I and lnw get what the equations say of each; wages damped. */
static inline real slow_sweep(const tw_world *w, const twi_wedges *p, const twi_state *x, const double *D,
                              twi_state *next)
{
  slow_check k = {.w = w, .p = p, .x = x};
  size_t N = (size_t)w->N, S = (size_t)w->S;
  real all = 0, before = 0, scale = 0, wage[16];
  for (int s = 0; s < w->S; s++)
    for (size_t d = 0; d < N; d++) slow_one_market(&k, s, d);
  for (int g = 0; g < w->products; g++)
    for (size_t o = 0; o < N; o++) slow_supply(&k, g, o, next);
  for (size_t d = 0; d < N; d++) {
    real labour = 0, wV = expl(x->lnw[d]) * w->value_added[d], I = wV + k.revenue[d] + D[d];
    slow_keep(&k, I - x->I[d], I);
    for (size_t s = 0; s < S; s++) {
      size_t i = d * S + s;
      real use = (real)(p->final_demand ? p->final_demand : w->final_share)[i] * I;
      for (size_t u = 0; w->input_share && u < S; u++)
        use += (real)w->input_share[(d * S + u) * S + s] * x->Y[d * S + u];
      if (x->X[i] > 0 || use > 0) slow_keep(&k, use - x->X[i], use);
      if (k.sales[i] > 0) slow_keep(&k, k.sales[i] - x->Y[i], k.sales[i]);
      labour += (real)w->value_added_share[i] * x->Y[i];
      if (!next) continue;
      next->X[i] = (double)use;
      next->Y[i] = (double)k.sales[i];
      next->lnP[i] = (double)k.price[i];
    }
    slow_keep(&k, labour - wV, wV);
    all += wV;
    before += w->value_added[d];
    wage[d] = x->lnw[d] + 0.2L * (logl(labour) - logl(wV));
    scale += expl(wage[d]) * w->value_added[d];
    if (next) next->I[d] = (double)I;
  }
  slow_keep(&k, all - before, before);
  for (size_t d = 0; next && d < N; d++) next->lnw[d] = (double)(wage[d] - logl(scale / before));
  return k.worst;
}

static inline real slow_gap(const tw_world *w, const twi_wedges *p, const twi_state *x, const double *D)
{
  return slow_sweep(w, p, x, D, NULL);
}

/* Fills a state from the data on, and returns its gap. What the data say of spending and sales is the start. */
static inline real slow_find(const tw_world *w, const twi_wedges *p, const double *D, twi_state *a, twi_state *b)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  for (size_t i = 0; i < (size_t)w->products * N; i++) a->tau[i] = 0;
  for (size_t d = 0; d < N; d++) {
    a->lnw[d] = 0;
    a->I[d] = w->value_added[d];
    for (size_t i = d * S; i < (d + 1) * S; i++) {
      a->lnP[i] = 0;
      a->X[i] = w->spending[i];
      a->Y[i] = w->spending[i];
    }
  }
  real gap = 1;
  for (int sweep = 0; sweep < 20000 && gap > 1e-13L; sweep++) {
    twi_state *from = sweep % 2 ? b : a, *to = sweep % 2 ? a : b;
    gap = slow_sweep(w, p, from, D, to);
  }
  return gap;
}

#endif
