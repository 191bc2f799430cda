/* The identities of a world, each with the size of what is missing in money; what is implausible is in plausible.c.
 *
 * identity         what is compared                                              violated above
 * market_clearing  X[d][s] = sum_u a Y + alpha I, what is bought with its use    1e-6 of all use
 * budget           sum_s X = sum_u (1-v) Y + I, spending with bills and income   1e-9: an identity of our own sums
 * deficits         sum_d D = 0                                                   1e-9 of all trade
 * shares           v + sum_s a = 1, sum_s alpha = 1                              1e-9
 * income           value added, tariffs, export taxes: information
 * products         in products_check.c
 *
 * A world that does not clear its markets is no error: real data do not, and the base equilibrium is solved for. One
 * line an identity, and one for each place where it is large. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/assemble.h"
#include "world/largest.h"

#define CLEARS       1e-6 /* of all use: below it a world is in balance */
#define ITEM         0.01 /* a place is worth a line when it is off by this share of its market, */
#define ITEM_OF_ALL  1e-4 /* and by this share of all use */
#define HIGH_DEFICIT 0.3  /* of value added */

typedef struct check {
  tw_context *ctx;
  tw_world *w;
  size_t N, S;
  double *use, *income, *tariffs, *taxes;
  double spending; /* of the world */
} check;

static tw_status market_clearing(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY], bought[TWI_MONEY], used[TWI_MONEY];
  double all = 0, off = 0, most = 0;
  size_t worst = 0;
  int places = 0;
  twi_largest items = {0};
  for (size_t cell = 0; cell < c->N * c->S; cell++) {
    double use = c->use[cell] + w->final_share[cell] * c->income[cell / c->S];
    double gap = fabs(w->spending[cell] - use);
    all += use;
    off += gap;
    places += gap > CLEARS * use;
    if (gap > most) {
      most = gap;
      worst = cell;
    }
    if (gap > ITEM * use) twi_keep_largest(&items, gap, cell);
  }
  const char *region = w->region[worst / c->S], *sector = w->sector[worst % c->S];
  if (!(off > CLEARS * all))
    return twi_world_find(c->ctx, w, 0, "market_clearing", (int)(worst / c->S), (int)(worst % c->S), off, off / all,
                          "Every market clears: what is bought is used, to %s in all (%.1e of use).",
                          twi_money(w, off, money), off / all);
  tw_status status =
      twi_world_find(c->ctx, w, 3, "market_clearing", (int)(worst / c->S), (int)(worst % c->S), off, off / all,
                     "What is bought differs from its use in %d of %zu markets, by %s in all (%.2g %% of use), most in "
                     "%s %s; the base equilibrium will differ from the data there.",
                     places, c->N * c->S, twi_money(w, off, money), 100 * off / all, region, sector);
  for (int i = 0; i < items.count && status == TW_OK; i++) {
    size_t cell = items.item[i].cell, d = cell / c->S, s = cell % c->S;
    double use = c->use[cell] + w->final_share[cell] * c->income[d], gap = items.item[i].size;
    if (gap <= ITEM_OF_ALL * all) break;
    status = twi_world_find(c->ctx, w, 3, "market_clearing", (int)d, (int)s, gap, gap / use,
                            "%s %s: %s is bought but %s is used, %s apart.", w->region[d], w->sector[s],
                            twi_money(w, w->spending[cell], bought), twi_money(w, use, used), twi_money(w, gap, money));
  }
  return status;
}

/* Final shares as given against what use leaves over. */
static tw_status final_demand(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  double negative = 0, most = 0;
  size_t worst = 0;
  int places = 0;
  for (size_t cell = 0; cell < c->N * c->S; cell++) {
    double left = w->spending[cell] - c->use[cell];
    double apart = fabs(left / c->income[cell / c->S] - w->final_share[cell]);
    if (left < 0) negative -= left;
    places += left < -1e-9 * c->use[cell];
    if (apart > most) {
      most = apart;
      worst = cell;
    }
  }
  return twi_world_find(c->ctx, w, most > 1e-3 ? 2 : 0, "final_demand", (int)(worst / c->S), (int)(worst % c->S),
                        negative, most,
                        "Final shares differ from what use leaves over by at most %.2g, in %s %s; use leaves less than "
                        "nothing in %d markets, %s in all.",
                        most, w->region[worst / c->S], w->sector[worst % c->S], places, twi_money(w, negative, money));
}

static tw_status find_budgets(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY], v[TWI_MONEY], t[TWI_MONEY], e[TWI_MONEY];
  double off = 0, most = 0, value_added = 0, tariffs = 0, taxes = 0;
  size_t worst = 0;
  for (size_t d = 0; d < c->N; d++) {
    twi_sum gap = {-c->income[d], 0};
    for (size_t s = 0; s < c->S; s++) {
      size_t cell = d * c->S + s;
      twi_sum_add(&gap, w->spending[cell]);
      twi_sum_add(&gap, -w->output[cell]);
      twi_sum_add(&gap, w->value_added_share[cell] * w->output[cell]);
    }
    double size = fabs(twi_sum_value(gap)), relative = size / twi_sum_of(w->spending + d * c->S, c->S);
    off += size;
    if (relative > most) {
      most = relative;
      worst = d;
    }
    value_added += w->value_added[d];
    tariffs += c->tariffs[d];
    taxes += c->taxes[d];
  }
  tw_status status =
      twi_world_find(c->ctx, w, most > 1e-9 ? 3 : 0, "budget", (int)worst, -1, off, most,
                     "Spending equals bills for inputs and income in every region, to %s in all (at most "
                     "%.1e of spending, in %s).",
                     twi_money(w, off, money), most, w->region[worst]);
  if (status != TW_OK) return status;
  return twi_world_find(c->ctx, w, 0, "income", -1, -1, value_added + tariffs + taxes, NAN,
                        "World income is %s of value added and %s of tariffs%s%s%s.", twi_money(w, value_added, v),
                        twi_money(w, tariffs, t), taxes != 0 ? ", and " : "", taxes != 0 ? twi_money(w, taxes, e) : "",
                        taxes != 0 ? " of export taxes" : "");
}

static tw_status find_deficits(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  twi_sum sum = {0, 0};
  double size = 0;
  for (size_t d = 0; d < c->N; d++) {
    twi_sum_add(&sum, w->deficit[d]);
    size += fabs(w->deficit[d]);
  }
  double off = fabs(twi_sum_value(sum)), relative = size > 0 ? off / size : 0;
  tw_status status = twi_world_find(c->ctx, w, relative > 1e-9 ? 3 : 0, "deficits", -1, -1, off, relative,
                                    "Deficits of all regions sum to zero, to %s (%.1e of their size).",
                                    twi_money(w, off, money), relative);
  twi_largest items = {0};
  double money_in_all = 0;
  int count = 0;
  for (size_t d = 0; d < c->N; d++) {
    double share = fabs(w->deficit[d] / w->value_added[d]);
    if (share <= HIGH_DEFICIT) continue;
    twi_keep_largest(&items, share, d);
    money_in_all += fabs(w->deficit[d]);
    count++;
  }
  if (count && status == TW_OK)
    status = twi_world_find(c->ctx, w, 2, "deficit_size", (int)items.item[0].cell, -1, money_in_all, items.item[0].size,
                            "Deficits or surpluses are over 30 %% of value added in %d regions, %s in all, most in %s.",
                            count, twi_money(w, money_in_all, money), w->region[items.item[0].cell]);
  for (int i = 0; i < items.count && status == TW_OK; i++) {
    size_t d = items.item[i].cell;
    status = twi_world_find(c->ctx, w, 2, "deficit_size", (int)d, -1, fabs(w->deficit[d]), items.item[i].size,
                            "%s has a %s of %s, %.3g times its value added.", w->region[d],
                            w->deficit[d] > 0 ? "deficit" : "surplus", twi_money(w, fabs(w->deficit[d]), money),
                            items.item[i].size);
  }
  return status;
}

/* What shares miss 1 by, in money of the output and the income that they are of. */
static tw_status find_shares(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  double off = 0, most = 0;
  size_t worst = 0;
  for (size_t cell = 0; cell < c->N * c->S; cell++) {
    const double *a = w->input_share + cell * c->S;
    double gap = fabs(twi_sum_of(a, c->S) + w->value_added_share[cell] - 1);
    off += gap * w->output[cell];
    if (gap <= most) continue;
    most = gap;
    worst = cell;
  }
  for (size_t d = 0; d < c->N; d++) {
    double gap = fabs(twi_sum_of(w->final_share + d * c->S, c->S) - 1);
    off += gap * c->income[d];
    if (gap <= most) continue;
    most = gap;
    worst = d * c->S;
  }
  return twi_world_find(c->ctx, w, most > 1e-9 ? 3 : 0, "shares", (int)(worst / c->S), (int)(worst % c->S), off, most,
                        "Shares of value added and inputs, and of final demand, sum to 1 in every region, to %s in all "
                        "(at most %.1e, in %s %s).",
                        twi_money(w, off, money), most, w->region[worst / c->S], w->sector[worst % c->S]);
}

tw_status twi_world_identities(tw_context *ctx, tw_world *w)
{
  check c = {.ctx = ctx, .w = w, .N = (size_t)w->N, .S = (size_t)w->S};
  double *room = twi_new(ctx, c.N * c.S + 3 * c.N, sizeof *room);
  if (!room) return twi_no_memory(ctx, (c.N * c.S + 3 * c.N) * sizeof *room);
  c.use = room;
  c.income = room + c.N * c.S;
  c.tariffs = c.income + c.N;
  c.taxes = c.tariffs + c.N;
  c.spending = twi_sum_of(w->spending, c.N * c.S);
  twi_world_income(w, c.income, c.tariffs, c.taxes);
  tw_status status = twi_world_use(ctx, w, c.use);
  if (status == TW_OK) status = market_clearing(&c);
  if (status == TW_OK) status = final_demand(&c);
  if (status == TW_OK) status = find_budgets(&c);
  if (status == TW_OK) status = find_deficits(&c);
  if (status == TW_OK) status = find_shares(&c);
  if (status == TW_OK) status = twi_world_product_identities(ctx, w);
  if (status == TW_OK) status = twi_world_check_assumed(ctx, w);
  twi_free(ctx, room);
  return status == TW_OK ? twi_world_plausible(ctx, w) : status;
}
