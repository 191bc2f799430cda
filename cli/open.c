/* A scenario and the world it is for, as every verb that takes a scenario opens them. */
#include <string.h>
#include <unistd.h>

#include "command.h"

void list_scenarios(FILE *to)
{
  const char *name;
  fprintf(to, "\nBuilt-in scenarios:\n");
  for (int i = 0; (name = tw_scenario_builtin(i)); i++) fprintf(to, "  %s\n", name);
}

tw_status open_world(tw_context *context, const arguments *a, const char *file, const char *name, tw_world **world)
{
  if (a->value[OPTION_world]) return tw_world_open(context, a->value[OPTION_world], world);
  if (!name) name = tw_world_builtin(0) ? tw_world_builtin(0) : "";
  for (int i = 0; tw_world_builtin(i); i++)
    if (strcmp(name, tw_world_builtin(i)) == 0) return tw_world_open(context, name, world);
  const char *slash = strrchr(file, '/');
  char beside[4096];
  int n = slash && *name != '/' ? snprintf(beside, sizeof beside, "%.*s/%s", (int)(slash - file), file, name) : 0;
  if (n > 0 && (size_t)n < sizeof beside && access(beside, F_OK) == 0) return tw_world_open(context, beside, world);
  return tw_world_open(context, name, world);
}

int open_scenario(tw_context *context, const arguments *a, tw_scenario **scenario, tw_world **world)
{
  *scenario = NULL;
  *world = NULL;
  tw_status status = tw_scenario_open(context, a->words[0], scenario);
  if (status == TW_OK && a->value[OPTION_chosen])
    status = tw_scenario_use_elasticities(context, *scenario, a->value[OPTION_chosen]);
  if (status == TW_OK) status = open_world(context, a, a->words[0], tw_scenario_text(*scenario, "world"), world);
  if (status == TW_OK) {
    int refused = outputs_check_again(context, a);
    if (!refused) return 0;
    tw_world_free(*world);
    tw_scenario_free(*scenario);
    *world = NULL;
    *scenario = NULL;
    return refused;
  }
  const char *at = *scenario && !a->value[OPTION_world] ? tw_scenario_text(*scenario, "world_at") : NULL;
  int code = EXIT_INPUT;
  if (at && status == TW_BAD_INPUT) {
    fail(code, "error: %s: world: %s", at, tw_error(context));
    fail(code, "--world names another one");
  } else {
    code = fail_status(context, status);
  }
  tw_scenario_free(*scenario);
  *scenario = NULL;
  return code;
}
