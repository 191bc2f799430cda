/* Cascades of bans on a world: who may follow with what, and the scenario as it stands in a round. docs/formats.md,
 * "Bans that spread". */
#ifndef TWI_SCENARIO_CASCADE_H
#define TWI_SCENARIO_CASCADE_H

#include "scenario/rules.h"
#include "world/products.h"

/* An exporter and one of the products or sectors that it may ban. */
typedef struct twi_follower {
  int region, sector, product; /* product -1: the sector */
  int round;                   /* in which it banned; 0: it has not */
} twi_follower;

/* Lists those who may ban, in the order of regions, then of products; the caller frees them. TW_BAD_INPUT, with the
 * place: a name that the world lacks, or an exporter in who that exports none of it. No section: none. */
tw_status twi_cascade_followers(tw_context *ctx, const tw_scenario *scenario, const tw_world *world,
                                twi_follower **followers, int *count);
/* Returns 1 when the region is one of them with what the flow is of; SIZE_MAX: with anything. */
int twi_cascade_follows(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int region, size_t flow);
/* Makes the scenario of a round: with the bans or limits of followers whose round is over 0, without the rules clause
 * unless `clauses`. It borrows all else of the scenario, which must outlive it; free it with tw_scenario_free. */
tw_status twi_cascade_round(tw_context *ctx, const tw_scenario *scenario, const tw_world *world,
                            const twi_follower *followers, int count, int clauses, tw_scenario **round);
/* Returns 1 for a scenario with a cascade, or with clauses for one year and no market; and how many rules clause. */
int twi_is_cascade(const tw_scenario *scenario);
int twi_cascade_clauses(const tw_scenario *scenario);
/* The usual ones: code and what it did, NULL after the last; constant. Assumed: docs/food.md has the sources. */
const char *twi_cascade_usual(int index, const char **what);
/* A sentence about the cascade on a world, which the caller frees; NULL where there is none. */
tw_status twi_cascade_words(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, char **words);

#endif
