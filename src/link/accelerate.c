/* Anderson's method for x = G(x) (1965, Journal of the ACM 12:4): the next point is where the residuals G(x) - x of the
 * last few, taken together with weights that sum to one, are least; least squares by modified Gram-Schmidt, in which
 * differences that say nothing new are left out. */
#include <math.h>
#include <string.h>

#include "link/link.h"

enum { MEMORY = 8 };

struct twi_anderson {
  tw_context *ctx;
  int n, points;        /* points that were there before this one */
  double *x, *r, *left; /* [n] of the point before; what is left of a residual */
  double *dx, *dr;      /* [MEMORY][n] differences, the oldest is written over */
  double *q, *step;     /* [MEMORY][n] differences of residuals made orthogonal, and of x along with them */
};

tw_status twi_anderson_new(tw_context *ctx, int n, twi_anderson **out)
{
  twi_anderson *a = twi_new(ctx, 1, sizeof *a);
  *out = a;
  if (!a) return twi_no_memory(ctx, sizeof *a);
  a->ctx = ctx;
  a->n = n;
  size_t size = (size_t)n;
  double **arrays[] = {&a->x, &a->r, &a->left, &a->dx, &a->dr, &a->q, &a->step};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
    *arrays[i] = twi_new(ctx, (i >= 3 ? MEMORY : 1) * size + 1, sizeof(double));
    if (*arrays[i]) continue;
    twi_anderson_free(a);
    *out = NULL;
    return twi_no_memory(ctx, size * sizeof(double));
  }
  return TW_OK;
}

void twi_anderson_free(twi_anderson *a)
{
  if (!a) return;
  tw_context *ctx = a->ctx;
  double *own[] = {a->x, a->r, a->left, a->dx, a->dr, a->q, a->step};
  for (size_t i = 0; i < sizeof own / sizeof *own; i++) twi_free(ctx, own[i]);
  twi_free(ctx, a);
}

static double dot(const double *a, const double *b, size_t n)
{
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += a[i] * b[i];
  return sum;
}

/* Takes from the residual, and from x with it, what the differences explain: r - dR gamma, x - dX gamma. The newest
 * difference is first, as those that say nothing new are left out. */
static void take_out(const twi_anderson *a, double *x, double *r)
{
  size_t n = (size_t)a->n;
  int have = a->points < MEMORY ? a->points : MEMORY;
  for (int k = 0; k < have; k++) {
    size_t at = (size_t)((a->points - 1 - k) % MEMORY) * n;
    double *q = a->q + (size_t)k * n, *step = a->step + (size_t)k * n;
    memcpy(q, a->dr + at, n * sizeof(double));
    memcpy(step, a->dx + at, n * sizeof(double));
    double whole = dot(q, q, n);
    for (int j = 0; j < k; j++) {
      const double *other = a->q + (size_t)j * n, *moved = a->step + (size_t)j * n;
      double length = dot(other, other, n);
      if (!(length > 0)) continue;
      double by = dot(q, other, n) / length;
      for (size_t i = 0; i < n; i++) q[i] -= by * other[i];
      for (size_t i = 0; i < n; i++) step[i] -= by * moved[i];
    }
    double length = dot(q, q, n);
    if (!(length > 1e-16 * whole)) {
      memset(q, 0, n * sizeof(double));
      continue;
    }
    double by = dot(r, q, n) / length;
    for (size_t i = 0; i < n; i++) {
      r[i] -= by * q[i];
      x[i] -= by * step[i];
    }
  }
}

void twi_anderson_step(twi_anderson *a, double *x, const double *next, double damping)
{
  size_t n = (size_t)a->n;
  double *r = a->r, *left = a->left;
  if (a->points > 0) {
    size_t at = (size_t)((a->points - 1) % MEMORY) * n;
    for (size_t i = 0; i < n; i++) {
      a->dx[at + i] = x[i] - a->x[i];
      a->dr[at + i] = next[i] - x[i] - r[i];
    }
  }
  memcpy(a->x, x, n * sizeof(double));
  for (size_t i = 0; i < n; i++) left[i] = r[i] = next[i] - x[i];
  take_out(a, x, left);
  a->points++;
  for (size_t i = 0; i < n; i++) x[i] += damping * left[i];
}
