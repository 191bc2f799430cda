/* What lies in a folder that may not be entered is neither absent nor something else: every door says that it is not
 * allowed to look there. */
#include <unistd.h>

#include "context.h"

static const char *place; /* the folder, closed while `away` */

static void leave(void)
{
  chmod(place, 0000);
  if (geteuid() == 0) assert_int_equal(seteuid(65534), 0); /* root may enter anywhere */
}

static void come_back(void)
{
  if (getuid() == 0) assert_int_equal(seteuid(0), 0);
  chmod(place, 0700);
}

/* The status is that of wrong input; the words name the path and the reason, and guess nothing. */
static void unseen(tw_status status, const char *path)
{
  char words[8192];
  come_back();
  snprintf(words, sizeof words, "%s: cannot open: Permission denied", path);
  assert_int_equal(status, TW_BAD_INPUT);
  assert_string_equal(tw_error(context), words);
}
#define assert_unseen(call, path) (leave(), unseen(call, path))

static void every_door_says_so(void **state)
{
  (void)state;
  place = support_temp_folder("closed");
  chmod(support_temporary, 0755);
  const char *file = support_path(place, "some"), *manifest = support_path(place, "some/run.json");
  const char *outside = support_temp("outside");
  tw_world *world = NULL;
  assert_unseen(tw_world_open(context, file, &world), file);
  tw_market *market = NULL;
  assert_unseen(tw_market_open(context, file, &market), file);
  tw_trace *trace = NULL;
  assert_unseen(tw_replay_folder(context, file, NULL, &trace), manifest);
  assert_unseen(tw_results_diff(context, file, file, &trace), manifest);
  const char *folders[] = {file};
  assert_unseen(tw_report_write(context, folders, 1, outside), manifest);
  const char *stores[] = {file};
  assert_unseen(tw_store_merge(context, stores, 1, outside), file);
  tw_import import;
  tw_import_default(&import);
  import.from = "gtap";
  import.file = file;
  assert_unseen(tw_world_import(context, &import, &world), file);
  tw_scenario *scenario = NULL;
  assert_unseen(tw_scenario_open(context, file, &scenario), file);
  const char *including = support_temp("including.yaml"), *using = support_temp("using.yaml");
  support_write(including, "scenario: t\ninclude: closed/some\npolicy: []\n");
  assert_unseen(tw_scenario_open(context, including, &scenario), file);
  support_write(using, "scenario: t\npolicy: []\nrange: {elasticities: {file: closed/some}}\n");
  assert_unseen(tw_scenario_open(context, using, &scenario), file);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_door_says_so)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
