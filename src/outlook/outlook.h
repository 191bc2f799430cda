/* A market under a scenario: its years, the shock on top, the variant that is compared, draws of what is uncertain, and
 * what comes of it in words. tw_outlook in tradewind.h.
 *
 *   rules.c      the section of a scenario to rules of the market, in a year
 *   words.c      a rule in words, in three languages
 *   parts.c      what is in it
 *   outlook.c    opened; every year solved, with and without the variant
 *   payoff.c     one number by buyer or supplier, for decisions
 *   tables.c     numbers made of results: losses, what replaces them
 *   draws.c      elasticities, stiffness and freight drawn, each solved near what is not drawn
 *   spreads.c    what is drawn, read (spreads_expand.c: its entries); spreads_put.c: a point of it put on the market;
 *                drawn.c: the market of a thread that it is put on
 *   drivers.c    which parameter drives the spread
 *   sentences.c  what it comes to; of saying.c, with remarks.c: what to know of it */
#ifndef TWI_OUTLOOK_OUTLOOK_H
#define TWI_OUTLOOK_OUTLOOK_H

#include "base/text.h"
#include "market/market.h"
#include "scenario/rules.h"

/* Rules of a list in one year; names are borrowed from the scenario. */
typedef struct twi_outlook_rules {
  tw_market_rule *rule;
  char **where; /* [rules] owned */
  int rules, room;
} twi_outlook_rules;

/* What is drawn, each a factor on what the market says, lognormal about 1. */
typedef enum twi_outlook_factor {
  TWI_FACTOR_LONG,      /* long-run elasticities of demand */
  TWI_FACTOR_SHORT,     /* short-run ones */
  TWI_FACTOR_STIFFNESS, /* sigma: how easily flows move */
  TWI_FACTOR_FREIGHT,
  TWI_FACTOR_COUNT
} twi_outlook_factor;
const char *twi_outlook_factor_words(twi_outlook_factor factor);
double twi_outlook_factor_spread(twi_outlook_factor factor); /* standard deviation of its logarithm */

/* Columns with quantiles: of buyers, then of suppliers. */
enum {
  TWI_DRAWN_PRICE,
  TWI_DRAWN_QUANTITY,
  TWI_DRAWN_BILL,
  TWI_DRAWN_SURPLUS,
  TWI_DRAWN_WORTH, /* what the variant saves the buyer */
  TWI_DRAWN_OF_BUYERS,
  TWI_DRAWN_OUTPUT = TWI_DRAWN_OF_BUYERS,
  TWI_DRAWN_NETBACK,
  TWI_DRAWN_RENT,
  TWI_DRAWN_COLUMNS
};

/* spreads.h: what is drawn. */
enum {
  TWI_SLOT_LONG, /* long-run elasticities, of buyers */
  TWI_SLOT_SHORT,
  TWI_SLOT_SIGMA,
  TWI_SLOT_FLOOR_SHARE,
  TWI_SLOT_FREIGHT,  /* of routes */
  TWI_SLOT_COST,     /* of suppliers */
  TWI_SLOT_CAPACITY, /* of suppliers, then of passages */
  TWI_SLOT_TOLL,     /* of passages */
  TWI_SLOTS
};

typedef struct twi_spread {
  char *name; /* "elasticity of JPN", "freight of CAN to JPN", "capacity" (a variable) */
  twi_distribution distribution;
  double logarithm;   /* > 0: instead, a lognormal with median 1 and this standard deviation of the logarithm */
  int place;          /* in the common point */
  int variable;       /* index into the range's variables; -1: a factor */
  double central;     /* 1 of a factor, the variable's amount */
  char *words;        /* of the distribution */
  const char *source; /* borrowed */
  char *own_source;   /* "t.yaml:7" where there is no comment */
} twi_spread;

typedef struct twi_spreads {
  const tw_scenario *scenario;
  const tw_market *market;
  int dims;                      /* of the common point: that of a scenario alone, or of all cells of a decision */
  int count, variables, assumed; /* assumed: nobody says what is uncertain */
  twi_spread *spread;
  const char **variable; /* [variables] names */
  int *slot;             /* [at[TWI_SLOTS]] parameter; -1: as it is */
  int at[TWI_SLOTS + 1]; /* where the slots of each kind begin */
  int moves_costs, moves_tolls, capacities;
} twi_spreads;

/* payoff.h: what a decision asks of the draws. */
typedef struct twi_outlook_sample twi_outlook_sample;

/* What a driver drives: a column of a buyer or a supplier. */
typedef struct twi_outlook_outcome {
  int column, at;   /* TWI_DRAWN_…, index */
  const char *name; /* "price"; constant */
} twi_outlook_outcome;

struct tw_outlook {
  tw_context *ctx;
  const tw_scenario *scenario; /* borrowed; NULL: the market as it is */
  tw_market *market;
  int years, *year;            /* as they are asked; 0: the data year */
  tw_market_result **result;   /* [years] */
  tw_market_result **compared; /* [years]; NULL: nothing is compared */
  int has_shock, has_compared;
  int solved; /* years, from the first on, that have certified results on every side */
  int focus;  /* index of a buyer */
  int focus_given, no_report, dta;
  unsigned statuses, compared_statuses;
  int short_run;
  int threads;
  /* draws */
  int draws, drawn; /* asked; certified */
  unsigned long long seed;
  twi_spreads spreads;
  twi_outlook_sample *sample;    /* NULL: not asked */
  tw_range_parameter *parameter; /* [spreads.count] as others see them */
  int driver_rows;               /* of the design; 0: no drivers */
  twi_outlook_outcome *outcome;
  int outcomes;
  tw_outlook_driver *driver; /* [outcomes][spreads.count] */
  int drivers;
  double *quantile[TWI_DRAWN_COLUMNS]; /* [buyers or suppliers][3]; NULL: no draws */
  char **sentence[TWI_LANGUAGES], **remark[TWI_LANGUAGES];
  int sentences[TWI_LANGUAGES], remarks[TWI_LANGUAGES];
  double seconds;
};

/* outlook.c: tw_outlook_run; compares 0: without what the scenario compares. */
tw_status twi_outlook_run(tw_context *ctx, const tw_scenario *scenario, const tw_outlook_options *options, int compares,
                          tw_outlook **outlook);

/* rules.c: adds the rules of a list as they are in a year (0: that of the market). TW_BAD_INPUT, with the place: names
 * that the market lacks, units that do not fit it. The caller frees the rules, also after an error. */
tw_status twi_outlook_rules_add(tw_context *ctx, const tw_scenario *scenario, const tw_market *market,
                                twi_market_list list, int year, twi_outlook_rules *rules);
void twi_outlook_rules_free(tw_context *ctx, twi_outlook_rules *rules);
/* Adds a copy of a rule, whose names are borrowed; where: where it stands. */
tw_status twi_outlook_rules_put(tw_context *ctx, twi_outlook_rules *rules, const tw_market_rule *rule,
                                const char *where);
/* How many names a node has; 0: all of the axis, or NULL. One of them. TW_BAD_INPUT, with the nearest, where the market
 * lacks one. */
int twi_outlook_name_count(const twi_yaml *node);
const char *twi_outlook_name_at(const twi_yaml *node, int index);
tw_status twi_outlook_check_names(tw_context *ctx, const tw_market *market, tw_market_axis axis, const twi_yaml *node);
/* The question of one year, which borrows both lists. */
tw_market_question twi_outlook_question(const tw_outlook *outlook, int year, int compared,
                                        const twi_outlook_rules *policy, const twi_outlook_rules *shock);
/* Both lists of a year; the caller frees them, also after an error. */
tw_status twi_outlook_rules_of(const tw_outlook *outlook, int year, int compared, twi_outlook_rules *policy,
                               twi_outlook_rules *shock);

tw_status twi_outlook_rules_made(tw_context *ctx, const tw_scenario *scenario, const tw_market *market, int year,
                                 int compared, twi_outlook_rules *policy, twi_outlook_rules *shock);

/* words.c: 1: the rule is in force in the year. */
int twi_outlook_in_force(const twi_market_written *rule, int year);
/* a rule as written, in words, which the caller frees; NULL: out of memory. language: 0 en, 1 fr, 2 ja. */
char *twi_outlook_rule_words(tw_context *ctx, const tw_market *market, const twi_market_written *rule, int year,
                             int language);

/* tables.c: what of a buyer's flows before the last stage was cut by it, whatever happened then: by suppliers that lost
 * capacity and passages that closed. [buyers] */
void twi_outlook_direct_losses(const tw_market_result *result, double *lost);
/* Of a result's stages before and after: change of surplus [buyers], money. */
void twi_outlook_surplus_changes(const tw_market_result *result, double *change);
/* What the variant saves each buyer in a year: its change of surplus there less that without it. [buyers] */
void twi_outlook_worths(const tw_outlook *outlook, int year, double *worth);

/* draws.c; drivers.c: reads what is drawn, how often and what its drivers are of, where draws are asked for; sentences.c */
tw_status twi_outlook_draw(tw_outlook *outlook);
tw_status twi_outlook_prepare_draws(tw_outlook *outlook, const tw_outlook_options *options);
tw_status twi_outlook_say(tw_outlook *outlook);
/* parts.c: the result that says how it ended: of the year that failed, or the last one; what is compared where that
 * failed. */
const tw_market_result *twi_outlook_ended(const tw_outlook *outlook);
/* run.json holds how it was opened: the market and its SHA-256, options. */
const tw_market *twi_outlook_market(const tw_outlook *outlook);

#endif
