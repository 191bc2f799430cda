/* The tables of a run: texts and numbers by row and column, whole or the rows that change most. */
#include "report/page/grid.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/page/largest.h"

tw_status twi_grid_number(twi_csv *csv, int column, double *value)
{
  size_t length;
  twi_csv_text(csv, column, &length);
  *value = NAN;
  return length ? twi_csv_number(csv, column, value) : TW_OK;
}

/* texts: names of the columns that are not numbers, each with a space before and after it. */
static tw_status name_columns(twi_csv *csv, const char *texts, twi_grid *g)
{
  if (twi_csv_columns(csv) > TWI_PAGE_COLUMNS)
    return twi_csv_fail(csv, -1, "found %d columns, expected at most %d", twi_csv_columns(csv), TWI_PAGE_COLUMNS);
  for (int i = 0; i < twi_csv_columns(csv); i++) {
    char word[64];
    g->name[i] = twi_csv_column(csv, i);
    snprintf(word, sizeof word, " %.60s ", g->name[i]);
    g->is_text[i] = strstr(texts, word) != NULL;
  }
  g->columns = twi_csv_columns(csv);
  return TW_OK;
}

/* The keys of a table stand first; NULL: none. */
static tw_status check_keys(twi_csv *csv, const twi_grid *g, const char *first, const char *second)
{
  if (!first) return TW_OK;
  if (g->columns >= 3 && strcmp(g->name[0], first) == 0 && (!second || strcmp(g->name[1], second) == 0)) return TW_OK;
  return twi_csv_fail(csv, -1, "expected the columns %s%s%s and numbers", first, second ? ", " : "",
                      second ? second : "");
}

static tw_status grow_grid(tw_context *ctx, twi_grid *g, int *room)
{
  if (g->rows < *room) return TW_OK;
  size_t more = *room ? 2 * (size_t)*room : 64, cells = more * (size_t)g->columns;
  const char **text = twi_resize(ctx, g->text, cells, sizeof *text);
  if (text) g->text = text;
  double *number = twi_resize(ctx, g->number, cells, sizeof *number);
  if (number) g->number = number;
  if (!text || !number) return twi_no_memory(ctx, cells * sizeof *number);
  *room = (int)more;
  return TW_OK;
}

/* Into row `row`. A text waits as its place among the words, which move while they grow. */
static tw_status read_row(twi_grid *g, int row)
{
  tw_status status = TW_OK;
  size_t at = (size_t)row * (size_t)g->columns, length;
  for (int i = 0; i < g->columns && status == TW_OK; i++) {
    g->number[at + (size_t)i] = NAN;
    g->text[at + (size_t)i] = NULL;
    if (!g->is_text[i]) {
      status = twi_grid_number(g->csv, i, &g->number[at + (size_t)i]);
      continue;
    }
    const char *text = twi_csv_text(g->csv, i, &length);
    if (memchr(text, 0, length)) return twi_csv_fail(g->csv, i, "found a zero byte, expected text");
    g->number[at + (size_t)i] = (double)g->words.used;
    twi_text_add(&g->words, text, length);
    twi_text_add(&g->words, "", 1);
  }
  return status;
}

static void find_texts(twi_grid *g)
{
  for (size_t k = 0; k < (size_t)g->rows * (size_t)g->columns; k++)
    if (g->is_text[k % (size_t)g->columns]) {
      g->text[k] = g->words.bytes + (size_t)g->number[k];
      g->number[k] = NAN;
    }
}

/* ---------------------------------------------------------------- all rows */

static tw_status read_all(twi_page_run *run, twi_grid *g)
{
  tw_status status = TW_OK;
  for (int room = 0, more = 1; status == TW_OK;) {
    status = twi_csv_next(g->csv, &more);
    if (status != TW_OK || !more) break;
    status = grow_grid(run->ctx, g, &room);
    if (status == TW_OK) status = read_row(g, g->rows++);
  }
  g->rows_in_all = (size_t)g->rows;
  return status;
}

/* ---------------------------------------------------------------- the rows that change most */

static const double BEFORE_ALL = 1e9; /* larger than what rows with a whole are measured by */

/* How much the row at hand changes: the larger of the differences; with one column, how far it is from 0. What is empty changes nothing. */
static tw_status measure_row(twi_csv *csv, const int at[2][2], int whole, double *size)
{
  tw_status status = TW_OK;
  size_t length = 1;
  if (whole >= 0) (void)twi_csv_text(csv, whole, &length);
  *size = 0;
  for (int i = 0; i < 2 && at[i][0] >= 0 && status == TW_OK; i++) {
    double before, after;
    status = twi_grid_number(csv, at[i][0], &before);
    after = 0;
    if (status == TW_OK && at[i][1] >= 0) status = twi_grid_number(csv, at[i][1], &after);
    if (status == TW_OK && fabs(after - before) > *size) *size = fabs(after - before);
  }
  if (length == 0) *size += BEFORE_ALL;
  return status;
}

/* Brings the rows into the order of what was kept. */
static tw_status sort_rows(tw_context *ctx, twi_grid *g, twi_largest *largest)
{
  size_t width = (size_t)g->columns;
  double *number = twi_alloc(ctx, (size_t)g->rows * width + 1, sizeof *number);
  if (!number) return twi_no_memory(ctx, (size_t)g->rows * width * sizeof *number);
  twi_largest_sort(largest);
  for (int i = 0; i < g->rows; i++)
    memcpy(number + (size_t)i * width, g->number + (size_t)largest->heap[i].place * width, width * sizeof *number);
  twi_free(ctx, g->number);
  g->number = number;
  return TW_OK;
}

static tw_status read_largest(twi_page_run *run, const twi_grid_most *most, twi_grid *g)
{
  twi_largest largest;
  int at[2][2] = {{-1, -1}, {-1, -1}}, room = 0, more = 1, whole = -1;
  tw_status status = twi_largest_new(run->ctx, most->rows, &largest);
  for (int i = 0; i < 4 && status == TW_OK; i++)
    if (most->change[i / 2][i % 2]) status = twi_csv_require(g->csv, most->change[i / 2][i % 2], &at[i / 2][i % 2]);
  if (status == TW_OK && most->whole) status = twi_csv_require(g->csv, most->whole, &whole);
  while (status == TW_OK) {
    double size;
    status = twi_csv_next(g->csv, &more);
    if (status != TW_OK || !more) break;
    status = measure_row(g->csv, at, whole, &size);
    g->rows_in_all++;
    if (status != TW_OK) break;
    int row = twi_largest_place(&largest, size);
    if (row < 0) continue;
    if (row == g->rows) status = grow_grid(run->ctx, g, &room);
    if (status == TW_OK && row == g->rows) g->rows++;
    if (status == TW_OK) status = read_row(g, row);
  }
  if (status == TW_OK) status = sort_rows(run->ctx, g, &largest);
  twi_largest_free(run->ctx, &largest);
  return status;
}

/* ---------------------------------------------------------------- the table */

tw_status twi_grid_read(twi_page_run *run, const twi_page_files *files, const twi_grid_form *form, twi_grid *g)
{
  if (form->optional && !json_object_get(json_object_get(run->manifest, "files"), form->name)) return TW_OK;
  g->words.ctx = run->ctx;
  tw_status status = twi_page_table(run, files, form->name, &g->csv);
  if (status == TW_OK) status = name_columns(g->csv, form->texts, g);
  if (status == TW_OK) status = check_keys(g->csv, g, form->first, form->second);
  if (status == TW_OK) status = form->most ? read_largest(run, form->most, g) : read_all(run, g);
  if (status == TW_OK && g->words.failed) status = twi_no_memory(run->ctx, g->words.used);
  if (status == TW_OK) find_texts(g);
  return status;
}
