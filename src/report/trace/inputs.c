/* What differs in what two results folders were made of, read from their manifests: their kinds, the program, the
 * world, the scenario or decision line by line, settings and options. */
#include "report/trace/inputs.h"

#include <string.h>

#include "report/kind.h"
#include "report/trace/options.h"
#include "report/trace/stored.h"
#include "report/trace/world.h"

static tw_status say_text(tw_trace *trace, const json_t *a, const json_t *b, const char *part, const char *key,
                          const char *what)
{
  const char *first = twi_trace_word(a, part, key), *second = twi_trace_word(b, part, key);
  if (strcmp(first, second) == 0) return TW_OK;
  return twi_trace_say(trace, "%s: %s and %s", what, *first ? first : "nothing", *second ? second : "nothing");
}

/* ---------------------------------------------------------------- files */

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

/* part: "scenario" or "decision". */
static tw_status say_files(tw_trace *trace, const json_t *a, const json_t *b, const char *part)
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

/* ---------------------------------------------------------------- settings */

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

/* ---------------------------------------------------------------- all */

/* 1: the tables of a run are in the folder. */
static int has_tables(twi_results_kind kind)
{
  return kind == TWI_RESULTS_RUN || kind == TWI_RESULTS_RANGE || kind == TWI_RESULTS_PLANTS;
}

static tw_status say_kinds(tw_trace *trace, const json_t *a, const json_t *b)
{
  twi_results_kind first = twi_results_kind_said(a), second = twi_results_kind_said(b);
  if (first == second) return TW_OK;
  int tables = has_tables(first) && has_tables(second);
  return twi_trace_say(trace, "the folders are of different kinds: the first is of %s, the second of %s%s",
                       twi_results_words(first), twi_results_words(second),
                       tables ? "" : ", so no table is on both sides");
}

/* Both folders are of accounts: the region, the files of the user's, the tables of the program. */
static tw_status say_accounts(tw_trace *trace, const json_t *a, const json_t *b)
{
  static const char *const parts[] = {"balance", "origins"};
  tw_status status = say_text(trace, a, b, "accounts", "region", "the region");
  if (status == TW_OK) status = say_text(trace, a, b, "accounts", "tables_sha256", "SHA-256 of the built-in tables");
  for (size_t i = 0; i < sizeof parts / sizeof *parts && status == TW_OK; i++) {
    json_t *first = json_object_get(json_object_get(a, "accounts"), parts[i]);
    json_t *second = json_object_get(json_object_get(b, "accounts"), parts[i]);
    first = json_is_object(first) ? first : NULL;
    second = json_is_object(second) ? second : NULL;
    if (first || second) status = twi_trace_file(trace, parts[i], first, second);
  }
  return status;
}

/* Both folders are of markets. */
static tw_status say_markets(tw_trace *trace, const json_t *a, const json_t *b)
{
  static const char *const numbers[] = {"from", "until", "draws", "seed"};
  static const char *const words[] = {"the first year", "the last year", "the draws", "the seed"};
  tw_status status = say_text(trace, a, b, "market", "name", "the market");
  if (status == TW_OK) status = say_text(trace, a, b, "market", "sha256", "SHA-256 of the market");
  if (status == TW_OK) status = say_text(trace, a, b, "market", "focus", "the focus");
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == TW_OK; i++) {
    long long first = json_integer_value(json_object_get(json_object_get(a, "market"), numbers[i]));
    long long second = json_integer_value(json_object_get(json_object_get(b, "market"), numbers[i]));
    if (first != second) status = twi_trace_say(trace, "%s: %lld and %lld", words[i], first, second);
  }
  int has[2] = {json_is_object(json_object_get(a, "scenario")), json_is_object(json_object_get(b, "scenario"))};
  if (status == TW_OK && has[0] != has[1])
    return twi_trace_say(trace, "the scenario: the %s has one, the %s shows the market as it is",
                         has[0] ? "first" : "second", has[0] ? "second" : "first");
  return status == TW_OK && has[0] ? say_files(trace, a, b, "scenario") : status;
}

tw_status twi_trace_inputs(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  const json_t *a = manifest[0], *b = manifest[1];
  int before = trace->inputs, decisions = 0, accounts = 0, markets = 0;
  for (int k = 0; k < 2; k++) markets += twi_results_kind_said(manifest[k]) == TWI_RESULTS_MARKET;
  for (int k = 0; k < 2; k++) accounts += twi_results_kind_said(manifest[k]) == TWI_RESULTS_ACCOUNTS;
  for (int k = 0; k < 2; k++) decisions += twi_results_kind_said(manifest[k]) == TWI_RESULTS_DECIDE;
  tw_status status = say_kinds(trace, a, b);
  if (status == TW_OK && accounts == 2) status = say_accounts(trace, a, b);
  if (status == TW_OK && markets == 2) status = say_markets(trace, a, b);
  int worlds = accounts == 0 && markets == 0; /* both are of worlds */
  if (status == TW_OK && worlds) status = twi_trace_world(trace, a, b);
  if (status == TW_OK && decisions == 0 && worlds)
    status = say_text(trace, a, b, "scenario", "elasticities", "the set of trade elasticities");
  if (status == TW_OK && decisions == 2)
    status = say_text(trace, a, b, "decision", "elasticities", "the set of trade elasticities");
  if (status == TW_OK && decisions != 1 && worlds)
    status = say_text(trace, a, b, decisions ? "decision" : "scenario", "products", "the products of the world");
  if (status == TW_OK && decisions == 0 && worlds) status = say_files(trace, a, b, "scenario");
  if (status == TW_OK && decisions == 2) status = say_files(trace, a, b, "decision");
  if (status == TW_OK && decisions == 2) status = twi_trace_decisions(trace, folder);
  if (status == TW_OK) status = twi_trace_options(trace, a, b);
  if (status == TW_OK) status = say_settings(trace, a, b);
  if (status == TW_OK) status = say_text(trace, a, b, NULL, "version", "the version");
  if (status == TW_OK) status = say_text(trace, a, b, NULL, "build", "the build");
  if (status == TW_OK && trace->inputs == before)
    status = markets    ? twi_trace_say(trace, "nothing: market, scenario, options, version and build are the same")
             : accounts ? twi_trace_say(trace, "nothing: region, files, built-in tables, version and build are the same")
                      : twi_trace_say(trace, "nothing: world, %s, settings, version and build are the same",
                                      decisions ? "decision" : "scenario");
  return status;
}
