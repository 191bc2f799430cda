/* Bordered systems and complementarity. See border.h.
 *
 *   y = (product with the preconditioned derivative) of r = (r_u, r_x):
 *     S x = r_x          u = M^-1 (r_u - B x)
 *     y_u = J u + B x    y_x = C u + E x   in active rows, x up to sign in the others */
#include "solve/border.h"

#include <string.h>

#include "solve/dense.h"

void twi_border_carve(twi_border *b, twi_arena *arena, size_t n, int m)
{
  size_t mp = (size_t)twi_stride(m);
  b->n = n;
  b->m = m;
  b->mp = (int)mp;
  b->made = 0;
  b->B = twi_arena_doubles(arena, (size_t)m * n);
  b->E = twi_arena_doubles(arena, mp * mp);
  b->S = twi_arena_doubles(arena, mp * mp);
  double **const of_conditions[] = {&b->gap, &b->x, &b->dgap, &b->r};
  for (size_t i = 0; i < sizeof of_conditions / sizeof *of_conditions; i++)
    *of_conditions[i] = twi_arena_doubles(arena, mp);
  b->t = twi_arena_doubles(arena, n);
  b->active = twi_arena_bytes(arena, mp);
  b->in_S = twi_arena_bytes(arena, mp);
  b->pivot = twi_arena_bytes(arena, mp * sizeof(int));
}

/* Of an inactive row: the sign of x in it. */
static double sign_of(const twi_border *b, int k)
{
  return b->kind[k] == TWI_ROW_AT_LEAST ? 1 : -1;
}

static int residual(void *data, const double *v, double *f)
{
  twi_border *b = data;
  const double *x = v + b->n;
  memcpy(b->x, x, (size_t)b->mp * sizeof(double));
  int outside = b->calls.residual(b->calls.data, v, x, f, b->gap);
  memset(f + b->n, 0, (size_t)b->mp * sizeof(double));
  for (int k = 0; k < b->m; k++) {
    double gap = b->gap[k], side = sign_of(b, k) * x[k];
    if (!(gap - gap == 0)) outside = 1;
    if (b->kind[k] == TWI_ROW_AT_LEAST) gap = -gap;
    f[b->n + (size_t)k] = b->kind[k] == TWI_ROW_EQUAL || gap > side ? gap : side;
  }
  return outside;
}

/* Sign of a row's gap in the residual. */
static double gap_sign(const twi_border *b, int k)
{
  return b->kind[k] == TWI_ROW_AT_LEAST ? -1 : 1;
}

static void product_inner(twi_border *b, const double *r, const double *x, double *y)
{
  memcpy(b->t, r, b->n * sizeof(double));
  for (int j = 0; j < b->m; j++)
    if (x[j] != 0) twi_axpy(b->n, -x[j], b->B + (size_t)j * b->n, b->t);
  b->inner.product(b->inner.data, b->t, y);
  b->calls.slopes(b->calls.data, b->active, b->dgap);
}

static void make_S(twi_border *b)
{
  size_t mp = (size_t)b->mp;
  memset(b->S, 0, mp * mp * sizeof(double));
  for (int j = 0; j < b->mp; j++) {
    if (j >= b->m || !b->active[j]) {
      b->S[(size_t)j * mp + (size_t)j] = j < b->m ? sign_of(b, j) : 1;
      continue;
    }
    b->inner.product(b->inner.data, b->B + (size_t)j * b->n, b->t);
    b->calls.slopes(b->calls.data, b->active, b->dgap);
    for (int k = 0; k < b->m; k++)
      if (b->active[k])
        b->S[(size_t)k * mp + (size_t)j] = gap_sign(b, k) * (b->E[(size_t)k * mp + (size_t)j] - b->dgap[k]);
  }
  (void)twi_lu_factor(b->m, b->mp, b->S, b->pivot, 1e-12);
  memcpy(b->in_S, b->active, (size_t)b->m);
  b->made = 1;
}

static void linearize(void *data)
{
  twi_border *b = data;
  int same = b->made;
  b->inner.linearize(b->inner.data);
  unsigned char *needed = b->active; /* columns also of those that are on their way to zero */
  for (int k = 0; k < b->m; k++)
    needed[k] = b->kind[k] == TWI_ROW_EQUAL || gap_sign(b, k) * b->gap[k] > sign_of(b, k) * b->x[k] || b->x[k] != 0;
  b->calls.columns(b->calls.data, needed, b->B, b->E);
  for (int k = 0; k < b->m; k++) {
    if (!needed[k]) memset(b->B + (size_t)k * b->n, 0, b->n * sizeof(double));
    b->active[k] = b->kind[k] == TWI_ROW_EQUAL || gap_sign(b, k) * b->gap[k] > sign_of(b, k) * b->x[k];
    same = same && b->active[k] == b->in_S[k];
  }
  if (!same) make_S(b);
}

static void product(void *data, const double *r, double *y)
{
  twi_border *b = data;
  size_t mp = (size_t)b->mp;
  double *x = b->r;
  memcpy(x, r + b->n, mp * sizeof(double));
  twi_lu_solve(b->m, b->mp, b->S, b->pivot, x);
  product_inner(b, r, x, y);
  for (int j = 0; j < b->m; j++)
    if (x[j] != 0) twi_axpy(b->n, x[j], b->B + (size_t)j * b->n, y);
  memset(y + b->n, 0, mp * sizeof(double));
  for (int k = 0; k < b->m; k++) {
    double sum = b->dgap[k];
    if (!b->active[k]) {
      y[b->n + (size_t)k] = sign_of(b, k) * x[k];
      continue;
    }
    for (int j = 0; j < b->m; j++) sum += b->E[(size_t)k * mp + (size_t)j] * x[j];
    y[b->n + (size_t)k] = gap_sign(b, k) * sum;
  }
}

static void precondition(void *data, const double *r, double *v)
{
  twi_border *b = data;
  double *x = v + b->n;
  memcpy(x, r + b->n, (size_t)b->mp * sizeof(double));
  twi_lu_solve(b->m, b->mp, b->S, b->pivot, x);
  memcpy(b->t, r, b->n * sizeof(double));
  for (int j = 0; j < b->m; j++)
    if (x[j] != 0) twi_axpy(b->n, -x[j], b->B + (size_t)j * b->n, b->t);
  b->inner.precondition(b->inner.data, b->t, v);
}

static void refresh(void *data)
{
  twi_border *b = data;
  if (b->inner.refresh) b->inner.refresh(b->inner.data);
  make_S(b);
}

void twi_border_release(const twi_border *b, double *x)
{
  for (int k = 0; k < b->m; k++)
    if (b->kind[k] != TWI_ROW_EQUAL && !(gap_sign(b, k) * b->gap[k] > sign_of(b, k) * b->x[k])) x[k] = 0;
}

twi_problem twi_border_problem(twi_border *b)
{
  twi_problem p = {b->n + (size_t)b->mp, b, residual, linearize, product, precondition, refresh};
  return p;
}
