/* Sorting. The C library's qsort is stable only while it gets memory, and then not the same everywhere; here what
 * counts as equal stays in its order, always, so that no table depends on the machine. */
#ifndef TWI_BASE_SORT_H
#define TWI_BASE_SORT_H

#include "base/context.h"

/* As for qsort: below 0 when left comes first, above 0 when right does, 0 when they may stay as they are. */
typedef int (*twi_order)(const void *left, const void *right);

/* Sorts `count` items of `size` bytes; the caller owns them. Returns TW_NO_MEMORY when there is none for a copy of the
 * list; the items are then as they were. Fewer than two items need no memory and may be NULL. */
tw_status twi_sort(tw_context *ctx, void *items, size_t count, size_t size, twi_order order);

/* Sort numbers, the smallest first, in place. They need no memory and cannot fail, since numbers that are equal are the
 * same: of doubles -0 comes before 0, and what is not a number last. */
void twi_sort_sizes(size_t *list, size_t count);
void twi_sort_doubles(double *list, size_t count);

/* Returns the index of the first number that is not below `value` in a list that rises; count when all are. */
size_t twi_find_size(const size_t *list, size_t count, size_t value);

#endif
