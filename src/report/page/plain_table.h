/* A table of the page without scripts: what its columns are, and where its cells come from. Inside page/plain*.c. */
#ifndef TWI_REPORT_PAGE_PLAIN_TABLE_H
#define TWI_REPORT_PAGE_PLAIN_TABLE_H

#include <jansson.h>

#include "base/text.h"

/* The head of a row, text, or numbers. */
typedef enum twi_plain_kind { TWI_PLAIN_ROW, TWI_PLAIN_WORDS, TWI_PLAIN_NUMBER } twi_plain_kind;

/* Decimals of the numbers of a column, 0 and above, or a rule: such that the largest number of the column, of the row
 * (of its columns with this rule) or of the table (likewise) shows four digits, two decimals at least, none for large
 * amounts; or two digits of whatever size. */
enum { TWI_BY_COLUMN = -1, TWI_BY_ROW = -2, TWI_BY_TABLE = -3, TWI_TWO_DIGITS = -4 };

typedef struct twi_plain_column {
  const char *head; /* the name of a column, which is put into words, */
  int as_is;        /* unless it is a name of somebody else's */
  twi_plain_kind kind;
  int decimals;
} twi_plain_column;

/* What a cell shows: words (NULL: none) or, of a column of numbers, a number (NaN: none). */
typedef struct twi_plain_cell {
  const char *words;
  double number;
} twi_plain_cell;

typedef struct twi_plain_table {
  const char *caption;
  const twi_plain_column *column;
  int columns, rows;
  const void *source;
  twi_plain_cell (*cell)(const void *source, int row, int column);
} twi_plain_table;

/* Adds the table; *out->failed where memory ran out. */
void twi_plain_table_put(twi_text *out, const twi_plain_table *table);

/* The same of a table whose columns, after the first few, are the entries of a list, each headed by its text `key`,
 * with numbers that go by the table. The columns of *table are filled in here. */
void twi_plain_across_put(twi_text *out, const twi_plain_column *first, int few, const json_t *across, const char *key,
                          twi_plain_table *table);

/* Returns the decimals of a column whose largest number is that. */
int twi_plain_decimals(double most);

#endif
