/* A world with wheat in tonnes, stocks of it, and what tests of bans on it ask of a cascade. */
#ifndef TRADEWIND_TESTS_WHEAT_H
#define TRADEWIND_TESTS_WHEAT_H

#include <math.h>
#include <string.h>

#include "cascade/cascade.h"
#include "held.h"
#include "worlds.h"

static tw_context *ctx;
static tw_world *plain, *world; /* small2014, and with WHEAT in a fifth of agriculture, in tonnes */
static char stocks[512];        /* a folder with stocks.csv */

#define STOCKS                                                                                                         \
  "region,product,quantity,days\nCAN,WHEAT,6103300,306\nJPN,WHEAT,1167700,65.1\nUSA,WHEAT,28635700,\n"                 \
  "IND,WHEAT,18074000,83.3\n"

static inline tw_world *make_wheat(const char *flows, const char *list)
{
  static char text[1 << 16];
  size_t used = (size_t)sprintf(text, "product,importer,exporter,quantity,unit_value\n");
  int A = tw_world_find_sector(plain, "A"), N = tw_world_regions(plain);
  for (int d = 0; d < N; d++)
    for (int o = 0; o < N; o++) {
      double value = plain->flow[((size_t)A * (size_t)N + (size_t)d) * (size_t)N + (size_t)o];
      used += (size_t)sprintf(text + used, "WHEAT,%s,%s,%.17g,300\n", tw_world_region(plain, d),
                              tw_world_region(plain, o), (o == d ? 0.1 : 0.2 + 0.02 * o) * value * 1e6 / 300);
    }
  tw_calibration how;
  tw_world *made;
  tw_calibration_default(&how);
  support_write(support_temp(flows), text);
  support_write(support_temp(list), "sector,product,name,trade_elasticity,unit\nA,WHEAT,Wheat,3,t\n");
  how.flows = support_temp(flows);
  how.products = support_temp(list);
  how.between = "A=-0.5";
  assert_ok(ctx, tw_world_calibrate_products(ctx, plain, &how, &made));
  return made;
}

static inline int make_context(void **state)
{
  (void)state;
  ctx = tw_context_new(NULL);
  assert_ok(ctx, tw_world_open(ctx, "small2014", &plain));
  world = make_wheat("flows.csv", "list.csv");
  snprintf(stocks, sizeof stocks, "%s", support_temp_folder("stocks"));
  support_write(support_path(stocks, "stocks.csv"), STOCKS);
  return 0;
}

static inline int free_context(void **state)
{
  (void)state;
  tw_world_free(world);
  tw_world_free(plain);
  tw_context_free(ctx);
  return 0;
}

#define HARVEST "policy:\n  - productivity: {region: BRA, sector: A, change: -3 %}\n"
#define BAN     "policy:\n  - ban: {importer: all, exporter: BRA, product: WHEAT}\n"
#define WHO     "[CAN, USA, IND, CHN, MEX, DEU]"
#define PLAIN_CLAUSE                                                                                                   \
  "policy:\n  - ban: {importer: all, exporter: CAN, product: WHEAT}\n"                                                 \
  "  - clause: {importer: JPN, exporter: CAN, product: WHEAT}\n"

static inline tw_scenario *read_scenario(const char *text)
{
  tw_scenario *s;
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &s));
  return s;
}

static inline tw_cascade *run_of(const tw_world *w, const char *text, const tw_settings *settings, const char *tables,
                                 tw_scenario **scenario)
{
  const tw_cascade_options options = {tables};
  tw_cascade *c;
  *scenario = read_scenario(text);
  assert_ok(ctx, tw_cascade_run(ctx, w, *scenario, settings, &options, &c));
  for (int side = 0; side < 2; side++)
    if (tw_result_info(tw_cascade_result(c, side))->outcome <= 0)
      fail_msg("side %d: %s", side, tw_result_info(tw_cascade_result(c, side))->message);
  return c;
}

static inline tw_cascade *run_with(const tw_world *w, const char *text, const tw_settings *settings,
                                   tw_scenario **scenario)
{
  return run_of(w, text, settings, stocks, scenario);
}

/* The same result of the rules alone. */
static inline tw_result *solve(const tw_world *w, const char *text)
{
  tw_solver *solver;
  tw_result *result;
  tw_scenario *s = read_scenario(text);
  assert_ok(ctx, tw_solver_new(ctx, w, NULL, &solver));
  assert_ok(ctx, tw_solve(solver, s, &result));
  tw_solver_free(solver);
  tw_scenario_free(s);
  return result;
}

static inline void same_results(const tw_result *a, const tw_result *b, double tolerance)
{
  static const char *const columns[] = {"real_income_pct", "price_index_pct", "exports_pct", "terms_of_trade_pct"};
  for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
    const double *x = tw_result_column(a, TW_REGIONS, columns[k]), *y = tw_result_column(b, TW_REGIONS, columns[k]);
    for (int r = 0; r < tw_world_regions(plain); r++)
      if (!(fabs(x[r] - y[r]) <= tolerance)) fail_msg("%s %d: %.17g, %.17g", columns[k], r, x[r], y[r]);
  }
}

static inline double flow_of(const tw_result *r, const char *importer, const char *exporter, int new_)
{
  tw_product_change flow[64];
  int count, d = tw_world_find_region(world, importer), o = tw_world_find_region(world, exporter);
  assert_ok(ctx, tw_result_product_flows(r, tw_world_find_product(world, "WHEAT"), d, flow, &count));
  for (int i = 0; i < count; i++)
    if (flow[i].exporter == o) return new_ ? flow[i].new_quantity : flow[i].base_quantity;
  return NAN;
}

static inline double sold_by(const tw_result *r, const char *exporter, int new_)
{
  double sum = 0;
  for (int d = 0; d < tw_world_regions(world); d++) {
    double flow = flow_of(r, tw_world_region(world, d), exporter, new_);
    if (!isnan(flow)) sum += flow;
  }
  return sum;
}

static inline const tw_clause_row *party(const tw_cascade *c, const char *region, const char *measure)
{
  const tw_clause_row *row;
  int count = tw_cascade_clause_rows(c, &row);
  for (int i = 0; i < count; i++)
    if (strcmp(tw_world_region(world, row[i].region), region) == 0 && strcmp(row[i].measure, measure) == 0)
      return &row[i];
  fail_msg("no row %s %s", region, measure);
  return NULL;
}

#endif
