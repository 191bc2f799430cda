/* Numbers made of a result of a market: see outlook.h.
 *
 *   lost_d = sum over routes of x_before (1 - (1 - cut of the supplier) prod over passages (1 - cut of the passage))
 *   cut of a supplier   the part of its output before that its plants can no longer make
 *   cut of a passage    1: it closed; the part of what went through it that its new capacity does not let through */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "market/policy.h"
#include "outlook/outlook.h"

static double cut_of_supplier(const twi_market_stage *before, const twi_market_stage *after, int o)
{
  double q = before->solution.output[o], capacity = twi_market_supplier_capacity(after->state, o, 1);
  return q > 0 ? fmin(1, fmax(0, 1 - capacity / q)) : 0;
}

static double cut_of_passage(const twi_market_stage *before, const twi_market_stage *after, int k)
{
  double flow = before->accounts.passage[k].quantity, capacity = after->state->capacity[k];
  if (after->state->closed[k]) return before->state->closed[k] ? 0 : 1;
  return flow > 0 && isfinite(capacity) ? fmin(1, fmax(0, 1 - capacity / flow)) : 0;
}

void twi_outlook_direct_losses(const tw_market_result *result, double *lost)
{
  const tw_market *m = result->market;
  const twi_market_stage *before = &result->stage[result->before], *after = &result->stage[result->after];
  memset(lost, 0, (size_t)m->buyers * sizeof *lost);
  for (int p = 0; p < m->pairs; p++) {
    const twi_market_pair *pair = &m->pair[p];
    double kept_of_supplier = 1 - cut_of_supplier(before, after, pair->supplier);
    for (int r = pair->first_route; r < pair->first_route + pair->routes; r++) {
      double kept = kept_of_supplier, x = before->solution.flow[r];
      if (!(x > 0)) continue;
      for (int i = 0; i < m->route[r].crossings; i++)
        kept *= 1 - cut_of_passage(before, after, m->crossing[m->route[r].first_crossing + i]);
      lost[pair->buyer] += x * (1 - kept);
    }
  }
}

void twi_outlook_surplus_changes(const tw_market_result *result, double *change)
{
  /* a certified result has every number */
  (void)tw_market_result_numbers(result->ctx, result, result->after, "surplus_change", change);
}

void twi_outlook_worths(const tw_outlook *o, int year, double *worth)
{
  int buyers = o->market->buyers;
  twi_outlook_surplus_changes(o->compared[year], worth);
  for (int d = 0; d < buyers; d++) {
    const tw_market_result *r = o->result[year];
    const twi_market_solution *a = &r->stage[r->before].solution, *b = &r->stage[r->after].solution;
    worth[d] -= twi_market_surplus_change(r->stage[r->after].state, d, a->price[d] + a->limit_rent[d],
                                          b->price[d] + b->limit_rent[d]);
  }
}

/* ---------------------------------------------------------------- by name */

static const struct {
  const char *name;
  int column;
} drawn[] = {{"price_new", TWI_DRAWN_PRICE},     {"quantity_new", TWI_DRAWN_QUANTITY},
             {"bill_new", TWI_DRAWN_BILL},       {"surplus_change", TWI_DRAWN_SURPLUS},
             {"worth", TWI_DRAWN_WORTH},         {"output_new", TWI_DRAWN_OUTPUT},
             {"netback_new", TWI_DRAWN_NETBACK}, {"rent_new", TWI_DRAWN_RENT}};

/* "price_new_p05" */
static int copy_quantiles(const tw_outlook *o, const char *field, double *out)
{
  static const char *const ends[] = {"_p05", "_p50", "_p95"};
  for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++) {
    size_t n = strlen(drawn[i].name);
    if (strncmp(field, drawn[i].name, n) != 0) continue;
    for (int q = 0; q < 3; q++) {
      if (strcmp(field + n, ends[q]) != 0) continue;
      const double *from = o->quantile[drawn[i].column];
      int count = drawn[i].column < TWI_DRAWN_OF_BUYERS ? o->market->buyers : o->market->suppliers;
      for (int k = 0; k < count; k++) out[k] = from ? from[3 * k + q] : NAN;
      return 1;
    }
  }
  return 0;
}

tw_status tw_outlook_numbers(tw_context *ctx, const tw_outlook *o, const char *field, double *out)
{
  static const char *const names[] = {"direct_loss",    "replaced_pct",     "surplus_change", "worth",
                                      "price_new_p05",  "quantity_new_p05", "bill_new_p05",   "surplus_change_p05",
                                      "output_new_p05", "netback_new_p05",  "rent_new_p05"};
  int last = o->years - 1, buyers = o->market->buyers;
  if (o->solved < o->years) return twi_fail(ctx, TW_USAGE, "the outlook has years without a certified result");
  const tw_market_result *r = o->result[last];
  if (strcmp(field, "surplus_change") == 0) {
    twi_outlook_surplus_changes(r, out);
  } else if (strcmp(field, "direct_loss") == 0 || strcmp(field, "replaced_pct") == 0) {
    twi_outlook_direct_losses(r, out);
    for (int d = 0; d < buyers && *field == 'r'; d++) {
      double missing = r->stage[r->before].accounts.buyer[d].quantity - r->stage[r->after].accounts.buyer[d].quantity;
      out[d] = out[d] > 1e-9 ? 100 * (1 - missing / out[d]) : NAN;
    }
  } else if (strcmp(field, "worth") == 0) {
    if (o->has_compared)
      twi_outlook_worths(o, last, out);
    else
      for (int d = 0; d < buyers; d++) out[d] = NAN;
  } else if (!copy_quantiles(o, field, out)) {
    const char *near = twi_nearest(field, strlen(field), names, (int)(sizeof names / sizeof *names));
    char shown[TWI_SHOWN];
    return twi_fail(ctx, TW_USAGE, "an outlook has no numbers %s%s%s%s", twi_show(field, strlen(field), shown),
                    near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
  }
  return TW_OK;
}

const tw_range_parameter *tw_outlook_parameter(const tw_outlook *o, int index)
{
  return o->parameter && index >= 0 && index < o->spreads.count ? &o->parameter[index] : NULL;
}

int tw_outlook_drivers(const tw_outlook *o, const tw_outlook_driver **drivers)
{
  *drivers = o->driver;
  return o->drivers;
}
