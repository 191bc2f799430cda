/* Pieces of JSON: see json.h. */
#include "report/json.h"

#include <math.h>
#include <stdlib.h>

#include "table/texts.h"

tw_status twi_json_load(tw_context *ctx, const char *path, const char *bytes, size_t count, json_t **root)
{
  json_error_t first = {.line = 0}, error = {.line = 0};
  *root = json_loadb(bytes, count, JSON_REJECT_DUPLICATES, &first);
  json_t *again = json_loadb(bytes, count, JSON_REJECT_DUPLICATES, &error);
  int same = *root && again && json_equal(*root, again), memory = *root || again;
  json_decref(again);
  if (same) return TW_OK;
  json_decref(*root);
  *root = NULL;
  /* Both failed: the text is wrong unless memory is short still. An error without words is one of memory. */
  void *probe = malloc(2 * count + 4096);
  memory |= !probe || json_error_code(&error) == json_error_out_of_memory || !*error.text || error.line != first.line ||
            error.column != first.column;
  free(probe);
  if (memory) return twi_no_memory(ctx, count);
  return twi_fail(ctx, TW_BAD_INPUT, "%s:%d:%d: %s", path, error.line, error.column, error.text);
}

const char *twi_json_word(const json_t *root, const char *part, const char *key)
{
  return json_string_value(json_object_get(part ? json_object_get(root, part) : root, key));
}

double twi_json_double(const json_t *value)
{
  return json_is_number(value) ? json_number_value(value) : NAN;
}

json_t *twi_json_number(double x)
{
  return isfinite(x) ? json_real(x) : json_null();
}

json_t *twi_json_text(tw_context *ctx, const char *value)
{
  if (!value) return json_null();
  json_t *string = json_string(value);
  if (string) return string;
  char *plain = twi_strdup(ctx, value);
  if (!plain) return NULL;
  for (char *p = plain; *p; p++)
    if ((unsigned char)*p >= 0x80) *p = '?';
  string = json_string(plain);
  twi_free(ctx, plain);
  return string;
}

json_t *twi_json_languages(tw_context *ctx, const char *(*text)(const void *of, const char *field), const void *of,
                           const char *field, int *failed)
{
  json_t *object = json_object();
  for (int i = 0; twi_language(i); i++) {
    char *key = twi_format(ctx, "%s.%s", field, twi_language(i));
    const char *words = key ? text(of, key) : NULL;
    if (!key) *failed = 1;
    if (words && *words) twi_json_put(object, twi_language(i), twi_json_text(ctx, words), failed);
    twi_free(ctx, key);
  }
  if (!object || json_object_size(object) > 0) return object;
  json_decref(object);
  return json_null();
}

void twi_json_put(json_t *object, const char *key, json_t *value, int *failed)
{
  if (json_object_set_new(object, key, value) != 0) *failed = 1;
}

void twi_json_append(json_t *list, json_t *value, int *failed)
{
  if (json_array_append_new(list, value) != 0) *failed = 1;
}
