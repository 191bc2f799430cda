/* Tradewind: the general equilibrium of trade policy, solved exactly.
 *
 * The one public header. It reads from top to bottom in the order of use:
 *
 *   1 status, outcome     what a call returns, and how a solve ended
 *   2 context             error text, log, progress, cancelling, allocator
 *   3 settings            one table; visible struct
 *   4 world               a multi-country input-output table with tariffs
 *   5 scenario            a policy, and what it is compared with
 *   6 solver, result      the equilibrium and its certificate
 *   7 range               many draws of what is uncertain: quantiles, and what drives the spread
 *   8 decide              levers, contingencies, and which choice stands up best
 *   9 replay, diff        where a number comes from
 *  10 reconcile           why two studies of one policy disagree
 *  11 plants              what brands make where, and what it hangs on
 *  12 market              one product with capacities, ships and straits: prices and flows
 *  13 accounts, stress    where a region's energy comes from, what it depends on, what it loses with a supplier or a strait
 *  14 dependence          who stands behind what a region buys
 *  15 food                where calories come from
 *  16 exposure            what every tariff, barrier and productivity of the world does to a region, to first order
 *
 * Conventions
 *   A function returns a tw_status (0 is ok); the text of the last error is tw_error(context).
 *   Inputs are const and copied unless the comment says "borrowed". Every *_free(NULL) is fine.
 *   Arrays are row major. Indices: d destination (buyer), o origin (seller), s sector, u using sector.
 *   Rates are fractions here (0.25 is 25 %); files and tables use per cent.
 *   Visible structs grow at their end, and only from one minor version to the next (the shared library's name changes
 *   with it). Zero what a caller fills in, or use its _default: a member that is zero asks for nothing.
 *   A context, a scenario, a solver and a result belong to one thread at a time. A world is immutable
 *   and may be shared between threads. The library never prints, exits or installs a signal handler. */
#ifndef TRADEWIND_H
#define TRADEWIND_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif
#if defined(__GNUC__)
#pragma GCC visibility push(default) /* the shared library shows these names and no others */
#endif

#define TW_VERSION_MAJOR 0
#define TW_VERSION_MINOR 2
#define TW_VERSION_PATCH 0
const char *tw_version(void); /* "0.2.0" */
const char *tw_build(void);   /* compiler, vector instructions in use, commit if known */
/* What this build can do beyond the core, words separated by blanks, of: "import" (tables that others publish), "stata"
 * (Stata files in and out), "zip" (imports from ZIP archives), "stores" (ranges and decisions that go on from a file),
 * "page" (report.html), "charts" (on it), "frontier" (of a decision), "mpi". What a build cannot do is TW_USAGE, with the name of what it lacks. */
const char *tw_capabilities(void);

/* ---------------------------------------------------------------- 1 status, outcome */

/* X(name, word, meaning). The command line's exit code follows from the status; see docs/formats.md. */
#define TW_STATUS_LIST(X)                                                                                              \
  X(TW_OK, "ok", "done")                                                                                               \
  X(TW_USAGE, "usage", "a call or a command was used wrongly")                                                         \
  X(TW_BAD_INPUT, "bad_input", "something in the input is missing or wrong; tw_error says where")                      \
  X(TW_INTERRUPTED, "interrupted", "cancelled through the context")                                                    \
  X(TW_IO, "io", "the machine failed: a file could not be written or read")                                            \
  X(TW_NO_MEMORY, "no_memory", "out of memory")

typedef enum tw_status {
#define X(name, word, meaning) name,
  TW_STATUS_LIST(X)
#undef X
} tw_status;
const char *tw_status_word(tw_status status);

/* X(name, value, word, meaning). Positive: certified. Not finding an equilibrium is an outcome, not an error. */
#define TW_OUTCOME_LIST(X)                                                                                             \
  X(TW_CERTIFIED, 1, "certified", "solved from the starting point; the certificate holds")                             \
  X(TW_CERTIFIED_BY_CONTINUATION, 2, "certified_by_continuation",                                                      \
    "solved in steps of the shock; the certificate holds")                                                             \
  X(TW_NOT_SOLVED, 0, "not_solved", "no solve was made")                                                               \
  X(TW_ITERATION_LIMIT, -1, "iteration_limit", "the iteration limit was reached")                                      \
  X(TW_NO_POSITIVE_INCOME, -2, "no_positive_income", "along the shock a region's income reaches zero")                 \
  X(TW_STALLED, -3, "stalled", "no further progress: the precision of the machine or of the data is exhausted")        \
  X(TW_CERTIFICATE_FAILED, -4, "certificate_failed", "the iteration ended but the certificate does not hold")          \
  X(TW_OUT_OF_REACH, -5, "out_of_reach", "none was found with all limits, targets and rigid wages, one without") \
  X(TW_NO_SOURCE, -6, "no_source", "bans leave a region without a product that nothing replaces")                      \
  X(TW_INFEASIBLE, -7, "infeasible", "what must flow in a market is more than its capacities let through")             \
  X(TW_NO_BUYER, -8, "no_buyer", "bans leave a region nobody to sell a product to that it must sell")

typedef enum tw_outcome {
#define X(name, value, word, meaning) name = value,
  TW_OUTCOME_LIST(X)
#undef X
} tw_outcome;
const char *tw_outcome_word(tw_outcome outcome);
const char *tw_outcome_meaning(tw_outcome outcome);

/* The name of a list that is nearest to a word, as messages ask "did you mean": by edits of letters, case aside, at
 * most a third of the word; the first of those that are as near; NULL: none is near. Borrowed from names, where NULLs
 * are skipped. */
const char *tw_nearest(const char *word, const char *const *names, int count);

/* ---------------------------------------------------------------- 2 context */

typedef struct tw_context tw_context;
/* Memory: resize(user, NULL, n) allocates, (user, p, n) reallocates, (user, p, 0) frees. Zeroed or NULL: malloc's. */
typedef struct tw_allocator {
  void *(*resize)(void *user, void *pointer, size_t bytes);
  void *user;
} tw_allocator;

typedef struct tw_progress {
  const char *what; /* "reading flows.csv", "continuation" … */
  double done;      /* 0 … 1; negative: unknown */
} tw_progress;

tw_context *tw_context_new(const tw_allocator *allocator); /* allocator copied, may be NULL; NULL: out of memory */
void tw_context_free(tw_context *context);                 /* last: after everything made with it */
const char *tw_error(const tw_context *context);           /* text of the last error, never NULL; borrowed */
/* log lines (no newline): level 0 a note the user should see, 1 verbose. Called from the calling thread only. */
void tw_set_log(tw_context *context, void (*log)(void *user, int level, const char *line), void *user);
void tw_set_progress(tw_context *context, void (*progress)(void *user, const tw_progress *progress), void *user);
/* Safe in a signal handler and another thread; calls return TW_INTERRUPTED until tw_resume. */
void tw_cancel(tw_context *context);
void tw_resume(tw_context *context);

/* After tw_protect_inputs what is read is remembered, by inode and by place, and writing over it is TW_BAD_INPUT; off
 * at first, for who changes files of his own. tw_input_add names an input, tw_output_check asks before anything is
 * done. */
typedef enum tw_output { TW_OUTPUT_RESULTS, TW_OUTPUT_WORLD, TW_OUTPUT_STATA, TW_OUTPUT_FILE } tw_output;
void tw_protect_inputs(tw_context *context);
tw_status tw_input_add(tw_context *context, const char *path); /* a file or folder; need not be there */
tw_status tw_output_check(tw_context *context, tw_output output, const char *path);

/* ---------------------------------------------------------------- 3 settings */

/* The one table of settings: X(type, name, default, least, greatest, unit, help).
 * It makes the struct, its validation, the command-line flags and docs/settings.md. */
#define TW_SETTINGS_LIST(X)                                                                                            \
  X(double, tolerance, 1e-10, 1e-14, 1e-3, "relative", "bound on every residual of the certificate")                   \
  X(int, threads, 0, 0, 256, "threads", "threads used by one solve; 0: as many as there are processors")               \
  X(int, max_iterations, 60, 1, 100000, "iterations", "Newton iterations allowed for one point of the shock")          \
  X(int, max_steps, 200, 0, 100000, "steps", "continuation steps allowed on the way to the full shock; 0: none")       \
  X(int, krylov_dimension, 60, 5, 500, "vectors", "GMRES basis vectors before a restart")                              \
  X(int, decomposition, 1, 0, 1, "0 or 1", "integrate the exact decomposition of real income along the shock")         \
  X(int, report, 1, 0, 1, "0 or 1", "write report.html beside the tables of the results folder")                       \
  X(int, dta, 0, 0, 1, "0 or 1", "write the tables of the results folder as Stata files, too")

typedef struct tw_settings {
#define X(type, name, standard, least, greatest, unit, help) type name;
  TW_SETTINGS_LIST(X)
#undef X
} tw_settings;
void tw_settings_default(tw_settings *settings);
tw_status tw_settings_check(tw_context *context, const tw_settings *settings); /* TW_USAGE names the bad one */
/* Sets one by name from text ("tolerance", "1e-8"); TW_USAGE with the nearest name or the range. */
tw_status tw_settings_set(tw_context *context, tw_settings *settings, const char *name, const char *value);

/* ---------------------------------------------------------------- 4 world */

typedef struct tw_world tw_world;

/* A named set of regions or sectors, by their codes; and a further column of tariffs, whose name ends in "_pct", as
 * scenarios use it. */
typedef struct tw_world_group {
  const char *name;
  const char *const *member; /* [count] codes; one that the world lacks is a finding, and left out */
  int count;
} tw_world_group;
typedef struct tw_world_column {
  const char *name;   /* "tariff_mfn_pct" */
  const double *rate; /* [S][N][N] fraction > -1, or NULL: none */
} tw_world_column;

/* What is inside a sector: families of products, products, and their flows; docs/model.md, Products. Codes of sectors,
 * families and regions; elasticities in theta form (of substitution, less 1). */
typedef struct tw_world_family {
  const char *code, *name, *sector; /* name NULL: the code */
  double product_elasticity;        /* between its products; > -1, 0: constant shares */
} tw_world_family;
typedef struct tw_world_product {
  const char *code, *name, *sector; /* codes are unique over the world; name NULL: the code */
  const char *family;               /* NULL: none */
  double trade_elasticity;          /* between origins, > 0 */
  const char *home, *owner;         /* of a brand; NULL: not given */
  double markup_elasticity;         /* of substitution, > 1; 0: none */
  const char *unit;                 /* of quantities; NULL: none */
} tw_world_product;
typedef struct tw_world_product_flow {
  int product, importer, exporter; /* indices of the list of products, of regions */
  double value;                    /* > 0 before the importer's tariff, own sales included */
  double quantity;                 /* NaN: not known */
  double tariff, export_tax;       /* fractions; NaN: those of the sector's flow */
} tw_world_product_flow;

/* A world given in memory. N regions, S sectors. All arrays are copied, and checked as those of a folder are. */
typedef struct tw_world_data {
  const char *name;                     /* short, letters, digits, '-', '_'; required */
  const char *title;                    /* NULL: the name */
  const char *currency, *unit;          /* NULL: "USD", "million" */
  int year;                             /* 0: not given */
  int regions, sectors;                 /* N, S >= 1 */
  const char *const *region;            /* [N] codes, unique without regard to case */
  const char *const *sector;            /* [S] codes */
  const unsigned char *goods;           /* [S] 1 goods, 0 services; NULL: all goods */
  const double *trade_elasticity;       /* [S] theta > 0 */
  const double *flow;                   /* [S][N][N] (s, d, o) value before the importer's tariff, own sales included */
  const double *tariff;                 /* [S][N][N] fraction > -1, or NULL: none */
  const double *export_tax;             /* [S][N][N] fraction > -1 on the producer's price, or NULL: none */
  const double *value_added_share;      /* [N][S] 0 < v <= 1, or NULL: 1 everywhere */
  const double *input_share;            /* [N][S][S] (d, u, s) share of the bill for inputs, or NULL where v is 1 */
  const double *final_share;            /* [N][S] or NULL: what use leaves over */
  const char *const *region_name;       /* [N] names for people, or NULL: the codes; so is an entry that is NULL */
  const char *const *sector_name;       /* [S] */
  const double *employment;             /* [N][S] thousand persons, NaN: not known; or NULL */
  const double *population, *gdp;       /* [N] NaN: not known; or NULL: kept, shown and not used in a solve */
  const tw_world_column *tariff_column; /* [tariff_columns] further ones, in any order */
  int tariff_columns;
  const tw_world_group *region_group; /* [region_groups], beside the built-in ones */
  int region_groups;
  const tw_world_group *sector_group; /* [sector_groups] */
  int sector_groups;
  const char *source, *licence;  /* where it is from, and under which terms; or NULL */
  const tw_world_family *family; /* [families] */
  int families;
  const tw_world_product *product; /* [products]; what they leave of a sector's flows is its product "rest" */
  int products;
  const tw_world_product_flow *product_flow; /* [product_flows] in any order */
  size_t product_flows;
  const double *product_elasticity; /* [S] between families, or products without one; NULL: 0 */
  const double *const *product_rate; /* [tariff_columns][product_flows] of further ones; NULL, NaN: as the sector's */
} tw_world_data;

tw_status tw_world_new(tw_context *context, const tw_world_data *data, tw_world **world);
/* The same world with some things changed: what is not zero in `changes` stands for the world's own, the rest is kept.
 * Codes stay as they are (region, sector NULL, or the same), and regions and sectors are 0 or their numbers. A list (of
 * tariff columns by name, of groups by name) changes the ones that it names and adds the others. Shares that are not
 * given stay, so that new flows or tariffs need not clear: findings say where, tw_world_balance mends it. A note in the
 * new world says what was changed of which SHA-256; without changes it is the same world, with the same. What is kept
 * has the same bits. */
tw_status tw_world_with(tw_context *context, const tw_world *world, const tw_world_data *changes, tw_world **out);
/* where: a built-in name, a world folder, or a .tww file. */
tw_status tw_world_open(tw_context *context, const char *where, tw_world **world);
void tw_world_free(tw_world *world);
tw_status tw_world_save(tw_context *context, const tw_world *world, const char *file);           /* one .tww file */
tw_status tw_world_write_folder(tw_context *context, const tw_world *world, const char *folder); /* CSV files */
/* Sums regions and sectors by maps (CSV files: region,to and sector,to; NULL: keep). Tariffs are weighted by the
 * flows they apply to, trade elasticities by imports (own sales left out). name, title of the new world. */
tw_status tw_world_aggregate(tw_context *context, const tw_world *world, const char *regions_map,
                             const char *sectors_map, const char *name, const char *title, tw_world **out);
/* The same, and products put together: those that a split has divided, or others of one sector of the new world. */
typedef struct tw_aggregation {
  const char *regions, *sectors; /* maps; NULL: keep */
  const char *products;          /* CSV file: product (or family), to, optionally name; codes that it lacks stay */
  const char *name, *title;      /* of the new world; title NULL: the name */
} tw_aggregation;
tw_status tw_world_aggregate_with(tw_context *context, const tw_world *world, const tw_aggregation *how,
                                  tw_world **out);

/* A world from a table that others publish. Zero the struct (or tw_import_default) and fill in what is known; texts are
 * borrowed during the call. docs/formats.md says what each layout must hold and what is made of it. */
typedef struct tw_import {
  const char *from;                  /* "icio", "wiod", "csv", "dta", "har", "gtap" */
  const char *file;                  /* a file; for "dta" also a folder that tw_world_export made, for "gtap" a folder;
                                        for "icio", "wiod", "csv" also a ZIP archive, or ARCHIVE/MEMBER */
  const char *map;                   /* csv, dta: "importer=COL,exporter=COL,sector=COL,value=COL,user=COL" */
  const char *name, *title;          /* NULL: made from the source */
  const char *currency, *unit;       /* NULL: "USD", "million" */
  int year;                          /* 0: the one in the file's name, if any; of a ZIP archive it is the choice */
  const char *elasticities;          /* CSV file: sector, trade_elasticity, and optionally name, kind */
  const char *tariffs, *concordance; /* CSV files: tariffs by sector, or by hs6 with a concordance hs6, sector */
  double bound;                      /* largest gap between a row and its column, relative; 0: 1e-3 */
} tw_import;
void tw_import_default(tw_import *import);
tw_status tw_world_import(tw_context *context, const tw_import *import, tw_world **world);

/* What a GEMPACK header-array file (.har) holds, header by header; pointers are good during the call. */
typedef struct tw_har_header {
  const char *name, *type, *description, *coefficient; /* "VXSB", "REFULL", …; coefficient may be "" */
  int dimensions, size[7];
  const char *set[7]; /* names of the dimensions' sets, "": none */
} tw_har_header;
tw_status tw_har_list(tw_context *context, const char *file, void (*each)(void *user, const tw_har_header *header),
                      void *user);

typedef struct tw_export {
  const char *to;  /* "folder": CSV files; "csv": one long file of flows and rates; "dta": a folder of Stata files */
  const char *out; /* the folder or file */
} tw_export;
tw_status tw_world_export(tw_context *context, const tw_world *world, const tw_export *export_);

/* The nearest world whose identities hold: least change in cross entropy (GRAS), so that signs and zeros stay. hold:
 * names of what keeps its value, separated by commas, or "none" (NULL: TW_BALANCE_HOLD, with totals "none"); totals: a
 * CSV file of totals to meet, or NULL; docs/formats.md describes both. Findings of the new world say what moved. A
 * world in balance that has the totals comes back as it is, name included. name, title NULL: those of the world. */
#define TW_BALANCE_HOLD "value_added,trade"
tw_status tw_world_balance(tw_context *context, const tw_world *world, const char *hold, const char *totals,
                           const char *name, const char *title, tw_world **out);

/* New totals for an old structure: rates, goods trade by pair and GDP are put in place, the sector mix inside each pair
 * and the shares of inputs scaled along, and the whole is balanced with these totals held. Zero the struct and fill in
 * what is wanted; texts are borrowed during the call. docs/formats.md describes the files. */
typedef struct tw_update {
  const char *trade;  /* CSV file: importer, exporter, value, optionally sector (a code, goods, services, all) */
  const char *gdp;    /* CSV file: region, and value_added (or gdp) or gdp_at_market_prices: with duties */
  const char *tariff; /* CSV file: importer, exporter, sector and a column of rates in per cent */
  const char *column; /* which: of the file, and of the world, where it may be new; NULL: "tariff_pct" */
  const char *hold;   /* what else to hold, as in tw_world_balance; NULL: nothing */
  const char *totals; /* further totals to meet, or NULL */
  const char *name, *title;
  int year;            /* 0: as it was */
  const char *margins; /* CSV file: sector, share_pct and optionally most_pct: services that are margins on goods */
} tw_update;
tw_status tw_world_update(tw_context *context, const tw_world *world, const tw_update *update, tw_world **out);

/* A user's own products brought to a world: what is traded of each, in the world's money, in quantities with unit values
 * or as shares of its sector's flows, put inside the flows. Where products leave less than rho of a flow to the rest of
 * their sector they are scaled: by (1 - rho) F / sum U. They take the place of products that their sectors had; other
 * sectors keep theirs. docs/formats.md describes the files. Start with tw_calibration_default; texts are borrowed during
 * the call. Findings of the new world say what was scaled, by how much. */
typedef struct tw_calibration {
  const char *flows;    /* CSV file: product, importer, exporter, and value, quantity with unit_value, or share */
  const char *products; /* CSV file as products.csv of a world folder; NULL: the products that the world has */
  const char *families; /* as families.csv; NULL: none */
  const char *between;  /* "C29=1.5,A01=-0.5": elasticities between the products of sectors; others keep theirs, or 0 */
  const char
      *production;    /* CSV file: product, region, value (or quantity with unit_value): own sales that flows lack are
                             production less exports, at least 1 % of it; NULL: they have none */
  const char *scaled; /* a CSV file to write: every flow that was scaled; NULL: none */
  double rho;         /* 0.05 */
  const char *name, *title; /* NULL: those of the world */
} tw_calibration;
void tw_calibration_default(tw_calibration *calibration);
tw_status tw_world_calibrate_products(tw_context *context, const tw_world *world, const tw_calibration *calibration,
                                      tw_world **out);

/* One region or sector split into parts by shares of output, so that aggregating them gives it back and nothing changes
 * for the others. The parts of a region trade without friction between them. Texts are borrowed during the call. */
typedef struct tw_split {
  const char *region, *sector; /* what: the code of one or the other */
  const char *into;            /* "A:0.6,B:0.4", or: */
  const char *shares;          /* CSV file: to, share, optionally name, and sector (region) that the share is of */
  const char *name, *title;    /* NULL: those of the world */
  const char *products; /* of a sector: CSV file: product (or family, or rest), to, optionally share, code, name: what
                           the parts have; what it does not name, NULL: all, is divided by the parts' shares, which
                           `into` may then leave out: "A,B" */
} tw_split;
tw_status tw_world_split(tw_context *context, const tw_world *world, const tw_split *split, tw_world **out);

typedef struct tw_comparison tw_comparison; /* what differs between two worlds, matched by their codes */
typedef struct tw_difference {
  int kind;         /* tw_difference_kind(kind): flow, input, final_demand, value_added, trade, output … */
  const char *what; /* the kind's name, or that of a tariff column */
  const char *sector, *user, *importer, *exporter; /* codes; NULL: none */
  double before, after;                            /* money; fractions for rates */
  const char *product;                             /* or family; NULL: of the whole sector */
} tw_difference;
/* smallest: relative differences up to it count as none. The comparison borrows both worlds and the context. */
tw_status tw_world_compare(tw_context *context, const tw_world *first, const tw_world *second, double smallest,
                           tw_comparison **out);
void tw_comparison_free(tw_comparison *comparison);
/* Kind by kind, the largest of each first; borrowed. */
size_t tw_comparison_differences(const tw_comparison *comparison, const tw_difference **differences);
/* Codes of regions, sectors, products and families that only the first world has; *only_second: that only the second
 * has. */
int tw_comparison_unmatched(const tw_comparison *comparison, int *only_second);
tw_status tw_comparison_write(tw_context *context, const tw_comparison *comparison, const char *file); /* CSV */
const char *tw_difference_kind(int index); /* NULL after the last */

const char *tw_world_builtin(int index); /* names of the built-in worlds, NULL after the last; the newest first */
int tw_world_regions(const tw_world *world);
int tw_world_sectors(const tw_world *world);
const char *tw_world_region(const tw_world *world, int region);      /* code */
const char *tw_world_region_name(const tw_world *world, int region); /* name for people */
const char *tw_world_sector(const tw_world *world, int sector);
const char *tw_world_sector_name(const tw_world *world, int sector);
int tw_world_sector_is_goods(const tw_world *world, int sector);
int tw_world_find_region(const tw_world *world, const char *code); /* without regard to case; -1: none */
int tw_world_find_sector(const tw_world *world, const char *code);
/* Names of the groups of regions (the world's own, then the built-in ones that it does not redefine) and of sectors,
 * NULL after the last. A code of the world comes before a group of its name. */
const char *tw_world_region_group(const tw_world *world, int index);
const char *tw_world_sector_group(const tw_world *world, int index);
/* How many members of the group the world has, -1: no such group; members, with room for N or S: which, or NULL. */
int tw_world_region_group_members(const tw_world *world, int index, int *members);
int tw_world_sector_group_members(const tw_world *world, int index, int *members);
/* Names of the world's sets of trade elasticities (elasticities.csv), NULL after the last. The set that the world's own
 * elasticities are of is the text "elasticity_set". */
const char *tw_world_elasticity_set(const tw_world *world, int index);
/* The estimates of a set into theta [S], which is the caller's; the world's own elasticities where it has none. *count:
 * for how many sectors it has one. TW_USAGE: there is no such set. */
tw_status tw_world_elasticities(tw_context *context, const tw_world *world, const char *set, double *theta, int *count);
/* Text of a field: "name", "title", "year", "currency", "unit", "source", "licence", "elasticities", "notes",
 * "caveat", "sha256", "given" (how it was opened), "together" (of a folder: "checked", or "not known" whether its files
 * belong together), "assumed" (a sentence: which products are); NULL: not given. */
const char *tw_world_text(const tw_world *world, const char *field);
/* Numbers, borrowed views: "flow", "tariff", "export_tax" [S][N][N]; "value_added_share", "final_share", "output",
 * "spending", "employment" (thousand persons, NaN: not known) [N][S]; "input_share" (of gross output) [N][S][S];
 * "trade_elasticity" [S]; "value_added", "deficit", and where given "population", "gdp" (NaN: not known) [N]; a further
 * tariff column by its name [S][N][N]. Of a world with products, in the order of tw_world_product_flow_at:
 * "product_value", "product_quantity" (NaN: not known), "product_tariff", "product_export_tax"
 * [tw_world_product_flows]; "product_elasticity" (between families, or products without one) [S]; what stands in
 * [S][N][N] are then sums and averages. NULL: absent, or zero throughout (a world, which threads may share, leaves no
 * text in any context). */
const double *tw_world_numbers(const tw_world *world, const char *field);
/* The same, with a text: TW_USAGE, with the nearest name, for a field that is none; *numbers NULL: absent, or zero. */
tw_status tw_world_get(tw_context *context, const tw_world *world, const char *field, const double **numbers);
const char *tw_world_tariff_column(const tw_world *world, int index); /* "tariff_pct" first; NULL after the last */

/* What is inside sectors. Products stand sector by sector, those of a family together; what they leave of their sector's
 * flows is the last of it, its rest, whose code is "rest" and which policies call SECTOR.rest. Texts are borrowed. */
typedef struct tw_product {
  const char *code, *name, *unit; /* unit of quantities, "": none */
  int sector, family;             /* family -1: none */
  int home, owner;                /* regions, -1: not given */
  int rest;                       /* 1: the rest of its sector */
  int assumed;                    /* 1: its flows are, as the list products_assumed of world.yaml says */
  double trade_elasticity;        /* between origins; of a rest its sector's */
  double markup_elasticity;       /* NaN: none */
  size_t first_flow, flows;       /* tw_world_product_flow_at first_flow … first_flow + flows - 1 are its flows */
} tw_product;
typedef struct tw_family {
  const char *code, *name;
  int sector;
  double product_elasticity; /* between its products */
} tw_family;
int tw_world_products(const tw_world *world); /* how many, rests included; 0: sectors have nothing inside */
int tw_world_families(const tw_world *world);
size_t tw_world_product_flows(const tw_world *world);
/* Fill in what has that index; 0: nothing has. Flows are in the order product, importer, exporter; those with the
 * rates of their sector's flow have them as numbers here. */
int tw_world_product_at(const tw_world *world, int index, tw_product *product);
int tw_world_family_at(const tw_world *world, int index, tw_family *family);
int tw_world_product_flow_at(const tw_world *world, size_t index, tw_world_product_flow *flow);
/* Index by code without regard to case, of a rest by SECTOR.rest; -1: none. */
int tw_world_find_product(const tw_world *world, const char *code);
int tw_world_find_family(const tw_world *world, const char *code);

/* What the check of a world found: corrections made on reading and identities tested. */
typedef struct tw_finding {
  int severity;         /* 0 information, 1 corrected, 2 implausible, 3 violated */
  const char *identity; /* short name of the check */
  int region, sector;   /* -1: none in particular */
  double money;         /* size in the world's currency and unit; NaN: not money */
  double relative;      /* size relative to the market or the total; NaN: none */
  const char *text;     /* one sentence */
} tw_finding;
int tw_world_findings(const tw_world *world, const tw_finding **findings); /* count; borrowed */

/* ---------------------------------------------------------------- 5 scenario */

typedef struct tw_scenario tw_scenario;
tw_status tw_scenario_open(tw_context *context, const char *file, tw_scenario **scenario);
/* text: YAML; origin names it in messages ("built in", a file name). A built-in scenario is opened by its name. */
tw_status tw_scenario_parse(tw_context *context, const char *text, size_t bytes, const char *origin,
                            tw_scenario **scenario);
void tw_scenario_free(tw_scenario *scenario);
const char *tw_scenario_builtin(int index); /* names of those that run on built-in worlds, NULL after the last */
/* The YAML of a built-in scenario or decision, with its comments, by its name; constant; NULL: there is none. */
const char *tw_scenario_builtin_text(const char *name);
const char *tw_decision_builtin_text(const char *name);
/* "title" is the English one, else the first that is given, or the name where there is none. "title.en", "title.fr",
 * "title.ja" is the one in that language, NULL where the file does not give it: a plain title is in none. "notes" and
 * "notes.fr" likewise, but NULL without notes. So it is of decisions and their options, and of worlds, where "caveat"
 * is like it too; tw_result_text returns "" for NULL. Further fields are "scenario" (its name), "world", "world_at" (its
 * FILE:LINE:COLUMN), "sha256", "deficits", "against_deficits", "profits", "against" (compared with), "against_title" and
 * "against_title.fr" (its title), "closure_parts" to "left_out" and "closure_line" of docs/formats.md; "linked": "" where a
 * market is solved together with the policy (tw_link_run), else NULL; "cautions": what
 * results hang on because of the closure, a line each; "market": of a section market the name it gives, "" where it
 * gives none; "market_only": "yes" where there is nothing else to solve; NULL: none. */
const char *tw_scenario_text(const tw_scenario *scenario, const char *field);

/* What a rule of the scenario does to a world, without solving. Rates are fractions; NaN: does not apply. */
typedef struct tw_rule_effect {
  const char *rule;         /* "tariff" */
  const char *origin;       /* the file */
  int line;                 /* in it */
  int against;              /* 1: a rule of the scenario that is compared with */
  const char *words;        /* one sentence */
  size_t covered, changed;  /* flows, or producing sectors, or regions */
  double value;             /* of what it covers, in the world's money */
  double before, after;     /* trade-weighted (output-weighted) averages */
  int overlaps, overlapped; /* how many of them an earlier rule of the same kind acted on; the last such rule's line */
  const char *source;       /* the comment that gives the source of its number; NULL: none */
  const char *fields; /* what words says, for sentences in other languages: lines of a key and its values, with tabs
                               between, as `scenario.rules` of run.json has them (docs/formats.md) */
} tw_rule_effect;
typedef struct tw_explanation tw_explanation;
/* year: of a scenario with years (0: its first). The explanation is freed by the caller and borrows nothing. */
tw_status tw_scenario_explain(tw_context *context, const tw_scenario *scenario, const tw_world *world, int year,
                              tw_explanation **explanation);
int tw_explanation_effects(const tw_explanation *explanation, const tw_rule_effect **effects); /* count; borrowed */
/* Sentences about the whole: closure, what is compared with what, years; NULL after the last. */
const char *tw_explanation_sentence(const tw_explanation *explanation, int index);
/* Flows that pay another tariff than in what is compared with, all rules of both sides together: the largest changes of
 * the rate times the value in the data, at most 8, borrowed; returns how many. *all (may be NULL): how many there are. */
typedef struct tw_net_change {
  int importer, exporter, sector;
  double base, new_, value; /* fractions; the world's money */
  const char *product;      /* its code, borrowed from the world; "rest": what they leave; NULL: the sector's flow */
} tw_net_change;
int tw_explanation_net(const tw_explanation *explanation, const tw_net_change **changes, size_t *all);
void tw_explanation_free(tw_explanation *explanation);
/* Years of a path, first and last; 0 when the scenario has none. */
int tw_scenario_from(const tw_scenario *scenario);
/* Chooses the trade elasticities of base and new solution, before the scenario is used, whatever the file says: a set
 * of the world's elasticities.csv by its name (letters, digits, '-', '_'), or a CSV file of that form (any other text).
 * Sectors that it lacks keep the world's. It is part of the scenario's SHA-256 and of run.json. The text "elasticities"
 * is the name. */
tw_status tw_scenario_use_elasticities(tw_context *context, tw_scenario *scenario, const char *set);
int tw_scenario_until(const tw_scenario *scenario);
/* Chooses with which products of the world the scenario is run, before it is used, whatever the file and world.yaml say:
 * "none", "all", or codes of products, families or sectors with commas between. What the others are of goes into the rest
 * of their sectors. It is part of the SHA-256 and of run.json. The text "products" is what was chosen. */
tw_status tw_scenario_use_products(tw_context *context, tw_scenario *scenario, const char *products);
/* Chooses which of the three values of the illegal share a scenario with a section `iuu` is run with, before it is used:
 * "low", "point" (without this) or "high". It is part of the SHA-256 and of run.json. The text "illegal" is the one that
 * holds; NULL: there is no such section. */
tw_status tw_scenario_use_illegal(tw_context *context, tw_scenario *scenario, const char *which);
/* What the answer is about, "CAN", "CAN C29" or "CAN TOYOTA" (a product or a family), whatever the file says under `focus`: headline, terminal, page and the
 * outcomes of a range begin with it. Either may be a group, "CUSMA goods". Names are looked for when it is solved. */
tw_status tw_scenario_use_focus(tw_context *context, tw_scenario *scenario, const char *focus);
/* The focus in a world: sets in_region [N] and in_sector [S] (each may be NULL), the caller's, to 1 for its members and
 * to 0 elsewhere, which is all of both without a focus. */
tw_status tw_scenario_focus(tw_context *context, const tw_scenario *scenario, const tw_world *world,
                            unsigned char *in_region, unsigned char *in_sector);
/* The same of products, where the focus is on some: in_product [tw_world_products], the caller's. */
tw_status tw_scenario_focus_products(tw_context *context, const tw_scenario *scenario, const tw_world *world,
                                     unsigned char *in_product);
/* Before the scenario is used. The first gives a variable, also one of files that it includes or is compared with,
 * another amount, with its unit as a file has it: "car_duty", "25 pp". It is not drawn in a range any more. The second
 * closes trade deficits by "fixed", "zero" or "proportional", with the policy and in what it is compared with alike.
 * Both are part of the scenario's SHA-256 and of run.json, so tw_replay_folder solves the same; a second call replaces
 * the first. After an error, which says what was expected, the scenario is as it was. */
tw_status tw_scenario_set(tw_context *context, tw_scenario *scenario, const char *name, const char *amount);
tw_status tw_scenario_use_deficits(tw_context *context, tw_scenario *scenario, const char *deficits);
/* Whose profits of products with a markup are, "owner" (of the product, else its home) or "none", on both sides,
 * whatever the file says under `closure`. Kept as those above are. */
tw_status tw_scenario_use_profits(tw_context *context, tw_scenario *scenario, const char *profits);
/* Names of its variables, of those it includes and is compared with as well; NULL after the last. */
const char *tw_scenario_variable(const tw_scenario *scenario, int index);

/* ---------------------------------------------------------------- 6 solver, result */

typedef struct tw_solver tw_solver;
typedef struct tw_result tw_result;

/* One line of the certificate: a residual, its size relative to the market it belongs to, and where it is largest. */
typedef struct tw_residual {
  const char *name;
  double value;
  int region, sector; /* -1: none in particular */
} tw_residual;

/* Room of a certificate. Those that the model has now are far fewer; the last place, "others", is for what finds
 * none. */
enum { TW_MOST_RESIDUALS = 32 };

typedef struct tw_certificate {
  int holds; /* 1: every residual is at most the tolerance and every price, wage and income is positive */
  double tolerance, max;
  int count;
  tw_residual residual[TW_MOST_RESIDUALS]; /* [count] */
} tw_certificate;

typedef struct tw_info {
  tw_outcome outcome;             /* of the run: the base's when that failed, else the new equilibrium's */
  int base_failed;                /* 1: the outcome is the base's */
  double share_solved;            /* largest share of the shock that was solved: 1 when certified */
  int worst_region, worst_sector; /* where it failed, -1: none in particular */
  int iterations, steps;          /* Newton iterations and continuation steps of the new equilibrium */
  long residual_evaluations, jvp_evaluations, vjp_evaluations; /* of the new equilibrium */
  int base_iterations;
  double decomposition_remainder; /* largest |remainder| over |exact log change| of real income */
  int threads;
  size_t arena_bytes, world_bytes;
  struct {
    double load, base, new_, decomposition, write, total;
  } seconds; /* load and write are the caller's to fill */
  tw_certificate base_certificate, certificate;
  char message[512]; /* one sentence for people when outcome <= 0; else "" */
} tw_info;

/* The world is borrowed: it must outlive the solver. Settings are copied. */
tw_status tw_solver_new(tw_context *context, const tw_world *world, const tw_settings *settings, tw_solver **solver);
void tw_solver_free(tw_solver *solver);
/* Solves base and new equilibrium. Of a scenario with years it is the first, tw_scenario_from, both sides with the
 * capital of the data; tw_solve_path solves all of them. The result borrows the world, not the solver. Status is TW_OK
 * also when no equilibrium was found: look at tw_result_info(result)->outcome. The base is kept for the next call while
 * its closure is the same, so a second call costs one equilibrium. */
tw_status tw_solve(tw_solver *solver, const tw_scenario *scenario, tw_result **result);
void tw_result_free(tw_result *result);
const tw_info *tw_result_info(const tw_result *result);
tw_info *tw_result_info_edit(tw_result *result); /* to fill seconds.load and seconds.write before writing */

/* "scenario", "title", "notes", "scenario_sha256" and the rest of tw_scenario_text, "": none ("against": without
 * policy); "closure_detail": sentences about the closure besides deficits, a line each; "jobs": what changes of
 * employment mean here, or that the world has no head counts. "cautions" tells also
 * of another equilibrium that was found. Never NULL. */
const char *tw_result_text(const tw_result *result, const char *field);
/* What tw_scenario_explain says of the scenario as it was solved: rules, and sentences about the whole, of which the
 * first says what is compared with what. */
int tw_result_effects(const tw_result *result, const tw_rule_effect **effects);         /* count; borrowed */
const char *tw_result_sentence(const tw_result *result, int index);                     /* NULL after the last */
int tw_result_net(const tw_result *result, const tw_net_change **changes, size_t *all); /* as tw_explanation_net */
const tw_world *tw_result_world(const tw_result *result);                               /* borrowed */
const tw_settings *tw_result_settings(const tw_result *result);
/* Columns of the results by the names of docs/formats.md, borrowed; NULL: no such column, and tw_error has the nearest.
 * "regions": [N]; "sectors": [N][S] (region, sector); groups: [tw_result_groups]; no other table here. NaN: empty, as
 * for a region-sector without base output.
 * When the solve is not certified every value is NaN. */
typedef enum tw_table {
  TW_REGIONS,
  TW_SECTORS,
  TW_TRADE,
  TW_LIMITS,
  TW_PREFERENCES,
  TW_GROUPS,
  TW_PRODUCTS, /* row: region x products of the world + product; NULL where the world has no products */
  TW_PRODUCT_TRADE
} tw_table;
const double *tw_result_column(const tw_result *result, tw_table table, const char *name);
const char *tw_result_column_name(tw_table table, int index); /* NULL after the last */
/* The unit of a column of any of the tables, by the names of the files, as it is written there: "percent", "log points"
 * (times 100), "million USD" (the world's own), "fraction", "text" …; of the fields of tw_result_trade "fraction" or
 * money. Borrowed; NULL: no such column, and tw_error says which is nearest. */
const char *tw_result_column_unit(const tw_result *result, tw_table table, const char *name);

/* The focus of the scenario: the region, -1: none, or a group; *sector (may be NULL) -1: no sector, or a group. */
int tw_result_focus(const tw_result *result, int *sector);
/* The same where it may be a group: what it is called ("CAN", "CUSMA"), NULL: none; members (may be NULL), borrowed:
 * count (may be NULL) indices. */
const char *tw_result_focus_regions(const tw_result *result, const int **members, int *count);
const char *tw_result_focus_sectors(const tw_result *result, const int **members, int *count);
const char *tw_result_focus_products(const tw_result *result, const int **members, int *count);
/* A number that is told first, because the focus is on it: of the region real income, real GDP, the value of GDP and,
 * where they can change, jobs; of the sector there output, exports, exports to the largest buyer of the base, imports
 * and jobs; of a product there sales, spending, its price and its quantity. Of a group of regions its row of groups.csv, then the largest members; of several sectors, or of one in
 * several regions, what they are together (each weighted with its level in the base, heads summed), then the largest. */
typedef struct tw_answer {
  const char *outcome;                /* as it is asked for: "output_pct CAN C29", of a group "real_income_pct CUSMA" */
  const char *column, *unit;          /* "output_pct"; "percent", "thousand persons" or money */
  tw_table table;                     /* TW_TRADE: one flow, exports_pct or imports_pct */
  int region, sector, partner, group; /* -1: none; also -1: all regions, all sectors of the focus together */
  double value, before;               /* the change; its level in the base, NaN: none is told */
  double quantile[3];                 /* in a range, at 5, 50 and 95 %; else NaN */
  int product;                        /* of TW_PRODUCTS; -1: none, or all products of the focus together */
} tw_answer;
/* Count; borrowed; none without a focus, or without a certificate. */
int tw_result_answers(const tw_result *result, const tw_answer **answers);
/* Groups of regions that have a row of groups.csv: those of the scenario, of the world, built in. The name, NULL after
 * the last; members, borrowed: count indices of regions. */
int tw_result_groups(const tw_result *result);
const char *tw_result_group(const tw_result *result, int index, const int **members, int *count);

typedef struct tw_flow_change {
  double base_value, new_value;   /* before the importer's tariff, in the world's currency and unit */
  double tariff_base, tariff_new; /* fractions */
} tw_flow_change;
tw_status tw_result_flow(const tw_result *result, int sector, int importer, int exporter, tw_flow_change *out);
/* The same number of every flow, own sales included, into out [S][N][N] (s, d, o), which is the caller's: "base_value",
 * "new_value", "tariff_base", "tariff_new", or "change" (new over base value less 1, a fraction; NaN where the base is
 * 0). TW_USAGE for another name. The same bits as tw_result_flow, in one pass over the markets. */
tw_status tw_result_trade(const tw_result *result, const char *field, double *out);

/* A flow of a product, own sales included. */
typedef struct tw_product_change {
  int product, importer, exporter;
  double base_value, new_value;       /* before the importer's tariff, in the world's currency and unit */
  double base_quantity, new_quantity; /* in the product's unit; NaN: the world has none of the flow */
  double tariff_base, tariff_new;     /* fractions */
} tw_product_change;
/* The flows of a product to an importer into out, which is the caller's and has room for all regions; *count of them. */
tw_status tw_result_product_flows(const tw_result *result, int product, int importer, tw_product_change *out,
                                  int *count);

/* The sentence that opens every report: the result for up to three regions, and what it is compared with. Named are
 * those whose tariffs change, where these are few, then the most affected, in the order of their effects. */
typedef struct tw_headline {
  char text[2048];
  int count, region[3]; /* the regions that it names */
} tw_headline;
/* Of a certified result. year: of a path, 0 without years. */
tw_status tw_result_headline(tw_context *context, const tw_result *result, int year, tw_headline *headline);

/* Limits and targets of the policy as solved; docs/formats.md, limits.csv. */
typedef struct tw_condition_result {
  const char *rule, *what, *instrument; /* "quota", "imports of C24 by USA from CAN", "rent of the quota" */
  const char *owner;                    /* of the rent; "" for targets */
  int line;
  double limit, reference, value; /* volumes in the world's money at reference prices; else per cent of the reference */
  int binding;
  double size;  /* of the instrument, a fraction: a rent of 0.12, a subsidy of 0.05, productivity 0.3 higher */
  double money; /* the rent, or what the instrument costs its region (negative: brings); NaN: not money */
} tw_condition_result;
int tw_result_conditions(const tw_result *result, const tw_condition_result **conditions); /* count; borrowed */

/* Flows under comply or pay as solved; docs/formats.md, preferences.csv. Rates are fractions. */
typedef struct tw_preference_result {
  int sector, importer, exporter;
  double value; /* of the flow in the base, before tariff */
  double preferential_base, preferential_new, mfn_base, mfn_new, utilisation_base, utilisation_new;
  double tariff_base, tariff_new, cost; /* cost: of complying, new over base, less 1 */
  const char *product; /* of a flow of one: its code, "rest" of what they leave of the sector; NULL: none. Borrowed */
} tw_preference_result;
int tw_result_preferences(const tw_result *result, const tw_preference_result **preferences);

/* A scenario with years: one equilibrium a year, each against the base of the same year. A scenario without years has
 * one, with year 0. Ends early (fewer years) when one is not certified: look at the last result's info. */
typedef struct tw_path tw_path;
tw_status tw_solve_path(tw_solver *solver, const tw_scenario *scenario, tw_path **path);
int tw_path_count(const tw_path *path);
int tw_path_year(const tw_path *path, int index);
tw_result *tw_path_result(const tw_path *path, int index); /* borrowed; flows (tw_result_flow) of the last one only */
void tw_path_free(tw_path *path);

/* Writes the results folder (docs/formats.md) as one thing: it changes in one step when all files are complete, tables
 * of an older run that this one lacks included. An uncertified result writes run.json and uncertified/ and leaves older
 * results alone. Never into the folder of a world. command: what to record as the command, or NULL. */
tw_status tw_result_write(tw_context *context, tw_result *result, const char *folder, const char *command);
/* The same for a path: tables of its last year, and years.csv, years_sectors.csv where it has years. When a year is not
 * certified, those before it are in uncertified/. seconds.load of the last result counts for all. */
tw_status tw_path_write(tw_context *context, tw_path *path, const char *folder, const char *command);

/* One page, report.html, of what a results folder holds; of several, runs and ranges alone, side by side (64 at most).
 * Every file is checked against the SHA-256 in its run.json; a folder that is no results folder, lacks files or is not
 * certified is TW_BAD_INPUT, for tw_compare_write also a decision or a reconciliation. The file gets its name when it
 * is complete. What writes a folder makes FOLDER/report.html by the same code, unless the setting `report` is 0. */
tw_status tw_report_write(tw_context *context, const char *const *folders, int count, const char *file);
tw_status tw_compare_write(tw_context *context, const char *const *folders, int count, const char *file);
/* One page of A4 of a run or a range, for print: headline, map, five numbers with their ranges, what was assumed, three
 * caveats. language: "en", "fr" or "ja", NULL: "en"; any other is TW_USAGE. Reads and refuses as tw_report_write does,
 * a decision or a reconciliation as well. A library that was built without web/ writes it in English, without a map. */
tw_status tw_brief_write(tw_context *context, const char *folder, const char *language, const char *file);

/* ---------------------------------------------------------------- 7 range */

/* A scenario solved for many draws of what is uncertain: trade elasticities and variables, as its `range` section says
 * (docs/formats.md). Zero the options for what the scenario says. */
typedef struct tw_range_options {
  int draws;                         /* 0: the scenario's */
  int drivers;                       /* base points of the design for the drivers; 0: the scenario's; -1: none */
  unsigned long long seed;           /* 0: the scenario's */
  int sectors, trade, decomposition; /* 1: ranges of sectors.csv; trade.csv and preferences.csv; the decomposition */
  const char *store;                 /* SQLite file that keeps finished draws and is gone on with; NULL: none */
  int shard, shards;                 /* draws of shard 1 … shards alone, into the store; 0: all */
} tw_range_options;

enum { TW_MOST_OUTCOMES = 8 };
typedef struct tw_range_info {
  int draws, done, certified; /* asked for; finished, of all shards; with a certified equilibrium */
  int cut;                    /* draws in which an elasticity was raised to the floor */
  int parameters, drivers;    /* uncertain ones; base points of the design */
  int driver_draws, driver_done, driver_certified;
  int complete; /* 1: every draw is there. Else there are no quantiles and no drivers yet */
  int assumed;  /* 1: the scenario has no range section, the spread is an assumption */
  int rank;     /* of several processes that share the work (MPI); the first, 0, has the result */
  unsigned long long seed;
  double floor;
  int failures; /* how draws without a certified equilibrium ended */
  struct {
    tw_outcome outcome;
    int count;
  } failed[TW_MOST_OUTCOMES];
  struct {
    double central, draws, drivers, statistics;
  } seconds;
} tw_range_info;

/* A parameter that is drawn; texts are borrowed. */
typedef struct tw_range_parameter {
  const char *name, *distribution, *source; /* "elasticity of C29", "lognormal with mean 4.5 and …", where it is from */
  double central;                           /* as amounts are stored: 25 pp is 0.25 */
  const char *title;                        /* of a variable that has one; else NULL */
  const char *titles[3]; /* in English, French and Japanese; NULL: not given, as in none of a plain title */
} tw_range_parameter;

/* The share of the variance of an outcome that a parameter makes: alone, and with all in which it takes part. Errors
 * are standard errors of the shares, since the design is finite. */
typedef struct tw_range_driver {
  const char *outcome; /* a column of regions, of sectors where there is one, of flows with a partner */
  int region;
  const char *parameter;
  double first_order, total, first_order_error, total_error;
  int sector, partner; /* of an outcome of sectors.csv, of one flow; -1: none */
  const char *product; /* of products.csv: its code, "rest" of what they leave of the sector; NULL: none. Borrowed */
} tw_range_driver;

typedef struct tw_range_result tw_range_result;
/* settings->threads: draws solved at the same time; the numbers do not depend on it. TW_OK also when the central
 * equilibrium or draws have no certificate: look at the central result and at the info. Cancelled: what is finished is
 * in the store. The result borrows world and scenario. */
tw_status tw_range(tw_context *context, const tw_world *world, const tw_scenario *scenario, const tw_settings *settings,
                   const tw_range_options *options, tw_range_result **range);
void tw_range_free(tw_range_result *range);
const tw_range_info *tw_range_info_of(const tw_range_result *range);
tw_result *tw_range_central(const tw_range_result *range); /* without uncertainty; borrowed */
const char *tw_range_store(const tw_range_result *range);  /* the file, or NULL */
/* Quantiles of a column at 5, 50 and 95 % (which: 0, 1, 2), shaped like tw_result_column, those of other tables by row
 * (trade: flows that are not zero in the central result, by sector, importer, exporter), their columns by the names of
 * the files, rates as fractions; "binding_share" of limits for any which. NULL: none, as without the option for it; of
 * a name that is no column tw_error has the nearest. */
const double *tw_range_quantile(const tw_range_result *range, tw_table table, const char *name, int which);
/* The columns of a table that have quantiles, NULL after the last; and how many rows each has. */
const char *tw_range_column_name(const tw_range_result *range, tw_table table, int index);
size_t tw_range_rows(const tw_range_result *range, tw_table table);
/* Which flows the rows of TW_TRADE are, as indices into [S][N][N] (s, d, o); tw_range_rows of them, borrowed; NULL:
 * flows are not kept. */
const size_t *tw_range_flows(const tw_range_result *range);
/* One number in every draw, into out [draws] (of tw_range_info), which is the caller's: of a column as
 * tw_range_quantile names and counts it, and of one of its rows (regions: the region; sectors: region x S + sector;
 * else the row of the table). Draw i is the same in every call: NaN where it has no certified equilibrium, or is of
 * another shard and not here. TW_USAGE, with the nearest name, where the column was not kept. */
tw_status tw_range_draws(const tw_range_result *range, tw_table table, const char *name, size_t row, double *out);
/* How each draw ended, into out [draws]; TW_NOT_SOLVED: it is not here. */
tw_status tw_range_outcomes(const tw_range_result *range, tw_outcome *out);
/* The value of a parameter (tw_range_parameters) in every draw, into out [draws]: an elasticity (of several sectors
 * that of the first), or a variable as amounts are stored. */
tw_status tw_range_drawn(const tw_range_result *range, int parameter, double *out);
/* All draws as one CSV file, a row a draw: draw, ended, the parameters, and the outcomes that the range or its focus
 * names (without any real income of every region). All or nothing; gzip where the name ends in .gz. */
tw_status tw_range_draws_write(tw_context *context, const tw_range_result *range, const char *file);
/* What is told first, with quantiles: the answers of the focus, then the `outcomes` of the scenario's range. Count;
 * borrowed. */
int tw_range_answers(const tw_range_result *range, const tw_answer **answers);
int tw_range_parameters(const tw_range_result *range, const tw_range_parameter **parameters); /* count; borrowed */
/* Outcome by outcome, the largest total share first. */
int tw_range_drivers(const tw_range_result *range, const tw_range_driver **drivers);
const char *tw_range_note(const tw_range_result *range, int index); /* sentences that go with it; NULL after the last */
/* The results folder of the central result with columns _p05, _p50, _p95 beside its own, and drivers.csv. */
tw_status tw_range_write(tw_context *context, tw_range_result *range, const char *folder, const char *command);

/* All that several stores of one study hold into another (made when absent; after an error it is as it was). What can
 * be read of a damaged one is taken, and a note says so. */
tw_status tw_store_merge(tw_context *context, const char *const *files, int count, const char *to);
/* Part `index` of a store: "draws", "drivers"; *name is "" after the last. */
tw_status tw_store_part(tw_context *context, const char *file, int index, char name[32], size_t *tasks, size_t *done);

/* ---------------------------------------------------------------- 8 decide */

/* A decision as its file states it: levers (choices), contingencies (what happens), a scenario for each pair. */
typedef struct tw_decision tw_decision;
tw_status tw_decision_open(tw_context *context, const char *file, tw_decision **decision); /* or a built-in name */
tw_status tw_decision_parse(tw_context *context, const char *text, size_t bytes, const char *origin,
                            tw_decision **decision);
void tw_decision_free(tw_decision *decision);
/* As tw_scenario_use_elasticities, for all pairs. */
tw_status tw_decision_use_elasticities(tw_context *context, tw_decision *decision, const char *set);
/* As tw_scenario_use_products, for all pairs. */
tw_status tw_decision_use_products(tw_context *context, tw_decision *decision, const char *products);
/* As tw_scenario_set and tw_scenario_use_deficits, for all pairs: those that have the variable. */
tw_status tw_decision_set(tw_context *context, tw_decision *decision, const char *name, const char *amount);
tw_status tw_decision_use_deficits(tw_context *context, tw_decision *decision, const char *deficits);
tw_status tw_decision_use_profits(tw_context *context, tw_decision *decision, const char *profits);
/* As tw_scenario_use_focus. Its regions are told first, and are those whose payoffs count where the file names none. */
tw_status tw_decision_use_focus(tw_context *context, tw_decision *decision, const char *focus);
const char *tw_decision_builtin(int index); /* names of the built-in ones, NULL after the last */
/* "decide" (its name), "title", "world" (NULL: the newest one), "notes", "indicator", "sha256"; closures as above */
const char *tw_decision_text(const tw_decision *decision, const char *field);
int tw_decision_levers(const tw_decision *decision);
int tw_decision_contingencies(const tw_decision *decision);
const char *tw_decision_lever(const tw_decision *decision, int lever, const char *field); /* "name", "title" */
const char *tw_decision_contingency(const tw_decision *decision, int contingency, const char *field); /* the same */
double tw_decision_probability(const tw_decision *decision, int contingency); /* equal ones where none are given */
const tw_scenario *tw_decision_scenario(const tw_decision *decision, int lever, int contingency); /* borrowed */

/* What was found. Payoffs are values of the indicator: means over the draws, without draws the central value. Draws in
 * which some cell has no certified equilibrium are counted and left out everywhere. */
typedef struct tw_verdict tw_verdict;
typedef struct tw_decide_options {
  int draws;               /* -1: as the file says; 0: none */
  unsigned long long seed; /* 0: the file's */
  const char *store;       /* SQLite file that keeps finished draws and is gone on with; NULL: none */
  int shard, shards;       /* draws of shard 1 … shards alone; 0: all */
  int frontier;            /* 1: the frontier of the section `frontier`, too */
} tw_decide_options;
typedef struct tw_verdict_info {
  tw_outcome outcome; /* certified when all cells are, and a draw of all cells; else nothing is chosen */
  int levers, contingencies, regions;
  int given;                 /* 1: probabilities are those of the file; 0: equal ones are assumed */
  int draws, finished, used; /* asked for; made; those in which every cell has an equilibrium */
  unsigned long long seed;
  int interrupted;
  int break_evens;                      /* lines of break-even a region */
  int uncertified;                      /* cells without a certified central solution */
  int failed_lever, failed_contingency; /* the first of them, else what fails in most draws; -1: none */
  char message[512];                    /* one sentence for people when outcome <= 0; else "" */
} tw_verdict_info;
typedef struct tw_verdict_region {
  int region;               /* of the world */
  int expected, minimax;    /* the lever that each criterion chooses */
  int minimax_draws;        /* least largest regret over contingencies and draws; -1: no draws */
  double worth_contingency; /* of knowing the contingency before choosing, in units of the indicator */
  double worth_parameters;  /* of knowing the drawn parameters; NaN: no draws */
  double worth_both;        /* of knowing both; NaN: no draws */
} tw_verdict_region;
typedef struct tw_cell {
  double central, mean, p05, p50, p95; /* all but central NaN without draws */
  double regret;
  int failed; /* draws without an equilibrium here */
} tw_cell;
typedef struct tw_lever {
  double expected, p05, p50, p95; /* of its payoff over contingencies; quantiles over draws, NaN: none */
  double largest_regret, largest_regret_draws;
  int worst;     /* the contingency of its largest regret */
  double best;   /* share of draws in which it has the largest expected payoff; NaN: no draws */
  int dominated; /* 0 no, 1 weakly, 2 strictly, in all contingencies and draws */
  int by;        /* the lever that dominates it; -1: none */
  int same;      /* an earlier lever that it equals everywhere; -1: none */
} tw_lever;
/* The chosen (expected value) lever against a rival on the line where one contingency's probability goes from 0 to 1
 * and the others keep their proportions. */
typedef struct tw_break_even {
  int rival, contingency;
  double gain_in, gain_else; /* of the chosen over the rival at 1 and at 0 */
  double probability;        /* at which they are equal; NaN: nowhere */
  int above;                 /* 1: the rival is better above it; 0: below */
} tw_break_even;
typedef struct tw_stay {
  double low, high; /* probabilities of the contingency between which the chosen lever stays best */
  int below, above; /* who takes over there; -1: nobody */
} tw_stay;

/* Solves and compares every cell and draw. Status is TW_OK also without a certified equilibrium: look at the info.
 * Cancelled after the central solutions, it returns TW_OK with what is finished and info.interrupted. */
tw_status tw_decide(tw_context *context, const tw_decision *decision, const tw_world *world,
                    const tw_settings *settings, const tw_decide_options *options, tw_verdict **verdict);
void tw_verdict_free(tw_verdict *verdict); /* before the decision and the world */
const tw_verdict_info *tw_verdict_about(const tw_verdict *verdict);
const tw_verdict_region *tw_verdict_region_at(const tw_verdict *verdict, int index);
/* "code" or "name" of a region of interest; of a decision over a market of the buyer or supplier. */
const char *tw_verdict_place(const tw_verdict *verdict, int region, const char *field);
/* Of a decision over a market the name of that; else NULL. The unit of payoffs, "per cent", "billion USD". */
const char *tw_verdict_market(const tw_verdict *verdict);
void tw_verdict_unit(const tw_verdict *verdict, char words[64]);
/* The focus of the decision, as of a result: what its regions are called, NULL: none; members, borrowed. */
const char *tw_verdict_focus(const tw_verdict *verdict, const int **regions, int *count);
const tw_cell *tw_verdict_cell(const tw_verdict *verdict, int region, int lever, int contingency);
const tw_lever *tw_verdict_lever(const tw_verdict *verdict, int region, int lever);
const tw_break_even *tw_verdict_break_even(const tw_verdict *verdict, int region, int index); /* of info.break_evens */
const tw_stay *tw_verdict_stay(const tw_verdict *verdict, int region, int contingency);
/* The same numbers as arrays, by the names of the structs' members, into out, which is the caller's: of cells
 * ("central", "mean", "p05", "p50", "p95", "regret") [regions][levers][contingencies], of levers ("expected", "p05",
 * "p50", "p95", "largest_regret", "largest_regret_draws", "best") [regions][levers]. TW_USAGE for another name. */
tw_status tw_verdict_cells(const tw_verdict *verdict, const char *field, double *out);
tw_status tw_verdict_levers(const tw_verdict *verdict, const char *field, double *out);
const char *tw_verdict_failure(const tw_verdict *verdict, int index); /* cells not solved, and why; NULL: no more */
/* Reasons in words, by region (-1: about the whole, -2: what comes before all); NULL after the last. */
const char *tw_verdict_sentence(const tw_verdict *verdict, int region, int index);
/* The frontier of a decision whose options ask for it: what levers that move freely in a box are expected to gain
 * against the worst that can be lost. W_k is 100 times the logarithm of the region's real income in contingency k, all
 * below in per cent of it; p_k the probabilities; b the contingency in which nothing happens. */
typedef struct tw_frontier_lever {
  const char *variable, *unit; /* "%", "pp", "" … */
  double from, to;             /* the box; a fraction where the unit is % or pp */
  double cost;                 /* of the whole way, per cent of real income */
  int quadratic;               /* 1: the cost goes with the square of the way, 0: with the way */
} tw_frontier_lever;
typedef struct tw_frontier_info {
  int region, baseline, levers;
  int points;              /* the first: nothing is done; then from the largest gain to the least worst loss */
  int evaluations, solves; /* levers that were looked at; equilibria, all certified */
  int kinks;               /* limits that just began to bind at one of them, where slopes are of one side */
  double residual;         /* largest of a transposed solve, relative */
  double seconds;
} tw_frontier_info;
typedef struct tw_frontier_point {
  double bound;      /* no loss may be above; NaN where nothing is done */
  double gain, cost; /* expected, net of the cost: sum p_k (W_k - W_k where nothing is done) - cost */
  double worst;      /* the largest of the losses W_b - W_k, of b itself 0 */
  double price;      /* of safety: expected gain given up for one less of worst loss; NaN where nothing is done */
  double insurance;  /* sum p_k (loss_k where nothing is done - loss_k) */
  double optimality; /* how far the conditions of an optimum are from holding, relative to what slopes are sums of */
  int binds;         /* the contingency with the largest loss */
} tw_frontier_point;
int tw_decision_frontier_levers(const tw_decision *decision); /* 0: the decision has no frontier */
tw_frontier_lever tw_decision_frontier_lever(const tw_decision *decision, int lever);
const tw_frontier_info *tw_verdict_frontier(const tw_verdict *verdict);                 /* NULL: none was asked for */
const tw_frontier_point *tw_verdict_frontier_point(const tw_verdict *verdict, int index); /* NULL: no more */
/* Of a point, borrowed: the share of its way that each lever goes, its amount, and the loss in each contingency. */
const double *tw_verdict_frontier_shares(const tw_verdict *verdict, int index);
const double *tw_verdict_frontier_amounts(const tw_verdict *verdict, int index);
const double *tw_verdict_frontier_losses(const tw_verdict *verdict, int index);
/* decision.csv, choices.csv, break_even.csv, frontier.csv, frontier_levers.csv, decision.json, run.json and report.html,
 * all or none. */
tw_status tw_verdict_write(tw_context *context, const tw_verdict *verdict, const char *folder, const char *command);

/* ---------------------------------------------------------------- 9 where a number comes from: replay, diff */

/* Two results folders, or a folder and what its run.json gives when it is solved again, number by number. */
typedef struct tw_trace tw_trace;

typedef struct tw_trace_difference {
  const char *row, *column; /* row: its codes, "C29 USA CAN", in the order of the table's columns */
  double first, second;     /* NaN: empty */
  double relative; /* |second - first| over the larger of both, or over the least that counts: docs/formats.md */
  double weight;   /* |second - first| over the largest number of the column; infinite: empty in one of both */
} tw_trace_difference;

typedef struct tw_trace_table {
  const char *table, *keys;       /* "trade.csv"; what its rows are called by, "sector importer exporter" */
  int in_first, in_second;        /* 0: that side has no such table */
  size_t numbers, differ, beyond; /* compared; not the same bits; relative difference over the bound */
  size_t only_first, only_second, columns_first, columns_second; /* rows and columns that only one side has */
  const char *row_names[2], *column_names[2]; /* a few of those that only the first, the second has; "": none */
  double largest;                             /* relative difference */
  size_t count;                               /* of differences that were kept: the largest 1000 */
  const tw_trace_difference *difference;
} tw_trace_table;

typedef struct tw_replay {
  const char *world; /* a name or path; NULL: what run.json gives */
  int force;         /* 1: go on with a world of another SHA-256 */
  double bound;      /* relative; negative: 0 on the same build and processor type, else 1e-9 */
} tw_replay;
void tw_replay_default(tw_replay *replay);
/* Solves again what a results folder of any kind was made of, from its run.json alone (and the world), and compares
 * every number of every table. TW_BAD_INPUT: no certified results folder, no stored scenario, or another world. */
tw_status tw_replay_folder(tw_context *context, const char *folder, const tw_replay *replay, tw_trace **trace);
/* Compares two results folders, of whatever kinds; bound 0. */
tw_status tw_results_diff(tw_context *context, const char *first, const char *second, tw_trace **trace);
void tw_trace_free(tw_trace *trace);
/* 1: every table is on both sides, with the same rows and columns, and no difference is beyond the bound. */
int tw_trace_agrees(const tw_trace *trace);
double tw_trace_bound(const tw_trace *trace);
int tw_trace_tables(const tw_trace *trace, const tw_trace_table **tables); /* count; borrowed */
/* What differs in what went in: sentences, and lines of scenarios that begin with "- " (first) or "+ " (second); NULL
 * after the last. */
const char *tw_trace_input(const tw_trace *trace, int index);

/* ---------------------------------------------------------------- 10 why two studies disagree: reconcile */

/* One shock through variants of the model, a chain from a formula to the scenario as it is run, each changing one
 * thing; then variants that depart from that run. docs/formats.md and docs/decisions/0010-reconcile.md describe them.
 */
typedef struct tw_reconciliation tw_reconciliation;

typedef struct tw_reconcile {
  double elasticity;        /* of all sectors where there is one; 0: the import-weighted mean of the world's */
  double labour_elasticity; /* of labour supply, default 0.5; 0: not that variant */
  double scale_elasticity;  /* of goods, default 0.1, but at most 0.5 over the trade elasticity; 0: not that variant */
  const char
      *elasticities; /* to compare with: a set of the world, or a CSV file (tw_scenario_use_elasticities); or NULL */
  int year;          /* of a scenario with years; 0: its last */
} tw_reconcile;
void tw_reconcile_default(tw_reconcile *options);

typedef struct tw_variant {
  const char *name, *title; /* "inputs"; "with inputs" */
  const char *what;         /* the one thing that changes against `previous`, a sentence */
  const char *lacks;        /* what of the scenario it cannot carry, sentences; "": nothing */
  int previous;             /* index; -1: the first */
  int in_chain;             /* 0: departs from the run */
  int is_run;               /* 1: what tw_solve gives, bit for bit, without growth of capital before its year */
  tw_outcome outcome;
  const char *message;       /* why it was not solved, "" */
  const double *real_income; /* [N] real_income_pct; NaN when it was not solved */
  const double *change;      /* [N] against `previous`, percentage points; NaN for the first */
} tw_variant;
/* TW_OK also when a variant was not solved; the scenario itself: then it is the only variant, "run". */
tw_status tw_reconcile_run(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                           const tw_settings *settings, const tw_reconcile *options, tw_reconciliation **out);
void tw_reconciliation_free(tw_reconciliation *reconciliation);
int tw_reconciliation_variants(const tw_reconciliation *reconciliation, const tw_variant **variants); /* count */
/* "scenario", "title", "scenario_sha256"; never NULL. */
const char *tw_reconciliation_text(const tw_reconciliation *reconciliation, const char *field);
double tw_reconciliation_elasticity(const tw_reconciliation *reconciliation); /* the one of all sectors */
int tw_reconciliation_year(const tw_reconciliation *reconciliation);
const tw_world *tw_reconciliation_world(const tw_reconciliation *reconciliation); /* borrowed */
/* reconcile.csv, reconcile.json, run.json and report.html, all or none; run.json alone without a run. */
tw_status tw_reconciliation_write(tw_context *context, const tw_reconciliation *reconciliation, const char *folder,
                                  const char *command);

/* ---------------------------------------------------------------- 11 what is made where, and what it hangs on: plants */
/* A plant is a product with a home (a brand) and a region that sells some of it: docs/cars.md, docs/formats.md. */
typedef struct tw_plants tw_plants;
typedef struct tw_plants_options {
  const char *product;     /* codes of products, families or sectors, with commas between; NULL: all with a home */
  const char *region;      /* codes or groups of regions that make it; NULL: all */
  int draws;               /* of elasticities and of what the scenario draws, for ranges of units; 0: none */
  unsigned long long seed; /* 0: the scenario's */
  int close;               /* 1: closing rounds */
} tw_plants_options;
typedef struct tw_plant {
  int product, region;
  int main_market;  /* the region with the largest share of its units; -1: it sells nothing */
  int in_units;     /* 0: no quantity of it is known, and volumes are sales at cost over the brand's price */
  const char *unit; /* of its units; "": none */
} tw_plant;
typedef struct tw_parity {
  int product, region, other_region, market;
  double odds_base, odds_new; /* share of the region over that of the other in what the market spends on the product */
  double tariff;              /* at which they are even, costs fixed; a fraction; NaN: none */
} tw_parity;
typedef struct tw_closing {
  int round, product, region;
  double units; /* over those of the base, when it was closed: a fraction */
} tw_closing;
/* Solves the scenario (the last of its years), and then in full equilibrium the tariffs and subsidies of plants.csv.
 * options may be NULL. TW_OK also without a certified equilibrium: there are no plants, and the result says why. */
tw_status tw_plants_run(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                        const tw_settings *settings, const tw_plants_options *options, tw_plants **plants);
void tw_plants_free(tw_plants *plants); /* before the world */
tw_result *tw_plants_result(const tw_plants *plants); /* the scenario as solved; this and all below is borrowed */
const tw_range_result *tw_plants_range(const tw_plants *plants); /* NULL: no draws */
/* number: threshold (*given 0: assumed), cost_advantage, discount, fixed_cost, other_fixed_cost, NaN: not given. */
void tw_plants_section(const tw_plants *plants, double number[5], int *given, int *other_site);
int tw_plants_count(const tw_plants *plants);
int tw_plants_at(const tw_plants *plants, int index, tw_plant *plant); /* 0: there is none */
/* A column of numbers of plants.csv, or of what plants.json has of each plant ("volume_pct", "subsidy_money" …), by its
 * name, [tw_plants_count], NaN: empty. NULL: no such column, and tw_error has the nearest. */
const double *tw_plants_column(const tw_plants *plants, const char *name);
const char *tw_plants_column_name(int index); /* of plants.csv; NULL after the last */
/* What plants.json has of its markets, [regions]: "units_base" …; why a column is empty, a sentence. NULL: nothing. */
const double *tw_plants_market(const tw_plants *plants, int index, const char *name);
const char *tw_plants_reason(const tw_plants *plants, int index, const char *column);
int tw_plants_parity(const tw_plants *plants, const tw_parity **parity);     /* count */
int tw_plants_closings(const tw_plants *plants, const tw_closing **closing); /* count; in their order */
const char *tw_plants_sentence(const tw_plants *plants, int index);   /* what it comes to; NULL after the last */
const char *tw_plants_assumption(const tw_plants *plants, int index); /* NULL after the last */
/* The results folder of run or range with what there is of plants. */
tw_status tw_plants_write(tw_context *context, tw_plants *plants, const char *folder, const char *command);

/* ---------------------------------------------------------------- 12 capacities, ships and straits: market */
/* The spatial price equilibrium of one product: suppliers with blocks of capacity, buyers with demand curves, ways
 * between them that cross passages. docs/formats.md has the folder and the rules, docs/model.md the equations. A market
 * is immutable and may be shared between threads. */
typedef struct tw_market tw_market;
typedef enum tw_market_axis { TW_MARKET_SUPPLIERS, TW_MARKET_BUYERS, TW_MARKET_PASSAGES } tw_market_axis;
tw_status tw_market_open(tw_context *context, const char *where, tw_market **market); /* a built-in name, or a folder */
void tw_market_free(tw_market *market);
const char *tw_market_builtin(int index); /* names of the built-in markets, NULL after the last */
/* "name", "title", "title.fr", "notes", "unit", "price_unit", "value_unit", "demand", "data_year", "source", "licence",
 * "sha256", "given" (how it was opened); NULL: not given. */
const char *tw_market_text(const tw_market *market, const char *field);
double tw_market_value_per_unit(const tw_market *market); /* money of one unit of quantity at a price of one */
int tw_market_count(const tw_market *market, tw_market_axis axis);
const char *tw_market_code(const tw_market *market, tw_market_axis axis, int index); /* NULL: there is none */
const char *tw_market_name(const tw_market *market, tw_market_axis axis, int index);
const char *tw_market_region(const tw_market *market, tw_market_axis axis, int index); /* of a world; NULL: not given */
int tw_market_find(const tw_market *market, tw_market_axis axis,
                   const char *code);                             /* without regard to case; -1: none */
const char *tw_market_remark(const tw_market *market, int index); /* what reading had to do, sentences; NULL: no more */

/* What a rule does to its number: sets it, adds to it, or changes it by a fraction of itself. */
typedef enum tw_market_how { TW_MARKET_TO, TW_MARKET_ADD, TW_MARKET_CHANGE } tw_market_how;
/* rule: "capacity" (of a supplier, or of a passage), "outage" (amount: the share lost), "close" (a passage), "freight"
 * (on the ways of a supplier, to a buyer or through a passage), "demand" (of a buyer), "floor" (of a pair), "tax" (per
 * unit, or with ad_valorem on the price on arrival), "cost" (of a supplier's blocks), "elasticity" (of a buyer), "toll"
 * (of a passage), "conjecture" (of a supplier, 0 to 1). Quantities and prices are in the market's units, shares and rates are fractions. */
typedef struct tw_market_rule {
  const char *rule;
  const char *supplier, *buyer, *passage; /* codes, borrowed during the call, or "all"; NULL: all, where none is asked */
  tw_market_how how;
  double amount;
  int ad_valorem;    /* of a tax */
  int from, until;   /* years in which it is in force; 0: open */
  const char *where; /* of messages about it, "FILE:LINE:COLUMN"; NULL: "rule 2" */
} tw_market_rule;

enum { TW_MARKET_OPERATING = 1, TW_MARKET_FIRM = 2, TW_MARKET_PROPOSED = 4 };
/* Zero it and fill in what is asked. */
typedef struct tw_market_question {
  const tw_market_rule *rule; /* [rules] in order; with long-run elasticities */
  int rules;
  const tw_market_rule
      *shock; /* [shocks] on top, short run: the solution with the rules becomes the base point first */
  int shocks;
  int year;          /* of capacities and rules; 0: the market's data year */
  unsigned statuses; /* of blocks, a sum of TW_MARKET_OPERATING …; 0: operating and firm */
  int short_run;     /* 1: the rules, too, with short-run elasticities on the base point of the data */
  double tolerance;  /* of the certificate, in units of quantity and price; 0: 1e-9 */
  int skip_base;     /* 1: stage 0 is not solved, and what compares with it cannot be asked: for many draws */
} tw_market_question;

typedef struct tw_market_result tw_market_result;
/* One line of a certificate: the largest violation of a kind of condition, and where it is, in words. */
typedef struct tw_market_line {
  const char *name;  /* "route" */
  const char *words; /* what is measured */
  double value;      /* in units of price or quantity */
  int of_quantity;   /* 1: of quantity, 0: of price */
} tw_market_line;
enum { TW_MARKET_MOST_LINES = 16 };
typedef struct tw_market_info {
  tw_outcome outcome;  /* of all stages: certified, or that of the first which is not */
  const char *message; /* why there is no result, sentences; "". Borrowed */
  int stages;          /* 0: the base without rules; 1: with the rules; 2: with the shock */
  int before, after;   /* the stages to compare */
  int lines;           /* of the certificate, the largest over all stages */
  tw_market_line line[TW_MARKET_MOST_LINES];
  double largest, tolerance;
  int iterations;
  double seconds;
  int many_flows; /* 1: prices are unique, flows are one of many */
} tw_market_info;
/* TW_OK also without a certified result: look at the info. The result borrows the market. */
tw_status tw_market_solve(tw_context *context, const tw_market *market, const tw_market_question *question,
                          tw_market_result **result);
void tw_market_result_free(tw_market_result *result);
void tw_market_result_about(const tw_market_result *result, tw_market_info *info);
/* Numbers of a stage by name into out, which is the caller's; TW_USAGE, with the nearest name, for another one, and
 * where the stage has no certified solution. NaN: there is none. Money is in the market's value_unit.
 * Of buyers [buyers]: "price", "quantity", "wanted", "unserved", "bill", "limit_rent", "tax", "surplus", "hhi".
 * Of suppliers [suppliers]: "output", "netback", "marginal", "revenue", "cost", "rent", "capacity_rent", "other_rent",
 * "wedge_value", "capacity". Of passages [passages]: "passage_quantity", "toll", "tolls". Of pairs [suppliers][buyers]:
 * "flow", "freight", "share", "pair_netback", "days". [buyers][passages]: "through". Of the whole [1]: "bills",
 * "freight_paid", "tolls_paid", "costs", "rents", "taxes", "identity", "wedges", "total_surplus", "objective". Against
 * the stage before [buyers]: "surplus_change", "shortfall"; [suppliers][buyers]: "flow_change". */
tw_status tw_market_result_numbers(tw_context *context, const tw_market_result *result, int stage, const char *field,
                                   double *out);
/* The route that carries most between a pair, its code; "": none has one, NULL: nothing is shipped. */
const char *tw_market_result_route(const tw_market_result *result, int stage, int supplier, int buyer);

/* ---------------------------------------------------------------- 12b a market under a scenario: outlook */
/* What the section `market` of a scenario does: its policy, a shock on top, year by year, and the same with what
 * `compare` adds, so that it is known what that is worth. docs/formats.md, "Market scenarios". */
typedef struct tw_outlook tw_outlook;
typedef struct tw_outlook_options {
  const char *market;      /* a built-in market or a folder in the stead of the scenario's; NULL: that one */
  const char *focus;       /* the buyer told first, a code; NULL: the scenario's, else who loses or gains most */
  int year;                /* one year in the stead of the scenario's; 0: those */
  int draws;               /* of what the section range says is uncertain, else of elasticities, stiffness and freight,
                              for the last year; 0: none, -1: as many as the section says, else 500 */
  unsigned long long seed; /* of the draws; 0: 1 */
  int threads;             /* 0: as many as there are processors */
  int no_report;           /* 1: report.html is not written with the folder */
  int drivers, dta;        /* rows of the design for drivers; 0: none, -1: as the section says, else 128; 1: Stata files */
} tw_outlook_options;
/* scenario NULL: the market as it is. The outlook borrows the scenario. TW_OK also without certified results: see
 * tw_outlook_solved. */
tw_status tw_outlook_run(tw_context *context, const tw_scenario *scenario, const tw_outlook_options *options,
                         tw_outlook **outlook);
void tw_outlook_free(tw_outlook *outlook);
const tw_market *tw_outlook_market(const tw_outlook *outlook);
int tw_outlook_years(const tw_outlook *outlook);
int tw_outlook_year(const tw_outlook *outlook, int index);
/* Years, from the first on, that are certified with and without what is compared. */
int tw_outlook_solved(const tw_outlook *outlook);
/* compared 1: with what `compare` adds. NULL: it was not solved. */
const tw_market_result *tw_outlook_result(const tw_outlook *outlook, int index, int compared);
int tw_outlook_focus(const tw_outlook *outlook);                 /* index of a buyer; -1: nothing was solved */
int tw_outlook_draws(const tw_outlook *outlook, int *certified); /* those asked */
const char *tw_outlook_drawn(int index, double *spread); /* what is drawn, in words; NULL after the last */
/* What this outlook draws; NULL after the last, and without draws. central 1: of a factor on what the market says. */
const tw_range_parameter *tw_outlook_parameter(const tw_outlook *outlook, int index);
/* The share of the variance of an outcome ("price", "rent" …) of a buyer or supplier that a parameter makes, as of
 * tw_range_driver; outcome by outcome, the largest total first. Texts are borrowed. Returns how many. */
typedef struct tw_outlook_driver {
  const char *outcome, *code, *parameter;
  double first_order, total, first_order_error, total_error;
} tw_outlook_driver;
int tw_outlook_drivers(const tw_outlook *outlook, const tw_outlook_driver **drivers);
double tw_outlook_seconds(const tw_outlook *outlook);
/* Numbers of the last year, after against before, into out [buyers]: "surplus_change" (money), "direct_loss" (what was
 * cut, whatever happened then), "replaced_pct" (how much of that others made up for), "worth" (what is compared saves
 * the buyer, money), NaN: there is none. Of draws "price_new", "quantity_new", "bill_new", "surplus_change" and "worth"
 * [buyers], "output_new", "netback_new" and "rent_new" [suppliers], each with _p05, _p50 or _p95. */
tw_status tw_outlook_numbers(tw_context *context, const tw_outlook *outlook, const char *field, double *out);
/* What it comes to, and what to know of it, in "en", "fr" or "ja" (NULL: en); NULL after the last. */
const char *tw_outlook_sentence(const tw_outlook *outlook, const char *language, int index);
const char *tw_outlook_remark(const tw_outlook *outlook, const char *language, int index);
/* The results folder: buyers.csv, suppliers.csv, shipments.csv, passages.csv, market_years.csv (of several years),
 * market.json, run.json, report.html. Without certified results run.json alone, which says why; older results stay. */
tw_status tw_outlook_write(tw_context *context, const tw_outlook *outlook, const char *folder, const char *command);

/* A market inside the world: the product it trades becomes one of a sector, the core says what plants and freight cost and
 * how much is bought, the market says prices, shares and rents, until both say the same; docs/model.md, Link. */
typedef struct tw_link tw_link;
typedef struct tw_link_options {
  const char *sector, *product; /* NULL: "B06", "LNG"; the product is made by the link */
  double tolerance;             /* of the certificate; 0: 1e-8 */
  int rounds;                   /* at most; 0: 50 */
  int quantity_mode;            /* 1: also with outputs as limits in place of rents, and how much prices differ */
} tw_link_options;
void tw_link_options_default(tw_link_options *options);
/* One line of the certificate; regions of the world where it is largest, -1: none. Logs, rents relative to bills. */
typedef struct tw_link_line {
  const char *name, *words; /* "pair_price" */
  double value;
  int region, other;
} tw_link_line;
enum { TW_LINK_MOST_LINES = 16 };
typedef struct tw_link_info {
  tw_outcome outcome;
  const char *message; /* why there is no result; "". Borrowed */
  int rounds, lines, latent; /* latent: pairs that have no trade in the base */
  tw_link_line line[TW_LINK_MOST_LINES];
  double gap, largest, tolerance; /* gap: what still changed in the last round, in logs */
  double bills, left_out;         /* of the base, and what the world has no room for; money of the market */
  double mode_difference;         /* largest difference of ln price between the modes; NaN: not known */
} tw_link_info;
/* scenario NULL: the market's rules alone. TW_OK also without a certified result: look at the info. The link borrows
 * the market; it owns its world and its results. */
tw_status tw_link_solve(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                        const tw_market *market, const tw_market_question *question, const tw_settings *settings,
                        const tw_link_options *options, tw_link **link);
/* The same of the section `market` of a scenario, in the last of its years, beside its policy, which may be
 * empty. The link borrows the scenario. */
tw_status tw_link_run(tw_context *context, const tw_world *world, tw_scenario *scenario, const tw_settings *settings,
                      const tw_link_options *options, tw_link **link);
/* Draws of it: the core's elasticities, the variables of its rules and of the market's, and what the section range says
 * is uncertain in the market. *link is the central one; *range is NULL where that has no certified result, else as of
 * tw_range: free it before the link, which then has quantiles too. Stores and shards as there. */
tw_status tw_link_range(tw_context *context, const tw_world *world, tw_scenario *scenario, const tw_settings *settings,
                        const tw_range_options *options, tw_link **link, tw_range_result **range);
void tw_link_free(tw_link *link);
void tw_link_about(const tw_link *link, tw_link_info *info);
const tw_result *tw_link_result(const tw_link *link); /* of the core, with the product; NULL: none. Borrowed */
tw_path *tw_link_path(const tw_link *link);           /* of that one result; NULL: none. Borrowed */
/* Stage 0 the base, 1 with the rules at the core's prices; NULL: none. Borrowed */
const tw_market_result *tw_link_market(const tw_link *link);
const tw_outlook *tw_link_outlook(const tw_link *link); /* the same as an outlook of one year, with draws' quantiles */
const char *tw_link_sentence(const tw_link *link, int index); /* what was done; NULL after the last */
/* Numbers of regions [N] by name: of the change of real income in per cent "buyers_pct" (-z dp) and "owners_pct" (rents,
 * tolls, taxes) at the core's old prices, "market_pct", their sum, "economy_pct", the rest; of the product "price_pct"
 * and "bill_pct", NaN where none is bought. With draws each also with _p05, _p50 and _p95. */
tw_status tw_link_numbers(tw_context *context, const tw_link *link, const char *field, double *out);
/* The results folder of a run with link.csv and the market's tables. Of a certified link. */
tw_status tw_link_write(tw_context *context, tw_link *link, const char *folder, const char *command);

/* ---------------------------------------------------------------- 13 security of supply: accounts */
/* Physical accounts of a region's energy: origin by fuel, passages on the way, concentration, stocks, of built-in tables
 * or a file; primary energy and import dependence by named conventions, of a file. docs/energy.md has what is what. */
typedef struct tw_accounts tw_accounts;
typedef struct tw_accounts_options {
  const char *balance; /* CSV file of primary energy by source; NULL: none */
  const char *origins; /* CSV file of origins, before the built-in ones; NULL: none */
} tw_accounts_options;
/* A row of accounts.csv; "" where a word does not apply. */
typedef struct tw_account {
  const char *item;       /* "origin_share", "import_dependence" … */
  const char *source;     /* a fuel, a source of energy, or "all" */
  const char *convention; /* of primary energy: "physical", "input_equivalent", or as published */
  const char *partner;    /* an exporter, a passage, or what nuclear fuel counts as */
  double value;
  const char *unit;    /* "Mt", "PJ", "%", "days", "1" */
  const char *quality; /* "observed", "derived", "assumed" */
  const char *year, *reference;
} tw_account;
/* region: a code, as in JPN or EU27. options may be NULL. */
tw_status tw_accounts_energy(tw_context *context, const char *region, const tw_accounts_options *options,
                             tw_accounts **accounts);
void tw_accounts_free(tw_accounts *accounts);
/* "region", "name", "kind"; "balance", "origins": the files, NULL: none. */
const char *tw_accounts_text(const tw_accounts *accounts, const char *field);
int tw_accounts_count(const tw_accounts *accounts);
int tw_accounts_at(const tw_accounts *accounts, int index, tw_account *row); /* 0: there is none */
/* The value of the first row with these words, NULL as ""; NaN: there is none. */
double tw_accounts_value(const tw_accounts *accounts, const char *item, const char *source, const char *convention,
                         const char *partner);
const char *tw_accounts_sentence(const tw_accounts *accounts, int index); /* what it comes to; NULL after the last */
const char *tw_accounts_remark(const tw_accounts *accounts, int index);   /* what to know of it; NULL after the last */
/* A results folder: accounts.csv, accounts.json, run.json, and report.html where this build can. */
tw_status tw_accounts_write(tw_context *context, const tw_accounts *accounts, const char *folder, const char *command);

/* ---------------------------------------------------------------- 13b security of supply: stress */
/* A supplier or a passage is lost for some months: by buyer and fuel what is cut (direct), what is missing after rerouting and
 * bidding in the market's short-run equilibrium, prices, bills, how long stocks last. Two bounds: nothing takes the place
 * of what is cut ("no_substitution"), and the equilibrium. Fuels without a market have the first alone, with the days of
 * sailing around. docs/energy.md has what is what. */
typedef struct tw_stress tw_stress;
typedef struct tw_stress_options {
  const char *market;   /* a built-in market or a folder; NULL: the first built-in one */
  const char *lose;     /* "QAT", "hormuz", "QAT,hormuz" (together), "all" suppliers; NULL: each of all, one after the other */
  double share;         /* of it that is lost, 0 to 1; 0: 1 */
  double months;        /* for which, 0 to 12; 0: 12. The year loses share x months/12 of it */
  const char *buyer;    /* a buyer of the market, or an importer of the energy tables; NULL: all */
  const char *fuel;     /* "lng,crude" or "all"; NULL: all of the buyer's, without a buyer the market's */
  const char *capacity; /* "CAN 14,28,56 Mt": what each would save in the same loss; NULL: none */
  double release;       /* part of the shortfall that stocks make up for, in months_to_end, 0 to 1; 0: 0.5 */
  double ceiling;       /* price at which demand goes unserved; 0: the market's, else 8 times its mean price */
  int linear;           /* 1: linear demand; 0: constant elasticity, whatever the market says */
  int year;             /* of capacities; 0: the market's data year */
  const char *origins;  /* CSV file of origins, before the built-in ones; NULL: none */
  int threads;          /* 0: as many as there are processors; results are the same */
  int no_report;        /* 1: report.html is not written with the folder */
  int dta;              /* 1: its tables as Stata files, too */
} tw_stress_options;
/* options may be NULL. TW_OK also without certified equilibria: look at the info. TW_BAD_INPUT: a name that nobody has. */
tw_status tw_stress_run(tw_context *context, const tw_stress_options *options, tw_stress **stress);
void tw_stress_free(tw_stress *stress);
typedef struct tw_stress_info {
  tw_outcome outcome;  /* certified where all equilibria are, or none is asked for */
  const char *message; /* which is not, and why; "". Borrowed */
  int solved;          /* equilibria */
  double largest, tolerance; /* of their certificates, in units of quantity and price */
  double seconds;
  int detail;               /* 1: one loss, which was named; 0: a matrix of all */
  int losses, rows, insured; /* how many there are */
  double share, months, release, ceiling; /* as used; ceiling NaN: no market was asked */
} tw_stress_info;
void tw_stress_about(const tw_stress *stress, tw_stress_info *info);
const tw_market *tw_stress_market(const tw_stress *stress);
/* "buyer" (its code; NULL: all), "fuel" (the market's, as rows have it), "lose", "capacity", "origins", "market" (as asked),
 * "title". */
const char *tw_stress_text(const tw_stress *stress, const char *field);
typedef struct tw_stress_loss {
  const char *name, *title, *kind; /* kind: "supplier", "passage", "together" */
  int rank;                        /* by the surplus that all asked buyers lose in the market; 0: it has none of it */
  double direct, shortfall, surplus_change, unserved; /* sums over these buyers; NaN with rank 0 */
} tw_stress_loss;
int tw_stress_loss_at(const tw_stress *stress, int index, tw_stress_loss *loss); /* by rank; 0: there is none */
/* A row of stress.csv; NaN: there is no such number. Quantities and prices in the market's units, of other fuels in Mt; of
 * the year. */
typedef struct tw_stress_row {
  const char *lost, *kind, *buyer, *fuel, *bound;
  double direct, shortfall, price_pct, bill_change, days_cover; /* days: 365 stock/(shortfall at the rate of a year) */
  double direct_pct, replaced_pct; /* of what the buyer takes; of the direct loss */
  double quantity_base, price_base, price_new, unserved, surplus_change;
  double stock_days, months_to_end;             /* days of use in stock; months until it ends at the release */
  double detour_days, no_way_pct, not_known_pct; /* of fuels without a market: of the cut, of the cut, of imports */
  int rank;                                     /* of the loss, among those of this fuel */
} tw_stress_row;
int tw_stress_at(const tw_stress *stress, int index, tw_stress_row *row); /* 0: there is none */
/* What a capacity saves a buyer in a loss: the difference of its changes of surplus, each from the market recentred with
 * and without it. */
typedef struct tw_stress_insured {
  const char *capacity, *supplier; /* "CAN 28 Mt", "CAN" */
  double amount;
  const char *lost, *buyer;
  double surplus_change, surplus_change_with, insurance_value;
} tw_stress_insured;
int tw_stress_insured_at(const tw_stress *stress, int index, tw_stress_insured *insured); /* 0: there is none */
/* What each pair ships before and after a loss, [suppliers][buyers] of the market, into arrays of the caller; 0: the
 * market has none of that loss. */
int tw_stress_flows(const tw_stress *stress, const char *lost, double *before, double *after);
/* What it comes to, and what to know of it, in "en", "fr" or "ja" (NULL: en); NULL after the last. */
const char *tw_stress_sentence(const tw_stress *stress, const char *language, int index);
const char *tw_stress_remark(const tw_stress *stress, const char *language, int index);
/* The results folder: stress.csv, insurance.csv (of capacities), stress_flows.csv (of one loss in the market), stress.json,
 * columns.csv, run.json, report.html. Without certified equilibria run.json alone, which says why; older results stay. */
tw_status tw_stress_write(tw_context *context, const tw_stress *stress, const char *folder, const char *command);
/* ---------------------------------------------------------------- 14 who stands behind what a region buys: dependence */
/* Shares, concentration, inputs looked through to every tier, origin of value added, and what it costs where a partner
 * stops, of a region, in the base and under a scenario. docs/dependence.md has what is what. */
typedef struct tw_dependence tw_dependence;
typedef struct tw_dependence_options {
  int stops; /* partners that are stopped one by one in full equilibrium, the largest first; -1: ten */
} tw_dependence_options;
/* A row of dependence.csv. Indices of the result's world; -1: all sectors, no product in particular, all other regions
 * together. Shares are of 1. */
typedef struct tw_dependence_row {
  int sector, product, partner;
  int indicator;           /* tw_dependence_indicator */
  double value, value_new; /* NaN: none; value_new of all rows without a scenario */
  double trade_elasticity; /* of the sector or product between origins: the higher, the easier replaced; NaN: of several */
} tw_dependence_row;
/* region: a code or name. scenario NULL: the solved base alone, deficits fixed. settings and options may be NULL. TW_OK
 * also where no equilibrium was found, as of tw_solve: look at the result, and there are no rows. The world is borrowed
 * and must outlive what is made. TW_BAD_INPUT: no such region, with the nearest. */
tw_status tw_dependence_run(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, const char *region, const tw_dependence_options *options,
                            tw_dependence **dependence);
void tw_dependence_free(tw_dependence *dependence);
tw_result *tw_dependence_result(const tw_dependence *dependence); /* borrowed */
int tw_dependence_region(const tw_dependence *dependence);
size_t tw_dependence_rows(const tw_dependence *dependence, const tw_dependence_row **rows); /* count; borrowed */
/* One number by its words; side 0: base, 1: under the scenario. NaN: none. */
double tw_dependence_value(const tw_dependence *dependence, int sector, int product, int partner, const char *indicator,
                           int side);
const char *tw_dependence_indicator(int index); /* "import_share", "hhi" …; NULL after the last */
const char *tw_dependence_formula(int index);   /* how it is made, and by whom; NULL after the last */
/* Largest |value added and taxes behind a unit - 1| of all columns that were looked through. */
double tw_dependence_gap(const tw_dependence *dependence);
const char *tw_dependence_remark(const tw_dependence *dependence, int index); /* NULL after the last */
double tw_dependence_seconds(const tw_dependence *dependence);
/* The results folder of a run, with dependence.csv. */
tw_status tw_dependence_write(tw_context *context, tw_dependence *dependence, const char *folder, const char *command);

/* ---------------------------------------------------------------- 15 where calories come from: accounts of food */
/* Calories a head and day that a region eats, by item and origin: direct, and with livestock raised at home by the origin
 * of its feed; before and under a scenario. Of built-in tables of JPN or a folder of the caller's; docs/food.md. */
typedef struct tw_food tw_food;
typedef struct tw_food_options {
  const char *tables; /* folder with diet.csv, origins.csv and feed.csv; NULL: built in */
} tw_food_options;
/* A row of calories.csv, kcal a head and day; [3]: low, point, high. NaN: none. */
typedef struct tw_calories {
  const char *product, *origin; /* item, group of the diet or feed; a region's code, "OTHER": not known */
  const char *quality;          /* "observed", "derived", "assumed": the worst of what it is made of */
  int at_home, of_feed;         /* 1: made in the region; calories of livestock by the origin of its feed */
  double direct[3], look_through[3], direct_new, look_through_new;
} tw_calories;
/* region: a code of the world. scenario NULL: nothing changes. settings and options may be NULL. TW_OK also where no
 * equilibrium was found, as of tw_solve: there are no rows then. TW_BAD_INPUT: file, line, column and what was expected.
 * The world is borrowed and must outlive what is made. */
tw_status tw_food_run(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                      const tw_settings *settings, const char *region, const tw_food_options *options, tw_food **food);
void tw_food_free(tw_food *food);
tw_result *tw_food_result(const tw_food *food); /* borrowed */
int tw_food_region(const tw_food *food);
int tw_food_rows(const tw_food *food, const tw_calories **rows); /* count; borrowed */
/* Sums over rows from an origin, NULL: of all imports; level 0, 1, 2: low, point, high; 3: under the scenario. */
double tw_food_calories(const tw_food *food, const char *origin, int look_through, int level);
double tw_food_total(const tw_food *food, int domestic); /* all calories, or those of the region's own */
const char *tw_food_sentence(const tw_food *food, int index); /* NULL after the last */
const char *tw_food_remark(const tw_food *food, int index);   /* NULL after the last */
/* The results folder of a run, with calories.csv and accounts.csv. */
tw_status tw_food_write(tw_context *context, tw_food *food, const char *folder, const char *command);

/* ---------------------------------------------------------------- 16 illegal fish */
/* What a scenario with a section `iuu` does at each of its three shares: solves it three times. */
typedef struct tw_illegal tw_illegal;
/* A line; value: at the low, the point and the high share; NaN: none, or no certified solution there. Measures:
 * "share_pct" of what partner sells to region that is illegal in the data; "price_pct" and "quantity_pct" of the sector for
 * the region that buys; "calories" and "calories_change" of the sector in its diet by origin (partner; "OTHER": not known;
 * "": all), where the built-in tables of food have the region; "legal_income", "legal_income_change", "illegal_income",
 * "illegal_income_change" value added of the region's harvesters in the data and its change; "real_income_pct" of the
 * region; "imports", "imports_change" of region from partner, before the tariff. Regions are the importers and exporters of
 * the section; partners all that sell to them. */
typedef struct tw_illegal_row {
  const char *measure, *region, *partner; /* partner "": none */
  const char *unit;                       /* "percent", "kcal a head and day", the world's money, "million USD" */
  double value[3];
} tw_illegal_row;
/* The caller frees it, before the scenario and the world. TW_USAGE where the scenario has no such section. A scenario
 * with years has rows of its last. */
tw_status tw_illegal_run(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, tw_illegal **illegal);
void tw_illegal_free(tw_illegal *illegal);
int tw_illegal_rows(const tw_illegal *illegal, const tw_illegal_row **rows); /* count; borrowed */
tw_path *tw_illegal_path(const tw_illegal *illegal, int share);    /* 0 low, 1 point, 2 high; borrowed */
int tw_illegal_share(const tw_illegal *illegal);                   /* the one that the scenario chooses */
int tw_illegal_sector(const tw_illegal *illegal);                  /* index in the world of a result */
const char *tw_illegal_remark(const tw_illegal *illegal, int index); /* NULL after the last */
/* The results folder of the share that the scenario chooses, with illegal.csv, which has all three. */
tw_status tw_illegal_write(tw_context *context, tw_illegal *illegal, const char *folder, const char *command);

/* ---------------------------------------------------------------- 16 who is exposed to whom: exposure */
/* The derivative of a region's real income, or of another outcome, by every wedge of the world, by one transposed solve
 * at an equilibrium: that of a scenario, or the solved base. Logarithms by logarithms, of 1 + rate, of an iceberg factor,
 * of productivity; what is held fixed is in docs/dependence.md. Derivatives are no forecast: exact[] is what a change of
 * 1 and of 25 points does. */
typedef struct tw_exposure tw_exposure;
typedef enum tw_wedge { TW_WEDGE_TARIFF, TW_WEDGE_EXPORT_TAX, TW_WEDGE_BARRIER, TW_WEDGE_PRODUCTIVITY } tw_wedge;
const char *tw_wedge_word(tw_wedge wedge); /* "tariff", "export_tax", "barrier", "productivity" */
typedef struct tw_exposure_options {
  const char *outcome; /* "real_income" (NULL), "real_gdp", "output JPN C29", "price JPN C29" …; docs/dependence.md */
  const char *partner; /* the largest are of wedges that this region takes part in; NULL: of all */
  const char *wedges;  /* the largest are of these, "tariff,barrier"; NULL: all */
  int largest;         /* of each sign; 0: 10, negative: none */
  int products;        /* 1: the largest are of products where a sector has them, not of the whole sector */
  int exact;           /* 1: the largest are also solved with 1 and 25 points more */
  int year;            /* of a scenario with years; 0: its last */
} tw_exposure_options;
/* A row of exposure.csv. */
typedef struct tw_exposed {
  tw_wedge wedge;
  int sector, product;    /* product -1: all of the sector */
  int importer, exporter; /* importer -1: productivity, of the exporter */
  double derivative;      /* d ln outcome / d ln (1+t), (1+e), d, A */
  double per_point;       /* per cent of the outcome for one point, or one per cent, to first order */
  double rate;            /* of the tariff or export tax, without a rent; NaN: none */
  double exact[2];        /* per cent of the outcome, with 1 and with 25 points or per cent more; NaN: not solved */
} tw_exposed;
/* region: a code. scenario NULL: the world as it is, with its deficits; else at the equilibrium with its policy.
 * options may be NULL. The world is borrowed. TW_OK also where there is no equilibrium: see tw_exposure_result. */
tw_status tw_exposure_of(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const char *region, const tw_exposure_options *options,
                         tw_exposure **exposure);
/* The same of all regions, for outcomes that are of a region as a whole: the matrix and the largest of each, no rows. */
tw_status tw_exposure_all(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                          const tw_settings *settings, const tw_exposure_options *options, tw_exposure **exposure);
void tw_exposure_free(tw_exposure *exposure);
const tw_result *tw_exposure_result(const tw_exposure *exposure); /* of the point; borrowed */
/* "outcome", as in "real_income JPN"; "region", "partner": codes, NULL: all; "kind": "one" or "all"; "year", NULL: none. */
const char *tw_exposure_text(const tw_exposure *exposure, const char *field);
/* Rows of one region, wedge by wedge, flows that are there alone; *cursor 0 at first. 0: there is no further one. */
int tw_exposure_next(const tw_exposure *exposure, size_t *cursor, tw_exposed *row);
/* One of them; NaN: there is none. product -1: the whole sector, importer -1: of productivity. */
double tw_exposure_value(const tw_exposure *exposure, tw_wedge wedge, int sector, int product, int importer,
                         int exporter);
/* The largest of a sign (1, -1) of a region, the largest first; 0: there is none. Own sales are left out. */
int tw_exposure_largest(const tw_exposure *exposure, int region, int sign, int index, tw_exposed *row);
/* The friends-and-enemies matrix, by ln productivity of an exporter in a sector, -1: in all of them; NaN: not asked for. */
double tw_exposure_to(const tw_exposure *exposure, int region, int exporter, int sector);
typedef struct tw_exposure_info {
  int products;             /* of the transposed solves, with vectors */
  double residual;          /* largest of theirs, relative */
  int kinks;                /* limits that just begin to bind: derivatives are of one side */
  double seconds, exact_seconds; /* of the derivatives; of the exact changes */
} tw_exposure_info;
const tw_exposure_info *tw_exposure_about(const tw_exposure *exposure);
/* What is held fixed, and what derivatives are not; NULL after the last. */
const char *tw_exposure_remark(const tw_exposure *exposure, int index);
/* The results folder of a run, with exposure.csv (of one region), exposure_matrix.csv, exposure_largest.csv. */
tw_status tw_exposure_write(tw_context *context, tw_exposure *exposure, const char *folder, const char *command);

/* ---------------------------------------------------------------- 17 bans that spread: cascades, no-ban clauses */
/* A scenario with a section `cascade`, or with rules `clause`: bans on exports that call forth others, round by round, and
 * what a no-ban clause is worth to both parties. All decisions of a round are made of one solution, no ban is lifted, and
 * it ends with the first round in which nobody new bans. With clauses it is run with and without them. docs/food.md. */
typedef struct tw_cascade tw_cascade;
/* What a region decided in a round; a row of cascade.csv. Round 0: bans of the policy, whose trigger is NaN. */
typedef struct tw_cascade_row {
  int clause; /* 1: in the cascade with the clauses */
  int round, region, sector, product; /* product -1: the sector */
  const char *action; /* "ban"; "limit"; "none": not yet; "partial": of the policy, to some importers only */
  double trigger;     /* new over base of what it goes by; acts above 1 + tau */
} tw_cascade_row;
/* What becomes of a party of a clause; a row of clause.csv. */
typedef struct tw_clause_row {
  int exporter, importer, region; /* region: one of the two */
  int sector, product;            /* product -1: the sector */
  const char *kind;               /* "capped", "exempt", "proportional" */
  const char *measure;            /* "price", "use", "index", "partner", "calories", "cover", "real_income" */
  const char *unit;
  double base, without, with; /* NaN: not known */
} tw_clause_row;
/* Returns 1 for such a scenario: tw_solve refuses one with a section cascade. */
int tw_scenario_is_cascade(const tw_scenario *scenario);
typedef struct tw_cascade_options {
  const char *tables; /* folder with stocks.csv, calories.csv or both, each in the place of the world's; NULL: none */
} tw_cascade_options;
/* settings and options may be NULL. TW_OK also where an equilibrium was not found, as of tw_solve: look at the result,
 * which is that of the round where it ended. The world is borrowed and must outlive what is made. */
tw_status tw_cascade_run(tw_context *context, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const tw_cascade_options *options, tw_cascade **cascade);
void tw_cascade_free(tw_cascade *cascade);
/* The last equilibrium, with the clauses or without; of a scenario without clauses both are one. Borrowed. */
tw_result *tw_cascade_result(const tw_cascade *cascade, int clause);
tw_path *tw_cascade_path(const tw_cascade *cascade); /* of one: the result with the clauses. Borrowed */
int tw_cascade_rounds(const tw_cascade *cascade, int clause); /* in which somebody acted */
int tw_cascade_rows(const tw_cascade *cascade, const tw_cascade_row **rows);       /* count; borrowed */
int tw_cascade_clause_rows(const tw_cascade *cascade, const tw_clause_row **rows); /* 0: no clauses */
const char *tw_cascade_sentence(const tw_cascade *cascade, int index);             /* NULL after the last */
const char *tw_cascade_remark(const tw_cascade *cascade, int index);               /* NULL after the last */
/* The results folder of a run, with cascade.csv, and clause.csv where there are clauses. */
tw_status tw_cascade_write(tw_context *context, tw_cascade *cascade, const char *folder, const char *command);

/* ---------------------------------------------------------------- routes by sea */
/* Shortest and cheapest paths on a network of shipping lanes that is compiled in: docs/routes.md. Not for navigation. */
typedef struct tw_sea tw_sea;
typedef struct tw_passage {
  const char *name, *title; /* "bab_el_mandeb", "Bab el-Mandeb" */
  int shut;                 /* 1: closed unless it is opened: the Northwest Passage; the coast of Siberia stays closed */
  double toll;              /* USD per MMBtu of a round trip of an LNG carrier; 0: none */
} tw_passage;
typedef struct tw_place {
  const char *code, *name, *kind; /* kind: "terminal", "port", of tw_routes_end also "point" */
  const char *region;             /* of a terminal its region, of a port its country; "": not known */
  const char *role, *goods;       /* of a terminal: "load" or "discharge"; "lng+oil" */
  double lon, lat;
  double factor; /* on the length of its paths to Northeast Asia, of tw_routes_end of this pair; 1: none */
  double off_km; /* from there to the network as the crow flies, of tw_routes_end; part of the length */
} tw_place;
/* The network, with its places; the caller frees it, after what was made of it. */
tw_status tw_sea_open(tw_context *context, tw_sea **sea);
void tw_sea_free(tw_sea *sea);
int tw_sea_passage(const tw_sea *sea, int index, tw_passage *passage); /* 0: there is none; texts are the sea's */
int tw_sea_place(const tw_sea *sea, int index, tw_place *place);       /* terminals, then ports */

typedef struct tw_routes tw_routes;
typedef struct tw_routes_options {
  const char *from, *to;     /* a terminal, port, region or country, by code or name, or "LAT,LON" */
  const char *closed, *open; /* passages with commas between; open: "northwest" alone; NULL: none */
  const char *wait, *toll;   /* "panama=5": days of waiting each way; "suez=0.3": USD per MMBtu; NULL: none, the usual */
  double knots;              /* 0: 17 */
  int by_cost;               /* 1: the cheapest route; it is also with wait or toll. 0: the shortest */
} tw_routes_options;
typedef struct tw_route {
  const char *kind;                        /* "asked", "second", "open" (network), "if_closed" */
  const char *closed, *opened, *passages; /* with + between; passages in the order in which they are crossed */
  int found;                               /* 0: no route; its numbers are NaN */
  double km, nm, days, wait_days;          /* days: with those of waiting */
  double extra_km, extra_days, extra_cost; /* against the open network; NaN: there is no route on it */
  double toll, cost;                       /* USD per MMBtu; cost: freight of LNG at 17 knots, with tolls */
  double goods_low_pct, goods_high_pct;    /* what the extra days are worth for goods: 0.6 to 2.1 % of value a day */
} tw_route;
/* Finds the route that is asked for, the second where it is less than 3 % longer (dearer, by cost), the open network's,
 * and those with each passage closed that the first crosses. sea may be NULL: opened for this alone. TW_OK also when
 * there is no route. */
tw_status tw_routes_run(tw_context *context, const tw_sea *sea, const tw_routes_options *options, tw_routes **routes);
void tw_routes_free(tw_routes *routes);
int tw_routes_count(const tw_routes *routes);
int tw_routes_at(const tw_routes *routes, int index, tw_route *route); /* 0: there is none; texts are the routes' */
int tw_routes_line(const tw_routes *routes, int index, const double **points); /* count of pairs lon, lat */
void tw_routes_end(const tw_routes *routes, int which, tw_place *place);       /* 0: FROM, 1: TO */
double tw_routes_knots(const tw_routes *routes);
int tw_routes_by_cost(const tw_routes *routes);
/* Days between regions of the world `default`, as the network is usually and as options have it (closed, open, knots;
 * nothing else of them): means over the ports of both, by their shares. Regions that trade with each other by land are
 * left out. Each pair stands once. */
typedef struct tw_voyages tw_voyages;
typedef struct tw_voyage {
  const char *from, *to;    /* regions */
  double usual_days, days; /* NaN: between some of their ports there is no route */
} tw_voyage;
tw_status tw_voyages_run(tw_context *context, const tw_sea *sea, const tw_routes_options *options, tw_voyages **voyages);
void tw_voyages_free(tw_voyages *voyages);
int tw_voyages_at(const tw_voyages *voyages, int index, tw_voyage *voyage); /* 0: there is none */
/* routes.csv, routes.json, columns.csv, run.json and report.html, all or none; also where there is no route. */
tw_status tw_routes_write(tw_context *context, const tw_routes *routes, const char *folder, const char *command);

#if defined(__GNUC__)
#pragma GCC visibility pop
#endif
#ifdef __cplusplus
}
#endif
#endif
