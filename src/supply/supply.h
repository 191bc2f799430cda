/* Security of supply: physical accounts of a region's energy. Inside this room.
 *
 * symbol   word                                                                         where
 * q, s     quantity of an origin in a year; its share in the imports of a fuel         an origin: fuel, importer, exporter
 * E        heat of what is imported from an origin, PJ                                  an origin
 * u        part of a flow that sails through a passage, 0 to 1                          a way: fuel, exporter, importer
 * T        days of use in stock                                                         a stock: region, fuel
 * P, N, S  production, net imports, supply of a source of energy, PJ: S = P + N         a balance: region, source, convention
 *
 *   words.c         the words that tables may have, and what is answered to others
 *   rows.c          reading a table: cells to words and numbers, what was wrong
 *   origins.c       who imports what from whom, and by which passages
 *   stocks.c        what is in stock
 *   balance.c       the user's primary energy: units, what adds up
 *   gathered.c      rows of accounts.csv and sentences, as they are gathered
 *   fuels.c         origins, passages and stocks of a region: rows of accounts.csv
 *   energy.c        primary energy and dependence: the further rows
 *   sentences.c     what it comes to, in words
 *   accounts.c      the whole: tw_accounts_energy; what callers read */
#ifndef TWI_SUPPLY_SUPPLY_H
#define TWI_SUPPLY_SUPPLY_H

#include "base/context.h"
#include "base/text.h"
#include "table/csv.h"

/* ---------------------------------------------------------------- words */

typedef enum twi_fuel {
  TWI_FUEL_CRUDE,
  TWI_FUEL_OIL_PRODUCTS,
  TWI_FUEL_LPG,
  TWI_FUEL_LNG,
  TWI_FUEL_PIPELINE_GAS,
  TWI_FUEL_COAL,
  TWI_FUEL_URANIUM,
  TWI_FUELS
} twi_fuel;

/* Sources of primary energy. Those before the last two are rows of a balance; the total is checked against their sum. */
typedef enum twi_source_of_energy {
  TWI_SOURCE_OIL,
  TWI_SOURCE_GAS,
  TWI_SOURCE_COAL,
  TWI_SOURCE_NUCLEAR,
  TWI_SOURCE_HYDRO,
  TWI_SOURCE_WIND,
  TWI_SOURCE_SOLAR,
  TWI_SOURCE_WIND_SOLAR, /* the two together */
  TWI_SOURCE_GEOTHERMAL,
  TWI_SOURCE_BIOMASS,
  TWI_SOURCE_GEO_BIOMASS_POWER, /* the two together */
  TWI_SOURCE_RENEWABLES,        /* all of wind to biomass together */
  TWI_SOURCE_ELECTRICITY,       /* net trade in it */
  TWI_SOURCE_OTHER,
  TWI_SOURCE_TOTAL,
  TWI_SOURCE_SELF_SUFFICIENCY, /* published, per cent */
  TWI_SOURCE_PUBLISHED_TOTAL,
  TWI_SOURCES
} twi_source_of_energy;

enum { TWI_FOSSIL = TWI_SOURCE_COAL + 1, TWI_BALANCE_SOURCES = TWI_SOURCE_TOTAL };

typedef enum twi_convention { TWI_PHYSICAL, TWI_INPUT_EQUIVALENT, TWI_CONVENTIONS } twi_convention;
enum { TWI_GENERATION = TWI_CONVENTIONS, TWI_PUBLISHED, TWI_NO_CONVENTION };

typedef enum twi_quality_of { TWI_OBSERVED, TWI_DERIVED, TWI_ASSUMED } twi_quality_of;

enum { TWI_STRAITS = 10 };
extern const char *const twi_strait_names[TWI_STRAITS];
extern const char *const twi_fuel_names[TWI_FUELS];
extern const char *const twi_source_names[TWI_SOURCES];
extern const char *const twi_convention_names[TWI_CONVENTIONS];
extern const char *const twi_quality_names[];

/* Heat of a million tonnes, PJ, net; NaN: has none that is of use. */
double twi_heat_of(twi_fuel fuel);
/* PJ of a terawatt hour of a source, in a convention; NaN: it is no source of power. */
double twi_heat_of_power(twi_source_of_energy source, twi_convention convention);

/* 1: fuels, and what is traded as it is used, count the same in both conventions. */
int twi_counts_alike(int source);

/* Each gives the index of the word in a column, which is matched without regard to case, with the other words that
 * others use for it; TW_BAD_INPUT names the nearest. twi_read_convention: also TWI_GENERATION and TWI_PUBLISHED. */
tw_status twi_read_fuel(twi_csv *csv, int column, int *fuel);
tw_status twi_read_source(twi_csv *csv, int column, int *source);
tw_status twi_read_convention(twi_csv *csv, int column, int published, int *convention);
/* Empty, or no such column: TWI_OBSERVED. */
tw_status twi_read_quality(twi_csv *csv, int column, int *quality);

/* ---------------------------------------------------------------- rows */

/* More than the world uses in an age, in any unit. */
#define TWI_MOST_AMOUNT 1e12
/* A number that is not negative, nor that large; NaN: empty, or no such column. what: what messages expect. */
tw_status twi_read_amount(twi_csv *csv, int column, const char *what, double *value);
/* A copy of a cell, "" where there is no such column, which the caller frees. */
tw_status twi_read_text(tw_context *ctx, twi_csv *csv, int column, char **text);
/* A code: not empty, letters, digits, hyphens and underscores, in capitals; the caller frees it. */
tw_status twi_read_code(tw_context *ctx, twi_csv *csv, int column, char **code);
/* Makes a text the code that it stands for: in capitals, EU as EU27. It may be another text then, or NULL after TW_NO_MEMORY. */
tw_status twi_as_code(tw_context *ctx, char **code);

/* TW_BAD_INPUT for a column that looks like a known one which is not there, misspelt; all others that are not known are
 * not read. */
tw_status twi_check_columns(tw_context *ctx, twi_csv *csv, const char *const *known, int count);

/* A file of the user's as it was read, for the manifest. Zero: none. */
typedef struct twi_supply_file {
  char *name, *text;
  size_t bytes;
  char sha256[65];
} twi_supply_file;

tw_status twi_supply_file_read(tw_context *ctx, const char *path, twi_supply_file *file);
tw_status twi_supply_file_copy(tw_context *ctx, const char *name, const char *text, size_t bytes,
                               twi_supply_file *file);
void twi_supply_file_free(tw_context *ctx, twi_supply_file *file);
/* Begins to read a built-in table, "energy/NAME", packed or not. */
tw_status twi_supply_source(tw_context *ctx, const char *builtin, twi_source **source);
/* Opens a table of the user's, or a built-in one. The caller frees it. */
tw_status twi_supply_open(tw_context *ctx, const twi_supply_file *file, const char *builtin, twi_csv **csv);

/* ---------------------------------------------------------------- tables */

typedef struct twi_origin {
  char *importer, *exporter, *year, *source;
  int fuel, quality;
  double quantity, share, heat; /* Mt, of the fuel's imports, PJ; NaN: not known */
  double through[TWI_STRAITS];  /* u; NaN: not known */
  int way_quality;
  int given; /* 1: of the user's file */
  int line;
} twi_origin;

typedef struct twi_origins {
  twi_origin *row;
  int count, room;
} twi_origins;

/* Reads the built-in origins and then the user's, which take the place of all rows of their importer and fuel; gives
 * each of them a share and its passages. */
tw_status twi_origins_read(tw_context *ctx, const twi_supply_file *file, twi_origins *origins);
void twi_origins_free(tw_context *ctx, twi_origins *origins);
/* 1: the exporter is a rest of others (OTHER, OTHER_ASIA). */
int twi_is_rest(const char *exporter);

typedef struct twi_stock {
  char *region, *basis, *date, *source;
  int fuel; /* crude stands for oil */
  int quality;
  double days;
} twi_stock;

tw_status twi_stocks_read(tw_context *ctx, twi_stock **stocks, int *count);
void twi_stocks_free(tw_context *ctx, twi_stock *stocks, int count);

typedef struct twi_balance_row {
  char *region, *year, *published, *reference; /* published: the convention as the file says it */
  int source, convention;                      /* TWI_PUBLISHED: a published number */
  double production, net_imports, supply;      /* PJ; NaN: not known */
  double rounding;                             /* how much each may be off, as it is written */
  int quality;
  int line;
} twi_balance_row;

typedef struct twi_balance {
  twi_balance_row *row;
  int count, room;
  double gap; /* largest difference of a row or a total, PJ */
} twi_balance;

/* Reads and checks all rows. origin: what messages call the file. */
tw_status twi_balance_read(tw_context *ctx, const twi_supply_file *file, twi_balance *balance);
void twi_balance_free(tw_context *ctx, twi_balance *balance);

/* ---------------------------------------------------------------- accounts */

typedef struct twi_account {
  const char *item, *source, *convention, *partner, *unit, *quality; /* constant, or of the tables */
  const char *year, *reference;
  double value;
} twi_account;

/* Rows of accounts.csv, borrowed. */
typedef struct twi_account_list {
  const char *region, *kind; /* kind: "energy", "food" */
  const twi_account *row;
  int count;
} twi_account_list;

struct tw_accounts {
  tw_context *ctx;
  char *region, *name;
  twi_supply_file balance_file, origins_file;
  twi_origins origins;
  twi_stock *stock;
  int stocks;
  twi_balance balance;
  twi_account *row;
  int count, room;
  char **sentence, **remark;
  int sentences, remarks;
  char tables_sha256[65]; /* of the built-in tables */
  double gap_of_shares;   /* largest |sum of shares - 1| */
};

/* fuels.c, then energy.c: fill the rows. The second uses those of the first. */
tw_status twi_fuel_rows(tw_accounts *accounts);
tw_status twi_energy_rows(tw_accounts *accounts);
/* sentences.c, after them */
tw_status twi_energy_sentences(tw_accounts *accounts);
/* gathered.c: adds one, whose texts are borrowed; finds the value of one, NaN: there is none ("": no word there); adds a
 * sentence, or a remark. */
tw_status twi_account_add(tw_accounts *accounts, const twi_account *row);
double twi_account_value(const tw_accounts *accounts, const char *item, const char *source, const char *convention,
                         const char *partner);
tw_status twi_account_say(tw_accounts *accounts, int remark, const char *format, ...) TWI_PRINTF(3, 4);
/* As tw_accounts_energy, of files that are there already, which are copied; for what is solved again. */
tw_status twi_accounts_again(tw_context *ctx, const char *region, const twi_supply_file *balance,
                             const twi_supply_file *origins, tw_accounts **accounts);
/* Digests the built-in tables of origins, ways and stocks, as hexadecimal text. */
tw_status twi_supply_digest(tw_context *ctx, char sha256[65]);
/* The name of a region in English, constant while the program runs; "" where there is none. */
tw_status twi_country_name(tw_context *ctx, const char *code, char **name);

#endif
