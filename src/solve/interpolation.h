/* Polynomials through values at given nodes; the source is in interpolation.c. */
#ifndef TWI_SOLVE_INTERPOLATION_H
#define TWI_SOLVE_INTERPOLATION_H

/* Fills weight [n]: the polynomial of degree n - 1 through values at the nodes has sum weight value at x. Nodes [n] are
 * all different, in any order, and on an interval of length about 1. */
void twi_interpolate(int n, const double *node, double x, double *weight);
/* Fills weight [n]: that polynomial has the slope sum weight value at node k. The weights sum to 0 but for rounding. */
void twi_interpolate_slope(int n, const double *node, int k, double *weight);

#endif
