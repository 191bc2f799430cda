/* The kinds of rule a policy may hold, and what the parser makes of one. Inside this room.
 *
 * A kind is one line of the table in rules.c: its name, the keys that select where, the operations and named amounts
 * it knows. docs/formats.md lists the same. The parser (read/policy.c, read/amount.c …) checks all that can be checked
 * without a world; names of regions and sectors wait until the scenario is applied to one (apply/).
 *
 * A new rule is an id here, its line in rules.c, a function in apply/ with its place in apply/apply.h and its case in
 * apply/apply.c, and its words in apply/effects.c; where it has keys of its own, a file read/rule_NAME.c with its
 * branch in read/policy.c.
 *
 * Longer than 400 lines, as it has all that a scenario's file may say. */
#ifndef TWI_SCENARIO_RULES_H
#define TWI_SCENARIO_RULES_H

#include "base/builtin.h"
#include "scenario/distribution.h"
#include "scenario/scenario.h"
#include "table/texts.h"

typedef enum twi_rule_id {
  TWI_RULE_TARIFF,
  TWI_RULE_EXPORT_TAX,
  TWI_RULE_BARRIER,
  TWI_RULE_DEMAND,
  TWI_RULE_FINAL_DEMAND,
  TWI_RULE_PRODUCTIVITY,
  TWI_RULE_SUBSIDY,
  TWI_RULE_LABOUR,
  TWI_RULE_TRANSFER,
  TWI_RULE_BAN,
  TWI_RULE_QUOTA,
  TWI_RULE_CAPACITY,
  TWI_RULE_PREFERENCE,
  TWI_RULE_CLAUSE,
  TWI_RULE_TARGET /* the last: new ones come before it */
} twi_rule_id;
enum { TWI_RULE_KINDS = TWI_RULE_TARGET + 1 };

/* The one amount that most rules have: to, add, change; `amount` is a transfer's. TWI_OPERATIONS: none (a ban). */
typedef enum twi_operation { TWI_TO, TWI_ADD, TWI_CHANGE, TWI_AMOUNT, TWI_OPERATIONS } twi_operation;
/* Returns its key, "to", "add", "change" or "amount"; constant. */
const char *twi_operation_word(twi_operation operation);

/* What an amount is given in. Fractions are stored: 25 % and 25 pp are 0.25; money in units of one (2 billion: 2e9);
 * those of markets as they are written, Mt, PJ and USD/MMBtu, and times as parts of a year (6 months: 0.5). */
typedef enum twi_unit {
  TWI_UNIT_PERCENT,
  TWI_UNIT_POINTS,
  TWI_UNIT_NUMBER,
  TWI_UNIT_MONEY,
  TWI_UNIT_MASS,
  TWI_UNIT_ENERGY,
  TWI_UNIT_PRICE,
  TWI_UNIT_TIME
} twi_unit;
enum {
  TWI_UNITS = TWI_UNIT_TIME + 1,
  TWI_UNITS_OF_MARKETS = 1u << TWI_UNIT_MASS | 1u << TWI_UNIT_ENERGY | 1u << TWI_UNIT_PRICE | 1u << TWI_UNIT_TIME
};
/* Returns what an amount in the unit is, "a percentage", constant. */
const char *twi_unit_is(twi_unit unit);

/* What an amount may be where it stands. */
typedef struct twi_amount_form {
  const char *key;    /* "to" */
  const char *words;  /* what a change acts on: "the tariff"; NULL: nothing in particular */
  unsigned units;     /* bits 1 << twi_unit */
  int add;            /* the rule also takes `add` */
  int columns;        /* a tariff column may stand here */
  int constant;       /* the same in every year */
  int variable;       /* the definition of a variable: by year also where the scenario has no years */
  double least, most; /* in what is stored; with range NULL nothing is checked */
  int open;           /* least and most themselves are excluded */
  const char *range;  /* in words: "0 % to 100 %" */
} twi_amount_form;

/* A point of an amount that is made of a variable: factor times a point of it. */
typedef struct twi_term {
  int variable; /* of the scenario; -1: a number */
  int point;
  double factor;
} twi_term;

/* An amount as written, by year: linear between years, constant outside. */
typedef struct twi_amount {
  const twi_yaml *node; /* for messages; NULL: not given */
  twi_unit unit;
  const char *column;   /* a tariff column instead of a number; NULL: numbers */
  char currency[4];     /* of money, as written in capitals: "USD" */
  int count;            /* of points; 1 with year[0] = 0: the same in every year */
  int *year;            /* [count] rising; owned */
  double *value;        /* [count]; owned */
  twi_term *term;       /* [count]; NULL: no point is made of a variable; owned */
  char *source;         /* the comment at the end of its line or of its variable's; NULL: none; owned */
  twi_amount_form form; /* what its values must keep to; its texts are static or belong to the tree */
} twi_amount;
/* Returns 1 when the value may stand there. */
int twi_amount_fits(const twi_amount_form *form, double value);
/* Returns the amount in a year, in what is stored: linear between the years given, constant outside (read/years.c). */
double twi_amount_at(const twi_amount *amount, int year);

/* The further amounts of a preference, in this order in twi_rule.amount_of. */
enum {
  TWI_UTILISATION,
  TWI_PREFERENTIAL,
  TWI_MFN,
  TWI_ELASTICITY,
  TWI_PREFERENTIAL_TO, /* from here on optional */
  TWI_MFN_TO,
  TWI_MFN_ADD,
  TWI_COMPLIANCE,
  TWI_NAMED_AMOUNTS
};

enum { TWI_SELECTORS = 3 };

typedef struct twi_selector_key {
  const char *key; /* NULL after the last */
  twi_axis axis;
  int products; /* 1: of a sector in whose stead `product` may be written */
} twi_selector_key;

/* A place in the world: selectors with what is excepted from each. Where it is written by product, the keys are those of
 * twi_keys_of_products. */
typedef struct twi_place {
  const twi_yaml *node;                    /* the mapping, for messages */
  const twi_selector_key *key;             /* [TWI_SELECTORS] */
  const twi_yaml *selector[TWI_SELECTORS]; /* NULL beyond the keys */
  const twi_yaml *except[TWI_SELECTORS];   /* NULL: nothing */
  const twi_yaml *except_products;         /* of sectors, products of theirs left out; NULL: none */
  int both_ways;
  int own; /* 1: what regions sell to themselves is covered, too */
} twi_place;
/* Returns the keys with `product` for the sector, constant; NULL: they have no sector, or none that may be replaced. */
const twi_selector_key *twi_keys_of_products(const twi_selector_key *key);
/* Returns which of the keys is the sector's or product's; -1: none. */
int twi_goods_key(const twi_selector_key *key);

typedef struct twi_rule_kind {
  twi_rule_id id;
  const char *name;                         /* the key of the rule in the file */
  const char *words;                        /* its value in messages: "the tariff" */
  double neutral;                           /* 0: a rate; 1: a factor */
  twi_selector_key selector[TWI_SELECTORS]; /* importer, exporter, sector; region, sector; region; from, to */
  unsigned operations;                      /* bits 1 << twi_operation; 0: none */
  int columns;                              /* 1: `to` may name a tariff column of the world */
  int limits;                               /* 1: a quota or capacity: owner, together; `to` may be money */
} twi_rule_kind;

/* Return kinds by index, NULL after the last; and by name, NULL when there is none. They are constant. */
const twi_rule_kind *twi_rule_kind_at(int index);
const twi_rule_kind *twi_rule_kind_find(const char *name);
/* Returns 1 for a kind whose wedge stands between an importer and an exporter. */
int twi_rule_is_bilateral(const twi_rule_kind *kind);

/* Outcomes and instruments of a target: their names, and the selectors they take. */
typedef struct twi_target_part {
  const char *name; /* "output"; "subsidy" */
  int id;           /* twi_outcome_id; twi_lever */
  twi_selector_key selector[TWI_SELECTORS];
} twi_target_part;
typedef enum twi_outcome_id {
  TWI_OUTCOME_OUTPUT,
  TWI_OUTCOME_EXPORTS,
  TWI_OUTCOME_IMPORTS,
  TWI_OUTCOME_TRADE,
  TWI_OUTCOME_PRICE,
  TWI_OUTCOME_REAL_INCOME,
  TWI_OUTCOME_REAL_WAGE,
  TWI_OUTCOME_EMPLOYMENT
} twi_outcome_id;
/* Return outcomes and instruments by index, NULL after the last; they are constant. */
const twi_target_part *twi_target_outcome_at(int index);
const twi_target_part *twi_target_instrument_at(int index);

/* Columns of results that a target may aim at, by name and by how many places follow: 1 a region, 2 and a sector, 3 and
 * the other region of a flow. */
typedef struct twi_target_column {
  const char *name; /* "output_pct" */
  int places;       /* bits 1 << how many places it may have */
  twi_measure measure;
  int imports;       /* of trade: what the region buys, not what it sells */
  int products;      /* 1: a product may stand for the sector; 2: must */
  const char *words; /* "output of" */
} twi_target_column;
/* Returns columns by index, NULL after the last; they are constant. */
const twi_target_column *twi_target_column_at(int index);

/* What a no-ban clause leaves the importer of what the exporter bans; capped where the file does not say. */
typedef enum twi_clause { TWI_CLAUSE_CAPPED, TWI_CLAUSE_EXEMPT, TWI_CLAUSE_PROPORTIONAL, TWI_CLAUSES } twi_clause;
/* Returns its word, constant. */
const char *twi_clause_word(twi_clause clause);

/* One rule as written. The nodes belong to the scenario's trees and carry the marks for messages. */
typedef struct twi_rule {
  const twi_rule_kind *kind;
  const twi_yaml *node; /* the rule's mapping */
  twi_place place;      /* of all but targets */
  twi_operation operation;
  twi_amount amount;                   /* of the operation; its source is the rule's, also where there is no amount */
  twi_amount named[TWI_NAMED_AMOUNTS]; /* preference */
  const twi_yaml *owner;               /* quota, capacity; NULL: not given */
  int together, of_exports;
  const twi_target_part *outcome, *by; /* target; outcome NULL where a column is aimed at */
  const twi_target_column *column;     /* and its places: the text "output_pct CAN C29" */
  const twi_yaml *column_node;
  twi_place outcome_place, by_place;
  twi_clause clause; /* of a rule clause */
  int of_cascade;    /* 1: no rule of the file, but a ban or limit that its cascade came to */
  int of_include; /* depth: 0 written in this file, 1 in one it includes … */
} twi_rule;

/* An entry of closure's labour, production, scale and supply lists. */
typedef struct twi_closure_entry {
  enum { TWI_CLOSE_LABOUR, TWI_CLOSE_PRODUCTION, TWI_CLOSE_SCALE, TWI_CLOSE_SUPPLY } what;
  const twi_yaml *node;
  const twi_yaml *region, *sector, *product;                     /* NULL where the entry has none */
  twi_amount supply_elasticity, value_added, inputs, elasticity; /* node NULL: not given */
  twi_rigid rigid;                                               /* TWI_FLEXIBLE: not given */
  int one_cost; /* of supply: 1: products of a seller have one cost; else omega is in elasticity */
} twi_closure_entry;

/* capital: share by region, in the order of the file; `all` or a single number has selector NULL. */
typedef struct twi_capital_share {
  const char *selector; /* a code or group; NULL: all */
  const twi_yaml *node;
  twi_amount amount;
} twi_capital_share;

/* A quantity under a name. */
typedef struct twi_variable {
  const char *name;
  twi_texts titles; /* text NULL: it has none; of a variable that was read, else borrowed */
  const twi_yaml *node;
  twi_amount amount;
  int of_include, used;
  int given; /* 1: the amount is not the file's (given.h) */
} twi_variable;
/* Reads an amount of a variable, in its unit, as another amount for it: value is in what is stored. name: of a variable of
 * the scenario, else TW_BAD_INPUT at the node `named`, with the nearest. key: what the amount is called in messages. */
tw_status twi_variable_read_amount(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *named,
                                   const char *key, const twi_yaml *node, twi_unit *unit, double *value);

/* ---------------------------------------------------------------- range: docs/formats.md, "Ranges" */

/* A row of a file of elasticities. */
typedef struct twi_elasticity_row {
  char *sector;    /* the code of a sector, or one of the source's own */
  char *parameter; /* rows that have the same one are one number; "": the row's own */
  twi_distribution distribution;
  int line;
} twi_elasticity_row;

typedef struct twi_elasticity_file {
  char *name; /* the path, for messages; of a checked-in table its title */
  twi_elasticity_row *row;
  int rows;
} twi_elasticity_file;

/* An entry of `elasticities`: a spread about the world's, or a table, in which case the spread is of what it lacks. */
typedef struct twi_range_entry {
  const twi_yaml *node, *sector; /* sector NULL: all, or there is a product */
  const twi_yaml *product;       /* products or families, in the place of sectors; NULL: none */
  int between;                   /* 1: it is of the elasticity of substitution between products, of sectors or families */
  double spread;                 /* coefficient of variation; NAN: not given */
  int drawn;                     /* 1: of products, what their own elasticities are drawn from, instead of a spread */
  twi_distribution distribution;
  int together;                  /* 1: its sectors are one number, with one spread */
  const char *source;            /* name of a checked-in table; NULL: none */
  const twi_yaml *set;           /* name of a set of the world; NULL: none */
  twi_elasticity_file *file;     /* what it or the file holds; NULL: a spread alone; owned */
} twi_range_entry;

typedef struct twi_range_variable {
  const twi_yaml *node;
  const twi_variable *of; /* of the scenario, or of the one that it is compared with */
  twi_distribution distribution;
  char *source; /* its comment, NULL: none; owned */
} twi_range_variable;

/* An entry of `market`: factors on what a market says, each name of a list, or each of all, with one of its own. */
#define TWI_MARKET_SPREADS(X)                                                                                          \
  X(ELASTICITY, elasticity) /* of demand, of buyers */                                                                 \
  X(SIGMA, sigma)                                                                                                      \
  X(FLOOR_SHARE, floor_share)                                                                                          \
  X(FREIGHT, freight)   /* of the routes that all names fit */                                                         \
  X(COST, cost)         /* of a supplier's blocks, cash and full */                                                    \
  X(CAPACITY, capacity) /* of a supplier or a passage, after the rules of the policy */                                \
  X(TOLL, toll)
typedef enum twi_market_spread {
#define X(constant, word) TWI_SPREAD_##constant,
  TWI_MARKET_SPREADS(X)
#undef X
      TWI_SPREADS
} twi_market_spread;
enum { TWI_LONG_RUN = 1, TWI_SHORT_RUN = 2 };
typedef struct twi_range_market {
  const twi_yaml *node; /* its key is the word */
  twi_market_spread spread;
  const twi_yaml *supplier, *buyer, *passage; /* a name, a list of names, all; NULL: not given */
  int horizon;                                /* of elasticities, bits */
  int together;                               /* 1: one factor for all that it covers */
  twi_distribution factor;                    /* 1: as the market says */
  char *source;                               /* its comment, NULL: none; owned */
} twi_range_market;

typedef struct twi_range {
  const twi_yaml *node; /* NULL: there is no range section */
  int draws, drivers;
  uint64_t seed;
  double floor;
  twi_range_entry *entry;
  int entries;
  twi_range_variable *variable;
  int variables;
  twi_range_market *market;
  int markets;
  const twi_yaml *market_node; /* NULL: there is no entry `market` */
  int fixed;                /* variables that would be drawn, but have a given amount (given.h) */
  const twi_yaml *outcomes; /* a list of texts "COLUMN REGION"; NULL: none */
} twi_range;

/* ---------------------------------------------------------------- plants: docs/formats.md, "Plants" */

/* An amount of money as written; NAN: not given. */
typedef struct twi_plants_money {
  const twi_yaml *node;
  double amount; /* in units of one */
  char currency[4];
} twi_plants_money;
/* What only the user knows of plants. Numbers that are not given are NAN. */
typedef struct twi_plants_section {
  const twi_yaml *node; /* NULL: there is no section */
  double threshold;     /* units over the base at which a plant closes */
  twi_plants_money fixed_cost, other_fixed_cost;
  const twi_yaml *other_site; /* NULL: not given */
  double cost_advantage, discount;
} twi_plants_section;

/* ---------------------------------------------------------------- market: docs/formats.md, "Market scenarios" */

/* One rule of a market as written; the nodes belong to the scenario's trees. */
typedef struct twi_market_written {
  const twi_yaml *node;
  const char *rule;                            /* "capacity" */
  const twi_yaml *supplier, *buyer, *passage;  /* a name, or a list of names; NULL: not given */
  twi_operation operation;                     /* TWI_OPERATIONS: none (close, outage) */
  twi_amount amount;                           /* of the operation, of an outage the share; node NULL: not given */
  twi_amount lasts;                            /* part of a year; node NULL: all of it */
  int from, until;                             /* 0: open */
} twi_market_written;
/* rules of the policy; of the shock on top of it; what is there besides in the variant that is compared */
typedef enum twi_market_list { TWI_MARKET_POLICY, TWI_MARKET_SHOCK, TWI_MARKET_COMPARED, TWI_MARKET_LISTS } twi_market_list;
typedef struct twi_market_section {
  const twi_yaml *node; /* NULL: there is no section */
  const twi_yaml *name; /* built-in name or folder; NULL: the newest built-in one */
  const twi_yaml *focus; /* a buyer; NULL: not given */
  int year;              /* 0: the years of the scenario, or the market's data year */
  unsigned statuses, compared_statuses; /* bits as in tradewind.h; 0: the usual ones, none */
  int short_run;
  twi_market_written *rule[TWI_MARKET_LISTS];
  int rules[TWI_MARKET_LISTS];
} twi_market_section;

/* ---------------------------------------------------------------- cascade: docs/formats.md, "Bans that spread" */

typedef enum twi_trigger { TWI_TRIGGER_PRICE, TWI_TRIGGER_VOLUME, TWI_TRIGGER_STOCKS, TWI_TRIGGERS } twi_trigger;
/* Returns its word, constant. */
const char *twi_trigger_word(twi_trigger trigger);

typedef struct twi_cascade_section {
  const twi_yaml *node;                    /* NULL: there is no section */
  const twi_yaml *who;                     /* a selector of regions; NULL: the usual ones (cascade.c) */
  const twi_yaml *product, *sector;        /* one of them is there */
  twi_trigger trigger;
  const twi_yaml *trigger_node;            /* NULL: not given */
  double tau;                              /* 0.05: 5 % */
  const twi_yaml *limit;                   /* NULL: followers ban */
  double limit_to;                         /* of the exports of the reference */
  int always;                              /* 0: the year of limit_to as an amount */
  int rounds;                              /* at most; -1: until nobody new bans */
} twi_cascade_section;
/* ---------------------------------------------------------------- iuu: docs/formats.md, "Illegal fish" */

/* Which of the three values of the illegal share is run. */
enum { TWI_SHARE_LOW, TWI_SHARE_POINT, TWI_SHARE_HIGH, TWI_SHARES };
typedef struct twi_iuu_share {
  const twi_yaml *exporter; /* the node whose key is its code, or "all"; NULL: those of the section */
  twi_amount value[TWI_SHARES];
} twi_iuu_share;
typedef struct twi_iuu_section {
  const twi_yaml *node;                        /* NULL: there is no section */
  const twi_yaml *sector, *importer, *exporter; /* importer, exporter NULL: all */
  twi_amount trade_elasticity;                 /* node NULL: the sector's */
  twi_iuu_share *share;
  int shares;
  int at; /* the one that is run */
} twi_iuu_section;

/* A group that the scenario defines. members is a sequence of codes. */
typedef struct twi_scenario_group {
  const char *name;
  twi_axis axis;
  const twi_yaml *members;
} twi_scenario_group;

struct tw_scenario {
  tw_context *context; /* for freeing; outlives the scenario */
  twi_yaml **tree;     /* of this file and of those it includes */
  int trees;
  char *name;
  const char *title, *notes; /* the default texts of `titles` and `remarks`; notes: NULL when there are none */
  twi_texts titles, remarks;
  char *world;    /* NULL: the newest built-in one */
  char *world_at; /* FILE:LINE:COLUMN of that */
  /* The set of trade elasticities, or the file of an option; NULL: the world's own. Where it was chosen, and by what
   * (chosen.h); of a file the content is the last of `file`. */
  char *elasticities, *elasticities_at;
  int elasticities_chosen;
  const twi_yaml *elasticities_node; /* for messages; NULL: an option */
  /* The products that the world is run with, codes with commas between, or none or all; NULL: those it switches on. */
  char *products, *products_at;
  const twi_yaml *products_node; /* for messages; NULL: an option */
  twi_deficits deficits, against_deficits;
  int deficits_given;                          /* 1: they are not the file's (given.h) */
  twi_profits profits;
  int profits_given;            /* the same */
  const twi_yaml *profits_node; /* for messages; NULL: the file says nothing */
  tw_scenario *against;                        /* a scenario to compare with; NULL: the plain equilibrium; owned */
  const twi_yaml *against_node, *closure_node; /* for messages; may be NULL */
  /* compared.c; NULL: nothing to say. The line to write where the closures differ, and what included files say of
   * theirs. closure_parts: keys of what is on besides deficits, with blanks between; "" where nothing is. closure_line:
   * the closure as other files may write it. cautions:
   * what results hang on because of the closure, a line each. */
  char *closure_parts, *closure_line, *comparison, *warning, *against_line, *left_out, *cautions;
  twi_rule *rule; /* included ones first */
  int rule_count;
  twi_closure_entry *entry;
  int entry_count;
  twi_scenario_group *group;
  int group_count;
  const twi_yaml *focus_region, *focus_sector, *focus_product; /* selectors; NULL: none, or neither of the last two */
  int focus_either; /* 1: the sector is that of an option, whose word may be a product as well */
  int of_parts;                      /* 1: one of several of its file, where doing nothing is a choice like others */
  int from, until;                   /* 0: no path */
  struct {
    int on;
    const twi_yaml *node;
    twi_capital_share *share;
    int shares;
    twi_amount depreciation, saving_rate, ratio; /* ratio with count 0: steady */
  } capital;
  twi_variable *variable; /* included ones first */
  int variables;
  twi_range range;
  twi_plants_section plants;
  twi_market_section market;
  twi_cascade_section cascade;
  twi_yaml *round; /* nodes of the rules of a round, which borrows all else but the list of rules (cascade.c); NULL: none */
  twi_iuu_section iuu;
  int linked; /* 1: the file has a policy beside its market, if an empty one: both are solved together */
  double *varied;  /* the values of a variation, which borrows the rest: vary.c; NULL: a scenario that was read */
  char sha256[65]; /* of the file, and of those that it includes and names in against */
  twi_scenario_file *file; /* its own and those it includes; against has its own */
  int files;
};

/* Returns the word of a spread, "elasticity"; constant. */
const char *twi_market_spread_word(twi_market_spread spread);

/* Returns the text of a built-in scenario, which is constant; NULL: there is none of that name. */
const twi_builtin_file *twi_scenario_find_builtin(const char *name);

/* Sets members[i] (N, S or products bytes) to 1 for what a selector names in the world: codes, groups, sector sets,
 * families, rests of sectors, `all`, less what is excepted; to 0 elsewhere. The absent members of a group are listed in a note, once for a scenario. except may
 * be NULL. TW_BAD_INPUT, with the nearest, for a name that the world lacks. */
tw_status twi_select(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const twi_yaml *except,
                     twi_axis axis, const tw_world *world, unsigned char *members);
/* Returns how many there are on an axis. */
int twi_axis_count(const tw_world *world, twi_axis axis);
/* select_products.c. Sets members [products] to 1 for a product, a family, or "SECTOR.rest"; returns 0 for a text that
 * is none. */
int twi_take_products(const tw_world *world, const char *text, size_t length, unsigned char *members);
/* Returns what a product is called in scenarios, "TOYOTA" or "C29.rest"; text may be filled. */
enum { TWI_PRODUCT_WORDS = 96 };
const char *twi_product_words(const tw_world *world, int product, char text[TWI_PRODUCT_WORDS]);
/* Returns the code of the family that the selector is, alone; NULL: it is something else. */
const char *twi_names_family(const twi_yaml *node, const tw_world *world);
/* Returns TW_BAD_INPUT that says what the text is instead of a product, or which product is nearest. */
tw_status twi_fail_product(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *world);
/* Returns 1 where that names one that is nearest, is switched off, or has such a name, else 0. */
int twi_may_mean_product(const tw_scenario *scenario, const twi_yaml *node, const tw_world *world);
/* The same for the code of a product where a sector is expected; TW_OK: it is none. */
tw_status twi_fail_product_for_sector(tw_context *ctx, const twi_yaml *node, const tw_world *world);
/* The name of the world's group of sectors that the selector is, alone; NULL: it is something else. */
const char *twi_names_sector_group(const tw_scenario *scenario, const twi_yaml *node, const tw_world *world);
/* Returns 1 when a file of several scenarios has a market at its top and policies beside it. read/parts.c */
int twi_parts_linked(const twi_yaml *root);

#endif
