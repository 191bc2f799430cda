/* The SQLite file below a store: opening, checking, rows with checksums, words for what goes wrong.
 *
 * Two tables: `store` has one row, the key with the number of tasks and doubles a task; `task` has a row for each
 * finished one. Doubles are blobs of their bits, least byte first. SQLite has no checksums of its own, so that each row
 * carries the first 16 bytes of SHA-256(header, task, outcome, doubles); the header carries the digest of itself.
 *
 * A rollback journal (not a write-ahead log) with synchronous=FULL: at rest the store is one file that can be copied,
 * also on network disks, and a process killed while it writes leaves a journal from which the next one undoes the half
 * transaction. Rows wait in memory and are written in one short transaction, so that several processes can share a
 * file. Nothing here removes or shortens a file that was there before. */
#include "ensemble/store_file.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

enum { APPLICATION = 0x54775374, LAYOUT = 1, PATIENCE_MS = 5000, WORDS = 400 };

static const char make_store[] =
    "CREATE TABLE store(key TEXT NOT NULL, tasks INTEGER NOT NULL, width INTEGER NOT NULL, "
    "sum BLOB NOT NULL)";
static const char make_task[] = "CREATE TABLE task(task INTEGER PRIMARY KEY, outcome INTEGER NOT NULL, "
                                "doubles BLOB NOT NULL, sum BLOB NOT NULL)";

/* ---------------------------------------------------------------- words */

tw_status twi_store_fail(twi_store *store, int code)
{
  int number = store->db ? sqlite3_system_errno(store->db) : 0;
  const char *words = number ? strerror(number) : store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
  const char *file = store->file;
  tw_context *ctx = store->ctx;
  switch (code & 0xff) {
  case SQLITE_NOMEM:
    return twi_no_memory(ctx, 0);
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return twi_fail(ctx, TW_IO, "%s: another process is using it; wait until it has ended, or name another file", file);
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return twi_store_damaged(ctx, file, sqlite3_errstr(code));
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return twi_fail(ctx, TW_IO,
                    "%s: cannot write: the file or its folder is read-only; make both writable, or copy the "
                    "file to where they are",
                    file);
  case SQLITE_CANTOPEN:
    return twi_fail(ctx, TW_IO, "%s: cannot open: %s; the file and its folder must be there and writable", file, words);
  case SQLITE_FULL:
    number = ENOSPC;
    words = strerror(ENOSPC);
    break;
  default:
    break;
  }
  if (number == ENOSPC || number == EDQUOT || number == EFBIG || code == SQLITE_IOERR_WRITE)
    return twi_fail(ctx, TW_IO,
                    "%s: cannot write: %s; what was finished before is in it: make room and run the same "
                    "command again",
                    file, words);
  return twi_fail(ctx, TW_IO, "%s: cannot read or write: %s", file, words);
}

/* The line of a text that starts at p. */
static int line_length(const char *p)
{
  size_t n = strcspn(p, "\n");
  return n < WORDS ? (int)n : WORDS;
}

tw_status twi_store_compare(const twi_store *store, const char *key, size_t tasks, int width)
{
  if (strcmp(store->key, key) == 0 && store->tasks == tasks && store->width == width) return TW_OK;
  twi_text text = {.ctx = store->ctx};
  twi_text_printf(&text, "%s: it holds results of something else; name another file", store->file);
  if (store->tasks != tasks) twi_text_printf(&text, "; found %zu tasks, expected %zu", store->tasks, tasks);
  if (store->width != width) twi_text_printf(&text, "; found %d numbers each, expected %d", store->width, width);
  int told = 0;
  for (const char *a = store->key, *b = key; *a || *b;) {
    int n = line_length(a), m = line_length(b);
    if ((n != m || memcmp(a, b, (size_t)n) != 0) && told++ < 3)
      twi_text_printf(&text, "; found \"%.*s\", expected \"%.*s\"", n, a, m, b);
    a += strcspn(a, "\n");
    b += strcspn(b, "\n");
    a += *a == '\n';
    b += *b == '\n';
  }
  char *words;
  if (twi_text_take(&text, &words) != TW_OK) return TW_NO_MEMORY;
  twi_fail(store->ctx, TW_BAD_INPUT, "%s", words);
  twi_free(store->ctx, words);
  return TW_BAD_INPUT;
}

tw_status twi_store_damaged(tw_context *ctx, const char *file, const char *why)
{
  char *reason = twi_strdup(ctx, why); /* why may be the text that is overwritten */
  if (!reason) return twi_no_memory(ctx, strlen(why));
  twi_store *store;
  size_t there = 0, tasks = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_SALVAGE, &store);
  if (status == TW_OK) {
    tasks = store->tasks;
    unsigned char *bytes = twi_alloc(ctx, (size_t)store->width, sizeof(double));
    if (!bytes) status = twi_no_memory(ctx, 0);
    for (size_t t = 0; status == TW_OK && t < tasks; t++) {
      twi_row row;
      int outcome;
      status = twi_store_row(store, t, &row, &outcome, bytes);
      there += row == TWI_ROW_THERE;
    }
    twi_free(ctx, bytes);
    twi_store_file_close(store);
  }
  if (status == TW_NO_MEMORY || status == TW_INTERRUPTED) {
    twi_free(ctx, reason);
    return status;
  }
  if (there)
    status = twi_fail(ctx, TW_BAD_INPUT,
                      "%s: damaged (%s); it was left as it is: `tradewind merge %s --to NEW` saves the "
                      "%zu of %zu tasks that can be read, and NEW can be gone on with",
                      file, reason, file, there, tasks);
  else
    status = twi_fail(ctx, TW_BAD_INPUT,
                      "%s: damaged, or no store of Tradewind (%s), and no finished task can be read "
                      "from it; it was left as it is: name another file, or move it away",
                      file, reason);
  twi_free(ctx, reason);
  return status;
}

/* ---------------------------------------------------------------- statements */

tw_status twi_store_execute(twi_store *store, const char *sql)
{
  int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
  return code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
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

static tw_status header_sum(twi_store *store, const char *key, size_t tasks, int width,
                            unsigned char sum[TWI_DIGEST_BYTES])
{
  unsigned char numbers[16];
  number_bytes(numbers, tasks);
  number_bytes(numbers + 8, (uint64_t)width);
  tw_status status = twi_digest_add(store->digest, numbers, sizeof numbers);
  if (status == TW_OK) status = twi_digest_add(store->digest, key, strlen(key));
  if (status == TW_OK) status = twi_digest_end(store->digest, sum, NULL);
  return status;
}

tw_status twi_store_header(twi_store *store, const char *key, size_t tasks, int width)
{
  sqlite3_stmt *s = NULL;
  char pragmas[96];
  sqlite3_snprintf(sizeof pragmas, pragmas, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION, LAYOUT);
  tw_status status = twi_store_execute(store, pragmas);
  if (status == TW_OK) status = twi_store_execute(store, make_store);
  if (status == TW_OK) status = twi_store_execute(store, make_task);
  if (status == TW_OK) status = header_sum(store, key, tasks, width, store->header_sum);
  if (status == TW_OK) status = prepare(store, "INSERT INTO store VALUES(?,?,?,?)", &s);
  if (status == TW_OK) {
    sqlite3_bind_text(s, 1, key, -1, SQLITE_TRANSIENT);
    sqlite3_bind_int64(s, 2, (sqlite3_int64)tasks);
    sqlite3_bind_int(s, 3, width);
    sqlite3_bind_blob(s, 4, store->header_sum, TWI_DIGEST_BYTES, SQLITE_TRANSIENT);
    int code = sqlite3_step(s);
    if (code != SQLITE_DONE) status = twi_store_fail(store, code);
  }
  sqlite3_finalize(s);
  if (status != TW_OK) return status;
  store->key = twi_strdup(store->ctx, key);
  store->tasks = tasks;
  store->width = width;
  return store->key ? TW_OK : twi_no_memory(store->ctx, strlen(key));
}

/* Reads the header. *why says what is wrong with it, NULL: nothing. */
static tw_status read_header(twi_store *store, const char **why)
{
  sqlite3_stmt *s = NULL;
  *why = NULL;
  int code = sqlite3_prepare_v2(store->db, "SELECT key, tasks, width, sum FROM store", -1, &s, NULL);
  if (code == SQLITE_OK) code = sqlite3_step(s);
  tw_status status = TW_OK;
  if (code == SQLITE_ROW) {
    const char *key = (const char *)sqlite3_column_text(s, 0);
    sqlite3_int64 tasks = sqlite3_column_int64(s, 1), width = sqlite3_column_int64(s, 2);
    const void *sum = sqlite3_column_blob(s, 3);
    if (!key || !sum || sqlite3_column_bytes(s, 3) != TWI_DIGEST_BYTES || tasks < 1 || width < 0 || width > INT_MAX / 8)
      *why = "its key is not what was written";
    else
      status = header_sum(store, key, (size_t)tasks, (int)width, store->header_sum);
    if (status == TW_OK && !*why && memcmp(sum, store->header_sum, TWI_DIGEST_BYTES) != 0)
      *why = "its key is not what was written";
    if (status == TW_OK && !*why && !(store->key = twi_strdup(store->ctx, key)))
      status = twi_no_memory(store->ctx, strlen(key));
    store->tasks = (size_t)tasks;
    store->width = (int)width;
  } else if (code == SQLITE_DONE) {
    *why = "it has no key";
  } else if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB || (code & 0xff) == SQLITE_ERROR) {
    *why = sqlite3_errstr(code);
  } else {
    status = twi_store_fail(store, code);
  }
  sqlite3_finalize(s);
  return status;
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
  if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
    *why = sqlite3_errstr(code);
  else if (code != SQLITE_OK)
    return twi_store_fail(store, code);
  else if (objects == 0 && application == 0)
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
  } else if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) {
    sqlite3_snprintf(WORDS, words, "%s", sqlite3_errstr(code));
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
  if (status == TW_OK && empty && how == TWI_STORE_WRITE) return TW_OK;
  if (status == TW_OK && empty) why = "it is empty";
  if (status == TW_OK && !why) status = read_header(store, &why);
  if (status == TW_OK && !why && how != TWI_STORE_SALVAGE) {
    status = quick_check(store, words);
    if (*words) why = words;
  }
  if (status != TW_OK || !why) return status;
  if (how == TWI_STORE_SALVAGE) return twi_fail(store->ctx, TW_BAD_INPUT, "%s: damaged (%s)", store->file, why);
  return twi_store_damaged(store->ctx, store->file, why);
}

tw_status twi_store_file_open(tw_context *ctx, const char *file, int how, twi_store **store)
{
  *store = NULL;
  twi_path_kind kind = twi_path_kind_of(file);
  if (kind == TWI_PATH_FOLDER) return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a file", file);
  if (kind == TWI_PATH_OTHER) return twi_fail(ctx, TW_BAD_INPUT, "%s: expected a plain file", file);
  if (kind == TWI_PATH_ABSENT && how != TWI_STORE_WRITE) return twi_fail(ctx, TW_BAD_INPUT, "%s: no such file", file);
  twi_store *s = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->ctx = ctx;
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
  twi_digest_free(store->digest);
  twi_free(store->ctx, store->task);
  twi_free(store->ctx, store->outcome);
  twi_free(store->ctx, store->bytes);
  twi_free(store->ctx, store->key);
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
    sqlite3_bind_int64(store->select, 1, (sqlite3_int64)task);
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
  } else if ((code & 0xff) != SQLITE_CORRUPT && (code & 0xff) != SQLITE_NOTADB) {
    status = twi_store_fail(store, code);
  }
  sqlite3_reset(store->select);
  return status;
}

tw_status twi_store_add(twi_store *store, size_t task, int outcome, const unsigned char *bytes)
{
  unsigned char sum[TWI_DIGEST_BYTES];
  tw_status status = row_sum(store, task, outcome, bytes, sum);
  if (status == TW_OK) status = prepare(store, "INSERT OR IGNORE INTO task VALUES(?,?,?,?)", &store->insert);
  if (status != TW_OK) return status;
  sqlite3_bind_int64(store->insert, 1, (sqlite3_int64)task);
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
                      "%s: task %zu is there with other results than those to be written; one of "
                      "them was made by another build or on another processor",
                      store->file, task + 1);
  twi_free(store->ctx, there);
  return status;
}
