/* tradewind: finds the verb and runs it. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "json.h"

static const command command_help;

#define X(name) &command_##name,
static const command *const commands[] = {COMMAND_LIST(X) & command_help};
#undef X
enum { COMMANDS = sizeof commands / sizeof *commands };

const command *command_at(int index)
{
  return index < COMMANDS ? commands[index] : NULL;
}

static void list_commands(FILE *to, const char *group);

static void print_usage(FILE *to)
{
  fprintf(to,
          "tradewind %s: the general equilibrium of trade policy, solved exactly\n\n"
          "Usage: tradewind COMMAND ...\n\nCommands:\n",
          tw_version());
  list_commands(to, NULL);
  fprintf(to, "\n`tradewind help COMMAND` says more. `tradewind --version` tells version and build.\n\n"
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

/* ---------------------------------------------------------------- what is no command */

/* The first word of a command, into word. */
static const char *first_word(const command *c, char word[32])
{
  snprintf(word, 32, "%.*s", (int)strcspn(c->name, " "), c->name);
  return word;
}

/* Commands whose second word that is, "scenario check or world check"; "": none. */
static void commands_that_end(const char *word, char list[256])
{
  *list = 0;
  for (int i = 0; i < COMMANDS; i++) {
    const char *space = strchr(commands[i]->name, ' ');
    size_t used = strlen(list);
    if (space && strcmp(space + 1, word) == 0)
      snprintf(list + used, 256 - used, "%s%s", used ? " or " : "", commands[i]->name);
  }
}

/* The second words of a group, "check, show and diff". */
static void group_words(const char *group, char list[256])
{
  const command *last = NULL;
  size_t n = strlen(group);
  *list = 0;
  for (int i = 0; i < COMMANDS; i++)
    if (strncmp(commands[i]->name, group, n) == 0 && commands[i]->name[n] == ' ') last = commands[i];
  for (int i = 0; i < COMMANDS; i++) {
    const command *c = commands[i];
    size_t used = strlen(list);
    if (strncmp(c->name, group, n) != 0 || c->name[n] != ' ') continue;
    snprintf(list + used, 256 - used, "%s%s", !used ? "" : c == last ? " and " : ", ", c->name + n + 1);
  }
}

static int is_group(const char *word)
{
  char list[256];
  group_words(word, list);
  return *list != 0;
}

/* Says which command may have been meant by the words; the exit code of wrong use. */
static int fail_unknown(int argc, char **argv)
{
  const char *names[2 * COMMANDS], *nearest;
  char first[COMMANDS][32], typed[128], list[256];
  int count = 0;
  if (is_group(argv[1])) {
    group_words(argv[1], list);
    for (int i = 0; i < COMMANDS; i++)
      if (strncmp(commands[i]->name, argv[1], strlen(argv[1])) == 0 && strchr(commands[i]->name, ' '))
        names[count++] = strchr(commands[i]->name, ' ') + 1;
    nearest = argc > 2 ? tw_nearest(argv[2], names, count) : NULL;
    if (argc < 3) return fail(EXIT_USAGE, "%s needs one of %s; see tradewind --help", argv[1], list);
    if (nearest)
      return fail(EXIT_USAGE, "%s needs one of %s, found %s; did you mean %s %s?", argv[1], list, argv[2], argv[1],
                  nearest);
    return fail(EXIT_USAGE, "%s needs one of %s, found %s; see tradewind --help", argv[1], list, argv[2]);
  }
  commands_that_end(argv[1], list);
  if (*list) return fail(EXIT_USAGE, "unknown command %s; did you mean %s?", argv[1], list);
  snprintf(typed, sizeof typed, "%s %s", argv[1], argc > 2 ? argv[2] : "");
  for (int i = 0; i < COMMANDS; i++) names[count++] = commands[i]->name;
  nearest = argc > 2 ? tw_nearest(typed, names, count) : NULL;
  if (nearest && strchr(nearest, ' ')) return fail(EXIT_USAGE, "unknown command %s; did you mean %s?", typed, nearest);
  for (int i = 0; i < COMMANDS; i++) names[i] = first_word(commands[i], first[i]);
  nearest = tw_nearest(argv[1], names, COMMANDS);
  if (nearest) return fail(EXIT_USAGE, "unknown command %s; did you mean %s?", argv[1], nearest);
  return fail(EXIT_USAGE, "unknown command %s; see tradewind --help", argv[1]);
}

/* ---------------------------------------------------------------- help */

/* The commands of a group, or all. */
static void list_commands(FILE *to, const char *group)
{
  size_t n = group ? strlen(group) : 0;
  for (int i = 0; i < COMMANDS; i++) {
    char left[64];
    if (group && (strncmp(commands[i]->name, group, n) != 0 || commands[i]->name[n] != ' ')) continue;
    snprintf(left, sizeof left, "%s %s", commands[i]->name, commands[i]->words);
    fprintf(to, "  %-26s %s\n", left, commands[i]->summary);
  }
}

static int help(tw_context *context, const arguments *a)
{
  char *words[] = {NULL, a->word_count > 0 ? a->words[0] : NULL, a->word_count > 1 ? a->words[1] : NULL};
  (void)context;
  if (a->word_count == 0) {
    print_usage(stdout);
    return 0;
  }
  const command *c = find_command(1 + a->word_count, words);
  if (c && a->word_count == 2 && !strchr(c->name, ' '))
    return fail(EXIT_USAGE, "help: there is no command %s %s; see tradewind help %s", words[1], words[2], c->name);
  if (c) {
    print_help(c);
  } else if (a->word_count == 1 && is_group(words[1])) {
    printf("Usage: tradewind %s COMMAND ...\n\nCommands:\n", words[1]);
    list_commands(stdout, words[1]);
    printf("\n`tradewind help %s COMMAND` says more.\n", words[1]);
  } else {
    return fail_unknown(1 + a->word_count, words);
  }
  return 0;
}

static const command command_help = {
    .name = "help",
    .words = "[COMMAND]",
    .summary = "say what a command does and which options it has",
    .text = "Without a command all of them are listed; `help world` and `help scenario` list those of a group. "
            "`tradewind COMMAND --help` says the same.",
    .example = "  tradewind help run\n"
               "  tradewind help world show\n",
    .options = OPTION_BIT(help),
    .most_words = 2,
    .run = help,
};

/* ---------------------------------------------------------------- main */

static int run_command(const command *c, int argc, char **argv)
{
  tw_context *context = tw_context_new(NULL);
  if (!context) return fail(EXIT_MACHINE, "error: out of memory");
  terminal_setup(context);
  arguments a;
  int code = arguments_read(context, c, argc, argv, &a);
  if (code == 0) {
    terminal_verbose(a.value[OPTION_verbose] != NULL);
    if (a.value[OPTION_json] && !js_on()) js_start(c->name);
    if (a.value[OPTION_help]) {
      js_stop();
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
  return code;
}

/* --json among the arguments, so that what is wrong with the others is said in JSON, too. */
static int wants_json(int argc, char **argv)
{
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "-j") == 0) return 1;
  return 0;
}

static int run_program(int argc, char **argv)
{
  /* For the build alone (cmake/manual.cmake), so in no help. */
  if (argc == 3 && strcmp(argv[1], "--write-manual") == 0) {
    int code = write_man_pages(argv[2]);
    return code ? code : write_completions(argv[2]);
  }
  const command *c = find_command(argc, argv);
  if (argc > 1 && wants_json(argc, argv) && !(c && !(c->options & OPTION_BIT(json)))) js_start(c ? c->name : NULL);
  if (c) return run_command(c, argc, argv);
  if (argc < 2) {
    print_usage(stderr);
    return EXIT_USAGE;
  }
  if (strcmp(argv[1], "--version") == 0) {
    const char *can = tw_capabilities();
    printf("tradewind %s\n%s\ncapabilities: %s\n", tw_version(), tw_build(), *can ? can : "none");
    return 0;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
    print_usage(stdout);
    return 0;
  }
  if (is_group(argv[1]) && argc > 2 && (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0)) {
    const arguments group = {.words = argv + 1, .word_count = 1};
    return help(NULL, &group);
  }
  return fail_unknown(argc, argv);
}

int main(int argc, char **argv)
{
  if (!streams_open()) return fail(EXIT_MACHINE, "error: out of memory");
  return finish(run_program(argc, argv));
}
