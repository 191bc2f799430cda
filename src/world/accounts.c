/* The accounts of a world: what follows from flows, rates and shares by addition.
 *
 * symbol  word                         equation
 * X       spending at buyers' prices   X[d][s] = sum_o (1+t) F
 * Y       output at unit cost          Y[o][s] = sum_d F / (1+e)
 * V       value added                  V[d]    = sum_s v Y
 * D       deficit                      D[d]    = sum_s (sum_{o != d} F[s][d][o] - sum_{b != d} F[s][b][d])
 * I       income                       I[d]    = V + sum t F (d buys) + sum e/(1+e) F (d sells) + D
 *
 * By these definitions sum_s X = sum_u (1-v) Y + I holds for every region: the budget is an identity of the data.
 * Own sales cancel in D and are left out of it. All sums are accurate to the last bits (sum.h). */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/assemble.h"

/* One market (s, d): X, and the additions to every Y[.][s], sums kept in two arrays over o. */
static double add_market(size_t n, const double *flow, const double *tariff, const double *tax, double *restrict total,
                         double *restrict rest)
{
  twi_sum x = {0, 0};
  for (size_t o = 0; o < n; o++) twi_sum_add(&x, flow[o]);
  if (tariff)
    for (size_t o = 0; o < n; o++) twi_sum_add(&x, tariff[o] * flow[o]);
  if (tax)
    for (size_t o = 0; o < n; o++) twi_two_sum(&total[o], &rest[o], flow[o] / (1 + tax[o]));
  else
    for (size_t o = 0; o < n; o++) twi_two_sum(&total[o], &rest[o], flow[o]);
  return twi_sum_value(x);
}

/* Imports less exports by region. */
static void add_deficits(const tw_world *w, double *total, double *rest)
{
  size_t n = (size_t)w->N;
  for (int s = 0; s < w->S; s++)
    for (size_t d = 0; d < n; d++) {
      const double *flow = w->flow + ((size_t)s * n + d) * n;
      for (size_t o = 0; o < n; o++) {
        if (o == d || flow[o] == 0) continue;
        twi_two_sum(&total[d], &rest[d], flow[o]);
        twi_two_sum(&total[o], &rest[o], -flow[o]);
      }
    }
}

tw_status twi_world_accounts(tw_context *ctx, tw_world *w)
{
  size_t n = (size_t)w->N, sectors = (size_t)w->S;
  double *sums = twi_new(ctx, 2 * n, sizeof *sums);
  w->spending = w->spending ? w->spending : twi_alloc(ctx, n * sectors, sizeof(double));
  w->output = w->output ? w->output : twi_alloc(ctx, n * sectors, sizeof(double));
  w->value_added = w->value_added ? w->value_added : twi_alloc(ctx, n, sizeof(double));
  w->deficit = w->deficit ? w->deficit : twi_alloc(ctx, n, sizeof(double));
  if (!sums || !w->spending || !w->output || !w->value_added || !w->deficit) {
    twi_free(ctx, sums);
    return twi_no_memory(ctx, 2 * n * sectors * sizeof(double));
  }
  double *total = sums, *rest = sums + n;
  for (size_t s = 0; s < sectors; s++) {
    memset(sums, 0, 2 * n * sizeof *sums);
    for (size_t d = 0; d < n; d++) {
      size_t market = (s * n + d) * n;
      w->spending[d * sectors + s] = add_market(n, w->flow + market, w->tariff ? w->tariff + market : NULL,
                                                w->export_tax ? w->export_tax + market : NULL, total, rest);
    }
    for (size_t o = 0; o < n; o++) w->output[o * sectors + s] = total[o] + rest[o];
  }
  memset(sums, 0, 2 * n * sizeof *sums);
  add_deficits(w, total, rest);
  double largest = 0;
  for (size_t d = 0; d < n; d++) {
    twi_sum v = {0, 0};
    for (size_t s = 0; s < sectors; s++)
      twi_sum_add(&v, w->value_added_share[d * sectors + s] * w->output[d * sectors + s]);
    w->value_added[d] = twi_sum_value(v);
    w->deficit[d] = total[d] + rest[d];
    for (size_t s = 0; s < sectors; s++) largest += w->spending[d * sectors + s] + w->output[d * sectors + s];
  }
  twi_free(ctx, sums);
  if (!(largest <= DBL_MAX))
    return twi_fail(ctx, TW_BAD_INPUT, "the flows are too large: their sum is beyond double precision");
  return TW_OK;
}

void twi_world_income(const tw_world *w, double *income, double *tariffs, double *taxes)
{
  size_t n = (size_t)w->N;
  for (size_t d = 0; d < n; d++) {
    twi_sum tariff = {0, 0}, tax = {0, 0};
    for (size_t s = 0; s < (size_t)w->S; s++) {
      if (w->tariff) /* d buys: a row */
        for (size_t o = 0, m = (s * n + d) * n; o < n; o++) twi_sum_add(&tariff, w->tariff[m + o] * w->flow[m + o]);
      if (w->export_tax) /* d sells: a column */
        for (size_t b = 0, m = s * n * n + d; b < n; b++, m += n)
          twi_sum_add(&tax, w->export_tax[m] / (1 + w->export_tax[m]) * w->flow[m]);
    }
    double t = twi_sum_value(tariff), e = twi_sum_value(tax);
    if (tariffs) tariffs[d] = t;
    if (taxes) taxes[d] = e;
    if (income) income[d] = w->value_added[d] + t + e + w->deficit[d];
  }
}

tw_status twi_world_use(tw_context *ctx, const tw_world *w, double *use)
{
  size_t n = (size_t)w->N, sectors = (size_t)w->S;
  double *rest = twi_alloc(ctx, sectors, sizeof *rest);
  if (!rest) return twi_no_memory(ctx, sectors * sizeof *rest);
  for (size_t d = 0; d < n; d++) {
    double *total = use + d * sectors;
    memset(total, 0, sectors * sizeof *total);
    memset(rest, 0, sectors * sizeof *rest);
    for (size_t u = 0; u < sectors; u++) {
      const double *a = w->input_share + (d * sectors + u) * sectors;
      double y = w->output[d * sectors + u];
      for (size_t s = 0; s < sectors; s++) twi_two_sum(&total[s], &rest[s], a[s] * y);
    }
    for (size_t s = 0; s < sectors; s++) total[s] += rest[s];
  }
  twi_free(ctx, rest);
  return TW_OK;
}
