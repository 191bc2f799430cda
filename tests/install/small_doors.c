/* Every public function that needs a part, in a library built without any: each is TW_USAGE and says what is missing.
 * small.sh builds it; ends with 1 after the first that does not. */
#include <stdio.h>
#include <string.h>

#include "tradewind.h"

static tw_context *context;
static int wrong;

static void refused(const char *name, tw_status status, const char *words)
{
  if (status == TW_USAGE && strcmp(tw_error(context), words) == 0) return;
  printf("%s: status %d, \"%s\"\nexpected     \"%s\"\n", name, (int)status, tw_error(context), words);
  wrong = 1;
}

static void each(void *user, const tw_har_header *header)
{
  (void)user, (void)header;
}

int main(void)
{
  static const char stores[] = "this build of Tradewind has no stores: it was made with TRADEWIND_STORES=OFF",
                    stata[] = "this build of Tradewind has no Stata files: it was made with TRADEWIND_STATA=OFF",
                    import[] = "this build of Tradewind has no import of published tables: it was made with "
                               "TRADEWIND_IMPORT=OFF",
                    page[] = "this build of Tradewind has no page: it was made with TRADEWIND_PAGE=OFF";
  const char *const files[] = {"a", "b"};
  tw_settings settings;
  tw_import ask;
  tw_world *world, *none = NULL;
  tw_scenario *scenario;
  tw_decision *decision;
  tw_solver *solver = NULL;
  context = tw_context_new(NULL);
  if (!context || tw_world_open(context, "small2014", &world) != TW_OK ||
      tw_scenario_open(context, "us-tariff-canada", &scenario) != TW_OK ||
      tw_decision_open(context, "focus-on-what-we-can-control", &decision) != TW_OK) {
    printf("%s\n", context ? tw_error(context) : "out of memory");
    return 1;
  }
  if (strcmp(tw_capabilities(), "") != 0) {
    printf("capabilities: %s\n", tw_capabilities());
    wrong = 1;
  }

  char name[32] = "x";
  size_t tasks = 1, done = 1;
  refused("tw_store_merge", tw_store_merge(context, files, 2, "c"), stores);
  refused("tw_store_part", tw_store_part(context, "a", 0, name, &tasks, &done), stores);
  if (*name || tasks || done) wrong = 1;
  tw_range_options draws = {.draws = 2, .store = "a"};
  tw_range_result *range = NULL;
  refused("tw_range", tw_range(context, world, scenario, NULL, &draws, &range), stores);
  tw_decide_options options = {.draws = 2, .store = "a"};
  tw_verdict *verdict = NULL;
  refused("tw_decide", tw_decide(context, decision, world, NULL, &options, &verdict), stores);

  tw_import_default(&ask);
  ask.from = "csv";
  ask.file = "a";
  refused("tw_world_import", tw_world_import(context, &ask, &none), import);
  refused("tw_har_list", tw_har_list(context, "a", each, NULL), import);
  const tw_export to = {"dta", "a"};
  refused("tw_world_export", tw_world_export(context, world, &to), stata);

  refused("tw_report_write", tw_report_write(context, files, 1, "a"), page);
  refused("tw_compare_write", tw_compare_write(context, files, 2, "a"), page);
  refused("tw_brief_write", tw_brief_write(context, files[0], "en", "a"), page);
  tw_settings_default(&settings);
  if (settings.report || tw_settings_check(context, &settings) != TW_OK) {
    printf("the default settings ask for a page\n");
    wrong = 1;
  }
  refused("tw_settings_set", tw_settings_set(context, &settings, "report", "1"), page);
  if (tw_settings_set(context, &settings, "report", "0") != TW_OK) wrong = 1;
  settings.report = 1;
  refused("tw_settings_check", tw_settings_check(context, &settings), page);
  refused("tw_solver_new", tw_solver_new(context, world, &settings, &solver), page);
  if (none || range || verdict || solver) wrong = 1;

  /* What needs no part goes on as before: draws in memory. */
  draws.store = NULL;
  if (tw_range(context, world, scenario, NULL, &draws, &range) != TW_OK) {
    printf("tw_range without a store: %s\n", tw_error(context));
    wrong = 1;
  }
  tw_range_free(range);
  tw_decision_free(decision);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return wrong;
}
