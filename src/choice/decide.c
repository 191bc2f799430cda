/* Solves the cells of a decision, first as they are, then with drawn parameters: see tw_decide in tradewind.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/processors.h"
#include "base/without.h"
#include "choice/decide_job.h"
#include "choice/decide_market.h"
#include "ensemble/range.h"
#include "scenario/rules.h"

/* Which regions count: those of the file, else of the focus, else of an indicator that is of one region. */
static tw_status mark_regions(twi_decide_job *j, const twi_focus *focus, unsigned char *member)
{
  const tw_decision *d = j->d;
  if (d->regions) return twi_select(j->ctx, d->cell[0], d->regions, NULL, TWI_AXIS_REGIONS, j->world, member);
  for (int i = 0; i < focus->regions; i++) member[focus->of_region[i]] = 1;
  if (focus->regions == 0 && d->outcome) member[j->outcome.region] = 1;
  if (focus->regions || d->outcome) return TW_OK;
  return twi_yaml_fail(
      j->ctx, d->tree,
      "a decision needs the key regions: whose payoffs count, as in `regions: [CAN]`; or a focus, as in "
      "`focus: {region: CAN}`");
}

/* A focus on other regions than those that count has nothing to put first. */
static void say_focus(const twi_decide_job *j, const twi_focus *focus, const unsigned char *member)
{
  for (int i = 0; i < focus->regions; i++)
    if (member[focus->of_region[i]]) return;
  if (focus->regions)
    twi_log(j->ctx, 0, "the focus, %s, is none of the regions whose payoffs count: `regions` in %s names them",
            focus->region, j->d->origin);
}

static tw_status find_regions(twi_decide_job *j, const twi_focus *focus)
{
  unsigned char *member = twi_new(j->ctx, (size_t)j->world->N, 1);
  j->region = twi_new(j->ctx, (size_t)j->world->N, sizeof *j->region);
  tw_status status = member && j->region ? TW_OK : twi_no_memory(j->ctx, 0);
  if (status == TW_OK && j->d->outcome)
    status = twi_outcome_find(j->ctx, j->d->outcome, "indicator", j->world, &j->outcome);
  if (status == TW_OK) status = mark_regions(j, focus, member);
  for (int r = 0; status == TW_OK && r < j->world->N; r++)
    if (member[r]) j->region[j->regions++] = r;
  if (status == TW_OK) say_focus(j, focus, member);
  twi_free(j->ctx, member);
  if (status != TW_OK || !j->d->outcome) return status;
  if (j->regions == 1 && j->region[0] == j->outcome.region) return TW_OK;
  return twi_yaml_fail(j->ctx, j->d->outcome,
                       "indicator: %s is of %s alone: write `regions: [%s]`, or a column without "
                       "codes for several regions",
                       j->d->indicator, j->world->region[j->outcome.region], j->world->region[j->outcome.region]);
}

static int wants_real_gdp(const twi_decide_job *j)
{
  if (j->d->outcome) return j->outcome.table == TW_REGIONS && j->outcome.column == TWI_REAL_GDP;
  return strcmp(j->d->indicator, "real_gdp_pct") == 0;
}

/* Every cell is applied to the world before threads begin, so that of several mistakes it is always the same one that
 * is told. Notes are told of the first cell alone: most of them would come again in every other. */
static tw_status check_cells(const twi_decide_job *j)
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
    if (status == TW_BAD_INPUT)
      twi_fail(ctx, status, "%s (%s)", tw_error(ctx), twi_decide_cell_words(j, (size_t)k, words));
    if (status == TW_OK) status = twi_check_cancel(ctx);
  }
  return status;
}

static tw_status check_centers(const twi_decide_job *j, const double *values, tw_verdict *v)
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

/* Returns what a store can hold of a row: cell by cell an outcome and the numbers of the regions. The caller frees it.
 */
static unsigned char *expected_kinds(const twi_decide_job *j, size_t width)
{
  unsigned char *kind = twi_new(j->ctx, width + 1, 1);
  for (size_t i = 0; kind && i < width; i++) kind[i] = i % (size_t)j->width == 0 ? TWI_STORE_OUTCOME : TWI_STORE_FINITE;
  return kind;
}

static tw_status solve_all(twi_decide_job *j, const tw_settings *settings, const tw_decide_options *options,
                           tw_verdict *v)
{
  tw_context *ctx = j->ctx;
  size_t width = (size_t)j->cells * (size_t)j->width;
  tw_settings plain = *settings;
  plain.decomposition = 0; /* of no interest here */
  twi_store *store = NULL;
  twi_kept rows = {0}, table = {0};
  double *central = twi_new(ctx, width, sizeof *central);
  signed char *outcome = twi_new(ctx, j->draws + (size_t)j->cells, 1);
  unsigned char *kind = NULL;
  tw_status status = central && outcome ? TW_OK : twi_no_memory(ctx, width * sizeof *central + j->draws);
  if (status == TW_OK && j->draws > 0)
    status = twi_kept_new(ctx, j->draws, width, twi_decide_held(j->draws, (size_t)j->cells, j->budget), j->budget,
                          "fewer draws, levers or contingencies need less", &rows);
  if (status == TW_OK) table = twi_kept_over(central, (size_t)j->cells, (size_t)j->width);
  int real_gdp = wants_real_gdp(j);
  const twi_study centers = {.ctx = ctx,
                             .world = j->world,
                             .settings = &plain,
                             .tasks = (size_t)j->cells,
                             .width = j->width,
                             .evaluate = twi_decide_solve_center,
                             .data = j,
                             .real_gdp = real_gdp,
                             .what = "levers and contingencies"};
  if (status == TW_OK) status = twi_study_run(&centers, &table, outcome);
  if (status == TW_OK) status = check_centers(j, central, v);
  if (status == TW_OK && j->draws > 0 && v->info.uncertified == 0) {
    if (options && options->store) status = twi_decide_open_store(j, settings, options->store, width, &store);
    if (store && !(kind = expected_kinds(j, width))) status = twi_no_memory(ctx, width);
    if (store) twi_store_expect(store, kind);
    const twi_study draws = {.ctx = ctx,
                             .world = j->world,
                             .settings = &plain,
                             .tasks = j->draws,
                             .width = (int)width,
                             .prepare = twi_decide_make_centers,
                             .evaluate = twi_decide_solve_draw,
                             .data = j,
                             .real_gdp = real_gdp,
                             .store = store,
                             .shard = options ? options->shard : 0,
                             .shards = options ? options->shards : 0,
                             .what = "draws"};
    if (status == TW_OK) status = twi_study_run(&draws, &rows, outcome);
    tw_status closed = twi_store_close(store);
    twi_free(ctx, kind);
    if (status == TW_OK) status = closed;
    v->info.interrupted = status == TW_INTERRUPTED;
    if (v->info.interrupted) status = TW_OK;
    for (size_t i = 0; i < j->draws; i++) {
      outcome[i] = outcome[i] != TWI_NOT_DONE;
      v->info.finished += outcome[i];
    }
    if (status == TW_OK) status = twi_decide_count_cut(j, outcome, v);
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

/* The same of a market and the core together. */
static tw_status solve_linked(twi_decide_job *j, const tw_settings *settings, const tw_decide_options *options,
                              tw_verdict *v)
{
  tw_context *ctx = j->ctx;
  size_t width = (size_t)j->cells * (size_t)j->width;
  tw_settings plain = *settings;
  plain.decomposition = 0;
  twi_decide_linked linked = {NULL, NULL, NULL};
  double *central = twi_new(ctx, width, sizeof *central);
  signed char *finished = NULL;
  tw_status status = central ? twi_decide_link_solve(j, &plain, options, central, &linked) : twi_no_memory(ctx, width);
  if (status == TW_OK) status = check_centers(j, central, v);
  if (status == TW_OK) {
    v->info.draws = v->info.uncertified ? 0 : (int)j->draws;
    v->info.finished = v->info.draws;
    v->info.seed = j->draws ? j->seed : 0;
    finished = twi_new(ctx, j->draws + 1, 1);
    if (!finished) status = twi_no_memory(ctx, j->draws);
  }
  for (int i = 0; status == TW_OK && i < v->info.draws; i++) finished[i] = 1;
  const twi_kept rows = twi_kept_over(linked.rows, (size_t)v->info.draws, width);
  if (status == TW_OK) status = twi_decide_judge(v, central, &rows, finished, j->budget);
  v->parameters = linked.range ? linked.range->parameters : NULL;
  v->assumed = v->parameters && v->parameters->assumed;
  if (status == TW_OK) status = twi_decide_words(v);
  v->parameters = NULL;
  v->link = linked.link;
  linked.link = NULL;
  twi_decide_link_free(ctx, &linked); /* the draws before the link, whose they are */
  twi_free(ctx, finished);
  twi_free(ctx, central);
  return status;
}

static void job_free(twi_decide_job *j)
{
  for (int k = 0; j->parameter && k < j->cells; k++) twi_parameters_free(j->parameter[k]);
  twi_free(j->ctx, j->parameter);
  twi_free(j->ctx, j->place);
  twi_free(j->ctx, j->region);
}

static tw_status decide_all(twi_decide_job *j, const tw_settings *settings, const tw_decide_options *options,
                            tw_verdict *v)
{
  double start = twi_seconds();
  int asked = options ? options->draws : -1;
  tw_status status = twi_focus_find(j->ctx, j->d->cell[0], j->world, &v->focus);
  if (status == TW_OK) status = find_regions(j, &v->focus);
  if (status == TW_OK) status = check_cells(j);
  if (status == TW_OK && !j->d->linked && asked != 0 && (asked > 0 || twi_yaml_get(j->d->tree, "range"))) {
    status = twi_decide_prepare_draws(j);
    if (options && options->seed) j->seed = options->seed;
    if (status == TW_OK) j->draws = asked > 0 ? (size_t)asked : j->parameter[0]->draws;
  }
  if (status != TW_OK) return status;
  if (j->d->linked && options && (options->store || options->shards > 1))
    return twi_fail(j->ctx, TW_USAGE,
                    "%s is a decision over a market and the economy together, whose draws have no store and no shards: "
                    "leave both out",
                    j->d->name);
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
  status = j->d->linked ? solve_linked(j, settings, options, v) : solve_all(j, settings, options, v);
  v->seconds = twi_seconds() - start;
  return status;
}

tw_status twi_decide_within(tw_context *ctx, const tw_decision *decision, const tw_world *world,
                            const tw_settings *settings, const tw_decide_options *options, const twi_budget *budget,
                            tw_verdict **verdict)
{
  const tw_world *given = world;
  *verdict = NULL;
  if (options && options->draws < -1) return twi_fail(ctx, TW_USAGE, "draws: %d, expected 0 or more", options->draws);
  if (options && options->shards && (options->shard < 1 || options->shard > options->shards))
    return twi_fail(ctx, TW_USAGE, "shard %d of %d: expected one from 1 on", options->shard, options->shards);
  if (options && (options->store || options->shards > 1) && !twi_build_has("stores")) return twi_absent(ctx, "stores");
  if (options && options->frontier && (decision->of_market || decision->linked))
    return twi_fail(ctx, TW_USAGE, "the decision %s is over a market: a frontier is of real income in a world",
                    decision->name);
  if (!world && !decision->of_market)
    return twi_fail(ctx, TW_USAGE, "the decision %s needs a world: none is given", decision->name);
  tw_verdict *v = twi_new(ctx, 1, sizeof *v);
  if (!v) return twi_no_memory(ctx, sizeof *v);
  v->ctx = ctx;
  v->decision = decision;
  v->world = decision->of_market ? NULL : world;
  v->shard = options ? options->shard : 0;
  v->shards = options ? options->shards : 0;
  if (settings)
    v->settings = *settings;
  else
    tw_settings_default(&v->settings);
  tw_status status = tw_settings_check(ctx, &v->settings);
  if (v->settings.threads == 0) v->settings.threads = twi_processors();
  if (status == TW_OK && decision->of_market) {
    status = twi_decide_market(v, options, budget);
    if (status == TW_OK)
      *verdict = v;
    else
      tw_verdict_free(v);
    return status;
  }
  if (status == TW_OK) status = twi_scenario_view(ctx, decision->cell[0], world, &v->view); /* one for all cells */
  if (v->view) v->world = world = v->view;
  twi_decide_job j = {.ctx = ctx,
                      .d = decision,
                      .world = world,
                      .given = given,
                      .cells = decision->levers * decision->contingencies,
                      .budget = budget};
  if (status == TW_OK) status = decide_all(&j, &v->settings, options, v);
  if (status == TW_OK && options && options->frontier && v->info.outcome > 0 && !v->info.interrupted)
    status = twi_frontier_make(v, given);
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
