/* Physical accounts on the page without scripts. Inside page/. */
#ifndef TWI_REPORT_PAGE_PLAIN_ACCOUNTS_H
#define TWI_REPORT_PAGE_PLAIN_ACCOUNTS_H

#include "report/page/run.h"

/* Adds the article of one folder of accounts. */
void twi_plain_accounts(twi_text *out, const twi_page_run *run);

#endif
