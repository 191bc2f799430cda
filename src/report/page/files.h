/* The files of a results folder, as they were written. Inside page/. */
#ifndef TWI_REPORT_PAGE_FILES_H
#define TWI_REPORT_PAGE_FILES_H

#include "report/page/run.h"
#include "report/sheet.h"

/* Where the files are: a folder, or, of a run that is being written, sheets that are complete and have no name yet. */
typedef struct twi_page_files {
  const char *folder;
  twi_sheet *const *sheet;
  int count; /* of sheets; 0: look in the folder */
} twi_page_files;

/* Returns where a file is, whether it is there or not; the caller frees it. NULL: no memory. */
char *twi_page_place(tw_context *ctx, const twi_page_files *files, const char *name);
/* Returns TW_BAD_INPUT when a file of the folder has not the digest that the manifest gives it. */
tw_status twi_page_check(twi_page_run *run, const twi_page_files *files, const char *name);
/* Opens a table of the run, checked against the manifest; the caller frees *csv. */
tw_status twi_page_table(twi_page_run *run, const twi_page_files *files, const char *name, twi_csv **csv);
/* Reads a whole JSON file; checked: against the manifest, unless it is being written. No text in it has a control
 * character but for line ends and tabs (base/plain.h): U+FFFD stands for each. The caller owns *root. */
tw_status twi_page_json(twi_page_run *run, const twi_page_files *files, const char *name, int checked, json_t **root);

#endif
