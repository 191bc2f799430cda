/* The largest cells of a list, in order: what a finding names one by one. */
#ifndef TWI_WORLD_LARGEST_H
#define TWI_WORLD_LARGEST_H

#include <stddef.h>

enum { TWI_MOST_ITEMS = 10 };

typedef struct twi_largest {
  int count;
  struct {
    double size;
    size_t cell;
  } item[TWI_MOST_ITEMS];
} twi_largest;

/* Keeps the cell when it is among the largest so far; of equal ones the first. */
void twi_keep_largest(twi_largest *list, double size, size_t cell);

#endif
