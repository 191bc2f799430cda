/* Each residual of the certificate alone, by its size and place: worked out by hand where one number of a solution is
 * moved, and recomputed in long double (tests/slow_certificate.h) for solved and for disturbed states of every closure.
 */
#include "equilibrium/residuals.h"
#include "indicator/result.h"
#include "scenarios.h"

#include "slow_answers.h"
#include "slow_certificate.h"

/* One solved scenario, with what its two states are made of. The solver is kept: states borrow from it. */
typedef struct run {
  tw_context *ctx;
  tw_world *world;
  tw_scenario *scenario;
  tw_solver *solver;
  tw_result *result;
  slow_world w;
  slow_policy side[2];
  double D[SLOW_N]; /* of the new equilibrium */
} run;

enum { ONE_BLOCK, TWO_BLOCKS };

static void run_free(run *r)
{
  tw_result_free(r->result);
  tw_solver_free(r->solver);
  tw_scenario_free(r->scenario);
  tw_world_free(r->world);
  tw_context_free(r->ctx);
  free(r);
}

/* The world has 4 regions and 3 sectors; in two blocks R00 trades with R02 and R01 with R03. Without export taxes rows
 * are accounted by another loop; with them, every second world has some on own sales. */
static run *run_new(uint64_t seed, int blocks, int with, const char *closure, const char *policy)
{
  support_random random = {seed};
  run *r = calloc(1, sizeof *r);
  yaml y = {"", 0};
  r->ctx = tw_context_new(NULL);
  random_world *data = random_world_new(&random, 4, 3, with);
  trade_more(data);
  for (int k = 0; k < 3 * 16 && blocks == TWO_BLOCKS; k++)
    if ((k / 4 % 4 + k % 4) % 2) data->flow[k] = 0;
  for (int k = 0; k < 3 * 16 && with & WITH_EXPORT_TAXES && seed % 2; k++)
    if (k / 4 % 4 == k % 4) data->export_tax[k] = 0.04 + 0.01 * (k % 5);
  for (int d = 0; d < 4; d++) { /* a by-product: its size is not its sum */
    double *a = data->input + ((size_t)d * 3 + 2) * 3;
    a[1] += a[0] + 0.008;
    a[0] = -0.008;
  }
  r->world = make_world(r->ctx, data);
  random_world_free(data);
  say(&y, "scenario: t\nclosure: %s\npolicy:\n%s", closure, policy);
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = 1;
  assert_ok(r->ctx, tw_scenario_parse(r->ctx, y.text, y.length, "test", &r->scenario));
  assert_ok(r->ctx, tw_solver_new(r->ctx, r->world, &settings, &r->solver));
  assert_ok(r->ctx, tw_solve(r->solver, r->scenario, &r->result));
  const tw_info *info = tw_result_info(r->result);
  if (info->outcome <= 0) fail_msg("%s, of\n%s", info->message, y.text);
  r->w = slow_from_world(r->world);
  for (int k = 0; k < 2; k++) {
    twi_policy frozen = {.wedges = k ? r->result->new_.wedges : r->result->base.wedges};
    r->side[k] = slow_from_policy(&r->w, &frozen, &r->solver->closure);
  }
  twi_closure_deficits(r->world, &r->result->new_.wedges, r->result->new_.state, r->D);
  return r;
}

static void certify(const run *r, const double *D, tw_certificate *c)
{
  twi_certify(r->result->new_.state, r->world, &r->result->new_.wedges, D, 1e-10, c);
}

static const tw_residual *residual(const tw_certificate *c, const char *name)
{
  for (int k = 0; k < c->count; k++)
    if (strcmp(c->residual[k].name, name) == 0) return &c->residual[k];
  fail_msg("no residual %s", name);
  return NULL;
}

/* All kinds of wedges, within the blocks, and of closures. */
static const char shock[] = "  - tariff: {importer: R01, exporter: all, sector: all, add: 12 pp}\n"
                            "  - export_tax: {importer: R00, exporter: R02, sector: all, add: 6 pp}\n"
                            "  - barrier: {importer: R02, exporter: R00, sector: S01, change: 8 %}\n"
                            "  - demand: {importer: R03, exporter: R01, sector: S00, change: -20 %}\n"
                            "  - final_demand: {region: R02, sector: S02, change: +10 %}\n"
                            "  - productivity: {region: R03, sector: S01, change: +7 %}\n"
                            "  - subsidy: {region: R01, sector: S02, to: 6 %}\n"
                            "  - subsidy: {region: R00, sector: S00, to: -4 %}\n"
                            "  - labour: {region: R00, change: +4 %}\n"
                            "  - transfer: {from: R01, to: R03, amount: 2 million USD}\n";

static const char few_tariffs[] = "  - tariff: {importer: R01, exporter: R02, sector: S01, add: 12 pp}\n";

#define NESTS    "production: {region: all, sector: all, value_added: 0.6, inputs: 0.3}"
#define SCALED   "scale: {sector: all, elasticity: 0.02}"
#define SUPPLIED "labour: {region: all, supply_elasticity: 0.4}"

static const struct {
  const char *closure, *more; /* more: rules besides the shock; "-": no shock but a few tariffs */
  int blocks;
} cases[] = {
    {"{deficits: fixed}", "", ONE_BLOCK},
    {"{deficits: zero}", "", ONE_BLOCK},
    {"{deficits: proportional}", "", ONE_BLOCK},
    {"{deficits: fixed, " NESTS "}", "", ONE_BLOCK},
    {"{deficits: proportional, " SCALED "}", "", ONE_BLOCK},
    {"{deficits: zero, " NESTS ", " SCALED ", " SUPPLIED "}", "", ONE_BLOCK},
    {"{deficits: zero, labour: {region: R01, rigid_wage: real}}",
     "  - quota: {importer: R01, exporter: R00, sector: S00, change: -30 %, owner: R02}\n"
     "  - quota: {importer: R03, exporter: R02, sector: S01, change: -20 %, owner: exporter}\n"
     "  - ban: {importer: R00, exporter: R01, sector: S02}\n"
     "  - capacity: {region: R02, sector: S02, change: -3 %}\n",
     ONE_BLOCK},
    {"{deficits: fixed}", "", TWO_BLOCKS},
    {"{deficits: proportional, " NESTS "}", "", TWO_BLOCKS},
    {"{deficits: proportional, " SCALED ", " SUPPLIED "}", "", TWO_BLOCKS},
    {"{deficits: fixed}", "-", ONE_BLOCK},
};
enum { CASES = sizeof cases / sizeof *cases };

static run *run_case(size_t k)
{
  char policy[4096];
  int few = *cases[k].more == '-', with = WITH_TARIFFS | WITH_INPUTS | (few ? 0 : WITH_EXPORT_TAXES);
  snprintf(policy, sizeof policy, "%s%s", few ? few_tariffs : shock, few ? "" : cases[k].more);
  return run_new(300 + k, cases[k].blocks, with, cases[k].closure, policy);
}

/* ---------------------------------------------------------------- recomputed */

static void same_size(double fast, real slow, double size, const char *what, size_t which, int i)
{
  if (!(fabsl(fast - slow) <= 1e-13L * size + 1e-11L * fabsl(slow)))
    fail_msg("case %zu, %s of %d: %.15g, slow %.15Lg", which, what, i, fast, slow);
}

static void compare(const run *r, int side, const twi_state *x, const double *D, const tw_certificate *c, size_t which)
{
  static slow_account a;
  slow_residual wanted[SLOW_RESIDUALS];
  real D_slow[SLOW_N];
  const slow_world *w = &r->w;
  slow_account_of(w, &r->side[side], x, &a);
  slow_deficits(w, &r->side[side], &a, D_slow);
  for (int d = 0; d < w->N; d++) {
    same_size(D[d], D_slow[d], (double)w->V[d], "deficit", which, d);
    same_size(x->tariffs[d], a.tariffs[d], x->I[d], "tariffs", which, d);
    same_size(x->taxes[d], a.taxes[d], x->I[d], "taxes", which, d);
    same_size(x->subsidies[d], a.subsidies[d], x->I[d], "subsidies", which, d);
    same_size(x->lnL[d], logl(a.y.L[d]), 1, "lnL", which, d);
    assert_int_equal(x->blocks[d], a.block[d]);
  }
  for (int i = 0; i < w->N * w->S; i++) {
    if (w->Y[i] > 0) same_size(x->lnc[i], a.y.lnc[i], 1, "lnc", which, i);
    same_size(x->sales[i], a.sales[i], x->Y[i], "sales", which, i);
    same_size(x->exports[i], a.exports[i], x->Y[i], "exports", which, i);
    same_size(x->imports[i], a.imports[i], x->X[i], "imports", which, i);
    if (w->X[i] > 0) same_size(x->sum[i], a.sum[i], 1, "sum", which, i);
  }
  slow_certify(w, &r->side[side], x, &a, D_slow, wanted);
  assert_true(c->count >= SLOW_RESIDUALS);
  double most = 0;
  for (int k = 0; k < c->count; k++) {
    const tw_residual *got = &c->residual[k];
    most = fmax(most, got->value);
    if (strcmp(got->name, "limits") == 0 || strcmp(got->name, "targets") == 0) continue;
    const slow_residual *one = NULL;
    for (int i = 0; i < SLOW_RESIDUALS; i++)
      if (strcmp(wanted[i].name, got->name) == 0) one = &wanted[i];
    if (!one) fail_msg("nobody recomputes the residual %s: tests/slow_certificate.h", got->name);
    if (!(fabsl(got->value - one->value) <= 1e-12L + 1e-9L * one->value))
      fail_msg("case %zu, %s: %.12g, slow %.12Lg", which, one->name, got->value, one->value);
    if (one->value > 1e-9L && (got->region != one->region || got->sector != one->sector))
      fail_msg("case %zu, %s: in %d %d, slow in %d %d", which, one->name, got->region, got->sector, one->region,
               one->sector);
  }
  assert_true(most == c->max);
}

/* Base and new equilibrium as tw_solve left them, with the certificates that it reports. */
static void solved_states_hold(void **state)
{
  (void)state;
  for (size_t k = 0; k < CASES; k++) {
    run *r = run_case(k);
    for (int side = 0; side < 2; side++) {
      const twi_state *x = side ? r->result->new_.state : r->result->base.state;
      const tw_info *info = tw_result_info(r->result);
      double D[SLOW_N];
      twi_closure_deficits(r->world, side ? &r->result->new_.wedges : &r->result->base.wedges, x, D);
      compare(r, side, x, D, side ? &info->certificate : &info->base_certificate, k);
      for (int d = 0; d < 4; d++) assert_close(x->D[d], D[d], 1e-10);
    }
    run_free(r);
  }
}

/* One number of a solution after the other is moved by a thousandth. */
static void disturbed_states_are_measured(void **state)
{
  (void)state;
  for (size_t k = 0; k < CASES; k++) {
    run *r = run_case(k);
    twi_state *x = r->result->new_.state;
    double *part[] = {x->lnw, x->I, x->lnP, x->X, x->Y}, D[SLOW_N];
    for (int p = 0; p < 5; p++)
      for (int i = 0; i < (p < 2 ? 4 : 12); i++) {
        double kept = part[p][i];
        tw_certificate c;
        part[p][i] = p == 0 || p == 2 ? kept + 1e-3 : kept * 1.001;
        twi_state_account(x, r->world, &r->result->new_.wedges, r->solver->equilibrium->pool);
        twi_closure_deficits(r->world, &r->result->new_.wedges, x, D);
        certify(r, D, &c);
        compare(r, 1, x, D, &c, k);
        assert_false(c.holds);
        part[p][i] = kept;
      }
    run_free(r);
  }
}

/* ---------------------------------------------------------------- alone */

/* The residuals of the list have these sizes in these places; all others are as in a solution. */
typedef struct expected {
  const char *name;
  double value;
  int region, sector;
} expected;

static void only(const run *r, const double *D, const expected *list, int count)
{
  tw_certificate c;
  certify(r, D, &c);
  double most = 0;
  assert_int_equal(c.count, SLOW_RESIDUALS);
  for (int k = 0; k < c.count; k++) {
    const tw_residual *got = &c.residual[k];
    const expected *e = NULL;
    for (int i = 0; i < count; i++)
      if (strcmp(list[i].name, got->name) == 0) e = &list[i];
    if (!e && !(got->value < 1e-10)) fail_msg("%s is %g, disturbed was %s", got->name, got->value, list[0].name);
    if (!e) continue;
    most = fmax(most, e->value);
    if (!(fabs(got->value - e->value) <= 1e-9 * e->value + 1e-11))
      fail_msg("%s is %.12g, not %.12g", got->name, got->value, e->value);
    if (got->region != e->region || got->sector != e->sector)
      fail_msg("%s in %d %d, not in %d %d", got->name, got->region, got->sector, e->region, e->sector);
  }
  assert_relative(c.max, most, 1e-5);
  assert_int_equal(c.holds, most <= 1e-10);
}

#define ONLY(r, D, ...)                                                                                                \
  do {                                                                                                                 \
    const expected list_[] = {__VA_ARGS__};                                                                            \
    only(r, D, list_, (int)(sizeof list_ / sizeof *list_));                                                            \
  } while (0)

/* Moves a number, looks, and moves it back. */
#define MOVED(number, to, ...)                                                                                         \
  do {                                                                                                                 \
    double kept_ = (number);                                                                                           \
    (number) = (to);                                                                                                   \
    ONLY(r, D, __VA_ARGS__);                                                                                           \
    (number) = kept_;                                                                                                  \
  } while (0)

static double value_added(const run *r, int d)
{
  const twi_state *x = r->result->new_.state;
  return exp(x->lnw[d] + x->lnL[d]) * r->world->value_added[d];
}

static double block_of(const run *r, int d)
{
  double sum = 0;
  for (int j = 0; j < 4; j++)
    if (r->result->new_.state->blocks[j] == r->result->new_.state->blocks[d]) sum += r->world->value_added[j];
  return sum;
}

static void each_residual_alone(void **state)
{
  (void)state;
  static const double steps[] = {1e-3, 3e-7, 2e-10};
  for (size_t k = 0; k < CASES; k++) {
    run *r = run_case(k);
    twi_state *x = r->result->new_.state;
    double *D = r->D;
    for (int j = 0; j < 3; j++) {
      double by = steps[j];
      int d = (int)(k + (size_t)j) % 4, s = j, i = d * 3 + s, first = x->blocks[d];
      double wVL = value_added(r, d), block = block_of(r, d);
      /* trade: not used in solving */
      MOVED(x->imports[i], x->imports[i] + by * wVL, {"external_balance", by, d, -1});
      MOVED(x->exports[i], x->exports[i] + by * wVL, {"external_balance", by, d, -1});
      MOVED(x->exports[i], x->exports[i] - by * wVL, {"external_balance", by, d, -1});
      /* the parts of income */
      MOVED(x->tariffs[d], x->tariffs[d] + by * x->I[d], {"budget", by, d, -1});
      MOVED(x->taxes[d], x->taxes[d] - by * x->I[d], {"budget", by, d, -1});
      MOVED(x->subsidies[d], x->subsidies[d] + by * x->I[d], {"budget", by, d, -1});
      MOVED(D[d], D[d] + by * wVL, {"external_balance", by, d, -1}, {"budget", by * wVL / x->I[d], d, -1});
      /* markets */
      MOVED(x->sum[i], x->sum[i] + by, {"share_sum", by, d, s}, {"price_index", log1p(by) / r->world->theta[s], d, s});
      MOVED(x->sum[i], x->sum[i] - by, {"share_sum", by, d, s},
            {"price_index", -log1p(-by) / r->world->theta[s], d, s});
      MOVED(x->sales[i], x->sales[i] * (1 + by), {"goods_market", by / (1 + by), d, s});
      MOVED(x->sales[i], x->sales[i] * (1 - by), {"goods_market", by, d, s});
      /* the factor: one region employs more; its block has that much more value added */
      MOVED(x->lnL[d], x->lnL[d] + log1p(by), {"factor_market", by / (1 + by), d, -1},
            {"budget", by * wVL / x->I[d], d, -1}, {"walras", by * wVL / block, first, -1},
            {"numeraire", by * wVL / block, first, -1});
      /* what is bought: by-products make the size of S00 more than its sum */
      double by_product = 0, bought = x->X[i], share[3];
      for (int u = 0; u < 3; u++) {
        twi_state_input_shares(x, r->world, d, u, share);
        if (share[s] < 0) by_product -= 2 * share[s] * x->Y[d * 3 + u];
      }
      assert_true((s == 0) == (by_product > 0));
      MOVED(x->X[i], bought * (1 + by), {"spending", by * bought / (bought + by_product), d, s});
      MOVED(x->X[i], bought * (1 - by), {"spending", by * bought / (bought + by_product), d, s});
    }
    run_free(r);
  }
}

/* Money is measured in value added of the block: all of a block's money more is off there alone. */
static void a_numeraire_by_block(void **state)
{
  (void)state;
  for (size_t k = 0; k < CASES; k++)
    for (int first = 0; first <= (cases[k].blocks == TWO_BLOCKS); first++) {
      run *r = run_case(k);
      twi_state *x = r->result->new_.state;
      double by = 2e-4, D[4];
      for (int d = 0; d < 4; d++) {
        D[d] = r->D[d];
        if (x->blocks[d] != first) continue;
        D[d] *= 1 + by;
        x->lnw[d] += log1p(by);
        x->I[d] *= 1 + by;
        for (int s = 0; s < 3; s++) {
          x->lnP[d * 3 + s] += log1p(by);
          x->X[d * 3 + s] *= 1 + by;
          x->Y[d * 3 + s] *= 1 + by;
        }
      }
      twi_state_account(x, r->world, &r->result->new_.wedges, r->solver->equilibrium->pool);
      ONLY(r, D, {"numeraire", by, first, -1});
      run_free(r);
    }
}

/* Gaps of factor markets cancel within a block, and not between two. */
static void walras_by_block(void **state)
{
  (void)state;
  for (int blocks = ONE_BLOCK; blocks <= TWO_BLOCKS; blocks++) {
    run *r = run_case(blocks ? 7 : 0);
    twi_state *x = r->result->new_.state;
    double money = 1e-3, v0 = value_added(r, 0), v1 = value_added(r, 1), D[4];
    memcpy(D, r->D, sizeof D);
    x->lnL[0] += log1p(money / v0);
    x->lnL[1] += log1p(-money / v1);
    double factor = fmax(money / (v0 + money), money / (v1 - money));
    expected list[] = {
        {"factor_market", factor, money / (v0 + money) >= factor ? 0 : 1, -1},
        {"budget", fmax(money / x->I[0], money / x->I[1]), x->I[0] <= x->I[1] ? 0 : 1, -1},
        {"walras", money / fmin(block_of(r, 0), block_of(r, 1)), block_of(r, 0) <= block_of(r, 1) ? 0 : 1, -1},
        {"numeraire", money / fmin(block_of(r, 0), block_of(r, 1)), block_of(r, 0) <= block_of(r, 1) ? 0 : 1, -1}};
    only(r, D, list, blocks == TWO_BLOCKS ? 4 : 2);
    run_free(r);
  }
}

/* No tolerance lets these pass. */
static void what_is_not_positive_does_not_hold(void **state)
{
  (void)state;
  run *r = run_case(5);
  twi_state *x = r->result->new_.state;
  tw_certificate c;
  twi_certify(x, r->world, &r->result->new_.wedges, r->D, 1e30, &c);
  assert_true(c.holds);
  double *const number[] = {&x->I[1], &x->lnw[2], &x->lnP[4], &x->lnc[5], &x->X[3], &x->Y[7]};
  static const double bad[] = {-1, INFINITY, -INFINITY, INFINITY, -1, -1};
  for (int k = 0; k < 6; k++) {
    double kept = *number[k];
    *number[k] = bad[k];
    twi_certify(x, r->world, &r->result->new_.wedges, r->D, INFINITY, &c);
    if (c.holds) fail_msg("number %d is %g, and the certificate holds", k, bad[k]);
    *number[k] = kept;
  }
  for (int k = 0; k < 6; k++) { /* not a number reaches the largest residual or is seen as not positive */
    double kept = *number[k];
    *number[k] = NAN;
    certify(r, r->D, &c);
    assert_false(c.holds);
    *number[k] = kept;
  }
  run_free(r);
}

/* A residual of nothing is nowhere. */
static void nothing_off_has_no_place(void **state)
{
  (void)state;
  run *r = run_case(1);
  twi_state *x = r->result->new_.state;
  tw_certificate c;
  static const double none[SLOW_N];
  memset(x->imports, 0, 12 * sizeof(double));
  memset(x->exports, 0, 12 * sizeof(double));
  certify(r, none, &c);
  const tw_residual *balance = residual(&c, "external_balance");
  assert_true(balance->value == 0 && balance->region == -1 && balance->sector == -1);
  run_free(r);
}

/* ---------------------------------------------------------------- limits and targets */

static twi_condition condition(twi_condition_kind kind, twi_measure measure, size_t *cell, size_t count, double goal)
{
  return (twi_condition){.kind = kind, .measure = measure, .cell = cell, .count = count, .goal = goal, .owner = -1};
}

/* A solved run, its slow twin, and conditions made up on it: what each measures is known, so each miss is. */
static void limits_and_targets_alone(void **state)
{
  (void)state;
  static const char text[] = "scenario: t\nclosure: {deficits: zero, labour: {region: all, supply_elasticity: 0.4}}\n"
                             "policy:\n"
                             "  - tariff: {importer: R01, exporter: all, sector: all, add: 12 pp}\n"
                             "  - export_tax: {importer: R00, exporter: R02, sector: all, add: 6 pp}\n"
                             "  - final_demand: {region: R02, sector: S01, change: +10 %}\n"
                             "  - productivity: {region: R00, sector: S01, change: +7 %}\n"
                             "  - subsidy: {region: R01, sector: S01, to: 6 %}\n";
  support_random random = {12};
  tw_context *ctx = tw_context_new(NULL);
  tw_world *world = trading_world(ctx, &random, 3, 2);
  static answers a;
  tw_scenario *scenario = NULL;
  tw_solver *solver = NULL;
  solve_slowly(ctx, world, text, &a, NULL);
  assert_ok(ctx, tw_scenario_parse(ctx, text, strlen(text), "test", &scenario));
  assert_ok(ctx, tw_solver_new(ctx, world, NULL, &solver));
  assert_ok(ctx, tw_solve(solver, scenario, &a.result));
  const twi_state *reference = solver->reference, *x = a.result->new_.state;
  twi_wedges plain = {.deficits = TWI_DEFICITS_ZERO};
  static size_t flows[] = {9 + 1, 3 + 2}, outputs[] = {3, 4}, price[] = {5}, region[] = {2};
  static const struct {
    twi_measure measure;
    size_t *cell, count;
    int region, sector; /* as named: of flows the exporter's */
  } measures[] = {
      {TWI_MEASURE_FLOWS, flows, 2, 1, 1},          {TWI_MEASURE_OUTPUT, outputs, 2, 1, 1},
      {TWI_MEASURE_PRICE, price, 1, 2, 1},          {TWI_MEASURE_REAL_INCOME, region, 1, 2, -1},
      {TWI_MEASURE_REAL_WAGE, region, 1, 2, -1},    {TWI_MEASURE_WAGE, region, 1, 2, -1},
      {TWI_MEASURE_EMPLOYMENT, region, 1, 2, -1},   {TWI_MEASURE_TRADE_VALUE, flows, 2, 1, 1},
      {TWI_MEASURE_OUTPUT_VALUE, outputs, 2, 1, 1}, {TWI_MEASURE_COST, outputs, 1, 1, 1},
      {TWI_MEASURE_PRICE_INDEX, region, 1, 2, -1},  {TWI_MEASURE_SALES_SHARE, flows, 1, 1, 1},
  };
  static const struct {
    twi_condition_kind kind;
    double slack, size, residual; /* slack: of the goal over what is measured, in logs */
  } misses[] = {
      {TWI_AT_MOST, -0.01, 0.3, 0.01},  {TWI_AT_MOST, -0.02, 0, 0.02},      {TWI_AT_MOST, 0.5, -0.03, 0.03},
      {TWI_AT_MOST, 0.05, 0.03, 0.03},  {TWI_AT_MOST, 0.02, 0.04, 0.02},    {TWI_AT_MOST, 0, 0.04, 0},
      {TWI_AT_MOST, 0.04, 0, 0},        {TWI_AT_LEAST, 0.01, -0.3, 0.01},   {TWI_AT_LEAST, 0.02, 0, 0.02},
      {TWI_AT_LEAST, -0.5, 0.03, 0.03}, {TWI_AT_LEAST, -0.05, -0.03, 0.03}, {TWI_AT_LEAST, -0.02, -0.04, 0.02},
      {TWI_AT_LEAST, 0, -0.04, 0},      {TWI_AT_LEAST, -0.04, 0, 0},        {TWI_EXACTLY, 0.01, 0.5, 0.01},
      {TWI_EXACTLY, -0.01, -0.5, 0.01}, {TWI_EXACTLY, 0, 0.5, 0},
  };
  for (size_t m = 0; m < sizeof measures / sizeof *measures; m++)
    for (size_t k = 0; k < sizeof misses / sizeof *misses; k++)
      for (int money = 0; money <= (m < 2); money++) {
        slow_condition c = {.measure = measures[m].measure, .count = (int)measures[m].count, .in_money = money};
        for (size_t i = 0; i < measures[m].count; i++) c.cell[i] = (int)measures[m].cell[i];
        slow_problem q = {&a.w, &a.p, &a.reference, 0, 0};
        real value = slow_measure(&q, &c, &a.new_);
        double goal = (double)(money ? value * expl(misses[k].slack) : value + misses[k].slack);
        twi_condition made = condition(misses[k].kind, measures[m].measure, measures[m].cell, measures[m].count, goal);
        made.in_money = money;
        tw_certificate got;
        twi_certify(x, world, &a.result->new_.wedges, x->D, 1e-9, &got);
        assert_true(got.holds);
        double before = got.max;
        twi_certify_conditions(world, &made, 1, &misses[k].size, reference, &plain, x, &a.result->new_.wedges, &got);
        assert_int_equal(got.count, SLOW_RESIDUALS + 2);
        int target = misses[k].kind == TWI_EXACTLY;
        const tw_residual *hit = residual(&got, target ? "targets" : "limits");
        const tw_residual *other = residual(&got, target ? "limits" : "targets");
        if (!(fabs(hit->value - misses[k].residual) < 1e-8))
          fail_msg("measure %zu, miss %zu: %.12g, not %g", m, k, hit->value, misses[k].residual);
        assert_true(other->value == 0 && other->region == -1);
        assert_close(got.max, fmax(before, misses[k].residual), 1e-8);
        assert_int_equal(got.holds, misses[k].residual == 0 && got.max <= 1e-9);
        if (misses[k].residual == 0) continue;
        assert_int_equal(hit->region, measures[m].region);
        assert_int_equal(hit->sector, measures[m].sector);
      }
  /* a transfer in proportion: 1 % of income is due, and a thousandth of it more is paid; of two the larger miss counts
   */
  double size[2] = {0.01 * x->I[2] * 1.001 / (double)a.w.world, 0.02 * x->I[1] / (double)a.w.world};
  static size_t payer[] = {1};
  twi_condition share[2] = {condition(TWI_SHARE, TWI_MEASURE_INCOME, region, 1, 0.01),
                            condition(TWI_SHARE, TWI_MEASURE_INCOME, payer, 1, 0.02)};
  tw_certificate got;
  for (int k = 0; k < 2; k++) {
    twi_certify(x, world, &a.result->new_.wedges, x->D, 1e-9, &got);
    twi_certify_conditions(world, share, 2, size, reference, &plain, x, &a.result->new_.wedges, &got);
    const tw_residual *hit = residual(&got, "targets");
    assert_true(fabs(hit->value - (k ? 4e-5 : 1e-5)) < 1e-12);
    assert_int_equal(hit->region, k ? 1 : 2);
    assert_int_equal(hit->sector, -1);
    assert_false(got.holds);
    size[1] *= 1.002;
  }
  tw_result_free(a.result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  tw_context_free(ctx);
}

/* ---------------------------------------------------------------- the list itself */

static void residuals_are_found_by_name(void **state)
{
  (void)state;
  tw_certificate c;
  memset(&c, 0xff, sizeof c);
  twi_residuals_begin(&c, 1e-10);
  assert_true(c.count == 0 && !c.holds);
  tw_residual *a = twi_residuals_find(&c, "a"), *b = twi_residuals_find(&c, "b");
  assert_true(a != b && a->value == 0 && a->region == -1 && a->sector == -1);
  char again[] = "a"; /* another text with the same letters */
  assert_ptr_equal(twi_residuals_find(&c, again), a);
  assert_int_equal(c.count, 2);
  twi_residual_keep_largest(a, 2e-11, 3, 4);
  twi_residual_keep_largest(a, 1e-11, 5, 6);
  twi_residual_keep_largest(a, 2e-11, 7, 8); /* of equal ones the first */
  assert_true(a->value == 2e-11 && a->region == 3 && a->sector == 4);
  twi_residuals_end(&c, 1);
  assert_true(c.holds && c.max == 2e-11);
  twi_residual_keep_largest(b, 1e-10, 1, -1);
  twi_residuals_end(&c, c.holds);
  assert_true(c.holds && c.max == 1e-10);
  twi_residuals_end(&c, 0);
  assert_false(c.holds);
  twi_residual_keep_largest(b, 1.1e-10, 2, -1);
  twi_residuals_end(&c, 1);
  assert_true(!c.holds && c.max == 1.1e-10 && b->region == 2);
}

/* What is not a number is not forgotten for the numbers that follow, in one residual or in the next. */
static void what_is_not_a_number_stays(void **state)
{
  (void)state;
  tw_certificate c;
  twi_residuals_begin(&c, 1e-10);
  tw_residual *a = twi_residuals_find(&c, "a"), *b = twi_residuals_find(&c, "b");
  twi_residual_keep_largest(a, NAN, 1, 2);
  twi_residual_keep_largest(a, 1e-12, 3, 4);
  twi_residual_keep_largest(b, 1e-12, 3, 4);
  twi_residuals_end(&c, 1);
  assert_true(isnan(a->value) && a->region == 1 && a->sector == 2);
  assert_true(isnan(c.max) && !c.holds);
}

/* A list that is full says so by its last name, writes nothing beyond, and the largest residual knows of all. */
static void a_full_list_loses_nothing(void **state)
{
  (void)state;
  struct {
    tw_certificate c;
    unsigned char beyond[4 * sizeof(tw_residual)];
  } room;
  static char name[TW_MOST_RESIDUALS + 8][8];
  memset(&room, 0x5a, sizeof room);
  twi_residuals_begin(&room.c, 1e-10);
  for (int i = 0; i < TW_MOST_RESIDUALS + 8; i++) {
    snprintf(name[i], sizeof name[i], "r%d", i);
    tw_residual *r = twi_residuals_find(&room.c, name[i]);
    int own = i < TW_MOST_RESIDUALS - 1;
    assert_ptr_equal(r, &room.c.residual[own ? i : TW_MOST_RESIDUALS - 1]);
    assert_string_equal(r->name, own ? name[i] : "others");
    twi_residual_keep_largest(r, i == TW_MOST_RESIDUALS + 3 ? 1e-3 : 1e-12, i, -1);
  }
  assert_int_equal(room.c.count, TW_MOST_RESIDUALS);
  assert_ptr_equal(twi_residuals_find(&room.c, "r5"), &room.c.residual[5]);
  twi_residuals_end(&room.c, 1);
  assert_true(room.c.max == 1e-3 && !room.c.holds);
  assert_int_equal(room.c.residual[TW_MOST_RESIDUALS - 1].region, TW_MOST_RESIDUALS + 3);
  for (size_t i = 0; i < sizeof room.beyond; i++) assert_int_equal(room.beyond[i], 0x5a);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(solved_states_hold),
      cmocka_unit_test(disturbed_states_are_measured),
      cmocka_unit_test(each_residual_alone),
      cmocka_unit_test(a_numeraire_by_block),
      cmocka_unit_test(walras_by_block),
      cmocka_unit_test(what_is_not_positive_does_not_hold),
      cmocka_unit_test(nothing_off_has_no_place),
      cmocka_unit_test(limits_and_targets_alone),
      cmocka_unit_test(residuals_are_found_by_name),
      cmocka_unit_test(what_is_not_a_number_stays),
      cmocka_unit_test(a_full_list_loses_nothing),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
