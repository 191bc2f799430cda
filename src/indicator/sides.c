/* The equilibria of a comparison: the reference, which has no policy, the base and the new one, each from the one
 * before. See solver.h. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "indicator/solver.h"

void twi_tell(tw_result *r, const twi_found *found, int of_base)
{
  tw_info *i = &r->info;
  i->outcome = found->outcome;
  i->base_failed = of_base && found->outcome <= 0;
  i->worst_region = found->region;
  i->worst_sector = found->sector;
  if (of_base) {
    i->base_iterations = found->iterations;
    i->base_certificate = found->certificate;
  } else {
    i->share_solved = found->share;
    i->iterations = found->iterations;
    i->steps = found->steps;
    i->residual_evaluations = found->residuals;
    i->jvp_evaluations = found->products;
    i->certificate = found->certificate;
  }
  snprintf(i->message, sizeof i->message, "%s%.480s", found->outcome <= 0 && of_base ? "the base: " : "",
           found->message);
}

/* A solve that starts at a solution of the central case under the same wedges; it goes no steps, since there is no
 * shock to go through. *found->outcome <= 0: it did not do. */
static tw_status solve_near(tw_solver *solver, const twi_wedges *wedges, const double *start, double *u,
                            twi_state *state, twi_found *found)
{
  twi_equilibrium *e = solver->equilibrium;
  twi_task task = {.from = wedges, .to = wedges, .start = start};
  int steps = e->settings.max_steps;
  e->settings.max_steps = 0;
  tw_status status = twi_equilibrium_solve(e, &task, u, state, found);
  e->settings.max_steps = steps;
  return status;
}

/* The equilibrium without policy, unless the solver still has it. Leaves the core there, with its preconditioner. */
tw_status twi_solve_reference(tw_solver *solver, const twi_wedges *plain)
{
  twi_equilibrium *e = solver->equilibrium;
  if (!solver->has_reference || solver->reference_deficits != plain->deficits) {
    solver->has_reference = 0;
    double start = twi_seconds();
    twi_task task = {.from = plain, .to = plain};
    tw_status status = twi_progress(solver->ctx, "solving the base", -1);
    solver->reference_found.outcome = TW_NOT_SOLVED;
    if (status == TW_OK && solver->center)
      status = solve_near(solver, plain, solver->center->u_reference, e->u_reference, solver->reference,
                          &solver->reference_found);
    if (status == TW_OK && solver->reference_found.outcome <= 0)
      status = twi_equilibrium_solve(e, &task, e->u_reference, solver->reference, &solver->reference_found);
    if (status != TW_OK) return status;
    if (solver->reference_found.outcome > 0) {
      if (!solver->center) twi_core_make_preconditioner(&e->core);
      solver->reference_made = e->core.made;
      solver->has_reference = 1;
      solver->reference_deficits = plain->deficits;
    }
    solver->reference_seconds = twi_seconds() - start;
  } else if (solver->center) {
    solver->reference_seconds = 0;
  } else {
    solver->reference_seconds = 0; /* nothing was solved for this result */
    /* results must not depend on what was solved in between: back to the reference, and to its preconditioner */
    tw_status status = twi_core_load(&e->core, plain, plain, 1, NULL);
    if (status != TW_OK) return status;
    (void)twi_core_residual(&e->core, e->u_reference, e->newton.f_trial);
    if (solver->reference_made != e->core.made) twi_core_make_preconditioner(&e->core);
    solver->reference_made = e->core.made;
  }
  return TW_OK;
}

/* One side of the comparison: a policy's equilibrium, from the start u under the wedges `from`. The core stands at the
 * reference when conditions are set up. wedges gets the policy with its instruments in place, u the solution. With
 * conditions the policy keeps its own wedges: it may be solved once more, with polish (twi_task). */
static tw_status solve_side(tw_solver *solver, twi_policy *policy, const twi_wedges *plain, const twi_wedges *from,
                            double *u, double *size, int polish, twi_wedges *wedges, twi_state *state, twi_found *found)
{
  twi_equilibrium *e = solver->equilibrium;
  twi_conditions *conditions = NULL;
  tw_status status = TW_OK;
  if (policy->conditions) {
    status = twi_core_load(&e->core, plain, plain, 1, NULL);
    if (status != TW_OK) return status;
    (void)twi_core_residual(&e->core, e->u_reference, e->newton.f_trial);
    status = twi_conditions_new(&e->core, &policy->wedges, policy->condition, policy->conditions, &conditions);
    if (status != TW_OK) return status;
  }
  twi_wedges frozen;
  memset(&frozen, 0, sizeof frozen);
  twi_task task = {from, &policy->wedges, u, conditions, size, &frozen, polish};
  status = twi_equilibrium_solve(e, &task, u, state, found);
  twi_conditions_free(conditions);
  if (status != TW_OK) return status;
  if (!policy->conditions) {
    *wedges = policy->wedges;
    memset(&policy->wedges, 0, sizeof policy->wedges);
    return TW_OK;
  }
  twi_wedges_free(solver->ctx, wedges);
  if (!(found->outcome > 0)) return TW_OK;
  *wedges = frozen;
  twi_certify_conditions(solver->world, policy->condition, policy->conditions, size, solver->reference, plain, state,
                         wedges, &found->certificate);
  if (!found->certificate.holds) twi_say_certificate(solver->world, &found->certificate, found);
  return TW_OK;
}

/* A limit or a target that misses its place by little more than the tolerance: see twi_task. */
static int needs_polish(const twi_policy *policy, const twi_found *found)
{
  return policy->conditions && found->outcome == TW_CERTIFICATE_FAILED;
}

/* The base where it has a policy of its own, with all the precision there is, since results are measured against it. */
static tw_status solve_base_side(tw_solver *solver, tw_result *r, const twi_wedges *plain, double *size,
                                 twi_found *found)
{
  twi_equilibrium *e = solver->equilibrium;
  size_t bytes = e->core.n * sizeof(double);
  for (int polish = 0; polish < 2; polish++) {
    if (polish) memcpy(e->u_base, e->u_reference, bytes);
    tw_status status =
        solve_side(solver, &r->base_policy, plain, plain, e->u_base, size, polish, &r->base_wedges, r->base, found);
    if (status == TW_OK && found->outcome > 0 && !solver->center) {
      int failed;
      status = twi_equilibrium_point(e, &r->base_wedges, &r->base_wedges, 1, NULL, TWI_TIGHTEST, e->u_base, &failed);
      if (status != TW_OK) return status;
      twi_core_make_preconditioner(&e->core);
      twi_equilibrium_state(e, e->u_base, &r->base_wedges, r->base);
      if (r->base_policy.conditions) { /* the last digits moved what was certified */
        twi_closure_deficits(r->world, &r->base_wedges, r->base, e->deficits);
        twi_certify(r->base, r->world, &r->base_wedges, e->deficits, r->settings.tolerance, &found->certificate);
        twi_certify_conditions(r->world, r->base_policy.condition, r->base_policy.conditions, size, solver->reference,
                               plain, r->base, &r->base_wedges, &found->certificate);
        if (!found->certificate.holds) twi_say_certificate(r->world, &found->certificate, found);
      }
    }
    if (status != TW_OK || !needs_polish(&r->base_policy, found)) return status;
  }
  return TW_OK;
}

/* What follows from the new equilibrium once it was found; its certificate is that of the last digits. */
static tw_status finish_new(tw_solver *solver, tw_result *r, const twi_wedges *plain, const double *size,
                            twi_found *found, double seconds)
{
  twi_equilibrium *e = solver->equilibrium;
  twi_tell(r, found, 0);
  r->info.seconds.new_ = seconds;
  if (!(found->outcome > 0)) return TW_OK;
  memcpy(e->u, e->u_new, e->core.n * sizeof(double));
  twi_welfare(r);
  tw_status status = twi_first_order(r);
  if (status != TW_OK || !solver->settings.decomposition) return status;
  double begin = twi_seconds();
  status = twi_decomposition(r, e);
  if (status == TW_OK && r->new_policy.conditions)
    twi_certify_conditions(r->world, r->new_policy.condition, r->new_policy.conditions, size, solver->reference, plain,
                           r->new_, &r->new_wedges, &r->info.certificate);
  if (status == TW_OK && !r->info.certificate.holds) { /* what was certified before the last digits were added */
    twi_say_certificate(r->world, &r->info.certificate, found);
    twi_tell(r, found, 0);
  }
  r->info.seconds.decomposition = twi_seconds() - begin;
  return status;
}

tw_status twi_solve_both(tw_solver *solver, tw_result *r, const twi_wedges *plain, double applied)
{
  twi_equilibrium *e = solver->equilibrium;
  tw_context *ctx = solver->ctx;
  size_t n = e->core.n;
  int most =
      r->base_policy.conditions > r->new_policy.conditions ? r->base_policy.conditions : r->new_policy.conditions;
  double *size = twi_new(ctx, (size_t)most + 1, sizeof(double));
  if (!size) return twi_no_memory(ctx, 0);
  double start = twi_seconds();
  memcpy(e->u_base, e->u_reference, n * sizeof(double));
  twi_found found = solver->reference_found;
  tw_status status = TW_OK;
  if (twi_wedges_plain(&r->base_policy.wedges) && !r->base_policy.conditions) {
    r->base_wedges = r->base_policy.wedges;
    memset(&r->base_policy.wedges, 0, sizeof r->base_policy.wedges);
    twi_state_copy(r->base, solver->reference);
    r->info.seconds.base = solver->reference_seconds;
  } else {
    int near = 0;
    if (solver->center && !r->base_policy.conditions) {
      status = solve_near(solver, &r->base_policy.wedges, solver->center->u_base, e->u_base, r->base, &found);
      near = status == TW_OK && found.outcome > 0;
      if (near) {
        r->base_wedges = r->base_policy.wedges;
        memset(&r->base_policy.wedges, 0, sizeof r->base_policy.wedges);
      }
    }
    if (status == TW_OK && !near) status = solve_base_side(solver, r, plain, size, &found);
    r->info.seconds.base = solver->reference_seconds + twi_seconds() - start;
  }
  if (status == TW_OK && found.outcome > 0 && solver->center && solver->settings.decomposition) {
    int failed; /* a draw's base is solved to the tolerance, and the decomposition is only as exact as its ends */
    status = twi_equilibrium_point(e, &r->base_wedges, &r->base_wedges, 1, NULL, TWI_TIGHTEST, e->u_base, &failed);
    if (status == TW_OK) twi_equilibrium_state(e, e->u_base, &r->base_wedges, r->base);
  }
  if (status == TW_OK) twi_tell(r, &found, 1);
  if (status == TW_OK && found.outcome > 0) {
    start = twi_seconds();
    memcpy(e->u, e->u_base, n * sizeof(double));
    memcpy(e->u_new, e->u_base, n * sizeof(double));
    status = twi_progress(ctx, "solving the new equilibrium", -1);
    int near = 0;
    if (status == TW_OK && solver->center && !r->new_policy.conditions) {
      status = solve_near(solver, &r->new_policy.wedges, solver->center->u_new, e->u_new, r->new_, &found);
      near = status == TW_OK && found.outcome > 0;
      if (near) {
        r->new_wedges = r->new_policy.wedges;
        memset(&r->new_policy.wedges, 0, sizeof r->new_policy.wedges);
      }
    }
    for (int polish = 0; status == TW_OK && polish < 2; polish++) {
      if (polish) memcpy(e->u_new, e->u_base, n * sizeof(double));
      if (!near)
        status = solve_side(solver, &r->new_policy, plain, &r->base_wedges, e->u_new, size, polish, &r->new_wedges,
                            r->new_, &found);
      if (status == TW_OK) status = finish_new(solver, r, plain, size, &found, twi_seconds() - start + applied);
      if (near || !needs_polish(&r->new_policy, &found)) break;
    }
    if (status == TW_OK && found.outcome > 0) status = twi_result_conditions(r, size, solver->reference, plain);
    if (status == TW_OK && found.outcome > 0) status = twi_look_for_others(solver, r, plain, size);
  }
  twi_free(ctx, size);
  return status;
}
