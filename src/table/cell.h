/* Texts as cells of CSV files, which people open with a spreadsheet.
 *
 * A spreadsheet takes a cell that begins with = + - @ (or their wide forms), a tab or a line end for a formula and runs
 * it, in quotes or not. So a text cell that begins so, after any blanks and apostrophes, is written with an apostrophe
 * before it, and that apostrophe is taken off again when it is read. Texts that begin with an apostrophe themselves
 * get another one, so that nothing is lost:
 *
 *   =1+1  is written  '=1+1       '=1+1  is written  ''=1+1       'abc  and  -1.5  (a number) stay as they are */
#ifndef TWI_TABLE_CELL_H
#define TWI_TABLE_CELL_H

#include <stddef.h>

/* Returns 1 when the text is written with an apostrophe before it. */
int twi_cell_is_formula(const char *text, size_t length);
/* Returns the bytes that do not belong to the text of a cell that was read: 1 when it begins with such an apostrophe,
 * else 0. */
size_t twi_cell_mark(const char *cell, size_t length);
/* Returns 1 when the cell needs quotes round it. */
int twi_cell_is_quoted(const char *text);

#endif
