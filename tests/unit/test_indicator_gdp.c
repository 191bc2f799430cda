/* Real GDP, groups and head counts in ways of their own, beside the slow solver's (test_slow_columns.c): real GDP as a
 * chained Fisher index of a statistical office, over final demand and trade flow by flow; in closed form; and in draws,
 * where few nodes must do. */
#include "scenarios.h"

#include "indicator/result.h"
#include "slow_answers.h"

/* What a statistical office sees of a region in one equilibrium: prices (against the data) and values of what it spends,
 * sells abroad and buys abroad. Quantities are values over prices. */
enum { REGIONS = 3, SECTORS = 2, ITEMS = SECTORS + 2 * SECTORS * (REGIONS - 1), LINKS = 128 };
typedef struct account {
  double price[ITEMS], value[ITEMS]; /* imports are negative */
  double gdp;
} account;

static account account_of(const tw_result *result, const twi_state *x, const twi_wedges *wedges, int d)
{
  const tw_world *w = tw_result_world(result);
  account a = {{0}, {0}, 0};
  int k = 0;
  for (int s = 0; s < SECTORS; s++, k++) {
    a.price[k] = exp(x->lnP[d * SECTORS + s]);
    a.value[k] = w->final_share[d * SECTORS + s] * x->I[d];
  }
  for (int out = 0; out < 2; out++)
    for (int s = 0; s < SECTORS; s++)
      for (int o = 0; o < REGIONS; o++) {
        if (o == d) continue;
        int buyer = out ? o : d, seller = out ? d : o;
        size_t flow = ((size_t)s * REGIONS + (size_t)buyer) * REGIONS + (size_t)seller;
        a.price[k] = exp(x->lnp[seller * SECTORS + s]) * (1 + twi_export_tax_of(w, wedges, flow));
        double paid = twi_state_share(x, w, wedges, flow) * x->X[buyer * SECTORS + s];
        a.value[k++] = (out ? 1 : -1) * paid / (1 + twi_tariff_of(w, wedges, flow));
      }
  assert_int_equal(k, ITEMS);
  for (int i = 0; i < ITEMS; i++) a.gdp += a.value[i];
  return a;
}

/* ln of Fisher's quantity index between two accounts. */
static double fisher(const account *from, const account *to)
{
  double laspeyres = 0, paasche = 0;
  for (int i = 0; i < ITEMS; i++) {
    laspeyres += from->value[i] / from->price[i] * to->price[i]; /* old quantities at new prices */
    paasche += to->value[i] / to->price[i] * from->price[i];
  }
  return 0.5 * log(to->gdp / laspeyres * paasche / from->gdp);
}

/* The policy with a share of the way behind it, all wedges moving in logarithms. */
static tw_result *at_share(tw_context *ctx, const tw_world *world, double share)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  yaml y = {"", 0};
  say(&y,
      "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
      "  - tariff: {importer: R00, exporter: R01, sector: all, to: %.15g %%}\n"
      "  - export_tax: {importer: R02, exporter: R01, sector: S00, to: %.15g %%}\n"
      "  - barrier: {importer: R01, exporter: R02, sector: S01, change: %.15g %%}\n"
      "  - productivity: {region: R02, sector: S00, change: %.15g %%}\n"
      "  - subsidy: {region: R00, sector: S01, to: %.15g %%}\n",
      100 * expm1(share * log(1.3)), 100 * expm1(share * log(1.1)), 100 * expm1(share * log(1.2)),
      100 * expm1(share * log(0.9)), -100 * expm1(share * log(0.95)));
  return solve_text(ctx, world, &settings, y.text);
}

static void real_gdp_is_a_chained_fisher_index(void **state)
{
  (void)state;
  support_random r = {17};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, REGIONS, SECTORS, WITH_INPUTS);
  trade_more(data);
  tw_world *world = make_world(ctx, data);
  tw_result *whole = at_share(ctx, world, 1);
  static account chain[LINKS + 1][REGIONS];
  for (int k = 0; k <= LINKS; k++) {
    tw_result *one = at_share(ctx, world, (double)k / LINKS);
    for (int d = 0; d < REGIONS; d++) chain[k][d] = account_of(one, one->new_.state, &one->new_.wedges, d);
    tw_result_free(one);
  }
  for (int d = 0; d < REGIONS; d++) {
    /* The chain's error falls with the square of the links: two chains tell it. */
    double fine = 0, coarse = 0;
    for (int k = 0; k < LINKS; k++) fine += fisher(&chain[k][d], &chain[k + 1][d]);
    for (int k = 0; k < LINKS; k += 2) coarse += fisher(&chain[k][d], &chain[k + 2][d]);
    double wanted = fine + (fine - coarse) / 3, got = log1p(of_region(whole, "real_gdp_pct", d) / 100);
    if (!(fabs(fine - coarse) < 1e-4 * fabs(fine) && fabs(wanted) > 5e-4))
      fail_msg("chains of %d: %.10g, %.10g", d, fine, coarse);
    if (!(fabs(got - wanted) <= 1e-7 * fabs(wanted)))
      fail_msg("real GDP of %d grows by %.10g, its chained Fisher index by %.10g", d, got, wanted);
    same(of_region(whole, "gdp_base", d), chain[0][d].gdp, 1e-10, "gdp_base", d, "");
    same(of_region(whole, "gdp_new", d), chain[LINKS][d].gdp, 1e-10, "gdp_new", d, "");
    /* It is not real income: terms of trade are no part of it. */
    assert_true(fabs(got - log1p(of_region(whole, "real_income_pct", d) / 100)) > 1e-4);
  }
  tw_result_free(whole);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* In a closed economy it is real income; with one sector without inputs, productivity itself. */
static void closed_economies(void **state)
{
  (void)state;
  for (int S = 1; S <= 3; S += 2) {
    support_random r = {(uint64_t)(3 + S)};
    tw_context *ctx = tw_context_new(NULL);
    random_world *data = random_world_new(&r, 1, S, S > 1 ? WITH_INPUTS : 0);
    tw_world *world = make_world(ctx, data);
    tw_result *result = solve_text(
        ctx, world, NULL, "scenario: t\npolicy:\n  - productivity: {region: R00, sector: S00, change: +12 %}\n");
    double growth = of_region(result, "real_gdp_pct", 0);
    same(growth, of_region(result, "real_income_pct", 0), 1e-9, "real_gdp_pct", 0, "a closed economy");
    if (S == 1) same(growth, 12, 1e-9, "real_gdp_pct", 0, "one sector");
    assert_true(growth > 1);
    tw_result_free(result);
    tw_world_free(world);
    random_world_free(data);
    tw_context_free(ctx);
  }
}

/* What is shipped counts: the importer of goods that melt on the way has less to use, the exporter makes as much. */
static void icebergs_are_the_importers(void **state)
{
  (void)state;
  support_random r = {17};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 2, 1, 0);
  tw_world *world = make_world(ctx, data);
  tw_result *result = solve_text(ctx, world, NULL,
                                 "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
                                 "  - barrier: {importer: R01, exporter: R00, sector: all, change: +1 %}\n");
  same(of_region(result, "real_gdp_pct", 0), 0, 1e-12, "real_gdp_pct", 0, "the exporter");
  /* to first order the share of what melts */
  tw_flow_change trade;
  assert_int_equal(tw_result_flow(result, 0, 1, 0, &trade), TW_OK);
  double imports = (trade.base_value + trade.new_value) / 2, gdp = of_region(result, "gdp_base", 1);
  double growth = of_region(result, "real_gdp_pct", 1);
  assert_true(fabs(growth + 100 * log(1.01) * imports / gdp) < 0.01 * fabs(growth) && growth < 0);
  tw_result_free(result);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* With labour given, jobs move between sectors and none are won or lost; and where heads are not spread as factor
 * income is, the scaling is told. */
static void jobs_move(void **state)
{
  (void)state;
  support_random r = {8};
  tw_context *ctx = tw_context_new(NULL);
  static const char text[] = "scenario: t\npolicy:\n"
                             "  - tariff: {importer: R00, exporter: all, sector: S00, add: 80 pp}\n"
                             "  - productivity: {region: R01, sector: S01, change: +60 %}\n";
  for (int odd = 0; odd < 2; odd++) {
    tw_world *world = trading_world(ctx, &r, 3, 2);
    tw_result *result = solve_text(ctx, world, NULL, text);
    const double *added = tw_result_column(result, TW_SECTORS, "value_added_base");
    assert_true(isnan(of_region(result, "employment_change", 0)));
    assert_non_null(strstr(tw_result_text(result, "jobs"), "No head counts in this world"));
    world->employment = malloc(6 * sizeof(double));
    for (int i = 0; i < 6; i++) world->employment[i] = odd ? 10 * (1 + 40 * (i % 2)) : 0.02 * added[i];
    tw_result_free(result);
    result = solve_text(ctx, world, NULL, text);
    const double *change = tw_result_column(result, TW_SECTORS, "employment_change");
    const double *heads = tw_result_column(result, TW_SECTORS, "employment_base");
    double moved = 0;
    for (int d = 0; d < 3; d++) {
      double sum = change[2 * d] + change[2 * d + 1];
      assert_true(fabs(sum) <= 1e-12 * (heads[2 * d] + heads[2 * d + 1]));
      assert_true(of_region(result, "employment_change", d) == 0);
      moved = fmax(moved, fabs(change[2 * d]) / heads[2 * d]);
    }
    assert_true(moved > 0.01);
    assert_int_equal(strstr(tw_result_text(result, "jobs"), "they were scaled by more than 1 %") != NULL, odd);
    tw_result_free(result);
    tw_world_free(world);
  }
  tw_context_free(ctx);
}

/* The scenario's groups come first, then those of the world and the built-in ones; a region's code is no group. */
static void groups_in_order(void **state)
{
  (void)state;
  support_random r = {8};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, 3, 2, 0);
  static const char *const codes[] = {"CAN", "EU", "USA"};
  data->data.region = codes;
  tw_world *world = make_world(ctx, data);
  tw_result *result = solve_text(ctx, world, NULL,
                                 "scenario: t\ngroups: {regions: {G7: [USA, NOBODY], EMPTY: [NOBODY], EU: [CAN]}}\n"
                                 "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: all, add: 8 pp}\n");
  static const char *const names[] = {"G7", "CUSMA", "CPTPP"};
  static const int counts[] = {1, 2, 1};
  assert_int_equal(tw_result_groups(result), 3);
  for (int g = 0; g < 3; g++) {
    const int *member;
    int count;
    assert_string_equal(tw_result_group(result, g, &member, &count), names[g]);
    assert_int_equal(count, counts[g]);
    for (int i = 1; i < count; i++) assert_true(member[i] > member[i - 1]);
  }
  assert_null(tw_result_group(result, 3, NULL, NULL));
  assert_null(tw_result_group(result, -1, NULL, NULL));
  /* a group of one is that region */
  static const char *const both[] = {"real_income_pct", "equivalent_variation", "real_gdp_pct", "exports_pct",
                                     "imports_pct"};
  for (int c = 0; c < 5; c++) {
    const double *of = tw_result_column(result, TW_GROUPS, both[c]);
    same(of[0], of_region(result, both[c], 2), 1e-10, both[c], 0, "G7 of the United States");
    same(of[2], of_region(result, both[c], 0), 1e-10, both[c], 2, "CPTPP of Canada");
  }
  tw_result_free(result);
  tw_world_free(world);
  random_world_free(data);
  tw_context_free(ctx);
}

/* Draws have real GDP when an outcome is of it, with few nodes. */
static void draws_have_it_on_request(void **state)
{
  (void)state;
  support_random r = {21};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = trading_world(ctx, &r, 3, 2);
  static const char text[] =
      "scenario: t\nvariables: {duty: 40 pp}\npolicy:\n"
      "  - tariff: {importer: R00, exporter: all, sector: all, add: $duty}\n"
      "range: {draws: 3, drivers: 0, variables: {duty: {uniform: [39.999999 pp, 40.000001 pp]}}, outcomes: [%s R00]}\n";
  tw_settings settings;
  tw_settings_default(&settings);
  for (int asked = 0; asked < 2; asked++) {
    char whole[1024];
    tw_scenario *scenario = NULL;
    tw_range_result *range = NULL;
    tw_range_options options = {0};
    snprintf(whole, sizeof whole, text, asked ? "real_gdp_pct" : "real_income_pct");
    assert_ok(ctx, tw_scenario_parse(ctx, whole, strlen(whole), "test", &scenario));
    assert_ok(ctx, tw_range(ctx, world, scenario, &settings, &options, &range));
    const double *median = tw_range_quantile(range, TW_REGIONS, "real_gdp_pct", 1);
    const double *group = tw_range_rows(range, TW_GROUPS) ? tw_range_quantile(range, TW_GROUPS, "real_gdp_pct", 1) : 0;
    assert_int_equal(median != NULL, asked);
    for (int d = 0; asked && d < 3; d++) {
      double exact = of_region(tw_range_central(range), "real_gdp_pct", d);
      if (!(fabs(median[d] - exact) <= 1e-6 * fabs(exact)))
        fail_msg("real GDP of %d: %.12g in draws, %.12g in the run", d, median[d], exact);
    }
    assert_null(group); /* these regions are in no group */
    tw_range_free(range);
    tw_scenario_free(scenario);
  }
  tw_world_free(world);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(real_gdp_is_a_chained_fisher_index),
      cmocka_unit_test(closed_economies),
      cmocka_unit_test(icebergs_are_the_importers),
      cmocka_unit_test(jobs_move),
      cmocka_unit_test(groups_in_order),
      cmocka_unit_test(draws_have_it_on_request),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
