/* How results were made, on the page without scripts. Inside page/plain*.c. */
#ifndef TWI_REPORT_PAGE_PLAIN_MADE_H
#define TWI_REPORT_PAGE_PLAIN_MADE_H

#include "report/page/run.h"

/* Adds world, command, versions, rules, certificate and run.json, which all kinds of results have. */
void twi_plain_made(twi_text *out, const twi_page_run *run);

#endif
