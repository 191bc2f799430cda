/* What is drawn in a market: the section `range` of a scenario seen against it. Inside outlook/. docs/formats.md,
 * "Ranges of markets".
 *
 *   parameter   one number that is drawn: a factor on numbers of the market, or a variable of the scenario
 *   slot        a number of the market that may have a factor, by the list below; the last entry that covers it counts
 *
 * Data flow of a draw: a point u of (0, 1) each parameter -> values; factors -> a market of the thread's own, calibrated
 * again, so that the base is a solution of every draw; factors of capacities -> rules after those of the policy;
 * variables -> the scenario varied, of which the rules are made again. */
#ifndef TWI_OUTLOOK_SPREADS_H
#define TWI_OUTLOOK_SPREADS_H

#include "outlook/outlook.h"

/* Reads them; the caller frees them, also after an error. TW_BAD_INPUT with the place: names that the market lacks, an
 * entry that covers nothing, nothing uncertain. */
tw_status twi_spreads_make(tw_context *ctx, const tw_scenario *scenario, const tw_market *market, twi_spreads *spreads);
void twi_spreads_free(tw_context *ctx, twi_spreads *spreads);
/* Fills the values [count] at a point u [dims]. */
void twi_spreads_values(const twi_spreads *spreads, const double *u, double *value);
/* spreads_put.c: puts factors on a market that is a copy of the spreads' one with buyers, routes and, where they move,
 * blocks and passages of its own; it is not calibrated yet. */
void twi_spreads_put(const twi_spreads *spreads, const double *value, tw_market *market);
/* Adds rules for the capacities, to the rules of a policy. value NULL: factors of 1, of which only errors are wanted. */
tw_status twi_spreads_add_rules(tw_context *ctx, const twi_spreads *spreads, const double *value,
                                twi_outlook_rules *rules);
/* TW_BAD_INPUT, with the place, where a supplier has no capacity in the state that a factor could move. */
tw_status twi_spreads_check_capacities(tw_context *ctx, const twi_spreads *spreads, const twi_market_state *state);
/* spreads_expand.c, called by twi_spreads_make: the parameters of one entry, and the slots that they cover. */
tw_status twi_spreads_expand(tw_context *ctx, twi_spreads *spreads, const twi_range_market *entry);

#endif
