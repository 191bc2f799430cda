/* What becomes of products: the columns of products.csv, and their flows for product_trade.csv.
 *
 *   sales        Y_g at unit cost, own sales included                          of a product made in a region
 *   spending     b_g X at buyers' prices; price: P_g                           of a product bought in a region
 *   seller price p_g, less subsidies, before export taxes                      of a product made in a region
 *   value        share X / (1 + t) before the importer's tariff
 *   quantity     of a region the sum of what it sells, where the world has it; of a flow
 *                Q (value with tariff)_hat / (p k)_hat                         what arrives, at its own price
 *                Q (value with tariff)_hat / P_g hat                           of a brand (a product with a home)
 *
 * Hats are against the data, since Q is. Models of a brand are drawn as in Eaton and Kortum (2002), so that cars of one
 * brand cost a buyer the same on average wherever they are from, and units follow the price of the brand (Head and Mayer
 * 2019, AER 109:9). */
#include <math.h>

#include "indicator/result.h"

static double change_pct(double new_, double base)
{
  return base > 0 ? 100 * (new_ / base - 1) : NAN;
}

/* Quantity over that of the data of a flow whose share of the sector's spending is given. */
static double quantity_hat(const tw_world *w, const twi_state *x, const twi_wedges *p, const twi_flow_at *at,
                           size_t flow, double share)
{
  size_t cell = (size_t)at->d * (size_t)w->S + (size_t)at->s;
  double t0 = w->tariff ? w->tariff[flow] : 0, e0 = w->export_tax ? w->export_tax[flow] : 0;
  double value = share * x->X[cell] / ((1 + t0) * w->flow[flow]);
  if (w->product[at->g].home >= 0) return value / exp(x->lnP_g[(size_t)at->g * x->N + (size_t)at->d]);
  double k = twi_barrier_of(p, flow) * (1 + twi_tariff_of(w, p, flow)) / (1 + t0) *
             ((1 + twi_export_tax_of(w, p, flow)) / (1 + e0));
  double price = k * exp(twi_state_seller_price(x, w, p, at->s, at->g, (size_t)at->o));
  return share > 0 ? value / price : 0;
}

/* Quantities that each region sells, of flows whose quantity is known: column [N][G], row: work [N]. */
static void add_quantities(const tw_world *w, const twi_side *side, double *row, double *column)
{
  size_t N = (size_t)w->N, G = (size_t)w->products;
  for (size_t g = 0; g < G; g++) {
    const twi_market m = {w->product[g].sector, (int)g, 0};
    for (size_t d = 0; d < N; d++) {
      twi_flow_row flows = twi_market_row(w, &m, d);
      twi_state_row(side->state, w, &side->wedges, &m, d, row);
      for (size_t i = 0; i < flows.count; i++) {
        size_t flow = flows.first + i, o = twi_row_seller(&flows, i);
        double Q = w->quantity[flow - twi_world_sector_flows(w)], *sum = &column[o * G + g];
        const twi_flow_at at = {m.sector, (int)d, (int)o, (int)g};
        if (isnan(Q)) continue;
        *sum = (isnan(*sum) ? 0 : *sum) + Q * quantity_hat(w, side->state, &side->wedges, &at, flow, row[i]);
      }
    }
  }
}

void twi_products(tw_result *r)
{
  const tw_world *w = r->world;
  const twi_state *b = r->base.state, *n = r->new_.state;
  size_t N = (size_t)w->N, S = (size_t)w->S, G = b->G;
  double *column[TWI_PRODUCT_COUNT];
  for (size_t i = 0; i < TWI_PRODUCT_COUNT && G; i++) column[i] = r->products + i * N * G;
  for (size_t d = 0; d < N; d++)
    for (size_t g = 0; g < G; g++) {
      size_t i = d * G + g, from = g * N + d, cell = d * S + (size_t)w->product[g].sector;
      double sales[2] = {b->sales_g[from], n->sales_g[from]};
      double spending[2] = {b->b[from] * b->X[cell], n->b[from] * n->X[cell]};
      column[TWI_PRODUCT_SALES_BASE][i] = sales[0];
      column[TWI_PRODUCT_SALES_NEW][i] = sales[1];
      column[TWI_PRODUCT_SALES][i] = change_pct(sales[1], sales[0]);
      column[TWI_PRODUCT_SPENDING_BASE][i] = spending[0];
      column[TWI_PRODUCT_SPENDING_NEW][i] = spending[1];
      column[TWI_PRODUCT_SPENDING][i] = change_pct(spending[1], spending[0]);
      /* a product that nobody may sell any more has no price */
      double lnP = n->lnP_g[from] - b->lnP_g[from];
      column[TWI_PRODUCT_PRICE][i] = spending[0] > 0 && isfinite(lnP) ? 100 * expm1(lnP) : NAN;
      double lnp = twi_state_seller_price(n, w, &r->new_.wedges, w->product[g].sector, (int)g, d) -
                   twi_state_seller_price(b, w, &r->base.wedges, w->product[g].sector, (int)g, d);
      column[TWI_PRODUCT_SELLER_PRICE][i] = sales[0] > 0 && isfinite(lnp) ? 100 * expm1(lnp) : NAN;
      for (int k = TWI_PRODUCT_QUANTITY_BASE; k <= TWI_PRODUCT_QUANTITY; k++) column[k][i] = NAN;
    }
  if (!G || !w->quantity) return;
  double *base = column[TWI_PRODUCT_QUANTITY_BASE], *new_ = column[TWI_PRODUCT_QUANTITY_NEW];
  add_quantities(w, &r->base, b->row, base);
  add_quantities(w, &r->new_, n->row, new_);
  for (size_t i = 0; i < N * G; i++) column[TWI_PRODUCT_QUANTITY][i] = change_pct(new_[i], base[i]);
}

static double without_rent(const twi_wedges *p, size_t flow, double tariff)
{
  return p->rent && p->rent[flow] != 0 ? (1 + tariff) / (1 + p->rent[flow]) - 1 : tariff;
}

tw_status tw_result_product_flows(const tw_result *r, int product, int importer, tw_product_change *out, int *count)
{
  const tw_world *w = r->world;
  *count = 0;
  if (product < 0 || product >= w->products || importer < 0 || importer >= w->N)
    return twi_fail(r->ctx, TW_USAGE, "tw_result_product_flows: product %d, importer %d: out of range", product,
                    importer);
  const twi_market m = {w->product[product].sector, product, 0};
  size_t d = (size_t)importer, cell = d * (size_t)w->S + (size_t)m.sector, N = (size_t)w->N;
  twi_flow_row row = twi_market_row(w, &m, d);
  double *share = twi_alloc(r->ctx, 2 * N, sizeof *share);
  if (!share) return twi_no_memory(r->ctx, 2 * N * sizeof *share);
  const twi_side *side[2] = {&r->base, &r->new_};
  int solved = r->info.outcome > 0;
  for (int k = 0; k < 2 && solved; k++)
    twi_state_row(side[k]->state, w, &side[k]->wedges, &m, d, share + (size_t)k * N);
  for (size_t i = 0; i < row.count; i++) {
    size_t flow = row.first + i, in_products = flow - twi_world_sector_flows(w);
    const twi_flow_at at = {m.sector, importer, (int)twi_row_seller(&row, i), product};
    double quantity = w->quantity ? w->quantity[in_products] : NAN, value[2], amount[2], tariff[2];
    for (int k = 0; k < 2; k++) {
      const twi_wedges *p = &side[k]->wedges;
      double pi = share[(size_t)k * N + i], t = twi_tariff_of(w, p, flow);
      value[k] = solved ? pi * side[k]->state->X[cell] / (1 + t) : NAN;
      tariff[k] = without_rent(p, flow, t);
      amount[k] = solved && !isnan(quantity) ? quantity * quantity_hat(w, side[k]->state, p, &at, flow, pi) : NAN;
    }
    out[(*count)++] =
        (tw_product_change){product, importer, at.o, value[0], value[1], amount[0], amount[1], tariff[0], tariff[1]};
  }
  twi_free(r->ctx, share);
  return TW_OK;
}
