/* Food: where the calories come from that a region eats, and what a policy changes of it. Inside this room.
 *
 * symbol   word                                                              of
 * K        calories a head and day of an item from an origin                 (item, origin), direct
 * w        share of a feed in the energy of all feed                         a feed
 * phi      share of an origin in a feed
 * H        calories of livestock raised at home, on feed from abroad         a group
 * L        K, but H by the origin of its feed                                (item, origin), looked through
 *
 *   K[item][o] = kcal part share_o                      imported; share_o given, or of what is left by tonnes
 *   K[group][r] = domestic + H                          at home; H = raised at home - domestic
 *   L[feed][o] = H sum_f w_f phi_f[o],  L[group][r] = domestic
 *
 * so that both sum to all calories of the region. Low and high are each row's own, from its low and high parts and
 * shares. What of an import has no known origin is of OTHER. In a scenario K moves with the quantity of the flow that
 * arrives, q = v_hat / (p_hat (1 + e)_hat d_hat) with v the value before the tariff, phi with that of
 * the feed; what is from OTHER moves with all imports.
 *
 *   tables.c   diet.csv, origins.csv, feed.csv, read and checked
 *   account.c  the calories of the tables
 *   change.c   quantities of a scenario
 *   rows.c     rows of accounts.csv, sentences
 *   food.c     the whole: tw_food_run
 *   read.c     what callers read */
#ifndef TWI_FOOD_FOOD_H
#define TWI_FOOD_FOOD_H

#include "indicator/result.h"
#include "supply/supply.h"

enum { TWI_LOW, TWI_POINT, TWI_HIGH, TWI_LEVELS };
enum { TWI_DIET, TWI_DIET_ORIGINS, TWI_FEED, TWI_FOOD_FILES };
extern const char *const twi_food_file_name[TWI_FOOD_FILES]; /* "diet.csv" … */

/* A group of the diet (item ""), or an item of the imports of one. */
typedef struct twi_diet {
  char *group, *item, *product, *sector, *year, *source;
  double kcal, domestic, raised; /* domestic, raised: of groups; NaN: none */
  double part[TWI_LEVELS];       /* of items */
  int quality, line;
} twi_diet;

/* An origin of an item, or of a feed (of_feed 1). */
typedef struct twi_from {
  char *item, *origin, *year, *source;
  int of_feed, quality, line;
  double tonnes, share[TWI_LEVELS]; /* NaN: not given; after reading all shares are there */
  int outside;                      /* 1: low and high of the file did not hold the point by the tonnes */
} twi_from;

typedef struct twi_feed {
  char *feed, *product, *sector, *year, *source;
  double kt, kcal;
  int quality, line;
} twi_feed;

typedef struct twi_food_tables {
  char *region; /* whose they are */
  twi_diet *diet;
  twi_from *from;
  twi_feed *feed;
  int diets, froms, feeds;
} twi_food_tables;

/* Calories of an item, a group ("" origin: not at home) or feed, from an origin. */
typedef struct twi_calories {
  const char *item, *origin;    /* of the tables; "OTHER" */
  const char *product, *sector; /* what it moves with; "": of imports as a whole */
  int at_home, of_feed, quality;
  double direct[TWI_LEVELS], look[TWI_LEVELS], direct_new, look_new;
} twi_calories;

struct tw_food {
  tw_context *ctx;
  tw_settings settings;
  tw_result *result; /* owned */
  const tw_world *world;
  int region, changed;
  char *given; /* the folder of tables; NULL: built in */
  twi_supply_file file[TWI_FOOD_FILES];
  twi_food_tables tables;
  twi_calories *row;
  int rows;
  double total, domestic; /* kcal a head and day */
  tw_calories *told;
  twi_account *account;
  int accounts;
  char **sentence, **remark;
  int sentences, remarks;
  double seconds;
};

/* Reads the rows of a region of three files, and checks them: the files are the food's. */
tw_status twi_food_read(tw_context *ctx, const twi_supply_file files[TWI_FOOD_FILES], const char *region,
                        twi_food_tables *tables);
/* The same; of a region without rows there is none, and no diet. */
tw_status twi_food_read_any(tw_context *ctx, const twi_supply_file files[TWI_FOOD_FILES], const char *region,
                            twi_food_tables *tables);
void twi_food_tables_free(tw_context *ctx, twi_food_tables *tables);
/* Fills the rows. */
tw_status twi_food_account(tw_food *food);
/* Fills direct_new and look_new of a solved scenario; without one they are NaN. */
tw_status twi_food_change(tw_food *food);
/* Where an item of the tables is in the world: returns 1 with its sector, and product or -1; 0: it is in none. */
int twi_food_market(const tw_world *world, const char *product, const char *sector, int *s, int *g);
/* Adds a sentence, or a remark. */
tw_status twi_food_say(tw_food *food, int remark, const char *format, ...) TWI_PRINTF(3, 4);
/* Sums over rows, in kcal: from an origin; NULL: of imports, whatever their origin; look: 1 looked through, 0 direct. */
double twi_food_sum(const tw_food *food, const char *origin, int look, int level);
double twi_food_sum_new(const tw_food *food, const char *origin, int look);
/* Sentences, remarks and rows of accounts.csv. */
tw_status twi_food_rows(tw_food *food);
/* tw_food_run of files that are there already; for what is solved again. */
tw_status twi_food_again(tw_context *ctx, const tw_world *world, const tw_scenario *scenario,
                         const tw_settings *settings, const char *region, const twi_supply_file *files, tw_food **out);

#endif
