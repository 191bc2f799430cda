/* Numbers as text, correctly rounded and independent of the locale. See number.h.
 *
 * Reading. A decimal number is m 10^e with an integer m. When m < 2^53 and |e| <= 22 both m and 10^|e| are doubles, and
 * one multiplication or division rounds correctly (Clinger 1990, "How to read floating point numbers accurately").
 * Nearly all numbers in tables are of this kind. The rest go to strtod as "m" "e" "e'", by base/print.h, so that
 * no locale can change what they mean.
 *
 * Writing. The fewest of 15, 16, 17 digits that read back as the same double. */
#include "table/number.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/print.h"
#include "table/decimal.h"

enum { LONGEST = 400, EXPONENT_LIMIT = 100000 };

static const double power[23] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

static int is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* The digits between text and end, without the mark, then the exponent. */
static const char *read_slowly(const char *text, const char *end, long exponent, int negative, double *value)
{
  char plain[LONGEST + 32];
  size_t n = 0;
  for (const char *p = text; p < end; p++)
    if (is_digit(*p)) plain[n++] = *p;
  snprintf(plain + n, sizeof plain - n, "e%ld", exponent);
  double x = twi_number_of(plain, NULL);
  if (!(x <= DBL_MAX)) return "a number too large for double precision";
  *value = negative ? -x : x;
  return NULL;
}

const char *twi_number_read_shifted(const char *text, size_t length, int shift, double *value)
{
  const char *p = text, *end = text + length;
  if (length == 0) return "nothing";
  if (length > LONGEST) return "more than 400 characters";
  int negative = *p == '-';
  if (*p == '-' || *p == '+') p++;
  const char *digits = p;
  uint64_t m = 0;
  int significant = 0; /* digits in m, leading zeros not counted */
  long exponent = shift;
  int any = 0, point = 0;
  for (; p < end; p++) {
    if (is_digit(*p)) {
      any = 1;
      if (significant < 19) m = m * 10 + (uint64_t)(*p - '0');
      if (m) significant++;
      if (point) exponent--;
    } else if (*p == '.' && !point) {
      point = 1;
    } else {
      break;
    }
  }
  const char *digits_end = p;
  if (!any) return "not a number";
  if (p < end && (*p == 'e' || *p == 'E')) {
    const char *q = p + 1;
    int minus = q < end && *q == '-';
    if (q < end && (*q == '-' || *q == '+')) q++;
    if (q < end && is_digit(*q)) {
      long e = 0;
      for (; q < end && is_digit(*q); q++)
        if (e < EXPONENT_LIMIT) e = e * 10 + (*q - '0');
      exponent += minus ? -e : e;
      p = q;
    }
  }
  if (p < end) return "a number with other characters after it";
  if (FLT_EVAL_METHOD == 0 && significant <= 19 && m <= (UINT64_C(1) << 53) && exponent >= -22 && exponent <= 22) {
    double x = (double)m;
    x = exponent < 0 ? x / power[-exponent] : x * power[exponent];
    *value = negative ? -x : x;
    return NULL;
  }
  return read_slowly(digits, digits_end, exponent, negative, value);
}

const char *twi_number_read(const char *text, size_t length, double *value)
{
  return twi_number_read_shifted(text, length, 0, value);
}

/* Places the decimal mark: digits d, the value is 0.d1d2d3… 10^places. */
static size_t place_mark(int negative, const char *digits, int count, int places, char *out)
{
  char *p = out;
  if (negative) *p++ = '-';
  if (places > 16 || places < -4) {
    *p++ = digits[0];
    if (count > 1) {
      *p++ = '.';
      memcpy(p, digits + 1, (size_t)(count - 1));
      p += count - 1;
    }
    p += snprintf(p, 8, "e%d", places - 1);
  } else if (places <= 0) {
    memcpy(p, "0.0000", (size_t)(2 - places));
    p += 2 - places;
    memcpy(p, digits, (size_t)count);
    p += count;
  } else {
    for (int i = 0; i < count || i < places; i++) {
      if (i == places) *p++ = '.';
      *p++ = i < count ? digits[i] : '0';
    }
  }
  *p = 0;
  return (size_t)(p - out);
}

size_t twi_number_write_shifted(double value, int shift, char text[TWI_NUMBER_ROOM])
{
  if (!(fabs(value) <= DBL_MAX)) {
    const char *word = isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
    memcpy(text, word, strlen(word) + 1);
    return strlen(word);
  }
  if (value == 0) {
    memcpy(text, "0", 2);
    return 1;
  }
  uint64_t m;
  int exponent, count = 0;
  twi_decimal(fabs(value), &m, &exponent);
  char reversed[24], digits[24];
  for (; m; m /= 10) reversed[count++] = (char)('0' + m % 10);
  for (int i = 0; i < count; i++) digits[i] = reversed[count - 1 - i];
  return place_mark(value < 0, digits, count, count + exponent + shift, text);
}

size_t twi_number_write(double value, char text[TWI_NUMBER_ROOM])
{
  return twi_number_write_shifted(value, 0, text);
}
