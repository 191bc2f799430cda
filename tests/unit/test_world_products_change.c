/* Products in worlds made of worlds: changed, aggregated, split, balanced, brought to new totals. Their sums, duties and
 * output hold, and what does not change has the same bits. */
#include "context.h"
#include "held.h"
#include "random_products.h"
#include "world_files.h"

#include "world/products.h"

static tw_world *random_one(uint64_t seed, int with)
{
  support_random r = {seed};
  random_world *w = random_world_new(&r, 4, 3 + support_below(&r, 2), with);
  random_products *p = random_products_new(&r, w, PRODUCTS_ALL);
  tw_world *world = make_world(context, w);
  random_products_free(p);
  random_world_free(w);
  return hold_world(world);
}

static int product_of(const tw_world *w, const char *code)
{
  int g = twi_world_product_index(w, code, strlen(code));
  if (g < 0) fail_msg("no product %s", code);
  return g;
}

/* Value, duties, what producers get and quantity of all flows of a product, or with d and o those of one. */
typedef struct totals {
  double value, duties, output, quantity;
} totals;

static totals totals_of(const tw_world *w, int g, int d, int o)
{
  totals t = {0, 0, 0, 0};
  size_t n = (size_t)w->N, all = twi_world_sector_flows(w);
  for (size_t b = 0; b < n; b++)
    for (size_t i = w->product_row[(size_t)g * n + b]; i < w->product_row[(size_t)g * n + b + 1]; i++) {
      if ((d >= 0 && (int)b != d) || (o >= 0 && w->product_seller[i] != o)) continue;
      double f = w->flow[all + i];
      t.value += f;
      t.duties += w->tariff ? w->tariff[all + i] * f : 0;
      t.output += w->export_tax ? f / (1 + w->export_tax[all + i]) : f;
      t.quantity += w->quantity ? w->quantity[i] : 0;
    }
  return t;
}

static void near(double a, double b, double by)
{
  if (!(fabs(a - b) <= by * (fabs(a) + fabs(b) + 1e-300))) fail_msg("%.17g and %.17g", a, b);
}

static void same_totals(totals a, totals b, double by)
{
  near(a.value, b.value, by);
  near(a.output, b.output, by);
  if (!(fabs(a.duties - b.duties) <= by * a.value)) fail_msg("duties %.17g and %.17g", a.duties, b.duties);
  if (!isnan(a.quantity) || !isnan(b.quantity)) near(a.quantity, b.quantity, by);
}

/* The sectors' own cells against their products. */
static void sums_hold(const tw_world *w)
{
  for (int s = 0; s < w->S; s++)
    for (int d = 0; d < w->N; d++)
      for (int o = 0; o < w->N; o++) {
        size_t cell = twi_flow_cell(w, s, d, o);
        totals sum = {0, 0, 0, 0};
        if (!twi_has_products(w, (size_t)s)) continue;
        for (int m = w->sector_market[s]; m < w->sector_market[s + 1]; m++) {
          totals t = totals_of(w, w->market[m].product, d, o);
          sum = (totals){sum.value + t.value, sum.duties + t.duties, sum.output + t.output, 0};
        }
        double f = w->flow[cell];
        assert_true(fabs(sum.value - f) <= 2e-9 * f);
        assert_true(fabs(sum.duties - (w->tariff ? w->tariff[cell] * f : 0)) <= 2e-9 * f);
        assert_true(fabs(sum.output - (w->export_tax ? f / (1 + w->export_tax[cell]) : f)) <= 2e-9 * f);
      }
}

static void same_flows(const tw_world *a, const tw_world *b)
{
  assert_int_equal(a->product_flows, b->product_flows);
  assert_memory_equal(a->flow, b->flow, twi_world_flows(a) * sizeof(double));
  assert_true(!a->tariff == !b->tariff && !a->export_tax == !b->export_tax && !a->quantity == !b->quantity);
  if (a->tariff) assert_memory_equal(a->tariff, b->tariff, twi_world_flows(a) * sizeof(double));
  if (a->export_tax) assert_memory_equal(a->export_tax, b->export_tax, twi_world_flows(a) * sizeof(double));
  if (a->quantity) assert_memory_equal(a->quantity, b->quantity, a->product_flows * sizeof(double));
}

static void with_changes(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    tw_world *w = random_one(seed, WITH_ALL), *same = NULL, *named = NULL, *moved = NULL;
    tw_world_data changes = {0};
    assert_ok(context, tw_world_with(context, w, &changes, &same));
    assert_string_equal(tw_world_text(w, "sha256"), tw_world_text(hold_world(same), "sha256"));
    changes.name = "other";
    assert_ok(context, tw_world_with(context, w, &changes, &named));
    same_flows(w, hold_world(named));
    /* Flows times 1 to 1.5 and half of the tariffs: shares stay, rates are halved, averages hold. */
    size_t all = twi_world_sector_flows(w);
    double *flow = malloc(all * sizeof *flow), *tariff = malloc(all * sizeof *tariff);
    for (size_t i = 0; i < all; i++) {
      flow[i] = w->flow[i] * (1 + (double)(i % 3) / 4);
      tariff[i] = w->tariff ? w->tariff[i] / 2 : 0;
    }
    changes = (tw_world_data){.flow = flow, .tariff = tariff};
    assert_ok(context, tw_world_with(context, w, &changes, &moved));
    sums_hold(hold_world(moved));
    assert_int_equal(moved->product_flows, w->product_flows);
    for (size_t i = all; i < twi_world_flows(w); i++) {
      twi_flow_at at = twi_flow_of(w, i);
      size_t cell = twi_flow_cell(w, at.s, at.d, at.o);
      near(moved->flow[i], w->flow[i] * (1 + (double)(cell % 3) / 4), 1e-6);
      if (w->product[at.g].rest) continue;
      near(moved->flow[i], w->flow[i] * (1 + (double)(cell % 3) / 4), 1e-15);
      if (w->tariff) assert_true(fabs(moved->tariff[i] - w->tariff[i] / 2) < 1e-15);
      if (w->quantity && !isnan(w->quantity[i - all]))
        near(moved->quantity[i - all], w->quantity[i - all] * (1 + (double)(cell % 3) / 4), 1e-15);
    }
    free(flow);
    free(tariff);
  }
}

/* Products given to a world that has others take their place; elasticities alone leave the flows. */
static void with_other_products(void **state)
{
  (void)state;
  tw_world *w = random_one(3, WITH_ALL), *other = NULL, *eta = NULL;
  const char *sector = tw_world_sector(w, 0);
  const tw_world_product one = {.code = "ONE", .sector = sector, .trade_elasticity = 4};
  const tw_world_product_flow flow = {0, 1, 1, w->flow[twi_flow_cell(w, 0, 1, 1)] / 2, NAN, NAN, NAN};
  tw_world_data changes = {.product = &one, .products = 1, .product_flow = &flow, .product_flows = 1};
  assert_ok(context, tw_world_with(context, w, &changes, &other));
  sums_hold(hold_world(other));
  assert_int_equal(other->products, 2);
  assert_true(other->product[1].rest);
  double elasticity[8] = {-0.5, 2, 0, 0};
  changes = (tw_world_data){.product_elasticity = elasticity};
  assert_ok(context, tw_world_with(context, w, &changes, &eta));
  same_flows(w, hold_world(eta));
  assert_true(eta->product_elasticity[0] == -0.5 && eta->product_elasticity[1] == 2);
  elasticity[1] = -1;
  assert_fails(context, tw_world_with(context, w, &changes, &other), TW_BAD_INPUT, "product_elasticity is -1");
  changes = (tw_world_data){.product_flow = &flow, .product_flows = 1};
  assert_fails(context, tw_world_with(context, w, &changes, &other), TW_USAGE, "but no products");
  const char *members[] = {tw_world_sector(w, 0)};
  const tw_world_group group = {w->product[0].code, members, 1};
  changes = (tw_world_data){.sector_group = &group, .sector_groups = 1};
  assert_fails(context, tw_world_with(context, w, &changes, &other), TW_BAD_INPUT, "the code of a group of sectors");
}

static void aggregated(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    tw_world *w = random_one(seed, WITH_ALL), *fewer = NULL, *merged = NULL, *one = NULL;
    support_write(support_temp("r.csv"), "region,to\nR00,A\nR01,B\nR02,A\nR03,B\n");
    assert_ok(context, tw_world_aggregate(context, w, support_temp("r.csv"), NULL, "two", NULL, &fewer));
    sums_hold(hold_world(fewer));
    for (int g = 0; g < w->products; g++) {
      if (w->product[g].rest) continue;
      int k = product_of(fewer, w->product[g].code);
      same_totals(totals_of(w, g, -1, -1), totals_of(fewer, k, -1, -1), 1e-13);
      totals from_b = totals_of(w, g, 0, 1),
             more[3] = {totals_of(w, g, 0, 3), totals_of(w, g, 2, 1), totals_of(w, g, 2, 3)};
      for (int i = 0; i < 3; i++)
        from_b = (totals){from_b.value + more[i].value, from_b.duties + more[i].duties, from_b.output + more[i].output,
                          from_b.quantity + more[i].quantity};
      same_totals(from_b, totals_of(fewer, k, 0, 1), 1e-13);
      assert_int_equal(fewer->product[k].home, w->product[g].home < 0 ? -1 : w->product[g].home % 2);
      assert_int_equal(fewer->product[k].owner, w->product[g].owner < 0 ? -1 : w->product[g].owner % 2);
      near(fewer->product_theta[k], w->product_theta[g], 0);
    }
    /* Sectors merged: the products stay, in the merged one. */
    char map[256] = "sector,to\n";
    for (int s = 0; s < w->S; s++)
      snprintf(map + strlen(map), sizeof map - strlen(map), "%s,%s\n", w->sector[s], s < 2 ? "M" : w->sector[s]);
    support_write(support_temp("s.csv"), map);
    assert_ok(context, tw_world_aggregate(context, w, NULL, support_temp("s.csv"), "merged", NULL, &merged));
    sums_hold(hold_world(merged));
    for (int g = 0; g < w->products; g++) {
      if (w->product[g].rest) continue;
      int k = product_of(merged, w->product[g].code);
      assert_int_equal(merged->product[k].sector, w->product[g].sector < 2 ? 0 : w->product[g].sector - 1);
      same_totals(totals_of(w, g, -1, -1), totals_of(merged, k, -1, -1), 1e-15);
    }
    /* Every code to itself: the same flows, to the bit. */
    support_write(support_temp("r.csv"), "region,to\nR00,R00\nR01,R01\nR02,R02\nR03,R03\n");
    assert_ok(context, tw_world_aggregate(context, w, support_temp("r.csv"), NULL, "same", NULL, &one));
    same_flows(w, hold_world(one));
  }
}

static void split_regions_come_back(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    tw_world *w = random_one(seed, WITH_ALL), *parts = NULL, *again = NULL;
    const tw_split how = {.region = "R02", .into = "X:0.3,Y:0.7"};
    assert_ok(context, tw_world_split(context, w, &how, &parts));
    sums_hold(hold_world(parts));
    support_write(support_temp("r.csv"), "region,to\nR00,R00\nR01,R01\nX,R02\nY,R02\nR03,R03\n");
    assert_ok(context, tw_world_aggregate(context, parts, support_temp("r.csv"), NULL, "again", NULL, &again));
    sums_hold(hold_world(again));
    assert_int_equal(w->products, again->products);
    for (int g = 0; g < w->products; g++) {
      if (w->product[g].rest) continue;
      int k = product_of(parts, w->product[g].code);
      if (w->product[g].home == 2) assert_string_equal(parts->region[parts->product[k].home], "Y");
      assert_int_equal(again->product[product_of(again, w->product[g].code)].home, w->product[g].home);
      for (int d = 0; d < w->N; d++)
        for (int o = 0; o < w->N; o++)
          same_totals(totals_of(w, g, d, o), totals_of(again, product_of(again, w->product[g].code), d, o), 1e-12);
    }
  }
}

/* Another sector than theirs is split, and the products stay as they were; how their own is, test_world_split_products. */
static void split_sectors(void **state)
{
  (void)state;
  world_files *files = files_new();
  file_products(files);
  tw_world *w = hold_world(world_open_ok(context, files_write(files, "w"))), *out = NULL;
  free(files);
  const tw_split transport = {.sector = "H49", .into = "H491:0.3,H492:0.7"};
  assert_ok(context, tw_world_split(context, w, &transport, &out));
  sums_hold(hold_world(out));
  assert_int_equal(out->S, 4);
  for (int g = 0; g < w->products; g++) same_totals(totals_of(w, g, -1, -1), totals_of(out, g, -1, -1), 1e-15);
  const tw_split code = {.sector = "H49", .into = "TOY:0.3,H492:0.7"};
  assert_fails(context, tw_world_split(context, w, &code, &out), TW_BAD_INPUT, "the code of a sector");
}

static double share_of(const tw_world *w, size_t i)
{
  twi_flow_at at = twi_flow_of(w, i);
  return w->flow[i] / w->flow[twi_flow_cell(w, at.s, at.d, at.o)];
}

static void balanced_and_updated(void **state)
{
  (void)state;
  tw_world *w = random_one(5, WITH_ALL), *out = NULL, *again = NULL, *newer = NULL;
  support_write(support_temp("totals.csv"), "kind,importer,exporter,value\ntrade,R00,R01,40\ntrade,R03,R02,50\n");
  assert_ok(context, tw_world_balance(context, w, NULL, support_temp("totals.csv"), NULL, NULL, &out));
  sums_hold(hold_world(out));
  assert_int_equal(out->product_flows, w->product_flows);
  int moved = 0;
  for (size_t i = twi_world_sector_flows(w); i < twi_world_flows(w); i++) {
    near(share_of(w, i), share_of(out, i), 1e-6);
    if (w->product[twi_flow_of(w, i).g].rest) continue;
    near(share_of(w, i), share_of(out, i), 1e-14);
    moved |= w->flow[i] != out->flow[i];
  }
  assert_true(moved);
  assert_ok(context, tw_world_balance(context, out, NULL, NULL, NULL, NULL, &again));
  assert_string_equal(tw_world_text(out, "sha256"), tw_world_text(hold_world(again), "sha256"));
  same_flows(out, again);
  support_write(support_temp("t.csv"), "importer,exporter,sector,tariff_pct\nR01,R00,S00,10\nR02,R00,S00,0\n");
  support_write(support_temp("g.csv"), "region,gdp\nR00,2000\nR01,1000\nR02,900\nR03,800\n");
  const tw_update how = {.gdp = support_temp("g.csv"), .tariff = support_temp("t.csv")};
  assert_ok(context, tw_world_update(context, out, &how, &newer));
  sums_hold(hold_world(newer));
  for (size_t i = twi_world_sector_flows(out); i < twi_world_flows(out); i++) {
    twi_flow_at at = twi_flow_of(out, i);
    near(share_of(out, i), share_of(newer, i), 1e-6);
    size_t cell = twi_flow_cell(out, at.s, at.d, at.o);
    if (at.s == 0 && at.d == 2 && at.o == 0 && !out->product[at.g].rest && out->tariff[cell] > 0)
      assert_true(newer->tariff[i] == 0);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(with_changes),  HELD_TEST(with_other_products),
                                     HELD_TEST(aggregated),    HELD_TEST(split_regions_come_back),
                                     HELD_TEST(split_sectors), HELD_TEST(balanced_and_updated)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
