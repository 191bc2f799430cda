/* tradewind scenario list, world list: what is built in, by name and title. */
#include <string.h>

#include "command.h"
#include "json.h"

/* ---------------------------------------------------------------- scenarios and decisions */

static const char *newest(const char *world)
{
  return world ? world : tw_world_builtin(0);
}

/* Names of variables that --set can give, with blanks between. */
static void variable_names(const tw_scenario *s, char *names, size_t room)
{
  const char *name;
  *names = 0;
  for (int i = 0; (name = tw_scenario_variable(s, i)); i++) {
    size_t used = strlen(names);
    snprintf(names + used, room - used, "%s%s", i ? " " : "", name);
  }
}

/* A title is as long as it likes, so it is a paragraph beside the names. */
static void add_line(const char *name, const char *title, const char *world, const char *variables)
{
  enum { NAMES = 30, WORLDS = 11 };
  if (!js_on()) {
    printf("%-*s%-*s", NAMES, name, WORLDS, newest(world));
    if (strlen(name) >= NAMES || strlen(newest(world)) >= WORLDS) printf("\n%*s", NAMES + WORLDS, "");
    print_wrapped(title, NAMES + WORLDS);
    return;
  }
  js_object(NULL);
  js_text("name", name);
  js_text("title", title);
  js_text("world", newest(world));
  js_list("variables");
  for (const char *p = variables; *p; p += strspn(p, " ")) {
    char one[128];
    size_t length = strcspn(p, " ");
    snprintf(one, sizeof one, "%.*s", (int)length, p);
    js_text(NULL, one);
    p += length;
  }
  js_close();
  js_close();
}

static tw_status list_scenario_lines(tw_context *context)
{
  const char *name;
  tw_status status = TW_OK;
  for (int i = 0; (name = tw_scenario_builtin(i)) && status == TW_OK; i++) {
    tw_scenario *s = NULL;
    char variables[1024];
    status = tw_scenario_open(context, name, &s);
    if (status != TW_OK) break;
    variable_names(s, variables, sizeof variables);
    add_line(name, tw_scenario_text(s, "title"), tw_scenario_text(s, "world"), variables);
    tw_scenario_free(s);
  }
  return status;
}

static tw_status list_decision_lines(tw_context *context)
{
  const char *name;
  tw_status status = TW_OK;
  for (int i = 0; (name = tw_decision_builtin(i)) && status == TW_OK; i++) {
    tw_decision *d = NULL;
    char variables[1024];
    status = tw_decision_open(context, name, &d);
    if (status != TW_OK) break;
    variable_names(tw_decision_scenario(d, 0, 0), variables, sizeof variables);
    add_line(name, tw_decision_text(d, "title"), tw_decision_text(d, "world"), variables);
    tw_decision_free(d);
  }
  return status;
}

static int print_kind(tw_context *context, const char *kind, tw_status (*list)(tw_context *))
{
  if (js_on())
    js_list(kind);
  else
    add_line(kind, "title", "world", "");
  tw_status status = list(context);
  if (js_on()) js_close();
  terminal_clear_progress();
  return status == TW_OK ? 0 : fail_status(context, status);
}

static int list_both(tw_context *context, const arguments *a)
{
  (void)a;
  terminal_verbose(-1); /* notes about single scenarios are of no interest in a list */
  int code = print_kind(context, "scenarios", list_scenario_lines);
  if (code == 0 && !js_on()) printf("\n");
  if (code == 0) code = print_kind(context, "decisions", list_decision_lines);
  if (code == 0 && !js_on())
    printf("\n`tradewind run NAME` solves a scenario, `tradewind decide NAME` a decision;\n"
           "`tradewind scenario show NAME` prints the YAML of either, to start from.\n");
  return code;
}

const command command_scenario_list = {
    .name = "scenario list",
    .words = "",
    .summary = "list the built-in scenarios and decisions",
    .text = "Each with the world that it is solved on unless --world names another one.",
    .example = "  tradewind scenario list\n",
    .options = OPTION_BIT(json) | OPTION_BIT(help),
    .run = list_both,
};

/* ---------------------------------------------------------------- worlds */

static int list_worlds(tw_context *context, const arguments *a)
{
  const text_column head[] = {{{NULL, NULL, "world"}, 1, 0},
                              {{NULL, NULL, "year"}, 0, 0},
                              {{NULL, NULL, "regions"}, 0, 0},
                              {{NULL, NULL, "sectors"}, 0, 0},
                              {{NULL, NULL, "title"}, COLUMN_WRAPS, 20}};
  text_table *table = js_on() ? NULL : table_new(head, 5);
  const char *name;
  (void)a;
  if (js_on()) js_list("worlds");
  for (int i = 0; (name = tw_world_builtin(i)); i++) {
    tw_world *world = NULL;
    tw_status status = tw_world_open(context, name, &world);
    if (status != TW_OK) {
      table_free(table);
      return fail_status(context, status);
    }
    const char *year = tw_world_text(world, "year");
    if (js_on()) {
      js_object(NULL);
      js_world(world);
      js_close();
    }
    table_cell(table, "%s", name);
    table_cell(table, "%s", year ? year : "-");
    table_cell(table, "%d", tw_world_regions(world));
    table_cell(table, "%d", tw_world_sectors(world));
    table_cell(table, "%s", tw_world_text(world, "title"));
    tw_world_free(world);
  }
  terminal_clear_progress();
  if (js_on()) js_close();
  table_print(table);
  if (!js_on())
    printf("\nThe first is the one of a scenario that names none. `tradewind world show NAME` says what it holds.\n");
  return EXIT_CERTIFIED;
}

const command command_world_list = {
    .name = "world list",
    .words = "",
    .summary = "list the built-in worlds",
    .text = "",
    .example = "  tradewind world list\n",
    .options = OPTION_BIT(json) | OPTION_BIT(help),
    .run = list_worlds,
};
