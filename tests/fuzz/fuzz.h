/* What fuzz targets share. Each target is one file with LLVMFuzzerTestOneInput: it hands bytes to one reader and checks
 * what must hold whatever they are (no crash, numbers finite, what loads can be saved and loads again). replay.c runs a
 * target over its seeds and changes of them in the normal suite; tools/fuzz.sh runs it with libFuzzer. */
#ifndef TRADEWIND_TESTS_FUZZ_H
#define TRADEWIND_TESTS_FUZZ_H

#include <malloc.h>

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

/* An error that bytes may cause, with words; FUZZ_SAY of the environment shows them, to see what a seed reaches. */
static inline void fuzz_refused(tw_context *context, tw_status status)
{
  if (getenv("FUZZ_SAY")) fprintf(stderr, "%s: %s\n", tw_status_word(status), status == TW_OK ? "" : tw_error(context));
  MUST(status == TW_OK || status == TW_BAD_INPUT || status == TW_USAGE);
  if (status != TW_OK) MUST(*tw_error(context) != 0);
}

/* Memory is counted: what a file claims about its size does not make the library allocate it. The most that one input may
 * take is FUZZ_MEMORY and FUZZ_TIMES times its length, whatever it says; and all is given back. */
enum { FUZZ_MEMORY = 64 << 20, FUZZ_TIMES = 4096 };

static struct {
  atomic_size_t now, most;
  atomic_long blocks;
} fuzz_memory;

static inline void *fuzz_resize(void *user, void *pointer, size_t bytes)
{
  (void)user;
  const size_t before = pointer ? malloc_usable_size(pointer) : 0;
  void *block = NULL;
  if (bytes == 0) {
    if (pointer) atomic_fetch_sub(&fuzz_memory.blocks, 1);
    free(pointer);
  } else {
    block = realloc(pointer, bytes);
    if (!block) return NULL;
    if (!pointer) atomic_fetch_add(&fuzz_memory.blocks, 1);
  }
  atomic_fetch_sub(&fuzz_memory.now, before);
  const size_t now = atomic_fetch_add(&fuzz_memory.now, block ? malloc_usable_size(block) : 0) +
                     (block ? malloc_usable_size(block) : 0);
  if (now > atomic_load(&fuzz_memory.most)) atomic_store(&fuzz_memory.most, now);
  return block;
}

/* A context for one input, whose memory is counted; fuzz_end frees it and looks at the count. */
static inline tw_context *fuzz_begin(void)
{
  const tw_allocator allocator = {fuzz_resize, NULL};
  memset(&fuzz_memory, 0, sizeof fuzz_memory);
  tw_context *context = tw_context_new(&allocator);
  MUST(context);
  return context;
}

static inline void fuzz_end(tw_context *context, size_t size)
{
  tw_context_free(context);
  MUST(atomic_load(&fuzz_memory.blocks) == 0);
  if (atomic_load(&fuzz_memory.most) <= FUZZ_MEMORY + FUZZ_TIMES * size) return;
  fprintf(stderr, "an input of %zu bytes took %zu of memory\n", size, atomic_load(&fuzz_memory.most));
  abort();
}

/* A file of the temporary folder with these bytes. */
static inline const char *fuzz_file(const char *name, const uint8_t *data, size_t size)
{
  const char *path = support_temp(name);
  support_write_bytes(path, data, size);
  return path;
}

/* The files of a folder of one text, with a line of "====" between them; an empty one is not there. Returns the folder. */
static inline const char *fuzz_folder(const char *name, const char *const *files, int count, const uint8_t *data,
                                      size_t size)
{
  static const char line[] = "====\n";
  const char *folder = support_temp(name);
  if (access(folder, F_OK) != 0) support_temp_folder(name);
  size_t at = 0;
  for (int i = 0; i < count; i++) {
    size_t end = at;
    while (end < size && (size - end < sizeof line - 1 || memcmp(data + end, line, sizeof line - 1) != 0)) end++;
    const char *path = support_path(folder, files[i]);
    if (end > at)
      support_write_bytes(path, data + at, end - at);
    else
      unlink(path);
    at = end < size ? end + sizeof line - 1 : size;
  }
  return folder;
}

/* A part of an input, up to the next line end or `most` bytes, as a text; *at moves behind it. */
static inline const char *fuzz_word(char *text, size_t most, const uint8_t *data, size_t size, size_t *at)
{
  size_t n = 0;
  for (; *at < size && data[*at] != '\n'; (*at)++)
    if (n + 1 < most && data[*at]) text[n++] = (char)data[*at];
  if (*at < size) (*at)++;
  text[n] = 0;
  return n ? text : NULL;
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

/* |a - b| is at most so much of what both are made of. */
static inline int fuzz_near(double a, double b, double size, double relative)
{
  return fabs(a - b) <= relative * (fabs(size) + fabs(a) + fabs(b)) + 1e-300;
}

/* The identities of a world, added up here: output and spending are those of the flows, spending is what producers get,
 * duties, taxes and the deficit; deficits sum to zero; shares to one. */
static inline void fuzz_identities(const tw_world *world)
{
  const size_t N = (size_t)tw_world_regions(world), S = (size_t)tw_world_sectors(world);
  const double *flow = tw_world_numbers(world, "flow"), *tariff = tw_world_numbers(world, "tariff"),
               *tax = tw_world_numbers(world, "export_tax"), *output = tw_world_numbers(world, "output"),
               *spending = tw_world_numbers(world, "spending"), *deficit = tw_world_numbers(world, "deficit"),
               *v = tw_world_numbers(world, "value_added_share"), *a = tw_world_numbers(world, "input_share"),
               *last = tw_world_numbers(world, "final_share");
  double all = 0, balance = 0;
  MUST(flow && output && spending);
  for (size_t r = 0; r < N; r++) {
    double bought = 0, sold = 0, final = 0;
    for (size_t s = 0; s < S; s++) {
      double spent = 0, made = 0, size = 0, inputs = 0;
      for (size_t p = 0; p < N; p++) {
        const size_t in = (s * N + r) * N + p, out = (s * N + p) * N + r;
        MUST(isfinite(flow[in]) && flow[in] >= 0);
        spent += flow[in] * (1 + (tariff ? tariff[in] : 0));
        made += flow[out] / (1 + (tax ? tax[out] : 0));
        size += flow[in] + flow[out];
        if (p == r) continue;
        bought += flow[in];
        sold += flow[out];
      }
      MUST(fuzz_near(spending[r * S + s], spent, size, 1e-9));
      MUST(fuzz_near(output[r * S + s], made, size, 1e-9));
      all += size;
      for (size_t k = 0; a && k < S; k++) inputs += a[(r * S + s) * S + k];
      if (v && output[r * S + s] > 0) MUST(fuzz_near(v[r * S + s] + inputs, 1, 1, 1e-9));
      if (last) MUST(last[r * S + s] >= 0);
      final += last ? last[r * S + s] : 0;
    }
    if (last) MUST(fuzz_near(final, 1, 1, 1e-9));
    MUST(fuzz_near(deficit ? deficit[r] : 0, bought - sold, bought + sold, 1e-9));
    balance += deficit ? deficit[r] : 0;
  }
  MUST(isfinite(all) && fuzz_near(balance, 0, all, 1e-9));
}

/* What was read is a world: its identities hold, and what is saved and read again is the same. Frees it. */
static inline void fuzz_world_holds(tw_context *context, tw_world *world)
{
  size_t regions = (size_t)tw_world_regions(world), sectors = (size_t)tw_world_sectors(world);
  fuzz_identities(world);
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

/* The markets of a certified result of tariffs, barriers and productivity in a world whose output is all value added,
 * looked at from outside: what a region spends on a sector is the share of it that it spent before, and what it sells
 * is its wage bill, which is that of the data where the base is (it is not where deficits are taken to be zero). */
static inline void fuzz_result_markets(const tw_result *result)
{
  const tw_world *w = tw_result_world(result);
  const size_t N = (size_t)tw_world_regions(w), S = (size_t)tw_world_sectors(w);
  const double *wage = tw_result_column(result, TW_REGIONS, "wage_pct");
  const double *last = tw_world_numbers(w, "final_share"), *added = tw_world_numbers(w, "value_added");
  double *flow = calloc(3 * N * N * S, sizeof *flow), *tariff = flow + N * N * S, *base = tariff + N * N * S;
  MUST(flow && wage && last && added && tw_result_trade(result, "new_value", flow) == TW_OK &&
       tw_result_trade(result, "tariff_new", tariff) == TW_OK && tw_result_trade(result, "base_value", base) == TW_OK);
  const int is_data = strcmp(tw_result_text(result, "against_deficits"), "zero") != 0;
  double before = 0, after = 0;
  for (size_t r = 0; r < N; r++) {
    double all = 0, sold = 0, sold_before = 0;
    for (size_t s = 0; s < S; s++)
      for (size_t o = 0; o < N; o++) {
        all += flow[(s * N + r) * N + o] * (1 + tariff[(s * N + r) * N + o]);
        sold += flow[(s * N + o) * N + r];
        sold_before += base[(s * N + o) * N + r];
      }
    for (size_t s = 0; s < S; s++) {
      double spent = 0;
      for (size_t o = 0; o < N; o++) spent += flow[(s * N + r) * N + o] * (1 + tariff[(s * N + r) * N + o]);
      MUST(fuzz_near(spent, last[r * S + s] * all, all, 1e-7));
    }
    MUST(fuzz_near(sold, sold_before * (1 + wage[r] / 100), all, 1e-7));
    if (is_data) MUST(fuzz_near(sold_before, added[r], all, 1e-7));
    before += added[r];
    after += sold;
  }
  MUST(fuzz_near(before, after, before, 1e-7)); /* the numeraire */
  free(flow);
}

/* 1: fuzz_result_markets says what must hold. */
static inline int fuzz_is_plain(const tw_result *result)
{
  static const char *const rules[] = {"tariff", "barrier", "productivity", "ban"};
  const tw_rule_effect *effect;
  const int count = tw_result_effects(result, &effect);
  for (int i = 0; i < count; i++) {
    int known = effect[i].against == 0;
    for (int k = 0; k < 4 && known < 2; k++) known += known && strcmp(effect[i].rule, rules[k]) == 0;
    if (known != 2) return 0;
  }
  return *tw_result_text(result, "closure_detail") == 0;
}

/* An uncertified result has no numbers, a certified one only numbers, and its markets clear. Frees it. */
static inline void fuzz_result_holds(tw_result *result)
{
  const tw_info *info = tw_result_info(result);
  const double *income = tw_result_column(result, TW_REGIONS, "real_income_pct");
  int certified = info->outcome > 0;
  if (certified) MUST(isfinite(info->certificate.max) && info->certificate.max <= info->certificate.tolerance);
  for (int i = 0; income && i < tw_world_regions(tw_result_world(result)); i++)
    MUST(certified ? isfinite(income[i]) && income[i] >= -100 : isnan(income[i]));
  if (certified && tw_result_world(result) == fuzz_shared && fuzz_is_plain(result)) fuzz_result_markets(result);
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
