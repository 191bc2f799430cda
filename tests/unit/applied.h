/* Scenarios applied to the small world of three.h (or another), for tests: what became of both sides lies in static
 * variables. */
#ifndef TRADEWIND_TESTS_APPLIED_H
#define TRADEWIND_TESTS_APPLIED_H

#include "three.h"

#include "scenario/scenario.h"

static tw_context *context;
static tw_world *world;
static char notes[8192];
static twi_policy base, new_;
static twi_closure closure;
static twi_capital capital;
static tw_scenario *applied; /* kept, because effects borrow the names of its files */

static inline void take_note(void *user, int level, const char *line)
{
  (void)user;
  if (level == 0) snprintf(notes + strlen(notes), sizeof notes - strlen(notes), "%s\n", line);
}

static inline int teardown(void **state)
{
  (void)state;
  twi_policy_free(context, &base);
  twi_policy_free(context, &new_);
  twi_closure_free(context, &closure);
  twi_capital_free(context, &capital);
  tw_scenario_free(applied);
  applied = NULL;
  return 0;
}

/* The whole text of a scenario, in a year. */
static inline tw_status try_text(const char *text, const char *origin, int year)
{
  teardown(NULL);
  *notes = 0;
  tw_status status = tw_scenario_parse(context, text, strlen(text), origin, &applied);
  if (status != TW_OK) return status;
  return twi_scenario_apply_year(context, applied, world, year, &base, &new_, &closure, &capital);
}

/* Rules only, each a line that begins with "  - ". */
static inline tw_status try_rules(const char *policy)
{
  char text[8192];
  snprintf(text, sizeof text, "scenario: t\npolicy:\n%s", policy);
  return try_text(text, "t.yaml", 0);
}

static inline void apply(const char *policy)
{
  assert_ok(context, try_rules(policy));
}

#define REFUSED(policy, message) assert_fails(context, try_rules(policy), TW_BAD_INPUT, message)

#define APPLIED_MAIN(tests) APPLIED_MAIN_WITH(tests, three_new)
#define APPLIED_MAIN_WITH(tests, make)                                                                                 \
  context = tw_context_new(NULL);                                                                                      \
  tw_set_log(context, take_note, NULL);                                                                                \
  if (make(context, &world) != TW_OK) {                                                                                \
    fprintf(stderr, "%s\n", tw_error(context));                                                                        \
    return 1;                                                                                                          \
  }                                                                                                                    \
  int failures = cmocka_run_group_tests(tests, NULL, NULL);                                                            \
  teardown(NULL);                                                                                                      \
  tw_world_free(world);                                                                                                \
  tw_context_free(context);                                                                                            \
  return support_finish(failures)

#endif
