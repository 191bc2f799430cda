/* The loop over tasks: what a store has is not evaluated again, and what is known elsewhere is not put into the store.
 */
#include "support.h"

#include "ensemble/study.h"

enum { TASKS = 12, WIDTH = 2 };

static int evaluated[TASKS];

static tw_status evaluate(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  (void)data;
  (void)worker;
  evaluated[task]++;
  values[0] = (double)task;
  values[1] = -1;
  *outcome = TW_CERTIFIED;
  return TW_OK;
}

static twi_store *store_of(tw_context *ctx, const char *file)
{
  twi_store *store;
  assert_ok(ctx, twi_store_open(ctx, file, "draws", "key: 1\n", TASKS, WIDTH, &store));
  return store;
}

static void what_is_known_is_not_evaluated(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world;
  assert_ok(ctx, tw_world_open(ctx, "small2014", &world));
  const char *known = support_temp("known.db"), *own = support_temp("own.db");
  twi_store *store = store_of(ctx, known);
  for (size_t t = 0; t < TASKS; t += 3) assert_ok(ctx, twi_store_put(store, t, TW_CERTIFIED, (double[]){(double)t, 7}));
  assert_ok(ctx, twi_store_close(store));
  store = store_of(ctx, own);
  assert_ok(ctx, twi_store_put(store, 4, TW_CERTIFIED, (double[]){4, 8}));
  assert_ok(ctx, twi_store_close(store));

  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 2;
  twi_study study = {.ctx = ctx,
                     .world = world,
                     .settings = &settings,
                     .tasks = TASKS,
                     .width = WIDTH,
                     .evaluate = evaluate,
                     .store = store_of(ctx, own),
                     .known = store_of(ctx, known),
                     .shard = 1,
                     .shards = 2,
                     .what = "draws"};
  double values[TASKS * WIDTH];
  signed char outcome[TASKS];
  const twi_kept rows = twi_kept_over(values, TASKS, WIDTH);
  assert_ok(ctx, twi_study_run(&study, &rows, outcome));
  assert_ok(ctx, twi_store_close(study.store));
  assert_ok(ctx, twi_store_close(study.known));
  for (size_t t = 0; t < TASKS; t++) {
    int there = t % 3 == 0, mine = t % 2 == 0;
    assert_int_equal(evaluated[t], !there && mine && t != 4);
    assert_int_equal(outcome[t] == TW_CERTIFIED, there || mine);
    if (!there && !mine) continue;
    assert_true(values[t * WIDTH] == (double)t);
    assert_true(values[t * WIDTH + 1] == (there ? 7 : t == 4 ? 8 : -1));
  }
  size_t found;
  signed char again[TASKS];
  memset(again, 0, sizeof again);
  store = store_of(ctx, own);
  assert_ok(ctx, twi_store_load(store, &rows, again, &found));
  assert_int_equal(found, 4); /* 2, 4, 8, 10 */
  assert_int_equal(again[0], 0);
  assert_ok(ctx, twi_store_close(store));
  tw_world_free(world);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_known_is_not_evaluated),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
