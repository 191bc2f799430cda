/* Money and shares of a solution: who pays, who gets, what is left. ../../docs/model.md, Markets.
 *
 *   bill      p sum x                                       of what arrives
 *   netback   mean of (p - tax) / (1 + rate) - freight - tolls        of what a supplier ships
 *   rent      netback q - cost of production = sum mu g + the rest
 *   identity  bills = freight + tolls + taxes + cost + rents
 *   wedges    sum x (m + phi (x - xref) / 2): no cost of anybody; on its own line, in no other
 *   surplus   area under demand over what is paid. Linear: (a - P) z / 2. Constant elasticity: the integral of demand
 *             from P up to the ceiling, or without end, -P z / (1 + eps), where that is finite (eps < -1); else empty,
 *             and changes alone are reported
 *   objective surplus and bills less freight, published tolls, cost, wedges and what is unserved at its ceiling
 *
 * All money is price x quantity x value_per_unit. Sums over what balances are compensated, so that the identity is
 * rounding of its terms and not of their order. */
#include <math.h>
#include <string.h>

#include "base/sum.h"
#include "market/market.h"

static tw_status make_tables(tw_context *ctx, const twi_market_state *s, twi_market_accounts *a)
{
  memset(a, 0, sizeof *a);
  a->suppliers = s->suppliers;
  a->buyers = s->buyers;
  a->passages = s->passages;
  a->pairs = s->pairs;
  a->buyer = twi_new(ctx, (size_t)s->buyers, sizeof *a->buyer);
  a->supplier = twi_new(ctx, (size_t)s->suppliers, sizeof *a->supplier);
  a->passage = twi_new(ctx, (size_t)s->passages, sizeof *a->passage);
  a->pair = twi_new(ctx, (size_t)s->pairs, sizeof *a->pair);
  a->through = twi_new(ctx, (size_t)s->buyers * (size_t)s->passages, sizeof *a->through);
  if (a->buyer && a->supplier && a->passage && a->pair && a->through) return TW_OK;
  twi_market_accounts_free(ctx, a);
  return twi_no_memory(ctx, 0);
}

void twi_market_accounts_free(tw_context *ctx, twi_market_accounts *a)
{
  if (!a) return;
  void *own[] = {a->buyer, a->supplier, a->passage, a->pair, a->through};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  memset(a, 0, sizeof *a);
}

/* What a solution of the state is summed into. */
typedef struct twi_sums {
  twi_sum bills, freight, tolls, published, taxes, costs, wedges;
} twi_sums;

/* Price paid for a unit before the tax. */
static double before_tax(const twi_state_pair *pair, double price)
{
  return (price - pair->tax) / (1 + pair->tax_rate);
}

static void count_route(const twi_market_state *s, const twi_market_solution *v, int r, twi_market_accounts *a,
                        twi_sums *sum)
{
  const twi_market_route *route = &s->market->route[r];
  const twi_state_pair *pair = &s->pair[route->pair];
  double unit = s->market->value_per_unit, x = v->flow[r], tolls = 0, shadow = 0;
  for (int i = 0; i < route->crossings; i++) {
    int k = s->market->crossing[route->first_crossing + i];
    double toll = s->toll[k] + v->toll[k];
    tolls += s->toll[k];
    shadow += v->toll[k];
    a->passage[k].quantity += x;
    a->passage[k].tolls += toll * x * unit;
    a->through[(size_t)pair->buyer * (size_t)s->passages + (size_t)k] += x;
  }
  shadow += twi_market_route_use(s, r, s->passages) * v->toll[s->passages];
  double net = before_tax(pair, v->price[pair->buyer]), tax = v->price[pair->buyer] - net;
  double netback = net - s->route[r].freight - tolls - shadow;
  a->supplier[pair->supplier].revenue += netback * x * unit;
  a->supplier[pair->supplier].output += x;
  a->buyer[pair->buyer].quantity += x;
  a->buyer[pair->buyer].tax += tax * x * unit;
  twi_market_pair_account *of = &a->pair[route->pair];
  of->freight += s->route[r].freight * x;
  of->netback += netback * x;
  of->quantity += x;
  if (of->route < 0 || x > v->flow[of->route]) of->route = r;
  twi_sum_add(&sum->bills, v->price[pair->buyer] * x * unit);
  twi_sum_add(&sum->freight, s->route[r].freight * x * unit);
  twi_sum_add(&sum->tolls, (tolls + shadow) * x * unit);
  twi_sum_add(&sum->published, tolls * x * unit);
  twi_sum_add(&sum->taxes, tax * x * unit);
}

static void count_pairs(const twi_market_state *s, const twi_market_solution *v, twi_market_accounts *a, twi_sums *sum)
{
  double unit = s->market->value_per_unit;
  for (int p = 0; p < s->pairs; p++) {
    twi_market_pair_account *of = &a->pair[p];
    const twi_state_pair *pair = &s->pair[p];
    if (!(of->quantity > 0)) {
      of->freight = of->netback = of->days = NAN;
      of->route = -1;
      continue;
    }
    double x = of->quantity, half = pair->wedge + pair->stiffness * (x / 2 - pair->reference);
    double slope =
        s->conjecture[pair->supplier] > 0 ? twi_market_demand_slope(s, pair->buyer, v->quantity[pair->buyer]) : 0;
    double last = pair->wedge + pair->stiffness * (x - pair->reference) + s->conjecture[pair->supplier] * slope * x;
    twi_sum_add(&sum->wedges, half * x * unit);
    a->supplier[pair->supplier].wedge_value += last * x * unit;
    of->days = s->market->route[of->route].days;
    of->freight /= x;
    of->netback /= x;
    of->share = x / a->buyer[pair->buyer].quantity;
    a->buyer[pair->buyer].hhi += of->share * of->share;
  }
}

static void count_suppliers(const twi_market_state *s, const twi_market_solution *v, twi_market_accounts *a,
                            twi_sums *sum)
{
  double unit = s->market->value_per_unit;
  for (int o = 0; o < s->suppliers; o++) {
    twi_market_supplier_account *of = &a->supplier[o];
    of->marginal = v->netback[o];
    of->netback = of->output > 0 ? of->revenue / unit / of->output : NAN;
    for (int b = s->first_block[o]; b < s->first_block[o + 1]; b++) {
      double g = v->made[b], cost = (s->block[b].cost + s->block[b].slope * g / 2) * g * unit;
      of->cost += cost;
      of->capacity_rent += v->capacity_rent[b] * g * unit;
      of->capacity += s->block[b].capacity;
      twi_sum_add(&sum->costs, cost);
    }
    of->rent = of->revenue - of->cost;
    of->other_rent = of->rent - of->capacity_rent;
  }
}

/* -P z / (1 + eps) is the integral of z0 (t / p0)^eps over t from P to infinity; the linear one is a triangle. */
static double surplus_of(const twi_market_state *s, int d, double worth, double quantity)
{
  const twi_state_buyer *b = &s->buyer[d];
  if (s->linear) return quantity * quantity * twi_market_demand_slope(s, d, quantity) / 2;
  if (b->backstop > 0) return -twi_market_surplus_change(s, d, worth, b->ceiling) / s->market->value_per_unit;
  return b->elasticity < -1 ? -worth * quantity / (1 + b->elasticity) : NAN;
}

static void count_buyers(const twi_market_state *s, const twi_market_solution *v, twi_market_accounts *a)
{
  double unit = s->market->value_per_unit;
  for (int d = 0; d < s->buyers; d++) {
    twi_market_buyer_account *of = &a->buyer[d];
    of->price = v->price[d];
    of->wanted = v->quantity[d];
    of->unserved = v->unserved[d];
    of->bill = of->price * of->quantity * unit;
    of->limit_rent = v->limit_rent[d] * of->quantity * unit;
    of->surplus = surplus_of(s, d, v->price[d] + v->limit_rent[d], v->quantity[d]) * unit;
    if (!(of->quantity > 0)) of->hhi = NAN;
    for (int k = 0; k < s->passages; k++) {
      double *share = &a->through[(size_t)d * (size_t)s->passages + (size_t)k];
      *share = of->quantity > 0 ? *share / of->quantity : NAN;
    }
    a->surplus += of->surplus;
    a->objective += of->surplus + (v->price[d] + v->limit_rent[d]) * v->quantity[d] * unit;
    if (s->buyer[d].backstop > 0) a->objective -= s->buyer[d].ceiling * v->unserved[d] * unit;
    a->unserved += of->unserved;
  }
}

tw_status twi_market_accounts_make(tw_context *ctx, const twi_market_state *s, const twi_market_solution *v,
                                   twi_market_accounts *a)
{
  twi_sums sum = {0};
  tw_status status = make_tables(ctx, s, a);
  if (status != TW_OK) return status;
  for (int p = 0; p < s->pairs; p++) a->pair[p].route = -1;
  for (int r = 0; r < s->routes; r++)
    if (v->flow[r] != 0) count_route(s, v, r, a, &sum);
  count_pairs(s, v, a, &sum);
  count_suppliers(s, v, a, &sum);
  count_buyers(s, v, a);
  for (int k = 0; k < s->passages; k++) a->passage[k].toll = v->toll[k];
  a->bills = twi_sum_value(sum.bills);
  a->freight = twi_sum_value(sum.freight);
  a->tolls = twi_sum_value(sum.tolls);
  a->taxes = twi_sum_value(sum.taxes);
  a->costs = twi_sum_value(sum.costs);
  a->wedges = twi_sum_value(sum.wedges);
  for (int o = 0; o < s->suppliers; o++) a->rents += a->supplier[o].rent;
  double rest = a->bills - a->freight - a->tolls - a->taxes - a->costs - a->rents;
  a->identity = a->bills > 0 ? rest / a->bills : rest;
  a->objective -= a->freight + twi_sum_value(sum.published) + a->costs + a->wedges;
  return TW_OK;
}

/* From P0 to P1 along the curve: the integral of demand between them, with a minus. Constant elasticity:
 * -z0 p0 ((P / p0)^(1 + eps) - 1) / (1 + eps), and its limit, a logarithm, at eps = -1. */
double twi_market_surplus_change(const twi_market_state *s, int d, double price0, double price1)
{
  const twi_state_buyer *b = &s->buyer[d];
  double unit = s->market->value_per_unit, p0 = b->price, z0 = b->quantity, eps = b->elasticity;
  if (s->linear) {
    double choke = p0 * (1 - 1 / eps), low = fmin(price0, choke), high = fmin(price1, choke);
    double mean = (low + high) / 2;
    return -(high - low) * z0 * (1 + eps * (mean / p0 - 1)) * unit;
  }
  double ratio = price1 / price0, at = z0 * pow(price0 / p0, eps) * price0;
  if (fabs(1 + eps) < 1e-9) return -at * log(ratio) * unit;
  return -at * expm1((1 + eps) * log(ratio)) / (1 + eps) * unit;
}
