/* Bordered systems and complementarity. See border.h.
 *
 *   y = (product with the preconditioned derivative) of r = (r_u, r_x):
 *     S x = r_x          u = M^-1 (r_u - B x)
 *     y_u = J u + B x    y_x = of_gap (C u + E x) + of_x x */
#include "solve/border.h"

#include <math.h>
#include <string.h>

#include "solve/dense.h"

static size_t most_turns(int m)
{
  return 4 * (size_t)m + 8;
}

void twi_border_carve(twi_border *b, twi_arena *arena, size_t n, int m)
{
  size_t mp = twi_stride((size_t)m);
  b->n = n;
  b->m = m;
  b->mp = mp;
  b->made = 0;
  b->B = twi_arena_doubles(arena, (size_t)m * n);
  b->E = twi_arena_doubles(arena, mp * mp);
  b->S = twi_arena_doubles(arena, mp * mp);
  double **const of_conditions[] = {&b->gap, &b->x, &b->dgap, &b->r, &b->of_gap, &b->of_x};
  for (size_t i = 0; i < sizeof of_conditions / sizeof *of_conditions; i++)
    *of_conditions[i] = twi_arena_doubles(arena, mp);
  b->t = twi_arena_doubles(arena, n);
  b->active = twi_arena_bytes(arena, mp);
  b->in_S = twi_arena_bytes(arena, mp);
  b->needed = twi_arena_bytes(arena, mp);
  b->held = twi_arena_bytes(arena, mp);
  b->pivot = twi_arena_bytes(arena, mp * sizeof(int));
  b->seen = twi_arena_bytes(arena, most_turns(m) * sizeof *b->seen);
}

/* Sign of a condition's gap: what it may not exceed, or may not fall short of. */
static double gap_sign(const twi_border *b, int k)
{
  return b->kind[k] == TWI_ROW_AT_LEAST ? -1 : 1;
}

/* Slack and |x| of a complementarity row. */
static double slack_of(const twi_border *b, int k)
{
  return b->held[k] == TWI_HELD_OUT ? INFINITY : -gap_sign(b, k) * b->gap[k];
}

static double size_of(const twi_border *b, int k)
{
  return b->held[k] == TWI_HELD_BINDING ? INFINITY : gap_sign(b, k) * b->x[k];
}

static int border_residual(void *data, const double *v, double *f)
{
  twi_border *b = data;
  const double *x = v + b->n;
  memcpy(b->x, x, b->mp * sizeof(double));
  int outside = b->calls.residual(b->calls.data, v, x, f, b->gap);
  memset(f + b->n, 0, b->mp * sizeof(double));
  for (int k = 0; k < b->m; k++) {
    double slack = slack_of(b, k), size = size_of(b, k);
    if (!isfinite(b->gap[k])) outside = 1;
    f[b->n + (size_t)k] = b->kind[k] == TWI_ROW_EQUAL ? b->gap[k]
                          : b->smooth                 ? hypot(slack, size) - slack - size
                                                      : -fmin(slack, size);
  }
  return outside;
}

/* Derivatives of the rows by gap and size at the point. */
static void weigh_rows(twi_border *b)
{
  for (int k = 0; k < b->m; k++) {
    double slack = slack_of(b, k), size = size_of(b, k), r = hypot(slack, size);
    int holds = b->kind[k] == TWI_ROW_EQUAL || slack < size;
    b->of_gap[k] = holds;
    b->of_x[k] = holds ? 0 : -1;
    if (b->kind[k] != TWI_ROW_EQUAL && b->smooth) { /* in the corner any weights on the circle will do */
      b->of_gap[k] = 1 - (r > 0 ? slack / r : sqrt(0.5));
      b->of_x[k] = (r > 0 ? size / r : sqrt(0.5)) - 1;
    }
    b->active[k] = b->of_gap[k] != 0;
  }
}

static void product_inner(twi_border *b, const double *r, const double *x, double *y)
{
  memcpy(b->t, r, b->n * sizeof(double));
  for (int j = 0; j < b->m; j++)
    if (x[j] != 0) twi_axpy(b->n, -x[j], b->B + (size_t)j * b->n, b->t);
  b->inner.product(b->inner.data, b->t, y);
  b->calls.slopes(b->calls.data, b->active, b->dgap);
}

static void make_schur_complement(twi_border *b)
{
  size_t mp = b->mp;
  memset(b->S, 0, mp * mp * sizeof(double));
  for (int j = 0; j < (int)b->mp; j++) {
    if (j < b->m && (b->active[j] || b->x[j] != 0)) {
      b->inner.product(b->inner.data, b->B + (size_t)j * b->n, b->t);
      b->calls.slopes(b->calls.data, b->active, b->dgap);
      for (int k = 0; k < b->m; k++)
        if (b->active[k])
          b->S[(size_t)k * mp + (size_t)j] =
              b->of_gap[k] * gap_sign(b, k) * (b->E[(size_t)k * mp + (size_t)j] - b->dgap[k]);
    }
    b->S[(size_t)j * mp + (size_t)j] += j < b->m ? b->of_x[j] * gap_sign(b, j) : 1;
  }
  (void)twi_lu_factor((size_t)b->m, b->mp, b->S, b->pivot, 1e-12);
  memcpy(b->in_S, b->active, (size_t)b->m);
  b->made = 1;
}

static void border_linearize(void *data)
{
  twi_border *b = data;
  int same = b->made && !b->smooth;
  b->inner.linearize(b->inner.data);
  weigh_rows(b);
  for (int k = 0; k < b->m; k++) same = same && b->active[k] == b->in_S[k];
  unsigned char *needed = b->needed; /* columns also of those that are on their way to zero */
  for (int k = 0; k < b->m; k++) needed[k] = b->active[k] || b->x[k] != 0;
  b->calls.columns(b->calls.data, needed, b->B, b->E);
  for (int k = 0; k < b->m; k++)
    if (!needed[k]) memset(b->B + (size_t)k * b->n, 0, b->n * sizeof(double));
  if (!same) make_schur_complement(b);
}

static void border_product(void *data, const double *r, double *y)
{
  twi_border *b = data;
  size_t mp = b->mp;
  double *x = b->r;
  memcpy(x, r + b->n, mp * sizeof(double));
  twi_lu_solve((size_t)b->m, b->mp, b->S, b->pivot, x);
  product_inner(b, r, x, y);
  for (int j = 0; j < b->m; j++)
    if (x[j] != 0) twi_axpy(b->n, x[j], b->B + (size_t)j * b->n, y);
  memset(y + b->n, 0, mp * sizeof(double));
  for (int k = 0; k < b->m; k++) {
    double sum = 0;
    if (b->active[k]) {
      sum = b->dgap[k];
      for (int j = 0; j < b->m; j++) sum += b->E[(size_t)k * mp + (size_t)j] * x[j];
    }
    y[b->n + (size_t)k] = gap_sign(b, k) * (b->of_gap[k] * sum + b->of_x[k] * x[k]);
  }
}

static void border_precondition(void *data, const double *r, double *v)
{
  twi_border *b = data;
  double *x = v + b->n;
  memcpy(x, r + b->n, b->mp * sizeof(double));
  twi_lu_solve((size_t)b->m, b->mp, b->S, b->pivot, x);
  memcpy(b->t, r, b->n * sizeof(double));
  for (int j = 0; j < b->m; j++)
    if (x[j] != 0) twi_axpy(b->n, -x[j], b->B + (size_t)j * b->n, b->t);
  b->inner.precondition(b->inner.data, b->t, v);
}

static void border_refresh(void *data)
{
  twi_border *b = data;
  if (b->inner.refresh) b->inner.refresh(b->inner.data);
  make_schur_complement(b);
}

void twi_border_release(const twi_border *b, double *x)
{
  for (int k = 0; k < b->m; k++)
    if (b->kind[k] != TWI_ROW_EQUAL && !(slack_of(b, k) < size_of(b, k))) x[k] = 0;
}

void twi_border_hold(twi_border *b, twi_held how)
{
  for (int k = 0; k < b->m; k++) b->held[k] = (unsigned char)how;
  b->turns = 0;
  b->made = 0;
}

void twi_border_hold_as(twi_border *b, const unsigned char *held)
{
  memcpy(b->held, held, (size_t)b->m);
  b->turns = 0;
  b->made = 0;
}

/* A number of 64 bits for each limit; those of the limits that bind, joined by exclusive or, tell sets apart
 * (the finalizer of splitmix64). */
static uint64_t mark_of(int k)
{
  uint64_t z = ((uint64_t)k + 1) * UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static int was_seen(const twi_border *b, uint64_t set)
{
  for (size_t i = 0; i < b->turns; i++)
    if (b->seen[i] == set) return 1;
  return 0;
}

twi_turn twi_border_turn_worst(twi_border *b)
{
  int worst = -1, wrong_ones = 0;
  double most = 0;
  uint64_t set = 0;
  for (int k = 0; k < b->m; k++)
    if (b->held[k] == TWI_HELD_BINDING) set ^= mark_of(k);
  if (b->turns == most_turns(b->m)) return TWI_TURN_NONE;
  b->seen[b->turns++] = set;
  for (int k = 0; k < b->m; k++) {
    if (b->kind[k] == TWI_ROW_EQUAL) continue;
    double wrong = gap_sign(b, k) * (b->held[k] == TWI_HELD_OUT ? b->gap[k] : -b->x[k]);
    if (!(wrong > 1e-9)) continue; /* logarithms; what is less is for the solve that follows */
    wrong_ones++;
    if (wrong > most && !was_seen(b, set ^ mark_of(k))) most = wrong, worst = k;
  }
  if (!wrong_ones) return TWI_TURN_RIGHT;
  for (int k = 0; k < b->m && worst < 0; k++)
    if (b->kind[k] != TWI_ROW_EQUAL && !was_seen(b, set ^ mark_of(k))) worst = k;
  if (worst < 0) return TWI_TURN_NONE;
  b->made = 0;
  b->held[worst] = b->held[worst] == TWI_HELD_OUT ? TWI_HELD_BINDING : TWI_HELD_OUT;
  return TWI_TURN_MADE;
}

twi_problem twi_border_problem(twi_border *b)
{
  twi_border_hold(b, TWI_HELD_NOT);
  twi_problem p = {b->n + b->mp,  b, border_residual, border_linearize, border_product, border_precondition,
                   border_refresh};
  return p;
}
