/* Results of worlds with products: parts of real income, first-order effects, and the tables of products against sums
 * and formulas of their own. */
#include <math.h>

#include "indicator/result.h"
#include "random_products.h"
#include "world/products.h"

typedef struct made {
  tw_context *ctx;
  random_world *data;
  random_products *products;
  tw_world *world;
  tw_solver *solver;
  tw_scenario *scenario;
  tw_result *result;
} made;

/* A random world solved under rules, in which %s stands for the first product. */
static made solve_made(uint64_t seed, int with, const char *rules)
{
  made m = {.ctx = tw_context_new(NULL)};
  support_random r = {seed};
  char text[4096];
  m.data = random_world_new(&r, 5, 4, WITH_ALL);
  m.products = random_products_new(&r, m.data, with);
  m.world = make_world(m.ctx, m.data);
  const char *code = m.products->product[0].code;
  snprintf(text, sizeof text, "scenario: t\npolicy:\n");
  for (const char *p = rules; *p; p++) {
    size_t used = strlen(text);
    if (*p == '@')
      snprintf(text + used, sizeof text - used, "%s", code);
    else
      snprintf(text + used, sizeof text - used, "%c", *p);
  }
  assert_ok(m.ctx, tw_scenario_parse(m.ctx, text, strlen(text), "rules", &m.scenario));
  assert_ok(m.ctx, tw_solver_new(m.ctx, m.world, NULL, &m.solver));
  assert_ok(m.ctx, tw_solve(m.solver, m.scenario, &m.result));
  if (tw_result_info(m.result)->outcome <= 0) fail_msg("seed %d: %s", (int)seed, tw_result_info(m.result)->message);
  return m;
}

static void made_free(made *m)
{
  tw_result_free(m->result);
  tw_scenario_free(m->scenario);
  tw_solver_free(m->solver);
  tw_world_free(m->world);
  random_products_free(m->products);
  random_world_free(m->data);
  tw_context_free(m->ctx);
}

static const char every_rule[] = "  - tariff: {importer: R00, exporter: all, product: @, add: 25 pp}\n"
                                 "  - tariff: {importer: R01, exporter: all, sector: all, add: 5 pp}\n"
                                 "  - productivity: {region: R02, product: @, change: 10 %}\n"
                                 "  - productivity: {region: R03, sector: S00, change: -5 %}\n"
                                 "  - subsidy: {region: R03, product: @, add: 10 pp}\n"
                                 "  - subsidy: {region: R02, sector: S00, add: 5 pp}\n"
                                 "  - export_tax: {importer: all, exporter: R04, product: @, add: 5 pp}\n"
                                 "  - ban: {importer: R03, exporter: all, product: @}\n"
                                 "  - barrier: {importer: all, exporter: R02, sector: all, change: 5 %}\n"
                                 "  - barrier: {importer: R04, exporter: all, product: @, own: true, change: -5 %}\n"
                                 "  - quota: {importer: R02, exporter: all, product: @, to: 70 %, owner: importer}\n"
                                 "  - capacity: {region: R04, product: @, to: 90 %}\n";

static void parts_of_real_income_leave_nothing(void **state)
{
  (void)state;
  static const uint64_t seeds[] = {2, 3, 4, 5, 7, 8};
  for (size_t k = 0; k < sizeof seeds / sizeof *seeds; k++) {
    made m = solve_made(seeds[k], PRODUCTS_ALL, every_rule);
    const tw_info *info = tw_result_info(m.result);
    if (!(info->decomposition_remainder <= 1e-8))
      fail_msg("seed %d: a remainder of %.1e", (int)seeds[k], info->decomposition_remainder);
    made_free(&m);
  }
}

/* Of small changes by product the first order is all there is. */
static void small_changes_are_of_first_order(void **state)
{
  (void)state;
  static const char *const rules[] = {
      "  - tariff: {importer: R00, exporter: all, product: @, add: 0.001 pp}\n",
      "  - export_tax: {importer: all, exporter: R01, product: @, add: 0.001 pp}\n",
      "  - barrier: {importer: R00, exporter: all, product: @, change: 0.001 %}\n",
      "  - barrier: {importer: R00, exporter: all, product: @, own: true, change: 0.001 %}\n",
      "  - productivity: {region: R02, product: @, change: 0.001 %}\n",
      "  - subsidy: {region: R02, product: @, add: 0.001 pp}\n"};
  for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
    made m = solve_made(3, PRODUCTS_ALL, rules[k]);
    double rest[5];
    const double *first = tw_result_column(m.result, TW_REGIONS, "first_order_welfare_pct");
    assert_ok(m.ctx, twi_first_order_rest(m.result, NULL, rest));
    double most = 0, off = 0;
    for (int d = 0; d < 5; d++) {
      double exact = 100 * twi_log_real_income(m.result, d);
      most = fmax(most, fabs(exact));
      off = fmax(off, fabs(exact - first[d] - rest[d]));
    }
    assert_true(most > 1e-7);
    if (!(off < 1e-3 * most)) fail_msg("%s: %.3g of %.3g is not of first order", rules[k], off, most);
    made_free(&m);
  }
}

static double product_column(const tw_result *r, const char *name, int d, int g)
{
  return tw_result_column(r, TW_PRODUCTS, name)[d * tw_world_products(tw_result_world(r)) + g];
}

static void assert_near(double a, double b, double within)
{
  if (!(fabs(a - b) <= within * fmax(fabs(a), fabs(b)) + 1e-300)) fail_msg("%.15g is not %.15g", a, b);
}

/* Products sum to their sectors, rows of flows to the flows; prices times quantities to values. */
static void tables_of_products_sum_and_divide(void **state)
{
  (void)state;
  for (uint64_t seed = 2; seed < 5; seed++) {
    made m = solve_made(seed, PRODUCTS_ALL,
                        "  - tariff: {importer: R00, exporter: all, product: @, add: 25 pp}\n"
                        "  - tariff: {importer: R01, exporter: R02, sector: all, add: 15 pp}\n");
    const tw_result *r = m.result;
    const tw_world *w = m.world;
    int N = 5, S = 4, G = tw_world_products(w), checked = 0, brands = 0;
    const double *output = tw_result_column(r, TW_SECTORS, "output_base"),
                 *cost = tw_result_column(r, TW_SECTORS, "unit_cost_pct");
    double *sum = calloc((size_t)(2 * S * N * N), sizeof *sum);
    for (int s = 0; s < S; s++) {
      if (!twi_has_products(w, (size_t)s)) continue;
      for (int d = 0; d < N; d++) {
        double sales = 0, spending = 0;
        for (int g = 0; g < G; g++) {
          if (w->product[g].sector != s) continue;
          sales += product_column(r, "sales_base", d, g);
          spending += product_column(r, "spending_new", d, g);
        }
        if (output[d * S + s] > 0) assert_near(sales, output[d * S + s], 1e-9);
        assert_near(spending, r->new_.state->X[d * S + s], 1e-12);
      }
    }
    for (int g = 0; g < G; g++)
      for (int d = 0; d < N; d++) {
        tw_product_change flow[8];
        int count;
        assert_ok(m.ctx, tw_result_product_flows(r, g, d, flow, &count));
        double paid_base = 0, paid_new = 0;
        for (int i = 0; i < count; i++) {
          const tw_product_change *f = &flow[i];
          int s = w->product[g].sector;
          size_t cell = (size_t)((s * N + d) * N + f->exporter);
          sum[cell] += f->base_value;
          sum[(size_t)(S * N * N) + cell] += f->new_value;
          paid_base += f->base_value * (1 + f->tariff_base);
          paid_new += f->new_value * (1 + f->tariff_new);
          if (isnan(f->base_quantity)) continue;
          double paid = f->new_value * (1 + f->tariff_new) / (f->base_value * (1 + f->tariff_base)), price;
          if (w->product[g].home >= 0) {
            price = 1 + product_column(r, "price_pct", d, g) / 100;
            brands++;
          } else {
            price = (1 + cost[f->exporter * S + s] / 100) * (1 + f->tariff_new) / (1 + f->tariff_base);
            checked++;
          }
          assert_near(f->new_quantity / f->base_quantity, paid / price, 1e-9);
        }
        assert_near(paid_base, product_column(r, "spending_base", d, g), 1e-9);
        assert_near(paid_new, product_column(r, "spending_new", d, g), 1e-9);
      }
    assert_true(checked > 3 && brands > 3);
    for (int s = 0; s < S; s++)
      for (int d = 0; d < N; d++)
        for (int o = 0; o < N; o++) {
          tw_flow_change f;
          size_t cell = (size_t)((s * N + d) * N + o);
          if (!twi_has_products(w, (size_t)s)) continue;
          assert_ok(m.ctx, tw_result_flow(r, s, d, o, &f));
          assert_near(sum[cell], f.base_value, 1e-12);
          assert_near(sum[(size_t)(S * N * N) + cell], f.new_value, 1e-12);
        }
    /* what a region sells of a product is the sum over its buyers */
    for (int g = 0; g < G && w->quantity; g++)
      for (int o = 0; o < N; o++) {
        double quantity = 0;
        for (int d = 0; d < N; d++) {
          tw_product_change flow[8];
          int count;
          assert_ok(m.ctx, tw_result_product_flows(r, g, d, flow, &count));
          for (int i = 0; i < count; i++)
            if (flow[i].exporter == o && !isnan(flow[i].new_quantity)) quantity += flow[i].new_quantity;
        }
        double told = product_column(r, "quantity_new", o, g);
        if (!isnan(told)) assert_near(told, quantity, 1e-12);
      }
    free(sum);
    made_free(&m);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_of_real_income_leave_nothing),
      cmocka_unit_test(small_changes_are_of_first_order),
      cmocka_unit_test(tables_of_products_sum_and_divide),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
