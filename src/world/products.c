/* Products of a world: the list of markets, and what a flow or a producer is of. See products.h. */
#include "world/products.h"

#include "base/names.h"
#include "world/assemble.h"

size_t twi_market_cell(const tw_world *w, const twi_market *m, size_t d, size_t o)
{
  twi_flow_row row = twi_market_row(w, m, d);
  if (!row.seller) return row.first + o;
  size_t low = 0, high = row.count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (row.seller[middle] < o)
      low = middle + 1;
    else
      high = middle;
  }
  return low < row.count && row.seller[low] == o ? row.first + low : SIZE_MAX;
}

twi_flow_at twi_flow_of(const tw_world *w, size_t cell)
{
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w);
  if (cell < all) return (twi_flow_at){(int)(cell / (n * n)), (int)(cell / n % n), (int)(cell % n), -1};
  size_t flow = cell - all, low = 0, high = (size_t)w->products * n; /* the last row that starts at or before it */
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (w->product_row[middle] <= flow)
      low = middle;
    else
      high = middle;
  }
  int g = (int)(low / n);
  return (twi_flow_at){w->product[g].sector, (int)(low % n), w->product_seller[flow], g};
}

twi_producer_at twi_producer_of(const tw_world *w, size_t cell)
{
  size_t n = (size_t)w->N, s = (size_t)w->S;
  if (cell < n * s) return (twi_producer_at){(int)(cell % s), (int)(cell / s), -1};
  int g = (int)((cell - n * s) / n);
  return (twi_producer_at){w->product[g].sector, (int)((cell - n * s) % n), g};
}

const char *twi_code_of(const tw_world *w, int s, int g)
{
  return g < 0 ? w->sector[s] : w->product[g].code;
}

int twi_world_product_index(const tw_world *w, const char *code, size_t length)
{
  for (int g = 0; g < w->products; g++)
    if (!w->product[g].rest && twi_same_name(code, length, w->product[g].code)) return g;
  return -1;
}

int twi_world_family_index(const tw_world *w, const char *code, size_t length)
{
  for (int h = 0; h < w->families; h++)
    if (twi_same_name(code, length, w->family[h].code)) return h;
  return -1;
}

tw_status twi_world_markets(tw_context *ctx, tw_world *w)
{
  size_t n = (size_t)w->N, sectors = (size_t)w->S, most = sectors + (size_t)w->products;
  twi_market *market = twi_resize(ctx, w->market, most, sizeof *market);
  if (!market) return twi_no_memory(ctx, most * sizeof *market);
  w->market = market;
  int *start = twi_resize(ctx, w->sector_market, sectors + 1, sizeof *start);
  if (!start) return twi_no_memory(ctx, sectors * sizeof *start);
  w->sector_market = start;
  int g = 0;
  w->markets = 0;
  for (int s = 0; s < w->S; s++) {
    w->sector_market[s] = w->markets;
    if (g == w->products || w->product[g].sector != s) w->market[w->markets++] = (twi_market){s, -1, (size_t)s * n * n};
    for (; g < w->products && w->product[g].sector == s; g++)
      w->market[w->markets++] = (twi_market){s, g, twi_world_sector_flows(w) + w->product_row[(size_t)g * n]};
  }
  w->sector_market[sectors] = w->markets;
  return TW_OK;
}

static void free_number(const tw_world *w, void *pointer)
{
  if (pointer) twi_allocator_resize(&w->allocator, pointer, 0);
}

void twi_world_products_free(tw_world *w)
{
  for (int g = 0; g < w->products && w->product; g++) {
    char *text[] = {w->product[g].code, w->product[g].name, w->product[g].unit};
    for (int i = 0; i < 3; i++) free_number(w, text[i]);
  }
  for (int h = 0; h < w->families && w->family; h++) {
    free_number(w, w->family[h].code);
    free_number(w, w->family[h].name);
  }
  void *own[] = {
      w->product,           w->family,        w->product_seller, w->product_row, w->quantity,     w->product_elasticity,
      w->family_elasticity, w->product_theta, w->product_markup, w->market,      w->sector_market};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) free_number(w, own[i]);
  w->product = NULL;
  w->family = NULL;
  w->products = w->families = 0;
}
