/* A results folder while it is written: see folder.h. */
#include "report/folder.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/html.h"

tw_status twi_folder_make(tw_context *ctx, const char *path, int *made)
{
  *made = mkdir(path, 0777) == 0;
  if (*made) return TW_OK;
  int number = errno;
  if (twi_path_kind_of(path) == TWI_PATH_FOLDER) return TW_OK;
  if (number == EEXIST) return twi_fail(ctx, TW_IO, "%s: cannot write results there: it is not a folder", path);
  return twi_fail(ctx, TW_IO, "%s: cannot make the folder for the results: %s", path, strerror(number));
}

tw_status twi_folder_open(tw_context *ctx, const char *path, twi_folder *folder)
{
  *folder = (twi_folder){.ctx = ctx, .path = path};
  return twi_folder_make(ctx, path, &folder->made);
}

tw_status twi_folder_sheet(twi_folder *f, const char *inside, const char *name, twi_sheet **sheet)
{
  *sheet = twi_new(f->ctx, 1, sizeof **sheet);
  if (!*sheet) return twi_no_memory(f->ctx, sizeof **sheet);
  f->sheet[f->count++] = *sheet;
  return twi_sheet_open(f->ctx, *sheet, inside ? inside : f->path, name);
}

/* The page comes last: it holds the manifest, so the manifest cannot hold its digest. It is made of the files that
 * were written, under the names that they have until all are complete. */
tw_status twi_folder_page(twi_folder *f)
{
  twi_sheet *sheet;
  int count = f->count;
  tw_status status = twi_progress(f->ctx, "writing report.html", -1);
  if (status == TW_OK) status = twi_folder_sheet(f, NULL, twi_report_file(TWI_REPORT_PAGE), &sheet);
  if (status == TW_OK) status = twi_html_report(sheet, f->sheet, count, f->path);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* ---------------------------------------------------------------- older results */

tw_status twi_folder_retire(twi_folder *f, const char *inside, const char *name)
{
  char *path = twi_path_join(f->ctx, inside ? inside : f->path, name);
  if (!path) return twi_no_memory(f->ctx, 0);
  if (twi_path_kind_of(path) == TWI_PATH_FILE)
    f->old[f->old_count++] = path;
  else
    twi_free(f->ctx, path);
  return TW_OK;
}

static int has_sheet(const twi_folder *f, const char *name)
{
  for (int i = 0; i < f->count; i++)
    if (strcmp(f->sheet[i]->name, name) == 0) return 1;
  return 0;
}

/* A file that these results do not have, left by some that had it, would be taken for one of them. It goes when the
 * manifest in the folder lists it, so that only what this program wrote is removed; else it stays, and that is said. */
tw_status twi_folder_retire_older(twi_folder *f)
{
  unsigned char listed[TWI_REPORT_FILES];
  tw_status status = twi_report_listed(f->ctx, f->path, listed);
  for (int i = 0; i < TWI_REPORT_FILES && status == TW_OK; i++) {
    if (has_sheet(f, twi_report_file(i))) continue;
    int count = f->old_count;
    status = twi_folder_retire(f, NULL, twi_report_file(i));
    if (status != TW_OK || f->old_count == count || listed[i]) continue;
    char *path = f->old[--f->old_count];
    twi_log(f->ctx, 0, "%s is not of this run, and no run.json there lists it: it stays", path);
    twi_free(f->ctx, path);
  }
  return status;
}

/* ---------------------------------------------------------------- the end */

/* Removes what an uncertified run has left, or its empty folder. A file we did not write stays, and with it the folder.
 * Needs no memory: it may be the last step after everything else went well. */
void twi_folder_remove_uncertified(const char *folder)
{
  static const char *const names[] = {"run.json", "residuals.csv", "years.csv", "years_sectors.csv", ""};
  char path[PATH_MAX];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    int n = snprintf(path, sizeof path, "%s/uncertified/%s", folder, names[i]);
    if (n < 0 || (size_t)n >= sizeof path) return;
    if (*names[i])
      (void)unlink(path);
    else
      (void)rmdir(path);
  }
}

tw_status twi_folder_commit(twi_folder *f)
{
  return twi_sheets_commit(f->ctx, f->sheet, f->count, f->old, f->old_count);
}

void twi_folder_drop(twi_folder *f)
{
  for (int i = 0; i < f->count; i++) {
    twi_sheet_free(f->sheet[i]);
    twi_free(f->ctx, f->sheet[i]);
  }
  for (int i = 0; i < f->old_count; i++) twi_free(f->ctx, f->old[i]);
  f->count = f->old_count = 0;
}

tw_status twi_folder_end(twi_folder *f, tw_status status)
{
  twi_folder_drop(f);
  if (status == TW_OK) return TW_OK;
  if (f->made) (void)rmdir(f->path);
  if (status != TW_IO) return status;
  if (f->made) return twi_fail(f->ctx, status, "%s; no results were written", tw_error(f->ctx));
  return twi_fail(f->ctx, status, "%s; what was in %s is as it was", tw_error(f->ctx), f->path);
}
