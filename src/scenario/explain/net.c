/* What the rules of both sides come to in tariffs: flows that pay another rate than in what is compared with, the
 * largest by the change of the rate times the value of the flow in the data. See explain.h for who keeps them. */
#include <math.h>
#include <string.h>

#include "scenario/explain/net.h"
#include "world/products.h"

#define ROUNDING 1e-12 /* of an average of equal rates */

static double rate_of(const tw_world *w, const twi_wedges *p, size_t flow)
{
  return p->tariff ? p->tariff[flow] : w->tariff ? w->tariff[flow] : 0;
}

static double weight_of(const tw_net_change *c)
{
  return fabs(c->new_ - c->base) * c->value;
}

/* Puts it in its place among the largest; of equal ones the first stays first. */
static void keep_change(twi_net *net, const tw_net_change *change)
{
  int at = net->count;
  net->all++;
  while (at > 0 && weight_of(&net->largest[at - 1]) < weight_of(change)) at--;
  if (at == TWI_NET_LARGEST) return;
  int moved = net->count < TWI_NET_LARGEST ? net->count - at : TWI_NET_LARGEST - 1 - at;
  memmove(net->largest + at + 1, net->largest + at, (size_t)moved * sizeof *change);
  net->largest[at] = *change;
  if (net->count < TWI_NET_LARGEST) net->count++;
}

/* A flow, where its rates differ. */
static void keep_flow(const tw_world *w, const twi_wedges *base, const twi_wedges *new_, size_t flow, twi_net *net)
{
  double before = rate_of(w, base, flow), after = rate_of(w, new_, flow);
  if (before == after || !(w->flow[flow] > 0)) return; /* of most flows: their places are not looked for */
  twi_flow_at at = twi_flow_of(w, flow);
  const char *product = at.g < 0 ? NULL : w->product[at.g].rest ? "rest" : w->product[at.g].code;
  const tw_net_change change = {at.d, at.o, at.s, before, after, w->flow[flow], product};
  if (at.o != at.d) keep_change(net, &change);
}

/* What its buyer pays on a product is what it pays on all products of the flow, which its sector's cell has. */
static int is_as_sector(const tw_world *w, const twi_wedges *wedges, size_t flow, size_t sector)
{
  return fabs(rate_of(w, wedges, flow) - rate_of(w, wedges, sector)) <= ROUNDING;
}

/* Flows to d of a sector with products. mixed [N] is filled: 1 where products of a flow pay different rates. */
static void keep_products(const tw_world *w, const twi_wedges *base, const twi_wedges *new_, int s, int d,
                          unsigned char *mixed, twi_net *net)
{
  memset(mixed, 0, (size_t)w->N);
  for (int pass = 0; pass < 2; pass++)
    for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], (size_t)d);
      for (size_t i = 0; i < row.count; i++) {
        size_t flow = row.first + i, o = twi_row_seller(&row, i), sector = twi_flow_cell(w, s, d, (int)o);
        if (pass == 0)
          mixed[o] |= !is_as_sector(w, base, flow, sector) || !is_as_sector(w, new_, flow, sector);
        else if (mixed[o])
          keep_flow(w, base, new_, flow, net);
      }
    }
  for (int o = 0; o < w->N; o++)
    if (!mixed[o]) keep_flow(w, base, new_, twi_flow_cell(w, s, d, o), net);
}

tw_status twi_net_find(tw_context *ctx, const tw_world *w, const twi_wedges *base, const twi_wedges *new_, twi_net *net)
{
  *net = (twi_net){0};
  if (base->tariff == new_->tariff) return TW_OK; /* both the data's */
  unsigned char *mixed = twi_alloc(ctx, (size_t)w->N, 1);
  if (!mixed) return twi_no_memory(ctx, (size_t)w->N);
  for (int s = 0; s < w->S; s++)
    for (int d = 0; d < w->N; d++) {
      if (twi_has_products(w, (size_t)s)) {
        keep_products(w, base, new_, s, d, mixed, net);
        continue;
      }
      for (int o = 0; o < w->N; o++) keep_flow(w, base, new_, twi_flow_cell(w, s, d, o), net);
    }
  twi_free(ctx, mixed);
  return TW_OK;
}
