/* tradewind diff DIR DIR: which numbers of two results folders differ, by how much, and which input explains it. */
#include "json.h"
#include "trace.h"

static int run(tw_context *context, const arguments *a)
{
  tw_trace *trace;
  size_t numbers, differ;
  char words[CELL];
  tw_status status = tw_results_diff(context, a->words[0], a->words[1], &trace);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  if (js_on()) {
    js_trace(trace, a->value[OPTION_all] != NULL);
    tw_trace_free(trace);
    return EXIT_CERTIFIED;
  }
  trace_inputs_print(trace, "What differs in what went in:");
  trace_counts(trace, &numbers, &differ);
  money_words(words, (double)numbers, 0, 0);
  if (numbers == 0)
    printf("No number is on both sides.\n");
  else if (tw_trace_agrees(trace))
    printf("All %s numbers are the same, bit for bit.\n", words);
  else
    printf("Of %s numbers in both, %zu %s.\n", words, differ, differ == 1 ? "differs" : "differ");
  trace_tables_print(trace, "first", "second", 1, a->value[OPTION_all] != NULL);
  tw_trace_free(trace);
  return EXIT_CERTIFIED;
}

const command command_diff = {
    .name = "diff",
    .words = "DIR DIR",
    .summary = "show which numbers of two results folders differ, and why",
    .text =
        "Folders of run, range, decide, reconcile, plants, market, stress, dependence, accounts, food and routes. "
        "First what went in: "
        "world, scenario or decision (with the lines "
        "that differ), levers, contingencies, draws, seed, options, settings, version, build. Then, table by table, "
        "the numbers that differ, the largest first, measured against the largest number of their column, and the "
        "rows and columns that only one side has. Rows are matched by their codes, so folders of different worlds "
        "can be compared. The exit code is 0 whether they differ or not.",
    .example = "  tradewind diff results other-results\n",
    .options = OPTION_BIT(all) | OPTION_BIT(json) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 2,
    .most_words = 2,
    .run = run,
};
