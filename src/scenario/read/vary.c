/* Variations: the scenario with other values of its variables, without reading it again.
 *
 * Every point of an amount that is made of a variable knows which one and its factor (twi_term). A variation is a copy
 * of the arrays of rules, entries, shares and variables, in which those amounts have values of their own, all in one
 * block; texts, trees, years and sources are the scenario's. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/read/read.h"

/* ---------------------------------------------------------------- the amounts of a scenario */

/* Amount i of a scenario in a fixed order; NULL after the last. */
static twi_amount *amount_at(tw_scenario *s, int i)
{
  enum { OF_RULE = 1 + TWI_NAMED_AMOUNTS, OF_ENTRY = 4, OF_CAPITAL = 3, OF_MARKET = 2 };
  if (i < s->rule_count * OF_RULE) {
    twi_rule *rule = &s->rule[i / OF_RULE];
    return i % OF_RULE ? &rule->named[i % OF_RULE - 1] : &rule->amount;
  }
  i -= s->rule_count * OF_RULE;
  if (i < s->entry_count * OF_ENTRY) {
    twi_closure_entry *e = &s->entry[i / OF_ENTRY];
    twi_amount *amount[OF_ENTRY] = {&e->supply_elasticity, &e->value_added, &e->inputs, &e->elasticity};
    return amount[i % OF_ENTRY];
  }
  i -= s->entry_count * OF_ENTRY;
  if (i < s->capital.shares) return &s->capital.share[i].amount;
  i -= s->capital.shares;
  twi_amount *amount[OF_CAPITAL] = {&s->capital.depreciation, &s->capital.saving_rate, &s->capital.ratio};
  if (i < OF_CAPITAL) return amount[i];
  i -= OF_CAPITAL;
  for (int list = 0; list < TWI_MARKET_LISTS; list++) {
    int count = s->market.rules[list] * OF_MARKET;
    if (i < count) {
      twi_market_written *rule = &s->market.rule[list][i / OF_MARKET];
      return i % OF_MARKET ? &rule->lasts : &rule->amount;
    }
    i -= count;
  }
  return NULL;
}

static size_t count_values(const tw_scenario *s)
{
  size_t count = 1; /* never an empty block */
  const twi_amount *amount;
  for (int i = 0; i < s->variables; i++) count += (size_t)s->variable[i].amount.count;
  for (int i = 0; (amount = amount_at((tw_scenario *)s, i)); i++)
    if (amount->term) count += (size_t)amount->count;
  return count;
}

/* ---------------------------------------------------------------- values */

/* The amount gets values of its own, at *block, which moves on. */
static void own_values(twi_amount *amount, double **block)
{
  memcpy(*block, amount->value, (size_t)amount->count * sizeof *amount->value);
  amount->value = *block;
  *block += amount->count;
}

static void follow_terms(const tw_scenario *s, twi_amount *amount)
{
  for (int k = 0; amount->term && k < amount->count; k++) {
    const twi_term *term = &amount->term[k];
    if (term->variable < 0) continue;
    amount->value[k] = term->factor * s->variable[term->variable].amount.value[term->point] + 0.0;
  }
}

/* "25 %" */
static void say_value(const twi_amount *amount, double value, char words[64])
{
  const char *const unit[TWI_UNITS] = {" %", " pp", "", amount->currency, " Mt", " PJ", " USD/MMBtu", " years"};
  int fraction = amount->unit == TWI_UNIT_PERCENT || amount->unit == TWI_UNIT_POINTS;
  twi_print(words, 64, "%.6g%s%s", fraction ? 100 * value : value, amount->unit == TWI_UNIT_MONEY ? " " : "",
            unit[amount->unit]);
}

static tw_status check_amount(tw_context *ctx, const twi_amount *amount)
{
  for (int k = 0; k < amount->count; k++) {
    if (amount->term[k].variable < 0 || twi_amount_fits(&amount->form, amount->value[k])) continue;
    char found[64];
    say_value(amount, amount->value[k], found);
    return twi_yaml_fail(ctx, amount->node, "%s: a variable makes this %s, expected %s", amount->form.key, found,
                         amount->form.range ? amount->form.range : "at least -100 %");
  }
  return TW_OK;
}

static tw_status give_variable(tw_context *ctx, tw_scenario *s, const char *name, double value)
{
  twi_variable *v = (twi_variable *)twi_variable_find(s, name, strlen(name));
  if (!v) return TW_OK; /* one of the other side */
  if (!isfinite(value)) return twi_fail(ctx, TW_BAD_INPUT, "the variable %s is given a value that is not finite", name);
  if (v->amount.count > 1)
    return twi_yaml_fail_key(ctx, v->node, "the variable %s is given by year, so it cannot be given another value",
                             name);
  v->amount.value[0] = value;
  v->amount.term = NULL; /* the number stays, also in variations of this one; the terms are the scenario's */
  return TW_OK;
}

static tw_status set_values(tw_context *ctx, tw_scenario *s, const char *const *names, const double *values, int count)
{
  double *block = s->varied;
  tw_status status = TW_OK;
  for (int i = 0; i < s->variables; i++) own_values(&s->variable[i].amount, &block);
  for (int i = 0; i < count && status == TW_OK; i++) status = give_variable(ctx, s, names[i], values[i]);
  /* A variable is made of those above it only. */
  for (int i = 0; i < s->variables && status == TW_OK; i++) follow_terms(s, &s->variable[i].amount);
  twi_amount *amount;
  for (int i = 0; status == TW_OK && (amount = amount_at(s, i)); i++) {
    if (!amount->term) continue;
    own_values(amount, &block);
    follow_terms(s, amount);
    status = check_amount(ctx, amount);
  }
  return status;
}

/* ---------------------------------------------------------------- copies */

static void *copy_of(tw_context *ctx, const void *from, int count, size_t size, tw_status *status)
{
  if (!from) return NULL;
  void *to = twi_alloc(ctx, (size_t)count, size);
  if (to)
    memcpy(to, from, (size_t)count * size);
  else
    *status = twi_no_memory(ctx, (size_t)count * size);
  return to;
}

static tw_status vary_scenario(tw_context *ctx, const tw_scenario *from, const char *const *names, const double *values,
                               int count, tw_scenario **variation)
{
  *variation = NULL;
  tw_scenario *s = twi_alloc(ctx, 1, sizeof *s);
  if (!s) return twi_no_memory(ctx, sizeof *s);
  *s = *from;
  s->context = ctx;
  tw_status status = TW_OK;
  s->against = NULL;
  s->rule = copy_of(ctx, from->rule, from->rule_count, sizeof *s->rule, &status);
  s->entry = copy_of(ctx, from->entry, from->entry_count, sizeof *s->entry, &status);
  s->variable = copy_of(ctx, from->variable, from->variables, sizeof *s->variable, &status);
  s->capital.share = copy_of(ctx, from->capital.share, from->capital.shares, sizeof *s->capital.share, &status);
  for (int i = 0; i < TWI_MARKET_LISTS; i++)
    s->market.rule[i] =
        copy_of(ctx, from->market.rule[i], from->market.rules[i], sizeof **s->market.rule, &status);
  s->varied = twi_alloc(ctx, count_values(from), sizeof *s->varied);
  if (!s->varied) status = twi_no_memory(ctx, 0);
  if (status == TW_OK) status = set_values(ctx, s, names, values, count);
  if (status == TW_OK && from->against) status = vary_scenario(ctx, from->against, names, values, count, &s->against);
  if (status != TW_OK) {
    twi_variation_free(s);
    return status;
  }
  *variation = s;
  return TW_OK;
}

void twi_variation_free(tw_scenario *s)
{
  tw_context *ctx = s->context;
  if (s->against) twi_variation_free(s->against);
  twi_free(ctx, s->rule);
  twi_free(ctx, s->entry);
  twi_free(ctx, s->variable);
  twi_free(ctx, s->capital.share);
  for (int i = 0; i < TWI_MARKET_LISTS; i++) twi_free(ctx, s->market.rule[i]);
  twi_free(ctx, s->varied);
  twi_free(ctx, s);
}

/* ---------------------------------------------------------------- names */

static tw_status check_name(tw_context *ctx, const tw_scenario *s, const char *name)
{
  const twi_variable *own = twi_variable_find(s, name, strlen(name));
  const twi_variable *other = s->against ? twi_variable_find(s->against, name, strlen(name)) : NULL;
  if (own && other && own->amount.unit != other->amount.unit)
    return twi_yaml_fail_key(ctx, own->node, "the variable %s has another unit than that in %s:%d", name,
                             other->node->origin, other->node->key_line);
  if (own || other) return TW_OK;
  const char *nearest, *of_other = NULL;
  char list[512], others[512] = "";
  twi_variable_names(s, name, strlen(name), &nearest, list, sizeof list);
  if (s->against) twi_variable_names(s->against, name, strlen(name), &of_other, others, sizeof others);
  if (!nearest) nearest = of_other;
  if (nearest)
    return twi_fail(ctx, TW_BAD_INPUT, "scenario %s has no variable \"%s\"; did you mean %s?", s->name, name, nearest);
  return twi_fail(ctx, TW_BAD_INPUT, "scenario %s has no variable \"%s\"; it has %s%s%s", s->name, name,
                  *list || *others ? list : "none", *list && *others ? ", " : "", others);
}

tw_status twi_scenario_vary(tw_context *ctx, const tw_scenario *scenario, const char *const *names,
                            const double *values, int count, tw_scenario **variation)
{
  *variation = NULL;
  for (int i = 0; i < count; i++) {
    tw_status status = check_name(ctx, scenario, names[i]);
    if (status != TW_OK) return status;
  }
  return vary_scenario(ctx, scenario, names, values, count, variation);
}
