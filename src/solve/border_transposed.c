/* The transposed bordered system. See border.h.
 *
 *   A = [ J          B                ]        row k of the border, w_k of_gap's weight with its sign:
 *       [ w C    w E + of_x sign      ]        y_x = w (C u + E x) + of_x sign x
 *
 *   A' (m, mu):   y_u = J' m + C' (w mu)       y_x = B' m + E' (w mu) + of_x sign mu
 *   preconditioner, that of border.c transposed:   m = M'^-1 g,  S' mu = h - B' m */
#include <string.h>

#include "solve/border.h"
#include "solve/dense.h"

static double sign_of(const twi_border *b, int k)
{
  return b->kind[k] == TWI_ROW_AT_LEAST ? -1 : 1;
}

double twi_border_weight(const twi_border *b, int k)
{
  return sign_of(b, k) * b->of_gap[k];
}

static int is_there(const twi_border *b, int j)
{
  return b->active[j] || b->x[j] != 0; /* else its column was not asked for, and its x stays 0 */
}

static void transposed_precondition(void *data, const double *r, double *v)
{
  const twi_border_transposed *t = data;
  const twi_border *b = t->border;
  double *mu = v + b->n;
  t->inner.precondition(t->inner.data, r, v);
  memcpy(mu, r + b->n, b->mp * sizeof(double));
  for (int j = 0; j < b->m; j++)
    if (is_there(b, j)) mu[j] -= twi_dot(b->n, b->B + (size_t)j * b->n, v);
  twi_lu_solve_transposed((size_t)b->m, b->mp, b->S, b->pivot, mu);
}

static void transposed_product(void *data, const double *r, double *y)
{
  const twi_border_transposed *t = data;
  const twi_border *b = t->border;
  const double *mu = t->v + b->n;
  double *y_x = y + b->n;
  transposed_precondition(data, r, t->v);
  for (int k = 0; k < b->m; k++) t->weight[k] = twi_border_weight(b, k) * mu[k];
  t->adjoint(t->data, t->v, t->weight, y);
  memset(y_x, 0, b->mp * sizeof(double));
  for (int j = 0; j < b->m; j++) {
    y_x[j] = b->of_x[j] * sign_of(b, j) * mu[j];
    if (!is_there(b, j)) continue;
    y_x[j] += twi_dot(b->n, b->B + (size_t)j * b->n, t->v);
    for (int k = 0; k < b->m; k++)
      if (b->active[k]) y_x[j] += b->E[(size_t)k * b->mp + (size_t)j] * t->weight[k];
  }
}

static void stay(void *data)
{
  (void)data;
}

twi_problem twi_border_transposed_problem(twi_border_transposed *t)
{
  twi_problem p = {t->border->n + t->border->mp, t, NULL, stay, transposed_product, transposed_precondition, NULL};
  return p;
}
