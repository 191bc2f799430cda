/* Legal and illegal fish: the split of a sector changes nothing by itself; a removal of x leaves exactly (1 - x) of what
 * is illegal and its rent to nobody; the same answer from the short form without products; money that adds up; three
 * shares; messages. On the world of three.h, where C29 (elasticity 5) plays the fish. */
#include <math.h>

#include "indicator/result.h"
#include "three.h"
#include "world/products.h"

typedef struct solved {
  tw_context *ctx;
  tw_world *world;
  tw_solver *solver;
  tw_scenario *scenario;
  tw_result *result;
} solved;

static solved solve(const char *text, const char *which)
{
  solved x = {.ctx = tw_context_new(NULL)};
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-13;
  assert_ok(x.ctx, three_new(x.ctx, &x.world));
  assert_ok(x.ctx, tw_scenario_parse(x.ctx, text, strlen(text), "t.yaml", &x.scenario));
  if (which) assert_ok(x.ctx, tw_scenario_use_illegal(x.ctx, x.scenario, which));
  assert_ok(x.ctx, tw_solver_new(x.ctx, x.world, &settings, &x.solver));
  assert_ok(x.ctx, tw_solve(x.solver, x.scenario, &x.result));
  if (tw_result_info(x.result)->outcome <= 0) fail_msg("%s", tw_result_info(x.result)->message);
  return x;
}

static void solved_free(solved *x)
{
  tw_result_free(x->result);
  tw_solver_free(x->solver);
  tw_scenario_free(x->scenario);
  tw_world_free(x->world);
  tw_context_free(x->ctx);
}

#define IUU                                                                                                            \
  "scenario: t\niuu:\n  sector: C29\n  importer: [JPN, USA]\n  share:\n"                                               \
  "    CAN: {low: 10 %, point: 20 %, high: 40 %}\n    USA: {low: 5 %, point: 30 %, high: 50 %}\n"

static void assert_same(const solved *a, const solved *b, double within)
{
  for (int d = 0; d < 3; d++) {
    for (int k = 0; k < 3; k++) {
      static const char *const columns[] = {"real_income_pct", "wage_pct", "exports_pct"};
      assert_close(tw_result_column(a->result, TW_REGIONS, columns[k])[d],
                   tw_result_column(b->result, TW_REGIONS, columns[k])[d], within);
    }
    for (int s = 0; s < 3; s++)
      assert_close(tw_result_column(a->result, TW_SECTORS, "price_pct")[d * 3 + s],
                   tw_result_column(b->result, TW_SECTORS, "price_pct")[d * 3 + s], within);
  }
}

static tw_product_change flow_of(const solved *x, int product, int importer, int exporter)
{
  tw_product_change row[3];
  int count;
  assert_ok(x->ctx, tw_result_product_flows(x->result, product, importer, row, &count));
  for (int i = 0; i < count; i++)
    if (row[i].exporter == exporter) return row[i];
  fail_msg("no such flow");
  return row[0];
}

static void equal_wedges_give_the_core(void **state)
{
  static const char rules[] = "policy:\n  - tariff: {importer: JPN, exporter: CAN, sector: C29, to: 25 %}\n"
                              "  - barrier: {importer: USA, exporter: CAN, sector: C29, to: 10 %}\n";
  char with[1024], without[1024];
  (void)state;
  snprintf(with, sizeof with, "%s%s", IUU, rules);
  snprintf(without, sizeof without, "scenario: t\n%s", rules);
  solved core = solve(without, NULL);
  for (int i = 0; i < 3; i++) {
    solved split = solve(with, (const char *[]){"low", "point", "high"}[i]);
    assert_same(&split, &core, 1e-10); /* per cent: 1e-12 */
    const tw_world *w = tw_result_world(split.result);
    assert_int_equal(tw_world_products(w), 2);
    /* what a region sells to itself, and to those that are not named, is legal */
    const twi_market illegal = {C29, 1, 0};
    assert_true(twi_market_cell(w, &illegal, USA, USA) == SIZE_MAX &&
                twi_market_cell(w, &illegal, CAN, USA) == SIZE_MAX);
    assert_true(twi_market_cell(w, &illegal, USA, CAN) != SIZE_MAX);
    double share = (double[]){0.1, 0.2, 0.4}[i];
    assert_close(flow_of(&split, 1, JPN, CAN).base_value,
                 share * (flow_of(&split, 0, JPN, CAN).base_value + flow_of(&split, 1, JPN, CAN).base_value), 1e-12);
    solved_free(&split);
  }
  solved_free(&core);
}

/* k^-theta = 1 - iota + iota D^-theta: what the illegal part's own barrier D is for the flow as one. */
static void removal_is_exact_and_has_a_short_form(void **state)
{
  (void)state;
  solved split = solve(IUU "policy:\n  - quota: {importer: JPN, exporter: CAN, product: C29_ILLEGAL, change: -60 %, "
                           "owner: nobody}\n",
                       NULL);
  const tw_condition_result *c;
  assert_int_equal(tw_result_conditions(split.result, &c), 1);
  assert_string_equal(c[0].owner, "nobody");
  assert_int_equal(c[0].binding, 1);
  assert_close(c[0].value / c[0].reference, 0.4, 1e-11);
  double D = 1 + c[0].size, k = pow(0.8 + 0.2 * pow(D, -5), -1 / 5.0);
  assert_true(D > 1.1);
  /* what melts, of what arrives and what is lost */
  tw_product_change flow = flow_of(&split, 1, JPN, CAN);
  assert_close(c[0].money, flow.new_value * (1 - 1 / D), 1e-9);
  assert_close(flow.new_value / flow.base_value /
                   exp(split.result->new_.state->lnw[CAN] - split.result->base.state->lnw[CAN]),
               0.4, 1e-10); /* value added is all of output: the price is the wage */
  char text[512];
  snprintf(text, sizeof text,
           "scenario: t\npolicy:\n  - barrier: {importer: JPN, exporter: CAN, sector: C29, to: %.17g %%}\n",
           100 * (k - 1));
  solved core = solve(text, NULL);
  assert_same(&split, &core, 1e-8);
  solved_free(&split);
  solved_free(&core);
}

/* Nobody's rent is nobody's income; it is the importer's where that is said. Budgets hold in both (certified). */
static void rent_of_nobody(void **state)
{
  (void)state;
  solved nobody = solve(
      IUU "policy:\n  - quota: {importer: JPN, exporter: CAN, product: C29_ILLEGAL, to: 50 %, owner: nobody}\n", NULL);
  solved importer =
      solve(IUU "policy:\n  - quota: {importer: JPN, exporter: CAN, product: C29_ILLEGAL, to: 50 %, owner: importer}\n",
            NULL);
  double a = tw_result_column(nobody.result, TW_REGIONS, "real_income_pct")[JPN],
         b = tw_result_column(importer.result, TW_REGIONS, "real_income_pct")[JPN];
  assert_true(a < b - 1e-3);
  assert_true(tw_result_column(nobody.result, TW_REGIONS, "rents_new_pct")[JPN] == 0);
  assert_true(tw_result_column(importer.result, TW_REGIONS, "rents_new_pct")[JPN] > 0);
  solved_free(&nobody);
  solved_free(&importer);
}

static const tw_illegal_row *row_of(const tw_illegal *x, const char *measure, const char *region, const char *partner)
{
  const tw_illegal_row *row;
  int count = tw_illegal_rows(x, &row);
  for (int i = 0; i < count; i++)
    if (!strcmp(row[i].measure, measure) && !strcmp(row[i].region, region) && !strcmp(row[i].partner, partner))
      return &row[i];
  fail_msg("no row %s %s %s", measure, region, partner);
  return row;
}

static void three_shares(void **state)
{
  static const char text[] =
      IUU "policy:\n  - quota: {importer: JPN, exporter: all, product: C29_ILLEGAL, change: -60 %, "
          "owner: nobody}\n  - barrier: {importer: JPN, exporter: all, product: C29_LEGAL, to: 2 %}\n";
  static const double of_can[] = {10, 20, 40}, of_usa[] = {5, 30, 50};
  (void)state;
  solved x = solve(text, NULL);
  tw_illegal *all;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-13;
  assert_ok(x.ctx, tw_illegal_run(x.ctx, x.world, x.scenario, &settings, &all));
  for (int i = 0; i < 3; i++) {
    solved one = solve(text, (const char *[]){"low", "point", "high"}[i]);
    assert_close(row_of(all, "price_pct", "JPN", "")->value[i],
                 tw_result_column(one.result, TW_SECTORS, "price_pct")[JPN * 3 + C29], 1e-12);
    assert_close(row_of(all, "share_pct", "JPN", "CAN")->value[i], of_can[i], 1e-12);
    assert_close(row_of(all, "share_pct", "JPN", "USA")->value[i], of_usa[i], 1e-12);
    /* in the data CAN sells 23 to USA and 26 to JPN */
    assert_close(row_of(all, "illegal_income", "CAN", "")->value[i], of_can[i] / 100 * (23 + 26), 1e-10);
    /* incomes of legal and illegal catch are what the sector earns (v is 1, and nothing is made in JPN) */
    double sum = 0, sales = 0;
    for (int o = 0; o < 2; o++) {
      const char *region = o ? "USA" : "CAN";
      const char *measures[] = {"legal_income", "legal_income_change", "illegal_income", "illegal_income_change"};
      for (int k = 0; k < 4; k++) sum += row_of(all, measures[k], region, "")->value[i];
      sales += one.result->new_.state->Y[o * 3 + C29];
    }
    assert_close(sum / sales, 1, 1e-12);
    /* imports of both products are those of the flow */
    double change =
        row_of(all, "imports", "JPN", "CAN")->value[i] + row_of(all, "imports_change", "JPN", "CAN")->value[i];
    assert_close(change, flow_of(&one, 0, JPN, CAN).new_value + flow_of(&one, 1, JPN, CAN).new_value, 1e-11);
    /* quantity is spending over the price */
    double price = 1 + row_of(all, "price_pct", "JPN", "")->value[i] / 100,
           quantity = 1 + row_of(all, "quantity_pct", "JPN", "")->value[i] / 100;
    assert_close(price * quantity, one.result->new_.state->X[JPN * 3 + C29] / one.result->base.state->X[JPN * 3 + C29],
                 1e-12);
    solved_free(&one);
  }
  const tw_illegal_row *price = row_of(all, "price_pct", "JPN", "");
  assert_true(price->value[0] < price->value[1] && price->value[1] < price->value[2]);
  tw_illegal_free(all);
  solved_free(&x);
}

/* Tariff and fee by product: their revenue stays with the importer, so the fee costs Japan less than the barrier. */
static void fee_and_cost(void **state)
{
  (void)state;
  solved fee =
      solve(IUU "policy:\n  - tariff: {importer: JPN, exporter: [CAN, USA], product: C29_LEGAL, add: 3 pp}\n", "low");
  solved cost =
      solve(IUU "policy:\n  - barrier: {importer: JPN, exporter: [CAN, USA], product: C29_LEGAL, add: 3 pp}\n", "low");
  assert_true(tw_result_column(fee.result, TW_REGIONS, "real_income_pct")[JPN] >
              tw_result_column(cost.result, TW_REGIONS, "real_income_pct")[JPN] + 0.01);
  solved_free(&fee);
  solved_free(&cost);
}

/* Calories of Japan's diet move with what arrives of both products, by hand: base values times value over cost and
 * barrier, for each its own; a part that is all barred keeps nothing. The built-in diet is of JPN; A01 is a sector of it. */
static void calories_are_of_both_parts(void **state)
{
  static const char text[] =
      "scenario: t\niuu: {sector: A01, importer: JPN, share: {CAN: {low: 0 %, point: 25 %, high: 60 %}}}\npolicy:\n"
      "  - barrier: {importer: JPN, exporter: CAN, product: A01_LEGAL, to: 2 %}\n"
      "  - quota: {importer: JPN, exporter: CAN, product: A01_ILLEGAL, change: -50 %, owner: nobody}\n";
  (void)state;
  solved x = solve(text, NULL);
  tw_illegal *all;
  tw_settings settings;
  tw_settings_default(&settings);
  settings.tolerance = 1e-13;
  assert_ok(x.ctx, tw_illegal_run(x.ctx, x.world, x.scenario, &settings, &all));
  for (int i = 0; i < 3; i++) {
    static const double share[] = {0, 0.25, 0.6};
    solved one = solve(text, (const char *[]){"low", "point", "high"}[i]);
    tw_product_change legal = flow_of(&one, 0, JPN, CAN);
    double cost = exp(one.result->new_.state->lnw[CAN] - one.result->base.state->lnw[CAN]);
    /* the illegal part is held to half, as it leaves the seller; D of what leaves arrives */
    const tw_condition_result *c;
    tw_result_conditions(one.result, &c);
    double q = (1 - share[i]) * legal.new_value / legal.base_value / cost / 1.02;
    if (i) q += share[i] * 0.5 / (1 + c[0].size);
    const tw_illegal_row *before = row_of(all, "calories", "JPN", "CAN"),
                         *change = row_of(all, "calories_change", "JPN", "CAN");
    assert_true(before->value[i] > 10);
    assert_close(change->value[i] / before->value[i], q - 1, 1e-8);
    double sum = 0;
    const tw_illegal_row *row;
    int rows = tw_illegal_rows(all, &row);
    for (int k = 0; k < rows; k++)
      if (strcmp(row[k].measure, "calories_change") == 0 && *row[k].partner) sum += row[k].value[i];
    assert_close(row_of(all, "calories_change", "JPN", "")->value[i], sum, 1e-12);
    assert_string_equal(before->unit, "kcal a head and day");
    solved_free(&one);
  }
  assert_string_equal(row_of(all, "imports", "JPN", "CAN")->unit, "million USD");
  tw_illegal_free(all);
  solved_free(&x);
}

/* Remarks: one line of calories, whatever buyers there are. */
static void calories_or_why_not(void **state)
{
  static const struct {
    const char *text, *said;
  } cases[] = {
      {"scenario: t\niuu: {sector: A01, importer: [JPN, CAN], share: {USA: {low: 1 %, point: 2 %, high: 3 %}}}\n",
       "what comes from an origin moves with the quantity of A01"},
      {"scenario: t\niuu: {sector: C29, importer: [JPN, CAN], share: {USA: {low: 1 %, point: 2 %, high: 3 %}}}\n",
       "No calories: the diet of JPN in the tables of food has nothing of sector C29."},
      {"scenario: t\niuu: {sector: C29, importer: CAN, share: {USA: {low: 1 %, point: 2 %, high: 3 %}}}\n",
       "No calories: the tables of food, which are of JPN, have none of CAN."},
      {"scenario: t\niuu: {sector: C29, importer: [CAN, USA], share: {all: {low: 1 %, point: 2 %, high: 3 %}}}\n",
       "No calories: the tables of food, which are of JPN, have none of these buyers."},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_context *ctx = tw_context_new(NULL);
    tw_world *world;
    tw_scenario *scenario;
    tw_illegal *all;
    assert_ok(ctx, three_new(ctx, &world));
    assert_ok(ctx, tw_scenario_parse(ctx, cases[i].text, strlen(cases[i].text), "t.yaml", &scenario));
    assert_ok(ctx, tw_illegal_run(ctx, world, scenario, NULL, &all));
    assert_non_null(strstr(tw_illegal_remark(all, 0), cases[i].said));
    assert_non_null(strstr(tw_illegal_remark(all, 1), "Not modelled: the stock effect"));
    assert_null(tw_illegal_remark(all, 2));
    tw_illegal_free(all);
    tw_scenario_free(scenario);
    tw_world_free(world);
    tw_context_free(ctx);
  }
}

static tw_status try_text(tw_context *ctx, const char *text, const char *which)
{
  tw_scenario *scenario = NULL;
  tw_world *world;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  assert_ok(ctx, three_new(ctx, &world));
  tw_status status = tw_scenario_parse(ctx, text, strlen(text), "t.yaml", &scenario);
  if (status == TW_OK && which) status = tw_scenario_use_illegal(ctx, scenario, which);
  if (status == TW_OK) status = tw_solver_new(ctx, world, NULL, &solver);
  if (status == TW_OK) status = tw_solve(solver, scenario, &result);
  tw_result_free(result);
  tw_solver_free(solver);
  tw_scenario_free(scenario);
  tw_world_free(world);
  return status;
}

static void messages(void **state)
{
  static const struct {
    const char *text, *which, *said;
    tw_status status;
  } bad[] = {
      {"iuu: {sector: C29, share: {CAN: 20 %}}\n", NULL, "t.yaml:1:33: found \"20 %\", expected three values",
       TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {CAN: {low: 1 %, point: 2 %}}}\n", NULL,
       "lacks the key high: it needs low, point and high", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {low: 30 %, point: 20 %, high: 40 %}}\n", NULL,
       "point: found 20 %, expected at least low, which is 30 %", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {low: 30 %, point: 40 %, high: 140 %}}\n", NULL, "0 % to 100 %", TW_BAD_INPUT},
      {"iuu: {sector: C29}\n", NULL, "iuu needs the key share", TW_BAD_INPUT},
      {"iuu: {share: {low: 1 %, point: 2 %, high: 3 %}}\n", NULL, "iuu needs the key sector", TW_BAD_INPUT},
      {"iuu: {sector: C2, share: {low: 1 %, point: 2 %, high: 3 %}}\n", NULL, "has no sector \"C2\"", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {CNA: {low: 1 %, point: 2 %, high: 3 %}}}\n", NULL,
       "world three has no region \"CNA\"; did you mean CAN?", TW_BAD_INPUT},
      {"iuu: {sector: C29, exporter: CAN, share: {CAN: {low: 1 %, point: 2 %, high: 3 %}}}\n", NULL,
       "in its share and in the key exporter", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {low: 0 %, point: 0 %, high: 0 %}}\n", NULL,
       "t.yaml:1:1: even at the high shares nothing that is traded of C29 is illegal", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {JPN: {low: 1 %, point: 2 %, high: 3 %}}}\n", NULL, /* which makes none */
       "even at the high shares nothing that is traded of C29 is illegal", TW_BAD_INPUT},
      {"iuu: {sector: C29, importer: JPN, share: {CAN: {low: 0 %, point: 0 %, high: 3 %}}}\npolicy:\n  - barrier: "
       "{importer: JPN, exporter: USA, product: C29_ILLEGAL, to: 2 %}\n",
       "low", "t.yaml:3:5: rule barrier covers no flow of world three", TW_BAD_INPUT},
      {"iuu: {sector: C29, importer: JPN, share: {CAN: {low: 0 %, point: 0 %, high: 3 %}}}\npolicy:\n  - barrier: "
       "{importer: JPN, exporter: CAN, product: C29_ILLEGAL_, to: 2 %}\n",
       "low", "C29_ILLEGAL", TW_BAD_INPUT},
      {"iuu: {sector: C29, fish: 1, share: {low: 1 %, point: 2 %, high: 3 %}}\n", NULL, "fish", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {low: 1 %, point: 2 %, high: 3 %}}\n", "middle",
       "illegal: found \"middle\", expected low, point or high", TW_USAGE},
      {"iuu: {sector: C29, share: {low: 1 %, point: 2 %, high: 3 %}}\nmarket: {name: lng2024}\n", NULL,
       "and this scenario also has a market; expected one of them", TW_BAD_INPUT},
      {"iuu: {sector: C29, share: {low: 1 %, point: 2 %, high: 3 %}}\ncascade: {sector: C29}\npolicy:\n  - ban: "
       "{exporter: USA, importer: all, sector: C29}\n",
       NULL, "t.yaml:1:1: iuu solves a policy at three shares, and this scenario also has a cascade or a clause",
       TW_BAD_INPUT},
      {"policy: []\n", "low", "has no illegal share: it has no section iuu", TW_USAGE},
      {"iuu: {sector: C29, share: {low: 1 %, point: 2 %, high: 3 %}}\npolicy:\n  - capacity: {region: CAN, product: "
       "C29_ILLEGAL, to: 50 %, owner: nobody}\n",
       NULL, "owner: a capacity has no \"nobody\"", TW_BAD_INPUT},
  };
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_fails(ctx, try_text(ctx, bad[i].text, bad[i].which), bad[i].status, bad[i].said);
  /* what is said of all holds for those that are not named, wherever it stands */
  assert_ok(ctx, try_text(ctx,
                          "iuu: {sector: C29, trade_elasticity: 8, share: {CAN: {low: 0 %, point: 2 %, high: 3 %}, "
                          "all: {low: 1 %, point: 2 %, high: 3 %}}}\n",
                          "low"));
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_wedges_give_the_core),
      cmocka_unit_test(removal_is_exact_and_has_a_short_form),
      cmocka_unit_test(rent_of_nobody),
      cmocka_unit_test(three_shares),
      cmocka_unit_test(fee_and_cost),
      cmocka_unit_test(calories_are_of_both_parts),
      cmocka_unit_test(calories_or_why_not),
      cmocka_unit_test(messages),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
