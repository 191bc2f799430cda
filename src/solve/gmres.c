/* GMRES with right preconditioning: of all d in the span of M^-1 {b, J M^-1 b, …} the one with the least residual.
 *
 * Right, not left, so that the residual minimised is the true one, in the norm that the Newton iteration looks at.
 * Orthogonalisation is classical Gram-Schmidt, done twice where the first pass cancels much (Daniel, Gragg, Kaufman and
 * Stewart 1976, Math. Comp. 30, doi 10.1090/S0025-5718-1976-0431641-8), unless the caller asks for few digits only; the least-squares problem is kept triangular by
 * Givens rotations, so the residual norm is known without forming d. Source: Saad and Schultz (1986), SIAM J. Sci.
 * Stat. Comput. 7(3), doi 10.1137/0907058. */
#include "solve/gmres.h"

#include <math.h>
#include <string.h>

#include "solve/dense.h"

void twi_gmres_carve(twi_gmres *g, twi_arena *arena, size_t n, int m)
{
  size_t k = (size_t)m;
  g->m = m;
  g->once = 0;
  g->recycled = NULL;
  g->Q = twi_arena_doubles(arena, (k + 1) * n);
  g->H = twi_arena_doubles(arena, (k + 1) * k);
  g->c = twi_arena_doubles(arena, k);
  g->s = twi_arena_doubles(arena, k);
  g->g = twi_arena_doubles(arena, k + 1);
  g->y = twi_arena_doubles(arena, k);
  g->w = twi_arena_doubles(arena, n);
  g->x = twi_arena_doubles(arena, n);
}

/* d += M^-1 (Q y) for the triangular solution y of the first k columns */
static void add_solution(twi_gmres *g, const twi_problem *p, int k, double *d)
{
  size_t n = p->n, m = (size_t)g->m;
  for (int i = k - 1; i >= 0; i--) {
    double t = g->g[i];
    for (int j = i + 1; j < k; j++) t -= g->H[(size_t)j * (m + 1) + (size_t)i] * g->y[j];
    double h = g->H[(size_t)i * (m + 1) + (size_t)i];
    g->y[i] = h != 0 ? t / h : 0;
  }
  memset(g->w, 0, n * sizeof(double));
  for (int j = 0; j < k; j++) twi_axpy(n, g->y[j], g->Q + (size_t)j * n, g->w);
  if (g->recycled) twi_recycled_apply(g->recycled, g->w);
  p->precondition(p->data, g->w, g->x);
  twi_axpy(n, 1, g->x, d);
}

/* Takes the part along the first k basis vectors out of q and puts it into h, or adds it; returns what is left of q's
 * length. All k products are taken at once, so that the basis is read twice and q hardly. */
static double orthogonalise_vector(twi_gmres *g, size_t n, int k, double *q, double *h, int again)
{
  twi_dense_mv((size_t)k, n, g->Q, q, g->y);
  for (int i = 0; i < k; i++) h[i] = again ? h[i] + g->y[i] : g->y[i];
  twi_dense_mtv((size_t)k, n, g->Q, g->y, g->w);
  twi_axpy(n, -1, g->w, q);
  return sqrt(twi_dot(n, q, q));
}

int twi_gmres_solve(twi_gmres *g, tw_context *ctx, const twi_problem *p, const double *b, double eta, int limit,
                    double *d, double *relative)
{
  size_t n = p->n, m = (size_t)g->m;
  double norm_b = sqrt(twi_dot(n, b, b)), norm = norm_b;
  int products = 0;
  memset(d, 0, n * sizeof(double));
  *relative = norm_b > 0 ? 1 : 0;
  if (!(norm_b > 0)) return 0;
  const double *start = b;
  while (products < limit && norm > eta * norm_b) {
    double f = 1 / norm;
    for (size_t i = 0; i < n; i++) g->Q[i] = f * start[i];
    memset(g->g, 0, (m + 1) * sizeof(double));
    g->g[0] = norm;
    int k = 0, stop = 0;
    double start_norm = norm;
    while (k < g->m && products < limit && norm > eta * norm_b && !stop) {
      double *q = g->Q + (size_t)(k + 1) * n, *h = g->H + (size_t)k * (m + 1);
      const double *x = q - n;
      if (g->recycled) {
        memcpy(g->x, x, n * sizeof(double));
        twi_recycled_apply(g->recycled, g->x);
        x = g->x;
      }
      p->product(p->data, x, q);
      products++;
      double before = sqrt(twi_dot(n, q, q)), length = orthogonalise_vector(g, n, k + 1, q, h, 0);
      if (length < 0.7 * before && !g->once) length = orthogonalise_vector(g, n, k + 1, q, h, 1);
      h[k + 1] = length;
      if (length > 0) {
        f = 1 / length;
        for (size_t i = 0; i < n; i++) q[i] *= f;
      } else {
        stop = 1; /* the solution lies in the space spanned */
      }
      for (int i = 0; i < k; i++) {
        double t = g->c[i] * h[i] + g->s[i] * h[i + 1];
        h[i + 1] = g->c[i] * h[i + 1] - g->s[i] * h[i];
        h[i] = t;
      }
      double r = hypot(h[k], h[k + 1]);
      g->c[k] = r > 0 ? h[k] / r : 1;
      g->s[k] = r > 0 ? h[k + 1] / r : 0;
      h[k] = r;
      g->g[k + 1] = -g->s[k] * g->g[k];
      g->g[k] *= g->c[k];
      norm = fabs(g->g[k + 1]);
      k++;
      if (twi_check_cancel(ctx) != TW_OK) limit = 0;
      if (!isfinite(norm)) break;
    }
    add_solution(g, p, k, d);
    *relative = norm / norm_b;
    if (g->recycled && norm <= eta * norm_b) twi_recycled_add(g->recycled, k, m, g->Q, g->H, g->c, g->s);
    if (stop || !isfinite(norm) || products >= limit || norm <= eta * norm_b) break;
    if (norm > 0.99 * start_norm) break; /* a whole basis without progress */
    /* Restart. The residual is Q times the rotations undone on (0, …, 0, g_k): no further product is needed. */
    memset(g->w, 0, n * sizeof(double));
    double carry = g->g[k];
    for (int i = k - 1; i >= 0; i--) {
      twi_axpy(n, g->c[i] * carry, g->Q + (size_t)(i + 1) * n, g->w);
      carry *= -g->s[i];
    }
    twi_axpy(n, carry, g->Q, g->w);
    start = g->w;
    norm = sqrt(twi_dot(n, start, start));
  }
  return products;
}
