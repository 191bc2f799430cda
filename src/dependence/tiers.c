/* All production behind something, tier by tier.
 *
 *   x = b + A b + A A b + ...      summed until a tier is nothing; x = (I - A)^-1 b
 *
 * with A = Q a never formed: what users buy of a sector (a), then of whom (Q). So a tier costs N S (S + N) a column.
 * Sums of columns of A are 1 less value added and taxes, hence below 1, and the series ends.
 *
 *   check    sum (1 - sum of the column of A) x = sum b */
#include <math.h>
#include <string.h>

#include "dependence/dependence.h"

enum { MOST_TIERS = 20000 };

/* to = A from; bought: [columns] work. */
static void next_tier(const twi_supply_table *t, size_t columns, const double *from, double *to, double *bought)
{
  const tw_world *w = t->w;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  memset(to, 0, N * S * columns * sizeof *to);
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) {
      const double *Q = t->Q + (s * N + d) * N;
      int any = 0;
      memset(bought, 0, columns * sizeof *bought);
      for (size_t u = 0; u < S; u++) {
        double a = t->a[(d * S + u) * S + s];
        const double *restrict x = from + (d * S + u) * columns;
        if (a == 0) continue;
        any = 1;
        for (size_t j = 0; j < columns; j++) bought[j] += a * x[j];
      }
      for (size_t o = 0; o < N && any; o++) {
        double *restrict y = to + (o * S + s) * columns;
        if (Q[o] == 0) continue;
        for (size_t j = 0; j < columns; j++) y[j] += Q[o] * bought[j];
      }
    }
}

/* What of a unit of cost is neither spent on inputs at cost: value added and taxes. */
static double kept_of(const twi_supply_table *t, const double *supply, size_t d, size_t u)
{
  size_t S = (size_t)t->w->S;
  const double *a = t->a + (d * S + u) * S;
  double inputs = 0;
  for (size_t s = 0; s < S; s++) inputs += a[s] * supply[d * S + s];
  return 1 - inputs;
}

/* The largest column of |x|, relative to that of the right-hand side. */
static double largest_of(const double *x, const double *total, size_t rows, size_t columns)
{
  double most = 0;
  for (size_t j = 0; j < columns; j++) {
    double sum = 0;
    for (size_t i = 0; i < rows; i++) sum += fabs(x[i * columns + j]);
    if (total[j] > 0) most = fmax(most, sum / total[j]);
  }
  return most;
}

double twi_tiers_gap(const twi_supply_table *t, size_t columns, const double *x, const double *total, double *supply)
{
  size_t N = (size_t)t->w->N, S = (size_t)t->w->S;
  double gap = 0;
  for (size_t d = 0; d < N; d++)
    for (size_t s = 0; s < S; s++) {
      supply[d * S + s] = 0;
      for (size_t o = 0; o < N; o++) supply[d * S + s] += t->Q[(s * N + d) * N + o];
    }
  for (size_t j = 0; j < columns; j++) {
    double sum = 0;
    for (size_t d = 0; d < N; d++)
      for (size_t u = 0; u < S; u++) sum += kept_of(t, supply, d, u) * x[(d * S + u) * columns + j];
    if (total[j] > 0) gap = fmax(gap, fabs(sum / total[j] - 1));
  }
  return gap;
}

tw_status twi_tiers_solve(tw_context *ctx, const twi_supply_table *t, size_t columns, double *x, double *gap)
{
  size_t rows = (size_t)t->w->N * (size_t)t->w->S, n = rows * columns;
  double *tier = twi_alloc(ctx, n, sizeof *tier), *next = twi_alloc(ctx, n, sizeof *next);
  double *total = twi_new(ctx, columns, sizeof *total), *bought = twi_alloc(ctx, columns, sizeof *bought);
  double *supply = twi_alloc(ctx, rows, sizeof *supply);
  tw_status status = tier && next && total && bought && supply ? TW_OK : twi_no_memory(ctx, n * sizeof *tier);
  int tiers = 0;
  if (status == TW_OK) {
    memcpy(tier, x, n * sizeof *x);
    for (size_t i = 0; i < rows; i++)
      for (size_t j = 0; j < columns; j++) total[j] += fabs(x[i * columns + j]);
  }
  for (double left = 1; status == TW_OK && left > 0x1p-60; tiers++) {
    if (tiers == MOST_TIERS)
      status = twi_fail(ctx, TW_BAD_INPUT,
                        "after %d tiers of suppliers %.1e of production is not yet seen through: "
                        "some users of the world have next to no value added",
                        MOST_TIERS, left);
    if (status == TW_OK) status = twi_check_cancel(ctx);
    if (status != TW_OK) break;
    next_tier(t, columns, tier, next, bought);
    for (size_t i = 0; i < n; i++) x[i] += next[i];
    left = largest_of(next, total, rows, columns);
    double *other = tier;
    tier = next;
    next = other;
  }
  if (status == TW_OK) *gap = twi_tiers_gap(t, columns, x, total, supply);
  twi_free(ctx, tier);
  twi_free(ctx, next);
  twi_free(ctx, total);
  twi_free(ctx, bought);
  twi_free(ctx, supply);
  return status;
}
