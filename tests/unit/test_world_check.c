/* What the check of a world says is implausible: each place with region, sector and money. */
#include "world_files.h"
#include "worlds.h"

static const tw_finding *at(const tw_world *world, const char *identity, int region, int sector, double money)
{
  const tw_finding *f;
  int count = tw_world_findings(world, &f);
  for (int i = 0; i < count; i++)
    if (strcmp(f[i].identity, identity) == 0 && f[i].region == region && f[i].sector == sector &&
        fabs(f[i].money - money) <= 1e-12 * fabs(money))
      return &f[i];
  return NULL;
}

static void implausible_places_are_named(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {8};
  random_world *w = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  size_t high = flow_at(w, 1, 2, 3), higher = flow_at(w, 0, 1, 3), home = flow_at(w, 2, 3, 3);
  w->tariff[high] = 2.5;
  w->tariff[higher] = 3;
  w->flow[home] = 0.01;
  w->flow[flow_at(w, 1, 0, 0)] = 0.01;
  w->input[((size_t)0 * 3 + 2) * 3 + 0] -= 0.005 + w->input[((size_t)0 * 3 + 2) * 3 + 0];
  w->input[((size_t)1 * 3 + 2) * 3 + 0] -= 0.004 + w->input[((size_t)1 * 3 + 2) * 3 + 0];
  for (int d = 0; d < 2; d++) { /* the other inputs make up for it */
    double *b = w->input + ((size_t)d * 3 + 2) * 3;
    double rest = (1 - b[0]) / (b[1] + b[2]);
    b[1] *= rest;
    b[2] *= rest;
  }
  tw_world *world = make_world(ctx, w);
  const double *X = tw_world_numbers(world, "spending"), *a = tw_world_numbers(world, "input_share"),
               *Y = tw_world_numbers(world, "output");
  const tw_finding *f = at(world, "high_tariff", 2, 1, w->flow[high]);
  assert_non_null(f);
  assert_int_equal(f->severity, 2);
  assert_close(f->relative, 2.5, 1e-15);
  assert_non_null(strstr(f->text, "R02 S01: a tariff of 250 %"));
  assert_non_null(strstr(f->text, "from R03"));
  assert_non_null(at(world, "high_tariff", 1, 0, w->flow[higher]));
  assert_non_null(at(world, "high_tariff", 1, 0, w->flow[high] + w->flow[higher])); /* all of them */
  f = at(world, "home_share", 3, 2, X[3 * 3 + 2]);
  assert_non_null(f);
  assert_close(f->relative, 0.01 / X[3 * 3 + 2], 1e-14);
  assert_non_null(at(world, "home_share", 0, 1, X[0 * 3 + 1]));
  assert_non_null(at(world, "negative_input_shares", 0, 2, -a[(0 * 3 + 2) * 3 + 0] * Y[0 * 3 + 2]));
  assert_non_null(at(world, "negative_input_shares", 1, 2, -a[(1 * 3 + 2) * 3 + 0] * Y[1 * 3 + 2]));
  const tw_finding *all;
  int count = tw_world_findings(world, &all), shares = 0;
  for (int i = 0; i < count; i++)
    if (strcmp(all[i].identity, "shares") == 0) {
      shares++;
      assert_int_equal(all[i].severity, 0);
      assert_true(all[i].relative < 1e-14);
    }
  assert_int_equal(shares, 1);
  tw_world_free(world);
  random_world_free(w);
  tw_context_free(ctx);
}

/* A deficit is large from 30 % of value added on. */
static void large_deficits_are_named(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {8};
  random_world *w = random_world_new(&r, 3, 2, 0);
  w->flow[flow_at(w, 0, 1, 0)] = 200;
  tw_world *world = make_world(ctx, w);
  const double *D = tw_world_numbers(world, "deficit"), *V = tw_world_numbers(world, "value_added");
  assert_true(D[1] > 0.3 * V[1]);
  const tw_finding *f = at(world, "deficit_size", 1, -1, D[1]);
  assert_non_null(f);
  assert_close(f->relative, D[1] / V[1], 1e-14);
  tw_world_free(world);
  random_world_free(w);
  tw_context_free(ctx);
}

/* A line for each market that is off by more than a hundredth of its use, and by a ten thousandth of all use: one that
 * is off by 2 per cent has one, one that is off by half a per cent has none. */
static void markets_that_do_not_clear_are_named(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {12};
  random_world *w = random_world_new(&r, 3, 3, WITH_TARIFFS | WITH_INPUTS);
  w->data.final_share = NULL;
  tw_world *even = make_world(ctx, w);
  double share[9], income[3];
  const double *X = tw_world_numbers(even, "spending"), *Y = tw_world_numbers(even, "output"),
               *a = tw_world_numbers(even, "input_share");
  memcpy(share, tw_world_numbers(even, "final_share"), sizeof share);
  assert_int_equal(world_finding(even, "market_clearing", -2, -2)->severity, 0);
  for (int d = 0; d < 3; d++) { /* what is spent and no input */
    income[d] = 0;
    for (int s = 0; s < 3; s++) {
      income[d] += X[d * 3 + s];
      for (int u = 0; u < 3; u++) income[d] -= a[(d * 3 + u) * 3 + s] * Y[d * 3 + u];
    }
  }
  /* of what is bought; what is used changes, and by as much in another market of the region */
  static const double off[3] = {0.02, 0.005, 0.0};
  double gap[9] = {0}, all = 0;
  for (int d = 0; d < 2; d++) {
    double more = off[d] / (1 - off[d]) * X[d * 3];
    share[d * 3] += more / income[d];
    share[d * 3 + 1] -= more / income[d];
    gap[d * 3] = more;
    gap[d * 3 + 1] = -more;
    assert_true(share[d * 3 + 1] > 0);
  }
  w->data.final_share = share;
  tw_world *odd = make_world(ctx, w);
  for (int i = 0; i < 9; i++) all += X[i];
  const tw_finding *f;
  int count = tw_world_findings(odd, &f), lines = 0;
  for (int i = 0; i < count; i++) lines += strcmp(f[i].identity, "market_clearing") == 0;
  for (int i = 0, named = 0; i < 9; i++) {
    double use = X[i] + gap[i], size = fabs(gap[i]), relative = NAN;
    for (int k = 0; k < count; k++)
      if (strcmp(f[k].identity, "market_clearing") == 0 && strstr(f[k].text, "is bought but") && f[k].region == i / 3 &&
          f[k].sector == i % 3) {
        relative = f[k].relative;
        assert_int_equal(f[k].severity, 3);
        assert_relative(f[k].money, size, 1e-9);
      }
    int wanted = size > 0.01 * use && size > 1e-4 * all;
    if (isnan(relative) == wanted)
      fail_msg("market %d, off by %.3g of its use: %s line", i, size / use, wanted ? "no" : "a");
    if (wanted) assert_relative(relative, size / use, 1e-9);
    named += wanted;
    if (i == 0) assert_relative(relative, 0.02, 1e-9);
    if (i == 3) assert_true(isnan(relative));
    if (i == 8) assert_int_equal(lines, named + 1); /* and one of all */
  }
  tw_world_free(odd);
  tw_world_free(even);
  random_world_free(w);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(implausible_places_are_named),
      cmocka_unit_test(large_deficits_are_named),
      cmocka_unit_test(markets_that_do_not_clear_are_named),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
