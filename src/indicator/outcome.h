/* One number of a result by name, as scenarios and decisions ask for it:
 *
 *   "real_income_pct CAN"         a column of regions.csv
 *   "output_pct CAN C29"          a column of sectors.csv
 *   "sales_pct CAN TOYOTA"        a column of products.csv; "price_pct CAN TOYOTA" is one by its product
 *   "exports_pct CAN C29 USA"     the change of one flow's value before tariff; also imports_pct, of the first region
 *
 * The answers of a focus are such numbers, and those of groups: "real_income_pct CUSMA", "output_pct CAN goods". */
#ifndef TWI_INDICATOR_OUTCOME_H
#define TWI_INDICATOR_OUTCOME_H

#include "indicator/result.h"
#include "table/yaml.h"

typedef struct twi_outcome {
  tw_table table; /* TW_REGIONS, TW_SECTORS, TW_PRODUCTS, TW_TRADE; of an answer also TW_GROUPS */
  int column;     /* of the table; of TW_TRADE 0: exports, 1: imports of the region */
  int region, sector,
      partner; /* -1: none; in TW_SECTORS: all of the focus together; in TW_GROUPS region is the group */
  int product; /* of TW_PRODUCTS, whose sector the sector is; -1: all of the focus together */
} twi_outcome;

enum { TWI_OUTCOME_ROOM = 512 };

/* Reads the words of an outcome, without a world: the column must be there for so many words. key begins messages
 * ("outcomes"), which name the nearest column. */
tw_status twi_outcome_check(tw_context *ctx, const twi_yaml *node, const char *key);
/* Reads one that was checked in a world; TW_BAD_INPUT, with the nearest, for a code that it lacks. */
tw_status twi_outcome_find(tw_context *ctx, const twi_yaml *node, const char *key, const tw_world *world,
                           twi_outcome *outcome);
/* Returns its number in a result; NaN: it has none. */
double twi_outcome_of(const tw_result *result, const twi_outcome *outcome);
/* Returns the name of its column, "exports_pct"; constant. */
const char *twi_outcome_name(const twi_outcome *outcome);
/* Writes it as it is asked for, "output_pct CAN C29", into words and returns them. */
const char *twi_outcome_words(const tw_world *world, const twi_outcome *outcome, char words[TWI_OUTCOME_ROOM]);
/* Returns 1 for a column of regions.csv that is a part of the exact decomposition, else 0. */
int twi_of_decomposition(int column);
/* Returns the column with the level in the base of what a column of regions.csv or sectors.csv is the change of; -1:
 * none. */
int twi_outcome_level(tw_table table, int column);
/* Returns the level in the base of what a column of products.csv is the change of; NaN: it has none. */
double twi_outcome_before(const tw_result *result, const twi_outcome *outcome);
/* The columns of products.csv that are outcomes, in their order. */
enum { TWI_OF_PRODUCT_SALES, TWI_OF_PRODUCT_PRICE, TWI_OF_PRODUCT_QUANTITY, TWI_OF_PRODUCT_SPENDING };
/* Returns 1 when both are the same number, else 0. */
int twi_outcome_same(const twi_outcome *a, const twi_outcome *b);
/* Writes what an answer is asked for by, as the former does, into words and returns them. answers.c */
const char *twi_answer_words(const tw_result *result, const twi_outcome *outcome, char words[TWI_OUTCOME_ROOM]);
/* Makes of outcomes what callers read, which the caller frees with twi_answers_free (result.h); quantiles are NaN. */
tw_status twi_answers_new(const tw_result *result, const twi_outcome *outcome, int count, tw_answer **answers);

#endif
