/* What is made of the draws: quantiles of every column, shares of the drivers; and the ways to ask for them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ensemble/range.h"
#include "ensemble/statistics.h"

static const double levels[3] = {0.05, 0.5, 0.95};

/* ---------------------------------------------------------------- quantiles */

/* Marks the columns of a table that have a quantile anywhere. */
static void mark(const double *quantile, twi_range_part *part)
{
  for (int c = 0; c < part->columns; c++) {
    part->has[c] = 0;
    for (size_t i = 0; i < part->rows && !part->has[c]; i++)
      if (!isnan(quantile[part->at + (size_t)c * part->rows + i])) part->has[c] = 1;
  }
}

/* What number k of a draw is; beyond those kept, by how much a flow changes. */
static double answer(const tw_range_result *r, const double *values, size_t k)
{
  if (k < r->cells) return values[k];
  const twi_range_part *trade = &r->part[TW_TRADE];
  const double *base = values + trade->at + (k - r->cells);
  return *base > 0 ? 100 * (base[trade->rows] / *base - 1) : NAN;
}

/* In place of quantiles: the share of draws in which a limit binds. */
static void share_binding(tw_range_result *r, const unsigned char *valid)
{
  const twi_range_part *limits = &r->part[TW_LIMITS];
  for (size_t i = 0; i < limits->rows; i++) {
    size_t at = limits->at + TWI_LIMIT_BINDING * limits->rows + i, count = 0;
    double sum = 0;
    for (size_t d = 0; d < (size_t)r->info.draws; d++) {
      if (!valid[d]) continue;
      sum += r->values[d * r->cells + at];
      count++;
    }
    for (size_t l = 0; l < 3; l++) r->quantile[l * r->answers + at] = count ? sum / (double)count : NAN;
  }
}

/* Cells are gathered in blocks, so that each row of the draws is read along. */
enum { BLOCK = 64 };

tw_status twi_range_quantiles(tw_range_result *r)
{
  tw_context *ctx = r->ctx;
  size_t draws = (size_t)r->info.draws, answers = r->answers;
  unsigned char *valid = twi_alloc(ctx, draws, 1);
  double *block = twi_alloc(ctx, (BLOCK + 1) * draws, sizeof *block), *work = block ? block + BLOCK * draws : NULL;
  r->quantile = twi_alloc(ctx, 3 * answers, sizeof *r->quantile);
  tw_status status = valid && block && r->quantile ? TW_OK : twi_no_memory(ctx, 3 * answers * sizeof *r->quantile);
  if (status == TW_OK)
    for (size_t i = 0; i < draws; i++) valid[i] = r->outcome[i] > 0;
  for (size_t c = 0; c < answers && status == TW_OK; c += BLOCK) {
    size_t n = answers - c < BLOCK ? answers - c : BLOCK;
    for (size_t i = 0; i < draws; i++)
      for (size_t k = 0; k < n; k++) block[k * draws + i] = answer(r, r->values + i * r->cells, c + k);
    for (size_t k = 0; k < n; k++) {
      double q[3];
      (void)twi_quantiles(block + k * draws, 1, valid, draws, levels, 3, work, q);
      for (size_t l = 0; l < 3; l++) r->quantile[l * answers + c + k] = q[l];
    }
    if (c % (16 * BLOCK) == 0) status = twi_progress(ctx, "quantiles", (double)c / (double)answers);
  }
  if (status == TW_OK) share_binding(r, valid);
  twi_free(ctx, valid);
  twi_free(ctx, block);
  for (int t = 0; status == TW_OK && t < TWI_RANGE_TABLES; t++) mark(r->quantile, &r->part[t]);
  return status;
}

/* ---------------------------------------------------------------- drivers */

static int by_total(const void *a, const void *b)
{
  const tw_range_driver *x = a, *y = b;
  double s = isnan(x->total) ? -INFINITY : x->total, t = isnan(y->total) ? -INFINITY : y->total;
  if (s != t) return s < t ? 1 : -1;
  return strcmp(x->parameter, y->parameter);
}

tw_status twi_range_drivers(tw_range_result *r, const double *values, const signed char *outcome, size_t tasks)
{
  const twi_parameters *p = r->parameters;
  size_t k = (size_t)p->count, width = (size_t)r->outcomes;
  unsigned char *valid = twi_alloc(r->ctx, tasks, 1);
  double *shares = twi_alloc(r->ctx, 4 * k + 1, sizeof *shares);
  r->driver = twi_new(r->ctx, k * width + 1, sizeof *r->driver);
  tw_status status = valid && shares && r->driver ? TW_OK : twi_no_memory(r->ctx, k * width * sizeof *r->driver);
  for (size_t i = 0; status == TW_OK && i < tasks; i++) valid[i] = outcome[i] > 0;
  for (int o = 0; status == TW_OK && o < r->outcomes; o++) {
    twi_drivers d = {
        .first = shares, .total = shares + k, .first_error = shares + 2 * k, .total_error = shares + 3 * k};
    twi_driver_shares(values + o, width, valid, p->drivers, p->count, &d);
    tw_range_driver *list = r->driver + r->drivers;
    for (size_t i = 0; i < k; i++)
      list[i] = (tw_range_driver){tw_result_column_name(TW_REGIONS, r->of[o].column),
                                  r->of[o].region,
                                  p->parameter[i].name,
                                  d.first[i],
                                  d.total[i],
                                  d.first_error[i],
                                  d.total_error[i]};
    qsort(list, k, sizeof *list, by_total);
    r->drivers += (int)k;
  }
  twi_free(r->ctx, valid);
  twi_free(r->ctx, shares);
  return status;
}

/* ---------------------------------------------------------------- asking */
