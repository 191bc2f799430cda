/* What measures look at, at the point of the last residual: a flow, whatever market it is of, and a maker, of a sector or
 * of a product. Inside this folder. */
#ifndef TWI_MODEL_CONDITIONS_PLACES_H
#define TWI_MODEL_CONDITIONS_PLACES_H

#include <math.h>

#include "model/conditions.h"
#include "model/products.h"

/* What of a flow is looked at: at the producer's price, with taxes as the buyer pays it, before the tariff. */
typedef enum part { PAID, GROSS, CUSTOMS } part;

/* A flow of the core at its point, whatever market it is of. */
typedef struct place {
  double theta, kt, kt1, ke, z; /* shares of the buyer's market */
  double q, dq;
  double lnp, dlnp; /* of the seller's price */
} place;

static inline place flow_at(const twi_core *c, size_t cell)
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
                 c->lnc[s + f.o] - (c->g ? c->lng[s + f.o] : 0) - (p->g ? p->lnA[g + f.o] + p->lng[g + f.o] : 0) +
                     (p->tau ? p->tau[g + f.o] : 0),
                 c->dlnc[s + f.o] + p->dlnp[g + f.o]};
}

/* The flow at the producer's price, at the point. */
static inline double paid_flow(const place *f)
{
  return f->kt1 * f->z * f->q;
}

/* The flow before the importer's tariff, at the point. */
static inline double customs_flow(const place *f)
{
  return (f->kt1 + f->ke) * f->z * f->q;
}

/* A producer's cell: of a sector in the core, or of a product; both where it is of a product. */
typedef struct maker {
  size_t cell;    /* of the sector, s Np + o */
  size_t product; /* g Np + o; SIZE_MAX: none */
} maker;

static inline maker maker_of(const twi_core *c, size_t cell)
{
  twi_producer_at at = twi_producer_of(c->world, cell);
  return (maker){(size_t)at.s * c->Np + (size_t)at.d, at.g < 0 ? SIZE_MAX : (size_t)at.g * c->Np + (size_t)at.d};
}

static inline double sales_of(const twi_core *c, maker m)
{
  return m.product == SIZE_MAX ? c->Yn[m.cell] : c->products->Y[m.product];
}

static inline double sales_slope(const twi_core *c, maker m)
{
  return m.product == SIZE_MAX ? c->dY[m.cell] : c->products->dY[m.product];
}

/* ln of the unit cost, before a subsidy. */
static inline double cost_of(const twi_core *c, maker m)
{
  if (m.product == SIZE_MAX) return c->lnc[m.cell];
  const twi_core_products *p = c->products;
  return c->lnc[m.cell] - (p->g ? p->lnA[m.product] : 0) + (p->tau ? p->tau[m.product] : 0);
}

/* 1 / (1 - subsidy), of the sector and of the product */
static inline double subsidy_factor(const twi_core *c, maker m)
{
  double g = c->g ? c->g[m.cell] : 1;
  return m.product == SIZE_MAX || !c->products->g ? g : g * c->products->g[m.product];
}

/* What a rent is a share of: what the buyer pays for an importer's, customs value for an exporter's. */
static inline double rent_base(const twi_core *c, const twi_condition *rent, size_t cell)
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

/* ln p or ln c of the seller of a flow, or of a cell */
static inline double price_of(const twi_core *c, const twi_condition *k, size_t cell)
{
  return k->measure == TWI_MEASURE_OUTPUT ? cost_of(c, maker_of(c, cell)) : flow_at(c, cell).lnp;
}

static inline double volume_of(const twi_core *c, const twi_condition *k, size_t cell)
{
  if (k->measure == TWI_MEASURE_OUTPUT) {
    maker m = maker_of(c, cell);
    return sales_of(c, m) * exp(-cost_of(c, m));
  }
  place f = flow_at(c, cell);
  return paid_flow(&f) * exp(-f.lnp);
}

/* What a cell weighs in a sum; omega NULL: 1. */
static inline double weight_of(const double *omega, size_t i)
{
  return omega ? omega[i] : 1;
}

/* Returns the part of the base that is the rent of limit k in a cell (measure.c), and its derivative by the size of
 * condition j (slope NULL: not asked for). */
double twi_rent_part(const twi_conditions *conditions, int k, size_t cell, int j, const double *x, double *slope);

#endif
