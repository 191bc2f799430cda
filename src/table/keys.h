/* Keys that may come once, with the line of each: a hash table of whole numbers that grows with what is put in. For
 * tables whose keys are too many for an array with a place for each. */
#ifndef TWI_TABLE_KEYS_H
#define TWI_TABLE_KEYS_H

#include "base/context.h"

/* Start with {.ctx = ctx}. */
typedef struct twi_keys {
  tw_context *ctx;
  uint64_t *key;
  int *line; /* [room]; 0: empty */
  size_t count, room;
} twi_keys;

/* Adds a key with its line, above 0. *first is the line that the key has already; 0: it is new, and has this line now.
 * TW_NO_MEMORY is the only error. */
tw_status twi_keys_add(twi_keys *keys, uint64_t key, int line, int *first);
/* Returns the line of a key; 0: it is absent. */
int twi_keys_find(const twi_keys *keys, uint64_t key);
/* Frees what the keys hold; the struct is the caller's. */
void twi_keys_close(twi_keys *keys);

#endif
