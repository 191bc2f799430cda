/* What finish.c and signs.c share: sets of bounds, and what moves them. Inside this room. */
#ifndef TWI_MARKET_FINISH_H
#define TWI_MARKET_FINISH_H

#include "market/kernel.h"

/* Of a variable: free, at its lower bound (a row: tight), at its upper one. */
enum { FREE, LOW, HIGH };

/* signs.c: what a unit more on the route would lose at the kernel's point. */
double twi_finish_margin(const twi_kernel *k, int r);
/* Lets go of bounds whose duals have the wrong sign (carefully: of the worst alone), takes up those that are
 * overstepped. Returns how many. */
int twi_finish_change(twi_kernel *k, int careful);
/* The part of the move until the first bound that is not held is met, 1: none is; and, after that part, holds what was
 * met. Returns how many. */
double twi_finish_longest(twi_kernel *k);
int twi_finish_stop(twi_kernel *k, double step);
/* Rounding may leave a free variable a little outside of its bounds: it is put on them. */
void twi_finish_clamp(twi_kernel *k);

#endif
