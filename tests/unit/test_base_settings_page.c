/* docs/settings.md is what the one table of settings makes of it: this writes the page from TW_SETTINGS_LIST and
 * compares. With TRADEWIND_UPDATE_DOCS=1 (make docs) it replaces the page instead. */
#include "support.h"

static void line(char **at, const char *type, const char *name, double standard, double least, double greatest,
                 const char *unit, const char *help)
{
  *at += sprintf(*at, "| `%s` | %s | %.15g | %.15g to %.15g | %s | %s |\n", name,
                 strcmp(type, "int") == 0 ? "whole number" : "number", standard, least, greatest, unit, help);
}

static void test_page(void **state)
{
  (void)state;
  static char page[1 << 14];
  char *at = page;
  at +=
      sprintf(at, "# Settings\n\n"
                  "Made from `TW_SETTINGS_LIST` in `include/tradewind.h` by `make docs`; do not edit. The same table "
                  "makes the struct\n`tw_settings`, its check, the names that `tw_settings_set` takes and the flags of "
                  "the program (`--max-iterations 100`).\n\n"
                  "| name | kind | default | range | unit | what it is |\n|---|---|---|---|---|---|\n");
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  line(&at, #type, #name, standard, least, greatest, unit, help);
  TW_SETTINGS_LIST(X)
#undef X
  const char *path = support_source("docs/settings.md");
  if (getenv("TRADEWIND_UPDATE_DOCS")) support_write(path, page);
  char *there = support_read(path, NULL);
  if (!there) fail_msg("%s is missing: make docs writes it", path);
  int same = strcmp(there, page) == 0;
  free(there);
  if (!same) fail_msg("%s is not what the table of settings says: make docs writes it anew", path);
}

/* The page's defaults are those a program gets. */
static void test_defaults(void **state)
{
  (void)state;
  tw_settings settings;
  tw_settings_default(&settings);
#define X(type, name, standard, least, greatest, unit, help)                                                           \
  assert_true(settings.name >= (least) && settings.name <= (greatest));                                                \
  assert_close((double)settings.name, standard, 0);
  TW_SETTINGS_LIST(X)
#undef X
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_page), cmocka_unit_test(test_defaults)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
