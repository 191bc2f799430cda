/* One number of each buyer or supplier: see payoff.h. */
#include "outlook/payoff.h"

#include <math.h>

static const char *const words[TWI_PAYOFF_FIELDS] = {[TWI_PAYOFF_SURPLUS] = "surplus_change",
                                                     [TWI_PAYOFF_PRICE] = "price",
                                                     [TWI_PAYOFF_QUANTITY] = "quantity",
                                                     [TWI_PAYOFF_BILL] = "bill",
                                                     [TWI_PAYOFF_RENT] = "rent",
                                                     [TWI_PAYOFF_SHORTFALL] = "shortfall",
                                                     [TWI_PAYOFF_OUTPUT] = "output",
                                                     [TWI_PAYOFF_NETBACK] = "netback"};

const char *twi_payoff_word(twi_payoff_field field)
{
  return words[field];
}

tw_market_axis twi_payoff_axis(twi_payoff_field field)
{
  return field <= TWI_PAYOFF_SHORTFALL ? TW_MARKET_BUYERS : TW_MARKET_SUPPLIERS;
}

const char *twi_payoff_unit(twi_payoff_field field, const tw_market *m)
{
  if (field == TWI_PAYOFF_PRICE || field == TWI_PAYOFF_NETBACK) return m->price_unit;
  int quantity = field == TWI_PAYOFF_QUANTITY || field == TWI_PAYOFF_SHORTFALL || field == TWI_PAYOFF_OUTPUT;
  return quantity ? m->unit : m->value_unit;
}

static double surplus_of(int stages, const twi_market_state *const *state, const twi_market_solution *const *solution,
                         int d)
{
  double sum = 0;
  for (int i = 1; i < stages; i++) {
    const twi_market_solution *a = solution[i - 1], *b = solution[i];
    sum += twi_market_surplus_change(state[i], d, a->price[d] + a->limit_rent[d], b->price[d] + b->limit_rent[d]);
  }
  return sum;
}

static double of_buyer(twi_payoff_field field, int stages, const twi_market_state *const *state,
                       const twi_market_solution *const *solution, const twi_market_accounts *last, int d)
{
  const twi_market_buyer_account *account = &last->buyer[d];
  switch (field) {
  case TWI_PAYOFF_PRICE:
    return account->price;
  case TWI_PAYOFF_QUANTITY:
    return account->quantity;
  case TWI_PAYOFF_BILL:
    return account->bill;
  case TWI_PAYOFF_SHORTFALL:
    return solution[0]->quantity[d] - solution[0]->unserved[d] - account->quantity;
  default:
    return surplus_of(stages, state, solution, d);
  }
}

tw_status twi_market_payoff(tw_context *ctx, twi_payoff_field field, const tw_market *m, int stages,
                            const twi_market_state *const *state, const twi_market_solution *const *solution,
                            double *out)
{
  twi_market_accounts last = {0};
  tw_status status = twi_market_accounts_make(ctx, state[stages - 1], solution[stages - 1], &last);
  int buyers = twi_payoff_axis(field) == TW_MARKET_BUYERS;
  for (int d = 0; buyers && d < m->buyers && status == TW_OK; d++)
    out[d] = of_buyer(field, stages, state, solution, &last, d);
  for (int o = 0; !buyers && o < m->suppliers && status == TW_OK; o++)
    out[o] = field == TWI_PAYOFF_RENT     ? last.supplier[o].rent
             : field == TWI_PAYOFF_OUTPUT ? last.supplier[o].output
                                          : last.supplier[o].netback;
  twi_market_accounts_free(ctx, &last);
  return status;
}

void twi_outlook_sample_free(tw_context *ctx, twi_outlook_sample *sample)
{
  twi_free(ctx, sample->central);
  twi_free(ctx, sample->value);
  twi_free(ctx, sample->valid);
  sample->central = sample->value = NULL;
  sample->valid = NULL;
}
