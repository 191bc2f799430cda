/* A focus on products, families and rests: answers are the numbers of products.csv, of several together their sums; an
 * option's second word may be a sector or a product, and what is neither is answered with the nearest. On the world of
 * brands.h. */
#include "brands.h"
#include "ranges.h"

#include "manifest.h"

static const char policy[] = "policy:\n  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 20 pp}\n";

static tw_scenario *focused(const char *more)
{
  char text[1024];
  snprintf(text, sizeof text, "scenario: focused\ntitle: Duties\n%s%s", more, policy);
  return parse(text);
}

static tw_result *solved(const tw_scenario *scenario)
{
  tw_settings settings;
  tw_solver *solver = NULL;
  tw_result *result = NULL;
  tw_settings_default(&settings);
  assert_ok(context, tw_solver_new(context, world, &settings, &solver));
  assert_ok(context, tw_solve(hold_solver(solver), scenario, &result));
  return hold_result(result);
}

static const tw_answer *find(const tw_answer *answer, int count, const char *outcome)
{
  for (int i = 0; i < count; i++)
    if (strcmp(answer[i].outcome, outcome) == 0) return &answer[i];
  return NULL;
}

static double number(const tw_result *r, const char *column, int region, int product)
{
  return tw_result_column(r, TW_PRODUCTS, column)[region * BRANDS + product];
}

static void assert_answer(const tw_answer *a, double value, double before)
{
  assert_non_null(a);
  assert_close(a->value, value, 1e-12);
  if (isnan(before))
    assert_true(isnan(a->before));
  else
    assert_close(a->before, before, 1e-9);
  assert_string_equal(a->unit, "percent");
}

static void one_product_of_a_region(void **state)
{
  (void)state;
  tw_scenario *option = focused("");
  assert_ok(context, tw_scenario_use_focus(context, option, "can toyota"));
  const tw_scenario *both[] = {focused("focus: {region: CAN, product: TOYOTA}\n"), option};
  for (int i = 0; i < 2; i++) {
    const tw_result *r = solved(both[i]);
    const tw_answer *a;
    const int *member;
    int count = tw_result_answers(r, &a), members, sector;
    assert_string_equal(tw_result_focus_products(r, &member, &members), "TOYOTA");
    assert_true(members == 1 && member[0] == TOYOTA);
    assert_null(tw_result_focus_sectors(r, NULL, NULL));
    assert_true(tw_result_focus(r, &sector) == CAN && sector == -1);
    assert_int_equal(count, 6); /* real income, real GDP and GDP of the region; the world has no heads and no cars */
    assert_answer(find(a, count, "sales_pct CAN TOYOTA"), number(r, "sales_pct", CAN, TOYOTA),
                  number(r, "sales_base", CAN, TOYOTA));
    assert_answer(find(a, count, "spending_pct CAN TOYOTA"), number(r, "spending_pct", CAN, TOYOTA),
                  number(r, "spending_base", CAN, TOYOTA));
    assert_answer(find(a, count, "price_pct CAN TOYOTA"), number(r, "price_pct", CAN, TOYOTA), NAN);
    const tw_answer *sales = find(a, count, "sales_pct CAN TOYOTA");
    assert_true(sales->product == TOYOTA && sales->sector == C29 && sales->region == CAN && sales->value < 0);
    assert_int_equal(find(a, count, "real_income_pct CAN")->product, -1);
  }
}

/* Together: changes weighted with what they are changes of, and no price. */
static void families_and_groups(void **state)
{
  (void)state;
  const tw_result *r = solved(focused("focus: {region: [CAN, USA], product: Japanese}\n"));
  const tw_answer *a;
  int count = tw_result_answers(r, &a), members;
  const int *member;
  assert_string_equal(tw_result_focus_products(r, &member, &members), "JAPANESE");
  assert_true(members == 2 && member[0] == TOYOTA && member[1] == HONDA);
  static const char *const column[] = {"sales", "spending"};
  for (int k = 0; k < 2; k++) {
    char name[64], base[128];
    double sum = 0, weights = 0;
    snprintf(name, sizeof name, "%s_pct", column[k]);
    snprintf(base, sizeof base, "%s_base", column[k]);
    for (int d = CAN; d <= USA; d++)
      for (int g = TOYOTA; g <= HONDA; g++) {
        sum += number(r, base, d, g) * number(r, name, d, g);
        weights += number(r, base, d, g);
      }
    snprintf(base, sizeof base, "%s CAN, USA JAPANESE", name);
    assert_answer(find(a, count, base), sum / weights, weights);
    assert_true(find(a, count, base)->product == -1 && find(a, count, base)->table == TW_PRODUCTS);
  }
  assert_null(find(a, count, "price_pct CAN, USA JAPANESE"));
  assert_answer(find(a, count, "price_pct USA HONDA"), number(r, "price_pct", USA, HONDA), NAN);
  /* A region that makes none of it says what it spends. */
  r = solved(focused("focus: {region: JPN, product: GM}\n"));
  count = tw_result_answers(r, &a);
  assert_null(find(a, count, "sales_pct JPN GM"));
  assert_non_null(find(a, count, "spending_pct JPN GM"));
  r = solved(focused("groups: {products: {two: [GM, C29.rest]}}\nfocus: {region: CAN, product: two}\n"));
  count = tw_result_answers(r, &a);
  assert_non_null(find(a, count, "sales_pct CAN two"));
  assert_non_null(find(a, count, "sales_pct CAN C29.rest"));
}

static void headlines(void **state)
{
  (void)state;
  tw_headline h;
  assert_ok(context, tw_result_headline(context, solved(focused("focus: {region: CAN, product: TOYOTA}\n")), 0, &h));
  assert_non_null(strstr(h.text, "Duties: sales of Toyota Motor in CAN change by -"));
  assert_ok(context, tw_result_headline(context, solved(focused("focus: {region: JPN, product: GM}\n")), 0, &h));
  assert_non_null(strstr(h.text, "Duties: spending on General Motors in JPN changes by "));
  assert_ok(context, tw_result_headline(context, solved(focused("focus: {region: CAN, product: JAPANESE}\n")), 0, &h));
  assert_non_null(strstr(h.text, "Duties: sales of JAPANESE in CAN change by -"));
  assert_ok(context, tw_result_headline(context, solved(focused("focus: {region: CAN, product: C29.rest}\n")), 0, &h));
  assert_non_null(strstr(h.text, "Duties: sales of C29.rest in CAN change by -"));
}

/* What a range without outcomes is of, with quantiles and drivers of what stands in a table. */
static void ranges(void **state)
{
  (void)state;
  const tw_range_options asked = {.drivers = 8};
  const tw_range_result *r = range_of(
      focused("focus: {region: CAN, product: JAPANESE}\n"
              "range: {draws: 8, elasticities: [{product: TOYOTA, spread: 25 %}, {sector: A01, spread: 9 %}]}\n"),
      &asked, 2);
  const tw_answer *a;
  const tw_range_driver *d;
  int count = tw_range_answers(r, &a), drivers = tw_range_drivers(r, &d), of_toyota = 0;
  static const char *const name[] = {"sales_pct CAN JAPANESE", "sales_pct CAN TOYOTA", "spending_pct CAN TOYOTA"};
  for (int i = 0; i < 3; i++) {
    assert_non_null(find(a, count, name[i]));
    assert_true(find(a, count, name[i])->quantile[0] < find(a, count, name[i])->quantile[2]);
  }
  for (int i = 0; i < drivers; i++)
    of_toyota += d[i].product && strcmp(d[i].product, "TOYOTA") == 0 && strcmp(d[i].outcome, "sales_pct") == 0;
  assert_int_equal(of_toyota, 2); /* two parameters */
}

static void the_manifest_says_so(void **state)
{
  (void)state;
  char folder[4096];
  snprintf(folder, sizeof folder, "%s", support_temp("focus"));
  tw_result *r = solved(focused("focus: {region: CAN, product: [TOYOTA, C29.rest]}\n"));
  assert_ok(context, tw_result_write(context, r, folder, "tradewind run focused"));
  json_t *root = manifest_of(folder);
  assert_says(root, "focus.product", "TOYOTA, C29.rest");
  assert_says(root, "focus.products.1", "C29.rest");
  assert_says(root, "focus.sector", NULL);
  assert_says(root, "answers.3.outcome", "sales_pct CAN TOYOTA, C29.rest");
  assert_says(root, "answers.3.product", "TOYOTA, C29.rest");
  assert_says(root, "answers.8.product", "C29.rest");
  json_decref(root);
}

static void names_that_are_none(void **state)
{
  (void)state;
  static const struct {
    const char *focus, *error;
  } cases[] = {
      {"CAN TOYTA", "--focus: world brands has no product or family \"TOYTA\"; did you mean TOYOTA?"},
      {"CAN JAPANES", "--focus: world brands has no product or family \"JAPANES\"; did you mean JAPANESE?"},
      {"CAN C92", "--focus: world brands has no sector \"C92\"; did you mean C29?"},
      {"CAN xyzzy", "--focus: world brands has no sector \"xyzzy\"; it has A01, C29, H49"},
      {"CAN A01.rest", "--focus: the products of sector A01 make up all of it in world brands: there is no rest"},
      {"TOYOTA",
       "--focus: TOYOTA is a product of world brands, and a focus begins with a region, as in \"CAN TOYOTA\""},
      {"japanese", "--focus: JAPANESE is a family of products of world brands, and a focus begins with a region, as in "
                   "\"CAN JAPANESE\""},
  };
  unsigned char in[BRANDS];
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    tw_scenario *s = focused("");
    assert_ok(context, tw_scenario_use_focus(context, s, cases[i].focus));
    assert_int_equal(tw_scenario_focus_products(context, s, world, in), TW_BAD_INPUT);
    assert_string_equal(tw_error(context), cases[i].error);
  }
  static const char *const wrong[][2] = {
      {"focus: {region: CAN, sector: TOYOTA}\n",
       "r.yaml:3:30: TOYOTA is a product of sector C29 of world brands, not a sector; write product: TOYOTA"},
      {"focus: {region: CAN, product: C29}\n", "write sector: C29"},
  };
  for (size_t i = 0; i < 2; i++) {
    assert_int_equal(tw_scenario_focus_products(context, focused(wrong[i][0]), world, in), TW_BAD_INPUT);
    if (!strstr(tw_error(context), wrong[i][1])) fail_msg("%s", tw_error(context));
  }
  tw_scenario *none = NULL;
  static const char two[] = "scenario: t\nfocus: {region: CAN, sector: C29, product: GM}\npolicy:\n"
                            "  - tariff: {importer: USA, exporter: CAN, sector: C29, add: 20 pp}\n";
  assert_int_equal(tw_scenario_parse(context, two, strlen(two), "r.yaml", &none), TW_BAD_INPUT);
  assert_string_equal(tw_error(context), "r.yaml:2:35: focus: found both sector and product, expected one; a product "
                                         "implies its sector");
  assert_ok(context, tw_scenario_focus_products(context, focused("focus: {region: CAN, product: all}\n"), world, in));
  for (int g = 0; g < BRANDS; g++) assert_int_equal(in[g], 1);
}

static tw_status solve_it(tw_context *ctx, void *user)
{
  tw_scenario *s = NULL;
  unsigned char in[BRANDS];
  tw_status status = tw_scenario_parse(ctx, user, strlen(user), "r.yaml", &s);
  if (status == TW_OK) status = tw_scenario_focus_products(ctx, s, world, in);
  tw_scenario_free(s);
  return status;
}

static void memory_fails_cleanly(void **state)
{
  (void)state;
  static char text[] = "scenario: t\nfocus: {region: CAN, product: JAPANESE}\npolicy: []\n";
  assert_true(support_fail_each(solve_it, text) > 5);
}

static int setup(void **state)
{
  if (context_setup(state) != 0) return 1;
  return brands_new(context, &world) == TW_OK ? 0 : 1;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(one_product_of_a_region, held_teardown),
      cmocka_unit_test_teardown(families_and_groups, held_teardown),
      cmocka_unit_test_teardown(headlines, held_teardown),
      cmocka_unit_test_teardown(ranges, held_teardown),
      cmocka_unit_test_teardown(the_manifest_says_so, held_teardown),
      cmocka_unit_test_teardown(names_that_are_none, held_teardown),
      cmocka_unit_test(memory_fails_cleanly),
  };
  return support_finish(cmocka_run_group_tests(tests, setup, group_teardown));
}
