/* The answers of a focus: each is the number of the tables that it is called, groups and several sectors together
 * included; in a range each has the quantiles of its draws, whatever else is kept. */
#include <math.h>

#include "indicator/outcome.h"
#include "ranges.h"

static const char policy[] = "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 20 pp}\n";

static tw_scenario *focused(const char *more)
{
  char text[1024];
  snprintf(text, sizeof text, "scenario: focused\ntitle: Duties\n%s%s", policy, more);
  return parse(text);
}

static const tw_result *solved(const tw_scenario *scenario)
{
  tw_settings settings;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings_default(&settings);
  assert_ok(context, tw_solver_new(context, world, &settings, &solver));
  assert_ok(context, tw_solve(hold_solver(solver), scenario, &result));
  return hold_result(result);
}

static const tw_answer *find(const tw_answer *answer, int count, const char *outcome)
{
  for (int i = 0; i < count; i++)
    if (strcmp(answer[i].outcome, outcome) == 0) return &answer[i];
  fail_msg("there is no answer %s", outcome);
  return NULL;
}

static int has(const tw_answer *answer, int count, const char *outcome)
{
  for (int i = 0; i < count; i++)
    if (strcmp(answer[i].outcome, outcome) == 0) return 1;
  return 0;
}

static double sector_of(const tw_result *r, const char *column, int region, int sector)
{
  return tw_result_column(r, TW_SECTORS, column)[region * 3 + sector];
}

static double region_of(const tw_result *r, const char *column, int region)
{
  return tw_result_column(r, TW_REGIONS, column)[region];
}

static void are_numbers_of_the_tables(void **state)
{
  (void)state;
  const tw_result *r = solved(focused("focus: {region: can, sector: C29}\n"));
  const tw_answer *a;
  int count = tw_result_answers(r, &a), members = 0, sector;
  const int *of = NULL;
  assert_string_equal(tw_result_focus_regions(r, &of, &members), "CAN");
  assert_true(members == 1 && of[0] == CAN);
  assert_string_equal(tw_result_focus_sectors(r, &of, &members), "C29");
  assert_true(members == 1 && of[0] == C29);
  assert_true(tw_result_focus(r, &sector) == CAN && sector == C29);
  assert_string_equal(a[0].outcome, "real_income_pct CAN");
  static const char *const of_region[] = {"real_income_pct", "real_gdp_pct", "gdp_pct"};
  static const char *const of_sector[] = {"output_pct", "exports_pct", "imports_pct"};
  static const char *const level[] = {"output_base", "exports_base", "imports_base"};
  char name[64];
  for (int i = 0; i < 3; i++) {
    snprintf(name, sizeof name, "%s CAN", of_region[i]);
    const tw_answer *one = find(a, count, name);
    assert_true(one->value == region_of(r, of_region[i], CAN) && isnan(one->quantile[0]));
    assert_true(one->region == CAN && one->sector == -1 && one->partner == -1 && one->group == -1);
    assert_string_equal(one->unit, "percent");
    if (i) assert_true(one->before == region_of(r, "gdp_base", CAN));
    snprintf(name, sizeof name, "%s CAN C29", of_sector[i]);
    one = find(a, count, name);
    assert_true(one->value == sector_of(r, of_sector[i], CAN, C29) && one->sector == C29);
    assert_true(one->before == sector_of(r, level[i], CAN, C29));
  }
  /* JPN buys 26 of it, USA 23: the larger buyer is told. */
  tw_flow_change f;
  assert_ok(context, tw_result_flow(r, C29, JPN, CAN, &f));
  const tw_answer *flow = find(a, count, "exports_pct CAN C29 JPN");
  assert_true(flow->table == TW_TRADE && flow->partner == JPN && flow->before == f.base_value);
  assert_close(flow->value, 100 * (f.new_value / f.base_value - 1), 1e-14);
  assert_int_equal(count, 7); /* no heads in this world */
  assert_int_equal(tw_result_answers(solved(focused("")), &a), 0);
  assert_null(tw_result_focus_regions(solved(focused("")), NULL, NULL));
}

/* Its row of groups.csv, then members; sectors together, then each. */
static void of_groups(void **state)
{
  (void)state;
  const tw_result *r = solved(focused("focus: {region: CUSMA, sector: goods}\n"));
  const tw_answer *a;
  int count = tw_result_answers(r, &a), members = 0, g = 0;
  assert_string_equal(tw_result_focus_regions(r, NULL, &members), "CUSMA");
  assert_int_equal(members, 2);
  assert_int_equal(tw_result_focus(r, NULL), -1);
  while (strcmp(tw_result_group(r, g, NULL, NULL), "CUSMA") != 0) g++;
  const tw_answer *whole = find(a, count, "real_income_pct CUSMA");
  assert_true(whole == a && whole->region == -1 && whole->group == g);
  assert_true(whole->value == tw_result_column(r, TW_GROUPS, "real_income_pct")[g]);
  assert_true(find(a, count, "real_gdp_pct CUSMA")->value == tw_result_column(r, TW_GROUPS, "real_gdp_pct")[g]);
  assert_true(find(a, count, "real_income_pct USA")->value == region_of(r, "real_income_pct", USA));
  assert_true(find(a, count, "output_pct USA C29")->value == sector_of(r, "output_pct", USA, C29));
  double sum = 0, base = 0;
  for (int d = CAN; d <= USA; d++)
    for (int s = A01; s <= C29; s++) {
      base += sector_of(r, "output_base", d, s);
      sum += sector_of(r, "output_base", d, s) * sector_of(r, "output_pct", d, s);
    }
  const tw_answer *output = find(a, count, "output_pct CUSMA goods");
  assert_true(output->region == -1 && output->sector == -1);
  assert_close(output->value, sum / base, 1e-12);
  assert_close(output->before, base, 1e-12);
  assert_false(has(a, count, "output_pct JPN A01") || has(a, count, "output_pct CAN H49"));
  /* One region, or one sector, of a group; a scenario's own; a list. */
  r = solved(focused("groups: {regions: {near: [CAN, JPN]}}\nfocus: {region: near, sector: C29}\n"));
  count = tw_result_answers(r, &a);
  base = sector_of(r, "exports_base", CAN, C29); /* JPN makes none */
  output = find(a, count, "exports_pct near C29");
  assert_true(output->region == -1 && output->sector == C29);
  assert_close(output->value, sector_of(r, "exports_pct", CAN, C29), 1e-13);
  assert_close(output->before, base, 1e-13);
  r = solved(focused("focus: {region: CAN, sector: [A01, H49]}\n"));
  count = tw_result_answers(r, &a);
  assert_true(has(a, count, "output_pct CAN A01, H49") && has(a, count, "output_pct CAN H49"));
  assert_int_equal(find(a, count, "imports_pct CAN A01, H49")->region, CAN);
}

/* In a range: the answers, then the outcomes that are named, each once, each with the quantiles that tables have. */
static void with_quantiles(void **state)
{
  (void)state;
  tw_scenario *s = focused("focus: {region: CAN, sector: C29}\n"
                           "range: {draws: 20, drivers: 0, elasticities: {sector: all, spread: 25 %},"
                           " outcomes: [imports_pct USA C29 CAN, wage_pct JPN, output_pct CAN C29]}\n");
  const tw_range_options none = {0}, trade = {.sectors = 1, .trade = 1};
  const tw_range_result *range = range_of(s, &none, 2), *full = range_of(s, &trade, 1);
  const tw_answer *a, *b;
  int count = tw_range_answers(range, &a);
  assert_int_equal(tw_range_answers(full, &b), count);
  assert_int_equal(count, 9);
  assert_string_equal(a[7].outcome, "imports_pct USA C29 CAN");
  assert_string_equal(a[8].outcome, "wage_pct JPN");
  const size_t *flow = tw_range_flows(full);
  const tw_answer *output = find(a, count, "output_pct CAN C29");
  for (int q = 0; q < 3; q++) {
    assert_true(output->quantile[q] == tw_range_quantile(full, TW_SECTORS, "output_pct", q)[CAN * 3 + C29]);
    assert_true(isfinite(find(a, count, "real_gdp_pct CAN")->quantile[q]));
    assert_true(find(a, count, "real_gdp_pct CAN")->quantile[q] ==
                tw_range_quantile(full, TW_REGIONS, "real_gdp_pct", q)[CAN]);
    for (size_t i = 0; i < tw_range_rows(full, TW_TRADE); i++) {
      double change = tw_range_quantile(full, TW_TRADE, "change_pct", q)[i];
      if (flow[i] == three_cell(C29, USA, CAN)) assert_close(a[7].quantile[q], change, 1e-12);
      if (flow[i] == three_cell(C29, JPN, CAN))
        assert_close(find(a, count, "exports_pct CAN C29 JPN")->quantile[q], change, 1e-12);
    }
    for (int i = 0; i < count; i++) assert_true(a[i].quantile[q] == b[i].quantile[q]);
  }
  assert_true(output->quantile[0] < output->quantile[2]);
  assert_null(tw_range_quantile(range, TW_SECTORS, "output_pct", 1)); /* the table itself was not kept */
  /* Of groups, too: what changes with the draw. */
  range = range_of(focused("focus: {region: CUSMA, sector: goods}\n"
                           "range: {draws: 6, elasticities: {sector: all, spread: 25 %}}\n"),
                   &none, 1);
  count = tw_range_answers(range, &a);
  const tw_answer *goods = find(a, count, "output_pct CUSMA goods");
  assert_true(goods->quantile[0] < goods->quantile[1] && goods->quantile[1] < goods->quantile[2]);
  assert_true(isfinite(find(a, count, "real_gdp_pct CUSMA")->quantile[1]));
}

/* Drivers are of the outcomes that are named; else, where they are asked for, of the focus, less groups. */
static void drivers_of_the_focus(void **state)
{
  (void)state;
  static const char text[] = "focus: {region: [CAN, USA], sector: C29}\n"
                             "range: {draws: 8, elasticities: {sector: goods, spread: 25 %}}\n";
  const tw_range_options asked = {.drivers = 8}, none = {0};
  const tw_range_result *r = range_of(focused(text), &asked, 2);
  const tw_range_driver *d;
  int drivers = tw_range_drivers(r, &d);
  assert_int_equal(drivers, 2 * (2 * 2 + 2 * 2)); /* two parameters; no row of groups.csv, no sum */
  assert_string_equal(d[0].outcome, "real_income_pct");
  assert_true(d[0].region == CAN && d[0].sector == -1);
  assert_int_equal(tw_range_drivers(range_of(focused(text), &none, 2), &d), 0); /* nobody asked */
}

static void the_headline_begins_with_it(void **state)
{
  (void)state;
  tw_headline h;
  assert_ok(context, tw_result_headline(context, solved(focused("focus: {region: JPN}\n")), 0, &h));
  assert_int_equal(h.region[0], JPN);
  assert_int_equal(h.count, 3);
  assert_non_null(strstr(h.text, "Duties: real income changes by "));
  assert_ok(context, tw_result_headline(context, solved(focused("focus: {region: CAN, sector: A01}\n")), 0, &h));
  assert_non_null(strstr(h.text, "Duties: output of A01 in CAN changes by -"));
  assert_non_null(strstr(h.text, " %; real income changes by "));
  const tw_result *r = solved(focused("focus: {region: CUSMA, sector: goods}\n"));
  assert_ok(context, tw_result_headline(context, r, 0, &h));
  assert_non_null(strstr(h.text, "Duties: output of goods in CUSMA changes by "));
  assert_true(h.region[0] != JPN && h.region[1] != JPN);
}

static void wrong_names(void **state)
{
  (void)state;
  static const struct {
    const char *focus, *error;
  } cases[] = {
      {"CNA", "--focus: world three has no region or group \"CNA\"; did you mean CAN?"},
      {" CAN  C92 ", "--focus: world three has no sector \"C92\"; did you mean C29?"},
      {"it's", "--focus: world three has no region or group \"it's\"; it has CAN, USA, JPN"},
      {"C29", "--focus: C29 is a sector of world three, and a focus begins with a region, as in \"CAN C29\""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_scenario *s = focused("");
    unsigned char region[3], sector[3];
    assert_ok(context, tw_scenario_use_focus(context, s, cases[i].focus));
    assert_int_equal(tw_scenario_focus(context, s, world, region, sector), TW_BAD_INPUT);
    assert_string_equal(tw_error(context), cases[i].error);
  }
  tw_scenario *s = focused("");
  unsigned char region[3], sector[3];
  assert_ok(context, tw_scenario_use_focus(context, s, "CUSMA goods"));
  assert_ok(context, tw_scenario_focus(context, s, world, region, sector));
  assert_memory_equal(region, "\1\1\0", 3);
  assert_memory_equal(sector, "\1\1\0", 3);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(are_numbers_of_the_tables, held_teardown),
      cmocka_unit_test_teardown(of_groups, held_teardown),
      cmocka_unit_test_teardown(with_quantiles, held_teardown),
      cmocka_unit_test_teardown(drivers_of_the_focus, held_teardown),
      cmocka_unit_test_teardown(the_headline_begins_with_it, held_teardown),
      cmocka_unit_test_teardown(wrong_names, held_teardown),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
