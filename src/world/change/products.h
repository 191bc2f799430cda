/* Inside change/: products of worlds with other regions or sectors. */
#ifndef TWI_WORLD_CHANGE_PRODUCTS_H
#define TWI_WORLD_CHANGE_PRODUCTS_H

#include "world/change/aggregate.h"
#include "world/products.h"

/* aggregate_products.c: puts the products of the source into the aggregated world, which has its flows and rates. Those
 * of merged sectors stay, in the merged sector. */
tw_status twi_aggregate_products(tw_context *ctx, const tw_world *from, const twi_map *regions, const twi_map *sectors,
                                 tw_world *to);

/* split_products.c: lists the products for a world of which a region or sector is split; the caller puts them into it.
 * TW_BAD_INPUT for a sector that has products. */
typedef struct twi_splitting_products {
  const tw_world *from;
  int of_sector, index;          /* what is split */
  size_t n, m;                   /* regions and sectors after it */
  const size_t *region, *sector; /* [n], [m] the old one of each */
  const double *flow;            /* [m][n][n] after it */
  const double *sell;            /* [n][S] shares of the old region's output */
} twi_splitting_products;
tw_status twi_split_products(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given);

#endif
