/* What differs in what was asked for. Inside trace/. */
#ifndef TWI_REPORT_TRACE_OPTIONS_H
#define TWI_REPORT_TRACE_OPTIONS_H

#include "report/trace/trace.h"

/* Says what differs in the options of two manifests, */
tw_status twi_trace_options(tw_trace *trace, const json_t *first, const json_t *second);
/* and in the decision.json of two folders. */
tw_status twi_trace_decisions(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);

#endif
