/* Policy on a world: rules become wedges and conditions, in the order of the file, each acting on what the ones before
 * it left. No rule touches what a region sells to itself, but for the shares that a shift of demand rescales, and a barrier
 * of a product that says `own: true`. */
#include <string.h>

#include "scenario/apply/apply.h"

/* ---------------------------------------------------------------- one scenario's rules */

static tw_status apply_rule(twi_job *job)
{
  memset(&job->tally, 0, sizeof job->tally);
  job->words = (twi_sentence){"", 0};
  job->fields.used = 0;
  if (job->rule->operation != TWI_OPERATIONS) {
    twi_field_text(job, "", "operation", twi_operation_word(job->rule->operation));
    twi_field_amount(job, &job->rule->amount);
  }
  job->count = 0;
  tw_status status = TW_OK;
  switch (job->rule->kind->id) {
  case TWI_RULE_TARIFF:
  case TWI_RULE_EXPORT_TAX:
  case TWI_RULE_BARRIER:
  case TWI_RULE_PRODUCTIVITY:
  case TWI_RULE_SUBSIDY:
  case TWI_RULE_LABOUR:
    status = twi_apply_rate(job);
    break;
  case TWI_RULE_DEMAND:
    status = twi_apply_demand(job);
    break;
  case TWI_RULE_FINAL_DEMAND:
    status = twi_apply_final_demand(job);
    break;
  case TWI_RULE_TRANSFER:
    status = twi_apply_transfer(job);
    break;
  case TWI_RULE_BAN:
    status = twi_apply_ban(job);
    break;
  case TWI_RULE_QUOTA:
    status = twi_apply_quota(job);
    break;
  case TWI_RULE_CAPACITY:
    status = twi_apply_capacity(job);
    break;
  case TWI_RULE_PREFERENCE:
    status = twi_apply_preference(job);
    break;
  case TWI_RULE_TARGET:
    status = twi_apply_target(job);
    break;
  }
  return status == TW_OK ? twi_effect_record(job) : status;
}

/* Work memory of a job. */
static tw_status job_new(twi_job *job)
{
  const tw_world *w = job->world;
  size_t n = (size_t)w->N, s = (size_t)w->S, products = (size_t)w->products, most = n > s ? n : s;
  if (products > most) most = products;
  unsigned char *bytes = twi_alloc(job->ctx, most, TWI_SELECTORS + 1);
  if (!bytes) return twi_no_memory(job->ctx, 0);
  for (int i = 0; i < TWI_SELECTORS; i++) job->selected[i] = bytes + (size_t)i * most;
  job->left_out = bytes + TWI_SELECTORS * most;
  job->pair = twi_alloc(job->ctx, n * n + n, 1);
  job->cell = twi_alloc(job->ctx, twi_world_flows(w), sizeof *job->cell);
  job->policy->effect = twi_new(job->ctx, (size_t)job->scenario->rule_count, sizeof *job->policy->effect);
  return job->pair && job->cell && job->policy->effect ? TW_OK : twi_no_memory(job->ctx, 0);
}

static void job_free(twi_job *job)
{
  twi_free(job->ctx, job->selected[0]);
  twi_free(job->ctx, job->pair);
  twi_free(job->ctx, job->cell);
  twi_free(job->ctx, job->made);
  for (int i = 0; i < TWI_RULE_KINDS; i++) twi_free(job->ctx, job->touched[i]);
  twi_free(job->ctx, job->condition_rule);
  twi_text_clear(&job->fields);
}

/* The rules of `rules` and the rigid wages of the scenario that is applied. */
static tw_status apply_rules(tw_context *ctx, const tw_scenario *rules, const tw_scenario *scenario,
                             const tw_world *world, int year, const twi_closure *closure, twi_policy *policy)
{
  twi_job job = {
      .ctx = ctx, .scenario = rules, .world = world, .year = year, .against = rules != scenario, .policy = policy};
  job.fields.ctx = ctx;
  tw_status status = job_new(&job);
  for (job.index = 0; job.index < rules->rule_count && status == TW_OK; job.index++) {
    job.rule = &rules->rule[job.index];
    status = apply_rule(&job);
  }
  if (status == TW_OK) status = twi_average_products(&job);
  if (status == TW_OK) status = twi_conditions_without_bans(&job);
  if (status == TW_OK) status = twi_rigid_wages(&job, scenario, closure);
  job_free(&job);
  return status;
}

/* ---------------------------------------------------------------- both sides */

/* A scenario named in against leaves the closure out, or has the same. */
static tw_status check_closure(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                               const twi_closure *closure)
{
  const tw_scenario *against = scenario->against;
  twi_closure other;
  if (!against || (against->entry_count == 0 && against->profits == TWI_PROFITS_NONE)) return TW_OK;
  twi_log_again(ctx, 1); /* notes were told of the scenario's own */
  tw_status status = twi_closure_make(ctx, against, world, year, &other);
  twi_log_again(ctx, 0);
  if (status != TW_OK) return status;
  int same = twi_closure_same(world, closure, &other);
  twi_closure_free(ctx, &other);
  if (same) return TW_OK;
  const twi_yaml *node = scenario->against_node ? scenario->against_node : against->closure_node;
  static const char words[] = "scenario %s, which is compared with, has another closure of labour, production, "
                              "scale or profits; expected the one of this scenario, or none";
  return node ? twi_yaml_fail_key(ctx, node, words, against->name) : twi_fail(ctx, TW_BAD_INPUT, words, against->name);
}

static tw_status apply_both(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                            twi_policy *base, twi_policy *new_, twi_closure *closure, twi_capital *capital)
{
  if (scenario->rule_count == 0 && scenario->market.node && !scenario->against && !scenario->linked)
    return twi_yaml_fail_key(ctx, scenario->market.node,
                             "the scenario %s has a market and no policy: `tradewind market` solves it (with `policy: []`, at "
                             "least, `tradewind run` solves it together with the economy)",
                             scenario->name);
  if (scenario->rule_count == 0 && scenario->against_deficits == scenario->deficits && !scenario->against &&
      !scenario->linked &&
      !scenario->of_parts)
    twi_log(ctx, 0, "scenario %s has no policy and no change of closure: nothing will change", scenario->name);
  tw_status status = twi_closure_make(ctx, scenario, world, year, closure);
  if (status == TW_OK) status = check_closure(ctx, scenario, world, year, closure);
  if (status == TW_OK && scenario->against)
    status = apply_rules(ctx, scenario->against, scenario, world, year, closure, base);
  if (status == TW_OK) status = apply_rules(ctx, scenario, scenario, world, year, closure, new_);
  if (status == TW_OK) status = twi_capital_make(ctx, scenario, world, capital);
  return status;
}

tw_status twi_scenario_apply_year(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                                  twi_policy *base, twi_policy *new_, twi_closure *closure, twi_capital *capital)
{
  int again = year != 0 && year != scenario->from; /* a path tells of its first year */
  twi_capital unwanted;
  memset(base, 0, sizeof *base);
  memset(new_, 0, sizeof *new_);
  memset(closure, 0, sizeof *closure);
  memset(capital ? capital : &unwanted, 0, sizeof unwanted);
  base->wedges.deficits = scenario->against_deficits;
  new_->wedges.deficits = scenario->deficits;
  if (again) twi_log_again(ctx, 1);
  tw_status status = apply_both(ctx, scenario, world, year, base, new_, closure, capital ? capital : &unwanted);
  if (again) twi_log_again(ctx, 0);
  if (!capital) twi_capital_free(ctx, &unwanted);
  if (status != TW_OK) {
    twi_policy_free(ctx, base);
    twi_policy_free(ctx, new_);
    twi_closure_free(ctx, closure);
  }
  return status;
}
