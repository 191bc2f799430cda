/* What is inside sectors, from a .tww file: lists of families and products, then the arrays of their flows. Every index is
 * checked against its list, every number against what it can be, before it is used. See read/tww.h and canonical.c. */
#include <float.h>
#include <math.h>

#include "world/columns.h"
#include "world/read/tww.h"

static tw_status too_large(twi_tww *t)
{
  return twi_tww_damaged(t, "a size in it is larger than the file");
}

/* An index below most; what: of what, for messages. */
static tw_status take_index(twi_tww *t, uint32_t most, const char *what, uint32_t *index)
{
  tw_status status = twi_tww_number(t, index);
  if (status == TW_OK && *index >= most)
    status = twi_tww_not_canonical(t, "%s of a product or family is number %lu of %lu", what, (unsigned long)*index,
                                   (unsigned long)most);
  return status;
}

static tw_status take_family(twi_tww *t, twi_family *family)
{
  uint32_t sector = 0;
  tw_status status = take_index(t, (uint32_t)t->w->S, "the sector", &sector);
  if (status != TW_OK) return status;
  family->sector = (int)sector;
  status = twi_tww_text(t, &family->code);
  return status == TW_OK ? twi_tww_text(t, &family->name) : status;
}

static tw_status take_product(twi_tww *t, twi_product *product)
{
  uint32_t index[4] = {0}, regions = (uint32_t)t->w->N + 1;
  tw_status status = take_index(t, (uint32_t)t->w->S, "the sector", &index[0]);
  if (status == TW_OK) status = take_index(t, (uint32_t)t->given.families + 1, "the family", &index[1]);
  if (status == TW_OK) status = take_index(t, regions, "the home", &index[2]);
  if (status == TW_OK) status = take_index(t, regions, "the owner", &index[3]);
  if (status != TW_OK) return status;
  product->sector = (int)index[0];
  product->family = (int)index[1] - 1;
  product->home = (int)index[2] - 1;
  product->owner = (int)index[3] - 1;
  if (product->family >= 0 && t->given.family[product->family].sector != product->sector)
    status = twi_tww_not_canonical(t, "a product is in a family of another sector");
  if (status == TW_OK) status = twi_tww_text(t, &product->code);
  if (status == TW_OK) status = twi_tww_text(t, &product->name);
  return status == TW_OK ? twi_tww_text(t, &product->unit) : status;
}

tw_status twi_tww_products(twi_tww *t)
{
  enum { FAMILY = 3 * 4, PRODUCT = 7 * 4, FLOW = 2 + 8 }; /* least bytes of each */
  twi_given_products *g = &t->given;
  uint32_t count[3] = {0};
  tw_status status = TW_OK;
  for (int i = 0; i < 3 && status == TW_OK; i++) status = twi_tww_number(t, &count[i]);
  if (status != TW_OK) return status;
  if (count[0] > t->left / FAMILY || count[1] > t->left / PRODUCT || count[2] > t->left / FLOW ||
      (uint64_t)count[1] * (uint64_t)t->w->N > t->left / 4)
    return too_large(t);
  if (count[0] > TWI_MOST_PRODUCTS || count[1] > TWI_MOST_PRODUCTS || t->w->N > TWI_MOST_PRODUCT_REGIONS)
    return twi_tww_damaged(t, "its sizes are impossible");
  g->family = twi_new(t->ctx, (size_t)count[0] + 1, sizeof *g->family);
  g->product = twi_new(t->ctx, (size_t)count[1] + 1, sizeof *g->product);
  if (!g->family || !g->product) return twi_no_memory(t->ctx, (size_t)count[1] * sizeof *g->product);
  g->families = (int)count[0];
  g->products = (int)count[1];
  g->flows = count[2];
  for (int h = 0; h < g->families && status == TW_OK; h++) status = take_family(t, &g->family[h]);
  for (int k = 0; k < g->products && status == TW_OK; k++) status = take_product(t, &g->product[k]);
  return status;
}

/* ---------------------------------------------------------------- arrays */

/* Numbers, each above `above` and at most `most`, and none of them a negative zero. missing: NaN, in one form, is
 * allowed. */
static tw_status take_numbers(twi_tww *t, const char *what, size_t count, double above, double most, int missing,
                              double **values)
{
  tw_status status = twi_tww_doubles(t, values, count);
  for (size_t i = 0; i < count && status == TW_OK; i++) {
    double x = (*values)[i];
    if (isnan(x) ? missing && twi_canonical_number(x) : x > above && x <= most && !(x == 0 && signbit(x))) continue;
    status = twi_tww_not_canonical(t, "%s of a product or family is %.10g", what, x);
  }
  return status;
}

/* Flows of each product and importer, which give product and importer of each flow. */
static tw_status take_rows(twi_tww *t)
{
  twi_given_products *g = &t->given;
  size_t n = (size_t)t->w->N, at = 0;
  unsigned char *bytes = twi_alloc(t->ctx, n, 4);
  g->of = twi_alloc(t->ctx, g->flows + 1, sizeof *g->of);
  g->importer = twi_alloc(t->ctx, g->flows + 1, sizeof *g->importer);
  tw_status status = bytes && g->of && g->importer ? TW_OK : twi_no_memory(t->ctx, g->flows * sizeof *g->of);
  for (int k = 0; k < g->products && status == TW_OK; k++) {
    status = twi_tww_bytes(t, bytes, 4 * n);
    for (size_t d = 0; d < n && status == TW_OK; d++) {
      size_t count = twi_get_u32(bytes + 4 * d);
      if (count > n || count > g->flows - at) status = twi_tww_damaged(t, "numbers of flows in it do not add up");
      for (size_t i = 0; i < count && status == TW_OK; i++, at++) {
        g->of[at] = k;
        g->importer[at] = (uint16_t)d;
      }
    }
  }
  if (status == TW_OK && at != g->flows) status = twi_tww_damaged(t, "numbers of flows in it do not add up");
  twi_free(t->ctx, bytes);
  return status;
}

static tw_status take_sellers(twi_tww *t)
{
  twi_given_products *g = &t->given;
  if (g->flows > t->left / 2) return too_large(t);
  g->exporter = twi_alloc(t->ctx, g->flows + 1, sizeof *g->exporter);
  if (!g->exporter) return twi_no_memory(t->ctx, g->flows * sizeof *g->exporter);
  tw_status status = twi_tww_bytes(t, g->exporter, g->flows * sizeof *g->exporter);
  for (size_t i = 0; i < g->flows && status == TW_OK; i++) {
    if (!twi_little_endian()) g->exporter[i] = (uint16_t)(g->exporter[i] << 8 | g->exporter[i] >> 8);
    int follows = i > 0 && g->of[i] == g->of[i - 1] && g->importer[i] == g->importer[i - 1];
    if (g->exporter[i] >= t->w->N || (follows && g->exporter[i] <= g->exporter[i - 1]))
      status = twi_tww_not_canonical(t, "exporters of a product are out of order");
  }
  return status;
}

tw_status twi_tww_product_arrays(twi_tww *t, uint32_t flags)
{
  const tw_world *w = t->w;
  twi_given_products *g = &t->given;
  size_t products = (size_t)g->products;
  tw_status status = TW_OK;
  if (flags & TWI_HOLDS_PRODUCT_ELASTICITIES)
    status = take_numbers(t, "product_elasticity", (size_t)w->S, -1, DBL_MAX, 0, &g->elasticity);
  if (status == TW_OK)
    status = take_numbers(t, "product_elasticity", (size_t)g->families, -1, DBL_MAX, 0, &g->family_elasticity);
  if (status == TW_OK) status = take_numbers(t, "trade_elasticity", products, 0, DBL_MAX, 0, &g->theta);
  if (status == TW_OK && (flags & TWI_HOLDS_MARKUPS))
    status = take_numbers(t, "markup_elasticity", products, 1, DBL_MAX, 1, &g->markup);
  if (status == TW_OK) status = take_rows(t);
  if (status == TW_OK) status = take_sellers(t);
  if (status == TW_OK) status = take_numbers(t, "a flow", g->flows, 0, DBL_MAX, 0, &g->value);
  if (status == TW_OK && w->tariff) status = take_numbers(t, "a tariff", g->flows, -1, TWI_MOST_RATE, 0, &g->tariff);
  if (status == TW_OK && w->export_tax)
    status = take_numbers(t, "an export tax", g->flows, -1, TWI_MOST_RATE, 0, &g->export_tax);
  g->column = status == TW_OK ? twi_new(t->ctx, (size_t)w->column_count + 1, sizeof *g->column) : NULL;
  if (status == TW_OK && !g->column) status = twi_no_memory(t->ctx, 0);
  if (g->column) g->columns = w->column_count;
  for (int i = 0; i < w->column_count && status == TW_OK; i++)
    if (w->columns[i].values)
      status = take_numbers(t, w->columns[i].name, g->flows, -1, TWI_MOST_RATE, 0, &g->column[i]);
  if (status == TW_OK && (flags & TWI_HOLDS_QUANTITIES))
    status = take_numbers(t, "a quantity", g->flows, -DBL_TRUE_MIN, DBL_MAX, 1, &g->quantity);
  return status;
}
