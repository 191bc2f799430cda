/* tradewind world diff: what differs between two worlds. */
#include <string.h>

#include "changed.h"

static int run(tw_context *context, const arguments *a)
{
  tw_world *first = NULL, *second = NULL;
  tw_comparison *comparison = NULL;
  tw_status status = tw_world_open(context, a->words[0], &first);
  if (status == TW_OK) status = tw_world_open(context, a->words[1], &second);
  if (status == TW_OK) status = tw_world_compare(context, first, second, 0, &comparison);
  if (status == TW_OK && a->value[OPTION_report])
    status = tw_comparison_write(context, comparison, a->value[OPTION_report]);
  int code = EXIT_CERTIFIED;
  if (status != TW_OK) {
    code = fail_status(context, status);
  } else {
    const tw_difference *item;
    int only_second, only_first = tw_comparison_unmatched(comparison, &only_second);
    int same = strcmp(tw_world_text(first, "sha256"), tw_world_text(second, "sha256")) == 0;
    size_t count = tw_comparison_differences(comparison, &item);
    terminal_clear_progress();
    if (only_first || only_second)
      printf("%d codes of regions and sectors are only in %s, %d only in %s; what follows is of those in both\n",
             only_first, a->words[0], only_second, a->words[1]);
    if (same)
      printf("The worlds are equal: SHA-256 %s\n", tw_world_text(first, "sha256"));
    else if (count == 0)
      printf("%s is equal; %s\n", only_first || only_second ? "Every number of the codes in both" : "Every number",
             only_first || only_second ? "the codes are not" : "names, descriptions or order differ");
    else
      code = print_differences(first, comparison, a->value[OPTION_all] != NULL);
  }
  tw_comparison_free(comparison);
  tw_world_free(second);
  tw_world_free(first);
  return code;
}

const command command_world_diff = {
    .name = "world diff",
    .words = "WORLD WORLD",
    .summary = "show what differs between two worlds",
    .text = "Flows, inputs, final demand and value added, what they add up to, and rates, each with the largest "
            "differences first; --report writes all of them. Worlds are matched by their codes. The exit code is 0 "
            "whether they differ or not.",
    .example = "  tradewind world diff small2014 other\n",
    .options = OPTION_BIT(report) | OPTION_BIT(all) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 2,
    .most_words = 2,
    .run = run,
};
