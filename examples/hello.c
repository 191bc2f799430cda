/* The smallest use of the library: what a tariff of 25 points on Canada's goods does to Canada.
 *
 *   cc hello.c $(pkg-config --cflags --libs tradewind) -o hello && ./hello
 */
#include <stdio.h>
#include <string.h>

#include "tradewind.h"

static const char policy[] = "scenario: hello\n"
                             "closure: {deficits: fixed}\n"
                             "policy:\n"
                             "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 25 pp}\n";

int main(void)
{
  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  int code = 1;

  if (!context) return 1;
  if (tw_world_open(context, "default", &world) != TW_OK) goto failed;
  if (tw_scenario_parse(context, policy, strlen(policy), "hello.c", &scenario) != TW_OK) goto failed;
  tw_settings_default(&settings);
  if (tw_solver_new(context, world, &settings, &solver) != TW_OK) goto failed;
  if (tw_solve(solver, scenario, &result) != TW_OK) goto failed;

  /* Not finding an equilibrium is an outcome, not an error: ask before using a number. */
  const tw_info *info = tw_result_info(result);
  if (info->outcome <= 0) {
    fprintf(stderr, "%s\n", info->message);
    goto done;
  }
  int canada = tw_world_find_region(world, "CAN");
  const double *real_income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  printf("Real income of %s: %+.3f %%\n", tw_world_region_name(world, canada), real_income[canada]);
  printf("Certified: the largest residual is %.1e, at most %.0e was asked for.\n", info->certificate.max,
         info->certificate.tolerance);
  code = 0;
  goto done;

failed:
  fprintf(stderr, "%s\n", tw_error(context));
done:
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return code;
}
