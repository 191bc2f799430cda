/* Quantiles of draws, and the shares of the variance that parameters explain.
 *
 * symbol   meaning
 * f_A      value at a row of matrix A; f_B at that of B; f_i at A with column i from B
 * V        variance of f_A and f_B together, m their mean
 *
 *   first_i = mean over rows of (f_B - m) (f_i - f_A) / V      Saltelli, A., Annoni, P., Azzini, I., Campolongo, F.,
 *                                                              Ratto, M. and Tarantola, S. (2010), Computer Physics
 *                                                              Communications 181, 259-270
 *   total_i = mean over rows of (f_A - f_i)^2 / (2 V)          Jansen, M. J. W. (1999), Computer Physics
 *                                                              Communications 117, 35-43
 *
 * m does not change what is expected, but takes the size of f out of the error.
 *
 * V is estimated from the same rows. With v the row's ((f_A - m)^2 + (f_B - m)^2) / 2, whose mean is V, and t a term of
 * a share T = mean(t) / V, the delta method gives the standard error of T from the residuals e = t - T v:
 *
 *   error = sqrt(mean(e^2) / (rows - 1)) / V
 *
 * Rows count as independent. Those of a Latin hypercube are spread more evenly, so that this is rather too much. */
#include "ensemble/statistics.h"

#include <math.h>

#include "base/sort.h"
#include "ensemble/sample.h"

/* ---------------------------------------------------------------- quantiles */

size_t twi_quantiles(const double *value, size_t stride, const unsigned char *valid, size_t count, const double *p,
                     int quantiles, double *work, double *quantile)
{
  size_t n = 0;
  for (size_t i = 0; i < count; i++)
    if ((!valid || valid[i]) && !isnan(value[i * stride])) work[n++] = value[i * stride];
  twi_sort_doubles(work, n);
  for (int q = 0; q < quantiles; q++) {
    if (n == 0) {
      quantile[q] = NAN;
      continue;
    }
    double place = (double)(n - 1) * p[q];
    size_t below = place <= 0 ? 0 : place >= (double)(n - 1) ? n - 1 : (size_t)place;
    double share = place - (double)below, x = work[below];
    /* Not by way of the difference of infinities, and exactly the neighbour where the place is whole. */
    quantile[q] = share > 0 && below + 1 < n && work[below + 1] != x ? x + share * (work[below + 1] - x) : x;
  }
  return n;
}

/* ---------------------------------------------------------------- the design */

size_t twi_driver_tasks(size_t base, int parameters)
{
  return base * ((size_t)parameters + 2);
}

twi_driver_task twi_driver_task_of(size_t base, size_t task)
{
  return (twi_driver_task){task % base, (int)(task / base) + TWI_MATRIX_A};
}

void twi_driver_point(uint64_t seed, size_t base, int parameters, size_t task, double *u)
{
  twi_driver_task t = twi_driver_task_of(base, task);
  double row[2 * TWI_MOST_DRIVEN];
  if (parameters > TWI_MOST_DRIVEN) parameters = TWI_MOST_DRIVEN;
  twi_hypercube_point(seed, base, t.row, 2 * parameters, row);
  for (int i = 0; i < parameters; i++) {
    int of_b = t.matrix == TWI_MATRIX_B || t.matrix == i;
    u[i] = row[of_b ? parameters + i : i];
  }
}

/* ---------------------------------------------------------------- shares of the variance */

enum { A, B, A_B }; /* the last: that of the parameter in hand */

typedef struct rows {
  const double *value[3]; /* of each matrix */
  size_t stride, base;
  const unsigned char *valid[3]; /* NULL: all */
} rows;

/* *x: the value of a row of a matrix; 0 when it is not valid. */
static int read_value(const rows *r, int matrix, size_t row, double *x)
{
  *x = r->value[matrix][row * r->stride];
  return (!r->valid[matrix] || r->valid[matrix][row]) && isfinite(*x);
}

static void moments(const rows *r, twi_drivers *out)
{
  double sum = 0, squares = 0, a, b;
  size_t n = 0;
  for (size_t row = 0; row < r->base; row++) {
    if (!read_value(r, A, row, &a) || !read_value(r, B, row, &b)) continue;
    sum += a + b;
    n++;
  }
  out->rows = n;
  out->mean = n ? sum / (double)(2 * n) : NAN;
  for (size_t row = 0; row < r->base; row++)
    if (read_value(r, A, row, &a) && read_value(r, B, row, &b))
      squares += (a - out->mean) * (a - out->mean) + (b - out->mean) * (b - out->mean);
  out->variance = n ? squares / (double)(2 * n) : NAN;
}

/* The terms of a row; 0 when a value of it is not valid. */
typedef struct terms {
  double first, total, variance; /* (f_B - m) (f_i - f_A), (f_A - f_i)^2 / 2, ((f_A - m)^2 + (f_B - m)^2) / 2 */
} terms;

static int terms_of(const rows *r, size_t row, double mean, terms *t)
{
  double a, b, x;
  if (!read_value(r, A, row, &a) || !read_value(r, B, row, &b) || !read_value(r, A_B, row, &x)) return 0;
  t->first = (b - mean) * (x - a);
  t->total = (a - x) * (a - x) / 2;
  t->variance = ((a - mean) * (a - mean) + (b - mean) * (b - mean)) / 2;
  return 1;
}

/* A share is a ratio of two means, and its error that of both: see above. */
static void share(const rows *r, int i, twi_drivers *out)
{
  double first = 0, total = 0, first_error = 0, total_error = 0, v = out->variance;
  size_t n = 0;
  terms t;
  for (size_t row = 0; row < r->base; row++) {
    if (!terms_of(r, row, out->mean, &t)) continue;
    first += t.first;
    total += t.total;
    n++;
  }
  /* A value that is the same everywhere has the variance of rounding, and no drivers. */
  int none = n < 2 || !(v > 1e-26 * out->mean * out->mean);
  out->first[i] = none ? NAN : first / (double)n / v;
  out->total[i] = none ? NAN : total / (double)n / v;
  for (size_t row = 0; row < r->base; row++) {
    if (!terms_of(r, row, out->mean, &t)) continue;
    double e = t.first - out->first[i] * t.variance, g = t.total - out->total[i] * t.variance;
    first_error += e * e;
    total_error += g * g;
  }
  double scale = (double)n * ((double)n - 1);
  if (out->first_error) out->first_error[i] = none ? NAN : sqrt(first_error / scale) / v;
  if (out->total_error) out->total_error[i] = none ? NAN : sqrt(total_error / scale) / v;
}

void twi_driver_shares(const double *value, size_t stride, const unsigned char *valid, size_t base, int parameters,
                       twi_drivers *out)
{
  rows r = {.stride = stride, .base = base};
  for (size_t m = 0; m < (size_t)parameters + 2; m++) {
    size_t at = m < A_B ? m : A_B;
    r.value[at] = value + m * base * stride;
    r.valid[at] = valid ? valid + m * base : NULL;
    if (m == B) moments(&r, out);
    if (m >= A_B) share(&r, (int)m - A_B, out);
  }
}

tw_status twi_driver_shares_of(twi_driver_read read, void *data, size_t base, int parameters, double *work,
                               twi_drivers *out)
{
  rows r = {.value = {work, work + base, work + 2 * base}, .stride = 1, .base = base};
  tw_status status = TW_OK;
  for (size_t m = 0; m < (size_t)parameters + 2 && status == TW_OK; m++) {
    status = read(data, m * base, base, work + (m < A_B ? m : A_B) * base);
    if (status == TW_OK && m == B) moments(&r, out);
    if (status == TW_OK && m >= A_B) share(&r, (int)m - A_B, out);
  }
  return status;
}
