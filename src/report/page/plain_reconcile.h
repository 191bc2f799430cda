/* A reconciliation on the page without scripts. Inside page/plain*.c. */
#ifndef TWI_REPORT_PAGE_PLAIN_RECONCILE_H
#define TWI_REPORT_PAGE_PLAIN_RECONCILE_H

#include "report/page/run.h"

/* Adds every number of reconcile.json, in tables. */
void twi_plain_reconciliation(twi_text *out, const twi_page_run *run);

#endif
