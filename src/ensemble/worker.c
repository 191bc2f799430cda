/* A worker: see worker.h.
 *
 * Every draw is solved with one preconditioner, that of the first slot's reference at the world's own elasticities, and
 * from the central solutions of its slot. Where a draw had to make another preconditioner, the central one is made anew
 * before the next: so the bits of a draw follow from the draw alone. */
#include "ensemble/worker.h"

#include <string.h>

#include "ensemble/parameters.h"

typedef struct slot {
  double *u; /* [3][n] reference, base, new; NULL: none */
  size_t n;  /* unknowns under the closure of its scenario */
  int solved;
} slot;

struct twi_worker {
  tw_context *ctx;
  tw_world view; /* of the world: its elasticities are its own */
  int elasticities;
  double *theta, *theta_world; /* [elasticities] as parameters.h lists them */
  tw_solver *solver;
  slot *slots;
  int slot_count;
  twi_wedges plain;    /* of the first slot's reference */
  twi_closure closure; /* of the first slot's central case: draws may have others */
  long made;           /* the number of the central preconditioner, 0: none */
};

/* The view reads what the worker sets. */
static void view_elasticities(twi_worker *w)
{
  tw_world *v = &w->view;
  v->theta = w->theta;
  if (v->products == 0) return;
  v->product_theta = w->theta + v->S;
  v->product_elasticity = v->product_theta + v->products;
  v->family_elasticity = v->product_elasticity + v->S;
}

tw_status twi_worker_new(tw_context *parent, const tw_world *world, const tw_settings *settings, int real_gdp,
                         twi_worker **out)
{
  *out = NULL;
  tw_context *ctx = tw_context_new(twi_allocator(parent));
  twi_worker *w = ctx ? twi_new(ctx, 1, sizeof *w) : NULL;
  if (!w) {
    tw_context_free(ctx);
    return twi_no_memory(parent, sizeof *w);
  }
  w->ctx = ctx;
  w->view = *world;
  w->elasticities = twi_elasticities_count(world);
  w->theta_world = twi_alloc(ctx, (size_t)w->elasticities, sizeof(double));
  w->theta = twi_alloc(ctx, (size_t)w->elasticities, sizeof(double));
  tw_settings own = *settings;
  own.threads = 1;
  tw_status status = TW_OK;
  if (w->theta && w->theta_world) {
    twi_elasticities_of(world, w->theta_world);
    twi_elasticities_of(world, w->theta);
    view_elasticities(w);
    twi_log_again(ctx, 1); /* notes were told by the central solution of the caller */
    status = tw_solver_new(ctx, &w->view, &own, &w->solver);
    if (status == TW_OK) w->solver->real_gdp = real_gdp;
  } else {
    status = twi_no_memory(ctx, (size_t)w->elasticities * sizeof(double));
  }
  if (status != TW_OK) {
    status = twi_fail(parent, status, "%s", tw_error(ctx));
    twi_worker_free(w);
    return status;
  }
  *out = w;
  return TW_OK;
}

void twi_worker_free(twi_worker *w)
{
  if (!w) return;
  tw_context *ctx = w->ctx;
  for (int i = 0; i < w->slot_count; i++) twi_free(ctx, w->slots[i].u);
  twi_free(ctx, w->slots);
  tw_solver_free(w->solver);
  twi_closure_free(ctx, &w->closure);
  twi_free(ctx, w->theta);
  twi_free(ctx, w->theta_world);
  twi_free(ctx, w);
  tw_context_free(ctx);
}

tw_context *twi_worker_context(twi_worker *w)
{
  return w->ctx;
}

const tw_world *twi_worker_world(const twi_worker *w)
{
  return &w->view;
}

/* 1 when they differ from those in place. */
static int set_theta(twi_worker *w, const double *theta)
{
  size_t bytes = (size_t)w->elasticities * sizeof(double);
  if (!theta) theta = w->theta_world;
  if (memcmp(w->theta, theta, bytes) == 0) return 0;
  memcpy(w->theta, theta, bytes);
  twi_solver_elasticities(w->solver);
  return 1;
}

static tw_status slot_of(twi_worker *w, int index, slot **out)
{
  if (index >= w->slot_count) {
    slot *more = twi_resize(w->ctx, w->slots, (size_t)index + 1, sizeof *more);
    if (!more) return twi_no_memory(w->ctx, ((size_t)index + 1) * sizeof *more);
    memset(more + w->slot_count, 0, (size_t)(index + 1 - w->slot_count) * sizeof *more);
    w->slots = more;
    w->slot_count = index + 1;
  }
  slot *s = &w->slots[index];
  *out = s;
  return TW_OK;
}

/* Room for three solutions under the closure that holds. */
static tw_status make_room(twi_worker *w, slot *s)
{
  size_t n = w->solver->equilibrium->core.n;
  if (s->u && s->n == n) return TW_OK;
  twi_free(w->ctx, s->u);
  s->u = twi_alloc(w->ctx, 3 * n, sizeof(double));
  s->n = n;
  return s->u ? TW_OK : twi_no_memory(w->ctx, 3 * n * sizeof(double));
}

tw_status twi_worker_center(twi_worker *w, int index, const tw_scenario *scenario, tw_result **result)
{
  twi_equilibrium *e = w->solver->equilibrium;
  slot *s = NULL;
  tw_result *r = NULL;
  tw_status status = slot_of(w, index, &s);
  if (status != TW_OK) return status;
  (void)set_theta(w, NULL);
  twi_solver_start_at(w->solver, NULL);
  s->solved = 0;
  status = twi_solve_year(w->solver, scenario, tw_scenario_until(scenario), NULL, NULL, &r);
  if (status != TW_OK) return status;
  if (r->accumulation.on) {
    tw_result_free(r);
    return twi_fail(w->ctx, TW_BAD_INPUT,
                    "scenario %s lets capital accumulate over years, which is not drawn: leave out `capital`, and the "
                    "draws are of the last year",
                    tw_scenario_text(scenario, "scenario"));
  }
  if (tw_result_info(r)->outcome > 0 && (status = make_room(w, s)) == TW_OK) {
    size_t n = s->n;
    memcpy(s->u, e->u_reference, n * sizeof(double));
    memcpy(s->u + n, e->u_base, n * sizeof(double));
    memcpy(s->u + 2 * n, e->u_new, n * sizeof(double));
    s->solved = 1;
    if (index == 0) {
      w->plain.deficits = r->base.wedges.deficits;
      twi_closure_free(w->ctx, &w->closure);
      status = twi_closure_copy(w->ctx, &w->view, &w->solver->closure, &w->closure);
    }
  }
  w->made = 0; /* other solutions made other preconditioners */
  if (status == TW_OK && result)
    *result = r;
  else
    tw_result_free(r);
  return status;
}

/* Puts the central preconditioner in place. */
static tw_status prepare_centers(twi_worker *w)
{
  twi_equilibrium *e = w->solver->equilibrium;
  if (w->made == e->core.made && w->made) return TW_OK;
  (void)set_theta(w, NULL);
  tw_status status = twi_solver_set_closure(w->solver, &w->closure);
  if (status != TW_OK) return status;
  status = twi_core_load(&e->core, &w->plain, &w->plain, 1, NULL);
  if (status != TW_OK) return status;
  memcpy(e->u_reference, w->slots[0].u, e->core.n * sizeof(double));
  (void)twi_core_residual(&e->core, e->u_reference, e->newton.f_trial);
  twi_core_make_preconditioner(&e->core);
  twi_solver_elasticities(w->solver); /* whatever reference the solver had is not this worker's any more */
  w->made = e->core.made;
  return TW_OK;
}

tw_status twi_worker_draw(twi_worker *w, int index, const tw_scenario *scenario, const double *theta,
                          tw_result **result)
{
  *result = NULL;
  if (index < 0 || index >= w->slot_count || !w->slots[index].solved || !w->slots[0].solved)
    return twi_fail(w->ctx, TW_USAGE, "twi_worker_draw: slot %d has no central solution", index);
  size_t n = w->slots[index].n;
  const double *u = w->slots[index].u;
  const twi_starts starts = {{u, NULL}, {u + n, NULL}, {u + 2 * n, NULL}};
  tw_status status = prepare_centers(w);
  if (status != TW_OK) return status;
  (void)set_theta(w, theta);
  twi_solver_start_at(w->solver, &starts);
  status = twi_solve_year(w->solver, scenario, tw_scenario_until(scenario), NULL, NULL, result);
  twi_solver_start_at(w->solver, NULL);
  return status;
}
