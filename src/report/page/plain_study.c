/* The plain page of a decision or a reconciliation: every number of decision.json or reconcile.json, in tables.
 *
 * The objects are those that this program wrote (their digests stand in run.json), so what is not there is shown as
 * empty and nothing more is made of it. */
#include <math.h>
#include <stdio.h>

#include "report/page/plain.h"

/* ---------------------------------------------------------------- pieces */

static json_t *get(const json_t *object, const char *key)
{
  return json_object_get(object, key);
}

static const char *words_of(const json_t *object, const char *key)
{
  return json_string_value(get(object, key));
}

/* NaN where there is none. */
static double number_in(const json_t *value)
{
  return json_is_number(value) ? json_number_value(value) : NAN;
}

static double number_of(const json_t *object, const char *key)
{
  return number_in(get(object, key));
}

/* The name of the entry that `key` gives by its number; NULL: none. */
static const char *named(const json_t *list, const json_t *object, const char *key)
{
  const json_t *index = get(object, key);
  return json_is_integer(index) ? words_of(json_array_get(list, (size_t)json_integer_value(index)), "name") : NULL;
}

static void text_cell(twi_text *out, const char *words)
{
  twi_plain_element(out, "td class=\"t\"", words);
}

static void first_cell(twi_text *out, const char *words)
{
  twi_text_put(out, "<tr>");
  twi_plain_element(out, "th scope=\"row\"", words);
}

static void end_row(twi_text *out)
{
  twi_text_put(out, "</tr>\n");
}

static void percent_cell(twi_text *out, double share)
{
  twi_plain_number(out, 100 * share, 2);
}

/* A head that is a name of the file's, not a column of ours. */
static void name_head(twi_text *out, const char *name)
{
  twi_text_put(out, "<th scope=\"col\" class=\"n\">");
  twi_plain_text(out, name);
  twi_text_put(out, "</th>");
}

static void end_heads(twi_text *out)
{
  twi_text_put(out, "</tr></thead><tbody>\n");
}

static void heads(twi_text *out, const char *const *names, int count, int texts)
{
  for (int i = 0; i < count; i++) twi_plain_head(out, names[i], i < texts);
  end_heads(out);
}

static void sentences(twi_text *out, json_t *list)
{
  json_t *sentence;
  size_t i;
  if (json_array_size(list) == 0) return;
  twi_text_put(out, "<ul>\n");
  json_array_foreach(list, i, sentence) twi_plain_element(out, "li", json_string_value(sentence));
  twi_text_put(out, "</ul>\n");
}

/* ---------------------------------------------------------------- decisions */

static void options(twi_text *out, const json_t *decision)
{
  static const char *const columns[] = {"lever", "title"}, *const more[] = {"contingency", "title", "probability_pct"};
  const char *given = words_of(decision, "probabilities");
  json_t *option;
  size_t i;
  twi_plain_open(out, "Levers: what is chosen");
  heads(out, columns, 2, 2);
  json_array_foreach(get(decision, "levers"), i, option)
  {
    first_cell(out, words_of(option, "name"));
    text_cell(out, words_of(option, "title"));
    end_row(out);
  }
  twi_plain_close(out);
  twi_plain_open(out, given && *given == 'e' ? "Contingencies: what happens (equal probabilities are assumed)"
                                             : "Contingencies: what happens");
  heads(out, more, 3, 2);
  json_array_foreach(get(decision, "contingencies"), i, option)
  {
    first_cell(out, words_of(option, "name"));
    text_cell(out, words_of(option, "title"));
    percent_cell(out, number_of(option, "probability"));
    end_row(out);
  }
  twi_plain_close(out);
}

/* Levers down, contingencies across: cells go by lever, then contingency. */
static void cells(twi_text *out, const json_t *decision, const json_t *region, const char *key, const char *caption)
{
  json_t *all = get(region, "cells"), *option, *cell;
  size_t across = json_array_size(get(decision, "contingencies")), i;
  double most = 0;
  json_array_foreach(all, i, cell) most = fmax(most, fabs(number_of(cell, key)));
  twi_plain_open(out, caption);
  twi_plain_head(out, "lever", 1);
  json_array_foreach(get(decision, "contingencies"), i, option) name_head(out, words_of(option, "name"));
  end_heads(out);
  json_array_foreach(get(decision, "levers"), i, option)
  {
    first_cell(out, words_of(option, "name"));
    for (size_t c = 0; c < across; c++)
      twi_plain_number(out, number_of(json_array_get(all, i * across + c), key), twi_plain_decimals(most));
    end_row(out);
  }
  twi_plain_close(out);
}

static void levers_table(twi_text *out, const json_t *decision, const json_t *region)
{
  static const char *const numbers[] = {"expected", "p05", "p50", "p95", "largest_regret", "largest_regret_draws"};
  enum { NUMBERS = sizeof numbers / sizeof *numbers };
  static const char *const more[] = {"worst contingency", "dominated", "dominated by", "the same as"};
  const json_t *levers = get(decision, "levers"), *contingencies = get(decision, "contingencies");
  json_t *list = get(region, "levers"), *line;
  int decimals[NUMBERS];
  size_t i;
  twi_plain_open(out, "Levers compared");
  twi_plain_head(out, "lever", 1);
  for (int k = 0; k < NUMBERS; k++) {
    double most = 0;
    json_array_foreach(list, i, line) most = fmax(most, fabs(number_of(line, numbers[k])));
    decimals[k] = twi_plain_decimals(most);
    twi_plain_head(out, numbers[k], 0);
  }
  twi_plain_head(out, "best in draws_pct", 0);
  heads(out, more, 4, 4);
  json_array_foreach(list, i, line)
  {
    first_cell(out, words_of(json_array_get(levers, i), "name"));
    for (int k = 0; k < NUMBERS; k++) twi_plain_number(out, number_of(line, numbers[k]), decimals[k]);
    percent_cell(out, number_of(line, "share_of_draws_best"));
    text_cell(out, named(contingencies, line, "worst_contingency"));
    text_cell(out, words_of(line, "dominated"));
    text_cell(out, named(levers, line, "dominated_by"));
    text_cell(out, named(levers, line, "same_as"));
    end_row(out);
  }
  twi_plain_close(out);
}

static void choices(twi_text *out, const json_t *decision, const json_t *region)
{
  static const char *const columns[] = {"what", "lever", "value"};
  static const char *const criteria[][2] = {{"expected_value", "Choice by expected value"},
                                            {"minimax_regret", "Choice by minimax regret"},
                                            {"minimax_regret_draws", "Choice by minimax regret over draws"}};
  static const char *const worth[][2] = {{"contingency", "Worth of knowing the contingency"},
                                         {"parameters", "Worth of knowing the parameters"},
                                         {"both", "Worth of knowing both"}};
  twi_plain_open(out, "What is chosen, and what it would be worth to know more");
  heads(out, columns, 3, 2);
  for (int i = 0; i < 3; i++) {
    const char *lever = named(get(decision, "levers"), get(region, "choice"), criteria[i][0]);
    if (!lever) continue;
    first_cell(out, criteria[i][1]);
    text_cell(out, lever);
    twi_plain_number(out, NAN, 2);
    end_row(out);
  }
  for (int i = 0; i < 3; i++) {
    double x = number_of(get(region, "worth_of_knowing"), worth[i][0]);
    if (isnan(x)) continue;
    first_cell(out, worth[i][1]);
    text_cell(out, "");
    twi_plain_number(out, x, twi_plain_decimals(fabs(x)));
    end_row(out);
  }
  twi_plain_close(out);
}

static void break_even(twi_text *out, const json_t *decision, const json_t *region)
{
  static const char *const columns[] = {"rival",           "contingency", "rival is better",
                                        "probability_pct", "gain in",     "gain elsewhere"};
  json_t *list = get(region, "break_even"), *line;
  size_t i;
  if (json_array_size(list) == 0) return;
  twi_plain_open(out, "Break-even probabilities: where the choice by expected value and a rival are equal");
  heads(out, columns, 6, 3);
  json_array_foreach(list, i, line)
  {
    const json_t *above = get(line, "rival_better_above");
    double in = number_of(line, "gain_in"), elsewhere = number_of(line, "gain_elsewhere");
    int decimals = twi_plain_decimals(fmax(fabs(in), fabs(elsewhere)));
    first_cell(out, named(get(decision, "levers"), line, "rival"));
    text_cell(out, named(get(decision, "contingencies"), line, "contingency"));
    text_cell(out, !json_is_boolean(above) ? "nowhere" : json_is_true(above) ? "above" : "below");
    percent_cell(out, number_of(line, "probability"));
    twi_plain_number(out, in, decimals);
    twi_plain_number(out, elsewhere, decimals);
    end_row(out);
  }
  twi_plain_close(out);
}

static void stays(twi_text *out, const json_t *decision, const json_t *region)
{
  static const char *const columns[] = {"contingency", "takes over below", "takes over above", "from_pct", "to_pct"};
  json_t *list = get(region, "stays"), *line;
  size_t i;
  if (json_array_size(list) == 0) return;
  twi_plain_open(out, "Probabilities of each contingency between which the choice stays");
  heads(out, columns, 5, 3);
  json_array_foreach(list, i, line)
  {
    first_cell(out, words_of(json_array_get(get(decision, "contingencies"), i), "name"));
    text_cell(out, named(get(decision, "levers"), line, "below"));
    text_cell(out, named(get(decision, "levers"), line, "above"));
    percent_cell(out, number_of(line, "low"));
    percent_cell(out, number_of(line, "high"));
    end_row(out);
  }
  twi_plain_close(out);
}

static void draws(twi_text *out, const json_t *decision)
{
  const json_t *of = get(decision, "draws");
  double asked = number_of(of, "asked"), finished = number_of(of, "finished"), used = number_of(of, "used");
  char words[256];
  if (!(asked > 0)) {
    twi_plain_element(out, "p", "Central values: nothing is drawn.");
    return;
  }
  if (json_is_true(get(of, "interrupted"))) {
    twi_print(words, sizeof words, "Interrupted: %.0f of %.0f draws are in these numbers.", finished, asked);
    twi_plain_element(out, "p class=\"lead\"", words);
  }
  twi_print(words, sizeof words, "Draws: %.0f asked for, %.0f finished, %.0f with an equilibrium everywhere.", asked,
            finished, used);
  twi_plain_element(out, "p", words);
}

static void one_region(twi_text *out, const json_t *decision, const json_t *region)
{
  static const char *const drawn[][2] = {{"mean", "Payoffs: means over the draws"},
                                         {"p05", "Payoffs: 5 % quantile of the draws"},
                                         {"p50", "Payoffs: median of the draws"},
                                         {"p95", "Payoffs: 95 % quantile of the draws"},
                                         {"failed_draws", "Draws in which no equilibrium was found"}};
  const char *name = words_of(region, "name"), *indicator = words_of(decision, "indicator");
  twi_plain_element(out, "h2", name ? name : words_of(region, "region"));
  twi_text_put(out, "<p>What counts is ");
  twi_plain_text(out, indicator);
  twi_text_put(out, ".</p>\n");
  sentences(out, get(region, "reasons"));
  cells(out, decision, region, "central", "Payoffs: central values");
  for (int i = 0; i < 5 && number_of(get(decision, "draws"), "asked") > 0; i++)
    cells(out, decision, region, drawn[i][0], drawn[i][1]);
  cells(out, decision, region, "regret", "Regret: what is lost against the best lever");
  levers_table(out, decision, region);
  choices(out, decision, region);
  break_even(out, decision, region);
  stays(out, decision, region);
}

void twi_plain_decision(twi_text *out, const twi_html_run *run)
{
  json_t *decision = run->study, *region;
  const char *notes = words_of(decision, "notes");
  size_t i;
  twi_text_put(out, "<article>\n");
  twi_plain_warning(out, twi_html_text(run, "decision", "warning"));
  twi_plain_warning(out, twi_html_text(run, "decision", "left_out"));
  twi_plain_cautions(out, run, "decision");
  twi_plain_element(out, "h1", words_of(decision, "title"));
  if (twi_html_text(run, "decision", "comparison"))
    twi_plain_element(out, "p", twi_html_text(run, "decision", "comparison"));
  sentences(out, get(decision, "caveats"));
  draws(out, decision);
  twi_plain_caveat(out, run);
  sentences(out, get(decision, "sentences"));
  if (notes) twi_plain_element(out, "p", notes);
  options(out, decision);
  json_array_foreach(get(decision, "regions"), i, region) one_region(out, decision, region);
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}

/* ---------------------------------------------------------------- reconciliations */

static void variants(twi_text *out, json_t *list)
{
  json_t *variant;
  size_t i;
  twi_text_put(out, "<ol>\n");
  json_array_foreach(list, i, variant)
  {
    const char *message = words_of(variant, "message"), *lacks = words_of(variant, "lacks");
    twi_text_put(out, "<li><strong>");
    twi_plain_text(out, words_of(variant, "title"));
    twi_text_put(out, "</strong>");
    if (json_is_true(get(variant, "is_run"))) twi_text_put(out, " (this is the run)");
    if (json_is_false(get(variant, "in_chain"))) twi_text_put(out, " (against the run)");
    twi_text_put(out, ": ");
    twi_plain_text(out, words_of(variant, "what"));
    if (lacks && *lacks) {
      twi_text_put(out, " ");
      twi_plain_text(out, lacks);
    }
    if (message && *message) {
      twi_text_put(out, " <strong>No certified solution:</strong> ");
      twi_plain_text(out, message);
    }
    twi_text_put(out, "</li>\n");
  }
  twi_text_put(out, "</ol>\n");
}

/* Regions down, variants across. */
static void by_region(twi_text *out, const twi_html_run *run, const char *key, const char *caption)
{
  static const char *const first[] = {"region", "name"};
  json_t *list = get(run->study, "variants"), *names = get(get(run->manifest, "world"), "region_names");
  json_t *variant, *code, *number;
  double most = 0;
  size_t i, d;
  json_array_foreach(list, i, variant) json_array_foreach(get(variant, key), d, number) most =
      fmax(most, fabs(number_in(number)));
  twi_plain_open(out, caption);
  for (int k = 0; k < 2; k++) twi_plain_head(out, first[k], 1);
  json_array_foreach(list, i, variant) name_head(out, words_of(variant, "title"));
  end_heads(out);
  json_array_foreach(get(run->study, "regions"), d, code)
  {
    const char *word = json_string_value(code);
    first_cell(out, word);
    text_cell(out, word ? words_of(names, word) : NULL);
    json_array_foreach(list, i, variant)
        twi_plain_number(out, number_in(json_array_get(get(variant, key), d)), twi_plain_decimals(most));
    end_row(out);
  }
  twi_plain_close(out);
}

void twi_plain_reconciliation(twi_text *out, const twi_html_run *run)
{
  const json_t *study = run->study;
  double year = number_of(study, "year");
  char words[128];
  twi_text_put(out, "<article>\n");
  twi_plain_warning(out, twi_html_text(run, "scenario", "warning"));
  twi_plain_warning(out, twi_html_text(run, "scenario", "left_out"));
  twi_plain_cautions(out, run, "scenario");
  twi_plain_element(out, "h1", twi_html_text(run, "scenario", "title"));
  if (twi_html_text(run, "scenario", "comparison"))
    twi_plain_element(out, "p", twi_html_text(run, "scenario", "comparison"));
  twi_plain_element(out, "p class=\"lead\"", "One shock through variants of the model, each different in one thing.");
  twi_print(words, sizeof words, "The one elasticity of the first variants is %.3g.", number_of(study, "elasticity"));
  twi_plain_element(out, "p", words);
  twi_print(words, sizeof words, "The year is %.0f.", year);
  if (isfinite(year)) twi_plain_element(out, "p", words);
  twi_plain_caveat(out, run);
  variants(out, get(study, "variants"));
  by_region(out, run, "real_income_pct", "Real income by variant, per cent");
  by_region(out, run, "change_from_previous", "Change against the variant before, or against the run, points");
  twi_plain_made(out, run);
  twi_text_put(out, "</article>\n");
}
