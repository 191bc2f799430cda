/* What can be wrong with a market's folder, and with rules on a market: each must be found, and the message says where,
 * what was found, what was expected, and the nearest name. */
#include "markets.h"

static const market_folder good = {
    .yaml = "name: good\ntitle: {en: Good, fr: Bon}\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\n"
            "energy_per_unit: 52\ndemand: constant_elasticity\nceiling: {price: 40, share: 0.2}\n",
    .suppliers =
        "supplier,name,region,owner,block,capacity,cost,full_cost,slope,conjecture,from_year,status,quality,source\n"
        "QAT,Qatar,GLF,GLF,plants,30,1,2,,0,,operating,observed,a table\n"
        "QAT,,,,later,10,1.5,3,0,,2028,firm,,\n"
        "CAN,Canada,CAN,CAN,first,14,3,6,0,0,2025,proposed,assumed,\n",
    .buyers = "buyer,name,region,quantity,price,elasticity_short,elasticity_long,regasification,quality,source\n"
              "JPN,Japan,JPN,18,12,-0.1,-0.6,40,observed,\n"
              "KOR,Korea,KOR,12,12.5,-0.1,-0.6,,derived,\n",
    .passages = "passage,name,capacity,toll,owner\nhormuz,Strait of Hormuz,,,\nmalacca,Strait of Malacca,,0.1,ROW\n",
    .arcs = "supplier,buyer,route,quantity,freight,days,passages,floor,forbidden,wedge,stiffness,reference,quality\n"
            "QAT,JPN,near,18,1,16,hormuz; malacca,,,,,,observed\n"
            "QAT,JPN,far,,1.2,19,hormuz,,,,,,\n"
            "QAT,KOR,near,12,1.1,15,hormuz;malacca,6,false,,,,observed\n"
            "CAN,JPN,open,,0.7,10,,,no,,,5,assumed\n"
            "CAN,KOR,open,,0.8,11,,,,,,3,assumed\n"};

typedef struct bad {
  const char *file, *from, *to; /* from NULL: to is the whole file; to NULL: the file is left out */
  const char *says;             /* all of the message behind the folder's name */
} bad;

static const bad cases[] = {
    /* files */
    {"market.yaml", NULL, NULL, ": the file market.yaml is missing (market.yaml.gz would do as well)"},
    {"arcs.csv", NULL, NULL, ": the file arcs.csv is missing (arcs.csv.gz would do as well)"},
    {"suppliers.csv", NULL, "supplier,block,capacity,cost\n",
     "/suppliers.csv: found no supplier, expected at least one"},
    {"buyers.csv", NULL, "buyer,quantity,price,elasticity_short,elasticity_long\n",
     "/buyers.csv: found no buyer, expected at least one"},
    {"arcs.csv", NULL, "supplier,buyer,quantity,freight\n", "/arcs.csv: found no way, expected at least one"},
    /* market.yaml */
    {"market.yaml", "name: good\n", "",
     "/market.yaml:1:1: the key name is missing: expected the short name of the market"},
    {"market.yaml", "name: good", "name: so good",
     "/market.yaml:1:7: found \"so good\", expected a short name of letters, digits, '-' and '_'"},
    {"market.yaml", "unit: Mt\n", "",
     "/market.yaml:1:1: the key unit is missing: expected the unit of quantities, such as Mt"},
    {"market.yaml", "data_year: 2024", "data_year: soon",
     "/market.yaml:3:12: found \"soon\", expected a year such as 2024"},
    {"market.yaml", "data_year: 2024\n", "",
     "/market.yaml:1:1: the key data_year is missing: expected a year such as 2024"},
    {"market.yaml", "demand: constant_elasticity", "demand: cubic",
     "/market.yaml:7:9: found \"cubic\", expected constant_elasticity or linear"},
    {"market.yaml", "energy_per_unit: 52", "sigam: 4",
     "/market.yaml:6:1: found the key \"sigam\"; did you mean sigma?"},
    {"market.yaml", "ceiling: {price: 40, share: 0.2}", "sigma: 0",
     "/market.yaml:8:8: found \"0\", expected a number above 0"},
    {"market.yaml", "ceiling: {price: 40, share: 0.2}", "floor_share: 60",
     "/market.yaml:8:14: found \"60\", expected a share, 0 to 1"},
    {"market.yaml", "ceiling: {price: 40, share: 0.2}", "ceiling: 40",
     "/market.yaml:8:10: found \"40\", expected {price: …, share: …}, what is unserved above a price"},
    /* units that do not fit */
    {"market.yaml", "energy_per_unit: 52\n", "",
     "/market.yaml:5:13: found prices by MMBtu and quantities in Mt, which do not fit: expected energy_per_unit as "
     "well, "
     "how many MMBtu a t has"},
    {"market.yaml", "USD/MMBtu", "USD/t",
     "/market.yaml:6:18: found energy_per_unit, where prices are by t and quantities in Mt: expected none"},
    {"market.yaml", "USD/MMBtu", "USD",
     "/market.yaml:5:13: found \"USD\", expected money by quantity, such as USD/MMBtu"},
    {"market.yaml", "unit: Mt", "unit: cargoes",
     "/market.yaml:4:7: found the unit cargoes, of which the money is not known: expected value_per_unit as well, "
     "billions of USD of one cargoes at a price of 1"},
    {"buyers.csv", ",18,12,", ",18000,12,",
     "/buyers.csv:2: column quantity: found 18000 for JPN, and its flows in arcs.csv sum to 18: expected them within 1 "
     "%, "
     "both in Mt"},
    {"suppliers.csv", "plants,30,", "plants,0.03,",
     "/suppliers.csv:2: column capacity: found 0.03 for QAT, and its flows in arcs.csv sum to 30: are both in Mt?"},
    /* suppliers */
    {"suppliers.csv", "plants,30,1,2", "plants,30,-1,2",
     "/suppliers.csv:2: column cost: found \"-1\", expected a cost of 0 or more"},
    {"suppliers.csv", "plants,30,1,2", "plants,30,,2",
     "/suppliers.csv:2: column cost: found nothing, expected a cost of 0 or more"},
    {"suppliers.csv", "plants,30,1,2,,", "plants,30,1,2,-0.1,",
     "/suppliers.csv:2: column slope: found \"-0.1\", expected a slope of 0 or more: more output never costs less"},
    {"suppliers.csv", "plants,30,1,2", "plants,30,1,0.5",
     "/suppliers.csv:2: column full_cost: found 0.5, expected the cash cost, 1, or more"},
    {"suppliers.csv", "plants,30,1,2", "plants,nan,1,2",
     "/suppliers.csv:2: column capacity: found \"nan\", not a number; expected a number such as 12.5 or 1e-3"},
    {"suppliers.csv", "plants,30,1,2", "plants,1e999,1,2",
     "/suppliers.csv:2: column capacity: found \"1e999\", a number too large for double precision; expected a number "
     "such as 12.5 or 1e-3"},
    {"suppliers.csv", "later,10,", "later,,",
     "/suppliers.csv:3: column capacity: found nothing, expected a number: no flows of the base fill the block later "
     "of "
     "QAT"},
    {"suppliers.csv", "later,", "plants,",
     "/suppliers.csv:3: column block: found the block plants of QAT again, first in line 2, expected each once"},
    {"suppliers.csv", "QAT,,,,later", "QAT,Katar,,,later",
     "/suppliers.csv:3: column name: found \"Katar\", expected Qatar as in an earlier row of QAT"},
    {"suppliers.csv", "0,,2028", "0,1,2028",
     "/suppliers.csv:3: column conjecture: found 1, expected 0 as in an earlier row of QAT"},
    {"suppliers.csv", "0,,2028", "0,1.5,2028",
     "/suppliers.csv:3: column conjecture: found \"1.5\", expected 0 (price taking) to 1 (Cournot)"},
    {"suppliers.csv", ",2028,", ",soon,",
     "/suppliers.csv:3: column from_year: found \"soon\", expected a year such as 2030, or nothing"},
    {"suppliers.csv", "2028,firm", "2028,frim",
     "/suppliers.csv:3: column status: found \"frim\", expected operating, firm or proposed"},
    {"suppliers.csv", ",observed,", ",seen,",
     "/suppliers.csv:2: column quality: found \"seen\", expected observed, derived or assumed"},
    {"suppliers.csv", "full_cost", "fullcost",
     "/suppliers.csv:1: found the column \"fullcost\"; did you mean full_cost?"},
    {"suppliers.csv", ",,operating", ",2030,operating",
     "/suppliers.csv:2: found no block of QAT that operates in 2024, expected one: its flows in arcs.csv sum to 30 Mt"},
    /* buyers */
    {"buyers.csv", "-0.1,-0.6,40", "0.1,-0.6,40",
     "/buyers.csv:2: column elasticity_short: found \"0.1\", expected an elasticity of demand, less than 0"},
    {"buyers.csv", ",18,12,", ",18,0,", "/buyers.csv:2: column price: found \"0\", expected a price above 0"},
    {"buyers.csv", "KOR,Korea", "jpn,Korea",
     "/buyers.csv:3: column buyer: found JPN again, first in line 2, expected each once"},
    {"buyers.csv", ",40,", ",-40,",
     "/buyers.csv:2: column regasification: found \"-40\", expected a capacity of 0 or more, or nothing"},
    /* passages */
    {"passages.csv", "malacca,S", "Hormuz,S",
     "/passages.csv:3: column passage: found hormuz again, first in line 2, expected each once"},
    {"passages.csv", ",0.1,", ",-0.1,",
     "/passages.csv:3: column toll: found \"-0.1\", expected a toll of 0 or more, or nothing"},
    /* arcs */
    {"arcs.csv", "19,hormuz", "19,hormus",
     "/arcs.csv:3: column passages: found \"hormus\", expected a passage of passages.csv; did you mean hormuz?"},
    {"arcs.csv", "19,hormuz", "19,hormuz;hormuz",
     "/arcs.csv:3: column passages: found hormuz twice, expected each passage once"},
    {"arcs.csv", "CAN,JPN", "CNA,JPN",
     "/arcs.csv:5: column supplier: found \"CNA\", expected a supplier of suppliers.csv; did you mean CAN?"},
    {"arcs.csv", "CAN,JPN", "CAN,CHN", "/arcs.csv:5: column buyer: found \"CHN\", expected a buyer of buyers.csv"},
    {"arcs.csv", "QAT,JPN,far,,1.2", "QAT,JPN,near,,1.2",
     "/arcs.csv:3: column route: found the route near of QAT to JPN again, first in line 2, expected each once"},
    {"arcs.csv", ",12,1.1,", ",12,-1.1,",
     "/arcs.csv:4: column freight: found \"-1.1\", expected a freight of 0 or more"},
    {"arcs.csv", ",12,1.1,", ",12,,", "/arcs.csv:4: column freight: found nothing, expected a freight of 0 or more"},
    {"arcs.csv", ",12,1.1,", ",-12,1.1,",
     "/arcs.csv:4: column quantity: found \"-12\", expected a quantity of 0 or more, or nothing"},
    {"arcs.csv", "malacca,6,", "malacca,60,",
     "/arcs.csv:4: column floor: found floors of QAT that sum to 70.8 Mt, expected at most its capacity, 40.6"},
    {"arcs.csv", ",6,false,", ",6,true,",
     "/arcs.csv:4: column quantity: found a flow of 12 on a way that is forbidden, expected 0"},
    {"arcs.csv", ",,no,", ",,never,",
     "/arcs.csv:5: column forbidden: found \"never\", expected true or false, or nothing"},
    {"arcs.csv", "hormuz,,,,,,\n", "hormuz,,,0.5,,,\nQAT,JPN,third,,2,20,,,,0.6,,,\n",
     "/arcs.csv:4: column wedge: found 0.6, expected 0.5 as in another route of QAT to JPN, or nothing"},
    {"arcs.csv", NULL, "supplier,buyer,quantity,freight,forbidden\nQAT,JPN,18,1,\nCAN,KOR,,1,yes\nQAT,KOR,,1,1\n",
     "/buyers.csv:3: column buyer: found KOR, to which no way is open, expected a row of arcs.csv that is not "
     "forbidden"},
};

static void write_good(const char *folder)
{
  write_market(folder, &good);
}

static void test_good(void **state)
{
  (void)state;
  const tw_market *m = read_market(&good);
  assert_string_equal(tw_market_text(m, "title"), "Good");
  assert_string_equal(tw_market_text(m, "title.fr"), "Bon");
  assert_null(tw_market_remark(m, 0));
  assert_close(tw_market_value_per_unit(m), 0.052, 1e-15);
  /* What does not say how good it is, is assumed. */
  const twi_market_quality of_routes[] = {TWI_MARKET_OBSERVED, TWI_MARKET_ASSUMED, TWI_MARKET_OBSERVED};
  for (int i = 0; i < 3; i++) assert_int_equal(m->route[i].quality, of_routes[i]);
}

static void test_files(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const bad *c = &cases[i];
    tw_market *market = NULL;
    char name[16], expected[8192];
    snprintf(name, sizeof name, "bad-%zu", i);
    const char *folder = support_temp_folder(name);
    write_good(folder);
    const char *file = support_path(folder, c->file);
    if (!c->to)
      unlink(file);
    else if (!c->from)
      support_write(file, c->to);
    else
      support_replace(file, NULL, c->from, c->to);
    tw_status status = tw_market_open(context, folder, &market);
    if (status == TW_OK) tw_market_free(market);
    if (status != TW_BAD_INPUT) fail_msg("case %zu is %s, expected: %s", i, tw_status_word(status), c->says);
    /* Files beside each other are named in messages by their paths. */
    const char *said = tw_error(context);
    char plain[2048];
    size_t n = 0, length = strlen(folder);
    for (const char *p = said; *p && n < sizeof plain - 1;) {
      if (strncmp(p, folder, length) == 0 && p != said && p[length] == '/')
        p += length + 1;
      else
        plain[n++] = *p++;
    }
    plain[n] = 0;
    snprintf(expected, sizeof expected, "%.4000s%.4000s", folder, c->says);
    if (strcmp(plain, expected) != 0) fail_msg("case %zu says\n  %s\nexpected\n  %s", i, plain, expected);
  }
}

/* Data that had to give are remarked, not refused. */
static void test_remarks(void **state)
{
  (void)state;
  market_folder folder = good;
  folder.suppliers = "supplier,block,capacity,cost,from_year,mood\nQAT,plants,33,11.5,,x\nCAN,first,14,3,2025,y\n";
  folder.buyers = "buyer,quantity,price,elasticity_short,elasticity_long,regasification\nJPN,18.1,12,-0.1,-0.6,4\n"
                  "KOR,12,12.5,-0.1,-0.6,\n";
  const tw_market *m = read_market(&folder);
  assert_non_null(strstr(tw_market_remark(m, 0), "The column \"mood\" of "));
  assert_string_equal(tw_market_remark(m, 1),
                      "QAT: the cost of its block plants, 11.5, is above what it nets in the base, "
                      "11.06 USD/MMBtu, which is used.");
  assert_string_equal(tw_market_remark(m, 2), "QAT: its capacity in the base is taken to be its flows, 30 Mt, not 33.");
  assert_string_equal(tw_market_remark(m, 3),
                      "JPN: its quantity in the base is taken to be its flows, 18 Mt, not 18.1.");
  assert_string_equal(tw_market_remark(m, 4),
                      "JPN: regasification of 4 Mt is below what it takes in the base, 18, so that it does not bind.");
  assert_null(tw_market_remark(m, 5));
  market_folder early = good;
  early.suppliers = "supplier,block,capacity,cost\nQAT,plants,30,1\nCAN,first,14,3\n";
  assert_string_equal(
      tw_market_remark(read_market(&early), 0),
      "CAN: it has a capacity of 14 Mt in 2024 and no flows, so that the base is not what the flows say.");
  const twi_market_solution *v = solve_state(make_state(m, 0, NULL, 0));
  assert_close(v->price[0], 12, 1e-10);
  assert_close(v->quantity[0], 18, 1e-10);
}

/* ---------------------------------------------------------------- rules */

typedef struct bad_rule {
  tw_market_rule rule;
  const char *says;
} bad_rule;

static const bad_rule bad_rules[] = {
    {{.rule = "clsoe", .passage = "hormuz"},
     "rule 1: found the rule \"clsoe\", expected capacity, outage, close, freight, demand, floor, tax, cost, "
     "elasticity, "
     "toll or conjecture; did you mean close?"},
    {{.rule = NULL},
     "rule 1: found the rule \"\", expected capacity, outage, close, freight, demand, floor, tax, cost, elasticity, "
     "toll or "
     "conjecture"},
    {{.rule = "close", .passage = "hormus"},
     "rule 1: found \"hormus\", expected a passage of the market good; did you mean hormuz?"},
    {{.rule = "close", .passage = "suez", .where = "a.yaml:4:5"},
     "a.yaml:4:5: found \"suez\", expected a passage of the market good"},
    {{.rule = "close"}, "rule 1: the rule close names nobody, expected a passage"},
    {{.rule = "close", .passage = "hormuz", .buyer = "JPN"},
     "rule 1: found a buyer in the rule close, which takes none"},
    {{.rule = "capacity", .amount = 3}, "rule 1: the rule capacity names nobody, expected a supplier or a passage"},
    {{.rule = "capacity", .supplier = "QAT", .passage = "hormuz"},
     "rule 1: found a supplier and a passage, expected the capacity of one of them"},
    {{.rule = "capacity", .supplier = "QAT", .how = TW_MARKET_ADD, .amount = -40},
     "rule 1: the capacity would become -10, expected 0 or more"},
    {{.rule = "capacity", .supplier = "QTA", .amount = 1},
     "rule 1: found \"QTA\", expected a supplier of the market good; did you mean QAT?"},
    {{.rule = "outage", .supplier = "QAT", .amount = 1.5}, "rule 1: the share lost would become 1.5, expected 0 to 1"},
    {{.rule = "outage", .supplier = "CAN", .amount = 0.5},
     "rule 1: the rule outage covers nothing: no capacity in force of the market good fits"},
    {{.rule = "freight", .supplier = "CAN", .passage = "hormuz", .amount = 1},
     "rule 1: the rule freight covers nothing: no way of the market good fits"},
    {{.rule = "freight", .how = TW_MARKET_ADD, .amount = -2}, "rule 1: a freight would become -1, expected 0 or more"},
    {{.rule = "demand", .buyer = "JPN", .how = TW_MARKET_CHANGE, .amount = -1},
     "rule 1: the demand would become 0, expected more than 0"},
    {{.rule = "demand", .buyer = "JPN", .amount = NAN}, "rule 1: found an amount that is no number"},
    {{.rule = "floor", .amount = 3}, "rule 1: the rule floor names nobody, expected a supplier or a buyer"},
    {{.rule = "tax", .buyer = "JPN", .amount = -1, .ad_valorem = 1},
     "rule 1: the rate of a tax would become -1, expected more than -1"},
    {{.rule = "conjecture", .supplier = "QAT", .amount = 2}, "rule 1: the conjecture would become 2, expected 0 to 1"},
    {{.rule = "elasticity", .buyer = "KOR", .amount = 0.5},
     "rule 1: the elasticity would become 0.5, expected less than 0"},
    {{.rule = "toll", .passage = "malacca", .how = TW_MARKET_ADD, .amount = -0.2},
     "rule 1: a toll would become -0.1, expected 0 or more"},
    {{.rule = "cost", .supplier = "QAT", .how = TW_MARKET_ADD, .amount = -3},
     "rule 1: a cost would become -2, expected 0 or more"},
};

static void test_rules(void **state)
{
  (void)state;
  const tw_market *m = read_market(&good);
  for (size_t i = 0; i < sizeof bad_rules / sizeof *bad_rules; i++) {
    tw_market_result *result = NULL;
    tw_status status =
        tw_market_solve(context, m, &(const tw_market_question){.rule = &bad_rules[i].rule, .rules = 1}, &result);
    if (status != TW_BAD_INPUT) fail_msg("rule %zu is %s", i, tw_status_word(status));
    assert_null(result);
    assert_string_equal(tw_error(context), bad_rules[i].says);
  }
}

/* ---------------------------------------------------------------- no result, and why */

static void expect_none(const tw_market *m, const tw_market_rule *rule, int rules, tw_outcome outcome, const char *says)
{
  tw_market_result *result = NULL;
  tw_market_info info;
  double out[8];
  tw_status status = tw_market_solve(context, m, &(const tw_market_question){.rule = rule, .rules = rules}, &result);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  hold_market_result(result);
  tw_market_result_about(result, &info);
  assert_int_equal(info.outcome, outcome);
  assert_string_equal(info.message, says);
  assert_int_equal(tw_market_result_numbers(context, result, 1, "price", out), TW_USAGE);
  assert_string_equal(tw_error(context), "the market's result has no certified stage 1");
  assert_null(tw_market_result_route(result, 1, 0, 0));
}

/* Contracts, the same floors without a rule, give way where a passage without a way around is narrowed, as they do where
 * it is closed: those of a pair that needs both give way to the narrower. */
static void test_contracts_give_way(void **state)
{
  (void)state;
  const tw_market *m = read_market(&good);
  tw_market_result *result = NULL;
  tw_market_info info;
  double through[2], before = INFINITY;
  for (int amount = 16; amount >= 0; amount -= 4) {
    const tw_market_rule narrow[] = {
        {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = amount + 0.5},
        {.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 5}};
    tw_status status = tw_market_solve(context, m, &(const tw_market_question){.rule = narrow, .rules = 2}, &result);
    if (status != TW_OK) fail_msg("%s", tw_error(context));
    hold_market_result(result);
    tw_market_result_about(result, &info);
    if (info.outcome != TW_CERTIFIED) fail_msg("at %d: %s", amount, info.message);
    assert_int_equal(tw_market_result_numbers(context, result, 1, "passage_quantity", through), TW_OK);
    const int hormuz = tw_market_find(m, TW_MARKET_PASSAGES, "hormuz");
    assert_true(through[hormuz] <= amount + 0.5 + 1e-9 && through[hormuz] < before);
    before = through[hormuz];
  }
}

static void test_infeasible(void **state)
{
  (void)state;
  const tw_market *m = read_market(&good);
  const tw_market_rule floors[] = {
      {.rule = "floor", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 25},
      {.rule = "floor", .supplier = "QAT", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 8},
      {.rule = "close", .passage = "hormuz"}};
  expect_none(m, floors, 2, TW_INFEASIBLE,
              "the capacity of QAT is 30.6 Mt, and floors on it sum to 33: QAT to JPN 25, QAT to KOR 8");
  expect_none(m, &floors[1], 2, TW_INFEASIBLE, "the floor of QAT to KOR is 8 Mt, and no way between them is open");
  const tw_market_rule far_too_much[] = {
      {.rule = "floor", .supplier = "QAT", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 50}, floors[2]};
  expect_none(m, far_too_much, 2, TW_INFEASIBLE, "the floor of QAT to KOR is 50 Mt, and no way between them is open");
  const tw_market_rule narrow[] = {
      {.rule = "floor", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 10.8},
      {.rule = "floor", .supplier = "QAT", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 6},
      {.rule = "capacity", .passage = "hormuz", .how = TW_MARKET_TO, .amount = 12},
      {.rule = "capacity", .passage = "malacca", .how = TW_MARKET_TO, .amount = 5}};
  expect_none(
      m, narrow, 4, TW_INFEASIBLE,
      "the capacity of hormuz is 12 Mt, and floors on it sum to 16.8: QAT to JPN 10.8, QAT to KOR 6; the capacity of "
      "malacca is 5 Mt, and floors on it sum to 6: QAT to KOR 6");
  market_folder limited = good;
  limited.yaml = "name: limited\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n";
  m = read_market(&limited);
  const tw_market_rule closed = {.rule = "close", .passage = "hormuz"};
  expect_none(
      m, &closed, 1, TW_NO_SOURCE,
      "nothing reaches the buyers JPN (Japan), KOR (Korea): no open route from a supplier with capacity, and without a ceiling the "
      "price has no end (the key ceiling of market.yaml gives one)");
  const tw_market_rule wanted = {.rule = "floor", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 41};
  const tw_market_rule more[] = {wanted, {.rule = "capacity", .supplier = "QAT", .how = TW_MARKET_TO, .amount = 90}};
  expect_none(m, more, 2, TW_INFEASIBLE,
              "the regasification of JPN is 40 Mt, and floors on it sum to 41: QAT to JPN 41");
  /* The bound of one buyer is none of another's. */
  const tw_market_rule both[] = {{.rule = "floor", .supplier = "QAT", .buyer = "JPN", .how = TW_MARKET_TO, .amount = 30},
                                 {.rule = "floor", .supplier = "QAT", .buyer = "KOR", .how = TW_MARKET_TO, .amount = 15},
                                 more[1]};
  char words[800];
  int found;
  assert_ok(context, twi_market_clash(context, make_state(m, 0, both, 3), words, sizeof words, &found));
  if (found) fail_msg("%s", words);
}

/* Two ways to each buyer, through two straits: either strait alone can be avoided, both together cannot. */
static void test_infeasible_together(void **state)
{
  (void)state;
  static const market_folder two_ways = {
      .yaml = "name: ways\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nvalue_per_unit: 1\n"
              "demand: constant_elasticity\n",
      .suppliers = "supplier,block,capacity,cost,slope\nA,plant,20,2,0.1\nB,plant,20,2,0.1\n",
      .buyers = "buyer,name,quantity,price,elasticity_short,elasticity_long\n1,One,8,10,-1,-1\n2,Two,8,8,-1,-1\n",
      .passages = "passage\nnorth\nsouth\n",
      .arcs = "supplier,buyer,route,quantity,freight,passages,wedge,stiffness,reference\nA,1,n,,1,north,0,0,0\n"
              "A,1,s,,2,south,0,0,0\nA,2,n,,1,north,0,0,0\nA,2,s,,3,south,0,0,0\nB,2,n,,3,north,0,0,0\n"};
  const tw_market *m = read_market(&two_ways);
  tw_market_rule rules[] = {
      {.rule = "floor", .supplier = "A", .buyer = "1", .how = TW_MARKET_TO, .amount = 6},
      {.rule = "floor", .supplier = "A", .buyer = "2", .how = TW_MARKET_TO, .amount = 5.5},
      {.rule = "capacity", .passage = "north", .how = TW_MARKET_TO, .amount = 5},
      {.rule = "capacity", .passage = "south", .how = TW_MARKET_TO, .amount = 6}};
  expect_none(m, rules, 4, TW_INFEASIBLE,
              "floors of 2 pairs sum to 11.5 Mt, and at most 11 fit into the capacity of north (5), south (6); the "
              "largest: A to 1 6, A to 2 5.5; lower floors (the rule floor) or more capacity would have a solution");
  rules[3].amount = 7;
  const twi_market_solution *solution = solve_state(make_state(m, 0, rules, 4));
  assert_close(solution->quantity[0] + solution->quantity[1], 12, 1e-6);
  const tw_market_rule closed[] = {{.rule = "close", .passage = "north"}, {.rule = "close", .passage = "south"}};
  expect_none(m, closed, 2, TW_NO_SOURCE,
              "nothing reaches the buyers 1 (One), 2 (Two): no open route from a supplier with capacity, and without a "
              "ceiling the price has no end (the key ceiling of market.yaml gives one)");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(test_good),
      HELD_TEST(test_files),
      HELD_TEST(test_remarks),
      HELD_TEST(test_rules),
      HELD_TEST(test_contracts_give_way),
      HELD_TEST(test_infeasible),
      HELD_TEST(test_infeasible_together),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
