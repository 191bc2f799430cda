/* A results folder while it is written: all its files get their names together, or none. Inside this room.
 *
 *   open; sheets, each filled and closed; the page; retire; commit; end      end alone after a failure
 */
#ifndef TWI_REPORT_FOLDER_H
#define TWI_REPORT_FOLDER_H

#include "report/report.h"

enum { TWI_FOLDER_SHEETS = TWI_REPORT_FILES + 1 };

typedef struct twi_folder {
  tw_context *ctx;
  const char *path;
  twi_sheet *sheet[TWI_FOLDER_SHEETS]; /* 64 KB each: not on the stack of who calls us */
  int count;
  char *old[TWI_REPORT_FILES]; /* paths of files of older results that these do not have */
  int old_count;
  int made; /* 1: it was not there before */
} twi_folder;

/* Makes the folder, not those above it. */
tw_status twi_folder_open(tw_context *ctx, const char *path, twi_folder *folder);
tw_status twi_folder_make(tw_context *ctx, const char *path, int *made);
/* The next file, open. inside: another folder than its own; NULL: its own. */
tw_status twi_folder_sheet(twi_folder *folder, const char *inside, const char *name, twi_sheet **sheet);
/* report.html of what the sheets hold, run.json among them. */
tw_status twi_folder_page(twi_folder *folder);
/* Marks a file to go when the sheets get their names. */
tw_status twi_folder_retire(twi_folder *folder, const char *inside, const char *name);
/* The same for all that older results left here and these do not have. */
tw_status twi_folder_retire_older(twi_folder *folder);
tw_status twi_folder_commit(twi_folder *folder);
/* Removes what has no name of its own yet. */
void twi_folder_drop(twi_folder *folder);
/* Removes uncertified/ with what an uncertified run has left there; a file that is not ours stays. */
void twi_folder_remove_uncertified(const char *folder);
/* Frees it; after a failure the folder is as it was, and the error says so. Returns the status. */
tw_status twi_folder_end(twi_folder *folder, tw_status status);

#endif
