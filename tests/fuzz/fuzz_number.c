/* Numbers as text and amounts with their units: what is read is the double that the C library reads, what is written
 * reads back as the same bits, also in per cent; any bits of a double are written. Cells that a spreadsheet would run
 * come back as they were; text of a code page becomes as long as UTF-8 allows. The text as an amount of a scenario is
 * refused with words, or is a number in a sentence. */
#include "fuzz.h"
#include "table/cell.h"
#include "table/decimal.h"
#include "table/encoding.h"
#include "table/number.h"
#include "table/sink.h"

static int same(double a, double b)
{
  return memcmp(&a, &b, sizeof a) == 0;
}

static void round_trip(double x)
{
  char text[TWI_NUMBER_ROOM];
  double y;
  size_t n = twi_number_write(x, text);
  MUST(n == strlen(text) && n < TWI_NUMBER_ROOM);
  if (!isfinite(x)) return;
  MUST(twi_number_read(text, n, &y) == NULL && (same(x, y) || (x == 0 && y == 0)));
  n = twi_number_write_shifted(x, 2, text);
  MUST(n == strlen(text) && n < TWI_NUMBER_ROOM);
  if (fabs(x) > 1e300) return; /* per cent of it may be too large */
  MUST(twi_number_read_shifted(text, n, -2, &y) == NULL && x == y);
  if (x == 0) return;
  uint64_t digits;
  int exponent;
  twi_decimal(fabs(x), &digits, &exponent);
  MUST(digits > 0 && digits < UINT64_C(100000000000000000));
}

static void amount(tw_context *context, const char *text)
{
  static const char yaml[] =
      "scenario: a\ntitle: t\nclosure: {deficits: fixed}\nvariables: {x: 5 pp, m: 3 million USD}\npolicy:\n"
      "  - tariff: {importer: USA, exporter: CAN, sector: A01, add: $x}\n"
      "  - transfer: {from: USA, to: CAN, amount: $m}\n";
  tw_scenario *scenario = NULL;
  fuzz_ok(context, tw_scenario_parse(context, yaml, sizeof yaml - 1, "a.yaml", &scenario));
  const char *const names[] = {"x", "m"};
  for (int i = 0; i < 2; i++) {
    tw_explanation *words = NULL;
    const tw_rule_effect *effect;
    tw_status status = tw_scenario_set(context, scenario, names[i], text);
    fuzz_refused(context, status);
    if (status != TW_OK) continue;
    status = tw_scenario_explain(context, scenario, fuzz_world(), 0, &words);
    fuzz_refused(context, status);
    if (status != TW_OK) continue;
    for (int k = tw_explanation_effects(words, &effect); k-- > 0;)
      MUST(*effect[k].words && !strstr(effect[k].words, "nan"));
    tw_explanation_free(words);
  }
  tw_scenario_free(scenario);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  char text[512], cell[1 + 3 * sizeof text];
  double x;
  size_t n = size < sizeof text - 1 ? size : sizeof text - 1, length = 0;
  memcpy(text, data, n);
  text[n] = 0;
  if (!twi_number_read(text, n, &x)) {
    MUST(isfinite(x) && same(x, strtod(text, NULL)));
    round_trip(x);
  }
  if (!twi_number_read_shifted(text, n, -2, &x)) round_trip(x);
  for (size_t i = 0; i + sizeof x <= n; i += sizeof x) {
    memcpy(&x, data + i, sizeof x);
    round_trip(x);
  }
  /* as twi_sink_field writes a cell, and a reader takes it */
  const int formula = twi_cell_is_formula(text, strlen(text));
  snprintf(cell, sizeof cell, "%s%s", formula ? "'" : "", text);
  MUST(strcmp(cell + twi_cell_mark(cell, strlen(cell)), text) == 0);
  (void)twi_cell_is_quoted(text);
  (void)twi_windows_1252(data, n, cell, &length);
  MUST(length <= 3 * n && strlen(cell) <= length);
  amount(context, text);
  fuzz_end(context, size);
  return 0;
}
