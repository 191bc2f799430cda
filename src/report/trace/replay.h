/* A results folder that is solved again: what the two parts share. Inside trace/replay*.c. */
#ifndef TWI_REPORT_REPLAY_H
#define TWI_REPORT_REPLAY_H

#include "choice/decide.h"
#include "report/trace/trace.h"

typedef struct twi_replay_job {
  tw_context *ctx;
  const char *folder;
  const tw_replay *replay;
  json_t *manifest;
  twi_results_kind kind;
  tw_trace *trace;
  tw_world *world;
  tw_scenario *scenario; /* NULL: a decision */
  tw_decision *decision; /* NULL: none */
  tw_settings settings;
} twi_replay_job;

/* Solves what the job is of, and compares every table: replay_solve.c. */
tw_status twi_replay_solve(twi_replay_job *job);

/* The file of an object {name, text, sha256 …}; one whose text was changed is taken, and said. Free it with
 * twi_scenario_files_free. what: "the scenario". */
tw_status twi_replay_file(twi_replay_job *job, const json_t *from, const char *what, twi_scenario_file *file);

#endif
