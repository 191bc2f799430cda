/* Text for people: what is a control, one line of a text, controls shown; and that no error and no log line sends one.
 */
#include "base/context.h"
#include "base/plain.h"
#include "support.h"

static void shown_as(const char *text, size_t length, const char *expected)
{
  char shown[256];
  assert_int_equal(twi_visible(text, length, shown, sizeof shown), strlen(expected));
  assert_string_equal(shown, expected);
}

static void controls_are_shown(void **state)
{
  (void)state;
  shown_as("T\xc3\xbcrkiye \xe6\x97\xa5 \xf0\x9f\x8d\x81", 17, "T\xc3\xbcrkiye \xe6\x97\xa5 \xf0\x9f\x8d\x81");
  shown_as("a\nb\tc\rd\0e", 9, "a\\nb\\tc\\rd\\x00e");
  shown_as("\x1b]0;x\x07\x7f", 7, "\\x1b]0;x\\a\\x7f");
  shown_as("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0", 8, "\\u0080\\u009b\\u009f\xc2\xa0");
  shown_as("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\xae\xe2\x80\xaf", 15,
           "\\u2028\\u2029\\u202a\\u202e\xe2\x80\xaf");
  shown_as("\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa9\xe2\x81\xaa", 12, "\\u2065\\u2066\\u2069\\u206a");
  /* directions and what has no width; joiners, which some scripts need, and a blank that has a width are sent */
  shown_as("\xd8\x9c\xe2\x80\x8b\xe2\x80\x8e\xe2\x80\x8f\xe2\x81\xa0", 14, "\\u061c\\u200b\\u200e\\u200f\\u2060");
  shown_as("\xef\xbb\xbf\xe1\xa0\x8e\xf3\xa0\x81\x81\xef\xbf\xb9", 13, "\\ufeff\\u180e\\ue0041\\ufff9");
  shown_as("\xe2\x80\x8c\xe2\x80\x8d\xe2\x80\x8a", 9, "\xe2\x80\x8c\xe2\x80\x8d\xe2\x80\x8a");
  shown_as("\xff\x9b\xc3", 3, "\\xff\\x9b\\xc3");                   /* no UTF-8 */
  shown_as("\xed\xa0\x80\xc0\x9b", 5, "\\xed\\xa0\\x80\\xc0\\x9b"); /* a surrogate, an overlong escape */
  char small[6];
  assert_int_equal(twi_visible("ab\x1b", 3, small, sizeof small), 6);
  assert_string_equal(small, "ab"); /* an escape is shown whole or not at all */
  assert_int_equal(twi_visible("ab\x1b", 3, NULL, 0), 6);
}

/* Every point there is against the list of docs/formats.md: first and last of each kind, and none beside them. */
static void every_point(void **state)
{
  (void)state;
  static const unsigned kind[][2] = {{0x0, 0x1f},       {0x7f, 0x7f},     {0x80, 0x9f}, /* C0, DEL, C1 */
                                     {0x2028, 0x2029}, /* separators of lines and paragraphs */
                                     {0x61c, 0x61c},    {0x200e, 0x200e}, {0x200f, 0x200f}, /* directions */
                                     {0x202a, 0x202e},  {0x2066, 0x2069},                   /* more of them */
                                     {0x180e, 0x180e},  {0x200b, 0x200b}, {0x2060, 0x2065}, /* without width */
                                     {0x206a, 0x206f},  {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, /* and meaning in a line */
                                     {0xe0000, 0xe007f}};
  for (unsigned point = 0; point <= 0x10ffff; point++) {
    int listed = 0;
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) listed |= point >= kind[i][0] && point <= kind[i][1];
    if (!twi_is_control(point) != !listed) fail_msg("U+%04X: found %d, expected %d", point, !listed, listed);
  }
}

static void is_line(const char *text, const char *expected)
{
  char copy[64];
  snprintf(copy, sizeof copy, "%s", text);
  twi_one_line(copy);
  assert_string_equal(copy, expected);
}

static void a_text_becomes_one_line(void **state)
{
  (void)state;
  is_line("plain", "plain");
  is_line("  two \t\n words\r\n", "two words");
  is_line("a\xc2\x85"
          "b\xe2\x80\xa8"
          "c\xe2\x80\xa9"
          "d\v\fe",
          "a b c d e");
  is_line("\n\t ", "");
  is_line("", "");
  is_line("no\xc2\xa0"
          "break \xff",
          "no\xc2\xa0"
          "break \xff"); /* what is no break stays */
}

static void a_control_is_found(void **state)
{
  (void)state;
  char shown[TWI_CONTROL];
  assert_null(twi_control_in("a\tb\r\nc\xc2\x85\xe2\x80\xa8", 11, shown)); /* breaks are no such controls */
  assert_string_equal(twi_control_in("a\x1b", 2, shown), "\\x1b");
  assert_string_equal(twi_control_in("a\xe2\x80\xae", 4, shown), "\\u202e");
  assert_string_equal(twi_control_in("\xc2\x9b", 2, shown), "\\u009b");
  assert_string_equal(twi_control_in("\xfe", 1, shown), "\\xfe");
  assert_string_equal(twi_control_in("\0", 1, shown), "\\x00");
}

static char line[4096];

static void on_line(void *user, int level, const char *text)
{
  (void)user, (void)level;
  snprintf(line, sizeof line, "%s", text);
}

static void messages_are_one_line(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  tw_set_log(context, on_line, NULL);
  twi_fail(context, TW_IO, "%s: cannot", "a\x1b[31m\nb\xe2\x80\xae");
  assert_string_equal(tw_error(context), "a\\x1b[31m\\nb\\u202e: cannot");
  twi_fail(context, TW_IO, "again: %s", tw_error(context)); /* shown once is shown */
  assert_string_equal(tw_error(context), "again: a\\x1b[31m\\nb\\u202e: cannot");
  twi_error_prefix(context, "\xc2\x9b: ");
  assert_string_equal(tw_error(context), "\\u009b: again: a\\x1b[31m\\nb\\u202e: cannot");
  twi_log(context, 0, "%s", "a\x07\rb");
  assert_string_equal(line, "a\\a\\rb");
  /* too long for the room: cut between characters, and still text */
  char many[3001];
  for (int i = 0; i < 3000; i += 2) memcpy(many + i, "\xc3\xbc", 2);
  many[3000] = 0;
  for (int before = 0; before < 2; before++) {
    twi_fail(context, TW_IO, "%s%s", before ? "x" : "", many);
    assert_true(strlen(tw_error(context)) > 2000 && !strchr(tw_error(context), '\\'));
  }
  tw_context_free(context);
}

/* A text without anything is a text; what is put before a long message pushes out its end. */
static void texts_of_any_length(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  char *text = twi_format(ctx, "%s", "");
  assert_non_null(text);
  assert_string_equal(text, "");
  twi_free(ctx, text);
  char full[4000], start[1501];
  memset(full, 'a', sizeof full - 1);
  memset(start, 'b', sizeof start - 1);
  full[sizeof full - 1] = start[sizeof start - 1] = 0;
  assert_int_equal(twi_fail(ctx, TW_BAD_INPUT, "%s", full), TW_BAD_INPUT);
  size_t room = strlen(tw_error(ctx));
  assert_true(room > 1600 && room < sizeof full);
  twi_error_prefix(ctx, "%s", start);
  const char *error = tw_error(ctx);
  assert_in_range(strlen(error), 1600, room);
  assert_memory_equal(error, start, sizeof start - 1);
  assert_int_equal(error[sizeof start], 'a');
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(controls_are_shown),      cmocka_unit_test(every_point),
                                     cmocka_unit_test(a_text_becomes_one_line), cmocka_unit_test(a_control_is_found),
                                     cmocka_unit_test(messages_are_one_line),   cmocka_unit_test(texts_of_any_length)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
