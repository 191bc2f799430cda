/* Physical accounts of energy: closed forms by hand on made files, Japan's published figures, what does not add up. */
#include "context.h"
#include "supply/supply.h"

static char path[2][4096];

static const char *file(int which, const char *text)
{
  if (!text) return NULL;
  snprintf(path[which], sizeof path[which], "%s", support_temp(which ? "origins.csv" : "balance.csv"));
  support_write(path[which], text);
  return path[which];
}

static tw_accounts *accounts_of(const char *region, const char *balance, const char *origins)
{
  const tw_accounts_options options = {.balance = file(0, balance), .origins = file(1, origins)};
  tw_accounts *a = NULL;
  assert_ok(context, tw_accounts_energy(context, region, &options, &a));
  return a;
}

static void fails_with(const char *region, const char *balance, const char *origins, const char *words)
{
  const tw_accounts_options options = {.balance = file(0, balance), .origins = file(1, origins)};
  tw_accounts *a = (tw_accounts *)&options;
  assert_fails(context, tw_accounts_energy(context, region, &options, &a), TW_BAD_INPUT, words);
  assert_null(a);
}

/* ---------------------------------------------------------------- origins */

/* Land imports 10 Mt of crude and 5 Mt of gas. All numbers below are of pencil and paper: 42.3 and 48 PJ a million tonnes. */
static const char two_fuels[] = "importer,fuel,exporter,year,quantity,unit,quality,passages\n"
                                "LND,crude,AAA,2030,6,Mt,observed,hormuz 0.5;malacca\n"
                                "LND,crude,BBB,2030,3000,kt,observed,none\n"
                                "LND,crude,OTHER,2030,1000000,t,assumed,\n"
                                "LND,lng,AAA,2030,2,Mt,assumed,panama\n"
                                "LND,lng,CCC,2030,3,Mt,observed,hormuz\n";

static void test_origins(void **state)
{
  (void)state;
  tw_accounts *a = accounts_of("lnd", NULL, two_fuels);
#define VALUE(item, source, partner) tw_accounts_value(a, item, source, NULL, partner)
  assert_close(VALUE("imports", "crude", NULL), 10, 1e-14);
  assert_close(VALUE("origin_share", "crude", "AAA"), 60, 1e-14);
  assert_close(VALUE("origin_share", "crude", "BBB"), 30, 1e-14);
  assert_close(VALUE("origin_share", "lng", "CCC"), 60, 1e-14);
  assert_close(VALUE("hhi", "crude", NULL), 0.36 + 0.09, 1e-14); /* OTHER is many */
  assert_close(VALUE("hhi", "lng", NULL), 0.16 + 0.36, 1e-14);
  assert_close(VALUE("passage_share", "crude", "hormuz"), 30, 1e-14);
  assert_close(VALUE("passage_share", "crude", "malacca"), 60, 1e-14);
  assert_close(VALUE("way_not_known", "crude", NULL), 10, 1e-12);
  assert_close(VALUE("way_not_known", "lng", NULL), 0, 1e-12);
  /* By heat: 423 PJ of crude and 240 of gas; AAA 6 x 42.3 + 2 x 48 = 349.8. */
  assert_close(VALUE("heat", "all", NULL), 663, 1e-14);
  assert_close(VALUE("heat", "crude", NULL), 423, 1e-14);
  assert_close(VALUE("origin_share", "all", "AAA"), 100 * 349.8 / 663, 1e-14);
  assert_close(VALUE("origin_share", "all", "OTHER"), 100 * 42.3 / 663, 1e-14);
  assert_close(VALUE("hhi", "all", NULL), (349.8 * 349.8 + 126.9 * 126.9 + 144.0 * 144) / (663.0 * 663), 1e-14);
  assert_close(VALUE("passage_share", "all", "hormuz"), 100 * (0.5 * 253.8 + 144) / 663, 1e-14);
  assert_close(VALUE("passage_share", "all", "panama"), 100 * 96.0 / 663, 1e-14);
  assert_true(isnan(VALUE("passage_share", "crude", "suez")));
  assert_true(isnan(VALUE("stock_days", "crude", NULL)));
  assert_true(isnan(tw_accounts_value(a, "supply", "all", "physical", NULL)));
  /* What is assumed says so. */
  tw_account row;
  int assumed = 0, rows = 0;
  for (; tw_accounts_at(a, rows, &row); rows++)
    if (strcmp(row.item, "imports") == 0 && strcmp(row.quality, "assumed") == 0) assumed++;
  assert_int_equal(rows, tw_accounts_count(a));
  assert_int_equal(assumed, 3); /* OTHER, AAA's gas, and all gas, two fifths of which that is */
  assert_null(tw_accounts_text(a, "colour"));
  tw_accounts_free(a);
}

/* Heat that is given, shares alone, and quantities in heat. */
static void test_other_forms(void **state)
{
  (void)state;
  tw_accounts *a = accounts_of("LND", NULL,
                               "importer,fuel,exporter,quantity,unit,share,pj\n"
                               "LND,coal,AAA,100,PJ,,100\nLND,coal,BBB,300,pj,0.75,\n"
                               "LND,uranium,AAA,,share,0.6,\nLND,uranium,BBB,,,0.3,\n"
                               "LND,crude,AAA,2,Mt,,90\nLND,crude,BBB,1,Mt,,\n"
                               "LND,pipeline_gas,AAA,10,bcm,,\nLND,pipeline_gas,BBB,36000,TJ,,\n");
  assert_close(VALUE("origin_share", "coal", "AAA"), 25, 1e-14);
  assert_close(VALUE("heat", "coal", NULL), 400, 1e-14);
  assert_true(isnan(VALUE("imports", "coal", NULL)));
  assert_close(VALUE("imports", "coal", "AAA"), 100, 1e-14);
  assert_close(VALUE("origin_share", "uranium", "AAA"), 60, 1e-14);
  assert_close(VALUE("hhi", "uranium", NULL), 0.45, 1e-14);
  assert_close(VALUE("heat", "crude", NULL), 90 + 42.3, 1e-14);
  assert_close(VALUE("origin_share", "crude", "AAA"), 100 * 2.0 / 3, 1e-14);
  assert_close(VALUE("heat", "pipeline_gas", NULL), 396, 1e-14);
  assert_close(VALUE("origin_share", "pipeline_gas", "BBB"), 100 * 36.0 / 396, 1e-14);
  assert_close(VALUE("heat", "all", NULL), 400 + 132.3 + 396, 1e-14);
  tw_accounts_free(a);
}

/* A file takes the place of the built-in rows of its importer and fuel, and of no others; the ways of pairs that the tables
 * know are theirs. */
static void test_instead(void **state)
{
  (void)state;
  tw_accounts *a =
      accounts_of("JPN", NULL,
                  "importer,fuel,exporter,quantity,unit,passages\nJPN,crude,SAU,40,Mt,\nJPN,crude,ARE,60,Mt,\n"
                  "JPN,coal,AUS,5,Mt,\nKOR,lng,QAT,1,Mt,\nJPN,lpg,USA,1,Mt,cape\n");
  assert_close(VALUE("origin_share", "crude", "SAU"), 40, 1e-14);
  assert_true(isnan(VALUE("origin_share", "crude", "KWT")));
  assert_close(VALUE("passage_share", "crude", "hormuz"), 40 * 0.88 + 60 * 0.65, 1e-13);
  assert_close(VALUE("passage_share", "crude", "bab_el_mandeb"), 40 * 0.12, 1e-13);
  assert_close(VALUE("way_not_known", "coal", NULL), 0, 1e-13);
  assert_true(VALUE("origin_share", "lng", "AUS") > 30);
  assert_close(VALUE("passage_share", "lpg", "cape"), 100, 1e-13); /* the file's word, not the table's Panama */
  assert_true(isnan(VALUE("passage_share", "lpg", "panama")));
  tw_accounts_free(a);
}

/* ---------------------------------------------------------------- the built-in tables */

static void test_checks(void **state)
{
  (void)state;
  static const char *const gulf[] = {"SAU", "ARE", "KWT", "QAT", "OMN"}, *const three[] = {"QAT", "OMN", "ARE"};
  tw_accounts *a = accounts_of("JPN", NULL, NULL);
  double crude = 0, gas = 0;
  for (int i = 0; i < 5; i++) crude += VALUE("origin_share", "crude", gulf[i]);
  for (int i = 0; i < 3; i++) gas += VALUE("origin_share", "lng", three[i]);
  assert_true(fabs(crude - 93.4) < 0.1);
  assert_true(fabs(VALUE("passage_share", "crude", "hormuz") - 73.3) < 0.1);
  assert_true(fabs(gas - 11.0) < 0.1);
  assert_true(fabs(VALUE("passage_share", "lng", "hormuz") - 5.8) < 0.1);
  /* Stocks: Mt, and days that they cover of what one supplier or a passage brings. */
  double days = VALUE("stock_days", "lng", NULL), imports = VALUE("imports", "lng", NULL);
  assert_close(days, 21, 1e-14);
  assert_close(VALUE("stock", "lng", NULL), 21 * imports / 365, 1e-14);
  double lost = VALUE("imports", "lng", "AUS"), stock = VALUE("stock", "lng", NULL);
  assert_true(fabs(VALUE("days_of_cover", "lng", "AUS") / (365 * stock / lost) - 1) <
              1e-4); /* shares have five digits */
  assert_close(VALUE("days_of_cover", "lng", "hormuz"), 100 * days / VALUE("passage_share", "lng", "hormuz"), 1e-13);
  assert_close(VALUE("days_of_cover", "crude", "SAU"), 25400 / VALUE("origin_share", "crude", "SAU"), 1e-13);
  /* All shares of a fuel are of the same whole. */
  tw_account row;
  double sum = 0;
  for (int i = 0; tw_accounts_at(a, i, &row); i++)
    if (strcmp(row.item, "origin_share") == 0 && strcmp(row.source, "all") == 0) sum += row.value;
  assert_close(sum, 100, 1e-13);
  tw_accounts_free(a);
  a = accounts_of("eu", NULL, NULL);
  assert_string_equal(tw_accounts_text(a, "region"), "EU27");
  assert_string_equal(tw_accounts_text(a, "name"), "European Union");
  assert_true(VALUE("origin_share", "crude", "USA") > 10);
  assert_true(isnan(VALUE("origin_share", "crude", "NLD"))); /* trade inside is left out */
  assert_true(VALUE("hhi", "lng", NULL) > 0.2);
  assert_true(VALUE("way_not_known", "crude", NULL) > 30); /* Kazakhstan's, Azerbaijan's … */
  tw_accounts_free(a);
}

/* ---------------------------------------------------------------- primary energy */

/* Cells quoted from the Energy Institute's review of 2024 (data of 2023), and METI's reports. */
static const char japan[] =
    "region,source,convention,year,production_pj,imports_pj,exports_pj,supply_pj,net_imports_pj,quality\n"
    "JPN,oil,ei_input_equivalent,2023,15,6881,522,6655,6640,observed\n"
    "JPN,gas,ei_input_equivalent,2023,72,3251,,3327,3255,observed\n"
    "JPN,coal,ei_input_equivalent,2023,16,4390,,4536,4520,observed\n"
    "JPN,nuclear,ei_input_equivalent,2023,695,,,695,0,observed\n"
    "JPN,hydro,ei_input_equivalent,2023,697,,,697,0,observed\n"
    "JPN,renewables,ei_input_equivalent,2023,1493,,,1493,0,observed\n"
    "JPN,total,ei_input_equivalent,2023,,,,17404,,observed\n"
    "JPN,nuclear,physical_energy_content,2023,845,,,845,0,derived\n"
    "JPN,hydro,physical_energy_content,2023,268,,,268,0,derived\n"
    "JPN,wind_solar,physical_energy_content,2023,385,,,385,0,derived\n"
    "JPN,geo_biomass_power,physical_energy_content,2023,459,,,459,0,derived\n"
    "JPN,self_sufficiency_percent,iea_by_meti,FY2021,13.3,,,100,86.7,observed\n"
    "JPN,self_sufficiency_percent,iea_by_meti,FY2022,12.6,,,100,87.4,observed\n";

static void test_japan(void **state)
{
  (void)state;
  tw_accounts *a = accounts_of("JPN", japan, NULL);
#define PRIMARY(item, source, convention, partner) tw_accounts_value(a, item, source, convention, partner)
  assert_true(fabs(PRIMARY("supply", "all", "input_equivalent", NULL) - 17404) < 1.5);
  assert_true(fabs(PRIMARY("import_dependence", "all", "input_equivalent", "nuclear_domestic") - 82.8) < 0.05);
  assert_true(fabs(PRIMARY("import_dependence", "all", "input_equivalent", "nuclear_imported") - 86.8) < 0.05);
  /* The fuels of the one convention count in the other: 14,518 and 1,957 PJ. */
  assert_close(PRIMARY("supply", "all", "physical", NULL), 14518 + 1957, 1e-14);
  assert_close(PRIMARY("import_dependence", "all", "physical", "nuclear_domestic"), 100 * 14415.0 / 16475, 1e-14);
  assert_close(PRIMARY("import_dependence", "all", "physical", "nuclear_imported"), 100 * (14415.0 + 845) / 16475,
               1e-14);
  assert_close(PRIMARY("supply_share", "oil", "input_equivalent", NULL), 100 * 6655.0 / 17403, 1e-14);
  /* Of fiscal year 2022, published: the first row is of the year before. */
  assert_close(PRIMARY("self_sufficiency", "all", "iea_by_meti", NULL), 13.3, 1e-14);
  tw_account row;
  int seen = 0;
  for (int i = 0; tw_accounts_at(a, i, &row); i++)
    if (strcmp(row.item, "import_dependence") == 0 && strcmp(row.year, "FY2022") == 0) {
      assert_close(row.value, 87.4, 1e-12);
      assert_string_equal(row.convention, "iea_by_meti");
      seen++;
    }
  assert_int_equal(seen, 1);
  /* What comes from a supplier, or through a passage, of primary energy: heat over supply. */
  double heat = VALUE("heat", "all", NULL), from = VALUE("origin_share", "all", "SAU"),
         by = VALUE("passage_share", "all", "hormuz");
  assert_close(PRIMARY("supplier_dependence", "all", "input_equivalent", "SAU"), from * heat / 17403, 1e-13);
  assert_close(PRIMARY("passage_dependence", "all", "physical", "hormuz"), by * heat / 16475, 1e-13);
  tw_accounts_free(a);
}

/* By hand: what power stations made, both ways; further units; what follows of what is given. */
static void test_generation(void **state)
{
  (void)state;
  tw_accounts *a =
      accounts_of("LND",
                  "region,source,convention,unit,production,imports,exports,stock_change,net_imports,supply\n"
                  "LND,nuclear,generation,TWh,33,,,,,\nLND,hydro,generation,TWh,10,,,,,\n"
                  "LND,wind,generation,TWh,5,,,,,\nLND,geothermal,generation,TWh,2,,,,,\n"
                  "LND,biomass,generation,TWh,1,,,,,\n"
                  "LND,oil,physical,Mtoe,1,30,4,-2,,\nLND,gas,physical,TJ,5000,,,,45000,50000\n"
                  "LND,coal,physical,EJ,,,,,,0.2\nLND,electricity,physical,TWh,,1,3,,,\n",
                  NULL);
  assert_close(PRIMARY("supply", "nuclear", "physical", NULL), 33 * 3.6 / 0.33, 1e-14);
  assert_close(PRIMARY("supply", "nuclear", "input_equivalent", NULL), 33 * 3.6 / 0.41, 1e-14);
  assert_close(PRIMARY("supply", "hydro", "physical", NULL), 36, 1e-14);
  assert_close(PRIMARY("supply", "hydro", "input_equivalent", NULL), 36 / 0.41, 1e-14);
  assert_close(PRIMARY("supply", "geothermal", "physical", NULL), 72, 1e-14);
  assert_close(PRIMARY("supply", "biomass", "physical", NULL), 3.6 / 0.33, 1e-14);
  assert_close(PRIMARY("net_imports", "oil", "physical", NULL), 24 * 41.868, 1e-14);
  assert_close(PRIMARY("supply", "oil", "physical", NULL), 25 * 41.868, 1e-14);
  assert_close(PRIMARY("supply", "gas", "input_equivalent", NULL), 50, 1e-14);
  assert_close(PRIMARY("net_imports", "electricity", "physical", NULL), -7.2, 1e-14);
  assert_close(PRIMARY("supply", "coal", "physical", NULL), 200, 1e-14);
  assert_true(isnan(PRIMARY("net_imports", "coal", "physical", NULL)));
  assert_true(isnan(PRIMARY("import_dependence", "all", "physical", "nuclear_domestic"))); /* coal's are not known */
  double others = 36 + 18 + 72 + 3.6 / 0.33 + 360;
  assert_close(PRIMARY("supply", "all", "physical", NULL), others + 25 * 41.868 + 50 + 200 - 7.2, 1e-14);
  tw_accounts_free(a);
}

/* The last year counts, and a region that exports depends on nobody: less than nothing. */
static void test_years_and_exporters(void **state)
{
  (void)state;
  tw_accounts *a =
      accounts_of("LND",
                  "region,source,convention,year,production_pj,net_imports_pj\n"
                  "LND,oil,physical,2021,1,99\nLND,oil,physical,2022,300,-200\nLND,nuclear,physical,2022,100,\n"
                  "LND,oil,physical,FY2020,5,5\n",
                  NULL);
  assert_close(PRIMARY("supply", "all", "physical", NULL), 200, 1e-14);
  assert_close(PRIMARY("import_dependence", "all", "physical", "nuclear_domestic"), -100, 1e-14);
  assert_close(PRIMARY("import_dependence", "all", "physical", "nuclear_imported"), -50, 1e-14);
  assert_true(isnan(PRIMARY("supply", "all", "input_equivalent", NULL))); /* nothing is made up */
  tw_accounts_free(a);
}

/* A file may say EU, or lnd; a supply of nothing has no shares. */
static void test_codes(void **state)
{
  (void)state;
  tw_accounts *a = accounts_of("EU27", "region,source,convention,supply_pj\nEU,oil,physical,100\n",
                               "importer,fuel,exporter,share\neu,coal,aaa,0.5\n");
  assert_close(PRIMARY("supply", "all", "physical", NULL), 100, 1e-14);
  assert_close(VALUE("origin_share", "coal", "AAA"), 50, 1e-14);
  int said = 0;
  const char *remark;
  for (int i = 0; (remark = tw_accounts_remark(a, i)); i++)
    said |= strstr(remark, "The shares of coal add up to 50.0 %") != NULL;
  assert_true(said);
  assert_true(VALUE("origin_share", "crude", "USA") > 10);
  tw_accounts_free(a);
  a = accounts_of("LND", "region,source,convention,net_imports_pj,supply_pj\nLND,total,physical,0,0\n", two_fuels);
  assert_close(PRIMARY("supply", "all", "physical", NULL), 0, 1e-14);
  assert_true(isnan(PRIMARY("import_dependence", "all", "physical", "nuclear_domestic")));
  tw_accounts_free(a);
}

/* Totals: of sources, which may stand in the other convention; alone. */
static void test_totals(void **state)
{
  (void)state;
  static const char head[] = "region,source,convention,production_pj,net_imports_pj,supply_pj\n"
                             "LND,oil,input_equivalent,10,80,90\nLND,nuclear,physical,30,,30\n";
  char text[512];
  snprintf(text, sizeof text, "%sLND,total,physical,,,120\nLND,total,input_equivalent,,,115\n", head);
  fails_with("LND", text, NULL,
             "found a total of 115 PJ for LND, input_equivalent, and its 1 sources sum to 90: 25 PJ");
  snprintf(text, sizeof text, "%sLND,total,physical,,,125\n", head);
  fails_with("LND", text, NULL, "found a total of 125 PJ for LND, physical, and its 2 sources sum to 120: 5 PJ");
  snprintf(text, sizeof text, "%sLND,total,physical,,,120\n", head);
  tw_accounts *a = accounts_of("LND", text, NULL);
  assert_close(PRIMARY("supply", "all", "physical", NULL), 120, 1e-14);
  tw_accounts_free(a);
  a = accounts_of(
      "LND",
      "region,source,convention,net_imports_pj,supply_pj\nLND,total,physical,90,120\nLND,oil,input_equivalent,80,90\n",
      NULL);
  assert_close(PRIMARY("supply", "all", "physical", NULL), 120, 1e-14);
  assert_close(PRIMARY("import_dependence", "all", "physical", "nuclear_domestic"), 75, 1e-14);
  assert_true(isnan(PRIMARY("import_dependence", "all", "physical", "nuclear_imported")));
  assert_true(isnan(PRIMARY("supply", "oil", "physical", NULL)));
  tw_accounts_free(a);
}

/* ---------------------------------------------------------------- what is wrong */

#define HEAD "region,source,convention,production_pj,net_imports_pj,supply_pj\n"

static void test_bad_balance(void **state)
{
  (void)state;
  fails_with("LND", HEAD "LND,oil,physical,10,80,95\n", NULL,
             "balance.csv:2: column supply_pj: found a supply of 95 PJ, and production 10 + net imports 80 is 90: 5 PJ "
             "do not add up");
  fails_with("LND",
             "region,source,convention,production_pj,imports_pj,exports_pj,supply_pj\nLND,gas,physical,10,80,5,90\n",
             NULL, "is 85: 5 PJ do not add up; a column stock_change or net_imports says what else there is");
  fails_with(
      "LND",
      "region,source,convention,imports_pj,stock_change_pj,net_imports_pj,supply_pj\nLND,gas,physical,80,-7,80,80\n",
      NULL, "column net_imports_pj: found 80 PJ, and imports - exports + stock_change is 73: these do not add up");
  fails_with(
      "LND", HEAD "LND,oil,physical,10,80,90\nLND,total,physical,,,95\n", NULL,
      "balance.csv:3: found a total of 95 PJ for LND, physical, and its 1 sources sum to 90: 5 PJ do not add up");
  fails_with("LND", HEAD "LND,oil,physical,10,80,90\nLND,oil,physical,10,80,90\n", NULL,
             "balance.csv:3: found oil of LND, physical again, first in line 2, expected each once");
  fails_with("LND", HEAD "LND,renewables,physical,10,,10\nLND,wind,physical,5,,5\n", NULL,
             "balance.csv:2: renewables holds wind, which LND has in line 3 as well: it would count twice");
  fails_with("LND", HEAD "LND,wind_solar,physical,10,,10\nLND,solar,physical,5,,5\n", NULL, "wind_solar holds solar");
  fails_with("LND", HEAD "LND,ol,physical,10,80,90\n", NULL,
             "column source: found \"ol\", expected a source of energy: oil, gas,");
  fails_with("LND", HEAD "LND,nuclaer,physical,10,80,90\n", NULL, "; did you mean nuclear?");
  fails_with(
      "LND", HEAD "LND,oil,fysical,10,80,90\n", NULL,
      "balance.csv:2: column convention: found \"fysical\", expected a convention: physical, physical_energy_content, "
      "input_equivalent, ei_input_equivalent or generation; did you mean physical?");
  fails_with(
      "LND", "region,source,convention,production_pj,imports_pj,exports_pj\nLND,gas,physical,10,80,95\n", NULL,
      "balance.csv:2: column exports_pj: found exports of 95 PJ, above production and imports: a supply of -5 PJ, "
      "expected 0 or more");
  static const char dated[] = "region,source,convention,year,supply_pj\n";
  static const char *const odd[] = {"20x2", "0203", "20233", "2023/2", "2023/x4", "FY", "x2023"};
  char text[256];
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    snprintf(text, sizeof text, "%sLND,oil,physical,%s,90\n", dated, odd[i]);
    fails_with("LND", text, NULL, "column year: found");
    fails_with("LND", text, NULL, "expected a year such as 2023, FY2022 or 2022/23");
  }
  snprintf(text, sizeof text, "%sLND,oil,physical,2022,90\nLND,gas,physical,2023,10\nLND,coal,physical,2023,10\n",
           dated);
  fails_with(
      "LND", text, NULL,
      "balance.csv:3: found gas of LND in 2023 and, in line 2, oil in 2022, without a source that both years have");
  fails_with("LND", HEAD "LND,oil,physical,-1,80,79\n", NULL,
             "column production_pj: found \"-1\", expected an amount from 0 on");
  fails_with("LND", HEAD "LND,oil,physical,x,80,79\n", NULL, "balance.csv:2: column production_pj:");
  fails_with("LND", HEAD "LND,oil,physical,,80,\n", NULL,
             "balance.csv:2: expected the supply, or production and net imports that give it");
  fails_with("LND", HEAD, NULL, "balance.csv: expected rows, found none");
  fails_with("LND", "region,source,convention,supply\nLND,oil,physical,90\n", NULL,
             "column supply: found 90 without a unit: call the column supply_pj (_tj, _ej, _twh, _mtoe, _ktoe), or add "
             "a column unit");
  fails_with("LND", "region,source,convention,unit,supply_pj\nLND,oil,physical,TJ,90\n", NULL,
             "column unit: found TJ, and the column supply_pj is in PJ: these do not fit");
  fails_with("LND", "region,source,convention,unit,supply\nLND,oil,physical,barrels,90\n", NULL,
             "column unit: found \"barrels\", expected a unit of energy: PJ, TJ, EJ, GWh, TWh, Mtoe or ktoe");
  fails_with("LND", "region,source,convention,supply_pj,supply_tj\nLND,oil,physical,1,1000\n", NULL,
             "there is a column supply_pj already");
  fails_with("LND", "region,source,convention,production_pj\nLND,nuclear,generation,90\n", NULL,
             "generation is in TWh: expected a column production_twh, or the unit TWh");
  fails_with("LND", "region,source,convention,production_twh\nLND,oil,generation,90\n", NULL,
             "for generation a source of power");
  fails_with("LND", "region,source,convention,production_twh\nLND,hydro,generation,9\nLND,hydro,physical,32\n", NULL,
             "again, first in line 2, expected each once (generation gives both conventions)");
  fails_with("LND", HEAD "LND,self_sufficiency_percent,iea,12.6,80,\n", NULL,
             "found 80 %, and 100 - 12.6 is 87.4: these do not add up");
  fails_with("LND", "region,origin,convention,supply_pj\nLND,oil,physical,90\n", NULL, "the column source is missing");
  fails_with("LND", "region,source,convention,production_pj,net_import_pj,supply_pj\nLND,oil,physical,1,2,3\n", NULL,
             "balance.csv:1: found the column net_import_pj; did you mean net_imports_pj?");
  /* Rounded numbers may miss by what rounding does, and by no more. */
  tw_accounts *a = accounts_of("LND", HEAD "LND,oil,physical,10,80,91\nLND,gas,physical,1.26,2.26,3.5\n", NULL);
  tw_accounts_free(a);
  fails_with("LND", HEAD "LND,gas,physical,1.26,2.26,3.55\n", NULL, "do not add up");
}

#define ORIGINS "importer,fuel,exporter,quantity,unit,share,pj\n"

/* Nuclear power or hydro by one convention alone, beside power by the other, is a mixture; of another region or year, beside
 * what both conventions count alike, or beside a total it is none. */
static void test_mixed(void **state)
{
  (void)state;
  static const char *const lone[] = {"nuclear", "hydro"};
  char text[512], words[256];
  for (int k = 0; k < 2; k++) {
    snprintf(text, sizeof text, HEAD "LND,wind,physical,10,,10\nLND,%s,input_equivalent,20,,20\n", lone[k]);
    snprintf(
        words, sizeof words,
        "balance.csv:2: found wind of LND by physical and, in line 3, %s by input_equivalent alone: conventions are "
        "not mixed",
        lone[k]);
    fails_with("LND", text, NULL, words);
    const char *const fine[] = {"LND,wind,physical,10,,10\nOTH,%s,input_equivalent,20,,20\n",
                                "LND,gas,physical,10,5,15\nLND,%s,input_equivalent,20,,20\n",
                                "LND,total,physical,,,70\nLND,%s,input_equivalent,20,,20\n",
                                "LND,wind,physical,10,,10\nLND,%1$s,input_equivalent,20,,20\nLND,%1$s,physical,9,,9\n"};
    for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
      size_t n = strlen(HEAD);
      memcpy(text, HEAD, n);
      snprintf(text + n, sizeof text - n, fine[i], lone[k]);
      tw_accounts_free(accounts_of("LND", text, NULL));
    }
    snprintf(text, sizeof text,
             "region,source,convention,year,supply_pj\nLND,wind,physical,2022,10\nLND,gas,physical,2022,10\n"
             "LND,gas,input_equivalent,2023,10\nLND,%s,input_equivalent,2023,20\n",
             lone[k]);
    tw_accounts_free(accounts_of("LND", text, NULL));
  }
}

static void test_bad_origins(void **state)
{
  (void)state;
  fails_with("LND", NULL, "importer,fuel,exporter,quantity,unit,pasages\nLND,crude,AAA,1,Mt,suez\n",
             "origins.csv:1: found the column pasages; did you mean passages?");
  fails_with("LND", NULL, ORIGINS "LND,crud,AAA,1,Mt,,\n",
             "origins.csv:2: column fuel: found \"crud\", expected a fuel: crude, oil_products, lpg, lng, "
             "pipeline_gas, coal or "
             "uranium; did you mean crude?");
  fails_with(
      "LND", NULL, ORIGINS "LND,crude,LND,1,Mt,,\n",
      "origins.csv:2: column exporter: found LND as importer and exporter: what a region makes itself is no import");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,1,Mt,,100\n",
             "found 100 PJ for 1 Mt, which is 100 PJ a million tonnes; crude has about 42.3: the units do not fit");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,100,PJ,,90\n",
             "found 90 PJ, and the quantity is 100 PJ: these do not fit");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,1,barrels,,\n",
             "column unit: found \"barrels\", expected a unit: Mt, kt, t, PJ, TJ, bcm");
  fails_with("LND", NULL, "importer,fuel,exporter,quantity\nLND,crude,AAA,1\n",
             "a quantity needs a unit: expected a column unit");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,1,share,,\n", "the unit is share, so expected no quantity");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,,,,\n", "expected a quantity with its unit, pj or a share");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,,,40,\n",
             "column share: found \"40\", expected a share from 0 to 1, not per cent");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,,,0.7,\nLND,crude,BBB,,,0.4,\n",
             "the shares of crude of LND add up to 1.1, expected at most 1");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,1,Mt,0.3,\nLND,crude,BBB,1,Mt,,\n",
             "found 0.3 for crude of LND from AAA, and the quantities give 0.5: these do not add up");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,1,Mt,,\nLND,crude,BBB,,,,5\nLND,crude,CCC,,,0.1,\n",
             "has no share, and not all rows");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,1,Mt,,\nLND,crude,aaa,1,Mt,,\n",
             "found crude of LND from AAA again, first in line 2");
  fails_with("LND", NULL, ORIGINS "LND,crude,AAA,-1,Mt,,\n", "column quantity: found \"-1\"");
  fails_with("LND", NULL, ORIGINS "LND,crude,A A,1,Mt,,\n",
             "column exporter: found \"A A\", expected a code of a region");
  fails_with("LND", NULL, "importer,fuel,exporter,quantity,unit,passages\nLND,crude,AAA,1,Mt,hormus\n",
             "column passages: found the passage \"hormus\", expected hormuz, malacca,");
  fails_with("LND", NULL, "importer,fuel,exporter,quantity,unit,passages\nLND,crude,AAA,1,Mt,suez 1.5\n",
             "found \"1.5\" after the passage suez, expected the part of the flow, from 0 to 1");
  fails_with("LND", NULL, "importer,fuel,exporter,quantity,unit,quality\nLND,crude,AAA,1,Mt,sure\n",
             "column quality: found \"sure\", expected a quality: observed, derived or assumed");
}

static void test_bad_region(void **state)
{
  (void)state;
  fails_with("JPX", NULL, NULL, "found the region \"JPX\", expected the code of one of ");
  fails_with("JPX", NULL, NULL, "did you mean JPN?");
  fails_with("Japan", NULL, NULL, "did you mean JPN?");
  fails_with("Coree", NULL, NULL, "did you mean KOR?");
  fails_with("Indonesa", NULL, NULL, "did you mean IDN?");
  fails_with("zz-top", NULL, NULL, "a file for --balance or --origins may bring others");
  fails_with("KOR", japan, NULL, "balance.csv has no rows of KOR; it has JPN");
  assert_fails(context, tw_accounts_energy(context, "", NULL, &(tw_accounts *){NULL}), TW_USAGE, "needs a region");
  const tw_accounts_options nowhere = {.balance = "/nowhere/balance.csv"};
  assert_fails(context, tw_accounts_energy(context, "JPN", &nowhere, &(tw_accounts *){NULL}), TW_BAD_INPUT, "nowhere");
}

/* ---------------------------------------------------------------- memory */

static tw_status everything(tw_context *ctx, void *user)
{
  const tw_accounts_options *options = user;
  tw_accounts *a;
  tw_status status = tw_accounts_energy(ctx, "JPN", options, &a);
  tw_accounts_free(a);
  return status;
}

static void test_memory(void **state)
{
  (void)state;
  const tw_accounts_options options = {.balance = file(0, japan), .origins = file(1, two_fuels)};
  assert_true(support_fail_some(everything, (void *)&options, 397) > 500);
}

static tw_status read_stocks(tw_context *ctx, void *user)
{
  (void)user;
  twi_stock *stocks;
  int count;
  tw_status status = twi_stocks_read(ctx, &stocks, &count);
  twi_stocks_free(ctx, stocks, count);
  return status;
}

/* A row that is read in part is freed in part. */
static void test_stocks_in_little_memory(void **state)
{
  (void)state;
  assert_true(support_fail_each(read_stocks, NULL) > 50);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_origins),
                                     cmocka_unit_test(test_other_forms),
                                     cmocka_unit_test(test_instead),
                                     cmocka_unit_test(test_checks),
                                     cmocka_unit_test(test_japan),
                                     cmocka_unit_test(test_generation),
                                     cmocka_unit_test(test_years_and_exporters),
                                     cmocka_unit_test(test_totals),
                                     cmocka_unit_test(test_codes),
                                     cmocka_unit_test(test_bad_balance),
                                     cmocka_unit_test(test_mixed),
                                     cmocka_unit_test(test_bad_origins),
                                     cmocka_unit_test(test_bad_region),
                                     cmocka_unit_test(test_memory),
                                     cmocka_unit_test(test_stocks_in_little_memory)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
