/* A locale with a decimal comma, made here: base systems have none, and a test that looks for one would test nothing.
 * The file is what localedef would write for LC_NUMERIC (glibc's format: magic, six offsets, the texts). */
#ifndef TRADEWIND_TESTS_COMMA_H
#define TRADEWIND_TESTS_COMMA_H

#include <locale.h>

#include "support.h"

/* The process has a decimal comma from here on, in all that the C library prints and reads. */
static inline void comma_begin(void)
{
  static const unsigned char numeric[] = {0x14, 0x11, 0x03, 0x20, 6,   0, 0, 0, /* magic of LC_NUMERIC, count */
                                          32,   0,    0,    0,    34,  0, 0, 0, 36, 0, 0, 0,
                                          40,   0,    0,    0,    44,  0, 0, 0, 48, 0, 0, 0, /* offsets */
                                          ',',  0,                                           /* decimal point */
                                          '.',  0,                                           /* between thousands */
                                          3,    0,    0,    0,                               /* digits in between */
                                          ',',  0,    0,    0,    '.', 0, 0, 0, /* both as wide characters */
                                          'U',  'T',  'F',  '-',  '8', 0};
  const char *folder = support_temp("locale"), *locale = support_path(folder, "xx_XX.UTF-8");
  char text[32];
  (void)mkdir(folder, 0700); /* there, when this is not the first time */
  (void)mkdir(locale, 0700);
  FILE *file = fopen(support_path(locale, "LC_NUMERIC"), "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(numeric, 1, sizeof numeric, file), sizeof numeric);
  assert_int_equal(fclose(file), 0);
  assert_int_equal(setenv("LOCPATH", folder, 1), 0);
  assert_non_null(setlocale(LC_NUMERIC, "xx_XX.UTF-8"));
  snprintf(text, sizeof text, "%.1f", 1.5);
  assert_string_equal(text, "1,5"); /* else nothing is tested */
}

static inline void comma_end(void)
{
  setlocale(LC_NUMERIC, "C");
  unsetenv("LOCPATH");
}

#endif
