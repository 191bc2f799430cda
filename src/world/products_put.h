/* Inside the room: products being put into a world; products_order.c sorts them, products_rates.c
 * gives them rates, products_put.c does the rest; products_putting.c is what all use. */
#ifndef TWI_WORLD_PRODUCTS_PUT_H
#define TWI_WORLD_PRODUCTS_PUT_H

#include "world/products.h"

typedef struct twi_putting {
  tw_context *ctx;
  tw_world *w;
  twi_given_products *given;
  const char *origin;
  int *place, *rest; /* [given products] index in the world; [S] that of a sector's rest, -1: none */
  uint32_t *order;   /* [flows] of the given flows: product, importer, exporter; NULL: as they are */
  size_t *start;     /* [given products N + 1] where those of a product in the world's order, and importer, start */
} twi_putting;

/* The given flow that comes k-th. */
static inline size_t twi_putting_flow(const twi_putting *p, size_t k)
{
  return p->order ? p->order[k] : k;
}
/* Sets the error text for a given flow, with its line, and returns TW_BAD_INPUT. */
tw_status twi_putting_fail(const twi_putting *p, size_t flow, const char *text);

/* Brings families, products and flows into the world's order; the first two in place. TW_BAD_INPUT for a flow that is
 * given twice. The world's list of products then has room for a rest of each sector. */
tw_status twi_order_products(twi_putting *p);

/* Gives an array of flows room for those of products. TW_NO_MEMORY is the only error. */
tw_status twi_putting_lengthen(const twi_putting *p, double **values);
/* products_rates.c: puts rates beside the flows, column by column, and frees what was given of each. */
tw_status twi_put_rates(twi_putting *p);

#endif
