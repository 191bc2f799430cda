/* The certificate: conditions of the equilibrium at a solution, from the state and the solution's tables alone. Nothing
 * of the solver is used here. ../../docs/model.md, Markets.
 *
 * `a >= 0 perp b >= 0` is off by as much as either is below 0, and by the lesser of both where both are above. */
#include <math.h>
#include <string.h>

#include "market/market.h"

static void note(twi_market_certificate *c, twi_market_condition of, int at, double off)
{
  if (!(off >= 0)) off = INFINITY;
  if (off <= c->value[of]) return;
  c->value[of] = off;
  c->at[of] = at;
}

static double off_of(double a, double b)
{
  if (!isfinite(a) && isnan(a)) return INFINITY;
  return fmax(fmax(-a, -b), fmin(a, b));
}

static double flow_between(const twi_market_state *s, const twi_market_solution *v, int o, int d)
{
  int p = s->market->pair_of[(size_t)o * (size_t)s->buyers + (size_t)d];
  double x = 0;
  if (p < 0) return 0;
  const twi_market_pair *pair = &s->market->pair[p];
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) x += v->flow[r];
  return x;
}

static void check_suppliers(const twi_market_state *s, const twi_market_solution *v, twi_market_certificate *c)
{
  for (int o = 0; o < s->suppliers; o++) {
    double made = 0, shipped = 0;
    for (int b = s->first_block[o]; b < s->first_block[o + 1]; b++) {
      const twi_state_block *block = &s->block[b];
      double g = v->made[b], mu = v->capacity_rent[b];
      made += g;
      note(c, TWI_MARKET_BLOCK, b, off_of(g, block->cost + block->slope * g + mu - v->netback[o]));
      note(c, TWI_MARKET_CAPACITY, b, fmax(off_of(mu, block->capacity - g), -g));
      if (block->capacity == 0) /* not in force: whatever it would cost, nothing is made */
        note(c, TWI_MARKET_CAPACITY, b, fabs(g));
    }
    for (int d = 0; d < s->buyers; d++) shipped += flow_between(s, v, o, d);
    note(c, TWI_MARKET_SUPPLIER_BALANCE, o, fmax(fabs(made - shipped), fabs(v->output[o] - made)));
  }
}

/* How far a point is from the demand curve: up and down in price, or sideways in quantity, whichever is less. */
static double off_curve(const twi_market_state *s, int d, double quantity, double price)
{
  const twi_state_buyer *b = &s->buyer[d];
  double ratio = price / b->price;
  double wanted = b->quantity * (s->linear ? 1 + b->elasticity * (ratio - 1) : pow(ratio, b->elasticity));
  double off = fabs(twi_market_demand_price(s, d, quantity) - price);
  return isnan(off) || isnan(wanted) ? INFINITY : fmin(off, fabs(wanted - quantity));
}

static void check_buyers(const twi_market_state *s, const twi_market_solution *v, twi_market_certificate *c)
{
  for (int d = 0; d < s->buyers; d++) {
    const twi_state_buyer *b = &s->buyer[d];
    double arrives = 0, worth = v->price[d] + v->limit_rent[d], y = v->unserved[d];
    for (int o = 0; o < s->suppliers; o++) arrives += flow_between(s, v, o, d);
    note(c, TWI_MARKET_BUYER_BALANCE, d, fabs(v->quantity[d] - y - arrives));
    note(c, TWI_MARKET_DEMAND, d, off_curve(s, d, v->quantity[d], worth));
    note(c, TWI_MARKET_LIMIT, d, isfinite(b->limit) ? off_of(v->limit_rent[d], b->limit - arrives) : v->limit_rent[d]);
    if (b->backstop > 0) {
      note(c, TWI_MARKET_BACKSTOP, d, fmax(0, fmax(-y, y - b->backstop)));
      note(c, TWI_MARKET_BACKSTOP, d, fmax(0, fmin(y, b->ceiling - worth)));
      note(c, TWI_MARKET_BACKSTOP, d, fmax(0, fmin(b->backstop - y, worth - b->ceiling)));
    } else {
      note(c, TWI_MARKET_BACKSTOP, d, fabs(y));
    }
  }
}

/* What a unit more on the route would lose. */
static double margin_of_route(const twi_market_state *s, const twi_market_solution *v, int r, double x, double slope)
{
  const twi_state_pair *pair = &s->pair[s->market->route[r].pair];
  double margin = v->netback[pair->supplier] + twi_market_route_cost(s, r) + pair->wedge +
                  pair->stiffness * (x - pair->reference) + s->conjecture[pair->supplier] * slope * x;
  for (int i = 0; i <= s->passages; i++)
    if (isfinite(s->capacity[i])) margin += twi_market_route_use(s, r, i) * v->toll[i];
  return margin - (v->price[pair->buyer] - pair->tax) / (1 + pair->tax_rate);
}

static void check_pair(const twi_market_state *s, const twi_market_solution *v, int p, twi_market_certificate *c)
{
  const twi_market_pair *pair = &s->market->pair[p];
  const twi_state_pair *of = &s->pair[p];
  int first = pair->first_route, end = first + pair->routes, used = 0;
  double x = 0, least = INFINITY, slope = 0, kappa = 0;
  for (int r = first; r < end; r++) x += v->flow[r];
  if (s->conjecture[of->supplier] > 0) slope = twi_market_demand_slope(s, of->buyer, v->quantity[of->buyer]);
  for (int r = first; r < end; r++) {
    if (!s->route[r].used) continue;
    least = fmin(least, margin_of_route(s, v, r, x, slope));
    used++;
  }
  if (of->floor > 0) { /* the floor is on all ways together: what it holds up is the least margin */
    note(c, TWI_MARKET_FLOOR, first, used ? fmax(0, of->floor - x) : of->floor);
    if (used) kappa = fmax(0, least);
    if (used) note(c, TWI_MARKET_ROUTE, first, fmin(kappa, fmax(0, x - of->floor)));
  }
  for (int r = first; r < end; r++) {
    if (!s->route[r].used)
      note(c, TWI_MARKET_FLOOR, r, fabs(v->flow[r]));
    else
      note(c, TWI_MARKET_ROUTE, r, off_of(v->flow[r], margin_of_route(s, v, r, x, slope) - kappa));
  }
}

static void check_rows(const twi_market_state *s, const twi_market_solution *v, twi_market_certificate *c)
{
  for (int i = 0; i <= s->passages; i++) {
    double used = 0;
    for (int r = 0; r < s->routes; r++)
      if (v->flow[r] != 0) used += twi_market_route_use(s, r, i) * v->flow[r];
    note(c, TWI_MARKET_PASSAGE, i,
         isfinite(s->capacity[i]) ? off_of(v->toll[i], s->capacity[i] - used) : fabs(v->toll[i]));
  }
}

void twi_market_certify(const twi_market_state *s, const twi_market_solution *v, twi_market_certificate *c)
{
  for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) {
    c->value[i] = 0;
    c->at[i] = -1;
  }
  check_suppliers(s, v, c);
  check_buyers(s, v, c);
  for (int p = 0; p < s->pairs; p++) check_pair(s, v, p, c);
  check_rows(s, v, c);
  c->largest = 0;
  c->worst = 0;
  for (int i = 0; i < TWI_MARKET_CONDITION_COUNT; i++) {
    if (!(c->value[i] > c->largest)) continue;
    c->largest = c->value[i];
    c->worst = i;
  }
}

/* ---------------------------------------------------------------- words */

static const struct {
  const char *name, *words;
  int quantity;
} condition[] = {
#define X(id, name, quantity, words) {name, words, quantity},
    TWI_MARKET_CONDITIONS(X)
#undef X
};

const char *twi_market_condition_name(int of)
{
  return condition[of].name;
}

int twi_market_condition_is_quantity(int of)
{
  return condition[of].quantity;
}

const char *twi_market_condition_words(int of)
{
  return condition[of].words;
}

static void name_place(const twi_market_state *s, int of, int at, char *place, size_t room)
{
  const tw_market *m = s->market;
  place[0] = 0;
  if (at < 0) return;
  switch (of) {
  case TWI_MARKET_SUPPLIER_BALANCE:
    twi_print(place, room, "%s", m->supplier[at].code);
    break;
  case TWI_MARKET_BLOCK:
  case TWI_MARKET_CAPACITY:
    twi_print(place, room, "%s %s", m->supplier[s->block[at].supplier].code,
              s->block[at].of < 0 ? "surge" : m->block[s->block[at].of].code);
    break;
  case TWI_MARKET_ROUTE:
  case TWI_MARKET_FLOOR: {
    const twi_state_pair *pair = &s->pair[m->route[at].pair];
    twi_print(place, room, "%s to %s%s%s", m->supplier[pair->supplier].code, m->buyer[pair->buyer].code,
              m->route[at].code[0] ? " by " : "", m->route[at].code);
    break;
  }
  case TWI_MARKET_PASSAGE:
    twi_print(place, room, "%s", at < m->passages ? m->passage[at].code : "the fleet");
    break;
  default:
    twi_print(place, room, "%s", m->buyer[at].code);
  }
}

void twi_market_certificate_words(const twi_market_state *s, const twi_market_certificate *c, char *words, size_t room)
{
  char place[256];
  name_place(s, c->worst, c->at[c->worst], place, sizeof place);
  twi_print(words, room, "the largest violation is %.3g %s at %s (%s)", c->largest,
            condition[c->worst].quantity ? s->market->unit : s->market->price_unit, place, condition[c->worst].words);
}
