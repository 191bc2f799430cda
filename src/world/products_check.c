/* The identities of products: they sum to their sector's flows, and their rates to its duties and producers' revenue.
 * Called by identities.c.
 *
 * identity        what is compared, over all flows of sectors with products
 * products        sum_g F_g = F
 * product_rates   sum_g t_g F_g = t F and sum_g F_g/(1+e_g) = F/(1+e), in money */
#include <math.h>

#include "base/sum.h"
#include "world/assemble.h"
#include "world/products.h"

typedef struct check {
  tw_context *ctx;
  tw_world *w;
  twi_sum *value, *duties, *revenue; /* [N][N] of one sector, (d, o) */
  double flow, left;                 /* of all sectors with products; of their rests */
  double off, most, rates_off, rates_most;
  int sectors, worst[2], rates_worst[2]; /* sector, importer */
} check;

static void add_products(check *c, int s)
{
  const tw_world *w = c->w;
  size_t n = (size_t)w->N;
  for (size_t i = 0; i < n * n; i++) c->value[i] = c->duties[i] = c->revenue[i] = (twi_sum){0, 0};
  for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++)
    for (size_t d = 0; d < n; d++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], d);
      for (size_t i = row.first; i < row.first + row.count; i++) {
        size_t cell = d * n + row.seller[i - row.first];
        double f = w->flow[i];
        twi_sum_add(&c->value[cell], f);
        if (w->tariff) twi_sum_add(&c->duties[cell], w->tariff[i] * f);
        if (w->export_tax) twi_sum_add(&c->revenue[cell], f / (1 + w->export_tax[i]));
        if (w->product[w->market[m].product].rest) c->left += f;
      }
    }
}

static void note_gap(double gap, double size, int s, size_t d, double *off, double *most, int worst[2])
{
  *off += gap;
  if (!(gap / size > *most)) return;
  *most = gap / size;
  worst[0] = s;
  worst[1] = (int)d;
}

static void compare_sector(check *c, int s)
{
  const tw_world *w = c->w;
  size_t n = (size_t)w->N;
  for (size_t cell = 0; cell < n * n; cell++) {
    size_t at = (size_t)s * n * n + cell;
    double f = w->flow[at], rates = 0;
    if (f == 0) continue;
    c->flow += f;
    note_gap(fabs(twi_sum_value(c->value[cell]) - f), f, s, cell / n, &c->off, &c->most, c->worst);
    if (w->tariff) rates += fabs(twi_sum_value(c->duties[cell]) - w->tariff[at] * f);
    if (w->export_tax) rates += fabs(twi_sum_value(c->revenue[cell]) - f / (1 + w->export_tax[at]));
    note_gap(rates, f, s, cell / n, &c->rates_off, &c->rates_most, c->rates_worst);
  }
}

static tw_status find_gaps(check *c)
{
  tw_world *w = c->w;
  char money[TWI_MONEY], rest[TWI_MONEY];
  int given = 0;
  for (int g = 0; g < w->products; g++) given += !w->product[g].rest;
  tw_status status =
      twi_world_find(c->ctx, w, c->most > 2e-9 ? 3 : 0, "products", c->worst[1], c->worst[0], c->off, c->most,
                     "%d products of %d sectors sum to the flows of these, to %s in all (at most %.1e, in %s %s); the "
                     "rest of them is %s "
                     "(%.3g %%).",
                     given, c->sectors, twi_money(w, c->off, money), c->most, w->region[c->worst[1]],
                     w->sector[c->worst[0]], twi_money(w, c->left, rest), 100 * c->left / c->flow);
  if (status != TW_OK || (!w->tariff && !w->export_tax)) return status;
  return twi_world_find(
      c->ctx, w, c->rates_most > 3e-9 ? 3 : 0, "product_rates", c->rates_worst[1], c->rates_worst[0], c->rates_off,
      c->rates_most,
      "Duties and producers' revenue of products sum to those of their sectors, to %s in all (at most "
      "%.1e of a flow, in %s %s).",
      twi_money(w, c->rates_off, money), c->rates_most, w->region[c->rates_worst[1]], w->sector[c->rates_worst[0]]);
}

tw_status twi_world_product_identities(tw_context *ctx, tw_world *w)
{
  check c = {.ctx = ctx, .w = w};
  size_t cells = (size_t)w->N * (size_t)w->N;
  if (w->products == 0) return TW_OK;
  twi_sum *room = twi_new(ctx, 3 * cells, sizeof *room);
  if (!room) return twi_no_memory(ctx, 3 * cells * sizeof *room);
  c.value = room;
  c.duties = room + cells;
  c.revenue = room + 2 * cells;
  c.worst[0] = c.rates_worst[0] = w->product[0].sector;
  for (int s = 0; s < w->S; s++) {
    if (!twi_has_products(w, (size_t)s)) continue;
    c.sectors++;
    add_products(&c, s);
    compare_sector(&c, s);
  }
  tw_status status = find_gaps(&c);
  twi_free(ctx, room);
  return status;
}
