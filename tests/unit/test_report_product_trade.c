/* product_trade.csv of a solved world: each row is a flow of tw_result_product_flows, with its change in per cent. */
#include "random_products.h"

static double next_of(char **at)
{
  char *end = strpbrk(*at, ",\n");
  assert_non_null(end);
  double x = end == *at ? NAN : strtod(*at, NULL);
  *at = end + 1;
  return x;
}

static void is_close(double found, double expected)
{
  assert_int_equal(isnan(found), isnan(expected));
  if (!isnan(expected)) assert_relative(found, expected, 1e-8);
}

static void rows_are_flows(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  support_random r = {41};
  random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS | WITH_INPUTS);
  random_products *products = random_products_new(&r, data, PRODUCTS_QUANTITIES | PRODUCTS_RATES);
  tw_world *world = make_world(ctx, data);
  tw_result *result = solve_text(ctx, world, NULL,
                                 "scenario: t\nclosure: {deficits: zero}\npolicy:\n"
                                 "  - tariff: {importer: R00, exporter: R01, sector: S00, add: 20 pp}\n");
  const char *folder = support_temp("product-trade");
  assert_ok(ctx, tw_result_write(ctx, result, folder, "tradewind run"));
  char *text = support_read(support_path(folder, "product_trade.csv"), NULL);
  assert_non_null(text);
  char *at = strchr(text, '\n') + 1;
  int rows = 0, moved = 0;
  for (int g = 0; g < tw_world_products(world); g++)
    for (int d = 0; d < 4; d++) {
      tw_product_change flow[8];
      tw_product product;
      int count;
      char start[64];
      assert_true(tw_world_product_at(world, g, &product));
      assert_ok(ctx, tw_result_product_flows(result, g, d, flow, &count));
      for (int i = 0; i < count; i++, rows++) {
        int n = snprintf(start, sizeof start, "%s,R%02d,R%02d,", product.code, d, flow[i].exporter);
        assert_memory_equal(at, start, (size_t)n);
        at += n;
        double base = next_of(&at), new_ = next_of(&at), change = next_of(&at);
        is_close(base, flow[i].base_value);
        is_close(new_, flow[i].new_value);
        is_close(change, base > 0 ? 100 * (new_ / base - 1) : NAN);
        is_close(next_of(&at), flow[i].base_quantity);
        is_close(next_of(&at), flow[i].new_quantity);
        is_close(next_of(&at), 100 * flow[i].tariff_base);
        is_close(next_of(&at), 100 * flow[i].tariff_new);
        moved += fabs(change) > 0.1;
        at = strchr(at, '\n') + 1;
      }
    }
  assert_int_equal(*at, 0);
  assert_true(rows > 20 && moved > 5);
  free(text);
  /* products.csv has a row for each region and product, from the first on */
  text = support_read(support_path(folder, "products.csv"), NULL);
  assert_non_null(text);
  at = strchr(text, '\n') + 1;
  for (int k = 0; k < 4 * tw_world_products(world); k++) {
    tw_product product;
    char start[64];
    assert_true(tw_world_product_at(world, k % tw_world_products(world), &product));
    int n = snprintf(start, sizeof start, "R%02d,%s,%s,", k / tw_world_products(world),
                     tw_world_sector(world, product.sector), product.code);
    if (strncmp(at, start, (size_t)n) != 0) fail_msg("found %.40s, expected %s", at, start);
    at = strchr(at, '\n') + 1;
  }
  assert_int_equal(*at, 0);
  free(text);
  tw_result_free(result);
  tw_world_free(world);
  random_products_free(products);
  random_world_free(data);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_flows)};
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
