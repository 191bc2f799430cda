/* What is implausible in a world whose identities may well hold: one line a kind with how much money it concerns, and
 * one line for each of the largest places.
 *
 * kind                    above or below
 * high_tariff             200 % on a flow
 * home_share              2 % of spending in a market that produces
 * negative_input_shares   0; the summary is made on reading
 * own_sales_tariff, no_output, no_market, empty: information */
#include <math.h>

#include "base/sum.h"
#include "world/assemble.h"
#include "world/elasticities.h"
#include "world/largest.h"
#include "world/products.h"
#include "world/stores.h"

#define HIGH_TARIFF 2.0
#define LOW_HOME    0.02 /* of spending */

typedef struct check {
  tw_context *ctx;
  tw_world *w;
  size_t N, S;
  double spending; /* of the world */
} check;

static tw_status high_tariffs(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  double flow = 0, most = 0;
  size_t worst = 0, count = 0;
  twi_largest items = {0};
  for (size_t i = 0; w->tariff && i < twi_world_flows(w); i++) {
    if (w->flow[i] == 0 || w->tariff[i] <= HIGH_TARIFF) continue;
    if (w->products && i < twi_world_sector_flows(w) && twi_has_products(w, i / c->N / c->N)) continue;
    count++;
    flow += w->flow[i];
    twi_keep_largest(&items, w->flow[i], i);
    if (w->tariff[i] > most) {
      most = w->tariff[i];
      worst = i;
    }
  }
  if (count == 0) return TW_OK;
  twi_flow_at at = twi_flow_of(w, worst);
  tw_status status = twi_world_find(
      c->ctx, w, 2, "high_tariff", at.d, at.s, flow, flow / c->spending,
      "Tariffs are above 200 %% on %zu flows worth %s; the highest is %.4g %%, %s of %s from %s.", count,
      twi_money(w, flow, money), 100 * most, twi_code_of(w, at.s, at.g), w->region[at.d], w->region[at.o]);
  for (int k = 0; k < items.count && count > 1 && status == TW_OK; k++) {
    size_t i = items.item[k].cell;
    at = twi_flow_of(w, i);
    status =
        twi_world_find(c->ctx, w, 2, "high_tariff", at.d, at.s, w->flow[i], w->tariff[i],
                       "%s %s: a tariff of %.4g %% stands on %s from %s.", w->region[at.d], twi_code_of(w, at.s, at.g),
                       100 * w->tariff[i], twi_money(w, w->flow[i], money), w->region[at.o]);
  }
  return status;
}

static tw_status own_tariffs(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  double revenue = 0, most = -1;
  size_t worst = 0, count = 0;
  for (size_t s = 0; w->tariff && s < c->S; s++)
    for (size_t d = 0; d < c->N; d++) {
      size_t i = (s * c->N + d) * c->N + d;
      double r = fabs(w->tariff[i] * w->flow[i]);
      if (r == 0) continue;
      count++;
      revenue += r;
      if (r > most) {
        most = r;
        worst = i;
      }
    }
  if (count == 0) return TW_OK;
  size_t s = worst / c->N / c->N, d = worst % c->N;
  return twi_world_find(c->ctx, w, 0, "own_sales_tariff", (int)d, (int)s, revenue, NAN,
                        "Tariffs stand on %zu own sales and bring in %s, as after merging regions that trade with each "
                        "other; the largest is %s %s, %.3g %%. No rule of a scenario changes them.",
                        count, twi_money(w, revenue, money), w->region[d], w->sector[s], 100 * w->tariff[worst]);
}

static double home_share(const check *c, size_t cell)
{
  const tw_world *w = c->w;
  size_t d = cell / c->S, s = cell % c->S, own = (s * c->N + d) * c->N + d;
  return w->flow[own] * (1 + (w->tariff ? w->tariff[own] : 0)) / w->spending[cell];
}

static tw_status home_shares(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  double low = 0, lowest = 2;
  size_t worst = 0, count = 0;
  twi_largest items = {0};
  for (size_t cell = 0; cell < c->N * c->S; cell++) {
    if (w->spending[cell] == 0 || w->output[cell] == 0) continue;
    double share = home_share(c, cell);
    if (share >= LOW_HOME) continue;
    count++;
    low += w->spending[cell];
    twi_keep_largest(&items, w->spending[cell], cell);
    if (share >= lowest) continue;
    lowest = share;
    worst = cell;
  }
  if (count == 0) return TW_OK;
  tw_status status =
      twi_world_find(c->ctx, w, 2, "home_share", (int)(worst / c->S), (int)(worst % c->S), low, low / c->spending,
                     "Home shares are under 2 %% in %zu markets that produce, worth %s (%.2g %% of spending); the "
                     "lowest is %.2g %%, %s %s.",
                     count, twi_money(w, low, money), 100 * low / c->spending, 100 * lowest, w->region[worst / c->S],
                     w->sector[worst % c->S]);
  for (int k = 0; k < items.count && count > 1 && status == TW_OK; k++) {
    size_t cell = items.item[k].cell;
    status = twi_world_find(c->ctx, w, 2, "home_share", (int)(cell / c->S), (int)(cell % c->S), w->spending[cell],
                            home_share(c, cell), "%s %s buys %s, %.2g %% of it at home, and produces.",
                            w->region[cell / c->S], w->sector[cell % c->S], twi_money(w, w->spending[cell], money),
                            100 * home_share(c, cell));
  }
  return status;
}

static tw_status negative_inputs(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  twi_largest items = {0};
  size_t count = 0;
  for (size_t i = 0; i < twi_world_bills(w); i++) {
    double size = -w->input_share[i] * w->output[i / c->S];
    if (!(size > 0)) continue;
    count++;
    twi_keep_largest(&items, size, i);
  }
  tw_status status = TW_OK;
  for (int k = 0; k < items.count && count > 1 && status == TW_OK; k++) {
    size_t i = items.item[k].cell, cell = i / c->S;
    status = twi_world_find(c->ctx, w, 2, "negative_input_shares", (int)(cell / c->S), (int)(cell % c->S),
                            items.item[k].size, -w->input_share[i], "%s %s uses %s of %s less than nothing.",
                            w->region[cell / c->S], w->sector[cell % c->S], twi_money(w, items.item[k].size, money),
                            w->sector[i % c->S]);
  }
  return status;
}

/* Cells that only buy, only sell, or do neither. */
static tw_status missing_cells(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY];
  double imported = 0, exported = 0;
  size_t buyers = 0, sellers = 0, dead = 0, first_buyer = 0, first_seller = 0;
  for (size_t cell = 0; cell < c->N * c->S; cell++) {
    double x = w->spending[cell], y = w->output[cell];
    dead += x == 0 && y == 0;
    if (x > 0 && y == 0) {
      if (buyers++ == 0) first_buyer = cell;
      imported += x;
    } else if (x == 0 && y > 0) {
      if (sellers++ == 0) first_seller = cell;
      exported += y;
    }
  }
  tw_status status = TW_OK;
  if (buyers)
    status = twi_world_find(c->ctx, w, 0, "no_output", (int)(first_buyer / c->S), (int)(first_buyer % c->S), imported,
                            imported / c->spending,
                            "%zu region-sectors buy but do not produce, worth %s; the first is %s "
                            "%s.",
                            buyers, twi_money(w, imported, money), w->region[first_buyer / c->S],
                            w->sector[first_buyer % c->S]);
  if (status == TW_OK && sellers)
    status =
        twi_world_find(c->ctx, w, 0, "no_market", (int)(first_seller / c->S), (int)(first_seller % c->S), exported, NAN,
                       "%zu region-sectors produce what nobody there buys, worth %s; the first is %s %s.", sellers,
                       twi_money(w, exported, money), w->region[first_seller / c->S], w->sector[first_seller % c->S]);
  if (status == TW_OK && dead)
    status = twi_world_find(c->ctx, w, 0, "empty", -1, -1, 0, NAN, "%zu region-sectors neither buy nor produce.", dead);
  return status;
}

/* People who work where nothing is made. */
static tw_status idle_employment(check *c)
{
  const tw_world *w = c->w;
  double people = 0;
  size_t cells = 0, first = 0;
  for (size_t cell = 0; w->employment && cell < c->N * c->S; cell++) {
    if (!(w->employment[cell] > 0) || w->value_added_share[cell] * w->output[cell] > 0) continue;
    if (cells++ == 0) first = cell;
    people += w->employment[cell];
  }
  if (!cells) return TW_OK;
  return twi_world_find(
      c->ctx, c->w, 2, "idle_employment", (int)(first / c->S), (int)(first % c->S), NAN, NAN,
      "%zu region-sectors have employment, %.6g thousand persons in all, and no value added; the first "
      "is %s %s.",
      cells, people, w->region[first / c->S], w->sector[first % c->S]);
}

tw_status twi_world_plausible(tw_context *ctx, tw_world *w)
{
  check c = {.ctx = ctx, .w = w, .N = (size_t)w->N, .S = (size_t)w->S};
  c.spending = twi_sum_of(w->spending, c.N * c.S);
  tw_status status = twi_world_say_codes(ctx, w);
  if (status == TW_OK) status = twi_world_say_sets(ctx, w);
  if (status == TW_OK) status = high_tariffs(&c);
  if (status == TW_OK) status = own_tariffs(&c);
  if (status == TW_OK) status = home_shares(&c);
  if (status == TW_OK) status = negative_inputs(&c);
  if (status == TW_OK) status = idle_employment(&c);
  if (status == TW_OK) status = twi_world_say_stores(ctx, w);
  return status == TW_OK ? missing_cells(&c) : status;
}
