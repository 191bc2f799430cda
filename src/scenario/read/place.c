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
  if (twi_keys_of_products(key)) keys[count++] = "product";
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

/* Of sectors products may be excepted, too; of products no sectors. */
static tw_status read_except(tw_context *ctx, const twi_yaml *node, const twi_selector_key *written, twi_place *place)
{
  const char *keys[TWI_SELECTORS + 1];
  int by_product = place->key != written, count = twi_place_selector_keys(written, keys, 0);
  int last = twi_goods_key(place->key);
  if (node->kind != TWI_YAML_MAPPING || node->count == 0) {
    char expected[128];
    snprintf(expected, sizeof expected, "what to leave out by selector, as in `except: {%s: …}`",
             last < 0 ? keys[count - 1] : place->key[last].key);
    return twi_yaml_expected(ctx, node, expected);
  }
  tw_status status = twi_yaml_check_keys(ctx, node, keys, count);
  const twi_yaml *sector = by_product ? twi_yaml_get(node, written[last].key) : NULL;
  if (status == TW_OK && sector)
    return twi_yaml_fail_key(ctx, sector, "except: found %s beside product, expected product: this rule is by product",
                             sector->key);
  for (int i = 0; i < TWI_SELECTORS && place->key[i].key && status == TW_OK; i++) {
    place->except[i] = twi_yaml_get(node, place->key[i].key);
    if (place->except[i]) status = twi_selector_check(ctx, place->except[i], place->key[i].key);
  }
  if (status != TW_OK || by_product || !twi_keys_of_products(written)) return status;
  place->except_products = twi_yaml_get(node, "product");
  return place->except_products ? twi_selector_check(ctx, place->except_products, "product") : TW_OK;
}

/* Which of sector and product is written, if the place may have either. */
static tw_status choose_keys(tw_context *ctx, const twi_yaml *node, const char *what, twi_place *place)
{
  const twi_selector_key *products = twi_keys_of_products(place->key);
  const twi_yaml *product = products ? twi_yaml_get(node, "product") : NULL;
  if (!product) return TW_OK;
  const twi_yaml *sector = twi_yaml_get(node, place->key[twi_goods_key(place->key)].key);
  if (sector)
    return twi_yaml_fail_key(ctx, product,
                             "%s has both sector and product, expected one of them: a product is of one "
                             "sector already",
                             what);
  place->key = products;
  return TW_OK;
}

tw_status twi_place_read(tw_context *ctx, const twi_yaml *node, const twi_selector_key *written, const char *what,
                         twi_place *place)
{
  place->node = node;
  place->key = written;
  tw_status status = choose_keys(ctx, node, what, place);
  const twi_selector_key *key = place->key;
  for (int i = 0; i < TWI_SELECTORS && key[i].key && status == TW_OK; i++) {
    place->selector[i] = twi_yaml_get(node, key[i].key);
    if (!place->selector[i])
      return twi_yaml_fail_key(ctx, node, "%s needs the key %s: a code, a list of codes, a group or all", what,
                               key[i].key);
    status = twi_selector_check(ctx, place->selector[i], key[i].key);
  }
  const twi_yaml *both_ways = has_ways(key) ? twi_yaml_get(node, "both_ways") : NULL;
  const twi_yaml *except = twi_yaml_get(node, "except");
  if (status == TW_OK && both_ways) status = twi_switch_read(ctx, both_ways, &place->both_ways);
  if (status == TW_OK && except) status = read_except(ctx, except, written, place);
  return status;
}

tw_status twi_own_read(tw_context *ctx, twi_rule *rule)
{
  const twi_yaml *node = twi_yaml_get(rule->node, "own");
  if (!node) return TW_OK;
  if (rule->kind->id != TWI_RULE_BARRIER)
    return twi_yaml_fail_key(ctx, node,
                             "found own in a rule %s; only a rule barrier by product reaches what a region "
                             "sells to itself",
                             rule->kind->name);
  if (!twi_yaml_get(rule->node, "product"))
    return twi_yaml_fail_key(ctx, node,
                             "found own in a rule barrier by sector; only one by product reaches what a region "
                             "sells to itself: write product: instead of sector:");
  return twi_switch_read(ctx, node, &rule->place.own);
}
