/* A results folder solved again from its run.json, and compared: tw_replay_folder.
 *
 * The scenario is read from the texts that run.json holds, never from files, so the folder alone says what was solved.
 * The world is not in it: it is opened by the name it had then, and known by its SHA-256. Each table is written again
 * into memory, one at a time. */
#include <stdio.h>
#include <string.h>

#include "indicator/result.h"
#include "report/trace.h"

static const double OTHER_BUILD = 1e-9;

void tw_replay_default(tw_replay *replay)
{
  *replay = (tw_replay){.bound = -1};
}

typedef struct job {
  tw_context *ctx;
  const char *folder;
  const tw_replay *replay;
  json_t *manifest;
  tw_trace *trace;
  tw_world *world;
  tw_scenario *scenario;
  tw_settings settings;
} job;

static const char *text_of(const job *j, const char *part, const char *key)
{
  const json_t *of = part ? json_object_get(j->manifest, part) : j->manifest;
  const char *text = json_string_value(json_object_get(of, key));
  return text ? text : "";
}

/* ---------------------------------------------------------------- what goes in */

/* A text that was changed is solved all the same, and said: then it is what explains the differences. */
static tw_status check_text(job *j, const twi_scenario_file *file, const char *expected)
{
  if (strcmp(expected, file->sha256) == 0) return TW_OK;
  return twi_trace_say(j->trace,
                       "the text of the scenario's file %s in run.json is not the one that was solved: its SHA-256 is "
                       "%.12s, and run.json says %.12s",
                       file->name, file->sha256, expected);
}

static tw_status read_scenario(job *j)
{
  json_t *list = json_object_get(json_object_get(j->manifest, "scenario"), "files");
  size_t count = json_array_size(list);
  if (count == 0)
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s/run.json: the scenario's text is not there, so it cannot be solved again; versions before 0.2 "
                    "did not store it",
                    j->folder);
  twi_scenario_file *files = twi_new(j->ctx, count, sizeof *files);
  if (!files) return twi_no_memory(j->ctx, count * sizeof *files);
  tw_status status = TW_OK;
  for (size_t i = 0; i < count && status == TW_OK; i++) {
    const json_t *from = json_array_get(list, i), *text = json_object_get(from, "text");
    const char *name = json_string_value(json_object_get(from, "name"));
    const char *sha256 = json_string_value(json_object_get(from, "sha256"));
    if (!name || !json_is_string(text) || !sha256) {
      status = twi_fail(j->ctx, TW_BAD_INPUT,
                        "%s/run.json: expected name, sha256 and text for file %zu of the scenario", j->folder, i + 1);
      break;
    }
    files[i].name = twi_strdup(j->ctx, name);
    files[i].bytes = json_string_length(text);
    files[i].text = twi_strndup(j->ctx, json_string_value(text), files[i].bytes);
    files[i].builtin = json_is_true(json_object_get(from, "builtin"));
    files[i].against = json_is_true(json_object_get(from, "against"));
    if (!files[i].name || !files[i].text) status = twi_no_memory(j->ctx, 0);
    if (status == TW_OK) status = twi_digest_of(j->ctx, files[i].text, files[i].bytes, files[i].sha256);
    if (status == TW_OK) status = check_text(j, &files[i], sha256);
  }
  if (status == TW_OK) {
    status = twi_scenario_read_stored(j->ctx, files, (int)count, &j->scenario);
    if (status == TW_BAD_INPUT) twi_error_prefix(j->ctx, "the scenario in %s/run.json: ", j->folder);
  }
  twi_scenario_files_free(j->ctx, files, (int)count);
  return status;
}

static tw_status read_settings(job *j)
{
  json_t *list = json_object_get(j->manifest, "settings"), *value;
  const char *name;
  tw_settings_default(&j->settings);
  json_object_foreach(list, name, value)
  {
    char text[64];
    snprintf(text, sizeof text, "%.17g", json_number_value(value));
    if (tw_settings_set(j->ctx, &j->settings, name, text) == TW_OK) continue;
    tw_status status =
        twi_trace_say(j->trace, "the setting %s = %s is not taken over: %s", name, text, tw_error(j->ctx));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

static tw_status open_world(job *j)
{
  const char *given = text_of(j, "world", "given"), *expected = text_of(j, "world", "sha256");
  const char *where = j->replay->world ? j->replay->world : *given ? given : text_of(j, "world", "name");
  tw_status status = tw_world_open(j->ctx, where, &j->world);
  if (status == TW_BAD_INPUT && !j->replay->world)
    twi_error_prefix(j->ctx, "the world that %s was solved on (--world names it where it is now): ", j->folder);
  if (status != TW_OK) return status;
  const char *found = tw_world_text(j->world, "sha256");
  if (strcmp(found, expected) == 0) return TW_OK;
  if (j->replay->force)
    return twi_trace_say(j->trace,
                         "the world: the run was on %s (SHA-256 %.12s), the replay, by force, on %s (SHA-256 %.12s)",
                         text_of(j, "world", "name"), expected, where, found);
  return twi_fail(j->ctx, TW_BAD_INPUT,
                  "%s: the world %s has the SHA-256 %.12s, but %s was solved on one with %.12s; --world names another, "
                  "--force goes on with this one",
                  j->folder, where, found, j->folder, *expected ? expected : "none");
}

/* ---------------------------------------------------------------- what comes out */

static tw_status write_again(job *j, int index, const twi_run *run, twi_sheet *sheet)
{
  tw_status status = twi_sheet_open_memory(j->ctx, sheet, twi_report_file(index));
  if (status == TW_OK) status = twi_report_fill(index, sheet, run);
  return status == TW_OK ? twi_sheet_close(sheet) : status;
}

static tw_status compare_table(job *j, int index, const twi_run *run)
{
  char *text[2] = {NULL, NULL}, *origin[2] = {NULL, NULL};
  size_t bytes[2] = {0, 0};
  twi_sheet *sheet = NULL;
  const char *table = twi_report_file(index);
  tw_status status = twi_trace_text(j->trace, j->folder, j->manifest, table, &text[0], &bytes[0], &origin[0]);
  if (status == TW_OK && twi_report_wanted(index, run)) {
    sheet = twi_new(j->ctx, 1, sizeof *sheet);
    status = sheet ? write_again(j, index, run, sheet) : twi_no_memory(j->ctx, sizeof *sheet);
    if (status == TW_OK) {
      bytes[1] = sheet->memory.used;
      status = twi_text_take(&sheet->memory, &text[1]);
    }
  }
  if (status == TW_OK) status = twi_progress(j->ctx, "comparing", (double)index / TWI_REPORT_TABLES);
  if (status == TW_OK && (text[0] || text[1])) {
    const char *const origins[2] = {origin[0], "the replay"};
    status = twi_trace_compare(j->trace, table, (const char *const *)text, bytes, origins);
  }
  if (sheet) twi_sheet_free(sheet);
  twi_free(j->ctx, sheet);
  for (int k = 0; k < 2; k++) {
    twi_free(j->ctx, text[k]);
    twi_free(j->ctx, origin[k]);
  }
  return status;
}

static tw_status compare_run(job *j, const twi_run *run)
{
  const tw_info *info = tw_result_info(run->result);
  if (info->outcome <= 0) {
    j->trace->failed = 1;
    return twi_trace_say(j->trace, "the replay found no certified solution (%s): %s", tw_outcome_word(info->outcome),
                         info->message);
  }
  tw_status status = TW_OK;
  for (int i = 0; status == TW_OK && i < TWI_REPORT_TABLES; i++) {
    const char *table = twi_report_file(i);
    if (strcmp(table, "drivers.csv") != 0)
      status = compare_table(j, i, run);
    else if (json_object_get(json_object_get(j->manifest, "files"), table))
      status = twi_trace_say(j->trace, "%s is not drawn again", table);
  }
  return status;
}

/* The program, and with it the bound. */
static tw_status compare_program(job *j)
{
  int version = strcmp(text_of(j, NULL, "version"), tw_version()) == 0;
  int build = strcmp(text_of(j, NULL, "build"), tw_build()) == 0;
  j->trace->bound = j->replay->bound >= 0 ? j->replay->bound : version && build ? 0 : OTHER_BUILD;
  tw_status status = TW_OK;
  if (!version) status = twi_trace_say(j->trace, "the version: %s, now %s", text_of(j, NULL, "version"), tw_version());
  if (status == TW_OK && !build)
    status = twi_trace_say(j->trace, "the build: %s, now %s", text_of(j, NULL, "build"), tw_build());
  return status;
}

/* Of a range the central result, which is of the last year alone. */
static tw_status solve_again(job *j)
{
  tw_solver *solver = NULL;
  tw_path *path = NULL;
  tw_result *last = NULL;
  int ranged = json_is_object(json_object_get(j->manifest, "range"));
  tw_status status = tw_solver_new(j->ctx, j->world, &j->settings, &solver);
  if (status == TW_OK && ranged)
    status = twi_solve_year(solver, j->scenario, tw_scenario_until(j->scenario), NULL, NULL, &last);
  else if (status == TW_OK)
    status = tw_solve_path(solver, j->scenario, &path);
  if (status == TW_OK) {
    const twi_run run = ranged ? (twi_run){.result = last, .count = 1} : twi_run_of_path(path);
    status = compare_run(j, &run);
  }
  tw_path_free(path);
  tw_result_free(last);
  tw_solver_free(solver);
  return status;
}

tw_status tw_replay_folder(tw_context *ctx, const char *folder, const tw_replay *replay, tw_trace **out)
{
  tw_replay standard;
  *out = NULL;
  tw_replay_default(&standard);
  if (!folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_replay_folder needs a folder");
  job j = {.ctx = ctx, .folder = folder, .replay = replay ? replay : &standard};
  tw_status status = twi_trace_manifest(ctx, folder, &j.manifest);
  if (status == TW_OK) status = twi_trace_new(ctx, 0, 0, &j.trace);
  if (status == TW_OK) status = compare_program(&j);
  if (status == TW_OK) status = read_scenario(&j);
  if (status == TW_OK) status = open_world(&j);
  if (status == TW_OK) status = read_settings(&j);
  if (status == TW_OK) status = solve_again(&j);
  tw_scenario_free(j.scenario);
  tw_world_free(j.world);
  json_decref(j.manifest);
  if (status != TW_OK) {
    tw_trace_free(j.trace);
    return status;
  }
  *out = j.trace;
  return TW_OK;
}
