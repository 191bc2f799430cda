/* The shortest decimal with 15, 16 or 17 digits that reads back as the same double.
 *
 * A table of a large world has millions of numbers, and printf with a strtod to check costs a microsecond for each, so
 * the usual case is done in extended precision: with n digits, m = round(x 10^k) for k = n - 1 - floor(log10 x), and
 * the decimal m 10^-k reads back as x when it lies within half a unit in the last place of x. Powers of ten to 10^27
 * are exact in 64 bits, so both products carry one rounding of 2^-64 each, far less than the 2^-54 that is asked
 * about; whoever falls into that margin, or lies outside the exact powers, takes the slow way through printf.
 * Where long double is no wider than double the slow way is the only one. */
#include "table/decimal.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/print.h"

enum { EXACT = 27 };

#if LDBL_MANT_DIG >= 64
static const long double ten_to[EXACT + 1] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,
                                              1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L,
                                              1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};

/* Half the distance from x > 0 to its neighbour on that side; below a power of two it is half as far. */
static long double half_ulp(double x, int below)
{
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int exponent = (int)(bits >> 52 & 0x7ff) - 1023;
  int power_of_two = (bits & ((UINT64_C(1) << 52) - 1)) == 0;
  return ldexpl(1, exponent - 53 - (below && power_of_two));
}

/* x = *digits * 10^*exponent to the last bit; 0 when this way cannot tell. */
static int digits_fast(double x, uint64_t *digits, int *exponent)
{
  int binary;
  (void)frexp(x, &binary);
  int e = (int)floor((binary - 1) * 0.30102999566398120);
  if (e < 17 - 1 - EXACT || e >= EXACT) return 0;
  if (e + 1 >= 0 && x >= (double)ten_to[e + 1]) e++;
  if (e + 1 < 0 && (long double)x * ten_to[-e - 1] >= 1) e++;
  const long double above = half_ulp(x, 0), below = half_ulp(x, 1);
  for (int n = 15; n <= 17; n++) {
    int k = n - 1 - e;
    long double scaled = k >= 0 ? x * ten_to[k] : x / ten_to[-k];
    uint64_t m = (uint64_t)(scaled + 0.5L);
    long double back = k >= 0 ? (long double)m / ten_to[k] : (long double)m * ten_to[-k];
    long double apart = fabsl(back - x), half = back < x ? below : above, margin = half * 0x1p-8L;
    if (apart <= half - margin) {
      *digits = m;
      *exponent = -k;
      return 1;
    }
    if (apart < half + margin) return 0;
  }
  return 0;
}
#else
static int digits_fast(double x, uint64_t *digits, int *exponent)
{
  (void)x, (void)digits, (void)exponent;
  return 0;
}
#endif

static void digits_slow(double x, uint64_t *digits, int *exponent)
{
  char text[64];
  for (int n = 15; n <= 17; n++) {
    twi_print(text, sizeof text, "%.*e", n - 1, x);
    if (n == 17 || twi_number_of(text, NULL) == x) break;
  }
  /* "d.ddde-xx" */
  uint64_t m = 0;
  int count = 0;
  const char *p = text;
  for (; *p && *p != 'e'; p++) {
    if (*p >= '0' && *p <= '9') {
      m = m * 10 + (uint64_t)(*p - '0');
      count++;
    }
  }
  *digits = m;
  *exponent = (*p ? (int)strtol(p + 1, NULL, 10) : 0) - (count - 1);
}

void twi_decimal(double x, uint64_t *digits, int *exponent)
{
  if (!digits_fast(x, digits, exponent)) digits_slow(x, digits, exponent);
  while (*digits % 10 == 0) {
    *digits /= 10;
    ++*exponent;
  }
}
