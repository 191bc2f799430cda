/* Stocks and calories of a world of which a region or a sector is split. See change/products.h.
 *
 * A stock stays where neither its region nor its product is divided: shares of output say nothing of stocks, so those of
 * what is divided are left out, and a finding says so. What a unit feeds is the same in all parts. */
#include <math.h>
#include <string.h>

#include "world/change/products.h"
#include "world/stores.h"

/* Adds a row for the product under one code, in all new regions that are the row's. */
static tw_status add_row(tw_context *ctx, const twi_splitting_products *how, twi_store_table table,
                         const twi_store *row, const char *code, tw_world *to)
{
  if (row->region < 0) return twi_stores_add(ctx, to, table, code, -1, row->number);
  tw_status status = TW_OK;
  for (size_t d = 0; d < how->n && status == TW_OK; d++)
    if (how->region[d] == (size_t)row->region) status = twi_stores_add(ctx, to, table, code, (int)d, row->number);
  return status;
}

/* Pieces of the product, 0: it is whole. */
static int count_pieces(const twi_splitting_products *how, int product, const twi_piece **first)
{
  int count = 0;
  for (size_t i = 0; i < how->pieces->count; i++) {
    if (how->pieces->piece[i].product != product) continue;
    if (!count++) *first = &how->pieces->piece[i];
  }
  return count;
}

static tw_status split_table(tw_context *ctx, const twi_splitting_products *how, twi_store_table table, tw_world *to)
{
  const twi_parts *parts = how->parts;
  const tw_world *w = parts->w;
  tw_status status = TW_OK;
  int left_out = 0;
  const twi_store *first = NULL;
  for (int i = 0; i < w->stores[table] && status == TW_OK; i++) {
    const twi_store *row = &w->store[table][i];
    const twi_piece *piece = NULL;
    int pieces = parts->of_sector
                     ? count_pieces(how, twi_world_product_index(w, row->product, strlen(row->product)), &piece)
                     : 0;
    int divided = pieces > 1 || (!parts->of_sector && row->region == parts->index);
    if (divided && table == TWI_STORE_STOCKS) {
      if (!left_out++) first = row;
      continue;
    }
    if (!pieces) status = add_row(ctx, how, table, row, row->product, to);
    for (int k = 0; k < pieces && status == TW_OK; k++) status = add_row(ctx, how, table, row, piece[k].code, to);
  }
  if (status != TW_OK || !left_out) return status;
  return twi_world_find(ctx, to, 1, "stores_split", -1, -1, NAN, NAN,
                        "%d stock%s left out, as no part's share of a stock is known; the first is of %s in %s.",
                        left_out, left_out == 1 ? " is" : "s are", first->product, w->region[first->region]);
}

tw_status twi_split_stores(tw_context *ctx, const twi_splitting_products *how, tw_world *to)
{
  tw_status status = TW_OK;
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++) status = split_table(ctx, how, (twi_store_table)t, to);
  return status;
}
