/* tradewind: finds the verb and runs it. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

static const command *const commands[] = {
    &command_run,           &command_range,          &command_merge,        &command_decide,
    &command_report,        &command_compare,        &command_replay,       &command_diff,
    &command_reconcile,     &command_scenario_check, &command_world_check,  &command_world_aggregate,
    &command_world_save,    &command_world_show,     &command_world_import, &command_world_export,
    &command_world_balance, &command_world_update,   &command_world_split,  &command_world_diff};
enum { COMMANDS = sizeof commands / sizeof *commands };

const command *command_at(int index)
{
  return index < COMMANDS ? commands[index] : NULL;
}

static void print_usage(FILE *to)
{
  fprintf(to,
          "tradewind %s: the general equilibrium of trade policy, solved exactly\n\n"
          "Usage: tradewind COMMAND ...\n\nCommands:\n",
          tw_version());
  for (int i = 0; i < COMMANDS; i++) {
    char left[64];
    snprintf(left, sizeof left, "%s %s", commands[i]->name, commands[i]->words);
    fprintf(to, "  %-26s %s\n", left, commands[i]->summary);
  }
  fprintf(to, "\n`tradewind COMMAND --help` says more. `tradewind --version` tells version and build.\n\n"
              "Exit codes: 0 solved and certified, 1 wrong use, 2 bad input, 3 no certified\n"
              "solution, 4 interrupted, 5 the machine failed (disk full, out of memory).\n\n"
              "Example:\n  tradewind run us-tariff-canada\n");
}

/* The command whose words argv begins with, after the program's name. */
static const command *find_command(int argc, char **argv)
{
  for (int i = 0; i < COMMANDS; i++) {
    const char *name = commands[i]->name, *space = strchr(name, ' ');
    size_t first = space ? (size_t)(space - name) : strlen(name);
    if (argc < 2 || strlen(argv[1]) != first || strncmp(argv[1], name, first) != 0) continue;
    if (!space || (argc > 2 && strcmp(argv[2], space + 1) == 0)) return commands[i];
  }
  return NULL;
}

static int run_command(const command *c, int argc, char **argv)
{
  tw_context *context = tw_context_new(NULL);
  if (!context) return fail(EXIT_MACHINE, "error: out of memory");
  terminal_setup(context);
  arguments a;
  int code = arguments_read(context, c, argc, argv, &a);
  if (code == 0) {
    terminal_verbose(a.value[OPTION_verbose] != NULL);
    if (a.value[OPTION_help]) {
      print_help(c);
    } else {
      code = inputs_protect(context, c, &a);
      if (code == 0) code = outputs_check(context, c, &a);
      if (code == 0) code = c->run(context, &a);
    }
  }
  arguments_free(&a);
  terminal_clear_progress();
  tw_context_free(context);
  return finish(code);
}

int main(int argc, char **argv)
{
  if (!streams_open()) return fail(EXIT_MACHINE, "error: out of memory");
  /* For the build alone (cmake/manual.cmake), so in no help. */
  if (argc == 3 && strcmp(argv[1], "--write-manual") == 0) {
    int code = write_man_pages(argv[2]);
    return finish(code ? code : write_completions(argv[2]));
  }
  const command *c = find_command(argc, argv);
  if (c) return run_command(c, argc, argv);
  if (argc < 2) {
    print_usage(stderr);
    return EXIT_USAGE;
  }
  if (strcmp(argv[1], "--version") == 0) {
    const char *can = tw_capabilities();
    printf("tradewind %s\n%s\ncapabilities: %s\n", tw_version(), tw_build(), *can ? can : "none");
    return finish(0);
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0 ||
      ((strcmp(argv[1], "world") == 0 || strcmp(argv[1], "scenario") == 0) && argc > 2 &&
       strcmp(argv[2], "--help") == 0)) {
    print_usage(stdout);
    return finish(0);
  }
  if (strcmp(argv[1], "world") == 0)
    return fail(
        EXIT_USAGE,
        "world needs one of check, aggregate, save, show, import, export, balance, update, split and diff%s%s; see "
        "tradewind --help",
        argc > 2 ? ", found " : "", argc > 2 ? argv[2] : "");
  if (strcmp(argv[1], "scenario") == 0)
    return fail(EXIT_USAGE, "scenario needs check%s%s; see tradewind --help", argc > 2 ? ", found " : "",
                argc > 2 ? argv[2] : "");
  return fail(EXIT_USAGE, "unknown command %s; see tradewind --help", argv[1]);
}
