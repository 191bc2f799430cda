/* Measures the library through its public header. Prints "key value" lines; bench.sh makes the page of them.
 *
 *   bench machine                                      processor, cores, compiler
 *   bench solve WORLD SCENARIO THREADS REPEATS [TOL]   base and new equilibrium, each time by a fresh solver
 *   bench calls WORLD SCENARIO THREADS REPEATS [TOL]   runs one after the other on one solver, as a loop over policies makes them
 *   bench range WORLD SCENARIO THREADS REPEATS DRAWS   draws of it, columns of regions, no drivers, no store
 *   bench load WORLD REPEATS                           opening a world
 *   bench peak COMMAND…                                runs it, prints its peak resident memory and wall time
 *
 * The two passes that a solve cannot do without are measured here as well: one exp per positive flow, and reading the
 * array of flows once, each on as many threads as the solve had. */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tradewind.h"

enum { MOST_REPEATS = 1000, MOST_THREADS = 64 };

static double now(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sorts, and prints least and median. */
static void print_times(const char *what, double *seconds, int count)
{
  qsort(seconds, (size_t)count, sizeof *seconds, by_size);
  double median = count % 2 ? seconds[count / 2] : (seconds[count / 2 - 1] + seconds[count / 2]) / 2;
  printf("%s_min %.6g\n%s_median %.6g\n", what, seconds[0], what, median);
}

static int failed(tw_context *context)
{
  fprintf(stderr, "bench: %s\n", tw_error(context));
  tw_context_free(context);
  return 1;
}

/* ---------------------------------------------------------------- machine */

static int machine(void)
{
  char line[512] = "", model[512] = "unknown";
  FILE *f = fopen("/proc/cpuinfo", "r");
  while (f && fgets(line, sizeof line, f)) {
    char *colon = strchr(line, ':');
    if (strncmp(line, "model name", 10) != 0 || !colon) continue;
    colon[strcspn(colon, "\n")] = 0;
    snprintf(model, sizeof model, "%s", colon + 2);
    break;
  }
  if (f) fclose(f);
  printf("processor %s\ncores %ld\nmemory_gb %.1f\nversion %s\nbuild %s\n", model, sysconf(_SC_NPROCESSORS_ONLN),
         (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / 1e9, tw_version(), tw_build());
  return 0;
}

/* ---------------------------------------------------------------- the two passes */

typedef struct slice {
  const double *in;
  size_t count;
  int take_exp;
  double sum; /* used, so that the compiler keeps the loop */
} slice;

static void *pass(void *data)
{
  slice *s = data;
  /* Eight sums, so that neither pass waits for additions. */
  double sum[8] = {0};
  size_t i = 0;
  if (s->take_exp) {
    for (; i < s->count; i++) sum[i % 8] += exp(s->in[i]);
  } else {
    for (; i + 8 <= s->count; i += 8) {
      for (size_t k = 0; k < 8; k++) sum[k] += s->in[i + k];
    }
    for (; i < s->count; i++) sum[0] += s->in[i];
  }
  for (int k = 0; k < 8; k++) s->sum += sum[k];
  return NULL;
}

/* Least seconds of some repeats of a pass over the array. */
static double time_pass(const double *in, size_t count, int take_exp, int threads)
{
  double least = INFINITY, keep = 0;
  if (threads > MOST_THREADS) threads = MOST_THREADS;
  for (int repeat = 0; repeat < 5; repeat++) {
    slice part[MOST_THREADS];
    pthread_t thread[MOST_THREADS];
    int started[MOST_THREADS] = {0};
    double start = now();
    for (int t = 0; t < threads; t++) {
      size_t from = count * (size_t)t / (size_t)threads, to = count * (size_t)(t + 1) / (size_t)threads;
      part[t] = (slice){in + from, to - from, take_exp, 0};
      started[t] = t > 0 && pthread_create(&thread[t], NULL, pass, &part[t]) == 0;
    }
    for (int t = 0; t < threads; t++) {
      if (!started[t]) pass(&part[t]);
    }
    for (int t = 0; t < threads; t++) {
      if (started[t]) pthread_join(thread[t], NULL);
      keep += part[t].sum;
    }
    least = fmin(least, now() - start);
  }
  return isnan(keep) ? NAN : least;
}

/* ---------------------------------------------------------------- solve */

static int bench_solve(const char *where, const char *file, int threads, int repeats, const char *tolerance)
{
  static double base[MOST_REPEATS], new_[MOST_REPEATS], decomposition[MOST_REPEATS], whole[MOST_REPEATS];
  tw_context *context = tw_context_new(NULL);
  if (!context) return 5;
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  if (tolerance && tw_settings_set(context, &settings, "tolerance", tolerance) != TW_OK) return failed(context);
  if (tw_world_open(context, where, &world) != TW_OK) return failed(context);
  if (tw_scenario_open(context, file, &scenario) != TW_OK) return failed(context);

  tw_info info = {0};
  double real_income[3] = {NAN, NAN, NAN};
  static const char *const shown[3] = {"CAN", "MEX", "USA"};
  for (int r = 0; r < repeats; r++) {
    tw_solver *solver = NULL;
    tw_result *result = NULL;
    double start = now();
    if (tw_solver_new(context, world, &settings, &solver) != TW_OK) return failed(context);
    if (tw_solve(solver, scenario, &result) != TW_OK) return failed(context);
    whole[r] = now() - start;
    info = *tw_result_info(result);
    if (info.outcome <= 0) {
      fprintf(stderr, "bench: not certified: %s\n", info.message);
      return 3;
    }
    base[r] = info.seconds.base;
    new_[r] = info.seconds.new_;
    decomposition[r] = info.seconds.decomposition;
    for (int k = 0; k < 3; k++) {
      int region = tw_world_find_region(world, shown[k]);
      if (region >= 0) real_income[k] = tw_result_column(result, TW_REGIONS, "real_income_pct")[region];
    }
    tw_result_free(result);
    tw_solver_free(solver);
  }

  size_t N = (size_t)tw_world_regions(world), S = (size_t)tw_world_sectors(world), cells = N * N * S, positive = 0;
  const double *flow = tw_world_numbers(world, "flow");
  double *logs = malloc(cells * sizeof *logs);
  if (!logs) return 5;
  /* Exponents of the size that shares have, one for each positive flow. */
  for (size_t i = 0; i < cells; i++) {
    if (flow[i] > 0) logs[positive++] = -1e-3 * (double)(i % 997);
  }
  double exp_pass = time_pass(logs, positive, 1, threads), memory_pass = time_pass(flow, cells, 0, threads);
  free(logs);

  printf("regions %zu\nsectors %zu\nflows %zu\nthreads %d\nrepeats %d\ntolerance %g\n", N, S, positive, info.threads,
         repeats, settings.tolerance);
  print_times("base", base, repeats);
  print_times("new", new_, repeats);
  print_times("decomposition", decomposition, repeats);
  print_times("whole", whole, repeats);
  printf("iterations %d\nsteps %d\nresidual %ld\njvp %ld\nvjp %ld\ncertificate %.2e\n", info.iterations, info.steps,
         info.residual_evaluations, info.jvp_evaluations, info.vjp_evaluations, info.certificate.max);
  double evaluations =
      (double)(info.residual_evaluations + info.jvp_evaluations + info.vjp_evaluations) * (double)positive;
  printf("flows_per_second %.3g\nexp_pass %.6g\nmemory_pass %.6g\n", evaluations / new_[0], exp_pass, memory_pass);
  printf("arena_bytes %zu\ncells_bytes %zu\nworld_bytes %zu\n", info.arena_bytes, 8 * cells, info.world_bytes);
  for (int k = 0; k < 3; k++) printf("real_income_%s %+.4f\n", shown[k], real_income[k]);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return 0;
}

/* ---------------------------------------------------------------- calls */

/* What a binding adds to: a solver that keeps its base, a scenario that was read, no decomposition. */
static int bench_calls(const char *where, const char *file, int threads, int repeats, const char *tolerance)
{
  static double seconds[MOST_REPEATS];
  tw_context *context = tw_context_new(NULL);
  if (!context) return 5;
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  settings.decomposition = 0;
  if (tolerance && tw_settings_set(context, &settings, "tolerance", tolerance) != TW_OK) return failed(context);
  if (tw_world_open(context, where, &world) != TW_OK) return failed(context);
  if (tw_scenario_open(context, file, &scenario) != TW_OK) return failed(context);
  if (tw_solver_new(context, world, &settings, &solver) != TW_OK) return failed(context);
  for (int r = -1; r < repeats; r++) { /* the first solves the base */
    tw_path *path = NULL;
    double start = now();
    if (tw_solve_path(solver, scenario, &path) != TW_OK) return failed(context);
    tw_path_free(path);
    if (r >= 0) seconds[r] = now() - start;
  }
  print_times("call", seconds, repeats);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return 0;
}

/* ---------------------------------------------------------------- range */

static int bench_range(const char *where, const char *file, int threads, int repeats, int draws)
{
  static double seconds[MOST_REPEATS], each[MOST_REPEATS];
  tw_context *context = tw_context_new(NULL);
  if (!context) return 5;
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  const tw_range_options options = {.draws = draws, .drivers = -1};
  if (tw_world_open(context, where, &world) != TW_OK) return failed(context);
  if (tw_scenario_open(context, file, &scenario) != TW_OK) return failed(context);
  tw_range_info info = {0};
  for (int r = 0; r < repeats; r++) {
    tw_range_result *range = NULL;
    double start = now();
    if (tw_range(context, world, scenario, &settings, &options, &range) != TW_OK) return failed(context);
    seconds[r] = now() - start;
    info = *tw_range_info_of(range);
    each[r] = info.seconds.draws;
    tw_range_free(range);
  }
  printf("draws %d\ncertified %d\nparameters %d\nthreads %d\nrepeats %d\n", info.draws, info.certified, info.parameters,
         threads, repeats);
  print_times("whole", seconds, repeats);
  print_times("draws", each, repeats);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(context);
  return 0;
}

/* ---------------------------------------------------------------- load, peak */

static int bench_load(const char *where, int repeats)
{
  static double seconds[MOST_REPEATS];
  tw_context *context = tw_context_new(NULL);
  if (!context) return 5;
  for (int r = 0; r < repeats; r++) {
    tw_world *world = NULL;
    double start = now();
    if (tw_world_open(context, where, &world) != TW_OK) return failed(context);
    seconds[r] = now() - start;
    tw_world_free(world);
  }
  print_times("load", seconds, repeats);
  tw_context_free(context);
  return 0;
}

static int bench_peak(char **command)
{
  double start = now();
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 5;
  }
  if (child == 0) {
    execv(command[0], command);
    fprintf(stderr, "bench: %s: %s\n", command[0], strerror(errno));
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  double seconds = now() - start;
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  printf("peak_mb %.1f\nseconds %.6g\ncode %d\n", (double)usage.ru_maxrss * 1024 / 1e6, seconds,
         WIFEXITED(status) ? WEXITSTATUS(status) : 128);
  return 0;
}

static int count_of(const char *text, int most)
{
  long n = strtol(text, NULL, 10);
  return n < 1 ? 1 : n > most ? most : (int)n;
}

int main(int argc, char **argv)
{
  const char *verb = argc > 1 ? argv[1] : "";
  if (strcmp(verb, "machine") == 0 && argc == 2) return machine();
  if (strcmp(verb, "solve") == 0 && (argc == 6 || argc == 7)) {
    return bench_solve(argv[2], argv[3], count_of(argv[4], MOST_THREADS), count_of(argv[5], MOST_REPEATS),
                       argc == 7 ? argv[6] : NULL);
  }
  if (strcmp(verb, "calls") == 0 && (argc == 6 || argc == 7)) {
    return bench_calls(argv[2], argv[3], count_of(argv[4], MOST_THREADS), count_of(argv[5], MOST_REPEATS),
                       argc == 7 ? argv[6] : NULL);
  }
  if (strcmp(verb, "range") == 0 && argc == 7)
    return bench_range(argv[2], argv[3], count_of(argv[4], MOST_THREADS), count_of(argv[5], MOST_REPEATS),
                       count_of(argv[6], 1000000));
  if (strcmp(verb, "load") == 0 && argc == 4) return bench_load(argv[2], count_of(argv[3], MOST_REPEATS));
  if (strcmp(verb, "peak") == 0 && argc > 2) return bench_peak(argv + 2);
  fprintf(stderr, "usage: bench machine | solve WORLD SCENARIO THREADS REPEATS [TOLERANCE] | "
                  "calls WORLD SCENARIO THREADS REPEATS [TOLERANCE] | range WORLD SCENARIO THREADS REPEATS DRAWS | load WORLD REPEATS | "
                  "peak COMMAND...\n");
  return 1;
}
