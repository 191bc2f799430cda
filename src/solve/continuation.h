/* Going through a shock in steps. See continuation.c for how long they are. */
#ifndef TWI_SOLVE_CONTINUATION_H
#define TWI_SOLVE_CONTINUATION_H

#include "base/context.h"

typedef struct twi_continuation {
  size_t n;
  double *at, *before; /* [n] work: the last two solved points */
  /* Solves at a share of the shock from the guess in u; returns 0 and the solution in u, 1 when it does not solve. */
  int (*attempt)(void *data, double share, double *u);
  void *data;
  double resolution; /* the largest share that solves is found to this */
  double first;      /* first step */
} twi_continuation;

/* Goes through the shock. u [n]: on entry the solution at share 0, on return that at the largest share solved, which is
 * returned, from 0 to 1 (all). *steps counts the attempts, of which there are at most limit; it also ends when ctx is
 * cancelled. */
double twi_continuation_run(twi_continuation *c, tw_context *ctx, int limit, double *u, int *steps);

#endif
