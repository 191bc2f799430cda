/* What a results folder is of: every kind that is written is read as itself, older manifests by the keys they have, and
 * nothing else is taken for one. */
#include "report/report.h"
#include "support.h"

static tw_context *context;

static json_t *manifest(const char *text)
{
  json_t *root = json_loads(text, 0, NULL);
  if (!root) fail_msg("%s: is no JSON", text);
  return root;
}

static void is_of(const char *text, twi_results_kind expected)
{
  twi_results_kind kind = TWI_RESULTS_RUN;
  json_t *root = manifest(text);
  assert_ok(context, twi_results_kind_of(context, "here", root, &kind));
  if (kind != expected) fail_msg("%s: is %s, expected %s", text, twi_results_words(kind), twi_results_words(expected));
  assert_int_equal(twi_results_kind_said(root), expected);
  json_decref(root);
}

static void refused(const char *text, const char *expected)
{
  twi_results_kind kind;
  json_t *root = manifest(text);
  assert_int_equal(twi_results_kind_of(context, "here", root, &kind), TW_BAD_INPUT);
  if (!strstr(tw_error(context), expected)) fail_msg("%s: %s, expected %s", text, tw_error(context), expected);
  json_decref(root);
}

static void kinds_come_back(void **state)
{
  static const char *const words[TWI_RESULTS_KINDS] = {"run",  "range",    "decide", "reconcile", "plants", "dependence",
                                                       "food", "exposure", "cascade", "accounts", "routes", "market", "stress"};
  (void)state;
  for (int i = 0; i < TWI_RESULTS_KINDS; i++) {
    char text[128];
    assert_string_equal(twi_results_word((twi_results_kind)i), words[i]);
    /* the word counts, whatever other keys there are */
    snprintf(text, sizeof text, "{\"program\": \"tradewind\", \"kind\": \"%s\", \"decision\": {}, \"range\": {}}",
             words[i]);
    is_of(text, (twi_results_kind)i);
  }
}

static void older_manifests_have_other_keys(void **state)
{
  (void)state;
  is_of("{\"program\": \"tradewind\"}", TWI_RESULTS_RUN);
  is_of("{\"program\": \"tradewind\", \"kind\": \"\"}", TWI_RESULTS_RUN);
  is_of("{\"program\": \"tradewind\", \"range\": {}}", TWI_RESULTS_RANGE);
  is_of("{\"program\": \"tradewind\", \"decision\": {}}", TWI_RESULTS_DECIDE);
}

static void others_are_refused(void **state)
{
  (void)state;
  refused("{}", "here/run.json: expected \"program\": \"tradewind\"");
  refused("{\"program\": \"other\", \"kind\": \"run\"}", "here/run.json: expected \"program\": \"tradewind\"");
  refused("{\"program\": \"tradewind\", \"kind\": \"guess\"}",
          "here/run.json: found \"kind\": \"guess\", expected run, range, decide, reconcile, plants, dependence, food, "
          "exposure, cascade, accounts, routes, market or stress");
}

static void results_there(const char *text, int expected)
{
  json_t *root = manifest(text);
  if (twi_results_are_there(twi_results_kind_said(root), root) != expected) fail_msg("%s: expected %d", text, expected);
  json_decref(root);
}

static void results_are_certified_or_of_variants(void **state)
{
  (void)state;
  results_there("{\"kind\": \"run\", \"certified\": true}", 1);
  results_there("{\"kind\": \"run\", \"certified\": false, \"files\": {\"regions.csv\": {}}}", 0);
  results_there("{\"kind\": \"decide\", \"files\": {\"decision.csv\": {}}}", 0);
  results_there("{\"kind\": \"reconcile\", \"certified\": false, \"files\": {\"reconcile.csv\": {}}}", 1);
  results_there("{\"kind\": \"reconcile\", \"certified\": false, \"files\": {}}", 0);
}

/* The names of a row are of things that there are: its file is one of a results folder, of this kind; its tables come
 * one after the other from the first on; a list of the page's data goes with a key for the object. */
static void rows_and_files_belong_together(void **state)
{
  int places[TWI_RESULTS_KINDS] = {0}, place, tables = 0;
  twi_results_kind kind;
  const char *name;
  (void)state;
  for (; (name = twi_report_table(tables, &kind, &place)); tables++) {
    assert_int_equal(place, places[kind]++);
    assert_true(twi_is_table(name));
  }
  int all = 0;
  for (int i = 0; (name = twi_report_file(i)); i++) {
    all += twi_is_table(name);
    for (int k = 0; k < i; k++) assert_string_not_equal(name, twi_report_file(k));
  }
  assert_int_equal(all, tables);
  assert_int_equal(places[TWI_RESULTS_RUN], TWI_REPORT_TABLES);
  assert_string_equal(twi_report_file(TWI_REPORT_BY_YEAR), "years.csv");
  for (int i = 0; i < TWI_RESULTS_KINDS; i++) {
    const twi_results_row *row = twi_results_row_of((twi_results_kind)i);
    int found = 0;
    assert_true(row->words && row->tables && row->same && row->page.noun);
    assert_int_equal(places[i] > 0, i == TWI_RESULTS_RUN || row->page.file != NULL);
    if (!row->page.file) continue;
    for (int k = 0; (name = twi_report_file(k)); k++) found |= strcmp(name, row->page.file) == 0;
    if (!found) fail_msg("%s: %s is no file of results", row->word, row->page.file);
    assert_true(row->page.list && row->page.key && row->page.digits > 0);
    assert_int_equal(row->page.title == NULL, row->page.whole); /* a whole page has its own */
    assert_non_null(row->page.needs[0]);
  }
}

int main(void)
{
  context = tw_context_new(NULL);
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kinds_come_back), cmocka_unit_test(older_manifests_have_other_keys),
      cmocka_unit_test(others_are_refused), cmocka_unit_test(results_are_certified_or_of_variants),
      cmocka_unit_test(rows_and_files_belong_together)};
  int failures = cmocka_run_group_tests(tests, NULL, NULL);
  tw_context_free(context);
  return support_finish(failures);
}
