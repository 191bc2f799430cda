/* Bytes of a Stata file: seen through a window, as numbers and as texts; and what is said where they are wrong. See
 * dta_file.h. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/names.h"
#include "table/dta_file.h"
#include "table/encoding.h"

enum { WINDOW = 1 << 18 };

tw_status twi_dta_damaged(twi_dta_file *f, const char *format, ...)
{
  char text[512];
  va_list args;
  va_start(args, format);
  twi_vprint(text, sizeof text, format, args);
  va_end(args);
  return twi_fail(f->ctx, TW_BAD_INPUT, "%s: this Stata file (version %d) is damaged: %s", f->path, f->version, text);
}

tw_status twi_dta_cut_off(twi_dta_file *f, uint64_t needed)
{
  return twi_dta_damaged(f, "it has %llu bytes, but what it says of itself needs at least %llu: is it cut off?",
                         (unsigned long long)f->size, (unsigned long long)needed);
}

tw_status twi_dta_see(twi_dta_file *f, uint64_t at, size_t count, const unsigned char **bytes)
{
  if (at > f->size || count > f->size - at)
    return twi_dta_cut_off(f, at > UINT64_MAX - count ? UINT64_MAX : at + count);
  if (!f->window || at < f->window_at || at + count > f->window_at + f->window_used) {
    size_t room = count > WINDOW ? count : WINDOW;
    if (room > f->window_room) {
      unsigned char *grown = twi_resize(f->ctx, f->window, room, 1);
      if (!grown) return twi_no_memory(f->ctx, room);
      f->window = grown;
      f->window_room = room;
    }
    f->window_at = at;
    f->window_used = 0;
    while (f->window_used < count) {
      size_t want = f->window_room - f->window_used;
      ssize_t n = pread(f->handle, f->window + f->window_used, want, (off_t)(at + f->window_used));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return twi_fail(f->ctx, TW_IO, "%s: cannot read: %s", f->path, strerror(errno));
      if (n == 0) return twi_dta_damaged(f, "it was cut off while it was read");
      f->window_used += (size_t)n;
    }
  }
  *bytes = f->window + (at - f->window_at);
  return TW_OK;
}

uint64_t twi_dta_unsigned(const twi_dta_file *f, const unsigned char *bytes, int count)
{
  uint64_t u = 0;
  for (int i = 0; i < count; i++) u = u << 8 | bytes[f->big ? i : count - 1 - i];
  return u;
}

const char *twi_dta_utf8(const twi_dta_file *f, const unsigned char *bytes, size_t count, char *to, size_t *length)
{
  if (f->version < 118)
    return twi_windows_1252(bytes, count, to, length)
               ? NULL
               : "found a byte that Windows-1252 does not have (the encoding of Stata before version 14)";
  if (count) memcpy(to, bytes, count);
  to[ *length = count] = 0;
  return twi_is_utf8(to, count) ? NULL : "found bytes that are not UTF-8, expected UTF-8";
}
