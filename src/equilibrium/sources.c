/* Bans that leave a product without a buyer, or a region without a source.
 *
 * What a region makes of a product with a supply of its own (state_supply.c) and may sell to nobody has no price: it falls
 * without end, as little of it as may be made.
 *
 * Without a source the price of a product is without bound, and with it that of its nest,
 * unless the nest may do without: with products that replace it more than one for one in value (eta above 0, theta
 * form), of which one is left. The same holds of a family in its sector. */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "equilibrium/attempt.h"

/* Whether d still buys the product: 1, 0, or -1 where it never did. */
static int has_source(const tw_world *w, const twi_wedges *p, int g, size_t d)
{
  const twi_market m = {w->product[g].sector, g, 0};
  twi_flow_row row = twi_market_row(w, &m, d);
  int bought = -1;
  for (size_t i = row.first; i < row.first + row.count; i++) {
    if (!(w->flow[i] > 0)) continue;
    if (!isinf(twi_barrier_of(p, i))) return 1;
    bought = 0;
  }
  return bought;
}

/* The products of one sector; returns one that is missing and may not be, -1: none. */
static int missing_in(const tw_world *w, const twi_wedges *p, int first, int last, size_t d)
{
  int s = w->product[first].sector, missing = -1, nests_left = 0, nest_gone = -1;
  double eta = w->product_elasticity ? w->product_elasticity[s] : 0;
  for (int g = first, end; g < last; g = end) {
    int family = w->product[g].family, left = 0, gone = -1;
    double within = family >= 0 ? w->family_elasticity[family] : 0;
    for (end = g; end < last && (end == g || (family >= 0 && w->product[end].family == family)); end++) {
      int has = has_source(w, p, end, d);
      left += has == 1;
      if (has == 0) gone = end;
    }
    if (gone >= 0 && left > 0 && !(within > 0)) return gone;
    nests_left += left > 0;
    if (gone >= 0 && left == 0) nest_gone = gone;
  }
  if (nest_gone >= 0 && (nests_left == 0 || !(eta > 0))) missing = nest_gone;
  return missing;
}

int twi_say_no_source(const tw_world *w, const twi_wedges *p, twi_found *found)
{
  if (!w->products || !p->barrier) return 0;
  for (int first = 0, last; first < w->products; first = last) {
    int s = w->product[first].sector;
    for (last = first; last < w->products && w->product[last].sector == s; last++) continue;
    for (size_t d = 0; d < (size_t)w->N; d++) {
      int g = missing_in(w, p, first, last, d);
      if (g < 0) continue;
      const twi_product *product = &w->product[g];
      found->outcome = TW_NO_SOURCE;
      found->region = (int)d;
      found->sector = s;
      twi_print(found->message, sizeof found->message,
                "no equilibrium: %s has no source of %s%s%s, all of them are banned, and no other product of %s takes "
                "its place (product_elasticity above 0 would let one)",
                w->region[d], product->rest ? w->sector[s] : product->code, product->rest ? "." : "",
                product->rest ? "rest" : "", w->sector[s]);
      return 1;
    }
  }
  return 0;
}

/* What o may sell of a product or, with others 1, of those of its sector that share a cost: 1, 0, or -1 where it never
 * did. */
static int has_buyer(const tw_world *w, const twi_wedges *p, const twi_closure *c, int first, int last, int own, size_t o)
{
  int sold = -1;
  for (int g = first; g < last; g++) {
    const twi_market m = {w->product[g].sector, g, 0};
    if (own ? g != own - 1 : c->own[g]) continue;
    for (size_t d = 0; d < (size_t)w->N; d++) {
      size_t flow = twi_market_cell(w, &m, d, o);
      if (flow == SIZE_MAX || !(w->flow[flow] > 0)) continue;
      if (!isinf(twi_barrier_of(p, flow))) return 1;
      sold = 0;
    }
  }
  return sold;
}

int twi_say_no_buyer(const tw_world *w, const twi_closure *c, const twi_wedges *p, twi_found *found)
{
  if (!c || !c->omega || !p->barrier) return 0;
  for (int first = 0, last; first < w->products; first = last) {
    int s = w->product[first].sector;
    for (last = first; last < w->products && w->product[last].sector == s; last++) continue;
    for (int g = first; g <= last && c->omega[s] >= 0; g++) /* the last: those that share one cost */
      for (size_t o = 0; (g == last || c->own[g]) && o < (size_t)w->N; o++) {
        if (has_buyer(w, p, c, first, last, g < last ? g + 1 : 0, o) != 0) continue;
        found->outcome = TW_NO_BUYER;
        found->region = (int)o;
        found->sector = s;
        const char *code = g == last ? w->sector[s] : w->product[g].rest ? w->sector[s] : w->product[g].code;
        twi_print(found->message, sizeof found->message,
                  "no equilibrium: %s may sell %s%s to nobody, all its buyers are banned, and what it makes of it does "
                  "not move freely to other products of %s (own_supply, omega %.6g): its price falls without end; "
                  "leave a buyer, or write kind: one_cost",
                  w->region[o], code, g == last || w->product[g].rest ? ".rest" : "", w->sector[s], c->omega[s]);
        return 1;
      }
  }
  return 0;
}
