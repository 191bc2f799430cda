/* Reference, base and new equilibrium, each from the one before or from an earlier solution. See solver.h. */
#include "equilibrium/solver.h"

#include <string.h>

#include "base/processors.h"

/* ---------------------------------------------------------------- life */

tw_status tw_solver_new(tw_context *ctx, const tw_world *world, const tw_settings *settings, tw_solver **out)
{
  *out = NULL;
  tw_settings chosen;
  if (settings)
    chosen = *settings;
  else
    tw_settings_default(&chosen);
  tw_status status = tw_settings_check(ctx, &chosen);
  if (status != TW_OK) return status;
  if (chosen.threads == 0) chosen.threads = twi_processors();
  tw_solver *solver = twi_new(ctx, 1, sizeof *solver);
  if (!solver) return twi_no_memory(ctx, sizeof *solver);
  solver->ctx = ctx;
  solver->world = world;
  solver->settings = chosen;
  status = twi_equilibrium_new(ctx, world, &chosen, &solver->equilibrium);
  if (status == TW_OK) status = twi_state_new(ctx, world, &solver->reference);
  if (status != TW_OK) {
    tw_solver_free(solver);
    return status;
  }
  const twi_core *core = &solver->equilibrium->core;
  for (int d = 0; core->blocks > 1 && d < world->N; d++)
    if (core->block[d] == d && core->block_V[d] < 0.5)
      twi_log(ctx, 0,
              "%s%s does not trade with the rest of the world: its wages against others' are not determined, and its "
              "value added is held at its data value",
              world->region[d], core->block_V[d] > core->V[d] ? " with its partners" : "");
  *out = solver;
  return TW_OK;
}

void tw_solver_free(tw_solver *solver)
{
  if (!solver) return;
  twi_state_free(solver->ctx, solver->reference);
  twi_equilibrium_free(solver->equilibrium);
  twi_closure_free(solver->ctx, &solver->closure);
  twi_free(solver->ctx, solver);
}

tw_status twi_side_new(tw_context *ctx, const tw_world *world, twi_side *side)
{
  memset(side, 0, sizeof *side);
  return twi_state_new(ctx, world, &side->state);
}

void twi_side_free(tw_context *ctx, twi_side *side)
{
  twi_wedges_free(ctx, &side->wedges);
  twi_policy_free(ctx, &side->policy);
  twi_state_free(ctx, side->state);
  twi_free(ctx, side->size);
  memset(side, 0, sizeof *side);
}

/* ---------------------------------------------------------------- what holds */

void twi_solver_start_at(tw_solver *solver, const twi_starts *starts)
{
  solver->starts = starts;
}

void twi_solver_elasticities(tw_solver *solver)
{
  twi_core_set_elasticities(&solver->equilibrium->core);
  solver->has_reference = 0;
}

tw_status twi_solver_take_closure(tw_solver *solver, twi_closure *closure)
{
  int same = twi_closure_same(solver->world, closure, &solver->closure);
  twi_closure_free(solver->ctx, same ? closure : &solver->closure);
  if (same) return TW_OK;
  solver->has_reference = 0;
  solver->closure = *closure;
  memset(closure, 0, sizeof *closure);
  return twi_equilibrium_set_closure(solver->equilibrium, &solver->closure);
}

tw_status twi_solver_set_closure(tw_solver *solver, const twi_closure *closure)
{
  twi_closure copy;
  tw_status status = twi_closure_copy(solver->ctx, solver->world, closure, &copy);
  return status == TW_OK ? twi_solver_take_closure(solver, &copy) : status;
}

/* ---------------------------------------------------------------- one equilibrium */

/* From an earlier solution to the wedges, without conditions. *found->outcome <= 0: it did not do. */
static tw_status solve_from(tw_solver *solver, const twi_start *start, const twi_wedges *wedges, double *u,
                            twi_state *state, twi_found *found)
{
  twi_equilibrium *e = solver->equilibrium;
  twi_task task = {.from = start->from ? start->from : wedges, .to = wedges, .start = start->u};
  int steps = e->settings.max_steps;
  if (!start->from) e->settings.max_steps = 0; /* no shock that could be gone through in steps */
  tw_status status = twi_equilibrium_solve(e, &task, u, state, found);
  e->settings.max_steps = steps;
  return status;
}

/* The core at the reference, as results need it that must not depend on what was solved in between. */
static tw_status back_to_reference(tw_solver *solver, const twi_wedges *plain)
{
  twi_equilibrium *e = solver->equilibrium;
  tw_status status = twi_core_load(&e->core, plain, plain, 1, NULL);
  if (status == TW_OK) (void)twi_core_residual(&e->core, e->u_reference, e->newton.f_trial);
  return status;
}

/* The side solved from u, which solves `from` and becomes its solution; conditions are measured at the reference. With
 * conditions the policy keeps its own wedges: it may be solved once more, with polish (twi_task). */
static tw_status solve_side(tw_solver *solver, const twi_wedges *from, double *u, int polish, twi_side *side)
{
  twi_equilibrium *e = solver->equilibrium;
  twi_policy *policy = &side->policy;
  const twi_wedges plain = {.deficits = solver->reference_deficits};
  twi_conditions *conditions = NULL;
  tw_status status = TW_OK;
  if (policy->conditions) {
    status = back_to_reference(solver, &plain);
    if (status != TW_OK) return status;
    status = twi_conditions_new(&e->core, &policy->wedges, policy->condition, policy->conditions, &conditions);
    if (status != TW_OK) return status;
  }
  twi_wedges frozen;
  memset(&frozen, 0, sizeof frozen);
  twi_task task = {from, &policy->wedges, u, conditions, side->size, &frozen, polish};
  status = twi_equilibrium_solve(e, &task, u, side->state, &side->found);
  twi_conditions_free(conditions);
  if (status != TW_OK || !policy->conditions) return status;
  twi_wedges_free(solver->ctx, &side->wedges);
  if (side->found.outcome <= 0) return twi_wedges_copy(solver->ctx, solver->world, &policy->wedges, &side->wedges);
  side->wedges = frozen;
  twi_solver_certify_conditions(solver, side, &side->found.certificate);
  if (!side->found.certificate.holds) twi_say_certificate(solver->world, &side->found.certificate, &side->found);
  return TW_OK;
}

/* A side from the start that was given for it, or else from u, which solves `from`. */
static tw_status solve_side_from_start(tw_solver *solver, const twi_start *start, const twi_wedges *from, double *u,
                                       int polish, twi_side *side)
{
  twi_policy *policy = &side->policy;
  tw_status status = TW_OK;
  if (!side->size) side->size = twi_new(solver->ctx, (size_t)policy->conditions + 1, sizeof(double));
  if (!side->size) return twi_no_memory(solver->ctx, 0);
  int near = start && start->u && !policy->conditions;
  if (near) {
    status = solve_from(solver, start, &policy->wedges, u, side->state, &side->found);
    near = status == TW_OK && side->found.outcome > 0;
  }
  if (status == TW_OK && !near) status = solve_side(solver, from, u, polish, side);
  if (status != TW_OK || policy->conditions) return status;
  side->wedges = policy->wedges;
  memset(&policy->wedges, 0, sizeof policy->wedges);
  return TW_OK;
}

int twi_side_needs_polish(const twi_side *side)
{
  return side->policy.conditions && side->found.outcome == TW_CERTIFICATE_FAILED;
}

void twi_solver_certify_conditions(const tw_solver *solver, const twi_side *side, tw_certificate *certificate)
{
  const twi_wedges plain = {.deficits = solver->reference_deficits};
  if (side->policy.conditions)
    twi_certify_conditions(solver->world, side->policy.condition, side->policy.conditions, side->size,
                           solver->reference, &plain, side->state, &side->wedges, certificate);
}

/* ---------------------------------------------------------------- reference, base, new */

tw_status twi_solver_reference(tw_solver *solver, twi_deficits deficits)
{
  twi_equilibrium *e = solver->equilibrium;
  const twi_wedges plain = {.deficits = deficits};
  if (solver->has_reference && solver->reference_deficits == deficits) {
    solver->reference_seconds = 0; /* nothing was solved for this result */
    if (solver->starts) return TW_OK;
    tw_status status = back_to_reference(solver, &plain); /* and to its preconditioner */
    if (status != TW_OK) return status;
    if (solver->reference_made != e->core.made) twi_core_make_preconditioner(&e->core);
    solver->reference_made = e->core.made;
    return TW_OK;
  }
  double start = twi_seconds();
  twi_found *found = &solver->reference_found;
  solver->has_reference = 0;
  solver->reference_deficits = deficits;
  found->outcome = TW_NOT_SOLVED;
  tw_status status = twi_progress(solver->ctx, "solving the base", -1);
  if (status == TW_OK && solver->starts && solver->starts->reference.u)
    status = solve_from(solver, &solver->starts->reference, &plain, e->u_reference, solver->reference, found);
  if (status == TW_OK && found->outcome <= 0)
    status =
        twi_equilibrium_solve(e, &(twi_task){.from = &plain, .to = &plain}, e->u_reference, solver->reference, found);
  if (status != TW_OK) return status;
  if (found->outcome > 0) {
    if (!solver->starts) twi_core_make_preconditioner(&e->core);
    solver->reference_made = e->core.made;
    solver->has_reference = 1;
  }
  solver->reference_seconds = twi_seconds() - start;
  return TW_OK;
}

/* All the precision there is, since results are measured against the base. */
static tw_status tighten_base(tw_solver *solver, twi_side *base, int precondition)
{
  twi_equilibrium *e = solver->equilibrium;
  int failed;
  tw_status status = twi_equilibrium_point(e, &base->wedges, &base->wedges, 1, NULL, TWI_TIGHTEST, e->u_base, &failed);
  if (status != TW_OK) return status;
  if (precondition) twi_core_make_preconditioner(&e->core);
  twi_equilibrium_state(e, e->u_base, &base->wedges, base->state);
  if (!base->policy.conditions) return TW_OK;
  tw_certificate *certificate = &base->found.certificate; /* the last digits moved what was certified */
  twi_closure_deficits(solver->world, &base->wedges, base->state, e->deficits);
  twi_certify(base->state, solver->world, &base->wedges, e->deficits, solver->settings.tolerance, certificate);
  twi_solver_certify_conditions(solver, base, certificate);
  if (!certificate->holds) twi_say_certificate(solver->world, certificate, &base->found);
  return TW_OK;
}

/* A base with a policy of its own. Where a limit or a target misses its place by little more than the tolerance, once
 * more with polish. */
static tw_status solve_base(tw_solver *solver, const twi_wedges *plain, twi_side *base)
{
  twi_equilibrium *e = solver->equilibrium;
  const twi_starts *starts = solver->starts;
  tw_status status = TW_OK;
  for (int polish = 0; polish < 2; polish++) {
    if (polish) memcpy(e->u_base, e->u_reference, e->core.n * sizeof(double));
    status = solve_side_from_start(solver, starts ? &starts->base : NULL, plain, e->u_base, polish, base);
    if (status == TW_OK && base->found.outcome > 0 && !starts) status = tighten_base(solver, base, 1);
    if (status != TW_OK || !twi_side_needs_polish(base)) break;
  }
  return status;
}

tw_status twi_solver_base(tw_solver *solver, twi_side *base)
{
  twi_equilibrium *e = solver->equilibrium;
  const twi_wedges plain = {.deficits = solver->reference_deficits};
  const twi_starts *starts = solver->starts;
  double start = twi_seconds();
  tw_status status = TW_OK;
  memcpy(e->u_base, e->u_reference, e->core.n * sizeof(double));
  if (twi_wedges_plain(&base->policy.wedges) && !base->policy.conditions) { /* it is the reference */
    base->wedges = base->policy.wedges;
    memset(&base->policy.wedges, 0, sizeof base->policy.wedges);
    twi_state_copy(base->state, solver->reference);
    base->found = solver->reference_found;
    base->seconds = solver->reference_seconds;
  } else {
    status = solve_base(solver, &plain, base);
    base->seconds = solver->reference_seconds + twi_seconds() - start;
  }
  /* A draw's base is solved to the tolerance, and the decomposition is only as exact as its ends. */
  if (status == TW_OK && base->found.outcome > 0 && starts && solver->settings.decomposition)
    status = tighten_base(solver, base, 0);
  return status;
}

tw_status twi_solver_new_side(tw_solver *solver, const twi_side *base, int polish, twi_side *new_)
{
  twi_equilibrium *e = solver->equilibrium;
  size_t bytes = e->core.n * sizeof(double);
  double start = twi_seconds();
  memcpy(e->u, e->u_base, bytes);
  memcpy(e->u_new, e->u_base, bytes);
  tw_status status = twi_progress(solver->ctx, "solving the new equilibrium", -1);
  if (status == TW_OK)
    status = solve_side_from_start(solver, solver->starts ? &solver->starts->new_ : NULL, &base->wedges, e->u_new,
                                   polish, new_);
  memcpy(e->u, e->u_new, bytes);
  new_->seconds += twi_seconds() - start;
  return status;
}
