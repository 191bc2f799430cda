/* Numbers and words in the JSON that results are made of, found by a path of keys and indices. */
#ifndef TRADEWIND_TESTS_MANIFEST_H
#define TRADEWIND_TESTS_MANIFEST_H

#include <jansson.h>

#include "support.h"

/* run.json of a folder, to be freed by json_decref. */
static inline json_t *manifest_of(const char *folder)
{
  json_error_t error;
  json_t *root = json_load_file(support_path(folder, "run.json"), 0, &error);
  if (!root) fail_msg("%s/run.json: %s", folder, error.text);
  return root;
}

/* A value by a path of keys and indices, as in "pairs.base.1"; it belongs to the root. */
static inline json_t *at(json_t *root, const char *keys)
{
  json_t *value = root;
  for (const char *p = keys; *p;) {
    char key[64];
    size_t n = strcspn(p, ".");
    snprintf(key, sizeof key, "%.*s", (int)n, p);
    value = json_is_array(value) ? json_array_get(value, strtoul(key, NULL, 10)) : json_object_get(value, key);
    if (!value) fail_msg("there is no %s of %s", key, keys);
    p += n + (p[n] == '.');
  }
  return value;
}

/* expected NULL: it is null. */
static inline void assert_says(json_t *root, const char *keys, const char *expected)
{
  if (expected)
    assert_string_equal(json_string_value(at(root, keys)), expected);
  else
    assert_true(json_is_null(at(root, keys)));
}

/* The same number to the bit; expected NaN: it is null. */
static inline void assert_value(json_t *root, const char *keys, double expected)
{
  if (isnan(expected))
    assert_true(json_is_null(at(root, keys)));
  else if (!json_is_number(at(root, keys)) || json_number_value(at(root, keys)) != expected)
    fail_msg("%s is %.17g, expected %.17g", keys, json_number_value(at(root, keys)), expected);
}

#endif
