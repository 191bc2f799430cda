/* From the kernel's arrays to a solution: in the state's units, with multipliers for what was taken out. See kernel.h.
 *
 * What had no interior stands at its bounds, and any multiplier does that leaves no margin negative. They are raised
 * (netbacks, tolls) or lowered (prices) as far as that takes, in this order, so that none undoes another. */
#include <math.h>

#include "market/kernel.h"

/* What a unit on the route would gain beyond the supplier's multiplier: alpha p - c - w X - tolls. */
static double gain_of(const twi_kernel *k, int r)
{
  int p = k->pair[r], d = k->d[r];
  double gain = k->alpha[r] * k->p[d] - k->c[r] - k->stiff[p] * (k->X[p] - k->ref[p]) - k->theta[p] * k->b[d] * k->X[p];
  for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) gain -= k->use[m] * k->zeta[k->row_of[m]];
  return gain;
}

static void price_buyers_out(twi_kernel *k)
{
  for (int d = 0; d < k->D; d++) {
    double z = k->A[d], slope;
    if (!k->dead_d[d]) continue;
    double P = twi_kernel_worth(k, d, z);
    if (k->size[d] > 0 && P > k->ceiling[d]) {
      double most = twi_kernel_demand(k, d, k->ceiling[d], &slope) - z;
      k->y[d] = fmin(most, k->size[d]);
      z += k->y[d];
      P = most <= k->size[d] ? k->ceiling[d] : twi_kernel_worth(k, d, z);
    }
    k->P_[d] = k->p[d] = P;
  }
}

static void price_suppliers_out(twi_kernel *k)
{
  for (int o = 0; o < k->O; o++)
    if (k->dead_o[o]) k->lam[o] = k->dead_o[o] == 1 ? -INFINITY : INFINITY;
  for (int b = 0; b < k->B; b++) {
    int o = k->block_o[b];
    if (k->dead_o[o] == 1 && k->cap[b] > 0) k->lam[o] = fmax(k->lam[o], k->mc[b] + k->slope[b] * k->cap[b]);
    if (k->dead_o[o] == 2 && k->cap[b] > 0) k->lam[o] = fmin(k->lam[o], k->mc[b]);
  }
  for (int r = 0; r < k->R; r++)
    if (k->dead_o[k->o[r]] == 1) k->lam[k->o[r]] = fmax(k->lam[k->o[r]], gain_of(k, r));
  for (int o = 0; o < k->O; o++)
    if (!isfinite(k->lam[o])) k->lam[o] = 0;
}

/* What the floor of a pair holds up: the least margin of its routes that carry something. */
static double kappa_of(const twi_kernel *k, int p)
{
  double least = INFINITY;
  if (k->floor[p] <= 0) return 0;
  for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++)
    if (k->x[r] > 0) least = fmin(least, k->lam[k->o[r]] - gain_of(k, r));
  return isfinite(least) ? fmax(least, 0) : 0;
}

static void price_rows_out(twi_kernel *k)
{
  for (int r = 0; r < k->R; r++) {
    for (int m = k->first_row[r]; m < k->first_row[r + 1]; m++) {
      double short_of = gain_of(k, r) - k->lam[k->o[r]] + kappa_of(k, k->pair[r]);
      if (short_of > 0 && k->dead_k[k->row_of[m]]) k->zeta[k->row_of[m]] += short_of / k->use[m];
    }
  }
}

static void lower_prices(twi_kernel *k)
{
  for (int r = 0; r < k->R; r++) {
    int d = k->d[r];
    double short_of = gain_of(k, r) - k->lam[k->o[r]];
    if (k->dead_d[d] == 1 && short_of > 0) k->p[d] -= short_of / k->alpha[r];
  }
}

void twi_kernel_give(twi_kernel *k, twi_market_solution *out)
{
  double qs = k->quantity_scale, ps = k->price_scale;
  for (int i = 0; i < k->K; i++)
    if (k->dead_k[i]) k->zeta[i] = 0;
  price_buyers_out(k);
  twi_kernel_slopes(k);
  price_suppliers_out(k);
  price_rows_out(k);
  lower_prices(k);
  for (int o = 0; o < k->O; o++) {
    out->output[o] = 0;
    out->netback[o] = k->lam[o] * ps;
  }
  for (int b = 0; b < k->B; b++) {
    double rent = k->lam[k->block_o[b]] - k->mc[b] - k->slope[b] * k->g[b];
    out->made[b] = k->g[b] * qs;
    out->capacity_rent[b] = k->g[b] >= k->cap[b] ? fmax(rent, 0) * ps : 0;
    out->output[k->block_o[b]] += out->made[b];
  }
  for (int d = 0; d < k->D; d++) {
    out->quantity[d] = (k->A[d] + k->y[d]) * qs;
    out->price[d] = k->p[d] * ps;
    out->limit_rent[d] = fmax(k->P_[d] - k->p[d], 0) * ps;
    out->unserved[d] = k->y[d] * qs;
  }
  for (int r = 0; r < out->routes; r++) out->flow[r] = out->reduced[r] = 0;
  for (int r = 0; r < k->R; r++) {
    int at = k->route_at[r];
    out->flow[at] = k->x[r] * qs;
    out->reduced[at] = k->x[r] > k->low[r] ? 0 : fmax(k->lam[k->o[r]] - gain_of(k, r), 0) * ps;
  }
  for (int i = 0; i < out->rows; i++) out->toll[i] = 0;
  for (int i = 0; i < k->K; i++) out->toll[k->row_at[i]] = k->zeta[i] * ps;
}
