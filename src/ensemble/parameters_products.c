/* Entries of `elasticities` of products: their own trade elasticities, and how they replace each other. See
 * parameters_slots.h. */
#include <string.h>

#include "ensemble/parameters_slots.h"
#include "world/products.h"

static tw_status select_sectors(twi_slots *b, const twi_yaml *sector)
{
  if (sector) return twi_select(b->ctx, b->scenario, sector, NULL, TWI_AXIS_SECTORS, b->world, b->selected);
  memset(b->selected, 1, (size_t)b->world->S);
  return TW_OK;
}

static tw_status fail_no_products(twi_slots *b, const twi_range_entry *entry)
{
  return twi_yaml_fail_key(
      b->ctx, entry->node,
      entry->sector    ? "the sectors of this entry have no products in world %s, so nothing stands between them"
      : entry->product ? "between: world %s has no family in this entry; expected families of "
                         "products, or sector: for products without one"
                       : "world %s has no products, so nothing stands between them",
      b->world->name);
}

/* "triangular 2.91, 7.9, 10" */
static tw_status set_drawn(twi_slots *b, int slot, const twi_range_entry *entry, int share)
{
  const twi_distribution *d = &entry->distribution;
  twi_text words = {.ctx = b->ctx};
  char *source = NULL;
  twi_text_put(&words, twi_distribution_word(d->kind));
  for (int i = 0; i < twi_distribution_numbers(d->kind); i++) twi_text_printf(&words, "%s %.6g", i ? "," : "", d->p[i]);
  if (entry->together) twi_text_put(&words, ", together");
  tw_status status = twi_text_take(&words, &source);
  return status == TW_OK ? twi_slots_set(b, slot, d, share, source) : status;
}

/* A spread of products' own elasticities, what they are drawn from, or of the elasticity of substitution between them. */
tw_status twi_slots_of_products(twi_slots *b, const twi_range_entry *entry)
{
  const tw_world *w = b->world;
  int share = -1, found = 0, first = w->S + w->products;
  char *words = NULL;
  tw_status status = entry->product
                         ? twi_select(b->ctx, b->scenario, entry->product, NULL, TWI_AXIS_PRODUCTS, w, b->selected)
                         : select_sectors(b, entry->sector);
  if (status == TW_OK && entry->together) {
    status = twi_selector_words(b, entry->product ? entry->product : entry->sector, &words);
    if (status == TW_OK) status = twi_slots_share(b, words, &share);
    twi_free(b->ctx, words);
  }
  for (int g = 0; g < w->products && status == TW_OK && entry->product && !entry->between; g++)
    if (b->selected[g] && ++found && !w->product[g].rest)
      status = entry->drawn ? set_drawn(b, w->S + g, entry, share)
                            : twi_slots_spread(b, w->S + g, entry->spread, share, entry->together ? ", together" : "");
  for (int s = 0; s < w->S && status == TW_OK && !entry->product; s++)
    if (b->selected[s] && twi_has_products(w, (size_t)s) && ++found)
      status = twi_slots_spread(b, first + s, entry->spread, share, entry->together ? ", together" : "");
  for (int h = 0; h < w->families && status == TW_OK && entry->product && entry->between; h++) {
    int all = 1;
    for (int g = 0; g < w->products; g++) all &= w->product[g].family != h || b->selected[g];
    if (all && ++found)
      status = twi_slots_spread(b, first + w->S + h, entry->spread, share, entry->together ? ", together" : "");
  }
  return status == TW_OK && !found ? fail_no_products(b, entry) : status;
}
