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

/* The built-in worlds, opened for as long as the list is made. */
enum { MOST_WORLDS = 16 };
typedef struct worlds {
  tw_world *world[MOST_WORLDS];
  int count;
} worlds;

static tw_status open_worlds(tw_context *context, worlds *w)
{
  const char *name;
  tw_status status = TW_OK;
  *w = (worlds){.count = 0};
  while (status == TW_OK && w->count < MOST_WORLDS && (name = tw_world_builtin(w->count))) {
    status = tw_world_open(context, name, &w->world[w->count]);
    w->count += status == TW_OK;
  }
  return status;
}

static void close_worlds(worlds *w)
{
  for (int i = 0; i < w->count; i++) tw_world_free(w->world[i]);
}

/* Marks the worlds that have all that the scenario's rules and closure name; those that are not marked stay so. */
static tw_status mark_worlds(tw_context *context, const tw_scenario *s, const worlds *w, unsigned char *runs)
{
  tw_status status = TW_OK;
  const char *own = tw_scenario_text(s, "world");
  for (int i = 0; i < w->count && (status == TW_OK || status == TW_BAD_INPUT); i++) {
    tw_explanation *e = NULL;
    /* a linked market needs more of a world than rules name: the sector of its product, and regions */
    if (tw_scenario_text(s, "linked") && strcmp(tw_world_builtin(i), own ? own : tw_world_builtin(0)) != 0) runs[i] = 0;
    if (!runs[i]) continue;
    status = tw_scenario_explain(context, s, w->world[i], 0, &e);
    if (status == TW_BAD_INPUT) runs[i] = 0;
    tw_explanation_free(e);
  }
  return status == TW_BAD_INPUT ? TW_OK : status;
}

/* Those other than its own, with commas between. */
static void world_names(const worlds *w, const unsigned char *runs, const char *own, char *names, size_t room)
{
  *names = 0;
  for (int i = 0; i < w->count; i++) {
    size_t used = strlen(names);
    if (runs[i] && strcmp(tw_world_builtin(i), own) != 0)
      snprintf(names + used, room - used, "%s%s", used ? ", " : "", tw_world_builtin(i));
  }
}

/* A title is as long as it likes, so it is a paragraph beside the names. runs NULL: the heading. */
static void add_line(const char *name, const char *title, const char *world, const char *variables, const worlds *w,
                     const unsigned char *runs)
{
  enum { NAMES = 30, WORLDS = 11, ROOM = 1024 };
  const char *own = newest(world);
  char others[ROOM / 2] = "", text[2 * ROOM];
  if (runs) world_names(w, runs, own, others, sizeof others);
  if (!js_on()) {
    printf("%-*s%-*s", NAMES, name, WORLDS, own);
    if (strlen(name) >= NAMES || strlen(own) >= WORLDS) printf("\n%*s", NAMES + WORLDS, "");
    snprintf(text, sizeof text, "%s%s%s%s", title, *others ? " (also on " : "", others, *others ? ")" : "");
    print_wrapped(text, NAMES + WORLDS);
    return;
  }
  js_object(NULL);
  js_text("name", name);
  js_text("title", title);
  js_text("world", own);
  js_list("worlds");
  for (int i = 0; runs && i < w->count; i++)
    if (runs[i] && strcmp(tw_world_builtin(i), own) == 0) js_text(NULL, own);
  for (int i = 0; runs && i < w->count; i++)
    if (runs[i] && strcmp(tw_world_builtin(i), own) != 0) js_text(NULL, tw_world_builtin(i));
  js_close();
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

static tw_status list_scenario_lines(tw_context *context, const worlds *w)
{
  const char *name;
  tw_status status = TW_OK;
  for (int i = 0; (name = tw_scenario_builtin(i)) && status == TW_OK; i++) {
    tw_scenario *s = NULL;
    char variables[1024];
    unsigned char runs[MOST_WORLDS];
    memset(runs, 1, sizeof runs);
    status = tw_scenario_open(context, name, &s);
    if (status != TW_OK) break;
    variable_names(s, variables, sizeof variables);
    const char *on = tw_scenario_text(s, "world");
    if (tw_scenario_text(s, "market_only")) { /* of a market, and of no world */
      memset(runs, 0, sizeof runs);
      on = tw_scenario_text(s, "market");
      if (!*on) on = tw_market_builtin(0);
    } else {
      status = mark_worlds(context, s, w, runs);
    }
    if (status == TW_OK) add_line(name, tw_scenario_text(s, "title"), on, variables, w, runs);
    tw_scenario_free(s);
  }
  return status;
}

/* Every lever and every contingency once, each with the first of the others. */
static tw_status mark_decision(tw_context *context, const tw_decision *d, const worlds *w, unsigned char *runs)
{
  tw_status status = TW_OK;
  for (int l = 0; l < tw_decision_levers(d) && status == TW_OK; l++)
    status = mark_worlds(context, tw_decision_scenario(d, l, 0), w, runs);
  for (int c = 1; c < tw_decision_contingencies(d) && status == TW_OK; c++)
    status = mark_worlds(context, tw_decision_scenario(d, 0, c), w, runs);
  return status;
}

static tw_status list_decision_lines(tw_context *context, const worlds *w)
{
  const char *name;
  tw_status status = TW_OK;
  for (int i = 0; (name = tw_decision_builtin(i)) && status == TW_OK; i++) {
    tw_decision *d = NULL;
    char variables[1024];
    unsigned char runs[MOST_WORLDS];
    memset(runs, 1, sizeof runs);
    status = tw_decision_open(context, name, &d);
    if (status != TW_OK) break;
    variable_names(tw_decision_scenario(d, 0, 0), variables, sizeof variables);
    status = mark_decision(context, d, w, runs);
    if (status == TW_OK) add_line(name, tw_decision_text(d, "title"), tw_decision_text(d, "world"), variables, w, runs);
    tw_decision_free(d);
  }
  return status;
}

static int print_kind(tw_context *context, const char *kind, const worlds *w,
                      tw_status (*list)(tw_context *, const worlds *))
{
  if (js_on())
    js_list(kind);
  else
    add_line(kind, "title", "world", "", w, NULL);
  tw_status status = list(context, w);
  if (js_on()) js_close();
  terminal_clear_progress();
  return status == TW_OK ? 0 : fail_status(context, status);
}

static int list_both(tw_context *context, const arguments *a)
{
  (void)a;
  terminal_verbose(-1); /* notes about single scenarios are of no interest in a list */
  worlds w;
  tw_status status = open_worlds(context, &w);
  int code = status == TW_OK ? print_kind(context, "scenarios", &w, list_scenario_lines) : fail_status(context, status);
  if (code == 0 && !js_on()) printf("\n");
  if (code == 0) code = print_kind(context, "decisions", &w, list_decision_lines);
  close_worlds(&w);
  if (code == 0 && !js_on())
    printf("\n`tradewind run NAME` solves a scenario, `tradewind decide NAME` a decision;\n"
           "`tradewind scenario show NAME` prints the YAML of either, to start from.\n");
  return code;
}

const command command_scenario_list = {
    .name = "scenario list",
    .words = "",
    .summary = "list the built-in scenarios and decisions",
    .text = "Each with the world that it is solved on unless --world names another one, and with the other built-in "
            "worlds that have all that its rules name.",
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
