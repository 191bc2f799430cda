/* A scenario with a section `market`, on the small market of this file: refused with words, or solved; what is certified
 * has prices that are numbers and no flow below zero, and buyers get what suppliers make. */
#include "fuzz.h"

static const char *const names[] = {"market.yaml", "suppliers.csv", "buyers.csv", "passages.csv", "arcs.csv"};
static const char market[] =
    "name: m\ndata_year: 2024\nunit: Mt\nprice_unit: USD/MMBtu\nenergy_per_unit: 52\n====\n"
    "supplier,block,capacity,cost,full_cost,from_year,status\nQAT,plants,30,1,2,,\nCAN,first,14,3,6,2025,firm\n====\n"
    "buyer,quantity,price,elasticity_short,elasticity_long\nJPN,18,12,-0.1,-0.6\nKOR,12,12.5,-0.1,-0.6\n====\n"
    "passage,capacity,toll\nhormuz,,\nmalacca,20,0.1\n====\n"
    "supplier,buyer,quantity,freight,passages\nQAT,JPN,18,1,hormuz;malacca\nQAT,KOR,12,1.1,hormuz\nCAN,JPN,,0.7,\nCAN,"
    "KOR,,0.8,\n";

static void holds(tw_context *context, const tw_market *m, const tw_market_result *result)
{
  tw_market_info info;
  double x[8], sum[2] = {0};
  if (!result) return;
  tw_market_result_about(result, &info);
  if (info.outcome != TW_CERTIFIED) return;
  for (int stage = 0; stage < info.stages; stage++) {
    sum[0] = sum[1] = 0;
    MUST(info.largest <= info.tolerance);
    if (tw_market_result_numbers(context, result, stage, "price", x) != TW_OK) continue;
    for (int d = 0; d < tw_market_count(m, TW_MARKET_BUYERS); d++) MUST(isfinite(x[d]));
    fuzz_ok(context, tw_market_result_numbers(context, result, stage, "quantity", x));
    for (int d = 0; d < tw_market_count(m, TW_MARKET_BUYERS); d++) sum[0] += x[d];
    fuzz_ok(context, tw_market_result_numbers(context, result, stage, "output", x));
    for (int o = 0; o < tw_market_count(m, TW_MARKET_SUPPLIERS); o++) sum[1] += x[o];
    fuzz_ok(context, tw_market_result_numbers(context, result, stage, "flow", x));
    for (int i = 0; i < 4; i++) MUST(isnan(x[i]) || x[i] >= -1e-9);
    MUST(fuzz_near(sum[0], sum[1], sum[0] + sum[1], 1e-6));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  tw_scenario *scenario = NULL;
  static char folder[4096];
  if (!*folder)
    snprintf(folder, sizeof folder, "%s", fuzz_folder("market", names, 5, (const uint8_t *)market, sizeof market - 1));
  tw_status status = tw_scenario_parse(context, (const char *)data, size, "f.yaml", &scenario);
  fuzz_refused(context, status);
  if (status == TW_OK && tw_scenario_text(scenario, "market")) {
    const tw_outlook_options options = {.market = folder, .threads = 1, .draws = size % 8 ? 0 : 2, .no_report = 1};
    tw_outlook *out = NULL;
    const char *text;
    status = tw_outlook_run(context, scenario, &options, &out);
    fuzz_refused(context, status);
    if (status == TW_OK) {
      for (int i = 0; i < tw_outlook_years(out) && i < tw_outlook_solved(out); i++)
        for (int k = 0; k < 2; k++) holds(context, tw_outlook_market(out), tw_outlook_result(out, i, k));
      for (int i = 0; (text = tw_outlook_sentence(out, NULL, i)); i++) MUST(*text && !strstr(text, "nan "));
      for (int i = 0; (text = tw_outlook_remark(out, "ja", i)); i++) MUST(*text);
      tw_outlook_free(out);
    }
  }
  tw_scenario_free(scenario);
  fuzz_end(context, size);
  return 0;
}
