/* tradewind stress [BUYER|MARKET]: a supplier or a passage is lost for some months, and what buyers miss then. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"
#include "summary.h"

/* ---------------------------------------------------------------- words and values */

/* "50 %" */
static int read_percent(const char *text, const char *name, double *part)
{
  char *end;
  if (!text) return 0;
  errno = 0;
  *part = strtod(text, &end) / 100;
  if (end != text && errno == 0 && !*(end + strspn(end, " ")) && *part > 0)
    return fail(EXIT_USAGE, "--%s: found %s without its unit, expected per cent, as in '%s %%' in quotes", name, text,
                text);
  while (*end == ' ') end++;
  if (end != text && errno == 0 && *end == '%' && !end[1] && *part > 0 && *part <= 1) return 0;
  return fail(EXIT_USAGE, "--%s: found %s, expected more than 0 and at most 100 %%, as in '50 %%'", name, text);
}

static int read_months(const char *text, double *months)
{
  char *end;
  if (!text) return 0;
  errno = 0;
  *months = strtod(text, &end);
  if (end != text && errno == 0) {
    while (*end == ' ') end++;
    if (strcmp(end, "months") == 0 || strcmp(end, "month") == 0) end += strlen(end);
    if (!*end && *months > 0 && *months <= 12) return 0;
    if (!*end && *months > 12)
      return fail(
          EXIT_USAGE,
          "--months: found %s, expected at most 12: the market is one of a year, and a loss that lasts longer is the "
          "same year again",
          text);
  }
  return fail(EXIT_USAGE, "--months: found %s, expected a number of months, more than 0 and at most 12", text);
}

static int read_price(const char *text, double *price)
{
  char *end;
  if (!text) return 0;
  errno = 0;
  *price = strtod(text, &end);
  while (*end == ' ') end++;
  if (end != text && errno == 0 && *price > 0 && (!*end || strcmp(end, "USD/MMBtu") == 0)) return 0;
  return fail(EXIT_USAGE, "--ceiling: found %s, expected a price above 0 in the market's unit, as in 60", text);
}

/* The words: a market, or a buyer, or both. */
static int read_words(const arguments *a, tw_stress_options *o)
{
  for (int i = 0; i < a->word_count; i++) {
    const char *word = a->words[i];
    if (strcmp(word, "%") == 0)
      return fail(EXIT_USAGE, "found the word %%: write the share in quotes, as in --share '50 %%'");
    const char **at = is_market(word) ? &o->market : &o->buyer;
    if (*at && strcmp(*at, word) != 0)
      return fail(EXIT_USAGE, "found two %s, %s and %s; expected one", at == &o->market ? "markets" : "buyers", *at,
                  word);
    *at = word;
  }
  return 0;
}

static int read_options(const arguments *a, tw_stress_options *o)
{
  long long n = 0;
  *o = (tw_stress_options){.market = a->value[OPTION_of_market],
                           .lose = a->value[OPTION_lose],
                           .buyer = a->value[OPTION_of_buyer],
                           .fuel = a->value[OPTION_fuel],
                           .capacity = a->value[OPTION_other_capacity],
                           .origins = a->value[OPTION_origins],
                           .linear = a->value[OPTION_linear] != NULL,
                           .dta = a->settings.dta,
                           .no_report = a->value[OPTION_no_page] != NULL};
  int code = read_words(a, o);
  if (code == 0) code = read_percent(a->value[OPTION_share], "share", &o->share);
  if (code == 0) code = read_percent(a->value[OPTION_release], "release", &o->release);
  if (code == 0) code = read_months(a->value[OPTION_lost_months], &o->months);
  if (code == 0) code = read_price(a->value[OPTION_ceiling], &o->ceiling);
  if (code == 0 && a->value[OPTION_market_year]) code = read_whole(a->value[OPTION_market_year], "year", 1, 9999, &n);
  o->year = (int)n;
  return code;
}

static int run(tw_context *context, const arguments *a)
{
  tw_stress_options options;
  tw_stress *stress = NULL;
  tw_stress_info info;
  const char *folder = a->value[OPTION_out];
  int code = read_options(a, &options);
  if (code) return code;
  tw_status status = tw_stress_run(context, &options, &stress);
  if (status == TW_OK && folder) {
    terminal_writing(1);
    status = tw_stress_write(context, stress, folder, a->line);
    terminal_writing(0);
  }
  terminal_clear_progress();
  if (status != TW_OK) {
    code = fail_status(context, status);
    tw_stress_free(stress);
    return code;
  }
  tw_stress_about(stress, &info);
  if (info.outcome != TW_CERTIFIED)
    code = fail(EXIT_UNCERTIFIED, "no certified solution (%s): %s", tw_outcome_word(info.outcome), info.message);
  if (code && folder) fail(EXIT_UNCERTIFIED, "%s/run.json says so; older results stay", folder);
  if (js_on())
    js_stress(stress, a->value[OPTION_out]);
  else if (code == EXIT_CERTIFIED)
    stress_print(stress, a);
  tw_stress_free(stress);
  return code;
}

static void list_markets(FILE *to)
{
  const char *name;
  fprintf(to, "\nBuilt-in markets:\n");
  for (int i = 0; (name = tw_market_builtin(i)); i++) fprintf(to, "  %s\n", name);
}

const command command_stress = {
    .name = "stress",
    .words = "[BUYER] [MARKET]",
    .summary = "lose a supplier or a passage: what buyers miss, how long stocks last",
    .text =
        "Without --lose each supplier and each passage is lost in turn, and they are ranked by the consumer surplus "
        "that "
        "is lost; with it that one loss is told in detail. Of the market's fuel both bounds are told: nothing takes "
        "the "
        "place of what is cut, and the short-run equilibrium after rerouting and bidding, with price, bill and who "
        "fills. Fuels without a market (crude, petroleum gas, uranium, and what --origins brings) have their direct "
        "loss, the days of sailing around, and days of cover alone. BUYER is a buyer of the market or a country of the "
        "energy tables, as in JPN; MARKET a built-in name or a folder. --capacity tells what another capacity would "
        "save in each loss. A loss of some months is told for the year. docs/energy.md says what the numbers are, "
        "docs/formats.md what the columns are.",
    .example = "  tradewind stress\n"
               "  tradewind stress JPN\n"
               "  tradewind stress JPN --lose hormuz --months 6\n"
               "  tradewind stress JPN --lose QAT,OMN --share '50 %' --capacity 'CAN 14,28,56 Mt' --out results\n",
    .options = OPTION_BIT(out) | OPTION_BIT(tables) | OPTION_BIT(json) | OPTION_BIT(all) | OPTION_BIT(verbose) |
               OPTION_BIT(help),
    .further = FURTHER_BIT(lose) | FURTHER_BIT(share) | FURTHER_BIT(lost_months) | FURTHER_BIT(of_buyer) |
               FURTHER_BIT(fuel) | FURTHER_BIT(other_capacity) | FURTHER_BIT(release) | FURTHER_BIT(ceiling) |
               FURTHER_BIT(linear) | FURTHER_BIT(of_market) | FURTHER_BIT(market_year) | FURTHER_BIT(origins) |
               FURTHER_BIT(no_page),
    .least_words = 0,
    .most_words = 2,
    .run = run,
    .more_help = list_markets,
};
