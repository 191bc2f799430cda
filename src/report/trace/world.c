/* What differs between the worlds of two results folders: their names, and, where both can be opened and still are what
 * they were, which of their tables differ. */
#include "report/trace/world.h"

#include <string.h>

/* What people call it: a copy of a built-in world that was changed says so; older results have the name alone. */
static const char *called(const json_t *manifest)
{
  const char *label = twi_trace_word(manifest, "world", "label");
  return *label ? label : twi_trace_word(manifest, "world", "name");
}

/* The world that the manifest names; NULL when it is not there any more, or is another one by now. */
static tw_status open_world(tw_context *ctx, const json_t *manifest, tw_world **world)
{
  const char *given = twi_trace_word(manifest, "world", "given");
  *world = NULL;
  if (!*given) return TW_OK;
  twi_log_again(ctx, 1); /* what there is to say of it was said when it was solved */
  tw_status status = tw_world_open(ctx, given, world);
  twi_log_again(ctx, 0);
  if (status == TW_NO_MEMORY || status == TW_INTERRUPTED) return status;
  if (status == TW_OK && strcmp(tw_world_text(*world, "sha256"), twi_trace_word(manifest, "world", "sha256")) == 0)
    return TW_OK;
  if (status == TW_OK) tw_world_free(*world);
  *world = NULL;
  return TW_OK;
}

/* Elasticities one by one: they are few, and what answers depend on most. */
static tw_status say_elasticities(tw_trace *trace, const tw_difference *item, size_t count)
{
  enum { MOST = 12 };
  size_t said = 0, all = 0;
  tw_status status = TW_OK;
  for (size_t i = 0; i < count && status == TW_OK; i++) {
    if (strcmp(item[i].what, "trade_elasticity") != 0 || all++ >= MOST) continue;
    status = twi_trace_say(trace, "the trade elasticity of %s: %.10g and %.10g", item[i].sector, item[i].before,
                           item[i].after);
    said++;
  }
  if (status == TW_OK && all > said) status = twi_trace_say(trace, "and %zu further trade elasticities", all - said);
  return status;
}

/* "flow (1138), tariff (12), tariff_mfn_pct (3)" */
static tw_status count_kinds(tw_context *ctx, const tw_difference *item, size_t count, char **words)
{
  enum { MOST = 32 };
  const char *name[MOST];
  size_t found[MOST];
  int names = 0;
  for (size_t i = 0; i < count; i++) {
    int k = 0;
    while (k < names && strcmp(name[k], item[i].what) != 0) k++;
    if (k == MOST) continue;
    if (k == names) {
      name[names] = item[i].what;
      found[names++] = 0;
    }
    found[k]++;
  }
  twi_text text = {.ctx = ctx};
  for (int k = 0; k < names; k++) twi_text_printf(&text, "%s%s (%zu)", k ? ", " : "", name[k], found[k]);
  return twi_text_take(&text, words);
}

static tw_status say_tables(tw_trace *trace, const tw_world *first, const tw_world *second)
{
  tw_context *ctx = trace->ctx;
  tw_comparison *comparison;
  const tw_difference *item;
  int only_second;
  tw_status status = tw_world_compare(ctx, first, second, 0, &comparison);
  if (status != TW_OK) return status;
  int only_first = tw_comparison_unmatched(comparison, &only_second);
  size_t count = tw_comparison_differences(comparison, &item);
  char *text = NULL;
  status = count_kinds(ctx, item, count, &text);
  if (status == TW_OK && (only_first || only_second))
    status =
        twi_trace_say(trace, "codes of regions and sectors that only one world has: %d in the first, %d in the second",
                      only_first, only_second);
  if (status == TW_OK)
    status = count ? twi_trace_say(trace, "numbers that differ in the worlds: %s", text)
                   : twi_trace_say(trace, "the worlds' numbers are equal where both have them; names, descriptions or "
                                          "order differ");
  if (status == TW_OK) status = say_elasticities(trace, item, count);
  twi_free(ctx, text);
  tw_comparison_free(comparison);
  return status;
}

tw_status twi_trace_world(tw_trace *trace, const json_t *a, const json_t *b)
{
  const char *first = twi_trace_word(a, "world", "sha256"), *second = twi_trace_word(b, "world", "sha256");
  if (strcmp(first, second) == 0) return TW_OK;
  const char *from = twi_trace_word(a, "world", "given"), *to = twi_trace_word(b, "world", "given");
  tw_world *world[2] = {NULL, NULL};
  tw_status status =
      twi_trace_say(trace, "the world: %s (SHA-256 %.12s) and %s (SHA-256 %.12s)", called(a),
                    first, called(b), second);
  if (status == TW_OK) status = open_world(trace->ctx, a, &world[0]);
  if (status == TW_OK) status = open_world(trace->ctx, b, &world[1]);
  if (status == TW_OK && world[0] && world[1]) status = say_tables(trace, world[0], world[1]);
  if (status == TW_OK && *from && strcmp(from, to) == 0)
    status = twi_trace_say(trace, "both were opened as %s, which was changed in between", from);
  else if (status == TW_OK && world[0] && world[1])
    status = twi_trace_say(trace, "`tradewind world diff %s %s` shows what differs in them", from, to);
  else if (status == TW_OK)
    status = twi_trace_say(trace,
                           "`tradewind world diff` shows what differs in them; %s is not there any more, or is "
                           "another world by now",
                           world[0] ? (*to ? to : "the second") : (*from ? from : "the first"));
  tw_world_free(world[0]);
  tw_world_free(world[1]);
  return status;
}
