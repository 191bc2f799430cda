/* Caliendo and Parro's first-order decomposition (2015, REStud 82:1, equation 15):
 *
 *   ToT_d = (1/I_d) sum_s [sum_i E_id (c_hat_d - 1) - sum_o M_do (c_hat_o - 1)]
 *   VoT_d = (1/I_d) sum_s,o t_do (M'_do - M_do c_hat_o)                           welfare = ToT + VoT
 *
 * with exports E, imports M (before the tariff), tariffs t and income I of the solved base, c_hat and M' of the new
 * equilibrium against it, both in the numeraire "world value added". Own sales cancel.
 *
 * Policies that are more than tariffs change real income at once, which the formula does not have. What it leaves out,
 * in the same form (changes of the new equilibrium, weights of the base), so that with it the whole is to first order
 * the change of ln real income:
 *
 *   I rest_d =
 *       sum_s [sum_i E c_hat (e_hat - 1) - sum_o M (1+t) c_hat (e_hat - 1)]    export taxes in prices; e_hat: of 1+e
 *     + sum_s,i e (Q' - Q c_hat)                             volume of sales that are taxed, Q at producers' prices
 *     + sum_s t_dd (M'_dd - M_dd c_hat_d)                    the same of own sales, where they bear a tariff
 *     + sum_s Y (A_hat - 1)                                  technical
 *     - sum_s,o (1+t) M (d_hat - 1 - (b_hat - 1) / theta)    barriers; tastes
 *     + sum_s X ln(share that is not banned) / theta         a ban: what the price index loses with a seller
 *     - sum_s subsidy (Y' - Y c_hat)                         production that is subsidised
 *     + sum_s psi / (1 + psi) (Y' - Y c_hat A_hat)           scale
 *     + w V L (L_hat - 1)                                    factors
 *     + (D' - D) + (profits' - profits)                      transfers; profits of products owned in other regions
 *
 * E, M and Q with own sales, which cancel unless they are taxed.
 *
 * c in Y' - Y c_hat is the unit cost before the subsidy. It is zero where only tariffs change, with labour, scale and
 * deficits given and no export taxes or subsidies in the base. */
#include <math.h>
#include <string.h>

#include "indicator/result.h"

/* Of the seller's price, in logarithms. */
static double price_change(const tw_result *r, const twi_market *m, size_t o)
{
  return twi_state_seller_price(r->new_.state, r->world, &r->new_.wedges, m->sector, m->product, o) -
         twi_state_seller_price(r->base.state, r->world, &r->base.wedges, m->sector, m->product, o);
}

tw_status twi_first_order(tw_result *r)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base.state, *n = r->new_.state;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double *tot = r->regions + TWI_FIRST_ORDER_TERMS_OF_TRADE * N,
         *vot = r->regions + TWI_FIRST_ORDER_VOLUME_OF_TRADE * N;
  double *both = r->regions + TWI_FIRST_ORDER_WELFARE * N;
  double *share = twi_alloc(r->ctx, 2 * N, sizeof(double));
  if (!share) return twi_no_memory(r->ctx, 2 * N * sizeof(double));
  double *share_new = share + N;
  for (size_t d = 0; d < N; d++) tot[d] = vot[d] = 0;
  for (int k = 0; k < w->markets; k++)
    for (size_t d = 0; d < N; d++) {
      const twi_market *m = &w->market[k];
      size_t s = (size_t)m->sector;
      twi_flow_row row = twi_market_row(w, m, d);
      if (!(w->spending[d * S + s] > 0)) continue;
      twi_state_row(b, w, &r->base.wedges, m, d, share);
      twi_state_row(n, w, &r->new_.wedges, m, d, share_new);
      for (size_t i = 0; i < row.count; i++) {
        size_t flow = row.first + i, o = twi_row_seller(&row, i);
        if (o == d || (share[i] == 0 && share_new[i] == 0)) continue; /* a ban that goes lets tariffs in */
        double t = twi_tariff_of(w, &r->base.wedges, flow);
        double M = share[i] * b->X[d * S + s] / (1 + t);
        double M_new = share_new[i] * n->X[d * S + s] / (1 + twi_tariff_of(w, &r->new_.wedges, flow));
        double c = expm1(price_change(r, m, o)); /* unit cost, less a subsidy */
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

/* What bans that come (or go) do to a market at given prices: the share of a seller who goes is the base's. */
static double ban_effect(const twi_wedges *from, const twi_wedges *to, const twi_flow_row *row, double theta,
                         double inside, double inside_new, const double *share, const double *share_new)
{
  double lost = 0, won = 0;
  if (!from->barrier && !to->barrier) return 0;
  for (size_t i = 0; i < row->count; i++) {
    int before = isinf(twi_barrier_of(from, row->first + i)), after = isinf(twi_barrier_of(to, row->first + i));
    if (after && !before) lost += share[i];
    if (before && !after) won += share_new[i];
  }
  lost /= inside;
  won /= inside_new;
  return ((lost < 1 ? log1p(-lost) : 0) - (won < 1 ? log1p(-won) : 0)) / theta;
}

/* The direct effects in one market, of buyer d: export taxes, costs of trade and tastes. */
static void market_rest(const tw_result *r, const twi_market *m, size_t d, const double *share, const double *share_new,
                        double *rest)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base.state, *n = r->new_.state;
  const twi_wedges *from = &r->base.wedges, *to = &r->new_.wedges;
  size_t S = (size_t)w->S, s = (size_t)m->sector;
  twi_flow_row row = twi_market_row(w, m, d);
  double X = b->X[d * S + s], X_new = n->X[d * S + s], theta = twi_market_theta(w, m);
  size_t of_product = m->product < 0 ? 0 : (size_t)m->product * b->N + d;
  double inside = m->product < 0 ? 1 : b->b[of_product], inside_new = m->product < 0 ? 1 : n->b[of_product];
  if (inside > 0) /* the product's share of the market */
    rest[d] +=
        X * inside * ban_effect(from, to, &row, theta, inside, inside_new > 0 ? inside_new : 1, share, share_new);
  for (size_t i = 0; i < row.count; i++) {
    size_t flow = row.first + i, o = twi_row_seller(&row, i);
    if (share[i] == 0 && share_new[i] == 0) continue;
    double barrier = twi_barrier_of(to, flow) / twi_barrier_of(from, flow);
    double taste = twi_demand_of(to, flow) / twi_demand_of(from, flow);
    if (isfinite(barrier)) rest[d] -= share[i] * X * (barrier - 1);
    rest[d] += share[i] * X * (taste - 1) / theta;
    double t = twi_tariff_of(w, from, flow), e = twi_export_tax_of(w, from, flow);
    double e_new = twi_export_tax_of(w, to, flow), M = share[i] * X / (1 + t);
    double M_new = share_new[i] * X_new / (1 + twi_tariff_of(w, to, flow));
    double c = exp(price_change(r, m, o)), tax = M * c * ((1 + e_new) / (1 + e) - 1);
    rest[o] += tax + e * (M_new / (1 + e_new) - M / (1 + e) * c);
    rest[d] -= (1 + t) * tax;
    if (o == d) rest[d] += t * (M_new - M * c); /* of imports this is in the published formula */
  }
}

tw_status twi_first_order_rest(const tw_result *r, const twi_closure *closure, double *rest)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base.state, *n = r->new_.state;
  const twi_wedges *from = &r->base.wedges, *to = &r->new_.wedges;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double *share = twi_alloc(r->ctx, 2 * N, sizeof(double));
  if (!share) return twi_no_memory(r->ctx, 2 * N * sizeof(double));
  memset(rest, 0, N * sizeof *rest);
  for (int k = 0; k < w->markets; k++)
    for (size_t d = 0; d < N; d++) {
      const twi_market *m = &w->market[k];
      if (!(w->spending[d * S + (size_t)m->sector] > 0)) continue;
      twi_state_row(b, w, from, m, d, share);
      twi_state_row(n, w, to, m, d, share + N);
      market_rest(r, m, d, share, share + N, rest);
    }
  twi_free(r->ctx, share);
  for (size_t d = 0; d < N; d++) {
    double wages = w->value_added[d] * exp(b->lnw[d] + b->lnL[d]);
    rest[d] += wages * expm1(n->lnL[d] - b->lnL[d]) + n->D[d] - b->D[d] + n->profits[d] - b->profits[d];
    for (size_t s = 0; s < S; s++) {
      size_t cell = d * S + s;
      double Y = b->Y[cell], psi = closure && closure->scale ? closure->scale[s] : 0;
      if (!(Y > 0)) continue;
      double A = twi_productivity_of(to, cell) / twi_productivity_of(from, cell);
      double c = exp(n->lnc[cell] - b->lnc[cell]);
      rest[d] += Y * (A - 1) - twi_subsidy_of(from, cell) * (n->Y[cell] - Y * c);
      rest[d] += psi / (1 + psi) * (n->Y[cell] - Y * c * A);
    }
    for (size_t g = 0; g < b->G; g++) { /* products: on top of their sectors */
      size_t cell = twi_product_cell(w, g, d), of_sector = d * S + (size_t)w->product[g].sector;
      double Y = b->sales_g[g * N + d] * (1 - twi_subsidy_of(from, of_sector));
      double Y_new = n->sales_g[g * N + d] * (1 - twi_subsidy_of(to, of_sector));
      double A = twi_productivity_of(to, cell) / twi_productivity_of(from, cell);
      double c = exp(n->lnc[of_sector] - b->lnc[of_sector] + n->tau[g * N + d] - b->tau[g * N + d]) / A * (1 - twi_subsidy_of(to, of_sector)) /
                 (1 - twi_subsidy_of(from, of_sector));
      rest[d] += Y * (A - 1) - twi_subsidy_of(from, cell) * (Y_new - Y * c);
    }
    rest[d] *= 100 / b->I[d];
  }
  return TW_OK;
}
