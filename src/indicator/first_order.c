/* Caliendo and Parro's first-order decomposition (2015, REStud 82:1, equation 15):
 *
 *   ToT_d = (1/I_d) sum_s [sum_i E_id (c_hat_d - 1) - sum_o M_do (c_hat_o - 1)]
 *   VoT_d = (1/I_d) sum_s,o t_do (M'_do - M_do c_hat_o)                           welfare = ToT + VoT
 *
 * with exports E, imports M (before the tariff), tariffs t and income I of the solved base, c_hat and M' of the new
 * equilibrium against it, both in the numeraire "world value added". Own sales cancel. */
#include <math.h>

#include "indicator/result.h"

tw_status twi_first_order(tw_result *r)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base, *n = r->new_;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double *tot = r->regions + TWI_FIRST_ORDER_TERMS_OF_TRADE * N,
         *vot = r->regions + TWI_FIRST_ORDER_VOLUME_OF_TRADE * N;
  double *both = r->regions + TWI_FIRST_ORDER_WELFARE * N;
  double *share = twi_alloc(r->ctx, 2 * N, sizeof(double));
  if (!share) return twi_no_memory(r->ctx, 2 * N * sizeof(double));
  double *share_new = share + N;
  for (size_t d = 0; d < N; d++) tot[d] = vot[d] = 0;
  for (size_t s = 0; s < S; s++)
    for (size_t d = 0; d < N; d++) {
      if (!(w->spending[d * S + s] > 0)) continue;
      twi_state_shares(b, w, &r->base_wedges, (int)s, (int)d, share);
      twi_state_shares(n, w, &r->new_wedges, (int)s, (int)d, share_new);
      for (size_t o = 0; o < N; o++) {
        size_t flow = (s * N + d) * N + o;
        if (o == d || share[o] == 0) continue;
        double t = twi_tariff_of(w, &r->base_wedges, flow);
        double M = share[o] * b->X[d * S + s] / (1 + t);
        double M_new = share_new[o] * n->X[d * S + s] / (1 + twi_tariff_of(w, &r->new_wedges, flow));
        double c = expm1(n->lnp[o * S + s] - b->lnp[o * S + s]); /* unit cost, less a subsidy */
        tot[d] -= M * c;
        tot[o] += M * c;
        vot[d] += t * (M_new - M * (1 + c));
      }
    }
  for (size_t d = 0; d < N; d++) {
    tot[d] *= 100 / b->I[d];
    vot[d] *= 100 / b->I[d];
    both[d] = tot[d] + vot[d];
  }
  twi_free(r->ctx, share);
  return TW_OK;
}
