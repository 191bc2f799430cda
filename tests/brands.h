/* The world of three.h with products inside two of its sectors, for tests of scenarios.
 *
 *   A01   WHEAT, MAIZE: 3/4 and 1/4 of every flow, nothing is left; constant shares between them
 *   C29   family JAPANESE: TOYOTA, HONDA; GM; a rest. By exporter CAN: 0.4, 0.2 (none to JPN), 0.1; USA: 0.1, 0.2, 0.5
 *
 * TOYOTA from CAN to USA has a tariff of 2 %, GM from CAN to USA one of 10 %; the others have their sector's 7 %, but for
 * the rest of C29 from CAN to USA, which makes up for them. */
#ifndef TRADEWIND_TESTS_BRANDS_H
#define TRADEWIND_TESTS_BRANDS_H

#include <math.h>

#include "three.h"

enum { WHEAT, MAIZE, TOYOTA, HONDA, GM, REST_OF_C29, BRANDS }; /* as they stand in the world */

static inline tw_status brands_new(tw_context *ctx, tw_world **made)
{
  static const char *const regions[] = {"CAN", "USA", "JPN"}, *const sectors[] = {"A01", "C29", "H49"};
  static const unsigned char goods[] = {1, 1, 0};
  static const double theta[] = {4, 5, 6}, elasticity[] = {0, 2, 0};
  static const tw_world_family family[] = {{"JAPANESE", "Japanese brands", "C29", 3}};
  static const tw_world_product product[] = {
      {.code = "WHEAT", .name = "Wheat", .sector = "A01", .trade_elasticity = 6},
      {.code = "MAIZE", .name = "Maize", .sector = "A01", .trade_elasticity = 3},
      {.code = "TOYOTA", .name = "Toyota Motor", .sector = "C29", .family = "JAPANESE", .trade_elasticity = 7},
      {.code = "HONDA", .name = "Honda", .sector = "C29", .family = "JAPANESE", .trade_elasticity = 8},
      {.code = "GM", .name = "General Motors", .sector = "C29", .trade_elasticity = 9, .home = "USA"}};
  static const double part[BRANDS - 1][3] = {
      {0.75, 0.75, 0.75}, {0.25, 0.25, 0.25}, {0.4, 0.1, 0}, {0.2, 0.2, 0}, {0.1, 0.5, 0}};
  double flow[27], tariff[27];
  tw_world_product_flow flows[64];
  size_t count = 0;
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++) {
        size_t i = three_cell(s, d, o);
        flow[i] = s == C29 && o == JPN ? 0 : d == o ? 100 : 10 * (s + 1) + 3 * d + o;
        tariff[i] = d == o || s == H49 ? 0 : 0.07;
        for (int g = 0; g < BRANDS - 1; g++) {
          if ((g < TOYOTA ? A01 : C29) != s || !(part[g][o] * flow[i] > 0) || (g == HONDA && o == CAN && d == JPN))
            continue;
          double rate = d == USA && o == CAN && g == TOYOTA ? 0.02 : d == USA && o == CAN && g == GM ? 0.1 : NAN;
          flows[count++] = (tw_world_product_flow){g, d, o, part[g][o] * flow[i], NAN, rate, NAN};
        }
      }
  tw_world_data data = {0};
  data.name = "brands";
  data.regions = data.sectors = 3;
  data.region = regions;
  data.sector = sectors;
  data.goods = goods;
  data.trade_elasticity = theta;
  data.flow = flow;
  data.tariff = tariff;
  data.family = family;
  data.families = 1;
  data.product = product;
  data.products = BRANDS - 1;
  data.product_flow = flows;
  data.product_flows = count;
  data.product_elasticity = elasticity;
  return tw_world_new(ctx, &data, made);
}

#endif
