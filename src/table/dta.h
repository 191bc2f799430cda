/* Tables in Stata's .dta files.
 *
 * Reading takes every version that Stata released from 104 (Stata 4) to 119 (Stata 15 and later), in both orders of
 * bytes, and names what it refuses. A cell is a text in UTF-8 or a number; a missing value is NaN. The file must lie on
 * a disk: it is read back and forth, in pieces, and nothing it claims is believed beyond its length.
 * Writing makes version 118 (Stata 14): texts of at most 2045 bytes in UTF-8, numbers as doubles, so
 * that every finite double below 8.9e307 comes back as it was. Errors are TW_BAD_INPUT and begin with the file's name.
 */
#ifndef TWI_TABLE_DTA_H
#define TWI_TABLE_DTA_H

#include "base/context.h"

typedef struct twi_dta_cell {
  const char *text; /* NULL: a number */
  size_t length;
  double number;
} twi_dta_cell;

/* Both are called while the file is read; columns first. Row numbers start from 1. wanted is 1 for each column; where
 * the handler makes it 0, the column is not looked at, and its cells are missing values. */
typedef struct twi_dta_handler {
  tw_status (*columns)(void *user, const char *const *name, int count, unsigned char *wanted);
  tw_status (*row)(void *user, const twi_dta_cell *cell, long number);
  void *user;
} twi_dta_handler;

/* Reads the file, and returns the first failure, of the file or of the handler. All that handlers get is the reader's,
 * and good during the call. */
tw_status twi_dta_read(tw_context *ctx, const char *path, const twi_dta_handler *handler);

typedef struct twi_dta_column {
  const char *name, *label;
  size_t width; /* most bytes of a text; 0: numbers */
} twi_dta_column;

/* What a column of results has besides: its note, where the label is cut ("": none), and whether its numbers are labelled
 * 0 "no", 1 "yes". */
typedef struct twi_dta_more {
  const char *note;
  int yes_no;
} twi_dta_more;

typedef struct twi_dta twi_dta;

/* Begins a file; the caller frees the writer. The file appears whole or not at all: close completes it under a
 * temporary name, commit gives it its name. Just `rows` rows must be written, each cell by cell. */
tw_status twi_dta_open(tw_context *ctx, const char *path, const char *label, const twi_dta_column *columns, int count,
                       long rows, twi_dta **dta);
/* The same at a place in a fresh folder (base/stage.h), called path in messages; place NULL: as above. more [count] may be
 * NULL. */
tw_status twi_dta_create(tw_context *ctx, const char *place, const char *path, const char *label,
                         const twi_dta_column *columns, const twi_dta_more *more, int count, long rows, twi_dta **dta);
/* Each writes the next cell of the row: a text, which is not kept, or a number (NaN: missing). */
tw_status twi_dta_text(twi_dta *dta, const char *text);
tw_status twi_dta_number(twi_dta *dta, double number);
/* Completes the file under its temporary name; then gives it its own. */
tw_status twi_dta_close(twi_dta *dta);
tw_status twi_dta_commit(twi_dta *dta);
/* Frees the writer, and removes the file unless it was committed; NULL is allowed. */
void twi_dta_free(twi_dta *dta);

#endif
