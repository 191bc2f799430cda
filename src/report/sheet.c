/* Files of the results folder, written together or not at all.
 *
 * Each is completed under a temporary name first (base/file.h), so a full disk is met before anything visible changes.
 * What is left is naming them, which on one file system hardly ever fails, but is several steps: so the old files are
 * kept under a second name (a hard link) until all new ones are in place. */
#include "report/sheet.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

static void flush(twi_sheet *sheet)
{
  if (sheet->status == TW_OK) sheet->status = twi_digest_add(sheet->digest, sheet->buffer, sheet->used);
  if (sheet->status == TW_OK) sheet->status = twi_writer_write(sheet->writer, sheet->buffer, sheet->used);
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
  if (!strpbrk(text, ",\"\r\n")) {
    twi_sheet_text(sheet, text);
    return;
  }
  twi_sheet_text(sheet, "\"");
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
  if (sheet->status == TW_OK) sheet->status = twi_writer_close(sheet->writer);
  return sheet->status;
}

void twi_sheet_free(twi_sheet *sheet)
{
  twi_writer_free(sheet->writer);
  twi_digest_free(sheet->digest);
  if (sheet->ctx) twi_free(sheet->ctx, sheet->path);
}

/* ---------------------------------------------------------------- all of them */

/* Keeps the file under a second name. *kept stays NULL where there is no file, or no hard links. */
static tw_status keep_old(tw_context *ctx, const twi_sheet *sheet, char **kept)
{
  char *name = twi_format(ctx, "%s.%ld.old", sheet->path, (long)getpid());
  if (!name) return twi_no_memory(ctx, 0);
  (void)unlink(name);
  if (link(sheet->path, name) == 0)
    *kept = name;
  else
    twi_free(ctx, name);
  return TW_OK;
}

tw_status twi_sheets_commit(tw_context *ctx, twi_sheet *const *sheets, int count)
{
  char **kept = twi_new(ctx, (size_t)count, sizeof *kept);
  if (!kept) return twi_no_memory(ctx, 0);
  tw_status status = TW_OK;
  for (int i = 0; i < count && status == TW_OK; i++) status = keep_old(ctx, sheets[i], &kept[i]);
  int done = 0;
  while (done < count && status == TW_OK) {
    status = twi_writer_commit(sheets[done]->writer);
    if (status == TW_OK) done++;
  }
  for (int i = 0; i < count; i++) {
    if (status != TW_OK && i < done) {
      /* Back to what was there: the kept file, or nothing. */
      if (kept[i])
        (void)rename(kept[i], sheets[i]->path);
      else
        (void)unlink(sheets[i]->path);
    }
    if (kept[i]) (void)unlink(kept[i]);
    twi_free(ctx, kept[i]);
  }
  twi_free(ctx, kept);
  return status;
}
