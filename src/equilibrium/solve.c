/* Solving one equilibrium, with conditions and without: see attempt.c for how. Also points and tangents of the path. */
#include "equilibrium/attempt.h"

#include <math.h>
#include <string.h>

tw_status twi_equilibrium_solve(twi_equilibrium *e, const twi_task *task, double *u_out, twi_state *x, twi_found *found)
{
  twi_core *c = &e->core;
  size_t bytes = c->n * sizeof(double);
  double tolerance = e->settings.tolerance, *u = e->u;
  const double *start = task->start;
  memset(found, 0, sizeof *found);
  found->region = found->sector = -1;
  if (twi_say_no_source(e->world, task->to, found)) return TW_OK;
  if (twi_say_no_buyer(e->world, e->closure, task->to, found)) return TW_OK;
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
    twi_attempt_warm_up(e, u);
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
  tw_status status = twi_core_set_closure(&e->core, closure);
  return status == TW_OK ? twi_equilibrium_make_room(e) : status;
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
