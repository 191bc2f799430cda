/* From the market to the core (docs/model.md, Link), of each pair of regions:
 *
 *   (1 + e') / (1 + e) = (n1 / n) / c          an export tax: what owners get beyond the cost of what leaves
 *   d_hat              = (p1 / p) / (n1 / n)   what the way takes
 *   s_hat              = (pi1 / pi) (h / P)^theta, h = p1 / p, so that shares are the market's and the price of the
 *                        product is P = (sum B1 / sum B) / (sum z1 / sum z), what a unit costs
 *   money to others    = F1 / n1 (part1 - c part) per unit, from who collects the tax
 *
 * A supplier's region that sells nothing in the base has the cost of what it makes as n, so that what it earns beyond
 * its cost is the rent. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "link/link.h"
#include "world/products.h"

/* Sum over a region's row. */
static double row_sum(const double *of, int N, int d)
{
  double sum = 0;
  for (int o = 0; o < N; o++) sum += of[(size_t)d * (size_t)N + (size_t)o];
  return sum;
}

/* Whether anybody buys from the region in the base. */
static int sells_in_base(const tw_link *link, int o)
{
  for (int d = 0; d < link->N; d++)
    if (link->base.quantity[(size_t)d * (size_t)link->N + (size_t)o] > 0) return 1;
  return 0;
}

twi_link_unit twi_link_base_unit(const tw_link *link, int d, int o, double *part)
{
  return twi_link_unit_of(link, &link->now, link->x, d, o, part);
}

twi_link_unit twi_link_unit_of(const tw_link *link, const twi_link_table *t, const double *x, int d, int o,
                               double *part)
{
  size_t n = (size_t)link->N, i = (size_t)d * n + (size_t)o;
  const twi_link_table *b = &link->base;
  double unit = link->market->value_per_unit, q = b->quantity[i], others = 0;
  const double *from = b->part + i * n;
  twi_link_unit out;
  if (q > 0) {
    out = (twi_link_unit){b->bill[i] / q, (b->bill[i] - b->freight[i]) / q};
    for (size_t k = 0; part && k < n; k++) part[k] = from[k] / q;
    return out;
  }
  /* A latent flow: at the buyer's price of the base, less what the way costs in t at the freight of the base. */
  q = t->quantity[i];
  out.price = link->before_price[d] * unit;
  double freight = q > 0 ? t->freight[i] / q / exp(x ? x[2 * n + (size_t)o] : 0) : 0;
  double cost = t->output[o] > 0 ? t->cost[o] / t->output[o] / exp(x ? x[n + (size_t)o] : 0) : 0;
  from = t->part + i * n;
  for (size_t k = 0; k < n; k++) {
    if (part) part[k] = q > 0 && k != (size_t)o ? from[k] / q : 0;
    if (k != (size_t)o && q > 0) others += from[k] / q;
  }
  double own = sells_in_base(link, o) || !(q > 0) ? out.price - freight - others : cost;
  out.net = own + others;
  if (part) part[o] = own;
  return out;
}

/* The pair as it was: nothing that the market says of it differs from the base. */
static void say_banned(twi_link_wedge *w)
{
  w->banned = 1;
  w->price = w->rent = w->barrier = w->taste = 1;
}

/* Spending and quantity of the product in a region, with tariffs, in the scale of the core. */
typedef struct twi_link_sum {
  double before, after, units_before, units_after;
} twi_link_sum;

static twi_link_sum sum_buyer(const tw_link *link, int d)
{
  twi_link_sum sum = {0};
  for (int o = 0; o < link->N; o++) {
    size_t i = (size_t)d * (size_t)link->N + (size_t)o;
    if (!(link->value[i] > 0)) continue;
    double tariff = link->duty[i];
    double price = twi_link_base_unit(link, d, o, NULL).price, scale = link->value[i] / link->money;
    sum.before += tariff * scale;
    sum.units_before += scale / price;
    double was = link->base.bill[i] > 0 ? link->base.bill[i] : scale; /* a latent flow stands for itself */
    sum.after += tariff * scale * link->now.bill[i] / was;
    sum.units_after += scale / was * link->now.quantity[i];
  }
  return sum;
}

static int fill_pair(tw_link *link, int d, int o, const twi_link_sum *sum)
{
  size_t n = (size_t)link->N, i = (size_t)d * n + (size_t)o;
  const twi_link_table *t = &link->now;
  twi_link_wedge *w = &link->wedge[link->wedges++];
  *w = (twi_link_wedge){.d = d, .o = o, .cell = twi_product_flow_cell(link, d, o)};
  double q = t->quantity[i];
  if (!(q > 0)) {
    say_banned(w);
    return 1;
  }
  double *part = link->work;
  twi_link_unit base = twi_link_base_unit(link, d, o, part);
  double cost = exp(link->x[n + (size_t)o]);
  double price = t->bill[i] / q, net = (t->bill[i] - t->freight[i]) / q;
  if (!(net > 0) || !(base.net > 0)) {
    double unit = link->market->value_per_unit;
    twi_print(link->message, sizeof link->message,
              "the netback of %s in %s is not positive: %.6g %s %s (price %.6g, freight %.6g): no result, as the core "
              "has no price of nothing or less",
              link->world->region[o], link->world->region[d], (net > 0 ? base.net : net) / unit,
              link->market->price_unit, net > 0 ? "in the base" : "with the rules",
              (net > 0 ? base.price : price) / unit, (net > 0 ? base.price - base.net : price - net) / unit);
    return 0;
  }
  double tariff = link->duty[i], scale = link->value[i] / link->money;
  double was = link->base.bill[i] > 0 ? link->base.bill[i] : scale;
  double share = tariff * scale / sum->before, share_new = tariff * scale * t->bill[i] / was / sum->after;
  w->price = price / base.price;
  w->rent = net / base.net / cost;
  w->barrier = w->price / (net / base.net);
  w->taste = share_new / share * pow(w->price / link->growth[d], link->theta);
  /* What the tax brings goes to who gets the parts. */
  double flow = link->value[i] * t->bill[i] / was;
  for (size_t k = 0; k < n; k++) {
    double money = flow / net * (t->part[i * n + k] / q - cost * part[k]);
    link->transfer[k] += money;
    link->transfer[o] -= money;
  }
  return 1;
}

int twi_link_fill_wedges(tw_link *link)
{
  int N = link->N;
  link->wedges = 0;
  memset(link->transfer, 0, (size_t)N * sizeof(double));
  for (int d = 0; d < N; d++) {
    link->growth[d] = link->paid[d] = 1;
    if (!(row_sum(link->value, N, d) > 0)) continue;
    twi_link_sum sum = sum_buyer(link, d);
    link->paid[d] = sum.after / sum.before;
    link->growth[d] = sum.after / sum.before / (sum.units_after / sum.units_before);
    if (!(sum.after > 0)) {
      twi_print(link->message, sizeof link->message, "%s buys nothing of the product any more: no result",
                link->world->region[d]);
      return 0;
    }
    for (int o = 0; o < N; o++)
      if (link->value[(size_t)d * (size_t)N + (size_t)o] > 0 && !fill_pair(link, d, o, &sum)) return 0;
  }
  return 1;
}

/* ---------------------------------------------------------------- on top of a policy */

static double *make_wedge(tw_context *ctx, double **place, const double *data, double value, size_t count)
{
  if (*place) return *place;
  *place = twi_alloc(ctx, count + 1, sizeof(double));
  for (size_t i = 0; *place && i < count; i++) (*place)[i] = data ? data[i] : value;
  return *place;
}

/* Whether a policy has wedges of its own on the product's flows. */
static int is_touched(const tw_link *link, const twi_policy *base, const twi_policy *policy, size_t cell)
{
  const tw_world *w = link->world;
  return twi_tariff_of(w, &policy->wedges, cell) != twi_tariff_of(w, &base->wedges, cell) ||
         twi_export_tax_of(w, &policy->wedges, cell) != twi_export_tax_of(w, &base->wedges, cell) ||
         twi_barrier_of(&policy->wedges, cell) != twi_barrier_of(&base->wedges, cell) ||
         twi_demand_of(&policy->wedges, cell) != twi_demand_of(&base->wedges, cell) ||
         twi_barrier_of(&base->wedges, cell) != 1 || twi_demand_of(&base->wedges, cell) != 1;
}

tw_status twi_link_put(const tw_link *link, const twi_policy *base, twi_policy *policy)
{
  const tw_world *w = link->world;
  tw_context *ctx = link->ctx;
  twi_wedges *p = &policy->wedges;
  size_t flows = twi_world_flows(w);
  for (int k = 0; k < link->wedges && base; k++) {
    const twi_link_wedge *of = &link->wedge[k];
    if (is_touched(link, base, policy, of->cell))
      return twi_fail(
          ctx, TW_BAD_INPUT,
          "the policy has a tariff, barrier or export tax of its own on %s from %s to %s, which is linked to "
          "market %s; expected it in the section `market`, as tax, freight, capacity or close",
          link->options.product, w->region[of->o], w->region[of->d], link->market->name);
  }
  double *tax = make_wedge(ctx, &p->export_tax, w->export_tax, 0, flows);
  double *barrier = make_wedge(ctx, &p->barrier, NULL, 1, flows);
  double *taste = make_wedge(ctx, &p->demand, NULL, 1, flows);
  double *transfer = make_wedge(ctx, &p->transfer, NULL, 0, (size_t)w->N);
  if (!tax || !barrier || !taste || !transfer) return twi_no_memory(ctx, flows * sizeof(double));
  for (int k = 0; k < link->wedges; k++) {
    const twi_link_wedge *of = &link->wedge[k];
    if (of->banned) {
      barrier[of->cell] = INFINITY;
      continue;
    }
    tax[of->cell] = (1 + tax[of->cell]) * of->rent - 1;
    barrier[of->cell] *= of->barrier;
    taste[of->cell] *= of->taste;
  }
  for (int d = 0; d < w->N; d++) transfer[d] += link->transfer[d];
  return TW_OK;
}
