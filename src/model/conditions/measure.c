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
 *   rent               (1 - e^-x) base               base: what the buyer pays, or customs value, or sales, rent in it
 *
 * direct: what the instrument of another condition does to the flow itself: -theta - 1 for a tariff or an export tax,
 * -theta for a barrier, 1 for demand. */
#include <math.h>

#include "model/conditions.h"
#include "model/products.h"

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

/* A flow of the core at its point, whatever market it is of. */
typedef struct place {
  double theta, kt, kt1, ke, z; /* shares of the buyer's market */
  double q, dq;
  double lnp, dlnp; /* of the seller's price */
} place;

static place flow_at(const twi_core *c, size_t cell)
{
  size_t N = c->N, Np = c->Np;
  if (cell < c->S * N * N) {
    size_t o = cell % N, d = cell / N % N, s = cell / N / N, flow = (s * N + o) * Np + d;
    return (place){
        c->theta[s],        c->kt[flow],      c->kt1[flow],      c->ke ? c->ke[flow] : 0,
        c->z[s * Np + o],   c->q[s * Np + d], c->dq[s * Np + d], c->lnc[s * Np + o] - (c->g ? c->lng[s * Np + o] : 0),
        c->dlnc[s * Np + o]};
  }
  const twi_core_products *p = c->products;
  twi_product_flow f = twi_product_flow_of(c, cell);
  size_t s = (size_t)c->world->product[f.g].sector * Np, g = f.g * Np;
  return (place){p->theta[f.g],
                 p->kt[f.at],
                 p->kt1[f.at],
                 p->ke ? p->ke[f.at] : 0,
                 p->z[g + f.o],
                 p->q[g + f.d],
                 p->dq[g + f.d],
                 c->lnc[s + f.o] - (c->g ? c->lng[s + f.o] : 0) - (p->g ? p->lnA[g + f.o] + p->lng[g + f.o] : 0),
                 c->dlnc[s + f.o] + p->dlnp[g + f.o]};
}

/* The flow at the producer's price, at the point. */
static double paid_flow(const place *f)
{
  return f->kt1 * f->z * f->q;
}

/* The flow before the importer's tariff, at the point. */
static double customs_flow(const place *f)
{
  return (f->kt1 + f->ke) * f->z * f->q;
}

/* A producer's cell: of a sector in the core, or of a product; both where it is of a product. */
typedef struct maker {
  size_t cell;    /* of the sector, s Np + o */
  size_t product; /* g Np + o; SIZE_MAX: none */
} maker;

static maker maker_of(const twi_core *c, size_t cell)
{
  twi_producer_at at = twi_producer_of(c->world, cell);
  return (maker){(size_t)at.s * c->Np + (size_t)at.d, at.g < 0 ? SIZE_MAX : (size_t)at.g * c->Np + (size_t)at.d};
}

static double sales_of(const twi_core *c, maker m)
{
  return m.product == SIZE_MAX ? c->Yn[m.cell] : c->products->Y[m.product];
}

static double sales_slope(const twi_core *c, maker m)
{
  return m.product == SIZE_MAX ? c->dY[m.cell] : c->products->dY[m.product];
}

/* ln of the unit cost, before a subsidy. */
static double cost_of(const twi_core *c, maker m)
{
  return c->lnc[m.cell] - (m.product == SIZE_MAX || !c->products->g ? 0 : c->products->lnA[m.product]);
}

/* 1 / (1 - subsidy), of the sector and of the product */
static double subsidy_factor(const twi_core *c, maker m)
{
  double g = c->g ? c->g[m.cell] : 1;
  return m.product == SIZE_MAX || !c->products->g ? g : g * c->products->g[m.product];
}

/* What a rent is a share of: what the buyer pays for an importer's, customs value for an exporter's. */
static double rent_base(const twi_core *c, const twi_condition *rent, size_t cell)
{
  if (rent->lever == TWI_LEVER_OUTPUT_RENT) {
    maker m = maker_of(c, cell);
    if (m.product != SIZE_MAX || !c->products || !twi_has_products(c->world, cell % c->S))
      return sales_of(c, m) / subsidy_factor(c, m);
    const twi_core_products *p = c->products; /* of a whole sector with products: what is paid for each */
    size_t s = cell % c->S, o = cell / c->S;
    double paid = 0;
    for (size_t g = p->first[p->first_nest[s]]; g < p->first[p->first_nest[s + 1]]; g++)
      paid += p->Y[g * c->Np + o] / ((c->g ? c->g[m.cell] : 1) * (p->g ? p->g[g * c->Np + o] : 1));
    return paid;
  }
  place f = flow_at(c, cell);
  double share = rent->lever == TWI_LEVER_TARIFF ? f.kt : f.kt1 + f.ke;
  return share * f.z * f.q;
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

/* ln p or ln c of the seller of a flow, or of a cell */
static double price_of(const twi_core *c, const twi_condition *k, size_t cell)
{
  return k->measure == TWI_MEASURE_OUTPUT ? cost_of(c, maker_of(c, cell)) : flow_at(c, cell).lnp;
}

double twi_conditions_price(const twi_conditions *q, int k, size_t cell)
{
  return price_of(q->core, &q->all[k], cell);
}

/* The cell of the maker of a flow. */
static size_t seller_of(const twi_core *c, size_t flow)
{
  const tw_world *w = c->world;
  twi_flow_at at = twi_flow_of(w, flow);
  return at.g < 0 ? (size_t)at.o * c->S + (size_t)at.s : twi_product_cell(w, (size_t)at.g, (size_t)at.o);
}

/* All that a maker sells, in volume. */
static double made_volume(const twi_core *c, size_t cell)
{
  maker m = maker_of(c, cell);
  return sales_of(c, m) * exp(-cost_of(c, m));
}

static double made_slope(const twi_conditions *q, int direct, size_t cell)
{
  maker m = maker_of(q->core, cell);
  return sales_slope(q->core, m) / sales_of(q->core, m) - cost_slope(q, direct, cell);
}

static double volume_of(const twi_core *c, const twi_condition *k, size_t cell)
{
  if (k->measure == TWI_MEASURE_OUTPUT) return made_volume(c, cell);
  place f = flow_at(c, cell);
  return paid_flow(&f) * exp(-f.lnp);
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
    double of_size, kept = rent_part(q, q->of[k], cell, j, x, &of_size);
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

/* How measure k moves with what is in the core's slopes; direct: and with that condition's instrument, -1: none. */
double twi_conditions_slope(const twi_conditions *q, int k, int direct, const double *x)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k];
  size_t d = one->cell[0], S = c->S;
  double sum = 0, slope = 0;
  if ((int)one->measure == TWI_MEASURE_RENT) return rent_slope(q, k, direct, x);
  switch (one->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_SALES_SHARE:
    for (size_t i = 0; i < one->count; i++) {
      size_t cell = one->cell[i];
      double v = q->omega[k][i] * volume_of(c, one, cell);
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
      double v = q->omega[k][i] * volume_of(c, one, cell);
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
