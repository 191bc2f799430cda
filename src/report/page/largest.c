/* The largest of many: a heap with the least on top, so that a table of ten million rows takes the memory of those that
 * are shown. */
#include "report/page/largest.h"

#include <string.h>

tw_status twi_largest_new(tw_context *ctx, int room, twi_largest *l)
{
  *l = (twi_largest){.room = room};
  l->heap = twi_new(ctx, (size_t)room, sizeof *l->heap);
  return l->heap ? TW_OK : twi_no_memory(ctx, (size_t)room * sizeof *l->heap);
}

void twi_largest_free(tw_context *ctx, twi_largest *l)
{
  twi_free(ctx, l->heap);
  memset(l, 0, sizeof *l);
}

static int is_less(const twi_largest_one *a, const twi_largest_one *b)
{
  return a->size != b->size ? a->size < b->size : a->order > b->order;
}

static void swap(twi_largest_one *a, twi_largest_one *b)
{
  const twi_largest_one kept = *a;
  *a = *b;
  *b = kept;
}

/* Puts heap[0] in its place among the `count` of the heap. */
static void sink_top(twi_largest_one *heap, int count)
{
  for (int at = 0;;) {
    int child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count && is_less(&heap[child + 1], &heap[child])) child++;
    if (!is_less(&heap[child], &heap[at])) return;
    swap(&heap[child], &heap[at]);
    at = child;
  }
}

int twi_largest_place(twi_largest *l, double size)
{
  twi_largest_one one = {size, l->seen++, l->count};
  if (l->count == l->room) {
    if (!is_less(&l->heap[0], &one)) return -1;
    one.place = l->heap[0].place;
    l->heap[0] = one;
    sink_top(l->heap, l->count);
    return one.place;
  }
  int at = l->count++;
  l->heap[at] = one;
  for (; at > 0 && is_less(&l->heap[at], &l->heap[(at - 1) / 2]); at = (at - 1) / 2)
    swap(&l->heap[at], &l->heap[(at - 1) / 2]);
  return one.place;
}

/* The least goes to the end, again and again. */
void twi_largest_sort(twi_largest *l)
{
  for (int count = l->count - 1; count > 0; count--) {
    swap(&l->heap[0], &l->heap[count]);
    sink_top(l->heap, count);
  }
}
