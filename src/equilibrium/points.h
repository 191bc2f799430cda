/* Equilibria on the straight line between two policies, solved one after the other and kept. The line's ends are there
 * from the start, and each point is predicted by the polynomial through those that are there, so that later ones start
 * close.
 *
 * Slopes along the line come from the solutions alone: at a point, that of the polynomial p through a set of points. The
 * error p' - u' of such a slope is not small where the set is, but its integral is: p - u is 0 at all points of the
 * set, the ends among them, so that with a smooth weight m
 *
 *   integral of m (p - u)' = - integral of m' (p - u)
 *
 * and a rule of quadrature whose nodes are in the set finds 0 for the right side. Hence sums of the form m(u) du over the
 * nodes of Gauss are exact to the degree of the rule, as if the slopes were exact: this is why collocation at the points
 * of Gauss converges twice as fast as its polynomial (de Boor and Swartz 1973, SIAM J. Numer. Anal. 10(4),
 * doi 10.1137/0710052). */
#ifndef TWI_EQUILIBRIUM_POINTS_H
#define TWI_EQUILIBRIUM_POINTS_H

#include "equilibrium/equilibrium.h"

typedef struct twi_points {
  twi_equilibrium *e;
  const twi_wedges *from, *to;
  const double *D_from, *D_to; /* [N] money, at the line's ends */
  size_t n;
  int count, room;
  double *at, *error;    /* [room] share of the line; max |F| there, or what it was solved to */
  double **u;            /* [room][n] */
  unsigned char *moving; /* [S][N] rows of flows whose wedges move: twi_core_load_moving */
  int still;             /* 1: nothing moves along the line, and the ends are one point */
  double *deficits;      /* [N] money, at the point in force */
  double *guess, *slope; /* [n] work; of twi_points_slope */
  double missed;         /* max |F| at the last prediction */
  twi_recycled recycled; /* what the solves so far taught */
  int loaded;            /* the flows that do not move are in force */
} twi_points;

enum { TWI_POINTS_ENDS = 2, TWI_POINTS_MOST = 256 }; /* points 0 and 1 are the ends; the most of a set */

/* Makes the list with the ends in it: solutions u_from and u_to [n], copied, with their deficits; all else is borrowed.
 * loaded: 1 when this line is in force in the core, at whatever share. Nobody else may load the core or use e->path
 * until the list is freed, which the caller does, also after an error. TW_NO_MEMORY is the only error. */
tw_status twi_points_new(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, const double *D_from,
                         const double *D_to, const double *u_from, const double *u_to, int loaded, twi_points *points);
void twi_points_free(twi_points *points);

/* Solves the point at a share inside the line to max |F| about target, unless it is there. *point: which one it is, or
 * -1 when it does not solve. */
tw_status twi_points_solve(twi_points *points, double share, double target, int *point);
/* Puts the core at a point: its wedges are in force, the residual is evaluated. A point that turns out to be solved less
 * exactly than target is solved once more, and *moved counts it. */
tw_status twi_points_visit(twi_points *points, int point, double target, int *moved);
/* Fills points->slope with the slope, at point set[k], of the polynomial through the points of the set. */
void twi_points_slope(twi_points *points, const int *set, int count, int k);

#endif
