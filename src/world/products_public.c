/* What can be asked of a world's products. See tradewind.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/products.h"

int tw_world_products(const tw_world *w)
{
  return w->products;
}

int tw_world_families(const tw_world *w)
{
  return w->families;
}

size_t tw_world_product_flows(const tw_world *w)
{
  return w->product_flows;
}

int tw_world_product_at(const tw_world *w, int index, tw_product *to)
{
  if (index < 0 || index >= w->products) return 0;
  const twi_product *p = &w->product[index];
  size_t n = (size_t)w->N, g = (size_t)index;
  *to = (tw_product){.code = p->code,
                     .name = p->name,
                     .unit = p->unit,
                     .sector = p->sector,
                     .family = p->family,
                     .home = p->home,
                     .owner = p->owner,
                     .rest = p->rest,
                     .assumed = twi_product_is_assumed(w, index),
                     .trade_elasticity = p->rest ? w->theta[p->sector] : w->product_theta[index],
                     .markup_elasticity = w->product_markup ? w->product_markup[index] : NAN,
                     .first_flow = w->product_row[g * n],
                     .flows = w->product_row[(g + 1) * n] - w->product_row[g * n]};
  return 1;
}

int tw_world_family_at(const tw_world *w, int index, tw_family *to)
{
  if (index < 0 || index >= w->families) return 0;
  const twi_family *f = &w->family[index];
  *to = (tw_family){
      .code = f->code, .name = f->name, .sector = f->sector, .product_elasticity = w->family_elasticity[index]};
  return 1;
}

int tw_world_product_flow_at(const tw_world *w, size_t index, tw_world_product_flow *to)
{
  if (index >= w->product_flows) return 0;
  size_t cell = twi_world_sector_flows(w) + index;
  twi_flow_at at = twi_flow_of(w, cell);
  *to = (tw_world_product_flow){.product = at.g,
                                .importer = at.d,
                                .exporter = at.o,
                                .value = w->flow[cell],
                                .quantity = w->quantity ? w->quantity[index] : NAN,
                                .tariff = w->tariff ? w->tariff[cell] : 0,
                                .export_tax = w->export_tax ? w->export_tax[cell] : 0};
  return 1;
}

/* The rest of a sector named "SECTOR.rest", -1: none. */
static int find_rest(const tw_world *w, const char *code)
{
  static const char ending[] = ".rest";
  size_t length = strlen(code), end = sizeof ending - 1;
  if (length <= end || !twi_same_name(code + length - end, end, ending)) return -1;
  int s = twi_world_sector_index(w, code, length - end);
  for (int g = 0; g < w->products && s >= 0; g++)
    if (w->product[g].sector == s && w->product[g].rest) return g;
  return -1;
}

int tw_world_find_product(const tw_world *w, const char *code)
{
  int index = twi_world_product_index(w, code, strlen(code));
  return index >= 0 ? index : find_rest(w, code);
}

int tw_world_find_family(const tw_world *w, const char *code)
{
  return twi_world_family_index(w, code, strlen(code));
}
