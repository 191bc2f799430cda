/* A published table as numbers: lists of codes, arrays, and the test that rows and columns agree. See import.h.
 *
 * symbol  word                                                      equation
 * R       what a region-sector sells                                R[o][s] = sum_d (z + f)
 * C       what it spends                                            C[d][u] = sum_s Z + taxes + value added
 * X       its output as the table prints it (row OUT, column OUT)
 *
 * In a table that balances R = C = X. Published tables do to rounding of their cells, so a gap is allowed: the bound
 * times the cell's output, plus the bound times a hundredth of its region's output, since in a tiny industry the
 * rounding of thousands of cells is large beside its output. Within the bound the sales R are kept and value added
 * takes up the gap (build.c). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "world/import/import.h"

/* ---------------------------------------------------------------- codes */

int twi_list_find(const twi_list *list, const char *text, size_t length)
{
  return twi_codes_find(&list->index, text, length);
}

tw_status twi_list_find_or_add(tw_context *ctx, twi_list *list, const char *text, size_t length, int *index)
{
  *index = twi_list_find(list, text, length);
  if (*index >= 0) return TW_OK;
  if (list->count == TWI_MOST_CODES)
    return twi_fail(ctx, TW_BAD_INPUT, "found more than %d codes of regions or of sectors, expected at most that many",
                    TWI_MOST_CODES);
  if (list->count == list->room) {
    int room = list->room ? 2 * list->room : 64;
    char **grown = twi_resize(ctx, list->code, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(ctx, (size_t)room * sizeof *grown);
    list->code = grown;
    list->room = room;
  }
  char *code = twi_strndup(ctx, text, length);
  if (!code) return twi_no_memory(ctx, length);
  list->code[list->count] = code;
  list->index.ctx = ctx;
  tw_status status = twi_codes_add(&list->index, (const char *const *)list->code, 0);
  if (status != TW_OK) {
    twi_free(ctx, code);
    return status;
  }
  *index = list->count++;
  return TW_OK;
}

void twi_list_clear(tw_context *ctx, twi_list *list)
{
  twi_codes_close(&list->index);
  for (int i = 0; i < list->count; i++) twi_free(ctx, list->code[i]);
  twi_free(ctx, list->code);
}

tw_status twi_import_code(twi_csv *csv, int column, const twi_list *list, const char *what, int *index)
{
  size_t length;
  char shown[TWI_SHOWN];
  const char *text = twi_csv_text(csv, column, &length);
  *index = twi_list_find(list, text, length);
  if (*index >= 0) return TW_OK;
  const char *nearest = twi_nearest(text, length, (const char *const *)list->code, list->count);
  return twi_csv_fail(csv, column, "found %s, expected a %s of the table%s%s", twi_show(text, length, shown), what,
                      nearest ? "; the nearest is " : "", nearest ? nearest : "");
}

/* ---------------------------------------------------------------- arrays */

static int make_array(twi_import_job *j, size_t count, double **array)
{
  *array = twi_new(j->ctx, count, sizeof **array);
  return *array != NULL;
}

tw_status twi_import_sizes(twi_import_job *j)
{
  j->N = (size_t)j->regions.count;
  j->S = (size_t)j->sectors.count;
  return twi_world_check_size(j->ctx, j->origin, (double)j->N, (double)j->S);
}

tw_status twi_import_arrays(twi_import_job *j, int which)
{
  tw_status status = twi_import_sizes(j);
  if (status != TW_OK) return status;
  size_t cells = j->N * j->S;
  int got = make_array(j, cells * j->N, &j->z) && make_array(j, cells * j->N, &j->f) &&
            make_array(j, cells * j->S, &j->inputs);
  if (which & TWI_HAS_TAXES) got = got && make_array(j, cells, &j->taxes);
  if (which & TWI_HAS_VALUE_ADDED) got = got && make_array(j, cells, &j->value_added);
  if (which & TWI_HAS_COLUMN_TOTAL) got = got && make_array(j, cells, &j->column_total);
  if (which & TWI_HAS_ROW_TOTAL) got = got && make_array(j, cells, &j->row_total);
  return got ? TW_OK : twi_no_memory(j->ctx, 2 * cells * j->N * sizeof(double));
}

void twi_import_free(twi_import_job *j)
{
  for (size_t s = 0; j->sector_name && s < (size_t)j->sectors.count; s++) twi_free(j->ctx, j->sector_name[s]);
  twi_free(j->ctx, j->sector_name);
  twi_free(j->ctx, j->origin);
  twi_free(j->ctx, j->file);
  twi_free(j->ctx, j->archive);
  twi_list_clear(j->ctx, &j->regions);
  twi_list_clear(j->ctx, &j->sectors);
  double *array[] = {j->z,         j->f,       j->inputs, j->taxes, j->value_added, j->column_total,
                     j->row_total, j->dropped, j->sold,   j->theta, j->final_paid};
  for (size_t i = 0; i < sizeof array / sizeof *array; i++) twi_free(j->ctx, array[i]);
  twi_free(j->ctx, j->kind);
}

/* ---------------------------------------------------------------- rows against columns */

static double sales_of(const twi_import_job *j, size_t o, size_t s)
{
  double sum = 0;
  const double *z = j->z + s * j->N * j->N + o, *f = j->f + s * j->N * j->N + o;
  for (size_t d = 0; d < j->N; d++) sum += z[d * j->N] + f[d * j->N];
  return sum;
}

static double costs_of(const twi_import_job *j, size_t d, size_t u)
{
  size_t cell = d * j->S + u;
  double sum = j->value_added[cell] + (j->taxes ? j->taxes[cell] : 0);
  for (size_t s = 0; s < j->S; s++) sum += j->inputs[cell * j->S + s];
  return sum;
}

/* One gap; allowed: what the bound leaves. */
static tw_status check_gap(twi_import_job *j, size_t cell, const char *what, double found, const char *against,
                           double expected, double region, double *all)
{
  double gap = fabs(found - expected), allowed = j->bound * (fabs(expected) + region / 100 + j->slack);
  *all += gap;
  if (gap <= allowed) return TW_OK;
  return twi_fail(j->ctx, TW_BAD_INPUT,
                  "%s: %s %s: %s is %.10g but %s is %.10g: a gap of %.4g, expected at most %.4g (--bound %g of its "
                  "output and of a hundredth of its region's%s)",
                  j->origin, j->regions.code[cell / j->S], j->sectors.code[cell % j->S], what, found, against, expected,
                  gap, allowed, j->bound, j->slack >= 100 ? ", and of 100 million" : "");
}

static tw_status check_region(twi_import_job *j, size_t o, double *region_gap, double *sold)
{
  double region = 0;
  tw_status status = TW_OK;
  for (size_t s = 0; s < j->S; s++) {
    sold[s] = sales_of(j, o, s);
    region += fabs(sold[s]);
  }
  for (size_t s = 0; s < j->S && status == TW_OK; s++) {
    size_t cell = o * j->S + s;
    if (j->row_total)
      status =
          check_gap(j, cell, "the sum of its row", sold[s], "the row's total", j->row_total[cell], region, region_gap);
    if (status == TW_OK && j->column_total)
      status = check_gap(j, cell, "the sum of its row", sold[s], "its output in the last row", j->column_total[cell],
                         region, region_gap);
    if (status == TW_OK && j->value_added)
      status = check_gap(j, cell, "the sum of its column (inputs, taxes, value added)", costs_of(j, o, s),
                         "the sum of its row", sold[s], region, region_gap);
  }
  return status;
}

size_t twi_import_most_dropped(const twi_import_job *j)
{
  size_t most = 0;
  for (size_t i = 1; i < j->N * j->S; i++)
    if (j->dropped[i] > j->dropped[most]) most = i;
  return most;
}

const char *twi_import_dropped_words(const twi_import_job *j, size_t seller, char words[80])
{
  if (j->sold[seller] > 0)
    twi_print(words, 80, "%.3g %% of what it sells in the table", 100 * j->dropped[seller] / j->sold[seller]);
  else
    snprintf(words, 80, "all that it sells in the table, and more");
  return words;
}

tw_status twi_import_check(twi_import_job *j)
{
  double gap = 0;
  j->sold = twi_new(j->ctx, j->N * j->S, sizeof *j->sold);
  j->dropped = twi_new(j->ctx, j->N * j->S, sizeof *j->dropped);
  if (!j->sold || !j->dropped) return twi_no_memory(j->ctx, j->N * j->S * sizeof *j->sold);
  tw_status status = TW_OK;
  double world = 0;
  for (size_t i = 0; i < j->S * j->N * j->N; i++) world += fabs(j->z[i] + j->f[i]);
  j->slack = fmin(j->slack, world / 10000); /* of a small example it would be all */
  for (size_t o = 0; o < j->N && status == TW_OK; o++) status = check_region(j, o, &gap, j->sold + o * j->S);
  for (size_t i = 0; i < j->S * j->N * j->N && status == TW_OK; i++) {
    if (!(j->f[i] < 0)) continue;
    j->negative_final.cells++;
    j->negative_final.money -= j->f[i];
    j->dropped[i % j->N * j->S + i / (j->N * j->N)] -= j->f[i];
    j->f[i] = 0;
  }
  j->gap = gap;
  return status;
}
