/* Variants of the model for one shock: what the parts of reconcile share. Inside this room.
 *
 *   reconcile_world.c    smaller worlds made of a world: one sector, no inputs
 *   reconcile_wedges.c   the wedges of a policy for such a world
 *   reconcile_elasticities.c   other elasticities, of tables and files
 *   reconcile.c          the chain of variants */
#ifndef TWI_COMPARE_RECONCILE_H
#define TWI_COMPARE_RECONCILE_H

#include "indicator/result.h"

/* Returns one elasticity: the mean of the world's, weighted by imports without own sales (by output where there are
 * none). */
double twi_reconcile_elasticity(const tw_world *world);
/* Make a world, which the caller frees: one sector ALL without inputs; many sectors without inputs: every elasticity is
 * theta. */
tw_status twi_reconcile_one_sector(tw_context *ctx, const tw_world *world, double theta, tw_world **out);
tw_status twi_reconcile_no_inputs(tw_context *ctx, const tw_world *world, double theta, tw_world **out);

/* Make what becomes of a policy's wedges in those worlds, which the caller frees; deficits are kept. */
tw_status twi_reconcile_one_sector_wedges(tw_context *ctx, const tw_world *world, double theta, const twi_wedges *from,
                                          twi_wedges *to);
tw_status twi_reconcile_no_inputs_wedges(tw_context *ctx, const tw_world *world, const twi_wedges *from,
                                         twi_wedges *to);
/* The same for the world as it is: a copy, with rents as part of tariffs and taxes. */
tw_status twi_reconcile_same_wedges(tw_context *ctx, const tw_world *world, const twi_wedges *from, twi_wedges *to);

#endif
