/* The section `market` of a scenario as rules of the market, in a year. See outlook.h.
 *
 *   close for a part of a year    a passage whose capacity is the rest of what goes through it in the base point
 *   outage for a part of a year   the share lost times that part
 *   a list of names               a rule for each, and of two lists for each pair */
#include <math.h>
#include <string.h>

#include "base/names.h"
#include "outlook/outlook.h"

static const double PJ_PER_MMBTU = 1.05505585262e-6;

void twi_outlook_rules_free(tw_context *ctx, twi_outlook_rules *rules)
{
  for (int i = 0; i < rules->rules; i++) twi_free(ctx, rules->where[i]);
  twi_free(ctx, rules->where);
  twi_free(ctx, rules->rule);
  memset(rules, 0, sizeof *rules);
}

/* ---------------------------------------------------------------- names */

static const char *axis_word(tw_market_axis axis)
{
  return axis == TW_MARKET_SUPPLIERS ? "supplier" : axis == TW_MARKET_BUYERS ? "buyer" : "passage";
}

static tw_status check_name(tw_context *ctx, const tw_market *m, tw_market_axis axis, const twi_yaml *node)
{
  if (tw_market_find(m, axis, node->text) >= 0) return TW_OK;
  int count = tw_market_count(m, axis);
  char shown[TWI_SHOWN];
  const char **names = twi_alloc(ctx, (size_t)count + 1, sizeof *names);
  if (!names) return twi_no_memory(ctx, 0);
  for (int i = 0; i < count; i++) names[i] = tw_market_code(m, axis, i);
  const char *near = twi_nearest(node->text, node->length, names, count);
  twi_free(ctx, names);
  return twi_yaml_fail(ctx, node, "found %s, expected a %s of the market %s%s%s%s",
                       twi_show(node->text, node->length, shown), axis_word(axis), m->name,
                       near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

/* How many names there are; 0 for all of them. */
int twi_outlook_name_count(const twi_yaml *node)
{
  if (!node) return 0;
  if (node->kind == TWI_YAML_SEQUENCE) return node->count;
  return twi_same_name(node->text, node->length, "all") ? 0 : 1;
}

const char *twi_outlook_name_at(const twi_yaml *node, int i)
{
  if (!node) return NULL;
  if (twi_outlook_name_count(node) == 0) return "all";
  return node->kind == TWI_YAML_SEQUENCE ? node->child[i]->text : node->text;
}

tw_status twi_outlook_check_names(tw_context *ctx, const tw_market *m, tw_market_axis axis, const twi_yaml *node)
{
  tw_status status = TW_OK;
  for (int i = 0; i < twi_outlook_name_count(node) && status == TW_OK; i++)
    status = check_name(ctx, m, axis, node->kind == TWI_YAML_SEQUENCE ? node->child[i] : node);
  return status;
}

/* ---------------------------------------------------------------- units */

/* What one of the unit is in the market's own; 0: it is none of the market's. */
static double in_units_of(const tw_market *m, twi_unit unit)
{
  const char *slash = strchr(m->price_unit, '/');
  if (unit == TWI_UNIT_PRICE) return strcmp(m->price_unit, "USD/MMBtu") == 0;
  if (unit == TWI_UNIT_MASS)
    return strcmp(m->unit, "Mt") == 0 ? 1 : strcmp(m->unit, "kt") == 0 ? 1e3 : strcmp(m->unit, "t") == 0 ? 1e6 : 0;
  if (unit != TWI_UNIT_ENERGY) return 1;
  if (strcmp(m->unit, "PJ") == 0) return 1;
  /* money of a unit is billions of what a price is in: so many billion MMBtu it has */
  if (!slash || strcmp(slash + 1, "MMBtu") != 0 || strncmp(m->value_unit, "billion ", 8) != 0) return 0;
  return 1 / (m->value_per_unit * 1e9 * PJ_PER_MMBTU);
}

static tw_status convert_amount(tw_context *ctx, const tw_market *m, const twi_amount *amount, int year, double *value)
{
  double factor = in_units_of(m, amount->unit);
  *value = twi_amount_at(amount, year);
  if (factor == 0)
    return twi_yaml_fail(ctx, amount->node, "%s: found %s, which does not fit: %s of the market %s are in %s",
                         amount->form.key,
                         amount->unit == TWI_UNIT_PRICE    ? "USD/MMBtu"
                         : amount->unit == TWI_UNIT_ENERGY ? "PJ"
                                                           : "Mt",
                         amount->unit == TWI_UNIT_PRICE ? "prices" : "quantities", m->name,
                         amount->unit == TWI_UNIT_PRICE ? m->price_unit : m->unit);
  if (factor != 1) *value *= factor;
  return TW_OK;
}

/* ---------------------------------------------------------------- rules */

tw_status twi_outlook_rules_put(tw_context *ctx, twi_outlook_rules *rules, const tw_market_rule *rule,
                                const char *where)
{
  if (rules->rules == rules->room) {
    int room = 2 * rules->room + 8;
    tw_market_rule *grown = twi_resize(ctx, rules->rule, (size_t)room, sizeof *grown);
    if (grown) rules->rule = grown;
    char **places = twi_resize(ctx, rules->where, (size_t)room, sizeof *places);
    if (places) rules->where = places;
    if (!grown || !places) return twi_no_memory(ctx, 0);
    rules->room = room;
  }
  char *own = twi_strdup(ctx, where);
  if (!own) return twi_no_memory(ctx, 0);
  rules->where[rules->rules] = own;
  rules->rule[rules->rules] = *rule;
  rules->rule[rules->rules++].where = own;
  return TW_OK;
}

static tw_status add_rule(tw_context *ctx, twi_outlook_rules *rules, const tw_market_rule *rule, const twi_yaml *node)
{
  char *where = node->key_line ? twi_format(ctx, "%s:%d:%d", node->origin, node->key_line, node->key_column)
                               : twi_strdup(ctx, node->origin);
  tw_status status = where ? twi_outlook_rules_put(ctx, rules, rule, where) : twi_no_memory(ctx, 0);
  twi_free(ctx, where);
  return status;
}

/* The rule without names, as it is in the year. */
static tw_status make_rule(tw_context *ctx, const tw_market *m, const twi_market_written *w, int year,
                           tw_market_rule *rule)
{
  double lasts = w->lasts.node ? twi_amount_at(&w->lasts, year) : 1;
  *rule = (tw_market_rule){.rule = w->rule, .from = w->from, .until = w->until};
  if (strcmp(w->rule, "outage") == 0) {
    rule->amount = lasts * (w->amount.node ? twi_amount_at(&w->amount, year) : 1);
    return TW_OK;
  }
  if (strcmp(w->rule, "close") == 0) {
    if (lasts == 1) return TW_OK;
    rule->rule = "capacity";
    rule->how = TW_MARKET_CHANGE;
    rule->amount = -lasts;
    return TW_OK;
  }
  rule->how = w->operation == TWI_TO ? TW_MARKET_TO : w->operation == TWI_ADD ? TW_MARKET_ADD : TW_MARKET_CHANGE;
  rule->ad_valorem = strcmp(w->rule, "tax") == 0 && w->operation != TWI_CHANGE && w->amount.unit != TWI_UNIT_PRICE;
  return convert_amount(ctx, m, &w->amount, year, &rule->amount);
}

static tw_status add_written(tw_context *ctx, const tw_market *m, const twi_market_written *w, int year,
                             twi_outlook_rules *rules)
{
  tw_market_rule rule;
  tw_status status = twi_outlook_check_names(ctx, m, TW_MARKET_SUPPLIERS, w->supplier);
  if (status == TW_OK) status = twi_outlook_check_names(ctx, m, TW_MARKET_BUYERS, w->buyer);
  if (status == TW_OK) status = twi_outlook_check_names(ctx, m, TW_MARKET_PASSAGES, w->passage);
  if (status == TW_OK) status = make_rule(ctx, m, w, year, &rule);
  int suppliers = twi_outlook_name_count(w->supplier), buyers = twi_outlook_name_count(w->buyer),
      passages = twi_outlook_name_count(w->passage);
  for (int o = 0; o < (suppliers ? suppliers : 1) && status == TW_OK; o++)
    for (int d = 0; d < (buyers ? buyers : 1) && status == TW_OK; d++)
      for (int k = 0; k < (passages ? passages : 1) && status == TW_OK; k++) {
        rule.supplier = twi_outlook_name_at(w->supplier, o);
        rule.buyer = twi_outlook_name_at(w->buyer, d);
        rule.passage = twi_outlook_name_at(w->passage, k);
        status = add_rule(ctx, rules, &rule, w->node);
      }
  return status;
}

tw_status twi_outlook_rules_add(tw_context *ctx, const tw_scenario *scenario, const tw_market *market,
                                twi_market_list list, int year, twi_outlook_rules *rules)
{
  tw_status status = TW_OK;
  if (!scenario) return TW_OK;
  for (int i = 0; i < scenario->market.rules[list] && status == TW_OK; i++)
    status = add_written(ctx, market, &scenario->market.rule[list][i], year ? year : market->data_year, rules);
  return status;
}

tw_status twi_outlook_rules_made(tw_context *ctx, const tw_scenario *scenario, const tw_market *market, int year,
                                 int compared, twi_outlook_rules *policy, twi_outlook_rules *shock)
{
  tw_status status = twi_outlook_rules_add(ctx, scenario, market, TWI_MARKET_POLICY, year, policy);
  if (status == TW_OK && compared)
    status = twi_outlook_rules_add(ctx, scenario, market, TWI_MARKET_COMPARED, year, policy);
  if (status == TW_OK) status = twi_outlook_rules_add(ctx, scenario, market, TWI_MARKET_SHOCK, year, shock);
  return status;
}

tw_status twi_outlook_rules_of(const tw_outlook *o, int year, int compared, twi_outlook_rules *policy,
                               twi_outlook_rules *shock)
{
  return twi_outlook_rules_made(o->ctx, o->scenario, o->market, year, compared, policy, shock);
}

tw_market_question twi_outlook_question(const tw_outlook *o, int year, int compared, const twi_outlook_rules *policy,
                                        const twi_outlook_rules *shock)
{
  return (tw_market_question){.rule = policy->rule,
                              .rules = policy->rules,
                              .shock = shock->rule,
                              .shocks = shock->rules,
                              .year = year,
                              .statuses = compared && o->compared_statuses ? o->compared_statuses : o->statuses,
                              .short_run = o->short_run};
}
