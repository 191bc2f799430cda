/* The results folder as a whole: see tw_result_write and tw_path_write in tradewind.h. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/html.h"
#include "report/report.h"

enum { MOST_SHEETS = TWI_REPORT_FILES + 1 };

typedef struct job {
  tw_context *ctx;
  twi_run run;
  const char *folder, *command;
  twi_sheet *sheet[MOST_SHEETS]; /* 64 KB each: not on the stack of who calls us */
  int count;
  char *old[TWI_REPORT_FILES]; /* paths of files of an older run that this one does not have */
  int old_count;
  int made, made_inner; /* 1: the folder, and uncertified/ in it, were not there before */
} job;

/* ---------------------------------------------------------------- tables */

static int always(const twi_run *run)
{
  (void)run;
  return 1;
}

static int has_limits(const twi_run *run)
{
  const tw_condition_result *c;
  return tw_result_conditions(run->result, &c) > 0;
}

static int has_preferences(const twi_run *run)
{
  const tw_preference_result *p;
  return tw_result_preferences(run->result, &p) > 0;
}

static int has_drivers(const twi_run *run)
{
  const tw_range_driver *d;
  return run->range && tw_range_drivers(run->range, &d) > 0;
}

static int has_years(const twi_run *run)
{
  return run->years > 0;
}

static const struct table {
  const char *name;
  tw_status (*fill)(twi_sheet *sheet, const twi_run *run);
  int (*wanted)(const twi_run *run);
} tables[] = {
    {"regions.csv", twi_report_regions, always},
    {"sectors.csv", twi_report_sectors, always},
    {"trade.csv", twi_report_trade, always},
    {"limits.csv", twi_report_limits, has_limits},
    {"preferences.csv", twi_report_preferences, has_preferences},
    {"drivers.csv", twi_report_drivers, has_drivers},
    {"years.csv", twi_report_years, has_years},
    {"years_sectors.csv", twi_report_years_sectors, has_years},
};
_Static_assert(sizeof tables / sizeof *tables == TWI_REPORT_TABLES, "report.h counts the tables");
enum { YEARS = 6 }; /* the first of the tables by year: an uncertified run has them too, of the years before */

const char *twi_report_file(int index)
{
  if (index == TWI_REPORT_PAGE) return "report.html";
  return index < 0 || index > TWI_REPORT_PAGE ? NULL : tables[index].name;
}

static int wants_page(const twi_run *run)
{
  return tw_result_settings(run->result)->report;
}

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

/* ---------------------------------------------------------------- files */

static tw_status open_sheet(job *j, const char *folder, const char *name, twi_sheet **sheet)
{
  *sheet = twi_new(j->ctx, 1, sizeof **sheet);
  if (!*sheet) return twi_no_memory(j->ctx, sizeof **sheet);
  j->sheet[j->count++] = *sheet;
  return twi_sheet_open(j->ctx, *sheet, folder, name);
}

static tw_status write_table(job *j, const char *folder, const char *name,
                             tw_status (*fill)(twi_sheet *sheet, const twi_run *run))
{
  twi_sheet *sheet;
  tw_status status = open_sheet(j, folder, name, &sheet);
  if (status == TW_OK) status = fill(sheet, &j->run);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* Marks a file to go when this run's get their names. */
static tw_status retire(job *j, const char *folder, const char *name)
{
  char *path = twi_path_join(j->ctx, folder, name);
  if (!path) return twi_no_memory(j->ctx, 0);
  if (twi_path_kind_of(path) == TWI_PATH_FILE)
    j->old[j->old_count++] = path;
  else
    twi_free(j->ctx, path);
  return TW_OK;
}

/* A file that this run does not have, left by a run that had it, would be taken for this run's. It goes when the
 * manifest in the folder lists it, so that only what this program wrote is removed; else it stays, and that is said. */
static tw_status retire_older(job *j)
{
  unsigned char listed[TWI_REPORT_FILES];
  tw_status status = twi_report_listed(j->ctx, j->folder, listed);
  for (int i = 0; i < TWI_REPORT_FILES && status == TW_OK; i++) {
    if (i == TWI_REPORT_PAGE ? wants_page(&j->run) : tables[i].wanted(&j->run)) continue;
    int count = j->old_count;
    status = retire(j, j->folder, twi_report_file(i));
    if (status != TW_OK || j->old_count == count || listed[i]) continue;
    char *path = j->old[--j->old_count];
    twi_log(j->ctx, 0, "%s is not of this run, and no run.json there lists it: it stays", path);
    twi_free(j->ctx, path);
  }
  return status;
}

static tw_status write_manifest(job *j, const char *folder, int file_count, const char *older)
{
  twi_sheet *sheet;
  tw_status status = open_sheet(j, folder, "run.json", &sheet);
  if (status == TW_OK) status = twi_report_manifest(sheet, &j->run, j->command, j->sheet, file_count, older);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* The page comes last: it holds the manifest, so the manifest cannot hold its digest. It is made of the files that
 * were written, under the names that they have until all are complete. */
static tw_status write_page(job *j)
{
  twi_sheet *sheet;
  int count = j->count;
  tw_status status = twi_progress(j->ctx, "writing report.html", -1);
  if (status == TW_OK) status = open_sheet(j, j->folder, twi_report_file(TWI_REPORT_PAGE), &sheet);
  if (status == TW_OK) status = twi_html_report(sheet, j->sheet, count, j->folder);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* The write time goes into the manifest, so it ends where the manifest begins. */
static void stop_clock(job *j, double start)
{
  tw_info *info = tw_result_info_edit(j->run.result);
  info->seconds.write = twi_seconds() - start;
  info->seconds.total =
      info->seconds.load + info->seconds.base + info->seconds.new_ + info->seconds.decomposition + info->seconds.write;
}

static tw_status write_certified(job *j, double start)
{
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_REPORT_TABLES && status == TW_OK; i++)
    if (tables[i].wanted(&j->run)) status = write_table(j, j->folder, tables[i].name, tables[i].fill);
  stop_clock(j, start);
  if (status == TW_OK) status = write_manifest(j, j->folder, j->count, NULL);
  if (status == TW_OK && wants_page(&j->run)) status = write_page(j);
  if (status == TW_OK) status = retire_older(j);
  if (status == TW_OK) status = twi_check_cancel(j->ctx);
  if (status == TW_OK) status = twi_sheets_commit(j->ctx, j->sheet, j->count, j->old, j->old_count);
  if (status == TW_OK) remove_uncertified(j->folder);
  return status;
}

/* The years before the one that failed are certified, and hours may have gone into them, so they are kept; but inside
 * uncertified/, since the path that was asked for is not there. */
static tw_status write_uncertified(job *j, double start)
{
  char *inner = twi_path_join(j->ctx, j->folder, "uncertified");
  if (!inner) return twi_no_memory(j->ctx, 0);
  tw_status status = make_folder(j->ctx, inner, &j->made_inner);
  if (status == TW_OK) status = write_table(j, inner, "residuals.csv", twi_report_residuals);
  for (int i = YEARS; i < TWI_REPORT_TABLES && status == TW_OK; i++)
    status = tables[i].wanted(&j->run) ? write_table(j, inner, tables[i].name, tables[i].fill)
                                       : retire(j, inner, tables[i].name);
  stop_clock(j, start);
  if (status == TW_OK) status = write_manifest(j, inner, 0, j->folder);
  if (status == TW_OK) status = write_manifest(j, j->folder, 0, j->folder);
  if (status == TW_OK) status = twi_sheets_commit(j->ctx, j->sheet, j->count, j->old, j->old_count);
  twi_free(j->ctx, inner);
  return status;
}

static tw_status write_run(tw_context *ctx, const twi_run *run, const char *folder, const char *command)
{
  double start = twi_seconds();
  job j = {.ctx = ctx, .run = *run, .folder = folder, .command = command};
  tw_status status = make_folder(ctx, folder, &j.made);
  if (status != TW_OK) return status;
  if (tw_result_info(run->result)->outcome > 0)
    status = write_certified(&j, start);
  else
    status = write_uncertified(&j, start);
  for (int i = 0; i < j.count; i++) { /* removes what has no name of its own yet */
    twi_sheet_free(j.sheet[i]);
    twi_free(ctx, j.sheet[i]);
  }
  for (int i = 0; i < j.old_count; i++) twi_free(ctx, j.old[i]);
  if (status == TW_OK) return TW_OK;
  if (j.made_inner) remove_uncertified(folder);
  if (j.made) (void)rmdir(folder);
  if (status != TW_IO) return status;
  if (j.made) return twi_fail(ctx, status, "%s; no results were written", tw_error(ctx));
  return twi_fail(ctx, status, "%s; what was in %s is as it was", tw_error(ctx), folder);
}

tw_status tw_result_write(tw_context *ctx, tw_result *result, const char *folder, const char *command)
{
  if (!result || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_result_write needs a result and a folder");
  const twi_run run = {.result = result, .count = 1};
  return write_run(ctx, &run, folder, command);
}

tw_status tw_range_write(tw_context *ctx, tw_range_result *range, const char *folder, const char *command)
{
  if (!range || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_range_write needs a range and a folder");
  const tw_range_info *info = tw_range_info_of(range);
  const twi_run run = {.result = tw_range_central(range), .count = 1, .range = range};
  if (tw_result_info(run.result)->outcome > 0 && !info->complete)
    return twi_fail(ctx, TW_USAGE, "%d of %d draws are there: results are written when all are", info->done,
                    info->draws);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_path_write(tw_context *ctx, tw_path *path, const char *folder, const char *command)
{
  int count = path ? tw_path_count(path) : 0;
  if (count < 1 || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_path_write needs a path with results and a folder");
  twi_run run = {.result = tw_path_result(path, count - 1), .count = count};
  if (tw_path_year(path, 0) == 0) return write_run(ctx, &run, folder, command); /* one equilibrium, no years */
  run.path = path;
  while (run.years < count && tw_result_info(tw_path_result(path, run.years))->outcome > 0) run.years++;
  return write_run(ctx, &run, folder, command);
}
