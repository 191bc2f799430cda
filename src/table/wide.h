/* Wide CSV tables: a header, then rows of a few labels and very many numbers, such as a multi-region input-output
 * table.
 *
 * csv.h gives every field its own text, which is right for tables of records; here a row has thousands of numbers,
 * which are read straight into an array. Fields may stand in double quotes; a quoted field may not span lines;
 * blanks around a field do not count. Byte order mark and line ends: see utf8.h. Errors are TW_BAD_INPUT and read
 * "FILE:LINE: …" or "FILE:LINE: column NAME: …". */
#ifndef TWI_TABLE_WIDE_H
#define TWI_TABLE_WIDE_H

#include "table/source.h"

typedef struct twi_wide twi_wide;

/* Takes over the source, also when it fails, and reads the header. The first column's name may be empty. */
tw_status twi_wide_open(tw_context *ctx, twi_source *source, twi_wide **wide);
/* twi_source_blame, for a reader of rows that goes no further. */
tw_status twi_wide_blame(twi_wide *wide, tw_status status);
/* Frees the table and its source; NULL is allowed. */
void twi_wide_free(twi_wide *wide);
/* Return what messages call the table, the number of columns and the name of one, as written; texts are the table's. */
const char *twi_wide_origin(const twi_wide *wide);
int twi_wide_columns(const twi_wide *wide);
const char *twi_wide_column(const twi_wide *wide, int column);
/* Says how many of the first columns are labels; 1 before this is called. */
tw_status twi_wide_set_labels(twi_wide *wide, int labels);

/* Reads the next row, as wide as the header; *more is 0 after the last. It is good until the next call. */
tw_status twi_wide_next(twi_wide *wide, int *more);
/* Return what the row has: a label, its numbers [columns - labels] (an empty field is NaN), and its line, from 1. */
const char *twi_wide_label(const twi_wide *wide, int column);
const double *twi_wide_numbers(const twi_wide *wide);
int twi_wide_line(const twi_wide *wide);
/* Sets "FILE:LINE: column NAME: " (column < 0: without it) + message, and returns TW_BAD_INPUT. */
tw_status twi_wide_fail(twi_wide *wide, int column, const char *format, ...) TWI_PRINTF(3, 4);

#endif
