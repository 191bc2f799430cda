/* One block of memory sized at setup, cut into 64-byte aligned pieces; nothing is allocated inside iterations.
 *
 * The carving function is run twice: first on an arena without memory, which only counts, then on the real one. */
#ifndef TWI_BASE_ARENA_H
#define TWI_BASE_ARENA_H

#include "base/context.h"

typedef struct twi_arena {
  unsigned char *block; /* as allocated; NULL while counting */
  unsigned char *start; /* first aligned byte */
  size_t used, size;
} twi_arena;

/* Each returns a piece that is the arena's and is freed with it (zero only on a fresh block); NULL while counting. */
double *twi_arena_doubles(twi_arena *arena, size_t count);
void *twi_arena_bytes(twi_arena *arena, size_t bytes);
/* Turns a counted arena into a real, zeroed one of just that size. Returns TW_NO_MEMORY when there is none. */
tw_status twi_arena_allocate(tw_context *ctx, twi_arena *arena);
/* Frees the block, and with it all pieces; the struct is the caller's. */
void twi_arena_free(tw_context *ctx, twi_arena *arena);

#endif
