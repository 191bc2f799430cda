/* Constant markups as export taxes on all sales (docs/markups.md), against a solver of its own for the model of Ossa
 * (2014, American Economic Review 104:12), in levels and in long double. It shares nothing with the library but the
 * numbers of the world:
 *
 *   quantity q_ijs = b_ijs (tau_ijs p_is / P_js)^-sigma_s E_js / P_js      from i to j; tau = 1 + t; b holds the number
 *                                                                          of firms, tastes and freight, all given
 *   price    p_is = sigma_s / (sigma_s - 1) c_is,  c_is = w_i^v prod_k P_ik^a
 *   profits  Pi_is = sum_j p_is q_ijs / sigma_s
 *   labour   w_i L_i = sum_s v_is c_is Q_is,  Q_is = sum_j q_ijs
 *   income   I_j = w_j L_j + sum_s Pi_js + sum_is t_ijs p_is q_ijs + D_j
 *   spending E_js = mu_js I_j + sum_u a_jus c_ju Q_ju
 *
 * Ossa has no inputs (v = 1). World labour income is the unit, as in the library. */
#include "worlds.h"

typedef long double real;
enum { MOST_N = 4, MOST_S = 3 };

typedef struct ossa {
  int N, S;
  real sigma[MOST_S], b[MOST_S][MOST_N][MOST_N], t[MOST_S][MOST_N][MOST_N]; /* (s, j, i) */
  real v[MOST_N][MOST_S], a[MOST_N][MOST_S][MOST_S], mu[MOST_N][MOST_S], L[MOST_N], D[MOST_N], world;
} ossa;

typedef struct outcome {
  real w[MOST_N], I[MOST_N], price[MOST_N], P[MOST_N][MOST_S], p[MOST_N][MOST_S], profits[MOST_N], gap;
} outcome;

/* Calibrated at wages and prices of 1 before the markup. */
static ossa ossa_of(const random_world *data)
{
  ossa m;
  memset(&m, 0, sizeof m);
  m.N = data->N;
  m.S = data->S;
  for (int s = 0; s < m.S; s++) m.sigma[s] = data->theta[s] + 1;
  for (int j = 0; j < m.N; j++) {
    real use[MOST_S] = {0};
    for (int s = 0; s < m.S; s++) {
      int cell = j * m.S + s;
      real sold = 0, markup = m.sigma[s] / (m.sigma[s] - 1);
      m.mu[j][s] = data->final[cell];
      m.v[j][s] = data->v[cell];
      for (int i = 0; i < m.N; i++) {
        size_t in = flow_at(data, s, j, i);
        m.t[s][j][i] = data->tariff[in];
        m.b[s][j][i] = data->flow[in]; /* completed below */
        m.D[j] += data->flow[in] - data->flow[flow_at(data, s, i, j)];
        sold += data->flow[flow_at(data, s, i, j)];
      }
      for (int k = 0; k < m.S; k++) {
        m.a[j][s][k] = (1 - m.v[j][s]) * data->input[cell * m.S + k];
        use[k] += m.a[j][s][k] * sold / markup;
      }
      m.L[j] += m.v[j][s] * sold / markup;
    }
    m.world += m.L[j];
    /* The price index is 1 at the data, so b p^(1-sigma) tau^(1-sigma) is a share of spending. */
    for (int s = 0; s < m.S; s++) {
      real spent = 0, markup = m.sigma[s] / (m.sigma[s] - 1);
      for (int i = 0; i < m.N; i++) spent += (1 + m.t[s][j][i]) * m.b[s][j][i];
      for (int i = 0; i < m.N; i++)
        m.b[s][j][i] *= (1 + m.t[s][j][i]) / spent * powl((1 + m.t[s][j][i]) * markup, m.sigma[s] - 1);
    }
  }
  return m;
}

/* Wages move with the excess of labour's pay, incomes and output follow by rounds; all converges geometrically. */
static outcome ossa_solve(const ossa *m)
{
  outcome y;
  memset(&y, 0, sizeof y);
  real Y[MOST_N][MOST_S]; /* at cost */
  for (int j = 0; j < m->N; j++) {
    y.w[j] = 1;
    y.I[j] = m->L[j];
    for (int s = 0; s < m->S; s++) y.P[j][s] = 1, Y[j][s] = m->L[j];
  }
  for (int round = 0; round < 20000; round++) {
    real paid[MOST_N] = {0}, income[MOST_N] = {0}, sold[MOST_N][MOST_S] = {{0}}, total = 0, gap = 0;
    for (int i = 0; i < m->N; i++)
      for (int s = 0; s < m->S; s++) {
        real c = powl(y.w[i], m->v[i][s]);
        for (int k = 0; k < m->S; k++) c *= powl(y.P[i][k], m->a[i][s][k]);
        y.p[i][s] = m->sigma[s] / (m->sigma[s] - 1) * c;
      }
    for (int j = 0; j < m->N; j++) {
      income[j] += y.w[j] * m->L[j] + m->D[j];
      for (int s = 0; s < m->S; s++) {
        real sum = 0, spending = m->mu[j][s] * y.I[j];
        for (int u = 0; u < m->S; u++) spending += m->a[j][u][s] * Y[j][u];
        for (int i = 0; i < m->N; i++) sum += m->b[s][j][i] * powl((1 + m->t[s][j][i]) * y.p[i][s], 1 - m->sigma[s]);
        real P = powl(sum, 1 / (1 - m->sigma[s]));
        gap = fmaxl(gap, fabsl(P / y.P[j][s] - 1));
        y.P[j][s] = P;
        for (int i = 0; i < m->N; i++) {
          real tau = 1 + m->t[s][j][i];
          real sales = y.p[i][s] * m->b[s][j][i] * powl(tau * y.p[i][s] / P, -m->sigma[s]) * spending / P;
          sold[i][s] += sales;
          income[j] += m->t[s][j][i] * sales;
        }
      }
    }
    for (int i = 0; i < m->N; i++) {
      y.profits[i] = 0;
      for (int s = 0; s < m->S; s++) {
        y.profits[i] += sold[i][s] / m->sigma[s];
        gap = fmaxl(gap, fabsl((sold[i][s] * (m->sigma[s] - 1) / m->sigma[s]) / Y[i][s] - 1));
        Y[i][s] = sold[i][s] * (m->sigma[s] - 1) / m->sigma[s];
        paid[i] += m->v[i][s] * Y[i][s];
      }
      income[i] += y.profits[i];
      gap = fmaxl(gap, fabsl(income[i] / y.I[i] - 1));
      y.I[i] = income[i];
    }
    for (int i = 0; i < m->N; i++) {
      gap = fmaxl(gap, fabsl(paid[i] / (y.w[i] * m->L[i]) - 1));
      y.w[i] *= powl(paid[i] / (y.w[i] * m->L[i]), 0.1L);
      total += y.w[i] * m->L[i];
    }
    for (int i = 0; i < m->N; i++) y.w[i] *= m->world / total;
    y.gap = gap;
    if (gap < 1e-15L) break;
  }
  assert_true(y.gap < 1e-14L);
  for (int j = 0; j < m->N; j++) {
    y.price[j] = 1;
    for (int s = 0; s < m->S; s++) y.price[j] *= powl(y.P[j][s], m->mu[j][s]);
  }
  return y;
}

static double change(real new_, real base)
{
  return (double)(100 * (new_ / base - 1));
}

/* The recipe. */
static void put_markups(random_world *data, int own_sales)
{
  for (int s = 0; s < data->S; s++)
    for (int d = 0; d < data->N; d++)
      for (int o = 0; o < data->N; o++)
        data->export_tax[flow_at(data, s, d, o)] = d == o && !own_sales ? 0 : 1 / data->theta[s];
  data->data.export_tax = data->export_tax;
}

/* Tariffs of region 0 rise by 20 points in sector 0, and one between others goes. */
#define TARIFFS                                                                                                        \
  "scenario: tariffs\nclosure: {deficits: %s}\npolicy:\n"                                                              \
  "  - tariff: {importer: R00, exporter: all, sector: S00, add: 20 pp}\n"                                              \
  "  - tariff: {importer: R01, exporter: R02, sector: S01, to: 0 %%}\n"

static void change_tariffs(ossa *m)
{
  for (int i = 1; i < m->N; i++) m->t[0][0][i] += 0.2L;
  m->t[1][1][2] = 0;
}

/* Largest distance of any compared number, in per cent of the base. */
static double compare(tw_context *ctx, const random_world *data, int zero)
{
  char text[512];
  snprintf(text, sizeof text, TARIFFS, zero ? "zero" : "fixed");
  tw_world *world = make_world(ctx, data);
  tw_result *result = solve_text(ctx, world, NULL, text);
  ossa m = ossa_of(data);
  if (zero) memset(m.D, 0, sizeof m.D);
  outcome base = ossa_solve(&m);
  change_tariffs(&m);
  outcome new_ = ossa_solve(&m);
  double most = 0;
  for (int j = 0; j < m.N; j++) {
    double income = change(new_.I[j] / new_.price[j], base.I[j] / base.price[j]);
    most = fmax(most, fabs(of_region(result, "real_income_pct", j) - income));
    most = fmax(most, fabs(of_region(result, "wage_pct", j) - change(new_.w[j], base.w[j])));
    most = fmax(most, fabs(of_region(result, "price_index_pct", j) - change(new_.price[j], base.price[j])));
    for (int s = 0; s < m.S; s++) {
      double cost = tw_result_column(result, TW_SECTORS, "unit_cost_pct")[j * m.S + s];
      most = fmax(most, fabs(cost - change(new_.p[j][s], base.p[j][s])));
    }
  }
  tw_result_free(result);
  tw_world_free(world);
  return most;
}

/* Three regions, two sectors, no inputs: Ossa's own structure. And random worlds, with inputs. */
static void markups_are_export_taxes(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (uint64_t seed = 0; seed < 8; seed++) {
    support_random r = {seed};
    random_world *data =
        random_world_new(&r, 3 + (int)seed % 2, 2 + (int)seed / 4, WITH_TARIFFS | (seed % 2 ? WITH_INPUTS : 0));
    for (int i = 0; i < data->S * data->N * data->N; i++)
      if (i / data->N % data->N != i % data->N) data->flow[i] *= 5;
    put_markups(data, 1);
    for (int zero = 0; zero < 2; zero++) {
      double apart = compare(ctx, data, zero);
      if (!(apart < 1e-9))
        fail_msg("world %d, deficits %s: apart by %.3g points", (int)seed, zero ? "zero" : "fixed", apart);
    }
    /* The test sees less than the recipe: a markup on exports alone. */
    put_markups(data, 0);
    assert_true(compare(ctx, data, 1) > 1e-3);
    random_world_free(data);
  }
  tw_context_free(ctx);
}

/* The example's folder is such a world: the same numbers from its tables, and those that docs/markups.md prints. */
static void the_example_is_one(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  const char *folder = support_source("examples/markups");
  assert_ok(ctx, tw_world_open(ctx, folder, &world));
  assert_ok(ctx, tw_scenario_open(ctx, support_path(folder, "tariff.yaml"), &scenario));
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  assert_ok(ctx, tw_solve(solver, scenario, &result));
  /* as in flows.csv: value, tariff in per cent */
  static const double flow[2][3][3] = {{{300, 60, 30}, {45, 400, 40}, {40, 35, 200}},
                                       {{240, 20, 40}, {40, 300, 30}, {20, 45, 180}}};
  static const int tariff[2][3] = {{2, 4, 5}, {3, 8, 6}};
  ossa m;
  memset(&m, 0, sizeof m);
  support_random r = {1};
  random_world *data = random_world_new(&r, 3, 2, WITH_TARIFFS);
  data->theta[0] = 2;
  data->theta[1] = 5;
  for (int d = 0; d < 3; d++) {
    double spent[2] = {0};
    for (int s = 0; s < 2; s++)
      for (int o = 0; o < 3; o++) {
        size_t i = flow_at(data, s, d, o);
        data->flow[i] = flow[s][d][o];
        data->tariff[i] = d == o ? 0 : tariff[s][d] / 100.0;
        spent[s] += (1 + data->tariff[i]) * data->flow[i];
      }
    for (int s = 0; s < 2; s++) data->final[d * 2 + s] = spent[s] / (spent[0] + spent[1]);
  }
  m = ossa_of(data);
  memset(m.D, 0, sizeof m.D);
  outcome base = ossa_solve(&m);
  for (int i = 1; i < 3; i++) m.t[0][0][i] += 0.2L;
  outcome new_ = ossa_solve(&m);
  static const char *const code[] = {"HOM", "EAS", "WES"};
  static const double printed[] = {0.807, -0.837, -0.618};
  for (int j = 0; j < 3; j++) {
    double income = change(new_.I[j] / new_.price[j], base.I[j] / base.price[j]);
    double found = of_region(result, "real_income_pct", tw_world_find_region(world, code[j]));
    if (!(fabs(found - income) < 1e-9)) fail_msg("%s: %.12f, by Ossa's equations %.12f", code[j], found, income);
    if (!(fabs(found - printed[j]) < 0.0005001)) fail_msg("%s: %.12f, printed %.3f", code[j], found, printed[j]);
  }
  random_world_free(data);
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(markups_are_export_taxes), cmocka_unit_test(the_example_is_one)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
