/* What the rules left the products of a sector, as one number a flow of the sector: the average by value of the data's
 * flows, for tables and words. A flow none of whose products was touched keeps what the data say of it, to the bit.
 *
 *   tariff, export tax, demand   sum_g F x / sum_g F
 *   barrier                      the same over what is not banned; infinity where all is */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"

/* sums: [3][N][N] of value times x, of value, and whether some of it moved. */
static void average_sector(const tw_world *w, size_t s, double *values, const double *data, double neutral,
                           double *sums)
{
  size_t n = (size_t)w->N;
  double *sum = sums, *value = sums + n * n, *moved = sums + 2 * n * n;
  memset(sums, 0, 3 * n * n * sizeof *sums);
  for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++)
    for (size_t d = 0; d < n; d++) {
      twi_flow_row row = twi_market_row(w, &w->market[m], d);
      for (size_t i = 0; i < row.count; i++) {
        size_t cell = row.first + i, pair = d * n + twi_row_seller(&row, i);
        if (values[cell] != (data ? data[cell] : neutral)) moved[pair] = 1;
        if (isinf(values[cell])) continue;
        sum[pair] += w->flow[cell] * values[cell];
        value[pair] += w->flow[cell];
      }
    }
  for (size_t pair = 0; pair < n * n; pair++)
    if (moved[pair] != 0) values[s * n * n + pair] = value[pair] > 0 ? sum[pair] / value[pair] : INFINITY;
}

tw_status twi_average_products(twi_job *job)
{
  const tw_world *w = job->world;
  twi_wedges *p = &job->policy->wedges;
  size_t n = (size_t)w->N;
  const struct {
    double *values;
    const double *data;
    double neutral;
  } array[] = {
      {p->tariff, w->tariff, 0}, {p->export_tax, w->export_tax, 0}, {p->barrier, NULL, 1}, {p->demand, NULL, 1}};
  if (w->products == 0) return TW_OK;
  double *sums = twi_alloc(job->ctx, 3 * n * n, sizeof *sums);
  if (!sums) return twi_no_memory(job->ctx, 3 * n * n * sizeof *sums);
  for (size_t k = 0; k < sizeof array / sizeof *array; k++)
    for (size_t s = 0; s < (size_t)w->S && array[k].values; s++)
      if (twi_has_products(w, s)) average_sector(w, s, array[k].values, array[k].data, array[k].neutral, sums);
  twi_free(job->ctx, sums);
  return TW_OK;
}
