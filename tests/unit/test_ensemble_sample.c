/* Random numbers by counter, Latin hypercubes, inverse distribution functions: against published values, closed forms
 * and the properties that define them. */
#include "support.h"

#include "ensemble/sample.h"

/* Philox 4x32-10: the first two words of the known answers that its authors publish. */
static void known_bits(void **state)
{
  (void)state;
  assert_true(twi_random_bits(0, 0, 0) == UINT64_C(0xe169c58d6627e8d5));
  assert_true(twi_random_bits(UINT64_MAX, UINT64_MAX, UINT64_MAX) == UINT64_C(0x41c83b0e408f276d));
  assert_true(twi_random_bits(UINT64_C(0x299f31d0a4093822), UINT64_C(0x0370734413198a2e),
                              UINT64_C(0x85a308d3243f6a88)) == UINT64_C(0x94fdccebd16cfe09));
  for (uint64_t i = 0; i < 1000; i++) {
    double u = twi_random_unit(3, 1, i);
    assert_true(u > 0 && u < 1);
  }
}

/* Every place of a seed has numbers of its own, whatever was asked before. */
static void places_differ(void **state)
{
  (void)state;
  uint64_t a = twi_random_bits(1, 2, 3);
  assert_true(a != twi_random_bits(2, 2, 3) && a != twi_random_bits(1, 3, 3) && a != twi_random_bits(1, 2, 4));
  assert_true(a != twi_random_bits(1 + (UINT64_C(1) << 40), 2, 3));
  assert_true(a == twi_random_bits(1, 2, 3));
}

enum { MOST = 1024 };

static void check_strata(uint64_t seed, size_t count, int dims)
{
  static unsigned char seen[4][MOST];
  assert_true(count <= MOST && dims <= 4);
  memset(seen, 0, sizeof seen);
  for (size_t i = 0; i < count; i++) {
    double u[4];
    twi_hypercube_point(seed, count, i, dims, u);
    for (int k = 0; k < dims; k++) {
      assert_true(u[k] > 0 && u[k] < 1);
      size_t j = (size_t)(u[k] * (double)count);
      assert_true(j < count && u[k] >= (double)j / (double)count);
      assert_int_equal(seen[k][j], 0);
      seen[k][j] = 1;
    }
  }
}

static void one_in_each_stratum(void **state)
{
  (void)state;
  static const size_t counts[] = {1, 2, 3, 4, 5, 15, 16, 17, 100, 500, 1000, 1024};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    for (uint64_t seed = 0; seed < 5; seed++) check_strata(seed, counts[i], 4);
}

/* Dimensions and seeds do not go together: correlations of 1000 points are within five of their standard errors. */
static void dimensions_are_apart(void **state)
{
  (void)state;
  enum { N = 1000, K = 8 };
  static double u[N][K], other[N][K];
  for (size_t i = 0; i < N; i++) {
    twi_hypercube_point(7, N, i, K, u[i]);
    twi_hypercube_point(8, N, i, K, other[i]);
  }
  for (int a = 0; a < K; a++) {
    for (int b = 0; b < K; b++) {
      double sum = 0, across = 0, order = 0;
      for (int i = 0; i < N; i++) {
        sum += (u[i][a] - 0.5) * (u[i][b] - 0.5);
        across += (u[i][a] - 0.5) * (other[i][b] - 0.5);
        order += (u[i][a] - 0.5) * (u[(i + b + 1) % N][a] - 0.5);
      }
      double bound = 5 / sqrt(N);
      if (a != b) assert_true(fabs(12 * sum / N) < bound);
      if (a == b) assert_true(fabs(12 * sum / N - 1) < 5e-4);
      assert_true(fabs(12 * across / N) < bound);
      assert_true(fabs(12 * order / N) < bound);
    }
  }
}

static void points_are_the_same_again(void **state)
{
  (void)state;
  double a[3], b[3], c[5];
  twi_hypercube_point(1, 500, 123, 3, a);
  twi_hypercube_point(1, 500, 124, 3, b);
  twi_hypercube_point(1, 500, 123, 3, b);
  twi_hypercube_point(1, 500, 123, 5, c); /* a further dimension changes nothing in the first */
  for (int k = 0; k < 3; k++) assert_true(a[k] == b[k] && a[k] == c[k]);
}

/* Every order of three points comes out for some seed, about as often as the others. */
static void every_order(void **state)
{
  (void)state;
  int seen[27] = {0};
  for (uint64_t seed = 0; seed < 600; seed++) {
    int code = 0;
    for (size_t i = 0; i < 3; i++) {
      double u;
      twi_hypercube_point(seed, 3, i, 1, &u);
      code = 3 * code + (int)(3 * u);
    }
    seen[code]++;
  }
  int orders = 0;
  for (int i = 0; i < 27; i++) {
    if (!seen[i]) continue;
    orders++;
    assert_true(seen[i] > 50 && seen[i] < 150);
  }
  assert_int_equal(orders, 6);
}

/* ---------------------------------------------------------------- the normal distribution */

/* One step of Newton on erfc, which is exact to rounding here, moves nothing by more than 1e-14. */
static double newton_step(double p, double z)
{
  /* P(Z <= z) = erfc(-z / sqrt 2) / 2; in the upper half by the upper tail */
  double density = exp(-z * z / 2) * 0.3989422804014327;
  if (z <= 0) return (erfc(-z / sqrt(2)) / 2 - p) / density;
  return ((1 - p) - erfc(z / sqrt(2)) / 2) / density;
}

static void normal_inverse(void **state)
{
  (void)state;
  assert_true(twi_normal_inverse(0.5) == 0);
  assert_true(fabs(twi_normal_inverse(0.975) - 1.959963984540054) < 1e-14);
  assert_true(fabs(twi_normal_inverse(0.95) - 1.6448536269514722) < 1e-14);
  assert_true(fabs(twi_normal_inverse(1e-10) + 6.361340902404056) < 1e-13);
  for (int i = 1; i < 4000; i++) {
    double p = i / 4000.0, z = twi_normal_inverse(p);
    assert_true(fabs(newton_step(p, z)) < 1e-14 * (1 + fabs(z)));
    assert_true(fabs(z + twi_normal_inverse(1 - p)) < 1e-13 * (1 + fabs(z)));
  }
  for (int e = 4; e < 300; e++) {
    double p = pow(10, -e), z = twi_normal_inverse(p);
    assert_true(fabs(newton_step(p, z)) < 1e-14 * (1 + fabs(z)));
  }
  assert_true(twi_normal_inverse(0) == -INFINITY && twi_normal_inverse(1) == INFINITY);
  assert_true(isnan(twi_normal_inverse(-0.1)) && isnan(twi_normal_inverse(1.1)) && isnan(twi_normal_inverse(NAN)));
}

/* ---------------------------------------------------------------- distributions */

static const twi_distribution all[] = {
    {TWI_UNIFORM, {0.15, 0.35, 0}},   {TWI_TRIANGULAR, {0, 0.5, 2}},  {TWI_TRIANGULAR, {1, 1, 2}},
    {TWI_TRIANGULAR, {1, 2, 2}},      {TWI_NORMAL, {1, 0.2, 0}},      {TWI_LOGNORMAL, {5, 1.25, 0}},
    {TWI_LOGNORMAL, {0.39, 1.08, 0}}, {TWI_QUANTILES, {0, 4.1, 9.2}}, {TWI_QUANTILES, {1, 1, 3}},
    {TWI_QUANTILES, {2, 2, 2}},       {TWI_TRIANGULAR, {3, 3, 3}},
};
enum { DISTRIBUTIONS = sizeof all / sizeof *all };

/* Mean and deviation of 200,000 points in the middle of equal parts, with those that are stated. Tails between the last
 * points and the ends are what is missing. */
static void moments(void **state)
{
  (void)state;
  enum { N = 200000 };
  for (int k = 0; k < DISTRIBUTIONS; k++) {
    const twi_distribution *d = &all[k];
    assert_null(twi_distribution_wrong(d));
    double mean = twi_distribution_mean(d), deviation = twi_distribution_deviation(d), sum = 0, squares = 0;
    for (int i = 0; i < N; i++) {
      double x = twi_distribution_at(d, (i + 0.5) / N);
      sum += x - mean;
      squares += (x - mean) * (x - mean);
    }
    /* A lognormal of this width has a third of a per cent of its variance beyond the last point. */
    double tolerance = d->kind == TWI_LOGNORMAL ? 5e-3 : 1e-4;
    assert_true(fabs(sum / N) <= tolerance * (deviation + 1e-9));
    assert_true(fabs(sqrt(squares / N) - deviation) <= (k == 6 ? 0.06 : tolerance) * (deviation + 1e-9));
  }
}

static void quantiles_in_closed_form(void **state)
{
  (void)state;
  const double z = 1.6448536269514722;
  assert_true(fabs(twi_distribution_at(&all[0], 0.25) - 0.2) < 1e-15);
  /* triangular 0, 0.5, 2: F(0.5) = 0.25; F(1) = 1 - 1 / 3 */
  assert_true(fabs(twi_distribution_at(&all[1], 0.25) - 0.5) < 1e-15);
  assert_true(fabs(twi_distribution_at(&all[1], 2.0 / 3) - 1) < 1e-14);
  assert_true(fabs(twi_distribution_at(&all[1], 0.04) - 0.2) < 1e-15);
  assert_true(fabs(twi_distribution_at(&all[4], 0.95) - (1 + 0.2 * z)) < 1e-14);
  /* lognormal 5, 1.25: sigma^2 = ln(1 + 1 / 16), median 5 / sqrt(1 + 1 / 16) */
  double median = 5 / sqrt(1.0625), sigma = sqrt(log(1.0625));
  assert_true(fabs(twi_distribution_at(&all[5], 0.5) - median) < 1e-14);
  assert_true(fabs(twi_distribution_at(&all[5], 0.95) - median * exp(sigma * z)) < 1e-13);
  for (int k = 7; k < 10; k++) {
    static const double at[] = {0.05, 0.5, 0.95};
    for (int i = 0; i < 3; i++) assert_true(fabs(twi_distribution_at(&all[k], at[i]) - all[k].p[i]) < 1e-13);
  }
}

static void they_rise(void **state)
{
  (void)state;
  for (int k = 0; k < DISTRIBUTIONS; k++) {
    double before = -INFINITY;
    for (int i = 1; i < 1000; i++) {
      double x = twi_distribution_at(&all[k], i / 1000.0);
      assert_true(isfinite(x) && x >= before);
      before = x;
    }
  }
}

static void the_floor(void **state)
{
  (void)state;
  int cut;
  assert_true(twi_distribution_floored(&all[7], 0.01, 0.5, &cut) == 0.5 && cut == 1);
  assert_true(twi_distribution_floored(&all[7], 0.5, 0.5, &cut) == 4.1 && cut == 0);
  const twi_distribution at_floor = {TWI_UNIFORM, {0.5, 0.5, 0}};
  assert_true(twi_distribution_floored(&at_floor, 0.3, 0.5, &cut) == 0.5 && cut == 0);
}

static void wrong_numbers(void **state)
{
  (void)state;
  static const twi_distribution wrong[] = {
      {TWI_UNIFORM, {2, 1, 0}},     {TWI_TRIANGULAR, {2, 2, 1}},     {TWI_TRIANGULAR, {0, 3, 2}},
      {TWI_TRIANGULAR, {1, 0, 2}},  {TWI_NORMAL, {1, -1, 0}},        {TWI_NORMAL, {NAN, 1, 0}},
      {TWI_LOGNORMAL, {0, 1, 0}},   {TWI_LOGNORMAL, {1, -1, 0}},     {TWI_QUANTILES, {2, 1, 3}},
      {TWI_QUANTILES, {1, 2, 1.5}}, {TWI_UNIFORM, {0, INFINITY, 0}},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_non_null(twi_distribution_wrong(&wrong[i]));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_bits),
      cmocka_unit_test(places_differ),
      cmocka_unit_test(one_in_each_stratum),
      cmocka_unit_test(dimensions_are_apart),
      cmocka_unit_test(points_are_the_same_again),
      cmocka_unit_test(every_order),
      cmocka_unit_test(normal_inverse),
      cmocka_unit_test(moments),
      cmocka_unit_test(quantiles_in_closed_form),
      cmocka_unit_test(they_rise),
      cmocka_unit_test(the_floor),
      cmocka_unit_test(wrong_numbers),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
