/* The results folder as a whole: see tw_result_write and tw_path_write in tradewind.h. */
#include "food/food.h"
#include "link/link.h"
#include "report/tables/folder.h"

typedef struct job {
  tw_context *ctx;
  twi_run run;
  twi_folder folder;
  const char *command;
} job;

/* ---------------------------------------------------------------- files */

/* residuals.csv, of an uncertified run, is none of the tables: -1. */
static tw_status write_table(job *j, int inner, int index)
{
  twi_sheet *sheet;
  const char *name = index < 0 ? "residuals.csv" : twi_report_file(index);
  tw_status status = twi_folder_sheet(&j->folder, inner, name, &sheet);
  if (status == TW_OK)
    status = index < 0 ? twi_report_residuals(sheet, &j->run) : twi_report_fill(index, sheet, &j->run);
  if (status == TW_OK) status = twi_sheet_close(sheet);
  return status;
}

/* plants.json, of plants alone. */
static tw_status write_plants(job *j)
{
  twi_sheet *sheet;
  tw_status status = twi_folder_sheet(&j->folder, 0, "plants.json", &sheet);
  if (status == TW_OK) status = twi_report_plants_json(sheet, &j->run, j->command);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

/* The tables of the market that a run is linked to. */
static tw_status write_market(job *j)
{
  const tw_outlook *o = twi_link_outlook(j->run.link);
  tw_status status = TW_OK;
  for (int i = 0; o && i < TWI_MARKET_TABLES && status == TW_OK; i++) {
    twi_sheet *sheet;
    if (!twi_report_market_wanted(i, o)) continue;
    status = twi_folder_sheet(&j->folder, 0, twi_report_market_table(i), &sheet);
    if (status == TW_OK) status = twi_report_market(i, sheet, o);
    if (status == TW_OK) status = twi_sheet_close(sheet);
  }
  return status;
}

/* accounts.csv of food. */
static tw_status write_food(job *j)
{
  twi_sheet *sheet;
  const tw_food *f = j->run.food;
  tw_status status = twi_folder_sheet(&j->folder, 0, "accounts.csv", &sheet);
  if (status == TW_OK)
    twi_report_accounts(sheet, &(twi_account_list){f->tables.region, "food", f->account, f->accounts});
  return status == TW_OK ? twi_sheet_close(sheet) : status;
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
    if (twi_report_wanted(i, &j->run)) status = write_table(j, 0, i);
  if (status == TW_OK && j->run.link) status = write_market(j);
  if (status == TW_OK && j->run.food) status = write_food(j);
  const tw_world *world = tw_result_world(j->run.result);
  if (status == TW_OK && tw_result_settings(j->run.result)->dta) status = twi_folder_stata(&j->folder, world);
  if (status == TW_OK) status = twi_folder_columns(&j->folder, world);
  if (status == TW_OK && j->run.plants) status = write_plants(j);
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
  tw_status status = write_table(j, 1, -1);
  for (int i = TWI_REPORT_BY_YEAR; /* an uncertified run has them too, of the years before */
       i < TWI_REPORT_TABLES && status == TW_OK; i++)
    status =
        twi_report_wanted(i, &j->run) ? write_table(j, 1, i) : twi_folder_retire_inner(&j->folder, twi_report_file(i));
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
  const twi_run run = {.result = tw_range_central(range), .count = 1, .range = range, .link = twi_link_of_range(range)};
  if (tw_result_info(run.result)->outcome > 0 && !info->complete)
    return twi_fail(ctx, TW_USAGE, "%d of %d draws are there: results are written when all are", info->done,
                    info->draws);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_path_write(tw_context *ctx, tw_path *path, const char *folder, const char *command)
{
  if (!path || tw_path_count(path) < 1 || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_path_write needs a path with results and a folder");
  const twi_run run = twi_run_of_path(path);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_link_write(tw_context *ctx, tw_link *link, const char *folder, const char *command)
{
  if (!link || !tw_link_path(link) || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_link_write needs a certified link and a folder");
  const twi_run run = twi_run_of_link(link);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_illegal_write(tw_context *ctx, tw_illegal *illegal, const char *folder, const char *command)
{
  if (!illegal || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_illegal_write needs a scenario at its shares and a folder");
  const twi_run run = twi_run_of_illegal(illegal);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_dependence_write(tw_context *ctx, tw_dependence *dependence, const char *folder, const char *command)
{
  if (!dependence || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_dependence_write needs a dependence and a folder");
  const twi_run run = twi_run_of_dependence(dependence);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_food_write(tw_context *ctx, tw_food *food, const char *folder, const char *command)
{
  if (!food || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_food_write needs accounts of food and a folder");
  const twi_run run = twi_run_of_food(food);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_exposure_write(tw_context *ctx, tw_exposure *exposure, const char *folder, const char *command)
{
  if (!exposure || !folder || !*folder)
    return twi_fail(ctx, TW_USAGE, "tw_exposure_write needs an exposure and a folder");
  const twi_run run = twi_run_of_exposure(exposure);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_cascade_write(tw_context *ctx, tw_cascade *cascade, const char *folder, const char *command)
{
  if (!cascade || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_cascade_write needs a cascade and a folder");
  const twi_run run = twi_run_of_cascade(cascade);
  return write_run(ctx, &run, folder, command);
}

tw_status tw_plants_write(tw_context *ctx, tw_plants *plants, const char *folder, const char *command)
{
  if (!plants || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_plants_write needs plants and a folder");
  const twi_run run = twi_run_of_plants(plants);
  return write_run(ctx, &run, folder, command);
}
