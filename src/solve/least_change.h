/* The table nearest to a given one that meets linear constraints: a least-change programme. Knows no economics. The
 * method and its sources are in least_change.c.
 *
 * symbol  word                                        shape
 * x0      prior, of either sign, never 0              [columns]
 * x       the answer, each with the sign of its prior [columns]
 * C       coefficients, held by columns               [rows][columns]
 * b       targets                                     [rows]
 *
 *   least  sum_j |x0_j| (r ln r - r + 1),  r = x / x0     so that  sum_j C_ij x_j = b_i  for every row i */
#ifndef TWI_SOLVE_LEAST_CHANGE_H
#define TWI_SOLVE_LEAST_CHANGE_H

#include "base/context.h"

typedef struct twi_programme {
  tw_context *ctx;
  size_t rows, columns, entries;
  double *target;  /* [rows] */
  uint32_t *group; /* [rows] rows that share most of their cells have the same number; below groups */
  size_t groups;
  double *prior, *value; /* [columns]; value: the prior, then the answer */
  size_t *start;         /* [columns + 1] first entry of each column */
  uint32_t *row;         /* [entries] */
  double *coefficient;   /* [entries] */
  size_t column_room, entry_room;
} twi_programme;

/* How a solve ended. */
typedef struct twi_programme_end {
  int met;          /* 1: every row is met to the tolerance */
  int iterations;   /* Newton steps */
  long products;    /* products with C in the conjugate gradients */
  double worst;     /* largest |C x - b| of a row, relative to its size: sum |C x| and |b| */
  size_t worst_row; /* where */
} twi_programme_end;

/* Each adds to the programme, which owns what it holds: a column, and an entry of the column added last. A prior of 0
 * is not allowed. TW_NO_MEMORY is the only error. */
tw_status twi_programme_column(twi_programme *p, double prior);
tw_status twi_programme_entry(twi_programme *p, size_t row, double coefficient);
/* Fills sum [rows] with C x of the present values, and size [rows], which may be NULL, with sum |C x|. TW_NO_MEMORY is
 * the only error. */
tw_status twi_programme_sums(const twi_programme *p, double *sum, double *size);
/* Returns the size below which a row is measured as if it had this size: rounding of the large ones reaches it. */
double twi_programme_least_size(const twi_programme *p, const double *size);
/* Solves the programme; value then holds the answer. Returns TW_OK also when the rows cannot all be met: look at
 * end->worst; TW_NO_MEMORY or TW_INTERRUPTED. tolerance: of a row, relative to its size; once every row is met to
 * enough, it goes on only while that helps. */
tw_status twi_programme_solve(twi_programme *p, double tolerance, double enough, twi_programme_end *end);
/* Frees what the programme holds; the struct is the caller's. */
void twi_programme_free(twi_programme *p);

#endif
