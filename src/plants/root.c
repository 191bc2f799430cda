/* The root of a falling function whose values cost an equilibrium each: inverse interpolation through what is known,
 * kept inside the bracket, and halving where that does not pay. */
#include <math.h>

#include "plants/plants.h"

enum { NEIGHBOURS = 4, PATIENCE = 12 };        /* of points before every second one halves the bracket */
static const double STEP = 0.1, LEAST = 1e-13; /* of the first step beyond what is known; of a bracket */

/* x at which the polynomial of x in y through some points is at y = 0 (Neville). */
static double inverse_at_zero(const double *x, const double *y, int count)
{
  double q[NEIGHBOURS];
  for (int i = 0; i < count; i++) q[i] = x[i];
  for (int k = 1; k < count; k++)
    for (int i = 0; i + k < count; i++) q[i] = (q[i] * y[i + k] - q[i + 1] * y[i]) / (y[i + k] - y[i]);
  return q[0];
}

/* Inside the bracket of points a and a + 1. */
static double inside(const twi_curve *c, int a)
{
  double low = c->x[a], high = c->x[a + 1], best = 0.5 * (low + high);
  int first = a > 0 ? a - 1 : a, last = a + 2 < c->count ? a + 2 : a + 1;
  if (!isfinite(c->y[a]) || !isfinite(c->y[a + 1])) return best;
  while (first < a && !isfinite(c->y[first])) first++;
  while (last > a + 1 && (!isfinite(c->y[last]) || c->y[last] >= c->y[last - 1])) last--;
  if (first < a && c->y[first] <= c->y[a]) first = a;
  double x = inverse_at_zero(c->x + first, c->y + first, last - first + 1);
  double linear = inverse_at_zero(c->x + a, c->y + a, 2);
  if (!(x > low && x < high)) x = linear;
  /* where both ends are far and the point hugs one of them, the curve is bent: halve */
  double part = (x - low) / (high - low), far = fmin(fabs(c->y[a]), fabs(c->y[a + 1]));
  if (!(x > low && x < high) || (far > 1 && (part < 1e-3 || part > 1 - 1e-3))) x = best;
  if (c->count > PATIENCE && c->count % 2) x = best;
  return x;
}

twi_next twi_root_next(const twi_curve *c, double low, double high, double slope, double tolerance, double *x)
{
  if (c->count == 0) {
    *x = fmin(fmax(*x, low), high);
    return TWI_NEXT_TRY;
  }
  for (int i = 0; i < c->count; i++)
    if (fabs(c->y[i]) <= tolerance) {
      *x = c->x[i];
      return TWI_NEXT_ROOT;
    }
  for (int i = 0; i + 1 < c->count; i++) {
    if (!(c->y[i] > 0 && c->y[i + 1] < 0)) continue;
    *x = inside(c, i);
    if (c->x[i + 1] - c->x[i] > LEAST * (1 + fabs(c->x[i])) && *x > c->x[i] && *x < c->x[i + 1]) return TWI_NEXT_TRY;
    return TWI_NEXT_ROOT;
  }
  int up = c->y[c->count - 1] > 0, end = up ? c->count - 1 : 0;
  double from = c->x[end], wall = up ? high : low;
  if (up ? from >= high : from <= low) return up ? TWI_NEXT_ABOVE : TWI_NEXT_BELOW;
  int other = up ? end - 1 : end + 1;
  if (c->count > 1) {
    double found = (c->y[end] - c->y[other]) / (c->x[end] - c->x[other]);
    if (isfinite(found)) slope = found;
  }
  double step = slope < 0 && isfinite(c->y[end]) ? fabs(c->y[end] / slope) * 1.2 : INFINITY;
  step = fmin(fmax(step, 1e-4), fmax(4 * STEP, 2 * (c->x[c->count - 1] - c->x[0])));
  *x = up ? fmin(from + step, wall) : fmax(from - step, wall);
  return TWI_NEXT_TRY;
}
