/* Variations of a scenario: the same numbers as the file with other numbers in it, over includes, `against`, years, the
 * closure and capital; what is refused; nothing of the scenario moves. */
#include "group.h"

#include "scenario/read/read.h"
#include "scenario/scenario.h"

/* What is made of a world, for comparing: the wedges, the closure and the capital of one year. */
typedef struct made {
  twi_policy base, new_;
  twi_closure closure;
  twi_capital capital;
} made;

static void make(const tw_scenario *s, int year, made *m)
{
  assert_ok(context, twi_scenario_apply_year(context, s, world, year, &m->base, &m->new_, &m->closure, &m->capital));
}

static void unmake(made *m)
{
  twi_policy_free(context, &m->base);
  twi_policy_free(context, &m->new_);
  twi_closure_free(context, &m->closure);
  twi_capital_free(context, &m->capital);
}

static void same_array(const double *a, const double *b, size_t count)
{
  assert_true((a == NULL) == (b == NULL));
  if (a) assert_memory_equal(a, b, count * sizeof *a);
}

static void same_policy(const twi_policy *a, const twi_policy *b)
{
  const twi_wedges *x = &a->wedges, *y = &b->wedges;
  same_array(x->tariff, y->tariff, 27);
  same_array(x->export_tax, y->export_tax, 27);
  same_array(x->barrier, y->barrier, 27);
  same_array(x->demand, y->demand, 27);
  same_array(x->productivity, y->productivity, 9);
  same_array(x->subsidy, y->subsidy, 9);
  same_array(x->labour, y->labour, 3);
  assert_int_equal(a->conditions, b->conditions);
  for (int i = 0; i < a->conditions; i++) assert_true(a->condition[i].goal == b->condition[i].goal);
}

static void same_made(const tw_scenario *a, const tw_scenario *b, int year)
{
  made x, y;
  make(a, year, &x);
  make(b, year, &y);
  same_policy(&x.base, &y.base);
  same_policy(&x.new_, &y.new_);
  assert_true(twi_closure_same(world, &x.closure, &y.closure));
  same_array(x.capital.share, y.capital.share, 3);
  assert_true(x.capital.depreciation == y.capital.depreciation && x.capital.saving_rate == y.capital.saving_rate);
  unmake(&x);
  unmake(&y);
}

/* The text with its variables set: "%s" stands for `duty`, `half`. */
static tw_scenario *scenario_of(const char *format, const char *duty, const char *other)
{
  char text[4096];
  snprintf(text, sizeof text, format, duty, other);
  tw_scenario *s;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "vary.yaml", &s));
  return s;
}

static tw_scenario *varied(const tw_scenario *s, const char *a, double x, const char *b, double y)
{
  const char *names[] = {a, b};
  const double values[] = {x, y};
  tw_scenario *v;
  assert_ok(context, twi_scenario_vary(context, s, names, values, b ? 2 : 1, &v));
  return v;
}

static const char everything[] =
    "scenario: vary\nfrom: 2026\nuntil: 2030\n"
    "closure: {labour: {region: all, supply_elasticity: $e}, scale: {sector: goods, elasticity: 0.5 $e}}\n"
    "capital: {share: {CAN: $k, all: 40 %%}, depreciation: 0.2 $k, saving_rate: 22 %%}\n"
    "variables:\n  duty: %s\n  k: %s\n  e: 0.4\n  twice: 2 $duty\n  later: {2026: 0 pp, 2030: $twice}\n"
    "policy:\n"
    "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: $duty}\n"
    "  - tariff: {importer: CAN, exporter: USA, sector: all, add: -0.5 $duty}\n"
    "  - tariff: {importer: JPN, exporter: USA, sector: A01, add: $later}\n"
    "  - tariff: {importer: USA, exporter: JPN, sector: goods, add: {2026: 1 pp, 2028: $duty, 2030: $twice}}\n"
    "  - barrier: {importer: CAN, exporter: JPN, sector: A01, to: $k}\n"
    "  - quota: {importer: USA, exporter: CAN, sector: A01, to: $k, owner: importer}\n"
    "  - productivity: {region: CAN, sector: C29, change: 3 %%}\n";

static void the_same_as_the_file(void **state)
{
  (void)state;
  tw_scenario *s = scenario_of(everything, "25 pp", "30 %"), *again = scenario_of(everything, "25 pp", "30 %");
  tw_scenario *other = scenario_of(everything, "12.5 pp", "45 %");
  tw_scenario *v = varied(s, "duty", 0.125, "k", 0.45);
  for (int year = 2026; year <= 2030; year++) {
    same_made(v, other, year);
    same_made(s, again, year); /* untouched */
  }
  made a, b;
  make(v, 2029, &a);
  make(s, 2029, &b);
  assert_true(memcmp(a.new_.wedges.tariff, b.new_.wedges.tariff, 27 * sizeof(double)) != 0);
  unmake(&a);
  unmake(&b);
  assert_string_equal(tw_scenario_text(v, "sha256"), tw_scenario_text(s, "sha256"));
  /* A variation of a variation, and back. */
  tw_scenario *back = varied(v, "duty", 0.25, "k", 0.3);
  same_made(back, s, 2028);
  tw_scenario_free(back);
  /* What is made of others follows, unless it is given itself. */
  tw_scenario *own = varied(s, "twice", 0.11, "duty", 0.125);
  const twi_variable *twice = twi_variable_find(own, "twice", 5), *later = twi_variable_find(own, "later", 5);
  assert_true(twice->amount.value[0] == 0.11 && later->amount.value[1] == 0.11);
  assert_true(twi_variable_find(v, "twice", 5)->amount.value[0] == 0.25);
  tw_scenario *further = varied(own, "duty", 0.3, NULL, 0);
  tw_scenario_free(own); /* what was read is all that a variation needs */
  assert_true(twi_variable_find(further, "twice", 5)->amount.value[0] == 0.11);
  assert_true(further->rule[0].amount.value[0] == 0.3 && further->rule[2].amount.value[1] == 0.11);
  tw_scenario_free(further);
  tw_scenario_free(v);
  tw_scenario_free(s);
  tw_scenario_free(again);
  tw_scenario_free(other);
}

static void includes_and_against(void **state)
{
  (void)state;
  support_write(support_temp("in.yaml"), "variables: {duty: 10 pp}\npolicy:\n"
                                         "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: $duty}\n");
  support_write(support_temp("other.yaml"), "include: in\nvariables: {tax: 2 %}\npolicy:\n"
                                            "  - export_tax: {importer: USA, exporter: CAN, sector: C29, to: $tax}\n");
  support_write(support_temp("main.yaml"), "include: in\nagainst: other\nvariables: {x: 2 $duty}\npolicy:\n"
                                           "  - tariff: {importer: CAN, exporter: USA, sector: C29, add: $x}\n");
  tw_scenario *s;
  assert_ok(context, tw_scenario_open(context, support_temp("main.yaml"), &s));
  tw_scenario *v = varied(s, "duty", 0.2, "tax", 0.05);
  made m;
  make(v, 0, &m);
  assert_true(m.new_.wedges.tariff[three_cell(C29, USA, CAN)] == 0.07 + 0.2);
  assert_true(m.new_.wedges.tariff[three_cell(C29, CAN, USA)] == 0.07 + 0.4);
  assert_true(m.base.wedges.tariff[three_cell(C29, USA, CAN)] == 0.07 + 0.2);
  assert_true(m.base.wedges.export_tax[three_cell(C29, USA, CAN)] == 0.05);
  unmake(&m);
  tw_scenario_free(v);
  tw_scenario_free(s);
}

static void refused(const tw_scenario *s, const char *name, double value, const char *expected)
{
  tw_scenario *v = (tw_scenario *)&value;
  assert_int_equal(twi_scenario_vary(context, s, &name, &value, 1, &v), TW_BAD_INPUT);
  assert_null(v);
  assert_string_equal(tw_error(context), expected);
}

static void what_is_refused(void **state)
{
  (void)state;
  tw_scenario *s = scenario_of(everything, "25 pp", "30 %"), *plain;
  refused(s, "dutty", 0.1, "scenario vary has no variable \"dutty\"; did you mean duty?");
  refused(s, "nowhere", 0.1, "scenario vary has no variable \"nowhere\"; it has duty, k, e, twice, later");
  refused(s, "later", 0.1, "vary.yaml:11:3: the variable later is given by year, so it cannot be given another value");
  refused(s, "duty", NAN, "the variable duty is given a value that is not finite");
  refused(s, "k", -0.5,
          "vary.yaml:18:60: to: a variable makes this -50 %, expected more than 0 (a ban lets nothing "
          "through)");
  refused(s, "k", 1, "vary.yaml:5:24: share: a variable makes this 100 %, expected more than 0 % and less than 100 %");
  tw_scenario_free(s);
  assert_ok(context, tw_scenario_parse(context, "policy: []\n", 11, "plain.yaml", &plain));
  refused(plain, "duty", 0.1, "scenario plain has no variable \"duty\"; it has none");
  tw_scenario *v;
  assert_ok(context, twi_scenario_vary(context, plain, NULL, NULL, 0, &v));
  tw_scenario_free(v);
  tw_scenario_free(plain);
}

static tw_status vary_once(tw_context *ctx, void *user)
{
  static const char *const names[] = {"duty", "e"};
  static const double values[] = {0.1, 0.7};
  tw_scenario *s = NULL, *v = NULL;
  tw_status status = tw_scenario_parse(ctx, user, strlen(user), "vary.yaml", &s);
  if (status == TW_OK) status = twi_scenario_vary(ctx, s, names, values, 2, &v);
  assert_true((status == TW_OK) == (v != NULL));
  tw_scenario_free(v);
  tw_scenario_free(s);
  return status;
}

static void every_allocation(void **state)
{
  (void)state;
  char text[4096];
  snprintf(text, sizeof text, everything, "25 pp", "30 %");
  assert_true(support_fail_each(vary_once, text) > 20);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_as_the_file), cmocka_unit_test(includes_and_against),
                                     cmocka_unit_test(what_is_refused), cmocka_unit_test(every_allocation)};
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
