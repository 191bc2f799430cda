/* The rows of a scenario at three illegal shares: what buyers pay and get, what they eat, what harvesters earn, where
 * imports come from instead. See illegal.h for the formulas. */
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/print.h"
#include "food/illegal.h"
#include "world/products.h"

static const char percent[] = "percent", kcal[] = "kcal a head and day";

/* The last of the path, of a share. */
static tw_result *result_of(const tw_illegal *x, int share)
{
  return tw_path_result(x->path[share], tw_path_count(x->path[share]) - 1);
}

static tw_status add_row(tw_illegal *x, const char *measure, const char *region, const char *partner, const char *unit,
                         const double value[TWI_SHARES])
{
  tw_illegal_row *grown = twi_grow_list(x->ctx, x->row, (size_t)x->rows, sizeof *grown);
  if (!grown) return twi_no_memory(x->ctx, sizeof *grown);
  x->row = grown;
  tw_illegal_row *row = &x->row[x->rows++];
  *row = (tw_illegal_row){.measure = measure, .region = region, .partner = partner, .unit = unit};
  for (int i = 0; i < TWI_SHARES; i++) row->value[i] = value[i];
  return TW_OK;
}

static tw_status remark(tw_illegal *x, const char *format, ...) TWI_PRINTF(2, 3);
static tw_status remark(tw_illegal *x, const char *format, ...)
{
  char **grown = twi_grow_list(x->ctx, x->remark, (size_t)x->remarks, sizeof *grown), text[1024];
  if (!grown) return twi_no_memory(x->ctx, sizeof *grown);
  x->remark = grown;
  va_list list;
  va_start(list, format);
  twi_vprint(text, sizeof text, format, list);
  va_end(list);
  x->remark[x->remarks] = twi_strdup(x->ctx, text);
  return x->remark[x->remarks++] ? TW_OK : twi_no_memory(x->ctx, sizeof text);
}

/* The illegal product is the sector's last. */
static int product_of(const tw_result *r, int sector, int illegal)
{
  const tw_world *w = r->world;
  return w->market[w->sector_market[sector + 1] - (illegal ? 1 : 2)].product;
}

static double number(const tw_result *r, tw_table table, const char *column, size_t at)
{
  const double *values = r->info.outcome > 0 ? tw_result_column(r, table, column) : NULL;
  return values ? values[at] : NAN;
}

/* Value of both products from o to d. */
static double imports_of(const tw_result *r, int sector, int d, int o, int new_)
{
  tw_flow_change flow;
  if (r->info.outcome <= 0 || tw_result_flow(r, sector, d, o, &flow) != TW_OK) return NAN;
  return new_ ? flow.new_value : flow.base_value;
}

static double illegal_share(const tw_result *r, int sector, int d, int o)
{
  const tw_world *w = r->world;
  double whole = w->flow[twi_flow_cell(w, sector, d, o)];
  const twi_market *m = &w->market[w->sector_market[sector + 1] - 1];
  size_t cell = twi_market_cell(w, m, (size_t)d, (size_t)o);
  return whole > 0 ? 100 * (cell == SIZE_MAX ? 0 : w->flow[cell]) / whole : NAN;
}

static const char *money_of(const tw_illegal *x)
{
  return twi_result_money_unit(result_of(x, x->share), 0);
}

/* Of a buyer: price and quantity, then by origin shares and imports. */
static tw_status add_buyer(tw_illegal *x, const tw_world *w, int d)
{
  double price[TWI_SHARES], quantity[TWI_SHARES], share[TWI_SHARES], before[TWI_SHARES], change[TWI_SHARES];
  size_t cell = (size_t)d * (size_t)w->S + (size_t)x->sector;
  for (int i = 0; i < TWI_SHARES; i++) {
    const tw_result *r = result_of(x, i);
    price[i] = number(r, TW_SECTORS, "price_pct", cell);
    quantity[i] = NAN;
    if (r->info.outcome <= 0) continue;
    double spent = r->new_.state->X[cell] / r->base.state->X[cell];
    quantity[i] = 100 * (spent / (1 + price[i] / 100) - 1);
  }
  tw_status status = add_row(x, "price_pct", w->region[d], "", percent, price);
  if (status == TW_OK) status = add_row(x, "quantity_pct", w->region[d], "", percent, quantity);
  for (int o = 0; o < w->N && status == TW_OK; o++) {
    int any = 0;
    if (o == d || !(w->flow[twi_flow_cell(w, x->sector, d, o)] > 0)) continue;
    for (int i = 0; i < TWI_SHARES; i++) {
      const tw_result *r = result_of(x, i);
      share[i] = illegal_share(r, x->sector, d, o);
      before[i] = imports_of(r, x->sector, d, o, 0);
      change[i] = imports_of(r, x->sector, d, o, 1) - before[i];
      any |= share[i] > 0;
    }
    if (any) status = add_row(x, "share_pct", w->region[d], w->region[o], percent, share);
    if (status == TW_OK) status = add_row(x, "imports", w->region[d], w->region[o], money_of(x), before);
    if (status == TW_OK) status = add_row(x, "imports_change", w->region[d], w->region[o], money_of(x), change);
  }
  return status;
}

/* Of a region's harvesters: value added in legal and illegal catch. */
static tw_status add_harvesters(tw_illegal *x, const tw_world *w, int o)
{
  static const char *const measure[2][2] = {{"legal_income", "legal_income_change"},
                                            {"illegal_income", "illegal_income_change"}};
  tw_status status = TW_OK;
  for (int illegal = 0; illegal < 2 && status == TW_OK; illegal++) {
    double before[TWI_SHARES], change[TWI_SHARES];
    int any = 0;
    for (int i = 0; i < TWI_SHARES; i++) {
      const tw_result *r = result_of(x, i);
      size_t at = (size_t)o * (size_t)r->world->products + (size_t)product_of(r, x->sector, illegal);
      double v = w->value_added_share[(size_t)o * (size_t)w->S + (size_t)x->sector];
      before[i] = v * number(r, TW_PRODUCTS, "sales_base", at);
      change[i] = v * number(r, TW_PRODUCTS, "sales_new", at) - before[i];
      any |= before[i] > 0;
    }
    if (!any) continue;
    status = add_row(x, measure[illegal][0], w->region[o], "", money_of(x), before);
    if (status == TW_OK) status = add_row(x, measure[illegal][1], w->region[o], "", money_of(x), change);
  }
  return status;
}

static tw_status add_income(tw_illegal *x, const tw_world *w, int r)
{
  double change[TWI_SHARES];
  for (int i = 0; i < TWI_SHARES; i++) change[i] = number(result_of(x, i), TW_REGIONS, "real_income_pct", (size_t)r);
  return add_row(x, "real_income_pct", w->region[r], "", percent, change);
}

/* ---------------------------------------------------------------- calories */

/* Of the rows of the sector from an origin; NULL: from all. */
static double calories_of(const tw_food *f, int sector, const char *origin, int new_)
{
  double sum = 0;
  int s, g;
  for (int i = 0; i < f->rows; i++) {
    const twi_calories *row = &f->row[i];
    if (!twi_food_market(f->world, row->product, row->sector, &s, &g) || s != sector) continue;
    if (!origin || strcmp(row->origin, origin) == 0) sum += new_ ? row->direct_new : row->direct[TWI_POINT];
  }
  return sum;
}

/* The code of the world, which outlives the tables. */
static const char *code_of(const tw_world *w, const char *origin)
{
  int at = tw_world_find_region(w, origin);
  return at < 0 ? "OTHER" : w->region[at];
}

/* Rows of one origin, or of all: they are there once the change at every share is known. */
static tw_status add_origin(tw_illegal *x, tw_food *f, const char *origin)
{
  const char *region = f->world->region[f->region], *partner = origin ? code_of(f->world, origin) : "";
  double before[TWI_SHARES], change[TWI_SHARES];
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_SHARES && status == TW_OK; i++) {
    f->result = result_of(x, i);
    f->world = tw_result_world(f->result);
    before[i] = calories_of(f, x->sector, origin, 0);
    change[i] = NAN;
    if (f->result->info.outcome <= 0) continue;
    status = twi_food_change(f);
    change[i] = calories_of(f, x->sector, origin, 1) - before[i];
  }
  if (status == TW_OK) status = add_row(x, "calories", region, partner, kcal, before);
  return status == TW_OK ? add_row(x, "calories_change", region, partner, kcal, change) : status;
}

static tw_status add_origins(tw_illegal *x, tw_food *f)
{
  const tw_world *w = f->world;
  tw_status status = add_origin(x, f, NULL);
  for (int i = 0; i < f->rows && status == TW_OK; i++) {
    int seen = 0, s, g;
    if (!twi_food_market(w, f->row[i].product, f->row[i].sector, &s, &g) || s != x->sector) continue;
    for (int k = 0; k < i && !seen; k++)
      seen = strcmp(f->row[k].origin, f->row[i].origin) == 0 &&
             twi_food_market(w, f->row[k].product, f->row[k].sector, &s, &g) && s == x->sector;
    if (!seen) status = add_origin(x, f, f->row[i].origin);
  }
  return status;
}

/* Of a buyer with tables of food; *known: 0 where it has none, 1 where they have nothing of the sector, else 2. */
static tw_status add_calories(tw_illegal *x, const tw_world *w, int d, int *known)
{
  *known = 0;
  tw_food *f = twi_new(x->ctx, 1, sizeof *f);
  if (!f) return twi_no_memory(x->ctx, sizeof *f);
  f->ctx = x->ctx;
  f->world = w;
  f->region = d;
  f->changed = 1;
  tw_status status = twi_food_read_any(x->ctx, f->file, w->region[d], &f->tables);
  if (status == TW_OK && f->tables.diets) {
    *known = 1;
    status = twi_food_account(f);
    if (status == TW_OK && calories_of(f, x->sector, NULL, 0) > 0) {
      *known = 2;
      status = add_origins(x, f);
    }
  }
  f->result = NULL; /* the path's */
  tw_food_free(f);
  return status;
}

/* ---------------------------------------------------------------- all rows */

/* One line, of how many buyers have what of add_calories; last: one of those that have most. */
static tw_status say_calories(tw_illegal *x, const tw_world *w, const int known[3], int last)
{
  const char *sector = w->sector[x->sector];
  if (known[2])
    return remark(
        x,
        "Calories, a head and day, are those of the diet in the tables of food; what comes from an origin moves "
        "with the quantity of %s that arrives from there, whatever else of it is in other sectors. Where "
        "they come from is known by value, and in part assumed.",
        sector);
  if (known[1])
    return remark(x, "No calories: the diet of %s in the tables of food has nothing of sector %s.", w->region[last],
                  sector);
  return remark(x, "No calories: the tables of food, which are of JPN, have none of %s.",
                known[0] == 1 ? w->region[last] : "these buyers");
}

static tw_status add_buyers(tw_illegal *x, const tw_world *w, const unsigned char *member)
{
  int known[3] = {0}, last = 0;
  tw_status status = TW_OK;
  for (int d = 0; d < w->N && status == TW_OK; d++) {
    int which;
    if (!member[d]) continue;
    status = add_buyer(x, w, d);
    if (status == TW_OK) status = add_calories(x, w, d, &which);
    if (status != TW_OK) break;
    if (which || !known[1]) last = d;
    known[which]++;
  }
  return status == TW_OK ? say_calories(x, w, known, last) : status;
}

/* Importers and exporters of the section; all where it names none. */
tw_status twi_illegal_rows(tw_illegal *x)
{
  const tw_scenario *s = &x->at[x->share];
  const tw_world *w = result_of(x, x->share)->world;
  const twi_iuu_section *iuu = &s->iuu;
  size_t n = (size_t)w->N;
  unsigned char *member = twi_new(x->ctx, 2 * n, 1);
  if (!member) return twi_no_memory(x->ctx, 2 * n);
  unsigned char *seller = member + n;
  tw_status status = TW_OK;
  memset(member, 1, n);
  if (iuu->importer) status = twi_select(x->ctx, s, iuu->importer, NULL, TWI_AXIS_REGIONS, w, member);
  for (size_t o = 0; o < n; o++) {
    seller[o] = member[o];
    for (size_t d = 0; d < n; d++)
      for (int i = 0; i < TWI_SHARES; i++)
        seller[o] |= d != o && member[d] && illegal_share(result_of(x, i), x->sector, (int)d, (int)o) > 0;
  }
  if (status == TW_OK) status = add_buyers(x, w, member);
  for (int o = 0; o < w->N && status == TW_OK; o++)
    if (seller[o]) status = add_harvesters(x, w, o);
  for (int o = 0; o < w->N && status == TW_OK; o++)
    if (seller[o]) status = add_income(x, w, o);
  twi_free(x->ctx, member);
  if (status != TW_OK) return status;
  return remark(x, "Not modelled: the stock effect, that there is more fish later where less is caught now.");
}
