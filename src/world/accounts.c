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
 * Own sales cancel in D and are left out of it. In a sector with products the flows are those of its products, so that
 * shares of products and of their origins sum to 1. All sums are accurate to the last bits (sum.h). */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "world/assemble.h"
#include "world/products.h"

/* The flows of one market to one buyer: adds to X, and to every Y[.][s], sums kept in two arrays over o. */
static void add_market(const tw_world *w, const twi_flow_row *row, twi_sum *x, double *restrict total,
                       double *restrict rest)
{
  size_t n = row->count;
  const double *flow = w->flow + row->first, *tariff = w->tariff ? w->tariff + row->first : NULL;
  const double *tax = w->export_tax ? w->export_tax + row->first : NULL;
  for (size_t i = 0; i < n; i++) twi_sum_add(x, flow[i]);
  if (tariff)
    for (size_t i = 0; i < n; i++) twi_sum_add(x, tariff[i] * flow[i]);
  for (size_t i = 0; i < n; i++) {
    size_t o = twi_row_seller(row, i);
    twi_two_sum(&total[o], &rest[o], tax ? flow[i] / (1 + tax[i]) : flow[i]);
  }
}

/* Imports less exports by region. */
static void add_deficits(const tw_world *w, double *total, double *rest)
{
  size_t n = (size_t)w->N;
  for (int m = 0; m < w->markets; m++)
    for (size_t d = 0; d < n; d++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], d);
      const double *flow = w->flow + row.first;
      for (size_t i = 0; i < row.count; i++) {
        size_t o = twi_row_seller(&row, i);
        if (o == d || flow[i] == 0) continue;
        twi_two_sum(&total[d], &rest[d], flow[i]);
        twi_two_sum(&total[o], &rest[o], -flow[i]);
      }
    }
}

tw_status twi_world_accounts(tw_context *ctx, tw_world *w)
{
  size_t n = (size_t)w->N, sectors = (size_t)w->S;
  tw_status status = twi_world_markets(ctx, w);
  if (status != TW_OK) return status;
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
      twi_sum x = {0, 0};
      for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++) {
        twi_flow_row row = twi_market_row(w, &w->market[m], d);
        add_market(w, &row, &x, total, rest);
      }
      w->spending[d * sectors + s] = twi_sum_value(x);
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

/* What sellers first … first + count - 1 pay in export taxes. Row by row, since what one seller sells of a product stands
 * far apart; a few sellers at a time, so that their sums need no memory. */
static void sum_export_taxes(const tw_world *w, size_t first, size_t count, twi_sum *sums)
{
  for (size_t k = 0; k < count; k++) sums[k] = (twi_sum){0, 0};
  for (int m = 0; m < w->markets && w->export_tax; m++)
    for (size_t b = 0; b < (size_t)w->N; b++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], b);
      size_t from = row.seller ? 0 : first, to = row.seller ? row.count : first + count;
      for (size_t i = from; i < to; i++) {
        size_t k = twi_row_seller(&row, i) - first;
        double e = w->export_tax[row.first + i];
        if (k < count) twi_sum_add(&sums[k], e / (1 + e) * w->flow[row.first + i]);
      }
    }
}

void twi_world_income(const tw_world *w, double *income, double *tariffs, double *taxes)
{
  enum { SELLERS = 64 };
  twi_sum sold[SELLERS];
  size_t n = (size_t)w->N;
  for (size_t d = 0; d < n; d++) {
    if (d % SELLERS == 0) sum_export_taxes(w, d, n - d < SELLERS ? n - d : SELLERS, sold);
    twi_sum tariff = {0, 0};
    for (int m = 0; m < w->markets && w->tariff; m++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], d);
      for (size_t i = row.first; i < row.first + row.count; i++) twi_sum_add(&tariff, w->tariff[i] * w->flow[i]);
    }
    double t = twi_sum_value(tariff), e = twi_sum_value(sold[d % SELLERS]);
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
