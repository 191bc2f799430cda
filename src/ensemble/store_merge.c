/* Several stores into one, what can be read of a damaged one, and what a store is of. See store.h. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ensemble/store_file.h"

static int same_file(const char *a, const char *b)
{
  struct stat s, t;
  return stat(a, &s) == 0 && stat(b, &t) == 0 && s.st_dev == t.st_dev && s.st_ino == t.st_ino;
}

/* Opens a file to be read; where it is damaged, what is left of it. */
static tw_status open_source(tw_context *ctx, const char *file, twi_store **source, int *damaged)
{
  *damaged = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_READ, source);
  if (status != TW_BAD_INPUT) return status;
  char *words = twi_strdup(ctx, tw_error(ctx));
  if (!words) return twi_no_memory(ctx, 0);
  status = twi_store_file_open(ctx, file, TWI_STORE_SALVAGE, source);
  if (status == TW_BAD_INPUT) twi_fail(ctx, TW_BAD_INPUT, "%s", words); /* the first says more */
  *damaged = status == TW_OK;
  twi_free(ctx, words);
  return status;
}

/* All rows of a source into the target, in the target's transaction. */
static tw_status copy_rows(twi_store *target, twi_store *source, int damaged, unsigned char *bytes)
{
  size_t lost = 0, there = 0;
  tw_status status = TW_OK;
  for (size_t t = 0; status == TW_OK && t < source->tasks; t++) {
    twi_row row;
    int outcome;
    status = twi_store_row(source, t, &row, &outcome, bytes);
    if (status != TW_OK) break;
    if (row == TWI_ROW_THERE) {
      status = twi_store_add(target, t, outcome, bytes);
      there++;
    }
    lost += row == TWI_ROW_DAMAGED;
    if (status == TW_OK && t % 256 == 0) status = twi_check_cancel(target->ctx);
  }
  if (status == TW_OK && damaged && there == 0)
    return twi_fail(target->ctx, TW_BAD_INPUT, "%s: damaged, and no finished task can be read from it; leave it out",
                    source->file);
  if (status == TW_BAD_INPUT) twi_error_prefix(target->ctx, "%s, merged into ", source->file);
  if (status == TW_OK && (damaged || lost))
    twi_log(target->ctx, 0, "%s is damaged: %zu of its tasks could be read, %zu of %zu are missing or unreadable",
            source->file, there, source->tasks - there, source->tasks);
  return status;
}

static tw_status merge_into(twi_store *target, const char *const *files, int count)
{
  tw_context *ctx = target->ctx;
  unsigned char *bytes = NULL;
  tw_status status = twi_store_execute(target, "BEGIN IMMEDIATE");
  for (int f = 0; status == TW_OK && f < count; f++) {
    twi_store *source = NULL;
    int damaged;
    if (same_file(files[f], target->file)) continue;
    status = open_source(ctx, files[f], &source, &damaged);
    if (status != TW_OK) break;
    if (!target->key) status = twi_store_header(target, source->key, source->tasks, source->width);
    if (status == TW_OK) status = twi_store_compare(source, target->key, target->tasks, target->width);
    if (status == TW_OK && !bytes) {
      bytes = twi_alloc(ctx, (size_t)target->width, sizeof(double));
      if (!bytes) status = twi_no_memory(ctx, 8 * (size_t)target->width);
    }
    if (status == TW_OK) status = copy_rows(target, source, damaged, bytes);
    twi_store_file_close(source);
  }
  if (status == TW_OK) status = twi_store_execute(target, "COMMIT");
  if (status != TW_OK) sqlite3_exec(target->db, "ROLLBACK", NULL, NULL, NULL);
  twi_free(ctx, bytes);
  return status;
}

tw_status twi_store_merge(tw_context *ctx, const char *const *files, int count, const char *out)
{
  for (int f = 0; f < count; f++) { /* before anything is made */
    if (twi_path_kind_of(files[f]) != TWI_PATH_FILE)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: no such file, or not a plain one", files[f]);
  }
  if (count < 1) return twi_fail(ctx, TW_USAGE, "nothing to merge");
  int made = twi_path_kind_of(out) == TWI_PATH_ABSENT;
  twi_store *target;
  tw_status status = twi_store_file_open(ctx, out, TWI_STORE_WRITE, &target);
  if (status != TW_OK) return status;
  status = merge_into(target, files, count);
  twi_store_file_close(target);
  struct stat s;
  if (status != TW_OK && made && stat(out, &s) == 0 && s.st_size == 0) unlink(out);
  return status;
}

tw_status twi_store_describe(tw_context *ctx, const char *file, char **key, size_t *tasks, int *width, size_t *found)
{
  twi_store *store;
  *key = NULL;
  *tasks = *found = 0;
  *width = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_READ, &store);
  if (status != TW_OK) return status;
  sqlite3_stmt *s = NULL;
  int code = sqlite3_prepare_v2(store->db, "SELECT count(*) FROM task WHERE task>=0 AND task<?", -1, &s, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_int64(s, 1, (sqlite3_int64)store->tasks);
    code = sqlite3_step(s);
  }
  if (code == SQLITE_ROW) {
    *found = (size_t)sqlite3_column_int64(s, 0);
    *tasks = store->tasks;
    *width = store->width;
    *key = store->key;
    store->key = NULL;
  } else {
    status = twi_store_fail(store, code);
  }
  sqlite3_finalize(s);
  twi_store_file_close(store);
  return status;
}
