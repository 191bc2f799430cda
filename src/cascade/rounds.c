/* The rounds of a cascade. A round's decisions are all made of the solution of the round before:
 *
 *   price     P_g at home, new over base            a buyer's, in units of world value added
 *   volume    exports of g, new over base           at prices of the base
 *   stocks    1 + (exports' - exports) / S          the part of the stock S that the further exports would take
 *
 * above 1 + tau (volume: at it, too) the exporter bans, from now on. So the list of those who ban only grows, and a
 * round without a new one is the last: at most as many as there are followers. */
#include <math.h>
#include <string.h>

#include "cascade/cascade.h"

/* ---------------------------------------------------------------- quantities */

/* Cells of flows: of the buyer's row, from one seller or all of them. */
static size_t list_flows(const tw_world *w, int sector, int product, int importer, int exporter, size_t *cell)
{
  size_t count = 0;
  for (int m = w->sector_market[sector]; m < w->sector_market[sector + 1]; m++) {
    if (product >= 0 && w->market[m].product != product) continue;
    for (int d = 0; d < w->N; d++) {
      if (importer >= 0 ? d != importer : d == exporter) continue;
      twi_flow_row row = twi_market_row(w, &w->market[m], (size_t)d);
      for (size_t i = 0; i < row.count; i++)
        if ((exporter < 0 || (int)twi_row_seller(&row, i) == exporter) && w->flow[row.first + i] > 0)
          cell[count++] = row.first + i;
    }
  }
  return count;
}

static void volumes(const tw_result *r, size_t *cell, size_t count, double amount[2])
{
  const twi_condition flows = {.kind = TWI_AT_MOST, .measure = TWI_MEASURE_FLOWS, .count = count, .cell = cell};
  const twi_side *side[2] = {&r->base, &r->new_};
  for (int k = 0; k < 2; k++)
    amount[k] = count == 0 ? 0 : twi_condition_value(r->world, &flows, r->base.state, side[k]->state, &side[k]->wedges);
}

/* In units: 0 where a flow has none. */
static int units_of(const tw_result *r, int product, int importer, int exporter, double amount[2])
{
  const tw_world *w = r->world;
  if (product < 0 || !w->quantity) return 0;
  tw_product_change *flow = twi_alloc(r->ctx, (size_t)w->N, sizeof *flow);
  int count, known = flow != NULL;
  amount[0] = amount[1] = 0;
  for (int d = 0; d < w->N && known; d++) {
    if (importer >= 0 ? d != importer : d == exporter) continue;
    known = tw_result_product_flows(r, product, d, flow, &count) == TW_OK;
    for (int i = 0; i < count && known; i++) {
      if (exporter >= 0 && flow[i].exporter != exporter) continue;
      known = !isnan(flow[i].base_quantity);
      amount[0] += flow[i].base_quantity;
      amount[1] += flow[i].new_quantity;
    }
  }
  twi_free(r->ctx, flow);
  return known;
}

int twi_cascade_quantity(const tw_result *r, int sector, int product, int importer, int exporter, double amount[2])
{
  if (units_of(r, product, importer, exporter, amount)) return 1;
  size_t *cell = twi_alloc(r->ctx, twi_world_flows(r->world), sizeof *cell);
  amount[0] = amount[1] = NAN;
  if (cell) volumes(r, cell, list_flows(r->world, sector, product, importer, exporter, cell), amount);
  twi_free(r->ctx, cell);
  return 0;
}

/* ---------------------------------------------------------------- triggers */

static double price_of(const tw_result *r, const twi_follower *f)
{
  const tw_world *w = r->world;
  size_t at = f->product < 0 ? (size_t)f->region * (size_t)w->S + (size_t)f->sector
                             : (size_t)f->product * (size_t)w->N + (size_t)f->region;
  const double *new_ = f->product < 0 ? r->new_.state->lnP : r->new_.state->lnP_g;
  const double *base = f->product < 0 ? r->base.state->lnP : r->base.state->lnP_g;
  return exp(new_[at] - base[at]);
}

static double volume_of(const tw_cascade *c, const tw_result *r, const twi_follower *f)
{
  size_t *cell = twi_alloc(c->ctx, twi_world_flows(r->world), sizeof *cell);
  double amount[2] = {NAN, NAN};
  if (cell) volumes(r, cell, list_flows(r->world, f->sector, f->product, -1, f->region, cell), amount);
  twi_free(c->ctx, cell);
  return amount[1] / amount[0];
}

static double stocks_of(const tw_cascade *c, const tw_result *r, const twi_follower *f)
{
  double amount[2];
  const twi_reserve *stock = twi_cascade_reserve(c, f->region, f->product);
  if (!stock || !twi_cascade_quantity(r, f->sector, f->product, -1, f->region, amount)) return NAN;
  return 1 + (amount[1] - amount[0]) / stock->quantity;
}

static double trigger_of(const tw_cascade *c, const tw_result *r, const twi_follower *f)
{
  switch (c->scenario->cascade.trigger) {
  case TWI_TRIGGER_VOLUME:
    return volume_of(c, r, f);
  case TWI_TRIGGER_STOCKS:
    return stocks_of(c, r, f);
  default:
    return price_of(r, f);
  }
}

static int acts(const tw_cascade *c, double trigger)
{
  double limit = 1 + c->scenario->cascade.tau;
  return c->scenario->cascade.trigger == TWI_TRIGGER_VOLUME ? trigger >= limit : trigger > limit;
}

/* ---------------------------------------------------------------- rows */

static tw_status add_row(tw_cascade *c, const tw_cascade_row *row)
{
  tw_cascade_row *grown = twi_resize(c->ctx, c->row, (size_t)c->rows + 1, sizeof *grown);
  if (!grown) return twi_no_memory(c->ctx, 0);
  c->row = grown;
  c->row[c->rows++] = *row;
  return TW_OK;
}

/* ---------------------------------------------------------------- what the policy bans itself */

/* How many of the flows to other regions there are, and are banned. */
static void count_banned(const tw_cascade *c, const twi_wedges *p, int sector, int product, int o, size_t *cell,
                         size_t count[2])
{
  count[0] = list_flows(c->world, sector, product, -1, o, cell);
  count[1] = 0;
  for (size_t i = 0; i < count[0]; i++) count[1] += isinf(twi_barrier_of(p, cell[i])) != 0;
}

static tw_status list_given(tw_cascade *c, const twi_wedges *p, size_t *cell)
{
  const tw_world *w = c->world;
  size_t count[2];
  tw_status status = TW_OK;
  for (int i = 0; i < c->followers; i++) {
    twi_follower *f = &c->follower[i];
    count_banned(c, p, f->sector, f->product, f->region, cell, count);
    if (count[0] == count[1]) f->round = -1;
  }
  for (int side = 0; side < TWI_CASCADE_SIDES && p->barrier; side++) {
    if (side == TWI_WITH && !c->clauses) break;
    for (int o = 0; o < w->N; o++)
      for (int m = 0; m < w->markets && status == TW_OK; m++) {
        const twi_market *of = &w->market[m];
        count_banned(c, p, of->sector, of->product, o, cell, count);
        if (count[1] == 0) continue;
        const tw_cascade_row row = {side, 0, o, of->sector, of->product, count[0] == count[1] ? "ban" : "partial", NAN};
        status = add_row(c, &row);
      }
  }
  return status;
}

tw_status twi_cascade_given(tw_cascade *c)
{
  tw_scenario *round;
  twi_policy base, new_;
  twi_closure closure;
  tw_status status = twi_cascade_round(c->ctx, c->scenario, c->world, NULL, 0, 0, &round);
  if (status != TW_OK) return status;
  twi_log_again(c->ctx, 1);
  status = twi_scenario_apply_year(c->ctx, round, c->world, 0, &base, &new_, &closure, NULL);
  twi_log_again(c->ctx, 0);
  tw_scenario_free(round);
  if (status != TW_OK) return status;
  size_t *cell = twi_alloc(c->ctx, twi_world_flows(c->world), sizeof *cell);
  status = cell ? list_given(c, &new_.wedges, cell) : twi_no_memory(c->ctx, 0);
  twi_free(c->ctx, cell);
  twi_policy_free(c->ctx, &base);
  twi_policy_free(c->ctx, &new_);
  twi_closure_free(c->ctx, &closure);
  return status;
}

/* ---------------------------------------------------------------- rounds */

static tw_status solve_round(tw_cascade *c, tw_solver *solver, const twi_follower *followers, int side, int again,
                             tw_result **result)
{
  tw_scenario *round;
  *result = NULL;
  tw_status status =
      twi_cascade_round(c->ctx, c->scenario, c->world, followers, c->followers, side == TWI_WITH, &round);
  if (status != TW_OK) return status;
  if (again) twi_log_again(c->ctx, 1);
  status = twi_solve_year(solver, round, 0, NULL, NULL, result);
  if (again) twi_log_again(c->ctx, 0);
  tw_scenario_free(round);
  return status;
}

/* The decisions of round n, of one solution; how many are new. */
static tw_status decide(tw_cascade *c, const tw_result *r, int n, int side, int last, twi_follower *followers,
                        int *new_)
{
  tw_status status = TW_OK;
  *new_ = 0;
  for (int i = 0; i < c->followers && status == TW_OK; i++) {
    twi_follower *f = &followers[i];
    if (f->round != 0) continue;
    double trigger = trigger_of(c, r, f);
    int now = acts(c, trigger);
    *new_ += now;
    if (last) continue;
    const tw_cascade_row row = {side,      n,          f->region,
                                f->sector, f->product, !now ? "none" : c->scenario->cascade.limit ? "limit" : "ban",
                                trigger};
    status = add_row(c, &row);
    if (now) f->round = n;
  }
  return status;
}

tw_status twi_cascade_rounds(tw_cascade *c, tw_solver *solver, tw_solver *last, int side)
{
  int most = c->scenario->cascade.rounds, new_ = 1;
  twi_follower *followers = twi_alloc(c->ctx, (size_t)c->followers + 1, sizeof *followers);
  tw_result *r = NULL;
  if (!followers) return twi_no_memory(c->ctx, 0);
  if (c->followers) memcpy(followers, c->follower, (size_t)c->followers * sizeof *followers);
  tw_status status = solve_round(c, c->followers ? solver : last, followers, side, side > 0, &r);
  for (int n = 1; status == TW_OK && n <= c->followers + 1 && c->followers && r->info.outcome > 0; n++) {
    int over = most >= 0 && n > most;
    status = decide(c, r, n, side, over, followers, &new_);
    c->stopped[side] = over && new_ > 0;
    if (status != TW_OK || over || new_ == 0) break;
    c->rounds[side] = n;
    tw_result_free(r);
    status = solve_round(c, solver, followers, side, 1, &r);
  }
  if (status == TW_OK && c->followers && r->info.outcome > 0 && last != solver) { /* with all that was asked for */
    tw_result_free(r);
    status = solve_round(c, last, followers, side, 1, &r);
  }
  twi_free(c->ctx, followers);
  if (status != TW_OK) {
    tw_result_free(r);
    return status;
  }
  status = twi_path_of(c->ctx, r, &c->path[side]); /* which takes it over, also when it fails */
  if (status == TW_OK) c->result[side] = r;
  return status;
}
