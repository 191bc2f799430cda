/* Growth of a region's GDP at constant prices, at the point of the last residual: the slope of the index that
 * indicator/decomposition.c integrates,
 *
 *   GDP dln(real GDP) = dGDP - sum alpha I dln P - sum E dln p + sum M dln p
 *
 * p = c (1 - subsidy) (1 + e), the price at which a flow is shipped; E, M exports and imports before the importer's
 * tariff. The index has no level of its own, since it depends on the way: at a point its slope alone is something. */
#include "model/conditions/real_gdp.h"

#include "model/adjoint.h"
#include "world/products.h"

/* The flows between a region and others, one after the other. */
typedef struct border_flow {
  size_t cell, seller; /* seller: s Np + o, or of a product g Np + o */
  int of_product;
  double sign; /* 1: imports, -1: exports */
} border_flow;

typedef void (*take_flow)(void *data, const border_flow *flow, double value, double dlnp);

static void take_border_flow(const twi_core *c, const border_flow *f, take_flow to, void *data)
{
  place at = flow_at(c, f->cell);
  double value = customs_flow(&at);
  if (value != 0) to(data, f, f->sign * value, at.dlnp);
}

static void border_flows(const twi_core *c, size_t d, take_flow to, void *data)
{
  const tw_world *w = c->world;
  size_t N = c->N, Np = c->Np, flows = twi_world_flows(w);
  for (size_t s = 0; s < c->S; s++) {
    if (c->products && twi_has_products(w, s)) continue;
    for (size_t i = 0; i < N; i++) {
      if (i == d) continue;
      take_border_flow(c, &(border_flow){(s * N + d) * N + i, s * Np + i, 0, 1}, to, data);
      take_border_flow(c, &(border_flow){(s * N + i) * N + d, s * Np + d, 0, -1}, to, data);
    }
  }
  for (size_t cell = c->S * N * N; c->products && cell < flows; cell++) {
    twi_product_flow f = twi_product_flow_of(c, cell);
    if ((f.d == d) == (f.o == d)) continue;
    take_border_flow(c, &(border_flow){cell, f.g * Np + f.o, 1, f.d == d ? 1 : -1}, to, data);
  }
}

/* ------------------------------------------------------------------ seeds */

typedef struct seeding {
  double per; /* what a unit of money weighs */
  twi_seeds *x;
  twi_directs *directs;
} seeding;

static void seed_price(void *data, const border_flow *f, double value, double dlnp)
{
  seeding *s = data;
  (void)dlnp;
  (f->of_product ? s->x->c_g : s->x->c)[f->seller] += s->per * value;
  if (s->directs) s->directs->list[s->directs->count++] = (twi_direct){f->cell, 0, 0, s->per * value};
}

void twi_real_gdp_seed(const twi_core *c, size_t d, double gdp, double weight, twi_seeds *x, twi_directs *directs)
{
  seeding s = {weight / gdp, x, directs};
  for (size_t k = 0; k < c->S; k++)
    if (c->market[k * c->Np + d]) x->P[k * c->Np + d] -= s.per * c->alpha[d * c->Sp + k] * c->I[d];
  border_flows(c, d, seed_price, &s);
}

/* ------------------------------------------------------------------ slopes */

typedef struct sloping {
  const twi_condition *instrument; /* NULL: none */
  double sum;
} sloping;

static void add_price(void *data, const border_flow *f, double value, double dlnp)
{
  sloping *s = data;
  int taxes = s->instrument && s->instrument->lever == TWI_LEVER_EXPORT_TAX && moves_cell(s->instrument, f->cell);
  s->sum += value * (dlnp + taxes);
}

double twi_real_gdp_prices(const twi_core *c, size_t d, const twi_condition *instrument)
{
  sloping s = {instrument, 0};
  for (size_t k = 0; k < c->S; k++)
    if (c->market[k * c->Np + d]) s.sum -= c->alpha[d * c->Sp + k] * c->I[d] * c->dlnP[k * c->Np + d];
  border_flows(c, d, add_price, &s);
  return s.sum;
}
