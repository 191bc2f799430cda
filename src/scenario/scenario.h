/* The scenario: rules as written, and what they make of a world: wedges, conditions and a closure. */
#ifndef TWI_SCENARIO_SCENARIO_H
#define TWI_SCENARIO_SCENARIO_H

#include "base/context.h"
#include "world/world.h"

/* Whether profits of products go to the region that owns them, or stay where they are made. */
typedef enum twi_profits { TWI_PROFITS_NONE, TWI_PROFITS_OWNER } twi_profits;
/* Returns the word that a scenario has for it; constant. */
const char *twi_profits_word(twi_profits profits);

typedef enum twi_deficits { TWI_DEFICITS_FIXED, TWI_DEFICITS_ZERO, TWI_DEFICITS_PROPORTIONAL } twi_deficits;
/* Returns the word that a scenario has for it; constant. */
const char *twi_deficits_word(twi_deficits deficits);

/* The policy wedges of one equilibrium. NULL arrays are "as in the data". Rates are levels, not changes. Arrays of flows
 * [S][N][N] go on with the flows of products (world/products.h), which alone count in a sector that has them: its own
 * cells are their averages by value, for tables. Arrays of producers [N][S] go on with products by region: the cell of a
 * sector is a wedge on all of its products, that of a product comes on top. final_demand is [N][S] alone. */
typedef struct twi_wedges {
  double *tariff;     /* t'  [S][N][N] fraction, NULL: the world's; rents of import quotas are in it */
  double *export_tax; /* e'  [S][N][N] fraction, NULL: the world's; rents of exporters are in it */
  double *barrier;    /* d   [S][N][N] iceberg factor, INFINITY: nothing may be bought; NULL: 1 */
  double
      *demand; /* b   [S][N][N] > 0 factor on the share in the sector's market at given prices, sum pi b = 1; NULL: 1 */
  double *productivity; /* A   [N][S] factor, NULL: 1 */
  double *subsidy;      /* sigma [N][S] fraction of unit cost, < 1; negative: a tax or a rent; NULL: 0 */
  double *final_demand; /* alpha' [N][S] final shares, NULL: the world's */
  double *labour;       /* L0  [N] factor on the endowment, NULL: 1 */
  double *transfer;     /* [N] money received less paid, NULL: 0; sums to 0 */
  /* Set when an equilibrium is solved: the part of the wedges that is the rent of a limit. NULL: 0. */
  double *rent;        /* rho [S][N][N]: 1 + t' = (1 + statutory) (1 + rho) */
  double *export_rent; /* rho [S][N][N]: 1 + e' = (1 + statutory) (1 + rho) */
  double *output_rent; /* rho [N][S]: 1 - sigma' = (1 - statutory) (1 + rho) */
  twi_deficits deficits;
} twi_wedges;

/* The closure besides deficits; the same in base and new. NULL: off, which is the core. docs/model.md 5. */
typedef struct twi_closure {
  double *supply_elasticity;      /* [N] of labour with respect to the real wage */
  unsigned char *rigid_wage;      /* [N] twi_rigid */
  double *value_added_elasticity; /* sigma [N][S] between value added and inputs; 1: Cobb-Douglas */
  double *input_elasticity;       /* sigma_M [N][S] (region, user) among inputs; 1: Cobb-Douglas */
  double *scale;                  /* psi [S]; 0: none */
  double *profit;                 /* 1 / sigma [products] of what its makers receive, to the owner; 0: none */
  double *omega;                  /* [S] elasticity of transformation between products of a seller; negative: one cost */
  unsigned char *own;             /* [products] 1: with a supply of its own; others of the sector share one; with omega */
} twi_closure;
typedef enum twi_rigid { TWI_FLEXIBLE, TWI_RIGID_REAL, TWI_RIGID_NOMINAL } twi_rigid;

/* What a condition measures. Cells: flows (s, d, o) as ((s N) + d) N + o, or the flows of products; region by sector as
 * d S + s, or a product in a region (twi_product_cell; as the buyer where it is a price); regions. */
typedef enum twi_measure {
  TWI_MEASURE_FLOWS,        /* ln of the volume of the flows at reference prices */
  TWI_MEASURE_OUTPUT,       /* ln of the volume of output of the cells at reference prices */
  TWI_MEASURE_PRICE,        /* ln of the price index of one market: a sector or a product in a region */
  TWI_MEASURE_REAL_INCOME,  /* ln I / P of one region */
  TWI_MEASURE_REAL_WAGE,    /* ln w / P of one region */
  TWI_MEASURE_WAGE,         /* ln w of one region, in units of world value added */
  TWI_MEASURE_EMPLOYMENT,   /* ln of employment of one region */
  TWI_MEASURE_INCOME,       /* transfers in proportion: income of one region, money */
  TWI_MEASURE_TRADE_VALUE,  /* ln of the value of the flows before the importer's tariff */
  TWI_MEASURE_OUTPUT_VALUE, /* ln of the value of output of the cells, at unit cost */
  TWI_MEASURE_COST,         /* ln of the unit cost of one cell, before a subsidy */
  TWI_MEASURE_PRICE_INDEX,  /* ln P of one region, the price of its consumption */
  TWI_MEASURE_SALES_SHARE   /* ln of the part of all that one maker sells, in volume, that goes by the flows */
} twi_measure;

/* Return 1 for a measure whose cells are flows; are region by sector; and whose cells add up, to a volume or a value.
 */
static inline int twi_measure_is_of_flows(twi_measure measure)
{
  return measure == TWI_MEASURE_FLOWS || measure == TWI_MEASURE_TRADE_VALUE || measure == TWI_MEASURE_SALES_SHARE;
}
static inline int twi_measure_is_of_cells(twi_measure measure)
{
  return measure == TWI_MEASURE_OUTPUT || measure == TWI_MEASURE_PRICE || measure == TWI_MEASURE_OUTPUT_VALUE ||
         measure == TWI_MEASURE_COST;
}
static inline int twi_measure_adds_up(twi_measure measure)
{
  return measure == TWI_MEASURE_FLOWS || measure == TWI_MEASURE_TRADE_VALUE || measure == TWI_MEASURE_OUTPUT || measure == TWI_MEASURE_OUTPUT_VALUE;
}

/* What a condition moves by its unknown x. */
typedef enum twi_lever {
  TWI_LEVER_TARIFF,       /* ln(1+t) += x of flows */
  TWI_LEVER_EXPORT_TAX,   /* ln(1+e) += x of flows */
  TWI_LEVER_BARRIER,      /* ln d += x of flows */
  TWI_LEVER_DEMAND,       /* ln b += x of flows (not rescaled) */
  TWI_LEVER_PRODUCTIVITY, /* ln A += x of cells */
  TWI_LEVER_SUBSIDY,      /* ln(1 - sigma) -= x of cells: x > 0 makes the price fall */
  TWI_LEVER_OUTPUT_RENT,  /* ln(1 - sigma) += x of cells: a rent on output */
  TWI_LEVER_LABOUR,       /* ln L += x of regions */
  TWI_LEVER_TRANSFER      /* each of `cell` pays x times its weight in lever_weight (negative: receives) */
} twi_lever;

/* Returns 1 for a lever whose cells are flows. */
static inline int twi_lever_is_of_flows(twi_lever lever)
{
  return lever <= TWI_LEVER_DEMAND;
}

typedef enum twi_condition_kind {
  TWI_AT_MOST,  /* measure <= goal, x >= 0, one of them with equality: a quota, a capacity (x is the rent) */
  TWI_AT_LEAST, /* measure >= goal, x <= 0: a rigid wage (x is ln of employment) */
  TWI_EXACTLY,  /* measure = goal: a target */
  TWI_SHARE     /* x = goal times the measure (TWI_MEASURE_INCOME): a transfer in proportion */
} twi_condition_kind;

typedef struct twi_condition {
  twi_condition_kind kind;
  twi_measure measure;
  size_t count, *cell; /* what is measured */
  double goal;         /* log change against the reference; or, with in_money, the volume in the world's money at
                          reference prices; TWI_SHARE: the fraction */
  int in_money;
  twi_lever lever;
  size_t lever_count, *lever_cell; /* rising */
  double *lever_weight;            /* TWI_LEVER_TRANSFER only, else NULL */
  int owner;        /* limits on flows: -1 the importer, -2 the exporter, -3 nobody, else a region; on output: a region or -2 */
  const char *rule; /* "quota", "capacity", "target", "labour" (a rigid wage), "transfer", "clause"; static */
  int line;         /* in the scenario's file; 0: none */
  char *what, *instrument; /* in words: "imports of C29 by USA from CAN", "rent of the quota" */
} twi_condition;

/* One flow under comply or pay. */
typedef struct twi_preference {
  size_t flow;
  double preferential_base, preferential_new, mfn_base, mfn_new; /* fractions */
  double utilisation_base, utilisation_new;                      /* of customs value */
  double tariff_base, tariff_new;                                /* applied, as in the wedges at that rule */
  double cost;                                                   /* of complying, new over base, less 1 */
} twi_preference;

/* What one rule did, for `scenario check`: tradewind.h. words and source are owned, origin belongs to the scenario. */
typedef tw_rule_effect twi_effect;

/* A limit on flows all of which are banned: nothing to solve for, but a row among the limits, before condition `place`.
 * Its cells are those that the rule names. */
typedef struct twi_idle_limit {
  twi_condition condition;
  int place;
} twi_idle_limit;

/* One side of a comparison: what a scenario makes of a world in one year. */
typedef struct twi_policy {
  twi_wedges wedges;
  twi_condition *condition;
  int conditions;
  twi_idle_limit *idle;
  int idles;
  twi_preference *preference;
  int preferences;
  twi_effect *effect;
  int effects;
} twi_policy;

/* A file that a scenario was read from, for run.json and for reading it again from there. */
typedef struct twi_scenario_file {
  char *name; /* a built-in scenario's name, or the path as it was found */
  char *text; /* with a 0 after it */
  size_t bytes;
  int builtin, against; /* against: it is of the scenario that is compared with */
  char sha256[65];
} twi_scenario_file;
/* Makes copies of the files: the scenario's own, those it includes, then those of the scenario that it is compared
 * with. The caller frees them with the second; NULL is allowed. */
tw_status twi_scenario_files(tw_context *ctx, const tw_scenario *scenario, twi_scenario_file **files, int *count);
void twi_scenario_files_free(tw_context *ctx, twi_scenario_file *files, int count);
/* Makes the scenario of such files again, which the caller frees: what it includes and names in against is looked for
 * among them alone, and nothing is read from the disk. */
tw_status twi_scenario_read_stored(tw_context *ctx, const twi_scenario_file *files, int count, tw_scenario **scenario);

/* What an answer is about: a region and perhaps a sector or a product, or groups of them. It changes no number. */
typedef struct twi_focus {
  char *region, *sector, *product; /* codes as the world has them, else groups as they were written; NULL: none */
  int regions, *of_region;         /* the members, rising; 0: there is no focus */
  int sectors, *of_sector;         /* 0: regions as a whole, or products */
  int products, *of_product;       /* 0: regions or sectors as a whole */
} twi_focus;
/* Finds the focus of the scenario in a world: TW_BAD_INPUT, with the nearest, for a name that it lacks. What it is
 * found to be is the caller's, who frees it with the second, also after an error. focus.c */
tw_status twi_focus_find(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_focus *focus);
void twi_focus_free(tw_context *ctx, twi_focus *focus);

/* Capital accumulation over years; docs/formats.md. */
typedef struct twi_capital {
  int on;
  double *share;                           /* [N] of value added */
  double depreciation, saving_rate, ratio; /* ratio: capital over income in the base, NAN: steady */
} twi_capital;

/* Applies the scenario to the world in a year (0: no path). base gets the wedges of `against`, new_ those of the
 * policy; closure what holds on both sides. All are filled; free them with the functions below, also after an error.
 * capital may be NULL. Errors (TW_BAD_INPUT, with file, line and column): unknown codes, a rule that covers no flow, a
 * rate of -100 % or less, a tariff column that the world lacks, a market that a ban leaves without a seller … */
tw_status twi_scenario_apply_year(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                                  twi_policy *base, twi_policy *new_, twi_closure *closure, twi_capital *capital);
/* Makes what tw_scenario_explain says, which the caller frees, of policies that were applied already: takes their
 * effects over. */
tw_status twi_explanation_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                              twi_policy *base, twi_policy *new_, const twi_closure *closure,
                              const twi_capital *capital, tw_explanation **explanation);
/* A file that holds several scenarios, each made of some of its parts: item `index` of the list under the key `list`
 * (-1: what stands under it itself), a mapping that may have `name`, `include` and `policy`. What stands at the top of the file (include, groups,
 * variables, closure, against, range) belongs to all of them. Rules are in the order: those the top includes; then of
 * each part in turn those it includes and its own. Messages point into the file; notes about it are not told, as the
 * next scenario would have them again. With no parts only the top is read (part must not be NULL). The caller has
 * checked that the lists and items are there and have names. stored: as in twi_scenario_read_stored, other files are
 * looked for there; NULL: on the disk. */
typedef struct twi_scenario_part {
  const char *list;
  int index;
} twi_scenario_part;
tw_status twi_scenario_of_parts(tw_context *ctx, const char *text, size_t bytes, const char *origin, int builtin,
                                const twi_scenario_file *stored, int stored_count, const twi_scenario_part *part,
                                int parts, tw_scenario **scenario);

/* Makes the same scenario with other values of variables: names [count], values in what is stored of the unit that the
 * variable has (25 pp: 0.25). Variables made of it follow, also in included files and in `against`. The variation
 * borrows texts and tree: the scenario must outlive it; free it with tw_scenario_free. It may be made on any thread.
 * Its sha256 is the scenario's. Errors: TW_BAD_INPUT for an unknown variable, one that is given by year, and a value
 * that does not fit where the variable is used. A variable that is made of others takes the value that is given for it.
 * A variation may be varied again; that one does not need the first. */
tw_status twi_scenario_vary(tw_context *ctx, const tw_scenario *scenario, const char *const *names,
                            const double *values, int count, tw_scenario **variation);
/* Each frees what the struct owns, and zeroes it; the struct is the caller's. */
void twi_policy_free(tw_context *ctx, twi_policy *policy);
void twi_closure_free(tw_context *ctx, twi_closure *closure);
void twi_capital_free(tw_context *ctx, twi_capital *capital);

/* The year of a scenario's path (NULL: none) that is asked for, 0: its last; *year is 0 where it has no years. TW_USAGE for
 * a year that it has not. */
tw_status twi_scenario_year(tw_context *ctx, const tw_scenario *scenario, int asked, int *year);
void twi_wedges_free(tw_context *ctx, twi_wedges *wedges);
/* Returns of the sentences those about the closure besides deficits and about capital, a line each; "": none. The text
 * is the explanation's. */
const char *twi_explanation_closure(const tw_explanation *explanation);
/* Returns a key of "closure_parts" in words, as in "with economies of scale", constant; NULL: unknown. */
const char *twi_closure_part_words(const char *part, size_t length);
/* Returns 1 when nothing differs from the data. */
int twi_wedges_plain(const twi_wedges *wedges);
/* Makes a deep copy, which the caller frees; TW_NO_MEMORY, the only error, frees what was made. */
tw_status twi_wedges_copy(tw_context *ctx, const tw_world *world, const twi_wedges *from, twi_wedges *to);
/* Makes a deep copy in the same way, with nothing in it after a failure. */
tw_status twi_closure_copy(tw_context *ctx, const tw_world *world, const twi_closure *from, twi_closure *to);
/* Returns 1 when the closures have the same numbers for this world. */
int twi_closure_same(const tw_world *world, const twi_closure *a, const twi_closure *b);

#endif
