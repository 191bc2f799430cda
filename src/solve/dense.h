/* Dense kernels: products with small matrices whose rows are padded, and the LU factors of one.
 *
 * symbol   word                                  shape
 * A        matrix                                [rows][stride], stride a multiple of 8, rows 64-byte aligned
 * x, y     vectors                               padded to a multiple of 8 where they run along a row
 *
 * Padding of A must be 0 (or that of x along a row). Sums are taken in one fixed order, so results are the same bits
 * on any number of threads; on another processor type they may differ in the last bits (fused multiply-add). */
#ifndef TWI_SOLVE_DENSE_H
#define TWI_SOLVE_DENSE_H

#include "base/build.h"
#include "base/context.h"

/* Returns the smallest multiple of 8 that is at least n: the stride of a row of n doubles. */
size_t twi_stride(size_t n);

/* Fills y[r] = sum_c A[r][c] x[c], r < rows. */
void twi_dense_mv(size_t rows, size_t stride, const double *A, const double *x, double *y);
/* Fills y[c] = sum_r A[r][c] x[r], c < stride. */
void twi_dense_mtv(size_t rows, size_t stride, const double *A, const double *x, double *y);
/* Fills the same for two matrices and one x: y = A' x, z = B' x. */
void twi_dense_mtv2(size_t rows, size_t stride, const double *A, const double *B, const double *x, double *y,
                    double *z);

/* Returns sum_i x[i] y[i], n a multiple of 8. */
double twi_dot(size_t n, const double *x, const double *y);
/* Adds a x to y, n a multiple of 8. */
void twi_axpy(size_t n, double a, const double *x, double *y);

/* Puts the LU factors of A (n x n, row stride lda) in its place, with partial pivoting; pivot [n]. A pivot smaller than
 * tiny times the largest entry of its row is replaced by that entry, and counted: a direction that the matrix leaves
 * open then gets a step no larger than others. Returns the number of pivots replaced. Source: Golub and Van Loan,
 * Matrix Computations, 4th ed., section 3.4. */
int twi_lu_factor(size_t n, size_t lda, double *A, int *pivot, double tiny);
/* Solves A x = b with the factors; x [n] is b on entry. */
void twi_lu_solve(size_t n, size_t lda, const double *LU, const int *pivot, double *x);
/* Solves A' x = b in the same way. */
void twi_lu_solve_transposed(size_t n, size_t lda, const double *LU, const int *pivot, double *x);
/* Solves for many right-hand sides at once: B is [n][stride], each column one of them, overwritten. */
void twi_lu_solve_many(size_t n, size_t lda, const double *LU, const int *pivot, size_t stride, double *B);

#endif
