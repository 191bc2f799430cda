/* A world of three regions with all that a world can have: inputs, export taxes, a second column of tariffs, heads,
 * groups, products and a family. For targets that change a world or write and read one. */
#ifndef TRADEWIND_TESTS_FUZZ_RICH_H
#define TRADEWIND_TESTS_FUZZ_RICH_H

#include "fuzz.h"

static tw_context *rich_context;
static tw_world *rich_shared;

static inline void rich_forget(void)
{
  tw_world_free(rich_shared);
  tw_context_free(rich_context);
}

static inline void rich_make(void)
{
  static const char *const regions[] = {"CAN", "USA", "JPN"}, *const sectors[] = {"A01", "C29", "H49"};
  static const unsigned char goods[] = {1, 1, 0};
  static const double theta[] = {4, 5, 6}, eta[] = {0, 1.5, 0}, heads[] = {1, 2, 3, 4, NAN, 6, 7, 8, 9};
  static const double people[] = {40, 330, 125};
  static const char *const north[] = {"CAN", "USA"}, *const made[] = {"A01", "C29"};
  static const tw_world_group region_group = {"NORTH", north, 2}, sector_group = {"MADE", made, 2};
  static const tw_world_family family = {"CARS", "Passenger cars", "C29", 3};
  static const tw_world_product product[] = {{"WHEAT", "Wheat", "A01", NULL, 8, NULL, NULL, 0, "t"},
                                             {"TOY", "Toys", "C29", "CARS", 7, "JPN", "JPN", 4, "cars"},
                                             {"FORD", "Ford", "C29", "CARS", 6.5, "USA", NULL, 0, "cars"}};
  double flow[27], tariff[27], other[27], tax[27], v[9], input[27];
  tw_world_product_flow inside[27];
  size_t flows = 0;
  for (size_t s = 0; s < 3; s++)
    for (size_t d = 0; d < 3; d++)
      for (size_t o = 0; o < 3; o++) {
        const size_t i = (s * 3 + d) * 3 + o;
        flow[i] = d == o ? 100 + 10 * (double)s + (double)d : 5 + 2 * (double)s + (double)d + 0.5 * (double)o;
        tariff[i] = d == o || s == 2 ? 0 : 0.02 * (double)(s + 1);
        other[i] = 2 * tariff[i];
        tax[i] = d != o && s == 0 && o == 1 ? 0.03 : 0;
        input[(d * 3 + s) * 3 + o] = o == 0 ? 0.2 : o == 1 ? 0.3 : 0.5; /* of d, by s, from sector o */
        v[d * 3 + s] = 0.6;
        for (int g = 0; g < 3; g++)
          if ((g == 0 && s == 0) || (g > 0 && s == 1))
            inside[flows++] = (tw_world_product_flow){g, (int)d, (int)o, 0.3 * flow[i], 2, NAN, NAN};
      }
  const tw_world_column column = {"tariff_mfn_pct", other};
  tw_world_data data = {.name = "rich", .title = "All that a world can have", .year = 2020, .regions = 3, .sectors = 3};
  data.region = regions;
  data.sector = sectors;
  data.goods = goods;
  data.trade_elasticity = theta;
  data.flow = flow;
  data.tariff = tariff;
  data.export_tax = tax;
  data.value_added_share = v;
  data.input_share = input;
  data.employment = heads;
  data.population = people;
  data.tariff_column = &column;
  data.tariff_columns = 1;
  data.region_group = &region_group;
  data.sector_group = &sector_group;
  data.region_groups = data.sector_groups = 1;
  data.family = &family;
  data.families = 1;
  data.product = product;
  data.products = 3;
  data.product_flow = inside;
  data.product_flows = flows;
  data.product_elasticity = eta;
  rich_context = tw_context_new(NULL);
  MUST(rich_context);
  fuzz_ok(rich_context, tw_world_new(rich_context, &data, &rich_shared));
  atexit(rich_forget);
}

static inline const tw_world *rich_world(void)
{
  if (!rich_shared) rich_make();
  return rich_shared;
}

/* The sum of all flows before tariffs. */
static inline double rich_total(const tw_world *world)
{
  const size_t n = (size_t)tw_world_regions(world), m = (size_t)tw_world_sectors(world);
  const double *flow = tw_world_numbers(world, "flow");
  double all = 0;
  for (size_t i = 0; i < n * n * m; i++) all += flow[i];
  return all;
}

#endif
