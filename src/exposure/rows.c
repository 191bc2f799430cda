/* One derivative as a row: what it is of, its rate at the point, and per cent for a point. See exposure.h. */
#include <math.h>

#include "equilibrium/state.h"
#include "exposure/exposure.h"
#include "world/products.h"

const char *tw_wedge_word(tw_wedge wedge)
{
  static const char *const word[] = {"tariff", "export_tax", "barrier", "productivity"};
  return (unsigned)wedge < sizeof word / sizeof *word ? word[wedge] : "";
}

/* Something is sold in the flow at the point. */
static int is_sold(const twi_exposure_point *p, size_t flow)
{
  const twi_wedges *wedges = &p->result->new_.wedges;
  return p->world->flow[flow] > 0 && !isinf(twi_barrier_of(wedges, flow));
}

/* The rate of a tariff or an export tax without the rent of a limit. */
static double statutory(const twi_exposure_point *p, tw_wedge wedge, size_t flow)
{
  const twi_wedges *x = &p->result->new_.wedges;
  int tariff = wedge == TW_WEDGE_TARIFF;
  double rate = tariff ? twi_tariff_of(p->world, x, flow) : twi_export_tax_of(p->world, x, flow);
  const double *rent = tariff ? x->rent : x->export_rent;
  return rent && rent[flow] != 0 ? (1 + rate) / (1 + rent[flow]) - 1 : rate;
}

static double per_point(const twi_exposure_point *p, tw_wedge wedge, size_t flow, double derivative)
{
  return wedge <= TW_WEDGE_EXPORT_TAX ? derivative / (1 + statutory(p, wedge, flow)) : derivative;
}

/* The same of a whole sector that has products: a point on each of them. *sold: how many there are of the flow; *value:
 * weights of their rates. */
static double per_point_of_products(const tw_exposure *x, tw_wedge wedge, int s, size_t d, size_t o, const double *by,
                                    int *sold, double *rate)
{
  const tw_world *w = x->point.world;
  double sum = 0, weights = 0;
  *sold = 0;
  *rate = 0;
  for (int k = w->sector_market[s]; k < w->sector_market[s + 1]; k++) {
    size_t flow = twi_market_cell(w, &w->market[k], d, o);
    if (flow == SIZE_MAX || !is_sold(&x->point, flow)) continue;
    (*sold)++;
    sum += per_point(&x->point, wedge, flow, by[flow]);
    if (wedge > TW_WEDGE_EXPORT_TAX) continue;
    *rate += w->flow[flow] * statutory(&x->point, wedge, flow);
    weights += w->flow[flow];
  }
  if (weights > 0) *rate /= weights;
  return sum;
}

int twi_exposure_row(const tw_exposure *x, tw_wedge wedge, int s, int g, int d, int o, size_t cell, double value,
                     tw_exposed *row)
{
  const tw_world *w = x->point.world;
  *row = (tw_exposed){wedge, s, g, d, o, value, value, NAN, {NAN, NAN}};
  if (wedge == TW_WEDGE_PRODUCTIVITY) {
    size_t maker = (size_t)o * (size_t)w->S + (size_t)s;
    return g >= 0 ? value != 0 : w->output[maker] > 0;
  }
  if (d == o && wedge != TW_WEDGE_BARRIER) return 0; /* no policy */
  if (g < 0 && twi_has_products(w, (size_t)s)) {
    const double *const all[] = {x->tariff, x->export_tax, x->barrier};
    int sold;
    row->per_point = per_point_of_products(x, wedge, s, (size_t)d, (size_t)o, all[wedge], &sold, &row->rate);
    if (wedge == TW_WEDGE_BARRIER) row->rate = NAN;
    return sold > 0;
  }
  row->per_point = per_point(&x->point, wedge, cell, value);
  if (wedge <= TW_WEDGE_EXPORT_TAX) row->rate = statutory(&x->point, wedge, cell);
  return is_sold(&x->point, cell);
}
