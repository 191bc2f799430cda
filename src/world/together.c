/* The files of a world folder belong together. See together.h. */
#include "world/together.h"

#include <string.h>

static const char key[] = "files:";
static const char comment[] =
    "# Written by tradewind, the SHA-256 of each file. To change files by hand, remove all lines from this one on";
static const char no_line_end[] = " (there was no line end before it)";

/* ---------------------------------------------------------------- writing */

void twi_together_begin(twi_text *text, const char *yaml)
{
  size_t n = strlen(yaml);
  int ends = n == 0 || yaml[n - 1] == '\n';
  twi_text_put(text, yaml);
  twi_text_printf(text, "%s%s%s.\n%s\n", ends ? "" : "\n", comment, ends ? "" : no_line_end, key);
}

void twi_together_add(twi_text *text, const char *name, const char *sha256)
{
  size_t n = strlen(name);
  if (n > 3 && strcmp(name + n - 3, ".gz") == 0) n -= 3;
  twi_text_printf(text, "  %.*s: %s\n", (int)n, name, sha256);
}

/* ---------------------------------------------------------------- reading */

static const char *line_end(const char *line)
{
  return line + strcspn(line, "\n");
}

static const char *next_line(const char *line)
{
  const char *end = line_end(line);
  return *end ? end + 1 : end;
}

/* "  flows.csv: 0123…" */
static int read_entry(const char *line, twi_together *list)
{
  const char *name = line + strspn(line, " "), *end = line_end(line);
  size_t n = strcspn(name, ": \r\n"), digits;
  if (name == line || n == 0 || n >= sizeof list->file[0].name || name[n] != ':') return 0;
  const char *sum = name + n + 1 + strspn(name + n + 1, " \"'");
  digits = strspn(sum, "0123456789abcdef");
  if (digits != TWI_DIGEST_TEXT - 1 || sum + digits + strspn(sum + digits, "\"' \r") != end) return 0;
  if (list->count == (int)(sizeof list->file / sizeof *list->file)) return 0;
  memcpy(list->file[list->count].name, name, n);
  list->file[list->count].name[n] = 0;
  memcpy(list->file[list->count].sha256, sum, digits);
  list->file[list->count++].sha256[digits] = 0;
  return 1;
}

static int is_ours(const char *line)
{
  return line && strncmp(line, comment, strlen(comment)) == 0;
}

/* The key alone in its line, or with a comment. */
static int is_key(const char *line)
{
  if (strncmp(line, key, strlen(key)) != 0) return 0;
  line += strlen(key);
  line += strspn(line, " \t\r");
  return *line == '\n' || *line == 0 || *line == '#';
}

/* What belongs to the key: indented lines, empty ones and comments. */
static int is_below(const char *line)
{
  return *line && (strchr(" \t#\r\n", *line) != NULL);
}

/* A list is one that has a sum in it, or our comment above it; any other line in it is a fault, as a list that is half
 * read would check less than it says. A key `files` of something else, in a world made by hand, is a key as others. */
void twi_together_take(char *text, twi_together *list)
{
  char *start = NULL, *before = NULL;
  int number = 1;
  list->count = -1;
  list->bad_line = 0;
  for (char *line = text; *line && !start; line = text + (next_line(line) - text), number++) {
    if (is_key(line))
      start = line;
    else
      before = line;
  }
  if (!start) return;
  list->count = 0;
  char *end = text + (next_line(start) - text);
  for (char *line = end; is_below(line); line = text + (next_line(line) - text), number++) {
    const char *first = line + strspn(line, " \t\r");
    if (*first == '\n' || *first == '#' || !*first) continue;
    end = text + (next_line(line) - text);
    if (!read_entry(line, list) && !list->bad_line) list->bad_line = number;
  }
  if (list->count == 0 && !is_ours(before)) {
    list->count = -1;
    list->bad_line = 0;
    return;
  }
  if (is_ours(before)) {
    int cut = strncmp(before + strlen(comment), no_line_end, strlen(no_line_end)) == 0;
    start = before;
    if (cut && start > text && start[-1] == '\n') start--;
    if (cut && start > text && start[-1] == '\r') start--;
  }
  memmove(start, end, strlen(end) + 1);
}
