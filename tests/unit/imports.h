/* What tests of importing and exporting share. */
#ifndef TRADEWIND_TESTS_IMPORTS_H
#define TRADEWIND_TESTS_IMPORTS_H

#include "context.h"

static inline tw_status import_once(tw_context *ctx, void *user)
{
  tw_world *world = NULL;
  tw_status status = tw_world_import(ctx, user, &world);
  assert_true((status == TW_OK) == (world != NULL));
  tw_world_free(world);
  return status;
}

/* Imports with each request for memory failing in turn; the undisturbed one makes more requests than this. */
static inline void import_in_little_memory(tw_import ask, long more_than)
{
  assert_true(support_fail_each(import_once, &ask) > more_than);
}

#endif
