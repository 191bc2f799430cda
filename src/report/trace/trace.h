/* What was found when results folders were compared. Inside trace/.
 *
 *   rows.c            the text of a table to keys and numbers
 *   trace.c           what is found: sentences about what went in, tables
 *   table.c           two such tables, number by number
 *   stored.c          two stored files, and the lines that differ
 *   world.c           what differs between the worlds
 *   options.c         what differs in what was asked of ranges, decisions and reconciliations
 *   inputs_parts.c    two manifests: what differs in a text, in the files of a scenario
 *   inputs_kinds.c    what differs in what accounts, routes, markets were made of
 *   inputs.c          what differs in all that went in, of the five above
 *   folder.c          one folder: its manifest, its tables, its other files
 *   folders.c         two folders
 *   replay_job.c      a folder that is solved again: what its run.json says
 *   replay_read.c     what goes into it: scenario or decision, settings, world
 *   replay_compare.c  its tables against those of what was solved
 *   replay_solve.c    solving on a world: runs, ranges, decisions, reconciliations, plants
 *   replay_others.c   solving the others: accounts, routes, markets
 *   replay.c          the whole, by the row of the kind in report/kinds.h
 *
 * Each file calls those above it alone. */
#ifndef TWI_REPORT_TRACE_H
#define TWI_REPORT_TRACE_H

#include <jansson.h>

#include "report/trace/rows.h"

enum { TWI_TRACE_KEPT = 1000, TWI_TRACE_TABLES = 20 };

/* Of names: rows of the first and the second, then columns. */
enum { TWI_TRACE_ROW_NAMES = 0, TWI_TRACE_COLUMN_NAMES = 2, TWI_TRACE_NAMES = 4 };

typedef struct twi_trace_part {
  tw_trace_table table;
  char *names[TWI_TRACE_NAMES];
  char *keys;
  twi_trace_rows rows[2]; /* kept for the words of the differences */
  tw_trace_difference *kept;
  size_t room;
} twi_trace_part;

struct tw_trace {
  tw_context *ctx;
  double bound;
  int by_weight; /* the order of differences: by weight, else by relative size */
  int failed;    /* 1: the replay found no certified solution, or a file beside the tables is not as it was written */
  twi_trace_part part[TWI_TRACE_TABLES];
  tw_trace_table table[TWI_TRACE_TABLES];
  int tables;
  char **input;
  int inputs;
};

/* Makes an empty trace, which the caller frees with tw_trace_free. bound: how large a relative difference may be;
 * by_weight: the order of the differences. */
tw_status twi_trace_new(tw_context *ctx, double bound, int by_weight, tw_trace **trace);
/* Adds a sentence, or a line, about what went in. */
tw_status twi_trace_say(tw_trace *trace, const char *format, ...) TWI_PRINTF(2, 3);
/* Returns a text of a manifest, which owns it; part may be NULL; "" where there is none. */
const char *twi_trace_word(const json_t *root, const char *part, const char *key);

#endif
