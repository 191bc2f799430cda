/* More sectors than drivers can be computed for: draws do not care, a decision neither, and drivers are refused in
 * words where somebody asks for them. */
#include "support.h"

enum { S = 600, N = 2, MOST = 512 };

static tw_context *context;
static tw_world *world;

static tw_status make_world(void)
{
  static char name[S][8];
  static const char *regions[N] = {"CAN", "USA"}, *sectors[S];
  static unsigned char goods[S];
  static double theta[S], flow[S * N * N], tariff[S * N * N];
  for (int s = 0; s < S; s++) {
    snprintf(name[s], sizeof name[s], "S%03d", s);
    sectors[s] = name[s];
    goods[s] = s % 2 == 0;
    theta[s] = 3 + s % 5;
    for (int i = 0; i < N * N; i++) {
      flow[s * N * N + i] = i % (N + 1) == 0 ? 100 : 8 + s % 3;
      tariff[s * N * N + i] = i % (N + 1) == 0 || !goods[s] ? 0 : 0.05;
    }
  }
  tw_world_data data = {.name = "many", .regions = N, .sectors = S, .region = regions, .sector = sectors};
  data.goods = goods;
  data.trade_elasticity = theta;
  data.flow = flow;
  data.tariff = tariff;
  return tw_world_new(context, &data, &world);
}

static tw_status range_of(const char *range, int drivers, tw_range_result **result)
{
  char text[512];
  tw_scenario *scenario = NULL;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  const tw_range_options options = {.draws = 2, .drivers = drivers};
  snprintf(text, sizeof text,
           "scenario: s\npolicy:\n  - tariff: {importer: USA, exporter: CAN, sector: goods, add: 9 pp}\n%s", range);
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "s.yaml", &scenario));
  *result = NULL;
  tw_status status = tw_range(context, world, scenario, &settings, &options, result);
  if (status == TW_OK) {
    const tw_range_driver *d;
    assert_int_equal(tw_range_info_of(*result)->certified, 2);
    assert_int_equal(tw_range_drivers(*result, &d), 0);
    tw_range_free(*result); /* it borrows the scenario */
  }
  tw_scenario_free(scenario);
  return status;
}

static void draws_of_many_sectors(void **state)
{
  (void)state;
  tw_range_result *range;
  assert_ok(context, range_of("", 0, &range));
  assert_ok(context, range_of("", -1, &range));
  assert_ok(context, range_of("range: {elasticities: {sector: all, spread: 20 %}}\n", 0, &range));
  /* Nobody asks for drivers where only the default says so; --drivers 0 takes back what the file asks for. */
  assert_ok(context, range_of("range: {drivers: 4, outcomes: [real_income_pct CAN]}\n", -1, &range));
}

static void drivers_of_many_sectors(void **state)
{
  (void)state;
  static const struct {
    const char *range;
    int drivers;
    const char *place;
  } cases[] = {{"", 4, "range: "},
               {"range: {drivers: 4}\n", 0, "s.yaml:4:1: range: "},
               {"range: {outcomes: [real_income_pct CAN]}\n", 0, "s.yaml:4:1: range: "}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char expected[256];
    tw_range_result *range;
    snprintf(expected, sizeof expected,
             "%sdrivers are computed for at most %d parameters, this has %d; drivers: 0 or --drivers 0 computes none",
             cases[i].place, MOST, S);
    assert_int_equal(range_of(cases[i].range, cases[i].drivers, &range), TW_BAD_INPUT);
    assert_string_equal(tw_error(context), expected);
  }
}

static void a_decision_of_many_sectors(void **state)
{
  (void)state;
  static const char text[] =
      "decide: d\nregions: [CAN]\nlevers:\n  - {name: nothing}\n  - {name: idle}\ncontingencies:\n"
      "  - {name: calm, policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 9 pp}}]}\n"
      "range: {draws: 2, elasticities: {sector: all, spread: 20 %}}\n";
  tw_decision *decision = NULL;
  tw_verdict *verdict = NULL;
  assert_ok(context, tw_decision_parse(context, text, strlen(text), "d.yaml", &decision));
  assert_ok(context, tw_decide(context, decision, world, NULL, NULL, &verdict));
  assert_int_equal(tw_verdict_about(verdict)->used, 2);
  tw_verdict_free(verdict);
  tw_decision_free(decision);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(draws_of_many_sectors),
      cmocka_unit_test(drivers_of_many_sectors),
      cmocka_unit_test(a_decision_of_many_sectors),
  };
  context = tw_context_new(NULL);
  if (!context || make_world() != TW_OK) return 1;
  int failures = cmocka_run_group_tests(tests, NULL, NULL);
  tw_world_free(world);
  tw_context_free(context);
  return support_finish(failures);
}
