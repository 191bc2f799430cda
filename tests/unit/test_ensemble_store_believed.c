/* Stores that somebody made: their checksums, which have no key, are right, and what they say cannot be. Each is
 * refused by name, and nothing is written; and nothing is sized by what a file claims. */
#include <sqlite3.h>

#include "base/digest.h"
#include "ensemble/store.h"
#include "indicator/result.h"
#include "three.h"

enum { TASKS = 4, WIDTH = 3, SUM = 16 };
static const char key[] = "world: abc\nseed: 1\n";
static const sqlite3_int64 first = (sqlite3_int64)1 << 40; /* of part 1 */

static void run_sql(const char *file, const char *format, ...) TWI_PRINTF(2, 3);
static void run_sql(const char *file, const char *format, ...)
{
  char sql[512];
  va_list args;
  va_start(args, format);
  vsnprintf(sql, sizeof sql, format, args);
  va_end(args);
  sqlite3 *db;
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(db));
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void number_bytes(unsigned char bytes[8], uint64_t number)
{
  for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(number >> (8 * i));
}

/* The sum of a part's row, as ensemble/store/file.c makes it. */
static void sum_of_part(tw_context *ctx, uint64_t tasks, uint64_t width, unsigned char sum[TWI_DIGEST_BYTES])
{
  twi_digest *digest;
  unsigned char numbers[16];
  number_bytes(numbers, tasks);
  number_bytes(numbers + 8, width);
  assert_ok(ctx, twi_digest_new(ctx, &digest));
  assert_ok(ctx, twi_digest_add(digest, numbers, sizeof numbers));
  assert_ok(ctx, twi_digest_add(digest, "draws", 6));
  assert_ok(ctx, twi_digest_add(digest, key, sizeof key - 1));
  assert_ok(ctx, twi_digest_end(digest, sum, NULL));
  twi_digest_free(digest);
}

/* A row with its right sum. */
static void forge_row(tw_context *ctx, const char *file, uint64_t tasks, sqlite3_int64 task, sqlite3_int64 outcome,
                      const double *values, size_t count)
{
  unsigned char part[TWI_DIGEST_BYTES], sum[TWI_DIGEST_BYTES], numbers[16];
  twi_digest *digest;
  sum_of_part(ctx, tasks, WIDTH, part);
  number_bytes(numbers, (uint64_t)task);
  number_bytes(numbers + 8, (uint64_t)outcome);
  assert_ok(ctx, twi_digest_new(ctx, &digest));
  assert_ok(ctx, twi_digest_add(digest, part, sizeof part));
  assert_ok(ctx, twi_digest_add(digest, numbers, sizeof numbers));
  if (count) assert_ok(ctx, twi_digest_add(digest, values, 8 * count));
  assert_ok(ctx, twi_digest_end(digest, sum, NULL));
  twi_digest_free(digest);
  sqlite3 *db;
  sqlite3_stmt *s;
  assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
  assert_int_equal(sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO task VALUES(?,?,?,?)", -1, &s, NULL), SQLITE_OK);
  sqlite3_bind_int64(s, 1, first + task);
  sqlite3_bind_int64(s, 2, outcome);
  if (count)
    sqlite3_bind_blob(s, 3, values, (int)(8 * count), SQLITE_STATIC);
  else
    sqlite3_bind_zeroblob(s, 3, 0);
  sqlite3_bind_blob(s, 4, sum, SUM, SQLITE_STATIC);
  assert_int_equal(sqlite3_step(s), SQLITE_DONE);
  sqlite3_finalize(s);
  sqlite3_close(db);
}

/* The part says that it has so many tasks and numbers, with its right sum; its rows then have other ones. */
static void claim(tw_context *ctx, const char *file, sqlite3_int64 tasks, sqlite3_int64 width)
{
  unsigned char sum[TWI_DIGEST_BYTES];
  char hex[2 * TWI_DIGEST_BYTES + 1];
  sum_of_part(ctx, (uint64_t)tasks, (uint64_t)width, sum);
  for (int i = 0; i < TWI_DIGEST_BYTES; i++) sprintf(hex + 2 * i, "%02x", sum[i]);
  run_sql(file, "UPDATE store SET tasks=%lld, width=%lld, sum=x'%s'", (long long)tasks, (long long)width, hex);
}

/* Tasks 0 and 2 of four; the same every time. */
static void make(tw_context *ctx, const char *file)
{
  twi_store *store;
  unlink(file);
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  assert_ok(ctx, twi_store_put(store, 0, TW_CERTIFIED, (double[]){1, 2, 3}));
  assert_ok(ctx, twi_store_put(store, 2, TW_STALLED, (double[]){NAN, NAN, NAN}));
  assert_ok(ctx, twi_store_close(store));
}

/* What comes of reading the draws as a study does. kind: see twi_store_expect. */
static tw_status load(tw_context *ctx, const char *file, const unsigned char *kind, double values[TASKS * WIDTH],
                      signed char outcome[TASKS], size_t *found)
{
  twi_store *store;
  tw_status status = twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store);
  if (status != TW_OK) return status;
  twi_store_expect(store, kind);
  twi_kept rows = twi_kept_over(values, TASKS, WIDTH);
  status = twi_store_load(store, &rows, outcome, found);
  tw_status closed = twi_store_close(store);
  return status == TW_OK ? closed : status;
}

static void expect_load_refused(tw_context *ctx, const char *file, const unsigned char *kind, const char *words)
{
  double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  size_t found;
  assert_fails(ctx, load(ctx, file, kind, values, outcome, &found), TW_BAD_INPUT, words);
  assert_non_null(strstr(tw_error(ctx), file));
}

/* Neither into a new file, which is not there afterwards, nor into one that is there, which stays as it was. */
static void expect_merge_refused(tw_context *ctx, const char *file, const char *words)
{
  const char *to = support_temp("to.db"), *old = support_temp("old.db");
  size_t n, m;
  make(ctx, old);
  char *before = support_read(old, &n);
  assert_fails(ctx, twi_store_merge(ctx, &file, 1, to), TW_BAD_INPUT, words);
  assert_non_null(strstr(tw_error(ctx), file));
  assert_int_not_equal(access(to, F_OK), 0);
  assert_fails(ctx, twi_store_merge(ctx, &file, 1, old), TW_BAD_INPUT, words);
  char *after = support_read(old, &m);
  assert_int_equal(n, m);
  assert_memory_equal(before, after, n);
  free(before);
  free(after);
}

static void rows_that_cannot_be(void **state)
{
  (void)state;
  static const double v[5] = {1, 2, 3, 4, 5};
  static const struct {
    sqlite3_int64 task, outcome;
    size_t count;
    const char *words;
  } bad[] = {{TASKS, TW_CERTIFIED, WIDTH, "found number 5 of the draws, of which there are 4"},
             {((sqlite3_int64)1 << 40) - 1, TW_CERTIFIED, WIDTH, "found number 1099511627776 of the draws"},
             {1, TW_CERTIFIED, WIDTH - 1, "number 2 of the draws: found 16 bytes, expected 3 numbers of 8"},
             {1, TW_CERTIFIED, WIDTH + 2, "number 2 of the draws: found 40 bytes, expected 3 numbers of 8"},
             {1, TW_CERTIFIED, 0, "number 2 of the draws: found 0 bytes, expected 3 numbers of 8"},
             {1, 3, WIDTH, "number 2 of the draws: found outcome 3"}};
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("row.db");
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    make(ctx, file);
    forge_row(ctx, file, TASKS, bad[i].task, bad[i].outcome, v, bad[i].count);
    expect_load_refused(ctx, file, NULL, bad[i].words);
    expect_merge_refused(ctx, file, bad[i].words);
  }
  /* The forger's tools are right: a row that can be is taken. */
  double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  size_t found;
  make(ctx, file);
  forge_row(ctx, file, TASKS, 1, TW_CERTIFIED, v, WIDTH);
  assert_ok(ctx, load(ctx, file, NULL, values, outcome, &found));
  assert_int_equal(found, 3);
  assert_true(values[WIDTH] == 1 && values[WIDTH + 2] == 3);
  tw_context_free(ctx);
}

/* Without its right sum such a row is damage: nothing of it is taken, and the others can be saved. */
static void rows_with_other_sums(void **state)
{
  (void)state;
  static const char *const change[] = {
      "INSERT INTO task SELECT task+%lld, outcome, doubles, sum FROM task WHERE task=%lld",
      "UPDATE task SET outcome=outcome+4294967296+%lld-9 WHERE task=%lld",
      "UPDATE task SET doubles=zeroblob(16+%lld-9) WHERE task=%lld",
      "UPDATE task SET doubles='', sum='' WHERE task+9-%lld=%lld"};
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("sum.db"), *to = support_temp("saved.db");
  for (size_t i = 0; i < sizeof change / sizeof *change; i++) {
    double values[TASKS * WIDTH];
    signed char outcome[TASKS];
    size_t found;
    char sql[256];
    make(ctx, file);
    unlink(to);
    snprintf(sql, sizeof sql, change[i], 9LL, (long long)first);
    run_sql(file, "%s", sql);
    expect_load_refused(ctx, file, NULL, "damaged (a row is not what was written)");
    assert_ok(ctx, twi_store_merge(ctx, &file, 1, to));
    assert_ok(ctx, load(ctx, to, NULL, values, outcome, &found));
    assert_int_equal(found, i == 0 ? 2 : 1);
  }
  tw_context_free(ctx);
}

/* What a part claims: refused where it cannot be; else it costs nothing, since rows are looked for, not counted
 * through. */
static void counts(void **state)
{
  (void)state;
  static const struct {
    long long tasks, width;
    const char *words;
  } bad[] = {{0, WIDTH, "it says that it is of 0 tasks, expected 1 to 2^40 - 1"},
             {-5, WIDTH, "it says that it is of -5 tasks"},
             {1LL << 40, WIDTH, "it says that it is of 1099511627776 tasks"},
             {1000000000000000000, WIDTH, "it says that it is of 1000000000000000000 tasks"},
             {TASKS, -1, "it says that a task has -1 numbers"},
             {TASKS, 1LL << 40, "it says that a task has 1099511627776 numbers"}};
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("count.db"), *to = support_temp("large.db");
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    make(ctx, file);
    claim(ctx, file, bad[i].tasks, bad[i].width);
    expect_load_refused(ctx, file, NULL, bad[i].words);
    expect_merge_refused(ctx, file, bad[i].words);
  }
  /* The largest that can be, with one row that has its sum; nobody can go through so many. */
  size_t tasks, found;
  int width;
  char *part, *text;
  make(ctx, file);
  run_sql(file, "DELETE FROM task");
  claim(ctx, file, first - 1, WIDTH);
  forge_row(ctx, file, (uint64_t)first - 1, first - 2, TW_CERTIFIED, (double[]){1, 2, 3}, WIDTH);
  assert_ok(ctx, twi_store_merge(ctx, &file, 1, to));
  assert_ok(ctx, twi_store_describe(ctx, to, 0, &part, &text, &tasks, &width, &found));
  assert_true(tasks == (size_t)first - 1 && found == 1);
  twi_free(ctx, part);
  twi_free(ctx, text);
  expect_load_refused(ctx, file, NULL, "found 1099511627775 tasks, expected 4");
  /* As many numbers as can be claimed, of which no file has room for one row: no memory is asked for. */
  make(ctx, file);
  run_sql(file, "DELETE FROM task");
  claim(ctx, file, TASKS, 0x7fffffff / 8);
  assert_ok(ctx, twi_store_merge(ctx, &file, 1, support_temp("wide.db")));
  tw_context_free(ctx);
}

static void parts_and_rows_of_none(void **state)
{
  (void)state;
  static const struct {
    const char *sql, *words;
  } bad[] = {
      {"INSERT INTO task SELECT -7, outcome, doubles, sum FROM task LIMIT 1", "its row -7 is of none of its parts"},
      {"INSERT INTO task SELECT 5, outcome, doubles, sum FROM task LIMIT 1", "its row 5 is of none of its parts"},
      {"INSERT INTO task SELECT 2199023255552, outcome, doubles, sum FROM task LIMIT 1",
       "its row 2199023255552 is of none of its parts"},
      {"UPDATE store SET part=9000000000000000000", "it has a part of number 9000000000000000000"},
      {"UPDATE store SET part=-1", "it has a part of number -1"},
      {"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i+1 FROM n WHERE i<9999) "
       "INSERT INTO store SELECT i, name, key, tasks, width, sum FROM store, n",
       "it has more than 64 parts"}};
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("stray.db");
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    make(ctx, file);
    run_sql(file, "%s", bad[i].sql);
    expect_load_refused(ctx, file, NULL, bad[i].words);
  }
  tw_context_free(ctx);
}

static void numbers_that_a_certified_task_has(void **state)
{
  (void)state;
  static const unsigned char finite[WIDTH] = {TWI_STORE_FINITE, TWI_STORE_ANY, TWI_STORE_FINITE};
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("nan.db");
  double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  size_t found;
  for (int k = 0; k < WIDTH; k++) {
    twi_store *store;
    double row[WIDTH] = {1, 2, 3};
    row[k] = k == 2 ? -NAN : NAN;
    make(ctx, file);
    assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
    assert_ok(ctx, twi_store_put(store, 1, TW_CERTIFIED, row));
    assert_ok(ctx, twi_store_close(store));
    assert_ok(ctx, load(ctx, file, NULL, values, outcome, &found));
    if (k == 1)
      assert_ok(ctx, load(ctx, file, finite, values, outcome, &found));
    else
      expect_load_refused(ctx, file, finite,
                          k ? "number 2 of the draws: its value 3 is missing (NaN)"
                            : "number 2 of the draws: its value 1 is missing (NaN)");
  }
  tw_context_free(ctx);
}

/* What a number that is an outcome says of those behind it comes before what the task's own outcome says. */
static void outcomes_within_a_task(void **state)
{
  (void)state;
  static const unsigned char cells[WIDTH] = {TWI_STORE_OUTCOME, TWI_STORE_FINITE, TWI_STORE_FINITE};
  static const unsigned char plain[WIDTH] = {TWI_STORE_FINITE, TWI_STORE_FINITE, TWI_STORE_FINITE};
  static const struct {
    int outcome;
    double row[WIDTH];
    const unsigned char *kind;
    const char *words; /* NULL: all is well */
  } task[] = {
      {TW_CERTIFIED, {TW_STALLED, NAN, NAN}, cells, NULL},
      {TW_CERTIFIED, {TW_NOT_SOLVED, NAN, NAN}, cells, NULL},
      {TW_CERTIFIED, {TW_CERTIFIED_BY_CONTINUATION, 2, NAN}, cells, "its value 3 is missing (NaN)"},
      {TW_STALLED, {TW_CERTIFIED, NAN, 3}, cells, "its value 2 is missing (NaN)"},
      {TW_NOT_SOLVED, {NAN, NAN, NAN}, plain, NULL},
      {TW_OUT_OF_REACH, {NAN, NAN, NAN}, plain, NULL},
      {TW_CERTIFIED_BY_CONTINUATION, {1, NAN, 3}, plain, "its value 2 is missing (NaN)"},
  };
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("cells.db");
  double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  size_t found;
  for (size_t i = 0; i < sizeof task / sizeof *task; i++) {
    twi_store *store;
    unlink(file);
    assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
    assert_ok(ctx, twi_store_put(store, 1, task[i].outcome, task[i].row));
    assert_ok(ctx, twi_store_close(store));
    if (task[i].words)
      expect_load_refused(ctx, file, task[i].kind, task[i].words);
    else
      assert_ok(ctx, load(ctx, file, task[i].kind, values, outcome, &found));
  }
  tw_context_free(ctx);
}

/* Puts a number into the first draw of a store that a study made, with its right sum. */
static void forge_number(tw_context *ctx, const char *file, int at, double number)
{
  char *part, *text;
  size_t tasks, found;
  int width;
  twi_store *store;
  assert_ok(ctx, twi_store_describe(ctx, file, 0, &part, &text, &tasks, &width, &found));
  double *values = malloc(tasks * (size_t)width * sizeof *values);
  signed char *outcome = malloc(tasks);
  twi_kept rows = twi_kept_over(values, tasks, (size_t)width);
  assert_ok(ctx, twi_store_open(ctx, file, part, text, tasks, width, &store));
  assert_ok(ctx, twi_store_load(store, &rows, outcome, &found));
  assert_true(at < width && found == tasks && outcome[0] > 0);
  run_sql(file, "DELETE FROM task WHERE task=%lld", (long long)first);
  values[at] = number;
  assert_ok(ctx, twi_store_put(store, 0, outcome[0], values));
  assert_ok(ctx, twi_store_close(store));
  free(values);
  free(outcome);
  twi_free(ctx, part);
  twi_free(ctx, text);
}

/* Studies say what they expect: a NaN in a certified draw would be left out of the quantiles without a word, and an
 * outcome that there is not would count as certified. */
static void studies_look_at_their_stores(void **state)
{
  (void)state;
  static const char policy[] =
      "scenario: s\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 9 pp}\n"
      "range: {draws: 4, drivers: 4, outcomes: [real_income_pct CAN], elasticities: {sector: all, "
      "spread: 25 %}}\n";
  static const char choice[] = "decide: d\nregions: [CAN]\nlevers:\n  - {name: a}\n  - {name: b, policy: [barrier: "
                               "{importer: CAN, exporter: JPN, sector: all, change: -5 %}]}\ncontingencies:\n"
                               "  - {name: calm, probability: 60 %}\n  - name: storm\n    probability: 40 %\n"
                               "    policy: [tariff: {importer: USA, exporter: CAN, sector: goods, add: 9 pp}]\n"
                               "range: {draws: 4, elasticities: {sector: all, spread: 25 %}}\n";
  static const struct {
    int at, sectors;
    double number;
    const char *words;
  } of_range[] = {{0, 0, NAN, "its value 1 is missing (NaN)"},
                  {5, 0, INFINITY, "its value 6 is infinite"},
                  {3 * TWI_REGION_COUNT, 1, NAN, "is missing (NaN)"}},
    of_decision[] = {{0, 0, 17, "its value 1 is no outcome of a solve"},
                     {2, 0, 0.5, "its value 3 is no outcome of a solve"},
                     {1, 0, NAN, "its value 2 is missing (NaN)"}};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  assert_ok(ctx, three_new(ctx, &world));
  const char *file = support_temp("study.db");
  tw_scenario *scenario;
  tw_decision *decision;
  assert_ok(ctx, tw_scenario_parse(ctx, policy, strlen(policy), "s", &scenario));
  assert_ok(ctx, tw_decision_parse(ctx, choice, strlen(choice), "d", &decision));
  for (size_t i = 0; i < 3; i++) {
    tw_range_result *range = NULL;
    const tw_range_options options = {.store = file, .drivers = -1, .sectors = of_range[i].sectors};
    unlink(file);
    assert_ok(ctx, tw_range(ctx, world, scenario, NULL, &options, &range));
    tw_range_free(range);
    forge_number(ctx, file, of_range[i].at, of_range[i].number);
    assert_fails(ctx, tw_range(ctx, world, scenario, NULL, &options, &range), TW_BAD_INPUT, of_range[i].words);
    assert_non_null(strstr(tw_error(ctx), file));
  }
  for (size_t i = 0; i < 3; i++) {
    tw_verdict *verdict = NULL;
    const tw_decide_options options = {.draws = -1, .store = file};
    unlink(file);
    assert_ok(ctx, tw_decide(ctx, decision, world, NULL, &options, &verdict));
    tw_verdict_free(verdict);
    forge_number(ctx, file, of_decision[i].at, of_decision[i].number);
    assert_fails(ctx, tw_decide(ctx, decision, world, NULL, &options, &verdict), TW_BAD_INPUT, of_decision[i].words);
    assert_non_null(strstr(tw_error(ctx), file));
  }
  tw_decision_free(decision);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* A merge puts another file in the place of one that somebody writes into: what he writes goes to the new one. */
static void merged_under_a_writer(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  const char *file = support_temp("shared.db"), *other = support_temp("more.db");
  double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  size_t found;
  twi_store *store, *second;
  make(ctx, file);
  assert_ok(ctx, twi_store_open(ctx, other, "draws", key, TASKS, WIDTH, &second));
  assert_ok(ctx, twi_store_put(second, 1, TW_CERTIFIED, (double[]){4, 5, 6}));
  assert_ok(ctx, twi_store_close(second));
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  assert_ok(ctx, twi_store_put(store, 3, TW_CERTIFIED, (double[]){7, 8, 9}));
  assert_ok(ctx, twi_store_merge(ctx, &other, 1, file));
  assert_ok(ctx, twi_store_close(store));
  assert_ok(ctx, load(ctx, file, NULL, values, outcome, &found));
  assert_int_equal(found, 4);
  assert_true(values[WIDTH] == 4 && values[3 * WIDTH + 2] == 9);

  /* Gone, or of something else: said, and what was put there is left alone. */
  assert_ok(ctx, twi_store_open(ctx, other, "draws", key, TASKS, WIDTH, &store));
  assert_ok(ctx, twi_store_put(store, 3, TW_CERTIFIED, (double[]){7, 8, 9}));
  assert_int_equal(unlink(other), 0);
  assert_fails(ctx, twi_store_flush(store), TW_IO, "the file is gone");
  assert_int_not_equal(access(other, F_OK), 0);
  assert_ok(ctx, twi_store_open(ctx, other, "draws", "world: xyz\nseed: 1\n", TASKS, WIDTH, &second));
  assert_ok(ctx, twi_store_close(second));
  assert_fails(ctx, twi_store_flush(store), TW_BAD_INPUT, "world: found \"xyz\", expected \"abc\"");
  assert_fails(ctx, twi_store_close(store), TW_BAD_INPUT, "world: found \"xyz\", expected \"abc\"");
  size_t tasks;
  int width;
  char *part, *text;
  assert_ok(ctx, twi_store_describe(ctx, other, 0, &part, &text, &tasks, &width, &found));
  assert_int_equal(found, 0);
  twi_free(ctx, part);
  twi_free(ctx, text);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_that_cannot_be),
      cmocka_unit_test(rows_with_other_sums),
      cmocka_unit_test(counts),
      cmocka_unit_test(parts_and_rows_of_none),
      cmocka_unit_test(merged_under_a_writer),
      cmocka_unit_test(numbers_that_a_certified_task_has),
      cmocka_unit_test(outcomes_within_a_task),
      cmocka_unit_test(studies_look_at_their_stores),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
