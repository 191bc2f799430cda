/* The list of rules under `policy`: each entry is one rule, checked here against the table of kinds as far as that is
 * possible without a world. Names of regions and sectors wait until the scenario is applied to one. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum { MOST_KEYS = 16, MOST_KINDS = 64 };

void twi_rule_free(tw_context *ctx, twi_rule *rule)
{
  twi_amount_free(ctx, &rule->amount);
  for (int i = 0; i < TWI_NAMED_AMOUNTS; i++) twi_amount_free(ctx, &rule->named[i]);
}

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

/* ---------------------------------------------------------------- the amount */

/* Operations that the rule does not take but that somebody will try. */
static tw_status fail_operation(tw_context *ctx, const twi_rule_kind *kind, const twi_yaml *amount, const char *word)
{
  if (kind->limits)
    return twi_yaml_fail_key(ctx, amount, "rule %s takes to or change, not %s: there is no limit before it to add to",
                             kind->name, word);
  return twi_yaml_fail_key(
      ctx, amount, "%s has no level of its own to set or add to: write change: instead of %s:", kind->name, word);
}

/* Which keys of operations a rule's file may hold, allowed or not: an amount is the transfer's only, and a transfer's
 * `to` is a selector. */
static int may_be_written(const twi_rule_kind *kind, int operation)
{
  int transfer = kind->id == TWI_RULE_TRANSFER;
  return kind->operations != 0 && (operation == TWI_AMOUNT) == transfer;
}

static tw_status read_amount(twi_reading *r, twi_rule *rule, const twi_yaml *node)
{
  const twi_rule_kind *kind = rule->kind;
  twi_amount_form form = {.key = twi_operation_word(rule->operation),
                          .words = kind->words,
                          .units = 1u << TWI_UNIT_PERCENT,
                          .add = (kind->operations & 1u << TWI_ADD) != 0,
                          .columns = kind->columns && rule->operation == TWI_TO};
  if (rule->operation == TWI_ADD) form.units = 1u << TWI_UNIT_POINTS;
  if (rule->operation == TWI_AMOUNT || (kind->limits && rule->operation == TWI_TO)) {
    form.units |= 1u << TWI_UNIT_MONEY;
    form.most = INFINITY;
    form.range = "at least 0";
    if (kind->limits) {
      form.open = 1;
      form.range = kind->id == TWI_RULE_QUOTA ? "more than 0 (a ban lets nothing through)" : "more than 0";
    }
  }
  if (kind->limits && rule->operation == TWI_CHANGE) {
    form.least = -1;
    form.most = INFINITY;
    form.open = 1;
    form.range = "more than -100 %";
  }
  return twi_amount_read(r, node, &form, &rule->amount);
}

/* The one of to, add, change and amount that is there. */
static tw_status read_operation(twi_reading *r, twi_rule *rule)
{
  const twi_rule_kind *kind = rule->kind;
  const twi_yaml *amount = NULL;
  char list[64] = "";
  int allowed = 0;
  for (int op = 0; op < TWI_OPERATIONS; op++) {
    if (!may_be_written(kind, op)) continue;
    const char *word = twi_operation_word((twi_operation)op);
    const twi_yaml *written = twi_yaml_get(rule->node, word);
    if (kind->operations & 1u << op) {
      size_t used = strlen(list);
      snprintf(list + used, sizeof list - used, "%s%s", allowed++ ? ", " : "", word);
    }
    if (!written) continue;
    if (!(kind->operations & 1u << op)) return fail_operation(r->ctx, kind, written, word);
    if (amount)
      return twi_yaml_fail_key(r->ctx, written, "a rule takes one of %s; this one has both %s and %s",
                               kind->limits ? "to and change" : "to, add and change",
                               twi_operation_word(rule->operation), word);
    amount = written;
    rule->operation = (twi_operation)op;
  }
  if (!amount)
    return twi_yaml_fail_key(r->ctx, rule->node, "rule %s says where but not what: it needs %s%s", kind->name,
                             allowed > 1 ? "one of " : "", list);
  return read_amount(r, rule, amount);
}

/* ---------------------------------------------------------------- limits */

static tw_status read_limit(tw_context *ctx, twi_rule *rule)
{
  int quota = rule->kind->id == TWI_RULE_QUOTA;
  const char *expected = quota ? "importer, exporter, nobody or the code of a region" : "the code of a region";
  const twi_yaml *owner = rule->owner = twi_yaml_get(rule->node, "owner");
  if (!owner && quota)
    return twi_yaml_fail_key(ctx, rule->node, "rule quota needs the key owner: who gets its rent, %s", expected);
  if (owner) {
    if (owner->kind != TWI_YAML_SCALAR || owner->length == 0 || twi_yaml_is_null(owner))
      return twi_yaml_expected(ctx, owner, expected);
    if (!quota && (twi_same_name(owner->text, owner->length, "importer") ||
                   twi_same_name(owner->text, owner->length, "exporter") ||
                   twi_same_name(owner->text, owner->length, "nobody")))
      return twi_yaml_fail(ctx, owner, "owner: a capacity has no \"%s\", expected %s (the producer where not given)",
                           owner->text, expected);
  }
  const twi_yaml *node = twi_yaml_get(rule->node, "together");
  tw_status status = node ? twi_switch_read(ctx, node, &rule->together) : TW_OK;
  node = quota ? NULL : twi_yaml_get(rule->node, "of");
  if (status != TW_OK || !node) return status;
  if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "exports")) {
    rule->of_exports = 1;
    return TW_OK;
  }
  if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "output")) return TW_OK;
  return twi_yaml_expected(ctx, node, "output or exports");
}

/* ---------------------------------------------------------------- a rule */

/* Final demand has one share for a sector, which its products divide by their nest. */
static tw_status check_product(tw_context *ctx, const twi_rule *rule)
{
  const twi_yaml *product = rule->kind->id == TWI_RULE_FINAL_DEMAND ? twi_yaml_get(rule->node, "product") : NULL;
  if (!product) return TW_OK;
  return twi_yaml_fail_key(ctx, product,
                           "found product in a rule final_demand, which is by sector: final demand and "
                           "inputs buy the same mix of a sector's products; write sector:, or a rule demand for what "
                           "buyers want of a product");
}

static tw_status read_plain(twi_reading *r, twi_rule *rule)
{
  const twi_rule_kind *kind = rule->kind;
  const char *keys[MOST_KEYS];
  int count = twi_place_selector_keys(kind->selector, keys, 0);
  for (int op = 0; op < TWI_OPERATIONS; op++)
    if (may_be_written(kind, op)) keys[count++] = twi_operation_word((twi_operation)op);
  if (kind->limits) {
    keys[count++] = "owner";
    keys[count++] = "together";
    if (kind->id == TWI_RULE_CAPACITY) keys[count++] = "of";
  }
  if (kind->id == TWI_RULE_BARRIER) keys[count++] = "own";
  if (kind->id == TWI_RULE_CLAUSE) keys[count++] = "kind";
  count = twi_place_other_keys(kind->selector, keys, count);
  tw_status status = twi_own_read(r->ctx, rule);
  if (status == TW_OK) status = check_product(r->ctx, rule);
  if (status == TW_OK) status = twi_yaml_check_keys(r->ctx, rule->node, keys, count);
  if (status != TW_OK) return status;
  char what[32];
  snprintf(what, sizeof what, "rule %s", kind->name);
  status = twi_place_read(r->ctx, rule->node, kind->selector, what, &rule->place);
  if (status == TW_OK && kind->operations) status = read_operation(r, rule);
  if (status == TW_OK && kind->limits) status = read_limit(r->ctx, rule);
  if (status == TW_OK && kind->id == TWI_RULE_CLAUSE) status = twi_clause_read(r->ctx, rule);
  return status;
}

/* The source of a rule where its amount has none: the comment beside its name. Those above it are notes. */
static tw_status find_source(twi_reading *r, twi_rule *rule)
{
  if (rule->amount.source) return TW_OK;
  return twi_source_add(r, rule->node->key_line, &rule->amount.source);
}

static tw_status read_rule(twi_reading *r, const twi_yaml *entry, twi_rule *rule)
{
  static const char expected[] = "a rule such as `tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}`";
  tw_context *ctx = r->ctx;
  if (entry->kind != TWI_YAML_MAPPING || entry->count == 0) return twi_yaml_expected(ctx, entry, expected);
  const twi_yaml *node = entry->child[0];
  rule->kind = twi_rule_kind_find(node->key);
  if (!rule->kind) return fail_kind(ctx, node);
  if (entry->count > 1)
    return twi_yaml_fail_key(ctx, entry->child[1],
                             "found a second key \"%s\" in one entry of policy; each rule is an entry of its own, "
                             "`- rule: {...}`",
                             entry->child[1]->key);
  if (node->kind != TWI_YAML_MAPPING) return twi_yaml_expected(ctx, node, expected);
  rule->node = node;
  rule->of_include = r->depth;
  rule->operation = TWI_OPERATIONS;
  tw_status status = rule->kind->id == TWI_RULE_TARGET       ? twi_target_read(r, rule)
                     : rule->kind->id == TWI_RULE_PREFERENCE ? twi_preference_read(r, rule)
                                                             : read_plain(r, rule);
  return status == TW_OK ? find_source(r, rule) : status;
}

tw_status twi_policy_read(twi_reading *r, const twi_yaml *policy)
{
  if (twi_yaml_is_null(policy)) return TW_OK;
  if (policy->kind != TWI_YAML_SEQUENCE)
    return twi_yaml_expected(r->ctx, policy, "a list of rules, each on a line that starts with `- `");
  tw_scenario *s = r->scenario;
  size_t first = (size_t)s->rule_count, count = (size_t)policy->count;
  twi_rule *grown = twi_resize(r->ctx, s->rule, first + count, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  s->rule = grown;
  memset(grown + first, 0, count * sizeof *grown);
  s->rule_count += policy->count;
  for (size_t i = 0; i < count; i++) {
    tw_status status = read_rule(r, policy->child[i], &s->rule[first + i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}
