/* A folder written as one thing: lock, fresh folder, exchange. See stage.h. */
#define _GNU_SOURCE /* renameat2, flock */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/inputs.h"
#include "base/stage_parts.h"

enum { LONGEST_NAME = 180 };

tw_status twi_stage_fail(const twi_stage *s, const char *what, int number)
{
  return twi_fail(s->ctx, TW_IO, "%s: %s: %s", s->path, what, strerror(number ? number : EIO));
}

/* ---------------------------------------------------------------- where it goes */

static tw_status fail_to_make(const twi_stage *s, int number)
{
  return twi_stage_fail(
      s, s->kind == TWI_KIND_RESULTS ? "cannot make the folder for the results" : "cannot make the folder", number);
}

static tw_status make_parents(twi_stage *s)
{
  twi_path_kind kind = twi_path_kind_of(s->parent);
  if (kind != TWI_PATH_ABSENT) return TW_OK;
  char *part = twi_strdup(s->ctx, s->parent);
  if (!part) return twi_no_memory(s->ctx, 0);
  tw_status status = TW_OK;
  for (char *p = part; *p && status == TW_OK;) {
    p += strspn(p, "/");
    p += strcspn(p, "/");
    char kept = *p;
    *p = 0;
    if (mkdir(part, 0777) == 0)
      s->made++;
    else if (twi_path_kind_of(part) != TWI_PATH_FOLDER)
      status = fail_to_make(s, errno);
    *p = kept;
  }
  twi_free(s->ctx, part);
  return status;
}

/* Takes back what make_parents made, as far as it is empty. */
static void drop_parents(twi_stage *s)
{
  while (s->made-- > 0) {
    if (rmdir(s->parent) != 0) return;
    char *slash = strrchr(s->parent, '/');
    if (!slash || slash == s->parent) return;
    *slash = 0;
  }
}

/* The path apart: folder and name, links on the way to it followed. */
static tw_status find_target(twi_stage *s, int parents)
{
  struct stat info;
  char real[PATH_MAX];
  const char *path = s->path;
  int there = stat(path, &info) == 0;
  if (there && !S_ISDIR(info.st_mode))
    return twi_fail(s->ctx, TW_IO, "%s: cannot write %s there: it is not a folder", path, twi_kind_words(s->kind));
  if (!there && lstat(path, &info) == 0)
    return twi_fail(s->ctx, TW_IO, "%s: cannot write %s there: it is a link that leads to no folder", path,
                    twi_kind_words(s->kind));
  if (there) {
    if (!realpath(path, real)) return twi_stage_fail(s, "cannot write there", errno);
    path = real;
  }
  const char *slash = strrchr(path, '/');
  s->name = twi_strdup(s->ctx, slash ? slash + 1 : path);
  s->parent = !slash ? twi_strdup(s->ctx, ".") : twi_strndup(s->ctx, path, slash == path ? 1 : (size_t)(slash - path));
  s->target = twi_strdup(s->ctx, path);
  if (!s->name || !s->parent || !s->target) return twi_no_memory(s->ctx, 0);
  if (there) return TW_OK;
  tw_status status = parents ? make_parents(s) : TW_OK;
  if (status == TW_OK && (strcmp(s->name, ".") == 0 || strcmp(s->name, "..") == 0)) status = fail_to_make(s, ENOENT);
  return status;
}

/* The lock: on the folder, or on the one above while it is not there. */
static tw_status lock_folder(twi_stage *s)
{
  struct stat info;
  for (;;) {
    s->is_new = 0;
    tw_status status = twi_stage_lock_folder(s->ctx, s->target, s->path, &s->lock);
    if (status != TW_OK || s->lock >= 0) return status;
    if (stat(s->target, &info) == 0) return TW_OK; /* one that cannot be read, and so not locked */
    s->is_new = 1;
    status = twi_stage_lock_folder(s->ctx, s->parent, s->path, &s->lock);
    if (status != TW_OK) return status;
    if (stat(s->target, &info) != 0) return TW_OK;
    twi_folder_unlock(s->lock); /* made while we waited */
  }
}

/* ---------------------------------------------------------------- the fresh folder */

/* The process stands in the folder or below: it would be left in one that is no more. */
static int stands_in(const struct stat *folder)
{
  char path[3 * 64] = ".";
  struct stat now, before = {0};
  for (int up = 0; up < 60 && stat(path, &now) == 0; up++) {
    if (now.st_dev == folder->st_dev && now.st_ino == folder->st_ino) return 1;
    if (up && now.st_dev == before.st_dev && now.st_ino == before.st_ino) return 0;
    before = now;
    strcat(path, "/..");
  }
  return 0;
}

/* The folder can be exchanged for a fresh one as far as can be told beforehand. */
static int can_exchange(const twi_stage *s)
{
  struct stat folder, above;
  if (stat(s->target, &folder) != 0 || stat(s->parent, &above) != 0 || folder.st_dev != above.st_dev) return 0;
  if (faccessat(AT_FDCWD, s->target, W_OK, AT_EACCESS) != 0) return 0; /* somebody protects it */
  return !stands_in(&folder) && listxattr(s->target, NULL, 0) <= 0;
}

/* PARENT/.NAME.tradewind-… or NAME/.tradewind-…; *made stays NULL when it cannot be, with errno. */
static tw_status make_folder(twi_stage *s, const char *in, const char *name, mode_t mode, char **made)
{
  *made = NULL;
  for (int attempt = 0; attempt < 100; attempt++) {
    unsigned long mark = (unsigned long)(twi_seconds() * 1e9) + (unsigned)attempt;
    char *path = twi_format(s->ctx, "%s/%s%.*s%s%ld-%08lx", in, *name ? "." : "", LONGEST_NAME, name, TWI_STAGE_MARK,
                            (long)getpid(), mark & 0xffffffff);
    if (!path) return twi_no_memory(s->ctx, 0);
    if (mkdir(path, mode) == 0) {
      *made = path;
      return TW_OK;
    }
    int number = errno;
    twi_free(s->ctx, path);
    errno = number;
    if (number != EEXIST) return TW_OK;
  }
  return TW_OK;
}

/* NAME/.tradewind-…/new */
static tw_status make_inside(twi_stage *s)
{
  tw_status status = make_folder(s, s->target, "", 0700, &s->outer);
  if (status == TW_OK && !s->outer) status = twi_stage_fail(s, "cannot write there", errno);
  if (status != TW_OK) return status;
  s->stage = twi_path_join(s->ctx, s->outer, "new");
  if (!s->stage) return twi_no_memory(s->ctx, 0);
  return mkdir(s->stage, 0777) == 0 ? TW_OK : twi_stage_fail(s, "cannot write there", errno);
}

static tw_status make_stage(twi_stage *s)
{
  if (s->is_new || can_exchange(s)) {
    tw_status status = make_folder(s, s->parent, s->name, s->is_new ? 0777 : 0700, &s->stage);
    if (status != TW_OK) return status;
    if (!s->stage && s->is_new) return fail_to_make(s, errno);
  }
  tw_status status = s->stage ? TW_OK : make_inside(s);
  if (status != TW_OK) return status;
  s->own_lock = open(s->outer ? s->outer : s->stage, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (s->own_lock < 0 && twi_errno_of_machine(errno)) return twi_open_failed(s->ctx, s->path, errno);
  if (s->own_lock >= 0) (void)flock(s->own_lock, LOCK_EX | LOCK_NB);
  return TW_OK;
}

/* ---------------------------------------------------------------- what was left over */

typedef struct left {
  const twi_stage *stage;
  char start[LONGEST_NAME + 32];
  int home;
} left;

/* It is of this user, and nobody holds it any more. */
static int is_abandoned(int at, const char *name)
{
  struct stat s;
  int handle = twi_open_folder(at, name);
  if (handle < 0) return 0;
  int mine =
      fstat(handle, &s) == 0 && (s.st_uid == geteuid() || geteuid() == 0) && flock(handle, LOCK_EX | LOCK_NB) == 0;
  close(handle);
  return mine;
}

static int sweep_beside(void *user, int folder, const char *name)
{
  const left *l = user;
  if (strncmp(name, l->start, strlen(l->start)) != 0 || !is_abandoned(folder, name)) return 0;
  if (twi_stage_sweep(folder, name, -1, l->home) == TWI_SWEEP_STAYS)
    twi_log(l->stage->ctx, 0,
            "%s/%s was left by a run that was killed, and has files that %s has otherwise: look there",
            l->stage->parent, name, l->stage->path);
  return 0;
}

static int sweep_inside(void *user, int folder, const char *name)
{
  const left *l = user;
  if (strncmp(name, TWI_STAGE_MARK, strlen(TWI_STAGE_MARK)) == 0 && is_abandoned(folder, name))
    twi_stage_recover(folder, name, l->stage->kind);
  return 0;
}

static void sweep_left(twi_stage *s)
{
  left l = {.stage = s, .home = twi_open_folder(AT_FDCWD, s->target)};
  int parent = open(s->parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  snprintf(l.start, sizeof l.start, ".%.*s%s", LONGEST_NAME, s->name, TWI_STAGE_MARK);
  if (parent >= 0) (void)twi_each_name(parent, sweep_beside, &l);
  if (l.home >= 0) (void)twi_each_name(l.home, sweep_inside, &l);
  if (parent >= 0) close(parent);
  if (l.home >= 0) close(l.home);
}

/* ---------------------------------------------------------------- the calls */

tw_status twi_stage_open(tw_context *ctx, const char *path, twi_kind kind, int parents, twi_stage **stage)
{
  *stage = NULL;
  twi_stage *s = twi_new(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  *s = (twi_stage){.ctx = ctx, .kind = kind, .lock = -1, .own_lock = -1};
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  s->path = twi_strndup(ctx, path, length);
  tw_status status = s->path ? twi_output_check_folder(ctx, s->path, kind) : twi_no_memory(ctx, 0);
  if (status == TW_OK) status = find_target(s, parents);
  if (status == TW_OK) status = lock_folder(s);
  if (status == TW_OK) sweep_left(s);
  if (status == TW_OK) status = twi_output_check_folder(ctx, s->path, kind); /* as the one before us left it */
  if (status == TW_OK) status = make_stage(s);
  twi_inputs_pause(ctx, 1); /* what is read from here on is our own */
  if (status != TW_OK) {
    twi_stage_free(s);
    return status;
  }
  *stage = s;
  return TW_OK;
}

tw_status twi_stage_place(twi_stage *s, const char *inside, const char *name, char **place)
{
  char *folder = inside ? twi_path_join(s->ctx, s->stage, inside) : NULL;
  *place = NULL;
  if (inside && !folder) return twi_no_memory(s->ctx, 0);
  tw_status status = TW_OK;
  if (folder && mkdir(folder, 0777) != 0 && errno != EEXIST) status = twi_stage_fail(s, "cannot write there", errno);
  if (status == TW_OK && !(*place = twi_path_join(s->ctx, folder ? folder : s->stage, name)))
    status = twi_no_memory(s->ctx, 0);
  twi_free(s->ctx, folder);
  return status;
}

int twi_stage_is_new(const twi_stage *s)
{
  return s->is_new;
}

tw_status twi_stage_retire(twi_stage *s, const char *name)
{
  if (s->retired_count == s->retired_room) {
    int room = s->retired_room ? 2 * s->retired_room : 32;
    char **grown = twi_resize(s->ctx, s->retired, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(s->ctx, 0);
    s->retired = grown;
    s->retired_room = room;
  }
  char *copy = twi_strdup(s->ctx, name);
  if (!copy) return twi_no_memory(s->ctx, 0);
  s->retired[s->retired_count++] = copy;
  return TW_OK;
}

/* A rename lasts only when the folder is written out too. Best effort: some file systems refuse it. */
static void sync_folder(const char *path)
{
  int handle = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  (void)fsync(handle);
  close(handle);
}

/* Mode and owner of the old folder for the fresh one. */
static int copy_mode_and_owner(const twi_stage *s)
{
  struct stat old, fresh;
  if (stat(s->target, &old) != 0 || stat(s->stage, &fresh) != 0) return 0;
  if ((old.st_uid != fresh.st_uid || old.st_gid != fresh.st_gid) && chown(s->stage, old.st_uid, old.st_gid) != 0)
    return 0;
  return chmod(s->stage, old.st_mode & 07777) == 0;
}

/* Beside the folder, to be moved in file by file after all. */
static tw_status stage_inside(twi_stage *s)
{
  char *beside = s->stage;
  s->stage = NULL;
  tw_status status = make_inside(s);
  if (status == TW_OK && rename(beside, s->stage) != 0) status = twi_stage_fail(s, "cannot write there", errno);
  if (status == TW_OK)
    twi_free(s->ctx, beside);
  else if (s->outer) {
    twi_remove_ours(AT_FDCWD, s->outer);
    twi_free(s->ctx, s->outer);
    s->outer = NULL;
  }
  if (status == TW_OK) return twi_stage_move_in(s);
  twi_free(s->ctx, s->stage);
  s->stage = beside;
  return status;
}

/* Old and new folder change names, then the old one goes. */
static tw_status exchange_folders(twi_stage *s)
{
  if (!copy_mode_and_owner(s)) return stage_inside(s);
  tw_status status = twi_stage_carry(s);
  if (status == TW_OK) {
    sync_folder(s->stage);
    if (renameat2(AT_FDCWD, s->stage, AT_FDCWD, s->target, RENAME_EXCHANGE) == 0) return TW_OK;
  }
  int number = errno;
  twi_stage_carry_back(s);
  if (status != TW_OK && !s->cannot_carry) return status;
  return status == TW_OK && number == ENOENT ? twi_stage_fail(s, "the folder went away while it was written", number)
                                             : stage_inside(s);
}

tw_status twi_stage_commit(twi_stage *s)
{
  tw_status status = twi_output_check_folder(s->ctx, s->path, s->kind);
  if (status != TW_OK) return status;
  if (s->is_new) {
    sync_folder(s->stage);
    if (renameat2(AT_FDCWD, s->stage, AT_FDCWD, s->target, RENAME_NOREPLACE) != 0) {
      /* without that flag, a folder with something in it is not replaced either */
      if (errno != EEXIST && rename(s->stage, s->target) == 0) errno = 0;
      if (errno == EEXIST || errno == ENOTEMPTY)
        return twi_stage_fail(s, "somebody else made it in the meantime", EEXIST);
      if (errno) return fail_to_make(s, errno);
    }
    s->committed = 1;
  } else if (s->outer) {
    status = twi_stage_move_in(s);
    s->committed = status == TW_OK;
  } else {
    status = exchange_folders(s);
    s->committed = status == TW_OK;
    if (s->committed && !s->outer) {
      sync_folder(s->parent);
      twi_stage_drop_old(s);
    }
  }
  if (s->committed) sync_folder(s->is_new ? s->parent : s->target);
  return status;
}

/* Takes back the fresh folder. The handle that locks it lists it, too: there may be no other. */
static void drop_folder(twi_stage *s)
{
  const char *path = s->outer ? s->outer : s->stage;
  if (!path) return;
  if (s->own_lock >= 0) twi_remove_ours_in(s->own_lock);
  if (rmdir(path) == 0) return;
  twi_folder_unlock(s->lock); /* folders in it need a handle each */
  s->lock = -1;
  twi_remove_ours(AT_FDCWD, path);
}

void twi_stage_free(twi_stage *s)
{
  if (!s) return;
  tw_context *ctx = s->ctx;
  if (!s->committed) drop_folder(s);
  if (!s->committed) drop_parents(s);
  twi_folder_unlock(s->own_lock);
  twi_folder_unlock(s->lock);
  for (int i = 0; i < s->retired_count; i++) twi_free(ctx, s->retired[i]);
  for (int i = 0; i < s->carried_count; i++) twi_free(ctx, s->carried[i].name);
  void *own[] = {s->path, s->target, s->parent, s->name, s->stage, s->outer, s->retired, s->carried, s};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  twi_inputs_pause(ctx, 0);
}
