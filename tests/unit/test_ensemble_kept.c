/* Draws whose rows do not fit: kept in a temporary file, they give the same bits as in memory, whatever the threads,
 * the store and the shards; memory does not grow with them; a disk that is full is told. */
#include "three.h"

#include <signal.h>
#include <sys/resource.h>

#include "choice/decide.h"
#include "ensemble/range.h"
#include "ensemble/statistics.h"

static const twi_budget tiny = {.rows = 0, .block = 0};              /* all in the file, a column at a time */
static const twi_budget small = {.rows = 1 << 10, .block = 1 << 12}; /* some columns at a time */

static tw_context *context;
static tw_world *world;

/* ---------------------------------------------------------------- the rows alone */

static void rows_come_back(void **state)
{
  (void)state;
  enum { TASKS = 1500, WIDTH = 77 }; /* three stripes, more than is read at a time */
  static double in[TASKS][WIDTH], out[TASKS * 8], row[WIDTH];
  support_random random = {1};
  for (int i = 0; i < TASKS; i++)
    for (int k = 0; k < WIDTH; k++) in[i][k] = k == 5 ? NAN : support_normal(&random);
  for (int at = 0; at < 3; at++) {
    twi_kept kept;
    const twi_budget all = {.rows = sizeof in, .block = 0};
    if (at < 2)
      assert_ok(context, twi_kept_new(context, TASKS, WIDTH, 0, at ? &all : &tiny, "", &kept));
    else
      kept = twi_kept_over(&in[0][0], TASKS, WIDTH);
    assert_int_equal(kept.values != NULL, at > 0);
    assert_int_equal(twi_kept_place(&kept, 3) != NULL, at > 0);
    for (size_t i = TASKS; at < 2 && i-- > 0;) assert_ok(context, twi_kept_put(context, &kept, i, in[i]));
    for (size_t i = 0; i < TASKS; i++) {
      assert_ok(context, twi_kept_get(context, &kept, i, row));
      assert_memory_equal(row, in[i], sizeof row);
    }
    static const struct {
      size_t first, tasks, column, step, count;
    } cases[] = {{0, TASKS, 0, 1, 8}, {0, TASKS, 30, 1, 5}, {7, 1200, 1, 9, 8},   {0, TASKS, 76, 1, 1},
                 {3, 1, 3, 31, 3},    {1499, 1, 64, 1, 8},  {0, TASKS, 5, 33, 3}, {100, 1100, 31, 32, 2}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
      size_t n = cases[c].tasks;
      assert_ok(context,
                twi_kept_columns(&kept, cases[c].first, n, cases[c].column, cases[c].step, cases[c].count, out));
      for (size_t k = 0; k < cases[c].count; k++)
        for (size_t i = 0; i < n; i++)
          assert_memory_equal(&out[k * n + i], &in[cases[c].first + i][cases[c].column + k * cases[c].step],
                              sizeof *out);
    }
    twi_kept_free(&kept);
    twi_kept_free(&kept); /* twice is fine */
  }
  assert_int_equal(twi_kept_at_once(&tiny, TASKS, 64), 1);
  assert_int_equal(twi_kept_at_once(&(twi_budget){0, 8 * 10 * 7}, 10, 64), 7);
  assert_int_equal(twi_kept_at_once(&(twi_budget){0, 8 * 10 * 99}, 10, 64), 64);
}

/* ---------------------------------------------------------------- ranges */

static const char many[] =
    "scenario: m\nvariables:\n  duty: 20 pp\n  most: 60 %\npolicy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
    "  - quota: {importer: USA, exporter: JPN, sector: goods, to: $most, owner: importer}\n"
    "range:\n  draws: 90\n  drivers: 9\n  seed: 5\n  elasticities: {sector: all, spread: 30 %}\n"
    "  variables:\n    duty: {triangular: [10 pp, 20 pp, 40 pp]}\n    most: {uniform: [50 %, 140 %]}\n"
    "  outcomes: [real_income_pct CAN, exports_pct USA, real_income_pct USA]\n";

static tw_scenario *parse(const char *text)
{
  tw_scenario *scenario = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "m.yaml", &scenario));
  return scenario;
}

static tw_range_result *range_of(const tw_scenario *scenario, const twi_budget *budget, tw_range_options options,
                                 int threads)
{
  tw_settings settings;
  tw_range_result *range = NULL;
  tw_settings_default(&settings);
  settings.threads = threads;
  options.sectors = options.trade = 1;
  assert_ok(context, twi_range_within(context, world, scenario, &settings, &options, budget, &range));
  return range;
}

static void same_range(const tw_range_result *a, const tw_range_result *b)
{
  assert_int_equal(a->answers, b->answers);
  assert_true(a->part[TW_LIMITS].rows > 0 && a->part[TW_TRADE].rows > 0 && a->answers > a->cells);
  assert_memory_equal(a->quantile, b->quantile, 3 * a->answers * sizeof *a->quantile);
  assert_int_equal(a->info.certified, b->info.certified);
  assert_int_equal(a->drivers, b->drivers);
  assert_true(a->drivers > 3);
  for (int i = 0; i < a->drivers; i++) {
    const tw_range_driver *d = &a->driver[i], *e = &b->driver[i];
    assert_string_equal(d->outcome, e->outcome);
    assert_string_equal(d->parameter, e->parameter);
    const double x[] = {d->first_order, d->total, d->first_order_error, d->total_error};
    const double y[] = {e->first_order, e->total, e->first_order_error, e->total_error};
    assert_memory_equal(x, y, sizeof x);
  }
}

static void ranges_have_the_same_bits(void **state)
{
  (void)state;
  tw_scenario *scenario = parse(many);
  tw_range_result *in_memory = range_of(scenario, &twi_budget_default, (tw_range_options){0}, 1);
  const twi_budget *const budgets[] = {&tiny, &small};
  char name[3][32];
  for (int i = 0; i < 4; i++) {
    const char *store = NULL;
    snprintf(name[0], sizeof name[0], "kept%d.db", i);
    if (i >= 2) store = support_temp(name[0]);
    tw_range_result *range =
        range_of(scenario, budgets[i % 2], (tw_range_options){.store = store}, i == 1 || i == 2 ? 2 : 1);
    same_range(in_memory, range);
    tw_range_free(range);
    if (!store) continue;
    /* What the store has comes back as it was; nothing is drawn again. */
    range = range_of(scenario, budgets[i % 2], (tw_range_options){.store = store}, 2);
    same_range(in_memory, range);
    tw_range_free(range);
    range = range_of(scenario, &twi_budget_default, (tw_range_options){.store = store}, 1);
    same_range(in_memory, range);
    tw_range_free(range);
  }
  const char *const shards[] = {support_temp("one.db"), support_temp("two.db")}, *merged = support_temp("merged.db");
  for (int s = 0; s < 2; s++) {
    tw_range_result *part =
        range_of(scenario, &tiny, (tw_range_options){.store = shards[s], .shard = s + 1, .shards = 2}, 1 + s);
    assert_int_equal(tw_range_info_of(part)->done, 45);
    assert_int_equal(tw_range_info_of(part)->complete, 0);
    tw_range_free(part);
  }
  assert_ok(context, tw_store_merge(context, shards, 2, merged));
  tw_range_result *range = range_of(scenario, &tiny, (tw_range_options){.store = merged}, 1);
  same_range(in_memory, range);
  tw_range_free(range);
  tw_range_free(in_memory);
  tw_scenario_free(scenario);
}

/* ---------------------------------------------------------------- decisions */

static const char choice[] =
    "decide: small\nregions: [CAN, JPN]\nclosure: {deficits: zero}\nagainst: {deficits: zero}\nvariables: {cut: -6 %}\n"
    "levers:\n  - {name: nothing}\n  - name: japan\n    cost: 0.01 %\n"
    "    policy: [{barrier: {importer: CAN, exporter: JPN, sector: all, change: $cut, both_ways: true}}]\n"
    "  - name: usa\n"
    "    policy: [{barrier: {importer: CAN, exporter: USA, sector: goods, change: -5 %, both_ways: true}}]\n"
    "  - {name: idle}\n"
    "contingencies:\n  - {name: calm, probability: 70 %}\n  - name: storm\n    probability: 30 %\n"
    "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]\n"
    "range:\n  draws: 41\n  elasticities: {sector: all, spread: 30 %}\n  variables: {cut: {uniform: [-12 %, -1 %]}}\n";

static tw_verdict *verdict_of(const tw_decision *decision, const twi_budget *budget, tw_decide_options options,
                              int threads)
{
  tw_settings settings;
  tw_verdict *v = NULL;
  tw_settings_default(&settings);
  settings.threads = threads;
  options.draws = -1;
  assert_ok(context, twi_decide_within(context, decision, world, &settings, &options, budget, &v));
  return v;
}

/* Every number; both were zeroed before they were filled, and their padding with them. */
static void same_verdict(const tw_verdict *a, const tw_verdict *b)
{
  size_t R = (size_t)a->info.regions, L = (size_t)a->info.levers, C = (size_t)a->info.contingencies;
  assert_int_equal(a->info.used, b->info.used);
  assert_int_equal(a->info.used, 41);
  assert_memory_equal(a->region, b->region, R * sizeof *a->region);
  assert_memory_equal(a->cell, b->cell, R * L * C * sizeof *a->cell);
  assert_memory_equal(a->lever, b->lever, R * L * sizeof *a->lever);
  assert_memory_equal(a->stay, b->stay, R * C * sizeof *a->stay);
  assert_int_equal(a->sentences, b->sentences);
  for (int i = 0; i < a->sentences; i++) assert_string_equal(a->sentence[i], b->sentence[i]);
}

static void decisions_have_the_same_bits(void **state)
{
  (void)state;
  tw_decision *d = NULL;
  assert_ok(context, tw_decision_parse(context, choice, strlen(choice), "small.yaml", &d));
  tw_verdict *in_memory = verdict_of(d, &twi_budget_default, (tw_decide_options){0}, 1);
  const char *store = support_temp("decide.db");
  for (int i = 0; i < 4; i++) {
    tw_verdict *v =
        verdict_of(d, i % 2 ? &small : &tiny, (tw_decide_options){.store = i ? store : NULL}, i == 1 ? 2 : 1);
    same_verdict(in_memory, v);
    tw_verdict_free(v);
  }
  /* A cost moves every quantile of its lever alone. */
  char free_of_cost[sizeof choice];
  tw_decision *e = NULL;
  strcpy(free_of_cost, choice);
  memcpy(strstr(free_of_cost, "0.01 %"), "0    %", 6);
  assert_ok(context, tw_decision_parse(context, free_of_cost, strlen(free_of_cost), "free.yaml", &e));
  tw_verdict *v = verdict_of(e, &tiny, (tw_decide_options){0}, 1);
  for (int r = 0; r < v->info.regions; r++)
    for (int l = 0; l < v->info.levers; l++) {
      const tw_lever *x = &v->lever[r * v->info.levers + l], *y = &in_memory->lever[r * v->info.levers + l];
      double cost = l == 1 ? 0.01 : 0;
      assert_close(x->expected - cost, y->expected, 1e-12);
      assert_close(x->p05 - cost, y->p05, 1e-12);
      assert_close(x->p50 - cost, y->p50, 1e-12);
      assert_close(x->p95 - cost, y->p95, 1e-12);
    }
  tw_verdict_free(v);
  tw_decision_free(e);
  tw_verdict_free(in_memory);
  tw_decision_free(d);
}

typedef struct design {
  const double *value;
  const unsigned char *valid;
} design;

static tw_status read_matrix(void *data, size_t first, size_t count, double *value)
{
  const design *d = data;
  for (size_t i = 0; i < count; i++) value[i] = d->valid[first + i] ? d->value[first + i] : NAN;
  return TW_OK;
}

/* A matrix at a time gives what the whole design gives. */
static void shares_by_matrix(void **state)
{
  (void)state;
  enum { BASE = 40, K = 3, TASKS = BASE * (K + 2) };
  double value[TASKS], work[3 * BASE], share[8][K];
  unsigned char valid[TASKS];
  support_random random = {3};
  for (int i = 0; i < TASKS; i++) {
    value[i] = support_normal(&random);
    valid[i] = support_below(&random, 10) > 0;
  }
  twi_drivers a = {.first = share[0], .total = share[1], .first_error = share[2], .total_error = share[3]};
  twi_drivers b = {.first = share[4], .total = share[5], .first_error = share[6], .total_error = share[7]};
  twi_driver_shares(value, 1, valid, BASE, K, &a);
  assert_ok(context, twi_driver_shares_of(read_matrix, &(design){value, valid}, BASE, K, work, &b));
  assert_memory_equal(share[0], share[4], 4 * sizeof share[0]);
  assert_true(a.mean == b.mean && a.variance == b.variance && a.rows == b.rows && isfinite(share[0][2]));
}

/* ---------------------------------------------------------------- memory and disk */

static const char plain[] = "scenario: p\nvariables: {duty: 12 pp}\npolicy:\n"
                            "  - tariff: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
                            "range: {draws: 2, drivers: 0, variables: {duty: {uniform: [1 pp, 30 pp]}}}\n";

static size_t peak_of(int draws, const twi_budget *budget)
{
  support_memory memory;
  tw_allocator allocator = support_allocator(&memory);
  tw_context *own = tw_context_new(&allocator);
  tw_world *copy;
  tw_scenario *scenario = NULL;
  tw_range_result *range = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.decomposition = 0;
  settings.tolerance = 1e-6;
  assert_ok(own, three_new(own, &copy));
  assert_ok(own, tw_scenario_parse(own, plain, strlen(plain), "p.yaml", &scenario));
  const tw_range_options options = {.draws = draws};
  assert_ok(own, twi_range_within(own, copy, scenario, &settings, &options, budget, &range));
  assert_int_equal(tw_range_info_of(range)->certified, draws);
  assert_true(range->cells > 60); /* so that rows would be seen */
  tw_range_free(range);
  tw_scenario_free(scenario);
  tw_world_free(copy);
  tw_context_free(own);
  assert_int_equal(atomic_load(&memory.outstanding), 0);
  return atomic_load(&memory.peak);
}

/* Of a draw there stay an outcome, a mark and its number in the column in hand; a row has 60 numbers and more. */
static void memory_does_not_grow(void **state)
{
  (void)state;
  /* below some 1,000 draws what the solver and the world need hides what rows need */
  size_t few = 2000, more = (getenv("TRADEWIND_SANITIZED") ? 3 : 10) * few;
  size_t a = peak_of((int)few, &tiny), b = peak_of((int)more, &tiny);
  assert_true(b <= a + (more - few) * (sizeof(double) + 2));
  assert_true(peak_of((int)few, &twi_budget_default) > a + few * 50 * sizeof(double));
}

/* A limit on the size of files stands for a full disk. */
static void a_full_disk_is_told(void **state)
{
  (void)state;
  struct rlimit before, limit;
  tw_scenario *scenario = parse(many);
  tw_settings settings;
  tw_settings_default(&settings);
  signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  for (int threads = 1; threads <= 2; threads++) {
    tw_range_result *none = NULL;
    const tw_range_options options = {.draws = 200};
    settings.threads = threads;
    limit = before;
    limit.rlim_cur = 1 << 12;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    tw_status status = twi_range_within(context, world, scenario, &settings, &options, &tiny, &none);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_fails(context, status, TW_IO, "the temporary file of the draws in ");
    assert_non_null(strstr(tw_error(context), "cannot be written (File too large); TMPDIR may name another folder"));
    assert_null(none);
  }
  /* Where no such file can be made memory is used as far as there is some. */
  char *folder = getenv("TMPDIR"), kept[4096] = "";
  if (folder) snprintf(kept, sizeof kept, "%s", folder);
  setenv("TMPDIR", support_temp("not there"), 1);
  tw_range_result *range = range_of(scenario, &tiny, (tw_range_options){.draws = 3}, 1);
  assert_int_equal(tw_range_info_of(range)->certified, 3);
  tw_range_free(range);
  twi_kept large;
  assert_fails(context, twi_kept_new(context, (size_t)1 << 40, 1 << 10, 0, &tiny, "less would do", &large),
               TW_NO_MEMORY, "and no temporary file can be made (TMPDIR may name a folder): ");
  assert_non_null(strstr(tw_error(context), "draws would fit; less would do"));
  twi_kept_free(&large);
  setenv("TMPDIR", *kept ? kept : "/tmp", 1);
  assert_fails(context, twi_kept_new(context, (size_t)1 << 40, 1 << 10, 0, &tiny, "less would do", &large),
               TW_NO_MEMORY, "are free there (TMPDIR may name another folder): ");
  twi_kept_free(&large);
  if (!*kept) unsetenv("TMPDIR");
  tw_scenario_free(scenario);
}

static int set_up(void **state)
{
  (void)state;
  context = tw_context_new(NULL);
  return three_new(context, &world) != TW_OK;
}

static int tear_down(void **state)
{
  (void)state;
  tw_world_free(world);
  tw_context_free(context);
  return 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_come_back),
      cmocka_unit_test(ranges_have_the_same_bits),
      cmocka_unit_test(decisions_have_the_same_bits),
      cmocka_unit_test(memory_does_not_grow),
      cmocka_unit_test(shares_by_matrix),
      cmocka_unit_test(a_full_disk_is_told),
  };
  return support_finish(cmocka_run_group_tests(tests, set_up, tear_down));
}
