/* The folder of a world: its files in one text, with lines of "====" between them. What opens passes its identities, is
 * the same when it is saved and opened again, as one file and as a folder, and a small one is solved: what is certified
 * has numbers. */
#include "fuzz.h"

static const char *const names[] = {
    "world.yaml",   "regions.csv",       "sectors.csv",  "flows.csv",          "production.csv",   "inputs.csv",
    "final.csv",    "macro.csv",         "groups.yaml",  "sector_groups.yaml", "elasticities.csv", "families.csv",
    "products.csv", "product_flows.csv", "findings.csv", "stocks.csv",         "calories.csv"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char tariff[] = "scenario: a\ntitle: t\nclosure: {deficits: fixed}\npolicy:\n"
                               "  - tariff: {importer: all, exporter: all, sector: goods, add: 10 pp}\n";
  tw_context *context = fuzz_begin();
  tw_world *world = NULL;
  char folder[4096];
  snprintf(folder, sizeof folder, "%s", fuzz_folder("world", names, sizeof names / sizeof *names, data, size));
  tw_status status = tw_world_open(context, folder, &world);
  fuzz_refused(context, status);
  if (status == TW_OK) {
    const size_t N = (size_t)tw_world_regions(world), S = (size_t)tw_world_sectors(world);
    if (N * S <= 60) {
      tw_world *again = NULL;
      tw_scenario *scenario = NULL;
      char out[4096];
      snprintf(out, sizeof out, "%s", support_temp("out"));
      support_remove(out);
      fuzz_ok(context, tw_world_write_folder(context, world, out));
      fuzz_ok(context, tw_world_open(context, out, &again));
      MUST(memcmp(tw_world_numbers(world, "flow"), tw_world_numbers(again, "flow"), N * N * S * sizeof(double)) == 0);
      MUST(strcmp(tw_world_text(world, "sha256"), tw_world_text(again, "sha256")) == 0);
      tw_world_free(again);
      if (tw_scenario_parse(context, tariff, sizeof tariff - 1, "a.yaml", &scenario) == TW_OK)
        fuzz_solve(context, world, scenario);
      tw_scenario_free(scenario);
    }
    fuzz_world_holds(context, world);
  }
  fuzz_end(context, size);
  return 0;
}
