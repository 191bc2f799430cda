/* Stress tests: a supplier or a passage is lost for some months; what buyers miss then, by fuel. Inside this room.
 *
 * symbol   word                                                                      unit
 * e        part of a year's flow that is lost: share x months/12                     1
 * L, S     direct loss, base flows cut; shortfall S = z0 - z', what is missing       quantity
 * z0       what a buyer takes in the base                                            quantity
 * T        days of use in stock, so that the stock is T z0/365                       days
 *
 * Of the fuel of the market both bounds are known: nothing takes the place of what is cut (S = L), and the short-run
 * equilibrium. Of other fuels only L, what could sail around, and how long stocks last.
 *
 *   names.c      what the buyer and --fuel mean, names of countries
 *   losses.c     what --lose means; capacities.c what --capacity does
 *   solve.c      the market recentred, with and without capacities, and every loss in it
 *   fuels.c      fuels without a market: what of an importer's flows is cut
 *   detours.c    days of going around, on the network of routes/
 *   rows.c       rows of stress.csv and of insurance.csv, ranks
 *   sentences.c  what it comes to; fuels_said.c of fuels without a market; of saying.c, with remarks.c what to know of it
 *   stress.c     the whole: tw_stress_run; parts.c what callers read */
#ifndef TWI_STRESS_STRESS_H
#define TWI_STRESS_STRESS_H

#include "base/text.h"
#include "market/market.h"
#include "routes/routes.h"
#include "supply/supply.h"

/* What is lost at once. */
typedef struct twi_loss {
  char *name;              /* "QAT", "hormuz", "QAT+hormuz" */
  char *title;             /* in English: "Qatar", "Strait of Hormuz and Qatar" */
  const char *kind;        /* "supplier", "passage", "together" */
  unsigned char *supplier; /* [suppliers of the market] 1: lost */
  unsigned char *passage;  /* [passages of the market] */
  const char **exporter;   /* [exporters] of the tables of origins, borrowed from them */
  int exporters;
  unsigned straits; /* of the tables of origins, a bit each: twi_strait_names */
  int in_market;    /* 1: the market has some of it */
  int order;        /* as it was asked, or as the market has it */
} twi_loss;

/* Another capacity of a supplier, as insurance. */
typedef struct twi_capacity {
  int supplier;
  double amount;
  char *name; /* "CAN 28 Mt" */
} twi_capacity;

/* The market before losses: as it is, or with one capacity. */
typedef struct twi_variant {
  twi_market_state *state; /* recentred, with the ceiling */
  twi_market_solution solution;
  twi_market_accounts accounts; /* before */
  double *surplus;              /* [losses][buyers] change, money */
} twi_variant;

/* A loss in the market as it is. */
typedef struct twi_lost {
  double *direct;                             /* [buyers] */
  double *price, *quantity, *unserved, *bill; /* [buyers] after it */
  double *output;                             /* [suppliers] */
  double *flow;                               /* [pairs] */
} twi_lost;

/* What is lost of a fuel without a market, of one importer. */
typedef struct twi_cut {
  int loss, fuel;
  const char *importer;
  double imports;                        /* Mt; NaN: shares alone are known */
  double part;                           /* of imports that is cut while it lasts, with --share */
  double not_known;                      /* part of imports whose way is not known */
  double detour_days, around, unreached; /* mean days of going around; parts of the cut that can, that cannot; NaN */
  int assumed;                           /* 1: some of it is assumed */
} twi_cut;

typedef struct twi_insured {
  int capacity, loss, buyer;
  double without, with; /* change of surplus */
} twi_insured;

struct tw_stress {
  tw_context *ctx;
  tw_market *market;
  int market_fuel;    /* a twi_fuel; -1: the market's name begins with none */
  char fuel_word[32]; /* of it in tables: "lng", or the market's name */
  /* what is asked */
  int detail; /* 1: one loss was named */
  double share, months, release, ceiling, ceiling_share;
  int linear, ceiling_given, year, threads, default_fuels;
  int buyer;               /* of the market; -1: all, or none of the market's */
  char *importer;          /* of the tables of origins; NULL: all */
  char *buyer_word;        /* "JPN"; NULL: all */
  tw_stress_options asked; /* as given; its texts are own[] */
  char *own[6];
  unsigned fuels;  /* a bit each */
  int with_market; /* 1: the market's fuel is asked for, and has the buyer */
  twi_supply_file origins_file;
  /* tables */
  twi_origins origins;
  twi_stock *stock;
  int stocks;
  char tables_sha256[65];
  struct twi_country {
    char *code, *name;
  } * country;
  int countries;
  tw_sea *sea; /* NULL: not needed so far */
  /* losses, capacities, results */
  twi_loss *loss;
  int losses, loss_room;
  twi_capacity *capacity;
  int capacities;
  twi_variant *variant; /* [capacities + 1] the first: as it is */
  twi_lost *lost;       /* [losses] */
  double *numbers;      /* of all twi_lost and surpluses */
  twi_cut *cut;
  int cuts, cut_room;
  tw_outcome outcome; /* of the market */
  char message[1280];
  int solved, many_flows;
  double largest;
  twi_market_certificate certificate; /* the largest of each line */
  tw_stress_row *row;
  int rows, row_room;
  int *ranked; /* [losses] of the market's fuel, the worst first; then those that are not in it */
  twi_insured *insured;
  int insureds;
  char **sentence[TWI_LANGUAGES], **remark[TWI_LANGUAGES];
  int sentences[TWI_LANGUAGES], remarks[TWI_LANGUAGES];
  char *title[TWI_LANGUAGES]; /* what is lost, and for whom */
  double seconds;
};

/* names.c: the buyer and the fuels that are asked, once the tables are there. TW_BAD_INPUT with the nearest name. */
tw_status twi_stress_read_names(tw_stress *stress);
tw_status twi_stress_read_countries(tw_stress *stress);
/* The exporter of the tables with that code; NULL: none. */
const char *twi_stress_exporter(const tw_stress *stress, const char *code);
/* The name of a country, or the code itself. */
const char *twi_stress_country(const tw_stress *stress, const char *code);
/* losses.c: those that --lose names as one, or every one that there is. capacities.c: what is compared with. */
tw_status twi_stress_read_losses(tw_stress *stress);
tw_status twi_stress_read_capacities(tw_stress *stress);
/* A piece of a list, without blanks around it. */
typedef struct twi_piece {
  const char *text;
  size_t length;
} twi_piece;
/* The next piece of a list with commas (or, with plus, "+") between; 0: there is none. *at is where it goes on. */
int twi_stress_piece(const char **at, twi_piece *piece);
/* The code of a country whose name or code the text is, or of a synonym ("Japon"); NULL: none. */
const char *twi_stress_code_of(const tw_stress *stress, const char *text, size_t length);
/* Opens the sea, once. */
tw_status twi_stress_open_sea(tw_stress *stress);

/* solve.c: every loss in every variant; the outcome says whether all are certified. */
tw_status twi_stress_solve(tw_stress *stress);
/* fuels.c: the cuts of fuels without a market; detours.c: their days, once they are there. */
tw_status twi_stress_cut_fuels(tw_stress *stress);
tw_status twi_stress_find_detours(tw_stress *stress);
/* rows.c, after them */
tw_status twi_stress_make_rows(tw_stress *stress);
/* Days of use of a fuel of a region in stock, and its quality; NaN: none. */
double twi_stress_stock_days(const tw_stress *stress, const char *region, int fuel, int *quality);
/* sentences.c: in every language. */
tw_status twi_stress_say(tw_stress *stress);
/* As tw_stress_run, with the origins of a file that is there already, which is copied; NULL: none. */
tw_status twi_stress_again(tw_context *ctx, const tw_stress_options *options, const twi_supply_file *origins,
                           tw_stress **stress);

#endif
