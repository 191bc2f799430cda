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
      "  - subsidy: {region: R02, product: @, add: 0.001 pp}\n",
      /* with economies of scale output moves cost in every region */
      ("  - tariff: {importer: R00, exporter: all, sector: all, add: 0.001 pp}\n"
       "closure: {deficits: fixed, scale: {sector: [S00, S01, S02, S03], elasticity: 0.05}}\n")};
  for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
    made m = solve_made(3, PRODUCTS_ALL, rules[k]);
    double rest[5];
    const double *first = tw_result_column(m.result, TW_REGIONS, "first_order_welfare_pct");
    assert_ok(m.ctx, twi_first_order_rest(m.result, &m.solver->closure, rest));
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

/* Where the base has subsidies of products and of their sector the volume of both counts, at what each leaves. */
static void small_changes_of_distorted_products_are_of_first_order(void **state)
{
  (void)state;
  static const char before[] = "  - subsidy: {region: R02, product: @, to: 12 %}\n"
                               "  - subsidy: {region: R02, sector: S00, to: 7 %}\n"
                               "  - subsidy: {region: R01, product: @, to: -15 %}\n"
                               "  - productivity: {region: R02, product: @, change: 20 %}\n";
  static const char *const after[] = {
      "  - subsidy: {region: R02, product: @, to: 12.001 %}\n",
      "  - subsidy: {region: R02, sector: S00, to: 7.001 %}\n",
      "  - tariff: {importer: R00, exporter: all, product: @, add: 0.001 pp}\n",
      "  - subsidy: {region: R02, sector: S00, to: 7.001 %}\n  - subsidy: {region: R02, product: @, to: 11.999 %}\n",
      "  - productivity: {region: R02, product: @, change: 0.001 %}\n",
      "  - productivity: {region: R02, product: @, change: 0.001 %}\n  - productivity: {region: R02, sector: S00, "
      "change: "
      "-0.001 %}\n"};
  for (size_t k = 0; k < sizeof after / sizeof *after; k++) {
    char rules[2048], file[2048] = "scenario: before\npolicy:\n", at[512];
    made data = {.ctx = tw_context_new(NULL)};
    support_random r = {3};
    data.data = random_world_new(&r, 5, 4, WITH_ALL);
    data.products = random_products_new(&r, data.data, PRODUCTS_ALL);
    for (const char *p = before; *p; p++)
      snprintf(file + strlen(file), sizeof file - strlen(file), *p == '@' ? "%s" : "%.1s",
               *p == '@' ? data.products->product[0].code : p);
    made_free(&data);
    snprintf(at, sizeof at, "%s", support_temp("before.yaml"));
    support_write(at, file);
    snprintf(rules, sizeof rules, "%s%sagainst: %s\n", before, after[k], at);
    made m = solve_made(3, PRODUCTS_ALL, rules);
    double rest[5], most = 0, off = 0;
    const double *first = tw_result_column(m.result, TW_REGIONS, "first_order_welfare_pct");
    assert_ok(m.ctx, twi_first_order_rest(m.result, NULL, rest));
    for (int d = 0; d < 5; d++) {
      double exact = 100 * twi_log_real_income(m.result, d);
      most = fmax(most, fabs(exact));
      off = fmax(off, fabs(exact - first[d] - rest[d]));
    }
    assert_true(most > 1e-7);
    if (!(off < 1e-3 * most)) fail_msg("%s: %.3g of %.3g is not of first order", after[k], off, most);
    made_free(&m);
  }
}

/* A ban of a flow that hardly counts costs what the product's elasticity makes of its share of the product. */
static void a_small_ban_is_of_first_order(void **state)
{
  (void)state;
  int done = 0;
  for (uint64_t seed = 2; seed < 12; seed++) {
    made data = {.ctx = tw_context_new(NULL)};
    support_random r = {seed};
    data.data = random_world_new(&r, 5, 4, WITH_ALL);
    data.products = random_products_new(&r, data.data, PRODUCTS_ALL);
    const random_products *p = data.products;
    double least = INFINITY, sum[5] = {0};
    char rules[256] = "";
    for (size_t i = 0; i < data.data->data.product_flows; i++)
      if (p->flow[i].product == 0) sum[p->flow[i].importer] += p->flow[i].value;
    for (size_t i = 0; i < data.data->data.product_flows; i++) {
      const tw_world_product_flow *f = &p->flow[i];
      if (f->product != 0 || f->importer == f->exporter || f->value / sum[f->importer] >= least) continue;
      least = f->value / sum[f->importer];
      snprintf(rules, sizeof rules, "  - ban: {importer: R0%d, exporter: R0%d, product: @}\n", f->importer,
               f->exporter);
    }
    int far = fabs(p->product[0].trade_elasticity / data.data->theta[0] - 1) > 0.2;
    made_free(&data);
    if (!(least < 0.02) || !far) continue;
    made m = solve_made(seed, PRODUCTS_ALL, rules);
    double rest[5], most = 0, off = 0;
    const double *first = tw_result_column(m.result, TW_REGIONS, "first_order_welfare_pct");
    assert_ok(m.ctx, twi_first_order_rest(m.result, NULL, rest));
    for (int d = 0; d < 5; d++) {
      double exact = 100 * twi_log_real_income(m.result, d);
      most = fmax(most, fabs(exact));
      off = fmax(off, fabs(exact - first[d] - rest[d]));
    }
    if (!(off < 0.05 * most)) fail_msg("seed %d, %s: %.3g of %.3g", (int)seed, rules, off, most);
    done++;
    made_free(&m);
  }
  assert_true(done >= 2);
}

/* A base with a ban that goes: what it brings to first order is what the exact change is, but for a small part; without
 * that term there would be next to nothing. */
static void a_small_ban_that_goes_is_of_first_order(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed < 5; seed++) {
    support_random r = {seed};
    tw_context *ctx = tw_context_new(NULL);
    random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
    double bought = 0;
    for (int o = 0; o < 4; o++) bought += o == 1 ? 0 : data->flow[flow_at(data, 1, 0, o)];
    data->flow[flow_at(data, 1, 0, 1)] = 0.01 * bought;
    data->tariff[flow_at(data, 1, 0, 1)] = 0;
    tw_world *w = make_world(ctx, data);
    const char *before = support_temp("ban.yaml");
    char text[4096];
    support_write(before, "scenario: before\npolicy:\n  - ban: {importer: R00, exporter: R01, sector: S01}\n");
    snprintf(
        text, sizeof text,
        "scenario: after\nagainst: %s\npolicy:\n  - tariff: {importer: R03, exporter: R02, sector: S02, add: 0 pp}\n",
        before);
    tw_result *result = solve_text(ctx, w, NULL, text);
    double rest[4], exact = 100 * twi_log_real_income(result, 0);
    assert_ok(ctx, twi_first_order_rest(result, NULL, rest));
    double first = of_region(result, "first_order_welfare_pct", 0);
    assert_true(exact > 1e-3);
    if (!(fabs(exact - first - rest[0]) < 0.1 * exact))
      fail_msg("seed %d: %.3g of first order and %.3g of the ban, %.3g exactly", (int)seed, first, rest[0], exact);
    assert_true(fabs(of_region(result, "remainder_pct", 0)) <= 1e-8 * exact + 1e-11);
    tw_result_free(result);
    tw_world_free(w);
    random_world_free(data);
    tw_context_free(ctx);
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
                        "  - tariff: {importer: R01, exporter: R02, sector: all, add: 15 pp}\n"
                        "  - barrier: {importer: R02, exporter: all, sector: all, change: 7 %}\n");
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
            price = (1 + cost[f->exporter * S + s] / 100) * (1 + f->tariff_new) / (1 + f->tariff_base) *
                    (d == 2 && f->exporter != d ? 1.07 : 1);
            /* the quantity of the data, by what the seller gets in the base over what it got, and its price since */
            for (size_t j = w->product_row[g * N + d]; j < w->product_row[g * N + d + 1]; j++)
              if (w->product_seller[j] == f->exporter)
                assert_near(f->base_quantity,
                            w->quantity[j] * f->base_value / w->flow[twi_world_sector_flows(w) + j] /
                                exp(r->base.state->lnc[f->exporter * S + s]),
                            1e-9);
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

/* The rent of a capacity of a sector whose products are subsidised, told by limits.csv and as a share of income. */
static void rents_are_of_what_is_paid(void **state)
{
  (void)state;
  static const char *const capacity[] = {"sector: S00", "product: @"};
  for (int k = 0; k < 2; k++) {
    char rules[512];
    snprintf(rules, sizeof rules,
             "  - subsidy: {region: R04, product: @, to: 20 %%}\n  - subsidy: {region: R04, sector: S00, to: 5 %%}\n"
             "  - capacity: {region: R04, %s, to: 90 %%}\n",
             capacity[k]);
    made m = solve_made(3, PRODUCTS_ALL, rules);
    const tw_condition_result *c;
    assert_int_equal(tw_result_conditions(m.result, &c), 1);
    double rents = tw_result_column(m.result, TW_REGIONS, "rents_new_pct")[4] / 100 * m.result->new_.state->I[4];
    assert_true(c->money > 0);
    assert_near(c->money, rents, 1e-9);
    made_free(&m);
  }
}

/* The rents of a quota on a product that is not the first of its sector are its money, whoever has them, and the tariff
 * told of its flows is the statutory one. */
static void rents_of_a_quota_on_a_product(void **state)
{
  (void)state;
  static const char *const owner[] = {"importer", "exporter"};
  int taxed = 0;
  for (uint64_t seed = 2; seed < 8; seed++)
    for (int k = 0; k < 2; k++) {
      made data = {.ctx = tw_context_new(NULL)};
      support_random r = {seed};
      data.data = random_world_new(&r, 5, 4, WITH_ALL);
      data.products = random_products_new(&r, data.data, PRODUCTS_ALL);
      const random_products *p = data.products;
      const tw_world_product_flow *most = NULL;
      int last = p->count[0] - 1;
      for (size_t i = 0; i < data.data->data.product_flows; i++) {
        const tw_world_product_flow *f = &p->flow[i];
        if (f->product == last && f->importer != f->exporter && (!most || f->value > most->value)) most = f;
      }
      if (!most || last == 0) {
        made_free(&data);
        continue;
      }
      int d = most->importer, o = most->exporter, count;
      char rules[256];
      snprintf(rules, sizeof rules, "  - quota: {importer: R0%d, exporter: R0%d, product: %s, to: 60 %%, owner: %s}\n",
               d, o, p->product[last].code, owner[k]);
      made_free(&data);
      made m = solve_made(seed, PRODUCTS_ALL, rules);
      const tw_condition_result *c;
      assert_int_equal(tw_result_conditions(m.result, &c), 1);
      int by = k ? o : d, g = 0;
      double rents = tw_result_column(m.result, TW_REGIONS, "rents_new_pct")[by] / 100 * m.result->new_.state->I[by];
      assert_true(c->money > 0);
      assert_near(c->money, rents, 1e-9);
      while (m.world->product[g].sector != 0 || strcmp(m.world->product[g].code, m.products->product[last].code) != 0)
        g++;
      tw_product_change flow[8];
      assert_ok(m.ctx, tw_result_product_flows(m.result, g, d, flow, &count));
      for (int i = 0; i < count; i++) {
        if (flow[i].exporter != o) continue;
        assert_near(1 + flow[i].tariff_new, 1 + flow[i].tariff_base, 1e-12);
        taxed += flow[i].tariff_base > 0.01;
        assert_true(flow[i].new_value < flow[i].base_value);
      }
      made_free(&m);
    }
  assert_true(taxed >= 4);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_of_real_income_leave_nothing),
      cmocka_unit_test(small_changes_are_of_first_order),
      cmocka_unit_test(small_changes_of_distorted_products_are_of_first_order),
      cmocka_unit_test(a_small_ban_is_of_first_order),
      cmocka_unit_test(a_small_ban_that_goes_is_of_first_order),
      cmocka_unit_test(tables_of_products_sum_and_divide),
      cmocka_unit_test(rents_are_of_what_is_paid),
      cmocka_unit_test(rents_of_a_quota_on_a_product),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
