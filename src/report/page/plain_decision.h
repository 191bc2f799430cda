/* A decision on the page without scripts. Inside page/plain*.c. */
#ifndef TWI_REPORT_PAGE_PLAIN_DECISION_H
#define TWI_REPORT_PAGE_PLAIN_DECISION_H

#include "report/page/run.h"

/* Adds every number of decision.json, in tables. */
void twi_plain_decision(twi_text *out, const twi_page_run *run);

#endif
