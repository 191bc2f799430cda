/* Ranges of markets: what the section range of a scenario draws in one, quantiles and drivers by closed form. */
#include <math.h>

#include "markets.h"
#include "outlook/spreads.h"

/* P = 20 - z / 2, and plants that are full: the price is 20 less half of what they can make. */
static const market_folder full = {
    .yaml = "name: full\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\ndemand: linear\n"
            "surge_share: 0\n",
    .suppliers = "supplier,block,capacity,cost\nA,plant,6,2\nB,plant,8,3\n",
    .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-1,-1\nY,2,10,-1,-1\n",
    .passages = "passage,name,capacity,toll\nother,A strait before it,,0.25\nk,The strait,,0.5\n",
    .arcs = "supplier,buyer,quantity,freight,wedge,stiffness,reference,passages\nA,X,,1,0,0,0,k\nB,X,,2,0,0,0,\n"
            "A,Y,,900,0,0,0,\n"};

/* Within so much, not relatively: what strata of a hypercube leave open. */
#define assert_near(found, expected, within)                                                                           \
  do {                                                                                                                 \
    if (!(fabs((found) - (expected)) <= (within)))                                                                     \
      fail_msg("line %d: found %.9g, expected %.9g within %g", __LINE__, found, (double)(expected), within);           \
  } while (0)

static const char *folder;
static tw_scenario *scenario;
static tw_outlook *outlook;

static int end_test(void **state)
{
  (void)state;
  tw_outlook_free(outlook);
  tw_scenario_free(scenario);
  outlook = NULL;
  scenario = NULL;
  return 0;
}

static tw_status run(const char *sections, const tw_outlook_options *options)
{
  char text[4096];
  (void)end_test(NULL);
  snprintf(text, sizeof text, "scenario: t\nmarket: {name: '%s'%s", folder, sections);
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  return tw_outlook_run(context, scenario, options, &outlook);
}

static void draw(const char *sections, int threads)
{
  const tw_outlook_options options = {.draws = -1, .drivers = -1, .threads = threads};
  tw_status status = run(sections, &options);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
}

static double number_of(const char *field, int at)
{
  double out[4];
  assert_ok(context, tw_outlook_numbers(context, outlook, field, out));
  return out[at];
}

static const tw_outlook_driver *driver(const char *outcome, const char *parameter)
{
  const tw_outlook_driver *d;
  int count = tw_outlook_drivers(outlook, &d);
  for (int i = 0; i < count; i++)
    if (strcmp(d[i].outcome, outcome) == 0 && strcmp(d[i].parameter, parameter) == 0) return &d[i];
  fail_msg("no driver %s of %s", parameter, outcome);
  return NULL;
}

/* ---------------------------------------------------------------- closed forms */

/* A capacity from 4 to 8 Mt, all else fixed, moves the price evenly between 14 and 12: each of 200 strata of the
 * hypercube has one draw. It alone drives it. */
static void variable_of_a_rule(void **state)
{
  (void)state;
  draw(", policy: [{capacity: {supplier: A, to: $k}}]}\nvariables: {k: 6 Mt}\n"
       "range: {draws: 200, variables: {k: {uniform: [4 Mt, 8 Mt]}}, outcomes: [price X, rent A, quantity_new X]}\n",
       1);
  assert_near(number_of("price_new_p05", 0), 12.1, 0.011);
  assert_near(number_of("price_new_p50", 0), 13, 0.011);
  assert_near(number_of("price_new_p95", 0), 13.9, 0.011);
  assert_near(number_of("quantity_new_p05", 0), 12.2, 0.021);
  assert_string_equal(tw_outlook_parameter(outlook, 0)->name, "k");
  assert_string_equal(tw_outlook_parameter(outlook, 0)->distribution, "uniform between 4 Mt and 8 Mt");
  assert_near(tw_outlook_parameter(outlook, 0)->central, 6, 1e-15);
  assert_null(tw_outlook_parameter(outlook, 1));
  assert_near(driver("price", "k")->total, 1, 4 * driver("price", "k")->total_error);
  assert_near(driver("quantity", "k")->first_order, 1, 4 * driver("quantity", "k")->first_order_error);
  assert_true(driver("rent", "k")->total > 0.9);
}

/* A part of a year that plants stand still is drawn as any amount is. Demand then goes through what was before, 14 Mt at
 * 13, with an elasticity of 1. */
static void variable_of_a_shock(void **state)
{
  (void)state;
  draw(", shock: [{outage: {supplier: A, for: $m}}]}\nvariables: {m: 6 months}\n"
       "range: {draws: 100, drivers: 0, variables: {m: {uniform: [0.0001 months, 12 months]}}}\n",
       1);
  assert_near(number_of("price_new_p50", 0), 13 + 13 / 14.0 * 3, 0.1);
  assert_near(number_of("price_new_p95", 0), 13 + 13 / 14.0 * 5.7, 0.1);
  const tw_outlook_driver *d;
  assert_int_equal(tw_outlook_drivers(outlook, &d), 0);
}

/* Two factors on capacities: var(6 a / 2) and var(8 b / 2), a four times as wide as b is of what each is of. */
static void two_capacities(void **state)
{
  (void)state;
  draw("}\nrange: {draws: 400, drivers: 512, market: [{capacity: {supplier: A, uniform: [60 %, 140 %]}}, "
       "{capacity: {supplier: B, uniform: [90 %, 110 %]}}], outcomes: [price X]}\n",
       2);
  double a = 36 * 0.8 * 0.8, b = 64 * 0.2 * 0.2;
  assert_near(driver("price", "capacity of A")->total, a / (a + b),
              4 * driver("price", "capacity of A")->total_error + 1e-6);
  assert_near(driver("price", "capacity of B")->total, b / (a + b),
              4 * driver("price", "capacity of B")->total_error + 1e-6);
  assert_true(driver("price", "capacity of B")->total < 0.2);
  const tw_outlook_driver *d;
  assert_int_equal(tw_outlook_drivers(outlook, &d), 2);
  assert_string_equal(d[0].parameter, "capacity of A"); /* the largest first */
  assert_string_equal(d[0].code, "X");
  /* the rules of the policy come first: what they leave is uncertain */
  draw(", policy: [{capacity: {supplier: A, to: 10 Mt}}, {capacity: {supplier: B, to: 2 Mt}}]}\n"
       "range: {draws: 100, drivers: 0, market: {capacity: {supplier: A, uniform: [50 %, 150 %]}}}\n",
       1);
  assert_near(number_of("price_new_p05", 0), 20 - (14.5 + 2) / 2.0, 0.06);
  assert_near(number_of("price_new_p95", 0), 20 - (5.5 + 2) / 2.0, 0.06);
}

/* Freight and tolls are what a full plant nets less; demand through the base point does not move with them. */
static void freight_and_tolls(void **state)
{
  (void)state;
  draw("}\nrange: {draws: 100, drivers: 0, market: [{freight: {supplier: A, uniform: [100 %, 300 %]}}]}\n", 1);
  assert_near(number_of("price_new_p05", 0), 13, 1e-9);
  assert_near(number_of("netback_new_p05", 0), 13 - 0.5 - 2.9, 0.03);
  assert_near(number_of("netback_new_p95", 0), 13 - 0.5 - 1.1, 0.03);
  assert_near(number_of("netback_new_p05", 1), 11, 1e-9);
  draw("}\nrange: {draws: 100, drivers: 0, market: [{toll: {passage: k, uniform: [100 %, 500 %]}}]}\n", 1);
  assert_near(number_of("netback_new_p05", 0), 13 - 1 - 2.4, 0.03);
  draw("}\nrange: {draws: 100, drivers: 0, market: [{cost: {supplier: [A, B], uniform: [50 %, 150 %], together: "
       "true}}]}\n",
       1);
  assert_int_equal(outlook->spreads.count, 1);
  assert_string_equal(tw_outlook_parameter(outlook, 0)->name, "cost of A, B");
  assert_near(number_of("rent_new_p05", 0), (13 - 1.5 - 2 * 1.45) * 6, 0.15);
  assert_near(number_of("rent_new_p05", 1), (13 - 2 - 3 * 1.45) * 8, 0.3);
}

/* An elasticity of demand in closed form, P = 10 - (z - 20) s / f: with 14 Mt the price is 10 + 3 / f. */
static void elasticities(void **state)
{
  (void)state;
  draw(
      "}\nrange: {draws: 200, drivers: 0, market: [{elasticity: {buyer: X, horizon: long, uniform: [50 %, 150 %]}}]}\n",
      1);
  assert_string_equal(tw_outlook_parameter(outlook, 0)->name, "long-run elasticity of X");
  assert_near(number_of("price_new_p95", 0), 10 + 3 / 0.55, 0.06);
  assert_near(number_of("price_new_p05", 0), 10 + 3 / 1.45, 0.03);
  /* the short-run one does nothing in the long run */
  draw("}\nrange: {draws: 50, drivers: 0, market: [{elasticity: {buyer: X, horizon: short, spread: 50 %}}]}\n", 1);
  assert_near(number_of("price_new_p05", 0), 13, 1e-9);
  assert_near(number_of("price_new_p95", 0), 13, 1e-9);
}

/* What changes are of is the base of the market's own year in each draw, with the plants that are there since an earlier
 * one: from 14 Mt at 13 to 16 Mt at 12 along P = 20 - z / 2, which is 15. */
static void changes_of_draws_are_of_the_base(void **state)
{
  (void)state;
  const char *of_others = folder;
  market_folder aged = full;
  aged.suppliers = "supplier,block,capacity,cost,from_year\nA,plant,6,2,2020\nB,plant,8,3,\n";
  folder = support_temp_folder("aged");
  write_market(folder, &aged);
  draw(", policy: [{capacity: {supplier: A, to: 8 Mt}}]}\n"
       "range: {draws: 20, drivers: 0, market: [{freight: {supplier: B, uniform: [50 %, 150 %]}}]}\n",
       1);
  support_remove(folder);
  folder = of_others;
  assert_near(number_of("surplus_change", 0), 15, 1e-7);
  assert_near(number_of("surplus_change_p05", 0), 15, 1e-7);
  assert_near(number_of("surplus_change_p95", 0), 15, 1e-7);
}

/* market_drivers.csv has each driver's own numbers. */
static void drivers_in_the_folder(void **state)
{
  (void)state;
  draw("}\nrange: {draws: 20, drivers: 64, market: [{capacity: {supplier: A, uniform: [60 %, 140 %]}}, "
       "{capacity: {supplier: B, uniform: [90 %, 110 %]}}], outcomes: [price X, rent A]}\n",
       1);
  const tw_outlook_driver *d;
  int count = tw_outlook_drivers(outlook, &d), rows = 0;
  assert_int_equal(count, 4);
  assert_true(d[0].total_error != d[1].total_error && d[0].total_error > 0);
  const char *written = support_temp("drivers");
  assert_ok(context, tw_outlook_write(context, outlook, written, "tradewind range t"));
  char *text = support_read(support_path(written, "market_drivers.csv"), NULL), *line = strchr(text, '\n');
  for (; line && line[1]; line = strchr(line + 1, '\n'), rows++) {
    char start[256];
    double number[4];
    assert_true(rows < count);
    snprintf(start, sizeof start, "\n%s,%s,%s,", d[rows].outcome, d[rows].code, d[rows].parameter);
    assert_int_equal(strncmp(line, start, strlen(start)), 0);
    assert_int_equal(sscanf(line + strlen(start), "%lf,%lf,%lf,%lf", &number[0], &number[1], &number[2], &number[3]),
                     4);
    assert_true(number[0] == d[rows].first_order && number[1] == d[rows].total);
    assert_true(number[2] == d[rows].first_order_error && number[3] == d[rows].total_error);
  }
  assert_int_equal(rows, count);
  free(text);
}

/* ---------------------------------------------------------------- what is drawn */

/* The central result is that of the market as it is, whatever is drawn about it. */
static void central(void **state)
{
  (void)state;
  double with[4], without[4];
  const char *const policy = ", policy: [{capacity: {supplier: A, change: 10 %}}]}\n";
  assert_ok(context, run(policy, NULL));
  assert_ok(context, tw_market_result_numbers(context, tw_outlook_result(outlook, 0, 0), 1, "price", without));
  char text[512];
  snprintf(text, sizeof text, "%srange: {draws: 20, market: [{cost: {spread: 50 %%}}]}\n", policy);
  draw(text, 1);
  assert_ok(context, tw_market_result_numbers(context, tw_outlook_result(outlook, 0, 0), 1, "price", with));
  assert_true(with[0] == without[0]);
  int certified;
  assert_int_equal(tw_outlook_draws(outlook, &certified), 20);
  assert_int_equal(certified, 20);
}

/* Later entries take over; all is each of them, and a key that is left out divides nothing. */
static void entries(void **state)
{
  (void)state;
  draw("}\nrange: {draws: 10, drivers: 0, market: [{capacity: {supplier: all, spread: 10 %}}, {elasticity: {spread: 20 "
       "%}}, {capacity: {supplier: A, spread: 5 %}}, {freight: {supplier: [A, B], buyer: X, spread: 5 %}}]}\n",
       1);
  static const char *const names[] = {"capacity of B", "elasticity", "capacity of A", "freight of A to X",
                                      "freight of B to X"};
  assert_int_equal(outlook->spreads.count, 5);
  for (int i = 0; i < 5; i++) assert_string_equal(tw_outlook_parameter(outlook, i)->name, names[i]);
  draw("}\nrange: {draws: 10, drivers: 0, market: [{capacity: {supplier: all, spread: 10 %}}, {capacity: {supplier: A, "
       "spread: 0 %}}]}\n",
       1);
  assert_int_equal(outlook->spreads.count, 1); /* 0 %: certain again */
  assert_string_equal(tw_outlook_parameter(outlook, 0)->source, "t.yaml:3");
  draw("}\nrange: {draws: 10}\n", 1); /* nobody says what is uncertain: as without a section */
  assert_int_equal(outlook->spreads.count, 4);
  assert_true(outlook->spreads.assumed);
}

/* The same bits on any number of threads, of draws and of drivers; another seed has others. */
static void threads(void **state)
{
  (void)state;
  static const char section[] =
      ", policy: [{capacity: {supplier: A, to: $k}}], compare: {cost: {supplier: B, change: 10 %}}}\n"
      "variables: {k: 6 Mt}\nrange: {draws: 150, drivers: 60, market: [{elasticity: {buyer: all, spread: 20 %}}, "
      "{cost: "
      "{supplier: all, spread: 10 %}}], variables: {k: {triangular: [4 Mt, 6 Mt, 8 Mt]}}}\n";
  double found[2][3];
  tw_outlook_driver kept[64];
  const tw_outlook_driver *d;
  int count = 0;
  for (int t = 0; t < 2; t++) {
    draw(section, 1 + 2 * t);
    found[t][0] = number_of("price_new_p05", 0);
    found[t][1] = number_of("rent_new_p95", 1);
    found[t][2] = number_of("worth_p50", 0);
    count = tw_outlook_drivers(outlook, &d);
    assert_int_equal(count, 4 * 5); /* price, bill, surplus_change and worth of the focus by five parameters */
    for (int i = 0; i < count; i++) {
      if (t == 0)
        kept[i] = d[i];
      else
        assert_true(kept[i].total == d[i].total || (isnan(kept[i].total) && isnan(d[i].total)));
    }
  }
  for (int i = 0; i < 3; i++) assert_true(found[0][i] == found[1][i]);
  const tw_outlook_options other = {.draws = -1, .seed = 7};
  assert_ok(context, run(section, &other));
  assert_true(number_of("price_new_p05", 0) != found[0][0]);
  const tw_outlook_options none = {.draws = 0, .drivers = -1}; /* nothing is drawn, and nothing said of what might be */
  int certified;
  assert_ok(context, run(section, &none));
  assert_null(tw_outlook_parameter(outlook, 0));
  assert_int_equal(tw_outlook_draws(outlook, &certified), 0);
}

/* Draws without an answer are counted and left out: a firm floor above what a drawn capacity lets through. */
static void failed_draws(void **state)
{
  (void)state;
  int certified;
  draw(", policy: [{floor: {supplier: A, buyer: X, to: 5 Mt}}, {capacity: {supplier: A, to: $k}}]}\n"
       "variables: {k: 6 Mt}\nrange: {draws: 100, drivers: 0, variables: {k: {uniform: [4 Mt, 8 Mt]}}}\n",
       1);
  assert_int_equal(tw_outlook_draws(outlook, &certified), 100);
  assert_int_equal(certified, 75);
  assert_near(number_of("price_new_p95", 0), 20 - (5.15 + 8) / 2, 0.03);
}

/* ---------------------------------------------------------------- what is wrong */

static void refused(const char *range, const char *words)
{
  char text[2048];
  tw_scenario *none = NULL;
  snprintf(text, sizeof text, "scenario: t\nmarket: {}\nrange: %s\n", range);
  assert_fails(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &none), TW_BAD_INPUT, words);
  assert_null(none);
}

static void not_drawn(const char *sections, const char *words)
{
  const tw_outlook_options options = {.draws = -1, .drivers = -1};
  assert_int_equal(run(sections, &options), TW_BAD_INPUT);
  if (!strstr(tw_error(context), words)) fail_msg("found %s", tw_error(context));
}

static void wrong(void **state)
{
  (void)state;
  refused("{market: [{elastisity: {buyer: JPN, spread: 10 %}}]}",
          "t.yaml:3:19: unknown number \"elastisity\" of a market; did you mean elasticity?");
  refused("{market: [{elasticity: {supplier: JPN, spread: 10 %}}]}",
          "found the key \"supplier\", expected one of: buyer");
  refused("{market: [{elasticity: {buyer: JPN}}]}", "elasticity says what but not how uncertain it is");
  refused("{market: [{cost: {spread: 10 %, uniform: [80 %, 90 %]}}]}", "found uniform beside spread, expected one of");
  refused("{market: [{cost: {uniform: [90 %, 80 %]}}]}", "uniform: the least is above the most");
  refused("{market: [{cost: {uniform: [0 %, 80 %]}}]}", "found \"0 %\", expected more than 0 %");
  refused("{market: [{cost: {uniform: [80 %]}}]}", "expected 2 percentages such as [80 %, 150 %]");
  refused("{market: [{cost: {uniform: [1, 2]}}]}", "uniform: \"1\" has no unit");
  refused("{market: [{cost: {normal: [100 %, 20 %]}}]}", "found the key \"normal\", expected one of");
  refused("{market: [{capacity: {spread: 10 %}}]}", "capacity needs the key supplier or the key passage");
  refused("{market: [{capacity: {supplier: A, passage: k, spread: 10 %}}]}", "found a supplier and a passage");
  refused("{market: [{sigma: {spread: -10 %}}]}", "spread: found \"-10 %\", expected 0 % to 1000 %");
  refused("{market: [{elasticity: {horizon: now, spread: 10 %}}]}", "expected long or short");
  refused("{market: 25 %}", "found \"25 %\", expected what is uncertain in the market");
  refused("{elasticities: {sector: all, spread: 25 %}}", "found elasticities, which is of a world's sectors");
  refused("{floor: 1}", "found floor, which is of a world's sectors");
  tw_scenario *none = NULL;
  static const char without[] = "scenario: t\npolicy: []\nrange: {market: {sigma: {spread: 10 %}}}\n";
  assert_fails(context, tw_scenario_parse(context, without, sizeof without - 1, "t.yaml", &none), TW_BAD_INPUT,
               "range: found market, and the scenario has no section market");
  not_drawn("}\nrange: {market: [{cost: {supplier: Z, spread: 10 %}}]}\n",
            "t.yaml:3:36: found \"Z\", expected a supplier of the market full");
  not_drawn("}\nrange: {market: [{freight: {supplier: B, passage: k, spread: 10 %}}]}\n",
            "t.yaml:3:19: range: freight covers nothing: no route of the market full fits all that it names");
  not_drawn("}\nrange: {market: [{cost: {spread: 0 %}}]}\n", "range: every spread is 0, nothing is uncertain");
  not_drawn(
      ", policy: [{capacity: {supplier: A, to: 0 Mt}}]}\nrange: {market: [{capacity: {supplier: A, spread: 10 %}}]}\n",
      "range: capacity of A: A has no capacity that could be uncertain there");
  not_drawn("}\nrange: {market: [{cost: {spread: 10 %}}], outcomes: [prise X]}\n",
            "outcomes: found \"prise X\", expected an outcome of a market: price, quantity");
  not_drawn("}\nrange: {market: [{cost: {spread: 10 %}}], outcomes: [price A]}\n",
            "found \"A\", expected a buyer of the market full");
  not_drawn("}\nrange: {market: [{cost: {spread: 10 %}}], outcomes: [worth X]}\n",
            "outcomes: found worth, and the section market compares nothing");
  not_drawn(
      ", policy: [{outage: {supplier: A, share: $s}}]}\nvariables: {s: 50 %}\nrange: {variables: {s: {uniform: [50 "
      "%, 150 %]}}}\n",
      "share: a variable makes this");
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test_teardown(variable_of_a_rule, end_test),
                                     cmocka_unit_test_teardown(variable_of_a_shock, end_test),
                                     cmocka_unit_test_teardown(two_capacities, end_test),
                                     cmocka_unit_test_teardown(freight_and_tolls, end_test),
                                     cmocka_unit_test_teardown(elasticities, end_test),
                                     cmocka_unit_test_teardown(changes_of_draws_are_of_the_base, end_test),
                                     cmocka_unit_test_teardown(drivers_in_the_folder, end_test),
                                     cmocka_unit_test_teardown(central, end_test),
                                     cmocka_unit_test_teardown(entries, end_test),
                                     cmocka_unit_test_teardown(threads, end_test),
                                     cmocka_unit_test_teardown(failed_draws, end_test),
                                     cmocka_unit_test_teardown(wrong, end_test)};
  folder = support_temp_folder("full");
  write_market(folder, &full);
  int failed = cmocka_run_group_tests(tests, context_setup, context_teardown);
  support_remove(folder);
  return support_finish(failed);
}
