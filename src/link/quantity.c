/* Quantity mode: instead of the rents that the market found the core gets outputs as limits, and finds rents itself. Ways
 * and tastes are those of price mode. A limit holds output from above, so where a netback falls the two differ; and a
 * rent on output is the same wherever the output goes, which in the market holds where m and phi are 0 and no floor
 * binds. What differs is told, and no part of the certificate. */
#include <math.h>
#include <string.h>

#include "link/link.h"
#include "world/products.h"

/* What leaves a region, new over base in logs, as the core measures it; NaN: nothing does. */
static double output_of(const tw_link *link, const twi_wedges *base, int o)
{
  double before = 0, after = 0;
  for (int k = 0; k < link->wedges; k++) {
    const twi_link_wedge *w = &link->wedge[k];
    if (w->o != o) continue;
    size_t i = (size_t)w->d * (size_t)link->N + (size_t)o;
    double flow = link->value[i] / (1 + twi_export_tax_of(link->world, base, w->cell));
    double was = link->base.bill[i] > 0 ? link->base.bill[i] : link->value[i] / link->money;
    before += flow;
    if (!w->banned) after += flow * link->now.bill[i] / was / w->price * w->barrier;
  }
  return before > 0 && after > 0 ? log(after / before) : NAN;
}

static tw_status add_limit(tw_link *link, const twi_wedges *base, int o, twi_policy *policy)
{
  tw_context *ctx = link->ctx;
  double goal = output_of(link, base, o);
  if (isnan(goal)) return TW_OK;
  twi_condition *more = twi_resize(ctx, policy->condition, (size_t)policy->conditions + 1, sizeof *more);
  if (!more) return twi_no_memory(ctx, 0);
  policy->condition = more;
  twi_condition *c = &more[policy->conditions++];
  size_t cell = twi_product_cell(link->world, (size_t)link->product, (size_t)o);
  *c = (twi_condition){.kind = TWI_AT_MOST,
                       .measure = TWI_MEASURE_OUTPUT,
                       .count = 1,
                       .goal = goal,
                       .lever = TWI_LEVER_OUTPUT_RENT,
                       .lever_count = 1,
                       .owner = -2,
                       .rule = "capacity"};
  c->cell = twi_alloc(ctx, 1, sizeof *c->cell);
  c->lever_cell = twi_alloc(ctx, 1, sizeof *c->lever_cell);
  c->what = twi_format(ctx, "output of %s in %s", link->options.product, link->world->region[o]);
  c->instrument = twi_strdup(ctx, "rent of the capacity");
  if (!c->cell || !c->lever_cell || !c->what || !c->instrument) return twi_no_memory(ctx, 0);
  *c->cell = *c->lever_cell = cell;
  return TW_OK;
}

/* Price mode's wedges without the rents. */
static tw_status put_quantities(tw_link *link, const twi_wedges *base, twi_policy *policy)
{
  tw_status status = twi_link_put(link, NULL, policy);
  for (int k = 0; k < link->wedges && status == TW_OK; k++) {
    const twi_link_wedge *w = &link->wedge[k];
    if (!w->banned) policy->wedges.export_tax[w->cell] = (1 + policy->wedges.export_tax[w->cell]) / w->rent - 1;
  }
  for (int o = 0; o < link->N && status == TW_OK; o++) status = add_limit(link, base, o, policy);
  return status;
}

tw_status twi_link_quantity_mode(tw_link *link, tw_solver *solver, const tw_scenario *scenario, const twi_side *base)
{
  tw_context *ctx = link->ctx;
  twi_policy other = {.conditions = 0};
  twi_closure closure;
  twi_side side;
  tw_status status = twi_side_new(ctx, link->world, &side);
  if (status == TW_OK)
    status = twi_scenario_apply_year(ctx, scenario, link->world, link->year, &other, &side.policy, &closure, NULL);
  if (status == TW_OK) {
    twi_closure_free(ctx, &closure);
    status = put_quantities(link, &base->wedges, &side.policy);
  }
  for (int polish = 0; polish < 2 && status == TW_OK; polish++) {
    status = twi_solver_new_side(solver, base, polish, &side);
    if (!twi_side_needs_polish(&side)) break;
  }
  if (status == TW_OK && side.found.outcome > 0) {
    link->mode_certificate = side.found.certificate;
    link->mode = 0;
    for (int d = 0; d < link->N; d++) {
      size_t g = (size_t)link->product * (size_t)link->N + (size_t)d;
      if (!(link->before_price[d] > 0)) continue;
      double gap = fabs(side.state->lnP_g[g] - base->state->lnP_g[g] - log(link->growth[d]));
      if (!(gap <= link->mode) && !isnan(link->mode)) link->mode = gap; /* one that is none stays told as none */
    }
    if (isnan(link->mode))
      status =
          twi_link_say(link, "With outputs as limits in place of rents a price of the product is no number: there is "
                             "nothing to compare.");
  } else if (status == TW_OK) {
    status = twi_link_say(link, "Quantity mode has no certified solution: %s.", side.found.message);
  }
  twi_policy_free(ctx, &other);
  twi_side_free(ctx, &side);
  return status;
}
