/* Bans that spread: a cascade ends, only grows and follows its trigger; what each kind of clause leaves the importer;
 * nothing is lost against the same rules written out; numbers of both parties; messages; threads. */
#include "wheat.h"

/* ---------------------------------------------------------------- rounds */

/* Each region decides once, in a round that its trigger calls for; rounds follow each other; the last has none. */
static void check_rows(const tw_cascade *c, int side, double tau, int at_it)
{
  const tw_cascade_row *row;
  int count = tw_cascade_rows(c, &row), last = 0, acted[64] = {0}, per_round[64] = {0};
  for (int i = 0; i < count; i++) {
    if (row[i].clause != side || row[i].round == 0) continue;
    int acts = strcmp(row[i].action, "none") != 0;
    assert_true(row[i].round >= last && row[i].round <= last + 1);
    last = row[i].round;
    assert_int_equal(acted[row[i].region], 0);
    assert_int_equal(acts, at_it ? row[i].trigger >= 1 + tau : row[i].trigger > 1 + tau);
    acted[row[i].region] = acts;
    per_round[last] += acts;
  }
  assert_true(tw_cascade_rounds(c, side) <= c->followers);
  for (int n = 1; n <= tw_cascade_rounds(c, side); n++) assert_true(per_round[n] > 0);
  if (last > tw_cascade_rounds(c, side)) assert_int_equal(per_round[last], 0);
}

static void a_cascade_ends_and_only_grows(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c =
      run_with(world, BAN "cascade: {product: WHEAT, who: " WHO ", trigger: volume, tau: 1.9 %}\n", NULL, &s);
  check_rows(c, 0, 0.019, 1);
  assert_true(tw_cascade_rounds(c, 0) >= 2);
  assert_true(tw_cascade_result(c, 0) == tw_cascade_result(c, 1));
  /* the same bans written out */
  char text[1024] = BAN;
  const tw_cascade_row *row;
  int count = tw_cascade_rows(c, &row);
  for (int i = 0; i < count; i++)
    if (row[i].round && strcmp(row[i].action, "ban") == 0)
      sprintf(text + strlen(text), "  - ban: {importer: all, exporter: %s, product: WHEAT}\n",
              tw_world_region(world, row[i].region));
  tw_result *same = solve(world, text);
  same_results(same, tw_cascade_result(c, 0), 0);
  tw_result_free(same);
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* The first sentence names who acts, round by round, as the rows have it. */
static void a_sentence_names_who_acts(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c =
      run_with(world, BAN "cascade: {product: WHEAT, who: " WHO ", trigger: volume, tau: 1.9 %}\n", NULL, &s);
  char text[1024] = "bans of the policy: BRA (WHEAT)";
  const tw_cascade_row *row;
  int count = tw_cascade_rows(c, &row), rounds = tw_cascade_rounds(c, 0), acted = 0;
  for (int n = 1; n <= rounds; n++) {
    int of_round = 0;
    sprintf(text + strlen(text), "; round %d: ", n);
    for (int i = 0; i < count; i++) {
      if (row[i].round != n || strcmp(row[i].action, "ban") != 0) continue;
      sprintf(text + strlen(text), "%s%s (WHEAT)", of_round++ ? ", " : "", tw_world_region(world, row[i].region));
      acted++;
    }
  }
  strcat(text, "; then nobody follows.");
  assert_true(rounds >= 2 && acted > rounds);
  assert_string_equal(tw_cascade_sentence(c, 0), text);
  tw_cascade_free(c);
  tw_scenario_free(s);
}

static int remarks(const tw_cascade *c, const char *words)
{
  for (int i = 0; tw_cascade_remark(c, i); i++)
    if (strstr(tw_cascade_remark(c, i), words)) return 1;
  return 0;
}

/* Where prices are what followers look at and none of them rises that is said, and why; of volumes it is not. */
static void a_remark_on_prices_that_do_not_move(void **state)
{
  (void)state;
  static const char *const trigger[] = {"price", "volume"};
  for (int k = 0; k < 2; k++) {
    char text[512];
    tw_scenario *s;
    snprintf(text, sizeof text, BAN "cascade: {product: WHEAT, who: " WHO ", trigger: %s, tau: 500 %%}\n", trigger[k]);
    tw_cascade *c = run_with(world, text, NULL, &s);
    assert_int_equal(tw_cascade_rounds(c, 0), 0);
    assert_int_equal(remarks(c, "Nobody's price at home rose by more than 500 %: where output moves freely between "
                                "products at one cost (supply one_cost), a ban elsewhere hardly moves it."),
                     k == 0);
    tw_cascade_free(c);
    tw_scenario_free(s);
  }
}

/* Decisions of a round are of the solution of the round before: that of the first is the policy's alone. */
static void triggers_are_those_of_the_solution(void **state)
{
  (void)state;
  static const char *const trigger[] = {"price", "volume", "stocks"};
  tw_result *first = solve(world, BAN "closure: {deficits: zero}\n");
  int g = tw_world_find_product(world, "WHEAT");
  for (int k = 0; k < 3; k++) {
    char text[512];
    tw_scenario *s;
    const tw_cascade_row *row;
    snprintf(text, sizeof text,
             BAN "closure: {deficits: zero}\n" /* so that prices of the base are not those of the data */
                 "cascade: {product: WHEAT, who: [CAN, USA, IND], trigger: %s, tau: 0.01 %%}\n",
             trigger[k]);
    tw_cascade *c = run_with(world, text, NULL, &s);
    int count = tw_cascade_rows(c, &row), seen = 0;
    check_rows(c, 0, 0.0001, k == 1);
    for (int i = 0; i < count; i++) {
      if (row[i].round != 1) continue;
      const char *o = tw_world_region(world, row[i].region);
      double price = 1 + tw_result_column(first, TW_PRODUCTS, "price_pct")[row[i].region * world->products + g] / 100;
      double base = sold_by(first, o, 0) - flow_of(first, o, o, 0),
             new_ = sold_by(first, o, 1) - flow_of(first, o, o, 1);
      const twi_reserve *stock = twi_cascade_reserve(c, row[i].region, g);
      double expected = k == 0 ? price : k == 1 ? new_ / base : 1 + (new_ - base) / stock->quantity;
      assert_close(row[i].trigger, expected, 1e-9);
      seen++;
    }
    assert_int_equal(seen, 3);
    tw_cascade_free(c);
    tw_scenario_free(s);
  }
  tw_result_free(first);
}

/* Prices moved by hand: a bad harvest abroad raises prices at home through the inputs of the sector. */
static void rounds_are_limited(void **state)
{
  (void)state;
  static const char *const none[] = {"tau: 1000000 %", "tau: 1 %, rounds: 0"};
  tw_scenario *s;
  tw_result *given = solve(world, BAN);
  for (int i = 0; i < 2; i++) {
    char text[512];
    snprintf(text, sizeof text, BAN "cascade: {product: WHEAT, who: " WHO ", trigger: volume, %s}\n", none[i]);
    tw_cascade *c = run_with(world, text, NULL, &s);
    assert_int_equal(tw_cascade_rounds(c, 0), 0);
    same_results(given, tw_cascade_result(c, 0), 0);
    assert_true((strstr(tw_cascade_sentence(c, 0), "more would follow") != NULL) == (i == 1));
    tw_cascade_free(c);
    tw_scenario_free(s);
  }
  tw_result_free(given);
  tw_cascade *c =
      run_with(world, BAN "cascade: {product: WHEAT, who: " WHO ", trigger: volume, tau: 1 %, rounds: 1}\n", NULL, &s);
  assert_int_equal(tw_cascade_rounds(c, 0), 1);
  tw_cascade_free(c);
  tw_scenario_free(s);
}

static void limits_keep_exports_down(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c = run_with(
      world, BAN "cascade: {product: WHEAT, who: [CAN, USA], trigger: volume, tau: 0 %, limit: 80 %}\n", NULL, &s);
  const tw_result *r = tw_cascade_result(c, 0);
  const tw_cascade_row *row;
  int count = tw_cascade_rows(c, &row), acted = 0;
  for (int i = 0; i < count; i++) acted += strcmp(row[i].action, "limit") == 0;
  assert_int_equal(acted, 2);
  for (int k = 0; k < 2; k++) {
    const char *o = k ? "USA" : "CAN";
    double base = sold_by(r, o, 0) - flow_of(r, o, o, 0);
    assert_close((sold_by(r, o, 1) - flow_of(r, o, o, 1)) / base, 0.8, 1e-9);
  }
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* The same bits on any number of threads. */
static void threads_do_not_matter(void **state)
{
  (void)state;
  tw_settings settings;
  tw_cascade *c[2];
  tw_scenario *s[2];
  const tw_cascade_row *row[2];
  const tw_clause_row *parties[2];
  for (int k = 0; k < 2; k++) {
    tw_settings_default(&settings);
    settings.threads = k ? 3 : 1;
    c[k] = run_with(world,
                    BAN "  - clause: {importer: JPN, exporter: CAN, product: WHEAT}\n"
                        "cascade: {product: WHEAT, who: " WHO ", trigger: volume, tau: 1 %}\n",
                    &settings, &s[k]);
  }
  assert_int_equal(tw_cascade_rows(c[0], &row[0]), tw_cascade_rows(c[1], &row[1]));
  for (int i = 0; i < tw_cascade_rows(c[0], &row[0]); i++)
    assert_true(row[0][i].trigger == row[1][i].trigger || (isnan(row[0][i].trigger) && isnan(row[1][i].trigger)));
  for (int i = 0; i < tw_cascade_clause_rows(c[0], &parties[0]); i++) {
    assert_true(tw_cascade_clause_rows(c[1], &parties[1]) > i);
    assert_true(parties[0][i].with == parties[1][i].with || isnan(parties[0][i].with));
  }
  for (int k = 0; k < 2; k++) {
    tw_cascade_free(c[k]);
    tw_scenario_free(s[k]);
  }
}

/* ---------------------------------------------------------------- clauses */

static tw_cascade *clause_of(const char *kind, const char *more, tw_scenario **s)
{
  char text[1024];
  snprintf(text, sizeof text,
           "policy:\n  - ban: {importer: all, exporter: CAN, product: WHEAT}\n"
           "  - clause: {importer: JPN, exporter: CAN, product: WHEAT%s}\n%s",
           kind, more);
  return run_with(world, text, NULL, s);
}

static double tonnes(const tw_result *r, int new_)
{
  return flow_of(r, "JPN", "CAN", new_);
}

static void each_kind_leaves_what_it_says(void **state)
{
  (void)state;
  tw_scenario *s;
  /* a ban to all others throws more on Japan than before, without the clause it has nothing */
  tw_cascade *c = clause_of(", kind: exempt", "", &s);
  const tw_result *with = tw_cascade_result(c, 1), *without = tw_cascade_result(c, 0);
  double most = tonnes(with, 1);
  assert_true(tonnes(without, 1) == 0 && most > 1.001 * tonnes(with, 0));
  assert_true(flow_of(with, "USA", "CAN", 1) == 0);
  /* it is the ban with an exception */
  tw_result *same = solve(world, "policy:\n  - ban: {importer: all, exporter: CAN, product: WHEAT, except: {importer: "
                                 "JPN}}\n");
  same_results(same, with, 1e-9);
  tw_result_free(same);
  tw_cascade_free(c);
  tw_scenario_free(s);

  c = clause_of("", "", &s); /* capped */
  with = tw_cascade_result(c, 1);
  assert_close(tonnes(with, 1) / tonnes(with, 0), 1, 1e-9);
  const tw_condition_result *condition;
  assert_int_equal(tw_result_conditions(with, &condition), 1);
  assert_string_equal(condition->rule, "clause");
  assert_string_equal(condition->owner, "CAN");
  assert_true(condition->binding && condition->size > 0 && condition->line == 3);
  assert_string_equal(party(c, "JPN", "price")->kind, "capped");
  tw_cascade_free(c);
  tw_scenario_free(s);

  c = clause_of(", kind: proportional", "", &s);
  with = tw_cascade_result(c, 1);
  double share = tonnes(with, 1) / sold_by(with, "CAN", 1), base = tonnes(with, 0) / sold_by(with, "CAN", 0);
  assert_close(share / base, 1, 1e-9);
  assert_true(tonnes(with, 1) < 0.999 * tonnes(with, 0)); /* what Canada makes has fallen */
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* A cap that does not bind has no rent. Japan, whose demand has fallen, buys less than before. */
static void a_slack_cap_is_no_limit(void **state)
{
  (void)state;
  static const char fallen[] = "policy:\n  - tariff: {importer: JPN, exporter: CAN, product: WHEAT, add: 60 pp}\n"
                               "  - ban: {importer: all, exporter: CAN, product: WHEAT}\n"
                               "  - clause: {importer: JPN, exporter: CAN, product: WHEAT, kind: %s}\n";
  double with[3], base = 0, price[3];
  static const char *const kind[] = {"capped", "exempt", "proportional"};
  for (int k = 0; k < 3; k++) {
    char text[1024];
    tw_scenario *s;
    snprintf(text, sizeof text, fallen, kind[k]);
    tw_cascade *c = run_with(world, text, NULL, &s);
    with[k] = tonnes(tw_cascade_result(c, 1), 1);
    base = tonnes(tw_cascade_result(c, 1), 0);
    price[k] = party(c, "JPN", "price")->with;
    const tw_condition_result *condition;
    if (k != 1) {
      assert_int_equal(tw_result_conditions(tw_cascade_result(c, 1), &condition), 1);
      assert_true(k == 0 ? condition->size == 0 && !condition->binding : condition->size < 0);
    }
    if (k == 2)
      assert_close(with[k] / sold_by(tw_cascade_result(c, 1), "CAN", 1),
                   base / sold_by(tw_cascade_result(c, 1), "CAN", 0), 1e-9);
    tw_cascade_free(c);
    tw_scenario_free(s);
  }
  assert_true(with[0] < base);
  assert_close(with[0] / with[1], 1, 1e-9);
  assert_true(with[2] > with[0]); /* sold below the price of all others, so that the share is kept */
  assert_true(price[2] < price[0]);
}

/* Which of the two comes first in the file is all the same. */
static void a_clause_before_its_ban(void **state)
{
  (void)state;
  tw_scenario *s[2];
  tw_cascade *c[2] = {clause_of("", "", &s[0]),
                      run_with(world,
                               "policy:\n  - clause: {importer: JPN, exporter: CAN, product: WHEAT}\n"
                               "  - ban: {importer: all, exporter: CAN, product: WHEAT}\n",
                               NULL, &s[1])};
  same_results(tw_cascade_result(c[0], 1), tw_cascade_result(c[1], 1), 1e-9);
  const tw_clause_row *rows[2];
  int count = tw_cascade_clause_rows(c[0], &rows[0]);
  assert_true(count > 3);
  assert_int_equal(tw_cascade_clause_rows(c[1], &rows[1]), count);
  for (int i = 0; i < count; i++) {
    assert_int_equal(rows[0][i].region, rows[1][i].region);
    if (isfinite(rows[0][i].with)) assert_close(rows[1][i].with, rows[0][i].with, 1e-9);
  }
  for (int k = 0; k < 2; k++) {
    tw_cascade_free(c[k]);
    tw_scenario_free(s[k]);
  }
}

/* A clause with somebody who may ban, and does not: the run is the one without, bit by bit. */
static void a_clause_that_waits_changes_nothing(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c = run_with(world,
                           BAN "  - clause: {importer: JPN, exporter: CAN, product: WHEAT}\n"
                               "cascade: {product: WHEAT, who: [CAN, USA], trigger: volume, tau: 500 %}\n",
                           NULL, &s);
  same_results(tw_cascade_result(c, 0), tw_cascade_result(c, 1), 0);
  int said = 0;
  for (int i = 0; tw_cascade_remark(c, i); i++) said |= strstr(tw_cascade_remark(c, i), "bans nothing in this") != NULL;
  assert_true(said);
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* Under a clause the limits that a cascade comes to leave the flow out, too. */
static void limits_spare_the_partner(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c = run_with(world,
                           BAN "  - clause: {importer: JPN, exporter: CAN, product: WHEAT}\n"
                               "cascade: {product: WHEAT, who: [CAN], trigger: volume, tau: 0 %, limit: 30 %}\n",
                           NULL, &s);
  const tw_result *with = tw_cascade_result(c, 1);
  double base = sold_by(with, "CAN", 0) - flow_of(with, "CAN", "CAN", 0) - tonnes(with, 0);
  double left = sold_by(with, "CAN", 1) - flow_of(with, "CAN", "CAN", 1) - tonnes(with, 1);
  assert_close(left / base, 0.3, 1e-9);
  assert_close(tonnes(with, 1) / tonnes(with, 0), 1, 1e-9);
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* Rows of both parties against what the results say. */
static void parties_have_their_numbers(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c = clause_of("", "", &s);
  int g = tw_world_find_product(world, "WHEAT");
  for (int side = 0; side < 2; side++) {
    const tw_result *r = tw_cascade_result(c, side);
    for (int k = 0; k < 2; k++) {
      const char *region = k ? "CAN" : "JPN";
      int d = tw_world_find_region(world, region);
#define SIDE(row) (side ? (row)->with : (row)->without)
      double used[2] = {0, 0};
      for (int o = 0; o < tw_world_regions(world); o++)
        for (int n = 0; n < 2; n++) used[n] += flow_of(r, region, tw_world_region(world, o), n);
      const tw_clause_row *use = party(c, region, "use"), *cover = party(c, region, "cover");
      assert_close(use->base, used[0], 1e-9);
      assert_close(SIDE(use), used[1], 1e-9);
      assert_string_equal(use->unit, "t");
      const double *prices = tw_result_column(r, TW_PRODUCTS, "price_pct"),
                   *spent = tw_result_column(r, TW_PRODUCTS, "spending_pct");
      int at = d * world->products + g;
      assert_close(SIDE(party(c, region, "index")), (1 + spent[at] / 100) / (1 + prices[at] / 100), 1e-9);
      assert_close(SIDE(party(c, region, "calories")), used[1] * 3270 / 1e6, 1e-9);
      double days = k ? 306.0 : 65.1; /* of stocks.csv */
      assert_close(cover->base, days, 1e-9);
      assert_close(SIDE(cover), days * used[0] / used[1], 1e-9);
      assert_close(SIDE(party(c, region, "price")),
                   1 + tw_result_column(r, TW_PRODUCTS, "price_pct")[d * world->products + g] / 100, 1e-9);
      assert_true(party(c, region, "price")->base == 1 && party(c, region, "index")->base == 1);
      assert_true(party(c, region, "real_income")->base == 0); /* per cent against the base */
      double income = tw_result_column(r, TW_REGIONS, "real_income_pct")[d];
      assert_true(fabs(SIDE(party(c, region, "real_income")) - income) < 1e-9);
    }
    assert_close(SIDE(party(c, "JPN", "partner")), tonnes(r, 1), 1e-9);
    assert_close(SIDE(party(c, "CAN", "partner")), sold_by(r, "CAN", 1) - flow_of(r, "CAN", "CAN", 1), 1e-9);
  }
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* Where the quantity of one flow is not known all of a sum is in money at the prices of the base, 300 a tonne here. */
static void what_has_no_quantity_is_in_money(void **state)
{
  (void)state;
  tw_world *partly = make_wheat("flows2.csv", "list2.csv");
  int g = tw_world_find_product(partly, "WHEAT"), jpn = tw_world_find_region(partly, "JPN"), m = 0;
  while (partly->market[m].product != g) m++;
  size_t cell = twi_market_cell(partly, &partly->market[m], (size_t)jpn, (size_t)tw_world_find_region(partly, "USA"));
  cell -= twi_world_sector_flows(partly);
  assert_true(partly->quantity[cell] > 0 && tw_world_find_region(partly, "USA") > 0);
  partly->quantity[cell] = NAN;
  tw_scenario *s, *same;
  tw_cascade *known = clause_of("", "", &s), *c = run_of(partly, PLAIN_CLAUSE, NULL, NULL, &same);
  const tw_clause_row *tonnes_used = party(known, "JPN", "use"), *used = party(c, "JPN", "use");
  assert_string_equal(tonnes_used->unit, "t");
  assert_string_equal(used->unit, "million USD");
  assert_close(used->base / (tonnes_used->base * 300e-6), 1, 1e-9);
  assert_close(used->without / (tonnes_used->without * 300e-6), 1, 1e-9);
  assert_close(used->with / (tonnes_used->with * 300e-6), 1, 1e-9);
  assert_true(isnan(party(c, "JPN", "calories")->base)); /* of money nobody knows them */
  assert_string_equal(party(c, "CAN", "use")->unit, "t");
  tw_cascade_free(known);
  tw_cascade_free(c);
  tw_scenario_free(s);
  tw_scenario_free(same);
  tw_world_free(partly);
}

/* ---------------------------------------------------------------- tables */
static tw_cascade *with_tables(const char *name, const char *of_stocks, const char *of_calories, tw_scenario **s)
{
  char folder[512];
  snprintf(folder, sizeof folder, "%s", support_temp_folder(name));
  if (of_stocks) support_write(support_path(folder, "stocks.csv"), of_stocks);
  if (of_calories) support_write(support_path(folder, "calories.csv"), of_calories);
  return run_of(world, PLAIN_CLAUSE, NULL, folder, s);
}

/* Without tables nothing is known of stocks; days follow from the use where they are not given; calories are those of
 * the row of the region, else of the one of all, times what of it people eat. */
static void tables_are_the_users(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c = run_of(world, PLAIN_CLAUSE, NULL, NULL, &s);
  assert_true(isnan(party(c, "JPN", "cover")->base) && isnan(party(c, "CAN", "cover")->with));
  double use = party(c, "JPN", "use")->base, of_canada = party(c, "CAN", "use")->with;
  assert_close(party(c, "JPN", "calories")->base, use * 3270 / 1e6, 1e-12);
  tw_cascade_free(c);
  tw_scenario_free(s);
  c = with_tables("days", "region,product,quantity\nJPN,WHEAT,1000000\nJPN,BARLEY,3\nXXX,WHEAT,4\n",
                  "product,kcal_per_unit,region,food_share\nWHEAT,3000,,0.5\nWHEAT,2000,CAN,0.25\n", &s);
  const tw_clause_row *cover = party(c, "JPN", "cover");
  assert_close(cover->base, 365 * 1e6 / use, 1e-12);
  assert_close(cover->with, 365 * 1e6 / party(c, "JPN", "use")->with, 1e-12);
  assert_true(isnan(party(c, "CAN", "cover")->base));
  assert_close(party(c, "JPN", "calories")->base, use * 3000 * 0.5 / 1e9, 1e-12);
  assert_close(party(c, "CAN", "calories")->with, of_canada * 2000 * 0.25 / 1e9, 1e-12);
  int said = 0;
  for (int i = 0; tw_cascade_remark(c, i); i++)
    said |= strstr(tw_cascade_remark(c, i), "2 rows of ") != NULL &&
            strstr(tw_cascade_remark(c, i), "are of regions or products that the world does not have") != NULL;
  assert_true(said);
  tw_cascade_free(c);
  tw_scenario_free(s);
}

/* What is stored of them makes the same rows again. */
static void tables_are_kept(void **state)
{
  (void)state;
  tw_scenario *s;
  tw_cascade *c = with_tables("kept", STOCKS, "product,kcal_per_unit\nWHEAT,3000\n", &s), *again;
  const tw_clause_row *row, *same;
  assert_ok(ctx, twi_cascade_again(ctx, world, s, NULL, c->file, &again));
  int count = tw_cascade_clause_rows(c, &row);
  assert_int_equal(tw_cascade_clause_rows(again, &same), count);
  for (int i = 0; i < count; i++) assert_true(row[i].with == same[i].with && row[i].base == same[i].base);
  tw_cascade_free(c);
  tw_cascade_free(again);
  tw_scenario_free(s);
}

/* The wheat of this file in a folder with tables of its own. */
static tw_world *with_own(const char *of_stocks, const char *of_calories)
{
  char folder[512];
  tw_world *own;
  snprintf(folder, sizeof folder, "%s", support_temp("own"));
  support_remove(folder);
  assert_ok(ctx, tw_world_write_folder(ctx, world, folder));
  support_write(support_path(folder, "world.yaml"), world->yaml);
  if (of_stocks) support_write(support_path(folder, "stocks.csv"), of_stocks);
  if (of_calories) support_write(support_path(folder, "calories.csv"), of_calories);
  assert_ok(ctx, tw_world_open(ctx, folder, &own));
  return own;
}

static void same_parties(const tw_cascade *a, const tw_cascade *b)
{
  const tw_clause_row *row, *same;
  int count = tw_cascade_clause_rows(a, &row);
  assert_int_equal(tw_cascade_clause_rows(b, &same), count);
  for (int i = 0; i < count; i++)
    for (int k = 0; k < 3; k++) {
      const double x = k == 0   ? row[i].base
                       : k == 1 ? row[i].without
                                : row[i].with,
                   y = k == 0   ? same[i].base
                       : k == 1 ? same[i].without
                                : same[i].with;
      if (memcmp(&x, &y, sizeof x) != 0 && !(isnan(x) && isnan(y))) fail_msg("%s: %.17g, %.17g", row[i].measure, x, y);
    }
}

/* A world's own tables are as if a folder had brought them; a folder's take their place file by file; what is kept of a
 * run makes it again, whatever the world has. */
static void the_world_has_its_own(void **state)
{
  (void)state;
  static const char kcal[] = "product,kcal_per_unit,region,food_share\nWHEAT,3000,,0.5\nWHEAT,2000,CAN,0.25\n";
  tw_scenario *s, *t;
  tw_world *own = with_own(STOCKS, kcal);
  tw_cascade *brought = with_tables("brought", STOCKS, kcal, &s), *c = run_of(own, PLAIN_CLAUSE, NULL, NULL, &t),
             *again;
  same_parties(brought, c);
  assert_close(party(c, "JPN", "cover")->base, 65.1, 1e-15);
  assert_true(c->of_world[TWI_STOCKS] && c->of_world[TWI_ENERGY] && !brought->of_world[TWI_STOCKS]);
  assert_null(c->given);
  assert_ok(ctx, twi_cascade_again(ctx, world, t, NULL, c->file, &again)); /* the world of the test has none */
  same_parties(c, again);
  tw_cascade_free(again);
  assert_ok(ctx, twi_cascade_again(ctx, own, t, NULL, (twi_supply_file[TWI_CASCADE_FILES]){{.name = NULL}}, &again));
  assert_true(isnan(party(again, "JPN", "cover")->base)); /* a run that had none has none again */
  tw_cascade_free(again);
  tw_cascade_free(brought);
  tw_cascade_free(c);
  tw_scenario_free(s);
  tw_scenario_free(t);
  char folder[512];
  snprintf(folder, sizeof folder, "%s", support_temp_folder("instead"));
  support_write(support_path(folder, "stocks.csv"), "region,product,quantity,days\nJPN,WHEAT,1,2.5\nXXX,WHEAT,1,1\n");
  c = run_of(own, PLAIN_CLAUSE, NULL, folder, &s);
  assert_close(party(c, "JPN", "cover")->base, 2.5, 1e-15);
  assert_true(isnan(party(c, "CAN", "cover")->base)); /* the world's row of it is not used */
  assert_close(party(c, "JPN", "calories")->base, party(c, "JPN", "use")->base * 3000 * 0.5 / 1e9, 1e-12);
  assert_true(!c->of_world[TWI_STOCKS] && c->of_world[TWI_ENERGY]);
  int said = 0; /* of the folder's file alone */
  for (int i = 0; tw_cascade_remark(c, i); i++)
    said |= strstr(tw_cascade_remark(c, i), "1 row of ") != NULL &&
            strstr(tw_cascade_remark(c, i), "instead/stocks.csv is of regions") != NULL;
  assert_true(said);
  tw_cascade_free(c);
  tw_scenario_free(s);
  tw_world_free(own);
}

static void wrong_tables_are_refused(void **state)
{
  (void)state;
  static const struct {
    const char *stocks, *calories, *expected;
  } list[] = {
      {NULL, NULL, "found neither stocks.csv nor calories.csv, expected one of them"},
      {"region,product,days\nJPN,WHEAT,65\n", NULL, "stocks.csv:1: "},
      {"region,product,quantity\nJPN,WHAET,65\n", NULL, "expected a product of world"},
      {"region,product,quantity\nJPN,WHAET,65\n", NULL, "; did you mean WHEAT?"},
      {"region,product,quantity\nJPN,WHEAT,\n", NULL, "stocks.csv:2:"},
      {"region,product,quantity\nJPN,WHEAT,-5\n", NULL, "expected a quantity in the product's unit"},
      {"region,product,quantity\n,WHEAT,5\n", NULL, "expected the code of a region"},
      {"region,product,quantity\nJPN,WHEAT,5\nJPN,wheat,6\n", NULL,
       "WHEAT of JPN is in the table already: expected one row of each region and product"},
      {NULL, "product,kcal_per_unit\nWHEAT,\n", "expected kcal a unit of the product"},
      {NULL, "product,kcal_per_unit,food_share\nWHEAT,5,1.5\n", "expected a share from 0 to 1"},
      {NULL, "product,kcal_per_unit\nWHEAT,5\nWHEAT,6\n", "WHEAT is in the table already"},
      {NULL, "product,kcal_per_kg\nWHEAT,5\n", "kcal_per_unit"},
  };
  for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
    char name[32], folder[512];
    snprintf(name, sizeof name, "wrong%zu", i);
    snprintf(folder, sizeof folder, "%s", support_temp_folder(name));
    if (list[i].stocks) support_write(support_path(folder, "stocks.csv"), list[i].stocks);
    if (list[i].calories) support_write(support_path(folder, "calories.csv"), list[i].calories);
    const tw_cascade_options options = {folder};
    tw_scenario *s = read_scenario(PLAIN_CLAUSE);
    tw_cascade *c = NULL;
    assert_int_equal(tw_cascade_run(ctx, world, s, NULL, &options, &c), TW_BAD_INPUT);
    assert_null(c);
    if (!strstr(tw_error(ctx), list[i].expected)) fail_msg("found: %s\nexpected: %s", tw_error(ctx), list[i].expected);
    tw_scenario_free(s);
  }
}

/* ---------------------------------------------------------------- messages */

static void refused(const char *text, const char *expected)
{
  tw_scenario *s = NULL;
  tw_cascade *c = NULL;
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &s);
  if (status == TW_OK) status = tw_cascade_run(ctx, world, s, NULL, NULL, &c);
  tw_scenario_free(s);
  if (c) fail_msg("taken: %s", text);
  assert_int_equal(status, TW_BAD_INPUT);
  if (!strstr(tw_error(ctx), expected)) fail_msg("found: %s\nexpected: %s", tw_error(ctx), expected);
}

static void bad_input_is_refused(void **state)
{
  (void)state;
#define CLAUSE(words) BAN "  - clause: {importer: JPN, product: WHEAT, " words "}\n"
  refused(CLAUSE("exporter: DEU"),
          "t.yaml:3:55: clause: DEU bans nothing that the clause is on: no rule ban of the policy "
          "covers it, expected an exporter that does or may");
  refused(CLAUSE("exporter: DEU") "cascade: {product: WHEAT, who: [CAN, USA]}\n",
          "covers it, and it is not in who of the cascade, which has CAN, USA, expected");
  refused(CLAUSE("exporter: [BRA, DEU]"), "clause: DEU bans nothing");
  refused(CLAUSE("exporter: BRA, kind: propotional"),
          "kind: found \"propotional\", expected capped, exempt or proportional; did you mean proportional?");
  refused(CLAUSE("exporter: BRA, kid: exempt"), "kid");
  refused(BAN "cascade: {product: WHAET, who: CAN}\n", "did you mean WHEAT?");
  refused(BAN "cascade: {product: WHEAT, who: [CAN, UAS]}\n", "did you mean USA?");
  refused(BAN "cascade: {who: CAN}\n", "t.yaml:3:1: cascade: found neither product nor sector, expected one of");
  refused(BAN "cascade: {product: WHEAT, sector: A}\n", "found both product and sector");
  refused(BAN "cascade: {product: WHEAT, trigger: prise}\n",
          "trigger: found \"prise\", expected price, volume or stocks; did you mean price?");
  refused(BAN "cascade: {product: WHEAT, tau: 5}\n", "tau: \"5\" has no unit; write 5 %");
  refused(BAN "cascade: {product: WHEAT, tau: -1 %}\n", "expected 0 % or more");
  refused(BAN "cascade: {product: WHEAT, limit: 0 %}\n", "expected more than 0 % and at most 100 %");
  refused(BAN "cascade: {product: WHEAT, limit: 80 %, action: ban}\n", "found both action: ban and limit");
  refused(BAN "cascade: {product: WHEAT, rounds: -1}\n", "expected a whole number of rounds from 0 to 1000");
  refused(BAN "cascade: {sector: C10-C12, who: [CAN], trigger: stocks}\n",
          "trigger: stocks needs the stocks of a product, and C10-C12 is a sector; expected product: in its place, or "
          "trigger: price or volume");
  refused(
      BAN "cascade: {product: WHEAT, who: [CAN], trigger: stocks}\n",
      "t.yaml:3:48: trigger: stocks needs the stock of everybody in who, and none of WHEAT in CAN is known; expected "
      "a row of it in stocks.csv (of the world's folder, or --food-tables DIR brings it), who: without CAN, or price "
      "or volume");
  refused("from: 2025\nuntil: 2026\n" BAN "cascade: {product: WHEAT}\n",
          "found a cascade in a scenario with from: and");
  refused("market: lng2024\n" BAN "cascade: {product: WHEAT}\n", "");
  /* nothing else solves one */
  tw_solver *solver;
  tw_result *result;
  tw_scenario *s = read_scenario(BAN "cascade: {product: WHEAT, who: CAN}\n");
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  assert_int_equal(tw_solve(solver, s, &result), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(ctx), "has a cascade, which is solved round by round: `tradewind run` does that"));
  tw_solver_free(solver);
  tw_scenario_free(s);
}

static void an_explanation_says_who_may_follow(void **state)
{
  (void)state;
  tw_scenario *s = read_scenario(BAN "  - clause: {importer: JPN, exporter: CAN, product: WHEAT, kind: exempt}\n"
                                     "cascade: {product: WHEAT, tau: 3 %, who: [CAN, USA], rounds: 2}\n");
  tw_explanation *e;
  const tw_rule_effect *effect;
  const char *sentence;
  int found = 0;
  assert_ok(ctx, tw_scenario_explain(ctx, s, world, 0, &e));
  for (int i = 0; (sentence = tw_explanation_sentence(e, i)); i++)
    found |= strcmp(sentence,
                    "A cascade follows, round by round: CAN, USA each ban exports of WHEAT from the round on after "
                    "the buyer's price of it at home is more than 3 % above the base; at most 2 rounds.") == 0;
  assert_true(found);
  assert_int_equal(tw_explanation_effects(e, &effect), 2);
  assert_string_equal(effect[1].rule, "clause");
  assert_string_equal(effect[1].words,
                      "bans on trade in WHEAT from CAN to JPN do not hold (no-ban clause, exempt); nothing "
                      "of it is banned so far");
  tw_explanation_free(e);
  tw_scenario_free(s);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_cascade_ends_and_only_grows),
      cmocka_unit_test(a_sentence_names_who_acts),
      cmocka_unit_test(a_remark_on_prices_that_do_not_move),
      cmocka_unit_test(triggers_are_those_of_the_solution),
      cmocka_unit_test(rounds_are_limited),
      cmocka_unit_test(limits_keep_exports_down),
      cmocka_unit_test(threads_do_not_matter),
      cmocka_unit_test(each_kind_leaves_what_it_says),
      cmocka_unit_test(a_slack_cap_is_no_limit),
      cmocka_unit_test(a_clause_before_its_ban),
      cmocka_unit_test(a_clause_that_waits_changes_nothing),
      cmocka_unit_test(limits_spare_the_partner),
      cmocka_unit_test(parties_have_their_numbers),
      cmocka_unit_test(what_has_no_quantity_is_in_money),
      cmocka_unit_test(tables_are_the_users),
      cmocka_unit_test(tables_are_kept),
      cmocka_unit_test(the_world_has_its_own),
      cmocka_unit_test(wrong_tables_are_refused),
      cmocka_unit_test(bad_input_is_refused),
      cmocka_unit_test(an_explanation_says_who_may_follow),
  };
  return cmocka_run_group_tests(tests, make_context, free_context);
}
