/* Stata's .dta files, read row by row. See dta.h; dta_header.c has the format, dta_text.c the texts.
 *
 * Missing values, as the versions have them (all of these are one missing value here, NaN):
 *
 *              byte     int      long             float     double
 *   to 105     127      32767    2147483647       2^127     2^333 (2^1023 too: other programs write it)
 *   108 - 111  127      32767    2147483647       2^127     2^1023
 *   from 113   > 100    > 32740  > 2147483620     >= 2^127  >= 2^1023
 */
#include <math.h>
#include <string.h>

#include "table/dta.h"
#include "table/dta_file.h"

enum { ROWS_A_CHECK = 4096 };

typedef struct reading {
  twi_dta_file f;
  const twi_dta_handler *handler;
  unsigned char *wanted; /* [columns] */
  twi_dta_cell *cell;
  char **text; /* [columns] buffers of the row's texts */
  size_t *room;
  unsigned char *row; /* a copy: long texts are read through the same window */
  twi_dta_strls *strls;
} reading;

static tw_status fail_at(reading *r, uint64_t row, int column, const char *what)
{
  return twi_fail(r->f.ctx, TW_BAD_INPUT, "%s: observation %llu: column %s: %s", r->f.path, (unsigned long long)row + 1,
                  r->f.name[column], what);
}

static tw_status keep_text(reading *r, uint64_t row, int i, const unsigned char *bytes, size_t count)
{
  size_t room = (r->f.version < 118 ? 3 : 1) * count + 1, length = 0;
  if (room > r->room[i]) {
    char *grown = twi_resize(r->f.ctx, r->text[i], room + 64, 1);
    if (!grown) return twi_no_memory(r->f.ctx, room + 64);
    r->text[i] = grown;
    r->room[i] = room + 64;
  }
  const char *wrong = twi_dta_utf8(&r->f, bytes, count, r->text[i], &length);
  if (wrong) return fail_at(r, row, i, wrong);
  r->cell[i] = (twi_dta_cell){r->text[i], length, NAN};
  return TW_OK;
}

static tw_status read_long_text(reading *r, uint64_t row, int i)
{
  const unsigned char *bytes = (const unsigned char *)"";
  const twi_dta_strl *s = twi_dta_strls_find(r->strls, r->row + r->f.column[i].at);
  if (!s) return fail_at(r, row, i, "found a reference to a long text (strL) that is not in the file");
  if (!s->text) return fail_at(r, row, i, "found a long text (strL) of binary content, expected a text");
  tw_status status = s->length ? twi_dta_see(&r->f, s->at, s->length, &bytes) : TW_OK;
  if (status != TW_OK) return status;
  size_t length = s->length;
  if (length && !bytes[length - 1]) length--;
  if (length && memchr(bytes, 0, length)) return fail_at(r, row, i, "found a zero byte in a long text (strL)");
  return keep_text(r, row, i, bytes, length);
}

static double missing_above(int64_t value, int64_t most)
{
  return value > most ? NAN : (double)value;
}

/* NaN: missing. 0: the bytes are no number that Stata writes. */
static int read_number(const twi_dta_file *f, const twi_dta_place *c, const unsigned char *p, double *number)
{
  uint64_t u = twi_dta_unsigned(f, p, (int)c->bytes);
  int old = f->version < 113;
  if (c->type == TWI_DTA_FLOAT) {
    uint32_t bits = (uint32_t)u;
    float x;
    memcpy(&x, &bits, sizeof x);
    *number = bits >= 0x7f000000u && bits < 0x80000000u ? NAN : (double)x;
    return (bits >> 23 & 0xff) != 0xff || !(bits >> 31);
  }
  if (c->type == TWI_DTA_DOUBLE) {
    memcpy(number, &u, sizeof u);
    if (u >= UINT64_C(0x7fe0000000000000) && u < UINT64_C(0x8000000000000000)) *number = NAN;
    if (f->version < 108 && u == UINT64_C(0x54c0000000000000)) *number = NAN;
    return (u >> 52 & 0x7ff) != 0x7ff || !(u >> 63);
  }
  if (c->type == TWI_DTA_BYTE) *number = missing_above((int8_t)u, old ? 126 : 100);
  if (c->type == TWI_DTA_INT) *number = missing_above((int16_t)u, old ? 32766 : 32740);
  if (c->type == TWI_DTA_LONG) *number = missing_above((int32_t)u, old ? 2147483646 : 2147483620);
  return 1;
}

static tw_status read_cell(reading *r, uint64_t row, int i)
{
  const twi_dta_place *c = &r->f.column[i];
  const unsigned char *p = r->row + c->at;
  if (c->type == TWI_DTA_LONG_TEXT) return read_long_text(r, row, i);
  if (c->type == TWI_DTA_TEXT) {
    const unsigned char *end = memchr(p, 0, c->bytes);
    return keep_text(r, row, i, p, end ? (size_t)(end - p) : c->bytes);
  }
  r->cell[i].text = NULL;
  r->cell[i].length = 0;
  if (read_number(&r->f, c, p, &r->cell[i].number)) return TW_OK;
  return fail_at(r, row, i, "found an infinity or a NaN of negative sign, which Stata does not write");
}

static tw_status read_rows(reading *r)
{
  tw_status status = TW_OK;
  for (uint64_t row = 0; row < r->f.rows && status == TW_OK; row++) {
    const unsigned char *bytes;
    status = twi_dta_see(&r->f, r->f.data_at + row * r->f.width, r->f.width, &bytes);
    if (status == TW_OK) memcpy(r->row, bytes, r->f.width);
    for (int i = 0; i < r->f.columns && status == TW_OK; i++)
      if (r->wanted[i]) status = read_cell(r, row, i);
    if (status == TW_OK && row % ROWS_A_CHECK == 0) status = twi_check_cancel(r->f.ctx);
    if (status == TW_OK) status = r->handler->row(r->handler->user, r->cell, (long)row + 1);
  }
  return status;
}

static tw_status make_room(reading *r)
{
  size_t n = (size_t)r->f.columns;
  tw_context *ctx = r->f.ctx;
  r->wanted = twi_new(ctx, n, 1);
  r->cell = twi_new(ctx, n, sizeof *r->cell);
  r->text = twi_new(ctx, n, sizeof *r->text);
  r->room = twi_new(ctx, n, sizeof *r->room);
  r->row = r->f.rows ? twi_new(ctx, r->f.width, 1) : NULL; /* a row is in the file, so it is no larger */
  if (!r->wanted || !r->cell || !r->text || !r->room || (r->f.rows && !r->row)) return twi_no_memory(ctx, r->f.width);
  memset(r->wanted, 1, n);
  for (size_t i = 0; i < n; i++) r->cell[i].number = NAN;
  return TW_OK;
}

tw_status twi_dta_read(tw_context *ctx, const char *path, const twi_dta_handler *handler)
{
  reading r = {.handler = handler};
  tw_status status = twi_dta_file_open(ctx, path, &r.f);
  if (status == TW_OK) status = make_room(&r);
  if (status == TW_OK) status = handler->columns(handler->user, (const char *const *)r.f.name, r.f.columns, r.wanted);
  if (status == TW_OK) status = twi_dta_strls_open(&r.f, r.wanted, &r.strls);
  if (status == TW_OK) status = read_rows(&r);
  for (int i = 0; i < r.f.columns && r.text; i++) twi_free(ctx, r.text[i]);
  twi_free(ctx, r.text);
  twi_free(ctx, r.room);
  twi_free(ctx, r.cell);
  twi_free(ctx, r.wanted);
  twi_free(ctx, r.row);
  twi_dta_strls_free(r.strls);
  twi_dta_file_close(&r.f);
  return status;
}
