/* What differs in what was asked of a range, a decision or a reconciliation: draws and seed, uncertain parameters,
 * levers and contingencies, options. */
#include "report/trace/options.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "report/json.h"
#include "report/kind.h"
#include "report/trace/stored.h"

enum { MOST = 12 };

/* ---------------------------------------------------------------- numbers and words */

/* "200", "true", "nothing" */
static void value_words(const json_t *value, char words[64])
{
  const char *text = json_string_value(value);
  if (json_is_number(value))
    twi_print(words, 64, "%.15g", json_number_value(value));
  else
    snprintf(words, 64, "%s", json_is_true(value) ? "yes" : json_is_false(value) ? "no" : text ? text : "nothing");
}

static tw_status say_value(tw_trace *trace, const char *what, const json_t *first, const json_t *second)
{
  char a[64], b[64];
  value_words(first, a);
  value_words(second, b);
  return strcmp(a, b) == 0 ? TW_OK : twi_trace_say(trace, "%s: %s and %s", what, a, b);
}

static tw_status say_option(tw_trace *trace, const char *name, const json_t *first, const json_t *second)
{
  char what[128];
  snprintf(what, sizeof what, "the option %s", name);
  return say_value(trace, what, first, second);
}

static int is_among(const char *name, const char *const *names)
{
  for (; *names; names++)
    if (strcmp(name, *names) == 0) return 1;
  return 0;
}

/* Every key of either object whose value is no list and no object, but for `leave`. */
static tw_status say_scalars(tw_trace *trace, json_t *a, json_t *b, const char *const *leave)
{
  json_t *value;
  const char *name;
  tw_status status = TW_OK;
  json_object_foreach(a, name, value)
  {
    json_t *other = json_object_get(b, name);
    if (status != TW_OK || is_among(name, leave) || json_is_object(value) || json_is_array(value) ||
        json_is_object(other) || json_is_array(other))
      continue;
    status = say_option(trace, name, value, other);
  }
  json_object_foreach(b, name, value)
  {
    if (status != TW_OK || is_among(name, leave) || json_object_get(a, name) || json_is_object(value) ||
        json_is_array(value))
      continue;
    status = say_option(trace, name, NULL, value);
  }
  return status;
}

/* ---------------------------------------------------------------- lists of what has a name */

static json_t *by_name(json_t *list, const char *name)
{
  for (size_t i = 0; i < json_array_size(list); i++)
    if (strcmp(twi_trace_word(json_array_get(list, i), NULL, "name"), name) == 0) return json_array_get(list, i);
  return NULL;
}

/* Says what only one list has, and in what the others differ: `keys`, with a NULL at the end. what: "the lever". */
static tw_status say_named(tw_trace *trace, const char *what, json_t *a, json_t *b, const char *const *keys)
{
  tw_status status = TW_OK;
  int said = 0, all = 0;
  for (int side = 0; side < 2; side++) {
    json_t *own = side ? b : a, *others = side ? a : b;
    for (size_t i = 0; i < json_array_size(own) && status == TW_OK; i++) {
      json_t *one = json_array_get(own, i);
      const char *name = twi_trace_word(one, NULL, "name");
      json_t *other = by_name(others, name);
      if (!other && all++ < MOST) {
        status = twi_trace_say(trace, "%s %s is in the %s alone", what, name, side ? "second" : "first");
        said++;
      }
      for (int k = 0; other && !side && keys[k] && status == TW_OK; k++) {
        char first[64], second[64];
        value_words(json_object_get(one, keys[k]), first);
        value_words(json_object_get(other, keys[k]), second);
        if (strcmp(first, second) == 0 || all++ >= MOST) continue;
        status = twi_trace_say(trace, "%s %s, %s: %s and %s", what, name, keys[k], first, second);
        said++;
      }
    }
  }
  if (status == TW_OK && all > said) status = twi_trace_say(trace, "and %d more of this kind", all - said);
  return status;
}

/* ---------------------------------------------------------------- kinds */

static tw_status say_range(tw_trace *trace, json_t *a, json_t *b)
{
  static const char *const leave[] = {"certified", "cut", "seed", "points", "store", "assumed", NULL};
  static const char *const of_parameter[] = {"distribution", "central", NULL};
  tw_status status = say_scalars(trace, a, b, leave);
  if (status == TW_OK)
    status = say_value(trace, "the base points of the drivers", json_object_get(json_object_get(a, "drivers"), "base"),
                       json_object_get(json_object_get(b, "drivers"), "base"));
  if (status == TW_OK && a && b)
    status = say_named(trace, "the parameter", json_object_get(a, "parameters"), json_object_get(b, "parameters"),
                       of_parameter);
  return status;
}

tw_status twi_trace_options(tw_trace *trace, const json_t *a, const json_t *b)
{
  static const char *const leave[] = {"seed", "elasticities", NULL};
  json_t *first = json_object_get(a, "options"), *second = json_object_get(b, "options");
  json_t *from = json_object_get(first, "elasticities"), *to = json_object_get(second, "elasticities");
  if (twi_results_kind_said(a) != twi_results_kind_said(b)) return TW_OK;
  tw_status status = say_value(trace, "the seed", json_object_get(a, "seed"), json_object_get(b, "seed"));
  if (status == TW_OK) status = say_range(trace, json_object_get(a, "range"), json_object_get(b, "range"));
  if (status == TW_OK) status = say_scalars(trace, first, second, leave);
  if (!json_is_object(from)) from = NULL;
  if (!json_is_object(to)) to = NULL;
  return status == TW_OK && (from || to) ? twi_trace_file(trace, "reconciliation", from, to) : status;
}

/* ---------------------------------------------------------------- decisions */

/* decision.json; *root NULL when it is not there. */
static tw_status read_decision(tw_trace *trace, const char *folder, json_t **root)
{
  enum { MOST_BYTES = 1 << 28 };
  char *path = twi_path_join(trace->ctx, folder, "decision.json"), *text = NULL;
  size_t bytes = 0;
  *root = NULL;
  if (!path) return twi_no_memory(trace->ctx, 0);
  tw_status status = TW_OK;
  if (twi_path_kind_of(path) == TWI_PATH_FILE) status = twi_read_file(trace->ctx, path, MOST_BYTES, &text, &bytes);
  if (status == TW_OK && text) {
    status = twi_json_load(trace->ctx, path, text, bytes, root);
    if (status == TW_BAD_INPUT) status = twi_trace_say(trace, "%s", tw_error(trace->ctx));
  }
  twi_free(trace->ctx, text);
  twi_free(trace->ctx, path);
  return status;
}

tw_status twi_trace_decisions(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  (void)manifest;
  static const char *const of_lever[] = {NULL}, *const of_contingency[] = {"probability", NULL};
  json_t *root[2] = {NULL, NULL};
  tw_status status = TW_OK;
  for (int k = 0; k < 2 && status == TW_OK; k++) status = read_decision(trace, folder[k], &root[k]);
  if (status == TW_OK && root[0] && root[1]) {
    status =
        say_value(trace, "the indicator", json_object_get(root[0], "indicator"), json_object_get(root[1], "indicator"));
    if (status == TW_OK)
      status = say_named(trace, "the lever", json_object_get(root[0], "levers"), json_object_get(root[1], "levers"),
                         of_lever);
    if (status == TW_OK)
      status = say_named(trace, "the contingency", json_object_get(root[0], "contingencies"),
                         json_object_get(root[1], "contingencies"), of_contingency);
  }
  json_decref(root[0]);
  json_decref(root[1]);
  return status;
}
