/* The variants of reconcile as they are told: order, words, numbers and differences. */
#include "compare/reconcile_variants.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ensemble/parameters.h"

enum { TITLE, WHAT, LACKS, MESSAGE };
/* The end of what a first-order variant is: twi_first_order_rest. */
#define DIRECT                                                                                                         \
  "the direct effects of all else that changes: costs of trade, productivity, labour, transfers, other taxes."

/* ---------------------------------------------------------------- life */

tw_status twi_variants_new(twi_variants *j)
{
  static const char *const field[] = {"scenario", "title", "sha256"};
  tw_reconciliation *r = j->out = twi_new(j->ctx, 1, sizeof *r);
  if (!r) return twi_no_memory(j->ctx, sizeof *r);
  r->ctx = j->ctx;
  r->world = j->world;
  r->options = *j->options;
  r->options.elasticities = NULL;
  char **const place[] = {&r->name, &r->title, &r->sha256};
  int complete = 1;
  for (int i = 0; i < 3; i++) {
    *place[i] = twi_strdup(j->ctx, tw_scenario_text(j->scenario, field[i]));
    complete &= *place[i] != NULL;
  }
  r->values = twi_alloc(j->ctx, 2 * TWI_MOST_VARIANTS * (size_t)j->world->N, sizeof *r->values);
  return complete && r->values ? TW_OK : twi_no_memory(j->ctx, 0);
}

void tw_reconciliation_free(tw_reconciliation *r)
{
  if (!r) return;
  for (int i = 0; i < TWI_MOST_VARIANTS; i++)
    for (int k = 0; k < 4; k++) twi_free(r->ctx, r->text[i][k]);
  tw_result_free(r->run);
  twi_free(r->ctx, r->given.name);
  twi_free(r->ctx, r->given_set);
  twi_free(r->ctx, r->given.text);
  twi_free(r->ctx, r->name);
  twi_free(r->ctx, r->title);
  twi_free(r->ctx, r->sha256);
  twi_free(r->ctx, r->values);
  twi_view_free(r->ctx, r->view);
  twi_view_free(r->ctx, r->own);
  twi_free(r->ctx, r);
}

/* ---------------------------------------------------------------- the chain */

/* Deficits go by way of the other rules to the scenario's: most studies balance trade, so zero comes first. */
static int deficit_rules(twi_deficits own, twi_deficits rule[3])
{
  static const twi_deficits order[] = {TWI_DEFICITS_ZERO, TWI_DEFICITS_FIXED, TWI_DEFICITS_PROPORTIONAL};
  static const twi_deficits to_fixed[] = {TWI_DEFICITS_ZERO, TWI_DEFICITS_PROPORTIONAL, TWI_DEFICITS_FIXED};
  static const twi_deficits to_zero[] = {TWI_DEFICITS_FIXED, TWI_DEFICITS_PROPORTIONAL, TWI_DEFICITS_ZERO};
  const twi_deficits *way = own == TWI_DEFICITS_FIXED ? to_fixed : own == TWI_DEFICITS_ZERO ? to_zero : order;
  memcpy(rule, way, sizeof order);
  return 3;
}

int twi_variants_steps(const twi_variants *j, twi_step *step)
{
  static const char *const deficits_name[] = {"deficits-fixed", "deficits-zero", "deficits-proportional"};
  twi_deficits rule[3];
  int count = 0;
  deficit_rules(j->new_deficits, rule);
  twi_step now = {"one-sector", TWI_ONE_SECTOR, rule[0], rule[0], 0, 0};
  step[count++] = now;
  now.name = "many-sectors";
  now.shape = TWI_NO_INPUTS;
  step[count++] = now;
  now.name = "inputs";
  now.shape = TWI_ONE_ELASTICITY;
  step[count++] = now;
  now.name = "elasticities";
  now.shape = j->own == j->world ? TWI_WHOLE : TWI_OWN_ELASTICITIES;
  step[count++] = now;
  if (now.shape == TWI_OWN_ELASTICITIES) {
    now.name = "elasticities-set";
    now.shape = TWI_WHOLE;
    step[count++] = now;
  }
  for (int i = 1; i < 3; i++) {
    now.name = deficits_name[rule[i]];
    now.base = now.new_ = rule[i];
    step[count++] = now;
  }
  if (j->base_deficits != j->new_deficits) {
    now.name = "deficits-compared";
    now.base = j->base_deficits;
    step[count++] = now;
  }
  const struct part {
    const char *name;
    unsigned part;
    int there;
  } parts[] = {{"production", TWI_PART_PRODUCTION, j->closure.value_added_elasticity || j->closure.input_elasticity},
               {"scale", TWI_PART_SCALE, j->closure.scale != NULL},
               {"labour", TWI_PART_LABOUR, j->closure.supply_elasticity != NULL},
               {"profits", TWI_PART_PROFITS, j->closure.profit != NULL},
               {"supply", TWI_PART_SUPPLY, j->closure.omega != NULL},
               {"limits", TWI_PART_LIMITS, j->conditions > 0}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (!parts[i].there) continue;
    now.name = parts[i].name;
    now.parts |= parts[i].part;
    now.added = parts[i].part;
    step[count++] = now;
  }
  return count;
}

/* ---------------------------------------------------------------- words */

static const char *rule_words(twi_deficits rule)
{
  return rule == TWI_DEFICITS_ZERO ? "at zero" : rule == TWI_DEFICITS_FIXED ? "fixed" : "in proportion to value added";
}

static void say_elasticities(const twi_variants *j, twi_text *what)
{
  const tw_world *w = j->own;
  double least = w->theta[0], most = w->theta[0];
  for (int s = 1; s < w->S; s++) {
    least = fmin(least, w->theta[s]);
    most = fmax(most, w->theta[s]);
  }
  twi_text_printf(what, "The world's elasticity of each sector, %.3g to %.3g, instead of %.3g in all.", least, most,
                  j->theta);
}

static void say_part(const twi_variants *j, const twi_step *step, int in_chain, twi_text *title, twi_text *what)
{
  const tw_reconcile *o = j->options;
  if (step->added == TWI_PART_PRODUCTION) {
    twi_text_put(title, "substitution in production");
    twi_text_put(what, "The scenario's elasticities of substitution in production, instead of 1.");
  } else if (step->added == TWI_PART_SCALE) {
    twi_text_put(title, "scale economies");
    if (in_chain)
      twi_text_put(what, "The scenario's scale economies.");
    else
      twi_text_printf(
          what,
          "Productivity rises with the scale of a sector, to the power %.3g in goods (at most %.3g over the "
          "trade elasticity), 0 in services: an assumed number.",
          o->scale_elasticity, TWI_MOST_SCALE);
  } else if (step->added == TWI_PART_LABOUR) {
    twi_text_put(title, "elastic labour");
    if (in_chain)
      twi_text_put(what, "The scenario's elastic labour supply.");
    else
      twi_text_printf(what, "Labour supply answers the real wage with an elasticity of %.3g in every region%s.",
                      o->labour_elasticity,
                      o->labour_elasticity == 0.5 ? " (as in the replication code of Ignatenko et al. 2025)" : "");
  } else if (step->added == TWI_PART_PROFITS) {
    twi_text_put(title, "profits to owners");
    twi_text_put(what, "Profits of products with a markup go to the regions that own them, instead of staying where "
                       "they are made.");
  } else if (step->added == TWI_PART_SUPPLY) {
    twi_text_put(title, "own supply");
    twi_text_put(what, "Products named in the closure have a supply of their own, at the scenario's elasticity of "
                       "transformation, instead of one cost.");
  } else {
    twi_text_put(title, "limits and targets");
    twi_text_put(what,
                 "Limits, targets, rigid wages and transfers in proportion set themselves, instead of standing at "
                 "the sizes they have in the run: the equilibrium is the same.");
  }
}

static void say_variant(const twi_variants *j, const twi_step *step, int first_order, int in_chain, twi_text *title,
                        twi_text *what)
{
  const char *name = step->name;
  if (first_order && in_chain) {
    twi_text_put(title, "one sector, first order");
    twi_text_printf(what,
                    "One sector without inputs, the elasticity %.3g, wedges averaged by trade, deficits %s: terms of "
                    "trade plus volume of trade, to first order (Caliendo and Parro 2015, equation 15), and " DIRECT,
                    j->theta, rule_words(step->new_));
  } else if (first_order) {
    twi_text_put(title, "first order");
    twi_text_put(what, "Terms of trade plus volume of trade, and " DIRECT " To first order, instead of exact real "
                       "income.");
  } else if (strncmp(name, "elasticities-", 13) == 0) {
    twi_text_printf(title, "elasticities of %s", j->given_by);
    twi_text_printf(what, "The elasticities of %s for %d of %d sectors", j->given_by, j->given, j->world->S);
    if (j->of_table) twi_text_printf(what, " (a published table: means or medians, at least %.3g)", TWI_DEFAULT_FLOOR);
    twi_text_put(what, ", the world's for the others.");
  } else if (strcmp(name, "run") == 0) {
    twi_text_put(title, "the scenario itself");
    twi_text_put(what, "The scenario as `run` solves it; without it there is no shock for the variants.");
  } else if (step->added) {
    say_part(j, step, in_chain, title, what);
  } else if (strcmp(name, "deficits-compared") == 0) {
    twi_text_put(title, "deficits as compared");
    twi_text_printf(what, "Deficits %s in what is compared with, as the scenario says, and %s in the new equilibrium.",
                    rule_words(step->base), rule_words(step->new_));
  } else if (strncmp(name, "deficits", 8) == 0) {
    twi_text_printf(title, "deficits %s",
                    step->new_ == TWI_DEFICITS_PROPORTIONAL ? "proportional" : rule_words(step->new_));
    twi_text_printf(what, "Trade deficits %s, in both equilibria.", rule_words(step->new_));
  } else if (step->shape == TWI_ONE_SECTOR) {
    twi_text_put(title, "one sector, exact");
    twi_text_put(what, "Exact real income instead of the first order.");
  } else if (step->shape == TWI_NO_INPUTS) {
    twi_text_put(title, "many sectors");
    twi_text_printf(what, "%d sectors with the wedges of each, instead of one with averages.", j->world->S);
  } else if (step->shape == TWI_ONE_ELASTICITY) {
    twi_text_put(title, "with inputs");
    twi_text_put(what, "Inputs: the world's shares of value added and inputs, instead of value added alone.");
  } else {
    twi_text_put(title, "elasticities by sector");
    say_elasticities(j, what);
  }
}

static int any_ban(const tw_world *w, const twi_wedges *p)
{
  size_t flows = (size_t)w->S * (size_t)w->N * (size_t)w->N;
  for (size_t i = 0; p->barrier && i < flows; i++)
    if (isinf(p->barrier[i])) return 1;
  return 0;
}

static void say_lacks(const twi_variants *j, const twi_step *step, int is_run, twi_text *lacks)
{
  const twi_wedges *base = &j->run->base.wedges, *new_ = &j->run->new_.wedges;
  int small = step->shape == TWI_ONE_SECTOR;
  if (is_run && j->run->accumulation.on) twi_text_put(lacks, "Capital does not accumulate here. ");
  if (is_run) return;
  if (j->conditions)
    twi_text_put(lacks, "Limits, targets, rigid wages and transfers in proportion stand at the sizes they have in the "
                        "run. ");
  if (small && (base->final_demand || new_->final_demand))
    twi_text_put(lacks, "Changes of final demand between sectors are left out. ");
  if (small && (any_ban(j->world, base) || any_ban(j->world, new_)))
    twi_text_put(lacks, "Bans are iceberg costs that take away the same share of purchases. ");
  if (step->shape <= TWI_NO_INPUTS && (new_->productivity || new_->labour))
    twi_text_put(lacks, "Productivity and endowments act on gross output. ");
}

/* ---------------------------------------------------------------- numbers */

static tw_status keep_text(twi_text *text, char **place)
{
  while (text->used && text->bytes[text->used - 1] == ' ') text->bytes[--text->used] = 0;
  return twi_text_take(text, place);
}

tw_status twi_variants_add(twi_variants *j, const twi_step *step, const tw_result *result, int first_order,
                           int in_chain, int is_run)
{
  tw_reconciliation *r = j->out;
  size_t N = (size_t)j->world->N;
  if (r->count == TWI_MOST_VARIANTS) return twi_fail(j->ctx, TW_USAGE, "more than %d variants", TWI_MOST_VARIANTS);
  int at = r->count++;
  tw_variant *v = &r->variant[at];
  const tw_info *info = tw_result_info(result);
  double *income = r->values + 2 * (size_t)at * N;
  twi_text text[4];
  for (int k = 0; k < 4; k++) text[k] = (twi_text){.ctx = j->ctx};
  say_variant(j, step, first_order, in_chain, &text[TITLE], &text[WHAT]);
  if (is_run && j->run->accumulation.on) /* `run` has another number for the year */
    twi_text_printf(&text[TITLE], ": the run of %d, capital as it was at the start", r->year);
  if (in_chain) say_lacks(j, step, is_run, &text[LACKS]);
  if (info->outcome <= 0) twi_text_put(&text[MESSAGE], *info->message ? info->message : tw_outcome_word(info->outcome));
  tw_status status = TW_OK;
  for (int k = 0; k < 4; k++) {
    if (status == TW_OK) status = keep_text(&text[k], &r->text[at][k]);
    twi_text_clear(&text[k]);
  }
  if (status != TW_OK) return status;
  *v = (tw_variant){.name = first_order && in_chain ? "one-sector-first-order" : step->name,
                    .title = r->text[at][TITLE],
                    .what = r->text[at][WHAT],
                    .lacks = r->text[at][LACKS],
                    .message = r->text[at][MESSAGE],
                    .in_chain = in_chain,
                    .is_run = is_run,
                    .outcome = info->outcome,
                    .previous = -1,
                    .real_income = income,
                    .change = income + N};
  const double *column =
      tw_result_column(result, TW_REGIONS, first_order ? "first_order_welfare_pct" : "real_income_pct");
  memcpy(income, column, N * sizeof *income);
  if (first_order && info->outcome > 0) {
    double *rest = income + N; /* the place of the changes, which come last */
    status = twi_first_order_rest(result, in_chain ? NULL : &j->closure, rest);
    for (size_t d = 0; d < N; d++) income[d] += rest[d];
  }
  if (is_run) j->runs_at = at;
  return status;
}

tw_status twi_variants_finish(twi_variants *j)
{
  tw_reconciliation *r = j->out;
  size_t N = (size_t)j->world->N;
  int last = -1; /* of the chain, that was solved */
  for (int i = 0; i < r->count; i++) {
    tw_variant *v = &r->variant[i];
    double *change = r->values + (2 * (size_t)i + 1) * N;
    v->previous = v->in_chain ? last : j->runs_at;
    for (size_t d = 0; d < N; d++)
      change[d] = v->previous < 0 ? NAN : v->real_income[d] - r->variant[v->previous].real_income[d];
    if (v->in_chain && v->outcome > 0) last = i;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- reading */

int tw_reconciliation_variants(const tw_reconciliation *r, const tw_variant **variants)
{
  *variants = r->variant;
  return r->count;
}

const char *tw_reconciliation_text(const tw_reconciliation *r, const char *field)
{
  if (strcmp(field, "scenario") == 0) return r->name;
  if (strcmp(field, "title") == 0) return r->title;
  return strcmp(field, "scenario_sha256") == 0 ? r->sha256 : "";
}

double tw_reconciliation_elasticity(const tw_reconciliation *r)
{
  return r->elasticity;
}

int tw_reconciliation_year(const tw_reconciliation *r)
{
  return r->year;
}

const tw_world *tw_reconciliation_world(const tw_reconciliation *r)
{
  return r->world;
}
