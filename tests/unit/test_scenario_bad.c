/* Scenarios that must be refused, each with the exact message: tests/bad/scenarios/NAME.yaml and NAME.txt.
 *
 * Every file is read and applied to the small world of three.h. The message must start with file, line and column; the
 * file may be one of included/, where the mistake is in what a scenario includes.
 * TRADEWIND_UPDATE_GOLDEN=1 writes the messages anew, to be looked at before they are checked in. */
#include "three.h"

#include "scenario/scenario.h"

static tw_context *context;
static tw_world *world;

static tw_status read_and_apply(const char *name)
{
  tw_scenario *scenario;
  tw_status status = tw_scenario_open(context, name, &scenario);
  if (status != TW_OK) {
    assert_null(scenario);
    return status;
  }
  twi_policy base, new_;
  twi_closure closure;
  twi_capital capital;
  status =
      twi_scenario_apply_year(context, scenario, world, tw_scenario_from(scenario), &base, &new_, &closure, &capital);
  twi_policy_free(context, &base);
  twi_policy_free(context, &new_);
  twi_closure_free(context, &closure);
  twi_capital_free(context, &capital);
  tw_scenario_free(scenario);
  return status;
}

static int check_one(const char *name)
{
  char golden[512];
  snprintf(golden, sizeof golden, "%.*s.txt", (int)(strlen(name) - 5), name);
  tw_status status = read_and_apply(name);
  if (status != TW_BAD_INPUT) {
    print_error("%s: %s, expected bad_input\n", name, tw_status_word(status));
    return 1;
  }
  const char *found = tw_error(context);
  size_t file = strncmp(found, "included/", 9) == 0 ? strcspn(found, ":") : strlen(name);
  if ((strncmp(found, "included/", 9) != 0 && strncmp(found, name, file) != 0) || found[file] != ':' ||
      found[file + 1] < '1' || found[file + 1] > '9') {
    print_error("%s: the message does not say where: %s\n", name, found);
    return 1;
  }
  if (getenv("TRADEWIND_UPDATE_GOLDEN")) {
    char line[4096];
    snprintf(line, sizeof line, "%s\n", found);
    support_write(golden, line);
    return 0;
  }
  char *expected = support_read(golden, NULL);
  if (!expected) {
    print_error("%s: there is no %s\n", name, golden);
    return 1;
  }
  size_t n = strlen(expected);
  if (n && expected[n - 1] == '\n') expected[n - 1] = 0;
  int wrong = strcmp(found, expected) != 0;
  if (wrong) print_error("%s:\n  found    %s\n  expected %s\n", name, found, expected);
  free(expected);
  return wrong;
}

static void every_message(void **state)
{
  (void)state;
  /* In their folder, so that messages name the files and no folder. */
  char before[4096];
  assert_non_null(getcwd(before, sizeof before));
  assert_int_equal(chdir(support_source("tests/bad/scenarios")), 0);
  DIR *dir = opendir(".");
  assert_non_null(dir);
  int count = 0, wrong = 0;
  for (struct dirent *e; (e = readdir(dir));) {
    size_t n = strlen(e->d_name);
    if (n < 6 || strcmp(e->d_name + n - 5, ".yaml") != 0) continue;
    count++;
    wrong += check_one(e->d_name);
  }
  closedir(dir);
  assert_int_equal(chdir(before), 0);
  assert_true(count >= 200);
  assert_int_equal(wrong, 0);
}

/* Every proper beginning of a good scenario either is a scenario or says where it ends: no crash, no leak. */
static void every_beginning(void **state)
{
  (void)state;
  size_t bytes;
  char *text = support_read(support_source("examples/canada-japan-barriers.yaml"), &bytes);
  assert_non_null(text);
  for (size_t n = 0; n <= bytes; n++) {
    tw_scenario *scenario;
    tw_status status = tw_scenario_parse(context, text, n, "cut.yaml", &scenario);
    if (status == TW_OK)
      tw_scenario_free(scenario);
    else
      assert_int_equal(status, TW_BAD_INPUT);
  }
  free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_message), cmocka_unit_test(every_beginning)};
  context = tw_context_new(NULL);
  if (three_new(context, &world) != TW_OK) {
    fprintf(stderr, "%s\n", tw_error(context));
    return 1;
  }
  int failures = cmocka_run_group_tests(tests, NULL, NULL);
  tw_world_free(world);
  tw_context_free(context);
  return support_finish(failures);
}
