/* What the files of the results folder hold; docs/formats.md is the contract. Inside this room. */
#ifndef TWI_REPORT_REPORT_H
#define TWI_REPORT_REPORT_H

#include "base/results.h"
#include "report/kind.h"
#include "report/sheet.h"
#include "supply/supply.h"

/* What is reported: one result, or the last one of a path with the years before it. */
typedef struct twi_run {
  tw_result *result;
  const tw_path *path;             /* NULL: no years */
  int count;                       /* of results in the path, the last one included */
  const tw_range_result *range;    /* NULL: no draws */
  const tw_plants *plants;         /* NULL: not asked for */
  const tw_link *link;             /* NULL: no market */
  const tw_dependence *dependence; /* NULL: not asked for */
  const tw_food *food;             /* NULL: not asked for */
  const tw_exposure *exposure;     /* NULL: not asked for */
  const tw_cascade *cascade;       /* NULL: no bans that spread */
  const tw_illegal *illegal;       /* NULL: no illegal fish */
  int years;                    /* how many of them are certified, from the first on: rows of years.csv */
} twi_run;

/* Each writes a table of the run into an open sheet, which stays open: twi_report_regions … */
#define TWI_REPORT_TABLE(name, wanted) tw_status twi_report_##name(twi_sheet *sheet, const twi_run *run);
TWI_RESULTS_RUN_TABLES(TWI_REPORT_TABLE)
#undef TWI_REPORT_TABLE
/* Writes of an uncertified result every residual of the certificates with where it is worst. */
tw_status twi_report_residuals(twi_sheet *sheet, const twi_run *run);

/* Returns the names of all files beside run.json that may be left in a results folder, NULL after the last: the tables
 * of a run, the files of other kinds, the page. They are those of base/results.h. */
const char *twi_report_file(int index);
#define TWI_REPORT_TABLE(name, wanted) TWI_REPORT_TABLE_##name,
#define TWI_REPORT_OTHER(kind, name)   +1
enum { TWI_RESULTS_RUN_TABLES(TWI_REPORT_TABLE) TWI_REPORT_TABLES };
enum {
  TWI_REPORT_BY_YEAR = TWI_REPORT_TABLE_years, /* the first of the tables by year */
  TWI_REPORT_OTHERS = 0 TWI_RESULTS_OTHERS(TWI_REPORT_OTHER),
  TWI_REPORT_PAGE = TWI_REPORT_TABLES + TWI_REPORT_OTHERS,
  TWI_REPORT_FILES
};
#undef TWI_REPORT_TABLE
#undef TWI_REPORT_OTHER
/* Returns the name of table `index` among those of all kinds, NULL after the last; with the kind that it is first of,
 * and its place among the tables of that kind. */
const char *twi_report_table(int index, twi_results_kind *kind, int *place);
int twi_report_table_count(void); /* of all kinds */

/* The tables of a kind, by their place, of what was solved (twi_run, tw_verdict …). */
typedef struct twi_tables {
  int (*wanted)(int place, const void *of); /* returns 1 when it has the table; NULL: it has all */
  tw_status (*fill)(int place, twi_sheet *sheet, const void *of);
} twi_tables;
extern const twi_tables twi_run_tables, twi_decision_tables, twi_reconcile_tables, twi_accounts_tables,
    twi_routes_tables, twi_market_tables, twi_stress_tables;

/* Returns 1 for a table of results, which columns.csv is none of; and the name of its Stata file, NULL: it has none. */
int twi_is_table(const char *name);
const char *twi_stata_name(const char *table);

/* Returns 1 when the run has a table, 0 when not; and writes it into an open sheet. */
int twi_report_wanted(int index, const twi_run *run);
tw_status twi_report_fill(int index, twi_sheet *sheet, const twi_run *run);
/* Writes plants.json into an open sheet. */
tw_status twi_report_plants_json(twi_sheet *sheet, const twi_run *run, const char *command);
/* Returns what is reported of a path, of plants, dependence or exposure, which stay the caller's. */
twi_run twi_run_of_path(tw_path *path);
twi_run twi_run_of_plants(const tw_plants *plants);
twi_run twi_run_of_link(const tw_link *link);
twi_run twi_run_of_dependence(const tw_dependence *dependence);
twi_run twi_run_of_food(const tw_food *food);
twi_run twi_run_of_illegal(const tw_illegal *illegal);
twi_run twi_run_of_exposure(const tw_exposure *exposure);
twi_run twi_run_of_cascade(const tw_cascade *cascade);

/* Write, into an open sheet, of a decision: decision.csv, choices.csv, break_even.csv; of accounts: accounts.csv; of a
 * reconciliation: reconcile.csv. */
enum { TWI_DECISION_TABLES = 5 };
void twi_report_decision(int index, twi_sheet *sheet, const tw_verdict *verdict);
void twi_report_accounts(twi_sheet *sheet, const twi_account_list *list);
/* Of a market: buyers.csv, suppliers.csv, shipments.csv, passages.csv, market_years.csv, of certified years; with
 * draws market_drivers.csv. */
enum { TWI_MARKET_TABLES = 6 };
const char *twi_report_market_table(int index);
int twi_report_market_wanted(int index, const tw_outlook *outlook);
tw_status twi_report_market(int index, twi_sheet *sheet, const tw_outlook *outlook);
/* Of a stress test: stress.csv, insurance.csv, stress_flows.csv. */
enum { TWI_STRESS_TABLES = 3 };
const char *twi_report_stress_table(int index);
int twi_report_stress_wanted(int index, const tw_stress *stress);
tw_status twi_report_stress(int index, twi_sheet *sheet, const tw_stress *stress);
tw_status twi_report_reconciliation(twi_sheet *sheet, const tw_reconciliation *reconciliation);
/* Writes routes.csv. */
tw_status twi_report_routes(twi_sheet *sheet, const tw_routes *routes);

/* Writes the manifest into an open sheet. files: the sheets that belong to this run, with their digests. folder: where
 * an earlier run may have left its results, which an uncertified run mentions; NULL: nowhere. */
tw_status twi_report_manifest(twi_sheet *sheet, const twi_run *run, const char *command, twi_sheet *const *files,
                              int file_count, const char *folder);

/* Sets listed[i] to 1 when the manifest in the folder says that file i is of the run that wrote it. */
tw_status twi_report_listed(tw_context *ctx, const char *folder, unsigned char listed[TWI_REPORT_FILES]);

/* Writes report.html of results that are being written into an open sheet, from the sheets that are closed. Defined in
 * page/. */
tw_status twi_page_report(twi_sheet *sheet, twi_sheet *const *sheets, int count, const char *folder);

#endif
