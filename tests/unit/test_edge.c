/* Near the edge, where a region's income comes to zero: that there is no equilibrium is claimed with no settings of the
 * solver where others have a certified one, and what is claimed is the same share with all. */
#include "worlds.h"

#define REACHES_ZERO "reaches zero"

typedef struct seen {
  int certified, claimed, none;
  double from, to; /* of the shock, where the claims have the edge */
} seen;

/* One solve with some settings. */
static void look(tw_context *ctx, const tw_world *world, const char *text, int krylov, int iterations, int steps,
                 seen *s)
{
  tw_settings settings;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  settings.krylov_dimension = krylov;
  settings.max_iterations = iterations;
  settings.max_steps = steps;
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
  assert_ok(ctx, tw_solver_new(ctx, world, &settings, &solver));
  assert_ok(ctx, tw_solve(solver, scenario, &result));
  const tw_info *info = tw_result_info(result);
  if (info->outcome > 0) {
    s->certified++;
  } else if (info->outcome == TW_NO_POSITIVE_INCOME) {
    double from = 0, to = 0;
    const char *share = strstr(info->message, "still solves is ");
    assert_non_null(strstr(info->message, REACHES_ZERO));
    assert_non_null(share);
    assert_int_equal(sscanf(share, "still solves is %lf, and at %lf all", &from, &to), 2);
    assert_true(from < to && to - from < 0.0011);
    s->from = fmax(s->from, from);
    s->to = fmin(s->to, to);
    s->claimed++;
  } else {
    s->none++;
    if (strstr(info->message, REACHES_ZERO) || strstr(info->message, "no equilibrium"))
      fail_msg("%s, %s: claims: %s", text, tw_outcome_word(info->outcome), info->message);
    if (strncmp(info->message, "the base: ", 10) != 0) assert_non_null(strstr(info->message, "none was found"));
  }
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
}

static void with_all_settings(tw_context *ctx, const tw_world *world, const char *text, int *certified, int *claimed)
{
  static const int krylov[] = {5, 60}, iterations[] = {3, 8, 60}, steps[] = {10, 200};
  seen s = {.from = 0, .to = 1};
  for (int k = 0; k < 2; k++)
    for (int i = 0; i < 3; i++)
      for (int j = 0; j < 2; j++) look(ctx, world, text, krylov[k], iterations[i], steps[j], &s);
  if (s.certified && s.claimed)
    fail_msg("%d settings certify it, %d claim that incomes end, of\n%s", s.certified, s.claimed, text);
  /* the claims agree: one edge lies in all of their stretches */
  if (s.claimed && !(s.from <= s.to + 1e-4)) /* four digits */
    fail_msg("claims between %.4f and %.4f, of\n%s", s.from, s.to, text);
  *certified += s.certified > 0;
  *claimed += s.claimed > 0;
}

/* Productivity of a region falls by so much per cent: near the edge, and far beyond. */
static void falls(tw_context *ctx, const tw_world *world, const char *region, int *certified, int *claimed)
{
  static const double percent[] = {90, 97.1, 97.2, 99, 99.9};
  for (size_t i = 0; i < sizeof percent / sizeof *percent; i++) {
    char text[256];
    snprintf(text, sizeof text,
             "scenario: edge\nclosure: {deficits: fixed}\npolicy:\n"
             "  - productivity: {region: %s, sector: all, change: -%.1f %%}\n",
             region, percent[i]);
    with_all_settings(ctx, world, text, certified, claimed);
  }
}

static void the_built_in_world(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = NULL;
  int certified = 0, claimed = 0;
  assert_ok(ctx, tw_world_open(ctx, "small2014", &world));
  falls(ctx, world, "CAN", &certified, &claimed);
  assert_true(certified >= 2 && claimed >= 2); /* the edge is at 97.18 % */
  falls(ctx, world, "MEX", &certified, &claimed);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* Goods alone fall: services carry the income, so there is no edge, and all settings reach the end. Exact steps of
 * Newton do not. */
static void what_is_far_is_reached_with_any_basis(void **state)
{
  static const int krylov[] = {5, 7, 60, 500};
  static const char *const regions[] = {"CAN", "MEX"};
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = NULL;
  seen s = {.from = 0, .to = 1};
  assert_ok(ctx, tw_world_open(ctx, "small2014", &world));
  for (int i = 0; i < 8; i++)
    for (int k = 0; k < 4; k++) {
      char text[512];
      int n = snprintf(text, sizeof text,
                       "scenario: far\nclosure: {deficits: fixed}\npolicy:\n"
                       "  - productivity: {region: %s, sector: goods, change: -%s %%}\n",
                       regions[i % 2], i / 2 % 2 ? "99.9" : "99");
      if (i >= 4)
        snprintf(text + n, sizeof text - (size_t)n,
                 "  - quota: {importer: USA, exporter: MEX, sector: C29, to: 80 %%, owner: importer}\n");
      int before = s.certified;
      look(ctx, world, text, krylov[k], 60, 200, &s);
      if (s.certified == before) fail_msg("with %d vectors none is found of\n%s", krylov[k], text);
    }
  tw_world_free(world);
  tw_context_free(ctx);
}

/* A solver that went on with short steps solves what comes next as a fresh one does, to the last bit. */
static void short_steps_leave_no_trace(void **state)
{
  static const char far[] = "scenario: far\nclosure: {deficits: fixed}\npolicy:\n"
                            "  - productivity: {region: CAN, sector: goods, change: -99.9 %}\n",
                    near[] = "scenario: near\nclosure: {deficits: fixed}\npolicy:\n"
                             "  - productivity: {region: MEX, sector: goods, change: -60 %}\n";
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = NULL;
  tw_scenario *first = NULL, *second = NULL;
  assert_ok(ctx, tw_world_open(ctx, "small2014", &world));
  assert_ok(ctx, tw_scenario_parse(ctx, far, strlen(far), "far", &first));
  assert_ok(ctx, tw_scenario_parse(ctx, near, strlen(near), "near", &second));
  tw_result *after[2] = {NULL, NULL};
  for (int fresh = 0; fresh < 2; fresh++) {
    tw_settings settings;
    tw_solver *solver = NULL;
    tw_settings_default(&settings);
    assert_ok(ctx, tw_solver_new(ctx, world, &settings, &solver));
    if (!fresh) {
      tw_result *result = NULL;
      assert_ok(ctx, tw_solve(solver, first, &result));
      assert_true(tw_result_info(result)->outcome > 0);
      tw_result_free(result);
    }
    assert_ok(ctx, tw_solve(solver, second, &after[fresh]));
    assert_true(tw_result_info(after[fresh])->outcome > 0);
    tw_solver_free(solver);
  }
  const double *a = tw_result_column(after[0], TW_REGIONS, "real_income_pct");
  const double *b = tw_result_column(after[1], TW_REGIONS, "real_income_pct");
  assert_memory_equal(a, b, (size_t)tw_world_regions(world) * sizeof *a);
  assert_int_equal(tw_result_info(after[0])->iterations, tw_result_info(after[1])->iterations);
  tw_result_free(after[0]);
  tw_result_free(after[1]);
  tw_scenario_free(first);
  tw_scenario_free(second);
  tw_world_free(world);
  tw_context_free(ctx);
}

static void random_worlds(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  int certified = 0, claimed = 0;
  for (uint64_t seed = 0; seed < 8; seed++) {
    support_random r = {seed};
    random_world *data = random_world_new(&r, 3 + (int)seed % 3, 1 + (int)seed % 3, WITH_ALL & ~WITH_DEAD_CELLS);
    for (int i = 0; i < data->S * data->N * data->N; i++) /* region 0 lends, and owes it still when it is poor */
      if (i % data->N == 0 && i / data->N % data->N != 0) data->flow[i] *= seed % 2 ? 1.05 : 0.8;
    tw_world *world = make_world(ctx, data);
    falls(ctx, world, "R00", &certified, &claimed);
    random_world_free(data);
    tw_world_free(world);
  }
  assert_true(certified >= 5 && claimed >= 5);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_built_in_world),
                                     cmocka_unit_test(what_is_far_is_reached_with_any_basis),
                                     cmocka_unit_test(short_steps_leave_no_trace), cmocka_unit_test(random_worlds)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
