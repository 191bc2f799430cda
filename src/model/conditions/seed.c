/* The slopes of measure.c read backwards: what a measure has of costs, prices, quantities, sales and incomes, as seeds
 * (model/adjoint.h), for one derivative by everything. Each line is one of those there. */
#include "model/adjoint.h"
#include "model/conditions/real_gdp.h"

/* A flow's own price, quantity and wedges, for a value (of PAID, GROSS or CUSTOMS) with dln value = weight. */
static void seed_flow(const twi_core *c, size_t cell, double weight, part of, int volume, twi_seeds *x,
                      twi_directs *directs)
{
  place f = flow_at(c, cell);
  double theta = f.theta + (volume ? 1 : 0);
  if (cell < c->S * c->N * c->N) {
    size_t N = c->N, s = cell / N / N * c->Np;
    x->c[s + cell % N] -= theta * weight;
    x->q[s + cell / N % N] += weight / f.q;
  } else {
    twi_product_flow at = twi_product_flow_of(c, cell);
    x->c_g[at.g * c->Np + at.o] -= theta * weight;
    x->q_g[at.g * c->Np + at.d] += weight / f.q;
  }
  if (directs)
    directs->list[directs->count++] =
        (twi_direct){cell, -f.theta * weight, of == GROSS ? 0 : -weight, of == PAID ? -weight : 0};
}

static void seed_sales(const twi_core *c, maker m, double weight, twi_seeds *x)
{
  if (m.product == SIZE_MAX)
    x->Y[m.cell] += weight / sales_of(c, m);
  else
    x->Y_g[m.product] += weight / sales_of(c, m);
}

static void seed_cost(maker m, double weight, twi_seeds *x)
{
  if (m.product == SIZE_MAX)
    x->c[m.cell] += weight;
  else
    x->c_g[m.product] += weight;
}

static void seed_price_index(const twi_core *c, size_t d, double weight, twi_seeds *x)
{
  for (size_t s = 0; s < c->S; s++)
    if (c->market[s * c->Np + d]) x->P[s * c->Np + d] += weight * c->alpha[d * c->Sp + s];
}

static double gdp_of(const twi_core *c, size_t d)
{
  return c->wV[d] + c->R[d] - (c->profit ? c->profits[d] - c->profits_data[d] : 0);
}

static void seed_gdp(const twi_core *c, size_t d, double weight, twi_seeds *x)
{
  double per = weight / gdp_of(c, d);
  x->w[d] += per * c->wV[d];
  x->L[d] += per * c->wV[d];
  x->R[d] += per;
  for (size_t g = 0; c->profit && g < c->products->G; g++) {
    size_t owner = (size_t)twi_product_owner(c->world, g);
    for (size_t o = 0; c->profit[g] != 0 && o < c->N; o++)
      x->Y_g[g * c->Np + o] -= per * c->profit[g] * ((owner == d) - (o == d));
  }
}

void twi_measure_seed(const twi_core *c, const twi_condition *one, const double *omega, double weight, twi_seeds *x,
                      twi_directs *directs)
{
  size_t d = one->cell[0], S = c->S;
  double sum = 0;
  int real = (int)one->measure == TWI_MEASURE_REAL_GDP;
  if (real || (int)one->measure == TWI_MEASURE_GDP) {
    seed_gdp(c, d, weight, x);
    if (real) twi_real_gdp_seed(c, d, gdp_of(c, d), weight, x, directs);
    return;
  }
  switch (one->measure) {
  case TWI_MEASURE_FLOWS:
  case TWI_MEASURE_OUTPUT:
  case TWI_MEASURE_SALES_SHARE:
    for (size_t i = 0; i < one->count; i++) sum += weight_of(omega, i) * volume_of(c, one, one->cell[i]);
    for (size_t i = 0; i < one->count; i++) {
      double of_it = weight * weight_of(omega, i) * volume_of(c, one, one->cell[i]) / sum;
      if (of_it == 0) continue;
      if (one->measure != TWI_MEASURE_OUTPUT) {
        seed_flow(c, one->cell[i], of_it, PAID, 1, x, directs);
        continue;
      }
      maker m = maker_of(c, one->cell[i]);
      seed_sales(c, m, of_it, x);
      seed_cost(m, -of_it, x);
    }
    if (one->measure == TWI_MEASURE_SALES_SHARE) {
      maker m = maker_of(c, seller_of(c, d));
      seed_sales(c, m, -weight, x);
      seed_cost(m, weight, x);
    }
    return;
  case TWI_MEASURE_TRADE_VALUE:
    for (size_t i = 0; i < one->count; i++) {
      place f = flow_at(c, one->cell[i]);
      sum += customs_flow(&f);
    }
    for (size_t i = 0; i < one->count; i++) {
      place f = flow_at(c, one->cell[i]);
      if (customs_flow(&f) != 0) seed_flow(c, one->cell[i], weight * customs_flow(&f) / sum, CUSTOMS, 0, x, directs);
    }
    return;
  case TWI_MEASURE_OUTPUT_VALUE:
    for (size_t i = 0; i < one->count; i++) sum += sales_of(c, maker_of(c, one->cell[i]));
    for (size_t i = 0; i < one->count; i++) {
      maker m = maker_of(c, one->cell[i]);
      if (sales_of(c, m) != 0) seed_sales(c, m, weight * sales_of(c, m) / sum, x);
    }
    return;
  case TWI_MEASURE_COST:
    seed_cost(maker_of(c, d), weight, x);
    return;
  case TWI_MEASURE_PRICE_INDEX:
    seed_price_index(c, d, weight, x);
    return;
  case TWI_MEASURE_PRICE:
    if (d < c->N * S)
      x->P[d % S * c->Np + d / S] += weight;
    else
      x->P_g[maker_of(c, d).product] += weight;
    return;
  case TWI_MEASURE_REAL_INCOME:
    x->I[d] += weight / c->I[d];
    seed_price_index(c, d, -weight, x);
    return;
  case TWI_MEASURE_REAL_WAGE:
    x->w[d] += weight;
    seed_price_index(c, d, -weight, x);
    return;
  case TWI_MEASURE_WAGE:
    x->w[d] += weight;
    return;
  case TWI_MEASURE_EMPLOYMENT:
    x->L[d] += weight;
    return;
  case TWI_MEASURE_INCOME:
    x->I[d] += weight;
    return;
  }
}

/* Money that the rent of another condition brings, as rent_slope has it, at fixed sizes of instruments. */
static void seed_rent(const twi_conditions *q, int k, double weight, const double *sizes, twi_seeds *x,
                      twi_directs *directs)
{
  const twi_core *c = q->core;
  const twi_condition *one = &q->all[k], *rent = &q->all[q->of[k]];
  for (size_t i = 0; i < one->count; i++) {
    size_t cell = one->cell[i];
    double of_it = weight * rent_base(c, rent, cell) * twi_rent_part(q, q->of[k], cell, -1, sizes, NULL);
    if (of_it == 0) continue;
    if (rent->lever != TWI_LEVER_OUTPUT_RENT) {
      seed_flow(c, cell, of_it, rent->lever == TWI_LEVER_TARIFF ? GROSS : CUSTOMS, 0, x, directs);
      continue;
    }
    maker m = maker_of(c, cell);
    const twi_core_products *p = c->products;
    if (m.product != SIZE_MAX || !p || !twi_has_products(c->world, cell % c->S)) {
      seed_sales(c, m, of_it, x);
      continue;
    }
    size_t s = cell % c->S, o = cell / c->S; /* what is paid for each of a sector's products */
    double paid = rent_base(c, rent, cell);
    for (size_t g = p->first[p->first_nest[s]]; g < p->first[p->first_nest[s + 1]]; g++)
      x->Y_g[g * c->Np + o] += of_it / paid / ((c->g ? c->g[m.cell] : 1) * (p->g ? p->g[g * c->Np + o] : 1));
  }
}

void twi_conditions_seed(const twi_conditions *q, int k, double weight, const double *sizes, twi_seeds *x,
                         twi_directs *directs)
{
  if (q->scale[k] != 0) weight *= -(q->of[k] >= 0 ? 1 : q->goal[k]) * q->scale[k]; /* rows in money */
  if ((int)q->all[k].measure == TWI_MEASURE_RENT)
    seed_rent(q, k, weight, sizes, x, directs);
  else
    twi_measure_seed(q->core, &q->all[k], q->omega[k], weight, x, directs);
}
