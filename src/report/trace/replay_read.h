/* What goes into a replay: steps of `read` of a twi_replay_way. Inside trace/. */
#ifndef TWI_REPORT_TRACE_REPLAY_READ_H
#define TWI_REPORT_TRACE_REPLAY_READ_H

#include "report/trace/replay_job.h"
#include "supply/supply.h"

/* Reads the scenario that run.json holds; */
tw_status twi_replay_read_text(twi_replay_job *job);
/* and settings and world, too; the same of a decision, which must have all of its draws. */
tw_status twi_replay_read_scenario(twi_replay_job *job);
tw_status twi_replay_read_decision(twi_replay_job *job);

/* The market that is solved on now is the one of run.json; TW_BAD_INPUT, or by force a word of it, where it is not. */
tw_status twi_replay_check_market(twi_replay_job *j, const char *name, const char *sha256);

/* A file of the user's that run.json holds in PART.KEY; the caller's file stays as it is where run.json has none. */
tw_status twi_replay_stored_file(twi_replay_job *j, const char *part, const char *key, twi_supply_file *file);

#endif
