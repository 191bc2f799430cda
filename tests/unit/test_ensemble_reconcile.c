/* reconcile: each variant against the same world made by hand from the arrays, and the chain's end against the run. */
#include "compare/reconcile_variants.h"
#include "context.h"
#include "worlds.h"

enum { N = 4, S = 3 };

/* ---------------------------------------------------------------- by hand */

static double mean_elasticity(const random_world *w)
{
  double sum = 0, weight = 0;
  for (int s = 0; s < S; s++)
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        if (o == d) continue;
        sum += w->theta[s] * w->flow[flow_at(w, s, d, o)];
        weight += w->flow[flow_at(w, s, d, o)];
      }
  return sum / weight;
}

/* One sector: sums and weighted means. */
static tw_world *one_sector(const random_world *w, double theta)
{
  static const char *const sector[] = {"ALL"};
  double flow[N * N], tariff[N * N], tax[N * N];
  for (int d = 0; d < N; d++)
    for (int o = 0; o < N; o++) {
      double F = 0, revenue = 0, net = 0;
      for (int s = 0; s < S; s++) {
        size_t i = flow_at(w, s, d, o);
        F += w->flow[i];
        revenue += w->flow[i] * w->tariff[i];
        net += w->flow[i] / (1 + w->export_tax[i]);
      }
      flow[d * N + o] = F;
      tariff[d * N + o] = F > 0 ? revenue / F : 0;
      tax[d * N + o] = F > 0 ? F / net - 1 : 0;
    }
  tw_world_data data = {.name = "hand",
                        .regions = N,
                        .sectors = 1,
                        .region = w->region,
                        .sector = sector,
                        .trade_elasticity = &theta,
                        .flow = flow,
                        .tariff = tariff,
                        .export_tax = tax};
  tw_world *world = NULL;
  assert_ok(context, tw_world_new(context, &data, &world));
  return world;
}

/* All sectors with one elasticity, without inputs or with them. */
static tw_world *with_theta(const random_world *w, double theta, int inputs)
{
  double all[S];
  tw_world_data data = w->data;
  for (int s = 0; s < S; s++) all[s] = theta;
  data.trade_elasticity = all;
  if (!inputs) {
    data.value_added_share = data.input_share = data.final_share = NULL;
  }
  tw_world *world = NULL;
  assert_ok(context, tw_world_new(context, &data, &world));
  return world;
}

/* ---------------------------------------------------------------- comparing */

static const tw_variant *find(const tw_reconciliation *r, const char *name)
{
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v);
  for (int i = 0; i < count; i++)
    if (strcmp(v[i].name, name) == 0) return &v[i];
  fail_msg("there is no variant %s", name);
  return NULL;
}

static tw_reconciliation *reconcile(const tw_world *world, const char *text, const tw_reconcile *options)
{
  tw_scenario *scenario = NULL;
  tw_reconciliation *r = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "test", &scenario));
  assert_ok(context, tw_reconcile_run(context, world, scenario, &settings, options, &r));
  tw_scenario_free(scenario);
  return r;
}

/* A variant against a scenario solved on a world; the world is freed. */
static void assert_variant(const tw_reconciliation *r, const char *name, tw_world *world, const char *text,
                           const char *column)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  const tw_variant *v = find(r, name);
  assert_true(v->outcome > 0);
  tw_result *result = solve_text(context, world, &settings, text);
  for (int d = 0; d < N; d++)
    if (fabs(v->real_income[d] - of_region(result, column, d)) > 1e-8)
      fail_msg("%s, region %d: %.12g, by hand %.12g", name, d, v->real_income[d], of_region(result, column, d));
  assert_true(fabs(v->real_income[0]) > 1e-4); /* it is about something */
  tw_result_free(result);
  tw_world_free(world);
}

/* ---------------------------------------------------------------- tests */

static const char all_tariffs[] = "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                                  "  - tariff: {importer: R00, exporter: all, sector: all, add: 10 pp}\n"
                                  "  - barrier: {importer: R01, exporter: R02, sector: all, add: 5 pp}\n";

static const char *with_deficits(const char *text, const char *deficits)
{
  static char made[2048];
  const char *at = strstr(text, "{deficits: fixed}");
  snprintf(made, sizeof made, "%.*s{deficits: %s}%s", (int)(at - text), text, deficits,
           at + strlen("{deficits: fixed}"));
  return made;
}

static void variants_are_worlds_made_by_hand(void **state)
{
  (void)state;
  support_random random = {11};
  for (int round = 0; round < 3; round++) {
    random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_EXPORT_TAXES | WITH_INPUTS);
    tw_world *world = make_world(context, w);
    double theta = mean_elasticity(w);
    tw_reconciliation *r = reconcile(world, all_tariffs, NULL);
    assert_close(tw_reconciliation_elasticity(r), theta, 1e-13);
    const char *zero = with_deficits(all_tariffs, "zero");
    assert_variant(r, "one-sector", one_sector(w, theta), zero, "real_income_pct");
    assert_variant(r, "many-sectors", with_theta(w, theta, 0), zero, "real_income_pct");
    assert_variant(r, "inputs", with_theta(w, theta, 1), zero, "real_income_pct");
    assert_variant(r, "elasticities", make_world(context, w), zero, "real_income_pct");
    const char *proportional = with_deficits(all_tariffs, "proportional");
    assert_variant(r, "deficits-proportional", make_world(context, w), proportional, "real_income_pct");
    tw_reconciliation_free(r);
    tw_world_free(world);
    random_world_free(w);
  }
}

/* With tariffs alone, first order is Caliendo and Parro's formula. */
static void tariffs_to_first_order_are_the_formula(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                             "  - tariff: {importer: R00, exporter: all, sector: all, add: 10 pp}\n";
  support_random random = {13};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  tw_reconciliation *r = reconcile(world, text, NULL);
  assert_variant(r, "one-sector-first-order", one_sector(w, mean_elasticity(w)), with_deficits(text, "zero"),
                 "first_order_welfare_pct");
  assert_variant(r, "first-order", make_world(context, w), text, "first_order_welfare_pct");
  tw_reconciliation_free(r);
  tw_world_free(world);
  random_world_free(w);
}

/* Of every kind of rule a shock so small that what is left after the first order is small against it; also where own
 * sales are taxed, as in the recipe for markups, and bear tariffs. */
static void first_order_is_the_slope_of_the_exact_model(void **state)
{
  (void)state;
  static const char *const closures[] = {
      "{deficits: fixed}", "{deficits: proportional}",
      "{deficits: fixed, scale: {sector: S00, elasticity: 0.05}, labour: {region: all, supply_elasticity: 0.5}}",
      "{deficits: fixed, production: {region: all, sector: all, value_added: 0.5, inputs: 0.3}}"};
  static const char *const rules[] = {"tariff: {importer: R00, exporter: all, sector: all, add: 0.001 pp}",
                                      "barrier: {importer: R00, exporter: R01, sector: all, add: 0.001 pp}",
                                      "productivity: {region: R01, sector: all, change: +0.001 %}",
                                      "productivity: {region: R01, sector: S01, change: +0.001 %}",
                                      "labour: {region: R02, change: -0.001 %}",
                                      "transfer: {from: R00, to: R03, amount: 0.001 %}",
                                      "subsidy: {region: R02, sector: S02, add: 0.001 pp}",
                                      "export_tax: {exporter: R03, importer: all, sector: S01, add: 0.001 pp}",
                                      "demand: {importer: R00, exporter: R01, sector: S01, change: -0.01 %}"};
  support_random random = {41};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_EXPORT_TAXES | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  char text[2048];
  for (size_t i = 0; i < S * N * N; i++) {
    if (i % N != i / N % N) continue;
    w->export_tax[i] = 0.1 + 0.05 * (double)(i % 3);
    w->tariff[i] = 0.02 * (double)(i % 4);
  }
  tw_world *taxed = make_world(context, w);
  enum { CLOSURES = sizeof closures / sizeof *closures };
  for (size_t c = 0; c <= CLOSURES; c++)
    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
      snprintf(text, sizeof text, "scenario: t\nclosure: %s\npolicy:\n  - %s\n", closures[c % CLOSURES], rules[k]);
      tw_reconciliation *r = reconcile(c < CLOSURES ? world : taxed, text, NULL);
      const tw_variant *v;
      int count = tw_reconciliation_variants(r, &v), run = 0;
      for (int i = 0; i < count; i++)
        if (v[i].is_run) run = i;
      const tw_variant *const pair[2][2] = {{&v[0], &v[1]}, {find(r, "first-order"), &v[run]}};
      for (int i = 0; i < 2; i++) {
        double most = 0;
        for (int d = 0; d < N; d++) most = fmax(most, fabs(pair[i][1]->real_income[d]));
        assert_true(i == 0 || most >= 1e-7);
        if (i == 0) most = fmax(most, 1e-6); /* a subsidy on all that is made does nothing: rounding is left */
        for (int d = 0; d < N; d++) {
          double first = pair[i][0]->real_income[d], exact = pair[i][1]->real_income[d];
          if (fabs(first - exact) > 1e-3 * most)
            fail_msg("%s under %s, %s, region %d: %.6g to first order, exactly %.6g", rules[k], closures[c % CLOSURES],
                     pair[i][0]->name, d, first, exact);
        }
      }
      tw_reconciliation_free(r);
    }
  tw_world_free(world);
  tw_world_free(taxed);
  random_world_free(w);
}

static void chain_ends_at_the_run(void **state)
{
  (void)state;
  static const char *const texts[] = {
      all_tariffs,
      "scenario: t\nclosure: {deficits: zero, labour: {region: all, supply_elasticity: 0.3}}\nagainst: {deficits: "
      "fixed}\n"
      "policy:\n  - productivity: {region: R01, sector: S00, change: +5 %}\n",
      "scenario: t\nclosure: {deficits: proportional, scale: {sector: S01, elasticity: 0.05}}\npolicy:\n"
      "  - quota: {importer: R00, exporter: [R01, R02, R03], sector: S00, change: -20 %, owner: exporter}\n"};
  support_random random = {5};
  random_world *w = random_world_new(&random, N, S, WITH_ALL);
  tw_world *world = make_world(context, w);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
    tw_reconciliation *r = reconcile(world, texts[k], NULL);
    tw_result *run = solve_text(context, world, &settings, texts[k]);
    const tw_variant *v;
    int count = tw_reconciliation_variants(r, &v), runs = 0, last = -1;
    for (int i = 0; i < count; i++) {
      if (v[i].in_chain) assert_int_equal(last = i, i);
      if (!v[i].is_run) continue;
      runs++;
      assert_memory_equal(v[i].real_income, tw_result_column(run, TW_REGIONS, "real_income_pct"), N * sizeof(double));
    }
    assert_int_equal(runs, 1);
    assert_true(v[last].is_run);
    tw_result_free(run);
    tw_reconciliation_free(r);
  }
  tw_world_free(world);
  random_world_free(w);
}

static void changes_are_differences(void **state)
{
  (void)state;
  support_random random = {23};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  tw_reconciliation *r = reconcile(world, all_tariffs, NULL);
  const tw_variant *v;
  int count = tw_reconciliation_variants(r, &v), run = -1;
  for (int i = 0; i < count; i++)
    if (v[i].is_run) run = i;
  assert_int_equal(v[0].previous, -1);
  assert_true(isnan(v[0].change[0]));
  for (int i = 1; i < count; i++) {
    assert_int_equal(v[i].previous, v[i].in_chain ? i - 1 : run);
    for (int d = 0; d < N; d++) assert_true(v[i].change[d] == v[i].real_income[d] - v[v[i].previous].real_income[d]);
  }
  tw_reconciliation_free(r);
  tw_world_free(world);
  random_world_free(w);
}

/* A tariff on one sector is in the one-sector world its share of the flow; a ban of it what takes that share away. */
static void wedges_are_weighted(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
                             "  - tariff: {importer: R00, exporter: R01, sector: S00, add: 30 pp}\n"
                             "  - ban: {importer: R02, exporter: R03, sector: S01}\n";
  char hand[1024];
  support_random random = {31};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  double theta = mean_elasticity(w), F = 0, x = 0;
  for (int s = 0; s < S; s++) {
    size_t i = flow_at(w, s, 2, 3);
    F += w->flow[flow_at(w, s, 0, 1)];
    x += w->flow[i] * (1 + w->tariff[i]);
  }
  size_t banned = flow_at(w, 1, 2, 3);
  double open = 1 - w->flow[banned] * (1 + w->tariff[banned]) / x;
  snprintf(hand, sizeof hand,
           "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
           "  - tariff: {importer: R00, exporter: R01, sector: ALL, add: %.17g pp}\n"
           "  - barrier: {importer: R02, exporter: R03, sector: ALL, to: %.17g %%}\n",
           30 * w->flow[flow_at(w, 0, 0, 1)] / F, 100 * (pow(open, -1 / theta) - 1));
  tw_reconciliation *r = reconcile(world, text, NULL);
  assert_variant(r, "one-sector", one_sector(w, theta), hand, "real_income_pct");
  assert_non_null(strstr(find(r, "one-sector")->lacks, "Bans are iceberg costs"));
  assert_string_equal(find(r, "many-sectors")->lacks, "");
  tw_reconciliation_free(r);
  tw_world_free(world);
  random_world_free(w);
}

static void limits_stand_at_their_sizes(void **state)
{
  (void)state;
  static const char text[] =
      "scenario: t\nclosure: {deficits: fixed}\npolicy:\n"
      "  - quota: {importer: R00, exporter: R01, sector: S01, change: -30 %, owner: exporter}\n"
      "  - target: {output: {region: R02, sector: S00}, change: +1 %, by: {subsidy: {region: R02, "
      "sector: S00}}}\n";
  support_random random = {7};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  tw_reconciliation *r = reconcile(world, text, NULL);
  const tw_variant *limits = find(r, "limits"), *before = find(r, "deficits-fixed");
  assert_true(limits->is_run && !before->is_run);
  for (int d = 0; d < N; d++) assert_true(fabs(limits->real_income[d] - before->real_income[d]) < 1e-8);
  assert_true(fabs(limits->real_income[0]) > 1e-4);
  assert_non_null(strstr(before->lacks, "sizes they have in the run"));
  tw_reconciliation_free(r);
  tw_world_free(world);
  random_world_free(w);
}

static void departures_are_closures(void **state)
{
  (void)state;
  static const char labour[] =
      "scenario: t\nclosure: {deficits: fixed, labour: {region: all, supply_elasticity: 0.7}}\n"
      "policy:\n  - tariff: {importer: R00, exporter: all, sector: all, add: 10 pp}\n"
      "  - barrier: {importer: R01, exporter: R02, sector: all, add: 5 pp}\n";
  char scale[1024];
  support_random random = {3};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  w->theta[0] = 4;
  w->theta[1] = 11; /* its scale is bound by its own elasticity */
  tw_world *world = make_world(context, w);
  tw_reconcile options;
  tw_reconcile_default(&options);
  assert_true(options.labour_elasticity == 0.5 && options.scale_elasticity == 0.1); /* of docs/formats.md */
  options.labour_elasticity = 0.7;
  options.scale_elasticity = 0.06;
  const char *file = support_temp("theta.csv");
  support_write(file, "sector,trade_elasticity\nS01,3.5\n");
  options.elasticities = file;
  snprintf(
      scale, sizeof scale,
      "scenario: t\nclosure: {deficits: fixed, scale: [{sector: S00, elasticity: %.17g}, {sector: S01, elasticity: "
      "%.17g}]}\npolicy:\n%s",
      fmin(0.06, 0.5 / w->theta[0]), fmin(0.06, 0.5 / w->theta[1]), strstr(all_tariffs, "  - "));
  tw_reconciliation *r = reconcile(world, all_tariffs, &options);
  assert_variant(r, "labour", make_world(context, w), labour, "real_income_pct");
  assert_variant(r, "scale", make_world(context, w), scale, "real_income_pct");
  double own = w->theta[1];
  w->theta[1] = 3.5;
  assert_variant(r, "elasticities-given", make_world(context, w), all_tariffs, "real_income_pct");
  w->theta[1] = own;
  tw_reconciliation_free(r);
  tw_world_free(world);
  random_world_free(w);
}

/* Final shares that move, in the world without inputs: what a sector's final demand moves by is added to all that is spent
 * on it, in money, and the shares are of the sum. */
static void final_shares_without_inputs(void **state)
{
  (void)state;
  support_random random = {19};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  double moved[N * S];
  for (int d = 0; d < N; d++) { /* a tenth of the last sector's share goes to the others alike */
    double *to = moved + d * S, part = 0.1 * world->final_share[d * S + S - 1];
    for (int s = 0; s < S; s++) to[s] = world->final_share[d * S + s] + (s == S - 1 ? -part : part / (S - 1));
  }
  const twi_wedges from = {.final_demand = moved};
  twi_wedges to;
  memset(&to, 0, sizeof to);
  assert_ok(context, twi_reconcile_no_inputs_wedges(context, world, &from, &to));
  for (int d = 0; d < N; d++) {
    double spent[S], sum = 0, final = 0, bought = 0;
    for (int s = 0; s < S; s++)
      for (int u = 0; u < S; u++) bought += world->input_share[(d * S + u) * S + s] * world->output[d * S + u];
    for (int s = 0; s < S; s++) final += world->spending[d * S + s];
    final -= bought;
    for (int s = 0; s < S; s++) {
      spent[s] = world->spending[d * S + s] + (moved[d * S + s] - world->final_share[d * S + s]) * final;
      sum += spent[s];
    }
    for (int s = 0; s < S; s++) assert_close(to.final_demand[d * S + s], spent[s] / sum, 1e-13);
  }
  twi_wedges_free(context, &to);
  tw_world_free(world);
  random_world_free(w);
}

static void bad_options_are_refused(void **state)
{
  (void)state;
  support_random random = {3};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS);
  tw_world *world = make_world(context, w);
  tw_scenario *scenario = NULL;
  tw_reconciliation *r = NULL;
  tw_reconcile options;
  const char *file = support_temp("wrong.csv");
  support_write(file, "sector,trade_elasticity\nS09,3.5\n");
  assert_ok(context, tw_scenario_parse(context, all_tariffs, strlen(all_tariffs), "test", &scenario));
  tw_reconcile_default(&options);
  options.year = 2030;
  assert_fails(context, tw_reconcile_run(context, world, scenario, NULL, &options, &r), TW_USAGE, "no years");
  tw_reconcile_default(&options);
  options.scale_elasticity = 1;
  assert_fails(context, tw_reconcile_run(context, world, scenario, NULL, &options, &r), TW_USAGE, "below 1");
  tw_reconcile_default(&options);
  options.elasticities = file;
  assert_fails(context, tw_reconcile_run(context, world, scenario, NULL, &options, &r), TW_BAD_INPUT,
               "found \"S09\", expected a sector");
  assert_null(r);
  tw_scenario_free(scenario);
  tw_world_free(world);
  random_world_free(w);
}

/* ---------------------------------------------------------------- memory, files */

static tw_status run_small(tw_context *ctx, void *user)
{
  const random_world *w = user;
  tw_world *world = NULL;
  tw_scenario *scenario = NULL;
  tw_reconciliation *r = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  settings.decomposition = 0;
  tw_status status = tw_world_new(ctx, &w->data, &world);
  if (status == TW_OK) status = tw_scenario_parse(ctx, all_tariffs, strlen(all_tariffs), "test", &scenario);
  if (status == TW_OK) status = tw_reconcile_run(ctx, world, scenario, &settings, NULL, &r);
  if (status == TW_OK) status = tw_reconciliation_write(ctx, r, support_temp("reconciled"), "test");
  tw_reconciliation_free(r);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return status;
}

/* Most requests are those of the variants' solutions, which tests of solving fail one by one. */
static void every_allocation_may_fail(void **state)
{
  (void)state;
  support_random random = {17};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  assert_true(support_fail_some(run_small, w, 7) > 100);
  random_world_free(w);
}

static void files_have_what_was_found(void **state)
{
  (void)state;
  support_random random = {17};
  random_world *w = random_world_new(&random, N, S, WITH_TARIFFS | WITH_INPUTS);
  tw_world *world = make_world(context, w);
  tw_reconciliation *r = reconcile(world, all_tariffs, NULL);
  const char *folder = support_temp_folder("files");
  assert_ok(context, tw_reconciliation_write(context, r, folder, "tradewind reconcile t"));
  char *csv = support_read(support_path(folder, "reconcile.csv"), NULL);
  char *json = support_read(support_path(folder, "reconcile.json"), NULL);
  const char *head = "variant,step,region,real_income_pct,change_from_previous,previous\none-sector-first-order,1,R00,";
  assert_int_equal(strncmp(csv, head, strlen(head)), 0);
  assert_non_null(strstr(csv, "\none-sector,2,R03,"));
  assert_non_null(strstr(csv, ",one-sector-first-order\n"));
  const char *at = strstr(csv, "\nmany-sectors,3,R02,");
  assert_non_null(at);
  assert_true(strtod(at + strlen("\nmany-sectors,3,R02,"), NULL) == find(r, "many-sectors")->real_income[2]);
  assert_non_null(strstr(json, "\"name\": \"deficits-fixed\""));
  assert_non_null(strstr(json, "\"previous\": \"deficits-proportional\""));
  free(csv);
  free(json);
  tw_reconciliation_free(r);
  tw_world_free(world);
  random_world_free(w);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(variants_are_worlds_made_by_hand),
      cmocka_unit_test(chain_ends_at_the_run),
      cmocka_unit_test(tariffs_to_first_order_are_the_formula),
      cmocka_unit_test(first_order_is_the_slope_of_the_exact_model),
      cmocka_unit_test(changes_are_differences),
      cmocka_unit_test(wedges_are_weighted),
      cmocka_unit_test(limits_stand_at_their_sizes),
      cmocka_unit_test(departures_are_closures),
      cmocka_unit_test(final_shares_without_inputs),
      cmocka_unit_test(bad_options_are_refused),
      cmocka_unit_test(every_allocation_may_fail),
      cmocka_unit_test(files_have_what_was_found),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
