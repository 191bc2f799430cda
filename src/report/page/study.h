/* decision.json and reconcile.json. Inside page/. */
#ifndef TWI_REPORT_PAGE_STUDY_H
#define TWI_REPORT_PAGE_STUDY_H

#include "report/page/files.h"

/* Reads the study, which the run owns, and checks the digests of all files that the manifest lists. */
tw_status twi_page_study_read(twi_page_run *run, const twi_page_files *files);

#endif
