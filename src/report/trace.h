/* Comparing results folders: what the parts share. Inside this room.
 *
 *   trace_rows.c     the text of a table to keys and numbers
 *   trace_table.c    two such tables, number by number
 *   trace_inputs.c   two manifests: what differs in what went in
 *   trace.c          two folders
 *   replay.c         a folder and what its run.json gives when it is solved again */
#ifndef TWI_REPORT_TRACE_H
#define TWI_REPORT_TRACE_H

#include <jansson.h>

#include "base/text.h"
#include "report/report.h"

enum { TWI_TRACE_KEPT = 1000, TWI_TRACE_COLUMNS = 256 };

/* A table: rows with a key, and numbers. */
typedef struct twi_trace_rows {
  tw_context *ctx;
  char *name[TWI_TRACE_COLUMNS]; /* of the columns that are numbers */
  int columns;
  size_t count;
  char *keys;     /* names of the key columns, "sector importer exporter" */
  char *words;    /* keys of the rows, each with a 0 after it */
  size_t *at;     /* [count] where a row's key begins */
  double *number; /* [count][columns], NaN: empty */
  size_t used, room, rows_room;
} twi_trace_rows;

/* origin names the text in messages. Free it also after a failure. */
tw_status twi_trace_rows_read(tw_context *ctx, const char *text, size_t bytes, const char *origin,
                              twi_trace_rows *rows);
void twi_trace_rows_free(twi_trace_rows *rows);

typedef struct twi_trace_part {
  tw_trace_table table;
  char *keys;
  twi_trace_rows rows[2]; /* kept for the words of the differences */
  tw_trace_difference *kept;
  size_t room;
} twi_trace_part;

struct tw_trace {
  tw_context *ctx;
  double bound;
  int by_weight; /* the order of differences: by weight, else by relative size */
  int failed;    /* 1: the replay found no certified solution */
  twi_trace_part part[TWI_REPORT_TABLES];
  tw_trace_table table[TWI_REPORT_TABLES];
  int tables;
  char **input;
  int inputs;
};

tw_status twi_trace_new(tw_context *ctx, double bound, int by_weight, tw_trace **trace);
/* The next table, from the texts of both sides; NULL: not there. */
tw_status twi_trace_compare(tw_trace *trace, const char *table, const char *const text[2], const size_t bytes[2],
                            const char *const origin[2]);
/* A sentence, or a line, about what went in. */
tw_status twi_trace_say(tw_trace *trace, const char *format, ...) TWI_PRINTF(2, 3);
/* run.json of a results folder; TW_BAD_INPUT when there is none or the run was not certified. */
tw_status twi_trace_manifest(tw_context *ctx, const char *folder, json_t **manifest);
/* A table of a folder; *text NULL when the manifest does not list it. Says so when the file is not as it was written.
 */
tw_status twi_trace_text(tw_trace *trace, const char *folder, const json_t *manifest, const char *table, char **text,
                         size_t *bytes, char **origin);
/* What differs in version, build, world, scenario and settings. */
tw_status twi_trace_inputs(tw_trace *trace, const json_t *first, const json_t *second);
/* The lines that differ between two texts. */
tw_status twi_trace_lines(tw_trace *trace, const char *first, const char *second);

#endif
