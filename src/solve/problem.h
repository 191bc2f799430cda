/* A system of equations F(u) = 0 as the solvers see it. They know no economics.
 *
 * Vectors have n doubles, n a multiple of 8, 64-byte aligned; padding inside them is 0 and stays 0.
 * residual() gives F at u, each equation relative to the size of its own market, so that max |F| is a relative error.
 * It returns 0, or 1 when u lies where F is not defined (not finite). linearize() is called after residual() at the
 * same u and prepares the derivative J there, its rows scaled by the sizes at u. M is an approximation of J that is
 * cheap to invert: precondition() gives x = M^-1 r; product() gives y = J M^-1 x. */
#ifndef TWI_SOLVE_PROBLEM_H
#define TWI_SOLVE_PROBLEM_H

#include "base/context.h"

typedef struct twi_problem {
  size_t n;
  void *data;
  int (*residual)(void *data, const double *u, double *f);
  void (*linearize)(void *data);
  void (*product)(void *data, const double *x, double *y);
  void (*precondition)(void *data, const double *r, double *x);
  /* Makes a fresh M at the point linearized last; NULL: M is fixed. */
  void (*refresh)(void *data);
} twi_problem;

#endif
