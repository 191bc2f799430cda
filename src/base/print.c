/* printf and strtod of the C locale. See print.h. */
#include "base/print.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* The locale "C" is built into the C library: newlocale allocates nothing and does not fail for it. uselocale is of
 * this thread alone, so that the host's other threads see nothing. */
typedef struct turned {
  locale_t plain, before;
} turned;

static turned enter_c_locale(void)
{
  turned t = {newlocale(LC_ALL_MASK, "C", (locale_t)0), (locale_t)0};
  if (t.plain) t.before = uselocale(t.plain);
  return t;
}

static void leave_c_locale(turned t)
{
  if (!t.plain) return;
  uselocale(t.before);
  freelocale(t.plain);
}

int twi_vprint(char *text, size_t room, const char *format, va_list args)
{
  turned t = enter_c_locale();
  int n = vsnprintf(text, room, format, args);
  leave_c_locale(t);
  return n;
}

int twi_print(char *text, size_t room, const char *format, ...)
{
  va_list args;
  va_start(args, format);
  int n = twi_vprint(text, room, format, args);
  va_end(args);
  return n;
}

double twi_number_of(const char *text, char **end)
{
  turned t = enter_c_locale();
  double number = strtod(text, end);
  leave_c_locale(t);
  return number;
}
