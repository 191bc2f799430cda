/* Rows of a store: one for each finished task, with the first bytes of a digest. See file.c.
 *
 * What a file says of itself is not what it is sized by: rows are those that are there, found by their numbers in
 * rising order, and their bytes lie in SQLite's own page; a count of tasks near 2^40 costs nothing. */
#include "ensemble/store/rows.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "ensemble/store/file.h"
#include "ensemble/store/words.h"

/* SUM: bytes kept of the digest of a row. MOST_PROBES: places of a damaged file that are looked at one by one before
 * the steps grow. */
enum { SUM = 16, MOST_PROBES = 1 << 20 };

static tw_status row_sum(twi_store *store, size_t task, int outcome, const unsigned char *bytes, size_t count,
                         unsigned char sum[TWI_DIGEST_BYTES])
{
  unsigned char numbers[16];
  twi_store_number(numbers, task);
  twi_store_number(numbers + 8, (uint64_t)outcome);
  tw_status status = twi_digest_add(store->digest, store->header_sum, TWI_DIGEST_BYTES);
  if (status == TW_OK) status = twi_digest_add(store->digest, numbers, sizeof numbers);
  if (status == TW_OK && count) status = twi_digest_add(store->digest, bytes, count);
  if (status == TW_OK) status = twi_digest_end(store->digest, sum, NULL);
  return status;
}

/* Reads outcome, doubles and sum from column `at` of the statement on. What has another sum is damaged; what has the
 * right one and cannot be was made so, since nothing that happens to a file makes right sums. */
static tw_status read_row(twi_store *store, sqlite3_stmt *s, int at, sqlite3_int64 task, twi_found *found)
{
  sqlite3_int64 outcome = sqlite3_column_int64(s, at);
  const void *doubles = sqlite3_column_blob(s, at + 1), *kept = sqlite3_column_blob(s, at + 2);
  size_t count = (size_t)sqlite3_column_bytes(s, at + 1);
  if (sqlite3_errcode(store->db) == SQLITE_NOMEM) return twi_no_memory(store->ctx, count);
  if (outcome < INT_MIN || outcome > INT_MAX || (!doubles && count) || !kept || sqlite3_column_bytes(s, at + 2) != SUM)
    return TW_OK;
  unsigned char sum[TWI_DIGEST_BYTES];
  tw_status status = row_sum(store, (size_t)task, (int)outcome, doubles, count, sum);
  if (status != TW_OK || memcmp(sum, kept, SUM) != 0) return status;
  if (task < 0 || (uint64_t)task >= store->tasks)
    return twi_fail(store->ctx, TW_BAD_INPUT,
                    "%s: found number %lld of the %s, of which there are %zu; the file was changed after it was made: "
                    "name another file",
                    store->file, (long long)task + 1, store->name, store->tasks);
  if (count != 8 * (size_t)store->width)
    return twi_fail(store->ctx, TW_BAD_INPUT,
                    "%s: number %lld of the %s: found %zu bytes, expected %d numbers of 8; the file was changed after "
                    "it was made: name another file",
                    store->file, (long long)task + 1, store->name, count, store->width);
  found->outcome = (int)outcome;
  found->bytes = doubles;
  found->row = TWI_ROW_THERE;
  return TW_OK;
}

/* One certain task. */
static tw_status find_row(twi_store *store, size_t task, twi_found *found)
{
  *found = (twi_found){.row = TWI_ROW_DAMAGED, .task = task};
  int code = SQLITE_OK;
  if (store->select)
    sqlite3_reset(store->select);
  else
    code = sqlite3_prepare_v3(store->db, "SELECT outcome, doubles, sum FROM task WHERE task=?", -1,
                              SQLITE_PREPARE_PERSISTENT, &store->select, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_int64(store->select, 1, store->part * TWI_STORE_PART_ROWS + (sqlite3_int64)task);
    code = sqlite3_step(store->select);
  }
  if (code == SQLITE_ROW) return read_row(store, store->select, 0, (sqlite3_int64)task, found);
  if (code == SQLITE_DONE) found->row = TWI_ROW_ABSENT;
  return code == SQLITE_DONE || twi_store_damage(code) ? TW_OK : twi_store_fail(store, code);
}

tw_status twi_store_next(twi_store *store, size_t from, twi_found *found)
{
  *found = (twi_found){.row = TWI_ROW_ABSENT, .task = from};
  if (from >= (size_t)TWI_STORE_PART_ROWS) return TW_OK;
  sqlite3_int64 first = store->part * TWI_STORE_PART_ROWS;
  int code = SQLITE_OK;
  if (store->next)
    sqlite3_reset(store->next);
  else
    code = sqlite3_prepare_v3(store->db,
                              "SELECT task, outcome, doubles, sum FROM task WHERE task>=? AND task<=? ORDER BY task "
                              "LIMIT 1",
                              -1, SQLITE_PREPARE_PERSISTENT, &store->next, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_int64(store->next, 1, first + (sqlite3_int64)from);
    sqlite3_bind_int64(store->next, 2, first + TWI_STORE_PART_ROWS - 1);
    code = sqlite3_step(store->next);
  }
  if (code == SQLITE_DONE) return TW_OK;
  found->row = TWI_ROW_DAMAGED;
  if (code == SQLITE_ROW) {
    sqlite3_int64 task = sqlite3_column_int64(store->next, 0) - first;
    found->task = (size_t)task;
    return read_row(store, store->next, 1, task, found);
  }
  if (!twi_store_damage(code)) return twi_store_fail(store, code);
  if (from >= store->tasks) {
    found->row = TWI_ROW_ABSENT;
    return TW_OK;
  }
  /* A page that cannot be read: how far its tasks go nobody knows, so the next look is one further. */
  if (store->probes < MOST_PROBES)
    store->probes++;
  else
    store->skip = store->skip ? 2 * store->skip : 1;
  size_t last = store->tasks - 1;
  if (from < last) found->task = store->skip < last - from ? from + store->skip : last;
  return TW_OK;
}

void twi_store_rest(twi_store *store)
{
  if (store->select) sqlite3_reset(store->select);
  if (store->next) sqlite3_reset(store->next);
}

/* ---------------------------------------------------------------- what is believed */

static int is_outcome(double number)
{
  int known = 0;
#define X(name, value, word, meaning) known |= number == (double)(name);
  TW_OUTCOME_LIST(X)
#undef X
  return known;
}

static double number_at(const twi_found *row, int i)
{
  uint64_t bits = 0;
  double number;
  for (int k = 0; k < 8; k++) bits |= (uint64_t)row->bytes[8 * (size_t)i + (size_t)k] << (8 * k);
  memcpy(&number, &bits, sizeof number);
  return number;
}

/* Words for a number that cannot be where it is; NULL: it can. certified: of what it is a number. */
static const char *odd(double number, unsigned char kind, int certified)
{
  if (isinf(number)) return "is infinite, which no result is";
  if (kind == TWI_STORE_OUTCOME && !is_outcome(number)) return "is no outcome of a solve, and one is expected";
  if (kind == TWI_STORE_FINITE && certified && isnan(number))
    return "is missing (NaN), which it never is where the equilibrium is certified";
  return NULL;
}

tw_status twi_store_believe(const twi_store *store, const twi_found *row)
{
  static const char changed[] = "the file was changed after it was made: name another file";
  int certified = row->outcome > 0;
  if (!is_outcome(row->outcome))
    return twi_fail(store->ctx, TW_BAD_INPUT, "%s: number %zu of the %s: found outcome %d, which there is not; %s",
                    store->file, row->task + 1, store->name, row->outcome, changed);
  for (int i = 0; i < store->width; i++) {
    double number = number_at(row, i);
    unsigned char kind = store->kind ? store->kind[i] : TWI_STORE_ANY;
    const char *why = odd(number, kind, certified);
    if (why)
      return twi_fail(store->ctx, TW_BAD_INPUT, "%s: number %zu of the %s: its value %d %s; %s", store->file,
                      row->task + 1, store->name, i + 1, why, changed);
    if (kind == TWI_STORE_OUTCOME) certified = number > 0;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- counting, adding */

tw_status twi_store_count(twi_store *store, size_t *count)
{
  sqlite3_int64 number, first = store->part * TWI_STORE_PART_ROWS;
  char sql[128];
  sqlite3_snprintf(sizeof sql, sql, "SELECT count(*) FROM task WHERE task>=%lld AND task<%lld", first,
                   first + (sqlite3_int64)store->tasks);
  int code = twi_store_number_of(store, sql, &number);
  *count = code == SQLITE_OK ? (size_t)number : 0;
  return code == SQLITE_OK ? TW_OK : twi_store_fail(store, code);
}

tw_status twi_store_add(twi_store *store, size_t task, int outcome, const unsigned char *bytes)
{
  unsigned char sum[TWI_DIGEST_BYTES];
  tw_status status = row_sum(store, task, outcome, bytes, 8 * (size_t)store->width, sum);
  if (status == TW_OK) status = twi_store_prepare(store, "INSERT OR IGNORE INTO task VALUES(?,?,?,?)", &store->insert);
  if (status != TW_OK) return status;
  sqlite3_bind_int64(store->insert, 1, store->part * TWI_STORE_PART_ROWS + (sqlite3_int64)task);
  sqlite3_bind_int(store->insert, 2, outcome);
  if (store->width)
    sqlite3_bind_blob64(store->insert, 3, bytes, 8 * (sqlite3_uint64)store->width, SQLITE_STATIC);
  else
    sqlite3_bind_zeroblob(store->insert, 3, 0);
  sqlite3_bind_blob(store->insert, 4, sum, SUM, SQLITE_STATIC);
  int code = sqlite3_step(store->insert), added = sqlite3_changes(store->db);
  if (code != SQLITE_DONE) status = twi_store_fail(store, code);
  sqlite3_reset(store->insert);
  sqlite3_clear_bindings(store->insert);
  if (status != TW_OK || added) return status;
  /* It is there already. The checksum covers all of it. */
  twi_found there;
  status = find_row(store, task, &there);
  if (status == TW_OK && there.row != TWI_ROW_THERE)
    status = twi_store_say_damaged(store, "a row is not what was written");
  else if (status == TW_OK && (there.outcome != outcome || memcmp(there.bytes, bytes, 8 * (size_t)store->width) != 0))
    status = twi_fail(store->ctx, TW_BAD_INPUT,
                      "%s: number %zu of the %s is there with other results than those to be written; one of "
                      "them was made by another build or on another processor",
                      store->file, task + 1, store->name);
  twi_store_rest(store);
  return status;
}
