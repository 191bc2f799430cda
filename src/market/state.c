/* States: the market at a year, calibrated, and what holds of it. See market.h.
 *
 *   route     used where it is open and no other of its pair costs less; all open ones where a passage has a capacity
 *   floor     the contract, none without a way; contracts of a supplier are scaled where its capacity is less than all
 *   reference of a supplier without base flows: share x capacity, and its stiffness p / (sigma reference) */
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

static tw_status new_state(tw_context *ctx, const tw_market *m, twi_market_state **state)
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
  tw_status status = new_state(ctx, from->market, to);
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

/* ---------------------------------------------------------------- settling */

static int is_open(const twi_market_state *s, int route)
{
  const twi_market_route *r = &s->market->route[route];
  if (r->forbidden) return 0;
  for (int i = 0; i < r->crossings; i++)
    if (s->closed[s->market->crossing[r->first_crossing + i]]) return 0;
  return 1;
}

static void settle_routes(twi_market_state *s)
{
  int all = 0;
  for (int i = 0; i <= s->passages; i++) all |= isfinite(s->capacity[i]);
  for (int p = 0; p < s->pairs; p++) {
    const twi_market_pair *pair = &s->market->pair[p];
    int best = -1;
    for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) {
      s->route[r].used = is_open(s, r);
      if (s->route[r].used && (best < 0 || twi_market_route_cost(s, r) < twi_market_route_cost(s, best))) best = r;
    }
    for (int r = pair->first_route; r < pair->first_route + pair->routes && !all; r++) s->route[r].used = r == best;
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

static void settle_references(twi_market_state *s, int supplier, int first, int end)
{
  const tw_market *m = s->market;
  double capacity = twi_market_supplier_capacity(s, supplier, 0);
  for (int p = first; p < end; p++) {
    twi_state_pair *pair = &s->pair[p];
    if (pair->share == 0 || s->recentred) continue;
    pair->reference = pair->share * capacity;
    if (isnan(m->pair[p].stiffness))
      pair->stiffness = m->buyer[pair->buyer].price / (m->sigma * fmax(pair->reference, m->reference_minimum));
  }
}

void twi_market_state_settle(twi_market_state *s)
{
  settle_routes(s);
  for (int p = 0; p < s->pairs;) {
    int first = p, supplier = s->pair[p].supplier;
    while (p < s->pairs && s->pair[p].supplier == supplier) p++;
    settle_floors(s, supplier, first, p);
    settle_references(s, supplier, first, p);
  }
}

/* ---------------------------------------------------------------- making */

static int is_new_plant(const tw_market *m, const twi_market_block *b)
{
  return b->from_year > m->data_year || m->output[b->supplier] == 0;
}

/* The blocks that flows fill in the base: there in the data year, and flat. */
int twi_market_is_base_block(const tw_market *m, const twi_market_block *b)
{
  return m->output[b->supplier] > 0 && m->surge_share > 0 && b->status == TWI_MARKET_OPERATING &&
         b->from_year <= m->data_year && !(b->slope > 0);
}

/* Base blocks hold the base output together; the surge opens at the base netback. */
static void fill_supplier(twi_market_state *s, int o, int year, unsigned statuses, int *next)
{
  const tw_market *m = s->market;
  const twi_market_supplier *supplier = &m->supplier[o];
  double given = 0;
  int base_blocks = 0;
  for (int i = 0; i < supplier->blocks; i++) {
    const twi_market_block *b = &m->block[supplier->first_block + i];
    if (twi_market_is_base_block(m, b)) given += isnan(b->capacity) ? 0 : b->capacity, base_blocks++;
  }
  s->first_block[o] = *next;
  for (int i = 0; i < supplier->blocks; i++) {
    const twi_market_block *b = &m->block[supplier->first_block + i];
    twi_state_block *out = &s->block[(*next)++];
    int base = twi_market_is_base_block(m, b);
    out->supplier = o;
    out->of = supplier->first_block + i;
    out->slope = isnan(b->slope) ? 0 : b->slope;
    out->full = base ? (given > 0 ? (isnan(b->capacity) ? 0 : b->capacity) * (m->output[o] / given)
                                  : m->output[o] / base_blocks)
                     : b->capacity;
    if (base && base_blocks == 1) out->full = m->output[o];
    out->cash = base ? fmin(b->cost, m->netback[o]) : b->cost;
    out->cost = !s->short_run && is_new_plant(m, b) && !isnan(b->full_cost) ? b->full_cost : out->cash;
    int in_force = b->from_year <= year && (statuses >> b->status & 1u);
    out->capacity = in_force ? out->full : 0;
  }
  twi_state_block *surge = &s->block[(*next)++];
  *surge = (twi_state_block){.supplier = o, .of = -1};
  if (base_blocks == 0 || isnan(m->netback[o])) return;
  surge->capacity = surge->full = m->surge_share * m->output[o];
  surge->cost = surge->cash = m->netback[o];
  surge->slope = fmax(m->netback[o], 0) / surge->capacity;
}

static void fill_buyers(twi_market_state *s)
{
  const tw_market *m = s->market;
  for (int d = 0; d < s->buyers; d++) {
    const twi_market_buyer *b = &m->buyer[d];
    twi_state_buyer *out = &s->buyer[d];
    out->quantity = m->wanted[d];
    out->price = b->price;
    out->elasticity = s->short_run ? b->elasticity_short : b->elasticity_long;
    out->limit = b->regasification >= m->wanted[d] ? b->regasification : INFINITY;
    out->ceiling = m->ceiling_price;
    out->backstop = isnan(m->ceiling_share) ? 0 : m->ceiling_share * m->wanted[d];
  }
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

static void fill_state(twi_market_state *s, int year, unsigned statuses)
{
  const tw_market *m = s->market;
  int next = 0;
  for (int o = 0; o < s->suppliers; o++) {
    s->conjecture[o] = m->supplier[o].conjecture;
    s->netback_base[o] = m->netback[o];
    fill_supplier(s, o, year, statuses, &next);
  }
  s->first_block[s->suppliers] = next;
  fill_buyers(s);
  for (int p = 0; p < s->pairs; p++) {
    const twi_market_pair *pair = &m->pair[p];
    s->pair[p] = (twi_state_pair){.supplier = pair->supplier,
                                  .buyer = pair->buyer,
                                  .wedge = pair->m,
                                  .stiffness = pair->phi,
                                  .reference = pair->xref,
                                  .share = pair->share,
                                  .base = pair->quantity,
                                  .contract = pair->contract,
                                  .firm = NAN};
    double theta = s->conjecture[pair->supplier]; /* the base is a solution with it, too */
    if (theta > 0 && isnan(pair->wedge) && pair->quantity > 0)
      s->pair[p].wedge -= theta * twi_market_demand_slope(s, pair->buyer, m->wanted[pair->buyer]) * pair->quantity;
  }
  for (int r = 0; r < s->routes; r++) s->route[r].freight = m->route[r].freight;
  for (int i = 0; i < s->passages; i++) {
    s->capacity[i] = isnan(m->passage[i].capacity) ? INFINITY : m->passage[i].capacity;
    s->toll[i] = m->passage[i].toll;
  }
  s->capacity[s->passages] = isnan(m->fleet) ? INFINITY : m->fleet;
}

tw_status twi_market_state_make(tw_context *ctx, const tw_market *market, int year, unsigned statuses, int short_run,
                                const tw_market_rule *rule, int rules, twi_market_state **state)
{
  tw_status status = new_state(ctx, market, state);
  if (status != TW_OK) return status;
  twi_market_state *s = *state;
  s->short_run = short_run;
  s->year = year ? year : market->data_year;
  fill_state(s, s->year, statuses ? statuses : (unsigned)(TW_MARKET_OPERATING | TW_MARKET_FIRM));
  settle_routes(s);
  twi_market_state_through(s);
  status = twi_market_state_apply(ctx, s, rule, rules);
  if (status == TW_OK) return TW_OK;
  twi_market_state_free(ctx, s);
  *state = NULL;
  return status;
}
