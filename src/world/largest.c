/* The largest cells of a list. See largest.h. */
#include "world/largest.h"

void twi_keep_largest(twi_largest *l, double size, size_t cell)
{
  if (l->count == TWI_MOST_ITEMS && size <= l->item[TWI_MOST_ITEMS - 1].size) return;
  int at = l->count < TWI_MOST_ITEMS ? l->count++ : TWI_MOST_ITEMS - 1;
  for (; at > 0 && l->item[at - 1].size < size; at--) l->item[at] = l->item[at - 1];
  l->item[at].size = size;
  l->item[at].cell = cell;
}
