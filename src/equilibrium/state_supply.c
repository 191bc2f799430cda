/* Own supply in a solution, from the world, the closure and its prices alone: see state.h.
 *
 *   product_market   |sales_k - r_k e^((1+omega) tau_k) Y| / size      each group of products of a maker; and how far
 *                                                                      apart tau is of products that share one cost
 *   zero_profit      |sum_k r_k e^((1+omega) tau_k) - 1|               each maker of a sector with own supply
 *
 * r_k: what its makers receive of a product in the data, of all they receive of the sector. */
#include <math.h>
#include <string.h>

#include "equilibrium/residuals.h"
#include "equilibrium/state.h"

/* What each maker receives of a product in the data: F / (1 + e). */
static double receipts_of(const tw_world *w, int g, size_t o)
{
  const twi_market m = {w->product[g].sector, g, 0};
  double sum = 0;
  for (size_t d = 0; d < (size_t)w->N; d++) {
    size_t flow = twi_market_cell(w, &m, d, o);
    if (flow != SIZE_MAX) sum += w->flow[flow] / (1 + (w->export_tax ? w->export_tax[flow] : 0));
  }
  return sum;
}

static void keep_market(tw_residual *r, double sales, double supply, size_t o, int s)
{
  double most = fmax(fabs(sales), fabs(supply));
  if (most > 0) twi_residual_keep_largest(r, fabs(sales - supply) / most, (int)o, s);
}

/* One maker of one sector, products first … last - 1. */
static void certify_maker(const twi_state *x, const tw_world *w, int s, int first, int last, size_t o,
                          tw_residual *market, tw_residual *profit)
{
  const twi_closure *c = x->closure;
  double all = 0, of_others = 0, sales_of_others = 0, tau_of_others = NAN, sum = 0;
  double power = 1 + c->omega[s], Y = x->Y[o * x->S + (size_t)s];
  for (int g = first; g < last; g++) all += receipts_of(w, g, o);
  if (!(all > 0)) return;
  for (int g = first; g < last; g++) {
    size_t i = (size_t)g * x->N + o;
    double r = receipts_of(w, g, o) / all;
    if (!(r > 0)) continue;
    if (!c->own[g]) {
      if (isnan(tau_of_others)) tau_of_others = x->tau[i];
      twi_residual_keep_largest(market, fabs(x->tau[i] - tau_of_others), (int)o, s);
      of_others += r;
      sales_of_others += x->sales_g[i];
      continue;
    }
    double part = r * exp(power * x->tau[i]);
    sum += part;
    keep_market(market, x->sales_g[i], part * Y, o, s);
  }
  if (of_others > 0) {
    double part = of_others * exp(power * tau_of_others);
    sum += part;
    keep_market(market, sales_of_others, part * Y, o, s);
  }
  twi_residual_keep_largest(profit, fabs(sum - 1), (int)o, s);
}

void twi_certify_supply(const twi_state *x, const tw_world *w, tw_certificate *certificate)
{
  if (!x->closure || !x->closure->omega) return;
  tw_residual *market = twi_residuals_find(certificate, "product_market");
  tw_residual *profit = twi_residuals_find(certificate, "zero_profit");
  for (int first = 0, last; first < w->products; first = last) {
    int s = w->product[first].sector;
    for (last = first; last < w->products && w->product[last].sector == s; last++) continue;
    for (size_t o = 0; x->closure->omega[s] >= 0 && o < x->N; o++)
      certify_maker(x, w, s, first, last, o, market, profit);
  }
}
