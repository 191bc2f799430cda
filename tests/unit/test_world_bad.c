/* What can be wrong with a world folder, one case a line: each must be found, and the message must say where. */
#include "world_files.h"

typedef struct bad {
  const char *file, *from, *to; /* to NULL: the file is left out; from NULL: to is the whole file */
  const char *says[4];          /* parts of the message, in this order */
} bad;

#define FOUND "severity,identity,region,sector,money,relative,finding\n"

static const bad CASES[] = {
    /* files */
    {"world.yaml", NULL, NULL, {"world.yaml is missing"}},
    {"regions.csv", NULL, NULL, {"regions.csv is missing"}},
    {"sectors.csv", NULL, NULL, {"sectors.csv is missing"}},
    {"flows.csv", NULL, NULL, {"flows.csv is missing"}},
    {"production.csv", NULL, NULL, {"production.csv is missing"}},
    {"inputs.csv", NULL, NULL, {"inputs.csv", "region CAN, user A01", "no shares", "value_added_share is 0.6"}},
    /* world.yaml */
    {"world.yaml", NULL, "- a list\n", {"world.yaml:1:1", "a list of 1"}},
    {"world.yaml", NULL, "# nothing\n", {"world.yaml:1:1", "found nothing"}},
    {"world.yaml", "name: three\n", "", {"world.yaml:1:1", "the key name is missing"}},
    {"world.yaml", "name: three", "nmae: three", {"the key name is missing", "is it the one called nmae"}},
    {"world.yaml", "name: three", "name: three worlds", {"world.yaml:1:7", "\"three worlds\"", "a short name"}},
    {"world.yaml", "unit: million\n", "", {"the key unit is missing", "thousand, million or billion"}},
    {"world.yaml", "unit: million", "unit: lakh", {"world.yaml:5:7", "\"lakh\"", "thousand, million or billion"}},
    {"world.yaml", "currency: USD", "currency: ~", {"world.yaml:4:11", "found nothing", "a currency"}},
    {"world.yaml", "year: 2014", "year: MMXIV", {"world.yaml:3:7", "\"MMXIV\"", "a year"}},
    {"world.yaml", "year: 2014", "name: again", {"world.yaml:3:1", "\"name\" again", "line 1"}},
    {"world.yaml", "source: made up", "tariff_columns: all", {"world.yaml:6:17", "\"all\"", "columns of flows.csv"}},
    {"world.yaml", "source: made up", "source: [made up", {"world.yaml:", "not readable as YAML"}},
    {"world.yaml", NULL, "\xff\xfen", {"world.yaml:1:1: found UTF-16, expected UTF-8"}},
    {"groups.yaml", NULL, "\xfe\xffN", {"groups.yaml:1:1: found UTF-16, expected UTF-8"}},
    {"regions.csv", NULL, "\xff\xfer", {"regions.csv:1: found UTF-16, expected UTF-8"}},
    /* codes */
    {"regions.csv",
     "region,name\nCAN,Canada\nUSA,United States\nJPN,Japan\n",
     "region,name\n",
     {"regions.csv", "found no region"}},
    {"regions.csv", "JPN,Japan\n", "can,Again\n", {"regions.csv:4: column region", "CAN again", "first in line 2"}},
    {"regions.csv", "CAN,Canada", "C AN,Canada", {"regions.csv:2: column region", "a space"}},
    {"regions.csv", "CAN,Canada", ",Canada", {"regions.csv:2: column region", "found nothing"}},
    {"regions.csv", "region,name", "region,nam", {"regions.csv:1", "column name is missing", "nam"}},
    {"regions.csv", "region,name", "region,region", {"regions.csv:1", "\"region\" twice"}},
    {"regions.csv", "CAN,Canada", "CAN,Canada,North", {"regions.csv:2", "found 3 fields, expected 2"}},
    {"sectors.csv", ",goods,4", ",good,4", {"sectors.csv:2: column kind", "\"good\"", "goods or services"}},
    {"sectors.csv", ",5.5", ",0", {"sectors.csv:3: column trade_elasticity", "\"0\"", "above 0"}},
    {"sectors.csv", ",5.5", ",-5.5", {"sectors.csv:3: column trade_elasticity", "\"-5.5\"", "above 0"}},
    {"sectors.csv", ",5.5", ",nan", {"sectors.csv:3: column trade_elasticity", "\"nan\"", "not a number"}},
    {"sectors.csv", ",5.5", ",", {"sectors.csv:3: column trade_elasticity", "found nothing, expected a number"}},
    {"sectors.csv",
     "trade_elasticity",
     "trade_elasticty",
     {"sectors.csv:1", "trade_elasticity is missing", "trade_elasticty"}},
    /* words of policies and tables; a code that means the same as the word is tested in test_world_codes.c */
    {"regions.csv", "JPN,Japan", "All,Japan", {"regions.csv:4: found the region All", "all regions", "such as TOTAL"}},
    {"regions.csv", "JPN,Japan", "FINAL,Japan", {"regions.csv:4: found the region FINAL", "final demand"}},
    {"sectors.csv", "C29,Cars", "Goods,Cars", {"sectors.csv:3: found the sector Goods", "all sectors of goods", "GDS"}},
    {"sectors.csv",
     "C29,Cars",
     "services,Cars",
     {"sectors.csv:3: found the sector services", "all sectors of services"}},
    {"sectors.csv", "H49,Transport", "all,Transport", {"sectors.csv:4: found the sector all", "all sectors", "TOTAL"}},
    {"sectors.csv",
     "H49,Transport",
     "final,Transport",
     {"sectors.csv:4: found the sector final", "final demand", "FIN"}},
    {"groups.yaml", NULL, "all: [CAN]\n", {"groups.yaml:1:1", "the name all is taken"}},
    /* flows */
    {"flows.csv", "A01,CAN,USA,", "A01,CNA,USA,", {"flows.csv:3: column importer", "\"CNA\"", "did you mean CAN"}},
    {"flows.csv",
     "A01,CAN,USA,",
     "A01,CAN,Atlantis,",
     {"flows.csv:3: column exporter", "\"Atlantis\"", "a region of regions.csv"}},
    {"flows.csv", "A01,CAN,USA,", "A10,CAN,USA,", {"flows.csv:3: column sector", "\"A10\"", "did you mean A01"}},
    {"flows.csv",
     "A01,CAN,USA,",
     "a01,can,can,",
     {"flows.csv:3", "sector A01, importer CAN, exporter CAN again", "first in line 2"}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,-4.5", {"flows.csv:3: column value", "\"-4.5\"", "0 or more"}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,NaN", {"flows.csv:3: column value", "\"NaN\"", "not a number"}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,inf", {"flows.csv:3: column value", "\"inf\"", "not a number"}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,0x10", {"flows.csv:3: column value", "\"0x10\""}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,1e999", {"flows.csv:3: column value", "\"1e999\"", "too large"}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,", {"flows.csv:3: column value", "found nothing"}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,4.5 USD", {"flows.csv:3: column value", "\"4.5 USD\""}},
    {"flows.csv", "A01,CAN,USA,4.5", "A01,CAN,USA,\"4,5\"", {"flows.csv:3: column value", "\"4,5\""}},
    {"flows.csv", "A01,CAN,USA,4.5,", "A01,CAN,USA,4,5,", {"flows.csv:3", "found 7 fields, expected 6"}},
    {"flows.csv",
     "A01,CAN,USA,4.5,2.5",
     "A01,CAN,USA,4.5,-150",
     {"flows.csv:3: column tariff_pct", "\"-150\"", "more than -100"}},
    {"flows.csv",
     "A01,CAN,USA,4.5,2.5",
     "A01,CAN,USA,4.5,-100",
     {"flows.csv:3: column tariff_pct", "\"-100\"", "more than -100"}},
    {"flows.csv", ",7.1\n", ",seven\n", {"flows.csv:3: column tariff_mfn_pct", "\"seven\""}},
    {"flows.csv", "tariff_pct,", "tarif_pct,", {"flows.csv:1", "tarif_pct", "did you mean tariff_pct"}},
    {"flows.csv", "tariff_pct,", "tariff_pc,", {"flows.csv:1", "\"tariff_pc\"", "did you mean tariff_pct"}},
    {"flows.csv", "value,tariff_pct", "value,value", {"flows.csv:1", "\"value\" twice"}},
    {"flows.csv", "value,tariff_pct", "valeu,tariff_pct", {"flows.csv:1", "value is missing", "valeu"}},
    {"flows.csv", "A01,CAN,USA", "A01,C\"A\"N,USA", {"flows.csv:3", "quote inside a field"}},
    {"flows.csv", "A01,CAN,USA", "\"A01,CAN,USA", {"flows.csv:3", "inside quotes"}},
    {"flows.csv", "A01,CAN,USA", "A01,CAN,\xff\xfe", {"flows.csv:3", "not UTF-8"}},
    /* shares */
    {"production.csv",
     "USA,C29,0.62",
     "USA,C29,1.62",
     {"production.csv:6: column value_added_share", "\"1.62", "at most 1"}},
    {"production.csv",
     "USA,C29,0.62",
     "USA,C29,-0.62",
     {"production.csv:6: column value_added_share", "\"-0.62", "at most 1"}},
    {"production.csv", "USA,A01", "CAN,A01", {"production.csv:5", "region CAN, sector A01 again", "first in line 2"}},
    {"inputs.csv",
     "CAN,A01,A01,0.2",
     "CAN,A01,A01,0.3",
     {"inputs.csv", "region CAN, user A01", "sum to 1.1", "1 within 1e-5"}},
    {"inputs.csv",
     "CAN,A01,A01,0.2",
     "CAN,A01,A01,-0.02",
     {"inputs.csv:2: column share", "\"-0.02\"", "-0.01 or more"}},
    {"inputs.csv",
     "CAN,A01,C29",
     "CAN,A01,A01",
     {"inputs.csv:3", "region CAN, user A01, input A01 again", "first in line 2"}},
    {"inputs.csv", "CAN,A01,C29", "CAN,A01,C28", {"inputs.csv:3: column input", "\"C28\"", "did you mean C29"}},
    {"final.csv", "CAN,A01,0.2", "CAN,A01,0.21", {"final.csv", "region CAN", "sum to 1.01", "1 within 1e-5"}},
    {"final.csv", "CAN,A01,0.2", "CAN,A01,-0.2", {"final.csv:2: column share", "\"-0.2\"", "0 or more"}},
    {"final.csv", "USA,A01", "CAN,A01", {"final.csv:5", "region CAN, sector A01 again", "first in line 2"}},
    {"final.csv", "JPN,A01,0.2\nJPN,C29,0.3\nJPN,H49,0.5\n", "", {"final.csv", "region JPN", "sum to 0"}},
    /* macro.csv, groups.yaml */
    {"macro.csv",
     NULL,
     "region,value_added\nCAN,1\n",
     {"macro.csv:2: column value_added", "region CAN: found 1,", "gap", "1e-6"}},
    {"macro.csv", NULL, "region,deficit\nUSA,1e6\n", {"macro.csv:2: column deficit", "region USA", "gap"}},
    {"macro.csv", NULL, "region,gdp\nUSA,-1\n", {"macro.csv:2: column gdp", "\"-1\"", "0 or more"}},
    {"macro.csv", NULL, "region,gdp\nUSA,1\nUSA,2\n", {"macro.csv:3: column region", "USA again", "line 2"}},
    {"macro.csv", NULL, "region,valueadded\nUSA,1\n", {"macro.csv:1", "\"valueadded\"", "did you mean value_added"}},
    {"macro.csv", NULL, "region\nUSA\n", {"macro.csv:1", "none of the columns"}},
    {"groups.yaml", NULL, "NORTH: CAN\n", {"groups.yaml:1:8", "\"CAN\"", "a list of region codes"}},
    {"groups.yaml", NULL, "NORTH: [CAN, can]\n", {"groups.yaml:1:14", "can again"}},
    {"groups.yaml", NULL, "NORTH: [CAN]\nnorth: [USA]\n", {"groups.yaml:2:1", "north again"}},
    {"groups.yaml", NULL, "NORTH: [&x CAN]\n", {"groups.yaml:1:9", "anchors"}},
    /* findings.csv */
    {"findings.csv", NULL, "severity,identity\n", {"findings.csv:1", "region"}},
    {"findings.csv", NULL, FOUND "bad,x,,,,,A text.\n", {"findings.csv:2: column severity", "\"bad\"", "violated"}},
    {"findings.csv", NULL, FOUND "info,x,CAM,,,,A text.\n", {"findings.csv:2: column region", "\"CAM\"", "mean CAN"}},
    {"findings.csv", NULL, FOUND "info,x,,A02,,,A text.\n", {"findings.csv:2: column sector", "\"A02\"", "mean A01"}},
    {"findings.csv", NULL, FOUND "info,x,,,1 USD,,A text.\n", {"findings.csv:2: column money", "\"1 USD\""}},
    {"findings.csv", NULL, FOUND "info,x,,,,nan,A text.\n", {"findings.csv:2: column relative", "\"nan\""}},
    {"findings.csv", NULL, FOUND "info,,,,,,A text.\n", {"findings.csv:2: column identity", "found 0 bytes"}},
    {"findings.csv", NULL, FOUND "info,x,,,,,\n", {"findings.csv:2: column finding", "found 0 bytes"}},
    {"findings.csv", NULL, FOUND "info,x,,,,,\x1b[31mred\n", {"findings.csv:2: column finding", "\\x1b"}},
    {"production.csv",
     NULL,
     "region,sector,value_added_share,employment\nCAN,A01,0.6,-1\n",
     {"production.csv:2: column employment", "\"-1\"", "0 or more thousand persons"}},
    {"production.csv",
     NULL,
     "region,sector,value_added_share,employment\nCAN,A01,0.6,many\n",
     {"production.csv:2: column employment", "many"}},
    {"production.csv", NULL, "region,sector,value_added_share,employmnt\nCAN,A01,0.6,1\n", {"employment"}},
    {"sector_groups.yaml",
     NULL,
     "all: [C29]\n",
     {"sector_groups.yaml:1:1", "the name all is taken: it always means all sectors"}},
    {"sector_groups.yaml",
     NULL,
     "A: [C29]\nGoods: [A01]\n",
     {"sector_groups.yaml:2:1", "the name Goods is taken: it always means all goods"}},
    {"sector_groups.yaml", NULL, "services: [H49]\n", {"it always means all services"}},
    {"sector_groups.yaml", NULL, "final: [H49]\n", {"the name final is taken: it always means final demand"}},
    {"sector_groups.yaml", NULL, "CARS: C29\n", {"sector_groups.yaml:1:7", "\"C29\"", "a list of sector codes"}},
    {"sector_groups.yaml", NULL, "CARS: []\n", {"sector_groups.yaml:1:7", "a list of sector codes"}},
    {"sector_groups.yaml", NULL, "CARS: [C29, c29]\n", {"sector_groups.yaml:1:13", "c29 again"}},
    {"sector_groups.yaml", NULL, "CARS: [[C29]]\n", {"sector_groups.yaml:1:8", "the code of a sector"}},
    {"sector_groups.yaml", NULL, "CARS: [C29]\ncars: [A01]\n", {"sector_groups.yaml:2:1", "cars again"}},
    {"sector_groups.yaml",
     NULL,
     "- C29\n",
     {"sector_groups.yaml:1:1", "names of groups, each with a list of sector codes"}},
    {"sector_groups.yaml", NULL, "\xff\xfeN", {"sector_groups.yaml:1:1: found UTF-16, expected UTF-8"}},
};

static void check(tw_context *context, const bad *c)
{
  world_files *files = files_new();
  file_final(files);
  if (c->to == NULL)
    file_text(files, c->file)[0] = 0;
  else if (c->from == NULL)
    snprintf(file_text(files, c->file), ROOM, "%s", c->to);
  else
    file_edit(files, c->file, c->from, c->to);
  const char *folder = files_write(files, "bad");
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, folder, &world);
  if (status != TW_BAD_INPUT)
    fail_msg("%s: %s -> %s: %s", c->file, c->from ? c->from : "", c->to ? c->to : "(absent)", tw_status_word(status));
  assert_null(world);
  const char *at = tw_error(context);
  assert_memory_equal(at, folder, strlen(folder)); /* file names as the user gave them */
  for (int i = 0; i < 4 && c->says[i]; i++) {
    const char *found = strstr(at, c->says[i]);
    if (!found) fail_msg("%s: %s: \"%s\" lacks \"%s\"", c->file, c->to, tw_error(context), c->says[i]);
    at = found + strlen(c->says[i]);
  }
  free(files);
}

static void the_fixture_is_good(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  tw_world *world = world_open_ok(context, files_write(files, "good"));
  tw_world_free(world);
  file_final(files);
  world = world_open_ok(context, files_write(files, "good"));
  tw_world_free(world);
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

/* Takes every line with the text out of a file. */
static void drop_lines(world_files *files, const char *name, const char *part)
{
  char *text = file_text(files, name), kept[ROOM] = "";
  for (char *line = text; *line;) {
    size_t length = strcspn(line, "\n") + 1;
    char one[256];
    snprintf(one, sizeof one, "%.*s", (int)length, line);
    if (!strstr(one, part)) file_add(kept, "%s", one);
    line += length;
  }
  strcpy(text, kept);
}

static void opens_badly(world_files *files, const char *says)
{
  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  assert_fails(context, tw_world_open(context, files_write(files, "bad"), &world), TW_BAD_INPUT, says);
  tw_context_free(context);
  free(files);
}

static void a_region_that_sells_nothing(void **state)
{
  (void)state;
  world_files *files = files_new();
  drop_lines(files, "flows.csv", ",JPN,"); /* as importer and exporter */
  char *t = file_text(files, "flows.csv");
  file_add(t, "A01,JPN,USA,3,0,0\n");
  opens_badly(files, "region JPN sells nothing");
}

static void an_absent_row_of_production(void **state)
{
  (void)state;
  world_files *files = files_new();
  drop_lines(files, "production.csv", "USA,C29");
  opens_badly(files, "region USA, sector C29: value_added_share is absent");
}

static void value_added_share_zero_with_output(void **state)
{
  (void)state;
  world_files *files = files_new();
  drop_lines(files, "production.csv", "USA,C29");
  file_add(file_text(files, "production.csv"), "USA,C29,0\n");
  opens_badly(files, "region USA, sector C29: found a value_added_share of 0");
}

static void a_market_without_a_supplier(void **state)
{
  (void)state;
  world_files *files = files_new(); /* nobody sells A01 to JPN, which needs it as an input */
  drop_lines(files, "flows.csv", "A01,JPN,");
  opens_badly(files, "region JPN, input A01: it is used");
  files = files_new(); /* now without the input, but with final demand for it */
  file_final(files);
  drop_lines(files, "flows.csv", "A01,JPN,");
  drop_lines(files, "inputs.csv", "JPN,");
  char *t = file_text(files, "inputs.csv");
  for (int u = 0; u < 3; u++) file_add(t, "JPN,%s,C29,0.5\nJPN,%s,H49,0.5\n", file_sector[u], file_sector[u]);
  opens_badly(files, "region JPN, sector A01: found a share of 0.2 but nobody sells it there");
}

static void inputs_that_use_up_everything(void **state)
{
  (void)state;
  world_files *files = files_new(); /* a surplus larger than value added */
  file_edit(files, "flows.csv", "C29,USA,CAN,7,", "C29,USA,CAN,700,");
  opens_badly(files, "region CAN has no positive final demand");
}

static void two_files_of_one_name(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  world_files *files = files_new();
  const char *folder = files_write(files, "bad");
  support_write(support_path(folder, "flows.csv.gz"), "");
  tw_world *world = NULL;
  assert_fails(context, tw_world_open(context, folder, &world), TW_BAD_INPUT, "found both flows.csv and flows.csv.gz");
  tw_context_free(context);
  free(files);
}

static void places_that_are_no_world(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  assert_fails(context, tw_world_open(context, "small2041", &world), TW_BAD_INPUT,
               "did you mean the built-in world small2014");
  assert_fails(context, tw_world_open(context, support_temp("nowhere/at/all"), &world), TW_BAD_INPUT,
               "no such folder or file");
  assert_fails(context, tw_world_open(context, support_temp_folder("empty"), &world), TW_BAD_INPUT,
               "world.yaml is missing");
  assert_fails(context, tw_world_open(context, "/dev/null", &world), TW_BAD_INPUT, "neither a folder nor a plain file");
  assert_fails(context, tw_world_open(context, "", &world), TW_USAGE, "no name");
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_fixture_is_good),
      cmocka_unit_test(every_case_is_found_and_placed),
      cmocka_unit_test(a_region_that_sells_nothing),
      cmocka_unit_test(an_absent_row_of_production),
      cmocka_unit_test(value_added_share_zero_with_output),
      cmocka_unit_test(a_market_without_a_supplier),
      cmocka_unit_test(inputs_that_use_up_everything),
      cmocka_unit_test(two_files_of_one_name),
      cmocka_unit_test(places_that_are_no_world),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
