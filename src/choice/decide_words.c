/* The reasons for a choice in plain sentences: of the whole. Those of a region are in decide_words_region.c. */
#include "choice/decide_words.h"

#include <stdio.h>
#include <string.h>

#include "outlook/payoff.h"

/* What a region is better off by, or is better for it with all else as it is. */
static int more_is_better(const char *indicator)
{
  static const char *const good[] = {"real_income_pct",   "equivalent_variation",    "real_wage_pct",
                                     "employment_pct",    "first_order_welfare_pct", "real_gdp_pct",
                                     "employment_change", "surplus_change",          "rent"};
  size_t n = strcspn(indicator, " ");
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    if (strlen(good[i]) == n && strncmp(indicator, good[i], n) == 0) return 1;
  return 0;
}

/* Of a decision over a market: what its payoffs are of. */
static void say_market(twi_words *w)
{
  const tw_verdict *v = w->v;
  twi_text t = {.ctx = v->ctx};
  const char *word = twi_payoff_word((twi_payoff_field)v->decision->field);
  switch (v->decision->field) {
  case TWI_PAYOFF_SURPLUS:
    twi_text_put(&t,
                 "Payoffs are surplus of a buyer against the base of the data year, in a year in which the contingency "
                 "happens: what the lever changes in the long run, and the contingency on top in the short run.");
    break;
  case TWI_PAYOFF_RENT:
    twi_text_put(&t,
                 "Payoffs are rents of a supplier in a year in which the contingency happens: revenue at the netback "
                 "less cost of production; what a lever costs to build is in the cost of its plants alone.");
    break;
  case TWI_PAYOFF_PRICE:
  case TWI_PAYOFF_BILL:
  case TWI_PAYOFF_SHORTFALL:
    twi_text_printf(&t, "Less of %s is better, so payoffs are its negative: -12 stands for a %s of 12%s.", word, word,
                    w->unit);
    break;
  default:
    twi_text_printf(&t,
                    "Levers are judged as if more of %s were better, which this indicator does not say: surplus_change "
                    "of buyers and rent of suppliers measure what they are better off by.",
                    word);
  }
  twi_words_put(w, &t);
}

/* What is drawn in a market. */
static void say_spreads(twi_words *w)
{
  enum { SHOWN = 6 };
  const tw_verdict *v = w->v;
  const twi_spreads *p = v->outlook ? &v->outlook->spreads : NULL;
  twi_text t = {.ctx = v->ctx};
  if (!p || v->info.draws == 0 || p->count == 0) return;
  twi_text_printf(&t, "Drawn%s: ", p->assumed ? ", as nobody says what is uncertain" : "");
  for (int i = 0; i < p->count && i < SHOWN; i++) twi_text_printf(&t, "%s%s", i ? ", " : "", p->spread[i].name);
  if (p->count > SHOWN) twi_text_printf(&t, " and %d more", p->count - SHOWN);
  twi_text_put(&t, p->dims > p->count ? "; in other pairs their own variables as well." : ".");
  twi_words_put(w, &t);
}

/* What a reader must know before any number. */
static void say_first(twi_words *w)
{
  const tw_verdict *v = w->v;
  const tw_verdict_info *info = &v->info;
  twi_text t = {.ctx = v->ctx};
  if (v->shards > 1 && info->finished < info->draws) {
    twi_text_printf(&t,
                    "Only the draws of shard %d of %d are in this answer, %d of %d. `tradewind merge` joins the stores "
                    "of all shards; the same command with the joined store and without --shard answers from all.",
                    v->shard, v->shards, info->finished, info->draws);
    twi_words_put(w, &t);
  }
  t = (twi_text){.ctx = v->ctx};
  if (info->outcome > 0 && info->finished > 0 && 2 * info->used < info->finished) {
    twi_text_printf(&t,
                    "Only %d of %d draws %s a certified equilibrium in every pair: what follows holds for %s alone and "
                    "says nothing about the others.",
                    info->used, info->finished, info->used == 1 ? "has" : "have", info->used == 1 ? "it" : "those");
    twi_words_put(w, &t);
  }
  t = (twi_text){.ctx = v->ctx};
  if (info->outcome > 0 && v->outlook) say_market(w);
  t = (twi_text){.ctx = v->ctx};
  if (info->outcome > 0 && !v->outlook && !more_is_better(v->decision->indicator)) {
    twi_text_printf(
        &t,
        "Levers are judged as if more of %s were better, which this indicator does not say: real_income_pct "
        "and equivalent_variation measure what a region is better off by.",
        v->decision->indicator);
    twi_words_put(w, &t);
  }
}

/* The products of the world of all cells whose flows are. */
static void say_assumed(twi_words *w)
{
  const char *assumed = w->v->world ? tw_world_text(w->v->world, "assumed") : NULL;
  twi_text t = {.ctx = w->v->ctx};
  if (!assumed) return;
  twi_text_put(&t, assumed);
  twi_words_put(w, &t);
}

/* Levers that cost something by the file: no payoff is what the model gives. */
static void say_net(twi_words *w)
{
  const tw_decision *d = w->v->decision;
  int said = 0;
  twi_text t = {.ctx = w->v->ctx};
  if (twi_words_costs(d) == 0) return;
  twi_text_put(&t, "Payoffs are net of what levers cost by the file: ");
  for (int l = 0; l < d->levers; l++)
    if (d->lever[l].cost > 0)
      twi_text_printf(&t, "%s%s %.6g %%", said++ ? ", " : "", twi_words_lever(w, l), d->lever[l].cost);
  twi_text_put(&t, " of real income.");
  twi_words_put(w, &t);
}

static void say_whole(twi_words *w)
{
  const tw_verdict_info *info = &w->v->info;
  int lost = info->finished - info->used;
  twi_text t = {.ctx = w->v->ctx};
  if (info->uncertified) {
    int pairs = info->levers * info->contingencies;
    twi_text_printf(&t, "%d of %d pairs of lever and contingency %s no certified equilibrium, so nothing is chosen.",
                    info->uncertified, pairs, info->uncertified == 1 ? "has" : "have");
    twi_words_put(w, &t);
    return;
  }
  if (!(info->outcome > 0)) {
    twi_text_printf(&t, "%s.", info->message);
    twi_words_put(w, &t);
    return;
  }
  if (info->draws == 0) {
    twi_text_put(&t, "Central values only: nothing is drawn.");
  } else {
    twi_text_printf(&t, "Payoffs are means over %d draw%s of the parameters, the same for every pair", info->used,
                    info->used == 1 ? "" : "s");
    if (info->finished < info->draws) twi_text_printf(&t, " (%d of %d made)", info->finished, info->draws);
    twi_text_put(&t, info->used == 0 ? "; without any, they are central values." : ".");
    twi_words_put(w, &t);
    t = (twi_text){.ctx = w->v->ctx};
    if (info->finished == info->used) {
      if (info->finished > 0) twi_text_put(&t, "Every draw has a certified equilibrium in every pair.");
    } else {
      twi_text_printf(&t,
                      "%d of %d draws %s no certified equilibrium in some pair and %s left out of all, so that every "
                      "pair is judged by the same draws.",
                      lost, info->finished, lost == 1 ? "has" : "have", lost == 1 ? "is" : "are");
    }
  }
  if (t.used) twi_words_put(w, &t);
}

/* What is drawn, and what was assumed about it. */
static void say_parameters(twi_words *w)
{
  const tw_verdict *v = w->v;
  if (!v->parameters || !(v->info.outcome > 0)) return;
  for (int i = 0; i < v->parameters->notes; i++) {
    twi_text t = {.ctx = v->ctx};
    twi_text_printf(&t, "Parameters: %s.", v->parameters->note[i]);
    twi_words_put(w, &t);
  }
  if (v->cut == 0) return;
  twi_text t = {.ctx = v->ctx};
  twi_text_printf(&t, "%ld of %ld drawn elasticities were below the floor of %g and were set to it.", v->cut,
                  v->elasticities, v->parameters->floor);
  twi_words_put(w, &t);
}

tw_status twi_decide_words(tw_verdict *v)
{
  const char *name = v->decision->indicator;
  size_t length = strcspn(name, " ");
  twi_words w = {.v = v, .percent = length > 4 && strncmp(name + length - 4, "_pct", 4) == 0, .region = TWI_FIRST};
  char unit[64];
  twi_verdict_unit(v, unit);
  twi_print(w.unit, sizeof w.unit, " %.62s", unit);
  say_first(&w);
  say_assumed(&w);
  if (v->info.outcome > 0) say_net(&w);
  w.region = TWI_ABOUT_ALL;
  say_whole(&w);
  say_parameters(&w);
  if (v->info.outcome > 0) say_spreads(&w);
  for (int r = 0; r < v->info.regions && v->info.outcome > 0; r++) {
    w.region = r;
    twi_words_of_region(&w);
  }
  return w.status;
}
