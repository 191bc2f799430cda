/* Joins world, policy, model and solver, and certifies the answer. How it is solved is told in attempt.c, what is
 * certified in certificate.c and conditions.c. */
#ifndef TWI_EQUILIBRIUM_EQUILIBRIUM_H
#define TWI_EQUILIBRIUM_EQUILIBRIUM_H

#include "equilibrium/state.h"
#include "model/conditions.h"
#include "model/core.h"
#include "solve/newton.h"

typedef struct twi_equilibrium {
  tw_context *ctx;
  const tw_world *world;
  tw_settings settings;
  twi_pool *pool;
  twi_arena arena, wider; /* wider: the vectors, where a closure has more unknowns than the core */
  size_t room;            /* unknowns that there is room for */
  twi_core core;
  twi_newton newton;
  double *u, *u_base, *u_reference, *u_new; /* [n] solutions: work, of the base, without policy, of the new */
  double *path;                             /* [2][n] the last two points of continuation; free outside it */
  double *deficits;                         /* [N] work, money */
  const twi_closure *closure;               /* borrowed */
} twi_equilibrium;

/* How one equilibrium was found, or why not. */
typedef struct twi_found {
  tw_outcome outcome;
  double share; /* of the shock that was solved */
  int region, sector;
  int iterations, steps;
  long residuals, products;
  tw_certificate certificate;
  char message[512];
} twi_found;

/* A target that asks for all the precision the machine has: the solve ends where no step helps any more. */
#define TWI_TIGHTEST 2e-15

/* Makes what equilibria of one world are solved with, which the caller frees; the world is borrowed, the settings are
 * copied. */
tw_status twi_equilibrium_new(tw_context *ctx, const tw_world *world, const tw_settings *settings,
                              twi_equilibrium **equilibrium);
void twi_equilibrium_free(twi_equilibrium *equilibrium);

/* What is to be solved. */
typedef struct twi_task {
  const twi_wedges *from, *to; /* of the start; the policy, without the instruments of conditions */
  const double *start;         /* [n] the solution under `from`; NULL: the data themselves */
  twi_conditions *conditions;  /* NULL: none; needs a start */
  double *size;                /* [m] out: sizes of the instruments */
  twi_wedges *frozen; /* out, with conditions: `to` with the instruments in place, to be freed when certified */
  int polish;         /* conditions to all the precision there is: see solve_with_conditions */
} twi_task;

/* Returns TW_OK also when there is no solution, which found says. Solves an equilibrium from its start, going there in
 * steps when one does not do. Without a start it is solved to the machine's precision, since all else is measured
 * against it. state gets the solution; u_out [n] (may be NULL) the unknowns. */
tw_status twi_equilibrium_solve(twi_equilibrium *e, const twi_task *task, double *u_out, twi_state *state,
                                twi_found *found);
/* Puts the worst residual of a certificate that does not hold into words. */
void twi_say_certificate(const tw_world *world, const tw_certificate *certificate, twi_found *found);
/* Sets the closure that holds from now on; borrowed, NULL: the core's. Solutions kept in the struct are lost when it has
 * more unknowns. TW_NO_MEMORY is the only error. */
tw_status twi_equilibrium_set_closure(twi_equilibrium *e, const twi_closure *closure);

/* Makes room for the unknowns of the core's closure. TW_NO_MEMORY is the only error. */
tw_status twi_equilibrium_make_room(twi_equilibrium *e);

/* Solves one point on the line from one policy to another with deficits given ([N] in the world's money, NULL: those of
 * `to`): for the path decomposition. u [n]: guess in, solution out. *failed is 0 when it is solved to `target`. */
tw_status twi_equilibrium_point(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, double share,
                                const double *deficits, double target, double *u, int *failed);
/* Fills du [n], du/dshare at the point solved last, by one linear solve J du = -dF/dshare (model/core/shock.c); it
 * fails only when it is cancelled. */
tw_status twi_equilibrium_tangent(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, double share,
                                  const double *deficits_slope, double *du);
/* Fills the state with the unknowns u [n] (lnw, lnP, X, Y, I, D), then accounts it with the wedges of `to`. */
void twi_equilibrium_state(twi_equilibrium *e, const double *u, const twi_wedges *to, twi_state *state);

#endif
