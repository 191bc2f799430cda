/* One worker of an ensemble: solves scenarios of one world for other parameter values, each time from the central
 * solution and never from a neighbouring draw, so that a draw's bits do not depend on what was solved before it.
 *
 * A worker belongs to one thread and has a context, a solver (one thread) and a view of the world with elasticities of
 * its own. Results are made with the worker's context: free them before the worker. */
#ifndef TWI_ENSEMBLE_WORKER_H
#define TWI_ENSEMBLE_WORKER_H

#include "indicator/result.h"

typedef struct twi_worker twi_worker;

/* Makes a worker, which the caller frees: world borrowed, settings copied, with one thread; real_gdp: 1, its results
 * have real GDP also without the decomposition. The parent's allocator is used from the worker's thread. */
tw_status twi_worker_new(tw_context *parent, const tw_world *world, const tw_settings *settings, int real_gdp,
                         twi_worker **worker);
void twi_worker_free(twi_worker *worker);
/* Both return what the worker owns: its context, and its view of the world, whose theta is that of the last draw. */
tw_context *twi_worker_context(twi_worker *worker);
const tw_world *twi_worker_world(const twi_worker *worker);

/* Gives the worker's view of the world the elasticities of a draw (NULL: the world's), for who solves it otherwise. */
void twi_worker_elasticities(twi_worker *worker, const double *theta);
/* Keeps what somebody else needs of a thread, freed by drop before the worker's context; returns it; NULL: none. */
void twi_worker_keep(twi_worker *worker, void *own, void (*drop)(void *own));
void *twi_worker_kept(const twi_worker *worker);

/* Solves a scenario with the world's own elasticities and keeps the solution in a slot (0, 1, …; made as needed) as the
 * start of draws. result may be NULL; else it is the caller's. */
tw_status twi_worker_center(twi_worker *worker, int slot, const tw_scenario *scenario, tw_result **result);
/* Solves one draw: theta [S], NULL: the world's; scenario: the slot's, or that with other values. The result is the
 * caller's; its outcome is <= 0 when the draw has no certified equilibrium. */
tw_status twi_worker_draw(twi_worker *worker, int slot, const tw_scenario *scenario, const double *theta,
                          tw_result **result);

#endif
