/* A scenario in YAML: parsed, explained on a small world, and solved. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  tw_scenario *scenario = NULL;
  tw_explanation *words = NULL;
  tw_status status = tw_scenario_parse(context, (const char *)data, size, "f.yaml", &scenario);
  fuzz_refused(context, status);
  if (status == TW_OK) {
    status = tw_scenario_explain(context, scenario, fuzz_world(), 0, &words);
    fuzz_refused(context, status);
    if (status == TW_OK) {
      const tw_rule_effect *effect;
      int count = tw_explanation_effects(words, &effect);
      for (int i = 0; i < count; i++) MUST(effect[i].words && *effect[i].words);
      tw_explanation_free(words);
      fuzz_solve(context, fuzz_world(), scenario);
    }
    tw_scenario_free(scenario);
  }
  fuzz_end(context, size);
  return 0;
}
