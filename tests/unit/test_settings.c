/* Settings: defaults, ranges, and setting by name from text. */
#include "comma.h"
#include "context.h"

static void defaults_pass(void **state)
{
  (void)state;
  tw_settings s;
  tw_settings_default(&s);
  assert_ok(context, tw_settings_check(context, &s));
#define X(type, name, standard, least, greatest, unit, help) assert_true(s.name == standard);
  TW_SETTINGS_LIST(X)
#undef X
}

static void every_bound_is_checked(void **state)
{
  (void)state;
  tw_settings s;
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  tw_settings_default(&s);                                                                                             \
  s.name = (type)(least - 1);                                                                                          \
  assert_fails(context, tw_settings_check(context, &s), TW_USAGE, #name);                                              \
  s.name = (type)(greatest + 1);                                                                                       \
  assert_fails(context, tw_settings_check(context, &s), TW_USAGE, #name);                                              \
  s.name = (type)least;                                                                                                \
  assert_ok(context, tw_settings_check(context, &s));                                                                  \
  s.name = (type)greatest;                                                                                             \
  assert_ok(context, tw_settings_check(context, &s));
  TW_SETTINGS_LIST(X)
#undef X
  tw_settings_default(&s);
  s.tolerance = NAN;
  assert_fails(context, tw_settings_check(context, &s), TW_USAGE, "tolerance");
}

static void set_by_name(void **state)
{
  (void)state;
  tw_settings s;
  tw_settings_default(&s);
  assert_ok(context, tw_settings_set(context, &s, "tolerance", "1e-8"));
  assert_true(s.tolerance == 1e-8);
  assert_ok(context, tw_settings_set(context, &s, "max_iterations", "17"));
  assert_int_equal(s.max_iterations, 17);
  assert_ok(context, tw_settings_set(context, &s, "decomposition", "0"));
  assert_int_equal(s.decomposition, 0);
}

static void what_is_wrong_is_named(void **state)
{
  (void)state;
  tw_settings s;
  tw_settings_default(&s);
  assert_fails(context, tw_settings_set(context, &s, "tolerence", "1e-8"), TW_USAGE, "did you mean tolerance?");
  assert_fails(context, tw_settings_set(context, &s, "colour", "1"), TW_USAGE, "tolerance, threads, max_iterations");
  static const char *const wrong[] = {"",    "x",  "1e-8x", " 1e-8", "0x1p-30", "nan",
                                      "inf", "-1", "1",     "1e-99", "1,0e-8",  "1e-8 "};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    assert_fails(context, tw_settings_set(context, &s, "tolerance", wrong[i]), TW_USAGE,
                 "expected a number from 1e-14 to 0.001 (relative)");
  assert_fails(context, tw_settings_set(context, &s, "threads", "1.5"), TW_USAGE, "expected a whole number from 0 to");
  assert_fails(context, tw_settings_set(context, &s, "threads", "999999999999"), TW_USAGE, "threads");
  assert_true(s.tolerance == 1e-10 && s.threads == 0);
}

/* A program in a locale with a decimal comma reads the same text the same way. */
static void locale_does_not_matter(void **state)
{
  (void)state;
  comma_begin();
  tw_settings s;
  tw_settings_default(&s);
  assert_ok(context, tw_settings_set(context, &s, "tolerance", "0.5e-8"));
  assert_true(s.tolerance == 0.5e-8);
  comma_end();
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(defaults_pass),          cmocka_unit_test(every_bound_is_checked), cmocka_unit_test(set_by_name),
      cmocka_unit_test(what_is_wrong_is_named), cmocka_unit_test(locale_does_not_matter),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
