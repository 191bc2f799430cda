/* A world of three regions and three sectors for tests of scenarios and reports: small enough to check by hand.
 *
 *   regions   CAN USA JPN
 *   sectors   A01 C29 (goods)  H49 (services)
 *
 * F[s][d][o] = 100 for own sales, else 10 (s + 1) + 3 d + o; JPN makes no C29. Tariffs are 7 % on every traded good;
 * value added is all of output. */
#ifndef TRADEWIND_TESTS_THREE_H
#define TRADEWIND_TESTS_THREE_H

#include "support.h"

enum { CAN, USA, JPN };
enum { A01, C29, H49 };

static inline size_t three_cell(int s, int d, int o)
{
  return ((size_t)s * 3 + (size_t)d) * 3 + (size_t)o;
}

static inline tw_status three_new(tw_context *ctx, tw_world **made)
{
  static const char *const regions[] = {"CAN", "USA", "JPN"}, *const sectors[] = {"A01", "C29", "H49"};
  static const unsigned char goods[] = {1, 1, 0};
  static const double theta[] = {4, 5, 6};
  double flow[27], tariff[27];
  for (int s = 0; s < 3; s++) {
    for (int d = 0; d < 3; d++) {
      for (int o = 0; o < 3; o++) {
        size_t i = three_cell(s, d, o);
        flow[i] = s == C29 && o == JPN ? 0 : d == o ? 100 : 10 * (s + 1) + 3 * d + o;
        tariff[i] = d == o || s == H49 ? 0 : 0.07;
      }
    }
  }
  tw_world_data data = {0};
  data.name = "three";
  data.regions = data.sectors = 3;
  data.region = regions;
  data.sector = sectors;
  data.goods = goods;
  data.trade_elasticity = theta;
  data.flow = flow;
  data.tariff = tariff;
  return tw_world_new(ctx, &data, made);
}

#endif
