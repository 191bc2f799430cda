/* What is made of many draws: quantiles, and which parameter drives the spread. */
#ifndef TWI_ENSEMBLE_STATISTICS_H
#define TWI_ENSEMBLE_STATISTICS_H

#include <stdint.h>

#include "base/context.h"

/* Makes quantiles of the valid ones among value[i * stride], i < count (valid[i] != 0; NULL: all). Type 7: with n
 * sorted values x_0 … x_(n-1) the quantile at p is x at the place (n - 1) p, linear between neighbours. A value that is
 * NaN is not valid. quantile [quantiles] is NAN when nothing is valid. work has room for count; it may be value itself
 * where stride is 1, which is then sorted. Returns n. */
size_t twi_quantiles(const double *value, size_t stride, const unsigned char *valid, size_t count, const double *p,
                     int quantiles, double *work, double *quantile);

/* Drivers: the design of Saltelli. There are `base` rows and k parameters; matrices A and B have independent rows,
 * A_B^(i) is A with column i from B. Each row of each matrix is one task, matrix by matrix: base (k + 2) tasks. */
enum { TWI_MATRIX_A = -2, TWI_MATRIX_B = -1 }; /* matrix >= 0: A_B^(matrix) */
typedef struct twi_driver_task {
  size_t row;
  int matrix;
} twi_driver_task;
/* Return how many tasks there are; row and matrix of one. */
size_t twi_driver_tasks(size_t base, int parameters);
twi_driver_task twi_driver_task_of(size_t base, size_t task);
/* Fills in the point of a task: u [parameters] in (0, 1). A and B are the halves of one Latin hypercube of 2 k
 * dimensions; parameters is at most TWI_MOST_DRIVEN. */
enum { TWI_MOST_DRIVEN = 512 };
void twi_driver_point(uint64_t seed, size_t base, int parameters, size_t task, double *u);

/* Shares of the variance of value[task * stride]: first [parameters] by the parameter alone (Saltelli et al. 2010),
 * total [parameters] with all in which it takes part (Jansen 1999). Rows of which a needed task is not valid are left
 * out of that parameter. Shares are NAN when fewer than 2 rows are left or the variance is 0; they may lie a little
 * outside 0 and 1, which is the error of few rows: the standard errors first_error and total_error (each may be NULL)
 * say how much, that of the variance included. */
typedef struct twi_drivers {
  double *first, *total, *first_error, *total_error; /* [parameters] */
  double mean, variance;                             /* of A and B together */
  size_t rows;                                       /* of which A and B are valid */
} twi_drivers;
void twi_driver_shares(const double *value, size_t stride, const unsigned char *valid, size_t base, int parameters,
                       twi_drivers *drivers);
/* The same from values that are read a matrix at a time: read fills value [count] with those of tasks from `first` on,
 * NAN where one is not valid. work has room for 3 base. An error of read is returned. */
typedef tw_status (*twi_driver_read)(void *data, size_t first, size_t count, double *value);
tw_status twi_driver_shares_of(twi_driver_read read, void *data, size_t base, int parameters, double *work,
                               twi_drivers *drivers);

#endif
