/* Text for people. See plain.h. */
#include "base/plain.h"

#include <stdio.h>
#include <string.h>

size_t twi_character(const char *text, size_t length, unsigned *point)
{
  const unsigned char *t = (const unsigned char *)text;
  if (t[0] < 0x80) {
    *point = t[0];
    return 1;
  }
  size_t n = t[0] >= 0xc2 && t[0] <= 0xdf ? 2 : t[0] >= 0xe0 && t[0] <= 0xef ? 3 : t[0] >= 0xf0 && t[0] <= 0xf4 ? 4 : 0;
  if (n == 0 || n > length) return 0;
  *point = t[0] & (0x7fU >> n);
  for (size_t i = 1; i < n; i++) {
    if ((t[i] & 0xc0) != 0x80) return 0;
    *point = *point << 6 | (t[i] & 0x3fU);
  }
  if ((t[0] == 0xe0 && t[1] < 0xa0) || (t[0] == 0xed && t[1] > 0x9f) || (t[0] == 0xf0 && t[1] < 0x90) ||
      (t[0] == 0xf4 && t[1] > 0x8f))
    return 0;
  return n;
}

int twi_is_break(unsigned point)
{
  return (point >= '\t' && point <= '\r') || point == 0x85 || point == 0x2028 || point == 0x2029;
}

int twi_is_control(unsigned point)
{
  static const unsigned range[][2] = {
      {0x00, 0x1f},     {0x7f, 0x9f},     {0x061c, 0x061c}, {0x180e, 0x180e}, {0x200b, 0x200b},   {0x200e, 0x200f},
      {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
  };
  if (point >= ' ' && point < 0x7f) return 0;
  for (size_t i = 0; i < sizeof range / sizeof *range; i++)
    if (point >= range[i][0] && point <= range[i][1]) return 1;
  return 0;
}

/* Writes the control, or with n = 0 the byte; returns the length. */
static size_t show_control(const char *text, size_t n, unsigned point, char shown[TWI_CONTROL])
{
  static const char short_forms[] = "abtnvfr"; /* from 7 on */
  if (n == 1 && point >= 7 && point <= 13) return (size_t)snprintf(shown, TWI_CONTROL, "\\%c", short_forms[point - 7]);
  if (n > 1) return (size_t)snprintf(shown, TWI_CONTROL, "\\u%04x", point);
  return (size_t)snprintf(shown, TWI_CONTROL, "\\x%02x", (unsigned)(unsigned char)*text);
}

const char *twi_control_in(const char *text, size_t length, char shown[TWI_CONTROL])
{
  for (size_t i = 0; i < length;) {
    unsigned point = 0;
    size_t n = twi_character(text + i, length - i, &point);
    if (n == 0 || (twi_is_control(point) && !twi_is_break(point))) {
      show_control(text + i, n, point, shown);
      return shown;
    }
    i += n;
  }
  return NULL;
}

void twi_one_line(char *text)
{
  char *to = text;
  int blank = 0;
  for (size_t i = 0, length = strlen(text); i < length;) {
    unsigned point = 0;
    size_t n = twi_character(text + i, length - i, &point);
    if (n && (point == ' ' || twi_is_break(point))) {
      blank = to > text;
    } else {
      if (blank) *to++ = ' ';
      blank = 0;
      if (n == 0) n = 1;
      memmove(to, text + i, n);
      to += n;
      i += n;
      continue;
    }
    i += n;
  }
  *to = 0;
}

size_t twi_visible(const char *text, size_t length, char *shown, size_t room)
{
  size_t needed = 0, used = 0;
  int cut = 0;
  for (size_t i = 0; i < length;) {
    unsigned point = 0;
    size_t n = twi_character(text + i, length - i, &point), bytes = n;
    char form[TWI_CONTROL];
    const char *from = text + i;
    if (n == 0 || twi_is_control(point)) {
      bytes = show_control(text + i, n, point, form);
      from = form;
    }
    cut |= used + bytes >= room;
    if (!cut) {
      memcpy(shown + used, from, bytes);
      used += bytes;
    }
    needed += bytes;
    i += n ? n : 1;
  }
  if (room) shown[used] = 0;
  return needed;
}
