/* market: what a scenario does to the market of one product, for `tradewind market`. docs/formats.md, "Market
 * scenarios". What is read here is the form alone; names of suppliers, buyers and passages wait for the market. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum {
  PERCENT = 1u << TWI_UNIT_PERCENT,
  POINTS = 1u << TWI_UNIT_POINTS,
  NUMBER = 1u << TWI_UNIT_NUMBER,
  QUANTITY = 1u << TWI_UNIT_MASS | 1u << TWI_UNIT_ENERGY,
  PRICE = 1u << TWI_UNIT_PRICE,
  TIME = 1u << TWI_UNIT_TIME
};
enum { SUPPLIER = 1, BUYER = 2, PASSAGE = 4, LASTS = 8, SHARE = 16 };
enum { MOST_KEYS = 12 };

/* A rule: the names it may and must have (one of them), the unit of what it sets or adds; units 0: it has no amount. */
typedef struct rule_form {
  const char *rule;
  int takes, needs;
  unsigned units, add; /* of to; of add, 0: the rule adds nothing */
  const char *words;   /* what a change acts on */
  double least, most;  /* of to */
  const char *range;   /* of to, in words */
} rule_form;
static const rule_form forms[] = {
    {"capacity", SUPPLIER | PASSAGE, SUPPLIER | PASSAGE, QUANTITY, QUANTITY, "the capacity", 0, INFINITY, "0 or more"},
    {"outage", SUPPLIER | LASTS | SHARE, SUPPLIER, 0, 0, "", 0, 0, NULL},
    {"close", PASSAGE | LASTS, PASSAGE, 0, 0, "", 0, 0, NULL},
    {"freight", SUPPLIER | BUYER | PASSAGE, 0, PRICE, PRICE, "the freight", 0, INFINITY, "0 or more"},
    {"demand", BUYER, 0, QUANTITY, QUANTITY, "the demand", 0, INFINITY, "0 or more"},
    {"floor", SUPPLIER | BUYER, SUPPLIER | BUYER, QUANTITY, QUANTITY, "the floor", 0, INFINITY, "0 or more"},
    {"tax", SUPPLIER | BUYER, 0, PRICE | PERCENT, PRICE | POINTS, "the tax", -INFINITY, INFINITY, NULL},
    {"cost", SUPPLIER, 0, PRICE, PRICE, "the cost", 0, INFINITY, "0 or more"},
    {"elasticity", BUYER, 0, NUMBER, 0, "the elasticity", -INFINITY, 0, "less than 0"},
    {"toll", PASSAGE, PASSAGE, PRICE, PRICE, "the toll", 0, INFINITY, "0 or more"},
    {"conjecture", SUPPLIER, 0, NUMBER, 0, "the conjecture", 0, 1, "0 to 1"}};
enum { FORMS = sizeof forms / sizeof *forms };

/* ---------------------------------------------------------------- one rule */

static tw_status fail_rule(tw_context *ctx, const twi_yaml *node)
{
  const char *names[FORMS];
  for (int i = 0; i < FORMS; i++) names[i] = forms[i].rule;
  const char *near = twi_nearest(node->key, strlen(node->key), names, FORMS);
  return twi_yaml_fail_key(ctx, node,
                           "unknown rule \"%s\" of a market%s%s%s (there are capacity, outage, close, freight, demand, "
                           "floor, tax, cost, elasticity, toll, conjecture)",
                           node->key, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

tw_status twi_market_codes_read(tw_context *ctx, const twi_yaml *node, const char *key, const twi_yaml **to)
{
  const twi_yaml *name = *to = twi_yaml_get(node, key);
  if (!name) return TW_OK;
  tw_status status = twi_selector_check(ctx, name, key);
  for (int i = 0; i < name->count && status == TW_OK; i++)
    if (name->child[i]->kind != TWI_YAML_SCALAR) status = twi_yaml_expected(ctx, name->child[i], "a code");
  return status;
}

static tw_status read_lasts(twi_reading *r, const twi_yaml *node, twi_market_written *rule)
{
  static const twi_amount_form lasts = {.key = "for",
                                        .units = TIME,
                                        .least = 0,
                                        .most = 1,
                                        .range = "more than nothing and at most a year, since a market is solved by year"};
  const twi_yaml *written = twi_yaml_get(node, "for");
  if (!written) return TW_OK;
  tw_status status = twi_amount_read(r, written, &lasts, &rule->lasts);
  for (int i = 0; i < rule->lasts.count && status == TW_OK; i++)
    if (rule->lasts.value[i] == 0)
      status = twi_yaml_fail(r->ctx, written, "for: found \"%s\", expected %s", written->text, lasts.range);
  return status;
}

/* The one amount of a rule that has one: to, add or change. */
static tw_status read_amount(twi_reading *r, const twi_yaml *node, const rule_form *f, twi_market_written *rule)
{
  const twi_yaml *written = NULL;
  int given = 0;
  for (twi_operation op = TWI_TO; op <= TWI_CHANGE; op++) {
    const twi_yaml *one = twi_yaml_get(node, twi_operation_word(op));
    if (!one) continue;
    if (given++)
      return twi_yaml_fail_key(r->ctx, one, "found %s beside %s, expected one of to, add and change", one->key,
                               written->key);
    written = one;
    rule->operation = op;
  }
  const char *keys = f->add ? "to, add or change" : "to or change";
  if (!written) return twi_yaml_fail_key(r->ctx, node, "rule %s needs an amount: one of %s", f->rule, keys);
  if (rule->operation == TWI_ADD && !f->add)
    return twi_yaml_fail_key(r->ctx, written, "rule %s takes %s, not add", f->rule, keys);
  twi_amount_form form = {
      .key = twi_operation_word(rule->operation), .words = f->words, .least = f->least, .most = f->most};
  form.units = rule->operation == TWI_TO ? f->units : rule->operation == TWI_ADD ? f->add : PERCENT;
  if (rule->operation == TWI_TO) form.range = f->range;
  form.add = f->add != 0;
  return twi_amount_read(r, written, &form, &rule->amount);
}

static tw_status read_share(twi_reading *r, const twi_yaml *node, twi_market_written *rule)
{
  static const twi_amount_form share = {
      .key = "share", .units = PERCENT, .least = 0, .most = 1, .range = "0 % to 100 % of what is there"};
  const twi_yaml *written = twi_yaml_get(node, "share");
  rule->operation = TWI_OPERATIONS;
  return written ? twi_amount_read(r, written, &share, &rule->amount) : TW_OK;
}

static tw_status read_years(twi_reading *r, const twi_yaml *node, twi_market_written *rule)
{
  static const char *const keys[] = {"from", "until"};
  int *const year[] = {&rule->from, &rule->until};
  for (int i = 0; i < 2; i++) {
    const twi_yaml *one = twi_yaml_get(node, keys[i]);
    if (!one) continue;
    *year[i] = one->kind == TWI_YAML_SCALAR ? twi_year_read(one->text, one->length) : 0;
    if (!*year[i]) return twi_yaml_expected(r->ctx, one, "a year of four digits such as 2030");
  }
  if (rule->until && rule->until < rule->from)
    return twi_yaml_fail(r->ctx, twi_yaml_get(node, "until"), "until: %d is before from: %d", rule->until, rule->from);
  return TW_OK;
}

static tw_status check_names(tw_context *ctx, const twi_yaml *node, const rule_form *f, const twi_market_written *rule)
{
  int has = (rule->supplier ? SUPPLIER : 0) | (rule->buyer ? BUYER : 0) | (rule->passage ? PASSAGE : 0);
  if (f->needs && !(has & f->needs))
    return twi_yaml_fail_key(ctx, node, "rule %s needs %s", f->rule,
                             f->needs == PASSAGE                ? "the key passage"
                             : f->needs == SUPPLIER             ? "the key supplier"
                             : f->needs == (SUPPLIER | PASSAGE) ? "the key supplier or the key passage"
                                                                : "the key supplier or the key buyer");
  if (f->needs == (SUPPLIER | PASSAGE) && (has & f->needs) == f->needs)
    return twi_yaml_fail_key(ctx, rule->passage, "found a supplier and a passage, expected the capacity of one of them");
  return TW_OK;
}

static tw_status read_rule(twi_reading *r, const twi_yaml *node, twi_market_written *rule)
{
  const rule_form *f = NULL;
  const char *keys[MOST_KEYS];
  int count = 0;
  for (int i = 0; i < FORMS; i++)
    if (strcmp(node->key, forms[i].rule) == 0) f = &forms[i];
  if (!f) return fail_rule(r->ctx, node);
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node, "what the rule is about, such as `capacity: {supplier: CAN, to: 28 Mt}`");
  if (f->takes & SUPPLIER) keys[count++] = "supplier";
  if (f->takes & BUYER) keys[count++] = "buyer";
  if (f->takes & PASSAGE) keys[count++] = "passage";
  if (f->takes & SHARE) keys[count++] = "share";
  if (f->takes & LASTS) keys[count++] = "for";
  if (f->units)
    for (twi_operation op = TWI_TO; op <= TWI_CHANGE; op++) keys[count++] = twi_operation_word(op);
  keys[count++] = "from";
  keys[count++] = "until";
  rule->node = node;
  rule->rule = f->rule;
  rule->operation = TWI_OPERATIONS;
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, count);
  if (status == TW_OK) status = twi_market_codes_read(r->ctx, node, "supplier", &rule->supplier);
  if (status == TW_OK) status = twi_market_codes_read(r->ctx, node, "buyer", &rule->buyer);
  if (status == TW_OK) status = twi_market_codes_read(r->ctx, node, "passage", &rule->passage);
  if (status == TW_OK) status = check_names(r->ctx, node, f, rule);
  if (status == TW_OK) status = f->units ? read_amount(r, node, f, rule) : read_share(r, node, rule);
  if (status == TW_OK) status = read_lasts(r, node, rule);
  return status == TW_OK ? read_years(r, node, rule) : status;
}

/* ---------------------------------------------------------------- lists of rules */

static tw_status add_rule(twi_reading *r, const twi_yaml *node, twi_market_list list)
{
  twi_market_section *s = &r->scenario->market;
  int count = s->rules[list];
  twi_market_written *grown = twi_resize(r->ctx, s->rule[list], (size_t)count + 1, sizeof *grown);
  if (!grown) return twi_no_memory(r->ctx, 0);
  memset(&grown[count], 0, sizeof *grown);
  s->rule[list] = grown;
  s->rules[list]++;
  return read_rule(r, node, &grown[count]);
}

static tw_status read_list(twi_reading *r, const twi_yaml *node, twi_market_list list)
{
  static const char expected[] = "a list of rules of a market, each on a line that starts with `- `, such as "
                                 "`- capacity: {supplier: CAN, to: 28 Mt}`";
  if (!node || twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_SEQUENCE) return twi_yaml_expected(r->ctx, node, expected);
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *entry = node->child[i];
    if (entry->kind != TWI_YAML_MAPPING || entry->count == 0) return twi_yaml_expected(r->ctx, entry, expected);
    if (entry->count > 1)
      return twi_yaml_fail_key(r->ctx, entry->child[1],
                               "found a second key \"%s\" in one entry; each rule is an entry of its own",
                               entry->child[1]->key);
    tw_status status = add_rule(r, entry->child[0], list);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- statuses */

static tw_status read_status(tw_context *ctx, const twi_yaml *node, unsigned *bits)
{
  static const char *const words[] = {"operating", "firm", "proposed"};
  char shown[TWI_SHOWN];
  if (node->kind == TWI_YAML_SCALAR)
    for (unsigned i = 0; i < 3; i++)
      if (twi_same_name(node->text, node->length, words[i])) {
        *bits |= 1u << i; /* TW_MARKET_OPERATING … */
        return TW_OK;
      }
  const char *near = node->kind == TWI_YAML_SCALAR ? twi_nearest(node->text, node->length, words, 3) : NULL;
  if (node->kind != TWI_YAML_SCALAR) return twi_yaml_expected(ctx, node, "operating, firm or proposed");
  return twi_yaml_fail(ctx, node, "statuses: found %s, expected operating, firm or proposed%s%s%s",
                       twi_show(node->text, node->length, shown), near ? "; did you mean " : "", near ? near : "",
                       near ? "?" : "");
}

static tw_status read_statuses(tw_context *ctx, const twi_yaml *node, unsigned *bits)
{
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_SEQUENCE) return read_status(ctx, node, bits);
  if (node->count == 0) return twi_yaml_expected(ctx, node, "operating, firm or proposed, or a list of them");
  for (int i = 0; i < node->count; i++) {
    tw_status status = read_status(ctx, node->child[i], bits);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* A variant to compare with: rules as keys, or a list of them, and perhaps other statuses. */
static tw_status read_compared(twi_reading *r, const twi_yaml *node)
{
  if (!node || twi_yaml_is_null(node)) return TW_OK;
  if (node->kind == TWI_YAML_SEQUENCE) return read_list(r, node, TWI_MARKET_COMPARED);
  if (node->kind != TWI_YAML_MAPPING || node->count == 0)
    return twi_yaml_expected(r->ctx, node,
                             "what is there besides in the variant to compare with, such as "
                             "`{capacity: {supplier: CAN, to: 28 Mt}}`");
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *one = node->child[i];
    tw_status status = strcmp(one->key, "statuses") == 0
                           ? read_statuses(r->ctx, one, &r->scenario->market.compared_statuses)
                           : add_rule(r, one, TWI_MARKET_COMPARED);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- the section */

static tw_status read_word(tw_context *ctx, const twi_yaml *section, const char *key, const char *expected,
                           const twi_yaml **to)
{
  const twi_yaml *node = twi_yaml_get(section, key);
  if (!node) return TW_OK;
  if (node->kind != TWI_YAML_SCALAR || node->length == 0 || twi_yaml_is_null(node))
    return twi_yaml_expected(ctx, node, expected);
  *to = node;
  return TW_OK;
}

static tw_status read_horizon(tw_context *ctx, const twi_yaml *node, int *short_run)
{
  if (!node) return TW_OK;
  if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "long")) return TW_OK;
  if (node->kind != TWI_YAML_SCALAR || !twi_same_name(node->text, node->length, "short"))
    return twi_yaml_expected(ctx, node, "long or short, which elasticities of demand the policy has");
  *short_run = 1;
  return TW_OK;
}

tw_status twi_market_section_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"name", "year", "statuses", "horizon", "policy", "shock", "compare", "focus"};
  twi_market_section *s = &r->scenario->market;
  const twi_yaml *one;
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "a market and what is done to it, as in {name: lng2024, policy: [- capacity: {supplier: "
                             "CAN, to: 28 Mt}]}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  s->node = node;
  if (status == TW_OK) status = read_word(r->ctx, node, "name", "a built-in market or a folder of one", &s->name);
  if (status == TW_OK) status = read_word(r->ctx, node, "focus", "the code of a buyer", &s->focus);
  if (status == TW_OK && (one = twi_yaml_get(node, "year"))) {
    s->year = one->kind == TWI_YAML_SCALAR ? twi_year_read(one->text, one->length) : 0;
    if (!s->year) status = twi_yaml_expected(r->ctx, one, "a year of four digits such as 2030");
    if (status == TW_OK && r->scenario->from)
      status = twi_yaml_fail_key(r->ctx, one,
                                 "found a year of the market and from and until of the scenario, expected one of them");
  }
  if (status == TW_OK) status = read_statuses(r->ctx, twi_yaml_get(node, "statuses"), &s->statuses);
  if (status == TW_OK) status = read_horizon(r->ctx, twi_yaml_get(node, "horizon"), &s->short_run);
  if (status == TW_OK) status = read_list(r, twi_yaml_get(node, "policy"), TWI_MARKET_POLICY);
  if (status == TW_OK) status = read_list(r, twi_yaml_get(node, "shock"), TWI_MARKET_SHOCK);
  return status == TW_OK ? read_compared(r, twi_yaml_get(node, "compare")) : status;
}

tw_status twi_market_part_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"policy", "shock"};
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "what it does to the market, as in {policy: [- capacity: {supplier: CAN, to: 28 Mt}]} or "
                             "{shock: [- close: {passage: hormuz}]}");
  if (!r->scenario->market.node)
    return twi_yaml_fail_key(r->ctx, node,
                             "found market, and the decision does not say of which: it needs a key market at its top, as "
                             "in `market: {name: lng2024}`");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, 2);
  if (status == TW_OK) status = read_list(r, twi_yaml_get(node, "policy"), TWI_MARKET_POLICY);
  return status == TW_OK ? read_list(r, twi_yaml_get(node, "shock"), TWI_MARKET_SHOCK) : status;
}

tw_status twi_market_included_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"name", "year", "policy", "shock", "focus"}, *const same[] = {"name", "year"};
  const twi_yaml *top = twi_yaml_get(r->scenario->tree[0], "market");
  char shown[TWI_SHOWN];
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING) return twi_yaml_expected(r->ctx, node, "a market and what is done to it");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  for (int i = 0; i < 2 && status == TW_OK; i++) {
    const twi_yaml *own = twi_yaml_get(node, same[i]);
    const twi_yaml *all = top->kind == TWI_YAML_MAPPING ? twi_yaml_get(top, same[i]) : NULL;
    if (!own || own->kind != TWI_YAML_SCALAR) continue;
    if (all && all->kind == TWI_YAML_SCALAR && strcmp(own->text, all->text) == 0) continue;
    status =
        twi_yaml_fail(r->ctx, own,
                      "%s: found %s in the market of a file that a decision includes, expected that of the decision: "
                      "`market: {%s: %s}` at its top",
                      same[i], twi_show(own->text, own->length, shown), same[i], own->text);
  }
  if (status == TW_OK) status = read_list(r, twi_yaml_get(node, "policy"), TWI_MARKET_POLICY);
  return status == TW_OK ? read_list(r, twi_yaml_get(node, "shock"), TWI_MARKET_SHOCK) : status;
}

void twi_market_section_free(tw_scenario *s)
{
  for (int list = 0; list < TWI_MARKET_LISTS; list++) {
    for (int i = 0; i < s->market.rules[list]; i++) {
      twi_amount_free(s->context, &s->market.rule[list][i].amount);
      twi_amount_free(s->context, &s->market.rule[list][i].lasts);
    }
    twi_free(s->context, s->market.rule[list]);
  }
}
