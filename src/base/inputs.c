/* Files that were read are not written over. See inputs.h. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "base/inputs.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/listing.h"

typedef struct input {
  char *path;
  const char *name;  /* in path: after the last slash */
  int there, beside; /* 1: it was there, its folder was there */
  dev_t device, folder_device;
  ino_t inode, folder_inode;
} input;

struct twi_inputs {
  input *item;
  int count, room, paused;
};

void tw_protect_inputs(tw_context *ctx)
{
  twi_inputs **inputs = twi_context_inputs(ctx);
  if (!*inputs) *inputs = twi_new(ctx, 1, sizeof **inputs); /* without memory the next allocation says so */
}

void twi_inputs_free(tw_context *ctx)
{
  twi_inputs **inputs = twi_context_inputs(ctx);
  for (int i = 0; *inputs && i < (*inputs)->count; i++) twi_free(ctx, (*inputs)->item[i].path);
  if (*inputs) twi_free(ctx, (*inputs)->item);
  twi_free(ctx, *inputs);
  *inputs = NULL;
}

void twi_inputs_pause(tw_context *ctx, int on)
{
  twi_inputs *inputs = *twi_context_inputs(ctx);
  if (inputs) inputs->paused += on ? 1 : -1;
}

/* Device and inode of the path and of the folder it lies in. */
static tw_status identify_input(tw_context *ctx, const char *path, input *found)
{
  struct stat s;
  memset(found, 0, sizeof *found);
  found->path = twi_strdup(ctx, path);
  if (!found->path) return twi_no_memory(ctx, 0);
  char *end = found->path + strlen(found->path);
  while (end > found->path + 1 && end[-1] == '/') *--end = 0;
  char *slash = strrchr(found->path, '/');
  found->name = slash ? slash + 1 : found->path;
  if (stat(found->path, &s) == 0) {
    found->there = 1;
    found->device = s.st_dev;
    found->inode = s.st_ino;
  }
  char *folder = slash ? twi_format(ctx, "%.*s/", (int)(slash - found->path), found->path) : twi_strdup(ctx, ".");
  if (!folder) {
    twi_free(ctx, found->path);
    return twi_no_memory(ctx, 0);
  }
  if (stat(folder, &s) == 0) {
    found->beside = 1;
    found->folder_device = s.st_dev;
    found->folder_inode = s.st_ino;
  }
  twi_free(ctx, folder);
  return TW_OK;
}

/* They are one file by device and inode, or by folder and name. */
static int same_input(const input *a, const input *b)
{
  if (a->there && b->there && a->device == b->device && a->inode == b->inode) return 1;
  return a->beside && b->beside && a->folder_device == b->folder_device && a->folder_inode == b->folder_inode &&
         strcmp(a->name, b->name) == 0;
}

tw_status tw_input_add(tw_context *ctx, const char *path)
{
  return path && *path ? twi_input_note(ctx, path) : TW_OK;
}

tw_status twi_input_note(tw_context *ctx, const char *path)
{
  twi_inputs *inputs = *twi_context_inputs(ctx);
  if (!inputs || inputs->paused) return TW_OK;
  input found;
  tw_status status = identify_input(ctx, path, &found);
  if (status != TW_OK) return status;
  int known = 0; /* by all of it: a link has two places */
  for (int i = 0; i < inputs->count && !known; i++)
    known = strcmp(inputs->item[i].path, found.path) == 0 && inputs->item[i].there == found.there;
  if (!known && inputs->count == inputs->room) {
    int room = inputs->room ? 2 * inputs->room : 16;
    input *grown = twi_resize(ctx, inputs->item, (size_t)room, sizeof *grown);
    if (!grown) {
      twi_free(ctx, found.path);
      return twi_no_memory(ctx, 0);
    }
    inputs->item = grown;
    inputs->room = room;
  }
  if (known)
    twi_free(ctx, found.path);
  else
    inputs->item[inputs->count++] = found;
  return TW_OK;
}

static tw_status refuse_to_overwrite(tw_context *ctx, const char *path, const input *read)
{
  int one = strcmp(path, read->path) == 0;
  return twi_fail(ctx, TW_BAD_INPUT, "%s: it is read here%s%s, and would be written over; choose another name", path,
                  one ? "" : " as ", one ? "" : read->path);
}

tw_status twi_input_spare_file(tw_context *ctx, const char *path)
{
  const twi_inputs *inputs = *twi_context_inputs(ctx);
  if (!inputs) return TW_OK;
  input wanted;
  tw_status status = identify_input(ctx, path, &wanted);
  if (status != TW_OK) return status;
  for (int i = 0; i < inputs->count && status == TW_OK; i++)
    if (same_input(&wanted, &inputs->item[i])) status = refuse_to_overwrite(ctx, path, &inputs->item[i]);
  twi_free(ctx, wanted.path);
  return status;
}

typedef struct output_folder {
  tw_context *ctx;
  const char *path;
  twi_kind kind;
} output_folder;

/* A file of the folder that would be replaced: is it one that was read? */
static tw_status spare_one(void *user, const char *name)
{
  const output_folder *f = user;
  if (!twi_kind_owns(f->kind, name)) return TW_OK;
  char *path = twi_path_join(f->ctx, f->path, name);
  tw_status status = path ? twi_input_spare_file(f->ctx, path) : twi_no_memory(f->ctx, 0);
  twi_free(f->ctx, path);
  return status;
}

tw_status twi_input_spare_folder(tw_context *ctx, const char *path, twi_kind kind)
{
  const twi_inputs *inputs = *twi_context_inputs(ctx);
  if (!inputs) return TW_OK;
  tw_status status = twi_input_spare_file(ctx, path);
  struct stat s;
  if (status != TW_OK || stat(path, &s) != 0) return status;
  for (int i = 0; i < inputs->count && status == TW_OK; i++) { /* also what will only be there later, as a store */
    const input *read = &inputs->item[i];
    if (read->beside && read->folder_device == s.st_dev && read->folder_inode == s.st_ino &&
        twi_kind_owns(kind, read->name))
      status = refuse_to_overwrite(ctx, path, read);
  }
  output_folder f = {ctx, path, kind};
  return status == TW_OK ? twi_list_folder(ctx, path, spare_one, &f) : status;
}

/* ---------------------------------------------------------------- outputs */

/* A file or folder inside a folder of this program. In a world nothing else lies, which a new file would be taken for
 * a part of; in results, only what has no name of its own there. */
tw_status twi_output_check_place(tw_context *ctx, const char *path)
{
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/') length--;
  size_t at = length;
  while (at > 0 && path[at - 1] != '/') at--;
  const char *name = path + at;
  char *folder = at ? twi_strndup(ctx, path, at > 1 ? at - 1 : 1) : twi_strdup(ctx, ".");
  if (!folder) return twi_no_memory(ctx, 0);
  twi_kind kind = twi_kind_of(folder);
  tw_status status = TW_OK;
  if (kind != TWI_KIND_NONE && twi_kind_owns(kind, name))
    status = twi_fail(ctx, TW_BAD_INPUT, "%s: the folder holds %s, of which %.*s is a part; choose another name", path,
                      twi_kind_words(kind), (int)(length - at), name);
  else if (kind == TWI_KIND_WORLD || kind == TWI_KIND_STATA || kind == TWI_KIND_BOTH)
    status = twi_fail(ctx, TW_BAD_INPUT,
                      "%s: the folder %s holds %s, and nothing else is written into it; choose "
                      "another folder",
                      path, folder, twi_kind_words(kind));
  twi_free(ctx, folder);
  return status;
}

/* Something else than a file has that name: found before anything is computed, and no fault of the disk. */
static tw_status check_plain(tw_context *ctx, const char *path)
{
  struct stat s;
  if (stat(path, &s) != 0 || S_ISREG(s.st_mode)) return TW_OK;
  if (S_ISDIR(s.st_mode))
    return twi_fail(ctx, TW_BAD_INPUT, "%s: found a folder, expected the name of a file to write", path);
  return twi_fail(ctx, TW_BAD_INPUT,
                  "%s: found a device or a pipe, expected the name of a file to write: a file is "
                  "written beside its name and put there when it is whole",
                  path);
}

tw_status twi_output_check_file(tw_context *ctx, const char *path)
{
  char *real = twi_real_target(ctx, path);
  if (!real) return twi_no_memory(ctx, 0);
  tw_status status = check_plain(ctx, path);
  if (status == TW_OK) status = twi_input_spare_file(ctx, path);
  if (status == TW_OK) status = twi_output_check_place(ctx, path);
  if (status == TW_OK && strcmp(real, path) != 0) status = twi_output_check_place(ctx, real);
  twi_free(ctx, real);
  return status;
}

tw_status twi_output_check_folder(tw_context *ctx, const char *path, twi_kind kind)
{
  char real[PATH_MAX];
  tw_status status = twi_kind_check(ctx, path, kind);
  if (status == TW_OK) status = twi_output_check_place(ctx, realpath(path, real) ? real : path); /* `.` has a name */
  return status == TW_OK ? twi_input_spare_folder(ctx, path, kind) : status;
}

tw_status tw_output_check(tw_context *ctx, tw_output output, const char *path)
{
  static const twi_kind kind[] = {TWI_KIND_RESULTS, TWI_KIND_WORLD, TWI_KIND_STATA};
  if (!path || !*path) return twi_fail(ctx, TW_USAGE, "tw_output_check: no name");
  if (output < TW_OUTPUT_RESULTS || output > TW_OUTPUT_FILE)
    return twi_fail(ctx, TW_USAGE, "tw_output_check: found %d, expected one of tw_output", (int)output);
  return output == TW_OUTPUT_FILE ? twi_output_check_file(ctx, path) : twi_output_check_folder(ctx, path, kind[output]);
}
