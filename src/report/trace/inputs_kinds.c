/* What differs in what two folders of one kind were made of, of the kinds that are of no world: accounts, routes,
 * markets, stress tests. See inputs_kinds.h. */
#include "report/trace/inputs_kinds.h"

#include "report/trace/inputs_parts.h"
#include "report/trace/stored.h"

/* The region, the files of the user's, the tables of the program. */
tw_status twi_trace_accounts(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  const json_t *a = manifest[0], *b = manifest[1];
  static const char *const parts[] = {"balance", "origins"};
  (void)folder;
  tw_status status = twi_trace_text_differs(trace, a, b, "accounts", "region", "the region");
  if (status == TW_OK)
    status = twi_trace_text_differs(trace, a, b, "accounts", "tables_sha256", "SHA-256 of the built-in tables");
  for (size_t i = 0; i < sizeof parts / sizeof *parts && status == TW_OK; i++) {
    json_t *first = json_object_get(json_object_get(a, "accounts"), parts[i]);
    json_t *second = json_object_get(json_object_get(b, "accounts"), parts[i]);
    first = json_is_object(first) ? first : NULL;
    second = json_is_object(second) ? second : NULL;
    if (first || second) status = twi_trace_file(trace, parts[i], first, second);
  }
  return status;
}

tw_status twi_trace_routes(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  (void)folder;
  return twi_trace_text_differs(trace, manifest[0], manifest[1], "network", "sha256", "the sea network");
}

tw_status twi_trace_markets(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  const json_t *a = manifest[0], *b = manifest[1];
  static const char *const numbers[] = {"from", "until", "draws", "seed"};
  static const char *const words[] = {"the first year", "the last year", "the draws", "the seed"};
  (void)folder;
  tw_status status = twi_trace_text_differs(trace, a, b, "market", "name", "the market");
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, "market", "sha256", "SHA-256 of the market");
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, "market", "focus", "the focus");
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == TW_OK; i++) {
    long long first = json_integer_value(json_object_get(json_object_get(a, "market"), numbers[i]));
    long long second = json_integer_value(json_object_get(json_object_get(b, "market"), numbers[i]));
    if (first != second) status = twi_trace_say(trace, "%s: %lld and %lld", words[i], first, second);
  }
  int has[2] = {json_is_object(json_object_get(a, "scenario")), json_is_object(json_object_get(b, "scenario"))};
  if (status == TW_OK && has[0] != has[1])
    return twi_trace_say(trace, "the scenario: the %s has one, the %s shows the market as it is",
                         has[0] ? "first" : "second", has[0] ? "second" : "first");
  return status == TW_OK && has[0] ? twi_trace_files_differ(trace, a, b, "scenario") : status;
}

/* What stands under `stress`: texts, then numbers, which may be null. */
tw_status twi_trace_stresses(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  static const struct {
    const char *key, *words;
  } texts[] = {{"lose", "what is lost"},
               {"buyer", "the buyer"},
               {"fuel", "the fuels"},
               {"capacity", "the capacities"},
               {"tables_sha256", "SHA-256 of the built-in tables"},
               {"network_sha256", "SHA-256 of the sea network"}},
    numbers[] = {{"share", "the share"},     {"months", "the months"},    {"release", "the release of stocks"},
                 {"ceiling", "the ceiling"}, {"linear", "linear demand"}, {"year", "the year"}};
  json_t *a = manifest[0], *b = manifest[1], *of[2] = {json_object_get(a, "stress"), json_object_get(b, "stress")};
  (void)folder;
  tw_status status = twi_trace_text_differs(trace, a, b, "market", "name", "the market");
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, "market", "sha256", "SHA-256 of the market");
  for (size_t i = 0; i < sizeof texts / sizeof *texts && status == TW_OK; i++)
    status = twi_trace_text_differs(trace, a, b, "stress", texts[i].key, texts[i].words);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers && status == TW_OK; i++) {
    const json_t *x[2];
    char words[2][32];
    for (int k = 0; k < 2; k++) {
      x[k] = json_object_get(of[k], numbers[i].key);
      if (json_is_boolean(x[k]))
        twi_print(words[k], sizeof words[k], "%s", json_is_true(x[k]) ? "yes" : "no");
      else if (json_is_number(x[k]))
        twi_print(words[k], sizeof words[k], "%.6g", json_number_value(x[k]));
      else
        twi_print(words[k], sizeof words[k], "as usual");
    }
    if (!json_equal(x[0], x[1])) status = twi_trace_say(trace, "%s: %s and %s", numbers[i].words, words[0], words[1]);
  }
  json_t *first = json_object_get(of[0], "origins"), *second = json_object_get(of[1], "origins");
  first = json_is_object(first) ? first : NULL;
  second = json_is_object(second) ? second : NULL;
  return status == TW_OK && (first || second) ? twi_trace_file(trace, "origins", first, second) : status;
}
