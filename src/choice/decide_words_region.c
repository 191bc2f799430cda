/* The reasons for a choice in plain sentences: of one region. Numbers have three digits, and more where two of them
 * would look the same. */
#include <math.h>
#include <string.h>

#include "outlook/payoff.h"

#include "choice/decide_words.h"

static const double RARE = 1e-3; /* a probability of next to nothing */

enum { NUMBER = 112 };

/* ---------------------------------------------------------------- numbers and names */

/* Decimals for three digits. */
static int decimals_of(double x)
{
  double size = fabs(x);
  int decimals = size < 5e-7 ? 0 : 2 - (int)floor(log10(size));
  return decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
}

static const char *amount_with(const twi_words *w, double x, int decimals, int with_sign, const char *unit,
                               char text[NUMBER])
{
  if (fabs(x) < 5e-7) x = 0;
  twi_print(text, NUMBER, with_sign && x != 0 ? "%+.*f%s" : "%.*f%s", x == 0 ? 0 : decimals, x,
            w->percent ? unit : w->unit);
  return text;
}

/* Three digits: "+0.123 %"; with a sign only where asked. */
static const char *amount(const twi_words *w, double x, int with_sign, const char *unit, char text[NUMBER])
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

static const char *level(const twi_words *w, double x, char text[NUMBER])
{
  return amount(w, x, 1, " %", text);
}

static const char *points(const twi_words *w, double x, char text[NUMBER])
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

static const char *contingency_name(const twi_words *w, int c)
{
  return w->v->decision->contingency[c].name;
}

/* ---------------------------------------------------------------- sentences */

/* The lever with the next largest expectation, among those that differ from the chosen one. */
static int runner_up(const twi_words *w, int chosen)
{
  int next = -1;
  for (int l = 0; l < w->v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(w->v, w->region, l);
    if (l == chosen || line->same == chosen) continue;
    if (next < 0 || line->expected > tw_verdict_lever(w->v, w->region, next)->expected) next = l;
  }
  return next;
}

static void say_expected(twi_words *w)
{
  const tw_verdict_region *r = &w->v->region[w->region];
  const tw_lever *chosen = tw_verdict_lever(w->v, w->region, r->expected);
  int next = runner_up(w, r->expected);
  double following = next < 0 ? chosen->expected : tw_verdict_lever(w->v, w->region, next)->expected;
  int decimals = decimals_apart(chosen->expected, following);
  char a[NUMBER], b[NUMBER], c[NUMBER];
  twi_text t = {.ctx = w->v->ctx};
  twi_text_printf(&t, "Expected value chooses %s: %s with %s", twi_words_lever(w, r->expected),
                  amount_with(w, chosen->expected, decimals, 1, " %", a),
                  w->v->info.given ? "the probabilities given" : "equal probabilities, as none are given");
  if (isfinite(chosen->p05))
    twi_text_printf(&t, ", %s to %s in nine draws of ten", level(w, chosen->p05, b), level(w, chosen->p95, c));
  if (next >= 0)
    twi_text_printf(&t, "; next is %s with %s", twi_words_lever(w, next),
                    amount_with(w, following, decimals_apart(following, chosen->expected), 1, " %", a));
  twi_text_put(&t, ".");
  twi_words_put(w, &t);
}

/* Levers are free in the model; what one may cost before another is better is the lead of what is chosen. */
static void say_cost(twi_words *w)
{
  static const char *const income[] = {"real_income_pct", "equivalent_variation", "surplus_change", "bill"};
  const tw_verdict_region *r = &w->v->region[w->region];
  const tw_decision *d = w->v->decision;
  const char *indicator = d->of_market ? twi_payoff_word((twi_payoff_field)d->field) : d->indicator;
  int next = runner_up(w, r->expected);
  char a[NUMBER];
  int of_income = 0;
  for (size_t i = 0; i < sizeof income / sizeof *income; i++) of_income |= strcmp(indicator, income[i]) == 0;
  if (next < 0 || !of_income) return;
  double lead =
      tw_verdict_lever(w->v, w->region, r->expected)->expected - tw_verdict_lever(w->v, w->region, next)->expected;
  if (lead < 5e-7) return;
  twi_text t = {.ctx = w->v->ctx};
  twi_text_printf(&t, "%s may %scost up to %s%s more than %s before the choice by expected value changes.",
                  twi_words_lever(w, r->expected), twi_words_costs(w->v->decision) ? "still " : "", points(w, lead, a),
                  w->percent ? " of real income" : "", twi_words_lever(w, next));
  twi_words_put(w, &t);
}

static void say_minimax(twi_words *w)
{
  const tw_verdict_region *r = &w->v->region[w->region];
  const tw_lever *chosen = tw_verdict_lever(w->v, w->region, r->minimax);
  char a[NUMBER];
  twi_text t = {.ctx = w->v->ctx};
  twi_text_printf(&t, "Minimax regret chooses %s: ", twi_words_lever(w, r->minimax));
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
      twi_text_printf(&t, "; over all draws it is %s", twi_words_lever(w, r->minimax_draws));
    if (most >= 5e-7) twi_text_printf(&t, ", with %s at most", points(w, most, a));
  }
  twi_text_put(&t, ".");
  twi_words_put(w, &t);
}

/* One sentence for all that the same lever dominates in the same way. */
static void say_dominated_by(twi_words *w, int by, int strength)
{
  const char *draws = w->v->info.used ? " and draw" : "";
  int count = 0, last = -1;
  twi_text t = {.ctx = w->v->ctx};
  for (int l = 0; l < w->v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(w->v, w->region, l);
    if (line->dominated != strength || line->by != by) continue;
    if (last >= 0) twi_text_printf(&t, "%s%s", count++ ? ", " : "", twi_words_lever(w, last));
    last = l;
  }
  if (last < 0) return;
  twi_text_printf(&t, "%s%s %s dominated by %s: ", count ? " and " : "", twi_words_lever(w, last), count ? "are" : "is",
                  twi_words_lever(w, by));
  if (strength == 2)
    twi_text_printf(&t, "worse in every contingency%s.", draws);
  else
    twi_text_printf(&t, "weakly, better in no contingency%s and worse in some.", draws);
  twi_words_put(w, &t);
}

static void say_dominated(twi_words *w)
{
  for (int strength = 2; strength >= 1; strength--)
    for (int by = 0; by < w->v->info.levers; by++) say_dominated_by(w, by, strength);
  for (int l = 0; l < w->v->info.levers; l++) {
    const tw_lever *line = tw_verdict_lever(w->v, w->region, l);
    if (line->same < 0) continue;
    twi_text t = {.ctx = w->v->ctx};
    twi_text_printf(&t, "%s brings the same as %s everywhere.", twi_words_lever(w, l), twi_words_lever(w, line->same));
    twi_words_put(w, &t);
  }
}

static void say_end(twi_words *w, twi_text *t, int c, double p, int who, int above)
{
  char a[NUMBER];
  twi_text_printf(t, "%s when %s is %s probable than %s", twi_words_lever(w, who), contingency_name(w, c),
                  above ? "more" : "less", chance(p, a));
}

static void say_break_even(twi_words *w)
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
                    twi_words_lever(w, r->expected), lines > 1 ? ", the others in proportion" : "");
  else if (lines > 1)
    twi_text_put(&t, "; the other contingencies keep their proportions");
  twi_text_put(&t, ".");
  twi_words_put(w, &t);
}

/* Nothing: no lever but the chosen one is better anywhere, or only where that hardly counts. */
static void say_worthless(twi_words *w, twi_text *t)
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

static void say_information(twi_words *w)
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
  twi_words_put(w, &t);
}

static void say_best(twi_words *w)
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
      twi_text_printf(&t, said ? ", %s in %s" : "%s is expected to bring most in %s", twi_words_lever(w, l),
                      chance(least, a));
      if (!said++) twi_text_put(&t, " of the draws");
    }
  }
  twi_text_put(&t, ".");
  twi_words_put(w, &t);
}

void twi_words_of_region(twi_words *w)
{
  say_expected(w);
  say_cost(w);
  say_minimax(w);
  say_best(w);
  say_dominated(w);
  say_break_even(w);
  say_information(w);
}
