/* Two results folders, number by number, and what went into them: tw_results_diff. */
#include "report/trace/trace.h"

#include "base/plain.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "report/json.h"

enum { MOST_MANIFEST = 1 << 28, MOST_TABLE = 1 << 30 };

tw_status twi_trace_new(tw_context *ctx, double bound, int by_weight, tw_trace **trace)
{
  *trace = twi_new(ctx, 1, sizeof **trace);
  if (!*trace) return twi_no_memory(ctx, sizeof **trace);
  (*trace)->ctx = ctx;
  (*trace)->bound = bound;
  (*trace)->by_weight = by_weight;
  return TW_OK;
}

void tw_trace_free(tw_trace *t)
{
  if (!t) return;
  for (int i = 0; i < t->tables; i++) {
    for (int k = 0; k < 2; k++) twi_trace_rows_free(&t->part[i].rows[k]);
    for (int k = 0; k < TWI_TRACE_NAMES; k++) twi_free(t->ctx, t->part[i].names[k]);
    twi_free(t->ctx, t->part[i].kept);
  }
  for (int i = 0; i < t->inputs; i++) twi_free(t->ctx, t->input[i]);
  twi_free(t->ctx, t->input);
  twi_free(t->ctx, t);
}

tw_status twi_trace_say(tw_trace *t, const char *format, ...)
{
  char **grown = twi_resize(t->ctx, t->input, (size_t)t->inputs + 1, sizeof *grown);
  if (!grown) return twi_no_memory(t->ctx, 0);
  t->input = grown;
  va_list args;
  va_start(args, format);
  int n = twi_vprint(NULL, 0, format, args);
  va_end(args);
  char *text = twi_alloc(t->ctx, (size_t)(n < 0 ? 0 : n) + 1, 1);
  if (!text) return twi_no_memory(t->ctx, 0);
  va_start(args, format);
  twi_vprint(text, (size_t)(n < 0 ? 0 : n) + 1, format, args);
  va_end(args);
  /* One line that can be seen: it quotes what stands in the two folders. */
  size_t room = twi_visible(text, strlen(text), NULL, 0) + 1;
  char *shown = twi_alloc(t->ctx, room, 1);
  if (shown) twi_visible(text, strlen(text), shown, room);
  twi_free(t->ctx, text);
  if (!shown) return twi_no_memory(t->ctx, room);
  t->input[t->inputs++] = shown;
  return TW_OK;
}

/* ---------------------------------------------------------------- tables */

const char *twi_trace_table(int index)
{
  static const char *const others[] = {"decision.csv", "choices.csv", "break_even.csv", "reconcile.csv", NULL};
  return index < TWI_REPORT_TABLES ? twi_report_file(index) : others[index - TWI_REPORT_TABLES];
}

/* ---------------------------------------------------------------- folders */

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
  tw_status status = twi_path_kind_of(path) == TWI_PATH_FILE
                         ? twi_read_inside(ctx, folder, "run.json", MOST_MANIFEST, &bytes, &count)
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

tw_status twi_trace_others(tw_trace *trace, const char *folder, const json_t *manifest, int *changed)
{
  json_t *files = json_object_get(manifest, "files"), *entry;
  const char *name, *table;
  tw_status status = TW_OK;
  *changed = 0;
  json_object_foreach(files, name, entry)
  {
    int is_table = 0, before = trace->inputs;
    char *text = NULL, *origin = NULL;
    size_t bytes = 0;
    for (int i = 0; (table = twi_trace_table(i)); i++) is_table |= strcmp(name, table) == 0;
    if (is_table || status != TW_OK) continue;
    status = twi_trace_text(trace, folder, manifest, name, &text, &bytes, &origin);
    *changed += trace->inputs > before;
    twi_free(trace->ctx, text);
    twi_free(trace->ctx, origin);
  }
  return status;
}

static tw_status compare_folders(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  tw_status status = TW_OK;
  const char *table;
  for (int i = 0; status == TW_OK && (table = twi_trace_table(i)); i++) {
    char *text[2] = {NULL, NULL}, *origin[2] = {NULL, NULL};
    size_t bytes[2] = {0, 0};
    for (int k = 0; k < 2 && status == TW_OK; k++)
      status = twi_trace_text(trace, folder[k], manifest[k], table, &text[k], &bytes[k], &origin[k]);
    if (status == TW_OK) status = twi_progress(trace->ctx, "comparing", (double)i / TWI_TRACE_TABLES);
    if (status == TW_OK && (text[0] || text[1]))
      status = twi_trace_compare(trace, table, (const char *const *)text, bytes, (const char *const *)origin);
    for (int k = 0; k < 2; k++) {
      twi_free(trace->ctx, text[k]);
      twi_free(trace->ctx, origin[k]);
    }
  }
  return status;
}

tw_status tw_results_diff(tw_context *ctx, const char *first, const char *second, tw_trace **out)
{
  *out = NULL;
  if (!first || !second || !*first || !*second) return twi_fail(ctx, TW_USAGE, "tw_results_diff needs two folders");
  const char *const folder[2] = {first, second};
  json_t *manifest[2] = {NULL, NULL};
  twi_results_kind kind;
  tw_trace *trace = NULL;
  tw_status status = twi_trace_new(ctx, 0, 1, &trace);
  for (int k = 0; k < 2 && status == TW_OK; k++) status = twi_trace_manifest(ctx, folder[k], &manifest[k], &kind);
  int changed;
  if (status == TW_OK) status = twi_trace_inputs(trace, folder, manifest);
  for (int k = 0; k < 2 && status == TW_OK; k++) status = twi_trace_others(trace, folder[k], manifest[k], &changed);
  if (status == TW_OK) status = compare_folders(trace, folder, manifest);
  json_decref(manifest[0]);
  json_decref(manifest[1]);
  if (status != TW_OK) {
    tw_trace_free(trace);
    return status;
  }
  *out = trace;
  return TW_OK;
}

/* ---------------------------------------------------------------- what was found */

int tw_trace_agrees(const tw_trace *t)
{
  for (int i = 0; i < t->tables; i++) {
    const tw_trace_table *of = &t->table[i];
    if (!of->in_first || !of->in_second || of->beyond || of->only_first || of->only_second || of->columns_first ||
        of->columns_second)
      return 0;
  }
  return !t->failed;
}

double tw_trace_bound(const tw_trace *t)
{
  return t->bound;
}

int tw_trace_tables(const tw_trace *t, const tw_trace_table **tables)
{
  *tables = t->table;
  return t->tables;
}

const char *tw_trace_input(const tw_trace *t, int index)
{
  return index >= 0 && index < t->inputs ? t->input[index] : NULL;
}
