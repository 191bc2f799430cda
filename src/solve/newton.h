/* Newton-Krylov with a line search: a root of a problem. See newton.c for the method. */
#ifndef TWI_SOLVE_NEWTON_H
#define TWI_SOLVE_NEWTON_H

#include "solve/gmres.h"

typedef enum twi_newton_end {
  TWI_NEWTON_CONVERGED,
  TWI_NEWTON_LIMIT,     /* iteration limit */
  TWI_NEWTON_STALLED,   /* no step reduces the residual */
  TWI_NEWTON_UNDEFINED, /* F is not defined at the starting point */
  TWI_NEWTON_CANCELLED
} twi_newton_end;

typedef struct twi_newton {
  twi_gmres gmres;
  double *f, *d, *trial, *f_trial, *b;
  /* counters, added to by every call */
  long residuals, products;
  int iterations;
  double error; /* max |F| at the point returned */
} twi_newton;

/* Cuts the arrays out of the arena, which owns them (twice: see base/arena.h); n unknowns. */
void twi_newton_carve(twi_newton *newton, twi_arena *arena, size_t n, int krylov_dimension);
/* Improves u [n] until max |F| <= target, in at most limit iterations, and returns how it ended. Below `enough` a stall
 * counts as convergence: the precision that the data allow is reached. u is the best point found in every case. */
twi_newton_end twi_newton_solve(twi_newton *newton, tw_context *ctx, const twi_problem *problem, double target,
                                double enough, int limit, double *u);

#endif
