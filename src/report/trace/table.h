/* Two tables, number by number. Inside trace/. */
#ifndef TWI_REPORT_TRACE_TABLE_H
#define TWI_REPORT_TRACE_TABLE_H

#include "report/trace/trace.h"

/* Adds the next table to the trace, from the texts of both sides; NULL: not there. */
tw_status twi_trace_compare(tw_trace *trace, const char *table, const char *const text[2], const size_t bytes[2],
                            const char *const origin[2]);

#endif
