/* One results folder that is compared. Inside trace/. */
#ifndef TWI_REPORT_TRACE_FOLDER_H
#define TWI_REPORT_TRACE_FOLDER_H

#include "report/kind.h"
#include "report/trace/trace.h"

/* Reads run.json of a results folder, which the caller owns, and its kind; TW_BAD_INPUT when there is none or it has no
 * certified numbers. */
tw_status twi_trace_manifest(tw_context *ctx, const char *folder, json_t **manifest, twi_results_kind *kind);
/* Reads a table of a folder, *text NULL when the manifest does not list it, and says so when the file is not as it was
 * written. The caller frees *text and *origin, also after a failure. */
tw_status twi_trace_text(tw_trace *trace, const char *folder, const json_t *manifest, const char *table, char **text,
                         size_t *bytes, char **origin);
/* Says of the files of a folder that are no tables (decision.json …) which are not as they were written, and counts
 * them in *changed. */
tw_status twi_trace_others(tw_trace *trace, const char *folder, const json_t *manifest, int *changed);

#endif
