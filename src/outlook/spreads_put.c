/* A point of what is drawn, put on a market and its rules: see spreads.h. */
#include <math.h>

#include "market/policy.h"
#include "outlook/spreads.h"

static double factor_at(const twi_spreads *p, const double *value, int slots, int i)
{
  int parameter = p->slot[p->at[slots] + i];
  return parameter < 0 ? 1 : value[parameter];
}

void twi_spreads_put(const twi_spreads *p, const double *value, tw_market *m)
{
  const tw_market *from = p->market;
  for (int i = 0; i < m->buyers; i++) {
    m->buyer[i].elasticity_long = factor_at(p, value, TWI_SLOT_LONG, i) * from->buyer[i].elasticity_long;
    m->buyer[i].elasticity_short = factor_at(p, value, TWI_SLOT_SHORT, i) * from->buyer[i].elasticity_short;
  }
  m->sigma = factor_at(p, value, TWI_SLOT_SIGMA, 0) * from->sigma;
  m->floor_share = fmin(1, factor_at(p, value, TWI_SLOT_FLOOR_SHARE, 0) * from->floor_share);
  for (int r = 0; r < m->routes; r++)
    m->route[r].freight = factor_at(p, value, TWI_SLOT_FREIGHT, r) * from->route[r].freight;
  for (int i = 0; p->moves_costs && i < m->blocks; i++) {
    double factor = factor_at(p, value, TWI_SLOT_COST, m->block[i].supplier);
    m->block[i].cost = factor * from->block[i].cost;
    m->block[i].full_cost = factor * from->block[i].full_cost;
  }
  for (int i = 0; p->moves_tolls && i < m->passages; i++)
    m->passage[i].toll = factor_at(p, value, TWI_SLOT_TOLL, i) * from->passage[i].toll;
}

tw_status twi_spreads_add_rules(tw_context *ctx, const twi_spreads *p, const double *value, twi_outlook_rules *rules)
{
  const tw_market *m = p->market;
  tw_status status = TW_OK;
  for (int i = 0; i < m->suppliers + m->passages && status == TW_OK && p->capacities; i++) {
    int parameter = p->slot[p->at[TWI_SLOT_CAPACITY] + i], of_passage = i >= m->suppliers;
    if (parameter < 0) continue;
    const tw_market_rule rule = {.rule = "capacity",
                                 .supplier = of_passage ? NULL : m->supplier[i].code,
                                 .passage = of_passage ? m->passage[i - m->suppliers].code : NULL,
                                 .how = TW_MARKET_CHANGE,
                                 .amount = value ? value[parameter] - 1 : 0};
    status = twi_outlook_rules_put(ctx, rules, &rule, "range: capacity");
  }
  return status;
}

tw_status twi_spreads_check_capacities(tw_context *ctx, const twi_spreads *p, const twi_market_state *state)
{
  const tw_market *m = p->market;
  for (int o = 0; o < m->suppliers; o++) {
    int parameter = p->slot[p->at[TWI_SLOT_CAPACITY] + o];
    if (parameter < 0 || twi_market_supplier_capacity(state, o, 0) > 0) continue;
    return twi_fail(
        ctx, TW_BAD_INPUT,
        "range: %s: %s has no capacity that could be uncertain there; expected a rule `capacity` that gives "
        "it one, or a variable in such a rule",
        p->spread[parameter].name, m->supplier[o].code);
  }
  return TW_OK;
}
