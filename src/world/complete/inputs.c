/* Input shares: checked, rescaled, turned into shares of gross output, a = (1 - v) b. See complete.h.
 *
 * A region-sector without output has no technology of its own: where its inputs are absent, v = 1 is stored. */
#include "world/complete/complete.h"

#include <string.h>

static tw_status complete_bill(twi_completion *j, size_t d, size_t u, twi_tally *filled, twi_tally *rescaled,
                               twi_tally *negative)
{
  tw_world *w = j->w;
  size_t cell = d * j->S + u;
  double *b = w->input_share + cell * j->S, *v = &w->value_added_share[cell], output = w->output[cell];
  const char *region = w->region[d], *user = w->sector[u];
  if (!(*v >= 0 && *v <= 1) || (*v == 0 && output > 0)) {
    if (isnan(*v))
      return twi_fail(j->ctx, TW_BAD_INPUT,
                      "%s: region %s, sector %s: value_added_share is absent, expected a row for "
                      "every region and sector",
                      j->given->production, region, user);
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s: region %s, sector %s: found a value_added_share of %.9g, expected more "
                    "than 0 and at most 1",
                    j->given->production, region, user, *v);
  }
  int present = 0;
  for (size_t s = 0; s < j->S; s++) {
    present |= !isnan(b[s]);
    b[s] = isnan(b[s]) ? 0 : b[s] + 0.0;
  }
  if (*v < 1 && output == 0 && (!present || *v == 0)) {
    twi_tally_add(filled, 0, 0, d, u, 0);
    *v = 1;
  }
  if (*v == 1) {
    memset(b, 0, j->S * sizeof *b);
    return TW_OK;
  }
  if (!present)
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s: region %s, user %s: found no shares, expected some because its "
                    "value_added_share is %.9g; without inputs it must be 1",
                    j->given->inputs, region, user, *v);
  double bill = (1 - *v) * output;
  for (size_t s = 0; s < j->S; s++) {
    if (!(b[s] >= TWI_LOWEST))
      return twi_fail(j->ctx, TW_BAD_INPUT,
                      "%s: region %s, user %s, input %s: found a share of %.9g, expected a share "
                      "of the bill for inputs (down to -0.01 is kept)",
                      j->given->inputs, region, user, w->sector[s], b[s]);
    if (b[s] < 0) twi_tally_add(negative, -b[s], -b[s] * bill, d, u, s);
  }
  double sum = twi_sum_of(b, j->S);
  if (!(fabs(sum - 1) <= TWI_LOOSE))
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s: region %s, user %s: the shares sum to %.9g, expected 1 within 1e-5",
                    j->given->inputs, region, user, sum);
  if (twi_normalise(b, j->S, sum)) twi_tally_add(rescaled, fabs(sum - 1), fabs(sum - 1) * bill, d, u, 0);
  return TW_OK;
}

/* Inputs bought in a market without a supplier. money: what is dropped in all. */
static tw_status drop_inputs(twi_completion *j, size_t d, size_t s, double spending, twi_tally *dropped)
{
  tw_world *w = j->w;
  double money = 0;
  int any = 0;
  for (size_t u = 0; u < j->S; u++) {
    size_t cell = d * j->S + u;
    double b = w->input_share[cell * j->S + s];
    any |= b != 0;
    money += fabs(b) * (1 - w->value_added_share[cell]) * w->output[cell];
  }
  if (!any) return TW_OK;
  if (!(money <= TWI_TINY * spending))
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s: region %s, input %s: it is used (%.4g of the region's spending) but nobody "
                    "sells it there: %s has no positive flow of it to that importer",
                    j->given->inputs, w->region[d], w->sector[s], money / spending, j->given->flows);
  twi_tally_add(dropped, money, money, d, s, 0);
  for (size_t u = 0; u < j->S; u++) {
    size_t cell = d * j->S + u;
    double *b = w->input_share + cell * j->S;
    if (b[s] == 0) continue;
    b[s] = 0;
    double sum = twi_sum_of(b, j->S);
    if (sum > 0.5) {
      twi_normalise(b, j->S, sum);
    } else if (w->output[cell] == 0) {
      w->value_added_share[cell] = 1;
      memset(b, 0, j->S * sizeof *b);
    } else {
      return twi_fail(j->ctx, TW_BAD_INPUT,
                      "%s: region %s, user %s: it needs input %s, which nobody sells there: %s has no "
                      "positive flow of it to that importer",
                      j->given->inputs, w->region[d], w->sector[u], w->sector[s], j->given->flows);
    }
  }
  return TW_OK;
}

tw_status twi_complete_inputs(twi_completion *j)
{
  tw_world *w = j->w;
  twi_tally filled = {0}, rescaled = {0}, negative = {0}, dropped = {0};
  tw_status status = TW_OK;
  for (size_t d = 0; d < j->N && status == TW_OK; d++)
    for (size_t u = 0; u < j->S && status == TW_OK; u++) status = complete_bill(j, d, u, &filled, &rescaled, &negative);
  for (size_t d = 0; d < j->N && status == TW_OK; d++) {
    double spending = twi_sum_of(w->spending + d * j->S, j->S);
    for (size_t s = 0; s < j->S && status == TW_OK; s++)
      if (w->spending[d * j->S + s] == 0) status = drop_inputs(j, d, s, spending, &dropped);
  }
  if (status != TW_OK) return status;
  for (size_t cell = 0; cell < j->N * j->S; cell++)
    for (size_t s = 0; s < j->S; s++) w->input_share[cell * j->S + s] *= 1 - w->value_added_share[cell];

  char money[TWI_MONEY];
  if (rescaled.count)
    status =
        twi_world_find(j->ctx, w, rescaled.largest > 1e-9, "input_shares_rescaled", rescaled.region, rescaled.sector,
                       rescaled.money, rescaled.largest,
                       "Input shares were rescaled to sum to 1 in %d rows, %s in all; the largest was off by %.2g, "
                       "in %s %s.",
                       rescaled.count, twi_money(w, rescaled.money, money), rescaled.largest,
                       w->region[rescaled.region], w->sector[rescaled.sector]);
  if (status == TW_OK && negative.count)
    status = twi_world_find(j->ctx, w, 2, "negative_input_shares", negative.region, negative.sector, negative.money,
                            negative.largest,
                            "Negative input shares are kept: %d of them, %s in all; the largest is %.4g, "
                            "input %s of %s %s.",
                            negative.count, twi_money(w, negative.money, money), -negative.largest,
                            w->sector[negative.other], w->region[negative.region], w->sector[negative.sector]);
  if (status == TW_OK && filled.count)
    status = twi_world_find(j->ctx, w, 0, "no_technology", filled.region, filled.sector, NAN, NAN,
                            "%d region-sectors without output have no inputs either; value_added_share 1 stands for "
                            "them (nothing depends on it), the first is %s %s.",
                            filled.count, w->region[filled.region], w->sector[filled.sector]);
  if (status == TW_OK && dropped.count)
    status = twi_world_find(j->ctx, w, 1, "no_supplier", dropped.region, dropped.sector, dropped.money, NAN,
                            "Inputs bought in %d markets without a supplier were dropped and the rest rescaled, %s in "
                            "all; the largest is %s %s.",
                            dropped.count, twi_money(w, dropped.money, money), w->region[dropped.region],
                            w->sector[dropped.sector]);
  return status;
}
