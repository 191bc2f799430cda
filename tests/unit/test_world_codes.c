/* Codes that are words elsewhere: refused where they would hide what the word means, and said where they are legal.
 * Codes in great numbers, too: what is quadratic in them runs out of time here. */
#include "context.h"
#include "world_files.h"

#include "base/text.h"
#include "table/yaml.h"

static tw_world *import_text(const char *text, const char *elasticities)
{
  const char *path = support_temp("t.csv"), *other = support_temp("e.csv");
  support_write(path, text);
  if (elasticities) support_write(other, elasticities);
  const tw_import ask = {.from = "csv", .file = path, .elasticities = elasticities ? other : NULL};
  tw_world *world = NULL;
  tw_status status = tw_world_import(context, &ask, &world);
  if (status != TW_OK) assert_null(world);
  return world;
}

static void refused(const char *text, const char *elasticities, const char *message)
{
  assert_null(import_text(text, elasticities));
  if (!strstr(tw_error(context), message)) fail_msg("%s lacks %s", tw_error(context), message);
}

#define TWO   "importer,exporter,sector,value\na,a,goods,5\na,a,services,3\nb,b,goods,5\nb,a,goods,1\na,b,services,1\n"
#define KINDS "sector,trade_elasticity,kind\ngoods,4,goods\nservices,3,services\n"

/* A world of one sector of goods and one of services may call them so: word and code mean the same. It is said. */
static void codes_that_mean_the_same(void **state)
{
  (void)state;
  refused(TWO, NULL,
          "t.csv: found the sector goods, a word that means all sectors of goods in policies and tables; "
          "expected another code, such as GDS"); /* both count as goods without a file that says otherwise */
  tw_world *world = import_text(TWO, KINDS);
  if (!world) fail_msg("%s", tw_error(context));
  for (int s = 0; s < 2; s++) {
    const tw_finding *f = world_finding(world, "code_is_word", -1, s);
    assert_non_null(f);
    assert_non_null(
        strstr(f->text, s ? "The sector services has the name by which policies mean all sectors of services"
                          : "The sector goods has the name"));
  }
  /* Merged into one they may be `all`; a third sector of services takes the meaning away. */
  support_write(support_temp("m.csv"), "sector,to\ngoods,All\nservices,all\n");
  tw_world *one = NULL, *three = NULL;
  assert_ok(context, tw_world_aggregate(context, world, NULL, support_temp("m.csv"), "one", NULL, &one));
  assert_non_null(world_finding(one, "code_is_word", -1, 0));
  support_write(support_temp("m.csv"), "sector,to\ngoods,final\nservices,S\n");
  assert_fails(context, tw_world_aggregate(context, world, NULL, support_temp("m.csv"), "one", NULL, &three),
               TW_BAD_INPUT, "m.csv: found the sector final, a word that means final demand");
  support_write(support_temp("m.csv"), "region,to\na,ALL\nb,b\n");
  assert_fails(context, tw_world_aggregate(context, world, support_temp("m.csv"), NULL, "one", NULL, &three),
               TW_BAD_INPUT, "m.csv: found the region ALL, a word that means all regions");
  const tw_split into = {.sector = "services", .into = "services:0.5,other:0.5"};
  assert_fails(context, tw_world_split(context, world, &into, &three), TW_BAD_INPUT,
               "the parts: found the sector services, a word that means all sectors of services");
  assert_null(three);
  tw_world_free(one);
  tw_world_free(world);
}

static void words_are_refused(void **state)
{
  (void)state;
  refused("importer,exporter,sector,value\nAll,All,x,5\nb,b,x,5\n", NULL, "found the region All, a word");
  refused("importer,exporter,sector,value\na,a,ALL,5\na,a,y,5\n", NULL, "found the sector ALL, a word");
  refused("importer,exporter,sector,value\na,a,Final,5\n", NULL, "found the sector Final, a word");
  refused("importer,exporter,sector,user,value\na,a,HFCE,HFCE,5\n", NULL,
          "t.csv: line 2: sector: found HFCE, a word for final demand in the column user");
  static const char *const region[] = {"A", "services"}, *const sector[] = {"x"};
  const double flow[] = {5, 1, 1, 5}, theta[] = {4};
  const tw_world_data data = {.name = "n",
                              .regions = 2,
                              .sectors = 1,
                              .region = region,
                              .sector = sector,
                              .trade_elasticity = theta,
                              .flow = flow};
  tw_world *world = NULL;
  assert_fails(context, tw_world_new(context, &data, &world), TW_BAD_INPUT,
               "tw_world_new: found the region services, a word");
  assert_null(world);
}

/* A region may have the name of a group; when that hides members, it is said. */
static void groups_that_codes_hide(void **state)
{
  (void)state;
  tw_world *world =
      import_text("importer,exporter,sector,value\nEU,EU,x,5\nDEU,DEU,x,5\nFRA,FRA,x,5\nG7,G7,x,1\n", NULL);
  if (!world) fail_msg("%s", tw_error(context));
  const tw_finding *f = world_finding(world, "group_hidden", 0, -1);
  assert_non_null(f);
  assert_int_equal(f->severity, 1);
  assert_non_null(strstr(f->text, "The region EU hides the group of that name"));
  assert_non_null(strstr(f->text, "not the 2 other regions"));
  assert_non_null(world_finding(world, "group_hidden", 3, -1));
  tw_world_free(world);
  world = import_text("importer,exporter,sector,value\nEU,EU,x,5\nUSA,USA,x,5\n", NULL);
  assert_null(world_finding(world, "group_hidden", -1, -1)); /* it has no other member here */
  tw_world_free(world);
}

/* Codes that YAML would read as something else; NO, y and 010 are none of them: texts stay texts. */
static void codes_that_need_quotes(void **state)
{
  (void)state;
  tw_world *world = import_text(
      "importer,exporter,sector,value\nNO,NO,010,5\nNull,Null,1e3,5\n*,*,y,5\n~,~,on,2\nNO,Null,010,1\n", NULL);
  if (!world) fail_msg("%s", tw_error(context));
  for (int d = 0; d < 4; d++) assert_true((world_finding(world, "code_in_quotes", d, -1) != NULL) == (d > 0));
  for (int s = 0; s < 4; s++) assert_null(world_finding(world, "code_in_quotes", -1, s));
  static const char text[] = "scenario: t\npolicy:\n  - tariff: {importer: NO, exporter: [\"null\", \"*\", \"~\"], "
                             "sector: [010, 1e3, y, on], to: 1 %}\n";
  tw_scenario *scenario = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  tw_solver *solver = NULL;
  assert_ok(context, tw_solver_new(context, world, NULL, &solver));
  tw_result *result = NULL;
  assert_ok(context, tw_solve(solver, scenario, &result));
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- many */

enum { MANY = 19999 };

/* Each code sells to itself alone: refused at the first that makes the world too large, whatever follows. */
static void many_codes_at_once(void **state)
{
  (void)state;
  const char *path = support_temp("many.csv");
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fputs("importer,exporter,sector,value\n", f);
  for (int i = 0; i < 2 * MANY; i++) fprintf(f, "R%d,R%d,S,1\n", i, i);
  fclose(f);
  tw_import ask = {.from = "csv", .file = path};
  tw_world *world = NULL;
  assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT,
               "too large, expected at most 20000 of each");
  /* The same codes in a header. */
  f = fopen(path, "wb");
  assert_non_null(f);
  fputs("V1", f);
  for (int i = 0; i < 2 * MANY; i++) fprintf(f, ",A%d_A01", i);
  fputs("\n", f);
  fclose(f);
  ask.from = "icio";
  for (int i = 0; i < 40;
       i++) /* one is quick enough in any case; an index made anew for each code fails by the clock */
    assert_fails(context, tw_world_import(context, &ask, &world), TW_BAD_INPUT, "found more than 20000 codes");
  assert_null(world);
}

/* Lists of codes that are read whole: in a world folder, in a map, in a split. */
static void many_codes_in_files(void **state)
{
  (void)state;
  world_files *files = files_new();
  const char *folder = files_write(files, "many");
  char path[4096];
  snprintf(path, sizeof path, "%s/sectors.csv", folder);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fputs("sector,name,kind,trade_elasticity\n", f);
  for (int i = 0; i < MANY; i++) fprintf(f, "S%d,,goods,4\n", i);
  fclose(f);
  tw_world *world = NULL;
  assert_fails(context, tw_world_open(context, folder, &world), TW_BAD_INPUT, "too large");
  free(files);
}

static void many_keys_and_variables(void **state)
{
  (void)state;
  twi_text text = {.ctx = context};
  enum { KEYS = 9999, MAPPINGS = 2 };
  for (int m = 0; m < MAPPINGS; m++) {
    twi_text_printf(&text, "m%d: {", m);
    for (int k = 0; k < KEYS; k++) twi_text_printf(&text, "a_key_of_some_length_%d: 1,", k);
    twi_text_put(&text, "}\n");
  }
  twi_yaml *root = NULL;
  assert_ok(context, twi_yaml_parse(context, text.bytes, text.used, "t.yaml", &root));
  assert_int_equal(root->child[MAPPINGS - 1]->count, KEYS);
  twi_yaml_free(context, root);
  twi_text_clear(&text);
  twi_text_put(&text, "a: {");
  for (int k = 0; k < 100; k++) twi_text_printf(&text, "k%d: 1, ", k);
  twi_text_put(&text, "k17: 2}\n");
  assert_fails(context, twi_yaml_parse(context, text.bytes, text.used, "t.yaml", &root), TW_BAD_INPUT,
               "found the key \"k17\" again, first in line 1");
  twi_text_clear(&text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(codes_that_mean_the_same), cmocka_unit_test(words_are_refused),
      cmocka_unit_test(groups_that_codes_hide),   cmocka_unit_test(codes_that_need_quotes),
      cmocka_unit_test(many_codes_at_once),       cmocka_unit_test(many_codes_in_files),
      cmocka_unit_test(many_keys_and_variables),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
