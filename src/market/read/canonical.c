/* The SHA-256 of a market: of its codes and numbers in a canonical form, so that a folder, its gzip and the built-in
 * one have the same. Texts that explain (title, notes, sources) are not part of it. */
#include <string.h>

#include "base/digest.h"
#include "base/text.h"
#include "market/read/read.h"
#include "table/number.h"

static void put_numbers(twi_text *t, const double *value, int count)
{
  char text[TWI_NUMBER_ROOM];
  for (int i = 0; i < count; i++) {
    twi_text_put(t, " ");
    twi_text_add(t, text, twi_number_write(value[i], text));
  }
  twi_text_put(t, "\n");
}

static void put_rows(twi_text *t, const tw_market *m)
{
  for (int i = 0; i < m->blocks; i++) {
    const twi_market_block *b = &m->block[i];
    const twi_market_supplier *s = &m->supplier[b->supplier];
    twi_text_printf(t, "block %s %s %s %s %d %d", s->code, b->code, s->region ? s->region : "-",
                    s->owner ? s->owner : "-", b->from_year, (int)b->status);
    put_numbers(t, (const double[]){s->conjecture, b->capacity, b->cost, b->full_cost, b->slope}, 5);
  }
  for (int i = 0; i < m->buyers; i++) {
    const twi_market_buyer *b = &m->buyer[i];
    twi_text_printf(t, "buyer %s %s", b->code, b->region ? b->region : "-");
    put_numbers(t, (const double[]){b->quantity, b->price, b->elasticity_short, b->elasticity_long, b->regasification},
                5);
  }
  for (int i = 0; i < m->passages; i++) {
    const twi_market_passage *k = &m->passage[i];
    twi_text_printf(t, "passage %s %s", k->code, k->owner ? k->owner : "-");
    put_numbers(t, (const double[]){k->capacity, k->toll}, 2);
  }
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair *pair = &m->pair[p];
    twi_text_printf(t, "pair %s %s", m->supplier[pair->supplier].code, m->buyer[pair->buyer].code);
    put_numbers(t, (const double[]){pair->floor, pair->wedge, pair->stiffness, pair->reference}, 4);
    for (int i = pair->first_route; i < pair->first_route + pair->routes; i++) {
      const twi_market_route *route = &m->route[i];
      twi_text_printf(t, "route %s %d", route->code, route->forbidden);
      for (int k = 0; k < route->crossings; k++)
        twi_text_printf(t, " %s", m->passage[m->crossing[route->first_crossing + k]].code);
      put_numbers(t, (const double[]){route->quantity, route->freight, route->days}, 3);
    }
  }
}

tw_status twi_market_digest(tw_context *ctx, tw_market *m)
{
  twi_text t = {.ctx = ctx};
  char *bytes;
  twi_text_printf(&t, "market %s %d %s %s %s %d", m->name, m->data_year, m->unit, m->price_unit, m->value_unit,
                  m->linear);
  put_numbers(&t,
              (const double[]){m->value_per_unit, m->sigma, m->floor_share, m->reference_minimum,
                               m->wedge_without_trade, m->surge_share, m->ceiling_price, m->ceiling_share, m->fleet},
              9);
  put_rows(&t, m);
  tw_status status = twi_text_take(&t, &bytes);
  if (status != TW_OK) return status;
  status = twi_digest_of(ctx, bytes, strlen(bytes), m->sha256);
  twi_free(ctx, bytes);
  return status;
}
