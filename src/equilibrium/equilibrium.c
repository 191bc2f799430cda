/* Solving one equilibrium: the data's closure is set up, Newton-Krylov tries the whole shock at once, and where that
 * does not do, the shock is gone through in steps. The answer is certified from the original data.
 *
 * The path of the steps is the straight line in ln(1+t), ln(1+e), ln d, ln A between two policies. When the closures
 * differ, deficits move linearly too. Along it an equilibrium may cease to exist: with deficits fixed a large shock
 * can leave a region without positive income. Then the largest share that still solves is reported. */
#include "equilibrium/attempt.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "solve/continuation.h"

/* Sweeps of output through the input-output table before the first Newton step from data: cells that hold
 * placeholders come to their size, which the relative residual needs. */
enum { SWEEPS = 5 };
enum { SHORT = 5 };                    /* vectors of GMRES for steps that are cut short */
static const double RESOLUTION = 1e-4; /* of the share of the shock that solves */
static const double ON_THE_WAY = 1e-9; /* residual that does for a point on the way */

tw_status twi_equilibrium_new(tw_context *ctx, const tw_world *world, const tw_settings *settings,
                              twi_equilibrium **out)
{
  *out = NULL;
  twi_equilibrium *e = twi_new(ctx, 1, sizeof *e);
  if (!e) return twi_no_memory(ctx, sizeof *e);
  e->ctx = ctx;
  e->world = world;
  e->settings = *settings;
  tw_status status = twi_pool_new(ctx, settings->threads, &e->pool);
  if (status == TW_OK) {
    twi_core_init(&e->core, ctx, world, e->pool);
    for (int real = 0; real < 2 && status == TW_OK; real++) {
      if (real) status = twi_arena_allocate(ctx, &e->arena);
      if (status != TW_OK) break;
      size_t n = e->core.n;
      twi_core_carve(&e->core, &e->arena);
      twi_newton_carve(&e->newton, &e->arena, n, settings->krylov_dimension);
      e->u = twi_arena_doubles(&e->arena, n);
      e->u_base = twi_arena_doubles(&e->arena, n);
      e->u_reference = twi_arena_doubles(&e->arena, n);
      e->u_new = twi_arena_doubles(&e->arena, n);
      e->path = twi_arena_doubles(&e->arena, 2 * n);
      e->deficits = twi_arena_doubles(&e->arena, (size_t)world->N);
    }
  }
  if (status != TW_OK) {
    twi_equilibrium_free(e);
    return status;
  }
  twi_core_fill(&e->core);
  *out = e;
  return TW_OK;
}

void twi_equilibrium_free(twi_equilibrium *e)
{
  if (!e) return;
  twi_core_free(&e->core);
  twi_pool_free(e->ctx, e->pool);
  twi_arena_free(e->ctx, &e->arena);
  twi_free(e->ctx, e);
}

void twi_equilibrium_state(twi_equilibrium *e, const double *u, const twi_wedges *to, twi_state *x)
{
  twi_core *c = &e->core;
  size_t N = c->N, S = c->S, Sp = c->Sp;
  for (size_t d = 0; d < N; d++) {
    x->lnw[d] = u[d];
    for (size_t s = 0; s < S; s++) {
      x->lnP[d * S + s] = u[c->at_P + d * Sp + s];
      x->Y[d * S + s] = u[c->at_Y + d * Sp + s] * c->total;
    }
  }
  x->blocks = c->block;
  x->closure = e->closure;
  for (size_t d = 0; d < N; d++) {
    x->D[d] = c->Dw[d] * c->total;
    x->I[d] = (c->wV[d] + u[c->at_R + d] + c->Dw[d]) * c->total;
    for (size_t s = 0; s < S; s++) x->X[d * S + s] = c->X[s * c->Np + d] * c->total;
  }
  twi_state_account(x, e->world, to, e->pool);
}

/* ------------------------------------------------------------------ one attempt */

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

/* The start from data: sweeps, so that each cell has its size, and a first preconditioner. */
static void warm_up(twi_equilibrium *e, double *u)
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
    warm_up(e, u);
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

tw_status twi_equilibrium_solve(twi_equilibrium *e, const twi_task *task, double *u_out, twi_state *x, twi_found *found)
{
  twi_core *c = &e->core;
  size_t bytes = c->n * sizeof(double);
  double tolerance = e->settings.tolerance, *u = e->u;
  const double *start = task->start;
  memset(found, 0, sizeof *found);
  found->region = found->sector = -1;
  e->newton.iterations = 0;
  e->newton.residuals = e->newton.products = 0;
  twi_attempt a = {.e = e,
                   .from = task->from,
                   .to = task->to,
                   .q = task->conditions,
                   .newton = &e->newton,
                   .poor = -1,
                   .above = INFINITY};
  a.mixed = task->from->deficits != task->to->deficits;
  a.problem = a.q ? twi_conditions_problem(a.q) : twi_core_problem(c);
  a.target = start ? fmax(0.1 * tolerance, 10 * TWI_TIGHTEST) : TWI_TIGHTEST;
  a.enough = 0.3 * tolerance;
  if (a.q) return twi_solve_bordered(e, task, &a, u_out, x, found);
  if (start) {
    memcpy(u, start, bytes);
  } else {
    tw_status status = twi_core_load(c, a.from, a.to, 1, NULL);
    if (status != TW_OK) return status;
    twi_core_start(c, u);
    warm_up(e, u);
  }
  int failed = twi_attempt_shock(&a, start, u, e->path, x, found) && twi_attempt_short(&a, start, u, e->path, x, found);
  if (a.status != TW_OK) return a.status;
  if (twi_check_cancel(e->ctx) != TW_OK) return TW_INTERRUPTED;
  tw_status status = failed ? TW_OK : twi_attempt_certify(&a, u, x, found);
  found->iterations = e->newton.iterations;
  found->residuals = e->newton.residuals;
  found->products = e->newton.products;
  if (status == TW_OK && !failed && u_out) memmove(u_out, u, bytes);
  return status;
}

tw_status twi_equilibrium_set_closure(twi_equilibrium *e, const twi_closure *closure)
{
  e->closure = closure;
  return twi_core_set_closure(&e->core, closure);
}

/* ------------------------------------------------------------------ points and tangents of a path */

tw_status twi_equilibrium_point(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, double share,
                                const double *deficits, double target, double *u, int *failed)
{
  tw_status status = twi_core_load(&e->core, from, to, share, deficits);
  if (status != TW_OK) return status;
  twi_problem problem = twi_core_problem(&e->core);
  twi_newton_end end = twi_newton_solve(&e->newton, e->ctx, &problem, target, 1e-9, e->settings.max_iterations, u);
  *failed = end != TWI_NEWTON_CONVERGED;
  return twi_check_cancel(e->ctx);
}

tw_status twi_equilibrium_tangent(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, double share,
                                  const double *deficits_slope, double *du)
{
  twi_core *c = &e->core;
  twi_problem problem = twi_core_problem(c);
  double *f = e->newton.f_trial, relative;
  twi_core_shock(c, from, to, share, deficits_slope, f);
  for (size_t i = 0; i < c->n; i++) f[i] = -f[i];
  twi_core_scale_rows(c, f);
  problem.linearize(problem.data);
  twi_gmres_solve(&e->newton.gmres, e->ctx, &problem, f, 1e-13, 6 * e->newton.gmres.m, du, &relative);
  return twi_check_cancel(e->ctx);
}
