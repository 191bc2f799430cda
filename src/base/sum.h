/* Sums that are accurate to the last bits and the same every time: each addition keeps what it rounded away
 * (Knuth's two-sum; Ogita, Rump and Oishi 2005, "Accurate sum and dot product"). No branches, so arrays of sums
 * vectorise. */
#ifndef TWI_BASE_SUM_H
#define TWI_BASE_SUM_H

#include <stddef.h>

typedef struct twi_sum {
  double total, rest;
} twi_sum;

/* Adds x to the sum of total and rest, which together hold what no double does. */
static inline void twi_two_sum(double *total, double *rest, double x)
{
  double s = *total + x;
  double back = s - *total;
  *rest += (*total - (s - back)) + (x - back);
  *total = s;
}

static inline void twi_sum_add(twi_sum *s, double x)
{
  twi_two_sum(&s->total, &s->rest, x);
}

static inline double twi_sum_value(twi_sum s)
{
  return s.total + s.rest;
}

/* Returns the sum of count numbers. */
static inline double twi_sum_of(const double *x, size_t count)
{
  twi_sum s = {0, 0};
  for (size_t i = 0; i < count; i++) twi_sum_add(&s, x[i]);
  return twi_sum_value(s);
}

#endif
