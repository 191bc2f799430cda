/* The end of a replay: what was solved again, compared with the folder. Inside trace/. */
#ifndef TWI_REPORT_TRACE_REPLAY_COMPARE_H
#define TWI_REPORT_TRACE_REPLAY_COMPARE_H

#include "report/report.h"
#include "report/trace/replay_job.h"

/* What was solved, and the tables that it has. */
typedef struct twi_replayed {
  const twi_tables *tables; /* NULL: behind the last */
  const void *of;
} twi_replayed;

/* Adds the comparison of every table of the folder and of what was solved to the trace; */
tw_status twi_replay_compare(twi_replay_job *job, const twi_replayed *solved);
/* the same, of one. */
tw_status twi_replay_compare_one(twi_replay_job *job, const twi_tables *tables, const void *of);
/* Says that no certified solution was found. */
tw_status twi_replay_uncertified(twi_replay_job *job, tw_outcome outcome, const char *message);

#endif
