/* Two tables of the same name, number by number. Rows are matched by their keys, columns by their names.
 *
 *   relative   |b - a| / max(|a|, |b|, s)   s: one point for per cent, a thousandth of the column's largest number else
 *   weight     |b - a| / the column's largest number on both sides
 *
 * Without s, a number that is nothing but rounding (a remainder of 1e-15 per cent) would differ by 100 per cent. */
#include "report/trace/table.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"

typedef struct keyed {
  const char *key;
  size_t row;
} keyed;

static int by_key(const void *left, const void *right)
{
  const keyed *a = left, *b = right;
  int order = strcmp(a->key, b->key);
  return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

/* Columns of both: index in the first and second; scale and largest of each. */
typedef struct column {
  int at[2];
  double least, largest;
} column;

typedef struct job {
  tw_trace *trace;
  twi_trace_part *part;
  column columns[TWI_TRACE_COLUMNS];
  int count;
  unsigned char matched[2][TWI_TRACE_COLUMNS];
} job;

static int ends_with(const char *text, const char *end)
{
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

static void match_columns(job *j)
{
  const twi_trace_rows *a = &j->part->rows[0], *b = &j->part->rows[1];
  for (int i = 0; i < a->columns; i++) {
    int k = 0;
    while (k < b->columns && strcmp(a->name[i], b->name[k]) != 0) k++;
    if (k == b->columns) continue;
    column *c = &j->columns[j->count++];
    j->matched[0][i] = j->matched[1][k] = 1;
    c->at[0] = i;
    c->at[1] = k;
    for (int side = 0; side < 2; side++) {
      const twi_trace_rows *r = &j->part->rows[side];
      for (size_t row = 0; row < r->count; row++) {
        double x = fabs(r->number[row * (size_t)r->columns + (size_t)c->at[side]]);
        if (x > c->largest) c->largest = x;
      }
    }
    c->least = ends_with(a->name[i], "_pct") ? 1 : 1e-3 * c->largest;
  }
  j->part->table.columns_first = (size_t)(a->columns - j->count);
  j->part->table.columns_second = (size_t)(b->columns - j->count);
}

/* ---------------------------------------------------------------- what only one side has, in words */

enum { NAMED = 4 };

/* One more of a list of names, of which the first few are written. */
static void add_name(twi_text *text, size_t *count, const char *name, size_t length)
{
  if (++*count <= NAMED) twi_text_printf(text, "%s%.*s", *count > 1 ? ", " : "", (int)length, name);
}

static void end_names(twi_text *text, size_t count)
{
  if (count > NAMED) twi_text_printf(text, " and %zu more", count - NAMED);
}

/* A range has three quantiles of a column: those are one name. */
static int is_quantile(const job *j, int side, int at, const char *which)
{
  static const char *const level[] = {"_p05", "_p50", "_p95"};
  const twi_trace_rows *r = &j->part->rows[side];
  size_t length = strlen(r->name[at]);
  int found = 0;
  if (!ends_with(r->name[at], which)) return 0;
  for (int i = 0; i < r->columns; i++)
    for (int q = 0; q < 3; q++)
      found += !j->matched[side][i] && strlen(r->name[i]) == length && ends_with(r->name[i], level[q]) &&
               strncmp(r->name[i], r->name[at], length - 4) == 0;
  return found == 3;
}

static tw_status name_columns(job *j, int side)
{
  const twi_trace_rows *r = &j->part->rows[side];
  twi_text plain = {.ctx = j->trace->ctx}, quantiles = {.ctx = j->trace->ctx};
  size_t count = 0, of = 0;
  for (int i = 0; i < r->columns; i++) {
    if (j->matched[side][i]) continue;
    if (is_quantile(j, side, i, "_p05"))
      add_name(&quantiles, &of, r->name[i], strlen(r->name[i]) - 4);
    else if (!is_quantile(j, side, i, "_p50") && !is_quantile(j, side, i, "_p95"))
      add_name(&plain, &count, r->name[i], strlen(r->name[i]));
  }
  end_names(&plain, count);
  end_names(&quantiles, of);
  if (of) twi_text_printf(&plain, "%s_p05, _p50 and _p95 of %s", count ? "; " : "", quantiles.bytes);
  tw_status status = TW_OK;
  if (quantiles.bytes == NULL && of) status = twi_no_memory(j->trace->ctx, 0);
  twi_text_clear(&quantiles);
  if (status == TW_OK) status = twi_text_take(&plain, &j->part->names[TWI_TRACE_COLUMN_NAMES + side]);
  twi_text_clear(&plain);
  return status;
}

/* ---------------------------------------------------------------- the largest */

static int falling_relative(const void *left, const void *right)
{
  const tw_trace_difference *a = left, *b = right;
  return a->relative > b->relative ? -1 : a->relative < b->relative;
}

static int falling_weight(const void *left, const void *right)
{
  const tw_trace_difference *a = left, *b = right;
  return a->weight > b->weight ? -1 : a->weight < b->weight;
}

/* Those of the same size stay as they were found. */
static tw_status keep_largest(job *j)
{
  twi_trace_part *p = j->part;
  tw_status status = twi_sort(j->trace->ctx, p->kept, p->table.count, sizeof *p->kept,
                              j->trace->by_weight ? falling_weight : falling_relative);
  if (p->table.count > TWI_TRACE_KEPT) p->table.count = TWI_TRACE_KEPT;
  return status;
}

static tw_status add_difference(job *j, const tw_trace_difference *d)
{
  twi_trace_part *p = j->part;
  tw_status status = p->table.count == 4 * TWI_TRACE_KEPT ? keep_largest(j) : TW_OK;
  if (status != TW_OK) return status;
  if (p->table.count == p->room) {
    size_t room = p->room ? 2 * p->room : 64;
    tw_trace_difference *grown = twi_resize(j->trace->ctx, p->kept, room, sizeof *grown);
    if (!grown) return twi_no_memory(j->trace->ctx, room * sizeof *grown);
    p->kept = grown;
    p->room = room;
  }
  p->kept[p->table.count++] = *d;
  return TW_OK;
}

/* ---------------------------------------------------------------- numbers, rows */

static tw_status compare_numbers(job *j, const column *c, size_t first, size_t second)
{
  const twi_trace_rows *r = j->part->rows;
  tw_trace_table *t = &j->part->table;
  tw_trace_difference d = {.row = r[0].words + r[0].at[first], .column = r[0].name[c->at[0]]};
  d.first = r[0].number[first * (size_t)r[0].columns + (size_t)c->at[0]];
  d.second = r[1].number[second * (size_t)r[1].columns + (size_t)c->at[1]];
  if (isnan(d.first) && isnan(d.second)) return TW_OK;
  t->numbers++;
  if (d.first == d.second) return TW_OK;
  d.relative = d.weight = INFINITY; /* empty on one side */
  if (!isnan(d.first) && !isnan(d.second)) {
    double size = fabs(d.second - d.first);
    d.relative = size / fmax(fmax(fabs(d.first), fabs(d.second)), c->least);
    d.weight = size / c->largest;
  }
  t->differ++;
  t->beyond += !(d.relative <= j->trace->bound);
  if (d.relative > t->largest) t->largest = d.relative;
  return add_difference(j, &d);
}

static tw_status compare_rows(job *j, size_t first, size_t second)
{
  tw_status status = TW_OK;
  for (int i = 0; i < j->count && status == TW_OK; i++) status = compare_numbers(j, &j->columns[i], first, second);
  return status;
}

/* The rows by their keys, in a list that the caller frees, also after a failure. */
static tw_status sort_rows(tw_context *ctx, const twi_trace_rows *r, keyed **rows)
{
  keyed *keys = *rows = twi_alloc(ctx, r->count + 1, sizeof *keys);
  if (!keys) return twi_no_memory(ctx, r->count * sizeof *keys);
  for (size_t i = 0; i < r->count; i++) keys[i] = (keyed){r->words + r->at[i], i};
  return twi_sort(ctx, keys, r->count, sizeof *keys, by_key);
}

static int same_order(const twi_trace_rows *a, const twi_trace_rows *b)
{
  return a->count == b->count && a->used == b->used && (a->used == 0 || memcmp(a->words, b->words, a->used) == 0);
}

static tw_status compare_tables(job *j)
{
  tw_context *ctx = j->trace->ctx;
  const twi_trace_rows *a = &j->part->rows[0], *b = &j->part->rows[1];
  tw_trace_table *t = &j->part->table;
  match_columns(j);
  tw_status status = name_columns(j, 0);
  if (status == TW_OK) status = name_columns(j, 1);
  if (status == TW_OK && same_order(a, b)) {
    for (size_t i = 0; i < a->count && status == TW_OK; i++) status = compare_rows(j, i, i);
    return status;
  }
  twi_text names[2] = {{.ctx = ctx}, {.ctx = ctx}};
  keyed *first = NULL, *second = NULL;
  if (status == TW_OK) status = sort_rows(ctx, a, &first);
  if (status == TW_OK) status = sort_rows(ctx, b, &second);
  for (size_t i = 0, k = 0; status == TW_OK && (i < a->count || k < b->count);) {
    int order = i == a->count ? 1 : k == b->count ? -1 : strcmp(first[i].key, second[k].key);
    if (order == 0)
      status = compare_rows(j, first[i++].row, second[k++].row);
    else if (order < 0) {
      add_name(&names[0], &t->only_first, first[i].key, strlen(first[i].key));
      i++;
    } else {
      add_name(&names[1], &t->only_second, second[k].key, strlen(second[k].key));
      k++;
    }
  }
  end_names(&names[0], t->only_first);
  end_names(&names[1], t->only_second);
  for (int side = 0; side < 2; side++) {
    if (status == TW_OK) status = twi_text_take(&names[side], &j->part->names[TWI_TRACE_ROW_NAMES + side]);
    twi_text_clear(&names[side]);
  }
  twi_free(ctx, first);
  twi_free(ctx, second);
  return status;
}

tw_status twi_trace_compare(tw_trace *trace, const char *table, const char *const text[2], const size_t bytes[2],
                            const char *const origin[2])
{
  if (trace->tables == TWI_TRACE_TABLES) return twi_fail(trace->ctx, TW_USAGE, "more than %d tables", TWI_TRACE_TABLES);
  twi_trace_part *p = &trace->part[trace->tables];
  tw_trace_table *t = &p->table;
  memset(p, 0, sizeof *p);
  t->table = table;
  t->in_first = text[0] != NULL;
  t->in_second = text[1] != NULL;
  t->keys = "";
  trace->tables++;
  job *j = twi_new(trace->ctx, 1, sizeof *j);
  if (!j) return twi_no_memory(trace->ctx, sizeof *j);
  j->trace = trace;
  j->part = p;
  tw_status status = TW_OK;
  for (int k = 0; k < 2 && status == TW_OK; k++)
    if (text[k]) status = twi_trace_rows_read(trace->ctx, table, text[k], bytes[k], origin[k], &p->rows[k]);
  if (status == TW_OK && t->in_first && t->in_second) status = compare_tables(j);
  if (status == TW_OK) status = keep_largest(j);
  if (status == TW_OK) {
    t->difference = p->kept;
    t->keys = p->rows[t->in_first ? 0 : 1].keys;
    for (int k = 0; k < 2; k++) {
      t->row_names[k] = p->names[TWI_TRACE_ROW_NAMES + k] ? p->names[TWI_TRACE_ROW_NAMES + k] : "";
      t->column_names[k] = p->names[TWI_TRACE_COLUMN_NAMES + k] ? p->names[TWI_TRACE_COLUMN_NAMES + k] : "";
    }
    trace->table[trace->tables - 1] = *t;
    for (int k = 0; k < 2; k++) { /* the numbers are not needed any more */
      twi_free(trace->ctx, p->rows[k].number);
      p->rows[k].number = NULL;
    }
  }
  twi_free(trace->ctx, j);
  return status;
}
