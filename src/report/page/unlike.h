/* Runs side by side that do not measure the same. Inside page/. */
#ifndef TWI_REPORT_PAGE_UNLIKE_H
#define TWI_REPORT_PAGE_UNLIKE_H

#include "report/page/run.h"

/* Adds to *out why the runs do not measure the same, in English, with what to write instead. Returns 1 and a text for
 * which = 0, 1, …, 0 where there is nothing to say, -1 after the last. The first `count` are the runs' own warnings. */
int twi_page_unlike(const twi_page_run *run, int count, int which, twi_text *out);

#endif
