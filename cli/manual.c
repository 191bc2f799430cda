/* The man pages, made of the table of commands: tradewind.1, and tradewind-VERB.1 for each of them. See man(7). What
 * --help says stands there in the same words. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

FILE *manual_open(const char *folder, const char *name)
{
  char path[4096];
  FILE *file = NULL;
  int n = snprintf(path, sizeof path, "%s/%s", folder, name);
  if (n < 0 || (size_t)n >= sizeof path)
    errno = ENAMETOOLONG;
  else
    file = fopen(path, "wb");
  if (!file) fail(EXIT_MACHINE, "%s/%s: cannot write: %s", folder, name, strerror(errno));
  return file;
}

int manual_close(FILE *file, const char *name)
{
  int failed = ferror(file);
  if (fclose(file) != 0 || failed) return fail(EXIT_MACHINE, "%s: cannot write: %s", name, strerror(errno));
  return 0;
}

/* ---------------------------------------------------------------- text */

/* A text as groff wants it: each sign stands for itself, and other signs than ASCII go by their numbers. A line never
 * begins with a request. */
static void put_text(FILE *to, const char *text, size_t bytes)
{
  int begins = 1;
  for (size_t i = 0; i < bytes;) {
    unsigned char c = (unsigned char)text[i];
    size_t length = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    unsigned point = length == 1 ? c : c & (0x7fu >> length);
    for (size_t k = 1; k < length && i + k < bytes; k++) point = point << 6 | ((unsigned char)text[i + k] & 0x3f);
    const char *name = c == '\\'   ? "\\e"
                       : c == '-'  ? "\\-"
                       : c == '`'  ? "\\(ga"
                       : c == '\'' ? "\\(aq"
                       : c == '"'  ? "\\(dq"
                       : c == '^'  ? "\\(ha"
                       : c == '~'  ? "\\(ti"
                                   : NULL;
    if (begins && c == '.') fputs("\\&", to);
    begins = c == '\n';
    if (name)
      fputs(name, to);
    else if (length == 1)
      fputc(c, to);
    else
      fprintf(to, "\\[u%04X]", point);
    i += length;
  }
}

static void put_words(FILE *to, const char *text)
{
  put_text(to, text, strlen(text));
}

/* Paragraphs: each line of the text is one, as print_wrapped has it. */
static void put_paragraphs(FILE *to, const char *text)
{
  while (*text) {
    size_t bytes = strcspn(text, "\n");
    if (bytes) {
      size_t blanks = strspn(text, " ");
      fputs(".PP\n", to);
      put_text(to, text + blanks, bytes - blanks);
      fputc('\n', to);
    }
    text += bytes;
    text += *text == '\n';
  }
}

/* Lines as they are, but for the blanks before each. */
static void put_lines(FILE *to, const char *text)
{
  fputs(".nf\n", to);
  while (*text) {
    size_t bytes = strcspn(text, "\n"), blanks = strspn(text, " ");
    if (blanks < bytes) {
      put_text(to, text + blanks, bytes - blanks);
      fputc('\n', to);
    }
    text += bytes;
    text += *text == '\n';
  }
  fputs(".fi\n", to);
}

/* "tradewind-world-check" */
static void page_name(const command *c, char name[64])
{
  snprintf(name, 64, "tradewind-%s", c->name);
  for (char *p = name; *p; p++)
    if (*p == ' ') *p = '-';
}

static void put_title(FILE *to, const char *name)
{
  fprintf(to, ".\\\" made of the table of commands by cli/manual.c\n.TH ");
  for (const char *p = name; *p; p++) fputc(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p, to);
  fprintf(to, " 1 \"\" \"Tradewind %s\" \"Tradewind\"\n.nh\n.SH NAME\n", tw_version());
}

/* The summary as a sentence: it is part of a list elsewhere. */
static void put_sentence(FILE *to, const char *summary)
{
  char first = summary[0];
  if (first >= 'a' && first <= 'z') first = (char)(first - 'a' + 'A');
  put_text(to, &first, 1);
  put_words(to, summary + 1);
  fputs(".\n", to);
}

static void put_exit_status(FILE *to)
{
  static const struct {
    int code;
    const char *meaning;
  } codes[] = {{EXIT_CERTIFIED, "done; what was to be solved is solved and certified"},
               {EXIT_USAGE, "wrong use"},
               {EXIT_INPUT, "bad input"},
               {EXIT_UNCERTIFIED, "no certified solution"},
               {EXIT_STOPPED, "interrupted"},
               {EXIT_MACHINE, "the machine failed: disk full, out of memory"}};
  fputs(".SH \"EXIT STATUS\"\n", to);
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    fprintf(to, ".TP\n.B %d\n", codes[i].code);
    put_words(to, codes[i].meaning);
    fputc('\n', to);
  }
}

/* ---------------------------------------------------------------- pages */

static void put_options(FILE *to, const command *c)
{
  option_words w;
  fputs(".SH OPTIONS\n", to);
  for (int i = 0, begun = 0; command_option(c, i, &w); i++) {
    if (w.is_setting && !begun++) fputs(".SH SETTINGS\n", to);
    fputs(".TP\n", to);
    if (w.letter) fprintf(to, "\\fB\\-%c\\fR, ", w.letter);
    fputs("\\fB\\-\\-", to);
    put_words(to, w.name);
    fputs("\\fR", to);
    if (*w.argument) {
      fputs(" \\fI", to);
      put_words(to, w.argument);
      fputs("\\fR", to);
    }
    fputc('\n', to);
    put_words(to, w.help);
    fputc('\n', to);
  }
}

/* What the command lists below its help: heads, and names below each. */
static int put_more(FILE *to, const command *c)
{
  char *text = NULL;
  size_t bytes = 0;
  FILE *list = open_memstream(&text, &bytes);
  if (!list) return fail(EXIT_MACHINE, "error: out of memory");
  c->more_help(list);
  if (fclose(list) != 0) {
    free(text);
    return fail(EXIT_MACHINE, "error: out of memory");
  }
  for (char *line = text; *line;) { /* heads begin in the first column, and end with a colon */
    size_t length = strcspn(line, "\n"), next = length + (line[length] == '\n');
    if (length && *line != ' ') {
      fputs(".SH \"", to);
      put_text(to, line, length - (line[length - 1] == ':'));
      fputs("\"\n.nf\n", to);
    } else if (length) {
      size_t blanks = strspn(line, " ");
      put_text(to, line + blanks, length - blanks);
      fputc('\n', to);
    }
    line += next;
  }
  fputs(".fi\n", to);
  free(text);
  return 0;
}

static int write_command(const char *folder, const command *c)
{
  char name[64], file[72];
  page_name(c, name);
  snprintf(file, sizeof file, "%s.1", name);
  FILE *to = manual_open(folder, file);
  if (!to) return EXIT_MACHINE;
  put_title(to, name);
  put_words(to, name);
  fputs(" \\- ", to);
  put_words(to, c->summary);
  fputs("\n.SH SYNOPSIS\n\\fBtradewind ", to);
  put_words(to, c->name);
  fputs("\\fR", to);
  if (*c->words) {
    fputs(" \\fI", to);
    put_words(to, c->words);
    fputs("\\fR", to);
  }
  fputs(" [\\fIoptions\\fR]\n.SH DESCRIPTION\n", to);
  put_sentence(to, c->summary);
  put_paragraphs(to, c->text);
  put_options(to, c);
  int code = c->more_help ? put_more(to, c) : 0;
  put_exit_status(to);
  fputs(".SH EXAMPLES\n", to);
  put_lines(to, c->example);
  fputs(".SH \"SEE ALSO\"\n\\fBtradewind\\fR(1)\n", to);
  int closed = manual_close(to, file);
  return code ? code : closed;
}

static int write_overview(const char *folder)
{
  FILE *to = manual_open(folder, "tradewind.1");
  if (!to) return EXIT_MACHINE;
  put_title(to, "tradewind");
  fputs("tradewind \\- the general equilibrium of trade policy, solved exactly\n"
        ".SH SYNOPSIS\n\\fBtradewind\\fR \\fICOMMAND\\fR [\\fIarguments\\fR] [\\fIoptions\\fR]\n"
        ".br\n\\fBtradewind\\fR \\fICOMMAND\\fR \\fB\\-\\-help\\fR\n.br\n\\fBtradewind \\-\\-version\\fR\n"
        ".SH DESCRIPTION\n",
        to);
  put_words(to, "Tradewind solves the general equilibrium of world trade before and after a policy change: every "
                "region, every sector, every input link. A solution is checked by other code, on the original data, "
                "before it is shown. A scenario says what changes; a world is the data that it changes.\n");
  fputs(".SH COMMANDS\n", to);
  const command *c;
  for (int i = 0; (c = command_at(i)); i++) {
    char name[64];
    page_name(c, name);
    fputs(".TP\n\\fB", to);
    put_words(to, name);
    fputs("\\fR(1)\n", to);
    put_sentence(to, c->summary);
  }
  fputs(".SH OPTIONS\n.TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nlist the commands; after a command, what it does\n"
        ".TP\n\\fB\\-\\-version\\fR\ntell version, build and what this build can do\n",
        to);
  put_exit_status(to);
  fputs(".SH EXAMPLES\n.nf\ntradewind run us\\-tariff\\-canada\n.fi\n", to);
  return manual_close(to, "tradewind.1");
}

int write_man_pages(const char *folder)
{
  int code = write_overview(folder);
  for (int i = 0; code == 0 && command_at(i); i++) code = write_command(folder, command_at(i));
  return code;
}
