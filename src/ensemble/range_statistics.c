/* What is made of the draws: quantiles of every column, shares of the drivers; and the ways to ask for them. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "ensemble/range.h"
#include "ensemble/statistics.h"

static const double levels[3] = {0.05, 0.5, 0.95};

/* ---------------------------------------------------------------- quantiles */

/* Marks the columns of a table that have a quantile anywhere. */
static void mark_columns(const double *quantile, twi_range_part *part)
{
  for (int c = 0; c < part->columns; c++) {
    part->has[c] = 0;
    for (size_t i = 0; i < part->rows && !part->has[c]; i++)
      if (!isnan(quantile[part->at + (size_t)c * part->rows + i])) part->has[c] = 1;
  }
}

/* By how much flows change, from base and new values beside each other: answers beyond the numbers that are kept. */
static tw_status change_of_flow(const tw_range_result *r, size_t flow, size_t n, double *base, double *new_)
{
  const twi_range_part *trade = &r->part[TW_TRADE];
  size_t draws = r->rows.tasks;
  tw_status status = twi_kept_columns(&r->rows, 0, draws, trade->at + flow, 1, n, base);
  if (status == TW_OK) status = twi_kept_columns(&r->rows, 0, draws, trade->at + trade->rows + flow, 1, n, new_);
  for (size_t i = 0; i < n * draws && status == TW_OK; i++) base[i] = base[i] > 0 ? 100 * (new_[i] / base[i] - 1) : NAN;
  return status;
}

/* 1: number k of a draw says whether a limit binds. */
static int of_binding(const tw_range_result *r, size_t k)
{
  const twi_range_part *limits = &r->part[TW_LIMITS];
  size_t first = limits->at + TWI_LIMIT_BINDING * limits->rows;
  return k >= first && k < first + limits->rows;
}

/* The three numbers of a column [draws], which is sorted in place. */
static void sum_up(const tw_range_result *r, size_t k, const unsigned char *valid, double *column, double q[3])
{
  size_t draws = r->rows.tasks, count = 0;
  double sum = 0;
  if (k >= r->cells || !of_binding(r, k)) {
    (void)twi_quantiles(column, 1, valid, draws, levels, 3, column, q);
    return;
  }
  /* In place of quantiles: the share of draws in which a limit binds. */
  for (size_t d = 0; d < draws; d++) {
    if (!valid[d]) continue;
    sum += column[d];
    count++;
  }
  q[0] = q[1] = q[2] = count ? sum / (double)count : NAN;
}

/* Columns in hand at a time, at most: where draws are few, so that each row of them is read along. */
enum { BLOCK = 64 };

tw_status twi_range_quantiles(tw_range_result *r)
{
  tw_context *ctx = r->ctx;
  size_t draws = r->rows.tasks, answers = r->answers, most = twi_kept_at_once(&r->budget, draws, BLOCK);
  size_t half = most / 2 + (most < 2),
         room = answers > r->cells && most < 2 ? 2 : most; /* a change is of two columns */
  unsigned char *valid = twi_alloc(ctx, draws, 1);
  double *block = twi_alloc(ctx, room * draws, sizeof *block);
  r->quantile = twi_alloc(ctx, 3 * answers, sizeof *r->quantile);
  tw_status status = valid && block && r->quantile ? TW_OK : twi_no_memory(ctx, (3 * answers + room * draws) * 8);
  if (status == TW_OK)
    for (size_t i = 0; i < draws; i++) valid[i] = r->outcome[i] > 0;
  double told = 0;
  for (size_t c = 0, n; c < answers && status == TW_OK; c += n) {
    size_t end = c < r->cells ? r->cells : answers, width = c < r->cells ? most : half;
    n = end - c < width ? end - c : width;
    status = c < r->cells ? twi_kept_columns(&r->rows, 0, draws, c, 1, n, block)
                          : change_of_flow(r, c - r->cells, n, block, block + n * draws);
    for (size_t k = 0; k < n && status == TW_OK; k++) {
      double q[3];
      sum_up(r, c + k, valid, block + k * draws, q);
      for (size_t l = 0; l < 3; l++) r->quantile[l * answers + c + k] = q[l];
    }
    if (status != TW_OK || (told > 0 && twi_seconds() - told < 0.1)) continue;
    told = twi_seconds();
    status = twi_progress(ctx, "quantiles", (double)c / (double)answers);
  }
  twi_free(ctx, valid);
  twi_free(ctx, block);
  for (int t = 0; status == TW_OK && t < TWI_RANGE_TABLES; t++) mark_columns(r->quantile, &r->part[t]);
  return status;
}

/* ---------------------------------------------------------------- drivers */

typedef struct drivers_of {
  const twi_kept *rows;
  const signed char *outcome;
  size_t column;
} drivers_of;

static int by_total(const void *a, const void *b)
{
  const tw_range_driver *x = a, *y = b;
  double s = isnan(x->total) ? -INFINITY : x->total, t = isnan(y->total) ? -INFINITY : y->total;
  if (s != t) return s < t ? 1 : -1;
  return strcmp(x->parameter, y->parameter);
}

/* What one outcome was in one matrix of the design: the rows are one after another. */
static tw_status matrix_of(void *data, size_t first, size_t count, double *value)
{
  const drivers_of *d = data;
  tw_status status = twi_kept_columns(d->rows, first, count, d->column, 1, 1, value);
  for (size_t i = 0; i < count && status == TW_OK; i++)
    if (!(d->outcome[first + i] > 0)) value[i] = NAN; /* not valid */
  return status;
}

/* The code of an outcome's product; NULL: it is of none. */
static const char *product_of(const tw_range_result *r, const twi_outcome *o)
{
  return o->table == TW_PRODUCTS ? r->central->world->product[o->product].code : NULL;
}

tw_status twi_range_drivers(tw_range_result *r, const twi_kept *rows, const signed char *outcome)
{
  const twi_parameters *p = r->parameters;
  size_t k = (size_t)p->count, width = (size_t)r->outcomes;
  double *shares = twi_alloc(r->ctx, 4 * k + 1, sizeof *shares);
  double *work = twi_alloc(r->ctx, 3 * p->drivers, sizeof *work);
  r->driver = twi_new(r->ctx, k * width + 1, sizeof *r->driver);
  tw_status status = work && shares && r->driver ? TW_OK : twi_no_memory(r->ctx, 24 * p->drivers);
  for (int o = 0; status == TW_OK && o < r->outcomes; o++) {
    twi_drivers d = {
        .first = shares, .total = shares + k, .first_error = shares + 2 * k, .total_error = shares + 3 * k};
    drivers_of of = {rows, outcome, (size_t)o};
    status = twi_driver_shares_of(matrix_of, &of, p->drivers, p->count, work, &d);
    if (status != TW_OK) break;
    tw_range_driver *list = r->driver + r->drivers;
    for (size_t i = 0; i < k; i++)
      list[i] = (tw_range_driver){twi_outcome_name(&r->of[o]),
                                  r->of[o].region,
                                  p->parameter[i].name,
                                  d.first[i],
                                  d.total[i],
                                  d.first_error[i],
                                  d.total_error[i],
                                  r->of[o].sector,
                                  r->of[o].partner,
                                  product_of(r, &r->of[o])};
    status = twi_sort(r->ctx, list, k, sizeof *list, by_total);
    r->drivers += (int)k;
  }
  twi_free(r->ctx, work);
  twi_free(r->ctx, shares);
  return status;
}
