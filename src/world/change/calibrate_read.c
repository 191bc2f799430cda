/* The files of products that are calibrated to a world. See calibrate.h and docs/formats.md. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/change/calibrate.h"
#include "world/columns.h"
#include "world/meant.h"

enum { PRODUCT, IMPORTER, EXPORTER, VALUE, QUANTITY, UNIT_VALUE, SHARE, TARIFF, EXPORT_TAX, KNOWN };
static const char *const known[KNOWN] = {"product",    "importer", "exporter",   "value",         "quantity",
                                         "unit_value", "share",    "tariff_pct", "export_tax_pct"};
static const char expected_amount[] = "one of value, quantity with unit_value, and share";

typedef struct reading {
  twi_calibrating *c;
  twi_csv *csv;
  int column[KNOWN]; /* -1: absent */
  int further[TWI_MOST_COLUMNS];
} reading;

static tw_status open_table(tw_context *ctx, const char *file, twi_csv **csv)
{
  twi_source *source;
  *csv = NULL;
  tw_status status = twi_source_open(ctx, file, &source);
  return status == TW_OK ? twi_csv_open(ctx, source, csv) : status;
}

/* ---------------------------------------------------------------- the list of products */

/* Those that the world has, without their flows; rows name them by their codes. */
static tw_status take_worlds_products(twi_calibrating *c)
{
  twi_given_products all;
  if (c->from->products == 0)
    return twi_fail(c->ctx, TW_USAGE, "the world %s has no products, and no file of products was given", c->from->name);
  tw_status status = twi_world_list_products(c->ctx, c->from, &all);
  if (status != TW_OK) return status;
  c->given = all;
  void *flows[] = {all.of, all.importer, all.exporter, all.value, all.quantity, all.tariff, all.export_tax};
  for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) twi_free(c->ctx, flows[i]);
  for (int i = 0; i < all.columns; i++) twi_free(c->ctx, all.column[i]);
  twi_free(c->ctx, all.column);
  c->given.of = NULL;
  c->given.importer = c->given.exporter = NULL;
  c->given.value = c->given.quantity = c->given.tariff = c->given.export_tax = NULL;
  c->given.column = NULL;
  c->given.flows = 0;
  c->given.columns = 0;
  c->tables.product_code = twi_alloc(c->ctx, (size_t)c->given.products, sizeof *c->tables.product_code);
  if (!c->tables.product_code) return twi_no_memory(c->ctx, 0);
  for (int k = 0; k < c->given.products && status == TW_OK; k++) {
    c->tables.product_code[k] = c->given.product[k].code;
    status = twi_codes_add(&c->tables.product_codes, c->tables.product_code, 0);
  }
  return status;
}

static tw_status read_lists(twi_calibrating *c)
{
  twi_csv *csv = NULL;
  tw_status status = TW_OK;
  c->tables = (twi_product_tables){.ctx = c->ctx,
                                   .w = c->to,
                                   .regions = &c->from->region_index,
                                   .sectors = &c->from->sector_index,
                                   .given = &c->given,
                                   .family_codes = {.ctx = c->ctx},
                                   .product_codes = {.ctx = c->ctx}};
  if (!c->ask->products && c->ask->families)
    return twi_fail(c->ctx, TW_USAGE, "a file of families was given, but none of products");
  if (!c->ask->products) return take_worlds_products(c);
  c->given.families_origin = c->ask->families;
  c->given.products_origin = c->ask->products;
  if (c->ask->families) {
    status = open_table(c->ctx, c->ask->families, &csv);
    if (status == TW_OK) status = twi_read_family_table(&c->tables, csv);
    twi_csv_free(csv);
  }
  if (status != TW_OK) return status;
  status = open_table(c->ctx, c->ask->products, &csv);
  if (status == TW_OK) status = twi_read_product_table(&c->tables, csv);
  twi_csv_free(csv);
  return status;
}

/* ---------------------------------------------------------------- rows */

static int is_empty(twi_csv *csv, int column)
{
  size_t length = 0;
  if (column >= 0) (void)twi_csv_text(csv, column, &length);
  return length == 0;
}

static tw_status read_product(const twi_calibrating *c, twi_csv *csv, int column, int *product)
{
  size_t length;
  const char *text = twi_csv_text(csv, column, &length);
  char shown[TWI_SHOWN];
  *product = twi_codes_find(&c->tables.product_codes, text, length);
  if (*product >= 0) return TW_OK;
  const char *nearest = twi_nearest(text, length, c->tables.product_code, c->given.products);
  return twi_csv_fail(csv, column, "found %s, expected a product of %s%s%s%s", twi_show(text, length, shown),
                      c->ask->products ? c->ask->products : "the world", nearest ? "; did you mean " : "",
                      nearest ? nearest : "", nearest ? "?" : "");
}

static tw_status read_region(const twi_calibrating *c, twi_csv *csv, int column, int *region)
{
  size_t length;
  char shown[TWI_SHOWN], meant[TWI_MEANT];
  const char *text = twi_csv_text(csv, column, &length);
  *region = twi_world_region_index(c->from, text, length);
  if (*region >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(c->from, TWI_AXIS_REGIONS, text, length, meant);
  return twi_csv_fail(csv, column, "found %s, expected a region of the world%s%s%s", twi_show(text, length, shown),
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* A number of 0 or more; NaN where the cell is empty or there is no such column. */
static tw_status read_amount(twi_csv *csv, int column, double *to)
{
  *to = NAN;
  if (is_empty(csv, column)) return TW_OK;
  tw_status status = twi_csv_number(csv, column, to);
  if (status == TW_OK && !(*to >= 0)) status = twi_csv_expected(csv, column, "a number of 0 or more, or nothing");
  return status;
}

static double unit_of(const tw_world *w)
{
  return strcmp(w->unit, "billion") == 0 ? 1e9 : strcmp(w->unit, "million") == 0 ? 1e6 : 1e3;
}

/* Money of a row: its value, or quantity times unit value, which is in single units of the currency; NaN: neither. */
static tw_status read_money(const twi_calibrating *c, twi_csv *csv, const int column[3], int product, double *value,
                            double *quantity)
{
  double unit_value;
  tw_status status = read_amount(csv, column[0], value);
  if (status == TW_OK) status = read_amount(csv, column[1], quantity);
  if (status == TW_OK) status = read_amount(csv, column[2], &unit_value);
  if (status != TW_OK) return status;
  if (!isnan(*value) && !isnan(unit_value))
    return twi_csv_fail(csv, column[2], "found a unit_value beside a value, expected one of them");
  if (isnan(*quantity) && !isnan(unit_value))
    return twi_csv_fail(csv, column[2], "found a unit_value without a quantity, expected both, or a value");
  if (!isnan(*quantity) && !*c->given.product[product].unit)
    return twi_csv_fail(csv, column[1], "product %s has no unit, expected the unit of its quantities in %s",
                        c->given.product[product].code, c->ask->products ? c->ask->products : "the world");
  if (!isnan(unit_value)) *value = *quantity * (unit_value / unit_of(c->from));
  if (!isnan(*value) && !(*value <= 1e300)) return twi_csv_fail(csv, -1, "found a value that is too large");
  return TW_OK;
}

/* The rates of the row that was added last, where it gives some. */
static tw_status read_rates(reading *r)
{
  twi_given_products *g = &r->c->given;
  const tw_world *w = r->c->from;
  tw_status status = TW_OK;
  for (int i = -2; i < w->column_count && status == TW_OK; i++) {
    int column = i == -2 ? r->column[TARIFF] : i == -1 ? r->column[EXPORT_TAX] : r->further[i];
    double *to = i == -2 ? g->tariff : i == -1 ? g->export_tax : g->column[i];
    if (!is_empty(r->csv, column)) status = twi_csv_rate(r->csv, column, &to[g->flows - 1]);
  }
  return status;
}

static int gives_rates(const reading *r)
{
  int any = !is_empty(r->csv, r->column[TARIFF]) || !is_empty(r->csv, r->column[EXPORT_TAX]);
  for (int i = 0; i < r->c->from->column_count; i++) any |= !is_empty(r->csv, r->further[i]);
  return any;
}

static tw_status keep_share(twi_calibrating *c, const twi_share *share)
{
  if (c->shares == c->share_room) {
    size_t room = c->share_room ? 2 * c->share_room : 64;
    twi_share *grown = twi_resize(c->ctx, c->share, room, sizeof *grown);
    if (!grown) return twi_no_memory(c->ctx, room * sizeof *grown);
    c->share = grown;
    c->share_room = room;
  }
  c->share[c->shares++] = *share;
  return TW_OK;
}

static tw_status note_key(reading *r, const twi_share *at)
{
  const tw_world *w = r->c->from;
  int first;
  tw_status status = twi_keys_add(&r->c->keys, twi_calibration_key(r->c, at->product, at->importer, at->exporter),
                                  twi_csv_line(r->csv), &first);
  if (status != TW_OK || !first) return status;
  return twi_csv_fail(r->csv, -1,
                      "found product %s, importer %s, exporter %s again, first in line %d, expected each once",
                      r->c->given.product[at->product].code, at->importer < 0 ? "all" : w->region[at->importer],
                      at->exporter < 0 ? "all" : w->region[at->exporter], first);
}

static tw_status read_flow(reading *r)
{
  twi_calibrating *c = r->c;
  twi_csv *csv = r->csv;
  const int money[3] = {r->column[VALUE], r->column[QUANTITY], r->column[UNIT_VALUE]};
  twi_share at = {.importer = -1, .exporter = -1};
  double value, quantity;
  tw_status status = read_product(c, csv, r->column[PRODUCT], &at.product);
  if (status == TW_OK && !is_empty(csv, r->column[IMPORTER]))
    status = read_region(c, csv, r->column[IMPORTER], &at.importer);
  if (status == TW_OK && !is_empty(csv, r->column[EXPORTER]))
    status = read_region(c, csv, r->column[EXPORTER], &at.exporter);
  if (status == TW_OK) status = read_money(c, csv, money, at.product, &value, &quantity);
  if (status == TW_OK) status = read_amount(csv, r->column[SHARE], &at.share);
  if (status != TW_OK) return status;
  int wide = at.importer < 0 || at.exporter < 0;
  if (isnan(at.share) == isnan(value))
    return twi_csv_fail(csv, -1, "found %s, expected %s", isnan(value) ? "no amount" : "a share beside a value",
                        expected_amount);
  if (at.share > 1) return twi_csv_expected(csv, r->column[SHARE], "a share of the sector's flow, from 0 to 1");
  if (wide && isnan(at.share))
    return twi_csv_fail(csv, r->column[at.importer < 0 ? IMPORTER : EXPORTER],
                        "found nothing beside a value, expected a region (only a share may be of all)");
  if (wide && gives_rates(r))
    return twi_csv_fail(csv, -1, "found a rate for flows of all regions, expected one flow, or no rate");
  status = note_key(r, &at);
  if (status == TW_OK && wide) return keep_share(c, &at);
  if (status != TW_OK) return status;
  if (isnan(value)) {
    size_t n = (size_t)c->from->N, s = (size_t)c->given.product[at.product].sector;
    value = at.share * c->from->flow[(s * n + (size_t)at.importer) * n + (size_t)at.exporter];
  }
  if (value == 0) return TW_OK;
  status = twi_calibration_add(c, at.product, at.importer, at.exporter, value, quantity);
  return status == TW_OK ? read_rates(r) : status;
}

/* The arrays that the file has a use for; they grow as flows are added. */
static tw_status open_arrays(reading *r)
{
  twi_calibrating *c = r->c;
  twi_given_products *g = &c->given;
  g->columns = c->from->column_count;
  g->column = twi_new(c->ctx, (size_t)g->columns + 1, sizeof *g->column);
  int got = g->column != NULL;
  if (r->column[QUANTITY] >= 0) got = got && (g->quantity = twi_alloc(c->ctx, 1, sizeof(double)));
  if (r->column[TARIFF] >= 0) got = got && (g->tariff = twi_alloc(c->ctx, 1, sizeof(double)));
  if (r->column[EXPORT_TAX] >= 0) got = got && (g->export_tax = twi_alloc(c->ctx, 1, sizeof(double)));
  for (int i = 0; i < g->columns; i++)
    if (r->further[i] >= 0) got = got && (g->column[i] = twi_alloc(c->ctx, 1, sizeof(double)));
  return got ? TW_OK : twi_no_memory(c->ctx, 0);
}

static tw_status read_flows(twi_calibrating *c)
{
  reading r = {.c = c};
  const char *names[KNOWN + TWI_MOST_COLUMNS];
  int count = 0, more;
  tw_status status = open_table(c->ctx, c->ask->flows, &r.csv);
  for (int k = 0; k < KNOWN && status == TW_OK; k++) {
    r.column[k] = twi_csv_find(r.csv, known[k]);
    if (r.column[k] < 0 && k <= EXPORTER) status = twi_csv_require(r.csv, known[k], &r.column[k]);
    names[count++] = known[k];
  }
  for (int i = 0; i < c->from->column_count && status == TW_OK; i++) {
    r.further[i] = twi_csv_find(r.csv, c->from->columns[i].name);
    names[count++] = c->from->columns[i].name;
  }
  if (status == TW_OK && r.column[VALUE] < 0 && r.column[QUANTITY] < 0 && r.column[SHARE] < 0)
    status = twi_fail(c->ctx, TW_BAD_INPUT, "%s:1: found none of the columns value, quantity and share, expected %s",
                      twi_csv_origin(r.csv), expected_amount);
  if (status == TW_OK) status = twi_other_columns(c->ctx, c->to, r.csv, names, count);
  if (status == TW_OK) status = open_arrays(&r);
  while (status == TW_OK && (status = twi_csv_next(r.csv, &more)) == TW_OK && more) status = read_flow(&r);
  if (status == TW_OK && c->keys.count == 0)
    status = twi_fail(c->ctx, TW_BAD_INPUT, "%s: found no rows, expected what is traded of each product",
                      twi_csv_origin(r.csv));
  twi_csv_free(r.csv);
  return status;
}

/* ---------------------------------------------------------------- production */

static tw_status read_production_row(twi_calibrating *c, twi_csv *csv, const int column[5], int *line)
{
  int product, region;
  double value, quantity;
  tw_status status = read_product(c, csv, column[0], &product);
  if (status == TW_OK) status = read_region(c, csv, column[1], &region);
  if (status == TW_OK) status = read_money(c, csv, column + 2, product, &value, &quantity);
  if (status != TW_OK) return status;
  if (isnan(value)) return twi_csv_fail(csv, -1, "found no amount, expected value, or quantity with unit_value");
  size_t cell = (size_t)product * (size_t)c->from->N + (size_t)region;
  status = twi_csv_once(csv, -1, &line[cell], "product %s, region %s", c->given.product[product].code,
                        c->from->region[region]);
  c->made[cell] = value;
  c->made_quantity[cell] = quantity;
  return status;
}

static tw_status read_production(twi_calibrating *c)
{
  static const char *const names[] = {"product", "region", "value", "quantity", "unit_value"};
  size_t cells = (size_t)c->given.products * (size_t)c->from->N;
  twi_csv *csv = NULL;
  int column[5] = {0}, more, *line;
  if (!c->ask->production) return TW_OK;
  c->made = twi_alloc(c->ctx, cells, sizeof *c->made);
  c->made_quantity = twi_alloc(c->ctx, cells, sizeof *c->made_quantity);
  line = twi_new(c->ctx, cells, sizeof *line);
  tw_status status = c->made && c->made_quantity && line ? TW_OK : twi_no_memory(c->ctx, cells * sizeof(double));
  for (size_t i = 0; i < cells && status == TW_OK; i++) c->made[i] = c->made_quantity[i] = NAN;
  if (status == TW_OK) status = open_table(c->ctx, c->ask->production, &csv);
  for (int k = 0; k < 5 && status == TW_OK; k++) {
    if (k < 2) status = twi_csv_require(csv, names[k], &column[k]);
    column[k] = twi_csv_find(csv, names[k]);
  }
  if (status == TW_OK) status = twi_other_columns(c->ctx, c->to, csv, names, 5);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more)
    status = read_production_row(c, csv, column, line);
  twi_csv_free(csv);
  twi_free(c->ctx, line);
  return status;
}

tw_status twi_calibration_read(twi_calibrating *c)
{
  tw_status status = read_lists(c);
  if (status == TW_OK) status = read_flows(c);
  return status == TW_OK ? read_production(c) : status;
}
