/* One scenario solved by the library and by the slow solver of tests/slow.h, for tests that compare the two. What the
 * rules make of a world is taken from the scenario room; its own tests look at that. */
#ifndef TRADEWIND_TESTS_SLOW_ANSWERS_H
#define TRADEWIND_TESTS_SLOW_ANSWERS_H

#include "slow.h"
#include "worlds.h"

/* Of everything that is compared, relative to 1 or to the number itself. */
#define CLOSE 1e-8

/* One scenario, both answers. */
typedef struct answers {
  slow_world w;
  slow_policy before, p; /* of the base, of the new */
  slow_solution reference, base, new_;
  tw_result *result;
} answers;

static inline void slow_one(const answers *a, const slow_policy *p, const slow_solution *reference, slow_solution *y,
                            const char *text)
{
  int found = slow_solve(&a->w, p, reference, y);
  if (found != 1) fail_msg("%d slow solutions, %d of %d sets not solved, of\n%s", found, y->failed, y->tried, text);
}

/* What the slow solver solves: world, policies, and `none`, the reference's. */
static inline void pose_slowly(tw_context *ctx, const tw_world *world, const char *text, answers *a, slow_policy *none)
{
  tw_scenario *scenario = NULL;
  twi_policy base, new_;
  twi_closure closure;
  memset(a, 0, sizeof *a);
  a->w = slow_from_world(world);
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "test", &scenario);
  if (status != TW_OK) fail_msg("%s, in\n%s", tw_error(ctx), text);
  status = twi_scenario_apply_year(ctx, scenario, world, 0, &base, &new_, &closure, NULL);
  if (status != TW_OK) fail_msg("%s, in\n%s", tw_error(ctx), text);
  *none = slow_plain(&a->w);
  a->before = slow_from_policy(&a->w, &base, &closure);
  a->p = slow_from_policy(&a->w, &new_, &closure);
  none->deficits = a->before.deficits;
  memcpy(none->eps, a->before.eps, sizeof none->eps);
  memcpy(none->sg, a->before.sg, sizeof none->sg);
  memcpy(none->sM, a->before.sM, sizeof none->sM);
  memcpy(none->psi, a->before.psi, sizeof none->psi);
  twi_policy_free(ctx, &base);
  twi_policy_free(ctx, &new_);
  twi_closure_free(ctx, &closure);
  tw_scenario_free(scenario);
}

/* The slow solver's side; *possible (may be NULL): whether the new equilibrium has a solution, else it must. */
static inline void solve_slowly(tw_context *ctx, const tw_world *world, const char *text, answers *a, int *possible)
{
  slow_policy none;
  pose_slowly(ctx, world, text, a, &none);
  slow_one(a, &none, NULL, &a->reference, text);
  slow_one(a, &a->before, &a->reference, &a->base, text);
  if (possible)
    *possible = slow_solve(&a->w, &a->p, &a->reference, &a->new_) == 1;
  else
    slow_one(a, &a->p, &a->reference, &a->new_, text);
}

static inline void same(double fast, real slow, double tolerance, const char *what, int i, const char *text)
{
  double size = fmax(1, fmax(fabs(fast), fabs((double)slow)));
  if (!(fabs(fast - (double)slow) <= tolerance * size))
    fail_msg("%s of %d: %.12g fast, %.12Lg slow, in\n%s", what, i, fast, slow, text);
}

/* As many digits of a level, in money, per cent or as a rate, however small it is. 1e-13 is what rounding leaves of sums
 * that cancel. */
static inline void same_digits(double fast, real slow, double tolerance, const char *what, int i, const char *text)
{
  double size = fmax(fabs(fast), fabs((double)slow));
  if (!(fabs(fast - (double)slow) <= tolerance * size + 1e-13))
    fail_msg("%s of %d: %.17g fast, %.17Lg slow, in\n%s", what, i, fast, slow, text);
}

#endif
