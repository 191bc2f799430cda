/* Inside the room: two worlds being compared: compare.c, compare_products.c for what is inside sectors,
 * compare_list.c for the list that both fill. */
#ifndef TWI_WORLD_COMPARE_H
#define TWI_WORLD_COMPARE_H

#include "world/world.h"

struct tw_comparison {
  tw_context *ctx;
  const tw_world *from, *to;
  int *region, *sector; /* index in `to` of each code of `from`, -1: absent */
  int only_from, only_to;
  tw_difference *item;
  size_t count, room;
  double smallest; /* relative: differences below are the same number computed otherwise */
};

/* The kinds that both files use; the others are compare.c's. */
enum {
  TWI_DIFFERS_FLOW = 0,
  TWI_DIFFERS_TARIFF = 9,
  TWI_DIFFERS_TAX,
  TWI_DIFFERS_COLUMN,
  TWI_DIFFERS_THETA,
  TWI_DIFFERS_PRODUCT_FLOW = 14,
  TWI_DIFFERS_QUANTITY,
  TWI_DIFFERS_ETA,
  TWI_DIFFERS_MARKUP,
  TWI_DIFFERS_KINDS
};

/* Appends a copy, unless both numbers are the same; what NULL: the name of its kind. */
tw_status twi_add_difference(tw_comparison *c, const tw_difference *item);
/* Compares products and families of the sectors that both have, and counts those that only one has. */
tw_status twi_compare_products(tw_comparison *c);

#endif
