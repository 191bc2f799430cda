/* The results folder of a decision, run.json among it: see tw_verdict_write in tradewind.h. */
#include <math.h>
#include <string.h>

#include "choice/decide.h"
#include "report/report.h"
#include "report/tables/decision_json.h"
#include "report/tables/object.h"

enum { DIGITS = 15 };

/* ---------------------------------------------------------------- manifest */

/* The files that all cells were read from. */
static json_t *files_of_cells(const tw_verdict *v, int *failed)
{
  twi_scenario_file *all;
  int count;
  tw_status status = twi_decision_files(v->ctx, v->decision, &all, &count);
  json_t *list = status == TW_OK ? twi_manifest_scenario_files(v->ctx, all, count, failed) : NULL;
  twi_scenario_files_free(v->ctx, all, count);
  return list;
}

/* What was asked for, as it was understood: with these and the files, every number comes again. */
static json_t *options_object(const tw_verdict *v, int *failed)
{
  json_t *object = json_object();
  twi_json_put(object, "draws", json_integer(v->info.draws), failed);
  twi_json_put(object, "seed", v->info.draws ? json_integer((json_int_t)v->info.seed) : json_null(), failed);
  twi_json_put(object, "shard", v->shards > 1 ? json_integer(v->shard) : json_null(), failed);
  if (v->frontier) twi_json_put(object, "frontier", json_true(), failed);
  twi_json_put(object, "shards", v->shards > 1 ? json_integer(v->shards) : json_null(), failed);
  return object;
}

/* Pairs without a central solution. */
static json_t *failures_list(const tw_verdict *v, int *failed)
{
  json_t *list = json_array();
  for (int k = 0; k < v->info.levers * v->info.contingencies; k++) {
    const twi_failure *one = &v->failure[k];
    if (one->outcome > 0) continue;
    json_t *line = json_object();
    twi_json_put(line, "lever", twi_json_text(v->ctx, v->decision->lever[k / v->info.contingencies].name), failed);
    twi_json_put(line, "contingency", twi_json_text(v->ctx, v->decision->contingency[k % v->info.contingencies].name),
                 failed);
    twi_json_put(line, "outcome", json_string(tw_outcome_word(one->outcome)), failed);
    twi_json_put(line, "message", twi_json_text(v->ctx, one->words), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

/* All cells share the closure and what they are compared with. What is left out is of the lever or contingency. */
static const char *text_of_decision(const void *decision, const char *field)
{
  return tw_decision_text(decision, field);
}

static int has_page(const tw_verdict *v)
{
  return v->info.outcome > 0 && v->settings.report;
}

/* The market that a decision is over. */
static json_t *market_object(const tw_verdict *v, int *failed)
{
  const tw_market *m = twi_verdict_market(v);
  json_t *part = json_object();
  twi_json_put(part, "name", twi_json_text(v->ctx, m->name), failed);
  twi_json_put(part, "given", twi_json_text(v->ctx, m->given), failed);
  twi_json_put(part, "title", twi_json_text(v->ctx, tw_market_text(m, "title")), failed);
  twi_json_put(part, "sha256", twi_json_text(v->ctx, m->sha256), failed);
  twi_json_put(part, "source", twi_json_text(v->ctx, m->source), failed);
  twi_json_put(part, "licence", twi_json_text(v->ctx, m->licence), failed);
  return part;
}

static json_t *manifest_object(const tw_verdict *v, const char *command, twi_sheet *const *files, int count,
                               int *failed)
{
  tw_context *ctx = v->ctx;
  json_t *root = json_object(), *part = json_object();
  twi_manifest_program(ctx, root, TWI_RESULTS_DECIDE, command, failed);
  twi_json_put(root, "world", v->world ? twi_manifest_world(ctx, v->world, failed) : json_null(), failed);
  if (twi_verdict_market(v)) twi_json_put(root, "market", market_object(v, failed), failed);
  twi_json_put(part, "name", twi_json_text(ctx, v->decision->name), failed);
  twi_json_put(part, "title", twi_json_text(ctx, v->decision->title), failed);
  twi_json_put(part, "titles", twi_json_languages(ctx, text_of_decision, v->decision, "title", failed), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, v->decision->sha256), failed);
  twi_json_put(part, "levers", json_integer(v->info.levers), failed);
  twi_json_put(part, "contingencies", json_integer(v->info.contingencies), failed);
  twi_manifest_closures(ctx, part, text_of_decision, v->decision, failed);
  twi_json_put(part, "files", files_of_cells(v, failed), failed);
  twi_json_put(root, "decision", part, failed);
  if (v->world) twi_manifest_focus(ctx, v->world, &v->focus, root, failed);
  twi_json_put(root, "options", options_object(v, failed), failed);
  twi_json_put(root, "settings", twi_manifest_settings(&v->settings, failed), failed);
  twi_json_put(root, "threads", json_integer(v->settings.threads), failed);
  twi_json_put(root, "seed", v->info.draws ? json_integer((json_int_t)v->info.seed) : json_null(), failed);
  twi_json_put(root, "draws", twi_decision_draws(v, failed), failed);
  twi_json_put(root, "outcome", json_string(tw_outcome_word(v->info.outcome)), failed);
  twi_json_put(root, "certified", json_boolean(v->info.outcome > 0), failed);
  if (v->info.outcome <= 0) twi_json_put(root, "message", twi_json_text(ctx, v->info.message), failed);
  if (v->info.uncertified) twi_json_put(root, "failures", failures_list(v, failed), failed);
  twi_json_put(root, "caveats", twi_decision_sentences(v, TWI_FIRST, failed), failed);
  part = json_object();
  twi_json_put(part, "total", twi_json_number(round(1e6 * v->seconds) / 1e6), failed);
  twi_json_put(root, "seconds", part, failed);
  twi_json_put(root, "files", twi_manifest_files(files, count, failed), failed);
  twi_json_put(root, "report", has_page(v) ? json_string(twi_report_file(TWI_REPORT_PAGE)) : json_null(), failed);
  return root;
}

/* ---------------------------------------------------------------- the folder */

static tw_status write_tables(twi_folder *f, const tw_verdict *v)
{
  static const char *const names[TWI_DECISION_TABLES] = {"decision.csv", "choices.csv", "break_even.csv",
                                                         "frontier.csv", "frontier_levers.csv"};
  twi_sheet *sheet;
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_DECISION_TABLES && status == TW_OK; i++) {
    if (!twi_decision_tables.wanted(i, v)) continue;
    status = twi_folder_sheet(f, 0, names[i], &sheet);
    if (status == TW_OK) twi_report_decision(i, sheet, v);
    if (status == TW_OK) status = twi_sheet_close(sheet);
  }
  return status;
}

static tw_status write_json(twi_folder *f, const tw_verdict *v)
{
  int failed = 0;
  json_t *root = twi_decision_object(v, &failed);
  return twi_folder_object(f, "decision.json", root, DIGITS, TW_OK, failed);
}

/* Lists the files before it. */
static tw_status write_manifest(twi_folder *f, const tw_verdict *v, const char *command)
{
  int failed = 0;
  tw_status status = TW_OK;
  json_t *root = manifest_object(v, command, f->sheet, f->count, &failed);
  if (!(v->info.outcome > 0)) status = twi_manifest_older(f->ctx, root, f->path, &failed);
  return twi_folder_object(f, "run.json", root, DIGITS, status, failed);
}

/* An undecided verdict writes its manifest alone: files of older results stay, as with tw_result_write. */
tw_status tw_verdict_write(tw_context *ctx, const tw_verdict *v, const char *folder, const char *command)
{
  if (!v || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_verdict_write needs a verdict and a folder");
  twi_folder f;
  int decided = v->info.outcome > 0;
  tw_status status = twi_folder_open(ctx, folder, &f);
  if (status == TW_OK && decided) status = write_tables(&f, v);
  if (status == TW_OK && decided && v->settings.dta) status = twi_folder_stata(&f, v->world);
  if (status == TW_OK && decided) status = twi_folder_columns(&f, v->world);
  if (status == TW_OK && decided) status = write_json(&f, v);
  if (status == TW_OK) status = write_manifest(&f, v, command);
  if (status == TW_OK && has_page(v)) status = twi_folder_page(&f);
  if (status == TW_OK && decided) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
