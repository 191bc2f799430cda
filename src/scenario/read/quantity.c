/* Amounts with their units. A number without one is an error, never a guess: "25" may mean 25 %, 25 points or a
 * factor of 25, and each has been meant by somebody.
 *
 *   per cent             25 %     -5 %            rates, changes, shares
 *   percentage points    25 pp                    what is added to a rate
 *   plain number         0.5                      elasticities
 *   money                500 million USD          limits, transfers
 *   mass, energy         28 Mt, 1500 PJ           capacities and demand of a market
 *   price                0.5 USD/MMBtu            freight, taxes, costs of a market
 *   time                 6 months, 90 days        how long a shock lasts
 *
 * Where each may stand is the form's to say (read.h). amount.c reads what may stand around a number,
 * advice.c says what to write where it cannot be read. */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/read/read.h"
#include "table/number.h"

static const struct {
  const char *word;
  int power;
} scales[] = {{"thousand", 3}, {"million", 6}, {"billion", 9}};
enum { SCALES = sizeof scales / sizeof *scales };

/* Units of markets. Their letters count: mt is none. */
static const struct {
  const char *word;
  twi_unit unit;
  double parts; /* of what is stored: 12 months are 1 */
} of_markets[] = {{"Mt", TWI_UNIT_MASS, 1},         {"PJ", TWI_UNIT_ENERGY, 1},  {"USD/MMBtu", TWI_UNIT_PRICE, 1},
                  {"months", TWI_UNIT_TIME, 12},    {"month", TWI_UNIT_TIME, 12}, {"days", TWI_UNIT_TIME, 365},
                  {"day", TWI_UNIT_TIME, 365}};

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
static parts split_amount(const char *text, size_t length)
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

void twi_form_words(const twi_amount_form *form, char *words, size_t room)
{
  static const char *const examples[] = {"a percentage such as 25 %", "an amount in percentage points such as 25 pp",
                                         "a plain number such as 0.5", "an amount of money such as 500 million USD",
                                         "a mass such as 28 Mt", "an energy such as 1500 PJ",
                                         "a price such as 0.5 USD/MMBtu", "a time such as 6 months or 90 days"};
  *words = 0;
  if (form->variable && (form->units & (form->units - 1))) { /* of any unit */
    snprintf(words, room, "a quantity such as 25 %%, 25 pp, 0.5 or 500 million USD");
    return;
  }
  for (int u = 0; u < TWI_UNITS; u++) {
    size_t used = strlen(words);
    if (form->units & 1u << u) snprintf(words + used, room - used, "%s%s", used ? " or " : "", examples[u]);
  }
  size_t used = strlen(words);
  if (form->columns) snprintf(words + used, room - used, " or a tariff column such as tariff_mfn_pct");
}

const char *twi_unit_is(twi_unit unit)
{
  static const char *const is[TWI_UNITS] = {"a percentage", "in percentage points", "a plain number", "money",
                                            "a mass",       "an energy",            "a price",        "a time"};
  return is[unit];
}

/* One of the units of markets, as an index; -1: none. Times without regard to case, since no letter of theirs counts. */
static int find_of_markets(const parts *p)
{
  for (int i = 0; i < (int)(sizeof of_markets / sizeof *of_markets); i++)
    if (strlen(of_markets[i].word) == p->length &&
        (memcmp(of_markets[i].word, p->unit, p->length) == 0 ||
         (of_markets[i].unit == TWI_UNIT_TIME && twi_same_name(p->unit, p->length, of_markets[i].word))))
      return i;
  return -1;
}

/* The scale of "million USD" and its currency. 1: money; 0: no such words; fails when one of the two is missing. */
static tw_status read_money(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, const parts *p,
                            int *is_money, int *power, char currency[4])
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
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no currency; write %.*s %s USD", form->key, node->text, n, p->text,
                         scales[scale].word);
  if (scale >= 0 && !letters) return twi_amount_fail_currency(ctx, node, form, code, length);
  if (scale < 0 && !letters) return TW_OK;
  if (scale < 0) return twi_amount_fail_scale(ctx, node, form, p->text, p->number, code);
  *is_money = 1;
  *power = scales[scale].power;
  for (int i = 0; i < 3; i++) currency[i] = code[i] >= 'a' ? (char)(code[i] - 'a' + 'A') : code[i];
  currency[3] = 0;
  return TW_OK;
}

tw_status twi_quantity_read(tw_context *ctx, const twi_yaml *node, const twi_amount_form *form, double *value,
                            twi_unit *unit, char currency[4])
{
  char expected[256];
  twi_form_words(form, expected, sizeof expected);
  if (node->kind != TWI_YAML_SCALAR || node->length == 0) return twi_yaml_expected(ctx, node, expected);
  parts p = split_amount(node->text, node->length);
  const char *wrong = twi_number_read(p.text, p.number, value);
  if (wrong) return twi_amount_advise(ctx, node, form, p.number ? wrong : "");
  int shift = 0, money = 0, market = find_of_markets(&p);
  if (p.length == 0) {
    *unit = TWI_UNIT_NUMBER;
  } else if (p.length == 1 && *p.unit == '%') {
    *unit = TWI_UNIT_PERCENT;
    shift = -2;
  } else if (market >= 0) {
    *unit = of_markets[market].unit;
  } else if (twi_same_name(p.unit, p.length, "pp")) {
    *unit = TWI_UNIT_POINTS;
    shift = -2;
  } else {
    tw_status status = read_money(ctx, node, form, &p, &money, &shift, currency);
    if (status != TW_OK) return status;
    if (!money) return twi_amount_advise(ctx, node, form, NULL);
    *unit = TWI_UNIT_MONEY;
  }
  if (!(form->units & 1u << *unit)) return twi_amount_fail_unit(ctx, node, form, p.text, p.number, *unit);
  if (twi_number_read_shifted(p.text, p.number, shift, value))
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is too large a number", form->key, node->text);
  if (market >= 0) *value /= of_markets[market].parts;
  return TW_OK;
}
