/* Words for what goes wrong with a store: the file, what happened to it, and what to do. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "ensemble/store_file.h"

enum { WORDS = 400 };

tw_status twi_store_fail(twi_store *store, int code)
{
  int number = store->db ? sqlite3_system_errno(store->db) : 0;
  const char *words = number ? strerror(number) : store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
  const char *file = store->file;
  tw_context *ctx = store->ctx;
  switch (code & 0xff) {
  case SQLITE_NOMEM:
    return twi_no_memory(ctx, 0);
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return twi_fail(ctx, TW_IO, "%s: another process is using it; wait until it has ended, or name another file", file);
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    if (store->salvage) return twi_fail(ctx, TW_BAD_INPUT, "%s: damaged (%s)", file, sqlite3_errstr(code));
    return twi_store_damaged(ctx, file, sqlite3_errstr(code));
  case SQLITE_READONLY:
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return twi_fail(ctx, TW_IO,
                    "%s: cannot write: the file or its folder is read-only; make both writable, or copy the "
                    "file to where they are",
                    file);
  case SQLITE_CANTOPEN:
    return twi_fail(ctx, TW_IO, "%s: cannot open: %s; the file and its folder must be there and writable", file, words);
  case SQLITE_FULL:
    number = ENOSPC;
    words = strerror(ENOSPC);
    break;
  default:
    break;
  }
  if (number == ENOSPC || number == EDQUOT || number == EFBIG || code == SQLITE_IOERR_WRITE)
    return twi_fail(ctx, TW_IO,
                    "%s: cannot write: %s; what was finished before is in it: make room and run the same "
                    "command again",
                    file, words);
  return twi_fail(ctx, TW_IO, "%s: cannot read or write: %s", file, words);
}

/* The line of a text that starts at p. */
static int line_length(const char *p)
{
  size_t n = strcspn(p, "\n");
  return n < WORDS ? (int)n : WORDS;
}

tw_status twi_store_compare(const twi_store *store, const char *key, size_t tasks, int width)
{
  if (strcmp(store->key, key) == 0 && store->tasks == tasks && store->width == width) return TW_OK;
  twi_text text = {.ctx = store->ctx};
  twi_text_printf(&text, "%s: its %s are of something else; name another file", store->file, store->name);
  if (store->tasks != tasks) twi_text_printf(&text, "; found %zu tasks, expected %zu", store->tasks, tasks);
  if (store->width != width) twi_text_printf(&text, "; found %d numbers each, expected %d", store->width, width);
  int told = 0;
  for (const char *a = store->key, *b = key; *a || *b;) {
    int n = line_length(a), m = line_length(b);
    if ((n != m || memcmp(a, b, (size_t)n) != 0) && told++ < 3)
      twi_text_printf(&text, "; found \"%.*s\", expected \"%.*s\"", n, a, m, b);
    a += strcspn(a, "\n");
    b += strcspn(b, "\n");
    a += *a == '\n';
    b += *b == '\n';
  }
  char *words;
  if (twi_text_take(&text, &words) != TW_OK) return TW_NO_MEMORY;
  twi_fail(store->ctx, TW_BAD_INPUT, "%s", words);
  twi_free(store->ctx, words);
  return TW_BAD_INPUT;
}

/* How many tasks of the part in use can be read. */
static tw_status count_readable(twi_store *store, size_t *there)
{
  unsigned char *bytes = twi_alloc(store->ctx, (size_t)store->width, sizeof(double));
  tw_status status = bytes ? TW_OK : twi_no_memory(store->ctx, 0);
  for (size_t t = 0; status == TW_OK && t < store->tasks; t++) {
    twi_row row;
    int outcome;
    status = twi_store_row(store, t, &row, &outcome, bytes);
    *there += status == TW_OK && row == TWI_ROW_THERE;
  }
  twi_free(store->ctx, bytes);
  return status;
}

tw_status twi_store_damaged(tw_context *ctx, const char *file, const char *why)
{
  char *reason = twi_strdup(ctx, why); /* why may be the text that is overwritten */
  if (!reason) return twi_no_memory(ctx, strlen(why));
  twi_store *store;
  size_t there = 0, tasks = 0;
  tw_status status = twi_store_file_open(ctx, file, TWI_STORE_SALVAGE, &store);
  if (status == TW_OK) {
    for (int part = 0; status == TW_OK; part++) {
      status = twi_store_part(store, part);
      if (status != TW_OK || !store->key) break;
      tasks += store->tasks;
      status = count_readable(store, &there);
    }
    twi_store_file_close(store);
  }
  if (status != TW_NO_MEMORY && there)
    status =
        twi_fail(ctx, TW_BAD_INPUT,
                 "%s: damaged (%s); it was left as it is: `tradewind merge %s --to NEW` saves the %zu of %zu tasks "
                 "that can be read, and NEW can be gone on with",
                 file, reason, file, there, tasks);
  else if (status != TW_NO_MEMORY)
    status =
        twi_fail(ctx, TW_BAD_INPUT,
                 "%s: damaged, or no store of Tradewind (%s), and no finished task can be read from it; it was left "
                 "as it is: name another file, or move it away",
                 file, reason);
  twi_free(ctx, reason);
  return status;
}
