/* What differs in what two results folders were made of, read from their manifests: their kinds, the program, the
 * world, the scenario or decision line by line, settings and options; of each kind what its row of report/kinds.h says. */
#include "report/trace/inputs.h"

#include <string.h>

#include "report/kind.h"
#include "report/trace/inputs_kinds.h"
#include "report/trace/inputs_parts.h"
#include "report/trace/options.h"
#include "report/trace/world.h"

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

static tw_status say_kinds(tw_trace *trace, const twi_results_row *first, const twi_results_row *second)
{
  if (first == second) return TW_OK;
  return twi_trace_say(trace, "the folders are of different kinds: the first is of %s, the second of %s%s",
                       first->words, second->words,
                       strcmp(first->tables, second->tables) == 0 ? "" : ", so no table is on both sides");
}

/* Both were solved on a world, each of what its part of the manifest says. */
static tw_status say_solved(tw_trace *trace, const json_t *a, const json_t *b, const char *first, const char *second)
{
  tw_status status = twi_trace_world(trace, a, b);
  if (status != TW_OK || strcmp(first, second) != 0) return status;
  status = twi_trace_text_differs(trace, a, b, first, "elasticities", "the set of trade elasticities");
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, first, "products", "the products of the world");
  /* of a run that is linked to one */
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, "market", "name", "the market");
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, "market", "sha256", "SHA-256 of the market");
  return status == TW_OK ? twi_trace_files_differ(trace, a, b, first) : status;
}

/* Of two folders of one kind: what else differs. */
static tw_status say_own(tw_trace *trace, twi_results_kind kind, const char *const folder[2], json_t *const manifest[2])
{
#define INPUTS(NAME, name, tables, inputs, ...) [TWI_RESULTS_##NAME] = inputs,
  typedef tw_status say_differing(tw_trace *, const char *const folder[2], json_t *const manifest[2]);
  static say_differing *const all[TWI_RESULTS_KINDS] = {TWI_RESULTS_LIST(INPUTS)};
  return all[kind] ? all[kind](trace, folder, manifest) : TW_OK;
}

/* What is assumed of the products of either: it differs or not, and is told in any case. */
static tw_status say_assumed(tw_trace *trace, const json_t *a, const json_t *b)
{
  const char *first = twi_trace_word(a, "world", "assumed"), *second = twi_trace_word(b, "world", "assumed");
  const int same = strcmp(first, second) == 0;
  tw_status status = TW_OK;
  if (*first) status = twi_trace_say(trace, "in %s: %s", same ? "both" : "the first", first);
  if (status == TW_OK && *second && !same) status = twi_trace_say(trace, "in the second: %s", second);
  return status;
}

tw_status twi_trace_inputs(tw_trace *trace, const char *const folder[2], json_t *const manifest[2])
{
  const json_t *a = manifest[0], *b = manifest[1];
  const twi_results_kind kind = twi_results_kind_said(a);
  const twi_results_row *first = twi_results_row_of(kind);
  const twi_results_row *second = twi_results_row_of(twi_results_kind_said(b));
  const int before = trace->inputs;
  tw_status status = say_kinds(trace, first, second);
  if (status == TW_OK && first->part && second->part) status = say_solved(trace, a, b, first->part, second->part);
  if (status == TW_OK && first == second) status = say_own(trace, kind, folder, manifest);
  if (status == TW_OK) status = twi_trace_options(trace, a, b);
  if (status == TW_OK) status = say_settings(trace, a, b);
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, NULL, "version", "the version");
  if (status == TW_OK) status = twi_trace_text_differs(trace, a, b, NULL, "build", "the build");
  if (status == TW_OK && trace->inputs == before) /* so both are of one kind */
    status = twi_trace_say(trace, "nothing: %s, version and build are the same", first->same);
  return status == TW_OK ? say_assumed(trace, a, b) : status;
}
