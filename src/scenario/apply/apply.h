/* What the files that apply rules to a world share. Inside this room.
 *
 * A job goes through the rules of one scenario in the order of its file. Each rule first finds the cells that it covers
 * (apply_cover.c), then acts on them (apply_rates.c, apply_demand.c, …) and last leaves an effect (effects.c). */
#ifndef TWI_SCENARIO_APPLY_APPLY_H
#define TWI_SCENARIO_APPLY_APPLY_H

#include "scenario/rules.h"
#include "scenario/sentence.h"
#include "scenario/wedges.h"

enum { TWI_KINDS = TWI_RULE_TARGET + 1, TWI_MOST_CONDITIONS = 4096 };

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
  size_t *cell;                           /* covered by the rule, rising; room for every flow */
  size_t count;
  int *touched[TWI_KINDS]; /* by kind and cell: 1 + index of the last rule that acted there; made on first use */
  const twi_rule **condition_rule; /* by condition of the policy; NULL: not of a rule */
  int condition_room, preference_room;
  int banned_limits; /* conditions of quotas on flows that were banned before; they will be put aside */
  twi_tally tally;
  twi_sentence words;
} twi_job;

/* ---------------------------------------------------------------- places and amounts: apply_cover.c */

static inline size_t twi_flow_cell(const tw_world *w, int s, int d, int o)
{
  return ((size_t)s * (size_t)w->N + (size_t)d) * (size_t)w->N + (size_t)o;
}
/* Sector, importer and exporter of a flow. */
typedef struct twi_flow_at {
  int s, d, o;
} twi_flow_at;
twi_flow_at twi_flow_of(const tw_world *w, size_t cell);

twi_cells twi_cells_of(const twi_place *place);
/* Fills selected from the selectors of the place. */
tw_status twi_select_place(twi_job *job, const twi_place *place);
/* As that, then lists what exists there: flows between different regions, producers with output, regions. An empty list
 * is an error that names the rule. */
tw_status twi_cover(twi_job *job, const twi_place *place);
/* Words: "C29", "CAN, MEX", "CUSMA", "all regions", "12 regions" for selector i of the place that is selected. */
void twi_say_members(const twi_job *job, const twi_place *place, int i, twi_sentence *text);
/* " on C29 from CAN to USA"; " on C29 in CAN"; " on CAN": word is the "on" */
void twi_say_place(const twi_job *job, const twi_place *place, const char *word, twi_sentence *text);

/* An amount in the job's year: a number, or the rates of a tariff column of the world. */
typedef struct twi_rate {
  int is_column;
  const double *column; /* NULL: zero throughout */
  double number;
} twi_rate;
tw_status twi_rate_of(const twi_job *job, const twi_amount *amount, twi_rate *rate);
static inline double twi_rate_at(const twi_rate *rate, size_t cell)
{
  return !rate->is_column ? rate->number : rate->column ? rate->column[cell] : 0;
}
/* An amount of money in the world's unit; an error when the currency is not the world's. */
tw_status twi_money_of(const twi_job *job, const twi_amount *amount, double *money);

/* ---------------------------------------------------------------- rules, one function a kind */

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

/* A copy of the condition joins the policy; what and instrument are copied too. */
tw_status twi_condition_add(twi_job *job, const twi_condition *condition, const char *what, const char *instrument);
/* Takes banned flows out of all conditions, and out the conditions with nothing left; error for a target. */
tw_status twi_conditions_without_bans(twi_job *job);
/* Members of selector i as shares by value added; share has room for N. */
void twi_receiver_shares(const twi_job *job, int i, double *share);

/* ---------------------------------------------------------------- closure: apply_closure.c */

tw_status twi_closure_make(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                           twi_closure *closure);
/* The conditions of rigid wages join the job's policy; lines are those of the scenario's entries. */
tw_status twi_rigid_wages(twi_job *job, const tw_scenario *scenario, const twi_closure *closure);
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
/* Records what the rule did, from the tally, the cells and the place that is still selected; tells the log. */
tw_status twi_effect_record(twi_job *job);

#endif
