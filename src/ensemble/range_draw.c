/* The draws of a range, and the design of its drivers.
 *
 * Draw i is point i of a Latin hypercube, mapped through the inverse distribution functions of the parameters; its base
 * and its new equilibrium are both solved, from the central ones. Nothing else enters, so that threads, shards and
 * interruptions leave no trace in the numbers. */
#include <limits.h>
#include <math.h>

#include "ensemble/range.h"
#include "ensemble/statistics.h"

/* ---------------------------------------------------------------- one draw */

typedef struct drawing {
  const tw_range_result *range;
  int drivers; /* 1: the design of the drivers */
} drawing;

static tw_status prepare_draws(void *data, twi_worker *worker)
{
  const drawing *d = data;
  const twi_range_more *more = d->range->more;
  tw_result *result = NULL;
  if (more) {
    void *own = NULL;
    tw_status begun = more->begin(more->data, twi_worker_context(worker), &own);
    if (begun == TW_OK) twi_worker_keep(worker, own, more->drop);
    return begun;
  }
  tw_status status = twi_worker_center(worker, 0, d->range->scenario, &result);
  if (status == TW_OK && tw_result_info(result)->outcome <= 0)
    status = twi_fail(twi_worker_context(worker), TW_BAD_INPUT, "the central equilibrium of the draws: %s",
                      tw_result_info(result)->message);
  tw_result_free(result);
  return status;
}

/* The numbers that are kept of a result; NaN without a certified equilibrium. */
static tw_status keep_draw(const drawing *d, const tw_result *result, double *values)
{
  const tw_range_result *r = d->range;
  size_t width = d->drivers ? (size_t)r->outcomes : r->cells;
  for (size_t i = 0; !result && i < width; i++) values[i] = NAN;
  if (!result) return TW_OK;
  if (!d->drivers) return twi_range_keep(r, result, values);
  for (int i = 0; i < r->outcomes; i++) values[i] = twi_outcome_of(result, &r->of[i]);
  return TW_OK;
}

/* A draw of more than the core, at the point u. */
static tw_status solve_more(const drawing *d, twi_worker *worker, const tw_scenario *scenario, const double *theta,
                            const double *u, double *values, int *outcome)
{
  const tw_range_result *r = d->range;
  const twi_range_more *more = r->more;
  const tw_result *result = NULL;
  tw_settings settings = r->settings;
  settings.threads = 1;
  settings.decomposition = !d->drivers && r->options.decomposition;
  twi_worker_elasticities(worker, theta);
  tw_status status = more->draw(more->data, twi_worker_kept(worker), twi_worker_world(worker), scenario, &settings,
                                r->real_gdp, u, &result, d->drivers ? NULL : values + r->more_at, outcome);
  return status == TW_OK ? keep_draw(d, result, values) : status;
}

static tw_status solve_draw(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  const drawing *d = data;
  const tw_range_result *r = d->range;
  const twi_parameters *p = r->parameters;
  tw_context *ctx = twi_worker_context(worker);
  size_t room = (size_t)p->count + (size_t)p->elasticities + (size_t)p->variables;
  double *u = twi_alloc(ctx, room, sizeof *u);
  if (!u) return twi_no_memory(ctx, room * sizeof *u);
  double *theta = u + p->count, *value = theta + p->elasticities;
  tw_scenario *varied = NULL;
  tw_result *result = NULL;
  if (d->drivers)
    twi_parameters_driver(p, task, u);
  else
    twi_parameters_draw(p, task, u);
  twi_parameters_point(p, u, theta, value, NULL);
  tw_status status = TW_OK;
  if (p->variables) status = twi_scenario_vary(ctx, r->scenario, p->variable, value, p->variables, &varied);
  const tw_scenario *scenario = varied ? varied : r->scenario;
  if (status == TW_OK && r->more) {
    status = solve_more(d, worker, scenario, theta, u + (p->count - r->more->parameters), values, outcome);
  } else if (status == TW_OK) {
    status = twi_worker_draw(worker, 0, scenario, theta, &result);
    if (status == TW_OK) status = keep_draw(d, result, values);
    if (status == TW_OK) *outcome = (int)tw_result_info(result)->outcome;
  }
  if (status == TW_BAD_INPUT) twi_error_prefix(ctx, "%s %zu of the range: ", d->drivers ? "point" : "draw", task + 1);
  tw_result_free(result);
  tw_scenario_free(varied);
  twi_free(ctx, u);
  return status;
}

/* ---------------------------------------------------------------- many */

static tw_status run_study(tw_range_result *r, int drivers, size_t tasks, size_t width, twi_kept *rows,
                           signed char **outcome)
{
  tw_context *ctx = r->ctx;
  drawing d = {r, drivers};
  tw_settings settings = r->settings; /* no decomposition in draws but where it was asked for */
  settings.decomposition = !drivers && r->options.decomposition;
  twi_study s = {.ctx = ctx,
                 .world = r->world,
                 .settings = &settings,
                 .tasks = tasks,
                 .width = (int)width,
                 .prepare = prepare_draws,
                 .evaluate = solve_draw,
                 .data = &d,
                 .real_gdp = r->real_gdp,
                 .shard = r->options.shard,
                 .shards = r->options.shards,
                 .what = drivers ? "what drives the spread" : "draws"};
  if (width > INT_MAX / 8) return twi_fail(ctx, TW_USAGE, "the world is too large for ranges of its sectors and trade");
  tw_status status = twi_range_room(r, tasks, width, rows);
  if (status != TW_OK) return status;
  unsigned char *kind = NULL; /* of the numbers in a store */
  *outcome = twi_alloc(ctx, tasks, sizeof **outcome);
  if (!*outcome) return twi_no_memory(ctx, tasks);
  if (r->store) {
    char *key = NULL;
    const char *part = drivers ? "drivers" : "draws";
    status = twi_range_key(r, drivers, &key);
    if (status == TW_OK && r->known) status = twi_store_open(ctx, r->known, part, key, tasks, (int)width, &s.known);
    if (status == TW_OK) status = twi_store_open(ctx, r->store, part, key, tasks, (int)width, &s.store);
    twi_free(ctx, key);
    kind = status == TW_OK ? twi_range_expected(r, drivers, width) : NULL;
    if (status == TW_OK && !kind) status = twi_no_memory(ctx, width);
    if (s.known) twi_store_expect(s.known, kind);
    if (s.store) twi_store_expect(s.store, kind);
  }
  if (status == TW_OK) status = twi_study_run(&s, rows, *outcome);
  twi_free(ctx, kind);
  (void)twi_store_close(s.known);
  if (status == TW_OK) return twi_store_close(s.store);
  /* the first error is the one to tell, with what became of the finished draws */
  size_t finished = 0;
  for (size_t i = 0; s.store && i < tasks; i++) finished += (*outcome)[i] != TWI_NOT_DONE;
  char *words = twi_strdup(ctx, tw_error(ctx));
  tw_status closed = twi_store_close(s.store);
  if (status == TW_INTERRUPTED && s.store && closed == TW_OK)
    twi_fail(ctx, status, "interrupted: %zu of %zu %s are in %s; the same command goes on from there", finished, tasks,
             drivers ? "points of the drivers" : "draws", r->store);
  else if (words)
    twi_fail(ctx, status, "%s", words);
  twi_free(ctx, words);
  return status;
}

static int count_done(const signed char *outcome, size_t tasks, int *certified)
{
  int done = 0;
  *certified = 0;
  for (size_t i = 0; i < tasks; i++) {
    done += outcome[i] != TWI_NOT_DONE;
    *certified += outcome[i] != TWI_NOT_DONE && outcome[i] > 0;
  }
  return done;
}

/* How draws without an equilibrium ended, in the order of tw_outcome. */
static void count_failures(tw_range_info *info, const signed char *outcome)
{
  static const tw_outcome outcomes[] = {
#define X(name, value, word, meaning) name,
      TW_OUTCOME_LIST(X)
#undef X
  };
  for (size_t k = 0; k < sizeof outcomes / sizeof *outcomes; k++) {
    int count = 0;
    for (int i = 0; i < info->draws; i++) count += outcome[i] == (signed char)outcomes[k];
    if (outcomes[k] > 0 || count == 0 || info->failures == TW_MOST_OUTCOMES) continue;
    info->failed[info->failures].outcome = outcomes[k];
    info->failed[info->failures++].count = count;
  }
}

/* Draws with an elasticity at the floor. */
static tw_status count_cut_draws(tw_range_result *r)
{
  const twi_parameters *p = r->parameters;
  size_t room = (size_t)p->count + (size_t)p->elasticities + (size_t)p->variables;
  double *u = twi_alloc(r->ctx, room, sizeof *u);
  if (!u) return twi_no_memory(r->ctx, room * sizeof *u);
  for (size_t i = 0; i < p->draws; i++) {
    twi_parameters_draw(p, i, u);
    r->info.cut += twi_parameters_point(p, u, u + p->count, u + p->count + p->elasticities, NULL) > 0;
  }
  twi_free(r->ctx, u);
  return TW_OK;
}

tw_status twi_range_draw(tw_range_result *r)
{
  tw_range_info *info = &r->info;
  double start = twi_seconds();
  tw_status status = run_study(r, 0, r->parameters->draws, r->cells, &r->rows, &r->outcome);
  if (status == TW_OK) status = count_cut_draws(r);
  if (status != TW_OK) return status;
  info->done = count_done(r->outcome, r->parameters->draws, &info->certified);
  count_failures(info, r->outcome);
  info->seconds.draws = twi_seconds() - start;
  info->complete = info->done == info->draws;

  twi_kept rows = {0};
  signed char *outcome = NULL;
  size_t tasks = r->outcomes ? twi_driver_tasks(r->parameters->drivers, r->parameters->count) : 0;
  start = twi_seconds();
  if (tasks > INT_MAX) return twi_fail(r->ctx, TW_USAGE, "the design of the drivers has %zu points", tasks);
  if (tasks) status = run_study(r, 1, tasks, (size_t)r->outcomes, &rows, &outcome);
  if (status == TW_OK && tasks) {
    info->driver_draws = (int)tasks;
    info->driver_done = count_done(outcome, tasks, &info->driver_certified);
    info->complete &= info->driver_done == info->driver_draws;
    info->seconds.drivers = twi_seconds() - start;
    if (info->complete) status = twi_range_drivers(r, &rows, outcome);
  }
  twi_kept_free(&rows);
  twi_free(r->ctx, outcome);
  start = twi_seconds();
  if (status == TW_OK && info->complete) status = twi_range_quantiles(r);
  info->seconds.statistics = twi_seconds() - start;
  return status;
}
