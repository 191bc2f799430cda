/* A user's own products calibrated to a world: money, quantities with unit values, shares, own sales of production, and
 * what is scaled; each number by hand. */
#include "context.h"
#include "held.h"
#include "world_files.h"

#include "world/products.h"

#define LIST                                                                                                           \
  "sector,product,name,trade_elasticity,unit\nC29,TOY,Toyota,7,cars\nC29,FORD,Ford,6,cars\nA01,RICE,Rice,9,t\n"

/* The world of world_files.h, with its own products or without. */
static tw_world *open_three(int products)
{
  world_files *files = files_new();
  if (products) file_products(files);
  tw_world *w = world_open_ok(context, files_write(files, "three"));
  free(files);
  return hold_world(w);
}

static tw_status calibrate(const tw_world *world, const char *list, const char *flows, const char *production,
                           double rho, tw_world **out)
{
  tw_calibration how;
  tw_calibration_default(&how);
  assert_true(how.rho == 0.05);
  how.rho = rho;
  support_write(support_temp("flows.csv"), flows);
  how.flows = support_temp("flows.csv");
  if (list) support_write(support_temp("list.csv"), list);
  if (list) how.products = support_temp("list.csv");
  if (production) support_write(support_temp("made.csv"), production);
  if (production) how.production = support_temp("made.csv");
  how.scaled = support_temp("scaled.csv");
  how.between = "C29=1.5";
  *out = NULL;
  tw_status status = tw_world_calibrate_products(context, world, &how, out);
  assert_true((*out != NULL) == (status == TW_OK));
  return status;
}

static double of_flow(const tw_world *w, const char *product, int d, int o, double *quantity)
{
  tw_product p;
  tw_world_product_flow f;
  assert_true(tw_world_product_at(w, tw_world_find_product(w, product), &p));
  for (size_t i = p.first_flow; i < p.first_flow + p.flows; i++) {
    assert_true(tw_world_product_flow_at(w, i, &f));
    if (f.importer != d || f.exporter != o) continue;
    if (quantity) *quantity = f.quantity;
    return f.value;
  }
  return 0;
}

static void near(double a, double b)
{
  if (!(fabs(a - b) <= 1e-13 * (fabs(a) + fabs(b)))) fail_msg("%.17g, expected %.17g", a, b);
}

static void by_hand(void **state)
{
  (void)state;
  tw_world *three = open_three(0), *w;
  double quantity;
  assert_ok(context, calibrate(three, LIST,
                               "product,importer,exporter,value,quantity,unit_value,share\n"
                               "TOY,CAN,USA,6,,,\n"        /* of a flow of 6.5: with the next, times 0.95 6.5 / 9 */
                               "FORD,CAN,USA,3,30,,\n"     /* … and its quantity stays */
                               "TOY,CAN,CAN,20,100,,\n"    /* 100 cars beside a value */
                               "TOY,USA,CAN,,2000,3000,\n" /* 2000 cars of 3000 USD: 6 million */
                               "FORD,,USA,,,,0.3\n"        /* of all that the USA sell … */
                               "FORD,JPN,,,,,0.1\n"        /* … before what JPN buys */
                               "FORD,USA,CAN,,,,0\n"       /* none, whatever others say */
                               "RICE,,,,,,0.2\n",
                               "product,region,value,quantity\nTOY,USA,50,900\nTOY,JPN,7,100\nTOY,CAN,1,\n", 0.05, &w));
  hold_world(w);
  double scale = 0.95 * file_flow(1, 0, 1) / 9;
  near(of_flow(w, "TOY", 0, 1, NULL), 6 * scale);
  near(of_flow(w, "FORD", 0, 1, &quantity), 3 * scale);
  near(quantity, 30);
  near(of_flow(w, "TOY", 0, 0, &quantity), 20);
  near(quantity, 100);
  near(of_flow(w, "TOY", 1, 0, &quantity), 6);
  near(quantity, 2000);
  near(of_flow(w, "FORD", 1, 1, NULL), 0.3 * file_flow(1, 1, 1));
  near(of_flow(w, "FORD", 2, 1, NULL), 0.3 * file_flow(1, 2, 1));
  near(of_flow(w, "FORD", 2, 0, NULL), 0.1 * file_flow(1, 2, 0));
  near(of_flow(w, "FORD", 1, 0, NULL), 0);
  near(of_flow(w, "RICE", 2, 1, NULL), 0.2 * file_flow(0, 2, 1));
  /* Own sales: production less exports before scaling, where no row gives them. */
  near(of_flow(w, "TOY", 1, 1, NULL), 50 - 6);
  near(of_flow(w, "TOY", 2, 2, &quantity), 7);
  near(quantity, 100);
  near(tw_world_numbers(w, "product_elasticity")[1], 1.5);
  char *text = hold_text(support_read(support_temp("scaled.csv"), NULL));
  assert_non_null(
      strstr(text, "sector,importer,exporter,flow,products,scaled_to,factor\nC29,CAN,USA,6.5,9,6.175,0.686"));
  assert_null(strstr(strstr(text, "C29,CAN,USA") + 1, "C29"));
  const tw_finding *f = world_finding(w, "products_scaled", -1, -1);
  assert_true(f && f->severity == 1);
  near(f->money, 9 - 0.95 * 6.5);
  assert_non_null(world_finding(w, "products_scaled", 0, 1));
  /* Nothing but products is new. */
  assert_memory_equal(tw_world_numbers(w, "flow"), tw_world_numbers(three, "flow"), 27 * sizeof(double));
  assert_memory_equal(tw_world_numbers(w, "input_share"), tw_world_numbers(three, "input_share"), 27 * sizeof(double));
}

/* Exports that leave less than a hundredth of production; a flow that the sector does not have; rho 0. */
static void edges(void **state)
{
  (void)state;
  tw_world *three = open_three(0), *w;
  assert_ok(context, calibrate(three, LIST,
                               "product,importer,exporter,value\nTOY,CAN,USA,6.5\nFORD,CAN,JPN,5\nFORD,JPN,JPN,3\n"
                               "RICE,CAN,CAN,1\n",
                               "product,region,value\nTOY,USA,6\n", 0, &w));
  hold_world(w);
  near(of_flow(w, "TOY", 0, 1, NULL), 6.5); /* all of the flow: nothing to scale at rho 0 */
  near(of_flow(w, "TOY", 1, 1, NULL), 0.06);
  near(of_flow(w, "FORD", 0, 2, NULL), 0);
  assert_non_null(world_finding(w, "products_own_sales", -1, -1));
  char *text = hold_text(support_read(support_temp("scaled.csv"), NULL));
  assert_non_null(strstr(text, "C29,CAN,JPN,0,5,0,0\n"));
  assert_null(strstr(text, "C29,CAN,USA"));
}

/* New products take the place of those that their sector has; other sectors keep theirs, to the bit. */
static void beside_others(void **state)
{
  (void)state;
  tw_world *three = open_three(1), *w, *again;
  assert_ok(context, calibrate(three, "sector,product,name,trade_elasticity\nC29,VAN,Vans,5\n",
                               "product,importer,exporter,share\nVAN,,,0.5\n", NULL, 0.05, &w));
  hold_world(w);
  assert_int_equal(tw_world_products(w), 3); /* WHEAT, VAN, the rest of C29 */
  for (int d = 0; d < 3; d++)
    for (int o = 0; o < 3; o++) {
      double quantity = 0;
      near(of_flow(w, "WHEAT", d, o, &quantity), file_flow(0, d, o));
      if (file_flow(0, d, o) > 0) near(quantity, 10 + d + o);
      near(of_flow(w, "VAN", d, o, NULL), file_flow(1, d, o) / 2);
    }
  assert_int_equal(tw_world_find_product(w, "TOY"), -1);
  assert_int_equal(tw_world_families(w), 0);
  /* Without a list they are those of the world; the others stay as they are. */
  assert_ok(context, calibrate(three, NULL, "product,importer,exporter,share\nWHEAT,,,0.25\n", NULL, 0.05, &again));
  hold_world(again);
  near(of_flow(again, "WHEAT", 0, 0, NULL), file_flow(0, 0, 0) / 4);
  assert_true(of_flow(again, "TOY", 0, 1, NULL) == of_flow(three, "TOY", 0, 1, NULL));
  assert_int_equal(tw_world_families(again), 1);
  assert_true(tw_world_find_product(again, "A01.rest") >= 0);
  assert_fails(context,
               calibrate(three, "sector,product,name,trade_elasticity\nC29,wheat,Vans,5\n",
                         "product,importer,exporter,share\nWHEAT,,,0.5\n", NULL, 0.05, &w),
               TW_BAD_INPUT, "list.csv:2: found the product wheat, a product of sector A01 of the world");
}

/* Written and read, the new world is the same. */
static void comes_back(void **state)
{
  (void)state;
  tw_world *w, *again;
  assert_ok(context, calibrate(open_three(0), LIST,
                               "product,importer,exporter,share,tariff_pct\nTOY,,,0.3,\nFORD,CAN,USA,0.4,2\nFORD,USA,"
                               "JPN,0.7,\nRICE,USA,USA,1,\n",
                               NULL, 0.05, &w));
  hold_world(w);
  assert_ok(context, tw_world_write_folder(context, w, support_temp("again")));
  again = hold_world(world_open_ok(context, support_temp("again")));
  assert_string_equal(tw_world_text(w, "sha256"), tw_world_text(again, "sha256"));
}

typedef struct bad {
  const char *list, *flows, *production, *says;
} bad;

#define FLOWS "product,importer,exporter,value,quantity,unit_value,share,tariff_pct\n"
#define GOOD  "TOY,CAN,CAN,1,,,,\nFORD,CAN,CAN,1,,,,\nRICE,CAN,CAN,1,,,,\n"
static const bad CASES[] = {
    {LIST, "product,importer,exporter\nTOY,CAN,CAN\n", NULL, "found none of the columns value, quantity and share"},
    {LIST, "product,importer,value\nTOY,CAN,1\n", NULL, "flows.csv:1: the column exporter is missing"},
    {LIST, FLOWS, NULL, "found no rows"},
    {LIST, FLOWS "TOI,CAN,CAN,1,,,,\n", NULL, "flows.csv:2: column product: found \"TOI\""},
    {LIST, FLOWS "TOY,CNA,CAN,1,,,,\n", NULL, "flows.csv:2: column importer: found \"CNA\""},
    {LIST, FLOWS "TOY,CAN,Canada,1,,,,\n", NULL, "did you mean CAN"},
    {LIST, FLOWS "TOY,,CAN,1,,,,\n", NULL, "flows.csv:2: column importer: found nothing beside a value"},
    {LIST, FLOWS "TOY,CAN,,1,,,,\n", NULL, "flows.csv:2: column exporter: found nothing beside a value"},
    {LIST, FLOWS "TOY,CAN,CAN,,,,,\n", NULL, "flows.csv:2: found no amount, expected one of value, quantity with unit"},
    {LIST, FLOWS "TOY,CAN,CAN,1,,,0.1,\n", NULL, "flows.csv:2: found a share beside a value"},
    {LIST, FLOWS "TOY,CAN,CAN,,,,1.1,\n", NULL, "flows.csv:2: column share: found \"1.1\", expected a share"},
    {LIST, FLOWS "TOY,CAN,CAN,1,2,3,,\n", NULL, "column unit_value: found a unit_value beside a value"},
    {LIST, FLOWS "TOY,CAN,CAN,,,3,,\n", NULL, "column unit_value: found a unit_value without a quantity"},
    {LIST, FLOWS "TOY,CAN,CAN,,3,,,\n", NULL, "found no amount"},
    {LIST, FLOWS "TOY,CAN,CAN,-1,,,,\n", NULL,
     "flows.csv:2: column value: found \"-1\", expected a number of 0 or more"},
    {LIST, FLOWS "TOY,CAN,CAN,1,,,,\nToy,can,can,,,,0.2,\n", NULL,
     "flows.csv:3: found product TOY, importer CAN, export"},
    {LIST, FLOWS "TOY,,CAN,,,,0.1,\nTOY,,CAN,,,,0.2,\n", NULL, "importer all, exporter CAN again, first in line 2"},
    {LIST, FLOWS "TOY,,CAN,,,,0.1,3\n", NULL, "flows.csv:2: found a rate for flows of all regions"},
    {LIST, FLOWS "TOY,CAN,CAN,1,,,,\nFORD,CAN,CAN,1,,,,\n", NULL,
     "list.csv:4: product RICE has no origin in any market"},
    {LIST, FLOWS GOOD "TOY,CAN,USA,6,,,,9\n", NULL,
     "flows.csv: tariff_pct of the products of C29 from USA to CAN would"},
    {NULL, FLOWS GOOD, NULL, "has no products, and no file of products was given"},
    {"sector,product,name,trade_elasticity\nC29,TOY,,7\n", FLOWS "TOY,CAN,CAN,1,5,,,\n", NULL, "TOY has no unit"},
    {"sector,product,name,trade_elasticity\nC92,TOY,,7\n", FLOWS GOOD, NULL, "expected a sector of the world"},
    {LIST, FLOWS GOOD, "product,region,value\nTOY,CAN,1\nTOY,CAN,2\n",
     "made.csv:3: found product TOY, region CAN again"},
    {LIST, FLOWS GOOD, "product,region,value\nTOY,CAN,\n", "made.csv:2: found no amount"},
    {LIST, FLOWS GOOD, "product,region,quantity\nTOY,CAN,4\n", "made.csv:2: found no amount"},
    {LIST, FLOWS GOOD, "product,value\nTOY,4\n", "made.csv:1: the column region is missing"},
};

static void bad_input(void **state)
{
  (void)state;
  tw_world *three = open_three(0), *w;
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    const bad *b = &CASES[i];
    tw_status status = calibrate(three, b->list, b->flows, b->production, 0.05, &w);
    if (status != (b->list ? TW_BAD_INPUT : TW_USAGE) || !strstr(tw_error(context), b->says))
      fail_msg("%s: %s lacks %s", tw_status_word(status), tw_error(context), b->says);
  }
  tw_calibration how;
  tw_calibration_default(&how);
  how.flows = support_temp("flows.csv");
  how.products = support_temp("list.csv");
  support_write(how.flows, FLOWS GOOD);
  support_write(how.products, LIST);
  const char *const between[][2] = {{"C29", "found \"C29\", expected SECTOR=X"},
                                    {"C92=1", "did you mean C29"},
                                    {"C29=-1", "C29: found \"-1\", expected an elasticity above -1"},
                                    {"C29=1,C29=2", "found C29 twice"}};
  for (size_t i = 0; i < 4; i++) {
    how.between = between[i][0];
    assert_fails(context, tw_world_calibrate_products(context, three, &how, &w), TW_USAGE, between[i][1]);
  }
  how.between = NULL;
  how.rho = 1;
  assert_fails(context, tw_world_calibrate_products(context, three, &how, &w), TW_USAGE, "rho: found 1, expected");
  how.rho = NAN;
  assert_fails(context, tw_world_calibrate_products(context, three, &how, &w), TW_USAGE, "rho: found nan, expected");
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(by_hand), HELD_TEST(edges), HELD_TEST(beside_others),
                                     HELD_TEST(comes_back), HELD_TEST(bad_input)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
