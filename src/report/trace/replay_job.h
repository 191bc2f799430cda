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
/* Return a value of the manifest, PART.KEY, NULL where there is none; the same as a whole number, 0. */
const json_t *twi_replay_option(const twi_replay_job *job, const char *part, const char *key);
long long twi_replay_whole(const twi_replay_job *job, const char *part, const char *key);

/* How a kind of folder is solved again: twi_replay_NAME of each row of report/kinds.h. */
typedef struct twi_replay_way {
  tw_status (*read)(
      twi_replay_job *job); /* what goes in, before the files of the folder are looked at; NULL: nothing */
  tw_status (*solve)(twi_replay_job *job); /* solves, and adds the comparison of every table to the trace */
} twi_replay_way;
#define TWI_REPLAY_WAY(NAME, name, ...) extern const twi_replay_way twi_replay_##name;
TWI_RESULTS_LIST(TWI_REPLAY_WAY)
#undef TWI_REPLAY_WAY

#endif
