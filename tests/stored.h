/* A store of 40 tasks of 150 numbers for tests: made, and looked at row by row. */
#ifndef TRADEWIND_TESTS_STORED_H
#define TRADEWIND_TESTS_STORED_H

#include "ensemble/store.h"
#include "support.h"

enum { TASKS = 40, WIDTH = 150 };
static const char key[] = "world: abc\nscenario: def\nseed: 1\n";

static inline double bits(uint64_t b)
{
  double value;
  memcpy(&value, &b, sizeof value);
  return value;
}

/* The numbers of a task; among them NaN with payloads, the largest, a negative zero, subnormals. */
static inline void fill(double *values, size_t task)
{
  static const uint64_t odd[] = {UINT64_C(0x7ff8000000000001), UINT64_C(0x7ff0000000000abc),
                                 UINT64_C(0xfff8dead0000beef), UINT64_C(0x7fefffffffffffff),
                                 UINT64_C(0x8000000000000000), UINT64_C(1)};
  support_random r = {task + 7};
  for (size_t i = 0; i < WIDTH; i++) values[i] = bits(i < 6 ? odd[i] : support_next(&r));
}

static inline int outcome_of(size_t task)
{
  return task % 7 == 3 ? TW_STALLED : TW_CERTIFIED;
}

static inline void put(tw_context *ctx, twi_store *store, size_t first, size_t end, size_t step)
{
  double values[WIDTH];
  for (size_t t = first; t < end; t += step) {
    fill(values, t);
    assert_ok(ctx, twi_store_put(store, t, outcome_of(t), values));
  }
}

static inline void make(tw_context *ctx, const char *file, size_t first, size_t end, size_t step)
{
  twi_store *store;
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  put(ctx, store, first, end, step);
  assert_ok(ctx, twi_store_close(store));
}

/* Every row that is there is what was put. Returns how many. */
static inline size_t expect_rows(tw_context *ctx, const char *file)
{
  static double values[TASKS * WIDTH], expected[WIDTH];
  signed char outcome[TASKS];
  twi_store *store;
  size_t found, count = 0;
  memset(outcome, 99, sizeof outcome);
  memset(values, 0, sizeof values);
  assert_ok(ctx, twi_store_open(ctx, file, "draws", key, TASKS, WIDTH, &store));
  const twi_kept rows = twi_kept_over(values, TASKS, WIDTH);
  assert_ok(ctx, twi_store_load(store, &rows, outcome, &found));
  assert_ok(ctx, twi_store_close(store));
  for (size_t t = 0; t < TASKS; t++) {
    if (outcome[t] == 99) continue;
    fill(expected, t);
    assert_int_equal(outcome[t], outcome_of(t));
    assert_memory_equal(values + t * WIDTH, expected, sizeof expected);
    count++;
  }
  assert_int_equal(count, found);
  return count;
}

#endif
