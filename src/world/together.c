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

/* A key `files` of something else than sums, in a world made by hand, is a key as others. */
void twi_together_take(char *text, twi_together *list)
{
  char *start = NULL, *before = NULL;
  list->count = -1;
  for (char *line = text; *line; line = text + (next_line(line) - text)) {
    size_t n = strcspn(line, "\r\n");
    if (n == strlen(key) && strncmp(line, key, n) == 0) {
      start = line;
      break;
    }
    before = line;
  }
  if (!start) return;
  list->count = 0;
  char *end = text + (next_line(start) - text);
  while (read_entry(end, list)) end = text + (next_line(end) - text);
  if (list->count == 0 || *end == ' ') { /* not ours, or with something else in it */
    list->count = list->count ? list->count : -1;
    if (list->count < 0) return;
    while (*end == ' ') end = text + (next_line(end) - text);
  }
  if (before && strncmp(before, comment, strlen(comment)) == 0) {
    int cut = strncmp(before + strlen(comment), no_line_end, strlen(no_line_end)) == 0;
    start = before;
    if (cut && start > text && start[-1] == '\n') start--;
    if (cut && start > text && start[-1] == '\r') start--;
  }
  memmove(start, end, strlen(end) + 1);
}
