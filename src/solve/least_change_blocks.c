/* Preconditioner of the balancing steps: dense Cholesky factors of the Hessian's diagonal blocks.
 *
 * Where nearly all that is sold is sold at home, use and production of a market rise and fall together, and the Hessian
 * scaled by its diagonal is nearly singular: thousands of conjugate gradients. Taking all rows of a region as one block
 * removes that; what is left between blocks is trade. Totals that repeat each other make a block singular; a pivot that
 * is rounding is then replaced by the row's own diagonal, 1, which keeps the preconditioner positive. */
#include "solve/least_change_blocks.h"

#include <math.h>
#include <string.h>

#define SMALLEST_PIVOT 1e-9 /* of a diagonal of 1 */

tw_status twi_blocks_open(const twi_programme *p, twi_blocks *b)
{
  size_t total = 0, largest = 0;
  *b = (twi_blocks){.rows = p->rows, .groups = p->groups};
  b->first = twi_new(p->ctx, p->groups + 1, sizeof *b->first);
  b->order = twi_new(p->ctx, p->rows, sizeof *b->order);
  b->place = twi_new(p->ctx, p->rows, sizeof *b->place);
  b->matrix = twi_new(p->ctx, p->groups, sizeof *b->matrix);
  if (!b->first || !b->order || !b->place || !b->matrix) return twi_no_memory(p->ctx, p->rows * sizeof *b->order);
  for (size_t i = 0; i < p->rows; i++) b->place[i] = b->first[p->group[i] + 1]++;
  for (size_t g = 0; g < p->groups; g++) {
    size_t n = b->first[g + 1];
    b->matrix[g] = total;
    total += n * n;
    if (n > largest) largest = n;
    b->first[g + 1] += b->first[g];
  }
  for (size_t i = 0; i < p->rows; i++) b->order[b->first[p->group[i]] + b->place[i]] = i;
  b->value = twi_alloc(p->ctx, total, sizeof *b->value);
  b->scratch = twi_alloc(p->ctx, largest, sizeof *b->scratch);
  return b->value && b->scratch ? TW_OK : twi_no_memory(p->ctx, total * sizeof *b->value);
}

void twi_blocks_close(tw_context *ctx, twi_blocks *b)
{
  void *held[] = {b->first, b->order, b->place, b->matrix, b->value, b->scratch};
  for (size_t i = 0; i < sizeof held / sizeof *held; i++) twi_free(ctx, held[i]);
  memset(b, 0, sizeof *b);
}

/* Four sums at a time, always in the same order: the same bits everywhere. */
static double dot(const double *x, const double *y, size_t count)
{
  double sum[4] = {0, 0, 0, 0};
  size_t k = 0;
  for (; k + 4 <= count; k += 4)
    for (size_t i = 0; i < 4; i++) sum[i] += x[k + i] * y[k + i];
  for (; k < count; k++) sum[0] += x[k] * y[k];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

static void fill_blocks(const twi_programme *p, const double *scale, twi_blocks *b)
{
  for (size_t g = 0; g < b->groups; g++) {
    size_t n = b->first[g + 1] - b->first[g];
    memset(b->value + b->matrix[g], 0, n * n * sizeof *b->value);
  }
  for (size_t j = 0; j < p->columns; j++) {
    double weight = fabs(p->value[j]);
    for (size_t k = p->start[j]; k < p->start[j + 1]; k++) {
      uint32_t row = p->row[k], group = p->group[row];
      double *matrix = b->value + b->matrix[group], mine = weight * p->coefficient[k] * scale[row];
      size_t n = b->first[group + 1] - b->first[group];
      for (size_t l = p->start[j]; l < p->start[j + 1]; l++) {
        uint32_t other = p->row[l];
        if (p->group[other] != group || b->place[other] > b->place[row]) continue;
        matrix[b->place[row] * n + b->place[other]] += mine * p->coefficient[l] * scale[other];
      }
    }
  }
}

/* L L' in place, row by row: L[i][j] = (A[i][j] - sum_k L[i][k] L[j][k]) / L[j][j]. */
static void cholesky(double *a, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    double *li = a + i * n;
    for (size_t j = 0; j <= i; j++) {
      const double *lj = a + j * n;
      double sum = li[j] - dot(li, lj, j);
      if (j < i)
        li[j] = sum / lj[j];
      else
        li[i] = sum > SMALLEST_PIVOT ? sqrt(sum) : 1;
    }
  }
}

tw_status twi_blocks_factor(const twi_programme *p, const double *scale, twi_blocks *b)
{
  fill_blocks(p, scale, b);
  for (size_t g = 0; g < b->groups; g++) {
    tw_status status = twi_check_cancel(p->ctx);
    if (status != TW_OK) return status;
    cholesky(b->value + b->matrix[g], b->first[g + 1] - b->first[g]);
  }
  return TW_OK;
}

void twi_blocks_solve(const twi_blocks *b, const double *in, double *out)
{
  double *x = b->scratch;
  for (size_t g = 0; g < b->groups; g++) {
    const double *l = b->value + b->matrix[g];
    const size_t *row = b->order + b->first[g];
    size_t n = b->first[g + 1] - b->first[g];
    for (size_t i = 0; i < n; i++) {
      x[i] = (in[row[i]] - dot(l + i * n, x, i)) / l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
      x[i] /= l[i * n + i];
      for (size_t k = 0; k < i; k++) x[k] -= l[i * n + k] * x[i];
      out[row[i]] = x[i];
    }
  }
}
