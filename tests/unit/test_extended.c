/* The whole scenario language solved by the library and by the slow solver of tests/slow.h: random small worlds, every
 * rule and closure by itself and several together. What the rules make of a world is taken from the scenario room; its
 * own tests look at that. */
#include "context.h"
#include "held.h"
#include "scenarios.h"

#include "slow_answers.h"

/* A column in per cent against a change in logs. */
static void same_column(const answers *a, tw_table table, const char *name, int i, real change, const char *text)
{
  const double *values = tw_result_column(a->result, table, name);
  assert_non_null(values);
  same(values[i] / 100, expm1l(change), CLOSE, name, i, text);
}

/* The volume that a condition limits, in money at the reference's prices. */
static real volume(const answers *a, const slow_condition *c, const slow_solution *y)
{
  slow_condition money = *c;
  slow_problem q = {&a->w, &a->p, &a->reference, 0, 0};
  money.in_money = 1;
  return slow_measure(&q, &money, y);
}

static void compare_conditions(const answers *a, const char *text)
{
  const tw_condition_result *got;
  int count = tw_result_conditions(a->result, &got), k = 0;
  for (int i = 0; i < a->p.conditions; i++) {
    const slow_condition *c = &a->p.condition[i];
    if (c->kind == TWI_SHARE) continue; /* a transfer is a rule like others, neither limit nor target */
    assert_true(k < count);
    int volumes = twi_measure_adds_up(c->measure);
    real reference = volumes ? volume(a, c, &a->reference) : 100;
    real value = volumes ? volume(a, c, &a->new_) : 100 * expl(a->new_.measured[i]);
    same_digits(got[k].reference, reference, CLOSE, "reference", i, text);
    same_digits(got[k].limit, c->in_money ? c->goal : reference * expl(c->goal), CLOSE, "limit", i, text);
    same_digits(got[k].value, value, CLOSE, "value", i, text);
    if (got[k].binding != (c->kind == TWI_EXACTLY || a->new_.binds[i]))
      fail_msg("condition %d: binding %d, size %.3g, value %.12g, limit %.12g; slow size %.3Lg, in\n%s", i,
               got[k].binding, got[k].size, got[k].value, got[k].limit, a->new_.x[i], text);
    real x = a->new_.x[i];
    if (c->lever != TWI_LEVER_TRANSFER)
      same(got[k].size, c->lever == TWI_LEVER_SUBSIDY ? -expm1l(-x) : expm1l(x), CLOSE, "size", i, text);
    else
      same_digits(got[k].money, x, CLOSE, "money paid", i, text);
    if (c->kind == TWI_AT_MOST) same(got[k].money, a->new_.money[i], CLOSE, "rent", i, text);
    if (!got[k].binding) assert_true(got[k].size == 0);
    k++;
  }
  assert_int_equal(k, count);
}

static void compare_levels(const answers *a, const char *text)
{
  const slow_world *w = &a->w;
  const slow_solution *b = &a->base, *n = &a->new_;
  for (int d = 0; d < w->N; d++) {
    real price = slow_price_change(w, &a->p, b, n, d), wage = n->lnw[d] - b->lnw[d];
    same_column(a, TW_REGIONS, "real_income_pct", d, slow_income_change(w, &a->p, b, n, d), text);
    same_column(a, TW_REGIONS, "wage_pct", d, wage, text);
    same_column(a, TW_REGIONS, "price_index_pct", d, price, text);
    same_column(a, TW_REGIONS, "real_wage_pct", d, wage - price, text);
    for (int s = 0; s < w->S; s++) {
      int i = d * w->S + s;
      if (w->Y[i] > 0) {
        same_column(a, TW_SECTORS, "output_pct", i, slow_output_change(w, b, n, i), text);
        same_column(a, TW_SECTORS, "output_value_pct", i, logl(n->Y[i] / b->Y[i]), text);
        same_column(a, TW_SECTORS, "unit_cost_pct", i, n->lnc[i] - b->lnc[i], text);
      }
      if (w->X[i] > 0) same_column(a, TW_SECTORS, "price_pct", i, n->lnP[i] - b->lnP[i], text);
      for (int o = 0; o < w->N; o++) {
        tw_flow_change flow;
        int k = slow_flow(w, s, d, o);
        assert_int_equal(tw_result_flow(a->result, s, d, o, &flow), TW_OK);
        same_digits(flow.base_value, b->sales[k] * (1 + b->e[k]), CLOSE, "flow before", k, text);
        same_digits(flow.new_value, n->sales[k] * (1 + n->e[k]), CLOSE, "flow", k, text);
        if (w->flow[k] > 0) same_digits(flow.tariff_new, n->statutory[k], CLOSE, "tariff", k, text);
      }
    }
  }
}

static void compare(const answers *a, const char *text)
{
  compare_levels(a, text);
  compare_conditions(a, text);
}

enum { REGIONS = 3, SECTORS = 2 };

HOLDS(data, random_world, random_world_free)

/* A world of the seed, and the certified result of a scenario on it; both belong to the teardown. */
static tw_world *trading(support_random *r)
{
  return hold_world(trading_world(context, r, REGIONS, SECTORS));
}

static tw_result *solved(const tw_world *world, const tw_settings *settings, const char *text)
{
  return hold_result(solve_text(context, world, settings, text));
}

static void both(const tw_world *world, const char *text, answers *a)
{
  solve_slowly(context, world, text, a, NULL);
  a->result = solved(world, NULL, text);
  compare(a, text);
}

/* ---------------------------------------------------------------- rules at random */

static const char *const deficits[] = {"zero", "proportional", "fixed"};

static void each_feature_agrees(void **state)
{
  (void)state;
  for (int f = 0; f < FEATURES; f++)
    for (int round = 0; round < 3; round++) {
      support_random r = {(uint64_t)(100 * f + round)};
      tw_world *world = trading(&r);
      /* a closure by itself does nothing: a shock with it */
      unsigned shock = f < RULES ? 0 : 1u << RATES | 1u << BARRIERS | 1u << PRODUCTIVITY;
      yaml y = scenario_of(1u << f | shock, &r, REGIONS, SECTORS, deficits[round]);
      static answers a;
      both(world, y.text, &a);
      real most = 0;
      for (int d = 0; d < REGIONS; d++) most = fmaxl(most, fabsl(a.new_.lnw[d] - a.base.lnw[d]));
      if (!(most > 1e-6L) && f != TRANSFER) fail_msg("nothing happened in\n%s", y.text);
    }
}

/* One elasticity of production where the other is not said, and so 1. */
static void an_elasticity_alone_agrees(void **state)
{
  (void)state;
  static const char *const production[] = {"value_added: 0.6", "value_added: 1.7", "inputs: 0.4", "inputs: 2.5"};
  for (int k = 0; k < 4; k++) {
    support_random r = {(uint64_t)(700 + k)};
    tw_world *world = trading(&r);
    yaml y = {"", 0};
    say(&y,
        "scenario: alone\nclosure:\n  deficits: zero\n  production: {region: all, sector: all, %s}\npolicy:\n"
        "  - tariff: {importer: R00, exporter: all, sector: S00, add: 25 pp}\n"
        "  - productivity: {region: R01, sector: S01, change: 10 %%}\n",
        production[k]);
    static answers a, cobb_douglas;
    both(world, y.text, &a);
    char *closure = strstr(y.text, production[k]);
    memcpy(closure, k < 2 ? "value_added: 1.0" : "inputs: 1.0", strlen(production[k]));
    both(world, y.text, &cobb_douglas);
    assert_true(fabsl(a.new_.lnc[0] - cobb_douglas.new_.lnc[0]) > 1e-5L);
  }
}

/* Three to five rules, with and without closures; at most six limits. */
static void combinations_agree(void **state)
{
  (void)state;
  int binding = 0, loose = 0;
  for (int round = 0; round < 24; round++) {
    support_random r = {(uint64_t)(5000 + round)};
    tw_world *world = trading(&r);
    unsigned features = 0;
    for (int k = 0; k < 3 + round % 3; k++) features |= 1u << support_below(&r, RULES);
    for (int k = 0; k < round % 4; k++) features |= 1u << (RULES + support_below(&r, FEATURES - RULES));
    /* a ban of what a target moves, or two targets for one outcome, is for the tests of the language */
    if (features & 1u << TARGET_TRADE) features &= ~(1u << BAN);
    /* where scale makes the real wage rise with employment, a floor to it is met twice or never */
    if (features & (1u << RIGID_REAL | 1u << RIGID_NOMINAL)) features &= ~(1u << SCALE);
    yaml y = scenario_of(features, &r, REGIONS, SECTORS, deficits[round % 3]);
    static answers a;
    both(world, y.text, &a);
    for (int c = 0; c < a.p.conditions; c++) {
      if (!slow_is_limit(&a.p.condition[c])) continue;
      if (a.new_.binds[c])
        binding++;
      else
        loose++;
    }
  }
  assert_true(binding > 5 && loose > 2);
}

/* The base may be another scenario with a policy of its own; limits stay relative to no policy at all. */
static void a_base_with_a_policy_agrees(void **state)
{
  (void)state;
  support_random r = {31};
  tw_world *world = trading(&r);
  const char *before = support_temp("before.yaml");
  support_write(before, "scenario: before\nclosure: {deficits: zero, scale: {sector: all, elasticity: 0.03}}\npolicy:\n"
                        "  - tariff: {importer: R00, exporter: all, sector: all, add: 20 pp}\n"
                        "  - quota: {importer: R01, exporter: R00, sector: S00, change: -25 %, owner: exporter}\n");
  yaml y = {"", 0};
  say(&y,
      "scenario: after\nclosure: {deficits: zero, scale: {sector: all, elasticity: 0.03}}\nagainst: %s\npolicy:\n"
      "  - quota: {importer: R01, exporter: R00, sector: S00, change: -40 %%, owner: R02}\n"
      "  - target: {output: {region: R02, sector: S01}, change: 2 %%, by: {subsidy: {region: R02, sector: S01}}}\n",
      before);
  static answers a;
  both(world, y.text, &a);
  assert_true(fabsl(a.base.lnw[0] - a.reference.lnw[0]) > 1e-4L);
}

/* Rates of one, or none, in a world that has no rates at all. */
static void rates_in_a_world_without_rates_agree(void **state)
{
  (void)state;
  support_random r = {34};
  random_world *data = hold_data(random_world_new(&r, REGIONS, SECTORS, WITH_INPUTS));
  trade_more(data);
  tw_world *world = hold_world(make_world(context, data));
  assert_true(!world->tariff && !world->export_tax);
  static answers a;
  both(world,
       "scenario: first\nclosure: {deficits: zero}\npolicy:\n"
       "  - tariff: {importer: R00, exporter: R01, sector: all, to: 100 %}\n"
       "  - export_tax: {importer: R01, exporter: R02, sector: S00, to: 100 %}\n"
       "  - tariff: {importer: R02, exporter: R00, sector: S01, to: 0 %}\n",
       &a);
}

/* Results are measured against a base with all its digits, whatever the tolerance: the base's own policy changes nothing. */
static void a_loose_tolerance_leaves_the_base_exact(void **state)
{
  (void)state;
  support_random r = {33};
  tw_world *world = trading(&r);
  static const char policy[] = "closure: {deficits: zero}\npolicy:\n"
                               "  - tariff: {importer: R00, exporter: all, sector: all, add: 35 pp}\n"
                               "  - productivity: {region: R01, sector: S00, change: 20 %}\n";
  const char *before = support_temp("loose.yaml");
  yaml y = {"", 0}, again = {"", 0};
  say(&y, "scenario: loose\n%s", policy);
  support_write(before, y.text);
  say(&again, "scenario: again\nagainst: %s\n%s", before, policy);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-3;
  tw_result *result = solved(world, &settings, again.text);
  for (int d = 0; d < REGIONS; d++) {
    assert_close(of_region(result, "real_income_pct", d), 0, 1e-10);
    assert_close(of_region(result, "exports_pct", d), 0, 1e-10);
    assert_close(of_region(result, "wage_pct", d), 0, 1e-10);
  }
}

/* ---------------------------------------------------------------- comply or pay */

/* The preference written out here from docs/model.md: shares of spending, their CES choice, what customs gets. */
static void comply_or_pay_agrees(void **state)
{
  (void)state;
  support_random r = {32};
  random_world *data = hold_data(random_world_new(&r, 3, 2, WITH_INPUTS));
  size_t flow = flow_at(data, 1, 0, 2);
  real u = 0.7L, tp = 0.01L, tm = 0.09L, tm1 = 0.25L, cost = 1.03L, xi = 5;
  trade_more(data);
  data->tariff[flow] = (double)(u * tp + (1 - u) * tm);
  data->data.tariff = data->tariff;
  tw_world *world = hold_world(make_world(context, data));
  static answers a;
  static const char text[] =
      "scenario: pay\nclosure: {deficits: zero}\npolicy:\n"
      "  - preference: {importer: R00, exporter: R02, sector: S01, utilisation: 70 %, preferential: 1 %, mfn: 9 %, "
      "mfn_to: 25 %, compliance: 3 %, elasticity: 5}\n";
  memset(&a, 0, sizeof a);
  a.w = slow_from_world(world);
  a.p = slow_plain(&a.w);
  a.p.deficits = TWI_DEFICITS_ZERO;
  slow_one(&a, &a.p, NULL, &a.reference, text);
  a.base = a.reference;
  real s = u * (1 + tp) / (u * (1 + tp) + (1 - u) * (1 + tm));
  real with = s * powl(cost, -xi), without = (1 - s) * powl((1 + tm1) / (1 + tm), -xi), k = with + without;
  real chosen = with / k, customs = chosen / (1 + tp) + (1 - chosen) / (1 + tm1);
  a.p.t[flow] = 1 / customs - 1;
  a.p.d[flow] = powl(k, -1 / xi) * (1 + a.w.tariff[flow]) * customs;
  slow_one(&a, &a.p, &a.reference, &a.new_, text);
  a.result = solved(world, NULL, text);
  compare(&a, text);
  const tw_preference_result *got;
  assert_int_equal(tw_result_preferences(a.result, &got), 1);
  assert_int_equal(got->sector, 1);
  assert_int_equal(got->importer, 0);
  assert_int_equal(got->exporter, 2);
  assert_close(got->utilisation_base, 0.7, 1e-14);
  assert_close(got->utilisation_new, (double)(chosen / (1 + tp) / customs), 1e-12);
  assert_close(got->tariff_new, (double)(1 / customs - 1), 1e-12);
  assert_close(got->value, (double)(a.base.sales[flow]), CLOSE);
}

/* One rule for all flows of a world with many: each has its preference, in the order of flows. */
static void preferences_of_many_flows(void **state)
{
  (void)state;
  enum { N = 14, S = 5 };
  support_random r = {8};
  tw_context *ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&r, N, S, 0);
  tw_world *many = make_world(ctx, data);
  static const char text[] =
      "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
      "  - preference: {importer: all, exporter: all, sector: all, utilisation: 50 %, preferential: 0 %, mfn: 0 %, "
      "mfn_to: 1 %, elasticity: 5}\n";
  tw_result *result = solve_text(ctx, many, NULL, text);
  const tw_preference_result *got;
  int count = tw_result_preferences(result, &got), k = 0;
  for (int s = 0; s < S; s++)
    for (int d = 0; d < N; d++)
      for (int o = 0; o < N; o++) {
        if (o == d || !(data->flow[flow_at(data, s, d, o)] > 0)) continue;
        assert_true(k < count);
        assert_true(got[k].sector == s && got[k].importer == d && got[k].exporter == o);
        k++;
      }
  assert_int_equal(k, count);
  assert_true(count > 500);
  tw_result_free(result);
  tw_world_free(many);
  random_world_free(data);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- properties */

static double column(const tw_result *result, tw_table table, const char *name, int i)
{
  const double *values = tw_result_column(result, table, name);
  assert_non_null(values);
  return values[i];
}

/* What a target finds, written as a rule, reaches the target. */
static void a_swap_run_forward_arrives(void **state)
{
  (void)state;
  support_random r = {33};
  random_world *data = hold_data(random_world_new(&r, 3, 2, WITH_INPUTS));
  trade_more(data);
  tw_world *world = hold_world(make_world(context, data));
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-12;
  static const char shock[] = "scenario: swap\nclosure: {deficits: zero}\npolicy:\n"
                              "  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n";
  static const struct {
    const char *target, *forward;
    const char *column;
    int of_sector, cell;
    double wanted; /* fraction */
  } swaps[] = {
      {"output: {region: R00, sector: S00}, change: 0 %, by: {subsidy: {region: R00, sector: S00}}",
       "subsidy: {region: R00, sector: S00, to: %.17g %%}", "output_pct", 1, 0, 0},
      {"real_income: {region: R00}, change: 1 %, by: {productivity: {region: R00, sector: all}}",
       "productivity: {region: R00, sector: all, change: %.17g %%}", "real_income_pct", 0, 0, 0.01},
      {"price: {region: R01, sector: S01}, change: -2 %, by: {barrier: {importer: R01, exporter: all, sector: S01}}",
       "barrier: {importer: R01, exporter: all, sector: S01, to: %.17g %%}", "price_pct", 1, 3, -0.02},
      {"output: {region: R02, sector: S01}, change: 1.5 %, by: {tariff: {importer: R02, exporter: all, sector: S01}}",
       "tariff: {importer: R02, exporter: all, sector: S01, to: %.17g %%}", "output_pct", 1, 5, 0.015},
      {"real_wage: {region: R00}, change: -1 %, by: {labour: {region: R00}}", "labour: {region: R00, change: %.17g %%}",
       "real_wage_pct", 0, 0, -0.01},
      {"real_income: {region: R02}, change: 0.5 %, by: {transfer: {from: R01, to: R02}}",
       "transfer: {from: R01, to: R02, amount: %.17g million USD}", "real_income_pct", 0, 2, 0.005},
  };
  for (size_t i = 0; i < sizeof swaps / sizeof *swaps; i++) {
    yaml y = {"", 0}, f = {"", 0};
    say(&y, "%s  - target: {%s}\n", shock, swaps[i].target);
    tw_result *found = solved(world, &settings, y.text);
    const tw_condition_result *got;
    assert_int_equal(tw_result_conditions(found, &got), 1);
    int transfer = strstr(swaps[i].forward, "transfer") != NULL;
    double size = transfer ? got->money : 100 * got->size;
    assert_true(fabs(size) > 1e-3);
    say(&f, "%s  - ", shock);
    size_t length = strlen(swaps[i].forward);
    const char *number = strstr(swaps[i].forward, "%.17g"), *rest = number + 5;
    say(&f, "%.*s%.17g", (int)(number - swaps[i].forward), swaps[i].forward, size);
    if (length > 0 && strstr(rest, "%%"))
      say(&f, " %%}\n");
    else
      say(&f, "%s\n", rest);
    tw_result *forward = solved(world, &settings, f.text);
    double reached = column(forward, swaps[i].of_sector ? TW_SECTORS : TW_REGIONS, swaps[i].column, swaps[i].cell);
    assert_close(reached / 100, swaps[i].wanted, 1e-9);
    for (int d = 0; d < 3; d++)
      assert_close(of_region(found, "real_income_pct", d), of_region(forward, "real_income_pct", d), 1e-8);
  }
}

/* Two targets and a limit at once, and the same forward. */
static void targets_are_solved_together(void **state)
{
  (void)state;
  support_random r = {34};
  tw_world *world = trading(&r);
  static answers a;
  both(world,
       "scenario: two\nclosure: {deficits: zero}\npolicy:\n"
       "  - productivity: {region: R01, sector: S01, change: +8 %}\n"
       "  - quota: {importer: R00, exporter: R01, sector: S01, change: -10 %, owner: importer}\n"
       "  - target: {output: {region: R00, sector: S00}, change: 0 %, by: {subsidy: {region: R00, sector: S00}}}\n"
       "  - target: {imports: {region: R02, sector: S01}, change: 5 %, by: {tariff: {importer: R02, exporter: all, "
       "sector: S01}}}\n"
       "  - target: {exports: {region: R01, sector: S00}, change: 3 %, by: {export_tax: {importer: all, exporter: "
       "R01, sector: S00}}}\n",
       &a);
  assert_close(column(a.result, TW_SECTORS, "output_pct", 0), 0, CLOSE);
  assert_true(a.new_.binds[0] && a.p.conditions == 4);
}

/* Real income is told with the new tastes at both prices; a target of it means the number that is told. */
static void a_target_of_real_income_is_the_one_reported(void **state)
{
  (void)state;
  support_random r = {40};
  tw_world *world = trading(&r);
  static answers a;
  both(world,
       "scenario: tastes\nclosure: {deficits: zero}\npolicy:\n"
       "  - final_demand: {region: R01, sector: S01, change: -20 %}\n"
       "  - target: {real_income: {region: R01}, change: 1 %, by: {productivity: {region: R01, sector: S00}}}\n",
       &a);
  assert_close(of_region(a.result, "real_income_pct", 1), 1, CLOSE);
}

/* Largest difference of the columns of regions; levels: without the decomposition, which depends on the path. */
static double apart(const tw_result *a, const tw_result *b, int levels)
{
  double most = 0;
  for (int k = 0; tw_result_column_name(TW_REGIONS, k); k++) {
    const char *name = tw_result_column_name(TW_REGIONS, k);
    if (!strcmp(name, "remainder_pct")) continue;
    if (levels && (strstr(name, "of_trade") || !strcmp(name, "technical_pct") || !strcmp(name, "rents_new_pct")))
      continue;
    for (int d = 0; d < REGIONS; d++) most = fmax(most, fabs(of_region(a, name, d) - of_region(b, name, d)) / 100);
  }
  return most;
}

static void a_limit_that_does_not_bind_changes_nothing(void **state)
{
  (void)state;
  static const char shock[] = "scenario: loose\nclosure: {deficits: proportional}\npolicy:\n"
                              "  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n"
                              "  - subsidy: {region: R02, sector: S01, to: 5 %}\n";
  static const char limits[] = "  - quota: {importer: R00, exporter: all, sector: all, to: 300 %, owner: R01}\n"
                               "  - capacity: {region: R02, sector: all, change: +80 %}\n"
                               "  - capacity: {region: R01, sector: S00, of: exports, to: 9 billion USD}\n";
  for (int i = 0; i < 3; i++) {
    support_random r = {(uint64_t)(350 + i)};
    tw_world *world = trading(&r);
    yaml y = {"", 0};
    say(&y, "%s%s", shock, limits);
    tw_result *without = solved(world, NULL, shock), *with = solved(world, NULL, y.text);
    const tw_condition_result *got;
    int count = tw_result_conditions(with, &got);
    assert_int_equal(count, 4 + 2 + 1);
    for (int k = 0; k < count; k++) assert_true(!got[k].binding && got[k].size == 0 && got[k].money == 0);
    double gap = apart(with, without, 0);
    if (!(gap <= 1e-12)) fail_msg("limits that do not bind move results by %.2g", gap);
  }
}

/* A ban is where growing barriers and shrinking quotas lead. */
static void a_ban_is_the_end_of_barriers_and_quotas(void **state)
{
  (void)state;
  support_random r = {36};
  tw_world *world = trading(&r);
  static const char head[] = "scenario: ban\nclosure: {deficits: zero}\npolicy:\n  - ";
  static const char place[] = "{importer: R00, exporter: R01, sector: S01";
  yaml y = {"", 0};
  say(&y, "%sban: %s}\n", head, place);
  tw_result *ban = solved(world, NULL, y.text);
  tw_flow_change flow;
  assert_ok(context, tw_result_flow(ban, 1, 0, 1, &flow));
  assert_true(flow.new_value == 0 && flow.base_value > 0);
  double before[2] = {1, 1};
  for (int i = 0; i < 3; i++)
    for (int quota = 0; quota < 2; quota++) {
      yaml near = {"", 0};
      if (quota)
        say(&near, "%squota: %s, to: %g %%, owner: importer}\n", head, place, pow(10, -2 * i));
      else
        say(&near, "%sbarrier: %s, to: %g %%}\n", head, place, 100 * pow(10, 1 + 2 * i));
      tw_result *result = solved(world, NULL, near.text);
      double gap = apart(result, ban, 1);
      if (!(gap < before[quota] / 4 || gap < 1e-11))
        fail_msg("%.3g from the ban, %.3g before, in\n%s", gap, before[quota], near.text);
      before[quota] = gap;
    }
  assert_true(before[0] < 1e-6 && before[1] < 1e-3);
}

/* Five limits, of which some bind: which ones is found among the 32 sets by the slow solver. */
static void limits_agree_with_enumeration(void **state)
{
  (void)state;
  int binding = 0, loose = 0;
  static const char *const owner[] = {"importer", "exporter", "R02", "importer", "R00"};
  for (int round = 0; round < 8; round++) {
    support_random r = {(uint64_t)(370 + round)};
    tw_world *world = trading(&r);
    yaml y = {"", 0};
    say(&y, "scenario: five\nclosure: {deficits: %s}\npolicy:\n", deficits[round % 2]);
    for (int d = 0; d < REGIONS; d++)
      say(&y, "  - productivity: {region: R%02d, sector: S00, change: %.3f %%}\n", d, draw(&r, -10, 20));
    for (int k = 0; k < 5; k++)
      say(&y, "  - quota: {importer: R%02d, exporter: R%02d, sector: S%02d, change: %.3f %%, owner: %s}\n", k % 3,
          (k + 1) % 3, k % 2, draw(&r, -25, 20), owner[k]);
    static answers a;
    both(world, y.text, &a);
    assert_int_equal(a.new_.tried, 32);
    for (int k = 0; k < 5; k++) {
      if (a.new_.binds[k])
        binding++;
      else
        loose++;
    }
  }
  assert_true(binding >= 8 && loose >= 8);
}

/* Limits on two flows, on their sum, and a second one on the first flow: they cannot all bind, and at no shock they are
 * all met at once. One owner, so that nothing hangs on how rents on one flow are told apart. */
static void limits_on_the_same_flows_agree(void **state)
{
  (void)state;
  int bound[4] = {0};
  for (int round = 0; round < 12; round++) {
    support_random r = {(uint64_t)(390 + round)};
    tw_world *world = trading(&r);
    yaml y = {"", 0};
    say(&y, "scenario: nested\nclosure: {deficits: %s}\npolicy:\n", deficits[round % 2]);
    static const char *const from[] = {"R01", "R02", "all", "R01"};
    for (int k = 0; k < 4; k++)
      say(&y, "  - quota: {importer: R00, exporter: %s, sector: S01, change: -%.3f %%, owner: importer%s}\n", from[k],
          draw(&r, 5, 35), k == 2 ? ", together: true" : "");
    static answers a;
    solve_slowly(context, world, y.text, &a, NULL);
    a.result = solved(world, NULL, y.text);
    compare_levels(&a, y.text);
    const tw_condition_result *got;
    assert_int_equal(tw_result_conditions(a.result, &got), 4);
    for (int k = 0; k < 4; k++) {
      assert_int_equal(got[k].binding, a.new_.binds[k]);
      same(got[k].size, expm1l(a.new_.x[k]), CLOSE, "size", k, y.text);
      bound[k] += a.new_.binds[k];
    }
  }
  for (int k = 0; k < 4; k++) assert_true(bound[k] > 0 && bound[k] < 12);
}

/* A limit or a target on a small flow beside markets many times its size is met as exactly as any other: the slow
 * solver finds the same. */
static void limits_on_small_flows_agree(void **state)
{
  (void)state;
  static const double percent[] = {99.9, 90, 50, 11.6, 1, 0.01};
  for (int i = 0; i < 18; i++) {
    support_random r = {(uint64_t)(700 + i)};
    random_world *data = hold_data(random_world_new(&r, 3, 2, WITH_ALL & ~WITH_DEAD_CELLS));
    double size = pow(10, -1 - i % 4);
    for (int k = 0; k < 2 * 3 * 3; k++)
      if (k / 3 % 3 != k % 3) data->flow[k] *= size;
    data->theta[0] = 8;
    data->theta[1] = 1.8;
    tw_world *world = hold_world(make_world(context, data));
    int d = support_below(&r, 3), o = (d + 1 + support_below(&r, 2)) % 3, s = support_below(&r, 2);
    yaml y = {"", 0};
    say(&y, "scenario: small\nclosure: {deficits: fixed}\npolicy:\n");
    if (i % 3 == 2)
      say(&y,
          "  - target: {trade: {importer: R%02d, exporter: R%02d, sector: S%02d}, change: -10 %%, by: {barrier: "
          "{importer: R%02d, exporter: R%02d, sector: S%02d}}}\n",
          d, o, s, d, o, s);
    else
      say(&y, "  - quota: {importer: R%02d, exporter: R%02d, sector: S%02d, to: %.10g %%, owner: %s}\n", d, o, s,
          percent[(i / 3 + i) % 6], i % 2 ? "importer" : "exporter");
    static answers a;
    both(world, y.text, &a);
    assert_true(tw_result_info(a.result)->certificate.max <= 1e-10);
  }
}

/* No tariff between two others quadruples what a third makes. */
static void a_target_out_of_reach_is_an_outcome(void **state)
{
  (void)state;
  support_random r = {38};
  tw_world *world = trading(&r);
  static const char text[] = "scenario: far\nclosure: {deficits: zero}\npolicy:\n"
                             "  - target: {output: {region: R00, sector: S00}, change: +400 %, by: {tariff: {importer: "
                             "R01, exporter: R02, sector: S01}}}\n";
  static answers a;
  int possible = 1;
  solve_slowly(context, world, text, &a, &possible);
  assert_false(possible);
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  assert_ok(context, tw_scenario_parse(context, text, strlen(text), "test", &scenario));
  hold_scenario(scenario);
  assert_ok(context, tw_solver_new(context, world, NULL, &solver));
  hold_solver(solver);
  assert_ok(context, tw_solve(solver, scenario, &result));
  hold_result(result);
  const tw_info *info = tw_result_info(result);
  assert_int_equal(info->outcome, TW_OUT_OF_REACH);
  assert_true(info->share_solved >= 0 && info->share_solved < 1);
  assert_true(strlen(info->message) > 0);
}

/* Closures that say what the core says leave the core's numbers. */
static void closures_switched_off_are_the_core(void **state)
{
  (void)state;
  support_random r = {39};
  tw_world *world = trading(&r);
  static const char policy[] = "policy:\n"
                               "  - tariff: {importer: R01, exporter: R00, sector: all, add: 20 pp}\n"
                               "  - productivity: {region: R02, sector: S01, change: +5 %}\n";
  yaml plain = {"", 0}, off = {"", 0}, on = {"", 0};
  say(&plain, "scenario: core\nclosure: {deficits: zero}\n%s", policy);
  for (int k = 0; k < 2; k++)
    say(k ? &on : &off,
        "scenario: core\nclosure:\n  deficits: zero\n  labour: {region: all, supply_elasticity: %s}\n"
        "  production: {region: all, sector: all, value_added: %s, inputs: %s}\n"
        "  scale: {sector: all, elasticity: %s}\n%s",
        k ? "0.3" : "0", k ? "0.7" : "1", k ? "0.4" : "1", k ? "0.02" : "0", policy);
  tw_result *a = solved(world, NULL, plain.text), *b = solved(world, NULL, off.text);
  tw_result *c = solved(world, NULL, on.text);
  assert_true(apart(a, b, 0) <= 1e-12);
  assert_true(apart(a, c, 0) > 1e-6);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      HELD_TEST(each_feature_agrees),
      HELD_TEST(an_elasticity_alone_agrees),
      HELD_TEST(combinations_agree),
      HELD_TEST(a_base_with_a_policy_agrees),
      HELD_TEST(rates_in_a_world_without_rates_agree),
      HELD_TEST(a_loose_tolerance_leaves_the_base_exact),
      HELD_TEST(comply_or_pay_agrees),
      HELD_TEST(preferences_of_many_flows),
      HELD_TEST(a_swap_run_forward_arrives),
      HELD_TEST(targets_are_solved_together),
      HELD_TEST(a_target_of_real_income_is_the_one_reported),
      HELD_TEST(a_limit_that_does_not_bind_changes_nothing),
      HELD_TEST(a_ban_is_the_end_of_barriers_and_quotas),
      HELD_TEST(limits_agree_with_enumeration),
      HELD_TEST(limits_on_the_same_flows_agree),
      HELD_TEST(limits_on_small_flows_agree),
      HELD_TEST(a_target_out_of_reach_is_an_outcome),
      HELD_TEST(closures_switched_off_are_the_core),
  };
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
