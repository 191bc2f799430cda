/* An equilibrium with limits and targets: the attempts at it, one after the other, and what is out of reach where all
 * fail. */
#include <math.h>
#include <string.h>

#include "equilibrium/attempt.h"
#include "solve/continuation.h"

/* When conditions cannot be met although the policy without them has an equilibrium, they are what is out of reach. */
static void say_out_of_reach(twi_attempt *a, const double *start, double *u, double *work, twi_state *x,
                             twi_found *found)
{
  twi_equilibrium *e = a->e;
  twi_conditions *q = a->q;
  int worst = 0;
  double most = -1;
  for (int k = 0; k < q->given; k++) {
    double gap = q->measure[k] - q->target[k], sign = q->all[k].kind == TWI_AT_LEAST ? -1 : 1;
    gap = q->all[k].kind == TWI_EXACTLY ? fabs(gap) : q->border.x[k] != 0 ? fmax(0, sign * gap) : 0;
    if (!(gap <= most) && !isnan(most)) most = gap, worst = k;
  }
  double reached = 100 * exp(q->measure[worst] - q->reference[worst]);
  twi_attempt plain = *a;
  twi_found unused = *found;
  plain.q = NULL;
  plain.newton = &e->newton;
  plain.problem = twi_core_problem(&e->core);
  memcpy(u, start, e->core.n * sizeof(double));
  if (twi_attempt_shock(&plain, start, u, work, x, &unused) && twi_attempt_short(&plain, start, u, work, x, &unused))
    return;
  if (plain.status != TW_OK) return;
  twi_say_out_of_reach(a, worst, reached, found);
}

/* A residual of 1e-11 leaves a small flow beside large markets several times as far from where it belongs: what is
 * within the tolerance by its own row moves out of it as soon as the other rows are solved more exactly. Where the
 * certificate finds that, all rows are solved together to the last digit. The point stays as it was when no step helps.
 */
static void polish_instruments(twi_attempt *a, double *v)
{
  double target = a->target;
  a->target = TWI_TIGHTEST;
  (void)twi_attempt_share(a, 1, v);
  a->target = target;
}

/* Whether another attempt makes sense. */
static int may_go_on(const twi_attempt *a, int failed)
{
  return failed && a->status == TW_OK && twi_check_cancel(a->e->ctx) == TW_OK;
}

/* The core and v at the start, all instruments at zero. */
static tw_status start_again(twi_attempt *a, const double *start, double *v)
{
  twi_core *c = &a->e->core;
  tw_status status = twi_core_load(c, a->from, a->from, 1, NULL);
  if (status == TW_OK) (void)twi_core_residual(c, start, a->e->newton.f_trial);
  if (status == TW_OK) twi_core_make_preconditioner(c);
  memcpy(v, start, c->n * sizeof(double));
  memset(v + c->n, 0, (a->problem.n - c->n) * sizeof(double));
  a->q->border.made = 0;
  return status;
}

/* Keeps what the conditions stand at, measures, targets and instruments; or, back, puts it where it was. */
static void keep_measures(twi_conditions *q, double *keep, int back)
{
  size_t m = (size_t)q->m;
  double *const place[] = {q->measure, q->target, q->border.x};
  for (size_t i = 0; i < 3; i++)
    if (back)
      memcpy(place[i], keep + i * m, m * sizeof(double));
    else
      memcpy(keep + i * m, place[i], m * sizeof(double));
}

/* One share of the shock with the limits held as at the last share that was solved: the limit that is farthest from its
 * sign is turned until all are right. */
typedef struct held_way {
  twi_attempt *a;
  unsigned char *at; /* [m] how they were held there */
  int turns;         /* that are left, of all shares together: work is bounded by the number of limits */
} held_way;

static int try_held_share(void *data, double share, double *v)
{
  held_way *way = data;
  twi_border *border = &way->a->q->border;
  twi_turn turn = TWI_TURN_MADE;
  int failed = 0;
  twi_border_hold_as(border, way->at);
  while (!failed && turn == TWI_TURN_MADE && way->turns-- > 0) {
    failed = twi_attempt_share(way->a, share, v);
    if (!failed) turn = twi_border_turn_worst(border);
  }
  if (failed || turn != TWI_TURN_RIGHT) return 1;
  memcpy(way->at, border->held, (size_t)border->m);
  return 0;
}

/* With all of the shock at once: none binds at first, then they are turned. On the way through the shock a limit may
 * bind that does not at the end, or stand in the way of a target on the same thing; this asks for the end alone. */
static int hold_at_the_end(twi_attempt *a, const double *start, double *v, double *work, twi_state *x, twi_found *found)
{
  twi_turn turn = TWI_TURN_MADE;
  int failed = 0;
  while (!failed && turn == TWI_TURN_MADE) {
    failed = found->share < 1 || twi_attempt_share(a, 1, v);
    if (failed && a->status == TW_OK) {
      a->status = start_again(a, start, v);
      failed = a->status != TW_OK || twi_attempt_shock(a, start, v, work, x, found);
    }
    if (!failed) turn = twi_border_turn_worst(&a->q->border);
  }
  return failed || turn != TWI_TURN_RIGHT;
}

/* In steps: where limits move each other, as the deficits that trade must carry make them do, those that are wrong at
 * the end may turn each other for ever from afar, but not from a set that is right nearby. */
static int hold_in_steps(twi_attempt *a, const double *start, double *v, double *work, twi_found *found)
{
  twi_border *border = &a->q->border;
  held_way way = {a, twi_new(a->e->ctx, (size_t)border->m, 1), 8 * border->m + 200};
  a->status = way.at ? start_again(a, start, v) : twi_no_memory(a->e->ctx, (size_t)border->m);
  if (a->status == TW_OK) {
    twi_conditions_start_here(a->q);
    memset(way.at, TWI_HELD_OUT, (size_t)border->m);
    twi_continuation k = {a->problem.n, work, work + a->problem.n, try_held_share, &way, 1e-3, 0.25};
    found->share = twi_continuation_run(&k, a->e->ctx, a->e->settings.max_steps, v, &found->steps);
  }
  if (way.at) twi_border_hold_as(border, way.at);
  twi_free(a->e->ctx, way.at);
  return a->status != TW_OK || found->share < 1 || twi_check_cancel(a->e->ctx) != TW_OK;
}

/* All limits are held, each a row of its own whatever its sign. Returns 0 when solved; else *found and the conditions
 * are as they were, or where they came to if that is farther, so that the message is about the best attempt. keep: [3 m]
 * work. */
static int hold_limits(twi_attempt *a, const double *start, double *v, double *work, twi_state *x, double *keep,
                       twi_found *found)
{
  twi_equilibrium *e = a->e;
  twi_border *border = &a->q->border;
  twi_found again = {.region = -1, .sector = -1};
  const twi_attempt before = *a;
  twi_log(e->ctx, 1, "once more with the limits held, none of them binding at first");
  keep_measures(a->q, keep, 0);
  border->smooth = 0;
  twi_border_hold(border, TWI_HELD_OUT);
  again.share = 1;
  int failed = hold_at_the_end(a, start, v, work, x, &again);
  if (may_go_on(a, failed) && e->settings.max_steps > 0) {
    twi_log(e->ctx, 1, "once more with the limits held on the way");
    again = (twi_found){.region = -1, .sector = -1};
    failed = hold_in_steps(a, start, v, work, &again);
    if (may_go_on(a, failed && again.share > found->share) && !twi_attempt_share(a, again.share, v)) {
      found->share = again.share; /* farther than the attempt before: the message is about this point */
      keep_measures(a->q, keep, 0);
    }
  }
  twi_border_hold(border, TWI_HELD_NOT);
  if (!failed) failed = twi_attempt_share(a, 1, v);
  if (failed) {
    tw_status status = a->status;
    *a = before;
    a->status = status;
    keep_measures(a->q, keep, 1);
    return 1;
  }
  again.share = 1;
  *found = again;
  return 0;
}

tw_status twi_solve_bordered(twi_equilibrium *e, const twi_task *task, twi_attempt *a, double *u_out, twi_state *x,
                             twi_found *found)
{
  twi_core *c = &e->core;
  twi_newton newton;
  twi_arena arena = {0};
  size_t n = a->problem.n;
  double *v = NULL, *work = NULL, *keep = NULL;
  memset(&newton, 0, sizeof newton);
  tw_status status = TW_OK;
  for (int real = 0; real < 2 && status == TW_OK; real++) {
    if (real) status = twi_arena_allocate(e->ctx, &arena);
    if (status != TW_OK) break;
    twi_newton_carve(&newton, &arena, n, e->settings.krylov_dimension);
    v = twi_arena_doubles(&arena, n);
    work = twi_arena_doubles(&arena, 2 * n);
    keep = twi_arena_doubles(&arena, 3 * (n - c->n));
  }
  if (status != TW_OK) return status;
  a->newton = &newton;
  /* goals are led from where the start is */
  status = twi_core_load(c, a->from, a->from, 1, NULL);
  if (status == TW_OK) {
    (void)twi_core_residual(c, task->start, e->newton.f_trial);
    twi_conditions_start_here(a->q);
    memcpy(v, task->start, c->n * sizeof(double));
    int failed = twi_attempt_shock(a, task->start, v, work, x, found);
    if (may_go_on(a, failed) && twi_conditions_limits(a->q) > 1) {
      twi_log(e->ctx, 1, "limits may compete: once more with smooth complementarity");
      tw_outcome outcome = found->outcome;
      twi_found again = {.region = -1, .sector = -1};
      a->q->border.smooth = 1;
      status = start_again(a, task->start, v);
      if (status == TW_OK) failed = twi_attempt_shock(a, task->start, v, work, x, &again);
      if (status != TW_OK) a->status = status;
      if (!failed || outcome != TW_ITERATION_LIMIT) *found = again;
    }
    if (may_go_on(a, failed) && twi_conditions_limits(a->q) > 0)
      failed = hold_limits(a, task->start, v, work, x, keep, found);
    if (may_go_on(a, failed)) {
      double share = found->share;
      keep_measures(a->q, keep, 0);
      failed = twi_attempt_short(a, task->start, v, work, x, found);
      if (failed && !(found->share > share)) keep_measures(a->q, keep, 1);
    }
    if (a->status == TW_OK && failed && found->outcome != TW_ITERATION_LIMIT)
      say_out_of_reach(a, task->start, e->u, work, x, found);
    status = a->status;
    if (status == TW_OK && twi_check_cancel(e->ctx) != TW_OK) status = TW_INTERRUPTED;
    if (status == TW_OK && !failed && task->polish) {
      polish_instruments(a, v);
      status = a->status == TW_OK && twi_check_cancel(e->ctx) != TW_OK ? TW_INTERRUPTED : a->status;
    }
    if (status == TW_OK && !failed) {
      memcpy(e->u, v, c->n * sizeof(double));
      twi_border_release(&a->q->border, v + c->n);
      for (int k = 0; k < a->q->given; k++) task->size[k] = v[c->n + (size_t)k];
      status = twi_conditions_freeze(a->q, v + c->n, a->to, task->frozen);
      if (status == TW_OK) {
        twi_attempt plain = *a;
        plain.q = NULL;
        plain.newton = &e->newton;
        plain.problem = twi_core_problem(c);
        plain.to = task->frozen;
        if (twi_attempt_share(&plain, 1, e->u) && plain.status == TW_OK)
          twi_say_why(&plain, x->I, e->newton.error, found);
        status = plain.status;
        if (status == TW_OK && found->outcome == 0) status = twi_attempt_certify(&plain, e->u, x, found);
        if (status == TW_OK && found->outcome > 0 && u_out) memmove(u_out, e->u, c->n * sizeof(double));
        if (status != TW_OK || found->outcome <= 0) twi_wedges_free(e->ctx, task->frozen);
      }
    }
  }
  found->iterations = newton.iterations + e->newton.iterations;
  found->residuals = newton.residuals + e->newton.residuals;
  found->products = newton.products + e->newton.products;
  twi_arena_free(e->ctx, &arena);
  return status;
}
