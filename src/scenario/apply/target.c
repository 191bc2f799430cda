/* Targets: an outcome is given, and the size of an instrument is sought that brings it about,
 *
 *   measure = ln(1 + change),   the same x added to the logarithm of every wedge that the instrument covers. */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"

static tw_status fail_nothing(const twi_job *job, const twi_place *place, const char *name)
{
  return twi_yaml_fail_key(job->ctx, place->node, "%s covers nothing in world %s", name, job->world->name);
}

/* ---------------------------------------------------------------- outcomes */

/* Flows of the selected sectors into (imports) or out of the selected regions, own sales left out. */
static void list_trade(twi_job *job, int imports)
{
  const tw_world *w = job->world;
  job->count = 0;
  for (int s = 0; s < w->S; s++)
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        size_t cell = twi_flow_cell(w, s, d, o);
        if (job->selected[1][s] && job->selected[0][imports ? d : o] && d != o && w->flow[cell] > 0)
          job->cell[job->count++] = cell;
      }
}

static int count_members(const unsigned char *selected, int total)
{
  int count = 0;
  for (int i = 0; i < total; i++) count += selected[i];
  return count;
}

/* The one market, or the one region, that a price or an income is of. */
static tw_status check_single_cell(twi_job *job, int with_sector)
{
  const tw_world *w = job->world;
  const twi_target_part *outcome = job->rule->outcome;
  int regions = count_members(job->selected[0], w->N),
      sectors = with_sector ? count_members(job->selected[1], w->S) : 1;
  const twi_yaml *node = job->rule->outcome_place.node;
  if (regions != 1)
    return twi_yaml_fail_key(job->ctx, node, "a target of %s is of one region; this names %d", outcome->name, regions);
  if (sectors != 1)
    return twi_yaml_fail_key(job->ctx, node, "a target of %s is of one sector; this names %d", outcome->name, sectors);
  size_t region = 0, sector = 0;
  while (!job->selected[0][region]) region++;
  while (with_sector && !job->selected[1][sector]) sector++;
  job->cell[0] = with_sector ? region * (size_t)w->S + sector : region;
  job->count = 1;
  if (with_sector && !(w->spending[job->cell[0]] > 0))
    return twi_yaml_fail_key(job->ctx, node, "%s buys no %s in world %s: there is no price to aim at",
                             w->region[region], w->sector[sector], w->name);
  return TW_OK;
}

/* Cells and measure of the outcome; its words, "output of C29 in CAN". */
static tw_status set_outcome(twi_job *job, twi_condition *c, twi_sentence *what)
{
  if (job->rule->column) return twi_target_aim(job, c, what);
  const twi_place *place = &job->rule->outcome_place;
  const char *name = job->rule->outcome->name;
  tw_status status = TW_OK;
  switch (job->rule->outcome->id) {
  case TWI_OUTCOME_OUTPUT:
    c->measure = TWI_MEASURE_OUTPUT;
    status = twi_cover(job, place);
    break;
  case TWI_OUTCOME_TRADE:
    c->measure = TWI_MEASURE_FLOWS;
    status = twi_cover(job, place);
    break;
  case TWI_OUTCOME_EXPORTS:
  case TWI_OUTCOME_IMPORTS:
    c->measure = TWI_MEASURE_FLOWS;
    status = twi_select_place(job, place);
    if (status == TW_OK) list_trade(job, job->rule->outcome->id == TWI_OUTCOME_IMPORTS);
    if (status == TW_OK && job->count == 0) status = fail_nothing(job, place, name);
    break;
  default:
    c->measure = job->rule->outcome->id == TWI_OUTCOME_PRICE         ? TWI_MEASURE_PRICE
                 : job->rule->outcome->id == TWI_OUTCOME_REAL_INCOME ? TWI_MEASURE_REAL_INCOME
                 : job->rule->outcome->id == TWI_OUTCOME_REAL_WAGE   ? TWI_MEASURE_REAL_WAGE
                                                                     : TWI_MEASURE_EMPLOYMENT;
    status = twi_select_place(job, place);
    if (status == TW_OK) status = check_single_cell(job, c->measure == TWI_MEASURE_PRICE);
    break;
  }
  if (status != TW_OK) return status;
  for (const char *letter = name; *letter; letter++) twi_say(what, "%c", *letter == '_' ? ' ' : *letter);
  twi_say_place(job, place, c->measure == TWI_MEASURE_EMPLOYMENT ? "in" : "of", what);
  twi_field_text(job, "", "outcome", name);
  twi_field_place(job, "outcome_", place);
  return TW_OK;
}

/* ---------------------------------------------------------------- instruments */

/* Payers +1/n, receivers less their share of value added; cells in job->cell. */
static tw_status list_transfer(twi_job *job, double *weight)
{
  const tw_world *w = job->world;
  const twi_place *place = &job->rule->by_place;
  int payers = count_members(job->selected[0], w->N);
  twi_receiver_shares(job, 1, weight); /* [N], made shorter below: job->count <= r */
  job->count = 0;
  for (int r = 0; r < w->N; r++) {
    int pays = job->selected[0][r], receives = job->selected[1][r];
    double share = weight[r];
    if (pays && receives)
      return twi_yaml_fail_key(job->ctx, place->node, "%s both pays and receives the transfer; take it out of one side",
                               w->region[r]);
    if (!pays && !receives) continue;
    weight[job->count] = pays ? 1.0 / payers : -share;
    job->cell[job->count++] = (size_t)r;
  }
  return TW_OK;
}

/* The instrument's words, "the subsidy of C29 in CAN". */
static void say_instrument(const twi_job *job, twi_sentence *text)
{
  const twi_target_part *by = job->rule->by;
  const twi_place *place = &job->rule->by_place;
  for (const char *letter = by->name; *letter; letter++) twi_say(text, "%c", *letter == '_' ? ' ' : *letter);
  if (by->id != TWI_LEVER_TRANSFER) {
    twi_say_place(job, place,
                  by->id == TWI_LEVER_DEMAND || by->id == TWI_LEVER_PRODUCTIVITY ? "for"
                  : by->id == TWI_LEVER_LABOUR                                   ? "of"
                                                                                 : "on",
                  text);
    return;
  }
  twi_say(text, " from ");
  twi_say_members(job, place, 0, text);
  twi_say(text, " to ");
  twi_say_members(job, place, 1, text);
}

static tw_status set_instrument(twi_job *job, twi_condition *c, twi_sentence *instrument)
{
  const twi_place *place = &job->rule->by_place;
  c->lever = (twi_lever)job->rule->by->id;
  tw_status status;
  if (c->lever == TWI_LEVER_TRANSFER) {
    status = twi_select_place(job, place);
    if (status != TW_OK) return status;
    c->lever_weight = twi_alloc(job->ctx, (size_t)job->world->N, sizeof *c->lever_weight);
    if (!c->lever_weight) return twi_no_memory(job->ctx, 0);
    status = list_transfer(job, c->lever_weight);
  } else {
    status = twi_cover(job, place);
  }
  if (status != TW_OK) return status;
  c->lever_count = job->count;
  c->lever_cell = job->cell;
  say_instrument(job, instrument);
  twi_field_text(job, "", "by", job->rule->by->name);
  twi_field_place(job, "by_", place);
  return TW_OK;
}

/* ---------------------------------------------------------------- the rule */

static double value_of(const twi_job *job, const twi_condition *c)
{
  const tw_world *w = job->world;
  const double *money = twi_measure_is_of_flows(c->measure)   ? w->flow
                        : c->measure == TWI_MEASURE_PRICE     ? w->spending
                        : twi_measure_is_of_cells(c->measure) ? w->output
                                                              : w->value_added;
  double sum = 0;
  for (size_t i = 0; i < c->count; i++) sum += money[c->cell[i]];
  return sum;
}

tw_status twi_apply_target(twi_job *job)
{
  double x = twi_amount_at(&job->rule->amount, job->year);
  if (!(x > -1) || !isfinite(x))
    return twi_yaml_fail(job->ctx, job->rule->amount.node, "found a change of %.10g %%, expected more than -100 %%",
                         100 * x);
  twi_condition c = {
      .kind = TWI_EXACTLY, .goal = log1p(x), .owner = -1, .rule = "target", .line = job->rule->node->key_line};
  twi_sentence what = {"", 0}, instrument = {"", 0};
  tw_status status = set_outcome(job, &c, &what);
  if (status != TW_OK) return status;
  c.count = job->count; /* the list of cells is needed for the instrument */
  c.cell = twi_alloc(job->ctx, c.count, sizeof *c.cell);
  if (!c.cell) return twi_no_memory(job->ctx, 0);
  memcpy(c.cell, job->cell, c.count * sizeof *c.cell);
  status = set_instrument(job, &c, &instrument);
  if (status == TW_OK) status = twi_condition_add(job, &c, what.bytes, instrument.bytes);
  if (status == TW_OK) {
    job->tally.covered = job->tally.changed = c.lever_count;
    job->tally.value = value_of(job, &c);
    twi_say(&job->words, "the change in %s is held at ", what.bytes);
    twi_say_percent(&job->words, x);
    twi_say(&job->words, " against the reference by the %s", instrument.bytes);
  }
  twi_free(job->ctx, c.cell);
  twi_free(job->ctx, c.lever_weight);
  job->count = 0;
  return status;
}
