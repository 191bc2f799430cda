/* A world folder being read. Inside this room. */
#ifndef TWI_WORLD_READ_READ_H
#define TWI_WORLD_READ_READ_H

#include "table/csv.h"
#include "world/assemble.h"
#include "table/codes.h"
#include "world/product_tables.h"
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
  twi_given_products given; /* products as read; elasticity: of sectors.csv */
  twi_product_tables tables;
  char *families, *products; /* names of the files */
  int of_files;              /* findings of what the files are, before those of what the numbers are */
} twi_reader;

/* files.c: opens FILE or FILE.gz of the folder, for the caller to free. Both: TW_BAD_INPUT. None: *source is NULL, or
 * TW_BAD_INPUT when it is needed. */
tw_status twi_reader_open(twi_reader *r, const char *file, int needed, twi_source **source);
/* Opens the same as a table, and gives its name for messages; the caller frees both. */
tw_status twi_reader_table(twi_reader *r, const char *file, int needed, twi_csv **csv, char **origin);
/* Reads a whole text file, and gives its name; the caller frees both. *text is NULL when it is absent and not
 * needed. */
tw_status twi_reader_text(twi_reader *r, const char *file, int needed, char **text, char **origin);
/* Gives the code in a column as an index; TW_BAD_INPUT names the nearest. what: "region", "sector". */
tw_status twi_reader_code(twi_csv *csv, int column, const twi_codes *codes, const char *what, int *index);

/* tables.c: each reads one file into the reader's world; an absent row is NaN, an absent file means what
 * docs/formats.md says. */
tw_status twi_read_production(twi_reader *r);
tw_status twi_read_inputs(twi_reader *r);
tw_status twi_read_final(twi_reader *r);
tw_status twi_read_macro(twi_reader *r);
/* products.c: reads families.csv and products.csv, and product_flows.c what is bought of them, with all rates; the world
 * has its flows then, and gets the products. */
tw_status twi_read_products(twi_reader *r);
tw_status twi_read_product_flows(twi_reader *r);
/* codes.c: read regions.csv and sectors.csv, before all tables. */
tw_status twi_read_regions(twi_reader *r);
tw_status twi_read_sectors(twi_reader *r);
/* flows.c: reads flows.csv, with all rates. */
tw_status twi_read_flows(twi_reader *r);

/* findings.c: reads findings.csv, when the world is complete: what was found when it was made comes before what reading
 * found, and is not said twice. */
tw_status twi_read_findings(twi_reader *r);

/* together.c: returns TW_BAD_INPUT when a listed file is missing or not the one that was written, or one is there that
 * is not listed. */
tw_status twi_together_check(twi_reader *r, const twi_together *list);

#endif
