/* The results folder as a whole: see tw_result_write in tradewind.h. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/report.h"

typedef struct job {
  tw_context *ctx;
  tw_result *result;
  const char *folder, *command;
  twi_sheet *sheet[4]; /* 64 KB each: not on the stack of who calls us */
  int count;
  int made, made_inner; /* 1: the folder, and uncertified/ in it, were not there before */
} job;

/* ---------------------------------------------------------------- folders */

/* Makes the folder, not those above it; *made is 1 when it was not there. */
static tw_status make_folder(tw_context *ctx, const char *path, int *made)
{
  *made = mkdir(path, 0777) == 0;
  if (*made) return TW_OK;
  int number = errno;
  if (twi_path_kind_of(path) == TWI_PATH_FOLDER) return TW_OK;
  if (number == EEXIST) return twi_fail(ctx, TW_IO, "%s: cannot write results there: it is not a folder", path);
  return twi_fail(ctx, TW_IO, "%s: cannot make the folder for the results: %s", path, strerror(number));
}

/* Removes what an uncertified run has left, or its empty folder. A file we did not write stays, and with it the folder.
 * Needs no memory: it may be the last step after everything else went well. */
static void remove_uncertified(const char *folder)
{
  static const char *const names[] = {"run.json", "residuals.csv", ""};
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

/* ---------------------------------------------------------------- files */

static tw_status open_sheet(job *j, const char *folder, const char *name, twi_sheet **sheet)
{
  *sheet = twi_new(j->ctx, 1, sizeof **sheet);
  if (!*sheet) return twi_no_memory(j->ctx, sizeof **sheet);
  j->sheet[j->count++] = *sheet;
  return twi_sheet_open(j->ctx, *sheet, folder, name);
}

static tw_status write_table(job *j, const char *folder, const char *name,
                             tw_status (*fill)(twi_sheet *, const tw_result *))
{
  twi_sheet *sheet;
  tw_status status = open_sheet(j, folder, name, &sheet);
  if (status == TW_OK) status = fill(sheet, j->result);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

static tw_status write_manifest(job *j, const char *folder, int file_count, const char *older)
{
  twi_sheet *sheet;
  tw_status status = open_sheet(j, folder, "run.json", &sheet);
  if (status == TW_OK) status = twi_report_manifest(sheet, j->result, j->command, j->sheet, file_count, older);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* The write time goes into the manifest, so it ends where the manifest begins. */
static void stop_clock(job *j, double start)
{
  tw_info *info = tw_result_info_edit(j->result);
  info->seconds.write = twi_seconds() - start;
  info->seconds.total =
      info->seconds.load + info->seconds.base + info->seconds.new_ + info->seconds.decomposition + info->seconds.write;
}

static tw_status write_certified(job *j, double start)
{
  tw_status status = write_table(j, j->folder, "regions.csv", twi_report_regions);
  if (status == TW_OK) status = write_table(j, j->folder, "sectors.csv", twi_report_sectors);
  if (status == TW_OK) status = write_table(j, j->folder, "trade.csv", twi_report_trade);
  stop_clock(j, start);
  if (status == TW_OK) status = write_manifest(j, j->folder, j->count, NULL);
  if (status == TW_OK) status = twi_check_cancel(j->ctx);
  if (status == TW_OK) status = twi_sheets_commit(j->ctx, j->sheet, j->count);
  if (status == TW_OK) remove_uncertified(j->folder);
  return status;
}

static tw_status write_uncertified(job *j, double start)
{
  char *inner = twi_path_join(j->ctx, j->folder, "uncertified");
  if (!inner) return twi_no_memory(j->ctx, 0);
  tw_status status = make_folder(j->ctx, inner, &j->made_inner);
  if (status == TW_OK) status = write_table(j, inner, "residuals.csv", twi_report_residuals);
  stop_clock(j, start);
  if (status == TW_OK) status = write_manifest(j, inner, 0, j->folder);
  if (status == TW_OK) status = write_manifest(j, j->folder, 0, j->folder);
  if (status == TW_OK) status = twi_sheets_commit(j->ctx, j->sheet, j->count);
  twi_free(j->ctx, inner);
  return status;
}

tw_status tw_result_write(tw_context *ctx, tw_result *result, const char *folder, const char *command)
{
  if (!result || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_result_write needs a result and a folder");
  double start = twi_seconds();
  job j = {.ctx = ctx, .result = result, .folder = folder, .command = command};
  tw_status status = make_folder(ctx, folder, &j.made);
  if (status != TW_OK) return status;
  if (tw_result_info(result)->outcome > 0)
    status = write_certified(&j, start);
  else
    status = write_uncertified(&j, start);
  for (int i = 0; i < j.count; i++) { /* removes what has no name of its own yet */
    twi_sheet_free(j.sheet[i]);
    twi_free(ctx, j.sheet[i]);
  }
  if (status == TW_OK) return TW_OK;
  if (j.made_inner) remove_uncertified(folder);
  if (j.made) (void)rmdir(folder);
  if (status != TW_IO) return status;
  if (j.made) return twi_fail(ctx, status, "%s; no results were written", tw_error(ctx));
  return twi_fail(ctx, status, "%s; what was in %s is as it was", tw_error(ctx), folder);
}
