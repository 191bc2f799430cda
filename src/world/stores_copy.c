/* Stocks and calories of a world written, copied into worlds with the same regions, and in the check of a world. See
 * stores.h. */
#include <math.h>
#include <string.h>

#include "base/print.h"
#include "table/cell.h"
#include "table/number.h"
#include "world/assemble.h"
#include "world/products.h"
#include "world/stores.h"

/* ---------------------------------------------------------------- writing */

/* As twi_sink_field writes it. */
static void put_field(twi_text *t, const char *text, const char *after)
{
  int quoted = twi_cell_is_quoted(text);
  if (quoted) twi_text_put(t, "\"");
  if (twi_cell_is_formula(text, strlen(text))) twi_text_put(t, "'");
  for (const char *p = text; *p; p++) {
    if (quoted && *p == '"') twi_text_put(t, "\"");
    twi_text_add(t, p, 1);
  }
  if (quoted) twi_text_put(t, "\"");
  twi_text_put(t, after);
}

static void put_number(twi_text *t, double value, const char *after)
{
  char text[TWI_NUMBER_ROOM + 1];
  if (!isnan(value)) twi_text_add(t, text, twi_number_write_shifted(value, 0, text));
  twi_text_put(t, after);
}

static void put_stocks(twi_text *t, const tw_world *w, const twi_store *row, int count)
{
  int days = 0;
  for (int i = 0; i < count; i++) days |= !isnan(row[i].number[1]);
  twi_text_put(t, days ? "region,product,quantity,days\n" : "region,product,quantity\n");
  for (int i = 0; i < count; i++) {
    put_field(t, w->region[row[i].region], ",");
    put_field(t, row[i].product, ",");
    put_number(t, row[i].number[0], days ? "," : "\n");
    if (days) put_number(t, row[i].number[1], "\n");
  }
}

static void put_calories(twi_text *t, const tw_world *w, const twi_store *row, int count)
{
  int regions = 0, shares = 0;
  for (int i = 0; i < count; i++) {
    regions |= row[i].region >= 0;
    shares |= row[i].number[1] < 1;
  }
  twi_text_put(t, "product,kcal_per_unit");
  twi_text_put(t, regions ? ",region" : "");
  twi_text_put(t, shares ? ",food_share\n" : "\n");
  for (int i = 0; i < count; i++) {
    put_field(t, row[i].product, ",");
    put_number(t, row[i].number[0], regions || shares ? "," : "\n");
    if (regions) put_field(t, row[i].region < 0 ? "" : w->region[row[i].region], shares ? "," : "\n");
    if (shares) put_number(t, row[i].number[1], "\n");
  }
}

tw_status twi_stores_text(tw_context *ctx, const tw_world *w, twi_store_table table, char **text)
{
  twi_text t = {.ctx = ctx};
  (table == TWI_STORE_STOCKS ? put_stocks : put_calories)(&t, w, w->store[table], w->stores[table]);
  return twi_text_take(&t, text);
}

/* ---------------------------------------------------------------- worlds made of worlds */

static int same_unit(const tw_world *from, const tw_world *to, const char *product)
{
  int old = twi_world_product_index(from, product, strlen(product)),
      now = twi_world_product_index(to, product, strlen(product));
  return old >= 0 && now >= 0 && strcmp(from->product[old].unit, to->product[now].unit) == 0;
}

tw_status twi_stores_copy(tw_context *ctx, const tw_world *from, tw_world *to)
{
  int counted = to->making_count == to->finding_count;
  tw_status status = TW_OK;
  for (int t = 0; t < TWI_STORE_TABLES; t++) {
    const twi_store *first = NULL, *last = NULL;
    int left_out = 0, same = 0;
    for (int i = 0; i < from->stores[t] && status == TW_OK; i++) {
      const twi_store *row = &from->store[t][i];
      if (!last || strcmp(last->product, row->product) != 0) same = same_unit(from, to, row->product);
      last = row;
      if (same) {
        status = twi_stores_add(ctx, to, (twi_store_table)t, row->product, row->region, row->number);
        continue;
      }
      if (!left_out++) first = row;
    }
    if (status == TW_OK && left_out)
      status = twi_world_find(ctx, to, 1, "stores_left_out", first->region, -1, NAN, NAN,
                              "%d row%s of %s %s left out, as the world no longer has the product in that unit; the "
                              "first is of %s.",
                              left_out, left_out == 1 ? "" : "s", twi_store_file[t], left_out == 1 ? "is" : "are",
                              first->product);
  }
  /* Where findings are of the making so far, this one is. */
  if (counted) to->reading_count = to->making_count = to->finding_count;
  return status;
}

/* ---------------------------------------------------------------- the check of a world */

tw_status twi_world_say_stores(tw_context *ctx, tw_world *w)
{
  int stocks = w->stores[TWI_STORE_STOCKS], calories = w->stores[TWI_STORE_CALORIES];
  char words[128] = "";
  if (!stocks && !calories) return TW_OK;
  if (stocks) twi_print(words, sizeof words, "stocks (%d row%s of stocks.csv)", stocks, stocks == 1 ? "" : "s");
  size_t n = strlen(words);
  if (calories)
    twi_print(words + n, sizeof words - n, "%scalories (%d row%s of calories.csv)", stocks ? " and " : "", calories,
              calories == 1 ? "" : "s");
  return twi_world_find(ctx, w, 0, "own_stores", -1, -1, NAN, NAN,
                        "The world has its own %s: runs with a cascade or a rule clause use them, but for tables that "
                        "--food-tables names.",
                        words);
}
