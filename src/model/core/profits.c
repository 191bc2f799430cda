/* Profits of products with markups, which go to the region that owns the product (docs/model.md, Profits).
 *
 * A markup that does not move, sigma / (sigma - 1), is part of unit cost, so prices and shares are those of the core.
 * Of what producers receive for product g, subsidies included, the part 1 / sigma is profit. It is within the value
 * added of where g is made, o, and goes to the owner h:
 *
 *   profits[d] = sum_{g of d} sum_o Y[o][g] / sigma_g - sum_g Y[d][g] / sigma_g
 *   revenue[d] = ... + profits[d] - profits_data[d]
 *
 * The data's accounts balance as they stand, so what flowed then is in their deficits already: profits_data is a number,
 * in units of world value added as held deficits are, under every rule of deficits. Both sums are 0 over the world. */
#include <string.h>

#include "model/products.h"

void twi_core_profits(const twi_core *c, const double *Y, double *net)
{
  const tw_world *w = c->world;
  memset(net, 0, c->Np * sizeof *net);
  for (size_t g = 0; g < c->products->G; g++) {
    double part = c->profit[g];
    if (part == 0) continue;
    size_t owner = (size_t)twi_product_owner(w, g);
    for (size_t o = 0; o < c->N; o++) {
      double paid = part * Y[g * c->Np + o];
      if (o == owner) continue;
      net[o] -= paid;
      net[owner] += paid;
    }
  }
}

void twi_core_data_profits(twi_core *c)
{
  const tw_world *w = c->world;
  twi_core_products *p = c->products;
  double *Y = p->dY; /* free between products with vectors */
  memset(Y, 0, p->G * c->Np * sizeof *Y);
  for (size_t g = 0; g < p->G; g++) {
    const twi_market m = {w->product[g].sector, (int)g, 0};
    for (size_t d = 0; d < c->N; d++) {
      twi_flow_row row = twi_market_row(w, &m, d);
      for (size_t i = 0; i < row.count; i++) {
        size_t flow = row.first + i;
        Y[g * c->Np + row.seller[i]] += w->flow[flow] / (1 + (w->export_tax ? w->export_tax[flow] : 0)) / c->total;
      }
    }
  }
  twi_core_profits(c, Y, c->profits_data);
}
