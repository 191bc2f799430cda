/* Numbers as text: what is read, what is refused, and that writing and reading give the same bits. */
#include <float.h>

#include "comma.h"
#include "table/number.h"

static void reads(const char *text, double expected)
{
  double value = -1;
  const char *wrong = twi_number_read(text, strlen(text), &value);
  if (wrong) fail_msg("%s: %s", text, wrong);
  if (memcmp(&value, &expected, sizeof value) != 0) fail_msg("%s: read %.17g, expected %.17g", text, value, expected);
}

static void numbers_are_read(void **state)
{
  (void)state;
  reads("0", 0);
  reads("-0", -0.0);
  reads("1", 1);
  reads("+1.5", 1.5);
  reads("-1.5", -1.5);
  reads(".5", 0.5);
  reads("5.", 5);
  reads("007", 7);
  reads("1e3", 1e3);
  reads("1E+03", 1e3);
  reads("12e-1", 1.2);
  reads("0.1", 0.1);
  reads("56938.367666", 56938.367666);
  reads("4.20864413161e-05", 4.20864413161e-05);
  reads("9007199254740993", 9007199254740992.0); /* 2^53 + 1: to even */
  reads("9007199254740995", 9007199254740996.0);
  reads("9007199254740992.999999999999999999999999999", 9007199254740992.0);
  reads("9007199254740993.000000000000000000000000001", 9007199254740994.0);
  reads("1e22", 1e22);
  reads("1e23", 1e23);
  reads("8.5e-323", 8.5e-323);
  reads("4.9406564584124654e-324", 0x1p-1074);
  reads("2.2250738585072011e-308", 0x0.fffffffffffffp-1022);
  reads("1.7976931348623157e308", DBL_MAX);
  reads("1e-400", 0);
  reads("0e99999999999999999999", 0);
  reads("0.000000000000000000000000000000000000000001e42", 1);
}

static void rubbish_is_refused(void **state)
{
  (void)state;
  static const char *const rubbish[] = {
      "",         " ",   " 1",  "1 ",    "-",     "+",     ".",     "-.",     "e5",      ".e5", "1e",
      "1e+",      "1e-", "1,5", "1.2.3", "1_000", "0x10",  "0x1p3", "nan",    "NaN",     "inf", "-inf",
      "infinity", "1f",  "1d5", "--1",   "+-1",   "1e5.0", "1e999", "-1e999", "1.8e308", "one", "1\xc2\xa0"};
  for (size_t i = 0; i < sizeof rubbish / sizeof *rubbish; i++) {
    double value = 7;
    if (!twi_number_read(rubbish[i], strlen(rubbish[i]), &value)) fail_msg("\"%s\" was read as %g", rubbish[i], value);
  }
  double value;
  assert_non_null(twi_number_read("1\0002", 3, &value));
  char digits[500];
  memset(digits, '1', sizeof digits);
  assert_non_null(twi_number_read(digits, 401, &value));
  assert_null(twi_number_read(digits, 300, &value));
  assert_true(value > 1e299 && value < 2e299);
}

/* Against the C library, on decimals of all lengths and sizes. */
static void rounding_is_correct(void **state)
{
  (void)state;
  support_random r = {1};
  for (int i = 0; i < 200000; i++) {
    char text[128];
    int digits = 1 + support_below(&r, 25), point = support_below(&r, digits + 1), n = 0;
    for (int k = 0; k < digits; k++) {
      if (k == point) text[n++] = '.';
      text[n++] = (char)('0' + support_below(&r, 10));
    }
    snprintf(text + n, sizeof text - (size_t)n, "e%d", support_below(&r, 80) - 40);
    reads(text, strtod(text, NULL));
  }
}

static void what_is_written_reads_back(void **state)
{
  (void)state;
  support_random r = {2};
  for (int i = 0; i < 200000; i++) {
    uint64_t bits = support_next(&r);
    double value, back;
    memcpy(&value, &bits, sizeof value);
    if (i % 2) value = support_uniform(&r, -1, 1) * pow(10, support_below(&r, 40) - 20);
    if (!isfinite(value)) continue;
    char text[TWI_NUMBER_ROOM];
    size_t length = twi_number_write(value, text);
    assert_int_equal(length, strlen(text));
    assert_true(length < TWI_NUMBER_ROOM);
    assert_null(twi_number_read(text, length, &back));
    if (back != value) fail_msg("%.17g was written as %s", value, text);
  }
}

static void writes(double value, int shift, const char *expected)
{
  char text[TWI_NUMBER_ROOM];
  twi_number_write_shifted(value, shift, text);
  assert_string_equal(text, expected);
}

static void writing_is_short(void **state)
{
  (void)state;
  writes(0, 0, "0");
  writes(-0.0, 0, "0");
  writes(1, 0, "1");
  writes(-2.5, 0, "-2.5");
  writes(0.1, 0, "0.1");
  writes(0.3, 0, "0.3");
  writes(0.1 + 0.2, 0, "0.30000000000000004");
  writes(1e6, 0, "1000000");
  writes(1e22, 0, "1e22");
  writes(0.0001, 0, "0.0001");
  writes(1.5e-7, 0, "1.5e-7");
  writes(123456.789, 0, "123456.789");
  writes(NAN, 0, "nan");
  writes(-INFINITY, 0, "-inf");
  writes(0.025, 2, "2.5"); /* per cent */
  writes(0.07, 2, "7");
  writes(3.5142819, 2, "351.42819");
}

/* Per cent is the decimal moved by two places, rounded once: both ways give the same bits. */
static void per_cent_goes_both_ways(void **state)
{
  (void)state;
  support_random r = {3};
  for (int i = 0; i < 100000; i++) {
    double value = support_uniform(&r, -1, 4), back;
    char text[TWI_NUMBER_ROOM];
    size_t length = twi_number_write_shifted(value, 2, text);
    assert_null(twi_number_read_shifted(text, length, -2, &back));
    if (back != value) fail_msg("%.17g was written as %s per cent", value, text);
  }
}

/* A decimal comma in the locale of the process changes nothing. */
static void the_locale_does_not_matter(void **state)
{
  (void)state;
  comma_begin();
  reads("1.5", 1.5);
  reads("1.23456789012345678901e5", 1.23456789012345678901e5);
  writes(0.1 + 0.2, 0, "0.30000000000000004");
  writes(5e-324, 0, "4.94065645841247e-324");
  comma_end();
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_are_read),           cmocka_unit_test(rubbish_is_refused),
      cmocka_unit_test(rounding_is_correct),        cmocka_unit_test(what_is_written_reads_back),
      cmocka_unit_test(writing_is_short),           cmocka_unit_test(per_cent_goes_both_ways),
      cmocka_unit_test(the_locale_does_not_matter),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
