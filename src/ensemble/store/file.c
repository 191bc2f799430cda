/* The SQLite file below a store: opening and checking. Its rows are in rows.c.
 *
 * Two tables: `store` has a row for each part, its name and key with the number of tasks and doubles a task; `task` has
 * a row for each finished one, numbered part 2^40 + task. Doubles are blobs of their bits, least byte first. SQLite has
 * no checksums of its own, so that each row carries the first 16 bytes of SHA-256(header, task, outcome, doubles); the
 * header carries the digest of itself.
 *
 * A rollback journal (not a write-ahead log) with synchronous=FULL: at rest the store is one file that can be copied,
 * also on network disks, and a process killed while it writes leaves a journal from which the next one undoes the half
 * transaction. Rows wait in memory and are written in one short transaction, so that several processes can share a
 * file. Nothing here removes or shortens a file that was there before; a merge puts another one in its place (merge.c),
 * which those who write find out by twi_store_begin.
 *
 * Longer than 400 lines because what a new file is made with and what an old one is checked against are the same words,
 * which stand side by side here. */
#include "ensemble/store/file.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/inputs.h"
#include "ensemble/store/words.h"

enum { APPLICATION = 0x54775374, LAYOUT = 1, PATIENCE_MS = 5000, WORDS = TWI_STORE_WORDS };
/* Parts of one file, and so the largest number of a task that SQLite can hold. */
enum { MOST_PARTS = 64, LAST_PART = 1 << 22 };

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

tw_status twi_store_begin(twi_store *store, const char *how)
{
  /* What a transaction leaves open that could not be ended for want of memory. */
  if (!sqlite3_get_autocommit(store->db)) {
    tw_status status = twi_store_execute(store, "ROLLBACK");
    if (status != TW_OK) return status;
  }
  return twi_store_execute(store, how);
}

tw_status twi_store_end(twi_store *store, tw_status status)
{
  if (status == TW_OK) status = twi_store_execute(store, "COMMIT");
  if (status != TW_OK && !sqlite3_get_autocommit(store->db)) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
  return status;
}

int twi_store_number_of(twi_store *store, const char *sql, sqlite3_int64 *number)
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

tw_status twi_store_prepare(twi_store *store, const char *sql, sqlite3_stmt **statement)
{
  if (*statement) return TW_OK;
  int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
  return code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
}

/* ---------------------------------------------------------------- header */

void twi_store_number(unsigned char bytes[8], uint64_t number)
{
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(number >> (8 * i));
}

static tw_status header_sum(twi_store *store, const char *name, const char *key, size_t tasks, int width,
                            unsigned char sum[TWI_DIGEST_BYTES])
{
  unsigned char numbers[16];
  twi_store_number(numbers, tasks);
  twi_store_number(numbers + 8, (uint64_t)width);
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
  int code = twi_store_number_of(store, "SELECT count(*) FROM sqlite_master", &objects);
  tw_status status = code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
  if (status == TW_OK && objects == 0) {
    sqlite3_snprintf(sizeof pragmas, pragmas, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, LAYOUT);
    status = twi_store_execute(store, pragmas);
    if (status == TW_OK) status = twi_store_execute(store, make_store);
    if (status == TW_OK) status = twi_store_execute(store, make_task);
  }
  if (status == TW_OK) status = header_sum(store, name, key, tasks, width, store->header_sum);
  if (status == TW_OK)
    status = twi_store_prepare(store, "INSERT INTO store(name, key, tasks, width, sum) VALUES(?,?,?,?,?)", &s);
  if (status == TW_OK) {
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, key, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 3, (sqlite3_int64)tasks);
    sqlite3_bind_int(s, 4, width);
    sqlite3_bind_blob(s, 5, store->header_sum, TWI_DIGEST_BYTES, SQLITE_STATIC);
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
  *why = NULL;
  if (sqlite3_errcode(store->db) == SQLITE_NOMEM) return twi_no_memory(store->ctx, 0); /* a NULL below says nothing */
  if (tasks < 1 || tasks >= TWI_STORE_PART_ROWS)
    *why = twi_store_words(store, "it says that it is of %lld tasks, expected 1 to 2^40 - 1", (long long)tasks);
  else if (width < 0 || width > INT_MAX / 8)
    *why =
        twi_store_words(store, "it says that a task has %lld numbers, expected 0 to %d", (long long)width, INT_MAX / 8);
  else if (part < 1 || part > LAST_PART)
    *why = twi_store_words(store, "it has a part of number %lld, expected 1 to %d", (long long)part, LAST_PART);
  else if (!name || !key || !sum || sqlite3_column_bytes(s, 5) != TWI_DIGEST_BYTES)
    *why = "its key is not what was written";
  if (*why) return TW_OK;
  tw_status status = header_sum(store, name, key, (size_t)tasks, (int)width, store->header_sum);
  if (status == TW_OK && memcmp(sum, store->header_sum, TWI_DIGEST_BYTES) != 0)
    *why = "its key is not what was written";
  if (status != TW_OK || *why) return status;
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
      sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    else
      sqlite3_bind_int(s, 1, index);
    code = sqlite3_step(s);
  }
  tw_status status = TW_OK;
  if (code == SQLITE_ROW)
    status = read_part(store, s, why);
  else if (code != SQLITE_DONE && !(*why = twi_store_damage(code)))
    status = twi_store_fail(store, code);
  sqlite3_finalize(s);
  return status;
}

static tw_status need_part(twi_store *store, const char *name, int index)
{
  const char *why;
  tw_status status = find_part(store, name, index, &why);
  return status == TW_OK && why ? twi_store_say_damaged(store, why) : status;
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
  int code = twi_store_number_of(store, "SELECT count(*) FROM sqlite_master", &objects);
  if (code == SQLITE_OK) code = twi_store_number_of(store, "PRAGMA application_id", &application);
  if (code == SQLITE_OK) code = twi_store_number_of(store, "PRAGMA user_version", &layout);
  if (code == SQLITE_OK) {
    char sql[sizeof make_store + sizeof make_task + 96];
    sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM sqlite_master WHERE sql='%s' OR sql='%s'", make_store,
                     make_task);
    code = twi_store_number_of(store, sql, &ours);
  }
  *why = twi_store_damage(code);
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
    if (!text && sqlite3_errcode(store->db) == SQLITE_NOMEM)
      status = twi_no_memory(store->ctx, 0);
    else if (!text || strcmp(text, "ok") != 0)
      sqlite3_snprintf(WORDS, words, "%s", text ? text : "unreadable");
  } else if (twi_store_damage(code)) {
    sqlite3_snprintf(WORDS, words, "%s", twi_store_damage(code));
  } else {
    status = twi_store_fail(store, code);
  }
  for (char *p = words; *p; p++)
    if (*p == '\n') *p = ' ';
  sqlite3_finalize(s);
  return status;
}

/* A row with a number from … to, if there is one. */
static int find_stray(twi_store *store, sqlite3_int64 from, sqlite3_int64 to, sqlite3_int64 *row, int *found)
{
  sqlite3_stmt *s = NULL;
  *found = 0;
  int code = sqlite3_prepare_v2(store->db, "SELECT task FROM task WHERE task>=? AND task<=? LIMIT 1", -1, &s, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_int64(s, 1, from);
    sqlite3_bind_int64(s, 2, to);
    code = sqlite3_step(s);
    *found = code == SQLITE_ROW;
    if (*found) *row = sqlite3_column_int64(s, 0);
  }
  sqlite3_finalize(s);
  return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

/* Every row is of a part, and what each part says of itself can be. */
static tw_status check_parts(twi_store *store, const char **why)
{
  sqlite3_int64 from = INT64_MIN, row = -1;
  int found = 0;
  tw_status status = TW_OK;
  for (int part = 0; status == TW_OK && !*why && (part == 0 || store->key); part++) {
    if (part == MOST_PARTS) {
      *why = twi_store_words(store, "it has more than %d parts", MOST_PARTS);
      return TW_OK;
    }
    status = find_part(store, NULL, part, why);
    if (status != TW_OK || *why || store->salvage) continue; /* what is saved are the rows of parts */
    sqlite3_int64 to = store->key ? store->part * TWI_STORE_PART_ROWS - 1 : INT64_MAX;
    int code = find_stray(store, from, to, &row, &found);
    if (code != SQLITE_OK && !(*why = twi_store_damage(code))) return twi_store_fail(store, code);
    if (!*why && found) *why = twi_store_words(store, "its row %lld is of none of its parts", (long long)row);
    if (store->key) from = (store->part + 1) * TWI_STORE_PART_ROWS;
  }
  return status;
}

static tw_status connect(twi_store *store, int how)
{
  int flags = SQLITE_OPEN_NOMUTEX | (how == TWI_STORE_WRITE  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                     : how == TWI_STORE_READ ? SQLITE_OPEN_READWRITE
                                                             : SQLITE_OPEN_READONLY);
  /* "./": ":memory:", "file:…" and "" mean something else to SQLite. */
  const char *place = store->place ? store->place : store->file;
  char *path = twi_format(store->ctx, "%s%s", place[0] == '/' ? "" : "./", place);
  if (!path) return twi_no_memory(store->ctx, strlen(place));
  int code = sqlite3_open_v2(path, &store->db, flags, NULL);
  twi_free(store->ctx, path);
  if (code != SQLITE_OK) return twi_store_fail(store, code);
  /* What cannot be opened for writing SQLite opens for reading: right for a file that nobody may write. */
  if (how != TWI_STORE_SALVAGE && sqlite3_db_readonly(store->db, "main") == 1 &&
      faccessat(AT_FDCWD, place, W_OK, AT_EACCESS) == 0)
    return twi_fail(store->ctx, TW_IO,
                    "%s: cannot open for writing, although it is writable: are too many files open? see ulimit -n",
                    store->file);
  sqlite3_extended_result_codes(store->db, 1);
  sqlite3_busy_timeout(store->db, PATIENCE_MS);
  sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
  /* A file cut short is refused unless the schema may be written, which this connection cannot do anyway. */
  tw_status status = how == TWI_STORE_SALVAGE ? twi_store_execute(store, "PRAGMA writable_schema=ON") : TW_OK;
  if (status == TW_OK)
    status = twi_store_execute(store, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; "
                                      "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY");
  /* Of a file that is thrown away after any error nothing has to be undone. */
  if (status == TW_OK && store->place)
    status = twi_store_execute(store, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF");
  return status;
}

static tw_status check_file(twi_store *store, int how)
{
  const char *why;
  char words[WORDS];
  int empty;
  tw_status status = check_tables(store, &why, &empty);
  store->fresh = empty;
  if (status == TW_OK && empty && how == TWI_STORE_WRITE) return TW_OK;
  if (status == TW_OK && empty) why = "it is empty";
  if (status == TW_OK && !why) status = check_parts(store, &why);
  no_part(store);
  if (status == TW_OK && !why && how != TWI_STORE_SALVAGE) {
    status = quick_check(store, words);
    if (*words) why = words;
  }
  if (status != TW_OK || !why) return status;
  return twi_store_say_damaged(store, why);
}

static tw_status open_at(tw_context *ctx, const char *file, const char *place, int how, twi_store_tell *damaged,
                         twi_store **store)
{
  twi_store *s = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->ctx = ctx;
  s->salvage = how == TWI_STORE_SALVAGE;
  s->damaged = damaged;
  s->file = twi_strdup(ctx, file);
  s->place = place ? twi_strdup(ctx, place) : NULL;
  s->written = twi_seconds();
  tw_status status =
      s->file && (!place || s->place) ? twi_digest_new(ctx, &s->digest) : twi_no_memory(ctx, strlen(file));
  if (status == TW_OK) status = connect(s, how);
  if (status == TW_OK) status = check_file(s, how);
  if (status != TW_OK) {
    twi_store_file_close(s);
    return status;
  }
  *store = s;
  return TW_OK;
}

tw_status twi_store_file_open(tw_context *ctx, const char *file, int how, twi_store_tell *damaged, twi_store **store)
{
  *store = NULL;
  if (!*file) return twi_fail(ctx, TW_USAGE, "store: found an empty name, expected that of a file");
  tw_status allowed = how == TWI_STORE_WRITE ? twi_output_check_place(ctx, file) : TW_OK;
  if (allowed != TW_OK) return allowed;
  twi_path_kind kind = twi_path_kind_of(file);
  if (kind == TWI_PATH_FOLDER) return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a file", file);
  if (kind == TWI_PATH_OTHER) return twi_fail(ctx, TW_BAD_INPUT, "%s: expected a plain file", file);
  if (kind == TWI_PATH_ABSENT && how != TWI_STORE_WRITE) return twi_fail(ctx, TW_BAD_INPUT, "%s: no such file", file);
  return open_at(ctx, file, NULL, how, damaged, store);
}

tw_status twi_store_file_make(tw_context *ctx, const char *file, const char *place, twi_store_tell *damaged,
                              twi_store **store)
{
  *store = NULL;
  return open_at(ctx, file, place, TWI_STORE_WRITE, damaged, store);
}

tw_status twi_store_reopen(twi_store *store)
{
  tw_context *ctx = store->ctx;
  if (twi_path_kind_of(store->file) != TWI_PATH_FILE)
    return twi_fail(ctx, TW_IO, "%s: the file is gone: it was moved or removed while it was in use", store->file);
  char *name = store->name, *key = store->key;
  store->name = store->key = NULL;
  sqlite3_finalize(store->select);
  sqlite3_finalize(store->next);
  sqlite3_finalize(store->insert);
  sqlite3_close(store->db);
  store->select = store->next = store->insert = NULL;
  store->db = NULL;
  size_t tasks = store->tasks;
  int width = store->width;
  tw_status status = connect(store, TWI_STORE_WRITE);
  if (status == TW_OK) status = check_file(store, TWI_STORE_WRITE);
  if (status == TW_OK) status = twi_store_part_named(store, name);
  if (status == TW_OK && !store->key)
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: another file was put in its place, which has no %s", store->file, name);
  if (status == TW_OK) status = twi_store_compare(store, key, tasks, width, NULL);
  if (status != TW_OK) { /* what waits is of the part that was, and goes nowhere else */
    sqlite3_close(store->db);
    store->db = NULL;
    no_part(store);
    store->name = name;
    store->key = key;
    store->tasks = tasks;
    store->width = width;
    return status;
  }
  store->moved = 0;
  twi_free(ctx, name);
  twi_free(ctx, key);
  return TW_OK;
}

void twi_store_file_close(twi_store *store)
{
  if (!store) return;
  sqlite3_finalize(store->select);
  sqlite3_finalize(store->next);
  sqlite3_finalize(store->insert);
  sqlite3_close(store->db);
  no_part(store);
  twi_free(store->ctx, store->place);
  twi_digest_free(store->digest);
  twi_free(store->ctx, store->task);
  twi_free(store->ctx, store->outcome);
  twi_free(store->ctx, store->bytes);
  twi_free(store->ctx, store->file);
  twi_free(store->ctx, store);
}
