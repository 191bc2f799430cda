/* The order of families, products and their flows in a world. See products_put.h.
 *
 * Families stand by sector; products by sector, in it by family, those without one after them; else as given. Flows are
 * brought into the order product, importer, exporter by counting, twice: by exporter, then by the rest; most files have
 * them so, and then they stay where they are. */
#include <string.h>

#include "base/print.h"
#include "base/sort.h"
#include "world/assemble.h"
#include "world/products_put.h"

typedef struct family_at {
  twi_family family;
  double eta;
  int from;
} family_at;

typedef struct product_at {
  twi_product product;
  double theta, markup;
  int from;
} product_at;

static int by_sector(const void *a, const void *b)
{
  const family_at *left = a, *right = b;
  return left->family.sector - right->family.sector;
}

static int by_family(const void *a, const void *b)
{
  const twi_product *left = &((const product_at *)a)->product, *right = &((const product_at *)b)->product;
  if (left->sector != right->sector) return left->sector - right->sector;
  if ((left->family < 0) != (right->family < 0)) return left->family < 0 ? 1 : -1;
  return left->family - right->family;
}

static tw_status order_families(const twi_putting *p)
{
  tw_world *w = p->w;
  size_t count = (size_t)w->families;
  if (count < 2) return TW_OK;
  family_at *list = twi_alloc(p->ctx, count, sizeof *list);
  int *place = twi_alloc(p->ctx, count, sizeof *place);
  tw_status status = list && place ? TW_OK : twi_no_memory(p->ctx, count * sizeof *list);
  for (size_t h = 0; h < count && status == TW_OK; h++)
    list[h] = (family_at){w->family[h], w->family_elasticity[h], (int)h};
  if (status == TW_OK) status = twi_sort(p->ctx, list, count, sizeof *list, by_sector);
  for (size_t h = 0; h < count && status == TW_OK; h++) {
    w->family[h] = list[h].family;
    w->family_elasticity[h] = list[h].eta;
    place[list[h].from] = (int)h;
  }
  for (int g = 0; g < w->products && status == TW_OK; g++)
    if (w->product[g].family >= 0) w->product[g].family = place[w->product[g].family];
  twi_free(p->ctx, list);
  twi_free(p->ctx, place);
  return status;
}

/* Room for the rests. */
static tw_status grow_list(const twi_putting *p)
{
  tw_world *w = p->w;
  size_t room = (size_t)w->products + (size_t)w->S;
  twi_product *product = twi_resize(p->ctx, w->product, room, sizeof *product);
  if (product) w->product = product;
  double *theta = twi_resize(p->ctx, w->product_theta, room, sizeof *theta);
  if (theta) w->product_theta = theta;
  double *markup = w->product_markup ? twi_resize(p->ctx, w->product_markup, room, sizeof *markup) : NULL;
  if (markup) w->product_markup = markup;
  return product && theta && (markup || !w->product_markup) ? TW_OK : twi_no_memory(p->ctx, room * sizeof *product);
}

static tw_status order_list(twi_putting *p)
{
  tw_world *w = p->w;
  size_t count = (size_t)w->products;
  product_at *list = twi_alloc(p->ctx, count, sizeof *list);
  p->place = twi_alloc(p->ctx, count + 1, sizeof *p->place);
  tw_status status = list && p->place ? TW_OK : twi_no_memory(p->ctx, count * sizeof *list);
  for (size_t g = 0; g < count && status == TW_OK; g++)
    list[g] = (product_at){w->product[g], w->product_theta[g], w->product_markup ? w->product_markup[g] : 0, (int)g};
  if (status == TW_OK) status = twi_sort(p->ctx, list, count, sizeof *list, by_family);
  for (size_t g = 0; g < count && status == TW_OK; g++) {
    w->product[g] = list[g].product;
    w->product_theta[g] = list[g].theta;
    if (w->product_markup) w->product_markup[g] = list[g].markup;
    p->place[list[g].from] = (int)g;
  }
  twi_free(p->ctx, list);
  return status == TW_OK ? grow_list(p) : status;
}

static size_t row_of(const twi_putting *p, size_t flow)
{
  const twi_given_products *g = p->given;
  return (size_t)p->place[g->of[flow]] * (size_t)p->w->N + g->importer[flow];
}

/* Flows of which each comes after the one before it need no sorting. */
static int in_order(const twi_putting *p)
{
  const twi_given_products *g = p->given;
  for (size_t i = 1; i < g->flows; i++) {
    size_t before = row_of(p, i - 1), row = row_of(p, i);
    if (row < before || (row == before && g->exporter[i] < g->exporter[i - 1])) return 0;
  }
  return 1;
}

static tw_status sort_flows(twi_putting *p)
{
  const twi_given_products *g = p->given;
  size_t n = (size_t)p->w->N, flows = g->flows, rows = (size_t)g->products * n;
  uint32_t *by_seller = twi_alloc(p->ctx, flows + 1, sizeof *by_seller);
  size_t *count = twi_new(p->ctx, n + 1, sizeof *count);
  p->order = twi_alloc(p->ctx, flows + 1, sizeof *p->order);
  if (!by_seller || !count || !p->order) {
    twi_free(p->ctx, by_seller);
    twi_free(p->ctx, count);
    return twi_no_memory(p->ctx, flows * sizeof *by_seller);
  }
  for (size_t i = 0; i < flows; i++) count[g->exporter[i] + 1]++;
  for (size_t o = 0; o < n; o++) count[o + 1] += count[o];
  for (size_t i = 0; i < flows; i++) by_seller[count[g->exporter[i]]++] = (uint32_t)i;
  for (size_t k = 0; k < flows; k++) p->order[p->start[row_of(p, by_seller[k])]++] = by_seller[k];
  for (size_t r = rows; r > 0; r--) p->start[r] = p->start[r - 1]; /* the pass has moved each to the next */
  p->start[0] = 0;
  twi_free(p->ctx, by_seller);
  twi_free(p->ctx, count);
  return TW_OK;
}

static tw_status check_twice(const twi_putting *p)
{
  const tw_world *w = p->w;
  const twi_given_products *g = p->given;
  char text[512], first[32] = "";
  for (size_t k = 1; k < g->flows; k++) {
    size_t i = twi_putting_flow(p, k), j = twi_putting_flow(p, k - 1);
    if (g->of[i] != g->of[j] || g->importer[i] != g->importer[j] || g->exporter[i] != g->exporter[j]) continue;
    int line = twi_given_line(g, j);
    if (line) twi_print(first, sizeof first, ", first in line %d", line);
    twi_print(text, sizeof text, "found product %s, importer %s, exporter %s again%s, expected each once",
              w->product[p->place[g->of[i]]].code, w->region[g->importer[i]], w->region[g->exporter[i]], first);
    return twi_putting_fail(p, i, text);
  }
  return TW_OK;
}

tw_status twi_order_products(twi_putting *p)
{
  size_t rows = (size_t)p->given->products * (size_t)p->w->N;
  tw_status status = order_families(p);
  if (status == TW_OK) status = order_list(p);
  p->start = status == TW_OK ? twi_new(p->ctx, rows + 1, sizeof *p->start) : NULL;
  if (status == TW_OK && !p->start) status = twi_no_memory(p->ctx, rows * sizeof *p->start);
  if (status != TW_OK) return status;
  for (size_t i = 0; i < p->given->flows; i++) p->start[row_of(p, i) + 1]++;
  for (size_t r = 0; r < rows; r++) p->start[r + 1] += p->start[r];
  if (!in_order(p)) status = sort_flows(p);
  return status == TW_OK ? check_twice(p) : status;
}
