/* Stress tests: closed forms on markets of two suppliers, stocks and fuels by hand, the built-in market against what
 * tw_market_solve says of the same shock, names, what is wrong. */
#include <math.h>

#include "markets.h"

/* ---------------------------------------------------------------- what all tests do */

static char folder[4096];

/* Two suppliers of 10 Mt each, one of them through a strait, one buyer of 20 Mt at 10 USD/MMBtu with elasticity -0.5.
 * Money is price times quantity. */
static const market_folder two = {
    .yaml = "name: lng-two\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\n"
            "demand: constant_elasticity\n",
    .suppliers = "supplier,name,region,block,capacity,cost\nA,Alpha,AAA,plant,10,2\nB,Beta: north,AAA,plant,10,2\n",
    .buyers = "buyer,name,quantity,price,elasticity_short,elasticity_long\nJPN,Japan,20,10,-0.5,-0.7\n",
    .passages = "passage,name\nhormuz,Strait of Hormuz\nstrait,The strait\n",
    .arcs = "supplier,buyer,route,quantity,freight,passages\nA,JPN,,10,1,strait\nB,JPN,,10,1,\n"};

static const char *market_at(const market_folder *of)
{
  snprintf(folder, sizeof folder, "%s", support_temp_folder("market"));
  write_market(folder, of);
  return folder;
}

static tw_stress *stress_of(tw_stress_options options)
{
  tw_stress *s = NULL;
  tw_stress_info info;
  if (options.threads == 0) options.threads = 1;
  assert_ok(context, tw_stress_run(context, &options, &s));
  tw_stress_about(s, &info);
  assert_int_equal(info.outcome, TW_CERTIFIED);
  assert_string_equal(info.message, "");
  return s;
}

static tw_stress *stress_two(tw_stress_options options)
{
  options.market = market_at(&two);
  tw_stress *s = stress_of(options);
  support_remove(folder);
  return s;
}

/* The row of a loss, a buyer (NULL: any), a fuel, a bound. */
static tw_stress_row row_of(const tw_stress *s, const char *lost, const char *buyer, const char *fuel, int equilibrium)
{
  tw_stress_row r;
  for (int i = 0; tw_stress_at(s, i, &r); i++)
    if (strcmp(r.lost, lost) == 0 && (!buyer || strcmp(r.buyer, buyer) == 0) && strcmp(r.fuel, fuel) == 0 &&
        strcmp(r.bound, equilibrium ? "equilibrium" : "no_substitution") == 0)
      return r;
  fail_msg("no row of %s, %s, %s", lost, buyer ? buyer : "anybody", fuel);
  return r;
}

static int rows_of(const tw_stress *s, const char *fuel)
{
  tw_stress_row r;
  int count = 0;
  for (int i = 0; tw_stress_at(s, i, &r); i++) count += strcmp(r.fuel, fuel) == 0;
  return count;
}

/* ---------------------------------------------------------------- closed forms */

/* A is lost: B makes 10 Mt and its surge of 0.2, so z' = 10.2, P = 10 (20/10.2)^2, and surplus changes by
 * -20 10 ((P/10)^0.5 - 1)/0.5 = -400 (20/10.2 - 1). Japan's gas is 21 days in stock: 21 x 20/365 Mt. */
static void test_supplier(void **state)
{
  (void)state;
  tw_stress *s = stress_two((tw_stress_options){.lose = "A", .fuel = "lng"});
  tw_stress_row cut = row_of(s, "A", "JPN", "lng", 0), e = row_of(s, "A", "JPN", "lng", 1);
  double price = 10 * pow(20 / 10.2, 2);
  assert_int_equal(rows_of(s, "lng"), 2);
  assert_close(cut.direct, 10, 1e-12);
  assert_close(cut.shortfall, 10, 1e-12);
  assert_close(cut.direct_pct, 50, 1e-12);
  assert_close(cut.days_cover, 365 * (21 * 20 / 365.0) / 10, 1e-12);
  assert_true(isnan(cut.price_pct) && isnan(cut.bill_change) && isnan(cut.replaced_pct) && isnan(cut.surplus_change));
  assert_close(e.direct, 10, 1e-12);
  assert_close(e.shortfall, 9.8, 1e-9);
  assert_close(e.replaced_pct, 2, 1e-6);
  assert_close(e.price_new, price, 1e-9);
  assert_close(e.price_pct, 100 * (price / 10 - 1), 1e-9);
  assert_close(e.bill_change, price * 10.2 - 200, 1e-9);
  assert_close(e.surplus_change, -400 * (20 / 10.2 - 1), 1e-9);
  assert_close(e.unserved, 0, 1e-12);
  assert_close(e.stock_days, 21, 0);
  assert_close(e.days_cover, 21 * 20 / 9.8, 1e-9);
  assert_close(e.months_to_end, 21 * 20 / 9.8 / 0.5 * 12 / 365, 1e-9);
  assert_close(e.quantity_base, 20, 1e-12);
  assert_true(isnan(e.detour_days) && isnan(e.no_way_pct) && isnan(e.not_known_pct));
  double before[2], after[2];
  assert_int_equal(tw_stress_flows(s, "A", before, after), 1);
  assert_close(before[0], 10, 1e-12);
  assert_close(after[0], 0, 1e-9);
  assert_close(after[1], 10.2, 1e-9);
  assert_int_equal(tw_stress_flows(s, "B", before, after), 0);
  tw_stress_free(s);
  /* a larger part of the shortfall from stocks ends them sooner */
  s = stress_two((tw_stress_options){.lose = "alpha", .buyer = "jpn", .fuel = "lng", .release = 1});
  e = row_of(s, "A", "JPN", "lng", 1);
  assert_close(e.months_to_end, 21 * 20 / 9.8 * 12 / 365, 1e-9);
  tw_stress_free(s);
}

/* A ceiling of 20: z = 20 2^-0.5 is wanted and 10.2 arrives; the rest goes unserved. The shortfall counts what arrives. */
static void test_ceiling(void **state)
{
  (void)state;
  tw_stress *s = stress_two((tw_stress_options){.lose = "A", .fuel = "lng", .ceiling = 20});
  tw_stress_row e = row_of(s, "A", "JPN", "lng", 1);
  assert_close(e.price_new, 20, 1e-9);
  assert_close(e.shortfall, 9.8, 1e-9);
  assert_close(e.unserved, 20 / sqrt(2) - 10.2, 1e-9);
  assert_close(e.surplus_change, -400 * (sqrt(2) - 1), 1e-9);
  assert_close(e.bill_change, 20 * 10.2 - 200, 1e-9);
  tw_stress_loss l;
  assert_int_equal(tw_stress_loss_at(s, 0, &l), 1);
  assert_close(l.unserved, e.unserved, 1e-12);
  assert_non_null(strstr(tw_stress_sentence(s, "en", 4), "go unserved at the price ceiling of 20 USD/MMBtu"));
  tw_stress_free(s);
  /* all is lost: nothing arrives, at the usual ceiling of 8 times the mean price */
  s = stress_two((tw_stress_options){.lose = "all", .fuel = "lng"});
  e = row_of(s, "all", "JPN", "lng", 1);
  assert_close(e.price_new, 80, 1e-9);
  assert_close(e.shortfall, 20, 1e-9);
  assert_close(e.unserved, 20 * pow(8, -0.5), 1e-9);
  tw_stress_free(s);
}

/* Linear demand: P = 30 - z. */
static void test_linear(void **state)
{
  (void)state;
  tw_stress *s = stress_two((tw_stress_options){.lose = "A", .fuel = "lng", .linear = 1});
  tw_stress_row e = row_of(s, "A", "JPN", "lng", 1);
  assert_close(e.price_new, 19.8, 1e-9);
  assert_close(e.surplus_change, -(19.8 - 10) * (20 + 10.2) / 2, 1e-9);
  assert_non_null(strstr(tw_stress_remark(s, NULL, 2), "demand is linear up to a price ceiling of 80 USD/MMBtu"));
  tw_stress_free(s);
  /* a market that says linear is stressed with constant elasticity, unless asked */
  market_folder linear = two;
  linear.yaml = "name: lng-two\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\ndemand: linear\n";
  s = stress_of((tw_stress_options){.market = market_at(&linear), .lose = "A", .fuel = "lng"});
  support_remove(folder);
  e = row_of(s, "A", "JPN", "lng", 1);
  assert_close(e.price_new, 10 * pow(20 / 10.2, 2), 1e-9);
  tw_stress_free(s);
}

/* Half of it for half a year is a quarter of the year's flow; days of cover are at the rate while it lasts. */
static void test_part_of_a_year(void **state)
{
  (void)state;
  tw_stress *s = stress_two((tw_stress_options){.lose = "A", .fuel = "lng", .share = 0.5, .months = 6});
  tw_stress_row cut = row_of(s, "A", "JPN", "lng", 0), e = row_of(s, "A", "JPN", "lng", 1);
  assert_close(cut.direct, 2.5, 1e-12);
  assert_close(cut.days_cover, 21 * 20.0 / 5, 1e-12);
  assert_close(e.days_cover, 21 * 20 * 0.5 / e.shortfall, 1e-12);
  assert_true(e.shortfall > 2 && e.shortfall < 2.5);
  tw_stress_free(s);
  /* the strait carries A's gas, so that a part of it is that part of A; without a surge, since A's plants are there */
  s = stress_two((tw_stress_options){.lose = "strait", .fuel = "lng", .share = 0.5, .months = 6});
  cut = row_of(s, "strait", "JPN", "lng", 0);
  e = row_of(s, "strait", "JPN", "lng", 1);
  assert_close(cut.direct, 2.5, 1e-12);
  assert_string_equal(cut.kind, "passage");
  double before[2], after[2];
  tw_stress_flows(s, "strait", before, after);
  assert_close(after[0], 7.5, 1e-9);
  tw_stress_free(s);
  /* both together: (1 - 1/4)^2 of A is left */
  s = stress_two((tw_stress_options){.lose = "strait,A", .fuel = "lng", .share = 0.5, .months = 6});
  cut = row_of(s, "strait+A", "JPN", "lng", 0);
  assert_close(cut.direct, 10 * (1 - 0.75 * 0.75), 1e-12);
  assert_string_equal(cut.kind, "together");
  tw_stress_free(s);
  /* half of a passage that nobody used leaves it open as a way around: of A, half of whose strait is lost, all arrives */
  market_folder around = two;
  around.arcs =
      "supplier,buyer,route,quantity,freight,passages\nA,JPN,near,10,1,strait\nA,JPN,far,,1.5,hormuz\nB,JPN,,10,1,\n";
  s = stress_of(
      (tw_stress_options){.market = market_at(&around), .lose = "strait,hormuz", .fuel = "lng", .share = 0.5});
  support_remove(folder);
  e = row_of(s, "strait+hormuz", "JPN", "lng", 1);
  assert_close(e.direct, 5, 1e-12);
  assert_true(e.shortfall < 1);
  tw_stress_free(s);
  s = stress_of((tw_stress_options){.market = market_at(&around), .lose = "strait,hormuz", .fuel = "lng"});
  support_remove(folder);
  e = row_of(s, "strait+hormuz", "JPN", "lng", 1);
  assert_close(e.shortfall, 9.8, 1e-9);
  tw_stress_free(s);
  /* a passage that nobody uses is no loss, nor is a part of it */
  s = stress_two((tw_stress_options){.lose = "hormuz", .fuel = "lng", .share = 0.5});
  e = row_of(s, "hormuz", "JPN", "lng", 1);
  assert_close(e.direct, 0, 0);
  assert_close(e.shortfall, 0, 0);
  assert_true(isnan(e.days_cover) && isnan(e.months_to_end) && isnan(e.replaced_pct));
  assert_close(e.price_pct, 0, 1e-9);
  tw_stress_free(s);
}

/* ---------------------------------------------------------------- the matrix */

static void test_matrix(void **state)
{
  (void)state;
  tw_stress *s = stress_two((tw_stress_options){.fuel = "lng"});
  tw_stress_loss l[5];
  for (int i = 0; i < 4; i++) assert_int_equal(tw_stress_loss_at(s, i, &l[i]), 1);
  assert_int_equal(tw_stress_loss_at(s, 4, &l[4]), 0);
  /* A, B and the strait cost the same to rounding; hormuz nothing, so it is last */
  assert_string_equal(l[3].name, "hormuz");
  for (int i = 0; i < 4; i++) assert_int_equal(l[i].rank, i + 1);
  for (int i = 0; i + 1 < 4; i++) assert_true(l[i].surplus_change <= l[i + 1].surplus_change);
  assert_int_equal(rows_of(s, "lng"), 8);
  tw_stress_row e = row_of(s, "B", "JPN", "lng", 1);
  assert_close(e.shortfall, 9.8, 1e-9);
  tw_stress_free(s);
}

static int same_numbers(const tw_stress_row *a, const tw_stress_row *b)
{
  const double first[] = {a->direct,         a->shortfall,    a->price_pct,     a->bill_change,
                          a->days_cover,     a->replaced_pct, a->price_new,     a->unserved,
                          a->surplus_change, a->stock_days,   a->months_to_end, a->direct_pct};
  const double other[] = {b->direct,         b->shortfall,    b->price_pct,     b->bill_change,
                          b->days_cover,     b->replaced_pct, b->price_new,     b->unserved,
                          b->surplus_change, b->stock_days,   b->months_to_end, b->direct_pct};
  return memcmp(first, other, sizeof first) == 0 && strcmp(a->lost, b->lost) == 0 && strcmp(a->buyer, b->buyer) == 0;
}

/* Threads, and what else is lost before, move no bit. */
static void test_threads(void **state)
{
  (void)state;
  tw_stress *one = stress_of((tw_stress_options){.threads = 1}), *three = stress_of((tw_stress_options){.threads = 3});
  tw_stress *alone = stress_of((tw_stress_options){.lose = "malacca"});
  tw_stress_row a, b;
  int rows = 0, found = 0;
  for (; tw_stress_at(one, rows, &a); rows++) {
    assert_int_equal(tw_stress_at(three, rows, &b), 1);
    assert_true(same_numbers(&a, &b));
    for (int i = 0; strcmp(a.lost, "malacca") == 0 && tw_stress_at(alone, i, &b); i++)
      if (strcmp(a.buyer, b.buyer) == 0 && strcmp(a.bound, b.bound) == 0) {
        assert_true(same_numbers(&a, &b));
        found++;
      }
  }
  assert_int_equal(rows, 2 * 22 * 33);
  assert_int_equal(found, 2 * 22);
  assert_int_equal(tw_stress_at(three, rows, &b), 0);
  tw_stress_free(one);
  tw_stress_free(three);
  tw_stress_free(alone);
}

/* ---------------------------------------------------------------- the built-in market */

/* What tw_market_solve says of the same shock, with and without another capacity. */
static double solved(const char *passage, const char *supplier, double capacity, double part, const char *field,
                     int buyer)
{
  tw_market *m = NULL;
  tw_market_result *r = NULL;
  double out[64];
  assert_ok(context, tw_market_open(context, "lng2024", &m));
  const tw_market_rule more = {.rule = "capacity", .supplier = "CAN", .how = TW_MARKET_TO, .amount = capacity};
  const tw_market_rule shock = {.rule = passage && part == 1 ? "close"
                                        : passage            ? "capacity"
                                                             : "outage",
                                .supplier = supplier,
                                .passage = passage,
                                .how = TW_MARKET_CHANGE,
                                .amount = passage ? -part : part};
  const tw_market_question q = {.rule = &more, .rules = capacity > 0, .shock = &shock, .shocks = 1};
  assert_ok(context, tw_market_solve(context, m, &q, &r));
  assert_ok(context, tw_market_result_numbers(context, r, 2, field, out));
  tw_market_result_free(r);
  tw_market_free(m);
  return out[buyer];
}

static void test_japan(void **state)
{
  (void)state;
  tw_stress *s = stress_of((tw_stress_options){.buyer = "JPN", .lose = "hormuz", .capacity = "CAN 14,28,56 Mt"});
  tw_stress_row cut = row_of(s, "hormuz", "JPN", "lng", 0), e = row_of(s, "hormuz", "JPN", "lng", 1);
  assert_close(e.direct, 3.8383, 1e-9);
  assert_close(e.price_new, solved("hormuz", NULL, 0, 1, "price", 0), 1e-8);
  assert_close(e.shortfall, solved("hormuz", NULL, 0, 1, "shortfall", 0), 1e-8);
  assert_close(e.surplus_change, solved("hormuz", NULL, 0, 1, "surplus_change", 0), 1e-8);
  assert_close(cut.days_cover, 21 * 65.7194 / 3.8383, 1e-9);
  assert_close(e.days_cover, 21 * 65.7194 / e.shortfall, 1e-9);
  assert_true(e.price_new > 25.33 && e.price_new < 25.35);
  static const double capacity[] = {14, 28, 56};
  for (int i = 0; i < 3; i++) {
    tw_stress_insured of;
    assert_int_equal(tw_stress_insured_at(s, i, &of), 1);
    assert_string_equal(of.supplier, "CAN");
    assert_string_equal(of.buyer, "JPN");
    assert_close(of.amount, capacity[i], 0);
    double with = solved("hormuz", NULL, capacity[i], 1, "surplus_change", 0);
    assert_close(of.surplus_change, e.surplus_change, 0);
    assert_close(of.surplus_change_with, with, 1e-8);
    assert_close(of.insurance_value, with - e.surplus_change, 1e-7);
  }
  tw_stress_insured of;
  assert_int_equal(tw_stress_insured_at(s, 3, &of), 0);
  tw_stress_insured_at(s, 1, &of);
  assert_true(of.insurance_value > 6.68 && of.insurance_value < 6.70); /* as the ready scenario says */
  /* crude, of the tables: 0.88 of Saudi, 0.65 of the Emirates', the Gulf's others; none of it can sail around */
  tw_stress_row crude = row_of(s, "hormuz", "JPN", "crude", 0);
  assert_true(crude.direct_pct > 73.2 && crude.direct_pct < 73.4);
  assert_close(crude.days_cover, 254 / (crude.direct_pct / 100), 1e-9);
  assert_close(crude.no_way_pct, 100, 1e-9);
  assert_true(isnan(crude.price_pct) && isnan(crude.detour_days) && isnan(crude.surplus_change));
  tw_stress_free(s);
  /* half a year of a part */
  s = stress_of((tw_stress_options){.buyer = "Japan", .lose = "Qatar", .share = 0.4, .months = 6, .fuel = "lng"});
  e = row_of(s, "QAT", "JPN", "lng", 1);
  assert_close(e.price_new, solved(NULL, "QAT", 0, 0.2, "price", 0), 1e-8);
  assert_close(e.direct, 0.2 * 2.8747, 1e-9);
  tw_stress_free(s);
  s = stress_of((tw_stress_options){.buyer = "Japan", .lose = "hormuz", .months = 6, .fuel = "lng"});
  e = row_of(s, "hormuz", "JPN", "lng", 1);
  assert_close(e.price_new, solved("hormuz", NULL, 0, 0.5, "price", 0), 1e-8);
  tw_stress_free(s);
}

/* Petroleum gas by Panama: the days more are those of tradewind routes, between the ports that stand for both. */
static void test_detours(void **state)
{
  (void)state;
  tw_stress *s = stress_of((tw_stress_options){.buyer = "JPN", .lose = "panama", .fuel = "lpg"});
  const tw_routes_options options = {.from = "USA", .to = "JPN", .closed = "panama"};
  tw_routes *routes = NULL;
  tw_route r;
  assert_ok(context, tw_routes_run(context, NULL, &options, &routes));
  assert_int_equal(tw_routes_at(routes, 0, &r), 1);
  tw_stress_row cut = row_of(s, "panama", "JPN", "lpg", 0);
  assert_close(cut.detour_days, r.extra_days, 1e-9);
  assert_true(cut.detour_days > 12 && cut.detour_days < 14);
  assert_close(cut.no_way_pct, 0, 0);
  assert_close(cut.direct_pct, 65.9, 0.1);
  tw_routes_free(routes);
  tw_stress_free(s);
}

/* ---------------------------------------------------------------- fuels by hand */

static const char *origins(const char *text)
{
  static char path[4096];
  snprintf(path, sizeof path, "%s", support_temp("origins.csv"));
  support_write(path, text);
  return path;
}

static void test_fuels(void **state)
{
  (void)state;
  const char *file =
      origins("importer,fuel,exporter,quantity,unit,passages\n"
              "LND,crude,AAA,6,Mt,hormuz 0.5;malacca\nLND,crude,BBB,3,Mt,none\nLND,crude,OTHER,1,Mt,\n"
              "LND,coal,BBB,2,Mt,panama\nJPN,crude,SAU,40,Mt,hormuz 0.88\nJPN,crude,ARE,60,Mt,hormuz 0.65\n");
  tw_stress *s =
      stress_of((tw_stress_options){.buyer = "lnd", .lose = "hormuz", .origins = file, .share = 0.5, .months = 6});
  tw_stress_row cut = row_of(s, "hormuz", "LND", "crude", 0);
  assert_close(cut.direct, 0.75, 1e-12);
  assert_close(cut.shortfall, 0.75, 1e-12);
  assert_close(cut.direct_pct, 7.5, 1e-12);
  assert_close(cut.not_known_pct, 10, 1e-12);
  assert_true(isnan(cut.stock_days) && isnan(cut.days_cover) && isnan(cut.price_new));
  assert_close(row_of(s, "hormuz", "LND", "coal", 0).direct, 0, 0);
  tw_stress_free(s);
  s = stress_of((tw_stress_options){.buyer = "LND", .lose = "bbb", .origins = file});
  assert_close(row_of(s, "BBB", "LND", "crude", 0).direct, 3, 1e-12);
  assert_close(row_of(s, "BBB", "LND", "coal", 0).direct_pct, 100, 1e-12);
  assert_true(isnan(row_of(s, "BBB", "LND", "coal", 0).not_known_pct));
  tw_stress_free(s);
  /* of several passages the largest part; of a seller and a passage all of the seller's */
  s = stress_of((tw_stress_options){.buyer = "LND", .lose = "hormuz,malacca", .origins = file, .fuel = "crude"});
  assert_close(row_of(s, "hormuz+malacca", "LND", "crude", 0).direct, 6, 1e-12);
  tw_stress_free(s);
  s = stress_of((tw_stress_options){.buyer = "LND", .lose = "BBB,hormuz", .origins = file, .fuel = "oil"});
  assert_close(row_of(s, "BBB+hormuz", "LND", "crude", 0).direct, 6, 1e-12);
  tw_stress_free(s);
  /* 0.4 x 0.88 + 0.6 x 0.65 of Japan's crude, which has 254 days in stock */
  s = stress_of((tw_stress_options){.buyer = "JPN", .lose = "hormuz", .origins = file, .fuel = "crude", .share = 0.5});
  cut = row_of(s, "hormuz", "JPN", "crude", 0);
  assert_close(cut.direct, 37.1, 1e-12);
  assert_close(cut.stock_days, 254, 0);
  assert_close(cut.days_cover, 254 / 0.371, 1e-12);
  assert_close(cut.months_to_end, 254 / 0.371 / 0.5 * 12 / 365, 1e-12);
  tw_stress_free(s);
  /* without --lose each seller and passage is ranked; of equals those come first that are first in the tables */
  s = stress_of((tw_stress_options){.buyer = "LND", .origins = file, .fuel = "crude"});
  assert_int_equal(row_of(s, "malacca", "LND", "crude", 0).rank, 1);
  assert_int_equal(row_of(s, "AAA", "LND", "crude", 0).rank, 2);
  assert_int_equal(row_of(s, "hormuz", "LND", "crude", 0).rank, 3);
  assert_int_equal(row_of(s, "BBB", "LND", "crude", 0).rank, 4);
  assert_int_equal(rows_of(s, "crude"), 4);
  assert_int_equal(rows_of(s, "lng"), 0);
  tw_stress_free(s);
  /* what can sail around comes after what cannot, however much it is */
  s = stress_of((tw_stress_options){.buyer = "JPN", .fuel = "crude"});
  tw_stress_row gulf = row_of(s, "hormuz", "JPN", "crude", 0), malacca = row_of(s, "malacca", "JPN", "crude", 0);
  assert_int_equal(gulf.rank, 1);
  assert_true(malacca.direct > gulf.direct && malacca.rank > 5);
  assert_true(malacca.detour_days > 1 && malacca.detour_days < 2);
  tw_stress_free(s);
}

/* ---------------------------------------------------------------- names */

static double cut_by(const char *lose, const char *buyer, const char *fuel)
{
  tw_stress *s = stress_of((tw_stress_options){.lose = lose, .buyer = buyer, .fuel = fuel});
  tw_stress_row r;
  assert_int_equal(tw_stress_at(s, 0, &r), 1);
  double direct = r.direct;
  tw_stress_free(s);
  return direct;
}

static void test_names(void **state)
{
  (void)state;
  double sakhalin = cut_by("RUS_S", "JPN", "lng"), yamal = cut_by("rus_y", "JPN", "lng");
  assert_close(sakhalin, 5.6757, 1e-2);
  assert_close(cut_by("RUS", "JPN", "lng"), sakhalin + yamal, 1e-12);
  assert_close(cut_by("Russia", "JPN", "lng"), sakhalin + yamal, 1e-12);
  assert_close(cut_by("russia: sakhalin", "JPN", "lng"), sakhalin, 1e-12);
  assert_close(cut_by(" QAT , RUS_S ", "JPN", "lng"), sakhalin + cut_by("Qatar", "JPN", "lng"), 1e-9);
  double hormuz = cut_by("hormuz", "JPN", "lng");
  assert_close(cut_by("Strait of Hormuz", "JPN", "lng"), hormuz, 0);
  assert_close(cut_by("ORMUZ", "JPN", "lng"), hormuz, 0);
  assert_close(cut_by("Suez Canal", "FRA", "lng"), cut_by("suez", "France", "lng"), 0);
  assert_close(cut_by("Saudi Arabia", "JPN", "crude"), cut_by("SAU", "Japon", "crude"), 0);
  assert_close(cut_by("RUS", "EU27", "lng"), cut_by("ru", "European Union", "lng"), 0);
}

/* ---------------------------------------------------------------- what is wrong */

static void fails(tw_stress_options options, tw_status status, const char *words)
{
  tw_stress *s = (tw_stress *)&options;
  assert_fails(context, tw_stress_run(context, &options, &s), status, words);
  assert_null(s);
}

static void test_bad(void **state)
{
  (void)state;
  fails((tw_stress_options){.lose = "qatr"}, TW_BAD_INPUT,
        "--lose: found \"qatr\", expected a supplier or a passage of the market lng2024, a country that sells a fuel, "
        "or all; "
        "did you mean QAT?");
  fails((tw_stress_options){.lose = "xyzzyx"}, TW_BAD_INPUT,
        "--lose: found \"xyzzyx\", expected a supplier (QAT …) or a passage (hormuz …) of the market lng2024, a "
        "country that "
        "sells a fuel, or all");
  fails((tw_stress_options){.lose = "dover"}, TW_BAD_INPUT,
        "--lose: no way of the market lng2024 and none of the energy tables is known to cross dover");
  fails((tw_stress_options){.lose = ","}, TW_BAD_INPUT, "--lose: found \"\"");
  fails((tw_stress_options){.lose = "SAU"}, TW_BAD_INPUT,
        "--lose: SAU has nothing that the market trades; --fuel all looks at every fuel of the energy tables");
  fails((tw_stress_options){.lose = "SAU", .buyer = "JPN", .fuel = "lng"}, TW_BAD_INPUT,
        "--lose: SAU has nothing that JPN buys");
  fails((tw_stress_options){.buyer = "Jpan"}, TW_BAD_INPUT,
        "buyer: found \"Jpan\", expected a buyer of the market lng2024 or a country of the energy tables; did you mean "
        "JPN?");
  fails(
      (tw_stress_options){.buyer = "xyzzyx"}, TW_BAD_INPUT,
      "buyer: found \"xyzzyx\", expected a buyer of the market lng2024 (JPN, KOR …) or a country of the energy tables");
  fails((tw_stress_options){.fuel = "urnium"}, TW_BAD_INPUT,
        "--fuel: found \"urnium\", expected a fuel: lng, crude, oil_products, lpg, pipeline_gas, coal, uranium or all; "
        "did you "
        "mean uranium?");
  fails((tw_stress_options){.fuel = "coal", .buyer = "JPN"}, TW_BAD_INPUT,
        "--fuel: the tables have no origins of coal of JPN; they have lng, crude, lpg, uranium; a file for --origins "
        "may bring "
        "it");
  fails((tw_stress_options){.fuel = "coal"}, TW_BAD_INPUT,
        "--fuel: the tables have no origins of coal; they have crude, lpg, uranium; a file for --origins may bring it");
  fails((tw_stress_options){.ceiling = 1e300}, TW_BAD_INPUT,
        "--ceiling: found 1e+300 USD/MMBtu, expected at most 11203.2, 1000 times the base's mean price");
  fails((tw_stress_options){.capacity = "CAM 28 Mt"}, TW_BAD_INPUT,
        "--capacity: found \"CAM\", expected a supplier of the market lng2024; did you mean CAN?");
  fails((tw_stress_options){.capacity = "28 Mt"}, TW_USAGE,
        "--capacity: found \"28 Mt\", expected a supplier first, as in CAN 14,28,56 Mt");
  fails((tw_stress_options){.capacity = "CAN 14,28"}, TW_USAGE,
        "--capacity: found 14 without its unit, expected Mt, as in CAN 14 Mt");
  fails((tw_stress_options){.capacity = "CAN 28 PJ"}, TW_BAD_INPUT,
        "--capacity: found the unit \"PJ\", expected Mt, that of the market lng2024");
  fails((tw_stress_options){.capacity = "CAN -28 Mt"}, TW_USAGE, "expected a capacity of 0 or more");
  fails((tw_stress_options){.capacity = "CAN"}, TW_USAGE,
        "--capacity: found \"CAN\", expected a supplier and a capacity, as in CAN 28 Mt");
  fails((tw_stress_options){.capacity = "CAN 28 Mt", .buyer = "PHL"}, TW_BAD_INPUT,
        "--capacity: what is asked has nothing of the market lng2024");
  fails((tw_stress_options){.ceiling = 5}, TW_BAD_INPUT,
        "--ceiling: found 5 USD/MMBtu, expected more than any buyer pays in the base: JPN pays 11.89");
  fails((tw_stress_options){.ceiling = 50, .buyer = "JPN", .fuel = "crude"}, TW_BAD_INPUT,
        "--ceiling: nothing of the market lng2024 is lost");
  fails((tw_stress_options){.share = 1.5}, TW_USAGE, "--share: found 150 %, expected more than 0 and at most 100");
  fails((tw_stress_options){.months = 13}, TW_USAGE, "--months: found 13, expected more than 0 and at most 12");
  fails((tw_stress_options){.release = NAN}, TW_USAGE, "--release: found");
  fails((tw_stress_options){.year = -1}, TW_USAGE, "--year: found -1");
  fails((tw_stress_options){.year = 2023}, TW_BAD_INPUT,
        "--year: found 2023, expected 2024, the year of the data of the market lng2024, or a later one");
  fails((tw_stress_options){.market = "lng2025"}, TW_BAD_INPUT, "lng2024");
  fails((tw_stress_options){.origins = "/nowhere.csv"}, TW_BAD_INPUT, "/nowhere.csv");
}

/* ---------------------------------------------------------------- words, memory */

static void test_words(void **state)
{
  (void)state;
  tw_stress *s = stress_of((tw_stress_options){.buyer = "JPN", .lose = "hormuz", .capacity = "CAN 28 Mt"});
  static const char *const words[3] = {"Strait of Hormuz", "Détroit d’Ormuz", "ホルムズ海峡"};
  for (int l = 0; l < 3; l++) {
    static const char *const languages[] = {"en", "fr", "ja"};
    int sentences = 0, remarks = 0;
    assert_non_null(strstr(tw_stress_sentence(s, languages[l], 0), words[l]));
    for (; tw_stress_sentence(s, languages[l], sentences); sentences++) {
    }
    for (; tw_stress_remark(s, languages[l], remarks); remarks++) {
    }
    assert_int_equal(sentences, 9);
    assert_int_equal(remarks, 6);
  }
  assert_non_null(strstr(tw_stress_sentence(s, "fr", 1), "25,34 au lieu de 11,89 USD/MMBtu"));
  assert_string_equal(tw_stress_text(s, "lose"), "hormuz");
  assert_string_equal(tw_stress_text(s, "title"), "Strait of Hormuz lost: what Japan misses");
  assert_string_equal(tw_stress_text(s, "buyer"), "JPN");
  assert_null(tw_stress_text(s, "origins"));
  tw_stress_free(s);
}

/* What is lost is nobody's, or makes somebody better off, or is one month: words that fit. */
static void test_words_of_others(void **state)
{
  (void)state;
  tw_stress *s = stress_of((tw_stress_options){.buyer = "JPN", .lose = "CAN", .fuel = "lng"});
  assert_string_equal(tw_stress_sentence(s, "en", 1),
                      "lng: nobody buys anything of it in 2024, so that nothing is cut.");
  assert_null(tw_stress_sentence(s, "en", 2));
  tw_stress_free(s);
  s = stress_of((tw_stress_options){.buyer = "KWT", .lose = "hormuz", .fuel = "lng", .months = 1});
  assert_string_equal(tw_stress_sentence(s, "en", 0),
                      "Lost: Strait of Hormuz, for 1 month; that is 8.33 % of a year’s flow.");
  tw_stress_free(s);
  s = stress_of((tw_stress_options){.buyer = "KWT", .lose = "hormuz", .fuel = "lng"});
  assert_string_equal(tw_stress_sentence(s, "en", 0), "Lost: Strait of Hormuz, for 12 months.");
  assert_non_null(strstr(tw_stress_sentence(s, "en", 1), "Mt (it gets more than before) after rerouting and bidding"));
  tw_stress_free(s);
}

static tw_status everything(tw_context *ctx, void *data)
{
  tw_stress *s = NULL;
  tw_status status = tw_stress_run(ctx, data, &s);
  if (status == TW_OK) status = tw_stress_write(ctx, s, support_temp("written"), "tradewind stress");
  tw_stress_free(s);
  return status;
}

static void test_memory(void **state)
{
  (void)state;
  tw_stress_options options = {.market = market_at(&two),
                               .buyer = "JPN",
                               .capacity = "A 12 Mt",
                               .threads = 1,
                               .no_report = 1,
                               .origins = origins("importer,fuel,exporter,quantity,unit\nJPN,coal,USA,5,Mt\n")};
  assert_true(support_fail_some(everything, &options, 397) > 100);
  support_remove(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_supplier),        cmocka_unit_test(test_ceiling), cmocka_unit_test(test_linear),
      cmocka_unit_test(test_part_of_a_year),  cmocka_unit_test(test_matrix),  cmocka_unit_test(test_threads),
      cmocka_unit_test(test_japan),           cmocka_unit_test(test_detours), cmocka_unit_test(test_fuels),
      cmocka_unit_test(test_names),           cmocka_unit_test(test_bad),     cmocka_unit_test(test_words),
      cmocka_unit_test(test_words_of_others), cmocka_unit_test(test_memory)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
