/* report.html: what is read from a results folder, and the two pages made of it. Inside page/.
 *
 *   read.c               the files of a folder, as written, to a twi_html_run
 *   grid.c               a table of it, whole
 *   study.c              those of decisions and reconciliations
 *   clean.c              their texts without what nobody can see
 *   flows.c              of trade.csv the flows that changed most, and the sums by pair
 *   data.c               the run to the JSON of the page
 *   unlike.c             what differs between runs side by side besides the policy
 *   plain.c              the run to a page without scripts, where no template is built in
 *   plain_study.c        a decision or a reconciliation to such a page
 *   page.c               the file */
#ifndef TWI_REPORT_HTML_H
#define TWI_REPORT_HTML_H

#include "base/text.h"
#include "report/json.h"
#include "report/report.h"
#include "report/sheet.h"
#include "table/csv.h"

enum { TWI_HTML_COLUMNS = 128, TWI_HTML_FLOWS = 1500, TWI_HTML_PREFERENCES = 200 };

/* Where the files are: a folder, or, of a run that is being written, sheets that are complete and have no name yet. */
typedef struct twi_html_files {
  const char *folder;
  twi_sheet *const *sheet;
  int count; /* of sheets; 0: look in the folder */
} twi_html_files;

/* A table: texts and numbers (NaN: empty) by row and column. columns 0: the run has no such file. */
typedef struct twi_grid {
  twi_csv *csv;   /* names lie there */
  twi_text words; /* and texts here */
  int columns, rows;
  const char *name[TWI_HTML_COLUMNS];
  unsigned char is_text[TWI_HTML_COLUMNS];
  const char **text; /* [rows][columns]; NULL where the column has numbers */
  double *number;    /* [rows][columns] */
} twi_grid;

typedef struct twi_html_flow {
  int sector, importer, exporter;
  double size; /* |new - base| */
  size_t order;
  double base_value, new_value, change, tariff_base, tariff_new; /* change and tariffs in per cent; NaN: empty */
} twi_html_flow;

enum { TWI_PAIR_BASE, TWI_PAIR_NEW, TWI_PAIR_TARIFF_BASE, TWI_PAIR_TARIFF_NEW, TWI_PAIRS };

/* What a folder holds; runs include ranges. */
typedef enum twi_html_kind { TWI_HTML_RUN, TWI_HTML_DECISION, TWI_HTML_RECONCILIATION } twi_html_kind;

/* Of decisions and reconciliations there are the manifest and the study alone. */
typedef struct twi_html_run {
  tw_context *ctx;
  const char *folder;
  twi_html_kind kind;
  json_t *manifest;
  json_t *study; /* decision.json or reconcile.json */
  twi_grid regions, sectors, limits, preferences, drivers, years;
  int N, S;
  const char **region, **sector; /* codes [N], [S] */
  twi_html_flow *flow;           /* those that changed most, the largest first */
  int flows;
  size_t flows_in_all; /* between regions */
  double *pair;        /* [TWI_PAIRS][N][N], importer by exporter: values before tariff, average tariffs in per cent */
} twi_html_run;

/* Zeroed before; free it also after a failure. */
tw_status twi_html_read(tw_context *ctx, const twi_html_files *files, twi_html_run *run);
void twi_html_run_free(twi_html_run *run);

/* decision.json or reconcile.json, and the digests of all files that the manifest lists. */
tw_status twi_html_study(twi_html_run *run, const twi_html_files *files);
/* A whole JSON file of the folder; checked: against the manifest, unless it is being written. */
tw_status twi_html_json(twi_html_run *run, const twi_html_files *files, const char *name, int checked, json_t **root);
/* No text in it has a control character but for line ends and tabs (base/plain.h); U+FFFD stands for each. */
tw_status twi_html_clean(tw_context *ctx, json_t *root);
/* A file of the folder must have the digest that the manifest gives it. */
tw_status twi_html_check(twi_html_run *run, const twi_html_files *files, const char *name);

/* A table of the run, checked against the manifest and open; the caller frees it. */
tw_status twi_html_table(twi_html_run *run, const twi_html_files *files, const char *name, twi_csv **csv);
tw_status twi_table_number(twi_csv *csv, int column, double *value); /* NaN when empty */

/* The whole table. first, second: names of its first columns, or NULL; texts: names of the columns that are no numbers,
 * each with a blank before and after it. Free it also after a failure. */
tw_status twi_grid_read(twi_html_run *run, const twi_html_files *files, const char *name, const char *first,
                        const char *second, const char *texts, twi_grid *grid);
/* The same of a table that only some runs have: those whose manifest lists it. */
tw_status twi_grid_optional(twi_html_run *run, const twi_html_files *files, const char *name, const char *first,
                            const char *second, const char *texts, twi_grid *grid);
void twi_grid_free(tw_context *ctx, twi_grid *grid);

tw_status twi_html_flows(twi_html_run *run, const twi_html_files *files);

/* A member of a region's or sector's names in the manifest; the code itself where there is none, "" for other kinds. */
const char *twi_html_region_name(const twi_html_run *run, int region);
const char *twi_html_sector_name(const twi_html_run *run, int sector);
const char *twi_html_sector_kind(const twi_html_run *run, int sector);
/* A text of the manifest, PART.KEY or, part NULL, KEY; NULL where there is none. */
const char *twi_html_text(const twi_html_run *run, const char *part, const char *key);
/* The last year of a run with years, else 0. */
int twi_html_year(const twi_html_run *run);

/* Why runs side by side do not measure the same, in English, with what to write instead: 1 and a text for which = 0, 1,
 * …, 0 where there is nothing to say, -1 after the last. The first `count` are the runs' own warnings. */
int twi_html_unlike(const twi_html_run *run, int count, int which, twi_text *out);

/* Bytes of the UTF-8 character that begins here, 0: none does. *point: its number. */
int twi_html_character(const unsigned char *bytes, unsigned *point);
/* A JSON text that can stand in a script element: no <, > or &, no line separators, no bytes that are not UTF-8. */
void twi_html_json_text(twi_text *out, const char *text);
void twi_html_data(twi_text *out, twi_html_run *run, int count);
void twi_html_plain(twi_text *out, const twi_html_run *run, int count);

/* The page of the runs, from the template that is built in, or plain. */
tw_status twi_html_page(tw_context *ctx, twi_html_run *run, int count, twi_text *out);
/* The same with a template: TW_USAGE unless it has the marker once. */
tw_status twi_html_fill(tw_context *ctx, const char *template, twi_html_run *run, int count, twi_text *out);
#endif
