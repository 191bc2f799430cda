/* A market on the page without scripts. Inside page/. */
#ifndef TWI_REPORT_PLAIN_MARKET_H
#define TWI_REPORT_PLAIN_MARKET_H

#include "report/page/run.h"

/* Adds the article of one folder of a market. */
void twi_plain_market(twi_text *out, const twi_page_run *run);

#endif
