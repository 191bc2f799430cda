/* Folders listed by the system call itself, into a buffer of the caller's stack. See listing.h. */
#define _GNU_SOURCE /* O_DIRECTORY, syscall */
#include "base/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

enum { ROOM = 4096 };

/* As the kernel writes it; names follow one another by their lengths. */
typedef struct entry {
  uint64_t inode;
  int64_t next;
  unsigned short length;
  unsigned char type;
  char name[];
} entry;

int twi_open_folder(int at, const char *name)
{
  return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int twi_is_folder(int at, const char *name)
{
  struct stat s;
  return fstatat(at, name, &s, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(s.st_mode);
}

int twi_each_name(int folder, int (*each)(void *user, int folder, const char *name), void *user)
{
  _Alignas(entry) char buffer[ROOM];
  int stop = 0;
  long count;
  if (lseek(folder, 0, SEEK_SET) < 0) return 0;
  while (!stop && (count = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0)
    for (long at = 0; at < count && !stop;) {
      const entry *e = (const entry *)(const void *)(buffer + at);
      at += e->length;
      if (strcmp(e->name, ".") != 0 && strcmp(e->name, "..") != 0) stop = each(user, folder, e->name);
    }
  return stop;
}

typedef struct listing {
  tw_status (*each)(void *user, const char *name);
  void *user;
  tw_status status;
} listing;

static int tell_name(void *user, int folder, const char *name)
{
  listing *l = user;
  (void)folder;
  l->status = l->each(l->user, name);
  return l->status != TW_OK;
}

tw_status twi_list_folder(tw_context *ctx, const char *path, tw_status (*each)(void *user, const char *name),
                          void *user)
{
  listing l = {each, user, TW_OK};
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return twi_errno_of_machine(errno) ? twi_open_failed(ctx, path, errno) : TW_OK;
  (void)twi_each_name(folder, tell_name, &l);
  close(folder);
  return l.status;
}
