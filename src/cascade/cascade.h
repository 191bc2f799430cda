/* Bans that spread: rounds of followers, with and without the clauses, and what both parties of a clause have of it.
 * Inside this room.
 *
 *   rounds.c    who decides what by which trigger; the rounds of one side
 *   parties.c   rows of clause.csv: prices, quantities, calories, days of cover, real income
 *   tables.c    stocks and kcal: of a folder of the user's, else of the world, kcal else of the built-in table
 *   words.c     sentences, remarks
 *   cascade.c   the whole: tw_cascade_run; what callers read */
#ifndef TWI_CASCADE_CASCADE_H
#define TWI_CASCADE_CASCADE_H

#include "indicator/result.h"
#include "scenario/cascade.h"
#include "supply/supply.h"

enum { TWI_WITHOUT, TWI_WITH, TWI_CASCADE_SIDES };

enum { TWI_STOCKS, TWI_ENERGY, TWI_CASCADE_FILES };
extern const char *const twi_cascade_file_name[TWI_CASCADE_FILES]; /* "stocks.csv", "calories.csv" */

/* A row of stocks.csv, of the product's unit. */
typedef struct twi_reserve {
  int region, product;
  double quantity, days; /* days of use, NaN: not given, then of the use in the base */
} twi_reserve;
/* What a unit of a product feeds. */
typedef struct twi_energy {
  int region, product; /* region -1: all that have no row of their own */
  double kcal, food;   /* a unit, and the share of the use that people eat */
} twi_energy;

struct tw_cascade {
  tw_context *ctx;
  tw_settings settings;
  const tw_scenario *scenario; /* borrowed */
  const tw_world *world;       /* borrowed, or the view */
  tw_world *view;
  twi_follower *follower; /* round -1: banned by the policy already */
  int followers;
  int clauses;                                               /* rules clause of the scenario */
  tw_path *path[TWI_CASCADE_SIDES];                          /* TWI_WITH NULL: no clauses */
  tw_result *result[TWI_CASCADE_SIDES];                      /* of the paths */
  int rounds[TWI_CASCADE_SIDES], stopped[TWI_CASCADE_SIDES]; /* 1: by rounds, somebody else would act */
  tw_cascade_row *row;
  int rows;
  tw_clause_row *party;
  int parties;
  char *given; /* folder of tables; NULL: none */
  twi_supply_file file[TWI_CASCADE_FILES];
  int of_world[TWI_CASCADE_FILES]; /* 1: of the world's own, as text */
  int passed_over;                 /* rows of regions and products that the world does not have */
  twi_reserve *reserve;
  int reserves;
  twi_energy *energy;
  int energies;
  char **sentence, **remark;
  int sentences, remarks;
};

/* Solves the rounds of a side. solver: for rounds; last: for what is kept, with all that the settings ask for. */
tw_status twi_cascade_rounds(tw_cascade *cascade, tw_solver *solver, tw_solver *last, int side);
/* Finds what the policy bans of itself: followers that need not decide, rows of round 0. */
tw_status twi_cascade_given(tw_cascade *cascade);
/* tw_cascade_run with files that are there already, or none; for what is solved again. */
tw_status twi_cascade_again(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                            const tw_settings *settings, const twi_supply_file *files, tw_cascade **cascade);
/* Returns the row of the stock of what is sold by a region, NULL: not known; kcal that people have of a unit, NaN: not
 * known. */
const twi_reserve *twi_cascade_reserve(const tw_cascade *cascade, int region, int product);
double twi_cascade_kcal(const tw_cascade *cascade, int region, int product);
/* Returns the tonnes of the unit that a product's quantities have, NaN: it is no mass. */
double twi_cascade_tonnes(const tw_world *world, int product);
/* Takes the files of a folder that are there, one at least; twi_cascade_tables reads them. */
tw_status twi_cascade_read_folder(tw_cascade *cascade, const char *folder);
/* Takes those of the world's own that are not there already. */
tw_status twi_cascade_of_world(tw_cascade *cascade, const tw_world *world);
tw_status twi_cascade_tables(tw_cascade *cascade);
void twi_cascade_tables_free(tw_cascade *cascade);
/* Quantity of a product that a region has of an exporter (-1: of all, itself among them; importer -1: of all its
 * buyers but itself) in a result, in base and new: in the unit of its quantities where all of it has them, and returns
 * 1, else in money at the prices of the base, and returns 0. */
int twi_cascade_quantity(const tw_result *result, int sector, int product, int importer, int exporter,
                         double amount[2]);
/* Fills the rows of clause.csv of both sides. */
tw_status twi_cascade_parties(tw_cascade *cascade);
tw_status twi_cascade_say(tw_cascade *cascade, int remark, const char *format, ...) TWI_PRINTF(3, 4);
tw_status twi_cascade_sentences(tw_cascade *cascade);

#endif
