/* The results folder of a decision: see tw_verdict_write in tradewind.h; docs/formats.md lists files and columns. */
#include <math.h>
#include <string.h>

#include "choice/decide.h"
#include "report/tables/folder.h"
#include "report/tables/manifest.h"

enum { DIGITS = 15 };

static void end_cell(twi_sheet *sheet, int last)
{
  twi_sheet_text(sheet, last ? "\n" : ",");
}

static void number(twi_sheet *sheet, double x, int last)
{
  twi_sheet_number(sheet, x, 0);
  end_cell(sheet, last);
}

static void text(twi_sheet *sheet, const char *value, int last)
{
  twi_sheet_cell(sheet, value);
  end_cell(sheet, last);
}

static const char *code_of(const tw_verdict *v, int r)
{
  return tw_world_region(v->world, v->region[r].region);
}

static const char *lever_of(const tw_verdict *v, int l)
{
  return l < 0 ? "" : v->decision->lever[l].name;
}

static const char *contingency_of(const tw_verdict *v, int c)
{
  return v->decision->contingency[c].name;
}

/* ---------------------------------------------------------------- tables */

static void fill_cells(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,lever,contingency,central,mean,p05,p50,p95,regret,failed_draws\n");
  for (int r = 0; r < v->info.regions; r++)
    for (int l = 0; l < v->info.levers; l++)
      for (int c = 0; c < v->info.contingencies; c++) {
        const tw_cell *cell = tw_verdict_cell(v, r, l, c);
        const double values[] = {cell->central, cell->mean, cell->p05, cell->p50, cell->p95, cell->regret};
        text(sheet, code_of(v, r), 0);
        text(sheet, lever_of(v, l), 0);
        text(sheet, contingency_of(v, c), 0);
        for (int i = 0; i < 6; i++) number(sheet, values[i], 0);
        number(sheet, cell->failed, 1);
      }
}

static void choice(twi_sheet *sheet, const tw_verdict *v, int r, const char *criterion, int lever, double value,
                   int other)
{
  text(sheet, code_of(v, r), 0);
  text(sheet, criterion, 0);
  text(sheet, lever_of(v, lever), 0);
  number(sheet, value, 0);
  text(sheet, lever_of(v, other), 1);
}

static void fill_choices(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,criterion,lever,value,other\n");
  for (int r = 0; r < v->info.regions; r++) {
    const tw_verdict_region *g = &v->region[r];
    choice(sheet, v, r, "expected_value", g->expected, tw_verdict_lever(v, r, g->expected)->expected, -1);
    choice(sheet, v, r, "minimax_regret", g->minimax, tw_verdict_lever(v, r, g->minimax)->largest_regret, -1);
    if (g->minimax_draws >= 0)
      choice(sheet, v, r, "minimax_regret_draws", g->minimax_draws,
             tw_verdict_lever(v, r, g->minimax_draws)->largest_regret_draws, -1);
    choice(sheet, v, r, "worth_of_contingency", -1, g->worth_contingency, -1);
    if (isfinite(g->worth_parameters)) {
      choice(sheet, v, r, "worth_of_parameters", -1, g->worth_parameters, -1);
      choice(sheet, v, r, "worth_of_both", -1, g->worth_both, -1);
    }
    for (int l = 0; l < v->info.levers; l++) {
      const tw_lever *line = tw_verdict_lever(v, r, l);
      choice(sheet, v, r, "expected", l, line->expected, -1);
      choice(sheet, v, r, "largest_regret", l, line->largest_regret, -1);
      if (isfinite(line->best)) {
        choice(sheet, v, r, "expected_p05", l, line->p05, -1);
        choice(sheet, v, r, "expected_p50", l, line->p50, -1);
        choice(sheet, v, r, "expected_p95", l, line->p95, -1);
        choice(sheet, v, r, "largest_regret_draws", l, line->largest_regret_draws, -1);
        choice(sheet, v, r, "share_of_draws_best", l, line->best, -1);
      }
      if (line->dominated)
        choice(sheet, v, r, line->dominated == 2 ? "dominated_strictly" : "dominated_weakly", l, NAN, line->by);
      if (line->same >= 0) choice(sheet, v, r, "the_same", l, NAN, line->same);
    }
  }
}

static void fill_break_even(twi_sheet *sheet, const tw_verdict *v)
{
  twi_sheet_text(sheet, "region,chosen,rival,contingency,probability_pct,break_even_pct,better_above,gain_in,"
                        "gain_elsewhere\n");
  for (int r = 0; r < v->info.regions; r++)
    for (int i = 0; i < v->info.break_evens; i++) {
      const tw_break_even *b = tw_verdict_break_even(v, r, i);
      const char *above = isnan(b->probability) ? "" : lever_of(v, b->above ? b->rival : v->region[r].expected);
      text(sheet, code_of(v, r), 0);
      text(sheet, lever_of(v, v->region[r].expected), 0);
      text(sheet, lever_of(v, b->rival), 0);
      text(sheet, contingency_of(v, b->contingency), 0);
      twi_sheet_number(sheet, v->decision->contingency[b->contingency].probability, 2);
      end_cell(sheet, 0);
      twi_sheet_number(sheet, b->probability, 2);
      end_cell(sheet, 0);
      text(sheet, above, 0);
      number(sheet, b->gain_in, 0);
      number(sheet, b->gain_else, 1);
    }
}

void twi_report_decision(int index, twi_sheet *sheet, const tw_verdict *v)
{
  static void (*const fill[TWI_DECISION_TABLES])(twi_sheet *, const tw_verdict *) = {fill_cells, fill_choices,
                                                                                     fill_break_even};
  fill[index](sheet, v);
}

/* ---------------------------------------------------------------- json */

static json_t *options_list(const tw_verdict *v, const twi_option *option, int count, int contingencies, int *failed)
{
  json_t *list = json_array();
  for (int i = 0; i < count; i++) {
    json_t *line = json_object();
    twi_json_put(line, "name", twi_json_text(v->ctx, option[i].name), failed);
    twi_json_put(line, "title", twi_json_text(v->ctx, option[i].title), failed);
    if (contingencies) twi_json_put(line, "probability", twi_json_number(option[i].probability), failed);
    if (!contingencies) twi_json_put(line, "cost_pct", twi_json_number(option[i].cost), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *sentences_list(const tw_verdict *v, int region, int *failed)
{
  json_t *list = json_array();
  const char *sentence;
  for (int i = 0; (sentence = tw_verdict_sentence(v, region, i)); i++)
    twi_json_append(list, twi_json_text(v->ctx, sentence), failed);
  return list;
}

static json_t *cells_list(const tw_verdict *v, int r, int *failed)
{
  json_t *list = json_array();
  for (int l = 0; l < v->info.levers; l++)
    for (int c = 0; c < v->info.contingencies; c++) {
      const tw_cell *cell = tw_verdict_cell(v, r, l, c);
      json_t *line = json_object();
      twi_json_put(line, "lever", json_integer(l), failed);
      twi_json_put(line, "contingency", json_integer(c), failed);
      twi_json_put(line, "central", twi_json_number(cell->central), failed);
      twi_json_put(line, "mean", twi_json_number(cell->mean), failed);
      twi_json_put(line, "p05", twi_json_number(cell->p05), failed);
      twi_json_put(line, "p50", twi_json_number(cell->p50), failed);
      twi_json_put(line, "p95", twi_json_number(cell->p95), failed);
      twi_json_put(line, "regret", twi_json_number(cell->regret), failed);
      twi_json_put(line, "failed_draws", json_integer(cell->failed), failed);
      twi_json_append(list, line, failed);
    }
  return list;
}

static json_t *levers_list(const tw_verdict *v, int r, int *failed)
{
  static const char *const strength[] = {"no", "weakly", "strictly"};
  json_t *list = json_array();
  for (int l = 0; l < v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(v, r, l);
    json_t *object = json_object();
    twi_json_put(object, "expected", twi_json_number(line->expected), failed);
    twi_json_put(object, "p05", twi_json_number(line->p05), failed);
    twi_json_put(object, "p50", twi_json_number(line->p50), failed);
    twi_json_put(object, "p95", twi_json_number(line->p95), failed);
    twi_json_put(object, "largest_regret", twi_json_number(line->largest_regret), failed);
    twi_json_put(object, "worst_contingency", json_integer(line->worst), failed);
    twi_json_put(object, "largest_regret_draws", twi_json_number(line->largest_regret_draws), failed);
    twi_json_put(object, "share_of_draws_best", twi_json_number(line->best), failed);
    twi_json_put(object, "dominated", json_string(strength[line->dominated]), failed);
    twi_json_put(object, "dominated_by", line->by < 0 ? json_null() : json_integer(line->by), failed);
    twi_json_put(object, "same_as", line->same < 0 ? json_null() : json_integer(line->same), failed);
    twi_json_append(list, object, failed);
  }
  return list;
}

static json_t *index_or_null(int i)
{
  return i < 0 ? json_null() : json_integer(i);
}

static json_t *break_even_list(const tw_verdict *v, int r, int *failed)
{
  json_t *list = json_array();
  for (int i = 0; i < v->info.break_evens; i++) {
    const tw_break_even *b = tw_verdict_break_even(v, r, i);
    json_t *line = json_object();
    twi_json_put(line, "rival", json_integer(b->rival), failed);
    twi_json_put(line, "contingency", json_integer(b->contingency), failed);
    twi_json_put(line, "gain_in", twi_json_number(b->gain_in), failed);
    twi_json_put(line, "gain_elsewhere", twi_json_number(b->gain_else), failed);
    twi_json_put(line, "probability", twi_json_number(b->probability), failed);
    twi_json_put(line, "rival_better_above", isnan(b->probability) ? json_null() : json_boolean(b->above), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *stays_list(const tw_verdict *v, int r, int *failed)
{
  json_t *list = json_array();
  for (int c = 0; c < v->info.contingencies; c++) {
    const tw_stay *s = tw_verdict_stay(v, r, c);
    json_t *line = json_object();
    twi_json_put(line, "low", twi_json_number(s->low), failed);
    twi_json_put(line, "high", twi_json_number(s->high), failed);
    twi_json_put(line, "below", index_or_null(s->below), failed);
    twi_json_put(line, "above", index_or_null(s->above), failed);
    twi_json_append(list, line, failed);
  }
  return list;
}

static json_t *region_object(const tw_verdict *v, int r, int *failed)
{
  const tw_verdict_region *g = &v->region[r];
  json_t *object = json_object(), *choice_of = json_object(), *worth = json_object();
  twi_json_put(object, "region", twi_json_text(v->ctx, code_of(v, r)), failed);
  twi_json_put(object, "name", twi_json_text(v->ctx, tw_world_region_name(v->world, g->region)), failed);
  if (v->info.outcome > 0) {
    twi_json_put(choice_of, "expected_value", json_integer(g->expected), failed);
    twi_json_put(choice_of, "minimax_regret", json_integer(g->minimax), failed);
    twi_json_put(choice_of, "minimax_regret_draws", index_or_null(g->minimax_draws), failed);
    twi_json_put(worth, "contingency", twi_json_number(g->worth_contingency), failed);
    twi_json_put(worth, "parameters", twi_json_number(g->worth_parameters), failed);
    twi_json_put(worth, "both", twi_json_number(g->worth_both), failed);
    twi_json_put(object, "levers", levers_list(v, r, failed), failed);
    twi_json_put(object, "break_even", break_even_list(v, r, failed), failed);
    twi_json_put(object, "stays", stays_list(v, r, failed), failed);
  }
  twi_json_put(object, "choice", choice_of, failed);
  twi_json_put(object, "worth_of_knowing", worth, failed);
  twi_json_put(object, "cells", cells_list(v, r, failed), failed);
  twi_json_put(object, "reasons", sentences_list(v, r, failed), failed);
  return object;
}

static json_t *draws_object(const tw_verdict *v, int *failed)
{
  json_t *object = json_object();
  twi_json_put(object, "asked", json_integer(v->info.draws), failed);
  twi_json_put(object, "finished", json_integer(v->info.finished), failed);
  twi_json_put(object, "used", json_integer(v->info.used), failed);
  twi_json_put(object, "interrupted", json_boolean(v->info.interrupted), failed);
  twi_json_put(object, "assumed", json_boolean(v->assumed), failed);
  return object;
}

static json_t *decision_object(const tw_verdict *v, int *failed)
{
  const tw_decision *d = v->decision;
  json_t *root = json_object(), *regions = json_array();
  twi_json_put(root, "decide", twi_json_text(v->ctx, d->name), failed);
  twi_json_put(root, "title", twi_json_text(v->ctx, d->title), failed);
  twi_json_put(root, "notes", twi_json_text(v->ctx, d->notes), failed);
  twi_json_put(root, "indicator", twi_json_text(v->ctx, d->indicator), failed);
  twi_json_put(root, "probabilities", json_string(d->given ? "given" : "equal"), failed);
  twi_json_put(root, "levers", options_list(v, d->lever, d->levers, 0, failed), failed);
  twi_json_put(root, "contingencies", options_list(v, d->contingency, d->contingencies, 1, failed), failed);
  twi_json_put(root, "draws", draws_object(v, failed), failed);
  twi_json_put(root, "caveats", sentences_list(v, TWI_FIRST, failed), failed);
  twi_json_put(root, "sentences", sentences_list(v, TWI_ABOUT_ALL, failed), failed);
  for (int r = 0; r < v->info.regions; r++) twi_json_append(regions, region_object(v, r, failed), failed);
  twi_json_put(root, "regions", regions, failed);
  return root;
}

/* ---------------------------------------------------------------- manifest */

static int is_among(const twi_scenario_file *file, int count, const twi_scenario_file *one)
{
  for (int i = 0; i < count; i++)
    if (file[i].against == one->against && strcmp(file[i].name, one->name) == 0) return 1;
  return 0;
}

/* The files that all cells were read from: the decision's own is the first of every one of them. */
static json_t *files_of_cells(const tw_verdict *v, int *failed)
{
  const tw_decision *d = v->decision;
  twi_scenario_file *all = NULL;
  json_t *list = NULL;
  int count = 0;
  tw_status status = TW_OK;
  for (int k = 0; k < d->levers * d->contingencies && status == TW_OK; k++) {
    twi_scenario_file *own, *grown;
    int files;
    status = twi_scenario_files(v->ctx, d->cell[k], &own, &files);
    if (status != TW_OK) break;
    grown = twi_resize(v->ctx, all, (size_t)(count + files), sizeof *all);
    if (grown) all = grown;
    if (!grown) status = twi_no_memory(v->ctx, 0);
    for (int i = 0; i < files && grown; i++) {
      if (is_among(all, count, &own[i])) continue;
      all[count++] = own[i];
      own[i].name = own[i].text = NULL; /* taken over */
    }
    twi_scenario_files_free(v->ctx, own, files);
  }
  if (status == TW_OK) list = twi_manifest_scenario_files(v->ctx, all, count, failed);
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
    twi_json_put(line, "lever", twi_json_text(v->ctx, lever_of(v, k / v->info.contingencies)), failed);
    twi_json_put(line, "contingency", twi_json_text(v->ctx, contingency_of(v, k % v->info.contingencies)), failed);
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

static json_t *manifest_object(const tw_verdict *v, const char *command, twi_sheet *const *files, int count,
                               int *failed)
{
  tw_context *ctx = v->ctx;
  json_t *root = json_object(), *part = json_object();
  twi_manifest_program(ctx, root, TWI_RESULTS_DECIDE, command, failed);
  twi_json_put(root, "world", twi_manifest_world(ctx, v->world, failed), failed);
  twi_json_put(part, "name", twi_json_text(ctx, v->decision->name), failed);
  twi_json_put(part, "title", twi_json_text(ctx, v->decision->title), failed);
  twi_json_put(part, "sha256", twi_json_text(ctx, v->decision->sha256), failed);
  twi_json_put(part, "levers", json_integer(v->info.levers), failed);
  twi_json_put(part, "contingencies", json_integer(v->info.contingencies), failed);
  twi_manifest_closures(ctx, part, text_of_decision, v->decision, failed);
  twi_json_put(part, "files", files_of_cells(v, failed), failed);
  twi_json_put(root, "decision", part, failed);
  twi_json_put(root, "options", options_object(v, failed), failed);
  twi_json_put(root, "settings", twi_manifest_settings(&v->settings, failed), failed);
  twi_json_put(root, "threads", json_integer(v->settings.threads), failed);
  twi_json_put(root, "seed", v->info.draws ? json_integer((json_int_t)v->info.seed) : json_null(), failed);
  twi_json_put(root, "draws", draws_object(v, failed), failed);
  twi_json_put(root, "outcome", json_string(tw_outcome_word(v->info.outcome)), failed);
  twi_json_put(root, "certified", json_boolean(v->info.outcome > 0), failed);
  if (v->info.outcome <= 0) twi_json_put(root, "message", twi_json_text(ctx, v->info.message), failed);
  if (v->info.uncertified) twi_json_put(root, "failures", failures_list(v, failed), failed);
  twi_json_put(root, "caveats", sentences_list(v, TWI_FIRST, failed), failed);
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
  static const char *const names[TWI_DECISION_TABLES] = {"decision.csv", "choices.csv", "break_even.csv"};
  twi_sheet *sheet;
  tw_status status = TW_OK;
  for (int i = 0; i < TWI_DECISION_TABLES && status == TW_OK; i++) {
    status = twi_folder_sheet(f, 0, names[i], &sheet);
    if (status == TW_OK) twi_report_decision(i, sheet, v);
    if (status == TW_OK) status = twi_sheet_close(sheet);
  }
  return status;
}

static tw_status write_json(twi_folder *f, const tw_verdict *v)
{
  twi_sheet *sheet;
  int failed = 0;
  tw_status status = twi_folder_sheet(f, 0, "decision.json", &sheet);
  if (status != TW_OK) return status;
  json_t *root = decision_object(v, &failed);
  status = twi_manifest_write(sheet, root, DIGITS, failed);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

/* Lists the files before it. */
static tw_status write_manifest(twi_folder *f, const tw_verdict *v, const char *command)
{
  twi_sheet *sheet;
  int failed = 0, count = f->count;
  tw_status status = twi_folder_sheet(f, 0, "run.json", &sheet);
  if (status != TW_OK) return status;
  json_t *root = manifest_object(v, command, f->sheet, count, &failed);
  if (!(v->info.outcome > 0)) status = twi_manifest_older(f->ctx, root, f->path, &failed);
  if (status == TW_OK)
    status = twi_manifest_write(sheet, root, DIGITS, failed);
  else
    json_decref(root);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

/* An undecided verdict writes its manifest alone: files of older results stay, as with tw_result_write. */
tw_status tw_verdict_write(tw_context *ctx, const tw_verdict *v, const char *folder, const char *command)
{
  if (!v || !folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_verdict_write needs a verdict and a folder");
  twi_folder f;
  int decided = v->info.outcome > 0;
  tw_status status = twi_folder_open(ctx, folder, &f);
  if (status == TW_OK && decided) status = write_tables(&f, v);
  if (status == TW_OK && decided) status = write_json(&f, v);
  if (status == TW_OK) status = write_manifest(&f, v, command);
  if (status == TW_OK && has_page(v)) status = twi_folder_page(&f);
  if (status == TW_OK && decided) status = twi_folder_retire_older(&f);
  if (status == TW_OK) status = twi_check_cancel(ctx);
  if (status == TW_OK) status = twi_folder_commit(&f);
  return twi_folder_end(&f, status);
}
