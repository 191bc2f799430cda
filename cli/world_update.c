/* tradewind world update: new totals for an old structure. */
#include <stdlib.h>
#include <string.h>

#include "changed.h"

/* FILE:COLUMN, where COLUMN ends in _pct; file is a copy to be freed. */
static int split_column(const char *text, char **file, const char **column)
{
  size_t n = strlen(text);
  const char *colon = strrchr(text, ':');
  *column = NULL;
  *file = malloc(n + 1);
  if (!*file) return 0;
  memcpy(*file, text, n + 1);
  if (!colon || strchr(colon, '/') || n < 5 || strcmp(text + n - 4, "_pct") != 0) return 1;
  (*file)[colon - text] = 0;
  *column = colon + 1;
  return 1;
}

static int run(tw_context *context, const arguments *a)
{
  const char *tariff = a->value[OPTION_tariff], *year = a->value[OPTION_year];
  if (!a->value[OPTION_target]) return fail(EXIT_USAGE, "world update needs --out: a folder, or one file FILE.tww");
  if (!tariff && !a->value[OPTION_trade] && !a->value[OPTION_gdp] && !a->value[OPTION_totals] &&
      !a->value[OPTION_margins])
    return fail(EXIT_USAGE, "world update needs one or more of --trade, --gdp, --tariff, --margins and --totals");
  tw_update how = {.trade = a->value[OPTION_trade],
                   .gdp = a->value[OPTION_gdp],
                   .hold = a->value[OPTION_hold],
                   .totals = a->value[OPTION_totals],
                   .name = a->value[OPTION_name],
                   .title = a->value[OPTION_title],
                   .margins = a->value[OPTION_margins]};
  char *file = NULL, *end = NULL;
  if (year) how.year = (int)strtol(year, &end, 10);
  if (year && (*end || how.year < 1 || how.year > 9999))
    return fail(EXIT_USAGE, "--year: found %s, expected a year", year);
  if (tariff && !split_column(tariff, &file, &how.column)) return fail(EXIT_MACHINE, "error: out of memory");
  how.tariff = file;
  tw_world *world = NULL, *updated = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK) status = tw_world_update(context, world, &how, &updated);
  int code = status == TW_OK ? write_changed(context, world, updated, a) : fail_status(context, status);
  tw_world_free(updated);
  tw_world_free(world);
  free(file);
  return code;
}

const command command_world_update = {
    .name = "world update",
    .words = "WORLD",
    .summary = "bring a world to new trade, GDP and tariffs",
    .text = "Trade of each pair (of goods, unless a column sector says otherwise: a code, goods, services or all) and "
            "GDP of each region go to their new totals; the mix of sectors inside a pair and the shares of inputs are "
            "scaled along, then everything is balanced as by world balance, with the new totals held. --tariff puts a "
            "column of rates in place: that of the world with the same name, or a new one, which begins as the applied "
            "tariffs; rates that the file does not name stay. Give it once for each column, in steps. --margins brings "
            "goods from basic to border prices: of the services it names, as wholesale and freight, share_pct of what "
            "is sold abroad, at most most_pct of the goods that the same seller sells to the same buyer, becomes part "
            "of those goods, and an input of theirs. Each step is "
            "told with its size in money, and kept in the notes of the new world. --hold and --totals hold more.",
    .example = "  tradewind world update small2014 --trade trade.csv --gdp gdp.csv --year 2023 --out small2023\n"
               "  tradewind world update small2014 --tariff rates.csv:tariff_mfn_pct --out small2014-mfn\n",
    .options = OPTION_BIT(trade) | OPTION_BIT(gdp) | OPTION_BIT(tariff) | OPTION_BIT(margins) | OPTION_BIT(hold) |
               OPTION_BIT(totals) | OPTION_BIT(report) | OPTION_BIT(name) | OPTION_BIT(title) | OPTION_BIT(year) |
               OPTION_BIT(target) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
