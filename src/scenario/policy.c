/* The list of rules under `policy`: each entry is one rule, checked here against the table of kinds as far as that is
 * possible without a world. Names of regions and sectors wait until the scenario is applied to one. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"

enum { MOST_KEYS = TWI_SELECTORS + TWI_OPERATIONS + 1, MOST_KINDS = 64 };

static tw_status fail_kind(tw_context *ctx, const twi_yaml *rule)
{
  const char *names[MOST_KINDS];
  char list[512] = "";
  int count = 0;
  for (const twi_rule_kind *k; count < MOST_KINDS && (k = twi_rule_kind_at(count)); count++) {
    names[count] = k->name;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", k->name);
  }
  const char *nearest = twi_nearest(rule->key, strlen(rule->key), names, count);
  if (nearest)
    return twi_yaml_fail_key(ctx, rule, "unknown rule \"%s\"; did you mean %s? (there are %s)", rule->key, nearest,
                             list);
  return twi_yaml_fail_key(ctx, rule, "unknown rule \"%s\"; there are %s", rule->key, list);
}

/* A selector is a name or a list of names. */
static tw_status check_selector(tw_context *ctx, const twi_yaml *node, const char *key)
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

static tw_status read_both_ways(tw_context *ctx, const twi_yaml *node, int *both_ways)
{
  if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "true"))
    *both_ways = 1;
  else if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "false"))
    *both_ways = 0;
  else
    return twi_yaml_expected(ctx, node, "true or false");
  return TW_OK;
}

static int starts_a_name(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* The one of to, add and change that is there. */
static tw_status read_operation(tw_context *ctx, twi_rule *rule)
{
  const twi_rule_kind *kind = rule->kind;
  char list[64] = "";
  int allowed = 0;
  for (int op = 0; op < TWI_OPERATIONS; op++) {
    const char *word = twi_operation_word((twi_operation)op);
    const twi_yaml *amount = twi_yaml_get(rule->node, word);
    if (kind->operations & 1u << op) {
      size_t used = strlen(list);
      snprintf(list + used, sizeof list - used, "%s%s", allowed++ ? ", " : "", word);
    }
    if (!amount) continue;
    if (!(kind->operations & 1u << op))
      return twi_yaml_fail_key(
          ctx, amount, "%s has no level of its own to set or add to: write change: instead of %s:", kind->name, word);
    if (rule->amount)
      return twi_yaml_fail_key(ctx, amount, "a rule takes one of to, add and change; this one has both %s and %s",
                               twi_operation_word(rule->operation), word);
    rule->amount = amount;
    rule->operation = (twi_operation)op;
  }
  if (!rule->amount)
    return twi_yaml_fail_key(ctx, rule->node, "rule %s says where but not what: it needs %s%s", kind->name,
                             allowed > 1 ? "one of " : "", list);
  const twi_yaml *amount = rule->amount;
  if (kind->columns && rule->operation == TWI_TO && amount->kind == TWI_YAML_SCALAR && starts_a_name(amount->text[0])) {
    rule->is_column = 1;
    return TW_OK;
  }
  return twi_quantity_read(ctx, amount, kind, rule->operation, &rule->x);
}

static tw_status read_rule(tw_context *ctx, const twi_yaml *entry, twi_rule *rule)
{
  static const char expected[] = "a rule such as `tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}`";
  if (entry->kind != TWI_YAML_MAPPING || entry->count == 0) return twi_yaml_expected(ctx, entry, expected);
  const twi_yaml *node = entry->child[0];
  const twi_rule_kind *kind = twi_rule_kind_find(node->key);
  if (!kind) return fail_kind(ctx, node);
  if (entry->count > 1)
    return twi_yaml_fail_key(ctx, entry->child[1],
                             "found a second key \"%s\" in one entry of policy; each rule is an entry of its own, "
                             "`- rule: {...}`",
                             entry->child[1]->key);
  if (node->kind != TWI_YAML_MAPPING) return twi_yaml_expected(ctx, node, expected);
  rule->kind = kind;
  rule->node = node;

  const char *keys[MOST_KEYS];
  int count = 0;
  for (int i = 0; i < TWI_SELECTORS && kind->selector[i].key; i++) keys[count++] = kind->selector[i].key;
  for (int op = 0; op < TWI_OPERATIONS; op++) keys[count++] = twi_operation_word((twi_operation)op);
  if (twi_rule_is_bilateral(kind)) keys[count++] = "both_ways";
  tw_status status = twi_yaml_check_keys(ctx, node, keys, count);
  if (status != TW_OK) return status;

  for (int i = 0; i < TWI_SELECTORS && kind->selector[i].key; i++) {
    const char *key = kind->selector[i].key;
    rule->selector[i] = twi_yaml_get(node, key);
    if (!rule->selector[i])
      return twi_yaml_fail_key(ctx, node, "rule %s needs the key %s: a code, a list of codes, a group or all",
                               kind->name, key);
    status = check_selector(ctx, rule->selector[i], key);
    if (status != TW_OK) return status;
  }
  const twi_yaml *both_ways = twi_yaml_get(node, "both_ways");
  if (both_ways) status = read_both_ways(ctx, both_ways, &rule->both_ways);
  if (status != TW_OK) return status;
  return read_operation(ctx, rule);
}

tw_status twi_policy_read(tw_context *ctx, const twi_yaml *policy, tw_scenario *scenario)
{
  if (twi_yaml_is_null(policy)) return TW_OK;
  if (policy->kind != TWI_YAML_SEQUENCE)
    return twi_yaml_expected(ctx, policy, "a list of rules, each on a line that starts with `- `");
  scenario->rule = twi_new(ctx, (size_t)policy->count, sizeof *scenario->rule);
  if (!scenario->rule) return twi_no_memory(ctx, 0);
  scenario->rule_count = policy->count;
  for (int i = 0; i < policy->count; i++) {
    tw_status status = read_rule(ctx, policy->child[i], &scenario->rule[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
