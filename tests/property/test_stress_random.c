/* Stress tests on random markets: what the two bounds are of each other, and what insurance is. */
#include <math.h>

#include "markets.h"

enum { MARKETS = 40 };

static tw_stress *stress_of(const char *market, tw_stress_options options)
{
  tw_stress *s = NULL;
  tw_stress_info info;
  options.market = market;
  options.threads = 1;
  assert_ok(context, tw_stress_run(context, &options, &s));
  tw_stress_about(s, &info);
  if (info.outcome != TW_CERTIFIED) fail_msg("%s", info.message);
  return s;
}

static const char *random_at(int seed, const market_recipe *recipe)
{
  static char path[4096];
  const market_folder of = random_folder((uint64_t)seed, recipe);
  snprintf(path, sizeof path, "%s", support_temp_folder("market"));
  write_market(path, &of);
  return path;
}

static market_recipe recipe_of(int i)
{
  return (market_recipe){.suppliers = 3 + i % 5,
                         .buyers = 1 + i % 6,
                         .passages = i % 4,
                         .constant = i % 3 != 0,
                         .calibrated = 1,
                         .detours = i % 2,
                         .forbidden = i % 2 ? 0.2 : 0,
                         .ceiling = i % 5 == 0 ? 1.5 : 0};
}

/* Of all buyers together what is missing is at most what is cut, and with a single buyer of that one; losses cost surplus
 * where all prices rise, as they do when a supplier is lost; replaced and days of cover say the same of both. */
static void bounds_are_in_order(void **state)
{
  (void)state;
  int outbid = 0, replaced = 0;
  for (int i = 0; i < MARKETS; i++) {
    market_recipe recipe = recipe_of(i);
    const char *market = random_at(i + 1, &recipe);
    tw_stress *s = stress_of(market, (tw_stress_options){.share = i % 4 == 3 ? 0.4 : 1, .months = i % 7 == 6 ? 3 : 12});
    tw_stress_loss l;
    tw_stress_row r;
    double last = -INFINITY;
    int losses = 0;
    for (; tw_stress_loss_at(s, losses, &l); losses++) {
      if (!(l.shortfall <= l.direct + 1e-7))
        fail_msg("market %d, %s: %.9g missing, %.9g cut", i, l.name, l.shortfall, l.direct);
      assert_true(l.surplus_change >= last);
      last = l.surplus_change;
      if (strcmp(l.kind, "supplier") == 0) assert_true(l.surplus_change <= 1e-7);
    }
    assert_int_equal(losses, recipe.suppliers + recipe.passages);
    for (int k = 0; tw_stress_at(s, k, &r); k++) {
      if (strcmp(r.bound, "no_substitution") == 0) {
        assert_close(r.shortfall, r.direct, 0);
        continue;
      }
      if (recipe.buyers == 1) assert_true(r.shortfall <= r.direct + 1e-7);
      if (r.direct > 0) assert_close(r.replaced_pct, 100 * (1 - r.shortfall / r.direct), 1e-12);
      outbid += r.shortfall > r.direct + 1e-6;
      replaced += r.direct > 0 && r.shortfall < r.direct - 1e-6;
      assert_close(r.price_pct, 100 * (r.price_new / r.price_base - 1), 1e-12);
      assert_true(r.unserved >= 0);
    }
    tw_stress_free(s);
    support_remove(market);
  }
  assert_true(outbid > 20 && replaced > 100); /* or nothing was tried */
}

/* What a capacity saves is the difference of two runs of the market as it is with it and without it. */
static void insurance_is_a_difference(void **state)
{
  (void)state;
  int worth = 0;
  for (int i = 0; i < MARKETS / 2; i++) {
    market_recipe recipe = recipe_of(i);
    recipe.ceiling = 0;
    const char *market = random_at(i + 1, &recipe);
    tw_stress *s = stress_of(market, (tw_stress_options){.capacity = "S0 30 Mt", .ceiling = 5e3});
    tw_market *m = NULL;
    assert_ok(context, tw_market_open(context, market, &m));
    tw_stress_insured of;
    for (int k = 0; tw_stress_insured_at(s, k, &of); k++) {
      int supplier = tw_market_find(m, TW_MARKET_SUPPLIERS, of.lost) >= 0,
          d = tw_market_find(m, TW_MARKET_BUYERS, of.buyer);
      const tw_market_rule more = {.rule = "capacity", .supplier = "S0", .how = TW_MARKET_TO, .amount = 30};
      const tw_market_rule shock = {.rule = supplier ? "outage" : "close",
                                    .supplier = supplier ? of.lost : NULL,
                                    .passage = supplier ? NULL : of.lost,
                                    .amount = 1};
      double change[2] = {0, 0}, out[RECIPE_MOST];
      int solved = recipe.constant;
      for (int with = 0; with < 2 && solved; with++) {
        const tw_market_question q = {.rule = &more, .rules = with, .shock = &shock, .shocks = 1};
        tw_market_result *r = NULL;
        tw_market_info info;
        if (tw_market_solve(context, m, &q, &r) != TW_OK) { /* a supplier that makes nothing cannot fail there */
          assert_non_null(strstr(tw_error(context), "no capacity in force"));
          assert_close(of.surplus_change, 0, 1e-7);
          solved = 0;
          continue;
        }
        tw_market_result_about(r, &info);
        solved = info.outcome == TW_CERTIFIED; /* without a ceiling a buyer may have no price */
        if (solved) assert_ok(context, tw_market_result_numbers(context, r, 2, "surplus_change", out));
        if (solved) change[with] = out[d];
        tw_market_result_free(r);
      }
      assert_close(of.insurance_value, of.surplus_change_with - of.surplus_change, 0);
      if (!solved || fabs(change[0]) > 1e3) continue; /* nor beyond what the ceiling lets it be */
      assert_close(of.surplus_change, change[0], 1e-7);
      assert_close(of.surplus_change_with, change[1], 1e-7);
      worth += of.insurance_value > 1e-6;
    }
    tw_market_free(m);
    tw_stress_free(s);
    support_remove(market);
  }
  assert_true(worth > 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(bounds_are_in_order),
                                     cmocka_unit_test(insurance_is_a_difference)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
