/* The store of an ensemble as it runs: rows wait in memory and are written about twice a second. See store.h, and
 * file.c for the file. */
#include <limits.h>
#include <string.h>

#include "ensemble/store/file.h"
#include "ensemble/store/rows.h"
#include "ensemble/store/salvage.h"
#include "ensemble/store/words.h"

enum { MOST_PENDING = 8 << 20 }; /* bytes that wait at most */
static const double wait_seconds = 0.5;

/* ---------------------------------------------------------------- doubles as bytes of the file */

static void bytes_of(unsigned char *bytes, const double *values, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    uint64_t bits;
    memcpy(&bits, values + i, sizeof bits);
    for (int k = 0; k < 8; k++) bytes[8 * i + (size_t)k] = (unsigned char)(bits >> (8 * k));
  }
}

static void values_of(double *values, const unsigned char *bytes, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    uint64_t bits = 0;
    for (int k = 0; k < 8; k++) bits |= (uint64_t)bytes[8 * i + (size_t)k] << (8 * k);
    memcpy(values + i, &bits, sizeof bits);
  }
}

/* ---------------------------------------------------------------- opening */

/* Makes the part unless it is there: another process may have made it, and the file, since we looked. */
static tw_status make_part(twi_store *s, const char *part, const char *key, size_t tasks, int width)
{
  tw_status status = twi_store_begin(s, "BEGIN IMMEDIATE");
  if (status != TW_OK) return status;
  sqlite3_stmt *look = NULL;
  int code = sqlite3_prepare_v2(s->db, "SELECT 1 FROM sqlite_master", -1, &look, NULL);
  if (code == SQLITE_OK) code = sqlite3_step(look);
  sqlite3_finalize(look);
  if (code == SQLITE_ROW) status = twi_store_part_named(s, part);
  if (code != SQLITE_ROW && code != SQLITE_DONE) status = twi_store_fail(s, code);
  if (status == TW_OK && !s->key) status = twi_store_part_new(s, part, key, tasks, width);
  return twi_store_end(s, status);
}

tw_status twi_store_open(tw_context *ctx, const char *file, const char *part, const char *key, size_t tasks, int width,
                         twi_store **store)
{
  *store = NULL;
  if (tasks < 1 || tasks >= (size_t)1 << 40 || width < 0 || width > INT_MAX / 8)
    return twi_fail(ctx, TW_USAGE, "%s: %zu tasks of %d numbers cannot be stored", file, tasks, width);
  twi_store *s;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_WRITE, twi_store_damaged, &s);
  if (status != TW_OK) return status;
  if (!s->fresh) status = twi_store_part_named(s, part);
  if (status == TW_OK && !s->key) status = make_part(s, part, key, tasks, width);
  if (status == TW_OK) status = twi_store_compare(s, key, tasks, width, NULL);
  if (status != TW_OK) {
    twi_store_file_close(s);
    return status;
  }
  *store = s;
  return TW_OK;
}

tw_status twi_store_load(twi_store *store, const twi_kept *rows, signed char *outcome, size_t *found)
{
  size_t width = (size_t)store->width;
  *found = 0;
  double *values = twi_alloc(store->ctx, width, sizeof *values);
  if (!values) return twi_no_memory(store->ctx, width * sizeof *values);
  /* One transaction for all rows: each would take and give back the lock. */
  tw_status status = twi_store_begin(store, "BEGIN");
  twi_found row = {0};
  for (size_t from = 0; status == TW_OK; from = row.task + 1) {
    status = twi_store_next(store, from, &row);
    if (status != TW_OK || row.row == TWI_ROW_ABSENT) break;
    if (row.row == TWI_ROW_DAMAGED)
      status = twi_store_say_damaged(store, "a row is not what was written");
    else
      status = twi_store_believe(store, &row);
    if (status != TW_OK) break;
    values_of(values, row.bytes, width);
    status = twi_kept_put(store->ctx, rows, row.task, values);
    if (status != TW_OK) break;
    outcome[row.task] = (signed char)row.outcome;
    ++*found;
  }
  twi_store_rest(store);
  twi_free(store->ctx, values);
  return twi_store_end(store, status);
}

void twi_store_expect(twi_store *store, const unsigned char *kind)
{
  store->kind = kind;
}

/* ---------------------------------------------------------------- writing */

static tw_status grow_rows(twi_store *store)
{
  tw_context *ctx = store->ctx;
  size_t width = (size_t)store->width, few = MOST_PENDING / 8 / (width + 1) + 1;
  size_t room = store->room ? 2 * store->room : few < 16 ? few : 16;
  size_t *task = twi_resize(ctx, store->task, room, sizeof *task);
  if (task) store->task = task;
  signed char *outcome = twi_resize(ctx, store->outcome, room, sizeof *outcome);
  if (outcome) store->outcome = outcome;
  unsigned char *bytes = room > SIZE_MAX / 16 / (width + 1) ? NULL : twi_resize(ctx, store->bytes, room * width, 8);
  if (bytes) store->bytes = bytes;
  if (!task || !outcome || !bytes) return twi_no_memory(ctx, room * width * 8);
  store->room = room;
  return TW_OK;
}

tw_status twi_store_put(twi_store *store, size_t task, int outcome, const double *values)
{
  size_t width = (size_t)store->width;
  if (task >= store->tasks || outcome < SCHAR_MIN || outcome > SCHAR_MAX)
    return twi_fail(store->ctx, TW_USAGE, "%s: no task %zu with outcome %d", store->file, task, outcome);
  if (store->pending == store->room) {
    tw_status status = grow_rows(store);
    if (status != TW_OK) return status;
  }
  size_t i = store->pending++;
  store->task[i] = task;
  store->outcome[i] = (signed char)outcome;
  bytes_of(store->bytes + 8 * width * i, values, width);
  if (8 * width * store->pending < MOST_PENDING && twi_seconds() - store->written < wait_seconds) return TW_OK;
  return twi_store_flush(store);
}

static tw_status write_pending(twi_store *store)
{
  tw_status status = twi_store_begin(store, "BEGIN IMMEDIATE");
  for (size_t i = 0; status == TW_OK && i < store->pending; i++)
    status = twi_store_add(store, store->task[i], store->outcome[i], store->bytes + 8 * (size_t)store->width * i);
  return twi_store_end(store, status);
}

tw_status twi_store_flush(twi_store *store)
{
  if (store->pending == 0) return TW_OK;
  tw_status status = store->moved ? TW_OK : write_pending(store);
  if (store->moved) { /* a merge put another file in its place: on with that */
    status = twi_store_reopen(store);
    if (status == TW_OK) status = write_pending(store);
  }
  store->written = twi_seconds();
  if (status == TW_OK) store->pending = 0; /* else they are tried again with the next */
  return status;
}

tw_status twi_store_close(twi_store *store)
{
  if (!store) return TW_OK;
  tw_status status = twi_store_flush(store);
  twi_store_file_close(store);
  return status;
}
