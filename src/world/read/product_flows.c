/* product_flows.csv: what each importer buys of each product from each exporter, with a quantity and rates of its own
 * where they are known. Empty rates are those of the sector's flow.
 *
 * These files are the longest: rows are read straight into short arrays, a code that stands in the row before is not
 * looked up again, and lines are only kept when they are not simply the next ones. See read.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/columns.h"
#include "world/read/read.h"

enum { PRODUCT, IMPORTER, EXPORTER, VALUE, QUANTITY, TARIFF, EXPORT_TAX, KNOWN };
static const char *const known[KNOWN] = {"product",  "importer",   "exporter",      "value",
                                         "quantity", "tariff_pct", "export_tax_pct"};

/* The code of the row before, and what it was. */
typedef struct last_code {
  char text[64];
  size_t length; /* 0: none */
  int index;
} last_code;

typedef struct product_flows {
  twi_reader *r;
  twi_csv *csv;
  int column[KNOWN]; /* -1: absent */
  int further[TWI_MOST_COLUMNS];
  last_code last[3]; /* of product, importer, exporter */
  size_t room;
} product_flows;

static int ends_in_pct(const char *name)
{
  size_t n = strlen(name);
  return n > 4 && twi_same_name(name + n - 4, 4, "_pct");
}

/* Tariff columns are those of flows.csv: one that it lacks would have nothing to average to. */
static tw_status find_columns(product_flows *f)
{
  const tw_world *w = f->r->w;
  const char *names[KNOWN + TWI_MOST_COLUMNS];
  int count = 0;
  tw_status status = TW_OK;
  for (int k = 0; k < KNOWN && status == TW_OK; k++) {
    if (k <= VALUE) status = twi_csv_require(f->csv, known[k], &f->column[k]);
    f->column[k] = twi_csv_find(f->csv, known[k]);
    names[count++] = known[k];
  }
  for (int i = 0; i < w->column_count; i++) {
    f->further[i] = twi_csv_find(f->csv, w->columns[i].name);
    names[count++] = w->columns[i].name;
  }
  for (int i = 0; i < twi_csv_columns(f->csv) && status == TW_OK; i++) {
    const char *name = twi_csv_column(f->csv, i), *absent[KNOWN + TWI_MOST_COLUMNS];
    int left = 0, is_known = 0;
    for (int k = 0; k < count; k++) {
      is_known |= twi_same_name(name, strlen(name), names[k]);
      if (k > VALUE && twi_csv_find(f->csv, names[k]) < 0) absent[left++] = names[k];
    }
    if (is_known || !ends_in_pct(name)) continue;
    const char *nearest = twi_nearest(name, strlen(name), absent, left);
    status = twi_csv_fail(f->csv, -1, "found the tariff column %s, which flows.csv does not have%s%s%s", name,
                          nearest ? "; did you mean " : "; expected none beyond those", nearest ? nearest : "",
                          nearest ? "?" : "");
  }
  return status == TW_OK ? twi_other_columns(f->r->ctx, f->r->w, f->csv, names, count) : status;
}

/* The lists that the file has a use for; they grow with the others. */
static tw_status open_lists(product_flows *f)
{
  tw_context *ctx = f->r->ctx;
  twi_given_products *g = &f->r->given;
  double **numbers[] = {&g->quantity, &g->tariff, &g->export_tax};
  static const int column[] = {QUANTITY, TARIFF, EXPORT_TAX};
  int got = 1;
  for (int k = 0; k < 3 && got; k++)
    if (f->column[column[k]] >= 0) got = (*numbers[k] = twi_alloc(ctx, 1, sizeof(double))) != NULL;
  for (int i = 0; i < g->columns && got; i++)
    if (f->further[i] >= 0) got = (g->column[i] = twi_alloc(ctx, 1, sizeof(double))) != NULL;
  return got ? TW_OK : twi_no_memory(ctx, sizeof(double));
}

/* The line of the flow that comes: the next one, as a rule. */
static tw_status keep_line(product_flows *f)
{
  twi_given_products *g = &f->r->given;
  int line = twi_csv_line(f->csv);
  if (g->flows == 0) g->first_line = line;
  if (!g->line && line == g->first_line + (int)g->flows) return TW_OK;
  if (!g->line) {
    g->line = twi_alloc(f->r->ctx, f->room, sizeof *g->line);
    if (!g->line) return twi_no_memory(f->r->ctx, f->room * sizeof *g->line);
    for (size_t i = 0; i < g->flows; i++) g->line[i] = g->first_line + (int)i;
  }
  g->line[g->flows] = line;
  return TW_OK;
}

static tw_status read_index(product_flows *f, int which, const twi_codes *codes, const char *what, int *index)
{
  last_code *last = &f->last[which];
  size_t length;
  const char *text = twi_csv_text(f->csv, f->column[which], &length);
  if (length && length == last->length && memcmp(text, last->text, length) == 0) {
    *index = last->index;
    return TW_OK;
  }
  if (length == 0 && which == EXPORTER)
    return twi_csv_fail(f->csv, f->column[which],
                        "found nothing, expected a region of regions.csv: the origin of the product in this market");
  tw_status status = twi_reader_code(f->csv, f->column[which], codes, what, index);
  if (status != TW_OK) return status;
  last->length = length <= sizeof last->text ? length : 0;
  memcpy(last->text, text, last->length);
  last->index = *index;
  return TW_OK;
}

static int is_empty(const product_flows *f, int column)
{
  size_t length;
  (void)twi_csv_text(f->csv, column, &length);
  return length == 0;
}

static tw_status read_rate(product_flows *f, int column, double *to)
{
  *to = NAN;
  return is_empty(f, column) ? TW_OK : twi_csv_rate(f->csv, column, to);
}

static tw_status read_quantity(product_flows *f, int product, double value, double *to)
{
  int column = f->column[QUANTITY];
  *to = NAN;
  if (is_empty(f, column)) return TW_OK;
  tw_status status = twi_csv_number(f->csv, column, to);
  *to += 0.0;
  if (status == TW_OK && !(*to >= 0)) status = twi_csv_expected(f->csv, column, "a quantity of 0 or more, or nothing");
  if (status == TW_OK && *to > 0 && value == 0)
    status = twi_csv_fail(f->csv, column, "found a quantity of %.10g and a value of 0, expected a value above 0", *to);
  if (status == TW_OK && !*f->r->given.product[product].unit)
    status = twi_csv_fail(f->csv, column, "product %s has no unit in products.csv, expected the unit of its quantities",
                          f->r->given.product[product].code);
  return status;
}

static tw_status read_row(product_flows *f)
{
  twi_reader *r = f->r;
  twi_given_products *g = &r->given;
  size_t i = g->flows;
  int product, importer, exporter;
  double value;
  tw_status status = twi_given_make_room(f->r->ctx, &f->r->given, &f->room);
  if (status == TW_OK) status = read_index(f, PRODUCT, &r->tables.product_codes, "product", &product);
  if (status == TW_OK) status = read_index(f, IMPORTER, &r->regions, "region", &importer);
  if (status == TW_OK) status = read_index(f, EXPORTER, &r->regions, "region", &exporter);
  if (status == TW_OK) status = twi_csv_number(f->csv, f->column[VALUE], &value);
  if (status == TW_OK && !(value >= 0)) status = twi_csv_expected(f->csv, f->column[VALUE], "a flow of 0 or more");
  if (status == TW_OK && g->quantity) status = read_quantity(f, product, value, &g->quantity[i]);
  if (status == TW_OK && g->tariff) status = read_rate(f, f->column[TARIFF], &g->tariff[i]);
  if (status == TW_OK && g->export_tax) status = read_rate(f, f->column[EXPORT_TAX], &g->export_tax[i]);
  for (int k = 0; k < g->columns && status == TW_OK; k++)
    if (g->column[k]) status = read_rate(f, f->further[k], &g->column[k][i]);
  if (status != TW_OK || value == 0) return status; /* a row of zero is an absent one */
  status = keep_line(f);
  g->of[i] = product;
  g->importer[i] = (uint16_t)importer;
  g->exporter[i] = (uint16_t)exporter;
  g->value[i] = value;
  g->flows++;
  return status;
}

tw_status twi_read_product_flows(twi_reader *r)
{
  product_flows f = {.r = r};
  twi_given_products *g = &r->given;
  int more;
  char *origin = NULL;
  if (g->products == 0) return TW_OK;
  tw_status status = twi_reader_table(r, "product_flows.csv", 1, &f.csv, &origin);
  if (status == TW_OK) status = find_columns(&f);
  g->columns = r->w->column_count;
  g->column = twi_new(r->ctx, (size_t)g->columns + 1, sizeof *g->column);
  if (!g->column && status == TW_OK) status = twi_no_memory(r->ctx, 0);
  if (status == TW_OK) status = open_lists(&f);
  while (status == TW_OK && (status = twi_csv_next(f.csv, &more)) == TW_OK && more) status = read_row(&f);
  twi_csv_free(f.csv);
  if (status == TW_OK) status = twi_world_put_products(r->ctx, r->w, g, origin);
  twi_free(r->ctx, origin);
  return status;
}
