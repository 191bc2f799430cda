/* Plants in full equilibrium: roots against scenarios that set the same tariff or subsidy by rules, market access against
 * its other form, rounds of closing; the order of brands, threads. */
#include "plants.h"
#include "random_products.h"

/* ---------------------------------------------------------------- random worlds */

/* A world with brands in all products of all sectors, and its first sector's plants. */
static tw_world *random_brands(uint64_t seed, random_world **data, random_products **products)
{
  support_random r = {seed};
  *data = random_world_new(&r, 4, 2, WITH_ALL);
  *products = random_products_new(&r, *data, PRODUCTS_ALL);
  for (int g = 0; g < (*data)->data.products; g++) (*products)->product[g].home = (*data)->region[g % 4];
  return hold_world(make_world(context, *data));
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
      /* output: what its sales would be at the old price of the plant */
      int at = plant.region * tw_world_sectors(world) + world->product[plant.product].sector;
      double cost = 1 + tw_result_column(r, TW_SECTORS, "unit_cost_pct")[at] / 100;
      if (plant.product == tw_world_find_product(world, brand))
        cost *= plant.region == 0 ? 1 / 1.05 : plant.region == 1 ? 0.94 : 1;
      double sold = tw_plants_column(p, "sales_new")[i] / tw_plants_column(p, "sales_base")[i];
      assert_near((1 + tw_plants_column(p, "output_pct")[i] / 100) / (sold / cost), 1, 1e-12, "output");
    }
    assert_true(count > 4);
    let_go(p);
    let_go(world);
    random_products_free(products);
    random_world_free(data);
  }
}

/* The tariff told of a plant is without the rent of a quota: (1 + t) = (1 + statutory) (1 + rent). */
static void a_tariff_is_told_without_rents(void **state)
{
  (void)state;
  random_world *data;
  random_products *products;
  tw_world *world = random_brands(1, &data, &products);
  size_t flows = twi_world_flows(world), first = twi_world_sector_flows(world);
  twi_wedges p = {.tariff = calloc(flows, sizeof(double)), .rent = calloc(flows, sizeof(double))};
  twi_flow_at at = twi_flow_of(world, first);
  for (size_t i = first; at.o == at.d; i++) at = twi_flow_of(world, i + 1);
  for (size_t i = 0; i < flows; i++) {
    p.tariff[i] = 0.3;
    p.rent[i] = twi_flow_of(world, i).o == at.o ? 0.2 : 0;
  }
  assert_near(twi_plant_tariff(world, &p, at.g, at.d, at.o), 1.3 / 1.2 - 1, 1e-15, "with a rent");
  assert_near(twi_plant_tariff(world, &p, at.g, at.o, at.o), 0, 0, "at home");
  assert_near(twi_plant_tariff(world, &p, at.g, at.o, at.d), 0.3, 1e-15, "without a rent");
  free(p.tariff);
  free(p.rent);
  let_go(world);
  random_products_free(products);
  random_world_free(data);
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
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  assert_ok(context, tw_solver_new(context, world, NULL, &solver));
  hold_solver(solver);
  assert_ok(context, tw_solve(solver, scenario, &result));
  hold_result(result);
  tw_product_change flow[8];
  for (int d = 0; d < tw_world_regions(world); d++) {
    int count;
    if (market >= 0 && d != market) continue;
    assert_ok(context, tw_result_product_flows(result, tw_world_find_product(world, product), d, flow, &count));
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
  if (tw_world_new(context, &data, &world) != TW_OK) fail_msg("%s", tw_error(context));
  return hold_world(world);
}

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
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  assert_ok(context, tw_plants_run(context, world, scenario, &settings, NULL, &many));
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

/* The worst closes first, wherever it stands in the list; what is left then is that of a scenario in which nobody could
 * pay for it. */
static int close_plants(int turned, const char *exporter, const char *hit, int *first)
{
  char text[1024];
  tw_world *world = large_cars(turned);
  const tw_closing *c;
  tw_plants_options close = {.close = 1};
  snprintf(text, sizeof text,
           "scenario: t\nplants: {threshold: 85 %%}\npolicy:\n"
           "  - tariff: {importer: all, exporter: %s, sector: C29, to: 20 %%}\n"
           "  - tariff: {importer: all, exporter: %s, product: %s, to: 300 %%}\n",
           exporter, exporter, hit);
  tw_plants *p = run_plants(world, text, &close);
  int count = tw_plants_closings(p, &c), below = 0;
  double worst = 1;
  const double *volume = tw_plants_column(p, "volume_pct");
  for (int i = 0; i < tw_plants_count(p); i++) {
    double left = 1 + volume[i] / 100;
    if (left < worst) *first = i;
    worst = fmin(worst, left);
    below += left < 0.85;
  }
  assert_int_equal(count > 0, below > 0);
  if (count == 0) return 0;
  assert_near(c[0].units, worst, 1e-12, "the worst first");
  assert_int_equal(c[0].round, 1);
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
  assert_int_equal(count > 1, next < 0.85);
  for (int i = 1; i < count; i++) assert_true(c[i].units < 0.85);
  return below;
}

static void closing_rounds(void **state)
{
  (void)state;
  char text[1024];
  int several_from_the_first = 0;
  static const char *const exporter[] = {"CAN", "MEX", "USA"}, *const product[] = {"H", "G", "V"};
  for (int k = 0; k < 18; k++) { /* two orders of the list, three places, three brands that are hit the most */
    int first = -1, below = close_plants(k / 9, exporter[k / 3 % 3], product[k % 3], &first);
    several_from_the_first += first == 0 && below > 1;
  }
  assert_true(several_from_the_first > 0);
  const tw_closing *c;
  tw_plants_options close = {.close = 1};
  snprintf(text, sizeof text, "scenario: t\nplants: {threshold: 1 %%}\n%s", policy);
  assert_int_equal(tw_plants_closings(run_plants(large_cars(0), text, &close), &c), 0);
}

/* Stopped at any of its reports of progress, it says so, or is done. */
static void stopped_anywhere(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nplants: {threshold: 70 %, other_site: MEX, cost_advantage: 1.05}\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 30 %}\n";
  tw_world *world = large_cars(0);
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  int stopped = 0;
  for (int at = 0, done = 0; !done; at++) {
    tw_plants *plants = NULL;
    calls_left = at;
    tw_set_progress(context, cancel_at, NULL);
    tw_status status = tw_plants_run(context, world, scenario, &settings, NULL, &plants);
    tw_set_progress(context, NULL, NULL);
    done = calls_left >= 0;
    tw_resume(context);
    if (done)
      assert_int_equal(status, TW_OK);
    else
      assert_true(status == TW_INTERRUPTED || status == TW_OK);
    stopped += status == TW_INTERRUPTED;
    assert_int_equal(plants == NULL, status != TW_OK);
    tw_plants_free(plants);
  }
  assert_true(stopped > 5);
}

/* ---------------------------------------------------------------- without memory */

static tw_status everything(tw_context *of, void *user)
{
  static const char text[] = "scenario: t\nplants: {threshold: 70 %, other_site: MEX, cost_advantage: 1.05}\npolicy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 30 %}\n";
  const tw_plants_options options = {.close = 1};
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_plants *plants = NULL;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.report = settings.decomposition = 0;
  tw_status status = tw_scenario_parse(of, text, strlen(text), "test", &scenario);
  if (status == TW_OK) status = tw_plants_run(of, user, scenario, &settings, &options, &plants);
  if (status == TW_OK) status = tw_plants_write(of, plants, support_temp("without_memory"), NULL);
  tw_plants_free(plants);
  tw_scenario_free(scenario);
  return status;
}

static void memory_runs_out(void **state)
{
  (void)state;
  assert_true(support_fail_some(everything, large_cars(0), 211) > 500);
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

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(access_has_two_forms),
      HELD_TEST(a_tariff_is_told_without_rents),
      HELD_TEST(roots_are_scenarios),
      HELD_TEST(on_top),
      HELD_TEST(order_and_threads),
      HELD_TEST(closing_rounds),
      HELD_TEST(stopped_anywhere),
      HELD_TEST(memory_runs_out),
      HELD_TEST(roots),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
