/* The matrix of the multipliers: suppliers eliminated as a diagonal, LU of buyers and rows. See kernel.h.
 *
 *   S' = S - sum_o C_o B_o' / diag_o,   b = S'^-1 (rb - sum_o C_o ra_o / diag_o),   a_o = (ra_o - B_o b) / diag_o
 *
 * It is symmetric but for taxes and conjectures, whose prices come with another coefficient (beta) than quantities.
 *
 * Several routes of a pair have H = diag(1 / v) + w 1 1'. Of a' H^-1 a the part that all routes share is one route with
 * the weight sum v / (1 + w sum v) and the mean use of rows; what is left is how much their uses differ from the mean.
 * So nothing cancels, however large w and v are. */
#include <string.h>

#include "market/kernel.h"
#include "solve/dense.h"

void twi_normal_clear(twi_normal *m)
{
  memset(m->diag, 0, (size_t)m->O * sizeof(double));
  memset(m->B, 0, (size_t)m->O * m->stride * sizeof(double));
  memset(m->C, 0, (size_t)m->O * m->stride * sizeof(double));
  memset(m->S, 0, (size_t)m->n * m->stride * sizeof(double));
}

void twi_normal_add(twi_normal *m, int o, int d, double weight, double beta, int rows, const int *row,
                    const double *use, int D)
{
  double *B = m->B + (size_t)o * m->stride, *C = m->C + (size_t)o * m->stride, *S = m->S + (size_t)d * m->stride;
  m->diag[o] += weight;
  B[d] -= weight * beta;
  C[d] -= weight;
  S[d] += weight * beta;
  for (int i = 0; i < rows; i++) {
    double *T = m->S + (size_t)(D + row[i]) * m->stride, u = weight * use[i];
    B[D + row[i]] += u;
    C[D + row[i]] += u;
    S[D + row[i]] -= u;
    T[d] -= u * beta;
    for (int j = 0; j < rows; j++) T[D + row[j]] += u * use[j];
  }
}

/* weight (u - mean) (u - mean)' on the rows alone. */
void twi_normal_spread(twi_normal *m, double weight, int rows, const int *row, const double *use, const double *mean,
                       int D, int K, double *work)
{
  for (int k = 0; k < K; k++) work[k] = -mean[k];
  for (int i = 0; i < rows; i++) work[row[i]] += use[i];
  for (int k = 0; k < K; k++) {
    if (work[k] == 0) continue;
    double *T = m->S + (size_t)(D + k) * m->stride;
    for (int j = 0; j < K; j++) T[D + j] += weight * work[k] * work[j];
  }
}

int twi_normal_factor(twi_normal *m)
{
  size_t n = (size_t)m->n;
  for (int o = 0; o < m->O; o++) {
    const double *B = m->B + (size_t)o * m->stride, *C = m->C + (size_t)o * m->stride;
    for (size_t i = 0; i < n; i++)
      if (C[i] != 0) twi_axpy(m->stride, -C[i] / m->diag[o], B, m->S + i * m->stride);
  }
  return twi_lu_factor(n, m->stride, m->S, m->pivot, 1e-14);
}

void twi_normal_solve(twi_normal *m)
{
  for (int o = 0; o < m->O; o++) {
    const double *C = m->C + (size_t)o * m->stride;
    double share = m->ra[o] / m->diag[o];
    for (int i = 0; i < m->n; i++) m->rb[i] -= C[i] * share;
  }
  twi_lu_solve((size_t)m->n, m->stride, m->S, m->pivot, m->rb);
  for (int o = 0; o < m->O; o++) {
    const double *B = m->B + (size_t)o * m->stride;
    double sum = m->ra[o];
    for (int i = 0; i < m->n; i++) sum -= B[i] * m->rb[i];
    m->ra[o] = sum / m->diag[o];
  }
}
