/* tradewind world split: one region or sector into parts. */
#include <string.h>

#include "changed.h"

static int run(tw_context *context, const arguments *a)
{
  const tw_split how = {.region = a->value[OPTION_region],
                        .sector = a->value[OPTION_sector],
                        .into = a->value[OPTION_into],
                        .shares = a->value[OPTION_shares],
                        .name = a->value[OPTION_name],
                        .title = a->value[OPTION_title],
                        .products = a->value[OPTION_product_list]};
  if (!a->value[OPTION_target]) return fail(EXIT_USAGE, "world split needs --out: a folder, or one file FILE.tww");
  if (!how.region == !how.sector) return fail(EXIT_USAGE, "world split needs --region or --sector");
  if (how.products && how.region)
    return fail(EXIT_USAGE, "--products says which part of a sector a product belongs to: it needs --sector");
  if (!how.into == !how.shares) return fail(EXIT_USAGE, "world split needs --into or --shares");
  tw_world *world = NULL, *parts = NULL;
  tw_status status = tw_world_open(context, a->words[0], &world);
  if (status == TW_OK) status = tw_world_split(context, world, &how, &parts);
  int code = status == TW_OK ? write_world(context, parts, a->value[OPTION_target]) : fail_status(context, status);
  tw_world_free(parts);
  tw_world_free(world);
  return code;
}

const command command_world_split = {
    .name = "world split",
    .words = "WORLD",
    .summary = "split a region or a sector by given shares",
    .text =
        "Each part gets its share of the output, and with it of sales, inputs and value added; it uses what follows "
        "from that, and aggregating the parts gives the whole back. The parts of a region buy from each other as "
        "from themselves: trade without friction, which balancing with totals can change. --shares is a CSV file "
        "with the columns to and share, and optionally name and, where shares differ, sector (of a region's parts) "
        "or region (of a sector's). A sector's products are divided by the shares, each into products PRODUCT_PART; "
        "--products is a CSV file with the columns product and to, and optionally share, code and name, of those that "
        "belong to a part as a whole or by other shares. A family there stands for its products, rest for what they "
        "leave of the sector. Shares of the parts are then of what the file does not name; a part without one, as in "
        "--into CARS,PARTS:1, has only its products. world aggregate gives divided products back.",
    .example = "  tradewind world split small2014 --region CAN --into CAN-E:0.6,CAN-W:0.4 --out east-west\n"
               "  tradewind world split small2014 --sector C29 --shares shares.csv --out cars-and-trucks\n"
               "  tradewind world split default --sector C29 --into CARS,PARTS:1 --products cars.csv --out cars\n",
    .options = OPTION_BIT(region) | OPTION_BIT(sector) | OPTION_BIT(into) | OPTION_BIT(shares) | OPTION_BIT(name) |
               OPTION_BIT(title) | OPTION_BIT(target) | OPTION_BIT(verbose) | OPTION_BIT(help),
    .further = FURTHER_BIT(product_list),
    .least_words = 1,
    .most_words = 1,
    .run = run,
};
