/* What fuzz targets share. Each target is one file with LLVMFuzzerTestOneInput: it hands bytes to one reader and checks
 * what must hold whatever they are (no crash, numbers finite, what loads can be saved and loads again). replay.c runs a
 * target over its seeds and changes of them in the normal suite; tools/fuzz.sh runs it with libFuzzer. */
#ifndef TRADEWIND_TESTS_FUZZ_H
#define TRADEWIND_TESTS_FUZZ_H

#include "three.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                                                \
  do {                                                                                                                 \
    if (!(condition)) {                                                                                                \
      fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #condition);                                       \
      abort();                                                                                                         \
    }                                                                                                                  \
  } while (0)

/* Ok; else it says why and stops. */
static inline void fuzz_ok(tw_context *context, tw_status status)
{
  if (status != TW_OK) {
    fprintf(stderr, "must be ok: %s: %s\n", tw_status_word(status), tw_error(context));
    abort();
  }
}

/* An error that bytes may cause, with words. */
static inline void fuzz_refused(tw_context *context, tw_status status)
{
  MUST(status == TW_OK || status == TW_BAD_INPUT || status == TW_USAGE);
  if (status != TW_OK) MUST(*tw_error(context) != 0);
}

/* A file of the temporary folder with these bytes. */
static inline const char *fuzz_file(const char *name, const uint8_t *data, size_t size)
{
  const char *path = support_temp(name);
  support_write_bytes(path, data, size);
  return path;
}

static tw_context *fuzz_context; /* of the one world that all inputs share */
static tw_world *fuzz_shared;

static inline void fuzz_forget(void)
{
  tw_world_free(fuzz_shared);
  tw_context_free(fuzz_context);
}

/* The world of three.h, made once. */
static inline const tw_world *fuzz_world(void)
{
  if (!fuzz_shared) {
    fuzz_context = tw_context_new(NULL);
    MUST(fuzz_context && three_new(fuzz_context, &fuzz_shared) == TW_OK);
    atexit(fuzz_forget);
  }
  return fuzz_shared;
}

static inline tw_settings fuzz_settings(void)
{
  tw_settings s;
  tw_settings_default(&s);
  s.threads = 1;
  s.decomposition = 0;
  s.report = 0;
  s.max_steps = 3;
  s.max_iterations = 12;
  return s;
}

/* What was read is a world: its numbers are numbers, and its copy is the same. Frees it. */
static inline void fuzz_world_holds(tw_context *context, tw_world *world)
{
  size_t regions = (size_t)tw_world_regions(world), sectors = (size_t)tw_world_sectors(world);
  const double *flow = tw_world_numbers(world, "flow"), *output = tw_world_numbers(world, "output");
  for (size_t i = 0; i < sectors * regions * regions; i++) MUST(isfinite(flow[i]) && flow[i] >= 0);
  for (size_t i = 0; output && i < sectors * regions; i++) MUST(isfinite(output[i]) && output[i] >= 0);
  if (sectors * regions * regions <= 20000) {
    tw_world *again = NULL;
    char path[4096];
    snprintf(path, sizeof path, "%s", support_temp("again.tww"));
    fuzz_ok(context, tw_world_save(context, world, path));
    fuzz_ok(context, tw_world_open(context, path, &again));
    MUST(strcmp(tw_world_text(world, "sha256"), tw_world_text(again, "sha256")) == 0);
    tw_world_free(again);
  }
  tw_world_free(world);
}

/* An uncertified result has no numbers, a certified one only numbers. Frees it. */
static inline void fuzz_result_holds(tw_result *result)
{
  const tw_info *info = tw_result_info(result);
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  int certified = info->outcome > 0;
  if (certified) MUST(isfinite(info->certificate.max) && info->certificate.max <= info->certificate.tolerance);
  for (int i = 0; income && i < tw_world_regions(tw_result_world(result)); i++)
    MUST(certified ? isfinite(income[i]) && income[i] >= -100 : isnan(income[i]));
  tw_result_free(result);
}

static inline void fuzz_solve(tw_context *context, const tw_world *world, const tw_scenario *scenario)
{
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings settings = fuzz_settings();
  if (tw_scenario_from(scenario) == 0 && tw_solver_new(context, world, &settings, &solver) == TW_OK &&
      tw_solve(solver, scenario, &result) == TW_OK && result)
    fuzz_result_holds(result);
  tw_solver_free(solver);
}

/* Imports what the request says, and checks it. */
static inline void fuzz_import(tw_context *context, const tw_import *ask)
{
  tw_world *world = NULL;
  tw_status status = tw_world_import(context, ask, &world);
  fuzz_refused(context, status);
  if (status == TW_OK) fuzz_world_holds(context, world);
}

#endif
