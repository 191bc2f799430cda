/* The exact decomposition against the plainest one there is: 64 nodes of Gauss-Legendre, an equilibrium and its tangent
 * solved at each to all the precision there is, every flow gone through one by one. For random shocks of all kinds in
 * random worlds the parts and real GDP must be the same, and the remainder within its bound. The slow solver's test
 * (test_slow_columns.c) has small worlds and other formulas; here worlds are larger and shocks harder. */
#include "scenarios.h"

#include "indicator/result.h"
#include "solve/quadrature.h"

enum { NODES = 64, PARTS = 6 };
static const int part_column[PARTS] = {TWI_TERMS_OF_TRADE, TWI_VOLUME_OF_TRADE, TWI_TECHNICAL,
                                       TWI_TRANSFERS,      TWI_PRODUCTION,      TWI_FACTORS};

#define AT(array, index, otherwise) ((array) ? (array)[index] : (otherwise))

/* What a point adds: parts [PARTS][N] over income, and the volume that real GDP grows by, [N] as money. du is the slope
 * of the unknowns; the core stands at the point, and its products have left the slopes of costs and spending. */
static void add_flows(const tw_result *r, const twi_core *c, double at, const double *du, size_t s, double *part,
                      double *tastes)
{
  const twi_wedges *f = &r->base.wedges, *to = &r->new_.wedges;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  const double *kt1 = (c->taxed[s] ? c->kt1 : c->kt) + s * N * Np, *ke = c->ke ? c->ke + s * N * Np : NULL;
  double theta = c->theta[s], psi = c->psi ? c->psi[s] : 0;
  for (size_t o = 0; o < N; o++) {
    size_t cell = o * S + s;
    double lnA = log(AT(to->productivity, cell, 1) / AT(f->productivity, cell, 1));
    double lng = log1p(-AT(f->subsidy, cell, 0)) - log1p(-AT(to->subsidy, cell, 0));
    double Y = c->Yin[o * Sp + s], dlnc = c->dlnc[s * Np + o], z = c->z[s * Np + o], g = c->g ? c->g[s * Np + o] : 1;
    if (!c->maker[s * Np + o]) continue;
    if (Y != 0) {
      double dlnY = du[c->at_Y + o * Sp + s] / Y;
      part[2 * N + o] += Y * lnA;
      part[4 * N + o] += psi * Y * (dlnY - dlnc - lnA) / (1 + psi) - (1 - 1 / g) * Y * (dlnY - dlnc);
    }
    for (size_t d = 0; d < N; d++) {
      double paid = kt1[o * Np + d] * z * c->q[s * Np + d]; /* at the producer's price */
      if (paid == 0) continue;
      double M = paid + (ke ? ke[o * Np + d] * z * c->q[s * Np + d] : 0), dlnp = dlnc - lng;
      double gross = c->kt[(s * N + o) * Np + d] * z * c->q[s * Np + d], tariff = gross - M, tax = M - paid;
      twi_flow_slopes x = twi_core_flow_slopes(c, f, to, at, theta, (s * N + d) * N + o);
      double dlnM = -theta * (dlnp + x.T + x.E + x.d - du[c->at_P + d * Sp + s]) + x.b +
                    c->dX[s * Np + d] / c->X[s * Np + d] - x.T;
      if (o != d) {
        part[o] += M * (dlnp + x.E);
        part[d] -= M * (dlnp + x.E);
      }
      part[N + d] += tariff * (dlnM - dlnp - x.E);
      part[N + o] += tax * (dlnM - dlnp - x.E);
      part[2 * N + d] -= gross * (x.d - x.b / theta);
      tastes[d] += gross * x.b / theta;
    }
  }
}

static void add_point(const tw_result *r, twi_core *c, double at, double weight, const double *du, const double *D,
                      double *work, double *sum, double *real)
{
  const tw_world *w = r->world;
  const twi_wedges *from = &r->base.wedges, *to = &r->new_.wedges;
  size_t N = c->N, S = c->S, Np = c->Np, Sp = c->Sp;
  double *part = work, *tastes = part + PARTS * N, *final = tastes + N, *dlnL = final + N, *f = dlnL + N;
  memset(work, 0, (PARTS + 3) * N * sizeof(double));
  twi_core_jvp(c, du, f);
  for (size_t d = 0; d < N; d++) {
    const double *alpha_from = twi_final_shares_of(w, from, (int)d), *alpha_to = twi_final_shares_of(w, to, (int)d);
    double index = 0, given = log(AT(to->labour, d, 1) / AT(from->labour, d, 1));
    double dD = (r->new_.state->D[d] - r->base.state->D[d]) / c->total;
    for (size_t s = 0; s < S; s++) {
      final[d] += (c->alpha[d * Sp + s] - alpha_to[s]) * du[c->at_P + d * Sp + s];
      index += (alpha_to[s] - alpha_from[s]) * c->P_in[d * Sp + s];
    }
    double outside = given - (c->eps ? c->eps[d] * index : 0); /* of labour, not through the unknowns */
    dlnL[d] = c->dlv[d] - du[d] + outside;
    for (size_t s = 0; s < S; s++) {
      c->dlnc[s * Np + d] -= log(AT(to->productivity, d * S + s, 1) / AT(from->productivity, d * S + s, 1));
      c->dX[s * Np + d] += c->alpha[d * Sp + s] * (dD + c->wV[d] * outside) + (alpha_to[s] - alpha_from[s]) * c->I[d];
    }
    part[3 * N + d] = dD;
    part[5 * N + d] = c->wV[d] * dlnL[d];
  }
  for (size_t s = 0; s < S; s++) add_flows(r, c, at, du, s, part, tastes);
  for (size_t d = 0; d < N; d++) {
    double gdp = c->I[d] - D[d] / c->total;
    double volume = part[N + d] + part[2 * N + d] - tastes[d] + part[4 * N + d] + part[5 * N + d];
    real[d] += weight * volume / gdp;
    for (size_t k = 0; k < PARTS; k++) sum[k * N + d] += weight * part[k * N + d] / c->I[d];
    sum[2 * N + d] += weight * final[d];
  }
}

static double *numbers(size_t n)
{
  double *p = aligned_alloc(64, (n + 8) / 8 * 8 * sizeof(double));
  assert_non_null(p);
  memset(p, 0, (n + 8) / 8 * 8 * sizeof(double));
  return p;
}

/* Fills sum [PARTS][N] and real [N] in logs. */
static void decompose_plainly(tw_solver *solver, const tw_result *r, int nodes, double *sum, double *real)
{
  twi_equilibrium *e = solver->equilibrium;
  twi_core *c = &e->core;
  size_t N = c->N, n = c->n;
  double *u = numbers(n), *du = numbers(n), *work = numbers(n + (PARTS + 4) * N + 64), *D = numbers(2 * N), at = 0;
  double node[NODES], weight[NODES], *dD = D + N;
  twi_gauss_legendre(nodes, node, weight);
  memcpy(u, e->u_base, n * sizeof(double));
  memset(sum, 0, PARTS * N * sizeof(double));
  memset(real, 0, N * sizeof(double));
  for (size_t d = 0; d < N; d++) dD[d] = r->new_.state->D[d] - r->base.state->D[d];
  for (int k = 0; k < nodes; k++) {
    int failed;
    for (size_t i = 0; k && i < n; i++) u[i] += (node[k] - at) * du[i];
    at = node[k];
    for (size_t d = 0; d < N; d++) D[d] = r->base.state->D[d] + at * dD[d];
    assert_int_equal(twi_equilibrium_point(e, &r->base.wedges, &r->new_.wedges, at, D, TWI_TIGHTEST, u, &failed),
                     TW_OK);
    assert_false(failed);
    assert_int_equal(twi_equilibrium_tangent(e, &r->base.wedges, &r->new_.wedges, at, dD, du), TW_OK);
    add_point(r, c, at, weight[k], du, D, work, sum, real);
  }
  free(u);
  free(du);
  free(work);
  free(D);
}

/* Where the largest remainders are, over all scenarios: printed. */
static double largest;

static void compare(tw_context *ctx, const tw_world *world, const char *text)
{
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *r = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "test", &scenario);
  if (status == TW_OK) status = tw_solver_new(ctx, world, &settings, &solver);
  if (status == TW_OK) status = tw_solve(solver, scenario, &r);
  if (status != TW_OK) fail_msg("%s, in\n%s", tw_error(ctx), text);
  const tw_info *info = tw_result_info(r);
  if (info->outcome > 0) {
    size_t N = (size_t)world->N;
    double *sum = numbers(PARTS * N), *real = numbers(N);
    largest = fmax(largest, info->decomposition_remainder);
    if (!(info->decomposition_remainder <= 1e-8))
      fail_msg("remainder %.2e, in\n%s", info->decomposition_remainder, text);
    decompose_plainly(solver, r, NODES, sum, real);
    for (size_t d = 0; d < N; d++) {
      for (size_t k = 0; k < PARTS; k++) {
        double got = 0.01 * r->regions[(size_t)part_column[k] * N + d];
        if (!(fabs(got - sum[k * N + d]) <= 1e-9))
          fail_msg("%s of R%02zu is %.12f, plainly %.12f, in\n%s", tw_result_column_name(TW_REGIONS, part_column[k]), d,
                   got, sum[k * N + d], text);
      }
      double got = log1p(0.01 * r->regions[TWI_REAL_GDP * N + d]);
      if (!(fabs(got - real[d]) <= 1e-9))
        fail_msg("real GDP of R%02zu is %.12f, plainly %.12f, in\n%s", d, got, real[d], text);
    }
    free(sum);
    free(real);
  }
  tw_result_free(r);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
}

static const char *const deficits[] = {"zero", "proportional", "fixed"};

static void each_rule_and_closure(void **state)
{
  (void)state;
  for (int f = 0; f < FEATURES; f++)
    for (int round = 0; round < 2; round++) {
      support_random r = {(uint64_t)(4100 + 10 * f + round)};
      tw_context *ctx = tw_context_new(NULL);
      tw_world *world = trading_world(ctx, &r, 3, 2 + round);
      unsigned shock = f < RULES ? 0 : 1u << RATES | 1u << BARRIERS | 1u << PRODUCTIVITY;
      yaml y = scenario_of(1u << f | shock, &r, 3, 2 + round, deficits[(f + round) % 3]);
      compare(ctx, world, y.text);
      tw_world_free(world);
      tw_context_free(ctx);
    }
}

static void combinations(void **state)
{
  (void)state;
  for (int round = 0; round < 40; round++) {
    support_random r = {(uint64_t)(5200 + round)};
    tw_context *ctx = tw_context_new(NULL);
    tw_world *world = trading_world(ctx, &r, 3, 2 + round % 3);
    unsigned features = 0;
    for (int k = 0; k < 3 + round % 4; k++) features |= 1u << support_below(&r, round % 2 ? RULES : FEATURES);
    yaml y = scenario_of(features, &r, 3, 2 + round % 3, deficits[round % 3]);
    compare(ctx, world, y.text);
    tw_world_free(world);
    tw_context_free(ctx);
  }
}

/* Larger worlds with export taxes, dead cells and high elasticities, and shocks from a hair to prohibitive. */
static void from_small_to_large_shocks(void **state)
{
  (void)state;
  static const char *const size[] = {"0.001", "1", "25", "200"};
  for (int round = 0; round < 12; round++) {
    support_random r = {(uint64_t)(6300 + round)};
    tw_context *ctx = tw_context_new(NULL);
    random_world *data =
        random_world_new(&r, 4 + round % 4, 4 + round % 3, round % 2 ? WITH_ALL : WITH_TARIFFS | WITH_INPUTS);
    if (round % 3 == 0) data->theta[1] = 40;
    tw_world *world = make_world(ctx, data);
    char text[1024];
    snprintf(text, sizeof text,
             "scenario: t\nagainst: {deficits: %s}\nclosure: {deficits: %s}\npolicy:\n"
             "  - tariff: {importer: R00, exporter: [R01, R02], sector: all, add: %s pp}\n"
             "  - tariff: {importer: R01, exporter: R00, sector: goods, add: %s pp}\n"
             "  - export_tax: {exporter: R02, importer: R00, sector: goods, add: 3 pp}\n"
             "%s",
             deficits[round % 3], deficits[(round + round / 3) % 3], size[round % 4], size[round % 4],
             round % 5 == 4 ? "  - ban: {importer: R03, exporter: R00, sector: S00}\n" : "");
    compare(ctx, world, text);
    tw_world_free(world);
    random_world_free(data);
    tw_context_free(ctx);
  }
  printf("largest remainder of all: %.1e\n", largest);
}

/* A shock so large that the nodes are made more twice and more, each time for a much smaller remainder: it goes on until
 * the remainder is what it should be. */
static void many_nodes_where_it_takes_many(void **state)
{
  (void)state;
  support_random r = {6318};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 6, 4, WITH_TARIFFS | WITH_INPUTS);
  data->theta[1] = 40;
  tw_world *world = make_world(ctx, data);
  tw_result *result = solve_text(ctx, world, NULL,
                                 "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
                                 "  - tariff: {importer: R00, exporter: [R01, R02], sector: all, add: 8000 pp}\n"
                                 "  - tariff: {importer: R01, exporter: R00, sector: goods, add: 8000 pp}\n"
                                 "  - export_tax: {exporter: R02, importer: R00, sector: goods, add: 3 pp}\n");
  double remainder = tw_result_info(result)->decomposition_remainder;
  if (!(remainder <= 1e-8)) fail_msg("remainder %.2e", remainder);
  tw_result_free(result);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* Policies that do nothing: nothing is taken apart, to the last bit. */
static void nothing_moves(void **state)
{
  (void)state;
  support_random r = {31};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 4, 3, WITH_ALL);
  tw_world *world = make_world(ctx, data);
  static const char *const text[] = {
      "scenario: t\n", "scenario: t\npolicy:\n  - tariff: {importer: R00, exporter: R02, sector: all, add: 0 pp}\n"
                       "  - productivity: {region: R01, sector: all, change: 0 %}\n"};
  for (int k = 0; k < 2; k++) {
    tw_result *a = solve_text(ctx, world, NULL, text[k]);
    for (int d = 0; d < 4; d++) {
      for (int i = 0; i < PARTS; i++) assert_true(a->regions[part_column[i] * 4 + d] == 0);
      assert_true(a->regions[TWI_REAL_GDP * 4 + d] == 0);
    }
    tw_result_free(a);
  }
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* Going along a line leaves what a load from the start does, bit for bit. */
static void moving_rows_are_loaded(void **state)
{
  (void)state;
  support_random r = {32};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 5, 4, WITH_ALL);
  tw_world *world = make_world(ctx, data);
  tw_settings settings;
  tw_settings_default(&settings);
  twi_equilibrium *e = NULL;
  assert_ok(ctx, twi_equilibrium_new(ctx, world, &settings, &e));
  twi_core *c = &e->core;
  size_t flows = 4 * 25, numbers_of = c->S * c->N * c->Np;
  static double tariff[100], barrier[100], tax[100], kept[4][4 * 5 * 8];
  twi_wedges from = {.deficits = TWI_DEFICITS_FIXED}, to = from;
  memcpy(tariff, world->tariff, flows * sizeof(double));
  memcpy(tax, world->export_tax, flows * sizeof(double));
  for (size_t i = 0; i < flows; i++) barrier[i] = 1;
  for (size_t i = 0; i < 5; i++)
    tariff[i] += i ? 0.2 : 0, barrier[40 + i] = i ? 1.1 : 1, tax[75 + i] += i < 4 ? 0.1 : 0;
  to.tariff = tariff;
  to.barrier = barrier;
  to.export_tax = tax;
  static unsigned char moving[20];
  assert_int_equal(twi_core_find_moving(c, &from, &to, moving), 1);
  int rows = 0;
  for (int i = 0; i < 20; i++) rows += moving[i];
  assert_true(rows >= 2 && rows <= 3 && moving[0]);
  assert_int_equal(twi_core_find_moving(c, &to, &to, (unsigned char[20]){0}), 0);
  static const double share[] = {0.3, 0.8, 0, 1};
  assert_ok(ctx, twi_core_load(c, &from, &to, 1, NULL));
  for (int k = 0; k < 4; k++) {
    assert_ok(ctx, twi_core_load_moving(c, &from, &to, share[k], world->deficit, moving));
    double *const array[4] = {c->kt, c->kt1, c->ke, c->kappa};
    for (int i = 0; i < 4; i++) memcpy(kept[i], array[i], (i < 3 ? numbers_of : c->S * c->Np) * sizeof(double));
    assert_ok(ctx, twi_core_load(c, &from, &to, share[k], world->deficit));
    for (int i = 0; i < 4; i++)
      assert_memory_equal(kept[i], array[i], (i < 3 ? numbers_of : c->S * c->Np) * sizeof(double));
  }
  twi_equilibrium_free(e);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_rule_and_closure),
      cmocka_unit_test(combinations),
      cmocka_unit_test(from_small_to_large_shocks),
      cmocka_unit_test(many_nodes_where_it_takes_many),
      cmocka_unit_test(nothing_moves),
      cmocka_unit_test(moving_rows_are_loaded),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
