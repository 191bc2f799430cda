/* The wedges of a policy for a world with less structure, weighted by the data.
 *
 * One sector, by importer and exporter (F flows, x = (1+t) F spending, y = F/(1+e), Y output, all of the data):
 *
 *   t'     sum_s t' F / sum_s F                     e'     sum_s e' y / sum_s y
 *   d      sum_s d x / sum_s x, over flows that are not banned, times (their share of x)^(-1/theta):
 *          what is banned is worth as much as an iceberg cost that makes the same share of purchases go away
 *   b      sum_s b x / sum_s x, over flows that are not banned, rescaled: sum over sellers of x b is that of x
 *   A      sum_s A Y / sum_s Y                      sigma  sum_s sigma Y / sum_s Y
 *
 * Final demand has no sectors to shift between there. Without inputs, a change of final shares alpha is one of
 * purchases for any use: X + (alpha' - alpha) I, as shares. Endowments and transfers stay. */
#include "compare/reconcile.h"

#include <math.h>
#include <string.h>

tw_status twi_reconcile_same_wedges(tw_context *ctx, const tw_world *w, const twi_wedges *from, twi_wedges *to)
{
  twi_wedges source = *from; /* of the pointers */
  source.rent = source.export_rent = source.output_rent = NULL;
  return twi_wedges_copy(ctx, w, &source, to);
}

/* ---------------------------------------------------------------- without inputs */

tw_status twi_reconcile_no_inputs_wedges(tw_context *ctx, const tw_world *w, const twi_wedges *from, twi_wedges *to)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  tw_status status = twi_reconcile_same_wedges(ctx, w, from, to);
  if (status != TW_OK || !to->final_demand) return status;
  for (size_t d = 0; d < N; d++) {
    double income = 0, sum = 0, *share = to->final_demand + d * S;
    for (size_t s = 0; s < S; s++) {
      income += w->spending[d * S + s];
      for (size_t u = 0; u < S; u++) income -= w->input_share[(d * S + u) * S + s] * w->output[d * S + u];
    }
    for (size_t s = 0; s < S; s++) {
      share[s] = fmax(0, w->spending[d * S + s] + (share[s] - w->final_share[d * S + s]) * income);
      sum += share[s];
    }
    for (size_t s = 0; s < S; s++) share[s] /= sum;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- one sector */

static double spending_of(const tw_world *w, size_t flow)
{
  return w->flow[flow] * (1 + (w->tariff ? w->tariff[flow] : 0));
}

static double revenue_of(const tw_world *w, size_t flow)
{
  return w->flow[flow] / (1 + (w->export_tax ? w->export_tax[flow] : 0));
}

static double flow_of(const tw_world *w, size_t flow)
{
  return w->flow[flow];
}

static double *make_array(tw_context *ctx, size_t count, int *complete)
{
  double *values = twi_new(ctx, count, sizeof *values);
  *complete &= values != NULL;
  return values;
}

/* Means over sectors by pair; neutral where nothing is sold. */
static void mean_rates(const tw_world *w, const double *from, double (*weight_of)(const tw_world *, size_t), double *to)
{
  size_t pairs = (size_t)w->N * (size_t)w->N;
  for (size_t i = 0; from && to && i < pairs; i++) {
    double sum = 0, weights = 0;
    for (size_t s = 0; s < (size_t)w->S; s++) {
      double weight = weight_of(w, s * pairs + i);
      sum += weight * from[s * pairs + i];
      weights += weight;
    }
    to[i] = weights > 0 ? sum / weights : 0;
  }
}

static int is_banned(const twi_wedges *p, size_t flow)
{
  return p->barrier && isinf(p->barrier[flow]);
}

/* Barriers and tastes: of what may still be bought. */
static void mean_factors(const tw_world *w, const twi_wedges *from, double theta, twi_wedges *to)
{
  size_t N = (size_t)w->N, pairs = N * N;
  for (size_t i = 0; i < pairs; i++) {
    double all = 0, open = 0, barrier = 0, demand = 0;
    for (size_t s = 0; s < (size_t)w->S; s++) {
      size_t flow = s * pairs + i;
      double x = spending_of(w, flow);
      all += x;
      if (is_banned(from, flow)) continue;
      open += x;
      barrier += x * (from->barrier ? from->barrier[flow] : 1);
      demand += x * (from->demand ? from->demand[flow] : 1);
    }
    if (to->barrier)
      to->barrier[i] = !(all > 0) ? 1 : open > 0 ? barrier / open * pow(open / all, -1 / theta) : INFINITY;
    if (to->demand) to->demand[i] = open > 0 ? demand / open : 1;
  }
  for (size_t d = 0; to->demand && d < N; d++) {
    double before = 0, after = 0;
    for (size_t o = 0; o < N; o++) {
      double x = 0;
      for (size_t s = 0; s < (size_t)w->S; s++) x += spending_of(w, s * pairs + d * N + o);
      before += x;
      after += x * to->demand[d * N + o];
    }
    for (size_t o = 0; o < N; o++) to->demand[d * N + o] *= before / after;
  }
}

static void mean_cells(const tw_world *w, const double *from, double *to)
{
  size_t S = (size_t)w->S;
  for (size_t d = 0; from && to && d < (size_t)w->N; d++) {
    double sum = 0, weights = 0;
    for (size_t s = 0; s < S; s++) {
      sum += w->output[d * S + s] * from[d * S + s];
      weights += w->output[d * S + s];
    }
    to[d] = sum / weights;
  }
}

tw_status twi_reconcile_one_sector_wedges(tw_context *ctx, const tw_world *w, double theta, const twi_wedges *from,
                                          twi_wedges *to)
{
  size_t N = (size_t)w->N;
  int complete = 1;
  memset(to, 0, sizeof *to);
  to->deficits = from->deficits;
  if (from->tariff) to->tariff = make_array(ctx, N * N, &complete);
  if (from->export_tax) to->export_tax = make_array(ctx, N * N, &complete);
  if (from->barrier) to->barrier = make_array(ctx, N * N, &complete);
  if (from->demand) to->demand = make_array(ctx, N * N, &complete);
  if (from->productivity) to->productivity = make_array(ctx, N, &complete);
  if (from->subsidy) to->subsidy = make_array(ctx, N, &complete);
  if (from->labour) to->labour = make_array(ctx, N, &complete);
  if (from->transfer) to->transfer = make_array(ctx, N, &complete);
  if (!complete) {
    twi_wedges_free(ctx, to);
    return twi_no_memory(ctx, N * N * sizeof(double));
  }
  mean_rates(w, from->tariff, flow_of, to->tariff);
  mean_rates(w, from->export_tax, revenue_of, to->export_tax);
  mean_factors(w, from, theta, to);
  mean_cells(w, from->productivity, to->productivity);
  mean_cells(w, from->subsidy, to->subsidy);
  if (to->labour) memcpy(to->labour, from->labour, N * sizeof(double));
  if (to->transfer) memcpy(to->transfer, from->transfer, N * sizeof(double));
  return TW_OK;
}
