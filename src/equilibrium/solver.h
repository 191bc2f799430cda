/* The solver of one world: three equilibria, each found from the one before it.
 *
 *   reference   no policy, under the closure in force: limits and paths are measured against it; it is kept
 *   base        what a policy is compared with
 *   new         the policy
 *
 * A side of the comparison holds a policy (wedges and conditions, whatever made them) and becomes its equilibrium: the
 * wedges with all instruments in place, the accounted state, the certificate. It may start at any earlier solution
 * instead of at the one before it; what does not do from there is solved as always. */
#ifndef TWI_EQUILIBRIUM_SOLVER_H
#define TWI_EQUILIBRIUM_SOLVER_H

#include "equilibrium/conditions.h"
#include "equilibrium/equilibrium.h"

typedef struct twi_side {
  twi_policy policy; /* as applied; solving moves its wedges out of it, unless it has conditions */
  twi_wedges wedges; /* solved: those of the policy, with the instruments of its conditions in place */
  twi_state *state;  /* accounted */
  double *size;      /* [policy.conditions] of the instruments */
  twi_found found;   /* how it was found, or why not */
  double seconds;
} twi_side;

/* Zeroes the side, which is the caller's, and makes its state. */
tw_status twi_side_new(tw_context *ctx, const tw_world *world, twi_side *side);
/* Frees all that the side owns, and zeroes it. */
void twi_side_free(tw_context *ctx, twi_side *side);

/* An earlier solution. */
typedef struct twi_start {
  const double *u; /* [n] unknowns; NULL: none, the equilibrium before is the start */
  /* The wedges that it solves, so that the shock between can be gone through in steps; NULL: not known, and it is tried
   * once. */
  const twi_wedges *from;
} twi_start;
/* For ensembles: where to start, with the preconditioner that is there; the base is solved to the tolerance only,
 * unless it is to be decomposed. */
typedef struct twi_starts {
  twi_start reference, base, new_;
} twi_starts;

/* What another part of the library adds to a scenario's policy once that is applied: called with both sides, and told
 * nowhere. base may be looked at. */
typedef struct twi_amend {
  tw_status (*put)(void *data, const twi_policy *base, twi_policy *policy);
  void *data;
} twi_amend;

struct tw_solver {
  tw_context *ctx;
  const tw_world *world; /* borrowed */
  tw_settings settings;  /* threads resolved */
  twi_equilibrium *equilibrium;
  twi_closure closure; /* in force */
  /* the reference as solved last */
  int has_reference;
  twi_deficits reference_deficits;
  twi_state *reference;
  twi_found reference_found;
  double reference_seconds; /* 0: it was there already */
  long reference_made;      /* number of the preconditioner made there */
  const twi_starts *starts; /* borrowed; NULL: as always */
  const twi_amend *amend;   /* borrowed; NULL: policies are as applied */
  int real_gdp;             /* 1: real GDP is integrated also where there is no decomposition */
};

/* Sets the starts of the solves to come; borrowed, NULL: as always. */
void twi_solver_start_at(tw_solver *solver, const twi_starts *starts);
/* Tells the solver that the elasticities of its world have changed in place: nothing that was solved holds any more. */
void twi_solver_elasticities(tw_solver *solver);
/* Put another closure in force: one that is taken over (also after an error), or a copy. When it differs from the one
 * before, the reference is solved anew. TW_NO_MEMORY is the only error. */
tw_status twi_solver_take_closure(tw_solver *solver, twi_closure *closure);
tw_status twi_solver_set_closure(tw_solver *solver, const twi_closure *closure);

/* Each of these is TW_OK also when no equilibrium was found: reference_found, side->found say so. Called in this order.
 * The unknowns stay in the equilibrium: u_reference, u_base, u_new (and u). */
tw_status twi_solver_reference(tw_solver *solver, twi_deficits deficits);
tw_status twi_solver_base(tw_solver *solver, twi_side *base);
tw_status twi_solver_new_side(tw_solver *solver, const twi_side *base, int polish, twi_side *new_);
/* Returns 1 when a limit or a target misses its place by little more than the tolerance, and the side may be solved
 * once more with polish: its conditions to all the precision there is (twi_task). */
int twi_side_needs_polish(const twi_side *side);
/* Adds the residuals of its conditions to the certificate of a side whose state has changed. */
void twi_solver_certify_conditions(const tw_solver *solver, const twi_side *side, tw_certificate *certificate);

#endif
