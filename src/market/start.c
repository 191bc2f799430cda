/* Where the interior point starts. See kernel.h. */
#include <math.h>
#include <string.h>

#include "market/kernel.h"

static void set_bound(twi_kernel *k, size_t at, int is_there, double gap, double mean, double price)
{
  k->bound[at] = (unsigned char)is_there;
  k->gap[at] = is_there ? gap : 1;
  k->dual[at] = is_there ? fmin(price, mean / gap) : 0;
}

/* Somewhere inside, near the base point: gaps of the size of flows, duals such that their products are alike. */
void twi_interior_start(twi_kernel *k)
{
  const twi_market_state *s = k->state;
  const double mean = 0.01;
  memset(k->bound, 0, k->bounds);
  for (int d = 0; d < k->D; d++) {
    if (!k->dead_d[d]) k->A[d] = isfinite(k->limit[d]) ? fmin(k->z0[d], 0.9 * k->limit[d]) : k->z0[d];
    k->p[d] = k->P_[d] = k->p0[d];
    int live = !k->dead_d[d];
    set_bound(k, k->at_A + (size_t)d, live && isfinite(k->limit[d]), k->limit[d] - k->A[d], mean, 1);
    if (isfinite(k->limit[d]) && live) k->P_[d] += k->dual[k->at_A + (size_t)d];
    int stop = live && k->size[d] > 0;
    if (stop) k->y[d] = 0.1 * k->size[d];
    set_bound(k, k->at_y0 + (size_t)d, stop, k->y[d], mean, 1);
    set_bound(k, k->at_y1 + (size_t)d, stop, k->size[d] - k->y[d], mean, 1);
  }
  for (int o = 0; o < k->O; o++) k->lam[o] = s->netback_base[o] > 0 ? s->netback_base[o] / k->price_scale : 0.5;
  for (int b = 0; b < k->B; b++) {
    int live = !k->dead_o[k->block_o[b]] && k->cap[b] > 0;
    if (live) k->g[b] = 0.5 * fmin(k->cap[b], 2);
    if (!live && !k->dead_o[k->block_o[b]]) k->g[b] = 0;
    set_bound(k, k->at_g0 + (size_t)b, live, k->g[b], mean, 1);
    set_bound(k, k->at_g1 + (size_t)b, live && isfinite(k->cap[b]), k->cap[b] - k->g[b], mean, 1);
  }
  for (int p = 0; p < k->P; p++) {
    double X = 0;
    int routes = k->first_route[p + 1] - k->first_route[p];
    for (int r = k->first_route[p]; r < k->first_route[p + 1]; r++) {
      double room = fmax(k->ref[p] / routes - k->low[r], 1e-3);
      if (!k->held[r]) k->x[r] = k->low[r] + room;
      set_bound(k, (size_t)r, !k->held[r], room, mean, 1);
      X += k->x[r];
    }
    set_bound(k, k->at_f + (size_t)p, k->floor[p] > 0 && !k->fixed[p], fmax(X - k->floor[p], 0.1 * k->floor[p]), mean,
              1);
    k->kf[p] = k->dual[k->at_f + (size_t)p];
  }
  for (int i = 0; i < k->K; i++) {
    set_bound(k, k->at_t + (size_t)i, !k->dead_k[i] && isfinite(k->Z[i]), fmax(0.1 * k->Z[i], 1e-3), mean, 1);
    k->zeta[i] = k->dual[k->at_t + (size_t)i];
  }
}
