/* What came out: outcome, sentences, columns, flows, draws, the results folder. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tw.h"

static SEXP no_result(void)
{
  return refuse("this result is of another session (external pointers are not saved): tw_write keeps one, as.data.frame "
                "its tables");
}

/* ---- how it ended ---- */

static void put_number(SEXP list, int at, double value)
{
  SET_VECTOR_ELT(list, at, Rf_ScalarReal(isnan(value) ? NA_REAL : value));
}

SEXP r_about(SEXP handle)
{
  static const char *const names[] = {"kind",      "outcome",      "certified",  "message", "meaning",    "headline",
                                      "largest",   "tolerance",    "iterations", "steps",   "seconds",    "share_solved",
                                      "scenario",  "title",        "world",      "draws",   "draws_certified",
                                      "year",      ""};
  box *b = box_of(handle);
  if (!b) return no_result();
  const char *message = "";
  const tw_result *result = b->kind->result ? b->kind->result(b) : NULL;
  const tw_info *info = result ? tw_result_info(result) : NULL;
  tw_outcome outcome = TW_NOT_SOLVED;
  if (b->kind->outcome)
    outcome = b->kind->outcome(b, &message);
  else if (info) {
    outcome = info->outcome;
    message = info->message;
  }
  const int is_solved = !(b->kind == &KIND_ACCOUNTS || b->kind == &KIND_ROUTES || b->kind == &KIND_TRACE);
  SEXP out = PROTECT(Rf_mkNamed(VECSXP, (const char **)names));
  SET_VECTOR_ELT(out, 0, utf8_vector(b->kind->name));
  SET_VECTOR_ELT(out, 1, utf8_vector(is_solved ? tw_outcome_word(outcome) : "accounted"));
  SET_VECTOR_ELT(out, 2, Rf_ScalarLogical(outcome > 0));
  SET_VECTOR_ELT(out, 3, utf8_vector(message ? message : ""));
  SET_VECTOR_ELT(out, 4, utf8_vector(is_solved ? tw_outcome_meaning(outcome) : "nothing is solved"));
  SET_VECTOR_ELT(out, 5, utf8_vector(NULL));
  if (info) {
    tw_path *path = b->kind->path ? b->kind->path(b) : NULL;
    tw_headline *headline = (tw_headline *)R_alloc(1, sizeof *headline);
    int year = path && tw_path_count(path) > 0 ? tw_path_year(path, tw_path_count(path) - 1) : 0;
    if (info->outcome > 0 && tw_result_headline(the_context(), result, year, headline) == TW_OK)
      SET_VECTOR_ELT(out, 5, utf8_vector(headline->text));
    put_number(out, 6, info->certificate.max);
    put_number(out, 7, info->certificate.tolerance);
    put_number(out, 8, info->iterations);
    put_number(out, 9, info->steps);
    put_number(out, 10, info->seconds.base + info->seconds.new_ + info->seconds.decomposition);
    put_number(out, 11, info->share_solved);
    put_number(out, 17, year);
    SET_VECTOR_ELT(out, 12, utf8_vector(tw_result_text(result, "scenario")));
    SET_VECTOR_ELT(out, 13, utf8_vector(tw_result_text(result, "title")));
    SET_VECTOR_ELT(out, 14, utf8_vector(tw_world_text(tw_result_world(result), "name")));
  }
  if (b->kind == &KIND_RANGE && b->object) {
    put_number(out, 15, tw_range_info_of(b->object)->draws);
    put_number(out, 16, tw_range_info_of(b->object)->certified);
  }
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}

/* which: "sentence" or "remark"; also of the text of a result: any other word, as tw_result_text has it. */
SEXP r_texts(SEXP handle, SEXP which)
{
  box *b = box_of(handle);
  const char *what = text_of(which);
  if (!b || !what) return no_result();
  const char *(*text)(box *, int) = strcmp(what, "remark") == 0 ? b->kind->remark : b->kind->sentence;
  if (strcmp(what, "remark") != 0 && strcmp(what, "sentence") != 0) {
    const tw_result *result = b->kind->result ? b->kind->result(b) : NULL;
    return answer(do_now(TW_OK), utf8_vector(result ? tw_result_text(result, what) : NULL));
  }
  int n = 0;
  if ((b->object || b->other) && text)
    while (text(b, n)) n++;
  SEXP out = PROTECT(Rf_allocVector(STRSXP, n));
  for (int i = 0; i < n; i++) SET_STRING_ELT(out, i, utf8(text(b, i)));
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}

/* ---- folders ---- */

typedef struct write_work {
  box *box;
  const char *folder, *command, *file, *how;
  const char *const *folders;
  int count;
} write_work;

static tw_status write_it(tw_context *c, void *given)
{
  write_work *w = given;
  return w->box->kind->write(c, w->box, w->folder, w->command);
}

SEXP r_write(SEXP handle, SEXP folder, SEXP command)
{
  box *b = box_of(handle);
  if (!b) return no_result();
  write_work w = {.box = b, .folder = text_of(folder), .command = text_of(command)};
  if (!b->kind->write || !w.folder) return refuse("a %s has no results folder", b->kind->name);
  return answer(do_work(write_it, &w), R_NilValue);
}

static tw_status page_it(tw_context *c, void *given)
{
  write_work *w = given;
  if (strcmp(w->how, "compare") == 0) return tw_compare_write(c, w->folders, w->count, w->file);
  if (strcmp(w->how, "report") == 0) return tw_report_write(c, w->folders, w->count, w->file);
  return tw_brief_write(c, w->folders[0], w->how, w->file);
}

/* how: "report", "compare", or the language of a page to print. */
SEXP r_page(SEXP folders, SEXP file, SEXP how)
{
  if (TYPEOF(folders) != STRSXP || Rf_xlength(folders) < 1) return refuse("the names of results folders are needed");
  const int n = (int)Rf_xlength(folders);
  const char **names = (const char **)R_alloc((size_t)n, sizeof *names);
  for (int i = 0; i < n; i++) names[i] = Rf_translateCharUTF8(STRING_ELT(folders, i));
  write_work w = {.folders = names, .count = n, .file = text_of(file), .how = text_of(how)};
  if (!w.file || !w.how) return refuse("the name of a file is needed");
  if (n > 1 && strcmp(w.how, "report") != 0 && strcmp(w.how, "compare") != 0)
    return refuse("language: a page to print is of one result, found %d", n);
  return answer(do_work(page_it, &w), R_NilValue);
}

/* ---- columns ---- */

static const struct {
  const char *name;
  tw_table table;
} tables[] = {{"regions", TW_REGIONS}, {"sectors", TW_SECTORS}, {"groups", TW_GROUPS}, {"products", TW_PRODUCTS},
              {"trade", TW_TRADE}};

static int table_of(const char *name, tw_table *table)
{
  for (size_t i = 0; name && i < sizeof tables / sizeof *tables; i++)
    if (strcmp(name, tables[i].name) == 0) {
      *table = tables[i].table;
      return 1;
    }
  return 0;
}

static R_xlen_t rows_of(const tw_result *result, tw_table table)
{
  const tw_world *world = tw_result_world(result);
  const R_xlen_t N = tw_world_regions(world);
  return table == TW_REGIONS   ? N
         : table == TW_SECTORS ? N * tw_world_sectors(world)
         : table == TW_GROUPS  ? tw_result_groups(result)
                               : N * tw_world_products(world);
}

/* There is no such year: says which there are. A path that found no equilibrium in a year ends with it. */
static SEXP no_year(tw_path *path, int year)
{
  const int count = path ? tw_path_count(path) : 0;
  char list[512] = "";
  for (int i = 0; i < count && tw_path_year(path, i) != 0; i++) {
    const size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%d", i ? ", " : "", tw_path_year(path, i));
  }
  if (!*list) return refuse("year: found %d, expected NULL: the scenario has no years", year);
  return refuse("year: found %d, expected one of the result's years: %s", year, list);
}

/* All columns of a table that the result has, as a named list; each has its unit as an attribute. year: 0 the last. */
SEXP r_columns(SEXP handle, SEXP table, SEXP year)
{
  box *b = box_of(handle);
  tw_table which;
  if (!b || !b->kind->result) return no_result();
  const char *word = text_of(table);
  if (!table_of(word, &which) || which == TW_TRADE) return refuse("\"%s\" is no table of columns", word ? word : "");
  const tw_result *result = b->kind->result(b);
  tw_path *path = b->kind->path ? b->kind->path(b) : NULL;
  const int asked = Rf_asInteger(year), count_of_path = path ? tw_path_count(path) : 0;
  int at = 0;
  while (asked && at < count_of_path && tw_path_year(path, at) != asked) at++;
  if (asked && at == count_of_path) return no_year(path, asked);
  if (asked) result = tw_path_result(path, at);
  if (!result) return answer(do_now(TW_OK), R_NilValue);
  const R_xlen_t rows = rows_of(result, which);
  int count = 0;
  for (int i = 0; tw_result_column_name(which, i); i++)
    if (tw_result_column(result, which, tw_result_column_name(which, i))) count++;
  SEXP out = PROTECT(Rf_allocVector(VECSXP, count)), names = PROTECT(Rf_allocVector(STRSXP, count));
  Rf_setAttrib(out, R_NamesSymbol, names);
  for (int i = 0, k = 0; tw_result_column_name(which, i); i++) {
    const char *name = tw_result_column_name(which, i);
    const double *numbers = tw_result_column(result, which, name);
    if (!numbers) continue;
    SEXP column = Rf_allocVector(REALSXP, rows);
    SET_VECTOR_ELT(out, k, column);
    SET_STRING_ELT(names, k++, utf8(name));
    for (R_xlen_t r = 0; r < rows; r++) REAL(column)[r] = isnan(numbers[r]) ? NA_REAL : numbers[r];
    const char *unit = tw_result_column_unit(result, which, name);
    if (unit) {
      SEXP text = PROTECT(utf8_vector(unit));
      Rf_setAttrib(column, Rf_install("unit"), text);
      UNPROTECT(1);
    }
  }
  const tw_world *world = tw_result_world(result);
  if (which == TW_GROUPS) {
    SEXP groups = PROTECT(Rf_allocVector(STRSXP, rows)); /* Rf_install may allocate */
    for (R_xlen_t r = 0; r < rows; r++) SET_STRING_ELT(groups, r, utf8(tw_result_group(result, (int)r, NULL, NULL)));
    Rf_setAttrib(out, Rf_install("groups"), groups);
    UNPROTECT(1);
  } else { /* of the world of the result, which may have more products than the one that was given */
    const int N = tw_world_regions(world), S = tw_world_sectors(world);
    SEXP regions = PROTECT(Rf_allocVector(STRSXP, N)), sectors = PROTECT(Rf_allocVector(STRSXP, S));
    for (int r = 0; r < N; r++) SET_STRING_ELT(regions, r, utf8(tw_world_region(world, r)));
    for (int s = 0; s < S; s++) SET_STRING_ELT(sectors, s, utf8(tw_world_sector(world, s)));
    Rf_setAttrib(out, Rf_install("regions"), regions);
    Rf_setAttrib(out, Rf_install("sectors"), sectors);
    UNPROTECT(2);
  }
  UNPROTECT(2);
  return answer(do_now(TW_OK), out);
}

/* A number of every flow, [S][N][N] in the order of C, with the codes as attributes. */
SEXP r_trade(SEXP handle, SEXP field)
{
  box *b = box_of(handle);
  const char *name = text_of(field);
  const tw_result *result = b && b->kind->result ? b->kind->result(b) : NULL;
  if (!result || !name) return no_result();
  const tw_world *world = tw_result_world(result);
  const int N = tw_world_regions(world), S = tw_world_sectors(world);
  SEXP out = PROTECT(Rf_allocVector(REALSXP, (R_xlen_t)S * N * N));
  tw_status status = do_now(tw_result_trade(result, name, REAL(out)));
  SEXP regions = PROTECT(Rf_allocVector(STRSXP, N)), sectors = PROTECT(Rf_allocVector(STRSXP, S));
  for (int r = 0; r < N; r++) SET_STRING_ELT(regions, r, utf8(tw_world_region(world, r)));
  for (int s = 0; s < S; s++) SET_STRING_ELT(sectors, s, utf8(tw_world_sector(world, s)));
  Rf_setAttrib(out, Rf_install("regions"), regions);
  Rf_setAttrib(out, Rf_install("sectors"), sectors);
  UNPROTECT(3);
  return answer(status, out);
}

/* ---- draws ---- */

static int index_of(const tw_result *result, tw_table table, const char *row)
{
  const tw_world *world = tw_result_world(result);
  char region[128];
  const char *blank = strchr(row, ' ');
  if (table == TW_GROUPS) {
    const char *name;
    for (int i = 0; (name = tw_result_group(result, i, NULL, NULL)) != NULL; i++)
      if (strcmp(name, row) == 0) return i;
    return -1;
  }
  if (table == TW_REGIONS) return tw_world_find_region(world, row);
  if (!blank || (size_t)(blank - row) >= sizeof region) return -1;
  memcpy(region, row, (size_t)(blank - row));
  region[blank - row] = 0;
  const int d = tw_world_find_region(world, region);
  if (table == TW_SECTORS) {
    const int s = tw_world_find_sector(world, blank + 1);
    return d < 0 || s < 0 ? -1 : d * tw_world_sectors(world) + s;
  }
  const int p = tw_world_find_product(world, blank + 1);
  return d < 0 || p < 0 ? -1 : d * tw_world_products(world) + p;
}

/* Every draw: how it ended, each parameter, and columns by rows ("CAN", "CAN C29"), as a named list. */
SEXP r_draws(SEXP handle, SEXP table, SEXP columns, SEXP rows)
{
  box *b = box_kind(handle, &KIND_RANGE);
  tw_table which;
  if (!b) return no_result();
  if (!table_of(text_of(table), &which) || which == TW_TRADE || TYPEOF(columns) != STRSXP || TYPEOF(rows) != STRSXP)
    return refuse("draws are of columns of regions, sectors, groups or products");
  const tw_result *central = tw_range_central(b->object);
  const tw_range_parameter *parameter;
  const int draws = tw_range_info_of(b->object)->draws, parameters = tw_range_parameters(b->object, &parameter);
  const R_xlen_t asked = Rf_xlength(columns) * Rf_xlength(rows);
  for (R_xlen_t r = 0; r < Rf_xlength(rows); r++)
    if (index_of(central, which, CHAR(STRING_ELT(rows, r))) < 0)
      return refuse("\"%s\" is no row of %s", CHAR(STRING_ELT(rows, r)), text_of(table));
  SEXP out = PROTECT(Rf_allocVector(VECSXP, 1 + parameters + asked));
  SEXP names = PROTECT(Rf_allocVector(STRSXP, 1 + parameters + asked));
  Rf_setAttrib(out, R_NamesSymbol, names);
  tw_outcome *ended = (tw_outcome *)R_alloc((size_t)draws, sizeof *ended);
  tw_status status = tw_range_outcomes(b->object, ended);
  SEXP words = Rf_allocVector(STRSXP, draws);
  SET_VECTOR_ELT(out, 0, words);
  SET_STRING_ELT(names, 0, utf8("ended"));
  for (int i = 0; status == TW_OK && i < draws; i++) SET_STRING_ELT(words, i, utf8(tw_outcome_word(ended[i])));
  for (int p = 0; p < parameters && status == TW_OK; p++) {
    SEXP column = Rf_allocVector(REALSXP, draws);
    SET_VECTOR_ELT(out, 1 + p, column);
    SET_STRING_ELT(names, 1 + p, utf8(parameter[p].name));
    status = tw_range_drawn(b->object, p, REAL(column));
  }
  for (R_xlen_t k = 0; k < asked && status == TW_OK; k++) {
    const char *name = CHAR(STRING_ELT(columns, k / Rf_xlength(rows))), *row = CHAR(STRING_ELT(rows, k % Rf_xlength(rows)));
    char *both = R_alloc(strlen(name) + strlen(row) + 2, 1);
    SEXP column = Rf_allocVector(REALSXP, draws);
    SET_VECTOR_ELT(out, 1 + parameters + k, column);
    SET_STRING_ELT(names, 1 + parameters + k, utf8(strcat(strcat(strcpy(both, name), " "), row)));
    status = tw_range_draws(b->object, which, name, (size_t)index_of(central, which, row), REAL(column));
    for (int i = 0; i < draws; i++)
      if (isnan(REAL(column)[i])) REAL(column)[i] = NA_REAL;
  }
  UNPROTECT(2);
  return answer(do_now(status), out);
}

static tw_status write_draws(tw_context *c, void *given)
{
  write_work *w = given;
  return tw_range_draws_write(c, w->box->object, w->file);
}

/* Every draw into a CSV file, with the outcomes that range and focus name (without any real income of all regions). */
SEXP r_draws_write(SEXP handle, SEXP file)
{
  write_work w = {.box = box_kind(handle, &KIND_RANGE), .file = text_of(file)};
  if (!w.box || !w.file) return no_result();
  return answer(do_work(write_draws, &w), R_NilValue);
}

/* What is told first: the answers of the focus, in a range with the outcomes that it names, and their quantiles. */
SEXP r_answers(SEXP handle)
{
  static const char *const names[] = {"outcome", "unit", "value", "before", "p05", "p50", "p95", ""};
  box *b = box_of(handle);
  const tw_answer *a = NULL;
  const tw_result *result = b && b->kind->result ? b->kind->result(b) : NULL;
  const int n = !result                                  ? 0
                : b->kind == &KIND_RANGE && b->object ? tw_range_answers(b->object, &a)
                                                          : tw_result_answers(result, &a);
  SEXP out = PROTECT(Rf_mkNamed(VECSXP, (const char **)names));
  for (int i = 0; i < 7; i++) SET_VECTOR_ELT(out, i, Rf_allocVector(i < 2 ? STRSXP : REALSXP, n));
  for (int i = 0; i < n; i++) {
    const double number[] = {a[i].value, a[i].before, a[i].quantile[0], a[i].quantile[1], a[i].quantile[2]};
    SET_STRING_ELT(VECTOR_ELT(out, 0), i, utf8(a[i].outcome));
    SET_STRING_ELT(VECTOR_ELT(out, 1), i, utf8(a[i].unit));
    for (int k = 0; k < 5; k++) REAL(VECTOR_ELT(out, 2 + k))[i] = isnan(number[k]) ? NA_REAL : number[k];
  }
  UNPROTECT(1);
  return answer(do_now(TW_OK), out);
}

/* ---- cells of a CSV file ---- */

static int is_number(const char *text)
{
  char *end = NULL;
  if (!isdigit((unsigned char)*text) && !strchr("-+.", *text)) return 0; /* words that strtod takes, as "inf" */
  strtod(text, &end);
  return end != text && *end == 0;
}

/* Texts as the nearest doubles (R's own reader may be a digit off), "" as NA; R's NULL where some text is no number. */
SEXP r_numbers(SEXP texts)
{
  if (TYPEOF(texts) != STRSXP) return R_NilValue;
  const R_xlen_t n = Rf_xlength(texts);
  for (R_xlen_t i = 0; i < n; i++) {
    const char *text = CHAR(STRING_ELT(texts, i));
    if (STRING_ELT(texts, i) != NA_STRING && *text && !is_number(text)) return R_NilValue;
  }
  SEXP out = PROTECT(Rf_allocVector(REALSXP, n));
  for (R_xlen_t i = 0; i < n; i++) {
    const char *text = CHAR(STRING_ELT(texts, i));
    REAL(out)[i] = STRING_ELT(texts, i) == NA_STRING || !*text ? NA_REAL : strtod(text, NULL);
  }
  UNPROTECT(1);
  return out;
}
