/* What can still be read of a damaged store, for the words that say so. */
#include "ensemble/store/salvage.h"

#include <string.h>

#include "ensemble/store/file.h"
#include "ensemble/store/rows.h"

/* How many tasks of the part in use can be read. */
static tw_status count_readable(twi_store *store, size_t *there)
{
  twi_found row = {0};
  tw_status status = TW_OK;
  for (size_t from = 0; status == TW_OK; from = row.task + 1) {
    status = twi_store_next(store, from, &row);
    if (status == TW_OK && row.row == TWI_ROW_ABSENT) break;
    *there += status == TW_OK && row.row == TWI_ROW_THERE;
  }
  twi_store_rest(store);
  return status;
}

tw_status twi_store_damaged(tw_context *ctx, const char *file, const char *why)
{
  char *reason = twi_strdup(ctx, why); /* why may be the text that is overwritten */
  if (!reason) return twi_no_memory(ctx, strlen(why));
  twi_store *store;
  size_t there = 0, tasks = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_SALVAGE, NULL, &store);
  if (status == TW_OK) {
    for (int part = 0; status == TW_OK; part++) {
      status = twi_store_part(store, part);
      if (status != TW_OK || !store->key) break;
      tasks += store->tasks;
      status = count_readable(store, &there);
    }
    twi_store_file_close(store);
  }
  if (status != TW_NO_MEMORY && there)
    status =
        twi_fail(ctx, TW_BAD_INPUT,
                 "%s: damaged (%s); it was left as it is: `tradewind merge %s --to NEW` saves the %zu of %zu tasks "
                 "that can be read, and NEW can be gone on with",
                 file, reason, file, there, tasks);
  else if (status != TW_NO_MEMORY)
    status =
        twi_fail(ctx, TW_BAD_INPUT,
                 "%s: damaged, or no store of Tradewind (%s), and no finished task can be read from it; it was left "
                 "as it is: name another file, or move it away",
                 file, reason);
  twi_free(ctx, reason);
  return status;
}
