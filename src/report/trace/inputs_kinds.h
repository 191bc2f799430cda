/* What differs in what two folders of one kind were made of: `inputs` of a row of report/kinds.h. Inside trace/. */
#ifndef TWI_REPORT_TRACE_INPUTS_KINDS_H
#define TWI_REPORT_TRACE_INPUTS_KINDS_H

#include "report/trace/trace.h"

tw_status twi_trace_accounts(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);
tw_status twi_trace_routes(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);
tw_status twi_trace_markets(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);
tw_status twi_trace_stresses(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);

#endif
