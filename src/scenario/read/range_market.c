/* market: what is uncertain in a market, in the section range. docs/formats.md, "Ranges of markets". Names wait for the
 * market. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum { SUPPLIER = 1, BUYER = 2, PASSAGE = 4, HORIZON = 8 };
enum { MOST_KEYS = 12 };

/* The names that an entry may and must have (one of them). */
static const struct {
  const char *word;
  int takes, needs;
} forms[TWI_SPREADS] = {[TWI_SPREAD_ELASTICITY] = {"elasticity", BUYER | HORIZON, 0},
                        [TWI_SPREAD_SIGMA] = {"sigma", 0, 0},
                        [TWI_SPREAD_FLOOR_SHARE] = {"floor_share", 0, 0},
                        [TWI_SPREAD_FREIGHT] = {"freight", SUPPLIER | BUYER | PASSAGE, 0},
                        [TWI_SPREAD_COST] = {"cost", SUPPLIER, 0},
                        [TWI_SPREAD_CAPACITY] = {"capacity", SUPPLIER | PASSAGE, SUPPLIER | PASSAGE},
                        [TWI_SPREAD_TOLL] = {"toll", PASSAGE, 0}};

/* Distributions that are of numbers above 0 alone: a factor may not turn a sign. */
static const twi_distribution_kind kinds[] = {TWI_UNIFORM, TWI_TRIANGULAR, TWI_LOGNORMAL};
enum { KINDS = sizeof kinds / sizeof *kinds };

const char *twi_market_spread_word(twi_market_spread spread)
{
  return forms[spread].word;
}

/* ---------------------------------------------------------------- the factor */

static tw_status read_number(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value)
{
  twi_unit unit;
  char currency[4];
  tw_status status = twi_quantity_read(ctx, node, form, value, &unit, currency);
  if (status != TW_OK || twi_amount_fits(form, *value)) return status;
  return twi_yaml_fail(ctx, node, "%s: found \"%s\", expected %s", form->key, node->text, form->range);
}

/* "[80 %, 150 %]" of what the market says. */
static tw_status read_numbers(tw_context *ctx, const twi_yaml *node, twi_distribution *d)
{
  static const char *const example[] = {
      [TWI_UNIFORM] = "[80 %, 150 %], least and most of what the market says",
      [TWI_TRIANGULAR] = "[80 %, 100 %, 150 %], least, likeliest and most of what the market says",
      [TWI_LOGNORMAL] = "[100 %, 20 %], mean and standard deviation of what the market says"};
  const twi_amount_form form = {.key = node->key,
                                .units = 1u << TWI_UNIT_PERCENT,
                                .least = 0,
                                .most = 100,
                                .range = "more than 0 % and at most 10000 % of what the market says"};
  int count = twi_distribution_numbers(d->kind);
  char expected[128];
  snprintf(expected, sizeof expected, "%d percentages such as %s", count, example[d->kind]);
  if (node->kind != TWI_YAML_SEQUENCE || node->count != count) return twi_yaml_expected(ctx, node, expected);
  for (int i = 0; i < count; i++) {
    tw_status status = read_number(ctx, node->child[i], &form, &d->p[i]);
    if (status != TW_OK) return status;
    if (d->p[i] == 0 && (d->kind != TWI_LOGNORMAL || i == 0))
      return twi_yaml_fail(ctx, node->child[i], "%s: found \"%s\", expected %s", form.key, node->child[i]->text,
                           form.range);
  }
  const char *wrong = twi_distribution_wrong(d);
  return wrong ? twi_yaml_fail(ctx, node, "%s: %s", node->key, wrong) : TW_OK;
}

static tw_status read_factor(tw_context *ctx, const twi_yaml *node, twi_range_market *entry)
{
  static const twi_amount_form spread = {
      .key = "spread", .units = 1u << TWI_UNIT_PERCENT, .least = 0, .most = 10, .range = "0 % to 1000 %"};
  const twi_yaml *given = twi_yaml_get(node, "spread");
  entry->factor = (twi_distribution){.kind = TWI_LOGNORMAL, .p = {1, 0, 0}};
  tw_status status = given ? read_number(ctx, given, &spread, &entry->factor.p[1]) : TW_OK;
  for (int i = 0; i < KINDS && status == TW_OK; i++) {
    const twi_yaml *one = twi_yaml_get(node, twi_distribution_word(kinds[i]));
    if (!one) continue;
    if (given)
      return twi_yaml_fail_key(ctx, one, "found %s beside %s, expected one of spread, uniform, triangular, lognormal",
                               one->key, given->key);
    given = one;
    entry->factor.kind = kinds[i];
    status = read_numbers(ctx, one, &entry->factor);
  }
  if (status == TW_OK && !given)
    return twi_yaml_fail_key(ctx, node,
                             "%s says what but not how uncertain it is: it needs one of spread, uniform, triangular, "
                             "lognormal, as in {spread: 25 %%}",
                             node->key);
  return status;
}

/* ---------------------------------------------------------------- an entry */

static tw_status fail_word(tw_context *ctx, const twi_yaml *node)
{
  const char *names[TWI_SPREADS];
  for (int i = 0; i < TWI_SPREADS; i++) names[i] = forms[i].word;
  const char *near = twi_nearest(node->key, strlen(node->key), names, TWI_SPREADS);
  return twi_yaml_fail_key(
      ctx, node,
      "unknown number \"%s\" of a market%s%s%s (there are elasticity, sigma, floor_share, freight, "
      "cost, capacity, toll; a rule's own amount is a variable)",
      node->key, near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
}

static tw_status read_horizon(tw_context *ctx, const twi_yaml *node, int *horizon)
{
  *horizon = TWI_LONG_RUN | TWI_SHORT_RUN;
  if (!node) return TW_OK;
  if (node->kind == TWI_YAML_SCALAR && twi_same_name(node->text, node->length, "long")) {
    *horizon = TWI_LONG_RUN;
    return TW_OK;
  }
  if (node->kind != TWI_YAML_SCALAR || !twi_same_name(node->text, node->length, "short"))
    return twi_yaml_expected(ctx, node, "long or short, which elasticity it is; without the key both, by one factor");
  *horizon = TWI_SHORT_RUN;
  return TW_OK;
}

static tw_status read_entry(twi_reading *r, const twi_yaml *node, twi_range_market *entry)
{
  const char *keys[MOST_KEYS];
  tw_context *ctx = r->ctx;
  int spread = 0, count = 0;
  while (spread < TWI_SPREADS && strcmp(node->key, forms[spread].word) != 0) spread++;
  if (spread == TWI_SPREADS) return fail_word(ctx, node);
  int takes = forms[spread].takes, needs = forms[spread].needs;
  entry->node = node;
  entry->spread = (twi_market_spread)spread;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(ctx, node, "what it is of and how uncertain it is, as in {buyer: all, spread: 25 %}");
  if (takes & SUPPLIER) keys[count++] = "supplier";
  if (takes & BUYER) keys[count++] = "buyer";
  if (takes & PASSAGE) keys[count++] = "passage";
  if (takes & HORIZON) keys[count++] = "horizon";
  keys[count++] = "spread";
  for (int i = 0; i < KINDS; i++) keys[count++] = twi_distribution_word(kinds[i]);
  if (takes) keys[count++] = "together";
  tw_status status = twi_yaml_check_keys(ctx, node, keys, count);
  if (status == TW_OK) status = twi_market_codes_read(ctx, node, "supplier", &entry->supplier);
  if (status == TW_OK) status = twi_market_codes_read(ctx, node, "buyer", &entry->buyer);
  if (status == TW_OK) status = twi_market_codes_read(ctx, node, "passage", &entry->passage);
  if (status == TW_OK && needs && !entry->supplier && !entry->passage)
    return twi_yaml_fail_key(ctx, node, "%s needs the key supplier or the key passage", node->key);
  if (status == TW_OK && needs && entry->supplier && entry->passage)
    return twi_yaml_fail_key(ctx, entry->passage,
                             "found a supplier and a passage, expected the capacity of one of them");
  if (status == TW_OK) status = read_horizon(ctx, twi_yaml_get(node, "horizon"), &entry->horizon);
  const twi_yaml *together = twi_yaml_get(node, "together");
  if (status == TW_OK && together) status = twi_switch_read(ctx, together, &entry->together);
  if (status == TW_OK) status = read_factor(ctx, node, entry);
  return status == TW_OK ? twi_source_add(r, node->key_line, &entry->source) : status;
}

tw_status twi_range_market_read(twi_reading *r, const twi_yaml *node)
{
  static const char expected[] = "what is uncertain in the market, an entry or a list of them, each such as "
                                 "`elasticity: {buyer: all, spread: 25 %}`";
  twi_range *range = &r->scenario->range;
  int listed = node->kind == TWI_YAML_SEQUENCE;
  if (twi_yaml_is_null(node)) return TW_OK;
  if (!listed && node->kind != TWI_YAML_MAPPING) return twi_yaml_expected(r->ctx, node, expected);
  range->market_node = node;
  range->market = twi_new(r->ctx, (size_t)node->count + 1, sizeof *range->market);
  if (!range->market) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *entry = node->child[i];
    if (listed) {
      if (entry->kind != TWI_YAML_MAPPING || entry->count == 0) return twi_yaml_expected(r->ctx, entry, expected);
      if (entry->count > 1)
        return twi_yaml_fail_key(r->ctx, entry->child[1],
                                 "found a second key \"%s\" in one entry; each is an entry of its own",
                                 entry->child[1]->key);
      entry = entry->child[0];
    }
    tw_status status = read_entry(r, entry, &range->market[range->markets++]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

tw_status twi_range_market_check(twi_reading *r)
{
  const tw_scenario *s = r->scenario;
  const twi_range *range = &s->range;
  if (range->market_node && !s->market.node)
    return twi_yaml_fail_key(r->ctx, range->market_node,
                             "range: found market, and the scenario has no section market whose numbers it could be "
                             "about");
  if (!s->market.node || s->linked || s->rule_count > 0 || s->against) return TW_OK;
  const char *const of_worlds[] = {"elasticities", "floor"};
  for (int i = 0; i < 2; i++) {
    const twi_yaml *node = range->node ? twi_yaml_get(range->node, of_worlds[i]) : NULL;
    if (node)
      return twi_yaml_fail_key(r->ctx, node,
                               "range: found %s, which is of a world's sectors, in a scenario of a market alone; "
                               "expected market, as in `market: [{elasticity: {buyer: all, spread: 25 %%}}]`",
                               node->key);
  }
  return TW_OK;
}
