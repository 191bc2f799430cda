/* Gauss quadrature on the unit interval; the sources are in quadrature.c. */
#ifndef TWI_SOLVE_QUADRATURE_H
#define TWI_SOLVE_QUADRATURE_H

/* Fills node [n] with nodes in (0, 1), rising, and weight [n] with weights that sum to 1. */
void twi_gauss_legendre(int n, double *node, double *weight);
/* The same with 0 and 1 among the nodes, n >= 2: exact for polynomials of degree 2n - 3, the former for 2n - 1. */
void twi_gauss_lobatto(int n, double *node, double *weight);

#endif
