/* What can be wrong with the files of products in a world folder, one case a line: each must be found, and the message
 * must say where. */
#include "world_files.h"

typedef struct bad {
  const char *file, *from, *to; /* to NULL: the file is left out; from NULL: to is the whole file */
  const char *says[4];          /* parts of the message, in this order */
} bad;

static const bad CASES[] = {
    /* files */
    {"product_flows.csv", NULL, NULL, {"product_flows.csv is missing"}},
    {"products.csv", NULL, NULL, {"families.csv: found it without products.csv, the list of products"}},
    {"products.csv", NULL, "sector,product,name,trade_elasticity\n", {"products.csv: found no product"}},
    /* sectors.csv and families.csv */
    {"sectors.csv",
     ",5.5,1.5",
     ",5.5,-1",
     {"sectors.csv:3: column product_elasticity", "\"-1\"", "above -1", "0: constant shares"}},
    {"sectors.csv", ",5.5,1.5", ",5.5,-1.5", {"sectors.csv:3: column product_elasticity", "\"-1.5\""}},
    {"sectors.csv", ",5.5,1.5", ",5.5,high", {"sectors.csv:3: column product_elasticity", "\"high\""}},
    {"sectors.csv", "product_elasticity", "product_elasticty", {"sectors.csv:1", "did you mean product_elasticity"}},
    {"families.csv", "cars,3", "cars,-1", {"families.csv:2: column product_elasticity", "\"-1\"", "above -1"}},
    {"families.csv", "cars,3", "cars,", {"families.csv:2: column product_elasticity", "found nothing"}},
    {"families.csv", "C29,CARS", "C92,CARS", {"families.csv:2: column sector", "\"C92\"", "did you mean C29"}},
    {"families.csv", "C29,CARS", "C29,C ARS", {"families.csv:2: column family", "a space"}},
    {"families.csv", "cars,3\n", "cars,3\nC29,cars,,1\n", {"families.csv:3: column family", "again, first in line 2"}},
    {"families.csv", "C29,CARS", "A01,CARS", {"products.csv:2: column family", "of sector A01", "one of sector C29"}},
    {"families.csv", "C29,CARS", "C29,a01", {"products.csv:2: column family", "\"CARS\"", "families.csv"}},
    {"families.csv", NULL, NULL, {"products.csv:2: column family", "\"CARS\"", "the world has no families"}},
    /* products.csv */
    {"products.csv", "C29,TRUCK", "C28,TRUCK", {"products.csv:3: column sector", "\"C28\"", "did you mean C29"}},
    {"products.csv", "TRUCK", "T/1,2", {"products.csv:3", "found 10 fields, expected 9"}},
    {"products.csv", "C29,TRUCK", "C29,", {"products.csv:3: column product", "found nothing", "a code such as WHEAT"}},
    {"products.csv", "C29,TRUCK", "C29,toy", {"products.csv:3: column product", "TOY again", "first in line 2"}},
    {"products.csv", "C29,TRUCK", "C29,cars", {"products.csv:3: found the product cars", "a family, in line 2"}},
    {"products.csv", "C29,TRUCK", "C29,h49", {"products.csv:3: found the product h49", "the code of a sector"}},
    {"products.csv", "C29,TRUCK", "C29,Rest", {"products.csv:3: found the product Rest", "products leave"}},
    {"products.csv", "C29,TRUCK", "C29,C29.rest", {"products.csv:3: found the product C29.rest", "a word that means"}},
    {"products.csv", "C29,TRUCK", "C29,ALL", {"products.csv:3: found the product ALL", "all products"}},
    {"products.csv", "C29,TRUCK", "C29,none", {"products.csv:3: found the product none", "no products"}},
    {"sector_groups.yaml", NULL, "Truck: [C29]\n", {"products.csv:3: found the product TRUCK", "a group of sectors"}},
    {"products.csv", "Trucks,6,", "Trucks,0,", {"products.csv:3: column trade_elasticity", "\"0\"", "above 0"}},
    {"products.csv", "Trucks,6,", "Trucks,-6,", {"products.csv:3: column trade_elasticity", "\"-6\"", "above 0"}},
    {"products.csv", "Trucks,6,", "Trucks,,", {"products.csv:3: column trade_elasticity", "found nothing"}},
    {"products.csv", "7,CARS,JPN", "7,CRAS,JPN", {"products.csv:2: column family", "\"CRAS\"", "did you mean CARS"}},
    {"products.csv", "CARS,JPN,JPN", "CARS,JNP,JPN", {"products.csv:2: column home", "\"JNP\"", "did you mean JPN"}},
    {"products.csv",
     "CARS,JPN,JPN",
     "CARS,JPN,Mars",
     {"products.csv:2: column owner", "\"Mars\"", "a region of regions.csv"}},
    {"products.csv", "JPN,4,cars", "JPN,1,cars", {"products.csv:2: column markup_elasticity", "\"1\"", "above 1"}},
    {"products.csv", "JPN,4,cars", "JPN,many,cars", {"products.csv:2: column markup_elasticity", "\"many\""}},
    {"products.csv", "family,home", "familly,home", {"products.csv:1", "did you mean family"}},
    {"products.csv", "A01,WHEAT", "A01,RYE", {"product_flows.csv:2: column product", "\"WHEAT\"", "products.csv"}},
    {"products.csv",
     "C29,TRUCK",
     "C29,VAN,,1,,,,,\nC29,TRUCK",
     {"products.csv:3: product VAN has no origin in any market", "product_flows.csv", "at least one"}},
    {"products.csv", ",8,,,,,t", ",8,,,,,", {"product_flows.csv:2: column quantity", "WHEAT has no unit"}},
    /* product_flows.csv */
    {"product_flows.csv", "TOY,CAN,USA", "TOI,CAN,USA", {"column product", "\"TOI\"", "did you mean TOY"}},
    {"product_flows.csv", "TOY,CAN,USA", "TOY,CNA,USA", {"column importer", "\"CNA\"", "did you mean CAN"}},
    {"product_flows.csv", "TOY,CAN,USA", "TOY,CAN,UAS", {"column exporter", "\"UAS\"", "did you mean USA"}},
    {"product_flows.csv", "TOY,CAN,USA", "TOY,CAN,", {"column exporter", "found nothing", "the origin of the product"}},
    {"product_flows.csv",
     "WHEAT,CAN,USA,4.5",
     "WHEAT,CAN,USA,-4.5",
     {"product_flows.csv:3: column value", "\"-4.5\"", "0 or more"}},
    {"product_flows.csv", "WHEAT,CAN,USA,4.5", "WHEAT,CAN,USA,x", {"product_flows.csv:3: column value", "\"x\""}},
    {"product_flows.csv", "WHEAT,CAN,USA,4.5", "WHEAT,CAN,USA,", {"product_flows.csv:3: column value", "nothing"}},
    {"product_flows.csv",
     "WHEAT,CAN,USA,4.5,",
     "WHEAT,CAN,USA,4.6,",
     {"product_flows.csv:3: the products of A01 from USA to CAN are worth 4.6 million USD",
      "more than the flow of the sector, which is 4.5 million USD", "tradewind world products"}},
    {"product_flows.csv",
     "WHEAT,CAN,USA,4.5,11",
     "WHEAT,CAN,USA,4.5,-11",
     {"product_flows.csv:3: column quantity", "\"-11\"", "0 or more"}},
    {"product_flows.csv", "WHEAT,CAN,USA,4.5,11", "WHEAT,CAN,USA,4.5,much", {"column quantity", "\"much\""}},
    {"product_flows.csv", "WHEAT,CAN,USA,4.5,11", "WHEAT,CAN,USA,0,11", {"column quantity", "a value of 0"}},
    {"product_flows.csv",
     "WHEAT,CAN,USA,",
     "wheat,can,can,",
     {"product_flows.csv:3: found product WHEAT, importer CAN, exporter CAN again, first in line 2", "each once"}},
    {"product_flows.csv",
     "WHEAT,CAN,USA,4.5,11,",
     "WHEAT,CAN,USA,4.5,11,2.6",
     {"product_flows.csv:3: tariff_pct of the products of A01 from USA to CAN average 2.6 %", "has 2.5 %", "no rest"}},
    {"product_flows.csv", ",1.25\n", ",8.25\n", {"tariff_pct of the products of C29", "leave the rest", "lower rates"}},
    {"product_flows.csv", ",1.25\n", ",-100\n", {"column tariff_pct", "\"-100\"", "more than -100"}},
    {"product_flows.csv", ",1.25\n", ",low\n", {"column tariff_pct", "\"low\""}},
    {"product_flows.csv", "tariff_pct", "tarif_pct", {"product_flows.csv:1", "tarif_pct", "did you mean tariff_pct"}},
    {"product_flows.csv",
     "tariff_pct",
     "tariff_232_pct",
     {"product_flows.csv:1", "tariff_232_pct, which flows.csv does not have"}},
    {"product_flows.csv", "value,quantity", "valeu,quantity", {"product_flows.csv:1", "value is missing", "valeu"}},
    {"product_flows.csv", "quantity", "quantiti", {"product_flows.csv:1", "did you mean quantity"}},
};

static void check(tw_context *context, const bad *b)
{
  world_files *files = files_new();
  tw_world *world = NULL;
  char all[512] = "";
  file_products(files);
  if (!b->to)
    *file_text(files, b->file) = 0;
  else if (!b->from)
    strcpy(file_text(files, b->file), b->to);
  else
    file_edit(files, b->file, b->from, b->to);
  tw_status status = tw_world_open(context, files_write(files, "bad"), &world);
  const char *at = tw_error(context);
  for (int i = 0; i < 4 && b->says[i]; i++) snprintf(all + strlen(all), sizeof all - strlen(all), "%s … ", b->says[i]);
  if (status != TW_BAD_INPUT) fail_msg("%s: %s: not found (status %d)", b->file, all, status);
  for (int i = 0; i < 4 && b->says[i]; i++) {
    at = strstr(at, b->says[i]);
    if (!at) fail_msg("%s lacks %s", tw_error(context), all);
  }
  assert_null(world);
  free(files);
}

static void the_fixture_is_good(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  file_products(files);
  tw_world_free(world_open_ok(context, files_write(files, "good")));
  free(files);
  tw_context_free(context);
}

static void every_case_is_found_and_placed(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) check(context, &CASES[i]);
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_fixture_is_good),
                                     cmocka_unit_test(every_case_is_found_and_placed)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
