/* Products for the random worlds of worlds.h: after random_world_new, before the world is made,
 *
 *   random_products *p = random_products_new(&r, w, PRODUCTS_ALL);     // w->data has them from here on
 *   … tw_world *world = make_world(ctx, w); …
 *   random_products_free(p);                                           // w->data has none again
 *
 * One to four products in some sectors, in the first one always; some in families. In every second of them products
 * leave a rest of each flow, else they are all of it. Rates of products average to the sector's,
 * export taxes so that output adds up. */
#ifndef TRADEWIND_TESTS_RANDOM_PRODUCTS_H
#define TRADEWIND_TESTS_RANDOM_PRODUCTS_H

#include "worlds.h"

/* What they have: rates of their own, quantities, families, a home, an owner and a markup. */
enum { PRODUCTS_RATES = 1, PRODUCTS_QUANTITIES = 2, PRODUCTS_FAMILIES = 4, PRODUCTS_OWNERS = 8, PRODUCTS_ALL = 15 };

typedef struct random_products {
  random_world *of;
  char codes[1536][12];
  tw_world_family *family;
  tw_world_product *product;
  tw_world_product_flow *flow;
  double *eta; /* [S] */
  int *count;  /* [S] products of each sector, the rest not counted */
  int *rests;  /* [S] 1: they leave a rest */
} random_products;

/* Between fixed proportions and close substitutes, every third exactly constant shares. */
static inline double random_products_eta(support_random *r)
{
  return support_below(r, 3) == 0 ? 0 : support_uniform(r, -0.6, 4);
}

/* The flows of k products of a sector from o to d, into `to`; returns how many. Rates are moved between the first of
 * them and another, or the rest, so that their average by value stays. */
static inline int random_products_cell(support_random *r, const random_world *w, int s, int d, int o, int first, int k,
                                       int leave, int with, tw_world_product_flow *to)
{
  size_t i = flow_at(w, s, d, o);
  double flow = w->flow[i], share[5], sum = 0, left = flow;
  int count = 0, last = 0;
  if (!(flow > 0)) return 0;
  for (int g = 0; g <= k; g++) {
    share[g] = g == k && !leave ? 0 : exp(support_normal(r));
    if (g < k && d != o && support_below(r, 4) == 0) share[g] = 0;
    sum += share[g];
    if (g < k && share[g] > 0) last = g;
  }
  if (!(sum > 0)) sum = share[0] = 1;
  for (int g = 0; g < k; g++) {
    if (!(share[g] > 0)) continue;
    double value = !leave && g == last ? left : flow * (share[g] / sum);
    left -= value;
    double quantity = with & PRODUCTS_QUANTITIES && support_below(r, 4) ? value * support_uniform(r, 0.5, 3) : NAN;
    to[count++] = (tw_world_product_flow){first + g, d, o, value, quantity, NAN, NAN};
  }
  int other = leave ? count : 1; /* whose rate makes up for that of the first */
  if (!(with & PRODUCTS_RATES) || count == 0 || (!leave && count == 1) || support_below(r, 3) == 0) return count;
  double ratio = to[0].value / (other < count ? to[other].value : left), most = ratio > 1 ? 1 / ratio : 1;
  double t = w->tariff[i], e = w->export_tax[i], x = support_uniform(r, -1, 1) * most;
  if (w->data.tariff && t > 0) {
    to[0].tariff = t * (1 + x);
    if (other < count) to[other].tariff = t * (1 - x * ratio);
  }
  if (w->data.export_tax && e > 0) {
    double base = 1 / (1 + e), part = to[0].value / flow, lower = e * (1 - fabs(x) * 0.5);
    to[0].export_tax = lower; /* flow / (1 + e) stays */
    double size = part + (other < count ? to[other].value / flow : left / flow);
    if (other < count) to[other].export_tax = (size - part) / (size * base - part / (1 + lower)) - 1;
  }
  return count;
}

/* Makes them for w, which must outlive them, and puts them into w->data. */
static inline random_products *random_products_new(support_random *r, random_world *w, int with)
{
  random_products *p = calloc(1, sizeof *p);
  size_t N = (size_t)w->N, S = (size_t)w->S, flows = 0;
  int products = 0, families = 0, code = 0;
  if (!p || S > 256) abort();
  p->of = w;
  p->family = calloc(2 * S, sizeof *p->family);
  p->product = calloc(4 * S, sizeof *p->product);
  p->flow = calloc(4 * S * N * N, sizeof *p->flow);
  p->eta = calloc(S, sizeof(double));
  p->count = calloc(S, sizeof(int));
  p->rests = calloc(S, sizeof(int));
  for (int s = 0; s < w->S; s++) {
    if (s > 0 && support_below(r, 3) == 0) continue;
    int k = 1 + support_below(r, 4), h = with & PRODUCTS_FAMILIES && k > 1 ? support_below(r, 3) : 0;
    p->eta[s] = random_products_eta(r);
    p->count[s] = k;
    p->rests[s] = support_below(r, 2);
    for (int f = 0; f < h; f++) {
      char *text = p->codes[code++];
      snprintf(text, sizeof p->codes[0], "%s_F%d", w->sector[s], f);
      p->family[families + f] = (tw_world_family){text, NULL, w->sector[s], random_products_eta(r)};
    }
    for (int g = 0; g < k; g++) {
      char *text = p->codes[code++];
      snprintf(text, sizeof p->codes[0], "%s_P%d", w->sector[s], g);
      int of = support_below(r, h + 1) - 1; /* -1: none */
      p->product[products + g] = (tw_world_product){.code = text,
                                                    .sector = w->sector[s],
                                                    .family = of < 0 ? NULL : p->family[families + of].code,
                                                    .trade_elasticity = support_uniform(r, 1.4, 12),
                                                    .unit = with & PRODUCTS_QUANTITIES ? "t" : NULL};
      if (!(with & PRODUCTS_OWNERS) || support_below(r, 2)) continue;
      p->product[products + g].home = w->region[support_below(r, w->N)];
      p->product[products + g].owner = w->region[support_below(r, w->N)];
      if (support_below(r, 2)) p->product[products + g].markup_elasticity = support_uniform(r, 2, 8);
    }
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++)
        flows += (size_t)random_products_cell(r, w, s, d, o, products, k, p->rests[s], with, p->flow + flows);
    products += k;
    families += h;
  }
  w->data.family = p->family;
  w->data.families = families;
  w->data.product = p->product;
  w->data.products = products;
  w->data.product_flow = p->flow;
  w->data.product_flows = flows;
  w->data.product_elasticity = p->eta;
  return p;
}

static inline void random_products_free(random_products *p)
{
  p->of->data.family = NULL;
  p->of->data.product = NULL;
  p->of->data.product_flow = NULL;
  p->of->data.product_elasticity = NULL;
  p->of->data.families = p->of->data.products = 0;
  p->of->data.product_flows = 0;
  free(p->family);
  free(p->product);
  free(p->flow);
  free(p->eta);
  free(p->count);
  free(p->rests);
  free(p);
}

#endif
