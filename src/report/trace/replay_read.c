/* What goes into a replay: the text of the scenario or the decision, settings, the world. See replay_read.h. */
#include "report/trace/replay_read.h"

#include <string.h>

/* part: "scenario" or "decision". */
static tw_status read_files(twi_replay_job *j, const char *part)
{
  const int decides = strcmp(part, "decision") == 0;
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
    status = decides ? twi_decision_read_stored(j->ctx, files, (int)count, &j->decision)
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

tw_status twi_replay_check_market(twi_replay_job *j, const char *name, const char *sha256)
{
  const char *expected = twi_trace_word(j->manifest, "market", "sha256");
  if (strcmp(sha256, expected) == 0) return TW_OK;
  if (j->replay->force)
    return twi_trace_say(j->trace, "the market: SHA-256 %.12s, now, by force, %.12s", *expected ? expected : "none",
                         sha256);
  const char *given = twi_trace_word(j->manifest, "market", "given");
  return twi_fail(j->ctx, TW_BAD_INPUT,
                  "%s%sthe market %s has the SHA-256 %.12s, but %s was solved on one with %.12s; --force goes on with "
                  "this one",
                  given, *given ? ": " : "", name, sha256, j->folder, *expected ? expected : "none");
}

tw_status twi_replay_stored_file(twi_replay_job *j, const char *part, const char *key, twi_supply_file *file)
{
  const json_t *from = twi_replay_option(j, part, key);
  twi_scenario_file stored = {.name = NULL};
  if (!json_is_object(from)) return TW_OK;
  tw_status status = twi_replay_file(j, from, key, &stored);
  if (status == TW_OK) status = twi_supply_file_copy(j->ctx, stored.name, stored.text, stored.bytes, file);
  twi_free(j->ctx, stored.name);
  twi_free(j->ctx, stored.text);
  return status;
}

/* ---------------------------------------------------------------- the whole */

tw_status twi_replay_read_text(twi_replay_job *j)
{
  return read_files(j, "scenario");
}

static tw_status read_all(twi_replay_job *j, const char *part)
{
  tw_status status = read_files(j, part);
  if (status == TW_OK && !(j->decision && j->decision->of_market)) status = open_world(j);
  return status == TW_OK ? read_settings(j) : status;
}

tw_status twi_replay_read_scenario(twi_replay_job *j)
{
  return read_all(j, "scenario");
}

/* Which draws an interruption left out is known to nobody. */
static tw_status check_complete(const twi_replay_job *j)
{
  const json_t *draws = json_object_get(j->manifest, "draws");
  if (!json_is_true(json_object_get(draws, "interrupted"))) return TW_OK;
  return twi_fail(
      j->ctx, TW_BAD_INPUT,
      "%s: the decision was interrupted after %lld of %lld draws, and which ones is not known, so it cannot "
      "be compared; `tradewind decide` to the end makes one that can",
      j->folder, (long long)json_integer_value(json_object_get(draws, "finished")),
      (long long)json_integer_value(json_object_get(draws, "asked")));
}

tw_status twi_replay_read_decision(twi_replay_job *j)
{
  tw_status status = check_complete(j);
  return status == TW_OK ? read_all(j, "decision") : status;
}
