/* The built-in markets: each reproduces its base, and every supplier out, every passage closed or narrowed, with more
 * capacity elsewhere and without, in the long and the short run, has a certified answer. */
#include "markets.h"

static tw_market *open_builtin(const char *name)
{
  tw_market *market = NULL;
  tw_status status = tw_market_open(context, name, &market);
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  return hold_market(market);
}

static void test_base(void **state)
{
  (void)state;
  const char *name;
  assert_non_null(tw_market_builtin(0));
  for (int i = 0; (name = tw_market_builtin(i)); i++) {
    const tw_market *m = open_builtin(name);
    assert_string_equal(tw_market_text(m, "name"), name);
    assert_non_null(tw_market_text(m, "title.fr"));
    assert_non_null(tw_market_text(m, "title.ja"));
    assert_non_null(tw_market_text(m, "source"));
    assert_non_null(tw_market_text(m, "licence"));
    for (int short_run = 0; short_run < 2; short_run++) {
      const twi_market_state *s = make_state(m, short_run, NULL, 0);
      const twi_market_solution *v = solve_state(s);
      for (int d = 0; d < m->buyers; d++) {
        assert_close(v->price[d], m->buyer[d].price, 1e-10);
        assert_close(v->quantity[d], m->wanted[d], 1e-10);
      }
      for (int p = 0; p < m->pairs; p++)
        assert_close(flow_between(s, v, m->pair[p].supplier, m->pair[p].buyer), m->pair[p].quantity, 1e-10);
    }
  }
}

static void ask(const tw_market *m, const tw_market_rule *shock, int shocks, int short_run)
{
  tw_market_result *result = NULL;
  tw_market_info info;
  const tw_market_question q = {.rule = short_run ? NULL : shock,
                                .rules = short_run ? 0 : shocks,
                                .shock = short_run ? shock : NULL,
                                .shocks = short_run ? shocks : 0,
                                .year = 2030};
  tw_status status = tw_market_solve(context, m, &q, &result);
  if (status == TW_BAD_INPUT && strstr(tw_error(context), "covers nothing")) return; /* nothing of it is in force */
  if (status != TW_OK) fail_msg("%s", tw_error(context));
  tw_market_result_about(result, &info);
  if (info.outcome != TW_CERTIFIED)
    fail_msg("%s %s: %s", shock[0].rule, shock[0].supplier ? shock[0].supplier : shock[0].passage, info.message);
  double identity;
  assert_int_equal(tw_market_result_numbers(context, result, info.after, "identity", &identity), TW_OK);
  assert_true(fabs(identity) < 1e-10);
  tw_market_result_free(result);
}

static void test_shocks(void **state)
{
  (void)state;
  const char *name;
  for (int i = 0; (name = tw_market_builtin(i)); i++) {
    const tw_market *m = open_builtin(name);
    for (int short_run = 0; short_run < 2; short_run++) {
      for (int o = 0; o < m->suppliers; o++) {
        const tw_market_rule out = {.rule = "outage", .supplier = m->supplier[o].code, .amount = 1};
        ask(m, &out, 1, short_run);
      }
      for (int k = 0; k < m->passages; k++) {
        const tw_market_rule two[] = {
            {.rule = "capacity", .passage = m->passage[k].code, .how = TW_MARKET_CHANGE, .amount = -0.25},
            {.rule = "close", .passage = m->passage[(k + 1) % m->passages].code}};
        ask(m, two, 1, short_run);
        ask(m, &two[1], 1, short_run);
        if (k % 3 == 0) ask(m, two, 2, short_run);
      }
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {HELD_TEST(test_base), HELD_TEST(test_shocks)};
  return support_finish(cmocka_run_group_tests(tests, context_setup, context_teardown));
}
