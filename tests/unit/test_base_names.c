/* The nearest name, comparison without regard to case, texts shown in messages. */
#include "base/names.h"
#include "support.h"

static const char *const CODES[] = {"CHN", "CAN", "USA", "MEX", "ROW", "C29", "C28", "tariff_pct", "export_tax_pct"};
enum { COUNT = sizeof CODES / sizeof *CODES };

static void near_is(const char *word, const char *expected)
{
  const char *found = twi_nearest(word, strlen(word), CODES, COUNT);
  if (!expected)
    assert_null(found);
  else if (!found || strcmp(found, expected) != 0)
    fail_msg("%s: %s, expected %s", word, found ? found : "nothing", expected);
}

static void the_nearest_name(void **state)
{
  (void)state;
  near_is("CNA", "CAN"); /* a swap is nearer than a wrong letter */
  near_is("CAM", "CAN");
  near_is("can", "CAN");
  near_is("MX", "MEX");
  near_is("MEXX", "MEX");
  near_is("C2", "C29"); /* the first of two that are as near */
  near_is("tarrif_pct", "tariff_pct");
  near_is("TARIFPCT", "tariff_pct");
  near_is("tariff", NULL);
  near_is("Atlantis", NULL);
  near_is("XYZ", NULL);
  near_is("X", NULL);
  near_is("", NULL);
  char long_word[200];
  memset(long_word, 'a', sizeof long_word);
  assert_null(twi_nearest(long_word, sizeof long_word, CODES, COUNT));
  static const char *const single[] = {"A", NULL, "B"};
  assert_null(twi_nearest("F", 1, single, 3)); /* nothing in common is not near */
  assert_string_equal(twi_nearest("b", 1, single, 3), "B");
}

static void the_same_name(void **state)
{
  (void)state;
  assert_true(twi_same_name("can,", 3, "CAN"));
  assert_true(twi_same_name("", 0, ""));
  assert_false(twi_same_name("can", 3, "CANA"));
  assert_false(twi_same_name("cana", 4, "CAN"));
  assert_false(twi_same_name("c\0n", 3, "c"));
  assert_false(twi_same_name("\xc3\xa4", 2, "\xc3\x84")); /* only ASCII letters have two forms here */
}

static void shown_is(const char *text, size_t length, const char *expected)
{
  char shown[TWI_SHOWN];
  assert_string_equal(twi_show(text, length, shown), expected);
}

static void texts_are_shown_safely(void **state)
{
  (void)state;
  shown_is("CAN", 3, "\"CAN\"");
  shown_is("", 0, "\"\"");
  shown_is("a\nb\0c\x1b", 6, "\"a\\nb\\x00c\\x1b\"");
  shown_is("T\xc3\xbcrkiye", 8, "\"T\xc3\xbcrkiye\"");
  shown_is("a\xff\xc3", 3, "\"a\\xff\\xc3\"");
  char text[300], shown[TWI_SHOWN];
  for (int fill = 0; fill < 4; fill++) { /* cut at every offset of a letter of four bytes */
    size_t used = (size_t)fill;
    memset(text, 'x', used);
    while (used + 4 < sizeof text) memcpy(text + used, "\xf0\x9f\x8c\x8d", 4), used += 4;
    twi_show(text, used, shown);
    assert_true(strlen(shown) < TWI_SHOWN);
    assert_true(twi_is_utf8(shown, strlen(shown)));
  }
}

static void utf8(void **state)
{
  (void)state;
  assert_true(twi_is_utf8("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x8c\x8d", 10));
  static const char *const bad[] = {"\x80",
                                    "\xc3",
                                    "\xc0\xaf",
                                    "\xe0\x80\x80",
                                    "\xed\xa0\x80",
                                    "\xf0\x80\x80\x80",
                                    "\xf4\x90\x80\x80",
                                    "\xf8\x88\x80\x80\x80",
                                    "\xe2\x82"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(twi_is_utf8(bad[i], strlen(bad[i])));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_nearest_name),
      cmocka_unit_test(the_same_name),
      cmocka_unit_test(texts_are_shown_safely),
      cmocka_unit_test(utf8),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
