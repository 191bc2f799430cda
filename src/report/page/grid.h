/* A table of a results folder, whole. Inside page/. */
#ifndef TWI_REPORT_PAGE_GRID_H
#define TWI_REPORT_PAGE_GRID_H

#include "report/page/files.h"

/* Which table: names of its first columns, or NULL; names of the columns that are no numbers, each with a blank before
 * and after it; whether only some runs have it, those whose manifest lists it. */
typedef struct twi_grid_form {
  const char *name, *first, *second, *texts;
  int optional;
} twi_grid_form;

/* Reads the whole table into the grid, which the run frees, also after a failure. */
tw_status twi_grid_read(twi_page_run *run, const twi_page_files *files, const twi_grid_form *form, twi_grid *grid);

/* Reads the number of a cell; NaN when it is empty. */
tw_status twi_grid_number(twi_csv *csv, int column, double *value);

#endif
