/* The solver behind results, shared by the files that solve. Inside this room. */
#ifndef TWI_INDICATOR_SOLVER_H
#define TWI_INDICATOR_SOLVER_H

#include "indicator/result.h"

struct tw_solver {
  tw_context *ctx;
  const tw_world *world;
  tw_settings settings;
  twi_equilibrium *equilibrium;
  twi_closure closure; /* in force */
  /* the reference, the equilibrium without policy, as solved last */
  int has_reference;
  twi_deficits reference_deficits;
  twi_state *reference;
  twi_found reference_found;
  double reference_seconds;
  long reference_made; /* number of the preconditioner made there */
  const twi_center *center;
};

/* How a side was found, into the result. */
void twi_tell(tw_result *result, const twi_found *found, int of_base);
/* The equilibrium without policy, unless the solver still has it. Leaves the core there, with its preconditioner. */
tw_status twi_solve_reference(tw_solver *solver, const twi_wedges *plain);
/* Base and new equilibrium of the result's policies, and all its columns. applied: seconds spent before. */
tw_status twi_solve_both(tw_solver *solver, tw_result *result, const twi_wedges *plain, double applied);
/* With one rigid wage and economies of scale, looks for another equilibrium (others.c) and has the cautions say so.
 * Changes nothing that was solved. size: of the instruments. */
tw_status twi_look_for_others(tw_solver *solver, tw_result *result, const twi_wedges *plain, const double *size);

#endif
