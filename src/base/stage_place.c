/* A folder's files replaced one by one, where the folder itself cannot be. See stage.h.
 *
 *   NAME/.tradewind-…/new       what comes, complete
 *   NAME/.tradewind-…/old       what was moved away, the manifest first
 *   NAME/.tradewind-…/placing   new, once all that goes is in old
 *
 * Killed before `placing` is there, the next writer brings back what is in old; after, it places the rest. */
#define _GNU_SOURCE /* O_DIRECTORY */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stage_parts.h"

static int remove_entry(void *user, int folder, const char *name)
{
  (void)user;
  if (twi_is_folder(folder, name))
    twi_remove_ours(folder, name);
  else
    (void)unlinkat(folder, name, 0);
  return 0;
}

void twi_remove_ours(int at, const char *name)
{
  int folder = twi_open_folder(at, name);
  if (folder >= 0) {
    twi_remove_ours_in(folder);
    close(folder);
  }
  (void)unlinkat(at, name, AT_REMOVEDIR); /* also where it could not be opened: it may be empty */
}

void twi_remove_ours_in(int folder)
{
  (void)twi_each_name(folder, remove_entry, NULL);
}

/* ---------------------------------------------------------------- moving all of a folder */

typedef struct move {
  int to;
  const char *last; /* not this one; NULL: all */
  int keeps;        /* 1: by a second name where there are hard links, so that it can be taken back */
  int number;       /* errno of the first failure */
} move;

static int move_file(const move *m, int from, const char *name)
{
  if (m->keeps && linkat(from, name, m->to, name, 0) == 0) return 0;
  return renameat(from, name, m->to, name) == 0 ? 0 : errno;
}

static int move_entry(void *user, int from, const char *name)
{
  move *m = user;
  if (m->last && strcmp(name, m->last) == 0) return 0;
  if (twi_is_folder(from, name)) {
    int inner = twi_open_folder(from, name);
    (void)mkdirat(m->to, name, 0777);
    move deeper = {.to = twi_open_folder(m->to, name), .keeps = m->keeps};
    if (inner < 0 || deeper.to < 0)
      deeper.number = errno;
    else
      (void)twi_each_name(inner, move_entry, &deeper);
    if (inner >= 0) close(inner);
    if (deeper.to >= 0) close(deeper.to);
    m->number = deeper.number;
  } else {
    m->number = move_file(m, from, name);
  }
  return m->number != 0;
}

/* Everything, the manifest last; 0 or errno. */
static int move_entries(int from, int to, const char *manifest, int keeps)
{
  move m = {.to = to, .last = manifest, .keeps = keeps};
  (void)twi_each_name(from, move_entry, &m);
  if (m.number == 0 && faccessat(from, manifest, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
    m.number = move_file(&m, from, manifest);
  return m.number;
}

/* Takes away again what has a second name in the folder it came from. */
static int unlink_second_name(void *user, int from, const char *name)
{
  int to = *(int *)user;
  struct stat here, there;
  if (fstatat(from, name, &here, AT_SYMLINK_NOFOLLOW) != 0 || fstatat(to, name, &there, AT_SYMLINK_NOFOLLOW) != 0)
    return 0;
  if (S_ISDIR(here.st_mode) && S_ISDIR(there.st_mode)) {
    int inner = twi_open_folder(from, name), inner_to = twi_open_folder(to, name);
    if (inner >= 0 && inner_to >= 0) (void)twi_each_name(inner, unlink_second_name, &inner_to);
    if (inner >= 0) close(inner);
    if (inner_to >= 0) close(inner_to);
    (void)unlinkat(to, name, AT_REMOVEDIR);
  } else if (here.st_dev == there.st_dev && here.st_ino == there.st_ino) {
    (void)unlinkat(to, name, 0);
  }
  return 0;
}

/* ---------------------------------------------------------------- taking away */

typedef struct away {
  twi_stage *stage;
  const char *inside;
  int target, old; /* of this level */
  tw_status status;
} away;

/* One entry of the folder into old, when a file comes in its place or it is retired. */
static tw_status put_away_entry(away *a, const char *name)
{
  if (faccessat(a->target, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0) return TW_OK;
  if (twi_is_folder(a->target, name))
    return twi_fail(a->stage->ctx, TW_IO, "%s/%s: cannot write: it is a folder", a->stage->path, name);
  if (renameat(a->target, name, a->old, name) == 0) return TW_OK;
  return twi_fail(a->stage->ctx, TW_IO, "%s/%s: cannot replace it: %s", a->stage->path, name, strerror(errno));
}

static int put_away_for(void *user, int fresh, const char *name);

/* The same one level down; the folder itself stays. */
static tw_status put_away_inside(away *a, int fresh, const char *name)
{
  if (!twi_is_folder(a->target, name)) return fresh >= 0 ? put_away_entry(a, name) : TW_OK;
  int inner = fresh >= 0 ? twi_open_folder(fresh, name) : -1;
  (void)mkdirat(a->old, name, 0700);
  away deeper = {.stage = a->stage, .inside = name, .target = twi_open_folder(a->target, name)};
  deeper.old = twi_open_folder(a->old, name);
  if (deeper.target < 0 || deeper.old < 0) deeper.status = twi_stage_fail(a->stage, name, errno);
  if (deeper.status == TW_OK && inner >= 0) (void)twi_each_name(inner, put_away_for, &deeper);
  size_t n = strlen(name);
  for (int i = 0; deeper.status == TW_OK && i < a->stage->retired_count; i++) {
    const char *retired = a->stage->retired[i];
    if (strncmp(retired, name, n) == 0 && retired[n] == '/') deeper.status = put_away_entry(&deeper, retired + n + 1);
  }
  if (inner >= 0) close(inner);
  if (deeper.target >= 0) close(deeper.target);
  if (deeper.old >= 0) close(deeper.old);
  return deeper.status;
}

static int put_away_for(void *user, int fresh, const char *name)
{
  away *a = user;
  a->status = twi_is_folder(fresh, name) && !a->inside ? put_away_inside(a, fresh, name) : put_away_entry(a, name);
  return a->status != TW_OK;
}

static tw_status put_away_all(away *a, int fresh)
{
  const twi_stage *s = a->stage;
  a->status = put_away_entry(a, twi_kind_manifest(s->kind));
  if (a->status == TW_OK) (void)twi_each_name(fresh, put_away_for, a);
  for (int i = 0; a->status == TW_OK && i < s->retired_count; i++)
    if (!strchr(s->retired[i], '/')) a->status = put_away_entry(a, s->retired[i]);
  if (a->status == TW_OK && twi_stage_retires_in(s, TWI_STAGE_INNER) && twi_is_folder(a->target, TWI_STAGE_INNER))
    a->status = put_away_inside(a, -1, TWI_STAGE_INNER);
  return a->status;
}

/* ---------------------------------------------------------------- the whole */

tw_status twi_stage_move_in(twi_stage *s)
{
  const char *manifest = twi_kind_manifest(s->kind);
  int outer = twi_open_folder(AT_FDCWD, s->outer);
  away a = {.stage = s, .target = twi_open_folder(AT_FDCWD, s->target), .old = -1};
  if (outer >= 0) (void)mkdirat(outer, "old", 0700);
  a.old = twi_open_folder(outer, "old");
  int fresh = twi_open_folder(outer, "new"), number = 0;
  if (a.target < 0 || a.old < 0 || fresh < 0)
    a.status = twi_stage_fail(s, "cannot write there", errno);
  else
    (void)put_away_all(&a, fresh);
  int placing = a.status == TW_OK && renameat(outer, "new", outer, "placing") == 0;
  if (placing && (number = move_entries(fresh, a.target, manifest, 1)) != 0)
    (void)twi_each_name(fresh, unlink_second_name, &a.target);
  if (a.status == TW_OK && (!placing || number))
    a.status = twi_stage_fail(s, "cannot write there", number ? number : errno);
  if (a.status != TW_OK && a.old >= 0) (void)move_entries(a.old, a.target, manifest, 0);
  if (a.status == TW_OK) (void)unlinkat(a.target, TWI_STAGE_INNER, AT_REMOVEDIR); /* when nothing is in it any more */
  if (a.status == TW_OK) twi_remove_ours(outer, "old"); /* first: without placing it would be brought back */
  int handles[] = {a.target, a.old, fresh};
  for (size_t i = 0; i < sizeof handles / sizeof *handles; i++)
    if (handles[i] >= 0) close(handles[i]);
  if (outer >= 0) close(outer);
  if (a.status == TW_OK) twi_remove_ours(AT_FDCWD, s->outer);
  return a.status;
}

void twi_stage_recover(int target, const char *outer, twi_kind kind)
{
  const char *manifest = twi_kind_manifest(kind);
  int folder = twi_open_folder(target, outer);
  if (folder < 0) return;
  int placing = twi_open_folder(folder, "placing"), old = twi_open_folder(folder, "old");
  int from = placing >= 0 ? placing : old;
  int number = from >= 0 ? move_entries(from, target, manifest, 0) : 0;
  if (number == 0) twi_remove_ours(folder, "old");
  if (placing >= 0) close(placing);
  if (old >= 0) close(old);
  close(folder);
  if (number == 0) twi_remove_ours(target, outer);
}
