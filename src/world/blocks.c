/* Blocks: sets of regions connected by trade in the data. */
#include "world/world.h"

/* By joining every buyer with its sellers (union-find with path halving). */
static int block_root(int *parent, int i)
{
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

int twi_world_blocks(const tw_world *w, int *block)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  int *parent = block, left = (int)N;
  for (size_t d = 0; d < N; d++) parent[d] = (int)d;
  for (size_t s = 0; s < S && left > 1; s++)
    for (size_t d = 0; d < N && left > 1; d++)
      for (size_t o = 0; o < N; o++) {
        if (o == d || !(w->flow[(s * N + d) * N + o] > 0)) continue;
        int a = block_root(parent, (int)d), b = block_root(parent, (int)o);
        if (a != b) parent[a > b ? a : b] = a > b ? b : a, left--;
      }
  for (size_t d = 0; d < N; d++) parent[d] = block_root(parent, (int)d);
  return left;
}
