/* The page of A4 without scripts. Inside page/. */
#ifndef TWI_REPORT_PAGE_PLAIN_BRIEF_H
#define TWI_REPORT_PAGE_PLAIN_BRIEF_H

#include "report/page/run.h"

/* What its style has beside that of the whole report; static. */
extern const char twi_plain_brief_style[];
/* Adds headline, five numbers with their ranges, what was assumed and caveats of a run or a range, in English. */
void twi_plain_brief(twi_text *out, const twi_page_run *run);

#endif
