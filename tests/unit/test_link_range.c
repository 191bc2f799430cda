/* Draws of a market and the core together: the same bits on any number of threads, the numbers of a draw those of the
 * run with what was drawn, draws without an answer counted, quantiles where the tables find them. */
#include "link/link.h"
#include "markets.h"
#include "worlds.h"

typedef struct linked_draws {
  tw_link *link;
  tw_range_result *range;
} linked_draws;

static void free_linked(void *thing)
{
  linked_draws *d = thing;
  tw_range_free(d->range); /* before the link, whose it is */
  tw_link_free(d->link);
  free(d);
}

static void free_text(void *thing)
{
  tw_scenario_free(thing);
}

static tw_scenario *parsed(const char *text)
{
  tw_scenario *scenario = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "t.yaml", &scenario));
  return hold(scenario, free_text);
}

static tw_world *default_world(void)
{
  tw_world *world = NULL;
  assert_ok(context, tw_world_open(context, "default", &world));
  return hold_world(world);
}

static tw_settings on_threads(int threads)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  return settings;
}

static linked_draws *draw(const tw_world *world, const char *text, int draws, int threads)
{
  linked_draws *d = calloc(1, sizeof *d);
  if (!d) abort();
  hold(d, free_linked);
  const tw_settings settings = on_threads(threads);
  const tw_range_options options = {.draws = draws};
  assert_ok(context, tw_link_range(context, world, parsed(text), &settings, &options, &d->link, &d->range));
  return d;
}

static double income_of(const linked_draws *d, int draw, int region)
{
  double out[64];
  assert_ok(context, tw_range_draws(d->range, TW_REGIONS, "real_income_pct", (size_t)region, out));
  return out[draw];
}

static const char mixed[] = "scenario: t\n"
                            "market: {policy: [capacity: {supplier: CAN, to: $cap}]}\n"
                            "policy: []\n"
                            "variables: {cap: 28 Mt}\n"
                            "range:\n"
                            "  variables: {cap: {uniform: [14 Mt, 35 Mt]}}\n"
                            "  elasticities: [{sector: B06, spread: 20 %}]\n"
                            "  market: [{elasticity: {buyer: all, spread: 25 %, together: true}},\n"
                            "           {freight: {supplier: CAN, spread: 20 %, together: true}}]\n";

/* Whichever thread has a draw, and whatever it had before. */
static void test_threads(void **state)
{
  (void)state;
  const tw_world *world = default_world();
  const linked_draws *one = draw(world, mixed, 5, 1), *three = draw(world, mixed, 5, 3);
  const tw_range_parameter *p;
  assert_int_equal(tw_range_parameters(one->range, &p), 4);
  assert_string_equal(p[0].name, "elasticity of B06");
  assert_string_equal(p[1].name, "cap");
  assert_string_equal(p[2].name, "market: elasticity of all");
  assert_string_equal(p[3].name, "market: freight of CAN");
  assert_int_equal(tw_range_info_of(one->range)->certified, 5);
  static const char *const ends[] = {"_p05", "_p50", "_p95"};
  for (int q = 0; q < 3; q++) {
    const double *a = tw_range_quantile(one->range, TW_REGIONS, "real_income_pct", q);
    const double *b = tw_range_quantile(three->range, TW_REGIONS, "real_income_pct", q);
    double c[64], d[64];
    char field[32];
    assert_memory_equal(a, b, (size_t)tw_world_regions(world) * sizeof *a);
    snprintf(field, sizeof field, "market_pct%s", ends[q]);
    assert_ok(context, tw_link_numbers(context, one->link, field, c));
    assert_ok(context, tw_link_numbers(context, three->link, field, d));
    assert_memory_equal(c, d, (size_t)tw_world_regions(world) * sizeof *c);
    snprintf(field, sizeof field, "price_new%s", ends[q]);
    assert_ok(context, tw_outlook_numbers(context, tw_link_outlook(one->link), field, c));
    assert_ok(context, tw_outlook_numbers(context, tw_link_outlook(three->link), field, d));
    assert_memory_equal(c, d, 22 * sizeof *c);
    assert_true(c[0] > 5 && c[0] < 20);
  }
}

/* A draw is the run of what was drawn: a capacity that a variable gives, and one that a factor of the market moves. */
static void test_a_draw_is_a_run(void **state)
{
  (void)state;
  static const char drawn[] = "scenario: t\n"
                              "market: {policy: [capacity: {supplier: CAN, to: $cap}]}\n"
                              "policy: [tariff: {importer: JPN, sector: C29, exporter: KOR, add: $duty}]\n"
                              "variables: {cap: 28 Mt, duty: 5 pp}\n"
                              "range:\n"
                              "  variables: {cap: {uniform: [14 Mt, 35 Mt]}, duty: {uniform: [0 pp, 10 pp]}}\n"
                              "  market: [{capacity: {supplier: QAT, uniform: [70 %, 95 %]}}]\n";
  const tw_world *world = default_world();
  const tw_settings settings = on_threads(1);
  const linked_draws *d = draw(world, drawn, 2, 2);
  int jpn = tw_world_find_region(world, "JPN"), kor = tw_world_find_region(world, "KOR");
  double value[3][2];
  for (int i = 0; i < 3; i++) assert_ok(context, tw_range_drawn(d->range, i, value[i]));
  assert_true(value[2][0] > 0.7 && value[2][0] < 0.95);
  for (int k = 0; k < 2; k++) {
    char text[512];
    tw_link *run = NULL;
    snprintf(text, sizeof text,
             "scenario: t\nmarket:\n  policy:\n    - capacity: {supplier: CAN, to: %.17g Mt}\n"
             "    - capacity: {supplier: QAT, change: %.17g %%}\n"
             "policy:\n  - tariff: {importer: JPN, sector: C29, exporter: KOR, add: %.17g pp}\n",
             value[0][k], 100 * (value[2][k] - 1), 100 * value[1][k]);
    assert_ok(context, tw_link_run(context, world, parsed(text), &settings, NULL, &run));
    const double *income = tw_result_column(tw_link_result(run), TW_REGIONS, "real_income_pct");
    double of_jpn = income[jpn], of_kor = income[kor];
    tw_link_free(run);
    assert_close(income_of(d, k, jpn), of_jpn, 1e-7);
    assert_close(income_of(d, k, kor), of_kor, 1e-7);
    assert_true(fabs(of_jpn) > 1e-3);
  }
  assert_true(fabs(income_of(d, 0, jpn) - income_of(d, 1, jpn)) > 1e-3);
}

static int has_note(const linked_draws *d, const char *begins)
{
  const char *note;
  for (int i = 0; (note = tw_range_note(d->range, i)); i++)
    if (strncmp(note, begins, strlen(begins)) == 0) return 1;
  return 0;
}

/* What the section names is drawn and moves the answer, of the core or of the market; where it names nothing, both are. */
static void test_what_is_drawn(void **state)
{
  (void)state;
  static const char head[] = "scenario: t\nmarket: {policy: [capacity: {supplier: CAN, to: 28 Mt}]}\npolicy: []\n";
  static const struct {
    const char *range, *name;
    int count, of_core, of_market;
  } cases[] = {
      {"range: {elasticities: [{sector: B06, spread: 20 %}]}\n", "elasticity of B06", 1, 0, 0},
      {"range: {market: [{elasticity: {buyer: JPN, spread: 25 %}}]}\n", "market: elasticity of JPN", 1, 0, 0},
      {"range: {market: [{freight: {supplier: CAN, spread: 25 %, together: true}}]}\n", "market: freight of CAN", 1, 0,
       0},
      {"", "elasticity of A01", 32, 1, 1},
  };
  const tw_world *world = default_world();
  int jpn = tw_world_find_region(world, "JPN");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[512];
    const tw_range_parameter *p;
    snprintf(text, sizeof text, "%s%s", head, cases[i].range);
    const linked_draws *d = draw(world, text, 2, 1);
    assert_int_equal(tw_range_parameters(d->range, &p), cases[i].count);
    assert_string_equal(p[0].name, cases[i].name);
    assert_true(fabs(income_of(d, 0, jpn) - income_of(d, 1, jpn)) > 1e-6);
    assert_int_equal(has_note(d, "there is no range section"), cases[i].of_core);
    assert_int_equal(has_note(d, "nothing names what is uncertain in the market"), cases[i].of_market);
  }
}

/* A floor that a costly way keeps up has no netback left in some draws: those have no answer, and are counted. */
static void test_uncertified(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\n"
                             "market:\n  policy:\n"
                             "    - freight: {supplier: USA, buyer: JPN, add: $more}\n"
                             "    - floor: {supplier: USA, buyer: JPN, to: 1 Mt}\n"
                             "policy: []\n"
                             "variables: {more: 1 USD/MMBtu}\n"
                             "range: {variables: {more: {uniform: [0 USD/MMBtu, 24 USD/MMBtu]}}}\n";
  const linked_draws *d = draw(default_world(), text, 4, 2);
  const tw_range_info *info = tw_range_info_of(d->range);
  int certified, drawn = tw_outlook_draws(tw_link_outlook(d->link), &certified);
  tw_outcome outcome[4];
  assert_int_equal(drawn, 4);
  assert_int_equal(info->certified, certified);
  assert_true(certified > 0 && certified < 4);
  assert_int_equal(info->failures, 1);
  assert_int_equal(info->failed[0].outcome, TW_INFEASIBLE);
  assert_int_equal(info->failed[0].count, 4 - certified);
  assert_ok(context, tw_range_outcomes(d->range, outcome));
  for (int i = 0; i < 4; i++) assert_int_equal(isnan(income_of(d, i, 0)), outcome[i] <= 0);
}

/* Without a central answer nothing is drawn, and what is wrong is told with its place. */
static void test_refused(void **state)
{
  (void)state;
  static const char dear[] = "scenario: t\n"
                             "market:\n  policy:\n"
                             "    - freight: {supplier: USA, buyer: JPN, add: 60 USD/MMBtu}\n"
                             "    - floor: {supplier: USA, buyer: JPN, to: 1 Mt}\n"
                             "policy: []\n";
  static const char odd[] = "scenario: t\n"
                            "market: {policy: [capacity: {supplier: CAN, to: 28 Mt}]}\n"
                            "policy: []\n"
                            "range: {market: [{freight: {supplier: CANN, spread: 10 %}}]}\n";
  static const char certain[] = "scenario: t\n"
                                "market: {policy: [capacity: {supplier: CAN, to: 28 Mt}]}\n"
                                "policy: []\n"
                                "range: {market: [{freight: {spread: 0 %}}]}\n";
  const tw_world *world = default_world();
  const tw_settings settings = on_threads(1);
  const tw_range_options options = {.draws = 2};
  tw_link *link = NULL;
  tw_range_result *range = NULL;
  assert_ok(context, tw_link_range(context, world, parsed(dear), &settings, &options, &link, &range));
  assert_null(range);
  assert_null(tw_link_result(link));
  tw_link_free(link);
  assert_int_equal(tw_link_range(context, world, parsed(odd), &settings, &options, &link, &range), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(context), "t.yaml:4:39: found \"CANN\", expected a supplier of the market lng2024"));
  assert_null(link);
  assert_int_equal(tw_link_range(context, world, parsed(certain), &settings, &options, &link, &range), TW_BAD_INPUT);
  assert_non_null(strstr(tw_error(context), "every spread is 0, nothing is uncertain"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(test_threads), HELD_TEST(test_a_draw_is_a_run),
                                     HELD_TEST(test_what_is_drawn), HELD_TEST(test_uncertified),
                                     HELD_TEST(test_refused)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
