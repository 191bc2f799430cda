/* The tables that only some runs have: limits.csv, preferences.csv, years.csv, years_sectors.csv; what run.json says of
 * policy and years; and that a run without one of them leaves none of an older run beside its own. */
#include <signal.h>
#include <sys/resource.h>

#include "group.h"
#include "made_result.h"
#include "manifest.h"

static tw_result result;
static tw_path path;

static void assert_file(const char *folder, const char *name, const char *expected)
{
  char *text = support_read(support_path(folder, name), NULL);
  if (!text) fail_msg("%s/%s is not there", folder, name);
  assert_string_equal(text, expected);
  free(text);
}

/* The names in a folder, sorted, with a blank after each; good until the next call. */
static const char *names_in(const char *folder)
{
  static char list[1024];
  struct dirent **names;
  int count = scandir(folder, &names, NULL, alphasort);
  size_t used = 0;
  list[0] = 0;
  for (int i = 0; i < count; i++) {
    if (names[i]->d_name[0] != '.') used += (size_t)snprintf(list + used, sizeof list - used, "%s ", names[i]->d_name);
    free(names[i]);
  }
  if (count >= 0) free(names);
  return list;
}

static void assert_number(json_t *root, const char *keys, double expected)
{
  assert_true(json_is_number(at(root, keys)));
  assert_close(json_number_value(at(root, keys)), expected, 1e-12);
}

/* ---------------------------------------------------------------- tables */

static void limits_and_preferences(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("limits"));
  made_result(&result, world, 0);
  result.conditions = 4;
  result.preferences = 1;
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_string_equal(names_in(folder),
                      "columns.csv limits.csv preferences.csv regions.csv report.html run.json sectors.csv trade.csv ");
  assert_file(folder, "limits.csv",
              "line,rule,what,instrument,limit,reference,value,binding,instrument_pct,money,owner\n"
              "9,quota,imports of C29 by USA from CAN,rent of the quota,160,200,160,1,12,19.2,CAN\n"
              "10,quota,\"imports of A01 by USA from CAN, JPN\",rent of the quota,90,80,78.5,0,0,0,USA\n"
              "11,target,output of C29 in CAN,subsidy on C29 in CAN,100,100,100,1,7,3.5,\n"
              "12,labour,real wage of JPN,employment of JPN,100,100,100,1,-1,,\n");
  assert_file(folder, "preferences.csv",
              "sector,importer,exporter,value,preferential_base_pct,preferential_new_pct,mfn_base_pct,mfn_new_pct,"
              "utilisation_base_pct,utilisation_new_pct,tariff_base_pct,tariff_new_pct,cost_pct\n"
              "C29,USA,CAN,28,0,0,2.5,27.5,71.4,90,0.715,2.75,2\n");
  /* Capital has no place in a table without years. */
  assert_file(folder, "regions.csv", "region,real_income_pct,employment_pct\nCAN,0,20\nUSA,1,21\nJPN,,\n");
  free((char *)folder);
}

static void years(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("years"));
  made_path(&path, world);
  assert_ok(context, tw_path_write(context, &path, folder, NULL));
  assert_string_equal(names_in(folder),
                      "columns.csv regions.csv report.html run.json sectors.csv trade.csv years.csv years_sectors.csv ");
  assert_file(folder, "years.csv",
              "year,region,real_income_pct,capital_pct,employment_pct\n"
              "2026,CAN,26000,26010,26020\n2026,USA,26001,26011,26021\n2026,JPN,,,\n"
              "2027,CAN,27000,27010,27020\n2027,USA,27001,27011,27021\n2027,JPN,,,\n"
              "2028,CAN,28000,28010,28020\n2028,USA,28001,28011,28021\n2028,JPN,,,\n");
  assert_file(folder, "regions.csv",
              "region,real_income_pct,employment_pct\nCAN,28000,28020\nUSA,28001,28021\nJPN,,\n");
  char *text = support_read(support_path(folder, "years_sectors.csv"), NULL);
  assert_non_null(text);
  static const char start[] = "year,region,sector,output_pct,value_added_change\n2026,CAN,A01,26000,26010\n";
  assert_true(strncmp(text, start, strlen(start)) == 0);
  assert_non_null(strstr(text, "\n2027,USA,H49,27005,27015\n2027,JPN,A01,27006,27016\n"));
  assert_non_null(strstr(text, "\n2028,JPN,H49,,\n"));
  free(text);

  /* The work of all years together; where only the last counts, the last. */
  path.result[2].info.seconds.load = 0.125;
  path.result[1].info.decomposition_remainder = 2e-9;
  assert_ok(context, tw_path_write(context, &path, folder, NULL));
  json_t *root = manifest_of(folder);
  assert_number(root, "iterations", 15);
  assert_number(root, "steps", 3);
  assert_number(root, "evaluations.residual", 21);
  assert_number(root, "seconds.load", 0.125);
  assert_number(root, "seconds.base", 0.75);
  assert_number(root, "seconds.new", 1.5);
  double write = json_number_value(at(root, "seconds.write"));
  assert_close(json_number_value(at(root, "seconds.total")), 0.125 + 0.75 + 1.5 + write, 2e-6);
  assert_close(1e9 * json_number_value(at(root, "decomposition_remainder")), 2, 1e-12);
  assert_int_equal(json_array_size(at(root, "years")), 3);
  assert_number(root, "years.1.year", 2027);
  assert_says(root, "years.1.outcome", "certified");
  assert_true(json_is_true(at(root, "years.1.certified")));
  assert_int_equal(json_object_size(at(root, "files")), 6);
  json_decref(root);
  free((char *)folder);
}

static void without_years_a_path_is_one_result(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("one"));
  made_path(&path, world);
  path.count = 1;
  path.year[0] = 0;
  assert_ok(context, tw_path_write(context, &path, folder, NULL));
  assert_string_equal(names_in(folder), "columns.csv regions.csv report.html run.json sectors.csv trade.csv ");
  json_t *root = manifest_of(folder);
  assert_true(json_is_null(at(root, "years")));
  json_decref(root);
  path.count = 0;
  assert_fails(context, tw_path_write(context, &path, folder, NULL), TW_USAGE, "a path with results");
  assert_fails(context, tw_path_write(context, NULL, folder, NULL), TW_USAGE, "a path with results");
  free((char *)folder);
}

static void the_manifest_tells_the_policy(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("policy"));
  made_result(&result, world, 0);
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  json_t *root = manifest_of(folder);
  assert_says(root, "scenario.against", NULL);
  assert_int_equal(json_array_size(at(root, "scenario.rules")), 0);
  assert_number(root, "limits.count", 0);
  assert_int_equal(json_array_size(at(root, "targets")), 0);
  assert_number(root, "preferences", 0);
  json_decref(root);

  result.against = "cusma-extended";
  result.effects = 3;
  result.conditions = 4;
  result.preferences = 1;
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  root = manifest_of(folder);
  assert_says(root, "scenario.against", "cusma-extended");
  assert_says(root, "scenario.closure.1", made_sentence[1]);
  assert_int_equal(json_array_size(at(root, "scenario.closure")), 2);
  assert_int_equal(json_array_size(at(root, "scenario.rules")), 3);
  assert_says(root, "scenario.rules.0.rule", "tariff");
  assert_says(root, "scenario.rules.0.file", "a.yaml");
  assert_number(root, "scenario.rules.0.line", 7);
  assert_says(root, "scenario.rules.0.words", made_effect[0].words);
  assert_says(root, "scenario.rules.0.source", "Proclamation 10908");
  assert_number(root, "scenario.rules.0.covered", 1);
  assert_number(root, "scenario.rules.0.value", 28);
  assert_number(root, "scenario.rules.0.before", 0.07);
  assert_number(root, "scenario.rules.0.after", 0.32);
  assert_number(root, "scenario.rules.0.overlaps", 0);
  assert_says(root, "scenario.rules.0.overlapped_line", NULL);
  assert_true(json_is_false(at(root, "scenario.rules.0.against")));
  assert_says(root, "scenario.rules.1.source", NULL);
  assert_says(root, "scenario.rules.1.before", NULL);
  assert_number(root, "scenario.rules.1.overlapped_line", 7);
  assert_true(json_is_true(at(root, "scenario.rules.2.against")));
  assert_number(root, "limits.count", 3);
  assert_number(root, "limits.binding", 2);
  assert_number(root, "limits.rents", 19.2);
  assert_int_equal(json_array_size(at(root, "targets")), 1);
  assert_number(root, "targets.0.line", 11);
  assert_says(root, "targets.0.what", "output of C29 in CAN");
  assert_number(root, "targets.0.goal", 100);
  assert_number(root, "targets.0.instrument_pct", 7);
  assert_number(root, "preferences", 1);
  json_decref(root);
  free((char *)folder);
}

/* ---------------------------------------------------------------- older runs */

static void no_table_of_an_older_run_stays(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("older"));
  made_path(&path, world);
  path.result[2].conditions = 4;
  path.result[2].preferences = 1;
  assert_ok(context, tw_path_write(context, &path, folder, NULL));
  assert_string_equal(
      names_in(folder),
      "columns.csv limits.csv preferences.csv regions.csv report.html run.json sectors.csv trade.csv years.csv years_sectors.csv ");
  char *limits = support_read(support_path(folder, "limits.csv"), NULL);

  /* A failed run leaves them all, and says whose they are. */
  made_result(&result, world, 0);
  made_failure(&result);
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_file(folder, "limits.csv", limits);
  json_t *root = manifest_of(folder);
  assert_int_equal(json_array_size(at(root, "older_results.files")), 9);
  json_decref(root);

  /* A run that cannot be written, too: the disk is full. */
  made_result(&result, world, 0);
  struct rlimit old, limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  limit = old;
  limit.rlim_cur = 1200;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
  tw_status status = tw_result_write(context, &result, folder, NULL);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
  signal(SIGXFSZ, handler);
  assert_int_equal(status, TW_IO);
  assert_file(folder, "limits.csv", limits);

  /* The next certified run has neither limits nor years: they go, though a failed run lies between. */
  *noted = 0;
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_string_equal(names_in(folder), "columns.csv regions.csv report.html run.json sectors.csv trade.csv ");
  assert_string_equal(noted, "");

  /* A file of somebody else's stays, and that is said. */
  support_write(support_path(folder, "limits.csv"), "mine\n");
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_file(folder, "limits.csv", "mine\n");
  assert_non_null(strstr(noted, "limits.csv is not of this run"));
  free(limits);
  free((char *)folder);
}

/* A folder in the place of sectors.csv: naming it fails after limits.csv was taken away. */
static const char *obstacle;

static void put_obstacle(void *user, const tw_progress *progress)
{
  (void)user;
  struct stat s;
  if (strcmp(progress->what, "writing trade.csv") != 0 || stat(obstacle, &s) != 0 || S_ISDIR(s.st_mode)) return;
  assert_int_equal(unlink(obstacle), 0);
  assert_int_equal(mkdir(obstacle, 0777), 0);
}

static void what_was_taken_away_comes_back(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("back"));
  made_result(&result, world, 0);
  result.conditions = 2;
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  char *limits = support_read(support_path(folder, "limits.csv"), NULL);
  result.conditions = 0;
  obstacle = support_path(folder, "sectors.csv");
  tw_set_progress(context, put_obstacle, NULL);
  assert_fails(context, tw_result_write(context, &result, folder, NULL), TW_IO, "as it was");
  tw_set_progress(context, NULL, NULL);
  assert_file(folder, "limits.csv", limits);
  assert_int_equal(rmdir(support_path(folder, "sectors.csv")), 0);
  assert_string_equal(names_in(folder), "columns.csv limits.csv regions.csv report.html run.json trade.csv ");
  free(limits);
  free((char *)folder);
}

/* ---------------------------------------------------------------- a path that ends early */

static void years_before_a_failure_are_kept(void **state)
{
  (void)state;
  const char *folder = strdup(support_temp("early"));
  made_path(&path, world);
  path.count = 2;
  made_failure(&path.result[1]);
  for (int i = 0; i < 2; i++) {
    assert_ok(context, tw_path_write(context, &path, folder, NULL));
    assert_string_equal(names_in(folder), "run.json uncertified ");
    const char *inner = support_path(folder, "uncertified");
    assert_string_equal(names_in(inner), "residuals.csv run.json years.csv years_sectors.csv ");
    assert_file(inner, "years.csv",
                "year,region,real_income_pct,capital_pct,employment_pct\n"
                "2026,CAN,26000,26010,26020\n2026,USA,26001,26011,26021\n2026,JPN,,,\n");
  }
  json_t *root = manifest_of(folder);
  assert_says(root, "outcome", "out_of_reach");
  assert_true(json_is_false(at(root, "certified")));
  assert_number(root, "failed_year", 2027);
  assert_int_equal(json_array_size(at(root, "years")), 2);
  assert_true(json_is_true(at(root, "years.0.certified")));
  assert_true(json_is_false(at(root, "years.1.certified")));
  assert_null(json_object_get(root, "older_results"));
  json_decref(root);

  /* A failed run without years leaves none of them; a certified one nothing. */
  made_result(&result, world, 0);
  made_failure(&result);
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_string_equal(names_in(support_path(folder, "uncertified")), "residuals.csv run.json ");
  root = manifest_of(folder);
  assert_null(json_object_get(root, "failed_year"));
  json_decref(root);
  assert_ok(context, tw_path_write(context, &path, folder, NULL));
  made_result(&result, world, 0);
  assert_ok(context, tw_result_write(context, &result, folder, NULL));
  assert_string_equal(names_in(folder), "columns.csv regions.csv report.html run.json sectors.csv trade.csv ");
  free((char *)folder);
}

/* ---------------------------------------------------------------- memory */

static tw_status write_twice(tw_context *ctx, void *user)
{
  (void)user;
  tw_world *three = NULL;
  tw_status status = three_new(ctx, &three);
  if (status == TW_OK) {
    made_path(&path, three);
    path.result[2].conditions = 4;
    path.result[2].effects = 3;
    status = tw_path_write(ctx, &path, support_temp("memory"), NULL);
    made_result(&result, three, 0);
    if (status == TW_OK) status = tw_result_write(ctx, &result, support_temp("memory"), NULL);
  }
  tw_world_free(three);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(write_twice, NULL) > 50);
  assert_string_equal(names_in(support_temp("memory")), "columns.csv regions.csv report.html run.json sectors.csv trade.csv ");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(limits_and_preferences),
      cmocka_unit_test(years),
      cmocka_unit_test(without_years_a_path_is_one_result),
      cmocka_unit_test(the_manifest_tells_the_policy),
      cmocka_unit_test(no_table_of_an_older_run_stays),
      cmocka_unit_test(what_was_taken_away_comes_back),
      cmocka_unit_test(years_before_a_failure_are_kept),
      cmocka_unit_test(memory_fails_cleanly),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup_noting, group_teardown));
}
