/* States: their memory, and what can be asked of their numbers. See market.h. */
#include <math.h>
#include <string.h>

#include "market/policy.h"

/* ---------------------------------------------------------------- memory */

static tw_status make_arrays(tw_context *ctx, twi_market_state *s)
{
  struct {
    void **at;
    int count;
    size_t size;
  } part[] = {
      {(void **)&s->conjecture, s->suppliers, sizeof *s->conjecture},
      {(void **)&s->netback_base, s->suppliers, sizeof *s->netback_base},
      {(void **)&s->block, s->blocks, sizeof *s->block},
      {(void **)&s->first_block, s->suppliers + 1, sizeof *s->first_block},
      {(void **)&s->buyer, s->buyers, sizeof *s->buyer},
      {(void **)&s->pair, s->pairs, sizeof *s->pair},
      {(void **)&s->route, s->routes, sizeof *s->route},
      {(void **)&s->capacity, s->passages + 1, sizeof *s->capacity},
      {(void **)&s->toll, s->passages, sizeof *s->toll},
      {(void **)&s->through, s->passages, sizeof *s->through},
      {(void **)&s->closed, s->passages, sizeof *s->closed},
  };
  for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
    *part[i].at = twi_new(ctx, (size_t)part[i].count, part[i].size);
    if (!*part[i].at) return twi_no_memory(ctx, (size_t)part[i].count * part[i].size);
  }
  return TW_OK;
}

void twi_market_state_free(tw_context *ctx, twi_market_state *s)
{
  if (!s) return;
  void *own[] = {s->conjecture, s->netback_base, s->block, s->first_block, s->buyer, s->pair,
                 s->route,      s->capacity,     s->toll,  s->through,     s->closed};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  twi_free(ctx, s);
}

tw_status twi_market_state_new(tw_context *ctx, const tw_market *m, twi_market_state **state)
{
  twi_market_state *s = *state = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  s->market = m;
  s->linear = m->linear;
  s->suppliers = m->suppliers;
  s->buyers = m->buyers;
  s->passages = m->passages;
  s->pairs = m->pairs;
  s->routes = m->routes;
  s->blocks = m->blocks + m->suppliers;
  tw_status status = make_arrays(ctx, s);
  if (status == TW_OK) return TW_OK;
  twi_market_state_free(ctx, s);
  *state = NULL;
  return status;
}

static void copy_array(void *to, const void *from, int count, size_t size)
{
  if (count > 0) memcpy(to, from, (size_t)count * size);
}

tw_status twi_market_state_copy(tw_context *ctx, const twi_market_state *from, twi_market_state **to)
{
  tw_status status = twi_market_state_new(ctx, from->market, to);
  if (status != TW_OK) return status;
  twi_market_state *s = *to;
  s->linear = from->linear;
  s->short_run = from->short_run;
  s->year = from->year;
  s->recentred = from->recentred;
  copy_array(s->conjecture, from->conjecture, s->suppliers, sizeof *s->conjecture);
  copy_array(s->netback_base, from->netback_base, s->suppliers, sizeof *s->netback_base);
  copy_array(s->block, from->block, s->blocks, sizeof *s->block);
  copy_array(s->first_block, from->first_block, s->suppliers + 1, sizeof *s->first_block);
  copy_array(s->buyer, from->buyer, s->buyers, sizeof *s->buyer);
  copy_array(s->pair, from->pair, s->pairs, sizeof *s->pair);
  copy_array(s->route, from->route, s->routes, sizeof *s->route);
  copy_array(s->capacity, from->capacity, s->passages + 1, sizeof *s->capacity);
  copy_array(s->toll, from->toll, s->passages, sizeof *s->toll);
  copy_array(s->through, from->through, s->passages, sizeof *s->through);
  copy_array(s->closed, from->closed, s->passages, sizeof *s->closed);
  return TW_OK;
}

/* ---------------------------------------------------------------- numbers of a state */

double twi_market_route_cost(const twi_market_state *s, int route)
{
  const twi_market_route *r = &s->market->route[route];
  double cost = s->route[route].freight;
  for (int i = 0; i < r->crossings; i++) cost += s->toll[s->market->crossing[r->first_crossing + i]];
  return cost;
}

double twi_market_route_use(const twi_market_state *s, int route, int row)
{
  const twi_market_route *r = &s->market->route[route];
  if (row == s->passages) return isnan(r->days) ? 0 : 2 * r->days;
  for (int i = 0; i < r->crossings; i++)
    if (s->market->crossing[r->first_crossing + i] == row) return 1;
  return 0;
}

/* P(z): linear p0 (1 + (z / z0 - 1) / eps), else p0 (z / z0)^(1 / eps). */
double twi_market_demand_price(const twi_market_state *s, int buyer, double quantity)
{
  const twi_state_buyer *b = &s->buyer[buyer];
  double ratio = quantity / b->quantity;
  return s->linear ? b->price * (1 + (ratio - 1) / b->elasticity) : b->price * pow(ratio, 1 / b->elasticity);
}

double twi_market_demand_slope(const twi_market_state *s, int buyer, double quantity)
{
  const twi_state_buyer *b = &s->buyer[buyer];
  if (s->linear) return b->price / (-b->elasticity * b->quantity);
  return twi_market_demand_price(s, buyer, quantity) / (-b->elasticity * quantity);
}
