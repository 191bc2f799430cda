/* Where the finish starts beside a state that is solved: its quantities and multipliers, and the bounds that hold there.
 * See kernel.h. A draw differs from the market as it is by some numbers, and mostly by no bound; then Newton on the
 * bounds ends in a few rounds, where the interior point would take a dozen steps to find them again. */
#include <math.h>

#include "market/kernel.h"

/* The bound is held where holds, as finish.c reads gaps and duals. */
static void hold_bound(twi_kernel *k, size_t at, int holds)
{
  if (!k->bound[at]) return;
  k->gap[at] = holds ? 0 : 1;
  k->dual[at] = holds ? 1 : 0;
}

static void place_pairs(twi_kernel *k, const twi_market_state *s, const twi_market_solution *v)
{
  for (int p = 0; p < k->P; p++) {
    const twi_state_pair *pair = &s->pair[k->pair_at[p]];
    double X = 0;
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) {
      int at = k->route_at[r];
      if (!k->held[r]) k->x[r] = fmax(v->flow[at] / k->quantity_scale, k->low[r]);
      hold_bound(k, (size_t)r, v->reduced[at] > 0 || !s->route[at].used);
      X += v->flow[at];
    }
    hold_bound(k, k->at_f + (size_t)p, X <= pair->floor * (1 + 1e-9));
    k->kf[p] = 0;
  }
}

static void place_blocks(twi_kernel *k, const twi_market_state *s, const twi_market_solution *v)
{
  for (int b = 0; b < k->B; b++) {
    if (!k->bound[k->at_g0 + (size_t)b]) continue;
    k->g[b] = fmin(v->made[b] / k->quantity_scale, k->cap[b]);
    hold_bound(k, k->at_g0 + (size_t)b, v->made[b] <= 0);
    hold_bound(k, k->at_g1 + (size_t)b, v->made[b] > 0 && v->made[b] >= s->block[b].capacity);
  }
}

static void place_buyers(twi_kernel *k, const twi_market_state *s, const twi_market_solution *v)
{
  for (int d = 0; d < k->D; d++) {
    k->p[d] = v->price[d] / k->price_scale;
    if (k->dead_d[d]) continue;
    k->P_[d] = (v->price[d] + v->limit_rent[d]) / k->price_scale;
    k->A[d] = (v->quantity[d] - v->unserved[d]) / k->quantity_scale;
    if (k->bound[k->at_y0 + (size_t)d]) k->y[d] = fmin(v->unserved[d] / k->quantity_scale, k->size[d]);
    hold_bound(k, k->at_A + (size_t)d, v->limit_rent[d] > 0);
    hold_bound(k, k->at_y0 + (size_t)d, v->unserved[d] <= 0);
    hold_bound(k, k->at_y1 + (size_t)d, v->unserved[d] > 0 && v->unserved[d] >= s->buyer[d].backstop);
  }
}

void twi_kernel_start_near(twi_kernel *k, const twi_market_state *s, const twi_market_solution *v)
{
  twi_interior_start(k); /* which bounds there are */
  place_pairs(k, s, v);
  place_blocks(k, s, v);
  place_buyers(k, s, v);
  for (int o = 0; o < k->O; o++) k->lam[o] = v->netback[o] / k->price_scale;
  for (int i = 0; i < k->K; i++) {
    k->zeta[i] = v->toll[k->row_at[i]] / k->price_scale;
    hold_bound(k, k->at_t + (size_t)i, v->toll[k->row_at[i]] > 0);
  }
}
