/* decision.json, and the parts of it that run.json has as well. Inside tables/. */
#ifndef TWI_REPORT_DECISION_JSON_H
#define TWI_REPORT_DECISION_JSON_H

#include "choice/decide.h"
#include "report/json.h"

/* Each returns a new object or list, which the caller owns: the whole; sentences, of a region or of TWI_FIRST,
 * TWI_ABOUT_ALL; how many draws. *failed is 1 where memory ran out. */
json_t *twi_decision_object(const tw_verdict *v, int *failed);
json_t *twi_decision_sentences(const tw_verdict *v, int region, int *failed);
json_t *twi_decision_draws(const tw_verdict *v, int *failed);

#endif
