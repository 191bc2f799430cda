/* families.csv and products.csv as tables: for read/, and for change/, where they are given for a world that is there. */
#ifndef TWI_WORLD_PRODUCT_TABLES_H
#define TWI_WORLD_PRODUCT_TABLES_H

#include "table/csv.h"
#include "world/products.h"

typedef struct twi_product_tables {
  tw_context *ctx;
  tw_world *w; /* whose sectors they are of; gets findings */
  const twi_codes *regions, *sectors;
  int in_folder;             /* messages name regions.csv and sectors.csv, else the world */
  twi_given_products *given; /* gets families, products and their lines */
  twi_codes family_codes, product_codes;
  const char **family_code, **product_code; /* of the codes */
} twi_product_tables;

/* Read a table each, families before products. TW_BAD_INPUT with file, line and column; what was read is in given also
 * then. */
tw_status twi_read_family_table(twi_product_tables *tables, twi_csv *csv);
tw_status twi_read_product_table(twi_product_tables *tables, twi_csv *csv);
/* Frees the codes; what was given stays. */
void twi_product_tables_close(twi_product_tables *tables);

#endif
