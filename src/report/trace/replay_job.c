/* A stored file of a results folder that is solved again. See replay_job.h. */
#include "report/trace/replay_job.h"

#include <string.h>

#include "base/digest.h"

tw_status twi_replay_file(twi_replay_job *j, const json_t *from, const char *what, twi_scenario_file *file)
{
  const json_t *text = json_object_get(from, "text");
  const char *name = json_string_value(json_object_get(from, "name"));
  const char *sha256 = json_string_value(json_object_get(from, "sha256"));
  if (!name || !json_is_string(text) || !sha256)
    return twi_fail(j->ctx, TW_BAD_INPUT, "%s/run.json: expected name, sha256 and text for each file of %s", j->folder,
                    what);
  file->name = twi_strdup(j->ctx, name);
  file->bytes = json_string_length(text);
  file->text = twi_strndup(j->ctx, json_string_value(text), file->bytes);
  file->builtin = json_is_true(json_object_get(from, "builtin"));
  file->against = json_is_true(json_object_get(from, "against"));
  if (!file->name || !file->text) return twi_no_memory(j->ctx, 0);
  tw_status status = twi_digest_of(j->ctx, file->text, file->bytes, file->sha256);
  if (status != TW_OK || strcmp(sha256, file->sha256) == 0) return status;
  return twi_trace_say(j->trace,
                       "the text of the file %s in run.json is not the one that was solved: its SHA-256 is %.12s, and "
                       "run.json says %.12s",
                       file->name, file->sha256, sha256);
}

const json_t *twi_replay_option(const twi_replay_job *j, const char *part, const char *key)
{
  return json_object_get(json_object_get(j->manifest, part), key);
}

long long twi_replay_whole(const twi_replay_job *j, const char *part, const char *key)
{
  return (long long)json_integer_value(twi_replay_option(j, part, key));
}
