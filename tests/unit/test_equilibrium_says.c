/* Where the solver says that something is wrong, and that it tries again: the residual, condition, region and sector
 * that a message names; a solution that is not tight enough; shares whose factors leave the range of doubles. */
#include "equilibrium/attempt.h"
#include "fixture.h"

/* ---------------------------------------------------------------- names */

/* The residual that is largest, wherever it stands in the list; what is no number is larger than all. */
static void a_certificate_names_its_largest(void **state)
{
  fixture *f = *state;
  fixture_three(f);
  for (int at = 0; at < 3; at++)
    for (int nan = 0; nan < 2; nan++) {
      tw_certificate c = {.tolerance = 1e-10, .max = nan ? NAN : 4e-5, .count = 3};
      static const char *const name[3] = {"prices", "markets", "budgets"};
      twi_found found = {0};
      for (int i = 0; i < 3; i++) c.residual[i] = (tw_residual){name[i], i == at ? c.max : 3e-5, i, 2 - i};
      twi_say_certificate(f->world, &c, &found);
      char words[64];
      snprintf(words, sizeof words, "%s is %s in %s %s, the tolerance 1.0e-10", name[at], nan ? "nan" : "4.0e-05",
               tw_world_region(f->world, at), tw_world_sector(f->world, 2 - at));
      if (!strstr(found.message, words)) fail_msg("\"%s\" lacks \"%s\"", found.message, words);
      assert_null(strstr(found.message, "not positive"));
      assert_int_equal(found.outcome, TW_CERTIFICATE_FAILED);
      assert_int_equal(found.region, at);
      assert_int_equal(found.sector, 2 - at);
    }
  tw_certificate sign = {.tolerance = 1e-10, .max = 1e-15, .count = 1, .residual = {{"walras", 1e-15, -1, -1}}};
  twi_found found = {0};
  twi_say_certificate(f->world, &sign, &found);
  assert_non_null(strstr(found.message, "walras is 1.0e-15, the tolerance"));
  assert_non_null(strstr(found.message, "not positive"));
}

/* Wages and revenue are of a region, prices and output of a sector in it; the place of the largest is told. */
static void a_residual_is_placed(void **state)
{
  fixture *f = *state;
  fixture_random(f, 5, 4, 3, WITH_TARIFFS);
  twi_equilibrium *e = NULL;
  assert_ok(f->ctx, twi_equilibrium_new(f->ctx, f->world, &f->settings, &e));
  const twi_core *c = &e->core;
  double *r = calloc(c->n, sizeof *r);
  twi_attempt a = {.e = e, .problem = twi_core_problem(&e->core)};
  for (int d = 0; d < 4; d++)
    for (int s = -1; s < 3; s++)
      for (int second = 0; second < 2; second++) {
        twi_found found = {.region = -5, .sector = -5};
        size_t cell = (size_t)d * c->Sp + (size_t)(s < 0 ? 0 : s);
        size_t at = s < 0 ? (second ? c->at_R : 0) + (size_t)d : (second ? c->at_Y : c->at_P) + cell;
        for (size_t i = 0; i < c->n; i++) r[i] = i % 2 ? 1e-3 : -1e-3;
        r[at] = second ? -2e-3 : 2e-3;
        twi_attempt_locate(&a, r, &found);
        assert_int_equal(found.region, d);
        assert_int_equal(found.sector, s);
        r[at] = NAN;
        twi_attempt_locate(&a, r, &found);
        assert_int_equal(found.region, d);
      }
  free(r);
  twi_equilibrium_free(e);
}

/* Of two conditions the one that cannot be met is named, by its line and its place, whichever comes first. */
static void a_condition_out_of_reach_is_named(void **state)
{
  fixture *f = *state;
  static const char *const easy =
      "  - target: {output: {region: USA, sector: H49}, change: 1 %, by: {subsidy: {region: USA, sector: H49}}}\n";
  static const struct {
    const char *rule, *words;
    int region, sector;
  } far[] = {{"  - target: {output: {region: JPN, sector: A01}, change: +900 %, by: {tariff: {importer: USA, exporter: "
              "CAN, sector: C29}}}\n",
              "(in JPN A01)", JPN, A01},
             {"  - target: {real_income: {region: CAN}, change: +400 %, by: {tariff: {importer: CAN, exporter: USA, "
              "sector: C29}}}\n",
              "(in CAN)", CAN, -1}};
  for (size_t k = 0; k < sizeof far / sizeof *far; k++)
    for (int first = 0; first < 2; first++) {
      char text[1024], line[32];
      tw_scenario *scenario = NULL;
      tw_solver *solver = NULL;
      tw_result *result = NULL;
      fixture_three(f);
      snprintf(text, sizeof text, "scenario: t\nclosure: {deficits: zero}\npolicy:\n%s%s", first ? far[k].rule : easy,
               first ? easy : far[k].rule);
      snprintf(line, sizeof line, "target on line %d (", first ? 4 : 5);
      assert_ok(f->ctx, tw_scenario_parse(f->ctx, text, strlen(text), "test", &scenario));
      assert_ok(f->ctx, tw_solver_new(f->ctx, f->world, &f->settings, &solver));
      assert_ok(f->ctx, tw_solve(solver, scenario, &result));
      const tw_info *info = tw_result_info(result);
      assert_int_equal(info->outcome, TW_OUT_OF_REACH);
      if (!strstr(info->message, line) || !strstr(info->message, far[k].words))
        fail_msg("\"%s\" lacks \"%s\" or \"%s\"", info->message, line, far[k].words);
      assert_int_equal(info->worst_region, far[k].region);
      assert_int_equal(info->worst_sector, far[k].sector);
      tw_result_free(result);
      tw_solver_free(solver);
      tw_scenario_free(scenario);
    }
}

/* ---------------------------------------------------------------- once more, more tightly */

/* Newton that may stop at 1e-6 leaves a point that the certificate refuses: it is asked for 1e-8, then for 1e-10, and
 * the point that is solved so is the solution. */
static void what_is_not_tight_is_solved_again(void **state)
{
  fixture *f = *state;
  fixture_random(f, 9, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  twi_equilibrium *e = NULL;
  twi_state *x = NULL;
  twi_found found;
  twi_wedges none = {.deficits = TWI_DEFICITS_FIXED};
  assert_ok(f->ctx, twi_equilibrium_new(f->ctx, f->world, &f->settings, &e));
  assert_ok(f->ctx, twi_state_new(f->ctx, f->world, &x));
  size_t n = e->core.n;
  double *u = aligned_alloc(64, n * sizeof(double)), *right = aligned_alloc(64, n * sizeof(double));
  assert_ok(f->ctx, twi_equilibrium_solve(e, &(twi_task){.from = &none, .to = &none}, right, x, &found));
  assert_int_equal(found.outcome, TW_CERTIFIED);
  static const double off[] = {1e-7, 1e-5}; /* below what Newton may stop at, above it */
  for (int k = 0; k < 2; k++) {
    twi_attempt a = {.e = e, .from = &none, .to = &none, .newton = &e->newton, .poor = -1, .above = INFINITY};
    a.problem = twi_core_problem(&e->core);
    a.target = 1e-6;
    a.enough = 0.3 * e->settings.tolerance;
    memcpy(u, right, n * sizeof(double));
    for (size_t d = 0; d < 4; d++) u[d] += off[k] * ((double)d - 1.5);
    assert_ok(f->ctx, twi_core_load(&e->core, &none, &none, 1, NULL));
    assert_int_equal(twi_core_residual(&e->core, u, e->newton.f_trial), 0);
    twi_core_make_preconditioner(&e->core);
    memset(&found, 0, sizeof found);
    assert_ok(f->ctx, twi_attempt_certify(&a, u, x, &found));
    assert_int_equal(found.outcome, TW_CERTIFIED);
    assert_true(found.certificate.max <= e->settings.tolerance);
    for (size_t d = 0; d < 4; d++) assert_close(x->lnw[d] - x->lnw[0], right[d] - right[0], 1e-9);
  }
  free(u);
  free(right);
  twi_state_free(f->ctx, x);
  twi_equilibrium_free(e);
}

/* ---------------------------------------------------------------- factors of shares */

/* Sellers' prices e^24 apart, with elasticities up to 65: factors of shares are beyond the range of doubles, and the
 * shares, sales and revenue are those that logarithms give. */
static void shares_beyond_the_range_of_doubles(void **state)
{
  fixture *f = *state;
  enum { N = 4, S = 3 };
  int beyond = 0, within = 0;
  for (int round = 0; round < 24; round++) {
    fixture_random(f, 40 + (uint64_t)round, N, S, round % 2 ? WITH_TARIFFS : 0);
    const tw_world *w = f->world;
    f->data->theta[1] = 65;
    twi_pool *pool = NULL;
    tw_world_free(f->world);
    f->world = make_world(f->ctx, f->data);
    w = f->world;
    twi_equilibrium *e = NULL;
    twi_state *x = NULL;
    twi_wedges none = {.deficits = TWI_DEFICITS_FIXED};
    assert_ok(f->ctx, twi_equilibrium_new(f->ctx, w, &f->settings, &e));
    assert_ok(f->ctx, twi_state_new(f->ctx, w, &x));
    pool = e->pool;
    support_random r = {(uint64_t)round};
    static const double widths[] = {0.5, 3, 12};
    double width = widths[round % 3];
    for (int d = 0; d < N; d++) {
      x->lnw[d] = support_uniform(&r, -width, width);
      x->I[d] = w->value_added[d];
    }
    long double share[S][N][N];
    for (int s = 0; s < S; s++)
      for (int d = 0; d < N; d++) {
        long double theta = f->data->theta[s], most = -INFINITY, sum = 0, spent = 0, part[N];
        for (int o = 0; o < N; o++) {
          size_t i = flow_at(f->data, s, d, o);
          part[o] = logl((1 + (w->tariff ? (long double)w->tariff[i] : 0)) * f->data->flow[i]) - theta * x->lnw[o];
          spent += (1 + (w->tariff ? (long double)w->tariff[i] : 0)) * f->data->flow[i];
          most = fmaxl(most, part[o]);
        }
        for (int o = 0; o < N; o++) sum += expl(part[o] - most);
        for (int o = 0; o < N; o++) share[s][d][o] = expl(part[o] - most) / sum;
        x->lnP[d * S + s] = (double)((logl(spent) - most - logl(sum)) / theta);
        x->X[d * S + s] = x->Y[d * S + s] = w->spending[d * S + s];
      }
    twi_state_account(x, w, &none, pool);
    for (int s = 0; s < S; s++) {
      long double exports[N] = {0};
      beyond += x->safe[s] == 0;
      within += x->safe[s] != 0;
      for (int d = 0; d < N; d++) {
        long double imports = 0, tariffs = 0, X = x->X[d * S + s];
        for (int o = 0; o < N; o++) {
          size_t i = flow_at(f->data, s, d, o);
          long double t = w->tariff ? w->tariff[i] : 0, v = share[s][d][o] * X / (1 + t);
          double got = twi_state_share(x, w, &none, i);
          if (!(fabsl(got - share[s][d][o]) <= 1e-11L * share[s][d][o] + 1e-290L))
            fail_msg("round %d, sector %d, %d from %d: share %.17g, not %.17Lg", round, s, d, o, got, share[s][d][o]);
          tariffs += t * v;
          if (o == d) continue;
          imports += v;
          exports[o] += v;
        }
        assert_relative(x->sum[d * S + s], 1, 1e-11);
        assert_relative(x->imports[d * S + s], (double)imports, 1e-11);
        assert_relative(x->tariff_of[d * S + s], (double)tariffs, 1e-11);
      }
      for (int o = 0; o < N; o++) assert_relative(x->exports[o * S + s], (double)exports[o], 1e-11);
    }
    twi_state_free(f->ctx, x);
    twi_equilibrium_free(e);
  }
  assert_true(beyond > 4 && within > 20);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      FIXTURE_TEST(a_certificate_names_its_largest),    FIXTURE_TEST(a_residual_is_placed),
      FIXTURE_TEST(a_condition_out_of_reach_is_named),  FIXTURE_TEST(what_is_not_tight_is_solved_again),
      FIXTURE_TEST(shares_beyond_the_range_of_doubles),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
