/* What conditions measure at the point of the last residual, and how it moves. See conditions.h and core.h.
 *
 *   volume of flows    ln sum omega V / p            V = kt1 z q, the flow at the producer's price;
 *                                                    omega: p of the reference
 *                      d = sum share (dV/V - dln p)
 *                      dV/V = -theta dln p + dq/q + direct
 *   volume of output   ln sum omega Y / c            Y: sales
 *   value of flows     ln sum V (1 + e')               V (1 + e'): customs value
 *                      d = sum share (-theta dln p + dq/q + direct)
 *   value of output    ln sum Y                        d = sum share dY/Y
 *   unit cost          ln c
 *   price              ln P
 *   price index        sum alpha ln P
 *   real income        ln I - sum alpha ln P
 *   real wage          ln w - sum alpha ln P
 *   rent               (1 - e^-x) base               base: what the buyer pays, or customs value, or sales, rent in it
 *
 * direct: what the instrument of another condition does to the flow itself: -theta - 1 for a tariff or an export tax,
 * -theta for a barrier, 1 for demand. */
#include <math.h>

#include "model/conditions.h"

/* Whether a flow (or cell) is among those that a condition's instrument moves: the list is sorted. */
static int moves_cell(const twi_condition *c, size_t cell)
{
  size_t low = 0, high = c->lever_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (c->lever_cell[middle] < cell)
      low = middle + 1;
    else
      high = middle;
  }
  return low < c->lever_count && c->lever_cell[low] == cell;
}

/* What of a flow is looked at: at the producer's price, with taxes as the buyer pays it, before the tariff. */
typedef enum part { PAID, GROSS, CUSTOMS } part;

/* dln of it by the instrument of condition j itself, -1: none */
static double direct_on(const twi_conditions *q, int j, size_t cell, size_t s, part of)
{
  if (j < 0) return 0;
  const twi_condition *c = &q->all[j];
  double theta = q->core->theta[s];
  if (!twi_lever_is_of_flows(c->lever) || !moves_cell(c, cell)) return 0;
  switch (c->lever) {
  case TWI_LEVER_TARIFF:
    return of == GROSS ? -theta : -theta - 1;
  case TWI_LEVER_EXPORT_TAX:
    return of == PAID ? -theta - 1 : -theta;
  case TWI_LEVER_BARRIER:
    return -theta;
  default:
    return 1;
  }
}

static double price_index(const twi_core *c, size_t d, int slope)
{
  double sum = 0;
  for (size_t s = 0; s < c->S; s++)
    if (c->market[s * c->Np + d])
      sum += c->alpha[d * c->Sp + s] * (slope ? c->dlnP[s * c->Np + d] : c->lnPn[d * c->Sp + s]);
  return sum;
}

/* s, d, o of a flow's cell */
static void split_cell(const twi_core *c, size_t cell, size_t *s, size_t *d, size_t *o)
{
  size_t N = c->N;
  *o = cell % N;
  *d = cell / N % N;
  *s = cell / N / N;
}

/* The flow at the producer's price, at the point. */
static double paid_flow(const twi_core *c, size_t s, size_t d, size_t o)
{
  size_t at = s * c->Np;
  return c->kt1[(s * c->N + o) * c->Np + d] * c->z[at + o] * c->q[at + d];
}

/* The flow before the importer's tariff, at the point. */
static double customs_flow(const twi_core *c, size_t s, size_t d, size_t o)
{
  size_t at = s * c->Np, flow = (s * c->N + o) * c->Np + d;
  return (c->kt1[flow] + (c->ke ? c->ke[flow] : 0)) * c->z[at + o] * c->q[at + d];
}

/* What a rent is a share of: what the buyer pays for an importer's, customs value for an exporter's. */
static double rent_base(const twi_core *c, const twi_condition *rent, size_t cell)
{
  size_t s, d, o, Np = c->Np;
  if (rent->lever == TWI_LEVER_OUTPUT_RENT) {
    size_t i = cell % c->S * Np + cell / c->S;
    return c->Yn[i] / c->g[i];
  }
  split_cell(c, cell, &s, &d, &o);
  size_t flow = (s * c->N + o) * Np + d;
  double share = rent->lever == TWI_LEVER_TARIFF ? c->kt[flow] : c->kt1[flow] + (c->ke ? c->ke[flow] : 0);
  return share * c->z[s * Np + o] * c->q[s * Np + d];
}

/* dln of the unit cost of a cell: where an instrument moves its price alone, the slope of the price is in its place. */
static double cost_slope(const twi_conditions *q, int direct, size_t cell)
{
  const twi_core *c = q->core;
  double dlnc = c->dlnc[cell % c->S * c->Np + cell / c->S];
  if (direct < 0 || !moves_cell(&q->all[direct], cell)) return dlnc;
  if (q->all[direct].lever == TWI_LEVER_SUBSIDY) return dlnc + 1;
  return q->all[direct].lever == TWI_LEVER_OUTPUT_RENT ? dlnc - 1 : dlnc;
}

/* ln p or ln c of the seller of a flow, or of a cell */
static double price_of(const twi_core *c, const twi_condition *k, size_t cell)
{
  size_t s, d, o, Np = c->Np;
  if (k->measure == TWI_MEASURE_OUTPUT) return c->lnc[cell % c->S * Np + cell / c->S];
  split_cell(c, cell, &s, &d, &o);
  return c->lnc[s * Np + o] - (c->g ? c->lng[s * Np + o] : 0);
}

static double volume_of(const twi_core *c, const twi_condition *k, size_t cell)
{
  size_t s, d, o;
  double price = exp(-price_of(c, k, cell));
  if (k->measure == TWI_MEASURE_OUTPUT) return c->Yn[cell % c->S * c->Np + cell / c->S] * price;
  split_cell(c, cell, &s, &d, &o);
  return paid_flow(c, s, d, o) * price;
}

/* The part of the base that is the rent of limit k, and its derivative by the size of condition j. */
static double rent_part(const twi_conditions *q, int k, size_t cell, int j, const double *x, double *slope)
{
  double X = 0;
  int shares = 0;
  for (int i = 0; i < q->given; i++) {
    const twi_condition *one = &q->all[i];
    if (one->kind != TWI_AT_MOST || one->lever != q->all[k].lever || (i != k && x[i] == 0 && i != j)) continue;
    if (!moves_cell(one, cell)) continue;
    X += x[i];
    shares |= i == j;
  }
  double per = fabs(X) < 1e-8 ? 1 - X / 2 : -expm1(-X) / X; /* (1 - e^-X) / X */
  if (slope) {
    double of_per = fabs(X) < 1e-4 ? -0.5 + X / 3 - X * X / 8 : (exp(-X) - per) / X;
    *slope = (j == k ? per : 0) + (shares ? x[k] * of_per : 0);
  }
  return per * x[k];
}

double twi_conditions_measure(const twi_conditions *q, int k, const double *x)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k];
  size_t d = one->cell[0], S = c->S;
  double sum = 0;
  if ((int)one->measure == TWI_MEASURE_RENT) {
    for (size_t i = 0; i < one->count; i++)
      sum += rent_part(q, q->of[k], one->cell[i], -1, x, NULL) * rent_base(c, &q->all[q->of[k]], one->cell[i]);
    return sum;
  }
  switch (one->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_OUTPUT:
    for (size_t i = 0; i < one->count; i++) sum += q->omega[k][i] * volume_of(c, one, one->cell[i]);
    return log(sum);
  case TWI_MEASURE_TRADE_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      size_t s, to, o;
      split_cell(c, one->cell[i], &s, &to, &o);
      sum += customs_flow(c, s, to, o);
    }
    return log(sum);
  case TWI_MEASURE_OUTPUT_VALUE:
    for (size_t i = 0; i < one->count; i++) sum += c->Yn[one->cell[i] % S * c->Np + one->cell[i] / S];
    return log(sum);
  case TWI_MEASURE_COST:
    return c->lnc[d % S * c->Np + d / S];
  case TWI_MEASURE_PRICE_INDEX:
    return price_index(c, d, 0);
  case TWI_MEASURE_PRICE:
    return c->lnPn[d / S * c->Sp + d % S];
  case TWI_MEASURE_REAL_INCOME:
    return log(c->I[d]) - price_index(c, d, 0);
  case TWI_MEASURE_REAL_WAGE:
    return log(c->w[d]) - price_index(c, d, 0);
  case TWI_MEASURE_WAGE:
    return log(c->w[d]);
  case TWI_MEASURE_EMPLOYMENT:
    return c->lnL[d];
  case TWI_MEASURE_INCOME:
    return c->I[d];
  }
  return 0;
}

static double rent_slope(const twi_conditions *q, int k, int j, const double *x)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k], *rent = &q->all[q->of[k]];
  size_t Np = c->Np;
  double sum = 0;
  for (size_t i = 0; i < one->count; i++) {
    size_t cell = one->cell[i], s, d, o;
    double b = rent_base(c, rent, cell), slope;
    if (b == 0) continue;
    double of_size, kept = rent_part(q, q->of[k], cell, j, x, &of_size);
    if (rent->lever == TWI_LEVER_OUTPUT_RENT) {
      size_t at = cell % c->S * Np + cell / c->S;
      slope = c->dY[at] / c->Yn[at];
      if (j >= 0 && moves_cell(&q->all[j], cell)) /* dln g of the instrument itself */
        slope -= q->all[j].lever == TWI_LEVER_SUBSIDY ? 1 : q->all[j].lever == TWI_LEVER_OUTPUT_RENT ? -1 : 0;
    } else {
      split_cell(c, cell, &s, &d, &o);
      slope = -c->theta[s] * c->dlnc[s * Np + o] + c->dq[s * Np + d] / c->q[s * Np + d] +
              direct_on(q, j, cell, s, rent->lever == TWI_LEVER_TARIFF ? GROSS : CUSTOMS);
    }
    sum += b * (kept * slope + (j >= 0 ? of_size : 0));
  }
  return sum;
}

/* How measure k moves with what is in the core's slopes; direct: and with that condition's instrument, -1: none. */
double twi_conditions_slope(const twi_conditions *q, int k, int direct, const double *x)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k];
  size_t d = one->cell[0], Np = c->Np, S = c->S;
  double sum = 0, slope = 0;
  if ((int)one->measure == TWI_MEASURE_RENT) return rent_slope(q, k, direct, x);
  switch (one->measure) {
  case TWI_MEASURE_FLOWS:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i], s, to, o;
      split_cell(c, cell, &s, &to, &o);
      double v = q->omega[k][i] * volume_of(c, one, cell);
      if (v == 0) continue;
      sum += v;
      slope += v * (-(c->theta[s] + 1) * c->dlnc[s * Np + o] + c->dq[s * Np + to] / c->q[s * Np + to] +
                    direct_on(q, direct, cell, s, PAID));
    }
    return slope / sum;
  case TWI_MEASURE_OUTPUT:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i], at = cell % S * Np + cell / S;
      double v = q->omega[k][i] * volume_of(c, one, cell);
      if (v == 0) continue;
      sum += v;
      slope += v * (c->dY[at] / c->Yn[at] - cost_slope(q, direct, cell));
    }
    return slope / sum;
  case TWI_MEASURE_TRADE_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i], s, to, o;
      split_cell(c, cell, &s, &to, &o);
      double v = customs_flow(c, s, to, o);
      if (v == 0) continue;
      sum += v;
      slope += v * (-c->theta[s] * c->dlnc[s * Np + o] + c->dq[s * Np + to] / c->q[s * Np + to] +
                    direct_on(q, direct, cell, s, CUSTOMS));
    }
    return slope / sum;
  case TWI_MEASURE_OUTPUT_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      size_t at = one->cell[i] % S * Np + one->cell[i] / S;
      sum += c->Yn[at];
      slope += c->dY[at];
    }
    return slope / sum;
  case TWI_MEASURE_COST:
    return cost_slope(q, direct, d);
  case TWI_MEASURE_PRICE_INDEX:
    return price_index(c, d, 1);
  case TWI_MEASURE_PRICE:
    return c->dlnP[d % S * Np + d / S];
  case TWI_MEASURE_REAL_INCOME:
    return c->dI[d] / c->I[d] - price_index(c, d, 1);
  case TWI_MEASURE_REAL_WAGE:
    return c->dlw[d] - price_index(c, d, 1);
  case TWI_MEASURE_WAGE:
    return c->dlw[d];
  case TWI_MEASURE_EMPLOYMENT:
    return c->dlv[d] - c->dlw[d];
  case TWI_MEASURE_INCOME:
    return c->dI[d];
  }
  return 0;
}
