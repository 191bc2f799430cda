/* What the files of the results folder hold; docs/formats.md is the contract. Inside this room. */
#ifndef TWI_REPORT_REPORT_H
#define TWI_REPORT_REPORT_H

#include "report/sheet.h"

/* The tables, each into an open sheet. */
tw_status twi_report_regions(twi_sheet *sheet, const tw_result *result);
tw_status twi_report_sectors(twi_sheet *sheet, const tw_result *result);
tw_status twi_report_trade(twi_sheet *sheet, const tw_result *result);
/* Of an uncertified result: every residual of the certificates with where it is worst. */
tw_status twi_report_residuals(twi_sheet *sheet, const tw_result *result);

/* The manifest. files: the sheets that belong to this run, with their digests. folder: where an earlier run may have
 * left its results, which an uncertified run mentions; NULL: nowhere. */
tw_status twi_report_manifest(twi_sheet *sheet, const tw_result *result, const char *command, twi_sheet *const *files,
                              int file_count, const char *folder);

#endif
