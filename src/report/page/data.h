/* The data of the page. Inside page/. */
#ifndef TWI_REPORT_PAGE_DATA_H
#define TWI_REPORT_PAGE_DATA_H

#include "report/page/run.h"

/* Adds a JSON text that can stand in a script element: no <, > or &, no line separators, no bytes that are not UTF-8.
 */
void twi_page_json_text(twi_text *out, const char *text);
/* Adds the one JSON object of all runs, as docs/formats.md describes it. */
void twi_page_data(twi_text *out, twi_page_run *run, int count);

#endif
