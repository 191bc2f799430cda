/* One results folder that is compared: its manifest and its files, each with its digest. */
#include "report/trace/folder.h"

#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "report/json.h"
#include "report/report.h"

enum { MOST_MANIFEST = 1 << 28, MOST_TABLE = 1 << 30 };

/* ---------------------------------------------------------------- the manifest */

static tw_status not_a_folder(tw_context *ctx, const char *folder)
{
  twi_path_kind kind = twi_path_kind_of(folder);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: expected a results folder, found %s; `tradewind run SCENARIO --out DIR` makes "
                  "one",
                  folder,
                  kind == TWI_PATH_ABSENT   ? "nothing"
                  : kind == TWI_PATH_FOLDER ? "a folder without run.json"
                                            : "a file");
}

static tw_status check_manifest(tw_context *ctx, const char *folder, const json_t *root, twi_results_kind *kind)
{
  const char *outcome = twi_json_word(root, NULL, "outcome");
  tw_status status = twi_results_kind_of(ctx, folder, root, kind);
  if (status != TW_OK || twi_results_are_there(*kind, root)) return status;
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: the last run there found no certified solution (%s): there is nothing to "
                  "compare",
                  folder, outcome ? outcome : "no outcome");
}

tw_status twi_trace_manifest(tw_context *ctx, const char *folder, json_t **manifest, twi_results_kind *kind)
{
  char *path = twi_path_join(ctx, folder, "run.json"), *bytes = NULL;
  size_t count = 0;
  *manifest = NULL;
  if (!path) return twi_no_memory(ctx, 0);
  twi_path_kind there = twi_path_kind_of(path);
  tw_status status = there == TWI_PATH_FILE
                         ? twi_read_inside(ctx, folder, "run.json", MOST_MANIFEST, &bytes, &count)
                     : there == TWI_PATH_UNSEEN ? twi_path_unseen(ctx, path)
                                                : not_a_folder(ctx, folder);
  if (status == TW_OK) status = twi_json_load(ctx, path, bytes, count, manifest);
  if (status == TW_OK) status = check_manifest(ctx, folder, *manifest, kind);
  twi_free(ctx, bytes);
  twi_free(ctx, path);
  if (status == TW_OK) return TW_OK;
  json_decref(*manifest);
  *manifest = NULL;
  return status;
}

/* ---------------------------------------------------------------- files */

tw_status twi_trace_text(tw_trace *trace, const char *folder, const json_t *manifest, const char *table, char **text,
                         size_t *bytes, char **origin)
{
  tw_context *ctx = trace->ctx;
  char digest[TWI_DIGEST_TEXT];
  const json_t *entry = json_object_get(json_object_get(manifest, "files"), table);
  const char *expected = json_string_value(json_object_get(entry, "sha256"));
  *text = *origin = NULL;
  if (!entry) return TW_OK;
  tw_status status = twi_check_inside(ctx, folder, table);
  if (status != TW_OK) return status;
  *origin = twi_path_join(ctx, folder, table);
  if (!*origin) return twi_no_memory(ctx, 0);
  if (twi_path_kind_of(*origin) == TWI_PATH_ABSENT)
    return twi_trace_say(trace, "%s is not there, and run.json lists it", *origin);
  status = twi_read_inside(ctx, folder, table, MOST_TABLE, text, bytes);
  if (status == TW_OK) status = twi_digest_of(ctx, *text, *bytes, digest);
  if (status != TW_OK || (expected && strcmp(expected, digest) == 0)) return status;
  return twi_trace_say(trace, "%s is not as the run wrote it: its SHA-256 is %.12s, and run.json says %.12s", *origin,
                       digest, expected ? expected : "nothing");
}

static int is_compared(const char *name)
{
  twi_results_kind kind;
  const char *table;
  for (int i = 0, place; (table = twi_report_table(i, &kind, &place)); i++)
    if (strcmp(name, table) == 0) return 1;
  return 0;
}

tw_status twi_trace_others(tw_trace *trace, const char *folder, const json_t *manifest, int *changed)
{
  json_t *files = json_object_get(manifest, "files"), *entry;
  const char *name;
  tw_status status = TW_OK;
  *changed = 0;
  json_object_foreach(files, name, entry)
  {
    int before = trace->inputs;
    char *text = NULL, *origin = NULL;
    size_t bytes = 0;
    if (is_compared(name) || status != TW_OK) continue;
    status = twi_trace_text(trace, folder, manifest, name, &text, &bytes, &origin);
    *changed += trace->inputs > before;
    twi_free(trace->ctx, text);
    twi_free(trace->ctx, origin);
  }
  return status;
}
