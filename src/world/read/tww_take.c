/* Bytes of a .tww file, taken in order and counted. See read/tww.h. */
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "world/read/tww.h"

enum { PIECE = 1 << 18 }; /* read and summed while it is in the cache */

tw_status twi_tww_damaged(twi_tww *t, const char *why)
{
  return twi_fail(t->ctx, TW_BAD_INPUT, "%s: the file is damaged: %s", t->file, why);
}

/* The sums are right, and still this program would not have written it. */
tw_status twi_tww_not_canonical(twi_tww *t, const char *format, ...)
{
  char text[512];
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  return twi_fail(t->ctx, TW_BAD_INPUT, "%s: the file was not written by tradewind, whose files have one form: %s",
                  t->file, text);
}

tw_status twi_tww_raw(twi_tww *t, void *to, size_t count)
{
  unsigned char *p = to;
  while (count) {
    ssize_t n = read(t->handle, p, count);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return twi_fail(t->ctx, TW_IO, "%s: cannot read: %s", t->file, strerror(errno));
    if (n == 0) return twi_tww_damaged(t, "it ends too early");
    p += n;
    count -= (size_t)n;
  }
  return TW_OK;
}

/* The next bytes of the part, added to the sum. */
tw_status twi_tww_bytes(twi_tww *t, void *to, size_t count)
{
  unsigned char *p = to;
  if (count > t->left) return twi_tww_damaged(t, "a size in it is larger than the file");
  t->left -= count;
  while (count) {
    size_t n = count < PIECE ? count : PIECE;
    tw_status status = twi_tww_raw(t, p, n);
    if (status == TW_OK) status = twi_digest_add(t->digest, p, n);
    if (status == TW_OK) status = twi_check_cancel(t->ctx);
    if (status != TW_OK) return status;
    if (t->keep) twi_text_add(&t->front, (const char *)p, n);
    p += n;
    count -= n;
  }
  return TW_OK;
}

tw_status twi_tww_number(twi_tww *t, uint32_t *value)
{
  unsigned char bytes[4];
  tw_status status = twi_tww_bytes(t, bytes, 4);
  *value = status == TW_OK ? twi_get_u32(bytes) : 0;
  return status;
}

tw_status twi_tww_text(twi_tww *t, char **text)
{
  uint32_t length;
  tw_status status = twi_tww_number(t, &length);
  if (status != TW_OK) return status;
  if (length > t->left) return twi_tww_damaged(t, "a size in it is larger than the file");
  *text = twi_alloc(t->ctx, (size_t)length + 1, 1);
  if (!*text) return twi_no_memory(t->ctx, length);
  (*text)[length] = 0;
  status = twi_tww_bytes(t, *text, length);
  if (status == TW_OK && memchr(*text, 0, length)) status = twi_tww_damaged(t, "a text in it has a zero byte");
  return status;
}

tw_status twi_tww_doubles(twi_tww *t, double **values, size_t count)
{
  if (count > t->left / 8) return twi_tww_damaged(t, "a size in it is larger than the file");
  *values = twi_alloc(t->ctx, count, sizeof **values);
  if (!*values) return twi_no_memory(t->ctx, count * sizeof **values);
  tw_status status = twi_tww_bytes(t, *values, count * sizeof **values);
  if (status == TW_OK && !twi_little_endian()) twi_swap_doubles(*values, count);
  return status;
}
