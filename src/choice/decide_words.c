/* The reasons for a choice in plain sentences. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "choice/decide.h"

static const double RARE = 1e-3; /* a probability of next to nothing */

enum { NUMBER = 112 };

typedef struct words {
  tw_verdict *v;
  int percent;   /* 1: the indicator is in per cent */
  char unit[64]; /* of one that is not: " million USD" */
  int region;    /* index, TWI_ABOUT_ALL, TWI_FIRST */
  tw_status status;
} words;

/* ---------------------------------------------------------------- pieces */

/* Takes the text over as a sentence. */
static void put_sentence(words *w, twi_text *text)
{
  tw_verdict *v = w->v;
  tw_context *ctx = v->ctx;
  char *sentence = NULL;
  tw_status status = twi_text_take(text, &sentence);
  if (w->status == TW_OK) w->status = status;
  if (w->status != TW_OK) {
    twi_free(ctx, sentence);
    return;
  }
  char **sentences = twi_resize(ctx, v->sentence, (size_t)v->sentences + 1, sizeof *sentences);
  if (sentences) v->sentence = sentences;
  int *regions = twi_resize(ctx, v->sentence_region, (size_t)v->sentences + 1, sizeof *regions);
  if (regions) v->sentence_region = regions;
  if (!sentences || !regions) {
    twi_free(ctx, sentence);
    w->status = twi_no_memory(ctx, 0);
    return;
  }
  v->sentence[v->sentences] = sentence;
  v->sentence_region[v->sentences++] = w->region;
}

/* Decimals for three digits. */
static int decimals_of(double x)
{
  double size = fabs(x);
  int decimals = size < 5e-7 ? 0 : 2 - (int)floor(log10(size));
  return decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
}

static const char *amount_with(const words *w, double x, int decimals, int with_sign, const char *unit,
                               char text[NUMBER])
{
  if (fabs(x) < 5e-7) x = 0;
  twi_print(text, NUMBER, with_sign && x != 0 ? "%+.*f%s" : "%.*f%s", x == 0 ? 0 : decimals, x,
            w->percent ? unit : w->unit);
  return text;
}

/* Three digits: "+0.123 %"; with a sign only where asked. */
static const char *amount(const words *w, double x, int with_sign, const char *unit, char text[NUMBER])
{
  return amount_with(w, x, decimals_of(x), with_sign, unit, text);
}

/* As many decimals as it takes for two levels that differ to look different. */
static int decimals_apart(double x, double y)
{
  int decimals = decimals_of(x);
  while (decimals < 9 && fabs(x - y) >= 5e-7 && fabs(x - y) * pow(10, decimals) < 1) decimals++;
  return decimals;
}

static const char *level(const words *w, double x, char text[NUMBER])
{
  return amount(w, x, 1, " %", text);
}

static const char *points(const words *w, double x, char text[NUMBER])
{
  return amount(w, x, 0, " points", text);
}

static const char *chance(double p, char text[NUMBER])
{
  if (p > 0 && p < 0.001)
    twi_print(text, NUMBER, "%.2g %%", 100 * p);
  else if (p < 1 && p > 0.999)
    twi_print(text, NUMBER, "%.4g %%", 100 * p);
  else
    twi_print(text, NUMBER, "%.3g %%", 100 * p);
  return text;
}

static const char *lever_name(const words *w, int l)
{
  return w->v->decision->lever[l].name;
}

static const char *contingency_name(const words *w, int c)
{
  return w->v->decision->contingency[c].name;
}

/* ---------------------------------------------------------------- by region */

/* The lever with the next largest expectation, among those that differ from the chosen one. */
static int runner_up(const words *w, int chosen)
{
  int next = -1;
  for (int l = 0; l < w->v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(w->v, w->region, l);
    if (l == chosen || line->same == chosen) continue;
    if (next < 0 || line->expected > tw_verdict_lever(w->v, w->region, next)->expected) next = l;
  }
  return next;
}

static void say_expected(words *w)
{
  const tw_verdict_region *r = &w->v->region[w->region];
  const tw_lever *chosen = tw_verdict_lever(w->v, w->region, r->expected);
  int next = runner_up(w, r->expected);
  double following = next < 0 ? chosen->expected : tw_verdict_lever(w->v, w->region, next)->expected;
  int decimals = decimals_apart(chosen->expected, following);
  char a[NUMBER], b[NUMBER], c[NUMBER];
  twi_text t = {.ctx = w->v->ctx};
  twi_text_printf(&t, "Expected value chooses %s: %s with %s", lever_name(w, r->expected),
                  amount_with(w, chosen->expected, decimals, 1, " %", a),
                  w->v->info.given ? "the probabilities given" : "equal probabilities, as none are given");
  if (isfinite(chosen->p05))
    twi_text_printf(&t, ", %s to %s in nine draws of ten", level(w, chosen->p05, b), level(w, chosen->p95, c));
  if (next >= 0)
    twi_text_printf(&t, "; next is %s with %s", lever_name(w, next),
                    amount_with(w, following, decimals_apart(following, chosen->expected), 1, " %", a));
  twi_text_put(&t, ".");
  put_sentence(w, &t);
}

static int costs(const tw_decision *d)
{
  int count = 0;
  for (int l = 0; l < d->levers; l++) count += d->lever[l].cost > 0;
  return count;
}

/* Levers are free in the model; what one may cost before another is better is the lead of what is chosen. */
static void say_cost(words *w)
{
  static const char *const income[] = {"real_income_pct", "equivalent_variation"};
  const tw_verdict_region *r = &w->v->region[w->region];
  const char *indicator = w->v->decision->indicator;
  int next = runner_up(w, r->expected);
  char a[NUMBER];
  if (next < 0 || (strcmp(indicator, income[0]) != 0 && strcmp(indicator, income[1]) != 0)) return;
  double lead =
      tw_verdict_lever(w->v, w->region, r->expected)->expected - tw_verdict_lever(w->v, w->region, next)->expected;
  if (lead < 5e-7) return;
  twi_text t = {.ctx = w->v->ctx};
  twi_text_printf(&t, "%s may %scost up to %s%s more than %s before the choice by expected value changes.",
                  lever_name(w, r->expected), costs(w->v->decision) ? "still " : "", points(w, lead, a),
                  w->percent ? " of real income" : "", lever_name(w, next));
  put_sentence(w, &t);
}

static void say_minimax(words *w)
{
  const tw_verdict_region *r = &w->v->region[w->region];
  const tw_lever *chosen = tw_verdict_lever(w->v, w->region, r->minimax);
  char a[NUMBER];
  twi_text t = {.ctx = w->v->ctx};
  twi_text_printf(&t, "Minimax regret chooses %s: ", lever_name(w, r->minimax));
  if (chosen->largest_regret < 5e-7)
    twi_text_put(&t, "no other lever does better in any contingency");
  else
    twi_text_printf(&t, "it falls short of the best choice by %s at most, in %s", points(w, chosen->largest_regret, a),
                    contingency_name(w, chosen->worst));
  if (r->minimax_draws >= 0) {
    double most = tw_verdict_lever(w->v, w->region, r->minimax_draws)->largest_regret_draws;
    if (r->minimax_draws == r->minimax)
      twi_text_put(&t, most < 5e-7 ? ", nor in any draw" : "; over all draws it is the same lever");
    else
      twi_text_printf(&t, "; over all draws it is %s", lever_name(w, r->minimax_draws));
    if (most >= 5e-7) twi_text_printf(&t, ", with %s at most", points(w, most, a));
  }
  twi_text_put(&t, ".");
  put_sentence(w, &t);
}

/* One sentence for all that the same lever dominates in the same way. */
static void say_dominated_by(words *w, int by, int strength)
{
  const char *draws = w->v->info.used ? " and draw" : "";
  int count = 0, last = -1;
  twi_text t = {.ctx = w->v->ctx};
  for (int l = 0; l < w->v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(w->v, w->region, l);
    if (line->dominated != strength || line->by != by) continue;
    if (last >= 0) twi_text_printf(&t, "%s%s", count++ ? ", " : "", lever_name(w, last));
    last = l;
  }
  if (last < 0) return;
  twi_text_printf(&t, "%s%s %s dominated by %s: ", count ? " and " : "", lever_name(w, last), count ? "are" : "is",
                  lever_name(w, by));
  if (strength == 2)
    twi_text_printf(&t, "worse in every contingency%s.", draws);
  else
    twi_text_printf(&t, "weakly, better in no contingency%s and worse in some.", draws);
  put_sentence(w, &t);
}

static void say_dominated(words *w)
{
  for (int strength = 2; strength >= 1; strength--)
    for (int by = 0; by < w->v->info.levers; by++) say_dominated_by(w, by, strength);
  for (int l = 0; l < w->v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(w->v, w->region, l);
    if (line->same < 0) continue;
    twi_text t = {.ctx = w->v->ctx};
    twi_text_printf(&t, "%s brings the same as %s everywhere.", lever_name(w, l), lever_name(w, line->same));
    put_sentence(w, &t);
  }
}

static void say_end(words *w, twi_text *t, int c, double p, int who, int above)
{
  char a[NUMBER];
  twi_text_printf(t, "%s when %s is %s probable than %s", lever_name(w, who), contingency_name(w, c),
                  above ? "more" : "less", chance(p, a));
}

static void say_break_even(words *w)
{
  const tw_verdict *v = w->v;
  const tw_verdict_region *r = &v->region[w->region];
  twi_text t = {.ctx = v->ctx};
  char a[NUMBER];
  int flips = 0;
  if (v->info.contingencies < 2) return;
  /* With two contingencies the two lines are one. */
  int lines = v->info.contingencies == 2 ? 1 : v->info.contingencies;
  for (int c = 0; c < lines; c++) {
    const tw_stay *s = tw_verdict_stay(v, w->region, c);
    if (isnan(s->low) || (s->below < 0 && s->above < 0)) continue;
    twi_text_put(&t, flips++ ? "; " : "The choice by expected value changes to ");
    if (s->below >= 0) say_end(w, &t, c, s->low, s->below, 0);
    if (s->below >= 0 && s->above >= 0) twi_text_put(&t, ", and to ");
    if (s->above >= 0) say_end(w, &t, c, s->high, s->above, 1);
    twi_text_printf(&t, " (now %s)", chance(v->decision->contingency[c].probability, a));
  }
  if (!flips)
    twi_text_printf(&t, "The choice by expected value stays %s whatever the probability of any one contingency%s",
                    lever_name(w, r->expected), lines > 1 ? ", the others in proportion" : "");
  else if (lines > 1)
    twi_text_put(&t, "; the other contingencies keep their proportions");
  twi_text_put(&t, ".");
  put_sentence(w, &t);
}

/* Nothing: no lever but the chosen one is better anywhere, or only where that hardly counts. */
static void say_worthless(words *w, twi_text *t)
{
  const tw_verdict *v = w->v;
  char a[NUMBER];
  int others = 0, probable = 0, last = 0;
  for (int c = 0; c < v->info.contingencies; c++) {
    if (tw_verdict_cell(v, w->region, v->region[w->region].expected, c)->regret < 5e-7) continue;
    double p = v->decision->contingency[c].probability;
    others++;
    probable += p >= RARE;
    last = c;
  }
  twi_text_printf(t, "Knowing the contingency before choosing is worth %s: ", others ? "next to nothing" : "nothing");
  if (!others)
    twi_text_put(t, "the same lever is best in each");
  else if (probable)
    twi_text_put(t, "where another lever is best, it is so by next to nothing");
  else if (others > 1)
    twi_text_printf(t, "the %d contingencies where another lever is best have next to no probability", others);
  else
    twi_text_printf(t, "another lever is best in %s, which has next to no probability (%s)", contingency_name(w, last),
                    chance(v->decision->contingency[last].probability, a));
}

static void say_information(words *w)
{
  const tw_verdict_region *r = &w->v->region[w->region];
  char a[NUMBER];
  twi_text t = {.ctx = w->v->ctx};
  if (r->worth_contingency < 5e-7)
    say_worthless(w, &t);
  else
    twi_text_printf(&t, "Knowing the contingency before choosing is worth %s", points(w, r->worth_contingency, a));
  if (isfinite(r->worth_parameters)) {
    if (r->worth_parameters < 5e-7)
      twi_text_put(&t, "; knowing the parameters is worth nothing");
    else
      twi_text_printf(&t, "; knowing the parameters %s", points(w, r->worth_parameters, a));
    if (r->worth_both >= 5e-7) twi_text_printf(&t, "; knowing both %s", points(w, r->worth_both, a));
  }
  twi_text_put(&t, ".");
  put_sentence(w, &t);
}

static void say_best(words *w)
{
  const tw_verdict *v = w->v;
  char a[NUMBER];
  int said = 0;
  if (v->info.used == 0) return;
  twi_text t = {.ctx = v->ctx};
  double least = 2;
  /* In falling order, the first four. */
  for (int n = 0; n < 4; n++) {
    int most = -1;
    for (int l = 0; l < v->info.levers; l++) {
      double best = tw_verdict_lever(v, w->region, l)->best;
      if (best > 0 && best < least && (most < 0 || best > tw_verdict_lever(v, w->region, most)->best)) most = l;
    }
    if (most < 0) break;
    least = tw_verdict_lever(v, w->region, most)->best;
    for (int l = 0; l < v->info.levers; l++) {
      if (tw_verdict_lever(v, w->region, l)->best != least) continue;
      twi_text_printf(&t, said ? ", %s in %s" : "%s is expected to bring most in %s", lever_name(w, l),
                      chance(least, a));
      if (!said++) twi_text_put(&t, " of the draws");
    }
  }
  twi_text_put(&t, ".");
  put_sentence(w, &t);
}

/* ---------------------------------------------------------------- the whole */

/* What a region is better off by, or is better for it with all else as it is. */
static int more_is_better(const char *indicator)
{
  static const char *const good[] = {"real_income_pct", "equivalent_variation", "real_wage_pct", "employment_pct",
                                     "first_order_welfare_pct"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    if (strcmp(indicator, good[i]) == 0) return 1;
  return 0;
}

/* What a reader must know before any number. */
static void say_first(words *w)
{
  const tw_verdict *v = w->v;
  const tw_verdict_info *info = &v->info;
  twi_text t = {.ctx = v->ctx};
  if (v->shards > 1 && info->finished < info->draws) {
    twi_text_printf(&t,
                    "Only the draws of shard %d of %d are in this answer, %d of %d. `tradewind merge` joins the stores "
                    "of all shards; the same command with the joined store and without --shard answers from all.",
                    v->shard, v->shards, info->finished, info->draws);
    put_sentence(w, &t);
  }
  t = (twi_text){.ctx = v->ctx};
  if (info->outcome > 0 && info->finished > 0 && 2 * info->used < info->finished) {
    twi_text_printf(&t,
                    "Only %d of %d draws %s a certified equilibrium in every pair: what follows holds for %s alone and "
                    "says nothing about the others.",
                    info->used, info->finished, info->used == 1 ? "has" : "have", info->used == 1 ? "it" : "those");
    put_sentence(w, &t);
  }
  t = (twi_text){.ctx = v->ctx};
  if (info->outcome > 0 && !more_is_better(v->decision->indicator)) {
    twi_text_printf(
        &t,
        "Levers are judged as if more of %s were better, which this indicator does not say: real_income_pct "
        "and equivalent_variation measure what a region is better off by.",
        v->decision->indicator);
    put_sentence(w, &t);
  }
}

/* Levers that cost something by the file: no payoff is what the model gives. */
static void say_net(words *w)
{
  const tw_decision *d = w->v->decision;
  int said = 0;
  twi_text t = {.ctx = w->v->ctx};
  if (costs(d) == 0) return;
  twi_text_put(&t, "Payoffs are net of what levers cost by the file: ");
  for (int l = 0; l < d->levers; l++)
    if (d->lever[l].cost > 0)
      twi_text_printf(&t, "%s%s %.6g %%", said++ ? ", " : "", lever_name(w, l), d->lever[l].cost);
  twi_text_put(&t, " of real income.");
  put_sentence(w, &t);
}

static void say_whole(words *w)
{
  const tw_verdict_info *info = &w->v->info;
  int lost = info->finished - info->used;
  twi_text t = {.ctx = w->v->ctx};
  if (info->uncertified) {
    int pairs = info->levers * info->contingencies;
    twi_text_printf(&t, "%d of %d pairs of lever and contingency %s no certified equilibrium, so nothing is chosen.",
                    info->uncertified, pairs, info->uncertified == 1 ? "has" : "have");
    put_sentence(w, &t);
    return;
  }
  if (!(info->outcome > 0)) {
    twi_text_printf(&t, "%s.", info->message);
    put_sentence(w, &t);
    return;
  }
  if (info->draws == 0) {
    twi_text_put(&t, "Central values only: nothing is drawn.");
  } else {
    twi_text_printf(&t, "Payoffs are means over %d draw%s of the parameters, the same for every pair", info->used,
                    info->used == 1 ? "" : "s");
    if (info->finished < info->draws) twi_text_printf(&t, " (%d of %d made)", info->finished, info->draws);
    twi_text_put(&t, info->used == 0 ? "; without any, they are central values." : ".");
    put_sentence(w, &t);
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
  if (t.used) put_sentence(w, &t);
}

/* What is drawn, and what was assumed about it. */
static void say_parameters(words *w)
{
  const tw_verdict *v = w->v;
  if (!v->parameters || !(v->info.outcome > 0)) return;
  for (int i = 0; i < v->parameters->notes; i++) {
    twi_text t = {.ctx = v->ctx};
    twi_text_printf(&t, "Parameters: %s.", v->parameters->note[i]);
    put_sentence(w, &t);
  }
  if (v->cut == 0) return;
  twi_text t = {.ctx = v->ctx};
  twi_text_printf(&t, "%ld of %ld drawn elasticities were below the floor of %g and were set to it.", v->cut,
                  v->elasticities, v->parameters->floor);
  put_sentence(w, &t);
}

tw_status twi_decide_words(tw_verdict *v)
{
  const char *name = v->decision->indicator;
  size_t length = strlen(name);
  words w = {.v = v, .percent = length > 4 && strcmp(name + length - 4, "_pct") == 0, .region = TWI_FIRST};
  snprintf(w.unit, sizeof w.unit, " %.24s %.24s", v->world->unit, v->world->currency);
  say_first(&w);
  if (v->info.outcome > 0) say_net(&w);
  w.region = TWI_ABOUT_ALL;
  say_whole(&w);
  say_parameters(&w);
  for (int r = 0; r < v->info.regions && v->info.outcome > 0; r++) {
    w.region = r;
    say_expected(&w);
    say_cost(&w);
    say_minimax(&w);
    say_best(&w);
    say_dominated(&w);
    say_break_even(&w);
    say_information(&w);
  }
  return w.status;
}
