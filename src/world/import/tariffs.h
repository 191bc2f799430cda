/* For tariffs.c and concordance.c: products and the sectors that they belong to. */
#ifndef TWI_WORLD_IMPORT_TARIFFS_H
#define TWI_WORLD_IMPORT_TARIFFS_H

#include "world/import/import.h"

/* A product (HS, six digits) and a sector that it belongs to; line: of the row that says so. */
typedef struct twi_product_link {
  long product;
  int sector, line;
} twi_product_link;

/* Sorted by product, then sector. */
typedef struct twi_concordance {
  twi_product_link *link;
  int count, room;
} twi_concordance;

/* Reads j->ask->concordance, for the caller to free. Rows that come twice count once, and are reported. */
tw_status twi_concordance_read(twi_import_job *j, twi_concordance *concordance);
void twi_concordance_free(tw_context *ctx, twi_concordance *concordance);
/* Returns the links of a product, which are the concordance's: *count of them, 0 when it has none. */
const twi_product_link *twi_concordance_find(const twi_concordance *concordance, long product, int *count);

/* Reads a field as a product: six digits, else TW_BAD_INPUT. */
tw_status twi_read_hs6(twi_csv *csv, int column, long *product);

#endif
