/* Worlds made of a world, with less structure: sectors summed, inputs left out.
 *
 *   F     flows before the tariff                        one sector: sum_s F
 *   t     tariff                                         sum_s t F / sum_s F
 *   e     export tax                                     1 + e = sum_s F / sum_s F/(1+e)
 *   v     value-added share: 1, so that output is value added
 *   alpha final shares: X / sum_s X, what is bought for any use
 *
 * Trade, tariff revenue and deficits are those of the world; value added is its gross output, and so is what real
 * income is measured against: sum_s X, all spending. */
#include "compare/reconcile.h"

double twi_reconcile_elasticity(const tw_world *w)
{
  size_t N = (size_t)w->N, S = (size_t)w->S;
  double sum = 0, weights = 0, made = 0, output = 0;
  for (size_t s = 0; s < S; s++) {
    double imports = 0;
    for (size_t d = 0; d < N; d++) {
      for (size_t o = 0; o < N; o++) imports += o == d ? 0 : w->flow[(s * N + d) * N + o];
      made += w->theta[s] * w->output[d * S + s];
      output += w->output[d * S + s];
    }
    sum += w->theta[s] * imports;
    weights += imports;
  }
  return weights > 0 ? sum / weights : made / output;
}

static tw_status make_world(tw_context *ctx, const tw_world_data *data, tw_world **out)
{
  twi_log_again(ctx, 1); /* what there is to say of the world was said when it was read */
  tw_status status = tw_world_new(ctx, data, out);
  twi_log_again(ctx, 0);
  return status;
}

tw_status twi_reconcile_one_sector(tw_context *ctx, const tw_world *w, double theta, tw_world **out)
{
  static const char *const sector[] = {"ALL"};
  size_t N = (size_t)w->N, S = (size_t)w->S, pairs = N * N;
  *out = NULL;
  double *flow = twi_new(ctx, 3 * pairs, sizeof *flow), *tariff = flow + pairs, *tax = tariff + pairs;
  if (!flow) return twi_no_memory(ctx, 3 * pairs * sizeof *flow);
  for (size_t s = 0; s < S; s++)
    for (size_t i = 0; i < pairs; i++) {
      double F = w->flow[s * pairs + i];
      flow[i] += F;
      if (w->tariff) tariff[i] += F * w->tariff[s * pairs + i];
      if (w->export_tax) tax[i] += F / (1 + w->export_tax[s * pairs + i]);
    }
  for (size_t i = 0; i < pairs; i++) {
    tariff[i] = flow[i] > 0 ? tariff[i] / flow[i] : 0;
    tax[i] = w->export_tax && flow[i] > 0 ? flow[i] / tax[i] - 1 : 0;
  }
  const tw_world_data data = {.name = "one-sector",
                              .currency = w->currency,
                              .unit = w->unit,
                              .regions = w->N,
                              .sectors = 1,
                              .region = (const char *const *)w->region,
                              .sector = sector,
                              .trade_elasticity = &theta,
                              .flow = flow,
                              .tariff = tariff,
                              .export_tax = tax};
  tw_status status = make_world(ctx, &data, out);
  twi_free(ctx, flow);
  return status;
}

tw_status twi_reconcile_no_inputs(tw_context *ctx, const tw_world *w, double theta, tw_world **out)
{
  *out = NULL;
  double *theta_of = twi_alloc(ctx, (size_t)w->S, sizeof *theta_of);
  if (!theta_of) return twi_no_memory(ctx, (size_t)w->S * sizeof *theta_of);
  for (int s = 0; s < w->S; s++) theta_of[s] = theta;
  const tw_world_data data = {.name = "no-inputs",
                              .currency = w->currency,
                              .unit = w->unit,
                              .regions = w->N,
                              .sectors = w->S,
                              .region = (const char *const *)w->region,
                              .sector = (const char *const *)w->sector,
                              .goods = w->goods,
                              .trade_elasticity = theta_of,
                              .flow = w->flow,
                              .tariff = w->tariff,
                              .export_tax = w->export_tax};
  tw_status status = make_world(ctx, &data, out);
  twi_free(ctx, theta_of);
  return status;
}
