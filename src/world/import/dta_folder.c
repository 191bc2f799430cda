/* Stata files: a folder of files that tw_world_export made. See import.h and export.h.
 *
 * A folder is a whole world: its numbers are those of the model (export.h), so nothing is completed or corrected; it is
 * checked as a .tww is, and comes back to the last bit.
 *
 * Longer than 400 lines: eight small readers of one shape, a file each. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/names.h"
#include "table/codes.h"
#include "world/elasticities.h"
#include "world/export.h"
#include "world/import/dta_products.h"
#include "world/import/dta_sheet.h"
#include "world/import/import.h"
#include "world/stores.h"

typedef struct whole {
  tw_context *ctx;
  const char *folder;
  tw_world *w;
  twi_list region, sector;
  double *theta, *population, *gdp; /* while regions and sectors are read; room for TWI_MOST_CODES */
  unsigned char *goods;
  int further[TWI_MOST_COLUMNS + 2]; /* columns of rates in flows.dta */
  double *rate[TWI_MOST_COLUMNS + 2];
  int rates;
  double *elasticity;       /* between products, by sector; NULL: there is no such column */
  twi_given_products given; /* what is inside sectors */
} whole;

static tw_status find_code(twi_dta_sheet *t, const twi_dta_cell *cell, long number, int k, const twi_list *list,
                           size_t *index)
{
  char what[256], shown[TWI_SHOWN];
  const twi_dta_cell *c = &cell[t->at[k]];
  int found = twi_list_find(list, c->text, c->length);
  *index = (size_t)found;
  if (found >= 0) return TW_OK;
  const char *nearest = twi_nearest(c->text, c->length, (const char *const *)list->code, list->count);
  snprintf(what, sizeof what, "found %s, expected a code of regions.dta or sectors.dta%s%s",
           twi_show(c->text, c->length, shown), nearest ? "; the nearest is " : "", nearest ? nearest : "");
  return twi_dta_sheet_fail(t, number, k, what);
}

static tw_status add_code(twi_dta_sheet *t, const twi_dta_cell *cell, long number, twi_list *list)
{
  int before = list->count, index;
  const twi_dta_cell *c = &cell[t->at[0]];
  const char *wrong = twi_code_wrong(c->text, c->length);
  if (before == TWI_MOST_CODES) return twi_dta_sheet_fail(t, number, 0, "found too many codes");
  if (wrong) return twi_dta_sheet_fail(t, number, 0, wrong);
  tw_status status = twi_list_find_or_add(t->ctx, list, c->text, c->length, &index);
  return status == TW_OK && list->count == before ? twi_dta_sheet_fail(t, number, 0, "found this code again") : status;
}

/* Names need not differ: they are kept in order, not looked up. */
static tw_status add_name(twi_dta_sheet *t, const twi_dta_cell *cell, char **names, int index)
{
  names[index] = twi_strndup(t->ctx, cell[t->at[1]].text, cell[t->at[1]].length);
  return names[index] ? TW_OK : twi_no_memory(t->ctx, 0);
}

static tw_status region_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  whole *r = t->user;
  int i = r->region.count;
  tw_status status = add_code(t, cell, number, &r->region);
  if (status == TW_OK) status = add_name(t, cell, r->w->region_name, i);
  if (status != TW_OK) return status;
  r->w->N = r->region.count;
  if (t->at[2] >= 0) r->population[i] = cell[t->at[2]].number;
  if (t->at[3] >= 0) r->gdp[i] = cell[t->at[3]].number;
  return TW_OK;
}

static tw_status sector_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  whole *r = t->user;
  int i = r->sector.count;
  const twi_dta_cell *kind = &cell[t->at[2]];
  tw_status status = add_code(t, cell, number, &r->sector);
  if (status == TW_OK) status = add_name(t, cell, r->w->sector_name, i);
  if (status != TW_OK) return status;
  r->w->S = r->sector.count;
  r->goods[i] = (unsigned char)twi_same_name(kind->text, kind->length, "goods");
  r->theta[i] = cell[t->at[3]].number;
  if (t->at[4] >= 0 && !r->elasticity) r->elasticity = twi_new(t->ctx, TWI_MOST_CODES, sizeof *r->elasticity);
  if (t->at[4] >= 0 && !r->elasticity) return twi_no_memory(t->ctx, TWI_MOST_CODES * sizeof *r->elasticity);
  if (r->elasticity) r->elasticity[i] = cell[t->at[4]].number;
  if (r->elasticity && !(r->elasticity[i] > -1))
    return twi_dta_sheet_fail(t, number, 4, "expected an elasticity above -1");
  if (!r->goods[i] && !twi_same_name(kind->text, kind->length, "services"))
    return twi_dta_sheet_fail(t, number, 2, "expected goods or services");
  return TW_OK;
}

static tw_status flow_column(twi_dta_sheet *t, int column, const char *name, unsigned char *wanted)
{
  whole *r = t->user;
  tw_world *w = r->w;
  size_t n = strlen(name);
  if (n <= 5 || strcmp(name + n - 5, "_rate") != 0) return TW_OK;
  if (twi_code_wrong(name, n))
    return twi_fail(t->ctx, TW_BAD_INPUT, "%s: column %s: found %s in the name of a rate", t->path, name,
                    twi_code_wrong(name, n));
  if (r->rates == TWI_MOST_COLUMNS) return twi_fail(t->ctx, TW_BAD_INPUT, "%s: found too many rates", t->path);
  double *values = twi_new(t->ctx, twi_world_sector_flows(w), sizeof *values);
  if (!values) return twi_no_memory(t->ctx, twi_world_sector_flows(w) * sizeof *values);
  *wanted = 1;
  r->further[r->rates] = column;
  r->rate[r->rates++] = values;
  if (strcmp(name, "tariff_rate") == 0 || strcmp(name, "export_tax_rate") == 0) {
    *(name[0] == 't' ? &w->tariff : &w->export_tax) = values;
    return TW_OK;
  }
  char *pct = twi_rate_name(t->ctx, name, "_rate", "_pct");
  if (!pct) {
    twi_free(t->ctx, values);
    return twi_no_memory(t->ctx, n);
  }
  int at = w->column_count++;
  for (; at > 0 && strcmp(w->columns[at - 1].name, pct) > 0; at--) w->columns[at] = w->columns[at - 1];
  w->columns[at] = (twi_tariff_column){pct, values};
  return TW_OK;
}

static tw_status take_number(twi_dta_sheet *t, const twi_dta_cell *cell, long number, int k, double *value)
{
  *value = cell[t->at[k]].number;
  return isnan(*value) ? twi_dta_sheet_fail(t, number, k, "found a missing value, expected a number") : TW_OK;
}

static tw_status flow_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  whole *r = t->user;
  size_t s, d, o;
  tw_status status = find_code(t, cell, number, 0, &r->sector, &s);
  if (status == TW_OK) status = find_code(t, cell, number, 1, &r->region, &d);
  if (status == TW_OK) status = find_code(t, cell, number, 2, &r->region, &o);
  if (status != TW_OK) return status;
  size_t at = (s * (size_t)r->w->N + d) * (size_t)r->w->N + o;
  if (!isnan(r->w->flow[at])) return twi_dta_sheet_fail(t, number, 3, "found this sector, importer and exporter again");
  status = take_number(t, cell, number, 3, &r->w->flow[at]);
  if (status != TW_OK) return status;
  for (int i = 0; i < r->rates; i++) r->rate[i][at] = cell[r->further[i]].text ? NAN : cell[r->further[i]].number;
  return TW_OK;
}

/* NaN until a row says a number, so that a second row is seen. */
static void set_to_nan(double *values, size_t count)
{
  for (size_t i = 0; i < count; i++) values[i] = NAN;
}

/* production.dta and final.dta: user is which array. */
typedef struct cells {
  whole *r;
  double *values;
} cells;

static tw_status cell_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  const cells *c = t->user;
  size_t d, s;
  tw_status status = find_code(t, cell, number, 0, &c->r->region, &d);
  if (status == TW_OK) status = find_code(t, cell, number, 1, &c->r->sector, &s);
  if (status != TW_OK) return status;
  double *value = &c->values[d * (size_t)c->r->w->S + s];
  if (!isnan(*value)) return twi_dta_sheet_fail(t, number, 2, "found this region and sector again");
  return take_number(t, cell, number, 2, value);
}

/* production.dta: a share, and employment where there is that column, which may be missing. */
static tw_status production_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  const cells *c = t->user;
  tw_world *w = c->r->w;
  size_t d, s, all = twi_world_cells(w);
  tw_status status = cell_row(t, cell, number);
  if (status != TW_OK || t->at[3] < 0) return status;
  if (!w->employment) {
    w->employment = twi_alloc(t->ctx, all, sizeof(double));
    if (!w->employment) return twi_no_memory(t->ctx, all * sizeof(double));
    set_to_nan(w->employment, all);
  }
  status = find_code(t, cell, number, 0, &c->r->region, &d);
  if (status == TW_OK) status = find_code(t, cell, number, 1, &c->r->sector, &s);
  if (status == TW_OK) w->employment[d * (size_t)w->S + s] = cell[t->at[3]].number;
  return status;
}

static tw_status input_row(twi_dta_sheet *t, const twi_dta_cell *cell, long number)
{
  whole *r = t->user;
  size_t d, u, s, sectors = (size_t)r->w->S;
  tw_status status = find_code(t, cell, number, 0, &r->region, &d);
  if (status == TW_OK) status = find_code(t, cell, number, 1, &r->sector, &u);
  if (status == TW_OK) status = find_code(t, cell, number, 2, &r->sector, &s);
  if (status != TW_OK) return status;
  double *value = &r->w->input_share[(d * sectors + u) * sectors + s];
  if (!isnan(*value)) return twi_dta_sheet_fail(t, number, 3, "found this region, user and input again");
  return take_number(t, cell, number, 3, value);
}

static tw_status read_file(whole *r, const char *name, twi_dta_sheet t)
{
  char *path = twi_path_join(r->ctx, r->folder, name);
  if (!path) return twi_no_memory(r->ctx, 0);
  t.ctx = r->ctx;
  t.path = path;
  tw_status status = twi_progress(r->ctx, "reading the world", -1);
  if (status == TW_OK) status = twi_dta_sheet_read(&t);
  twi_free(r->ctx, path);
  return status;
}

static int make_array(whole *r, size_t count, double **array)
{
  *array = twi_new(r->ctx, count, sizeof **array);
  return *array != NULL;
}

static tw_status read_codes(whole *r)
{
  static const char *const region[] = {"region", "name", "population", "gdp"};
  static const char *const sector[] = {"sector", "name", "kind", "trade_elasticity", "product_elasticity"};
  static const unsigned char region_text[] = {1, 1, 0, 0}, sector_text[] = {1, 1, 1, 0, 0};
  tw_world *w = r->w;
  twi_dta_sheet t = {
      .wanted = region, .text = region_text, .wanted_count = 4, .optional_from = 2, .row = region_row, .user = r};
  int got = make_array(r, TWI_MOST_CODES, &w->population) && make_array(r, TWI_MOST_CODES, &w->gdp) &&
            make_array(r, TWI_MOST_CODES, &w->theta) && (w->goods = twi_new(r->ctx, TWI_MOST_CODES, 1)) &&
            (w->region_name = twi_new(r->ctx, TWI_MOST_CODES, sizeof(char *))) &&
            (w->sector_name = twi_new(r->ctx, TWI_MOST_CODES, sizeof(char *)));
  if (!got) return twi_no_memory(r->ctx, TWI_MOST_CODES * sizeof(double));
  for (int i = 0; i < TWI_MOST_CODES; i++) w->population[i] = w->gdp[i] = -1;
  r->population = w->population;
  r->gdp = w->gdp;
  r->theta = w->theta;
  r->goods = w->goods;
  tw_status status = read_file(r, "regions.dta", t);
  if (status == TW_OK)
    status = read_file(r, "sectors.dta",
                       (twi_dta_sheet){.wanted = sector,
                                       .text = sector_text,
                                       .wanted_count = 5,
                                       .optional_from = 4,
                                       .row = sector_row,
                                       .user = r});
  if (status == TW_OK && (w->N == 0 || w->S == 0))
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found no regions or no sectors", r->folder);
  return status;
}

/* Codes move into the world; a column that was absent leaves no array. */
static tw_status settle_codes(whole *r)
{
  tw_world *w = r->w;
  double **macro[] = {&w->population, &w->gdp};
  for (int k = 0; k < 2; k++) {
    if (w->N > 0 && (*macro[k])[0] != -1) continue; /* NaN where it is not known */
    twi_free(r->ctx, *macro[k]);
    *macro[k] = NULL;
  }
  w->region = twi_new(r->ctx, (size_t)w->N, sizeof *w->region);
  w->sector = twi_new(r->ctx, (size_t)w->S, sizeof *w->sector);
  if (!w->region || !w->sector) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < w->N; i++)
    if (!(w->region[i] = twi_strdup(r->ctx, r->region.code[i]))) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < w->S; i++)
    if (!(w->sector[i] = twi_strdup(r->ctx, r->sector.code[i]))) return twi_no_memory(r->ctx, 0);
  return twi_world_check_size(r->ctx, r->folder, w->N, w->S);
}

static void absent_is_zero(double *values, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (isnan(values[i])) values[i] = 0;
}

static tw_status read_numbers(whole *r)
{
  static const char *const flow[] = {"sector", "importer", "exporter", "value"};
  static const char *const production[] = {"region", "sector", "value_added_share", "employment"};
  static const char *const final[] = {"region", "sector", "share"};
  static const char *const input[] = {"region", "user", "input", "share_of_output"};
  static const unsigned char three[] = {1, 1, 1, 0}, two[] = {1, 1, 0, 0};
  tw_world *w = r->w;
  size_t flows = twi_world_sector_flows(w), n = twi_world_cells(w);
  w->columns = twi_new(r->ctx, TWI_MOST_COLUMNS, sizeof *w->columns);
  if (!w->columns || !make_array(r, flows, &w->flow) || !make_array(r, n, &w->value_added_share) ||
      !make_array(r, n, &w->final_share) || !make_array(r, n * (size_t)w->S, &w->input_share))
    return twi_no_memory(r->ctx, flows * sizeof(double));
  set_to_nan(w->flow, flows);
  set_to_nan(w->value_added_share, n);
  set_to_nan(w->final_share, n);
  set_to_nan(w->input_share, n * (size_t)w->S);
  twi_dta_sheet t = {.wanted = flow,
                     .text = three,
                     .wanted_count = 4,
                     .optional_from = 4,
                     .extra = flow_column,
                     .row = flow_row,
                     .user = r};
  tw_status status = read_file(r, "flows.dta", t);
  absent_is_zero(w->flow, flows);
  t = (twi_dta_sheet){
      .wanted = input, .text = three, .wanted_count = 4, .optional_from = 4, .row = input_row, .user = r};
  if (status == TW_OK) status = read_file(r, "inputs.dta", t);
  absent_is_zero(w->input_share, n * (size_t)w->S);
  cells c = {r, w->value_added_share};
  t = (twi_dta_sheet){
      .wanted = production, .text = two, .wanted_count = 4, .optional_from = 3, .row = production_row, .user = &c};
  if (status == TW_OK) status = read_file(r, "production.dta", t);
  c.values = w->final_share;
  t = (twi_dta_sheet){.wanted = final, .text = two, .wanted_count = 3, .optional_from = 3, .row = cell_row, .user = &c};
  if (status == TW_OK) status = read_file(r, "final.dta", t);
  absent_is_zero(w->final_share, n);
  return status;
}

static tw_status read_text(whole *r, const char *name, int needed, char **text, size_t *bytes, char **path)
{
  *text = NULL;
  *path = twi_path_join(r->ctx, r->folder, name);
  if (!*path) return twi_no_memory(r->ctx, 0);
  if (!needed && twi_path_kind_of(*path) == TWI_PATH_ABSENT) return TW_OK;
  return twi_read_file(r->ctx, *path, 4u << 20, text, bytes);
}

static tw_status read_words(whole *r)
{
  char *text, *path;
  size_t bytes;
  tw_status status = read_text(r, "world.yaml", 1, &text, &bytes, &path);
  if (status == TW_OK) status = twi_world_describe(r->ctx, r->w, text, path); /* takes the text over */
  twi_free(r->ctx, path);
  if (status != TW_OK) return status;
  static const char *const groups[] = {"groups.yaml", "sector_groups.yaml"};
  for (int axis = 0; axis < 2 && status == TW_OK; axis++) {
    status = read_text(r, groups[axis], 0, &text, &bytes, &path);
    if (status == TW_OK && text) status = twi_world_read_groups(r->ctx, r->w, (twi_axis)axis, text, bytes, path);
    twi_free(r->ctx, text);
    twi_free(r->ctx, path);
  }
  return status;
}

static tw_status read_estimates(whole *r)
{
  char *path = twi_path_join(r->ctx, r->folder, "elasticities.csv");
  twi_source *source = NULL;
  twi_csv *csv = NULL;
  tw_status status = path ? TW_OK : twi_no_memory(r->ctx, 0);
  if (status == TW_OK && twi_path_kind_of(path) != TWI_PATH_ABSENT) {
    status = twi_source_open(r->ctx, path, &source);
    if (status == TW_OK) status = twi_csv_open(r->ctx, source, &csv);
    if (status == TW_OK)
      status = twi_estimates_read(r->ctx, r->w, csv, 1, NULL, &r->w->estimate, &r->w->estimate_count);
  }
  twi_csv_free(csv);
  twi_free(r->ctx, path);
  return status;
}

/* Stocks and calories are of the products, so they come after those. */
static tw_status read_stores(whole *r)
{
  tw_status status = TW_OK;
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++) {
    char *path = twi_path_join(r->ctx, r->folder, twi_store_file[t]);
    twi_source *source = NULL;
    twi_csv *csv = NULL;
    status = path ? TW_OK : twi_no_memory(r->ctx, 0);
    if (status == TW_OK && twi_path_kind_of(path) != TWI_PATH_ABSENT) {
      status = twi_source_open(r->ctx, path, &source);
      if (status == TW_OK) status = twi_csv_open(r->ctx, source, &csv);
      if (status == TW_OK) status = twi_stores_read(r->ctx, r->w, (twi_store_table)t, csv);
    }
    twi_csv_free(csv);
    twi_free(r->ctx, path);
  }
  return status;
}

static tw_status check_whole(whole *r)
{
  tw_world *w = r->w;
  char *prefix = twi_format(r->ctx, "%s: ", r->folder);
  double *income = twi_new(r->ctx, (size_t)w->N, sizeof *income);
  tw_status status = prefix && income ? TW_OK : twi_no_memory(r->ctx, 0);
  const twi_code_places places = {.regions = r->folder, .sectors = r->folder};
  if (status == TW_OK) status = twi_world_check_words(r->ctx, w, &places);
  if (status == TW_OK) status = twi_world_check_numbers(r->ctx, w, prefix, 1);
  if (status == TW_OK && r->given.products) {
    r->given.elasticity = r->elasticity;
    r->elasticity = NULL;
    status = twi_world_put_products(r->ctx, w, &r->given, r->folder);
    if (status == TW_OK) status = twi_world_check_numbers(r->ctx, w, prefix, 1);
  }
  if (status == TW_OK) status = read_stores(r);
  if (status == TW_OK) twi_world_drop_zeros(w);
  if (status == TW_OK) status = twi_world_accounts(r->ctx, w);
  if (status == TW_OK) status = twi_world_check_sellers(r->ctx, w, r->folder);
  if (status == TW_OK) status = twi_world_check_income(r->ctx, w, r->folder, income);
  w->reading_count = w->making_count = w->finding_count;
  if (status == TW_OK) status = twi_world_seal(r->ctx, w);
  twi_free(r->ctx, income);
  twi_free(r->ctx, prefix);
  return status;
}

tw_status twi_world_read_dta(tw_context *ctx, const char *folder, tw_world **world)
{
  whole r = {.ctx = ctx, .folder = folder};
  *world = NULL;
  tw_status status = twi_world_create(ctx, &r.w);
  if (status == TW_OK) status = read_codes(&r);
  if (status == TW_OK) status = settle_codes(&r);
  if (status == TW_OK) status = read_words(&r);
  if (status == TW_OK) status = read_estimates(&r);
  if (status == TW_OK) status = read_numbers(&r);
  if (status == TW_OK) status = twi_dta_products_read(ctx, folder, r.w, &r.given);
  if (status == TW_OK) status = check_whole(&r);
  twi_free(ctx, r.elasticity);
  twi_given_products_free(ctx, &r.given);
  twi_list_clear(ctx, &r.region);
  twi_list_clear(ctx, &r.sector);
  if (status != TW_OK) {
    tw_world_free(r.w);
    return status;
  }
  *world = r.w;
  return TW_OK;
}
