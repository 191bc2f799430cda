/* Dependence: the worked examples of docs/dependence.md by hand, closed forms, sums and bounds on random worlds, and the
 * rise of a price against a solved world in which a partner stops. */
#include <math.h>
#include <string.h>

#include "dependence/dependence.h"
#include "random_products.h"

enum { JPN, CAN, USA, REGIONS };
enum { FARM, FOOD, SECTORS };

/* Example A: farm uses no inputs; food is half value added, half farm goods; no tariffs. */
static tw_world *make_example(tw_context *ctx)
{
  static const char *const region[] = {"JPN", "CAN", "USA"}, *const sector[] = {"farm", "food"};
  static const double flow[SECTORS][REGIONS][REGIONS] = {{{40, 40, 20}, {0, 60, 0}, {0, 20, 120}},
                                                         {{160, 10, 30}, {20, 90, 10}, {20, 20, 240}}};
  static const double bill[REGIONS][SECTORS][SECTORS] = {{{1, 0}, {1, 0}}, {{1, 0}, {1, 0}}, {{1, 0}, {1, 0}}};
  static const double value_added[REGIONS][SECTORS] = {{1, 0.5}, {1, 0.5}, {1, 0.5}};
  static const double theta[] = {4, 4};
  const tw_world_data data = {.name = "example",
                              .regions = REGIONS,
                              .sectors = SECTORS,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = theta,
                              .flow = &flow[0][0][0],
                              .value_added_share = &value_added[0][0],
                              .input_share = &bill[0][0][0]};
  tw_world *world;
  assert_ok(ctx, tw_world_new(ctx, &data, &world));
  return world;
}

static tw_dependence *run_of(tw_context *ctx, const tw_world *world, const char *rules, const char *region, int stops)
{
  tw_scenario *scenario = NULL;
  tw_dependence *d;
  const tw_dependence_options options = {stops};
  if (rules) {
    char text[4096];
    snprintf(text, sizeof text, "scenario: t\npolicy:\n%s", rules);
    assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "rules", &scenario));
  }
  assert_ok(ctx, tw_dependence_run(ctx, world, scenario, NULL, region, &options, &d));
  tw_scenario_free(scenario);
  if (tw_result_info(tw_dependence_result(d))->outcome <= 0)
    fail_msg("%s", tw_result_info(tw_dependence_result(d))->message);
  return d;
}

static void value_is(const tw_dependence *d, int sector, int partner, const char *indicator, double expected)
{
  double found = tw_dependence_value(d, sector, -1, partner, indicator, 0);
  if (!(fabs(found - expected) <= 1e-12 * fmax(1, fabs(expected))))
    fail_msg("%s of sector %d, partner %d: found %.15g, expected %.15g", indicator, sector, partner, found, expected);
}

static void the_worked_example_comes_out(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = make_example(ctx);
  tw_dependence *d = run_of(ctx, world, NULL, "JPN", 2);
  value_is(d, FOOD, -1, "input_face", 0.6);
  value_is(d, FOOD, CAN, "input_face", 0.4);
  value_is(d, FOOD, CAN, "input_look_through", 0.4);
  value_is(d, FOOD, JPN, "value_added_origin", 0.7);
  value_is(d, FOOD, CAN, "value_added_origin", 0.2);
  value_is(d, FOOD, USA, "value_added_origin", 0.1);
  value_is(d, FARM, JPN, "value_added_origin", 1);
  value_is(d, -1, CAN, "final_direct", 0.05);
  value_is(d, -1, CAN, "value_added_origin", (160 * 0.2 + 10 + 30 * 0.5 * 20 / 140.0) / 200);
  value_is(d, -1, JPN, "value_added_origin", 0.56);
  value_is(d, -1, CAN, "final_hidden", (160 * 0.2 + 10 + 30 * 0.5 * 20 / 140.0) / 200 - 0.05);
  value_is(d, FARM, -1, "hhi", 5 / 9.0);
  value_is(d, FOOD, -1, "hhi", 0.625);
  value_is(d, FOOD, -1, "hhi_use", 0.8 * 0.8 + 0.05 * 0.05 + 0.15 * 0.15);
  value_is(d, FARM, CAN, "import_share", 2 / 3.0);
  value_is(d, FARM, CAN, "single_supplier", 2 / 3.0);
  value_is(d, FARM, CAN, "use_share", 0.4);
  value_is(d, -1, CAN, "import_share", 0.5);
  value_is(d, FARM, CAN, "loss_if_stopped_pct", 100 * (pow(0.6, -0.25) - 1));
  value_is(d, -1, USA, "loss_if_stopped_pct", 100 * (pow(0.85, -0.25) - 1));  /* Japan's final demand is food alone */
  assert_true(isnan(tw_dependence_value(d, FARM, -1, USA, "input_face", 0))); /* farm uses no inputs */
  assert_true(isnan(tw_dependence_value(d, FARM, -1, CAN, "single_supplier", 1)));
  assert_true(tw_dependence_gap(d) < 1e-14);
  tw_dependence_free(d);
  tw_world_free(world);
  tw_context_free(ctx);
}

static const char nothing_new[] = "  - tariff: {importer: R00, exporter: all, sector: all, add: 0 pp}\n";
static const char rules[] = "  - tariff: {importer: R00, exporter: all, sector: all, add: 20 pp}\n"
                            "  - subsidy: {region: R01, sector: S00, add: 10 pp}\n"
                            "  - export_tax: {importer: all, exporter: R02, sector: all, add: 5 pp}\n"
                            "  - barrier: {importer: R00, exporter: R03, sector: all, change: 10 %}\n";

typedef struct made {
  random_world *data;
  random_products *products;
  tw_world *world;
} made;

static made make_random(tw_context *ctx, uint64_t seed, int with_products)
{
  support_random r = {seed};
  made m = {.data = random_world_new(&r, 5, 4, WITH_ALL)};
  if (with_products) m.products = random_products_new(&r, m.data, PRODUCTS_ALL);
  m.world = make_world(ctx, m.data);
  return m;
}

static void made_free(made *m)
{
  tw_world_free(m->world);
  if (m->products) random_products_free(m->products);
  random_world_free(m->data);
}

/* What is bought of a maker costs what it makes, with all wedges there are. */
static void sales_are_output(tw_context *ctx, const tw_result *result, int side)
{
  const twi_side *of = side ? &result->new_ : &result->base;
  const tw_world *w = result->world;
  twi_supply_table t;
  assert_ok(ctx, twi_supply_table_fill(ctx, w, of, &t));
  for (int o = 0; o < w->N; o++)
    for (int s = 0; s < w->S; s++) {
      double sum = 0, Y = of->state->Y[o * w->S + s];
      for (int d = 0; d < w->N; d++) sum += t.Q[(s * w->N + d) * w->N + o] * of->state->X[d * w->S + s];
      assert_close(sum / fmax(Y, 1e-300), Y > 0, 1e-9);
    }
  twi_supply_table_free(ctx, &t);
}

/* Shares of imports, of use and of inputs sum to 1 over partners. */
static void shares_sum(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (uint64_t seed = 1; seed <= 6; seed++) {
    made m = make_random(ctx, seed, seed % 2 == 0);
    char all[1024];
    snprintf(all, sizeof all, "%s", seed % 3 ? rules : nothing_new);
    if (m.products && seed % 3) /* paid for one product as well */
      snprintf(all + strlen(all), sizeof all - strlen(all), "  - subsidy: {region: R00, product: %s, add: 20 pp}\n",
               m.products->product[0].code);
    tw_dependence *d = run_of(ctx, m.world, all, "R00", 0);
    for (int side = 0; side < 2; side++)
      for (int s = -1; s < m.data->S; s++) {
        double imports = 0, hhi = 0, use = tw_dependence_value(d, s, -1, -1, "use_share", side), foreign = 0;
        double face = 0, look = 0, hidden = 0, most = 0;
        for (int o = 1; o < m.data->N; o++) {
          double share = tw_dependence_value(d, s, -1, o, "import_share", side);
          double f = tw_dependence_value(d, s, -1, o, "input_face", side);
          double l = tw_dependence_value(d, s, -1, o, "input_look_through", side);
          double h = tw_dependence_value(d, s, -1, o, "hidden", side);
          double u = tw_dependence_value(d, s, -1, o, "use_share", side);
          imports += isnan(share) ? 0 : share;
          hhi += isnan(share) ? 0 : share * share;
          most = isnan(share) ? most : fmax(most, share);
          foreign += isnan(u) ? 0 : u;
          face += isnan(f) ? 0 : f;
          look += isnan(l) ? 0 : l;
          hidden += isnan(h) ? 0 : h;
        }
        if (isnan(tw_dependence_value(d, s, -1, -1, "hhi", side))) continue;
        assert_close(imports, 1, 1e-12);
        assert_close(hhi, tw_dependence_value(d, s, -1, -1, "hhi", side), 1e-12);
        assert_close(foreign, use, 1e-12);
        double single = 0;
        for (int o = 1; o < m.data->N; o++) {
          double x = tw_dependence_value(d, s, -1, o, "single_supplier", side);
          if (!isnan(x)) single = x;
        }
        assert_close(single, most, 1e-15);
        if (isnan(tw_dependence_value(d, s, -1, -1, "input_face", side))) continue;
        assert_close(face, tw_dependence_value(d, s, -1, -1, "input_face", side), 1e-12);
        assert_close(look, tw_dependence_value(d, s, -1, -1, "input_look_through", side), 1e-12);
        assert_close(hidden, look - face, 1e-12);
      }
    for (int side = 0; side < 2; side++) sales_are_output(ctx, tw_dependence_result(d), side);
    assert_true(tw_dependence_gap(d) < 1e-12);
    tw_dependence_free(d);
    made_free(&m);
  }
  tw_context_free(ctx);
}

/* Solves (I - A) x = b with A formed in full, by elimination with pivots. n: N S; A [n][n] row major. */
static void eliminate(int n, double *A, double *x)
{
  for (int k = 0; k < n; k++) {
    int p = k;
    for (int i = k + 1; i < n; i++)
      if (fabs(A[i * n + k]) > fabs(A[p * n + k])) p = i;
    for (int j = 0; j < n; j++) {
      double t = A[k * n + j];
      A[k * n + j] = A[p * n + j], A[p * n + j] = t;
    }
    double t = x[k];
    x[k] = x[p], x[p] = t;
    for (int i = k + 1; i < n; i++) {
      double f = A[i * n + k] / A[k * n + k];
      for (int j = k; j < n; j++) A[i * n + j] -= f * A[k * n + j];
      x[i] -= f * x[k];
    }
  }
  for (int k = n - 1; k >= 0; k--) {
    for (int j = k + 1; j < n; j++) x[k] -= A[k * n + j] * x[j];
    x[k] /= A[k * n + k];
  }
}

/* Value added behind a unit of output and of final demand, from the flows of the solved base and a dense inverse, in
 * worlds without subsidies and products: A = a F / ((1 + e) X). */
static void looking_through_is_the_inverse(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (uint64_t seed = 11; seed <= 14; seed++) {
    made m = make_random(ctx, seed, 0);
    tw_dependence *d = run_of(ctx, m.world, NULL, "R01", 0);
    const tw_world *w = m.world;
    int N = m.data->N, S = m.data->S, n = N * S, r = 1;
    const double *e = tw_world_numbers(w, "export_tax"), *a = tw_world_numbers(w, "input_share"),
                 *v = tw_world_numbers(w, "value_added_share"), *alpha = tw_world_numbers(w, "final_share"),
                 *t = tw_world_numbers(w, "tariff");
    double *F = calloc((size_t)(S * N * N), sizeof *F), *A = calloc((size_t)(n * n), sizeof *A);
    double *M = calloc((size_t)(n * n), sizeof *M), *x = calloc((size_t)n, sizeof *x);
    assert_ok(ctx, tw_result_trade(tw_dependence_result(d), "base_value", F));
    double *X = calloc((size_t)n, sizeof *X);
    for (int s = 0; s < S; s++)
      for (int b = 0; b < N; b++)
        for (int o = 0; o < N; o++) {
          size_t flow = flow_at(m.data, s, b, o);
          X[b * S + s] += F[flow] * (1 + t[flow]);
          F[flow] /= 1 + e[flow];
        }
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) {
        int o = i / S, s = i % S, b = j / S, u = j % S;
        if (X[b * S + s] > 0) A[i * n + j] = a[(b * S + u) * S + s] * F[flow_at(m.data, s, b, o)] / X[b * S + s];
      }
    for (int u = -1; u < S; u++) {
      if (u >= 0 && isnan(tw_dependence_value(d, u, -1, r, "value_added_origin", 0))) continue;
      for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) M[i * n + j] = (i == j) - A[i * n + j];
      for (int i = 0; i < n; i++) {
        int o = i / S, s = i % S;
        double final = X[r * S + s] > 0 ? alpha[r * S + s] * F[flow_at(m.data, s, r, o)] / X[r * S + s] : 0;
        x[i] = u < 0 ? final : i == r * S + u;
      }
      eliminate(n, M, x);
      double all = 0, foreign = 0;
      for (int o = 0; o < N; o++) {
        double origin = 0, tiers = 0;
        for (int s = 0; s < S; s++) {
          origin += v[o * S + s] * x[o * S + s];
          tiers += x[o * S + s] - (o == r && s == u);
        }
        double found = tw_dependence_value(d, u, -1, o, "value_added_origin", 0);
        assert_close(isnan(found) ? 0 : found, origin, 1e-11);
        all += tiers;
        foreign += o == r ? 0 : tiers;
      }
      if (u >= 0 && all > 0)
        assert_close(tw_dependence_value(d, u, -1, -1, "input_look_through", 0), foreign / all, 1e-11);
    }
    free(F), free(X), free(A), free(M), free(x);
    tw_dependence_free(d);
    made_free(&m);
  }
  tw_context_free(ctx);
}

/* The accounts of the certificate, with costs as they are in the base and the seller's flows out of reach, give the price
 * of the sector through its nests by other lines. */
static void the_price_rises_by_the_formula(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  int checked = 0, nested = 0;
  for (uint64_t seed = 21; seed <= 34; seed++) {
    made m = make_random(ctx, seed, 1);
    tw_dependence *d = run_of(ctx, m.world, NULL, "R02", 0);
    const tw_result *result = tw_dependence_result(d);
    const tw_world *w = m.world;
    for (int s = 0; s < m.data->S; s++)
      for (int o = 0; o < m.data->N; o++) {
        double rise = tw_dependence_value(d, s, -1, o, "loss_if_stopped_pct", 0);
        if (o == 2 || isnan(rise)) continue;
        twi_wedges wedges = result->base.wedges;
        twi_state *x;
        twi_pool *pool;
        size_t flows = twi_world_flows(w), cell = 2 * (size_t)w->S + (size_t)s;
        wedges.barrier = malloc(flows * sizeof(double));
        for (size_t i = 0; i < flows; i++) {
          twi_flow_at at = twi_flow_of(w, i);
          wedges.barrier[i] = at.s == s && at.d == 2 && at.o == o ? INFINITY : 1;
        }
        assert_ok(ctx, twi_state_new(ctx, w, &x));
        twi_state_copy(x, result->base.state);
        assert_ok(ctx, twi_pool_new(ctx, 1, &pool));
        twi_state_account(x, w, &wedges, pool);
        twi_pool_free(ctx, pool);
        double lnP = -log(x->sum[cell]) / w->theta[s]; /* sum = (P given / P)^theta, and the base's price is given */
        assert_close(expm1(lnP), rise / 100, 1e-9);
        twi_state_free(ctx, x);
        free(wedges.barrier);
        checked++;
        nested += twi_has_products(w, (size_t)s);
      }
    tw_dependence_free(d);
    made_free(&m);
  }
  assert_true(checked - nested > 8 && nested > 8);
  tw_context_free(ctx);
}

/* A partner that stops is a ban, solved as `run` solves it. */
static void a_stop_is_a_ban(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  made m = make_random(ctx, 31, 0);
  tw_dependence *d = run_of(ctx, m.world, NULL, "R03", 2);
  int stopped = 0;
  double least = 1, most = 0;
  for (int o = 0; o < m.data->N; o++) {
    double loss = tw_dependence_value(d, -1, -1, o, "real_income_if_stopped_pct", 0);
    double share = tw_dependence_value(d, -1, -1, o, "import_share", 0);
    if (isnan(loss)) {
      if (!isnan(share)) most = fmax(most, share);
      continue;
    }
    least = fmin(least, share);
    stopped++;
    char text[256];
    snprintf(text, sizeof text, "scenario: b\npolicy:\n  - ban: {importer: R03, exporter: R%02d, sector: all}\n", o);
    tw_scenario *scenario;
    tw_solver *solver;
    tw_result *result;
    assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "ban", &scenario));
    assert_ok(ctx, tw_solver_new(ctx, m.world, NULL, &solver));
    assert_ok(ctx, tw_solve(solver, scenario, &result));
    assert_close(tw_result_column(result, TW_REGIONS, "real_income_pct")[3], loss, 1e-8);
    tw_result_free(result);
    tw_solver_free(solver);
    tw_scenario_free(scenario);
  }
  assert_int_equal(stopped, 2);
  assert_true(least >= most); /* the largest partners */
  tw_dependence_free(d);
  made_free(&m);
  tw_context_free(ctx);
}

/* Numbers of the region are averages of those of its sectors; those of the new equilibrium are of it. */
static void the_region_is_an_average(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (uint64_t seed = 41; seed <= 44; seed++) {
    made m = make_random(ctx, seed, seed % 2 == 0);
    tw_dependence *d = run_of(ctx, m.world, rules, "R00", 0);
    const tw_result *result = tw_dependence_result(d);
    const twi_state *x[] = {result->base.state, result->new_.state};
    const double *alpha = tw_world_numbers(m.world, "final_share");
    int N = m.data->N, S = m.data->S;
    double *F = calloc((size_t)(S * N * N), sizeof *F);
    for (int side = 0; side < 2; side++) {
      assert_ok(ctx, tw_result_trade(result, side ? "new_value" : "base_value", F));
      for (int o = 1; o < N; o++) {
        double face = 0, look = 0, output = 0, lnP = 0, bought = 0, imports = 0;
        int known = 1;
        for (int s = 0; s < S; s++) {
          double Y = x[side]->Y[s], f = tw_dependence_value(d, s, -1, o, "input_face", side);
          double l = tw_dependence_value(d, s, -1, o, "input_look_through", side);
          double rise = tw_dependence_value(d, s, -1, o, "loss_if_stopped_pct", side);
          bought += F[flow_at(m.data, s, 0, o)];
          for (int k = 1; k < N; k++) imports += F[flow_at(m.data, s, 0, k)];
          if (F[flow_at(m.data, s, 0, o)] > 0 && isnan(rise)) known = 0;
          lnP += isnan(rise) ? 0 : alpha[s] * log1p(rise / 100);
          if (isnan(tw_dependence_value(d, s, -1, -1, "input_face", side))) continue;
          face += isnan(f) ? 0 : Y * f;
          look += isnan(l) ? 0 : Y * l;
          output += Y;
        }
        double of_all = tw_dependence_value(d, -1, -1, o, "input_face", side);
        assert_close(isnan(of_all) ? 0 : of_all, face / output, 1e-12);
        of_all = tw_dependence_value(d, -1, -1, o, "input_look_through", side);
        assert_close(isnan(of_all) ? 0 : of_all, look / output, 1e-12);
        if (bought > 0) assert_close(tw_dependence_value(d, -1, -1, o, "import_share", side), bought / imports, 1e-12);
        double all = tw_dependence_value(d, -1, -1, o, "loss_if_stopped_pct", side);
        if (known && bought > 0) assert_close(log1p(all / 100), lnP, 1e-12);
      }
    }
    free(F);
    tw_dependence_free(d);
    made_free(&m);
  }
  tw_context_free(ctx);
}

/* A column that was not looked through to its end shows. */
static void a_gap_is_seen(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  made m = make_random(ctx, 51, 0);
  tw_dependence *d = run_of(ctx, m.world, NULL, "R00", 0);
  twi_supply_table t;
  size_t n = (size_t)(m.data->N * m.data->S);
  double *x = calloc(n, sizeof *x), *work = calloc(n, sizeof *work), gap, one = 1;
  assert_ok(ctx, twi_supply_table_fill(ctx, m.world, &tw_dependence_result(d)->base, &t));
  x[0] = 1;
  assert_ok(ctx, twi_tiers_solve(ctx, &t, 1, x, &gap));
  assert_true(gap < 1e-14);
  x[0] *= 1 + 1e-6;
  gap = twi_tiers_gap(&t, 1, x, &one, work);
  assert_true(gap > 1e-8 && gap < 2e-6);
  twi_supply_table_free(ctx, &t);
  free(x), free(work);
  tw_dependence_free(d);
  made_free(&m);
  tw_context_free(ctx);
}

/* All places, rows as values. */
static void rows_are_the_values(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  made m = make_random(ctx, 4, 1);
  tw_dependence *d = run_of(ctx, m.world, rules, "R00", 0);
  const tw_dependence_row *row;
  size_t count = tw_dependence_rows(d, &row);
  int products = 0;
  assert_true(count > 50);
  for (size_t i = 0; i < count; i++) {
    const char *word = tw_dependence_indicator(row[i].indicator);
    int sector = row[i].product >= 0 ? -1 : row[i].sector;
    products += row[i].product >= 0;
    double base = tw_dependence_value(d, sector, row[i].product, row[i].partner, word, 0);
    double new_ = tw_dependence_value(d, sector, row[i].product, row[i].partner, word, 1);
    assert_true((isnan(base) && isnan(row[i].value)) || base == row[i].value);
    assert_true((isnan(new_) && isnan(row[i].value_new)) || new_ == row[i].value_new);
    assert_non_null(tw_dependence_formula(row[i].indicator));
  }
  assert_true(products > 0);
  tw_dependence_free(d);
  made_free(&m);
  tw_context_free(ctx);
}

/* Nobody is stopped who sells nothing: of two sellers among three others, two are. */
static void who_sells_nothing_is_not_stopped(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {91};
  random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  for (int s = 0; s < 3; s++) data->flow[flow_at(data, s, 0, 3)] = 0;
  tw_world *world = make_world(ctx, data);
  tw_dependence *d = run_of(ctx, world, NULL, "R00", 10);
  assert_true(isnan(tw_dependence_value(d, -1, -1, 3, "import_share", 0)));
  for (int o = 1; o < 4; o++) {
    double cost = tw_dependence_value(d, -1, -1, o, "real_income_if_stopped_pct", 0);
    if (isnan(cost) != (o == 3)) fail_msg("R0%d: %g", o, cost);
  }
  tw_dependence_free(d);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

static tw_status run_in_little_memory(tw_context *ctx, void *user)
{
  tw_dependence *d = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  tw_status status = tw_dependence_run(ctx, user, NULL, &settings, "R01", NULL, &d);
  if (status != TW_OK) assert_null(d);
  tw_dependence_free(d);
  return status;
}

static void memory_may_end_anywhere(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {77};
  random_world *data = random_world_new(&r, 3, 2, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(ctx, data);
  assert_true(support_fail_each(run_in_little_memory, world) > 30);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

static void wrong_names_are_refused(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = make_example(ctx);
  tw_dependence *d;
  assert_int_equal(tw_dependence_run(ctx, world, NULL, NULL, "JPM", NULL, &d), TW_BAD_INPUT);
  assert_string_equal(tw_error(ctx), "region: world example has no region \"JPM\"; did you mean JPN?");
  const tw_dependence_options options = {-2};
  assert_int_equal(tw_dependence_run(ctx, world, NULL, NULL, "JPN", &options, &d), TW_USAGE);
  assert_null(d);
  tw_world_free(world);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_worked_example_comes_out),
      cmocka_unit_test(shares_sum),
      cmocka_unit_test(looking_through_is_the_inverse),
      cmocka_unit_test(the_price_rises_by_the_formula),
      cmocka_unit_test(a_stop_is_a_ban),
      cmocka_unit_test(the_region_is_an_average),
      cmocka_unit_test(a_gap_is_seen),
      cmocka_unit_test(rows_are_the_values),
      cmocka_unit_test(who_sells_nothing_is_not_stopped),
      cmocka_unit_test(memory_may_end_anywhere),
      cmocka_unit_test(wrong_names_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
