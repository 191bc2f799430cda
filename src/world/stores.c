/* Reading, checking and ordering the stocks and calories of a world. See stores.h. */
#include "world/stores.h"

#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sort.h"
#include "world/columns.h"
#include "world/meant.h"
#include "world/products.h"

const char *const twi_store_file[TWI_STORE_TABLES] = {"stocks.csv", "calories.csv"};

enum { PRODUCT, REGION, FIRST, SECOND, COLUMNS };
static const struct form {
  const char *column[COLUMNS];
  int needed[COLUMNS];
  const char *expected[2];
  double most;   /* of the second number */
  double absent; /* the second number where nothing is given */
} forms[TWI_STORE_TABLES] = {
    {{"product", "region", "quantity", "days"},
     {1, 1, 1, 0},
     {"a quantity in the product's unit: 0 or more, below 1e12", "days of use: 0 or more, below 1e12, or nothing"},
     TWI_MOST_STORE,
     NAN},
    {{"product", "region", "kcal_per_unit", "food_share"},
     {1, 0, 1, 0},
     {"kcal a unit of the product: 0 or more, below 1e12", "a share from 0 to 1, or nothing: 1"},
     1,
     1},
};

/* ---------------------------------------------------------------- products by code */

typedef struct lookup {
  tw_context *ctx;
  twi_codes index;
  const char **code; /* [count] without rests */
  int *at;           /* [count] which product of the world each is */
  int count;
} lookup;

static void lookup_close(lookup *l)
{
  twi_codes_close(&l->index);
  twi_free(l->ctx, (void *)l->code);
  twi_free(l->ctx, l->at);
}

static tw_status lookup_open(tw_context *ctx, const tw_world *w, lookup *l)
{
  size_t most = (size_t)w->products + 1;
  int again, first;
  *l = (lookup){.ctx = ctx,
                .index = {.ctx = ctx},
                .code = twi_new(ctx, most, sizeof *l->code),
                .at = twi_new(ctx, most, sizeof *l->at)};
  if (!l->code || !l->at) return twi_no_memory(ctx, most * sizeof *l->code);
  for (int g = 0; g < w->products; g++) {
    if (w->product[g].rest) continue;
    l->code[l->count] = w->product[g].code;
    l->at[l->count++] = g;
  }
  return l->count ? twi_codes_open(ctx, l->code, l->count, &l->index, &again, &first) : TW_OK;
}

static int lookup_find(const lookup *l, const char *text, size_t length)
{
  int k = l->count ? twi_codes_find(&l->index, text, length) : -1;
  return k < 0 ? -1 : l->at[k];
}

/* ---------------------------------------------------------------- order */

typedef struct placed {
  int product;
  twi_store row;
} placed;

static int by_place(const void *left, const void *right)
{
  const placed *a = left, *b = right;
  if (a->product != b->product) return a->product < b->product ? -1 : 1;
  return (a->row.region > b->row.region) - (a->row.region < b->row.region);
}

static tw_status order_table(tw_context *ctx, const lookup *l, twi_store *row, int count)
{
  placed *list = twi_alloc(ctx, (size_t)count + 1, sizeof *list);
  if (!list) return twi_no_memory(ctx, (size_t)count * sizeof *list);
  for (int i = 0; i < count; i++) list[i] = (placed){lookup_find(l, row[i].product, strlen(row[i].product)), row[i]};
  tw_status status = twi_sort(ctx, list, (size_t)count, sizeof *list, by_place);
  for (int i = 0; i < count && status == TW_OK; i++) row[i] = list[i].row;
  twi_free(ctx, list);
  return status;
}

tw_status twi_stores_order(tw_context *ctx, tw_world *w)
{
  lookup l;
  if (!w->stores[TWI_STORE_STOCKS] && !w->stores[TWI_STORE_CALORIES]) return TW_OK;
  tw_status status = lookup_open(ctx, w, &l);
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++)
    status = order_table(ctx, &l, w->store[t], w->stores[t]);
  lookup_close(&l);
  return status;
}

/* ---------------------------------------------------------------- rows */

tw_status twi_stores_add(tw_context *ctx, tw_world *w, twi_store_table table, const char *product, int region,
                         const double number[2])
{
  twi_store *grown = twi_grow_list(ctx, w->store[table], (size_t)w->stores[table], sizeof *grown);
  if (!grown) return twi_no_memory(ctx, 0);
  w->store[table] = grown;
  twi_store *row = &grown[w->stores[table]];
  *row = (twi_store){.product = twi_strdup(ctx, product), .region = region, .number = {number[0], number[1]}};
  if (!row->product) return twi_no_memory(ctx, strlen(product));
  w->stores[table]++;
  return TW_OK;
}

static tw_status read_product(const tw_world *w, const lookup *l, twi_csv *csv, int column, int *product)
{
  size_t length;
  char shown[TWI_SHOWN];
  const char *text = twi_csv_text(csv, column, &length);
  *product = lookup_find(l, text, length);
  if (*product >= 0) return TW_OK;
  twi_show(text, length, shown);
  if (!l->count) return twi_csv_fail(csv, column, "found %s, but the world %s has no products", shown, w->name);
  const char *nearest = twi_nearest(text, length, l->code, l->count);
  return twi_csv_fail(csv, column, "found %s, expected a product of the world%s%s%s", shown,
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* Nothing, of calories: all regions that have no row of their own. */
static tw_status read_region(const tw_world *w, twi_csv *csv, int column, int needed, int *region)
{
  size_t length = 0;
  char shown[TWI_SHOWN], meant[TWI_MEANT];
  const char *text = column < 0 ? "" : twi_csv_text(csv, column, &length);
  *region = length ? twi_world_region_index(w, text, length) : -1;
  if (*region >= 0 || (!length && !needed)) return TW_OK;
  const char *nearest = twi_world_suggest(w, TWI_AXIS_REGIONS, text, length, meant);
  return twi_csv_fail(csv, column, "found %s, expected a region of the world%s%s%s%s",
                      length ? twi_show(text, length, shown) : "nothing", needed ? "" : ", or nothing: all the others",
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

static tw_status read_number(twi_csv *csv, int column, const struct form *f, int which, double *value)
{
  size_t length = 0;
  if (column >= 0) (void)twi_csv_text(csv, column, &length);
  *value = f->absent;
  if (!length && which) return TW_OK;
  tw_status status = twi_csv_number(csv, column, value);
  *value += 0.0; /* one form of zero */
  if (status == TW_OK && !(*value >= 0 && (which && f->most <= 1 ? *value <= f->most : *value < TWI_MOST_STORE)))
    status = twi_csv_expected(csv, column, f->expected[which]);
  return status;
}

static tw_status read_row(tw_context *ctx, tw_world *w, const lookup *l, twi_store_table table, twi_csv *csv,
                          const int column[COLUMNS])
{
  const struct form *f = &forms[table];
  int product = -1, region = -1;
  double number[2] = {0, 0};
  tw_status status = read_product(w, l, csv, column[PRODUCT], &product);
  if (status == TW_OK) status = read_region(w, csv, column[REGION], f->needed[REGION], &region);
  for (int k = 0; k < 2 && status == TW_OK; k++) status = read_number(csv, column[FIRST + k], f, k, &number[k]);
  if (status == TW_OK) status = twi_stores_add(ctx, w, table, w->product[product].code, region, number);
  if (status == TW_OK) w->store[table][w->stores[table] - 1].line = twi_csv_line(csv);
  return status;
}

static const char *of_region(const tw_world *w, int region)
{
  return region < 0 ? "all regions without a row" : w->region[region];
}

/* Rows are in order, and among equals as they stand in the file. */
static tw_status check_once(tw_context *ctx, const tw_world *w, twi_store_table table, const char *origin)
{
  const twi_store *row = w->store[table];
  for (int i = 1; i < w->stores[table]; i++)
    if (row[i].region == row[i - 1].region && strcmp(row[i].product, row[i - 1].product) == 0)
      return twi_fail(ctx, TW_BAD_INPUT, "%s:%d: found %s of %s again, first in line %d, expected each once", origin,
                      row[i].line, row[i].product, of_region(w, row[i].region), row[i - 1].line);
  return TW_OK;
}

tw_status twi_stores_read(tw_context *ctx, tw_world *w, twi_store_table table, twi_csv *csv)
{
  const struct form *f = &forms[table];
  int column[COLUMNS] = {0}, more;
  lookup l;
  tw_status status = lookup_open(ctx, w, &l);
  if (status == TW_OK) status = twi_other_columns(ctx, w, csv, f->column, COLUMNS);
  for (int k = 0; k < COLUMNS && status == TW_OK; k++) {
    if (f->needed[k]) status = twi_csv_require(csv, f->column[k], &column[k]);
    column[k] = twi_csv_find(csv, f->column[k]);
  }
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more)
    status = read_row(ctx, w, &l, table, csv, column);
  if (status == TW_OK && !w->stores[table])
    status =
        twi_fail(ctx, TW_BAD_INPUT, "%s: found no row, expected at least one, or no such file", twi_csv_origin(csv));
  if (status == TW_OK) status = order_table(ctx, &l, w->store[table], w->stores[table]);
  if (status == TW_OK) status = check_once(ctx, w, table, twi_csv_origin(csv));
  lookup_close(&l);
  return status;
}

/* ---------------------------------------------------------------- rows that came another way */

static int is_number(double value, double most)
{
  return value >= 0 && !signbit(value) && (most <= 1 ? value <= most : value < most);
}

static int is_row(const tw_world *w, twi_store_table table, const twi_store *row, int product)
{
  const struct form *f = &forms[table];
  if (product < 0 || strcmp(w->product[product].code, row->product) != 0) return 0;
  if (row->region < (table == TWI_STORE_CALORIES ? -1 : 0) || row->region >= w->N) return 0;
  if (!is_number(row->number[0], TWI_MOST_STORE)) return 0;
  return is_number(row->number[1], f->most) || (table == TWI_STORE_STOCKS && isnan(row->number[1]));
}

tw_status twi_stores_check(tw_context *ctx, const tw_world *w, const char *prefix)
{
  lookup l;
  tw_status status = lookup_open(ctx, w, &l);
  for (int t = 0; t < TWI_STORE_TABLES; t++)
    for (int i = 0, before = -1; i < w->stores[t] && status == TW_OK; i++) {
      const twi_store *row = &w->store[t][i];
      char shown[TWI_SHOWN];
      int product = lookup_find(&l, row->product, strlen(row->product));
      twi_show(row->product, strlen(row->product), shown);
      if (!is_row(w, (twi_store_table)t, row, product))
        status = twi_fail(ctx, TW_BAD_INPUT, "%s%s: row %d, of %s, has no product or region of the world, or no %s",
                          prefix, twi_store_file[t], i + 1, shown, forms[t].expected[0]);
      else if (i && (product < before || (product == before && row->region <= row[-1].region)))
        status = twi_fail(ctx, TW_BAD_INPUT, "%s%s: row %d, of %s, does not stand in the order of products and regions",
                          prefix, twi_store_file[t], i + 1, shown);
      before = product;
    }
  lookup_close(&l);
  return status;
}
