/* Places: the selectors of a rule, what is excepted from them, and both ways. Which regions and sectors they name is
 * found when the scenario is applied to a world (select.c). */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

tw_status twi_selector_check(tw_context *ctx, const twi_yaml *node, const char *key)
{
  static const char expected[] = "a code, a list of codes, a group or all";
  if (node->kind == TWI_YAML_SCALAR) {
    if (node->length == 0 || twi_yaml_is_null(node))
      return twi_yaml_fail(ctx, node, "%s: found nothing, expected %s", key, expected);
    return TW_OK;
  }
  if (node->kind != TWI_YAML_SEQUENCE || node->count == 0) return twi_yaml_expected(ctx, node, expected);
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *item = node->child[i];
    if (item->kind != TWI_YAML_SCALAR || item->length == 0 || twi_yaml_is_null(item))
      return twi_yaml_expected(ctx, item, "a code, a group or all");
  }
  return TW_OK;
}

tw_status twi_switch_read(tw_context *ctx, const twi_yaml *node, int *on)
{
  if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "true"))
    *on = 1;
  else if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "false"))
    *on = 0;
  else
    return twi_yaml_expected(ctx, node, "true or false");
  return TW_OK;
}

int twi_place_selector_keys(const twi_selector_key *key, const char **keys, int count)
{
  for (int i = 0; i < TWI_SELECTORS && key[i].key; i++) keys[count++] = key[i].key;
  return count;
}

/* A flow the other way has an importer and an exporter to swap. */
static int has_ways(const twi_selector_key *key)
{
  return key[2].key != NULL;
}

int twi_place_other_keys(const twi_selector_key *key, const char **keys, int count)
{
  if (has_ways(key)) keys[count++] = "both_ways";
  keys[count++] = "except";
  return count;
}

static tw_status read_except(tw_context *ctx, const twi_yaml *node, twi_place *place)
{
  const char *keys[TWI_SELECTORS];
  int count = twi_place_selector_keys(place->key, keys, 0);
  if (node->kind != TWI_YAML_MAPPING || node->count == 0) {
    char expected[128];
    snprintf(expected, sizeof expected, "what to leave out by selector, as in `except: {%s: …}`", keys[count - 1]);
    return twi_yaml_expected(ctx, node, expected);
  }
  tw_status status = twi_yaml_check_keys(ctx, node, keys, count);
  for (int i = 0; i < count && status == TW_OK; i++) {
    place->except[i] = twi_yaml_get(node, keys[i]);
    if (place->except[i]) status = twi_selector_check(ctx, place->except[i], keys[i]);
  }
  return status;
}

tw_status twi_place_read(tw_context *ctx, const twi_yaml *node, const twi_selector_key *key, const char *what,
                         twi_place *place)
{
  place->node = node;
  place->key = key;
  for (int i = 0; i < TWI_SELECTORS && key[i].key; i++) {
    place->selector[i] = twi_yaml_get(node, key[i].key);
    if (!place->selector[i])
      return twi_yaml_fail_key(ctx, node, "%s needs the key %s: a code, a list of codes, a group or all", what,
                               key[i].key);
    tw_status status = twi_selector_check(ctx, place->selector[i], key[i].key);
    if (status != TW_OK) return status;
  }
  const twi_yaml *both_ways = has_ways(key) ? twi_yaml_get(node, "both_ways") : NULL;
  const twi_yaml *except = twi_yaml_get(node, "except");
  tw_status status = both_ways ? twi_switch_read(ctx, both_ways, &place->both_ways) : TW_OK;
  if (status == TW_OK && except) status = read_except(ctx, except, place);
  return status;
}
