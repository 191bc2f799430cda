/* A results folder to a run of the page. Inside page/. */
#ifndef TWI_REPORT_PAGE_READ_H
#define TWI_REPORT_PAGE_READ_H

#include "report/page/files.h"

/* Reads the folder into a run of zeros. The run keeps the folder's name, not a copy; the caller frees the run, also
 * after a failure. */
tw_status twi_page_read(tw_context *ctx, const twi_page_files *files, twi_page_run *run);

#endif
