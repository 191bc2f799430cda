/* Two tables of the same name, number by number. Rows are matched by their keys, columns by their names.
 *
 *   relative   |b - a| / max(|a|, |b|, s)   s: one point for per cent, a thousandth of the column's largest number else
 *   weight     |b - a| / the column's largest number on both sides
 *
 * Without s, a number that is nothing but rounding (a remainder of 1e-15 per cent) would differ by 100 per cent. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/trace.h"

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
} job;

static int ends_with(const char *text, const char *end)
{
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

/* Quantiles of a range stand beside the central values; a replay solves these alone. */
static tw_status leave_quantiles(job *j)
{
  const twi_trace_rows *a = &j->part->rows[0];
  size_t quantiles = 0;
  for (int i = 0; !j->trace->by_weight && i < a->columns; i++)
    quantiles += ends_with(a->name[i], "_p05") || ends_with(a->name[i], "_p50") || ends_with(a->name[i], "_p95") ||
                 strcmp(a->name[i], "binding_share") == 0;
  if (quantiles == 0 || quantiles > j->part->table.columns_first) return TW_OK;
  j->part->table.columns_first -= quantiles;
  return twi_trace_say(j->trace, "%zu columns of quantiles in %s are not drawn again: only central values are compared",
                       quantiles, j->part->table.table);
}

static void match_columns(job *j)
{
  const twi_trace_rows *a = &j->part->rows[0], *b = &j->part->rows[1];
  for (int i = 0; i < a->columns; i++) {
    int k = 0;
    while (k < b->columns && strcmp(a->name[i], b->name[k]) != 0) k++;
    if (k == b->columns) continue;
    column *c = &j->columns[j->count++];
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

static void keep_largest(job *j)
{
  twi_trace_part *p = j->part;
  if (p->table.count)
    qsort(p->kept, p->table.count, sizeof *p->kept, j->trace->by_weight ? falling_weight : falling_relative);
  if (p->table.count > TWI_TRACE_KEPT) p->table.count = TWI_TRACE_KEPT;
}

static tw_status add(job *j, const tw_trace_difference *d)
{
  twi_trace_part *p = j->part;
  if (p->table.count == 4 * TWI_TRACE_KEPT) keep_largest(j);
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
  return add(j, &d);
}

static tw_status compare_rows(job *j, size_t first, size_t second)
{
  tw_status status = TW_OK;
  for (int i = 0; i < j->count && status == TW_OK; i++) status = compare_numbers(j, &j->columns[i], first, second);
  return status;
}

static keyed *sorted(tw_context *ctx, const twi_trace_rows *r)
{
  keyed *keys = twi_alloc(ctx, r->count + 1, sizeof *keys);
  if (!keys) return NULL;
  for (size_t i = 0; i < r->count; i++) keys[i] = (keyed){r->words + r->at[i], i};
  if (r->count) qsort(keys, r->count, sizeof *keys, by_key);
  return keys;
}

static int same_order(const twi_trace_rows *a, const twi_trace_rows *b)
{
  return a->count == b->count && a->used == b->used && (a->used == 0 || memcmp(a->words, b->words, a->used) == 0);
}

static tw_status compare(job *j)
{
  tw_context *ctx = j->trace->ctx;
  const twi_trace_rows *a = &j->part->rows[0], *b = &j->part->rows[1];
  tw_trace_table *t = &j->part->table;
  tw_status status = TW_OK;
  match_columns(j);
  if (b->columns < a->columns) status = leave_quantiles(j);
  if (status == TW_OK && same_order(a, b)) {
    for (size_t i = 0; i < a->count && status == TW_OK; i++) status = compare_rows(j, i, i);
    return status;
  }
  keyed *first = sorted(ctx, a), *second = sorted(ctx, b);
  if (!first || !second) status = twi_no_memory(ctx, 0);
  for (size_t i = 0, k = 0; status == TW_OK && (i < a->count || k < b->count);) {
    int order = i == a->count ? 1 : k == b->count ? -1 : strcmp(first[i].key, second[k].key);
    if (order == 0)
      status = compare_rows(j, first[i++].row, second[k++].row);
    else if (order < 0) {
      t->only_first++;
      i++;
    } else {
      t->only_second++;
      k++;
    }
  }
  twi_free(ctx, first);
  twi_free(ctx, second);
  return status;
}

tw_status twi_trace_compare(tw_trace *trace, const char *table, const char *const text[2], const size_t bytes[2],
                            const char *const origin[2])
{
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
    if (text[k]) status = twi_trace_rows_read(trace->ctx, text[k], bytes[k], origin[k], &p->rows[k]);
  if (status == TW_OK && t->in_first && t->in_second) status = compare(j);
  if (status == TW_OK) {
    keep_largest(j);
    t->difference = p->kept;
    t->keys = p->rows[t->in_first ? 0 : 1].keys;
    trace->table[trace->tables - 1] = *t;
    for (int k = 0; k < 2; k++) { /* the numbers are not needed any more */
      twi_free(trace->ctx, p->rows[k].number);
      p->rows[k].number = NULL;
    }
  }
  twi_free(trace->ctx, j);
  return status;
}
