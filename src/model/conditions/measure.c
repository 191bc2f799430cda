/* What conditions measure at the point of the last residual, and how it moves. See conditions.h and core.h.
 *
 *   volume of flows    ln sum omega V / p            V = kt1 z q, the flow at the producer's price;
 *                                                    omega: p of the reference
 *                      d = sum share (dV/V - dln p)
 *                      dV/V = -theta dln p + dq/q + direct
 *   volume of output   ln sum omega Y / c            Y: sales
 *   share of sales     ln sum V / p - ln Y / c          one maker's; d = sum share (dV/V - dln p) - (dY/Y - dln c)
 *   value of flows     ln sum V (1 + e')               V (1 + e'): customs value
 *                      d = sum share (-theta dln p + dq/q + direct)
 *   value of output    ln sum Y                        d = sum share dY/Y
 *   unit cost          ln c
 *   price              ln P
 *   price index        sum alpha ln P
 *   real income        ln I - sum alpha ln P
 *   real wage          ln w - sum alpha ln P
 *   GDP                ln (w V L + R - net profits of others)
 *   real GDP           0: real_gdp.c has its slope
 *   rent               (1 - e^-x) base               base: what the buyer pays, or customs value, or sales, rent in it
 *
 * direct: what the instrument of another condition does to the flow itself: -theta - 1 for a tariff or an export tax,
 * -theta for a barrier, 1 for demand. */
#include <math.h>

#include "model/conditions/real_gdp.h"

/* dln of it by the instrument of condition j itself, -1: none */
static double direct_on(const twi_conditions *q, int j, size_t cell, double theta, part of)
{
  if (j < 0) return 0;
  const twi_condition *c = &q->all[j];
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

/* dln of the unit cost of a cell: where an instrument moves its price alone, the slope of the price is in its place. */
static double cost_slope(const twi_conditions *q, int direct, size_t cell)
{
  const twi_core *c = q->core;
  maker m = maker_of(c, cell);
  double dlnc = c->dlnc[m.cell] + (m.product == SIZE_MAX ? 0 : c->products->dlnp[m.product]);
  if (direct < 0) return dlnc;
  const twi_condition *one = &q->all[direct];
  double price = one->lever == TWI_LEVER_SUBSIDY ? 1 : one->lever == TWI_LEVER_OUTPUT_RENT ? -1 : 0;
  if (price == 0) return dlnc;
  size_t of_sector = m.cell % c->Np * c->S + m.cell / c->Np;
  int times = moves_cell(one, cell) + (m.product != SIZE_MAX && moves_cell(one, of_sector));
  return dlnc + times * price;
}

double twi_conditions_price(const twi_conditions *q, int k, size_t cell)
{
  return price_of(q->core, &q->all[k], cell);
}

static double made_slope(const twi_conditions *q, int direct, size_t cell)
{
  maker m = maker_of(q->core, cell);
  return sales_slope(q->core, m) / sales_of(q->core, m) - cost_slope(q, direct, cell);
}

/* The part of the base that is the rent of limit k, and its derivative by the size of condition j. */
double twi_rent_part(const twi_conditions *q, int k, size_t cell, int j, const double *x, double *slope)
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

static double gdp_of(const twi_core *c, size_t d)
{
  return c->wV[d] + c->R[d] - (c->profit ? c->profits[d] - c->profits_data[d] : 0);
}

double twi_measure_value(const twi_core *c, const twi_condition *one, const double *omega)
{
  size_t d = one->cell[0], S = c->S;
  double sum = 0;
  if ((int)one->measure == TWI_MEASURE_GDP) return log(gdp_of(c, d));
  if ((int)one->measure == TWI_MEASURE_REAL_GDP) return 0;
  switch (one->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_OUTPUT:
    for (size_t i = 0; i < one->count; i++) sum += weight_of(omega, i) * volume_of(c, one, one->cell[i]);
    return log(sum);
  case TWI_MEASURE_SALES_SHARE:
    for (size_t i = 0; i < one->count; i++) sum += volume_of(c, one, one->cell[i]);
    return log(sum) - log(made_volume(c, seller_of(c, d)));
  case TWI_MEASURE_TRADE_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      place f = flow_at(c, one->cell[i]);
      sum += customs_flow(&f);
    }
    return log(sum);
  case TWI_MEASURE_OUTPUT_VALUE:
    for (size_t i = 0; i < one->count; i++) sum += sales_of(c, maker_of(c, one->cell[i]));
    return log(sum);
  case TWI_MEASURE_COST:
    return cost_of(c, maker_of(c, d));
  case TWI_MEASURE_PRICE_INDEX:
    return price_index(c, d, 0);
  case TWI_MEASURE_PRICE:
    return d < c->N * S ? c->lnPn[d / S * c->Sp + d % S] : c->products->lnP[maker_of(c, d).product];
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

double twi_conditions_measure(const twi_conditions *q, int k, const double *x)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k];
  double sum = 0;
  if ((int)one->measure != TWI_MEASURE_RENT) return twi_measure_value(c, one, q->omega[k]);
  for (size_t i = 0; i < one->count; i++)
    sum += twi_rent_part(q, q->of[k], one->cell[i], -1, x, NULL) * rent_base(c, &q->all[q->of[k]], one->cell[i]);
  return sum;
}

/* dln of what is paid for the output of a cell, less what instrument j itself does to the subsidy. */
static double paid_slope(const twi_conditions *q, int j, size_t cell, maker m)
{
  const twi_core *c = q->core;
  const twi_core_products *p = c->products;
  double sign = j < 0                                      ? 0
                : q->all[j].lever == TWI_LEVER_SUBSIDY     ? 1
                : q->all[j].lever == TWI_LEVER_OUTPUT_RENT ? -1
                                                           : 0;
  size_t of_sector = m.cell % c->Np * c->S + m.cell / c->Np, o = m.cell % c->Np;
  double on_sector = sign != 0 && moves_cell(&q->all[j], of_sector) ? sign : 0;
  if (m.product != SIZE_MAX || !p || !twi_has_products(c->world, cell % c->S)) {
    double on_product = m.product != SIZE_MAX && sign != 0 && moves_cell(&q->all[j], cell) ? sign : 0;
    return sales_slope(c, m) / sales_of(c, m) - on_sector - on_product;
  }
  double paid = 0, slope = 0;
  size_t s = cell % c->S;
  for (size_t g = p->first[p->first_nest[s]]; g < p->first[p->first_nest[s + 1]]; g++) {
    size_t i = g * c->Np + o;
    double factor = (c->g ? c->g[m.cell] : 1) * (p->g ? p->g[i] : 1);
    double on_product = sign != 0 && moves_cell(&q->all[j], twi_product_cell(c->world, g, o)) ? sign : 0;
    paid += p->Y[i] / factor;
    slope += (p->dY[i] - (on_sector + on_product) * p->Y[i]) / factor;
  }
  return slope / paid;
}

static double rent_slope(const twi_conditions *q, int k, int j, const double *x)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k], *rent = &q->all[q->of[k]];
  double sum = 0;
  for (size_t i = 0; i < one->count; i++) {
    size_t cell = one->cell[i];
    double b = rent_base(c, rent, cell), slope;
    if (b == 0) continue;
    double of_size, kept = twi_rent_part(q, q->of[k], cell, j, x, &of_size);
    if (rent->lever == TWI_LEVER_OUTPUT_RENT) {
      maker m = maker_of(c, cell);
      slope = paid_slope(q, j, cell, m);
    } else {
      place f = flow_at(c, cell);
      slope = -f.theta * f.dlnp + f.dq / f.q +
              direct_on(q, j, cell, f.theta, rent->lever == TWI_LEVER_TARIFF ? GROSS : CUSTOMS);
    }
    sum += b * (kept * slope + (j >= 0 ? of_size : 0));
  }
  return sum;
}

/* dln GDP: revenue's slope is what income has beside factors and deficits; a transfer that an instrument moves itself is
 * in income, too, but no revenue. */
static double gdp_slope(const twi_conditions *q, size_t d, int direct)
{
  const twi_core *c = q->core;
  double slope = c->dI[d] - c->dD[d] - (c->profit ? c->dprofits[d] : 0);
  const twi_condition *one = direct < 0 ? NULL : &q->all[direct];
  for (size_t i = 0; one && one->lever == TWI_LEVER_TRANSFER && i < one->lever_count; i++)
    if (one->lever_cell[i] == d) slope += one->lever_weight[i];
  return slope / gdp_of(c, d);
}

double twi_measure_slope(const twi_conditions *q, const twi_condition *one, const double *omega, int direct)
{
  const twi_core *c = q->core;
  size_t d = one->cell[0], S = c->S;
  double sum = 0, slope = 0;
  if ((int)one->measure == TWI_MEASURE_GDP) return gdp_slope(q, d, direct);
  if ((int)one->measure == TWI_MEASURE_REAL_GDP)
    return gdp_slope(q, d, direct) + twi_real_gdp_prices(c, d, direct < 0 ? NULL : &q->all[direct]) / gdp_of(c, d);
  switch (one->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_SALES_SHARE:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i];
      double v = weight_of(omega, i) * volume_of(c, one, cell);
      if (v == 0) continue;
      place f = flow_at(c, cell);
      sum += v;
      slope += v * (-(f.theta + 1) * f.dlnp + f.dq / f.q + direct_on(q, direct, cell, f.theta, PAID));
    }
    if (one->measure == TWI_MEASURE_SALES_SHARE) slope -= sum * made_slope(q, direct, seller_of(c, d));
    return slope / sum;
  case TWI_MEASURE_OUTPUT:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i];
      double v = weight_of(omega, i) * volume_of(c, one, cell);
      if (v == 0) continue;
      sum += v;
      slope += v * made_slope(q, direct, cell);
    }
    return slope / sum;
  case TWI_MEASURE_TRADE_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i];
      place f = flow_at(c, cell);
      double v = customs_flow(&f);
      if (v == 0) continue;
      sum += v;
      slope += v * (-f.theta * f.dlnp + f.dq / f.q + direct_on(q, direct, cell, f.theta, CUSTOMS));
    }
    return slope / sum;
  case TWI_MEASURE_OUTPUT_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      maker m = maker_of(c, one->cell[i]);
      sum += sales_of(c, m);
      slope += sales_slope(c, m);
    }
    return slope / sum;
  case TWI_MEASURE_COST:
    return cost_slope(q, direct, d);
  case TWI_MEASURE_PRICE_INDEX:
    return price_index(c, d, 1);
  case TWI_MEASURE_PRICE:
    return d < c->N * S ? c->dlnP[d % S * c->Np + d / S] : c->products->dlnP[maker_of(c, d).product];
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

/* How measure k moves with what is in the core's slopes; direct: and with that condition's instrument, -1: none. */
double twi_conditions_slope(const twi_conditions *q, int k, int direct, const double *x)
{
  if ((int)q->all[k].measure == TWI_MEASURE_RENT) return rent_slope(q, k, direct, x);
  return twi_measure_slope(q, &q->all[k], q->omega[k], direct);
}
