/* Slots: made, filled, shared, and what is told about them. See parameters_slots.h. */
#include "ensemble/parameters_slots.h"

#include <string.h>

#include "base/text.h"

tw_status twi_slots_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_parameters *p,
                        twi_slots *b)
{
  *b = (twi_slots){.ctx = ctx, .scenario = scenario, .world = world, .p = p};
  b->slot = twi_new(ctx, (size_t)world->S, sizeof *b->slot);
  b->selected = twi_alloc(ctx, (size_t)world->S, 1);
  for (int s = 0; b->slot && s < world->S; s++) b->slot[s].share = -1;
  return b->slot && b->selected ? TW_OK : twi_no_memory(ctx, 0);
}

void twi_slots_free(twi_slots *b)
{
  for (int s = 0; b->slot && s < b->world->S; s++) twi_free(b->ctx, b->slot[s].source);
  for (int i = 0; i < b->shares; i++) twi_free(b->ctx, b->share_name[i]);
  twi_free(b->ctx, b->share_name);
  twi_free(b->ctx, b->slot);
  twi_free(b->ctx, b->selected);
}

/* ---------------------------------------------------------------- slots */

tw_status twi_slots_share(twi_slots *b, const char *name, int *share)
{
  char **grown = twi_resize(b->ctx, b->share_name, (size_t)b->shares + 1, sizeof *grown);
  if (!grown) return twi_no_memory(b->ctx, 0);
  b->share_name = grown;
  grown[b->shares] = twi_strdup(b->ctx, name);
  if (!grown[b->shares]) return twi_no_memory(b->ctx, 0);
  *share = b->shares++;
  return TW_OK;
}

tw_status twi_slots_set(twi_slots *b, int s, const twi_distribution *d, int share, char *source)
{
  if (!source) return twi_no_memory(b->ctx, 0);
  twi_free(b->ctx, b->slot[s].source);
  b->slot[s] = (twi_slot){1, share, *d, source};
  return TW_OK;
}

tw_status twi_slots_spread(twi_slots *b, int s, double spread, int share, const char *why)
{
  double theta = b->world->theta[s];
  const twi_distribution d = {TWI_LOGNORMAL, {theta, spread * theta, 0}};
  tw_status status =
      twi_slots_set(b, s, &d, share, twi_format(b->ctx, "%.6g %% of the world's elasticity%s", 100 * spread, why));
  if (status == TW_OK) b->slot[s].on = spread > 0;
  return status;
}

/* ---------------------------------------------------------------- notes */

tw_status twi_parameters_note(twi_parameters *p, twi_text *text)
{
  char *note;
  tw_status status = twi_text_take(text, &note);
  if (status != TW_OK) return status;
  char **grown = twi_resize(p->context, p->note, (size_t)p->notes + 1, sizeof *grown);
  if (!grown) {
    twi_free(p->context, note);
    return twi_no_memory(p->context, 0);
  }
  p->note = grown;
  p->note[p->notes++] = note;
  return TW_OK;
}

/* Variables that are named count also where this scenario lacks them, as one of several in a file may. */
int twi_names_variables(const twi_range *range)
{
  const twi_yaml *variables = range->node ? twi_yaml_get(range->node, "variables") : NULL;
  return variables && variables->count > 0;
}
