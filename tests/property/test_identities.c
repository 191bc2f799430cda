/* The identities at the end of docs/model.md, on random worlds, through the public interface. Each test also shows
 * that it could fail: the same comparison on a world or a policy that differs must not hold. */
#include "worlds.h"

enum { ROUNDS = 6 };

static const char *const TARIFFS = "scenario: t\n"
                                   "closure: {deficits: %s}\n"
                                   "policy:\n"
                                   "  - tariff: {importer: R00, exporter: [R01, R02], sector: all, add: 25 pp}\n"
                                   "  - tariff: {importer: R01, exporter: R00, sector: goods, add: 12 pp}\n"
                                   "  - barrier: {importer: R02, exporter: R00, sector: goods, change: -7 %%}\n"
                                   "  - productivity: {region: R01, sector: S00, change: +6 %%}\n";

static const char *text(const char *format, const char *word)
{
  static char ring[4][4096];
  static unsigned next;
  char *t = ring[next++ % 4];
  snprintf(t, sizeof ring[0], format, word);
  return t;
}

static const char *const closures[] = {"fixed", "zero", "proportional"};

/* Columns of changes, and not of levels, of money or of heads. */
static int is_change(const char *name)
{
  return strcmp(name + strlen(name) - 4, "_pct") == 0;
}

/* Largest difference between two results' columns of changes, region i of one with region map[i] of the other. */
static double apart(const tw_result *a, const tw_result *b, int N, const int *map)
{
  double most = 0;
  for (int k = 0; tw_result_column_name(TW_REGIONS, k); k++) {
    const char *name = tw_result_column_name(TW_REGIONS, k);
    if (!strcmp(name, "remainder_pct") || !is_change(name)) continue;
    for (int i = 0; i < N; i++) {
      double gap = fabs(of_region(a, name, i) - of_region(b, name, map ? map[i] : i));
      if (!(gap <= most)) most = gap;
    }
  }
  return most;
}

static void no_shock_gives_hats_of_one(void **state)
{
  (void)state;
  support_random r = {1};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < ROUNDS; i++) {
    random_world *data = random_world_new(&r, 4 + i, 3 + i, WITH_ALL);
    tw_world *world = make_world(ctx, data);
    tw_result *result =
        solve_text(ctx, world, NULL, text("scenario: none\nclosure: {deficits: %s}\npolicy: []\n", closures[i % 3]));
    for (int k = 0; tw_result_column_name(TW_REGIONS, k); k++) {
      const char *name = tw_result_column_name(TW_REGIONS, k);
      if (strstr(name, "tariff_revenue") || !is_change(name)) continue;
      int trade = strstr(name, "ports_pct") != NULL; /* empty where a region does not trade */
      for (int d = 0; d < data->N; d++)
        if (!(fabs(of_region(result, name, d)) < 1e-9) && !(trade && isnan(of_region(result, name, d))))
          fail_msg("%s of %d: %g", name, d, of_region(result, name, d));
    }
    tw_result_free(result);
    result = solve_text(ctx, world, NULL,
                        "scenario: some\npolicy:\n"
                        "  - tariff: {importer: R00, exporter: all, sector: all, add: 10 pp}\n");
    assert_true(fabs(of_region(result, "real_income_pct", 0)) > 1e-4);
    tw_result_free(result);
    tw_world_free(world);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

/* The same world with regions and sectors in another order. */
static random_world *permuted(const random_world *w, const int *region, const int *sector)
{
  support_random r = {1};
  random_world *p = random_world_new(&r, w->N, w->S, 0);
  size_t S = (size_t)w->S;
  for (int s = 0; s < w->S; s++) {
    p->sector[sector[s]] = w->sector[s];
    p->theta[sector[s]] = w->theta[s];
    p->goods[sector[s]] = w->goods[s];
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        size_t to = flow_at(p, sector[s], region[d], region[o]), from = flow_at(w, s, d, o);
        p->flow[to] = w->flow[from];
        p->tariff[to] = w->tariff[from];
        p->export_tax[to] = w->export_tax[from];
      }
  }
  for (int d = 0; d < w->N; d++) {
    p->region[region[d]] = w->region[d];
    for (int s = 0; s < w->S; s++) {
      size_t to = (size_t)region[d] * S + (size_t)sector[s], from = (size_t)d * S + (size_t)s;
      p->v[to] = w->v[from];
      p->final[to] = w->final[from];
      for (int k = 0; k < w->S; k++) p->input[to * S + (size_t)sector[k]] = w->input[from * S + (size_t)k];
    }
  }
  p->data.tariff = p->tariff;
  p->data.export_tax = p->export_tax;
  p->data.input_share = p->input;
  return p;
}

static void permuting_permutes_the_results(void **state)
{
  (void)state;
  support_random r = {2};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < ROUNDS; i++) {
    random_world *data = random_world_new(&r, 4 + i, 5 + i, WITH_ALL);
    int region[16], sector[16];
    for (int d = 0; d < data->N; d++) region[d] = (d * (data->N - 1) + 1) % data->N;
    for (int s = 0; s < data->S; s++) sector[s] = (s * (data->S - 1) + 2) % data->S;
    random_world *other = permuted(data, region, sector);
    tw_world *world = make_world(ctx, data), *world2 = make_world(ctx, other);
    tw_result *a = solve_text(ctx, world, NULL, text(TARIFFS, closures[i % 3]));
    tw_result *b = solve_text(ctx, world2, NULL, text(TARIFFS, closures[i % 3]));
    double gap = apart(a, b, data->N, region);
    if (!(gap < 1e-9)) fail_msg("round %d: permuted results differ by %.1e", i, gap);
    assert_true(apart(a, b, data->N, NULL) > 1e-4);
    tw_result_free(a);
    tw_result_free(b);
    tw_world_free(world);
    tw_world_free(world2);
    random_world_free(data);
    random_world_free(other);
  }
  tw_context_free(ctx);
}

static void the_unit_of_the_data_does_not_matter(void **state)
{
  (void)state;
  support_random r = {3};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 5, 6, WITH_ALL);
  size_t flows = (size_t)data->S * (size_t)data->N * (size_t)data->N;
  for (int q = 0; q < 3; q++) {
    tw_world *world = make_world(ctx, data);
    tw_result *a = solve_text(ctx, world, NULL, text(TARIFFS, closures[q]));
    for (int e = -12; e <= 12; e += 6) {
      double unit = pow(10, e);
      for (size_t i = 0; i < flows; i++) data->flow[i] *= unit;
      tw_world *scaled = make_world(ctx, data);
      tw_result *b = solve_text(ctx, scaled, NULL, text(TARIFFS, closures[q]));
      double gap = apart(a, b, data->N, NULL);
      if (!(gap < 1e-9)) fail_msg("unit 1e%d: results differ by %.1e", e, gap);
      static const char *const money[] = {"equivalent_variation", "gdp_base", "gdp_new"};
      for (int d = 0; d < data->N; d++)
        for (int k = 0; k < 3; k++)
          assert_close(of_region(b, money[k], d) / unit, of_region(a, money[k], d), 1e-9);
      for (size_t i = 0; i < flows; i++) data->flow[i] /= unit;
      tw_result_free(b);
      tw_world_free(scaled);
    }
    tw_result_free(a);
    tw_world_free(world);
  }
  random_world_free(data);
  tw_context_free(ctx);
}

/* From the new equilibrium as data, the policy undone leads back to the base. */
static void a_shock_and_its_reverse_return(void **state)
{
  (void)state;
  support_random r = {4};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < ROUNDS; i++) {
    random_world *data =
        random_world_new(&r, 4 + i % 3, 4 + i % 2, i % 2 ? WITH_INPUTS : WITH_INPUTS | WITH_DEAD_CELLS);
    size_t flows = (size_t)data->S * (size_t)data->N * (size_t)data->N;
    tw_world *world = make_world(ctx, data);
    const char *there = "scenario: there\nclosure: {deficits: zero}\npolicy:\n"
                        "  - tariff: {importer: R00, exporter: R01, sector: all, to: 30 %}\n"
                        "  - barrier: {importer: R01, exporter: R02, sector: goods, to: 20 %}\n";
    const char *back = "scenario: back\nclosure: {deficits: zero}\npolicy:\n"
                       "  - tariff: {importer: R00, exporter: R01, sector: all, to: 0 %}\n"
                       "  - barrier: {importer: R01, exporter: R02, sector: goods, change: -16.6666666666666667 %}\n";
    tw_result *a = solve_text(ctx, world, NULL, there);
    double *flow = malloc(flows * sizeof(double)), *tariff = calloc(flows, sizeof(double));
    for (int s = 0; s < data->S; s++)
      for (int d = 0; d < data->N; d++)
        for (int o = 0; o < data->N; o++) {
          tw_flow_change f;
          assert_ok(ctx, tw_result_flow(a, s, d, o, &f));
          flow[flow_at(data, s, d, o)] = f.new_value;
          tariff[flow_at(data, s, d, o)] = f.tariff_new;
        }
    data->data.flow = flow;
    data->data.tariff = tariff;
    tw_world *world2 = make_world(ctx, data);
    tw_result *b = solve_text(ctx, world2, NULL, back);
    for (int d = 0; d < data->N; d++) {
      double out = 1 + of_region(a, "real_income_pct", d) / 100, home = 1 + of_region(b, "real_income_pct", d) / 100;
      assert_close(out * home, 1, 1e-11);
      out = 1 + of_region(a, "wage_pct", d) / 100, home = 1 + of_region(b, "wage_pct", d) / 100;
      assert_close(out * home, 1, 1e-11);
    }
    assert_true(fabs(of_region(a, "real_income_pct", 0)) > 1e-3);
    tw_result_free(a);
    tw_result_free(b);
    tw_world_free(world);
    tw_world_free(world2);
    free(flow);
    free(tariff);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

/* Own share of a region, new over base, in a world of one sector. */
static double own_share_hat(tw_context *ctx, const tw_result *result, int N, int d)
{
  double base[2] = {0, 0}, new_[2] = {0, 0};
  for (int o = 0; o < N; o++) {
    tw_flow_change f;
    assert_ok(ctx, tw_result_flow(result, 0, d, o, &f));
    base[o == d] += f.base_value * (1 + f.tariff_base);
    new_[o == d] += f.new_value * (1 + f.tariff_new);
  }
  return new_[1] / (new_[0] + new_[1]) / (base[1] / (base[0] + base[1]));
}

static void one_sector_is_armington(void **state)
{
  (void)state;
  support_random r = {5};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < ROUNDS; i++) {
    random_world *data = random_world_new(&r, 3 + i, 1, i % 2 ? WITH_TARIFFS : 0);
    data->theta[0] = support_uniform(&r, 1.4, 65);
    tw_world *world = make_world(ctx, data);
    const char *policy = i % 2 ? "scenario: a\nclosure: {deficits: proportional}\npolicy:\n"
                                 "  - tariff: {importer: R00, exporter: all, sector: all, add: 5 pp}\n"
                                 "  - productivity: {region: R01, sector: all, change: 5 %}\n"
                               : "scenario: a\nclosure: {deficits: zero}\npolicy:\n"
                                 "  - barrier: {importer: R00, exporter: all, sector: all, change: 5 %}\n";
    tw_result *result = solve_text(ctx, world, NULL, policy);
    for (int d = 0; d < data->N; d++) {
      if (i % 2 && d == 1) continue; /* its own productivity changed */
      double predicted = pow(own_share_hat(ctx, result, data->N, d), -1 / data->theta[0]);
      assert_close(1 + of_region(result, "real_wage_pct", d) / 100, predicted, 1e-10);
      if (!(i % 2)) assert_close(1 + of_region(result, "real_income_pct", d) / 100, predicted, 1e-10);
    }
    if (i % 2) { /* where productivity changed the formula without it fails */
      double predicted = pow(own_share_hat(ctx, result, data->N, 1), -1 / data->theta[0]);
      assert_close(1 + of_region(result, "real_wage_pct", 1) / 100, 1.05 * predicted, 1e-10);
      assert_true(fabs(1 + of_region(result, "real_wage_pct", 1) / 100 - predicted) > 1e-3);
    }
    tw_result_free(result);
    tw_world_free(world);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

/* Region R00 as two halves (R00 and the last), and the first sector as two halves (S00 and the last). */
static random_world *split(const random_world *w, double share)
{
  support_random r = {1};
  random_world *p = random_world_new(&r, w->N + 1, w->S + 1, 0);
  int N = w->N, S = w->S;
  size_t S0 = (size_t)S, S1 = (size_t)S + 1;
  for (int s = 0; s <= S; s++) {
    int s0 = s == S ? 0 : s;
    double part_s = s0 == 0 ? 0.5 : 1;
    p->theta[s] = w->theta[s0];
    p->goods[s] = w->goods[s0];
    for (int d = 0; d <= N; d++)
      for (int o = 0; o <= N; o++) {
        int d0 = d == N ? 0 : d, o0 = o == N ? 0 : o;
        double part =
            part_s * (d0 == 0 ? (d == 0 ? share : 1 - share) : 1) * (o0 == 0 ? (o == 0 ? share : 1 - share) : 1);
        p->flow[flow_at(p, s, d, o)] = part * w->flow[flow_at(w, s0, d0, o0)];
        p->tariff[flow_at(p, s, d, o)] = w->tariff[flow_at(w, s0, d0, o0)];
      }
  }
  for (int d = 0; d <= N; d++)
    for (int s = 0; s <= S; s++) {
      size_t d0 = d == N ? 0 : (size_t)d, s0 = s == S ? 0 : (size_t)s, to = (size_t)d * S1 + (size_t)s,
             from = d0 * S0 + s0;
      p->v[to] = w->v[from];
      p->final[to] = w->final[from] * (s0 == 0 ? 0.5 : 1);
      for (int k = 0; k <= S; k++) {
        size_t k0 = k == S ? 0 : (size_t)k;
        p->input[to * S1 + (size_t)k] = w->input[from * S0 + k0] * (k0 == 0 ? 0.5 : 1);
      }
    }
  p->data.tariff = p->tariff;
  p->data.input_share = p->input;
  return p;
}

static void splitting_changes_no_aggregate(void **state)
{
  (void)state;
  support_random r = {6};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < ROUNDS; i++) {
    random_world *data = random_world_new(&r, 3 + i, 3 + i, WITH_TARIFFS | WITH_INPUTS);
    random_world *two = split(data, 0.5);
    tw_world *world = make_world(ctx, data), *world2 = make_world(ctx, two);
    char whole[600], parts[600];
    const char *format = "scenario: t\nclosure: {deficits: %s}\npolicy:\n"
                         "  - tariff: {importer: R01, exporter: %s, sector: all, add: 25 pp}\n"
                         "  - tariff: {importer: %s, exporter: R02, sector: all, add: 10 pp}\n";
    char both[32];
    snprintf(both, sizeof both, "[R00, R%02d]", data->N);
    snprintf(whole, sizeof whole, format, closures[i % 3], "R00", "R00");
    snprintf(parts, sizeof parts, format, closures[i % 3], both, both);
    tw_result *a = solve_text(ctx, world, NULL, whole), *b = solve_text(ctx, world2, NULL, parts);
    static const char *const same[] = {"real_income_pct", "real_wage_pct", "wage_pct", "price_index_pct"};
    for (size_t k = 0; k < 4; k++)
      for (int d = 0; d < data->N; d++) assert_close(of_region(a, same[k], d), of_region(b, same[k], d), 1e-10);
    assert_close(of_region(b, "real_income_pct", 0), of_region(b, "real_income_pct", data->N), 1e-10);
    tw_result_free(b);
    /* and the test can fail: only one half of the region is hit */
    snprintf(parts, sizeof parts, format, closures[i % 3], "R00", "R00");
    b = solve_text(ctx, world2, NULL, parts);
    assert_true(fabs(of_region(a, "real_income_pct", 0) - of_region(b, "real_income_pct", 0)) > 1e-5);
    tw_result_free(a);
    tw_result_free(b);
    tw_world_free(world);
    tw_world_free(world2);
    random_world_free(data);
    random_world_free(two);
  }
  tw_context_free(ctx);
}

/* Two countries, one good, no inputs, balanced trade, no foreign tariff: real income is highest at 1/(theta pi_FF). */
static double home_income(tw_context *ctx, tw_solver *solver, double tariff, double *foreign_own_share)
{
  char policy[200];
  snprintf(policy, sizeof policy,
           "scenario: o\nclosure: {deficits: zero}\npolicy:\n"
           "  - tariff: {importer: R00, exporter: R01, sector: all, to: %.15g %%}\n",
           100 * tariff);
  tw_scenario *scenario = NULL;
  tw_result *result = NULL;
  assert_ok(ctx, tw_scenario_parse(ctx, policy, strlen(policy), "test", &scenario));
  assert_ok(ctx, tw_solve(solver, scenario, &result));
  assert_true(tw_result_info(result)->outcome > 0);
  double income = of_region(result, "real_income_pct", 0);
  tw_flow_change own, bought;
  assert_ok(ctx, tw_result_flow(result, 0, 1, 1, &own));
  assert_ok(ctx, tw_result_flow(result, 0, 1, 0, &bought));
  *foreign_own_share = own.new_value / (own.new_value + bought.new_value);
  tw_result_free(result);
  tw_scenario_free(scenario);
  return income;
}

static void the_optimal_tariff_is_the_known_one(void **state)
{
  (void)state;
  support_random r = {7};
  tw_context *ctx = tw_context_new(NULL);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.decomposition = 0;
  settings.tolerance = 1e-13;
  for (int i = 0; i < 4; i++) {
    random_world *data = random_world_new(&r, 2, 1, 0);
    data->theta[0] = support_uniform(&r, 2, 10);
    tw_world *world = make_world(ctx, data);
    tw_solver *solver = NULL;
    assert_ok(ctx, tw_solver_new(ctx, world, &settings, &solver));
    double low = 0, high = 2, share = 0, golden = 0.6180339887498949;
    double x = high - golden * (high - low), y = low + golden * (high - low);
    double fx = home_income(ctx, solver, x, &share), fy = home_income(ctx, solver, y, &share);
    while (high - low > 2e-7) {
      if (fx > fy) {
        high = y, y = x, fy = fx;
        fx = home_income(ctx, solver, x = high - golden * (high - low), &share);
      } else {
        low = x, x = y, fx = fy;
        fy = home_income(ctx, solver, y = low + golden * (high - low), &share);
      }
    }
    double best = 0.5 * (low + high), top = home_income(ctx, solver, best, &share);
    assert_close(best, 1 / (data->theta[0] * share), 3e-5); /* a maximum is flat: half the digits */
    assert_true(top > home_income(ctx, solver, 0.8 * best, &share));
    assert_true(top > home_income(ctx, solver, 1.25 * best, &share));
    tw_solver_free(solver);
    tw_world_free(world);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

static void prohibitive_barriers_give_autarky(void **state)
{
  (void)state;
  support_random r = {8};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < ROUNDS; i++) {
    random_world *data = random_world_new(&r, 3 + i, 1, 0);
    data->theta[0] = support_uniform(&r, 2, 9);
    tw_world *world = make_world(ctx, data);
    tw_result *result = solve_text(ctx, world, NULL,
                                   "scenario: a\nclosure: {deficits: zero}\npolicy:\n"
                                   "  - barrier: {importer: all, exporter: all, sector: all, to: 1000000000 %}\n");
    for (int d = 0; d < data->N; d++) {
      double base = 0, own = 0, traded = 0;
      for (int o = 0; o < data->N; o++) {
        tw_flow_change f;
        assert_ok(ctx, tw_result_flow(result, 0, d, o, &f));
        base += f.base_value;
        if (o == d) own = f.base_value;
        if (o != d) traded += f.new_value / f.base_value;
      }
      assert_true(traded < 1e-10);
      assert_close(1 + of_region(result, "real_income_pct", d) / 100, pow(own / base, 1 / data->theta[0]), 1e-9);
    }
    tw_result_free(result);
    tw_world_free(world);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

static void the_decomposition_adds_up(void **state)
{
  (void)state;
  support_random r = {9};
  tw_context *ctx = tw_context_new(NULL);
  for (int i = 0; i < 2 * ROUNDS; i++) {
    random_world *data = random_world_new(&r, 3 + i % 4, 3 + i % 5, i % 2 ? WITH_ALL : WITH_TARIFFS | WITH_INPUTS);
    tw_world *world = make_world(ctx, data);
    char policy[2048];
    snprintf(policy, sizeof policy,
             "scenario: t\nagainst: {deficits: %s}\nclosure: {deficits: %s}\npolicy:\n"
             "  - tariff: {importer: R00, exporter: all, sector: all, add: 25 pp}\n"
             "  - export_tax: {exporter: R01, importer: R00, sector: goods, add: 10 pp}\n"
             "  - barrier: {importer: R02, exporter: R00, sector: goods, change: -7 %%}\n"
             "  - productivity: {region: R01, sector: S00, change: +6 %%}\n",
             closures[i % 3], closures[i / 3 % 3]);
    tw_result *a = solve_text(ctx, world, NULL, policy);
    double remainder = tw_result_info(a)->decomposition_remainder;
    if (!(remainder <= 1e-8)) fail_msg("round %d: remainder %.1e", i, remainder);
    for (int d = 0; d < data->N; d++) {
      static const char *const part[] = {"terms_of_trade_pct", "volume_of_trade_pct", "technical_pct", "transfers_pct",
                                         "remainder_pct"};
      double sum = 0;
      for (size_t k = 0; k < 5; k++) sum += of_region(a, part[k], d);
      assert_close(sum, 100 * log1p(of_region(a, "real_income_pct", d) / 100), 1e-11);
    }
    assert_true(fabs(of_region(a, "technical_pct", 1)) > 1e-3);
    assert_true(fabs(of_region(a, "volume_of_trade_pct", 0)) > 1e-3);
    if (strcmp(closures[i % 3], closures[i / 3 % 3])) {
      double most = 0;
      for (int d = 0; d < data->N; d++) most = fmax(most, fabs(of_region(a, "transfers_pct", d)));
      assert_true(most > 1e-6);
    }
    tw_result_free(a);
    tw_world_free(world);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

/* Just large enough that threads are used (FLOWS_FOR_THREADS of model/core/setup.c): many regions and few sectors, whose
 * kernels cost least for it, and one, two, three and four threads. */
static void threads_do_not_change_a_bit(void **state)
{
  (void)state;
  support_random r = {10};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 180, 8, WITH_ALL);
  tw_world *world = make_world(ctx, data);
  tw_result *first = NULL;
  for (int threads = 1; threads <= 4; threads++) {
    tw_settings settings;
    tw_settings_default(&settings);
    settings.threads = threads;
    tw_result *a = solve_text(ctx, world, &settings, text(TARIFFS, "fixed"));
    assert_int_equal(tw_result_info(a)->threads, threads);
    if (!first) {
      first = a;
      continue;
    }
    for (int k = 0; tw_result_column_name(TW_REGIONS, k); k++) {
      const char *name = tw_result_column_name(TW_REGIONS, k);
      size_t bytes = (size_t)data->N * sizeof(double);
      assert_memory_equal(tw_result_column(a, TW_REGIONS, name), tw_result_column(first, TW_REGIONS, name), bytes);
    }
    for (int k = 0; tw_result_column_name(TW_SECTORS, k); k++) {
      const char *name = tw_result_column_name(TW_SECTORS, k);
      size_t bytes = (size_t)data->N * (size_t)data->S * sizeof(double);
      assert_memory_equal(tw_result_column(a, TW_SECTORS, name), tw_result_column(first, TW_SECTORS, name), bytes);
    }
    tw_result_free(a);
  }
  tw_result_free(first);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* A solver that has solved other things gives the same bits as a fresh one. */
static void results_do_not_depend_on_what_was_solved_before(void **state)
{
  (void)state;
  support_random r = {11};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 6, 7, WITH_ALL);
  tw_world *world = make_world(ctx, data);
  tw_result *fresh = solve_text(ctx, world, NULL, text(TARIFFS, "zero"));
  tw_solver *solver = NULL;
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  const char *others[] = {text(TARIFFS, "zero"), text(TARIFFS, "fixed"),
                          "scenario: big\nclosure: {deficits: zero}\npolicy:\n"
                          "  - barrier: {importer: all, exporter: all, sector: all, to: 10000 %}\n",
                          text(TARIFFS, "zero")};
  for (int i = 0; i < 4; i++) {
    tw_scenario *scenario = NULL;
    tw_result *a = NULL;
    assert_ok(ctx, tw_scenario_parse(ctx, others[i], strlen(others[i]), "test", &scenario));
    assert_ok(ctx, tw_solve(solver, scenario, &a));
    assert_true(tw_result_info(a)->outcome > 0);
    if (i == 3 || i == 0)
      for (int k = 0; tw_result_column_name(TW_REGIONS, k); k++) {
        const char *name = tw_result_column_name(TW_REGIONS, k);
        assert_memory_equal(tw_result_column(a, TW_REGIONS, name), tw_result_column(fresh, TW_REGIONS, name),
                            (size_t)data->N * sizeof(double));
      }
    tw_result_free(a);
    tw_scenario_free(scenario);
  }
  tw_solver_free(solver);
  tw_result_free(fresh);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_shock_gives_hats_of_one),
      cmocka_unit_test(permuting_permutes_the_results),
      cmocka_unit_test(the_unit_of_the_data_does_not_matter),
      cmocka_unit_test(a_shock_and_its_reverse_return),
      cmocka_unit_test(one_sector_is_armington),
      cmocka_unit_test(splitting_changes_no_aggregate),
      cmocka_unit_test(the_optimal_tariff_is_the_known_one),
      cmocka_unit_test(prohibitive_barriers_give_autarky),
      cmocka_unit_test(the_decomposition_adds_up),
      cmocka_unit_test(threads_do_not_change_a_bit),
      cmocka_unit_test(results_do_not_depend_on_what_was_solved_before),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
