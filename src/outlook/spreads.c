/* What is drawn in a market, read: see spreads.h. */
#include "outlook/spreads.h"

#include <math.h>
#include <string.h>

#include "ensemble/parameters.h"

/* What a factor moves where nobody says what is uncertain. */
static const int slots_of[TWI_FACTOR_COUNT] = {[TWI_FACTOR_LONG] = TWI_SLOT_LONG,
                                               [TWI_FACTOR_SHORT] = TWI_SLOT_SHORT,
                                               [TWI_FACTOR_STIFFNESS] = TWI_SLOT_SIGMA,
                                               [TWI_FACTOR_FREIGHT] = TWI_SLOT_FREIGHT};

/* ---------------------------------------------------------------- made */

static tw_status make_slots(tw_context *ctx, twi_spreads *p)
{
  const tw_market *m = p->market;
  const int count[TWI_SLOTS] = {[TWI_SLOT_LONG] = m->buyers,
                                [TWI_SLOT_SHORT] = m->buyers,
                                [TWI_SLOT_SIGMA] = 1,
                                [TWI_SLOT_FLOOR_SHARE] = 1,
                                [TWI_SLOT_FREIGHT] = m->routes,
                                [TWI_SLOT_COST] = m->suppliers,
                                [TWI_SLOT_CAPACITY] = m->suppliers + m->passages,
                                [TWI_SLOT_TOLL] = m->passages};
  for (int i = 0; i < TWI_SLOTS; i++) p->at[i + 1] = p->at[i] + count[i];
  p->slot = twi_alloc(ctx, (size_t)p->at[TWI_SLOTS] + 1, sizeof *p->slot);
  if (!p->slot) return twi_no_memory(ctx, 0);
  for (int i = 0; i < p->at[TWI_SLOTS]; i++) p->slot[i] = -1;
  return TW_OK;
}

static tw_status make_assumed(tw_context *ctx, twi_spreads *p)
{
  p->assumed = 1;
  p->dims = TWI_FACTOR_COUNT;
  p->spread = twi_new(ctx, TWI_FACTOR_COUNT, sizeof *p->spread);
  if (!p->spread) return twi_no_memory(ctx, 0);
  for (int i = 0; i < TWI_FACTOR_COUNT; i++) {
    twi_spread *q = &p->spread[p->count++];
    *q = (twi_spread){.variable = -1,
                      .place = i,
                      .central = 1,
                      .logarithm = twi_outlook_factor_spread((twi_outlook_factor)i),
                      .source = "assumed"};
    q->name = twi_strdup(ctx, twi_outlook_factor_words((twi_outlook_factor)i));
    q->words = twi_format(ctx, "lognormal with median 1 and standard deviation of the logarithm %g", q->logarithm);
    if (!q->name || !q->words) return twi_no_memory(ctx, 0);
    for (int k = p->at[slots_of[i]]; k < p->at[slots_of[i] + 1]; k++) p->slot[k] = i;
  }
  return TW_OK;
}

/* What no slot asks for any more, since later entries took all of it over. */
static void drop_unused(tw_context *ctx, twi_spreads *p)
{
  int kept = 0;
  for (int i = 0; i < p->count; i++) {
    int used = p->spread[i].variable >= 0;
    for (int k = 0; k < p->at[TWI_SLOTS]; k++) used |= p->slot[k] == i;
    if (!used) {
      twi_free(ctx, p->spread[i].name);
      twi_free(ctx, p->spread[i].words);
      twi_free(ctx, p->spread[i].own_source);
      continue;
    }
    for (int k = 0; k < p->at[TWI_SLOTS]; k++)
      if (p->slot[k] == i) p->slot[k] = kept;
    p->spread[kept++] = p->spread[i];
  }
  p->count = kept;
}

/* Of a variable among those of the section as it stands in the file. */
static int place_of(const twi_range *range, const char *name)
{
  const twi_yaml *list = twi_yaml_get(range->node, "variables");
  for (int i = 0; list && i < list->count; i++)
    if (strcmp(list->child[i]->key, name) == 0) return i;
  return 0;
}

static tw_status make_variables(tw_context *ctx, twi_spreads *p)
{
  const twi_range *range = &p->scenario->range;
  p->variable = twi_new(ctx, (size_t)range->variables + 1, sizeof *p->variable);
  twi_spread *grown = twi_resize(ctx, p->spread, (size_t)(p->count + range->variables) + 1, sizeof *grown);
  if (grown) p->spread = grown;
  if (!p->variable || !grown) return twi_no_memory(ctx, 0);
  int first = p->count;
  for (int i = 0; i < range->variables; i++) {
    const twi_range_variable *from = &range->variable[i];
    const twi_amount *amount = &from->of->amount;
    twi_spread *q = &p->spread[p->count++];
    *q = (twi_spread){.variable = i, .central = amount->value[0], .distribution = from->distribution};
    q->name = twi_strdup(ctx, from->of->name);
    q->words = twi_distribution_words(ctx, &from->distribution, amount->unit, amount->currency);
    q->source = from->source;
    if (!from->source) q->source = q->own_source = twi_format(ctx, "%s:%d", from->node->origin, from->node->key_line);
    p->variable[p->variables++] = from->of->name;
    q->place = p->scenario->of_parts ? first + place_of(range, from->node->key) : p->count - 1;
    if (!q->name || !q->words || !q->source) return twi_no_memory(ctx, 0);
  }
  return TW_OK;
}

tw_status twi_spreads_make(tw_context *ctx, const tw_scenario *scenario, const tw_market *market, twi_spreads *p)
{
  *p = (twi_spreads){.scenario = scenario, .market = market};
  const twi_range *range = scenario ? &scenario->range : NULL;
  const twi_yaml *variables = range && range->node ? twi_yaml_get(range->node, "variables") : NULL;
  tw_status status = make_slots(ctx, p);
  if (status != TW_OK) return status;
  if (!range || (!range->market_node && !variables)) return make_assumed(ctx, p);
  for (int i = 0; i < range->markets && status == TW_OK; i++) status = twi_spreads_expand(ctx, p, &range->market[i]);
  if (status == TW_OK) drop_unused(ctx, p);
  if (status == TW_OK) status = make_variables(ctx, p);
  if (status != TW_OK) return status;
  int factors = p->count - p->variables;
  for (int i = 0; i < factors; i++) p->spread[i].place = i;
  p->dims = scenario->of_parts && variables ? factors + variables->count : p->count;
  for (int k = p->at[TWI_SLOT_COST]; k < p->at[TWI_SLOT_COST + 1]; k++) p->moves_costs |= p->slot[k] >= 0;
  for (int k = p->at[TWI_SLOT_TOLL]; k < p->at[TWI_SLOT_TOLL + 1]; k++) p->moves_tolls |= p->slot[k] >= 0;
  for (int k = p->at[TWI_SLOT_CAPACITY]; k < p->at[TWI_SLOT_CAPACITY + 1]; k++) p->capacities += p->slot[k] >= 0;
  if (p->count == 0 && scenario->of_parts && variables) return TW_OK; /* other cells have them */
  if (p->count == 0 && range->fixed)
    return twi_yaml_fail_key(ctx, range->node,
                             "range: nothing is left to draw, because --set gives the variables that it names; "
                             "`tradewind market` solves it once");
  if (p->count == 0) return twi_yaml_fail_key(ctx, range->node, "range: every spread is 0, nothing is uncertain");
  return TW_OK;
}

void twi_spreads_free(tw_context *ctx, twi_spreads *p)
{
  for (int i = 0; i < p->count; i++) {
    twi_free(ctx, p->spread[i].name);
    twi_free(ctx, p->spread[i].words);
    twi_free(ctx, p->spread[i].own_source);
  }
  twi_free(ctx, p->spread);
  twi_free(ctx, p->variable);
  twi_free(ctx, p->slot);
  *p = (twi_spreads){.scenario = NULL};
}

void twi_spreads_values(const twi_spreads *p, const double *u, double *value)
{
  for (int i = 0; i < p->count; i++) {
    const twi_spread *q = &p->spread[i];
    double at = u[q->place];
    value[i] =
        q->logarithm > 0 ? exp(q->logarithm * twi_normal_inverse(at)) : twi_distribution_at(&q->distribution, at);
  }
}
