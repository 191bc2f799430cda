/* A system with a few more unknowns, each with a condition of its own: equations, and complementarity.
 *
 *   F(u, x) = 0                          the inner system, moved by x
 *   condition k, with gap_k(u, x):
 *     equal      gap = 0
 *     at most    gap <= 0, x >= 0, one of them 0       as max(gap, -x) = 0
 *     at least   gap >= 0, x <= 0, one of them 0       as max(-gap, x) = 0
 *
 * or, where `smooth` is set, as sqrt(a^2 + b^2) - a - b = 0 with a the slack and b = |x| (Fischer 1992, Optimization
 * 24). That is slower and leaves x at rounding instead of 0, but its rows stay independent where several conditions on
 * the same thing compete, which the other form cannot tell apart.
 * Where it is `held`, a row is an equation, gap = 0 or x = 0, whatever the signs.
 *
 * The kink of max is gone through by semismooth Newton, which is the primal-dual active set method (Hintermüller, Ito
 * and Kunisch 2003, SIAM J. Optim. 13(3), doi 10.1137/S1052623401383558): at a point the larger argument says which row
 * holds. Rows with x = 0 that are not active cost nothing.
 *
 * Preconditioner: block triangular, [M B; 0 S] with B = dF/dx, S = E - C M^-1 B, C and E the derivatives of the gaps
 * (Benzi, Golub and Liesen 2005, Acta Numerica 14, section 10). So one product costs what one of the inner system does,
 * and S costs one each when it is made: at the first point, and when the active set changes or M does. */
#ifndef TWI_SOLVE_BORDER_H
#define TWI_SOLVE_BORDER_H

#include <stdint.h>

#include "base/arena.h"
#include "solve/problem.h"

typedef enum twi_held { TWI_HELD_NOT, TWI_HELD_BINDING, TWI_HELD_OUT } twi_held;
typedef enum twi_turn { TWI_TURN_RIGHT, TWI_TURN_MADE, TWI_TURN_NONE } twi_turn;
typedef enum twi_row { TWI_ROW_EQUAL, TWI_ROW_AT_MOST, TWI_ROW_AT_LEAST } twi_row;

/* What the owner of the system supplies. needed [m]: 1 for the conditions that are asked for. */
typedef struct twi_border_calls {
  void *data;
  /* Fills F [n] and the gaps [m] at (u, x); returns 1 when that is outside the domain. */
  int (*residual)(void *data, const double *u, const double *x, double *f, double *gap);
  /* Fills B[j][n] = dF/dx_j, scaled as the rows of F, and E[k][j] = d gap_k / dx_j, row stride mp; for needed j and all
   * needed k. */
  void (*columns)(void *data, const unsigned char *needed, double *B, double *E);
  /* Fills dgap[k] = C_k v, with C_k = d gap_k / du at fixed x and v the vector of the inner system's last product. */
  void (*slopes)(void *data, const unsigned char *needed, double *dgap);
} twi_border_calls;

typedef struct twi_border {
  twi_problem inner;
  twi_border_calls calls;
  size_t n, mp;                   /* unknowns of the inner system; m rounded up to a multiple of 8 */
  int m;                          /* conditions */
  const unsigned char *kind;      /* [m] twi_row; borrowed */
  double *B, *E, *S;              /* [m][n]; [mp][mp]; LU factors of S [mp][mp] */
  double *gap, *x, *dgap, *t, *r; /* [mp]; [mp] at the last residual; work [mp], [n], [mp] */
  unsigned char *needed;          /* [m] work */
  unsigned char *held;            /* [m] twi_held */
  double *of_gap, *of_x;          /* [m] derivatives of a row by its gap and its |x|, at the linearization */
  unsigned char *active, *in_S;   /* [m] at the linearization; when S was made */
  int *pivot;
  uint64_t *seen; /* sets of limits that were held binding, of the turns so far */
  size_t turns;
  int made;   /* S is there */
  int smooth; /* see above */
} twi_border;

/* Cuts the border's arrays out of the arena, which owns them (twice: see base/arena.h); n unknowns, m conditions. */
void twi_border_carve(twi_border *border, twi_arena *arena, size_t n, int m);
/* At a solution: puts x [m] to exactly 0 where a condition does not hold with equality, which iterations leave at
 * rounding. */
void twi_border_release(const twi_border *border, double *x);
/* Holds every limit in the same way, from the next residual on. */
void twi_border_hold(twi_border *border, twi_held how);
/* The same, each limit in its way: held [m]. */
void twi_border_hold_as(twi_border *border, const unsigned char *held);
/* At a solution with every limit held: the limit that is farthest from where its sign should be is held the other way
 * round from now on (MADE), if all are right, none is (RIGHT). Limits that move each other would be turned in circles:
 * a set that was there since they were held is left out, and the next worst is taken, until nothing is left (NONE). Returns which. */
twi_turn twi_border_turn_worst(twi_border *border);
/* Returns the problem in (u, x), a vector of n + mp, which borrows the border. inner, calls and kind have been set; no
 * limit is held. */
twi_problem twi_border_problem(twi_border *border);

/* The transposed system at the linearization, for one derivative by all that moves F and gaps: with A the derivative of
 * the rows, A' (m, mu) = (g, h). The first returns its problem, which borrows the border; inner: that of J', adjoint(data,
 * m, weight, y) fills y [n] = J' m + sum_k weight_k C_k', the rows of both as the inner problem scales them. What a row
 * weighs in its gap, twi_border_weight says; where it is 0 the row is of x alone, and moved by nothing. */
typedef struct twi_border_transposed {
  const twi_border *border;
  twi_problem inner;
  void (*adjoint)(void *data, const double *m, const double *weight, double *y);
  void *data;
  double *v, *weight; /* [n + mp]; [mp] work */
} twi_border_transposed;
twi_problem twi_border_transposed_problem(twi_border_transposed *transposed);
double twi_border_weight(const twi_border *border, int k);

#endif
