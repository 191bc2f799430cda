/* report.html as a whole. Inside page/; other rooms go by report/report.h. */
#ifndef TWI_REPORT_PAGE_PAGE_H
#define TWI_REPORT_PAGE_PAGE_H

#include "report/page/run.h"

/* Adds the page of the runs, from the template that is built in, or plain. */
tw_status twi_page_make(tw_context *ctx, twi_page_run *run, int count, twi_text *out);
/* The same with a template: TW_USAGE unless it has the marker once. */
tw_status twi_page_fill(tw_context *ctx, const char *template, twi_page_run *run, int count, twi_text *out);

#endif
