/* The store of an ensemble: bits, keys, damage, merging, two at once, a disk that is full, a process that is killed. */
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "ensemble/store/file.h"
#include "stored.h"

static void bits_come_back(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("bits.db");
  make(ctx, file, 0, 10, 1);
  assert_int_equal(expect_rows(ctx, file), 10);
  make(ctx, file, 0, 5, 1); /* the same again is fine */
  make(ctx, file, 10, TASKS, 2);
  assert_int_equal(expect_rows(ctx, file), 25);
  char *part, *found_key;
  size_t tasks, found;
  int width;
  assert_ok(ctx, twi_store_describe(ctx, file, 0, &part, &found_key, &tasks, &width, &found));
  assert_string_equal(found_key, key);
  assert_int_equal(tasks, TASKS);
  assert_int_equal(width, WIDTH);
  assert_int_equal(found, 25);
  assert_string_equal(part, "draws");
  twi_free(ctx, found_key);
  twi_free(ctx, part);
  assert_ok(ctx, twi_store_describe(ctx, file, 1, &part, &found_key, &tasks, &width, &found));
  assert_null(part);
  assert_null(found_key);
  /* Names that mean something else to SQLite. */
  char old[4096];
  assert_non_null(getcwd(old, sizeof old));
  assert_int_equal(chdir(support_temp_folder("names")), 0);
  make(ctx, ":memory:", 0, 3, 1);
  make(ctx, "file:x?mode=ro", 0, 3, 1);
  assert_int_equal(expect_rows(ctx, ":memory:"), 3);
  assert_int_equal(expect_rows(ctx, "file:x?mode=ro"), 3);
  assert_int_equal(chdir(old), 0);
  tw_context_free(ctx);
}

static void another_key_is_refused(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("key.db");
  twi_store *store;
  make(ctx, file, 0, 3, 1);
  assert_fails(ctx, twi_store_open(ctx, file, "draws", "world: abc\nscenario: def\nseed: 2\n", TASKS, WIDTH, &store),
               TW_BAD_INPUT, "seed: found \"1\", expected \"2\"");
  assert_null(strstr(tw_error(ctx), "world"));
  assert_fails(ctx, twi_store_open(ctx, file, "draws", "world: abc\nscenario: def", TASKS, WIDTH, &store), TW_BAD_INPUT,
               "only in the file: \"seed: 1\"");
  assert_fails(ctx, twi_store_open(ctx, file, "draws", key, TASKS + 1, WIDTH, &store), TW_BAD_INPUT,
               "found 40 tasks, expected 41");
  assert_fails(ctx, twi_store_open(ctx, file, "draws", key, TASKS, 5, &store), TW_BAD_INPUT,
               "found 150 numbers each, expected 5");
  assert_int_equal(expect_rows(ctx, file), 3);

  const char *text = support_temp("text.db");
  support_write(text, "region,value\nCAN,1\nregion,value\nCAN,1\n");
  assert_fails(ctx, twi_store_open(ctx, text, "draws", key, TASKS, WIDTH, &store), TW_BAD_INPUT,
               "no store of Tradewind");
  size_t n;
  char *kept = support_read(text, &n);
  assert_string_equal(kept, "region,value\nCAN,1\nregion,value\nCAN,1\n");
  free(kept);

  const char *other = support_temp("other.db");
  sqlite3 *db;
  assert_int_equal(sqlite3_open(other, &db), SQLITE_OK);
  assert_int_equal(sqlite3_exec(db, "CREATE TABLE cat(name)", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  assert_fails(ctx, twi_store_open(ctx, other, "draws", key, TASKS, WIDTH, &store), TW_BAD_INPUT, "another program");

  assert_fails(ctx, twi_store_open(ctx, support_temp_folder("folder.db"), "draws", key, TASKS, WIDTH, &store),
               TW_BAD_INPUT, "found a folder");
  char *part, *found_key;
  size_t tasks, found;
  int width;
  assert_fails(ctx, twi_store_describe(ctx, support_temp("absent.db"), 0, &part, &found_key, &tasks, &width, &found),
               TW_BAD_INPUT, "no such file");
  tw_context_free(ctx);
}

/* Writes over count bytes at offset. */
static void scribble(const char *file, long offset, size_t count)
{
  FILE *f = fopen(file, "r+b");
  assert_non_null(f);
  assert_int_equal(fseek(f, offset, SEEK_SET), 0);
  for (size_t i = 0; i < count; i++) fputc(0xa5, f);
  assert_int_equal(fclose(f), 0);
}

/* The file is refused and stays as it is; merging it saves at least so many rows, and all that are saved are right. */
static size_t expect_damage(tw_context *ctx, const char *file, const char *saved, const char *words, size_t least)
{
  size_t before, after;
  char *first = support_read(file, &before);
  twi_store *store;
  assert_fails(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store), TW_BAD_INPUT, words);
  size_t rows = 0;
  if (least) {
    assert_ok(ctx, twi_store_merge(ctx, &file, 1, saved));
    rows = expect_rows(ctx, saved);
    assert_true(rows >= least && rows < TASKS);
    make(ctx, saved, 0, TASKS, 1); /* and can be gone on with */
    assert_int_equal(expect_rows(ctx, saved), TASKS);
  } else {
    assert_fails(ctx, twi_store_merge(ctx, &file, 1, saved), TW_BAD_INPUT, "damaged");
    assert_int_not_equal(access(saved, F_OK), 0);
  }
  char *second = support_read(file, &after);
  assert_int_equal(before, after);
  assert_memory_equal(first, second, before);
  free(first);
  free(second);
  return rows;
}

static long find_bytes(const char *file, const void *what, size_t count)
{
  size_t n;
  char *bytes = support_read(file, &n);
  long at = -1;
  for (size_t i = 0; at < 0 && i + count <= n; i++)
    if (memcmp(bytes + i, what, count) == 0) at = (long)i;
  free(bytes);
  assert_true(at >= 0);
  return at;
}

static void damage_is_seen_and_the_rest_saved(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  double values[WIDTH];
  /* The first bytes: nothing says that it is a database. */
  const char *file = support_temp("header.db");
  make(ctx, file, 0, TASKS, 1);
  scribble(file, 0, 16);
  expect_damage(ctx, file, support_temp("header-saved.db"), "damaged", 0);
  /* One bit of a number: SQLite sees nothing wrong. */
  file = support_temp("number.db");
  make(ctx, file, 0, TASKS, 1);
  fill(values, 11);
  scribble(file, find_bytes(file, values + 8, 64) + 5, 1);
  twi_store *store;
  size_t found;
  static double all[TASKS * WIDTH];
  const twi_kept rows_of_all = twi_kept_over(all, TASKS, WIDTH);
  signed char outcome[TASKS];
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  assert_fails(ctx, twi_store_load(store, &rows_of_all, outcome, &found), TW_BAD_INPUT, "saves the 39 of 40 tasks");
  assert_ok(ctx, twi_store_close(store));
  assert_ok(ctx, twi_store_merge(ctx, &file, 1, support_temp("number-saved.db")));
  assert_int_equal(expect_rows(ctx, support_temp("number-saved.db")), TASKS - 1);
  /* The key. */
  file = support_temp("key-damaged.db");
  make(ctx, file, 0, TASKS, 1);
  scribble(file, find_bytes(file, "seed: 1", 7) + 6, 1);
  expect_damage(ctx, file, support_temp("key-saved.db"), "its key", 0);
  /* A page in the middle, a file cut short at many lengths. */
  file = support_temp("page.db");
  make(ctx, file, 0, TASKS, 1);
  size_t length;
  free(support_read(file, &length));
  scribble(file, (long)(length / 2 / 4096 * 4096), 4096);
  assert_true(expect_damage(ctx, file, support_temp("page-saved.db"), "can be read", 30) < TASKS);
  size_t most = 0;
  for (int k = 1; k < 8; k++) {
    char name[32], saved[32];
    snprintf(name, sizeof name, "cut%d.db", k);
    snprintf(saved, sizeof saved, "cut%d-saved.db", k);
    file = support_temp(name);
    make(ctx, file, 0, TASKS, 1);
    assert_int_equal(truncate(file, (off_t)(length * (size_t)k / 8 + 100)), 0);
    size_t rows = expect_damage(ctx, file, support_temp(saved), "damaged", k > 1);
    if (rows > most) most = rows;
  }
  assert_true(most > TASKS / 2);
  tw_context_free(ctx);
}

/* Two studies in one file do not see each other. */
static void parts(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("parts.db"), *half = support_temp("half.db"), *to = support_temp("parts-to.db");
  double values[3 * 2] = {1, 2, 3, 4, 5, 6}, back[6];
  signed char outcome[3];
  size_t found;
  twi_store *store, *other;
  make(ctx, half, 0, TASKS, 2);
  make(ctx, file, 1, TASKS, 2);
  assert_ok(ctx, twi_store_open(ctx, file, "drivers", "other: key", 3, 2, &store));
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &other));
  for (size_t t = 0; t < 3; t += 2) assert_ok(ctx, twi_store_put(store, t, TW_CERTIFIED, values + 2 * t));
  put(ctx, other, 0, 1, 1);
  assert_ok(ctx, twi_store_close(store));
  assert_ok(ctx, twi_store_close(other));
  assert_int_equal(expect_rows(ctx, file), TASKS / 2 + 1);
  const char *files[] = {half, file};
  assert_ok(ctx, twi_store_merge(ctx, files, 2, to));
  assert_int_equal(expect_rows(ctx, to), TASKS);
  assert_fails(ctx, twi_store_open(ctx, to, "drivers", "other: kex", 3, 2, &store), TW_BAD_INPUT, "its drivers are of");
  assert_ok(ctx, twi_store_open(ctx, to, "drivers", "other: key", 3, 2, &store));
  memset(back, 0, sizeof back);
  const twi_kept rows_of_back = twi_kept_over(back, 3, 2);
  assert_ok(ctx, twi_store_load(store, &rows_of_back, outcome, &found));
  assert_ok(ctx, twi_store_close(store));
  assert_int_equal(found, 2);
  assert_true(back[0] == 1 && back[1] == 2 && back[2] == 0 && back[3] == 0 && back[4] == 5 && back[5] == 6);
  tw_context_free(ctx);
}

static void merging(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *one = support_temp("one.db"), *two = support_temp("two.db"), *three = support_temp("three.db");
  const char *other = support_temp("seed.db"), *to = support_temp("to.db");
  make(ctx, one, 0, TASKS, 3);
  make(ctx, two, 1, TASKS, 3);
  make(ctx, three, 0, TASKS, 4); /* rows that are in the others as well */
  const char *files[] = {one, two, three, two};
  assert_ok(ctx, twi_store_merge(ctx, files, 4, to));
  assert_int_equal(expect_rows(ctx, to), 14 + 13 + 3);
  /* Into one of them. */
  assert_ok(ctx, twi_store_merge(ctx, files, 2, one));
  assert_int_equal(expect_rows(ctx, one), 27);

  twi_store *store;
  assert_ok(ctx, twi_store_open(ctx, other, "draws", "world: abc\nscenario: def\nseed: 9\n", TASKS, WIDTH, &store));
  assert_ok(ctx, twi_store_close(store));
  const char *mixed[] = {one, other};
  const char *none = support_temp("none.db");
  assert_fails(ctx, twi_store_merge(ctx, mixed, 2, none), TW_BAD_INPUT,
               "those of the files before it; seed: found \"9\", expected \"1\"");
  assert_int_not_equal(access(none, F_OK), 0);

  /* One row that says something else: the last bit of one number; the outcome. */
  for (int k = 0; k < 2; k++) {
    const char *liar = support_temp(k ? "liar1.db" : "liar0.db");
    double values[WIDTH];
    fill(values, 6);
    if (k == 0) values[WIDTH - 1] = nextafter(values[WIDTH - 1], 0);
    assert_ok(ctx, twi_store_open(ctx, liar, "draws", key, TASKS, WIDTH, &store));
    assert_ok(ctx, twi_store_put(store, 6, k ? TW_STALLED : outcome_of(6), values));
    assert_ok(ctx, twi_store_close(store));
    const char *both[] = {one, liar};
    assert_fails(ctx, twi_store_merge(ctx, both, 2, none), TW_BAD_INPUT,
                 "number 7 of the draws is there with other results");
    assert_non_null(strstr(tw_error(ctx), liar));
    assert_int_not_equal(access(none, F_OK), 0);
    assert_fails(ctx, twi_store_merge(ctx, &liar, 1, to), TW_BAD_INPUT, "number 7");
    assert_int_equal(expect_rows(ctx, to), 30);
  }
  const char *absent[] = {one, "no-such.db"};
  assert_fails(ctx, twi_store_merge(ctx, absent, 2, none), TW_BAD_INPUT, "no-such.db");
  assert_int_not_equal(access(none, F_OK), 0);
  tw_context_free(ctx);
}

/* Into itself, by whatever name: what is in it stays, once. */
static void merging_with_itself(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("self.db"), *link_to = support_temp("self-link.db"), *more = support_temp("more.db");
  make(ctx, file, 0, TASKS, 3);
  make(ctx, more, 1, TASKS, 3);
  assert_int_equal(symlink(file, link_to), 0);
  const char *const names[] = {file, link_to, file};
  for (int count = 1; count <= 3; count++) {
    assert_ok(ctx, twi_store_merge(ctx, names, count, file));
    assert_int_equal(expect_rows(ctx, file), 14);
  }
  assert_ok(ctx, twi_store_merge(ctx, names + 1, 1, file));
  assert_int_equal(expect_rows(ctx, file), 14);
  const char *const both[] = {file, more, file};
  assert_ok(ctx, twi_store_merge(ctx, both, 3, file));
  assert_int_equal(expect_rows(ctx, file), 14 + 13);
  assert_int_equal(expect_rows(ctx, more), 13);
  tw_context_free(ctx);
}

static int pragma_of(twi_store *store, const char *name)
{
  char sql[64];
  sqlite3_stmt *statement = NULL;
  snprintf(sql, sizeof sql, "PRAGMA %s", name);
  assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL), SQLITE_OK);
  assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
  int value = sqlite3_column_int(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

/* FULL (2) waits for the disk before a transaction counts as done; only a file that nobody knows yet goes without (0). */
static void what_is_written_is_on_the_disk(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("full.db");
  make(ctx, file, 0, 3, 1);
  static const int how[] = {TWI_STORE_WRITE, TWI_STORE_READ, TWI_STORE_SALVAGE};
  for (int k = 0; k < 3; k++) {
    twi_store *store = NULL;
    assert_ok(ctx, twi_store_file_open(ctx, file, how[k], NULL, &store));
    assert_int_equal(pragma_of(store, "synchronous"), 2);
    assert_int_equal(pragma_of(store, "temp_store"), 2);
    assert_int_equal(pragma_of(store, "trusted_schema"), 0);
    assert_int_equal(pragma_of(store, "cell_size_check"), 1);
    twi_store_file_close(store);
  }
  const char *place = support_temp("unnamed.db");
  support_write(place, "");
  twi_store *made = NULL;
  assert_ok(ctx, twi_store_file_make(ctx, file, place, NULL, &made));
  assert_int_equal(pragma_of(made, "synchronous"), 0);
  twi_store_file_close(made);
  tw_context_free(ctx);
}

static void two_at_once(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("shared.db");
  twi_store *a, *b;
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &a));
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &b));
  put(ctx, a, 0, TASKS, 2);
  put(ctx, b, 1, TASKS, 2);
  assert_ok(ctx, twi_store_flush(b));
  put(ctx, b, 0, 4, 2); /* the other has them, too */
  assert_ok(ctx, twi_store_close(a));
  assert_ok(ctx, twi_store_close(b));
  assert_int_equal(expect_rows(ctx, file), TASKS);

  /* Somebody keeps it locked. */
  sqlite3 *db;
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &a));
  assert_int_equal(sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
  put(ctx, a, 0, 1, 1);
  assert_fails(ctx, twi_store_flush(a), TW_IO, "another process is using it");
  assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  assert_ok(ctx, twi_store_close(a)); /* what waited is written after all */
  tw_context_free(ctx);
}

static void folders_that_cannot_be_written(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  twi_store *store;
  assert_fails(ctx, twi_store_open(ctx, support_temp("no/such/folder.db"), "draws", key, TASKS, WIDTH, &store), TW_IO,
               "cannot open");
  const char *folder = support_temp_folder("locked");
  const char *file = support_path(folder, "a.db"), *other = support_path(folder, "b.db");
  make(ctx, file, 0, 3, 1);
  chmod(file, 0444);
  chmod(folder, 0555);
  chmod(support_temporary, 0755);
  int was_root = geteuid() == 0;
  if (was_root) assert_int_equal(seteuid(65534), 0); /* root may write anywhere */
  assert_fails(ctx, twi_store_open(ctx, other, "draws", key, TASKS, WIDTH, &store), TW_IO,
               "cannot open: Permission denied; the file and its folder must be there and writable");
  /* What is complete can still be read. */
  assert_int_equal(expect_rows(ctx, file), 3);
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  put(ctx, store, 3, 4, 1);
  assert_fails(ctx, twi_store_close(store), TW_IO, "read-only");
  if (was_root) assert_int_equal(seteuid(0), 0);
  assert_int_equal(expect_rows(ctx, file), 3);
  tw_context_free(ctx);
}

static void a_full_disk_loses_nothing(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("full.db");
  make(ctx, file, 0, 10, 1);
  struct rlimit old, small;
  signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
  small = old;
  small.rlim_cur = 30000;
  twi_store *store;
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  put(ctx, store, 10, TASKS, 1);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  tw_status status = twi_store_flush(store);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
  assert_fails(ctx, status, TW_IO, "make room");
  assert_int_equal(expect_rows(ctx, file), 10);
  assert_ok(ctx, twi_store_close(store)); /* there is room again */
  assert_int_equal(expect_rows(ctx, file), TASKS);
  tw_context_free(ctx);
}

/* A process writes row by row and is killed at random moments; each row that it said was written is there. */
static void killed_at_any_point(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random random = {42};
  for (int k = 0; k < 20; k++) {
    char name[32];
    snprintf(name, sizeof name, "killed%d.db", k);
    const char *file = support_temp(name);
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
      tw_context *own = tw_context_new(NULL);
      twi_store *store;
      double values[WIDTH];
      if (!own || twi_store_open(own, file, "draws", key, TASKS, WIDTH, &store) != TW_OK) _exit(1);
      for (size_t t = 0; t < TASKS; t++) {
        fill(values, t);
        char said = (char)(t + 1);
        if (twi_store_put(store, t, outcome_of(t), values) != TW_OK || twi_store_flush(store) != TW_OK ||
            write(pipes[1], &said, 1) != 1)
          _exit(1);
      }
      _exit(0);
    }
    close(pipes[1]);
    char told, last = 0;
    int upto = support_below(&random, TASKS - 1);
    while (last < upto && read(pipes[0], &told, 1) == 1) last = told;
    struct timespec moment = {0, support_below(&random, 3000000)};
    nanosleep(&moment, NULL);
    kill(child, SIGKILL);
    while (read(pipes[0], &told, 1) == 1) last = told;
    close(pipes[0]);
    int how;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
    assert_true(expect_rows(ctx, file) >= (size_t)last);
    make(ctx, file, 0, TASKS, 1);
    assert_int_equal(expect_rows(ctx, file), TASKS);
  }
  tw_context_free(ctx);
}

static tw_status use_and_merge(tw_context *ctx, void *user)
{
  (void)user;
  static double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  const char *file = support_temp("memory.db"), *to = support_temp("memory-to.db");
  char *part = NULL, *found_key = NULL;
  size_t found, tasks;
  int width;
  twi_store *store;
  unlink(file);
  unlink(to);
  tw_status status = twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store);
  if (status != TW_OK) return status;
  for (size_t t = 0; status == TW_OK && t < TASKS; t++) {
    fill(values, t);
    status = twi_store_put(store, t, TW_CERTIFIED, values);
  }
  if (status == TW_OK) status = twi_store_flush(store);
  const twi_kept rows = twi_kept_over(values, TASKS, WIDTH);
  if (status == TW_OK) status = twi_store_load(store, &rows, outcome, &found);
  tw_status closed = twi_store_close(store);
  if (status == TW_OK) status = closed;
  if (status == TW_OK) status = twi_store_merge(ctx, &file, 1, to);
  if (status == TW_OK) status = twi_store_describe(ctx, to, 0, &part, &found_key, &tasks, &width, &found);
  twi_free(ctx, found_key);
  twi_free(ctx, part);
  return status;
}

static void memory_may_end_anywhere(void **state)
{
  (void)state;
  assert_true(support_fail_each(use_and_merge, NULL) > 10);
}

/* Whatever byte of the first page is another one, it is damage or it is nothing: never an error of the machine. */
static void a_damaged_page_is_damage(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *whole = support_temp("page.db"), *file = support_temp("page-damaged.db"),
             *to = support_temp("page-to.db");
  make(ctx, whole, 0, 3, 1);
  size_t n;
  int damaged = 0;
  unsigned char *bytes = (unsigned char *)support_read(whole, &n);
  for (size_t i = 0; i < 4096; i++) {
    if (i >= 112 && bytes[i] == 0) continue;
    unsigned char kept = bytes[i];
    bytes[i] = 0xa5;
    support_write_bytes(file, bytes, n);
    bytes[i] = kept;
    unlink(to);
    tw_status status = twi_store_merge(ctx, &file, 1, to);
    if (status != TW_OK && status != TW_BAD_INPUT) fail_msg("byte %zu: %d, %s", i, (int)status, tw_error(ctx));
    damaged += status != TW_OK;
  }
  assert_true(damaged > 300);
  free(bytes);
  twi_store *store;
  assert_fails(ctx, twi_store_open(ctx, "", "draws", key, TASKS, WIDTH, &store), TW_USAGE, "empty name");
  tw_context_free(ctx);
}

/* Lines of a key are compared by their names: a line more or less blames no other. */
static void keys_are_compared_line_by_line(void **state)
{
  (void)state;
  static const char three[] = "build: a, b\ntolerance: 1e-11\noutcome: x CAN\noutcome: y CAN\noutcome: z CAN\n";
  static const struct {
    const char *key, *told;
  } cases[] = {
      {"build: a, b\nyears: 3\ntolerance: 1e-10\noutcome: x CAN\noutcome: y CAN\noutcome: z CAN\n",
       "; tolerance: found \"1e-11\", expected \"1e-10\"; only in this study: \"years: 3\""},
      {"build: a, b\ntolerance: 1e-11\noutcome: x CAN\noutcome: z CAN\n", "; only in the file: \"outcome: y CAN\""},
      {"build: a, b\ntolerance: 1e-11\noutcome: v CAN\noutcome: y CAN\noutcome: w CAN\noutcome: u CAN\n",
       "; outcome: found \"x CAN\", expected \"v CAN\"; outcome: found \"z CAN\", expected \"w CAN\"; only in this "
       "study: "
       "\"outcome: u CAN\""},
      {"build: a, b\ntolerance: 1e-11\noutcome: z CAN\noutcome: y CAN\noutcome: x CAN\n",
       "; the same lines in another order"},
      {"build: a, c\ntolerance: 1e-11\noutcome: x CAN\noutcome: y CAN\noutcome: z CAN\n",
       "; build: found \"a, b\", expected \"a, c\"; numbers of two builds may differ in their last bits, so one file "
       "never "
       "has those of both: go on with the program that made it, or begin a new file"},
  };
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("lines.db");
  twi_store *store;
  assert_ok(ctx, twi_store_open(ctx, file, "draws", three, TASKS, WIDTH, &store));
  assert_ok(ctx, twi_store_close(store));
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(twi_store_open(ctx, file, "draws", cases[i].key, TASKS, WIDTH, &store), TW_BAD_INPUT);
    const char *told = strstr(tw_error(ctx), "name another file");
    assert_non_null(told);
    assert_string_equal(told + strlen("name another file"), cases[i].told);
  }
  tw_context_free(ctx);
}

/* The checksums of these rows are right: what they hold is not what a result can be. */
static void what_no_result_is(void **state)
{
  (void)state;
  static const struct {
    int outcome;
    double value;
    const char *words;
  } bad[] = {{TW_CERTIFIED, INFINITY, "number 2 of the draws: its value 3 is infinite"},
             {TW_STALLED, -INFINITY, "number 2 of the draws: its value 3 is infinite"},
             {3, 1, "number 2 of the draws: found outcome 3"},
             {-100, 1, "number 2 of the draws: found outcome -100"}};
  tw_context *ctx = tw_context_new(NULL);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    char name[32];
    snprintf(name, sizeof name, "believed%zu.db", i);
    const char *file = support_temp(name);
    double values[6] = {0};
    signed char outcome[2];
    size_t found;
    twi_store *store;
    assert_ok(ctx, twi_store_open(ctx, file, "draws", "key: 1\n", 2, 3, &store));
    assert_ok(ctx, twi_store_put(store, 0, TW_CERTIFIED, values));
    assert_ok(ctx, twi_store_put(store, 1, bad[i].outcome, (double[]){1, NAN, bad[i].value}));
    assert_ok(ctx, twi_store_flush(store));
    const twi_kept rows = twi_kept_over(values, 2, 3);
    assert_fails(ctx, twi_store_load(store, &rows, outcome, &found), TW_BAD_INPUT, bad[i].words);
    assert_ok(ctx, twi_store_close(store));
    char to[40];
    snprintf(to, sizeof to, "merged%zu.db", i);
    const char *merged = support_temp(to);
    assert_fails(ctx, twi_store_merge(ctx, &file, 1, merged), TW_BAD_INPUT, bad[i].words);
    assert_int_equal(access(merged, F_OK), -1);
  }
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bits_come_back),
      cmocka_unit_test(what_no_result_is),
      cmocka_unit_test(another_key_is_refused),
      cmocka_unit_test(keys_are_compared_line_by_line),
      cmocka_unit_test(a_damaged_page_is_damage),
      cmocka_unit_test(damage_is_seen_and_the_rest_saved),
      cmocka_unit_test(parts),
      cmocka_unit_test(merging),
      cmocka_unit_test(merging_with_itself),
      cmocka_unit_test(what_is_written_is_on_the_disk),
      cmocka_unit_test(two_at_once),
      cmocka_unit_test(folders_that_cannot_be_written),
      cmocka_unit_test(a_full_disk_loses_nothing),
      cmocka_unit_test(killed_at_any_point),
      cmocka_unit_test(memory_may_end_anywhere),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
