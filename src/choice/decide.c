/* Solves the cells of a decision, first as they are, then with drawn parameters: see tw_decide in tradewind.h.
 *
 * A task of the second part is one draw through all cells, so that every cell sees the same parameters (common random
 * numbers: what differs between levers is the levers) and a draw that is kept is kept as a whole. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/processors.h"
#include "base/text.h"
#include "base/without.h"
#include "choice/decide.h"
#include "ensemble/study.h"
#include "scenario/rules.h"
#include "table/number.h"

typedef struct job {
  tw_context *ctx;
  const tw_decision *d;
  const tw_world *world;
  int cells, regions, width;  /* width: of a cell, 1 + regions */
  int *region;                /* [regions] of the world */
  twi_parameters **parameter; /* [cells] of each cell's scenario; NULL: no draws */
  int *place;                 /* [cells][dims] of a cell's parameters in the common point */
  int dims;                   /* of the common point */
  size_t draws;
  uint64_t seed;
  const twi_budget *budget;
  twi_failure *failure; /* [cells] the verdict's */
} job;

/* ---------------------------------------------------------------- cells */

static const char *cell_words(const job *j, size_t cell, char words[256])
{
  const tw_decision *d = j->d;
  snprintf(words, 256, "lever %s, contingency %s", d->lever[(int)cell / d->contingencies].name,
           d->contingency[(int)cell % d->contingencies].name);
  return words;
}

static void keep(const job *j, const tw_result *result, double *values)
{
  int outcome = tw_result_info(result)->outcome;
  const double *column = tw_result_column(result, TW_REGIONS, j->d->indicator);
  values[0] = outcome;
  for (int r = 0; r < j->regions; r++) values[1 + r] = outcome > 0 && column ? column[j->region[r]] : NAN;
}

/* The error is told in the worker's context; it says which cell it is of. */
static tw_status say_cell(const job *j, twi_worker *worker, size_t cell, tw_status status)
{
  char words[256];
  tw_context *ctx = twi_worker_context(worker);
  if (status == TW_BAD_INPUT) twi_fail(ctx, status, "%s (%s)", tw_error(ctx), cell_words(j, cell, words));
  return status;
}

/* Each cell has a place of its own, so workers do not meet. */
static void say_failure(const job *j, size_t cell, const tw_info *info)
{
  twi_failure *f = &j->failure[cell];
  char words[256];
  f->outcome = info->outcome;
  if (f->outcome > 0) return;
  snprintf(f->words, sizeof f->words, "%s: %s%s (%s)", cell_words(j, cell, words),
           info->base_failed ? "it is what the pair is compared with that has no solution: " : "",
           *info->message ? info->message : tw_outcome_meaning(f->outcome), tw_outcome_word(f->outcome));
}

static tw_status solve_center(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  const job *j = data;
  tw_result *result = NULL;
  tw_status status = twi_worker_center(worker, 0, j->d->cell[task], &result);
  if (status != TW_OK) return say_cell(j, worker, task, status);
  keep(j, result, values);
  *outcome = tw_result_info(result)->outcome;
  say_failure(j, task, tw_result_info(result));
  tw_result_free(result);
  return TW_OK;
}

static tw_status make_centers(void *data, twi_worker *worker)
{
  const job *j = data;
  for (int k = 0; k < j->cells; k++) {
    tw_status status = twi_worker_center(worker, k, j->d->cell[k], NULL);
    if (status != TW_OK) return say_cell(j, worker, (size_t)k, status);
  }
  return TW_OK;
}

/* One cell of a draw. u: the common point. */
static tw_status solve_cell(const job *j, twi_worker *worker, int k, const double *u, double *own, double *theta,
                            double *values)
{
  tw_context *ctx = twi_worker_context(worker);
  const twi_parameters *p = j->parameter[k];
  double *value = own + j->dims;
  for (int i = 0; i < p->count; i++) own[i] = u[j->place[(size_t)k * (size_t)j->dims + (size_t)i]];
  (void)twi_parameters_point(p, own, theta, value, NULL);
  tw_scenario *varied = NULL;
  tw_result *result = NULL;
  tw_status status = TW_OK;
  if (p->variables > 0) status = twi_scenario_vary(ctx, j->d->cell[k], p->variable, value, p->variables, &varied);
  if (status == TW_OK) status = twi_worker_draw(worker, k, varied ? varied : j->d->cell[k], theta, &result);
  if (status == TW_OK)
    keep(j, result, values);
  else
    status = say_cell(j, worker, (size_t)k, status);
  tw_result_free(result);
  tw_scenario_free(varied);
  return status;
}

static tw_status solve_draw(void *data, twi_worker *worker, size_t task, double *values, int *outcome)
{
  const job *j = data;
  tw_context *ctx = twi_worker_context(worker);
  double *u = twi_alloc(ctx, 3 * (size_t)j->dims + (size_t)j->world->S + 1, sizeof *u);
  if (!u) return twi_no_memory(ctx, 0);
  twi_hypercube_point(j->seed, j->draws, task, j->dims, u);
  tw_status status = TW_OK;
  *outcome = TW_CERTIFIED;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    double *v = values + (size_t)k * (size_t)j->width;
    status = solve_cell(j, worker, k, u, u + j->dims, u + 3 * j->dims, v);
    if (status == TW_OK && v[0] <= 0 && *outcome > 0) *outcome = (int)v[0];
  }
  twi_free(ctx, u);
  return status;
}

/* ---------------------------------------------------------------- draws */

/* The name's place among the variables of the decision's range section. */
static int place_of(const twi_yaml *variables, const char *name)
{
  for (int i = 0; variables && i < variables->count; i++)
    if (strcmp(variables->child[i]->key, name) == 0) return i;
  return -1;
}

/* A group that levers define apart, in files that they include, would make other draws of the same parameters. */
static tw_status check_same(const job *j, const twi_yaml *range)
{
  const twi_parameters *a = j->parameter[0];
  char words[256];
  for (int k = 1; k < j->cells; k++) {
    const twi_parameters *b = j->parameter[k];
    int n = a->count - a->variables, same = b->count - b->variables == n;
    for (int i = 0; same && i < n; i++) {
      const twi_parameter *x = &a->parameter[i], *y = &b->parameter[i];
      same = x->members == y->members && memcmp(x->member, y->member, (size_t)x->members * sizeof *x->member) == 0;
      for (int m = 0; same && m < x->members; m++)
        same = x->own[m].kind == y->own[m].kind && memcmp(x->own[m].p, y->own[m].p, sizeof x->own[m].p) == 0;
    }
    if (!same)
      return twi_yaml_fail_key(j->ctx, twi_yaml_get(range, "elasticities"),
                               "elasticities are drawn of other sectors in %s than in the first pair: a group there is "
                               "another one; define it in this file",
                               cell_words(j, (size_t)k, words));
  }
  return TW_OK;
}

/* The common point has the elasticities, which are the same in every cell, then the variables in the order of the range
 * section; a cell uses those that its scenario has. */
static tw_status prepare_draws(job *j)
{
  tw_context *ctx = j->ctx;
  const twi_yaml *range = twi_yaml_get(j->d->tree, "range"), *variables = twi_yaml_get(range, "variables");
  j->parameter = twi_new(ctx, (size_t)j->cells, sizeof *j->parameter);
  if (!j->parameter) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    if (k > 0) twi_log_again(ctx, 1); /* notes of the first cell are those of all */
    status = twi_parameters_new(ctx, j->d->cell[k], j->world, &j->parameter[k]);
    if (k > 0) twi_log_again(ctx, 0);
  }
  if (status == TW_OK) status = check_same(j, range);
  if (status != TW_OK) return status;
  const twi_parameters *first = j->parameter[0];
  int elasticities = 0;
  while (elasticities < first->count && first->parameter[elasticities].kind == TWI_PARAMETER_ELASTICITY) elasticities++;
  j->dims = elasticities + (variables ? variables->count : 0);
  j->seed = first->seed;
  j->place = twi_new(ctx, (size_t)j->cells * (size_t)j->dims + 1, sizeof *j->place);
  if (!j->place) return twi_no_memory(ctx, 0);
  for (int k = 0; k < j->cells; k++)
    for (int i = 0; i < j->parameter[k]->count; i++) {
      const twi_parameter *p = &j->parameter[k]->parameter[i];
      j->place[(size_t)k * (size_t)j->dims + (size_t)i] =
          p->kind == TWI_PARAMETER_ELASTICITY ? i : elasticities + place_of(variables, p->name);
    }
  return TW_OK;
}

/* The parameters of all cells, whose tables may change under the same name. */
static tw_status digest_parameters(const job *j, char text[TWI_DIGEST_TEXT])
{
  char own[TWI_DIGEST_TEXT];
  twi_digest *digest;
  tw_status status = twi_digest_new(j->ctx, &digest);
  if (status != TW_OK) return status;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    status = twi_parameters_digest(j->ctx, j->parameter[k], own);
    if (status == TW_OK) status = twi_digest_add(digest, own, TWI_DIGEST_TEXT - 1);
  }
  if (status == TW_OK) status = twi_digest_end(digest, NULL, text);
  twi_digest_free(digest);
  return status;
}

static tw_status open_store(job *j, const tw_settings *t, const char *file, size_t width, twi_store **store)
{
  char sha256[TWI_DIGEST_TEXT], tolerance[TWI_NUMBER_ROOM], lowest[TWI_NUMBER_ROOM];
  tw_status status = digest_parameters(j, sha256);
  if (status != TW_OK) return status;
  twi_number_write(t->tolerance, tolerance);
  twi_number_write(j->parameter[0]->floor, lowest);
  char *key = twi_format(j->ctx,
                         "tradewind: %s\nbuild: %s\nworld: %s %s\ndecision: %s %s\nindicator: %s\nparameters: %d %s\n"
                         "tolerance: %s\nmax_iterations: %d\nmax_steps: %d\nkrylov_dimension: %d\n"
                         "seed: %llu\nfloor: %s\ndraws: %zu\n",
                         tw_version(), tw_build(), tw_world_text(j->world, "name"), tw_world_text(j->world, "sha256"),
                         j->d->name, j->d->sha256, j->d->indicator, j->dims, sha256, tolerance, t->max_iterations,
                         t->max_steps, t->krylov_dimension, (unsigned long long)j->seed, lowest, j->draws);
  if (!key) return twi_no_memory(j->ctx, 0);
  status = twi_store_open(j->ctx, file, "draws", key, j->draws, (int)width, store);
  twi_free(j->ctx, key);
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status find_regions(job *j)
{
  unsigned char *member = twi_new(j->ctx, (size_t)j->world->N, 1);
  j->region = twi_new(j->ctx, (size_t)j->world->N, sizeof *j->region);
  if (!member || !j->region) {
    twi_free(j->ctx, member);
    return twi_no_memory(j->ctx, 0);
  }
  tw_status status = twi_select(j->ctx, j->d->cell[0], j->d->regions, NULL, TWI_AXIS_REGIONS, j->world, member);
  for (int r = 0; r < j->world->N && status == TW_OK; r++)
    if (member[r]) j->region[j->regions++] = r;
  twi_free(j->ctx, member);
  return status;
}

/* Every cell is applied to the world before threads begin, so that of several mistakes it is always the same one that
 * is told. Notes are told of the first cell alone: most of them would come again in every other. */
static tw_status check_cells(const job *j)
{
  tw_context *ctx = j->ctx;
  tw_status status = TW_OK;
  for (int k = 0; k < j->cells && status == TW_OK; k++) {
    twi_policy base, new_;
    twi_closure closure;
    twi_capital capital;
    char words[256];
    if (k > 0) twi_log_again(ctx, 1);
    status = twi_scenario_apply_year(ctx, j->d->cell[k], j->world, 0, &base, &new_, &closure, &capital);
    if (k > 0) twi_log_again(ctx, 0);
    twi_policy_free(ctx, &base);
    twi_policy_free(ctx, &new_);
    twi_closure_free(ctx, &closure);
    twi_capital_free(ctx, &capital);
    if (status == TW_BAD_INPUT) twi_fail(ctx, status, "%s (%s)", tw_error(ctx), cell_words(j, (size_t)k, words));
    if (status == TW_OK) status = twi_check_cancel(ctx);
  }
  return status;
}

static tw_status check_centers(const job *j, const double *values, tw_verdict *v)
{
  const twi_yaml *node = twi_yaml_get(j->d->tree, "indicator");
  v->info.outcome = TW_CERTIFIED;
  v->info.failed_lever = v->info.failed_contingency = -1;
  for (int k = 0; k < j->cells; k++) {
    const double *cell = values + (size_t)k * (size_t)j->width;
    if (cell[0] > 0) {
      for (int r = 0; r < j->regions; r++)
        if (!isfinite(cell[1 + r]))
          return twi_yaml_fail(j->ctx, node ? node : j->d->tree,
                               "the indicator %s has no value for %s: parts of the decomposition and what a world "
                               "without years lacks cannot be compared; real_income_pct can",
                               j->d->indicator, tw_world_region(j->world, j->region[r]));
      if ((int)cell[0] > (int)v->info.outcome && v->info.uncertified == 0) v->info.outcome = (tw_outcome)cell[0];
      continue;
    }
    if (v->info.uncertified++ > 0) continue;
    v->info.outcome = (tw_outcome)cell[0];
    v->info.failed_lever = k / j->d->contingencies;
    v->info.failed_contingency = k % j->d->contingencies;
    snprintf(v->info.message, sizeof v->info.message, "%.*s", (int)sizeof v->info.message - 1, v->failure[k].words);
  }
  return TW_OK;
}

/* How many elasticities of the finished draws were raised to the floor: they are the same in all cells. */
static tw_status count_cut(const job *j, const signed char *finished, tw_verdict *v)
{
  const twi_parameters *p = j->parameter ? j->parameter[0] : NULL;
  double *u = p ? twi_alloc(j->ctx, 3 * (size_t)j->dims + (size_t)j->world->S + 1, sizeof *u) : NULL;
  if (!p) return TW_OK;
  if (!u) return twi_no_memory(j->ctx, 0);
  double *own = u + j->dims;
  for (size_t i = 0; i < j->draws; i++) {
    if (!finished[i]) continue;
    twi_hypercube_point(j->seed, j->draws, i, j->dims, u);
    for (int k = 0; k < p->count; k++) {
      own[k] = u[j->place[k]];
      v->elasticities += p->parameter[k].kind == TWI_PARAMETER_ELASTICITY;
    }
    v->cut += twi_parameters_point(p, own, own + 2 * j->dims, own + j->dims, NULL);
  }
  twi_free(j->ctx, u);
  return TW_OK;
}

static tw_status solve_all(job *j, const tw_settings *settings, const tw_decide_options *options, tw_verdict *v)
{
  tw_context *ctx = j->ctx;
  size_t width = (size_t)j->cells * (size_t)j->width;
  tw_settings plain = *settings;
  plain.decomposition = 0; /* of no interest here */
  twi_store *store = NULL;
  twi_kept rows = {0}, table = {0};
  double *central = twi_new(ctx, width, sizeof *central);
  signed char *outcome = twi_new(ctx, j->draws + (size_t)j->cells, 1);
  tw_status status = central && outcome ? TW_OK : twi_no_memory(ctx, width * sizeof *central + j->draws);
  if (status == TW_OK && j->draws > 0)
    status = twi_kept_new(ctx, j->draws, width, twi_decide_held(j->draws, (size_t)j->cells, j->budget), j->budget,
                          "fewer draws, levers or contingencies need less", &rows);
  if (status == TW_OK) table = twi_kept_over(central, (size_t)j->cells, (size_t)j->width);
  const twi_study centers = {.ctx = ctx,
                             .world = j->world,
                             .settings = &plain,
                             .tasks = (size_t)j->cells,
                             .width = j->width,
                             .evaluate = solve_center,
                             .data = j,
                             .what = "levers and contingencies"};
  if (status == TW_OK) status = twi_study_run(&centers, &table, outcome);
  if (status == TW_OK) status = check_centers(j, central, v);
  if (status == TW_OK && j->draws > 0 && v->info.uncertified == 0) {
    if (options && options->store) status = open_store(j, settings, options->store, width, &store);
    const twi_study draws = {.ctx = ctx,
                             .world = j->world,
                             .settings = &plain,
                             .tasks = j->draws,
                             .width = (int)width,
                             .prepare = make_centers,
                             .evaluate = solve_draw,
                             .data = j,
                             .store = store,
                             .shard = options ? options->shard : 0,
                             .shards = options ? options->shards : 0,
                             .what = "draws"};
    if (status == TW_OK) status = twi_study_run(&draws, &rows, outcome);
    tw_status closed = twi_store_close(store);
    if (status == TW_OK) status = closed;
    v->info.interrupted = status == TW_INTERRUPTED;
    if (v->info.interrupted) status = TW_OK;
    for (size_t i = 0; i < j->draws; i++) {
      outcome[i] = outcome[i] != TWI_NOT_DONE;
      v->info.finished += outcome[i];
    }
    if (status == TW_OK) status = count_cut(j, outcome, v);
  }
  if (status == TW_OK) status = twi_decide_judge(v, central, &rows, outcome, j->budget);
  v->parameters = j->parameter ? j->parameter[0] : NULL;
  v->assumed = v->parameters && v->parameters->assumed;
  if (status == TW_OK) status = twi_decide_words(v);
  v->parameters = NULL;
  twi_free(ctx, outcome);
  twi_free(ctx, central);
  twi_kept_free(&rows);
  return status;
}

static void job_free(job *j)
{
  for (int k = 0; j->parameter && k < j->cells; k++) twi_parameters_free(j->parameter[k]);
  twi_free(j->ctx, j->parameter);
  twi_free(j->ctx, j->place);
  twi_free(j->ctx, j->region);
}

static tw_status decide(job *j, const tw_settings *settings, const tw_decide_options *options, tw_verdict *v)
{
  double start = twi_seconds();
  int asked = options ? options->draws : -1;
  tw_status status = find_regions(j);
  if (status == TW_OK) status = check_cells(j);
  if (status == TW_OK && asked != 0 && (asked > 0 || twi_yaml_get(j->d->tree, "range"))) {
    status = prepare_draws(j);
    if (options && options->seed) j->seed = options->seed;
    if (status == TW_OK) j->draws = asked > 0 ? (size_t)asked : j->parameter[0]->draws;
  }
  if (status != TW_OK) return status;
  if (j->draws == 0 && options && (options->store || options->shards > 1))
    return twi_fail(j->ctx, TW_USAGE,
                    "%s draws nothing (%s), so there is nothing to keep in a store and nothing for shards to share: "
                    "leave both out",
                    j->d->name, asked == 0 ? "no draws are asked for" : "it has no range section; --draws N draws");
  j->width = 1 + j->regions;
  v->info.levers = j->d->levers;
  v->info.contingencies = j->d->contingencies;
  v->info.regions = j->regions;
  v->info.given = j->d->given;
  v->info.draws = (int)j->draws;
  v->info.seed = j->draws ? j->seed : 0;
  v->region = twi_new(j->ctx, (size_t)j->regions, sizeof *v->region);
  v->failure = twi_new(j->ctx, (size_t)j->cells, sizeof *v->failure);
  if (!v->region || !v->failure) return twi_no_memory(j->ctx, 0);
  j->failure = v->failure;
  for (int r = 0; r < j->regions; r++) v->region[r].region = j->region[r];
  status = solve_all(j, settings, options, v);
  v->seconds = twi_seconds() - start;
  return status;
}

tw_status twi_decide_within(tw_context *ctx, const tw_decision *decision, const tw_world *world,
                            const tw_settings *settings, const tw_decide_options *options, const twi_budget *budget,
                            tw_verdict **verdict)
{
  *verdict = NULL;
  if (options && options->draws < -1) return twi_fail(ctx, TW_USAGE, "draws: %d, expected 0 or more", options->draws);
  if (options && options->shards && (options->shard < 1 || options->shard > options->shards))
    return twi_fail(ctx, TW_USAGE, "shard %d of %d: expected one from 1 on", options->shard, options->shards);
  if (options && (options->store || options->shards > 1) && !twi_build_has("stores")) return twi_absent(ctx, "stores");
  tw_verdict *v = twi_new(ctx, 1, sizeof *v);
  if (!v) return twi_no_memory(ctx, sizeof *v);
  v->ctx = ctx;
  v->decision = decision;
  v->world = world;
  v->shard = options ? options->shard : 0;
  v->shards = options ? options->shards : 0;
  if (settings)
    v->settings = *settings;
  else
    tw_settings_default(&v->settings);
  tw_status status = tw_settings_check(ctx, &v->settings);
  if (v->settings.threads == 0) v->settings.threads = twi_processors();
  if (status == TW_OK) status = twi_scenario_view(ctx, decision->cell[0], world, &v->view); /* one for all cells */
  if (v->view) v->world = world = v->view;
  job j = {
      .ctx = ctx, .d = decision, .world = world, .cells = decision->levers * decision->contingencies, .budget = budget};
  if (status == TW_OK) status = decide(&j, &v->settings, options, v);
  job_free(&j);
  if (status == TW_OK) {
    *verdict = v;
    return TW_OK;
  }
  tw_verdict_free(v);
  return status;
}

tw_status tw_decide(tw_context *ctx, const tw_decision *decision, const tw_world *world, const tw_settings *settings,
                    const tw_decide_options *options, tw_verdict **verdict)
{
  return twi_decide_within(ctx, decision, world, settings, options, &twi_budget_default, verdict);
}
