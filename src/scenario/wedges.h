/* Pieces of a policy that those who make one and those who end it share. Inside this room. */
#ifndef TWI_SCENARIO_WEDGES_H
#define TWI_SCENARIO_WEDGES_H

#include "scenario/scenario.h"

/* Returns the array of wedges at *place, which is made on first use: a copy of the data (NULL: of value throughout),
 * count numbers. It belongs to the wedges. NULL: out of memory. */
double *twi_wedge(tw_context *ctx, double **place, const double *data, double value, size_t count);
/* Returns 1 when a ban stands on the flow. */
int twi_is_banned(const twi_wedges *wedges, size_t flow);
/* Free what a condition and an effect own, not the structs themselves. */
void twi_condition_free(tw_context *ctx, twi_condition *condition);
void twi_effect_free(tw_context *ctx, twi_effect *effect);

#endif
