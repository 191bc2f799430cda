/* Completions for bash, zsh and fish, made of the table of commands: which words and flags each command takes, and what
 * stands in for their arguments. The names of built-in worlds, scenarios and decisions are those of this build. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

/* What may stand for a word or an argument. */
typedef enum word_kind { KIND_OTHER, KIND_FILE, KIND_NAMES, KIND_WORLD } word_kind;

static word_kind kind_of(const char *argument)
{
  static const char *const files[] = {"FILE", "DIR", "MAP", "TARGET", "SET"};
  if (strncmp(argument, "WORLD", 5) == 0) return KIND_WORLD;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (strstr(argument, files[i])) return KIND_FILE;
  return KIND_OTHER;
}

/* The first words of commands, each once, with something before it. */
static void put_first_words(FILE *to, const char *before)
{
  const command *c;
  for (int i = 0; (c = command_at(i)); i++) {
    size_t n = strcspn(c->name, " ");
    int again = 0;
    for (int k = 0; k < i; k++)
      again |= strncmp(command_at(k)->name, c->name, n) == 0 && strchr(" ", command_at(k)->name[n]) != NULL;
    if (!again) fprintf(to, "%s%.*s", before, (int)n, c->name);
  }
}

/* The names that a command takes for its word, each with a blank before it, which the caller frees: of the list below
 * its help, or commands, or worlds; "" where it has none. NULL: out of memory. */
static char *names_of(const command *c)
{
  char *list = NULL, *names = NULL;
  size_t bytes = 0;
  FILE *to = open_memstream(&list, &bytes);
  if (!to) return NULL;
  if (c->more_help) c->more_help(to);
  if (!c->more_help && strncmp(c->words, "WORLD", 5) == 0)
    for (int i = 0; tw_world_builtin(i); i++) fprintf(to, "  %s\n", tw_world_builtin(i));
  if (!c->more_help && strstr(c->words, "COMMAND")) put_first_words(to, "\n  ");
  if (fclose(to) == 0 && (to = open_memstream(&names, &bytes))) {
    for (const char *line = list; *line;) { /* a name is a line of one word that is indented */
      size_t length = strcspn(line, "\n"), blanks = strspn(line, " ");
      if (blanks > 0 && blanks < length && !memchr(line + blanks, ' ', length - blanks))
        fprintf(to, " %.*s", (int)(length - blanks), line + blanks);
      line += length + (line[length] == '\n');
    }
    if (fclose(to) != 0) {
      free(names);
      names = NULL;
    }
  }
  free(list);
  return names;
}

static void put_worlds(FILE *to)
{
  for (int i = 0; tw_world_builtin(i); i++) fprintf(to, " %s", tw_world_builtin(i));
}

/* The second words after a first one that is a group. */
static void put_second_words(FILE *to, const char *group, size_t n)
{
  for (int i = 0; command_at(i); i++)
    if (strncmp(command_at(i)->name, group, n) == 0 && command_at(i)->name[n] == ' ')
      fprintf(to, " %s", command_at(i)->name + n + 1);
}

/* Calls put for each first word that is a group, once. */
static void each_group(FILE *to, void (*put)(FILE *to, const char *group, int length))
{
  const command *c;
  for (int i = 0; (c = command_at(i)); i++) {
    size_t n = strcspn(c->name, " ");
    int before = !c->name[n];
    for (int k = 0; k < i; k++) before |= strncmp(command_at(k)->name, c->name, n + 1) == 0;
    if (!before) put(to, c->name, (int)n);
  }
}

/* ---------------------------------------------------------------- bash */

static void put_flags(FILE *to, const command *c, word_kind kind, int all)
{
  option_words w;
  for (int i = 0; command_option(c, i, &w); i++) {
    if (!all && (!*w.argument || kind_of(w.argument) != kind)) continue;
    if (w.letter && !all) fprintf(to, " -%c", w.letter);
    fprintf(to, " --%s", w.name);
  }
}

static void put_bash_group(FILE *to, const char *group, int length)
{
  fprintf(to, "    %.*s) words='", length, group);
  put_second_words(to, group, (size_t)length);
  fputs("'; two=1 ;;\n", to);
}

static int write_bash(const char *folder)
{
  FILE *to = manual_open(folder, "tradewind.bash");
  if (!to) return EXIT_MACHINE;
  fputs("# bash completion of tradewind, made of its table of commands\n"
        "_tradewind()\n{\n"
        "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]}\n"
        "  local words='' two='' flags='' names='' none='' paths='' worlds='' others='' files='' file\n"
        "  COMPREPLY=()\n"
        "  # --flag=value comes as three words\n"
        "  if [[ $cur == '=' ]]; then cur=''\n"
        "  elif [[ $prev == '=' && $COMP_CWORD -gt 2 ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}\n"
        "  fi\n"
        "  if [[ $COMP_CWORD -eq 1 ]]; then\n"
        "    COMPREPLY=($(compgen -W '",
        to);
  put_first_words(to, " ");
  fputs(" --help --version' -- \"$cur\"))\n    return\n  fi\n  case $verb in\n", to);
  each_group(to, put_bash_group);
  fputs("  esac\n"
        "  if [[ -n $two ]]; then\n"
        "    if [[ $COMP_CWORD -eq 2 ]]; then\n"
        "      COMPREPLY=($(compgen -W \"$words --help\" -- \"$cur\"))\n      return\n    fi\n"
        "    verb=\"$verb ${COMP_WORDS[2]}\"\n  fi\n"
        "  case $verb in\n",
        to);
  const command *c;
  int code = 0;
  for (int i = 0; code == 0 && (c = command_at(i)); i++) {
    char *names = names_of(c);
    if (!names) {
      code = fail(EXIT_MACHINE, "error: out of memory");
      break;
    }
    fprintf(to, "    '%s')\n      flags='", c->name);
    put_flags(to, c, KIND_OTHER, 1);
    fputs("'\n      worlds='", to);
    put_flags(to, c, KIND_WORLD, 0);
    fputs("'\n      paths='", to);
    put_flags(to, c, KIND_FILE, 0);
    fputs("'\n      others='", to);
    put_flags(to, c, KIND_OTHER, 0);
    fprintf(to, "'\n      names='%s'\n%s      ;;\n", names, c->most_words ? "" : "      none=1\n");
    free(names);
  }
  fputs("    *) return ;;\n  esac\n"
        "  case \" $others \" in *\" $prev \"*) return ;; esac\n"
        "  case \" $worlds \" in *\" $prev \"*) names='",
        to);
  put_worlds(to);
  fputs("'; files=1 ;; esac\n"
        "  case \" $paths \" in *\" $prev \"*) names=''; files=1 ;; esac\n"
        "  if [[ -z $files && $cur == -* ]]; then\n"
        "    COMPREPLY=($(compgen -W \"$flags\" -- \"$cur\"))\n    return\n  fi\n"
        "  [[ -n $none && -z $files ]] && return\n"
        "  COMPREPLY=($(compgen -W \"$names\" -- \"$cur\"))\n"
        "  while IFS= read -r file; do COMPREPLY+=(\"$file\"); done < <(compgen -f -- \"$cur\")\n"
        "  compopt -o filenames 2>/dev/null\n"
        "  return 0\n}\n"
        "complete -F _tradewind tradewind\n",
        to);
  int closed = manual_close(to, "tradewind.bash");
  return code ? code : closed;
}

/* ---------------------------------------------------------------- zsh */

/* A text inside a description for _arguments or _describe: brackets and colons mean something there. */
static void put_described(FILE *to, const char *text)
{
  for (; *text; text++) {
    if (strchr("[]:\\", *text)) fputc('\\', to);
    if (*text == '\'')
      fputs("'\\''", to);
    else
      fputc(*text, to);
  }
}

/* One way to write a flag, "-w" or "--world=", with what may follow. */
static void put_zsh_flag(FILE *to, const option_words *w, int with_letter)
{
  fputs("        '", to);
  if (w->letter) fprintf(to, "(-%c --%s)", w->letter, w->name);
  if (with_letter)
    fprintf(to, "-%c[", w->letter);
  else
    fprintf(to, "--%s%s[", w->name, *w->argument ? "=" : "");
  put_described(to, w->help);
  fputc(']', to);
  if (*w->argument) {
    fputc(':', to);
    put_described(to, w->argument);
    fputc(':', to);
    word_kind kind = kind_of(w->argument);
    if (kind != KIND_OTHER) fputs(" _tradewind_any", to);
    if (kind == KIND_WORLD) put_worlds(to);
    if (kind == KIND_OTHER) fputc(' ', to);
  }
  fputs("' \\\n", to);
}

static void put_zsh_verbs(FILE *to, const char *group, int length)
{
  const command *c;
  size_t n = (size_t)length;
  fprintf(to, "    %.*s)\n      two=1\n      verbs=(\n", length, group);
  for (int i = 0; (c = command_at(i)); i++) {
    if (strncmp(c->name, group, n) != 0 || c->name[n] != ' ') continue;
    fprintf(to, "        '%s:", c->name + n + 1);
    put_described(to, c->summary);
    fputs("'\n", to);
  }
  fputs("      ) ;;\n", to);
}

static int write_zsh(const char *folder)
{
  FILE *to = manual_open(folder, "_tradewind");
  if (!to) return EXIT_MACHINE;
  fputs("#compdef tradewind\n# zsh completion of tradewind, made of its table of commands\n\n"
        "_tradewind_any() {\n  local -a names\n  names=(\"$@\")\n  (( $#names )) && compadd -a names\n  _files\n}\n\n"
        "_tradewind() {\n  local verb=$words[2] two=\n  local -a verbs\n"
        "  if (( CURRENT == 2 )); then\n    verbs=(\n",
        to);
  const command *c;
  for (int i = 0; (c = command_at(i)); i++) {
    if (strchr(c->name, ' ')) continue;
    fprintf(to, "      '%s:", c->name);
    put_described(to, c->summary);
    fputs("'\n", to);
  }
  fputs("    )\n    _describe command verbs\n    compadd --", to);
  put_first_words(to, " ");
  fputs("\n    return\n  fi\n  case $verb in\n", to);
  each_group(to, put_zsh_verbs);
  fputs(
      "  esac\n"
      "  if [[ -n $two ]]; then\n    if (( CURRENT == 3 )); then\n      _describe command verbs\n      return\n    fi\n"
      "    verb=\"$verb $words[3]\"\n    shift words\n    (( CURRENT-- ))\n  fi\n"
      "  shift words\n  (( CURRENT-- ))\n  case $verb in\n",
      to);
  int code = 0;
  for (int i = 0; code == 0 && (c = command_at(i)); i++) {
    char *names = names_of(c);
    option_words w;
    if (!names) {
      code = fail(EXIT_MACHINE, "error: out of memory");
      break;
    }
    fprintf(to, "    '%s')\n      _arguments -s \\\n", c->name);
    for (int k = 0; command_option(c, k, &w); k++) {
      if (w.letter) put_zsh_flag(to, &w, 1);
      put_zsh_flag(to, &w, 0);
    }
    if (c->most_words) {
      fputs("        '*:", to);
      put_described(to, c->words);
      fprintf(to, ": _tradewind_any%s' ;;\n", names);
    } else {
      fputs("        ;;\n", to);
    }
    free(names);
  }
  fputs("  esac\n}\n\n_tradewind \"$@\"\n", to);
  int closed = manual_close(to, "_tradewind");
  return code ? code : closed;
}

/* ---------------------------------------------------------------- fish */

static void put_fish_flag(FILE *to, const command *c, const option_words *w)
{
  word_kind kind = kind_of(w->argument);
  fprintf(to, "complete -c tradewind -n \"__tradewind_is '%s'\" -l %s", c->name, w->name);
  if (w->letter) fprintf(to, " -s %c", w->letter);
  if (*w->argument) fputs(kind == KIND_OTHER ? " -x" : " -r -F", to);
  if (kind == KIND_WORLD) {
    fputs(" -a '", to);
    put_worlds(to);
    fputc('\'', to);
  }
  fputs(" -d '", to);
  for (const char *p = w->help; *p; p++) {
    if (*p == '\'' || *p == '\\') fputc('\\', to);
    fputc(*p, to);
  }
  fputs("'\n", to);
}

static int write_fish(const char *folder)
{
  FILE *to = manual_open(folder, "tradewind.fish");
  if (!to) return EXIT_MACHINE;
  fputs(
      "# fish completion of tradewind, made of its table of commands\n"
      "function __tradewind_is\n    set -l words (commandline -opc)\n    set -e words[1]\n"
      "    set -l wanted (string split -n ' ' -- $argv[1])\n"
      "    test (count $words) -ge (count $wanted); or return 1\n"
      "    for i in (seq (count $wanted))\n        test \"$words[$i]\" = \"$wanted[$i]\"; or return 1\n    end\nend\n"
      "function __tradewind_at\n    set -l words (commandline -opc)\n"
      "    test (count $words) -eq (math 1 + (count (string split -n ' ' -- $argv[1]))); and __tradewind_is $argv[1]\n"
      "end\n",
      to);
  const command *c;
  int code = 0;
  fputs("complete -c tradewind -f -n \"__tradewind_at ''\" -l version -d 'tell version, build and what it can do'\n",
        to);
  fputs("complete -c tradewind -f -n \"__tradewind_at ''\" -a '", to);
  put_first_words(to, " ");
  fputs("'\n", to);
  for (int i = 0; code == 0 && (c = command_at(i)); i++) {
    const char *space = strchr(c->name, ' ');
    option_words w;
    char *names = names_of(c);
    if (!names) {
      code = fail(EXIT_MACHINE, "error: out of memory");
      break;
    }
    fprintf(to, "complete -c tradewind -f -n \"__tradewind_at '%.*s'\" -a %s -d '", space ? (int)(space - c->name) : 0,
            c->name, space ? space + 1 : c->name);
    for (const char *p = c->summary; *p; p++) {
      if (*p == '\'' || *p == '\\') fputc('\\', to);
      fputc(*p, to);
    }
    fputs("'\n", to);
    if (!c->most_words) fprintf(to, "complete -c tradewind -f -n \"__tradewind_is '%s'\"\n", c->name);
    if (*names) fprintf(to, "complete -c tradewind -n \"__tradewind_is '%s'\" -a '%s'\n", c->name, names);
    for (int k = 0; command_option(c, k, &w); k++) put_fish_flag(to, c, &w);
    free(names);
  }
  int closed = manual_close(to, "tradewind.fish");
  return code ? code : closed;
}

int write_completions(const char *folder)
{
  int code = write_bash(folder);
  if (code == 0) code = write_zsh(folder);
  return code ? code : write_fish(folder);
}
