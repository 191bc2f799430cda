/* A results folder solved again from its run.json, and compared: tw_replay_folder.
 *
 * The scenario or the decision is read from the texts that run.json holds, never from files, so the folder alone says
 * what was solved. The world is not in it: it is opened by the name it had then, and known by its SHA-256. */
#include <string.h>

#include "report/trace/folder.h"
#include "report/trace/replay_job.h"

static const double OTHER_BUILD = 1e-9;

void tw_replay_default(tw_replay *replay)
{
  *replay = (tw_replay){.bound = -1};
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

static const twi_replay_way *way_of(const twi_replay_job *j)
{
#define WAY(NAME, name, ...) [TWI_RESULTS_##NAME] = &twi_replay_##name,
  static const twi_replay_way *const ways[TWI_RESULTS_KINDS] = {TWI_RESULTS_LIST(WAY)};
  return ways[j->kind];
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
  if (status == TW_OK) status = twi_trace_new(ctx, 0, 0, &j.trace);
  if (status == TW_OK) status = compare_program(&j);
  if (status == TW_OK && way_of(&j)->read) status = way_of(&j)->read(&j);
  if (status == TW_OK) status = twi_trace_others(j.trace, folder, j.manifest, &changed);
  if (status == TW_OK) j.trace->failed = changed > 0;
  if (status == TW_OK) status = way_of(&j)->solve(&j);
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
