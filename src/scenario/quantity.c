/* Amounts with their units. A number without one is an error, never a guess: "25" may mean 25 %, 25 points or a
 * factor of 25, and each has been meant by somebody.
 *
 *   to, change   per cent             25 %     -5 %
 *   add          percentage points    25 pp
 */
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "scenario/rules.h"
#include "table/number.h"

static int is_space(char c)
{
  return c == ' ' || c == '\t';
}

/* Splits "25 pp" after the last digit or decimal point. */
static void split(const char *text, size_t length, size_t *number, const char **unit, size_t *unit_length)
{
  size_t n = length;
  while (n > 0 && !((text[n - 1] >= '0' && text[n - 1] <= '9') || text[n - 1] == '.')) n--;
  *number = n;
  while (n < length && is_space(text[n])) n++;
  *unit = text + n;
  while (length > n && is_space(text[length - 1])) length--;
  *unit_length = length - n;
}

/* What a number that cannot be read most likely meant. */
static const char *hint(const char *text, size_t length)
{
  if (memchr(text, ',', length)) return " (the decimal mark is '.', thousands are not set off)";
  if (strncmp(text, "\xe2\x88\x92", 3) == 0 || strncmp(text, "\xe2\x80\x93", 3) == 0) return " (the minus sign is '-')";
  return "";
}

tw_status twi_quantity_read(tw_context *ctx, const twi_yaml *node, const twi_rule_kind *kind, twi_operation operation,
                            double *x)
{
  const char *key = twi_operation_word(operation);
  const char *wanted = operation == TWI_ADD ? "pp" : "%";
  const char *example = operation == TWI_ADD ? "an amount in percentage points such as 25 pp"
                        : kind->columns && operation == TWI_TO
                            ? "a percentage such as 25 % or a tariff column such as tariff_mfn_pct"
                            : "a percentage such as 25 %";
  if (node->kind != TWI_YAML_SCALAR || node->length == 0) return twi_yaml_expected(ctx, node, example);

  size_t number, unit_length;
  const char *unit;
  split(node->text, node->length, &number, &unit, &unit_length);
  double value;
  const char *wrong = twi_number_read(node->text, number, &value);
  if (wrong)
    return twi_yaml_fail(ctx, node, "%s: found \"%s\"%s%s%s, expected %s%s", key, node->text, number ? " (" : "",
                         number ? wrong : "", number ? ")" : "", example, hint(node->text, node->length));
  int digits = (int)number;
  if (unit_length == 0)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has no unit; write %.*s %s%s", key, node->text, digits, node->text,
                         wanted, operation == TWI_ADD ? " (percentage points)" : "");
  int per_cent = unit_length == 1 && *unit == '%';
  int points = twi_same_name(unit, unit_length, "pp");
  if (!per_cent && !points)
    return twi_yaml_fail(ctx, node, "%s: \"%s\" has an unknown unit \"%.*s\"; write %.*s %s%s", key, node->text,
                         (int)unit_length, unit, digits, node->text, wanted,
                         operation == TWI_ADD ? " (percentage points)" : "");
  if (operation == TWI_ADD && per_cent)
    return twi_yaml_fail(ctx, node,
                         "add: \"%s\" is a percentage; write add: %.*s pp to add percentage points, or change: %.*s %% "
                         "to change %s in proportion",
                         node->text, digits, node->text, digits, node->text, kind->words);
  if (operation != TWI_ADD && points) {
    if (kind->operations & 1u << TWI_ADD)
      return twi_yaml_fail(ctx, node, "%s: \"%s\" is in percentage points; write %s: %.*s %%, or add: %.*s pp", key,
                           node->text, key, digits, node->text, digits, node->text);
    return twi_yaml_fail(ctx, node, "%s: \"%s\" is in percentage points; write %s: %.*s %%", key, node->text, key,
                         digits, node->text);
  }
  *x = value / 100;
  if (operation == TWI_CHANGE && *x < -1)
    return twi_yaml_fail(ctx, node, "change: %s would turn the sign of %s; the least is -100 %%", node->text,
                         kind->words);
  return TW_OK;
}
