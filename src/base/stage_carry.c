/* What is not of this program in a folder, when the folder is replaced; and what killed writers left of theirs. */
#define _GNU_SOURCE /* renameat2 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stage_parts.h"

int twi_stage_retires(const twi_stage *s, const char *inside, const char *name)
{
  size_t n = inside ? strlen(inside) : 0;
  for (int i = 0; i < s->retired_count; i++) {
    const char *retired = s->retired[i];
    if (inside && (strncmp(retired, inside, n) != 0 || retired[n] != '/')) continue;
    if (strcmp(inside ? retired + n + 1 : retired, name) == 0) return 1;
  }
  return 0;
}

int twi_stage_retires_in(const twi_stage *s, const char *inside)
{
  size_t n = strlen(inside);
  for (int i = 0; i < s->retired_count; i++)
    if (strncmp(s->retired[i], inside, n) == 0 && s->retired[i][n] == '/') return 1;
  return 0;
}

/* ---------------------------------------------------------------- coming along */

typedef struct way {
  twi_stage *stage;
  const char *inside; /* NULL: the folder itself */
  int to;             /* -1: not there yet */
  int folders;        /* of the folder itself: 0 files, 1 folders, which are away for a moment and so come last */
  tw_status status;
} way;

static tw_status note_carried(twi_stage *s, const char *inside, const char *name, int moved)
{
  if (s->carried_count == s->carried_room) {
    int room = s->carried_room ? 2 * s->carried_room : 16;
    twi_carried *grown = twi_resize(s->ctx, s->carried, (size_t)room, sizeof *grown);
    if (!grown) return twi_no_memory(s->ctx, 0);
    s->carried = grown;
    s->carried_room = room;
  }
  char *whole = inside ? twi_format(s->ctx, "%s/%s", inside, name) : twi_strdup(s->ctx, name);
  if (!whole) return twi_no_memory(s->ctx, 0);
  s->carried[s->carried_count++] = (twi_carried){whole, moved};
  return TW_OK;
}

static int carry_one(void *user, int from, const char *name);

/* The folder that has files of ours and may have others. */
static tw_status carry_inner(way *w, int from, const char *name)
{
  int inner = twi_open_folder(from, name);
  if (inner < 0) return twi_stage_fail(w->stage, name, errno);
  way deeper = {.stage = w->stage, .inside = name, .to = twi_open_folder(w->to, name)};
  (void)twi_each_name(inner, carry_one, &deeper);
  if (deeper.to >= 0) close(deeper.to);
  close(inner);
  return deeper.status;
}

/* The folder inside is made in the fresh one only when something comes along in it. */
static tw_status make_inner(way *w)
{
  if (w->to >= 0) return TW_OK;
  char *path;
  tw_status status = twi_stage_place(w->stage, w->inside, "", &path);
  if (status != TW_OK) return status;
  w->to = twi_open_folder(AT_FDCWD, path);
  twi_free(w->stage->ctx, path);
  return w->to >= 0 ? TW_OK : twi_stage_fail(w->stage, w->inside, errno);
}

static tw_status carry_entry(way *w, int from, const char *name)
{
  twi_stage *s = w->stage;
  struct stat info, there;
  if (fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return TW_OK; /* gone meanwhile */
  int folder = S_ISDIR(info.st_mode);
  if (!w->inside && folder != w->folders) return TW_OK;
  int replaced = w->to >= 0 && fstatat(w->to, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
  int ours = replaced || twi_stage_retires(s, w->inside, name);
  if (folder && replaced && S_ISDIR(there.st_mode)) return carry_inner(w, from, name);
  if (folder && !replaced && twi_stage_retires_in(s, name)) return carry_inner(w, from, name);
  if (folder && replaced) return twi_fail(s->ctx, TW_IO, "%s/%s: cannot write: it is a folder", s->path, name);
  if (!folder && ours) return TW_OK; /* a link, too: itself, never what it leads to */
  tw_status status = make_inner(w);
  if (status == TW_OK) status = note_carried(s, w->inside, name, folder);
  if (status != TW_OK) return status;
  int failed =
      folder ? renameat2(from, name, w->to, name, RENAME_NOREPLACE) != 0 : linkat(from, name, w->to, name, 0) != 0;
  if (!failed) return TW_OK;
  int number = errno; /* no hard links here, or not of a file of somebody else's */
  twi_free(s->ctx, s->carried[--s->carried_count].name);
  s->cannot_carry = 1;
  return twi_fail(s->ctx, TW_IO, "%s/%s: cannot take it along into the new folder: %s", s->path, name,
                  strerror(number));
}

static int carry_one(void *user, int from, const char *name)
{
  way *w = user;
  w->status = carry_entry(w, from, name);
  return w->status != TW_OK;
}

tw_status twi_stage_carry(twi_stage *s)
{
  way w = {.stage = s, .to = twi_open_folder(AT_FDCWD, s->stage)};
  int from = twi_open_folder(AT_FDCWD, s->target);
  if (w.to < 0 || from < 0)
    w.status = twi_stage_fail(s, "cannot write there", errno);
  else
    (void)twi_each_name(from, carry_one, &w);
  w.folders = 1;
  if (w.status == TW_OK) (void)twi_each_name(from, carry_one, &w);
  if (w.to >= 0) close(w.to);
  if (from >= 0) close(from);
  return w.status;
}

void twi_stage_carry_back(twi_stage *s)
{
  int from = twi_open_folder(AT_FDCWD, s->stage), to = twi_open_folder(AT_FDCWD, s->target);
  while (s->carried_count > 0) {
    twi_carried *c = &s->carried[--s->carried_count];
    if (c->moved)
      (void)renameat(from, c->name, to, c->name);
    else
      (void)unlinkat(from, c->name, 0);
    twi_free(s->ctx, c->name);
  }
  if (from >= 0) close(from);
  if (to >= 0) close(to);
}

/* ---------------------------------------------------------------- what is left over */

typedef struct broom {
  int home, inner; /* inner: inside uncertified/ */
  int stays;
} broom;

static int sweep_one(void *user, int folder, const char *name)
{
  broom *b = user;
  struct stat here, there;
  if (fstatat(folder, name, &here, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  int home = b->home >= 0, at_home = home && fstatat(b->home, name, &there, AT_SYMLINK_NOFOLLOW) == 0;
  if (S_ISDIR(here.st_mode)) {
    if (!b->inner && strcmp(name, TWI_STAGE_INNER) == 0) {
      int inner_home = at_home ? twi_open_folder(b->home, name) : -1, inner = twi_open_folder(folder, name);
      broom deeper = {.home = inner_home, .inner = 1};
      if (inner >= 0) (void)twi_each_name(inner, sweep_one, &deeper);
      if (inner >= 0) close(inner);
      if (inner_home >= 0) close(inner_home);
      if (unlinkat(folder, name, AT_REMOVEDIR) == 0 || inner < 0) return 0;
    }
    if (at_home || !home || renameat(folder, name, b->home, name) != 0) b->stays = 1;
    return 0;
  }
  int same = at_home && here.st_dev == there.st_dev && here.st_ino == there.st_ino;
  int ours = b->inner ? twi_kind_owns_uncertified(name) : twi_kind_owns(TWI_KIND_BOTH, name);
  if (same || ours) {
    (void)unlinkat(folder, name, 0);
  } else if (at_home || !home || renameat2(folder, name, b->home, name, RENAME_NOREPLACE) != 0) {
    b->stays = 1;
  }
  return 0;
}

int twi_stage_sweep(int at, const char *name, int held, int home)
{
  broom b = {.home = home};
  int folder = held >= 0 ? held : twi_open_folder(at, name);
  if (folder >= 0) (void)twi_each_name(folder, sweep_one, &b);
  if (folder >= 0 && folder != held) close(folder);
  if (unlinkat(at, name, AT_REMOVEDIR) == 0) return 0;
  return b.stays ? TWI_SWEEP_STAYS : TWI_SWEEP_FAILED;
}

void twi_stage_drop_old(twi_stage *s)
{
  /* The two locks are handles of the old folder and of the new one: there may be no others. */
  int home = s->own_lock >= 0 ? s->own_lock : twi_open_folder(AT_FDCWD, s->target);
  int left = twi_stage_sweep(AT_FDCWD, s->stage, s->lock, home);
  if (left == TWI_SWEEP_STAYS)
    twi_log(s->ctx, 0, "%s has files that were put into %s while it was written: look there", s->stage, s->path);
  else if (left)
    twi_log(s->ctx, 0, "%s, what was in %s before, cannot be removed now; the next run does", s->stage, s->path);
  if (home >= 0 && home != s->own_lock) close(home);
}
