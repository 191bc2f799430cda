/* trade.csv. Inside page/. */
#ifndef TWI_REPORT_PAGE_FLOWS_H
#define TWI_REPORT_PAGE_FLOWS_H

#include "report/page/files.h"

/* Reads the flows of a run, whose codes are known, and the sums by pair; the run owns them. */
tw_status twi_page_flows_read(twi_page_run *run, const twi_page_files *files);

#endif
