/* What a decision over a market has of its own in its file: see decide_market.h. */
#include "choice/decide_market.h"

#include <string.h>

#include "base/names.h"
#include "outlook/payoff.h"

static tw_status check_compare(const tw_decision *d)
{
  const twi_yaml *market = twi_yaml_get(d->tree, "market"), *node;
  if (market->kind == TWI_YAML_MAPPING && (node = twi_yaml_get(market, "compare")))
    return twi_yaml_fail_key(d->ctx, node,
                             "found compare in a decision, which compares its levers; expected it to be left out");
  return TW_OK;
}

/* Keys that say something of a world alone. */
static tw_status check_keys(const tw_decision *d)
{
  static const char *const top[] = {"world", "against", "closure", "groups", "elasticities", "focus", "products"};
  const twi_yaml *node;
  for (size_t i = 0; i < sizeof top / sizeof *top; i++)
    if ((node = twi_yaml_get(d->tree, top[i])))
      return twi_yaml_fail_key(
          d->ctx, node,
          "found %s in a decision over a market, which is solved without a world; expected it to be "
          "left out, or a policy beside the market in a lever or a contingency, which solves both together",
          node->key);
  return check_compare(d);
}

/* What only one of both has. */
tw_status twi_decide_link_check(const tw_decision *d)
{
  const twi_yaml *node;
  if ((node = twi_yaml_get(d->tree, "frontier")))
    return twi_yaml_fail_key(d->ctx, node,
                             "found frontier in a decision over a market and the economy together; expected it to be "
                             "left out: levers of a frontier are of the economy alone");
  if (d->outcome)
    return twi_yaml_fail(
        d->ctx, d->outcome,
        "indicator: found %s, expected a column of regions.csv such as real_income_pct, as a market is "
        "solved with the economy",
        d->indicator);
  return check_compare(d);
}

tw_status twi_decide_market_read(tw_decision *d)
{
  const twi_yaml *node = twi_yaml_get(d->tree, "indicator");
  const char *names[TWI_PAYOFF_FIELDS];
  char shown[TWI_SHOWN];
  tw_status status = check_keys(d);
  d->indicator = twi_payoff_word(TWI_PAYOFF_SURPLUS);
  d->field = TWI_PAYOFF_SURPLUS;
  if (status != TW_OK || !node) return status;
  if (node->kind != TWI_YAML_SCALAR || node->length == 0)
    return twi_yaml_expected(d->ctx, node, "a number of a market's buyers or suppliers such as surplus_change");
  size_t n = strcspn(node->text, " ");
  for (int i = 0; i < TWI_PAYOFF_FIELDS; i++) {
    names[i] = twi_payoff_word((twi_payoff_field)i);
    if (strlen(names[i]) != n || strncmp(node->text, names[i], n) != 0) continue;
    d->field = i;
    d->indicator = node->text;
    if (node->text[n]) d->outcome = node; /* "price JPN" */
    return TW_OK;
  }
  const char *near = twi_nearest(node->text, n, names, TWI_PAYOFF_FIELDS);
  return twi_yaml_fail(
      d->ctx, node,
      "indicator: found %s, expected one of a market: surplus_change, price, quantity, bill or shortfall "
      "of buyers, rent, output or netback of suppliers%s%s%s",
      twi_show(node->text, node->length, shown), near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}
