/* Entries of `range: market` as parameters, and which numbers of the market each moves: see spreads.h.
 *
 * Each name of a list, or each of all, is a parameter of its own, of two lists each pair; a key that is left out divides
 * nothing. `together` makes one of them. */
#include <string.h>

#include "base/text.h"
#include "ensemble/parameters.h"
#include "outlook/spreads.h"

/* What an entry names on an axis, by index; count 1 with the index -1: the key is left out. */
typedef struct named {
  int *index, count, all;
} named;

typedef struct expanding {
  tw_context *ctx;
  twi_spreads *p;
  const twi_range_market *entry;
  named supplier, buyer, passage;
} expanding;

static tw_status find_names(const expanding *e, tw_market_axis axis, const twi_yaml *node, named *found)
{
  const tw_market *m = e->p->market;
  tw_status status = twi_outlook_check_names(e->ctx, m, axis, node);
  if (status != TW_OK) return status;
  int listed = twi_outlook_name_count(node), all = node && listed == 0, axis_count = tw_market_count(m, axis);
  found->all = all;
  found->count = !node ? 1 : all ? axis_count : listed;
  found->index = twi_alloc(e->ctx, (size_t)found->count + 1, sizeof *found->index);
  if (!found->index) return twi_no_memory(e->ctx, 0);
  for (int i = 0; i < found->count; i++)
    found->index[i] = !node ? -1 : all ? i : tw_market_find(m, axis, twi_outlook_name_at(node, i));
  return TW_OK;
}

/* ---------------------------------------------------------------- slots */

static int route_fits(const tw_market *m, int r, int supplier, int buyer, int passage)
{
  const twi_market_route *route = &m->route[r];
  const twi_market_pair *pair = &m->pair[route->pair];
  int crosses = passage < 0;
  for (int i = 0; i < route->crossings; i++) crosses |= m->crossing[route->first_crossing + i] == passage;
  return crosses && (supplier < 0 || pair->supplier == supplier) && (buyer < 0 || pair->buyer == buyer);
}

/* Gives the slots of a kind that fit to a parameter (-1: certain again). Returns how many. */
static int take_axis(twi_spreads *p, int slots, int first, int count, int only, int parameter)
{
  int taken = 0;
  for (int i = 0; i < count; i++) {
    if (only >= 0 && only != i) continue;
    p->slot[p->at[slots] + first + i] = parameter;
    taken++;
  }
  return taken;
}

static int take_slots(const expanding *e, int supplier, int buyer, int passage, int parameter)
{
  twi_spreads *p = e->p;
  const tw_market *m = p->market;
  int taken = 0;
  switch (e->entry->spread) {
  case TWI_SPREAD_ELASTICITY:
    if (e->entry->horizon & TWI_LONG_RUN) taken += take_axis(p, TWI_SLOT_LONG, 0, m->buyers, buyer, parameter);
    if (e->entry->horizon & TWI_SHORT_RUN) taken += take_axis(p, TWI_SLOT_SHORT, 0, m->buyers, buyer, parameter);
    return taken;
  case TWI_SPREAD_SIGMA:
    return take_axis(p, TWI_SLOT_SIGMA, 0, 1, -1, parameter);
  case TWI_SPREAD_FLOOR_SHARE:
    return take_axis(p, TWI_SLOT_FLOOR_SHARE, 0, 1, -1, parameter);
  case TWI_SPREAD_COST:
    return take_axis(p, TWI_SLOT_COST, 0, m->suppliers, supplier, parameter);
  case TWI_SPREAD_TOLL:
    return take_axis(p, TWI_SLOT_TOLL, 0, m->passages, passage, parameter);
  case TWI_SPREAD_CAPACITY:
    return passage >= 0 ? take_axis(p, TWI_SLOT_CAPACITY, m->suppliers, m->passages, passage, parameter)
                        : take_axis(p, TWI_SLOT_CAPACITY, 0, m->suppliers, supplier, parameter);
  default:
    for (int r = 0; r < m->routes; r++) {
      if (!route_fits(m, r, supplier, buyer, passage)) continue;
      p->slot[p->at[TWI_SLOT_FREIGHT] + r] = parameter;
      taken++;
    }
    return taken;
  }
}

/* ---------------------------------------------------------------- words */

static void put_names(const expanding *e, twi_text *text, const char *before, tw_market_axis axis, const named *of,
                      int one)
{
  const tw_market *m = e->p->market;
  if (of->index[0] < 0) return;
  twi_text_put(text, before);
  if (one >= 0) {
    twi_text_put(text, tw_market_code(m, axis, one));
    return;
  }
  if (of->all) {
    twi_text_put(text, "all");
    return;
  }
  for (int i = 0; i < of->count; i++)
    twi_text_printf(text, "%s%s", i ? ", " : "", tw_market_code(m, axis, of->index[i]));
}

/* "freight of CAN to JPN through panama"; an index -1 with names: all of these together. */
static tw_status name_of(const expanding *e, int supplier, int buyer, int passage, char **name)
{
  twi_text text = {.ctx = e->ctx};
  const char *run = e->entry->spread != TWI_SPREAD_ELASTICITY ? ""
                    : e->entry->horizon == TWI_LONG_RUN       ? "long-run "
                    : e->entry->horizon == TWI_SHORT_RUN      ? "short-run "
                                                              : "";
  twi_text_printf(&text, "%s%s", run, twi_market_spread_word(e->entry->spread));
  int freight = e->entry->spread == TWI_SPREAD_FREIGHT;
  put_names(e, &text, " of ", TW_MARKET_SUPPLIERS, &e->supplier, supplier);
  put_names(e, &text, freight ? " to " : " of ", TW_MARKET_BUYERS, &e->buyer, buyer);
  put_names(e, &text, freight ? " through " : " of ", TW_MARKET_PASSAGES, &e->passage, passage);
  return twi_text_take(&text, name);
}

/* ---------------------------------------------------------------- parameters */

static tw_status add_parameter(const expanding *e, int supplier, int buyer, int passage, int *parameter)
{
  twi_spreads *p = e->p;
  const twi_range_market *entry = e->entry;
  *parameter = -1;
  if (entry->factor.kind == TWI_LOGNORMAL && entry->factor.p[1] == 0 && entry->factor.p[0] == 1) return TW_OK;
  twi_spread *grown = twi_resize(e->ctx, p->spread, (size_t)p->count + 1, sizeof *grown);
  if (!grown) return twi_no_memory(e->ctx, 0);
  p->spread = grown;
  *parameter = p->count;
  twi_spread *q = &p->spread[p->count++];
  *q = (twi_spread){.variable = -1, .central = 1, .distribution = entry->factor, .source = entry->source};
  q->words = twi_distribution_words(e->ctx, &entry->factor, TWI_UNIT_PERCENT, "");
  if (!entry->source)
    q->source = q->own_source = twi_format(e->ctx, "%s:%d", entry->node->origin, entry->node->key_line);
  if (!q->words || !q->source) return twi_no_memory(e->ctx, 0);
  return name_of(e, supplier, buyer, passage, &q->name);
}

static tw_status expand_entry(const expanding *e)
{
  int parameter = -1, taken = 0, first = 1;
  tw_status status = TW_OK;
  for (int i = 0; i < e->supplier.count && status == TW_OK; i++)
    for (int k = 0; k < e->buyer.count && status == TW_OK; k++)
      for (int l = 0; l < e->passage.count && status == TW_OK; l++) {
        int o = e->supplier.index[i], d = e->buyer.index[k], w = e->passage.index[l];
        if (!e->entry->together)
          status = add_parameter(e, o, d, w, &parameter);
        else if (first)
          status = add_parameter(e, -1, -1, -1, &parameter);
        first = 0;
        if (status == TW_OK) taken += take_slots(e, o, d, w, parameter);
      }
  if (status == TW_OK && taken == 0)
    return twi_yaml_fail_key(e->ctx, e->entry->node,
                             "range: %s covers nothing: no route of the market %s fits all that it names",
                             e->entry->node->key, e->p->market->name);
  return status;
}

tw_status twi_spreads_expand(tw_context *ctx, twi_spreads *p, const twi_range_market *entry)
{
  expanding e = {.ctx = ctx, .p = p, .entry = entry};
  tw_status status = find_names(&e, TW_MARKET_SUPPLIERS, entry->supplier, &e.supplier);
  if (status == TW_OK) status = find_names(&e, TW_MARKET_BUYERS, entry->buyer, &e.buyer);
  if (status == TW_OK) status = find_names(&e, TW_MARKET_PASSAGES, entry->passage, &e.passage);
  if (status == TW_OK) status = expand_entry(&e);
  twi_free(ctx, e.supplier.index);
  twi_free(ctx, e.buyer.index);
  twi_free(ctx, e.passage.index);
  return status;
}
