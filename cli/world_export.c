/* tradewind world export: a world in a form that others read. */
#include <stdio.h>
#include <strings.h>

#include "command.h"

static int run(tw_context *context, const arguments *a)
{
  const tw_export to = {a->value[OPTION_to], a->value[OPTION_target]};
  if (!to.to) return fail(EXIT_USAGE, "world export needs --to: folder, csv or dta");
  if (!to.out) return fail(EXIT_USAGE, "world export needs --out: a folder, or for csv a file");
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK) {
    terminal_writing(1);
    status = tw_world_export(context, world, &to);
    terminal_writing(0);
  }
  int code = status == TW_OK ? EXIT_CERTIFIED : fail_status(context, status);
  if (status == TW_OK)
    printf("%s written: world %s, %d regions, %d sectors, SHA-256 %s\n", to.out, tw_world_text(world, "name"),
           tw_world_regions(world), tw_world_sectors(world), tw_world_text(world, "sha256"));
  if (status == TW_OK && tw_world_products(world) && strcasecmp(to.to, "csv") == 0)
    printf(
        "Of products it has flows, rates and quantities; their names, families, homes, units and elasticities are in "
        "the forms folder and dta.\n");
  tw_world_free(world);
  return code;
}

const command command_world_export = {
    .name = "world export",
    .words = "WORLD",
    .summary = "write a world in a form that others read",
    .text =
        "Forms: folder, a world folder of CSV files; csv, one file of all flows and rates in long form (gzip when its "
        "name ends in .gz); dta, a folder of Stata files, which `world import --from dta` reads back without loss.",
    .example = "  tradewind world export small2014 --to dta --out small2014-stata\n"
               "  tradewind world export small2014 --to csv --out flows.csv.gz\n",
    .options = OPTION_BIT(to) | OPTION_BIT(target) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
