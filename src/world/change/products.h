/* Inside change/: products of worlds with other regions or sectors. */
#ifndef TWI_WORLD_CHANGE_PRODUCTS_H
#define TWI_WORLD_CHANGE_PRODUCTS_H

#include "world/change/aggregate.h"
#include "world/change/split.h"
#include "world/products.h"

/* aggregate_products.c: puts the products of the source into the aggregated world, which has its flows and rates. Those
 * of merged sectors stay, in the merged sector. together: a CSV file of products to put together; NULL: none. */
tw_status twi_aggregate_products(tw_context *ctx, const tw_world *from, const twi_map *regions, const twi_map *sectors,
                                 const char *together, tw_world *to);
/* aggregate_together.c: puts products and families of the list together as a CSV file says (NULL: nothing), and fills
 * place [products before] with where each has gone. Their flows stay as they are, of what they were. TW_BAD_INPUT for
 * what cannot be one product. */
tw_status twi_products_joined(tw_context *ctx, const char *file, twi_given_products *given, int *place);

/* aggregate_stores.c: gives stocks and calories to the aggregated world. place: of twi_products_joined, which made the list
 * `given`. */
tw_status twi_aggregate_stores(tw_context *ctx, const tw_world *from, const twi_map *regions, const int *place,
                               const twi_given_products *given, tw_world *to);

/* split_products.c: lists the products for a world of which a region or sector is split; the caller puts them into it. */
typedef struct twi_splitting_products {
  const twi_parts *parts;        /* with the world, and what is split of it */
  const twi_pieces *pieces;      /* of the products of a sector that is split */
  size_t n, m;                   /* regions and sectors after it */
  const size_t *region, *sector; /* [n], [m] the old one of each */
  const double *flow;            /* [m][n][n] after it */
  const double *sell;            /* [n][S] shares of the old region's output */
} twi_splitting_products;
tw_status twi_split_products(tw_context *ctx, const twi_splitting_products *how, twi_given_products *given);
/* split_stores.c: gives stocks and calories to the world of the parts. */
tw_status twi_split_stores(tw_context *ctx, const twi_splitting_products *how, tw_world *to);

#endif
