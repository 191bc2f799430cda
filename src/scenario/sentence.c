/* Sentences about a policy, of a length that is known. See sentence.h. */
#include "scenario/sentence.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void twi_say(twi_sentence *text, const char *format, ...)
{
  static const char cut[] = "…";
  size_t room = sizeof text->bytes - text->length;
  if (room <= sizeof cut) return;
  va_list args;
  va_start(args, format);
  int wanted = twi_vprint(text->bytes + text->length, room, format, args);
  va_end(args);
  if (wanted < 0) return;
  if ((size_t)wanted + sizeof cut < room) {
    text->length += (size_t)wanted;
    return;
  }
  size_t end = sizeof text->bytes - 2 * sizeof cut;
  while (end > 0 && ((unsigned char)text->bytes[end] & 0xc0) == 0x80) end--; /* not inside a character */
  memcpy(text->bytes + end, cut, sizeof cut);
  text->length = sizeof text->bytes; /* full */
}

void twi_say_percent(twi_sentence *text, double fraction)
{
  double x = 100 * fraction;
  if (x != 0 && fabs(x) < 0.005)
    twi_say(text, "%.2g %%", x);
  else
    twi_say(text, "%.2f %%", fabs(x) < 0.005 ? 0 : x);
}

void twi_say_percents(twi_sentence *text, double before, double after)
{
  double apart = 100 * fabs(after - before);
  if (before != after && apart < 0.01 && fabs(before) >= 5e-5) {
    twi_say(text, "%.8g %% to %.8g %%", 100 * before, 100 * after);
    return;
  }
  twi_say_percent(text, before);
  twi_say(text, " to ");
  twi_say_percent(text, after);
}
