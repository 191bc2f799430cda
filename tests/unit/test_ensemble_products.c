/* Ranges of a world with products: which elasticities an entry makes uncertain, what a draw makes of them, and that a
 * draw is the equilibrium of a world that has them. */
#include "brands.h"
#include "context.h"

#include "ensemble/parameters.h"
#include "ensemble/worker.h"
#include "indicator/result.h"
#include "scenario/chosen.h"

static tw_world *world;
static tw_scenario *scenario;
static twi_parameters *p;

static int end(void **state)
{
  (void)state;
  twi_parameters_free(p);
  tw_scenario_free(scenario);
  p = NULL;
  scenario = NULL;
  return 0;
}

static tw_status try_range(const char *range)
{
  char text[1024];
  end(NULL);
  snprintf(text, sizeof text,
           "scenario: ranged\npolicy:\n  - tariff: {importer: USA, exporter: CAN, product: TOYOTA, add: 20 pp}\n%s",
           range);
  tw_status status = tw_scenario_parse(context, text, strlen(text), "r.yaml", &scenario);
  return status == TW_OK ? twi_parameters_new(context, scenario, world, &p) : status;
}

static void make(const char *range)
{
  assert_ok(context, try_range(range));
}

static const double *theta_at(double u0, double u1, double u2, double u3)
{
  static double theta[32];
  const double u[] = {u0, u1, u2, u3};
  assert_true(p->count <= 4);
  twi_parameters_point(p, u, theta, NULL, NULL);
  return theta;
}

enum { S = 3, BETWEEN = S + BRANDS, FAMILY = BETWEEN + S, ALL = FAMILY + 1 };

static void products_go_with_their_sectors(void **state)
{
  (void)state;
  make("range: {elasticities: {sector: C29, spread: 20 %}}\n");
  assert_int_equal(p->count, 1);
  assert_int_equal(p->elasticities, ALL);
  assert_string_equal(p->parameter[0].name, "elasticity of C29");
  const double *theta = theta_at(0.9, 0, 0, 0);
  double factor = theta[C29] / 5;
  assert_true(factor > 1.1);
  assert_close(theta[S + TOYOTA], 7 * factor, 1e-14);
  assert_close(theta[S + GM], 9 * factor, 1e-14);
  assert_true(theta[S + WHEAT] == 6 && theta[A01] == 4 && theta[BETWEEN + C29] == 2 && theta[FAMILY] == 3);
  make("range: {floor: 4, elasticities: {sector: A01, spread: 50 %}}\n");
  theta = theta_at(0.01, 0, 0, 0);
  assert_true(theta[A01] == 4 && theta[S + WHEAT] == 6 && theta[S + MAIZE] == 3); /* 4 is the floor and the world's */
  make("range: {floor: 2.5, elasticities: {sector: A01, spread: 50 %}}\n");
  theta = theta_at(0.01, 0, 0, 0);
  assert_true(theta[A01] == 2.5 && theta[S + WHEAT] == 6 * 2.5 / 4 && theta[S + MAIZE] == 2.5);
  make("");
  assert_int_equal(p->count, 3); /* by sector, as without products */
}

static void products_of_their_own(void **state)
{
  (void)state;
  make("range: {elasticities: [{sector: C29, spread: 20 %}, {product: TOYOTA, spread: 10 %}, {product: GM, spread: 0 "
       "%}]}"
       "\n");
  assert_int_equal(p->count, 2);
  assert_string_equal(p->parameter[1].name, "elasticity of TOYOTA");
  assert_true(p->parameter[1].central == 7 && p->parameter[1].sector == C29);
  const double *theta = theta_at(0.9, 0.5, 0, 0);
  assert_close(theta[S + TOYOTA], 7 / sqrt(1.01), 1e-14); /* the median */
  assert_true(theta[S + GM] == 9);                        /* certain */
  assert_close(theta[S + HONDA], 8 * theta[C29] / 5, 1e-14);
  make("range: {elasticities: [{product: TOYOTA, spread: 10 %}, {sector: goods, spread: 20 %}]}\n");
  assert_int_equal(p->count, 2); /* the later entry takes TOYOTA along again */
  theta = theta_at(0.5, 0.9, 0, 0);
  assert_close(theta[S + TOYOTA], 7 * theta[C29] / 5, 1e-14);
  make("range: {elasticities: {product: [JAPANESE, WHEAT], spread: 10 %, together: true}}\n");
  assert_int_equal(p->count, 1);
  assert_string_equal(p->parameter[0].name, "elasticity of JAPANESE, WHEAT");
  theta = theta_at(0.8, 0, 0, 0);
  assert_close(theta[S + TOYOTA] / 7, theta[S + WHEAT] / 6, 1e-14);
}

/* Low, point and high of a source, each in its place; quantiles; together at one point of each. */
static void products_with_a_distribution(void **state)
{
  (void)state;
  make("range: {elasticities: [{product: WHEAT, triangular: [3, 6, 12]}, {product: MAIZE, triangular: [3, 3, 5]}]}\n");
  assert_int_equal(p->count, 2);
  assert_string_equal(p->parameter[0].name, "elasticity of WHEAT");
  assert_string_equal(p->parameter[0].source, "triangular 3, 6, 12");
  assert_true(p->parameter[0].central == 6 && p->parameter[1].central == 3);
  const double *theta = theta_at(1.0 / 3, 0.75, 0, 0);
  assert_close(theta[S + WHEAT], 6, 1e-12);           /* a third of the mass lies below the likeliest */
  assert_close(theta[S + MAIZE], 5 - 2 * 0.5, 1e-12); /* high - (high - low) sqrt(1 - u) */
  assert_true(theta[A01] == 4 && theta[S + TOYOTA] == 7);
  theta = theta_at(1e-12, 1 - 1e-12, 0, 0);
  assert_close(theta[S + WHEAT], 3, 1e-4);
  assert_close(theta[S + MAIZE], 5, 1e-4);
  make("range: {elasticities: [{product: [WHEAT, MAIZE], quantiles: [2, 5, 9], together: true}]}\n");
  assert_int_equal(p->count, 1);
  assert_string_equal(p->parameter[0].source, "quantiles 2, 5, 9, together");
  theta = theta_at(0.95, 0, 0, 0);
  assert_close(theta[S + WHEAT], 9, 1e-9);
  assert_close(theta[S + MAIZE], 9, 1e-9);
}

/* What is drawn is 1 + eta, which stays positive. */
static void between_products(void **state)
{
  (void)state;
  make("range: {elasticities: [{sector: all, between: products, spread: 30 %}, {product: JAPANESE, between: products, "
       "spread: 10 %}]}\n");
  assert_int_equal(p->count, 3);
  assert_string_equal(p->parameter[0].name, "elasticity of A01 between products");
  assert_string_equal(p->parameter[2].name, "elasticity of JAPANESE between products");
  assert_true(p->parameter[0].central == 1 && p->parameter[1].central == 3 && p->parameter[2].central == 4);
  const double *theta = theta_at(0.5, 0.5, 0.5, 0);
  assert_close(theta[BETWEEN + A01], 1 / sqrt(1.09) - 1, 1e-14);
  assert_close(theta[BETWEEN + C29], 3 / sqrt(1.09) - 1, 1e-14);
  assert_close(theta[FAMILY], 4 / sqrt(1.01) - 1, 1e-14);
  assert_true(theta_at(1e-9, 1e-9, 1e-9, 0)[BETWEEN + A01] > -1);
  assert_true(theta[A01] == 4 && theta[S + TOYOTA] == 7);
}

/* A draw is the equilibrium of the world with these elasticities. */
static void draws_are_worlds(void **state)
{
  (void)state;
  make("range: {elasticities: [{sector: C29, spread: 20 %}, {product: TOYOTA, spread: 20 %}, {sector: C29, between: "
       "products, spread: 50 %}, {product: JAPANESE, between: products, spread: 50 %}]}\n");
  const double *theta = theta_at(0.9, 0.2, 0.8, 0.1);
  tw_settings settings;
  tw_settings_default(&settings);
  twi_worker *worker;
  tw_result *central, *drawn, *direct;
  assert_ok(context, twi_worker_new(context, world, &settings, 0, &worker));
  assert_ok(twi_worker_context(worker), twi_worker_center(worker, 0, scenario, &central));
  assert_ok(twi_worker_context(worker), twi_worker_draw(worker, 0, scenario, theta, &drawn));
  double own[ALL];
  memcpy(own, theta, sizeof own);
  tw_world changed = *world;
  changed.theta = own;
  changed.product_theta = own + S;
  changed.product_elasticity = own + BETWEEN;
  changed.family_elasticity = own + FAMILY;
  tw_solver *solver;
  assert_ok(context, tw_solver_new(context, &changed, &settings, &solver));
  assert_ok(context, tw_solve(solver, scenario, &direct));
  assert_int_equal(tw_result_info(direct)->outcome, TW_CERTIFIED);
  const double *a = tw_result_column(drawn, TW_REGIONS, "real_income_pct"),
               *b = tw_result_column(direct, TW_REGIONS, "real_income_pct"),
               *c = tw_result_column(central, TW_REGIONS, "real_income_pct");
  for (int r = 0; r < 3; r++) {
    assert_close(a[r], b[r], 1e-9);
    assert_true(fabs(a[r] - c[r]) > 1e-5);
  }
  tw_result_free(direct);
  tw_result_free(drawn);
  tw_result_free(central);
  tw_solver_free(solver);
  twi_worker_free(worker);
}

static void messages(void **state)
{
  (void)state;
#define REFUSED(range, message)                                                                                        \
  assert_fails(context, try_range("range: {elasticities: " range "}\n"), TW_BAD_INPUT, message)
  REFUSED("{sector: C29, product: GM, spread: 5 %}",
          "r.yaml:4:37: an entry of elasticities takes one of sector and product, not both");
  REFUSED("{product: GM, set: fgo}",
          "r.yaml:4:24: found product beside a table, which is of sectors; expected a spread");
  REFUSED("{sector: C29, between: sectors, spread: 5 %}",
          "r.yaml:4:46: found \"sectors\", expected products: the elasticity of substitution between products of a "
          "sector, or of a family");
  REFUSED("{product: TOYOTTA, spread: 5 %}",
          "r.yaml:4:33: world brands has no product or family \"TOYOTTA\"; did you mean TOYOTA?");
  REFUSED("{sector: H49, between: products, spread: 5 %}",
          "the sectors of this entry have no products in world brands, so nothing stands between them");
  REFUSED(
      "{sector: A01, triangular: [3, 6, 12]}",
      "r.yaml:4:37: triangular: goes with product, as in {product: WHEAT, triangular: [2.9, 7.9, 10]}; sectors have "
      "a spread, or a file");
  REFUSED("{product: WHEAT, triangular: [3, 6]}",
          "r.yaml:4:52: triangular: expected 3 numbers, as in `triangular: [2.9, 7.9, 10]`");
  REFUSED("{product: WHEAT, triangular: [3, 6, 5]}", "r.yaml:4:52: triangular: ");
  REFUSED("{product: WHEAT, uniform: [0, 5]}",
          "r.yaml:4:50: found \"0\", expected a trade elasticity above 0, such as 4");
  REFUSED("{product: WHEAT, spread: 5 %, uniform: [1, 5]}",
          "r.yaml:4:53: an entry takes one of spread and uniform, not both");
  REFUSED("{product: WHEAT, uniform: [1, 5], normal: [3, 1]}",
          "r.yaml:4:57: an elasticity has one distribution; this one has both uniform and normal");
  REFUSED("{product: WHEAT, triangulr: [1, 2, 5]}",
          "r.yaml:4:40: found the key \"triangulr\"; did you mean triangular?");
  REFUSED("{product: GM, between: products, spread: 5 %}",
          "between: world brands has no family in this entry; expected families of products, or sector: for products "
          "without one");
#undef REFUSED
}

static tw_status parameters_in(tw_context *ctx, void *user)
{
  static const char text[] =
      "range: {elasticities: [{sector: C29, spread: 20 %}, {product: [TOYOTA, GM], spread: 20 %, together: true}, "
      "{sector: C29, between: products, spread: 50 %}]}\n";
  tw_world *made = NULL;
  tw_scenario *s = NULL;
  twi_parameters *made_of = NULL;
  (void)user;
  tw_status status = brands_new(ctx, &made);
  if (status == TW_OK) status = tw_scenario_parse(ctx, text, strlen(text), "r.yaml", &s);
  if (status == TW_OK) status = twi_parameters_new(ctx, s, made, &made_of);
  twi_parameters_free(made_of);
  tw_scenario_free(s);
  tw_world_free(made);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  assert_true(support_fail_each(parameters_in, NULL) > 50);
}

static int group_end(void **state)
{
  tw_world_free(world);
  return context_teardown(state);
}

static int group_start(void **state)
{
  if (context_setup(state) != 0) return 1;
  return brands_new(context, &world) == TW_OK ? 0 : 1;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, end)
  const struct CMUnitTest tests[] = {TEST(products_go_with_their_sectors),
                                     TEST(products_of_their_own),
                                     TEST(products_with_a_distribution),
                                     TEST(between_products),
                                     TEST(draws_are_worlds),
                                     TEST(messages),
                                     TEST(memory_fails_cleanly)};
  return support_finish(cmocka_run_group_tests(tests, group_start, group_end));
}
