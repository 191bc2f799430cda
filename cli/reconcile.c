/* tradewind reconcile SCENARIO: one shock through variants of the model, and the step that moves the number. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

enum { FEW = 8, OF_INTEREST = 3, LINE = 1024 };

/* ---------------------------------------------------------------- the table */

/* Regions by the largest change or effect in any variant. */
static int *order_regions(const tw_variant *v, int count, int N)
{
  double *size = obtained(calloc((size_t)N, sizeof *size));
  if (!size) return NULL;
  for (int d = 0; d < N; d++)
    for (int i = 0; i < count; i++) {
      if (fabs(v[i].real_income[d]) > size[d]) size[d] = fabs(v[i].real_income[d]);
      if (fabs(v[i].change[d]) > size[d]) size[d] = fabs(v[i].change[d]);
    }
  int *order = order_by_size(size, N);
  free(size);
  return order;
}

/* Puts the regions of the focus before the others. */
static void put_focus_first(const unsigned char *in_focus, int *order, int N)
{
  for (int i = 0, first = 0; i < N; i++) {
    if (!in_focus[order[i]]) continue;
    int moved = order[i];
    memmove(order + first + 1, order + first, (size_t)(i - first) * sizeof *order);
    order[first++] = moved;
  }
}

/* The largest step of a region in the chain (or of what departs from the run); -1: none. */
static int largest_step(const tw_variant *v, int count, int chain, int d)
{
  int most = -1;
  for (int i = 0; i < count; i++)
    if (v[i].in_chain == chain && v[i].outcome > 0 && v[i].previous >= 0 &&
        (most < 0 || fabs(v[i].change[d]) > fabs(v[most].change[d])))
      most = i;
  return most;
}

/* Two lines a region, real incomes and the changes; a column a variant, from `from` on. */
static void print_some(const tw_world *world, const tw_variant *v, int count, int from, int some, const int *region,
                       int regions)
{
  text_column columns[MOST_TABLE_COLUMNS] = {{{NULL, NULL, "region"}, 1, 0}};
  char head[MOST_TABLE_COLUMNS][CELL], words[CELL];
  for (int k = 0; k < some; k++) {
    snprintf(head[k], CELL, "%d%s", from + k + 1, v[from + k].is_run ? " run" : "");
    columns[1 + k] = (text_column){{NULL, NULL, head[k]}, 0, 0};
  }
  text_table *table = table_new(columns, 1 + some);
  for (int j = 0; j < regions; j++) {
    int d = region[j], most = largest_step(v, count, v[from].in_chain, d);
    table_cell(table, "%s", tw_world_region(world, d));
    for (int k = 0; k < some; k++) {
      change_words(words, v[from + k].real_income[d], 3);
      table_cell(table, "%s", words);
    }
    table_cell(table, "%s", "");
    for (int k = 0; k < some; k++) {
      change_words(words, v[from + k].change[d], 3);
      if (v[from + k].previous < 0 || v[from + k].outcome <= 0)
        table_cell(table, "%s", "");
      else
        table_cell(table, "%s%s", from + k == most ? "*" : "", words);
    }
  }
  printf("\n");
  table_print(table);
}

/* As many variants at a time as fit; the chain apart from what departs from the run. */
static void print_table(const tw_world *world, const tw_variant *v, int count, const int *order, int regions)
{
  int room = (terminal_width() - 8) / 10;
  if (room > MOST_TABLE_COLUMNS - 1) room = MOST_TABLE_COLUMNS - 1;
  for (int from = 0; from < count;) {
    int some = 0;
    while (some < room && from + some < count && v[from + some].in_chain == v[from].in_chain) some++;
    print_some(world, v, count, from, some, order, regions);
    from += some;
  }
}

/* ---------------------------------------------------------------- words */

/* "CAN: from -1.96 % (one sector, first order) to -1.56 % in the run; what moves it most is step 4, with inputs: +0.5"
 */
static void print_sentence(const tw_world *world, const tw_variant *v, int count, int d)
{
  char first[CELL], run[CELL], change[CELL], text[LINE];
  int most = largest_step(v, count, 1, d), beside = largest_step(v, count, 0, d), at_run = 0, start = -1;
  for (int i = count - 1; i >= 0; i--) {
    if (v[i].is_run) at_run = i;
    if (v[i].in_chain && v[i].outcome > 0) start = i;
  }
  if (most < 0 || start < 0) return;
  change_words(first, v[start].real_income[d], 3);
  change_words(run, v[at_run].real_income[d], 3);
  change_words(change, v[most].change[d], 3);
  int n = snprintf(text, sizeof text,
                   "%s: from %s %% (%s) to %s %% in the run. The step that moves it most is %d, %s: %s "
                   "points.",
                   tw_world_region(world, d), first, v[start].title, run, most + 1, v[most].title, change);
  if (beside >= 0 && n > 0 && n < LINE) {
    change_words(change, v[beside].change[d], 3);
    snprintf(text + n, sizeof text - (size_t)n, " Beside the chain %s (%d) would move it most: %s points.",
             v[beside].title, beside + 1, change);
  }
  print_wrapped(text, 5);
}

static void print_meaning(const tw_variant *v, int count)
{
  char text[2 * LINE];
  int departs = 0;
  for (int i = 0; i < count; i++) {
    int again = !*v[i].lacks || (i && strcmp(v[i].lacks, v[i - 1].lacks) == 0);
    if (!v[i].in_chain && !departs++) printf("and, each against the run:\n");
    int is_run = v[i].is_run && !*v[i].lacks; /* else the title says which run it is */
    snprintf(text, sizeof text, "%s%s: %s%s%s%s%s", v[i].title, is_run ? " (this is the run)" : "", v[i].what,
             again ? "" : " ", again ? "" : v[i].lacks, v[i].outcome <= 0 ? " No certified solution: " : "",
             v[i].message);
    printf("%2d  ", i + 1);
    print_wrapped(text, 4);
  }
}

static void print_files(const arguments *a)
{
  const char *folder = a->value[OPTION_variants];
  if (!folder) return;
  printf("\nWrote reconcile.csv, reconcile.json and run.json to %s\n", folder);
  say_report(folder, a->settings.report);
}

/* On standard error: the variants without a certified solution. The scenario itself is the only one then. */
static int say_uncertified(const tw_variant *v, int count, const char *folder)
{
  int missing = 0;
  for (int i = 0; i < count; i++) {
    if (v[i].outcome > 0) continue;
    missing++;
    const char *why = *v[i].message ? v[i].message : tw_outcome_meaning(v[i].outcome);
    if (count > 1)
      fail(EXIT_UNCERTIFIED, "variant %d, %s, has no certified solution (%s): %s", i + 1, v[i].title,
           tw_outcome_word(v[i].outcome), why);
    else
      fail(EXIT_UNCERTIFIED,
           "the scenario itself has no certified solution (%s): %s; `tradewind run` says where it failed",
           tw_outcome_word(v[i].outcome), why);
  }
  if (count == 1 && missing && folder) fail(EXIT_UNCERTIFIED, "%s/run.json says so; older results stay", folder);
  return missing ? EXIT_UNCERTIFIED : EXIT_CERTIFIED;
}

static int print_variants(tw_context *context, const tw_reconciliation *r, const tw_scenario *scenario,
                          const arguments *a)
{
  const tw_world *world = tw_reconciliation_world(r);
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v), N = tw_world_regions(world);
  if (js_on()) {
    js_reconcile(r, scenario, a->value[OPTION_variants]);
    return say_uncertified(v, count, a->value[OPTION_variants]);
  }
  if (count == 1) return say_uncertified(v, count, a->value[OPTION_variants]);
  int *order = order_regions(v, count, N), regions = a->value[OPTION_all] || N < FEW ? N : FEW;
  char text[LINE], when[32] = "";
  unsigned char *in_focus = obtained(calloc((size_t)N, 1));
  if (order && in_focus && tw_scenario_focus(context, scenario, world, in_focus, NULL) == TW_OK)
    put_focus_first(in_focus, order, N);
  free(in_focus);
  if (!order) return fail(EXIT_MACHINE, "error: out of memory");
  if (tw_reconciliation_year(r)) snprintf(when, sizeof when, " in %d", tw_reconciliation_year(r));
  print_warning(tw_scenario_text(scenario, "warning"), tw_scenario_text(scenario, "against_line"));
  snprintf(text, sizeof text,
           "%s%s, through variants of the model, in the world %s:", tw_reconciliation_text(r, "title"), when,
           tw_world_text(world, "label"));
  print_wrapped(text, 0);
  print_cautions(tw_scenario_text(scenario, "cautions"));
  print_assumed(world);
  print_wrapped(tw_scenario_text(scenario, "comparison"), 0);
  print_meaning(v, count);
  printf("\n");
  print_wrapped(
      "Real income in per cent, and below it the change in points against the variant before it, or against the "
      "run; * the largest:",
      0);
  print_table(world, v, count, order, regions);
  if (regions < N) printf("%d further regions (--all shows them)\n", N - regions);
  printf("\n");
  for (int k = 0; k < OF_INTEREST && k < N; k++) print_sentence(world, v, count, order[k]);
  free(order);
  print_files(a);
  return say_uncertified(v, count, a->value[OPTION_variants]);
}

/* ---------------------------------------------------------------- the command */

static int read_number(const arguments *a, option_id id, double *value)
{
  const char *text = a->value[id];
  if (!text) return 0;
  char *end;
  errno = 0;
  *value = strtod(text, &end);
  if (end != text && !*end && !errno && *value >= 0 && *value < 1000) return 0;
  return fail(EXIT_USAGE, "--%s: found %s, expected a number such as 0.5", option_name(id), text);
}

static int read_options(const arguments *a, tw_reconcile *options)
{
  double year = 0;
  tw_reconcile_default(options);
  options->elasticities = a->value[OPTION_other];
  int code = read_number(a, OPTION_elasticity, &options->elasticity);
  if (code == 0) code = read_number(a, OPTION_labour, &options->labour_elasticity);
  if (code == 0) code = read_number(a, OPTION_scale, &options->scale_elasticity);
  if (code == 0 && options->scale_elasticity >= 1)
    code = fail(EXIT_USAGE, "--scale: found %s, expected a number below 1 such as 0.1", a->value[OPTION_scale]);
  if (code == 0 && a->value[OPTION_of_year]) {
    year = strtod(a->value[OPTION_of_year], NULL);
    if (!(year >= 1 && year <= 9999)) code = fail(EXIT_USAGE, "--year: expected a year such as 2030");
    options->year = (int)year;
  }
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  tw_reconcile options;
  tw_scenario *scenario;
  tw_world *world;
  tw_reconciliation *r = NULL;
  int code = read_options(a, &options);
  if (code == 0) code = open_scenario(context, a, &scenario, &world);
  if (code) return code;
  tw_status status = tw_reconcile_run(context, world, scenario, &a->settings, &options, &r);
  if (status == TW_OK && a->value[OPTION_variants]) {
    terminal_writing(1);
    status = tw_reconciliation_write(context, r, a->value[OPTION_variants], a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  code = status == TW_OK ? print_variants(context, r, scenario, a) : fail_status(context, status);
  tw_reconciliation_free(r);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return code;
}

const command command_reconcile = {
    .name = "reconcile",
    .words = "SCENARIO",
    .summary = "show which assumption of the model moves a result",
    .text =
        "Why two studies of one policy disagree: the shock of the scenario goes through a chain of models, each "
        "different from the one before in one thing, from one sector without inputs and to first order to the "
        "scenario as `run` solves it, then through models that depart from that run. Each is certified. Exit code "
        "3 when one of them has no certified solution; where that is the scenario itself, there is nothing to compare, "
        "and --out writes run.json alone.",
    .example = "  tradewind reconcile us-tariff-canada\n"
               "  tradewind reconcile us-tariff-canada --elasticity 5 --out results\n",
    .options = OPTION_BIT(world) | OPTION_BIT(products) | OPTION_BIT(variants) | OPTION_BIT(tables) | OPTION_BIT(set) |
               OPTION_BIT(focus) | OPTION_BIT(deficits) | OPTION_BIT(json) | OPTION_BIT(elasticity) |
               OPTION_BIT(other) | OPTION_BIT(labour) | OPTION_BIT(scale) | OPTION_BIT(of_year) | OPTION_BIT(all) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(profits),
    .takes_settings = 1,
    .least_words = 1,
    .most_words = 1,
    .run = run,
    .more_help = list_scenarios,
};
