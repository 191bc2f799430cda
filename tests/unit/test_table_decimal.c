/* Decimals of result files: they read back as the same double, are the shortest that do, and look as people write. */
#include <locale.h>

#include "support.h"

#include "table/number.h"

static void known(void **state)
{
  (void)state;
  static const struct {
    double x;
    int shift;
    const char *text;
  } cases[] = {
      {0, 0, "0"},
      {-0.0, 0, "0"},
      {NAN, 0, "nan"},
      {INFINITY, 0, "inf"},
      {-INFINITY, 0, "-inf"},
      {1, 0, "1"},
      {-2.5, 0, "-2.5"},
      {100, 0, "100"},
      {0.1, 0, "0.1"},
      {0.30000000000000004, 0, "0.30000000000000004"},
      {1.0 / 3, 0, "0.3333333333333333"},
      {0.07, 2, "7"},
      {0.0035, 2, "0.35"},
      {0.25, 2, "25"},
      {-0.005, 2, "-0.5"},
      {0.275, 2, "27.5"},
      {1e-5, 2, "0.001"},
      {0.0001, 0, "0.0001"},
      {0.00001234, 0, "0.00001234"},
      {1.234e-7, 0, "1.234e-7"},
      {1e22, 0, "1e22"},
      {123456789012345680.0, 0, "1.2345678901234568e17"},
      {12345678901234567.0, 0, "1.2345678901234568e16"},
      {9007199254740993.0, 0, "9007199254740992"},
      {1.7976931348623157e308, 0, "1.7976931348623157e308"},
      {2.2250738585072014e-308, 0, "2.2250738585072014e-308"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[TWI_NUMBER_ROOM];
    size_t n = twi_number_write_shifted(cases[i].x, cases[i].shift, text);
    assert_string_equal(text, cases[i].text);
    assert_int_equal(n, strlen(cases[i].text));
  }
}

/* Digits without leading and trailing zeros. */
static int significant(const char *text)
{
  int count = 0, zeros = 0;
  for (; *text && *text != 'e'; text++) {
    if (*text < '0' || *text > '9') continue;
    if (*text == '0') {
      zeros += count > 0;
    } else {
      count += zeros + 1;
      zeros = 0;
    }
  }
  return count;
}

static int shortest(double x)
{
  char text[64];
  int n = 15;
  for (; n < 17; n++) {
    snprintf(text, sizeof text, "%.*e", n - 1, x);
    if (strtod(text, NULL) == x) break;
  }
  snprintf(text, sizeof text, "%.*e", n - 1, x);
  return significant(text);
}

static void check(double x)
{
  char text[TWI_NUMBER_ROOM];
  size_t n = twi_number_write(x, text);
  assert_true(n < TWI_NUMBER_ROOM && text[n] == 0);
  if (strtod(text, NULL) != x) fail_msg("%a is written as %s", x, text);
  if (significant(text) > shortest(x)) fail_msg("%a is written as %s, with more than %d digits", x, text, shortest(x));
}

static void any_bits(void **state)
{
  (void)state;
  support_random random = {7};
  for (int i = 0; i < 200000; i++) {
    uint64_t bits = support_next(&random);
    double x;
    memcpy(&x, &bits, sizeof x);
    if (isfinite(x)) check(x);
    check(exp(support_uniform(&random, -40, 40)));
    check(floor(support_uniform(&random, -1e6, 1e6)) / 1000);
  }
  /* The neighbours of powers of two and of ten, where halves of a last place differ or ties are near. */
  for (int e = -300; e <= 300; e++) {
    double two = ldexp(1, e), ten;
    char power[16];
    snprintf(power, sizeof power, "1e%d", e);
    ten = strtod(power, NULL);
    const double points[] = {two, nextafter(two, 0), nextafter(two, INFINITY),
                             ten, nextafter(ten, 0), nextafter(ten, INFINITY)};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) check(points[i]);
  }
}

static void locale_does_not_matter(void **state)
{
  (void)state;
  if (!setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "fr_FR.UTF-8")) return;
  char text[TWI_NUMBER_ROOM];
  twi_number_write(1.5e-30, text); /* takes the slow way */
  assert_string_equal(text, "1.5e-30");
  setlocale(LC_NUMERIC, "C");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known),
      cmocka_unit_test(any_bits),
      cmocka_unit_test(locale_does_not_matter),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
