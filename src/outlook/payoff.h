/* A market as a decision asks for it: one number of each buyer or supplier, as it is and in draws that are the same for
 * all cells. For choice/.
 *
 *   surplus_change   of a buyer over all stages, from the base without rules on: each along the demand curve of its
 *                    stage, long run before the shock and short run in it, so that levers have one point of reference
 *   shortfall        what a buyer gets less than in that base
 *   others           after all that is done */
#ifndef TWI_OUTLOOK_PAYOFF_H
#define TWI_OUTLOOK_PAYOFF_H

#include "outlook/outlook.h"

typedef enum twi_payoff_field {
  TWI_PAYOFF_SURPLUS,
  TWI_PAYOFF_PRICE,
  TWI_PAYOFF_QUANTITY,
  TWI_PAYOFF_BILL,
  TWI_PAYOFF_SHORTFALL, /* the last of buyers */
  TWI_PAYOFF_RENT,
  TWI_PAYOFF_OUTPUT,
  TWI_PAYOFF_NETBACK,
  TWI_PAYOFF_FIELDS
} twi_payoff_field;

/* Returns the field's word, "surplus_change"; constant. */
const char *twi_payoff_word(twi_payoff_field field);
tw_market_axis twi_payoff_axis(twi_payoff_field field);
/* Returns the unit of its numbers; borrowed of the market. */
const char *twi_payoff_unit(twi_payoff_field field, const tw_market *market);

/* Fills out [buyers or suppliers] from certified solutions of `stages` stages, the base first. */
tw_status twi_market_payoff(tw_context *ctx, twi_payoff_field field, const tw_market *market, int stages,
                            const twi_market_state *const *state, const twi_market_solution *const *solution,
                            double *out);

/* What is asked of an outlook: the field is the caller's, the rest is filled in, and freed by twi_outlook_sample_free.
 * NULL where there is no certified solution, or no draws. */
struct twi_outlook_sample {
  twi_payoff_field field;
  double *central;      /* [axis] */
  double *value;        /* [draws][axis] */
  unsigned char *valid; /* [draws] */
};
void twi_outlook_sample_free(tw_context *ctx, twi_outlook_sample *sample);

/* As tw_outlook_run, of the last year, with the sample filled in; no quantiles are made. The points of draws are those
 * of the range section as it stands in the file, whichever of its variables the scenario has, so that all cells of a
 * decision see the same. sample NULL: as tw_outlook_run. */
tw_status twi_outlook_run_sampled(tw_context *ctx, const tw_scenario *scenario, const tw_outlook_options *options,
                                  twi_outlook_sample *sample, tw_outlook **outlook);

#endif
