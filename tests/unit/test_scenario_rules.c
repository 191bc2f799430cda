/* What each rule and operation makes of a small world, checked by hand; order, overlap, groups, own sales, memory. */
#include "group.h"

#include "scenario/scenario.h"

static twi_policy base_policy, new_policy;
#define base base_policy.wedges
#define new_ new_policy.wedges

static void apply_both(const tw_scenario *scenario)
{
  twi_closure closure;
  assert_ok(context, twi_scenario_apply_year(context, scenario, world, 0, &base_policy, &new_policy, &closure, NULL));
  twi_closure_free(context, &closure);
}

static void apply(const char *policy)
{
  char text[4096];
  snprintf(text, sizeof text, "scenario: t\npolicy:\n%s", policy);
  *noted = 0;
  tw_scenario *scenario;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  apply_both(scenario);
  tw_scenario_free(scenario);
  assert_true(twi_wedges_plain(&base));
  assert_null(base.tariff);
  assert_null(base.export_tax);
  assert_null(base.barrier);
  assert_null(base.productivity);
}

static int teardown(void **state)
{
  (void)state;
  twi_policy_free(context, &base_policy);
  twi_policy_free(context, &new_policy);
  return 0;
}

/* Every cell of a wedge is as the data have it, but for those listed: (s, d, o, value). */
typedef struct cell {
  int s, d, o;
  double value;
} cell;

static void assert_wedge(const double *values, double goods, double services, const cell *cells, size_t count)
{
  assert_non_null(values);
  for (int s = 0; s < 3; s++) {
    for (int d = 0; d < 3; d++) {
      for (int o = 0; o < 3; o++) {
        double expected = s == H49 ? services : d == o ? services : goods;
        for (size_t i = 0; i < count; i++)
          if (cells[i].s == s && cells[i].d == d && cells[i].o == o) expected = cells[i].value;
        double found = values[three_cell(s, d, o)];
        if (!(fabs(found - expected) <= 1e-15 * fabs(expected)))
          fail_msg("sector %d, importer %d, exporter %d: %.17g, expected %.17g", s, d, o, found, expected);
      }
    }
  }
}
#define ASSERT_WEDGE(values, goods, services, ...)                                                                     \
  do {                                                                                                                 \
    const cell expected_cells[] = {__VA_ARGS__};                                                                       \
    assert_wedge(values, goods, services, expected_cells, sizeof expected_cells / sizeof *expected_cells);             \
  } while (0)

/* ---------------------------------------------------------------- operations */

static void tariff_to(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 35 %}\n");
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {C29, USA, CAN, 0.35});
  assert_true(new_.tariff[three_cell(C29, USA, CAN)] == 0.35); /* the double nearest to 35 %, not 35 * 0.01 */
  assert_null(new_.export_tax);
  assert_null(new_.barrier);
  assert_null(new_.productivity);
}

static void tariff_add(void **state)
{
  (void)state;
  apply("  - tariff: {importer: usa, exporter: [can, JPN], sector: [A01, c29], add: '25pp'}\n");
  double t = 0.07 + 0.25;
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {A01, USA, CAN, t}, {C29, USA, CAN, t}, {A01, USA, JPN, t});
}

static void tariff_change(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: JPN, sector: goods, change: -50 %}\n");
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {A01, USA, JPN, 0.035});
}

static void tariff_to_column(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, sector: goods, to: 0 %}\n"
        "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: tariff_pct}\n");
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {A01, USA, CAN, 0});
}

static void export_tax_operations(void **state)
{
  (void)state;
  apply("  - export_tax: {importer: all, exporter: CAN, sector: A01, to: 10 %}\n"
        "  - export_tax: {importer: JPN, exporter: CAN, sector: A01, add: 5 pp}\n"
        "  - export_tax: {importer: USA, exporter: CAN, sector: A01, change: +100 %}\n");
  ASSERT_WEDGE(new_.export_tax, 0, 0, {A01, USA, CAN, 0.1 * 2}, {A01, JPN, CAN, 0.1 + 0.05});
  assert_null(new_.tariff);
}

static void barrier_operations(void **state)
{
  (void)state;
  apply("  - barrier: {importer: JPN, exporter: CAN, sector: all, to: 10 %}\n"
        "  - barrier: {importer: JPN, exporter: CAN, sector: A01, add: 5 pp}\n"
        "  - barrier: {importer: JPN, exporter: CAN, sector: H49, change: -5 %}\n");
  ASSERT_WEDGE(new_.barrier, 1, 1, {A01, JPN, CAN, 1.1 + 0.05}, {C29, JPN, CAN, 1.1}, {H49, JPN, CAN, 1.1 * 0.95});
}

static void productivity_change(void **state)
{
  (void)state;
  apply("  - productivity: {region: CAN, sector: services, change: +10 %}\n"
        "  - productivity: {region: [CAN, JPN], sector: all, change: -20 %}\n");
  /* JPN makes no C29, which the second rule leaves alone */
  const double expected[9] = {0.8, 0.8, 1.1 * 0.8, 1, 1, 1, 0.8, 1, 0.8};
  for (int i = 0; i < 9; i++) assert_close(new_.productivity[i], expected[i], 1e-15);
  assert_null(new_.barrier);
}

/* ---------------------------------------------------------------- where */

static void order_matters(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 2.5 %}\n"
        "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 25 pp}\n");
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {C29, USA, CAN, 0.275});
  teardown(NULL);
  apply("  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 25 pp}\n"
        "  - tariff: {importer: USA, exporter: CAN, sector: C29, to: 2.5 %}\n");
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {C29, USA, CAN, 0.025});
}

/* A flow that a rule names twice, through a list and a group or by both ways, is touched once. */
static void overlap_counts_once(void **state)
{
  (void)state;
  apply("  - tariff: {importer: [USA, CUSMA], exporter: [CAN, CAN], sector: [C29, goods], add: 25 pp, both_ways: "
        "true}\n");
  double t = 0.32;
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {A01, USA, CAN, t}, {C29, USA, CAN, t}, {A01, CAN, USA, t}, {C29, CAN, USA, t});
}

static void both_ways(void **state)
{
  (void)state;
  apply("  - barrier: {importer: JPN, exporter: [CAN, USA], sector: goods, change: -5 %, both_ways: true}\n");
  /* JPN makes no C29, and a flow that does not exist is not touched. */
  ASSERT_WEDGE(new_.barrier, 1, 1, {A01, JPN, CAN, 0.95}, {C29, JPN, CAN, 0.95}, {A01, CAN, JPN, 0.95},
               {A01, JPN, USA, 0.95}, {C29, JPN, USA, 0.95}, {A01, USA, JPN, 0.95});
  teardown(NULL);
  apply("  - barrier: {importer: JPN, exporter: CAN, sector: goods, change: -5 %, both_ways: false}\n");
  ASSERT_WEDGE(new_.barrier, 1, 1, {A01, JPN, CAN, 0.95}, {C29, JPN, CAN, 0.95});
}

static void own_sales_untouched(void **state)
{
  (void)state;
  apply("  - tariff: {importer: all, exporter: all, sector: all, to: 50 %}\n");
  for (int s = 0; s < 3; s++)
    for (int d = 0; d < 3; d++)
      for (int o = 0; o < 3; o++) {
        int absent = s == C29 && o == JPN;
        assert_true(new_.tariff[three_cell(s, d, o)] == (d == o ? 0 : absent ? 0.07 : 0.5));
      }
}

static void group_with_absent_members(void **state)
{
  (void)state;
  apply("  - tariff: {importer: cusma, exporter: CUSMA, sector: goods, to: 5 %}\n"
        "  - tariff: {importer: G7, exporter: JPN, sector: A01, to: 6 %}\n");
  ASSERT_WEDGE(new_.tariff, 0.07, 0, {A01, USA, CAN, 0.05}, {C29, USA, CAN, 0.05}, {A01, CAN, USA, 0.05},
               {C29, CAN, USA, 0.05}, {A01, USA, JPN, 0.06}, {A01, CAN, JPN, 0.06});
  assert_non_null(
      strstr(noted, "t.yaml:3:24: group CUSMA: 2 of 3 members are regions of world three; left out: MEX\n"));
  assert_non_null(strstr(noted, "group G7: 3 of 7"));
  char *first = strstr(noted, "group CUSMA");
  assert_null(strstr(first + 1, "group CUSMA")); /* told once */
}

static void no_change_is_noted(void **state)
{
  (void)state;
  apply("  - tariff: {importer: USA, exporter: CAN, sector: services, change: +10 %}\n");
  assert_non_null(strstr(noted, "t.yaml:3: rule tariff changes nothing"));
  teardown(NULL);
  apply("  []\n");
  assert_non_null(strstr(noted, "nothing will change"));
  assert_null(new_.tariff);
}

/* ---------------------------------------------------------------- keys */

static void closures(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    twi_deficits against, deficits;
  } cases[] = {
      {"scenario: t\n", TWI_DEFICITS_FIXED, TWI_DEFICITS_FIXED},
      {"closure: {deficits: zero}\n", TWI_DEFICITS_ZERO, TWI_DEFICITS_ZERO},
      {"closure: {deficits: Proportional}\nagainst: {}\n", TWI_DEFICITS_PROPORTIONAL, TWI_DEFICITS_PROPORTIONAL},
      {"against: {deficits: fixed}\nclosure: {deficits: zero}\n", TWI_DEFICITS_FIXED, TWI_DEFICITS_ZERO},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_scenario *scenario;
    assert_ok(context, tw_scenario_parse(context, cases[i].text, strlen(cases[i].text), "dir/t.x.yaml", &scenario));
    apply_both(scenario);
    assert_int_equal(base.deficits, cases[i].against);
    assert_int_equal(new_.deficits, cases[i].deficits);
    assert_string_equal(tw_scenario_text(scenario, "deficits"), twi_deficits_word(cases[i].deficits));
    assert_string_equal(tw_scenario_text(scenario, "against_deficits"), twi_deficits_word(cases[i].against));
    assert_string_equal(tw_scenario_text(scenario, "scenario"), i == 0 ? "t" : "t.x");
    tw_scenario_free(scenario);
    teardown(NULL);
  }
}

static void texts(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\ntitle: A title\nworld: default\nnotes:\n  - one\n  - two\n";
  tw_scenario *scenario;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  assert_string_equal(tw_scenario_text(scenario, "title"), "A title");
  assert_string_equal(tw_scenario_text(scenario, "notes"), "one\ntwo");
  assert_null(tw_scenario_text(scenario, "world")); /* the newest built-in one */
  assert_null(tw_scenario_text(scenario, "colour"));
  /* sha256sum of the text above */
  assert_string_equal(tw_scenario_text(scenario, "sha256"),
                      "df6b16dd9769d7610a1f0eb8312e26438d822cee23eee239d29ac1c8830cd7e0");
  tw_scenario_free(scenario);
}

/* Each built-in scenario is a file of examples/ and is named like it. */
static void builtin(void **state)
{
  (void)state;
  int count = 0, quickstart = 0;
  const char *name;
  for (; (name = tw_scenario_builtin(count)); count++) {
    tw_scenario *scenario;
    assert_ok(context, tw_scenario_open(context, name, &scenario));
    assert_string_equal(tw_scenario_text(scenario, "scenario"), name);
    assert_non_null(tw_scenario_text(scenario, "notes"));
    tw_scenario_free(scenario);
    quickstart |= strcmp(name, "us-tariff-canada") == 0;
  }
  assert_true(count >= 4 && quickstart);
  tw_scenario *scenario;
  assert_fails(context, tw_scenario_open(context, "us-tarif-canada", &scenario), TW_BAD_INPUT,
               "did you mean us-tariff-canada?");
  assert_fails(context, tw_scenario_open(context, "folder/nothing.yaml", &scenario), TW_BAD_INPUT,
               "folder/nothing.yaml: there is no such file");
  assert_fails(context, tw_scenario_open(context, "/", &scenario), TW_BAD_INPUT, "/");
}

/* ---------------------------------------------------------------- memory */

static tw_status open_and_apply(tw_context *ctx, void *user)
{
  (void)user;
  tw_scenario *scenario;
  tw_world *three = NULL;
  twi_policy b, n;
  twi_closure closure;
  static const char text[] = "scenario: t\nnotes: [a, b]\npolicy:\n"
                             "  - tariff: {importer: CUSMA, exporter: [CAN, USA], sector: goods, to: tariff_pct}\n"
                             "  - export_tax: {importer: JPN, exporter: all, sector: all, add: 3 pp}\n"
                             "  - barrier: {importer: JPN, exporter: all, sector: all, add: 3 pp}\n"
                             "  - productivity: {region: JPN, sector: all, change: 3 %}\n";
  tw_status status = three_new(ctx, &three);
  if (status != TW_OK) return status;
  status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &scenario);
  if (status == TW_OK) {
    status = twi_scenario_apply_year(ctx, scenario, three, 0, &b, &n, &closure, NULL);
    twi_policy_free(ctx, &b);
    twi_policy_free(ctx, &n);
    twi_closure_free(ctx, &closure);
  }
  tw_scenario_free(scenario);
  tw_world_free(three);
  if (status != TW_OK) return status;
  status = tw_scenario_open(ctx, "us-tariff-canada", &scenario);
  tw_scenario_free(scenario);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(open_and_apply, NULL) > 20);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {
      TEST(tariff_to),
      TEST(tariff_add),
      TEST(tariff_change),
      TEST(tariff_to_column),
      TEST(export_tax_operations),
      TEST(barrier_operations),
      TEST(productivity_change),
      TEST(order_matters),
      TEST(overlap_counts_once),
      TEST(both_ways),
      TEST(own_sales_untouched),
      TEST(group_with_absent_members),
      TEST(no_change_is_noted),
      TEST(closures),
      TEST(texts),
      TEST(builtin),
      TEST(memory_fails_cleanly),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup_noting, group_teardown));
}
