/* Several stores into one, what can be read of a damaged one, and what a store is of. See store.h. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ensemble/store/file.h"
#include "ensemble/store/rows.h"
#include "ensemble/store/salvage.h"
#include "ensemble/store/words.h"

static int same_file(const char *a, const char *b)
{
  struct stat s, t;
  return stat(a, &s) == 0 && stat(b, &t) == 0 && s.st_dev == t.st_dev && s.st_ino == t.st_ino;
}

/* Opens a file to be read; where it is damaged, what is left of it. */
static tw_status open_source(tw_context *ctx, const char *file, twi_store **source, int *damaged)
{
  *damaged = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_READ, twi_store_damaged, source);
  if (status != TW_BAD_INPUT) return status;
  char *words = twi_strdup(ctx, tw_error(ctx));
  if (!words) return twi_no_memory(ctx, 0);
  status = twi_store_file_open(ctx, file, TWI_STORE_SALVAGE, NULL, source);
  if (status == TW_BAD_INPUT) twi_fail(ctx, TW_BAD_INPUT, "%s", words); /* the first says more */
  *damaged = status == TW_OK;
  twi_free(ctx, words);
  return status;
}

/* All rows of the source's part into the target's, in the target's transaction. */
static tw_status copy_rows(twi_store *target, twi_store *source, size_t *there, size_t *lost)
{
  twi_found row = {0};
  tw_status status = TW_OK;
  size_t looks = 0;
  for (size_t from = 0; status == TW_OK; from = row.task + 1) {
    status = twi_store_next(source, from, &row);
    if (status != TW_OK || row.row == TWI_ROW_ABSENT) break;
    *lost += row.row == TWI_ROW_DAMAGED;
    if (row.row == TWI_ROW_THERE) {
      status = twi_store_believe(source, &row);
      if (status != TW_OK) break;
      status = twi_store_add(target, row.task, row.outcome, row.bytes);
      if (status == TW_BAD_INPUT) twi_error_prefix(target->ctx, "%s, merged into ", source->file);
      ++*there;
    }
    if (status == TW_OK && ++looks % 256 == 0) status = twi_check_cancel(target->ctx);
  }
  twi_store_rest(source);
  return status;
}

/* Part by part. */
static tw_status copy_parts(twi_store *target, twi_store *source, int damaged, int *fresh)
{
  tw_context *ctx = target->ctx;
  size_t there = 0, lost = 0;
  for (int part = 0;; part++) {
    tw_status status = twi_store_part(source, part);
    if (status == TW_OK && !source->key) break;
    if (status == TW_OK && !*fresh) status = twi_store_part_named(target, source->name);
    if (status == TW_OK && (*fresh || !target->key))
      status = twi_store_part_new(target, source->name, source->key, source->tasks, source->width);
    *fresh = 0;
    if (status == TW_OK)
      status = twi_store_compare(source, target->key, target->tasks, target->width,
                                 target->fresh ? "the files before it" : target->file);
    if (status == TW_OK) status = copy_rows(target, source, &there, &lost);
    if (status != TW_OK) return status;
  }
  if (!damaged && !lost) return TW_OK;
  if (there == 0)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: damaged, and no finished task can be read from it; leave it out",
                    source->file);
  twi_log(ctx, 0, "%s is damaged: %zu task%s could be read; those that could not are computed again", source->file,
          there, there == 1 ? "" : "s");
  return TW_OK;
}

/* old: what is there already, NULL: nothing is. */
static tw_status merge_into(twi_store *target, twi_store *old, const char *const *files, int count)
{
  tw_context *ctx = target->ctx;
  int fresh = 1;
  target->merging = 1;
  target->fresh = !old || old->fresh; /* for messages: whether the name stood for something */
  tw_status status = twi_store_begin(target, "BEGIN IMMEDIATE");
  if (status == TW_OK && old && !old->fresh) status = copy_parts(target, old, 0, &fresh);
  for (int f = 0; status == TW_OK && f < count; f++) {
    twi_store *source = NULL;
    int damaged;
    if (old && same_file(files[f], old->file)) continue;
    status = open_source(ctx, files[f], &source, &damaged);
    if (status == TW_OK) status = copy_parts(target, source, damaged, &fresh);
    twi_store_file_close(source);
  }
  return twi_store_end(target, status);
}

/* The whole new file, under the writer's temporary name. */
static tw_status make_merged(tw_context *ctx, twi_writer *w, twi_store *old, const char *const *files, int count,
                             const char *out)
{
  twi_store *target;
  tw_status status = twi_store_file_make(ctx, out, twi_writer_place(w), twi_store_damaged, &target);
  if (status != TW_OK) return status;
  status = merge_into(target, old, files, count);
  twi_store_file_close(target);
  struct stat s;
  if (status == TW_OK && old && stat(out, &s) == 0) (void)chmod(twi_writer_place(w), s.st_mode & 07777);
  return status;
}

/* The new file is made beside the old one and put in its place when it is whole and written out. Written in place, a
 * disk that fails in the middle could not take the old pages back either. The old one is locked meanwhile: whoever
 * shares it waits, and finds the new one behind the lock (twi_store_flush). */
tw_status twi_store_merge(tw_context *ctx, const char *const *files, int count, const char *out)
{
  for (int f = 0; f < count; f++) { /* before anything is made */
    twi_path_kind kind = twi_path_kind_of(files[f]);
    if (kind == TWI_PATH_UNSEEN) return twi_path_unseen(ctx, files[f]);
    if (kind != TWI_PATH_FILE)
      return twi_fail(ctx, TW_BAD_INPUT, "%s: no such file, or not a plain one", files[f]);
  }
  if (count < 1) return twi_fail(ctx, TW_USAGE, "nothing to merge");
  twi_store *old = NULL;
  twi_writer *w = NULL;
  tw_status status = TW_OK;
  int absent = *out && twi_path_kind_of(out) == TWI_PATH_ABSENT;
  if (!absent) status = twi_store_file_open(ctx, out, TWI_STORE_WRITE, twi_store_damaged, &old);
  if (old) old->merging = 1;
  if (status == TW_OK && old) status = twi_store_begin(old, "BEGIN IMMEDIATE");
  if (status == TW_OK) status = twi_writer_open_over_own(ctx, out, &w);
  if (status == TW_OK) status = make_merged(ctx, w, old, files, count, out);
  if (status == TW_OK) {
    status = absent ? twi_writer_commit_new(w) : twi_writer_commit(w);
    char *words = status == TW_IO ? twi_strdup(ctx, tw_error(ctx)) : NULL;
    if (words) twi_fail(ctx, status, "%s; nothing was merged into it, and the merged files are as they were", words);
    twi_free(ctx, words);
  }
  twi_writer_free(w);
  twi_store_file_close(old);
  return status;
}

tw_status twi_store_describe(tw_context *ctx, const char *file, int index, char **part, char **key, size_t *tasks,
                             int *width, size_t *found)
{
  twi_store *store;
  *part = *key = NULL;
  *tasks = *found = 0;
  *width = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_READ, twi_store_damaged, &store);
  if (status == TW_OK) status = twi_store_part(store, index);
  if (status == TW_OK && store->key) status = twi_store_count(store, found);
  if (status == TW_OK && store->key) {
    *tasks = store->tasks;
    *width = store->width;
    *part = store->name;
    *key = store->key;
    store->name = store->key = NULL;
  }
  twi_store_file_close(store);
  return status;
}

/* ---------------------------------------------------------------- for callers */

tw_status tw_store_merge(tw_context *ctx, const char *const *files, int count, const char *to)
{
  return twi_store_merge(ctx, files, count, to);
}

tw_status tw_store_part(tw_context *ctx, const char *file, int index, char name[32], size_t *tasks, size_t *done)
{
  char *part, *key;
  int width;
  tw_status status = twi_store_describe(ctx, file, index, &part, &key, tasks, &width, done);
  sqlite3_snprintf(32, name, "%s", part ? part : "");
  twi_free(ctx, part);
  twi_free(ctx, key);
  return status;
}
