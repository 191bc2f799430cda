/* The text of a table to keys and numbers. Inside trace/. */
#ifndef TWI_REPORT_TRACE_ROWS_H
#define TWI_REPORT_TRACE_ROWS_H

#include "base/text.h"

enum { TWI_TRACE_COLUMNS = 256 };

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

/* Reads the text of a table, "regions.csv", into rows of zeros; its keys are those of report/meaning.c. origin names it in messages. The caller frees them, also after a failure. */
tw_status twi_trace_rows_read(tw_context *ctx, const char *table, const char *text, size_t bytes, const char *origin,
                              twi_trace_rows *rows);
/* Frees what the rows own; rows of zeros are fine. */
void twi_trace_rows_free(twi_trace_rows *rows);

#endif
