/* Groups that a scenario defines: `groups: {regions: {NORTH: [CAN, USA]}, sectors: {ENERGY: [B, C19]},
 * products: {GRAINS: [WHEAT, MAIZE]}}`. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

static tw_status check_name(twi_reading *r, const twi_yaml *node, twi_axis axis)
{
  static const char *const taken[] = {"all", "goods", "services"};
  size_t length = strlen(node->key);
  if (length == 0) return twi_yaml_fail_key(r->ctx, node, "found a group without a name");
  for (int i = 0; i < (axis == TWI_AXIS_SECTORS ? 3 : 1); i++)
    if (twi_same_name(node->key, length, taken[i]))
      return twi_yaml_fail_key(r->ctx, node, "the name %s is taken: it always means the same", taken[i]);
  for (int i = 0; i < r->scenario->group_count; i++) {
    const twi_scenario_group *g = &r->scenario->group[i];
    if (g->axis == axis && twi_same_name(node->key, length, g->name))
      return twi_yaml_fail_key(r->ctx, node, "the group %s is defined already, in %s:%d", g->name, g->members->origin,
                               g->members->key_line);
  }
  return TW_OK;
}

static tw_status read_one(twi_reading *r, const twi_yaml *node, twi_axis axis)
{
  tw_status status = check_name(r, node, axis);
  if (status != TW_OK) return status;
  if (node->kind != TWI_YAML_SEQUENCE || node->count == 0)
    return twi_yaml_expected(r->ctx, node,
                             axis == TWI_AXIS_REGIONS   ? "a list of codes of regions such as [CAN, USA]"
                             : axis == TWI_AXIS_SECTORS ? "a list of codes of sectors such as [B, C19]"
                                                        : "a list of codes of products such as [WHEAT, MAIZE]");
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *item = node->child[i];
    if (item->kind != TWI_YAML_SCALAR || item->length == 0 || twi_yaml_is_null(item))
      return twi_yaml_expected(r->ctx, item,
                               axis == TWI_AXIS_REGIONS   ? "the code of a region"
                               : axis == TWI_AXIS_SECTORS ? "the code of a sector"
                                                          : "the code of a product");
  }
  tw_scenario *s = r->scenario;
  twi_scenario_group *grown = twi_resize(r->ctx, s->group, (size_t)s->group_count + 1, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  s->group = grown;
  s->group[s->group_count++] = (twi_scenario_group){node->key, axis, node};
  return TW_OK;
}

tw_status twi_groups_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"regions", "sectors", "products"}; /* in the order of twi_axis */
  static const char expected[] = "groups of regions, sectors or products, as in {regions: {NORTH: [CAN, USA]}}";
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING) return twi_yaml_expected(r->ctx, node, expected);
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, 3);
  for (int axis = 0; axis < 3 && status == TW_OK; axis++) {
    const twi_yaml *list = twi_yaml_get(node, keys[axis]);
    if (!list || twi_yaml_is_null(list)) continue;
    if (list->kind != TWI_YAML_MAPPING)
      return twi_yaml_expected(r->ctx, list, "names with lists of codes, such as `NORTH: [CAN, USA]`");
    for (int i = 0; i < list->count && status == TW_OK; i++) status = read_one(r, list->child[i], (twi_axis)axis);
  }
  return status;
}
