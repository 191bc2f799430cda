/* Files: written whole or not at all, read whole within a limit. See file.h.
 *
 * Plain system calls rather than stdio: every error is seen where it happens, and memory is the context's. */
#define _GNU_SOURCE /* realpath, flock, renameat2 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/inputs.h"

enum { BUFFER = 1 << 16 };
/* What a file may replace: any but an input; what it is made of, as a store goes on; a link, too, in a folder of ours.
 */
typedef enum { OVER_OTHERS, OVER_OWN, INSIDE } manner;

struct twi_writer {
  tw_context *ctx;
  char *path;      /* as the caller gave it, for messages */
  char *target;    /* where the file goes: path with a symbolic link followed */
  char *temporary; /* beside target; NULL: it is made at target itself */
  int handle;      /* -1: closed */
  int committed;
  manner how;
  int failure; /* errno of the first failure, 0: none */
  size_t used;
  char buffer[BUFFER];
};

static tw_status writer_failed(twi_writer *w)
{
  return twi_fail(w->ctx, TW_IO, "%s: cannot write: %s", w->path, strerror(w->failure));
}

static tw_status fail_with(twi_writer *w, int number)
{
  w->failure = number ? number : EIO;
  return writer_failed(w);
}

char *twi_real_target(tw_context *ctx, const char *path)
{
  struct stat s;
  char real[PATH_MAX];
  int follow = lstat(path, &s) == 0 && S_ISLNK(s.st_mode) && realpath(path, real);
  return twi_strdup(ctx, follow ? real : path);
}

/* ---------------------------------------------------------------- temporary files */

/* "FILE.12345-0123abcd.tmp": the number of the process that makes FILE; 0: no such name. */
static long process_of(const char *name, const char *file)
{
  size_t n = strlen(file);
  int end = 0;
  long process = 0;
  unsigned long mark;
  if (strncmp(name, file, n) != 0 || sscanf(name + n, ".%ld-%8lx.tmp%n", &process, &mark, &end) != 2) return 0;
  return end > 0 && !name[n + (size_t)end] && process > 0 ? process : 0;
}

/* Removes what killed writers of the same file left beside it: those whose process is gone and whose lock is free,
 * since numbers of processes mean nothing to another machine. */
static void remove_abandoned(const char *target)
{
  const char *slash = strrchr(target, '/');
  char folder[PATH_MAX];
  int n = snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - target) + 1 : 1, slash ? target : ".");
  DIR *dir = n > 0 && (size_t)n < sizeof folder ? opendir(folder) : NULL;
  for (struct dirent *e; dir && (e = readdir(dir));) {
    long process = process_of(e->d_name, slash ? slash + 1 : target);
    if (!process || kill((pid_t)process, 0) == 0 || errno != ESRCH) continue;
    int handle = openat(dirfd(dir), e->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (handle < 0) continue;
    if (flock(handle, LOCK_EX | LOCK_NB) == 0) (void)unlinkat(dirfd(dir), e->d_name, 0);
    close(handle);
  }
  if (dir) closedir(dir);
}

/* Makes the temporary file. The name carries process, object and time; O_EXCL settles the rest. */
static tw_status open_temporary(twi_writer *w)
{
  for (int attempt = 0; attempt < 100; attempt++) {
    unsigned long mark = (unsigned long)(twi_seconds() * 1e9) ^ ((unsigned long)(uintptr_t)w >> 4);
    twi_free(w->ctx, w->temporary);
    w->temporary =
        twi_format(w->ctx, "%s.%ld-%08lx.tmp", w->target, (long)getpid(), (mark + (unsigned)attempt) & 0xffffffff);
    if (!w->temporary) return twi_no_memory(w->ctx, 0);
    w->handle = open(w->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (w->handle >= 0) {
      (void)flock(w->handle, LOCK_EX | LOCK_NB);
      return TW_OK;
    }
    if (errno != EEXIST) break;
  }
  int number = errno;
  twi_free(w->ctx, w->temporary);
  w->temporary = NULL;
  return fail_with(w, number);
}

static tw_status find_target(twi_writer *w, int inside)
{
  struct stat s;
  w->target = inside ? twi_strdup(w->ctx, w->path) : twi_real_target(w->ctx, w->path);
  if (!w->target) return twi_no_memory(w->ctx, strlen(w->path));
  /* Renaming over a device or a pipe would replace it; over a link inside a folder of ours is what is wanted. */
  int found = inside ? lstat(w->target, &s) : stat(w->target, &s);
  if (found == 0 && !S_ISREG(s.st_mode) && !S_ISLNK(s.st_mode))
    return twi_fail(w->ctx, TW_IO, "%s: cannot write: it is %s", w->path,
                    S_ISDIR(s.st_mode) ? "a folder" : "not a plain file");
  return TW_OK;
}

static tw_status create_file(tw_context *ctx, const char *path, twi_writer **writer)
{
  *writer = NULL;
  twi_writer *w = twi_alloc(ctx, 1, sizeof *w);
  if (!w) return twi_no_memory(ctx, sizeof *w);
  memset(w, 0, offsetof(twi_writer, buffer));
  w->ctx = ctx;
  w->handle = -1;
  *writer = w;
  w->path = twi_strdup(ctx, path);
  return w->path ? TW_OK : twi_no_memory(ctx, strlen(path));
}

static tw_status allowed(const twi_writer *w)
{
  if (w->how == INSIDE) return TW_OK;
  return w->how == OVER_OWN ? twi_output_check_place(w->ctx, w->path) : twi_output_check_file(w->ctx, w->path);
}

static tw_status open_beside(tw_context *ctx, const char *path, manner how, twi_writer **writer)
{
  tw_status status = create_file(ctx, path, writer);
  if (*writer) (*writer)->how = how;
  if (status == TW_OK) status = allowed(*writer);
  if (status == TW_OK) status = find_target(*writer, how == INSIDE);
  if (status == TW_OK) remove_abandoned((*writer)->target);
  if (status == TW_OK) status = open_temporary(*writer);
  if (status == TW_OK) return TW_OK;
  twi_writer_free(*writer);
  *writer = NULL;
  return status;
}

tw_status twi_writer_open(tw_context *ctx, const char *path, twi_writer **writer)
{
  return open_beside(ctx, path, OVER_OTHERS, writer);
}

tw_status twi_writer_open_over_own(tw_context *ctx, const char *path, twi_writer **writer)
{
  return open_beside(ctx, path, OVER_OWN, writer);
}

tw_status twi_writer_open_inside(tw_context *ctx, const char *path, twi_writer **writer)
{
  return open_beside(ctx, path, INSIDE, writer);
}

tw_status twi_writer_create(tw_context *ctx, const char *place, const char *path, twi_writer **writer)
{
  tw_status status = create_file(ctx, path, writer);
  twi_writer *w = *writer;
  if (status == TW_OK && !(w->target = twi_strdup(ctx, place))) status = twi_no_memory(ctx, 0);
  if (status == TW_OK) {
    w->handle = open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (w->handle < 0) status = fail_with(w, errno);
  }
  if (status == TW_OK) return TW_OK;
  twi_writer_free(w);
  *writer = NULL;
  return status;
}

static tw_status write_bytes(twi_writer *w, const char *bytes, size_t count)
{
  while (count) {
    ssize_t n = write(w->handle, bytes, count);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail_with(w, n < 0 ? errno : ENOSPC);
    bytes += n;
    count -= (size_t)n;
  }
  return TW_OK;
}

static tw_status flush_bytes(twi_writer *w)
{
  tw_status status = write_bytes(w, w->buffer, w->used);
  w->used = 0;
  return status;
}

tw_status twi_writer_write(twi_writer *w, const void *bytes, size_t count)
{
  if (w->failure) return writer_failed(w);
  if (count > BUFFER - w->used) {
    tw_status status = flush_bytes(w);
    if (status != TW_OK) return status;
    if (count >= BUFFER) return write_bytes(w, bytes, count);
  }
  if (count) memcpy(w->buffer + w->used, bytes, count);
  w->used += count;
  return TW_OK;
}

tw_status twi_writer_text(twi_writer *w, const char *text)
{
  return twi_writer_write(w, text, strlen(text));
}

tw_status twi_writer_printf(twi_writer *w, const char *format, ...)
{
  char small[512];
  va_list args;
  va_start(args, format);
  int n = twi_vprint(small, sizeof small, format, args);
  va_end(args);
  if (n < 0) return fail_with(w, EINVAL);
  if ((size_t)n < sizeof small) return twi_writer_write(w, small, (size_t)n);
  char *text = twi_alloc(w->ctx, (size_t)n + 1, 1);
  if (!text) {
    w->failure = ENOMEM;
    return twi_no_memory(w->ctx, (size_t)n + 1);
  }
  va_start(args, format);
  twi_vprint(text, (size_t)n + 1, format, args);
  va_end(args);
  tw_status status = twi_writer_write(w, text, (size_t)n);
  twi_free(w->ctx, text);
  return status;
}

tw_status twi_writer_close(twi_writer *w)
{
  if (w->failure) return w->failure == ENOMEM ? twi_no_memory(w->ctx, 0) : writer_failed(w);
  if (w->handle < 0) return TW_OK;
  tw_status status = flush_bytes(w);
  if (status != TW_OK) return status;
  if (fsync(w->handle) != 0 && errno != EINVAL && errno != ENOTSUP) return fail_with(w, errno);
  int handle = w->handle;
  w->handle = -1;
  if (close(handle) != 0 && errno != EINTR) return fail_with(w, errno);
  return TW_OK;
}

/* A rename lasts only when the folder is written out too. Best effort: some file systems refuse it. */
static void sync_folder(const char *target)
{
  char folder[PATH_MAX];
  const char *slash = strrchr(target, '/');
  size_t n = slash ? (size_t)(slash - target) : 0;
  if (n >= sizeof folder) return;
  memcpy(folder, target, n);
  folder[n] = 0;
  int handle = open(n ? folder : slash ? "/" : ".", O_RDONLY | O_CLOEXEC);
  if (handle < 0) return;
  (void)fsync(handle);
  close(handle);
}

/* Gives the temporary file a name that nothing has; 0 and errno EEXIST when something has it. */
static int name_new(const char *temporary, const char *target)
{
  struct stat s;
  if (link(temporary, target) == 0) {
    unlink(temporary);
    return 1;
  }
  if (errno == EEXIST) return 0;
  /* a file system without links */
  if (renameat2(AT_FDCWD, temporary, AT_FDCWD, target, RENAME_NOREPLACE) == 0) return 1;
  if (errno == EEXIST) return 0;
  if (lstat(target, &s) == 0) {
    errno = EEXIST;
    return 0;
  }
  return rename(temporary, target) == 0;
}

static tw_status commit(twi_writer *w, int fresh)
{
  tw_status status = twi_writer_close(w);
  if (status != TW_OK || w->committed) return status;
  if (!w->temporary) { /* it is where it belongs */
    w->committed = 1;
    return TW_OK;
  }
  status = allowed(w); /* again: much may have been read since */
  if (status != TW_OK) return status;
  if (!(fresh ? name_new(w->temporary, w->target) : rename(w->temporary, w->target) == 0)) {
    if (!fresh || errno != EEXIST) return fail_with(w, errno);
    w->failure = EEXIST;
    return twi_fail(w->ctx, TW_IO, "%s: another process made it meanwhile", w->path);
  }
  w->committed = 1;
  sync_folder(w->target);
  return TW_OK;
}

tw_status twi_writer_commit(twi_writer *w)
{
  return commit(w, 0);
}

tw_status twi_writer_commit_new(twi_writer *w)
{
  return commit(w, 1);
}

const char *twi_writer_place(const twi_writer *w)
{
  return w->committed || !w->temporary ? w->target : w->temporary;
}

void twi_writer_free(twi_writer *w)
{
  if (!w) return;
  if (w->handle >= 0) close(w->handle);
  if (w->temporary && !w->committed) unlink(w->temporary);
  twi_free(w->ctx, w->temporary);
  twi_free(w->ctx, w->target);
  twi_free(w->ctx, w->path);
  twi_free(w->ctx, w);
}
