/* The list of conditions of a policy: limits, targets, rigid wages, transfers in proportion. */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"

static void *copy_of(tw_context *ctx, const void *from, size_t count, size_t size)
{
  void *to = twi_alloc(ctx, count, size);
  if (to && count) memcpy(to, from, count * size);
  return to;
}

/* Room for one more, in the policy and in the list of rules beside it. */
static tw_status grow_conditions(twi_job *job)
{
  twi_policy *policy = job->policy;
  if (policy->conditions < job->condition_room) return TW_OK;
  int room = job->condition_room ? 2 * job->condition_room : 16;
  twi_condition *more = twi_resize(job->ctx, policy->condition, (size_t)room, sizeof *more);
  if (!more) return twi_no_memory(job->ctx, 0);
  policy->condition = more;
  const twi_rule **rules = twi_resize(job->ctx, job->condition_rule, (size_t)room, sizeof *rules);
  if (!rules) return twi_no_memory(job->ctx, 0);
  job->condition_rule = rules;
  job->condition_room = room;
  return TW_OK;
}

tw_status twi_condition_add(twi_job *job, const twi_condition *condition, const char *what, const char *instrument)
{
  tw_context *ctx = job->ctx;
  if (job->policy->conditions - job->banned_limits == TWI_MOST_CONDITIONS) {
    static const char words[] = "more than %d limits and targets in one scenario; expected fewer, for example by "
                                "`together: true`, one limit for all that a rule covers";
    return job->rule ? twi_yaml_fail_key(ctx, job->rule->node, words, TWI_MOST_CONDITIONS)
                     : twi_fail(ctx, TW_BAD_INPUT, words, TWI_MOST_CONDITIONS);
  }
  tw_status status = grow_conditions(job);
  if (status != TW_OK) return status;
  twi_condition c = *condition;
  c.cell = copy_of(ctx, condition->cell, c.count, sizeof *c.cell);
  c.lever_cell = copy_of(ctx, condition->lever_cell, c.lever_count, sizeof *c.lever_cell);
  if (condition->lever_weight)
    c.lever_weight = copy_of(ctx, condition->lever_weight, c.lever_count, sizeof *c.lever_weight);
  c.what = twi_strdup(ctx, what);
  c.instrument = twi_strdup(ctx, instrument);
  if (!c.cell || !c.lever_cell || (condition->lever_weight && !c.lever_weight) || !c.what || !c.instrument) {
    twi_condition_free(ctx, &c);
    return twi_no_memory(ctx, 0);
  }
  job->condition_rule[job->policy->conditions] = job->rule;
  job->policy->condition[job->policy->conditions++] = c;
  return TW_OK;
}

/* ---------------------------------------------------------------- bans */

static size_t without_banned(const twi_wedges *wedges, size_t *cell, size_t count)
{
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    if (!twi_is_banned(wedges, cell[i])) cell[kept++] = cell[i];
  return kept;
}

/* Takes the limit over. */
static tw_status put_limit_aside(twi_job *job, const twi_condition *c, int place)
{
  twi_policy *policy = job->policy;
  twi_idle_limit *more = twi_resize(job->ctx, policy->idle, (size_t)policy->idles + 1, sizeof *more);
  if (!more) return twi_no_memory(job->ctx, 0);
  policy->idle = more;
  policy->idle[policy->idles++] = (twi_idle_limit){*c, place};
  return TW_OK;
}

tw_status twi_conditions_without_bans(twi_job *job)
{
  twi_policy *policy = job->policy;
  int kept = 0;
  tw_status status = TW_OK;
  if (!policy->wedges.barrier) return TW_OK;
  for (int i = 0; i < policy->conditions; i++) {
    twi_condition *c = &policy->condition[i];
    size_t count = c->count, lever_count = c->lever_count;
    if (twi_measure_is_of_flows(c->measure)) c->count = without_banned(&policy->wedges, c->cell, c->count);
    if (twi_lever_is_of_flows(c->lever))
      c->lever_count = without_banned(&policy->wedges, c->lever_cell, c->lever_count);
    int empty = c->count == 0 || c->lever_count == 0;
    if (empty && c->kind == TWI_EXACTLY && status == TW_OK)
      status = twi_yaml_fail_key(job->ctx, job->condition_rule[i]->node,
                                 "every flow that the target %s is banned: nothing is left to %s",
                                 c->count == 0 ? "measures" : "moves", c->count == 0 ? "measure" : "move");
    if (empty && c->kind == TWI_AT_MOST && status == TW_OK) {
      c->count = count; /* where nothing was kept, the lists are as they were */
      c->lever_count = lever_count;
      status = put_limit_aside(job, c, kept);
      if (status == TW_OK) continue;
    }
    if (empty) {
      twi_condition_free(job->ctx, c);
    } else {
      job->condition_rule[kept] = job->condition_rule[i];
      policy->condition[kept++] = *c;
    }
  }
  policy->conditions = kept;
  return status;
}

/* ---------------------------------------------------------------- receivers of money */

void twi_receiver_shares(const twi_job *job, int i, double *share)
{
  const tw_world *w = job->world;
  double sum = 0;
  for (int r = 0; r < w->N; r++) sum += job->selected[i][r] ? w->value_added[r] : 0;
  for (int r = 0; r < w->N; r++) share[r] = job->selected[i][r] ? w->value_added[r] / sum : 0;
}
