/* Rules that set a rate or a factor, cell by cell, and bans.
 *
 *   to      v = neutral + x      a new level: a rate x, a factor 1 + x, or the rate of a tariff column
 *   add     v = v + x
 *   change  v = v (1 + x)
 *
 * neutral is 0 for tariffs, export taxes and subsidies, 1 for barriers, productivity and labour. A ban is an infinite
 * barrier; no later rule takes it back. */
#include <math.h>
#include <stdio.h>

#include "scenario/apply/apply.h"

/* The array that a kind of rule acts on; NULL: out of memory. */
static double *wedge_of(const twi_job *job)
{
  const tw_world *w = job->world;
  twi_wedges *wedges = &job->policy->wedges;
  size_t producers = twi_world_producers(w), flows = twi_world_flows(w);
  switch (job->rule->kind->id) {
  case TWI_RULE_TARIFF:
    return twi_wedge(job->ctx, &wedges->tariff, w->tariff, 0, flows);
  case TWI_RULE_EXPORT_TAX:
    return twi_wedge(job->ctx, &wedges->export_tax, w->export_tax, 0, flows);
  case TWI_RULE_PRODUCTIVITY:
    return twi_wedge(job->ctx, &wedges->productivity, NULL, 1, producers);
  case TWI_RULE_SUBSIDY:
    return twi_wedge(job->ctx, &wedges->subsidy, NULL, 0, producers);
  case TWI_RULE_LABOUR:
    return twi_wedge(job->ctx, &wedges->labour, NULL, 1, (size_t)w->N);
  default:
    return twi_wedge(job->ctx, &wedges->barrier, NULL, 1, flows);
  }
}

static double weight_of(const twi_job *job, twi_cells cells, size_t cell)
{
  const tw_world *w = job->world;
  return cells == TWI_CELLS_FLOWS       ? w->flow[cell]
         : cells == TWI_CELLS_PRODUCERS ? twi_output_of(job, cell)
                                        : w->value_added[cell];
}

/* What a value that cannot be should have been; NULL: it can be. */
static const char *expected_value(const twi_rule_kind *kind, double value)
{
  if (!isfinite(value)) return "a finite number";
  if (kind->id == TWI_RULE_SUBSIDY) return value < 1 ? NULL : "less than 100 %";
  if (value > kind->neutral - 1) return NULL;
  return kind->neutral == 0 ? "more than -100 %" : "more than 0";
}

static tw_status fail_value(const twi_job *job, twi_cells cells, size_t cell, double value, const char *instead)
{
  const tw_world *w = job->world;
  const twi_rule_kind *kind = job->rule->kind;
  char found[64], where[256], room[TWI_PRODUCT_WORDS];
  if (kind->neutral == 0)
    twi_print(found, sizeof found, "%.10g %%", 100 * value);
  else
    twi_print(found, sizeof found, "a factor of %.10g", value);
  if (cells == TWI_CELLS_FLOWS) {
    twi_flow_at at = twi_flow_of(w, cell);
    snprintf(where, sizeof where, "on %s from %s to %s", twi_say_code(w, at.s, at.g, room), w->region[at.o],
             w->region[at.d]);
  } else if (cells == TWI_CELLS_PRODUCERS) {
    twi_producer_at at = twi_producer_of(w, cell);
    snprintf(where, sizeof where, "of %s in %s", twi_say_code(w, at.s, at.g, room), w->region[at.d]);
  } else {
    snprintf(where, sizeof where, "in %s", w->region[cell]);
  }
  return twi_yaml_fail(job->ctx, job->rule->amount.node, "%s %s would become %s, expected %s", kind->words, where,
                       found, instead);
}

tw_status twi_apply_rate(twi_job *job)
{
  const twi_rule *rule = job->rule;
  twi_rate rate;
  tw_status status = twi_cover(job, &rule->place);
  if (status == TW_OK) status = twi_rate_of(job, &rule->amount, &rate);
  if (status != TW_OK) return status;
  double *values = wedge_of(job), neutral = rule->kind->neutral;
  if (!values) return twi_no_memory(job->ctx, 0);
  twi_cells cells = twi_cells_of(&rule->place);
  for (size_t i = 0; i < job->count; i++) {
    size_t cell = job->cell[i];
    double x = twi_rate_at(&rate, cell), old = values[cell], value = old, weight = weight_of(job, cells, cell);
    if (rule->kind->id == TWI_RULE_BARRIER && isinf(old)) { /* banned, and so it stays; no part of an average */
      job->tally.covered++;
      job->tally.value += weight;
      continue;
    }
    if (rule->operation == TWI_TO)
      value = rate.is_column ? x : neutral + x;
    else if (rule->operation == TWI_ADD)
      value = old + x;
    else
      value = old * (1 + x);
    const char *instead = expected_value(rule->kind, value);
    if (instead) return fail_value(job, cells, cell, value, instead);
    values[cell] = value;
    twi_count_cell(&job->tally, weight, old - neutral, value - neutral, value != old);
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- bans */

/* A sector in which something is bought needs one seller that is not banned. Whether one of its products may go without
 * depends on its nest, and is found when the equilibrium is solved. */
static tw_status check_sellers(const twi_job *job, int s, int d)
{
  const tw_world *w = job->world;
  if (!(w->spending[(size_t)d * (size_t)w->S + (size_t)s] > 0)) return TW_OK;
  for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++) {
    twi_flow_row row = twi_market_row(w, &w->market[m], (size_t)d);
    for (size_t cell = row.first; cell < row.first + row.count; cell++)
      if (w->flow[cell] > 0 && !twi_is_banned(&job->policy->wedges, cell)) return TW_OK;
  }
  return twi_yaml_fail_key(job->ctx, job->rule->node,
                           "rule ban leaves nobody who sells %s in %s, where it is bought: no other region sells it "
                           "there, nor does %s to itself; leave a seller out of the ban",
                           w->sector[s], w->region[d], w->region[d]);
}

tw_status twi_apply_ban(twi_job *job)
{
  const tw_world *w = job->world;
  tw_status status = twi_cover(job, &job->rule->place);
  if (status != TW_OK) return status;
  double *barrier = wedge_of(job);
  if (!barrier) return twi_no_memory(job->ctx, 0);
  for (size_t i = 0; i < job->count; i++) {
    size_t cell = job->cell[i];
    int spared = twi_clause_spares(job, cell);
    twi_count_cell(&job->tally, w->flow[cell], 0, 0, !spared && !isinf(barrier[cell]));
    if (!spared) barrier[cell] = INFINITY;
  }
  if (job->rule->place.key[2].axis == TWI_AXIS_PRODUCTS) return TW_OK;
  for (size_t i = 0; i < job->count && status == TW_OK; i++) { /* cells come market by market */
    twi_flow_at at = twi_flow_of(w, job->cell[i]);
    status = check_sellers(job, at.s, at.d);
  }
  return status;
}
