/* Keys that may come once. See keys.h. Open addressing, three quarters full at most. */
#include "table/keys.h"

/* The mixing step of SplitMix64: neighbouring keys fall far apart. */
static size_t mix_key(uint64_t x)
{
  x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
  return (size_t)(x ^ (x >> 31));
}

static size_t slot_of(const twi_keys *keys, uint64_t key)
{
  size_t k = mix_key(key) & (keys->room - 1);
  while (keys->line[k] && keys->key[k] != key) k = (k + 1) & (keys->room - 1);
  return k;
}

static tw_status grow_table(twi_keys *keys)
{
  twi_keys larger = {.ctx = keys->ctx, .count = keys->count, .room = keys->room ? 2 * keys->room : 1024};
  larger.key = twi_alloc(keys->ctx, larger.room, sizeof *larger.key);
  larger.line = twi_new(keys->ctx, larger.room, sizeof *larger.line);
  if (!larger.key || !larger.line) {
    twi_keys_close(&larger);
    return twi_no_memory(keys->ctx, larger.room * (sizeof *larger.key + sizeof *larger.line));
  }
  for (size_t i = 0; i < keys->room; i++) {
    if (!keys->line[i]) continue;
    size_t k = slot_of(&larger, keys->key[i]);
    larger.key[k] = keys->key[i];
    larger.line[k] = keys->line[i];
  }
  twi_keys_close(keys);
  *keys = larger;
  return TW_OK;
}

tw_status twi_keys_add(twi_keys *keys, uint64_t key, int line, int *first)
{
  *first = 0;
  if (keys->count >= keys->room / 4 * 3) {
    tw_status status = grow_table(keys);
    if (status != TW_OK) return status;
  }
  size_t k = slot_of(keys, key);
  *first = keys->line[k];
  if (*first) return TW_OK;
  keys->key[k] = key;
  keys->line[k] = line;
  keys->count++;
  return TW_OK;
}

int twi_keys_find(const twi_keys *keys, uint64_t key)
{
  return keys->room ? keys->line[slot_of(keys, key)] : 0;
}

void twi_keys_close(twi_keys *keys)
{
  twi_free(keys->ctx, keys->key);
  twi_free(keys->ctx, keys->line);
  *keys = (twi_keys){.ctx = keys->ctx};
}
