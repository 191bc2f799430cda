/* range: what is uncertain in a scenario, and how it is drawn. docs/formats.md, "Ranges". */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, NUMBER = 1u << TWI_UNIT_NUMBER };
enum { DEFAULT_DRAWS = 500, DEFAULT_DRIVERS = 128, MOST_DRAWS = 10000000 };

/* ---------------------------------------------------------------- numbers */

/* A whole number without sign and unit. */
static tw_status read_count(tw_context *ctx, const twi_yaml *node, uint64_t least, uint64_t most, const char *expected,
                            uint64_t *value)
{
  int digits = node->kind == TWI_YAML_SCALAR && node->length > 0 && node->length < 19;
  uint64_t number = 0;
  for (size_t i = 0; digits && i < node->length; i++) {
    digits = node->text[i] >= '0' && node->text[i] <= '9';
    number = 10 * number + (uint64_t)(node->text[i] - '0');
  }
  if (!digits || number < least || number > most) return twi_yaml_expected(ctx, node, expected);
  *value = number;
  return TW_OK;
}

static tw_status read_in(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value)
{
  twi_unit unit;
  char currency[4];
  tw_status status = twi_quantity_read(ctx, node, form, value, &unit, currency);
  if (status != TW_OK || twi_amount_fits(form, *value)) return status;
  return twi_yaml_fail(ctx, node, "%s: found \"%s\", expected %s", form->key, node->text, form->range);
}

/* ---------------------------------------------------------------- elasticities */

/* `product` instead of `sector`, and `between: products`: both go with a spread alone. */
static tw_status read_products(tw_context *ctx, const twi_yaml *node, int table, twi_range_entry *entry)
{
  const twi_yaml *between = twi_yaml_get(node, "between");
  entry->product = twi_yaml_get(node, "product");
  if (entry->product && entry->sector)
    return twi_yaml_fail_key(ctx, entry->product, "an entry of elasticities takes one of sector and product, not both");
  if ((entry->product || between) && table)
    return twi_yaml_fail_key(ctx, entry->product ? entry->product : between,
                             "found %s beside a table, which is of sectors; expected a spread",
                             entry->product ? "product" : "between");
  if (entry->product) {
    tw_status status = twi_selector_check(ctx, entry->product, "product");
    if (status != TW_OK) return status;
  }
  if (!between) return TW_OK;
  if (between->kind != TWI_YAML_SCALAR || !twi_same_name(between->text, between->length, "products"))
    return twi_yaml_expected(ctx, between,
                             "products: the elasticity of substitution between products of a sector, or "
                             "of a family");
  entry->between = 1;
  return TW_OK;
}

static tw_status read_entry(twi_reading *r, const twi_yaml *node, twi_range_entry *entry)
{
  static const char *const keys[] = {"sector", "spread", "file", "source", "set", "together", "product", "between"};
  static const twi_amount_form spread = {
      .key = "spread", .units = PERCENT, .least = 0, .most = 10, .range = "0 % to 1000 %"};
  tw_context *ctx = r->ctx;
  entry->node = node;
  entry->spread = NAN;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(ctx, node, "an entry such as {sector: all, spread: 25 %} or {file: my.csv}");
  tw_status status = twi_yaml_check_keys(ctx, node, keys, sizeof keys / sizeof *keys);
  if (status != TW_OK) return status;
  const twi_yaml *width = twi_yaml_get(node, "spread"), *file = twi_yaml_get(node, "file");
  const twi_yaml *source = twi_yaml_get(node, "source");
  if (file && source) return twi_yaml_fail_key(ctx, source, "an entry takes one of file and source, not both");
  const twi_yaml *set = twi_yaml_get(node, "set"), *together = twi_yaml_get(node, "together");
  if (set && (file || source))
    return twi_yaml_fail_key(ctx, set, "an entry takes one of set, file and source, not two of them");
  if (!width && !file && !source && !set)
    return twi_yaml_fail(ctx, node,
                         "an entry of elasticities says where but not how uncertain they are: it needs one "
                         "of spread, file, source and set");
  if (together && (!width || file || source || set))
    return twi_yaml_fail_key(
        ctx, together,
        "together goes with a spread alone: which numbers of a table are one, its column parameter "
        "says");
  if (set && (set->kind != TWI_YAML_SCALAR || set->length == 0 || twi_yaml_is_null(set)))
    return twi_yaml_expected(ctx, set, "the name of a set of the world's elasticities.csv");
  entry->set = set;
  if (together) status = twi_switch_read(ctx, together, &entry->together);
  if (status != TW_OK) return status;
  entry->sector = twi_yaml_get(node, "sector");
  if (entry->sector) status = twi_selector_check(ctx, entry->sector, "sector");
  if (status == TW_OK) status = read_products(ctx, node, file || source || set, entry);
  if (status == TW_OK && width) status = read_in(ctx, width, &spread, &entry->spread);
  if (status == TW_OK && file) status = twi_elasticities_read(r, file, &entry->file);
  if (status == TW_OK && source) {
    status = twi_elasticities_builtin(r, source, &entry->file);
    entry->source = source->text;
  }
  return status;
}

static tw_status read_entries(twi_reading *r, const twi_yaml *node)
{
  if (twi_yaml_is_null(node)) return TW_OK;
  int listed = node->kind == TWI_YAML_SEQUENCE;
  int count = listed ? node->count : 1;
  twi_range *range = &r->scenario->range;
  range->entry = twi_new(r->ctx, (size_t)count, sizeof *range->entry);
  if (!range->entry) return twi_no_memory(r->ctx, 0);
  range->entries = count;
  for (int i = 0; i < count; i++) {
    tw_status status = read_entry(r, listed ? node->child[i] : node, &range->entry[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- variables */

static const char *const example[] = {"[15 pp, 35 pp], least and most", "[0 %, 0.5 %, 2 %], least, likeliest and most",
                                      "[1 %, 0.2 %], mean and standard deviation",
                                      "[1 %, 0.2 %], mean and standard deviation",
                                      "[1 %, 2 %, 5 %], the quantiles at 5, 50 and 95 %"};

static tw_status read_numbers(twi_reading *r, const twi_yaml *node, const twi_variable *v, twi_distribution *d)
{
  const twi_amount_form form = {.key = node->key, .units = 1u << v->amount.unit};
  int count = twi_distribution_numbers(d->kind);
  if (node->kind != TWI_YAML_SEQUENCE || node->count != count) {
    char expected[128];
    snprintf(expected, sizeof expected, "%d quantities such as %s", count, example[d->kind]);
    return twi_yaml_expected(r->ctx, node, expected);
  }
  for (int i = 0; i < count; i++) {
    twi_unit unit;
    char currency[4] = "";
    tw_status status = twi_quantity_read(r->ctx, node->child[i], &form, &d->p[i], &unit, currency);
    if (status != TW_OK) return status;
    if (strcmp(currency, v->amount.currency) != 0)
      return twi_yaml_fail(r->ctx, node->child[i], "%s: found %s, expected %s as in %s:%d", node->key, currency,
                           v->amount.currency, v->node->origin, v->node->key_line);
  }
  const char *wrong = twi_distribution_wrong(d);
  return wrong ? twi_yaml_fail(r->ctx, node, "%s: %s", node->key, wrong) : TW_OK;
}

static tw_status read_distribution(twi_reading *r, const twi_yaml *node, const twi_variable *v, twi_distribution *d)
{
  const char *words[TWI_DISTRIBUTIONS];
  for (int i = 0; i < TWI_DISTRIBUTIONS; i++) words[i] = twi_distribution_word((twi_distribution_kind)i);
  if (node->kind != TWI_YAML_MAPPING || node->count == 0)
    return twi_yaml_expected(r->ctx, node, "a distribution such as {uniform: [15 pp, 35 pp]}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, words, TWI_DISTRIBUTIONS);
  if (status != TW_OK) return status;
  if (node->count > 1)
    return twi_yaml_fail_key(r->ctx, node->child[1], "a variable has one distribution; this one has both %s and %s",
                             node->child[0]->key, node->child[1]->key);
  int kind = 0;
  while (strcmp(words[kind], node->child[0]->key) != 0) kind++;
  d->kind = (twi_distribution_kind)kind;
  return read_numbers(r, node->child[0], v, d);
}

static tw_status fail_unknown(twi_reading *r, const twi_yaml *node)
{
  char list[512], others[512] = "";
  const char *nearest, *of_other = NULL;
  const tw_scenario *s = r->scenario;
  size_t length = strlen(node->key);
  twi_variable_names(s, node->key, length, &nearest, list, sizeof list);
  if (s->against) twi_variable_names(s->against, node->key, length, &of_other, others, sizeof others);
  if (!nearest) nearest = of_other;
  if (nearest) return twi_yaml_fail_key(r->ctx, node, "unknown variable \"%s\"; did you mean %s?", node->key, nearest);
  if (!*list && !*others)
    return twi_yaml_fail_key(r->ctx, node, "unknown variable \"%s\"; the scenario has none", node->key);
  return twi_yaml_fail_key(r->ctx, node, "unknown variable \"%s\"; there is %s%s%s", node->key, list,
                           *list && *others ? ", " : "", others);
}

/* Of the scenario, or of the one that it is compared with. */
static const twi_variable *find_variable(const tw_scenario *s, const char *name)
{
  const twi_variable *v = twi_variable_find(s, name, strlen(name));
  return v || !s->against ? v : twi_variable_find(s->against, name, strlen(name));
}

static tw_status read_variable(twi_reading *r, const twi_yaml *node, twi_range_variable *variable)
{
  const char *name = node->key;
  variable->node = node;
  variable->of = find_variable(r->scenario, name);
  const twi_variable *v = variable->of;
  if (!v) return fail_unknown(r, node);
  if (v->amount.count > 1 && !v->given)
    return twi_yaml_fail_key(r->ctx, node,
                             "the variable %s is given by year (%s:%d), so it has no distribution of its own; multiply "
                             "it by one that is a single number",
                             name, v->node->origin, v->node->key_line);
  tw_status status = read_distribution(r, node, v, &variable->distribution);
  if (status == TW_OK) status = twi_source_add(r, node->key_line, &variable->source);
  return status;
}

static tw_status read_variables(twi_reading *r, const twi_yaml *node)
{
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "variables with distributions, such as `car_duty: {uniform: [15 pp, 35 pp]}`");
  twi_range *range = &r->scenario->range;
  range->variable = twi_new(r->ctx, (size_t)node->count, sizeof *range->variable);
  if (!range->variable) return twi_no_memory(r->ctx, 0);
  for (int i = 0; i < node->count; i++) {
    /* Of several scenarios in one file each has the variables of its own parts: the caller looks at all of them. */
    if (r->part && !find_variable(r->scenario, node->child[i]->key)) continue;
    tw_status status = read_variable(r, node->child[i], &range->variable[range->variables++]);
    if (status != TW_OK) return status;
    if (!range->variable[range->variables - 1].of->given) continue;
    twi_free(r->ctx, range->variable[--range->variables].source); /* it is certain now */
    range->variable[range->variables].source = NULL;
    range->fixed++;
  }
  return TW_OK;
}

/* ---------------------------------------------------------------- outcomes */

/* A list of "COLUMN REGION"; names wait for a world. */
static tw_status read_outcomes(twi_reading *r, const twi_yaml *node)
{
  static const char expected[] = "outcomes such as [real_income_pct CAN, output_pct CAN C29]";
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_SEQUENCE) return twi_yaml_expected(r->ctx, node, expected);
  for (int i = 0; i < node->count; i++) {
    const twi_yaml *item = node->child[i];
    if (item->kind != TWI_YAML_SCALAR || !strchr(item->text, ' '))
      return twi_yaml_expected(r->ctx, item, "a column and a region, as in real_income_pct CAN or output_pct CAN C29");
  }
  r->scenario->range.outcomes = node;
  return TW_OK;
}

/* ---------------------------------------------------------------- the section */

tw_status twi_range_read(twi_reading *r, const twi_yaml *node)
{
  static const char *const keys[] = {"draws", "seed", "elasticities", "variables", "floor",
                                     "outcomes", "drivers", "market"};
  static const twi_amount_form floor = {
      .key = "floor", .units = NUMBER, .least = 0, .most = INFINITY, .open = 1, .range = "more than 0"};
  twi_range *range = &r->scenario->range;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node,
                             "what is uncertain, as in {draws: 500, elasticities: {sector: all, spread: "
                             "25 %}}");
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, sizeof keys / sizeof *keys);
  range->node = node;
  range->floor = 0.5;
  range->seed = 1;
  uint64_t draws = DEFAULT_DRAWS, drivers = DEFAULT_DRIVERS;
  const twi_yaml *given;
  if (status == TW_OK && (given = twi_yaml_get(node, "draws")))
    status = read_count(r->ctx, given, 2, MOST_DRAWS, "a whole number from 2 to 10000000", &draws);
  if (status == TW_OK && (given = twi_yaml_get(node, "seed")))
    status = read_count(r->ctx, given, 0, UINT64_MAX, "a whole number of at most 18 digits", &range->seed);
  if (status == TW_OK && (given = twi_yaml_get(node, "drivers")))
    status = read_count(r->ctx, given, 0, MOST_DRAWS, "a whole number from 2 to 10000000, or 0 for none", &drivers);
  if (status == TW_OK && drivers == 1)
    status = twi_yaml_expected(r->ctx, given, "a whole number from 2 to 10000000, or 0 for none");
  if (status == TW_OK && (given = twi_yaml_get(node, "floor"))) status = read_in(r->ctx, given, &floor, &range->floor);
  range->draws = (int)draws;
  range->drivers = (int)drivers;
  if (status == TW_OK && (given = twi_yaml_get(node, "elasticities"))) status = read_entries(r, given);
  if (status == TW_OK && (given = twi_yaml_get(node, "variables"))) status = read_variables(r, given);
  if (status == TW_OK && (given = twi_yaml_get(node, "outcomes"))) status = read_outcomes(r, given);
  if (status == TW_OK && (given = twi_yaml_get(node, "market"))) status = twi_range_market_read(r, given);
  return status;
}

void twi_range_free(tw_context *ctx, twi_range *range)
{
  for (int i = 0; i < range->entries; i++) twi_elasticities_free(ctx, range->entry[i].file);
  for (int i = 0; i < range->variables; i++) twi_free(ctx, range->variable[i].source);
  for (int i = 0; i < range->markets; i++) twi_free(ctx, range->market[i].source);
  twi_free(ctx, range->market);
  twi_free(ctx, range->entry);
  twi_free(ctx, range->variable);
}
