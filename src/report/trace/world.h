/* What differs between the worlds of two manifests. Inside trace/. */
#ifndef TWI_REPORT_TRACE_WORLD_H
#define TWI_REPORT_TRACE_WORLD_H

#include "report/trace/trace.h"

/* Says it; where both worlds can still be opened, also which of their tables differ. */
tw_status twi_trace_world(tw_trace *trace, const json_t *first, const json_t *second);

#endif
