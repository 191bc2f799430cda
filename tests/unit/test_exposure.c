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
    A[row->product >= 0 ? twi_product_cell(w, (size_t)row->product, o)
                        : o * (size_t)w->S + (size_t)row->sector] *= exp(m->h);
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
      table = TW_PRODUCTS; /* output_value: of a subsidised product sales at the price paid differ, none is here */
      column = strcmp(x->kind, "price") == 0 ? "price_pct" : "sales_pct";
      at = at * (size_t)w->products + (size_t)x->product;
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

static double solve_at(differences *q, const tw_exposed *row, double h)
{
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
  const char *outcome[4];
} kind_of_world;

#define SHOCK                                                                                                          \
  "  - tariff: {importer: R00, exporter: [R01, R02], sector: [S00, S02], add: 12 pp}\n"                                \
  "  - export_tax: {importer: all, exporter: R03, sector: S00, add: 4 pp}\n"                                           \
  "  - productivity: {region: R02, sector: S01, change: 5 %}\n"                                                        \
  "  - barrier: {importer: R01, exporter: all, sector: S00, change: 10 %}\n"
#define LIMITS                                                                                                         \
  "  - quota: {importer: R00, exporter: R01, sector: S00, to: 60 %, owner: R03}\n"                                     \
  "  - quota: {importer: R02, exporter: [R00, R03], sector: S03, to: 50 %, owner: exporter, together: true}\n"         \
  "  - quota: {importer: R03, exporter: R02, sector: S01, to: 500 %, owner: importer}\n"                               \
  "  - capacity: {region: R02, sector: S00, to: 90 %, owner: R00}\n"
#define TARGETS                                                                                                        \
  "  - target: {output: {region: R01, sector: S01}, change: 2 %, by: {subsidy: {region: R01, sector: S01}}}\n"         \
  "  - target: {real_income: {region: R03}, change: 1 %, by: {productivity: {region: R03, sector: S00}}}\n"
#define PRODUCTION "production: {region: all, sector: all, value_added: 0.6, inputs: 0.3}"
#define LABOUR "labour: {region: all, supply_elasticity: 0.5}"
#define SCALE "scale: {sector: all, elasticity: 0.04}"

static const kind_of_world worlds[] = {
    {WITH_TARIFFS | WITH_INPUTS, 0, "scenario: a\npolicy: []\n", {"real_income", "output R01 S00", "price S03", "gdp"}},
    {WITH_ALL, 0, "scenario: b\npolicy:\n" SHOCK, {"real_income", "gdp R00", "unit_cost R02 S01", "real_wage"}},
    {WITH_ALL, 0, "scenario: c\nclosure: {deficits: proportional}\npolicy:\n" SHOCK LIMITS,
     {"real_income", "gdp R03", "output R02 S01", "wage"}},
    {WITH_ALL, 0, "scenario: d\nclosure: {deficits: zero, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK,
     {"real_income", "employment", "output_value R01 S00", "price_index"}},
    {WITH_ALL, 0, "scenario: e\nclosure: {deficits: fixed, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK LIMITS TARGETS,
     {"real_income", "employment R01", "price R02 S03", "gdp R01"}},
    {WITH_ALL, 1, "scenario: f\npolicy:\n" SHOCK, {"real_income", "price R00 S00_P0", "output R03 S00", "gdp"}},
    {WITH_ALL, 1, "scenario: g\nclosure: {deficits: proportional, profits: owner, " PRODUCTION "}\npolicy:\n" SHOCK LIMITS,
     {"real_income", "gdp R00", "output R01 S01", "price R02 S00_P0"}},
    {WITH_ALL, 1, "scenario: h\nclosure: {deficits: fixed, " LABOUR ", " PRODUCTION ", " SCALE "}\npolicy:\n" SHOCK LIMITS TARGETS,
     {"real_income", "real_wage R03", "output R00 S00", "employment"}},
    {WITH_ALL, 0, "scenario: i\nclosure: {deficits: zero, labour: {region: R02, rigid_wage: real}}\npolicy:\n" SHOCK
     "  - productivity: {region: R02, sector: all, change: -10 %}\n  - transfer: {from: R00, to: R01, share: 1 %}\n",
     {"real_income", "employment R02", "output R02 S00", "gdp R01"}},
};
enum { WORLDS = sizeof worlds / sizeof *worlds };

static void compare(const kind_of_world *k, int round, int rows)
{
  support_random r = {900 + (uint64_t)round};
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
  for (int j = 0; j < 4 && k->outcome[j]; j++) {
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
  for (int k = 0; k < WORLDS; k++) compare(&worlds[k], k, getenv("EXPOSURE_SAY") ? 60 : getenv("TRADEWIND_SANITIZED") ? 3 : 12);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(derivatives_are_those_of_full_solves),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
