/* A preconditioner improved by what earlier solves found.
 *
 * GMRES on A = J M^-1 ends with directions V and their images A V = C, C orthonormal: with A Q = Q' H and H = O' (T; 0),
 * O the rotations and T triangular, C is the first columns of Q' O', and V = Q T^-1. The factor
 *
 *   R = I + W C',  W = V - C                                   R c = V C' c for c in the span of C, R x = x across it
 *
 * makes M^-1 R the inverse of J on that span, at no product. At a point nearby J is another, and A R differs from the
 * identity there by as little as J does: what took GMRES some steps takes it hardly one, and it goes on with the rest.
 * A further solve works with A R and finds a factor of its own, which comes before: R = R1 R2 …, each with some columns.
 *
 * Floats do for both, as R is what they say that it is, the same in all products: they are half as much to read. The
 * right side is not touched, so the residual that GMRES minimises and stops at is still the true one; a J that is
 * far away costs steps and no exactness. (Recycling of Krylov spaces: Parks, de Sturler, Mackey, Johnson and Maiti 2006,
 * SIAM J. Sci. Comput. 28(5), doi 10.1137/040607277; as a factor of the preconditioner it needs no product at the start
 * of a solve.) */
#include "solve/recycle.h"

#include <math.h>
#include <string.h>

#include "base/build.h"
#include "solve/dense.h"

/* A direction that A all but takes to zero would enter as its inverse and swamp the others. */
static const double LEAST = 1e-2;

typedef double v8 __attribute__((vector_size(64), aligned(64)));
typedef float f8 __attribute__((vector_size(32), aligned(32)));

tw_status twi_recycled_new(tw_context *ctx, size_t n, int room, twi_recycled *r)
{
  size_t numbers = (size_t)room * n;
  memset(r, 0, sizeof *r);
  r->n = n;
  r->room = room;
  for (int real = 0; real < 2; real++) {
    if (real) {
      tw_status status = twi_arena_allocate(ctx, &r->arena);
      if (status != TW_OK) return status;
    }
    r->C = twi_arena_bytes(&r->arena, numbers * sizeof(float));
    r->W = twi_arena_bytes(&r->arena, numbers * sizeof(float));
    r->V = twi_arena_doubles(&r->arena, numbers);
    r->t = twi_arena_doubles(&r->arena, n);
  }
  return TW_OK;
}

void twi_recycled_free(tw_context *ctx, twi_recycled *r)
{
  twi_arena_free(ctx, &r->arena);
  memset(r, 0, sizeof *r);
}

/* No function: how one is given a vector depends on the instructions that a clone may use. */
#define SUM_OF(a) ((((a)[0] + (a)[4]) + ((a)[2] + (a)[6])) + (((a)[1] + (a)[5]) + ((a)[3] + (a)[7])))

/* x += W' (C x), four columns at a time; those that are not there have a row of their neighbour and a weight of 0. */
TWI_CLONES static void apply_batch(size_t n, size_t count, const float *C, const float *W, double *x)
{
  double y[TWI_RECYCLED_MOST + 3] = {0};
  const v8 one = {1, 1, 1, 1, 1, 1, 1, 1};
  v8 *X = (v8 *)x;
  size_t m = n / 8;
  for (size_t r = 0; r < count; r += 4) {
    const f8 *row[4];
    v8 a = {0}, b = {0}, c = {0}, d = {0};
    for (size_t k = 0; k < 4; k++) row[k] = (const f8 *)(C + (r + k < count ? r + k : r) * n);
    for (size_t i = 0; i < m; i++) {
      a += __builtin_convertvector(row[0][i], v8) * X[i];
      b += __builtin_convertvector(row[1][i], v8) * X[i];
      c += __builtin_convertvector(row[2][i], v8) * X[i];
      d += __builtin_convertvector(row[3][i], v8) * X[i];
    }
    y[r] = SUM_OF(a);
    if (r + 1 < count) y[r + 1] = SUM_OF(b);
    if (r + 2 < count) y[r + 2] = SUM_OF(c);
    if (r + 3 < count) y[r + 3] = SUM_OF(d);
  }
  for (size_t r = 0; r < count; r += 4) {
    const f8 *row[4];
    for (size_t k = 0; k < 4; k++) row[k] = (const f8 *)(W + (r + k < count ? r + k : r) * n);
    v8 a = y[r] * one, b = y[r + 1] * one, c = y[r + 2] * one, d = y[r + 3] * one;
    for (size_t i = 0; i < m; i++)
      X[i] += a * __builtin_convertvector(row[0][i], v8) + b * __builtin_convertvector(row[1][i], v8) +
              c * __builtin_convertvector(row[2][i], v8) + d * __builtin_convertvector(row[3][i], v8);
  }
}

void twi_recycled_apply(const twi_recycled *r, double *x)
{
  for (int b = r->batches; b-- > 0;) {
    size_t first = (size_t)r->end[b], count = (size_t)r->end[b + 1] - first;
    apply_batch(r->n, count, r->C + first * r->n, r->W + first * r->n, x);
  }
}

void twi_recycled_add(twi_recycled *r, int k, size_t m, const double *Q, const double *H, const double *c,
                      const double *s)
{
  size_t n = r->n;
  int kept = 0;
  double *carried = r->t; /* the column of Q' O' that the next rotation takes up */
  memcpy(carried, Q, n * sizeof(double));
  for (; kept < k && r->count < r->room; kept++, r->count++) {
    const double *column = H + (size_t)kept * (m + 1), *next = Q + (size_t)(kept + 1) * n;
    double *V = r->V + (size_t)kept * n, per = 1 / column[kept];
    float *C = r->C + (size_t)r->count * n, *W = r->W + (size_t)r->count * n;
    if (!(fabs(column[kept]) > LEAST)) break;
    memcpy(V, next - n, n * sizeof(double));
    for (int i = 0; i < kept; i++) twi_axpy(n, -column[i], r->V + (size_t)i * n, V);
    for (size_t i = 0; i < n; i++) {
      double image = c[kept] * carried[i] + s[kept] * next[i];
      V[i] *= per;
      C[i] = (float)image;
      W[i] = (float)(V[i] - image);
      carried[i] = c[kept] * next[i] - s[kept] * carried[i];
    }
  }
  if (kept) r->end[++r->batches] = r->count;
}
