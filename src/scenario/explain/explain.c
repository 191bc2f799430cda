/* What a scenario does to a world, in words, without solving: the rules one by one, and sentences about the whole.
 * Longer than 400 lines: each kind of sentence is short, and all stand in one order. */
#include <math.h>
#include <string.h>

#include "scenario/cascade.h"
#include "scenario/chosen.h"
#include "scenario/explain/net.h"
#include "scenario/explain/supply.h"
#include "scenario/rules.h"
#include "scenario/sentence.h"
#include "scenario/wedges.h"

enum { MOST_SENTENCES = 16 };

struct tw_explanation {
  tw_context *ctx; /* for freeing */
  twi_effect *effect;
  char **origin; /* the files of the effects */
  int effects;
  char *sentence[MOST_SENTENCES];
  int sentences;
  twi_net net;
  char *closure; /* those about the closure besides deficits and about capital, a line each */
};

void tw_explanation_free(tw_explanation *e)
{
  if (!e) return;
  for (int i = 0; i < e->effects; i++) twi_effect_free(e->ctx, &e->effect[i]);
  for (int i = 0; i < e->effects && e->origin; i++) twi_free(e->ctx, e->origin[i]);
  for (int i = 0; i < e->sentences; i++) twi_free(e->ctx, e->sentence[i]);
  twi_free(e->ctx, e->closure);
  twi_free(e->ctx, e->effect);
  twi_free(e->ctx, e->origin);
  twi_free(e->ctx, e);
}

int tw_explanation_effects(const tw_explanation *e, const tw_rule_effect **effects)
{
  *effects = e->effect;
  return e->effects;
}

const char *tw_explanation_sentence(const tw_explanation *e, int index)
{
  return index >= 0 && index < e->sentences ? e->sentence[index] : NULL;
}

const char *twi_explanation_closure(const tw_explanation *e)
{
  return e && e->closure ? e->closure : "";
}

/* ---------------------------------------------------------------- sentences */

/* Keeps the text, and empties it for the next. */
static tw_status keep_sentence(tw_explanation *e, twi_sentence *text)
{
  if (e->sentences == MOST_SENTENCES) return TW_OK;
  char *copy = twi_strdup(e->ctx, text->bytes);
  *text = (twi_sentence){"", 0};
  if (!copy) return twi_no_memory(e->ctx, 0);
  e->sentence[e->sentences++] = copy;
  return TW_OK;
}

static tw_status say_comparison(tw_explanation *e, const tw_scenario *s)
{
  const char *new_ = twi_deficits_word(s->deficits), *base = twi_deficits_word(s->against_deficits);
  twi_sentence text = {"", 0};
  twi_say(&text, "Compared with ");
  if (s->against) {
    const char *title = tw_scenario_text(s->against, "title"), *mark = strcmp(title, s->against->name) ? "\"" : "";
    twi_say(&text, "the scenario %s%s%s (%d rule%s)", mark, title, mark, s->against->rule_count,
            s->against->rule_count == 1 ? "" : "s");
  }
  if (!s->against) twi_say(&text, "the equilibrium without policy");
  if (s->deficits == s->against_deficits)
    twi_say(&text, "; trade deficits are %s on both sides.", new_);
  else
    twi_say(&text, "; trade deficits are %s with the policy and %s in what it is compared with.", new_, base);
  return keep_sentence(e, &text);
}

/* Least and greatest of the numbers that are not `off`, and how many there are. */
typedef struct span {
  size_t count;
  double least, most;
} span;

static span span_of(const double *values, double off, size_t count)
{
  span found = {0, INFINITY, -INFINITY};
  for (size_t i = 0; i < count && values; i++) {
    if (values[i] == off) continue;
    found.count++;
    found.least = fmin(found.least, values[i]);
    found.most = fmax(found.most, values[i]);
  }
  return found;
}

static void say_span(twi_sentence *text, const span *found, size_t of, const char *noun)
{
  if (found->least == found->most)
    twi_say(text, "%.6g", found->least);
  else
    twi_say(text, "%.6g to %.6g", found->least, found->most);
  if (found->count == of)
    twi_say(text, " in all %s", noun);
  else
    twi_say(text, " in %zu of %zu %s", found->count, of, noun);
}

static tw_status say_elasticity(tw_explanation *e, const char *words, const double *values, double off, size_t count,
                                const char *noun)
{
  span found = span_of(values, off, count);
  twi_sentence text = {"", 0};
  if (found.count == 0) return TW_OK;
  twi_say(&text, "%s: ", words);
  say_span(&text, &found, count, noun);
  twi_say(&text, ".");
  return keep_sentence(e, &text);
}

static tw_status say_rigid(tw_explanation *e, const tw_world *w, const unsigned char *rigid, int kind,
                           const char *words)
{
  twi_sentence text = {"", 0};
  int count = 0, listed = 0;
  for (int r = 0; r < w->N && rigid; r++) count += rigid[r] == kind;
  if (count == 0) return TW_OK;
  twi_say(&text, "%s in ", words);
  if (count == w->N)
    twi_say(&text, "all regions");
  else if (count > 4)
    twi_say(&text, "%d regions", count);
  for (int r = 0; r < w->N && count <= 4 && count < w->N; r++)
    if (rigid[r] == kind) twi_say(&text, "%s%s", listed++ ? ", " : "", w->region[r]);
  twi_say(&text, "; what that leaves without work is unemployment.");
  return keep_sentence(e, &text);
}

/* Of how many products, and what part. */
static tw_status say_profits(tw_explanation *e, const tw_world *w, const double *part)
{
  span found = span_of(part, 0, (size_t)w->products);
  twi_sentence text = {"", 0};
  if (found.count == 0) return TW_OK;
  int one = found.count == 1;
  twi_say(&text, "Profits of %zu product%s, ", found.count, one ? "" : "s");
  twi_say(&text, found.least == found.most ? "%.3g %%" : "%.3g to %.3g %%", 100 * found.least, 100 * found.most);
  twi_say(
      &text,
      " of what %s makers receive (1 over markup_elasticity), go to the region%s that own%s %s; those of the data are "
      "in its incomes already, so that their changes count.",
      one ? "its" : "their", one ? "" : "s", one ? "s" : "", one ? "it" : "them");
  return keep_sentence(e, &text);
}

static tw_status say_supply(tw_explanation *e, const tw_world *w, const twi_closure *c)
{
  tw_status status = TW_OK;
  for (int s = 0; c->omega && s < w->S && status == TW_OK; s++) {
    twi_sentence text = {"", 0};
    if (c->omega[s] < 0) continue;
    twi_say_supply(w, c, s, &text);
    status = keep_sentence(e, &text);
  }
  return status;
}

static tw_status say_closure(tw_explanation *e, const tw_world *w, const twi_closure *c)
{
  size_t n = (size_t)w->N, s = (size_t)w->S;
  tw_status status =
      say_elasticity(e, "Labour supply answers the real wage, elasticity", c->supply_elasticity, 0, n, "regions");
  if (status == TW_OK)
    status = say_rigid(e, w, c->rigid_wage, TWI_RIGID_REAL, "The real wage does not fall below the reference");
  if (status == TW_OK)
    status = say_rigid(e, w, c->rigid_wage, TWI_RIGID_NOMINAL,
                       "The wage, in units of world value added, does not fall below the reference");
  if (status == TW_OK)
    status = say_elasticity(e, "Elasticity of substitution between value added and inputs", c->value_added_elasticity,
                            1, n * s, "producing sectors (1 in others)");
  if (status == TW_OK)
    status = say_elasticity(e, "Elasticity of substitution among inputs", c->input_elasticity, 1, n * s,
                            "producing sectors (1 in others)");
  if (status == TW_OK)
    status = say_elasticity(e, "Productivity rises with the scale of a sector, elasticity", c->scale, 0, s, "sectors");
  if (status == TW_OK) status = say_supply(e, w, c);
  if (status == TW_OK) status = say_profits(e, w, c->profit);
  return status;
}

/* The set that was chosen, and what it lacks. */
static tw_status say_elasticities(tw_explanation *e, const tw_scenario *s, const tw_world *w)
{
  twi_chosen chosen;
  char *words = NULL;
  if (!s->elasticities_chosen) return TW_OK;
  twi_sentence text = {"", 0};
  tw_status status = twi_chosen_find(e->ctx, s, w, &chosen);
  if (status == TW_OK) status = twi_chosen_words(e->ctx, s, w, &chosen, &words);
  if (status == TW_OK) twi_say(&text, "%s", words);
  twi_free(e->ctx, words);
  twi_chosen_free(e->ctx, &chosen);
  return status == TW_OK ? keep_sentence(e, &text) : status;
}

/* Which of the world's products are in, where that is not all; and what is assumed of them. */
static tw_status say_products(tw_explanation *e, const tw_scenario *s, const tw_world *w)
{
  char *words = NULL;
  const char *assumed = tw_world_text(w, "assumed");
  tw_status status = twi_products_words(e->ctx, s, w, &words);
  twi_sentence text = {"", 0};
  if (status == TW_OK && words) {
    twi_say(&text, "%s", words);
    status = keep_sentence(e, &text);
  }
  twi_free(e->ctx, words);
  if (status != TW_OK || !assumed) return status;
  twi_say(&text, "%s", assumed);
  return keep_sentence(e, &text);
}

static tw_status say_years(tw_explanation *e, const tw_scenario *s, const tw_world *w, int year,
                           const twi_capital *capital)
{
  twi_sentence text = {"", 0};
  tw_status status = TW_OK;
  if (s->from) {
    twi_say(&text, "Years %d to %d, one equilibrium each, compared with the same year; amounts are those of %d.",
            s->from, s->until, year);
    status = keep_sentence(e, &text);
  }
  if (status != TW_OK || !capital->on) return status;
  span share = span_of(capital->share, NAN, (size_t)w->N);
  twi_say(&text, "Capital accumulates: its share of value added is ");
  if (share.least == share.most)
    twi_say(&text, "%.6g %%", 100 * share.least);
  else
    twi_say(&text, "%.6g %% to %.6g %%", 100 * share.least, 100 * share.most);
  twi_say(&text, ", %.6g %% of it wears out in a year, %.6g %% of income is saved, and ", 100 * capital->depreciation,
          100 * capital->saving_rate);
  if (isnan(capital->ratio))
    twi_say(&text, "the base stays where it is.");
  else
    twi_say(&text, "it is %.6g times income in the data.", capital->ratio);
  return keep_sentence(e, &text);
}

static tw_status say_cascade(tw_explanation *e, const tw_scenario *s, const tw_world *w)
{
  char *words;
  tw_status status = twi_cascade_words(e->ctx, s, w, &words);
  if (status != TW_OK || !words) return status;
  twi_sentence text = {"", 0};
  twi_say(&text, "%s", words);
  twi_free(e->ctx, words);
  return keep_sentence(e, &text);
}

static tw_status say_idle(tw_explanation *e, const twi_policy *policy)
{
  if (policy->idles == 0) return TW_OK;
  twi_sentence text = {"", 0};
  twi_say(&text, "%d %s on flows that are banned: there is nothing to solve, and limits.csv shows 0 for %s.",
          policy->idles, policy->idles == 1 ? "limit is" : "limits are", policy->idles == 1 ? "it" : "them");
  return keep_sentence(e, &text);
}

/* The sentences first to last - 1, and that about capital, which was said last. */
static tw_status keep_closure(tw_explanation *e, int first, int last, int capital)
{
  size_t room = 1, used = 0;
  for (int i = first; i < e->sentences; i++) room += strlen(e->sentence[i]) + 1;
  char *lines = twi_new(e->ctx, room, 1);
  if (!lines) return twi_no_memory(e->ctx, room);
  for (int i = first; i < e->sentences; i++) {
    if (i >= last && !(capital && i == e->sentences - 1)) continue;
    if (used) lines[used++] = '\n';
    size_t length = strlen(e->sentence[i]);
    memcpy(lines + used, e->sentence[i], length);
    used += length;
  }
  e->closure = lines;
  return TW_OK;
}

static tw_status say_conditions(tw_explanation *e, const twi_policy *policy)
{
  int limits = 0, targets = 0, shares = 0;
  for (int i = 0; i < policy->conditions; i++) {
    twi_condition_kind kind = policy->condition[i].kind;
    limits += kind == TWI_AT_MOST;
    targets += kind == TWI_EXACTLY;
    shares += kind == TWI_SHARE;
  }
  twi_sentence text = {"", 0};
  const char *comma = "";
  const struct {
    int count;
    const char *one, *many;
  } parts[] = {{limits, "limit on a volume", "limits on volumes"},
               {targets, "target", "targets"},
               {shares, "transfer in proportion to income", "transfers in proportion to income"}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (parts[i].count == 0) continue;
    twi_say(&text, "%s%d %s", *comma ? comma : "To be solved together: ", parts[i].count,
            parts[i].count == 1 ? parts[i].one : parts[i].many);
    comma = ", ";
  }
  if (!*comma) return TW_OK;
  twi_say(&text, ".");
  return keep_sentence(e, &text);
}

/* ---------------------------------------------------------------- explaining */

/* Takes the effects over from both policies. */
static tw_status take_effects(tw_explanation *e, twi_policy *const policy[2])
{
  int count = policy[0]->effects + policy[1]->effects;
  e->effect = twi_new(e->ctx, (size_t)count, sizeof *e->effect);
  e->origin = twi_new(e->ctx, (size_t)count, sizeof *e->origin);
  if (!e->effect || !e->origin) return twi_no_memory(e->ctx, 0);
  for (int k = 0; k < 2; k++) {
    for (int i = 0; i < policy[k]->effects; i++) {
      char *origin = twi_strdup(e->ctx, policy[k]->effect[i].origin);
      if (!origin) return twi_no_memory(e->ctx, 0);
      e->effect[e->effects] = policy[k]->effect[i];
      e->effect[e->effects].origin = e->origin[e->effects] = origin;
      policy[k]->effect[i].words = policy[k]->effect[i].source = policy[k]->effect[i].fields = NULL;
      e->effects++;
    }
  }
  return TW_OK;
}

tw_status twi_explanation_new(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                              twi_policy *base, twi_policy *new_, const twi_closure *closure,
                              const twi_capital *capital, tw_explanation **explanation)
{
  *explanation = NULL;
  tw_explanation *e = twi_new(ctx, 1, sizeof *e);
  if (!e) return twi_no_memory(ctx, sizeof *e);
  e->ctx = ctx;
  tw_status status = twi_net_find(ctx, world, &base->wedges, &new_->wedges, &e->net);
  if (status == TW_OK) status = take_effects(e, (twi_policy *const[2]){base, new_});
  if (status == TW_OK) status = say_comparison(e, scenario);
  int first = e->sentences;
  if (status == TW_OK) status = say_closure(e, world, closure);
  int last = e->sentences;
  if (status == TW_OK) status = say_elasticities(e, scenario, world);
  if (status == TW_OK) status = say_products(e, scenario, world);
  if (status == TW_OK) status = say_years(e, scenario, world, year, capital);
  if (status == TW_OK) status = keep_closure(e, first, last, capital->on);
  if (status == TW_OK) status = say_conditions(e, new_);
  if (status == TW_OK) status = say_idle(e, new_);
  if (status == TW_OK) status = say_cascade(e, scenario, world);
  if (status != TW_OK) {
    tw_explanation_free(e);
    return status;
  }
  *explanation = e;
  return TW_OK;
}

int tw_explanation_net(const tw_explanation *e, const tw_net_change **changes, size_t *all)
{
  *changes = e->net.largest;
  if (all) *all = e->net.all;
  return e->net.count;
}

tw_status tw_scenario_explain(tw_context *ctx, const tw_scenario *scenario, const tw_world *world, int year,
                              tw_explanation **explanation)
{
  *explanation = NULL;
  if (year == 0) year = scenario->from;
  if (year != 0 && (year < scenario->from || year > scenario->until)) {
    if (scenario->from == 0)
      return twi_fail(ctx, TW_BAD_INPUT,
                      "scenario %s has no years, so it has no year %d; it may be given `from: %d` "
                      "and `until:`",
                      scenario->name, year, year);
    return twi_fail(ctx, TW_BAD_INPUT, "scenario %s goes from %d until %d, it has no year %d", scenario->name,
                    scenario->from, scenario->until, year);
  }
  twi_policy base, new_;
  twi_closure closure;
  twi_capital capital;
  tw_world *view = NULL;
  memset(&base, 0, sizeof base);
  memset(&new_, 0, sizeof new_);
  memset(&closure, 0, sizeof closure);
  memset(&capital, 0, sizeof capital);
  tw_status status = twi_scenario_view(ctx, scenario, world, &view);
  if (view) world = view;
  tw_scenario *round = NULL;
  if (status == TW_OK && scenario->cascade.node) {
    status = twi_cascade_round(ctx, scenario, world, NULL, 0, 1, &round);
    if (status == TW_OK) scenario = round;
  }
  if (status == TW_OK) status = twi_scenario_apply_year(ctx, scenario, world, year, &base, &new_, &closure, &capital);
  if (status == TW_OK)
    status = twi_explanation_new(ctx, scenario, world, year, &base, &new_, &closure, &capital, explanation);
  tw_scenario_free(round);
  twi_view_free(ctx, view);
  twi_policy_free(ctx, &base);
  twi_policy_free(ctx, &new_);
  twi_closure_free(ctx, &closure);
  twi_capital_free(ctx, &capital);
  return status;
}
