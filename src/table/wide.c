/* Wide CSV tables. See wide.h.
 *
 * The source's blocks are searched for the end of a line. A line that lies whole in a block is parsed where it is; one
 * that is cut by the end of a block is first put together in a buffer. So a table of any height needs the memory of one
 * line. */
#include "table/wide.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "table/number.h"
#include "table/utf8.h"

enum { MOST_COLUMNS = 1 << 20, LONGEST_LINE = 1 << 24 };

struct twi_wide {
  tw_context *ctx;
  twi_source *source;
  twi_utf8 utf8;
  const char *block; /* what is left of the block of text */
  size_t left;
  int ended;
  char *kept; /* the beginning of a line cut by the end of a block */
  size_t kept_used, kept_room;
  int line;
  int columns, labels;
  char **name;   /* [columns] */
  char **label;  /* [labels] of the row */
  size_t *room;  /* [labels] */
  double *value; /* [columns - labels] */
};

tw_status twi_wide_fail(twi_wide *w, int column, const char *format, ...)
{
  char text[1024];
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  if (column < 0) return twi_fail(w->ctx, TW_BAD_INPUT, "%s:%d: %s", twi_wide_origin(w), w->line, text);
  return twi_fail(w->ctx, TW_BAD_INPUT, "%s:%d: column %s: %s", twi_wide_origin(w), w->line, w->name[column], text);
}

/* ---------------------------------------------------------------- lines */

static tw_status keep_bytes(twi_wide *w, const char *bytes, size_t count)
{
  if (count == 0) return TW_OK;
  if (memchr(bytes, 0, count) || count > LONGEST_LINE - w->kept_used) {
    w->line++; /* the one that is being read */
    return memchr(bytes, 0, count)
               ? twi_wide_fail(w, -1, "found a zero byte, expected text")
               : twi_wide_fail(w, -1, "found a line of more than %d bytes, expected at most that", LONGEST_LINE);
  }
  if (count > w->kept_room - w->kept_used) {
    size_t room = 2 * (w->kept_used + count);
    char *grown = twi_resize(w->ctx, w->kept, room, 1);
    if (!grown) return twi_no_memory(w->ctx, room);
    w->kept = grown;
    w->kept_room = room;
  }
  memcpy(w->kept + w->kept_used, bytes, count);
  w->kept_used += count;
  return TW_OK;
}

/* One line without its end; *more is 0 after the last. */
static tw_status next_line(twi_wide *w, const char **line, size_t *length, int *more)
{
  w->kept_used = 0;
  *more = 0;
  for (;;) {
    if (w->left == 0 && !w->ended) {
      tw_status status = twi_utf8_next(&w->utf8, &w->block, &w->left);
      w->ended = w->left == 0;
      if (status != TW_OK) return status;
    }
    if (w->ended) {
      *line = w->kept;
      *length = w->kept_used;
      *more = w->kept_used > 0;
      break;
    }
    const char *end = memchr(w->block, '\n', w->left);
    size_t count = end ? (size_t)(end - w->block) : w->left;
    if (!end || w->kept_used) {
      tw_status status = keep_bytes(w, w->block, count);
      if (status != TW_OK) return status;
    }
    *line = w->kept_used ? w->kept : w->block;
    *length = w->kept_used ? w->kept_used : count;
    w->block += count + (end != NULL);
    w->left -= count + (end != NULL);
    if (end) {
      *more = 1;
      break;
    }
  }
  if (*more) w->line++;
  return TW_OK;
}

/* The field that starts at p, without the blanks around it. Plain: text points into the line. Quoted: the same without
 * the quotes; doubled says whether quotes inside are doubled. Returned is where the field ends, at a comma or the end
 * of the line; NULL: its quotes are wrong. */
typedef struct field {
  const char *text;
  size_t length;
  int doubled;
} field;

static int is_blank(char c)
{
  return c == ' ' || c == '\t';
}

static const char *cut_field(const char *p, const char *end, field *f)
{
  f->doubled = 0;
  while (p < end && is_blank(*p)) p++;
  if (p < end && *p == '"') {
    const char *q = p + 1;
    for (; q < end; q++) {
      if (*q != '"') continue;
      if (q + 1 >= end || q[1] != '"') break;
      f->doubled = 1;
      q++;
    }
    f->text = p + 1;
    f->length = (size_t)(q - p) - 1;
    if (q == end) return NULL;
    for (q++; q < end && is_blank(*q);) q++;
    return q == end || *q == ',' ? q : NULL;
  }
  const char *comma = p < end ? memchr(p, ',', (size_t)(end - p)) : NULL;
  f->text = p;
  f->length = (size_t)((comma ? comma : end) - p);
  while (f->length && is_blank(p[f->length - 1])) f->length--;
  return comma ? comma : end;
}

static tw_status bad_quotes(twi_wide *w)
{
  return twi_wide_fail(w, -1, "found a quote that is not closed before the next comma or the end of the line");
}

/* The field's text with a 0 after it, in a buffer that grows. */
static tw_status copy_text(twi_wide *w, const field *f, char **text, size_t *room)
{
  if (f->length + 1 > *room) {
    size_t more = f->length + 16;
    char *grown = twi_resize(w->ctx, *text, more, 1);
    if (!grown) return twi_no_memory(w->ctx, more);
    *text = grown;
    *room = more;
  }
  size_t used = 0;
  for (size_t i = 0; i < f->length; i++) {
    (*text)[used++] = f->text[i];
    if (f->doubled && f->text[i] == '"') i++;
  }
  (*text)[used] = 0;
  if (memchr(*text, 0, used)) return twi_wide_fail(w, -1, "found a zero byte");
  if (!twi_is_utf8(*text, used)) return twi_wide_fail(w, -1, "found bytes that are not UTF-8, expected UTF-8");
  return TW_OK;
}

/* ---------------------------------------------------------------- header */

static tw_status add_name(twi_wide *w, const field *f, int *room)
{
  if (w->columns == MOST_COLUMNS) return twi_wide_fail(w, -1, "found more than %d columns", MOST_COLUMNS);
  if (w->columns == *room) {
    int more = *room ? 2 * *room : 64;
    char **grown = twi_resize(w->ctx, w->name, (size_t)more, sizeof *grown);
    if (!grown) return twi_no_memory(w->ctx, (size_t)more * sizeof *grown);
    w->name = grown;
    *room = more;
  }
  size_t size = 0;
  w->name[w->columns] = NULL;
  tw_status status = copy_text(w, f, &w->name[w->columns], &size);
  w->columns++;
  if (status == TW_OK && w->columns > 1 && !w->name[w->columns - 1][0])
    status = twi_wide_fail(w, -1, "field %d is empty, expected the name of a column", w->columns);
  return status;
}

static tw_status read_header(twi_wide *w)
{
  const char *line;
  size_t length;
  int more, room = 0;
  tw_status status = next_line(w, &line, &length, &more);
  if (status != TW_OK) return status;
  if (!more || length == 0) {
    w->line = 1;
    return twi_wide_fail(w, -1, "found nothing, expected a line with the names of the columns");
  }
  const char *p = line, *end = line + length;
  for (;;) {
    field f;
    p = cut_field(p, end, &f);
    if (!p) return bad_quotes(w);
    status = add_name(w, &f, &room);
    if (status != TW_OK) return status;
    if (p == end) break;
    p++;
  }
  if (w->columns == 1)
    return twi_wide_fail(w, -1, "found one column%s, expected the names of many, separated by commas",
                         strchr(w->name[0], ';')    ? " (semicolons stand where commas should)"
                         : strchr(w->name[0], '\t') ? " (tabs stand where commas should)"
                                                    : "");
  return twi_wide_set_labels(w, 1);
}

tw_status twi_wide_set_labels(twi_wide *w, int labels)
{
  if (labels >= w->columns) return twi_wide_fail(w, -1, "found %d columns, expected more than %d", w->columns, labels);
  char **label = twi_new(w->ctx, (size_t)labels, sizeof *label);
  size_t *room = twi_new(w->ctx, (size_t)labels, sizeof *room);
  double *value = twi_alloc(w->ctx, (size_t)(w->columns - labels), sizeof *value);
  if (!label || !room || !value) {
    twi_free(w->ctx, label);
    twi_free(w->ctx, room);
    twi_free(w->ctx, value);
    return twi_no_memory(w->ctx, (size_t)w->columns * sizeof *value);
  }
  for (int i = 0; i < w->labels; i++) twi_free(w->ctx, w->label[i]);
  twi_free(w->ctx, w->label);
  twi_free(w->ctx, w->room);
  twi_free(w->ctx, w->value);
  w->label = label;
  w->room = room;
  w->value = value;
  w->labels = labels;
  return TW_OK;
}

/* ---------------------------------------------------------------- rows */

/* Nothing is NaN: the reader of a layout knows where a cell may be empty. */
static tw_status read_number(twi_wide *w, int column, const field *f)
{
  const char *text = f->text;
  size_t length = f->length;
  for (; length && is_blank(text[0]); length--) text++; /* in quotes */
  while (length && is_blank(text[length - 1])) length--;
  if (length == 0) {
    w->value[column - w->labels] = NAN;
    return TW_OK;
  }
  const char *wrong = twi_number_read(text, length, &w->value[column - w->labels]);
  if (!wrong) return TW_OK;
  char shown[TWI_SHOWN];
  int foreign = memchr(f->text, ',', f->length) != NULL;
  return twi_wide_fail(w, column, "found %s, %s; expected a number such as 1234.5 or 1e-3%s",
                       twi_show(f->text, f->length, shown), wrong,
                       foreign ? " (decimal point, nothing between thousands)" : "");
}

static int count_fields(const char *p, const char *end)
{
  int count = 1;
  field f;
  while ((p = cut_field(p, end, &f)) != NULL && p < end) {
    count++;
    p++;
  }
  return count;
}

static tw_status wrong_width(twi_wide *w, const char *line, const char *end)
{
  int found = count_fields(line, end);
  const char *semicolon = memchr(line, ';', (size_t)(end - line));
  return twi_wide_fail(w, -1, "found %d field%s, expected %d as in the header%s", found, found == 1 ? "" : "s",
                       w->columns,
                       semicolon            ? " (semicolons stand where commas should)"
                       : found > w->columns ? " (is a comma used inside numbers?)"
                                            : "");
}

static int all_blank(const char *line, size_t length)
{
  size_t i = 0;
  while (i < length && is_blank(line[i])) i++;
  return i == length;
}

tw_status twi_wide_next(twi_wide *w, int *more)
{
  const char *line = "";
  size_t length = 0;
  tw_status status;
  do status = next_line(w, &line, &length, more);
  while (status == TW_OK && *more && all_blank(line, length));
  if (status != TW_OK || !*more) {
    *more = 0;
    return status;
  }
  *more = 0;
  const char *p = line, *end = line + length;
  if (count_fields(line, end) != w->columns) return wrong_width(w, line, end);
  for (int i = 0; i < w->columns; i++) {
    field f;
    p = cut_field(p, end, &f);
    if (!p) return bad_quotes(w);
    status = i < w->labels ? copy_text(w, &f, &w->label[i], &w->room[i]) : read_number(w, i, &f);
    if (status != TW_OK) return status;
    p++;
  }
  *more = 1;
  return TW_OK;
}

/* ---------------------------------------------------------------- the whole */

tw_status twi_wide_open(tw_context *ctx, twi_source *source, twi_wide **wide)
{
  *wide = NULL;
  twi_wide *w = twi_new(ctx, 1, sizeof *w);
  if (!w) {
    twi_source_free(source);
    return twi_no_memory(ctx, sizeof *w);
  }
  w->ctx = ctx;
  w->source = source;
  w->block = "";
  twi_utf8_open(ctx, source, &w->utf8);
  tw_status status = read_header(w);
  if (status != TW_OK) {
    status = twi_wide_blame(w, status);
    twi_wide_free(w);
    return status;
  }
  *wide = w;
  return TW_OK;
}

tw_status twi_wide_blame(twi_wide *w, tw_status status)
{
  return twi_source_blame(w->source, status);
}

void twi_wide_free(twi_wide *w)
{
  if (!w) return;
  for (int i = 0; i < w->columns; i++) twi_free(w->ctx, w->name[i]);
  for (int i = 0; i < w->labels; i++) twi_free(w->ctx, w->label[i]);
  twi_free(w->ctx, w->name);
  twi_free(w->ctx, w->label);
  twi_free(w->ctx, w->room);
  twi_free(w->ctx, w->value);
  twi_free(w->ctx, w->kept);
  twi_utf8_close(&w->utf8);
  twi_source_free(w->source);
  twi_free(w->ctx, w);
}

const char *twi_wide_origin(const twi_wide *w)
{
  return twi_source_origin(w->source);
}

int twi_wide_columns(const twi_wide *w)
{
  return w->columns;
}

const char *twi_wide_column(const twi_wide *w, int column)
{
  return w->name[column];
}

const char *twi_wide_label(const twi_wide *w, int column)
{
  return w->label[column];
}

const double *twi_wide_numbers(const twi_wide *w)
{
  return w->value;
}

int twi_wide_line(const twi_wide *w)
{
  return w->line;
}
