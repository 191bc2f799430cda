/* Stocks and calories of a world's own: what a row may hold, every form that keeps them, what becomes of them when the
 * world changes (sums worked out here), and what the check of a world says. */
#include "context.h"
#include "world/products.h"
#include "world/stores.h"
#include "world_files.h"

static const char stocks[] = "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,100\nJPN,WHEAT,7,\n"
                             "CAN,TOY,5,10\nCAN,FORD,6,0\n";
static const char calories[] = "product,kcal_per_unit,region,food_share\nWHEAT,3000,,0.5\nWHEAT,2000,CAN,0.25\n"
                               "WHEAT,2000,USA,0.25\n";

/* The folder of world_files.h with these tables, NULL: without; NULL: it was refused. */
static tw_world *with(const char *of_stocks, const char *of_calories)
{
  world_files *files = files_new();
  file_products(files);
  file_final(files);
  if (of_stocks) strcpy(file_text(files, "stocks.csv"), of_stocks);
  if (of_calories) strcpy(file_text(files, "calories.csv"), of_calories);
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, files_write(files, "stores"), &world);
  free(files);
  return status == TW_OK ? world : NULL;
}

static const char *text_of(const tw_world *w, twi_store_table table)
{
  static char text[4][2048];
  static int turn;
  char *bytes, *to = text[turn = (turn + 1) % 4];
  assert_ok(context, twi_stores_text(context, w, table, &bytes));
  snprintf(to, sizeof text[0], "%s", w->stores[table] ? bytes : "");
  twi_free(context, bytes);
  return to;
}

static void same_stores(const tw_world *a, const tw_world *b)
{
  for (int t = 0; t < TWI_STORE_TABLES; t++)
    assert_string_equal(text_of(a, (twi_store_table)t), text_of(b, (twi_store_table)t));
}

static const char *said(const tw_world *w, const char *identity, int index)
{
  const tw_finding *findings;
  int count = tw_world_findings(w, &findings);
  for (int i = 0; i < count; i++)
    if (strcmp(findings[i].identity, identity) == 0 && index-- == 0) return findings[i].text;
  return "";
}

/* ---------------------------------------------------------------- rows */

static void wrong_rows(void **state)
{
  (void)state;
  static const struct {
    const char *stocks, *calories, *message;
  } cases[] = {
      {"region,product,quantity\nCNA,WHEAT,5\n", NULL,
       "stocks.csv:2: column region: found \"CNA\", expected a region of the world; did you mean CAN?"},
      {"region,product,quantity\nCanada,WHEAT,5\n", NULL, "did you mean CAN (Canada)?"},
      {"region,product,quantity\n,WHEAT,5\n", NULL, "column region: found nothing, expected a region of the world"},
      {"region,product,quantity\nCAN,WHEAT,5\nCAN,WHAET,5\n", NULL,
       "stocks.csv:3: column product: found \"WHAET\", expected a product of the world; did you mean WHEAT?"},
      {"region,product,quantity\nCAN,A01,5\n", NULL, "found \"A01\", expected a product of the world"},
      {"region,product,quantity\nCAN,CARS,5\n", NULL, "found \"CARS\", expected a product of the world"},
      {"region,product,quantity\nCAN,WHEAT,-5\n", NULL,
       "stocks.csv:2: column quantity: found \"-5\", expected a quantity in the product's unit: 0 or more, below 1e12"},
      {"region,product,quantity\nCAN,WHEAT,1e12\n", NULL, "found \"1e12\", expected a quantity in the product's unit"},
      {"region,product,quantity\nCAN,WHEAT,\n", NULL, "stocks.csv:2: column quantity"},
      {"region,product,quantity\nCAN,WHEAT,nan\n", NULL, "stocks.csv:2: column quantity"},
      {"region,product,quantity,days\nCAN,WHEAT,5,-1\n", NULL,
       "stocks.csv:2: column days: found \"-1\", expected days of use: 0 or more, below 1e12, or nothing"},
      {"region,product,quantity\nCAN,WHEAT,5\nUSA,WHEAT,5\ncan,wheat,6\n", NULL,
       "stocks.csv:4: found WHEAT of CAN again, first in line 2, expected each once"},
      {"region,product,quantity\n", NULL, "stocks.csv: found no row, expected at least one, or no such file"},
      {"region,product\nCAN,WHEAT\n", NULL, "the column quantity is missing"},
      {"product,quantity\nWHEAT,5\n", NULL, "the column region is missing"},
      {"region,product,quantity,dais\nCAN,WHEAT,5,1\n", NULL,
       "stocks.csv:1: found the column \"dais\"; did you mean days?"},
      {NULL, "product,kcal_per_unit\nWHET,5\n", "calories.csv:2: column product: found \"WHET\""},
      {NULL, "product,kcal_per_unit,region\nWHEAT,5,UAS\n",
       "calories.csv:2: column region: found \"UAS\", expected a region of the world, or nothing: all the others; did "
       "you "
       "mean USA?"},
      {NULL, "product,kcal_per_unit\nWHEAT,-1\n", "expected kcal a unit of the product: 0 or more, below 1e12"},
      {NULL, "product,kcal_per_unit,food_share\nWHEAT,5,1.5\n",
       "calories.csv:2: column food_share: found \"1.5\", expected a share from 0 to 1, or nothing: 1"},
      {NULL, "product,kcal_per_unit\nWHEAT,5\nTOY,1\nwheat,5\n",
       "calories.csv:4: found WHEAT of all regions without a row again, first in line 2, expected each once"},
      {NULL, "product,kcal_per_kg\nWHEAT,5\n",
       "calories.csv:1: the column kcal_per_unit is missing; is it the one called kcal_per_kg?"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_null(with(cases[i].stocks, cases[i].calories));
    if (!strstr(tw_error(context), cases[i].message))
      fail_msg("case %zu: %s\n  lacks %s", i, tw_error(context), cases[i].message);
  }
  world_files *files = files_new(); /* without products there is nothing that a row could be of */
  strcpy(file_text(files, "stocks.csv"), "region,product,quantity\nCAN,WHEAT,5\n");
  tw_world *world = NULL;
  assert_fails(context, tw_world_open(context, files_write(files, "bare"), &world), TW_BAD_INPUT,
               "stocks.csv:2: column product: found \"WHEAT\", but the world three has no products");
  free(files);
}

/* The order of rows and columns and the case of codes leave no trace; every number counts. */
static void what_a_row_holds(void **state)
{
  (void)state;
  tw_world *world = with(stocks, calories), *plain = with(NULL, NULL),
           *other = with("days,quantity,product,region,note\n,7,wheat,jpn,x\n0,6,FORD,CAN,\n10,5,toy,CAN,\n"
                         "100,300,WHEAT,USA,\n50,100,WHEAT,CAN,\n",
                         "food_share,region,kcal_per_unit,product\n0.25,USA,2000,WHEAT\n0.25,CAN,2000,WHEAT\n"
                         "0.5,,3000,WHEAT\n");
  if (!world || !plain || !other) fail_msg("%s", tw_error(context));
  assert_string_equal(text_of(world, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,100\nJPN,WHEAT,7,\n"
                      "CAN,TOY,5,10\nCAN,FORD,6,0\n");
  assert_string_equal(text_of(world, TWI_STORE_CALORIES), calories);
  same_stores(world, other);
  assert_string_equal(tw_world_text(world, "sha256"), tw_world_text(other, "sha256"));
  assert_non_null(strstr(said(other, "column_not_read", 0), "The column \"note\" of "));
  assert_string_equal(said(world, "own_stores", 0),
                      "The world has its own stocks (5 rows of stocks.csv) and calories (3 rows of calories.csv): runs "
                      "with a cascade or a rule clause use them, but for tables that --food-tables names.");
  assert_string_equal(said(plain, "own_stores", 0), "");
  assert_string_not_equal(tw_world_text(world, "sha256"), tw_world_text(plain, "sha256"));
  static const char *const changed[][2] = {
      {"region,product,quantity\nCAN,WHEAT,100\n", NULL},
      {"region,product,quantity\nCAN,WHEAT,101\n", NULL},
      {"region,product,quantity\nUSA,WHEAT,100\n", NULL},
      {"region,product,quantity\nCAN,TOY,100\n", NULL},
      {"region,product,quantity,days\nCAN,WHEAT,100,1\n", NULL},
      {NULL, "product,kcal_per_unit\nWHEAT,100\n"},
      {NULL, "product,kcal_per_unit,region\nWHEAT,100,CAN\n"},
      {NULL, "product,kcal_per_unit,food_share\nWHEAT,100,0.5\n"},
  };
  enum { CHANGED = sizeof changed / sizeof *changed };
  char sum[CHANGED][65];
  for (int i = 0; i < CHANGED; i++) {
    tw_world *one = with(changed[i][0], changed[i][1]);
    if (!one) fail_msg("%s", tw_error(context));
    snprintf(sum[i], sizeof sum[i], "%s", tw_world_text(one, "sha256"));
    for (int k = 0; k < i; k++) assert_string_not_equal(sum[i], sum[k]);
    const char *table = changed[i][0] ? changed[i][0] : changed[i][1]; /* columns without a number are left out */
    assert_string_equal(text_of(one, changed[i][0] ? TWI_STORE_STOCKS : TWI_STORE_CALORIES), table);
    tw_world_free(one);
  }
  tw_world_free(other);
  tw_world_free(plain);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- forms */

static unsigned version_of(const char *file)
{
  size_t size;
  unsigned char *bytes = (unsigned char *)support_read(file, &size);
  unsigned version = bytes[8];
  free(bytes);
  return version;
}

static void every_form_keeps_them(void **state)
{
  (void)state;
  tw_world *world = with(stocks, calories), *plain = with(NULL, NULL), *again = NULL;
  assert_ok(context, tw_world_save(context, plain, support_temp("plain.tww")));
  assert_int_equal(version_of(support_temp("plain.tww")), 3); /* as before there were stocks */
  assert_ok(context, tw_world_save(context, world, support_temp("s.tww")));
  assert_int_equal(version_of(support_temp("s.tww")), 4);
  again = world_open_ok(context, support_temp("s.tww"));
  same_stores(world, again);
  assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(again);
  for (int i = 0; i < 2; i++) {
    char *out = strdup(support_temp(i ? "s-dta" : "s-folder"));
    const tw_export ask = {i ? "dta" : "folder", out};
    tw_import import;
    tw_import_default(&import);
    import.from = "dta";
    import.file = out;
    for (int turn = 0; turn < 2; turn++) { /* the second is without: no file of the first stays behind */
      const tw_world *from = turn ? plain : world;
      assert_ok(context, tw_world_export(context, from, &ask));
      if (i == 0)
        again = world_open_ok(context, out);
      else
        assert_ok(context, tw_world_import(context, &import, &again));
      same_stores(from, again);
      assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(from, "sha256"));
      tw_world_free(again);
    }
    free(out);
  }
  const tw_world_data nothing = {0}, title = {.title = "Another"};
  assert_ok(context, tw_world_with(context, world, &nothing, &again));
  assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(again);
  assert_ok(context, tw_world_with(context, world, &title, &again));
  same_stores(world, again);
  tw_world_free(again);
  assert_ok(context, tw_world_balance(context, world, NULL, NULL, NULL, NULL, &again));
  same_stores(world, again);
  assert_string_equal(said(again, "stores_left_out", 0), "");
  tw_world_free(again);
  tw_world_free(plain);
  tw_world_free(world);
}

/* What a hand-made .tww may have wrong. */
static void other_ways_are_checked(void **state)
{
  (void)state;
  tw_world *world = with(stocks, calories);
  twi_store *row = world->store[TWI_STORE_STOCKS], *kcal = world->store[TWI_STORE_CALORIES];
  assert_ok(context, twi_stores_check(context, world, "x: "));
  const twi_store kept = row[1], kcal_kept = kcal[1];
#define REFUSED(message)                                                                                               \
  do {                                                                                                                 \
    assert_fails(context, twi_stores_check(context, world, "x: "), TW_BAD_INPUT, message);                             \
    row[1] = kept;                                                                                                     \
    kcal[1] = kcal_kept;                                                                                               \
  } while (0)
  row[1].region = 0;
  REFUSED("x: stocks.csv: row 2, of \"WHEAT\", does not stand in the order of products and regions");
  row[1].region = 2;
  REFUSED("x: stocks.csv: row 3, of \"WHEAT\", does not stand in the order");
  row[1].region = -1;
  REFUSED("x: stocks.csv: row 2, of \"WHEAT\", has no product or region of the world");
  row[1].region = 3;
  REFUSED("has no product or region of the world");
  row[1].number[0] = -0.0;
  REFUSED("or no a quantity in the product's unit");
  row[1].number[1] = INFINITY;
  REFUSED("row 2");
  row[1].number[0] = NAN;
  REFUSED("row 2");
  row[1].product = (char *)"wheat";
  REFUSED("row 2, of \"wheat\", has no product");
  kcal[1].number[1] = 1.5;
  REFUSED("x: calories.csv: row 2");
  kcal[1].number[1] = NAN;
  REFUSED("x: calories.csv: row 2");
  assert_ok(context, twi_stores_check(context, world, "x: "));
  tw_world_free(world);
}

/* ---------------------------------------------------------------- worlds made of worlds */

static tw_world *merged(const tw_world *world, const char *regions, const char *sectors, const char *products)
{
  tw_world *out = NULL;
  char file[3][512];
  const char *const text[3] = {regions, sectors, products}, *const name[3] = {"r.csv", "s.csv", "p.csv"};
  for (int i = 0; i < 3; i++) {
    snprintf(file[i], sizeof file[i], "%s", support_temp(name[i]));
    if (text[i]) support_write(file[i], text[i]);
  }
  const tw_aggregation how = {.regions = regions ? file[0] : NULL,
                              .sectors = sectors ? file[1] : NULL,
                              .products = products ? file[2] : NULL,
                              .name = "fewer"};
  assert_ok(context, tw_world_aggregate_with(context, world, &how, &out));
  return out;
}

/* Stocks add up, and so does their use: 400 t, of which 2 and 3 a day are used. A part that has no row leaves the whole
 * unknown. */
static void aggregating(void **state)
{
  (void)state;
  static const char america[] = "region,to\nCAN,NA\nUSA,NA\nJPN,JPN\n";
  tw_world *world = with(stocks, calories), *out = merged(world, NULL, NULL, NULL);
  same_stores(world, out); /* as it is, to the bit */
  assert_string_equal(said(out, "stores_merged", 0), "");
  tw_world_free(out);
  out = merged(world, NULL, "sector,to\nA01,G\nC29,G\nH49,S\n",
               NULL); /* products stay, in the order of the merged sector */
  assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,TOY,5,10\nCAN,FORD,6,0\nCAN,WHEAT,100,50\n"
                      "USA,WHEAT,300,100\nJPN,WHEAT,7,\n");
  tw_world_free(out);
  out = merged(world, america, NULL, NULL);
  assert_string_equal(text_of(out, TWI_STORE_STOCKS), "region,product,quantity,days\nNA,WHEAT,400,80\nJPN,WHEAT,7,\n");
  assert_string_equal(text_of(out, TWI_STORE_CALORIES),
                      "product,kcal_per_unit,region,food_share\nWHEAT,3000,,0.5\nWHEAT,2000,NA,0.25\n");
  assert_string_equal(said(out, "stores_merged", 0),
                      "2 stocks are left out, as only a part of what is merged has a row "
                      "of stocks.csv; the first is of TOY in NA.");
  assert_string_equal(said(out, "stores_merged", 1), "");
  tw_world_free(out);
  tw_world_free(world);
  world = with("region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,\nCAN,TOY,1,\nCAN,FORD,2,\n",
               "product,kcal_per_unit,region\nWHEAT,3000,\nWHEAT,2000,CAN\nTOY,1,\nFORD,1,\n");
  out = merged(world, america, NULL, NULL); /* days are not known of both, kcal are two numbers */
  assert_string_equal(text_of(out, TWI_STORE_STOCKS), "region,product,quantity\nNA,WHEAT,400\n");
  assert_string_equal(text_of(out, TWI_STORE_CALORIES), "product,kcal_per_unit\nWHEAT,3000\nTOY,1\nFORD,1\n");
  assert_string_equal(said(out, "stores_merged", 1),
                      "The days of 1 merged stock are left out, as not all that is merged has days above 0: they count "
                      "from the use of the base.");
  assert_string_equal(said(out, "stores_merged", 2), "1 row is of calories.csv left out, as what is merged has "
                                                     "different numbers, or only a part has one; the first is of WHEAT "
                                                     "in NA.");
  tw_world_free(out);
  out = merged(world, NULL, NULL, "product,to\nTOY,CAR\nFORD,CAR\n"); /* products put together */
  assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,\nCAN,CAR,3,\n");
  assert_string_equal(text_of(out, TWI_STORE_CALORIES),
                      "product,kcal_per_unit,region\nWHEAT,3000,\nWHEAT,2000,CAN\nCAR,1,\n");
  tw_world_free(out);
  tw_world_free(world);
}

/* Days of 0 are of no use that could be added; a row that says what all the others have is known of all; of products that
 * are put together each needs its row. */
static void edges_of_sums(void **state)
{
  (void)state;
  tw_world *world = with("region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,0\nCAN,TOY,1,\n",
                         "product,kcal_per_unit,region\nWHEAT,3000,\nWHEAT,3000,CAN\nTOY,5,\nFORD,5,\n"),
           *out = merged(world, "region,to\nCAN,NA\nUSA,NA\nJPN,JPN\n", NULL, "product,to\nTOY,CAR\nFORD,CAR\n");
  assert_string_equal(text_of(out, TWI_STORE_STOCKS), "region,product,quantity\nNA,WHEAT,400\n");
  assert_string_equal(text_of(out, TWI_STORE_CALORIES),
                      "product,kcal_per_unit,region\nWHEAT,3000,\nWHEAT,3000,NA\nCAR,5,\n");
  tw_world_free(out);
  out = merged(world, NULL, NULL, "product,to\nTOY,CAR\nFORD,CAR\n"); /* the stock of FORD is not known */
  assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,0\n");
  tw_world_free(out);
  const tw_split cars = {.sector = "C29", .into = "CA:0.6,CB:0.4"};
  assert_ok(context, tw_world_split(context, world, &cars, &out));
  assert_string_equal(text_of(out, TWI_STORE_CALORIES), "product,kcal_per_unit,region\nWHEAT,3000,\nWHEAT,3000,CAN\n"
                                                        "TOY_CA,5,\nFORD_CA,5,\nTOY_CB,5,\nFORD_CB,5,\n");
  tw_world_free(out);
  tw_world_free(world);
}

static void splitting(void **state)
{
  (void)state;
  tw_world *world = with(stocks, calories), *out = NULL;
  const tw_split usa = {.region = "USA", .into = "USE:0.6,USW:0.4"}, cars = {.sector = "C29", .into = "CA:0.6,CB:0.4"},
                 named = {.sector = "C29", .into = "CA:0.6,CB:0.4", .products = support_temp("pieces.csv")};
  assert_ok(context, tw_world_split(context, world, &usa, &out));
  assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,WHEAT,100,50\nJPN,WHEAT,7,\nCAN,TOY,5,10\nCAN,FORD,6,0\n");
  assert_string_equal(text_of(out, TWI_STORE_CALORIES),
                      "product,kcal_per_unit,region,food_share\nWHEAT,3000,,0.5\nWHEAT,2000,CAN,0.25\n"
                      "WHEAT,2000,USE,0.25\nWHEAT,2000,USW,0.25\n");
  assert_string_equal(said(out, "stores_split", 0), "1 stock is left out, as no part's share of a stock is known; the "
                                                    "first is of WHEAT in USA.");
  tw_world_free(out);
  assert_ok(context, tw_world_split(context, world, &cars, &out));
  assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,100\nJPN,WHEAT,7,\n");
  assert_string_equal(text_of(out, TWI_STORE_CALORIES), calories);
  assert_string_equal(said(out, "stores_split", 0),
                      "2 stocks are left out, as no part's share of a stock is known; the "
                      "first is of TOY in CAN.");
  tw_world_free(out);
  support_write(support_temp("pieces.csv"), "product,to,code\nTOY,CA,TOYOTA\nFORD,CB,\nTRUCK,CB,\n");
  assert_ok(context, tw_world_split(context, world, &named, &out));
  assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                      "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,100\nJPN,WHEAT,7,\n"
                      "CAN,TOYOTA,5,10\nCAN,FORD,6,0\n");
  assert_string_equal(said(out, "stores_split", 0), "");
  tw_world_free(out);
  tw_world_free(world);
}

/* Products that come in the place of others: a stock of one that is gone, or is now counted in another unit, is none. */
static void other_products(void **state)
{
  (void)state;
  tw_world *world = with(stocks, calories), *out = NULL;
  char flows[4096] = "product,importer,exporter,quantity,unit_value\n";
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++)
      if (file_flow(1, d, o) > 0)
        snprintf(flows + strlen(flows), sizeof flows - strlen(flows), "TOY,%s,%s,1000,%.17g\n", file_region[d],
                 file_region[o], file_flow(1, d, o) * 200);
  support_write(support_temp("new.csv"), flows);
  tw_calibration how;
  for (int same = 0; same < 2; same++) {
    support_write(support_temp("list.csv"), same ? "sector,product,name,trade_elasticity,unit\nC29,TOY,Toys,3,cars\n"
                                                 : "sector,product,name,trade_elasticity,unit\nC29,TOY,Toys,3,t\n");
    tw_calibration_default(&how);
    how.flows = support_temp("new.csv");
    how.products = support_temp("list.csv");
    assert_ok(context, tw_world_calibrate_products(context, world, &how, &out));
    assert_string_equal(text_of(out, TWI_STORE_STOCKS),
                        same ? "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,100\nJPN,WHEAT,7,\n"
                               "CAN,TOY,5,10\n"
                             : "region,product,quantity,days\nCAN,WHEAT,100,50\nUSA,WHEAT,300,100\nJPN,WHEAT,7,\n");
    assert_string_equal(text_of(out, TWI_STORE_CALORIES), calories);
    assert_string_equal(said(out, "stores_left_out", 0),
                        same
                            ? "1 row of stocks.csv is left out, as the world no longer has the product in that unit; "
                              "the first is of FORD."
                            : "2 rows of stocks.csv are left out, as the world no longer has the product in that unit; "
                              "the first is of TOY.");
    assert_ok(context, tw_world_save(context, out, support_temp("left.tww")));
    tw_world *kept = world_open_ok(context, support_temp("left.tww")); /* it is of the making of the world */
    assert_string_equal(said(kept, "stores_left_out", 0), said(out, "stores_left_out", 0));
    tw_world_free(kept);
    tw_world_free(out);
  }
  tw_world_free(world);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wrong_rows),
      cmocka_unit_test(what_a_row_holds),
      cmocka_unit_test(every_form_keeps_them),
      cmocka_unit_test(other_ways_are_checked),
      cmocka_unit_test(aggregating),
      cmocka_unit_test(edges_of_sums),
      cmocka_unit_test(splitting),
      cmocka_unit_test(other_products),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
