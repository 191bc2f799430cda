/* What makes the base a solution, whatever the data are. ../../docs/model.md, Markets.
 *
 *   lam_o = sum_d x0 (p_d - tau) / q0      of a supplier without flows: sum_d share (p_d - tau)
 *   with flows or a share     m = p_d - lam_o - tau,                            xref = x0,  phi = p_d / (sigma x0)
 *   without                   m = max(0, p_d - lam_o - tau) + entry wedge,      xref = 0,   phi = p_d / (sigma least)
 *
 * tau: freight and tolls of the cheapest way that is not forbidden. What the file gives (wedge, stiffness, reference,
 * floor) stands as it is. Of a supplier with a conjecture the state takes theta b x0 off m, since b has a horizon. */
#include <math.h>
#include <string.h>

#include "market/policy.h"

/* Freight and tolls of the cheapest way; INFINITY: all are forbidden. */
static double base_freight(const tw_market *m, const twi_market_pair *pair)
{
  double least = INFINITY;
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) {
    const twi_market_route *route = &m->route[r];
    double cost = route->freight;
    for (int i = 0; i < route->crossings; i++) cost += m->passage[m->crossing[route->first_crossing + i]].toll;
    if (!route->forbidden) least = fmin(least, cost);
  }
  return least;
}

static void sum_flows(tw_market *m)
{
  for (int o = 0; o < m->suppliers; o++) m->output[o] = 0;
  for (int d = 0; d < m->buyers; d++) m->wanted[d] = 0;
  for (int p = 0; p < m->pairs; p++) {
    m->output[m->pair[p].supplier] += m->pair[p].quantity;
    m->wanted[m->pair[p].buyer] += m->pair[p].quantity;
  }
  for (int d = 0; d < m->buyers; d++)
    if (m->wanted[d] == 0) m->wanted[d] = m->buyer[d].quantity;
}

/* Shares of suppliers without flows that give references and no stiffness; the sum of its references for each. */
static void fill_shares(tw_market *m, double *sum)
{
  for (int o = 0; o < m->suppliers; o++) sum[o] = 0;
  for (int p = 0; p < m->pairs; p++) {
    twi_market_pair *pair = &m->pair[p];
    int given = m->output[pair->supplier] == 0 && pair->reference > 0 && isnan(pair->stiffness) &&
                isfinite(base_freight(m, pair));
    pair->share = given ? pair->reference : 0;
    sum[pair->supplier] += pair->share;
  }
  for (int p = 0; p < m->pairs; p++)
    if (sum[m->pair[p].supplier] > 0) m->pair[p].share /= sum[m->pair[p].supplier];
}

static void fill_netbacks(tw_market *m)
{
  for (int o = 0; o < m->suppliers; o++) m->netback[o] = 0;
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair *pair = &m->pair[p];
    double q = m->output[pair->supplier], part = q > 0 ? pair->quantity / q : pair->share;
    if (part > 0) m->netback[pair->supplier] += part * (m->buyer[pair->buyer].price - base_freight(m, pair));
  }
}

static void fill_unknown_netbacks(tw_market *m, const double *shares)
{
  for (int o = 0; o < m->suppliers; o++)
    if (m->output[o] == 0 && shares[o] == 0) m->netback[o] = NAN;
}

static void calibrate_pair(tw_market *m, twi_market_pair *pair)
{
  double p = m->buyer[pair->buyer].price, lam = m->netback[pair->supplier], tau = base_freight(m, pair);
  int trades = pair->quantity > 0 || pair->share > 0;
  if (isnan(lam)) { /* what its dearest block costs: it enters when prices are above */
    const twi_market_supplier *supplier = &m->supplier[pair->supplier];
    for (int i = 0; i < supplier->blocks; i++) {
      const twi_market_block *b = &m->block[supplier->first_block + i];
      lam = fmax(isnan(lam) ? -INFINITY : lam, isnan(b->full_cost) ? b->cost : b->full_cost);
    }
  }
  double wedge = p - lam - tau;
  if (!isfinite(tau)) wedge = 0;
  pair->m = trades ? wedge : fmax(0, wedge) + m->wedge_without_trade;
  pair->xref = pair->quantity;
  pair->phi = p / (m->sigma * (pair->quantity > 0 ? pair->quantity : m->reference_minimum));
  pair->contract = isnan(pair->floor) ? m->floor_share * pair->quantity : pair->floor;
  if (!isnan(pair->wedge)) pair->m = pair->wedge;
  if (!isnan(pair->stiffness)) pair->phi = pair->stiffness;
  if (!isnan(pair->reference) && pair->share == 0) pair->xref = pair->reference;
}

/* ---------------------------------------------------------------- remarks */

static int has_flows(const tw_market *m)
{
  for (int o = 0; o < m->suppliers; o++)
    if (m->output[o] > 0) return 1;
  return 0;
}

static tw_status remark_supplier(tw_context *ctx, tw_market *m, int o)
{
  const twi_market_supplier *supplier = &m->supplier[o];
  double capacity = 0;
  int given = 0;
  tw_status status = TW_OK;
  for (int i = 0; i < supplier->blocks; i++) {
    const twi_market_block *b = &m->block[supplier->first_block + i];
    if (!twi_market_is_base_block(m, b)) continue;
    given |= !isnan(b->capacity);
    capacity += isnan(b->capacity) ? 0 : b->capacity;
    if (b->cost > m->netback[o] && status == TW_OK)
      status =
          twi_market_remark(ctx, m,
                            "%s: the cost of its block %s, %.4g, is above what it nets in the base, %.4g %s, which "
                            "is used.",
                            supplier->code, b->code, b->cost, m->netback[o], m->price_unit);
  }
  double idle = 0;
  for (int i = 0; i < supplier->blocks && m->output[o] == 0; i++) {
    const twi_market_block *b = &m->block[supplier->first_block + i];
    if (b->status == TWI_MARKET_OPERATING && b->from_year <= m->data_year) idle += b->capacity;
  }
  if (idle > 0 && has_flows(m))
    status = twi_market_remark(ctx, m,
                               "%s: it has a capacity of %.6g %s in %d and no flows, so that the base is not what the "
                               "flows say.",
                               supplier->code, idle, m->unit, m->data_year);
  if (given && fabs(capacity - m->output[o]) > 1e-3 * m->output[o] && status == TW_OK)
    status = twi_market_remark(ctx, m, "%s: its capacity in the base is taken to be its flows, %.6g %s, not %.6g.",
                               supplier->code, m->output[o], m->unit, capacity);
  return status;
}

static tw_status remark_buyer(tw_context *ctx, tw_market *m, int d)
{
  const twi_market_buyer *b = &m->buyer[d];
  tw_status status = TW_OK;
  if (fabs(b->quantity - m->wanted[d]) > 1e-3 * b->quantity)
    status = twi_market_remark(ctx, m, "%s: its quantity in the base is taken to be its flows, %.6g %s, not %.6g.",
                               b->code, m->wanted[d], m->unit, b->quantity);
  if (status == TW_OK && b->regasification < m->wanted[d])
    status =
        twi_market_remark(ctx, m,
                          "%s: regasification of %.6g %s is below what it takes in the base, %.6g, so that it does "
                          "not bind.",
                          b->code, b->regasification, m->unit, m->wanted[d]);
  return status;
}

tw_status twi_market_calibrate(tw_context *ctx, tw_market *m)
{
  double *shares = twi_new(ctx, (size_t)m->suppliers, sizeof *shares);
  if (!shares) return twi_no_memory(ctx, 0);
  sum_flows(m);
  fill_shares(m, shares);
  fill_netbacks(m);
  fill_unknown_netbacks(m, shares);
  for (int p = 0; p < m->pairs; p++) calibrate_pair(m, &m->pair[p]);
  twi_free(ctx, shares);
  tw_status status = TW_OK;
  for (int o = 0; o < m->suppliers && status == TW_OK; o++) status = remark_supplier(ctx, m, o);
  for (int d = 0; d < m->buyers && status == TW_OK; d++) status = remark_buyer(ctx, m, d);
  return status;
}
