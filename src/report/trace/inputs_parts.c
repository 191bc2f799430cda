/* What differs in one text of two manifests, and in the files that they hold of a scenario or a decision. See
 * inputs_parts.h. */
#include "report/trace/inputs_parts.h"

#include <string.h>

#include "report/trace/stored.h"

tw_status twi_trace_text_differs(tw_trace *trace, const json_t *a, const json_t *b, const char *part, const char *key,
                                 const char *what)
{
  const char *first = twi_trace_word(a, part, key), *second = twi_trace_word(b, part, key);
  if (strcmp(first, second) == 0) return TW_OK;
  return twi_trace_say(trace, "%s: %s and %s", what, *first ? first : "nothing", *second ? second : "nothing");
}

/* The folder's own files belong together, all others by their names. */
static json_t *partner_of(json_t *list, const json_t *file)
{
  const char *name = json_string_value(json_object_get(file, "name")), *other;
  for (size_t i = 1; name && i < json_array_size(list); i++) {
    other = json_string_value(json_object_get(json_array_get(list, i), "name"));
    if (other && strcmp(name, other) == 0) return json_array_get(list, i);
  }
  return NULL;
}

tw_status twi_trace_files_differ(tw_trace *trace, const json_t *a, const json_t *b, const char *part)
{
  const char *first = twi_trace_word(a, part, "sha256"), *second = twi_trace_word(b, part, "sha256");
  if (strcmp(first, second) == 0) return TW_OK;
  json_t *left = json_object_get(json_object_get(a, part), "files");
  json_t *right = json_object_get(json_object_get(b, part), "files");
  tw_status status = twi_trace_say(trace, "the %s: %s (SHA-256 %.12s) and %s (SHA-256 %.12s)", part,
                                   twi_trace_word(a, part, "name"), first, twi_trace_word(b, part, "name"), second);
  if (status == TW_OK && (!left || !right))
    status = twi_trace_say(trace, "an older version wrote one of the folders, without the %s's text", part);
  if (status != TW_OK || !left || !right) return status;
  status = twi_trace_file(trace, part, json_array_get(left, 0), json_array_get(right, 0));
  for (size_t i = 1; status == TW_OK && i < json_array_size(left); i++)
    status = twi_trace_file(trace, part, json_array_get(left, i), partner_of(right, json_array_get(left, i)));
  for (size_t i = 1; status == TW_OK && i < json_array_size(right); i++)
    if (!partner_of(left, json_array_get(right, i)))
      status = twi_trace_file(trace, part, NULL, json_array_get(right, i));
  return status;
}
