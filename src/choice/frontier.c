/* The points of a frontier, from the largest gain to the least worst loss, and what callers read of them. See
 * frontier.h. */
#include "choice/frontier.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/without.h"
#include "choice/decide.h"
#include "world/meant.h"

/* ------------------------------------------------------------------ the walk */

/* The best so far, and what a search from other levers found. */
typedef struct best {
  twi_frontier_work *work;
  double bound;
  int safest, found;
  double u[TWI_MOST_FRONTIER_LEVERS];
  twi_frontier_at at;
} best;

static int is_allowed(const twi_frontier_at *at, double bound)
{
  return isinf(bound) || at->worst <= bound + twi_frontier_slack(bound);
}

static void take_better(best *b, const double *u)
{
  twi_frontier_at at;
  if (twi_frontier_evaluate(b->work, u, &at)) return;
  if (!b->safest && !is_allowed(&at, b->bound)) return;
  if (b->found && (b->safest ? at.worst >= b->at.worst : at.gain <= b->at.gain)) return;
  b->found = 1;
  b->at = at;
  memcpy(b->u, u, (size_t)b->work->levers * sizeof *u);
}

/* Searches from u on; both where it begins and where it ends may be the best. */
static tw_status try_from(best *b, const double *u)
{
  double x[TWI_MOST_FRONTIER_LEVERS];
  memcpy(x, u, (size_t)b->work->levers * sizeof *x);
  take_better(b, x);
  tw_status status = b->safest ? twi_frontier_safest(b->work, x) : twi_frontier_most(b->work, b->bound, x);
  if (status == TW_OK && !b->work->failed) take_better(b, x);
  return status;
}

static tw_status try_level(best *b, double share)
{
  double u[TWI_MOST_FRONTIER_LEVERS];
  for (int i = 0; i < b->work->levers; i++) u[i] = share;
  return try_from(b, u);
}

/* bound NAN: nothing was searched for. */
static void keep_point(const twi_frontier_work *w, const double *u, const twi_frontier_at *at, double bound,
                       double asked, twi_frontier_point *point)
{
  tw_frontier_point *info = &point->info;
  *info = (tw_frontier_point){bound, at->gain, at->cost, at->worst, NAN, at->insurance, NAN, at->binds};
  if (!isnan(bound)) info->optimality = twi_frontier_price(w, u, at, asked, &info->price);
  memcpy(point->share, u, (size_t)w->levers * sizeof *u);
  memcpy(point->loss, at->loss, (size_t)w->contingencies * sizeof *at->loss);
}

tw_status twi_frontier_walk(twi_frontier_work *w, int asked, twi_frontier_point *point, int *count)
{
  static const double nothing[TWI_MOST_FRONTIER_LEVERS];
  twi_frontier_at at;
  best most = {.work = w, .bound = INFINITY}, safest = {.work = w, .safest = 1};
  *count = 0;
  if (twi_frontier_evaluate(w, nothing, &at)) return w->status;
  keep_point(w, nothing, &at, NAN, NAN, &point[(*count)++]);
  tw_status status = try_level(&most, 0.5);
  if (status == TW_OK) status = try_level(&most, 0);
  if (status == TW_OK) status = try_level(&most, 1);
  if (status == TW_OK && !w->failed) status = try_from(&safest, most.u);
  if (status == TW_OK && !w->failed) status = try_level(&safest, 0.5);
  if (status != TW_OK || w->failed) return status;
  keep_point(w, most.u, &most.at, most.at.worst, INFINITY, &point[(*count)++]);
  double high = most.at.worst, low = safest.at.worst;
  if (high - low <= 10 * twi_frontier_slack(high)) return TW_OK; /* the best choice is the safest, too */
  for (int j = 1; j < asked; j++) {
    best b = {.work = w, .bound = j == asked - 1 ? low : high + (low - high) * j / (asked - 1)};
    status = try_from(&b, point[*count - 1].share);
    if (status == TW_OK && !w->failed) status = try_from(&b, safest.u);
    if (status != TW_OK || w->failed) return status;
    keep_point(w, b.u, &b.at, b.bound, b.bound, &point[(*count)++]);
  }
  /* What a tighter bound allows, a wider one does; a search from there may have found more. */
  for (int j = *count - 2; j > 1; j--) {
    best b = {.work = w, .bound = point[j].info.bound};
    if (point[j + 1].info.gain <= point[j].info.gain) continue;
    status = try_from(&b, point[j + 1].share);
    if (status != TW_OK || w->failed) return status;
    keep_point(w, b.u, &b.at, b.bound, b.bound, &point[j]);
  }
  return TW_OK;
}

/* ------------------------------------------------------------------ of a verdict */

void twi_frontier_free(tw_context *ctx, twi_frontier *f)
{
  if (!f) return;
  twi_free(ctx, f->point);
  twi_free(ctx, f->block);
  twi_free(ctx, f);
}

static tw_status make_room(tw_verdict *v, int points)
{
  const tw_decision *d = v->decision;
  size_t levers = (size_t)d->frontier.levers, width = 2 * levers + (size_t)d->contingencies;
  twi_frontier *f = v->frontier = twi_new(v->ctx, 1, sizeof *f);
  if (f) f->point = twi_new(v->ctx, (size_t)points, sizeof *f->point);
  if (f) f->block = twi_new(v->ctx, (size_t)points * width, sizeof *f->block);
  if (!f || !f->point || !f->block) return twi_no_memory(v->ctx, (size_t)points * width * sizeof(double));
  for (int i = 0; i < points; i++) {
    double *at = f->block + (size_t)i * width;
    f->point[i] = (twi_frontier_point){.share = at, .amount = at + levers, .loss = at + 2 * levers};
  }
  return TW_OK;
}

/* Whose real income: the section's region, else the one region that counts. */
static tw_status find_region(const tw_verdict *v, int *region)
{
  const twi_frontier_asked *asked = &v->decision->frontier;
  if (asked->region) {
    char words[512];
    tw_status status = twi_world_region_named(v->ctx, v->world, "region", asked->region, region);
    if (status != TW_BAD_INPUT) return status;
    snprintf(words, sizeof words, "%s", tw_error(v->ctx));
    return twi_yaml_fail(v->ctx, twi_yaml_get(asked->node, "region"), "%s", words);
  }
  if (v->info.regions != 1)
    return twi_yaml_fail(v->ctx, asked->node,
                         "a frontier is of one region and %d count here: write region, as in `region: %s`",
                         v->info.regions, tw_world_region(v->world, v->region[0].region));
  *region = v->region[0].region;
  return TW_OK;
}

tw_status twi_frontier_make(tw_verdict *v, const tw_world *world)
{
  const tw_decision *d = v->decision;
  const twi_frontier_asked *asked = &d->frontier;
  double p[TWI_MOST_OPTIONS], cost[TWI_MOST_FRONTIER_LEVERS];
  unsigned char quadratic[TWI_MOST_FRONTIER_LEVERS];
  if (!asked->node)
    return twi_yaml_fail(v->ctx, d->tree,
                         "a frontier needs the section frontier: levers that move freely, as in `frontier: {policy: "
                         "[…], levers: [{variable: closer, to: -10 %%, cost: 0.02 %%}]}`");
  if (!twi_build_has("frontier")) return twi_absent(v->ctx, "frontier");
  tw_settings own = v->settings;
  own.decomposition = 0;
  twi_frontier_cells cells = {
      .ctx = v->ctx, .decision = d, .world = world, .view = v->world, .settings = &own, .outcome = TW_CERTIFIED};
  tw_status status = find_region(v, &cells.region);
  if (status == TW_OK) status = twi_frontier_check_cells(&cells);
  if (status == TW_OK) status = make_room(v, asked->points + 1);
  if (status != TW_OK) return status;
  for (int i = 0; i < asked->levers; i++) {
    cost[i] = asked->lever[i].cost;
    quadratic[i] = (unsigned char)asked->lever[i].quadratic;
  }
  for (int k = 0; k < d->contingencies; k++) p[k] = d->contingency[k].probability;
  twi_frontier_work work = {.ctx = v->ctx,
                            .levers = asked->levers,
                            .contingencies = d->contingencies,
                            .baseline = asked->baseline,
                            .p = p,
                            .cost = cost,
                            .quadratic = quadratic,
                            .evaluate = twi_frontier_solve_cells,
                            .data = &cells};
  double start = twi_seconds();
  tw_frontier_info *info = &v->frontier->info;
  status = twi_frontier_walk(&work, asked->points, v->frontier->point, &info->points);
  *info = (tw_frontier_info){.region = cells.region,
                             .baseline = asked->baseline,
                             .levers = asked->levers,
                             .points = info->points,
                             .evaluations = (int)work.count,
                             .solves = (int)cells.solves,
                             .kinks = cells.kinks,
                             .residual = cells.residual,
                             .seconds = twi_seconds() - start};
  for (int i = 0; i < info->points; i++)
    for (int l = 0; l < asked->levers; l++) {
      const twi_frontier_lever *lever = &asked->lever[l];
      double u = v->frontier->point[i].share[l];
      v->frontier->point[i].amount[l] = u >= 1 ? lever->to : lever->from + u * (lever->to - lever->from);
    }
  if (status == TW_OK && work.failed) {
    v->info.outcome = cells.outcome;
    snprintf(v->info.message, sizeof v->info.message, "%.*s", (int)sizeof v->info.message - 1, cells.message);
  }
  twi_frontier_work_free(&work);
  return status;
}

/* ------------------------------------------------------------------ what callers read */

const tw_frontier_info *tw_verdict_frontier(const tw_verdict *v)
{
  return v->frontier ? &v->frontier->info : NULL;
}

const tw_frontier_point *tw_verdict_frontier_point(const tw_verdict *v, int index)
{
  return v->frontier && index >= 0 && index < v->frontier->info.points ? &v->frontier->point[index].info : NULL;
}

const double *tw_verdict_frontier_shares(const tw_verdict *v, int index)
{
  return v->frontier->point[index].share;
}

const double *tw_verdict_frontier_amounts(const tw_verdict *v, int index)
{
  return v->frontier->point[index].amount;
}

const double *tw_verdict_frontier_losses(const tw_verdict *v, int index)
{
  return v->frontier->point[index].loss;
}

int tw_decision_frontier_levers(const tw_decision *d)
{
  return d->frontier.levers;
}

tw_frontier_lever tw_decision_frontier_lever(const tw_decision *d, int lever)
{
  static const char *const unit[TWI_UNITS] = {"%", "pp", "", "", "Mt", "PJ", "USD/MMBtu", "years"};
  const twi_frontier_lever *of = &d->frontier.lever[lever];
  return (tw_frontier_lever){of->variable, unit[of->unit], of->from, of->to, of->cost, of->quadratic};
}
