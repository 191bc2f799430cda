/* For write/: the tables of products of a world folder, each into a file that somebody else begins and closes. */
#ifndef TWI_WORLD_WRITE_PRODUCTS_H
#define TWI_WORLD_WRITE_PRODUCTS_H

#include "table/sink.h"
#include "world/world.h"

/* families.csv, products.csv and product_flows.csv of a world that has them. The rest of a sector is not among them:
 * reading makes it again, to the bit. */
tw_status twi_write_families(twi_sink *out, const tw_world *w);
tw_status twi_write_products(twi_sink *out, const tw_world *w);
tw_status twi_write_product_flows(twi_sink *out, const tw_world *w);

#endif
