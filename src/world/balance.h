/* For balance/ and change/update*.c: a world as a table of money, totals to hold, and the nearest table that balances.
 *
 * symbol  word                                          shape
 * F       flow before the importer's tariff             [S][N][N]  (s, d, o)
 * Z       inputs at buyers' prices                      [N][S][S]  (region, user u, input s)
 * W       value added                                   [N][S]     (region, sector)
 * C       final demand at buyers' prices                [N][S]     (region, sector), 0 or more
 *
 * The identities, one for each region and sector:
 *   use         sum_o (1+t) F[s][d][o] = sum_u Z[d][u][s] + C[d][s]
 *   production  sum_d F[s][d][o] / (1+e) = W[o][s] + sum_k Z[o][s][k]
 * Budgets hold and deficits sum to zero when these do. */
#ifndef TWI_WORLD_BALANCE_H
#define TWI_WORLD_BALANCE_H

#include "solve/least_change.h"
#include "table/csv.h"
#include "world/assemble.h"
#include "world/products.h"

typedef struct twi_table {
  size_t N, S;
  double *flow, *input, *added, *final;
} twi_table;

/* balance/table.c: makes the table of a world, which the caller closes; all in the world's money. */
tw_status twi_table_open(tw_context *ctx, const tw_world *w, twi_table *table);
/* Makes final demand what use leaves over, except where that is less than nothing: flows and inputs are data, final
 * shares often a guess. Returns the number of markets where it changed by more than rounding. */
size_t twi_table_leave_final(twi_table *table, const tw_world *w);
/* Makes a deep copy, which the caller closes; then the end of a table: its arrays are freed, not the struct. */
tw_status twi_table_copy(tw_context *ctx, const twi_table *from, twi_table *to);
void twi_table_close(tw_context *ctx, twi_table *table);
/* Makes a world like from, to be filled and freed by the caller: it has the codes, names, groups, elasticities, flows,
 * rates, population and GDP, and no products yet. */
tw_status twi_world_frame(tw_context *ctx, const tw_world *from, tw_world **to);
/* Makes the same world again, findings of its reading included; the caller frees it. */
tw_status twi_world_again(tw_context *ctx, const tw_world *from, tw_world **to);
/* Makes a frame of from the same world with the products given, which are taken over, in the place of its own; yaml is
 * taken over. origin: what the products' flows are called in messages; others 1: some are its own, of which
 * findings stay true. */
tw_status twi_world_of_products(tw_context *ctx, const tw_world *from, char *yaml, twi_given_products *given,
                                  const char *origin, int others, tw_world *to);
/* Puts flows and shares of the table into the world, which is described, completed and sealed. yaml is taken over. It
 * gets the products of `from`, which has the same codes, in proportion to the flows, or those given, which are taken
 * over; NULL: none. */
tw_status twi_world_from_table(tw_context *ctx, const twi_table *table, char *yaml, const tw_world *from,
                               twi_given_products *given, tw_world *to);

/* balance/totals.c: totals to hold. Which cells one sums is said by a kind and up to three codes. */
typedef enum twi_total_kind {
  TWI_TOTAL_FLOW,         /* sector, importer, exporter: own sales included */
  TWI_TOTAL_TRADE,        /* sector, importer, exporter: own sales left out */
  TWI_TOTAL_OUTPUT,       /* sector, region: at unit cost */
  TWI_TOTAL_SPENDING,     /* sector, region: at buyers' prices */
  TWI_TOTAL_VALUE_ADDED,  /* sector, region */
  TWI_TOTAL_FINAL_DEMAND, /* sector, region: at buyers' prices */
  TWI_TOTAL_INPUTS,       /* sector, region, user: at buyers' prices */
  TWI_TOTAL_DEFICIT,      /* region: imports less exports */
  TWI_TOTAL_GDP,          /* region: value added, duties and export taxes */
  TWI_TOTAL_KINDS
} twi_total_kind;

/* In place of a code; TWI_GROUP - g is group g of the world's sectors. */
enum { TWI_ALL = -1, TWI_GOODS = -2, TWI_SERVICES = -3, TWI_GROUP = -4 };

/* balance/sets.c: reads a sector by its code, or with sets all, goods, services or a group of the world's sectors (a code
 * comes first); TW_BAD_INPUT says where and what, with the nearest name. */
tw_status twi_read_sector_set(const tw_world *w, twi_csv *csv, int column, int sets, int *sector);
/* Whether sector s is meant by what was read; and its name, which the world owns or is constant. */
int twi_is_in_sectors(const tw_world *w, int sector, size_t s);
const char *twi_sectors_name(const tw_world *w, int sector);

typedef struct twi_total {
  twi_total_kind kind;
  int sector, first, second; /* codes; first: importer or region, second: exporter or user */
  double value;              /* NaN: what the table has */
  const char *file;          /* where it was given, NULL: held */
  int line;
} twi_total;

enum { TWI_PATTERNS = 32 };

typedef struct twi_totals {
  tw_context *ctx;
  const tw_world *w;
  twi_total *total;
  int count, room;
  int *pattern[TWI_TOTAL_KINDS][TWI_PATTERNS]; /* cells to totals, by which codes are given; -1: none */
  int fixed_trade, fixed_own, fixed_inputs;    /* held cell by cell; inputs: as shares */
} twi_totals;

/* Begin and end a list of totals of a world, which is borrowed. */
void twi_totals_open(tw_context *ctx, const tw_world *w, twi_totals *totals);
void twi_totals_close(twi_totals *totals);
/* Adds a copy of one; *at is its index, or that of the one with the same codes (then *again is 1). */
tw_status twi_totals_add(twi_totals *totals, const twi_total *total, int *at, int *again);
/* The first adds what the comma-separated names say ("none": nothing), at the values of the world; the second what a
 * CSV file says, at its values. Totals that were given before keep theirs. TW_BAD_INPUT names what cannot be. */
tw_status twi_totals_hold(twi_totals *totals, const char *hold);
tw_status twi_totals_read(twi_totals *totals, const char *file);
/* Fills found with the indices of the totals that a cell belongs to, and returns how many there are, at most the second's. */
int twi_totals_of(const twi_totals *totals, twi_total_kind kind, size_t sector, size_t first, size_t second,
                  int *found);
size_t twi_totals_most(const twi_totals *totals);
/* Puts a total into words for a message, and returns those. */
const char *twi_total_words(const twi_totals *totals, int total, char *words, size_t room);
/* Returns the names that twi_totals_hold knows, "value_added, trade, …", for messages and help; constant. */
const char *twi_total_holds(void);

/* balance/solve.c: makes the table the nearest one that balances and has the totals, in place (solve/least_change.h has
 * the distance). rates: the world whose tariffs and export taxes hold. *changed: 0 when the table met everything as it
 * was. TW_BAD_INPUT says which total is missed where there is none. */
tw_status twi_table_balance(tw_context *ctx, twi_table *table, const tw_world *rates, const twi_totals *totals,
                            int *changed, twi_programme_end *end);

#define TWI_LEAVING "Taking final demand as what use leaves over"
/* balance/balance.c: adds findings of what moved between two tables, in money, to the world, and a line to note. step
 * names it. */
tw_status twi_table_moves(tw_context *ctx, tw_world *to, const char *step, const twi_table *before,
                          const twi_table *after, twi_text *note);

#endif
