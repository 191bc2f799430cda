/* The page of routes. Inside page/. */
#ifndef TWI_REPORT_PAGE_ROUTES_H
#define TWI_REPORT_PAGE_ROUTES_H

#include "report/page/run.h"

/* Adds the whole page of a folder of routes: a map of their lines on the sea network, a table, in English, French and
 * Japanese, without scripts. */
void twi_page_routes(twi_text *out, const twi_page_run *run);

#endif
