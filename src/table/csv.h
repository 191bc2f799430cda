/* CSV tables, row by row: libcsv in strict mode splits, this checks and says where.
 *
 * The first row names the columns, in any order, without regard to case. Byte order mark and line ends: see
 * utf8.h. Wrong quotes, a row with too few or too many fields, two columns of one name, text that is not UTF-8, and a
 * row of more than 1 MiB are errors. Empty lines are skipped.
 * Errors are TW_BAD_INPUT and read "FILE:LINE: …" or "FILE:LINE: column NAME: …". */
#ifndef TWI_TABLE_CSV_H
#define TWI_TABLE_CSV_H

#include "table/source.h"

typedef struct twi_csv twi_csv;

/* Takes over the source, also when it fails, and reads the header. The caller frees the table. */
tw_status twi_csv_open(tw_context *ctx, twi_source *source, twi_csv **csv);
/* Frees the table and its source; NULL is allowed. */
/* twi_source_blame, for a reader of rows that goes no further. */
tw_status twi_csv_blame(twi_csv *csv, tw_status status);
void twi_csv_free(twi_csv *csv);

/* Return the number of columns, a column's name as written (it is the table's), and the column of a name, -1 when it is
 * absent. */
int twi_csv_columns(const twi_csv *csv);
const char *twi_csv_column(const twi_csv *csv, int column);
int twi_csv_find(const twi_csv *csv, const char *name);
/* Finds the column; TW_BAD_INPUT, with the nearest name where one is near, when it is absent. */
tw_status twi_csv_require(twi_csv *csv, const char *name, int *column);

/* Reads the next row; *more is 0 after the last. Its fields are good until the next call. */
tw_status twi_csv_next(twi_csv *csv, int *more);
/* Return the line where the row starts, from 1, and what messages call the table, which is the table's. */
int twi_csv_line(const twi_csv *csv);
const char *twi_csv_origin(const twi_csv *csv);
/* Returns a field, which is the table's until the next row, with a 0 after it; without the apostrophe that keeps a text
 * from being a formula (cell.h). */
const char *twi_csv_text(const twi_csv *csv, int column, size_t *length);
/* Reads a field as a number; TW_BAD_INPUT when it is none. */
tw_status twi_csv_number(twi_csv *csv, int column, double *value);
/* Reads the same as per cent: "2.5" is the double nearest to 0.025. */
tw_status twi_csv_percent(twi_csv *csv, int column, double *fraction);

/* Sets "FILE:LINE: column NAME: " (column < 0: without it) + message, and returns TW_BAD_INPUT. */
tw_status twi_csv_fail(twi_csv *csv, int column, const char *format, ...) TWI_PRINTF(3, 4);
/* For keys that come once: *line is 0 or the line where the key stood, and becomes this row's. A second time is
 * TW_BAD_INPUT: "found <what> again, first in line 3, expected each once". */
tw_status twi_csv_once(twi_csv *csv, int column, int *line, const char *format, ...) TWI_PRINTF(4, 5);
/* Sets "… column NAME: found <the field>, expected <expected>", and returns TW_BAD_INPUT. */
tw_status twi_csv_expected(twi_csv *csv, int column, const char *expected);

#endif
