/* The result of tw_range: the central result, quantiles of every column, drivers. Inside this room. */
#ifndef TWI_ENSEMBLE_RANGE_H
#define TWI_ENSEMBLE_RANGE_H

#include "ensemble/parameters.h"
#include "ensemble/study.h"
#include "scenario/chosen.h"

enum { TWI_RANGE_TABLES = TW_PRODUCT_TRADE + 1, TWI_RANGE_COLUMNS = 32 };
/* Columns of limits.csv that are kept of a draw, and the one whose mean is the share of draws in which a limit binds.
 */
enum { TWI_LIMIT_COLUMNS = 6, TWI_LIMIT_BINDING = 5 };

/* What is kept of a table: numbers [columns][rows] from `at` on. columns 0: nothing. */
typedef struct twi_range_part {
  size_t at, rows;
  int columns;
  unsigned char has[TWI_RANGE_COLUMNS]; /* columns with quantiles */
} twi_range_part;

/* What a range solves besides the core, for a room below this one: a market that is linked to it (link/range.c). Draws
 * have its parameters after those of the core, and its numbers after theirs. */
typedef struct twi_range_more {
  void *data;
  const void *of; /* what it is of, for who knows its kind: a tw_link */
  const char *key; /* what it is of, lines for the key of stores */
  const twi_parameter *parameter;
  int parameters;
  size_t cells;
  const char *note; /* what is assumed of its parameters, a sentence; NULL: nothing */
  /* The central result, which `data` owns; it shows how many numbers a draw has. */
  tw_status (*center)(void *data, const tw_world *world, tw_result **central);
  /* What a thread has of its own, in the worker's context; of it the worker's is freed by drop. */
  tw_status (*begin)(const void *data, tw_context *ctx, void **own);
  void (*drop)(void *own);
  /* Solves at the further parameters u of a draw. result NULL: not certified, see the outcome; else it, and cells unless
   * they are NULL, are filled in, and the result is there until the next draw. */
  tw_status (*draw)(const void *data, void *own, const tw_world *world, const tw_scenario *scenario,
                    const tw_settings *settings, int real_gdp, const double *u, const tw_result **result, double *cells,
                    int *outcome);
} twi_range_more;

struct tw_range_result {
  tw_context *ctx;
  const tw_world *world; /* the caller's, or `view` */
  tw_world *view;        /* with the elasticities that the scenario chose; NULL: the world's own hold */
  const tw_scenario *scenario;
  tw_settings settings; /* threads resolved */
  tw_range_options options;
  char *store;     /* NULL: none */
  char *known;     /* a store whose draws are not made again; NULL: none */
  char *year_note;        /* NULL: no years */
  const char *share_note; /* static; NULL: no illegal fish */
  tw_range_info info;
  twi_parameters *parameters;
  tw_range_parameter *shown; /* [info.parameters] */
  tw_result *central;
  /* What a draw leaves: cells numbers, table by table. Quantiles are of these and, where flows are kept, of the changes
   * that follow from base and new value: answers of them. */
  twi_range_part part[TWI_RANGE_TABLES]; /* by tw_table */
  size_t cells, answers;
  /* What is told first, after the tables: the answers of the focus, then the outcomes that are named; one number each.
   */
  twi_outcome *asked;
  size_t asks, asked_at, more_at;
  tw_answer *told; /* [asks]; NULL before all is drawn */
  size_t *flow;    /* rows of trade.csv: index into [S][N][N]; NULL where they are not kept */
  twi_budget budget;
  twi_kept rows; /* [draws][cells], for who asks for single draws */
  signed char *outcome;
  double *quantile; /* [3][answers] */
  /* What a draw of the drivers' design leaves: one number for each outcome. */
  int real_gdp; /* 1: draws have real GDP, which an outcome is of */
  int outcomes;
  twi_outcome of[64];
  tw_range_driver *driver;
  int drivers;
  const twi_range_more *more;    /* NULL: the core alone; the central result is then of its data */
  void (*drop_more)(void *data); /* NULL: its data are another's */
};

/* Draws all, then what drives the spread, and makes the statistics of both: range_draw.c */
tw_status twi_range_draw(tw_range_result *range);

/* Finds what is kept of a draw, of which the central result shows how much there is, and what it takes: range_keep.c */
tw_status twi_range_layout(tw_range_result *range);
/* Fills in the numbers of a draw; NaN without a certified equilibrium. */
tw_status twi_range_keep(const tw_range_result *range, const tw_result *result, double *values);
/* Returns what a store can hold of a draw, or of a point of the drivers' design, for twi_store_expect; the caller frees
 * it. NULL: out of memory. range_keep.c */
unsigned char *twi_range_expected(const tw_range_result *range, int drivers, size_t width);
/* Makes room for the rows of the draws, or of the drivers' design, beside what is held in memory of them however they
 * are kept; TW_NO_MEMORY, with what would do, where they would not fit. */
tw_status twi_range_room(const tw_range_result *range, size_t tasks, size_t width, twi_kept *rows);
/* Returns the column of a table that is kept, by its name in the file; -1: none. `change_pct` of flows comes after
 * those kept. */
int twi_range_column(tw_table table, const char *name);
/* Returns the name of a column, a constant; NULL after the last, which of flows is `change_pct`. */
const char *twi_range_column_at(tw_table table, int index);

/* Makes the text by which a store knows what it is of, which the caller frees; part: "draws" or "drivers".
 * range_key.c */
tw_status twi_range_key(const tw_range_result *range, int drivers, char **key);
/* Makes the words for the parameters, which the range owns: info.parameters of them. range_key.c */
tw_status twi_range_describe(tw_range_result *range);
/* Make quantiles and shares of what was drawn, which the range owns. range_statistics.c */
tw_status twi_range_quantiles(tw_range_result *range);
tw_status twi_range_drivers(tw_range_result *range, const twi_kept *rows, const signed char *outcome);
/* Makes what callers read of the outcomes asked for, with quantiles where there are any; the range owns it. */
tw_status twi_range_tell(tw_range_result *range);
/* One of the outcomes asked for in every draw, into out [draws]; NaN as of tw_range_draws. range_read.c */
tw_status twi_range_asked(const tw_range_result *range, size_t index, double *out);
/* tw_range with other bounds on the memory of draws. */
tw_status twi_range_within(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                           const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                           tw_range_result **range);
/* The same with what is solved besides, which the caller keeps until the range is freed. NULL: nothing. */
tw_status twi_range_with(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const tw_range_options *options, const twi_budget *budget,
                         const twi_range_more *more, tw_range_result **range);

/* Tells which process this is of those that share the work, started by mpirun: mpi.c. One alone where the build has no
 * MPI. */
tw_status twi_ranks_start(tw_context *ctx, int *rank, int *ranks);
/* Waits for all, and returns the worst status of any. */
tw_status twi_ranks_agree(tw_context *ctx, tw_status status);
void twi_ranks_end(void);

#endif
