/* tradewind world products: a user's own products brought to a world. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "changed.h"
#include "world_products.h"

enum { MOST_TO_TELL = 12 };

/* "0.05", "5 %" */
static int read_share(const char *text, double *share)
{
  char *end;
  *share = strtod(text, &end);
  if (end == text) return 0;
  while (*end == ' ') end++;
  if (*end == '%') {
    *share /= 100;
    end++;
  }
  return *end == 0 && *share >= 0 && *share < 1;
}

/* What was scaled and filled in, as the world says it. */
static void print_calibrated(const tw_world *world, const char *scaled)
{
  const tw_finding *f;
  int count = tw_world_findings(world, &f), told = 0, any = 0;
  for (int i = 0; i < count; i++) {
    if (strncmp(f[i].identity, "products_", 9) != 0 || !f[i].text) continue;
    any |= strcmp(f[i].identity, "products_scaled") == 0;
    if (told++ >= MOST_TO_TELL) continue;
    printf("- ");
    print_wrapped(f[i].text, 2);
  }
  if (!any) printf("No flow was scaled: products leave the rest of their sector its share everywhere.\n");
  if (any && scaled) printf("%s written: every flow that was scaled, and by how much\n", scaled);
  if (any && !scaled) printf("--scaled FILE writes each of them.\n");
}

static int run(tw_context *context, const arguments *a)
{
  tw_calibration how;
  tw_world *world = NULL, *calibrated = NULL;
  if (!a->value[OPTION_target]) return fail(EXIT_USAGE, "world products needs --out: a folder, or one file FILE.tww");
  if (!a->value[OPTION_flows]) return fail(EXIT_USAGE, "world products needs --flows: a CSV file of what is traded");
  tw_calibration_default(&how);
  how.flows = a->value[OPTION_flows];
  how.products = a->value[OPTION_product_list];
  how.families = a->value[OPTION_families];
  how.between = a->value[OPTION_between];
  how.production = a->value[OPTION_production];
  how.scaled = a->value[OPTION_scaled];
  how.name = a->value[OPTION_name];
  how.title = a->value[OPTION_title];
  if (a->value[OPTION_rho] && !read_share(a->value[OPTION_rho], &how.rho))
    return fail(EXIT_USAGE, "--rho: found %s, expected a share from 0 to less than 1, such as 0.05 or 5%%",
                a->value[OPTION_rho]);
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK) status = tw_world_calibrate_products(context, world, &how, &calibrated);
  int code = EXIT_CERTIFIED;
  if (status == TW_OK) {
    terminal_clear_progress();
    print_calibrated(calibrated, how.scaled);
    print_products(calibrated, a->value[OPTION_all] != NULL);
    printf("\n");
    code = write_world(context, calibrated, a->value[OPTION_target]);
  } else {
    code = fail_status(context, status);
  }
  tw_world_free(calibrated);
  tw_world_free(world);
  return code;
}

const command command_world_products = {
    .name = "world products",
    .words = "WORLD",
    .summary = "put products of your own inside the sectors of a world",
    .text =
        "--flows has a row for each product, importer and exporter, own sales included, and in each row one of: value "
        "(in the world's money, before the tariff), quantity with unit_value (in single units of the currency for "
        "one of the quantity), or share (of the flow of the product's sector, 0 to 1), in which importer or exporter "
        "may be empty: all of them; the row of an exporter comes before that of an importer. A value may have a "
        "quantity beside it. --products and --families list them as in a world folder; without, they are those that "
        "the world has, with new flows. Where products leave less than --rho of a flow to the rest of their sector, "
        "all of them in that flow are scaled down alike; quantities stay. Own sales that are not given are production "
        "less exports, at least 1 % of production, where --production has it. Columns of tariffs must average to "
        "those of the sector; without, a product has its sector's.",
    .example = "  tradewind world products small2014 --products cars.csv --flows trade.csv --out cars\n",
    .options = OPTION_BIT(name) | OPTION_BIT(title) | OPTION_BIT(target) | OPTION_BIT(all) | OPTION_BIT(verbose) |
               OPTION_BIT(help),
    .further = FURTHER_BIT(flows) | FURTHER_BIT(product_list) | FURTHER_BIT(families) | FURTHER_BIT(between) |
               FURTHER_BIT(rho) | FURTHER_BIT(production) | FURTHER_BIT(scaled),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
