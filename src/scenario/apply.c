/* Policy on a world: rules become wedges, in the order of the file, each acting on what the ones before it left.
 *
 *   to      v = neutral + x      a new level: a rate x, a factor 1 + x, or the rate of a tariff column
 *   add     v = v + x
 *   change  v = v (1 + x)
 *
 * Only flows that exist are touched, and no sales of a region to itself; a rule that then covers nothing is an error,
 * because it is a policy that its author believes to be there. An array is made when a rule needs it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"

/* What one rule did, for the log. */
typedef struct effect {
  size_t covered, changed;
  double value, before, after; /* sums of the flow, and of the wedge weighted by it */
} effect;

typedef struct job {
  tw_context *ctx;
  const tw_scenario *scenario;
  const tw_world *world;
  const twi_rule *rule;
  unsigned char *selected[TWI_SELECTORS]; /* 1 for members: importers, exporters, sectors; or regions, sectors */
  const double *column;                   /* rates of a tariff column for `to`, NULL: amount */
  double amount;
} job;

/* ---------------------------------------------------------------- wedges */

void twi_wedges_free(tw_context *ctx, twi_wedges *w)
{
  twi_free(ctx, w->tariff);
  twi_free(ctx, w->export_tax);
  twi_free(ctx, w->barrier);
  twi_free(ctx, w->productivity);
  memset(w, 0, sizeof *w);
}

/* The array of a wedge, made as the data have it on first use. NULL: out of memory. */
static double *wedge_values(tw_context *ctx, const tw_world *world, const twi_rule_kind *kind, twi_wedges *w)
{
  double **place = NULL;
  const double *data = NULL;
  switch (kind->id) {
  case TWI_RULE_TARIFF:
    place = &w->tariff;
    data = world->tariff;
    break;
  case TWI_RULE_EXPORT_TAX:
    place = &w->export_tax;
    data = world->export_tax;
    break;
  case TWI_RULE_BARRIER:
    place = &w->barrier;
    break;
  case TWI_RULE_PRODUCTIVITY:
    place = &w->productivity;
    break;
  default:
    return NULL;
  }
  if (*place) return *place;
  size_t n = (size_t)world->N, s = (size_t)world->S;
  size_t count = twi_rule_is_bilateral(kind) ? s * n * n : n * s;
  double *values = twi_alloc(ctx, count, sizeof *values);
  if (!values) return NULL;
  for (size_t i = 0; i < count; i++) values[i] = data ? data[i] : kind->neutral;
  *place = values;
  return values;
}

/* ---------------------------------------------------------------- one cell */

/* Sets the new value of a cell, or returns 0 when it is not a possible one. */
static int act(const job *j, size_t cell, double weight, double *v, effect *e)
{
  const twi_rule *rule = j->rule;
  double old = *v, value = old;
  switch (rule->operation) {
  case TWI_TO:
    value = rule->amount.column ? (j->column ? j->column[cell] : 0) : rule->kind->neutral + j->amount;
    break;
  case TWI_ADD:
    value = old + j->amount;
    break;
  case TWI_CHANGE:
    value = old * (1 + j->amount);
    break;
  default:
    break;
  }
  *v = value;
  e->covered++;
  e->changed += value != old;
  e->value += weight;
  e->before += weight * (old - rule->kind->neutral);
  e->after += weight * (value - rule->kind->neutral);
  return isfinite(value) && value > rule->kind->neutral - 1;
}

/* where: "on C29 from CAN to USA", "of C29 in CAN" */
static tw_status fail_value(const job *j, double value, const char *where)
{
  const twi_rule_kind *kind = j->rule->kind;
  char found[64];
  if (kind->neutral == 0)
    snprintf(found, sizeof found, "%.10g %%", 100 * value);
  else
    snprintf(found, sizeof found, "a factor of %.10g", value);
  return twi_yaml_fail(j->ctx, j->rule->amount.node, "%s %s would become %s, expected %s", kind->words, where, found,
                       !isfinite(value)     ? "a finite number"
                       : kind->neutral == 0 ? "more than -100 %"
                                            : "more than 0");
}

/* ---------------------------------------------------------------- over the world */

static tw_status over_flows(const job *j, double *values, effect *e)
{
  const tw_world *w = j->world;
  const unsigned char *importer = j->selected[0], *exporter = j->selected[1], *sector = j->selected[2];
  for (int s = 0; s < w->S; s++) {
    if (!sector[s]) continue;
    for (int d = 0; d < w->N; d++) {
      size_t row = ((size_t)s * (size_t)w->N + (size_t)d) * (size_t)w->N;
      for (int o = 0; o < w->N; o++) {
        int covered = (importer[d] && exporter[o]) || (j->rule->place.both_ways && exporter[d] && importer[o]);
        size_t cell = row + (size_t)o;
        if (!covered || d == o || !(w->flow[cell] > 0)) continue;
        if (act(j, cell, w->flow[cell], &values[cell], e)) continue;
        char where[256];
        snprintf(where, sizeof where, "on %s from %s to %s", w->sector[s], w->region[o], w->region[d]);
        return fail_value(j, values[cell], where);
      }
    }
  }
  return TW_OK;
}

static tw_status over_producers(const job *j, double *values, effect *e)
{
  const tw_world *w = j->world;
  const unsigned char *region = j->selected[0], *sector = j->selected[1];
  for (int r = 0; r < w->N; r++) {
    for (int s = 0; s < w->S; s++) {
      size_t cell = (size_t)r * (size_t)w->S + (size_t)s;
      if (!region[r] || !sector[s] || !(w->output[cell] > 0)) continue;
      if (act(j, cell, w->output[cell], &values[cell], e)) continue;
      char where[256];
      snprintf(where, sizeof where, "of %s in %s", w->sector[s], w->region[r]);
      return fail_value(j, values[cell], where);
    }
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- rules */

static tw_status find_column(job *j)
{
  const twi_yaml *node = j->rule->amount.node;
  const tw_world *w = j->world;
  int zero = 0;
  j->column = twi_world_tariff_column(w, node->text, node->length, &zero);
  if (j->column || zero) return TW_OK;
  enum { MOST = 64 };
  const char *names[MOST];
  char list[512] = "";
  int count = 0;
  for (; count < MOST && (names[count] = tw_world_tariff_column(w, count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *nearest = twi_nearest(node->text, node->length, names, count);
  if (nearest)
    return twi_yaml_fail(j->ctx, node, "world %s has no tariff column \"%s\"; did you mean %s?", w->name, node->text,
                         nearest);
  return twi_yaml_fail(j->ctx, node, "world %s has no tariff column \"%s\"; it has %s", w->name, node->text, list);
}

/* Tells what the rule did: a line for those who ask, a note when it did nothing at all. */
static void tell(const job *j, const effect *e)
{
  const twi_yaml *node = j->rule->node;
  const char *noun = twi_rule_is_bilateral(j->rule->kind) ? "flows" : "producing sectors";
  if (e->changed == 0)
    twi_log(j->ctx, 0, "%s:%d: rule %s changes nothing: the %zu %s it covers are where it would put them", node->origin,
            node->key_line, j->rule->kind->name, e->covered, noun);
  twi_log(j->ctx, 1, "%s:%d: rule %s covers %zu %s worth %.6g %s %s; on average %s goes from %.6g %% to %.6g %%",
          node->origin, node->key_line, j->rule->kind->name, e->covered, noun, e->value, j->world->unit,
          j->world->currency, j->rule->kind->words, 100 * e->before / e->value, 100 * e->after / e->value);
}

static tw_status apply_rule(job *j, twi_wedges *wedges)
{
  const twi_rule_kind *kind = j->rule->kind;
  j->column = NULL;
  j->amount = twi_amount_at(&j->rule->amount, 0);
  for (int i = 0; i < TWI_SELECTORS && kind->selector[i].key; i++) {
    twi_axis axis = kind->selector[i].axis;
    tw_status status = twi_select(j->ctx, j->scenario, j->rule->place.selector[i], j->rule->place.except[i], axis,
                                  j->world, j->selected[i]);
    if (status != TW_OK) return status;
  }
  if (j->rule->amount.column) {
    tw_status status = find_column(j);
    if (status != TW_OK) return status;
  }
  double *values = wedge_values(j->ctx, j->world, kind, wedges);
  if (!values) return twi_no_memory(j->ctx, 0);
  effect e = {0, 0, 0, 0, 0};
  tw_status status = twi_rule_is_bilateral(kind) ? over_flows(j, values, &e) : over_producers(j, values, &e);
  if (status != TW_OK) return status;
  if (e.covered == 0 && twi_rule_is_bilateral(kind))
    return twi_yaml_fail_key(j->ctx, j->rule->node,
                             "rule %s covers no flow of world %s: nothing is traded between these regions in these "
                             "sectors (sales of a region to itself do not count)",
                             kind->name, j->world->name);
  if (e.covered == 0)
    return twi_yaml_fail_key(j->ctx, j->rule->node,
                             "rule %s covers nothing in world %s: these regions produce nothing in these sectors",
                             kind->name, j->world->name);
  tell(j, &e);
  return TW_OK;
}

static tw_status apply_all(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_wedges *base,
                           twi_wedges *new_)
{
  memset(base, 0, sizeof *base);
  memset(new_, 0, sizeof *new_);
  base->deficits = scenario->against_deficits;
  new_->deficits = scenario->deficits;
  if (scenario->rule_count == 0 && scenario->against_deficits == scenario->deficits)
    twi_log(ctx, 0, "scenario %s has no policy and no change of closure: nothing will change", scenario->name);

  size_t n = (size_t)world->N, s = (size_t)world->S, most = n > s ? n : s;
  unsigned char *bytes = twi_alloc(ctx, most, TWI_SELECTORS);
  if (!bytes) return twi_no_memory(ctx, 0);
  job j = {.ctx = ctx, .scenario = scenario, .world = world};
  for (int i = 0; i < TWI_SELECTORS; i++) j.selected[i] = bytes + (size_t)i * most;
  tw_status status = TW_OK;
  for (int i = 0; i < scenario->rule_count && status == TW_OK; i++) {
    j.rule = &scenario->rule[i];
    status = apply_rule(&j, new_);
  }
  twi_free(ctx, bytes);
  if (status != TW_OK) {
    twi_wedges_free(ctx, base);
    twi_wedges_free(ctx, new_);
  }
  return status;
}

tw_status twi_scenario_apply_year(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                                  twi_policy *base, twi_policy *new_, twi_closure *closure, twi_capital *capital)
{
  (void)year;
  memset(base, 0, sizeof *base);
  memset(new_, 0, sizeof *new_);
  memset(closure, 0, sizeof *closure);
  if (capital) memset(capital, 0, sizeof *capital);
  return apply_all(ctx, scenario, world, &base->wedges, &new_->wedges);
}

void twi_policy_free(tw_context *ctx, twi_policy *policy)
{
  twi_wedges_free(ctx, &policy->wedges);
}

void twi_closure_free(tw_context *ctx, twi_closure *closure)
{
  (void)ctx;
  (void)closure;
}

void twi_capital_free(tw_context *ctx, twi_capital *capital)
{
  (void)ctx;
  (void)capital;
}
