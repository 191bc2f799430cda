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

/* Flows into or out of the selected regions, own sales left out. */
static int imported(const twi_job *job, const twi_place *place, int d, int o)
{
  (void)place;
  return d != o && job->selected[0][d];
}
static int exported(const twi_job *job, const twi_place *place, int d, int o)
{
  (void)place;
  return d != o && job->selected[0][o];
}

static int count_members(const unsigned char *selected, int total)
{
  int count = 0;
  for (int i = 0; i < total; i++) count += selected[i];
  return count;
}

static int first_member(const unsigned char *selected)
{
  int first = 0;
  while (!selected[first]) first++;
  return first;
}

/* The one market that a price is of: of a sector or a product in the one region. */
static tw_status check_single_market(twi_job *job, int region)
{
  const tw_world *w = job->world;
  const twi_place *place = &job->rule->outcome_place;
  int by_product = place->key[1].axis == TWI_AXIS_PRODUCTS;
  int goods = count_members(job->selected[1], twi_axis_count(w, place->key[1].axis));
  if (goods != 1)
    return twi_yaml_fail_key(job->ctx, place->node, "a target of %s is of one %s; this names %d",
                             job->rule->outcome->name, by_product ? "product" : "sector", goods);
  int member = first_member(job->selected[1]);
  if (!by_product && twi_is_parted(job, member))
    return twi_yaml_fail_key(job->ctx, place->except_products,
                             "a target of price is of a whole sector or of one product, so it takes no product out");
  char room[TWI_PRODUCT_WORDS];
  job->cell[0] =
      by_product ? twi_product_cell(w, (size_t)member, (size_t)region) : (size_t)region * (size_t)w->S + (size_t)member;
  if (twi_spending_on(w, job->cell[0]) > 0) return TW_OK;
  return twi_yaml_fail_key(job->ctx, place->node, "%s buys no %s in world %s: there is no price to aim at",
                           w->region[region], twi_member_code(w, place->key[1].axis, member, room), w->name);
}

/* The one region, or the one market, that an income or a price is of. */
static tw_status check_single_cell(twi_job *job, int of_market)
{
  int regions = count_members(job->selected[0], job->world->N);
  if (regions != 1)
    return twi_yaml_fail_key(job->ctx, job->rule->outcome_place.node, "a target of %s is of one region; this names %d",
                             job->rule->outcome->name, regions);
  int region = first_member(job->selected[0]);
  job->count = 1;
  job->cell[0] = (size_t)region;
  return of_market ? check_single_market(job, region) : TW_OK;
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
    if (status == TW_OK)
      twi_list_flows(job, place, job->rule->outcome->id == TWI_OUTCOME_IMPORTS ? imported : exported);
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

static tw_status value_of(twi_job *job, const twi_condition *c, double *value)
{
  const tw_world *w = job->world;
  tw_status status = twi_measure_is_of_cells(c->measure) ? twi_products_made(job) : TW_OK;
  *value = 0;
  for (size_t i = 0; i < c->count && status == TW_OK; i++) {
    size_t cell = c->cell[i];
    *value += twi_measure_is_of_flows(c->measure)   ? w->flow[cell]
              : c->measure == TWI_MEASURE_PRICE     ? twi_spending_on(w, cell)
              : twi_measure_is_of_cells(c->measure) ? twi_output_of(job, cell)
                                                    : w->value_added[cell];
  }
  return status;
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
  if (status == TW_OK) status = value_of(job, &c, &job->tally.value);
  if (status == TW_OK) {
    job->tally.covered = job->tally.changed = c.lever_count;
    twi_say(&job->words, "the change in %s is held at ", what.bytes);
    twi_say_percent(&job->words, x);
    twi_say(&job->words, " against the reference by the %s", instrument.bytes);
  }
  twi_free(job->ctx, c.cell);
  twi_free(job->ctx, c.lever_weight);
  job->count = 0;
  return status;
}
