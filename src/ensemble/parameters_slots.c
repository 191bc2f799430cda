/* Slots: made, filled, shared, and what is told about them. See parameters_slots.h. */
#include "ensemble/parameters_slots.h"

#include <string.h>

#include "base/text.h"
#include "world/products.h"

/* ---------------------------------------------------------------- elasticities of a world */

int twi_elasticities_count(const tw_world *w)
{
  return w->products ? 2 * w->S + w->products + w->families : w->S;
}

void twi_elasticities_of(const tw_world *w, double *theta)
{
  size_t S = (size_t)w->S;
  memcpy(theta, w->theta, S * sizeof *theta);
  if (w->products == 0) return;
  memcpy(theta + S, w->product_theta, (size_t)w->products * sizeof *theta);
  double *eta = theta + S + w->products;
  for (size_t s = 0; s < S; s++) eta[s] = w->product_elasticity ? w->product_elasticity[s] : 0;
  if (w->families) memcpy(eta + S, w->family_elasticity, (size_t)w->families * sizeof *theta);
}

const char *twi_slot_words(const tw_world *w, int slot, char text[TWI_SLOT_WORDS])
{
  if (slot < w->S) return w->sector[slot];
  if (slot < w->S + w->products) return w->product[slot - w->S].code;
  slot -= w->S + w->products;
  twi_print(text, TWI_SLOT_WORDS, "%s between products", slot < w->S ? w->sector[slot] : w->family[slot - w->S].code);
  return text;
}

int twi_slot_sector(const tw_world *w, int slot)
{
  if (slot < w->S) return slot;
  if (slot < w->S + w->products) return w->product[slot - w->S].sector;
  slot -= w->S + w->products;
  return slot < w->S ? slot : w->family[slot - w->S].sector;
}

tw_status twi_slots_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_parameters *p,
                        twi_slots *b)
{
  *b = (twi_slots){.ctx = ctx, .scenario = scenario, .world = world, .p = p};
  int slots = b->slots = twi_elasticities_count(world);
  b->slot = twi_new(ctx, (size_t)slots, sizeof *b->slot);
  b->value = twi_alloc(ctx, (size_t)slots, sizeof *b->value);
  b->selected = twi_alloc(ctx, (size_t)(world->S > world->products ? world->S : world->products), 1);
  if (!b->slot || !b->value || !b->selected) return twi_no_memory(ctx, 0);
  for (int s = 0; s < slots; s++) b->slot[s].share = -1;
  twi_elasticities_of(world, b->value);
  for (int s = world->S + world->products; s < slots; s++) b->value[s] += 1;
  return TW_OK;
}

void twi_slots_free(twi_slots *b)
{
  for (int s = 0; b->slot && s < b->slots; s++) twi_free(b->ctx, b->slot[s].source);
  for (int i = 0; i < b->shares; i++) twi_free(b->ctx, b->share_name[i]);
  twi_free(b->ctx, b->share_name);
  twi_free(b->ctx, b->slot);
  twi_free(b->ctx, b->value);
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

void twi_slots_clear(twi_slots *b, int s)
{
  twi_free(b->ctx, b->slot[s].source);
  b->slot[s] = (twi_slot){.share = -1};
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
  double theta = b->value[s];
  const twi_distribution d = {TWI_LOGNORMAL, {theta, spread * theta, 0}};
  tw_status status =
      twi_slots_set(b, s, &d, share, twi_format(b->ctx, "%.6g %% of the world's elasticity%s", 100 * spread, why));
  if (status == TW_OK) b->slot[s].on = spread > 0;
  return status;
}

/* The name of what a selector names: "services", "A01, C29". */
tw_status twi_selector_words(twi_slots *b, const twi_yaml *node, char **words)
{
  enum { MOST = 6 };
  twi_text text = {.ctx = b->ctx};
  if (!node)
    twi_text_put(&text, "all");
  else if (node->kind == TWI_YAML_SCALAR)
    twi_text_put(&text, node->text);
  for (int i = 0; node && node->kind != TWI_YAML_SCALAR && i < node->count; i++) {
    if (i < MOST) twi_text_printf(&text, "%s%s", i ? ", " : "", node->child[i]->text);
    if (i == MOST) twi_text_printf(&text, " and %d others", node->count - MOST);
  }
  return twi_text_take(&text, words);
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
