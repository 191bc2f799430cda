/* Products inside sectors: random worlds with products given in memory are taken as they are given. */
#include "context.h"
#include "random_products.h"

#include "world/products.h"

/* Products of a sector and its rest sum to its flows, rates average to its own, and each product has what was given. */
static void products_sum_to_the_flows(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    support_random r = {seed};
    random_world *w = random_world_new(&r, 3 + support_below(&r, 4), 2 + support_below(&r, 4), WITH_ALL);
    random_products *p = random_products_new(&r, w, PRODUCTS_ALL);
    tw_world *world = make_world(context, w);
    size_t n = (size_t)w->N, all = twi_world_sector_flows(world);
    assert_true(world->products >= w->data.products && world->product_flows >= w->data.product_flows);
    for (int s = 0; s < w->S; s++) {
      assert_int_equal(world->sector_market[s + 1] - world->sector_market[s],
                       p->count[s] ? p->count[s] + p->rests[s] : 1);
      if (!p->count[s]) continue;
      for (size_t d = 0; d < n; d++)
        for (size_t o = 0; o < n; o++) {
          size_t cell = ((size_t)s * n + d) * n + o;
          double sum = 0, tariffs = 0, taxes = 0, flow = world->flow[cell];
          for (int m = world->sector_market[s]; m < world->sector_market[s + 1]; m++) {
            size_t i = twi_market_cell(world, &world->market[m], d, o);
            if (i == SIZE_MAX) continue;
            assert_true(i >= all && world->flow[i] > 0 && world->tariff[i] > -1 && world->export_tax[i] > -1);
            sum += world->flow[i];
            tariffs += world->flow[i] * world->tariff[i];
            taxes += world->flow[i] * world->export_tax[i];
          }
          assert_true(fabs(sum - flow) <= 1e-12 * flow);
          assert_true(fabs(tariffs - flow * world->tariff[cell]) <= 1e-9 * flow);
          assert_true(fabs(taxes - flow * world->export_tax[cell]) <= 1e-9 * flow);
        }
    }
    for (size_t k = 0; k < w->data.product_flows; k++) {
      const tw_world_product_flow *f = &p->flow[k];
      const char *code = p->product[f->product].code;
      int g = twi_world_product_index(world, code, strlen(code));
      const twi_market of = {world->product[g].sector, g, 0};
      size_t i = twi_market_cell(world, &of, (size_t)f->importer, (size_t)f->exporter);
      assert_true(i != SIZE_MAX && world->flow[i] == f->value);
      assert_true(isnan(f->quantity) ? isnan(world->quantity[i - all]) : world->quantity[i - all] == f->quantity);
      if (!isnan(f->tariff)) assert_true(world->tariff[i] == f->tariff);
    }
    tw_world_free(world);
    random_products_free(p);
    random_world_free(w);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(products_sum_to_the_flows)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
