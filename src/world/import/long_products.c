/* A column of products in a table in long form: what a sector's flows are of. Rows without a product, and those of the
 * word rest, are what products leave of their sector. Each is of the sector of its rows, and has that one's trade
 * elasticity unless the file of elasticities says another. See import.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/import/import.h"

tw_status twi_long_product(twi_import_job *j, const twi_record *r, int sector, int *product)
{
  char shown[TWI_SHOWN];
  *product = -1;
  if (!r->product || r->product_length == 0 || twi_same_name(r->product, r->product_length, "rest")) return TW_OK;
  const char *wrong = twi_code_wrong(r->product, r->product_length);
  twi_show(r->product, r->product_length, shown);
  if (wrong)
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s: %s %ld: product: found %s in %s", j->origin, r->place, r->number, wrong,
                    shown);
  int before = j->products.count;
  tw_status status = twi_list_find_or_add(j->ctx, &j->products, r->product, r->product_length, product);
  if (status != TW_OK) return status;
  if (before == j->products.count) {
    int first = j->product_sector[*product];
    if (first == sector) return TW_OK;
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s: %s %ld: product: found %s in sector %s, and before in sector %s; expected each product in one",
                    j->origin, r->place, r->number, shown, j->sectors.code[sector], j->sectors.code[first]);
  }
  if (j->products.count > TWI_MOST_PRODUCTS)
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s: found more than %d products", j->origin, TWI_MOST_PRODUCTS);
  int *of = twi_grow_list(j->ctx, j->product_sector, (size_t)before, sizeof *of);
  if (!of) return twi_no_memory(j->ctx, 0);
  j->product_sector = of;
  of[before] = sector;
  return TW_OK;
}

static tw_status add_flow(twi_import_job *j, int product, size_t d, size_t o, long number, double value)
{
  twi_given_products *g = &j->given;
  size_t i = g->flows;
  if (!g->line) g->line = twi_alloc(j->ctx, 1, sizeof *g->line); /* rows of several users are not one after the other */
  tw_status status = g->line ? twi_given_make_room(j->ctx, g, &j->product_room) : twi_no_memory(j->ctx, 0);
  if (status != TW_OK) return status;
  g->of[i] = product;
  g->importer[i] = (uint16_t)d;
  g->exporter[i] = (uint16_t)o;
  g->value[i] = value;
  g->line[i] = (int)number;
  g->flows++;
  return TW_OK;
}

uint64_t twi_long_product_key(const twi_import_job *j, int product, size_t d, size_t o)
{
  return ((uint64_t)product * j->N + d) * j->N + o;
}

tw_status twi_long_product_value(twi_import_job *j, int product, size_t d, size_t o, size_t user, long number,
                                 double value, int *first)
{
  enum { USERS = 1 << 16 };
  uint64_t key = twi_long_product_key(j, product, d, o);
  int at;
  *first = 0;
  if (j->N > TWI_MOST_PRODUCT_REGIONS || number > INT32_MAX)
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s: found %zu regions, expected at most %d with products", j->origin, j->N,
                    TWI_MOST_PRODUCT_REGIONS);
  tw_status status = twi_keys_add(&j->product_rows, key * USERS + user, (int)number, first);
  if (status != TW_OK || *first || value == 0) return status;
  if (value < 0)
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s: line %ld: value: found %.10g of product %s, expected 0 or more",
                    j->origin, number, value, j->products.code[product]);
  status = twi_keys_add(&j->product_flows, key, (int)j->given.flows + 1, &at);
  if (status == TW_OK && !at) return add_flow(j, product, d, o, number, value);
  if (status == TW_OK) j->given.value[at - 1] += value; /* another user */
  return status;
}

tw_status twi_long_products_put(twi_import_job *j)
{
  twi_given_products *g = &j->given;
  size_t count = (size_t)j->products.count;
  if (count == 0) return TW_OK;
  g->product = twi_new(j->ctx, count, sizeof *g->product);
  g->theta = twi_alloc(j->ctx, count, sizeof *g->theta);
  if (!g->product || !g->theta) return twi_no_memory(j->ctx, count * sizeof *g->product);
  for (size_t k = 0; k < count; k++) {
    int s = j->product_sector[k];
    twi_product *p = &g->product[g->products++];
    *p = (twi_product){.sector = s, .family = -1, .home = -1, .owner = -1};
    p->code = twi_strdup(j->ctx, j->products.code[k]);
    p->name = twi_strdup(j->ctx, j->products.code[k]);
    p->unit = twi_strdup(j->ctx, "");
    g->theta[k] = j->product_theta && j->product_theta[k] > 0 ? j->product_theta[k] : j->w->theta[s];
    if (!p->code || !p->name || !p->unit) return twi_no_memory(j->ctx, 0);
  }
  return twi_world_put_products(j->ctx, j->w, g, j->origin);
}

double twi_long_product_flow(const twi_import_job *j, int product, size_t d, size_t o, size_t *at)
{
  int index = twi_keys_find(&j->product_flows, twi_long_product_key(j, product, d, o));
  *at = index ? (size_t)index - 1 : SIZE_MAX;
  return index ? j->given.value[*at] : 0;
}

void twi_long_products_free(twi_import_job *j)
{
  twi_list_clear(j->ctx, &j->products);
  twi_free(j->ctx, j->product_sector);
  twi_free(j->ctx, j->product_theta);
  twi_free(j->ctx, j->product_column);
  twi_keys_close(&j->product_rows);
  twi_keys_close(&j->product_flows);
  twi_given_products_free(j->ctx, &j->given);
}
