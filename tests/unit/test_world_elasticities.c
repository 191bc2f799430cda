/* Sets of trade elasticities of a world: what a row may hold, every form that keeps them, what becomes of them when the
 * world changes (means worked out here), and what the check of a world says. */
#include "context.h"
#include "world/elasticities.h"
#include "world_files.h"

static const char head[] = "set,sector,parameter,estimate,standard_error,p05,p50,p95,source\n";

/* The folder of world_files.h with these rows; NULL: it was refused. own: the key elasticity_set. */
static tw_world *with(const char *rows, const char *own, const char *groups)
{
  world_files *files = files_new();
  file_final(files);
  snprintf(file_text(files, "elasticities.csv"), ROOM, "%s%s", head, rows);
  if (own) file_add(file_text(files, "world.yaml"), "elasticity_set: %s\n", own);
  if (groups) strcpy(file_text(files, "sector_groups.yaml"), groups);
  tw_world *world = NULL;
  tw_status status = tw_world_open(context, files_write(files, "sets"), &world);
  free(files);
  return status == TW_OK ? world : NULL;
}

static const char *rows_of(const tw_world *w)
{
  static char text[2][2048];
  static int turn;
  char *to = text[turn ^= 1];
  *to = 0;
  for (int i = 0; i < w->estimate_count; i++) {
    const twi_estimate *e = &w->estimate[i];
    size_t n = strlen(to);
    snprintf(to + n, sizeof text[0] - n, "%s,%s,%s,%.12g,%d,%.12g,%.12g,%.12g,%s\n", e->set, e->sector, e->parameter,
             e->estimate, (int)e->kind, e->spread[0], e->spread[1], e->spread[2], e->source);
  }
  return to;
}

/* ---------------------------------------------------------------- rows */

static void wrong_rows(void **state)
{
  (void)state;
  static const struct {
    const char *rows, *message;
  } cases[] = {
      {"a,C29,,5,1,,,,\na,H49,,5,,,,,\na,c29,,6,,,,,\n",
       "elasticities.csv:4: found sector c29 of the set a again, first in line 2, expected each once"},
      {"a,MADE,,5,,,,,\na,CARS,,6,,,,,\n",
       "elasticities.csv:3: sector C29 is in CARS here and in MADE of line 2: there are two rows for it of the set a"},
      {"a,X28,,5,,,,,\n",
       "elasticities.csv:2: found \"X28\", expected a sector, a group of sectors, goods, services or all"},
      {"a,MADF,,5,,,,,\n", "goods, services or all; did you mean MADE?"},
      {"a,good,,5,,,,,\n", "did you mean goods?"},
      {"a,C29,x,5,1,,,,\na,H49,x,6,1,,,,\n", "elasticities.csv:3: the parameter x of the set a has the estimate 5 in "
                                             "line 2 and 6 here, but a parameter is one "
                                             "number"},
      {"a,C29,x,5,1,,,,\na,H49,x,5,2,,,,\n",
       "elasticities.csv:3: the parameter x of the set a has another uncertainty in line 2 than here"},
      {"a,C29,,0,,,,,\n", "elasticities.csv:2: found the estimate 0, expected an elasticity above 0"},
      {"a,C29,,-3,,,,,\n", "found the estimate -3, expected an elasticity above 0"},
      {"a,C29,,5,-1,,,,\n", "elasticities.csv:2: found the standard error -1, expected 0 or more"},
      {"a,C29,,5,,4,3,6,\n", "found the quantiles 4, 3 and 6, expected numbers that rise"},
      {"a,C29,,5,1,3,4,6,\n",
       "elasticities.csv:2: column standard_error: found a standard error and quantiles in one row"},
      {"a,C29,,5,,3,,6,\n", "elasticities.csv:2: found 2 of p05, p50 and p95, expected all three or none"},
      {"a,C29,,x,,,,,\n", "elasticities.csv:2: column estimate"},
      {"a b,C29,,5,,,,,\n", "found the set \"a b\", expected a short name"},
      {",C29,,5,,,,,\n", "found the set \"\", expected a short name"},
      {"a,C29,,5,,,,,\nA,H49,,5,,,,,\n", "elasticities.csv:3: found the set A, which was written a before"},
      {"", "the table has no rows"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_world *world = with(cases[i].rows, NULL, "MADE: [A01, C29]\nCARS: [C29]\n");
    assert_null(world);
    if (!strstr(tw_error(context), cases[i].message))
      fail_msg("case %zu: %s\n  lacks %s", i, tw_error(context), cases[i].message);
  }
}

static void wrong_columns(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"sector,estimate\nC29,5\n", "the column set is missing"},
      {"set,estimate\na,5\n", "the column sector is missing"},
      {"set,sector\na,C29\n", "the column estimate is missing"},
      {"set,sector,estimate,p05,p95\na,C29,5,3,7\n", "found 2 of the columns p05, p50 and p95"},
      {"set,sector,estimate,standard_eror\na,C29,5,3\n", "standard_error"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    world_files *files = files_new();
    strcpy(file_text(files, "elasticities.csv"), cases[i][0]);
    tw_world *world = NULL;
    tw_status status = tw_world_open(context, files_write(files, "sets"), &world);
    free(files);
    assert_int_equal(status, TW_BAD_INPUT);
    if (!strstr(tw_error(context), cases[i][1])) fail_msg("case %zu: %s", i, tw_error(context));
  }
}

/* A code before a group, that before goods and services, these before all; each set by itself. */
static void which_row_a_sector_has(void **state)
{
  (void)state;
  tw_world *world = with("a,all,,1,,,,,\na,MADE,,3,,,,,\na,C29,,4,,,,,\na,services,,2,,,,,\nb,C29,,9,,,,,\n", NULL,
                         "MADE: [A01, C29, Q]\n");
  assert_non_null(world);
  double theta[3];
  int count;
  assert_ok(context, tw_world_elasticities(context, world, "A", theta, &count));
  assert_int_equal(count, 3);
  assert_true(theta[0] == 3 && theta[1] == 4 && theta[2] == 2);
  assert_ok(context, tw_world_elasticities(context, world, "b", theta, &count));
  assert_int_equal(count, 1);
  assert_true(theta[0] == 4 && theta[1] == 9 && theta[2] == 6); /* the world's where it has none */
  assert_string_equal(tw_world_elasticity_set(world, 0), "a");
  assert_string_equal(tw_world_elasticity_set(world, 1), "b");
  assert_null(tw_world_elasticity_set(world, 2));
  assert_null(tw_world_elasticity_set(world, -1));
  assert_fails(context, tw_world_elasticities(context, world, "c", theta, &count), TW_USAGE, "has no set \"c\"");
  tw_world_free(world);
}

/* ---------------------------------------------------------------- forms */

static const char rows[] = "a,goods,steel,5,0.5,,,,\"Caliendo, Parro\"\na,H49,,8.35,,2,8,15,=1\nb,A01,,1,,,,,\n";
static const char kept[] = "a,goods,steel,5,1,0.5,0,0,Caliendo, Parro\na,H49,,8.35,2,2,8,15,=1\nb,A01,,1,0,0,0,0,\n";

static void every_form_keeps_them(void **state)
{
  (void)state;
  tw_world *world = with(rows, "a", NULL), *again = NULL;
  if (!world) fail_msg("%s", tw_error(context));
  assert_string_equal(rows_of(world), kept);
  assert_ok(context, tw_world_save(context, world, support_temp("sets.tww")));
  again = world_open_ok(context, support_temp("sets.tww"));
  assert_string_equal(rows_of(again), kept);
  assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
  tw_world_free(again);
  for (int i = 0; i < 2; i++) {
    char *out = strdup(support_temp(i ? "sets-dta" : "sets-folder"));
    const tw_export ask = {i ? "dta" : "folder", out};
    assert_ok(context, tw_world_export(context, world, &ask));
    if (i == 0) {
      again = world_open_ok(context, out);
    } else {
      tw_import import;
      tw_import_default(&import);
      import.from = "dta";
      import.file = out;
      assert_ok(context, tw_world_import(context, &import, &again));
    }
    assert_string_equal(rows_of(again), kept);
    assert_string_equal(tw_world_text(again, "sha256"), tw_world_text(world, "sha256"));
    tw_world_free(again);
    free(out);
  }
  assert_ok(context, tw_world_balance(context, world, NULL, NULL, NULL, NULL, &again));
  assert_string_equal(rows_of(again), kept);
  tw_world_free(again);
  tw_world_free(world);
}

static void splitting(void **state)
{
  (void)state;
  tw_world *world = with("a,C29,,5,1,,,,x\na,H49,trucks,8,,,,,\n", NULL, NULL), *out = NULL;
  const tw_split cars = {.sector = "C29", .into = "C29A:0.6,C29B:0.4"},
                 transport = {.sector = "H49", .into = "H1:0.5,H2:0.5"};
  assert_ok(context, tw_world_split(context, world, &cars, &out));
  assert_string_equal(rows_of(out), "a,C29A,C29,5,1,1,0,0,x\na,C29B,C29,5,1,1,0,0,x\na,H49,trucks,8,0,0,0,0,\n");
  tw_world_free(out);
  assert_ok(context, tw_world_split(context, world, &transport, &out));
  assert_string_equal(rows_of(out), "a,C29,,5,1,1,0,0,x\na,H1,trucks,8,0,0,0,0,\na,H2,trucks,8,0,0,0,0,\n");
  tw_world_free(out);
  tw_world_free(world);
}

/* Means by imports, as the elasticities of the world itself. */
static void aggregating(void **state)
{
  (void)state;
  tw_world *world = with("a,A01,,5,1,,,,x\na,C29,,8,2,,,,y\na,H49,,3,,2,3,4,z\nb,goods,,7,1,,,,w\n", NULL, NULL);
  if (!world) fail_msg("%s", tw_error(context));
  double imports[2] = {0, 0};
  for (int s = 0; s < 2; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++)
        if (d != o) imports[s] += file_flow(s, d, o);
  double mean = (5 * imports[0] + 8 * imports[1]) / (imports[0] + imports[1]);
  tw_world *out = world_merged(context, world, "sector,to\nA01,G\nC29,G\nH49,S\n");
  assert_int_equal(out->estimate_count, 3);
  assert_string_equal(out->estimate[0].sector, "G");
  assert_true(fabs(out->estimate[0].estimate - mean) < 1e-14 * mean);
  assert_int_equal(out->estimate[0].kind, TWI_SPREAD_NONE); /* two numbers became one */
  assert_true(out->estimate[0].spread[0] == 0);
  const tw_finding *f = world_finding(out, "estimates_merged", -1, 0);
  assert_non_null(f);
  assert_string_equal(f->text, "The set a has a mean for G, without uncertainty: it merges sectors that are not one "
                               "number there.");
  assert_string_equal(out->estimate[1].sector, "S");
  assert_int_equal(out->estimate[1].kind, TWI_SPREAD_QUANTILES);
  assert_true(out->estimate[1].estimate == 3 && out->estimate[1].spread[2] == 4);
  assert_string_equal(out->estimate[2].set, "b"); /* one number stays one, to the bit */
  assert_true(out->estimate[2].estimate == 7 && out->estimate[2].kind == TWI_SPREAD_ERROR);
  assert_string_equal(out->estimate[2].parameter, "");
  tw_world_free(out);
  out = world_merged(context, world, "sector,to\nA01,X\nC29,Y\nH49,Y\n"); /* half of `goods` of b goes elsewhere */
  assert_int_equal(out->estimate_count, 4);
  assert_string_equal(out->estimate[2].sector, "X");
  assert_string_equal(out->estimate[2].parameter, "goods");
  assert_int_equal(out->estimate[2].kind, TWI_SPREAD_ERROR);
  assert_string_equal(out->estimate[3].sector, "Y");
  assert_int_equal(out->estimate[3].kind, TWI_SPREAD_NONE);
  tw_world_free(out);
  out = world_merged(context, world, "sector,to\nA01,A01\nC29,C29\nH49,H49\n"); /* as it is */
  assert_string_equal(rows_of(out), rows_of(world));
  tw_world_free(out);
  tw_world_free(world);
  world = with("a,C29,,8,2,,,,y\n", NULL, NULL); /* A01 has none there: the world's, 4, holds for it */
  out = world_merged(context, world, "sector,to\nA01,G\nC29,G\nH49,S\n");
  mean = (4 * imports[0] + 8 * imports[1]) / (imports[0] + imports[1]);
  assert_int_equal(out->estimate_count, 1);
  assert_true(fabs(out->estimate[0].estimate - mean) < 1e-14 * mean);
  assert_int_equal(out->estimate[0].kind, TWI_SPREAD_NONE);
  tw_world_free(out);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- the check */

static void what_the_check_says(void **state)
{
  (void)state;
  tw_world *world = with("a,A01,,4,1,,,,\na,C29,,5.5000001,1,,,,\na,H49,,6.1,1,,,,\n", "a", NULL);
  const tw_finding *f = world_finding(world, "elasticity_set", -1, 2);
  assert_non_null(f);
  assert_int_equal(f->severity, 2);
  assert_string_equal(f->text, "The trade elasticity of H49 is 6, but 6.1 in the set a, of which it is by world.yaml.");
  assert_null(world_finding(world, "elasticity_set", -1, 0));
  assert_null(world_finding(world, "elasticity_set", -1, 1)); /* rounding */
  tw_world_free(world);
  world = with("a,C29,,5.50001,1,,,,\n", "a", NULL); /* no rounding */
  assert_non_null(world_finding(world, "elasticity_set", -1, 1));
  tw_world_free(world);
  world = with("ab,A01,,4,1,,,,\n", "xyz", NULL);
  f = world_finding(world, "elasticity_set", -1, -1);
  assert_non_null(f);
  assert_int_equal(f->severity, 2);
  assert_non_null(strstr(f->text, "the set \"xyz\", which elasticities.csv does not have"));
  tw_world_free(world);
  world = with("a,A01,,4,1,,,,\n", "a", NULL);
  f = world_finding(world, "elasticity_set", -1, -1);
  assert_int_equal(f->severity, 0);
  assert_string_equal(f->text, "The set a has estimates for 1 of 3 sectors; for the others no uncertainty is known.");
  tw_world_free(world);
  world = with("a,A01,,9,1,,,,\n", NULL, NULL); /* a set to compare with */
  assert_null(world_finding(world, "elasticity_set", -2, -2));
  tw_world_free(world);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wrong_rows),
      cmocka_unit_test(wrong_columns),
      cmocka_unit_test(which_row_a_sector_has),
      cmocka_unit_test(every_form_keeps_them),
      cmocka_unit_test(splitting),
      cmocka_unit_test(aggregating),
      cmocka_unit_test(what_the_check_says),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
