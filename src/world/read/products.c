/* families.csv and products.csv of a folder; product_tables.c reads the tables. See read.h. */
#include <math.h>

#include "world/read/read.h"

/* A file of products without the list of them says nothing. */
static tw_status check_alone(twi_reader *r, const char *file)
{
  twi_source *source;
  tw_status status = twi_reader_open(r, file, 0, &source);
  if (status != TW_OK || !source) return status;
  status = twi_fail(r->ctx, TW_BAD_INPUT,
                    "%s: found it without products.csv, the list of products; expected both files, or neither",
                    twi_source_origin(source));
  twi_source_free(source);
  return status;
}

static tw_status no_products(twi_reader *r)
{
  tw_world *w = r->w;
  int any = 0;
  tw_status status = check_alone(r, "families.csv");
  if (status == TW_OK) status = check_alone(r, "product_flows.csv");
  for (int s = 0; s < w->S && r->given.elasticity; s++) any |= r->given.elasticity[s] != 0;
  if (status != TW_OK || !any) return status;
  return twi_world_find(r->ctx, w, 0, "column_not_read", -1, -1, NAN, NAN,
                        "The world has no products: product_elasticity of sectors.csv is not used.");
}

static tw_status read_families(twi_reader *r)
{
  twi_csv *csv;
  tw_status status = twi_reader_table(r, "families.csv", 0, &csv, &r->families);
  if (status != TW_OK || !csv) return status;
  r->given.families_origin = r->families;
  status = twi_read_family_table(&r->tables, csv);
  twi_csv_free(csv);
  return status;
}

tw_status twi_read_products(twi_reader *r)
{
  twi_csv *csv;
  tw_status status = twi_reader_table(r, "products.csv", 0, &csv, &r->products);
  if (status != TW_OK || !csv) return status == TW_OK ? no_products(r) : status;
  r->given.products_origin = r->products;
  r->tables = (twi_product_tables){.ctx = r->ctx,
                                   .w = r->w,
                                   .regions = &r->regions,
                                   .sectors = &r->sectors,
                                   .in_folder = 1,
                                   .given = &r->given,
                                   .family_codes = {.ctx = r->ctx},
                                   .product_codes = {.ctx = r->ctx}};
  status = read_families(r);
  if (status == TW_OK) status = twi_read_product_table(&r->tables, csv);
  twi_csv_free(csv);
  return status;
}
