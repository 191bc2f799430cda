/* Dense kernels. See dense.h.
 *
 * Written with vectors of eight doubles, which gcc and clang map to whatever the processor has: one register with
 * AVX-512, two with AVX2, four with SSE2. On x86-64 each kernel is compiled for the three (base/build.h). A product
 * along rows (mv) keeps four rows at a time in registers so that x is loaded once for four; one down columns (mtv)
 * keeps 32 columns in registers, so that nothing is stored until a column is complete. */
#include "solve/dense.h"

#include <math.h>
#include <string.h>

typedef double v8 __attribute__((vector_size(64), aligned(64)));
typedef double v4 __attribute__((vector_size(32), aligned(32)));

size_t twi_stride(size_t n)
{
  return (n + 7) / 8 * 8;
}

/* Sums of one vector, and of four side by side: halves are added, then neighbours, as a transposition would. */
#define SUM8(a) (((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7])))

#define HALVES(a)   (__builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7))
#define PAIRS(a, b) (__builtin_shufflevector(a, b, 0, 4, 2, 6) + __builtin_shufflevector(a, b, 1, 5, 3, 7))
#define SUM8_OF_4(a, b, c, d, y)                                                                                       \
  do {                                                                                                                 \
    v4 ab = PAIRS(HALVES(a), HALVES(b)), cd = PAIRS(HALVES(c), HALVES(d));                                             \
    v4 sums = __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);               \
    memcpy((y), &sums, sizeof sums);                                                                                   \
  } while (0)

TWI_CLONES void twi_dense_mv(size_t rows, size_t stride, const double *A, const double *x, double *y)
{
  const v8 *X = (const v8 *)x;
  size_t n = stride / 8, r = 0;
  for (; r + 4 <= rows; r += 4) {
    const v8 *p = (const v8 *)(A + r * stride), *q = p + n, *s = q + n, *t = s + n;
    v8 a = p[0] * X[0], b = q[0] * X[0], c = s[0] * X[0], d = t[0] * X[0];
    for (size_t i = 1; i < n; i++) {
      a += p[i] * X[i];
      b += q[i] * X[i];
      c += s[i] * X[i];
      d += t[i] * X[i];
    }
    SUM8_OF_4(a, b, c, d, y + r);
  }
  for (; r < rows; r++) {
    const v8 *p = (const v8 *)(A + r * stride);
    v8 a = p[0] * X[0];
    for (size_t i = 1; i < n; i++) a += p[i] * X[i];
    y[r] = SUM8(a);
  }
}

TWI_CLONES void twi_dense_mtv(size_t rows, size_t stride, const double *A, const double *x, double *y)
{
  size_t n = stride / 8, i = 0;
  for (; i + 4 <= n; i += 4) {
    v8 a = {0}, b = {0}, c = {0}, d = {0};
    const v8 *p = (const v8 *)A + i;
    for (size_t r = 0; r < rows; r++, p += n) {
      a += p[0] * x[r];
      b += p[1] * x[r];
      c += p[2] * x[r];
      d += p[3] * x[r];
    }
    v8 *Y = (v8 *)y + i;
    Y[0] = a;
    Y[1] = b;
    Y[2] = c;
    Y[3] = d;
  }
  for (; i < n; i++) {
    v8 a = {0};
    const v8 *p = (const v8 *)A + i;
    for (size_t r = 0; r < rows; r++, p += n) a += p[0] * x[r];
    ((v8 *)y)[i] = a;
  }
}

TWI_CLONES void twi_dense_mtv2(size_t rows, size_t stride, const double *A, const double *B, const double *x, double *y,
                               double *z)
{
  size_t n = stride / 8, i = 0;
  for (; i + 4 <= n; i += 4) {
    v8 a = {0}, b = {0}, c = {0}, d = {0}, e = {0}, f = {0}, g = {0}, h = {0};
    const v8 *p = (const v8 *)A + i, *q = (const v8 *)B + i;
    for (size_t r = 0; r < rows; r++, p += n, q += n) {
      a += p[0] * x[r];
      b += p[1] * x[r];
      c += p[2] * x[r];
      d += p[3] * x[r];
      e += q[0] * x[r];
      f += q[1] * x[r];
      g += q[2] * x[r];
      h += q[3] * x[r];
    }
    v8 *Y = (v8 *)y + i, *Z = (v8 *)z + i;
    Y[0] = a;
    Y[1] = b;
    Y[2] = c;
    Y[3] = d;
    Z[0] = e;
    Z[1] = f;
    Z[2] = g;
    Z[3] = h;
  }
  for (; i < n; i++) {
    v8 a = {0}, e = {0};
    const v8 *p = (const v8 *)A + i, *q = (const v8 *)B + i;
    for (size_t r = 0; r < rows; r++, p += n, q += n) {
      a += p[0] * x[r];
      e += q[0] * x[r];
    }
    ((v8 *)y)[i] = a;
    ((v8 *)z)[i] = e;
  }
}

TWI_CLONES double twi_dot(size_t n, const double *x, const double *y)
{
  const v8 *X = (const v8 *)x, *Y = (const v8 *)y;
  size_t m = n / 8, i = 0;
  v8 a = {0}, b = {0}, c = {0}, d = {0};
  for (; i + 4 <= m; i += 4) {
    a += X[i] * Y[i];
    b += X[i + 1] * Y[i + 1];
    c += X[i + 2] * Y[i + 2];
    d += X[i + 3] * Y[i + 3];
  }
  for (; i < m; i++) a += X[i] * Y[i];
  a = (a + b) + (c + d);
  return SUM8(a);
}

TWI_CLONES void twi_axpy(size_t n, double a, const double *x, double *y)
{
  const v8 *X = (const v8 *)x;
  v8 *Y = (v8 *)y;
  for (size_t i = 0; i < n / 8; i++) Y[i] += a * X[i];
}

int twi_lu_factor(size_t n, size_t lda, double *A, int *pivot, double tiny)
{
  int replaced = 0;
  for (size_t k = 0; k < n; k++) {
    size_t p = k;
    double big = 0, row = 0;
    for (size_t i = k; i < n; i++)
      if (fabs(A[i * lda + k]) > big) big = fabs(A[i * lda + k]), p = i;
    pivot[k] = (int)p;
    double *a = A + k * lda;
    if (p != k) {
      double *b = A + p * lda;
      for (size_t j = 0; j < n; j++) {
        double t = a[j];
        a[j] = b[j];
        b[j] = t;
      }
    }
    for (size_t j = 0; j < n; j++) row = fmax(row, fabs(a[j]));
    if (!(fabs(a[k]) > tiny * row)) {
      a[k] = row > 0 ? copysign(row, a[k]) : 1;
      replaced++;
    }
    for (size_t i = k + 1; i < n; i++) {
      double *b = A + i * lda;
      double m = b[k] / a[k];
      b[k] = m;
      if (m != 0)
        for (size_t j = k + 1; j < n; j++) b[j] -= m * a[j];
    }
  }
  return replaced;
}

void twi_lu_solve(size_t n, size_t lda, const double *LU, const int *pivot, double *x)
{
  for (size_t k = 0; k < n; k++) { /* rows were swapped as a whole, so all swaps come first */
    double t = x[pivot[k]];
    x[pivot[k]] = x[k];
    x[k] = t;
  }
  for (size_t i = 1; i < n; i++) {
    double t = x[i];
    for (size_t j = 0; j < i; j++) t -= LU[i * lda + j] * x[j];
    x[i] = t;
  }
  for (size_t i = n; i-- > 0;) {
    double t = x[i];
    for (size_t j = i + 1; j < n; j++) t -= LU[i * lda + j] * x[j];
    x[i] = t / LU[i * lda + i];
  }
}

void twi_lu_solve_transposed(size_t n, size_t lda, const double *LU, const int *pivot, double *x)
{
  for (size_t i = 0; i < n; i++) { /* U' y = b, then L' x = y, by rows of the factors, then the swaps backwards */
    x[i] /= LU[i * lda + i];
    for (size_t j = i + 1; j < n; j++) x[j] -= LU[i * lda + j] * x[i];
  }
  for (size_t i = n; i-- > 0;)
    for (size_t j = 0; j < i; j++) x[j] -= LU[i * lda + j] * x[i];
  for (size_t k = n; k-- > 0;) {
    double t = x[pivot[k]];
    x[pivot[k]] = x[k];
    x[k] = t;
  }
}

void twi_lu_solve_many(size_t n, size_t lda, const double *LU, const int *pivot, size_t stride, double *B)
{
  for (size_t k = 0; k < n; k++) {
    if ((size_t)pivot[k] == k) continue;
    double *a = B + k * stride, *b = B + (size_t)pivot[k] * stride;
    for (size_t j = 0; j < stride; j++) {
      double t = a[j];
      a[j] = b[j];
      b[j] = t;
    }
  }
  for (size_t i = 1; i < n; i++)
    for (size_t j = 0; j < i; j++) {
      double f = LU[i * lda + j];
      if (f != 0) twi_axpy(stride, -f, B + j * stride, B + i * stride);
    }
  for (size_t i = n; i-- > 0;) {
    for (size_t j = i + 1; j < n; j++) {
      double f = LU[i * lda + j];
      if (f != 0) twi_axpy(stride, -f, B + j * stride, B + i * stride);
    }
    double f = 1 / LU[i * lda + i];
    for (size_t j = 0; j < stride; j++) B[i * stride + j] *= f;
  }
}
