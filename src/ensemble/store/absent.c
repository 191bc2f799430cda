/* Stands in for stores in a build without them (TRADEWIND_STORES=OFF): none can be opened, so none is ever used. */
#include "base/without.h"
#include "ensemble/store.h"

tw_status twi_store_open(tw_context *ctx, const char *file, const char *part, const char *key, size_t tasks, int width,
                         twi_store **store)
{
  (void)file, (void)part, (void)key, (void)tasks, (void)width;
  *store = NULL;
  return twi_absent(ctx, "stores");
}

tw_status twi_store_load(twi_store *store, const twi_kept *rows, signed char *outcome, size_t *found)
{
  (void)store, (void)rows, (void)outcome;
  *found = 0;
  return TW_USAGE;
}

void twi_store_expect(twi_store *store, const unsigned char *kind)
{
  (void)store, (void)kind;
}

tw_status twi_store_put(twi_store *store, size_t task, int outcome, const double *values)
{
  (void)store, (void)task, (void)outcome, (void)values;
  return TW_USAGE;
}

tw_status twi_store_flush(twi_store *store)
{
  (void)store;
  return TW_USAGE;
}

tw_status twi_store_close(twi_store *store)
{
  return store ? TW_USAGE : TW_OK;
}

tw_status twi_store_merge(tw_context *ctx, const char *const *files, int count, const char *out)
{
  (void)files, (void)count, (void)out;
  return twi_absent(ctx, "stores");
}

tw_status twi_store_describe(tw_context *ctx, const char *file, int index, char **part, char **key, size_t *tasks,
                             int *width, size_t *found)
{
  (void)file, (void)index;
  *part = *key = NULL;
  *tasks = *found = 0;
  *width = 0;
  return twi_absent(ctx, "stores");
}

/* ---------------------------------------------------------------- for callers */

tw_status tw_store_merge(tw_context *ctx, const char *const *files, int count, const char *to)
{
  return twi_store_merge(ctx, files, count, to);
}

tw_status tw_store_part(tw_context *ctx, const char *file, int index, char name[32], size_t *tasks, size_t *done)
{
  (void)file, (void)index;
  name[0] = 0;
  *tasks = *done = 0;
  return twi_absent(ctx, "stores");
}
