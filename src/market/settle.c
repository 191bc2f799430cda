/* What holds of a state, from its numbers. See market.h.
 *
 *   route     used where it is open and no other of its pair costs less; dearer ones, too, that take less of a passage
 *             with a capacity
 *   floor     the contract, none without a way; contracts of a supplier are scaled where its capacity is less than all
 *   reference of a supplier without base flows: share x capacity, and its stiffness p / (sigma reference) */
#include <math.h>
#include <string.h>

#include "market/policy.h"

static int is_open(const twi_market_state *s, int route)
{
  const twi_market_route *r = &s->market->route[route];
  if (r->forbidden) return 0;
  for (int i = 0; i < r->crossings; i++)
    if (s->closed[s->market->crossing[r->first_crossing + i]]) return 0;
  return 1;
}

static int has_capacities(const twi_market_state *s)
{
  for (int i = 0; i <= s->passages; i++)
    if (isfinite(s->capacity[i])) return 1;
  return 0;
}

/* Another route costs no more and takes no more of any passage that has a capacity: this one is never needed. */
static int is_needless(const twi_market_state *s, int route, int other, int capacities)
{
  double cost = twi_market_route_cost(s, route), less = twi_market_route_cost(s, other);
  int same = cost == less;
  if (less > cost) return 0;
  for (int i = 0; i <= s->passages && capacities; i++) {
    if (!isfinite(s->capacity[i])) continue;
    double use = twi_market_route_use(s, route, i), of_other = twi_market_route_use(s, other, i);
    if (of_other > use) return 0;
    same &= of_other == use;
  }
  return !same || other < route;
}

void twi_market_settle_routes(twi_market_state *s)
{
  const int capacities = has_capacities(s);
  for (int p = 0; p < s->pairs; p++) {
    const twi_market_pair *pair = &s->market->pair[p];
    int first = pair->first_route, end = first + pair->routes;
    for (int r = first; r < end; r++) s->route[r].used = is_open(s, r);
    for (int r = first; r < end; r++)
      for (int other = first; other < end && s->route[r].used; other++)
        if (other != r && is_open(s, other) && is_needless(s, r, other, capacities)) s->route[r].used = 0;
  }
}

static int has_way(const twi_market_state *s, int p)
{
  const twi_market_pair *pair = &s->market->pair[p];
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++)
    if (s->route[r].used) return 1;
  return 0;
}

double twi_market_supplier_capacity(const twi_market_state *s, int supplier, int with_surge)
{
  double sum = 0;
  for (int b = s->first_block[supplier]; b < s->first_block[supplier + 1]; b++)
    if (with_surge || s->block[b].of >= 0) sum += s->block[b].capacity;
  return sum;
}

static void settle_floors(twi_market_state *s, int supplier, int first, int end)
{
  double capacity = twi_market_supplier_capacity(s, supplier, 1), firm = 0, contracts = 0;
  for (int p = first; p < end; p++) {
    twi_state_pair *pair = &s->pair[p];
    int way = has_way(s, p);
    pair->floor = isnan(pair->firm) ? (way ? pair->contract : 0) : pair->firm;
    if (isnan(pair->firm))
      contracts += pair->floor;
    else
      firm += pair->floor;
  }
  if (contracts == 0 || firm + contracts <= capacity) return;
  double scale = fmax(0, capacity - firm) / contracts;
  for (int p = first; p < end; p++)
    if (isnan(s->pair[p].firm)) s->pair[p].floor *= scale;
}

/* 1: each way of the pair that is used takes of the row. */
static int is_captive(const twi_market_state *s, int p, int row)
{
  const twi_market_pair *pair = &s->market->pair[p];
  int ways = 0;
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) {
    if (!s->route[r].used) continue;
    if (!(twi_market_route_use(s, r, row) > 0)) return 0;
    ways++;
  }
  return ways > 0;
}

/* Contracts that can sail through a narrowed passage alone give way as those of a supplier that lacks capacity do, and as
 * they do where it is closed. */
static void settle_narrowed(twi_market_state *s, int passage)
{
  double firm = 0, contracts = 0;
  if (!isfinite(s->capacity[passage])) return;
  for (int p = 0; p < s->pairs; p++) {
    if (s->pair[p].floor == 0 || !is_captive(s, p, passage)) continue;
    *(isnan(s->pair[p].firm) ? &contracts : &firm) += s->pair[p].floor;
  }
  if (contracts == 0 || firm + contracts <= s->capacity[passage]) return;
  double scale = fmax(0, s->capacity[passage] - firm) / contracts;
  for (int p = 0; p < s->pairs; p++)
    if (isnan(s->pair[p].firm) && s->pair[p].floor != 0 && is_captive(s, p, passage)) s->pair[p].floor *= scale;
}

static void settle_references(twi_market_state *s, int supplier, int first, int end)
{
  const tw_market *m = s->market;
  double capacity = twi_market_supplier_capacity(s, supplier, 0);
  for (int p = first; p < end; p++) {
    twi_state_pair *pair = &s->pair[p];
    if (pair->share == 0 || s->recentred) continue;
    pair->reference = pair->share * capacity;
    pair->stiffness = m->buyer[pair->buyer].price / (m->sigma * fmax(pair->reference, m->reference_minimum));
  }
}

void twi_market_state_settle(twi_market_state *s)
{
  twi_market_settle_routes(s);
  for (int p = 0; p < s->pairs;) {
    int first = p, supplier = s->pair[p].supplier;
    while (p < s->pairs && s->pair[p].supplier == supplier) p++;
    settle_floors(s, supplier, first, p);
    settle_references(s, supplier, first, p);
  }
  for (int k = 0; k < s->passages; k++) settle_narrowed(s, k);
}

/* Flow of the base point through each passage, on the cheapest ways. */
void twi_market_state_through(twi_market_state *s)
{
  memset(s->through, 0, (size_t)s->passages * sizeof *s->through);
  for (int p = 0; p < s->pairs; p++) {
    const twi_market_pair *pair = &s->market->pair[p];
    int best = -1;
    for (int r = pair->first_route; r < pair->first_route + pair->routes; r++)
      if (s->route[r].used && (best < 0 || twi_market_route_cost(s, r) < twi_market_route_cost(s, best))) best = r;
    if (best < 0) continue;
    const twi_market_route *route = &s->market->route[best];
    for (int i = 0; i < route->crossings; i++)
      s->through[s->market->crossing[route->first_crossing + i]] += s->pair[p].base;
  }
}
