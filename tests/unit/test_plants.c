/* Plants against worked examples in which no cost and no spending moves; what is empty and why; what is refused. */
#include "plants.h"
#include "worlds.h"

/* ---------------------------------------------------------------- a world of cars */

/* Three regions whose cars are a millionth of all they make, so that no wage or spending moves. */
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
  if (tw_world_new(context, &data, &world) != TW_OK) fail_msg("%s", tw_error(context));
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
  assert_non_null(strstr(tw_error(context), "did you mean units_base?"));
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
  int said = 0, without = 0, of = 0;
  for (int i = 0; tw_plants_assumption(p, i); i++)
    if (sscanf(tw_plants_assumption(p, i), "Of %d of %d plants the world has no quantity", &without, &of) == 2)
      said = 1;
  assert_true(without == of && of == p->count && of > 1);
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

/* ---------------------------------------------------------------- what is refused */

static void refused(tw_world *world, const char *text, const tw_plants_options *options, tw_status wanted,
                    const char *words)
{
  tw_scenario *scenario;
  tw_plants *plants = NULL;
  tw_status status = tw_scenario_parse(context, text, strlen(text), "test", &scenario);
  if (status == TW_OK) {
    hold_scenario(scenario);
    status = tw_plants_run(context, world, scenario, NULL, options, &plants);
  }
  if (plants) hold_plants(plants);
  if (status != wanted || !strstr(tw_error(context), words))
    fail_msg("found %d \"%s\", expected \"%s\"", status, tw_error(context), words);
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
  refused(hold_world(make_world(context, data)),
          "scenario: t\npolicy:\n  - tariff: {importer: all, exporter: all, sector: all, add: 1 pp}\n", NULL,
          TW_BAD_INPUT, "has no plants");
  random_world_free(data);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(worked_example),  HELD_TEST(reasons),    HELD_TEST(without_units),
      HELD_TEST(nothing_changes), HELD_TEST(break_even), HELD_TEST(bad_input),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
