/* What the check of a world says is implausible: each place with region, sector and money. */
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

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(implausible_places_are_named),
      cmocka_unit_test(large_deficits_are_named),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
