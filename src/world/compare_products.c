/* What differs between the products of two worlds: flows, quantities, rates, elasticities. See compare.h.
 *
 * Products and families are matched by their codes, the rest of a sector with the rest of it; a quantity that one side
 * does not know counts as none there. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/compare.h"
#include "world/products.h"

typedef struct pairing {
  tw_comparison *c;
  const tw_world *a, *b;
  int *product;     /* [a's products] index in b, -1: absent */
  int *region_back; /* [b's regions] index in a, -1: absent */
} pairing;

static int rest_of(const tw_world *w, int sector)
{
  for (int g = 0; g < w->products; g++)
    if (w->product[g].sector == sector && w->product[g].rest) return g;
  return -1;
}

static void match_products(pairing *p)
{
  int given[2] = {0, 0}, both = 0;
  for (int g = 0; g < p->b->products; g++) given[1] += !p->b->product[g].rest;
  for (int g = 0; g < p->a->products; g++) {
    const twi_product *one = &p->a->product[g];
    int sector = p->c->sector[one->sector], k;
    if (one->rest) {
      p->product[g] = sector >= 0 ? rest_of(p->b, sector) : -1;
      continue;
    }
    given[0]++;
    k = twi_world_product_index(p->b, one->code, strlen(one->code));
    both += k >= 0;
    p->product[g] = k >= 0 && sector >= 0 && p->b->product[k].sector == sector ? k : -1;
  }
  p->c->only_from += given[0] - both;
  p->c->only_to += given[1] - both;
  for (int d = 0; d < p->b->N; d++) p->region_back[d] = -1;
  for (int d = 0; d < p->a->N; d++)
    if (p->c->region[d] >= 0) p->region_back[p->c->region[d]] = d;
}

static double rate_of(const double *rate, size_t cell)
{
  return rate && cell != SIZE_MAX ? rate[cell] : 0;
}

static const double *column_of(const tw_world *w, const char *name)
{
  int zero;
  return twi_world_tariff_column(w, name, strlen(name), &zero);
}

static double quantity_of(const tw_world *w, size_t cell)
{
  if (!w->quantity || cell == SIZE_MAX) return 0;
  double quantity = w->quantity[cell - twi_world_sector_flows(w)];
  return isnan(quantity) ? 0 : quantity;
}

/* One flow, of cells i and k; SIZE_MAX: none. */
static tw_status compare_flow(pairing *p, int g, int d, int o, size_t i, size_t k)
{
  const tw_world *a = p->a, *b = p->b;
  tw_difference item = {.kind = TWI_DIFFERS_PRODUCT_FLOW,
                        .sector = a->sector[a->product[g].sector],
                        .product = a->product[g].code,
                        .importer = a->region[d],
                        .exporter = a->region[o]};
  item.before = i == SIZE_MAX ? 0 : a->flow[i];
  item.after = k == SIZE_MAX ? 0 : b->flow[k];
  tw_status status = twi_add_difference(p->c, &item);
  item.kind = TWI_DIFFERS_QUANTITY;
  item.before = quantity_of(a, i);
  item.after = quantity_of(b, k);
  if (status == TW_OK) status = twi_add_difference(p->c, &item);
  if (i == SIZE_MAX || k == SIZE_MAX) return status; /* rates on nothing */
  item.kind = TWI_DIFFERS_TARIFF;
  item.before = rate_of(a->tariff, i);
  item.after = rate_of(b->tariff, k);
  if (status == TW_OK) status = twi_add_difference(p->c, &item);
  item.kind = TWI_DIFFERS_TAX;
  item.before = rate_of(a->export_tax, i);
  item.after = rate_of(b->export_tax, k);
  if (status == TW_OK) status = twi_add_difference(p->c, &item);
  item.kind = TWI_DIFFERS_COLUMN;
  for (int t = 0; t < a->column_count && status == TW_OK; t++) {
    item.what = a->columns[t].name;
    item.before = rate_of(a->columns[t].values, i);
    item.after = rate_of(column_of(b, item.what), k);
    status = twi_add_difference(p->c, &item);
  }
  return status;
}

static tw_status compare_flows(pairing *p, int g)
{
  const twi_market x = {p->a->product[g].sector, g, 0}, y = {p->b->product[p->product[g]].sector, p->product[g], 0};
  tw_status status = TW_OK;
  for (int d = 0; d < p->a->N; d++) {
    int d_to = p->c->region[d];
    if (d_to < 0) continue;
    twi_flow_row row = twi_market_row(p->a, &x, (size_t)d), other = twi_market_row(p->b, &y, (size_t)d_to);
    for (size_t i = 0; i < row.count && status == TW_OK; i++) {
      int o = row.seller[i], o_to = p->c->region[o];
      if (o_to >= 0)
        status = compare_flow(p, g, d, o, row.first + i, twi_market_cell(p->b, &y, (size_t)d_to, (size_t)o_to));
    }
    for (size_t k = 0; k < other.count && status == TW_OK; k++) {
      int o = p->region_back[other.seller[k]];
      if (o >= 0 && twi_market_cell(p->a, &x, (size_t)d, (size_t)o) == SIZE_MAX)
        status = compare_flow(p, g, d, o, SIZE_MAX, other.first + k);
    }
  }
  return status;
}

static tw_status compare_product(pairing *p, int g)
{
  const tw_world *a = p->a, *b = p->b;
  int k = p->product[g];
  tw_status status = compare_flows(p, g);
  if (a->product[g].rest || status != TW_OK) return status;
  tw_difference item = {.kind = TWI_DIFFERS_THETA,
                        .sector = a->sector[a->product[g].sector],
                        .product = a->product[g].code,
                        .before = a->product_theta[g],
                        .after = b->product_theta[k]};
  status = twi_add_difference(p->c, &item);
  double x = a->product_markup ? a->product_markup[g] : NAN, y = b->product_markup ? b->product_markup[k] : NAN;
  item.kind = TWI_DIFFERS_MARKUP;
  item.before = isnan(x) ? 0 : x;
  item.after = isnan(y) ? 0 : y;
  return status == TW_OK ? twi_add_difference(p->c, &item) : status;
}

/* Between products: of families, of sectors. */
static tw_status compare_elasticities(pairing *p)
{
  const tw_world *a = p->a, *b = p->b;
  tw_status status = TW_OK;
  int both = 0;
  for (int h = 0; h < a->families && status == TW_OK; h++) {
    int k = twi_world_family_index(b, a->family[h].code, strlen(a->family[h].code));
    if (k < 0) continue;
    both++;
    const tw_difference item = {.kind = TWI_DIFFERS_ETA,
                                .sector = a->sector[a->family[h].sector],
                                .product = a->family[h].code,
                                .before = a->family_elasticity[h],
                                .after = b->family_elasticity[k]};
    status = twi_add_difference(p->c, &item);
  }
  p->c->only_from += a->families - both;
  p->c->only_to += b->families - both;
  for (int s = 0; s < a->S && status == TW_OK; s++) {
    int k = p->c->sector[s];
    if (k < 0 || !twi_has_products(a, (size_t)s) || !twi_has_products(b, (size_t)k)) continue;
    const tw_difference item = {.kind = TWI_DIFFERS_ETA,
                                .sector = a->sector[s],
                                .before = a->product_elasticity ? a->product_elasticity[s] : 0,
                                .after = b->product_elasticity ? b->product_elasticity[k] : 0};
    status = twi_add_difference(p->c, &item);
  }
  return status;
}

tw_status twi_compare_products(tw_comparison *c)
{
  pairing p = {.c = c, .a = c->from, .b = c->to};
  if (!p.a->products && !p.b->products) return TW_OK;
  p.product = twi_alloc(c->ctx, (size_t)p.a->products + 1, sizeof *p.product);
  p.region_back = twi_alloc(c->ctx, (size_t)p.b->N, sizeof *p.region_back);
  tw_status status = p.product && p.region_back ? TW_OK : twi_no_memory(c->ctx, 0);
  if (status == TW_OK) match_products(&p);
  for (int g = 0; g < p.a->products && status == TW_OK; g++)
    if (p.product[g] >= 0) status = compare_product(&p, g);
  if (status == TW_OK) status = compare_elasticities(&p);
  twi_free(c->ctx, p.product);
  twi_free(c->ctx, p.region_back);
  return status;
}
