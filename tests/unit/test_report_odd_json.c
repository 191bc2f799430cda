/* The JSON files of a results folder with each value removed or of another kind, one at a time: an answer or an error,
 * for every reader of them. Libraries hand over NULL for what is not there. */
#include "fuzz/made_folders.h"

static void every_value_once(void **state)
{
  (void)state;
  static made_folder folder[MADE_FOLDERS];
  tw_context *context = tw_context_new(NULL);
  made_folders(context, folder);
  int sanitized = getenv("TRADEWIND_SANITIZED") != NULL, tried = 0, turn = 0;
  for (int k = 0; k < MADE_FOLDERS; k++)
    for (int second = 0; second <= (folder[k].study != NULL); second++) {
      json_t *root = second ? folder[k].study : folder[k].manifest;
      size_t count = made_count(root), step = count / (sanitized ? 60 : 150) + 1;
      /* Every place within a few, in each of its kinds in turn. */
      for (size_t i = 0; i < count; i += step) {
        json_t *copy = json_deep_copy(root);
        made_change(copy, i, turn++ % MADE_KINDS);
        if (json_equal(copy, root)) made_change(copy, i, MADE_LIST); /* it was null */
        assert_false(json_equal(copy, root));
        char *text = json_dumps(copy, 0);
        made_try(context, &folder[k], second ? folder[k].study_name : "run.json", text, strlen(text));
        free(text);
        json_decref(copy);
        tried++;
      }
    }
  assert_true(tried > 100);
  made_folders_free(folder);
  tw_context_free(context);
}

/* Not JSON at all, or not an object. */
static void other_texts(void **state)
{
  (void)state;
  static made_folder folder[MADE_FOLDERS];
  static const char *const text[] = {
      "", "null", "[]", "7", "\"x\"", "{}", "{\"files\": {}}", "{\"kind\": \"decide\"}", "{\"a"};
  tw_context *context = tw_context_new(NULL);
  made_folders(context, folder);
  for (int k = 0; k < MADE_FOLDERS; k++)
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
      made_try(context, &folder[k], "run.json", text[i], strlen(text[i]));
      if (folder[k].study) made_try(context, &folder[k], folder[k].study_name, text[i], strlen(text[i]));
    }
  made_folders_free(folder);
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_value_once), cmocka_unit_test(other_texts)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
