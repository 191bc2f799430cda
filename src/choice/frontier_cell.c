/* Real income in every contingency at given levers, and its slopes by the levers: a full solve and one transposed solve a
 * contingency (exposure/), then the wedges' own derivatives by the levers. See frontier.h.
 *
 * dW/du = sum over wedges q of dW/dq dq/du. The first factor is the adjoint's. The second needs no equilibrium: rules are
 * applied to the world at three values of the lever, and ln(1+t), ln(1+e), ln d and ln A, which are smooth in it, are
 * differentiated through them; at the end of a box all three lie inside. Every point starts from the data, so that its
 * bits do not depend on what was solved before. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "choice/decide.h"
#include "equilibrium/state.h"
#include "exposure/exposure.h"
#include "world/products.h"

/* Of a lever's amount, in what is stored: the error of a difference is of its square. */
static const double STEP = 1e-5;

/* Derivatives of the outcome by all wedges at one equilibrium. */
typedef struct slopes {
  double *tariff, *export_tax, *barrier, *producer; /* [flows] three times, [producers]; one block */
} slopes;

static void keep_row(void *data, size_t s, int g, size_t d, size_t first, size_t count, size_t stride,
                     const double *tariff, const double *export_tax, const double *barrier)
{
  slopes *x = data;
  (void)s, (void)g, (void)d;
  for (size_t i = 0; i < count; i++) {
    x->tariff[first + i] = tariff[i * stride];
    x->export_tax[first + i] = export_tax[i * stride];
    x->barrier[first + i] = barrier[i * stride];
  }
}

/* ------------------------------------------------------------------ rules at levers */

static double amount_at(const twi_frontier_lever *lever, double u)
{
  return u >= 1 ? lever->to : lever->from + u * (lever->to - lever->from);
}

/* The scenario of a contingency with the levers at u; the caller frees it. */
static tw_status scenario_at(const twi_frontier_cells *f, int k, const double *u, tw_scenario **made)
{
  const twi_frontier_asked *asked = &f->decision->frontier;
  const char *names[TWI_MOST_FRONTIER_LEVERS];
  double amounts[TWI_MOST_FRONTIER_LEVERS];
  for (int i = 0; i < asked->levers; i++) {
    names[i] = asked->lever[i].variable;
    amounts[i] = amount_at(&asked->lever[i], u[i]);
  }
  return twi_scenario_vary(f->ctx, asked->cell[k], names, amounts, asked->levers, made);
}

/* What its rules make of a world; the caller frees the policy, also after an error. */
static tw_status policy_at(const twi_frontier_cells *f, const tw_world *world, int k, const double *u,
                           twi_policy *policy, twi_closure *closure)
{
  tw_scenario *s = NULL;
  twi_policy base;
  twi_capital capital;
  memset(&base, 0, sizeof base);
  memset(policy, 0, sizeof *policy);
  memset(closure, 0, sizeof *closure);
  memset(&capital, 0, sizeof capital);
  tw_status status = scenario_at(f, k, u, &s);
  twi_log_again(f->ctx, 1);
  if (status == TW_OK) status = twi_scenario_apply_year(f->ctx, s, world, 0, &base, policy, closure, &capital);
  twi_log_again(f->ctx, 0);
  twi_policy_free(f->ctx, &base);
  twi_capital_free(f->ctx, &capital);
  tw_scenario_free(s);
  return status;
}

/* ------------------------------------------------------------------ what a lever moves */

static int same_numbers(const double *a, const double *b, double plain, size_t count)
{
  for (size_t i = 0; (a || b) && i < count; i++)
    if ((a ? a[i] : plain) != (b ? b[i] : plain)) return 0;
  return 1;
}

/* Returns what two policies differ in besides tariffs, export taxes, barriers and productivity; NULL: nothing. */
static const char *other_difference(const tw_world *w, const twi_policy *a, const twi_policy *b)
{
  const twi_wedges *x = &a->wedges, *y = &b->wedges;
  size_t cells = twi_world_cells(w), producers = twi_world_producers(w);
  if (!same_numbers(x->demand, y->demand, 1, twi_world_flows(w))) return "what buyers prefer";
  if (!same_numbers(x->subsidy, y->subsidy, 0, producers)) return "a subsidy";
  if (!same_numbers(x->labour, y->labour, 1, (size_t)w->N)) return "the endowment of labour";
  if (!same_numbers(x->transfer, y->transfer, 0, (size_t)w->N)) return "a transfer";
  if (!same_numbers(x->final_demand, y->final_demand, 0, cells)) return "tastes";
  if (a->conditions != b->conditions) return "a limit or a target";
  for (int i = 0; i < a->conditions; i++)
    if (a->condition[i].goal != b->condition[i].goal || a->condition[i].count != b->condition[i].count)
      return "a limit or a target";
  return NULL;
}

tw_status twi_frontier_check_cells(twi_frontier_cells *f)
{
  const tw_decision *d = f->decision;
  const twi_frontier_asked *asked = &d->frontier;
  double u[TWI_MOST_FRONTIER_LEVERS] = {0};
  tw_status status = TW_OK;
  for (int k = 0; k < d->contingencies && status == TW_OK; k++) {
    twi_policy start;
    twi_closure closure;
    status = policy_at(f, f->view, k, u, &start, &closure);
    for (int i = 0; i < asked->levers && status == TW_OK; i++) {
      const twi_frontier_lever *lever = &asked->lever[i];
      twi_policy end;
      twi_closure other;
      u[i] = 1;
      status = policy_at(f, f->view, k, u, &end, &other);
      u[i] = 0;
      const char *moved = status == TW_OK ? other_difference(f->view, &start, &end) : NULL;
      if (status == TW_OK && !moved && !twi_closure_same(f->view, &closure, &other)) moved = "the closure";
      if (moved)
        status = twi_yaml_fail(f->ctx, lever->node,
                               "the lever %s moves %s, expected one that moves tariffs, export taxes, barriers or "
                               "productivity alone: the slopes of a frontier are by these",
                               lever->variable, moved);
      twi_policy_free(f->ctx, &end);
      twi_closure_free(f->ctx, &other);
    }
    if (status == TW_BAD_INPUT)
      twi_fail(f->ctx, status, "%s (frontier, contingency %s)", tw_error(f->ctx), d->contingency[k].name);
    twi_policy_free(f->ctx, &start);
    twi_closure_free(f->ctx, &closure);
  }
  return status;
}

/* Returns the sum of the logarithms of the policy's wedges, each times the outcome's derivative by it. Flows that are
 * banned, and those that the outcome does not feel, have none. */
static double wedges_weighed(const tw_world *w, const twi_wedges *p, const slopes *by)
{
  double sum = 0;
  size_t flows = twi_world_flows(w), producers = twi_world_producers(w);
  for (size_t i = 0; i < flows; i++) {
    if (by->tariff[i] != 0 && p->tariff) sum += by->tariff[i] * log1p(twi_tariff_of(w, p, i));
    if (by->export_tax[i] != 0 && p->export_tax) sum += by->export_tax[i] * log1p(twi_export_tax_of(w, p, i));
    if (by->barrier[i] != 0 && p->barrier && !isinf(p->barrier[i])) sum += by->barrier[i] * log(p->barrier[i]);
  }
  for (size_t i = 0; p->productivity && i < producers; i++)
    if (by->producer[i] != 0) sum += by->producer[i] * log(p->productivity[i]);
  return sum;
}

/* The derivative by u of lever i, through three points inside the box. */
static tw_status slope_of_lever(const twi_frontier_cells *f, const tw_world *world, int k, const double *u, int i,
                                const slopes *by, double *slope)
{
  const twi_frontier_lever *lever = &f->decision->frontier.lever[i];
  double h = fmin(STEP / fabs(lever->to - lever->from), 0.25), x[TWI_MOST_FRONTIER_LEVERS];
  double shift = u[i] < h ? 1 : u[i] > 1 - h ? -1 : 0; /* the middle one, in steps from u */
  tw_status status = TW_OK;
  *slope = 0;
  for (int j = -1; j <= 1 && status == TW_OK; j++) {
    /* the derivative at -shift of the parabola through -1, 0, 1 */
    double weight = j == 0 ? 2 * shift : 0.5 * j - shift;
    twi_policy policy;
    twi_closure closure;
    if (weight == 0) continue;
    memcpy(x, u, (size_t)f->decision->frontier.levers * sizeof *x);
    x[i] = u[i] + (shift + j) * h;
    status = policy_at(f, world, k, x, &policy, &closure);
    if (status == TW_OK) *slope += weight / h * wedges_weighed(world, &policy.wedges, by);
    twi_policy_free(f->ctx, &policy);
    twi_closure_free(f->ctx, &closure);
  }
  return status;
}

/* ------------------------------------------------------------------ one contingency */

static void say_failure(twi_frontier_cells *f, int k, const double *u, const tw_info *info)
{
  const twi_frontier_asked *asked = &f->decision->frontier;
  char levers[256] = "";
  size_t used = 0;
  for (int i = 0; i < asked->levers && used < sizeof levers - 1; i++) {
    int n = twi_print(levers + used, sizeof levers - used, "%s%s %.4g %%", i ? ", " : "", asked->lever[i].variable,
                     100 * u[i]);
    if (n > 0) used += (size_t)n;
  }
  f->outcome = info->outcome;
  snprintf(f->message, sizeof f->message, "frontier, contingency %s, levers at %.200s of their way: %.200s",
           f->decision->contingency[k].name, levers,
           *info->message ? info->message : tw_outcome_meaning(info->outcome));
}

static tw_status differentiate(twi_frontier_cells *f, twi_exposure_point *p, int k, const double *u, double *W,
                               double *slope)
{
  const tw_world *w = p->world;
  size_t flows = twi_world_flows(w), producers = twi_world_producers(w);
  twi_exposed outcome;
  tw_status status = twi_exposed_read(f->ctx, w, NULL, f->region, &outcome);
  if (status != TW_OK) return status;
  *W = 100 * twi_exposed_value(&p->e->core, &outcome);
  status = twi_exposure_solve(p, &outcome);
  f->residual = fmax(f->residual, p->relative);
  f->kinks += p->kinks;
  double *block = twi_new(f->ctx, 3 * flows + producers, sizeof *block);
  if (!block) return twi_no_memory(f->ctx, (3 * flows + producers) * sizeof *block);
  slopes by = {block, block + flows, block + 2 * flows, block + 3 * flows};
  const twi_gradient g = {.y = p->y,
                          .seeds = &p->seeds,
                          .direct = p->directs.list,
                          .directs = p->directs.count,
                          .take = keep_row,
                          .data = &by,
                          .productivity = by.producer};
  if (status == TW_OK) status = twi_core_gradient(&p->e->core, &g);
  for (int i = 0; i < f->decision->frontier.levers && status == TW_OK; i++) {
    status = slope_of_lever(f, w, k, u, i, &by, &slope[i]);
    slope[i] *= 100;
  }
  twi_free(f->ctx, block);
  return status;
}

tw_status twi_frontier_solve_cells(void *data, const double *u, double *W, double *slope)
{
  twi_frontier_cells *f = data;
  int levers = f->decision->frontier.levers;
  tw_status status = TW_OK;
  for (int k = 0; k < f->decision->contingencies && status == TW_OK; k++) {
    twi_exposure_point point = {0};
    tw_scenario *s = NULL;
    W[k] = NAN;
    status = scenario_at(f, k, u, &s);
    twi_log_again(f->ctx, 1);
    if (status == TW_OK) status = twi_exposure_point_new(f->ctx, f->world, s, f->settings, &point);
    twi_log_again(f->ctx, 0);
    f->solves++;
    if (status == TW_OK && point.result->info.outcome > 0)
      status = differentiate(f, &point, k, u, &W[k], &slope[k * levers]);
    else if (status == TW_OK)
      say_failure(f, k, u, &point.result->info);
    twi_exposure_point_free(&point);
    tw_scenario_free(s);
    if (status == TW_OK) status = twi_progress(f->ctx, "equilibria of the frontier", -1);
  }
  return status;
}
