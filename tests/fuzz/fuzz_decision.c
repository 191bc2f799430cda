/* A decision in YAML: parsed, and where it is small solved without draws. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  tw_decision *decision = NULL;
  tw_status status = tw_decision_parse(context, (const char *)data, size, "f.yaml", &decision);
  fuzz_refused(context, status);
  if (status == TW_OK && tw_decision_levers(decision) * tw_decision_contingencies(decision) <= 12) {
    tw_decide_options options = {.draws = size % 4 ? 0 : 1};
    tw_settings settings = fuzz_settings();
    tw_verdict *verdict = NULL;
    if (tw_decide(context, decision, fuzz_world(), &settings, &options, &verdict) == TW_OK && verdict)
      for (int r = 0; r < tw_verdict_about(verdict)->regions; r++)
        for (int k = 0; tw_verdict_sentence(verdict, r, k); k++) {
        }
    tw_verdict_free(verdict);
  }
  tw_decision_free(decision);
  fuzz_end(context, size);
  return 0;
}
