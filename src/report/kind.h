/* What a results folder is of, by its run.json: written and read here alone. */
#ifndef TWI_REPORT_KIND_H
#define TWI_REPORT_KIND_H

#include "report/json.h"

/* Runs and ranges have tables in common. */
typedef enum twi_results_kind {
  TWI_RESULTS_RUN,
  TWI_RESULTS_RANGE,
  TWI_RESULTS_DECIDE,
  TWI_RESULTS_RECONCILE,
  TWI_RESULTS_PLANTS,  /* the folder of a run or a range, and more */
  TWI_RESULTS_ACCOUNTS, /* nothing was solved */
  TWI_RESULTS_MARKET
} twi_results_kind;
enum { TWI_RESULTS_KINDS = TWI_RESULTS_MARKET + 1 };

/* Each returns a constant: the kind as run.json says it, "run", "range", "decide", "reconcile", "plants", "accounts" or
 * "market"; and with an article,
 * "a decision". */
const char *twi_results_word(twi_results_kind kind);
const char *twi_results_words(twi_results_kind kind);

/* Returns the kind of a manifest that nobody checked. Versions before the key `kind` had other keys to go by. */
twi_results_kind twi_results_kind_said(const json_t *manifest);
/* Finds the same; TW_BAD_INPUT when it is of another program or its kind is none of these. folder is for messages. */
tw_status twi_results_kind_of(tw_context *ctx, const char *folder, const json_t *manifest, twi_results_kind *kind);

/* Returns 1 when there are certified results, so that a page or a comparison can be made of them. A reconciliation one
 * of whose variants has no solution has its tables all the same, unless that variant is the run; accounts solve
 * nothing, and have theirs. */
int twi_results_are_there(twi_results_kind kind, const json_t *manifest);

#endif
