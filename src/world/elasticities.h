/* Sets of trade elasticities with their uncertainty: elasticities.csv of a world, or a file of that form.
 *
 * A row is one estimate. It is of a sector, or of all sectors of a group, of goods, of services or of all; rows of one
 * set that have the same parameter are the same number, estimated once. So a row of several sectors, and rows of one
 * parameter, are drawn as one. Of two rows for a sector that of the code comes first, then that of a group, of goods or
 * services, of all. */
#ifndef TWI_WORLD_ELASTICITIES_H
#define TWI_WORLD_ELASTICITIES_H

#include "table/csv.h"
#include "table/sink.h"
#include "world/world.h"

/* Reads all rows; those of a file that is not a world's (of_world 0) need no column set, and are then of the set
 * `name`; one of several sets is refused. trade_elasticity is taken for estimate there. *rows is the caller's, also
 * after an error: twi_estimates_free. */
tw_status twi_estimates_read(tw_context *ctx, const tw_world *w, twi_csv *csv, int of_world, const char *name,
                             twi_estimate **rows, int *count);
/* The same checks for rows that came another way; TW_BAD_INPUT with the prefix. */
tw_status twi_estimates_check(tw_context *ctx, const tw_world *w, const twi_estimate *rows, int count,
                              const char *prefix);
void twi_estimates_free(tw_context *ctx, twi_estimate *rows, int count);

/* Writes elasticities.csv of the world's rows. */
tw_status twi_estimates_write(twi_sink *out, const tw_world *w);
/* twi_estimate_copy: one row, under another sector or parameter where they are not NULL. */
/* The rows in a world that is made of another. copy: as they are. split: rows of the sector become rows of its parts,
 * which stay one number. Aggregation: change/aggregate_estimates.c. */
tw_status twi_estimate_copy(tw_context *ctx, const twi_estimate *from, const char *sector, const char *parameter,
                            twi_estimate *to);
tw_status twi_estimates_copy(tw_context *ctx, const tw_world *from, tw_world *to);
tw_status twi_estimates_split(tw_context *ctx, const tw_world *from, const char *whole, char *const *part, int parts,
                              tw_world *to);

/* Sets members [S] to 1 for the sectors that a row's text names, to 0 elsewhere, and returns its rank, 0 for a code; -1:
 * there is no such name. */
int twi_estimate_members(const tw_world *w, const char *text, size_t length, unsigned char *members);
/* row_of [S]: which row of the set each sector has, -1: none. Returns how many have one; -1: out of memory. */
int twi_estimates_resolve(tw_context *ctx, const tw_world *w, const twi_estimate *rows, int count, const char *set,
                          int *row_of);
/* Names of the world's sets in the order of their first rows; NULL after the last. */
const char *twi_world_set(const tw_world *w, int index);
/* The set that has the name, without regard to case, as it is written; NULL: none. */
const char *twi_world_find_set(const tw_world *w, const char *name);
/* The set that sectors.csv is of, by the key elasticity_set of world.yaml; NULL: none, or none of that name. */
const char *twi_world_own_set(const tw_world *w);
/* What is worth a word in the check of a world; called by plausible.c. */
tw_status twi_world_say_sets(tw_context *ctx, tw_world *w);

#endif
