/* Quantiles with a mask, and drivers of functions whose shares of the variance are known in closed form. */
#include "support.h"

#include "ensemble/sample.h"
#include "ensemble/statistics.h"

#define PI 3.14159265358979323846

/* ---------------------------------------------------------------- quantiles */

static void type_seven(void **state)
{
  (void)state;
  /* Every third number counts; of these 9 is masked and one is NaN: 1 2 4 8 */
  const double value[] = {4, 0, 0, 9, 0, 0, 1, 0, 0, 2, 0, 0, NAN, 0, 0, 8};
  const unsigned char valid[] = {1, 0, 2, 1, 1, 1};
  const double p[] = {0, 0.05, 0.5, 2.0 / 3, 0.95, 1};
  const double expected[] = {1, 1.15, 3, 4, 7.4, 8};
  double work[6], q[6];
  assert_int_equal(twi_quantiles(value, 3, valid, 6, p, 6, work, q), 4);
  for (int i = 0; i < 6; i++) assert_true(fabs(q[i] - expected[i]) < 1e-14);
  assert_int_equal(twi_quantiles(value, 3, NULL, 6, p, 6, work, q), 5);
  assert_true(q[2] == 4);
}

static void few_values(void **state)
{
  (void)state;
  const double value[] = {5, INFINITY, INFINITY};
  const unsigned char none[] = {0, 0, 0};
  const double p[] = {0.05, 0.5, 1};
  double work[3], q[3];
  assert_int_equal(twi_quantiles(value, 1, NULL, 1, p, 3, work, q), 1);
  assert_true(q[0] == 5 && q[1] == 5 && q[2] == 5);
  assert_int_equal(twi_quantiles(value, 1, none, 3, p, 3, work, q), 0);
  assert_true(isnan(q[0]) && isnan(q[1]) && isnan(q[2]));
  assert_int_equal(twi_quantiles(value, 1, NULL, 0, p, 3, work, q), 0);
  assert_int_equal(twi_quantiles(value, 1, NULL, 3, p, 3, work, q), 3);
  assert_true(q[1] == INFINITY && q[2] == INFINITY);
}

/* ---------------------------------------------------------------- the design */

enum { MOST_TASKS = 16384 * 5, K = 3 };
static double value[MOST_TASKS];
static unsigned char valid[MOST_TASKS];

static void design(void **state)
{
  (void)state;
  enum { BASE = 16 };
  assert_int_equal(twi_driver_tasks(BASE, K), 80);
  int seen[K][BASE][2];
  memset(seen, 0, sizeof seen);
  for (size_t task = 0; task < 80; task++) {
    twi_driver_task t = twi_driver_task_of(BASE, task);
    assert_int_equal(t.row, task % BASE);
    assert_int_equal(t.matrix, (int)(task / BASE) - 2);
    double u[K], a[K], b[K];
    twi_driver_point(1, BASE, K, task, u);
    twi_driver_point(1, BASE, K, t.row, a);
    twi_driver_point(1, BASE, K, BASE + t.row, b);
    for (int i = 0; i < K; i++) {
      assert_true(a[i] != b[i]);
      assert_true(u[i] == (t.matrix == TWI_MATRIX_B || t.matrix == i ? b[i] : a[i]));
      if (t.matrix < 0) seen[i][(int)(u[i] * BASE)][t.matrix == TWI_MATRIX_B]++;
    }
  }
  for (int i = 0; i < K; i++)
    for (int j = 0; j < BASE; j++) assert_true(seen[i][j][0] == 1 && seen[i][j][1] == 1);
}

/* ---------------------------------------------------------------- closed forms */

/* sin x_1 + 7 sin^2 x_2 + 0.1 x_3^4 sin x_1, x uniform in (-pi, pi) */
static double ishigami(const double *u)
{
  double x[K];
  for (int i = 0; i < K; i++) x[i] = PI * (2 * u[i] - 1);
  return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

/* 10 + x_1 + 2 x_2 + 0 x_3, x normal: shares 1/5, 4/5, 0 */
static double additive(const double *u)
{
  return 10 + twi_normal_inverse(u[0]) + 2 * twi_normal_inverse(u[1]);
}

/* Products of factors with mean 1 and variance v_i, uniform: Sobol's g, |4 u - 2| + a over 1 + a; v_i = 1 / (3 (1 +
 * a)^2) */
static const double g_a[K] = {0, 1, 4.5};
static double product(const double *u)
{
  double y = 1;
  for (int i = 0; i < K; i++) y *= (fabs(4 * u[i] - 2) + g_a[i]) / (1 + g_a[i]);
  return y;
}

static void evaluate(double (*f)(const double *), size_t base)
{
  for (size_t task = 0; task < twi_driver_tasks(base, K); task++) {
    double u[K];
    twi_driver_point(11, base, K, task, u);
    value[task] = f(u);
    valid[task] = 1;
  }
}

static double first[K], total[K], first_error[K], total_error[K];
static twi_drivers drivers = {.first = first, .total = total, .first_error = first_error, .total_error = total_error};

/* Within four standard errors, and these small. */
static void check_shares(const double *expected_first, const double *expected_total, double most_error)
{
  for (int i = 0; i < K; i++) {
    assert_true(fabs(first[i] - expected_first[i]) <= 4 * first_error[i] + 1e-12);
    assert_true(fabs(total[i] - expected_total[i]) <= 4 * total_error[i] + 1e-12);
    assert_true(first_error[i] < most_error && total_error[i] < most_error);
  }
}

static void ishigami_shares(void **state)
{
  (void)state;
  const double a = 7, b = 0.1;
  double v1 = 0.5 * pow(1 + b * pow(PI, 4) / 5, 2), v2 = a * a / 8, v13 = b * b * pow(PI, 8) * (1.0 / 18 - 1.0 / 50);
  double v = v1 + v2 + v13;
  const double one[] = {v1 / v, v2 / v, 0}, all[] = {(v1 + v13) / v, v2 / v, v13 / v};
  evaluate(ishigami, 16384);
  twi_driver_shares(value, 1, valid, 16384, K, &drivers);
  assert_int_equal(drivers.rows, 16384);
  assert_true(fabs(drivers.variance / v - 1) < 0.02 && fabs(drivers.mean - 3.5) < 0.05);
  check_shares(one, all, 0.012);
}

static void additive_shares(void **state)
{
  (void)state;
  const double expected[] = {0.2, 0.8, 0};
  evaluate(additive, 4096);
  twi_driver_shares(value, 1, valid, 4096, K, &drivers);
  check_shares(expected, expected, 0.025);
  assert_true(total[2] == 0 && first[2] == 0); /* what does nothing has nothing */
}

static void product_shares(void **state)
{
  (void)state;
  double v[K], whole = 1, one[K], all[K];
  for (int i = 0; i < K; i++) whole *= 1 + (v[i] = 1 / (3 * (1 + g_a[i]) * (1 + g_a[i])));
  for (int i = 0; i < K; i++) {
    one[i] = v[i] / (whole - 1);
    all[i] = v[i] * whole / (1 + v[i]) / (whole - 1);
  }
  evaluate(product, 8192);
  twi_driver_shares(value, 1, valid, 8192, K, &drivers);
  check_shares(one, all, 0.02);
}

/* The standard errors mean what they say: of 200 small designs nearly all lie within two. */
static void errors_are_honest(void **state)
{
  (void)state;
  int inside = 0, cases = 0;
  for (uint64_t seed = 0; seed < 200; seed++) {
    for (size_t task = 0; task < twi_driver_tasks(256, K); task++) {
      double u[K];
      twi_driver_point(seed, 256, K, task, u);
      value[task] = additive(u);
    }
    twi_driver_shares(value, 1, NULL, 256, K, &drivers);
    for (int i = 0; i < 2; i++, cases++) inside += fabs(total[i] - (i ? 0.8 : 0.2)) < 2 * total_error[i];
  }
  assert_true(inside > 0.9 * cases);
}

/* Two rows, by hand: f = (1, 4), (3, 0) and (2, 5) in A, B and A_B have the mean 2 and the variance 5/2. Terms of the first
 * order are 1 and -2, of the total 1/2 and 1/2, of the variance 1 and 4. One row has no error. */
static void errors_of_two_rows(void **state)
{
  (void)state;
  const double f[] = {1, 4, 3, 0, 2, 5};
  const unsigned char all[] = {1, 1, 1, 1, 1, 1}, one[] = {1, 1, 1, 1, 1, 0};
  double of[1], sum[1], of_error[1], sum_error[1];
  twi_drivers d = {.first = of, .total = sum, .first_error = of_error, .total_error = sum_error};
  twi_driver_shares(f, 1, all, 2, 1, &d);
  assert_relative(d.mean, 2, 1e-15);
  assert_relative(d.variance, 2.5, 1e-15);
  assert_relative(of[0], -0.2, 1e-14);
  assert_relative(sum[0], 0.2, 1e-14);
  assert_relative(of_error[0], 0.48, 1e-14);
  assert_relative(sum_error[0], 0.12, 1e-14);
  twi_driver_shares(f, 1, one, 2, 1, &d);
  assert_true(isnan(of[0]) && isnan(sum[0]) && isnan(of_error[0]) && isnan(sum_error[0]));
}

/* Eight equal parameters: the variance, too, is estimated, and that is in the error. Of many designs the spread of each
 * share is what the errors say. */
static void errors_hold_that_of_the_variance(void **state)
{
  (void)state;
  enum { EQUAL = 8, BASE = 64, DESIGNS = 500 };
  static double many[BASE * (EQUAL + 2)];
  double one[EQUAL], all[EQUAL], one_error[EQUAL], all_error[EQUAL];
  twi_drivers d = {.first = one, .total = all, .first_error = one_error, .total_error = all_error};
  double sum[2] = {0, 0}, squares[2] = {0, 0}, error[2] = {0, 0};
  for (uint64_t seed = 0; seed < DESIGNS; seed++) {
    for (size_t task = 0; task < twi_driver_tasks(BASE, EQUAL); task++) {
      double u[EQUAL], y = 0;
      twi_driver_point(1000 + seed, BASE, EQUAL, task, u);
      for (int i = 0; i < EQUAL; i++) y += u[i];
      many[task] = y;
    }
    twi_driver_shares(many, 1, NULL, BASE, EQUAL, &d);
    for (int i = 0; i < EQUAL; i++) {
      const double share[2] = {one[i], all[i]}, told[2] = {one_error[i], all_error[i]};
      for (int k = 0; k < 2; k++) {
        sum[k] += share[k];
        squares[k] += share[k] * share[k];
        error[k] += told[k];
      }
    }
  }
  for (int k = 0; k < 2; k++) {
    const double count = EQUAL * DESIGNS;
    double mean = sum[k] / count, spread = sqrt(squares[k] / count - mean * mean), told = error[k] / count;
    assert_true(fabs(mean - 0.125) < 0.01);
    assert_true(fabs(told / spread - 1) < 0.12); /* without the error of the variance it is 0.84 for the total */
  }
}

/* ---------------------------------------------------------------- what is left out */

static void invalid_tasks(void **state)
{
  (void)state;
  enum { BASE = 512 };
  evaluate(additive, BASE);
  twi_driver_shares(value, 1, valid, BASE, K, &drivers);
  double before = first[0], other = first[1];
  /* A_B^(1) of a row is needed by the first parameter alone. */
  valid[2 * BASE + 5] = 0;
  value[2 * BASE + 5] = 1e9;
  twi_driver_shares(value, 1, valid, BASE, K, &drivers);
  assert_int_equal(drivers.rows, BASE);
  assert_true(first[0] != before && fabs(first[0] - before) < 0.05 && first[1] == other);
  /* A row of A goes out of everything; what is not finite is not valid. */
  value[7] = NAN;
  twi_driver_shares(value, 1, valid, BASE, K, &drivers);
  assert_int_equal(drivers.rows, BASE - 1);
  assert_true(first[1] != other && isfinite(first[1]));
}

static void nothing_to_explain(void **state)
{
  (void)state;
  for (size_t i = 0; i < twi_driver_tasks(64, K); i++) value[i] = 0.1;
  drivers.first_error = drivers.total_error = NULL;
  twi_driver_shares(value, 1, NULL, 64, K, &drivers);
  for (int i = 0; i < K; i++) assert_true(isnan(first[i]) && isnan(total[i]));
  memset(valid, 0, sizeof valid);
  twi_driver_shares(value, 1, valid, 64, K, &drivers);
  assert_int_equal(drivers.rows, 0);
  assert_true(isnan(drivers.variance) && isnan(first[0]));
  drivers.first_error = first_error;
  drivers.total_error = total_error;
}

/* Values of several outcomes lie side by side. */
static void strides(void **state)
{
  (void)state;
  enum { BASE = 64 };
  evaluate(ishigami, BASE);
  static double wide[2 * BASE * (K + 2)];
  for (size_t i = 0; i < twi_driver_tasks(BASE, K); i++) wide[2 * i] = value[i];
  twi_driver_shares(value, 1, NULL, BASE, K, &drivers);
  double expected = total[2];
  twi_driver_shares(wide, 2, NULL, BASE, K, &drivers);
  assert_true(total[2] == expected);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(type_seven),
      cmocka_unit_test(few_values),
      cmocka_unit_test(design),
      cmocka_unit_test(ishigami_shares),
      cmocka_unit_test(additive_shares),
      cmocka_unit_test(product_shares),
      cmocka_unit_test(errors_are_honest),
      cmocka_unit_test(invalid_tasks),
      cmocka_unit_test(nothing_to_explain),
      cmocka_unit_test(strides),
      cmocka_unit_test(errors_hold_that_of_the_variance),
      cmocka_unit_test(errors_of_two_rows),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
