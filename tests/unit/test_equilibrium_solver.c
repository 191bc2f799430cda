/* The solver with policies that no scenario made: the same bits as with a scenario; starts at other solutions, with the
 * shock between gone through in steps or tried at once; what does not do from a start is solved as always. */
#include "fixture.h"

#include "equilibrium/solver.h"

enum { N = 4, S = 3, FLOWS = N * N * S };

/* A policy: tariffs of the world plus `more` on what region 0 buys. */
static void add_tariff(fixture *f, double more, twi_policy *policy)
{
  *policy = (twi_policy){.wedges = {.deficits = TWI_DEFICITS_FIXED}};
  policy->wedges.tariff = f->ctx ? malloc(FLOWS * sizeof(double)) : NULL;
  const double *tariff = tw_world_numbers(f->world, "tariff");
  for (int i = 0; i < FLOWS; i++) policy->wedges.tariff[i] = tariff[i] + (i / N % N == 0 && i % N != 0 ? more : 0);
}

static void make_solver(fixture *f)
{
  fixture_random(f, 21, N, S, WITH_TARIFFS | WITH_INPUTS);
  assert_ok(f->ctx, tw_solver_new(f->ctx, f->world, &f->settings, &f->solver));
  assert_ok(f->ctx, twi_solver_reference(f->solver, TWI_DEFICITS_FIXED));
  assert_true(f->solver->reference_found.outcome > 0);
}

static void a_policy_needs_no_scenario(void **state)
{
  fixture *f = *state;
  make_solver(f);
  twi_side base, new_;
  assert_ok(f->ctx, twi_side_new(f->ctx, f->world, &base));
  assert_ok(f->ctx, twi_side_new(f->ctx, f->world, &new_));
  base.policy.wedges.deficits = TWI_DEFICITS_FIXED;
  add_tariff(f, 0.25, &new_.policy);
  assert_ok(f->ctx, twi_solver_base(f->solver, &base));
  assert_ok(f->ctx, twi_solver_new_side(f->solver, &base, 0, &new_));
  assert_true(new_.found.outcome > 0 && new_.found.certificate.holds);
  double lnw[N], X[N * S];
  memcpy(lnw, new_.state->lnw, sizeof lnw);
  memcpy(X, new_.state->X, sizeof X);
  twi_side_free(f->ctx, &base);
  twi_side_free(f->ctx, &new_);
  /* The same by a scenario, on a solver of its own. */
  tw_solver_free(f->solver);
  f->solver = NULL;
  f->settings.decomposition = 0;
  fixture_solve(f, "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                   "  - tariff: {importer: R00, exporter: all, sector: all, add: 25 pp}\n");
  const double *wage = tw_result_column(f->result, TW_REGIONS, "real_wage_pct");
  assert_non_null(wage);
  double value[FLOWS], bought = 0, spent = 0;
  assert_ok(f->ctx, tw_result_trade(f->result, "new_value", value));
  double paid[FLOWS];
  assert_ok(f->ctx, tw_result_trade(f->result, "tariff_new", paid));
  for (int s = 0; s < S; s++) {
    spent += X[s]; /* of region 0 */
    for (int o = 0; o < N; o++) bought += value[s * N * N + o] * (1 + paid[s * N * N + o]);
  }
  assert_close(bought, spent, 1e-9 * spent);
  assert_true(lnw[0] != 0);
}

/* Solves base and the policy with `more`, from the starts; the new wages. */
static void wages(fixture *f, const twi_starts *starts, double more, double lnw[N], int *iterations, double *u,
                  twi_wedges *solved)
{
  twi_side base, new_;
  assert_ok(f->ctx, twi_side_new(f->ctx, f->world, &base));
  assert_ok(f->ctx, twi_side_new(f->ctx, f->world, &new_));
  base.policy.wedges.deficits = TWI_DEFICITS_FIXED;
  add_tariff(f, more, &new_.policy);
  twi_solver_start_at(f->solver, starts);
  assert_ok(f->ctx, twi_solver_base(f->solver, &base));
  assert_ok(f->ctx, twi_solver_new_side(f->solver, &base, 0, &new_));
  twi_solver_start_at(f->solver, NULL);
  if (new_.found.outcome <= 0) fail_msg("%s", new_.found.message);
  assert_true(new_.found.certificate.holds);
  memcpy(lnw, new_.state->lnw, N * sizeof *lnw);
  *iterations = new_.found.iterations;
  if (u) memcpy(u, f->solver->equilibrium->u_new, f->solver->equilibrium->core.n * sizeof *u);
  if (solved) assert_ok(f->ctx, twi_wedges_copy(f->ctx, f->world, &new_.wedges, solved));
  twi_side_free(f->ctx, &base);
  twi_side_free(f->ctx, &new_);
}

static void any_earlier_solution_is_a_start(void **state)
{
  fixture *f = *state;
  make_solver(f);
  size_t n = f->solver->equilibrium->core.n;
  double *u = malloc(n * sizeof *u), far[N], near[N], wanted[N];
  int iterations, cold;
  twi_wedges solved;
  wages(f, NULL, 0.50, far, &iterations, u, &solved);
  wages(f, NULL, 0.51, wanted, &cold, NULL, NULL);
  /* Close by: with the wedges that it solves, and without. */
  const twi_starts with = {.new_ = {u, &solved}}, without = {.new_ = {u, NULL}};
  wages(f, &with, 0.51, near, &iterations, NULL, NULL);
  for (int d = 0; d < N; d++) assert_close(near[d], wanted[d], 1e-9);
  assert_true(iterations < cold);
  wages(f, &without, 0.51, near, &iterations, NULL, NULL);
  for (int d = 0; d < N; d++) assert_close(near[d], wanted[d], 1e-9);
  /* Far away, too: in steps, or else as always. */
  wages(f, NULL, 30, wanted, &cold, NULL, NULL);
  wages(f, &with, 30, near, &iterations, NULL, NULL);
  for (int d = 0; d < N; d++) assert_close(near[d], wanted[d], 1e-8);
  /* Nothing that any policy solves. */
  for (size_t i = 0; i < n; i++) u[i] = NAN;
  wages(f, &without, 0.51, near, &iterations, NULL, NULL);
  wages(f, NULL, 0.51, wanted, &cold, NULL, NULL);
  assert_memory_equal(near, wanted, sizeof near); /* bit for bit as if there had been no start */
  free(u);
  twi_wedges_free(f->ctx, &solved);
}

static void a_start_changes_no_later_solve(void **state)
{
  fixture *f = *state;
  make_solver(f);
  size_t n = f->solver->equilibrium->core.n;
  double *u = malloc(n * sizeof *u), first[N], again[N], between[N];
  int iterations;
  wages(f, NULL, 0.3, first, &iterations, u, NULL);
  const twi_starts starts = {.base = {u, NULL}, .new_ = {u, NULL}};
  wages(f, &starts, 0.4, between, &iterations, NULL, NULL);
  assert_ok(f->ctx, twi_solver_reference(f->solver, TWI_DEFICITS_FIXED));
  wages(f, NULL, 0.3, again, &iterations, NULL, NULL);
  assert_memory_equal(first, again, sizeof first);
  free(u);
}

static void take_line(void *user, int level, const char *line)
{
  (void)level;
  char *lines = user;
  snprintf(lines + strlen(lines), 512 - strlen(lines), "%s|", line);
}

/* Its wages against others' are not determined, which is said of the smaller part of the world, by its first region. */
static void who_trades_with_nobody_is_named(void **state)
{
  (void)state;
  static const char with_partners[] = "R01 with its partners does not trade with the rest of the world",
                    alone[] = "R03 does not trade with the rest of the world";
  for (int lone = 0; lone < 2; lone++) {
    support_random random = {21};
    random_world *data = random_world_new(&random, N, S, WITH_TARIFFS);
    for (int i = 0; i < FLOWS; i++) {
      int d = i / N % N, o = i % N, small = lone ? d == 3 : d % 2, other = lone ? o == 3 : o % 2;
      if (small != other) data->flow[i] = 0;
      if (small) data->flow[i] *= 1e-3;
    }
    char said[512] = "";
    tw_context *ctx = tw_context_new(NULL);
    tw_solver *solver;
    tw_world *world = make_world(ctx, data);
    tw_set_log(ctx, take_line, said);
    assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
    const char *wanted = lone ? alone : with_partners;
    if (strncmp(said, wanted, strlen(wanted)) != 0 || strchr(said, '|') != said + strlen(said) - 1)
      fail_msg("found %s, expected %s alone", said, wanted);
    tw_solver_free(solver);
    tw_world_free(world);
    tw_context_free(ctx);
    random_world_free(data);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      FIXTURE_TEST(a_policy_needs_no_scenario), FIXTURE_TEST(any_earlier_solution_is_a_start),
      FIXTURE_TEST(a_start_changes_no_later_solve), cmocka_unit_test(who_trades_with_nobody_is_named)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
