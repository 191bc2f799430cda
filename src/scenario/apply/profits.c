/* Profits of products in the closure: the part of what makers receive that is the owner's, where an owner and a markup
 * are known. See docs/model.md, Profits, and model/core/profits.c. */
#include <math.h>
#include <string.h>

#include "scenario/apply/apply.h"

/* An error at the key of the closure, or of the option. */
static tw_status fail_profits(tw_context *ctx, const tw_scenario *scenario, const char *what)
{
  const twi_yaml *node = scenario->profits_given ? NULL : scenario->profits_node;
  return node ? twi_yaml_fail(ctx, node, "profits: owner: %s", what)
              : twi_fail(ctx, TW_BAD_INPUT, "--profits owner: %s", what);
}

/* Nobody has profits to get: say what is missing. */
static tw_status fail_no_profits(tw_context *ctx, const tw_scenario *scenario, const tw_world *w)
{
  char what[320];
  int owned = 0, marked = 0, products = 0;
  for (int g = 0; g < w->products; g++) {
    if (w->product[g].rest) continue;
    products++;
    owned += twi_product_owner(w, (size_t)g) >= 0;
    marked += w->product_markup && !isnan(w->product_markup[g]);
  }
  if (products == 0)
    twi_print(what, sizeof what, "world %s has no products here, and products alone have owners and markups", w->name);
  else
    twi_print(
        what, sizeof what,
        "no product of world %s has both an owner (or a home) and a markup_elasticity: of %d, %d %s an owner and %d "
        "%s a markup; they are columns of products.csv",
        w->name, products, owned, owned == 1 ? "has" : "have", marked, marked == 1 ? "has" : "have");
  return fail_profits(ctx, scenario, what);
}

/* Profits are paid by trade, so they need a way from the maker to the owner. */
static tw_status check_ways(tw_context *ctx, const tw_scenario *scenario, const tw_world *w, const double *part)
{
  size_t N = (size_t)w->N;
  int *block = twi_new(ctx, N, sizeof *block);
  if (!block) return twi_no_memory(ctx, N * sizeof *block);
  tw_status status = TW_OK;
  if (twi_world_blocks(w, block) == 1) part = NULL; /* nearly always: all are connected */
  for (size_t g = 0; part && g < (size_t)w->products && status == TW_OK; g++) {
    int owner = twi_product_owner(w, g);
    const twi_market m = {w->product[g].sector, (int)g, 0};
    for (size_t d = 0; part[g] != 0 && d < N && status == TW_OK; d++) {
      twi_flow_row row = twi_market_row(w, &m, d);
      for (size_t i = 0; i < row.count && status == TW_OK; i++) {
        int maker = (int)row.seller[i];
        if (block[maker] == block[owner]) continue;
        char what[320];
        twi_print(what, sizeof what,
                  "%s is made in %s and owned in %s, which do not trade with each other, nor through others: nothing "
                  "could carry its profits",
                  w->product[g].code, w->region[maker], w->region[owner]);
        status = fail_profits(ctx, scenario, what);
      }
    }
  }
  twi_free(ctx, block);
  return status;
}

/* Profits are a part of value added; where the data have less of it, the markup is too high for them. */
static tw_status tell_too_high(tw_context *ctx, const tw_world *w, const double *part)
{
  size_t N = (size_t)w->N, S = (size_t)w->S, most = 0;
  int above = 0;
  double worst = 0, *profits = twi_new(ctx, N * S, sizeof *profits);
  if (!profits) return twi_no_memory(ctx, N * S * sizeof *profits);
  for (size_t g = 0; g < (size_t)w->products; g++) {
    const twi_market m = {w->product[g].sector, (int)g, 0};
    for (size_t d = 0; part[g] != 0 && d < N; d++) {
      twi_flow_row row = twi_market_row(w, &m, d);
      for (size_t i = 0; i < row.count; i++) {
        double tax = w->export_tax ? w->export_tax[row.first + i] : 0;
        profits[row.seller[i] * S + (size_t)m.sector] += part[g] * w->flow[row.first + i] / (1 + tax);
      }
    }
  }
  for (size_t cell = 0; cell < N * S; cell++) {
    double added = w->value_added_share[cell] * w->output[cell];
    if (!(profits[cell] > added * (1 + 1e-9))) continue;
    above++;
    if (profits[cell] - added > worst) worst = profits[cell] - added, most = cell;
  }
  if (above)
    twi_log(ctx, 0,
            "profits by markup_elasticity are more than the value added of the sector in %d place%s, most in %s of %s "
            "(%.0f of %.0f %s %s): the elasticities are too low for these data",
            above, above == 1 ? "" : "s", w->sector[most % S], w->region[most / S], profits[most],
            w->value_added_share[most] * w->output[most], w->unit, w->currency);
  twi_free(ctx, profits);
  return TW_OK;
}

tw_status twi_profits_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *w, twi_closure *closure)
{
  if (scenario->profits != TWI_PROFITS_OWNER) return TW_OK;
  int any = 0;
  double *part = closure->profit = twi_new(ctx, (size_t)w->products + 1, sizeof *part);
  if (!part) return twi_no_memory(ctx, (size_t)w->products * sizeof *part);
  for (int g = 0; g < w->products; g++) {
    double sigma = w->product_markup ? w->product_markup[g] : NAN;
    if (isnan(sigma) || twi_product_owner(w, (size_t)g) < 0) continue;
    if (!(sigma > 1)) {
      char what[320];
      twi_print(what, sizeof what, "product %s has a markup_elasticity of %.10g, expected more than 1",
                w->product[g].code, sigma);
      return fail_profits(ctx, scenario, what);
    }
    part[g] = 1 / sigma;
    any = 1;
  }
  if (!any) return fail_no_profits(ctx, scenario, w);
  tw_status status = check_ways(ctx, scenario, w, part);
  return status == TW_OK ? tell_too_high(ctx, w, part) : status;
}
