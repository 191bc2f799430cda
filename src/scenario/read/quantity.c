/* Amounts with their units. A number without one is an error, never a guess: "25" may mean 25 %, 25 points or a
 * factor of 25, and each has been meant by somebody.
 *
 *   per cent             25 %     -5 %            rates, changes, shares
 *   percentage points    25 pp                    what is added to a rate
 *   plain number         0.5                      elasticities
 *   money                500 million USD          limits, transfers
 *
 * Where each may stand is the form's to say (read.h). amount.c reads what may stand around a number. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"
#include "table/number.h"

enum { PERCENT = 1u << TWI_UNIT_PERCENT, POINTS = 1u << TWI_UNIT_POINTS, NUMBER = 1u << TWI_UNIT_NUMBER };
enum { MONEY = 1u << TWI_UNIT_MONEY, ANY = PERCENT | POINTS | NUMBER | MONEY };

static const struct {
  const char *word;
  int power;
} scales[] = {{"thousand", 3}, {"million", 6}, {"billion", 9}};
enum { SCALES = sizeof scales / sizeof *scales };

/* A text cut into its number and its unit. */
typedef struct parts {
  const char *text;
  size_t number; /* bytes of the number */
  const char *unit;
  size_t length; /* of the unit */
} parts;

static int is_space(char c)
{
  return c == ' ' || c == '\t';
}

/* "25 pp" is cut after the last digit or decimal point. */
static parts split(const char *text, size_t length)
{
  size_t n = length;
  while (n > 0 && !((text[n - 1] >= '0' && text[n - 1] <= '9') || text[n - 1] == '.')) n--;
  parts p = {.text = text, .number = n};
  while (n < length && is_space(text[n])) n++;
  p.unit = text + n;
  while (length > n && is_space(text[length - 1])) length--;
  p.length = length - n;
  return p;
}

/* What a number that cannot be read most likely meant. */
static const char *hint(const char *text, size_t length)
{
  if (memchr(text, ',', length)) return " (the decimal mark is '.', thousands are not set off)";
  if (strncmp(text, "\xe2\x88\x92", 3) == 0 || strncmp(text, "\xe2\x80\x93", 3) == 0) return " (the minus sign is '-')";
  return "";
}

void twi_form_words(const twi_amount_form *form, char *words, size_t room)
{
  static const char *const examples[] = {"a percentage such as 25 %", "an amount in percentage points such as 25 pp",
                                         "a plain number such as 0.5", "an amount of money such as 500 million USD"};
  *words = 0;
  if (form->variable) {
    snprintf(words, room, "a quantity such as 25 %%, 25 pp, 0.5 or 500 million USD");
    return;
  }
  for (int u = 0; u <= TWI_UNIT_MONEY; u++) {
    size_t used = strlen(words);
    if (form->units & 1u << u) snprintf(words + used, room - used, "%s%s", used ? " or " : "", examples[u]);
  }
  size_t used = strlen(words);
  if (form->columns) snprintf(words + used, room - used, " or a tariff column such as tariff_mfn_pct");
}

/* The number with the unit that is wanted, for "write …". */
static void suggestion(const twi_amount_form *form, const parts *p, char *words, size_t room)
{
  int n = (int)p->number;
  if (form->units == POINTS)
    snprintf(words, room, "%.*s pp (percentage points)", n, p->text);
  else if (form->units == NUMBER)
    snprintf(words, room, "%.*s", n, p->text);
  else if (form->units == (MONEY | PERCENT))
    snprintf(words, room, "%.*s %% or %.*s million USD", n, p->text, n, p->text);
  else
    snprintf(words, room, "%.*s %%", n, p->text);
}

/* The scale of "million USD" and its currency. 1: money; 0: no such words; fails when one of the two is missing. */
static tw_status read_money(tw_context *ctx, const twi_yaml *node, const char *key, const parts *p, int *is_money,
                            int *power, char currency[4])
{
  const char *word = p->unit, *end = p->unit + p->length;
  size_t first = 0;
  while (word + first < end && !is_space(word[first])) first++;
  const char *rest = word + first;
  while (rest < end && is_space(*rest)) rest++;
  size_t second = (size_t)(end - rest);
  int scale = -1;
  for (int i = 0; i < SCALES; i++)
    if (twi_same_name(word, first, scales[i].word)) scale = i;
  const char *code = scale >= 0 ? rest : word;
  size_t length = scale >= 0 ? second : p->length;
  int letters = length == 3;
  for (size_t i = 0; letters && i < 3; i++)
    letters = (code[i] >= 'A' && code[i] <= 'Z') || (scale >= 0 && code[i] >= 'a' && code[i] <= 'z');
  *is_money = 0;
  int n = (int)p->number;
  if (scale >= 0 && length == 0)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no currency; write %.*s %s USD", key, node->text, n, p->text,
                         scales[scale].word);
  if (scale >= 0 && !letters)
    return twi_yaml_fail(ctx, node, "%s: \"%.*s\" is no currency, expected three letters such as USD", key, (int)length,
                         code);
  if (scale < 0 && !letters) return TW_OK;
  if (scale < 0)
    return twi_yaml_fail(ctx, node,
                         "%s: \"%s\" has no scale; write thousand, million or billion, as in %.*s million %.3s", key,
                         node->text, n, p->text, code);
  *is_money = 1;
  *power = scales[scale].power;
  for (int i = 0; i < 3; i++) currency[i] = code[i] >= 'a' ? (char)(code[i] - 'a' + 'A') : code[i];
  currency[3] = 0;
  return TW_OK;
}

/* The unit is known but is not one of the form's. */
static tw_status fail_unit(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const parts *p,
                           twi_unit unit)
{
  static const char *const is[] = {"is a percentage", "is in percentage points", "has no unit", "is money"};
  const char *key = form->key;
  int n = (int)p->number;
  char words[256];
  if (unit == TWI_UNIT_NUMBER) {
    suggestion(form, p, words, sizeof words);
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no unit; write %s", key, node->text, words);
  }
  if (unit == TWI_UNIT_PERCENT && strcmp(key, "add") == 0)
    return twi_yaml_fail(ctx, node,
                         "add: \"%s\" is a percentage; write add: %.*s pp to add percentage points, or change: %.*s %% "
                         "to change %s in proportion",
                         node->text, n, p->text, n, p->text, form->words);
  if (unit == TWI_UNIT_POINTS && form->add && form->units & PERCENT)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is in percentage points; write %s: %.*s %%, or add: %.*s pp", key,
                         node->text, key, n, p->text, n, p->text);
  if (unit == TWI_UNIT_POINTS && form->units & PERCENT)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is in percentage points; write %s: %.*s %%", key, node->text, key, n,
                         p->text);
  twi_form_words(form, words, sizeof words);
  return twi_yaml_fail(ctx, node, "%s: \"%s\" %s, expected %s", key, node->text, is[unit], words);
}

tw_status twi_quantity_read(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value,
                            twi_unit *unit, char currency[4])
{
  char expected[256];
  twi_form_words(form, expected, sizeof expected);
  if (node->kind != TWI_YAML_SCALAR || node->length == 0) return twi_yaml_expected(ctx, node, expected);
  parts p = split(node->text, node->length);
  const char *wrong = twi_number_read(p.text, p.number, value);
  char shown[TWI_SHOWN];
  if (wrong)
    return twi_yaml_fail(ctx, node, "%s: found %s%s%s%s, expected %s%s", form->key,
                         twi_show(node->text, node->length, shown), p.number ? " (" : "", p.number ? wrong : "",
                         p.number ? ")" : "", expected, hint(node->text, node->length));
  int shift = 0, money = 0;
  if (p.length == 0) {
    *unit = TWI_UNIT_NUMBER;
  } else if (p.length == 1 && *p.unit == '%') {
    *unit = TWI_UNIT_PERCENT;
    shift = -2;
  } else if (twi_same_name(p.unit, p.length, "pp")) {
    *unit = TWI_UNIT_POINTS;
    shift = -2;
  } else {
    tw_status status = read_money(ctx, node, form->key, &p, &money, &shift, currency);
    if (status != TW_OK) return status;
    *unit = TWI_UNIT_MONEY;
    if (!money) {
      if (form->variable)
        return twi_yaml_fail(ctx, node, "%s: \"%s\" has an unknown unit \"%.*s\", expected %s", form->key, node->text,
                             (int)p.length, p.unit, expected);
      suggestion(form, &p, expected, sizeof expected);
      return twi_yaml_fail(ctx, node, "%s: \"%s\" has an unknown unit \"%.*s\"; write %s", form->key, node->text,
                           (int)p.length, p.unit, expected);
    }
  }
  if (!(form->units & 1u << *unit)) return fail_unit(ctx, node, form, &p, *unit);
  if (twi_number_read_shifted(p.text, p.number, shift, value))
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is too large a number", form->key, node->text);
  return TW_OK;
}
