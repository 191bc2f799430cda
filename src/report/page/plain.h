/* The page without scripts. Inside page/. */
#ifndef TWI_REPORT_PAGE_PLAIN_H
#define TWI_REPORT_PAGE_PLAIN_H

#include "report/page/run.h"

/* Adds the page of the runs. */
void twi_page_plain(twi_text *out, const twi_page_run *run, int count);

#endif
