/* Limits and targets checked from the data: their residuals in the certificate. See conditions.h.
 *
 *   volume of a flow     share X / ((1+t')(1+e')) e^-ln p, valued at the reference's p
 *   volume of output     Y e^-ln c, valued at the reference's c
 *   share of sales       sum of the former over Y e^-ln c, of one maker, over that in the reference
 *   value of a flow      share X / (1+t')          value of output      Y
 *   limits               |min(x, ln limit - ln value)| for a limit from above, the mirror image for a floor
 *   targets              |ln value - ln goal|; |x - share I| / I for a transfer in proportion */
#include "equilibrium/conditions.h"

#include <math.h>

#include "equilibrium/residuals.h"

static double price_index(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t d)
{
  const double *alpha = twi_final_shares_of(w, p, (int)d);
  double sum = 0;
  for (size_t s = 0; s < (size_t)w->S; s++) sum += alpha[s] * x->lnP[d * (size_t)w->S + s];
  return sum;
}

/* One flow as the buyer pays it. */
static double gross_flow(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t cell)
{
  twi_flow_at at = twi_flow_of(w, cell);
  return twi_state_share(x, w, p, cell) * x->X[(size_t)at.d * (size_t)w->S + (size_t)at.s];
}

/* Sales of a producer's cell, and ln of its unit cost before a subsidy. */
static double sales_of(const tw_world *w, const twi_state *x, size_t cell)
{
  size_t cells = (size_t)w->N * (size_t)w->S;
  return cell < cells ? x->Y[cell] : x->sales_g[cell - cells];
}

static double cost_of(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t cell)
{
  twi_producer_at at = twi_producer_of(w, cell);
  double lnc = x->lnc[(size_t)at.d * (size_t)w->S + (size_t)at.s];
  return at.g < 0 ? lnc : lnc - log(twi_productivity_of(p, cell)) + x->tau[(size_t)at.g * x->N + (size_t)at.d];
}

static double seller_price(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t flow)
{
  twi_flow_at at = twi_flow_of(w, flow);
  return twi_state_seller_price(x, w, p, at.s, at.g, (size_t)at.o);
}

/* The sum of what adds up: volumes at prices of the reference, or values. */
static double volume_of(const tw_world *w, const twi_condition *c, const twi_state *reference, const twi_wedges *plain,
                        const twi_state *x, const twi_wedges *p)
{
  double sum = 0;
  for (size_t i = 0; i < c->count; i++) {
    size_t cell = c->cell[i];
    if (c->measure == TWI_MEASURE_OUTPUT_VALUE) {
      sum += sales_of(w, x, cell);
      continue;
    }
    if (c->measure == TWI_MEASURE_TRADE_VALUE) {
      sum += gross_flow(w, x, p, cell) / (1 + twi_tariff_of(w, p, cell));
      continue;
    }
    if (c->measure == TWI_MEASURE_OUTPUT) {
      sum += sales_of(w, x, cell) * exp(cost_of(w, reference, plain, cell) - cost_of(w, x, p, cell));
      continue;
    }
    sum += gross_flow(w, x, p, cell) / ((1 + twi_tariff_of(w, p, cell)) * (1 + twi_export_tax_of(w, p, cell))) *
           exp(seller_price(w, reference, plain, cell) - seller_price(w, x, p, cell));
  }
  return sum;
}

/* What of a maker's volume goes by the flows: all of them at the same price. */
static double sales_share(const tw_world *w, const twi_condition *c, const twi_state *x, const twi_wedges *p)
{
  double sum = 0;
  twi_flow_at at = twi_flow_of(w, c->cell[0]);
  size_t of_sector = (size_t)at.o * (size_t)w->S + (size_t)at.s,
         maker = at.g < 0 ? of_sector : twi_product_cell(w, (size_t)at.g, (size_t)at.o);
  for (size_t i = 0; i < c->count; i++) {
    size_t cell = c->cell[i];
    sum += gross_flow(w, x, p, cell) / ((1 + twi_tariff_of(w, p, cell)) * (1 + twi_export_tax_of(w, p, cell)));
  }
  return sum * exp(cost_of(w, x, p, maker) - seller_price(w, x, p, c->cell[0])) / sales_of(w, x, maker);
}

double twi_condition_value(const tw_world *w, const twi_condition *c, const twi_state *reference, const twi_state *x,
                           const twi_wedges *p)
{
  static const twi_wedges plain = {0}; /* the reference has none but the data's */
  size_t d = c->cell[0];
  double index = 0;
  switch (c->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_OUTPUT:
  case TWI_MEASURE_TRADE_VALUE:
  case TWI_MEASURE_OUTPUT_VALUE:
    return volume_of(w, c, reference, &plain, x, p);
  case TWI_MEASURE_SALES_SHARE:
    return sales_share(w, c, x, p) / sales_share(w, c, reference, &plain);
  case TWI_MEASURE_COST:
    return exp(cost_of(w, x, p, d) - cost_of(w, reference, &plain, d));
  case TWI_MEASURE_PRICE_INDEX:
    return exp(price_index(w, x, p, d) - price_index(w, reference, p, d)); /* at the new tastes, as in the tables */
  case TWI_MEASURE_PRICE:
    if (d >= (size_t)w->N * (size_t)w->S) /* of a product */
      return exp(x->lnP_g[d - (size_t)w->N * (size_t)w->S] - reference->lnP_g[d - (size_t)w->N * (size_t)w->S]);
    return exp(x->lnP[d] - reference->lnP[d]);
  case TWI_MEASURE_REAL_INCOME:
    index = price_index(w, x, p, d) - price_index(w, reference, p, d); /* at the new tastes, as in the tables */
    return x->I[d] / reference->I[d] * exp(-index);
  case TWI_MEASURE_REAL_WAGE:
    index = price_index(w, x, p, d) - price_index(w, reference, p, d); /* at the new tastes, as in the tables */
    return exp(x->lnw[d] - reference->lnw[d] - index);
  case TWI_MEASURE_WAGE:
    return exp(x->lnw[d] - reference->lnw[d]);
  case TWI_MEASURE_EMPLOYMENT:
    return exp(x->lnL[d] - reference->lnL[d]);
  case TWI_MEASURE_INCOME:
    return x->I[d];
  }
  return NAN;
}

double twi_condition_limit(const tw_world *w, const twi_condition *c, const twi_state *reference,
                           const twi_wedges *plain)
{
  if (c->in_money) return c->goal;
  return exp(c->goal) * (twi_measure_adds_up(c->measure) ? volume_of(w, c, reference, plain, reference, plain) : 1);
}

/* What is paid for the output of a cell, at prices of producers. */
static double paid_for(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t cell)
{
  twi_producer_at at = twi_producer_of(w, cell);
  size_t of_sector = (size_t)at.d * (size_t)w->S + (size_t)at.s;
  double left = 1 - twi_subsidy_of(p, of_sector);
  if (at.g >= 0) return sales_of(w, x, cell) * left * (1 - twi_subsidy_of(p, cell));
  return x->Y[cell] * left - (x->G ? x->product_subsidies[cell] : 0);
}

/* Sum of the sizes of all limits whose rent is on the same wedge of a cell. */
static double sizes_on(const twi_condition *list, int count, const double *size, twi_lever lever, size_t cell)
{
  double sum = 0;
  for (int k = 0; k < count; k++) {
    if (list[k].kind != TWI_AT_MOST || list[k].lever != lever || size[k] == 0) continue;
    for (size_t i = 0; i < list[k].lever_count; i++) sum += list[k].lever_cell[i] == cell ? size[k] : 0;
  }
  return sum;
}

double twi_condition_money(const tw_world *w, const twi_condition *list, int count, int k, const double *size,
                           const twi_state *x, const twi_wedges *p)
{
  const twi_condition *c = &list[k];
  double sum = 0, total = 0, own = size[k];
  for (size_t d = 0; d < (size_t)w->N; d++) total += w->value_added[d];
  if (c->lever == TWI_LEVER_TRANSFER) return own * total;
  for (size_t i = 0; i < c->lever_count; i++) {
    size_t cell = c->lever_cell[i];
    double part = -expm1(-own), all = own == 0 ? 0 : sizes_on(list, count, size, c->lever, cell);
    if (c->kind == TWI_AT_MOST && all != own) part = -expm1(-all) * own / all;
    if (c->lever == TWI_LEVER_SUBSIDY) part = expm1(own);
    switch (c->lever) {
    case TWI_LEVER_TARIFF:
      sum += part * gross_flow(w, x, p, cell);
      break;
    case TWI_LEVER_EXPORT_TAX:
      sum += part * gross_flow(w, x, p, cell) / (1 + twi_tariff_of(w, p, cell));
      break;
    case TWI_LEVER_BARRIER: /* of a limit: what melts, at customs value */
      if (c->kind != TWI_AT_MOST) return NAN;
      sum += part * gross_flow(w, x, p, cell) / (1 + twi_tariff_of(w, p, cell));
      break;
    case TWI_LEVER_SUBSIDY:
    case TWI_LEVER_OUTPUT_RENT:
      sum += part * paid_for(w, x, p, cell);
      break;
    default:
      return NAN;
    }
  }
  return c->kind == TWI_EXACTLY && c->lever != TWI_LEVER_SUBSIDY ? -sum : sum;
}

void twi_certify_conditions(const tw_world *w, const twi_condition *list, int count, const double *size,
                            const twi_state *reference, const twi_wedges *plain, const twi_state *x,
                            const twi_wedges *p, tw_certificate *certificate)
{
  double total = 0;
  for (size_t d = 0; d < (size_t)w->N; d++) total += w->value_added[d];
  tw_residual *limits = twi_residuals_find(certificate, "limits");
  tw_residual *targets = twi_residuals_find(certificate, "targets");
  for (int k = 0; k < count; k++) {
    const twi_condition *c = &list[k];
    size_t cell = c->cell[0];
    int flow = twi_measure_is_of_flows(c->measure), by_cell = twi_measure_is_of_cells(c->measure);
    int region = flow ? twi_flow_of(w, cell).o : by_cell ? twi_producer_of(w, cell).d : (int)cell;
    int sector = flow ? twi_flow_of(w, cell).s : by_cell ? twi_producer_of(w, cell).s : -1;
    double value = twi_condition_value(w, c, reference, x, p);
    if (c->kind == TWI_SHARE) {
      twi_residual_keep_largest(targets, fabs(size[k] * total - c->goal * value) / value, region, sector);
      continue;
    }
    double slack = log(twi_condition_limit(w, c, reference, plain)) - log(value);
    if (c->kind == TWI_EXACTLY)
      twi_residual_keep_largest(targets, fabs(slack), region, sector);
    else if (c->kind == TWI_AT_MOST)
      twi_residual_keep_largest(limits, fabs(fmin(size[k], slack)), region, sector);
    else
      twi_residual_keep_largest(limits, fabs(fmin(-size[k], -slack)), region, sector);
  }
  twi_residuals_end(certificate, certificate->holds);
}
