/* One attempt at an equilibrium, shared by the files that solve it and that say why it failed. Inside this room. */
#ifndef TWI_EQUILIBRIUM_ATTEMPT_H
#define TWI_EQUILIBRIUM_ATTEMPT_H

#include "equilibrium/equilibrium.h"

typedef struct twi_attempt {
  twi_equilibrium *e;
  const twi_wedges *from, *to;
  twi_conditions *q; /* NULL: none; then the unknowns are (u, x) */
  twi_newton *newton;
  twi_problem problem;
  int mixed;             /* the closures differ: deficits are led over */
  const double *D_start; /* [N] money, when mixed */
  double target, enough;
  twi_newton_end end;
  int poor; /* region whose income is not positive, or -1 */
  /* The nearest share above the last one solved at which all equations hold, but with an income that is not positive:
   * its region and that income as the core has it. INFINITY: there is none. */
  double above, above_income;
  int above_region;
  tw_status status;
} twi_attempt;

/* The start from data: sweeps, so that each cell of u has its size, and a first preconditioner. */
void twi_attempt_warm_up(twi_equilibrium *e, double *u);
/* Solves at a share of the shock (of data, an attempt) from u [problem.n], which becomes the solution. Returns 0 when
 * it is solved with incomes that are positive; else attempt->end, poor or status say why not. */
int twi_attempt_share(void *data, double share, double *u);
/* Tries the shock at once, then in steps. Returns 0 when solved; else *found says why not. work: [2][problem.n]. */
int twi_attempt_shock(twi_attempt *attempt, const double *start, double *u, double *work, twi_state *x,
                      twi_found *found);
/* After twi_attempt_shock failed, unless it showed why: once more in steps, with those of Newton cut short. Returns 0 when solved;
 * else *found is of the attempt that came farther. */
int twi_attempt_short(twi_attempt *attempt, const double *start, double *u, double *work, twi_state *x,
                      twi_found *found);
/* Checks the solution from the original data; solves more tightly when that asks for it. The core is loaded with the
 * wedges of attempt->to, without conditions. */
tw_status twi_attempt_certify(twi_attempt *attempt, double *u, twi_state *x, twi_found *found);
/* bordered.c: solves an equilibrium with conditions, as twi_equilibrium_solve does those without. */
tw_status twi_solve_bordered(twi_equilibrium *e, const twi_task *task, twi_attempt *attempt, double *u_out,
                             twi_state *x, twi_found *found);
/* Puts region and sector of the largest entry of the residual f into found. */
void twi_attempt_locate(const twi_attempt *attempt, const double *f, twi_found *found);
/* Tells region and sector of a condition; -1: none in particular. */
void twi_place_of(const twi_core *core, const twi_condition *condition, int *region, int *sector);
/* Puts into found why there is no solution, and where. income: [N] at the start of the shock; the core stands at the
 * last point that was solved; error: of the attempt that failed. That incomes end is said only where the path shows it
 * from both sides: solved with a positive income at one share, and with one that is not positive at the next. */
void twi_say_why(twi_attempt *attempt, const double *income, double error, twi_found *found);
/* sources.c: returns 1 when bans leave a region without a source of a product that it cannot do without, and puts that
 * into found. */
int twi_say_no_source(const tw_world *world, const twi_wedges *policy, twi_found *found);
/* The same of what a region may sell to nobody, though its supply is its own in the closure (NULL: the core's). */
int twi_say_no_buyer(const tw_world *world, const twi_closure *closure, const twi_wedges *policy, twi_found *found);
/* Puts into found what limit or target is out of reach, as the conditions stand now; the policy without them has an
 * equilibrium. */
void twi_say_out_of_reach(const twi_attempt *attempt, int worst, double reached, twi_found *found);

#endif
