/* Locks on folders, so that writers follow each other. See stage.h. */
#define _GNU_SOURCE /* flock */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/stage_parts.h"

enum { PATIENCE_SECONDS = 60 };

/* Waits for the lock. A file system without locks is no reason to write nothing. */
static tw_status wait_for(tw_context *ctx, int handle, const char *path)
{
  const struct timespec pause = {0, 10000000};
  double start = twi_seconds();
  while (flock(handle, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return TW_OK;
    tw_status status = twi_progress(ctx, "waiting for another program that writes there", -1);
    if (status != TW_OK) return status;
    if (twi_seconds() - start > PATIENCE_SECONDS)
      return twi_fail(ctx, TW_IO,
                      "%s: another program has been writing there for %d seconds; try again, or choose "
                      "another folder",
                      path, PATIENCE_SECONDS);
    nanosleep(&pause, NULL);
  }
  return TW_OK;
}

tw_status twi_stage_lock_folder(tw_context *ctx, const char *folder, const char *path, int *lock)
{
  for (;;) {
    struct stat held, now;
    *lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*lock < 0 && twi_errno_of_machine(errno)) return twi_open_failed(ctx, path, errno);
    if (*lock < 0) return TW_OK;
    tw_status status = wait_for(ctx, *lock, path);
    int right = status == TW_OK && fstat(*lock, &held) == 0 && stat(folder, &now) == 0 && held.st_dev == now.st_dev &&
                held.st_ino == now.st_ino;
    if (right) return TW_OK;
    close(*lock); /* the folder was exchanged while we waited */
    *lock = -1;
    if (status != TW_OK) return status;
  }
}

tw_status twi_folder_lock(tw_context *ctx, const char *path, int *lock)
{
  return twi_stage_lock_folder(ctx, path, path, lock);
}

void twi_folder_unlock(int lock)
{
  if (lock >= 0) close(lock);
}
