/* Worlds: opened, made of arrays, changed, written, looked at. */
#include <math.h>
#include <string.h>

#include "tw.h"

typedef struct world_work {
  const char *where, *folder;
  const tw_world *world;
  const tw_world_data *data;
  tw_world *made;
} world_work;

/* ---- made ---- */

static tw_status open_it(tw_context *c, void *given)
{
  world_work *w = given;
  return tw_world_open(c, w->where, &w->made);
}

SEXP r_world_open(SEXP where)
{
  SEXP handle = PROTECT(handle_new(&KIND_WORLD));
  world_work w = {.where = text_of(where)};
  if (!w.where) {
    UNPROTECT(1);
    return refuse("a world is opened by a text: a built-in name, a folder or a .tww file");
  }
  tw_status status = do_work(open_it, &w);
  handle_fill(handle, w.made, NULL);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}

static tw_status make_it(tw_context *c, void *given)
{
  world_work *w = given;
  return w->world ? tw_world_with(c, w->world, w->data, &w->made) : tw_world_new(c, w->data, &w->made);
}

/* data: a list with the members of tw_world_data; arrays are in the order of C, their sizes were checked in R. base:
 * a world, of which it says what changes; or NULL. */
SEXP r_world_new(SEXP data, SEXP base)
{
  SEXP handle = PROTECT(handle_new(&KIND_WORLD)), columns = member(data, "tariff_column");
  int regions, sectors, names, goods;
  box *b = box_kind(base, &KIND_WORLD);
  tw_world_data d = {0};
  d.name = given_text(data, "name");
  d.title = given_text(data, "title");
  d.currency = given_text(data, "currency");
  d.unit = given_text(data, "unit");
  d.source = given_text(data, "source");
  d.licence = given_text(data, "licence");
  d.year = given_int(data, "year", 0);
  d.region = given_texts(data, "region", &regions);
  d.sector = given_texts(data, "sector", &sectors);
  d.regions = given_int(data, "regions", regions);
  d.sectors = given_int(data, "sectors", sectors);
  d.region_name = given_texts(data, "region_name", &names);
  d.sector_name = given_texts(data, "sector_name", &names);
  d.trade_elasticity = given_doubles(data, "trade_elasticity");
  d.flow = given_doubles(data, "flow");
  d.tariff = given_doubles(data, "tariff");
  d.export_tax = given_doubles(data, "export_tax");
  d.value_added_share = given_doubles(data, "value_added_share");
  d.input_share = given_doubles(data, "input_share");
  d.final_share = given_doubles(data, "final_share");
  d.employment = given_doubles(data, "employment");
  d.population = given_doubles(data, "population");
  d.gdp = given_doubles(data, "gdp");
  SEXP is_goods = member(data, "goods");
  goods = TYPEOF(is_goods) == LGLSXP ? (int)Rf_xlength(is_goods) : 0;
  if (goods) {
    unsigned char *bytes = (unsigned char *)R_alloc((size_t)goods, 1);
    for (int i = 0; i < goods; i++) bytes[i] = LOGICAL(is_goods)[i] == 1;
    d.goods = bytes;
  }
  if (TYPEOF(columns) == VECSXP && Rf_xlength(columns) > 0) {
    SEXP called = Rf_getAttrib(columns, R_NamesSymbol);
    tw_world_column *list = (tw_world_column *)R_alloc((size_t)Rf_xlength(columns), sizeof *list);
    d.tariff_columns = (int)Rf_xlength(columns);
    for (int i = 0; i < d.tariff_columns; i++)
      list[i] = (tw_world_column){Rf_translateCharUTF8(STRING_ELT(called, i)), REAL(VECTOR_ELT(columns, i))};
    d.tariff_column = list;
  }
  world_work w = {.data = &d, .world = b ? b->object : NULL};
  tw_status status = do_work(make_it, &w);
  handle_fill(handle, w.made, NULL);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}

/* The lists of options are read before the work begins: nothing of R is touched on its thread. */
typedef struct change_work {
  const tw_world *world;
  tw_world *made;
  enum { AGGREGATE, BALANCE, UPDATE, SPLIT, CALIBRATE, IMPORT } how;
  tw_aggregation aggregation;
  tw_update update;
  tw_split split;
  tw_calibration calibration;
  tw_import import;
  const char *hold, *totals, *name, *title;
} change_work;

static tw_status change_it(tw_context *c, void *given)
{
  change_work *w = given;
  switch (w->how) {
  case AGGREGATE: return tw_world_aggregate_with(c, w->world, &w->aggregation, &w->made);
  case BALANCE: return tw_world_balance(c, w->world, w->hold, w->totals, w->name, w->title, &w->made);
  case UPDATE: return tw_world_update(c, w->world, &w->update, &w->made);
  case SPLIT: return tw_world_split(c, w->world, &w->split, &w->made);
  case CALIBRATE: return tw_world_calibrate_products(c, w->world, &w->calibration, &w->made);
  default: return tw_world_import(c, &w->import, &w->made);
  }
}

/* A world made of another (of none when it is imported). */
SEXP r_world_made(SEXP world, SEXP how, SEXP o)
{
  static const char *const names[] = {"aggregate", "balance", "update", "split", "products", "import"};
  SEXP handle = PROTECT(handle_new(&KIND_WORLD));
  box *b = box_kind(world, &KIND_WORLD);
  const char *what = text_of(how);
  change_work w = {.world = b ? b->object : NULL};
  int i = 0;
  while (i < 6 && (!what || strcmp(what, names[i]) != 0)) i++;
  if (i == 6 || (!b && i != IMPORT)) {
    UNPROTECT(1);
    return refuse("a world is needed; this one is of another session, or none");
  }
  w.how = i;
  w.name = given_text(o, "name");
  w.title = given_text(o, "title");
  w.hold = given_text(o, "hold");
  w.totals = given_text(o, "totals");
  w.aggregation = (tw_aggregation){given_text(o, "regions"), given_text(o, "sectors"), given_text(o, "products"),
                                   w.name, w.title};
  w.update = (tw_update){.trade = given_text(o, "trade"), .gdp = given_text(o, "gdp"), .tariff = given_text(o, "tariff"),
                         .column = given_text(o, "column"), .hold = w.hold, .totals = w.totals, .name = w.name,
                         .title = w.title, .year = given_int(o, "year", 0), .margins = given_text(o, "margins")};
  w.split = (tw_split){.region = given_text(o, "region"), .sector = given_text(o, "sector"),
                       .into = given_text(o, "into"), .shares = given_text(o, "shares"), .name = w.name,
                       .title = w.title, .products = given_text(o, "products")};
  tw_calibration_default(&w.calibration);
  w.calibration.flows = given_text(o, "flows");
  w.calibration.products = given_text(o, "products");
  w.calibration.families = given_text(o, "families");
  w.calibration.between = given_text(o, "between");
  w.calibration.production = given_text(o, "production");
  w.calibration.scaled = given_text(o, "scaled");
  w.calibration.rho = given_number(o, "rho", w.calibration.rho);
  w.calibration.name = w.name;
  w.calibration.title = w.title;
  tw_import_default(&w.import);
  w.import.from = given_text(o, "from");
  w.import.file = given_text(o, "file");
  w.import.map = given_text(o, "map");
  w.import.name = w.name;
  w.import.title = w.title;
  w.import.currency = given_text(o, "currency");
  w.import.unit = given_text(o, "unit");
  w.import.year = given_int(o, "year", 0);
  w.import.elasticities = given_text(o, "elasticities");
  w.import.tariffs = given_text(o, "tariffs");
  w.import.concordance = given_text(o, "concordance");
  w.import.bound = given_number(o, "bound", w.import.bound);
  tw_status status = do_work(change_it, &w);
  handle_fill(handle, w.made, NULL);
  SEXP out = answer(status, handle);
  UNPROTECT(1);
  return out;
}

static tw_status save_it(tw_context *c, void *given)
{
  world_work *w = given;
  return w->folder ? tw_world_write_folder(c, w->world, w->folder) : tw_world_save(c, w->world, w->where);
}

/* folder TRUE: a folder of CSV files; else one .tww file. */
SEXP r_world_save(SEXP world, SEXP where, SEXP folder)
{
  box *b = box_kind(world, &KIND_WORLD);
  const char *place = text_of(where);
  if (!b || !place) return refuse("a world and the name of a file or folder are needed");
  world_work w = {.world = b->object, .where = place, .folder = Rf_asLogical(folder) == 1 ? place : NULL};
  return answer(do_work(save_it, &w), R_NilValue);
}

/* ---- looked at ---- */

/* Texts that get(world, 0), get(world, 1) … give, the first `count` or until NULL. */
static SEXP texts_of(const tw_world *world, const char *(*get)(const tw_world *, int), int count)
{
  int n = 0;
  while (n < count || (count < 0 && get(world, n))) n++;
  SEXP out = PROTECT(Rf_allocVector(STRSXP, n));
  for (int i = 0; i < n; i++) SET_STRING_ELT(out, i, utf8(get(world, i)));
  UNPROTECT(1);
  return out;
}

static SEXP groups_of(const tw_world *world, const char *(*name)(const tw_world *, int),
                      int (*members)(const tw_world *, int, int *), const char *(*code)(const tw_world *, int), int most)
{
  int n = 0, *which = (int *)R_alloc((size_t)most + 1, sizeof *which);
  while (name(world, n)) n++;
  SEXP out = PROTECT(Rf_allocVector(VECSXP, n)), names = PROTECT(Rf_allocVector(STRSXP, n));
  for (int i = 0; i < n; i++) {
    int count = members(world, i, which);
    SEXP list = Rf_allocVector(STRSXP, count > 0 ? count : 0);
    SET_VECTOR_ELT(out, i, list);
    SET_STRING_ELT(names, i, utf8(name(world, i)));
    for (int k = 0; k < count; k++) SET_STRING_ELT(list, k, utf8(code(world, which[k])));
  }
  Rf_setAttrib(out, R_NamesSymbol, names);
  UNPROTECT(2);
  return out;
}

SEXP r_world_about(SEXP world)
{
  static const char *const fields[] = {"name", "title", "year", "currency", "unit", "source", "licence", "elasticities",
                                       "notes", "caveat", "sha256", "given", "elasticity_set"};
  enum { FIELDS = sizeof fields / sizeof *fields, PARTS = 9 };
  static const char *const parts[] = {"text", "region", "region_name", "sector", "sector_name", "goods",
                                      "region_group", "sector_group", "elasticity_set", ""};
  box *b = box_kind(world, &KIND_WORLD);
  if (!b) return refuse("this world is of another session (external pointers are not saved): open it again");
  const tw_world *w = b->object;
  const int N = tw_world_regions(w), S = tw_world_sectors(w);
  SEXP out = PROTECT(Rf_mkNamed(VECSXP, (const char **)parts));
  SEXP texts = PROTECT(Rf_allocVector(STRSXP, FIELDS)), names = PROTECT(Rf_allocVector(STRSXP, FIELDS));
  for (int i = 0; i < FIELDS; i++) {
    SET_STRING_ELT(texts, i, utf8(tw_world_text(w, fields[i])));
    SET_STRING_ELT(names, i, utf8(fields[i]));
  }
  Rf_setAttrib(texts, R_NamesSymbol, names);
  SET_VECTOR_ELT(out, 0, texts);
  SET_VECTOR_ELT(out, 1, texts_of(w, tw_world_region, N));
  SET_VECTOR_ELT(out, 2, texts_of(w, tw_world_region_name, N));
  SET_VECTOR_ELT(out, 3, texts_of(w, tw_world_sector, S));
  SET_VECTOR_ELT(out, 4, texts_of(w, tw_world_sector_name, S));
  SEXP goods = Rf_allocVector(LGLSXP, S);
  SET_VECTOR_ELT(out, 5, goods);
  for (int s = 0; s < S; s++) LOGICAL(goods)[s] = tw_world_sector_is_goods(w, s);
  SET_VECTOR_ELT(out, 6, groups_of(w, tw_world_region_group, tw_world_region_group_members, tw_world_region, N));
  SET_VECTOR_ELT(out, 7, groups_of(w, tw_world_sector_group, tw_world_sector_group_members, tw_world_sector, S));
  SET_VECTOR_ELT(out, 8, texts_of(w, tw_world_elasticity_set, -1));
  UNPROTECT(3);
  return answer(do_now(TW_OK), out);
}

/* How many numbers a field has. */
static R_xlen_t length_of(const tw_world *w, const char *field)
{
  static const char *const by_region_sector[] = {"value_added_share", "final_share", "output", "spending", "employment"};
  static const char *const by_region[] = {"value_added", "deficit", "population", "gdp"};
  static const char *const by_sector[] = {"trade_elasticity", "product_elasticity"};
  static const char *const by_flow[] = {"product_value", "product_quantity", "product_tariff", "product_export_tax"};
  const R_xlen_t N = tw_world_regions(w), S = tw_world_sectors(w);
  for (size_t i = 0; i < 5; i++)
    if (strcmp(field, by_region_sector[i]) == 0) return N * S;
  for (size_t i = 0; i < 4; i++) {
    if (strcmp(field, by_region[i]) == 0) return N;
    if (strcmp(field, by_flow[i]) == 0) return (R_xlen_t)tw_world_product_flows(w);
  }
  for (size_t i = 0; i < 2; i++)
    if (strcmp(field, by_sector[i]) == 0) return S;
  return strcmp(field, "input_share") == 0 ? N * S * S : S * N * N;
}

/* NULL: the world has none of it. */
SEXP r_world_numbers(SEXP world, SEXP field)
{
  box *b = box_kind(world, &KIND_WORLD);
  const char *name = text_of(field);
  const double *numbers = NULL;
  if (!b || !name) return refuse("a world and the name of a field are needed");
  tw_status status = do_now(tw_world_get(the_context(), b->object, name, &numbers));
  if (status != TW_OK || !numbers) return answer(status, R_NilValue);
  SEXP out = PROTECT(Rf_allocVector(REALSXP, length_of(b->object, name)));
  memcpy(REAL(out), numbers, (size_t)Rf_xlength(out) * sizeof(double));
  UNPROTECT(1);
  return answer(TW_OK, out);
}

SEXP r_world_elasticities(SEXP world, SEXP set)
{
  box *b = box_kind(world, &KIND_WORLD);
  const char *name = text_of(set);
  int count = 0;
  if (!b || !name) return refuse("a world and the name of a set are needed");
  SEXP out = PROTECT(Rf_allocVector(REALSXP, tw_world_sectors(b->object)));
  tw_status status = do_now(tw_world_elasticities(the_context(), b->object, name, REAL(out), &count));
  UNPROTECT(1);
  return answer(status, out);
}

SEXP r_world_findings(SEXP world)
{
  static const char *const severities[] = {"info", "corrected", "implausible", "violated"};
  static const char *const names[] = {"severity", "identity", "region", "sector", "money", "relative", "finding", ""};
  box *b = box_kind(world, &KIND_WORLD);
  if (!b) return refuse("this world is of another session (external pointers are not saved): open it again");
  const tw_finding *f;
  const int n = tw_world_findings(b->object, &f);
  SEXP out = PROTECT(Rf_mkNamed(VECSXP, (const char **)names));
  for (int i = 0; i < 7; i++) SET_VECTOR_ELT(out, i, Rf_allocVector(i == 4 || i == 5 ? REALSXP : STRSXP, n));
  for (int i = 0; i < n; i++) {
    SET_STRING_ELT(VECTOR_ELT(out, 0), i, utf8(severities[f[i].severity & 3]));
    SET_STRING_ELT(VECTOR_ELT(out, 1), i, utf8(f[i].identity));
    SET_STRING_ELT(VECTOR_ELT(out, 2), i, f[i].region < 0 ? NA_STRING : utf8(tw_world_region(b->object, f[i].region)));
    SET_STRING_ELT(VECTOR_ELT(out, 3), i, f[i].sector < 0 ? NA_STRING : utf8(tw_world_sector(b->object, f[i].sector)));
    REAL(VECTOR_ELT(out, 4))[i] = isnan(f[i].money) ? NA_REAL : f[i].money;
    REAL(VECTOR_ELT(out, 5))[i] = isnan(f[i].relative) ? NA_REAL : f[i].relative;
    SET_STRING_ELT(VECTOR_ELT(out, 6), i, utf8(f[i].text));
  }
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}
