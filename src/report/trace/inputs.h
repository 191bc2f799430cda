/* What differs in what two results folders were made of. Inside trace/. */
#ifndef TWI_REPORT_TRACE_INPUTS_H
#define TWI_REPORT_TRACE_INPUTS_H

#include "report/trace/trace.h"

/* Says what differs in kind, version, build, world, scenario or decision, options and settings. */
tw_status twi_trace_inputs(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);

#endif
