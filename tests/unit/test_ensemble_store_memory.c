/* Memory that ends inside SQLite while a store is opened, read, written or merged. */
#include <limits.h>
#include <sqlite3.h>

#include "stored.h"

static sqlite3_mem_methods plain_memory;
static long asked, refuse_from, refuse_to;

static int refused(void)
{
  long k = asked++;
  return k >= refuse_from && k < refuse_to;
}

static void *failing_malloc(int count)
{
  return refused() ? NULL : plain_memory.xMalloc(count);
}

static void *failing_realloc(void *memory, int count)
{
  return refused() ? NULL : plain_memory.xRealloc(memory, count);
}

static int memory_at_start(void *data)
{
  (void)data;
  asked = 0;
  return SQLITE_OK;
}

static void memory_at_end(void *data)
{
  (void)data;
}

/* Opens a store that has some rows, reads them, writes the rest and merges it with another, as a study does. */
static tw_status resume_and_merge(tw_context *ctx, const char *const files[2], const char *to)
{
  static double values[TASKS * WIDTH], row[WIDTH];
  static signed char outcome[TASKS];
  twi_store *store;
  size_t found;
  tw_status status = twi_store_open(ctx, files[0], "draws", key, TASKS, WIDTH, &store);
  if (status != TW_OK) return status;
  twi_kept rows = twi_kept_over(values, TASKS, WIDTH);
  status = twi_store_load(store, &rows, outcome, &found);
  for (size_t t = 0; status == TW_OK && t < TASKS; t += 2) {
    fill(row, t);
    status = twi_store_put(store, t, outcome_of(t), row);
  }
  tw_status closed = twi_store_close(store);
  if (status == TW_OK) status = closed;
  return status == TW_OK ? twi_store_merge(ctx, files, 2, to) : status;
}

/* Each request fails alone while a store is opened and read. What is left of a transaction that could not be ended for
 * want of memory does not stand in the way of the next. */
static tw_status read_and_write(tw_context *ctx, const char *file, long refuse)
{
  static double values[TASKS * WIDTH], row[WIDTH];
  static signed char outcome[TASKS];
  twi_store *store = NULL;
  size_t found;
  refuse_from = asked + refuse;
  refuse_to = refuse < 0 ? refuse_from : refuse_from + 1;
  tw_status status = twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store);
  twi_kept rows = twi_kept_over(values, TASKS, WIDTH);
  if (status == TW_OK) status = twi_store_load(store, &rows, outcome, &found);
  refuse_from = refuse_to = 0;
  fill(row, 0);
  if (store) assert_ok(ctx, twi_store_put(store, 0, outcome_of(0), row));
  tw_status closed = twi_store_close(store);
  if (closed != TW_OK) fail_msg("request %ld: %d, %s", refuse, (int)closed, tw_error(ctx));
  return status;
}

/* Each of SQLite's own requests for memory fails alone, and all from there on. It is told as that, never as damage, and
 * what is on the disk can be gone on with. */
static void memory_may_end_in_sqlite(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *files[] = {support_temp("sqlite0.db"), support_temp("sqlite1.db")}, *to = support_temp("sqlite-to.db");
  assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain_memory), SQLITE_OK);
  sqlite3_mem_methods failing = plain_memory;
  failing.xMalloc = failing_malloc;
  failing.xRealloc = failing_realloc;
  failing.xInit = memory_at_start;
  failing.xShutdown = memory_at_end;
  assert_int_equal(plain_memory.xInit(NULL), SQLITE_OK);
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
  int ended = 0;
  long count = 1, before = asked;
  make(ctx, files[0], 0, 9, 1);
  before = asked;
  assert_ok(ctx, read_and_write(ctx, files[0], -1));
  count = asked - before;
  for (long k = 0; k < count; k++) {
    tw_status status = read_and_write(ctx, files[0], k);
    if (status != TW_OK && status != TW_NO_MEMORY)
      fail_msg("request %ld of %ld: %d, %s", k, count, (int)status, tw_error(ctx));
    ended += status == TW_NO_MEMORY;
  }
  for (long many = 1; many <= LONG_MAX / 2; many = many == 1 ? LONG_MAX / 2 : LONG_MAX) {
    for (long k = -1; k < count; k += k < 0 ? 1 : count / 60 + 1) {
      refuse_from = refuse_to = 0;
      for (int i = 0; i < 2; i++) {
        unlink(files[i]);
        make(ctx, files[i], (size_t)i, i ? TASKS : 9, 2);
      }
      unlink(to);
      refuse_from = k < 0 ? 0 : asked + k;
      refuse_to = k < 0 ? 0 : refuse_from + many;
      before = asked;
      tw_status status = resume_and_merge(ctx, files, to);
      if (k < 0) {
        count = asked - before;
        assert_ok(ctx, status);
      }
      refuse_from = refuse_to = 0;
      if (status != TW_OK && status != TW_NO_MEMORY)
        fail_msg("request %ld of %ld: %d, %s", k, count, (int)status, tw_error(ctx));
      ended += status == TW_NO_MEMORY;
      if (status == TW_NO_MEMORY) assert_int_not_equal(access(to, F_OK), 0);
      assert_ok(ctx, resume_and_merge(ctx, files, to));
      assert_int_equal(expect_rows(ctx, to), TASKS);
    }
  }
  assert_true(ended > 100);
  assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &plain_memory), SQLITE_OK);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(memory_may_end_in_sqlite)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
