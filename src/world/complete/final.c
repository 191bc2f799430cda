/* Final demand: shares as given, checked and rescaled, or what use leaves over. See complete.h. */
#include "world/complete/complete.h"

/* One line a market where use leaves less than nothing, those of rounding apart. */
static tw_status report_negative(twi_completion *j)
{
  const tw_world *w = j->w;
  char money[TWI_MONEY], bought[TWI_MONEY], used[TWI_MONEY];
  for (size_t cell = 0; cell < j->N * j->S; cell++) {
    double short_of = j->use[cell] - w->spending[cell];
    if (!(short_of > 1e-9 * j->use[cell])) continue;
    tw_status status =
        twi_world_find(j->ctx, j->w, 1, "negative_final_demand", (int)(cell / j->S), (int)(cell % j->S), short_of,
                       short_of / j->use[cell],
                       "%s %s: inputs need %s but only %s is bought; the final demand of -%s was set to zero.",
                       w->region[cell / j->S], w->sector[cell % j->S], twi_money(w, j->use[cell], used),
                       twi_money(w, w->spending[cell], bought), twi_money(w, short_of, money));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* alpha = max(0, X - use) / sum: what use leaves over. */
tw_status twi_complete_residual_final(twi_completion *j)
{
  tw_world *w = j->w;
  char money[TWI_MONEY];
  twi_tally negative = {0};
  double all = 0;
  for (size_t d = 0; d < j->N; d++) {
    double *alpha = w->final_share + d * j->S;
    twi_sum positive = {0, 0};
    for (size_t s = 0; s < j->S; s++) {
      size_t cell = d * j->S + s;
      double left = w->spending[cell] - j->use[cell];
      all += w->spending[cell];
      alpha[s] = left > 0 ? left : 0;
      twi_sum_add(&positive, alpha[s]);
      if (left < 0) twi_tally_add(&negative, -left, -left, d, s, 0);
    }
    double sum = twi_sum_value(positive);
    if (!(sum > 0))
      return twi_fail(j->ctx, TW_BAD_INPUT, "%s: region %s has no positive final demand: its inputs use up all it buys",
                      j->given->flows, w->region[d]);
    for (size_t s = 0; s < j->S; s++) alpha[s] /= sum;
  }
  if (negative.count == 0) return TW_OK;
  tw_status status = twi_world_find(
      j->ctx, w, negative.money > 1e-9 * all, "negative_final_demand", negative.region, negative.sector, negative.money,
      negative.money / all,
      "Final demand as what use leaves over is negative in %d markets and was set to zero there, %s in all "
      "(%.2g %% of use); the largest is %s %s.",
      negative.count, twi_money(w, negative.money, money), 100 * negative.money / all, w->region[negative.region],
      w->sector[negative.sector]);
  return status == TW_OK ? report_negative(j) : status;
}

/* Final demand in a market without a supplier. */
static tw_status drop_final(twi_completion *j, size_t d, size_t s, twi_tally *dropped)
{
  tw_world *w = j->w;
  double *alpha = w->final_share + d * j->S;
  if (alpha[s] == 0) return TW_OK;
  if (!(alpha[s] <= TWI_TINY))
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s: region %s, sector %s: found a share of %.9g but nobody sells it there: %s has "
                    "no positive flow of it to that importer",
                    j->given->final, w->region[d], w->sector[s], alpha[s], j->given->flows);
  twi_tally_add(dropped, alpha[s], alpha[s] * j->income[d], d, s, 0);
  alpha[s] = 0;
  twi_normalise(alpha, j->S, twi_sum_of(alpha, j->S));
  return TW_OK;
}

tw_status twi_complete_given_final(twi_completion *j)
{
  tw_world *w = j->w;
  twi_tally rescaled = {0}, dropped = {0};
  char money[TWI_MONEY];
  tw_status status = TW_OK;
  for (size_t d = 0; d < j->N; d++) {
    double *alpha = w->final_share + d * j->S;
    for (size_t s = 0; s < j->S; s++) {
      alpha[s] = isnan(alpha[s]) ? 0 : alpha[s] + 0.0;
      if (!(alpha[s] >= 0))
        return twi_fail(j->ctx, TW_BAD_INPUT, "%s: region %s, sector %s: found a share of %.9g, expected 0 or more",
                        j->given->final, w->region[d], w->sector[s], alpha[s]);
    }
    double sum = twi_sum_of(alpha, j->S);
    if (!(fabs(sum - 1) <= TWI_LOOSE))
      return twi_fail(j->ctx, TW_BAD_INPUT, "%s: region %s: the shares sum to %.9g, expected 1 within 1e-5",
                      j->given->final, w->region[d], sum);
    if (twi_normalise(alpha, j->S, sum)) twi_tally_add(&rescaled, fabs(sum - 1), fabs(sum - 1) * j->income[d], d, 0, 0);
    for (size_t s = 0; s < j->S && status == TW_OK; s++)
      if (w->spending[d * j->S + s] == 0) status = drop_final(j, d, s, &dropped);
    if (status != TW_OK) return status;
  }
  if (rescaled.count)
    status = twi_world_find(j->ctx, w, rescaled.largest > 1e-9, "final_shares_rescaled", rescaled.region, -1,
                            rescaled.money, rescaled.largest,
                            "Final shares of %d regions were rescaled to sum to 1, %s "
                            "in all; the largest was off by %.2g, in %s.",
                            rescaled.count, twi_money(w, rescaled.money, money), rescaled.largest,
                            w->region[rescaled.region]);
  if (status == TW_OK && dropped.count)
    status = twi_world_find(
        j->ctx, w, 1, "no_supplier", dropped.region, dropped.sector, dropped.money, dropped.largest,
        "Final demand in %d markets without a supplier was dropped and the rest rescaled, %s in all; "
        "the largest is %s %s.",
        dropped.count, twi_money(w, dropped.money, money), w->region[dropped.region], w->sector[dropped.sector]);
  return status;
}
