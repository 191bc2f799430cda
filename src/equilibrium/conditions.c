/* Limits and targets checked from the data: their residuals in the certificate. See conditions.h.
 *
 *   volume of a flow     share X / ((1+t')(1+e')) e^-ln p, valued at the reference's p
 *   volume of output     Y e^-ln c, valued at the reference's c
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
  size_t N = (size_t)w->N, s = cell / N / N, d = cell / N % N, o = cell % N;
  return twi_state_share(x, w, p, (int)s, (int)d, (int)o) * x->X[d * (size_t)w->S + s];
}

/* The sum of what adds up: volumes at prices of the reference, or values. */
static double volume_of(const tw_world *w, const twi_condition *c, const twi_state *reference, const twi_state *x,
                        const twi_wedges *p)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double sum = 0;
  for (size_t i = 0; i < c->count; i++) {
    size_t cell = c->cell[i];
    if (c->measure == TWI_MEASURE_OUTPUT_VALUE) {
      sum += x->Y[cell];
      continue;
    }
    if (c->measure == TWI_MEASURE_TRADE_VALUE) {
      sum += gross_flow(w, x, p, cell) / (1 + twi_tariff_of(w, p, cell));
      continue;
    }
    if (c->measure == TWI_MEASURE_OUTPUT) {
      sum += x->Y[cell] * exp(reference->lnc[cell] - x->lnc[cell]);
      continue;
    }
    size_t seller = cell % N * S + cell / N / N;
    sum += gross_flow(w, x, p, cell) / ((1 + twi_tariff_of(w, p, cell)) * (1 + twi_export_tax_of(w, p, cell))) *
           exp(reference->lnp[seller] - x->lnp[seller]);
  }
  return sum;
}

double twi_condition_value(const tw_world *w, const twi_condition *c, const twi_state *reference, const twi_state *x,
                           const twi_wedges *p)
{
  size_t d = c->cell[0];
  double index = 0;
  switch (c->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_OUTPUT:
  case TWI_MEASURE_TRADE_VALUE:
  case TWI_MEASURE_OUTPUT_VALUE:
    return volume_of(w, c, reference, x, p);
  case TWI_MEASURE_COST:
    return exp(x->lnc[d] - reference->lnc[d]);
  case TWI_MEASURE_PRICE_INDEX:
    return exp(price_index(w, x, p, d) - price_index(w, reference, p, d)); /* at the new tastes, as in the tables */
  case TWI_MEASURE_PRICE:
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
  return exp(c->goal) * (twi_measure_adds_up(c->measure) ? volume_of(w, c, reference, reference, plain) : 1);
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
    case TWI_LEVER_SUBSIDY:
    case TWI_LEVER_OUTPUT_RENT:
      sum += part * x->Y[cell] * (1 - twi_subsidy_of(p, cell));
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
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double total = 0;
  for (size_t d = 0; d < N; d++) total += w->value_added[d];
  tw_residual *limits = twi_residuals_find(certificate, "limits");
  tw_residual *targets = twi_residuals_find(certificate, "targets");
  for (int k = 0; k < count; k++) {
    const twi_condition *c = &list[k];
    size_t cell = c->cell[0];
    int flow = twi_measure_is_of_flows(c->measure), by_cell = twi_measure_is_of_cells(c->measure);
    int region = (int)(flow ? cell % N : by_cell ? cell / S : cell);
    int sector = flow ? (int)(cell / N / N) : by_cell ? (int)(cell % S) : -1;
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
