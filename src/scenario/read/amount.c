/* An amount where a rule or an entry of the closure takes one: a number with its unit, a variable, a tariff column, or
 * any of the first two by year. */
#include <stdio.h>
#include <string.h>

#include "scenario/read/read.h"

void twi_amount_free(tw_context *ctx, twi_amount *amount)
{
  twi_free(ctx, amount->year);
  twi_free(ctx, amount->value);
  twi_free(ctx, amount->term);
  twi_free(ctx, amount->source);
  memset(amount, 0, sizeof *amount);
}

static int starts_a_name(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int is_variable(const twi_yaml *node)
{
  return node->kind == TWI_YAML_SCALAR && strchr(node->text, '$') != NULL;
}

static tw_status make_points(tw_context *ctx, twi_amount *amount, int count)
{
  amount->count = count;
  amount->year = twi_new(ctx, (size_t)count, sizeof *amount->year);
  amount->value = twi_new(ctx, (size_t)count, sizeof *amount->value);
  return amount->year && amount->value ? TW_OK : twi_no_memory(ctx, 0);
}

static int sign_turns(const twi_amount_form *form, double value)
{
  return strcmp(form->key, "change") == 0 && form->words && value < -1;
}

static int in_range(const twi_amount_form *form, double value)
{
  if (!form->range) return 1;
  return form->open ? value > form->least && value < form->most : value >= form->least && value <= form->most;
}

int twi_amount_fits(const twi_amount_form *form, double value)
{
  return !sign_turns(form, value) && in_range(form, value);
}

static tw_status check_range(tw_context *ctx, const twi_yaml *at, const twi_amount_form *form, double value)
{
  if (sign_turns(form, value))
    return twi_yaml_fail(ctx, at, "change: %s would turn the sign of %s; the least is -100 %%", at->text, form->words);
  if (in_range(form, value)) return TW_OK;
  return twi_yaml_fail(ctx, at, "%s: found \"%s\", expected %s", form->key, at->text, form->range);
}

/* One value, of a scalar: *amount has one point or, by a variable, several. */
static tw_status read_value(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount)
{
  if (is_variable(node)) return twi_variable_use(r, node, form, amount);
  tw_status status = make_points(r->ctx, amount, 1);
  if (status != TW_OK) return status;
  return twi_quantity_read(r->ctx, node, form, amount->value, &amount->unit, amount->currency);
}

/* ---------------------------------------------------------------- by year */

/* Point i is made of a variable. */
static tw_status put_term(tw_context *ctx, twi_amount *amount, int i, const twi_term *term)
{
  if (!amount->term) {
    amount->term = twi_alloc(ctx, (size_t)amount->count, sizeof *amount->term);
    if (!amount->term) return twi_no_memory(ctx, 0);
    for (int k = 0; k < amount->count; k++) amount->term[k] = (twi_term){-1, 0, 0};
  }
  amount->term[i] = *term;
  return TW_OK;
}

static tw_status read_year(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount, int i)
{
  int year = twi_year_read(node->key, strlen(node->key));
  if (!year)
    return twi_yaml_fail_key(r->ctx, node, "%s: found \"%s\", expected a year of four digits such as 2030", form->key,
                             node->key);
  if (i > 0 && year <= amount->year[i - 1])
    return twi_yaml_fail_key(r->ctx, node, "%s: found %d after %d, expected years that rise", form->key, year,
                             amount->year[i - 1]);
  if (form->columns && node->kind == TWI_YAML_SCALAR && starts_a_name(node->text[0]))
    return twi_yaml_fail(r->ctx, node, "%s: found \"%s\", expected percentages: a tariff column is not given by year",
                         form->key, node->text);
  twi_amount point;
  memset(&point, 0, sizeof point);
  tw_status status = read_value(r, node, form, &point);
  if (status == TW_OK && point.count > 1)
    status = twi_yaml_fail(r->ctx, node, "%s: \"%s\" is itself given by year, expected one number for %d", form->key,
                           node->text, year);
  if (status == TW_OK) status = check_range(r->ctx, node, form, *point.value);
  if (status == TW_OK && i > 0 && (point.unit != amount->unit || strcmp(point.currency, amount->currency) != 0))
    status = twi_yaml_fail(r->ctx, node, "%s: \"%s\" is in another unit than the year before, expected the same in all",
                           form->key, node->text);
  if (status == TW_OK) {
    amount->year[i] = year;
    amount->value[i] = *point.value;
    amount->unit = point.unit;
    memcpy(amount->currency, point.currency, sizeof amount->currency);
    status = point.term ? put_term(r->ctx, amount, i, point.term) : TW_OK;
    if (point.source && !amount->source) {
      amount->source = point.source;
      point.source = NULL;
    }
  }
  twi_amount_free(r->ctx, &point);
  return status;
}

static tw_status read_years(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount)
{
  if (form->constant)
    return twi_yaml_fail(r->ctx, node, "%s: found an amount by year, expected one number for all years", form->key);
  if (!form->variable && !r->years)
    return twi_yaml_fail(r->ctx, node,
                         "%s: found an amount by year, but the scenario has no years: it needs from and "
                         "until, as in `from: 2026` and `until: 2040`",
                         form->key);
  if (node->count == 0) {
    char expected[256];
    twi_form_words(form, expected, sizeof expected);
    return twi_yaml_expected(r->ctx, node, expected);
  }
  tw_status status = make_points(r->ctx, amount, node->count);
  for (int i = 0; i < node->count && status == TW_OK; i++) status = read_year(r, node->child[i], form, amount, i);
  return status;
}

/* ---------------------------------------------------------------- the amount */

/* Comments at the ends of the amount's own lines come before that of the variable it uses. */
static tw_status find_source(twi_reading *r, const twi_yaml *node, twi_amount *amount)
{
  char *own = NULL;
  tw_status status = twi_source_add(r, node->line, &own);
  for (int i = 0; i < node->count && status == TW_OK; i++) status = twi_source_add(r, node->child[i]->line, &own);
  if (status == TW_OK && own) {
    twi_free(r->ctx, amount->source);
    amount->source = own;
    return TW_OK;
  }
  twi_free(r->ctx, own);
  return status;
}

tw_status twi_amount_read(twi_reading *r, const twi_yaml *node, const twi_amount_form *form, twi_amount *amount)
{
  amount->node = node;
  amount->form = *form;
  if (form->columns && node->kind == TWI_YAML_SCALAR && starts_a_name(node->text[0])) {
    amount->column = node->text;
    amount->unit = TWI_UNIT_PERCENT;
    return find_source(r, node, amount);
  }
  tw_status status;
  if (node->kind == TWI_YAML_MAPPING) {
    status = read_years(r, node, form, amount);
  } else {
    status = read_value(r, node, form, amount);
    for (int i = 0; i < amount->count && status == TW_OK; i++)
      status = check_range(r->ctx, node, form, amount->value[i]);
  }
  return status == TW_OK ? find_source(r, node, amount) : status;
}
