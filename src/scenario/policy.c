/* The end of a policy: its wedges, conditions and effects are freed. See scenario.h. */
#include <stdint.h>
#include <string.h>

#include "scenario/wedges.h"

void twi_condition_free(tw_context *ctx, twi_condition *c)
{
  twi_free(ctx, c->cell);
  twi_free(ctx, c->lever_cell);
  twi_free(ctx, c->lever_weight);
  twi_free(ctx, c->what);
  twi_free(ctx, c->instrument);
}

void twi_effect_free(tw_context *ctx, twi_effect *effect)
{
  /* const for those who read; made by apply/effects.c */
  twi_free(ctx, (void *)(uintptr_t)effect->words);
  twi_free(ctx, (void *)(uintptr_t)effect->source);
  twi_free(ctx, (void *)(uintptr_t)effect->fields);
}

void twi_policy_free(tw_context *ctx, twi_policy *policy)
{
  twi_wedges_free(ctx, &policy->wedges);
  for (int i = 0; i < policy->conditions; i++) twi_condition_free(ctx, &policy->condition[i]);
  for (int i = 0; i < policy->idles; i++) twi_condition_free(ctx, &policy->idle[i].condition);
  for (int i = 0; i < policy->effects; i++) twi_effect_free(ctx, &policy->effect[i]);
  twi_free(ctx, policy->condition);
  twi_free(ctx, policy->idle);
  twi_free(ctx, policy->preference);
  twi_free(ctx, policy->effect);
  memset(policy, 0, sizeof *policy);
}
