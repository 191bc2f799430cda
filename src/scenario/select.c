/* Selectors: what `importer: [CAN, EU]` or `sector: goods` names in a world.
 *
 * A code of the world comes first, then `all`, then a group of regions or a set of sectors (goods, services). Members
 * of a group that are absent from the world are left out and listed in a note; a code that is absent is an error. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"

enum { MOST_GROUPS = 256 };

/* ---------------------------------------------------------------- names that are not there */

/* The nearest of codes, groups and sets; allocates nothing. */
static const char *nearest_name(const twi_yaml *node, const tw_world *w, twi_axis axis)
{
  static const char *const sets[] = {"all", "goods", "services"};
  const char *names[MOST_GROUPS];
  int count = 0;
  twi_group group;
  if (axis == TWI_AXIS_REGIONS) {
    names[count++] = sets[0];
    for (int i = 0; count < MOST_GROUPS && twi_world_group_at(w, i, &group); i++) names[count++] = group.name;
  } else {
    for (; count < 3; count++) names[count] = sets[count];
  }
  const char *const *codes = (const char *const *)(axis == TWI_AXIS_REGIONS ? w->region : w->sector);
  const char *best[2];
  best[0] = twi_nearest(node->text, node->length, codes, axis == TWI_AXIS_REGIONS ? w->N : w->S);
  best[1] = twi_nearest(node->text, node->length, names, count);
  return twi_nearest(node->text, node->length, best, 2);
}

static tw_status fail_unknown(tw_context *ctx, const twi_yaml *node, const tw_world *w, twi_axis axis)
{
  const char *nearest = nearest_name(node, w, axis);
  const char *what = axis == TWI_AXIS_REGIONS ? "region or group" : "sector";
  if (nearest)
    return twi_yaml_fail(ctx, node, "world %s has no %s \"%s\"; did you mean %s?", w->name, what, node->text, nearest);
  const char *const *codes = (const char *const *)(axis == TWI_AXIS_REGIONS ? w->region : w->sector);
  int count = axis == TWI_AXIS_REGIONS ? w->N : w->S;
  char list[256] = "";
  int i = 0;
  for (; i < count && strlen(list) + strlen(codes[i]) + 3 < sizeof list; i++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", codes[i]);
  }
  return twi_yaml_fail(ctx, node, "world %s has no %s \"%s\"; it has %s%s", w->name, what, node->text, list,
                       i < count ? " …" : "");
}

/* ---------------------------------------------------------------- groups */

/* 1 when a selector of regions before this one in the file has the same name: its note has been given. */
static int named_before(const tw_scenario *scenario, const twi_yaml *node)
{
  for (int r = 0; r < scenario->rule_count; r++) {
    const twi_rule *rule = &scenario->rule[r];
    for (int i = 0; i < TWI_SELECTORS && rule->selector[i]; i++) {
      const twi_yaml *selector = rule->selector[i];
      if (rule->kind->selector[i].axis != TWI_AXIS_REGIONS) continue;
      int count = selector->kind == TWI_YAML_SEQUENCE ? selector->count : 1;
      for (int k = 0; k < count; k++) {
        const twi_yaml *item = selector->kind == TWI_YAML_SEQUENCE ? selector->child[k] : selector;
        if (item == node) return 0;
        if (twi_same_name(item->text, item->length, node->text)) return 1;
      }
    }
  }
  return 0;
}

static tw_status select_group(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, const tw_world *w,
                              unsigned char *members, int *found)
{
  twi_group group;
  *found = 0;
  for (int g = 0; !*found && twi_world_group_at(w, g, &group); g++)
    *found = twi_same_name(node->text, node->length, group.name);
  if (!*found) return TW_OK;
  char absent[512] = "";
  int present = 0, missing = 0;
  for (int i = 0; i < group.count; i++) {
    int region = twi_world_region_index(w, group.members[i], strlen(group.members[i]));
    if (region >= 0) {
      members[region] = 1;
      present++;
      continue;
    }
    size_t used = strlen(absent);
    snprintf(absent + used, sizeof absent - used, "%s%s", missing++ ? ", " : "", group.members[i]);
  }
  if (present == 0)
    return twi_yaml_fail(ctx, node, "world %s has no member of group %s (%s)", w->name, group.name, absent);
  if (missing && !named_before(scenario, node))
    twi_log(ctx, 0, "%s:%d:%d: group %s: %d of %d members are regions of world %s; left out: %s", node->origin,
            node->line, node->column, group.name, present, group.count, w->name, absent);
  return TW_OK;
}

/* ---------------------------------------------------------------- selectors */

static tw_status select_one(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, twi_axis axis,
                            const tw_world *w, unsigned char *members)
{
  int regions = axis == TWI_AXIS_REGIONS;
  int index = regions ? twi_world_region_index(w, node->text, node->length)
                      : twi_world_sector_index(w, node->text, node->length);
  if (index >= 0) {
    members[index] = 1;
    return TW_OK;
  }
  if (twi_same_name(node->text, node->length, "all")) {
    memset(members, 1, (size_t)(regions ? w->N : w->S));
    return TW_OK;
  }
  if (regions) {
    int found;
    tw_status status = select_group(ctx, scenario, node, w, members, &found);
    if (found) return status;
  } else {
    int goods = twi_same_name(node->text, node->length, "goods");
    if (goods || twi_same_name(node->text, node->length, "services")) {
      for (int s = 0; s < w->S; s++)
        if ((w->goods[s] != 0) == goods) members[s] = 1;
      return TW_OK;
    }
  }
  return fail_unknown(ctx, node, w, axis);
}

tw_status twi_select(tw_context *ctx, const tw_scenario *scenario, const twi_yaml *node, twi_axis axis,
                     const tw_world *world, unsigned char *members)
{
  if (node->kind == TWI_YAML_SCALAR) return select_one(ctx, scenario, node, axis, world, members);
  for (int i = 0; i < node->count; i++) {
    tw_status status = select_one(ctx, scenario, node->child[i], axis, world, members);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
