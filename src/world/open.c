/* Where a world comes from: a built-in name, a folder, or a .tww file. */
#include <stdio.h>
#include <string.h>

#include "base/builtin.h"
#include "base/file.h"
#include "base/inputs.h"
#include "base/names.h"
#include "world/assemble.h"

/* A built-in world NAME has a file called worlds/NAME that marks it, besides those of its folder. */
const char *tw_world_builtin(int index)
{
  static const char start[] = "worlds/";
  int count;
  const twi_builtin_file *files = twi_builtin_files(&count);
  for (int i = 0; i < count; i++) {
    if (strncmp(files[i].name, start, strlen(start)) != 0) continue;
    const char *name = files[i].name + strlen(start);
    if (!strchr(name, '/') && index-- == 0) return name;
  }
  return NULL;
}

/* The newest built-in world is also called "default", unless one has that name. */
static const char *builtin_name(const char *where)
{
  const char *name;
  for (int i = 0; (name = tw_world_builtin(i)); i++)
    if (strcmp(where, name) == 0) return name;
  return strcmp(where, "default") == 0 ? tw_world_builtin(0) : NULL;
}

static tw_status fail_absent(tw_context *ctx, const char *where)
{
  enum { MOST = 32 };
  const char *names[MOST];
  char list[512] = "";
  int count = 0;
  for (; count < MOST && (names[count] = tw_world_builtin(count)); count++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", names[count]);
  }
  const char *nearest = twi_nearest(where, strlen(where), names, count);
  if (nearest)
    return twi_fail(ctx, TW_BAD_INPUT, "%s: there is no such folder or file; did you mean the built-in world %s?",
                    where, nearest);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: there is no such folder or file, and no built-in world of that name; built in: %s", where,
                  count ? list : "none");
}

static tw_status open_world(tw_context *ctx, const char *where, tw_world **world)
{
  const char *name = builtin_name(where);
  if (name) return twi_world_read_folder(ctx, name, 1, world);
  switch (twi_path_kind_of(where)) {
  case TWI_PATH_FOLDER:
    return twi_world_read_folder(ctx, where, 0, world);
  case TWI_PATH_FILE:
    return twi_world_read_tww(ctx, where, world);
  case TWI_PATH_ABSENT:
    return fail_absent(ctx, where);
  case TWI_PATH_UNSEEN:
    return twi_path_unseen(ctx, where);
  default:
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found neither a folder nor a plain file, expected a world", where);
  }
}

/* What a world is called where people read: one that has the name of a built-in world and other data is not that
 * world, and says so. */
static tw_status give_label(tw_context *ctx, tw_world *world)
{
  const char *name;
  int is_builtin = 0;
  for (int i = 0; (name = tw_world_builtin(i)) && !is_builtin; i++) is_builtin = strcmp(name, world->name) == 0;
  if (!is_builtin) return TW_OK;
  tw_world *own = NULL;
  twi_log_again(ctx, 1); /* its notes are not about the world that was asked for */
  tw_status status = twi_world_read_folder(ctx, world->name, 1, &own);
  twi_log_again(ctx, 0);
  if (status != TW_OK) return status;
  if (strcmp(own->sha256, world->sha256) != 0) {
    world->label = twi_format(ctx, "%s (changed)", world->name);
    if (!world->label) status = twi_no_memory(ctx, 0);
  }
  tw_world_free(own);
  return status;
}

tw_status tw_world_open(tw_context *ctx, const char *where, tw_world **world)
{
  *world = NULL;
  if (!where || !*where) return twi_fail(ctx, TW_USAGE, "tw_world_open: no name of a world");
  tw_status status = builtin_name(where) ? TW_OK : twi_input_note(ctx, where);
  if (status == TW_OK) status = open_world(ctx, where, world);
  if (status != TW_OK) return status;
  (*world)->given = twi_strdup(ctx, where);
  status = (*world)->given ? TW_OK : twi_no_memory(ctx, 0);
  if (status == TW_OK && !builtin_name(where)) status = give_label(ctx, *world);
  if (status == TW_OK) return TW_OK;
  tw_world_free(*world);
  *world = NULL;
  return status;
}
