/* Variables: a quantity with its unit under a name, used as `$name`, `-$name` or `0.5 $name`.
 *
 * A name is defined once, what is included counted: two values under one name would make it depend on the place of a
 * rule which one it gets. A variable may use those above it. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"
#include "table/number.h"

enum { MOST_NAMES = 256 };

static int is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_name(const char *text, size_t length)
{
  if (length == 0 || !is_letter(text[0])) return 0;
  for (size_t i = 1; i < length; i++)
    if (!is_letter(text[i]) && !(text[i] >= '0' && text[i] <= '9') && text[i] != '_') return 0;
  return 1;
}

const twi_variable *twi_variable_find(const tw_scenario *s, const char *name, size_t length)
{
  for (int i = 0; i < s->variables; i++) {
    const twi_variable *v = &s->variable[i];
    if (strlen(v->name) == length && memcmp(v->name, name, length) == 0) return v;
  }
  return NULL;
}

void twi_variable_names(const tw_scenario *s, const char *name, size_t length, const char **nearest, char *list,
                        size_t room)
{
  const char *names[MOST_NAMES];
  int count = 0;
  *list = 0;
  for (; count < s->variables && count < MOST_NAMES; count++) {
    names[count] = s->variable[count].name;
    size_t used = strlen(list);
    snprintf(list + used, room - used, "%s%s", count ? ", " : "", names[count]);
  }
  *nearest = twi_nearest(name, length, names, count);
}

/* ---------------------------------------------------------------- definitions */

/* `{title: …, amount: 25 pp}`: the amount alone and its title; *amount stays the node where it is the amount itself. */
static tw_status read_title(twi_reading *r, const twi_yaml *node, const twi_yaml **amount, twi_texts *titles)
{
  static const char *const keys[] = {"title", "amount"};
  if (!twi_yaml_get(node, "title") && !twi_yaml_get(node, "amount")) return TW_OK;
  tw_status status = twi_yaml_check_keys(r->ctx, node, keys, 2);
  if (status != TW_OK) return status;
  const twi_yaml *title = twi_yaml_get(node, "title");
  *amount = twi_yaml_get(node, "amount");
  if (!*amount)
    return twi_yaml_fail_key(r->ctx, node, "the variable %s has a title and no amount, expected {title: …, amount: …}",
                             node->key);
  return title ? twi_texts_read(r->ctx, title, "a title, or one of each language such as {en: …, fr: …}", 0, titles)
               : TW_OK;
}

static tw_status read_one(twi_reading *r, const twi_yaml *node)
{
  if (!is_name(node->key, strlen(node->key)))
    return twi_yaml_fail_key(r->ctx, node,
                             "found the variable \"%s\", expected a name of letters, digits and _ that starts with a "
                             "letter",
                             node->key);
  const twi_variable *before = twi_variable_find(r->scenario, node->key, strlen(node->key));
  if (before)
    return twi_yaml_fail_key(r->ctx, node, "the variable %s is defined already, in %s:%d", node->key,
                             before->node->origin, before->node->key_line);
  /* The amount is read before the variable is there, so that none can be made of itself. */
  const twi_amount_form form = {.key = node->key,
                                .units = 1u << TWI_UNIT_PERCENT | 1u << TWI_UNIT_POINTS | 1u << TWI_UNIT_NUMBER |
                                         1u << TWI_UNIT_MONEY | TWI_UNITS_OF_MARKETS,
                                .variable = 1};
  twi_variable v = {.name = node->key, .node = node, .of_include = r->depth};
  const twi_yaml *amount = node;
  tw_status status = read_title(r, node, &amount, &v.titles);
  if (status == TW_OK) status = twi_amount_read(r, amount, &form, &v.amount);
  if (status == TW_OK && !v.amount.source) status = twi_source_add(r, node->key_line, &v.amount.source);
  if (status == TW_OK) status = twi_given_amount(r, node->key, &v);
  if (status == TW_OK) {
    tw_scenario *s = r->scenario;
    twi_variable *grown = twi_resize(r->ctx, s->variable, (size_t)s->variables + 1, sizeof *grown);
    if (grown) {
      s->variable = grown;
      s->variable[s->variables++] = v;
      return TW_OK;
    }
    status = twi_no_memory(r->ctx, 0);
  }
  twi_texts_free(r->ctx, &v.titles);
  twi_amount_free(r->ctx, &v.amount);
  return status;
}

tw_status twi_variables_read(twi_reading *r, const twi_yaml *node)
{
  if (twi_yaml_is_null(node)) return TW_OK;
  if (node->kind != TWI_YAML_MAPPING)
    return twi_yaml_expected(r->ctx, node, "names with quantities, such as `car_duty: 25 pp`");
  for (int i = 0; i < node->count; i++) {
    tw_status status = read_one(r, node->child[i]);
    if (status != TW_OK) return status;
  }
  return TW_OK;
}

void twi_variables_tell_unused(const twi_reading *r)
{
  for (int i = 0; i < r->scenario->variables; i++) {
    const twi_variable *v = &r->scenario->variable[i];
    if (v->used || v->of_include) continue;
    twi_log(r->ctx, 0, "%s:%d:%d: nothing uses the variable %s", v->node->origin, v->node->key_line,
            v->node->key_column, v->name);
  }
}

void twi_variables_free(tw_scenario *s)
{
  for (int i = 0; i < s->variables; i++) {
    twi_amount_free(s->context, &s->variable[i].amount);
    twi_texts_free(s->context, &s->variable[i].titles);
  }
  twi_free(s->context, s->variable);
  s->variable = NULL;
  s->variables = 0;
}

/* ---------------------------------------------------------------- uses */

static tw_status fail_unknown(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, const char *name,
                              size_t length)
{
  const char *key = form->key, *above = form->variable ? " above this one" : "";
  char list[512];
  const char *nearest;
  twi_variable_names(r->scenario, name, length, &nearest, list, sizeof list);
  char shown[TWI_SHOWN];
  twi_show(name, length, shown);
  if (!*list) return twi_yaml_fail(r->ctx, node, "%s: unknown variable %s; there is none%s", key, shown, above);
  if (nearest) return twi_yaml_fail(r->ctx, node, "%s: unknown variable %s; did you mean $%s?", key, shown, nearest);
  return twi_yaml_fail(r->ctx, node, "%s: unknown variable %s; there is %s%s", key, shown, list, above);
}

/* What stands before the `$`: nothing, a sign or a number. */
static int read_factor(const char *text, size_t length, double *factor)
{
  while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
  *factor = 1;
  if (length == 0) return 1;
  if (length == 1 && (*text == '-' || *text == '+')) {
    *factor = *text == '-' ? -1 : 1;
    return 1;
  }
  return twi_number_read(text, length, factor) == NULL;
}

tw_status twi_variable_use(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount)
{
  const char *dollar = strchr(node->text, '$'), *name = dollar + 1;
  size_t length = node->length - (size_t)(name - node->text);
  while (length > 0 && (name[length - 1] == ' ' || name[length - 1] == '\t')) length--;
  double factor;
  if (length > 0 && *name >= '0' && *name <= '9') return twi_amount_advise(r->ctx, node, form, ""); /* dollars */
  if (!read_factor(node->text, (size_t)(dollar - node->text), &factor) || !is_name(name, length)) {
    char shown[TWI_SHOWN];
    return twi_yaml_fail(r->ctx, node, "%s: found %s, expected a variable as in $duty, -$duty or 0.5 $duty", form->key,
                         twi_show(node->text, node->length, shown));
  }
  const twi_variable *v = twi_variable_find(r->scenario, name, length);
  if (!v) return fail_unknown(r, node, form, name, length);
  int index = (int)(v - r->scenario->variable);
  r->scenario->variable[index].used = 1;
  const twi_amount *from = &v->amount;
  if (!(form->units & 1u << from->unit)) {
    char expected[256];
    twi_form_words(form, expected, sizeof expected);
    return twi_yaml_fail(r->ctx, node, "%s: the variable %s (%s:%d) is %s, expected %s", form->key, v->name,
                         v->node->origin, v->node->key_line, twi_unit_is(from->unit), expected);
  }
  if (from->count > 1 && form->constant)
    return twi_yaml_fail(r->ctx, node, "%s: the variable %s is given by year, expected one number for all years",
                         form->key, v->name);
  if (from->count > 1 && !form->variable && !r->years)
    return twi_yaml_fail(r->ctx, node,
                         "%s: the variable %s is given by year, but the scenario has no years: it needs from and "
                         "until, as in `from: 2026` and `until: 2040`",
                         form->key, v->name);
  amount->unit = from->unit;
  memcpy(amount->currency, from->currency, sizeof amount->currency);
  amount->year = twi_alloc(r->ctx, (size_t)from->count, sizeof *amount->year);
  amount->value = twi_alloc(r->ctx, (size_t)from->count, sizeof *amount->value);
  amount->term = twi_alloc(r->ctx, (size_t)from->count, sizeof *amount->term);
  if (!amount->year || !amount->value || !amount->term) return twi_no_memory(r->ctx, 0);
  amount->count = from->count;
  for (int i = 0; i < from->count; i++) {
    amount->year[i] = from->year[i];
    amount->value[i] = factor * from->value[i] + 0.0; /* no negative zero */
    amount->term[i] = (twi_term){index, i, factor};
  }
  if (!from->source) return TW_OK;
  amount->source = twi_strdup(r->ctx, from->source);
  return amount->source ? TW_OK : twi_no_memory(r->ctx, 0);
}

tw_status twi_variable_read_amount(tw_context *ctx, const tw_scenario *s, const twi_yaml *named, const char *key,
                                   const twi_yaml *node, twi_unit *unit, double *value)
{
  const twi_variable *v = twi_variable_find(s, named->text, named->length);
  char list[512], currency[4] = "";
  const char *nearest;
  if (!v) {
    twi_variable_names(s, named->text, named->length, &nearest, list, sizeof list);
    if (nearest)
      return twi_yaml_fail(ctx, named, "unknown variable \"%s\"; did you mean %s?", named->text, nearest);
    return twi_yaml_fail(ctx, named, "unknown variable \"%s\"; there %s %s", named->text, *list ? "are" : "is",
                         *list ? list : "none");
  }
  if (v->amount.count > 1)
    return twi_yaml_fail(ctx, named, "the variable %s is given by year, expected one amount", v->name);
  *unit = v->amount.unit;
  if (!node) {
    *value = 0;
    return TW_OK;
  }
  const twi_amount_form form = {.key = key, .units = 1u << v->amount.unit};
  tw_status status = twi_quantity_read(ctx, node, &form, value, unit, currency);
  if (status == TW_OK && strcmp(currency, v->amount.currency) != 0)
    return twi_yaml_fail(ctx, node, "%s: found %s, expected %s as in %s:%d", key, currency, v->amount.currency,
                         v->node->origin, v->node->key_line);
  return status;
}
