/* What a test of solving stands on: a context, a world, a solver, a scenario and a result, freed when the test ends,
 * however it ends (cmocka calls the teardown after a failure, too).
 *
 *   static void something(void **state)
 *   {
 *     fixture *f = *state;
 *     fixture_random(f, 7, 4, 3, WITH_ALL);                    or fixture_three(f)
 *     fixture_solve(f, "scenario: t\npolicy: […]\n");          f->result, certified
 *   }
 *   … cmocka_unit_test_setup_teardown(something, fixture_setup, fixture_teardown)      or FIXTURE_TEST(something)
 *
 * Making one again frees the one before, and what stood on it. */
#ifndef TRADEWIND_TESTS_FIXTURE_H
#define TRADEWIND_TESTS_FIXTURE_H

#include "three.h"
#include "worlds.h"

typedef struct fixture {
  tw_context *ctx;
  tw_settings settings; /* one thread, else the defaults; change them before the solver is made */
  random_world *data;   /* NULL: the world is not a random one */
  tw_world *world;
  tw_solver *solver; /* made by the first fixture_solve */
  tw_scenario *scenario;
  tw_result *result;
} fixture;

#define FIXTURE_TEST(function) cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

static inline int fixture_setup(void **state)
{
  fixture *f = calloc(1, sizeof *f);
  if (!f) return 1;
  f->ctx = tw_context_new(NULL);
  tw_settings_default(&f->settings);
  f->settings.threads = 1;
  *state = f;
  return f->ctx ? 0 : 1;
}

static inline void fixture_clear_result(fixture *f)
{
  tw_result_free(f->result);
  tw_scenario_free(f->scenario);
  f->result = NULL;
  f->scenario = NULL;
}

static inline void fixture_clear_world(fixture *f)
{
  fixture_clear_result(f);
  tw_solver_free(f->solver);
  tw_world_free(f->world);
  if (f->data) random_world_free(f->data);
  f->solver = NULL;
  f->world = NULL;
  f->data = NULL;
}

static inline int fixture_teardown(void **state)
{
  fixture *f = *state;
  fixture_clear_world(f);
  tw_context_free(f->ctx);
  free(f);
  return 0;
}

/* A random world; with as in worlds.h. */
static inline void fixture_random(fixture *f, uint64_t seed, int N, int S, int with)
{
  support_random r = {seed};
  fixture_clear_world(f);
  f->data = random_world_new(&r, N, S, with);
  f->world = make_world(f->ctx, f->data);
}

/* The world of three.h. */
static inline void fixture_three(fixture *f)
{
  fixture_clear_world(f);
  if (three_new(f->ctx, &f->world) != TW_OK) fail_msg("%s", tw_error(f->ctx));
}

/* Solves the text of a scenario. */
static inline tw_outcome fixture_try(fixture *f, const char *text)
{
  fixture_clear_result(f);
  tw_status status = tw_scenario_parse(f->ctx, text, strlen(text), "test", &f->scenario);
  if (status == TW_OK && !f->solver) status = tw_solver_new(f->ctx, f->world, &f->settings, &f->solver);
  if (status == TW_OK) status = tw_solve(f->solver, f->scenario, &f->result);
  if (status != TW_OK) fail_msg("%s", tw_error(f->ctx));
  return tw_result_info(f->result)->outcome;
}

/* The same, of a scenario that has a certified solution. */
static inline void fixture_solve(fixture *f, const char *text)
{
  if (fixture_try(f, text) <= 0) fail_msg("%s", tw_result_info(f->result)->message);
}

#endif
