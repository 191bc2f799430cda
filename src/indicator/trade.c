/* The flows of a result, one by one and all at once.
 *
 * symbol  word                                  here
 * pi      share of a market                     twi_state_shares, from world, wedges and solved prices
 * X       spending of the market                state
 * t       tariff paid, rents of quotas in it    1 + t = (1 + statutory) (1 + rho)
 *
 *   value before the tariff = pi X / (1 + t) */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "indicator/result.h"

/* The tariff without the rent of a quota. */
static double statutory_tariff(const twi_wedges *p, size_t flow, double tariff)
{
  return p->rent && p->rent[flow] != 0 ? (1 + tariff) / (1 + p->rent[flow]) - 1 : tariff;
}

tw_status tw_result_flow(const tw_result *r, int s, int d, int o, tw_flow_change *out)
{
  const tw_world *w = r->world;
  if (s < 0 || s >= w->S || d < 0 || d >= w->N || o < 0 || o >= w->N)
    return twi_fail(r->ctx, TW_USAGE, "tw_result_flow: sector %d, importer %d, exporter %d: out of range", s, d, o);
  size_t N = (size_t)w->N, S = (size_t)w->S, flow = ((size_t)s * N + (size_t)d) * N + (size_t)o;
  size_t market = (size_t)d * S + (size_t)s;
  double paid_base = twi_tariff_of(w, &r->base.wedges, flow), paid_new = twi_tariff_of(w, &r->new_.wedges, flow);
  out->tariff_base = statutory_tariff(&r->base.wedges, flow, paid_base);
  out->tariff_new = statutory_tariff(&r->new_.wedges, flow, paid_new);
  if (r->info.outcome <= 0) {
    out->base_value = out->new_value = NAN;
    return TW_OK;
  }
  out->base_value =
      twi_state_share(r->base.state, w, &r->base.wedges, s, d, o) * r->base.state->X[market] / (1 + paid_base);
  out->new_value =
      twi_state_share(r->new_.state, w, &r->new_.wedges, s, d, o) * r->new_.state->X[market] / (1 + paid_new);
  return TW_OK;
}

/* Values of all flows at one side of the comparison: [S][N][N]. */
static void fill_values(const tw_result *r, const twi_state *state, const twi_wedges *wedges, double *out)
{
  const tw_world *w = r->world;
  size_t N = (size_t)w->N, S = (size_t)w->S;
  for (size_t s = 0; s < S; s++) {
    for (size_t d = 0; d < N; d++) {
      double *row = out + (s * N + d) * N;
      for (size_t o = 0; o < N; o++)
        row[o] = twi_state_share(state, w, wedges, (int)s, (int)d, (int)o) * state->X[d * S + s] /
                 (1 + twi_tariff_of(w, wedges, (s * N + d) * N + o));
    }
  }
}

tw_status tw_result_trade(const tw_result *r, const char *field, double *out)
{
  enum { BASE, NEW, TARIFF_BASE, TARIFF_NEW, CHANGE, FIELDS };
  static const char *const name[FIELDS] = {"base_value", "new_value", "tariff_base", "tariff_new", "change"};
  const tw_world *w = r->world;
  size_t flows = (size_t)w->S * (size_t)w->N * (size_t)w->N;
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
  if (which != CHANGE) {
    fill_values(r, which == BASE ? r->base.state : r->new_.state, which == BASE ? &r->base.wedges : &r->new_.wedges,
                out);
    return TW_OK;
  }
  double *base = twi_alloc(r->ctx, flows, sizeof *base);
  if (!base) return twi_no_memory(r->ctx, flows * sizeof *base);
  fill_values(r, r->base.state, &r->base.wedges, base);
  fill_values(r, r->new_.state, &r->new_.wedges, out);
  for (size_t i = 0; i < flows; i++) out[i] = base[i] > 0 ? out[i] / base[i] - 1 : NAN;
  twi_free(r->ctx, base);
  return TW_OK;
}
