/* The largest of many things that pass by one after the other. Inside page/.
 *
 * The caller keeps the things in an array of `room` places; this says into which place the next one goes. */
#ifndef TWI_REPORT_PAGE_LARGEST_H
#define TWI_REPORT_PAGE_LARGEST_H

#include "base/context.h"

typedef struct twi_largest_one {
  double size;
  size_t order; /* when it came by: of equal sizes the first is the larger */
  int place;
} twi_largest_one;

typedef struct twi_largest {
  twi_largest_one *heap; /* heap[0] is the least, and heap[i] no less than heap[(i - 1) / 2] */
  int count, room;
  size_t seen;
} twi_largest;

/* Makes room for so many, at least one. Returns TW_NO_MEMORY when there is none; twi_largest_free in any case. */
tw_status twi_largest_new(tw_context *ctx, int room, twi_largest *l);
void twi_largest_free(tw_context *ctx, twi_largest *l);

/* Returns the place of the next thing, whose size is a number: a free one, or that of the least of
 * those kept, which is then gone; -1 when it is not among the largest. */
int twi_largest_place(twi_largest *l, double size);

/* Brings the heap into order, the largest first; heap[i].place is then where the i-th largest lies. Nothing may be
 * added afterwards. */
void twi_largest_sort(twi_largest *l);

#endif
