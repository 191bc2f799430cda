/* tradewind report DIR and tradewind compare DIR...: the page of one results folder, or of several side by side. */
#include <string.h>

#include "command.h"

int capable(const char *word)
{
  size_t length = strlen(word);
  for (const char *at = tw_capabilities(); (at = strstr(at, word)) != NULL; at += length)
    if ((at == tw_capabilities() || at[-1] == ' ') && (at[length] == 0 || at[length] == ' ')) return 1;
  return 0;
}

void say_report(const char *folder, int written)
{
  if (!capable("page")) printf("There is no report.html: this build of Tradewind was made with TRADEWIND_PAGE=OFF.\n");
  if (!written) return;
  size_t length = strlen(folder);
  printf("The report is %s%sreport.html: open it in a browser.\n", folder,
         length > 0 && folder[length - 1] == '/' ? "" : "/");
}

static int write_report(tw_context *context, const arguments *a, const char *file, int side_by_side)
{
  const char *const *folders = (const char *const *)a->words;
  terminal_writing(1);
  tw_status status = side_by_side ? tw_compare_write(context, folders, a->word_count, file)
                                  : tw_report_write(context, folders, a->word_count, file);
  terminal_writing(0);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  printf("The report is %s: open it in a browser.\n", file);
  return EXIT_CERTIFIED;
}

static int run_report(tw_context *context, const arguments *a)
{
  char beside[4096];
  const char *folder = a->words[0], *file = a->value[OPTION_page], *language = a->value[OPTION_lang];
  const int brief = a->value[OPTION_brief] != NULL;
  if (language && !brief)
    return fail(EXIT_USAGE, "--lang is of --brief: the reader of report.html chooses the language there");
  size_t length = strlen(folder);
  if (!file) {
    int n = snprintf(beside, sizeof beside, "%s%s%s.html", folder, length == 0 || folder[length - 1] == '/' ? "" : "/",
                     brief ? "brief" : "report");
    if (length == 0 || n < 0 || (size_t)n >= sizeof beside)
      return fail(EXIT_USAGE, "the name of the folder is %s", length ? "too long" : "empty");
    file = beside;
  }
  if (!brief) return write_report(context, a, file, 0);
  terminal_writing(1);
  tw_status status = tw_brief_write(context, folder, language, file);
  terminal_writing(0);
  terminal_clear_progress();
  if (status != TW_OK) return fail_status(context, status);
  printf("The brief is %s: open it in a browser, and print it from there.\n", file);
  return EXIT_CERTIFIED;
}

static int run_compare(tw_context *context, const arguments *a)
{
  return write_report(context, a, a->value[OPTION_page] ? a->value[OPTION_page] : "compare.html", 1);
}

const command command_report = {
    .name = "report",
    .words = "DIR",
    .summary = "write report.html of a results folder anew",
    .text = "DIR is a results folder, as run, range, decide, reconcile, plants, market, stress, dependence, accounts, "
            "food and routes "
            "write it with --out. The report is one page "
            "that opens without a network and shows every table of the folder; it goes to DIR/report.html unless --to "
            "names another file. The files "
            "must be those that the run wrote: their SHA-256 in run.json is checked. --brief writes one page of A4 "
            "instead, DIR/brief.html, to be printed: headline, map, five numbers with their ranges, what was assumed, "
            "three caveats; --lang chooses its language.",
    .example = "  tradewind report results\n"
               "  tradewind report results --brief --lang fr\n"
               "  tradewind report results --to canada.html\n",
    .options = OPTION_BIT(page) | OPTION_BIT(brief) | OPTION_BIT(lang) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run_report,
};

const command command_compare = {
    .name = "compare",
    .words = "DIR...",
    .summary = "write one report of several runs, side by side",
    .text = "Each DIR is a results folder, as run --out and range --out write it, not one of a decision or a "
            "reconciliation; they may be of different worlds, and the order is "
            "that of the columns. The page goes to compare.html in the current folder unless --to names another file.",
    .example = "  tradewind compare lapse extended --to cusma.html\n",
    .options = OPTION_BIT(page) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 64,
    .run = run_compare,
};
