/* Solving one equilibrium: the data's closure is set up, Newton-Krylov tries the whole shock at once, and where that
 * does not do, the shock is gone through in steps. The answer is certified from the original data.
 *
 * The path of the steps is the straight line in ln(1+t), ln(1+e), ln d, ln A between two policies. When the closures
 * differ, deficits move linearly too. Along it an equilibrium may cease to exist: with deficits fixed a large shock
 * can leave a region without positive income. Then the largest share that still solves is reported. */
#include "equilibrium/equilibrium.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "solve/continuation.h"

/* Sweeps of output through the input-output table before the first Newton step from data: cells that hold
 * placeholders come to their size, which the relative residual needs. */
enum { SWEEPS = 5 };
static const double RESOLUTION = 1e-4; /* of the share of the shock that solves */

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
      e->at = twi_arena_doubles(&e->arena, n);
      e->before = twi_arena_doubles(&e->arena, n);
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
  size_t N = (size_t)c->N, S = (size_t)c->S, Sp = (size_t)c->Sp;
  for (size_t d = 0; d < N; d++) {
    x->lnw[d] = u[d];
    for (size_t s = 0; s < S; s++) {
      x->lnP[d * S + s] = u[c->at_P + d * Sp + s];
      x->Y[d * S + s] = u[c->at_Y + d * Sp + s] * c->total;
    }
  }
  twi_core_deficits(c, c->wV, c->sum_wV, c->Dw);
  for (size_t d = 0; d < N; d++) {
    x->D[d] = c->Dw[d] * c->total;
    x->I[d] = (c->w[d] * c->V[d] + u[c->at_R + d] + c->Dw[d]) * c->total;
    for (size_t s = 0; s < S; s++) x->X[d * S + s] = c->X[s * (size_t)c->Np + d] * c->total;
  }
  twi_state_account(x, e->world, to, e->pool);
}

/* ------------------------------------------------------------------ one attempt */

typedef struct attempt {
  twi_equilibrium *e;
  const twi_wedges *from, *to;
  int mixed;             /* the closures differ: deficits are led over */
  const double *D_start; /* [N] money, when mixed */
  double target, enough;
  twi_newton_end end;
  int poor; /* region whose income is not positive, or -1 */
  tw_status status;
} attempt;

static const double *deficits_on_the_way(attempt *a, double share)
{
  if (!a->mixed || share >= 1) return NULL;
  twi_equilibrium *e = a->e;
  size_t N = (size_t)e->world->N;
  for (size_t d = 0; d < N; d++) {
    double target = a->to->deficits == TWI_DEFICITS_ZERO ? 0 : e->world->deficit[d];
    e->deficits[d] = (1 - share) * a->D_start[d] + share * target;
  }
  return e->deficits;
}

static int try_share(void *data, double share, double *u)
{
  attempt *a = data;
  twi_equilibrium *e = a->e;
  twi_problem problem = twi_core_problem(&e->core);
  a->status = twi_core_load(&e->core, a->from, a->to, share, deficits_on_the_way(a, share));
  if (a->status != TW_OK) return 1;
  double target = share < 1 ? fmax(a->target, 1e-9) : a->target;
  a->end =
      twi_newton_solve(&e->newton, e->ctx, &problem, target, fmax(target, a->enough), e->settings.max_iterations, u);
  a->poor = -1;
  for (int d = 0; d < e->core.N; d++)
    if (!(e->core.I[d] > 0)) a->poor = d;
  twi_log(e->ctx, 1, "share %.6g of the shock: Newton ends with residual %.2e after %d iterations and %ld products%s",
          share, e->newton.error, e->newton.iterations, e->newton.products,
          a->end != TWI_NEWTON_CONVERGED ? " (not solved)"
          : a->poor >= 0                 ? " (an income is not positive)"
                                         : "");
  return a->end != TWI_NEWTON_CONVERGED || a->poor >= 0;
}

/* Region and sector of the largest entry of the residual. */
static void locate(const twi_core *c, const double *f, int *region, int *sector)
{
  size_t at = 0, N = (size_t)c->N, Sp = (size_t)c->Sp;
  double most = -1;
  for (size_t i = 0; i < c->n; i++)
    if (!(fabs(f[i]) <= most)) most = fabs(f[i]), at = i;
  *sector = -1;
  if (at < c->at_P) {
    *region = (int)(at % (size_t)c->Np);
  } else {
    size_t cell = (at - c->at_P) % (N * Sp);
    *region = (int)(cell / Sp);
    *sector = (int)(cell % Sp);
    if (*sector >= c->S) *sector = -1;
  }
}

/* The start from data: sweeps, so that each cell has its size, and a first preconditioner. */
static void warm_up(twi_equilibrium *e, double *u)
{
  twi_core *c = &e->core;
  size_t N = (size_t)c->N, cells = N * (size_t)c->Sp;
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

static tw_status explain(attempt *a, twi_found *found, const double *start_income)
{
  twi_equilibrium *e = a->e;
  const tw_world *w = e->world;
  /* the region whose income has fallen most at the last point that solved */
  int poorest = 0;
  for (int d = 1; d < w->N; d++)
    if (e->core.I[d] / start_income[d] < e->core.I[poorest] / start_income[poorest]) poorest = d;
  double left = e->core.I[poorest] / start_income[poorest];
  if (a->poor >= 0 || left < 0.2) {
    int region = a->poor >= 0 ? a->poor : poorest;
    found->outcome = TW_NO_POSITIVE_INCOME;
    found->region = region;
    found->sector = -1;
    snprintf(found->message, sizeof found->message,
             "no equilibrium with positive incomes exists for the whole shock: the income of %s (%s) reaches zero; the "
             "largest share of the shock that still solves is %.4f",
             w->region[region], w->region_name[region], found->share);
    return TW_OK;
  }
  const char *where = w->region[found->region], *sector = found->sector >= 0 ? w->sector[found->sector] : "";
  if (a->end == TWI_NEWTON_LIMIT) {
    found->outcome = TW_ITERATION_LIMIT;
    snprintf(found->message, sizeof found->message,
             "the limit of %d iterations was reached (largest residual %.1e in %s%s%s); the largest share of the shock "
             "that was solved is %.4f; raise max_iterations",
             e->settings.max_iterations, e->newton.error, where, *sector ? " " : "", sector, found->share);
  } else {
    found->outcome = TW_STALLED;
    snprintf(found->message, sizeof found->message,
             "no step reduces the residual further (%.1e, largest in %s%s%s); the largest share of the shock that was "
             "solved is %.4f",
             e->newton.error, where, *sector ? " " : "", sector, found->share);
  }
  return TW_OK;
}

tw_status twi_equilibrium_solve(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, const double *start,
                                double *u_out, twi_state *x, twi_found *found)
{
  twi_core *c = &e->core;
  size_t bytes = c->n * sizeof(double), N = (size_t)c->N;
  double tolerance = e->settings.tolerance;
  memset(found, 0, sizeof *found);
  found->region = found->sector = -1;
  e->newton.iterations = 0;
  e->newton.residuals = e->newton.products = 0;
  attempt a = {.e = e, .from = from, .to = to, .poor = -1};
  a.target = start ? fmax(0.1 * tolerance, 10 * TWI_TIGHTEST) : TWI_TIGHTEST;
  a.enough = 0.3 * tolerance;
  a.mixed = from->deficits != to->deficits;
  double *u = e->u, *D_start = c->rho; /* rho is free outside products */
  (void)D_start;
  if (start) {
    memcpy(u, start, bytes);
  } else {
    twi_core_start(c, u);
    tw_status status = twi_core_load(c, from, to, 1, NULL);
    if (status != TW_OK) return status;
    warm_up(e, u);
  }
  int failed = try_share(&a, 1, u);
  if (a.status != TW_OK) return a.status;
  if (twi_check_cancel(e->ctx) != TW_OK) return TW_INTERRUPTED;
  found->share = failed ? 0 : 1;
  if (failed) locate(c, e->newton.f, &found->region, &found->sector);
  if (failed && e->settings.max_steps > 0) {
    /* In steps, from the solution of `from`, or from the data with the deficits they have. */
    double *income = x->I, *deficit = x->D; /* of the starting point; overwritten by the solution */
    if (start) {
      memcpy(u, start, bytes);
    } else {
      a.mixed = 1;
      twi_core_start(c, u);
    }
    tw_status status = twi_core_load(c, from, to, 0, start ? NULL : e->world->deficit);
    if (status != TW_OK) return status;
    /* at share 0 the closure is that of `from` */
    if (start) c->proportional = from->deficits == TWI_DEFICITS_PROPORTIONAL;
    if (start && from->deficits != to->deficits)
      for (size_t d = 0; d < N; d++)
        c->D[d] = from->deficits == TWI_DEFICITS_FIXED ? e->world->deficit[d] / c->total : 0;
    if (!start) warm_up(e, u);
    twi_newton_end end = TWI_NEWTON_CONVERGED;
    twi_problem problem = twi_core_problem(c);
    if (!start)
      end = twi_newton_solve(&e->newton, e->ctx, &problem, 1e-9, 1e-6, e->settings.max_iterations, u);
    else
      (void)twi_core_residual(c, u, e->newton.f_trial);
    for (size_t d = 0; d < N; d++) {
      income[d] = c->I[d];
      deficit[d] = c->Dw[d] * c->total;
    }
    if (end == TWI_NEWTON_CONVERGED) {
      twi_core_make_preconditioner(c);
      a.D_start = deficit;
      twi_continuation k = {c->n, e->at, e->before, try_share, &a, RESOLUTION, 0.25};
      found->share = twi_continuation_run(&k, e->ctx, e->settings.max_steps, u, &found->steps);
      if (a.status != TW_OK) return a.status;
      if (twi_check_cancel(e->ctx) != TW_OK) return TW_INTERRUPTED;
      if (found->share >= 1) failed = 0;
    }
    if (failed) {
      if (a.poor < 0) locate(c, e->newton.f, &found->region, &found->sector);
      int poor = a.poor;
      twi_newton_end last = a.end;
      if (found->share > 0) (void)try_share(&a, found->share, u); /* back to the last point that solved */
      a.poor = poor;
      a.end = last;
      explain(&a, found, income);
    }
  } else if (failed) {
    for (size_t d = 0; d < N; d++) x->I[d] = start ? 1 : c->V[d];
    explain(&a, found, c->I);
  }
  found->iterations = e->newton.iterations;
  found->residuals = e->newton.residuals;
  found->products = e->newton.products;
  if (failed) return TW_OK;

  for (int polish = 0;; polish++) {
    twi_equilibrium_state(e, u, to, x);
    twi_closure_deficits(e->world, to->deficits, x->lnw, e->deficits);
    twi_certify(x, e->world, e->deficits, tolerance, &found->certificate);
    if (found->certificate.holds || polish == 2) break;
    /* the solver's own residual was small, the certificate's is not: solve more tightly */
    twi_problem problem = twi_core_problem(c);
    a.target *= 0.01;
    twi_newton_end end = twi_newton_solve(&e->newton, e->ctx, &problem, a.target, a.enough, 5, u);
    if (end == TWI_NEWTON_CANCELLED) return TW_INTERRUPTED;
  }
  found->iterations = e->newton.iterations;
  found->residuals = e->newton.residuals;
  found->products = e->newton.products;
  if (u_out) memcpy(u_out, u, bytes);
  if (found->certificate.holds) {
    found->outcome = found->steps ? TW_CERTIFIED_BY_CONTINUATION : TW_CERTIFIED;
    return TW_OK;
  }
  const tw_residual *worst = &found->certificate.residual[0];
  for (int i = 1; i < found->certificate.count; i++)
    if (found->certificate.residual[i].value > worst->value) worst = &found->certificate.residual[i];
  found->outcome = TW_CERTIFICATE_FAILED;
  found->region = worst->region;
  found->sector = worst->sector;
  snprintf(found->message, sizeof found->message,
           "the certificate does not hold: %s is %.1e%s%s%s%s, the tolerance %.1e", worst->name, worst->value,
           worst->region >= 0 ? " in " : "", worst->region >= 0 ? e->world->region[worst->region] : "",
           worst->sector >= 0 ? " " : "", worst->sector >= 0 ? e->world->sector[worst->sector] : "", tolerance);
  return TW_OK;
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

tw_status twi_equilibrium_tangent(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to,
                                  const double *deficits_slope, double *du)
{
  twi_core *c = &e->core;
  twi_problem problem = twi_core_problem(c);
  double *f = e->newton.f_trial, relative;
  twi_core_shock(c, from, to, deficits_slope, f);
  for (size_t i = 0; i < c->n; i++) f[i] = -f[i];
  twi_core_scale_rows(c, f);
  problem.linearize(problem.data);
  twi_gmres_solve(&e->newton.gmres, e->ctx, &problem, f, 1e-13, 6 * e->newton.gmres.m, du, &relative);
  return twi_check_cancel(e->ctx);
}
