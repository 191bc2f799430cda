/* A text that grows. See text.h. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

void twi_text_add(twi_text *t, const char *bytes, size_t count)
{
  if (t->failed) return;
  if (count + 1 > t->room - t->used) {
    size_t room = 2 * (t->used + count) + 64;
    char *grown = twi_resize(t->ctx, t->bytes, room, 1);
    if (!grown) {
      t->failed = 1;
      return;
    }
    t->bytes = grown;
    t->room = room;
  }
  memcpy(t->bytes + t->used, bytes, count);
  t->used += count;
  t->bytes[t->used] = 0;
}

void twi_text_put(twi_text *t, const char *piece)
{
  twi_text_add(t, piece, strlen(piece));
}

void twi_text_printf(twi_text *t, const char *format, ...)
{
  char piece[1024];
  va_list args;
  va_start(args, format);
  int n = twi_vprint(piece, sizeof piece, format, args);
  va_end(args);
  if (n < 0) return;
  if ((size_t)n < sizeof piece) {
    twi_text_add(t, piece, (size_t)n);
    return;
  }
  char *whole = twi_alloc(t->ctx, (size_t)n + 1, 1);
  if (!whole) {
    t->failed = 1;
    return;
  }
  va_start(args, format);
  twi_vprint(whole, (size_t)n + 1, format, args);
  va_end(args);
  twi_text_add(t, whole, (size_t)n);
  twi_free(t->ctx, whole);
}

tw_status twi_text_take(twi_text *t, char **bytes)
{
  *bytes = NULL;
  if (!t->bytes) twi_text_add(t, "", 0);
  if (t->failed) {
    size_t lost = t->used;
    twi_text_clear(t);
    return twi_no_memory(t->ctx, lost);
  }
  *bytes = t->bytes;
  t->bytes = NULL;
  t->used = t->room = 0;
  return TW_OK;
}

void twi_text_clear(twi_text *t)
{
  twi_free(t->ctx, t->bytes);
  t->bytes = NULL;
  t->used = t->room = 0;
}
