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
static const double RESOLUTION = 1e-4;     /* of the share of the shock that solves */
static const double ON_THE_WAY = 1e-9;     /* residual that does for a point on the way */
static const double NEARLY_NOTHING = 0.02; /* of its income: what a region has left where solutions end */

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
  x->blocks = c->block;
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
  double target = share < 1 ? fmax(a->target, ON_THE_WAY) : a->target;
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

/* Why there is no solution, and where. income: [N] at the start of the shock; the core stands at the last point that
 * was solved; error: of the attempt that failed. */
static void say_why(attempt *a, const double *income, double error, twi_found *found)
{
  twi_equilibrium *e = a->e;
  const tw_world *w = e->world;
  int poorest = 0;
  for (int d = 1; d < w->N; d++)
    if (e->core.I[d] * income[poorest] < e->core.I[poorest] * income[d]) poorest = d;
  double left = e->core.I[poorest] / income[poorest];
  if (a->poor >= 0 || left < NEARLY_NOTHING) {
    int region = a->poor >= 0 ? a->poor : poorest;
    found->outcome = TW_NO_POSITIVE_INCOME;
    found->region = region;
    found->sector = -1;
    snprintf(found->message, sizeof found->message,
             "no equilibrium with positive incomes exists for the whole shock: the income of %s (%s) reaches zero; the "
             "largest share of the shock that still solves is %.4f",
             w->region[region], w->region_name[region], found->share);
    return;
  }
  const char *where = w->region[found->region], *sector = found->sector >= 0 ? w->sector[found->sector] : "";
  int limit = a->end == TWI_NEWTON_LIMIT;
  found->outcome = limit ? TW_ITERATION_LIMIT : TW_STALLED;
  char reason[96];
  if (limit)
    snprintf(reason, sizeof reason, "the limit of %d iterations (max_iterations) was reached",
             e->settings.max_iterations);
  else
    snprintf(reason, sizeof reason, "no step reduces the residual any further");
  snprintf(found->message, sizeof found->message,
           "%s: residual %.1e, largest in %s%s%s; the largest share of the shock that was solved is %.4f", reason,
           error, where, *sector ? " " : "", sector, found->share);
}

/* Puts the core at share 0 of the shock and u at its solution. Without a start that is the data with the deficits
 * they have. Returns how that solve ended; *status when something else went wrong. */
static twi_newton_end go_to_start(attempt *a, const double *start, double *u, tw_status *status)
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
  } else {
    a->mixed = 1; /* from the data's deficits to those of the closure */
    twi_core_start(c, u);
    warm_up(e, u);
    twi_problem problem = twi_core_problem(c);
    end = twi_newton_solve(&e->newton, e->ctx, &problem, ON_THE_WAY, 1e3 * ON_THE_WAY, e->settings.max_iterations, u);
    if (end == TWI_NEWTON_CONVERGED) twi_core_make_preconditioner(c);
  }
  return end;
}

/* Goes through the shock in steps. Returns 0 when all of it was solved; else *found says why not. income, deficit:
 * [N] work. */
static int in_steps(attempt *a, const double *start, double *u, double *income, double *deficit, twi_found *found)
{
  twi_equilibrium *e = a->e;
  twi_core *c = &e->core;
  twi_newton_end end = go_to_start(a, start, u, &a->status);
  if (a->status != TW_OK) return 1;
  for (int d = 0; d < c->N; d++) {
    income[d] = c->I[d];
    deficit[d] = c->Dw[d] * c->total;
  }
  a->D_start = deficit;
  a->poor = -1;
  if (end == TWI_NEWTON_CONVERGED) {
    twi_continuation k = {c->n, e->at, e->before, try_share, a, RESOLUTION, 0.25};
    found->share = twi_continuation_run(&k, e->ctx, e->settings.max_steps, u, &found->steps);
    if (a->status != TW_OK || found->share >= 1) return a->status != TW_OK;
  } else {
    a->end = end;
  }
  int poor = a->poor;
  double error = e->newton.error;
  end = a->end;
  if (poor < 0) locate(c, e->newton.f, &found->region, &found->sector);
  if (found->share > 0) (void)try_share(a, found->share, u); /* back to the last point that solved */
  a->poor = poor;
  a->end = end;
  if (a->status == TW_OK) say_why(a, income, error, found);
  return 1;
}

/* Checks the solution from the original data; solves more tightly when that asks for it. */
static tw_status certify(attempt *a, double *u, twi_state *x, twi_found *found)
{
  twi_equilibrium *e = a->e;
  const tw_world *w = e->world;
  double tolerance = e->settings.tolerance;
  for (int again = 0;; again++) {
    twi_equilibrium_state(e, u, a->to, x);
    twi_closure_deficits(w, a->to->deficits, x, e->deficits);
    twi_certify(x, w, e->deficits, tolerance, &found->certificate);
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
  const tw_residual *worst = &found->certificate.residual[0];
  for (int i = 1; i < found->certificate.count; i++)
    if (!(found->certificate.residual[i].value <= worst->value)) worst = &found->certificate.residual[i];
  found->outcome = TW_CERTIFICATE_FAILED;
  found->region = worst->region;
  found->sector = worst->sector;
  const char *region = worst->region >= 0 ? w->region[worst->region] : "";
  const char *sector = worst->sector >= 0 ? w->sector[worst->sector] : "";
  snprintf(found->message, sizeof found->message,
           "the certificate does not hold: %s is %.1e%s%s%s%s, the tolerance %.1e%s", worst->name, worst->value,
           *region ? " in " : "", region, *sector ? " " : "", sector, tolerance,
           found->certificate.max <= tolerance ? "; a price, wage, income or quantity is not positive" : "");
  return TW_OK;
}

tw_status twi_equilibrium_solve(twi_equilibrium *e, const twi_wedges *from, const twi_wedges *to, const double *start,
                                double *u_out, twi_state *x, twi_found *found)
{
  twi_core *c = &e->core;
  size_t bytes = c->n * sizeof(double);
  double tolerance = e->settings.tolerance, *u = e->u;
  memset(found, 0, sizeof *found);
  found->region = found->sector = -1;
  e->newton.iterations = 0;
  e->newton.residuals = e->newton.products = 0;
  attempt a = {.e = e, .from = from, .to = to, .mixed = from->deficits != to->deficits, .poor = -1};
  a.target = start ? fmax(0.1 * tolerance, 10 * TWI_TIGHTEST) : TWI_TIGHTEST;
  a.enough = 0.3 * tolerance;
  if (start) {
    memcpy(u, start, bytes);
  } else {
    tw_status status = twi_core_load(c, from, to, 1, NULL);
    if (status != TW_OK) return status;
    twi_core_start(c, u);
    warm_up(e, u);
  }
  int failed = try_share(&a, 1, u);
  if (!failed) found->share = 1;
  if (failed && a.status == TW_OK) {
    locate(c, e->newton.f, &found->region, &found->sector);
    if (e->settings.max_steps > 0 && twi_check_cancel(e->ctx) == TW_OK) {
      failed = in_steps(&a, start, u, x->I, x->D, found);
    } else {
      memcpy(x->I, c->I, (size_t)c->N * sizeof(double)); /* nothing is known on the way */
      say_why(&a, x->I, e->newton.error, found);
    }
  }
  if (a.status != TW_OK) return a.status;
  if (twi_check_cancel(e->ctx) != TW_OK) return TW_INTERRUPTED;
  tw_status status = failed ? TW_OK : certify(&a, u, x, found);
  found->iterations = e->newton.iterations;
  found->residuals = e->newton.residuals;
  found->products = e->newton.products;
  if (status == TW_OK && !failed && u_out) memmove(u_out, u, bytes);
  return status;
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
