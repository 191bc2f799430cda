/* YAML trees: what is kept of the text, where it stood, and what is refused. */
#include "support.h"
#include "table/yaml.h"

static twi_yaml *parse(tw_context *context, const char *text)
{
  twi_yaml *root = NULL;
  assert_ok(context, twi_yaml_parse(context, text, strlen(text), "t.yaml", &root));
  return root;
}

/* Texts are kept as UTF-8, so another encoding is refused, which libyaml would read. */
static void other_encodings_are_refused(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  static const char little[] = "\xff\xfe"
                               "a\0:\0 \0b\0",
                    bare[] = "a\0:\0 \0b\0", big[] = "\xfe\xff\0a\0:\0 \0b";
  twi_yaml *root = NULL;
  assert_fails(context, twi_yaml_parse(context, little, sizeof little - 1, "t.yaml", &root), TW_BAD_INPUT,
               "t.yaml:1:1: found UTF-16, expected UTF-8");
  assert_fails(context, twi_yaml_parse(context, big, sizeof big - 1, "t.yaml", &root), TW_BAD_INPUT,
               "t.yaml:1:1: found UTF-16, expected UTF-8");
  assert_fails(context, twi_yaml_parse(context, bare, sizeof bare - 1, "t.yaml", &root), TW_BAD_INPUT,
               "t.yaml:1:1: found UTF-16, expected UTF-8");
  assert_null(root);
  root = parse(context, "\xef\xbb\xbf"
                        "a: 1\rb: 2\r");
  assert_int_equal(twi_yaml_get(root, "b")->line, 2);
  twi_yaml_free(context, root);
  tw_context_free(context);
}

static void trees_and_marks(void **state)
{
  (void)state;
  tw_context *context = tw_context_new(NULL);
  twi_yaml *root = parse(context, "# comment\nname: x\nlist: [1, \"2\",\n  three]\nmap:\n  a: {b: c}\n  none:\n"
                                  "block: |\n  one\n  two\nfolded: a\n  b\n");
  assert_int_equal(root->kind, TWI_YAML_MAPPING);
  assert_int_equal(root->count, 5);
  const twi_yaml *name = twi_yaml_get(root, "name"), *list = twi_yaml_get(root, "list"),
                 *map = twi_yaml_get(root, "map");
  assert_string_equal(name->text, "x");
  assert_int_equal(name->line, 2);
  assert_int_equal(name->column, 7);
  assert_int_equal(name->key_line, 2);
  assert_int_equal(name->key_column, 1);
  assert_int_equal(name->quoted, 0);
  assert_int_equal(list->kind, TWI_YAML_SEQUENCE);
  assert_int_equal(list->count, 3);
  assert_int_equal(list->child[1]->quoted, 1);
  assert_int_equal(list->child[2]->line, 4);
  assert_null(list->child[0]->key);
  assert_string_equal(twi_yaml_get(twi_yaml_get(map, "a"), "b")->text, "c");
  assert_true(twi_yaml_is_null(twi_yaml_get(map, "none")));
  assert_string_equal(twi_yaml_get(root, "block")->text, "one\ntwo\n");
  assert_string_equal(twi_yaml_get(root, "folded")->text, "a b");
  assert_null(twi_yaml_get(root, "absent"));
  assert_null(twi_yaml_get(name, "name"));
  char words[64];
  twi_yaml_words(list, words, sizeof words);
  assert_string_equal(words, "a list of 3");
  assert_int_equal(twi_yaml_expected(context, name, "a number"), TW_BAD_INPUT);
  assert_string_equal(tw_error(context), "t.yaml:2:7: found \"x\", expected a number");
  assert_int_equal(twi_yaml_fail_key(context, map, "no %s", "maps"), TW_BAD_INPUT);
  assert_string_equal(tw_error(context), "t.yaml:5:1: no maps");
  static const char *const keys[] = {"name", "list", "map", "blocks", "folded"};
  assert_fails(context, twi_yaml_check_keys(context, root, keys, 5), TW_BAD_INPUT,
               "t.yaml:8:1: found the key \"block\"; did you mean blocks?");
  assert_fails(context, twi_yaml_check_keys(context, root, keys, 2), TW_BAD_INPUT,
               "found the key \"map\", expected one of: name, list");
  twi_yaml_free(context, root);
  tw_context_free(context);
}

static void refuses(const char *text, size_t count, const char *says)
{
  tw_context *context = tw_context_new(NULL);
  twi_yaml *root = NULL;
  assert_fails(context, twi_yaml_parse(context, text, count, "t.yaml", &root), TW_BAD_INPUT, says);
  assert_null(root);
  tw_context_free(context);
}

static void wrong_texts_are_refused(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"", "t.yaml:1:1: found nothing"},
      {"# only a comment\n", "t.yaml:1:1: found nothing"},
      {"a: 1\nb: 2\na: 3\n", "t.yaml:3:1: found the key \"a\" again, first in line 1"},
      {"a: &x 1\n", "t.yaml:1:4: anchors (&) are not supported"},
      {"a: [&x {b: 1}]\n", "t.yaml:1:5: anchors"},
      {"&k a: 1\n", "t.yaml:1:1: anchors"},
      {"a: *x\n", "t.yaml:1:4: aliases (*) are not supported"},
      {"*x : 1\n", "t.yaml:1:1: found a list, a mapping or an alias as a key"},
      {"a: !!int 3\n", "t.yaml:1:4: tags (!) are not supported"},
      {"a: !x [1]\n", "t.yaml:1:4: tags"},
      {"? [a, b]\n: 1\n", "t.yaml:1:3: found a list, a mapping or an alias as a key"},
      {"a: 1\n---\nb: 2\n", "t.yaml:2:1: found a second document"},
      {"a: [1, 2\n",
       "t.yaml:2:1: not readable as YAML: did not find expected ',' or ']' (while parsing a flow sequence that "
       "starts in line 1)"},
      {"a: b: c\n", "t.yaml:1:5: not readable as YAML: mapping values are not allowed"},
      {"a: 1\n  b: 2\n", "t.yaml:2:4: not readable as YAML"},
      {"a: \"x\n", "not readable as YAML"},
      {"a: \"\\0\"\n", "t.yaml:1:4: found a zero byte"},
      {"\t- a\n", "t.yaml:1:1: found a tab, expected spaces"},
      {"a: \xff\n", "t.yaml:1:4: found the byte \\xff, expected UTF-8"},
      {"a: 1\nb\xc3\xa9: \xe9t\xe9\n", "t.yaml:2:5: found the byte \\xe9, expected UTF-8"},
      {"a: 1\nb: x\x01y\n", "t.yaml:2:5: found the control character \\x01 in a text"},
      {"a: 1\n# x\x1b[31m\n", "t.yaml:2:4: found the control character \\x1b in a text"},
      {"a: 1\n# x\xe2\x80\x8by\n", "t.yaml:2:4: found the control character \\u200b in a text"},
      {"a: @x\n", "t.yaml:1:4: not readable as YAML"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) refuses(cases[i][0], strlen(cases[i][0]), cases[i][1]);
}

static void size_and_depth_are_bounded(void **state)
{
  (void)state;
  enum { MANY = 5 << 20 };
  char *text = malloc(MANY + 1);
  memset(text, '[', 1000);
  refuses(text, 1000, "nested more than 32 deep");
  memset(text, '#', MANY);
  refuses(text, MANY, "expected at most");
  size_t used = 0;
  for (int i = 0; i < 250000; i++) used += (size_t)sprintf(text + used, "- 1\n");
  refuses(text, used, "more than 200000 values");
  used = 0;
  for (int i = 0; i < 10001; i++) used += (size_t)sprintf(text + used, "k%d: 1\n", i);
  refuses(text, used, "more than 10000 keys");
  free(text);
}

static tw_status parse_and_free(tw_context *context, void *user)
{
  const char *text = user;
  twi_yaml *root;
  tw_status status = twi_yaml_parse(context, text, strlen(text), "t.yaml", &root);
  twi_yaml_free(context, root);
  return status;
}

static void failing_memory_is_survived(void **state)
{
  (void)state;
  char good[] = "a: [1, 2, {b: c, d: [e, f, g]}]\nh: i\n", bad[] = "a: [1, {b: c}]\nd: {e: f, g: *h}\n";
  assert_true(support_fail_each(parse_and_free, good) > 10);
  tw_context *context = tw_context_new(NULL);
  assert_int_equal(parse_and_free(context, bad), TW_BAD_INPUT);
  tw_context_free(context);
}

static void random_bytes_do_no_harm(void **state)
{
  (void)state;
  static const char alphabet[] = "ab1:  --,[]{}\n\n#\"'&*!|>?%@`~\t\xc3\xa4";
  tw_context *context = tw_context_new(NULL);
  support_random r = {5};
  for (int i = 0; i < 20000; i++) {
    char bytes[48];
    size_t count = (size_t)support_below(&r, 48);
    for (size_t k = 0; k < count; k++) bytes[k] = alphabet[support_below(&r, sizeof alphabet - 1)];
    twi_yaml *root = NULL;
    tw_status status = twi_yaml_parse(context, bytes, count, "t.yaml", &root);
    assert_true(status == TW_OK ? root != NULL : status == TW_BAD_INPUT && root == NULL);
    twi_yaml_free(context, root);
  }
  tw_context_free(context);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(other_encodings_are_refused), cmocka_unit_test(trees_and_marks),
      cmocka_unit_test(wrong_texts_are_refused),     cmocka_unit_test(size_and_depth_are_bounded),
      cmocka_unit_test(failing_memory_is_survived),  cmocka_unit_test(random_bytes_do_no_harm),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
