/* What differs in what two results folders were made of, read from their manifests: the program, the world, the
 * scenario line by line, the settings. */
#include <math.h>
#include <string.h>

#include "report/trace.h"

static const char *text_of(const json_t *root, const char *part, const char *key)
{
  const json_t *of = part ? json_object_get(root, part) : root;
  const char *text = json_string_value(json_object_get(of, key));
  return text ? text : "";
}

/* ---------------------------------------------------------------- lines */

enum { MOST_LINES = 2000 };

typedef struct lines {
  const char **at;
  size_t *length;
  size_t count;
} lines;

static tw_status split(tw_context *ctx, const char *text, lines *l)
{
  size_t count = 0;
  for (const char *p = text; *p; p++) count += *p == '\n';
  l->at = twi_alloc(ctx, count + 1, sizeof *l->at);
  l->length = twi_alloc(ctx, count + 1, sizeof *l->length);
  if (!l->at || !l->length) return twi_no_memory(ctx, count * sizeof *l->at);
  for (const char *p = text; *p;) {
    l->at[l->count] = p;
    l->length[l->count] = strcspn(p, "\n");
    p += l->length[l->count++];
    if (*p) p++;
  }
  return TW_OK;
}

static int same(const lines *a, size_t i, const lines *b, size_t k)
{
  return a->length[i] == b->length[k] && memcmp(a->at[i], b->at[k], a->length[i]) == 0;
}

static tw_status say_line(tw_trace *trace, char sign, const lines *l, size_t i)
{
  return twi_trace_say(trace, "%c %.*s", sign, (int)l->length[i], l->at[i]);
}

/* The longest common subsequence of the lines between the equal ones at both ends. */
static tw_status say_lines(tw_trace *trace, const lines *a, const lines *b)
{
  size_t from = 0, end = 0;
  while (from < a->count && from < b->count && same(a, from, b, from)) from++;
  while (end < a->count - from && end < b->count - from && same(a, a->count - 1 - end, b, b->count - 1 - end)) end++;
  size_t n = a->count - from - end, m = b->count - from - end;
  if (n > MOST_LINES || m > MOST_LINES) return twi_trace_say(trace, "%zu lines stand where %zu stood", m, n);
  unsigned short *common = twi_new(trace->ctx, (n + 1) * (m + 1), sizeof *common); /* of what follows (i, k) */
  if (!common) return twi_no_memory(trace->ctx, 0);
  for (size_t i = n; i-- > 0;)
    for (size_t k = m; k-- > 0;) {
      unsigned short down = common[(i + 1) * (m + 1) + k], right = common[i * (m + 1) + k + 1];
      common[i * (m + 1) + k] = same(a, from + i, b, from + k) ? (unsigned short)(common[(i + 1) * (m + 1) + k + 1] + 1)
                                                               : (down > right ? down : right);
    }
  tw_status status = TW_OK;
  for (size_t i = 0, k = 0; status == TW_OK && (i < n || k < m);) {
    if (i < n && k < m && same(a, from + i, b, from + k)) {
      i++;
      k++;
    } else if (i < n && (k == m || common[(i + 1) * (m + 1) + k] >= common[i * (m + 1) + k + 1])) {
      status = say_line(trace, '-', a, from + i++);
    } else {
      status = say_line(trace, '+', b, from + k++);
    }
  }
  twi_free(trace->ctx, common);
  return status;
}

tw_status twi_trace_lines(tw_trace *trace, const char *first, const char *second)
{
  lines a = {.count = 0}, b = {.count = 0};
  tw_status status = split(trace->ctx, first, &a);
  if (status == TW_OK) status = split(trace->ctx, second, &b);
  if (status == TW_OK) status = say_lines(trace, &a, &b);
  twi_free(trace->ctx, a.at);
  twi_free(trace->ctx, a.length);
  twi_free(trace->ctx, b.at);
  twi_free(trace->ctx, b.length);
  return status;
}

/* ---------------------------------------------------------------- parts */

static tw_status say_text(tw_trace *trace, const json_t *a, const json_t *b, const char *part, const char *key,
                          const char *what)
{
  const char *first = text_of(a, part, key), *second = text_of(b, part, key);
  if (strcmp(first, second) == 0) return TW_OK;
  return twi_trace_say(trace, "%s: %s and %s", what, *first ? first : "nothing", *second ? second : "nothing");
}

static tw_status say_world(tw_trace *trace, const json_t *a, const json_t *b)
{
  const char *first = text_of(a, "world", "sha256"), *second = text_of(b, "world", "sha256");
  if (strcmp(first, second) == 0) return TW_OK;
  return twi_trace_say(
      trace,
      "the world: %s (SHA-256 %.12s) and %s (SHA-256 %.12s); `tradewind world diff` shows what differs "
      "in them",
      text_of(a, "world", "name"), first, text_of(b, "world", "name"), second);
}

static tw_status say_file(tw_trace *trace, const json_t *a, const json_t *b)
{
  const char *name = json_string_value(json_object_get(a ? a : b, "name"));
  const char *first = json_string_value(json_object_get(a, "text"));
  const char *second = json_string_value(json_object_get(b, "text"));
  if (!name) name = "a file";
  if (!a || !b) return twi_trace_say(trace, "only the %s scenario has the file %s", a ? "first" : "second", name);
  if (!first || !second) return twi_trace_say(trace, "%s is not stored as text on both sides", name);
  if (strcmp(first, second) == 0) return TW_OK;
  tw_status status = twi_trace_say(trace, "the lines that differ in the scenario's file %s:", name);
  return status == TW_OK ? twi_trace_lines(trace, first, second) : status;
}

/* The scenario's own files belong together, all others by their names. */
static json_t *partner(json_t *list, const json_t *file)
{
  const char *name = json_string_value(json_object_get(file, "name")), *other;
  for (size_t i = 1; name && i < json_array_size(list); i++) {
    other = json_string_value(json_object_get(json_array_get(list, i), "name"));
    if (other && strcmp(name, other) == 0) return json_array_get(list, i);
  }
  return NULL;
}

static tw_status say_scenario(tw_trace *trace, const json_t *a, const json_t *b)
{
  const char *first = text_of(a, "scenario", "sha256"), *second = text_of(b, "scenario", "sha256");
  if (strcmp(first, second) == 0) return TW_OK;
  json_t *left = json_object_get(json_object_get(a, "scenario"), "files");
  json_t *right = json_object_get(json_object_get(b, "scenario"), "files");
  tw_status status = twi_trace_say(trace, "the scenario: %s (SHA-256 %.12s) and %s (SHA-256 %.12s)",
                                   text_of(a, "scenario", "name"), first, text_of(b, "scenario", "name"), second);
  if (status == TW_OK && (!left || !right))
    status = twi_trace_say(trace, "an older version wrote one of the folders, without the scenario's text");
  if (status != TW_OK || !left || !right) return status;
  status = say_file(trace, json_array_get(left, 0), json_array_get(right, 0));
  for (size_t i = 1; status == TW_OK && i < json_array_size(left); i++)
    status = say_file(trace, json_array_get(left, i), partner(right, json_array_get(left, i)));
  for (size_t i = 1; status == TW_OK && i < json_array_size(right); i++)
    if (!partner(left, json_array_get(right, i))) status = say_file(trace, NULL, json_array_get(right, i));
  return status;
}

static tw_status say_settings(tw_trace *trace, const json_t *a, const json_t *b)
{
  json_t *first = json_object_get(a, "settings"), *second = json_object_get(b, "settings"), *value;
  const char *name;
  tw_status status = TW_OK;
  json_object_foreach(first, name, value)
  {
    json_t *other = json_object_get(second, name);
    if (status != TW_OK || !other || json_number_value(value) == json_number_value(other)) continue;
    int none = strcmp(name, "threads") == 0 || strcmp(name, "report") == 0;
    status = twi_trace_say(trace, "the setting %s: %.15g and %.15g%s", name, json_number_value(value),
                           json_number_value(other), none ? ", which changes no number" : "");
  }
  return status;
}

tw_status twi_trace_inputs(tw_trace *trace, const json_t *a, const json_t *b)
{
  int before = trace->inputs;
  tw_status status = say_world(trace, a, b);
  if (status == TW_OK) status = say_scenario(trace, a, b);
  if (status == TW_OK) status = say_settings(trace, a, b);
  if (status == TW_OK) status = say_text(trace, a, b, NULL, "version", "the version");
  if (status == TW_OK) status = say_text(trace, a, b, NULL, "build", "the build");
  json_t *seed = json_object_get(a, "seed"), *other = json_object_get(b, "seed");
  if (status == TW_OK && seed && other && !json_equal(seed, other))
    status = twi_trace_say(trace, "the seed: %.17g and %.17g", json_number_value(seed), json_number_value(other));
  if (status == TW_OK && trace->inputs == before)
    status = twi_trace_say(trace, "nothing: world, scenario, settings, version and build are the same");
  return status;
}
