/* What is inside the sectors of a world in Stata files, as write/dta_products.c writes it: no rests, and missing values
 * where a product has its sector's rate. twi_world_put_products checks the rest. */
#include "world/import/dta_products.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "table/codes.h"
#include "world/columns.h"
#include "world/export.h"
#include "world/import/dta_sheet.h"
#include "world/import/import.h"

typedef struct reading {
  tw_context *ctx;
  const char *folder;
  const tw_world *w;
  twi_given_products *given;
  twi_list family, product;
  size_t room;
  int rate_column[TWI_MOST_COLUMNS + 2];
  double **rate[TWI_MOST_COLUMNS + 2];
  int rates;
} reading;

static tw_status fail_code(const twi_dta_sheet *t, const twi_dta_cell *cell, long number, int k, const char *expected)
{
  char what[256], shown[TWI_SHOWN];
  const twi_dta_cell *c = &cell[t->at[k]];
  snprintf(what, sizeof what, "found %s, expected %s", twi_show(c->text, c->length, shown), expected);
  return twi_dta_sheet_fail(t, number, k, what);
}

static tw_status find_world(const twi_dta_sheet *t, const twi_dta_cell *cell, long number, int k, twi_axis axis,
                            int may_be_empty, int *index)
{
  const reading *r = t->user;
  const twi_dta_cell *c = t->at[k] < 0 ? NULL : &cell[t->at[k]];
  *index = -1;
  if (may_be_empty && (!c || c->length == 0)) return TW_OK;
  *index = twi_world_index(r->w, axis, c->text, c->length);
  if (*index >= 0) return TW_OK;
  return fail_code(t, cell, number, k, axis == TWI_AXIS_REGIONS ? "a code of regions.dta" : "a code of sectors.dta");
}

static tw_status take_text(const twi_dta_sheet *t, const twi_dta_cell *cell, int k, char **text)
{
  const twi_dta_cell *c = t->at[k] < 0 ? NULL : &cell[t->at[k]];
  *text = c ? twi_strndup(t->ctx, c->text, c->length) : twi_strdup(t->ctx, "");
  return *text ? TW_OK : twi_no_memory(t->ctx, 0);
}

static tw_status take_number(const twi_dta_sheet *t, const twi_dta_cell *cell, long number, int k, double least,
                             const char *expected, double *value)
{
  *value = cell[t->at[k]].number;
  return *value > least ? TW_OK : twi_dta_sheet_fail(t, number, k, expected); /* a missing value is not above */
}

/* A code that is new to the list. */
static tw_status add_code(const twi_dta_sheet *t, const twi_dta_cell *cell, long number, twi_list *list)
{
  int before = list->count, index;
  const twi_dta_cell *c = &cell[t->at[1]];
  const char *wrong = twi_code_wrong(c->text, c->length);
  if (wrong) return twi_dta_sheet_fail(t, number, 1, wrong);
  if (before >= TWI_MOST_PRODUCTS) return twi_dta_sheet_fail(t, number, 1, "found too many codes");
  tw_status status = twi_list_find_or_add(t->ctx, list, c->text, c->length, &index);
  return status == TW_OK && list->count == before ? twi_dta_sheet_fail(t, number, 1, "found this code again") : status;
}

static tw_status family_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  reading *r = t->user;
  twi_given_products *g = r->given;
  size_t h = (size_t)g->families;
  tw_status status = add_code(t, cell, number, &r->family);
  if (status != TW_OK) return status;
  twi_family *family = twi_grow_list(t->ctx, g->family, h, sizeof *family);
  if (family) g->family = family;
  double *eta = twi_grow_list(t->ctx, g->family_elasticity, h, sizeof *eta);
  if (eta) g->family_elasticity = eta;
  if (!family || !eta) return twi_no_memory(t->ctx, 0);
  g->families++;
  status = find_world(t, cell, number, 0, TWI_AXIS_SECTORS, 0, &family[h].sector);
  if (status == TW_OK) status = take_text(t, cell, 1, &family[h].code);
  if (status == TW_OK) status = take_text(t, cell, 2, &family[h].name);
  return status == TW_OK ? take_number(t, cell, number, 3, -1, "expected an elasticity above -1", &eta[h]) : status;
}

static tw_status its_family(const twi_dta_sheet *t, const twi_dta_cell *cell, long number, twi_product *p)
{
  const reading *r = t->user;
  const twi_dta_cell *c = t->at[4] < 0 ? NULL : &cell[t->at[4]];
  p->family = -1;
  if (!c || c->length == 0) return TW_OK;
  p->family = twi_list_find(&r->family, c->text, c->length);
  if (p->family < 0) return fail_code(t, cell, number, 4, "a code of families.dta");
  if (r->given->family[p->family].sector == p->sector) return TW_OK;
  return fail_code(t, cell, number, 4, "a family of the same sector");
}

static tw_status product_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  reading *r = t->user;
  twi_given_products *g = r->given;
  size_t k = (size_t)g->products;
  tw_status status = add_code(t, cell, number, &r->product);
  if (status != TW_OK) return status;
  twi_product *product = twi_grow_list(t->ctx, g->product, k, sizeof *product);
  if (product) g->product = product;
  double *theta = twi_grow_list(t->ctx, g->theta, k, sizeof *theta);
  if (theta) g->theta = theta;
  double *markup = twi_grow_list(t->ctx, g->markup, k, sizeof *markup);
  if (markup) g->markup = markup;
  if (!product || !theta || !markup) return twi_no_memory(t->ctx, 0);
  g->products++;
  twi_product *p = &product[k];
  markup[k] = t->at[7] < 0 ? NAN : cell[t->at[7]].number;
  status = find_world(t, cell, number, 0, TWI_AXIS_SECTORS, 0, &p->sector);
  if (status == TW_OK) status = take_text(t, cell, 1, &p->code);
  if (status == TW_OK) status = take_text(t, cell, 2, &p->name);
  if (status == TW_OK) status = take_text(t, cell, 8, &p->unit);
  if (status == TW_OK) status = take_number(t, cell, number, 3, 0, "expected an elasticity above 0", &theta[k]);
  if (status == TW_OK) status = its_family(t, cell, number, p);
  if (status == TW_OK) status = find_world(t, cell, number, 5, TWI_AXIS_REGIONS, 1, &p->home);
  if (status == TW_OK) status = find_world(t, cell, number, 6, TWI_AXIS_REGIONS, 1, &p->owner);
  if (status == TW_OK && !isnan(markup[k]) && !(markup[k] > 1))
    status = twi_dta_sheet_fail(t, number, 7, "expected an elasticity above 1, or a missing value");
  return status;
}

/* ---------------------------------------------------------------- flows */

/* The list of the world's rate of that name; NULL: it has none such. */
static double **rate_of(reading *r, const char *pct)
{
  twi_given_products *g = r->given;
  if (strcmp(pct, "tariff_pct") == 0) return &g->tariff;
  if (strcmp(pct, "export_tax_pct") == 0) return &g->export_tax;
  for (int i = 0; i < r->w->column_count; i++)
    if (strcmp(r->w->columns[i].name, pct) == 0) return &g->column[i];
  return NULL;
}

static tw_status flow_column(twi_dta_sheet *t, int column, const char *name, unsigned char *wanted)
{
  reading *r = t->user;
  size_t n = strlen(name);
  if (n <= 5 || strcmp(name + n - 5, "_rate") != 0) return TW_OK;
  char *pct = twi_rate_name(t->ctx, name, "_rate", "_pct");
  if (!pct) return twi_no_memory(t->ctx, n);
  double **list = rate_of(r, pct);
  twi_free(t->ctx, pct);
  if (!list || *list)
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: column %s: %s", t->path, name,
                    list ? "found twice" : "found a rate that flows.dta does not have");
  *list = twi_alloc(t->ctx, 1, sizeof **list);
  if (!*list) return twi_no_memory(t->ctx, sizeof **list);
  *wanted = 1;
  r->rate_column[r->rates] = column;
  r->rate[r->rates++] = list;
  return TW_OK;
}

static tw_status flow_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  reading *r = t->user;
  twi_given_products *g = r->given;
  const twi_dta_cell *c = &cell[t->at[0]];
  int importer, exporter, product = twi_list_find(&r->product, c->text, c->length);
  double value;
  if (product < 0) return fail_code(t, cell, number, 0, "a code of products.dta");
  if (t->at[4] >= 0 && !g->quantity && !(g->quantity = twi_alloc(t->ctx, 1, sizeof(double))))
    return twi_no_memory(t->ctx, sizeof(double));
  tw_status status = twi_given_make_room(t->ctx, g, &r->room);
  if (status == TW_OK) status = find_world(t, cell, number, 1, TWI_AXIS_REGIONS, 0, &importer);
  if (status == TW_OK) status = find_world(t, cell, number, 2, TWI_AXIS_REGIONS, 0, &exporter);
  if (status == TW_OK) status = take_number(t, cell, number, 3, 0, "expected a value above 0", &value);
  if (status != TW_OK) return status;
  size_t i = g->flows;
  for (int k = 0; k < r->rates; k++) {
    const twi_dta_cell *rate = &cell[r->rate_column[k]];
    (*r->rate[k])[i] = rate->text ? NAN : rate->number;
    if (rate->text || rate->number <= -1 || rate->number > TWI_MOST_RATE)
      return twi_fail(t->ctx, TW_BAD_INPUT, "%s: observation %ld: expected rates above -1 and at most %d", t->path,
                      number, (int)TWI_MOST_RATE);
  }
  if (g->quantity) g->quantity[i] = cell[t->at[4]].number;
  if (g->quantity && g->quantity[i] < 0) return twi_dta_sheet_fail(t, number, 4, "expected no negative quantity");
  if (g->quantity && g->quantity[i] > 0 && !*g->product[product].unit)
    return twi_dta_sheet_fail(t, number, 4, "found a quantity of a product without a unit in products.dta");
  g->of[i] = product;
  g->importer[i] = (uint16_t)importer;
  g->exporter[i] = (uint16_t)exporter;
  g->value[i] = value;
  g->flows++;
  return TW_OK;
}

/* ---------------------------------------------------------------- the three files */

/* absent: the folder may lack the file. */
static tw_status read_file(reading *r, const char *name, int absent, twi_dta_sheet t)
{
  char *path = twi_path_join(r->ctx, r->folder, name);
  if (!path) return twi_no_memory(r->ctx, 0);
  t.ctx = r->ctx;
  t.path = path;
  t.user = r;
  tw_status status = TW_OK;
  if (!absent || twi_path_kind_of(path) != TWI_PATH_ABSENT) status = twi_dta_sheet_read(&t);
  twi_free(r->ctx, path);
  return status;
}

static tw_status read_all(reading *r)
{
  static const char *const family[] = {"sector", "family", "name", "product_elasticity"};
  static const char *const product[] = {"sector", "product",           "name", "trade_elasticity", "family", "home",
                                        "owner",  "markup_elasticity", "unit"};
  static const char *const flow[] = {"product", "importer", "exporter", "value", "quantity"};
  static const unsigned char family_text[] = {1, 1, 1, 0}, product_text[] = {1, 1, 1, 0, 1, 1, 1, 0, 1};
  static const unsigned char flow_text[] = {1, 1, 1, 0, 0};
  tw_status status = read_file(
      r, "families.dta", 1,
      (twi_dta_sheet){.wanted = family, .text = family_text, .wanted_count = 4, .optional_from = 4, .row = family_row});
  if (status == TW_OK)
    status = read_file(
        r, "products.dta", 0,
        (twi_dta_sheet){
            .wanted = product, .text = product_text, .wanted_count = 9, .optional_from = 4, .row = product_row});
  if (status != TW_OK) return status;
  r->given->columns = r->w->column_count;
  r->given->column = twi_new(r->ctx, (size_t)r->w->column_count + 1, sizeof *r->given->column);
  if (!r->given->column) return twi_no_memory(r->ctx, 0);
  return read_file(r, "product_flows.dta", 0,
                   (twi_dta_sheet){.wanted = flow,
                                   .text = flow_text,
                                   .wanted_count = 5,
                                   .optional_from = 4,
                                   .extra = flow_column,
                                   .row = flow_row});
}

tw_status twi_dta_products_read(tw_context *ctx, const char *folder, const tw_world *world, twi_given_products *given)
{
  reading r = {.ctx = ctx, .folder = folder, .w = world, .given = given};
  char *path = twi_path_join(ctx, folder, "products.dta");
  if (!path) return twi_no_memory(ctx, 0);
  tw_status status = twi_path_kind_of(path) == TWI_PATH_ABSENT ? TW_OK : read_all(&r);
  twi_free(ctx, path);
  twi_list_clear(ctx, &r.family);
  twi_list_clear(ctx, &r.product);
  return status;
}
