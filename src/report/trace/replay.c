/* A results folder solved again from its run.json, and compared: tw_replay_folder.
 *
 * The scenario or the decision is read from the texts that run.json holds, never from files, so the folder alone says
 * what was solved. The world is not in it: it is opened by the name it had then, and known by its SHA-256. */
#include <string.h>

#include "report/trace/folder.h"
#include "report/trace/replay_job.h"
#include "report/trace/replay_solve.h"

static const double OTHER_BUILD = 1e-9;

void tw_replay_default(tw_replay *replay)
{
  *replay = (tw_replay){.bound = -1};
}

/* ---------------------------------------------------------------- what goes in */

/* part: "scenario" or "decision". */
static tw_status read_files(twi_replay_job *j, const char *part)
{
  json_t *list = json_object_get(json_object_get(j->manifest, part), "files");
  size_t count = json_array_size(list);
  if (count == 0)
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "%s/run.json: the %s's text is not there, so it cannot be solved again; versions before 0.2 did "
                    "not store it",
                    j->folder, part);
  twi_scenario_file *files = twi_new(j->ctx, count, sizeof *files);
  if (!files) return twi_no_memory(j->ctx, count * sizeof *files);
  tw_status status = TW_OK;
  for (size_t i = 0; i < count && status == TW_OK; i++)
    status = twi_replay_file(j, json_array_get(list, i), part, &files[i]);
  if (status == TW_OK) {
    status = j->kind == TWI_RESULTS_DECIDE ? twi_decision_read_stored(j->ctx, files, (int)count, &j->decision)
                                           : twi_scenario_read_stored(j->ctx, files, (int)count, &j->scenario);
    if (status == TW_BAD_INPUT) twi_error_prefix(j->ctx, "the %s in %s/run.json: ", part, j->folder);
  }
  twi_scenario_files_free(j->ctx, files, (int)count);
  return status;
}

static tw_status read_settings(twi_replay_job *j)
{
  json_t *list = json_object_get(j->manifest, "settings"), *value;
  const char *name;
  tw_settings_default(&j->settings);
  json_object_foreach(list, name, value)
  {
    char text[64];
    if (strcmp(name, "report") == 0) continue; /* a replay writes no page, be this a build that can or not */
    twi_print(text, sizeof text, "%.17g", json_number_value(value));
    if (tw_settings_set(j->ctx, &j->settings, name, text) == TW_OK) continue;
    tw_status status =
        twi_trace_say(j->trace, "the setting %s = %s is not taken over: %s", name, text, tw_error(j->ctx));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

static tw_status open_world(twi_replay_job *j)
{
  const char *given = twi_trace_word(j->manifest, "world", "given");
  const char *expected = twi_trace_word(j->manifest, "world", "sha256");
  const char *name = twi_trace_word(j->manifest, "world", "name");
  const char *where = j->replay->world ? j->replay->world : *given ? given : name;
  int own = j->replay->world == NULL; /* on the word of run.json: nothing of what lies there is shown */
  if (own) twi_log_again(j->ctx, 1);
  tw_status status = tw_world_open(j->ctx, where, &j->world);
  if (own) twi_log_again(j->ctx, 0);
  if (status == TW_BAD_INPUT && own)
    return twi_fail(j->ctx, TW_BAD_INPUT,
                    "the world that %s was solved on is by its run.json %s, and there is none there that can be read; "
                    "--world names it where it is now",
                    j->folder, where);
  if (status != TW_OK) return status;
  const char *found = tw_world_text(j->world, "sha256");
  if (strcmp(found, expected) == 0) return TW_OK;
  if (j->replay->force)
    return twi_trace_say(j->trace,
                         "the world: the run was on %s (SHA-256 %.12s), the replay, by force, on %s (SHA-256 %.12s)",
                         name, expected, where, found);
  return twi_fail(j->ctx, TW_BAD_INPUT,
                  "%s: the world %s has the SHA-256 %.12s, but %s was solved on one with %.12s; --world names another, "
                  "--force goes on with this one",
                  j->folder, where, found, j->folder, *expected ? expected : "none");
}

/* The program, and with it the bound. */
static tw_status compare_program(twi_replay_job *j)
{
  const char *version = twi_trace_word(j->manifest, NULL, "version"),
             *build = twi_trace_word(j->manifest, NULL, "build");
  int same = strcmp(version, tw_version()) == 0, same_build = strcmp(build, tw_build()) == 0;
  j->trace->bound = j->replay->bound >= 0 ? j->replay->bound : same && same_build ? 0 : OTHER_BUILD;
  tw_status status = TW_OK;
  if (!same) status = twi_trace_say(j->trace, "the version: %s, now %s", version, tw_version());
  if (status == TW_OK && !same_build) status = twi_trace_say(j->trace, "the build: %s, now %s", build, tw_build());
  return status;
}

/* ---------------------------------------------------------------- the whole */

/* Which draws an interruption left out is known to nobody. */
static tw_status check_complete(const twi_replay_job *j)
{
  const json_t *draws = json_object_get(j->manifest, "draws");
  if (j->kind != TWI_RESULTS_DECIDE || !json_is_true(json_object_get(draws, "interrupted"))) return TW_OK;
  return twi_fail(
      j->ctx, TW_BAD_INPUT,
      "%s: the decision was interrupted after %lld of %lld draws, and which ones is not known, so it cannot "
      "be compared; `tradewind decide` to the end makes one that can",
      j->folder, (long long)json_integer_value(json_object_get(draws, "finished")),
      (long long)json_integer_value(json_object_get(draws, "asked")));
}

tw_status tw_replay_folder(tw_context *ctx, const char *folder, const tw_replay *replay, tw_trace **out)
{
  tw_replay standard;
  int changed = 0;
  *out = NULL;
  tw_replay_default(&standard);
  if (!folder || !*folder) return twi_fail(ctx, TW_USAGE, "tw_replay_folder needs a folder");
  twi_replay_job j = {.ctx = ctx, .folder = folder, .replay = replay ? replay : &standard};
  tw_status status = twi_trace_manifest(ctx, folder, &j.manifest, &j.kind);
  if (status == TW_OK) status = check_complete(&j);
  if (status == TW_OK) status = twi_trace_new(ctx, 0, 0, &j.trace);
  if (status == TW_OK) status = compare_program(&j);
  /* accounts and markets are of no world; a market as it is has no scenario */
  int solves = j.kind != TWI_RESULTS_ACCOUNTS && j.kind != TWI_RESULTS_MARKET;
  int reads = solves || (j.kind == TWI_RESULTS_MARKET && json_is_object(json_object_get(j.manifest, "scenario")));
  if (status == TW_OK && reads) status = read_files(&j, j.kind == TWI_RESULTS_DECIDE ? "decision" : "scenario");
  if (status == TW_OK && solves) status = open_world(&j);
  if (status == TW_OK && solves) status = read_settings(&j);
  if (status == TW_OK) status = twi_trace_others(j.trace, folder, j.manifest, &changed);
  if (status == TW_OK) j.trace->failed = changed > 0;
  if (status == TW_OK) status = twi_replay_solve(&j);
  tw_decision_free(j.decision);
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
