/* Who buys what of whom in an equilibrium, in money.
 *
 *   F = share X / (1 + t)                                   before the buyer's tariff
 *   cost of F = F / ((1 + e) (1 - z_g) (1 - z))             t, e, z: tariff, export tax, subsidies of product and sector
 *   Q = sum over products of the cost / X                   per unit of what the buyer spends on the sector
 *   1 - v - sum A                                           what taxes and tariffs on inputs take */
#include <string.h>

#include "dependence/dependence.h"

void twi_supply_table_free(tw_context *ctx, twi_supply_table *t)
{
  twi_free(ctx, t->F);
  twi_free(ctx, t->Q);
  twi_free(ctx, t->a);
  twi_free(ctx, t->v);
  *t = (twi_supply_table){0};
}

/* Adds the flows of one market to one buyer. share: [N] work. */
static void add_market(twi_supply_table *t, const twi_market *m, size_t d, double *share)
{
  const tw_world *w = t->w;
  const twi_state *x = t->side->state;
  const twi_wedges *p = &t->side->wedges;
  size_t N = (size_t)w->N, S = (size_t)w->S, s = (size_t)m->sector;
  double X = x->X[d * S + s], *F = t->F + (s * N + d) * N, *Q = t->Q + (s * N + d) * N;
  if (!(X > 0)) return;
  twi_flow_row row = twi_market_row(w, m, d);
  twi_state_row(x, w, p, m, d, share);
  for (size_t i = 0; i < row.count; i++) {
    size_t flow = row.first + i, o = twi_row_seller(&row, i);
    if (!(share[i] > 0)) continue;
    double value = share[i] * X / (1 + twi_tariff_of(w, p, flow));
    double of_sector = twi_subsidy_of(p, o * S + s);
    double of_product = m->product >= 0 ? twi_subsidy_of(p, twi_product_cell(w, (size_t)m->product, o)) : 0;
    F[o] += value;
    Q[o] += value / ((1 + twi_export_tax_of(w, p, flow)) * (1 - of_product) * (1 - of_sector) * X);
  }
}

tw_status twi_supply_table_fill(tw_context *ctx, const tw_world *w, const twi_side *side, twi_supply_table *t)
{
  size_t N = (size_t)w->N, S = (size_t)w->S, flows = twi_world_sector_flows(w);
  *t = (twi_supply_table){.w = w, .side = side};
  t->F = twi_new(ctx, flows, sizeof(double));
  t->Q = twi_new(ctx, flows, sizeof(double));
  t->a = twi_new(ctx, N * S * S, sizeof(double));
  t->v = twi_new(ctx, N * S, sizeof(double));
  double *share = twi_alloc(ctx, N, sizeof *share);
  if (!t->F || !t->Q || !t->a || !t->v || !share) {
    twi_free(ctx, share);
    return twi_no_memory(ctx, flows * sizeof(double));
  }
  for (int k = 0; k < w->markets; k++)
    for (size_t d = 0; d < N; d++) add_market(t, &w->market[k], d, share);
  for (int d = 0; d < w->N; d++)
    for (int u = 0; u < w->S; u++) {
      size_t cell = (size_t)d * S + (size_t)u;
      t->v[cell] = twi_state_value_added_share(side->state, w, d, u);
      if (w->input_share) twi_state_input_shares(side->state, w, d, u, t->a + cell * S);
    }
  twi_free(ctx, share);
  return TW_OK;
}
