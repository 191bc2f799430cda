/* Draws against the same case solved on its own: a world whose elasticities are those of the draw. Bits do not depend
 * on the order of draws; conditions, a base with a policy and draws without an equilibrium are handled. */
#include "ensemble/worker.h"
#include "worlds.h"

static const char *const text[] = {
    "scenario: a\nclosure: {deficits: zero}\npolicy:\n"
    "  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n",
    "scenario: b\nclosure: {deficits: zero}\npolicy:\n"
    "  - quota: {importer: R01, exporter: R02, sector: S00, change: -40 %, owner: exporter}\n"
    "  - target: {output: {region: R00, sector: S01}, change: +2 %, by: {subsidy: {region: R00, sector: S01}}}\n",
    "scenario: c\nclosure: {deficits: zero, labour: {region: all, supply_elasticity: 0.5}}\npolicy:\n"
    "  - barrier: {importer: R01, exporter: all, sector: all, change: -10 %}\n"};
enum { TEXTS = 3, DRAWS = 5, N = 4, S = 3 };

typedef struct bench {
  tw_context *ctx;
  random_world *data;
  tw_world *world;
  tw_scenario *scenario[TEXTS];
  double theta[DRAWS][S];
} bench;

static void setup(bench *b)
{
  support_random r = {12};
  b->ctx = tw_context_new(NULL);
  b->data = random_world_new(&r, N, S, WITH_TARIFFS | WITH_INPUTS);
  b->world = make_world(b->ctx, b->data);
  for (int k = 0; k < TEXTS; k++)
    assert_ok(b->ctx, tw_scenario_parse(b->ctx, text[k], strlen(text[k]), "test", &b->scenario[k]));
  for (int i = 0; i < DRAWS; i++)
    for (int s = 0; s < S; s++) b->theta[i][s] = b->data->theta[s] * exp(0.3 * support_normal(&r));
}

static void teardown(bench *b)
{
  for (int k = 0; k < TEXTS; k++) tw_scenario_free(b->scenario[k]);
  tw_world_free(b->world);
  random_world_free(b->data);
  tw_context_free(b->ctx);
}

static twi_worker *worker_of(bench *b, int slots)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  twi_worker *w = NULL;
  assert_ok(b->ctx, twi_worker_new(b->ctx, b->world, &settings, 0, &w));
  for (int k = 0; k < slots; k++) {
    tw_result *center = NULL;
    assert_ok(twi_worker_context(w), twi_worker_center(w, k, b->scenario[k], k ? NULL : &center));
    if (center) assert_int_equal(tw_result_info(center)->outcome, TW_CERTIFIED);
    tw_result_free(center);
  }
  return w;
}

static void a_draw_is_the_case_on_its_own(void **state)
{
  (void)state;
  bench b;
  setup(&b);
  twi_worker *w = worker_of(&b, TEXTS);
  for (int i = 0; i < DRAWS; i++) {
    double kept[S];
    memcpy(kept, b.data->theta, sizeof kept);
    memcpy(b.data->theta, b.theta[i], sizeof kept);
    tw_world *own = make_world(b.ctx, b.data);
    memcpy(b.data->theta, kept, sizeof kept);
    for (int k = 0; k < TEXTS; k++) {
      tw_result *draw = NULL, *alone = solve_text(b.ctx, own, NULL, text[k]);
      assert_ok(twi_worker_context(w), twi_worker_draw(w, k, b.scenario[k], b.theta[i], &draw));
      assert_true(tw_result_info(draw)->outcome > 0);
      static const char *const columns[] = {"real_income_pct", "wage_pct", "exports_pct", "employment_pct"};
      for (int d = 0; d < N; d++)
        for (int c = 0; c < 4; c++) assert_close(of_region(draw, columns[c], d), of_region(alone, columns[c], d), 1e-7);
      tw_result_free(draw);
      tw_result_free(alone);
    }
    tw_world_free(own);
  }
  /* and at the world's own elasticities it is the central answer */
  tw_result *draw = NULL, *alone = solve_text(b.ctx, b.world, NULL, text[0]);
  assert_ok(twi_worker_context(w), twi_worker_draw(w, 0, b.scenario[0], NULL, &draw));
  for (int d = 0; d < N; d++)
    assert_close(of_region(draw, "real_income_pct", d), of_region(alone, "real_income_pct", d), 1e-9);
  tw_result_free(draw);
  tw_result_free(alone);
  twi_worker_free(w);
  teardown(&b);
}

static void bits_do_not_depend_on_the_order(void **state)
{
  (void)state;
  bench b;
  setup(&b);
  double first[TEXTS][DRAWS][N];
  for (int order = 0; order < 3; order++) {
    twi_worker *w = worker_of(&b, TEXTS);
    for (int step = 0; step < TEXTS * DRAWS; step++) {
      int at = order == 0 ? step : order == 1 ? TEXTS * DRAWS - 1 - step : step * 7 % (TEXTS * DRAWS);
      int k = at % TEXTS, i = at / TEXTS;
      tw_result *draw = NULL;
      assert_ok(twi_worker_context(w), twi_worker_draw(w, k, b.scenario[k], b.theta[i], &draw));
      for (int d = 0; d < N; d++) {
        double income = of_region(draw, "real_income_pct", d);
        if (order == 0) first[k][i][d] = income;
        if (income != first[k][i][d])
          fail_msg("order %d, scenario %d, draw %d: %.17g, first %.17g", order, k, i, income, first[k][i][d]);
      }
      tw_result_free(draw);
    }
    twi_worker_free(w);
  }
  assert_true(first[0][0][0] != first[0][1][0]);
  teardown(&b);
}

static void a_draw_without_an_equilibrium_is_an_outcome(void **state)
{
  (void)state;
  bench b;
  setup(&b);
  static const char impossible[] = "scenario: d\nclosure: {deficits: zero}\npolicy:\n"
                                   "  - target: {real_income: {region: R01}, change: 60 %, by: {tariff: {importer: "
                                   "R01, exporter: all, sector: all}}}\n";
  tw_scenario *scenario = NULL;
  assert_ok(b.ctx, tw_scenario_parse(b.ctx, impossible, strlen(impossible), "test", &scenario));
  twi_worker *w = worker_of(&b, 1);
  tw_result *draw = NULL, *before = NULL, *after = NULL, *none = NULL;
  assert_ok(twi_worker_context(w), twi_worker_draw(w, 0, b.scenario[0], b.theta[0], &before));
  assert_ok(twi_worker_context(w), twi_worker_draw(w, 0, scenario, b.theta[1], &draw));
  assert_int_equal(tw_result_info(draw)->outcome, TW_OUT_OF_REACH);
  assert_ok(twi_worker_context(w), twi_worker_draw(w, 0, b.scenario[0], b.theta[0], &after));
  for (int d = 0; d < N; d++)
    assert_true(of_region(before, "real_income_pct", d) == of_region(after, "real_income_pct", d));
  assert_int_equal(twi_worker_draw(w, 1, b.scenario[0], NULL, &none), TW_USAGE);
  tw_result_free(draw);
  tw_result_free(before);
  tw_result_free(after);
  twi_worker_free(w);
  tw_scenario_free(scenario);
  teardown(&b);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_draw_is_the_case_on_its_own),
      cmocka_unit_test(bits_do_not_depend_on_the_order),
      cmocka_unit_test(a_draw_without_an_equilibrium_is_an_outcome),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
