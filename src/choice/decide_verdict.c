/* What was found about a decision, handed out: see tradewind.h. */
#include <stddef.h>

#include "choice/decide.h"

void tw_verdict_free(tw_verdict *v)
{
  if (!v) return;
  for (int i = 0; i < v->sentences; i++) twi_free(v->ctx, v->sentence[i]);
  twi_free(v->ctx, v->sentence);
  twi_free(v->ctx, v->sentence_region);
  twi_free(v->ctx, v->region);
  twi_free(v->ctx, v->cell);
  twi_free(v->ctx, v->lever);
  twi_free(v->ctx, v->break_even);
  twi_free(v->ctx, v->stay);
  twi_free(v->ctx, v->failure);
  twi_free(v->ctx, v);
}

/* ---------------------------------------------------------------- access */

const tw_verdict_info *tw_verdict_about(const tw_verdict *v)
{
  return &v->info;
}

const tw_verdict_region *tw_verdict_region_at(const tw_verdict *v, int index)
{
  return &v->region[index];
}

const tw_cell *tw_verdict_cell(const tw_verdict *v, int region, int lever, int contingency)
{
  return &v->cell[(region * v->info.levers + lever) * v->info.contingencies + contingency];
}

const tw_lever *tw_verdict_lever(const tw_verdict *v, int region, int lever)
{
  return &v->lever[region * v->info.levers + lever];
}

const tw_break_even *tw_verdict_break_even(const tw_verdict *v, int region, int index)
{
  return &v->break_even[region * v->info.break_evens + index];
}

const tw_stay *tw_verdict_stay(const tw_verdict *v, int region, int contingency)
{
  return &v->stay[region * v->info.contingencies + contingency];
}

const char *tw_verdict_sentence(const tw_verdict *v, int region, int index)
{
  for (int i = 0; i < v->sentences; i++)
    if (v->sentence_region[i] == region && index-- == 0) return v->sentence[i];
  return NULL;
}

/* The failed cells alone are counted. */
const char *tw_verdict_failure(const tw_verdict *v, int index)
{
  for (int k = 0; v->failure && k < v->info.levers * v->info.contingencies; k++)
    if (v->failure[k].outcome <= 0 && index-- == 0) return v->failure[k].words;
  return NULL;
}
