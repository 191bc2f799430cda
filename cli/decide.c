/* tradewind decide FILE: which choice stands up best against what may happen. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "decide_frontier.h"
#include "json.h"

enum { MOST_COLUMNS = MOST_TABLE_COLUMNS - 1, HEAD = 8, MOST_DRAWS = 10000000, MOST_FAILURES = 12 };

/* "per cent": of the column, without the codes after it. */
static const char *unit_of(const tw_decision *d, const tw_world *world, const tw_verdict *v, char words[CELL])
{
  const char *name = tw_decision_text(d, "indicator");
  if (!world) {
    tw_verdict_unit(v, words);
    return words;
  }
  size_t length = strcspn(name, " ");
  if (length > 4 && strncmp(name + length - 4, "_pct", 4) == 0) return "per cent";
  return strncmp(name, "employment_", 11) == 0 ? "thousand persons" : money_unit(world, words);
}

/* A, B, … Z, AA, AB … */
static void letter_of(int i, char words[HEAD])
{
  if (i < 26)
    snprintf(words, HEAD, "%c", 'A' + i);
  else
    snprintf(words, HEAD, "%c%c", 'A' + (i / 26 - 1) % 26, 'A' + i % 26);
}

/* A title after the words that stand in the line already. */
static void print_title(const char *name, const char *title)
{
  if (strcmp(name, title) == 0) return;
  printf("    ");
  print_wrapped(title, 4);
}

static void print_options(const tw_decision *d, const tw_verdict_info *info)
{
  char letter[HEAD];
  printf("\nLevers: what is chosen\n");
  for (int l = 0; l < info->levers; l++) {
    printf("  %d %s\n", 1 + l, tw_decision_lever(d, l, "name"));
    print_title(tw_decision_lever(d, l, "name"), tw_decision_lever(d, l, "title"));
  }
  printf("\nContingencies: what happens (%s)\n",
         info->given ? "probabilities of the file" : "equal probabilities assumed");
  for (int c = 0; c < info->contingencies; c++) {
    letter_of(c, letter);
    printf("  %s %s, %.3g %%\n", letter, tw_decision_contingency(d, c, "name"), 100 * tw_decision_probability(d, c));
    print_title(tw_decision_contingency(d, c, "name"), tw_decision_contingency(d, c, "title"));
  }
}

static void share_words(char words[CELL], double share)
{
  if (isnan(share))
    snprintf(words, CELL, "-");
  else
    snprintf(words, CELL, "%.0f %%", 100 * share);
}

/* A line a lever: what it is expected to bring, how much it may be regretted, how often it is best. */
static void print_levers(const tw_decision *d, const tw_verdict *v, int region)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  const tw_verdict_region *r = tw_verdict_region_at(v, region);
  static const text_column columns[] = {{.head = {"lever"}, .left = 1, .shrinks = 14},
                                        {.head = {"expected"}},
                                        {.head = {"p05"}},
                                        {.head = {"p95"}},
                                        {.head = {"largest", "regret"}},
                                        {.head = {"in"}},
                                        {.head = {"best", "in draws"}},
                                        {.head = {""}, .left = 1}};
  text_table *table = table_new(columns, 8);
  double *expected = obtained(malloc((size_t)info->levers * sizeof *expected));
  for (int l = 0; expected && l < info->levers; l++) expected[l] = tw_verdict_lever(v, region, l)->expected;
  int decimals = expected ? decimals_for(expected, NULL, info->levers) : 4;
  /* what is chosen must not look like what it is chosen before */
  for (int l = 0; expected && l < info->levers; l++) {
    double ahead = fabs(expected[r->expected] - expected[l]);
    while (ahead >= 5e-7 && decimals < 7 && ahead * pow(10, decimals) < 1) decimals++;
  }
  for (int l = 0; l < info->levers; l++) {
    const tw_lever *line = tw_verdict_lever(v, region, l);
    char words[4][CELL], letter[HEAD];
    change_words(words[0], line->expected, decimals);
    change_words(words[1], line->p05, decimals);
    change_words(words[2], line->p95, decimals);
    share_words(words[3], line->best);
    table_cell(table, "%d %s", 1 + l, tw_decision_lever(d, l, "name"));
    table_cell(table, "%s", words[0]);
    table_cell(table, "%s", words[1]);
    table_cell(table, "%s", words[2]);
    table_cell(table, "%.*f", decimals, line->largest_regret);
    letter_of(line->worst, letter);
    table_cell(table, "%s", line->largest_regret > 5e-7 ? letter : "-");
    table_cell(table, "%s", words[3]);
    table_cell(table, "%s%s%s", l == r->expected && l == r->minimax ? "<- both" : "",
               l == r->expected && l != r->minimax ? "<- expected value" : "",
               l == r->minimax && l != r->expected ? "<- minimax regret"
               : line->dominated                   ? "dominated"
                                                   : "");
  }
  free(expected);
  table_print(table);
}

/* Payoffs, or regrets, of levers (rows) in contingencies (columns). */
static void print_cells(const tw_decision *d, const tw_verdict *v, int region, int regrets)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  int shown = info->contingencies < MOST_COLUMNS ? info->contingencies : MOST_COLUMNS;
  char heads[MOST_COLUMNS][HEAD];
  text_column columns[MOST_TABLE_COLUMNS] = {{.head = {"lever"}, .left = 1, .shrinks = 14}};
  double most = 0;
  for (int c = 0; c < shown; c++) {
    letter_of(c, heads[c]);
    columns[1 + c] = (text_column){.head = {heads[c]}};
    for (int l = 0; l < info->levers; l++) {
      const tw_cell *cell = tw_verdict_cell(v, region, l, c);
      double value = regrets ? cell->regret : isnan(cell->mean) ? cell->central : cell->mean;
      if (fabs(value) > most) most = fabs(value);
    }
  }
  int decimals = decimals_for(&most, NULL, 1);
  if (decimals > 4) decimals = 4;
  text_table *table = table_new(columns, 1 + shown);
  for (int l = 0; l < info->levers; l++) {
    table_cell(table, "%d %s", 1 + l, tw_decision_lever(d, l, "name"));
    for (int c = 0; c < shown; c++) {
      const tw_cell *cell = tw_verdict_cell(v, region, l, c);
      double value = regrets ? cell->regret : isnan(cell->mean) ? cell->central : cell->mean;
      if (value == 0)
        table_cell(table, "0");
      else if (fabs(value) < 5e-7)
        table_cell(table, "~0");
      else
        table_cell(table, regrets ? "%.*f" : "%+.*f", decimals, value);
    }
  }
  int left_out = table_print_silently(table) + info->contingencies - shown;
  if (left_out)
    printf("%d more contingenc%s; a wider terminal or --out DIR shows %s.\n", left_out, left_out == 1 ? "y" : "ies",
           left_out == 1 ? "it" : "them");
}

static void print_failed(FILE *to, const tw_decision *d, const tw_verdict *v)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  if (info->finished == info->used) return;
  for (int l = 0; l < info->levers; l++)
    for (int c = 0; c < info->contingencies; c++)
      if (tw_verdict_cell(v, 0, l, c)->failed)
        fprintf(to, "  %s in %s: no equilibrium was found in %d draw%s\n", tw_decision_lever(d, l, "name"),
                tw_decision_contingency(d, c, "name"), tw_verdict_cell(v, 0, l, c)->failed,
                tw_verdict_cell(v, 0, l, c)->failed == 1 ? "" : "s");
}

static void print_sentences(const tw_verdict *v, int region)
{
  const char *sentence;
  for (int i = 0; (sentence = tw_verdict_sentence(v, region, i)); i++) {
    printf("- ");
    print_wrapped(sentence, 2);
  }
}

/* Regions as they are told: those of the focus first. Index i of `order` [regions] is the i-th one. */
static void order_told(const tw_verdict *v, int *order)
{
  const int *focus;
  int members, count = 0, regions = tw_verdict_about(v)->regions;
  if (!tw_verdict_focus(v, &focus, &members)) members = 0;
  for (int of_focus = 1; of_focus >= 0; of_focus--)
    for (int r = 0; r < regions; r++) {
      int found = 0;
      for (int i = 0; i < members; i++) found |= focus[i] == tw_verdict_region_at(v, r)->region;
      if (found == of_focus) order[count++] = r;
    }
}

static void print_region(const tw_decision *d, const tw_world *world, const tw_verdict *v, int r, int all)
{
  char unit[CELL];
  printf("\n%s (%s): %s, %s\n\n", tw_verdict_place(v, r, "name"), tw_verdict_place(v, r, "code"),
         tw_decision_text(d, "indicator"), unit_of(d, world, v, unit));
  print_cells(d, v, r, 0);
  if (all) {
    printf("\nRegret: what is lost against the best choice\n");
    print_cells(d, v, r, 1);
  }
  printf("\n");
  print_levers(d, v, r);
  printf("\n");
  print_sentences(v, r);
}

static void print_verdict(const tw_decision *d, const tw_world *world, const tw_verdict *v, int all)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  const char *caveat;
  print_warning(tw_decision_text(d, "warning"), tw_decision_text(d, "against_line"));
  print_cautions(tw_decision_text(d, "cautions"));
  if (tw_decision_text(d, "cautions")) printf("\n");
  for (int i = 0; (caveat = tw_verdict_sentence(v, -2, i)); i++) {
    printf("Note: ");
    print_wrapped(caveat, 6);
  }
  if (tw_verdict_sentence(v, -2, 0)) printf("\n");
  printf("%s\n", tw_decision_text(d, "title"));
  print_wrapped(tw_decision_text(d, "comparison"), 0);
  print_options(d, info);
  int *order = obtained(malloc((size_t)info->regions * sizeof *order));
  if (order) order_told(v, order);
  for (int i = 0; i < info->regions; i++) print_region(d, world, v, order ? order[i] : i, all);
  free(order);
  printf("\n");
  print_sentences(v, -1);
  decide_print_frontier(d, world, v);
  print_failed(stdout, d, v);
}

/* ---------------------------------------------------------------- the verb */

static int read_options(const arguments *a, tw_decide_options *o)
{
  long long n;
  int code = 0;
  *o = (tw_decide_options){.draws = -1, .store = a->value[OPTION_store], .frontier = a->value[OPTION_frontier] != NULL};
  const char *draws = a->value[OPTION_cell_draws];
  if (draws && strcmp(draws, "1") == 0)
    return fail(EXIT_USAGE, "--draws: found 1, which has no spread, expected 0 or 2 to %d", (int)MOST_DRAWS);
  if (draws && (code = read_whole(draws, "draws", 0, MOST_DRAWS, &n)) == 0) o->draws = (int)n;
  if (!code && a->value[OPTION_seed] && (code = read_whole(a->value[OPTION_seed], "seed", 1, INT64_MAX, &n)) == 0)
    o->seed = (unsigned long long)n;
  if (!code && a->value[OPTION_shard]) code = read_shard(a->value[OPTION_shard], &o->shard, &o->shards);
  if (!code && o->shards > 1 && !o->store && capable("stores")) /* else the library says that it has none */
    return fail(EXIT_USAGE, "--shard needs --store FILE: without one its draws would be lost");
  return code;
}

/* Nothing is chosen: why, and what was written. */
static int say_uncertified(const tw_decision *d, const tw_verdict *v, const char *folder)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  const char *failure;
  const int code = info->interrupted ? EXIT_STOPPED : EXIT_UNCERTIFIED;
  const char *outcome = tw_outcome_word(info->outcome);
  if (info->uncertified)
    fail(code, "no certified solution (%s): %d of %d pairs of lever and contingency %s none, so nothing is chosen",
         outcome, info->uncertified, info->levers * info->contingencies, info->uncertified == 1 ? "has" : "have");
  else
    fail(code, "no certified solution (%s): %s", outcome, info->message);
  for (int i = 0; i < MOST_FAILURES && (failure = tw_verdict_failure(v, i)); i++) fail(code, "%s", failure);
  if (info->uncertified > MOST_FAILURES) fail(code, "and %d more pairs", info->uncertified - MOST_FAILURES);
  if (!info->uncertified) print_failed(stderr, d, v);
  if (info->interrupted) fail(code, "interrupted: %d of %d draws were made", info->finished, info->draws);
  if (folder) fail(code, "%s/run.json says so; older results stay", folder);
  return code;
}

static int show_verdict(tw_context *context, const arguments *a, const tw_decision *d, const tw_world *world,
                        const tw_verdict *v)
{
  const tw_verdict_info *info = tw_verdict_about(v);
  const char *folder = a->value[OPTION_out];
  int code = EXIT_CERTIFIED;
  if (info->interrupted) tw_resume(context);
  if (folder) {
    tw_status status = tw_verdict_write(context, v, folder, a->line);
    if (status != TW_OK) return fail_status(context, status);
  }
  terminal_clear_progress();
  if (js_on()) js_decide(d, world, v, folder);
  if (info->outcome <= 0) return say_uncertified(d, v, folder);
  if (!js_on()) print_verdict(d, world, v, a->value[OPTION_all] != NULL);
  if (js_on()) {
    /* all is said */
  } else if (folder) {
    printf("\nWrote decision.csv, choices.csv, break_even.csv, %sdecision.json and run.json to %s\n",
           tw_verdict_frontier(v) ? "frontier.csv, frontier_levers.csv, " : "", folder);
    say_report(folder, a->settings.report);
  } else {
    printf("\n");
    print_wrapped("No files were written; --out DIR writes every number.", 0);
  }
  if (!info->interrupted) return code;
  return fail(EXIT_STOPPED, "interrupted: %d of %d draws are in this answer%s%s%s", info->finished, info->draws,
              a->value[OPTION_store] ? "; the same command goes on from " : "",
              a->value[OPTION_store] ? a->value[OPTION_store] : "",
              a->value[OPTION_store] ? "" : "; with --store FILE they would be kept");
}

/* A decision over a market has no world for these. */
static int refuse_of_worlds(const arguments *a)
{
  static const option_id of_worlds[] = {OPTION_world,   OPTION_chosen, OPTION_products, OPTION_deficits,
                                        OPTION_profits, OPTION_focus,  OPTION_store,    OPTION_shard};
  for (size_t i = 0; i < sizeof of_worlds / sizeof *of_worlds; i++)
    if (a->value[of_worlds[i]])
      return fail(EXIT_USAGE,
                  "--%s: %s is a decision over a market, which has none; expected --set, --draws, --seed, "
                  "--out, --tables, --json or --all",
                  option_name(of_worlds[i]), a->words[0]);
  return 0;
}

static int run(tw_context *context, const arguments *a)
{
  tw_decision *decision = NULL;
  tw_world *world = NULL;
  tw_verdict *verdict = NULL;
  tw_decide_options options;
  int code = read_options(a, &options);
  if (code == 0) code = open_decision(context, a, &decision);
  if (code) return code;
  int of_market = tw_decision_text(decision, "market_only") != NULL;
  if (of_market) code = refuse_of_worlds(a);
  tw_status status =
      of_market ? TW_OK : open_world(context, a, a->words[0], tw_decision_text(decision, "world"), &world);
  if (code == 0) code = status == TW_OK ? outputs_check_again(context, a) : fail_status(context, status);
  if (code) {
    tw_decision_free(decision);
    tw_world_free(world);
    return code;
  }
  terminal_writing(1); /* what is finished is kept: a signal waits until it is */
  status = tw_decide(context, decision, world, &a->settings, &options, &verdict);
  code = status == TW_OK ? show_verdict(context, a, decision, world, verdict) : fail_status(context, status);
  tw_verdict_free(verdict); /* and still: the answer is on its way out until the program ends */
  tw_decision_free(decision);
  tw_world_free(world);
  return code;
}

static void list_decisions(FILE *to)
{
  const char *name;
  fprintf(to, "\nBuilt-in decisions:\n");
  for (int i = 0; (name = tw_decision_builtin(i)); i++) fprintf(to, "  %s\n", name);
}

const command command_decide = {
    .name = "decide",
    .words = "FILE",
    .summary = "compare choices against what may happen: payoff, regret, break-even",
    .text = "FILE is a YAML file, the name of a built-in decision, or - for standard input: levers (choices), "
            "contingencies (what happens, "
            "which nobody here chooses), and the regions whose payoff counts. Every lever is solved in every "
            "contingency, and again for every draw of the uncertain parameters, the same draws for all. Told are the "
            "payoffs, the regrets, the choice by expected value and by minimax regret, which levers are dominated, the "
            "probabilities at which the choice changes, and what it would be worth to know more. Ctrl-C ends early and "
            "answers with the draws that are finished; without a range section, and with --draws 0, nothing is drawn. A key "
            "market makes it a decision over a market, without a world: lng-security; with a policy beside it in a lever or a "
            "contingency market and economy are solved together. "
            "--out writes every number, and report.html, one page that shows them and opens without a network.",
    .example = "  tradewind decide focus-on-what-we-can-control\n"
               "  tradewind decide focus-on-what-we-can-control --draws 0 --out results\n"
               "  tradewind decide how-far-to-diversify --frontier --draws 0\n",
    .options = OPTION_BIT(world) | OPTION_BIT(chosen) | OPTION_BIT(products) | OPTION_BIT(out) | OPTION_BIT(tables) |
               OPTION_BIT(set) | OPTION_BIT(focus) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(cell_draws) |
               OPTION_BIT(seed) | OPTION_BIT(store) | OPTION_BIT(shard) | OPTION_BIT(all) | OPTION_BIT(verbose) |
               OPTION_BIT(help),
    .further = FURTHER_BIT(profits) | FURTHER_BIT(frontier),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_decisions,
};
