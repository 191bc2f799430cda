/* The section `market` of scenarios, and what becomes of it: units, rules in a year, what is compared, draws. */
#include <math.h>

#include "ensemble/sample.h"
#include "ensemble/statistics.h"
#include "markets.h"
#include "outlook/outlook.h"

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

static void open_text(const char *section)
{
  char text[2048];
  snprintf(text, sizeof text, "scenario: t\n%s", section);
  tw_outlook_free(outlook);
  tw_scenario_free(scenario);
  outlook = NULL;
  scenario = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
}

static void run_text(const char *section)
{
  open_text(section);
  assert_ok(context, tw_outlook_run(context, scenario, NULL, &outlook));
  assert_int_equal(tw_outlook_solved(outlook), tw_outlook_years(outlook));
}

static void refused(const char *section, const char *words)
{
  char text[2048];
  tw_scenario *none = NULL;
  snprintf(text, sizeof text, "scenario: t\n%s", section);
  assert_fails(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &none), TW_BAD_INPUT, words);
  assert_null(none);
}

static int buyer(const char *code)
{
  return tw_market_find(tw_outlook_market(outlook), TW_MARKET_BUYERS, code);
}

static double of_buyer(int index, int compared, const char *field, const char *code)
{
  double number[64];
  tw_market_info info;
  const tw_market_result *r = tw_outlook_result(outlook, index, compared);
  tw_market_result_about(r, &info);
  assert_ok(context, tw_market_result_numbers(context, r, info.after, field, number));
  return number[buyer(code)];
}

static double of_outlook(const char *field, const char *code)
{
  double number[64];
  assert_ok(context, tw_outlook_numbers(context, outlook, field, number));
  return number[buyer(code)];
}

static double capacity_of(const char *code)
{
  double number[64];
  const tw_market_result *r = tw_outlook_result(outlook, 0, 0);
  tw_market_info info;
  tw_market_result_about(r, &info);
  assert_ok(context, tw_market_result_numbers(context, r, info.after, "capacity", number));
  return number[tw_market_find(tw_outlook_market(outlook), TW_MARKET_SUPPLIERS, code)];
}

/* ---------------------------------------------------------------- units and rules */

static void units(void **state)
{
  (void)state;
  run_text("market: {policy: [{capacity: {supplier: CAN, to: 28 Mt}}]}\n");
  assert_close(capacity_of("CAN"), 28, 1e-12);
  run_text("market: {policy: [{capacity: {supplier: CAN, to: 1536.1613215 PJ}}]}\n"); /* 28 x 52 x 1.05505585262 */
  assert_close(capacity_of("CAN"), 28, 1e-8);
  run_text("market: {policy: [{capacity: {supplier: QAT, change: -50 %}}]}\n");
  double half = capacity_of("QAT");
  run_text("market: {shock: [{outage: {supplier: QAT, for: 6 months}}]}\n");
  assert_close(capacity_of("QAT"), half, 1e-9);
  run_text("market: {shock: [{outage: {supplier: QAT, share: 50 %}}]}\n");
  assert_close(capacity_of("QAT"), half, 1e-9);
  run_text("market: {shock: [{outage: {supplier: QAT, for: 73 days}}]}\n");
  assert_close(capacity_of("QAT"), half * 1.6, 1e-9);
  run_text("market: {policy: [{demand: {buyer: JPN, add: 2 Mt}}, {tax: {buyer: JPN, to: 10 %}}, {freight: {buyer: KOR, "
           "add: 0.5 USD/MMBtu}}, {elasticity: {buyer: all, change: 10 %}}]}\n");
}

/* A list of names is a rule for each. */
static void lists(void **state)
{
  (void)state;
  run_text("market: {shock: [{outage: {supplier: [QAT, ARE, OMN]}}]}\n");
  assert_close(capacity_of("QAT") + capacity_of("ARE") + capacity_of("OMN"), 0, 1e-12);
  double together = of_buyer(0, 0, "price", "JPN");
  run_text("market: {shock: [{outage: {supplier: QAT}}, {outage: {supplier: ARE}}, {outage: {supplier: OMN}}]}\n");
  assert_close(of_buyer(0, 0, "price", "JPN"), together, 1e-12);
}

/* Part of a year lets the rest of what sails through it pass. */
static void part_of_a_year(void **state)
{
  (void)state;
  double number[16], before, after;
  run_text("market: {shock: [{close: {passage: panama, for: 3 months}}]}\n");
  const tw_market_result *r = tw_outlook_result(outlook, 0, 0);
  int panama = tw_market_find(tw_outlook_market(outlook), TW_MARKET_PASSAGES, "panama");
  assert_ok(context, tw_market_result_numbers(context, r, 1, "passage_quantity", number));
  before = number[panama];
  assert_ok(context, tw_market_result_numbers(context, r, 2, "passage_quantity", number));
  after = number[panama];
  assert_close(after, 0.75 * before, 1e-9);
}

/* ---------------------------------------------------------------- years */

static void years(void **state)
{
  (void)state;
  run_text("from: 2030\nuntil: 2032\nmarket: {statuses: [operating, firm], compare: {statuses: [operating, firm, "
           "proposed]}}\n");
  assert_int_equal(tw_outlook_years(outlook), 3);
  assert_int_equal(tw_outlook_year(outlook, 2), 2032);
  assert_close(capacity_of("CAN"), 19.85, 1e-9); /* of 2030: the register of September 2026 */
  assert_true(of_buyer(1, 0, "price", "JPN") < of_buyer(0, 0, "price", "JPN"));
  assert_true(of_buyer(2, 1, "price", "JPN") < of_buyer(2, 0, "price", "JPN"));
  run_text("market: {year: 2031, policy: [{outage: {supplier: QAT, from: 2032}}]}\n"); /* not in force yet */
  assert_true(capacity_of("QAT") > 70);
  run_text("market: {year: 2032, policy: [{outage: {supplier: QAT, from: 2032}}]}\n");
  assert_close(capacity_of("QAT"), 0, 1e-12);
  run_text(
      "from: 2025\nuntil: 2027\nmarket: {policy: [{capacity: {supplier: CAN, to: {2025: 10 Mt, 2027: 20 Mt}}}]}\n");
  double number[64];
  assert_ok(context, tw_market_result_numbers(context, tw_outlook_result(outlook, 1, 0), 1, "capacity", number));
  assert_close(number[tw_market_find(tw_outlook_market(outlook), TW_MARKET_SUPPLIERS, "CAN")], 15, 1e-9);
}

/* ---------------------------------------------------------------- what is compared */

/* The insurance value by its definition: two scenarios solved by themselves, and the difference of what is lost. */
static void insurance(void **state)
{
  (void)state;
  double change[64];
  run_text("market: {shock: [{close: {passage: hormuz}}]}\n");
  double without = of_outlook("surplus_change", "JPN");
  assert_true(isnan(of_outlook("worth", "JPN")));
  run_text("market: {policy: [{capacity: {supplier: CAN, to: 28 Mt}}], shock: [{close: {passage: hormuz}}]}\n");
  double with = of_outlook("surplus_change", "JPN");
  run_text("market: {shock: [{close: {passage: hormuz}}], compare: {capacity: {supplier: CAN, to: 28 Mt}}}\n");
  assert_close(of_outlook("surplus_change", "JPN"), without, 1e-12);
  assert_close(of_outlook("worth", "JPN"), with - without, 1e-12);
  assert_true(with - without > 1);
  assert_ok(context, tw_outlook_numbers(context, outlook, "worth", change));
  assert_fails(context, tw_outlook_numbers(context, outlook, "wort", change), TW_USAGE,
               "has no numbers \"wort\"; did you mean worth?");
}

/* Directly cut by Hormuz is what sails through it, by Qatar what it sells. */
static void direct_losses(void **state)
{
  (void)state;
  double lost[64], sum = 0, through[16];
  run_text("market: {shock: [{close: {passage: hormuz}}]}\n");
  assert_ok(context, tw_outlook_numbers(context, outlook, "direct_loss", lost));
  for (int d = 0; d < tw_market_count(tw_outlook_market(outlook), TW_MARKET_BUYERS); d++) sum += lost[d];
  assert_ok(context,
            tw_market_result_numbers(context, tw_outlook_result(outlook, 0, 0), 1, "passage_quantity", through));
  assert_close(sum, through[tw_market_find(tw_outlook_market(outlook), TW_MARKET_PASSAGES, "hormuz")], 1e-9);
  double missing = 65.7194 - of_buyer(0, 0, "quantity", "JPN");
  assert_close(of_outlook("replaced_pct", "JPN"), 100 * (1 - missing / lost[buyer("JPN")]), 1e-9);
  run_text("market: {shock: [{outage: {supplier: QAT, share: 50 %}}]}\n");
  sum = 0;
  assert_ok(context, tw_outlook_numbers(context, outlook, "direct_loss", lost));
  for (int d = 0; d < tw_market_count(tw_outlook_market(outlook), TW_MARKET_BUYERS); d++) sum += lost[d];
  assert_true(fabs(sum - 74.9391 / 2) < 0.02 * 74.9391); /* half of it, less what the surge adds */
}

/* `all` is every one of them, also where a rule has to name somebody. */
static void all_of_them(void **state)
{
  (void)state;
  const struct {
    const char *all, *each, *words;
  } rule[] = {
      {"policy: [{capacity: {supplier: all, change: -5 %}}]", NULL, "Capacity of all suppliers -5 %."},
      {"shock: [{outage: {supplier: all, share: 5 %}}]", NULL, "As a shock: all suppliers lose 5 % of their capacity"},
      {"policy: [{floor: {supplier: all, change: -100 %}}]", "policy: [{floor: {buyer: all, change: -100 %}}]",
       "Contracts from all suppliers -100 %."},
      {"policy: [{toll: {passage: all, add: 0.1 USD/MMBtu}}]",
       "policy: [{toll: {passage: [hormuz, malacca, sunda, taiwan_strait, luzon_strait, bab_el_mandeb, suez, "
       "gibraltar, panama, cape], add: 0.1 USD/MMBtu}}]",
       "Toll of all passages +0.1 USD/MMBtu."},
  };
  for (size_t i = 0; i < sizeof rule / sizeof *rule; i++) {
    char text[512];
    snprintf(text, sizeof text, "market: {focus: JPN, %s%s}\n", rule[i].all,
             i < 2 ? ", compare: {capacity: {supplier: all, to: 28 Mt}}" : "");
    run_text(text);
    double japan = of_buyer(0, 0, "price", "JPN"), china = of_buyer(0, 0, "price", "CHN");
    assert_non_null(strstr(tw_outlook_sentence(outlook, "en", 0), rule[i].words));
    assert_true(i == 2 || fabs(japan - 11.89) > 1e-4); /* contracts bind nowhere in the base */
    if (!rule[i].each) continue;
    snprintf(text, sizeof text, "market: {%s}\n", rule[i].each);
    run_text(text);
    assert_close(of_buyer(0, 0, "price", "JPN"), japan, 0);
    assert_close(of_buyer(0, 0, "price", "CHN"), china, 0);
  }
}

/* ---------------------------------------------------------------- draws */

static void draws(void **state)
{
  (void)state;
  double low[64], high[64], again[64];
  tw_outlook_options options = {.draws = 24, .seed = 3, .threads = 1};
  open_text("market: {shock: [{outage: {supplier: RUS_Y}}]}\n");
  assert_ok(context, tw_outlook_run(context, scenario, &options, &outlook));
  int certified, japan = buyer("JPN");
  assert_int_equal(tw_outlook_draws(outlook, &certified), 24);
  assert_int_equal(certified, 24);
  assert_ok(context, tw_outlook_numbers(context, outlook, "price_new_p05", low));
  assert_ok(context, tw_outlook_numbers(context, outlook, "price_new_p95", high));
  double central = of_buyer(0, 0, "price", "JPN");
  assert_true(low[japan] < central && central < high[japan]);
  tw_outlook_free(outlook);
  options.threads = 2; /* the same bits on any number of threads */
  assert_ok(context, tw_outlook_run(context, scenario, &options, &outlook));
  assert_ok(context, tw_outlook_numbers(context, outlook, "price_new_p05", again));
  for (int d = 0; d < tw_market_count(tw_outlook_market(outlook), TW_MARKET_BUYERS); d++)
    assert_true(again[d] == low[d]);
}

static const market_folder narrow = {
    .yaml = "name: narrow\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n",
    .suppliers = "supplier,block,capacity,cost\nA,plant,,2\nB,plant,,3\n",
    .buyers = "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,-0.2,-1\nY,20,8,-0.2,-1\n",
    .passages = "passage,capacity\nk,9\n",
    .arcs = "supplier,buyer,quantity,freight,passages\nA,X,15,1,k\nA,Y,5,1.5,\nB,X,5,2,\nB,Y,15,1,\n"};

/* Without a shock changes are from the base as it is solved, which is no base of the data where a strait is too narrow
 * for it: where nothing is done nothing changes, in any draw, and a compared variant is worth what it changes. */
static void draws_of_the_base(void **state)
{
  (void)state;
  double found[6], central[2];
  const char *folder = support_temp_folder("narrow");
  const tw_outlook_options options = {.market = folder, .draws = 16, .seed = 3, .threads = 1};
  write_market(folder, &narrow);
  assert_ok(context, tw_outlook_run(context, NULL, &options, &outlook));
  assert_true(of_buyer(0, 0, "price", "X") > 10.5);
  const char *const fields[] = {"surplus_change_p05", "surplus_change_p50", "surplus_change_p95"};
  for (size_t i = 0; i < 3; i++) {
    assert_ok(context, tw_outlook_numbers(context, outlook, fields[i], found));
    for (int d = 0; d < 2; d++) assert_close(found[d], 0, 1e-9);
  }
  open_text("market: {policy: [{cost: {supplier: A, change: 0 %}}], compare: {capacity: {passage: k, to: 14 Mt}}}\n");
  assert_ok(context, tw_outlook_run(context, scenario, &options, &outlook));
  assert_ok(context, tw_outlook_numbers(context, outlook, "worth", central));
  assert_true(central[0] > 1e-3);
  assert_ok(context, tw_outlook_numbers(context, outlook, "worth_p05", found));
  assert_ok(context, tw_outlook_numbers(context, outlook, "worth_p95", found + 2));
  assert_true(found[0] > 0 && found[0] < central[0] && central[0] < found[2]);
  support_remove(folder);
}

/* A draw is the market whose file says what is drawn: of two the median is the mean of both, each solved by itself. */
static void draws_are_markets(void **state)
{
  (void)state;
  static const char shock[] =
      "market: {shock: [{outage: {supplier: A, share: 30 %}}], compare: {capacity: {passage: k, to: 14 Mt}}}\n";
  static const double spread[] = {0.3, 0.4, 0.4, 0.2};
  double price = 0, worth = 0, found[2];
  const char *folder = support_temp_folder("drawn");
  tw_outlook_options options = {.market = folder, .threads = 1};
  for (size_t draw = 0; draw < 2; draw++) {
    double u[4], f[4];
    char yaml[256], buyers[256], arcs[256];
    twi_hypercube_point(3, 2, draw, 4, u);
    for (int i = 0; i < 4; i++) f[i] = exp(spread[i] * twi_normal_inverse(u[i]));
    snprintf(yaml, sizeof yaml, "%ssigma: %.17g\n", narrow.yaml, 5 * f[2]);
    snprintf(buyers, sizeof buyers,
             "buyer,quantity,price,elasticity_short,elasticity_long\nX,20,10,%.17g,%.17g\nY,20,8,%.17g,%.17g\n",
             -0.2 * f[1], -f[0], -0.2 * f[1], -f[0]);
    snprintf(arcs, sizeof arcs,
             "supplier,buyer,quantity,freight,passages\nA,X,15,%.17g,k\nA,Y,5,%.17g,\nB,X,5,%.17g,\nB,Y,15,%.17g,\n",
             f[3], 1.5 * f[3], 2 * f[3], f[3]);
    write_market(folder, &(const market_folder){yaml, narrow.suppliers, buyers, narrow.passages, arcs});
    open_text(shock);
    assert_ok(context, tw_outlook_run(context, scenario, &options, &outlook));
    price += of_buyer(0, 0, "price", "X") / 2;
    assert_ok(context, tw_outlook_numbers(context, outlook, "worth", found));
    worth += found[0] / 2;
  }
  write_market(folder, &narrow);
  options.draws = 2;
  options.seed = 3;
  open_text(shock);
  assert_ok(context, tw_outlook_run(context, scenario, &options, &outlook));
  assert_ok(context, tw_outlook_numbers(context, outlook, "price_new_p50", found));
  assert_close(found[0], price, 1e-9);
  assert_ok(context, tw_outlook_numbers(context, outlook, "worth_p50", found));
  assert_close(found[0], worth, 1e-8);
  support_remove(folder);
}

/* Each request for memory fails in turn: nothing is lost and nothing is left. */
static tw_status draw_all(tw_context *ctx, void *user)
{
  static const char text[] =
      "scenario: t\nmarket: {shock: [{close: {passage: k}}], compare: {capacity: {supplier: B, to: 30 Mt}}}\n";
  const tw_outlook_options options = {.market = user, .draws = 3, .seed = 3, .threads = 1};
  tw_scenario *s = NULL;
  tw_outlook *o = NULL;
  tw_status status = tw_scenario_parse(ctx, text, sizeof text - 1, "t.yaml", &s);
  if (status == TW_OK) status = tw_outlook_run(ctx, s, &options, &o);
  tw_outlook_free(o);
  tw_scenario_free(s);
  return status;
}

static void draws_without_memory(void **state)
{
  (void)state;
  const char *folder = support_temp_folder("narrow");
  write_market(folder, &narrow);
  assert_true(support_fail_some(draw_all, (void *)(uintptr_t)folder, 7) > 200);
  support_remove(folder);
}

/* ---------------------------------------------------------------- words */

static void sentences(void **state)
{
  (void)state;
  run_text(
      "market: {focus: JPN, shock: [{close: {passage: hormuz}}], compare: {capacity: {supplier: CAN, to: 28 Mt}}}\n");
  const char *const languages[] = {"en", "fr", "ja"};
  for (int l = 0; l < 3; l++)
    for (int i = 0; i < 6; i++) assert_non_null(tw_outlook_sentence(outlook, languages[l], i));
  assert_string_equal(tw_outlook_sentence(outlook, NULL, 0), "As a shock: Strait of Hormuz closed for a year.");
  assert_non_null(strstr(tw_outlook_sentence(outlook, "en", 5), "Canada's 28 Mt would save Japan "));
  assert_non_null(strstr(tw_outlook_sentence(outlook, "fr", 5), "Les 28 Mt de CAN épargneraient à JPN "));
  assert_non_null(strstr(tw_outlook_sentence(outlook, "fr", 1), "JPN paie 25,34"));
  assert_non_null(strstr(tw_outlook_sentence(outlook, "ja", 5), "CANの28 Mtは、この衝撃でJPNに"));
  assert_null(tw_outlook_sentence(outlook, "en", 6));
}

/* Suppliers and buyers have English names alone: elsewhere their codes stand. */
static void names_of_rules(void **state)
{
  (void)state;
  run_text("market: {policy: [{capacity: {supplier: CAN, to: 28 Mt}}]}\n");
  assert_non_null(strstr(tw_outlook_sentence(outlook, "en", 0), "apacity of Canada to 28 Mt"));
  assert_non_null(strstr(tw_outlook_sentence(outlook, "fr", 0), "apacité de CAN à 28 Mt"));
  assert_non_null(strstr(tw_outlook_sentence(outlook, "ja", 0), "CANの能力を28 Mtに"));
}

/* ---------------------------------------------------------------- what is wrong */

static void wrong(void **state)
{
  (void)state;
  refused("market: lng2024\n", "t.yaml:2:9: found \"lng2024\", expected a market and what is done to it");
  refused("market:\n  name: []\n", "t.yaml:3:9: found a list of 0, expected a built-in market or a folder of one");
  refused("market:\n  policy: {capacity: {supplier: CAN, to: 1 Mt}}\n",
          "t.yaml:3:11: found a mapping of 1 key, expected "
          "a list of rules of a market");
  refused("market: {policy: [{capacity: {supplier: CAN, to: 1 Mt}, close: {passage: suez}}]}\n",
          "found a second key \"close\" in one entry");
  refused("market: {policy: [{capacity: {supplier: CAN, passage: suez, to: 1 Mt}}]}\n",
          "found a supplier and a passage, expected the capacity of one of them");
  refused("market: {policy: [{outage: {passage: suez}}]}\n",
          "found the key \"passage\", expected one of: supplier, share, for, from, until");
  refused("market: {policy: [{elasticity: {buyer: JPN, to: 0.2}}]}\n", "to: found \"0.2\", expected less than 0");
  refused("market: {policy: [{elasticity: {buyer: JPN, add: -0.1}}]}\n", "rule elasticity takes to or change, not add");
  refused("market: {policy: [{conjecture: {supplier: QAT, to: 1.5}}]}\n", "to: found \"1.5\", expected 0 to 1");
  refused("market: {horizon: middle}\n", "found \"middle\", expected long or short");
  refused("from: 2025\nuntil: 2026\nmarket: {year: 2025}\n", "found a year of the market and from and until");
  refused("market: {shock: [{close: {passage: suez, for: 2 Mt}}]}\n",
          "for: \"2 Mt\" is a mass, expected a time such as 6 "
          "months or 90 days");
  refused("market: {shock: [{close: {passage: suez, for: 0 days}}]}\n",
          "for: found \"0 days\", expected more than nothing");
  refused("market: {compare: {statuses: maybe}}\n", "statuses: found \"maybe\", expected operating, firm or proposed");
  refused("market: {policy: [{floor: {to: 2 Mt}}]}\n", "rule floor needs the key supplier or the key buyer");
  /* units of markets are none of a policy's */
  refused("policy: [{tariff: {importer: USA, exporter: CAN, sector: all, to: 2 Mt}}]\n",
          "to: \"2 Mt\" is a mass, expected a percentage");
  tw_outlook *none = NULL;
  open_text("market: {policy: [{outage: {supplier: QAR}}]}\n");
  assert_fails(context, tw_outlook_run(context, scenario, NULL, &none), TW_BAD_INPUT,
               "found \"QAR\", expected a supplier of the market lng2024; did you mean QAT?");
  open_text("policy: []\n");
  assert_fails(context, tw_outlook_run(context, scenario, NULL, &none), TW_BAD_INPUT, "has no section market");
  const tw_outlook_options one = {.draws = 1};
  assert_fails(context, tw_outlook_run(context, NULL, &one, &none), TW_USAGE, "found 1 draws, expected 0, or 2 to");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(units, end_test),
      cmocka_unit_test_teardown(lists, end_test),
      cmocka_unit_test_teardown(part_of_a_year, end_test),
      cmocka_unit_test_teardown(years, end_test),
      cmocka_unit_test_teardown(insurance, end_test),
      cmocka_unit_test_teardown(direct_losses, end_test),
      cmocka_unit_test_teardown(draws, end_test),
      cmocka_unit_test_teardown(all_of_them, end_test),
      cmocka_unit_test_teardown(draws_of_the_base, end_test),
      cmocka_unit_test(draws_without_memory),
      cmocka_unit_test_teardown(draws_are_markets, end_test),
      cmocka_unit_test_teardown(sentences, end_test),
      cmocka_unit_test_teardown(names_of_rules, end_test),
      cmocka_unit_test_teardown(wrong, end_test),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
