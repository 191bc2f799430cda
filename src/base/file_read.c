/* Files read whole within a limit, and what paths lead to. See file.h; writers are in file.c. */
#define _GNU_SOURCE /* O_NOFOLLOW */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/inputs.h"

static tw_status read_all(tw_context *ctx, const char *path, int handle, size_t limit, char **bytes, size_t *count)
{
  struct stat s = {0};
  if (fstat(handle, &s) == 0 && S_ISDIR(s.st_mode))
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected a file", path);
  const char *what = "found";
  if (!S_ISREG(s.st_mode)) { /* it may never end */
    what = "a pipe or device gave";
    if (limit > TWI_MOST_PIPED) limit = TWI_MOST_PIPED;
  } else if (s.st_size > 0 && (uint64_t)s.st_size > limit) {
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found more than %zu bytes, expected at most that", path, limit);
  }
  size_t used = 0, room = 0;
  char *text = NULL;
  for (;;) {
    if (used + 1 >= room) {
      size_t more = room ? room * 2 : S_ISREG(s.st_mode) && s.st_size > 0 ? (size_t)s.st_size + 2 : 4096;
      if (more > limit + 2)
        more = limit + 2; /* one byte beyond the limit shows that there is more, and one for the 0 */
      char *grown = twi_resize(ctx, text, more, 1);
      if (!grown) {
        twi_free(ctx, text);
        return twi_no_memory(ctx, more);
      }
      text = grown;
      room = more;
    }
    ssize_t n = read(handle, text + used, room - 1 - used);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      tw_status status = twi_fail(ctx, TW_IO, "%s: cannot read: %s", path, strerror(errno));
      twi_free(ctx, text);
      return status;
    }
    if (n == 0) break;
    used += (size_t)n;
    if (used > limit) {
      twi_free(ctx, text);
      return twi_fail(ctx, TW_BAD_INPUT, "%s: %s more than %zu bytes, expected at most that", path, what, limit);
    }
    tw_status status = twi_check_cancel(ctx);
    if (status != TW_OK) {
      twi_free(ctx, text);
      return status;
    }
  }
  text[used] = 0;
  *bytes = text;
  *count = used;
  return TW_OK;
}

int twi_errno_of_machine(int number)
{
  switch (number) {
  case EMFILE:
  case ENFILE:
  case ENOMEM:
  case ENOBUFS:
  case EIO:
  case ENOSPC:
  case EDQUOT:
  case EAGAIN:
  case ESTALE:
  case ETIMEDOUT:
    return 1;
  default:
    return 0;
  }
}

tw_status twi_open_failed(tw_context *ctx, const char *path, int number)
{
  if (number == ENOMEM) return twi_fail(ctx, TW_NO_MEMORY, "%s: cannot open: %s", path, strerror(number));
  return twi_fail(ctx, twi_errno_of_machine(number) ? TW_IO : TW_BAD_INPUT, "%s: cannot open: %s%s", path,
                  strerror(number), number == EMFILE ? "; raise the limit of this shell (ulimit -n)" : "");
}

static tw_status read_path(tw_context *ctx, const char *path, int flags, size_t limit, char **bytes, size_t *count)
{
  *bytes = NULL;
  *count = 0;
  int handle = open(path, O_RDONLY | O_CLOEXEC | flags);
  if (handle < 0) return twi_open_failed(ctx, path, errno);
  tw_status status = read_all(ctx, path, handle, limit, bytes, count);
  close(handle);
  return status;
}

tw_status twi_read_file(tw_context *ctx, const char *path, size_t limit, char **bytes, size_t *count)
{
  tw_status status = twi_input_note(ctx, path);
  *bytes = NULL;
  return status == TW_OK ? read_path(ctx, path, 0, limit, bytes, count) : status;
}

tw_status twi_check_inside(tw_context *ctx, const char *folder, const char *name)
{
  struct stat s;
  if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
    return twi_fail(ctx, TW_BAD_INPUT,
                    "%s: it lists the file \"%s\", expected names without \"/\" of files in the folder itself; "
                    "nothing outside it is read",
                    folder, name);
  char *path = twi_path_join(ctx, folder, name);
  if (!path) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  if (lstat(path, &s) == 0 && !S_ISREG(s.st_mode))
    status = twi_fail(ctx, TW_BAD_INPUT,
                      "%s: found %s, expected a plain file in the folder itself; nothing outside it "
                      "is read",
                      path,
                      S_ISLNK(s.st_mode)   ? "a link"
                      : S_ISDIR(s.st_mode) ? "a folder"
                                           : "no plain file");
  twi_free(ctx, path);
  return status;
}

tw_status twi_read_inside(tw_context *ctx, const char *folder, const char *name, size_t limit, char **bytes,
                          size_t *count)
{
  *bytes = NULL;
  tw_status status = twi_check_inside(ctx, folder, name);
  char *path = status == TW_OK ? twi_path_join(ctx, folder, name) : NULL;
  if (status == TW_OK && !path) status = twi_no_memory(ctx, 0);
  if (status == TW_OK) status = twi_input_note(ctx, path);
  if (status == TW_OK) status = read_path(ctx, path, O_NOFOLLOW, limit, bytes, count);
  twi_free(ctx, path);
  return status;
}

twi_path_kind twi_path_kind_of(const char *path)
{
  struct stat s;
  if (stat(path, &s) != 0) return errno == ENOENT || errno == ENOTDIR ? TWI_PATH_ABSENT : TWI_PATH_UNSEEN;
  return S_ISREG(s.st_mode) ? TWI_PATH_FILE : S_ISDIR(s.st_mode) ? TWI_PATH_FOLDER : TWI_PATH_OTHER;
}

tw_status twi_path_unseen(tw_context *ctx, const char *path)
{
  struct stat s;
  return twi_open_failed(ctx, path, stat(path, &s) == 0 ? EACCES : errno); /* it may be seen by now */
}

char *twi_path_join(tw_context *ctx, const char *folder, const char *name)
{
  size_t n = strlen(folder);
  return twi_format(ctx, "%s%s%s", folder, n == 0 || folder[n - 1] == '/' ? "" : "/", name);
}
