/* Accounts of food: Japan's calories from Canada, an example by hand, sums, quantities of a scenario against those of the
 * products, and bad tables with their messages. */
#include <math.h>
#include <string.h>

#include "food/food.h"
#include "random_products.h"

static tw_context *ctx;
static tw_world *world;

static int make_context(void **state)
{
  (void)state;
  ctx = tw_context_new(NULL);
  assert_ok(ctx, tw_world_open(ctx, "small2014", &world));
  return 0;
}

static int free_context(void **state)
{
  (void)state;
  tw_world_free(world);
  tw_context_free(ctx);
  return 0;
}

/* Tables for JPN of small2014 in a folder of the test. */
static const char diet[] =
    "region,group,item,product,sector,kcal,domestic_kcal,raised_at_home_kcal,part_low,part,part_high,"
    "quality,year,source\n"
    "JPN,grain,,,A,1000,400,,,,,observed,2020,a\n"
    "JPN,grain,wheat,,A,500,,,0.8,1,1,observed,2020,b\n"
    "JPN,meat,,,C10-C12,500,50,350,,,,assumed,2020,c\n"
    "JPN,meat,pork,,C10-C12,200,,,,0.5,,derived,2020,d\n"
    "USA,grain,,,A,9,9,,,,,observed,2020,e\n";
static const char origins[] = "region,of,item,origin,tonnes,share_low,share,share_high,quality,year,source\n"
                              "JPN,food,wheat,CAN,300,0.2,,0.7,observed,2020,f\n"
                              "JPN,food,wheat,USA,500,,,,observed,2020,f\n"
                              "JPN,food,wheat,EUR,,,0.2,,assumed,2020,f\n"
                              "JPN,food,pork,CAN,,0.1,0.3,0.4,derived,2020,f\n"
                              "JPN,feed,maize,USA,90,,,,observed,2020,f\n"
                              "JPN,feed,maize,CAN,10,,,,observed,2020,f\n"
                              "JPN,feed,barley,CAN,,,0.5,,assumed,2020,f\n";
static const char feed[] = "region,feed,product,sector,kt,kcal_per_kg,quality,year,source\n"
                           "JPN,maize,,A,30,3000,observed,2020,g\n"
                           "JPN,barley,,A,10,1000,observed,2020,g\n";

typedef struct given {
  const char *text[TWI_FOOD_FILES];
} given;

static tw_status account(const given *g, const tw_scenario *scenario, tw_food **food)
{
  twi_supply_file file[TWI_FOOD_FILES] = {{.name = NULL}};
  for (int i = 0; i < TWI_FOOD_FILES; i++)
    assert_ok(ctx, twi_supply_file_copy(ctx, twi_food_file_name[i], g->text[i], strlen(g->text[i]), &file[i]));
  tw_status status = twi_food_again(ctx, world, scenario, NULL, "JPN", file, food);
  for (int i = 0; i < TWI_FOOD_FILES; i++) twi_supply_file_free(ctx, &file[i]);
  return status;
}

static void japan_eats_a_tenth_of_canada(void **state)
{
  (void)state;
  tw_food *food;
  assert_ok(ctx, tw_food_run(ctx, world, NULL, NULL, "JPN", NULL, &food));
  double all = tw_food_total(food, 0);
  assert_close(all, 2265, 1e-9);
  assert_close(tw_food_total(food, 1), 860, 1e-9);
  assert_close(tw_food_calories(food, NULL, 1, 1), 1405, 1e-9);
  /* japan_calories.csv of the data; its share of wheat is rounded to 0.3486 */
  static const double direct[] = {7.4572, 10.2686, 13.0139}, look[] = {7.86142, 10.8412, 13.7904};
  for (int v = 0; v < 3; v++) {
    assert_close(100 * tw_food_calories(food, "CAN", 0, v) / all, direct[v], 2e-4);
    assert_close(100 * tw_food_calories(food, "CAN", 1, v) / all, look[v], 3e-4);
  }
  assert_non_null(strstr(tw_food_sentence(food, 1), "CAN: 10.3 % of all calories directly (7.5 to 13.0), 10.8 % with"));
  tw_food_free(food);
}

static void the_example_comes_out(void **state)
{
  (void)state;
  tw_food *food;
  const given g = {{diet, origins, feed}};
  assert_ok(ctx, account(&g, NULL, &food));
  assert_close(tw_food_total(food, 0), 1500, 1e-12);
  /* wheat 500: EUR 0.2, the rest 3 to 5; pork 100; livestock of 300 on feed, of which maize is 90 in 100 */
  assert_close(tw_food_calories(food, "CAN", 0, 1), 500 * 0.3 + 100 * 0.3, 1e-12);
  assert_close(tw_food_calories(food, "CAN", 0, 0), 500 * 0.8 * 0.2 + 100 * 0.1, 1e-12);
  assert_close(tw_food_calories(food, "CAN", 0, 2), 500 * 0.7 + 100 * 0.4, 1e-12);
  assert_close(tw_food_calories(food, "USA", 0, 1), 500 * 0.5, 1e-12);
  assert_close(tw_food_calories(food, "EUR", 0, 1), 100, 1e-12);
  assert_close(tw_food_calories(food, "JPN", 0, 1), 400 + 350, 1e-12);
  assert_close(tw_food_calories(food, "JPN", 1, 1), 450, 1e-12);
  assert_close(tw_food_calories(food, "CAN", 1, 1), 180 + 300 * (0.9 * 0.1 + 0.1 * 0.5), 1e-12);
  assert_close(tw_food_calories(food, "USA", 1, 1), 250 + 300 * 0.9 * 0.9, 1e-12);
  /* OTHER: 100 of grain, 70 of pork, 50 of meat; 15 of feed */
  assert_close(tw_food_calories(food, "OTHER", 0, 1), 220, 1e-12);
  assert_close(tw_food_calories(food, "OTHER", 1, 1), 235, 1e-12);
  for (int look = 0; look < 2; look++)
    assert_close(tw_food_calories(food, NULL, look, 1) + tw_food_calories(food, "JPN", look, 1), 1500, 1e-12);
  const tw_calories *row;
  int rows = tw_food_rows(food, &row);
  for (int i = 0; i < rows; i++) {
    if (strcmp(row[i].product, "wheat") == 0 && strcmp(row[i].origin, "CAN") == 0)
      assert_string_equal(row[i].quality, "observed");
    if (strcmp(row[i].product, "wheat") == 0 && strcmp(row[i].origin, "EUR") == 0)
      assert_string_equal(row[i].quality, "assumed");
    if (strcmp(row[i].product, "maize") == 0) assert_string_equal(row[i].quality, "assumed"); /* 350 are */
    assert_true(isnan(row[i].direct_new));
  }
  tw_food_free(food);

  /* a changed tonne changes the answer */
  char other[sizeof origins];
  snprintf(other, sizeof other, "%s", origins);
  memcpy(strstr(other, "CAN,300"), "CAN,301", 7);
  const given more = {{diet, other, feed}};
  assert_ok(ctx, account(&more, NULL, &food));
  assert_close(tw_food_calories(food, "CAN", 0, 1), 500 * 0.8 * 301 / 801.0 + 30, 1e-12);
  tw_food_free(food);
}

static tw_scenario *scenario_of(const char *rules)
{
  char text[2048];
  tw_scenario *scenario;
  snprintf(text, sizeof text, "scenario: t\npolicy:\n%s", rules);
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "rules", &scenario));
  return scenario;
}

static double new_of(const tw_food *food, const char *item, const char *origin, int look)
{
  const tw_calories *row;
  int rows = tw_food_rows(food, &row);
  for (int i = 0; i < rows; i++)
    if (strcmp(row[i].product, item) == 0 && strcmp(row[i].origin, origin) == 0)
      return look ? row[i].look_through_new : row[i].direct_new;
  return NAN;
}

/* A flow's quantity by hand: value with tariff over unit cost, export tax and barrier, all from public numbers. */
static void quantities_move_with_the_scenario(void **state)
{
  (void)state;
  tw_food *food;
  const given g = {{diet, origins, feed}};
  tw_scenario *scenario = scenario_of("  - tariff: {importer: JPN, exporter: CAN, sector: A, add: 20 pp}\n"
                                      "  - barrier: {importer: JPN, exporter: CAN, sector: A, change: 5 %}\n"
                                      "  - export_tax: {importer: JPN, exporter: USA, sector: A, add: 10 pp}\n");
  assert_ok(ctx, account(&g, scenario, &food));
  const tw_result *r = tw_food_result(food);
  int s = tw_world_find_sector(world, "A"), d = tw_world_find_region(world, "JPN"), S = tw_world_sectors(world);
  double q[3];
  static const char *const origin[] = {"CAN", "USA", "JPN"};
  for (int k = 0; k < 3; k++) {
    int o = tw_world_find_region(world, origin[k]);
    tw_flow_change flow;
    assert_ok(ctx, tw_result_flow(r, s, d, o, &flow));
    double cost = 1 + tw_result_column(r, TW_SECTORS, "unit_cost_pct")[o * S + s] / 100;
    double value = flow.new_value / flow.base_value; /* before the tariff, with the export tax */
    q[k] = value / (cost * (k == 1 ? 1.1 : 1) * (k == 0 ? 1.05 : 1));
  }
  assert_true(q[0] < 0.7);
  assert_close(new_of(food, "wheat", "CAN", 0) / (500 * 0.3), q[0], 1e-9);
  assert_close(new_of(food, "wheat", "USA", 0) / (500 * 0.5), q[1], 1e-9);
  assert_close(new_of(food, "grain", "JPN", 0) / 400, q[2], 1e-9);
  /* feed keeps the livestock, and changes its origins */
  double sum = new_of(food, "maize", "USA", 1) + new_of(food, "maize", "CAN", 1) + new_of(food, "barley", "CAN", 1) +
               new_of(food, "feed", "OTHER", 1);
  double home = new_of(food, "raised at home on feed from abroad", "JPN", 0);
  assert_close(sum, home, 1e-9);
  assert_close(new_of(food, "maize", "CAN", 1) / new_of(food, "maize", "USA", 1), q[0] / q[1] * 10 / 90, 1e-9);
  assert_close(tw_food_calories(food, "CAN", 0, 3), new_of(food, "wheat", "CAN", 0) + new_of(food, "pork", "CAN", 0),
               1e-9);
  /* what all calories change by is said, and is the sum of the rows */
  const tw_calories *row;
  double before = 0, after = 0;
  char said[64];
  int rows = tw_food_rows(food, &row), told = 0;
  for (int i = 0; i < rows; i++) before += row[i].look_through[1], after += row[i].look_through_new;
  snprintf(said, sizeof said, "Under the scenario all calories change by %+.2f %%,", 100 * (after / before - 1));
  const char *sentence;
  for (int i = 0; (sentence = tw_food_sentence(food, i)); i++) told |= strncmp(sentence, said, strlen(said)) == 0;
  if (!told) fail_msg("nobody says: %s", said);
  tw_food_free(food);
  tw_scenario_free(scenario);

  /* barriers that are in the base as well move nothing */
  const char *barrier = "policy:\n  - barrier: {importer: JPN, exporter: CAN, sector: A, change: 20 %}\n";
  const char *base = support_temp("base.yaml");
  char text[1024];
  snprintf(text, sizeof text, "scenario: base\n%s", barrier);
  support_write(base, text);
  snprintf(text, sizeof text, "scenario: t\nagainst: %s\n%s", base, barrier);
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "rules", &scenario));
  assert_ok(ctx, account(&g, scenario, &food));
  assert_close(new_of(food, "wheat", "CAN", 0), 500 * 0.3, 1e-9);
  assert_close(new_of(food, "maize", "CAN", 1) / new_of(food, "maize", "USA", 1), 10.0 / 90, 1e-9);
  tw_food_free(food);
  tw_scenario_free(scenario);

  scenario = scenario_of("  - tariff: {importer: JPN, exporter: CAN, sector: A, add: 0 pp}\n");
  assert_ok(ctx, account(&g, scenario, &food));
  for (int look = 0; look < 2; look++)
    assert_close(tw_food_calories(food, "CAN", look, 3), tw_food_calories(food, "CAN", look, 1), 1e-9);
  tw_food_free(food);
  tw_scenario_free(scenario);
}

/* Of a product of the world the quantity is that of product_trade.csv. */
static void products_move_by_themselves(void **state)
{
  (void)state;
  support_random r = {6};
  random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  random_products *products = random_products_new(&r, data, PRODUCTS_QUANTITIES);
  tw_world *with = make_world(ctx, data);
  tw_product product;
  tw_product_change change[8];
  int count, checked = 0;
  assert_true(tw_world_product_at(with, 0, &product));
  char text[2][1024];
  snprintf(text[0], sizeof text[0],
           "region,group,item,product,sector,kcal,domestic_kcal,part\nR00,g,,,S00,100,40,\nR00,g,i,%s,S00,60,,1\n",
           product.code);
  snprintf(text[1], sizeof text[1],
           "region,of,item,origin,tonnes,share\nR00,food,i,R01,,0.3\nR00,food,i,R02,,0.4\n"
           "R00,food,i,R03,,0.1\n");
  twi_supply_file file[TWI_FOOD_FILES] = {{.name = NULL}};
  const char *const all[] = {text[0], text[1], "region,feed,product,sector,kt,kcal_per_kg\n"};
  for (int i = 0; i < TWI_FOOD_FILES; i++)
    assert_ok(ctx, twi_supply_file_copy(ctx, twi_food_file_name[i], all[i], strlen(all[i]), &file[i]));
  char rule[256];
  snprintf(rule, sizeof rule, "  - tariff: {importer: R00, exporter: all, product: %s, add: 30 pp}\n", product.code);
  tw_scenario *scenario = scenario_of(rule);
  tw_food *food;
  assert_ok(ctx, twi_food_again(ctx, with, scenario, NULL, "R00", file, &food));
  assert_ok(ctx, tw_result_product_flows(tw_food_result(food), 0, 0, change, &count));
  for (int i = 0; i < count; i++) {
    if (change[i].exporter == 0 || isnan(change[i].base_quantity)) continue;
    double before = change[i].exporter == 1 ? 18 : change[i].exporter == 2 ? 24 : 6;
    double after = new_of(food, "i", tw_world_region(with, change[i].exporter), 0);
    assert_close(after / before, change[i].new_quantity / change[i].base_quantity, 1e-9);
    checked++;
  }
  assert_true(checked > 0);
  tw_food_free(food);
  tw_scenario_free(scenario);
  for (int i = 0; i < TWI_FOOD_FILES; i++) twi_supply_file_free(ctx, &file[i]);
  tw_world_free(with);
  random_products_free(products);
  random_world_free(data);
}

static void refused(int which, const char *from, const char *to, const char *expected)
{
  given g = {{diet, origins, feed}};
  char text[4096];
  const char *at = strstr(g.text[which], from);
  assert_non_null(at);
  snprintf(text, sizeof text, "%.*s%s%s", (int)(at - g.text[which]), g.text[which], to, at + strlen(from));
  g.text[which] = text;
  tw_food *food;
  assert_int_equal(account(&g, NULL, &food), TW_BAD_INPUT);
  assert_null(food);
  if (!strstr(tw_error(ctx), expected)) fail_msg("found: %s\nexpected: %s", tw_error(ctx), expected);
}

static void bad_tables_are_refused(void **state)
{
  (void)state;
  tw_food *food;
  refused(TWI_DIET, "grain,,,A,1000", "grain,,,A,", "diet.csv:2:");
  refused(TWI_DIET, "grain,,,A,1000", "grain,,,A,", "calories a head and day (kcal)");
  refused(TWI_DIET, "A,1000,400", "A,1000,", "expected calories of home products of the group");
  refused(TWI_DIET, "A,1000,400", "A,1000,1400", "1400 of them domestic");
  refused(TWI_DIET, "0.8,1,1", "0.8,1.2,1", "expected a share from 0 to 1");
  refused(TWI_DIET, "0.8,1,1", "0.8,0.5,1", "found low 0.8, point 0.5 and high 1, expected them in that order");
  refused(TWI_DIET, "part_low,part,", "part_low,quart,", "diet.csv:1: the column part is missing");
  refused(TWI_DIET, "A,500", "A,700", "the items of grain have 700 kcal, but the group imports 600");
  refused(TWI_DIET, "JPN,grain,wheat", "JPN,corn,wheat",
          "found 0 rows for the group corn without an item, expected one");
  refused(TWI_DIET, "kcal,domestic_kcal", "kcal,domestic_kcall", "did you mean domestic_kcal?");
  refused(TWI_DIET_ORIGINS, "wheat,CAN", "what,CAN",
          "origins.csv:2: found the item what, of which diet.csv has no row");
  refused(TWI_DIET_ORIGINS, "maize,CAN", "maiz,CAN",
          "found the feed maiz, of which feed.csv has no row; did you mean maize?");
  refused(TWI_DIET_ORIGINS, "0.1,0.3,0.4", ",,", "pork from CAN: expected tonnes, or a share");
  refused(TWI_DIET_ORIGINS, "300,0.2,,0.7", "300,,0.3,",
          "wheat from CAN: found tonnes and a share, expected one of them");
  refused(TWI_DIET_ORIGINS, "EUR,,,0.2", "USA,,,0.2", "wheat from USA stands in line 3 as well");
  refused(TWI_DIET_ORIGINS, "EUR,,,0.2", "JPN,,,0.2", "wheat of JPN from itself: expected another region");
  refused(TWI_DIET_ORIGINS, "JPN,food,wheat,USA,500,,,,observed", "JPN,food,wheat,USA,,,0.9,,observed",
          "the shares of wheat sum to 1.1000, expected at most 1");
  refused(TWI_DIET_ORIGINS, "JPN,feed,barley", "JPN,fed,barley", "expected food or feed");
  refused(TWI_DIET_ORIGINS, "CAN,300", "CAN,-300", "origins.csv:2:");
  refused(TWI_DIET_ORIGINS, "JPN,feed,barley,CAN,,,0.5,,assumed,2020,f\n",
          "JPN,feed,barley,CAN,,,0.5,,assumed,2020,f\nJPN,feed,barley,EUR,,,0.6,,assumed,2020,f\n",
          "origins.csv:8: the shares of barley sum to 1.1000, expected at most 1");
  refused(TWI_FEED, "30,3000", "30,", "feed.csv:2: column kcal_per_kg: found \"\", expected kcal a kilogram, above 0");
  refused(TWI_FEED, "30,3000", "30,0", "column kcal_per_kg: found \"0\", expected kcal a kilogram, above 0");
  refused(TWI_FEED, "30,3000", ",3000", "thousand tonnes a year");
  refused(TWI_FEED, "3000,observed", "3000,obsered", "feed.csv:2:");
  refused(TWI_FEED, "3000,observed", "3000,obsered", "did you mean observed?");
  assert_int_equal(tw_food_run(ctx, world, NULL, NULL, "CAN", NULL, &food), TW_BAD_INPUT);
  assert_string_equal(tw_error(ctx),
                      "diet.csv has no rows of CAN; the built-in tables are of JPN, --food-tables DIR brings others");
  assert_int_equal(tw_food_run(ctx, world, NULL, NULL, "JPM", NULL, &food), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(ctx), "did you mean JPN"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(japan_eats_a_tenth_of_canada),
      cmocka_unit_test(the_example_comes_out),
      cmocka_unit_test(quantities_move_with_the_scenario),
      cmocka_unit_test(products_move_by_themselves),
      cmocka_unit_test(bad_tables_are_refused),
  };
  return cmocka_run_group_tests(tests, make_context, free_context);
}
