/* Barycentric interpolation: with b_j = 1 / prod_(i != j) (x_j - x_i)
 *
 *   p(x)    = sum_j b_j v_j / (x - x_j) / sum_j b_j / (x - x_j)
 *   p'(x_k) = sum_(j != k) (b_j / b_k) (v_j - v_k) / (x_k - x_j)
 *
 * which is stable for nodes that crowd towards the ends, as those of Gauss do, at any number of them. Source: Berrut and
 * Trefethen (2004), SIAM Review 46(3), doi 10.1137/S0036144502417715. */
#include "solve/interpolation.h"

/* b_j up to a common factor; differences are taken four times as large, which keeps products near 1 on an interval of
 * length 1. */
static double barycentric_weight(int n, const double *node, int j)
{
  double product = 1;
  for (int i = 0; i < n; i++)
    if (i != j) product *= 4 * (node[j] - node[i]);
  return 1 / product;
}

void twi_interpolate(int n, const double *node, double x, double *weight)
{
  double sum = 0;
  for (int j = 0; j < n; j++) {
    if (x == node[j]) {
      for (int i = 0; i < n; i++) weight[i] = i == j;
      return;
    }
    weight[j] = barycentric_weight(n, node, j) / (x - node[j]);
    sum += weight[j];
  }
  for (int j = 0; j < n; j++) weight[j] /= sum;
}

void twi_interpolate_slope(int n, const double *node, int k, double *weight)
{
  double at_k = barycentric_weight(n, node, k), sum = 0;
  for (int j = 0; j < n; j++) {
    if (j == k) continue;
    weight[j] = barycentric_weight(n, node, j) / at_k / (node[k] - node[j]);
    sum += weight[j];
  }
  weight[k] = -sum;
}
