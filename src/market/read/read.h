/* A market's folder being read. Inside this room. */
#ifndef TWI_MARKET_READ_READ_H
#define TWI_MARKET_READ_READ_H

#include "market/market.h"
#include "table/codes.h"
#include "table/csv.h"

typedef struct twi_market_names {
  char **code; /* borrowed from the market's rows; the array is the reader's */
  int count;
  twi_codes index;
} twi_market_names;

typedef struct twi_market_reader {
  tw_context *ctx;
  const char *folder;
  int builtin; /* the folder is the name of a built-in market */
  tw_market *m;
  twi_market_names suppliers, buyers, passages;
  char *of_suppliers, *of_buyers, *of_arcs; /* names of the files, for messages after they were read */
} twi_market_reader;

/* A column of a table: required ones come first in their list. */
typedef struct twi_market_column {
  const char *name;
  int required;
} twi_market_column;

/* files.c: opens FILE or FILE.gz of the folder as a table; *csv NULL: there is none, and it is not needed. origin,
 * which the caller frees, may be NULL. */
tw_status twi_market_table(twi_market_reader *r, const char *file, int needed, twi_csv **csv, char **origin);
/* The whole text of market.yaml and its name for messages; the caller frees both. */
tw_status twi_market_yaml(twi_market_reader *r, char **text, char **origin);
/* Finds the columns of a list in the table, -1: absent. A column that looks like a misspelt one is an error, another is
 * remarked. */
tw_status twi_market_columns(twi_market_reader *r, twi_csv *csv, const twi_market_column *list, int count, int *column);

/* fields.c: a field as a number. Empty or absent: `empty`, or an error where that is infinite. least: the smallest that
 * is allowed, above: and not that one itself; expected says so in words. */
typedef struct twi_market_bound {
  double empty, least;
  int above;
  const char *expected;
} twi_market_bound;
tw_status twi_market_number(twi_csv *csv, int column, const twi_market_bound *bound, double *value);
/* A year, 0 where empty; one word of a list, the first where empty; yes or no, no where empty. */
tw_status twi_market_year(twi_csv *csv, int column, int *year);
tw_status twi_market_word(twi_csv *csv, int column, const char *const *words, int count, const char *expected,
                          int *index);
tw_status twi_market_yes(twi_csv *csv, int column, int *yes);
/* A text of one line, which the caller frees; NULL where empty or absent. */
tw_status twi_market_field(twi_market_reader *r, twi_csv *csv, int column, char **text);
/* A code, new: added to names. Known: *index. */
tw_status twi_market_new_code(twi_market_reader *r, twi_csv *csv, int column, twi_market_names *names, char **code);
tw_status twi_market_known_code(twi_csv *csv, int column, const char *text, size_t length,
                                const twi_market_names *names, const char *what, int *index);
/* The array with room for one more entry, zeroed: its room doubles at powers of two. NULL: out of memory. */
void *twi_market_grow(tw_context *ctx, void *array, int count, size_t size);

/* description.c, suppliers.c, ends.c (buyers and passages), arcs.c: each reads its file into the market. */
tw_status twi_market_read_description(twi_market_reader *r);
tw_status twi_market_read_suppliers(twi_market_reader *r);
tw_status twi_market_read_buyers(twi_market_reader *r);
tw_status twi_market_read_passages(twi_market_reader *r);
tw_status twi_market_read_arcs(twi_market_reader *r);
/* check.c: what no file alone can show: floors and capacities, buyers and ways, flows and quantities. */
tw_status twi_market_check(twi_market_reader *r);
/* canonical.c: the SHA-256 of the market. */
tw_status twi_market_digest(tw_context *ctx, tw_market *m);

#endif
