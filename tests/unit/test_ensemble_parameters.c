/* The range section against a world: which parameters there are, in which order, what they are drawn from, what is told
 * about them, and points. */
#include "group.h"

#include "ensemble/parameters.h"
#include "ensemble/statistics.h"

static tw_scenario *scenario;
static twi_parameters *p;

static int teardown(void **state)
{
  (void)state;
  twi_parameters_free(p);
  tw_scenario_free(scenario);
  p = NULL;
  scenario = NULL;
  return 0;
}

static void parse(const char *range)
{
  teardown(NULL);
  char text[2048];
  snprintf(text, sizeof text,
           "scenario: ranged\nvariables:\n  duty: 25 pp\n  premium: 1 %%\npolicy:\n"
           "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: $duty}\n"
           "  - barrier: {importer: USA, exporter: CAN, sector: C29, change: $premium}\n%s",
           range);
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), support_temp("ranged.yaml"), &scenario));
}

static void make(const char *range)
{
  parse(range);
  assert_ok(context, twi_parameters_new(context, scenario, world, &p));
}

static void refused(const char *range, const char *expected)
{
  parse(range);
  assert_int_equal(twi_parameters_new(context, scenario, world, &p), TW_BAD_INPUT);
  assert_null(p);
  const char *found = tw_error(context), *slash = strrchr(found, '/');
  assert_string_equal(slash ? slash + 1 : found, expected);
}

static void assert_distribution(int i, const char *name, twi_distribution_kind kind, double a, double b, double c)
{
  const twi_parameter *q = &p->parameter[i];
  assert_string_equal(q->name, name);
  assert_int_equal(q->distribution.kind, kind);
  const double expected[] = {a, b, c};
  for (int k = 0; k < twi_distribution_numbers(kind); k++)
    assert_true(fabs(q->distribution.p[k] - expected[k]) < 1e-12);
}

static void without_a_section(void **state)
{
  (void)state;
  make("");
  assert_int_equal(p->count, 3);
  assert_true(p->assumed && p->draws == 500 && p->drivers == 128 && p->seed == 1 && p->floor == 0.5);
  assert_distribution(0, "elasticity of A01", TWI_LOGNORMAL, 4, 1, 0);
  assert_distribution(1, "elasticity of C29", TWI_LOGNORMAL, 5, 1.25, 0);
  assert_distribution(2, "elasticity of H49", TWI_LOGNORMAL, 6, 1.5, 0);
  assert_string_equal(p->parameter[0].source, "25 % of the world's elasticity, assumed");
  assert_int_equal(p->notes, 1);
  assert_string_equal(p->note[0], "there is no range section: every trade elasticity is drawn from a lognormal "
                                  "distribution with the world's as mean and 25 % of it as standard deviation, which "
                                  "is an assumption");
  make("range: {draws: 40, seed: 9, drivers: 0, floor: 1.5}\n");
  assert_true(p->assumed && p->draws == 40 && p->drivers == 0 && p->seed == 9 && p->floor == 1.5);
  assert_non_null(strstr(p->note[0], "the range section names nothing uncertain"));
}

static void later_entries_override(void **state)
{
  (void)state;
  make(
      "range:\n  elasticities: [{sector: all, spread: 25 %}, {sector: goods, spread: 10 %}, {sector: A01, spread: 0 %}]"
      "\n");
  assert_int_equal(p->count, 2);
  assert_int_equal(p->assumed, 0);
  assert_int_equal(p->notes, 0);
  assert_distribution(0, "elasticity of C29", TWI_LOGNORMAL, 5, 0.5, 0);
  assert_distribution(1, "elasticity of H49", TWI_LOGNORMAL, 6, 1.5, 0);
}

static void variables(void **state)
{
  (void)state;
  make("range:\n  variables:\n    premium: {triangular: [0 %, 0.5 %, 2 %]}  # a study\n"
       "    duty: {uniform: [15 pp, 35 pp]}\n");
  assert_int_equal(p->count, 2);
  assert_int_equal(p->variables, 2);
  assert_distribution(0, "premium", TWI_TRIANGULAR, 0, 0.005, 0.02);
  assert_distribution(1, "duty", TWI_UNIFORM, 0.15, 0.35, 0);
  assert_string_equal(p->parameter[0].source, "a study");
  assert_non_null(strstr(p->parameter[1].source, "ranged.yaml:11"));
  assert_true(p->parameter[1].central == 0.25 && p->parameter[1].unit == TWI_UNIT_POINTS);
  const double u[] = {0.25, 0.75};
  double theta[3], value[2];
  assert_int_equal(twi_parameters_point(p, u, theta, value, NULL), 0);
  assert_true(theta[0] == 4 && theta[1] == 5 && theta[2] == 6);
  assert_true(fabs(value[0] - 0.005) < 1e-15 && fabs(value[1] - 0.3) < 1e-15);
  /* As twi_scenario_vary takes them. */
  tw_scenario *v;
  assert_ok(context, twi_scenario_vary(context, scenario, p->variable, value, p->variables, &v));
  assert_true(v->rule[0].amount.value[0] == value[1] && v->rule[1].amount.value[0] == value[0]);
  tw_scenario_free(v);
}

static void a_file(void **state)
{
  (void)state;
  support_write(support_temp("own.csv"), "sector,estimate,standard_error,note\nC29,3,1,x\nA01,0.6,0.6,\n");
  make("range:\n  floor: 0.4\n  elasticities: [{sector: services, spread: 20 %}, {file: own.csv}]\n");
  assert_int_equal(p->count, 3);
  assert_distribution(0, "elasticity of A01", TWI_LOGNORMAL, 0.6, 0.6, 0);
  assert_distribution(1, "elasticity of C29", TWI_LOGNORMAL, 3, 1, 0);
  assert_distribution(2, "elasticity of H49", TWI_LOGNORMAL, 6, 1.2, 0);
  assert_non_null(strstr(p->parameter[1].source, "own.csv:2"));
  assert_int_equal(p->notes, 2);
  assert_non_null(strstr(p->note[0], "own.csv has no estimate for H49: what an entry before it says holds there"));
  assert_non_null(strstr(p->note[1], "the world's elasticity lies outside the 5 to 95 % of what it is drawn from in "
                                     "A01 4 (0.4 to 1.67), C29 5 (1.67 to 4.85)"));
  const double low[] = {0.01, 0.01, 0.01}, high[] = {0.9, 0.9, 0.9};
  double theta[3], none[1];
  unsigned char cut[3] = {7, 7, 7};
  assert_int_equal(twi_parameters_point(p, low, theta, none, cut), 1);
  assert_true(theta[0] == 0.4 && cut[0] == 1 && cut[1] == 0 && cut[2] == 0);
  assert_int_equal(twi_parameters_point(p, high, theta, none, cut), 0);
  assert_int_equal(cut[0], 0);
  make("range: {elasticities: {file: own.csv}}\n");
  assert_int_equal(p->count, 2);
  assert_non_null(strstr(p->note[0], "H49: the world's elasticity holds there, without a range"));
  make("range: {elasticities: {file: own.csv, sector: C29}}\n");
  assert_int_equal(p->count, 1);
  make("range: {elasticities: {file: own.csv, spread: 30 %}}\n");
  assert_distribution(2, "elasticity of H49", TWI_LOGNORMAL, 6, 1.8, 0);
  support_write(support_temp("q.csv"), "sector,p05,p50,p95\nC29,1,3,9\n");
  make("range: {elasticities: {file: q.csv}}\n");
  assert_distribution(0, "elasticity of C29", TWI_QUANTILES, 1, 3, 9);
  support_write(support_temp("bad.csv"), "sector,p05,p50,p95\nC29,1,3,9\nC28,1,3,9\n");
  refused("range: {elasticities: {file: bad.csv}}\n",
          "bad.csv:3: column sector: world three has no sector \"C28\"; did you mean C29?");
}

/* The digest of a scenario covers its files of elasticities. */
static void digests(void **state)
{
  (void)state;
  char before[65];
  support_write(support_temp("own.csv"), "sector,estimate,standard_error\nC29,3,1\n");
  parse("range: {elasticities: {file: own.csv}}\n");
  memcpy(before, scenario->sha256, 65);
  support_write(support_temp("own.csv"), "sector,estimate,standard_error\nC29,3,2\n");
  parse("range: {elasticities: {file: own.csv}}\n");
  assert_string_not_equal(before, scenario->sha256);
}

static void sources(void **state)
{
  (void)state;
  make("range: {elasticities: {source: caliendo-parro-2015}}\n");
  assert_int_equal(p->count, 3);
  assert_distribution(0, "elasticity of A01", TWI_LOGNORMAL, 9.11, 2.01, 0);
  assert_distribution(1, "elasticity of C29", TWI_LOGNORMAL, 1.84, 0.92, 0);
  assert_distribution(2, "elasticity of H49", TWI_LOGNORMAL, 6, 1.5, 0);
  assert_string_equal(p->parameter[1].source, "Caliendo and Parro (2015), Table 1, 99 % sample: Auto");
  assert_string_equal(p->parameter[2].source, "25 % of the world's elasticity, assumed");
  assert_string_equal(p->note[0], "caliendo-parro-2015 has no estimate for H49: a spread of 25 % about the world's "
                                  "elasticity is assumed there");
  make("range: {elasticities: [{source: felbermayr-2022, sector: goods}, {sector: A01, spread: 5 %}]}\n");
  assert_int_equal(p->count, 2);
  assert_distribution(0, "elasticity of A01", TWI_LOGNORMAL, 4, 0.2, 0);
  assert_distribution(1, "elasticity of C29", TWI_QUANTILES, 0.8194, 3.7438, 7.9733);
}

/* Goods of every built-in world have an estimate in every table; what stands for several codes is averaged. */
static void built_in_worlds(void **state)
{
  (void)state;
  static const char *const names[] = {"default", "small2014", "provinces"},
                           *const ranges[] = {
                               "range: {elasticities: {source: caliendo-parro-2015, sector: goods, spread: 90 %}}\n",
                               "range: {elasticities: {source: felbermayr-2022, sector: goods, spread: 90 %}}\n"};
  for (int w = 0; w < 3; w++) {
    tw_world *builtin;
    assert_ok(context, tw_world_open(context, names[w], &builtin));
    for (int r = 0; r < 2; r++) {
      parse(ranges[r]);
      assert_ok(context, twi_parameters_new(context, scenario, builtin, &p));
      for (int i = 0; i < p->count; i++) assert_null(strstr(p->parameter[i].source, "90 %"));
      int goods = 0;
      for (int s = 0; s < builtin->S; s++) goods += builtin->goods[s] != 0;
      assert_int_equal(p->count, goods);
    }
    if (w == 1) {
      int i = 0;
      while (strcmp(p->parameter[i].name, "elasticity of C26-C28") != 0) i++;
      assert_distribution(i, "elasticity of C26-C28", TWI_QUANTILES, 0.9773 / 3, (4.4977 + 4.2116 + 5.0391) / 3,
                          (11.5431 + 8.7279 + 12.0008) / 3);
      assert_string_equal(p->parameter[i].source,
                          "Felbermayr, Gröschl and Heiland (2022), bootstrap quantiles: C26, C27, C28,C33, averaged");
    }
    twi_parameters_free(p);
    p = NULL;
    tw_world_free(builtin);
  }
}

static void outcomes(void **state)
{
  (void)state;
  make("range: {outcomes: [real_income_pct CAN, exports_pct jpn]}\n");
  assert_int_equal(p->outcomes, 2);
  assert_string_equal(twi_outcome_name(&p->outcome[0]), "real_income_pct");
  assert_int_equal(p->outcome[0].region, CAN);
  assert_int_equal(p->outcome[1].region, JPN);
  refused("range: {outcomes: [real_income_pct CAM]}\n",
          "ranged.yaml:8:20: outcomes: world three has no region \"CAM\"; did you mean CAN?");
}

static void what_is_refused(void **state)
{
  (void)state;
  refused("range: {elasticities: {sector: all, spread: 0 %}}\n",
          "ranged.yaml:8:1: range: every spread is 0, nothing is uncertain");
  refused("range: {elasticities: {sector: C28, spread: 5 %}}\n",
          "ranged.yaml:8:32: world three has no sector \"C28\"; did you mean C29?");
}

/* Draws of a study: stratified along each parameter, apart from the points of the drivers. */
static void draws(void **state)
{
  (void)state;
  make("range: {draws: 20, drivers: 20}\n");
  int seen[3][20] = {{0}};
  double u[3], v[3];
  for (size_t i = 0; i < 20; i++) {
    twi_parameters_draw(p, i, u);
    for (int k = 0; k < 3; k++) assert_int_equal(seen[k][(int)(20 * u[k])]++, 0);
    twi_parameters_driver(p, i, v);
    for (int k = 0; k < 3; k++) assert_true(u[k] != v[k]);
    twi_driver_point(twi_random_bits(1, UINT64_MAX, 0), 20, 3, i, u);
    assert_memory_equal(u, v, sizeof u);
  }
}

static tw_status whole(tw_context *ctx, void *user)
{
  tw_scenario *s = NULL;
  twi_parameters *q = NULL;
  tw_status status = tw_scenario_open(ctx, user, &s);
  if (status == TW_OK) status = twi_parameters_new(ctx, s, world, &q);
  assert_true((status == TW_OK) == (q != NULL));
  twi_parameters_free(q);
  tw_scenario_free(s);
  return status;
}

static void every_allocation(void **state)
{
  (void)state;
  support_write(support_temp("t.csv"), "sector,estimate,standard_error\nC29,3,1\n");
  support_write(support_temp("t.yaml"),
                "variables: {duty: 25 pp}\npolicy:\n"
                "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: $duty}\n"
                "range:\n  elasticities: [{source: felbermayr-2022}, {file: t.csv}]\n"
                "  variables: {duty: {uniform: [1 pp, 2 pp]}}  # source\n  outcomes: [wage_pct CAN]\n");
  char path[4096];
  snprintf(path, sizeof path, "%s", support_temp("t.yaml"));
  assert_true(support_fail_each(whole, path) > 50);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(without_a_section, teardown),
      cmocka_unit_test_teardown(later_entries_override, teardown),
      cmocka_unit_test_teardown(variables, teardown),
      cmocka_unit_test_teardown(a_file, teardown),
      cmocka_unit_test_teardown(digests, teardown),
      cmocka_unit_test_teardown(sources, teardown),
      cmocka_unit_test_teardown(built_in_worlds, teardown),
      cmocka_unit_test_teardown(outcomes, teardown),
      cmocka_unit_test_teardown(what_is_refused, teardown),
      cmocka_unit_test_teardown(draws, teardown),
      cmocka_unit_test_teardown(every_allocation, teardown),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
