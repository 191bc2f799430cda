/* Plants: roots against worked examples and against scenarios that set the same tariff or subsidy by rules; market access
 * against its other form; what is empty and why; the order of brands, threads. */
#include <math.h>

#include "few_products.h"
#include "held.h"
#include "plants/plants.h"
#include "random_products.h"

enum { CAN, USA, MEX };
static tw_context *ctx;

static int make_context(void **state)
{
  (void)state;
  ctx = tw_context_new(NULL);
  return ctx ? 0 : 1;
}

static int free_context(void **state)
{
  (void)state;
  tw_context_free(ctx);
  return 0;
}

HOLDS(plants, tw_plants, tw_plants_free)

/* ---------------------------------------------------------------- a world of cars */

/* Three regions whose cars are a millionth of all they make, so that no wage or spending moves. */
static const char *const regions[] = {"CAN", "USA", "MEX"}, *const sectors[] = {"C29", "S"};
static const double SMALL = 1e-6;

typedef struct cars {
  tw_world_product product[4];
  int products;
  tw_world_product_flow flow[32];
  size_t flows;
} cars;

static void add_flow(cars *c, int g, int d, int o, double value, double quantity)
{
  c->flow[c->flows++] = (tw_world_product_flow){g, d, o, value * SMALL, quantity, NAN, NAN};
}

static tw_world *make_cars(const cars *c, double elasticity)
{
  static const unsigned char goods[] = {1, 0};
  static const double theta[] = {7.7, 4};
  const tw_world_family family = {"CARS", NULL, "C29", elasticity};
  double flow[18] = {0};
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++) flow[9 + d * 3 + o] = d == o ? 1000 : 300;
  for (size_t i = 0; i < c->flows; i++) flow[c->flow[i].importer * 3 + c->flow[i].exporter] += c->flow[i].value;
  tw_world *world;
  tw_world_data data = {.name = "cars",
                        .regions = 3,
                        .sectors = 2,
                        .region = regions,
                        .sector = sectors,
                        .goods = goods,
                        .trade_elasticity = theta,
                        .flow = flow,
                        .family = &family,
                        .families = 1,
                        .product = c->product,
                        .products = c->products,
                        .product_flow = c->flow,
                        .product_flows = c->flows};
  if (tw_world_new(ctx, &data, &world) != TW_OK) fail_msg("%s", tw_error(ctx));
  return hold_world(world);
}

/* Example A of the note on cars: H from CAN and USA, G from MEX and USA; CAN and MEX buy their own G. turned: G first. */
static tw_world *example_a(int turned, int with_units)
{
  cars c = {.products = 2};
  int H = turned, G = !turned;
  double one = with_units ? 1 : NAN;
  c.product[H] = (tw_world_product){.code = "H",
                                    .name = "Ha",
                                    .sector = "C29",
                                    .family = "CARS",
                                    .trade_elasticity = 7.7,
                                    .home = "USA",
                                    .unit = "cars"};
  c.product[G] = (tw_world_product){.code = "G",
                                    .name = "Ge",
                                    .sector = "C29",
                                    .family = "CARS",
                                    .trade_elasticity = 7.7,
                                    .home = "USA",
                                    .unit = "cars"};
  add_flow(&c, H, USA, CAN, 7.5, 7500 * one);
  add_flow(&c, H, USA, USA, 22.5, 22500 * one);
  add_flow(&c, G, USA, MEX, 14, 14000 * one);
  add_flow(&c, G, USA, USA, 56, 56000 * one);
  add_flow(&c, G, CAN, CAN, 10, 10000 * one);
  add_flow(&c, G, MEX, MEX, 10, 10000 * one);
  return make_cars(&c, 2.87);
}

static tw_plants *run_plants(const tw_world *world, const char *text, const tw_plants_options *options)
{
  tw_scenario *scenario;
  tw_settings settings;
  tw_plants *plants;
  tw_settings_default(&settings);
  settings.threads = 1;
  if (tw_scenario_parse(ctx, text, strlen(text), "test", &scenario) != TW_OK) fail_msg("%s", tw_error(ctx));
  hold_scenario(scenario);
  if (tw_plants_run(ctx, world, scenario, &settings, options, &plants) != TW_OK) fail_msg("%s", tw_error(ctx));
  hold_plants(plants);
  if (tw_result_info(tw_plants_result(plants))->outcome <= 0)
    fail_msg("%s", tw_result_info(tw_plants_result(plants))->message);
  return plants;
}

static int find_plant(const tw_plants *p, const char *product, int region)
{
  const tw_world *world = tw_result_world(tw_plants_result(p));
  tw_plant plant;
  for (int i = 0; tw_plants_at(p, i, &plant); i++)
    if (plant.region == region && plant.product == tw_world_find_product(world, product)) return i;
  fail_msg("no plant %s %s", product, regions[region]);
  return -1;
}

static double value_of(const tw_plants *p, const char *product, int region, const char *column)
{
  const double *numbers = tw_plants_column(p, column);
  if (!numbers) fail_msg("%s", tw_error(ctx));
  return numbers[find_plant(p, product, region)];
}

static void assert_near(double found, double wanted, double within, const char *what)
{
  if (!(fabs(found - wanted) <= within)) fail_msg("%s: found %.12g, expected %.12g", what, found, wanted);
}

static const char tariff_25[] =
    "scenario: t\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 25 %}\n";

static void worked_example(void **state)
{
  (void)state;
  tw_plants *p = run_plants(example_a(0, 1), tariff_25, NULL);
  assert_int_equal(tw_plants_count(p), 5); /* H in CAN, USA; G in CAN, USA, MEX */
  assert_near(value_of(p, "H", CAN, "units_base"), 7500, 1e-6, "units");
  assert_near(value_of(p, "H", CAN, "units_pct"), 100 * (0.20616367 - 1), 1e-5, "units");
  assert_near(value_of(p, "H", USA, "units_pct"), 100 * (1.14926250 - 1), 1e-5, "units");
  assert_near(value_of(p, "G", USA, "units_pct"), 100 * (1.02522691 - 1), 1e-5, "units");
  assert_near(value_of(p, "H", CAN, "output_pct"), 100 * (0.16992306 - 1), 1e-5, "output");
  assert_near(value_of(p, "H", CAN, "market_access_pct"), 100 * (0.16992306 - 1), 1e-5, "access, no cost moves");
  assert_near(value_of(p, "H", CAN, "sales_new") / SMALL, 1.27442294, 1e-6, "sales");
  assert_near(value_of(p, "H", CAN, "tariff_half_pct"), 10.683747, 2e-6, "half");
  assert_near(value_of(p, "H", CAN, "tariff_half_closed_pct"), 11.632125, 1e-6, "half, closed form");
  assert_near(value_of(p, "H", CAN, "tariff_threshold_pct"), 7.848814, 2e-6, "threshold");
  assert_near(value_of(p, "H", CAN, "subsidy_pct"), 20, 1e-5, "subsidy (t - t0)/(1 + t)");
  assert_near(value_of(p, "H", CAN, "subsidy_per_unit") / SMALL, 0.2 * 7.5 / 7500, 1e-9, "a car");
  assert_near(value_of(p, "H", CAN, "subsidy_money") / SMALL, 0.25 * 7.5 * 0.8, 1e-5, "and in all");
  assert_near(value_of(p, "H", CAN, "main_market_share"), 1, 1e-12, "share");
  tw_plant plant;
  tw_plants_at(p, find_plant(p, "H", CAN), &plant);
  assert_int_equal(plant.main_market, USA);
  assert_string_equal(plant.unit, "cars");
  const tw_parity *parity;
  int count = tw_plants_parity(p, &parity);
  for (int i = 0; i < count; i++, parity++)
    if (parity->region == CAN && parity->product == tw_world_find_product(tw_result_world(tw_plants_result(p)), "H")) {
      assert_int_equal(parity->other_region, USA);
      assert_near(parity->odds_base, 1 / 3., 1e-7, "odds");
      assert_near(parity->odds_new, 0.05642212 / 0.94357788, 1e-7, "odds");
      assert_near(parity->tariff, pow(1 / 3., 1 / 7.7) - 1, 1e-7, "parity");
      count = -1;
    }
  assert_int_equal(count, -1);
}

/* What is sold at home has no tariff; the sentence says it. A brand alone is lost with its own market. */
static void reasons(void **state)
{
  (void)state;
  tw_plants *p = run_plants(example_a(0, 1), tariff_25, NULL);
  int own = find_plant(p, "H", USA);
  assert_true(isnan(value_of(p, "H", USA, "tariff_half_pct")));
  assert_string_equal(tw_plants_reason(p, own, "tariff_half_pct"),
                      "it sells most in its own region, which charges it no tariff");
  assert_non_null(strstr(tw_plants_reason(p, own, "tariff_cost_pct"), "needs other_site"));
  assert_null(tw_plants_reason(p, own, "units_pct"));
  assert_null(tw_plants_column(p, "units_bse"));
  assert_non_null(strstr(tw_error(ctx), "did you mean units_base?"));
  assert_null(tw_plants_column(p, "units_pct_p05"));
  assert_non_null(strstr(tw_plants_sentence(p, 0), "its plants sell"));

  /* Sold in two markets, at the threshold only where the smaller share is left. */
  cars c = {.products = 2};
  c.product[0] = (tw_world_product){
      .code = "H", .sector = "C29", .family = "CARS", .trade_elasticity = 7.7, .home = "USA", .unit = "cars"};
  c.product[1] =
      (tw_world_product){.code = "G", .sector = "C29", .family = "CARS", .trade_elasticity = 7.7, .home = "USA"};
  add_flow(&c, 0, USA, CAN, 7, 35);
  add_flow(&c, 0, USA, USA, 7, 35);
  add_flow(&c, 0, MEX, CAN, 6.5, 32.5);
  add_flow(&c, 0, CAN, CAN, 6.5, 32.5);
  add_flow(&c, 1, MEX, USA, 10, NAN);
  tw_plants_options only = {.product = "h", .region = "CAN"};
  p = run_plants(make_cars(&c, 2.87), tariff_25, &only);
  assert_int_equal(tw_plants_count(p), 1);
  assert_true(isnan(value_of(p, "H", CAN, "tariff_threshold_pct")));
  assert_string_equal(tw_plants_reason(p, 0, "tariff_threshold_pct"),
                      "it sells mostly elsewhere: even a tariff of 1000 % of USA leaves 65 %");
  assert_near(value_of(p, "H", CAN, "tariff_half_closed_pct"), 100 * (pow(3, 1 / 7.7) - 1), 1e-4, "half of half");
}

/* With no quantities the same plant is counted by sales at cost over the brand's price: the same roots. */
static void without_units(void **state)
{
  (void)state;
  tw_plants *p = run_plants(example_a(0, 0), tariff_25, NULL);
  assert_true(isnan(value_of(p, "H", CAN, "units_base")));
  assert_true(isnan(value_of(p, "H", CAN, "subsidy_per_unit")));
  assert_near(value_of(p, "H", CAN, "volume_pct"), 100 * (0.20616367 - 1), 1e-5, "volume");
  assert_near(value_of(p, "H", CAN, "tariff_half_pct"), 10.683747, 2e-6, "half");
  assert_near(value_of(p, "H", CAN, "subsidy_pct"), 20, 1e-5, "subsidy");
  assert_non_null(strstr(tw_plants_reason(p, find_plant(p, "H", CAN), "units_pct"), "no quantity"));
  int said = 0;
  for (int i = 0; tw_plants_assumption(p, i); i++) said |= strstr(tw_plants_assumption(p, i), "no quantity") != NULL;
  assert_true(said);
}

static void nothing_changes(void **state)
{
  (void)state;
  tw_plants *p =
      run_plants(example_a(0, 1),
                 "scenario: t\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 0 %}\n", NULL);
  assert_true(value_of(p, "H", CAN, "subsidy_pct") == 0);
  assert_true(value_of(p, "H", CAN, "subsidy_per_unit") == 0);
  assert_near(value_of(p, "H", CAN, "units_pct"), 0, 1e-9, "units");
  assert_near(value_of(p, "H", CAN, "market_access_pct"), 0, 1e-8, "access");
  assert_near(value_of(p, "H", CAN, "tariff_half_pct"), 10.683747, 2e-6, "half, as before");
  assert_non_null(strstr(tw_plants_reason(p, find_plant(p, "H", CAN), "break_even_probability_pct"), "needs"));
}

/* ---------------------------------------------------------------- what only the user knows */

static void break_even(void **state)
{
  (void)state;
  char text[1024];
  tw_world *world = example_a(0, 1);
  static const char section[] = "plants: {threshold: 80 %%, other_site: USA, cost_advantage: %g, discount: 5 %%%s}\n";
  double sigma = 3.87, with = 7.5 / sigma, without = 1.27442294 / sigma;
  snprintf(text, sizeof text, section, 1.05, "");
  strcat(text, tariff_25);
  tw_plants *p = run_plants(world, text, NULL);
  double other = with * pow(1.05, -7.7), at = (with - other) / (with - without);
  assert_near(value_of(p, "H", CAN, "tariff_cost_pct"), 5, 1e-10, "cost");
  assert_near(value_of(p, "H", CAN, "profit_with_access") / SMALL, with, 1e-6, "profit with");
  assert_near(value_of(p, "H", CAN, "profit_without_access") / SMALL, without, 1e-6, "profit without");
  assert_near(value_of(p, "H", CAN, "profit_at_other_site") / SMALL, other, 1e-6, "profit elsewhere");
  assert_near(value_of(p, "H", CAN, "break_even_probability_pct"), 100 * at, 1e-4, "probability");
  assert_near(value_of(p, "H", CAN, "break_even_hazard_pct"), 5 * at / (1 - at), 1e-4, "hazard");
  assert_non_null(strstr(tw_plants_reason(p, find_plant(p, "H", USA), "tariff_cost_pct"), "other site itself"));
  assert_null(strstr(tw_plants_assumption(p, 0), "assumed"));
  assert_non_null(strstr(tw_plants_assumption(p, 0), "80 %"));
  assert_true(value_of(p, "H", CAN, "tariff_threshold_pct") < 7);

  /* fixed costs of both sites cancel; where they differ, the difference counts */
  snprintf(text, sizeof text, section, 1.05,
           ", fixed_cost: 0.0000002 million USD, other_fixed_cost: 0.0000001 million USD");
  strcat(text, tariff_25);
  p = run_plants(world, text, NULL);
  at = (with - 0.2 - (other - 0.1)) / (with - without);
  assert_near(value_of(p, "H", CAN, "break_even_probability_pct"), 100 * at, 1e-4, "with fixed costs");
  snprintf(text, sizeof text, section, 1.05, ", fixed_cost: 0.0000002 million USD");
  strcat(text, tariff_25);
  p = run_plants(world, text, NULL);
  at = (with - other) / (with - without);
  assert_near(value_of(p, "H", CAN, "break_even_probability_pct"), 100 * at, 1e-4, "the same at both");

  snprintf(text, sizeof text, section, 0.9, "");
  strcat(text, tariff_25);
  p = run_plants(world, text, NULL);
  assert_true(isnan(value_of(p, "H", CAN, "break_even_probability_pct")));
  assert_int_equal(strncmp(tw_plants_reason(p, find_plant(p, "H", CAN), "break_even_probability_pct"), "never", 5), 0);
  snprintf(text, sizeof text, section, 1.5, "");
  strcat(text, tariff_25);
  p = run_plants(world, text, NULL);
  assert_int_equal(strncmp(tw_plants_reason(p, find_plant(p, "H", CAN), "break_even_probability_pct"), "always", 6), 0);

  /* no other site: not to build */
  snprintf(text, sizeof text, "plants: {fixed_cost: 0.000001 million USD}\n%s", tariff_25);
  p = run_plants(world, text, NULL);
  assert_near(value_of(p, "H", CAN, "break_even_probability_pct"), 100 * (with - 1) / (with - without), 1e-4, "alone");
  assert_non_null(strstr(tw_plants_reason(p, find_plant(p, "H", CAN), "break_even_hazard_pct"), "discount"));
}

/* ---------------------------------------------------------------- random worlds */

/* A world with brands in all products of all sectors, and its first sector's plants. */
static tw_world *random_brands(uint64_t seed, random_world **data, random_products **products)
{
  support_random r = {seed};
  *data = random_world_new(&r, 4, 2, WITH_ALL);
  *products = random_products_new(&r, *data, PRODUCTS_ALL);
  for (int g = 0; g < (*data)->data.products; g++) (*products)->product[g].home = (*data)->region[g % 4];
  return hold_world(make_world(ctx, *data));
}

/* sum omega X_hat P_s^eta_s P_h^(eta_h - eta_s) P_g^(theta - eta_h) (k_hat)^-theta demand / (t_hat e_hat), from the
 * states. */
static double access_directly(const tw_result *r, int g, int o)
{
  const tw_world *w = r->world;
  const twi_state *x[2] = {r->base.state, r->new_.state};
  const twi_wedges *p[2] = {&r->base.wedges, &r->new_.wedges};
  size_t N = (size_t)w->N, S = (size_t)w->S, s = (size_t)w->product[g].sector;
  const twi_market m = {(int)s, g, 0};
  int h = w->product[g].family;
  double theta = twi_market_theta(w, &m), eta_s = w->product_elasticity ? w->product_elasticity[s] : 0, all = 0,
         sum = 0;
  double eta_h = h >= 0 ? w->family_elasticity[h] : eta_s;
  for (size_t d = 0; d < N; d++) {
    size_t flow = twi_market_cell(w, &m, d, (size_t)o), cell = d * S + s;
    if (flow == SIZE_MAX) continue;
    double share = twi_state_share(x[0], w, p[0], flow), t[2], e[2];
    for (int k = 0; k < 2; k++) t[k] = 1 + twi_tariff_of(w, p[k], flow), e[k] = 1 + twi_export_tax_of(w, p[k], flow);
    double sales = share * x[0]->X[cell] / (t[0] * e[0]), lnP_h = 0, beta = 0, mean = 0;
    for (int i = 0; i < w->products; i++) { /* the family's price, from its products */
      if (h < 0 || w->product[i].family != h) continue;
      double b = x[0]->b[(size_t)i * N + d], lnP = x[1]->lnP_g[(size_t)i * N + d] - x[0]->lnP_g[(size_t)i * N + d];
      if (!(b > 0)) continue;
      beta += b;
      mean += b * (eta_h == 0 ? lnP : exp(-eta_h * lnP));
    }
    double lnP_g = x[1]->lnP_g[(size_t)g * N + d] - x[0]->lnP_g[(size_t)g * N + d];
    double lnP_s = x[1]->lnP[cell] - x[0]->lnP[cell];
    if (h >= 0) lnP_h = eta_h == 0 ? mean / beta : -log(mean / beta) / eta_h;
    double k_hat = t[1] * e[1] * twi_barrier_of(p[1], flow) / (t[0] * e[0] * twi_barrier_of(p[0], flow));
    double taste = twi_demand_of(p[1], flow) / twi_demand_of(p[0], flow);
    all += sales;
    sum += sales * x[1]->X[cell] / x[0]->X[cell] * taste *
           exp(eta_s * lnP_s + (eta_h - eta_s) * lnP_h + (theta - eta_h) * lnP_g) * pow(k_hat, -theta) /
           (t[1] * e[1] / (t[0] * e[0]));
  }
  return sum / all;
}

static void access_has_two_forms(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    random_world *data;
    random_products *products;
    tw_world *world = random_brands(seed, &data, &products);
    char text[1024];
    const char *brand = data->data.product[0].code;
    snprintf(text, sizeof text,
             "scenario: t\npolicy:\n  - tariff: {importer: %s, exporter: all, sector: all, add: 12 pp}\n"
             "  - tariff: {importer: %s, exporter: all, product: %s, add: 9 pp}\n"
             "  - export_tax: {importer: all, exporter: %s, sector: all, add: 3 pp}\n"
             "  - barrier: {importer: %s, exporter: all, product: %s, own: true, to: 4 %%}\n"
             "  - productivity: {region: %s, product: %s, change: 5 %%}\n"
             "  - subsidy: {region: %s, product: %s, to: 6 %%}\n",
             data->region[0], data->region[1], brand, data->region[2], data->region[3], brand, data->region[0], brand,
             data->region[1], brand);
    tw_plants *p = run_plants(world, text, NULL);
    const tw_result *r = tw_plants_result(p);
    int count = 0;
    tw_plant plant;
    for (int i = 0; tw_plants_at(p, i, &plant); i++, count++) {
      double found = 1 + tw_plants_column(p, "market_access_pct")[i] / 100, parts = 0;
      double direct = access_directly(r, plant.product, plant.region);
      for (int d = 0; d < 4; d++) parts += tw_plants_market(p, i, "access_new")[d];
      assert_near(found / direct, 1, 1e-12, "the other form");
      assert_near(parts / direct, 1, 1e-12, "its parts");
    }
    assert_true(count > 4);
    let_go(p);
    let_go(world);
    random_products_free(products);
    random_world_free(data);
  }
}

/* ---------------------------------------------------------------- roots are roots of scenarios */

/* What the scenario leaves of the units of a plant: in one market, or (market -1) in all. */
static double units_left(const tw_world *world, const char *text, const char *product, int region, int market)
{
  tw_plants_options only = {.product = product, .region = tw_world_region(world, region)};
  tw_scenario *scenario;
  tw_solver *solver;
  tw_result *result;
  double units[2] = {0, 0};
  (void)only;
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  hold_solver(solver);
  assert_ok(ctx, tw_solve(solver, scenario, &result));
  hold_result(result);
  tw_product_change flow[8];
  for (int d = 0; d < tw_world_regions(world); d++) {
    int count;
    if (market >= 0 && d != market) continue;
    assert_ok(ctx, tw_result_product_flows(result, tw_world_find_product(world, product), d, flow, &count));
    for (int i = 0; i < count; i++) {
      if (flow[i].exporter != region || isnan(flow[i].base_quantity)) continue;
      units[0] += flow[i].base_quantity;
      units[1] += flow[i].new_quantity;
    }
  }
  return units[1] / units[0];
}

/* Three regions, cars a third of all, tariffs in the base, three brands of which one is in no family. */
static tw_world *large_cars(int turned)
{
  static const unsigned char goods[] = {1, 0};
  static const double theta[] = {5, 4}, between[] = {1.4, 0};
  static const double value[3][3][3] = {{{25, 9, 3}, {60, 90, 40}, {2, 5, 20}},
                                        {{10, 20, 6}, {25, 150, 30}, {3, 8, 40}},
                                        {{12, 5, 0}, {40, 60, 10}, {0, 6, 15}}};
  const tw_world_family family = {"CARS", NULL, "C29", 2.2};
  tw_world_product product[3];
  tw_world_product_flow flows[27];
  double flow[18] = {0}, tariff[18] = {0};
  size_t count = 0;
  for (int g = 0; g < 3; g++) {
    static const char *const code[] = {"H", "G", "V"};
    int at = turned ? 2 - g : g;
    product[at] = (tw_world_product){.code = code[g],
                                     .sector = "C29",
                                     .family = g < 2 ? "CARS" : NULL,
                                     .trade_elasticity = 6 + g,
                                     .home = "USA",
                                     .unit = "cars"};
  }
  for (int k = 0; k < 27; k++) {
    int g = k / 9, d = k / 3 % 3, o = k % 3, at = turned ? 2 - g : g;
    double v = value[g][d][o];
    if (!(v > 0)) continue;
    flow[d * 3 + o] += v;
    flows[count++] = (tw_world_product_flow){at, d, o, v, v * (30 + 5 * g + o), NAN, NAN};
  }
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++) {
      flow[9 + d * 3 + o] = d == o ? 800 : 40 + 5 * d;
      if (d != o) tariff[d * 3 + o] = 0.02 + 0.01 * o;
    }
  tw_world *world;
  tw_world_data data = {.name = "large",
                        .regions = 3,
                        .sectors = 2,
                        .region = regions,
                        .sector = sectors,
                        .goods = goods,
                        .trade_elasticity = theta,
                        .flow = flow,
                        .tariff = tariff,
                        .family = &family,
                        .families = 1,
                        .product = product,
                        .products = 3,
                        .product_flow = flows,
                        .product_flows = count,
                        .product_elasticity = between};
  if (tw_world_new(ctx, &data, &world) != TW_OK) fail_msg("%s", tw_error(ctx));
  return hold_world(world);
}

static const char policy[] = "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: all, add: 8 pp}\n";

static void roots_are_scenarios(void **state)
{
  (void)state;
  char text[1024];
  tw_world *world = large_cars(0);
  snprintf(text, sizeof text, "scenario: t\n%s", policy);
  tw_plants *p = run_plants(world, text, NULL);
  static const struct {
    const char *product, *covers;
    int region;
  } cases[] = {
      {"H", "product: CARS", MEX}, {"H", "product: CARS", CAN}, {"G", "product: CARS", CAN}, {"V", "sector: C29", CAN}};
  int tried = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_plant plant;
    int at = find_plant(p, cases[i].product, cases[i].region);
    tw_plants_at(p, at, &plant);
    double half = tw_plants_column(p, "tariff_half_pct")[at],
           threshold = tw_plants_column(p, "tariff_threshold_pct")[at];
    double subsidy = tw_plants_column(p, "subsidy_pct")[at];
    for (int k = 0; k < 2; k++) {
      double t = k ? threshold : half;
      if (isnan(t)) continue;
      tried++;
      snprintf(text, sizeof text, "scenario: t\npolicy:\n  - tariff: {importer: %s, exporter: %s, %s, to: %.15g %%}\n",
               regions[plant.main_market], regions[cases[i].region], cases[i].covers, t);
      assert_near(units_left(world, text, cases[i].product, cases[i].region, k ? -1 : plant.main_market), k ? 0.6 : 0.5,
                  2e-9, k ? "threshold" : "half");
    }
    snprintf(text, sizeof text, "scenario: t\n%s  - subsidy: {region: %s, product: %s, to: %.15g %%}\n", policy,
             regions[cases[i].region], cases[i].product, subsidy);
    assert_near(units_left(world, text, cases[i].product, cases[i].region, -1), 1, 2e-9, "subsidy");
  }
  assert_true(tried >= 4);
}

/* A subsidy is on top of what the policy pays already; profits elsewhere know the tariffs of both sites. */
static void on_top(void **state)
{
  (void)state;
  char text[1024];
  tw_world *world = large_cars(0);
  snprintf(text, sizeof text,
           "scenario: t\nplants: {other_site: MEX, cost_advantage: 1.1}\n%s  - subsidy: {region: CAN, product: H, to: "
           "5 %%}\n",
           policy);
  tw_plants *p = run_plants(world, text, NULL);
  int at = find_plant(p, "H", CAN);
  double z = tw_plants_column(p, "subsidy_pct")[at] / 100, profit = 0;
  snprintf(text, sizeof text, "scenario: t\n%s  - subsidy: {region: CAN, product: H, to: %.15g %%}\n", policy,
           100 * (1 - 0.95 * (1 - z)));
  assert_near(units_left(world, text, "H", CAN, -1), 1, 2e-9, "subsidy");
  for (int d = 0; d < 3; d++) {
    double own = d == CAN ? 1 : 1.02, other = d == MEX ? 1 : 1.04;
    profit += tw_plants_market(p, at, "sales_base")[d] / 3.2 * pow(1.1 * other / own, -6) * own / other;
  }
  assert_near(tw_plants_column(p, "profit_at_other_site")[at] / profit, 1, 1e-12, "profit at the other site");
}

/* Neither the order of brands nor threads nor which plants are asked for matter. */
static void order_and_threads(void **state)
{
  (void)state;
  char text[1024];
  snprintf(text, sizeof text, "scenario: t\nplants: {other_site: MEX, cost_advantage: 1.02}\n%s", policy);
  tw_world *world = large_cars(0);
  tw_plants *one = run_plants(world, text, NULL), *other = run_plants(large_cars(1), text, NULL);
  tw_plants_options only = {.product = "G", .region = "CAN,MEX"};
  tw_plants *few = run_plants(world, text, &only);
  assert_int_equal(tw_plants_count(few), 2);
  tw_scenario *scenario;
  tw_settings settings;
  tw_plants *many;
  tw_settings_default(&settings);
  settings.threads = 3;
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  assert_ok(ctx, tw_plants_run(ctx, world, scenario, &settings, NULL, &many));
  hold_plants(many);
  const char *name;
  tw_plant plant;
  int numbers = 0;
  for (int c = 0; (name = tw_plants_column_name(c)); c++)
    for (int i = 0; tw_plants_at(one, i, &plant); i++) {
      tw_product product;
      tw_world_product_at(world, plant.product, &product);
      double x = tw_plants_column(one, name)[i], y = value_of(other, product.code, plant.region, name);
      double z = tw_plants_column(many, name)[i];
      assert_int_equal(isnan(x), isnan(y));
      assert_true(isnan(x) ? isnan(z) : memcmp(&x, &z, sizeof x) == 0);
      if (isnan(x)) continue;
      assert_near(y, x, 2e-8 * fmax(1, fabs(x)), name);
      numbers++;
      if (strcmp(product.code, "G") == 0 && plant.region != USA)
        assert_near(value_of(few, "G", plant.region, name), x, 2e-8 * fmax(1, fabs(x)), name);
    }
  assert_true(numbers > 60);
}

/* ---------------------------------------------------------------- closing */

static void closing_rounds(void **state)
{
  (void)state;
  char text[1024];
  tw_world *world = large_cars(0);
  const tw_closing *c;
  tw_plants_options close = {.close = 1};
  snprintf(text, sizeof text,
           "scenario: t\nplants: {threshold: 70 %%}\npolicy:\n"
           "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 30 %%}\n");
  tw_plants *p = run_plants(world, text, &close);
  int count = tw_plants_closings(p, &c);
  assert_true(count > 0);
  double worst = 1;
  const double *volume = tw_plants_column(p, "volume_pct");
  for (int i = 0; i < tw_plants_count(p); i++) worst = fmin(worst, 1 + volume[i] / 100);
  assert_near(c[0].units, worst, 1e-12, "the worst first");
  assert_int_equal(c[0].round, 1);
  /* after the first round what is left is that of a scenario in which nobody could pay for it */
  tw_product product;
  tw_world_product_at(world, c[0].product, &product);
  double next = 1;
  char banned[2048];
  snprintf(banned, sizeof banned,
           "%s  - barrier: {importer: all, exporter: %s, product: %s, own: true, to: 100000 %%}\n", text,
           regions[c[0].region], product.code);
  tw_plants *left = run_plants(world, banned, NULL);
  tw_plant plant;
  for (int i = 0; tw_plants_at(left, i, &plant); i++)
    if (plant.product != c[0].product || plant.region != c[0].region)
      next = fmin(next, 1 + tw_plants_column(left, "volume_pct")[i] / 100);
  if (count > 1) assert_near(c[1].units, next, 1e-8, "the next");
  assert_int_equal(count > 1, next < 0.7);
  for (int i = 1; i < count; i++) assert_true(c[i].units < 0.7);
  snprintf(text, sizeof text, "scenario: t\nplants: {threshold: 1 %%}\n%s", policy);
  p = run_plants(world, text, &close);
  assert_int_equal(tw_plants_closings(p, &c), 0);
}

/* ---------------------------------------------------------------- the root finder */

static double falling(double x, int kind)
{
  return kind == 0 ? 1 - x * x * x : kind == 1 ? 0.3 - x / (1 + x) : kind == 2 ? exp(-40 * x) - 1e-6 : 2 - x;
}

static void roots(void **state)
{
  (void)state;
  static const double root[] = {1, 0.3 / 0.7, 0.34538776394910684};
  for (int kind = 0; kind < 4; kind++) {
    double x[64], y[64], at = 0.01;
    int count = 0;
    twi_next next;
    for (;;) {
      const twi_curve curve = {count, x, y};
      next = twi_root_next(&curve, 0, kind == 3 ? 1.5 : 4, -1, 1e-13, &at);
      if (next != TWI_NEXT_TRY) break;
      assert_true(count < 60);
      int place = count++;
      for (; place > 0 && x[place - 1] > at; place--) x[place] = x[place - 1], y[place] = y[place - 1];
      assert_true(place == 0 || x[place - 1] < at); /* never the same point twice */
      x[place] = at;
      y[place] = falling(at, kind);
    }
    if (kind < 3) {
      assert_int_equal(next, TWI_NEXT_ROOT);
      assert_near(at, root[kind], 1e-7, "root");
    } else {
      assert_int_equal(next, TWI_NEXT_ABOVE);
    }
  }
  double lost[] = {-INFINITY, -INFINITY}, places[] = {0, 1}, at = 0.5;
  const twi_curve none = {2, places, lost};
  assert_int_equal(twi_root_next(&none, 0, 4, -1, 1e-10, &at), TWI_NEXT_BELOW);
  double jump[] = {1, -INFINITY};
  const twi_curve half = {2, places, jump};
  assert_int_equal(twi_root_next(&half, 0, 4, -1, 1e-10, &at), TWI_NEXT_TRY);
  assert_near(at, 0.5, 1e-15, "halved");
}

/* ---------------------------------------------------------------- what is refused */

static void refused(tw_world *world, const char *text, const tw_plants_options *options, tw_status wanted,
                    const char *words)
{
  tw_scenario *scenario;
  tw_plants *plants = NULL;
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "test", &scenario);
  if (status == TW_OK) {
    hold_scenario(scenario);
    status = tw_plants_run(ctx, world, scenario, NULL, options, &plants);
  }
  if (plants) hold_plants(plants);
  if (status != wanted || !strstr(tw_error(ctx), words))
    fail_msg("found %d \"%s\", expected \"%s\"", status, tw_error(ctx), words);
}

static void bad_input(void **state)
{
  (void)state;
  tw_world *world = example_a(0, 1);
  char text[1024];
#define SECTION(words) (snprintf(text, sizeof text, "scenario: t\nplants: " words "\n%s", policy), text)
  refused(world, SECTION("{treshold: 60 %%}"), NULL, TW_BAD_INPUT,
          "test:2:10: found the key \"treshold\"; did you mean threshold?");
  refused(world, SECTION("{threshold: 60}"), NULL, TW_BAD_INPUT, "threshold: \"60\" has no unit");
  refused(world, SECTION("{threshold: 100 %%}"), NULL, TW_BAD_INPUT, "expected more than 0 % and less than 100 %");
  refused(world, SECTION("{fixed_cost: 300}"), NULL, TW_BAD_INPUT, "test:2:");
  refused(world, SECTION("{fixed_cost: 300 million EUR}"), NULL, TW_BAD_INPUT, "found an amount in EUR, expected USD");
  refused(world, SECTION("{fixed_cost: -3 million USD}"), NULL, TW_BAD_INPUT, "expected 0 or more");
  refused(world, SECTION("{other_site: CAM}"), NULL, TW_BAD_INPUT,
          "test:2:22: other_site: world cars has no region \"CAM\"; did you mean CAN");
  refused(world, SECTION("{other_site: [CAN]}"), NULL, TW_BAD_INPUT, "expected the code of a region");
  refused(world, SECTION("{cost_advantage: 1.05}"), NULL, TW_BAD_INPUT, "cost_advantage goes with other_site");
  refused(world, SECTION("{other_site: CAN, cost_advantage: 0}"), NULL, TW_BAD_INPUT, "expected more than 0");
  refused(world, SECTION("{other_site: CAN, discount: 0 %%}"), NULL, TW_BAD_INPUT, "expected more than 0 %");
  refused(world, SECTION("yes"), NULL, TW_BAD_INPUT, "expected what you know of plants");
#undef SECTION
  snprintf(text, sizeof text, "scenario: t\n%s", policy);
  refused(world, text, &(tw_plants_options){.product = "HH"}, TW_BAD_INPUT,
          "--product: world cars has no product \"HH\"; did you mean H?");
  refused(world, text, &(tw_plants_options){.product = "Ge"}, TW_BAD_INPUT, "did you mean G?");
  refused(world, text, &(tw_plants_options){.product = " , "}, TW_BAD_INPUT, "--product: found nothing");
  refused(world, text, &(tw_plants_options){.product = "S"}, TW_BAD_INPUT, "has no home");
  refused(world, text, &(tw_plants_options){.region = "CNA"}, TW_BAD_INPUT,
          "--region: world cars has no region \"CNA\"; did you mean CAN");
  refused(world, text, &(tw_plants_options){.product = "H", .region = "MEX"}, TW_BAD_INPUT,
          "no plant: H is not made in MEX; it is made in CAN, USA");
  refused(world, text, &(tw_plants_options){.draws = -1}, TW_USAGE, "draws: found -1");
  support_random r = {3};
  random_world *data = random_world_new(&r, 3, 2, WITH_ALL);
  refused(hold_world(make_world(ctx, data)),
          "scenario: t\npolicy:\n  - tariff: {importer: all, exporter: all, sector: all, add: 1 pp}\n", NULL,
          TW_BAD_INPUT, "has no plants");
  random_world_free(data);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(worked_example),      HELD_TEST(reasons),
      HELD_TEST(without_units),       HELD_TEST(nothing_changes),
      HELD_TEST(break_even),          HELD_TEST(access_has_two_forms),
      HELD_TEST(roots_are_scenarios), HELD_TEST(order_and_threads),
      HELD_TEST(closing_rounds),      HELD_TEST(roots),
      HELD_TEST(bad_input),
  };
  return support_finish(cmocka_run_group_tests(tests, make_context, free_context));
}
