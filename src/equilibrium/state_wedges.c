/* The wedges of flows and producers, and prices of sellers under them. See state.h. */
#include <math.h>

#include "equilibrium/state.h"

double twi_tariff_of(const tw_world *w, const twi_wedges *p, size_t flow)
{
  return p->tariff ? p->tariff[flow] : w->tariff ? w->tariff[flow] : 0;
}

double twi_export_tax_of(const tw_world *w, const twi_wedges *p, size_t flow)
{
  return p->export_tax ? p->export_tax[flow] : w->export_tax ? w->export_tax[flow] : 0;
}

double twi_barrier_of(const twi_wedges *p, size_t flow)
{
  return p->barrier ? p->barrier[flow] : 1;
}

double twi_productivity_of(const twi_wedges *p, size_t cell)
{
  return p->productivity ? p->productivity[cell] : 1;
}

double twi_demand_of(const twi_wedges *p, size_t flow)
{
  return p->demand ? p->demand[flow] : 1;
}

double twi_subsidy_of(const twi_wedges *p, size_t cell)
{
  return p->subsidy ? p->subsidy[cell] : 0;
}

const double *twi_final_shares_of(const tw_world *w, const twi_wedges *p, int d)
{
  return (p->final_demand ? p->final_demand : w->final_share) + (size_t)d * (size_t)w->S;
}

double twi_state_seller_price(const twi_state *x, const tw_world *w, const twi_wedges *p, int s, int g, size_t o)
{
  double lnp = x->lnp[o * x->S + (size_t)s];
  if (g < 0) return lnp;
  size_t cell = twi_product_cell(w, (size_t)g, o);
  double A = twi_productivity_of(p, cell), subsidy = twi_subsidy_of(p, cell);
  return lnp - (A == 1 ? 0 : log(A)) + (subsidy == 0 ? 0 : log1p(-subsidy)) + x->tau[(size_t)g * x->N + o];
}
