/* Words for what goes wrong with a store: the file, what happened to it, and what to do. */
#include "ensemble/store/words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum { WORDS = TWI_STORE_WORDS };

const char *twi_store_words(twi_store *store, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  twi_vprint(store->words, sizeof store->words, format, args);
  va_end(args);
  return store->words;
}

const char *twi_store_damage(int code)
{
  switch (code & 0xff) {
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
    return sqlite3_errstr(code);
  case SQLITE_ERROR:
    return "its tables are not those that were made";
  default:
    return NULL;
  }
}

/* Why no file can be made in the folder of this one; NULL: one can. */
static const char *folder_words(tw_context *ctx, const char *file)
{
  const char *slash = strrchr(file, '/'), *words = NULL;
  char *folder = !slash ? twi_strdup(ctx, ".") : twi_strndup(ctx, file, slash == file ? 1 : (size_t)(slash - file));
  if (folder && faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) != 0) words = strerror(errno);
  twi_free(ctx, folder);
  return words;
}

/* After a refusal SQLite tries to read a file that it should have made, the store or its journal, and hands on what
 * comes of that: that it is not there. */
static tw_status cannot_open(twi_store *store, int number, const char *words)
{
  tw_context *ctx = store->ctx;
  const char *file = store->file, *why = folder_words(ctx, file);
  if (twi_errno_of_machine(number)) return twi_open_failed(ctx, file, number);
  if (number == ENOENT && !why)
    return twi_fail(ctx, TW_IO,
                    "%s: it, or its journal beside it, cannot be made, although the folder is there and writable: is "
                    "there no room for another file on the disk (df, df -i), or are too many files open (ulimit -n)?",
                    file);
  if (why && access(file, F_OK) != 0) words = why;
  return twi_fail(ctx, TW_IO, "%s: cannot open: %s; the file and its folder must be there and writable", file, words);
}

/* SQLite tells a place of the disk that cannot be read as damage, too. 0, or the errno of reading the file. */
static int read_error(const char *file)
{
  char bytes[1 << 14];
  off_t at = 0;
  ssize_t n = 1;
  int handle = open(file, O_RDONLY | O_CLOEXEC);
  if (handle < 0) return 0;
  for (; n > 0 || (n < 0 && errno == EINTR); at += n > 0 ? n : 0) n = pread(handle, bytes, sizeof bytes, at);
  int number = n < 0 ? errno : 0;
  close(handle);
  return number;
}

tw_status twi_store_say_damaged(const twi_store *store, const char *why)
{
  int number = read_error(store->place ? store->place : store->file);
  if (number) return twi_fail(store->ctx, TW_IO, "%s: cannot read: %s", store->file, strerror(number));
  if (store->damaged) return store->damaged(store->ctx, store->file, why);
  return twi_fail(store->ctx, TW_BAD_INPUT, "%s: damaged (%s)", store->file, why);
}

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
  case SQLITE_ERROR: /* a table or a format that it does not know: all that is asked for is in every store */
    words = (code & 0xff) == SQLITE_ERROR && store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code);
    return twi_store_say_damaged(store, words);
  case SQLITE_READONLY:
    if (code == SQLITE_READONLY_DBMOVED) {
      store->moved = 1;
      return twi_fail(ctx, TW_IO, "%s: another file was put in its place, or it was removed, while it was in use",
                      file);
    }
    /* fall through */
  case SQLITE_PERM:
  case SQLITE_AUTH:
    return twi_fail(ctx, TW_IO,
                    "%s: cannot write: the file or its folder is read-only; make both writable, or copy the "
                    "file to where they are",
                    file);
  case SQLITE_CANTOPEN:
    return cannot_open(store, number, words);
  case SQLITE_FULL:
    number = ENOSPC;
    words = strerror(ENOSPC);
    break;
  default:
    break;
  }
  if (number == ENOSPC || number == EDQUOT || number == EFBIG || code == SQLITE_IOERR_WRITE)
    return twi_fail(ctx, TW_IO, "%s: cannot write: %s; %s: make room and run the same command again", file, words,
                    store->merging ? "nothing was merged into it, and the merged files are as they were"
                                   : "what was written before is in it");
  return twi_fail(ctx, TW_IO, "%s: cannot read or write: %s", file, words);
}

/* ---------------------------------------------------------------- keys */

/* A line of a key: "name: text". */
typedef struct line {
  const char *at;
  int name, length; /* of the name; of all */
} line;

/* The next line; 0 at the end. */
static int next_line(const char **p, line *l)
{
  if (!**p) return 0;
  l->at = *p;
  l->length = (int)strcspn(*p, "\n");
  *p += l->length;
  *p += **p == '\n';
  const char *colon = memchr(l->at, ':', (size_t)l->length);
  l->name = colon ? (int)(colon - l->at) : l->length;
  return 1;
}

static int same_line(const line *a, const line *b)
{
  return a->length == b->length && memcmp(a->at, b->at, (size_t)a->length) == 0;
}

static int same_name(const line *a, const line *b)
{
  return a->name == b->name && memcmp(a->at, b->at, (size_t)a->name) == 0;
}

static int has_line(const char *key, const line *wanted)
{
  line l;
  while (next_line(&key, &l))
    if (same_line(&l, wanted)) return 1;
  return 0;
}

/* The line number `place` of that name which the other key does not have as it is. */
static int find_other(const char *key, const char *other, const line *like, int place, line *found)
{
  while (next_line(&key, found))
    if (same_name(found, like) && !has_line(other, found) && place-- == 0) return 1;
  return 0;
}

/* How many such lines there are before this one. */
static int place_of(const char *key, const char *other, const line *wanted)
{
  int place = 0;
  line l;
  while (next_line(&key, &l) && l.at != wanted->at) place += same_name(&l, wanted) && !has_line(other, &l);
  return place;
}

static const char *text_of(const line *l, int *length)
{
  int skip = l->name + 2 < l->length ? l->name + 2 : l->length;
  *length = l->length - skip < WORDS ? l->length - skip : WORDS;
  return l->at + skip;
}

/* Lines are paired by their names, several of one name in their order. where: what has the key that was expected. */
static void tell_keys(twi_text *text, const char *found, const char *expected, const char *where)
{
  line a, b;
  int n, m, told = 0, build = 0;
  for (const char *p = found; next_line(&p, &a);) {
    if (has_line(expected, &a)) continue;
    told++;
    build |= strncmp(a.at, "build:", 6) == 0;
    if (find_other(expected, found, &a, place_of(found, expected, &a), &b)) {
      const char *x = text_of(&a, &n), *y = text_of(&b, &m);
      twi_text_printf(text, "; %.*s: found \"%.*s\", expected \"%.*s\"", a.name, a.at, n, x, m, y);
    } else {
      twi_text_printf(text, "; only in the file: \"%.*s\"", a.length < WORDS ? a.length : WORDS, a.at);
    }
  }
  for (const char *p = expected; next_line(&p, &b);) {
    if (has_line(found, &b) || find_other(found, expected, &b, place_of(expected, found, &b), &a)) continue;
    told++;
    build |= strncmp(b.at, "build:", 6) == 0;
    twi_text_printf(text, "; only in %s: \"%.*s\"", where, b.length < WORDS ? b.length : WORDS, b.at);
  }
  if (!told) twi_text_put(text, "; the same lines in another order");
  if (build)
    twi_text_put(text, "; numbers of two builds may differ in their last bits, so one file never has those of both: go "
                       "on with the program that made it, or begin a new file");
}

tw_status twi_store_compare(const twi_store *store, const char *key, size_t tasks, int width, const char *where)
{
  int same = strcmp(store->key, key) == 0;
  if (same && store->tasks == tasks && store->width == width) return TW_OK;
  twi_text text = {.ctx = store->ctx};
  twi_text_printf(&text, "%s: its %s are of something else%s", store->file, store->name,
                  where ? " than those of " : "; name another file");
  if (where) twi_text_put(&text, where);
  if (!same) tell_keys(&text, store->key, key, where ? where : "this study");
  if (store->tasks != tasks) twi_text_printf(&text, "; found %zu tasks, expected %zu", store->tasks, tasks);
  if (store->width != width) twi_text_printf(&text, "; found %d numbers each, expected %d", store->width, width);
  char *words;
  tw_status status = twi_text_take(&text, &words);
  if (status != TW_OK) return status;
  twi_fail(store->ctx, TW_BAD_INPUT, "%s", words);
  twi_free(store->ctx, words);
  return TW_BAD_INPUT;
}
