/* A pool runs each task of each section once, whatever the sizes of the sections before and after it. */
#include "support.h"

#include "base/pool.h"

enum { MOST = 64, SECTIONS = 60000 };

typedef struct section {
  atomic_int ran[MOST];
  size_t tasks;
  atomic_int beyond;
} section;

static void count(void *data, size_t task)
{
  section *s = data;
  if (task >= s->tasks) atomic_fetch_add(&s->beyond, 1);
  if (task < MOST) atomic_fetch_add(&s->ran[task], 1);
}

static void sections_of_all_sizes(int threads)
{
  tw_context *ctx = tw_context_new(NULL);
  twi_pool *pool = NULL;
  assert_int_equal(twi_pool_new(ctx, threads, &pool), TW_OK);
  support_random r = {3};
  section *s = calloc(1, sizeof *s);
  for (int k = 0; k < SECTIONS; k++) {
    /* short ones follow each other at once, and the next is often longer: who is late must not take a task of it */
    s->tasks = k % 2 ? 2 + (size_t)support_below(&r, MOST - 2) : 2;
    for (int i = 0; i < MOST; i++) atomic_store(&s->ran[i], 0);
    twi_pool_run(pool, s->tasks, count, s);
    for (size_t i = 0; i < MOST; i++)
      if (atomic_load(&s->ran[i]) != (i < s->tasks))
        fail_msg("section %d of %zu tasks: task %zu ran %d times", k, s->tasks, i, atomic_load(&s->ran[i]));
    assert_int_equal(atomic_load(&s->beyond), 0);
  }
  free(s);
  twi_pool_free(ctx, pool);
  tw_context_free(ctx);
}

static void each_task_runs_once(void **state)
{
  (void)state;
  for (int threads = 1; threads <= 4; threads++) sections_of_all_sizes(threads);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_task_runs_once)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
