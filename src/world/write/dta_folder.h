/* A folder of Stata files that is being written. Inside write/dta*.c. */
#ifndef TWI_WORLD_WRITE_DTA_FOLDER_H
#define TWI_WORLD_WRITE_DTA_FOLDER_H

#include "base/stage.h"
#include "table/dta.h"
#include "table/sink.h"
#include "world/world.h"

enum { TWI_DTA_MOST_FILES = 9, TWI_DTA_MOST_TEXTS = 6 };

typedef struct twi_dta_folder {
  tw_context *ctx;
  const tw_world *w;
  const char *path;
  twi_stage *stage;
  twi_dta *file[TWI_DTA_MOST_FILES];
  int count;
  twi_sink *text[TWI_DTA_MOST_TEXTS]; /* world.yaml, groups.yaml, sector_groups.yaml, elasticities.csv, stocks.csv,
                                       * calories.csv */
  size_t region_width, region_name_width, sector_width, sector_name_width;
} twi_dta_folder;

/* Begins a file of the folder, which owns it. dta_begin.c */
tw_status twi_dta_folder_begin(twi_dta_folder *f, const char *name, const char *label, const twi_dta_column *columns,
                               int count, size_t rows, twi_dta **out);
/* Writes families.dta, products.dta and product_flows.dta of a world that has products. dta_products.c */
tw_status twi_dta_folder_products(twi_dta_folder *f);

#endif
