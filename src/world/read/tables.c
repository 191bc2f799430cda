/* production.csv, inputs.csv, final.csv, macro.csv: numbers by region and sector, each row at most once. Absent rows
 * are NaN until the world is completed, which tells them from zero. See read.h. */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "world/columns.h"
#include "world/read/read.h"

static double *absent_numbers(tw_context *ctx, size_t count)
{
  double *values = twi_alloc(ctx, count, sizeof *values);
  for (size_t i = 0; values && i < count; i++) values[i] = NAN;
  return values;
}

/* Where each row was given, to find one that comes twice. */
static tw_status make_lines(twi_reader *r, size_t count, int **line)
{
  *line = twi_new(r->ctx, count, sizeof **line);
  return *line ? TW_OK : twi_no_memory(r->ctx, count * sizeof **line);
}

/* Empty: not known. */
static tw_status read_employment(twi_csv *csv, int column, double *value)
{
  size_t length;
  (void)twi_csv_text(csv, column, &length);
  if (length == 0) return TW_OK;
  tw_status status = twi_csv_number(csv, column, value);
  if (status == TW_OK && !(*value >= 0)) status = twi_csv_expected(csv, column, "0 or more thousand persons");
  *value += 0.0;
  return status;
}

tw_status twi_read_production(twi_reader *r)
{
  static const char *const known[] = {"region", "sector", "value_added_share", "employment"};
  tw_world *w = r->w;
  twi_csv *csv;
  int column[3] = {0}, employment = -1, more, *line = NULL;
  w->value_added_share = absent_numbers(r->ctx, twi_world_cells(w));
  if (!w->value_added_share) return twi_no_memory(r->ctx, twi_world_cells(w) * sizeof(double));
  tw_status status = twi_reader_table(r, "production.csv", 1, &csv, &r->production);
  if (status == TW_OK) status = make_lines(r, twi_world_cells(w), &line);
  for (int i = 0; i < 3 && status == TW_OK; i++) status = twi_csv_require(csv, known[i], &column[i]);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, known, 4);
  if (status == TW_OK) employment = twi_csv_find(csv, known[3]);
  if (employment >= 0 && !(w->employment = absent_numbers(r->ctx, twi_world_cells(w))))
    status = twi_no_memory(r->ctx, twi_world_cells(w) * sizeof(double));
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    int d, s;
    double v;
    if ((status = twi_reader_code(csv, column[0], &r->regions, "region", &d)) != TW_OK) break;
    if ((status = twi_reader_code(csv, column[1], &r->sectors, "sector", &s)) != TW_OK) break;
    if ((status = twi_csv_number(csv, column[2], &v)) != TW_OK) break;
    size_t cell = (size_t)d * (size_t)w->S + (size_t)s;
    double *to = &w->value_added_share[cell];
    status = twi_csv_once(csv, -1, &line[cell], "region %s, sector %s", w->region[d], w->sector[s]);
    if (status == TW_OK && !(v >= 0 && v <= 1)) /* 0 is for those without output: known only when the flows are */
      status = twi_csv_expected(csv, column[2], "a share above 0 and at most 1");
    *to = v;
    if (status == TW_OK && employment >= 0) status = read_employment(csv, employment, &w->employment[cell]);
  }
  twi_free(r->ctx, line);
  twi_csv_free(csv);
  return status;
}

tw_status twi_read_inputs(twi_reader *r)
{
  static const char *const known[] = {"region", "user", "input", "share"};
  tw_world *w = r->w;
  twi_csv *csv;
  int column[4] = {0}, more, *line = NULL;
  w->input_share = absent_numbers(r->ctx, twi_world_bills(w));
  if (!w->input_share) return twi_no_memory(r->ctx, twi_world_bills(w) * sizeof(double));
  tw_status status = twi_reader_table(r, "inputs.csv", 0, &csv, &r->inputs);
  if (status != TW_OK || !csv) return status; /* none: a world without inputs, or the first missing row says so */
  status = make_lines(r, twi_world_bills(w), &line);
  for (int i = 0; i < 4 && status == TW_OK; i++) status = twi_csv_require(csv, known[i], &column[i]);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, known, 4);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    int d, u, s;
    double share;
    if ((status = twi_reader_code(csv, column[0], &r->regions, "region", &d)) != TW_OK) break;
    if ((status = twi_reader_code(csv, column[1], &r->sectors, "sector", &u)) != TW_OK) break;
    if ((status = twi_reader_code(csv, column[2], &r->sectors, "sector", &s)) != TW_OK) break;
    if ((status = twi_csv_number(csv, column[3], &share)) != TW_OK) break;
    size_t cell = ((size_t)d * (size_t)w->S + (size_t)u) * (size_t)w->S + (size_t)s;
    double *to = &w->input_share[cell];
    status =
        twi_csv_once(csv, -1, &line[cell], "region %s, user %s, input %s", w->region[d], w->sector[u], w->sector[s]);
    if (status == TW_OK && !(share >= -0.01))
      status = twi_csv_expected(csv, column[3], "a share of the bill for inputs, -0.01 or more");
    *to = share;
  }
  twi_free(r->ctx, line);
  twi_csv_free(csv);
  return status;
}

tw_status twi_read_final(twi_reader *r)
{
  static const char *const known[] = {"region", "sector", "share"};
  tw_world *w = r->w;
  twi_csv *csv;
  int column[3] = {0}, more, *line = NULL;
  tw_status status = twi_reader_table(r, "final.csv", 0, &csv, &r->final);
  if (status != TW_OK || !csv) return status;
  w->final_share = absent_numbers(r->ctx, twi_world_cells(w));
  if (!w->final_share) status = twi_no_memory(r->ctx, twi_world_cells(w) * sizeof(double));
  if (status == TW_OK) status = make_lines(r, twi_world_cells(w), &line);
  for (int i = 0; i < 3 && status == TW_OK; i++) status = twi_csv_require(csv, known[i], &column[i]);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, known, 3);
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more) {
    int d, s;
    double share;
    if ((status = twi_reader_code(csv, column[0], &r->regions, "region", &d)) != TW_OK) break;
    if ((status = twi_reader_code(csv, column[1], &r->sectors, "sector", &s)) != TW_OK) break;
    if ((status = twi_csv_number(csv, column[2], &share)) != TW_OK) break;
    size_t cell = (size_t)d * (size_t)w->S + (size_t)s;
    double *to = &w->final_share[cell];
    status = twi_csv_once(csv, -1, &line[cell], "region %s, sector %s", w->region[d], w->sector[s]);
    if (status == TW_OK && !(share >= 0)) status = twi_csv_expected(csv, column[2], "a share of 0 or more");
    *to = share;
  }
  twi_free(r->ctx, line);
  twi_csv_free(csv);
  return status;
}

/* ---------------------------------------------------------------- macro.csv */

enum { MACRO_COLUMNS = 4, MACRO_FIRST_KEPT = 2 }; /* population and gdp are kept; they may be empty: not known */
static const char *const macro[1 + MACRO_COLUMNS] = {"region", "value_added", "deficit", "population", "gdp"};

static tw_status read_macro_row(twi_reader *r, twi_csv *csv, int region, const int column[MACRO_COLUMNS],
                                double *const to[MACRO_COLUMNS])
{
  int d;
  tw_status status = twi_reader_code(csv, region, &r->regions, "region", &d);
  if (status != TW_OK) return status;
  if (r->macro_line[d])
    return twi_csv_fail(csv, region, "found %s again, first in line %d, expected each region once", r->w->region[d],
                        r->macro_line[d]);
  r->macro_line[d] = twi_csv_line(csv);
  for (int i = 0; i < MACRO_COLUMNS; i++) {
    size_t length;
    if (column[i] < 0) continue;
    (void)twi_csv_text(csv, column[i], &length);
    if (i >= MACRO_FIRST_KEPT && length == 0) continue;
    status = twi_csv_number(csv, column[i], &to[i][d]);
    if (status == TW_OK && i >= MACRO_FIRST_KEPT && !(to[i][d] >= 0))
      status = twi_csv_expected(csv, column[i], "0 or more");
    if (status != TW_OK) return status;
    to[i][d] += 0.0;
  }
  return TW_OK;
}

tw_status twi_read_macro(twi_reader *r)
{
  tw_world *w = r->w;
  twi_csv *csv;
  int region, column[MACRO_COLUMNS], any = 0, more;
  double **place[MACRO_COLUMNS] = {&r->value_added, &r->deficit, &w->population, &w->gdp}, *to[MACRO_COLUMNS] = {0};
  tw_status status = twi_reader_table(r, "macro.csv", 0, &csv, &r->macro);
  if (status != TW_OK || !csv) return status;
  r->macro_line = twi_new(r->ctx, (size_t)w->N, sizeof *r->macro_line);
  if (!r->macro_line) status = twi_no_memory(r->ctx, 0);
  if (status == TW_OK) status = twi_csv_require(csv, "region", &region);
  if (status == TW_OK) status = twi_other_columns(r->ctx, r->w, csv, macro, 1 + MACRO_COLUMNS);
  for (int i = 0; i < MACRO_COLUMNS && status == TW_OK; i++) {
    column[i] = twi_csv_find(csv, macro[1 + i]);
    if (column[i] < 0) continue;
    any = 1;
    to[i] = *place[i] = absent_numbers(r->ctx, (size_t)w->N);
    if (!to[i]) status = twi_no_memory(r->ctx, 0);
  }
  if (status == TW_OK && !any)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s:1: found none of the columns value_added, deficit, population, gdp",
                      twi_csv_origin(csv));
  while (status == TW_OK && (status = twi_csv_next(csv, &more)) == TW_OK && more)
    status = read_macro_row(r, csv, region, column, to);
  twi_csv_free(csv);
  return status;
}
