/* The long texts of Stata files (strL), which lie behind the rows. See dta_file.h.
 *
 * A cell of a long text holds a reference: the column and the row (both from 1) where the text first stood. It has 8
 * bytes, of which the column takes 4 in version 117, 2 in 118 and 3 in 119; the row has the rest. The texts:
 *
 *   "<strls>", then each:
 *   "GSO", column u32, row (117: u32, then u64), kind u8 (129: bytes, 130: a text that ends with 0), length u32,
 *   content; then "</strls>"
 *
 * Only where each text lies is kept, and only for columns that somebody wants. */
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "table/dta_file.h"

enum { BYTES = 129, TEXT = 130 };

struct twi_dta_strls {
  const twi_dta_file *f;
  twi_dta_strl *text; /* in the order of by_column_and_row */
  size_t count, room;
};

static int by_column_and_row(const void *a, const void *b)
{
  const twi_dta_strl *x = a, *y = b;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return x->row < y->row ? -1 : x->row > y->row;
}

static tw_status add_text(twi_dta_file *f, twi_dta_strls *s, const twi_dta_strl *text)
{
  if (s->count == s->room) {
    size_t room = s->room ? 2 * s->room : 256;
    twi_dta_strl *grown = twi_resize(f->ctx, s->text, room, sizeof *grown);
    if (!grown) return twi_no_memory(f->ctx, room * sizeof *grown);
    s->text = grown;
    s->room = room;
  }
  s->text[s->count++] = *text;
  return TW_OK;
}

static tw_status read_strls(twi_dta_file *f, const unsigned char *wanted, twi_dta_strls *s)
{
  const unsigned char *p;
  size_t row = f->version < 118 ? 4 : 8, head = 3 + 4 + row + 1 + 4;
  uint64_t at = f->strls_at;
  for (;;) {
    tw_status status = twi_dta_see(f, at, 8, &p); /* "</strls>" has 8 bytes, and more than 8 follow either */
    if (status != TW_OK || memcmp(p, "</strls>", 8) == 0) return status;
    if (memcmp(p, "GSO", 3) != 0)
      return twi_dta_damaged(f, "no long text begins at byte %llu, where one should", (unsigned long long)at);
    status = twi_dta_see(f, at, head, &p);
    if (status != TW_OK) return status;
    twi_dta_strl text = {.column = (uint32_t)twi_dta_unsigned(f, p + 3, 4),
                         .row = twi_dta_unsigned(f, p + 7, (int)row),
                         .text = p[7 + row] == TEXT,
                         .length = (uint32_t)twi_dta_unsigned(f, p + 8 + row, 4),
                         .at = at + head};
    if (p[7 + row] != TEXT && p[7 + row] != BYTES)
      return twi_dta_damaged(f, "the long text at byte %llu is of the unknown kind %d", (unsigned long long)at,
                             p[7 + row]);
    if (text.column < 1 || text.column > (uint32_t)f->columns || f->column[text.column - 1].type != TWI_DTA_LONG_TEXT)
      return twi_dta_damaged(f, "the long text at byte %llu says that it is of column %lu, which has none",
                             (unsigned long long)at, (unsigned long)text.column);
    if (text.length > f->size - text.at)
      return twi_dta_damaged(f, "the long text at byte %llu is longer than the rest of the file",
                             (unsigned long long)at);
    at = text.at + text.length;
    if (wanted[text.column - 1]) status = add_text(f, s, &text);
    if (status == TW_OK) status = twi_check_cancel(f->ctx);
    if (status != TW_OK) return status;
  }
}

tw_status twi_dta_strls_open(twi_dta_file *f, const unsigned char *wanted, twi_dta_strls **strls)
{
  *strls = NULL;
  int any = 0;
  for (int i = 0; i < f->columns; i++) any |= wanted[i] && f->column[i].type == TWI_DTA_LONG_TEXT;
  if (!any) return TW_OK;
  twi_dta_strls *s = *strls = twi_new(f->ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(f->ctx, sizeof *s);
  s->f = f;
  tw_status status = read_strls(f, wanted, s);
  if (status != TW_OK) return status;
  status = twi_sort(f->ctx, s->text, s->count, sizeof *s->text, by_column_and_row);
  if (status != TW_OK) return status;
  for (size_t i = 1; i < s->count; i++)
    if (by_column_and_row(&s->text[i - 1], &s->text[i]) == 0)
      return twi_dta_damaged(f, "column %s has two long texts for observation %llu", f->name[s->text[i].column - 1],
                             (unsigned long long)s->text[i].row);
  return TW_OK;
}

const twi_dta_strl *twi_dta_strls_find(const twi_dta_strls *s, const unsigned char *reference)
{
  static const twi_dta_strl empty = {.text = 1};
  int column = s->f->version < 118 ? 4 : s->f->version < 119 ? 2 : 3;
  twi_dta_strl wanted = {.column = (uint32_t)twi_dta_unsigned(s->f, reference, column),
                         .row = twi_dta_unsigned(s->f, reference + column, 8 - column)};
  if (!wanted.column && !wanted.row) return &empty;
  return s->count ? bsearch(&wanted, s->text, s->count, sizeof wanted, by_column_and_row) : NULL;
}

void twi_dta_strls_free(twi_dta_strls *s)
{
  if (!s) return;
  twi_free(s->f->ctx, s->text);
  twi_free(s->f->ctx, s);
}
