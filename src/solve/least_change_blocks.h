/* Inside least_change*.c: the preconditioner, one square block for each group of rows. See least_change_blocks.c. */
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

/* Finds the groups and makes room for their blocks; TW_NO_MEMORY is the only error. twi_blocks_close frees them, also
 * after an error. */
tw_status twi_blocks_open(const twi_programme *p, twi_blocks *blocks);
void twi_blocks_close(tw_context *ctx, twi_blocks *blocks);
/* Makes and factors the blocks of diag(scale) C diag|x| C' diag(scale), scale [rows]. */
tw_status twi_blocks_factor(const twi_programme *p, const double *scale, twi_blocks *blocks);
/* Fills out [rows] with the blocks' inverse times in [rows]; the two may be the same. */
void twi_blocks_solve(const twi_blocks *blocks, const double *in, double *out);

#endif
