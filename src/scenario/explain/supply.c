/* Own supply in words: see supply.h. */
#include "scenario/explain/supply.h"

#include "world/products.h"

enum { NAMED = 6 }; /* products that are named; of more there is a count */

void twi_say_supply(const tw_world *w, const twi_closure *c, int s, twi_sentence *text)
{
  int all = 0, own = 0, named = 0;
  for (int g = 0; g < w->products; g++)
    if (w->product[g].sector == s) all++, own += c->own[g];
  twi_say(text, "In %s ", w->sector[s]);
  if (own == all)
    twi_say(text, "each of %d products has", all);
  else if (own > NAMED)
    twi_say(text, "%d of %d products have", own, all);
  for (int g = 0; own < all && own <= NAMED && g < w->products; g++) {
    const twi_product *p = &w->product[g];
    if (p->sector == s && c->own[g])
      twi_say(text, "%s%s%s", named++ ? ", " : "", p->rest ? w->sector[s] : p->code, p->rest ? ".rest" : "");
  }
  if (own < all && own <= NAMED) twi_say(text, own == 1 ? " has" : " have");
  twi_say(text,
          " a supply of its own: what a region makes turns from one product into another at an elasticity of %.6g%s",
          c->omega[s], c->omega[s] == 0 ? " (the mix is fixed)" : "");
  twi_say(text, ", so that each has a price of its own at home%s.", own < all ? "; the others share one" : "");
}
