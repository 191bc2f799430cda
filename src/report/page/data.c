/* The data of the page: one JSON object {format, program, runs, decisions …}, with the lists of report/kinds.h, as
 * docs/formats.md describes it.
 *
 * It stands in a script element, whose end no text may bring about: in JSON the characters <, > and & occur inside
 * texts only, and there they are written as \u003c and so on, also in what jansson writes of the manifest. Numbers are
 * the shortest that read back as the same double, as in the CSV files, so that both show the same digits. */
#include "report/page/data.h"

#include <math.h>
#include <string.h>

#include "base/plain.h"
#include "report/page/largest.h"
#include "table/number.h"

/* ---------------------------------------------------------------- texts and numbers */

/* One byte that JSON or the element around it might misread. */
static int is_plain(unsigned char c)
{
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

void twi_page_json_text(twi_text *out, const char *text)
{
  const char *p = text, *end = text + strlen(text);
  twi_text_put(out, "\"");
  while (p < end) {
    size_t plain = 0;
    unsigned point;
    while (is_plain((unsigned char)p[plain])) plain++;
    twi_text_add(out, p, plain);
    p += plain;
    if (p == end) break;
    size_t length = twi_character(p, (size_t)(end - p), &point);
    if (length == 0 || (twi_is_control(point) && !twi_is_break(point))) { /* nothing that turns or hides what is read */
      twi_text_put(out, "\\ufffd");
      p += length ? length : 1;
      continue;
    }
    if (length == 1 || point == 0x2028 || point == 0x2029)
      twi_text_printf(out, "\\u%04x", point);
    else
      twi_text_add(out, p, length);
    p += length;
  }
  twi_text_put(out, "\"");
}

static void put_text_or_null(twi_text *out, const char *text)
{
  if (text)
    twi_page_json_text(out, text);
  else
    twi_text_put(out, "null");
}

static void put_number(twi_text *out, double x)
{
  char words[TWI_NUMBER_ROOM];
  if (isfinite(x))
    twi_text_add(out, words, twi_number_write(x, words));
  else
    twi_text_put(out, "null");
}

static void put_numbers(twi_text *out, const double *x, size_t count, size_t step)
{
  twi_text_put(out, "[");
  for (size_t i = 0; i < count; i++) {
    if (i) twi_text_put(out, ",");
    put_number(out, x[i * step]);
  }
  twi_text_put(out, "]");
}

static void put_key(twi_text *out, const char *name)
{
  twi_text_printf(out, ",\n\"%s\":", name);
}

/* ---------------------------------------------------------------- the manifest */

static int put_escaped(const char *bytes, size_t count, void *user)
{
  twi_text *out = user;
  while (count) {
    size_t plain = 0;
    while (plain < count && bytes[plain] != '<' && bytes[plain] != '>' && bytes[plain] != '&') plain++;
    twi_text_add(out, bytes, plain);
    if (plain < count) twi_text_printf(out, "\\u%04x", (unsigned)(unsigned char)bytes[plain++]);
    bytes += plain;
    count -= plain;
  }
  return 0;
}

/* Everything beyond ASCII is escaped by jansson, line separators too. digits: as many as the file has. */
static void put_json_of(twi_text *out, const json_t *value, size_t digits)
{
  if (!value)
    twi_text_put(out, "null");
  else if (json_dump_callback(value, put_escaped, out,
                              JSON_COMPACT | JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits)) != 0)
    out->failed = 1;
}

static void put_json(twi_text *out, const json_t *value)
{
  put_json_of(out, value, 15);
}

static void put_scenario_and_world(twi_text *out, const twi_page_run *run)
{
  static const char *const fields[] = {"name", "label",  "title",  "year",    "currency",
                                       "unit", "caveat", "source", "licence", "sha256"};
  const char *against = twi_page_text(run, "scenario", "against"), *notes = twi_page_text(run, "scenario", "notes");
  const json_t *scenario = json_object_get(run->manifest, "scenario");
  twi_text_put(out, "{\"folder\":");
  twi_page_json_text(out, run->folder);
  put_key(out, "headline");
  put_text_or_null(out, twi_page_text(run, NULL, "headline"));
  put_key(out, "name");
  put_text_or_null(out, twi_page_text(run, "scenario", "name"));
  put_key(out, "title");
  put_text_or_null(out, twi_page_text(run, "scenario", "title"));
  put_key(out, "against");
  twi_page_json_text(out, against ? against : "");
  put_key(out, "year");
  twi_text_printf(out, twi_page_year(run) ? "%d" : "null", twi_page_year(run));
  put_key(out, "sentences");
  put_json(out, json_object_get(scenario, "closure"));
  put_key(out, "notes");
  twi_text_put(out, "[");
  if (notes && *notes) twi_page_json_text(out, notes);
  twi_text_put(out, "]");
  put_key(out, "world");
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    twi_text_printf(out, "%s\"%s\":", i ? "," : "{", fields[i]);
    put_json(out, json_object_get(json_object_get(run->manifest, "world"), fields[i]));
  }
  twi_text_put(out, "}");
}

/* ---------------------------------------------------------------- tables */

static void put_names(twi_text *out, const twi_page_run *run)
{
  put_key(out, "regions");
  for (int i = 0; i < run->N; i++) {
    twi_text_put(out, i ? ",[" : "[[");
    twi_page_json_text(out, run->region[i]);
    twi_text_put(out, ",");
    twi_page_json_text(out, twi_page_region_name(run, i));
    twi_text_put(out, "]");
  }
  twi_text_put(out, "]");
  put_key(out, "sectors");
  for (int i = 0; i < run->S; i++) {
    twi_text_put(out, i ? ",[" : "[[");
    twi_page_json_text(out, run->sector[i]);
    twi_text_put(out, ",");
    twi_page_json_text(out, twi_page_sector_name(run, i));
    twi_text_put(out, ",");
    twi_page_json_text(out, twi_page_sector_kind(run, i));
    twi_text_put(out, "]");
  }
  twi_text_put(out, "]");
}

static void put_column_names(twi_text *out, const twi_grid *g, int from)
{
  twi_text_put(out, "[");
  for (int i = from; i < g->columns; i++) {
    if (i > from) twi_text_put(out, ",");
    twi_page_json_text(out, g->name[i]);
  }
  twi_text_put(out, "]");
}

/* An array of numbers for each column from `from` on: the rows first, first + 1 … of that many. */
static void put_columns(twi_text *out, const twi_grid *g, int from, int first, int rows)
{
  twi_text_put(out, "[");
  for (int i = from; i < g->columns; i++) {
    if (i > from) twi_text_put(out, ",\n");
    put_numbers(out, g->number + (size_t)first * (size_t)g->columns + (size_t)i, (size_t)rows, (size_t)g->columns);
  }
  twi_text_put(out, "]");
}

static void put_rows(twi_text *out, const twi_grid *g, const int *order, int count)
{
  twi_text_put(out, "{\"columns\":");
  put_column_names(out, g, 0);
  twi_text_put(out, ",\"rows\":[");
  for (int k = 0; k < count; k++) {
    size_t at = (size_t)(order ? order[k] : k) * (size_t)g->columns;
    twi_text_put(out, k ? ",\n[" : "[");
    for (int i = 0; i < g->columns; i++) {
      if (i) twi_text_put(out, ",");
      if (g->is_text[i])
        twi_page_json_text(out, g->text[at + (size_t)i]);
      else
        put_number(out, g->number[at + (size_t)i]);
    }
    twi_text_put(out, "]");
  }
  twi_text_put(out, "]}");
}

static int column_of(const twi_grid *g, const char *name)
{
  for (int i = 0; i < g->columns; i++)
    if (strcmp(g->name[i], name) == 0) return i;
  return -1;
}

/* The rows of preferences.csv with the largest flows. */
static void put_largest_preferences(twi_text *out, const twi_grid *g)
{
  int value = column_of(g, "value"), order[TWI_PAGE_PREFERENCES], row[TWI_PAGE_PREFERENCES];
  twi_largest largest;
  if (twi_largest_new(out->ctx, TWI_PAGE_PREFERENCES, &largest) != TW_OK) {
    out->failed = 1;
    return;
  }
  for (int i = 0; i < g->rows; i++) {
    double x = value < 0 ? 0 : g->number[(size_t)i * (size_t)g->columns + (size_t)value];
    int place = twi_largest_place(&largest, isfinite(x) ? fabs(x) : -1);
    if (place >= 0) row[place] = i;
  }
  twi_largest_sort(&largest);
  for (int i = 0; i < largest.count; i++) order[i] = row[largest.heap[i].place];
  put_rows(out, g, order, largest.count);
  twi_largest_free(out->ctx, &largest);
}

static void put_flows(twi_text *out, const twi_page_run *run)
{
  put_key(out, "flow_columns");
  twi_text_put(out, "[\"sector\",\"importer\",\"exporter\",\"base_value\",\"new_value\",\"change_pct\","
                    "\"tariff_base_pct\",\"tariff_new_pct\"]");
  put_key(out, "flows");
  twi_text_put(out, "[");
  for (int i = 0; i < run->flows; i++) {
    const twi_page_flow *f = &run->flow[i];
    const double values[] = {f->base_value, f->new_value, f->change, f->tariff_base, f->tariff_new};
    twi_text_printf(out, "%s[%d,%d,%d", i ? ",\n" : "", f->sector, f->importer, f->exporter);
    for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
      twi_text_put(out, ",");
      put_number(out, values[k]);
    }
    twi_text_put(out, "]");
  }
  twi_text_put(out, "]");
  put_key(out, "flows_in_all");
  twi_text_printf(out, "%zu", run->flows_in_all);
}

static void put_pairs(twi_text *out, const twi_page_run *run)
{
  static const char *const names_of[TWI_PAIRS] = {"base", "new", "tariff_base", "tariff_new"};
  size_t N = (size_t)run->N;
  put_key(out, "pairs");
  for (int which = 0; which < TWI_PAIRS; which++) {
    twi_text_printf(out, "%s\"%s\":[", which ? ",\n" : "{", names_of[which]);
    for (size_t d = 0; d < N; d++) {
      if (d) twi_text_put(out, ",");
      put_numbers(out, run->pair + ((size_t)which * N + d) * N, N, 1);
    }
    twi_text_put(out, "]");
  }
  twi_text_put(out, "}");
}

static void put_years(twi_text *out, const twi_page_run *run)
{
  const twi_grid *g = &run->years;
  put_key(out, "years");
  if (!g->columns) {
    twi_text_put(out, "null");
    return;
  }
  twi_text_put(out, "{\"years\":");
  put_numbers(out, g->number, (size_t)(g->rows / run->N), (size_t)run->N * (size_t)g->columns);
  twi_text_put(out, ",\"columns\":");
  put_column_names(out, g, 2);
  twi_text_put(out, ",\"values\":[");
  for (int first = 0; first < g->rows; first += run->N) {
    if (first) twi_text_put(out, ",\n");
    put_columns(out, g, 2, first, run->N);
  }
  twi_text_put(out, "]}");
}

/* {columns, rows}; null: the run has no such file. */
static void put_table(twi_text *out, const char *key, const twi_grid *g)
{
  put_key(out, key);
  if (g->columns)
    put_rows(out, g, NULL, g->rows);
  else
    twi_text_put(out, "null");
}

/* {columns, rows, in_all}: the rows that change most, of how many. */
static void put_changed(twi_text *out, const char *key, const twi_grid *g)
{
  put_key(out, key);
  if (!g->columns) {
    twi_text_put(out, "null");
    return;
  }
  twi_text_printf(out, "{\"in_all\":%zu,\"table\":", g->rows_in_all);
  put_rows(out, g, NULL, g->rows);
  twi_text_put(out, "}");
}

static void put_run(twi_text *out, const twi_page_run *run)
{
  put_scenario_and_world(out, run);
  put_names(out, run);
  put_key(out, "region_columns");
  put_column_names(out, &run->regions, 1);
  put_key(out, "region_values");
  put_columns(out, &run->regions, 1, 0, run->N);
  put_key(out, "sector_columns");
  put_column_names(out, &run->sectors, 2);
  put_key(out, "sector_values");
  put_columns(out, &run->sectors, 2, 0, run->sectors.rows);
  put_flows(out, run);
  put_pairs(out, run);
  put_table(out, "groups", &run->groups);
  put_table(out, "limits", &run->limits);
  put_table(out, "drivers", &run->drivers);
  put_key(out, "preferences");
  if (run->preferences.columns)
    put_largest_preferences(out, &run->preferences);
  else
    twi_text_put(out, "null");
  put_table(out, "parity", &run->parity);
  put_table(out, "dependence", &run->dependence);
  put_table(out, "calories", &run->calories);
  put_table(out, "illegal", &run->illegal);
  put_table(out, "link", &run->link);
  put_changed(out, "exposure_matrix", &run->exposure_matrix);
  put_table(out, "exposure_largest", &run->exposure_largest);
  put_table(out, "cascade", &run->cascade);
  put_table(out, "clause", &run->clause);
  put_changed(out, "products", &run->products);
  put_changed(out, "product_flows", &run->product_trade);
  put_years(out, run);
  put_key(out, "plants"); /* plants.json as it is */
  put_json_of(out, run->study, 17);
  put_key(out, "manifest");
  put_json(out, run->manifest);
  twi_text_put(out, "}");
}

/* The objects as they are, with the digits that their files have. */
static void put_study(twi_text *out, const twi_page_run *run)
{
  twi_text_put(out, "{\"folder\":");
  twi_page_json_text(out, run->folder);
  put_key(out, run->kind->page.key);
  put_json_of(out, run->study, (size_t)run->kind->page.digits);
  put_key(out, "manifest");
  put_json(out, run->manifest);
  twi_text_put(out, "}");
}

/* The list of a kind, once: an earlier kind may have the same. Empty lists are there, too. */
static void put_list(twi_text *out, twi_results_kind kind, const twi_page_run *run, int count)
{
  const char *list = twi_results_row_of(kind)->page.list;
  int before = 0;
  for (int i = 0; i < (int)kind; i++)
    if (strcmp(twi_results_row_of((twi_results_kind)i)->page.list, list) == 0) return;
  twi_text_printf(out, ",\"%s\":[", list);
  for (int i = 0; i < count; i++) {
    if (strcmp(run[i].kind->page.list, list) != 0) continue;
    if (before++) twi_text_put(out, ",\n");
    (twi_page_is_run(&run[i]) ? put_run : put_study)(out, &run[i]);
  }
  twi_text_put(out, "]");
}

void twi_page_data(twi_text *out, twi_page_run *run, int count)
{
  twi_text_put(out, "{\"format\":1,\"program\":");
  char *program = twi_format(out->ctx, "tradewind %s", tw_version());
  if (!program) out->failed = 1;
  twi_page_json_text(out, program ? program : "");
  twi_free(out->ctx, program);
  if (count > 0 && run->brief) twi_text_printf(out, ",\"brief\":{\"lang\":\"%s\"}", run->brief);
  for (int kind = 0; kind < TWI_RESULTS_KINDS; kind++) put_list(out, (twi_results_kind)kind, run, count);
  twi_text_put(out, "}\n");
}
