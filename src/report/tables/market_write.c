/* The results folder of a market under a scenario: see tw_outlook_write in tradewind.h. */
#include <string.h>

#include "report/tables/object.h"
#include "report/tables/market_json.h"

enum { DIGITS = 15 };

/* ---------------------------------------------------------------- manifest */

static const char *text_of_scenario(const void *of, const char *field)
{
  return tw_scenario_text(of, field);
}

/* The scenario with its files, so that the folder alone says what was solved; null: the market as it is. */
static tw_status scenario_object(tw_context *ctx, const tw_outlook *o, json_t **part, int *failed)
{
  const tw_scenario *s = o->scenario;
  twi_scenario_file *files;
  int count;
  *part = json_null();
  if (!s) return TW_OK;
  tw_status status = twi_scenario_files(ctx, s, &files, &count);
  if (status != TW_OK) return status;
  *part = json_object();
  twi_json_put(*part, "name", twi_json_text(ctx, tw_scenario_text(s, "scenario")), failed);
  twi_json_put(*part, "title", twi_json_text(ctx, tw_scenario_text(s, "title")), failed);
  twi_json_put(*part, "titles", twi_json_languages(ctx, text_of_scenario, s, "title", failed), failed);
  twi_json_put(*part, "notes", twi_json_text(ctx, tw_scenario_text(s, "notes")), failed);
  twi_json_put(*part, "notes_in", twi_json_languages(ctx, text_of_scenario, s, "notes", failed), failed);
  twi_json_put(*part, "sha256", twi_json_text(ctx, tw_scenario_text(s, "sha256")), failed);
  twi_json_put(*part, "files", twi_manifest_scenario_files(ctx, files, count, failed), failed);
  twi_scenario_files_free(ctx, files, count);
  return TW_OK;
}

static json_t *certificate_object(tw_context *ctx, const tw_market_info *info, int *failed)
{
  json_t *part = json_object(), *lines = json_array();
  if (!lines) *failed = 1;
  twi_json_put(part, "largest", twi_json_number(info->largest), failed);
  twi_json_put(part, "tolerance", twi_json_number(info->tolerance), failed);
  for (int i = 0; i < info->lines; i++) {
    json_t *line = json_object();
    twi_json_put(line, "name", twi_json_text(ctx, info->line[i].name), failed);
    twi_json_put(line, "words", twi_json_text(ctx, info->line[i].words), failed);
    twi_json_put(line, "value", twi_json_number(info->line[i].value), failed);
    twi_json_append(lines, line, failed);
  }
  twi_json_put(part, "conditions", lines, failed);
  return part;
}

static tw_status write_manifest(twi_folder *f, const tw_outlook *o, const char *command, int page, int certified)
{
  tw_context *ctx = f->ctx;
  json_t *root = json_object(), *part;
  int failed = 0, files = certified ? f->count : 0;
  tw_market_info info;
  tw_market_result_about(twi_outlook_ended(o), &info);
  twi_manifest_program(ctx, root, TWI_RESULTS_MARKET, command, &failed);
  tw_status status = scenario_object(ctx, o, &part, &failed);
  twi_json_put(root, "scenario", part, &failed);
  twi_json_put(root, "market", twi_manifest_market(ctx, o, &failed), &failed);
  twi_json_put(root, "outcome", json_string(tw_outcome_word(info.outcome)), &failed);
  twi_json_put(root, "certified", json_boolean(certified), &failed);
  twi_json_put(root, "message", twi_json_text(ctx, *info.message ? info.message : NULL), &failed);
  twi_json_put(root, "headline", twi_json_text(ctx, tw_outlook_sentence(o, NULL, 1)), &failed);
  twi_json_put(root, "market_certificate", certified ? certificate_object(ctx, &info, &failed) : json_null(), &failed);
  twi_json_put(root, "files", twi_manifest_files(f->sheet, files, &failed), &failed);
  twi_json_put(root, "report", page ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(), &failed);
  if (status == TW_OK && !certified) status = twi_manifest_older(ctx, root, f->path, &failed);
  return twi_folder_object(f, "run.json", root, DIGITS, status, failed);
}

/* ---------------------------------------------------------------- the folder */

static tw_status write_tables(twi_folder *f, const tw_outlook *o)
{
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_MARKET_TABLES && status == TW_OK; i++) {
    twi_sheet *sheet;
    if (!twi_report_market_wanted(i, o)) continue;
    status = twi_folder_sheet(f, 0, twi_report_market_table(i), &sheet);
    if (status == TW_OK) status = twi_report_market(i, sheet, o);
    if (status == TW_OK) status = twi_sheet_close(sheet);
  }
  return status;
}

static tw_status write_json(twi_folder *f, const tw_outlook *o)
{
  json_t *root = NULL;
  int failed = 0;
  tw_status status = twi_market_json(f->ctx, o, &root, &failed);
  return twi_folder_object(f, "market.json", root, DIGITS, status, failed);
}

tw_status tw_outlook_write(tw_context *ctx, const tw_outlook *o, const char *folder, const char *command)
{
  if (!o || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_outlook_write needs an outlook and a folder");
  twi_folder f;
  tw_settings settings;
  int certified = o->solved == o->years;
  tw_settings_default(&settings);
  settings.report = settings.report && !o->no_report;
  tw_status status = twi_folder_open(ctx, folder, &f);
  if (status == TW_OK && certified) status = write_tables(&f, o);
  if (status == TW_OK && certified) status = twi_folder_columns(&f, NULL);
  if (status == TW_OK && certified && o->dta) status = twi_folder_stata(&f, NULL);
  if (status == TW_OK && certified) status = write_json(&f, o);
  if (status == TW_OK) status = write_manifest(&f, o, command, certified && settings.report, certified);
  if (status == TW_OK && certified && settings.report) status = twi_folder_page(&f);
  if (status == TW_OK && certified) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
