/* Sorting: a merge from below for items, a heap for numbers. See sort.h. */
#include "base/sort.h"

#include <math.h>
#include <string.h>

/* ---------------------------------------------------------------- items */

/* Merges two neighbours that are sorted, the left one with `left` items, into `to`. Of equal ones the left comes first.
 */
static void merge_runs(const char *from, size_t left, size_t right, size_t size, twi_order order, char *to)
{
  const char *a = from, *b = from + left * size, *a_end = b, *b_end = b + right * size;
  while (a < a_end && b < b_end) {
    const char **next = order(a, b) <= 0 ? &a : &b;
    memcpy(to, *next, size);
    *next += size;
    to += size;
  }
  memcpy(to, a, (size_t)(a_end - a));
  memcpy(to + (a_end - a), b, (size_t)(b_end - b));
}

tw_status twi_sort(tw_context *ctx, void *items, size_t count, size_t size, twi_order order)
{
  if (count < 2) return TW_OK;
  char *copy = twi_alloc(ctx, count, size), *from = items, *to = copy;
  if (!copy) return twi_no_memory(ctx, count * size);
  for (size_t width = 1; width<count; width = width> count / 2 ? count : 2 * width) {
    for (size_t at = 0; at < count;) {
      size_t rest = count - at, left = rest < width ? rest : width, right = rest - left < width ? rest - left : width;
      merge_runs(from + at * size, left, right, size, order, to + at * size);
      at += left + right;
    }
    char *sorted = to;
    to = from;
    from = sorted;
  }
  if (from == copy) memcpy(items, copy, count * size);
  twi_free(ctx, copy);
  return TW_OK;
}

/* ---------------------------------------------------------------- numbers */

static inline int is_less_size(size_t a, size_t b)
{
  return a < b;
}

/* A total order: -inf … -0, 0 … inf, not a number. */
static inline int is_less_double(double a, double b)
{
  if (a < b || a > b) return a < b;
  if (isnan(a) || isnan(b)) return !isnan(a) && isnan(b);
  return signbit(a) && !signbit(b);
}

/* Moves x[at] down to its place in the heap of `count` numbers, whose largest is x[0]; then the largest goes behind the
 * rest, again and again. */
#define SORT_NUMBERS(type, is_less)                                                                                    \
  static void sink_##type(type *x, size_t at, size_t count)                                                            \
  {                                                                                                                    \
    type moved = x[at];                                                                                                \
    for (size_t child; (child = 2 * at + 1) < count; at = child) {                                                     \
      if (child + 1 < count && is_less(x[child], x[child + 1])) child++;                                               \
      if (!is_less(moved, x[child])) break;                                                                            \
      x[at] = x[child];                                                                                                \
    }                                                                                                                  \
    x[at] = moved;                                                                                                     \
  }                                                                                                                    \
  static void sort_##type(type *x, size_t count)                                                                       \
  {                                                                                                                    \
    for (size_t at = count / 2; at-- > 0;) sink_##type(x, at, count);                                                  \
    while (count > 1) {                                                                                                \
      type last = x[--count];                                                                                          \
      x[count] = x[0];                                                                                                 \
      x[0] = last;                                                                                                     \
      sink_##type(x, 0, count);                                                                                        \
    }                                                                                                                  \
  }

SORT_NUMBERS(size_t, is_less_size)
SORT_NUMBERS(double, is_less_double)

void twi_sort_sizes(size_t *list, size_t count)
{
  sort_size_t(list, count);
}

void twi_sort_doubles(double *list, size_t count)
{
  sort_double(list, count);
}

size_t twi_find_size(const size_t *list, size_t count, size_t value)
{
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (list[middle] < value)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
