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

/* ---------------------------------------------------------------- checking */

static const char *const names[] = {"groups.yaml",    "regions.csv", "sectors.csv", "flows.csv",
                                    "production.csv", "inputs.csv",  "final.csv",   "macro.csv"};
enum { NAMES = sizeof names / sizeof *names };

static const char advice[] =
    "if files were changed by hand, take the key files and the lines below it out of world.yaml, "
    "and the folder is a world made by hand; else files of two worlds are mixed there: write it "
    "again";

static tw_status digest(tw_context *ctx, twi_source *source, char sha256[TWI_DIGEST_TEXT])
{
  twi_digest *d;
  const char *block;
  size_t count = 1;
  tw_status status = twi_digest_new(ctx, &d);
  while (status == TW_OK && count > 0) {
    status = twi_source_next(source, &block, &count);
    if (status == TW_OK && count > 0) status = twi_digest_add(d, block, count);
  }
  if (status == TW_OK) status = twi_digest_end(d, NULL, sha256);
  twi_digest_free(d);
  return status;
}

static const char *listed(const twi_together *list, const char *name)
{
  for (int i = 0; i < list->count; i++)
    if (strcmp(list->file[i].name, name) == 0) return list->file[i].sha256;
  return NULL;
}

static tw_status check_one(twi_reader *r, const char *name, const char *expected)
{
  twi_source *source;
  char found[TWI_DIGEST_TEXT];
  tw_status status = twi_reader_open(r, name, 0, &source);
  if (status != TW_OK || (!source && !expected)) return status;
  if (!source)
    return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the file %s is missing, which world.yaml lists; %s", r->folder, name,
                    advice);
  if (!expected)
    status = twi_fail(r->ctx, TW_BAD_INPUT, "%s: found a file that is not among those that world.yaml lists; %s",
                      twi_source_origin(source), advice);
  if (status == TW_OK) status = digest(r->ctx, source, found);
  if (status == TW_OK && strcmp(found, expected) != 0)
    status = twi_fail(r->ctx, TW_BAD_INPUT,
                      "%s: it is not the file that was written with world.yaml, which lists the SHA-256 %.12s for its "
                      "content; found %.12s; %s",
                      twi_source_origin(source), expected, found, advice);
  twi_source_free(source);
  return status;
}

tw_status twi_together_check(twi_reader *r, const twi_together *list)
{
  if (list->count < 0) return TW_OK;
  for (int i = 0; i < list->count; i++) {
    int known = 0;
    for (int k = 0; k < NAMES; k++) known |= strcmp(list->file[i].name, names[k]) == 0;
    if (!known)
      return twi_fail(r->ctx, TW_BAD_INPUT, "%s: the key files lists %s, expected names of a world's files",
                      r->description, list->file[i].name);
  }
  for (int k = 0; k < NAMES; k++) {
    tw_status status = check_one(r, names[k], listed(list, names[k]));
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
