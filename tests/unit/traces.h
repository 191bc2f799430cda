/* What tests of replay and diff share: results replayed and compared, what is said of their inputs, one of the tables
 * compared. Traces belong to the teardown. */
#ifndef TRADEWIND_TESTS_TRACES_H
#define TRADEWIND_TESTS_TRACES_H

#include "group.h"

static inline tw_trace *replay_of(const char *folder, const tw_replay *options)
{
  tw_trace *trace = NULL;
  assert_ok(context, tw_replay_folder(context, folder, options, &trace));
  return hold_trace(trace);
}

static inline tw_trace *diff_of(const char *first, const char *second)
{
  tw_trace *trace = NULL;
  assert_ok(context, tw_results_diff(context, first, second, &trace));
  return hold_trace(trace);
}

/* Whether a line about the inputs has these words. */
static inline int says(const tw_trace *trace, const char *words)
{
  const char *line;
  for (int i = 0; (line = tw_trace_input(trace, i)); i++)
    if (strstr(line, words)) return 1;
  return 0;
}

static inline const tw_trace_table *table_of(const tw_trace *trace, const char *name)
{
  const tw_trace_table *t;
  int count = tw_trace_tables(trace, &t);
  for (int i = 0; i < count; i++)
    if (strcmp(t[i].table, name) == 0) return &t[i];
  fail_msg("%s was not compared", name);
  return NULL;
}

/* Replays the folder and compares it with another, with each request for memory failing in turn. */
typedef struct traced_folders {
  const char *folder, *other;
} traced_folders;

static inline tw_status trace_in_little_memory(tw_context *ctx, void *user)
{
  const traced_folders *of = user;
  tw_trace *trace = NULL;
  tw_status status = tw_replay_folder(ctx, of->folder, NULL, &trace);
  tw_trace_free(trace);
  if (status != TW_OK) return status;
  status = tw_results_diff(ctx, of->folder, of->other, &trace);
  if (status == TW_OK) tw_trace_free(trace);
  return status;
}

#endif
