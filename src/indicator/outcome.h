/* One number of a result by name, as scenarios and decisions ask for it:
 *
 *   "real_income_pct CAN"         a column of regions.csv
 *   "output_pct CAN C29"          a column of sectors.csv
 *   "sales_pct CAN TOYOTA"        a column of products.csv; "price_pct CAN TOYOTA" is one by its product
 *   "exports_pct CAN C29 USA"     the change of one flow's value before tariff; also imports_pct, of the first region */
#ifndef TWI_INDICATOR_OUTCOME_H
#define TWI_INDICATOR_OUTCOME_H

#include "indicator/result.h"
#include "table/yaml.h"

typedef struct twi_outcome {
  tw_table table;              /* TW_REGIONS, TW_SECTORS, TW_PRODUCTS, TW_TRADE */
  int column;                  /* of the table; of TW_TRADE 0: exports, 1: imports of the region */
  int region, sector, partner; /* -1: none */
  int product;                 /* of TW_PRODUCTS, whose sector the sector is */
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
/* Fills in those of a focus, at most 8, and returns how many: of the region real income, real GDP and GDP, of the sector
 * there output, exports, imports and jobs. */
enum { TWI_FOCUS_OUTCOMES = 8 };
int twi_focus_outcomes(const tw_world *world, const twi_focus *focus, twi_outcome outcome[TWI_FOCUS_OUTCOMES]);

#endif
