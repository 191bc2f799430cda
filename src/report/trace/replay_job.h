/* A results folder that is solved again: what it is solved of. Inside trace/. */
#ifndef TWI_REPORT_TRACE_REPLAY_JOB_H
#define TWI_REPORT_TRACE_REPLAY_JOB_H

#include "choice/decide.h"
#include "report/kind.h"
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

/* Reads the file of an object {name, text, sha256 …}; one whose text was changed is taken, and said. The caller frees
 * it with twi_scenario_files_free, also after a failure. what: "the scenario". */
tw_status twi_replay_file(twi_replay_job *job, const json_t *from, const char *what, twi_scenario_file *file);

#endif
