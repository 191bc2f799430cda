/* Long tables with a column of products: written of a world, and a world made of them; rates and elasticities by
 * product; who uses what; what is refused. */
#include "context.h"
#include "held.h"
#include "random_products.h"
#include "world_files.h"

#include "world/products.h"

#define MAP "product=what"

static tw_status import_text(const char *text, const char *elasticities, const char *tariffs, tw_world **out)
{
  support_write(support_temp("t.csv"), text);
  if (elasticities) support_write(support_temp("e.csv"), elasticities);
  if (tariffs) support_write(support_temp("r.csv"), tariffs);
  const tw_import ask = {.from = "csv",
                         .file = support_temp("t.csv"),
                         .map = MAP,
                         .elasticities = elasticities ? support_temp("e.csv") : NULL,
                         .tariffs = tariffs ? support_temp("r.csv") : NULL};
  *out = NULL;
  tw_status status = tw_world_import(context, &ask, out);
  if (*out) hold_world(*out);
  return status;
}

static double of_flow(const tw_world *w, const char *product, int d, int o, double *tariff)
{
  tw_world_product_flow f;
  int g = tw_world_find_product(w, product);
  assert_true(g >= 0);
  for (size_t i = 0; tw_world_product_flow_at(w, i, &f); i++) {
    if (f.product != g || f.importer != d || f.exporter != o) continue;
    if (tariff) *tariff = f.tariff;
    return f.value;
  }
  return 0;
}

/* Flows and rates of a random world come back from its long table; shares of inputs are not in it. */
static void there_and_back(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 6; seed++) {
    support_random r = {seed};
    random_world *data = random_world_new(&r, 4, 3, WITH_TARIFFS);
    random_products *p = random_products_new(&r, data, PRODUCTS_ALL);
    tw_world *w = hold_world(make_world(context, data)), *back;
    random_products_free(p);
    random_world_free(data);
    const tw_export csv = {"csv", support_temp("long.csv")};
    assert_ok(context, tw_world_export(context, w, &csv));
    const tw_import ask = {
        .from = "csv", .file = csv.out, .map = "product=product", .tariffs = csv.out, .currency = "EUR"};
    assert_ok(context, tw_world_import(context, &ask, &back));
    hold_world(back);
    assert_int_equal(w->products, back->products);
    assert_int_equal(w->product_flows, back->product_flows);
    tw_world_product_flow f;
    tw_product of;
    for (size_t i = 0; tw_world_product_flow_at(w, i, &f); i++) {
      char code[160];
      double tariff = 0;
      assert_true(tw_world_product_at(w, f.product, &of));
      snprintf(code, sizeof code, "%s%s%s", of.rest ? tw_world_sector(w, of.sector) : "", of.rest ? "." : "", of.code);
      int d = tw_world_find_region(back, tw_world_region(w, f.importer));
      double value = of_flow(back, code, d, tw_world_find_region(back, tw_world_region(w, f.exporter)), &tariff);
      assert_true(fabs(value - f.value) <= 1e-9 * f.value && fabs(tariff - f.tariff) <= 1e-9);
    }
    const tw_export dta = {"dta", support_temp("dta")};
    const tw_import stata = {.from = "dta", .file = dta.out};
    tw_world *same = NULL;
    support_remove(dta.out);
    assert_ok(context, tw_world_export(context, w, &dta));
    assert_ok(context, tw_world_import(context, &stata, &same));
    hold_world(same);
    assert_string_equal(tw_world_text(same, "sha256"), tw_world_text(w, "sha256"));
  }
}

#define ROWS                                                                                                           \
  "importer,exporter,sector,what,user,value\n"                                                                         \
  "A,A,F,wheat,final,6\nA,A,F,wheat,I,4\nA,A,F,,final,5\nA,B,F,Wheat,final,2\nA,B,F,rest,final,1\nB,B,F,rye,I,7\n"     \
  "B,A,F,rye,I,1\nA,A,I,,final,30\nB,B,I,,final,20\n"

/* Users of one flow add up; rates and elasticities of products, and between them. */
static void by_hand(void **state)
{
  (void)state;
  tw_world *w;
  double tariff = 0;
  tw_product p;
  assert_ok(context,
            import_text(ROWS, "sector,trade_elasticity,product,product_elasticity\nF,4,,-0.5\nI,3,,\nF,7,rye,\n",
                        "importer,exporter,sector,product,tariff_pct\nA,B,F,wheat,10\nA,B,F,,4\nB,,F,rye,6\n", &w));
  assert_true(of_flow(w, "wheat", 0, 0, NULL) == 10 && of_flow(w, "WHEAT", 0, 1, &tariff) == 2);
  assert_true(fabs(tariff - 0.1) < 1e-15);
  assert_true(of_flow(w, "F.rest", 0, 0, NULL) == 5 && of_flow(w, "F.rest", 0, 1, &tariff) == 1);
  assert_true(fabs(tariff - 0.04) < 1e-12);
  assert_true(of_flow(w, "rye", 1, 0, &tariff) == 1 && fabs(tariff - 0.06) < 1e-15);
  assert_true(fabs(tw_world_numbers(w, "tariff")[1] - 0.08) < 1e-15); /* F of A from B: (2 10 + 1 4) / 3 */
  assert_true(tw_world_product_at(w, tw_world_find_product(w, "wheat"), &p) && p.trade_elasticity == 4);
  assert_true(tw_world_product_at(w, tw_world_find_product(w, "rye"), &p) && p.trade_elasticity == 7);
  assert_true(tw_world_numbers(w, "product_elasticity")[0] == -0.5);
}

static void refused(void **state)
{
  (void)state;
  tw_world *w;
  const struct {
    const char *text, *elasticities, *tariffs, *says;
  } bad[] = {
      {"importer,exporter,sector,value\na,a,F,1\n", NULL, NULL, "t.csv:1: the column what is missing"},
      {"importer,exporter,sector,what,value\na,a,F,p,1\na,a,G,P,1\n", NULL, NULL,
       "line 3: product: found \"P\" in sector G, and before in sector F"},
      {"importer,exporter,sector,what,value\na,a,F,p,1\na,a,F,P,1\n", NULL, NULL,
       "line 3: found importer a, exporter a, sector F, product p again, first in line 2"},
      {"importer,exporter,sector,what,value\na,a,F,p,1\na,a,F,,1\na,a,F,rest,1\n", NULL, NULL,
       "line 4: found importer a, exporter a, sector F again, first in line 3"},
      {"importer,exporter,sector,what,value\na,a,F,p q,1\n", NULL, NULL, "product: found a space"},
      {"importer,exporter,sector,what,value\na,a,F,all,1\n", NULL, NULL, "found the product all, a word"},
      {"importer,exporter,sector,what,value\na,a,F,f,1\n", NULL, NULL, "found the product f, the code of a sector"},
      {"importer,exporter,sector,what,value\na,a,F,p,-1\n", NULL, NULL, "line 2: value: found -1 of product p"},
      {ROWS, "sector,trade_elasticity,product\nF,4,\nI,3,\nI,7,rye\n", NULL,
       "e.csv:4: column sector: found I, but rye is"},
      {ROWS, "sector,trade_elasticity,product\nF,4,\nI,3,\nF,7,oats\n", NULL,
       "e.csv:4: column product: found \"oats\""},
      {ROWS, "sector,trade_elasticity,product\nF,4,\nI,3,\nF,7,rye\nF,8,rye\n", NULL,
       "column product: found rye again"},
      {ROWS, "sector,trade_elasticity,product_elasticity\nF,4,-1\nI,3,\n", NULL,
       "column product_elasticity: found \"-1\""},
      {ROWS, NULL, "importer,exporter,sector,product,tariff_pct\nA,B,I,wheat,1\n",
       "r.csv:2: column sector: found I, but"},
      {ROWS, NULL, "importer,exporter,sector,product,tariff_pct\nA,B,F,oat,1\n",
       "r.csv:2: column product: found \"oat\""},
      {ROWS, NULL, "importer,exporter,sector,product,tariff_pct\nA,B,F,rye,1\nA,B,F,rye,1\n",
       "r.csv:3: found a rate for importer A, exporter B, sector F, product rye again, first in line 2"},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    tw_status status = import_text(bad[i].text, bad[i].elasticities, bad[i].tariffs, &w);
    if (status != TW_BAD_INPUT || !strstr(tw_error(context), bad[i].says))
      fail_msg("%s: %s lacks %s", tw_status_word(status), tw_error(context), bad[i].says);
  }
  support_write(support_temp("t.csv"), "importer,exporter,sector,product,value\na,a,F,p,1\na,a,F,q,1\n");
  const tw_import unmapped = {.from = "csv", .file = support_temp("t.csv")};
  assert_fails(context, tw_world_import(context, &unmapped, &w), TW_BAD_INPUT, "say product=product in the map");
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(there_and_back), HELD_TEST(by_hand), HELD_TEST(refused)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
