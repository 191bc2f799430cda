/* A Stata file read as a table whose columns are known by name. Inside dta*.c. */
#ifndef TWI_WORLD_IMPORT_DTA_SHEET_H
#define TWI_WORLD_IMPORT_DTA_SHEET_H

#include "table/dta.h"

enum { TWI_DTA_MOST_WANTED = 9 };

typedef struct twi_dta_sheet {
  tw_context *ctx;
  const char *path;          /* borrowed, as are all texts here */
  const char *const *wanted; /* names of columns, in the order of `at` */
  const unsigned char *text; /* 1: texts */
  int wanted_count, optional_from;
  int at[TWI_DTA_MOST_WANTED]; /* -1: absent */
  /* For each other column; sets *wanted when it is to be read. May be NULL. */
  tw_status (*extra)(struct twi_dta_sheet *sheet, int column, const char *name, unsigned char *wanted);
  tw_status (*row)(struct twi_dta_sheet *sheet, const twi_dta_cell *cell, long number);
  void *user;
} twi_dta_sheet;

/* Reads the file: finds the columns, then hands each row to sheet->row, whose failure ends it and is returned. Fails, too,
 * when a column that is not optional is missing, comes twice, or holds texts where numbers are expected. */
tw_status twi_dta_sheet_read(twi_dta_sheet *sheet);
/* Returns TW_BAD_INPUT, with file, observation and column in front of what is wrong. */
tw_status twi_dta_sheet_fail(const twi_dta_sheet *sheet, long number, int wanted, const char *what);

#endif
