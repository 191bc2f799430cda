/* What the makers of a world correct on the way: shares brought to a sum of 1, and how much that was in money. Inside
 * this room. */
#ifndef TWI_WORLD_TALLY_H
#define TWI_WORLD_TALLY_H

#include <stddef.h>

#define TWI_TIGHT 0x1p-50 /* times sum |share|: rounding of a normalised row that was written and read back */

/* Divides the shares by their sum unless it is 1 up to rounding (TWI_TIGHT); returns 1 when it did. */
int twi_normalise(double *share, size_t count, double sum);

/* Counts corrections of one kind and remembers the largest. */
typedef struct twi_tally {
  int count, region, sector, other;
  double money, largest;
} twi_tally;

/* Counts a correction of a share by `size`, which is `money` in the world's, and where it was. */
static inline void twi_tally_add(twi_tally *t, double size, double money, size_t region, size_t sector, size_t other)
{
  if (t->count++ == 0 || size > t->largest) {
    t->largest = size;
    t->region = (int)region;
    t->sector = (int)sector;
    t->other = (int)other;
  }
  t->money += money;
}

#endif
