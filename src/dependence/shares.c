/* What follows from who buys what of whom, without looking behind it.
 *
 *   m_o  = F[o] / sum_{o != r} F          HHI = sum m_o^2          share in use: own sales in the denominator
 *   ln P = -ln(1 - pi_o) / theta          price of a market where o sells nothing any more and costs stay
 *   ln P of a sector with products: that of its nest, ln P = -ln(sum b P_g^-eta) / eta, eta = 0: sum b ln P_g
 *   ln P of final demand: sum alpha ln P_s
 *
 * Infinite where nobody else sells and nothing replaces the product: no number then. Arkolakis, Costinot and
 * Rodriguez-Clare (2012), AER 102:1, 10.1257/aer.102.1.94, has the second line for one sector. */
#include <math.h>

#include "dependence/dependence.h"

/* A share that differs from 1 by less is 1. */
static const double ALL = 1e-13;

/* Shares of partners in a list of values [N] by seller, and what follows from them. */
static void share_values(tw_dependence *d, int side, size_t place, const double *F)
{
  size_t N = (size_t)d->world->N, r = (size_t)d->region;
  double imports = 0, use = 0, hhi = 0, hhi_use = 0, most = 0;
  size_t single = N;
  for (size_t o = 0; o < N; o++) use += F[o];
  for (size_t o = 0; o < N; o++) imports += o == r ? 0 : F[o];
  if (!(use > 0)) return;
  for (size_t o = 0; o < N; o++) {
    double in_use = F[o] / use, m = o != r && imports > 0 ? F[o] / imports : 0;
    hhi += m * m;
    hhi_use += in_use * in_use;
    if (m > most) most = m, single = o;
    if (o == r || !(F[o] > 0)) continue;
    twi_dependence_cell(d, side, place, TWI_DEPENDS_IMPORT_SHARE)[o] = m;
    twi_dependence_cell(d, side, place, TWI_DEPENDS_USE_SHARE)[o] = in_use;
  }
  twi_dependence_cell(d, side, place, TWI_DEPENDS_USE_SHARE)[N] = imports / use;
  twi_dependence_cell(d, side, place, TWI_DEPENDS_HHI_USE)[N] = hhi_use;
  if (single == N) return;
  twi_dependence_cell(d, side, place, TWI_DEPENDS_HHI)[N] = hhi;
  twi_dependence_cell(d, side, place, TWI_DEPENDS_SINGLE)[single] = most;
}

/* ln of the price of a nest whose prices change by lnP >= 0; shares are those of the equilibrium. */
static double nest_change(size_t count, const double *share, const double *lnP, double eta)
{
  double all = 0, sum = 0;
  for (size_t i = 0; i < count; i++) all += share[i];
  for (size_t i = 0; i < count; i++)
    if (share[i] > 0) sum += share[i] / all * (eta == 0 ? lnP[i] : expm1(-eta * lnP[i]));
  return eta == 0 ? sum : -log1p(fmax(sum, -1)) / eta;
}

/* Room of the products of a sector: shares and price changes, of products and of nests. */
typedef struct nest_room {
  double *b, *lnP, *b_h, *lnP_h; /* [products] each */
} nest_room;

/* The sector's price change from those of its products, which stand in the room. */
static double sector_change(const tw_world *w, size_t s, const nest_room *room)
{
  int first = w->market[w->sector_market[s]].product, last = w->market[w->sector_market[s + 1] - 1].product + 1;
  size_t nests = 0;
  for (int g = first, end; g < last; g = end, nests++) {
    int family = w->product[g].family;
    double share = 0;
    for (end = g; end < last && (end == g || (family >= 0 && w->product[end].family == family)); end++)
      share += room->b[end - first];
    room->b_h[nests] = share;
    room->lnP_h[nests] = share > 0 ? nest_change((size_t)(end - g), room->b + (g - first), room->lnP + (g - first),
                                                 family >= 0 ? w->family_elasticity[family] : 0)
                                   : 0;
  }
  return nest_change(nests, room->b_h, room->lnP_h, w->product_elasticity ? w->product_elasticity[s] : 0);
}

static double price_without(double pi, double theta)
{
  return pi < 1 - ALL ? -log1p(-pi) / theta : INFINITY;
}

static void put_loss(tw_dependence *d, int side, size_t place, size_t o, double lnP)
{
  if (lnP > 0 && isfinite(lnP)) twi_dependence_cell(d, side, place, TWI_DEPENDS_LOSS)[o] = 100 * expm1(lnP);
}

/* Price changes of a sector and its products where each partner stops; those of the sector go to lnP [N]. */
static void lose_in_sector(tw_dependence *d, int side, const twi_supply_table *t, size_t s, double *share, double *pi,
                           const nest_room *room, double *lnP)
{
  const tw_world *w = d->world;
  size_t N = (size_t)w->N, r = (size_t)d->region;
  int from = w->sector_market[s], markets = w->sector_market[s + 1] - from;
  for (int k = 0; k < markets; k++) {
    const twi_market *m = &w->market[from + k];
    twi_flow_row row = twi_market_row(w, m, r);
    double all = 0;
    twi_state_row(t->side->state, w, &t->side->wedges, m, r, share);
    for (size_t o = 0; o < N; o++) pi[(size_t)k * N + o] = 0;
    for (size_t i = 0; i < row.count; i++) all += share[i];
    for (size_t i = 0; i < row.count && all > 0; i++) pi[(size_t)k * N + twi_row_seller(&row, i)] = share[i] / all;
    room->b[k] = all;
  }
  for (size_t o = 0; o < N; o++) {
    lnP[o] = 0;
    if (o == r) continue;
    for (int k = 0; k < markets; k++) {
      const twi_market *m = &w->market[from + k];
      room->lnP[k] = price_without(pi[(size_t)k * N + o], twi_market_theta(w, m));
      if (m->product >= 0) put_loss(d, side, (size_t)w->S + 1 + (size_t)m->product, o, room->lnP[k]);
    }
    lnP[o] = twi_has_products(w, s) ? sector_change(w, s, room) : room->lnP[0];
    put_loss(d, side, s, o, lnP[o]);
  }
}

/* What each seller sells of a product to the region, before tariffs: [N]. */
static void product_values(const tw_dependence *d, const twi_supply_table *t, size_t g, double *share, double *F)
{
  const tw_world *w = d->world;
  const twi_market m = {w->product[g].sector, (int)g, 0};
  size_t r = (size_t)d->region;
  twi_flow_row row = twi_market_row(w, &m, r);
  double X = t->side->state->X[r * (size_t)w->S + (size_t)m.sector];
  twi_state_row(t->side->state, w, &t->side->wedges, &m, r, share);
  for (int o = 0; o < w->N; o++) F[o] = 0;
  for (size_t i = 0; i < row.count; i++)
    F[twi_row_seller(&row, i)] = share[i] * X / (1 + twi_tariff_of(w, &t->side->wedges, row.first + i));
}

tw_status twi_dependence_shares(tw_dependence *d, int side, const twi_supply_table *t)
{
  const tw_world *w = d->world;
  size_t N = (size_t)w->N, S = (size_t)w->S, r = (size_t)d->region, most = 1;
  for (size_t s = 0; s < S; s++) {
    size_t markets = (size_t)(w->sector_market[s + 1] - w->sector_market[s]);
    if (markets > most) most = markets;
  }
  double *work = twi_new(d->ctx, 4 * N + most * N + 4 * most, sizeof *work);
  if (!work) return twi_no_memory(d->ctx, most * N * sizeof *work);
  double *share = work, *lnP = share + N, *of_final = lnP + N, *F = of_final + N, *pi = F + N, *rest = pi + most * N;
  const nest_room room = {rest, rest + most, rest + 2 * most, rest + 3 * most};
  const double *alpha = twi_final_shares_of(w, &t->side->wedges, d->region);
  for (size_t s = 0; s < S; s++) {
    share_values(d, side, s, t->F + (s * N + r) * N);
    if (!(t->side->state->X[r * S + s] > 0)) continue;
    lose_in_sector(d, side, t, s, share, pi, &room, lnP);
    for (size_t o = 0; o < N; o++)
      if (alpha[s] != 0) of_final[o] += alpha[s] * lnP[o];
  }
  for (size_t o = 0; o < N; o++) put_loss(d, side, S, o, of_final[o]);
  for (size_t g = 0; g < (size_t)w->products; g++) {
    product_values(d, t, g, share, F);
    share_values(d, side, S + 1 + g, F);
  }
  for (size_t o = 0; o < N; o++) F[o] = 0;
  for (size_t s = 0; s < S; s++)
    for (size_t o = 0; o < N; o++) F[o] += t->F[(s * N + r) * N + o];
  share_values(d, side, S, F);
  twi_free(d->ctx, work);
  return TW_OK;
}
