/* tradewind replay DIR: solves again what a results folder was made of, and compares every number. */
#include <errno.h>
#include <stdlib.h>

#include "json.h"
#include "trace.h"

static int read_bound(const arguments *a, tw_replay *replay)
{
  const char *text = a->value[OPTION_within];
  if (!text) return 0;
  char *end;
  errno = 0;
  replay->bound = strtod(text, &end);
  if (end != text && !*end && !errno && replay->bound >= 0 && replay->bound <= 1) return 0;
  return fail(EXIT_USAGE, "--within: found %s, expected a number from 0 to 1 such as 1e-9", text);
}

static int print_differences(const tw_trace *trace, const char *folder, int all)
{
  char words[CELL], bound[CELL];
  size_t numbers, differ;
  int agrees = tw_trace_agrees(trace);
  trace_counts(trace, &numbers, &differ);
  money_words(words, (double)numbers, 0, 0);
  power_words(bound, tw_trace_bound(trace));
  trace_inputs_print(trace, "What is not as it was in the run:");
  if (numbers && differ == 0 && agrees)
    printf("All %s numbers of %s come out again, bit for bit.\n", words, folder);
  else if (agrees)
    printf("All %s numbers of %s come out again within %s; %zu of them not bit for bit.\n", words, folder, bound,
           differ);
  else
    printf("%s does not come out again%s%s.\n", folder, tw_trace_bound(trace) > 0 ? " within " : ", bit for bit",
           tw_trace_bound(trace) > 0 ? bound : "");
  trace_tables_print(trace, "in the folder", "replayed", 0, all);
  return agrees ? EXIT_CERTIFIED : EXIT_UNCERTIFIED;
}

static int run(tw_context *context, const arguments *a)
{
  tw_replay replay;
  tw_trace *trace;
  tw_replay_default(&replay);
  replay.world = a->value[OPTION_world];
  replay.force = a->value[OPTION_force] != NULL;
  int code = read_bound(a, &replay);
  if (code) return code;
  tw_status status = tw_replay_folder(context, a->words[0], &replay, &trace);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  if (js_on()) {
    js_trace(trace, a->value[OPTION_all] != NULL);
    code = tw_trace_agrees(trace) ? EXIT_CERTIFIED : EXIT_UNCERTIFIED;
  } else {
    code = print_differences(trace, a->words[0], a->value[OPTION_all] != NULL);
  }
  tw_trace_free(trace);
  return code;
}

const command command_replay = {
    .name = "replay",
    .words = "DIR",
    .summary = "solve a results folder again and compare every number",
    .text = "A folder of run, range, decide, reconcile, plants, market, stress, dependence, accounts, food or routes, "
            "with all draws of "
            "a range or a decision. The scenario is read "
            "from the texts that run.json holds, not from files. The world is opened by the name that run.json gives, "
            "or by --world, and must have the same SHA-256. On the same build and processor type every number must "
            "come out bit for bit, elsewhere within 1e-9; --within names another bound. Exit code 0 when all agree, 3 "
            "when not; what is not as it was in the run (version, build, world, a text or a file that was changed) is "
            "named.",
    .example = "  tradewind replay results\n"
               "  tradewind replay results --world worlds/mine --within 1e-8\n",
    .options = OPTION_BIT(world) | OPTION_BIT(force) | OPTION_BIT(within) | OPTION_BIT(all) | OPTION_BIT(json) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
