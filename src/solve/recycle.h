/* What solves with one derivative taught, kept for solves with derivatives close to it. See recycle.c for the method. */
#ifndef TWI_SOLVE_RECYCLE_H
#define TWI_SOLVE_RECYCLE_H

#include "base/arena.h"

enum { TWI_RECYCLED_MOST = 64 };

typedef struct twi_recycled { /* n is a multiple of 8, and vectors are aligned as dense.h has it */
  size_t n;
  int room, count;
  int batches, end[TWI_RECYCLED_MOST + 1]; /* batch b is vectors end[b] to end[b + 1] - 1 */
  float *C, *W;                            /* [room][n] */
  double *V, *t;                           /* [room][n], [n] work */
  twi_arena arena;                         /* holds them */
} twi_recycled;

/* Makes room for that many directions of n numbers, at most TWI_RECYCLED_MOST; none are there yet. twi_recycled_free
 * frees it, also after an error. TW_NO_MEMORY is the only error. */
tw_status twi_recycled_new(tw_context *ctx, size_t n, int room, twi_recycled *recycled);
void twi_recycled_free(tw_context *ctx, twi_recycled *recycled);

/* x <- R x, in place. */
void twi_recycled_apply(const twi_recycled *recycled, double *x);
/* Takes up what Arnoldi's process found with J M^-1 R: that J M^-1 R Q = Q' H, Q the first k of the k + 1 basis vectors
 * Q' [k + 1][n], and H made triangular by the rotations c, s [k], column by column with m + 1 numbers each. As many
 * directions as there is room for are kept. */
void twi_recycled_add(twi_recycled *recycled, int k, size_t m, const double *Q, const double *H, const double *c,
                      const double *s);

#endif
