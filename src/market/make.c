/* The market at a year as a state: blocks in force, the surge, demand with its horizon, and the rules on it. */
#include <math.h>

#include "market/policy.h"

static int is_new_plant(const tw_market *m, const twi_market_block *b)
{
  return b->from_year > m->data_year || m->output[b->supplier] == 0;
}

/* The blocks that flows fill in the base: there in the data year, and flat. */
int twi_market_is_base_block(const tw_market *m, const twi_market_block *b)
{
  return m->output[b->supplier] > 0 && m->surge_share > 0 && b->status == TWI_MARKET_OPERATING &&
         b->from_year <= m->data_year && !(b->slope > 0);
}

/* Base blocks hold the base output together; the surge opens at the base netback. */
static void fill_supplier(twi_market_state *s, int o, int year, unsigned statuses, int *next)
{
  const tw_market *m = s->market;
  const twi_market_supplier *supplier = &m->supplier[o];
  double given = 0;
  int base_blocks = 0;
  for (int i = 0; i < supplier->blocks; i++) {
    const twi_market_block *b = &m->block[supplier->first_block + i];
    if (twi_market_is_base_block(m, b)) given += isnan(b->capacity) ? 0 : b->capacity, base_blocks++;
  }
  s->first_block[o] = *next;
  for (int i = 0; i < supplier->blocks; i++) {
    const twi_market_block *b = &m->block[supplier->first_block + i];
    twi_state_block *out = &s->block[(*next)++];
    int base = twi_market_is_base_block(m, b);
    out->supplier = o;
    out->of = supplier->first_block + i;
    out->slope = isnan(b->slope) ? 0 : b->slope;
    out->full = base ? (given > 0 ? (isnan(b->capacity) ? 0 : b->capacity) * (m->output[o] / given)
                                  : m->output[o] / base_blocks)
                     : b->capacity;
    if (base && base_blocks == 1) out->full = m->output[o];
    out->cash = base ? fmin(b->cost, m->netback[o]) : b->cost;
    out->cost = !s->short_run && is_new_plant(m, b) && !isnan(b->full_cost) ? b->full_cost : out->cash;
    int in_force = b->from_year <= year && (statuses >> b->status & 1u);
    out->capacity = in_force ? out->full : 0;
  }
  twi_state_block *surge = &s->block[(*next)++];
  *surge = (twi_state_block){.supplier = o, .of = -1};
  if (base_blocks == 0 || isnan(m->netback[o])) return;
  surge->capacity = surge->full = m->surge_share * m->output[o];
  surge->cost = surge->cash = m->netback[o];
  surge->slope = fmax(m->netback[o], 0) / surge->capacity;
}

static void fill_buyers(twi_market_state *s)
{
  const tw_market *m = s->market;
  for (int d = 0; d < s->buyers; d++) {
    const twi_market_buyer *b = &m->buyer[d];
    twi_state_buyer *out = &s->buyer[d];
    out->quantity = m->wanted[d];
    out->price = b->price;
    out->elasticity = s->short_run ? b->elasticity_short : b->elasticity_long;
    out->limit = b->regasification >= m->wanted[d] ? b->regasification : INFINITY;
    out->ceiling = m->ceiling_price;
    out->backstop = isnan(m->ceiling_share) ? 0 : m->ceiling_share * m->wanted[d];
  }
}

static void fill_state(twi_market_state *s, int year, unsigned statuses)
{
  const tw_market *m = s->market;
  int next = 0;
  for (int o = 0; o < s->suppliers; o++) {
    s->conjecture[o] = m->supplier[o].conjecture;
    s->netback_base[o] = m->netback[o];
    fill_supplier(s, o, year, statuses, &next);
  }
  s->first_block[s->suppliers] = next;
  fill_buyers(s);
  for (int p = 0; p < s->pairs; p++) {
    const twi_market_pair *pair = &m->pair[p];
    s->pair[p] = (twi_state_pair){.supplier = pair->supplier,
                                  .buyer = pair->buyer,
                                  .wedge = pair->m,
                                  .stiffness = pair->phi,
                                  .reference = pair->xref,
                                  .share = pair->share,
                                  .base = pair->quantity,
                                  .contract = pair->contract,
                                  .firm = NAN};
    double theta = s->conjecture[pair->supplier]; /* the base is a solution with it, too */
    if (theta > 0 && isnan(pair->wedge) && pair->quantity > 0)
      s->pair[p].wedge -= theta * twi_market_demand_slope(s, pair->buyer, m->wanted[pair->buyer]) * pair->quantity;
  }
  for (int r = 0; r < s->routes; r++) s->route[r].freight = m->route[r].freight;
  for (int i = 0; i < s->passages; i++) {
    s->capacity[i] = isnan(m->passage[i].capacity) ? INFINITY : m->passage[i].capacity;
    s->toll[i] = m->passage[i].toll;
  }
  s->capacity[s->passages] = isnan(m->fleet) ? INFINITY : m->fleet;
}

tw_status twi_market_state_make(tw_context *ctx, const tw_market *market, int year, unsigned statuses, int short_run,
                                const tw_market_rule *rule, int rules, twi_market_state **state)
{
  tw_status status = twi_market_state_new(ctx, market, state);
  if (status != TW_OK) return status;
  twi_market_state *s = *state;
  s->short_run = short_run;
  s->year = year ? year : market->data_year;
  fill_state(s, s->year, statuses ? statuses : (unsigned)(TW_MARKET_OPERATING | TW_MARKET_FIRM));
  twi_market_settle_routes(s);
  twi_market_state_through(s);
  status = twi_market_state_apply(ctx, s, rule, rules);
  if (status == TW_OK) return TW_OK;
  twi_market_state_free(ctx, s);
  *state = NULL;
  return status;
}
