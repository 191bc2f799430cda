/* Gauss-Legendre quadrature on (0, 1): nodes are the roots of the Legendre polynomial P_n, found by Newton's iteration
 * from Tricomi's estimate; weights are 2 / ((1 - x^2) P_n'(x)^2), halved for the unit interval. Source: Davis and
 * Rabinowitz (1984), Methods of Numerical Integration, 2nd ed., section 2.7.
 *
 * With the ends among the nodes (Gauss-Lobatto, the same section): the others are the roots of P'_(n-1), weights are
 * 2 / (n (n - 1) P_(n-1)(x)^2), halved too. (1 - x^2) P'_(n-1) = (n - 1) (P_(n-2) - x P_(n-1)), and its slope is
 * - n (n - 1) P_(n-1): Newton's iteration from the extrema of Chebyshev's polynomial. */
#include "solve/quadrature.h"

#include <math.h>

void twi_gauss_legendre(int n, double *node, double *weight)
{
  for (int i = 0; i < n; i++) {
    double x = cos(3.14159265358979323846 * (i + 0.75) / (n + 0.5)), slope = 1;
    for (int k = 0; k < 100; k++) {
      double p = x, before = 1; /* P_1, P_0 */
      for (int j = 2; j <= n; j++) {
        double next = ((2 * j - 1) * x * p - (j - 1) * before) / j;
        before = p;
        p = next;
      }
      slope = n == 1 ? 1 : n * (x * p - before) / (x * x - 1);
      double step = p / slope;
      x -= step;
      if (fabs(step) < 1e-16) break;
    }
    node[n - 1 - i] = 0.5 * (1 + x);
    weight[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
}

void twi_gauss_lobatto(int n, double *node, double *weight)
{
  for (int i = 0; i < n; i++) {
    double x = cos(3.14159265358979323846 * i / (n - 1)), p = 1;
    for (int k = 0; k < 100; k++) {
      double before = 1; /* P_0, P_1 */
      p = x;
      for (int j = 2; j < n; j++) {
        double next = ((2 * j - 1) * x * p - (j - 1) * before) / j;
        before = p;
        p = next;
      }
      double step = i == 0 || i == n - 1 ? 0 : (x * p - before) / (n * p);
      x -= step;
      if (fabs(step) < 1e-16) break;
    }
    node[n - 1 - i] = 0.5 * (1 + x);
    weight[n - 1 - i] = 1 / (n * (n - 1.0) * p * p);
  }
  node[0] = 0;
  node[n - 1] = 1;
}
