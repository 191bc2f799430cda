/* What exposures cost beside an equilibrium: prints the least seconds of some runs of the new equilibrium of a tariff,
 * of the exposure of one region (its preconditioner, the transposed solve and all derivatives), and of all regions.
 *
 *   build/bench/exposure WORLD REGION SCENARIO [threads [times [all]]]         defaults 2 5 1; all 0: one region alone */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "tradewind.h"

static void stop(tw_context *context, tw_status status)
{
  if (status == TW_OK) return;
  fprintf(stderr, "%s\n", tw_error(context));
  exit(1);
}

static double memory(void)
{
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  return (double)use.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
  if (argc < 4) {
    fprintf(stderr, "usage: exposure WORLD REGION SCENARIO [threads [times [all]]]\n");
    return 1;
  }
  int threads = argc > 4 ? atoi(argv[4]) : 2, times = argc > 5 ? atoi(argv[5]) : 5, all = argc > 6 ? atoi(argv[6]) : 1;
  tw_context *context = tw_context_new(NULL);
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_settings settings;
  if (!context) return 1;
  tw_settings_default(&settings);
  settings.threads = threads;
  settings.decomposition = 0;
  stop(context, tw_world_open(context, argv[1], &world));
  stop(context, tw_scenario_open(context, argv[3], &scenario));
  double least = 1e9, one = 1e9, loaded = memory();
  for (int i = 0; i < times; i++) {
    tw_solver *solver = NULL;
    tw_result *result = NULL;
    stop(context, tw_solver_new(context, world, &settings, &solver));
    stop(context, tw_solve(solver, scenario, &result));
    double seconds = tw_result_info(result)->seconds.new_;
    least = seconds < least ? seconds : least;
    tw_result_free(result);
    tw_solver_free(solver);
  }
  printf("new equilibrium %.3f ms\n", 1e3 * least);
  tw_exposure *x = NULL;
  for (int i = 0; i < times; i++) {
    stop(context, tw_exposure_of(context, world, NULL, &settings, argv[2], NULL, &x));
    const tw_exposure_info *about = tw_exposure_about(x);
    one = about->seconds < one ? about->seconds : one;
    if (i == times - 1)
      printf("one region %.3f ms, %d products, residual %.1e, ratio %.2f\n", 1e3 * one, about->products,
             about->residual, one / least);
    tw_exposure_free(x);
  }
  printf("memory: %.0f MB with the world, %.0f MB at most\n", loaded, memory());
  if (all) {
    stop(context, tw_exposure_all(context, world, NULL, &settings, NULL, &x));
    const tw_exposure_info *about = tw_exposure_about(x);
    printf("all regions %.3f s, %d products, residual %.1e, %.0f MB at most\n", about->seconds, about->products,
           about->residual, memory());
    tw_exposure_free(x);
  }
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return 0;
}
