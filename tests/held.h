/* What a test makes and its teardown frees, however the test ends: the last made first.
 *
 *   tw_scenario *scenario = hold_scenario(made);      // freed by held_teardown
 *   … HELD_TEST(something)                            // cmocka_unit_test with that teardown
 *
 * Things that are large, or made many times in a loop, are better freed where they are not needed any more:
 * let_go(scenario) does it at once. */
#ifndef TRADEWIND_TESTS_HELD_H
#define TRADEWIND_TESTS_HELD_H

#include "support.h"

typedef struct held_thing {
  struct held_thing *before;
  void *thing;
  void (*release)(void *thing);
} held_thing;

static held_thing *held_last;

/* Returns the thing, which from here on belongs to the teardown. */
static inline void *hold(void *thing, void (*release)(void *))
{
  held_thing *h = malloc(sizeof *h);
  if (!h) abort();
  *h = (held_thing){held_last, thing, release};
  held_last = h;
  return thing;
}

/* Frees one of the things now. */
static inline void let_go(const void *thing)
{
  for (held_thing **at = &held_last; *at; at = &(*at)->before) {
    held_thing *h = *at;
    if (h->thing != thing) continue;
    *at = h->before;
    h->release(h->thing);
    free(h);
    return;
  }
  fail_msg("nobody holds this");
}

static inline int held_teardown(void **state)
{
  (void)state;
  while (held_last) {
    held_thing *h = held_last;
    held_last = h->before;
    h->release(h->thing);
    free(h);
  }
  return 0;
}

#define HELD_TEST(function) cmocka_unit_test_teardown(function, held_teardown)

/* hold_NAME: holds a thing of this type, returned as what it is. */
#define HOLDS(name, type, release)                                                                                     \
  static inline void held_##name(void *thing)                                                                          \
  {                                                                                                                    \
    release(thing);                                                                                                    \
  }                                                                                                                    \
  static inline type *hold_##name(type *thing)                                                                         \
  {                                                                                                                    \
    return hold(thing, held_##name);                                                                                   \
  }

HOLDS(world, tw_world, tw_world_free)
HOLDS(scenario, tw_scenario, tw_scenario_free)
HOLDS(solver, tw_solver, tw_solver_free)
HOLDS(result, tw_result, tw_result_free)
HOLDS(path, tw_path, tw_path_free)
HOLDS(range, tw_range_result, tw_range_free)
HOLDS(decision, tw_decision, tw_decision_free)
HOLDS(verdict, tw_verdict, tw_verdict_free)
HOLDS(reconciliation, tw_reconciliation, tw_reconciliation_free)
HOLDS(trace, tw_trace, tw_trace_free)
HOLDS(text, char, free)

#endif
