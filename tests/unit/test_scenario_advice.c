/* What is advised where an amount cannot be read: always an amount of the same size, both readings of a plain fraction,
 * or no number. The advice is then followed: what it says is read as the amount that was meant. */
#include "context.h"
#include "three.h"

#include "scenario/scenario.h"

enum { TARIFF_TO, TARIFF_ADD, CHANGE, TRANSFER, QUOTA, ELASTICITY, SPREAD, FORMS };

static const char *const form[FORMS] = {
    "policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, to: \"%s\"}}]",
    "policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: \"%s\"}}]",
    "policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, change: \"%s\"}}]",
    "policy: [{transfer: {from: CAN, to: USA, amount: \"%s\"}}]",
    "policy: [{quota: {importer: USA, exporter: CAN, sector: C29, owner: importer, to: \"%s\"}}]",
    "closure: {scale: {sector: goods, elasticity: \"%s\"}}",
    "range: {elasticities: {sector: all, spread: \"%s\"}}"};

static const char *message(int of, const char *amount)
{
  char text[512], line[300];
  tw_scenario *scenario = NULL;
  snprintf(line, sizeof line, form[of], amount);
  snprintf(text, sizeof text, "scenario: t\n%s\n", line);
  if (tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario) == TW_OK) {
    tw_scenario_free(scenario);
    return "";
  }
  const char *found = tw_error(context);
  for (int i = 0; i < 3; i++) found = strchr(found, ':') + 1; /* file, line, column */
  return found + 1;
}

static void says(int of, const char *amount, const char *expected)
{
  const char *found = message(of, amount);
  if (!strstr(found, expected)) fail_msg("\"%s\": %s\n  lacks: %s", amount, found, expected);
}

static void units_are_converted(void **state)
{
  (void)state;
  says(TARIFF_TO, "250 bp", "unknown unit \"bp\"; write to: 2.5 %, or add: 2.5 pp");
  says(TARIFF_TO, "250 BPS", "write to: 2.5 %, or add: 2.5 pp");
  says(TARIFF_TO, "250 basis points", "write to: 2.5 %, or add: 2.5 pp");
  says(TARIFF_ADD, "250 bp", "; write 2.5 pp (percentage points)");
  says(TARIFF_ADD, "-12.5bp", "; write -0.125 pp (percentage points)");
  says(SPREAD, "250 bp", "; write 2.5 %");
  says(CHANGE, "250 bp", "; write change: 2.5 %, or add: 2.5 pp");
  says(TRANSFER, "50 bp", "; write 0.5 %");
  says(TARIFF_TO, "30 permille", "; write 3 %");
  says(TARIFF_TO, "30 \xe2\x80\xb0", "; write 3 %");
  says(TARIFF_TO, "1e3 ppm", "; write 0.1 %");
  says(TARIFF_TO, "25 percent", "; write 25 %");
  says(TARIFF_TO, "25 per cent", "; write 25 %");
  says(TARIFF_TO, "25 PCT", "; write 25 %");
  says(TARIFF_TO, "25\xef\xbc\x85", "; write 25 %");
  says(TARIFF_TO, "25 %-points", "is in percentage points; write to: 25 %, or add: 25 pp");
  says(TARIFF_TO, "25 p.p.", "is in percentage points; write to: 25 %, or add: 25 pp");
  says(TARIFF_TO, "25 percentage points", "is in percentage points; write to: 25 %, or add: 25 pp");
  says(TARIFF_ADD, "25 ppts", "; write 25 pp (percentage points)");
  says(TARIFF_ADD, "25 percent", "is a percentage; write add: 25 pp to add percentage points, or change: 25 %");
  says(TARIFF_ADD, "25 permille", "is a percentage; write add: 2.5 pp to add percentage points, or change: 2.5 %");
}

static void money_keeps_its_size(void **state)
{
  (void)state;
  says(TRANSFER, "2 bn USD", "unknown unit \"bn USD\"; write 2 billion USD");
  says(TRANSFER, "2000 USD", "has no scale, which is thousand, million or billion; write 2 thousand USD");
  says(TRANSFER, "2000000 USD", "; write 2 million USD");
  says(TRANSFER, "2e9 EUR", "; write 2 billion EUR");
  says(TRANSFER, "500 USD", "; write 0.5 thousand USD");
  says(TRANSFER, "2000 usd", "; write 2 thousand USD");
  says(TRANSFER, "2 k USD", "; write 2 thousand USD");
  says(TRANSFER, "2.5 mn CAD", "; write 2.5 million CAD");
  says(TRANSFER, "3 trillion USD", "; write 3000 billion USD");
  says(TRANSFER, "2 lakh INR", "; write 200 thousand INR");
  says(TRANSFER, "2 Mrd. EUR", "; write 2 billion EUR");
  says(TRANSFER, "5 USDbn", "; write 5 billion USD");
  says(TRANSFER, "5 kUSD", "; write 5 thousand USD");
  says(TRANSFER,
       "\xe2\x82\xac"
       "5bn",
       "; write 5 billion EUR");
  says(TRANSFER, "US$2bn", "; write 2 billion USD");
  says(TRANSFER, "USD 500 million", "; write 500 million USD");
  says(TRANSFER, "2 billion US dollars", "is no currency, expected three letters; write 2 billion USD");
  says(TRANSFER, "2 bn", "; write 2 billion and the currency");
  says(TRANSFER, "2 MIO", "; write 2 million and the currency");
  says(QUOTA, "2 bn USD", "; write 2 billion USD");
  says(TARIFF_TO, "2 bn USD", "is money, expected a percentage");
  says(TARIFF_TO, "2 USD", "is money, expected a percentage");
}

static void fractions_have_two_readings(void **state)
{
  (void)state;
  says(TARIFF_TO, "0.25", "has no unit; write 0.25 % or 25 %, whichever is meant");
  says(TARIFF_TO, "-0.1", "has no unit; write -0.1 % or -10 %, whichever is meant");
  says(TARIFF_TO, "1", "has no unit; write 1 % or 100 %, whichever is meant");
  says(TARIFF_TO, "1.05", "has no unit; write 1.05 % or 105 %, whichever is meant");
  says(TARIFF_ADD, "0.25", "has no unit; write 0.25 pp or 25 pp (percentage points), whichever is meant");
  says(TRANSFER, "0.005", "write 0.005 % or 0.5 %, whichever is meant, or an amount of money with its scale");
  says(TRANSFER, "500", "has no unit; write 500 %, or an amount of money with its scale and currency");
  says(TARIFF_TO, "25", "has no unit; write 25 %");
  says(TARIFF_TO, "0", "has no unit; write 0 %");
}

/* No digit after the quoted amount but those of the standing examples. */
static void what_is_not_understood_gets_no_number(void **state)
{
  (void)state;
  static const char *const unknown[] = {"37 foo",     "37 %%",       "37 pp pp",    "37 dollars", "37 t USD",
                                        "$37",        "$37 million", "37 x",        "37-fold",    "1/37",
                                        "37 to 38 %", "3,7 bn USD",  "37 % of GDP", "37,5 bp"};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    for (int of = 0; of < FORMS; of++) {
      const char *found = message(of, unknown[i]);
      const char *after = strstr(found, unknown[i]);
      if (!*found) fail_msg("%s is taken", unknown[i]);
      after = after ? after + strlen(unknown[i]) : found;
      if (strstr(after, "37") && !strstr(after, "unknown unit")) fail_msg("\"%s\": %s", unknown[i], found);
      if (strstr(after, "; write")) fail_msg("\"%s\": %s", unknown[i], found);
    }
  }
  says(ELASTICITY, "50 percent", "is a percentage, expected a plain number");
  says(ELASTICITY, "250 bp", "expected a plain number");
}

/* Every unit with every form: what follows "write" is read, and is worth as much. */
static void advice_can_be_followed(void **state)
{
  (void)state;
  static const struct {
    const char *amount;
    double worth;
  } cases[] = {{"250 bp", 0.025}, {"30 permille", 0.03}, {"25 pct", 0.25},         {"7 bps", 0.0007},
               {"2 bn USD", 2e9}, {"2000 USD", 2000},    {"3 trillion USD", 3e12}, {"4 k USD", 4000},
               {"USD 5 m", 5e6},  {"12 points", 0.12},   {"1500000 USD", 1.5e6},   {"0.5 crore INR", 5e6}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    for (int of = 0; of < FORMS; of++) {
      char copy[1024];
      snprintf(copy, sizeof copy, "%s", message(of, cases[i].amount));
      const char *write = strstr(copy, "; write ");
      if (!write) continue;
      write += 8;
      write += strcspn(write, "-0123456789."); /* past "add: " */
      char *unit;
      double x = strtod(write, &unit);
      double size = strncmp(unit, " %", 2) == 0 || strncmp(unit, " pp", 3) == 0 ? 0.01
                    : strncmp(unit, " thousand", 9) == 0                        ? 1e3
                    : strncmp(unit, " million", 8) == 0                         ? 1e6
                    : strncmp(unit, " billion", 8) == 0                         ? 1e9
                                                                                : NAN;
      if (!(fabs(x * size / cases[i].worth - 1) < 1e-12)) fail_msg("\"%s\": %s", cases[i].amount, copy);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(units_are_converted), cmocka_unit_test(money_keeps_its_size),
                                     cmocka_unit_test(fractions_have_two_readings),
                                     cmocka_unit_test(what_is_not_understood_gets_no_number),
                                     cmocka_unit_test(advice_can_be_followed)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
