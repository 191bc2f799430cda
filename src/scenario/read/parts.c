/* One scenario of a file that holds several: see twi_scenario_of_parts in scenario.h. */
#include <string.h>

#include "base/text.h"
#include "scenario/read/read.h"

static const twi_yaml *part_at(const twi_yaml *root, const twi_scenario_part *part)
{
  const twi_yaml *list = twi_yaml_get(root, part->list);
  return part->index < 0 ? list : list->child[part->index];
}

/* Name and title: those of the parts that have one, joined. */
static tw_status name_of_parts(twi_reading *r, const twi_yaml *root, const char *key, const char *between,
                               char **joined)
{
  twi_text text = {.ctx = r->ctx};
  for (int i = 0; i < r->parts; i++) {
    const twi_yaml *part = part_at(root, &r->part[i]);
    const twi_yaml *words = twi_yaml_get(part, key);
    if (!words) words = twi_yaml_get(part, "name");
    if (words) words = twi_texts_default(words);
    if (!words) continue;
    twi_yaml_one_line(words);
    twi_text_printf(&text, "%s%s", text.used ? between : "", words->text);
  }
  return twi_text_take(&text, joined);
}

int twi_parts_linked(const twi_yaml *root)
{
  static const char *const lists[] = {"levers", "contingencies"};
  const twi_yaml *market = twi_yaml_get(root, "market");
  if (!market || twi_yaml_is_null(market)) return 0;
  if (twi_yaml_get(root, "include")) return 1;
  for (int i = 0; i < 2; i++) {
    const twi_yaml *list = twi_yaml_get(root, lists[i]);
    for (int k = 0; list && k < list->count; k++)
      if (twi_yaml_get(list->child[k], "policy") || twi_yaml_get(list->child[k], "include")) return 1;
  }
  return 0;
}

tw_status twi_scenario_parts_read(twi_reading *r, const twi_yaml *root)
{
  tw_scenario *s = r->scenario;
  const twi_yaml *node;
  s->of_parts = 1;
  s->linked = twi_parts_linked(root);
  tw_status status = name_of_parts(r, root, "name", "/", &s->name);
  if (status == TW_OK) status = name_of_parts(r, root, "title", "; ", &s->titles.text);
  s->title = s->titles.text;
  if (status == TW_OK && (node = twi_yaml_get(root, "include"))) status = twi_include_read(r, node);
  if (status == TW_OK && (node = twi_yaml_get(root, "groups"))) status = twi_groups_read(r, node);
  if (status == TW_OK && (node = twi_yaml_get(root, "variables"))) status = twi_variables_read(r, node);
  if (status == TW_OK) status = twi_closures_read(r, root);
  if (status == TW_OK) status = twi_focus_read(r, root);
  if (status == TW_OK && (node = twi_yaml_get(root, "market"))) status = twi_market_section_read(r, node);
  for (int i = 0; i < r->parts && status == TW_OK; i++) {
    const twi_yaml *part = part_at(root, &r->part[i]);
    if ((node = twi_yaml_get(part, "market"))) status = twi_market_part_read(r, node);
    if (status == TW_OK && (node = twi_yaml_get(part, "include"))) status = twi_include_read(r, node);
    if (status == TW_OK && (node = twi_yaml_get(part, "policy"))) status = twi_policy_read(r, node);
  }
  if (status == TW_OK && (node = twi_yaml_get(root, "range"))) status = twi_range_read(r, node);
  return status == TW_OK ? twi_range_market_check(r) : status;
}

tw_status twi_scenario_of_parts(tw_context *ctx, const char *text, size_t bytes, const char *origin, int builtin,
                                const twi_scenario_file *stored, int stored_count, const twi_scenario_part *part,
                                int parts, tw_scenario **scenario)
{
  twi_reading r = {
      .ctx = ctx, .builtin = builtin, .stored = stored, .stored_count = stored_count, .part = part, .parts = parts};
  twi_log_again(ctx, 1);
  tw_status status = twi_scenario_read_all(&r, text, bytes, origin, scenario);
  twi_log_again(ctx, 0);
  return status;
}
