/* What differs in what two folders of one kind were made of, of the kinds that are of no world: accounts, routes,
 * markets. See inputs_kinds.h. */
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
