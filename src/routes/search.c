/* Dijkstra's shortest paths with a binary heap. See routes.h.
 *
 * The heap keeps every improvement of a point; one that is no longer its distance is passed over when it comes up.
 * Equal distances go by the number of the point, so that a path is the same wherever it is found. */
#include <math.h>

#include "routes/routes.h"

typedef struct heap_item {
  double km;
  int node;
} heap_item;

struct twi_search {
  tw_context *ctx;
  const tw_sea *sea;
  double *km;      /* [nodes] from the beginning, INFINITY: not reached */
  int *leg, *from; /* [nodes] how it was reached: the leg in the lists of `from` */
  heap_item *heap; /* [2 legs + 1] */
  int used, start, end;
};

tw_status twi_search_new(tw_context *ctx, const tw_sea *sea, twi_search **out)
{
  twi_search *s = twi_new(ctx, 1, sizeof *s);
  size_t n = (size_t)sea->nodes;
  *out = NULL;
  if (!s) return twi_no_memory(ctx, sizeof *s);
  *s = (twi_search){.ctx = ctx, .sea = sea, .km = twi_alloc(ctx, n, sizeof *s->km)};
  s->leg = twi_alloc(ctx, n, sizeof *s->leg);
  s->from = twi_alloc(ctx, n, sizeof *s->from);
  s->heap = twi_alloc(ctx, 2 * (size_t)sea->legs + 1, sizeof *s->heap);
  if (!s->km || !s->leg || !s->from || !s->heap) {
    twi_search_free(s);
    return twi_no_memory(ctx, 0);
  }
  *out = s;
  return TW_OK;
}

void twi_search_free(twi_search *s)
{
  if (!s) return;
  tw_context *ctx = s->ctx;
  twi_free(ctx, s->km);
  twi_free(ctx, s->leg);
  twi_free(ctx, s->from);
  twi_free(ctx, s->heap);
  twi_free(ctx, s);
}

static int comes_before(heap_item a, heap_item b)
{
  return a.km < b.km || (a.km == b.km && a.node < b.node);
}

static void heap_push(twi_search *s, double km, int node)
{
  heap_item item = {km, node};
  int i = s->used++;
  for (; i > 0 && comes_before(item, s->heap[(i - 1) / 2]); i = (i - 1) / 2) s->heap[i] = s->heap[(i - 1) / 2];
  s->heap[i] = item;
}

static heap_item heap_pop(twi_search *s)
{
  heap_item top = s->heap[0], last = s->heap[--s->used];
  int i = 0;
  for (int child; (child = 2 * i + 1) < s->used; i = child) {
    if (child + 1 < s->used && comes_before(s->heap[child + 1], s->heap[child])) child++;
    if (!comes_before(s->heap[child], last)) break;
    s->heap[i] = s->heap[child];
  }
  s->heap[i] = last;
  return top;
}

double twi_search_run(twi_search *s, int from, int to, twi_mask closed)
{
  const tw_sea *sea = s->sea;
  for (int i = 0; i < sea->nodes; i++) s->km[i] = INFINITY;
  s->used = 0;
  s->start = from;
  s->end = to;
  s->km[from] = 0;
  heap_push(s, 0, from);
  while (s->used) {
    heap_item at = heap_pop(s);
    if (at.km > s->km[at.node]) continue;
    if (at.node == to) break;
    for (int e = sea->first[at.node]; e < sea->first[at.node + 1]; e++) {
      int next = sea->to[e];
      double km = at.km + sea->km[e];
      if (sea->mask[e] & closed || !(km < s->km[next])) continue;
      s->km[next] = km;
      s->leg[next] = e;
      s->from[next] = at.node;
      heap_push(s, km, next);
    }
  }
  return to < 0 ? 0 : s->km[to];
}

double twi_search_end(twi_search *s, int to)
{
  s->end = to;
  return s->km[to];
}

int twi_search_passages(const twi_search *s, int passage[TWI_MOST_PASSAGES])
{
  int count = 0;
  twi_mask seen = 0;
  if (isinf(s->km[s->end])) return 0;
  for (int i = s->end; i != s->start; i = s->from[i])
    for (int k = s->sea->passages - 1; k >= 0; k--) {
      twi_mask bit = (twi_mask)1 << k;
      if (!(s->sea->mask[s->leg[i]] & bit) || seen & bit) continue;
      seen |= bit;
      passage[count++] = k;
    }
  for (int i = 0; i < count / 2; i++) {
    int k = passage[i];
    passage[i] = passage[count - 1 - i];
    passage[count - 1 - i] = k;
  }
  return count;
}

int twi_search_points(const twi_search *s, int *node)
{
  int count = 0, i = s->end;
  if (isinf(s->km[s->end])) return 0;
  for (; i != s->start; i = s->from[i]) count++;
  count++;
  if (!node) return count;
  i = s->end;
  for (int k = count - 1; k > 0; k--, i = s->from[i]) node[k] = i;
  node[0] = s->start;
  return count;
}
