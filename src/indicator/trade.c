/* The flows of a result, one by one and all at once.
 *
 * symbol  word                                  here
 * pi      share of a market                     twi_state_share, from world, wedges and solved prices
 * X       spending of the market                state
 * t       tariff paid, rents of quotas in it    1 + t = (1 + statutory) (1 + rho)
 *
 *   value before the tariff = pi X / (1 + t)      of a sector with products the sum over them */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "indicator/result.h"

/* The tariff without the rent of a quota. */
static double statutory_tariff(const twi_wedges *p, size_t flow, double tariff)
{
  return p->rent && p->rent[flow] != 0 ? (1 + tariff) / (1 + p->rent[flow]) - 1 : tariff;
}

/* Value of a flow before the tariff. */
static double value_of_cell(const tw_world *w, const twi_state *x, const twi_wedges *p, size_t flow)
{
  twi_flow_at at = twi_flow_of(w, flow);
  return twi_state_share(x, w, p, flow) * x->X[(size_t)at.d * (size_t)w->S + (size_t)at.s] /
         (1 + twi_tariff_of(w, p, flow));
}

static double value_of_flow(const tw_world *w, const twi_state *x, const twi_wedges *p, int s, int d, int o)
{
  if (!twi_has_products(w, (size_t)s)) return value_of_cell(w, x, p, twi_flow_cell(w, s, d, o));
  double sum = 0;
  for (int k = w->sector_market[s]; k < w->sector_market[s + 1]; k++) {
    size_t cell = twi_market_cell(w, &w->market[k], (size_t)d, (size_t)o);
    if (cell != SIZE_MAX) sum += value_of_cell(w, x, p, cell);
  }
  return sum;
}

tw_status tw_result_flow(const tw_result *r, int s, int d, int o, tw_flow_change *out)
{
  const tw_world *w = r->world;
  if (s < 0 || s >= w->S || d < 0 || d >= w->N || o < 0 || o >= w->N)
    return twi_fail(r->ctx, TW_USAGE, "tw_result_flow: sector %d, importer %d, exporter %d: out of range", s, d, o);
  size_t flow = twi_flow_cell(w, s, d, o);
  double paid_base = twi_tariff_of(w, &r->base.wedges, flow), paid_new = twi_tariff_of(w, &r->new_.wedges, flow);
  out->tariff_base = statutory_tariff(&r->base.wedges, flow, paid_base);
  out->tariff_new = statutory_tariff(&r->new_.wedges, flow, paid_new);
  if (r->info.outcome <= 0) {
    out->base_value = out->new_value = NAN;
    return TW_OK;
  }
  out->base_value = value_of_flow(w, r->base.state, &r->base.wedges, s, d, o);
  out->new_value = value_of_flow(w, r->new_.state, &r->new_.wedges, s, d, o);
  return TW_OK;
}

/* Values of all flows at one side of the comparison: [S][N][N]. share: [N] work. */
static void fill_values(const tw_result *r, const twi_state *state, const twi_wedges *wedges, double *out,
                        double *share)
{
  const tw_world *w = r->world;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  memset(out, 0, twi_world_sector_flows(w) * sizeof *out);
  for (int k = 0; k < w->markets; k++)
    for (size_t d = 0; d < N; d++) {
      const twi_market *m = &w->market[k];
      size_t s = (size_t)m->sector;
      twi_flow_row row = twi_market_row(w, m, d);
      double X = state->X[d * S + s], *to = out + (s * N + d) * N;
      if (m->product >= 0) twi_state_row(state, w, wedges, m, d, share);
      for (size_t i = 0; i < row.count; i++) {
        size_t cell = row.first + i;
        double pi = m->product >= 0 ? share[i] : twi_state_share(state, w, wedges, cell);
        to[twi_row_seller(&row, i)] += pi * X / (1 + twi_tariff_of(w, wedges, cell));
      }
    }
}

tw_status tw_result_trade(const tw_result *r, const char *field, double *out)
{
  enum { BASE, NEW, TARIFF_BASE, TARIFF_NEW, CHANGE, FIELDS };
  static const char *const name[FIELDS] = {"base_value", "new_value", "tariff_base", "tariff_new", "change"};
  const tw_world *w = r->world;
  size_t flows = twi_world_sector_flows(w);
  int which = 0;
  while (which < FIELDS && strcmp(name[which], field) != 0) which++;
  if (which == FIELDS) {
    const char *near = twi_nearest(field, strlen(field), name, FIELDS);
    return twi_fail(r->ctx, TW_USAGE,
                    "tw_result_trade: unknown field \"%.60s\", expected base_value, new_value, "
                    "tariff_base, tariff_new or change%s%s%s",
                    field, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
  }
  if (which == TARIFF_BASE || which == TARIFF_NEW) {
    const twi_wedges *p = which == TARIFF_BASE ? &r->base.wedges : &r->new_.wedges;
    for (size_t i = 0; i < flows; i++) out[i] = statutory_tariff(p, i, twi_tariff_of(w, p, i));
    return TW_OK;
  }
  if (r->info.outcome <= 0) {
    for (size_t i = 0; i < flows; i++) out[i] = NAN;
    return TW_OK;
  }
  double *share = twi_alloc(r->ctx, (size_t)w->N, sizeof *share), *base = NULL;
  if (which == CHANGE) base = twi_alloc(r->ctx, flows, sizeof *base);
  if (!share || (which == CHANGE && !base)) {
    twi_free(r->ctx, share);
    twi_free(r->ctx, base);
    return twi_no_memory(r->ctx, flows * sizeof *base);
  }
  if (which != NEW) fill_values(r, r->base.state, &r->base.wedges, base ? base : out, share);
  if (which != BASE) fill_values(r, r->new_.state, &r->new_.wedges, out, share);
  for (size_t i = 0; base && i < flows; i++) out[i] = base[i] > 0 ? out[i] / base[i] - 1 : NAN;
  twi_free(r->ctx, base);
  twi_free(r->ctx, share);
  return TW_OK;
}
