/* cascade: bans on exports that call forth others, round by round; and what a rule `clause` has beside its place.
 * docs/formats.md, "Bans that spread". Which regions and products it names is found on a world (scenario/cascade.c). */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, MOST_ROUNDS = 1000 };

/* One of the words, by its place; -1 after an error, in *status. */
static int read_word(tw_context *ctx, const twi_yaml *node, const char *key, const char *const *words, int count,
                     tw_status *status)
{
  char list[64] = "";
  int text = node->kind == TWI_YAML_SCALAR && node->length > 0 && !twi_yaml_is_null(node);
  for (int i = 0; i < count; i++) {
    if (text && twi_same_name(node->text, node->length, words[i])) return i;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : i == count - 1 ? " or " : ", ", words[i]);
  }
  const char *nearest = text ? twi_nearest(node->text, node->length, words, count) : NULL;
  if (nearest)
    *status =
        twi_yaml_fail(ctx, node, "%s: found \"%s\", expected %s; did you mean %s?", key, node->text, list, nearest);
  else
    *status = twi_yaml_expected(ctx, node, list);
  return -1;
}

/* ---------------------------------------------------------------- rule clause */

const char *twi_clause_word(twi_clause clause)
{
  static const char *const words[TWI_CLAUSES] = {"capped", "exempt", "proportional"};
  return words[clause];
}

tw_status twi_clause_read(tw_context *ctx, twi_rule *rule)
{
  const char *words[TWI_CLAUSES];
  tw_status status = TW_OK;
  const twi_yaml *node = twi_yaml_get(rule->node, "kind");
  for (int i = 0; i < TWI_CLAUSES; i++) words[i] = twi_clause_word((twi_clause)i);
  int kind = node ? read_word(ctx, node, "kind", words, TWI_CLAUSES, &status) : TWI_CLAUSE_CAPPED;
  if (status == TW_OK) rule->clause = (twi_clause)kind;
  return status;
}

/* ---------------------------------------------------------------- section cascade */

const char *twi_trigger_word(twi_trigger trigger)
{
  static const char *const words[TWI_TRIGGERS] = {"price", "volume", "stocks"};
  return words[trigger];
}

static tw_status read_trigger(tw_context *ctx, const twi_yaml *section, twi_cascade_section *c)
{
  const char *words[TWI_TRIGGERS];
  tw_status status = TW_OK;
  c->trigger_node = twi_yaml_get(section, "trigger");
  if (!c->trigger_node) return TW_OK;
  for (int i = 0; i < TWI_TRIGGERS; i++) words[i] = twi_trigger_word((twi_trigger)i);
  int trigger = read_word(ctx, c->trigger_node, "trigger", words, TWI_TRIGGERS, &status);
  if (status == TW_OK) c->trigger = (twi_trigger)trigger;
  return status;
}

static tw_status read_percent(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value)
{
  twi_unit unit;
  char none[4] = "";
  tw_status status = node ? twi_quantity_read(ctx, node, form, value, &unit, none) : TW_OK;
  if (status != TW_OK || !node || twi_amount_fits(form, *value)) return status;
  return twi_yaml_fail(ctx, node, "%s: found \"%s\", expected %s", form->key, node->text, form->range);
}

static tw_status read_action(tw_context *ctx, const twi_yaml *section, twi_cascade_section *c)
{
  static const char *const words[] = {"ban"};
  static const twi_amount_form limit = {.key = "limit",
                                        .units = PERCENT,
                                        .least = 0,
                                        .most = 1,
                                        .open = 0,
                                        .range = "more than 0 % and at most 100 %, of the exports of the reference"};
  tw_status status = TW_OK;
  const twi_yaml *action = twi_yaml_get(section, "action");
  c->limit = twi_yaml_get(section, "limit");
  if (action) (void)read_word(ctx, action, "action", words, 1, &status);
  if (status == TW_OK && action && c->limit)
    return twi_yaml_fail_key(ctx, c->limit, "found both action: ban and limit, expected one of them");
  if (status == TW_OK) status = read_percent(ctx, c->limit, &limit, &c->limit_to);
  if (status == TW_OK && c->limit && !(c->limit_to > 0))
    return twi_yaml_fail(ctx, c->limit, "limit: found \"%s\", expected %s (for none at all write action: ban)",
                         c->limit->text, limit.range);
  return status;
}

static tw_status read_rounds(tw_context *ctx, const twi_yaml *node, int *rounds)
{
  int value = 0;
  size_t i = 0;
  *rounds = -1;
  if (!node) return TW_OK;
  for (; node->kind == TWI_YAML_SCALAR && i < node->length && node->text[i] >= '0' && node->text[i] <= '9'; i++)
    value = value > MOST_ROUNDS ? value : 10 * value + (node->text[i] - '0');
  if (i == 0 || i < node->length || value > MOST_ROUNDS)
    return twi_yaml_expected(ctx, node, "a whole number of rounds from 0 to 1000");
  *rounds = value;
  return TW_OK;
}

/* What of the rest of the file cannot stand beside it. */
static tw_status check_beside(const twi_reading *r, const twi_yaml *node)
{
  if (r->compared || r->depth)
    return twi_yaml_fail_key(r->ctx, node,
                             "found a cascade in a scenario that another %s, expected it in the one that is run: its "
                             "rounds belong to one policy as a whole",
                             r->compared ? "compares with" : "includes");
  if (r->scenario->from)
    return twi_yaml_fail_key(r->ctx, node,
                             "found a cascade in a scenario with from: and until:, expected one without "
                             "years: its rounds are all of one year");
  if (r->scenario->market.node)
    return twi_yaml_fail_key(r->ctx, node,
                             "found a cascade beside a market, expected one of them: a market is not solved "
                             "together with rounds of bans");
  return TW_OK;
}

tw_status twi_cascade_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"who", "product", "sector", "trigger", "tau", "action", "limit", "rounds"};
  static const twi_amount_form tau = {
      .key = "tau", .units = PERCENT, .least = 0, .most = INFINITY, .range = "0 % or more, as in 5 %"};
  tw_context *ctx = r->ctx;
  if (twi_yaml_is_null(node)) return TW_OK;
  tw_status status = check_beside(r, node);
  if (status != TW_OK) return status;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(ctx, node, "who may ban what, as in {product: WHEAT, who: [RUS, IND], tau: 5 %}");
  twi_cascade_section *c = &r->scenario->cascade;
  status = twi_yaml_check_keys(ctx, node, keys, sizeof keys / sizeof *keys);
  c->tau = 0.05;
  c->who = twi_yaml_get(node, "who");
  c->product = twi_yaml_get(node, "product");
  c->sector = twi_yaml_get(node, "sector");
  if (status == TW_OK && !c->product == !c->sector)
    status =
        twi_yaml_fail_key(ctx, c->sector ? c->sector : node, "cascade: found %s, expected one of product and sector",
                          c->sector ? "both product and sector" : "neither product nor sector");
  if (status == TW_OK && c->who) status = twi_selector_check(ctx, c->who, "who");
  if (status == TW_OK)
    status = c->product ? twi_selector_check(ctx, c->product, "product") : twi_selector_check(ctx, c->sector, "sector");
  if (status == TW_OK) status = read_trigger(ctx, node, c);
  if (status == TW_OK) status = read_percent(ctx, twi_yaml_get(node, "tau"), &tau, &c->tau);
  if (status == TW_OK) status = read_action(ctx, node, c);
  if (status == TW_OK) status = read_rounds(ctx, twi_yaml_get(node, "rounds"), &c->rounds);
  c->node = node;
  return status;
}
