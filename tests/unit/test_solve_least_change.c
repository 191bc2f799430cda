/* The nearest table that meets linear constraints, and the blocks that precondition it: against dense matrices written out,
 * the conditions of the optimum, and a closed form. */
#include <math.h>

#include "solve/least_change.h"
#include "solve/least_change_blocks.h"
#include "support.h"

enum { ROWS = 9, COLUMNS = 60, GROUPS = 3 };

/* A programme whose rows of a group do not lie together, each column in one to four rows. C: dense, for the checks. */
static void make_programme(tw_context *ctx, support_random *r, twi_programme *p, double C[ROWS][COLUMNS])
{
  static const uint32_t group[ROWS] = {0, 1, 0, 2, 1, 1, 0, 2, 1};
  *p = (twi_programme){.ctx = ctx, .rows = ROWS, .groups = GROUPS};
  p->target = twi_new(ctx, ROWS, sizeof *p->target);
  p->group = twi_new(ctx, ROWS, sizeof *p->group);
  assert_true(p->target && p->group);
  memcpy(p->group, group, sizeof group);
  memset(C, 0, sizeof(double[ROWS][COLUMNS]));
  for (int j = 0; j < COLUMNS; j++) {
    double prior = support_uniform(r, 0.2, 5) * (support_below(r, 4) ? 1 : -1);
    assert_ok(ctx, twi_programme_column(p, prior));
    for (int i = j % ROWS, k = 0; k <= support_below(r, 4); k++) {
      if (C[i][j] == 0) {
        C[i][j] = support_uniform(r, 0.3, 2) * (support_below(r, 3) ? 1 : -1);
        assert_ok(ctx, twi_programme_entry(p, (size_t)i, C[i][j]));
      }
      i = support_below(r, ROWS);
    }
  }
}

/* The blocks' inverse undoes the blocks of diag(scale) C diag|x| C' diag(scale), and nothing between groups is in it. */
static void blocks_are_those_of_the_matrix(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (uint64_t seed = 1; seed <= 20; seed++) {
    support_random r = {seed};
    twi_programme p;
    twi_blocks b;
    static double C[ROWS][COLUMNS];
    double H[ROWS][ROWS] = {{0}}, scale[ROWS], in[ROWS], out[ROWS];
    make_programme(ctx, &r, &p, C);
    for (int i = 0; i < ROWS; i++)
      for (int k = 0; k < ROWS; k++)
        for (int j = 0; j < COLUMNS; j++) H[i][k] += C[i][j] * fabs(p.value[j]) * C[k][j];
    for (int i = 0; i < ROWS; i++) scale[i] = 1 / sqrt(H[i][i]), in[i] = support_normal(&r);
    assert_ok(ctx, twi_blocks_open(&p, &b));
    for (int round = 0; round < 2; round++) { /* the second time over what the first left */
      assert_ok(ctx, twi_blocks_factor(&p, scale, &b));
      twi_blocks_solve(&b, in, out);
      for (int i = 0; i < ROWS; i++) {
        double sum = 0;
        for (int k = 0; k < ROWS; k++)
          if (p.group[i] == p.group[k]) sum += scale[i] * H[i][k] * scale[k] * out[k];
        assert_close(sum, in[i], 1e-9);
      }
    }
    twi_blocks_close(ctx, &b);
    twi_programme_free(&p);
  }
  tw_context_free(ctx);
}

/* At the optimum every row is met, signs are the priors', and sign(x0) ln(x / x0) is a sum of rows of C: what is left of
 * it beside an orthogonal base of the rows is nothing. */
static void the_answer_is_the_nearest(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  for (uint64_t seed = 1; seed <= 20; seed++) {
    support_random r = {100 + seed};
    twi_programme p;
    twi_programme_end end;
    static double C[ROWS][COLUMNS];
    double left[COLUMNS], most = 0;
    make_programme(ctx, &r, &p, C);
    for (int j = 0; j < COLUMNS; j++) {
      double x = p.prior[j] * exp(0.5 * support_normal(&r));
      for (int i = 0; i < ROWS; i++) p.target[i] += C[i][j] * x;
    }
    assert_ok(ctx, twi_programme_solve(&p, 1e-12, 1e-10, &end));
    assert_true(end.met && end.worst <= 1e-12 && end.iterations > 0);
    for (int i = 0; i < ROWS; i++) {
      double sum = 0, size = fabs(p.target[i]);
      for (int j = 0; j < COLUMNS; j++) sum += C[i][j] * p.value[j], size += fabs(C[i][j] * p.value[j]);
      assert_true(fabs(sum - p.target[i]) <= 2e-12 * size);
    }
    for (int j = 0; j < COLUMNS; j++) {
      assert_true(p.value[j] / p.prior[j] > 0);
      left[j] = copysign(log(p.value[j] / p.prior[j]), p.prior[j] * log(p.value[j] / p.prior[j]));
      most = fmax(most, fabs(left[j]));
    }
    for (int i = 0; i < ROWS; i++) { /* C becomes its own orthogonal base */
      double norm = 0, part = 0;
      for (int k = 0; k < i; k++) {
        double along = 0;
        for (int j = 0; j < COLUMNS; j++) along += C[i][j] * C[k][j];
        for (int j = 0; j < COLUMNS; j++) C[i][j] -= along * C[k][j];
      }
      for (int j = 0; j < COLUMNS; j++) norm += C[i][j] * C[i][j];
      for (int j = 0; j < COLUMNS; j++) C[i][j] /= sqrt(norm), part += C[i][j] * left[j];
      for (int j = 0; j < COLUMNS; j++) left[j] -= part * C[i][j];
    }
    assert_true(most > 0.1);
    for (int j = 0; j < COLUMNS; j++) assert_true(fabs(left[j]) < 1e-8 * most);
    twi_programme_free(&p);
  }
  tw_context_free(ctx);
}

/* One row of positive cells, each counted once: all grow by the same factor. */
static void one_sum_is_shared_in_proportion(void **state)
{
  (void)state;
  tw_context *ctx = tw_context_new(NULL);
  static const double prior[] = {1, 2, 3, 4};
  twi_programme p = {.ctx = ctx, .rows = 1, .groups = 1};
  twi_programme_end end;
  p.target = twi_new(ctx, 1, sizeof *p.target);
  p.group = twi_new(ctx, 1, sizeof *p.group);
  for (int j = 0; j < 4; j++) {
    assert_ok(ctx, twi_programme_column(&p, prior[j]));
    assert_ok(ctx, twi_programme_entry(&p, 0, 1));
  }
  p.target[0] = 25;
  assert_ok(ctx, twi_programme_solve(&p, 1e-13, 1e-12, &end));
  for (int j = 0; j < 4; j++) assert_close(p.value[j], 2.5 * prior[j], 1e-11);
  twi_programme_free(&p);
  tw_context_free(ctx);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blocks_are_those_of_the_matrix),
      cmocka_unit_test(the_answer_is_the_nearest),
      cmocka_unit_test(one_sum_is_shared_in_proportion),
  };
  return support_finish(cmocka_run_group_tests(tests, NULL, NULL));
}
