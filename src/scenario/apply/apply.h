/* What the files that apply rules to a world share. Inside this room.
 *
 * A job goes through the rules of one scenario in the order of its file. Each rule first finds the cells that it covers
 * (cover.c), then acts on them (rates.c, demand.c, limits.c, …) and last leaves an effect (effects.c). apply.c says
 * which function applies which kind. */
#ifndef TWI_SCENARIO_APPLY_APPLY_H
#define TWI_SCENARIO_APPLY_APPLY_H

#include "base/text.h"
#include "scenario/rules.h"
#include "scenario/sentence.h"
#include "scenario/wedges.h"
#include "world/products.h"

enum { TWI_MOST_CONDITIONS = 4096 };

/* What a place is made of. */
typedef enum twi_cells { TWI_CELLS_FLOWS, TWI_CELLS_PRODUCERS, TWI_CELLS_REGIONS } twi_cells;

/* What one rule did: sums over the cells it covers. */
typedef struct twi_tally {
  size_t covered, changed;
  double value;                 /* money */
  double weight, before, after; /* of averages: sums of the weight, and of the wedge less its neutral value times it */
} twi_tally;

typedef struct twi_job {
  tw_context *ctx;
  const tw_scenario *scenario; /* whose rules these are */
  const tw_world *world;
  int year;
  int against; /* 1: these are the rules of the scenario that is compared with */
  twi_policy *policy;
  const twi_rule *rule;
  int index;                              /* of the rule */
  unsigned char *selected[TWI_SELECTORS]; /* 1 for members, in the order of the place's keys */
  unsigned char *left_out;                /* [products] 1: excepted from the sectors selected */
  unsigned char *pair;                    /* [buyer][seller], then [buyer]: work of twi_list_flows */
  size_t *cell;                           /* covered by the rule, rising; room for every flow */
  size_t count;
  double *made;                 /* [products][N] output at unit cost; made on first use, with twi_products_made */
  int *touched[TWI_RULE_KINDS]; /* by kind and cell: 1 + index of the last rule that acted there; made on first use */
  const twi_rule **condition_rule; /* by condition of the policy; NULL: not of a rule */
  int condition_room, preference_room;
  int banned_limits; /* conditions of quotas on flows that were banned before; they will be put aside */
  twi_tally tally;
  twi_sentence words;
  twi_text fields; /* the same as lines of a key and its values, with tabs between: fields.c */
} twi_job;

/* ---------------------------------------------------------------- places and amounts: cover.c, words.c */

/* Returns what the cells of a place are. */
twi_cells twi_cells_of(const twi_place *place);
/* Fills the job's selected from the selectors of the place; TW_BAD_INPUT for a name that the world lacks. */
tw_status twi_select_place(twi_job *job, const twi_place *place);
/* Does that, then lists what exists there in the job's cell and count: flows between different regions, producers with
 * output, regions. An empty list is TW_BAD_INPUT that names the rule. */
tw_status twi_cover(twi_job *job, const twi_place *place);
/* Returns 1 when the market is among those of the place that is selected. */
int twi_covers_market(const twi_job *job, const twi_place *place, const twi_market *market);
/* Lists the flows of covered markets that exist and are wanted in the job's cell and count. */
typedef int twi_wanted(const twi_job *job, const twi_place *place, int d, int o);
void twi_list_flows(twi_job *job, const twi_place *place, twi_wanted *wanted);
/* Returns 1 when some of the sector's products are left out. */
int twi_is_parted(const twi_job *job, int sector);
/* Fills the job's made. */
tw_status twi_products_made(twi_job *job);
/* Returns the output of a producer's cell in the data, at unit cost; of a product that has been made (above). */
double twi_output_of(const twi_job *job, size_t cell);
/* Returns what a region spends in the data on a sector or product, by the cell of its price. */
double twi_spending_on(const tw_world *world, size_t cell);

/* runs.c. What a limit by sector is on: in a sector with products a flow, or a producer, is all of its cells together;
 * by product each is one. Fills run [count], which is the caller's: cells that belong together follow each other and
 * have the same key. */
typedef struct twi_run {
  size_t key, cell;
} twi_run;
tw_status twi_runs(twi_job *job, const twi_place *place, twi_run **run);
/* Copies the cells of the run that starts at `first` to cell; returns the end of the run. */
size_t twi_run_cells(const twi_run *run, size_t count, size_t first, size_t *cell);

/* average.c: puts into the sectors' own cells, where they have products, the averages of what the rules left them. */
tw_status twi_average_products(twi_job *job);

/* words.c. Returns what a flow or producer is of, as scenarios call it: a sector, "TOYOTA", "C29.rest"; text may be
 * filled. product -1: the sector. */
const char *twi_say_code(const tw_world *world, int sector, int product, char text[TWI_PRODUCT_WORDS]);
/* Returns the code of a member of an axis in the same way. */
const char *twi_member_code(const tw_world *world, twi_axis axis, int member, char text[TWI_PRODUCT_WORDS]);
/* Returns the group of sectors of the world, or the family, that selector i is, alone; NULL: it is something else. */
const char *twi_named_set(const twi_job *job, const twi_place *place, int i);
/* Adds words for selector i of the place that is selected: "C29", "CAN, MEX", "CUSMA", "all regions", "12 regions". */
void twi_say_members(const twi_job *job, const twi_place *place, int i, twi_sentence *text);
/* Adds words for the whole place: " on C29 from CAN to USA"; " on C29 in CAN"; " on CAN": word is the "on". */
void twi_say_place(const twi_job *job, const twi_place *place, const char *word, twi_sentence *text);

/* An amount in the job's year: a number, or the rates of a tariff column of the world. */
typedef struct twi_rate {
  int is_column;
  const double *column; /* NULL: zero throughout */
  double number;
} twi_rate;
/* Gives the rate that an amount is in the job's year, which borrows a column from the world; TW_BAD_INPUT for a column
 * that the world lacks. */
tw_status twi_rate_of(const twi_job *job, const twi_amount *amount, twi_rate *rate);
/* Returns the rate of a flow's cell, a fraction. */
static inline double twi_rate_at(const twi_rate *rate, size_t cell)
{
  return !rate->is_column ? rate->number : rate->column ? rate->column[cell] : 0;
}
/* Gives an amount of money in the world's unit; TW_BAD_INPUT when the currency is not the world's. */
tw_status twi_money_of(const twi_job *job, const twi_amount *amount, double *money);

/* ---------------------------------------------------------------- fields.c: what the rule does, for other languages
 *
 * Each adds lines to the job's fields, with the prefix before their keys: a text; a number, unless it is none; what of
 * the place is selected, by selector the set's name ("all", "CUSMA", "" where it is none) and the codes; an amount in
 * the job's year with its unit, or its tariff column. Memory that runs out is found when the effect is recorded. */
void twi_field_text(twi_job *job, const char *prefix, const char *key, const char *value);
void twi_field_number(twi_job *job, const char *prefix, const char *key, double value);
void twi_field_place(twi_job *job, const char *prefix, const twi_place *place);
void twi_field_amount(twi_job *job, const twi_amount *amount);

/* ---------------------------------------------------------------- rules, one function a kind
 *
 * Each acts on the job's policy by the job's rule, whose cells it finds first, and counts in the tally what it did.
 * TW_BAD_INPUT, with the place in the file, for what cannot be done in this world. */

tw_status twi_apply_rate(twi_job *job); /* tariff, export_tax, barrier, subsidy, productivity, labour */
tw_status twi_apply_ban(twi_job *job);
tw_status twi_apply_demand(twi_job *job);
tw_status twi_apply_final_demand(twi_job *job);
tw_status twi_apply_preference(twi_job *job);
tw_status twi_apply_quota(twi_job *job);
tw_status twi_apply_capacity(twi_job *job);
tw_status twi_apply_transfer(twi_job *job);
tw_status twi_apply_target(twi_job *job);

/* ---------------------------------------------------------------- conditions: conditions.c */

/* Adds a copy of the condition to the policy, which owns it; what and instrument are copied too. */
tw_status twi_condition_add(twi_job *job, const twi_condition *condition, const char *what, const char *instrument);
/* Takes banned flows out of all conditions, and out the conditions with nothing left: limits become idle ones of the
 * policy, a target is TW_BAD_INPUT. */
tw_status twi_conditions_without_bans(twi_job *job);
/* Fills share [N] with the members of selector i, as shares of their value added that sum to 1; 0 elsewhere. */
void twi_receiver_shares(const twi_job *job, int i, double *share);

/* ---------------------------------------------------------------- closure: closure.c */

/* Fills the closure of a scenario for a world in a year; free it with twi_closure_free, also after an error. */
/* profits.c: the part of it about profits, which twi_closure_make calls; TW_BAD_INPUT where nobody has any to get, or no
 * trade could carry them. */
tw_status twi_profits_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_closure *closure);
/* supply.c: enters one entry of supply into the closure, whose omega and own are made by the first. TW_BAD_INPUT where a
 * sector has no products, or a second elasticity. The other drops both where nothing is left of them. */
tw_status twi_supply_enter(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                           const twi_closure_entry *entry, twi_closure *closure);
void twi_supply_drop_off(tw_context *ctx, const tw_world *world, twi_closure *closure);
tw_status twi_closure_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                           twi_closure *closure);
/* Adds the conditions of rigid wages to the job's policy; lines are those of the scenario's entries. */
tw_status twi_rigid_wages(twi_job *job, const tw_scenario *scenario, const twi_closure *closure);
/* Fills what capital needs; free it with twi_capital_free, also after an error. */
tw_status twi_capital_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, twi_capital *capital);

/* ---------------------------------------------------------------- effects: effects.c */

/* Adds to the tally a cell whose wedge went from before to after (both less the neutral value). */
static inline void twi_count_cell(twi_tally *tally, double weight, double before, double after, int changed)
{
  tally->covered++;
  tally->changed += changed != 0;
  tally->value += weight;
  tally->weight += weight;
  tally->before += weight * before;
  tally->after += weight * after;
}
/* target_column.c: cells, measure and words of a target that aims at a column of the results. */
tw_status twi_target_aim(twi_job *job, twi_condition *condition, twi_sentence *what);
/* Records what the rule did, from the tally, the cells and the place that is still selected; tells the log. */
tw_status twi_effect_record(twi_job *job);

#endif
