/* A table of a results folder, whole. Inside page/. */
#ifndef TWI_REPORT_PAGE_GRID_H
#define TWI_REPORT_PAGE_GRID_H

#include "report/page/files.h"

/* How many rows at most are kept, those that change most, and the columns whose difference says how much a row
 * changes: before and after, NULL where there is no second pair; after NULL: the size of the one column. */
typedef struct twi_grid_most {
  int rows;
  const char *change[2][2];
  const char *whole; /* a column whose cell is empty in rows that come before all others; NULL: there is none such */
} twi_grid_most;

/* Which table: names of its first columns, or NULL; names of the columns that are no numbers, each with a blank before
 * and after it; whether only some runs have it, those whose manifest lists it; of how many rows the largest changes are
 * kept, the largest first, NULL: all rows in the order of the file. */
typedef struct twi_grid_form {
  const char *name, *first, *second, *texts;
  int optional;
  const twi_grid_most *most;
} twi_grid_form;

/* Reads the table into the grid, which the run frees, also after a failure. */
tw_status twi_grid_read(twi_page_run *run, const twi_page_files *files, const twi_grid_form *form, twi_grid *grid);

/* Reads the number of a cell; NaN when it is empty. */
tw_status twi_grid_number(twi_csv *csv, int column, double *value);

#endif
