/* Exposures against full solves, extrapolated central differences, by every kind of wedge, at equilibria with products,
 * limits, targets and all closures; and the exact identities: productivity against barriers, one sector in closed form,
 * a worked example by hand. */
#include "exposure/exposure.h"
#include "random_products.h"
#include "scenario/wedges.h"
#include "world/products.h"

/* ---------------------------------------------------------------- full solves */

/* One wedge of a policy moved by h in logarithms. */
typedef struct moved {
  tw_context *ctx;
  const tw_world *world;
  tw_exposed row;
  double h;
} moved;

static void move_rate(double *rate, double h)
{
  *rate = expm1(log1p(*rate) + h);
}

static tw_status put_moved(void *data, const twi_policy *base, twi_policy *policy)
{
  const moved *m = data;
  const tw_world *w = m->world;
  const tw_exposed *row = &m->row;
  twi_wedges *x = &policy->wedges;
  size_t flows = twi_world_flows(w), o = (size_t)row->exporter;
  (void)base;
  double *T = twi_wedge(m->ctx, &x->tariff, w->tariff, 0, flows);
  double *E = twi_wedge(m->ctx, &x->export_tax, w->export_tax, 0, flows);
  double *d = twi_wedge(m->ctx, &x->barrier, NULL, 1, flows);
  double *A = twi_wedge(m->ctx, &x->productivity, NULL, 1, twi_world_producers(w));
  for (size_t i = 0; i < flows; i++) {
    twi_flow_at at = twi_flow_of(w, i);
    int whole = at.g < 0 && twi_has_products(w, (size_t)at.s); /* for tables alone */
    if (at.s != row->sector || at.o != row->exporter || at.d != row->importer) continue;
    if (whole || (row->product >= 0 && at.g != row->product)) continue;
    if (row->wedge == TW_WEDGE_TARIFF) move_rate(&T[i], m->h);
    if (row->wedge == TW_WEDGE_EXPORT_TAX) move_rate(&E[i], m->h);
    if (row->wedge == TW_WEDGE_BARRIER) d[i] *= exp(m->h);
  }
  if (row->wedge == TW_WEDGE_PRODUCTIVITY)
    A[row->product >= 0 ? twi_product_cell(w, (size_t)row->product, o) : o * (size_t)w->S + (size_t)row->sector] *=
        exp(m->h);
  return TW_OK;
}

/* ln of an outcome in a result against its base, from the tables. */
static double outcome_in(const tw_result *r, const twi_exposed *x)
{
  const tw_world *w = tw_result_world(r);
  static const struct {
    const char *kind, *column;
    tw_table table;
  } of[] = {{"real_income", "real_income_pct", TW_REGIONS}, {"gdp", "gdp_pct", TW_REGIONS},
            {"real_wage", "real_wage_pct", TW_REGIONS},     {"wage", "wage_pct", TW_REGIONS},
            {"price_index", "price_index_pct", TW_REGIONS}, {"employment", "employment_pct", TW_REGIONS},
            {"output", "output_pct", TW_SECTORS},           {"output_value", "output_value_pct", TW_SECTORS},
            {"unit_cost", "unit_cost_pct", TW_SECTORS},     {"price", "price_pct", TW_SECTORS}};
  for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
    if (strcmp(of[i].kind, x->kind) != 0) continue;
    size_t at = (size_t)x->region;
    tw_table table = of[i].table;
    const char *column = of[i].column;
    if (x->product >= 0) {
      /* sales are at unit cost; where nothing is subsidised the seller's price is that cost */
      int price = strcmp(x->kind, "price") == 0, cost = strcmp(x->kind, "unit_cost") == 0;
      at = at * (size_t)w->products + (size_t)x->product;
      if (strcmp(x->kind, "output") == 0)
        return log1p(tw_result_column(r, TW_PRODUCTS, "sales_pct")[at] / 100) -
               log1p(tw_result_column(r, TW_PRODUCTS, "seller_price_pct")[at] / 100);
      table = TW_PRODUCTS;
      column = price ? "price_pct" : cost ? "seller_price_pct" : "sales_pct";
    } else if (table == TW_SECTORS) {
      at = at * (size_t)w->S + (size_t)x->sector;
    }
    return log1p(tw_result_column(r, table, column)[at] / 100);
  }
  fail_msg("no column for %s", x->kind);
  return NAN;
}

typedef struct differences {
  tw_context *ctx;
  tw_scenario *scenario;
  tw_solver *solver;
  const twi_exposed *outcome;
} differences;

/* Real GDP is an index along the way from the base, so here the base is the point: the scenario's own policy against the
 * same with the wedge moved, decomposed, which leaves the index exact to its last digits. */
static double real_gdp_at(differences *q, const tw_exposed *row, double h)
{
  moved m = {q->ctx, q->solver->world, *row, h};
  twi_policy none[2], at[2];
  twi_closure closure[2];
  twi_capital capital[2];
  tw_result *r = NULL;
  memset(none, 0, sizeof none);
  memset(at, 0, sizeof at);
  memset(closure, 0, sizeof closure);
  memset(capital, 0, sizeof capital);
  for (int k = 0; k < 2; k++) {
    assert_ok(q->ctx,
              twi_scenario_apply_year(q->ctx, q->scenario, m.world, 0, &none[k], &at[k], &closure[k], &capital[k]));
    twi_policy_free(q->ctx, &none[k]);
    twi_capital_free(q->ctx, &capital[k]);
  }
  twi_closure_free(q->ctx, &closure[1]);
  assert_ok(q->ctx, put_moved(&m, &at[0], &at[1]));
  q->solver->settings.decomposition = 1;
  assert_ok(q->ctx, twi_solve_applied(q->solver, q->scenario, &at[0], &at[1], &closure[0], &r));
  q->solver->settings.decomposition = 0;
  if (tw_result_info(r)->outcome <= 0) fail_msg("a moved wedge has no solution: %s", tw_result_info(r)->message);
  double value = log1p(tw_result_column(r, TW_REGIONS, "real_gdp_pct")[q->outcome->region] / 100);
  tw_result_free(r);
  return value;
}

static double solve_at(differences *q, const tw_exposed *row, double h)
{
  if (strcmp(q->outcome->kind, "real_gdp") == 0) return real_gdp_at(q, row, h);
  moved m = {q->ctx, q->solver->world, *row, h};
  const twi_amend amend = {put_moved, &m};
  tw_result *r = NULL;
  q->solver->amend = &amend;
  assert_ok(q->ctx, tw_solve(q->solver, q->scenario, &r));
  q->solver->amend = NULL;
  if (tw_result_info(r)->outcome <= 0) fail_msg("a moved wedge has no solution: %s", tw_result_info(r)->message);
  double value = outcome_in(r, q->outcome);
  tw_result_free(r);
  return value;
}

static double difference(differences *q, const tw_exposed *row)
{
  double slope[2];
  for (int k = 0; k < 2; k++) {
    double h = k ? 1e-4 : 2e-4;
    slope[k] = (solve_at(q, row, h) - solve_at(q, row, -h)) / (2 * h);
  }
  return (4 * slope[1] - slope[0]) / 3;
}

/* ---------------------------------------------------------------- against differences */

typedef struct kind_of_world {
  int with, products;
  const char *scenario;
  const char *outcome[5];
} kind_of_world;

#define SHOCK                                                                                                          \
  "  - tariff: {importer: R00, exporter: [R01, R02], sector: [S00, S02], add: 12 pp}\n"                                \
  "  - export_tax: {importer: all, exporter: R03, sector: S00, add: 4 pp}\n"                                           \
  "  - productivity: {region: R02, sector: S01, change: 5 %}\n"                                                        \
  "  - barrier: {importer: R01, exporter: all, sector: S00, change: 10 %}\n"                                           \
  "  - subsidy: {region: R03, sector: S00, add: 6 pp}\n"                                                               \
  "  - demand: {importer: R02, exporter: all, sector: S00, change: 20 %}\n"
/* And of products: one subsidised, one banned, a quota on one with a rent for a third region. */
#define OF_PRODUCTS                                                                                                    \
  "  - subsidy: {region: R01, product: S00_P0, add: 5 pp}\n"                                                           \
  "  - productivity: {region: R00, product: S00_P0, change: 8 %}\n"                                                    \
  "  - quota: {importer: R03, exporter: all, product: S00_P0, to: 70 %, owner: R02}\n"
#define LIMITS                                                                                                         \
  "  - quota: {importer: R00, exporter: R01, sector: S00, to: 60 %, owner: R03}\n"                                     \
  "  - quota: {importer: R02, exporter: [R00, R03], sector: S03, to: 50 %, owner: exporter, together: true}\n"         \
  "  - quota: {importer: R03, exporter: R02, sector: S01, to: 500 %, owner: importer}\n"                               \
  "  - capacity: {region: R02, sector: S00, to: 90 %, owner: R00}\n"
#define TARGETS                                                                                                        \
  "  - target: {output: {region: R01, sector: S01}, change: 2 %, by: {subsidy: {region: R01, sector: S01}}}\n"         \
  "  - target: {real_income: {region: R03}, change: 1 %, by: {productivity: {region: R03, sector: S00}}}\n"
#define PRODUCTION "production: {region: all, sector: all, value_added: 0.6, inputs: 0.3}"
#define LABOUR     "labour: {region: all, supply_elasticity: 0.5}"
#define SUPPLY     "supply: [{sector: S00, kind: own_supply, omega: 0.5}, {sector: S01, kind: own_supply, omega: 0}]"
#define SCALE      "scale: {sector: all, elasticity: 0.04}"

static const kind_of_world worlds[] = {
    {WITH_TARIFFS | WITH_INPUTS,
     0,
     "scenario: a\npolicy: []\n",
     {"real_income", "output R01 S00", "price S03", "gdp", "real_gdp"}},
    {WITH_ALL,
     0,
     "scenario: b\npolicy:\n" SHOCK,
     {"real_income", "gdp R00", "unit_cost R02 S01", "real_wage", "real_gdp R00"}},
    {WITH_ALL,
     0,
     "scenario: c\nclosure: {deficits: proportional}\npolicy:\n" SHOCK LIMITS,
     {"real_income", "gdp R03", "output R02 S01", "wage", "real_gdp R03"}},
    {WITH_ALL,
     0,
     "scenario: d\nclosure: {deficits: zero, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK,
     {"real_income", "employment", "output_value R01 S00", "price_index", "real_gdp"}},
    {WITH_ALL,
     0,
     "scenario: e\nclosure: {deficits: fixed, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK LIMITS TARGETS,
     {"real_income", "employment R01", "price R02 S03", "gdp R01", "real_gdp R01"}},
    {WITH_ALL,
     1,
     "scenario: f\npolicy:\n" SHOCK OF_PRODUCTS,
     {"real_income", "price R00 S00_P0", "output R03 S00", "gdp", "real_gdp R03"}},
    {WITH_ALL,
     1,
     "scenario: g\nclosure: {deficits: proportional, profits: owner, " PRODUCTION
     "}\npolicy:\n" SHOCK OF_PRODUCTS LIMITS,
     {"real_income", "gdp R00", "output R01 S01", "price R02 S00_P0", "real_gdp R00"}},
    {WITH_ALL,
     1,
     "scenario: h\nclosure: {deficits: fixed, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK LIMITS TARGETS,
     {"real_income", "real_wage R03", "output R00 S00", "employment", "real_gdp R02"}},
    {WITH_ALL,
     0,
     "scenario: i\nclosure: {deficits: zero, labour: {region: R02, rigid_wage: real}}\npolicy:\n" SHOCK
     "  - productivity: {region: R02, sector: all, change: -10 %}\n  - transfer: {from: R00, to: R01, amount: 1 %}\n",
     {"real_income", "employment R02", "output R02 S00", "gdp R01", "real_gdp R02"}},
    {WITH_ALL,
     1,
     "scenario: j\nclosure: {deficits: fixed, " SUPPLY "}\npolicy:\n" SHOCK,
     {"real_income", "price R00 S00_P0", "unit_cost R01 S00_P0", "gdp R00", "real_gdp R00"}},
    {WITH_ALL,
     1,
     "scenario: k\nclosure: {deficits: proportional, profits: owner, " SUPPLY ", " LABOUR ", " PRODUCTION ", " SCALE
     "}\npolicy:\n" SHOCK OF_PRODUCTS LIMITS,
     {"real_income", "output R00 S00_P0", "gdp R03", "employment", "real_gdp R01"}},
};
enum { WORLDS = sizeof worlds / sizeof *worlds };

static void compare(const kind_of_world *k, int round, int rows)
{
  support_random r = {900 + (uint64_t)round + (round > 9 ? 13 : 0)}; /* with the flows that the rules name */
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 4, 4, k->with);
  random_products *products = k->products ? random_products_new(&r, data, PRODUCTS_ALL) : NULL;
  if (products) {
    products->product[0].owner = data->region[1];
    products->product[0].markup_elasticity = 4;
  }
  tw_world *world = make_world(ctx, data);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.decomposition = 0;
  settings.tolerance = 1e-13;
  tw_scenario *scenario;
  assert_ok(ctx, tw_scenario_parse(ctx, k->scenario, strlen(k->scenario), "test", &scenario));
  tw_solver *solver;
  assert_ok(ctx, tw_solver_new(ctx, world, &settings, &solver));
  for (int j = 0; j < 5 && k->outcome[j]; j++) {
    tw_exposure *x = NULL;
    const tw_exposure_options options = {.outcome = k->outcome[j]};
    assert_ok(ctx, tw_exposure_of(ctx, world, scenario, &settings, "R01", &options, &x));
    const tw_info *info = tw_result_info(tw_exposure_result(x));
    if (info->outcome <= 0) fail_msg("world %d: %s", round, info->message);
    assert_int_equal(tw_exposure_about(x)->kinks, 0);
    differences q = {ctx, scenario, solver, &x->outcome};
    size_t cursor = 0, count = 0, at = 0, every;
    double worst = 0;
    tw_exposed row;
    while (tw_exposure_next(x, &cursor, &row)) count++;
    every = count / (size_t)rows + 1;
    cursor = 0;
    for (; tw_exposure_next(x, &cursor, &row); at++) {
      if (at % every != (size_t)j % every) continue;
      double slope = difference(&q, &row), error = fabs(slope - row.derivative);
      worst = fmax(worst, error / (fabs(slope) + 1e-3));
      if (!(error <= 1e-6 * fabs(slope) + 1e-9))
        fail_msg("world %d, %s by %s, sector %d, product %d, importer %d, exporter %d: %.12g, difference %.12g", round,
                 tw_exposure_text(x, "outcome"), tw_wedge_word(row.wedge), row.sector, row.product, row.importer,
                 row.exporter, row.derivative, slope);
    }
    if (getenv("EXPOSURE_SAY"))
      printf("world %d, %s: %zu rows, worst %.1e, %d products, residual %.1e\n", round, tw_exposure_text(x, "outcome"),
             count, worst, tw_exposure_about(x)->products, tw_exposure_about(x)->residual);
    tw_exposure_free(x);
  }
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  if (products) random_products_free(products);
  random_world_free(data);
  tw_context_free(ctx);
}

static void derivatives_are_those_of_full_solves(void **state)
{
  (void)state;
  for (int k = 0; k < WORLDS; k++)
    compare(&worlds[k], k, getenv("EXPOSURE_SAY") ? 60 : getenv("TRADEWIND_SANITIZED") ? 3 : 12);
}

/* ---------------------------------------------------------------- identities */

static tw_exposure *exposure_of(tw_context *ctx, const tw_world *world, const char *scenario_text, const char *region,
                                const tw_exposure_options *options)
{
  tw_scenario *scenario = NULL;
  tw_exposure *x = NULL;
  if (scenario_text) assert_ok(ctx, tw_scenario_parse(ctx, scenario_text, strlen(scenario_text), "test", &scenario));
  assert_ok(ctx, region ? tw_exposure_of(ctx, world, scenario, NULL, region, options, &x)
                        : tw_exposure_all(ctx, world, scenario, NULL, options, &x));
  assert_true(tw_result_info(tw_exposure_result(x))->outcome > 0);
  tw_scenario_free(scenario);
  return x;
}

/* Productivity of a maker against the barriers of all its flows, own sales included: of sectors and products, where no
 * limit or target on volumes binds. Closures do not matter, nor do products. */
static void productivity_is_less_barriers_of_all_flows(void **state)
{
  (void)state;
  static const char *const text[] = {
      NULL, "scenario: c\nclosure: {deficits: zero, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK,
      "scenario: d\nclosure: {deficits: proportional}\npolicy:\n" SHOCK
      "  - target: {real_income: {region: R03}, change: 1 %, by: {productivity: {region: R03, sector: S00}}}\n",
      "scenario: e\nclosure: {deficits: zero, supply: {sector: S00, kind: own_supply, omega: 0.5}}\npolicy:\n" SHOCK};
  for (int k = 0; k < 8; k++) {
    support_random r = {50 + (uint64_t)k};
    tw_context *ctx = tw_context_new(NULL);
    random_world *data = random_world_new(&r, 5, 4, WITH_ALL);
    random_products *products = k % 2 || k >= 6 ? random_products_new(&r, data, PRODUCTS_ALL) : NULL;
    tw_world *world = make_world(ctx, data);
    tw_exposure *x = exposure_of(ctx, world, text[k / 2], "R02", NULL);
    for (int s = 0; s < 4; s++)
      for (int g = -1; g < (products ? world->products : 0); g++)
        for (int o = 0; o < 5; o++) {
          if (g >= 0 && world->product[g].sector != s) continue;
          double by = tw_exposure_value(x, TW_WEDGE_PRODUCTIVITY, s, g, -1, o), sum = 0, most = 0;
          for (int d = 0; d < 5; d++) {
            double flow = tw_exposure_value(x, TW_WEDGE_BARRIER, s, g, d, o);
            if (isnan(flow)) continue;
            sum -= flow;
            most = fmax(most, fabs(flow));
          }
          if (isnan(by)) by = 0; /* makes none */
          if (!(fabs(by - sum) <= 1e-12 * most))
            fail_msg("world %d, sector %d, product %d of %d: ln A %.17g, barriers %.17g", k, s, g, o, by, sum);
        }
    tw_exposure_free(x);
    tw_world_free(world);
    if (products) random_products_free(products);
    random_world_free(data);
    tw_context_free(ctx);
  }
}

/* One sector without inputs or tariffs, balanced: with S spending shares [d][o] and T sales shares [o][d],
 * (I - T - theta (T S - I)) dln w = -theta (T S - I) dln A and dln u = dln w - S (dln w - dln A). The world's wages sum
 * to 1 in place of one row. Solved by elimination here. */
static void one_sector_has_a_closed_form(void **state)
{
  (void)state;
  enum { N = 6 };
  support_random r = {71};
  tw_context *ctx = tw_context_new(NULL);
  random_world *w = random_world_new(&r, N, 1, 0);
  for (int d = 0; d < N; d++) /* balanced: what d buys of o, o buys of d, and sizes differ by own sales */
    for (int o = 0; o < d; o++) w->flow[flow_at(w, 0, d, o)] = w->flow[flow_at(w, 0, o, d)];
  w->theta[0] = 3.7;
  tw_world *world = make_world(ctx, w);
  double S[N][N], T[N][N], Y[N] = {0}, theta = w->theta[0], M[N][2 * N];
  for (int o = 0; o < N; o++)
    for (int d = 0; d < N; d++) Y[o] += w->flow[flow_at(w, 0, d, o)];
  for (int d = 0; d < N; d++)
    for (int o = 0; o < N; o++) {
      S[d][o] = w->flow[flow_at(w, 0, d, o)] / Y[d];
      T[o][d] = w->flow[flow_at(w, 0, d, o)] / Y[o];
    }
  for (int o = 0; o < N; o++)
    for (int i = 0; i < N; i++) {
      double TS = 0;
      for (int d = 0; d < N; d++) TS += T[o][d] * S[d][i];
      M[o][i] = (o == i) - T[o][i] - theta * (TS - (o == i));
      M[o][N + i] = -theta * (TS - (o == i));
    }
  for (int i = 0; i < N; i++) M[0][i] = Y[i], M[0][N + i] = 0;
  for (int k = 0; k < N; k++) {
    int p = k;
    for (int i = k; i < N; i++)
      if (fabs(M[i][k]) > fabs(M[p][k])) p = i;
    for (int j = 0; j < 2 * N; j++) {
      double t = M[k][j];
      M[k][j] = M[p][j];
      M[p][j] = t;
    }
    for (int i = 0; i < N; i++) {
      double f = i == k ? 0 : M[i][k] / M[k][k];
      for (int j = 0; j < 2 * N; j++) M[i][j] -= f * M[k][j];
    }
  }
  tw_exposure *x = exposure_of(ctx, world, NULL, NULL, NULL);
  for (int d = 0; d < N; d++)
    for (int i = 0; i < N; i++) {
      double u = M[d][N + i] / M[d][d];
      for (int o = 0; o < N; o++) u -= S[d][o] * (M[o][N + i] / M[o][o] - (o == i));
      double by = tw_exposure_to(x, d, i, 0);
      if (!(fabs(by - u) <= 1e-12)) fail_msg("region %d by productivity of %d: %.17g, expected %.17g", d, i, by, u);
      assert_true(tw_exposure_to(x, d, i, -1) == by);
    }
  tw_exposure_free(x);
  tw_world_free(world);
  random_world_free(w);
  tw_context_free(ctx);
}

/* Worked example A of docs/dependence.md: farm and food in Japan, Canada and the United States. */
static tw_world *example_new(tw_context *ctx)
{
  static const char *const regions[] = {"JPN", "CAN", "USA"}, *const sectors[] = {"farm", "food"};
  static const double theta[] = {4, 4}, v[] = {1, 0.5, 1, 0.5, 1, 0.5};
  static const double flow[] = {40, 40, 20, 0, 60, 0, 0, 20, 120, 160, 10, 30, 20, 90, 10, 20, 20, 240};
  static const double input[] = {0.5, 0.5, 1, 0, 0.5, 0.5, 1, 0, 0.5, 0.5, 1, 0};
  static const double final[] = {0, 1, 0, 1, 0, 1};
  tw_world_data data = {.name = "example",
                        .regions = 3,
                        .sectors = 2,
                        .region = regions,
                        .sector = sectors,
                        .trade_elasticity = theta,
                        .flow = flow,
                        .value_added_share = v,
                        .input_share = input,
                        .final_share = final};
  tw_world *world;
  assert_ok(ctx, tw_world_new(ctx, &data, &world));
  return world;
}

static void example_a_sums_to_one_and_a_half(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = example_new(ctx);
  tw_exposure *x = exposure_of(ctx, world, NULL, NULL, NULL);
  for (int r = 0; r < 3; r++) {
    double sum = 0;
    for (int o = 0; o < 3; o++) sum += tw_exposure_to(x, r, o, -1);
    if (!(fabs(sum - 1.5) < 1e-12)) fail_msg("region %d: %.17g", r, sum);
    tw_exposed row;
    assert_true(!tw_exposure_largest(x, r, 1, 10, &row));
    assert_true(tw_exposure_largest(x, r, 1, 0, &row));
    assert_true(row.exporter != row.importer && (row.importer >= 0 || row.exporter != r));
  }
  tw_exposure_free(x);
  x = exposure_of(ctx, world, NULL, "jpn", NULL);
  assert_true(isnan(tw_exposure_value(x, TW_WEDGE_TARIFF, 0, -1, 1, 0))); /* nothing is sold */
  assert_true(isnan(tw_exposure_value(x, TW_WEDGE_TARIFF, 0, -1, 0, 0))); /* own sales: no policy */
  assert_true(isfinite(tw_exposure_value(x, TW_WEDGE_BARRIER, 0, -1, 0, 0)));
  assert_true(isnan(tw_exposure_value(x, TW_WEDGE_BARRIER, 0, -1, 0, 3)));
  size_t cursor = 0, count[4] = {0};
  tw_exposed row;
  while (tw_exposure_next(x, &cursor, &row)) {
    count[row.wedge]++;
    double same = tw_exposure_value(x, row.wedge, row.sector, row.product, row.importer, row.exporter);
    assert_true(same == row.derivative && row.per_point == row.derivative); /* no rates here */
    assert_true(row.wedge <= TW_WEDGE_EXPORT_TAX ? row.rate == 0 : isnan(row.rate));
  }
  assert_int_equal(count[TW_WEDGE_TARIFF], 9);
  assert_int_equal(count[TW_WEDGE_EXPORT_TAX], 9);
  assert_int_equal(count[TW_WEDGE_BARRIER], 15);
  assert_int_equal(count[TW_WEDGE_PRODUCTIVITY], 6);
  tw_exposure_free(x);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* The same numbers one by one and all together, and on any number of threads. */
static void all_regions_are_each_of_them(void **state)
{
  (void)state;
  support_random r = {5};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 5, 3, WITH_ALL);
  random_products *products = random_products_new(&r, data, PRODUCTS_ALL);
  tw_world *world = make_world(ctx, data);
  const tw_exposure_options options = {.outcome = "gdp", .largest = 4, .products = 1, .wedges = "tariff,productivity"};
  tw_exposure *all = exposure_of(ctx, world, NULL, NULL, &options);
  for (int d = 0; d < 5; d++) {
    tw_exposure *x = exposure_of(ctx, world, NULL, world->region[d], &options);
    for (int o = 0; o < 5; o++)
      for (int s = -1; s < 3; s++) {
        double a = tw_exposure_to(all, d, o, s), b = tw_exposure_to(x, d, o, s);
        assert_true(fabs(a - b) <= 1e-13);
        if (o != d) assert_true(isnan(tw_exposure_to(x, o, 0, s)));
      }
    for (int sign = -1; sign <= 1; sign += 2)
      for (int i = 0; i < 5; i++) {
        tw_exposed a, b;
        int there = tw_exposure_largest(all, d, sign, i, &a);
        assert_int_equal(tw_exposure_largest(x, d, sign, i, &b), there);
        if (!there) continue;
        assert_true(a.wedge == b.wedge && a.sector == b.sector && a.product == b.product);
        assert_true(a.importer == b.importer && a.exporter == b.exporter);
        assert_true(a.wedge == TW_WEDGE_TARIFF || a.wedge == TW_WEDGE_PRODUCTIVITY);
        assert_true(a.product >= 0 || !twi_has_products(world, (size_t)a.sector));
        assert_true(sign * a.per_point > 0);
        if (i) { /* they fall, and the list is complete: no row exceeds its last without being in it */
          assert_true(tw_exposure_largest(x, d, sign, i - 1, &b));
          assert_true(fabs(b.per_point) >= fabs(a.per_point));
        }
      }
    tw_exposed last, row;
    size_t cursor = 0;
    int above = 0;
    const tw_exposure_options whole_sectors = {.outcome = "gdp", .largest = 4};
    tw_exposure *sectors = exposure_of(ctx, world, NULL, world->region[d], &whole_sectors);
    for (int i = 0; i < 8; i++) /* those of whole sectors are what is asked for one by one */
      if (tw_exposure_largest(sectors, d, i < 4 ? -1 : 1, i % 4, &row)) {
        assert_int_equal(row.product, -1);
        assert_close(row.derivative, tw_exposure_value(sectors, row.wedge, row.sector, -1, row.importer, row.exporter),
                     1e-15);
      }
    tw_exposure_free(sectors);
    assert_true(tw_exposure_largest(x, d, 1, 3, &last));
    while (tw_exposure_next(x, &cursor, &row)) {
      int whole = row.product < 0 && twi_has_products(world, (size_t)row.sector), own = row.importer == row.exporter;
      int out = row.wedge == TW_WEDGE_PRODUCTIVITY ? row.exporter == d : row.wedge != TW_WEDGE_TARIFF || own;
      above += !whole && !out && row.per_point >= last.per_point;
    }
    assert_int_equal(above, 4);
    tw_exposure_free(x);
  }
  tw_exposure_free(all);
  tw_world_free(world);
  random_products_free(products);
  random_world_free(data);
  tw_context_free(ctx);
}

/* What 1 and 25 points do, against a scenario that says so, with a limit that binds; and of a whole sector with
 * products. Of outcomes whose levels are measured in different ways. */
static void exact_changes_are_full_solves(void **state)
{
  (void)state;
  support_random r = {12};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 4, 3, WITH_ALL);
  random_products *products = random_products_new(&r, data, 0);
  tw_world *world = make_world(ctx, data);
  static const char policy[] = "policy:\n  - tariff: {importer: R00, exporter: R01, sector: S00, add: 7 pp}\n"
                               "  - quota: {importer: R00, exporter: R03, sector: S00, to: 60 %, owner: importer}\n";
  static const char *const outcomes[] = {"real_income", "real_income", "gdp", "output_value R01 S01"};
  for (int round = 0; round < 4; round++) {
    char text[1024], more[512];
    int with = round > 0;
    snprintf(text, sizeof text, "scenario: a\n%s", with ? policy : "policy: []\n");
    const tw_exposure_options options = {.outcome = outcomes[round], .largest = round < 2 ? 3 : 1, .exact = 1};
    tw_exposure *x = exposure_of(ctx, world, text, "R01", &options);
    tw_result *before = solve_text(ctx, world, NULL, text);
    for (int sign = -1; sign <= 1; sign += 2)
      for (int i = 0; i < options.largest; i++) {
        tw_exposed row;
        if (!tw_exposure_largest(x, 1, sign, i, &row)) continue;
        for (int j = 0; j < 2; j++) {
          const char *amount = j ? "25" : "1", *s = world->sector[row.sector], *o = world->region[row.exporter];
          if (row.wedge == TW_WEDGE_PRODUCTIVITY)
            snprintf(more, sizeof more, "  - productivity: {region: %s, sector: %s, change: %s %%}\n", o, s, amount);
          else
            snprintf(more, sizeof more, "  - %s: {importer: %s, exporter: %s, sector: %s, %s: %s %s}\n",
                     tw_wedge_word(row.wedge), world->region[row.importer], o, s,
                     row.wedge == TW_WEDGE_BARRIER ? "change" : "add", amount,
                     row.wedge == TW_WEDGE_BARRIER ? "%" : "pp");
          snprintf(text, sizeof text, "scenario: b\n%s%s", with ? policy : "policy:\n", more);
          tw_result *after = solve_text(ctx, world, NULL, text);
          double expected = 100 * expm1(outcome_in(after, &x->outcome) - outcome_in(before, &x->outcome));
          if (!(fabs(row.exact[j] - expected) < 1e-7 * fmax(1, fabs(expected))))
            fail_msg("%s by %s of %s points: %.12g, expected %.12g", tw_exposure_text(x, "outcome"),
                     tw_wedge_word(row.wedge), amount, row.exact[j], expected);
          if (!j) assert_true(fabs(row.exact[0] - row.per_point) < 0.1 * fabs(row.per_point) + 1e-6);
          tw_result_free(after);
        }
      }
    tw_exposed row; /* a rate is the one that the government sets: without the rent of the quota */
    for (size_t cursor = 0; tw_exposure_next(x, &cursor, &row);)
      if (row.wedge == TW_WEDGE_TARIFF && row.importer == 0 && row.exporter == 3 && row.sector == 0 && row.product < 0)
        break;
    assert_true(row.wedge == TW_WEDGE_TARIFF && row.importer == 0 && row.exporter == 3);
    assert_close(row.rate, data->tariff[flow_at(data, 0, 0, 3)], 1e-12);
    if (!twi_has_products(world, 0)) assert_close(row.per_point * (1 + row.rate), row.derivative, 1e-12);
    tw_result_free(before);
    tw_exposure_free(x);
  }
  tw_world_free(world);
  random_products_free(products);
  random_world_free(data);
  tw_context_free(ctx);
}

/* Of real GDP the index along the way from the point: as a run has it, from the data and from a policy. */
static void exact_changes_of_real_gdp_are_those_of_runs(void **state)
{
  (void)state;
  support_random r = {14};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 4, 3, WITH_ALL);
  random_products *products = random_products_new(&r, data, 0);
  tw_world *world = make_world(ctx, data);
  static const char policy[] =
      "scenario: a\npolicy:\n  - tariff: {importer: R00, exporter: R01, sector: S00, add: 7 pp}\n"
      "  - quota: {importer: R00, exporter: R03, sector: S00, to: 60 %, owner: importer}\n";
  for (int with = 0; with < 2; with++) {
    const char *text = with ? policy : "scenario: a\npolicy: []\n";
    const tw_exposure_options options = {.outcome = "real_gdp", .largest = 3, .exact = 1, .products = 1};
    tw_exposure *x = exposure_of(ctx, world, text, "R01", &options);
    tw_scenario *scenario;
    tw_solver *solver;
    tw_settings settings;
    tw_settings_default(&settings);
    settings.decomposition = 0;
    assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
    assert_ok(ctx, tw_solver_new(ctx, world, &settings, &solver));
    differences q = {ctx, scenario, solver, &x->outcome};
    int looked = 0;
    for (int sign = -1; sign <= 1; sign += 2)
      for (int i = 0; i < 3; i++) {
        tw_exposed row;
        if (!tw_exposure_largest(x, 1, sign, i, &row)) continue;
        if (row.product < 0 && twi_has_products(world, (size_t)row.sector)) continue; /* a step of all its products */
        for (int j = 0; j < 2; j++) {
          double step = j ? 0.25 : 0.01, h = isnan(row.rate) ? log1p(step) : log1p(step / (1 + row.rate));
          double expected = 100 * expm1(real_gdp_at(&q, &row, h));
          if (!(fabs(row.exact[j] - expected) < 2e-6 * fabs(expected) + 1e-9))
            fail_msg("%s by %g: %.12g, expected %.12g", tw_wedge_word(row.wedge), step, row.exact[j], expected);
          looked++;
        }
        assert_true(fabs(row.exact[0] - row.per_point) < 0.1 * fabs(row.per_point) + 1e-6);
      }
    assert_true(looked >= 4);
    tw_solver_free(solver);
    tw_scenario_free(scenario);
    tw_exposure_free(x);
  }
  tw_world_free(world);
  random_products_free(products);
  random_world_free(data);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- what is refused */

static void refuse(tw_context *ctx, const tw_world *world, const char *region, const tw_exposure_options *options,
                   const char *expected)
{
  tw_exposure *x = NULL;
  tw_status status = region ? tw_exposure_of(ctx, world, NULL, NULL, region, options, &x)
                            : tw_exposure_all(ctx, world, NULL, NULL, options, &x);
  assert_int_equal(status, TW_BAD_INPUT);
  assert_null(x);
  assert_string_equal(tw_error(ctx), expected);
}

#define OUTCOMES                                                                                                       \
  "real_income, gdp, real_gdp, real_wage, wage, price_index, employment, or output, output_value, unit_cost, price "   \
  "of "                                                                                                                \
  "a sector or a product, as in \"output JPN C29\""

static void bad_input_is_refused(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = example_new(ctx);
#define REFUSED(region, words, ...) refuse(ctx, world, region, &(tw_exposure_options){__VA_ARGS__}, words);
  REFUSED("JAP", "region: world example has no region \"JAP\"", .largest = 1)
  REFUSED("JPN", "outcome: found \"real_incom\", expected " OUTCOMES "; did you mean real_income?",
          .outcome = "real_incom")
  REFUSED("JPN", "outcome: found \"welfare\", expected " OUTCOMES, .outcome = "welfare")
  REFUSED("JPN", "outcome: found \"\", expected " OUTCOMES, .outcome = "")
  REFUSED("JPN", "outcome: found \"output\", expected a sector or a product behind it, as in \"output farm\"",
          .outcome = "output")
  REFUSED("JPN", "outcome: found \"gdp JPN food\", expected gdp and perhaps a region", .outcome = "gdp JPN food")
  REFUSED("JPN", "outcome: world example has no sector \"fod\"; did you mean food?", .outcome = "output fod")
  REFUSED("JPN", "outcome: world example has no region \"MEX\"", .outcome = "gdp MEX")
  REFUSED("JPN", "partner: world example has no region \"CHN\"; did you mean CAN?", .partner = "CHN")
  REFUSED("JPN", "wedges: found \"tarif\", expected tariff, export_tax, barrier, productivity; did you mean tariff?",
          .wedges = "tarif")
  REFUSED("JPN", "wedges: found \"\", expected tariff, export_tax, barrier, productivity", .wedges = "tariff,")
  REFUSED(NULL,
          "outcome: found \"output farm\", expected one of a region as a whole and without its code (real_income, gdp, "
          "real_gdp, real_wage, wage, price_index, employment), since it is asked of all regions",
          .outcome = "output farm")
  tw_world_free(world);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(derivatives_are_those_of_full_solves),
      cmocka_unit_test(productivity_is_less_barriers_of_all_flows),
      cmocka_unit_test(one_sector_has_a_closed_form),
      cmocka_unit_test(example_a_sums_to_one_and_a_half),
      cmocka_unit_test(all_regions_are_each_of_them),
      cmocka_unit_test(exact_changes_are_full_solves),
      cmocka_unit_test(exact_changes_of_real_gdp_are_those_of_runs),
      cmocka_unit_test(bad_input_is_refused),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
