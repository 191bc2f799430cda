/* tw_range: the central result, the draws, the design of the drivers, and what is made of them. See tradewind.h.
 *
 * Draw i is point i of a Latin hypercube, mapped through the inverse distribution functions of the parameters; its base
 * and its new equilibrium are both solved, from the central ones. Nothing else enters, so that threads, shards and
 * interruptions leave no trace in the numbers. */
#include "ensemble/range.h"

#include <limits.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/names.h"
#include "base/processors.h"
#include "base/text.h"
#include "base/without.h"
#include "ensemble/statistics.h"
#include "table/yaml.h"

/* ---------------------------------------------------------------- one draw */

typedef struct drawing {
  const tw_range_result *range;
  int drivers; /* 1: the design of the drivers */
} drawing;

static tw_status prepare(void *data, twi_worker *worker)
{
  const drawing *d = data;
  tw_result *result = NULL;
  tw_status status = twi_worker_center(worker, 0, d->range->scenario, &result);
  if (status == TW_OK && tw_result_info(result)->outcome <= 0)
    status = twi_fail(twi_worker_context(worker), TW_BAD_INPUT, "the central equilibrium of the draws: %s",
                      tw_result_info(result)->message);
  tw_result_free(result);
  return status;
}

/* The numbers that are kept of a result; NaN without a certified equilibrium. */
static tw_status keep(const drawing *d, const tw_result *result, double *values)
{
  const tw_range_result *r = d->range;
  size_t N = (size_t)r->world->N;
  int certified = tw_result_info(result)->outcome > 0;
  if (!d->drivers) return twi_range_keep(r, result, values);
  for (int i = 0; i < r->outcomes; i++)
    values[i] = certified ? result->regions[(size_t)r->of[i].column * N + (size_t)r->of[i].region] : NAN;
  return TW_OK;
}

static tw_status evaluate(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  const drawing *d = data;
  const tw_range_result *r = d->range;
  const twi_parameters *p = r->parameters;
  tw_context *ctx = twi_worker_context(worker);
  size_t room = (size_t)p->count + (size_t)p->sectors + (size_t)p->variables;
  double *u = twi_alloc(ctx, room, sizeof *u);
  if (!u) return twi_no_memory(ctx, room * sizeof *u);
  double *theta = u + p->count, *value = theta + p->sectors;
  tw_scenario *varied = NULL;
  tw_result *result = NULL;
  if (d->drivers)
    twi_parameters_driver(p, task, u);
  else
    twi_parameters_draw(p, task, u);
  twi_parameters_point(p, u, theta, value, NULL);
  tw_status status = TW_OK;
  if (p->variables) status = twi_scenario_vary(ctx, r->scenario, p->variable, value, p->variables, &varied);
  if (status == TW_OK) status = twi_worker_draw(worker, 0, varied ? varied : r->scenario, theta, &result);
  if (status == TW_OK) status = keep(d, result, values);
  if (status == TW_OK) {
    *outcome = (int)tw_result_info(result)->outcome;
  } else if (status == TW_BAD_INPUT) {
    twi_error_prefix(ctx, "%s %zu of the range: ", d->drivers ? "point" : "draw", task + 1);
  }
  tw_result_free(result);
  tw_scenario_free(varied);
  twi_free(ctx, u);
  return status;
}

/* ---------------------------------------------------------------- many */

static tw_status study(tw_range_result *r, int drivers, size_t tasks, size_t width, twi_kept *rows,
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
                 .prepare = prepare,
                 .evaluate = evaluate,
                 .data = &d,
                 .shard = r->options.shard,
                 .shards = r->options.shards,
                 .what = drivers ? "what drives the spread" : "draws"};
  if (width > INT_MAX / 8) return twi_fail(ctx, TW_USAGE, "the world is too large for ranges of its sectors and trade");
  tw_status status = twi_range_room(r, tasks, width, rows);
  if (status != TW_OK) return status;
  *outcome = twi_alloc(ctx, tasks, sizeof **outcome);
  if (!*outcome) return twi_no_memory(ctx, tasks);
  if (r->store) {
    char *key = NULL;
    const char *part = drivers ? "drivers" : "draws";
    status = twi_range_key(r, drivers, &key);
    if (status == TW_OK && r->known) status = twi_store_open(ctx, r->known, part, key, tasks, (int)width, &s.known);
    if (status == TW_OK) status = twi_store_open(ctx, r->store, part, key, tasks, (int)width, &s.store);
    twi_free(ctx, key);
  }
  if (status == TW_OK) status = twi_study_run(&s, rows, *outcome);
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
static tw_status count_cut(tw_range_result *r)
{
  const twi_parameters *p = r->parameters;
  size_t room = (size_t)p->count + (size_t)p->sectors + (size_t)p->variables;
  double *u = twi_alloc(r->ctx, room, sizeof *u);
  if (!u) return twi_no_memory(r->ctx, room * sizeof *u);
  for (size_t i = 0; i < p->draws; i++) {
    twi_parameters_draw(p, i, u);
    r->info.cut += twi_parameters_point(p, u, u + p->count, u + p->count + p->sectors, NULL) > 0;
  }
  twi_free(r->ctx, u);
  return TW_OK;
}

static tw_status draw_all(tw_range_result *r)
{
  tw_range_info *info = &r->info;
  double start = twi_seconds();
  tw_status status = study(r, 0, r->parameters->draws, r->cells, &r->rows, &r->outcome);
  if (status == TW_OK) status = count_cut(r);
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
  if (tasks) status = study(r, 1, tasks, (size_t)r->outcomes, &rows, &outcome);
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
  twi_kept_free(&r->rows);
  return status;
}

/* ---------------------------------------------------------------- what is asked for */

/* The parts of the exact decomposition are made along a path, which draws do not follow. */
static int of_decomposition(int column)
{
  return column == TWI_TERMS_OF_TRADE || column == TWI_VOLUME_OF_TRADE || column == TWI_TECHNICAL ||
         column == TWI_TRANSFERS || column == TWI_REMAINDER || column == TWI_PRODUCTION || column == TWI_FACTORS ||
         column == TWI_CAPITAL;
}

/* Drivers are computed of named outcomes, and where somebody asked for them; a default alone asks for none. */
static tw_status check_drivers(tw_range_result *r)
{
  twi_parameters *p = r->parameters;
  const twi_yaml *node = r->scenario->range.node, *written = node ? twi_yaml_get(node, "drivers") : NULL;
  int asked = r->options.drivers > 0 || (r->options.drivers == 0 && written);
  if (p->count == 0 || (p->outcomes == 0 && !asked)) p->drivers = 0;
  if (p->drivers == 0 || p->count <= TWI_MOST_DRIVEN) return TW_OK;
  twi_fail(
      r->ctx, TW_BAD_INPUT,
      "range: drivers are computed for at most %d parameters, this has %d; drivers: 0 or --drivers 0 computes none",
      TWI_MOST_DRIVEN, p->count);
  if (node) twi_error_prefix(r->ctx, "%s:%d:%d: ", node->origin, node->key_line, node->key_column);
  return TW_BAD_INPUT;
}

/* The outcomes named, or, where drivers were asked for without, real income of the region where it changes most. */
static tw_status choose_outcomes(tw_range_result *r)
{
  const twi_parameters *p = r->parameters;
  if (p->drivers == 0) return TW_OK;
  if (p->outcomes > (int)(sizeof r->of / sizeof *r->of))
    return twi_fail(r->ctx, TW_BAD_INPUT, "range: drivers are computed for at most %zu outcomes, this has %d",
                    sizeof r->of / sizeof *r->of, p->outcomes);
  for (int i = 0; i < p->outcomes; i++) {
    const char *name;
    int column = 0;
    while ((name = tw_result_column_name(TW_REGIONS, column)) && strcmp(name, p->outcome[i].column) != 0) column++;
    if (!name) {
      const char *names[TWI_REGION_COUNT], *given = p->outcome[i].column;
      int count = 0;
      for (int k = 0; k < TWI_REGION_COUNT; k++)
        if (!of_decomposition(k)) names[count++] = tw_result_column_name(TW_REGIONS, k);
      const char *nearest = twi_nearest(given, strlen(given), names, count);
      if (nearest)
        return twi_yaml_fail(r->ctx, p->outcome[i].node,
                             "outcomes: found %s, which is no column of regions.csv; did "
                             "you mean %s?",
                             given, nearest);
    }
    if (!name || of_decomposition(column))
      return twi_yaml_fail(r->ctx, p->outcome[i].node,
                           "outcomes: found %s, expected a column of regions.csv%s, as in real_income_pct CAN",
                           p->outcome[i].column, name ? " that is not a part of the decomposition" : "");
    r->of[r->outcomes].column = column;
    r->of[r->outcomes++].region = p->outcome[i].region;
  }
  if (r->outcomes) return TW_OK;
  const double *income = tw_result_column(r->central, TW_REGIONS, "real_income_pct");
  int most = 0;
  for (int d = 1; d < r->world->N; d++)
    if (fabs(income[d]) > fabs(income[most])) most = d;
  r->of[0].column = TWI_REAL_INCOME;
  r->of[0].region = most;
  r->outcomes = 1;
  return TW_OK;
}

static tw_status check_options(tw_context *ctx, const tw_range_options *o)
{
  if (o->draws < 0 || o->draws == 1 || o->draws > TWI_MOST_DRAWS)
    return twi_fail(ctx, TW_USAGE, "draws: found %d, expected 2 to %d", o->draws, TWI_MOST_DRAWS);
  if (o->drivers < -1 || o->drivers == 1 || o->drivers > TWI_MOST_DRAWS)
    return twi_fail(ctx, TW_USAGE, "drivers: found %d, expected none or 2 to %d", o->drivers, TWI_MOST_DRAWS);
  if (o->store && !*o->store) return twi_fail(ctx, TW_USAGE, "store: found an empty name, expected that of a file");
  if ((o->store || o->shards > 1) && !twi_build_has("stores")) return twi_absent(ctx, "stores");
  if (o->shards < 0 || o->shard < 0 || o->shard > o->shards || (o->shards > 0 && o->shard == 0))
    return twi_fail(ctx, TW_USAGE, "shard: found %d of %d, expected 1 to the number of shards", o->shard, o->shards);
  if (o->shards > 1 && !o->store)
    return twi_fail(ctx, TW_USAGE, "a shard needs a store: without one its draws would be lost");
  return TW_OK;
}

static tw_status ask(tw_range_result *r)
{
  tw_status status = twi_parameters_new(r->ctx, r->scenario, r->world, &r->parameters);
  if (status != TW_OK) return status;
  twi_parameters *p = r->parameters;
  const tw_range_options *o = &r->options;
  if (o->draws) p->draws = (size_t)o->draws;
  if (o->seed) p->seed = o->seed;
  if (o->drivers) p->drivers = o->drivers < 0 ? 0 : (size_t)o->drivers;
  status = check_drivers(r);
  if (status != TW_OK) return status;
  tw_range_info *info = &r->info;
  info->draws = (int)p->draws;
  info->parameters = p->count;
  info->seed = p->seed;
  info->floor = p->floor;
  info->assumed = p->assumed;
  if (tw_scenario_until(r->scenario)) {
    r->year_note = twi_format(r->ctx, "the scenario has years: the central result and the draws are of the last, %d",
                              tw_scenario_until(r->scenario));
    if (!r->year_note) return twi_no_memory(r->ctx, 0);
  }
  return twi_range_describe(r);
}

static tw_status solve_central(tw_range_result *r)
{
  tw_solver *solver = NULL;
  double start = twi_seconds();
  tw_status status = tw_solver_new(r->ctx, r->world, &r->settings, &solver);
  if (status == TW_OK)
    status = twi_solve_year(solver, r->scenario, tw_scenario_until(r->scenario), NULL, NULL, &r->central);
  tw_solver_free(solver);
  if (status == TW_OK && r->central->accumulation.on)
    status = twi_fail(r->ctx, TW_BAD_INPUT,
                      "scenario %s lets capital accumulate over the years, and draws are of the last year alone, which "
                      "would need all those before it: leave out `capital` for a range",
                      tw_scenario_text(r->scenario, "scenario"));
  r->info.seconds.central = twi_seconds() - start;
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status range_once(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, const tw_range_options *options, const char *known,
                            const twi_budget *budget, tw_range_result **out)
{
  *out = NULL;
  tw_range_result *r = twi_new(ctx, 1, sizeof *r);
  if (!r) return twi_no_memory(ctx, sizeof *r);
  r->ctx = ctx;
  r->world = world;
  r->scenario = scenario;
  r->settings = *settings;
  r->options = *options;
  r->budget = *budget;
  if (r->settings.threads == 0) r->settings.threads = twi_processors();
  tw_status status = TW_OK;
  if (options->decomposition && !settings->decomposition)
    status = twi_fail(ctx, TW_USAGE, "the decomposition in draws needs that of the central result");
  if (status == TW_OK && options->store && !(r->store = twi_strdup(ctx, options->store)))
    status = twi_no_memory(ctx, strlen(options->store));
  if (status == TW_OK && known && !(r->known = twi_strdup(ctx, known))) status = twi_no_memory(ctx, strlen(known));
  if (status == TW_OK) status = twi_scenario_view(ctx, scenario, world, &r->view);
  if (r->view) r->world = r->view;
  if (status == TW_OK) status = ask(r);
  if (status == TW_OK) status = solve_central(r);
  if (status == TW_OK && tw_result_info(r->central)->outcome > 0) {
    status = choose_outcomes(r);
    if (status == TW_OK) status = twi_range_layout(r);
    r->info.drivers = r->outcomes ? (int)r->parameters->drivers : 0;
    if (status == TW_OK) status = draw_all(r);
  }
  if (status != TW_OK) {
    tw_range_free(r);
    return status;
  }
  *out = r;
  return TW_OK;
}

/* Every rank draws its shard, as far as the common file does not have it, into a file of its own; the first merges them
 * into the common file and reports. */
static tw_status range_of_ranks(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                                const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                                int rank, int ranks, tw_range_result **out)
{
  if (!options->store) return twi_fail(ctx, TW_USAGE, "several processes need a store to share: --store FILE");
  if (options->shards)
    return twi_fail(ctx, TW_USAGE, "several processes make shards of their own: leave out the shard");
  tw_range_options own = *options;
  char **file = twi_new(ctx, (size_t)ranks, sizeof *file);
  tw_status status = file ? TW_OK : twi_no_memory(ctx, 0);
  for (int i = 0; status == TW_OK && i < ranks; i++) {
    file[i] = twi_format(ctx, "%s.%d", options->store, i);
    if (!file[i]) status = twi_no_memory(ctx, 0);
  }
  own.shard = rank + 1;
  own.shards = ranks;
  const char *known = twi_path_kind_of(options->store) == TWI_PATH_FILE ? options->store : NULL;
  if (status == TW_OK) own.store = file[rank];
  if (status == TW_OK) status = range_once(ctx, world, scenario, settings, &own, known, budget, out);
  status = twi_ranks_agree(ctx, status);
  if (status == TW_OK && rank == 0 && tw_result_info((*out)->central)->outcome > 0) {
    tw_range_free(*out);
    *out = NULL;
    own = *options;
    status = twi_store_merge(ctx, (const char *const *)file, ranks, options->store);
    for (int i = 0; status == TW_OK && i < ranks; i++) (void)unlink(file[i]); /* ours, and all in the other */
    if (status == TW_OK) status = range_once(ctx, world, scenario, settings, &own, NULL, budget, out);
  }
  if (status != TW_OK) {
    tw_range_free(*out);
    *out = NULL;
  }
  if (*out) (*out)->info.rank = rank;
  for (int i = 0; file && i < ranks; i++) twi_free(ctx, file[i]);
  twi_free(ctx, file);
  return status;
}

tw_status twi_range_within(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                           const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                           tw_range_result **out)
{
  *out = NULL;
  tw_settings chosen;
  tw_range_options asked = {0};
  if (settings)
    chosen = *settings;
  else
    tw_settings_default(&chosen);
  if (options) asked = *options;
  tw_status status = tw_settings_check(ctx, &chosen);
  if (status == TW_OK) status = check_options(ctx, &asked);
  if (status != TW_OK) return status;
  int rank, ranks;
  status = twi_ranks_start(ctx, &rank, &ranks);
  if (status != TW_OK) return status;
  status = ranks > 1 ? range_of_ranks(ctx, world, scenario, &chosen, &asked, budget, rank, ranks, out)
                     : range_once(ctx, world, scenario, &chosen, &asked, NULL, budget, out);
  twi_ranks_end();
  return status;
}

tw_status tw_range(tw_context *ctx, const tw_world *world, const tw_scenario *scenario, const tw_settings *settings,
                   const tw_range_options *options, tw_range_result **out)
{
  return twi_range_within(ctx, world, scenario, settings, options, &twi_budget_default, out);
}
