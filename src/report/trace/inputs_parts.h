/* What differs in parts of two manifests: for inputs.c and those of single kinds. Inside trace/. */
#ifndef TWI_REPORT_TRACE_INPUTS_PARTS_H
#define TWI_REPORT_TRACE_INPUTS_PARTS_H

#include "report/trace/trace.h"

/* Says that the text PART.KEY differs, or, part NULL, KEY; what: "the region". */
tw_status twi_trace_text_differs(tw_trace *trace, const json_t *a, const json_t *b, const char *part, const char *key,
                                 const char *what);
/* Says in which lines the files of a part differ, "scenario" or "decision". */
tw_status twi_trace_files_differ(tw_trace *trace, const json_t *a, const json_t *b, const char *part);

#endif
