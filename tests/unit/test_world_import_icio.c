/* Worlds from ICIO tables: every number against the rule that made the table, both namings, full size, refusals. */
#include "icio_files.h"
#include "imports.h"

/* Two regions, one sector, with taxes and inventories. BBB's purchases from AAA for final demand net to -1. */
static const char small[] = "V1,AAA_A01,BBB_A01,AAA_HFCE,AAA_INVNT,BBB_HFCE,BBB_INVNT,OUT\n"
                            "AAA_A01,10,5,30,-2,3,-4,42\n"
                            "BBB_A01,2,8,1,0,20,0,31\n"
                            "TLS,1,1,7,0,6,0,0\n"
                            "VA,29,17,0,0,0,0,0\n"
                            "OUT,42,31,0,0,0,0,0\n";

/* The small table with one edit, as a file. */
static const char *small_file(const char *from, const char *to)
{
  static char text[4096];
  const char *path = support_temp("2021_SML.csv"), *at = from ? strstr(small, from) : small;
  if (!at) fail_msg("no %s in the table", from);
  snprintf(text, sizeof text, "%.*s%s%s", (int)(at - small), small, from ? to : "", at + (from ? strlen(from) : 0));
  support_write(path, text);
  return path;
}

static tw_world *import_ok(const tw_import *ask)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_import(context, ask, &world));
  assert_non_null(world);
  return world;
}

static const tw_finding *find(const tw_world *world, const char *identity)
{
  const tw_finding *findings;
  int count = tw_world_findings(world, &findings);
  for (int i = 0; i < count; i++)
    if (strcmp(findings[i].identity, identity) == 0) return &findings[i];
  return NULL;
}

static void no_violations(const tw_world *world)
{
  const tw_finding *findings;
  int count = tw_world_findings(world, &findings);
  for (int i = 0; i < count; i++)
    if (findings[i].severity > 2) fail_msg("%s: %s", findings[i].identity, findings[i].text);
}

static void import_made(const icio_shape *t, double tolerance)
{
  const char *path = support_temp("made2019.csv");
  icio_write(t, path);
  const tw_import ask = {.from = "icio", .file = path, .name = "made"};
  tw_world *world = import_ok(&ask);
  icio_compare(world, t, ICIO_FINALS, tolerance);
  no_violations(world);
  assert_string_equal(tw_world_text(world, "year"), "2019");
  assert_null(find(world, "negative_final_demand"));
  tw_world_free(world);
}

static void both_namings(void **state)
{
  (void)state;
  import_made(&(icio_shape){5, 7, 1, 0}, 1e-12);
  import_made(&(icio_shape){5, 7, 0, 0}, 1e-12);
}

static void zones_are_added_to_their_country(void **state)
{
  (void)state;
  import_made(&(icio_shape){4, 6, 0, 1}, 1e-9);
}

static void the_full_size(void **state)
{
  (void)state;
  icio_shape t = {77, 45, 1, 0};
  if (getenv("TRADEWIND_SANITIZED")) t = (icio_shape){20, 45, 1, 0};
  const char *path = support_temp("2021_SML.csv");
  icio_write(&t, path);
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *counted = tw_context_new(&allocator);
  const tw_import ask = {.from = "icio", .file = path};
  tw_world *world = NULL;
  assert_ok(counted, tw_world_import(counted, &ask, &world));
  assert_true(atomic_load(&memory.peak) < 100u << 20); /* the limit is 1 GB: cells are not kept one by one */
  icio_compare(world, &t, ICIO_FINALS, 1e-12);
  no_violations(world);
  assert_string_equal(tw_world_text(world, "name"), "icio2021");
  tw_world_free(world);
  assert_int_equal(atomic_load(&memory.outstanding), 0 + 1); /* the context itself */
  tw_context_free(counted);
  unlink(path);
}

static void negative_final_demand_is_set_to_zero(void **state)
{
  (void)state;
  const tw_import ask = {.from = "icio", .file = small_file(NULL, NULL)};
  tw_world *world = import_ok(&ask);
  const double *flow = tw_world_numbers(world, "flow"), *v = tw_world_numbers(world, "value_added_share");
  const double *y = tw_world_numbers(world, "output"), *value_added = tw_world_numbers(world, "value_added");
  assert_close(flow[0], 38, 1e-14);     /* AAA from itself: 10 + 30 - 2 */
  assert_close(flow[2], 5, 1e-14);      /* BBB from AAA: 5 + max(0, 3 - 4) */
  assert_close(y[0], 43, 1e-14);        /* one more than in the table */
  assert_close(v[0], 31.0 / 43, 1e-14); /* value added 29, taxes 1, and the one more */
  assert_close(value_added[1], 18, 1e-14);
  const tw_finding *f = find(world, "import_negative_final");
  assert_non_null(f);
  assert_int_equal(f->severity, 1);
  assert_close(f->money, 1, 1e-14);
  assert_int_equal(f->region, -1); /* all of it */
  assert_non_null(strstr(f->text, "were negative, -1 million USD in all, for 1 seller;"));
  assert_null(strstr(f->text, "others"));
  f++;
  assert_string_equal(f->identity, "import_negative_final");
  assert_int_equal(f->severity, 1);
  assert_close(f->money, 1, 1e-14);
  assert_int_equal(f->region, 0); /* the seller, and what it is of its sales */
  assert_int_equal(f->sector, 0);
  assert_close(f->relative, 1.0 / 42, 1e-14);
  assert_string_equal(f->text, "AAA A01: negative final demand of -1 million USD became zero, 2.38 % of what it sells "
                               "in the table.");
  assert_non_null(strstr(tw_world_text(world, "notes"),
                         "negative final demand of 1 cells was set to zero, 1 in all in the unit of the data; the "
                         "largest is AAA A01 with 1, 2.38 % of what it sells in the table"));
  f = find(world, "import_inventories");
  assert_non_null(f);
  assert_close(f->money, 6, 1e-14);
  f = find(world, "import_taxes");
  assert_non_null(f);
  assert_close(f->money, 2, 1e-14);
  assert_non_null(find(world, "import_elasticities"));
  no_violations(world);
  tw_world_free(world);
}

/* An industry whose inputs cost more than it sells keeps 1 % of value added, and markets clear. */
static void value_added_has_a_floor(void **state)
{
  (void)state;
  const tw_import ask = {.from = "icio", .file = small_file("VA,29,17", "VA,29,-35"), .bound = 1};
  const char *text = "V1,AAA_A01,AAA_B,AAA_HFCE,OUT\nAAA_A01,1,60,39,100\nAAA_B,2,0,48,50\nTLS,0,-4,0,0\nVA,97,-6,0,0\n"
                     "OUT,100,50,0,0\n";
  support_write(ask.file, text);
  tw_world *world = import_ok(&ask);
  const double *v = tw_world_numbers(world, "value_added_share"), *alpha = tw_world_numbers(world, "final_share");
  assert_close(v[0], 0.97, 1e-14);
  assert_close(v[1], 0.01, 1e-12);
  assert_close(alpha[0], (39 + 10.5) / (39 + 10.5 + 48), 1e-12); /* 60 - 0.99 50 of A01 went to final demand */
  const tw_finding *f = find(world, "import_value_added");
  assert_non_null(f);
  assert_close(f->money, 10.5, 1e-12);
  no_violations(world);
  tw_world_free(world);
}

static void bad_tables_are_refused(void **state)
{
  (void)state;
  static const char *const bad[][3] = {
      {"BBB_A01,2,8,1,0,20,0,31", "BBB_A01,2,8,1,0,20,31", ":3: found 7 fields, expected 8 as in the header"},
      {"BBB_A01,2,8,1,0,20,0,31", "BBB_A01,2,8,1,0,20,0,,31", ":3: found 9 fields, expected 8"},
      {"\nBBB_A01,2", "\nBBC_A01,2", "found the row \"BBC_A01\""},
      {"\nBBB_A01,2", "\nBBC_A01,2", "the nearest is BBB_A01"},
      {"\nBBB_A01,2", "\nAAA_A01,2", "found the row AAA_A01 again, first in line 2, expected each once"},
      {"BBB_A01,2,8,1,0,20,0,31\n", "", "the row BBB_A01 is missing"},
      {"VA,29,17,0,0,0,0,0\n", "", "the row VA (or VALU) is missing"},
      {"OUT,42,31,0,0,0,0,0\n", "", "the row OUT (or OUTPUT) is missing"},
      {",BBB_A01,", ",BBB_A02,", "the column AAA_A02 is missing"},
      {",BBB_A01,", ",AAA_A01,", "found the column AAA_A01 twice, as columns 2 and 3"},
      {",BBB_HFCE,BBB_INVNT", ",AAA_GGFC,AAA_NPISH", "the column BBB_HFCE is missing"},
      {",AAA_HFCE", ",HFCE", "found the column HFCE, expected REGION_SECTOR"},
      {"10,5,30", "10,\"1.234,5\",30", ":2: column BBB_A01: found \"1.234,5\""},
      {"10,5,30", "10,,30", ":2: column BBB_A01: found nothing, expected a number"},
      {"VA,29,17", "VA,,17", ":5: column AAA_A01: found nothing"},
      {"10,5,30", "10,6,30", "AAA A01: the sum of its row is 43 but the row's total is 42: a gap of 1"},
      {"OUT,42,31", "OUT,44,31", "AAA A01: the sum of its row is 42 but its output in the last row is 44"},
      {"VA,29,17", "VA,29,18", "BBB A01: the sum of its column (inputs, taxes, value added) is 32"},
      {"\nVA,", "\nTLS,0,0,0,0,0,0,0\nVA,", ":5: found the row TLS again, first in line 4"},
      {"TLS,", "OUT,", "found the row OUT again, first in line 4"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const tw_import ask = {.from = "icio", .file = small_file(bad[i][0], bad[i][1])};
    tw_world *world = NULL;
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, bad[i][2]);
    assert_null(world);
  }
}

static void the_bound_can_be_set(void **state)
{
  (void)state;
  tw_import ask = {.from = "icio", .file = small_file("VA,29,17", "VA,29,17.2"), .bound = 0.01};
  tw_world *world = import_ok(&ask);
  const tw_finding *f = find(world, "import_gap");
  assert_non_null(f);
  assert_close(f->money, 0.2, 1e-12);
  tw_world_free(world);
  ask.bound = 0.001;
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "--bound 0.001");
}

static void requests_are_checked(void **state)
{
  (void)state;
  tw_world *world;
  tw_import ask = {.from = "icioo", .file = "x.csv"};
  assert_fails(context, tw_world_import(context, &ask, &world), TW_USAGE, "did you mean icio");
  ask.from = "icio";
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "x.csv: cannot open");
  ask.name = "two words";
  assert_fails(context, tw_world_import(context, &ask, &world), TW_USAGE, "two words");
  ask.name = NULL;
  ask.concordance = "c.csv";
  assert_fails(context, tw_world_import(context, &ask, &world), TW_USAGE, "only with tariffs");
  ask = (tw_import){.from = "icio", .file = small_file(NULL, NULL), .unit = "dozen"};
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "thousand, million or billion");
}

/* ---------------------------------------------------------------- elasticities and tariffs */

static void elasticities(void **state)
{
  (void)state;
  const char *file = support_temp("e.csv");
  tw_import ask = {.from = "icio", .file = small_file(NULL, NULL), .elasticities = file};
  support_write(file, "sector,trade_elasticity,name,kind\nA01,5.5,Crops,services\n");
  tw_world *world = import_ok(&ask);
  assert_true(tw_world_numbers(world, "trade_elasticity")[0] == 5.5);
  assert_string_equal(tw_world_sector_name(world, 0), "Crops");
  assert_int_equal(tw_world_sector_is_goods(world, 0), 0);
  tw_world_free(world);
  support_write(file, "sector,trade_elasticity\nA0l,5.5\n");
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "the nearest is A01");
  support_write(file, "sector,trade_elasticity\n");
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "the sector A01 is missing");
  support_write(file, "sector,trade_elasticity\nA01,0\n");
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "above 0");
}

static void tariffs_by_sector(void **state)
{
  (void)state;
  const char *file = support_temp("t.csv");
  tw_import ask = {.from = "icio", .file = small_file(NULL, NULL), .tariffs = file};
  support_write(file, "importer,exporter,sector,tariff_mfn_pct,tariff_pct\nAAA,BBB,A01,12,10\n");
  tw_world *world = import_ok(&ask);
  const double *t = tw_world_numbers(world, "tariff"), *mfn = tw_world_numbers(world, "tariff_mfn_pct");
  const double *v = tw_world_numbers(world, "value_added_share"), *a = tw_world_numbers(world, "input_share");
  assert_true(t && mfn);
  assert_true(t[0] == 0 && t[1] == 0.1 && t[2] == 0 && t[3] == 0 && mfn[1] == 0.12);
  assert_close(v[0], 1 - 12.2 / 43, 1e-13); /* the tariff on 2 of inputs from BBB comes out of value added */
  assert_close(a[0], 12.2 / 43, 1e-13);
  assert_non_null(find(world, "import_tariffs")); /* BBB's imports have none */
  no_violations(world);
  tw_world_free(world);
  support_write(file, "importer,sector,tariff_pct\nAAA,A01,10\nBBB,A01,3\n"); /* for every exporter */
  world = import_ok(&ask);
  t = tw_world_numbers(world, "tariff");
  assert_true(t[0] == 0 && t[1] == 0.1 && t[2] == 0.03 && t[3] == 0);
  assert_null(find(world, "import_tariffs"));
  tw_world_free(world);
  static const char *const bad[][2] = {
      {"importer,exporter,sector,tariff_pct\nAAA,BBC,A01,10\n", "found \"BBC\", expected a region of the table; the "
                                                                "nearest is BBB"},
      {"importer,exporter,sector,tariff_pct\nAAA,BBB,A02,10\n", "expected a sector of the table"},
      {"importer,exporter,sector,tariff_pct\nAAA,AAA,A01,10\n", "a tariff of AAA on itself"},
      {"importer,exporter,sector,tariff_pct\nAAA,BBB,A01,-100\n", "more than -100 per cent"},
      {"importer,exporter,sector,tariff_pct\nAAA,BBB,A01,1\nAAA,BBB,A01,1\n",
       "t.csv:3: found a rate for importer AAA, exporter BBB, sector A01 again, first in line 2, expected one"},
      {"importer,sector,tariff_pct\nAAA,A01,1\nBBB,A01,1\nAAA,A01,1\n",
       ":4: found a rate for importer AAA, all exporters, sector A01 again, first in line 2"},
      {"importer,exporter,sector,year,tariff_pct\nAAA,BBB,A01,2020,1\nAAA,BBB,A01,2021,2\n",
       "is no part of the key: year, so leave one value of it"},
      {"importer,exprter,sector,tariff_pct\nAAA,BBB,A01,1\n",
       "t.csv:1: found the column \"exprter\"; did you mean exporter?"},
      {"importer,exporter,sector,tariff_pct\n", "found no rows, expected rates"},
      {"importer,exporter,sector,tariff_pct\nAAA,BBB,A01,\"2,5\"\n", "found \"2,5\""},
      {"importer,exporter,sector,rate\nAAA,BBB,A01,1\n", "column tariff_pct is missing"},
      {"importer,exporter,tariff_pct\nAAA,BBB,1\n", "either a column sector or a column hs6"},
      {"importer,hs6,tariff_pct\nAAA,870323,1\n", "need a column value"},
      {"importer,hs6,tariff_pct,value\nAAA,870323,1,1\n", "need a concordance"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    support_write(file, bad[i][0]);
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, bad[i][1]);
  }
}

/* 010121 belongs to A01 alone, 120100 to A01 and B; AAA buys 3 of A01 and 1 of B from BBB. */
static void tariffs_by_product(void **state)
{
  (void)state;
  const char *file = support_temp("hs.csv"), *concordance = support_temp("c.csv"), *table = support_temp("two.csv");
  support_write(table, "V1,AAA_A01,AAA_B,BBB_A01,BBB_B,AAA_HFCE,BBB_HFCE,OUT\nAAA_A01,0,0,0,0,10,2,12\n"
                       "AAA_B,0,0,0,0,10,2,12\nBBB_A01,0,0,0,0,3,9,12\nBBB_B,0,0,0,0,1,9,10\nTLS,0,0,0,0,0,0,0\n"
                       "VA,12,12,12,10,0,0,0\nOUT,12,12,12,10,0,0,0\n");
  support_write(concordance, "hs6,sector\n120100,B\n010121,A01\n120100,A01\n120100,A01\n010129,A01\n");
  support_write(file, "importer,exporter,hs6,value,tariff_pct\nAAA,BBB,010121,100,5\nAAA,BBB,120100,40,20\n"
                      "BBB,AAA,010121,0,4\nBBB,AAA,010129,0,6\nAAA,BBB,999999,1,50\n");
  tw_import ask = {.from = "icio", .file = table, .tariffs = file, .concordance = concordance};
  tw_world *world = import_ok(&ask);
  const double *t = tw_world_numbers(world, "tariff");
  assert_close(t[1], (100 * 0.05 + 30 * 0.20) / 130, 1e-14);
  assert_close(t[4 + 1], 0.20, 1e-14);
  assert_close(t[2], 0.05, 1e-14);                              /* without trade the plain mean */
  const double *alpha = tw_world_numbers(world, "final_share"); /* at buyers' prices */
  double first = 10 + 3 * (1 + t[1]), second = 10 + 1.2;
  assert_close(alpha[0], first / (first + second), 1e-14);
  no_violations(world);
  const tw_finding *f = find(world, "import_products");
  assert_non_null(f);
  assert_close(f->relative, 1.0 / 141, 1e-12);
  f = find(world, "import_concordance"); /* a row that comes twice counts once, and is named */
  assert_non_null(f);
  assert_non_null(strstr(f->text, "the first is 120100 in A01, in lines 4 and 5"));
  tw_world_free(world);
  support_write(concordance, "hs6,sector\n10121,A01\n");
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "six digits");
  support_write(concordance, "hs6,sector\n");
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "found no rows");
}

/* A pair's own rate beats the one for all exporters, wherever the two stand, and by product only for its product. */
static void own_rates_come_first(void **state)
{
  (void)state;
  const char *file = support_temp("own.csv"), *table = support_temp("three.csv"), *concordance = support_temp("c.csv");
  support_write(table, "importer,exporter,sector,value\nA,A,w,50\nB,B,w,50\nC,C,w,50\nA,B,w,4\nA,C,w,6\nB,A,w,5\n");
  support_write(concordance, "hs6,sector\n010121,w\n010129,w\n");
  static const char *const text[] = {
      "importer,exporter,sector,tariff_pct\nA,,w,10\nA,B,w,2\nB,A,w,1\n",
      "importer,exporter,sector,tariff_pct\nB,A,w,1\nA,B,w,2\nA,,w,10\n",
      "importer,exporter,hs6,value,tariff_pct\nA,,010121,30,10\nA,B,010121,10,2\nA,,010129,10,6\nB,A,010129,3,1\n",
      "importer,exporter,hs6,value,tariff_pct\nB,A,010129,3,1\nA,,010129,10,6\nA,B,010121,10,2\nA,,010121,30,10\n"};
  for (int i = 0; i < 4; i++) {
    support_write(file, text[i]);
    const tw_import ask = {.from = "csv", .file = table, .tariffs = file, .concordance = i < 2 ? NULL : concordance};
    tw_world *world = import_ok(&ask);
    const double *t = tw_world_numbers(world, "tariff");
    assert_close(t[1], i < 2 ? 0.02 : (10 * 0.02 + 10 * 0.06) / 20, 1e-15);
    assert_close(t[2], i < 2 ? 0.10 : (30 * 0.10 + 10 * 0.06) / 40, 1e-15);
    assert_close(t[3], 0.01, 1e-15);
    const tw_finding *f = find(world, "import_own_rates");
    assert_non_null(f);
    assert_non_null(strstr(f->text, "1 times"));
    static const char *const lines[] = {"line 3 against line 2", "line 3 against line 4", "line 3 against line 2",
                                        "line 4 against line 5"};
    assert_non_null(strstr(f->text, lines[i]));
    tw_world_free(world);
  }
}

static void bad_tariffs_by_product(void **state)
{
  (void)state;
  const char *file = support_temp("hs.csv"), *concordance = support_temp("c.csv");
  tw_import ask = {.from = "icio", .file = small_file(NULL, NULL), .tariffs = file, .concordance = concordance};
  support_write(concordance, "hs6,sector\n010121,A01\n010129,A01\n");
  static const char *const bad[][2] = {
      {"importer,exporter,hs6,duty_type,value,tariff_pct\nAAA,BBB,010121,MFN,1,5\nAAA,BBB,010129,MFN,1,5\n"
       "AAA,BBB,010121,PRF,1,0\n",
       "hs.csv:4: found a rate for importer AAA, exporter BBB, hs6 010121 again, first in line 2, expected one; what "
       "is "
       "not read is no part of the key: duty_type, so leave one value of it"},
      {"importer,exporter,hs6,value,tariff_pct\nAAA,,010121,1,5\naaa,,010121,1,5\n",
       "hs.csv:3: found a rate for importer AAA, all exporters, hs6 010121 again, first in line 2"},
      {"importer,exporter,hs6,value,tariff_pct\nAAA,BBB,999999,1,5\nAAA,BBB,999999,1,5\n", "hs6 999999 again"},
      {"importer,exporter,hs6,value,tariff_pct\nAAA,BBB,999999,1,5\nBBB,AAA,999999,1,5\n",
       "hs.csv: found no product that "},
      {"importer,exporter,sector,tariff_pct\nAAA,BBB,A01,5\n",
       "hs.csv:1: a concordance was given, but the rates are by sector"},
      {"importer,exporter,hs6,value,tariff_pct\nAAA,BBB,010121,1e308,5\nAAA,BBB,010129,1e308,5\n",
       "hs.csv:3: column value: the trade of importer AAA adds up to more than a number can hold"},
      {"importer,exporter,hs6,value,tariff_pct\nAAA,BBB,010121,1e308,500\n", "hs.csv:2: column value: the trade of"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    tw_world *world = NULL;
    support_write(file, bad[i][0]);
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, bad[i][1]);
    assert_null(world);
  }
  /* What is not read is named. */
  support_write(file, "importer,exporter,hs6,year,value,tariff_pct\nAAA,BBB,010121,2020,1,5\n");
  tw_world *world = import_ok(&ask);
  const tw_finding *f = find(world, "column_not_read");
  assert_non_null(f);
  assert_non_null(strstr(f->text, "The column \"year\" of "));
  tw_world_free(world);
}

/* Zones of the release of 2018, codes with an underscore, and text that went through other systems. */
static void labels_and_ends(void **state)
{
  (void)state;
  const char *path = support_temp("ICIO2018_2015.csv");
  static const char text[] =
      "V1,CN1_01T03,CN3_01T03,CN4_01T03,MX1_01T03,MX3_01T03,CHN_HFCE,MEX_HFCE,TOTAL@"
      "CN1_01T03,1,1,0,0,0,7,1,10@CN3_01T03,1,0,0,1,0,8,0,10@CN4_01T03,0,0,0,0,1,9,0,10@"
      "MX1_01T03,0,0,1,0,0,0,9,10@MX3_01T03,0,0,0,0,0,1,9,10@CHN_TAXSUB,0,0,0,0,0,0,0,0@MEX_TAXSUB,0,0,0,0,0,0,0,0@"
      "VALU,8,9,9,9,9,0,0,0@OUTPUT,10,10,10,10,10,0,0,0@";
  static const char *const end[] = {"\n", "\r\n", "\r\r\n", "\r", " \n"};
  char sha256[80] = "";
  for (int i = 0; i < 5; i++) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (const char *p = text; *p; p++)
      if (*p == '@')
        fputs(end[i], f);
      else if (*p == ',' && i == 4)
        fputs(" ,\t", f);
      else
        fputc(*p, f);
    fclose(f);
    const tw_import ask = {.from = "icio", .file = path};
    tw_world *world = import_ok(&ask);
    assert_int_equal(tw_world_regions(world), 2);
    assert_string_equal(tw_world_region(world, 0), "CHN");
    assert_true(tw_world_numbers(world, "flow")[0] == 27 && tw_world_numbers(world, "flow")[1] == 2);
    assert_non_null(
        strstr(tw_world_text(world, "notes"), "the table's zones are added up: CN1, CN3, CN4 as CHN; MX1, MX3 as MEX"));
    if (i) assert_string_equal(tw_world_text(world, "sha256"), sha256);
    snprintf(sha256, sizeof sha256, "%s", tw_world_text(world, "sha256"));
    tw_world_free(world);
  }
  support_write(path, "V1,NA_1_A01,NA_2_A01,NA_1_HFCE,NA_2_HFCE\n");
  const tw_import ask = {.from = "icio", .file = path};
  tw_world *world = NULL;
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
               "found the column NA_1_HFCE: a region's code ends at the first underscore, so NA_1 cannot be one; "
               "expected a code without underscores, such as NA1");
}

/* ---------------------------------------------------------------- memory */

static void memory_that_fails(void **state)
{
  (void)state;
  support_write(support_temp("e.csv"), "sector,trade_elasticity,name\nA01,5.5,Crops\n");
  support_write(support_temp("t.csv"),
                "importer,exporter,hs6,value,tariff_mfn_pct,tariff_pct\nAAA,BBB,120100,7,12,10\n");
  support_write(support_temp("c.csv"), "hs6,sector\n120100,A01\n");
  tw_import ask = {.from = "icio",
                   .file = small_file(NULL, NULL),
                   .elasticities = support_temp("e.csv"),
                   .tariffs = support_temp("t.csv"),
                   .concordance = support_temp("c.csv")};
  import_in_little_memory(ask, 100);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(both_namings),
      cmocka_unit_test(zones_are_added_to_their_country),
      cmocka_unit_test(the_full_size),
      cmocka_unit_test(negative_final_demand_is_set_to_zero),
      cmocka_unit_test(value_added_has_a_floor),
      cmocka_unit_test(bad_tables_are_refused),
      cmocka_unit_test(the_bound_can_be_set),
      cmocka_unit_test(requests_are_checked),
      cmocka_unit_test(elasticities),
      cmocka_unit_test(tariffs_by_sector),
      cmocka_unit_test(tariffs_by_product),
      cmocka_unit_test(own_rates_come_first),
      cmocka_unit_test(bad_tariffs_by_product),
      cmocka_unit_test(labels_and_ends),
      cmocka_unit_test(memory_that_fails),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
