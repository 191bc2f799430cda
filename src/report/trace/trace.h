/* Comparing results folders: what the parts share. Inside trace/.
 *
 *   rows.c            the text of a table to keys and numbers
 *   table.c           two such tables, number by number
 *   lines.c           the lines that differ between two texts
 *   inputs.c          two manifests: what differs in what went in
 *   world.c           the part of it about worlds
 *   options.c         the part of it about ranges, decisions and reconciliations
 *   folders.c         two folders
 *   replay.c          a folder and what its run.json gives when it is solved again
 *   replay_solve.c    the part of it that solves and compares */
#ifndef TWI_REPORT_TRACE_H
#define TWI_REPORT_TRACE_H

#include "base/text.h"
#include "report/kind.h"
#include "report/report.h"

enum { TWI_TRACE_KEPT = 1000, TWI_TRACE_COLUMNS = 256, TWI_TRACE_TABLES = 16 };

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

tw_status twi_trace_new(tw_context *ctx, double bound, int by_weight, tw_trace **trace);
/* The next table, from the texts of both sides; NULL: not there. */
tw_status twi_trace_compare(tw_trace *trace, const char *table, const char *const text[2], const size_t bytes[2],
                            const char *const origin[2]);
/* A sentence, or a line, about what went in. */
tw_status twi_trace_say(tw_trace *trace, const char *format, ...) TWI_PRINTF(2, 3);
/* The tables that folders of any kind have, NULL after the last. */
const char *twi_trace_table(int index);

/* A text of the manifest; part may be NULL; "" where there is none. */
const char *twi_trace_word(const json_t *root, const char *part, const char *key);
/* run.json of a results folder, which the caller owns, and its kind; TW_BAD_INPUT when there is none or it has no
 * certified numbers. */
tw_status twi_trace_manifest(tw_context *ctx, const char *folder, json_t **manifest, twi_results_kind *kind);
/* A table of a folder; *text NULL when the manifest does not list it. Says so when the file is not as it was written.
 */
tw_status twi_trace_text(tw_trace *trace, const char *folder, const json_t *manifest, const char *table, char **text,
                         size_t *bytes, char **origin);
/* Files of a folder that are no tables (decision.json …): says which are not as they were written, *changed how many.
 */
tw_status twi_trace_others(tw_trace *trace, const char *folder, const json_t *manifest, int *changed);
/* What differs in kind, version, build, world, scenario or decision, options and settings. */
tw_status twi_trace_inputs(tw_trace *trace, const char *const folder[2], json_t *const manifest[2]);
/* Parts of it: world.c, options.c (decisions: two of them). */
tw_status twi_trace_world(tw_trace *trace, const json_t *first, const json_t *second);
tw_status twi_trace_options(tw_trace *trace, const json_t *first, const json_t *second);
tw_status twi_trace_decisions(tw_trace *trace, const char *const folder[2]);
/* Two stored files {name, text}; NULL: that side has none. whose: "scenario". */
tw_status twi_trace_file(tw_trace *trace, const char *whose, const json_t *first, const json_t *second);
/* The lines that differ between two texts. */
tw_status twi_trace_lines(tw_trace *trace, const char *first, const char *second);

#endif
