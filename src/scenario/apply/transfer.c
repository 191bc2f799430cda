/* Money paid by regions to regions. A transfer of money is a wedge, the same before and after prices move,
 *
 *   transfer[payer] -= amount,   transfer[receiver] += (sum of amounts) V[receiver] / sum_receivers V,
 *
 * one in proportion to income a condition, x = fraction times income, of which the receivers get their shares. */
#include <math.h>

#include "scenario/apply/apply.h"

static tw_status fail_both(const twi_job *job)
{
  const tw_world *w = job->world;
  int r = 0;
  while (!job->selected[0][r] || !job->selected[1][r]) r++;
  return twi_yaml_fail_key(job->ctx, job->rule->node, "%s both pays and receives the transfer; take it out of one side",
                           w->region[r]);
}

static int both_selected(const twi_job *job)
{
  for (int r = 0; r < job->world->N; r++)
    if (job->selected[0][r] && job->selected[1][r]) return 1;
  return 0;
}

/* Each payer a condition: it pays 1 x, each receiver gets its share of x. */
static tw_status add_share(twi_job *job, size_t payer, double fraction, const double *share, size_t *cell,
                           double *weight)
{
  const tw_world *w = job->world;
  size_t count = 1;
  cell[0] = payer;
  weight[0] = 1;
  for (int r = 0; r < w->N; r++) {
    if (!(share[r] > 0)) continue;
    cell[count] = (size_t)r;
    weight[count++] = -share[r];
  }
  const twi_condition c = {.kind = TWI_SHARE,
                           .measure = TWI_MEASURE_INCOME,
                           .count = 1,
                           .cell = &payer,
                           .goal = fraction,
                           .lever = TWI_LEVER_TRANSFER,
                           .lever_count = count,
                           .lever_cell = cell,
                           .lever_weight = weight,
                           .owner = (int)payer,
                           .rule = "transfer",
                           .line = job->rule->node->key_line};
  twi_sentence what = {"", 0}, instrument = {"", 0};
  twi_say(&what, "%.6g %% of the income of %s", 100 * fraction, w->region[payer]);
  twi_say(&instrument, "transfer from %s to ", w->region[payer]);
  twi_say_members(job, &job->rule->place, 1, &instrument);
  return twi_condition_add(job, &c, what.bytes, instrument.bytes);
}

static tw_status pay_receivers(twi_job *job, double amount, int in_money, double *share)
{
  const tw_world *w = job->world;
  size_t n = (size_t)w->N;
  double paid = 0, *transfer = NULL;
  size_t *cell = NULL;
  tw_status status = TW_OK;
  if (in_money) {
    transfer = twi_wedge(job->ctx, &job->policy->wedges.transfer, NULL, 0, n);
    if (!transfer) return twi_no_memory(job->ctx, 0);
  } else if (!(cell = twi_alloc(job->ctx, n + 1, sizeof *cell))) {
    return twi_no_memory(job->ctx, 0);
  }
  for (size_t r = 0; r < n && status == TW_OK; r++) {
    if (!job->selected[0][r]) continue;
    job->tally.covered++;
    job->tally.changed += amount != 0;
    job->tally.value += in_money ? amount : amount * w->value_added[r];
    paid += amount;
    if (in_money)
      transfer[r] -= amount;
    else if (amount > 0)
      status = add_share(job, r, amount, share, cell, share + n);
  }
  for (size_t r = 0; r < n && in_money; r++) transfer[r] += share[r] * paid;
  twi_free(job->ctx, cell);
  return status;
}

static void say_transfer(twi_job *job, double amount, int in_money)
{
  const tw_world *w = job->world;
  twi_sentence *words = &job->words;
  const twi_place *place = &job->rule->place;
  if (job->tally.covered > 1) twi_say(words, "each of ");
  twi_say_members(job, place, 0, words);
  if (in_money)
    twi_say(words, " pays %.6g %s %s to ", amount, w->unit, w->currency);
  else
    twi_say(words, " pays %.6g %% of its income to ", 100 * amount);
  twi_say_members(job, place, 1, words);
  int receivers = 0;
  for (int r = 0; r < w->N; r++) receivers += job->selected[1][r];
  if (receivers > 1) twi_say(words, ", shared by value added");
  if (job->tally.covered > 1) twi_field_text(job, "", "each", "true");
  if (receivers > 1) twi_field_text(job, "", "shared", "true");
}

tw_status twi_apply_transfer(twi_job *job)
{
  const twi_amount *given = &job->rule->amount;
  int in_money = given->unit == TWI_UNIT_MONEY;
  size_t n = (size_t)job->world->N;
  double amount = 0;
  tw_status status = twi_select_place(job, &job->rule->place);
  if (status != TW_OK) return status;
  if (both_selected(job)) return fail_both(job);
  if (in_money)
    status = twi_money_of(job, given, &amount);
  else
    amount = twi_amount_at(given, job->year);
  if (status != TW_OK) return status;
  if (!(amount >= 0) || !isfinite(amount) || (!in_money && amount >= 1))
    return twi_yaml_fail(job->ctx, given->node,
                         in_money
                             ? "found a transfer of %.10g, expected 0 or more (from and to say who pays)"
                             : "found a transfer of %.10g %% of income, expected 0 %% or more and less than 100 %%",
                         in_money ? amount : 100 * amount);
  double *share = twi_alloc(job->ctx, 2 * n + 1, sizeof *share); /* and the weights of a condition */
  if (!share) return twi_no_memory(job->ctx, 0);
  twi_receiver_shares(job, 1, share);
  status = pay_receivers(job, amount, in_money, share);
  twi_free(job->ctx, share);
  if (status == TW_OK) say_transfer(job, amount, in_money);
  job->count = 0;
  return status;
}
