/* A solution of the market summed by pairs of regions: who pays, what the way takes, who gets the rest.
 *
 *   bill      (p + rho) x            freight   tau x
 *   part      of the rest: tolls to the passages' owners, taxes and limit rents to the buyer's region, else the owner */
#include <string.h>

#include "link/link.h"

tw_status twi_link_table_new(tw_context *ctx, int N, twi_link_table *t)
{
  size_t n = (size_t)N;
  memset(t, 0, sizeof *t);
  t->N = N;
  t->quantity = twi_new(ctx, n * n, sizeof(double));
  t->bill = twi_new(ctx, n * n, sizeof(double));
  t->freight = twi_new(ctx, n * n, sizeof(double));
  t->part = twi_new(ctx, n * n * n, sizeof(double));
  t->cost = twi_new(ctx, n, sizeof(double));
  t->output = twi_new(ctx, n, sizeof(double));
  if (t->quantity && t->bill && t->freight && t->part && t->cost && t->output) return TW_OK;
  twi_link_table_free(ctx, t);
  return twi_no_memory(ctx, n * n * n * sizeof(double));
}

void twi_link_table_free(tw_context *ctx, twi_link_table *t)
{
  double *own[] = {t->quantity, t->bill, t->freight, t->part, t->cost, t->output};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  memset(t, 0, sizeof *t);
}

static void add_route(const tw_link *link, const twi_market_state *s, const twi_market_solution *v, int r,
                      twi_link_table *t)
{
  const tw_market *m = link->market;
  const twi_market_route *route = &m->route[r];
  const twi_state_pair *pair = &s->pair[route->pair];
  double unit = m->value_per_unit, x = v->flow[r], price = v->price[pair->buyer];
  size_t n = (size_t)t->N, d = (size_t)link->buyer[pair->buyer], o = (size_t)link->supplier[pair->supplier];
  size_t i = d * n + o;
  double *part = t->part + i * n;
  double worth = price + v->limit_rent[pair->buyer];
  double net = (price - pair->tax) / (1 + pair->tax_rate), left = net - s->route[r].freight;
  part[d] += (worth - net) * x * unit;
  for (int k = 0; k < route->crossings; k++) {
    int passage = m->crossing[route->first_crossing + k];
    double toll = s->toll[passage] + v->toll[passage];
    int owner = link->passage[passage];
    if (owner < 0) continue; /* nobody's: it stays with who ships */
    part[owner] += toll * x * unit;
    left -= toll;
  }
  part[link->owner[pair->supplier]] += left * x * unit;
  t->quantity[i] += x;
  t->bill[i] += worth * x * unit;
  t->freight[i] += s->route[r].freight * x * unit;
}

void twi_link_table_fill(const tw_link *link, const twi_market_state *s, const twi_market_solution *v,
                         const twi_market_accounts *a, twi_link_table *t)
{
  size_t n = (size_t)t->N;
  memset(t->quantity, 0, n * n * sizeof(double));
  memset(t->bill, 0, n * n * sizeof(double));
  memset(t->freight, 0, n * n * sizeof(double));
  memset(t->part, 0, n * n * n * sizeof(double));
  memset(t->cost, 0, n * sizeof(double));
  memset(t->output, 0, n * sizeof(double));
  for (int r = 0; r < s->routes; r++)
    if (v->flow[r] > 0) add_route(link, s, v, r, t);
  for (int o = 0; o < s->suppliers; o++) {
    t->cost[link->supplier[o]] += a->supplier[o].cost;
    t->output[link->supplier[o]] += a->supplier[o].output;
  }
}
