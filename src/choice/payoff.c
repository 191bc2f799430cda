/* Regret, expectation, dominance, break-even probabilities and the value of information. The symbols are in payoff.h.
 *
 *   regret          R[l][c] = max_k P[k][c] - P[l][c]
 *   minimax regret  min_l max_c R[l][c]            (Savage 1951)
 *   expectation     E[l] = sum_c q[c] P[l][c]
 *   break-even      on the line q(p): q_k = p, q_c = (1 - p) q_c / (1 - q_k) for c other than k
 *                   the gain of a over b is linear, g(p) = p g_k + (1 - p) g_o, with
 *                   g_k = P[a][k] - P[b][k] and g_o = sum_{c not k} q_c (P[a][c] - P[b][c]) / (1 - q_k);
 *                   it is zero at p = g_o / (g_o - g_k)
 *   information     E max - max E                  (Raiffa and Schlaifer 1961) */
#include "choice/payoff.h"

#include <math.h>

static double best_in(int levers, int contingencies, const double *payoff, int c)
{
  double best = payoff[c];
  for (int l = 1; l < levers; l++) best = fmax(best, payoff[(size_t)l * (size_t)contingencies + (size_t)c]);
  return best;
}

void twi_payoff_regret(int levers, int contingencies, const double *payoff, double *regret)
{
  for (int c = 0; c < contingencies; c++) {
    double best = best_in(levers, contingencies, payoff, c);
    for (int l = 0; l < levers; l++) {
      size_t i = (size_t)l * (size_t)contingencies + (size_t)c;
      regret[i] = best - payoff[i];
    }
  }
}

int twi_payoff_minimax(int levers, int contingencies, const double *regret, double *largest)
{
  int chosen = 0;
  double least = INFINITY;
  for (int l = 0; l < levers; l++) {
    double most = 0;
    for (int c = 0; c < contingencies; c++) most = fmax(most, regret[(size_t)l * (size_t)contingencies + (size_t)c]);
    if (largest) largest[l] = most;
    if (most < least) {
      least = most;
      chosen = l;
    }
  }
  return chosen;
}

static double expectation(int contingencies, const double *row, const double *q)
{
  double sum = 0;
  for (int c = 0; c < contingencies; c++) sum += q[c] * row[c];
  return sum;
}

int twi_payoff_expected(int levers, int contingencies, const double *payoff, const double *q, double *expected)
{
  int chosen = 0;
  double most = -INFINITY;
  for (int l = 0; l < levers; l++) {
    double value = expectation(contingencies, payoff + (size_t)l * (size_t)contingencies, q);
    if (expected) expected[l] = value;
    if (value > most) {
      most = value;
      chosen = l;
    }
  }
  return chosen;
}

twi_dominance twi_payoff_dominance(int levers, int contingencies, size_t tables, const double *payoff, double tie,
                                   int lever, int other)
{
  size_t n = (size_t)contingencies, table = (size_t)levers * n;
  int equal = 0, worse = 0;
  for (size_t t = 0; t < tables; t++)
    for (size_t c = 0; c < n; c++) {
      double mine = payoff[t * table + (size_t)lever * n + c], its = payoff[t * table + (size_t)other * n + c];
      if (mine > its + tie) return TWI_NOT_DOMINATED;
      if (its > mine + tie)
        worse = 1;
      else
        equal = 1;
    }
  return !worse ? TWI_THE_SAME : equal ? TWI_DOMINATED_WEAKLY : TWI_DOMINATED_STRICTLY;
}

/* ---------------------------------------------------------------- break-even */

twi_flip twi_payoff_flip(int levers, int contingencies, const double *payoff, const double *q, int chosen, int rival,
                         int contingency)
{
  (void)levers;
  const double *a = payoff + (size_t)chosen * (size_t)contingencies;
  const double *b = payoff + (size_t)rival * (size_t)contingencies;
  /* What the others have together, summed rather than 1 - q, so that nothing is lost where q is close to 1. */
  double rest = 0, others = 0;
  for (int c = 0; c < contingencies; c++)
    if (c != contingency) rest += q[c];
  for (int c = 0; c < contingencies; c++)
    if (c != contingency) others += (rest > 0 ? q[c] / rest : 1.0 / (contingencies - 1)) * (a[c] - b[c]);
  twi_flip f = {.alone = a[contingency] - b[contingency], .others = others, .p = NAN};
  if (contingencies < 2) f.others = f.alone;
  if ((f.alone < 0 && f.others > 0) || (f.alone > 0 && f.others < 0)) {
    f.flips = 1;
    f.p = f.others / (f.others - f.alone);
    f.above = f.alone < 0;
  }
  return f;
}

twi_stay twi_payoff_stay(int levers, int contingencies, const double *payoff, const double *q, int chosen,
                         int contingency)
{
  twi_stay stay = {.low = 0, .high = 1, .below = -1, .above = -1};
  for (int l = 0; l < levers; l++) {
    if (l == chosen) continue;
    twi_flip f = twi_payoff_flip(levers, contingencies, payoff, q, chosen, l, contingency);
    if (!f.flips) {
      if (f.alone < 0 || f.others < 0) { /* behind at one end and not ahead at the other */
        double at = f.alone < 0 && f.others < 0 ? NAN : f.alone < 0 ? 0 : 1;
        if (isnan(at)) return (twi_stay){.low = NAN, .high = NAN, .below = l, .above = l};
        /* equal at one end only: the lever stays there and nowhere else */
        if (at == 0 && stay.high > 0) {
          stay.high = 0;
          stay.above = l;
        }
        if (at == 1 && stay.low < 1) {
          stay.low = 1;
          stay.below = l;
        }
      }
      continue;
    }
    if (f.above && f.p < stay.high) {
      stay.high = f.p;
      stay.above = l;
    }
    if (!f.above && f.p > stay.low) {
      stay.low = f.p;
      stay.below = l;
    }
  }
  if (stay.low > stay.high) stay.low = stay.high = NAN;
  return stay;
}

/* ---------------------------------------------------------------- information and draws */

static double informed(int levers, int contingencies, const double *payoff, const double *q)
{
  double sum = 0;
  for (int c = 0; c < contingencies; c++) sum += q[c] * best_in(levers, contingencies, payoff, c);
  return sum;
}

twi_information twi_payoff_information(int levers, int contingencies, const double *mean, const double *q,
                                       const twi_payoff_sums *sums)
{
  const double *row = mean + (size_t)twi_payoff_expected(levers, contingencies, mean, q, NULL) * (size_t)contingencies;
  double uninformed = expectation(contingencies, row, q);
  /* Both are gains; rounding alone can make one negative. */
  twi_information v = {
      .contingency = fmax(0, informed(levers, contingencies, mean, q) - uninformed), .draw = NAN, .both = NAN};
  if (sums->draws == 0) return v;
  v.draw = fmax(0, sums->one / (double)sums->draws - uninformed);
  v.both = fmax(0, sums->both / (double)sums->draws - uninformed);
  return v;
}

void twi_payoff_add(int levers, int contingencies, size_t draws, const double *draw, const double *q,
                    twi_payoff_sums *sums)
{
  size_t table = (size_t)levers * (size_t)contingencies, n = (size_t)contingencies;
  for (size_t i = 0; i < draws; i++) {
    const double *x = draw + i * table;
    double most = expectation(contingencies, x + (size_t)twi_payoff_expected(levers, contingencies, x, q, NULL) * n, q);
    int ties = 0;
    for (int l = 0; l < levers; l++) ties += expectation(contingencies, x + (size_t)l * n, q) == most;
    for (int l = 0; l < levers; l++)
      if (expectation(contingencies, x + (size_t)l * n, q) == most) sums->best[l] += 1.0 / ties;
    for (int c = 0; c < contingencies; c++) {
      double best = best_in(levers, contingencies, x, c);
      for (int l = 0; l < levers; l++) sums->largest[l] = fmax(sums->largest[l], best - x[(size_t)l * n + (size_t)c]);
    }
    sums->one += most;
    sums->both += informed(levers, contingencies, x, q);
  }
  sums->draws += draws;
}

int twi_payoff_least(int levers, const double *largest)
{
  int chosen = 0;
  for (int l = 1; l < levers; l++)
    if (largest[l] < largest[chosen]) chosen = l;
  return chosen;
}

twi_dominance twi_payoff_both(twi_dominance one, twi_dominance other)
{
  if (one == TWI_NOT_DOMINATED || other == TWI_NOT_DOMINATED) return TWI_NOT_DOMINATED;
  return one == other ? one : TWI_DOMINATED_WEAKLY;
}
