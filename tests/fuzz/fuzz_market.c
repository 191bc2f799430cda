/* The folder of a market: market.yaml, suppliers.csv, buyers.csv, passages.csv and arcs.csv in one text, with a line of
 * "====" between them. What reads is solved, in the base and with one passage closed and one supplier out; what is
 * certified has prices that are numbers, no flow below zero, and buyers get what suppliers make. */
#include "fuzz.h"

enum { FILES = 5 };
static const char *const names[FILES] = {"market.yaml", "suppliers.csv", "buyers.csv", "passages.csv", "arcs.csv"};

static void solve(tw_context *context, const tw_market *market, const tw_market_question *question)
{
  tw_market_result *result = NULL;
  tw_market_info info;
  const int buyers = tw_market_count(market, TW_MARKET_BUYERS),
            suppliers = tw_market_count(market, TW_MARKET_SUPPLIERS);
  double *out = calloc((size_t)buyers * (size_t)suppliers + (size_t)buyers + (size_t)suppliers, sizeof *out);
  MUST(out);
  tw_status status = tw_market_solve(context, market, question, &result);
  fuzz_refused(context, status);
  if (status == TW_OK) {
    tw_market_result_about(result, &info);
    MUST(info.outcome == TW_CERTIFIED || *info.message);
    for (int stage = 0; stage < info.stages && info.outcome == TW_CERTIFIED; stage++) {
      fuzz_ok(context, tw_market_result_numbers(context, result, stage, "price", out));
      for (int d = 0; d < buyers; d++) MUST(isfinite(out[d]));
      fuzz_ok(context, tw_market_result_numbers(context, result, stage, "quantity", out));
      double got = 0, made = 0, shipped = 0;
      for (int d = 0; d < buyers; d++) MUST(out[d] >= -1e-9);
      for (int d = 0; d < buyers; d++) got += out[d];
      fuzz_ok(context, tw_market_result_numbers(context, result, stage, "output", out));
      for (int o = 0; o < suppliers; o++) made += out[o];
      fuzz_ok(context, tw_market_result_numbers(context, result, stage, "flow", out));
      for (int i = 0; i < buyers * suppliers; i++) MUST(isnan(out[i]) || out[i] >= -1e-9);
      for (int i = 0; i < buyers * suppliers; i++) shipped += isnan(out[i]) ? 0 : out[i];
      MUST(fuzz_near(got, made, got + made + 1e-6, 1e-6) && fuzz_near(got, shipped, got + shipped + 1e-6, 1e-6));
    }
    tw_market_result_free(result);
  }
  free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  tw_market *market = NULL;
  tw_status status = tw_market_open(context, fuzz_folder("market", names, FILES, data, size), &market);
  fuzz_refused(context, status);
  if (status == TW_OK) {
    tw_market_rule rule[2] = {
        {.rule = "outage", .supplier = tw_market_code(market, TW_MARKET_SUPPLIERS, 0), .amount = 0.5},
        {.rule = "close", .passage = tw_market_code(market, TW_MARKET_PASSAGES, 0)}};
    solve(context, market, NULL);
    solve(context, market, &(const tw_market_question){.rule = rule, .rules = 2, .year = 2030});
    solve(context, market, &(const tw_market_question){.shock = rule, .shocks = 1});
    tw_market_free(market);
  }
  fuzz_end(context, size);
  return 0;
}
