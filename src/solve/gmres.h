/* GMRES with right preconditioning: a linear system with the derivative of a problem. See gmres.c for the method. */
#ifndef TWI_SOLVE_GMRES_H
#define TWI_SOLVE_GMRES_H

#include "base/arena.h"
#include "solve/problem.h"
#include "solve/recycle.h"

typedef struct twi_gmres {
  int m;                  /* basis vectors before a restart */
  int once;               /* 1: basis vectors are made orthogonal by one pass: enough for some digits, and faster */
  twi_recycled *recycled; /* borrowed: improves M and learns from each solve; NULL: none */
  double *Q;              /* [m + 1][n] */
  double *H;              /* [m + 1][m] column by column, then the rotations */
  double *c, *s, *g, *y, *w, *x;
} twi_gmres;

/* Cuts the arrays out of the arena, which owns them (twice: see base/arena.h); n unknowns, m basis vectors. */
void twi_gmres_carve(twi_gmres *gmres, twi_arena *arena, size_t n, int m);
/* Solves J d = b to ||b - J d|| <= eta ||b||, with at most limit products, at the point that the problem linearized
 * last. b and d are [n]; d is overwritten. Returns the number of products; *relative is what was reached. Stops early,
 * with the best d so far, when cancelled. */
int twi_gmres_solve(twi_gmres *gmres, tw_context *ctx, const twi_problem *problem, const double *b, double eta,
                    int limit, double *d, double *relative);

#endif
