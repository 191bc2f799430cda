/* One file of the results folder: see sheet.h. */
#include "report/sheet.h"

#include <math.h>
#include <string.h>

#include "table/cell.h"
#include "table/number.h"

tw_status twi_sheet_open(tw_context *ctx, twi_sheet *sheet, const char *place, const char *path, const char *name)
{
  sheet->ctx = ctx;
  sheet->name = name;
  tw_status status = twi_digest_new(ctx, &sheet->digest);
  if (status == TW_OK) status = twi_writer_create(ctx, place, path, &sheet->writer);
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

/* The first line, of what is written first. */
static void keep_header(twi_sheet *sheet)
{
  size_t n = 0;
  while (n < sheet->used && sheet->buffer[n] != '\n') n++;
  if (n >= TWI_SHEET_HEADER) n = 0; /* no table has so many columns */
  memcpy(sheet->header, sheet->buffer, n);
  sheet->header[n] = 0;
}

static void flush_sheet(twi_sheet *sheet)
{
  if (sheet->bytes == 0 && sheet->used) keep_header(sheet);
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
    if (sheet->used == sizeof sheet->buffer) flush_sheet(sheet);
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
  if (sizeof sheet->buffer - sheet->used < TWI_NUMBER_ROOM) flush_sheet(sheet);
  sheet->used += twi_number_write_shifted(x, shift, sheet->buffer + sheet->used);
}

tw_status twi_sheet_close(twi_sheet *sheet)
{
  flush_sheet(sheet);
  if (sheet->status == TW_OK) sheet->status = twi_digest_end(sheet->digest, NULL, sheet->sha256);
  if (sheet->status == TW_OK && sheet->writer) sheet->status = twi_writer_close(sheet->writer);
  return sheet->status;
}

void twi_sheet_free(twi_sheet *sheet)
{
  twi_writer_free(sheet->writer);
  twi_digest_free(sheet->digest);
  if (!sheet->ctx) return;
  if (sheet->memory.ctx) twi_text_clear(&sheet->memory);
}
