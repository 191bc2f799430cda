/* Comply or pay against the formulas worked out in another way: from the two values that cross the border, with
 * numbers in customs value, not in shares of spending. */
#include "applied.h"

/* Of customs value 1 in the data, u with the preference. Buyers spend V1 = u (1 + tp) and V2 = (1 - u) (1 + tm). After
 * the change the spending on each moves as price^-xi relative to the other; the bundle's price comes from the dual. */
typedef struct answer {
  double utilisation, tariff_before, tariff_after, k_hat, iceberg;
} answer;

static answer worked_out(double u, double tp, double tm, double tp1, double tm1, double kappa, double xi)
{
  double spent_with = u * (1 + tp), spent_without = (1 - u) * (1 + tm), all = spent_with + spent_without;
  double a = kappa * (1 + tp1) / (1 + tp), b = (1 + tm1) / (1 + tm);
  answer r;
  r.k_hat = exp(-log(spent_with / all * exp(-xi * log(a)) + spent_without / all * exp(-xi * log(b))) / xi);
  /* spending on the two ways out of the same total */
  double with = spent_with * exp(-xi * log(a / r.k_hat)), without = spent_without * exp(-xi * log(b / r.k_hat));
  double declared_with = with / (1 + tp1), declared_without = without / (1 + tm1);
  r.utilisation = declared_with / (declared_with + declared_without);
  r.tariff_before = (all - 1) / 1;
  r.tariff_after = (with + without) / (declared_with + declared_without) - 1;
  r.iceberg = r.k_hat * (1 + r.tariff_before) / (1 + r.tariff_after);
  return r;
}

#define WHERE "importer: USA, exporter: CAN, sector: C29"

static const twi_preference *only(void)
{
  assert_int_equal(new_.preferences, 1);
  assert_int_equal(new_.preference[0].flow, three_cell(C29, USA, CAN));
  return &new_.preference[0];
}

static void assert_as_worked_out(answer r)
{
  const size_t flow = three_cell(C29, USA, CAN);
  assert_close(only()->utilisation_new, r.utilisation, 1e-14);
  assert_close(only()->tariff_new - only()->tariff_base, r.tariff_after - r.tariff_before, 1e-14);
  assert_true(new_.wedges.tariff[flow] == only()->tariff_new);
  assert_close(new_.wedges.barrier[flow], r.iceberg, 1e-14);
  for (size_t i = 0; i < 27; i++) {
    if (i == flow) continue;
    assert_true(new_.wedges.tariff[i] == world->tariff[i]);
    assert_true(new_.wedges.barrier[i] == 1);
  }
}

/* MFN from 2.5 to 27.5 %: the odds of spending with the preference against without move by (1.275 / 1.025)^8. */
static void mfn_rises(void **state)
{
  (void)state;
  apply("  - preference: {" WHERE
        ", utilisation: 71.4 %, preferential: 0 %, mfn: 2.5 %, mfn_add: 25 pp, elasticity: 8}\n");
  const twi_preference *p = only();
  assert_close(p->mfn_new, 0.275, 1e-15);
  assert_true(p->mfn_base == 0.025 && p->preferential_base == 0 && p->preferential_new == 0);
  assert_true(p->utilisation_base == 0.714 && p->cost == 0);
  double before = 0.714 / (0.286 * 1.025);
  double share = p->utilisation_new / (p->utilisation_new + (1 - p->utilisation_new) * 1.275);
  assert_close(share / (1 - share), before * pow(1.275 / 1.025, 8), 1e-12);
  assert_true(p->utilisation_new > 0.94 && p->utilisation_new < 0.96);
  assert_as_worked_out(worked_out(0.714, 0, 0.025, 0, 0.275, 1, 8));
  assert_true(new_.wedges.barrier[p->flow] > 1); /* those who start to comply pay for it */
  assert_true(p->tariff_base == 0.07);
}

static void every_term(void **state)
{
  (void)state;
  apply("  - preference: {" WHERE ", utilisation: 60 %, preferential: 1 %, mfn: tariff_pct, elasticity: 4.5, "
        "preferential_to: 3 %, mfn_to: 12 %, mfn_add: 2 pp, compliance: -4 %}\n");
  assert_true(only()->mfn_base == 0.07);
  assert_close(only()->mfn_new, 0.14, 1e-15);
  assert_close(only()->cost, -0.04, 1e-15);
  assert_as_worked_out(worked_out(0.6, 0.01, 0.07, 0.03, 0.14, 0.96, 4.5));
}

/* With nobody, or everybody, using the preference the flow is an ordinary one: the tariff moves and nothing else. */
static void corners(void **state)
{
  (void)state;
  const size_t flow = three_cell(C29, USA, CAN);
  apply("  - preference: {" WHERE ", utilisation: 0 %, preferential: 0 %, mfn: 7 %, mfn_add: 25 pp, compliance: 500 %, "
        "elasticity: 400}\n");
  assert_close(new_.wedges.tariff[flow], 0.32, 1e-15);
  assert_close(new_.wedges.barrier[flow], 1, 1e-15);
  assert_true(only()->utilisation_new == 0);
  assert_string_equal(notes, "");
  apply("  - preference: {" WHERE
        ", utilisation: 100 %, preferential: 7 %, mfn: 7 %, mfn_add: 500 pp, compliance: 3 %, "
        "elasticity: 400}\n");
  assert_close(new_.wedges.tariff[flow], 0.07, 1e-15);
  assert_close(new_.wedges.barrier[flow], 1.03, 1e-15); /* complying is a real cost */
  assert_true(only()->utilisation_new == 1);
}

/* No change, no touch: the data's bits. */
static void nothing_changes(void **state)
{
  (void)state;
  apply("  - preference: {importer: all, exporter: all, sector: goods, utilisation: 71.4 %, preferential: 1 %, mfn: "
        "9.4 %, "
        "mfn_add: 0 pp, preferential_to: 1 %, compliance: 0 %, elasticity: 8}\n");
  for (size_t i = 0; i < 27; i++) {
    assert_true(new_.wedges.tariff[i] == world->tariff[i]);
    assert_true(new_.wedges.barrier[i] == 1);
  }
  assert_int_equal(new_.preferences, 10); /* goods: six flows of A01, four of C29 */
  for (int i = 0; i < 10; i++) {
    assert_true(new_.preference[i].utilisation_new == 0.714);
    assert_true(new_.preference[i].tariff_new == 0.07 && new_.preference[i].tariff_base == 0.07);
  }
  assert_non_null(strstr(notes, "rule preference changes nothing"));
}

/* The data say 7 %, the two rates 0.715 %: told once, and kept. */
static void differences_are_told(void **state)
{
  (void)state;
  apply("  - preference: {importer: USA, exporter: CAN, sector: goods, utilisation: 71.4 %, preferential: 0 %, mfn: "
        "2.5 %, "
        "elasticity: 8, mfn_to: 3 %}\n");
  char *found = strstr(notes, "t.yaml:3: rule preference: the tariff in the data is not the average of the two rates "
                              "on 2 of 2 flows");
  assert_non_null(found);
  assert_non_null(strstr(found, "7 % in the data and 0.715 % by the rule"));
  assert_null(strstr(found + 20, "rule preference"));
  apply("  - preference: {" WHERE ", utilisation: 50 %, preferential: 0 %, mfn: 14 %, elasticity: 8, mfn_to: 20 %}\n");
  assert_string_equal(notes, "");
}

/* A tariff rule that follows acts on the average; one that comes first moves what the rule starts from. */
static void with_other_rules(void **state)
{
  (void)state;
  const size_t flow = three_cell(C29, USA, CAN);
  answer r = worked_out(0.5, 0, 0.14, 0, 0.2, 1, 8);
  apply("  - preference: {" WHERE ", utilisation: 50 %, preferential: 0 %, mfn: 14 %, elasticity: 8, mfn_to: 20 %}\n"
        "  - tariff: {" WHERE ", add: 10 pp}\n  - barrier: {" WHERE ", change: 10 %}\n");
  assert_close(new_.wedges.tariff[flow], r.tariff_after + 0.1, 1e-14);
  assert_close(new_.wedges.barrier[flow], 1.1 * r.iceberg, 1e-14);
  assert_close(only()->tariff_new, r.tariff_after, 1e-14);
  apply("  - tariff: {" WHERE ", add: 10 pp}\n"
        "  - preference: {" WHERE ", utilisation: 50 %, preferential: 0 %, mfn: 14 %, elasticity: 8, mfn_to: 20 %}\n");
  assert_close(new_.wedges.tariff[flow], r.tariff_after + 0.1, 1e-14);
  assert_close(only()->tariff_base, 0.17, 1e-15);
  apply(
      "  - ban: {" WHERE "}\n"
      "  - preference: {importer: USA, exporter: CAN, sector: goods, utilisation: 50 %, preferential: 0 %, mfn: 14 %, "
      "elasticity: 8, mfn_to: 20 %}\n");
  assert_int_equal(new_.preferences, 1); /* the banned flow has none */
  assert_true(new_.wedges.tariff[flow] == 0.07 && isinf(new_.wedges.barrier[flow]));
  REFUSED("  - preference: {" WHERE ", utilisation: 50 %, preferential: 0 %, mfn: 14 %, elasticity: 8}\n"
          "  - preference: {" WHERE ", utilisation: 50 %, preferential: 0 %, mfn: 14 %, elasticity: 8}\n",
          "t.yaml:4:5: the flow of C29 from CAN to USA already has a rule preference, in line 3");
  REFUSED("  - preference: {" WHERE ", utilisation: 50 %, preferential: 0 %, mfn: tariff_mfn, elasticity: 8}\n",
          "world three has no tariff column \"tariff_mfn\"");
}

/* Two ways that cost the same after the change as before leave everything where it was, whatever the elasticity. */
static void equal_changes_cancel(void **state)
{
  (void)state;
  const size_t flow = three_cell(C29, USA, CAN);
  for (int k = 0; k < 3; k++) {
    char rule[512];
    snprintf(rule, sizeof rule,
             "  - preference: {" WHERE ", utilisation: 50 %%, preferential: 0 %%, mfn: 14 %%, elasticity: %s, "
             "preferential_to: 10 %%, mfn_to: 25.4 %%}\n",
             k == 0   ? "0.5"
             : k == 1 ? "8"
                      : "300");
    apply(rule); /* both 10 % dearer */
    assert_close(only()->utilisation_new, 0.5, 1e-12);
    assert_close(new_.wedges.barrier[flow], 1, 1e-12);
    assert_close(1 + new_.wedges.tariff[flow], 1.07 * 1.1, 1e-12);
  }
}

/* An elasticity of 2500: powers of either way alone are no numbers, their ratio is. From logarithms: spending on the way
 * that is s of it at first and costs a, beside one that costs b, is s / (s + (1 - s) (b / a)^-xi), the price against a
 * that sum to -1 / xi. */
static void large_elasticities_do_not_overflow(void **state)
{
  (void)state;
  static const struct {
    int to, mfn_to; /* per cent */
  } rates[] = {{-40, -39}, {-39, -40}, {180, 181}, {181, 180}, {-40, 180}, {180, -40}, {-40, -40}, {180, 180}};
  const size_t flow = three_cell(C29, USA, CAN);
  for (size_t k = 0; k < sizeof rates / sizeof *rates; k++) {
    char rule[512];
    snprintf(rule, sizeof rule,
             "  - preference: {" WHERE ", utilisation: 50 %%, preferential: 0 %%, mfn: 14 %%, elasticity: 2500, "
             "preferential_to: %d %%, mfn_to: %d %%}\n",
             rates[k].to, rates[k].mfn_to);
    apply(rule);
    double to = 1 + rates[k].to / 100.0, mfn_to = 1 + rates[k].mfn_to / 100.0;
    double s = 1 / (1 + 1.14), lna = log(to), lnb = log(mfn_to / 1.14), xi = 2500;
    double with = log(s) - xi * lna, without = log(1 - s) - xi * lnb, most = fmax(with, without);
    double sum = most + log(exp(with - most) + exp(without - most)), lnk = -sum / xi;
    double share = exp(with - sum), declared = share / to, rest = exp(without - sum) / mfn_to;
    assert_relative(only()->utilisation_new, declared / (declared + rest), 1e-11);
    double after = 1 / (declared + rest);
    assert_relative(only()->tariff_new - only()->tariff_base, after - 1.07, 1e-11);
    assert_relative(new_.wedges.barrier[flow], exp(lnk) * 1.07 / after, 1e-12);
  }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_teardown(name, teardown)
  const struct CMUnitTest tests[] = {
      TEST(mfn_rises),
      TEST(every_term),
      TEST(corners),
      TEST(nothing_changes),
      TEST(differences_are_told),
      TEST(with_other_rules),
      TEST(equal_changes_cancel),
      TEST(large_elasticities_do_not_overflow),
  };
  APPLIED_MAIN(tests);
}
