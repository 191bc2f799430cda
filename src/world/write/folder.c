/* A world as a folder of tables. Numbers are the shortest that read back as the same doubles, so a world that is
 * written and read has the same SHA-256.
 *
 * inputs.csv holds shares b of the bill for inputs, of which reading makes a = fl(c b), c = fl(1 - v). Then fl(a / c)
 * gives a back: a is within ulp(a) / 2 of c b, so a / c is so near to b that it rounds to it, or, where a lies in the
 * higher binade, to a neighbour with the same fl(c b).
 *
 * The folder is written as one thing (base/stage.h); files of an older world that would be read along with the new ones
 * (flows.csv beside flows.csv.gz, an old macro.csv) stay behind. world.yaml comes last and lists the SHA-256 of all
 * others, so that a reader sees when something was mixed in: together.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/listing.h"
#include "base/plain.h"
#include "base/stage.h"
#include "table/sink.h"
#include "world/elasticities.h"
#include "world/export.h"
#include "world/stores.h"
#include "world/together.h"
#include "world/write/products.h"

enum { MOST_FILES = 17 };

typedef struct folder {
  tw_context *ctx;
  const tw_world *w;
  const char *path;
  twi_stage *stage;
  twi_sink *file[MOST_FILES];
  const char *name[MOST_FILES];
  int count;
} folder;

static tw_status begin_file(folder *f, const char *name, twi_sink **out)
{
  char *path = twi_path_join(f->ctx, f->path, name), *place = NULL;
  tw_status status = path ? twi_progress(f->ctx, "writing the world", -1) : twi_no_memory(f->ctx, 0);
  if (status == TW_OK) status = twi_stage_place(f->stage, NULL, name, &place);
  if (status == TW_OK) status = twi_sink_create(f->ctx, place, path, out);
  if (status == TW_OK) {
    f->name[f->count] = name;
    f->file[f->count++] = *out;
  }
  twi_free(f->ctx, place);
  twi_free(f->ctx, path);
  return status;
}

/* Last: it says what the others hold. */
static tw_status write_yaml(folder *f)
{
  twi_sink *out;
  twi_text text = {.ctx = f->ctx};
  char *bytes = NULL;
  twi_together_begin(&text, f->w->yaml);
  for (int i = 0; i < f->count; i++) twi_together_add(&text, f->name[i], twi_sink_sha256(f->file[i]));
  tw_status status = twi_text_take(&text, &bytes);
  if (status == TW_OK) status = begin_file(f, "world.yaml", &out);
  if (status == TW_OK) status = twi_sink_text(out, bytes);
  if (status == TW_OK) status = twi_sink_close(out);
  twi_free(f->ctx, bytes);
  return status;
}

static tw_status write_regions(folder *f)
{
  twi_sink *out;
  tw_status status = begin_file(f, "regions.csv", &out);
  if (status == TW_OK) status = twi_sink_text(out, "region,name\n");
  for (int i = 0; i < f->w->N && status == TW_OK; i++) {
    status = twi_sink_field(out, f->w->region[i], ',');
    if (status == TW_OK) status = twi_sink_field(out, f->w->region_name[i], '\n');
  }
  return status;
}

static tw_status write_sectors(folder *f)
{
  const tw_world *w = f->w;
  twi_sink *out;
  const char *more = w->products ? ",product_elasticity\n" : "\n";
  tw_status status = begin_file(f, "sectors.csv", &out);
  if (status == TW_OK) status = twi_sink_text(out, "sector,name,kind,trade_elasticity");
  if (status == TW_OK) status = twi_sink_text(out, more);
  for (int i = 0; i < w->S && status == TW_OK; i++) {
    status = twi_sink_field(out, w->sector[i], ',');
    if (status == TW_OK) status = twi_sink_field(out, w->sector_name[i], ',');
    if (status == TW_OK) status = twi_sink_text(out, w->goods[i] ? "goods," : "services,");
    if (status == TW_OK) status = twi_sink_number(out, w->theta[i], w->products ? ',' : '\n');
    if (status == TW_OK && w->products)
      status = twi_sink_number(out, w->product_elasticity ? w->product_elasticity[i] : 0, '\n');
  }
  return status;
}

/* ---------------------------------------------------------------- flows */

/* The rates that have a column in the file, in its order. Zero throughout: a further column is still written. */
typedef struct rates {
  int count;
  const char *name[TWI_MOST_COLUMNS + 2];
  const double *values[TWI_MOST_COLUMNS + 2];
} rates;

static void add_rate(rates *r, const char *name, const double *values)
{
  r->name[r->count] = name;
  r->values[r->count++] = values;
}

static tw_status write_flow(twi_sink *out, const tw_world *w, const rates *r, size_t s, size_t d, size_t o)
{
  size_t n = (size_t)w->N, cell = (s * n + d) * n + o;
  int any = w->flow[cell] != 0;
  for (int i = 0; i < r->count; i++) any |= r->values[i] && r->values[i][cell] != 0;
  if (!any) return TW_OK; /* an absent row is zero */
  tw_status status = twi_sink_field(out, w->sector[s], ',');
  if (status == TW_OK) status = twi_sink_field(out, w->region[d], ',');
  if (status == TW_OK) status = twi_sink_field(out, w->region[o], ',');
  if (status == TW_OK) status = twi_sink_number(out, w->flow[cell], r->count ? ',' : '\n');
  for (int i = 0; i < r->count && status == TW_OK; i++)
    status = twi_sink_percent(out, r->values[i] ? r->values[i][cell] : 0, i + 1 < r->count ? ',' : '\n');
  return status;
}

static tw_status write_flows(folder *f)
{
  const tw_world *w = f->w;
  twi_sink *out;
  rates r = {0};
  if (w->tariff) add_rate(&r, "tariff_pct", w->tariff);
  if (w->export_tax) add_rate(&r, "export_tax_pct", w->export_tax);
  for (int i = 0; i < w->column_count; i++) add_rate(&r, w->columns[i].name, w->columns[i].values);
  tw_status status = begin_file(f, "flows.csv.gz", &out);
  if (status == TW_OK) status = twi_sink_text(out, "sector,importer,exporter,value");
  for (int i = 0; i < r.count && status == TW_OK; i++) {
    status = twi_sink_text(out, ",");
    if (status == TW_OK) status = twi_sink_text(out, r.name[i]);
  }
  if (status == TW_OK) status = twi_sink_text(out, "\n");
  size_t n = (size_t)w->N;
  for (size_t s = 0; s < (size_t)w->S && status == TW_OK; s++)
    for (size_t d = 0; d < n && status == TW_OK; d++)
      for (size_t o = 0; o < n && status == TW_OK; o++) status = write_flow(out, w, &r, s, d, o);
  return status;
}

/* ---------------------------------------------------------------- shares */

/* further: a second column, empty where it is not known; NULL: none. */
static tw_status write_cells(folder *f, const char *name, const char *column, const double *values, int zeros,
                             const char *further_column, const double *further)
{
  const tw_world *w = f->w;
  twi_sink *out;
  tw_status status = begin_file(f, name, &out);
  if (status == TW_OK) status = twi_sink_text(out, "region,sector,");
  if (status == TW_OK) status = twi_sink_field(out, column, further ? ',' : '\n');
  if (status == TW_OK && further) status = twi_sink_field(out, further_column, '\n');
  for (int d = 0; d < w->N; d++)
    for (int s = 0; s < w->S && status == TW_OK; s++) {
      size_t cell = (size_t)d * (size_t)w->S + (size_t)s;
      double value = values[cell];
      if (value == 0 && !zeros) continue;
      status = twi_sink_field(out, w->region[d], ',');
      if (status == TW_OK) status = twi_sink_field(out, w->sector[s], ',');
      if (status == TW_OK) status = twi_sink_number(out, value, further ? ',' : '\n');
      if (status != TW_OK || !further) continue;
      status = isnan(further[cell]) ? twi_sink_text(out, "\n") : twi_sink_number(out, further[cell], '\n');
    }
  return status;
}

static tw_status write_inputs(folder *f)
{
  const tw_world *w = f->w;
  size_t sectors = (size_t)w->S;
  twi_sink *out;
  tw_status status = begin_file(f, "inputs.csv.gz", &out);
  if (status == TW_OK) status = twi_sink_text(out, "region,user,input,share\n");
  for (size_t cell = 0; cell < twi_world_cells(w); cell++)
    for (size_t s = 0; s < sectors && status == TW_OK; s++) {
      double a = w->input_share[cell * sectors + s];
      if (a == 0) continue;
      status = twi_sink_field(out, w->region[cell / sectors], ',');
      if (status == TW_OK) status = twi_sink_field(out, w->sector[cell % sectors], ',');
      if (status == TW_OK) status = twi_sink_field(out, w->sector[s], ',');
      if (status == TW_OK) status = twi_sink_number(out, a / (1 - w->value_added_share[cell]), '\n');
    }
  return status;
}

/* ---------------------------------------------------------------- optional files */

static tw_status write_macro_number(twi_sink *out, const double *values, int d, char separator)
{
  if (!isnan(values[d])) return twi_sink_number(out, values[d], separator);
  return twi_sink_write(out, &separator, 1);
}

static tw_status write_macro(folder *f)
{
  const tw_world *w = f->w;
  twi_sink *out;
  tw_status status = begin_file(f, "macro.csv", &out);
  if (status == TW_OK) status = twi_sink_text(out, w->population ? "region,population" : "region");
  if (status == TW_OK) status = twi_sink_text(out, w->gdp ? ",gdp\n" : "\n");
  for (int d = 0; d < w->N && status == TW_OK; d++) {
    status = twi_sink_field(out, w->region[d], ',');
    if (status == TW_OK && w->population) status = write_macro_number(out, w->population, d, w->gdp ? ',' : '\n');
    if (status == TW_OK && w->gdp) status = write_macro_number(out, w->gdp, d, '\n');
  }
  return status;
}

static tw_status write_groups(folder *f, twi_axis axis, const char *name)
{
  twi_sink *out;
  char *bytes;
  tw_status status = twi_world_groups_yaml(f->ctx, f->w, axis, &bytes);
  if (status == TW_OK) status = begin_file(f, name, &out);
  if (status == TW_OK) status = twi_sink_text(out, bytes);
  twi_free(f->ctx, bytes);
  return status;
}

/* A size of a finding: NaN is no size, and what is there without anything to compare it with is without bound. */
static tw_status write_size(twi_sink *out, double value, char separator)
{
  if (!isnan(value) && !isinf(value)) return twi_sink_number(out, value, separator);
  return twi_sink_field(out, isnan(value) ? "" : value > 0 ? "inf" : "-inf", separator);
}

/* What a file that was read is called may stand in the text, and need not be characters that can be seen. */
static tw_status write_finding_text(twi_sink *out, const char *text, char separator)
{
  char shown[TWI_LONGEST_FINDING + 1];
  twi_visible(text, strlen(text), shown, sizeof shown);
  return twi_sink_field(out, shown, separator);
}

static tw_status write_findings(folder *f)
{
  const tw_world *w = f->w;
  twi_sink *out;
  tw_status status = begin_file(f, "findings.csv", &out);
  if (status == TW_OK) status = twi_sink_text(out, "severity,identity,region,sector,money,relative,finding\n");
  for (int i = 0; i < w->making_count && status == TW_OK; i++) {
    const tw_finding *found = &w->findings[i];
    status = twi_sink_field(out, twi_severity_words[found->severity], ',');
    if (status == TW_OK) status = write_finding_text(out, found->identity, ',');
    if (status == TW_OK) status = twi_sink_field(out, found->region < 0 ? "" : w->region[found->region], ',');
    if (status == TW_OK) status = twi_sink_field(out, found->sector < 0 ? "" : w->sector[found->sector], ',');
    if (status == TW_OK) status = write_size(out, found->money, ',');
    if (status == TW_OK) status = write_size(out, found->relative, ',');
    if (status == TW_OK) status = write_finding_text(out, found->text, '\n');
  }
  return status;
}

static tw_status write_estimates(folder *f)
{
  twi_sink *out;
  tw_status status = begin_file(f, "elasticities.csv", &out);
  return status == TW_OK ? twi_estimates_write(out, f->w) : status;
}

/* Families, products and their flows, where the world has them. */
static tw_status write_products(folder *f)
{
  const tw_world *w = f->w;
  const struct {
    const char *name;
    tw_status (*write)(twi_sink *out, const tw_world *w);
    int count;
  } file[] = {{"families.csv", twi_write_families, w->families},
              {"products.csv", twi_write_products, w->products},
              {"product_flows.csv.gz", twi_write_product_flows, w->products}};
  tw_status status = TW_OK;
  for (size_t i = 0; i < sizeof file / sizeof *file && status == TW_OK; i++) {
    twi_sink *out;
    if (file[i].count == 0) continue;
    status = begin_file(f, file[i].name, &out);
    if (status == TW_OK) status = file[i].write(out, w);
  }
  return status;
}

static tw_status write_stores(folder *f)
{
  tw_status status = TW_OK;
  for (int t = 0; t < TWI_STORE_TABLES && status == TW_OK; t++) {
    twi_sink *out;
    char *text = NULL;
    if (!f->w->stores[t]) continue;
    status = twi_stores_text(f->ctx, f->w, (twi_store_table)t, &text);
    if (status == TW_OK) status = begin_file(f, twi_store_file[t], &out);
    if (status == TW_OK) status = twi_sink_text(out, text);
    twi_free(f->ctx, text);
  }
  return status;
}

/* ---------------------------------------------------------------- the whole */

typedef struct older {
  twi_stage *stage;
  tw_context *ctx;
  twi_kind kind;
  const char *path;
  int is_world;
} older;

static tw_status retire_one(void *user, const char *name)
{
  const older *o = user;
  if (!twi_kind_owns(o->kind, name)) return TW_OK;
  if (o->is_world) return twi_stage_retire(o->stage, name);
  return twi_fail(o->ctx, TW_BAD_INPUT,
                  "%s/%s: it is there already and would be replaced, but the folder has no world.yaml, "
                  "so it is not of an older world; choose another folder, or move it away",
                  o->path, name);
}

/* No file of the older world comes along. One that is not of a world is not taken for one: a folder that has no
 * world.yaml has no files of ours, whatever their names are. */
tw_status twi_world_retire(twi_stage *stage, tw_context *ctx, twi_kind kind, const char *path)
{
  older o = {stage, ctx, kind, path, twi_kind_of(path) == kind};
  return twi_list_folder(ctx, path, retire_one, &o);
}

static tw_status write_all(folder *f)
{
  const tw_world *w = f->w;
  tw_status status = twi_stage_open(f->ctx, f->path, TWI_KIND_WORLD, 1, &f->stage);
  if (status == TW_OK) status = twi_world_retire(f->stage, f->ctx, TWI_KIND_WORLD, f->path);
  if (status == TW_OK) status = write_regions(f);
  if (status == TW_OK) status = write_sectors(f);
  if (status == TW_OK) status = write_flows(f);
  if (status == TW_OK)
    status =
        write_cells(f, "production.csv.gz", "value_added_share", w->value_added_share, 1, "employment", w->employment);
  if (status == TW_OK) status = write_inputs(f);
  if (status == TW_OK) status = write_cells(f, "final.csv.gz", "share", w->final_share, 0, NULL, NULL);
  if (status == TW_OK && (w->population || w->gdp)) status = write_macro(f);
  if (status == TW_OK && w->group_count) status = write_groups(f, TWI_AXIS_REGIONS, "groups.yaml");
  if (status == TW_OK && w->sector_group_count) status = write_groups(f, TWI_AXIS_SECTORS, "sector_groups.yaml");
  if (status == TW_OK && w->estimate_count) status = write_estimates(f);
  if (status == TW_OK) status = write_products(f);
  if (status == TW_OK) status = write_stores(f);
  if (status == TW_OK && w->making_count) status = write_findings(f);
  for (int i = 0; i < f->count && status == TW_OK; i++) status = twi_sink_close(f->file[i]);
  if (status == TW_OK) status = write_yaml(f);
  if (status == TW_OK) status = twi_check_cancel(f->ctx);
  return status == TW_OK ? twi_stage_commit(f->stage) : status;
}

tw_status tw_world_write_folder(tw_context *ctx, const tw_world *world, const char *path)
{
  folder f = {.ctx = ctx, .w = world, .path = path};
  tw_status status = write_all(&f);
  for (int i = 0; i < f.count; i++) twi_sink_free(f.file[i]);
  twi_stage_free(f.stage);
  return status;
}
