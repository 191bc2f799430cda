/* tradewind world aggregate: sums regions and sectors of a world by maps. */
#include <string.h>

#include "changed.h"

static int ends_with(const char *text, const char *ending)
{
  size_t n = strlen(text), m = strlen(ending);
  return n >= m && strcmp(text + n - m, ending) == 0;
}

static int run(tw_context *context, const arguments *a)
{
  const char *target = a->value[OPTION_target], *name = a->value[OPTION_name];
  if (!target) return fail(EXIT_USAGE, "world aggregate needs --out: a folder, or one file FILE.tww");
  if (!name) return fail(EXIT_USAGE, "world aggregate needs --name: a short name for the new world");
  if (!a->value[OPTION_regions] && !a->value[OPTION_sectors] && !a->value[OPTION_product_list])
    return fail(EXIT_USAGE, "world aggregate needs --regions or --sectors: a CSV file with the columns region, to or "
                            "sector, to; or --products: product, to");
  const tw_aggregation how = {.regions = a->value[OPTION_regions],
                              .sectors = a->value[OPTION_sectors],
                              .products = a->value[OPTION_product_list],
                              .name = name,
                              .title = a->value[OPTION_title]};
  tw_world *world = NULL, *sum = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK) status = tw_world_aggregate_with(context, world, &how, &sum);
  if (status == TW_OK) {
    terminal_writing(1);
    status =
        ends_with(target, ".tww") ? tw_world_save(context, sum, target) : tw_world_write_folder(context, sum, target);
    terminal_writing(0);
  }
  int code = status == TW_OK ? EXIT_CERTIFIED : fail_status(context, status);
  if (status == TW_OK) {
    printf("%s written: world %s, %d regions and %d sectors from %d and %d of %s, SHA-256 %s\n", target, name,
           tw_world_regions(sum), tw_world_sectors(sum), tw_world_regions(world), tw_world_sectors(world),
           tw_world_text(world, "name"), tw_world_text(sum, "sha256"));
    print_code_findings(sum);
  }
  tw_world_free(sum);
  tw_world_free(world);
  return code;
}

const command command_world_aggregate = {
    .name = "world aggregate",
    .words = "WORLD",
    .summary = "sum regions and sectors of a world by maps",
    .text = "A map is a CSV file: region,to for regions, sector,to for sectors; every code of the world must be in it. "
            "Tariffs are weighted by the flows they apply to, trade elasticities by imports, sales of a region to "
            "itself left out. Products of merged sectors stay products, in the merged sector; --products is a CSV file "
            "product,to (and optionally name) of those to put together, or families of them: of one sector, family and "
            "unit. Codes that it does not name stay.",
    .example = "  tradewind world aggregate wiod2014 --regions regions_map.csv --sectors sectors_map.csv \\\n"
               "      --name small2014 --title \"World 2014, 12 regions\" --out small2014\n",
    .options = OPTION_BIT(regions) | OPTION_BIT(sectors) | OPTION_BIT(name) | OPTION_BIT(title) | OPTION_BIT(target) |
               OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(product_list),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
