/* The SQLite file below a store: opening, checking, rows with checksums.
 *
 * Two tables: `store` has a row for each part, its name and key with the number of tasks and doubles a task; `task` has
 * a row for each finished one, numbered part 2^40 + task. Doubles are blobs of their bits, least byte first. SQLite has
 * no checksums of its own, so that each row carries the first 16 bytes of SHA-256(header, task, outcome, doubles); the
 * header carries the digest of itself.
 *
 * A rollback journal (not a write-ahead log) with synchronous=FULL: at rest the store is one file that can be copied,
 * also on network disks, and a process killed while it writes leaves a journal from which the next one undoes the half
 * transaction. Rows wait in memory and are written in one short transaction, so that several processes can share a
 * file. Nothing here removes or shortens a file that was there before. */
#include "ensemble/store/file.h"

#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/inputs.h"

enum { APPLICATION = 0x54775374, LAYOUT = 1, PATIENCE_MS = 5000, WORDS = 400 };
static const sqlite3_int64 PART_ROWS = (sqlite3_int64)1 << 40;

static const char make_store[] = "CREATE TABLE store(part INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL, "
                                 "tasks INTEGER NOT NULL, width INTEGER NOT NULL, "
                                 "sum BLOB NOT NULL)";
static const char make_task[] = "CREATE TABLE task(task INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, "
                                "doubles BLOB NOT NULL, sum BLOB NOT NULL)";

/* ---------------------------------------------------------------- statements */

tw_status twi_store_execute(twi_store *store, const char *sql)
{
  int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
  return code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
}

/* What SQLite says of bytes that are not as they were written: also that a table or a format is unknown to it, since
 * all that is asked for is in every store. NULL: it is something else. */
static const char *damage(int code)
{
  switch (code & 0xff) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return sqlite3_errstr(code);
  case SQLITE_ERROR:
    return "its tables are not those that were made";
  default:
    return NULL;
  }
}

/* The first column of the first row as a number; absent: -1. */
static int number_of(twi_store *store, const char *sql, sqlite3_int64 *number)
{
  sqlite3_stmt *s = NULL;
  *number = -1;
  int code = sqlite3_prepare_v2(store->db, sql, -1, &s, NULL);
  if (code == SQLITE_OK && (code = sqlite3_step(s)) == SQLITE_ROW) {
    *number = sqlite3_column_int64(s, 0);
    code = SQLITE_OK;
  }
  sqlite3_finalize(s);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static tw_status prepare(twi_store *store, const char *sql, sqlite3_stmt **statement)
{
  if (*statement) return TW_OK;
  int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
  return code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
}

/* ---------------------------------------------------------------- header */

static void number_bytes(unsigned char bytes[8], uint64_t number)
{
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(number >> (8 * i));
}

static tw_status header_sum(twi_store *store, const char *name, const char *key, size_t tasks, int width,
                            unsigned char sum[TWI_DIGEST_BYTES])
{
  unsigned char numbers[16];
  number_bytes(numbers, tasks);
  number_bytes(numbers + 8, (uint64_t)width);
  tw_status status = twi_digest_add(store->digest, numbers, sizeof numbers);
  if (status == TW_OK) status = twi_digest_add(store->digest, name, strlen(name) + 1);
  if (status == TW_OK) status = twi_digest_add(store->digest, key, strlen(key));
  if (status == TW_OK) status = twi_digest_end(store->digest, sum, NULL);
  return status;
}

static void no_part(twi_store *store)
{
  twi_free(store->ctx, store->name);
  twi_free(store->ctx, store->key);
  store->name = store->key = NULL;
}

static tw_status keep_part(twi_store *store, sqlite3_int64 part, const char *name, const char *key, size_t tasks,
                           int width)
{
  no_part(store);
  store->name = twi_strdup(store->ctx, name);
  store->key = twi_strdup(store->ctx, key);
  if (!store->name || !store->key) {
    no_part(store);
    return twi_no_memory(store->ctx, strlen(key));
  }
  store->part = part;
  store->tasks = tasks;
  store->width = width;
  return TW_OK;
}

tw_status twi_store_part_new(twi_store *store, const char *name, const char *key, size_t tasks, int width)
{
  sqlite3_stmt *s = NULL;
  sqlite3_int64 objects = 0;
  char pragmas[96];
  no_part(store);
  int code = number_of(store, "SELECT count(*) FROM sqlite_master", &objects);
  tw_status status = code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
  if (status == TW_OK && objects == 0) {
    sqlite3_snprintf(sizeof pragmas, pragmas, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, LAYOUT);
    status = twi_store_execute(store, pragmas);
    if (status == TW_OK) status = twi_store_execute(store, make_store);
    if (status == TW_OK) status = twi_store_execute(store, make_task);
  }
  if (status == TW_OK) status = header_sum(store, name, key, tasks, width, store->header_sum);
  if (status == TW_OK) status = prepare(store, "INSERT INTO store(name, key, tasks, width, sum) VALUES(?,?,?,?,?)", &s);
  if (status == TW_OK) {
    sqlite3_bind_text(s, 1, name, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(s, 2, key, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)tasks);
    sqlite3_bind_int(s, 4, width);
    sqlite3_bind_blob(s, 5, store->header_sum, TWI_DIGEST_BYTES, SQLITE_TRANSIENT);
    code = sqlite3_step(s);
    if (code != SQLITE_DONE) status = twi_store_fail(store, code);
  }
  sqlite3_finalize(s);
  if (status == TW_OK) status = keep_part(store, sqlite3_last_insert_rowid(store->db), name, key, tasks, width);
  return status;
}

/* Takes the row of `store` that the statement stands on in use. *why says what is wrong with it, NULL: nothing. */
static tw_status read_part(twi_store *store, sqlite3_stmt *s, const char **why)
{
  sqlite3_int64 part = sqlite3_column_int64(s, 0), tasks = sqlite3_column_int64(s, 3);
  const char *name = (const char *)sqlite3_column_text(s, 1), *key = (const char *)sqlite3_column_text(s, 2);
  sqlite3_int64 width = sqlite3_column_int64(s, 4);
  const void *sum = sqlite3_column_blob(s, 5);
  *why = "its key is not what was written";
  if (!name || !key || !sum || sqlite3_column_bytes(s, 5) != TWI_DIGEST_BYTES || tasks < 1 || tasks >= PART_ROWS ||
      width < 0 || width > INT_MAX / 8)
    return TW_OK;
  tw_status status = header_sum(store, name, key, (size_t)tasks, (int)width, store->header_sum);
  if (status != TW_OK || memcmp(sum, store->header_sum, TWI_DIGEST_BYTES) != 0) return status;
  *why = NULL;
  return keep_part(store, part, name, key, (size_t)tasks, (int)width);
}

/* Looks for a part by name, or by number where the name is NULL. */
static tw_status find_part(twi_store *store, const char *name, int index, const char **why)
{
  sqlite3_stmt *s = NULL;
  *why = NULL;
  no_part(store);
  int code = sqlite3_prepare_v2(store->db,
                                name ? "SELECT part, name, key, tasks, width, sum FROM store WHERE name=?"
                                     : "SELECT part, name, key, tasks, width, sum FROM store ORDER BY part LIMIT 1 "
                                       "OFFSET ?",
                                -1, &s, NULL);
  if (code == SQLITE_OK) {
    if (name)
      sqlite3_bind_text(s, 1, name, -1, SQLITE_TRANSIENT);
    else
      sqlite3_bind_int(s, 1, index);
    code = sqlite3_step(s);
  }
  tw_status status = TW_OK;
  if (code == SQLITE_ROW)
    status = read_part(store, s, why);
  else if (code != SQLITE_DONE && !(*why = damage(code)))
    status = twi_store_fail(store, code);
  sqlite3_finalize(s);
  return status;
}

static tw_status need_part(twi_store *store, const char *name, int index)
{
  const char *why;
  tw_status status = find_part(store, name, index, &why);
  return status == TW_OK && why ? twi_fail(store->ctx, TW_BAD_INPUT, "%s: damaged (%s)", store->file, why) : status;
}

tw_status twi_store_part(twi_store *store, int index)
{
  return need_part(store, NULL, index);
}

tw_status twi_store_part_named(twi_store *store, const char *name)
{
  return need_part(store, name, 0);
}

/* ---------------------------------------------------------------- opening */

/* The tables are ours as we make them: a file of somebody else may carry views and triggers. *why as above; *empty: a
 * file without content. */
static tw_status check_tables(twi_store *store, const char **why, int *empty)
{
  sqlite3_int64 objects = 0, ours = 0, application = 0, layout = 0;
  *why = NULL;
  *empty = 0;
  int code = number_of(store, "SELECT count(*) FROM sqlite_master", &objects);
  if (code == SQLITE_OK) code = number_of(store, "PRAGMA application_id", &application);
  if (code == SQLITE_OK) code = number_of(store, "PRAGMA user_version", &layout);
  if (code == SQLITE_OK) {
    char sql[sizeof make_store + sizeof make_task + 96];
    sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM sqlite_master WHERE sql='%s' OR sql='%s'", make_store,
                     make_task);
    code = number_of(store, sql, &ours);
  }
  *why = damage(code);
  if (code != SQLITE_OK && !*why) return twi_store_fail(store, code);
  if (*why) return TW_OK;
  if (objects == 0 && application == 0)
    *empty = 1;
  else if (application != APPLICATION)
    return twi_fail(store->ctx, TW_BAD_INPUT, "%s: it is a database of another program; name another file",
                    store->file);
  else if (layout != LAYOUT)
    return twi_fail(store->ctx, TW_BAD_INPUT,
                    "%s: it is a store of another version of Tradewind (layout %d, here %d); "
                    "name another file",
                    store->file, (int)layout, LAYOUT);
  else if (objects != 2 || ours != 2)
    *why = "its tables are not those that were made";
  return TW_OK;
}

/* Pages and trees; the message of the first fault. */
static tw_status quick_check(twi_store *store, char words[WORDS])
{
  sqlite3_stmt *s = NULL;
  *words = 0;
  int code = sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &s, NULL);
  if (code == SQLITE_OK) code = sqlite3_step(s);
  tw_status status = TW_OK;
  if (code == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(s, 0);
    if (!text || strcmp(text, "ok") != 0) sqlite3_snprintf(WORDS, words, "%s", text ? text : "unreadable");
  } else if (damage(code)) {
    sqlite3_snprintf(WORDS, words, "%s", damage(code));
  } else {
    status = twi_store_fail(store, code);
  }
  for (char *p = words; *p; p++)
    if (*p == '\n') *p = ' ';
  sqlite3_finalize(s);
  return status;
}

static tw_status connect(twi_store *store, int how)
{
  int flags = SQLITE_OPEN_NOMUTEX | (how == TWI_STORE_WRITE  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                     : how == TWI_STORE_READ ? SQLITE_OPEN_READWRITE
                                                             : SQLITE_OPEN_READONLY);
  /* "./": ":memory:", "file:…" and "" mean something else to SQLite. */
  char *path = twi_format(store->ctx, "%s%s", store->file[0] == '/' ? "" : "./", store->file);
  if (!path) return twi_no_memory(store->ctx, strlen(store->file));
  int code = sqlite3_open_v2(path, &store->db, flags, NULL);
  twi_free(store->ctx, path);
  if (code != SQLITE_OK) return twi_store_fail(store, code);
  sqlite3_extended_result_codes(store->db, 1);
  sqlite3_busy_timeout(store->db, PATIENCE_MS);
  sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
  /* A file cut short is refused unless the schema may be written, which this connection cannot do anyway. */
  tw_status status = how == TWI_STORE_SALVAGE ? twi_store_execute(store, "PRAGMA writable_schema=ON") : TW_OK;
  if (status == TW_OK)
    status = twi_store_execute(store, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; "
                                      "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY");
  return status;
}

static tw_status check(twi_store *store, int how)
{
  const char *why;
  char words[WORDS];
  int empty;
  tw_status status = check_tables(store, &why, &empty);
  store->fresh = empty;
  if (status == TW_OK && empty && how == TWI_STORE_WRITE) return TW_OK;
  if (status == TW_OK && empty) why = "it is empty";
  for (int part = 0; status == TW_OK && !why && (part == 0 || store->key); part++)
    status = find_part(store, NULL, part, &why);
  no_part(store);
  if (status == TW_OK && !why && how != TWI_STORE_SALVAGE) {
    status = quick_check(store, words);
    if (*words) why = words;
  }
  if (status != TW_OK || !why) return status;
  if (store->salvage) return twi_fail(store->ctx, TW_BAD_INPUT, "%s: damaged (%s)", store->file, why);
  return twi_store_damaged(store->ctx, store->file, why);
}

tw_status twi_store_file_open(tw_context *ctx, const char *file, int how, twi_store **store)
{
  *store = NULL;
  if (!*file) return twi_fail(ctx, TW_USAGE, "store: found an empty name, expected that of a file");
  tw_status allowed = how == TWI_STORE_WRITE ? twi_output_check_place(ctx, file) : TW_OK;
  if (allowed != TW_OK) return allowed;
  twi_path_kind kind = twi_path_kind_of(file);
  if (kind == TWI_PATH_FOLDER) return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a file", file);
  if (kind == TWI_PATH_OTHER) return twi_fail(ctx, TW_BAD_INPUT, "%s: expected a plain file", file);
  if (kind == TWI_PATH_ABSENT && how != TWI_STORE_WRITE) return twi_fail(ctx, TW_BAD_INPUT, "%s: no such file", file);
  twi_store *s = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->ctx = ctx;
  s->salvage = how == TWI_STORE_SALVAGE;
  s->file = twi_strdup(ctx, file);
  s->written = twi_seconds();
  tw_status status = s->file ? twi_digest_new(ctx, &s->digest) : twi_no_memory(ctx, strlen(file));
  if (status == TW_OK) status = connect(s, how);
  if (status == TW_OK) status = check(s, how);
  if (status != TW_OK) {
    twi_store_file_close(s);
    return status;
  }
  *store = s;
  return TW_OK;
}

void twi_store_file_close(twi_store *store)
{
  if (!store) return;
  sqlite3_finalize(store->select);
  sqlite3_finalize(store->insert);
  sqlite3_close(store->db);
  no_part(store);
  twi_digest_free(store->digest);
  twi_free(store->ctx, store->task);
  twi_free(store->ctx, store->outcome);
  twi_free(store->ctx, store->bytes);
  twi_free(store->ctx, store->file);
  twi_free(store->ctx, store);
}

/* ---------------------------------------------------------------- rows */

static tw_status row_sum(twi_store *store, size_t task, int outcome, const unsigned char *bytes,
                         unsigned char sum[TWI_DIGEST_BYTES])
{
  unsigned char numbers[16];
  number_bytes(numbers, task);
  number_bytes(numbers + 8, (uint64_t)outcome);
  tw_status status = twi_digest_add(store->digest, store->header_sum, TWI_DIGEST_BYTES);
  if (status == TW_OK) status = twi_digest_add(store->digest, numbers, sizeof numbers);
  if (status == TW_OK) status = twi_digest_add(store->digest, bytes, 8 * (size_t)store->width);
  if (status == TW_OK) status = twi_digest_end(store->digest, sum, NULL);
  return status;
}

tw_status twi_store_row(twi_store *store, size_t task, twi_row *row, int *outcome, unsigned char *bytes)
{
  *row = TWI_ROW_DAMAGED;
  *outcome = 0;
  int code = SQLITE_OK;
  if (!store->select)
    code = sqlite3_prepare_v3(store->db, "SELECT outcome, doubles, sum FROM task WHERE task=?", -1,
                              SQLITE_PREPARE_PERSISTENT, &store->select, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_int64(store->select, 1, store->part * PART_ROWS + (sqlite3_int64)task);
    code = sqlite3_step(store->select);
  }
  tw_status status = TW_OK;
  if (code == SQLITE_ROW) {
    size_t n = 8 * (size_t)store->width;
    *outcome = sqlite3_column_int(store->select, 0);
    const void *doubles = sqlite3_column_blob(store->select, 1), *kept = sqlite3_column_blob(store->select, 2);
    if ((size_t)sqlite3_column_bytes(store->select, 1) == n && (doubles || n == 0) && kept &&
        sqlite3_column_bytes(store->select, 2) == TWI_STORE_SUM) {
      unsigned char sum[TWI_DIGEST_BYTES];
      if (n) memcpy(bytes, doubles, n);
      status = row_sum(store, task, *outcome, bytes, sum);
      if (status == TW_OK && memcmp(sum, kept, TWI_STORE_SUM) == 0) *row = TWI_ROW_THERE;
    } else if (sqlite3_errcode(store->db) == SQLITE_NOMEM) {
      status = twi_no_memory(store->ctx, n);
    }
  } else if (code == SQLITE_DONE) {
    *row = TWI_ROW_ABSENT;
  } else if (!damage(code)) {
    status = twi_store_fail(store, code);
  }
  sqlite3_reset(store->select);
  return status;
}

tw_status twi_store_count(twi_store *store, size_t *count)
{
  sqlite3_int64 number, first = store->part * PART_ROWS;
  char sql[128];
  sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM task WHERE task>=%lld AND task<%lld", first,
                   first + (sqlite3_int64)store->tasks);
  int code = number_of(store, sql, &number);
  *count = code == SQLITE_OK ? (size_t)number : 0;
  return code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
}

tw_status twi_store_add(twi_store *store, size_t task, int outcome, const unsigned char *bytes)
{
  unsigned char sum[TWI_DIGEST_BYTES];
  tw_status status = row_sum(store, task, outcome, bytes, sum);
  if (status == TW_OK) status = prepare(store, "INSERT OR IGNORE INTO task VALUES(?,?,?,?)", &store->insert);
  if (status != TW_OK) return status;
  sqlite3_bind_int64(store->insert, 1, store->part * PART_ROWS + (sqlite3_int64)task);
  sqlite3_bind_int(store->insert, 2, outcome);
  if (store->width)
    sqlite3_bind_blob64(store->insert, 3, bytes, 8 * (sqlite3_uint64)store->width, SQLITE_STATIC);
  else
    sqlite3_bind_zeroblob(store->insert, 3, 0);
  sqlite3_bind_blob(store->insert, 4, sum, TWI_STORE_SUM, SQLITE_STATIC);
  int code = sqlite3_step(store->insert), added = sqlite3_changes(store->db);
  if (code != SQLITE_DONE) status = twi_store_fail(store, code);
  sqlite3_reset(store->insert);
  sqlite3_clear_bindings(store->insert);
  if (status != TW_OK || added) return status;
  /* It is there already. The checksum covers all of it. */
  twi_row row;
  int found;
  unsigned char *there = twi_alloc(store->ctx, (size_t)store->width, sizeof(double));
  if (!there) return twi_no_memory(store->ctx, 8 * (size_t)store->width);
  status = twi_store_row(store, task, &row, &found, there);
  if (status == TW_OK && row != TWI_ROW_THERE)
    status = twi_store_damaged(store->ctx, store->file, "a row is not what was written");
  else if (status == TW_OK && (found != outcome || memcmp(there, bytes, 8 * (size_t)store->width) != 0))
    status = twi_fail(store->ctx, TW_BAD_INPUT,
                      "%s: number %zu of the %s is there with other results than those to be written; one of "
                      "them was made by another build or on another processor",
                      store->file, task + 1, store->name);
  twi_free(store->ctx, there);
  return status;
}
