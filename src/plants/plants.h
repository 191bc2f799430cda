/* Plants: what is made of a brand in a region, and what it hangs on. Inside this room.
 *
 * symbol      word                                                                          where
 * g, o, d     product with a home (a brand); region that makes it; market                   a plant is (g, o)
 * V[d]        volume that a plant sells: units, or where the world has none sales at cost   docs/cars.md
 * R[d], p     sales in money at the producer's price; that price, c_hat g_hat of the plant
 * MA          market access: R_hat (c_hat g_hat)^theta, which has no cost of the plant's own in it
 * psi         share of a plant in what a market spends on its product
 * z           rate of a subsidy on the plant's cost
 *
 *   select.c    which plants are asked for
 *   measure.c   volume, sales and access of a plant in an equilibrium
 *   root.c      where a falling function of one number is 0, from what is known of it
 *   lab.c       other policies, a line of them, solved in full equilibrium from base or new one
 *   tariffs.c   tariffs and subsidies that answer a question, as roots on such lines
 *   closed.c    what has a closed form: parity, cost, half, break-even
 *   closing.c   rounds in which plants close
 *   words.c     sentences: what it comes to, and what was assumed
 *   read.c      what callers read
 *   plants.c    the whole: tw_plants_run */
#ifndef TWI_PLANTS_PLANTS_H
#define TWI_PLANTS_PLANTS_H

#include <pthread.h>

#include "indicator/result.h"
#include "scenario/rules.h"
#include "world/products.h"

/* Columns of plants.csv that are numbers: X(constant, name). The last ones are in plants.json alone. */
#define TWI_PLANT_COLUMNS(X)                                                                                           \
  X(UNITS_BASE, units_base)                                                                                            \
  X(UNITS_NEW, units_new)                                                                                              \
  X(UNITS, units_pct)                                                                                                  \
  X(SALES_BASE, sales_base)                                                                                            \
  X(SALES_NEW, sales_new)                                                                                              \
  X(OUTPUT, output_pct)                                                                                                \
  X(ACCESS, market_access_pct)                                                                                         \
  X(SHARE, main_market_share)                                                                                          \
  X(HALF, tariff_half_pct)                                                                                             \
  X(HALF_CLOSED, tariff_half_closed_pct)                                                                               \
  X(THRESHOLD, tariff_threshold_pct)                                                                                   \
  X(COST, tariff_cost_pct)                                                                                             \
  X(SUBSIDY, subsidy_pct)                                                                                              \
  X(SUBSIDY_PER_UNIT, subsidy_per_unit)                                                                                \
  X(PROBABILITY, break_even_probability_pct)                                                                           \
  X(HAZARD, break_even_hazard_pct)                                                                                     \
  X(VOLUME, volume_pct)                                                                                                \
  X(TARIFF_BASE, tariff_base_pct)                                                                                      \
  X(TARIFF_NEW, tariff_new_pct)                                                                                        \
  X(SUBSIDY_MONEY, subsidy_money)                                                                                      \
  X(PROFIT_WITH, profit_with_access)                                                                                   \
  X(PROFIT_WITHOUT, profit_without_access)                                                                             \
  X(PROFIT_OTHER, profit_at_other_site)

enum {
#define X(constant, name) TWI_PLANT_##constant,
  TWI_PLANT_COLUMNS(X) TWI_PLANT_COUNT,
#undef X
  TWI_PLANT_TABLE = TWI_PLANT_VOLUME /* columns of plants.csv */
};

/* What is known of a plant in each market: X(constant, name). */
#define TWI_MARKET_COLUMNS(X)                                                                                          \
  X(UNITS_BASE, units_base)                                                                                            \
  X(UNITS_NEW, units_new)                                                                                              \
  X(SALES_BASE, sales_base)                                                                                            \
  X(SALES_NEW, sales_new)                                                                                              \
  X(ACCESS_BASE, access_base)                                                                                          \
  X(ACCESS_NEW, access_new)                                                                                            \
  X(VOLUME_BASE, volume_base)                                                                                          \
  X(VOLUME_NEW, volume_new)

enum {
#define X(constant, name) TWI_MARKET_##constant,
  TWI_MARKET_COLUMNS(X) TWI_MARKET_COUNT,
#undef X
  TWI_MARKET_TOLD = TWI_MARKET_VOLUME_BASE
};

typedef struct twi_plant {
  int product, region;
  int main;                    /* the market with the largest share; -1: it sells nothing */
  int in_units;                /* 1: volume is in units; 0: sales at cost, as no quantity of it is known */
  double volume[2];            /* base and new, over all markets */
  char *none[TWI_PLANT_COUNT]; /* why a column is empty; NULL: it is not, or that says itself */
} twi_plant;

struct tw_plants {
  tw_context *ctx;
  const tw_world *world; /* the caller's, or `view` */
  tw_world *view;        /* with the products and elasticities that the scenario chose; NULL: the world's own */
  tw_settings settings;
  tw_plants_options options; /* texts owned, draws as made */
  char *product, *of_region;
  /* of the section; NAN: not given */
  double threshold, cost_advantage, discount, fixed_cost, other_fixed_cost; /* money is the world's */
  int threshold_given, other_site;                                          /* a region, -1: none */
  tw_result *run;
  tw_range_result *range; /* NULL: no draws */
  twi_plant *plant;
  int count;
  double *column;      /* [TWI_PLANT_COUNT][count] */
  double *market;      /* [TWI_MARKET_COUNT][count][N] */
  double *quantile[3]; /* [count] of units_pct; NULL: no draws, or none of them */
  tw_parity *parity;
  int parities;
  tw_closing *closing;
  int closings;
  char *not_closed; /* why rounds ended early; NULL: they did not */
  char **sentence, **assumption;
  int sentences, assumptions;
  double seconds;
  pthread_mutex_t lock; /* of the reasons, which threads give */
};

static inline double *twi_plant_column(const tw_plants *p, int column)
{
  return p->column + (size_t)column * (size_t)p->count;
}
static inline double *twi_plant_market(const tw_plants *p, int column, int plant)
{
  return p->market + ((size_t)column * (size_t)p->count + (size_t)plant) * (size_t)p->world->N;
}
/* Leaves a column of a plant empty, and says why. TW_NO_MEMORY is the only error. */
tw_status twi_plant_none(tw_plants *plants, int plant, int column, const char *format, ...) TWI_PRINTF(4, 5);
/* Returns what volumes of the plant are of, "vehicles", "units" or "sales"; constant or the world's. */
const char *twi_plant_unit(const tw_plants *plants, int plant);

/* ---------------------------------------------------------------- select.c, measure.c */

/* Makes the list of plants that are asked for: in the base equilibrium they sell something. TW_BAD_INPUT, with the
 * nearest name, where there is none. */
tw_status twi_plants_select(tw_plants *plants);

/* Fills volume and sales [N] of a plant in an equilibrium, by market; sales may be NULL. row: work [N]. Returns the sum
 * of the volumes. */
double twi_plant_measure(const tw_world *world, const twi_state *state, const twi_wedges *wedges,
                         const twi_plant *plant, double *volume, double *sales, double *row);
/* Returns the tariff of the plant's product from a region to a market, without rents: of the sector's flow where the
 * product has none. */
double twi_plant_tariff(const tw_world *world, const twi_wedges *wedges, int product, int market, int region);
/* Returns the share of a region in what a market spends on a product. row: work [N]. */
double twi_plant_share(const tw_world *world, const twi_state *state, const twi_wedges *wedges, int product, int market,
                       int region, double *row);
/* Returns ln of a plant's price, new over data. */
double twi_plant_price(const tw_world *world, const twi_state *state, const twi_wedges *wedges, const twi_plant *plant);
/* Fills the columns that follow from base and new equilibrium. */
tw_status twi_plants_measure(tw_plants *plants);

/* ---------------------------------------------------------------- root.c */

/* A falling function at points that rise. */
typedef struct twi_curve {
  int count;
  const double *x, *y;
} twi_curve;
typedef enum twi_next { TWI_NEXT_ROOT, TWI_NEXT_TRY, TWI_NEXT_ABOVE, TWI_NEXT_BELOW } twi_next;
/* Says where to look next for the root between low and high: TRY at *x; ROOT: *x is it, |y| <= tolerance there or no
 * number lies between; ABOVE, BELOW: y is positive up to high, negative down to low. slope (< 0): a guess of it, used
 * while one point is known; *x is the first guess while none is. */
twi_next twi_root_next(const twi_curve *curve, double low, double high, double slope, double tolerance, double *x);

/* ---------------------------------------------------------------- lab.c */

typedef enum twi_line { TWI_LINE_TARIFF, TWI_LINE_SUBSIDY, TWI_LINE_CLOSED } twi_line;
typedef struct twi_lab twi_lab;
/* What all labs begin from. */
typedef struct twi_lab_start {
  const tw_world *world;
  const tw_settings *settings;
  const twi_closure *closure;
  const twi_side *side[2];
  const double *u[2]; /* [n] solutions of base and new */
} twi_lab_start;
/* Makes a place of its own for experiments, with one thread and a context that follows the parent's; the caller frees
 * it. start is borrowed. */
tw_status twi_lab_new(tw_context *parent, const twi_lab_start *start, twi_lab **lab);
void twi_lab_free(twi_lab *lab);
tw_context *twi_lab_context(twi_lab *lab);
/* Opens a line of policies from base (0) or new (1): cells [count] of flows, of a producer, or of flows; borrowed.
 *   TARIFF   x = ln(1+t) of all cells     SUBSIDY   1 - s = (1 - s of the side) e^x     CLOSED   the first x cells banned */
tw_status twi_lab_open(twi_lab *lab, int side, twi_line kind, const size_t *cell, size_t count);
/* Tells that the list of cells has grown at its end. */
void twi_lab_more(twi_lab *lab, size_t count);
/* Solves the policy at x, from the nearest that was solved on the line: found says whether there is an equilibrium, and
 * then state and wedges, which are the lab's, hold it. The same bits whatever the lab did on other lines. */
tw_status twi_lab_at(twi_lab *lab, double x, twi_found *found, const twi_state **state, const twi_wedges **wedges);

/* ---------------------------------------------------------------- tariffs.c, closed.c, closing.c, words.c */

/* Fills tariffs at which sales are half and at the threshold, and subsidies; on threads of their own. */
tw_status twi_plants_roots(tw_plants *plants, const twi_lab_start *start);
/* Fills columns that have a closed form, and parities. */
tw_status twi_plants_closed_forms(tw_plants *plants);
/* Closes plants, the worst first. */
tw_status twi_plants_close(tw_plants *plants, const twi_lab_start *start);
tw_status twi_plants_words(tw_plants *plants);
tw_status twi_plants_assume(tw_plants *plants);
/* Adds a text, which it takes over (NULL: out of memory), to a list. */
tw_status twi_plants_add(tw_plants *plants, char ***list, int *count, char *text);

#endif
