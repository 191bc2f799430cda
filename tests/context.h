/* The context that all tests of one executable share, made before the first and freed behind the last.
 *
 *   return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
 *
 * Its memory is that of support.h: new bytes are no numbers, who writes beyond the end of a block is noticed, and so is what
 * is never given back.
 *
 * With context_setup_noting its notes are in `noted`, one a line; a test empties that when it likes. */
#ifndef TRADEWIND_TESTS_CONTEXT_H
#define TRADEWIND_TESTS_CONTEXT_H

#include "support.h"

static tw_context *context;
static support_memory context_memory;
static char noted[4096];

static inline int context_teardown(void **state)
{
  (void)state;
  tw_context_free(context);
  context = NULL;
  long left = atomic_load(&context_memory.outstanding);
  if (left != 0) fprintf(stderr, "%ld blocks are never freed\n", left);
  return left != 0;
}

static inline int context_setup(void **state)
{
  (void)state;
  tw_allocator allocator = support_allocator(&context_memory);
  context = tw_context_new(&allocator);
  return context ? 0 : 1;
}

/* For tw_set_progress: cancels at report number calls_left, from 0; below 0 afterwards where it came to that. */
static int calls_left;

static inline void cancel_at(void *user, const tw_progress *progress)
{
  (void)user;
  (void)progress;
  if (calls_left-- == 0) tw_cancel(context);
}

static inline void take_note(void *user, int level, const char *line)
{
  (void)user;
  if (level == 0) snprintf(noted + strlen(noted), sizeof noted - strlen(noted), "%s\n", line);
}

static inline int context_setup_noting(void **state)
{
  int code = context_setup(state);
  if (code == 0) tw_set_log(context, take_note, NULL);
  return code;
}

#endif
