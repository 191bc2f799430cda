/* A table of elasticities: of an import, and of a range. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  tw_context *context = fuzz_begin();
  static const char range[] = "scenario: z\ntitle: z\nclosure: {deficits: fixed}\npolicy: []\n"
                              "range: {draws: 2, drivers: 0, elasticities: {file: e.csv}}\n";
  static const char table[] = "importer,exporter,sector,value\nCAN,CAN,A01,9\nCAN,USA,A01,2\nUSA,USA,A01,8\n"
                              "USA,CAN,C29,1\nCAN,CAN,C29,7\nUSA,USA,C29,5\n";
  char file[4096];
  snprintf(file, sizeof file, "%s", fuzz_file("e.csv", data, size));
  tw_import ask;
  tw_import_default(&ask);
  ask.from = "csv";
  ask.file = fuzz_file("t.csv", (const uint8_t *)table, sizeof table - 1);
  ask.elasticities = file;
  fuzz_import(context, &ask);
  tw_scenario *scenario = NULL;
  tw_status status = tw_scenario_parse(context, range, sizeof range - 1, support_temp("f.yaml"), &scenario);
  fuzz_refused(context, status);
  if (status == TW_OK) {
    tw_range_options options = {.draws = 2, .drivers = -1};
    tw_settings settings = fuzz_settings();
    tw_range_result *result = NULL;
    if (tw_range(context, fuzz_world(), scenario, &settings, &options, &result) == TW_OK) tw_range_free(result);
    tw_scenario_free(scenario);
  }
  fuzz_end(context, size);
  return 0;
}
