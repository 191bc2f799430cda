/* The numerics by themselves: kernels against plain loops, LU, GMRES with restarts, Newton with its line search,
 * continuation up to a fold, Gauss-Legendre. */
#include "solve/continuation.h"
#include "solve/dense.h"
#include "solve/interpolation.h"
#include "solve/newton.h"
#include "solve/quadrature.h"
#include "support.h"

static double *vector(size_t n)
{
  double *p = aligned_alloc(64, (n + 8) / 8 * 8 * sizeof(double));
  memset(p, 0, (n + 8) / 8 * 8 * sizeof(double));
  return p;
}

static void kernels_are_plain_sums(void **state)
{
  (void)state;
  support_random r = {1};
  for (size_t rows = 1; rows < 45; rows += 3)
    for (size_t columns = 1; columns < 90; columns += 7) {
      size_t m = twi_stride(columns);
      double *A = vector(rows * m), *B = vector(rows * m), *x = vector(m), *y = vector(64), *z = vector(m);
      double *t = vector(64), *z2 = vector(m);
      for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
          A[i * m + j] = support_normal(&r);
          B[i * m + j] = support_normal(&r);
        }
      for (size_t j = 0; j < columns; j++) x[j] = support_normal(&r);
      for (size_t i = 0; i < rows; i++) t[i] = support_normal(&r);
      twi_dense_mv(rows, m, A, x, y);
      twi_dense_mtv2(rows, m, A, B, t, z, z2);
      for (size_t i = 0; i < rows; i++) {
        double sum = 0;
        for (size_t j = 0; j < columns; j++) sum += A[i * m + j] * x[j];
        assert_close(y[i], sum, 1e-13);
      }
      for (size_t j = 0; j < columns; j++) {
        double sum = 0, sum2 = 0;
        for (size_t i = 0; i < rows; i++) {
          sum += A[i * m + j] * t[i];
          sum2 += B[i * m + j] * t[i];
        }
        assert_close(z[j], sum, 1e-13);
        assert_close(z2[j], sum2, 1e-13);
      }
      twi_dense_mtv(rows, m, A, t, z2);
      assert_memory_equal(z, z2, m * sizeof(double));
      free(A);
      free(B);
      free(x);
      free(y);
      free(z);
      free(t);
      free(z2);
    }
}

static void lu_solves(void **state)
{
  (void)state;
  support_random r = {2};
  for (size_t n = 1; n < 40; n += 6) {
    int pivot[64];
    size_t m = twi_stride(n);
    double *A = vector(n * m), *LU = vector(n * m), *x = vector(m), *b = vector(m), *I = vector(n * m);
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++) A[i * m + j] = LU[i * m + j] = support_normal(&r);
    for (size_t i = 0; i < n; i++) x[i] = support_normal(&r);
    twi_dense_mv(n, m, A, x, b);
    assert_int_equal(twi_lu_factor(n, m, LU, pivot, 1e-14), 0);
    twi_lu_solve(n, m, LU, pivot, b);
    for (size_t i = 0; i < n; i++) assert_close(b[i], x[i], 1e-9);
    twi_dense_mtv(n, m, A, x, b);
    twi_lu_solve_transposed(n, m, LU, pivot, b);
    for (size_t i = 0; i < n; i++) assert_close(b[i], x[i], 1e-9);
    for (size_t i = 0; i < n; i++) I[i * m + i] = 1;
    twi_lu_solve_many(n, m, LU, pivot, m, I);
    twi_dense_mv(n, m, A, x, b);
    double *y = vector(m);
    twi_dense_mv(n, m, I, b, y);
    for (size_t i = 0; i < n; i++) assert_close(y[i], x[i], 1e-9);
    /* a singular matrix is reported */
    for (size_t j = 0; j < n; j++) A[(n - 1) * m + j] = n > 1 ? A[j] : 0;
    assert_true(twi_lu_factor(n, m, A, pivot, 1e-13) >= 1);
    free(A);
    free(LU);
    free(x);
    free(b);
    free(I);
    free(y);
  }
}

/* Whole numbers whose factors are nothing but ones: min(i, j) + 1. */
static void lu_takes_factors_of_one(void **state)
{
  (void)state;
  enum { SIZE = 5, STRIDE = 8 };
  int pivot[SIZE];
  double *LU = vector(SIZE * STRIDE), *B = vector(SIZE * STRIDE);
  for (int i = 0; i < SIZE; i++) {
    for (int j = 0; j < SIZE; j++) LU[i * STRIDE + j] = (i < j ? i : j) + 1;
    B[i * STRIDE + i] = 1;
  }
  assert_int_equal(twi_lu_factor(SIZE, STRIDE, LU, pivot, 1e-14), 0);
  twi_lu_solve_many(SIZE, STRIDE, LU, pivot, STRIDE, B);
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) { /* the inverse is that of second differences */
      double inverse = i == j ? (i == SIZE - 1 ? 1 : 2) : i - j == 1 || j - i == 1 ? -1 : 0;
      assert_true(B[i * STRIDE + j] == inverse);
    }
  free(LU);
  free(B);
}

/* A linear system with a diagonal preconditioner, to be solved with few basis vectors. */
enum { LINEAR = 64 };
static double matrix[LINEAR][LINEAR], diagonal[LINEAR];

static void linear_precondition(void *data, const double *r, double *x)
{
  (void)data;
  for (int i = 0; i < LINEAR; i++) x[i] = r[i] / diagonal[i];
}

static void linear_product(void *data, const double *x, double *y)
{
  double t[LINEAR];
  linear_precondition(data, x, t);
  for (int i = 0; i < LINEAR; i++) {
    y[i] = 0;
    for (int j = 0; j < LINEAR; j++) y[i] += matrix[i][j] * t[j];
  }
}

static void gmres_solves_also_with_restarts(void **state)
{
  (void)state;
  support_random r = {3};
  tw_context *ctx = tw_context_new(NULL);
  for (int m = 5; m <= 70; m += 13) {
    for (int i = 0; i < LINEAR; i++)
      for (int j = 0; j < LINEAR; j++) matrix[i][j] = 0.05 * support_normal(&r) + (i == j ? 1 + i : 0);
    for (int i = 0; i < LINEAR; i++) diagonal[i] = matrix[i][i] * support_uniform(&r, 0.5, 2);
    twi_problem p = {.n = LINEAR, .product = linear_product, .precondition = linear_precondition};
    twi_arena arena = {0};
    twi_gmres g;
    twi_gmres_carve(&g, &arena, LINEAR, m);
    assert_ok(ctx, twi_arena_allocate(ctx, &arena));
    twi_gmres_carve(&g, &arena, LINEAR, m);
    double *b = vector(LINEAR), *d = vector(LINEAR), relative, rest = 0, size = 0;
    for (int i = 0; i < LINEAR; i++) b[i] = support_normal(&r);
    int products = twi_gmres_solve(&g, ctx, &p, b, 1e-10, 1000, d, &relative);
    if (m < 20) assert_true(products > m);
    for (int i = 0; i < LINEAR; i++) {
      double sum = -b[i];
      for (int j = 0; j < LINEAR; j++) sum += matrix[i][j] * d[j];
      rest += sum * sum;
      size += b[i] * b[i];
    }
    /* what it says is what it is */
    assert_true(relative <= 1e-10);
    if (!(sqrt(rest / size) <= 2e-10)) fail_msg("m = %d: says %.1e, is %.1e", m, relative, sqrt(rest / size));
    free(b);
    free(d);
    twi_arena_free(ctx, &arena);
  }
  tw_context_free(ctx);
}

/* Returns how many products it takes, and checks that what is solved is what was asked for. */
static int products_for(tw_context *ctx, twi_gmres *g, const double *b, double eta)
{
  twi_problem p = {.n = LINEAR, .product = linear_product, .precondition = linear_precondition};
  double *d = vector(LINEAR), relative, rest = 0, size = 0;
  int products = twi_gmres_solve(g, ctx, &p, b, eta, 1000, d, &relative);
  for (int i = 0; i < LINEAR; i++) {
    double sum = -b[i];
    for (int j = 0; j < LINEAR; j++) sum += matrix[i][j] * d[j];
    rest += sum * sum;
    size += b[i] * b[i];
  }
  assert_true(relative <= eta);
  if (!(sqrt(rest / size) <= 1.01 * eta)) fail_msg("says %.1e, is %.1e", relative, sqrt(rest / size));
  free(d);
  return products;
}

/* What a solve found is not looked for again, with the same matrix and with one nearby, and the answer is as exact. */
static void later_solves_use_what_earlier_ones_found(void **state)
{
  (void)state;
  support_random r = {5};
  tw_context *ctx = tw_context_new(NULL);
  for (int room = 8; room <= 64; room += 28) {
    for (int i = 0; i < LINEAR; i++)
      for (int j = 0; j < LINEAR; j++) matrix[i][j] = 0.05 * support_normal(&r) + (i == j ? 1 + i : 0);
    for (int i = 0; i < LINEAR; i++) diagonal[i] = matrix[i][i] * support_uniform(&r, 0.5, 2);
    twi_arena arena = {0};
    twi_gmres g;
    twi_recycled recycled;
    twi_gmres_carve(&g, &arena, LINEAR, 40);
    assert_ok(ctx, twi_arena_allocate(ctx, &arena));
    twi_gmres_carve(&g, &arena, LINEAR, 40);
    assert_ok(ctx, twi_recycled_new(ctx, LINEAR, room, &recycled));
    double *b = vector(LINEAR), *other = vector(LINEAR);
    for (int i = 0; i < LINEAR; i++) b[i] = support_normal(&r), other[i] = support_normal(&r);
    int alone = products_for(ctx, &g, b, 1e-5), alone_other = products_for(ctx, &g, other, 1e-5);
    g.recycled = &recycled;
    assert_int_equal(products_for(ctx, &g, b, 1e-5), alone);
    assert_int_equal(recycled.count, room < alone ? room : alone);
    for (int j = 0; j < recycled.count; j++) { /* R takes an image to its direction; C is orthonormal */
      double *x = vector(LINEAR);
      for (int i = 0; i < LINEAR; i++) x[i] = (double)recycled.C[j * LINEAR + i];
      twi_recycled_apply(&recycled, x);
      for (int i = 0; i < LINEAR; i++)
        assert_close(x[i], (double)recycled.C[j * LINEAR + i] + (double)recycled.W[j * LINEAR + i], 1e-5);
      free(x);
    }
    int again = products_for(ctx, &g, b, 1e-4);
    assert_true(room < alone ? again < alone : again == 1);
    int with = products_for(ctx, &g, other, 1e-5);
    assert_true(with <= alone_other);
    assert_true(recycled.count <= room);
    if (room == 64) assert_int_equal(products_for(ctx, &g, other, 1e-4), 1); /* a second factor on top of the first */
    for (int i = 0; i < LINEAR; i++)
      for (int j = 0; j < LINEAR; j++) matrix[i][j] *= 1 + 0.01 * support_normal(&r);
    g.recycled = NULL;
    int plain = products_for(ctx, &g, b, 1e-5);
    g.recycled = &recycled;
    if (room > 8) assert_true(products_for(ctx, &g, b, 1e-5) < plain);
    /* and a matrix that has nothing to do with it costs products alone */
    for (int i = 0; i < LINEAR; i++)
      for (int j = 0; j < LINEAR; j++) matrix[i][j] = (i == j) * (5 + i % 3) + 0.1 * support_normal(&r);
    (void)products_for(ctx, &g, b, 1e-8);
    twi_recycled_free(ctx, &recycled);
    twi_arena_free(ctx, &arena);
    free(b);
    free(other);
  }
  tw_context_free(ctx);
}

/* atan(u - i) = 0: the full Newton step diverges from |u - i| > 1.4, so the line search must work. */
static double at_u[8];
static int damped_residual(void *data, const double *u, double *f)
{
  (void)data;
  for (int i = 0; i < 8; i++) {
    at_u[i] = u[i] - i;
    f[i] = atan(at_u[i]);
  }
  return !isfinite(u[0]);
}

static void nothing(void *data)
{
  (void)data;
}

static void identity(void *data, const double *r, double *x)
{
  (void)data;
  memcpy(x, r, 8 * sizeof(double));
}

static void damped_product(void *data, const double *x, double *y)
{
  (void)data;
  for (int i = 0; i < 8; i++) y[i] = x[i] / (1 + at_u[i] * at_u[i]);
}

static int hopeless_residual(void *data, const double *u, double *f)
{
  (void)data;
  for (int i = 0; i < 8; i++) at_u[i] = u[i], f[i] = 1 + u[i] * u[i];
  return 0;
}

static void hopeless_product(void *data, const double *x, double *y)
{
  (void)data;
  for (int i = 0; i < 8; i++) y[i] = 2 * at_u[i] * x[i];
}

/* Nothing but zeros, and one entry that is no number. */
static int no_number_residual(void *data, const double *u, double *f)
{
  (void)u;
  memset(f, 0, 8 * sizeof *f);
  f[*(int *)data] = NAN;
  return 0;
}

/* What is no number is no solution, wherever it stands, whatever comes after it. */
static void newton_does_not_converge_to_no_number(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  twi_newton w = {0};
  twi_arena arena = {0};
  twi_newton_carve(&w, &arena, 8, 10);
  assert_ok(ctx, twi_arena_allocate(ctx, &arena));
  twi_newton_carve(&w, &arena, 8, 10);
  double *u = vector(8);
  for (int at = 0; at < 8; at++) {
    twi_problem p = {8, &at, no_number_residual, nothing, damped_product, identity, NULL};
    for (int i = 0; i < 8; i++) u[i] = at_u[i] = 0;
    assert_int_not_equal(twi_newton_solve(&w, ctx, &p, 1e-10, 1e-6, 5, u), TWI_NEWTON_CONVERGED);
    assert_true(isnan(w.error));
  }
  free(u);
  twi_arena_free(ctx, &arena);
  tw_context_free(ctx);
}

static void newton_is_globalised_and_honest(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  twi_newton w = {0};
  twi_arena arena = {0};
  twi_newton_carve(&w, &arena, 8, 10);
  assert_ok(ctx, twi_arena_allocate(ctx, &arena));
  twi_newton_carve(&w, &arena, 8, 10);
  twi_problem p = {8, NULL, damped_residual, nothing, damped_product, identity, NULL};
  double *u = vector(8);
  for (int i = 0; i < 8; i++) u[i] = i + 3;
  assert_int_equal(twi_newton_solve(&w, ctx, &p, 1e-14, 1e-12, 100, u), TWI_NEWTON_CONVERGED);
  for (int i = 0; i < 8; i++) assert_close(u[i], i, 1e-13);
  /* an iteration limit is said */
  for (int i = 0; i < 8; i++) u[i] = i + 3;
  assert_int_equal(twi_newton_solve(&w, ctx, &p, 1e-14, 1e-12, 2, u), TWI_NEWTON_LIMIT);
  /* a system without a root is not solved */
  p.residual = hopeless_residual;
  p.product = hopeless_product;
  for (int i = 0; i < 8; i++) u[i] = 3;
  twi_newton_end end = twi_newton_solve(&w, ctx, &p, 1e-14, 1e-12, 100, u);
  assert_true(end == TWI_NEWTON_STALLED || end == TWI_NEWTON_LIMIT);
  assert_true(w.error >= 1);
  /* outside the domain from the start; and cancelled */
  p.residual = damped_residual;
  p.product = damped_product;
  u[0] = NAN;
  assert_int_equal(twi_newton_solve(&w, ctx, &p, 1e-14, 1e-12, 100, u), TWI_NEWTON_UNDEFINED);
  for (int i = 0; i < 8; i++) u[i] = 20;
  tw_cancel(ctx);
  assert_int_equal(twi_newton_solve(&w, ctx, &p, 1e-14, 1e-12, 100, u), TWI_NEWTON_CANCELLED);
  free(u);
  twi_arena_free(ctx, &arena);
  tw_context_free(ctx);
}

/* u^2 = 0.7 - share on the branch u > 0: solutions end at share 0.7. */
static int fold(void *data, double share, double *u)
{
  int *calls = data;
  (*calls)++;
  double rest = 0.7 - share;
  if (rest < 0 || fabs(u[0] - sqrt(rest)) > 0.3) return 1;
  u[0] = sqrt(rest);
  return 0;
}

static void continuation_finds_where_solutions_end(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  double u[8] = {sqrt(0.7)}, at[8], before[8];
  int calls = 0, steps = 0;
  twi_continuation k = {8, at, before, fold, &calls, 1e-5, 0.25};
  double share = twi_continuation_run(&k, ctx, 500, u, &steps);
  assert_int_equal(steps, calls);
  assert_true(share <= 0.7 && share > 0.7 - 1e-4);
  assert_close(u[0], sqrt(0.7 - share), 1e-15);
  /* the limit of steps holds */
  u[0] = sqrt(0.7);
  steps = 0;
  share = twi_continuation_run(&k, ctx, 2, u, &steps);
  assert_int_equal(steps, 2);
  assert_true(share < 0.7);
  tw_context_free(ctx);
}

static void quadrature_is_exact_for_polynomials(void **state)
{
  (void)state;
  for (int n = 1; n <= 96; n = n < 6 ? n + 1 : 2 * n) {
    double node[192], weight[192];
    twi_gauss_legendre(n, node, weight);
    for (int degree = 0; degree < 2 * n; degree += n < 8 ? 1 : 5) {
      double sum = 0;
      for (int i = 0; i < n; i++) sum += weight[i] * pow(node[i], degree);
      assert_close(sum, 1.0 / (degree + 1), 1e-14);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) sum += weight[i] * pow(node[i], 2 * n);
    if (n < 6) assert_true(fabs(sum - 1.0 / (2 * n + 1)) > 1e-9); /* and not beyond 2n - 1 */
    for (int i = 1; i < n; i++) assert_true(node[i] > node[i - 1]);
  }
}

static void lobatto_is_exact_for_polynomials(void **state)
{
  (void)state;
  for (int n = 2; n <= 192; n = n < 8 ? n + 1 : 2 * n) {
    double node[192], weight[192];
    twi_gauss_lobatto(n, node, weight);
    assert_true(node[0] == 0 && node[n - 1] == 1);
    for (int degree = 0; degree < 2 * n - 2; degree += n < 8 ? 1 : 5) {
      double sum = 0;
      for (int i = 0; i < n; i++) sum += weight[i] * pow(node[i], degree);
      assert_close(sum, 1.0 / (degree + 1), 1e-14);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) sum += weight[i] * pow(node[i], 2 * n - 2);
    if (n < 7) assert_true(fabs(sum - 1.0 / (2 * n - 1)) > 1e-9); /* and not beyond 2n - 3 */
    for (int i = 1; i < n; i++) assert_true(node[i] > node[i - 1]);
  }
}

/* Values, slopes, and what slopes are for: sum w m(v) v' over the nodes of Lobatto is the integral of m(v) dv to the
 * degree of the rule, though v' alone is worse. */
static void interpolation_is_exact_for_polynomials(void **state)
{
  (void)state;
  double node[40], weight[40], c[40];
  for (int n = 2; n <= 40; n += n < 9 ? 1 : 7) {
    twi_gauss_lobatto(n, node, weight);
    for (int degree = 0; degree < n && degree < 12; degree++) {
      for (double x = 0; x <= 1; x += 0.125) {
        double sum = 0;
        twi_interpolate(n, node, x, c);
        for (int i = 0; i < n; i++) sum += c[i] * pow(node[i], degree);
        assert_close(sum, pow(x, degree), 1e-13);
      }
      for (int k = 0; k < n; k++) {
        double sum = 0;
        twi_interpolate_slope(n, node, k, c);
        for (int i = 0; i < n; i++) sum += c[i] * pow(node[i], degree);
        assert_close(sum, degree ? degree * pow(node[k], degree - 1) : 0, 1e-11);
      }
    }
  }
  /* v = exp(2 t), m = 1 / v: the integral is 2 */
  double error[2];
  for (int i = 0; i < 2; i++) {
    int n = 5 + i;
    double sum = 0, worst = 0;
    twi_gauss_lobatto(n, node, weight);
    for (int k = 0; k < n; k++) {
      double slope = 0;
      twi_interpolate_slope(n, node, k, c);
      for (int j = 0; j < n; j++) slope += c[j] * exp(2 * node[j]);
      sum += weight[k] * slope / exp(2 * node[k]);
      worst = fmax(worst, fabs(slope / exp(2 * node[k]) / 2 - 1));
    }
    error[i] = fabs(sum - 2);
    assert_true(worst > 50 * error[i]); /* of one slope */
  }
  assert_true(error[0] < 5e-5 && error[1] < 5e-7);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(kernels_are_plain_sums),
      cmocka_unit_test(lu_solves),
      cmocka_unit_test(lu_takes_factors_of_one),
      cmocka_unit_test(gmres_solves_also_with_restarts),
      cmocka_unit_test(later_solves_use_what_earlier_ones_found),
      cmocka_unit_test(newton_is_globalised_and_honest),
      cmocka_unit_test(newton_does_not_converge_to_no_number),
      cmocka_unit_test(continuation_finds_where_solutions_end),
      cmocka_unit_test(quadrature_is_exact_for_polynomials),
      cmocka_unit_test(lobatto_is_exact_for_polynomials),
      cmocka_unit_test(interpolation_is_exact_for_polynomials),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
