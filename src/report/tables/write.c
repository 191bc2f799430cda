/* The results folder as a whole: see tw_result_write and tw_path_write in tradewind.h. */
#include "report/tables/folder.h"

typedef struct job {
  tw_context *ctx;
  twi_run run;
  twi_folder folder;
  const char *command;
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
  static const char *const others[] = {"decision.csv",  "choices.csv",   "break_even.csv",
                                       "decision.json", "reconcile.csv", "reconcile.json"};
  _Static_assert(sizeof others / sizeof *others == TWI_REPORT_OTHERS, "report.h counts the others");
  if (index < 0 || index > TWI_REPORT_PAGE) return NULL;
  if (index == TWI_REPORT_PAGE) return "report.html";
  return index < TWI_REPORT_TABLES ? tables[index].name : others[index - TWI_REPORT_TABLES];
}

int twi_report_wanted(int index, const twi_run *run)
{
  return tables[index].wanted(run);
}

tw_status twi_report_fill(int index, twi_sheet *sheet, const twi_run *run)
{
  return tables[index].fill(sheet, run);
}

/* ---------------------------------------------------------------- files */

static tw_status write_table(job *j, int inner, const char *name,
                             tw_status (*fill)(twi_sheet *sheet, const twi_run *run))
{
  twi_sheet *sheet;
  tw_status status = twi_folder_sheet(&j->folder, inner, name, &sheet);
  if (status == TW_OK) status = fill(sheet, &j->run);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

static tw_status write_manifest(job *j, int inner, int file_count, const char *older)
{
  twi_sheet *sheet;
  tw_status status = twi_folder_sheet(&j->folder, inner, "run.json", &sheet);
  if (status == TW_OK) status = twi_report_manifest(sheet, &j->run, j->command, j->folder.sheet, file_count, older);
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
    if (tables[i].wanted(&j->run)) status = write_table(j, 0, tables[i].name, tables[i].fill);
  stop_clock(j, start);
  if (status == TW_OK) status = write_manifest(j, 0, j->folder.count, NULL);
  if (status == TW_OK && tw_result_settings(j->run.result)->report) status = twi_folder_page(&j->folder);
  if (status == TW_OK) status = twi_folder_retire_older(&j->folder);
  if (status == TW_OK) status = twi_check_cancel(j->ctx);
  return status == TW_OK ? twi_folder_commit(&j->folder) : status;
}

/* The years before the one that failed are certified, and hours may have gone into them, so they are kept; but inside
 * uncertified/, since the path that was asked for is not there. */
static tw_status write_uncertified(job *j, double start)
{
  const char *folder = j->folder.path;
  tw_status status = write_table(j, 1, "residuals.csv", twi_report_residuals);
  for (int i = YEARS; i < TWI_REPORT_TABLES && status == TW_OK; i++)
    status = tables[i].wanted(&j->run) ? write_table(j, 1, tables[i].name, tables[i].fill)
                                       : twi_folder_retire_inner(&j->folder, tables[i].name);
  stop_clock(j, start);
  if (status == TW_OK) status = write_manifest(j, 1, 0, folder);
  if (status == TW_OK) status = write_manifest(j, 0, 0, folder);
  return status == TW_OK ? twi_folder_commit(&j->folder) : status;
}

static tw_status write_run(tw_context *ctx, const twi_run *run, const char *folder, const char *command)
{
  double start = twi_seconds();
  job j = {.ctx = ctx, .run = *run, .command = command};
  tw_status status = twi_folder_open(ctx, folder, &j.folder);
  if (status == TW_OK && tw_result_info(run->result)->outcome > 0)
    status = write_certified(&j, start);
  else if (status == TW_OK)
    status = write_uncertified(&j, start);
  return twi_folder_end(&j.folder, status);
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

twi_run twi_run_of_path(tw_path *path)
{
  int count = tw_path_count(path);
  twi_run run = {.result = tw_path_result(path, count - 1), .count = count};
  if (tw_path_year(path, 0) == 0) return run; /* one equilibrium, no years */
  run.path = path;
  while (run.years < count && tw_result_info(tw_path_result(path, run.years))->outcome > 0) run.years++;
  return run;
}

tw_status tw_path_write(tw_context *ctx, tw_path *path, const char *folder, const char *command)
{
  if (!path || tw_path_count(path) < 1 || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_path_write needs a path with results and a folder");
  const twi_run run = twi_run_of_path(path);
  return write_run(ctx, &run, folder, command);
}
