/* Two stored files, line by line. Inside trace/. */
#ifndef TWI_REPORT_TRACE_STORED_H
#define TWI_REPORT_TRACE_STORED_H

#include "report/trace/trace.h"

/* Says in what two stored files {name, text} differ; NULL: that side has none. whose: "scenario". */
tw_status twi_trace_file(tw_trace *trace, const char *whose, const json_t *first, const json_t *second);

#endif
