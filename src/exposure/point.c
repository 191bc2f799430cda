/* The equilibrium that derivatives are taken at: solved to all the precision there is, with the conditions that hold in
 * rows of their own, and the transposed system there. See exposure.h. */
#include <math.h>
#include <string.h>

#include "exposure/exposure.h"

/* Limits nearer than this to both sides, in logarithms, have a derivative on each side. */
static const double KINK = 1e-7;

static tw_status solve_point(twi_exposure_point *p, const tw_world *world, const tw_scenario *scenario, int year,
                             const tw_settings *settings)
{
  static const char nothing[] = "scenario: base\npolicy: []\n";
  tw_settings own;
  tw_scenario *empty = NULL;
  tw_world *view = NULL;
  tw_status status = TW_OK;
  if (settings)
    own = *settings;
  else
    tw_settings_default(&own);
  own.decomposition = 0;
  const int none = !scenario;
  if (none) status = tw_scenario_parse(p->ctx, nothing, sizeof nothing - 1, "base", &empty);
  if (none) scenario = empty;
  if (none) twi_log_again(p->ctx, 1); /* that nothing changes is no news */
  if (status == TW_OK) status = twi_scenario_view(p->ctx, scenario, world, &view);
  if (status == TW_OK) status = tw_solver_new(p->ctx, view ? view : world, &own, &p->solver);
  if (status == TW_OK) status = twi_solve_year(p->solver, scenario, year, NULL, NULL, &p->result);
  if (none) twi_log_again(p->ctx, 0);
  if (p->result)
    p->result->view = view;
  else
    twi_view_free(p->ctx, view);
  tw_scenario_free(empty);
  return status;
}

/* The bordered system at the solution: sizes of what is measured for others' rents follow from those of the policy's
 * conditions, so all are improved together. */
static tw_status settle_conditions(twi_exposure_point *p)
{
  twi_equilibrium *e = p->e;
  twi_core *c = &e->core;
  const twi_side *side = &p->result->new_;
  const twi_wedges plain = {.deficits = p->solver->reference_deficits};
  tw_status status = twi_core_load(c, &plain, &plain, 1, NULL);
  if (status != TW_OK) return status;
  (void)twi_core_residual(c, e->u_reference, e->newton.f_trial);
  status = twi_conditions_new(c, &side->policy.wedges, side->policy.condition, side->policy.conditions, &p->q);
  if (status == TW_OK) status = twi_core_load(c, &side->policy.wedges, &side->policy.wedges, 1, NULL);
  if (status != TW_OK) return status;
  twi_conditions_take(p->q, 1);
  twi_problem problem = twi_conditions_problem(p->q);
  twi_newton newton;
  twi_arena arena = {0};
  double *v = NULL;
  memset(&newton, 0, sizeof newton);
  for (int real = 0; real < 2 && status == TW_OK; real++) {
    if (real) status = twi_arena_allocate(p->ctx, &arena);
    if (status != TW_OK) return status;
    twi_newton_carve(&newton, &arena, problem.n, e->settings.krylov_dimension);
    v = twi_arena_doubles(&arena, problem.n);
  }
  memcpy(v, e->u_new, c->n * sizeof(double));
  for (int k = 0; k < p->q->given; k++) v[c->n + (size_t)k] = side->size[k];
  for (int round = 0; round < 2; round++) { /* money of rents at the point, first without its own transfers */
    (void)problem.residual(problem.data, v, newton.f);
    for (int k = p->q->given; k < p->q->m; k++) v[c->n + (size_t)k] = p->q->measure[k];
  }
  (void)problem.residual(problem.data, v, newton.f);
  twi_core_make_preconditioner(c);
  p->q->border.made = 0;
  (void)twi_newton_solve(&newton, p->ctx, &problem, TWI_TIGHTEST, 1e-9, e->settings.max_iterations, v);
  (void)problem.residual(problem.data, v, newton.f);
  for (int k = 0; k < p->q->m; k++) {
    const twi_border *b = &p->q->border;
    p->kinks += b->kind[k] != TWI_ROW_EQUAL && fabs(b->gap[k]) < KINK && fabs(b->x[k]) < KINK;
  }
  twi_arena_free(p->ctx, &arena);
  return twi_check_cancel(p->ctx);
}

/* Cuts the arrays of the transposed system out of the arena. */
static void carve_point(twi_exposure_point *p, size_t flows)
{
  if (p->q)
    twi_gmres_carve(&p->gmres, &p->arena, p->problem.n, p->e->settings.krylov_dimension);
  else
    p->gmres = p->e->newton.gmres; /* which has the room, and is not in use */
  p->g = twi_arena_doubles(&p->arena, p->problem.n);
  p->solution = twi_arena_doubles(&p->arena, p->problem.n);
  p->y = twi_arena_doubles(&p->arena, p->e->core.n);
  /* of conditions; and all flows over a region's border, which real GDP measures */
  const tw_world *w = p->e->core.world;
  flows += 2 * (size_t)w->N * (size_t)w->S + w->product_flows;
  p->directs.list = twi_arena_bytes(&p->arena, flows * sizeof *p->directs.list);
}

tw_status twi_exposure_point_new(tw_context *ctx, const tw_world *world, const tw_scenario *scenario, int year,
                                 const tw_settings *settings, twi_exposure_point *p)
{
  memset(p, 0, sizeof *p);
  p->ctx = ctx;
  tw_status status = solve_point(p, world, scenario, year, settings);
  if (status != TW_OK || p->result->info.outcome <= 0) return status;
  p->world = p->result->world;
  p->e = p->solver->equilibrium;
  twi_core *c = &p->e->core;
  size_t flows = 0;
  int failed = 0;
  if (p->result->new_.policy.conditions)
    status = settle_conditions(p);
  else
    status = twi_equilibrium_point(p->e, &p->result->new_.wedges, &p->result->new_.wedges, 1, NULL, TWI_TIGHTEST,
                                   p->e->u_new, &failed);
  if (status != TW_OK) return status;
  if (!p->q) (void)twi_core_residual(c, p->e->u_new, p->e->newton.f_trial);
  double start = twi_seconds();
  twi_core_make_preconditioner(c);
  if (p->q) {
    twi_problem bordered = {0};
    bordered = twi_conditions_problem(p->q); /* releases nothing: it holds no limit, as before */
    bordered.linearize(bordered.data);
    status = twi_conditions_transposed_new(p->q, &p->transposed);
    if (status != TW_OK) return status;
    p->problem = twi_conditions_transposed_problem(p->transposed);
    for (int k = 0; k < p->q->m; k++) flows += p->q->all[k].count;
  } else {
    p->problem = twi_core_transposed_problem(c);
  }
  status = twi_seeds_new(c, &p->seeds);
  for (int real = 0; real < 2 && status == TW_OK; real++) {
    if (real) status = twi_arena_allocate(ctx, &p->arena);
    if (status == TW_OK) carve_point(p, flows + 1);
  }
  /* the products with vectors have written over the new prices, which at a solution are those given */
  memcpy(c->lnPn, c->P_in, c->N * c->Sp * sizeof(double));
  p->seconds = twi_seconds() - start;
  return status;
}

void twi_exposure_point_free(twi_exposure_point *p)
{
  if (!p->ctx) return;
  if (p->e) twi_seeds_free(&p->e->core, &p->seeds);
  twi_arena_free(p->ctx, &p->arena);
  twi_conditions_transposed_free(p->transposed);
  twi_conditions_free(p->q);
  tw_result_free(p->result);
  tw_solver_free(p->solver);
  memset(p, 0, sizeof *p);
}
