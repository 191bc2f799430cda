/* A run or a range on the page without scripts. Inside page/plain*.c. */
#ifndef TWI_REPORT_PAGE_PLAIN_RUN_H
#define TWI_REPORT_PAGE_PLAIN_RUN_H

#include "report/page/run.h"

/* Adds what the run says, in words and tables; title: the element of its title, h1 or h2. */
void twi_plain_run(twi_text *out, const twi_page_run *run, const char *title);

#endif
