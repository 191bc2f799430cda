/* The base point moved to a solution, for a shock in the short run. ../../docs/model.md, Markets.
 *
 *   demand     through (z, P), with the short-run elasticity
 *   pair       xref <- x, phi <- p / (sigma max(x, least)), contract <- floor share x; and what keeps x where it is:
 *              m <- m + phi_old (x - xref_old) - kappa + theta (b_old - b_new) x
 *   blocks     what is made, at cash cost, and the surge, which opens at the new netback (where the market has surges)
 *
 * kappa is what a floor that holds stands for: the new floor is below the flow, so that it would be lost otherwise. A
 * floor that a rule gave stays as it is, as what a rule closed, taxed or limited does, and so does its kappa. */
#include <math.h>

#include "market/policy.h"

/* A sum of several flows is at its floor where it is as near to it as rounding of sums lets it be. */
static const double HELD = 1e-9;

static double flow_of_pair(const twi_market_state *s, const twi_market_solution *of, int p)
{
  const twi_market_pair *pair = &s->market->pair[p];
  double x = 0;
  for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) x += of->flow[r];
  return x;
}

/* What a further unit on the route would lose, in the old state. */
static double margin_of(const twi_market_state *s, const twi_market_solution *of, int r, double x)
{
  const twi_state_pair *pair = &s->pair[s->market->route[r].pair];
  double theta = s->conjecture[pair->supplier], margin = of->netback[pair->supplier] + twi_market_route_cost(s, r) +
                                                         pair->wedge + pair->stiffness * (x - pair->reference);
  if (theta > 0) margin += theta * twi_market_demand_slope(s, pair->buyer, of->quantity[pair->buyer]) * x;
  for (int i = 0; i <= s->passages; i++)
    if (isfinite(s->capacity[i])) margin += twi_market_route_use(s, r, i) * of->toll[i];
  return margin - (of->price[pair->buyer] - pair->tax) / (1 + pair->tax_rate);
}

/* The margin that the floor of the pair holds up: kappa of its way in use. Several ways are held up together, each of
 * those that carry something by the same margin, which their flows do not show: it is the least of all. */
static double kappa_of_pair(const twi_market_state *s, const twi_market_solution *of, int p)
{
  const twi_market_pair *pair = &s->market->pair[p];
  double least = INFINITY, x = flow_of_pair(s, of, p), floor = s->pair[p].floor;
  int end = pair->first_route + pair->routes, ways = 0;
  for (int r = pair->first_route; r < end; r++) ways += s->route[r].used;
  if (ways == 0 || x > (ways > 1 ? floor * (1 + HELD) : floor)) return 0;
  for (int r = pair->first_route; r < end; r++)
    if (s->route[r].used) least = fmin(least, ways > 1 ? margin_of(s, of, r, x) : of->reduced[r]);
  return fmax(least, 0);
}

static void recentre_pair(const twi_market_state *s, const twi_market_solution *of, twi_market_state *to, int p)
{
  const tw_market *m = s->market;
  const twi_state_pair *old = &s->pair[p];
  twi_state_pair *next = &to->pair[p];
  int d = old->buyer;
  double x = flow_of_pair(s, of, p), theta = s->conjecture[old->supplier];
  next->wedge = old->wedge + old->stiffness * (x - old->reference);
  if (x > 0 && isnan(old->firm)) next->wedge -= kappa_of_pair(s, of, p);
  if (x > 0 && theta > 0)
    next->wedge +=
        theta * x * (twi_market_demand_slope(s, d, of->quantity[d]) - twi_market_demand_slope(to, d, of->quantity[d]));
  next->reference = x;
  if (isnan(m->pair[p].stiffness)) next->stiffness = of->price[d] / (m->sigma * fmax(x, m->reference_minimum));
  next->contract = m->floor_share * x;
  next->share = 0;
  next->base = x;
}

static void recentre_blocks(const twi_market_state *s, const twi_market_solution *of, twi_market_state *to, int o)
{
  const tw_market *m = s->market;
  double q = of->output[o], lam = of->netback[o];
  to->netback_base[o] = q > 0 ? lam : s->netback_base[o];
  if (!(m->surge_share > 0)) return;
  for (int b = s->first_block[o]; b < s->first_block[o + 1]; b++) {
    twi_state_block *block = &to->block[b];
    int surge = block->of < 0;
    block->capacity = block->full = surge ? 0 : of->made[b];
    block->cost = block->cash;
    if (block->slope > 0 && !surge) { /* flat at what the last unit costs, and no dearer than it nets */
      block->cost += block->slope * of->made[b] / 2;
      block->slope = 0;
    }
    if (of->made[b] > 0) block->cost = fmin(block->cost, lam);
    if (!surge || q <= 0) continue;
    block->capacity = block->full = m->surge_share * q;
    block->cost = block->cash = lam;
    block->slope = fmax(lam, 0) / block->capacity;
  }
  /* What the old surge made is made by the plants now. */
  for (int b = s->first_block[o]; b + 1 < s->first_block[o + 1]; b++) {
    int surge = s->first_block[o + 1] - 1;
    if (of->made[b] <= 0 || of->made[surge] <= 0) continue;
    to->block[b].capacity = to->block[b].full = of->made[b] + of->made[surge];
    break;
  }
}

tw_status twi_market_recentre(tw_context *ctx, const twi_market_state *s, const twi_market_solution *of,
                              twi_market_state **recentred)
{
  const tw_market *m = s->market;
  tw_status status = twi_market_state_copy(ctx, s, recentred);
  if (status != TW_OK) return status;
  twi_market_state *to = *recentred;
  to->short_run = 1;
  to->recentred = 1;
  for (int d = 0; d < s->buyers; d++) {
    twi_state_buyer *b = &to->buyer[d];
    double from = m->buyer[d].elasticity_long, to_short = m->buyer[d].elasticity_short;
    if (of->quantity[d] > 0) {
      b->quantity = of->quantity[d];
      b->price = of->price[d] + of->limit_rent[d];
    }
    if (!s->short_run) b->elasticity = b->elasticity == from ? to_short : b->elasticity / from * to_short;
  }
  for (int o = 0; o < s->suppliers; o++) recentre_blocks(s, of, to, o);
  for (int p = 0; p < s->pairs; p++) recentre_pair(s, of, to, p);
  twi_market_state_settle(to);
  twi_market_state_through(to);
  return TW_OK;
}
