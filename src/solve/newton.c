/* Newton-Krylov: u <- u + s d with J(u) d = -F(u) solved by GMRES only as exactly as pays.
 *
 * How exact: the relative residual of step k is at most eta_k = min(0.1, 3 max |F|), which keeps the quadratic
 * convergence, but no smaller than what the target asks for (Eisenstat and Walker 1996, SIAM J. Sci. Comput. 17(1),
 * doi 10.1137/0917003).
 * How far: the full step when it reduces ||F||; otherwise s is the minimiser of the parabola through ||F||^2 at 0, its
 * slope there (which for a Newton direction is -2 (1 - eta) ||F||^2) and the trial (Dennis and Schnabel 1983, section
 * 6.3). There is no damping factor to choose. A search that ends without a reduction is reported, and the caller goes
 * through the shock in steps. */
#include "solve/newton.h"

#include <math.h>
#include <string.h>

#include "solve/dense.h"

/* M is refreshed when GMRES needs more products than this for one step: by then it no longer resembles J. */
enum { REFRESH_ABOVE = 25 };
static const double LEAST_STEP = 1e-4;

void twi_newton_carve(twi_newton *w, twi_arena *arena, size_t n, int krylov_dimension)
{
  twi_gmres_carve(&w->gmres, arena, n, krylov_dimension);
  w->f = twi_arena_doubles(arena, n);
  w->d = twi_arena_doubles(arena, n);
  w->trial = twi_arena_doubles(arena, n);
  w->f_trial = twi_arena_doubles(arena, n);
  w->b = twi_arena_doubles(arena, n);
}

static double largest_entry(size_t n, const double *f)
{
  double m = 0;
  for (size_t i = 0; i < n; i++) {
    double a = fabs(f[i]);
    if (!(a <= m) && !isnan(m)) m = a; /* the first NaN stays */
  }
  return m;
}

twi_newton_end twi_newton_solve(twi_newton *w, tw_context *ctx, const twi_problem *p, double target, double enough,
                                int limit, double *u)
{
  size_t n = p->n, bytes = n * sizeof(double);
  w->residuals++;
  w->error = INFINITY;
  if (p->residual(p->data, u, w->f)) return TWI_NEWTON_UNDEFINED;
  w->error = largest_entry(n, w->f);
  int fresh = 0; /* whether M was made at this point */
  for (int k = 0;; k++) {
    if (w->error <= target) return TWI_NEWTON_CONVERGED;
    if (twi_check_cancel(ctx) != TW_OK) return TWI_NEWTON_CANCELLED;
    if (k == limit) return w->error <= enough ? TWI_NEWTON_CONVERGED : TWI_NEWTON_LIMIT;
    p->linearize(p->data);
    double norm2 = twi_dot(n, w->f, w->f), eta = fmin(0.1, 3 * w->error), relative;
    eta = fmax(eta, 0.5 * target / w->error);
    for (size_t i = 0; i < n; i++) w->b[i] = -w->f[i];
    int products = twi_gmres_solve(&w->gmres, ctx, p, w->b, eta, 4 * w->gmres.m, w->d, &relative);
    w->products += products;
    if (twi_check_cancel(ctx) != TW_OK) return TWI_NEWTON_CANCELLED;
    int spent = products >= 4 * w->gmres.m && relative > eta; /* a small basis may end before that */
    if ((relative > 0.5 || spent || !(products <= REFRESH_ABOVE)) && p->refresh && !fresh) {
      p->refresh(p->data);
      fresh = 1;
      if (relative > 0.5) { /* the direction is worth little: once more with a good M */
        products = twi_gmres_solve(&w->gmres, ctx, p, w->b, eta, 4 * w->gmres.m, w->d, &relative);
        w->products += products;
      }
    }
    double s = 1, slope = -2 * (1 - fmin(relative, 0.9)) * norm2, error = 0;
    int accepted = 0;
    while (s >= LEAST_STEP) {
      for (size_t i = 0; i < n; i++) w->trial[i] = u[i] + s * w->d[i];
      w->residuals++;
      double trial2 = INFINITY;
      if (!p->residual(p->data, w->trial, w->f_trial)) {
        error = largest_entry(n, w->f_trial);
        trial2 = twi_dot(n, w->f_trial, w->f_trial);
      }
      if (trial2 <= norm2 + 1e-4 * s * slope) {
        accepted = 1;
        break;
      }
      if (w->error <= enough) break; /* the full step fails only for want of precision */
      double parabola = isfinite(trial2) ? -slope * s * s / (2 * (trial2 - norm2 - slope * s)) : 0;
      s = fmin(fmax(parabola, 0.1 * s), 0.5 * s);
    }
    if (!accepted) {
      /* leave the problem linearized at the point returned */
      w->residuals++;
      (void)p->residual(p->data, u, w->f);
      return w->error <= enough ? TWI_NEWTON_CONVERGED : TWI_NEWTON_STALLED;
    }
    w->iterations++;
    fresh = 0;
    w->error = error;
    memcpy(u, w->trial, bytes);
    memcpy(w->f, w->f_trial, bytes);
  }
}
