/* CSV tables, row by row. See csv.h.
 *
 * libcsv pushes fields at callbacks; here it is fed one line at a time, so that rows can be pulled and the line is
 * always known. A quoted field may span lines: its row counts as standing in its first. */
#include "table/csv.h"

#include <csv.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "base/plain.h"
#include "table/cell.h"
#include "table/number.h"
#include "table/utf8.h"

enum { MOST_COLUMNS = 256, MOST_ROW = 1 << 20 };
enum { ROW_NOT_BEGUN = 0 }; /* libcsv's name for the first of its states (csv_parser.pstate) */

struct twi_csv {
  tw_context *ctx;
  twi_source *source;
  twi_utf8 utf8;
  struct csv_parser parser;
  int parser_ready;
  const char *block; /* what is left of the block of text */
  size_t left;
  int ended;           /* the last block was seen */
  int line, row_line;  /* line being fed; line where the row started */
  int row_open;        /* bytes of the row have been fed */
  int complete;        /* a row ended */
  int fields, columns; /* in the row so far; in the header */
  int too_many, no_memory;
  unsigned char high; /* all bytes of the row or-ed: over 127 when not ASCII */
  unsigned char odd;  /* 1: a byte of the row may be a control character */
  size_t used, room;
  char *text;                     /* the row's fields, each with a 0 after it */
  size_t start[MOST_COLUMNS + 1]; /* of each field in text */
  char *name[MOST_COLUMNS];       /* of each column */
};

static void on_field(void *bytes, size_t length, void *user)
{
  twi_csv *c = user;
  if (c->fields >= MOST_COLUMNS) {
    c->too_many = 1;
    return;
  }
  if (length + 1 > c->room - c->used) {
    size_t room = 2 * (c->used + length + 64);
    char *grown = twi_resize(c->ctx, c->text, room, 1);
    if (!grown) {
      c->no_memory = 1;
      return;
    }
    c->text = grown;
    c->room = room;
  }
  const unsigned char *from = bytes;
  unsigned char *to = (unsigned char *)c->text + c->used, high = 0, odd = 0;
  for (size_t i = 0; i < length; i++) { /* fields are short: a loop beats memcpy, and gathers what is to be looked at */
    to[i] = from[i];
    high |= from[i];
    odd |= from[i] < ' ' || from[i] == 0x7f;
  }
  to[length] = 0;
  c->high |= high;
  c->odd |= odd;
  c->used += length + 1;
  c->start[++c->fields] = c->used;
}

static void on_row(int terminator, void *user)
{
  (void)terminator;
  ((twi_csv *)user)->complete = 1;
}

static tw_status fail_v(twi_csv *c, int line, int column, const char *format, va_list args)
{
  char text[1024];
  twi_vprint(text, sizeof text, format, args);
  const char *origin = twi_source_origin(c->source);
  if (column < 0) return twi_fail(c->ctx, TW_BAD_INPUT, "%s:%d: %s", origin, line, text);
  return twi_fail(c->ctx, TW_BAD_INPUT, "%s:%d: column %s: %s", origin, line, c->name[column], text);
}

tw_status twi_csv_fail(twi_csv *c, int column, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  tw_status status = fail_v(c, c->row_line, column, format, args);
  va_end(args);
  return status;
}

tw_status twi_csv_once(twi_csv *c, int column, int *line, const char *format, ...)
{
  char what[512];
  if (*line == 0) {
    *line = c->row_line;
    return TW_OK;
  }
  va_list args;
  va_start(args, format);
  twi_vprint(what, sizeof what, format, args);
  va_end(args);
  return twi_csv_fail(c, column, "found %s again, first in line %d, expected each once", what, *line);
}

tw_status twi_csv_expected(twi_csv *c, int column, const char *expected)
{
  size_t length;
  char shown[TWI_SHOWN];
  if (column < 0) return twi_csv_fail(c, -1, "found no such column, expected %s", expected);
  const char *text = twi_csv_text(c, column, &length);
  return twi_csv_fail(c, column, "found %s, expected %s", twi_show(text, length, shown), expected);
}

static tw_status parser_failed(twi_csv *c)
{
  int code = csv_error(&c->parser);
  if (code == CSV_ENOMEM) return twi_no_memory(c->ctx, 0);
  if (code == CSV_ETOOBIG) return twi_csv_fail(c, -1, "a field is too long");
  c->row_line = c->line;
  return twi_csv_fail(c, -1,
                      "found a quote inside a field, expected quotes round the whole field and inner quotes doubled");
}

/* Checks what one feeding left behind. */
static tw_status check_fed_bytes(twi_csv *c)
{
  if (c->no_memory) return twi_no_memory(c->ctx, c->used);
  if (c->too_many) return twi_csv_fail(c, -1, "found more than %d fields", MOST_COLUMNS);
  if (c->used + c->parser.entry_pos > MOST_ROW)
    return twi_csv_fail(c, -1, "found a row of more than %d bytes; is a quote never closed?", MOST_ROW);
  return TW_OK;
}

/* Feeds the parser up to the end of one line or of the block. */
static tw_status feed_line(twi_csv *c)
{
  const char *end = memchr(c->block, '\n', c->left);
  size_t count = end ? (size_t)(end - c->block) + 1 : c->left;
  if (!c->row_open) c->row_line = c->line;
  c->row_open = 1;
  size_t done = csv_parse(&c->parser, c->block, count, on_field, on_row, c);
  if (c->no_memory) return twi_no_memory(c->ctx, c->used);
  if (done != count) return parser_failed(c);
  c->block += count;
  c->left -= count;
  if (end) {
    c->line++;
    if (!c->complete && c->parser.pstate == ROW_NOT_BEGUN) c->row_open = 0; /* an empty line is no row */
  }
  return check_fed_bytes(c);
}

/* No field has an escape or a mark for the direction of writing (base/plain.h), which nobody sees and a terminal obeys.
 * Zero bytes are left to those who read the field, who say what it should be. */
static tw_status check_controls(twi_csv *c)
{
  for (int i = 0; i < c->fields; i++) {
    char shown[TWI_CONTROL];
    const char *text = c->text + c->start[i];
    size_t length = c->start[i + 1] - c->start[i] - 1;
    if (memchr(text, 0, length) || !twi_control_in(text, length, shown)) continue;
    return twi_csv_fail(c, i < c->columns ? i : -1,
                        "found the control character %s, expected characters that can be seen", shown);
  }
  return TW_OK;
}

/* Gathers one row, whatever its width. */
static tw_status gather_row(twi_csv *c, int *more)
{
  c->fields = c->complete = c->row_open = 0;
  c->used = 0;
  c->high = c->odd = 0;
  *more = 0;
  tw_status status = TW_OK;
  while (!c->complete) {
    if (c->left == 0) {
      status = twi_utf8_next(&c->utf8, &c->block, &c->left);
      c->ended = c->left == 0;
    }
    if (status != TW_OK) return status;
    if (c->ended) {
      if (!c->row_open) c->row_line = c->line;
      if (csv_fini(&c->parser, on_field, on_row, c) != 0) {
        if (csv_error(&c->parser) == CSV_ENOMEM) return twi_no_memory(c->ctx, 0);
        return twi_csv_fail(c, -1, "found the end of the file inside quotes");
      }
      status = check_fed_bytes(c);
      if (status != TW_OK || !c->complete) return status;
      break;
    }
    status = feed_line(c);
    if (status != TW_OK) return status;
  }
  if (c->high > 127 && !twi_is_utf8(c->text, c->used))
    return twi_csv_fail(c, -1, "found bytes that are not UTF-8, expected UTF-8");
  if (c->high > 127 || c->odd) status = check_controls(c);
  *more = status == TW_OK;
  return status;
}

tw_status twi_csv_next(twi_csv *c, int *more)
{
  *more = 0;
  if (c->ended) return TW_OK;
  tw_status status = gather_row(c, more);
  if (status != TW_OK || !*more) return status;
  if (c->fields != c->columns) {
    *more = 0;
    return twi_csv_fail(c, -1, "found %d field%s, expected %d as in the header", c->fields, c->fields == 1 ? "" : "s",
                        c->columns);
  }
  return TW_OK;
}

static tw_status read_header(twi_csv *c)
{
  int more;
  tw_status status = gather_row(c, &more);
  if (status != TW_OK) return status;
  if (!more) return twi_csv_fail(c, -1, "found nothing, expected a line with the names of the columns");
  for (int i = 0; i < c->fields; i++) {
    size_t length;
    const char *text = twi_csv_text(c, i, &length);
    char shown[TWI_SHOWN];
    twi_show(text, length, shown);
    if (length == 0) return twi_csv_fail(c, -1, "field %d is empty, expected the name of a column", i + 1);
    if (memchr(text, 0, length)) return twi_csv_fail(c, -1, "found a zero byte in the name of a column");
    if (twi_csv_find(c, text) >= 0) return twi_csv_fail(c, -1, "found the column %s twice", shown);
    c->name[i] = twi_strndup(c->ctx, text, length);
    if (!c->name[i]) return twi_no_memory(c->ctx, length);
    c->columns = i + 1;
  }
  return TW_OK;
}

tw_status twi_csv_open(tw_context *ctx, twi_source *source, twi_csv **csv)
{
  *csv = NULL;
  twi_csv *c = twi_new(ctx, 1, sizeof *c);
  if (!c) {
    twi_source_free(source);
    return twi_no_memory(ctx, sizeof *c);
  }
  c->ctx = ctx;
  c->source = source;
  c->line = c->row_line = 1;
  c->block = "";
  twi_utf8_open(ctx, source, &c->utf8);
  c->parser_ready = csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
  tw_status status = c->parser_ready ? read_header(c) : twi_no_memory(ctx, 0);
  if (status != TW_OK) {
    status = twi_csv_blame(c, status);
    twi_csv_free(c);
    return status;
  }
  *csv = c;
  return TW_OK;
}

tw_status twi_csv_blame(twi_csv *c, tw_status status)
{
  return twi_source_blame(c->source, status);
}

void twi_csv_free(twi_csv *c)
{
  if (!c) return;
  if (c->parser_ready) csv_free(&c->parser);
  for (int i = 0; i < c->columns; i++) twi_free(c->ctx, c->name[i]);
  twi_free(c->ctx, c->text);
  twi_utf8_close(&c->utf8);
  twi_source_free(c->source);
  twi_free(c->ctx, c);
}

int twi_csv_columns(const twi_csv *c)
{
  return c->columns;
}

const char *twi_csv_column(const twi_csv *c, int column)
{
  return c->name[column];
}

int twi_csv_find(const twi_csv *c, const char *name)
{
  for (int i = 0; i < c->columns; i++)
    if (twi_same_name(c->name[i], strlen(c->name[i]), name)) return i;
  return -1;
}

tw_status twi_csv_require(twi_csv *c, const char *name, int *column)
{
  *column = twi_csv_find(c, name);
  if (*column >= 0) return TW_OK;
  const char *nearest = twi_nearest(name, strlen(name), (const char *const *)c->name, c->columns);
  const char *origin = twi_source_origin(c->source);
  if (nearest)
    return twi_fail(c->ctx, TW_BAD_INPUT, "%s:1: the column %s is missing; is it the one called %s?", origin, name,
                    nearest);
  return twi_fail(c->ctx, TW_BAD_INPUT, "%s:1: the column %s is missing", origin, name);
}

int twi_csv_line(const twi_csv *c)
{
  return c->row_line;
}

const char *twi_csv_origin(const twi_csv *c)
{
  return twi_source_origin(c->source);
}

const char *twi_csv_text(const twi_csv *c, int column, size_t *length)
{
  const char *text = c->text + c->start[column];
  *length = c->start[column + 1] - c->start[column] - 1;
  size_t mark = twi_cell_mark(text, *length);
  *length -= mark;
  return text + mark;
}

static tw_status read_number(twi_csv *c, int column, int shift, double *value)
{
  size_t length;
  const char *text = twi_csv_text(c, column, &length);
  for (; length && (*text == ' ' || *text == '\t'); length--) text++; /* in quotes; elsewhere they are gone already */
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
  const char *wrong = twi_number_read_shifted(text, length, shift, value);
  if (!wrong) return TW_OK;
  char shown[TWI_SHOWN];
  if (length == 0) return twi_csv_fail(c, column, "found nothing, expected a number");
  return twi_csv_fail(c, column, "found %s, %s; expected a number such as 12.5 or 1e-3", twi_show(text, length, shown),
                      wrong);
}

tw_status twi_csv_number(twi_csv *c, int column, double *value)
{
  return read_number(c, column, 0, value);
}

tw_status twi_csv_percent(twi_csv *c, int column, double *fraction)
{
  return read_number(c, column, -2, fraction);
}
