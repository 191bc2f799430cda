/* A scenario and the world it is for, as every verb that takes a scenario opens them; a decision likewise. `-` is
 * standard input. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

enum { MOST_BYTES = 4 << 20 }; /* as of a file */

void list_scenarios(FILE *to)
{
  const char *name;
  fprintf(to, "\nBuilt-in scenarios:\n");
  for (int i = 0; (name = tw_scenario_builtin(i)); i++) fprintf(to, "  %s\n", name);
}

void list_market_scenarios(FILE *to)
{
  const char *name;
  tw_context *context = tw_context_new(NULL);
  fprintf(to, "\nBuilt-in scenarios with a market:\n");
  for (int i = 0; context && (name = tw_scenario_builtin(i)); i++) {
    tw_scenario *scenario = NULL;
    if (tw_scenario_open(context, name, &scenario) == TW_OK && tw_scenario_text(scenario, "market"))
      fprintf(to, "  %s\n", name);
    tw_scenario_free(scenario);
  }
  tw_context_free(context);
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

/* ---------------------------------------------------------------- standard input */

int is_standard_input(const char *word)
{
  return strcmp(word, "-") == 0;
}

/* All of standard input, which the caller frees. Returns 0, or the exit code after a message. */
static int read_input(const char *what, char **text, size_t *bytes)
{
  if (isatty(STDIN_FILENO)) fail(0, "note: reading %s from standard input; Ctrl-D ends it", what);
  *bytes = 0;
  *text = malloc(MOST_BYTES + 1);
  if (!*text) return fail(EXIT_MACHINE, "error: out of memory");
  *bytes = fread(*text, 1, MOST_BYTES + 1, stdin);
  int code = ferror(stdin) ? fail(EXIT_MACHINE, "error: cannot read standard input") : 0;
  if (!code && *bytes > MOST_BYTES)
    code = fail(EXIT_INPUT, "error: standard input has more than 4 MB, expected %s", what);
  if (!code && *bytes == 0) code = fail(EXIT_INPUT, "error: standard input is empty, expected %s", what);
  if (code) free(*text);
  return code;
}

/* ---------------------------------------------------------------- scenario, decision */

static int open_file(tw_context *context, const char *word, tw_scenario **scenario)
{
  char *text;
  size_t bytes;
  tw_status status;
  if (is_standard_input(word)) {
    int code = read_input("a scenario", &text, &bytes);
    if (code) return code;
    status = tw_scenario_parse(context, text, bytes, "standard input", scenario);
    free(text);
  } else {
    status = tw_scenario_open(context, word, scenario);
  }
  return status == TW_OK ? 0 : fail_status(context, status);
}

/* What is wrong with an option that the scenario does not take is said with the option. */
static int fail_option(tw_context *context, tw_status status, const char *option, const char *value)
{
  const char *error = tw_error(context);
  size_t n = strlen(option);
  if (status != TW_BAD_INPUT && status != TW_USAGE) return fail_status(context, status);
  if (strncmp(error, option, n) == 0 && error[n] == ' ') return fail_status(context, status); /* it is there */
  return fail(status == TW_USAGE ? EXIT_USAGE : EXIT_INPUT, "error: %s %s: %s", option, value, error);
}

/* --set, --deficits, --profits, --focus, --products and --elasticities; a decision where there is no scenario. */
static int take_options(tw_context *context, const arguments *a, tw_scenario *s, tw_decision *d)
{
  const char *deficits = a->value[OPTION_deficits], *set = a->value[OPTION_chosen];
  tw_status status = TW_OK;
  for (int i = 0; i < a->sets; i++) {
    char name[128];
    const char *equals = strchr(a->set[i], '=');
    size_t n = (size_t)(equals - a->set[i]);
    if (n >= sizeof name) n = sizeof name - 1;
    memcpy(name, a->set[i], n);
    while (n > 0 && name[n - 1] == ' ') n--;
    name[n] = 0;
    const char *amount = equals + 1 + strspn(equals + 1, " ");
    status = s ? tw_scenario_set(context, s, name, amount) : tw_decision_set(context, d, name, amount);
    if (status != TW_OK) return fail_option(context, status, "--set", a->set[i]);
  }
  if (deficits)
    status = s ? tw_scenario_use_deficits(context, s, deficits) : tw_decision_use_deficits(context, d, deficits);
  if (status != TW_OK) return fail_option(context, status, "--deficits", deficits);
  const char *profits = a->value[OPTION_profits];
  if (profits) status = s ? tw_scenario_use_profits(context, s, profits) : tw_decision_use_profits(context, d, profits);
  if (status != TW_OK) return fail_option(context, status, "--profits", profits);
  const char *focus = a->value[OPTION_focus];
  if (focus) status = s ? tw_scenario_use_focus(context, s, focus) : tw_decision_use_focus(context, d, focus);
  if (status != TW_OK) return fail_option(context, status, "--focus", focus);
  const char *illegal = a->value[OPTION_illegal];
  if (illegal && s) status = tw_scenario_use_illegal(context, s, illegal);
  if (status != TW_OK) return fail_option(context, status, "--illegal", illegal);
  const char *products = a->value[OPTION_products];
  if (products)
    status = s ? tw_scenario_use_products(context, s, products) : tw_decision_use_products(context, d, products);
  if (status != TW_OK) return fail_option(context, status, "--products", products);
  if (set) status = s ? tw_scenario_use_elasticities(context, s, set) : tw_decision_use_elasticities(context, d, set);
  return status == TW_OK ? 0 : fail_status(context, status);
}

/* Options that change a scenario, where there is none. */
static int refuse_options(const arguments *a)
{
  static const struct {
    option_id id;
    const char *name;
  } of_scenario[] = {
      {OPTION_set, "set"}, {OPTION_deficits, "deficits"}, {OPTION_profits, "profits"}, {OPTION_focus, "focus"}};
  for (size_t i = 0; i < sizeof of_scenario / sizeof *of_scenario; i++)
    if (a->value[of_scenario[i].id])
      return fail(EXIT_USAGE, "error: --%s changes a scenario, and none is given", of_scenario[i].name);
  return 0;
}

/* Without a scenario nothing changes; elasticities and products are chosen all the same. */
static int open_nothing(tw_context *context, const arguments *a, tw_scenario **scenario)
{
  static const char nothing[] = "scenario: base\npolicy: []\n";
  int code = refuse_options(a);
  if (code == 0 && (a->value[OPTION_chosen] || a->value[OPTION_products])) {
    tw_status status = tw_scenario_parse(context, nothing, sizeof nothing - 1, "base", scenario);
    code = status == TW_OK ? take_options(context, a, *scenario, NULL) : fail_status(context, status);
  }
  return code;
}

/* worldless: 1, a scenario of a market alone gets no world. */
static int open_either(tw_context *context, const arguments *a, const char *file, int worldless, tw_scenario **scenario,
                       tw_world **world)
{
  *scenario = NULL;
  *world = NULL;
  int code = file ? open_file(context, file, scenario) : open_nothing(context, a, scenario);
  if (code == 0 && file) code = take_options(context, a, *scenario, NULL);
  if (code == 0 && !(worldless && tw_scenario_text(*scenario, "market_only"))) {
    const char *named = file ? tw_scenario_text(*scenario, "world") : NULL;
    tw_status status = open_world(context, a, file ? file : "", named, world);
    const char *at = a->value[OPTION_world] || !file ? NULL : tw_scenario_text(*scenario, "world_at");
    if (at && status == TW_BAD_INPUT) {
      code = fail(EXIT_INPUT, "error: %s: world: %s", at, tw_error(context));
      fail(code, "--world names another one");
    } else if (status != TW_OK) {
      code = fail_status(context, status);
    }
  }
  if (code == 0) code = outputs_check_again(context, a);
  if (code == 0) return 0;
  tw_world_free(*world);
  tw_scenario_free(*scenario);
  *world = NULL;
  *scenario = NULL;
  return code;
}

int open_scenario_of(tw_context *context, const arguments *a, const char *file, tw_scenario **scenario,
                     tw_world **world)
{
  return open_either(context, a, file, 0, scenario, world);
}

int open_scenario_or_market(tw_context *context, const arguments *a, tw_scenario **scenario, tw_world **world)
{
  return open_either(context, a, a->words[0], 1, scenario, world);
}

int open_scenario(tw_context *context, const arguments *a, tw_scenario **scenario, tw_world **world)
{
  return open_scenario_of(context, a, a->words[0], scenario, world);
}

int open_scenario_alone(tw_context *context, const arguments *a, tw_scenario **scenario)
{
  *scenario = NULL;
  int code = open_file(context, a->words[0], scenario);
  if (code == 0) code = take_options(context, a, *scenario, NULL);
  if (code == 0) code = outputs_check_again(context, a);
  if (code == 0) return 0;
  tw_scenario_free(*scenario);
  *scenario = NULL;
  return code;
}

int open_decision(tw_context *context, const arguments *a, tw_decision **decision)
{
  char *text;
  size_t bytes;
  tw_status status;
  int code = 0;
  *decision = NULL;
  if (is_standard_input(a->words[0])) {
    code = read_input("a decision", &text, &bytes);
    if (code) return code;
    status = tw_decision_parse(context, text, bytes, "standard input", decision);
    free(text);
  } else {
    status = tw_decision_open(context, a->words[0], decision);
  }
  code = status == TW_OK ? take_options(context, a, NULL, *decision) : fail_status(context, status);
  if (code == 0) return 0;
  tw_decision_free(*decision);
  *decision = NULL;
  return code;
}
