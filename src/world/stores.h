/* Stocks and calories that are a world's own: stocks.csv and calories.csv of its folder, which runs with a cascade or a
 * rule clause use (cascade/tables.c).
 *
 * A row is of one product, by its code, and of one region; of calories also of all regions that have no row of their own.
 * Rows stand by product in the world's order, then by region, those of all regions first: the order of a file leaves no
 * trace. */
#ifndef TWI_WORLD_STORES_H
#define TWI_WORLD_STORES_H

#include "table/csv.h"
#include "world/world.h"

/* What no stock and no kcal of a unit reaches; the same bound as of tables that come with a run. */
#define TWI_MOST_STORE 1e12

extern const char *const twi_store_file[TWI_STORE_TABLES]; /* "stocks.csv", "calories.csv" */

/* Reads a table into a world that has its products; TW_BAD_INPUT with file, line, column, what was found and what was
 * expected. */
tw_status twi_stores_read(tw_context *ctx, tw_world *w, twi_store_table table, twi_csv *csv);
/* The same checks for rows that came another way, which have to be in order; TW_BAD_INPUT with the prefix. */
tw_status twi_stores_check(tw_context *ctx, const tw_world *w, const char *prefix);
/* Puts the rows in order; called by seal.c. TW_NO_MEMORY is the only error. */
tw_status twi_stores_order(tw_context *ctx, tw_world *w);
/* Adds a row behind the others. */
tw_status twi_stores_add(tw_context *ctx, tw_world *w, twi_store_table table, const char *product, int region,
                         const double number[2]);
/* Makes the text of a table, which the caller frees; columns that no row fills are left out. */
tw_status twi_stores_text(tw_context *ctx, const tw_world *w, twi_store_table table, char **text);

/* Gives the rows to a world with the same regions that is made of another, when its products are in place: those whose
 * product is there, in the same unit; a finding counts the others. Aggregation and splits: change/aggregate_stores.c,
 * change/split_stores.c. */
tw_status twi_stores_copy(tw_context *ctx, const tw_world *from, tw_world *to);
/* Adds a finding that the world has such tables; called by plausible.c. */
tw_status twi_world_say_stores(tw_context *ctx, tw_world *w);

#endif
