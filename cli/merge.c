/* tradewind merge FILE... --to FILE: joins stores that shards or machines have made of one study. */
#include "command.h"

/* What the file holds now, and what to do with it. */
static int print_parts(tw_context *context, const char *file)
{
  char name[32];
  size_t tasks, done;
  int open = 0;
  for (int i = 0;; i++) {
    tw_status status = tw_store_part(context, file, i, name, &tasks, &done);
    if (status != TW_OK) return fail_status(context, status);
    if (!*name) break;
    printf("%s: %zu of %zu %s\n", file, done, tasks, name);
    open |= done < tasks;
  }
  if (open)
    printf("What is missing is computed by the command that made it, with --store %s.\n", file);
  else
    printf("All are there: the command that made them, with --store %s, reports them.\n", file);
  return EXIT_CERTIFIED;
}

static int run(tw_context *context, const arguments *a)
{
  if (!a->value[OPTION_page]) return fail(EXIT_USAGE, "merge needs --to FILE; see tradewind merge --help");
  terminal_writing(1);
  tw_status status = tw_store_merge(context, (const char *const *)a->words, a->word_count, a->value[OPTION_page]);
  terminal_writing(0);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  return print_parts(context, a->value[OPTION_page]);
}

const command command_merge = {
    .name = "merge",
    .words = "FILE...",
    .summary = "join the stores of one study that shards or machines have made",
    .text =
        "Each FILE is a store that `tradewind range --store FILE` or `tradewind decide --store FILE` made. They must "
        "be of the same study; what several "
        "of them have must be the same to the last bit. Of a damaged store what can still be read is taken, so that "
        "`tradewind merge DAMAGED --to NEW` saves it. No FILE is changed.",
    .example = "  tradewind merge one.db two.db --to all.db\n",
    .options = OPTION_BIT(page) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 4096,
    .run = run,
};
