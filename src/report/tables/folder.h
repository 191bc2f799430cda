/* A results folder while it is written as one thing (base/stage.h). Inside this room.
 *
 *   open; sheets, each filled and closed; the page; retire; commit; end      end alone after a failure
 */
#ifndef TWI_REPORT_FOLDER_H
#define TWI_REPORT_FOLDER_H

#include "base/stage.h"
#include "report/report.h"

enum { TWI_FOLDER_SHEETS = TWI_REPORT_FILES + 1 };

typedef struct twi_folder {
  tw_context *ctx;
  const char *path;
  twi_stage *stage;
  twi_sheet *sheet[TWI_FOLDER_SHEETS]; /* 64 KB each: not on the stack of who calls us */
  int inner[TWI_FOLDER_SHEETS];        /* 1: the sheet is of uncertified/ */
  int count;
} twi_folder;

/* Locks the folder, which is not changed before the commit; makes none above it. end it also after a failure. */
tw_status twi_folder_open(tw_context *ctx, const char *path, twi_folder *folder);
/* Opens the next file, which the folder owns; the caller closes it. inner: 1 in uncertified/. */
tw_status twi_folder_sheet(twi_folder *folder, int inner, const char *name, twi_sheet **sheet);
/* Writes columns.csv, of the tables that are closed. meanings.c */
tw_status twi_folder_columns(twi_folder *folder, const tw_world *world);
/* Writes each table that is closed as a Stata file, too. stata.c */
tw_status twi_folder_stata(twi_folder *folder, const tw_world *world);
/* Counts a file that was written at the place by other means among the folder's; name is constant. */
tw_status twi_folder_made(twi_folder *folder, const char *place, const char *name);
/* Writes report.html of what the sheets hold, run.json among them. */
tw_status twi_folder_page(twi_folder *folder);
/* Marks what older results left in the folder and these do not have, uncertified/ included: it does not come along. */
tw_status twi_folder_retire_older(twi_folder *folder);
/* The same for one file of uncertified/. */
tw_status twi_folder_retire_inner(twi_folder *folder, const char *name);
/* Gives the folder its name. A file in the way where no older results are is TW_BAD_INPUT. */
tw_status twi_folder_commit(twi_folder *folder);
/* Frees it; after a failure the folder is as it was, and the error says so. Returns the status. */
tw_status twi_folder_end(twi_folder *folder, tw_status status);

#endif
