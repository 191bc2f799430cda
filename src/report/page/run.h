/* What report.html is made of: the files of a results folder, read. Inside page/.
 *
 *   run.c                what a manifest says, by name
 *   files.c              the files of a folder, as they were written
 *   largest.c            the largest of many, while they pass by
 *   grid.c               a table, whole or the rows that change most
 *   flows.c              of trade.csv the flows that changed most, and the sums by pair
 *   study.c              the object of a decision, a reconciliation, accounts or a market
 *   read.c               a folder, by the four above, to a twi_page_run
 *   unlike.c             what differs between runs side by side besides the policy
 *   data.c               the runs to the JSON of the page
 *   plain_brief.c        the page of A4 without scripts
 *   plain.c              the runs to a page without scripts, where no template is built in; of plain_words.c (pieces),
 *                        plain_table.c (any table), and lists of tables: plain_made.c, plain_products.c, plain_run.c,
 *                        plain_decision.c, plain_reconcile.c, plain_accounts.c, plain_market.c
 *   routes.c             the page of routes without scripts, with their map
 *   page.c               the page, and the file
 *
 * Each file calls those above it alone. */
#ifndef TWI_REPORT_PAGE_RUN_H
#define TWI_REPORT_PAGE_RUN_H

#include <jansson.h>

#include "base/text.h"
#include "report/kind.h"
#include "table/csv.h"

enum { TWI_PAGE_COLUMNS = 128, TWI_PAGE_FLOWS = 1500, TWI_PAGE_PREFERENCES = 200, TWI_PAGE_PRODUCTS = 5000, TWI_PAGE_EXPOSED = 6000 };

/* A table: texts and numbers (NaN: empty) by row and column. columns 0: the run has no such file. */
typedef struct twi_grid {
  twi_csv *csv;   /* names lie there */
  twi_text words; /* and texts here */
  int columns, rows;
  size_t rows_in_all; /* of the file */
  const char *name[TWI_PAGE_COLUMNS];
  unsigned char is_text[TWI_PAGE_COLUMNS];
  const char **text; /* [rows][columns]; NULL where the column has numbers */
  double *number;    /* [rows][columns] */
} twi_grid;

typedef struct twi_page_flow {
  int sector, importer, exporter;
  double size;                                                   /* |new - base| */
  double base_value, new_value, change, tariff_base, tariff_new; /* change and tariffs in per cent; NaN: empty */
} twi_page_flow;

enum { TWI_PAIR_BASE, TWI_PAIR_NEW, TWI_PAIR_TARIFF_BASE, TWI_PAIR_TARIFF_NEW, TWI_PAIRS };

/* It owns all but ctx, the folder's name and the row of its kind. Of folders that are not of the tables of a run there
 * are the manifest and the study alone. */
typedef struct twi_page_run {
  tw_context *ctx;
  const char *folder;
  const twi_results_row *kind; /* static */
  const char *brief;           /* the language of a page of A4, static; NULL: the whole report */
  json_t *manifest;
  json_t *study; /* the file of its kind, decision.json …; of a run with plants plants.json */
  twi_grid regions, sectors, groups, limits, preferences, drivers, years, plants, parity, closing, link, dependence, calories;
  twi_grid exposure_matrix, exposure_largest, cascade, clause, illegal;
  twi_grid products, product_trade; /* those that change most */
  int N, S;
  const char **region, **sector; /* codes [N], [S] */
  twi_page_flow *flow;           /* those that changed most, the largest first */
  int flows;
  size_t flows_in_all; /* between regions */
  double *pair;        /* [TWI_PAIRS][N][N], importer by exporter: values before tariff, average tariffs in per cent */
} twi_page_run;

/* Returns 1 for the tables of a run, be it a range or of plants; and the kind in words, "a decision", constant. */
int twi_page_is_run(const twi_page_run *run);
const char *twi_page_kind_words(const twi_page_run *run);
/* Each returns a text that the run owns: the name of a region or a sector, which is the code where the manifest has
 * none; the kind of a sector, "" where it has none. */
const char *twi_page_region_name(const twi_page_run *run, int region);
const char *twi_page_sector_name(const twi_page_run *run, int sector);
const char *twi_page_sector_kind(const twi_page_run *run, int sector);
/* Returns the name of a product, which the run or the caller owns: the code where the manifest has none. */
const char *twi_page_product_name(const twi_page_run *run, const char *code);
/* Returns a text of the manifest, PART.KEY or, part NULL, KEY, which the run owns; NULL where there is none. */
const char *twi_page_text(const twi_page_run *run, const char *part, const char *key);
/* Returns the last year of a run with years, else 0. */
int twi_page_year(const twi_page_run *run);

/* Frees what the run owns, also after a failure; one of zeros is fine. */
void twi_page_run_free(twi_page_run *run);

#endif
