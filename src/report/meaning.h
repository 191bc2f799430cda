/* What the columns of the results say: unit and meaning of each column of each table, in one list. A column that is
 * written without a line here fails a test. */
#ifndef TWI_REPORT_MEANING_H
#define TWI_REPORT_MEANING_H

#include "world/world.h"

typedef struct twi_meaning {
  const char *table; /* "regions.csv"; NULL: of every table that has such a column, as its keys are */
  const char *column;
  const char *unit;    /* "percent", "log points", "code" …; TWI_UNIT_MONEY: the world's, as "million USD" */
  const char *meaning; /* one line, without a point */
} twi_meaning;

/* What stands in `unit` for the world's currency and unit. */
#define TWI_UNIT_MONEY "money"
/* The unit of what is 1 where something holds, else 0. */
#define TWI_UNIT_YES "0 or 1"

/* Returns the line of a column of a table by their names in the folder; constant. The ending of a quantile ("_p05",
 * "_p50", "_p95") does not count; *percent is then 5, 50 or 95, else 0 (percent may be NULL). NULL: there is none. */
const twi_meaning *twi_meaning_of(const char *table, const char *column, int *percent);
/* Returns the lines one after the other; NULL after the last. */
const twi_meaning *twi_meaning_at(int index);
/* Returns the name of a table of results, "trade.csv"; constant. */
const char *twi_table_file(tw_table table);

/* Room for a column's name, for a unit and for a meaning in words. */
enum { TWI_COLUMN_ROOM = 96, TWI_UNIT_ROOM = 96, TWI_MEANING_ROOM = 192 };
/* Return a unit, the world's money by its name, and a meaning, which of a quantile (percent) says so: constant, or in
 * words, which is the caller's. tables/meanings.c */
const char *twi_unit_words(const twi_meaning *meaning, const tw_world *world, char words[TWI_UNIT_ROOM]);
const char *twi_meaning_words(const twi_meaning *meaning, int percent, char words[TWI_MEANING_ROOM]);
/* Returns 1 where the column holds text, else 0. */
int twi_is_text(const twi_meaning *meaning);
/* Returns 1 where the column tells rows apart: it holds text, a year or a round. */
int twi_is_key(const twi_meaning *meaning);
/* Cuts the next name off a header line; 0 after the last. tables/meanings.c */
int twi_next_column(const char **header, char name[TWI_COLUMN_ROOM]);

#endif
