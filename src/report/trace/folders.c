/* Two results folders, number by number, and what went into them: tw_results_diff. */
#include "report/report.h"
#include "report/trace/folder.h"
#include "report/trace/inputs.h"
#include "report/trace/table.h"

static tw_status compare_folders(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  tw_status status = TW_OK;
  twi_results_kind kind;
  const char *table;
  const double count = twi_report_table_count();
  for (int i = 0, place; status == TW_OK && (table = twi_report_table(i, &kind, &place)); i++) {
    char *text[2] = {NULL, NULL}, *origin[2] = {NULL, NULL};
    size_t bytes[2] = {0, 0};
    for (int k = 0; k < 2 && status == TW_OK; k++)
      status = twi_trace_text(trace, folder[k], manifest[k], table, &text[k], &bytes[k], &origin[k]);
    if (status == TW_OK) status = twi_progress(trace->ctx, "comparing", i / count);
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
