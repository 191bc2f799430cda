/* Shares that are made to sum to 1. See tally.h. */
#include "world/tally.h"

#include <math.h>

int twi_normalise(double *share, size_t count, double sum)
{
  double size = 0;
  for (size_t i = 0; i < count; i++) size += fabs(share[i]);
  if (fabs(sum - 1) <= TWI_TIGHT * size) return 0;
  for (size_t i = 0; i < count; i++) share[i] /= sum;
  return 1;
}
