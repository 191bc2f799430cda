/* tradewind world balance: the nearest world whose identities hold, and what had to move for it. */
#include <math.h>
#include <string.h>

#include "changed.h"

static int run(tw_context *context, const arguments *a)
{
  const char *target = a->value[OPTION_target];
  if (!target) return fail(EXIT_USAGE, "world balance needs --out: a folder, or one file FILE.tww");
  tw_world *world = NULL, *balanced = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK)
    status = tw_world_balance(context, world, a->value[OPTION_hold], a->value[OPTION_totals], a->value[OPTION_name],
                              a->value[OPTION_title], &balanced);
  int code = status == TW_OK ? write_changed(context, world, balanced, a) : fail_status(context, status);
  tw_world_free(balanced);
  tw_world_free(world);
  return code;
}

const command command_world_balance = {
    .name = "world balance",
    .words = "WORLD",
    .summary = "restore the identities of a world with the least change",
    .text = "Flows, inputs, value added and final demand change as little as they can (cross entropy with signs kept, "
            "GRAS) so that what is bought is used in every region and sector and no final demand is negative. --hold "
            "names what keeps its value: value_added (of each region), value_added_by_sector, output and spending "
            "(of each region and sector), final_demand, deficits and gdp (of each region), trade (of each pair), flows "
            "(each flow between regions), own_sales (each), inputs (their shares and those of value added), or none. "
            "Without --hold and --totals it is " TW_BALANCE_HOLD ". --totals gives totals to meet by a CSV file with "
            "the columns kind, value and the codes that say which: sector, importer and exporter for flow and trade "
            "(own sales left out), sector and region for output, spending, value_added and final_demand, sector, "
            "region and user for inputs, region for deficit and gdp; an empty code means all, the sectors goods and "
            "services "
            "those. A world in balance stays as it is.",
    .example = "  tradewind world balance small2014 --out balanced\n"
               "  tradewind world balance small2014 --hold trade,output --report moved.csv --out balanced.tww\n",
    .options = OPTION_BIT(hold) | OPTION_BIT(totals) | OPTION_BIT(report) | OPTION_BIT(name) | OPTION_BIT(title) |
               OPTION_BIT(target) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
