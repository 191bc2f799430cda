/* Numbers as people read them: the program's own words, without the program. */
#include "support.h"

#undef fail /* the program's own has arguments */
#include "../../cli/text.c"

int terminal_width(void)
{
  return 80;
}

void *obtained(void *memory)
{
  return memory;
}

/* From microseconds to seconds, with the digits that mean something. */
static void times_in_words(void **state)
{
  (void)state;
  static const struct {
    double seconds;
    const char *words;
  } time[] = {{0, "0 us"},         {3e-7, "0 us"},      {4.4e-5, "44 us"}, {9.994e-4, "999 us"}, {1e-3, "1.0 ms"},
              {1.26e-3, "1.3 ms"}, {9.94e-3, "9.9 ms"}, {0.01, "10 ms"},   {0.1234, "123 ms"},   {0.9994, "999 ms"},
              {1, "1.0 s"},        {59.96, "60.0 s"},   {3725, "3725.0 s"}};
  for (size_t i = 0; i < sizeof time / sizeof *time; i++) {
    char words[CELL];
    seconds_words(words, time[i].seconds);
    assert_string_equal(words, time[i].words);
  }
}

/* Commas between thousands, signs of changes, and nothing that reads as zero but zero. */
static void money_in_words(void **state)
{
  (void)state;
  static const struct {
    double value;
    int decimals, sign;
    const char *words;
  } money[] = {{0, 2, 1, "0.00"},
               {0, 0, 1, "0"},
               {1234567.891, 2, 0, "1,234,567.89"},
               {-999, 0, 1, "-999"},
               {-1000, 0, 1, "-1,000"},
               {12345, 0, 1, "+12,345"},
               {0.001, 2, 0, "~0"},
               {-0.001, 2, 1, "~0"},
               {0.006, 2, 1, "+0.01"},
               {123, 0, 0, "123"},
               {-1e6, 0, 0, "-1,000,000"}};
  for (size_t i = 0; i < sizeof money / sizeof *money; i++) {
    char words[CELL];
    money_words(words, money[i].value, money[i].decimals, money[i].sign);
    assert_string_equal(words, money[i].words);
  }
}

static void powers_in_words(void **state)
{
  (void)state;
  static const struct {
    double value;
    const char *words;
  } power[] = {{1e-9, "1e-9"}, {2.34e-12, "2.3e-12"}, {0, "0"}, {1.5e-7, "1.5e-7"}};
  for (size_t i = 0; i < sizeof power / sizeof *power; i++) {
    char words[CELL];
    power_words(words, power[i].value);
    assert_string_equal(words, power[i].words);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(times_in_words),
      cmocka_unit_test(money_in_words),
      cmocka_unit_test(powers_in_words),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
