/* Payoffs, regret, break-even and the value of information against cases worked out by hand.
 *
 * The 2 x 2 case: an umbrella (4 in rain, 1 in sun) or none (0, 5); rain has probability q = 0.3.
 *   expectation     4 (0.3) + 1 (0.7) = 1.9 and 0 + 5 (0.7) = 3.5: none
 *   regret          rain: 0, 4; sun: 4, 0; the largest are both 4: the first of equals
 *   break-even      4 p + 1 (1 - p) = 5 (1 - p), p = 1/2: above it the umbrella
 *   information     0.3 (4) + 0.7 (5) - 3.5 = 1.2 */
#include "choice/payoff.h"
#include "support.h"

static const double two[] = {4, 1, 0, 5}, rain[] = {0.3, 0.7};

static void two_by_two(void **state)
{
  (void)state;
  double regret[4], largest[2], expected[2];
  twi_payoff_regret(2, 2, two, regret);
  const double by_hand[] = {0, 4, 4, 0};
  for (int i = 0; i < 4; i++) assert_true(regret[i] == by_hand[i]);
  assert_int_equal(twi_payoff_minimax(2, 2, regret, largest), 0);
  assert_true(largest[0] == 4 && largest[1] == 4);
  assert_int_equal(twi_payoff_expected(2, 2, two, rain, expected), 1);
  assert_close(expected[0], 1.9, 1e-15);
  assert_close(expected[1], 3.5, 1e-15);

  twi_flip f = twi_payoff_flip(2, 2, two, rain, 1, 0, 0);
  assert_int_equal(f.flips, 1);
  assert_int_equal(f.above, 1);
  assert_close(f.p, 0.5, 1e-15);
  assert_true(f.alone == -4 && f.others == 4);
  /* along the other contingency it is the same line from the other end */
  f = twi_payoff_flip(2, 2, two, rain, 1, 0, 1);
  assert_close(f.p, 0.5, 1e-15);
  assert_int_equal(f.above, 0);
  twi_stay s = twi_payoff_stay(2, 2, two, rain, 1, 0);
  assert_true(s.low == 0 && s.below == -1 && s.above == 0);
  assert_close(s.high, 0.5, 1e-15);

  twi_information worth = twi_payoff_information(2, 2, two, rain, &(twi_payoff_sums){0});
  assert_close(worth.contingency, 1.2, 1e-14);
  assert_true(isnan(worth.draw) && isnan(worth.both));
}

/* Payoffs 6 1 2 / 3 3 3 / 0 4 8 with probabilities 0.5 0.3 0.2.
 *   expectation     3.7, 3, 2.8: the first
 *   best in each    6, 4, 8; regrets 0 3 6 / 3 1 5 / 6 0 0; the largest 6, 5, 6: the second
 *   information     0.5 (6) + 0.3 (4) + 0.2 (8) - 3.7 = 5.8 - 3.7 = 2.1
 *   break-even of 1 and 3 along contingency 3: gain there 2 - 8 = -6; elsewhere (0.5 (6) + 0.3 (-3)) / 0.8 = 2.625, so
 *     p = 2.625 / 8.625 = 7/23. Of 1 and 2: -1 and (0.5 (3) + 0.3 (-2)) / 0.8 = 1.125, p = 1.125 / 2.125 = 9/17. The
 *     first to take over is the third lever, at 7/23.
 *   along contingency 1 against 3: 6 and (0.3 (-3) + 0.2 (-6)) / 0.5 = -4.2, p = 4.2 / 10.2 = 7/17, the rival below;
 *     against 2: 3 and (0.3 (-2) + 0.2 (-1)) / 0.5 = -1.6, p = 1.6 / 4.6 = 8/23 */
static const double three[] = {6, 1, 2, 3, 3, 3, 0, 4, 8}, weights[] = {0.5, 0.3, 0.2};

static void three_by_three(void **state)
{
  (void)state;
  double regret[9], largest[3], expected[3];
  const double by_hand[] = {0, 3, 6, 3, 1, 5, 6, 0, 0}, most[] = {6, 5, 6}, means[] = {3.7, 3, 2.8};
  twi_payoff_regret(3, 3, three, regret);
  for (int i = 0; i < 9; i++) assert_true(regret[i] == by_hand[i]);
  assert_int_equal(twi_payoff_minimax(3, 3, regret, largest), 1);
  assert_int_equal(twi_payoff_expected(3, 3, three, weights, expected), 0);
  for (int l = 0; l < 3; l++) {
    assert_true(largest[l] == most[l]);
    assert_close(expected[l], means[l], 1e-15);
  }
  assert_close(twi_payoff_information(3, 3, three, weights, &(twi_payoff_sums){0}).contingency, 2.1, 1e-14);
  assert_close(twi_payoff_flip(3, 3, three, weights, 0, 2, 2).p, 7.0 / 23, 1e-14);
  assert_close(twi_payoff_flip(3, 3, three, weights, 0, 1, 2).p, 9.0 / 17, 1e-14);
  twi_stay s = twi_payoff_stay(3, 3, three, weights, 0, 2);
  assert_true(s.low == 0 && s.below == -1);
  assert_close(s.high, 7.0 / 23, 1e-14);
  assert_int_equal(s.above, 2);
  s = twi_payoff_stay(3, 3, three, weights, 0, 0);
  assert_close(s.low, 7.0 / 17, 1e-14);
  assert_int_equal(s.below, 2);
  assert_true(s.high == 1 && s.above == -1);
  assert_close(twi_payoff_flip(3, 3, three, weights, 0, 1, 0).p, 8.0 / 23, 1e-14);
}

/* At the break-even probability both levers are expected to bring the same: put back into the expectation. */
static void break_even_is_where_they_are_equal(void **state)
{
  (void)state;
  support_random r = {5};
  enum { L = 4, C = 5 };
  int flips = 0;
  for (int trial = 0; trial < 200; trial++) {
    double payoff[L * C], q[C], sum = 0, expected[L];
    for (int i = 0; i < L * C; i++) payoff[i] = support_normal(&r);
    for (int c = 0; c < C; c++) sum += q[c] = support_uniform(&r, 0.05, 1);
    for (int c = 0; c < C; c++) q[c] /= sum;
    int chosen = twi_payoff_expected(L, C, payoff, q, NULL);
    for (int k = 0; k < C; k++) {
      double line[C];
      for (int l = 0; l < L; l++) {
        twi_flip f = twi_payoff_flip(L, C, payoff, q, chosen, l, k);
        if (l == chosen || !f.flips) continue;
        flips++;
        for (int c = 0; c < C; c++) line[c] = c == k ? f.p : q[c] * (1 - f.p) / (1 - q[k]);
        (void)twi_payoff_expected(L, C, payoff, line, expected);
        assert_close(expected[chosen], expected[l], 1e-12);
      }
      /* inside the stay the chosen one is best, just outside it is not */
      twi_stay s = twi_payoff_stay(L, C, payoff, q, chosen, k);
      assert_true(s.low <= q[k] && q[k] <= s.high);
      const double ends[] = {s.low - 1e-6, s.low + 1e-6, s.high - 1e-6, s.high + 1e-6};
      for (int e = 0; e < 4; e++) {
        if (ends[e] < 0 || ends[e] > 1 || s.high - s.low < 1e-5) continue;
        for (int c = 0; c < C; c++) line[c] = c == k ? ends[e] : q[c] * (1 - ends[e]) / (1 - q[k]);
        assert_int_equal(twi_payoff_expected(L, C, payoff, line, NULL) == chosen, e == 1 || e == 2);
      }
    }
  }
  assert_true(flips > 500);
}

static void lines_at_their_ends(void **state)
{
  (void)state;
  /* sure of rain: the other contingency takes the rest of the line */
  const double sure[] = {1, 0};
  twi_flip f = twi_payoff_flip(2, 2, two, sure, 0, 1, 0);
  assert_close(f.p, 0.5, 1e-15);
  assert_int_equal(f.above, 0);
  /* always ahead, never ahead, equal at one end */
  const double ahead[] = {2, 2, 1, 1}, tied[] = {1, 3, 1, 1};
  assert_int_equal(twi_payoff_flip(2, 2, ahead, rain, 0, 1, 0).flips, 0);
  twi_stay s = twi_payoff_stay(2, 2, ahead, rain, 0, 0);
  assert_true(s.low == 0 && s.high == 1 && s.below == -1 && s.above == -1);
  assert_true(isnan(twi_payoff_stay(2, 2, ahead, rain, 1, 0).low));
  s = twi_payoff_stay(2, 2, tied, rain, 1, 0);
  assert_true(s.low == 1 && s.high == 1 && s.below == 0);
  /* one contingency: nothing to scale against */
  const double one[] = {2, 3}, all[] = {1};
  assert_int_equal(twi_payoff_flip(2, 1, one, all, 1, 0, 0).flips, 0);
  for (int k = 0; k < 2; k++) {
    f = twi_payoff_flip(2, 1, one, all, k, !k, 0);
    assert_true(f.alone == (k ? 1 : -1) && f.others == f.alone && !f.flips && isnan(f.p));
    s = twi_payoff_stay(2, 1, one, all, k, 0); /* the better one for ever, the other never */
    if (k)
      assert_true(s.low == 0 && s.high == 1 && s.below == -1 && s.above == -1);
    else
      assert_true(isnan(s.low) && isnan(s.high));
  }
}

static void dominance(void **state)
{
  (void)state;
  const double payoff[] = {3, 3, 3, 2, 1, 1, 3, 3};
  assert_int_equal(twi_payoff_dominance(4, 2, 1, payoff, 0, 1, 0), TWI_DOMINATED_WEAKLY);
  assert_int_equal(twi_payoff_dominance(4, 2, 1, payoff, 0, 2, 0), TWI_DOMINATED_STRICTLY);
  assert_int_equal(twi_payoff_dominance(4, 2, 1, payoff, 0, 3, 0), TWI_THE_SAME);
  assert_int_equal(twi_payoff_dominance(4, 2, 1, payoff, 0, 0, 1), TWI_NOT_DOMINATED);
  /* one draw in which it is better lifts it; a difference within the tie does not */
  const double draws[] = {3, 3, 2, 2, 3, 3, 3.5, 2}, close[] = {3, 3, 2, 2, 3, 3, 3.0000001, 2};
  assert_int_equal(twi_payoff_dominance(2, 2, 2, draws, 0, 1, 0), TWI_NOT_DOMINATED);
  assert_int_equal(twi_payoff_dominance(2, 2, 2, close, 0, 1, 0), TWI_NOT_DOMINATED);
  assert_int_equal(twi_payoff_dominance(2, 2, 2, close, 1e-6, 1, 0), TWI_DOMINATED_WEAKLY);
}

/* Two draws of the umbrella: as above, and one where it brings 10 in sun. q = 0.3, 0.7.
 *   expectations    1.9, 3.5 and 4 (0.3) + 10 (0.7) = 8.2, 3.5; mean 5.05, 3.5: the umbrella
 *   knowing the draw: (3.5 + 8.2) / 2 - 5.05 = 0.8
 *   knowing all:      (4.7 + (4 (0.3) + 10 (0.7))) / 2 - 5.05 = (4.7 + 8.2) / 2 - 5.05 = 1.4
 *   mean payoffs 4 5.5 / 0 5: the umbrella is best in both contingencies, so knowing the contingency is worth nothing
 *   regrets over draws: 4 (sun, first) and max(4, 5) = 5 (sun, second) */
static void draws(void **state)
{
  (void)state;
  const double draw[] = {4, 1, 0, 5, 4, 10, 0, 5}, mean[] = {4, 5.5, 0, 5};
  /* at once, and one at a time */
  for (size_t some = 1; some <= 2; some++) {
    double best[2] = {0}, largest[2] = {0};
    twi_payoff_sums sums = {.best = best, .largest = largest};
    for (size_t i = 0; i < 2; i += some) twi_payoff_add(2, 2, some, draw + 4 * i, rain, &sums);
    assert_int_equal(sums.draws, 2);
    twi_information worth = twi_payoff_information(2, 2, mean, rain, &sums);
    assert_true(worth.contingency == 0);
    assert_close(worth.draw, 0.8, 1e-14);
    assert_close(worth.both, 1.4, 1e-14);
    assert_true(best[0] == 1 && best[1] == 1);
    assert_true(largest[0] == 4 && largest[1] == 5);
    assert_int_equal(twi_payoff_least(2, largest), 0);
  }
  const double tie[] = {1, 1, 1, 1};
  double best[2] = {0}, largest[2] = {0};
  twi_payoff_sums sums = {.best = best, .largest = largest};
  twi_payoff_add(2, 2, 1, tie, rain, &sums);
  assert_true(best[0] == 0.5 && best[1] == 0.5);
  const twi_dominance none = TWI_NOT_DOMINATED, same = TWI_THE_SAME, weak = TWI_DOMINATED_WEAKLY;
  const twi_dominance strict = TWI_DOMINATED_STRICTLY;
  assert_int_equal(twi_payoff_both(none, strict), none);
  assert_int_equal(twi_payoff_both(strict, none), none);
  assert_int_equal(twi_payoff_both(same, same), same);
  assert_int_equal(twi_payoff_both(same, strict), weak);
  assert_int_equal(twi_payoff_both(weak, same), weak);
  assert_int_equal(twi_payoff_both(strict, strict), strict);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_by_two),
      cmocka_unit_test(three_by_three),
      cmocka_unit_test(break_even_is_where_they_are_equal),
      cmocka_unit_test(lines_at_their_ends),
      cmocka_unit_test(dominance),
      cmocka_unit_test(draws),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
