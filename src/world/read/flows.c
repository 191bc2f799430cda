/* flows.csv: what each importer buys of each sector from each exporter, with tariffs and export taxes in per cent.
 *
 * An absent row is a flow of zero. While reading, the line of each flow is kept, to find one that comes twice. Columns
 * that end in _pct and have no other meaning are further tariff columns; they are kept in the order of their names, so
 * that the order of columns in the file does not matter. See read.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/columns.h"
#include "world/read/read.h"

enum { SECTOR, IMPORTER, EXPORTER, VALUE, TARIFF, EXPORT_TAX, KNOWN };
static const char *const known[KNOWN] = {"sector", "importer", "exporter", "value", "tariff_pct", "export_tax_pct"};

typedef struct flows {
  twi_reader *r;
  twi_csv *csv;
  int column[KNOWN];             /* -1: absent */
  int further[TWI_MOST_COLUMNS]; /* column of each further tariff column */
  int *line;                     /* [S][N][N] where each flow was given */
} flows;

static int ends_in_pct(const char *name)
{
  size_t n = strlen(name);
  return n > 4 && twi_same_name(name + n - 4, 4, "_pct");
}

/* The keys of tariff_columns in world.yaml; NULL when there are none. */
static tw_status declared_columns(twi_reader *r, twi_yaml **root, const twi_yaml **declared)
{
  *declared = NULL;
  tw_status status = twi_yaml_parse(r->ctx, r->w->yaml, strlen(r->w->yaml), r->description, root);
  if (status != TW_OK) return status;
  *declared = twi_yaml_get(*root, "tariff_columns");
  if (*declared && (*declared)->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, *declared, "columns of flows.csv, each with what it means");
  return TW_OK;
}

/* A further tariff column, put where the order of names wants it. */
static tw_status add_column(flows *f, int column)
{
  tw_context *ctx = f->r->ctx;
  tw_world *w = f->r->w;
  const char *name = twi_csv_column(f->csv, column);
  if (twi_code_wrong(name, strlen(name)))
    return twi_fail(ctx, TW_BAD_INPUT, "%s:1: column %s: found %s in the name of a tariff column",
                    twi_csv_origin(f->csv), name, twi_code_wrong(name, strlen(name)));
  if (w->column_count == TWI_MOST_COLUMNS)
    return twi_fail(ctx, TW_BAD_INPUT, "%s:1: found more than %d tariff columns", twi_csv_origin(f->csv),
                    TWI_MOST_COLUMNS);
  int at = w->column_count;
  for (; at > 0 && strcmp(w->columns[at - 1].name, name) > 0; at--) {
    w->columns[at] = w->columns[at - 1];
    f->further[at] = f->further[at - 1];
  }
  w->column_count++;
  f->further[at] = column;
  w->columns[at].values = NULL;
  w->columns[at].name = twi_strdup(ctx, name);
  return w->columns[at].name ? TW_OK : twi_no_memory(ctx, 0);
}

/* A column that looks like tariff_pct or export_tax_pct misspelt would silently leave the rates at zero. */
static const char *misspelt_column(const flows *f, const char *name, const twi_yaml *declared)
{
  const char *absent[2];
  int count = 0;
  for (int k = TARIFF; k <= EXPORT_TAX; k++) {
    int difference = (int)strlen(known[k]) - (int)strlen(name);
    if (f->column[k] < 0 && difference >= -1 && difference <= 1) absent[count++] = known[k];
  }
  return declared && twi_yaml_get(declared, name) ? NULL : twi_nearest(name, strlen(name), absent, count);
}

static tw_status find_columns(flows *f)
{
  twi_reader *r = f->r;
  tw_world *w = r->w;
  twi_yaml *root = NULL;
  const twi_yaml *declared;
  const char *read[KNOWN + TWI_MOST_COLUMNS];
  int count = 0;
  tw_status status = declared_columns(r, &root, &declared);
  for (int k = 0; k < KNOWN; k++) {
    f->column[k] = twi_csv_find(f->csv, known[k]);
    if (f->column[k] < 0 && k <= VALUE && status == TW_OK) status = twi_csv_require(f->csv, known[k], &f->column[k]);
    read[count++] = known[k];
  }
  w->columns = twi_new(r->ctx, TWI_MOST_COLUMNS, sizeof *w->columns);
  if (!w->columns && status == TW_OK) status = twi_no_memory(r->ctx, 0);
  for (int i = 0; i < twi_csv_columns(f->csv) && status == TW_OK; i++) {
    const char *name = twi_csv_column(f->csv, i);
    if (!ends_in_pct(name) || i == f->column[TARIFF] || i == f->column[EXPORT_TAX]) continue;
    const char *meant = misspelt_column(f, name, declared);
    if (meant)
      status = twi_fail(r->ctx, TW_BAD_INPUT,
                        "%s:1: found the column %s; did you mean %s? (world.yaml can declare it "
                        "under tariff_columns)",
                        twi_csv_origin(f->csv), name, meant);
    else
      status = add_column(f, i);
  }
  for (int i = 0; i < w->column_count; i++) read[count++] = w->columns[i].name;
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, f->csv, read, count);
  for (int i = 0; status == TW_OK && declared && i < declared->count; i++) {
    const char *key = declared->child[i]->key;
    if (twi_csv_find(f->csv, key) < 0 && !twi_same_name(key, strlen(key), known[TARIFF]))
      status = twi_world_find(r->ctx, w, 2, "tariff_columns", -1, -1, NAN, NAN,
                              "world.yaml explains the tariff column %s, which %s does not have.", key,
                              twi_csv_origin(f->csv));
  }
  twi_yaml_free(r->ctx, root);
  return status;
}

static tw_status make_arrays(flows *f)
{
  tw_world *w = f->r->w;
  tw_context *ctx = f->r->ctx;
  size_t cells = twi_world_sector_flows(w);
  int got = (w->flow = twi_new(ctx, cells, sizeof(double))) != NULL && (f->line = twi_new(ctx, cells, sizeof *f->line));
  if (f->column[TARIFF] >= 0) got = got && (w->tariff = twi_new(ctx, cells, sizeof(double)));
  if (f->column[EXPORT_TAX] >= 0) got = got && (w->export_tax = twi_new(ctx, cells, sizeof(double)));
  for (int i = 0; i < w->column_count; i++) got = got && (w->columns[i].values = twi_new(ctx, cells, sizeof(double)));
  if (!got) return twi_no_memory(ctx, cells * sizeof(double));
  return TW_OK;
}

static tw_status read_rate(flows *f, int column, double *to)
{
  return twi_csv_rate(f->csv, column, to);
}

static tw_status read_row(flows *f)
{
  twi_reader *r = f->r;
  tw_world *w = r->w;
  twi_csv *csv = f->csv;
  int s, d, o;
  double value;
  tw_status status = twi_reader_code(csv, f->column[SECTOR], &r->sectors, "sector", &s);
  if (status == TW_OK) status = twi_reader_code(csv, f->column[IMPORTER], &r->regions, "region", &d);
  if (status == TW_OK) status = twi_reader_code(csv, f->column[EXPORTER], &r->regions, "region", &o);
  if (status == TW_OK) status = twi_csv_number(csv, f->column[VALUE], &value);
  if (status != TW_OK) return status;
  size_t cell = ((size_t)s * (size_t)w->N + (size_t)d) * (size_t)w->N + (size_t)o;
  status = twi_csv_once(csv, -1, &f->line[cell], "sector %s, importer %s, exporter %s", w->sector[s], w->region[d],
                        w->region[o]);
  if (status != TW_OK) return status;
  if (!(value >= 0)) return twi_csv_expected(csv, f->column[VALUE], "a flow of 0 or more");
  w->flow[cell] = value;
  if (w->tariff) status = read_rate(f, f->column[TARIFF], &w->tariff[cell]);
  if (w->export_tax && status == TW_OK) status = read_rate(f, f->column[EXPORT_TAX], &w->export_tax[cell]);
  for (int i = 0; i < w->column_count && status == TW_OK; i++)
    status = read_rate(f, f->further[i], &w->columns[i].values[cell]);
  return status;
}

tw_status twi_read_flows(twi_reader *r)
{
  flows f = {.r = r};
  int more;
  tw_status status = twi_reader_table(r, "flows.csv", 1, &f.csv, &r->flows);
  if (status == TW_OK) status = find_columns(&f);
  if (status == TW_OK) status = make_arrays(&f);
  while (status == TW_OK && (status = twi_csv_next(f.csv, &more)) == TW_OK && more) status = read_row(&f);
  twi_free(r->ctx, f.line);
  twi_csv_free(f.csv);
  return status;
}
