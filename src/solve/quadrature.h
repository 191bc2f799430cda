/* Gauss-Legendre quadrature on (0, 1); the source is in quadrature.c. */
#ifndef TWI_SOLVE_QUADRATURE_H
#define TWI_SOLVE_QUADRATURE_H

/* Fills node [n] with nodes in (0, 1), rising, and weight [n] with weights that sum to 1. */
void twi_gauss_legendre(int n, double *node, double *weight);

#endif
