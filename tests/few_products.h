/* Products inside two sectors of a random world: S00 with families and a rest, S01 where they make up all flows. */
#ifndef TRADEWIND_TESTS_FEW_PRODUCTS_H
#define TRADEWIND_TESTS_FEW_PRODUCTS_H

#include <math.h>

#include "worlds.h"

typedef struct few_products {
  char code[64][8];
  tw_world_family family[2];
  tw_world_product product[64];
  tw_world_product_flow *flow;
  double elasticity[256];
} few_products;

/* `each` products a sector; the first two of S00 are a family F00. Rates of products are their sectors'. They belong to
 * the data of the world until it is made. */
static inline few_products *few_products_new(support_random *r, random_world *w, int each)
{
  few_products *p = calloc(1, sizeof *p);
  size_t n = (size_t)w->N, count = 0;
  p->flow = calloc(2 * n * n * (size_t)each, sizeof *p->flow);
  p->family[0] = (tw_world_family){"F00", NULL, "S00", support_uniform(r, -0.5, 4)};
  for (int g = 0; g < 2 * each; g++) {
    snprintf(p->code[g], sizeof p->code[g], "P%02d", g);
    p->product[g] = (tw_world_product){.code = p->code[g],
                                       .sector = g < each ? "S00" : "S01",
                                       .family = g < 2 ? "F00" : NULL,
                                       .trade_elasticity = support_uniform(r, 2, 10)};
  }
  for (int s = 0; s < 2; s++)
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        double part[64], sum = s == 0 ? 0.3 : 0, value = w->flow[flow_at(w, s, d, o)];
        for (int k = 0; k < each; k++)
          sum += part[k] = k > 0 && support_below(r, 3) == 0 ? 0 : support_uniform(r, 0.1, 1);
        for (int k = 0; k < each && value > 0; k++)
          if (part[k] > 0)
            p->flow[count++] = (tw_world_product_flow){s * each + k, d, o, value * part[k] / sum, NAN, NAN, NAN};
      }
  p->elasticity[0] = support_uniform(r, -0.5, 4);
  w->data.family = p->family;
  w->data.families = 1;
  w->data.product = p->product;
  w->data.products = 2 * each;
  w->data.product_flow = p->flow;
  w->data.product_flows = count;
  w->data.product_elasticity = p->elasticity;
  return p;
}

static inline void few_products_free(few_products *p)
{
  free(p->flow);
  free(p);
}

#endif
