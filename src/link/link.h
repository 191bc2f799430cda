/* A market inside the core: one product's spatial price equilibrium and the equilibrium of all else, each with what the
 * other says, until both say the same (docs/model.md, Link).
 *
 *   core -> market   cost of a supplier's plants by its region's unit cost, freight by fuel and transport, demand by
 *                    what the core spends on the product at its price
 *   market -> core   of each pair of regions an export tax (rents), a barrier (what the way takes) and a taste (its share)
 *
 * symbol   word                                              of                    unit
 * d, o     buyers', suppliers' region                        the world
 * F        flow of the product in the core                   a pair of regions     the world's money
 * z, B     quantity that arrives, its bill                   a pair of regions     the market's
 * p        B / z: a unit where it arrives, limit rent included
 * n        p less freight: what owners get of a unit         a pair of regions
 * part     n z by who gets it: supplier's owner, passages' owners, the buyer's government
 * x        what the core says, in logs: shift of demand, cost, freight             [3][N]
 *
 * Without a 1 a letter is of the base. A pair that trades in the market and not in the world is left out and told. */
#ifndef TWI_LINK_LINK_H
#define TWI_LINK_LINK_H

#include "base/text.h"
#include "indicator/result.h"
#include "market/market.h"
#include "outlook/outlook.h"
#include "world/products.h"

/* Sums over the market's routes by pairs of regions, [N][N] as (d, o). */
typedef struct twi_link_table {
  int N;
  double *quantity, *bill, *freight; /* money in the market's unit */
  double *part;                      /* [N][N][N] (d, o, who) */
  double *cost, *output;             /* [N] of production, in that region */
} twi_link_table;

/* What the core is given of a pair. */
typedef struct twi_link_wedge {
  int d, o;
  size_t cell;                        /* of the product's flow in the world */
  double price, rent, barrier, taste; /* p1 / p; (1 + e') / (1 + e); d_hat; s_hat */
  int banned;                         /* nothing is sold any more */
} twi_link_wedge;

/* The certificate: X(id, name, words). */
#define TWI_LINK_LINES(X)                                                                                              \
  X(PRICE, "price", "price of the product by buyer, in logs")                                                          \
  X(BILL, "bill", "bill by buyer, in logs")                                                                            \
  X(QUANTITY, "quantity", "quantity that arrives by buyer, in logs")                                                   \
  X(PAIR_PRICE, "pair_price", "price by pair, in logs")                                                                \
  X(PAIR_BILL, "pair_bill", "bill by pair, in logs")                                                                   \
  X(PAIR_QUANTITY, "pair_quantity", "quantity that arrives by pair, in logs")                                          \
  X(OUTPUT, "output", "output by supplier, as what leaves, in logs")                                                   \
  X(RENTS, "rents", "change of rents by supplier's region, relative to bills")                                         \
  X(COST, "cost", "cost of plants, in logs")                                                                           \
  X(FREIGHT, "freight", "freight, in logs")

enum {
#define X(id, name, words) TWI_LINK_##id,
  TWI_LINK_LINES(X) TWI_LINK_LINE_COUNT
#undef X
};

typedef struct twi_link_check {
  double value[TWI_LINK_LINE_COUNT];
  int region[TWI_LINK_LINE_COUNT], other[TWI_LINK_LINE_COUNT]; /* -1: none */
} twi_link_check;

struct tw_link {
  tw_context *ctx;
  tw_link_options options;
  const tw_market *market;
  tw_world *world;                         /* the world with the product, owned */
  int N, sector, product, transport, fuel; /* sectors of freight, -1: none */
  double theta, eta;                       /* of the product: between origins, and between it and the rest */
  int of_sector;                           /* 1: eta is the sector's own, which has products already */
  double money;                            /* the world's money of one of the market's */
  int *supplier, *owner, *buyer, *passage; /* regions; of a passage its owner, -1: none */
  tw_market_result *question;              /* the market alone */
  const twi_market_stage *before, *after;  /* of it */
  tw_market_result *linked;                /* stage 0 before, 1 with what the core says */
  twi_market_solver *solver;
  twi_link_table base, alone, now;
  double *value;         /* [N][N] F, from the core's base on in its solution; 0: not in the core */
  double *duty;          /* [N][N] 1 + t of the base */
  unsigned char *latent; /* [N][N] 1: F is one part in a million, as nothing is sold in the base */
  double *alone_price;   /* [buyers] of the market at the core's old prices, limit rents included; so is `alone` */
  double *before_price;  /* [N] of the product in d */
  double *x, *next;      /* [3][N] */
  twi_link_wedge *wedge;
  int wedges;
  double *transfer;           /* [N] the world's money, sums to 0 */
  double *growth, *paid;      /* [N] P_hat of d; bill new over base */
  double *left_out;           /* [N][N] base bills that the core has no room for, the market's money */
  double *work;               /* [9 N] */
  double *last;               /* unknowns of the core in the last round */
  tw_outlook *outlook, shown; /* of a scenario's section: what it says alone; what tables of the market are made of */
  tw_market_result *none;     /* NULL, what is compared in `shown` */
  int year;                   /* of the core; 0: none */
  tw_path *path;              /* of one result; NULL: none yet */
  tw_result *result;          /* borrowed of it */
  twi_link_check check;
  tw_outcome outcome;
  int rounds;
  double gap;  /* largest change of x in the last round */
  double mode; /* largest difference of ln price, quantity mode; NaN: not asked */
  tw_certificate mode_certificate;
  char message[1024];
  char **sentence;
  int sentences;
  char *texts[2];   /* of the options */
  double *split[4]; /* [N] per cent: buyers, owners, market, economy */
};

/* The cell of the product's flow, which is there where value > 0. */
static inline size_t twi_product_flow_cell(const tw_link *link, int d, int o)
{
  const tw_world *w = link->world;
  for (int m = w->sector_market[link->sector]; m < w->sector_market[link->sector + 1]; m++)
    if (w->market[m].product == link->product) return twi_market_cell(w, &w->market[m], (size_t)d, (size_t)o);
  return SIZE_MAX;
}

/* run.c: tw_link_run on the market of that name; NULL: the scenario's own. */
tw_status twi_link_run_on(tw_context *ctx, const tw_world *world, tw_scenario *scenario, const char *market,
                          const tw_settings *settings, const tw_link_options *options, tw_link **link);
/* product.c: makes the world with the product inside its sector, of the base's bills; fills world, product, value,
 * latent, left_out. */
tw_status twi_link_make_world(tw_link *link, const tw_world *from);
/* tables.c */
tw_status twi_link_table_new(tw_context *ctx, int N, twi_link_table *table);
void twi_link_table_free(tw_context *ctx, twi_link_table *table);
void twi_link_table_fill(const tw_link *link, const twi_market_state *state, const twi_market_solution *solution,
                         const twi_market_accounts *accounts, twi_link_table *table);
/* places.c: regions, sectors and money of the market in the world. */
tw_status twi_link_places(tw_link *link, const tw_world *world);
/* The market's product is made at one cost of its sector: TW_BAD_INPUT, with the closure freed, where it has a supply of
 * its own. */
tw_status twi_link_one_cost(tw_context *ctx, const tw_link *link, twi_closure *closure);
/* wedges.c: fills wedge, transfer, growth and paid of the table `now`, at the costs of x. 0, and the message, where a
 * netback is not positive. A unit of the base of a pair: price, what owners get of it and, where part is not NULL [N],
 * who. */
typedef struct twi_link_unit {
  double price, net;
} twi_link_unit;
twi_link_unit twi_link_base_unit(const tw_link *link, int d, int o, double *part);
/* The same where a latent flow is that of a table, solved at costs and freights x (NULL: those of the base). */
twi_link_unit twi_link_unit_of(const tw_link *link, const twi_link_table *table, const double *x, int d, int o,
                               double *part);
int twi_link_fill_wedges(tw_link *link);
/* Puts them on top of a policy. TW_BAD_INPUT where the policy has wedges of its own on the product's flows. */
tw_status twi_link_put(const tw_link *link, const twi_policy *base, twi_policy *policy);
/* exchange.c: the market at x, solved; outcome and message where it is not. What the core says at a state, into next. */
tw_status twi_link_solve_market(tw_link *link);
void twi_link_hear(tw_link *link, const twi_side *base, const twi_side *new_);
/* accelerate.c: the next point of a fixed-point iteration by Anderson's method. */
typedef struct twi_anderson twi_anderson;
tw_status twi_anderson_new(tw_context *ctx, int n, twi_anderson **out);
void twi_anderson_free(twi_anderson *a);
void twi_anderson_step(twi_anderson *a, double *x, const double *next, double damping);
/* certificate.c: compares the tables of the market with the two states of the core, by code of its own. */
void twi_link_certify(const tw_link *link, const tw_result *result, twi_link_check *check);
/* about.c: what a line measures; the largest of a certificate, *line: which. */
const char *twi_link_line_words(int line);
double twi_link_largest(const twi_link_check *check, int *line);
/* quantity.c: the core with outputs as limits instead of rents; fills mode. */
tw_status twi_link_quantity_mode(tw_link *link, tw_solver *solver, const tw_scenario *scenario, const twi_side *base);
/* about.c: what the tables of the market are made of, the link's; NULL: none. */
const tw_outlook *twi_link_outlook(const tw_link *link);
/* said.c: sentences, and the split of real income of a certified link. */
tw_status twi_link_say(tw_link *link, const char *format, ...) TWI_PRINTF(2, 3);
tw_status twi_link_words(tw_link *link);
tw_status twi_link_split(tw_link *link);

#endif
