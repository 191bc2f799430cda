/* One block of memory, cut into aligned pieces. See arena.h. */
#include "base/arena.h"

#include <string.h>

enum { ALIGN = 64 };

void *twi_arena_bytes(twi_arena *arena, size_t bytes)
{
  void *piece = arena->start ? arena->start + arena->used : NULL;
  arena->used += (bytes + ALIGN - 1) / ALIGN * ALIGN;
  return piece;
}

double *twi_arena_doubles(twi_arena *arena, size_t count)
{
  return twi_arena_bytes(arena, count * sizeof(double));
}

tw_status twi_arena_allocate(tw_context *ctx, twi_arena *arena)
{
  size_t size = arena->used;
  /* Zeroed as a whole: padding must be 0, and the pages are then in place before anything is timed. */
  unsigned char *block = twi_alloc(ctx, size + ALIGN, 1);
  if (!block) return twi_no_memory(ctx, size);
  arena->block = block;
  arena->start = block + (ALIGN - (uintptr_t)block % ALIGN) % ALIGN;
  arena->size = size;
  arena->used = 0;
  memset(arena->start, 0, size);
  return TW_OK;
}

void twi_arena_free(tw_context *ctx, twi_arena *arena)
{
  twi_free(ctx, arena->block);
  memset(arena, 0, sizeof *arena);
}
