/* The context and the world of three.h that all tests of one executable share, made before the first and freed behind the
 * last. What one test makes, held.h frees.
 *
 *   return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));      or group_setup_noting */
#ifndef TRADEWIND_TESTS_GROUP_H
#define TRADEWIND_TESTS_GROUP_H

#include "context.h"
#include "held.h"
#include "three.h"

static tw_world *world;

static inline int group_teardown(void **state)
{
  tw_world_free(world);
  world = NULL;
  return context_teardown(state);
}

static inline int group_setup(void **state)
{
  if (context_setup(state) != 0) return 1;
  if (three_new(context, &world) == TW_OK) return 0;
  print_error("%s\n", tw_error(context));
  group_teardown(state);
  return 1;
}

static inline int group_setup_noting(void **state)
{
  int code = group_setup(state);
  if (code == 0) tw_set_log(context, take_note, NULL);
  return code;
}

#endif
