/* A world written as a folder of Stata files. See export.h. The folder is written as one thing: base/stage.h. */
#include <math.h>
#include <string.h>

#include "base/stage.h"
#include "table/dta.h"
#include "table/sink.h"
#include "world/elasticities.h"
#include "world/export.h"
#include "world/stores.h"
#include "world/write/dta_folder.h"

enum { MOST_RATES = TWI_MOST_COLUMNS + 2, FLOW_TEXTS = 3 };
typedef twi_dta_folder folder;

static size_t widest_text(char *const *text, int count)
{
  size_t most = 1;
  for (int i = 0; i < count; i++) most = strlen(text[i]) > most ? strlen(text[i]) : most;
  return most;
}

static tw_status write_regions(folder *f)
{
  const tw_world *w = f->w;
  twi_dta_column c[4] = {{"region", "code", f->region_width}, {"name", "name", f->region_name_width}};
  int count = 2;
  if (w->population) c[count++] = (twi_dta_column){"population", "population", 0};
  if (w->gdp) c[count++] = (twi_dta_column){"gdp", "gross domestic product", 0};
  twi_dta *out;
  tw_status status = twi_dta_folder_begin(f, "regions.dta", "regions", c, count, (size_t)w->N, &out);
  for (int i = 0; i < w->N && status == TW_OK; i++) {
    status = twi_dta_text(out, w->region[i]);
    if (status == TW_OK) status = twi_dta_text(out, w->region_name[i]);
    if (status == TW_OK && w->population) status = twi_dta_number(out, w->population[i]);
    if (status == TW_OK && w->gdp) status = twi_dta_number(out, w->gdp[i]);
  }
  return status;
}

static tw_status write_sectors(folder *f)
{
  const tw_world *w = f->w;
  const twi_dta_column c[] = {{"sector", "code", f->sector_width},
                              {"name", "name", f->sector_name_width},
                              {"kind", "goods or services", 8},
                              {"trade_elasticity", "trade elasticity theta", 0},
                              {"product_elasticity", "elasticity between families or products", 0}};
  const double *eta = w->products ? w->product_elasticity : NULL;
  twi_dta *out;
  tw_status status = twi_dta_folder_begin(f, "sectors.dta", "sectors", c, eta ? 5 : 4, (size_t)w->S, &out);
  for (int i = 0; i < w->S && status == TW_OK; i++) {
    status = twi_dta_text(out, w->sector[i]);
    if (status == TW_OK) status = twi_dta_text(out, w->sector_name[i]);
    if (status == TW_OK) status = twi_dta_text(out, w->goods[i] ? "goods" : "services");
    if (status == TW_OK) status = twi_dta_number(out, w->theta[i]);
    if (status == TW_OK && eta) status = twi_dta_number(out, eta[i]);
  }
  return status;
}

/* ---------------------------------------------------------------- flows */

typedef struct rates {
  char *name[MOST_RATES];
  const double *values[MOST_RATES]; /* NULL: zero throughout */
  int count;
} rates;

static tw_status name_rates(folder *f, rates *r)
{
  const tw_world *w = f->w;
  const char *name[MOST_RATES];
  if (w->tariff) {
    name[r->count] = "tariff_pct";
    r->values[r->count++] = w->tariff;
  }
  if (w->export_tax) {
    name[r->count] = "export_tax_pct";
    r->values[r->count++] = w->export_tax;
  }
  for (int i = 0; i < w->column_count; i++) {
    name[r->count] = w->columns[i].name;
    r->values[r->count++] = w->columns[i].values;
  }
  for (int i = 0; i < r->count; i++) {
    size_t n = strlen(name[i]);
    if (n <= 4 || strcmp(name[i] + n - 4, "_pct") != 0)
      return twi_fail(f->ctx, TW_BAD_INPUT, "tariff column %s: expected a name that ends in _pct, for a Stata file",
                      name[i]);
    r->name[i] = twi_rate_name(f->ctx, name[i], "_pct", "_rate");
    if (!r->name[i]) return twi_no_memory(f->ctx, 0);
  }
  return TW_OK;
}

/* Neither trade nor a rate: such a row is left out. */
static int is_empty(const tw_world *w, const rates *r, size_t cell)
{
  if (w->flow[cell] != 0) return 0;
  for (int i = 0; i < r->count; i++)
    if (r->values[i] && r->values[i][cell] != 0) return 0;
  return 1;
}

static tw_status write_flow(twi_dta *out, const tw_world *w, const rates *r, size_t cell)
{
  size_t n = (size_t)w->N;
  tw_status status = twi_dta_text(out, w->sector[cell / n / n]);
  if (status == TW_OK) status = twi_dta_text(out, w->region[cell / n % n]);
  if (status == TW_OK) status = twi_dta_text(out, w->region[cell % n]);
  if (status == TW_OK) status = twi_dta_number(out, w->flow[cell]);
  for (int i = 0; i < r->count && status == TW_OK; i++)
    status = twi_dta_number(out, r->values[i] ? r->values[i][cell] : 0);
  return status;
}

static tw_status write_flows(folder *f)
{
  const tw_world *w = f->w;
  rates r = {.count = 0};
  size_t cells = twi_world_sector_flows(w), rows = 0; /* of products there is a file of their own */
  twi_dta_column c[MOST_RATES + FLOW_TEXTS + 1] = {{"sector", "sector", f->sector_width},
                                                   {"importer", "importer", f->region_width},
                                                   {"exporter", "exporter", f->region_width},
                                                   {"value", "value before the importer's tariff", 0}};
  twi_dta *out;
  tw_status status = name_rates(f, &r);
  for (int i = 0; i < r.count && status == TW_OK; i++)
    c[FLOW_TEXTS + 1 + i] = (twi_dta_column){r.name[i], "fraction: 0.025 is 2.5 per cent", 0};
  for (size_t i = 0; i < cells && status == TW_OK; i++) rows += !is_empty(w, &r, i);
  if (status == TW_OK) status = twi_dta_folder_begin(f, "flows.dta", "flows", c, FLOW_TEXTS + 1 + r.count, rows, &out);
  for (size_t i = 0; i < cells && status == TW_OK; i++)
    if (!is_empty(w, &r, i)) status = write_flow(out, w, &r, i);
  for (int i = 0; i < r.count; i++) twi_free(f->ctx, r.name[i]);
  return status;
}

/* ---------------------------------------------------------------- shares */

/* employment: a second column, a missing value where it is not known; NULL: none. */
static tw_status write_cells(folder *f, const char *file, const char *column, const char *label, const double *values,
                             const double *employment)
{
  const tw_world *w = f->w;
  const twi_dta_column c[] = {{"region", "region", f->region_width},
                              {"sector", "sector", f->sector_width},
                              {column, label, 0},
                              {"employment", "thousand persons", 0}};
  twi_dta *out;
  tw_status status = twi_dta_folder_begin(f, file, label, c, employment ? 4 : 3, twi_world_cells(w), &out);
  for (size_t i = 0; i < twi_world_cells(w) && status == TW_OK; i++) {
    status = twi_dta_text(out, w->region[i / (size_t)w->S]);
    if (status == TW_OK) status = twi_dta_text(out, w->sector[i % (size_t)w->S]);
    if (status == TW_OK) status = twi_dta_number(out, values[i]);
    if (status == TW_OK && employment) status = twi_dta_number(out, employment[i]);
  }
  return status;
}

static tw_status write_inputs(folder *f)
{
  const tw_world *w = f->w;
  size_t sectors = (size_t)w->S, rows = 0;
  const twi_dta_column c[] = {{"region", "region", f->region_width},
                              {"user", "sector that uses the input", f->sector_width},
                              {"input", "sector of the input", f->sector_width},
                              {"share_of_output", "share of the user's output", 0}};
  twi_dta *out;
  for (size_t i = 0; i < twi_world_bills(w); i++) rows += w->input_share[i] != 0;
  tw_status status = twi_dta_folder_begin(f, "inputs.dta", "inputs", c, 4, rows, &out);
  for (size_t i = 0; i < twi_world_bills(w) && status == TW_OK; i++) {
    if (w->input_share[i] == 0) continue;
    status = twi_dta_text(out, w->region[i / sectors / sectors]);
    if (status == TW_OK) status = twi_dta_text(out, w->sector[i / sectors % sectors]);
    if (status == TW_OK) status = twi_dta_text(out, w->sector[i % sectors]);
    if (status == TW_OK) status = twi_dta_number(out, w->input_share[i]);
  }
  return status;
}

/* ---------------------------------------------------------------- the whole */

static tw_status begin_text(folder *f, int i, const char *name)
{
  char *path = twi_path_join(f->ctx, f->path, name), *place = NULL;
  tw_status status = path ? twi_stage_place(f->stage, NULL, name, &place) : twi_no_memory(f->ctx, 0);
  if (status == TW_OK) status = twi_sink_create(f->ctx, place, path, &f->text[i]);
  twi_free(f->ctx, place);
  twi_free(f->ctx, path);
  return status;
}

static tw_status write_text(folder *f, int i, const char *name, const char *text)
{
  tw_status status = begin_text(f, i, name);
  return status == TW_OK ? twi_sink_text(f->text[i], text) : status;
}

/* As in a world folder: a table of texts and few numbers. */
static tw_status write_estimates(folder *f)
{
  if (!f->w->estimate_count) return TW_OK;
  tw_status status = begin_text(f, 3, "elasticities.csv");
  return status == TW_OK ? twi_estimates_write(f->text[3], f->w) : status;
}

static tw_status write_stores(folder *f)
{
  tw_status status = TW_OK;
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++) {
    char *text = NULL;
    if (!f->w->stores[t]) continue;
    status = twi_stores_text(f->ctx, f->w, (twi_store_table)t, &text);
    if (status == TW_OK) status = write_text(f, 4 + t, twi_store_file[t], text);
    twi_free(f->ctx, text);
  }
  return status;
}

static tw_status write_groups(folder *f, twi_axis axis)
{
  char *text = NULL;
  int regions = axis == TWI_AXIS_REGIONS;
  if (!(regions ? f->w->group_count : f->w->sector_group_count)) return TW_OK;
  tw_status status = twi_world_groups_yaml(f->ctx, f->w, axis, &text);
  if (status == TW_OK) status = write_text(f, regions ? 1 : 2, regions ? "groups.yaml" : "sector_groups.yaml", text);
  twi_free(f->ctx, text);
  return status;
}

static tw_status write_all(folder *f)
{
  const tw_world *w = f->w;
  tw_status status = twi_stage_open(f->ctx, f->path, TWI_KIND_STATA, 1, &f->stage);
  if (status == TW_OK) status = twi_world_retire(f->stage, f->ctx, TWI_KIND_STATA, f->path);
  if (status == TW_OK) status = write_text(f, 0, "world.yaml", w->yaml);
  if (status == TW_OK) status = write_groups(f, TWI_AXIS_REGIONS);
  if (status == TW_OK) status = write_groups(f, TWI_AXIS_SECTORS);
  if (status == TW_OK) status = write_estimates(f);
  if (status == TW_OK) status = write_stores(f);
  if (status == TW_OK) status = write_regions(f);
  if (status == TW_OK) status = write_sectors(f);
  if (status == TW_OK) status = write_flows(f);
  if (status == TW_OK)
    status = write_cells(f, "production.dta", "value_added_share", "share of value added in output",
                         w->value_added_share, w->employment);
  if (status == TW_OK) status = write_inputs(f);
  if (status == TW_OK && w->products) status = twi_dta_folder_products(f);
  if (status == TW_OK) status = write_cells(f, "final.dta", "share", "share in final demand", w->final_share, NULL);
  for (int i = 0; i < f->count && status == TW_OK; i++) status = twi_dta_close(f->file[i]);
  for (int i = 0; i < TWI_DTA_MOST_TEXTS && status == TW_OK; i++)
    if (f->text[i]) status = twi_sink_close(f->text[i]);
  return status == TW_OK ? twi_stage_commit(f->stage) : status;
}

tw_status twi_world_write_dta(tw_context *ctx, const tw_world *w, const char *path)
{
  folder f = {.ctx = ctx, .w = w, .path = path};
  f.region_width = widest_text(w->region, w->N);
  f.region_name_width = widest_text(w->region_name, w->N);
  f.sector_width = widest_text(w->sector, w->S);
  f.sector_name_width = widest_text(w->sector_name, w->S);
  tw_status status = write_all(&f);
  for (int i = 0; i < f.count; i++) twi_dta_free(f.file[i]);
  for (int i = 0; i < TWI_DTA_MOST_TEXTS; i++) twi_sink_free(f.text[i]);
  twi_stage_free(f.stage);
  return status;
}
