/* families.dta, products.dta and product_flows.dta. Inside import/dta*.c. */
#ifndef TWI_WORLD_IMPORT_DTA_PRODUCTS_H
#define TWI_WORLD_IMPORT_DTA_PRODUCTS_H

#include "world/products.h"

/* Reads them into *given, which the caller frees with twi_given_products_free, also after an error; a folder without
 * products.dta gives none. The world has its codes and the names of its rates. */
tw_status twi_dta_products_read(tw_context *ctx, const char *folder, const tw_world *world, twi_given_products *given);

#endif
