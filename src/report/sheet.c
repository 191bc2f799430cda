/* Files of the results folder, written together or not at all.
 *
 * Each is completed under a temporary name first (base/file.h), so a full disk is met before anything visible changes.
 * What is left is naming them, which on one file system hardly ever fails, but is several steps: so the old files are
 * kept under a second name (a hard link) until all new ones are in place, and those that are to go wait there too. */
#include "report/sheet.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "table/cell.h"
#include "table/number.h"

/* ---------------------------------------------------------------- one file */

tw_status twi_sheet_open(tw_context *ctx, twi_sheet *sheet, const char *folder, const char *name)
{
  sheet->ctx = ctx;
  sheet->name = name;
  sheet->path = twi_path_join(ctx, folder, name);
  if (!sheet->path) return twi_no_memory(ctx, 0);
  tw_status status = twi_digest_new(ctx, &sheet->digest);
  if (status == TW_OK) status = twi_writer_open(ctx, sheet->path, &sheet->writer);
  sheet->status = status;
  return status;
}

tw_status twi_sheet_open_memory(tw_context *ctx, twi_sheet *sheet, const char *name)
{
  sheet->ctx = ctx;
  sheet->name = name;
  sheet->memory.ctx = ctx;
  sheet->status = twi_digest_new(ctx, &sheet->digest);
  return sheet->status;
}

static void flush(twi_sheet *sheet)
{
  if (sheet->status == TW_OK) sheet->status = twi_digest_add(sheet->digest, sheet->buffer, sheet->used);
  if (sheet->status == TW_OK && !sheet->writer) {
    twi_text_add(&sheet->memory, sheet->buffer, sheet->used);
    if (sheet->memory.failed) sheet->status = twi_no_memory(sheet->ctx, sheet->used);
  }
  if (sheet->status == TW_OK && sheet->writer)
    sheet->status = twi_writer_write(sheet->writer, sheet->buffer, sheet->used);
  sheet->bytes += sheet->used;
  sheet->used = 0;
}

void twi_sheet_bytes(twi_sheet *sheet, const char *bytes, size_t count)
{
  while (count) {
    size_t room = sizeof sheet->buffer - sheet->used, part = count < room ? count : room;
    memcpy(sheet->buffer + sheet->used, bytes, part);
    sheet->used += part;
    bytes += part;
    count -= part;
    if (sheet->used == sizeof sheet->buffer) flush(sheet);
  }
}

void twi_sheet_text(twi_sheet *sheet, const char *text)
{
  twi_sheet_bytes(sheet, text, strlen(text));
}

void twi_sheet_cell(twi_sheet *sheet, const char *text)
{
  int quoted = twi_cell_is_quoted(text);
  if (quoted) twi_sheet_text(sheet, "\"");
  if (twi_cell_is_formula(text, strlen(text))) twi_sheet_text(sheet, "'");
  if (!quoted) {
    twi_sheet_text(sheet, text);
    return;
  }
  for (; *text; text++) {
    if (*text == '"') twi_sheet_text(sheet, "\"");
    twi_sheet_bytes(sheet, text, 1);
  }
  twi_sheet_text(sheet, "\"");
}

void twi_sheet_number(twi_sheet *sheet, double x, int shift)
{
  if (isnan(x)) return;
  if (sizeof sheet->buffer - sheet->used < TWI_NUMBER_ROOM) flush(sheet);
  sheet->used += twi_number_write_shifted(x, shift, sheet->buffer + sheet->used);
}

tw_status twi_sheet_close(twi_sheet *sheet)
{
  flush(sheet);
  if (sheet->status == TW_OK) sheet->status = twi_digest_end(sheet->digest, NULL, sheet->sha256);
  if (sheet->status == TW_OK && sheet->writer) sheet->status = twi_writer_close(sheet->writer);
  return sheet->status;
}

void twi_sheet_free(twi_sheet *sheet)
{
  twi_writer_free(sheet->writer);
  twi_digest_free(sheet->digest);
  if (!sheet->ctx) return;
  twi_free(sheet->ctx, sheet->path);
  if (sheet->memory.ctx) twi_text_clear(&sheet->memory);
}

/* ---------------------------------------------------------------- all of them */

static char *second_name(tw_context *ctx, const char *path)
{
  char *name = twi_format(ctx, "%s.%ld.old", path, (long)getpid());
  if (!name) (void)twi_no_memory(ctx, 0);
  return name;
}

/* Keeps the file under a second name. *kept stays NULL where there is no file, or no hard links. */
static tw_status keep_old(tw_context *ctx, const twi_sheet *sheet, char **kept)
{
  char *name = second_name(ctx, sheet->path);
  if (!name) return TW_NO_MEMORY;
  (void)unlink(name);
  if (link(sheet->path, name) == 0)
    *kept = name;
  else
    twi_free(ctx, name);
  return TW_OK;
}

/* Moves a file to a second name, from which it can come back. *kept stays NULL where there is none. */
static tw_status take_away(tw_context *ctx, const char *path, char **kept)
{
  char *name = second_name(ctx, path);
  if (!name) return TW_NO_MEMORY;
  if (rename(path, name) == 0) {
    *kept = name;
    return TW_OK;
  }
  int number = errno;
  twi_free(ctx, name);
  if (number == ENOENT) return TW_OK;
  return twi_fail(ctx, TW_IO, "%s: cannot remove it, a result of an earlier run: %s", path, strerror(number));
}

tw_status twi_sheets_commit(tw_context *ctx, twi_sheet *const *sheets, int count, char *const *old, int old_count)
{
  char **kept = twi_new(ctx, (size_t)count + (size_t)old_count, sizeof *kept);
  if (!kept) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++) status = keep_old(ctx, sheets[i], &kept[i]);
  for (int i = 0; i < old_count && status == TW_OK; i++) status = take_away(ctx, old[i], &kept[count + i]);
  int done = 0;
  while (done < count && status == TW_OK) {
    status = twi_writer_commit(sheets[done]->writer);
    if (status == TW_OK) done++;
  }
  for (int i = 0; i < count + old_count; i++) {
    if (status != TW_OK && (i < done || i >= count)) {
      /* Back to what was there: the kept file, or nothing. */
      if (kept[i])
        (void)rename(kept[i], i < count ? sheets[i]->path : old[i - count]);
      else if (i < count)
        (void)unlink(sheets[i]->path);
    }
    if (kept[i]) (void)unlink(kept[i]);
    twi_free(ctx, kept[i]);
  }
  twi_free(ctx, kept);
  return status;
}
