/* The part of a replay that solves. Inside trace/. */
#ifndef TWI_REPORT_TRACE_REPLAY_SOLVE_H
#define TWI_REPORT_TRACE_REPLAY_SOLVE_H

#include "report/trace/replay_job.h"

/* Solves what the job is of, and adds the comparison of every table to its trace. */
tw_status twi_replay_solve(twi_replay_job *job);

#endif
