/* Frontiers: quadratic incomes with the frontier in closed form, the identities and the multiplier against the slope of
 * the frontier; equilibria with one sector and two regions against their own equations, slopes against differences of
 * full solves, bits on any number of threads; and files that are refused. */
#include "choice/decide.h"
#include "group.h"

/* ------------------------------------------------------------------ quadratic incomes */

enum { MOST_C = 6, MOST_L = 4 };

/* W_k = w_k + a_k u - 1/2 sum q_k u^2 */
typedef struct quadratic {
  int C, L;
  double w[MOST_C], a[MOST_C][MOST_L], q[MOST_C][MOST_L];
  double p[MOST_C], cost[MOST_L];
  unsigned char squared[MOST_L];
  int fails; /* 1: one contingency has no equilibrium from half the way on */
} quadratic;

static tw_status evaluate(void *data, const double *u, double *W, double *slope)
{
  const quadratic *x = data;
  for (int k = 0; k < x->C; k++) {
    W[k] = x->w[k];
    for (int i = 0; i < x->L; i++) {
      W[k] += x->a[k][i] * u[i] - 0.5 * x->q[k][i] * u[i] * u[i];
      slope[k * x->L + i] = x->a[k][i] - x->q[k][i] * u[i];
    }
  }
  if (x->fails && u[0] > 0.4) W[1] = NAN;
  return TW_OK;
}

static twi_frontier_work work_of(quadratic *x)
{
  return (twi_frontier_work){.ctx = context,
                             .levers = x->L,
                             .contingencies = x->C,
                             .p = x->p,
                             .cost = x->cost,
                             .quadratic = x->squared,
                             .evaluate = evaluate,
                             .data = x};
}

typedef struct walked {
  twi_frontier_point point[TWI_MOST_FRONTIER_POINTS + 1];
  double room[TWI_MOST_FRONTIER_POINTS + 1][2 * MOST_L + MOST_C];
  int count, failed;
} walked;

static void walk(quadratic *x, int points, walked *w)
{
  twi_frontier_work work = work_of(x);
  for (int i = 0; i <= points; i++)
    w->point[i] =
        (twi_frontier_point){.share = w->room[i], .amount = w->room[i] + MOST_L, .loss = w->room[i] + 2 * MOST_L};
  assert_ok(context, twi_frontier_walk(&work, points, w->point, &w->count));
  w->failed = work.failed;
  twi_frontier_work_free(&work);
}

/* One lever that makes good a loss of 1, at a cost of u^2 / 2: G = u / 2 - u^2 / 2, l = 1 - u, so the largest gain is 1/8
 * at 1/2, and at a bound b the levers go 1 - b of their way for b (1 - b) / 2 at a price of 1/2 - b. */
static void one_lever_by_hand(void **state)
{
  (void)state;
  quadratic x = {.C = 2, .L = 1, .w = {0, -1}, .a = {{0}, {1}}, .p = {0.5, 0.5}, .cost = {0.5}, .squared = {1}};
  walked w;
  walk(&x, 6, &w);
  assert_int_equal(w.count, 7);
  const tw_frontier_point *none = &w.point[0].info, *most = &w.point[1].info;
  assert_close(none->gain, 0, 1e-15);
  assert_close(none->worst, 1, 1e-15);
  assert_true(isnan(none->bound) && isnan(none->price));
  assert_close(most->gain, 0.125, 1e-9);
  assert_close(most->price, 0, 1e-15);
  for (int i = 1; i < w.count; i++) {
    const tw_frontier_point *p = &w.point[i].info;
    double bound = 0.5 * (6 - i) / 5, u = 1 - bound;
    assert_close(p->bound, bound, 2e-7);
    assert_close(w.point[i].share[0], u, 2e-7);
    assert_close(p->gain, 0.5 * u - 0.5 * u * u, 2e-7);
    assert_close(p->cost, 0.5 * u * u, 2e-7);
    assert_close(p->worst, bound, 2e-7);
    assert_close(p->insurance, 0.5 * u, 2e-7);
    assert_close(p->price, 0.5 - bound, 1e-6);
    assert_true(p->optimality < 1e-6);
    assert_int_equal(p->binds, i < w.count - 1 || p->worst > 0);
  }
}

static quadratic random_one(support_random *r)
{
  quadratic x = {.C = 4, .L = 3};
  double sum = 0;
  for (int k = 0; k < x.C; k++) {
    x.w[k] = k ? -support_uniform(r, 0.5, 1.5) : 0;
    sum += x.p[k] = support_uniform(r, 0.1, 1);
    for (int i = 0; i < x.L; i++) {
      x.a[k][i] = (k ? 1 : -0.2) * support_uniform(r, 0.1, 1);
      x.q[k][i] = support_uniform(r, 0.05, 0.2) * (k ? 3 : 1);
    }
  }
  for (int k = 0; k < x.C; k++) x.p[k] /= sum;
  for (int i = 0; i < x.L; i++) {
    x.cost[i] = support_uniform(r, 0.2, 0.6);
    x.squared[i] = (unsigned char)(i != 1);
  }
  return x;
}

/* The largest gain under a bound, from the levels of the walk and of the box. */
static double most_under(quadratic *x, double bound, const double *from)
{
  twi_frontier_work work = work_of(x);
  twi_frontier_at at;
  double u[MOST_L];
  memcpy(u, from, sizeof u);
  assert_ok(context, twi_frontier_most(&work, bound, u));
  assert_int_equal(twi_frontier_evaluate(&work, u, &at), 0);
  assert_true(at.worst <= bound + twi_frontier_slack(bound));
  twi_frontier_work_free(&work);
  return at.gain;
}

/* The multiplier is the slope of the frontier, gains and losses go one way, and no point of a grid of the box is better. */
static void prices_are_slopes(void **state)
{
  (void)state;
  support_random r = {29};
  int priced = 0;
  for (int round = 0; round < 8; round++) {
    quadratic x = random_one(&r);
    walked w;
    walk(&x, 6, &w);
    for (int i = 2; i < w.count; i++) {
      const tw_frontier_point *p = &w.point[i].info;
      const double h = 1e-4;
      assert_true(p->worst <= p->bound + twi_frontier_slack(p->bound));
      assert_true(p->gain <= w.point[i - 1].info.gain + 1e-9 && p->bound < w.point[i - 1].info.bound);
      if (i == w.count - 1) continue; /* nothing is safer than the last */
      double up = most_under(&x, p->bound + h, w.point[i].share),
             down = most_under(&x, p->bound - h, w.point[i + 1].share);
      double above = (up - p->gain) / h, below = (p->gain - down) / h;
      assert_true(p->optimality < 2e-4);
      assert_true(p->price >= above - 2e-3 && p->price <= below + 2e-3); /* between the slopes of a concave kink */
      if (fabs(above - below) < 1e-3) {
        assert_close(p->price, 0.5 * (above + below), 2e-3);
        priced += p->price > 0.01;
      }
    }
    twi_frontier_work work = work_of(&x);
    for (int a = 0; a < 9 * 9 * 9; a++) {
      const double u[MOST_L] = {(a % 9) / 8.0, (a / 9 % 9) / 8.0, a / 81 / 8.0};
      twi_frontier_at at;
      assert_int_equal(twi_frontier_evaluate(&work, u, &at), 0);
      for (int i = 1; i < w.count; i++)
        if (at.worst <= w.point[i].info.bound) assert_true(at.gain <= w.point[i].info.gain + 1e-6);
      assert_true(at.worst >= w.point[w.count - 1].info.worst - 1e-6);
    }
    twi_frontier_work_free(&work);
  }
  assert_true(priced >= 8);
}

/* Nothing changes when a contingency is split into two that are the same; with one contingency alone the gain is the
 * ordinary one, there is no loss, and one point says it all. */
static void identities(void **state)
{
  (void)state;
  support_random r = {5};
  for (int round = 0; round < 4; round++) {
    quadratic x = random_one(&r), split = x, certain = x;
    walked one, two, sure;
    split.C = x.C + 1;
    split.w[4] = x.w[2];
    memcpy(split.a[4], x.a[2], sizeof x.a[2]);
    memcpy(split.q[4], x.q[2], sizeof x.q[2]);
    split.p[2] = 0.3 * x.p[2];
    split.p[4] = 0.7 * x.p[2];
    walk(&x, 5, &one);
    walk(&split, 5, &two);
    assert_int_equal(one.count, two.count);
    for (int i = 0; i < one.count; i++) {
      const tw_frontier_point *p = &one.point[i].info, *q = &two.point[i].info;
      assert_close(p->gain, q->gain, 1e-6);
      assert_close(p->worst, q->worst, 1e-6);
      assert_close(p->insurance, q->insurance, 1e-5);
      if (i > 0 && i < one.count - 1) assert_close(p->price, q->price, 1e-4);
      assert_close(two.point[i].loss[2], two.point[i].loss[4], 1e-15);
    }
    certain.C = 1;
    certain.p[0] = 1;
    for (int i = 0; i < x.L; i++) certain.a[0][i] = 1;
    walk(&certain, 5, &sure);
    assert_int_equal(sure.count, 2);
    const double *u = sure.point[1].share;
    double gain = 0;
    for (int i = 0; i < x.L; i++)
      gain += u[i] - 0.5 * x.q[0][i] * u[i] * u[i] - x.cost[i] * (x.squared[i] ? u[i] * u[i] : u[i]);
    assert_close(sure.point[1].info.gain, gain, 1e-12);
    assert_true(gain > 0 && sure.point[1].info.worst == 0 && sure.point[1].info.insurance == 0);
    assert_true(sure.point[1].info.optimality < 1e-6);
  }
}

static void a_search_ends_without_equilibrium(void **state)
{
  (void)state;
  quadratic x = {.C = 2, .L = 1, .w = {0, -1}, .a = {{0}, {1}}, .p = {0.5, 0.5}, .fails = 1};
  walked w;
  walk(&x, 4, &w);
  assert_int_equal(w.failed, 1);
}

/* ------------------------------------------------------------------ equilibria */

static const char small[] =
    "decide: small\n"
    "regions: [CAN]\n"
    "closure: {deficits: fixed}\n"
    "against: {deficits: fixed}\n"
    "variables: {closer: 0 %, duty: 0 pp}\n"
    "levers: [{name: nothing}, {name: same}]\n"
    "contingencies:\n"
    "  - {name: calm, probability: 60 %}\n"
    "  - name: storm\n"
    "    probability: 30 %\n"
    "    policy: [{tariff: {importer: USA, exporter: CAN, sector: goods, add: 40 pp}}]\n"
    "  - name: flood\n"
    "    probability: 10 %\n"
    "    policy: [{productivity: {region: USA, sector: all, change: -10 %}}]\n"
    "frontier:\n"
    "  policy:\n"
    "    - barrier: {importer: CAN, exporter: JPN, sector: all, change: $closer, both_ways: true}\n"
    "    - tariff: {importer: CAN, exporter: USA, sector: goods, add: $duty}\n"
    "  levers:\n"
    "    - {variable: closer, from: 0 %, to: -10 %, cost: 0.4 %, shape: quadratic}\n"
    "    - {variable: duty, from: 0 pp, to: 20 pp, cost: 0 %}\n"
    "  points: 5\n";

static tw_decision *parse(const char *words)
{
  tw_decision *d = NULL;
  tw_status status = tw_decision_parse(context, words, strlen(words), "small.yaml", &d);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  return d;
}

static tw_verdict *decide(const tw_decision *d, const tw_world *on, int threads)
{
  tw_settings settings;
  tw_settings_default(&settings);
  settings.threads = threads;
  const tw_decide_options options = {.frontier = 1};
  tw_verdict *v = NULL;
  tw_status status = tw_decide(context, d, on, &settings, &options, &v);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  if (tw_verdict_about(v)->outcome <= 0) fail_msg("%s", tw_verdict_about(v)->message);
  return v;
}

/* At the middle and at the corners of the box, where differences of wedges are of one side. */
static void check_slopes(const char *words)
{
  tw_decision *d = parse(words);
  tw_settings settings;
  tw_settings_default(&settings);
  twi_frontier_cells f = {.ctx = context, .decision = d, .world = world, .view = world, .settings = &settings};
  static const double at[][2] = {{0.5, 0.5}, {0, 0}, {1, 1}, {0, 1}};
  assert_ok(context, twi_frontier_check_cells(&f));
  for (size_t n = 0; n < sizeof at / sizeof *at; n++) {
    double W[3], slope[6], other[6], up[3], down[3];
    assert_ok(context, twi_frontier_solve_cells(&f, at[n], W, slope));
    for (int i = 0; i < 2; i++) {
      const double h = 1e-3, shift = at[n][i] == 0 ? h : at[n][i] == 1 ? -h : 0;
      double u[2] = {at[n][0], at[n][1]}, middle[3], D[3];
      u[i] = at[n][i] + shift + h;
      assert_ok(context, twi_frontier_solve_cells(&f, u, up, other));
      u[i] = at[n][i] + shift - h;
      assert_ok(context, twi_frontier_solve_cells(&f, u, down, other));
      u[i] = at[n][i] + shift;
      assert_ok(context, twi_frontier_solve_cells(&f, u, middle, other));
      for (int k = 0; k < 3; k++) {
        double t = -shift / h;
        D[k] = ((t - 0.5) * down[k] - 2 * t * middle[k] + (t + 0.5) * up[k]) / h;
        assert_close(slope[2 * k + i], D[k], 2e-6 * (1 + fabs(D[k])));
        assert_true(fabs(D[k]) > 1e-4);
      }
    }
  }
  assert_true(f.residual < 1e-12 && f.kinks == 0);
  tw_decision_free(d);
}

/* By levers of every kind of wedge. */
static void slopes_are_differences(void **state)
{
  (void)state;
  check_slopes(small);
  char words[4096];
  snprintf(words, sizeof words, "%s", small);
  char *at = strstr(words, "  policy:\n    - barrier");
  assert_non_null(at);
  snprintf(at, sizeof words - (size_t)(at - words), "%s",
           "  policy:\n    - productivity: {region: JPN, sector: all, change: $closer}\n"
           "    - export_tax: {importer: USA, exporter: CAN, sector: goods, add: $duty}\n"
           "  levers:\n    - {variable: closer, to: -10 %, cost: 1 %}\n    - {variable: duty, to: 20 pp, cost: 0 %}\n");
  check_slopes(words);
}

static void threads_leave_the_bits(void **state)
{
  (void)state;
  tw_decision *d = parse(small);
  tw_verdict *a = decide(d, world, 1), *b = decide(d, world, 3);
  const tw_frontier_info *info = tw_verdict_frontier(a);
  assert_int_equal(info->points, tw_verdict_frontier(b)->points);
  assert_true(info->points >= 2 && info->solves == 3 * info->evaluations);
  for (int i = 0; i < info->points; i++) {
    const tw_frontier_point *p = tw_verdict_frontier_point(a, i);
    assert_memory_equal(p, tw_verdict_frontier_point(b, i), sizeof *p - sizeof p->binds);
    assert_memory_equal(tw_verdict_frontier_amounts(a, i), tw_verdict_frontier_amounts(b, i), 2 * sizeof(double));
    assert_memory_equal(tw_verdict_frontier_losses(a, i), tw_verdict_frontier_losses(b, i), 3 * sizeof(double));
    if (i > 0) assert_true(p->optimality < 1e-4);
  }
  assert_null(tw_verdict_frontier_point(a, info->points));
  assert_true(tw_verdict_frontier_point(a, 0)->gain == 0);
  assert_true(tw_verdict_frontier_point(a, 1)->gain > 0);
  tw_verdict_free(b);
  tw_verdict_free(a);
  tw_decision_free(d);
}

/* One sector, two regions that are mirror images, balance: the relative wage w of B solves
 * exports of A = exports of B, by bisection; real income of A is 1/P. k: of what A buys from B; K: of what B buys. */
static double income_by_hand(double k, double K, double theta)
{
  double low = 0.1, high = 10, P = 1;
  for (int n = 0; n < 200; n++) {
    double w = sqrt(low * high);
    double own = 0.8, from = 0.2 * pow(w * k, -theta), theirs = 0.8 * pow(w, -theta), to = 0.2 * pow(K, -theta);
    P = pow(own + from, -1 / theta);
    if (from / (own + from) * 100 > to / (theirs + to) * 100 * w)
      low = w; /* A buys too much of B: B's wage must rise */
    else
      high = w;
  }
  return 100 * log(1 / P);
}

static void one_sector_by_its_equations(void **state)
{
  (void)state;
  static const char *const regions[] = {"AAA", "BBB"}, *const sectors[] = {"G"};
  static const double theta[] = {4}, flow[] = {80, 20, 20, 80};
  static const unsigned char goods[] = {1};
  static const char words[] =
      "decide: two\nregions: [AAA]\nvariables: {in: 0 %, out: 0 %}\n"
      "levers: [{name: nothing}, {name: same}]\ncontingencies:\n  - {name: calm, probability: 50 %}\n"
      "  - name: wall\n    probability: 50 %\n"
      "    policy: [{barrier: {importer: AAA, exporter: BBB, sector: all, change: 30 %}}]\n"
      "frontier:\n  policy:\n    - barrier: {importer: AAA, exporter: BBB, sector: all, change: $in}\n"
      "    - barrier: {importer: BBB, exporter: AAA, sector: all, change: $out}\n"
      "  levers:\n    - {variable: in, to: -20 %, cost: 4 %, shape: quadratic}\n"
      "    - {variable: out, to: -10 %, cost: 1 %}\n  points: 4\n";
  const tw_world_data data = {.name = "two",
                              .regions = 2,
                              .sectors = 1,
                              .region = regions,
                              .sector = sectors,
                              .goods = goods,
                              .trade_elasticity = theta,
                              .flow = flow};
  tw_world *two;
  assert_ok(context, tw_world_new(context, &data, &two));
  tw_decision *d = parse(words);
  tw_verdict *v = decide(d, two, 1);
  double before[2] = {income_by_hand(1, 1, 4), income_by_hand(1.3, 1, 4)};
  assert_true(tw_verdict_frontier(v)->points >= 2);
  for (int i = 0; i < tw_verdict_frontier(v)->points; i++) {
    const tw_frontier_point *p = tw_verdict_frontier_point(v, i);
    const double *x = tw_verdict_frontier_amounts(v, i), *u = tw_verdict_frontier_shares(v, i);
    double calm = income_by_hand(1 + x[0], 1 + x[1], 4), wall = income_by_hand(1.3 * (1 + x[0]), 1 + x[1], 4);
    double cost = 4 * u[0] * u[0] + u[1];
    assert_close(x[0], -0.2 * u[0], 1e-15);
    assert_close(p->cost, cost, 1e-12);
    assert_close(p->gain, 0.5 * (calm - before[0]) + 0.5 * (wall - before[1]) - cost, 1e-9);
    assert_close(tw_verdict_frontier_losses(v, i)[1], calm - wall, 1e-9);
    assert_close(p->worst, calm - wall, 1e-9);
    assert_close(p->insurance, 0.5 * (before[0] - before[1] - (calm - wall)), 1e-9);
    if (i != 1) continue;
    for (int a = 0; a <= 40; a++) /* and nothing on a grid brings more */
      for (int b = 0; b <= 40; b++) {
        double s = a / 40.0, t = b / 40.0, k = 1 - 0.2 * s, K = 1 - 0.1 * t;
        double gain =
            0.5 * (income_by_hand(k, K, 4) + income_by_hand(1.3 * k, K, 4) - before[0] - before[1]) - 4 * s * s - t;
        assert_true(gain <= p->gain + 1e-9);
      }
  }
  tw_verdict_free(v);
  tw_decision_free(d);
  tw_world_free(two);
}

/* ------------------------------------------------------------------ what is refused */

static void refuse(const char *from, const char *to, int on_world, const char *message)
{
  char words[4096], *at;
  snprintf(words, sizeof words, "%s", small);
  at = strstr(words, from);
  assert_non_null(at);
  size_t tail = strlen(at + strlen(from)) + 1;
  memmove(at + strlen(to), at + strlen(from), tail);
  memcpy(at, to, strlen(to));
  tw_decision *d = NULL;
  tw_status status = tw_decision_parse(context, words, strlen(words), "small.yaml", &d);
  if (on_world) {
    assert_ok(context, status);
    const tw_decide_options options = {.frontier = 1};
    tw_verdict *v = NULL;
    status = tw_decide(context, d, world, NULL, &options, &v);
    tw_verdict_free(v);
  }
  tw_decision_free(status == TW_OK || on_world ? d : NULL);
  assert_fails(context, status, TW_BAD_INPUT, message);
}

static void bad_sections(void **state)
{
  (void)state;
  refuse(
      ", cost: 0 %}", "}", 0,
      "small.yaml:21:7: the lever duty needs the key cost: what the whole way costs in per cent of real income, as in "
      "`cost: 0.02 %`; one that is free says so, `cost: 0 %`");
  refuse("to: -10 %, ", "", 0, "the lever closer needs the key to");
  refuse("variable: duty", "variable: dutty", 0, "unknown variable \"dutty\"; did you mean duty?");
  refuse("to: 20 pp", "to: 20 %", 0, "small.yaml:21:");
  refuse("to: 20 pp", "to: 0 pp", 0, "the lever duty ends where it begins");
  refuse("to: -10 %", "to: -110 %", 0, "(to of the lever closer in line 20)");
  refuse("add: $duty", "add: 1 pp", 0, "the lever duty moves nothing");
  refuse("variable: duty, from: 0 pp, to: 20 pp", "variable: closer, to: 5 %", 0,
         "the lever closer stands in line 20 already");
  refuse("shape: quadratic", "shape: square", 0, "expected linear or quadratic");
  refuse("points: 5", "points: 1", 0, "small.yaml:22:11: ");
  refuse("points: 5", "baseline: clam", 0,
         "small.yaml:22:13: baseline: there is no contingency \"clam\"; did you mean calm?");
  refuse("points: 5", "region: CAM", 1, "small.yaml:22:11: ");
  refuse("points: 5", "point: 5", 0, "did you mean points?");
  refuse("regions: [CAN]", "regions: [CAN, USA]", 1, "a frontier is of one region and 2 count here");
  refuse("    - tariff: {importer: CAN, exporter: USA, sector: goods, add: $duty}\n",
         "    - tariff: {importer: CAN, exporter: USA, sector: goods, add: $duty}\n"
         "    - quota: {importer: CAN, exporter: USA, sector: C29, change: $closer, owner: importer}\n",
         1, "moves a limit or a target, expected one that moves tariffs, export taxes, barriers or productivity alone");
  refuse("frontier:", "frontier: 3 #", 0, "small.yaml:");
}

static void none_is_there(void **state)
{
  (void)state;
  char words[4096];
  snprintf(words, sizeof words, "%s", small);
  *strstr(words, "frontier:") = 0;
  tw_decision *d = parse(words);
  const tw_decide_options options = {.frontier = 1};
  tw_verdict *v = NULL;
  tw_status status = tw_decide(context, d, world, NULL, &options, &v);
  assert_fails(context, status, TW_BAD_INPUT, "a frontier needs the section frontier");
  assert_int_equal(tw_decision_frontier_levers(d), 0);
  tw_decision_free(d);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_lever_by_hand),
      cmocka_unit_test(prices_are_slopes),
      cmocka_unit_test(identities),
      cmocka_unit_test(a_search_ends_without_equilibrium),
      cmocka_unit_test(slopes_are_differences),
      cmocka_unit_test(threads_leave_the_bits),
      cmocka_unit_test(one_sector_by_its_equations),
      cmocka_unit_test(bad_sections),
      cmocka_unit_test(none_is_there),
  };
  return support_finish(cmocka_run_group_tests(tests, group_setup, group_teardown));
}
