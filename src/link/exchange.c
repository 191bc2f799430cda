/* What the core says to the market, and the market solved with it:
 *
 *   cost      of a supplier's blocks times c, its region's unit cost of the product's sector, new over base
 *   freight   times f = P_transport^0.6 P_fuel^0.4 in the supplier's region: a voyage of twenty days takes two fifths of its
 *             cost in fuel (docs/energy.md); a world without such sectors has f = 1
 *   demand    through the point of the base, as much more as the core buys, with the core's elasticity at given spending on
 *             the sector, 1 + eta (1 - b); at the end the market asks for what the core buys at the price that both have,
 *             and how steep the curve was has no part in it */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "link/link.h"

static const double FUEL = 0.4;

/* Share of the product in spending on its sector, in the core's base. */
static double share_of(const tw_link *link, int d)
{
  size_t n = (size_t)link->N;
  const tw_world *w = link->world;
  double sum = 0;
  for (size_t o = 0; o < n; o++) sum += link->value[(size_t)d * n + o] * link->duty[(size_t)d * n + o];
  double all = w->spending[(size_t)d * (size_t)w->S + (size_t)link->sector];
  return all > 0 ? fmin(sum / all, 1) : 0;
}

static void put_said(const tw_link *link, twi_market_state *s)
{
  const tw_market *m = link->market;
  const twi_market_solution *base = &link->before->solution;
  size_t n = (size_t)link->N;
  for (int b = 0; b < s->blocks; b++) {
    double cost = exp(link->x[n + (size_t)link->supplier[s->block[b].supplier]]);
    s->block[b].cost *= cost;
    s->block[b].cash *= cost;
    s->block[b].slope *= cost;
  }
  for (int r = 0; r < s->routes; r++)
    s->route[r].freight *= exp(link->x[2 * n + (size_t)link->supplier[m->pair[m->route[r].pair].supplier]]);
  for (int d = 0; d < s->buyers; d++) {
    twi_state_buyer *b = &s->buyer[d];
    int region = link->buyer[d];
    b->quantity = base->quantity[d] * exp(link->x[region]);
    b->price = base->price[d] + base->limit_rent[d];
    b->elasticity = -(1 + link->eta * (1 - share_of(link, region)));
  }
}

tw_status twi_link_solve_market(tw_link *link)
{
  tw_context *ctx = link->ctx;
  twi_market_stage *at = &link->linked->stage[1];
  twi_market_state_free(ctx, at->state);
  at->state = NULL;
  twi_market_accounts_free(ctx, &at->accounts);
  tw_status status = twi_market_state_copy(ctx, link->after->state, &at->state);
  if (status != TW_OK) return status;
  put_said(link, at->state);
  twi_market_state_settle(at->state);
  status = twi_market_solve_state(link->solver, at->state, link->linked->tolerance, &at->solution);
  if (status != TW_OK) return status;
  link->outcome = at->solution.outcome;
  if (at->solution.outcome != TW_CERTIFIED) {
    twi_print(link->message, sizeof link->message, "the market at the core's prices: %.900s", at->solution.message);
    return TW_OK;
  }
  status = twi_market_accounts_make(ctx, at->state, &at->solution, &at->accounts);
  if (status != TW_OK) return status;
  for (int d = 0; d < at->state->buyers; d++)
    if (at->solution.unserved[d] > 0) {
      link->outcome = TW_INFEASIBLE;
      twi_print(link->message, sizeof link->message,
                "%s goes short of %.6g %s at the price ceiling: no result, as in the core who pays the price is served",
                link->market->buyer[d].code, at->solution.unserved[d], link->market->unit);
      return TW_OK;
    }
  twi_link_table_fill(link, at->state, &at->solution, &at->accounts, &link->now);
  return TW_OK;
}

/* ln of the price of a sector in a region, new over base. */
static double price_of(const tw_link *link, const twi_side *base, const twi_side *new_, int s, size_t o)
{
  size_t i = o * (size_t)link->world->S + (size_t)s;
  return s < 0 ? 0 : new_->state->lnP[i] - base->state->lnP[i];
}

void twi_link_hear(tw_link *link, const twi_side *base, const twi_side *new_)
{
  const tw_world *w = link->world;
  size_t n = (size_t)link->N, S = (size_t)w->S, g = (size_t)link->product * n;
  for (size_t d = 0; d < n; d++) {
    double before = base->state->b[g + d] * base->state->X[d * S + (size_t)link->sector];
    double after = new_->state->b[g + d] * new_->state->X[d * S + (size_t)link->sector];
    link->next[d] = link->x[d];
    if (before > 0 && after > 0) link->next[d] += log(after / before) - log(link->paid[d]);
    link->next[n + d] = link->next[2 * n + d] = 0;
    if (!(base->state->sales[d * S + (size_t)link->sector] > 0)) continue;
    link->next[n + d] = twi_state_seller_price(new_->state, w, &new_->wedges, link->sector, link->product, d) -
                        twi_state_seller_price(base->state, w, &base->wedges, link->sector, link->product, d);
    link->next[2 * n + d] =
        (1 - FUEL) * price_of(link, base, new_, link->transport, d) + FUEL * price_of(link, base, new_, link->fuel, d);
  }
}
