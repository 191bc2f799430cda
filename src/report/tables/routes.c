/* The results folder of routes: routes.csv, routes.json with their lines on the map, columns.csv, run.json. See
 * tw_routes_write in tradewind.h; docs/formats.md lists columns and keys. */
#include <string.h>

#include "base/without.h"
#include "report/tables/object.h"
#include "routes/routes.h"

enum { DIGITS = 15 };

static void next_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_cell(sheet, text);
}

static void next_number(twi_sheet *sheet, double x)
{
  twi_sheet_text(sheet, ",");
  twi_sheet_number(sheet, x, 0);
}

tw_status twi_report_routes(twi_sheet *sheet, const tw_routes *routes)
{
  tw_route r;
  tw_place from, to;
  tw_routes_end(routes, 0, &from);
  tw_routes_end(routes, 1, &to);
  twi_sheet_text(sheet, "from,to,closed,km,days,passages,extra_days,cost,kind,opened,nm,wait_days,toll,extra_cost,"
                        "goods_low_pct,goods_high_pct\n");
  for (int i = 0; tw_routes_at(routes, i, &r); i++) {
    twi_sheet_cell(sheet, from.code);
    next_text(sheet, to.code);
    next_text(sheet, r.closed);
    next_number(sheet, r.km);
    next_number(sheet, r.days);
    next_text(sheet, r.passages);
    next_number(sheet, r.extra_days);
    next_number(sheet, r.cost);
    next_text(sheet, r.kind);
    next_text(sheet, r.opened);
    const double further[] = {r.nm, r.wait_days, r.toll, r.extra_cost, r.goods_low_pct, r.goods_high_pct};
    for (size_t k = 0; k < sizeof further / sizeof *further; k++) next_number(sheet, further[k]);
    twi_sheet_text(sheet, "\n");
  }
  return sheet->status;
}

static tw_status fill_table(int index, twi_sheet *sheet, const void *of)
{
  (void)index;
  return twi_report_routes(sheet, of);
}

const twi_tables twi_routes_tables = {NULL, fill_table};

/* Whether this build writes pages: there is no setting of a run that could switch one off. */
static int has_page(void)
{
  return twi_build_has("page");
}

static json_t *end_object(tw_context *ctx, const tw_routes *routes, int which, int *failed)
{
  tw_place p;
  json_t *part = json_object();
  tw_routes_end(routes, which, &p);
  twi_json_put(part, "code", twi_json_text(ctx, p.code), failed);
  twi_json_put(part, "name", *p.name ? twi_json_text(ctx, p.name) : json_null(), failed);
  twi_json_put(part, "kind", json_string(p.kind), failed);
  twi_json_put(part, "lon", twi_json_number(p.lon), failed);
  twi_json_put(part, "lat", twi_json_number(p.lat), failed);
  twi_json_put(part, "off_km", twi_json_number(p.off_km), failed);
  return part;
}

/* The passages of a text such as "suez+panama". */
static twi_mask mask_of(const tw_sea *sea, const char *text)
{
  twi_mask mask = 0;
  while (*text) {
    size_t n = strcspn(text, "+");
    int k = twi_passage_find(sea, text, n);
    if (k >= 0) mask |= (twi_mask)1 << k;
    text += n + (text[n] == '+');
  }
  return mask;
}

/* Every passage that a route crosses, or that is closed or opened: its names, where its mark stands on a map, and what
 * was asked of it. */
static json_t *passage_list(tw_context *ctx, const tw_routes *routes, int *failed)
{
  static const char *const languages[] = {"en", "fr", "ja"};
  const tw_sea *sea = twi_routes_sea(routes);
  tw_route asked = {0}, r;
  twi_mask all = 0;
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; tw_routes_at(routes, i, &r); i++) {
    if (i == 0) asked = r;
    all |= mask_of(sea, r.passages) | mask_of(sea, r.closed) | mask_of(sea, r.opened);
  }
  for (int k = 0; k < sea->passages; k++) {
    const twi_passage *p = &sea->passage[k];
    const char *const names[] = {p->title, p->title_in[0], p->title_in[1]};
    double lon, lat;
    if (!(all >> k & 1)) continue;
    json_t *one = json_object(), *in = json_object();
    twi_routes_passage_point(routes, k, &lon, &lat);
    for (int l = 0; l < 3; l++) twi_json_put(in, languages[l], twi_json_text(ctx, names[l]), failed);
    twi_json_put(one, "passage", twi_json_text(ctx, p->name), failed);
    twi_json_put(one, "names", in, failed);
    twi_json_put(one, "lon", twi_json_number(lon), failed);
    twi_json_put(one, "lat", twi_json_number(lat), failed);
    twi_json_put(one, "closed", json_boolean(mask_of(sea, asked.closed) >> k & 1), failed);
    twi_json_put(one, "opened", json_boolean(mask_of(sea, asked.opened) >> k & 1), failed);
    twi_json_append(list, one, failed);
  }
  return list;
}

static json_t *line_list(const tw_routes *routes, int index, int *failed)
{
  const double *point;
  int points = tw_routes_line(routes, index, &point);
  json_t *list = json_array();
  if (!list) *failed = 1;
  for (int i = 0; i < points; i++) {
    json_t *pair = json_array();
    for (int k = 0; k < 2; k++) twi_json_append(pair, twi_json_number(point[2 * i + k]), failed);
    twi_json_append(list, pair, failed);
  }
  return list;
}

/* What was asked, as it was typed. */
static json_t *options_object(tw_context *ctx, const tw_routes *routes, int *failed)
{
  const tw_routes_options *o = twi_routes_asked(routes);
  const struct {
    const char *key, *text;
  } line[] = {{"from", o->from}, {"to", o->to},     {"closed", o->closed},
              {"open", o->open}, {"wait", o->wait}, {"toll", o->toll}};
  json_t *part = json_object();
  for (size_t i = 0; i < sizeof line / sizeof *line; i++)
    twi_json_put(part, line[i].key, line[i].text ? twi_json_text(ctx, line[i].text) : json_null(), failed);
  twi_json_put(part, "knots", twi_json_number(o->knots), failed);
  twi_json_put(part, "by_cost", json_boolean(o->by_cost), failed);
  return part;
}

static tw_status write_json(twi_folder *f, const tw_routes *routes)
{
  tw_route r;
  tw_place from;
  int failed = 0;
  json_t *root = json_object(), *list = json_array();
  tw_routes_end(routes, 0, &from);
  twi_json_put(root, "from", end_object(f->ctx, routes, 0, &failed), &failed);
  twi_json_put(root, "to", end_object(f->ctx, routes, 1, &failed), &failed);
  twi_json_put(root, "knots", twi_json_number(tw_routes_knots(routes)), &failed);
  twi_json_put(root, "chosen_by", json_string(tw_routes_by_cost(routes) ? "cost" : "distance"), &failed);
  twi_json_put(root, "factor", twi_json_number(from.factor), &failed);
  twi_json_put(root, "passages", passage_list(f->ctx, routes, &failed), &failed);
  for (int i = 0; tw_routes_at(routes, i, &r); i++) {
    json_t *row = json_object();
    twi_json_put(row, "kind", json_string(r.kind), &failed);
    twi_json_put(row, "closed", json_string(r.closed), &failed);
    twi_json_put(row, "opened", json_string(r.opened), &failed);
    twi_json_put(row, "passages", json_string(r.passages), &failed);
    const struct {
      const char *key;
      double value;
    } number[] = {{"km", r.km},
                  {"nm", r.nm},
                  {"days", r.days},
                  {"wait_days", r.wait_days},
                  {"extra_days", r.extra_days},
                  {"cost", r.cost},
                  {"extra_cost", r.extra_cost},
                  {"goods_low_pct", r.goods_low_pct},
                  {"goods_high_pct", r.goods_high_pct}};
    for (size_t k = 0; k < sizeof number / sizeof *number; k++)
      twi_json_put(row, number[k].key, twi_json_number(number[k].value), &failed);
    twi_json_put(row, "line", line_list(routes, i, &failed), &failed);
    twi_json_append(list, row, &failed);
  }
  twi_json_put(root, "routes", list, &failed);
  return twi_folder_object(f, "routes.json", root, DIGITS, TW_OK, failed);
}

static tw_status write_manifest(twi_folder *f, const tw_routes *routes, const char *command)
{
  tw_route asked;
  char sha256[TWI_DIGEST_TEXT];
  int failed = 0;
  tw_status status = twi_sea_digest(f->ctx, sha256);
  if (status != TW_OK) return status;
  json_t *root = json_object(), *part = json_object();
  tw_routes_at(routes, 0, &asked);
  twi_manifest_program(f->ctx, root, TWI_RESULTS_ROUTES, command, &failed);
  twi_json_put(part, "name", json_string("marnet of searoute, changed"), &failed);
  twi_json_put(part, "licence", json_string("Apache-2.0"), &failed);
  twi_json_put(part, "sha256", json_string(sha256), &failed);
  twi_json_put(root, "network", part, &failed);
  twi_json_put(root, "options", options_object(f->ctx, routes, &failed), &failed);
  twi_json_put(root, "outcome", json_string(asked.found ? "found" : "no_route"), &failed);
  twi_json_put(root, "files", twi_manifest_files(f->sheet, f->count, &failed), &failed);
  twi_json_put(root, "report", has_page() ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(), &failed);
  return twi_folder_object(f, "run.json", root, DIGITS, status, failed);
}

tw_status tw_routes_write(tw_context *ctx, const tw_routes *routes, const char *folder, const char *command)
{
  if (!routes || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_routes_write needs routes and a folder");
  twi_folder f;
  twi_sheet *sheet;
  tw_status status = twi_folder_open(ctx, folder, &f);
  if (status == TW_OK) status = twi_folder_sheet(&f, 0, "routes.csv", &sheet);
  if (status == TW_OK) status = twi_report_routes(sheet, routes);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  if (status == TW_OK) status = twi_folder_columns(&f, NULL);
  if (status == TW_OK) status = write_json(&f, routes);
  if (status == TW_OK) status = write_manifest(&f, routes, command);
  if (status == TW_OK && has_page()) status = twi_folder_page(&f);
  if (status == TW_OK) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
