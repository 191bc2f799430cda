/* Inside read_*.c: a world folder being read. */
#ifndef TWI_WORLD_READ_READ_H
#define TWI_WORLD_READ_READ_H

#include "table/csv.h"
#include "world/assemble.h"
#include "world/codes.h"
#include "world/together.h"

typedef struct twi_reader {
  tw_context *ctx;
  const char *folder;
  int builtin; /* the folder is a prefix of built-in names */
  tw_world *w;
  twi_codes regions, sectors;
  /* names of the files as read, for messages about what is absent */
  char *description, *flows, *production, *inputs, *final, *macro;
  double *value_added, *deficit;
  int *macro_line;
} twi_reader;

/* read_files.c: opens FILE or FILE.gz of the folder. Both: an error. None: *source is NULL; an error when needed. */
tw_status twi_reader_open(twi_reader *r, const char *file, int needed, twi_source **source);
/* The same as a table, and its name for messages. */
tw_status twi_reader_table(twi_reader *r, const char *file, int needed, twi_csv **csv, char **origin);
/* A whole text file. *text is NULL when it is absent and not needed. */
tw_status twi_reader_text(twi_reader *r, const char *file, int needed, char **text, char **origin);
/* Columns that are none of known: an error when one looks like a misspelt known column that is absent, else a finding
 * that it is not read. */
tw_status twi_reader_other_columns(twi_reader *r, twi_csv *csv, const char *const *known, int count);
/* The code in a column as an index. what: "region", "sector". */
tw_status twi_reader_code(twi_csv *csv, int column, const twi_codes *codes, const char *what, int *index);

/* read_tables.c */
tw_status twi_read_production(twi_reader *r);
tw_status twi_read_inputs(twi_reader *r);
tw_status twi_read_final(twi_reader *r);
tw_status twi_read_macro(twi_reader *r);
/* read_codes.c: regions.csv and sectors.csv */
tw_status twi_read_regions(twi_reader *r);
tw_status twi_read_sectors(twi_reader *r);
/* read_flows.c */
tw_status twi_read_flows(twi_reader *r);

/* together.c */
/* TW_BAD_INPUT when a listed file is missing or not the one that was written, or one is there that is not listed. */
tw_status twi_together_check(twi_reader *r, const twi_together *list);

#endif
