/* Stocks and calories from a .tww file. stores.c checks what they say, when the world has its products. See read/tww.h and
 * canonical.c. */
#include "world/read/tww.h"

static tw_status take_store(twi_tww *t, twi_store *row)
{
  uint32_t region = 0;
  tw_status status = twi_tww_text(t, &row->product);
  if (status == TW_OK) status = twi_tww_number(t, &region);
  if (status == TW_OK && region > (uint32_t)t->w->N)
    return twi_tww_not_canonical(t, "the region of a stock or of calories is number %lu of %d", (unsigned long)region,
                                 t->w->N);
  row->region = (int)region - 1;
  if (status == TW_OK) status = twi_tww_bytes(t, row->number, sizeof row->number);
  if (status == TW_OK && !twi_little_endian()) twi_swap_doubles(row->number, 2);
  if (status == TW_OK && !twi_canonical_number(row->number[1]))
    return twi_tww_not_canonical(t, "the days of a stock are a missing value with other bytes than NaN has here");
  return status;
}

tw_status twi_tww_stores(twi_tww *t, twi_store_table table)
{
  enum { LEAST = 4 + 4 + 2 * 8 }; /* bytes of a row whose text is empty */
  uint32_t count = 0;
  tw_status status = twi_tww_number(t, &count);
  if (status != TW_OK) return status;
  if (count > t->left / LEAST) return twi_tww_damaged(t, "a size in it is larger than the file");
  t->w->store[table] = twi_new(t->ctx, (size_t)count + 1, sizeof *t->w->store[table]);
  if (!t->w->store[table]) return twi_no_memory(t->ctx, 0);
  t->w->stores[table] = (int)count;
  for (uint32_t i = 0; i < count && status == TW_OK; i++) status = take_store(t, &t->w->store[table][i]);
  return status;
}
