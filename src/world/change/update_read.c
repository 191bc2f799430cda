/* The files of an update: trade by pair, GDP by region, one column of tariffs. See update.h and docs/formats.md. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "base/sum.h"
#include "table/csv.h"
#include "world/change/update.h"
#include "table/codes.h"
#include "world/columns.h"
#include "world/meant.h"

static tw_status open_table(twi_updating *u, const char *file, twi_csv **csv)
{
  twi_source *source;
  tw_status status = twi_source_open(u->ctx, file, &source);
  return status == TW_OK ? twi_csv_open(u->ctx, source, csv) : status;
}

static tw_status read_region(const twi_updating *u, twi_csv *csv, int column, int *code)
{
  size_t length;
  char shown[TWI_SHOWN], meant[TWI_MEANT];
  const tw_world *w = u->from;
  const char *text = twi_csv_text(csv, column, &length);
  *code = twi_world_region_index(w, text, length);
  if (*code >= 0) return TW_OK;
  const char *nearest = twi_world_suggest(w, TWI_AXIS_REGIONS, text, length, meant);
  return twi_csv_fail(csv, column, "found %s, expected a region of the world%s%s%s", twi_show(text, length, shown),
                      nearest ? "; did you mean " : "", nearest ? nearest : "", nearest ? "?" : "");
}

/* ---------------------------------------------------------------- totals */

static tw_status keep_total(twi_updating *u, twi_csv *csv, const twi_total *total)
{
  int at, again;
  tw_status status = twi_totals_add(&u->totals, total, &at, &again);
  if (status == TW_OK && again)
    return twi_csv_fail(csv, -1, "found this again, expected each once: line %d has it", u->totals.total[at].line);
  return status;
}

tw_status twi_update_read_trade(twi_updating *u, const char *file)
{
  twi_csv *csv = NULL;
  static const char *const known[] = {"importer", "exporter", "value", "sector"};
  int importer = 0, exporter = 0, value = 0, sector = -1, more;
  tw_status status = open_table(u, file, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "importer", &importer);
  if (status == TW_OK) status = twi_csv_require(csv, "exporter", &exporter);
  if (status == TW_OK) status = twi_csv_require(csv, "value", &value);
  if (status == TW_OK) sector = twi_csv_find(csv, "sector");
  if (status == TW_OK) status = twi_other_columns(u->ctx, u->to, csv, known, 4);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    twi_total t = {.kind = TWI_TOTAL_TRADE, .sector = TWI_GOODS, .file = file, .line = twi_csv_line(csv)};
    status = read_region(u, csv, importer, &t.first);
    if (status == TW_OK) status = read_region(u, csv, exporter, &t.second);
    if (status == TW_OK && sector >= 0) status = twi_read_sector_set(u->from, csv, sector, 1, &t.sector);
    if (status == TW_OK) status = twi_csv_number(csv, value, &t.value);
    if (status == TW_OK && !(t.value >= 0)) status = twi_csv_expected(csv, value, "trade of 0 or more");
    if (status == TW_OK && t.first == t.second)
      status = twi_csv_expected(csv, exporter, "another region than the importer: own sales are no trade");
    if (status == TW_OK) status = keep_total(u, csv, &t);
  }
  twi_csv_free(csv);
  return status;
}

tw_status twi_update_read_gdp(twi_updating *u, const char *file)
{
  twi_csv *csv = NULL;
  int region = 0, value = 0, more;
  tw_status status = open_table(u, file, &csv);
  if (status == TW_OK) status = twi_csv_require(csv, "region", &region);
  int market = status == TW_OK && (value = twi_csv_find(csv, "gdp_at_market_prices")) >= 0;
  if (status == TW_OK && !market && (value = twi_csv_find(csv, "gdp")) < 0)
    status = twi_csv_require(csv, "value_added", &value);
  const char *const known[] = {"region", status == TW_OK ? twi_csv_column(csv, value) : ""};
  if (status == TW_OK) status = twi_other_columns(u->ctx, u->to, csv, known, 2);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    twi_total t = {
        .kind = market ? TWI_TOTAL_GDP : TWI_TOTAL_VALUE_ADDED, .sector = TWI_ALL, .second = -1, .file = file};
    t.line = twi_csv_line(csv);
    status = read_region(u, csv, region, &t.first);
    if (status == TW_OK) status = twi_csv_number(csv, value, &t.value);
    if (status == TW_OK && !(t.value > 0)) status = twi_csv_expected(csv, value, "a GDP above 0");
    if (status == TW_OK) status = keep_total(u, csv, &t);
  }
  twi_csv_free(csv);
  return status;
}

/* ---------------------------------------------------------------- rates */

/* The column of the world; a new one begins as the applied tariffs. */
static tw_status target_column(twi_updating *u, const char *name, double ***values)
{
  tw_world *to = u->to;
  size_t n = strlen(name), cells = twi_world_sector_flows(to);
  *values = twi_same_name(name, n, "tariff_pct") ? &to->tariff : NULL;
  for (int i = 0; i < to->column_count && !*values; i++)
    if (twi_same_name(name, n, to->columns[i].name)) *values = &to->columns[i].values;
  if (!*values) {
    int at = to->column_count;
    if (n < 5 || !twi_same_name(name + n - 4, 4, "_pct") || twi_same_name(name, n, "export_tax_pct"))
      return twi_fail(u->ctx, TW_USAGE, "the column of tariffs: found %s, expected a name that ends in _pct", name);
    if (twi_code_wrong(name, n))
      return twi_fail(u->ctx, TW_USAGE, "the column of tariffs: found %s in its name", twi_code_wrong(name, n));
    if (at == TWI_MOST_COLUMNS) return twi_fail(u->ctx, TW_BAD_INPUT, "more than %d tariff columns", TWI_MOST_COLUMNS);
    char *copy = twi_strdup(u->ctx, name);
    if (!copy) return twi_no_memory(u->ctx, n);
    for (; at > 0 && strcmp(to->columns[at - 1].name, name) > 0; at--) to->columns[at] = to->columns[at - 1];
    to->columns[at] = (twi_tariff_column){copy, NULL}; /* in the order of their names, as when read */
    to->column_count++;
    *values = &to->columns[at].values;
    **values = twi_new(u->ctx, cells, sizeof(double));
    if (!**values) return twi_no_memory(u->ctx, cells * sizeof(double));
    if (to->tariff) memcpy(**values, to->tariff, cells * sizeof(double));
  }
  if (!**values) **values = twi_new(u->ctx, cells, sizeof(double));
  return **values ? TW_OK : twi_no_memory(u->ctx, cells * sizeof(double));
}

/* Rates of a row go to its sector, or to each of a set. seen: the lines of cells that have been given. */
static tw_status put_rate(twi_updating *u, twi_csv *csv, int sector, int d, int o, double rate, double *values,
                          int *seen)
{
  const tw_world *w = u->from;
  size_t N = (size_t)w->N;
  for (int s = 0; s < w->S; s++) {
    size_t cell = ((size_t)s * N + (size_t)d) * N + (size_t)o;
    if (!twi_is_in_sectors(w, sector, (size_t)s)) continue;
    tw_status status = twi_csv_once(csv, -1, &seen[cell], "sector %s, importer %s, exporter %s", w->sector[s],
                                    w->region[d], w->region[o]);
    if (status != TW_OK) return status;
    /* A list of flows with rates has own sales too: they keep what they have, or get none. */
    if (d == o && rate != 0 && rate != values[cell])
      return twi_csv_fail(csv, -1, "found a tariff of %s on itself, expected none: own sales cross no border",
                          w->region[d]);
    values[cell] = rate + 0.0;
  }
  return TW_OK;
}

static tw_status report_rates(twi_updating *u, const char *file, const char *name, const double *values,
                              const int *seen)
{
  const tw_world *w = u->from;
  int zero, is_new;
  const double *old = twi_world_tariff_column(w, name, strlen(name), &zero);
  is_new = !old && !zero;
  if (is_new) old = w->tariff; /* as it began */
  twi_sum before = {0, 0}, after = {0, 0};
  size_t N = (size_t)w->N, count = 0, left = 0, changed = 0;
  char was[TWI_MONEY], is[TWI_MONEY], kept[TWI_MONEY];
  double untouched = 0;
  for (size_t i = 0; i < twi_world_sector_flows(w); i++) {
    if (i / N % N == i % N || w->flow[i] == 0) continue;
    twi_sum_add(&before, old ? old[i] * w->flow[i] : 0);
    twi_sum_add(&after, values[i] * w->flow[i]);
    count += seen[i] > 0;
    changed += values[i] != (old ? old[i] : 0);
    if (seen[i] || !w->goods[i / N / N]) continue;
    left++;
    untouched += w->flow[i];
  }
  twi_text_printf(&u->note, "%s%s: %zu rates given", u->note.used ? "; " : "", name, count);
  return twi_world_find(
      u->ctx, u->to, 1, "updated_tariff", -1, -1, fabs(twi_sum_value(after) - twi_sum_value(before)), NAN,
      "%s of %s: %zu flows are given, %zu change; on trade as it was the duties go from %s to %s; %zu "
      "flows of goods, %s, keep %s.",
      name, file, count, changed, twi_money(w, twi_sum_value(before), was), twi_money(w, twi_sum_value(after), is),
      left, twi_money(w, untouched, kept), is_new ? "the applied tariff" : "what they had");
}

static tw_status read_rates(twi_updating *u, twi_csv *csv, int rate, double *values, int *seen)
{
  int importer = 0, exporter = 0, sector = 0, more, d, o, s;
  double value;
  tw_status status = twi_csv_require(csv, "importer", &importer);
  if (status == TW_OK) status = twi_csv_require(csv, "exporter", &exporter);
  if (status == TW_OK) status = twi_csv_require(csv, "sector", &sector);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    status = read_region(u, csv, importer, &d);
    if (status == TW_OK) status = read_region(u, csv, exporter, &o);
    if (status == TW_OK) status = twi_read_sector_set(u->from, csv, sector, 1, &s);
    if (status == TW_OK) status = twi_csv_rate(csv, rate, &value);
    if (status == TW_OK) status = put_rate(u, csv, s, d, o, value, values, seen);
  }
  return status;
}

tw_status twi_update_read_tariff(twi_updating *u, const char *file, const char *column)
{
  twi_csv *csv = NULL;
  double **values = NULL;
  int rate = 0;
  int *seen = twi_new(u->ctx, twi_world_sector_flows(u->from), sizeof *seen); /* where each rate was given */
  tw_status status =
      seen ? open_table(u, file, &csv) : twi_no_memory(u->ctx, twi_world_sector_flows(u->from) * sizeof *seen);
  if (status == TW_OK) status = twi_csv_require(csv, column, &rate);
  if (status == TW_OK) status = target_column(u, column, &values);
  const char *const known[] = {"importer", "exporter", "sector", column};
  if (status == TW_OK) status = twi_other_columns(u->ctx, u->to, csv, known, 4);
  if (status == TW_OK) status = read_rates(u, csv, rate, *values, seen);
  if (status == TW_OK) status = report_rates(u, file, column, *values, seen);
  twi_csv_free(csv);
  twi_free(u->ctx, seen);
  return status;
}
