/* Products on the page without scripts. Inside page/plain*.c. */
#ifndef TWI_REPORT_PAGE_PLAIN_PRODUCTS_H
#define TWI_REPORT_PAGE_PLAIN_PRODUCTS_H

#include "report/page/run.h"

/* Adds what the region that is shown sells and buys of each product, those that change most first. */
void twi_plain_products(twi_text *out, const twi_page_run *run);
/* Adds flows of products: those of that region, then others, each the largest change first. */
void twi_plain_product_flows(twi_text *out, const twi_page_run *run);

#endif
