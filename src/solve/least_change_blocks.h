/* Inside least_change*.c: the preconditioner. */
#ifndef TWI_SOLVE_LEAST_CHANGE_BLOCKS_H
#define TWI_SOLVE_LEAST_CHANGE_BLOCKS_H

#include "solve/least_change.h"

typedef struct twi_blocks {
  size_t rows, groups;
  size_t *first;   /* [groups + 1] into order */
  size_t *order;   /* [rows] rows, group after group */
  size_t *place;   /* [rows] of a row in its group */
  size_t *matrix;  /* [groups] where a group's square matrix begins */
  double *value;   /* lower triangles L, row major, of the groups' blocks L L' */
  double *scratch; /* [largest group] */
} twi_blocks;

tw_status twi_blocks_open(const twi_programme *p, twi_blocks *blocks);
void twi_blocks_close(tw_context *ctx, twi_blocks *blocks);
/* Factors the blocks of diag(scale) C diag|x| C' diag(scale). */
tw_status twi_blocks_factor(const twi_programme *p, const double *scale, twi_blocks *blocks);
void twi_blocks_solve(const twi_blocks *blocks, const double *in, double *out);

#endif
