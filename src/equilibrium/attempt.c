/* Solving one equilibrium: the data's closure is set up, Newton-Krylov tries the whole shock at once, and where that
 * does not do, the shock is gone through in steps. The answer is certified from the original data.
 *
 * The path of the steps is the straight line in ln(1+t), ln(1+e), ln d, ln A between two policies. When the closures
 * differ, deficits move linearly too. Along it an equilibrium may cease to exist: with deficits fixed a large shock
 * can leave a region without positive income. Then the largest share that still solves is reported. */
#include "equilibrium/attempt.h"

#include <math.h>
#include <string.h>

#include "solve/continuation.h"

/* Sweeps of output through the input-output table before the first Newton step from data: cells that hold
 * placeholders come to their size, which the relative residual needs. */
enum { SWEEPS = 5 };
enum { SHORT = 5 };                    /* vectors of GMRES for steps that are cut short */
static const double RESOLUTION = 1e-4; /* of the share of the shock that solves */
static const double ON_THE_WAY = 1e-9; /* residual that does for a point on the way */

static const double *deficits_on_the_way(twi_attempt *a, double share)
{
  if (!a->mixed || share >= 1) return NULL;
  twi_equilibrium *e = a->e;
  size_t N = (size_t)e->world->N;
  for (size_t d = 0; d < N; d++) {
    double target = a->to->deficits == TWI_DEFICITS_ZERO ? 0 : e->world->deficit[d];
    if (a->to->transfer) target += a->to->transfer[d];
    e->deficits[d] = (1 - share) * a->D_start[d] + share * target;
  }
  return e->deficits;
}

int twi_attempt_share(void *data, double share, double *u)
{
  twi_attempt *a = data;
  twi_equilibrium *e = a->e;
  a->status = twi_core_load(&e->core, a->from, a->to, share, deficits_on_the_way(a, share));
  if (a->status != TW_OK) return 1;
  if (a->q) twi_conditions_take(a->q, share);
  double target = share < 1 ? fmax(a->target, ON_THE_WAY) : a->target;
  a->end =
      twi_newton_solve(a->newton, e->ctx, &a->problem, target, fmax(target, a->enough), e->settings.max_iterations, u);
  a->poor = -1;
  for (size_t d = 0; d < e->core.N; d++)
    if (!(e->core.I[d] > 0)) a->poor = (int)d;
  twi_log(e->ctx, 1, "share %.6g of the shock: Newton ends with residual %.2e after %d iterations and %ld products%s",
          share, a->newton->error, a->newton->iterations, a->newton->products,
          a->end != TWI_NEWTON_CONVERGED ? " (not solved)"
          : a->poor >= 0                 ? " (an income is not positive)"
                                         : "");
  if (a->end == TWI_NEWTON_CONVERGED && a->poor >= 0 && share < a->above) {
    a->above = share;
    a->above_region = a->poor;
    a->above_income = e->core.I[a->poor];
  }
  return a->end != TWI_NEWTON_CONVERGED || a->poor >= 0;
}

void twi_attempt_warm_up(twi_equilibrium *e, double *u)
{
  twi_core *c = &e->core;
  size_t N = c->N, cells = N * c->Sp;
  for (int i = 0; i <= SWEEPS; i++) {
    double *f = e->newton.f_trial, most = 0;
    if (twi_core_residual(c, u, f)) break;
    e->newton.residuals++;
    for (size_t k = 0; k < cells; k++) most = fmax(most, fabs(f[c->at_Y + k]) / c->rowY[k]);
    if (most < 1e-3 || i == SWEEPS) break;
    for (size_t k = 0; k < cells; k++) u[c->at_Y + k] += f[c->at_Y + k];
    for (size_t d = 0; d < N; d++) u[c->at_R + d] += f[c->at_R + d];
  }
  twi_core_make_preconditioner(c);
}

/* Puts the core at share 0 of the shock and u at its solution. Without a start that is the data with the deficits
 * they have. Returns how that solve ended; *status when something else went wrong. */
static twi_newton_end solve_at_start(twi_attempt *a, const double *start, double *u, tw_status *status)
{
  twi_equilibrium *e = a->e;
  twi_core *c = &e->core;
  twi_newton_end end = TWI_NEWTON_CONVERGED;
  /* a policy's own closure holds at its own end of the line */
  *status =
      start ? twi_core_load(c, a->from, a->from, 1, NULL) : twi_core_load(c, a->from, a->to, 0, e->world->deficit);
  if (*status != TW_OK) return end;
  if (start) {
    memcpy(u, start, c->n * sizeof(double));
    (void)twi_core_residual(c, u, e->newton.f_trial);
    twi_core_make_preconditioner(c);
    if (a->q) twi_conditions_start_here(a->q);
    if (a->q) memset(u + c->n, 0, (a->problem.n - c->n) * sizeof(double));
  } else {
    a->mixed = 1; /* from the data's deficits to those of the closure */
    twi_core_start(c, u);
    twi_attempt_warm_up(e, u);
    end =
        twi_newton_solve(&e->newton, e->ctx, &a->problem, ON_THE_WAY, 1e3 * ON_THE_WAY, e->settings.max_iterations, u);
    if (end == TWI_NEWTON_CONVERGED) twi_core_make_preconditioner(c);
  }
  return end;
}

/* Goes through the shock in steps, the first of that length. Returns 0 when all of it was solved; else *found says why
 * not. income, deficit: [N] work; at, before: [problem.n] work. */
static int solve_in_steps(twi_attempt *a, const double *start, double first, double *u, double *at, double *before,
                          double *income, double *deficit, twi_found *found)
{
  twi_equilibrium *e = a->e;
  twi_core *c = &e->core;
  twi_newton_end end = solve_at_start(a, start, u, &a->status);
  if (a->status != TW_OK) return 1;
  for (size_t d = 0; d < c->N; d++) {
    income[d] = c->I[d];
    deficit[d] = c->Dw[d] * c->total;
  }
  a->D_start = deficit;
  a->poor = -1;
  a->above = INFINITY;
  if (end == TWI_NEWTON_CONVERGED) {
    twi_continuation k = {a->problem.n, at, before, twi_attempt_share, a, RESOLUTION, first};
    found->share = twi_continuation_run(&k, e->ctx, e->settings.max_steps, u, &found->steps);
    if (a->status != TW_OK || found->share >= 1) return a->status != TW_OK;
  } else {
    a->end = end;
  }
  int poor = a->poor;
  double error = a->newton->error;
  end = a->end;
  if (poor < 0) twi_attempt_locate(a, a->newton->f, found);
  if (found->share > 0) (void)twi_attempt_share(a, found->share, u); /* back to the last point that solved */
  a->poor = poor;
  a->end = end;
  if (a->status == TW_OK) twi_say_why(a, income, error, found);
  return 1;
}

tw_status twi_attempt_certify(twi_attempt *a, double *u, twi_state *x, twi_found *found)
{
  twi_equilibrium *e = a->e;
  const tw_world *w = e->world;
  double tolerance = e->settings.tolerance;
  for (int again = 0;; again++) {
    twi_equilibrium_state(e, u, a->to, x);
    twi_closure_deficits(w, a->to, x, e->deficits);
    twi_certify(x, w, a->to, e->deficits, tolerance, &found->certificate);
    if (found->certificate.holds || again == 2) break;
    twi_problem problem = twi_core_problem(&e->core);
    a->target *= 0.01;
    if (twi_newton_solve(&e->newton, e->ctx, &problem, a->target, a->enough, 5, u) == TWI_NEWTON_CANCELLED)
      return TW_INTERRUPTED;
  }
  if (found->certificate.holds) {
    found->outcome = found->steps ? TW_CERTIFIED_BY_CONTINUATION : TW_CERTIFIED;
    return TW_OK;
  }
  twi_say_certificate(w, &found->certificate, found);
  return TW_OK;
}

int twi_attempt_shock(twi_attempt *a, const double *start, double *u, double *work, twi_state *x, twi_found *found)
{
  twi_equilibrium *e = a->e;
  twi_core *c = &e->core;
  int failed = twi_attempt_share(a, 1, u);
  if (!failed) {
    found->share = 1;
    return 0;
  }
  if (a->status != TW_OK) return 1;
  twi_attempt_locate(a, a->newton->f, found);
  if (e->settings.max_steps > 0 && twi_check_cancel(e->ctx) == TW_OK)
    return solve_in_steps(a, start, 0.25, u, work, work + a->problem.n, x->I, x->D, found);
  memcpy(x->I, c->I, c->N * sizeof(double)); /* nothing is known on the way */
  twi_say_why(a, x->I, a->newton->error, found);
  return 1;
}

/* Where the equations are far from linear, exact steps of Newton may lead into a corner in which none reduces the
 * residual; a direction from a space of few dimensions leaves out the parts in which the linear model is worst, as a
 * trust region does (Steihaug 1983, SIAM J. Numer. Anal. 20(3), doi 10.1137/0720042). */
int twi_attempt_short(twi_attempt *a, const double *start, double *u, double *work, twi_state *x, twi_found *found)
{
  twi_gmres *gmres = &a->newton->gmres;
  twi_found again = {.region = found->region, .sector = found->sector};
  int whole = gmres->m;
  if (a->status != TW_OK || found->outcome == TW_NO_POSITIVE_INCOME || whole <= SHORT || a->e->settings.max_steps < 1 ||
      twi_check_cancel(a->e->ctx) != TW_OK)
    return 1;
  twi_log(a->e->ctx, 1, "once more with short steps");
  gmres->m = SHORT;
  int failed = solve_in_steps(a, start, 1, u, work, work + a->problem.n, x->I, x->D, &again);
  gmres->m = whole;
  if (!failed || again.share > found->share || again.outcome == TW_NO_POSITIVE_INCOME) *found = again;
  return failed;
}
